//! Markdown → blocks of the document; the one place that knows the Markdown parser.
//!
//! Headings are numbered here: `##` 一、 · `###` （一） · `####` 1. · `#####` （1）. A heading
//! that ends in 。 opens the paragraph after it, one that ends in {不编号} has no number. A paragraph that is bold as a whole and
//! stands right before a table is the table's caption. Everything else a report has no
//! form for (lists, quotes, code, HTML, links, images, rules) is a fault.

use std::collections::BTreeMap;

use comrak::nodes::{AstNode, NodeValue, TableAlignment};
use comrak::{Arena, Options};

use super::bounded;
use super::form::Forms;
use super::marks::{self, Marks, Torn};
use super::rows;
use super::text;
use crate::bounds::{
    MARKDOWN_DEPTH, REPORT_BLOCKS, REPORT_CELLS, REPORT_LENGTH, TEMPLATE_FAULTS, grouped,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Align, Block, Cell, Heading, Inline, Paragraph, Table, Text, plain_text};
use crate::findings::Findings;
use crate::kind::Numbering;

/// What a layout's Markdown says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parsed {
    pub(super) title: Text,
    /// The title with its figures.
    pub(super) title_text: Vec<Inline>,
    pub(super) body: Vec<Block>,
    /// The texts that the templates printed as they were given.
    pub(super) printed: BTreeMap<String, usize>,
    /// Numbers that the tables of forms lack.
    pub(super) missing: Findings,
}

/// How the layout wants its Markdown read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wishes<'f> {
    /// How the headings of each level are numbered.
    pub(super) numbering: &'f [Numbering; 4],
    /// The words to those who listen: a paragraph of just these is set as such.
    pub(super) salutation: &'f str,
}

/// A fault of the Markdown, and the rendered line where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkdownFault {
    pub(super) diagnostic: Diagnostic,
    /// Without blanks around it; empty when no line is to blame.
    pub(super) line: String,
    /// Whether a template cut through a figure, or changed it: this one, where it is known.
    pub(super) torn: Option<Torn>,
}

/// Reads rendered Markdown; `forms` are the tables of forms that it may print.
pub(super) fn parse(
    markdown: &str,
    wishes: Wishes<'_>,
    marks: Marks<'_>,
    forms: Forms<'_>,
) -> Result<Parsed, Vec<MarkdownFault>> {
    if let Some((line, diagnostic)) = bounded::too_much(markdown) {
        return Err(vec![MarkdownFault { diagnostic, line: line.to_owned(), torn: None }]);
    }
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.ignore_setext = true;
    let root = comrak::parse_document(&arena, markdown, &options);
    let mut reader = Reader {
        lines: markdown.lines().collect(),
        wishes,
        marks,
        forms,
        title: None,
        title_text: Vec::new(),
        body: Vec::new(),
        run_in: None,
        numbers: [0; 4],
        open: [const { None }; 4],
        unnumbered: 0,
        after_table: false,
        blocks: 0,
        length: markdown.chars().count(),
        cells: 0,
        faults: Vec::new(),
    };
    for node in root.children() {
        reader.block(node);
        reader.blocks += 1;
        if let Some(passed) = reader.passed() {
            reader.fault(node, Code::E1010, &passed, bounded::TOO_LARGE);
            break;
        }
    }
    reader.close_run_in();
    let Reader { title, title_text, body, marks, forms, mut faults, .. } = reader;
    match title {
        Some(title) if faults.is_empty() => {
            Ok(Parsed { title, title_text, body, printed: marks.printed, missing: forms.missing })
        }
        // A title that was not read as one is no missing one.
        None if faults.is_empty() => {
            faults.push(MarkdownFault {
                diagnostic: Diagnostic::new(Code::E1004, "版式没有写标题")
                    .help("在版式开头用一个 # 写标题，例如 # {{ issuer }}关于……的报告"),
                line: String::new(),
                torn: None,
            });
            Err(faults)
        }
        _ => Err(faults),
    }
}

