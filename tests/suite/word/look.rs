//! How the Word file looks: its page and grid, its styles and their faces, and where its parts stand.

use nianbao::Options;
use nianbao::document::{Day, Document, RedHead, Text};
use nianbao::render::docx;

use super::{document, made, written};
use crate::support::root;
use crate::support::word::{Element, Word};

fn shipped(options: &Options) -> Word {
    Word::open(&made(root(), docx::FORMAT, options))
}

fn red() -> Options {
    Options { red_head: Some(true), appendix: true, ..Options::default() }
}

fn style(word: &Word, name: &str) -> Element {
    let styles = word.part("word/styles.xml");
    let found =
        styles.find("w:style").into_iter().find(|style| style.value("w:name") == Some(name));
    found.unwrap_or_else(|| panic!("no style {name}")).clone()
}

fn property(style: &Element, name: &str, attribute: &str) -> Option<String> {
    let element = style.find(name).into_iter().next()?;
    element.get(attribute).map(str::to_owned)
}

/// The paragraphs of a style, by its id.
fn paragraphs(word: &Word, style: &str) -> Vec<Element> {
    let part = word.part("word/document.xml");
    let paragraphs = part.find("w:p").into_iter();
    let has_style = |paragraph: &&Element| {
        paragraph.child("w:pPr").and_then(|of| of.value("w:pStyle")) == Some(style)
    };
    paragraphs.filter(has_style).cloned().collect()
}

#[test]
fn the_page_holds_22_lines_of_28_characters() {
    let word = shipped(&red());
    let part = word.part("word/document.xml");
    for section in part.find("w:sectPr") {
        let size = section.child("w:pgSz").unwrap();
        let margins = section.child("w:pgMar").unwrap();
        let grid = section.child("w:docGrid").unwrap();
        let (width, height) = (size.number("w:w").unwrap(), size.number("w:h").unwrap());
        assert_eq!((width, height), (11906, 16838));
        let margin = |name: &str| margins.number(name).unwrap();
        // 37 mm and 28 mm.
        assert_eq!((margin("w:top"), margin("w:left")), (2098, 1587));
        assert_eq!(grid.get("w:type"), Some("linesAndChars"));
        let (pitch, space) =
            (grid.number("w:linePitch").unwrap(), grid.number("w:charSpace").unwrap());
        assert_eq!((pitch, space), (580, -848));
        // 35 mm and 26 mm, but for what whole lines and characters need.
        assert!((1984 - margin("w:bottom")).abs() <= 6, "{margins:?}");
        assert!((1474 - margin("w:right")).abs() <= 2, "{margins:?}");
        assert!(height - margin("w:top") - margin("w:bottom") >= 22 * pitch);
        let line = 28 * (16 * 4096 + space) * 20;
        assert!((width - margin("w:left") - margin("w:right")) * 4096 >= line);
    }
    let normal = style(&word, "Normal");
    for (name, attribute, value) in [
        ("w:spacing", "w:line", "580"),
        ("w:spacing", "w:lineRule", "exact"),
        ("w:widowControl", "w:val", "0"),
        ("w:kinsoku", "w:val", "1"),
        ("w:overflowPunct", "w:val", "0"),
        ("w:autoSpaceDE", "w:val", "0"),
        ("w:autoSpaceDN", "w:val", "0"),
        ("w:jc", "w:val", "both"),
        ("w:sz", "w:val", "32"),
    ] {
        assert_eq!(property(&normal, name, attribute).as_deref(), Some(value), "{name}");
    }
}

#[test]
fn marks_that_both_scripts_have_are_chinese_in_every_run() {
    let word = shipped(&Options { draft: true, ..red() });
    for (part, tree) in word.trees().filter(|(part, _)| part.starts_with("word/")) {
        for run in tree.find("w:r") {
            let fonts = run.child("w:rPr").and_then(|of| of.child("w:rFonts"));
            let hint = fonts.and_then(|fonts| fonts.get("w:hint"));
            assert_eq!(hint, Some("eastAsia"), "{part}: {}", run.shown());
        }
    }
}

