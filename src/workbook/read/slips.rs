//! What happens to a form while it is filled in and shows only in its cells: a number that became a
//! date, cells that were merged, a name that was typed over. Each is told at its cell in words of its own.
//!
//! What can be told of the value alone, such as `121件`, is left to the check of the values.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::names::Names;
use super::sheet::{Row, Rows, bare};
use super::yaml::At;
use crate::catalogue::{Catalogue, Metric, MetricKind, RATE_DECIMALS};
use crate::cells::{Book, Cell, Format, Look, Sheet, Value, Wanted};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::{Findings, MOST};
use crate::source::{self, FileId};
use crate::workbook::label::{OWN_REPORT, figures, own, prose};
use crate::workbook::write::formula;

/// Where a cell of a workbook is.
fn place(file: FileId, at: At) -> source::Cell {
    source::Cell { file, sheet: at.sheet, row: at.row, column: at.column }
}

/// What is wrong with the cell of a figure itself.
pub(super) fn figure(cell: &Cell, file: FileId, at: At, metric: &Metric) -> Option<Diagnostic> {
    let name = &metric.name;
    let fault = |code, message: String, label: &str| {
        Diagnostic::new(code, message).at(place(file, at), label)
    };
    if let (Value::Number { value, .. }, Format::Currency(sign)) = (&cell.value, &cell.format)
        && metric.kind.is_number()
        && !is_money(sign, &metric.unit)
    {
        let message = format!("“{name}”存的是 {value}，显示成“{sign}{value}”");
        return Some(fault(Code::E0174, message, "设了货币格式").help(format!(
            "指标的单位是“{}”：数填错了格的，移到它那一格；没有填错的，把这一格的格式改为“常规”",
            metric.unit
        )));
    }
    match &cell.value {
        Value::NoResult => Some(
            fault(
                Code::E0178,
                format!("“{name}”是公式，文件里没有存它的结果"),
                "不知道算出来是多少",
            )
            .help("用 Excel 或者 WPS 打开这个文件，等它算完再保存；或者把公式改为算好的数"),
        ),
        Value::Number { value, .. } if metric.kind.is_number() && cell.is_date() => {
            let shown = cell.typed(Wanted::Text);
            Some(
                fault(Code::E0169, format!("“{name}”的数变成了日期 {shown}"), "这一格是日期")
                    .note("说明", format!("填 3-5、1/2 这样的内容，表格会自己改成日期；这一格存的是 {value}"))
                    .help("把这一格的格式改为“常规”，显示出的就是要填的数的，保存即可；不是的，重新填写"),
            )
        }
        Value::Number { value, .. }
            if metric.kind.is_number() && matches!(cell.format, Format::Otherwise { .. }) =>
        {
            let Format::Otherwise { before, after, is_number_shown } = &cell.format else {
                return None;
            };
            let number = if *is_number_shown { value.to_string() } else { String::new() };
            let shown = match format!("{before}{number}{after}") {
                shown if shown.trim().is_empty() => "什么也不显示".to_owned(),
                shown => format!("显示成“{shown}”"),
            };
            Some(
                fault(Code::E0174, format!("“{name}”存的是 {value}，{shown}"), "设了数字格式")
                    .help("把这一格的格式改为“常规”，再写上要报的数；“约”这样的字直接写在格里"),
            )
        }
        Value::Number { value, .. }
            if metric.kind.is_number() && matches!(cell.format, Format::Another(_)) =>
        {
            let Format::Another(code) = &cell.format else { return None };
            let message = format!("“{name}”存的是 {value}，显示的是另一个数");
            Some(
                fault(Code::E0174, message, &format!("数字格式是 {}", short(code)))
                    .help("把这一格的格式改为“常规”，再按指标的单位写上要报的数"),
            )
        }
        Value::Number { is_cut: true, .. } if metric.kind.is_number() => Some(
            fault(
                Code::E0417,
                format!("“{name}”数字位数太多"),
                "表格只记得住 15 位数字，后面的已经成了 0",
            )
            .help("核对数字，看是否有几个数连在了一起"),
        ),
        _ => rounded(cell, metric).map(|(stored, shown)| {
            let unit = &metric.unit;
            fault(
                Code::E0174,
                format!("“{name}”存的是 {stored}{unit}，显示成“{shown}{unit}”，按存的读了"),
                "数字格式把小数四舍五入了",
            )
            .severity(Severity::Warning)
            .help(format!(
                "要报 {shown} 的，重新填 {shown}；要报 {stored} 的，把这一格的格式改为“常规”{}",
                retyped(cell, stored)
            ))
        }),
    }
}