struct Reader<'m> {
    lines: Vec<&'m str>,
    wishes: Wishes<'m>,
    marks: Marks<'m>,
    forms: Forms<'m>,
    title: Option<Text>,
    title_text: Vec<Inline>,
    body: Vec<Block>,
    /// A heading that waits for the paragraph it opens.
    run_in: Option<Heading>,
    /// The last number of each level.
    numbers: [u32; 4],
    /// The anchor of the heading of each level that is open.
    open: [Option<String>; 4],
    /// How many headings have no number.
    unnumbered: u32,
    /// Whether nothing but rows apart from their table came since the last one.
    after_table: bool,
    /// How many paragraphs, headings and rows there are so far.
    blocks: usize,
    /// How many characters the Markdown has.
    length: usize,
    /// How many cells the tables have so far.
    cells: usize,
    faults: Vec<MarkdownFault>,
}

impl<'a> Reader<'_> {
    fn block(&mut self, node: &'a AstNode<'a>) {
        let value = node.data.borrow().value.clone();
        match value {
            NodeValue::Heading(heading) => self.heading(heading.level, node),
            NodeValue::Paragraph if self.is_unread_heading(node) => {}
            NodeValue::Paragraph => {
                if let Some(table) = marks::as_table(&self.paragraph(node)) {
                    self.form_table(table);
                    return;
                }
                self.paragraph_that_is_a_row(node);
                let text = self.inlines(node);
                if self.belongs_to_a_table(&text, node) {
                    self.close_run_in();
                }
                let run_in = self.run_in.take();
                let is_salutation = run_in.is_none()
                    && !self.wishes.salutation.is_empty()
                    && plain_text(&text) == self.wishes.salutation;
                self.body.push(Block::Paragraph(Paragraph { run_in, text, is_salutation }));
            }
            NodeValue::Table(table) => {
                self.close_run_in();
                let table = self.table(&table.alignments, node);
                self.body.push(Block::Table(table));
            }
            NodeValue::List(_) => self.unsupported(node, "列表", "每一条单独成段，序号写成文字"),
            NodeValue::BlockQuote => self.unsupported(node, "引用", "删去行首的 >"),
            NodeValue::CodeBlock(code) => {
                let known = self.faults.len();
                let table = code.literal.lines().find_map(marks::as_table);
                let help = "删去行首的空格，或者 ``` 记号";
                match table {
                    Some(_) => {
                        self.fault(node, Code::E1021, "印表格的一行，行首空了 4 格以上", help);
                    }
                    None => self.unsupported(node, "代码", help),
                }
                if let Some(fault) = self.faults.get_mut(known) {
                    fault.torn = table.map(|table| Torn::Table(Some(table)));
                }
            }
            NodeValue::HtmlBlock(_) => {
                self.unsupported(node, "HTML", "删去 HTML 标记；给自己看的说明写成 {# … #}");
            }
            NodeValue::ThematicBreak => self.unsupported(node, "分隔线", "删去这一行"),
            _ => self.unsupported(node, "这种格式", "公文正文只用标题、段落、表格和加粗"),
        }
    }

    /// Whether a line of a paragraph was meant for a heading: `##标题`, which is reported.
    fn is_unread_heading(&mut self, node: &'a AstNode<'a>) -> bool {
        let position = node.data.borrow().sourcepos;
        let lines = position.start.line.saturating_sub(1)..position.end.line;
        let lines = self.lines.get(lines).unwrap_or_default();
        let Some(line) = lines.iter().find(|line| line.trim_start().starts_with(['#', '＃']))
        else {
            return false;
        };
        let line = line.trim();
        let title = line.trim_start_matches(['#', '＃']);
        let marks = "#".repeat(line.chars().count() - title.chars().count());
        let help = match marks.len() {
            0..=5 => format!("标题单独成行，# 用半角，后面空一格：{marks} 标题"),
            _ => "标题最多用五个 #，后面空一格".to_owned(),
        };
        self.fault_of(line.to_owned(), Code::E1004, "# 后面没有空格，不成标题", &help);
        true
    }