#[test]
fn styles_name_the_faces_that_offices_have_and_nothing_is_embedded() {
    let word = shipped(&red());
    let latin = "Times New Roman";
    for (name, chinese, other, size) in [
        ("公文标题", "方正小标宋简体", "方正小标宋简体", "44"),
        ("公文正文", "", "", ""),
        ("一级标题", "黑体", "黑体", "32"),
        ("二级标题", "楷体_GB2312", latin, "32"),
        ("三级标题", "仿宋_GB2312", latin, "32"),
        ("四级标题", "仿宋_GB2312", latin, "32"),
        ("主送机关", "仿宋_GB2312", latin, "32"),
        ("署名", "仿宋_GB2312", latin, "32"),
        ("成文日期", "仿宋_GB2312", latin, "32"),
        ("附注", "仿宋_GB2312", latin, "32"),
        ("附件说明", "仿宋_GB2312", latin, "32"),
        ("附件标记", "黑体", "黑体", "32"),
        ("版记", "仿宋_GB2312", latin, "28"),
        ("公文页码", "宋体", "宋体", "28"),
        ("签发人姓名", "楷体_GB2312", latin, "32"),
    ] {
        let style = style(&word, name);
        let value =
            |name: &str, attribute: &str| property(&style, name, attribute).unwrap_or_default();
        assert_eq!(value("w:rFonts", "w:eastAsia"), chinese, "{name}");
        assert_eq!(value("w:rFonts", "w:ascii"), other, "{name}");
        assert_eq!(value("w:sz", "w:val"), size, "{name}");
    }
    let fonts = word.part("word/fontTable.xml");
    for name in ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", latin]
    {
        let font = fonts.find("w:font").into_iter().find(|font| font.get("w:name") == Some(name));
        assert!(font.unwrap().value("w:altName").is_some_and(|names| !names.is_empty()), "{name}");
    }
    let is_extra = |part: &&String| part.contains("theme") || part.contains("fonts/");
    assert_eq!(word.parts.keys().find(is_extra), None);
}

#[test]
fn headings_have_the_outline_levels_of_their_numbers() {
    let word = shipped(&red());
    for (level, name) in ["一级标题", "二级标题", "三级标题", "四级标题"].into_iter().enumerate()
    {
        let style = style(&word, name);
        assert_eq!(property(&style, "w:outlineLvl", "w:val"), Some(level.to_string()));
        let run = style.value("w:link").unwrap().to_owned();
        let styles = word.part("word/styles.xml");
        let of_characters =
            styles.find("w:style").into_iter().find(|style| style.get("w:styleId") == Some(&run));
        assert_eq!(of_characters.unwrap().get("w:type"), Some("character"));
    }
    let first = paragraphs(&word, "Level1");
    assert_eq!(first[0].shown(), "一、主要举措和成效");
    // One that opens a paragraph is a run of it.
    let opened = paragraphs(&word, "ReportText").into_iter().find(|paragraph| {
        paragraph.find("w:rStyle").iter().any(|style| style.get("w:val") == Some("Level3Run"))
    });
    assert!(opened.unwrap().shown().starts_with("1."));
}

#[test]
fn pages_are_odd_and_even_and_mirrored_where_they_are_printed_on_both_sides() {
    for duplex in [false, true] {
        let word = shipped(&Options { duplex, ..red() });
        let settings = word.part("word/settings.xml");
        assert!(settings.child("w:evenAndOddHeaders").is_some());
        assert_eq!(settings.child("w:mirrorMargins").is_some(), duplex);
        let mode = settings
            .find("w:compatSetting")
            .into_iter()
            .find(|setting| setting.get("w:name") == Some("compatibilityMode"));
        assert_eq!(mode.unwrap().get("w:val"), Some("15"));
    }
    let word = shipped(&red());
    let footer = |part: &str| {
        let footer = word.part(part);
        assert_eq!(footer.shown(), "— 1 —");
        assert_eq!(footer.find("w:instrText")[0].text.trim(), "PAGE");
        property(&footer, "w:jc", "w:val").unwrap()
    };
    assert_eq!(footer("word/footer1.xml"), "right");
    assert_eq!(footer("word/footer2.xml"), "left");
}

#[test]
fn a_draft_bears_its_word_on_every_page_and_shows_what_is_still_to_come() {
    let word = shipped(&Options { draft: true, ..red() });
    for part in ["word/header1.xml", "word/header2.xml"] {
        assert_eq!(word.part(part).shown(), "草稿");
    }
    assert!(!shipped(&red()).parts.contains_key("word/header1.xml"));
    let (mut draft, _) = document(root(), &red());
    draft.signature.date =
        Some(Day { date: None, shown: "【待补：成文日期】".to_owned() });
    let word = Word::open(&written(&draft));
    let date = &paragraphs(&word, "DayWritten")[0];
    assert_eq!(date.shown(), "【待补：成文日期】");
    assert_eq!(property(date, "w:rStyle", "w:val").as_deref(), Some("Missing"));
    let missing = style(&word, "待补");
    assert_eq!(property(&missing, "w:color", "w:val").as_deref(), Some("C00000"));
}

