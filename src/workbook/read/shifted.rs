//! What is told of cells that were inserted or deleted, or dragged, so that they stand in rows and columns of
//! others ([`super::displaced`]).

use rustc_hash::{FxHashMap, FxHashSet};

use super::Filled;
use super::displaced::{Alone, Shift, Step};
use super::names::{At as Place, Made, Names};
use super::sheet::{Row, Rows, bare, name_of};
use super::slips::short;
use super::yaml::At;
use crate::catalogue::Need;
use crate::cells::{Cell, Sheet, Wanted};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{self, FileId, column_letters};
use crate::workbook::label::figures;
use crate::workbook::label::record::Use;
use crate::workbook::write::formula;

/// So many places are shown.
const SOME: usize = 5;

impl Filled<'_> {
    /// Tells that cells of a sheet do not stand where they were made; says whether so many were moved that it
    /// cannot be read.
    pub(super) fn is_shifted(
        &mut self,
        (name, number): (&str, u32),
        (shift, mut alone): (Option<Shift>, Vec<Alone>),
    ) -> bool {
        let cell = |(row, column)| self.cell(At { sheet: number, row, column });
        let Some(shift) = shift else {
            let sheet = self.book.sheets.get(number as usize).filter(|_| !self.asked.is_over);
            let told = sheet.and_then(|sheet| {
                alone.retain(|alone| sheet.at(alone.now.0, alone.now.1).is_some());
                told_alone(&alone, sheet, cell)
            });
            self.findings.extend(told);
            return false;
        };
        let told = told(&shift, name, cell);
        self.findings.report(told);
        self.figures.lost.extend(self.names.sent(name).iter().cloned());
        true
    }
}

/// One report of all that was moved in a sheet.
fn told(shift: &Shift, name: &str, cell: impl Fn(Place) -> source::Cell) -> Diagnostic {
    let steps = placed(&shift.steps);
    let at = |step: &Step, further: u32| {
        let start = step.start.map(|start| start.saturating_add(further));
        start.map(|start| if shift.in_columns { (start, step.line) } else { (step.line, start) })
    };
    let range = |step: &Step| {
        let last = if step.is_deleted { 0 } else { step.count.saturating_sub(1) };
        let names = [0, last].map(|further| at(step, further).map(|at| name_of(at.0, at.1)));
        match names {
            [Some(first), Some(last)] if first != last => format!(" {first}:{last} "),
            [Some(first), _] => format!(" {first} "),
            _ if shift.in_columns => format!(" {} 列里", column_letters(step.line)),
            _ => format!("第 {} 行里", step.line.saturating_add(1)),
        }
    };
    let happened = steps.iter().take(SOME).map(|step| {
        let what = if step.is_deleted { "删去" } else { "插入" };
        format!("{}{what}过 {} 格", range(step), step.count)
    });
    let mut happened = happened.collect::<Vec<_>>().join("，").replace("， ", "，");
    if steps.len() > SOME {
        happened += &format!("等 {} 处", steps.len());
    }
    let message = format!("“{name}”表{happened}，和旁边的格错开了，没有读");
    let [insert, delete] = match shift.in_columns {
        true => ["活动单元格下移", "下方单元格上移"],
        false => ["活动单元格右移", "右侧单元格左移"],
    };
    // From the end on, so that what is named later stands where it is named.
    let mends = steps.iter().rev().map(|step| {
        let (place, count) = (range(step), step.count);
        let place = if step.start.is_none() { place + "错开的地方" } else { place };
        match step.is_deleted {
            true => format!("在{place}插入 {count} 格（{insert}）"),
            false => format!("从{place}起删去 {count} 格（{delete}）"),
        }
    });
    let mends = mends.collect::<Vec<_>>().join("，再");
    let help = format!(
        "撤销那一步；撤销不了的，先撤销工作表保护，{mends}，再逐格核对。不要照现在的位置改；已经逐格改对了的，用 nianbao new 重新下发一份，把数复制过去（只粘贴数值）"
    );
    let found = Diagnostic::new(Code::E0170, message).help(help);
    steps.iter().take(SOME).fold(found, |found, step| {
        let head = if shift.in_columns { (0, step.line) } else { (step.line, 0) };
        let label = match (step.start, step.is_last) {
            (None, _) if shift.in_columns => "错开的格在这一列里",
            (None, _) => "错开的格在这一行里",
            (Some(_), true) => "从这里起又对齐了",
            (Some(_), false) => "从这里起错开了",
        };
        found.at(cell(at(step, 0).unwrap_or(head)), label)
    })
}

/// The steps from the first cell to the last. What was moved by as much as something whose place is known was
/// moved in the same place: several cells beside each other.
fn placed(steps: &[Step]) -> Vec<Step> {
    let is_like =
        |one: &Step, other: &Step| one.is_deleted == other.is_deleted && one.count == other.count;
    let start = |step: &Step| {
        let known = steps.iter().filter(|other| is_like(step, other)).find_map(|other| other.start);
        step.start.or(known)
    };
    let mut placed: Vec<Step> =
        steps.iter().map(|step| Step { start: start(step), ..*step }).collect();
    placed.sort_by_key(|step| (step.start, step.line));
    placed
}

