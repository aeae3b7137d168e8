//! The Word file: its parts against what the format demands, its text against the other outputs, and
//! its pages as LibreOffice sets them, with the faces at hand under the names that offices have.

mod look;
mod office;
mod order;

use std::collections::BTreeSet;
use std::path::Path;

use nianbao::document::{Block, Document};
use nianbao::font::FontBook;
use nianbao::render::{Format, docx, pdf};
use nianbao::source::Sources;
use nianbao::{Options, examine, make};

use self::office::{Laid, convert, laid};
use crate::pdf::{fonts, style};
use crate::support::statutory::{disputes, published, requests};
use crate::support::text::text_of;
use crate::support::word::{Element, Word};
use crate::support::{reader, root};

fn made(root: &Path, format: Format, options: &Options) -> Vec<u8> {
    let mut examined = examine(root, 2024, options);
    let year = examined.year.take().unwrap();
    let outputs = make(&year, &[format], &mut examined.sources);
    assert!(!outputs.findings.has_errors(), "{:?}", outputs.findings);
    outputs.value.into_iter().find(|output| output.name.ends_with(format.ending)).unwrap().bytes
}

fn document(root: &Path, options: &Options) -> (Document, Sources) {
    let mut examined = examine(root, 2024, options);
    let year = examined.year.take().unwrap();
    (make::document(&year, &mut examined.sources).value.unwrap(), examined.sources)
}

thread_local! {
    static FONTS: FontBook<'static> = fonts();
}

/// A file of a document that no project has.
fn written(document: &Document) -> Vec<u8> {
    FONTS.with(|fonts| docx::render(document, &style(), fonts).value.unwrap())
}

fn example() -> std::path::PathBuf {
    root().join("examples/政府信息公开-淮安市2024")
}

/// The shipped reports in their editions, and tables of every kind.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let plain = Options::default;
    let copies = ["区委办公室".to_owned(), "区政协办公室".to_owned()];
    let editions = [
        ("plain", plain()),
        ("red head", Options { red_head: Some(true), appendix: true, ..plain() }),
        ("draft", Options { draft: true, duplex: true, ..plain() }),
        ("sent", Options { addressees: copies.to_vec(), ..plain() }),
        ("oral", Options { layout: Some("oral".to_owned()), draft: true, ..plain() }),
        ("statutory", Options { layout: Some("statutory".to_owned()), appendix: true, ..plain() }),
    ];
    let mut files: Vec<(&'static str, Vec<u8>)> = editions
        .into_iter()
        .map(|(name, options)| (name, made(root(), docx::FORMAT, &options)))
        .collect();
    files.push(("forms", made(&example(), docx::FORMAT, &plain())));
    files.push(("turned", written(&turned(true))));
    files
}

/// The statutory tables, the second of them on turned pages.
fn turned(is_landscape: bool) -> Document {
    crate::form_pages::statutory(is_landscape)
}

#[test]
fn every_part_is_well_formed_and_in_the_order_of_the_format() {
    for (edition, bytes) in files() {
        for (part, tree) in Word::open(&bytes).trees() {
            let faults = order::faults(&tree);
            assert!(faults.is_empty(), "{edition} {part}: {faults:?}");
        }
    }
}