    fn heading(&mut self, markdown_level: u8, node: &'a AstNode<'a>) {
        self.close_run_in();
        let known = self.faults.len();
        let mut text = self.inlines(node);
        let is_unnumbered = self.take_unnumbered(&mut text);
        if !is_unnumbered && self.is_numbered(&text) {
            let help = "编号由程序按层次编，删去手写的编号";
            return self.fault(node, Code::E1004, "标题的编号不用手写", help);
        }
        // What could not be read was told.
        if plain_text(&text).is_empty() && self.faults.len() == known {
            return self.fault(node, Code::E1004, "标题没有文字", "写上标题，或者删去 # 记号");
        }
        let level = markdown_level.saturating_sub(1);
        if level == 0 {
            if self.title.is_some() || !self.body.is_empty() {
                let help = "只在版式开头用一个 #，下面各层标题用 ## ### #### #####";
                return self.fault(node, Code::E1004, "报告标题只能有一个，并且在最前", help);
            }
            let place = match text.as_slice() {
                [Inline::Text(text)] => text.place,
                _ => None,
            };
            self.title = Some(Text::at(plain_text(&text), place));
            self.title_text = text;
            return;
        }
        let Some((own, above)) =
            self.open.get_mut(..usize::from(level)).and_then(<[_]>::split_last_mut)
        else {
            let help = "公文标题最多四层：## 一、 ### （一） #### 1. ##### （1）";
            return self.fault(node, Code::E1004, "标题层次太多", help);
        };
        if above.iter().any(Option::is_none) {
            let help = "上一层标题不能省略：先 ##，再 ###，再 ####";
            return self.fault(node, Code::E1004, "标题跳了层次", help);
        }
        let place = above.len();
        let number = self.numbers.get_mut(place).filter(|_| {
            !is_unnumbered && self.wishes.numbering.get(place) != Some(&Numbering::Unnumbered)
        });
        let ordinal = number.map(|number| {
            *number += 1;
            *number
        });
        let step = match ordinal {
            Some(ordinal) => ordinal.to_string(),
            None => {
                self.unnumbered += 1;
                format!("u{}", self.unnumbered)
            }
        };
        let id = match above.last().and_then(Option::as_ref) {
            Some(above) => format!("{above}-{step}"),
            None => format!("s{step}"),
        };
        *own = Some(id.clone());
        for below in place + 1..self.open.len() {
            self.open[below] = None;
            if self.wishes.numbering[below] != Numbering::Continuous {
                self.numbers[below] = 0;
            }
        }
        let shown = plain_text(&text);
        let title = shown.trim_end_matches('。').to_owned();
        let heading = Heading { level, ordinal, text, title, id };
        if shown.ends_with('。') {
            self.run_in = Some(heading);
        } else {
            self.body.push(Block::Heading(heading));
        }
    }

    /// A run-in heading with no paragraph after it stands as one by itself.
    fn close_run_in(&mut self) {
        if let Some(heading) = self.run_in.take() {
            let paragraph =
                Paragraph { run_in: Some(heading), text: Vec::new(), is_salutation: false };
            self.body.push(Block::Paragraph(paragraph));
        }
    }

    /// A table of a form. What its file does not say of caption and unit the paragraphs before it
    /// may, as before any table.
    fn form_table(&mut self, place: usize) {
        self.close_run_in();
        let Some(mut table) = self.forms.fill(place) else { return };
        self.blocks += table.rows.len();
        self.cells += table.rows.len() * table.columns.len();
        if table.unit.is_none() {
            table.unit = self.unit();
        }
        if table.caption.is_empty() {
            table.caption = self.caption();
        }
        self.body.push(Block::Table(table));
    }