#[test]
fn the_title_is_one_paragraph_of_the_lines_of_the_pdf() {
    let word = shipped(&red());
    let title = &paragraphs(&word, "ReportTitle")[0];
    assert_eq!(title.shown(), "泉州市洛江区人民政府关于2024年法治政府建设情况的报告");
    let lines: Vec<String> = title.find("w:r").iter().map(|run| run.shown()).collect();
    assert_eq!(lines, ["泉州市洛江区人民政府", "", "关于2024年法治政府建设情况的报告"]);
    assert_eq!(title.find("w:br").len(), 1);
}

#[test]
fn name_and_date_stand_where_the_standard_has_them() {
    let right = |seal: bool, style: &str| {
        let word = shipped(&Options { seal, ..red() });
        let paragraph = &paragraphs(&word, style)[0];
        assert_eq!(
            property(&self::style(&word, "署名"), "w:jc", "w:val").as_deref(),
            Some("right")
        );
        property(paragraph, "w:ind", "w:right").unwrap().parse::<i64>().unwrap()
    };
    // A character is 316 twips.
    assert_eq!(right(false, "Organ"), 632);
    assert_eq!(right(true, "DayWritten"), 1263);
    assert!(right(false, "DayWritten") > 632, "the name is longer than the date");
    assert!(right(true, "Organ") < right(true, "DayWritten"));
}

/// The shipped report sent upwards, with these signers.
fn signed(names: &[&str]) -> Document {
    let (mut document, _) = document(root(), &red());
    let head = document.red_head.take().unwrap();
    let signers = names.iter().map(|name| Text::from(*name)).collect();
    document.red_head = Some(RedHead { signers, ..head });
    document
}

#[test]
fn signers_stand_at_the_right_and_the_number_at_the_left_of_their_last_line() {
    for (names, rows) in [
        (["张一"].as_slice(), vec!["泉洛政文〔2025〕14号签发人：张一"]),
        (&["张一", "李二二", "王三"], vec!["签发人：张一李二二", "泉洛政文〔2025〕14号王三"]),
    ] {
        let word = Word::open(&written(&signed(names)));
        let found = paragraphs(&word, "Number");
        assert_eq!(found.iter().map(Element::shown).collect::<Vec<_>>(), rows);
        for row in &found {
            let signers = row.find("w:rStyle");
            assert!(signers.iter().all(|style| style.get("w:val") == Some("Signer")));
            let stops = row.find("w:tabs")[0].find("w:tab").len();
            assert!(row.child("w:r").is_some() && stops >= 2, "{row:?}");
        }
    }
}

#[test]
fn every_paragraph_that_is_sent_is_known_by_its_bookmark() {
    let signed = written(&signed(&["张一", "李二二", "王三"]));
    for bytes in [made(root(), docx::FORMAT, &red()), signed] {
        let word = Word::open(&bytes);
        let part = word.part("word/document.xml");
        let names: Vec<&str> =
            part.find("w:bookmarkStart").iter().map(|start| start.get("w:name").unwrap()).collect();
        let sent = word.part("customXml/item1.xml");
        let ids: Vec<String> = sent
            .children
            .iter()
            .map(|paragraph| format!("_nb{}", paragraph.get("id").unwrap()))
            .collect();
        for id in &ids {
            assert_eq!(names.iter().filter(|name| *name == id).count(), 1, "{id}");
        }
        assert_eq!(names.len(), ids.len());
        let mut numbers: Vec<&str> =
            part.find("w:bookmarkStart").iter().map(|start| start.get("w:id").unwrap()).collect();
        let ends: Vec<&str> =
            part.find("w:bookmarkEnd").iter().map(|end| end.get("w:id").unwrap()).collect();
        assert!(numbers.iter().all(|number| ends.iter().filter(|end| *end == number).count() == 1));
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), names.len());
    }
}

#[test]
fn the_properties_are_those_of_the_report() {
    let core = shipped(&red()).part("docProps/core.xml");
    let value = |name: &str| core.child(name).map(|of| of.text.clone()).unwrap_or_default();
    assert_eq!(value("dc:title"), "泉州市洛江区人民政府关于2024年法治政府建设情况的报告");
    assert_eq!(value("dc:creator"), "泉州市洛江区人民政府");
    assert_eq!(value("dc:language"), "zh-CN");
    // Digits are not Chinese: LibreOffice breaks lines between Chinese characters.
    let styles = shipped(&red()).part("word/styles.xml");
    let defaults = styles.child("w:docDefaults").unwrap().child("w:rPrDefault").unwrap();
    let language = defaults.child("w:rPr").unwrap().child("w:lang").unwrap();
    assert_eq!(language.get("w:val"), Some("en-US"));
    assert_eq!(language.get("w:eastAsia"), Some("zh-CN"));
    assert_eq!(value("dcterms:created"), "2025-02-13T00:00:00Z");
}