/// What is to be typed when a cell loses its format, where it would show another number than was read then.
fn retyped(cell: &Cell, stored: Decimal) -> String {
    match &cell.value {
        Value::Number { value, .. } if *value != stored => format!("，再重新填 {stored}"),
        _ => String::new(),
    }
}

/// The number that is stored and the one that is shown, where a format rounds it to another one than is
/// printed. Of numbers with more digits than they may have that is told by the check.
fn rounded(cell: &Cell, metric: &Metric) -> Option<(Decimal, String)> {
    let most = match metric.kind {
        MetricKind::Amount => metric.decimals,
        MetricKind::Percent => Some(metric.decimals.unwrap_or(RATE_DECIMALS)),
        MetricKind::Count | MetricKind::Boolean | MetricKind::Text => return None,
    };
    if cell.formula.as_deref().is_some_and(formula::is_ours) {
        return None;
    }
    let wanted = Wanted::Number { unit: &metric.unit };
    let stored: Decimal = cell.typed(wanted).parse().ok()?;
    let shown = cell.rounded(wanted)?;
    most.is_none_or(|most| stored.normalize().scale() <= most).then_some((stored, shown))
}

/// Whether a unit counts the money that the sign of a currency stands for: ¥ 元 and 万元, $ 美元.
fn is_money(sign: &str, unit: &str) -> bool {
    const YUAN: [&str; 5] = ["¥", "￥", "CNY", "RMB", "CNH"];
    let is_yuan = unit.trim_start_matches(['十', '百', '千', '万', '亿']) == "元";
    let is_foreign = !is_yuan && unit.ends_with(['元', '镑']);
    is_foreign || is_yuan && YUAN.contains(&sign)
}

/// The rows of the sheet of figures: what each is for, and what is wrong with that.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The name that each row bears, where it is not the one in its cell, by the number of the row.
    pub(super) names: FxHashMap<u32, String>,
    pub(super) faults: Findings,
    /// The figures of which it is told that they cannot be read.
    pub(super) lost: Vec<String>,
}

/// Reads what the rows of the sheet of figures are for, but for those that are not read.
pub(super) fn rows(
    rows: &Rows<'_>,
    names: &Names,
    skipped: &BTreeSet<u32>,
    (catalogue, file): (&Catalogue, FileId),
) -> Read {
    let mut read = Read::default();
    let is_known =
        |name: &str| catalogue.metrics.contains_key(name) || catalogue.families.contains_key(name);
    let label = |row: &Row<'_>| {
        row.text(figures::NAME).map(|name| bare(&name).into_owned()).unwrap_or_default()
    };
    let named = names.of_sheet(&rows.sheet.name);
    let covered = rows.covered(figures::NAME);
    let present: BTreeSet<String> = rows.rows().map(|row| label(&row)).collect();
    let mut first: FxHashMap<String, (At, String)> = FxHashMap::default();
    for row in rows.rows().filter(|row| !skipped.contains(&row.number)) {
        // Nobody is told more of one file.
        if read.faults.len() >= MOST {
            break;
        }
        let (name, at) = (label(&row), row.at(figures::VALUE));
        let Some(cell) = row.cell(figures::VALUE) else { continue };
        // What the cell was for, unless that stands elsewhere now: rows may have been sorted.
        let was = named.get(&(at.row, at.column)).filter(|was| !present.contains(**was)).copied();
        let shown = cell.typed(Wanted::Text);
        match (name.as_str(), was) {
            (name, _) if is_known(name) => {}
            _ if covered.hold(row.number) => {
                read.faults.report(covered_name(place(file, row.at(figures::NAME)), &shown));
                read.lost.extend(was.map(str::to_owned));
            }
            (name, Some(was)) => {
                read.faults.report(renamed(place(file, at), name, was));
                read.names.insert(row.number, was.to_owned());
                continue;
            }
            ("", None) => {
                read.faults.report(nameless(place(file, at), &shown));
            }
            (_, None) => {}
        }
        if name.is_empty() || cell.formula.is_some() && cell.value == Value::NoResult {
            continue;
        }
        match first.get(&name) {
            None => {
                first.insert(name, (at, shown.into_owned()));
            }
            Some((_, before)) if *before == shown => {}
            Some((other, before)) => {
                let fault = twice(&name, (place(file, *other), before), (place(file, at), &shown));
                read.faults.report(fault);
                read.lost.push(name);
            }
        }
    }
    for (names, fault) in merged(rows, file) {
        read.faults.report(fault);
        read.lost.extend(names);
    }
    read
}

