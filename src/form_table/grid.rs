//! Whether the rows of a table fill it: as many columns in each, no cell over another.

use std::collections::BTreeMap;

use super::{Cell, MOST_COLUMNS, Row};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::columns_of_spans;
use crate::findings::{Findings, Outcome};
use crate::source::Span;

/// A row in its places.
struct Laid<'t> {
    row: &'t Row,
    /// 表头的第 2 行
    name: String,
    /// How many columns it fills together with the cells that reach down into it; none where
    /// that is not known.
    width: Option<usize>,
    /// A cell that lies over one that reaches down from above, and that one.
    crossing: Option<(&'t Cell, &'t Cell)>,
    /// A cell that reaches down into it.
    reaching: Option<&'t Cell>,
    /// A cell over several rows that ends in the row above.
    ended: Option<&'t Cell>,
}

/// A column: the cell that reaches down from above, and over how many more rows.
type Column<'t> = Option<(&'t Cell, u32)>;

/// How many columns a table has. `widths` are how many column widths are given, and where.
pub(super) fn lay(header: &[Row], rows: &[Row], widths: Option<(usize, Span)>) -> Outcome<usize> {
    let mut findings = Findings::new();
    let mut laid = section(header, "表头", &mut findings);
    laid.extend(section(rows, "表格", &mut findings));
    let columns = columns(&laid, widths.map(|(count, _)| count));
    if let Some((count, at)) = widths.filter(|(count, _)| *count != columns) {
        let message = format!("列宽写了 {count} 个，表格有 {columns} 列");
        let help = format!("每一列写一个宽度，一共写 {columns} 个");
        findings.report(Diagnostic::new(Code::E1022, message).at(at, "个数不对").help(help));
    }
    if columns > MOST_COLUMNS as usize {
        let message = format!("表格有 {columns} 列，最多 {MOST_COLUMNS} 列");
        let found = Diagnostic::new(Code::E1022, message).help("分成几张表");
        let first = laid.first().map(|laid| laid.row.span);
        findings.report(first.into_iter().fold(found, |found, at| found.at(at, "")));
        return Outcome::new(columns, findings);
    }
    let mut rest = laid.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if let Some((cell, other)) = first.crossing {
            findings.report(crossed(first, cell, other));
            continue;
        }
        let Some(width) = first.width.filter(|width| *width != columns) else { continue };
        // What one wrong span makes of many rows is one fault.
        let is_like = |laid: &&Laid<'_>| laid.width == Some(width) && laid.crossing.is_none();
        let more = after.iter().take_while(is_like).count();
        rest = after.get(more..).unwrap_or_default();
        findings.report(unfilled(first, width, columns, more));
    }
    Outcome::new(columns, findings)
}

/// Puts the cells of the header, or of the rows below it, in their places. Where a row was not
/// understood the ones below it are not looked at, if it is not known how far its cells reach down.
fn section<'t>(rows: &'t [Row], name: &str, findings: &mut Findings) -> Vec<Laid<'t>> {
    let mut laid = Vec::with_capacity(rows.len());
    let mut columns: Vec<Column<'t>> = Vec::new();
    let mut ended = None;
    for (place, row) in rows.iter().enumerate() {
        if !row.is_certain {
            break;
        }
        let left = rows.len() - place;
        for cell in row.cells.iter().filter(|cell| cell.rows as usize > left) {
            findings.report(too_long(cell, left));
        }
        let mut here = Laid {
            row,
            name: format!("{name}的第 {} 行", place + 1),
            width: None,
            crossing: None,
            reaching: columns.iter().flatten().next().map(|(cell, _)| *cell),
            ended,
        };
        let mut filled = columns.iter().flatten().count();
        let mut at = 0;
        for cell in &row.cells {
            while let Some(Some(_)) = columns.get(at) {
                at += 1;
            }
            for column in at..at + cell.columns as usize {
                if columns.len() <= column {
                    columns.resize(column + 1, None);
                }
                match columns.get_mut(column) {
                    Some(Some((other, _))) => here.crossing = here.crossing.or(Some((cell, other))),
                    Some(free) => {
                        *free = Some((cell, cell.rows));
                        filled += 1;
                    }
                    None => {}
                }
            }
            at += cell.columns as usize;
        }
        here.width = row.is_counted.then_some(filled);
        laid.push(here);
        ended = None;
        for column in &mut columns {
            if let Some((cell, rows)) = column {
                *rows -= 1;
                if *rows == 0 {
                    ended = ended.or(Some(*cell).filter(|cell| cell.rows > 1));
                    *column = None;
                }
            }
        }
    }
    laid
}