    /// The lines of a paragraph.
    fn paragraph(&self, node: &'a AstNode<'a>) -> String {
        let place = node.data.borrow().sourcepos;
        let lines = self.lines.get(place.start.line.saturating_sub(1)..place.end.line);
        lines.unwrap_or_default().join("\n")
    }

    fn table(&mut self, alignments: &[TableAlignment], node: &'a AstNode<'a>) -> Table {
        let unit = self.unit();
        let caption = self.caption();
        let columns = alignments
            .iter()
            .map(|alignment| match alignment {
                TableAlignment::None | TableAlignment::Left => Align::Left,
                TableAlignment::Center => Align::Centre,
                TableAlignment::Right => Align::Right,
            })
            .collect();
        let mut rows = node.children();
        let header_row = rows.next();
        let known = self.faults.len();
        let header = header_row.into_iter().flat_map(AstNode::children);
        let header: Vec<Cell> = header.map(|cell| Cell::header(self.inlines(cell))).collect();
        let is_empty = header.iter().all(|cell| plain_text(&cell.content).trim().is_empty());
        if is_empty && self.faults.len() == known {
            let help = "在第一行写上各栏的名称";
            self.fault(header_row.unwrap_or(node), Code::E1013, "表格的表头没有文字", help);
        }
        let rows_in_all = node.children().count();
        self.blocks += rows_in_all;
        self.cells += rows_in_all * header.len();
        if self.passed().is_some() {
            return Table::plain(columns, header, Vec::new());
        }
        node.children().skip(1).for_each(|row| self.row(row, header.len()));
        let mut cells = |row: &'a AstNode<'a>| -> Vec<Cell> {
            row.children().map(|cell| Cell::new(self.inlines(cell))).collect()
        };
        let rows = rows.map(&mut cells).collect();
        Table { caption, unit, ..Table::plain(columns, header, rows) }
    }

    /// Compares a row as it was typed with the header.
    fn row(&mut self, row: &'a AstNode<'a>, columns: usize) {
        let line = self.line(row);
        let (message, help) = match rows::cells(line) {
            None => (
                "表格下面紧接着正文，要印成表格的一行".to_owned(),
                "在表格和正文之间空一行".to_owned(),
            ),
            Some(_) if rows::is_delimiter(line) => (
                "表格里有两条分隔行，表头只能有一行".to_owned(),
                "只在表头下面留一条 |---|---|；两行表头的，把上一行并进下一行的名称".to_owned(),
            ),
            Some(cells) if cells != columns => (
                format!("表格的这一行有 {cells} 格，表头有 {columns} 格"),
                format!("每一行都写 {columns} 格，没有内容的留空（|  |）；格里要印竖线的写成 \\|"),
            ),
            Some(_) => return,
        };
        self.fault(row, Code::E1013, &message, &help);
    }

    /// A row of a table that the parser took for a paragraph.
    fn paragraph_that_is_a_row(&mut self, node: &'a AstNode<'a>) {
        let place = node.data.borrow().sourcepos;
        let lines = place.start.line.saturating_sub(1)..place.end.line;
        let Some(line) = self.lines.get(lines).and_then(rows::in_paragraph) else {
            self.after_table = false;
            return;
        };
        let line = line.trim().to_owned();
        self.after_table |= matches!(self.body.last(), Some(Block::Table(_)));
        let help = if line.contains('｜') {
            "表格的竖线用半角 |"
        } else if self.after_table && !rows::is_delimiter(&line) {
            "同上面的表格隔了空行的，去掉空行，或者每一行都以竖线 | 开头"
        } else {
            "表头只写一行，下面紧接着写一条分隔行，格数同表头一样，例如 |---|---|"
        };
        let message = "这一行像是表格的一行，可是没有成为表格";
        self.fault_of(line, Code::E1013, message, help);
    }