/// A value whose name was taken away or typed over, and what it was.
pub(super) fn renamed(at: source::Cell, name: &str, was: &str) -> Diagnostic {
    let message = match name {
        "" => format!("“{was}”的名称被删去了"),
        name => format!("“{was}”的名称被改成了“{name}”"),
    };
    Diagnostic::new(Code::E0170, message)
        .at(at, format!("原来是“{was}”的数"))
        .help(format!("把这一行的名称改回“{was}”；名称不要改，要说明的写进“说明”"))
}

/// A value beside an empty name.
fn nameless(at: source::Cell, shown: &str) -> Diagnostic {
    Diagnostic::new(Code::E0170, format!("填了“{}”，这一行没有名称", short(shown)))
        .at(at, "不知道是哪个指标的数")
        .help("在“名称”一栏写上指标名称；不是要报的数，移到别处或者删去")
}

/// A value beside a name that was merged away.
fn covered_name(at: source::Cell, shown: &str) -> Diagnostic {
    Diagnostic::new(Code::E0177, format!("填了“{}”，这一行的名称和上一行的合并了", short(shown)))
        .at(at, "合并以后，只剩下上面一行的名称")
        .help("取消合并单元格，补上这一行的名称")
}

/// The same name twice with different values.
fn twice(
    name: &str,
    (first, before): (source::Cell, &str),
    (second, now): (source::Cell, &str),
) -> Diagnostic {
    Diagnostic::new(Code::E0176, format!("“{name}”写在两行，数不相同"))
        .at(second, format!("这里是 {}", short(now)))
        .also(first, format!("前面是 {}，采用的是这一个", short(before)))
        .help("只留一行，删去另一行")
}

/// Another text than stands in `first`, of which there can be one only.
pub(super) fn written_twice(what: &str, file: FileId, first: Option<At>, second: At) -> Diagnostic {
    let fault = Diagnostic::new(Code::E0176, format!("{what}写在两格里，写的不一样"))
        .at(place(file, second), "这一格没有采用");
    let fault = match first {
        Some(first) => fault.also(place(file, first), "采用的是这一格"),
        None => fault,
    };
    fault.help("只留一格：另一格里要留的话并过来，然后清空那一格的内容，不要删行")
}

/// Another value than a figure has, typed over a cell that shows it again. `of` is the cell of the
/// figure.
pub(super) fn told_again(
    name: &str,
    (file, at, of): (FileId, At, Option<At>),
    shown: &str,
) -> Diagnostic {
    let message = format!("“{name}”写在两处，这里写的“{}”没有读", short(shown));
    let fault =
        Diagnostic::new(Code::E0176, message).at(place(file, at), "这一格是照抄的，本来是公式");
    let fault = match of {
        Some(of) => fault.also(place(file, of), "数填在这里"),
        None => fault,
    };
    fault.help("数只填在它自己的那一格；这一格从下发的表里复制回公式")
}

/// Values of several rows that were merged into one.
fn merged(rows: &Rows<'_>, file: FileId) -> Vec<(Vec<String>, Diagnostic)> {
    let Some(column) = rows.column(figures::VALUE) else { return Vec::new() };
    let areas = rows.sheet.merged.iter().filter(|area| {
        area.last.0 > area.first.0
            && area.last.0 > rows.header
            && (area.first.1..=area.last.1).contains(&column)
    });
    // Who sees some of them looks at all.
    const SOME: usize = 20;
    let all: Vec<Row<'_>> = rows.rows().collect();
    areas
        .filter_map(|area| {
            let start = all.partition_point(|row| row.number < area.first.0);
            let within = all.iter().skip(start).take_while(|row| row.number <= area.last.0);
            let within: Vec<(At, String)> = within
                .take(SOME)
                .filter_map(|row| {
                    Some((row.at(figures::VALUE), bare(&row.text(figures::NAME)?).into_owned()))
                })
                .collect();
            let (first, _) = within.first()?;
            if within.len() < 2 {
                return None;
            }
            let quoted: Vec<String> = within.iter().map(|(_, name)| format!("“{name}”")).collect();
            let message = format!("{}的数合并成了一格", quoted.join("和"));
            let fault =
                Diagnostic::new(Code::E0177, message).at(place(file, *first), "不知道是哪一行的数");
            let others = within.iter().skip(1);
            let fault =
                others.fold(fault, |fault, (at, _)| fault.at(place(file, *at), "合并到了上面"));
            let fault = fault.help("取消合并单元格，每一行填自己的数");
            Some((within.into_iter().map(|(_, name)| name).collect(), fault))
        })
        .take(SOME)
        .collect()
}