/// How many columns are meant: as the first row has it, unless most rows, or the widths together
/// with more of them, have it otherwise.
fn columns(laid: &[Laid<'_>], widths: Option<usize>) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for width in laid.iter().filter_map(|laid| laid.width) {
        *counts.entry(width).or_default() += 1;
    }
    let count = |width: &usize| counts.get(width).copied().unwrap_or_default();
    let Some(first) = laid.iter().find_map(|laid| laid.width) else {
        return widths.unwrap_or_default();
    };
    match widths {
        Some(widths) if count(&widths) > count(&first) => widths,
        Some(_) => first,
        None => {
            let most = counts.keys().copied().max_by_key(count).unwrap_or(first);
            if count(&first) == 1 && count(&most) > 1 { most } else { first }
        }
    }
}

/// What a cell is called in a message.
fn called(cell: &Cell) -> String {
    match &cell.content {
        super::Content::Label(label) if label.value.is_empty() => "空着的一格".to_owned(),
        super::Content::Label(label) => format!("“{}”", label.value),
        super::Content::Figure { metric, .. } => format!("“{metric}”"),
    }
}

fn too_long(cell: &Cell, left: usize) -> Diagnostic {
    let message = format!("{}跨 {} 行，可是从这一行起只有 {left} 行", called(cell), cell.rows);
    let help = format!("“跨行”改为 {left}，或者补上后面的行；表头的格不跨到表头下面");
    Diagnostic::new(Code::E1022, message).at(cell.span, "跨到了末行下面").help(help)
}

fn crossed(laid: &Laid<'_>, cell: &Cell, other: &Cell) -> Diagnostic {
    let message = format!("{}里，{}同上面跨下来的格重叠", laid.name, called(cell));
    let label = format!("{}跨 {} 行，占了这里的一格", called(other), other.rows);
    Diagnostic::new(Code::E1022, message)
        .at(cell.span, format!("跨 {} 列，放不下", cell.columns))
        .also(other.span, label)
        .help("改“跨列”，或者改上面的“跨行”")
}

/// A row that is not filled, or is overfilled, and `more` rows below it that are so likewise.
fn unfilled(laid: &Laid<'_>, width: usize, columns: usize, more: usize) -> Diagnostic {
    let Laid { row, name, reaching, ended, .. } = laid;
    let rows = match more {
        0 => name.clone(),
        more => format!("{name}起 {} 行都", more + 1),
    };
    let (how, by, help) = if width < columns {
        let help = "补上缺的格（不印字的写 ''），或者改“跨列”；上面的格要盖到这里的，改它的“跨行”";
        ("少", columns - width, help)
    } else {
        let help = "删去多的格，或者改“跨列”“跨行”；上面跨行的格盖住的位置不写格";
        ("多", width - columns, help)
    };
    let message = format!("{rows}{how} {by} 格");
    let found = Diagnostic::new(Code::E1022, message)
        .at(row.span, format!("占了 {width} 列，表格有 {columns} 列"))
        .help(help);
    let cell = if width < columns { *ended } else { *reaching };
    let Some(cell) = cell else { return found };
    let label = match width < columns {
        true => format!("{}跨 {} 行，到上一行为止", called(cell), cell.rows),
        false => format!("{}跨 {} 行，占了这一行的一格", called(cell), cell.rows),
    };
    found.also(cell.span, label)
}

/// The column, from 0, in which each cell of some rows that close begins.
pub(super) fn starts(rows: &[Row]) -> Vec<Vec<usize>> {
    columns_of_spans(rows.iter().map(|row| row.cells.iter().map(|cell| (cell.rows, cell.columns))))
}