    /// Whether a paragraph is the caption or the unit of a table that comes next, which no heading
    /// may open.
    fn belongs_to_a_table(&self, text: &[Inline], node: &'a AstNode<'a>) -> bool {
        if self.run_in.is_none() || !(is_caption(text) || is_unit(text)) {
            return false;
        }
        let mut next = node.next_sibling();
        while let Some(node) = next {
            match &node.data.borrow().value {
                NodeValue::Table(_) => return true,
                NodeValue::Paragraph => {}
                _ => return false,
            }
            let words = self.paragraph(node);
            if marks::as_table(&words).is_some() {
                return true;
            }
            if !words.starts_with(UNIT) {
                return false;
            }
            next = node.next_sibling();
        }
        false
    }

    /// Takes the paragraph before a table for its unit when it says 单位：….
    fn unit(&mut self) -> Option<String> {
        let Some(Block::Paragraph(Paragraph { run_in: None, text, .. })) = self.body.last() else {
            return None;
        };
        let unit = is_unit(text).then(|| plain_text(text))?;
        self.body.pop();
        Some(unit)
    }

    /// Takes the paragraph before a table for its caption when it is bold as a whole.
    fn caption(&mut self) -> Vec<Inline> {
        let Some(Block::Paragraph(Paragraph { run_in: None, text, .. })) = self.body.last() else {
            return Vec::new();
        };
        let [Inline::Strong(caption)] = text.as_slice() else {
            return Vec::new();
        };
        let caption = caption.clone();
        self.body.pop();
        caption
    }

    fn inlines(&mut self, node: &'a AstNode<'a>) -> Vec<Inline> {
        self.inlines_within(node, 0)
    }

    /// The same of what stands in `depth` bold texts.
    fn inlines_within(&mut self, node: &'a AstNode<'a>, depth: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut text = String::new();
        for child in node.children() {
            let value = child.data.borrow().value.clone();
            match value {
                NodeValue::Text(piece) => text.push_str(&piece),
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
                NodeValue::Strong if depth == MARKDOWN_DEPTH.size() => {
                    self.fault(
                        child,
                        Code::E1003,
                        &MARKDOWN_DEPTH.passed(None),
                        bounded::NO_NESTING,
                    );
                }
                NodeValue::Strong => {
                    inlines.extend(self.text(&mut text, node));
                    inlines.push(Inline::Strong(self.inlines_within(child, depth + 1)));
                }
                NodeValue::Emph => {
                    self.unsupported(child, "斜体", "公文不用斜体；要醒目就用 **加粗**");
                }
                NodeValue::Code(_) => self.unsupported(child, "代码", "删去 ` 记号"),
                NodeValue::HtmlInline(_) => {
                    self.unsupported(child, "HTML", "删去 HTML 标记；给自己看的说明写成 {# … #}");
                }
                NodeValue::Link(_) => self.unsupported(child, "链接", "直接写出文字"),
                NodeValue::Image(_) => self.unsupported(child, "图片", "删去图片"),
                _ => self.unsupported(child, "这种格式", "公文正文只用标题、段落、表格和加粗"),
            }
        }
        inlines.extend(self.text(&mut text, node));
        inlines
    }

    /// Takes the text gathered so far.
    fn text(&mut self, gathered: &mut String, node: &'a AstNode<'a>) -> Vec<Inline> {
        let text = text::join_broken_lines(&std::mem::take(gathered));
        self.marks.read(&text).unwrap_or_else(|torn| {
            let of_figures =
                "打印指标只用 {{ \"名称\" | figure }}，后面不要再接截取、替换一类的过滤器";
            let of_tables =
                "把 {{ \"名称\" | table }} 单独写成一行，上下各空一行，后面不要再接过滤器";
            let (code, message, help) = match torn {
                Torn::Cut => (Code::E1001, "模板截断了一个指标的数值", of_figures),
                Torn::Changed(_) => (Code::E1007, "模板改动了一个指标的数", of_figures),
                Torn::Table(_) => (Code::E1021, "表格没有单独成行", of_tables),
            };
            let known = self.faults.len();
            self.fault(node, code, message, help);
            if let Some(fault) = self.faults.get_mut(known) {
                fault.torn = Some(torn);
            }
            Vec::new()
        })
    }

