//! Numbers in cells that are for something else, and units that were changed: they are not read, and
//! whoever typed them believes that they are.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::moved;
use super::names::Names;
use super::sheet::{Rows, Stretches, bare, lines, name_of};
use super::shifted;
use super::shown::Shown;
use super::slips::{renamed, short};
use super::yaml::At;
use crate::catalogue::{Catalogue, Metric, Need};
use crate::cells::{Cell, Sheet, Value, Wanted};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::source::{self, FileId};
use crate::workbook::form::Row;
use crate::workbook::label::{FIGURES, figures};
use crate::workbook::table::Table;

/// Rows of the sheet of figures that are no rows of it, and what is wrong beside the figures.
#[derive(Debug, Default)]
pub(super) struct Strays {
    /// The numbers of rows that are not read.
    pub(super) rows: BTreeSet<u32>,
    pub(super) faults: Findings,
    /// The figures of which it is told that they are not read, or not as they were meant.
    pub(super) lost: Vec<String>,
    /// The cells of which something is told, by row and column.
    pub(super) told: BTreeSet<(u32, u32)>,
    /// The numbers of rows whose name is none of the form's, with no figure beside it.
    pub(super) alone: Vec<u32>,
    /// The numbers of rows of the form that are no figures, with none beside them.
    pub(super) without: Vec<u32>,
    /// Whether names were moved.
    pub(super) has_moved: bool,
    /// Whether there are figures that the project does not ask for any more.
    pub(super) has_gone: bool,
}

/// How a sheet says the unit of all its numbers.
const UNIT: &str = "单位";

/// Whether a number was typed into a cell, with a unit or without one.
pub(super) fn is_number(cell: &Cell) -> bool {
    if cell.formula.is_some() {
        return false;
    }
    match &cell.value {
        Value::Number { .. } => true,
        Value::Text(text) => {
            const LONGEST_UNIT: usize = 2;
            let text = bare(text);
            let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
            let rest = text.trim_start_matches(|c| is_digit(c) || ",.，%".contains(c));
            let is_unit =
                rest.chars().count() <= LONGEST_UNIT && rest.chars().all(char::is_alphanumeric);
            text.starts_with(is_digit) && is_unit
        }
        Value::Boolean(_) | Value::Error(_) | Value::NoResult => false,
    }
}

/// The unit that a text gives for a whole table.
fn unit_in(text: &str) -> Option<&str> {
    text.strip_prefix(UNIT)?.strip_prefix(['：', ':'])
}

/// Whether a text gives one.
pub(super) fn is_unit(text: &str) -> bool {
    unit_in(text).is_some()
}

/// Numbers in a table, in cells to which no labels of a figure lead.
pub(super) fn in_table(cells: &[&Cell], (file, sheet): (FileId, u32)) -> Option<Diagnostic> {
    const MOST: usize = 10;
    let shown = cells.first()?.typed(Wanted::Text);
    let shown = short(&shown);
    let message = match cells.len() {
        1 => format!("填了“{shown}”，这一格不是要填的格，没有读"),
        count => format!("填了“{shown}”等 {count} 格，这几格不是要填的格，没有读"),
    };
    let found =
        cells.iter().take(MOST).fold(Diagnostic::new(Code::E0171, message), |found, cell| {
            let at = source::Cell { file, sheet, row: cell.row, column: cell.column };
            found.at(at, "左边和上面的文字对不到表里的一个数")
        });
    Some(found.help("数填进它那一行、那一列的格里；不要加行，不是要报的数，移到别处或者删去"))
}

/// The unit over a table that was changed.
pub(super) fn unit_of_table(
    table: &Table,
    sheet: &Sheet,
    (file, number): (FileId, u32),
    shown: &Shown,
) -> Option<Diagnostic> {
    let (cell, text, said) = sheet.cells.iter().find_map(|cell| {
        let text = cell.typed(Wanted::Text);
        let said = unit_in(&bare(&text))?.to_owned();
        Some((cell, text, said))
    })?;
    let unit = table.unit.as_deref().unwrap_or_default();
    if said == bare(unit) {
        return None;
    }
    let at = source::Cell { file, sheet: number, row: cell.row, column: cell.column };
    // Of a year that is over the figures are asked one by one.
    Some(match shown.bears(&table.name, &text) {
        _ if shown.is_over => return None,
        true => changed_since(&format!("“{}”", sheet.name), (unit, &said), at, shown),
        false => changed_unit(&sheet.name, (unit, &said), at),
    })
}

