//! Whatever is typed into a form is read, or it is told that it is not.

use std::path::Path;

use super::label::FIGURES;
use super::*;
use crate::cells::{Format, Value};
use crate::diagnostic::Code;
use crate::forms::{Shape, begin};
use crate::project::Project;
use crate::source::{self, Sources};
use crate::workbook::form::FormTablesOfKinds;

/// Projects of the repository and a department of each.
const PLACES: [(&str, &str); 3] =
    [("", "区信访局"), ("", "区司法局"), ("examples/政府信息公开-示例区", "乙镇")];

const TEXT: &str = "外来的话。";
const NUMBER: &str = "987654";

/// What was found, so that it can be compared.
fn told(findings: &Findings) -> Vec<String> {
    let shown =
        |found: &Diagnostic| format!("{:?} {} {:?}", found.code, found.message, found.labels);
    findings.iter().map(shown).collect()
}

/// Puts a value into a cell.
fn put(sheet: &mut Sheet, row: u32, column: u32, value: Value) {
    let cell =
        cells::Cell { row, column, value, format: Format::Plain, decimals: None, formula: None };
    match sheet.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)) {
        Ok(place) => sheet.cells[place] = cell,
        Err(place) => sheet.cells.insert(place, cell),
    }
}

/// Puts a foreign text and a foreign number into the cells of a form, one of so many at a time, up to a
/// row and a column beyond those that are used, and gives those that are neither read nor told once.
fn silent((root, department): (&str, &str), each: usize) -> Vec<String> {
    let root = format!("{}/{root}", env!("CARGO_MANIFEST_DIR"));
    let begun = begin(Path::new(&root), 2025, None, Some(department), Shape::Workbook);
    let bytes = begun.forms.into_iter().next().unwrap().bytes;
    let mut sources = Sources::default();
    let project = Project::open(Path::new(&root), &mut sources).value.unwrap();
    let tables = FormTablesOfKinds::read(&project, &mut sources).value;
    let file = sources.add(format!("data/2025/{department}.xlsx"), "");
    let mut forms = Forms::new(&project, tables);
    let package = Package::open_without(&bytes, &cells::UNREAD).ok().unwrap();
    let mut book = cells::read(&package, &UNREAD).ok().unwrap();
    let asked = Asked { file, path: "甲.xlsx", whose: (department, 2025), is_over: false };
    let mut read = |book: &Book| {
        let record = Record::read(book).unwrap();
        let read = Filled::read(book, &record, asked, &mut forms);
        (read.value.unwrap().0.text, told(&read.findings))
    };
    let (_, before) = read(&book);
    let (mut silent, mut count) = (Vec::new(), 0);
    for number in 0..book.sheets.len() {
        let name = book.sheets[number].name.clone();
        if [label::RECORD, label::CHOICES].contains(&name.as_str()) {
            continue;
        }
        let cells = &book.sheets[number].cells;
        let rows = cells.iter().map(|cell| cell.row).max().unwrap_or_default() + 2;
        let columns = cells.iter().map(|cell| cell.column).max().unwrap_or_default() + 2;
        let sheet = &book.sheets[number];
        let is_covered = |row: u32, column: u32| {
            let is_within = |area: &&cells::Area| {
                (area.first.0..=area.last.0).contains(&row)
                    && (area.first.1..=area.last.1).contains(&column)
            };
            let area = sheet.merged.iter().find(is_within);
            area.is_some_and(|area| area.first != (row, column))
        };
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let places: Vec<(u32, u32)> =
            places.filter(|(row, column)| !is_covered(*row, *column)).collect();
        for (row, column) in places {
            let at = format!("{name}!{}{}", source::column_letters(column), row + 1);
            for foreign in [TEXT, NUMBER] {
                count += 1;
                if count % each != 0 {
                    continue;
                }
                let kept = book.sheets[number].cells.clone();
                let value = match foreign.parse() {
                    Ok(value) => Value::Number { value, is_cut: false },
                    Err(_) => Value::Text(foreign.to_owned()),
                };
                put(&mut book.sheets[number], row, column, value);
                let (text, after) = read(&book);
                let new: Vec<&String> = after.iter().filter(|now| !before.contains(now)).collect();
                match (text.contains(foreign), new.as_slice()) {
                    (false, []) => silent.push(format!("{at} {foreign}: not told")),
                    (_, [_, _, ..]) => silent.push(format!("{at} {foreign}: {new:?}")),
                    _ => {}
                }
                book.sheets[number].cells = kept;
            }
        }
    }
    silent
}