    /// Takes the words of the layout that say of a heading that it has no number.
    fn take_unnumbered(&self, text: &mut Vec<Inline>) -> bool {
        let Some(Inline::Text(last)) = text.last_mut() else { return false };
        if !last.place.is_some_and(|place| self.marks.layout.holds(place)) {
            return false;
        }
        let Some(words) = last.shown.trim_end().strip_suffix(UNNUMBERED) else { return false };
        last.shown = words.trim_end().to_owned();
        if last.shown.is_empty() {
            text.pop();
        }
        true
    }

    /// Whether a heading begins with a number that the layout's writer typed.
    fn is_numbered(&self, text: &[Inline]) -> bool {
        let Some(Inline::Text(first)) = text.first() else { return false };
        first.place.is_some_and(|place| self.marks.layout.holds(place))
            && text::begins_numbered(first)
    }

    /// That the report is beyond a bound, and which.
    fn passed(&self) -> Option<String> {
        let length = self.length + CELL * self.cells;
        let sizes =
            [(self.blocks, REPORT_BLOCKS), (self.cells, REPORT_CELLS), (length, REPORT_LENGTH)];
        let (_, bound) = sizes.into_iter().find(|(size, bound)| *size > bound.size())?;
        let passed = bound.passed(None);
        // Who counts the characters would find fewer.
        let is_by_cells = bound == REPORT_LENGTH && self.length <= REPORT_LENGTH.size();
        Some(match is_by_cells {
            true => {
                format!("{passed}（表格 {} 格，一格按 {CELL} 个字算）", grouped(self.cells as u64))
            }
            false => passed,
        })
    }

    fn unsupported(&mut self, node: &'a AstNode<'a>, what: &str, help: &str) {
        self.fault(node, Code::E1003, &format!("公文正文不能用{what}"), help);
    }

    fn fault(&mut self, node: &'a AstNode<'a>, code: Code, message: &str, help: &str) {
        // The line may be the whole text, so it is copied for a fault that is told alone.
        if self.faults.len() < MOST_FAULTS {
            let line = self.line(node).to_owned();
            self.fault_of(line, code, message, help);
        }
    }

    /// Reports a fault of a line. More than [`MOST_FAULTS`] nobody reads.
    fn fault_of(&mut self, line: String, code: Code, message: &str, help: &str) {
        if self.faults.len() < MOST_FAULTS {
            let diagnostic = Diagnostic::new(code, message).help(help);
            self.faults.push(MarkdownFault { diagnostic, line, torn: None });
        }
    }

    /// The rendered line in which a node begins, without blanks around it.
    fn line(&self, node: &'a AstNode<'a>) -> &str {
        let start = node.data.borrow().sourcepos.start;
        self.lines.get(start.line.saturating_sub(1)).map_or("", |line| line.trim())
    }
}

/// Behind a heading that has no number: `## 前言 {不编号}`.
const UNNUMBERED: &str = "{不编号}";

/// How the paragraph begins that says in what a table counts.
const UNIT: &str = "单位：";

/// Whether a paragraph before a table is its unit.
fn is_unit(text: &[Inline]) -> bool {
    text.iter().all(|run| matches!(run, Inline::Text(_))) && plain_text(text).starts_with(UNIT)
}

/// Whether a paragraph before a table is its caption: bold as a whole.
fn is_caption(text: &[Inline]) -> bool {
    matches!(text, [Inline::Strong(_)])
}

/// As many characters of a paragraph take the memory of a cell.
const CELL: usize = 15;

/// How many faults of one layout are told.
const MOST_FAULTS: usize = TEMPLATE_FAULTS.size();
