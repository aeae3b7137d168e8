//! 表格: the tables of forms that are data, each in a file `templates/<kind>/表/<name>.yaml`.
//!
//! A file says which label or which metric stands in each cell. It is read against the catalogue,
//! so that a row of the members of a dimension has its cells here; the numbers are put in by
//! `compose`. As in HTML, a place that a cell of a row above covers has no cell.

mod grid;
mod headings;
mod read;
mod units;

pub(crate) use read::{BLANKS, MOST_ROWS, MOST_WIDTH, sizes};

use crate::bounds::TABLE_COLUMNS;
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Guesses, nearest};
use crate::document::TypeSize;
use crate::findings::{Findings, Outcome};
use crate::source::{Sources, Span, Spanned};
use crate::template::{Fault, Templates};
use crate::yaml;

/// The folder of the tables, within that of a kind or of all kinds.
const FOLDER: &str = "表/";
const ENDING: &str = ".yaml";

/// As many columns as a sheet can hold.
pub(crate) const MOST_COLUMNS: u32 = TABLE_COLUMNS.most as u32;

/// The tables that a layout may print, in the order of their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormTables {
    tables: Vec<FormTable>,
}

/// A table of a form.
#[derive(Debug, Clone)]
pub(crate) struct FormTable {
    /// The name of its file, by which layouts print it.
    pub name: String,
    /// 表题
    pub caption: Option<Spanned<String>>,
    /// 单位, of all its numbers.
    pub unit: Option<Spanned<String>>,
    /// How many columns it has.
    pub columns: usize,
    /// 列宽: in proportion to each other; empty where what stands in them decides.
    pub widths: Vec<u32>,
    /// 字号
    pub size: Option<TypeSize>,
    /// 横排: on a page that is turned.
    pub is_landscape: bool,
    /// 表头
    pub header: Vec<Row>,
    /// 行
    pub rows: Vec<Row>,
}

/// A row, without the cells that others cover.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Where it is written.
    pub span: Span,
    /// Its cells, from left to right.
    pub cells: Vec<Cell>,
    /// Whether it is known how many columns its cells take.
    pub is_counted: bool,
    /// Whether it is known how far its cells reach down.
    pub is_certain: bool,
}

impl Row {
    /// How many cells of labels it begins with: they say what the others hold. All, where no cell
    /// holds a figure.
    pub(crate) fn labels(&self) -> usize {
        let is_figure = |cell: &Cell| matches!(cell.content, Content::Figure { .. });
        self.cells.iter().position(is_figure).unwrap_or(self.cells.len())
    }
}

/// A cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// Where it is written.
    pub span: Span,
    /// What it holds.
    pub content: Content,
    /// 跨行
    pub rows: u32,
    /// 跨列
    pub columns: u32,
    /// 竖排: its characters stand one under the other.
    pub is_vertical: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// Nothing, or words.
    Label(Spanned<String>),
    /// The value of a metric.
    Figure {
        /// The metric.
        metric: String,
        /// 去年: last year's value instead.
        is_last_year: bool,
        /// 空: what stands for a value that nobody reported. None where it is owed.
        blank: Option<Blank>,
    },
}

/// 空: what stands for a value that nobody reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blank {
    /// Nothing.
    Nothing,
    /// A zero.
    Zero,
}

impl FormTable {
    /// A table of which nothing but its name is known.
    fn named(name: &str) -> FormTable {
        FormTable {
            name: name.to_owned(),
            caption: None,
            unit: None,
            columns: 0,
            widths: Vec::new(),
            size: None,
            is_landscape: false,
            header: Vec::new(),
            rows: Vec::new(),
        }
    }
}

impl FormTables {
    /// The place of a table among them, by its name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.name == name)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &FormTable> {
        self.tables.iter()
    }

    /// The table of a place.
    pub(crate) fn get(&self, place: usize) -> Option<&FormTable> {
        self.tables.get(place)
    }

    /// What to say of a name that no table has.
    pub(crate) fn unknown(&self, name: &str) -> Fault {
        let names: Vec<&str> = self.tables.iter().map(|table| table.name.as_str()).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(close) => format!("是否想写“{close}”？"),
            None if names.is_empty() => format!("在模板文件夹里建一个 {FOLDER}{name}{ENDING}"),
            None => format!("现有的表格：{}", names.join("、")),
        };
        Fault { code: Code::E1002, message: format!("没有“{name}”这张表格"), help }
    }
}

/// Reads all tables among the templates. One that has faults is there by its name alone.
pub(crate) fn read(
    templates: &Templates,
    catalogue: &Catalogue,
    sources: &Sources,
) -> Outcome<FormTables> {
    let mut findings = Findings::new();
    let (mut tables, guesses) = (Vec::new(), Guesses::default());
    for (path, file) in &templates.files {
        let name = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(ENDING));
        let Some(name) = name else { continue };
        let known = findings.len();
        let node = yaml::parse(*file, sources.get(*file).text()).gather(&mut findings);
        // What was mended in the reading is not told again.
        let node = node.filter(|_| findings.len() == known);
        tables.push(match node {
            Some(node) => {
                read::read(name, node, (catalogue, &guesses), sources).gather(&mut findings)
            }
            None => FormTable::named(name),
        });
    }
    Outcome::new(FormTables { tables }, findings)
}

#[cfg(test)]
mod tests;