#[test]
fn whatever_is_typed_into_any_cell_is_read_or_told_once() {
    // All columns and both values have their turn, for no sheet is so wide. With 1 every cell has.
    const EACH: usize = 37;
    let silent: Vec<String> = PLACES.into_iter().flat_map(|place| silent(place, EACH)).collect();
    assert!(silent.is_empty(), "{}\n{}", silent.len(), silent.join("\n"));
}

/// Moves cells of a sheet as office programs do, and the names with them: to another place, or away.
fn relocate(book: &mut Book, name: &str, to: &dyn Fn((u32, u32)) -> Option<(u32, u32)>) {
    let start = format!("'{name}'!");
    for (_, target) in &mut book.names {
        let Some(at) = target.strip_prefix(&start) else { continue };
        let at = cells::place(&at.replace('$', "")).unwrap();
        *target = match to(at) {
            Some((row, column)) => {
                format!("{start}${}${}", source::column_letters(column), row + 1)
            }
            None => "#REF!".to_owned(),
        };
    }
    let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap();
    sheet.cells.retain(|cell| to((cell.row, cell.column)).is_some());
    for cell in &mut sheet.cells {
        (cell.row, cell.column) = to((cell.row, cell.column)).unwrap();
    }
    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
}

/// How cells move when one is deleted, or an empty one inserted, and those below it come after.
fn vertically(first: (u32, u32), is_up: bool) -> impl Fn((u32, u32)) -> Option<(u32, u32)> {
    move |(row, column)| match is_up {
        _ if column != first.1 || row < first.0 => Some((row, column)),
        true if row == first.0 => None,
        true => Some((row - 1, column)),
        false => Some((row + 1, column)),
    }
}

/// The same of those at the right of it.
fn horizontally(first: (u32, u32), is_left: bool) -> impl Fn((u32, u32)) -> Option<(u32, u32)> {
    move |(row, column)| match is_left {
        _ if row != first.0 || column < first.1 => Some((row, column)),
        true if column == first.1 => None,
        true => Some((row, column - 1)),
        false => Some((row, column + 1)),
    }
}