/// Figures of a table whose unit the project has changed since, each with its cell and the unit it had.
pub(super) fn units_in_table(
    changed: &[(&Metric, String, At)],
    (shown, file): (&Shown, FileId),
) -> Option<Diagnostic> {
    let (metric, said, at) = changed.first()?;
    let name = match changed.len() {
        1 => format!("“{}”", metric.name),
        count => format!("“{}”等 {count} 项", metric.name),
    };
    let told = changed_since(&name, (&metric.unit, said), place(file, *at), shown);
    Some(match shown.is_over {
        true => told,
        false => told.help(
            "按新的单位把数换算好，再把表里写单位的文字改成新的；表里没有写单位的，移走这份表，用 nianbao new 重做一份；单位不该改的，请汇总单位改回原来的单位",
        ),
    })
}

/// The unit that a form was sent out with, where the project has given another one since. Of a year that
/// is over there is nothing to mend.
fn changed_since(
    what: &str,
    (unit, said): (&str, &str),
    at: source::Cell,
    shown: &Shown,
) -> Diagnostic {
    let said = short(said);
    let now = if unit.is_empty() { "没有单位".to_owned() } else { format!("“{unit}”") };
    if shown.is_over {
        let message = format!("上年的填报表里，{what}的单位是“{said}”，现在是{now}");
        return Diagnostic::new(Code::E0171, message)
            .severity(Severity::Warning)
            .at(at, "上年的这个数没有取用")
            .help("上年的表已经报完，不要改；今年没有可以比的上年数。单位不该改的，请汇总单位改回原来的单位");
    }
    let message = format!("填报表下发以后，{what}的单位由“{said}”改成了{now}");
    Diagnostic::new(Code::E0171, message)
        .at(at, "表里还是原来的单位")
        .help("按新的单位把数换算好，再把表里的单位改成新的（空着的，写上）；单位不该改的，请汇总单位改回原来的单位")
}

fn changed_unit(what: &str, (unit, said): (&str, &str), at: source::Cell) -> Diagnostic {
    let unit = if unit.is_empty() { "没有单位".to_owned() } else { format!("是“{unit}”") };
    Diagnostic::new(Code::E0171, format!("“{what}”的单位{unit}，不能改成“{}”", short(said)))
        .at(at, "单位改动了，数还按原来的单位读")
        .help("把单位改回来，数按原来的单位填")
}

/// Examines the rows of the sheet of figures. `in_tables` are the sheets of figures that stand in tables.
pub(super) fn rows(
    rows: &Rows<'_>,
    (listed, in_tables): (&[Row], &FxHashMap<&str, &str>),
    (shown, names): (&Shown, &Names),
    catalogue: &Catalogue,
    file: FileId,
) -> Strays {
    let cells = names.of_sheet(&rows.sheet.name);
    let named: FxHashSet<&str> = cells.values().copied().collect();
    let mut strays = Strays::default();
    let headings = listed.iter().filter_map(|row| match row {
        Row::Heading(heading) => Some(bare(heading).into_owned()),
        Row::Figure(_) => None,
    });
    let headings: BTreeSet<String> = headings.collect();
    let themes: FxHashSet<&str> =
        catalogue.metrics.values().map(|metric| metric.theme.as_str()).collect();
    if strays.moved(rows, (listed, names), shown, file) {
        return strays;
    }
    let heads = heads(rows);
    let present = OnceCell::new();
    for row in rows.rows() {
        // The row of a name that was moved is not read.
        if strays.rows.contains(&row.number) {
            continue;
        }
        let name = row.text(figures::NAME).map(|name| bare(&name).into_owned()).unwrap_or_default();
        let at = place(file, row.at(figures::VALUE));
        let value = row.cell(figures::VALUE).map(|cell| cell.typed(Wanted::Text));
        let Some(metric) = catalogue.metrics.get(&name) else {
            if shown.may_lack()
                && named.contains(name.as_str())
                && !catalogue.families.contains_key(&name)
            {
                strays.rows.insert(row.number);
                strays.has_gone = true;
            } else if let Some(value) = &value
                && headings.contains(&name)
                && !catalogue.families.contains_key(&name)
            {
                strays.rows.insert(row.number);
                strays.faults.report(beside_heading(&name, value, at));
            } else if value.is_none()
                && let Some(cell) = row.cell(figures::NAME).filter(|cell| is_number(cell))
                && let Some(was) = cells.get(&(at.row, at.column))
                && !present.get_or_init(|| present_names(rows)).contains(*was)
            {
                strays.faults.report(name_under_number(cell, was, at));
                strays.lost.push((*was).to_owned());
            } else if value.is_none()
                && !name.is_empty()
                && !headings.contains(&name)
                && !themes.contains(name.as_str())
                && !catalogue.families.contains_key(&name)
                && !named.contains(name.as_str())
                && !shown.may_lack()
            {
                strays.alone.push(row.number);
            } else if value.is_none()
                && !catalogue.families.contains_key(&name)
                && (headings.contains(&name) || !cells.contains_key(&(at.row, at.column)))
            {
                strays.without.push(row.number);
            }
            continue;
        };
        if let Some(fault) = shifted::row(&row, &heads, file) {
            strays.rows.insert(row.number);
            strays.lost.push(name);
            strays.faults.report(fault);
            continue;
        }
        if let (Some(sheet), Some(value)) = (in_tables.get(name.as_str()), &value) {
            strays.rows.insert(row.number);
            strays.faults.report(of_a_table(&name, sheet, value, at));
        }
        let figure = ((metric.as_ref(), value.as_deref()), named.contains(name.as_str()));
        strays.figure((rows, &row), &heads, figure, (shown, file), catalogue);
    }
    for (name, fault) in merged_away(rows, catalogue, file) {
        strays.lost.push(name);
        strays.faults.report(fault);
    }
    strays
}

