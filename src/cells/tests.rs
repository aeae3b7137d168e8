use super::limits::{MOST_CELLS, MOST_ELEMENTS, MOST_ENTRIES, MOST_TEXT};
use super::*;
use crate::bounds::{WORKBOOK_CELLS, WORKBOOK_ELEMENTS, WORKBOOK_ENTRIES, WORKBOOK_STRINGS};
use crate::package::pack;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A workbook with one sheet of these rows, and what follows them.
fn book(rows: &str, after: &str) -> Result<Book, Refused> {
    changed(rows, after, ("<sst>", ""))
}

/// The same, with more before a tag of any part.
fn changed(rows: &str, after: &str, (tag, more): (&str, &str)) -> Result<Book, Refused> {
    let link = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let links =
        |links: String| format!(r#"<Relationships xmlns="{LINKS}">{links}</Relationships>"#);
    let of_book = [
        link("a", "worksheet", "worksheets/sheet1.xml"),
        link("b", "sharedStrings", "/xl/sharedStrings.xml"),
        link("c", "styles", "../xl/styles.xml"),
    ];
    let parts = [
        ("_rels/.rels", links(link("a", "officeDocument", "xl/workbook.xml"))),
        ("xl/_rels/workbook.xml.rels", links(of_book.concat())),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="指标" r:id="a" state="hidden"/><sheet name="图" r:id="z"/></sheets><definedNames><definedName name="nb_1">指标!$B$2</definedName></definedNames></workbook>"#
            ),
        ),
        (
            "xl/sharedStrings.xml",
            format!(
                r#"<sst xmlns="{MAIN}"><si><t>名称</t></si><si><r><t>受</t></r><r><rPr/><t xml:space="preserve">理数 </t></r><rPh sb="0" eb="1"><t>ショウ</t></rPh></si><si><t>一_x000D_&#10;二_x4E00_</t></si></sst>"#
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" formatCode="0.0%"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"<worksheet xmlns="{MAIN}"><cols><col min="3" max="5" hidden="1"/></cols><sheetData>{rows}</sheetData>{after}</worksheet>"#
            ),
        ),
    ];
    let parts = parts.map(|(name, text)| (name, text.replace(tag, &format!("{more}{tag}"))));
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    read(&Package::open(&pack(&parts).unwrap()).unwrap(), &["不读"])
}

