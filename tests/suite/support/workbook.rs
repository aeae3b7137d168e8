//! Workbooks made from recipes: a YAML text says what a workbook holds, or what is changed in one
//! that the program made.
//!
//! ```yaml
//! sheets:
//!   指标:                       # made where there is none
//!     insert-rows: [2]          # an empty row before this one; also insert-columns: [B]
//!     remove-rows: [纠纷受理数]   # rows are given by number or by a text in them
//!     swap-rows: [2, 3]         # also swap-columns: [B, C]
//!     delete-cells: {B3: up}    # also insert-cells, drag and swap-cells, see [`moves`]
//!     cells:                    # `C5`, or text in the row / text in the column
//!       A1: 名称
//!       纠纷受理数/数值: {text: 48件}
//!       C3: {number: '0.99870000000000003', format: 0.00%}
//!     merge: ['C5:C6']
//!     hide-rows: [2]            # also hide-columns: [D]
//!     state: hidden             # or veryHidden
//!     name: 指标（新）
//!     xml: {'<a>': '<b>'}       # texts of the sheet's part, each replaced where it stands
//!     remove: true
//! parts: {xl/comments1.xml: …}  # parts of the package, added or replaced
//! ```
//! A cell is a text, a number, `true`, nothing (`~`, which empties it), or a mapping of `text`,
//! `number`, `boolean`, `error`, `formula` (its result is what stands beside it), `xml` (what
//! stands in the element, as it is) and `format` (a number format). Steps are taken in their order.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use serde_yaml::{Mapping, Value};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Project;

mod moves;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A workbook, as the parts of its package.
pub(crate) struct Workbook {
    parts: Vec<(String, Vec<u8>)>,
}

/// A row of a sheet: its number, the attributes besides, and its cells.
struct Row {
    number: u32,
    attributes: String,
    cells: Vec<Cell>,
}

/// A cell: its column from 1, its style, its type and what stands in its element.
#[derive(Clone)]
struct Cell {
    column: u32,
    style: Option<u32>,
    kind: String,
    inside: String,
}

/// A sheet: what stands before and after its rows.
struct Sheet {
    part: String,
    before: String,
    rows: Vec<Row>,
    after: String,
}

impl Workbook {
    /// One without a sheet.
    pub(crate) fn empty() -> Workbook {
        let mut book = Workbook { parts: Vec::new() };
        let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
        let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        for (name, text) in [
            (
                "[Content_Types].xml",
                format!(
                    r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="{types}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/></Types>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>"#
                ),
            ),
        ] {
            book.set(name, head.to_owned() + &text);
        }
        book
    }