impl Strays {
    /// Enters the rows whose names were moved; says whether so many were that none is read.
    fn moved(
        &mut self,
        rows: &Rows<'_>,
        (listed, names): (&[Row], &Names),
        shown: &Shown,
        file: FileId,
    ) -> bool {
        let moved = moved::in_figures(rows, (listed, names), shown);
        self.has_moved = !moved.is_empty();
        self.faults.extend(moved::told(&moved, "单位、口径、上年数", file));
        // The column was sorted alone, or cells were inserted or deleted in it: whatever else is wrong with
        // the rows comes of that.
        let is_shifted =
            || moved.len() > 1 && shifted::in_order(rows, names, figures::NAME).is_some();
        let are_many = moved.len() > moved::SOME || is_shifted();
        if are_many {
            self.lose_all(rows, listed);
        } else {
            let mut open = moved::in_families(rows, (listed, names.sent(FIGURES)), shown);
            open.retain(|open| moved.iter().all(|moved| moved.row != open.row));
            self.faults.extend(moved::asked(&open, file));
        }
        for moved in moved {
            self.rows.insert(moved.row);
            self.lost.extend([moved.name, moved.was]);
        }
        are_many
    }

    /// Reads none of the rows.
    fn lose_all(&mut self, rows: &Rows<'_>, listed: &[Row]) {
        self.rows.extend(rows.rows().map(|row| row.number));
        self.lost.extend(listed.iter().filter_map(|row| match row {
            Row::Figure(figure) => Some(figure.metric.name.clone()),
            Row::Heading(_) => None,
        }));
    }

    /// Enters what is wrong with a figure whose name is right; `was_there` says that the form had it.
    fn figure(
        &mut self,
        (rows, row): (&Rows<'_>, &super::sheet::Row<'_>),
        heads: &FxHashMap<u32, String>,
        (figure, was_there): ((&Metric, Option<&str>), bool),
        (shown, file): (&Shown, FileId),
        catalogue: &Catalogue,
    ) {
        let (metric, value) = figure;
        let lost_before = self.lost.len();
        self.beside((rows, row), heads, figure, (shown, file));
        if value.is_some()
            && row.text(figures::UNIT).is_none()
            && let Some(said) = shown.former_unit(metric, was_there, catalogue)
        {
            let (what, at) = (format!("“{}”", metric.name), place(file, row.at(figures::VALUE)));
            self.faults.report(changed_since(&what, (&metric.unit, &said), at, shown));
            self.lost.push(metric.name.clone());
        }
        // What is doubtful of a year that is over is not compared with.
        if shown.is_over && self.lost.len() > lost_before {
            self.rows.insert(row.number);
        }
    }