#[test]
fn cells_are_read_with_all_that_happened_to_them() {
    let rows = r#"
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>0.99870000000000003</v></c></row>
        <row r="4" hidden="1"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"/><c r="C4" t="str"><f>A1</f><v>甲</v></c></row>
        <row r="5"><c r="A5"><f>1+1</f></c><c r="B5"><f>1+1</f><v>2</v></c><c r="C5" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D5" t="b"><v>1</v></c></row>
        <row r="6"><c r="A6" t="s"><v>2</v></c><c r="B6" s="2"><v>45356</v></c><c r="C6" t="d"><v>2024-03-05T00:00:00</v></c><c r="D6" t="inlineStr"><is><t>乙</t></is></c></row>"#;
    let book = book(rows, r#"<mergeCells><mergeCell ref="A5:B6"/></mergeCells>"#).unwrap();
    assert_eq!(book.names, [("nb_1".to_owned(), "指标!$B$2".to_owned())]);
    let [sheet, chart] = book.sheets.as_slice() else { panic!("{book:?}") };
    assert_eq!((sheet.name.as_str(), sheet.is_hidden, sheet.cells.len()), ("指标", true, 12));
    assert_eq!((chart.name.as_str(), chart.is_hidden, chart.cells.len()), ("图", false, 0));
    let typed = |place: (u32, u32)| {
        let cell = sheet.at(place.0, place.1).unwrap();
        (cell.typed(Wanted::Text).into_owned(), cell.formula.is_some())
    };
    assert_eq!(typed((1, 0)), ("名称".to_owned(), false));
    assert_eq!(typed((1, 1)), ("99.87%".to_owned(), false));
    assert_eq!(typed((3, 0)), ("受理数".to_owned(), false));
    assert_eq!(sheet.at(3, 1), None);
    assert_eq!(typed((3, 2)), ("甲".to_owned(), true));
    assert_eq!(sheet.at(4, 0).unwrap().value, Value::NoResult);
    assert_eq!(typed((4, 1)), ("2".to_owned(), true));
    assert_eq!(typed((4, 2)), ("#DIV/0!".to_owned(), true));
    assert_eq!(typed((4, 3)), ("TRUE".to_owned(), false));
    assert_eq!(typed((5, 0)), ("一\n二一".to_owned(), false));
    assert_eq!(typed((5, 1)), ("2024-03-05".to_owned(), false));
    assert_eq!(typed((5, 2)), ("2024-03-05".to_owned(), false));
    assert!(sheet.at(5, 2).unwrap().is_date());
    assert_eq!(typed((5, 3)), ("乙".to_owned(), false));
    assert!(sheet.hides(3, 0) && sheet.hides(0, 4) && !sheet.hides(0, 1));
    assert_eq!(sheet.merged, [Area { first: (4, 0), last: (5, 1) }]);
}

#[test]
fn cells_without_places_follow_each_other() {
    let book = book("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "");
    let book = book.unwrap();
    let places: Vec<_> = book.sheets[0].cells.iter().map(|cell| (cell.row, cell.column)).collect();
    assert_eq!(places, [(0, 0), (0, 1), (1, 0)]);
}

#[test]
fn a_number_is_what_the_cell_shows() {
    let cell = |value: &str, format| {
        let (value, is_cut) = number::decimal(value).unwrap();
        let value = Value::Number { value, is_cut };
        Cell { row: 0, column: 0, value, format, decimals: None, formula: None }
    };
    let typed =
        |value, format, unit| cell(value, format).typed(Wanted::Number { unit }).into_owned();
    assert_eq!(typed("0.99870000000000003", Format::Percent, "%"), "99.87");
    assert_eq!(typed("0.99870000000000003", Format::Percent, "件"), "99.87%");
    assert_eq!(typed("0.99870000000000003", Format::Plain, "%"), "0.9987");
    assert_eq!(typed("121", Format::Unit("件".into()), "件"), "121");
    assert_eq!(typed("121", Format::Unit("万元".into()), "件"), "121万元");
    assert_eq!(typed("1.2E+05", Format::Plain, "件"), "120000");
    let date = Format::Date { is_1904: false };
    assert_eq!(typed("45356.5", date.clone(), "件"), "2024-03-05");
    let text =
        |value| cell(value, Format::Date { is_1904: false }).typed(Wanted::Text).into_owned();
    assert_eq!(text("46077.793749999997"), "2026-02-24 19:03");
    assert_eq!(text("46077"), "2026-02-24");
    assert_eq!(text("0.12847222222222221"), "03:05");
    assert!(cell("45356", date).is_date() && !cell("45356", Format::Plain).is_date());
    let rounded = |value, format, decimals| {
        let cell = Cell { decimals: Some(decimals), ..cell(value, format) };
        cell.rounded(Wanted::Number { unit: "%" })
    };
    assert_eq!(rounded("1.1349", Format::Plain, 2).as_deref(), Some("1.13"));
    assert_eq!(rounded("-1.5", Format::Plain, 0).as_deref(), Some("-2"));
    assert_eq!(rounded("0.935", Format::Percent, 0).as_deref(), Some("94"));
    assert_eq!(rounded("0.935", Format::Percent, 1), None);
    assert_eq!(rounded("1.10", Format::Plain, 1), None);
    let text = |text: &str| Cell { value: Value::Text(text.into()), ..cell("0", Format::Plain) };
    assert_eq!(text("\u{A0} 121\u{3000}\n").typed(Wanted::Number { unit: "件" }), "121");
    let boolean = |value| Cell { value: Value::Boolean(value), ..cell("0", Format::Plain) };
    assert_eq!(boolean(true).typed(Wanted::YesNo), "是");
    assert_eq!(boolean(false).typed(Wanted::YesNo), "否");
}

#[test]
fn what_is_no_workbook_or_too_large_is_refused() {
    let refused = |rows: &str| book(rows, "").map(|_| ()).unwrap_err();
    assert_eq!(refused("<row><c>"), Refused::Damaged);
    let row = "<row><c><v>1</v></c></row>".repeat(MOST_CELLS + 1);
    assert_eq!(refused(&row), Refused::TooMuch(WORKBOOK_CELLS));
    // Each list of a workbook, before it is kept.
    for (place, entry) in [
        ("</cellXfs>", "<xf/>"),
        ("<cellStyleXfs>", "<fonts><font/></fonts>"),
        ("</numFmts>", r#"<numFmt numFmtId="9" formatCode=""/>"#),
        ("</sst>", "<si/>"),
        ("</sheets>", r#"<sheet name="a" r:id="y"/>"#),
        ("</definedNames>", r#"<definedName name="a">A1</definedName>"#),
        ("</Relationships>", r#"<Relationship Id="a" Type="/a" Target="a"/>"#),
        ("<sheetData>", r#"<cols><col min="1" max="2" hidden="1"/></cols>"#),
    ] {
        let many = entry.repeat(MOST_ENTRIES);
        let with = |many: &str| changed("", "", (place, many)).map(|_| ());
        assert_eq!(with(&many), Err(Refused::TooMuch(WORKBOOK_ENTRIES)), "{entry}");
        assert!(with(&entry.repeat(50)).is_ok(), "{entry}");
    }
    let long = format!("<si><t>{}</t></si>", "甲".repeat(MOST_TEXT / 3 + 1));
    assert!(matches!(changed("", "", ("</sst>", &long)), Err(Refused::TooMuch(WORKBOOK_STRINGS))));
    let formulas = "<f si=\"1\">1</f>".repeat(MOST_ELEMENTS);
    assert_eq!(
        refused(&format!("<row><c>{formulas}</c></row>")),
        Refused::TooMuch(WORKBOOK_ELEMENTS)
    );
    let packed = pack(&[("word/document.xml", b"<a/>".as_slice())]).unwrap();
    assert_eq!(read(&Package::open(&packed).unwrap(), &[]).map(|_| ()), Err(Refused::NoWorkbook));
}

#[test]
fn cells_that_no_program_writes_are_not_guessed_at() {
    for cell in [
        "<c><v>783</v><v>999</v></c>",
        r#"<c t="inlineStr"><v>783</v><is><t>999</t></is></c>"#,
        r#"<c t="inlineStr"><is><t>783</t></is><is><t>999</t></is></c>"#,
        "<c><is><t>999</t></is><v>783</v></c>",
        "<c><is><t>999</t></is></c>",
        r#"<c t="e"><f>1/0</f><v>783</v></c>"#,
        r#"<c t="s"><v>99999</v></c>"#,
        r#"<c t="s"><v>-1</v></c>"#,
        r#"<c t="b"><v>783</v></c>"#,
        r#"<c t="zz"><v>783</v></c>"#,
    ] {
        let refused = book(&format!("<row>{cell}</row>"), "").map(|_| ());
        assert_eq!(refused, Err(Refused::Damaged), "{cell}");
    }
    // Nothing at all is nothing.
    for cell in
        [r#"<c t="s"/>"#, r#"<c t="s"><v/></c>"#, r#"<c t="e"><v></v></c>"#, r#"<c t="n"/>"#]
    {
        let book = book(&format!("<row>{cell}</row>"), "").unwrap();
        assert_eq!(book.sheets[0].cells, [], "{cell}");
    }
}

#[test]
fn a_part_that_several_sheets_name_is_refused() {
    let link = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let links = |links: &str| format!(r#"<Relationships xmlns="{LINKS}">{links}</Relationships>"#);
    let parts = [
        ("_rels/.rels", links(&link("a", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            links(&(link("a", "worksheet", "s.xml") + &link("b", "worksheet", "../xl/S.xml"))),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheet name="甲" r:id="a"/><sheet name="乙" r:id="b"/></workbook>"#
            ),
        ),
        ("xl/s.xml", format!(r#"<worksheet xmlns="{MAIN}"/>"#)),
    ];
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let package = Package::open(&pack(&parts).unwrap()).unwrap();
    assert_eq!(read(&package, &[]).map(|_| ()), Err(Refused::Damaged));
}

#[test]
fn places_are_read_as_they_are_written() {
    assert_eq!(place("C5"), Some((4, 2)));
    assert_eq!(place("AA100"), Some((99, 26)));
    for none in ["C0", "5", "C", "", "C-5", "ZZZZZZZZ1", "甲1"] {
        assert_eq!(place(none), None, "{none}");
    }
}
