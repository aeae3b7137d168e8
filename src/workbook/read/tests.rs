//! Whatever is typed into a form is read, or it is told that it is not.

use std::path::Path;

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

/// Moves the cells of figures below a row up by one or down by one, as office programs do when a cell is
/// deleted or inserted: the names of the cells move with them.
fn shift(book: &mut Book, first: u32, is_up: bool) {
    const VALUES: u32 = 1;
    let moved = |row: u32| match is_up {
        true if row == first => None,
        true if row > first => Some(row - 1),
        false if row >= first => Some(row + 1),
        _ => Some(row),
    };
    for (_, target) in &mut book.names {
        let Some(row) = target.strip_prefix("'指标'!$B$") else { continue };
        let row: u32 = row.parse().unwrap();
        *target = match moved(row - 1) {
            Some(row) => format!("'指标'!$B${}", row + 1),
            None => "#REF!".to_owned(),
        };
    }
    let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == label::FIGURES).unwrap();
    sheet.cells.retain(|cell| cell.column != VALUES || moved(cell.row).is_some());
    for cell in sheet.cells.iter_mut().filter(|cell| cell.column == VALUES) {
        cell.row = moved(cell.row).unwrap();
    }
    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
}

#[test]
fn cells_that_were_moved_up_or_down_are_told_once() {
    let root = env!("CARGO_MANIFEST_DIR");
    let whose = ("区信访局", 2024);
    let text = std::fs::read_to_string(format!("{root}/data/2024/区信访局.yaml")).unwrap();
    let begun = begin(Path::new(root), whose.1, None, Some(whose.0), Shape::Filled(&text));
    let bytes = begun.forms.into_iter().next().unwrap().bytes;
    let mut sources = Sources::default();
    let project = Project::open(Path::new(root), &mut sources).value.unwrap();
    let tables = FormTablesOfKinds::read(&project, &mut sources).value;
    let file = sources.add("data/2024/区信访局.xlsx", "");
    let mut forms = Forms::new(&project, tables);
    let asked = Asked { file, path: "甲.xlsx", whose, is_over: false };
    let mut told = |change: &dyn Fn(&mut Book)| {
        let package = Package::open_without(&bytes, &cells::UNREAD).ok().unwrap();
        let mut book = cells::read(&package, &UNREAD).ok().unwrap();
        change(&mut book);
        let record = Record::read(&book).unwrap();
        let read = Filled::read(&book, &record, asked, &mut forms);
        let told = read.findings.iter().map(|found| (found.code, found.is_error()));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(&|_| ()), []);
    // A formula came beside the name of another figure.
    for is_up in [true, false] {
        assert_eq!(told(&|book| shift(book, 2, is_up)), [(Code::E0170, true)], "{is_up}");
    }
    // Without one, cells may have been put where they belong.
    let typed_over = |book: &mut Book| {
        let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == label::FIGURES).unwrap();
        sheet.cells.iter_mut().for_each(|cell| cell.formula = None);
    };
    let moved = told(&|book| {
        typed_over(book);
        shift(book, 6, true);
    });
    assert_eq!(moved, [(Code::E0170, false)]);
    // One cell alone that was dragged is nothing to be told.
    let dragged = told(&|book| {
        let name = |row: u32| format!("'指标'!$B${}", row + 1);
        for (_, target) in &mut book.names {
            *target = match &*target {
                target if *target == name(2) => "#REF!".to_owned(),
                target if *target == name(3) => name(2),
                target => target.to_owned(),
            };
        }
    });
    assert_eq!(dragged, []);
}