/// Cells of a table that were merged, by the first cell of each.
pub(super) fn merged_in_table(merged: &[At], file: FileId) -> Option<Diagnostic> {
    const SOME: usize = 5;
    merged.first()?;
    let fault = Diagnostic::new(Code::E0177, "表格里填数的格合并成了一格，这几格的数没有读");
    let fault = merged.iter().take(SOME).fold(fault, |fault, at| {
        fault.at(place(file, *at), "从这里起的几格合并了，不知道是哪一格的数")
    });
    Some(fault.help("取消合并单元格，每一格填自己的数"))
}

/// A sheet, rows or columns that are hidden though something is filled in there: it is read, and the
/// one who filled in the form may not know. `labels` are those of the columns that must be there.
pub(super) fn hidden(rows: &Rows<'_>, labels: &[&str], file: FileId) -> Option<Diagnostic> {
    const NAMES: [&str; 3] = [figures::NAME, prose::KEY, own::KEY];
    let (sheet, number) = (rows.sheet, rows.number);
    let typed = labels.iter().filter(|label| !NAMES.contains(label));
    let columns: Vec<u32> = typed.filter_map(|label| rows.column(label)).collect();
    let filled = sheet.cells.iter().filter(|cell| {
        cell.row > rows.header && columns.contains(&cell.column) && cell.formula.is_none()
    });
    let filled = filled.filter(|cell| sheet.is_hidden || sheet.hides(cell.row, cell.column));
    let cells = filled.map(|cell| At { sheet: number, row: cell.row, column: cell.column });
    unseen(sheet, &cells.collect::<Vec<_>>(), file)
}

/// The same of cells that are not seen.
pub(super) fn unseen(sheet: &Sheet, cells: &[At], file: FileId) -> Option<Diagnostic> {
    let (first, count) = (cells.first()?, cells.len());
    let (what, help) = match sheet.is_hidden {
        true => (format!("“{}”表是隐藏的", sheet.name), "右键点工作表标签，选“取消隐藏”"),
        false => (
            format!("“{}”表里有隐藏的行或者列", sheet.name),
            "选中整张表，右键点行号、列标，选“取消隐藏”；筛选过的，清除筛选",
        ),
    };
    Some(
        Diagnostic::new(Code::E0179, format!("{what}，里面填了 {count} 格，照样读了"))
            .at(place(file, *first), "这一格看不见")
            .help(format!("{help}，核对里面填的内容")),
    )
}

/// The first words of a text.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 20;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

/// Cells of sheets that are read whose content is not seen as it is: struck out, or raised.
pub(super) fn looks(book: &Book, used: &BTreeSet<u32>, file: FileId) -> Vec<(At, Diagnostic)> {
    let mut findings = Vec::new();
    for (number, sheet) in (0..).zip(&book.sheets).filter(|(number, _)| used.contains(number)) {
        let mut struck_row = None;
        let mut unseen = sheet.looks.iter().filter(|(_, look)| *look == Look::Unseen);
        if let Some(((row, column), _)) = unseen.next() {
            let count = 1 + unseen.count();
            let here = At { sheet: number, row: *row, column: *column };
            let message = format!("“{}”表里有 {count} 格的字和底色分不出来，照样读了", sheet.name);
            let fault = Diagnostic::new(Code::E0179, message).at(place(file, here), "这一格看不见");
            let help = "选中整张表，把字的颜色改为“自动”，核对里面填的内容";
            findings.push((here, fault.help(help)));
        }
        for ((row, column), look) in sheet.looks.iter().take(MOST) {
            let Some(cell) = sheet.at(*row, *column) else { continue };
            let shown = short(&cell.typed(Wanted::Text));
            let here = At { sheet: number, row: *row, column: *column };
            let at = place(file, here);
            let is_number = cell.typed(Wanted::Text).contains(|c: char| c.is_ascii_digit());
            let fault = |message: String| Diagnostic::new(Code::E0174, message);
            let fault = match look {
                // The names of what is struck out stand before it.
                Look::Unseen => continue,
                Look::Struck if *column == 0 || struck_row == Some(*row) => continue,
                Look::Struck => {
                    struck_row = Some(*row);
                    fault(format!("“{shown}”整格划掉了")).at(at, "加了删除线，数还在").help(
                        "不报的，删去这一格的内容；要报的，去掉删除线（“设置单元格格式”“字体”）",
                    )
                }
                Look::PartlyUnseen(unseen) => {
                    let message = format!("“{}”的字和底色分不出来，照样读了", short(unseen));
                    Diagnostic::new(Code::E0179, message)
                        .at(at, format!("读作“{shown}”"))
                        .help("把字的颜色改为“自动”，核对读到的内容；不要的字请删去")
                }
                Look::PartlyStruck(struck) => fault(format!("“{}”划掉了，没有读", short(struck)))
                    .severity(Severity::Warning)
                    .at(at, format!("读作“{shown}”"))
                    .help("核对读到的内容；划掉的字请删去"),
                Look::Raised(raised) if is_number && cell.typed(Wanted::Text).len() < 32 => {
                    fault(format!("“{shown}”里的“{}”是上标或者下标", short(raised)))
                        .at(at, "不知道是不是数的一部分")
                        .help("是脚注的，删去，要说明的写进“说明”；是数的一部分的，去掉上标")
                }
                Look::Raised(raised) => {
                    fault(format!("“{}”是上标或者下标，当作平常的字读了", short(raised)))
                        .severity(Severity::Warning)
                        .at(at, "")
                        .help("单位写作“平方米”这样的字；脚注不要写在正文里")
                }
            };
            findings.push((here, fault));
        }
    }
    findings
}