    /// Enters what is wrong with the cells beside a figure.
    fn beside(
        &mut self,
        (rows, row): (&Rows<'_>, &super::sheet::Row<'_>),
        heads: &FxHashMap<u32, String>,
        figure: (&Metric, Option<&str>),
        (shown, file): (&Shown, FileId),
    ) {
        let (metric, _) = figure;
        let at = place(file, row.at(figures::VALUE));
        let beside = row.cells().iter().filter(|cell| {
            ![rows.column(figures::NAME), rows.column(figures::VALUE)].contains(&Some(cell.column))
        });
        for cell in beside {
            let head = heads.get(&cell.column).map_or("", String::as_str);
            let here = source::Cell { column: cell.column, ..at };
            let right = name_of(at.row, at.column);
            let fault = in_column(cell, (head, here), figure, (&right, shown));
            let words = || over_words(cell, (head, here), metric, shown);
            let fault = fault.or_else(words).or_else(|| {
                let text = cell.typed(Wanted::Text);
                let is_typed = head == figures::LAST_YEAR && !shown.holds(&metric.name, &text);
                is_typed.then(|| over_last_year(&text, here, figure, &right))
            });
            if let Some(fault) = fault {
                self.told.insert((cell.row, cell.column));
                if fault.is_error() || fault.code == Code::E0171 && head == figures::UNIT {
                    self.lost.push(metric.name.clone());
                }
                self.faults.report(fault);
            }
        }
    }
}

/// The headings of the columns.
fn heads(rows: &Rows<'_>) -> FxHashMap<u32, String> {
    let heads = lines(rows.sheet).find(|(row, _)| *row == rows.header);
    let heads = heads.map_or([].as_slice(), |(_, cells)| cells).iter();
    heads.map(|cell| (cell.column, bare(&cell.typed(Wanted::Text)).into_owned())).collect()
}

/// The names that stand in the rows.
fn present_names(rows: &Rows<'_>) -> FxHashSet<String> {
    let names = rows.rows().filter_map(|row| row.text(figures::NAME));
    names.map(|name| bare(&name).into_owned()).collect()
}

/// A number that was typed over the name of the figure whose cell is `at`.
fn name_under_number(cell: &Cell, was: &str, at: source::Cell) -> Diagnostic {
    let (shown, right) = (cell.typed(Wanted::Text), name_of(at.row, at.column));
    let here = source::Cell { row: cell.row, column: cell.column, ..at };
    renamed(here, &shown, was)
        .help(format!("把这一格改回“{was}”；{} 是它的数的，填在 {right}", short(&shown)))
}

/// What is wrong with a cell beside a figure. `right` is the cell of the figure.
fn in_column(
    cell: &Cell,
    (head, at): (&str, source::Cell),
    (metric, value): (&Metric, Option<&str>),
    (right, marks): (&str, &Shown),
) -> Option<Diagnostic> {
    let shown = cell.typed(Wanted::Text);
    let is_as_sent = |text: &str| bare(text) == bare(&shown);
    let is_stray = match head {
        figures::UNIT if is_as_sent(&metric.unit) || cell.formula.is_some() => false,
        figures::UNIT if !is_number(cell) => {
            let unit = (metric.unit.as_str(), &*shown);
            let told = || match marks.is_over || marks.bears(&metric.name, &shown) {
                true => changed_since(&format!("“{}”", metric.name), unit, at, marks),
                false => changed_unit(&metric.name, unit, at),
            };
            return metric.kind.is_number().then(told);
        }
        figures::UNIT => true,
        figures::DEFINITION => is_number(cell) && !is_as_sent(&metric.definition),
        figures::INSTRUCTION => {
            is_number(cell) && !is_as_sent(metric.instruction.as_deref().unwrap_or_default())
        }
        "" | figures::NEED | figures::REASON => is_number(cell),
        head if head.starts_with(figures::VALUE) => is_number(cell) && value != Some(&shown),
        _ => false,
    };
    if !is_stray {
        return None;
    }
    let column = if head.is_empty() {
        "没有表头的一栏".to_owned()
    } else {
        format!("“{head}”一栏")
    };
    let message = format!("“{}”在{column}填了“{}”，没有当作它的数", metric.name, short(&shown));
    let fault = Diagnostic::new(Code::E0171, message).at(at, format!("数要填在 {right}"));
    Some(fault.help(format!("是“{}”的数的，移到 {right}；不是的，移到表外面或者删去", metric.name)))
}