/// What is told of a form after a change.
fn after_change(
    (root, department): (&str, &str),
    changes: &[&dyn Fn(&mut Book)],
) -> Vec<Vec<(Code, bool)>> {
    let root = format!("{}/{root}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(format!("{root}/data/2024/{department}.yaml")).unwrap();
    let begun = begin(Path::new(&root), 2024, None, Some(department), Shape::Filled(&text));
    let bytes = begun.forms.into_iter().next().unwrap().bytes;
    let mut sources = Sources::default();
    let project = Project::open(Path::new(&root), &mut sources).value.unwrap();
    let tables = FormTablesOfKinds::read(&project, &mut sources).value;
    let file = sources.add(format!("data/2024/{department}.xlsx"), "");
    let mut forms = Forms::new(&project, tables);
    let asked = Asked { file, path: "甲.xlsx", whose: (department, 2024), is_over: false };
    let mut told = |change: &&dyn Fn(&mut Book)| {
        let package = Package::open_without(&bytes, &cells::UNREAD).ok().unwrap();
        let mut book = cells::read(&package, &UNREAD).ok().unwrap();
        change(&mut book);
        let record = Record::read(&book).unwrap();
        let read = Filled::read(&book, &record, asked, &mut forms);
        read.findings.iter().map(|found| (found.code, found.is_error())).collect()
    };
    changes.iter().map(&mut told).collect()
}

#[test]
fn cells_that_were_deleted_or_inserted_anywhere_are_one_error() {
    const OPEN: &str = "examples/政府信息公开-示例区";
    for (place, sheets) in [
        (("", "区司法局"), [("指标", 2), ("正文", 1)]),
        ((OPEN, "区公安局"), [("主动公开政府信息情况", 5), ("收到和处理政府信息公开申请情况", 9)]),
    ] {
        for (name, row) in sheets {
            for at in [0, 1, 2].map(|column| (row, column)) {
                for is_back in [true, false] {
                    let [down, across]: [&dyn Fn(&mut Book); 2] =
                        [&|book| relocate(book, name, &vertically(at, is_back)), &|book| {
                            relocate(book, name, &horizontally(at, is_back))
                        }];
                    for told in after_change(place, &[down, across]) {
                        // Of figures a row alone may be left out.
                        let is_one = matches!(told[..], [(Code::E0170 | Code::E0171, true)]);
                        assert!(is_one, "{name} {at:?} {is_back} {told:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn last_years_words_that_took_the_place_of_deleted_cells_are_told() {
    let twice = |name: &'static str, at: (u32, u32)| {
        move |book: &mut Book| (0..2).for_each(|_| relocate(book, name, &horizontally(at, true)))
    };
    let told = after_change(
        ("", "区信访局"),
        &[&twice("安排", (1, 1)), &twice("不足", (1, 1)), &twice("正文", (1, 2))],
    );
    for told in told {
        assert!(matches!(told[..], [(Code::E0170, true)]), "{told:?}");
    }
}

#[test]
fn cells_that_moved_with_their_rows_or_alone_are_no_fault() {
    const VALUES: u32 = 1;
    let place = ("", "区信访局");
    let whole = |book: &mut Book, is_up: bool| {
        relocate(book, FIGURES, &|(row, column)| vertically((6, column), is_up)((row, column)));
    };
    // Nothing; a row inserted; what was deleted inserted again; notes below the sheet and beside it that were
    // moved; a cell that was dragged away, and one that was dragged to another, whose name stayed, and back.
    let told = after_change(
        place,
        &[
            &|_| (),
            &|book| whole(book, false),
            &|book| {
                relocate(book, FIGURES, &vertically((6, VALUES), true));
                relocate(book, FIGURES, &vertically((6, VALUES), false));
            },
            &|book| {
                let sheet = book.sheets.iter().find(|sheet| sheet.name == FIGURES).unwrap();
                let last = sheet.cells.last().unwrap().row;
                relocate(book, FIGURES, &vertically((last + 1, VALUES), true));
                relocate(book, FIGURES, &horizontally((2, 8), false));
                relocate(book, FIGURES, &horizontally((4, 9), true));
            },
            &|book| {
                relocate(book, FIGURES, &|at| (at != (2, VALUES)).then_some(at).or(Some((20, 9))));
            },
            &|book| {
                let names = book.names.iter_mut().filter(|(_, target)| target == "'指标'!$B$3");
                names.for_each(|(_, target)| *target = "'指标'!$B$4".to_owned());
            },
        ],
    );
    let codes = |told: &Vec<(Code, bool)>| told.iter().all(|(code, _)| *code != Code::E0170);
    assert!(told.iter().all(codes), "{told:?}");
}

#[test]
fn a_cell_deleted_in_one_place_and_inserted_in_another_is_told() {
    const VALUES: u32 = 1;
    let first = |book: &Book| {
        let sheet = book.sheets.iter().find(|sheet| sheet.name == FIGURES).unwrap();
        let is_filled = |cell: &&cells::Cell| matches!(cell.value, Value::Number { .. });
        sheet.cells.iter().filter(|cell| cell.column == VALUES).find(is_filled).unwrap().row
    };
    let between = |book: &mut Book, deleted: u32, inserted: u32| {
        let first = first(book);
        relocate(book, FIGURES, &vertically((first + deleted, VALUES), true));
        relocate(book, FIGURES, &vertically((first + inserted, VALUES), false));
    };
    // Two cells between them; one, which may have been dragged; two that were exchanged.
    let told = after_change(
        ("", "区信访局"),
        &[&|book| between(book, 0, 2), &|book| between(book, 0, 1), &|book| {
            let first = first(book);
            relocate(book, FIGURES, &|at| match at {
                (row, VALUES) if row == first => Some((first + 1, VALUES)),
                (row, VALUES) if row == first + 1 => Some((first, VALUES)),
                at => Some(at),
            });
        }],
    );
    let [error, warning] = [true, false].map(|is_error| vec![(Code::E0170, is_error)]);
    assert_eq!(told, [error, warning.clone(), warning]);
}

#[test]
fn forms_in_which_figures_alone_bear_names_are_known_by_these() {
    // A name was no more than `nb_1`.
    let as_earlier = |book: &mut Book| {
        for (name, _) in &mut book.names {
            *name = name.split('_').take(2).collect::<Vec<_>>().join("_");
        }
    };
    let told = after_change(
        ("", "区信访局"),
        &[
            &as_earlier,
            &|book| {
                as_earlier(book);
                relocate(book, FIGURES, &vertically((6, 1), true));
            },
            &|book| {
                as_earlier(book);
                relocate(book, FIGURES, &vertically((2, 1), false));
            },
        ],
    );
    assert_eq!(told, [vec![], vec![(Code::E0170, true)], vec![(Code::E0170, true)]]);
}