/// The day of our time that a plain number would be if it were shown as one.
fn day_of(cell: &Cell) -> Option<String> {
    let Value::Number { value, .. } = &cell.value else { return None };
    let (first, last) = (Decimal::from(36_526), Decimal::from(73_050));
    let is_of_our_time = (first..=last).contains(value) && value.is_integer();
    let day = Cell { format: Format::Date { is_1904: false }, ..cell.clone() };
    is_of_our_time.then(|| day.typed(Wanted::Text).into_owned())
}

/// What is to be known of a cell of a sheet that is read, when its value is faulted.
pub(super) fn remarks(book: &Book, used: &BTreeSet<u32>) -> Vec<source::Remark> {
    let mut remarks = Vec::new();
    for (number, sheet) in (0..).zip(&book.sheets).filter(|(number, _)| used.contains(number)) {
        for cell in &sheet.cells {
            let mut said = Vec::new();
            if cell.formula.is_some() && cell.value != Value::NoResult {
                said.push("是公式，取的是表格上次算出的结果".to_owned());
            }
            let is_percentage = cell.format == Format::Percent;
            let rounded = cell.rounded(Wanted::Text);
            if let Value::Number { value, .. } = &cell.value
                && (is_percentage || matches!(cell.format, Format::Unit(_)) || rounded.is_some())
            {
                let shown = rounded.map_or_else(|| cell.typed(Wanted::Text), Cow::Owned);
                said.push(format!("设了数字格式，存的数是 {value}，显示成“{shown}”"));
            }
            if sheet.name.contains(OWN_REPORT)
                && matches!((&cell.value, &cell.format), (Value::Number { .. }, Format::Plain))
            {
                said.push("存的是数，记不住开头的 0：要留的，先把格式设为“文本”再填".to_owned());
                if let Some(day) = day_of(cell) {
                    said.push(format!("是日期 {day} 的，把格式设为日期"));
                }
            }
            if sheet.is_hidden || sheet.hides(cell.row, cell.column) {
                said.push("是隐藏的，在表里看不见".to_owned());
            }
            if !said.is_empty() {
                let (row, column) = (cell.row, cell.column);
                let text = said.join("；");
                remarks.push(source::Remark { sheet: number, row, column, text, is_percentage });
            }
        }
    }
    remarks
}

/// Notes of people, which are not read.
pub(super) fn notes(book: &Book, file: FileId) -> Option<Diagnostic> {
    let sheets = (0..).zip(&book.sheets);
    let mut notes = sheets.flat_map(|(sheet, read)| {
        read.notes.iter().map(move |(row, column)| At { sheet, row: *row, column: *column })
    });
    let first = notes.next()?;
    let count = 1 + notes.count();
    Some(
        Diagnostic::new(Code::E0180, format!("填报表里有 {count} 处批注，没有读"))
            .at(place(file, first), "")
            .help("要说明的写进“说明”一栏或者“说明”表"),
    )
}