    /// One that a program wrote.
    pub(crate) fn open(bytes: &[u8]) -> Workbook {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let name = part.name().unwrap().to_string();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            parts.push((name, content));
        }
        Workbook { parts }
    }

    /// The bytes of the file.
    pub(crate) fn pack(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Makes the changes of a recipe.
    #[track_caller]
    pub(crate) fn change(&mut self, recipe: &str) -> &mut Workbook {
        self.follow(&serde_yaml::from_str(recipe).unwrap());
        self
    }

    /// Makes the workbooks of a project, each by its path with its recipe. `from: form` begins with
    /// the empty form of the department that the file is named by, `from: data` with its YAML file,
    /// which is then taken away; without `from` there is nothing at first.
    pub(crate) fn make_all(project: &Project, recipes: &str) {
        let recipes: Mapping = serde_yaml::from_str(recipes).unwrap();
        for (path, recipe) in &recipes {
            let path = Path::new(path.as_str().unwrap());
            let recipe = recipe.as_mapping().unwrap();
            let department = path.file_stem().unwrap().to_str().unwrap();
            let year = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
            let (yaml, made) =
                (path.with_extension("yaml"), path.with_file_name(format!("{department}.xlsx")));
            let (yaml, made) = (project.path().join(yaml), project.path().join(made));
            let mut book = match recipe.get("from").and_then(Value::as_str) {
                None => Workbook::empty(),
                Some("form") => {
                    let _ = fs::remove_file(&yaml);
                    project.run(&["new", year, "--department", department, "--xlsx"]).succeeds();
                    Workbook::open(&fs::read(&made).unwrap())
                }
                Some("data") => {
                    let name = format!("{department}.yaml");
                    project.run(&["convert", year, &name]).succeeds();
                    fs::remove_file(&yaml).unwrap();
                    Workbook::open(&fs::read(&made).unwrap())
                }
                Some(other) => panic!("from: {other}"),
            };
            book.follow(recipe);
            let path = project.path().join(path);
            if made != path {
                let _ = fs::remove_file(&made);
            }
            fs::write(path, book.pack()).unwrap();
        }
    }

    /// Makes the changes of a recipe that was read.
    fn follow(&mut self, recipe: &Mapping) {
        for (name, steps) in mapping(recipe.get("sheets")) {
            let mut name = name.as_str().unwrap().to_owned();
            self.sheet(&name);
            for (step, value) in mapping(Some(&steps)) {
                self.step(&name, step.as_str().unwrap(), &value);
                if step == "name" {
                    value.as_str().unwrap().clone_into(&mut name);
                }
            }
        }
        for (name, text) in mapping(recipe.get("parts")) {
            self.set(name.as_str().unwrap(), text.as_str().unwrap().to_owned());
        }
    }

    fn step(&mut self, name: &str, step: &str, value: &Value) {
        match step {
            "name" => self.in_workbook(name, "name", &escape(value.as_str().unwrap())),
            "state" => self.in_workbook(name, "state", value.as_str().unwrap()),
            "remove" => {
                let text = self.text("xl/workbook.xml");
                let tag = sheet_tag(&text, name).unwrap_or_else(|| panic!("no sheet {name}"));
                self.set("xl/workbook.xml", text.replacen(&tag, "", 1));
            }
            "xml" => {
                let part = self.sheet(name).part;
                for (from, to) in mapping(Some(value)) {
                    let (from, to) = (from.as_str().unwrap(), to.as_str().unwrap());
                    let text = self.text(&part);
                    assert!(text.contains(from), "{from:?} is not in {name}");
                    self.set(&part, text.replace(from, to));
                }
            }
            _ => {
                if self.moves_cells(name, step, value) {
                    return;
                }
                let mut sheet = self.sheet(name);
                if step == "cells" {
                    for (at, cell) in mapping(Some(value)) {
                        self.set_cell(&mut sheet, at.as_str().unwrap(), &cell);
                    }
                } else {
                    let values = value.as_sequence().unwrap_or_else(|| panic!("{step}: no list"));
                    self.names_follow(&sheet, name, step, values);
                    self.rows_and_columns(&mut sheet, step, values);
                }
                self.put_sheet(sheet);
            }
        }
    }

    fn rows_and_columns(&self, sheet: &mut Sheet, step: &str, values: &[Value]) {
        match (step, values) {
            ("swap-rows", [one, other]) => {
                let (one, other) = (self.row(sheet, one), self.row(sheet, other));
                for row in &mut sheet.rows {
                    row.number = match row.number {
                        number if number == one => other,
                        number if number == other => one,
                        number => number,
                    };
                }
                sheet.rows.sort_by_key(|row| row.number);
            }
            ("swap-columns", [one, other]) => {
                let (one, other) = (column(one.as_str().unwrap()), column(other.as_str().unwrap()));
                for row in &mut sheet.rows {
                    for cell in &mut row.cells {
                        cell.column = match cell.column {
                            at if at == one => other,
                            at if at == other => one,
                            at => at,
                        };
                    }
                    row.cells.sort_by_key(|cell| cell.column);
                }
            }
            ("merge", ranges) => {
                let ranges: String = ranges
                    .iter()
                    .map(|range| format!(r#"<mergeCell ref="{}"/>"#, range.as_str().unwrap()))
                    .collect();
                sheet.after = match sheet.after.contains("</mergeCells>") {
                    true => sheet.after.replace("</mergeCells>", &format!("{ranges}</mergeCells>")),
                    false => format!("<mergeCells>{ranges}</mergeCells>{}", sheet.after),
                };
            }
            ("insert-rows", values) => {
                for value in values {
                    let at = self.row(sheet, value);
                    sheet.shift(|row| row + u32::from(row >= at), |column| column);
                }
            }
            ("remove-rows", values) => {
                for value in values {
                    let at = self.row(sheet, value);
                    sheet.rows.retain(|row| row.number != at);
                    sheet.shift(|row| row - u32::from(row > at), |column| column);
                }
            }
            ("insert-columns", values) => {
                for value in values {
                    let at = column(value.as_str().unwrap());
                    sheet.shift(|row| row, |column| column + u32::from(column >= at));
                }
            }
            ("hide-rows", values) => {
                for value in values {
                    let at = self.row(sheet, value);
                    sheet.row_at(at).attributes += r#" hidden="1""#;
                }
            }
            ("hide-columns", values) => {
                let columns = values.iter().map(|value| {
                    let at = column(value.as_str().unwrap());
                    format!(r#"<col min="{at}" max="{at}" width="9" hidden="1"/>"#)
                });
                let columns: String = columns.collect();
                sheet.before = match sheet.before.split_once("<cols>") {
                    Some((before, _)) => format!("{before}<cols>{columns}</cols>"),
                    None => format!("{}<cols>{columns}</cols>", sheet.before),
                };
            }
            _ => panic!("no such step: {step}"),
        }
    }

    /// The row that is given by its number or by a text in it.
    fn row(&self, sheet: &Sheet, given: &Value) -> u32 {
        match given {
            Value::Number(number) => u32::try_from(number.as_u64().unwrap()).unwrap(),
            given => self.row_of(sheet, given.as_str().unwrap()),
        }
    }

    fn row_of(&self, sheet: &Sheet, text: &str) -> u32 {
        let shared = self.shared();
        let holds = |row: &&Row| row.cells.iter().any(|cell| cell.text(&shared) == text);
        let found = sheet.rows.iter().find(holds);
        found.unwrap_or_else(|| panic!("{text} is not in {}", sheet.part)).number
    }

    fn column_of(&self, sheet: &Sheet, text: &str) -> u32 {
        let shared = self.shared();
        let mut cells = sheet.rows.iter().flat_map(|row| &row.cells);
        let found = cells.find(|cell| cell.text(&shared) == text);
        found.unwrap_or_else(|| panic!("{text} is not in {}", sheet.part)).column
    }

    fn set_cell(&mut self, sheet: &mut Sheet, at: &str, value: &Value) {
        let (row, column) = match at.split_once('/') {
            Some((row, head)) => (self.row_of(sheet, row), self.column_of(sheet, head)),
            None => cell(at),
        };
        let cells = &mut sheet.row_at(row).cells;
        let place = cells.iter().position(|cell| cell.column >= column).unwrap_or(cells.len());
        if cells.get(place).is_none_or(|cell| cell.column != column) {
            let new = Cell { column, style: None, kind: String::new(), inside: String::new() };
            cells.insert(place, new);
        }
        let cell = &mut cells[place];
        let (kind, inside) = contents(value);
        (cell.kind, cell.inside) = (kind.to_owned(), inside);
        if let Some(format) = value.as_mapping().and_then(|value| value.get("format")) {
            let style = self.style(cell.style.unwrap_or(0), format.as_str().unwrap());
            cell.style = Some(style);
        }
    }

    /// A style that is another with a number format.
    fn style(&mut self, like: u32, format: &str) -> u32 {
        let text = self.text("xl/styles.xml");
        let id = 1000 + text.matches("<numFmt ").count();
        let number = format!(r#"<numFmt numFmtId="{id}" formatCode="{}"/>"#, escape(format));
        let text = match text.contains("</numFmts>") {
            true => text.replace("</numFmts>", &format!("{number}</numFmts>")),
            false => text.replace("<fonts", &format!("<numFmts>{number}</numFmts><fonts")),
        };
        let (before, rest) = text.split_once("<cellXfs").unwrap();
        let (styles, after) = rest.split_once("</cellXfs>").unwrap();
        let all: Vec<&str> = styles.split("<xf ").skip(1).collect();
        let old = all[like as usize];
        let (_, given) = old.split_once("numFmtId=\"").unwrap();
        let (given, _) = given.split_once('"').unwrap();
        let new = old.replacen(
            &format!(r#"numFmtId="{given}""#),
            &format!(r#"numFmtId="{id}" applyNumberFormat="1""#),
            1,
        );
        let text = format!("{before}<cellXfs{styles}<xf {new}</cellXfs>{after}");
        self.set("xl/styles.xml", text);
        u32::try_from(all.len()).unwrap()
    }

    /// Sets an attribute of a sheet in the list of sheets.
    fn in_workbook(&mut self, name: &str, attribute: &str, value: &str) {
        let text = self.text("xl/workbook.xml");
        let tag = sheet_tag(&text, name).unwrap_or_else(|| panic!("no sheet {name}"));
        let bare = match tag.split_once(&format!(" {attribute}=\"")) {
            Some((before, rest)) => before.to_owned() + rest.split_once('"').unwrap().1,
            None => tag.clone(),
        };
        let new = bare.replacen("<sheet", &format!(r#"<sheet {attribute}="{value}""#), 1);
        self.set("xl/workbook.xml", text.replacen(&tag, &new, 1));
    }

    /// A sheet by its name; it is made where there is none.
    fn sheet(&mut self, name: &str) -> Sheet {
        let workbook = self.text("xl/workbook.xml");
        let links = self.text("xl/_rels/workbook.xml.rels");
        let part = match sheet_tag(&workbook, name) {
            Some(tag) => {
                let id = attribute(&tag, "r:id").unwrap();
                let mut links = links.split("<Relationship ").skip(1);
                let link = links.find(|link| attribute(link, "Id") == Some(id)).unwrap();
                let target = attribute(link, "Target").unwrap();
                format!("xl/{}", target.trim_start_matches("/xl/"))
            }
            None => {
                let number = 100 + workbook.matches("<sheet ").count();
                let (name, target) = (escape(name), format!("worksheets/sheet{number}.xml"));
                let tag = format!(
                    r#"<sheet name="{name}" sheetId="{number}" r:id="new{number}"/></sheets>"#
                );
                self.set("xl/workbook.xml", workbook.replace("</sheets>", &tag));
                let link = format!(
                    r#"<Relationship Id="new{number}" Type="{OFFICE}/worksheet" Target="{target}"/></Relationships>"#
                );
                self.set("xl/_rels/workbook.xml.rels", links.replace("</Relationships>", &link));
                let part = format!("xl/{target}");
                self.set(&part, format!(r#"<worksheet xmlns="{MAIN}"><sheetData/></worksheet>"#));
                part
            }
        };
        Sheet::read(part.clone(), &self.text(&part))
    }

    fn put_sheet(&mut self, sheet: Sheet) {
        let text = sheet.write();
        self.set(&sheet.part, text);
    }

    fn shared(&self) -> Vec<String> {
        if self.parts.iter().all(|(name, _)| name != "xl/sharedStrings.xml") {
            return Vec::new();
        }
        let text = self.text("xl/sharedStrings.xml");
        text.split("<si>").skip(1).map(texts).collect()
    }

    /// The text of a part.
    pub(crate) fn text(&self, name: &str) -> String {
        let found = self.parts.iter().find(|(part, _)| part == name);
        let (_, content) = found.unwrap_or_else(|| panic!("no part {name}"));
        String::from_utf8(content.clone()).unwrap()
    }

    /// Adds a part or replaces it.
    pub(crate) fn set(&mut self, name: &str, text: String) {
        match self.parts.iter_mut().find(|(part, _)| part == name) {
            Some((_, content)) => *content = text.into_bytes(),
            None => self.parts.push((name.to_owned(), text.into_bytes())),
        }
    }
}

impl Sheet {
    fn read(part: String, text: &str) -> Sheet {
        let text = text.replacen("<sheetData/>", "<sheetData></sheetData>", 1);
        let (before, rest) = text.split_once("<sheetData>").unwrap();
        let (rows, after) = rest.split_once("</sheetData>").unwrap();
        let rows = elements(rows, "row").into_iter().map(|(tag, inside)| {
            let cells = elements(inside, "c").into_iter().map(|(tag, inside)| Cell {
                column: cell(attribute(tag, "r").unwrap()).1,
                style: attribute(tag, "s").map(|style| style.parse().unwrap()),
                kind: attribute(tag, "t").unwrap_or_default().to_owned(),
                inside: inside.to_owned(),
            });
            let number = attribute(tag, "r").unwrap();
            let attributes = tag.replacen(&format!(r#" r="{number}""#), "", 1);
            Row { number: number.parse().unwrap(), attributes, cells: cells.collect() }
        });
        let (before, rows, after) = (before.to_owned(), rows.collect(), after.to_owned());
        Sheet { part, before, rows, after }
    }

    fn write(&self) -> String {
        let mut text = self.before.clone() + "<sheetData>";
        for row in &self.rows {
            text += &format!(r#"<row r="{}"{}>"#, row.number, row.attributes);
            for cell in &row.cells {
                text += &format!(r#"<c r="{}{}""#, letters(cell.column), row.number);
                if let Some(style) = cell.style {
                    text += &format!(r#" s="{style}""#);
                }
                if !cell.kind.is_empty() {
                    text += &format!(r#" t="{}""#, cell.kind);
                }
                text += &format!(">{}</c>", cell.inside);
            }
            text += "</row>";
        }
        text + "</sheetData>" + &self.after
    }

    fn row_at(&mut self, number: u32) -> &mut Row {
        let place = self.rows.iter().position(|row| row.number >= number);
        let place = place.unwrap_or(self.rows.len());
        if self.rows.get(place).is_none_or(|row| row.number != number) {
            self.rows.insert(place, Row { number, attributes: String::new(), cells: Vec::new() });
        }
        &mut self.rows[place]
    }

    /// Moves rows and columns, and the merged cells with them; formulas stay as they are.
    fn shift(&mut self, to_row: impl Fn(u32) -> u32, to_column: impl Fn(u32) -> u32) {
        for row in &mut self.rows {
            row.number = to_row(row.number);
            for cell in &mut row.cells {
                cell.column = to_column(cell.column);
            }
        }
        let moved = |at: &str| {
            let (row, column) = cell(at);
            format!("{}{}", letters(to_column(column)), to_row(row))
        };
        let mut parts = self.after.split("<mergeCell ref=\"");
        let mut after = parts.next().unwrap().to_owned();
        for part in parts {
            let (range, rest) = part.split_once('"').unwrap();
            let range: Vec<String> = range.split(':').map(moved).collect();
            after += &format!(r#"<mergeCell ref="{}"{rest}"#, range.join(":"));
        }
        self.after = after;
    }
}

impl Cell {
    fn text(&self, shared: &[String]) -> String {
        let value = texts_of(&self.inside, "v");
        match self.kind.as_str() {
            "s" => shared[value.parse::<usize>().unwrap()].clone(),
            "inlineStr" => texts(&self.inside),
            _ => value,
        }
    }
}

/// The type of a cell, and what stands in it.
fn contents(value: &Value) -> (&'static str, String) {
    let plain = |value: &Value| match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => escape(text),
        Value::Bool(value) => u8::from(*value).to_string(),
        other => panic!("no cell: {other:?}"),
    };
    let given = match value {
        Value::Null => return ("", String::new()),
        Value::String(text) => {
            let text = escape(text);
            return ("inlineStr", format!(r#"<is><t xml:space="preserve">{text}</t></is>"#));
        }
        Value::Number(_) => return ("", format!("<v>{}</v>", plain(value))),
        Value::Bool(_) => return ("b", format!("<v>{}</v>", plain(value))),
        value => value.as_mapping().unwrap(),
    };
    if let Some(xml) = given.get("xml") {
        let kind = if xml.as_str().unwrap().starts_with("<is>") { "inlineStr" } else { "" };
        return (kind, xml.as_str().unwrap().to_owned());
    }
    let formula = given.get("formula").map(|text| format!("<f>{}</f>", plain(text)));
    let of = |key: &str| given.get(key).map(plain);
    let formula_text = formula.clone().unwrap_or_default();
    for (key, kind) in [("number", ""), ("boolean", "b"), ("error", "e")] {
        if let Some(value) = of(key) {
            return (kind, format!("{formula_text}<v>{value}</v>"));
        }
    }
    match (of("text"), formula) {
        (Some(text), Some(formula)) => ("str", format!("{formula}<v>{text}</v>")),
        (Some(_), None) => contents(&given["text"]),
        (None, formula) => ("", formula.unwrap_or_default()),
    }
}

/// The tag of a sheet in the list of sheets.
fn sheet_tag(workbook: &str, name: &str) -> Option<String> {
    let tags = workbook.match_indices("<sheet ").map(|(at, _)| {
        let tag = &workbook[at..];
        &tag[..=tag.find('>').unwrap()]
    });
    let mut tags = tags.filter(|tag| attribute(tag, "name") == Some(escape(name).as_str()));
    tags.next().map(str::to_owned)
}

/// The elements of a name that follow each other, each with the attributes and what is inside.
fn elements<'t>(text: &'t str, name: &str) -> Vec<(&'t str, &'t str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut elements = Vec::new();
    let mut rest = text;
    while let Some((_, tag)) = rest.split_once(&open) {
        // `<definedNames` is no `<definedName`.
        if tag.starts_with(char::is_alphanumeric) {
            rest = tag;
            continue;
        }
        let (tag, after) = tag.split_once('>').unwrap();
        match tag.strip_suffix('/') {
            Some(tag) => {
                elements.push((tag, ""));
                rest = after;
            }
            None => {
                let (inside, after) = after.split_once(&close).unwrap();
                elements.push((tag, inside));
                rest = after;
            }
        }
    }
    elements
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = format!("{name}=\"");
    let at = tag.match_indices(&start).map(|(at, _)| at);
    let at = at.filter(|at| tag[..*at].chars().next_back().is_none_or(char::is_whitespace));
    let (value, _) = tag[at.min()? + start.len()..].split_once('"')?;
    Some(value)
}

/// The texts of elements of a name, one after the other.
fn texts_of(text: &str, name: &str) -> String {
    let texts = elements(text, name).into_iter();
    texts.map(|(_, text)| quick_xml::escape::unescape(text).unwrap()).collect()
}

fn texts(text: &str) -> String {
    texts_of(text, "t")
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

fn mapping(value: Option<&Value>) -> Mapping {
    match value {
        None | Some(Value::Null) => Mapping::new(),
        Some(value) => value.as_mapping().unwrap_or_else(|| panic!("{value:?}")).clone(),
    }
}

/// Row and column, from 1, of `C5`.
fn cell(at: &str) -> (u32, u32) {
    let digits = at.find(|c: char| c.is_ascii_digit()).unwrap_or_else(|| panic!("no cell: {at}"));
    (at[digits..].parse().unwrap_or_else(|_| panic!("no cell: {at}")), column(&at[..digits]))
}

fn column(letters: &str) -> u32 {
    letters.bytes().fold(0, |number, letter| number * 26 + u32::from(letter - b'A') + 1)
}

fn letters(mut column: u32) -> String {
    let mut letters = String::new();
    while column > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((column - 1) % 26).unwrap()));
        column = (column - 1) / 26;
    }
    letters
}

#[test]
fn a_recipe_makes_a_workbook_that_others_read() {
    use calamine::{Data, Reader, Xlsx};
    let mut book = Workbook::empty();
    book.change(
        "
sheets:
  指标:
    cells:
      A1: 名称
      B1: 数值
      A2: 受理数
      B2: 48件
      A3: 比率
      比率/数值: {number: '0.9987', format: 0.00%}
    insert-rows: [2]
    merge: ['A3:A4']
    hide-rows: [受理数]
",
    );
    book.change("sheets: {指标: {cells: {受理数/数值: {formula: '1+1', number: 2}}, swap-rows: [3, 4], name: 表, state: hidden}}");
    let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book.pack())).unwrap();
    assert_eq!(read.sheet_names(), ["表"]);
    let range = read.worksheet_range("表").unwrap();
    assert_eq!(range.get_value((0, 1)), Some(&Data::String("数值".into())));
    assert_eq!(range.get_value((2, 0)), Some(&Data::String("比率".into())));
    assert_eq!(range.get_value((2, 1)), Some(&Data::Float(0.9987)));
    assert_eq!(range.get_value((3, 1)), Some(&Data::Float(2.0)));
    assert_eq!(read.merge_cells_by_sheet_name("表").unwrap()[0].start, (2, 0));
    let part = Workbook::open(&book.pack()).text("xl/worksheets/sheet100.xml");
    assert!(part.contains(r#"<row r="4" hidden="1">"#), "{part}");
}