#[test]
fn every_relation_has_its_part_and_every_part_its_kind() {
    for (edition, bytes) in files() {
        let word = Word::open(&bytes);
        let types = word.part("[Content_Types].xml");
        let named = |element: &str, attribute: &str| -> BTreeSet<String> {
            let found = types.find(element).into_iter();
            found.map(|one| one.get(attribute).unwrap().to_owned()).collect()
        };
        let (endings, overrides) = (named("Default", "Extension"), named("Override", "PartName"));
        for part in &overrides {
            assert!(word.parts.contains_key(&part[1..]), "{edition}: no {part}");
        }
        for part in word.parts.keys().filter(|part| *part != "[Content_Types].xml") {
            let ending = part.rsplit('.').next().unwrap();
            let is_known = overrides.contains(&format!("/{part}")) || endings.contains(ending);
            assert!(is_known, "{edition}: {part} is of no kind");
            let is_general = !overrides.contains(&format!("/{part}")) && ending == "xml";
            assert!(!is_general || part.starts_with("customXml/"), "{edition}: {part}");
        }
        let mut reached = BTreeSet::new();
        for (part, tree) in word.trees().filter(|(part, _)| part.ends_with(".rels")) {
            let folder = part.rsplit_once("_rels/").unwrap().0;
            let mut ids = BTreeSet::new();
            for relation in tree.find("Relationship") {
                assert!(ids.insert(relation.get("Id").unwrap().to_owned()), "{edition} {part}");
                assert_eq!(relation.get("TargetMode"), None, "nothing outside is fetched");
                let target = resolved(folder, relation.get("Target").unwrap());
                assert!(word.parts.contains_key(&target), "{edition} {part}: no {target}");
                reached.insert(target);
            }
        }
        let ids = word.targets();
        for element in word.part("word/document.xml").all() {
            if let Some(id) = element.get("r:id") {
                assert!(ids.contains_key(id), "{edition}: {} {id}", element.name);
            }
        }
        let is_extra = |part: &&String| !part.ends_with(".rels") && *part != "[Content_Types].xml";
        let lost: Vec<&String> =
            word.parts.keys().filter(is_extra).filter(|part| !reached.contains(*part)).collect();
        assert!(lost.is_empty(), "{edition}: nothing leads to {lost:?}");
    }
}