/// One report of the cells of a sheet that stand in the places of others.
fn told_alone(
    alone: &[Alone],
    sheet: &Sheet,
    cell: impl Fn(Place) -> source::Cell,
) -> Option<Diagnostic> {
    let first = alone.first()?;
    let name = |(row, column): Place| name_of(row, column);
    let moved = match alone.len() {
        1 => format!(" {} 的格是从 {} 挪来的", name(first.now), name(first.own)),
        count => format!("有 {count} 格是从别的格挪来的"),
    };
    let words = |alone: &Alone| {
        let words = alone.words.and_then(|(row, column)| sheet.at(row, column));
        let words = words.map(|cell| format!("（“{}”）", short(&cell.typed(Wanted::Text))));
        words.unwrap_or_default()
    };
    let found = Diagnostic::new(Code::E0170, format!("“{}”表{moved}", sheet.name))
        .severity(Severity::Warning)
        .help(format!(
            "拖动、剪切一格，或者删去一格、又在别处插入一格，都会这样：核对这一格和 {} 填的是不是自己的。没有错的，可以不管；要不再提示，把它剪切回原处，两格再用复制、粘贴填",
            name(first.own)
        ));
    Some(alone.iter().take(SOME).fold(found, |found, alone| {
        found.at(cell(alone.now), format!("原来是 {}{}", name(alone.own), words(alone)))
    }))
}

/// The cells of figures of a form that was sent out before other cells bore names, each with the words that
/// stand in its row now; none where these stand in another order than they were sent out in.
pub(super) fn by_words(rows: &Rows<'_>, names: &Names) -> Option<Vec<Made>> {
    let columns = [rows.column(figures::NAME)?, rows.column(figures::VALUE)?];
    let cells = names.of_sheet(&rows.sheet.name);
    let places: FxHashMap<&str, Place> = cells.into_iter().map(|(at, name)| (name, at)).collect();
    // That a name stands in two rows is told by itself.
    let mut known = FxHashSet::default();
    let figures = in_order(rows, names, figures::NAME)?.into_iter();
    let figures = figures.filter(|(_, name)| known.insert(name.clone()));
    let made =
        figures.flat_map(|(row, name)| {
            let [home, value] = columns.map(|column| (row.number, column));
            let now = places.get(name.as_str()).copied();
            [(Use::Label, home, Some(home)), (Use::Filled, value, now)]
                .map(|(of, home, now)| Made { of, home, now })
        });
    Some(made.collect())
}

/// The rows of what bears names; none where they stand in another order than they were sent out in.
pub(super) fn in_order<'r>(
    rows: &'r Rows<'_>,
    names: &Names,
    words: &str,
) -> Option<Vec<(Row<'r>, String)>> {
    let sent = names.sent(&rows.sheet.name).iter().enumerate();
    let sent: FxHashMap<&str, usize> = sent.map(|(at, name)| (name.as_str(), at)).collect();
    let figures: Vec<(Row<'_>, String)> = rows
        .rows()
        .filter_map(|row| {
            let name = bare(&row.text(words)?).into_owned();
            sent.contains_key(name.as_str()).then_some((row, name))
        })
        .collect();
    figures.is_sorted_by_key(|(_, name)| sent.get(name.as_str())).then_some(figures)
}

/// Whether a formula of the form stands in a cell.
pub(super) fn is_ours(cell: &Cell) -> bool {
    cell.formula.as_deref().is_some_and(formula::is_ours)
}

/// A row whose cells were moved to the left or to the right, which the word 必填 in another column shows.
pub(super) fn row(
    row: &Row<'_>,
    heads: &FxHashMap<u32, String>,
    file: FileId,
) -> Option<Diagnostic> {
    let needs = [Need::Required, Need::Recommended, Need::Optional].map(Need::word);
    let is_need = |text: &str| needs.contains(&text) || figures::COMPUTED.contains(&text);
    if row.text(figures::NEED).is_some_and(|text| is_need(text.trim())) {
        return None;
    }
    let moved = row.cells().iter().find(|cell| is_need(&cell.typed(Wanted::Text)))?;
    let head = heads.get(&moved.column).filter(|head| !head.is_empty())?;
    if ![figures::UNIT, figures::DEFINITION, figures::VALUE].contains(&head.as_str()) {
        return None;
    }
    let name = row.text(figures::NAME)?;
    let at = place(file, row.at(figures::VALUE));
    let value = name_of(at.row, at.column);
    let message = format!("“{name}”这一行的格左右挪了位，没有读");
    Some(
        Diagnostic::new(Code::E0171, message)
            .at(at, "从这里起插入或者删去了单元格")
            .help(format!(
                "撤销那一步，让数值、单位、上年数各在自己的一栏；撤销不了的，照下发的表改回，今年的数填在 {value}"
            )),
    )
}

/// A formula of the form in a cell where a number is typed.
pub(super) fn strange_formula(name: &str, at: source::Cell) -> Diagnostic {
    let message = format!("“{name}”这一格要填数，里面却是下发时的公式，没有读");
    Diagnostic::new(Code::E0171, message)
        .at(at, "公式是从别的格挪来或者复制来的")
        .help(format!("清空这一格，填“{name}”的数；插入、删去过单元格的，先撤销，别的数也挪了位"))
}

fn place(file: FileId, at: At) -> source::Cell {
    source::Cell { file, sheet: at.sheet, row: at.row, column: at.column }
}