/// Words that were typed over those that say what a figure is. The catalogue may say others by now.
fn over_words(
    cell: &Cell,
    (head, at): (&str, source::Cell),
    metric: &Metric,
    shown: &Shown,
) -> Option<Diagnostic> {
    let text = cell.typed(Wanted::Text);
    let is = |words: &str| bare(&text) == bare(words);
    let is_as_sent = text.is_empty()
        || match head {
            figures::DEFINITION => is(&metric.definition) || shown.holds(&metric.name, &text),
            figures::INSTRUCTION => {
                is(metric.instruction.as_deref().unwrap_or_default())
                    || shown.holds(&metric.name, &text)
            }
            figures::UNIT => cell.formula.is_some() || is(&metric.unit),
            // The catalogue may ask more or less of it by now.
            figures::NEED => {
                let needs = [Need::Required, Need::Recommended, Need::Optional];
                figures::COMPUTED.contains(&&*text) || needs.iter().any(|need| is(need.word()))
            }
            _ => true,
        };
    if is_as_sent {
        return None;
    }
    let message = format!("“{}”的“{head}”一栏改成了“{}”，没有读", metric.name, short(&text));
    let fault = Diagnostic::new(Code::E0175, message);
    Some(fault.at(at, "这一栏是下发时写好的，只供参考").help(format!(
        "要说明的写进“{}”一栏，数填在“{}”一栏；不报的，不用管它",
        figures::REASON,
        figures::VALUE
    )))
}

/// Something that was typed over last year's value.
fn over_last_year(
    text: &str,
    at: source::Cell,
    (metric, value): (&Metric, Option<&str>),
    right: &str,
) -> Diagnostic {
    let column = figures::LAST_YEAR;
    let message = format!("“{}”在“{column}”一栏填了“{}”，没有当作它的数", metric.name, short(text));
    let fault = Diagnostic::new(Code::E0171, message);
    match value {
        None => fault
            .at(at, format!("数要填在 {right}"))
            .help(format!("是“{}”今年的数的，移到 {right}；不是的，删去", metric.name)),
        Some(_) => fault
            .severity(Severity::Warning)
            .at(at, "这一栏是下发时写好的，只供参考")
            .help("上年的数有误的，请汇总单位改上年的文件；不报的，不用管它"),
    }
}

fn place(file: FileId, at: At) -> source::Cell {
    source::Cell { file, sheet: at.sheet, row: at.row, column: at.column }
}

fn beside_heading(heading: &str, value: &str, at: source::Cell) -> Diagnostic {
    let message = format!("“{heading}”是小标题，它旁边填了“{}”，没有读", short(value));
    Diagnostic::new(Code::E0171, message)
        .at(at, "这一行是小标题，不填数")
        .help("把数填到它下面各行里；不是要报的数，删去")
}

fn of_a_table(name: &str, sheet: &str, value: &str, at: source::Cell) -> Diagnostic {
    let message = format!("“{name}”填在“{sheet}”表里，这里又写了“{}”，没有读", short(value));
    Diagnostic::new(Code::E0176, message)
        .at(at, "同一个指标只在一处填")
        .help(format!("数填进“{sheet}”表，删去这一行"))
}

/// Figures whose cells were merged into those at their left, which took away what they held.
fn merged_away(rows: &Rows<'_>, catalogue: &Catalogue, file: FileId) -> Vec<(String, Diagnostic)> {
    let Some(column) = rows.column(figures::VALUE) else { return Vec::new() };
    let is_over = |first: u32, last: u32| first < column && column <= last;
    let areas = rows.sheet.merged.iter().filter(|area| is_over(area.first.1, area.last.1));
    let covered = Stretches::of(areas.map(|area| (area.first.0, area.last.0)));
    if covered.is_empty() {
        return Vec::new();
    }
    let merged = rows.rows().filter_map(|row| {
        let name = bare(&row.text(figures::NAME)?).into_owned();
        let is_covered = covered.hold(row.number);
        (is_covered && catalogue.metrics.contains_key(&name)).then(|| {
            let message = format!("“{name}”的数和左边的格合并成了一格");
            let fault = Diagnostic::new(Code::E0177, message)
                .at(place(file, row.at(figures::VALUE)), "合并以后，这一格的数没有了")
                .help("取消合并单元格，重新填上这一行的数");
            (name, fault)
        })
    });
    merged.collect()
}