/// The name of a part to which a relation of a folder leads.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[test]
fn every_style_that_is_named_is_there() {
    for (edition, bytes) in files() {
        let word = Word::open(&bytes);
        let styles = word.part("word/styles.xml");
        let ids: Vec<&str> =
            styles.find("w:style").iter().map(|style| style.get("w:styleId").unwrap()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{edition}: twice");
        let refers = ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link"];
        for (part, tree) in word.trees() {
            for element in tree.all().into_iter().filter(|one| refers.contains(&one.name.as_str()))
            {
                let id = element.get("w:val").unwrap();
                assert!(ids.contains(&id), "{edition} {part}: no style {id}");
            }
        }
    }
}

#[test]
fn the_text_is_that_of_the_other_outputs_to_the_letter() {
    let plain = Options::default;
    let editions = [
        (root().to_owned(), plain()),
        (root().to_owned(), Options { red_head: Some(true), appendix: true, ..plain() }),
        (root().to_owned(), Options { layout: Some("statutory".to_owned()), ..plain() }),
        (example(), plain()),
    ];
    for (folder, options) in editions {
        let (document, _) = document(&folder, &options);
        let word = Word::open(&made(&folder, docx::FORMAT, &options));
        let (text, expected) = (word.text(), text_of(&document));
        let (before, after) = text.split_once(&expected).unwrap_or_else(|| {
            let same = text.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
            let rest: String = text.chars().skip(same.saturating_sub(20)).take(60).collect();
            panic!("differs at …{rest}…")
        });
        let head = document.red_head.is_some();
        assert_eq!(before.is_empty(), !head, "{before}");
        assert_eq!(after.is_empty(), document.imprint.is_none(), "{after}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let options = Options { appendix: true, ..Options::default() };
    assert!(made(root(), docx::FORMAT, &options) == made(root(), docx::FORMAT, &options));
}

/// The tables of a file that belong to the text: those that do not float.
fn tables(word: &Word) -> Vec<Element> {
    let document = word.part("word/document.xml");
    let tables = document.find("w:tbl").into_iter();
    let is_of_text = |table: &&Element| table.child("w:tblPr").unwrap().child("w:tblpPr").is_none();
    tables.filter(is_of_text).cloned().collect()
}

#[test]
fn the_grid_of_a_table_is_as_wide_as_the_block_and_every_row_fills_it() {
    for (edition, bytes) in files() {
        for table in tables(&Word::open(&bytes)) {
            let columns: Vec<i64> =
                table.find("w:gridCol").iter().map(|one| one.number("w:w").unwrap()).collect();
            let whole: i64 = columns.iter().sum();
            // 156 mm and 225 mm.
            assert!([8844, 12756].contains(&whole), "{edition}: {whole}");
            let rows = table.find("w:tr");
            // The rows that a cell above still covers, by column.
            let mut open = vec![false; columns.len()];
            for row in rows {
                let mut at = 0;
                for cell in row.find("w:tc") {
                    let properties = cell.child("w:tcPr").unwrap();
                    let span = properties.value("w:gridSpan").map_or(1, |n| n.parse().unwrap());
                    let width: i64 = columns[at..at + span].iter().sum();
                    let told = properties.child("w:tcW").unwrap().number("w:w");
                    assert_eq!(told, Some(width), "{edition}: {}", cell.shown());
                    let merge = properties.child("w:vMerge").map(|merge| merge.get("w:val"));
                    let goes_on = merge == Some(None);
                    assert!(!goes_on || open[at..at + span].iter().all(|open| *open), "{edition}");
                    assert!(!goes_on || cell.shown().is_empty(), "{edition}");
                    open[at..at + span].fill(merge.is_some());
                    at += span;
                }
                assert_eq!(at, columns.len(), "{edition}: {}", row.shown());
                assert!(row.find("w:cantSplit").len() == 1, "{edition}: a page may cut a row");
            }
        }
    }
}

#[test]
fn spans_labels_and_repeated_headers_are_those_of_the_table() {
    let word = Word::open(&written(&turned(false)));
    let found = tables(&word);
    for (table, of) in found.iter().zip([published(), requests(), disputes()]) {
        let heads = table.find("w:tblHeader").len();
        assert_eq!(heads, of.header.len());
        let cells = of.header.iter().chain(&of.rows).flatten();
        let count = |name: &str, of: &dyn Fn(&Element) -> bool| {
            table.find(name).into_iter().filter(|one| of(one)).count()
        };
        let over_rows = cells.clone().filter(|cell| cell.rows > 1).count();
        assert_eq!(count("w:vMerge", &|merge| merge.get("w:val") == Some("restart")), over_rows);
        let vertical = cells.filter(|cell| cell.is_vertical);
        let covered: usize = vertical.map(|cell| cell.rows as usize).sum();
        assert_eq!(count("w:textDirection", &|one| one.get("w:val") == Some("tbRlV")), covered);
    }
    assert_eq!(found.len(), 3);
}

#[test]
fn a_table_says_what_it_is_to_those_who_do_not_see_it() {
    let word = Word::open(&made(&example(), docx::FORMAT, &Options::default()));
    let captions: Vec<String> = tables(&word)
        .iter()
        .map(|table| table.child("w:tblPr").unwrap().value("w:tblCaption").unwrap().to_owned())
        .collect();
    assert_eq!(
        captions,
        [
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况"
        ]
    );
}

#[test]
fn a_turned_table_is_a_section_of_its_own_with_its_heading() {
    let word = Word::open(&written(&turned(true)));
    let document = word.part("word/document.xml");
    let body = &document.children[0];
    let mut sections: Vec<(bool, String)> = Vec::new();
    let mut text = String::new();
    for child in &body.children {
        text += &child.shown();
        for section in child.find("w:sectPr") {
            let size = section.child("w:pgSz").unwrap();
            let is_turned = size.get("w:orient") == Some("landscape");
            let (width, height) = (size.number("w:w").unwrap(), size.number("w:h").unwrap());
            assert_eq!(is_turned, width > height);
            let kinds: Vec<_> =
                section.find("w:footerReference").iter().map(|one| one.get("w:type")).collect();
            assert_eq!(kinds, [Some("default"), Some("even")]);
            sections.push((is_turned, std::mem::take(&mut text)));
        }
    }
    let is_turned: Vec<bool> = sections.iter().map(|(is_turned, _)| *is_turned).collect();
    assert_eq!(is_turned, [false, true, false]);
    assert!(sections[1].1.starts_with("三、收到和处理政府信息公开申请情况"), "{}", sections[1].1);
    assert!(sections[1].1.ends_with("103"), "{}", sections[1].1);
    assert!(sections[2].1.starts_with("四、"), "{}", sections[2].1);
    assert!(document.find("w:pgNumType").is_empty(), "page numbers go on");
}

#[test]
fn the_pages_of_the_shipped_report_are_those_of_the_pdf() {
    let options = Options { red_head: Some(true), ..Options::default() };
    for options in [Options::default(), options] {
        let Some(word) = convert(&made(root(), docx::FORMAT, &options)) else { return };
        let ours = laid(&made(root(), pdf::FORMAT, &options));
        let found = laid(&word);
        assert!(ours.len().abs_diff(found.len()) <= 1, "{} {}", ours.len(), found.len());
        assert_title(&ours[0], &found[0]);
        assert_full_pages(&found, &document(root(), &options).0);
        assert_numbers(&found);
        assert_imprint(&ours, &found);
        assert_eq!(text_of_pages(&found), text_of_pages(&ours));
    }
}

#[test]
fn the_imprint_stands_at_the_foot_of_the_last_page_where_the_margins_are_mirrored_too() {
    let options = Options { draft: true, duplex: true, ..Options::default() };
    let Some(word) = convert(&made(root(), docx::FORMAT, &options)) else { return };
    let (found, ours) = (laid(&word), laid(&made(root(), pdf::FORMAT, &options)));
    assert!(ours.len().abs_diff(found.len()) <= 1, "{} {}", ours.len(), found.len());
    assert_numbers(&found);
    assert_imprint(&ours, &found);
}

#[test]
fn the_pages_of_the_forms_are_those_of_the_pdf() {
    let Some(word) = convert(&made(&example(), docx::FORMAT, &Options::default())) else { return };
    let ours = laid(&made(&example(), pdf::FORMAT, &Options::default()));
    let found = laid(&word);
    assert_eq!(found.len(), ours.len());
    assert_same_letters(&found, &ours);
    for heading in ["二、主动公开", "三、收到和处理", "四、政府信息公开行政复议"]
    {
        let page = |pages: &[Laid]| {
            let is_of = |line: &office::Line| line.text.starts_with(heading);
            pages.iter().position(|page| page.lines.iter().any(is_of)).unwrap()
        };
        assert_eq!(page(&found), page(&ours), "{heading}");
    }
}

#[test]
fn text_that_takes_one_line_of_a_cell_of_the_pdf_takes_one_in_other_faces() {
    let options = Options { appendix: true, ..Options::default() };
    let Some(word) = convert(&made(root(), docx::FORMAT, &options)) else { return };
    let rows = |pages: &[Laid]| -> Vec<String> {
        let heads = |page: &&Laid| page.lines.iter().any(|line| line.text.starts_with("序号指标"));
        let lines = pages.iter().filter(heads).flat_map(|page| &page.lines);
        lines.filter(|line| !line.is_number()).map(|line| line.text.clone()).collect()
    };
    let (found, ours) = (rows(&laid(&word)), rows(&laid(&made(root(), pdf::FORMAT, &options))));
    assert!(ours.len() > 50, "{ours:?}");
    // Cells of several lines may be broken at other places.
    assert_eq!(found.len(), ours.len(), "{found:?} {ours:?}");
}

/// The same text, whatever the order in which the cells of tables are read.
fn assert_same_letters(found: &[Laid], ours: &[Laid]) {
    let letters = |pages: &[Laid]| {
        let mut letters: Vec<char> = text_of_pages(pages).chars().collect();
        letters.sort_unstable();
        letters.into_iter().collect::<String>()
    };
    assert_eq!(letters(found), letters(ours));
}

#[test]
fn a_turned_page_keeps_the_place_of_the_number() {
    let Some(word) = convert(&written(&turned(true))) else { return };
    let found = laid(&word);
    let ours = laid(&FONTS.with(|fonts| crate::pdf::pdf(&turned(true), &style(), fonts).unwrap()));
    let turned = |pages: &[Laid]| -> Vec<usize> {
        let all = pages.iter().enumerate();
        all.filter(|(_, page)| page.width > page.height).map(|(at, _)| at).collect()
    };
    assert_eq!(turned(&found), turned(&ours));
    for at in turned(&found) {
        // Poppler gives no order to what is turned; its digits stand left of the block.
        let number = |page: &Laid| -> Vec<String> {
            let beside = page.lines.iter().filter(|line| line.right < 32.0 * 72.0 / 25.4);
            let mut texts: Vec<String> = beside.map(|line| line.text.clone()).collect();
            texts.sort();
            texts
        };
        let shown = number(&found[at]).concat();
        assert!(shown.contains(&(at + 1).to_string()), "{shown:?} {:?}", found[at].lines);
    }
}

/// The lines of the title stand as those of our PDF.
fn assert_title(ours: &Laid, found: &Laid) {
    let title: Vec<&str> = ours
        .lines
        .iter()
        .filter(|line| line.height > 20.0 && !line.is_number())
        .map(|line| line.text.as_str())
        .collect();
    let lines: Vec<&str> = found.lines.iter().map(|line| line.text.as_str()).collect();
    assert!(title.iter().all(|line| lines.contains(line)), "{title:?} {lines:?}");
}

/// Every page between the first and the last two has its 22 lines; one fewer where the next one begins
/// with a heading, which does not stand at the foot of a page. The page before the last gives lines to
/// it, so that the signature does not stand there alone.
fn assert_full_pages(pages: &[Laid], document: &Document) {
    let headings: Vec<String> = document.body.iter().filter_map(heading).collect();
    for (number, pages) in (1..pages.len() - 1).zip(pages.windows(2)).skip(1) {
        let [page, next] = pages else { unreachable!() };
        let first = &next.lines[0].text;
        let is_kept = headings.iter().any(|heading| heading.starts_with(first.as_str()));
        let body = page.lines.iter().filter(|line| !line.is_number()).count();
        let is_full = body == 22 || body == 21 && is_kept;
        assert!(is_full, "page {number}: {body} lines");
    }
}

/// A heading on a line of its own, without blanks.
fn heading(block: &Block) -> Option<String> {
    let Block::Heading(heading) = block else { return None };
    let text = heading.number() + &nianbao::document::plain_text(&heading.text);
    Some(text.split_whitespace().collect())
}

/// — 1 — at the right of odd pages and at the left of even ones.
fn assert_numbers(pages: &[Laid]) {
    for (number, page) in (1..).zip(pages) {
        let found: Vec<&office::Line> = page.lines.iter().filter(|line| line.is_number()).collect();
        assert_eq!(found.len(), 1, "page {number}");
        assert_eq!(found[0].text, format!("—{number}—"));
        let is_right = found[0].left > page.width / 2.0;
        assert_eq!(is_right, number % 2 == 1, "page {number}");
    }
}

/// The last line of the last page above its number is 版记's, as low as in our PDF.
fn assert_imprint(ours: &[Laid], found: &[Laid]) {
    let last = |pages: &[Laid]| {
        let mut lines = pages.last().unwrap().lines.iter().rev();
        lines.find(|line| !line.is_number()).map(|line| (line.text.clone(), line.foot)).unwrap()
    };
    let (ours, found) = (last(ours), last(found));
    assert_eq!(found.0, ours.0);
    assert!((found.1 - ours.1).abs() < 8.0, "{found:?} {ours:?}");
}

/// The text in the order of the pages, without their numbers.
fn text_of_pages(pages: &[Laid]) -> String {
    let lines = pages.iter().flat_map(|page| &page.lines);
    lines.filter(|line| !line.is_number()).map(|line| line.text.as_str()).collect()
}

#[test]
fn another_reader_opens_the_file() {
    let Some(python) = reader("python3") else { return };
    let has_library = std::process::Command::new(&python).args(["-c", "import docx"]).status();
    if !has_library.unwrap().success() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "python-docx is required");
        eprintln!("跳过：本机没有 python-docx");
        return;
    }
    let script = "import docx, sys\n\
        file = docx.Document(sys.argv[1])\n\
        print(len(file.sections), len(file.tables))\n\
        print(''.join(p.text for p in file.paragraphs)[:40])\n\
        print(file.core_properties.title)\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年报.docx");
    for (edition, bytes) in files() {
        std::fs::write(&path, bytes).unwrap();
        let run = std::process::Command::new(&python).args(["-c", script]).arg(&path).output();
        let run = run.unwrap();
        assert!(run.status.success(), "{edition}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn documents_of_any_text_are_written() {
    for text in ["甲", "<script>&\"'", "]]>", "\u{1}\u{FFFF}", " 甲  乙 ", ""] {
        let document = crate::support::report::document(text);
        let bytes = written(&document);
        let word = Word::open(&bytes);
        let expected: String = text_of(&document).replace(['\u{1}', '\u{FFFF}'], "");
        assert!(word.text().contains(&expected), "{text:?}: {}", word.text());
        let has_table = document.body.iter().any(|block| matches!(block, Block::Table(_)));
        assert_eq!(tables(&word).len(), usize::from(has_table));
    }
}
