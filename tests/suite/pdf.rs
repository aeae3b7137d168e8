//! The PDF: layouts compared as text, random text against the rules of composition,
//! and the finished file read back with poppler and qpdf.

use std::collections::BTreeSet;
use std::process::Command;
use std::{fs, io};

use chrono::NaiveDate;
use nianbao::diagnostic::Diagnostic;
use nianbao::document::{
    Align, Amount, Attachment, Block, Cell, Day, Document, Fact, FactId, Heading, Imprint, Inline,
    Markings, Origin, OriginAt, Paragraph, Record, RedHead, Signature, Table, Text,
};
use nianbao::edition::Edition;
use nianbao::findings::Findings;
use nianbao::font::{FaceData, FontBook, FontList, Role, YesNo};
use nianbao::layout::{self, Item, Len, MeasureFault, Pages, Run, RunGlyph, Style};
use nianbao::render::{markdown, pdf};
use nianbao::source::{Sources, Span};
use nianbao::yaml;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::de::DeserializeOwned;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::support::pdf as file;
use crate::support::report::page_of;
use crate::support::root;

fn read<T: DeserializeOwned>(path: &str) -> T {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let mut sources = Sources::default();
    let file = sources.add(path, text.as_str());
    let read = yaml::read(file, &text);
    read.value.unwrap_or_else(|| panic!("{:?}", read.findings))
}

pub(crate) fn style() -> Style {
    read("templates/gbt9704.yaml")
}

pub(crate) fn fonts() -> FontBook<'static> {
    let list: FontList = read("fonts/fonts.yaml");
    let open = |file: &str| {
        let file = fs::File::open(root().join("fonts").join(file))?;
        Ok(FaceData::File(Box::new(file)))
    };
    FontBook::new(list, &[], Box::new(open)).value
}

// Documents of these tests were typed nowhere.

pub(crate) fn lay_out(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
) -> Result<Pages, Vec<Diagnostic>> {
    let pages = layout::lay_out(document, style, fonts, &Sources::default());
    if !pages.findings.has_errors() {
        Ok(pages.value)
    } else {
        Err(pages.findings.into_iter().collect())
    }
}

pub(crate) fn pdf(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let file = pdf::render(document, style, fonts, &Sources::default());
    file.value.ok_or_else(|| file.findings.into_iter().collect())
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::text(text)]
}

pub(crate) fn paragraph(content: &str) -> Block {
    Block::Paragraph(Paragraph { run_in: None, text: text(content), is_salutation: false })
}

fn cell(content: &str) -> Cell {
    Cell::new(text(content))
}

fn header(contents: [&str; 2]) -> Vec<Cell> {
    contents.map(|content| Cell::header(text(content))).into()
}

fn day(shown: &str) -> Day {
    Day { date: NaiveDate::from_ymd_opt(2025, 2, 13), shown: shown.to_owned() }
}

pub(crate) fn heading(level: u8, ordinal: u32, content: &str) -> Heading {
    let title = content.trim_end_matches('。').to_owned();
    Heading { level, ordinal: Some(ordinal), text: text(content), title, id: format!("s{level}") }
}

/// A short report with one of everything.
pub(crate) fn report() -> Document {
    Document {
        red_head: Some(RedHead {
            mark: "某某市人民政府文件".into(),
            number: Some("某政文〔2025〕14号".into()),
            signers: vec!["张三".into(), "欧阳某某".into(), "李四".into()],
        }),
        title: "某某市人民政府关于2024年法治政府建设情况的报告".into(),
        markings: Markings::default(),
        title_lines: Vec::new(),
        title_phrases: vec!["法治政府建设".to_owned()],
        under_title: Vec::new(),
        addressees: vec!["市人大常委会".into()],
        salutation: "市人大常委会：".into(),
        body: vec![
            paragraph("现将2024年法治政府建设情况报告如下："),
            Block::Heading(heading(1, 1, "主要举措和成效")),
            Block::Paragraph(Paragraph {
                is_salutation: false,
                run_in: Some(heading(2, 1, "提升行政复议质效。")),
                text: vec![
                    Inline::text("全年新收行政复议申请"),
                    Inline::Figure { text: "121件".into(), fact: FactId(0) },
                    Inline::text("，拍摄《行政复议在身边——维护权益不含糊》……惠企资金"),
                    Inline::Figure { text: "约1.1亿元".into(), fact: FactId(1) },
                    Inline::text("，审结"),
                    Inline::Missing { text: "【待补：行政复议审结数】".to_owned() },
                    Inline::text("，"),
                    Inline::Strong(text("成效明显")),
                    Inline::text("，调解员陈镕、喆玥参与。"),
                ],
            }),
            Block::Table(Table {
                caption: text("主要指标"),
                ..Table::plain(
                    vec![Align::Left, Align::Right],
                    header(["指标", "数值"]),
                    vec![
                        vec![cell("行政复议新收数"), cell("121")],
                        vec![cell("行政复议审结数"), cell("103")],
                    ],
                )
            }),
            Block::Heading(heading(1, 2, "存在不足和原因")),
            paragraph("部分单位对依法行政认识不足。"),
        ],
        attachments: Vec::new(),
        signature: Signature {
            organ: Some("某某市人民政府".into()),
            date: Some(day("2025年2月13日")),
        },
        note: Some("（此件主动公开）".into()),
        imprint: Some(Imprint {
            copies: vec!["市委办公室".into(), "市政协办公室".into()],
            organ: "某某市人民政府办公室".into(),
            date: day("2025年2月13日印发"),
        }),
        record: Record {
            index: Some("QZ-2025-4".to_owned()),
            number: Some("某政文〔2025〕14号".to_owned()),
            issuer: "某某市人民政府".to_owned(),
            written: Some(day("2025-02-13")),
            ..Record::default()
        },
        facts: Vec::new(),
        compositions: Vec::new(),
        excused: Vec::new(),
        edition: Edition { draft: true, ..Edition::default() },
    }
}

fn imprint(document: &mut Document) -> &mut Imprint {
    document.imprint.as_mut().unwrap()
}

/// A report of one paragraph and nothing about it.
pub(crate) fn one_paragraph(content: &str) -> Document {
    Document {
        red_head: None,
        title: "报告".into(),
        salutation: "".into(),
        body: vec![paragraph(content)],
        note: None,
        edition: Edition::default(),
        ..report()
    }
}

/// The lines of the body of [`one_paragraph`], each with its text and its two ends.
fn body_lines(layout: &str) -> Vec<(String, f64, f64)> {
    let mut lines: Vec<(String, f64, f64)> = Vec::new();
    let mut last_y = f64::NAN;
    for row in layout.lines().filter(|row| !row.contains(" rule to ")) {
        let mut fields = row.split_whitespace();
        let page = fields.next().unwrap();
        let [left, right, y]: [f64; 3] =
            std::array::from_fn(|_| fields.next().unwrap().parse().unwrap());
        let (_face, size) = (fields.next().unwrap(), fields.next().unwrap());
        // The text is what stands after the size's column; it may itself begin with a blank.
        let content: String = row.chars().skip(page.len() + 1 + 9 * 3 + 19 + 5).collect();
        if size != "16" {
            last_y = f64::NAN;
            continue;
        }
        if (y - last_y).abs() < 3.0 {
            let line = lines.last_mut().unwrap();
            line.0.push_str(&content);
            line.2 = right;
        } else {
            lines.push((content, left, right));
        }
        last_y = y;
    }
    // Signature and date follow the body.
    lines.truncate(lines.len() - 2);
    lines
}

#[test]
fn the_layout_of_a_short_report() {
    let (style, fonts) = (style(), fonts());
    let pages = lay_out(&report(), &style, &fonts).unwrap();
    snapbox::assert_data_eq!(pages.describe(&fonts), snapbox::file!["../pdf/layout.txt"]);
}

/// The faults of the shipped style with one line changed.
fn faults_with(from: &str, to: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("templates/gbt9704.yaml")).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let text = text.replacen(from, to, 1);
    let mut sources = Sources::default();
    let file = sources.add("templates/gbt9704.yaml", text.as_str());
    let read = yaml::read::<Style>(file, &text);
    let style = read.value.unwrap_or_else(|| panic!("{to}: {:?}", read.findings));
    let fault = |fault: &MeasureFault| format!("{} {}", fault.path.join("."), fault.range);
    layout::faults(&style).iter().map(fault).collect()
}

#[test]
fn measures_are_held_against_the_sheet_and_each_other() {
    for (from, to, fault) in [
        ("每页行数: 22 ", "每页行数: 0 ", "页面.每页行数 14～39"),
        ("每页行数: 22 ", "每页行数: 1 ", "页面.每页行数 14～39"),
        ("每页行数: 22 ", "每页行数: 100000 ", "页面.每页行数 14～39"),
        ("每行字数: 28", "每行字数: 0", "页面.每行字数 14～30"),
        ("每行字数: 28", "每行字数: 280", "页面.每行字数 14～30"),
        ("天头: 37mm", "天头: 137mm", "页面.天头 5mm～55mm"),
        ("天头: 37mm", "天头: 99999mm", "页面.天头 5mm～55mm"),
        ("天头: 37mm", "天头: 0mm", "页面.天头 5mm～55mm"),
        ("订口: 28mm", "订口: 60mm", "页面.订口 5mm～49mm"),
        ("版心宽: 156mm", "版心宽: 186mm", "页面.版心宽 60mm～177mm"),
        ("版心宽: 156mm", "版心宽: 100mm", "页面.版心宽 142.3mm～177mm"),
        ("版心高: 225mm", "版心高: 260mm", "页面.版心高 60mm～243mm"),
        ("版心高: 225mm", "版心高: 100mm", "页面.版心高 124.2mm～243mm"),
        ("纸宽: 210mm", "纸宽: 148mm", "页面.纸宽 189mm～450mm"),
        ("纸高: 297mm", "纸高: 210mm", "页面.纸高 279mm～650mm"),
        ("一字线上边距: 7mm", "一字线上边距: 70mm", "页码.一字线上边距 0mm～25mm"),
        ("  行距: 17pt", "  行距: 5pt", "表格.行距 10.5pt～31.5pt"),
        ("  行距: 25pt", "  行距: 10pt", "版记.行距 14pt～42pt"),
        ("标志最窄字宽: 72", "标志最窄字宽: 0", "版头.标志最窄字宽 30～100"),
        ("标志最宽: 156mm", "标志最宽: 300mm", "版头.标志最宽 20mm～200mm"),
        ("字号: 50pt", "字号: 500pt", "版头.标志.字号 5pt～72pt"),
        ("段首空字: 2 ", "段首空字: 200 ", "正文.段首空字 0～8"),
        ("放宽后每页行数: 21", "放宽后每页行数: 400", "署名.放宽后每页行数 2～39"),
        (
            "  文字: { 字体: 仿宋, 字号: 三号 }         # 5.2.2",
            "  文字: { 字体: 仿宋, 字号: 小初 }         # 5.2.2",
            "正文.文字.字号 10.0pt～17.5pt",
        ),
    ] {
        assert_eq!(faults_with(from, to), [fault], "{to}");
    }
    for (from, to) in [
        ("天头: 37mm", "天头: 35mm"),
        ("版心宽: 156mm", "版心宽: 150mm"),
        ("双面: 否", "双面: 是"),
        ("每页行数: 22 ", "每页行数: 23 "),
        ("每页行数: 22 ", "每页行数: 20 "),
        ("每行字数: 28", "每行字数: 26"),
        ("字号: 50pt", "字号: 62pt"),
    ] {
        assert_eq!(faults_with(from, to), [""; 0], "{to}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let first = pdf(&report(), &style(), &fonts()).unwrap();
    assert!(first == pdf(&report(), &style(), &fonts()).unwrap());
}

#[test]
fn a_character_no_face_draws_is_named_with_its_place() {
    let mut document = report();
    document.edition.draft = false;
    document.body.push(paragraph("调解员王\u{e000}和李\u{200b}四参与调解。"));
    let faults = pdf(&document, &style(), &fonts()).unwrap_err();
    let reported: Vec<String> = faults
        .iter()
        .map(|fault| format!("{} {} {}", fault.code.name(), fault.message, fault.notes[0].1))
        .collect();
    assert_eq!(
        reported,
        [
            "E1101 仿宋没有字体能写出看不见的字符（U+200B） “调解员王\u{e000}和李\u{200b}四参与调解。”",
            "E1101 仿宋没有字体能写出“\u{e000}”（U+E000） “调解员王\u{e000}和李\u{200b}四参与调解”",
        ]
    );
}

#[test]
fn a_draft_shows_a_mark_for_a_character_no_face_draws() {
    let (style, fonts) = (style(), fonts());
    let mut document = report();
    document.body.push(paragraph("做好😀\u{FE0F}办理，𠮷先生。"));
    document.edition.draft = true;
    let laid_out = layout::lay_out(&document, &style, &fonts, &Sources::default());
    assert!(!laid_out.findings.has_errors());
    let found: Vec<&str> = laid_out.findings.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(found, ["仿宋没有字体能写出“😀”（U+1F600）", "仿宋没有字体能写出“𠮷”（U+20BB7）"]);
    let items = laid_out.value.pages.iter().flat_map(|page| &page.items);
    let marked = items.filter_map(|item| match item {
        Item::Run(run) if run.colour == style.body.missing => Some(run),
        _ => None,
    });
    let marked = marked.flat_map(|run| &run.glyphs).filter(|glyph| glyph.character == '〓');
    assert_eq!(marked.count(), 2);
    // In any other edition it is an error.
    document.edition.draft = false;
    assert_eq!(pdf(&document, &style, &fonts).unwrap_err().len(), 2);
}

#[test]
fn a_font_file_that_is_none_is_a_fault() {
    let no_font = |_: &str| Ok(FaceData::Static(b"not a font"));
    let book = FontBook::new(read("fonts/fonts.yaml"), &[], Box::new(no_font)).value;
    let faults = pdf(&report(), &style(), &book).unwrap_err();
    assert!(faults.iter().all(|fault| fault.code.name() == "E1102"), "{faults:?}");
}

#[test]
fn a_damaged_font_file_never_breaks_off() {
    for (file, user) in
        [("LiberationSerif-Regular.ttf", "times.ttf"), ("FandolKai-Regular.otf", "simfang.ttf")]
    {
        let whole = fs::read(root().join("fonts").join(file)).unwrap();
        for case in 0..60_usize {
            let mut bytes = whole.clone();
            // Bytes changed among the first, where the tables are described, or all over.
            let reach = if case % 2 == 0 { 2000 } else { bytes.len() };
            for change in 1..=case {
                let at = (case * 7919 + change * change * 104_729) % reach;
                bytes[at] = bytes[at].wrapping_add((change * 37) as u8);
            }
            if case % 5 == 0 {
                bytes.truncate(whole.len() * (case + 1) / 61);
            }
            let open = move |name: &str| {
                if name == user {
                    return Ok(FaceData::File(Box::new(io::Cursor::new(bytes.clone()))));
                }
                let file = fs::File::open(root().join("fonts").join(name))?;
                Ok(FaceData::File(Box::new(file)))
            };
            let book = FontBook::new(read("fonts/fonts.yaml"), &[], Box::new(open)).value;
            if let Err(faults) = pdf(&one_paragraph("ABC法治123镕"), &style(), &book) {
                assert!(faults.iter().all(|fault| fault.code.name() == "E1102"), "{faults:?}");
            }
        }
    }
}

#[test]
fn rare_hanzi_come_from_the_fallbacks() {
    let book = fonts();
    let drawn = |role, text: &str| -> Vec<String> {
        text.chars()
            .map(|c| book.name(book.glyph(role, c, false).unwrap().face).to_owned())
            .collect()
    };
    let rare = "镕喆玥瑄彧祎䶮𬱖";
    assert!(drawn(Role::FangSong, rare).iter().all(|face| face == "NianbaoKaiFallback"));
    assert!(drawn(Role::KaiTi, rare).iter().all(|face| face != "FandolKai"));
    assert!(drawn(Role::XiaoBiaoSong, rare).iter().all(|face| face == "NotoSerifBold"));
    assert!(drawn(Role::HeiTi, rare).iter().all(|face| face == "NotoSans"));
}

#[test]
fn a_glyph_without_ink_does_not_count() {
    // The face of 西文 has a glyph for it that draws nothing.
    assert_eq!(fonts().glyph(Role::Latin, '\u{200b}', true), None);
    assert!(fonts().glyph(Role::Latin, ' ', true).is_some());
}

/// The shipped faces, one of them also under another name.
fn fonts_with(name: &'static str, served_by: &'static str, list: FontList) -> FontBook<'static> {
    let open = move |file: &str| {
        let file = if file == name { served_by } else { file };
        let file = fs::File::open(root().join("fonts").join(file))?;
        Ok(FaceData::File(Box::new(file)))
    };
    FontBook::new(list, &[name.to_owned()], Box::new(open)).value
}

/// A report that has in each of its parts a character that no face draws, and how many those are.
fn unprintable_report() -> (Document, usize) {
    let mut code_points = 0xe000..;
    let mut unprintable = || code_points.next().and_then(char::from_u32).unwrap().to_string();
    let mut document = report();
    document.markings.secrecy = Some(unprintable().into());
    let head = document.red_head.as_mut().unwrap();
    head.mark = unprintable().into();
    head.number = Some(unprintable().into());
    head.signers = vec![unprintable().into()];
    document.title = unprintable().into();
    document.salutation = unprintable().into();
    document.body = vec![
        Block::Heading(heading(1, 1, &unprintable())),
        Block::Paragraph(Paragraph {
            is_salutation: false,
            run_in: Some(heading(2, 1, &unprintable())),
            text: vec![
                Inline::text(unprintable()),
                Inline::Figure { text: unprintable().into(), fact: FactId(0) },
                Inline::Missing { text: unprintable() },
                Inline::Strong(text(&unprintable())),
            ],
        }),
        Block::Table(Table {
            caption: text(&unprintable()),
            unit: Some(unprintable()),
            ..Table::plain(
                vec![Align::Left, Align::Right],
                vec![Cell::header(text(&unprintable())), Cell::header(text(&unprintable()))],
                vec![
                    vec![Cell::group(text(&unprintable()), 2)],
                    vec![cell(&unprintable()), cell(&unprintable())],
                ],
            )
        }),
    ];
    let title = unprintable().into();
    document.attachments =
        vec![Attachment { number: 1, title, body: vec![paragraph(&unprintable())] }];
    document.signature =
        Signature { organ: Some(unprintable().into()), date: Some(day(&unprintable())) };
    document.note = Some(unprintable().into());
    document.imprint = Some(Imprint {
        copies: vec![unprintable().into()],
        organ: unprintable().into(),
        date: day(&unprintable()),
    });
    // The attachment's name stands in the note below the body, too.
    (document, code_points.next().unwrap() as usize - 0xe000 + 1)
}

#[test]
fn what_no_face_draws_is_known_from_the_character_maps() {
    let (document, count) = unprintable_report();
    let sources = Sources::default();
    let messages = |findings: Findings| -> BTreeSet<String> {
        findings
            .into_iter()
            .map(|found| format!("{} {}", found.code.name(), found.message))
            .collect()
    };
    let found = messages(layout::preflight(&document, &style(), &fonts(), &sources));
    assert_eq!(found.len(), count);
    assert!(found.iter().all(|found| found.starts_with("E1101 ")), "{found:?}");
    let laid_out = layout::lay_out(&document, &style(), &fonts(), &sources);
    assert_eq!(found, messages(laid_out.findings));
    assert!(layout::preflight(&report(), &style(), &fonts(), &sources).is_empty());
    let no_font = |_: &str| Ok(FaceData::Static(b"not a font"));
    let book = FontBook::new(read("fonts/fonts.yaml"), &[], Box::new(no_font)).value;
    let found = messages(layout::preflight(&report(), &style(), &book, &sources));
    assert!(!found.is_empty());
    assert!(found.iter().all(|found| found.starts_with("E1102 ")), "{found:?}");
}

#[test]
fn the_length_of_a_title_line_is_judged_by_the_style() {
    let mut document = report();
    let lines = ["某某市人民政府".to_owned(), "关于2024年法治政府建设情况的报告".to_owned()];
    document.title = lines.concat().into();
    document.title_lines = lines.to_vec();
    let found = |style: &Style| -> Vec<String> {
        let found = layout::preflight(&document, style, &fonts(), &Sources::default());
        let laid_out = layout::lay_out(&document, style, &fonts(), &Sources::default());
        assert_eq!(found, laid_out.findings);
        found.into_iter().map(|found| format!("{} {}", found.code.name(), found.message)).collect()
    };
    let mut style = style();
    assert_eq!(style.title_characters_a_line(), 20);
    assert!(found(&style).is_empty());
    style.title.text.size = Len::pt(36);
    assert_eq!(style.title_characters_a_line(), 12);
    assert_eq!(found(&style), ["E0913 标题的一行太长：“关于2024年法治政府建设情况的报告”"]);
}

#[test]
fn a_character_no_face_draws_is_reported_where_it_was_typed() {
    let mut sources = Sources::default();
    let typed = "说明: |\n  王\u{e000}调解，\n  李\u{e000}\u{e001}参与。\n";
    let file = sources.add("a.yaml", typed);
    let span = Span::new(file, typed.find('王').unwrap()..typed.len() - 1);
    let mut document = one_paragraph("");
    let shown = Text::at("王\u{e000}调解，李\u{e000}\u{e001}参与。", Some(span));
    let figure = Text::at("\u{e002}", Some(span));
    document.body = vec![Block::Paragraph(Paragraph {
        is_salutation: false,
        run_in: None,
        text: vec![Inline::Text(shown), Inline::Figure { text: figure, fact: FactId(0) }],
    })];
    let found = layout::lay_out(&document, &style(), &fonts(), &sources).findings;
    let places: Vec<Span> = found.iter().filter_map(|found| found.place()?.span()).collect();
    let at = |character| {
        let start = typed.find(character).unwrap();
        Span::new(file, start..start + char::len_utf8(character))
    };
    // What was not typed as it is shown is reported at the whole of what was.
    assert_eq!(places, [at('\u{e000}'), at('\u{e001}'), span]);
}

#[test]
fn faces_in_memory_make_the_same_file() {
    let open = |name: &str| {
        let bytes = fs::read(root().join("fonts").join(name))?;
        Ok(FaceData::Static(Box::leak(bytes.into_boxed_slice())))
    };
    let book = FontBook::new(read("fonts/fonts.yaml"), &[], Box::new(open)).value;
    assert!(
        pdf(&report(), &style(), &book).unwrap() == pdf(&report(), &style(), &fonts()).unwrap()
    );
}

#[test]
fn fonts_of_the_user_win() {
    let by = |book: &FontBook<'_>, role| {
        let glyph = book.glyph(role, '法', false).unwrap();
        book.name(glyph.face).to_owned()
    };
    // By the file's name, by its name without the ending, by what it calls itself.
    let shipped = || read::<FontList>("fonts/fonts.yaml");
    let book = fonts_with("simfang.ttf", "NotoSansSC-Medium.ttf", shipped());
    assert_eq!(by(&book, Role::FangSong), "中易仿宋");
    assert_eq!(by(&book, Role::KaiTi), "FandolKai");
    let book = fonts_with("FZFSK.TTF", "NotoSansSC-Medium.ttf", shipped());
    assert_eq!(by(&book, Role::FangSong), "方正仿宋");
    let mut list = shipped();
    let entry = list.faces.iter_mut().find(|entry| entry.name == "华文楷体").unwrap();
    entry.aliases.push("fandolkai-regular".to_owned());
    let book = fonts_with("某字体.otf", "FandolKai-Regular.otf", list);
    assert_eq!(by(&book, Role::KaiTi), "华文楷体");
    let files = book.coverage("法").value;
    let kai = files.iter().find(|coverage| coverage.role == Role::KaiTi).unwrap();
    assert!(kai.faces.iter().any(|face| face.file.as_deref() == Some("某字体.otf")), "{kai:?}");
    // And in the file itself.
    let book = fonts_with("simfang.ttf", "NotoSansSC-Medium.ttf", shipped());
    let bytes = pdf(&one_paragraph("法治政府建设"), &style(), &book).unwrap();
    let (_, pages) = file::read(&bytes);
    let glyph = pages[0].glyphs.iter().find(|glyph| glyph.text == "法").unwrap();
    assert_eq!(glyph.face, "NotoSansSC-Medium");
}

#[test]
fn names_stand_level_with_the_text_around_them() {
    let names = "镕喆玥瑄彧祎䶮𬱖";
    let mut document = one_paragraph(&format!("调解员{names}参与"));
    document.title = format!("关于{names}的报告").into();
    document.body.insert(0, Block::Heading(heading(1, 1, &format!("表彰{names}情况"))));
    document.body.insert(1, Block::Heading(heading(2, 1, &format!("表彰{names}情况"))));
    let bytes = pdf(&document, &style(), &fonts()).unwrap();
    let (_, pages) = file::read(&bytes);
    let mut seen = BTreeSet::new();
    for line in pages[0].lines() {
        let rare: Vec<&file::Glyph> =
            line.iter().filter(|glyph| names.contains(glyph.text.as_str())).collect();
        let text = file::text_of(&line);
        assert!(rare.is_empty() || text.contains(names), "{text}");
        for glyph in rare {
            // Faces stand level when the ink of their hanzi does; their baselines differ by
            // a little.
            let around = line.iter().find(|other| !names.contains(other.text.as_str())).unwrap();
            assert!((glyph.baseline - around.baseline).abs() < 0.1 * glyph.size * 25.4 / 72.0);
            assert!((glyph.size - around.size).abs() < 1e-6);
            seen.insert((text.clone(), glyph.text.clone()));
        }
    }
    assert_eq!(seen.len(), 4 * 8);
    for (reader, text) in extracted(&bytes) {
        assert_eq!(without_blanks(&text).matches(names).count(), 4, "{reader}: {text}");
    }
}

/// The ink of each face's hanzi, moved as the list says, is centred at one height.
#[test]
fn the_hanzi_of_all_faces_stand_level() {
    let list: FontList = read("fonts/fonts.yaml");
    let hanzi = fs::read_to_string(root().join("tools/fonts/通用规范汉字表.txt")).unwrap();
    let hanzi: Vec<char> = hanzi.chars().filter(|c| *c >= '\u{3400}').collect();
    let mut measured = 0;
    for entry in list.faces.iter().filter(|entry| entry.optional == YesNo::No) {
        let data = fs::read(root().join("fonts").join(&entry.file)).unwrap();
        let font = FontRef::new(&data).unwrap();
        let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
        let centres: Vec<f32> = hanzi
            .iter()
            .filter_map(|c| metrics.bounds(font.charmap().map(*c)?))
            .filter(|ink| ink.y_max - ink.y_min > 600.0)
            .map(|ink| (ink.y_max + ink.y_min) / 2.0)
            .take(400)
            .collect();
        if centres.len() < 100 {
            continue;
        }
        let centre = centres.iter().sum::<f32>() / centres.len() as f32 + f32::from(entry.baseline);
        assert!((centre - 380.0).abs() < 15.0, "{}: {centre}", entry.name);
        measured += 1;
    }
    assert!(measured >= 7, "{measured}");
}

#[test]
fn every_role_covers_the_standard_list() {
    let list = fs::read_to_string(root().join("tools/fonts/通用规范汉字表.txt")).unwrap();
    let hanzi: String = list.lines().filter(|l| !l.starts_with('#')).flat_map(str::chars).collect();
    for coverage in fonts().coverage(&hanzi).value {
        // 西文 is for digits and letters.
        assert!(coverage.role == Role::Latin || coverage.drawn == 8105, "{coverage:?}");
    }
}

#[test]
fn a_strict_book_tells_each_stopgap() {
    let mut book = fonts();
    book.set_strict(Role::ALL.to_vec());
    let faults = pdf(&one_paragraph("调解员陈镕参与调解，共24件。"), &style(), &book).unwrap_err();
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages, ["仿宋的字体没有“镕”，改由 NianbaoKaiFallback 来写"]);
}

/// Rows of a layout with the page, left end and text of each run.
fn runs(layout: &str) -> Vec<(usize, f64, String)> {
    layout
        .lines()
        .filter(|row| !row.contains(" rule to "))
        .map(|row| {
            let mut fields = row.split_whitespace();
            let page = fields.next().unwrap().trim_start_matches('p').parse().unwrap();
            let left = fields.next().unwrap().parse().unwrap();
            (page, left, fields.skip(4).collect::<Vec<_>>().join(" "))
        })
        .collect()
}

fn laid_out(document: &Document, style: &Style) -> Vec<(usize, f64, String)> {
    let fonts = fonts();
    runs(&lay_out(document, style, &fonts).unwrap().describe(&fonts))
}

#[test]
fn margins_are_mirrored_for_duplex() {
    let mut style = style();
    style.page.duplex = YesNo::Yes;
    let document = one_paragraph(&"法治政府建设情况".repeat(200));
    let lefts = |number: usize| -> f64 {
        let rows = laid_out(&document, &style);
        rows.iter().filter(|row| row.0 == number).map(|row| row.1).fold(f64::MAX, f64::min)
    };
    assert!((lefts(1) - 28.0).abs() < 0.1 && (lefts(2) - 26.0).abs() < 0.1, "{}", lefts(2));
}

#[test]
fn attachments_are_named_and_stand_on_pages_of_their_own() {
    let mut document = report();
    let attachment = |number, title: &str| Attachment {
        number,
        title: title.into(),
        body: vec![paragraph("附件正文。")],
    };
    let long = "关于进一步完善行政复议与行政诉讼衔接机制有关工作的情况说明";
    document.attachments = vec![attachment(1, long), attachment(2, "数据表")];
    let rows = laid_out(&document, &style());
    let find = |text: &str| rows.iter().find(|row| row.2.starts_with(text)).unwrap();
    // Two in; the second note and the first's further lines stand under the first's name.
    let note = find("附件：");
    assert!((note.1 - (28.0 + 2.0 * 156.0 / 28.0)).abs() < 0.1);
    let name = find("关于进一步");
    assert!(
        rows.iter().any(|row| row.0 == name.0 && row.2 == "数据表" && (row.1 - name.1).abs() < 1.0)
    );
    let pages: Vec<usize> = ["附件1", "附件2"]
        .map(|label| rows.iter().position(|row| row.2 == label).map(|at| rows[at].0))
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(pages, [note.0 + 1, note.0 + 2]);
}

#[test]
fn one_attachment_bears_no_number() {
    let mut document = report();
    document.attachments =
        vec![Attachment {
            number: 1, title: "数据表".into(), body: vec![paragraph("附件正文。")]
        }];
    let lines = |document: &Document| -> Vec<String> {
        let rows = laid_out(document, &style());
        rows.iter().map(|row| row.2.clone()).filter(|text| text.contains("附件")).collect()
    };
    assert_eq!(lines(&document), ["附件：数据表", "附件", "附件正文。"]);
    let markdown = markdown::render(&document);
    assert!(markdown.contains("\n附件：数据表\n") && markdown.contains("\n附件\n"), "{markdown}");
    let page = page_of(&document);
    assert!(page.contains(">附件：数据表<") && page.contains(">附件<"), "{page}");
}

#[test]
fn the_page_before_the_signature_is_filled() {
    let (style, fonts) = (style(), fonts());
    // Every length of the last paragraph puts the signature elsewhere.
    for length in 1..=24 {
        let mut document = one_paragraph(&"法治政府建设情况".repeat(420));
        document.body.push(paragraph(&"年".repeat(28 * length)));
        let layout = lay_out(&document, &style, &fonts).unwrap().describe(&fonts);
        let signature = layout.lines().find(|row| row.ends_with("某某市人民政府")).unwrap();
        let last: usize = signature.split_whitespace().next().unwrap()[1..].parse().unwrap();
        let before = baselines(&layout, last - 1, "16");
        assert!(before.len() >= 21, "{length}: {} lines\n{layout}", before.len());
        assert!(*before.last().unwrap() > 260.0, "{length}: ends at {:?}", before.last());
        let lines_above = baselines(&layout, last, "16").iter().filter(|y| **y < 240.0).count();
        assert!(lines_above >= 2 + 2, "{length}\n{layout}");
    }
}

/// The baselines of the text of a size on a page.
fn baselines(layout: &str, page: usize, size: &str) -> Vec<f64> {
    let (page, size) = (format!("p{page} "), format!(" {size} "));
    let mut found: Vec<f64> = layout
        .lines()
        .filter(|row| row.starts_with(&page) && row.contains(&size))
        .map(|row| row.split_whitespace().nth(3).unwrap().parse().unwrap())
        .collect();
    // Faces differ a little in their baselines.
    found.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    found
}

/// The lines of a size on the page of the imprint, which must be the last.
fn lines_above_the_imprint(document: &Document, size: &str) -> usize {
    let fonts = fonts();
    let layout = lay_out(document, &style(), &fonts).unwrap().describe(&fonts);
    let rows = runs(&layout);
    let organ = document.imprint.as_ref().unwrap().organ.shown.as_str();
    let last = rows.iter().find(|row| row.2 == organ).unwrap().0;
    assert!(rows.iter().all(|row| row.0 <= last));
    baselines(&layout, last, size).len()
}

/// The body's lines of a report of one paragraph.
fn set(content: &str) -> Vec<String> {
    let fonts = fonts();
    let layout = lay_out(&one_paragraph(content), &style(), &fonts).unwrap().describe(&fonts);
    body_lines(&layout).into_iter().map(|line| line.0).collect()
}

#[test]
fn groups_stay_together_however_wide_the_gaps_become() {
    let content = "文Aa-AAAa-AaaJ-bAaAaaA文00000000000000文〔2025〕14号";
    assert_eq!(set(content), ["文Aa-AAAa-AaaJ-bAaAaaA文", "00000000000000文〔2025〕14号"]);
}

#[test]
fn an_address_is_broken_after_its_signs_and_spreads_no_line() {
    let address = "https://www.example.gov.cn/zwgk/fzzfjs/2025/t20250213_3061842.htm?from=a&to=b";
    for (before, address) in [
        ("详见示例市示例区人民政府门户网站", address),
        ("电子邮箱", "fazhibangongshi_shiliqu@mail.shiliqu.example.gov.cn"),
        ("详见", &format!("https://www.example.gov.cn/{}", "zwgk/".repeat(40))),
        ("详见", &format!("https://www.example.gov.cn/{}", "ab-cd".repeat(30))),
    ] {
        for hanzi in 0..28 {
            let content = format!("{}{before}{address}，请查阅。", "文".repeat(hanzi));
            let lines = set(&content);
            assert_eq!(lines.concat(), content);
            for pair in lines.windows(2) {
                let last = pair[0].chars().next_back().unwrap();
                let is_good = !last.is_ascii_alphanumeric()
                    || !pair[1].starts_with(|c: char| c.is_ascii_alphanumeric());
                assert!(is_good, "{lines:#?}");
            }
        }
    }
}

#[test]
fn a_standard_s_number_stays_together() {
    for hanzi in 0..28 {
        let content = format!("{}按照GB/T 9704—2012《党政机关公文格式》执行。", "文".repeat(hanzi));
        let lines = set(&content);
        let whole = |part: &str| lines.iter().any(|line| line.contains(part));
        assert!(whole("GB/T") && whole("9704—2012"), "{lines:#?}");
        // The blank is no good place for a line's end.
        let parted = lines.iter().any(|line| line.trim_end().ends_with("GB/T"));
        assert!(!parted || lines[0].chars().count() <= 24, "{lines:#?}");
    }
}

/// The body's lines of a report of one paragraph, in which a figure stands between two texts.
fn set_with_figure(before: &str, figure: &str, after: &str) -> Vec<String> {
    let (style, fonts) = (style(), fonts());
    let figure = Inline::Figure { text: figure.into(), fact: FactId(0) };
    let text = [text(before), vec![figure], text(after)].concat();
    let mut document = one_paragraph("");
    document.body = vec![Block::Paragraph(Paragraph { run_in: None, text, is_salutation: false })];
    let layout = lay_out(&document, &style, &fonts).unwrap().describe(&fonts);
    body_lines(&layout).into_iter().map(|line| line.0).collect()
}

#[test]
fn a_figure_that_is_a_list_of_names_is_broken_like_any_text() {
    let names = "区市场监管局、区城管局、区住建局、区应急局、区农水局、区卫健局、洛江生态环境局";
    for hanzi in 0..28 {
        let before = "文".repeat(hanzi);
        let lines = set_with_figure(&before, names, "等部门");
        // As full as if it had been typed.
        assert_eq!(lines, set(&format!("{before}{names}等部门")));
        // A number stays with what belongs to it.
        let lines = set_with_figure(&before, "约5484.1213万元", "。");
        assert!(lines.iter().any(|line| line.contains("约5484.1213万元")), "{lines:?}");
    }
}

/// The widest gap that a line may be spread by, in millimetres: a third of 三号.
const MOST_SPREAD: f64 = 16.0 * 25.4 / 72.0 / 3.0;

/// The widest gap between two hanzi of a body's line, in millimetres.
fn widest_gap(pages: &Pages) -> f64 {
    let mm = |length: Len| length.to_units() as f64 / 36_000.0;
    let is_hanzi = |c| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut widest: f64 = 0.0;
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let Item::Run(run) = item else { continue };
        for pair in run.glyphs.windows(2) {
            if is_hanzi(pair[0].character) && is_hanzi(pair[1].character) && run.size == Len::pt(16)
            {
                widest = widest.max(mm(pair[1].dx - pair[0].dx) - 156.0 / 28.0);
            }
        }
    }
    widest
}

#[test]
fn marks_are_squeezed_before_they_are_pushed_out() {
    // 26 characters after the indent: the 27th is a stop, and four marks give up their halves.
    let content = "一二三四五，六七八九十，一二三四五，六七八九十一二三。四五六七八九十";
    let lines = set(content);
    assert_eq!(lines[0], "一二三四五，六七八九十，一二三四五，六七八九十一二三。");
    // Without marks to squeeze, the stop takes the character before it along.
    let plain = "一二三四五六七八九十一二三四五六七八九十一二三四五六。七八九十一二三四五";
    assert_eq!(set(plain)[0].chars().count(), 25);
}

#[test]
fn a_paragraph_does_not_end_in_one_character() {
    // 26 + 28 + 1: the marks of the lines before can take the last one in.
    let sentence = "一二三四五，六七八九十，一二三四五，六七八九十一二三";
    let content = format!("{sentence}四五六七八，九十一二三，四五六七八，九十一二三四五六七八");
    let lines = set(&content);
    assert!(lines.last().unwrap().chars().count() > 1, "{lines:?}");
    assert_eq!(lines.concat(), content);
}

#[test]
fn dashes_and_ellipses_are_never_parted() {
    for line in set(&"拍摄《行政复议在身边——维护权益不含糊》……".repeat(30))
    {
        for mark in ["—", "…"] {
            assert_eq!(line.matches(mark).count() % 2, 0, "{line}");
        }
    }
}

#[test]
fn wide_dashes_do_not_reach_into_their_neighbours() {
    let (style, fonts) = (style(), fonts());
    let pages = lay_out(&one_paragraph("身边⸺定心丸⸻维护——权益"), &style, &fonts).unwrap();
    let runs = pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Run(run) => Some(run),
        Item::Rule(_) => None,
    });
    let glyphs = runs.flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph)));
    let glyphs: Vec<_> = glyphs.collect();
    let mut dashes = 0;
    for pair in glyphs.windows(2) {
        let [(run, glyph), (next_run, next)] = pair else { continue };
        if !matches!(glyph.character, '⸺' | '⸻' | '—') || run.y != next_run.y {
            continue;
        }
        dashes += 1;
        let advance = run.size.scale(i64::from(glyph.advance), 1000);
        // A cell is a little narrower than the em of its face: 28 of them fill a line.
        let end = run.x + glyph.dx + advance.scale(98, 100);
        assert!(end <= next_run.x + next.dx, "{}", glyph.character);
    }
    assert!(dashes >= 3, "{dashes}");
}

#[test]
fn a_marked_title_is_broken_as_marked_where_its_lines_fit() {
    let title = |lines: &[&str]| -> Vec<String> {
        let mut document = report();
        document.title = lines.concat().into();
        document.title_lines = lines.iter().map(|&line| line.to_owned()).collect();
        let fonts = fonts();
        let layout = lay_out(&document, &style(), &fonts).unwrap().describe(&fonts);
        let rows = layout.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
        rows.filter(|row| row[5] == "22").map(|row| row[6..].concat()).collect()
    };
    let marked = ["某某市人民政府", "关于法治政府", "建设情况的报告"];
    assert_eq!(title(&marked), marked);
    // A line too long for its 20 characters: broken between words instead.
    let long = ["某某市人民政府", "关于某某年度推进法治政府建设各项重点工作落实情况的报告"];
    let lines = title(&long);
    assert_eq!(lines, ["某某市人民政府关于某某年度推进", "法治政府建设各项重点工作落实情况的报告"]);
}

/// The lines of a title in a document of these phrases.
fn lines_of_title(title: &str, phrases: &[&str]) -> Vec<String> {
    let mut document = report();
    document.title = title.into();
    document.title_phrases = phrases.iter().map(|&phrase| phrase.to_owned()).collect();
    let rows = laid_out_lines(&document, "22");
    rows.into_iter().map(|row| row.1).collect()
}

/// The lines of a size on the first page: their right ends and their texts.
fn laid_out_lines(document: &Document, size: &str) -> Vec<(f64, String)> {
    let fonts = fonts();
    let layout = lay_out(document, &style(), &fonts).unwrap().describe(&fonts);
    let mut lines: Vec<(f64, String)> = Vec::new();
    let mut last = f64::NAN;
    for row in layout.lines().filter(|row| row.starts_with("p1 ") && !row.contains(" rule to ")) {
        let fields: Vec<&str> = row.split_whitespace().collect();
        let text: String = row.chars().skip(fields[0].len() + 1 + 9 * 3 + 19 + 5).collect();
        if fields[5] != size {
            continue;
        }
        let [right, y]: [f64; 2] = [fields[2].parse().unwrap(), fields[3].parse().unwrap()];
        match lines.last_mut().filter(|_| (y - last).abs() < 3.0) {
            Some(line) => *line = (right, format!("{}{text}", line.1)),
            None => lines.push((right, text)),
        }
        last = y;
    }
    lines
}

#[test]
fn a_title_of_wide_letters_stays_within_the_block() {
    for title in [
        "W".repeat(25),
        "W".repeat(100),
        "某某区人民政府关于WWW WWWWWW WWWWWW WWWWW的报告".to_owned(),
    ] {
        let mut document = report();
        document.title = title.as_str().into();
        let lines = laid_out_lines(&document, "22");
        assert!(lines.len() > 1 && lines.iter().all(|line| line.0 < 184.1), "{lines:?}");
    }
}

#[test]
fn the_phrases_of_the_kind_and_the_names_of_the_project_are_not_torn() {
    let title = "示例市示例区人民政府关于全面推进示例特色名词工作和法治政府建设情况的报告";
    assert_eq!(
        lines_of_title(title, &["法治政府建设", "示例特色名词"]),
        ["示例市示例区人民政府关于全面推进", "示例特色名词工作和法治政府建设情况的报告"]
    );
    let organ = "中共示例市示例区委全面依法治区委员会办公室";
    assert_eq!(
        lines_of_title(
            &format!("{organ}关于2024年法治政府建设情况的报告"),
            &["法治政府建设", organ]
        ),
        ["中共示例市示例区委", "全面依法治区委员会办公室", "关于2024年法治政府建设情况的报告"]
    );
}

#[test]
fn the_title_of_the_web_page_breaks_where_the_printed_one_does() {
    for title in [
        "某某市人民政府关于2024年法治政府建设情况的报告",
        "中共示例市示例区委全面依法治区委员会办公室关于2024年法治政府建设情况的报告",
        "示例市示例区人民政府关于12345政务服务便民热线2024年运行情况的报告",
        "示例市人民政府关于贯彻落实《优化营商环境条例》深化“放管服”改革推进法治政府建设情况的报告",
        "示例市示例区人民政府关于“十四五”规划纲要实施情况和2025年国民经济和社会发展计划草案的报告",
        "某某区人民政府关于WWW WWWWWW WWWWWW WWWWW的报告",
    ] {
        let mut document = report();
        document.title = title.into();
        let page = page_of(&document);
        let (_, heading) = page.split_once("<h1>").unwrap();
        let heading = heading.split_once("</h1>").unwrap().0;
        let heading = heading.replace("</span><span class=\"line\">", "|").replace("<wbr>", "|");
        let words = heading.replace("<span class=\"line\">", "").replace("</span>", "");
        assert_eq!(words.replace('|', ""), title);
        let places = |parts: &mut dyn Iterator<Item = String>| -> BTreeSet<usize> {
            let ends = parts.scan(0, |at, part| {
                *at += part.chars().count();
                Some(*at)
            });
            ends.collect()
        };
        let web = places(&mut words.split('|').map(str::to_owned));
        let printed = places(&mut lines_of_title(title, &["法治政府建设"]).into_iter());
        assert!(printed.is_subset(&web), "{words}: {printed:?}");
    }
}

#[test]
fn no_heading_stands_at_the_foot_of_a_page() {
    let fonts = fonts();
    for length in 1..=26 {
        let mut document = one_paragraph(&"年".repeat(28 * length));
        document.body.push(Block::Heading(heading(1, 1, "主要举措和成效")));
        document.body.push(Block::Heading(heading(2, 1, "强化政治引领")));
        document.body.push(paragraph(&"法治政府建设情况".repeat(40)));
        let layout = lay_out(&document, &style(), &fonts).unwrap().describe(&fonts);
        let page = |text: &str| {
            let row = layout.lines().find(|row| row.contains(text)).unwrap();
            row.split_whitespace().next().unwrap().to_owned()
        };
        assert_eq!(page("主要举措"), page("强化政治"), "{length}");
        assert_eq!(page("强化政治"), page(" 法治政府建设情况"), "{length}");
    }
}

#[test]
fn a_crowded_first_page_sends_the_addressees_to_the_imprint() {
    let shown = |addressees: usize| -> (bool, bool) {
        let mut document = report();
        let addressees = vec!["某某区人民代表大会常务委员会"; addressees];
        document.salutation = format!("{}：", addressees.join("、")).into();
        document.addressees = addressees.into_iter().map(Text::from).collect();
        let rows = laid_out(&document, &style());
        let has = |page: bool, text: &str| {
            rows.iter().any(|row| (row.0 == 1) == page && row.2.starts_with(text))
        };
        assert!(has(true, "现将"), "the first page shows body text");
        assert!(rows.iter().all(|row| !row.2.contains("：。")));
        (
            has(true, "某某区人民代表大会常务委员会"),
            has(false, "主送：某某区人民代表大会常务委员会，"),
        )
    };
    assert_eq!(shown(4), (true, false));
    assert_eq!(shown(20), (false, true));
}

#[test]
fn the_name_of_a_long_organ_is_broken_between_words() {
    let mut document = report();
    let organ = "中共示例市示例区委全面依法治区委员会办公室综合协调处";
    imprint(&mut document).organ = organ.into();
    let rows = laid_out(&document, &style());
    let texts: Vec<&str> = rows.iter().map(|row| row.2.as_str()).collect();
    let lines = ["中共示例市示例区委全面依法治区委员会", "办公室综合协调处"];
    assert!(texts.windows(2).any(|pair| pair == lines), "{texts:?}");
}

#[test]
fn a_day_that_is_still_to_come_is_marked() {
    let mut document = report();
    let date = Day { date: None, shown: "【待补：成文日期】".to_owned() };
    document.signature.date = Some(date);
    let (style, fonts) = (style(), fonts());
    let pages = lay_out(&document, &style, &fonts).unwrap();
    let runs = pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Run(run) => Some(run),
        Item::Rule(_) => None,
    });
    let text = |run: &Run| run.glyphs.iter().flat_map(RunGlyph::text).collect::<String>();
    let day = runs.into_iter().find(|run| text(run).contains("成文日期")).unwrap();
    assert_eq!(day.colour, style.body.missing);
    assert!(page_of(&document).contains("<mark class=\"missing\">【待补：成文日期】</mark></p>"));
}

#[test]
fn a_date_longer_than_the_name_stands_two_in() {
    let cell = 156.0 / 28.0;
    let ends = |organ: &str| -> [f64; 3] {
        let mut document = report();
        document.signature.organ = Some(organ.into());
        let fonts = fonts();
        let layout = lay_out(&document, &style(), &fonts).unwrap().describe(&fonts);
        let rows: Vec<Vec<&str>> =
            layout.lines().map(|row| row.split_whitespace().collect()).collect();
        let at = rows.iter().position(|row| row[5..] == ["16", organ]).unwrap();
        // The date's runs are 2025 年 2 月 13 日.
        assert_eq!((rows[at + 1][6], rows[at + 6][6]), ("2025", "日"));
        [rows[at][1], rows[at + 1][1], rows[at + 6][2]].map(|end| end.parse().unwrap())
    };
    // Longer name: it ends two in, the date begins two to the right of it.
    let [organ, date, _] = ends("某某市人民政府");
    assert!((organ - (184.0 - 9.0 * cell)).abs() < 0.1 && (date - organ - 2.0 * cell).abs() < 0.1);
    // Longer date: it ends two in, the name begins two to the left of it.
    let [organ, date, end] = ends("市政府");
    assert!((end - (184.0 - 2.0 * cell)).abs() < 0.3, "{end}");
    assert!((date - organ - 2.0 * cell).abs() < 0.1);
}

#[test]
fn the_imprint_never_stands_alone() {
    for copies in [vec![], vec![Text::from("市委办公室"); 12]] {
        for length in 1..=24 {
            let mut document = one_paragraph(&"法治政府建设情况".repeat(420));
            // 28 characters a line, each line beginning alike.
            document.body.push(paragraph(
                &"法治政府建设情况和主要安排，法治政府建设情况和安排等等".repeat(length),
            ));
            imprint(&mut document).copies.clone_from(&copies);
            let lines_above = lines_above_the_imprint(&document, "16");
            // Signature and date.
            assert!(lines_above >= 2 + 2, "{length} lines, {copies:?}: {lines_above}");
        }
        for count in 60..100 {
            let mut document = report();
            imprint(&mut document).copies.clone_from(&copies);
            let rows = (0..count).map(|i| vec![cell("指标"), cell(&i.to_string())]).collect();
            document.attachments = vec![Attachment {
                number: 1,
                title: "数据表".into(),
                body: vec![Block::Table(Table::plain(
                    vec![Align::Left, Align::Right],
                    header(["指标", "数值"]),
                    rows,
                ))],
            }];
            let lines_above = lines_above_the_imprint(&document, "10.5");
            assert!(lines_above > 3, "{count} rows, {copies:?}: {lines_above}");
        }
    }
}

#[test]
fn a_long_table_repeats_its_header_and_aligns_its_numbers() {
    let mut document = one_paragraph("如下：");
    let numbers = ["7", "12.5", "5484.1213", "92.72%", "约1.1", "400多", "6,288"];
    let rows =
        (0..90).map(|i| vec![cell("行政复议新收数"), cell(numbers[i % numbers.len()])]).collect();
    document.body.push(Block::Table(Table {
        caption: text("主要指标"),
        unit: Some("单位：件".to_owned()),
        ..Table::plain(vec![Align::Left, Align::Right], header(["指标名称", "本年数值"]), rows)
    }));
    let rows = laid_out(&document, &style());
    let header: Vec<usize> =
        rows.iter().filter(|row| row.2 == "指标名称").map(|row| row.0).collect();
    let last = rows.iter().filter(|row| row.2 == "行政复议新收数").map(|row| row.0).max().unwrap();
    assert_eq!(header, (1..=last).collect::<Vec<_>>());
    // Units under units: what stands before the point ends at one place.
    let layout = {
        let fonts = fonts();
        lay_out(&document, &style(), &fonts).unwrap().describe(&fonts)
    };
    let digit = 10.5 * 25.4 / 72.0 / 2.0;
    let units: Vec<f64> = runs(&layout)
        .iter()
        .filter(|row| ["7", "12.5", "5484.1213", "92.72%", "6,288"].contains(&row.2.as_str()))
        .map(|row| {
            let before = row.2.find(|c: char| !c.is_ascii_digit() && c != ',');
            let before = row.2.get(..before.unwrap_or(row.2.len())).unwrap();
            // A comma is half as wide as a digit.
            row.1 + digit * (before.len() as f64 - before.matches(',').count() as f64 / 2.0)
        })
        .collect();
    assert!(units.iter().all(|end| (end - units[0]).abs() < 0.05), "{units:?}");
}

/// The words on the pages of a report with one table of these columns and of one row, with their
/// sizes; and what was found.
fn narrow(header: &[&str], row: &[&str], align: Align) -> (Vec<(f64, String)>, Vec<String>) {
    let mut document = one_paragraph("如下：");
    document.body.push(Block::Table(Table::plain(
        vec![align; header.len()],
        header.iter().map(|content| Cell::header(text(content))).collect(),
        vec![row.iter().map(|content| cell(content)).collect()],
    )));
    let fonts = fonts();
    let laid_out = layout::lay_out(&document, &style(), &fonts, &Sources::default());
    let found = laid_out.findings.iter().map(|found| found.code.name().to_owned()).collect();
    let early = layout::preflight(&document, &style(), &fonts, &Sources::default());
    let early: Vec<String> = early.iter().map(|found| found.code.name().to_owned()).collect();
    assert_eq!(early, found, "what is checked is what is made");
    // Pieces of one line and one cell that follow one another are one word.
    let mut words: Vec<(f64, String)> = Vec::new();
    let mut last = (0.0, 0.0);
    for line in laid_out.value.describe(&fonts).lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, left, right, baseline, _, size, word] = fields.as_slice() else { continue };
        let number = |field: &str| field.parse::<f64>().unwrap_or(-1.0);
        let (left, right, baseline) = (number(left), number(right), number(baseline));
        let goes_on = (left - last.0).abs() < 0.2 && (baseline - last.1).abs() < 1.0;
        match words.last_mut().filter(|_| goes_on) {
            Some((_, before)) => before.push_str(word),
            None => words.push((number(size), (*word).to_owned())),
        }
        last = (right, baseline);
    }
    (words, found)
}

#[test]
fn no_number_is_broken_in_a_narrow_column() {
    let long = "某某某关于某某某某的说明，".repeat(12);
    let header =
        ["2023年", "2024年", "新收", "办结率", "合计", "增减", "比例", "比重", "说明", "备注"];
    let row = [
        "1480/8",
        "1234567.56",
        "1,234,567",
        "99.98%",
        "5484.1213万元",
        "提高1.2个百分点",
        "1∶1.25",
        "−12.34%",
        "第1234号",
        &long,
    ];
    for align in [Align::Left, Align::Centre, Align::Right] {
        let (words, found) = narrow(&header, &row, align);
        assert_eq!(found, [""; 0], "{align:?}");
        for wanted in [
            "2023年",
            "2024年",
            "1480/8",
            "1234567.56",
            "1,234,567",
            "99.98%",
            "5484.1213万元",
            "百分点",
            "1∶1.25",
            "−12.34%",
            "第1234号",
        ] {
            assert!(words.iter().any(|(_, word)| word.contains(wanted)), "{wanted}: {words:?}");
        }
    }
}

#[test]
fn a_table_that_is_too_wide_is_set_in_smaller_type_and_then_told() {
    let sizes = |columns: usize, number: &str| {
        let header: Vec<String> = (0..columns).map(|i| format!("{}年", 2000 + i)).collect();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let (words, found) = narrow(&header, &vec![number; columns], Align::Right);
        let whole: Vec<f64> =
            words.iter().filter(|(_, word)| word == number).map(|(size, _)| *size).collect();
        (whole.len(), whole.first().copied().unwrap_or_default(), found)
    };
    assert_eq!(sizes(8, "1234.56"), (8, 10.5, vec![]));
    assert_eq!(sizes(11, "1234.56"), (11, 10.0, vec![]));
    assert_eq!(sizes(13, "1234.56"), (13, 8.0, vec![]));
    let (whole, _, found) = sizes(20, "1234567.89");
    assert_eq!((whole, found), (0, vec!["E1113".to_owned()]));
}

#[test]
fn a_row_higher_than_a_page_loses_nothing() {
    let mut document = one_paragraph("如下：");
    let list = "某某某局、".repeat(900);
    document.body.push(Block::Table(Table {
        caption: text("名单"),
        ..Table::plain(
            vec![Align::Left, Align::Left],
            header(["指标", "部门"]),
            vec![vec![cell("联合检查部门"), cell(&list)]],
        )
    }));
    let rows = laid_out(&document, &style());
    let count: usize = rows.iter().map(|row| row.2.matches("某局").count()).sum();
    assert_eq!(count, 900);
    let fonts = fonts();
    let layout = lay_out(&document, &style(), &fonts).unwrap().describe(&fonts);
    let lowest = layout
        .lines()
        .filter(|row| row.contains(" 10.5 ") || row.contains(" rule to "))
        .map(|row| row.split_whitespace().nth(3).unwrap().parse().unwrap())
        .fold(0.0, f64::max);
    assert!(lowest < 262.1, "{lowest}");
}

#[test]
fn a_proof_breaks_its_lines_as_the_final_copy_does() {
    let mut document = report();
    document.edition.draft = false;
    let rows = |document: &Document| -> Vec<(usize, f64, String)> {
        let rows = laid_out(document, &style());
        rows.into_iter().filter(|row| !["核校本", "1", "2"].contains(&row.2.as_str())).collect()
    };
    let fact = |metric: &str| Fact {
        is_part: false,
        metric: metric.to_owned(),
        theme: "依法履职".to_owned(),
        value: Amount { shown: "121".to_owned(), exact: Some(121.into()) },
        unit: "件".to_owned(),
        definition: String::new(),
        department: "区司法局".to_owned(),
        origin: Some(Origin {
            folder: "data/2024".to_owned(),
            file: "区司法局.yaml".to_owned(),
            at: OriginAt::Line(14),
        }),
        derivation: "填报".to_owned(),
        previous: None,
        change: None,
    };
    document.facts = vec![fact("行政复议新收数"), fact("兑现惠企资金")];
    let plain = rows(&document);
    document.edition.proof = true;
    let proof = rows(&document);
    assert_eq!(proof[..plain.len() - 1], plain[..plain.len() - 1]);
    let list: String = proof[plain.len()..].iter().map(|row| row.2.as_str()).collect();
    for part in ["核校表", "标号", "行政复议新收数", "data/2024/", "yaml:14", "填报"]
    {
        assert!(list.contains(part), "{part}: {list}");
    }
}

/// The output of a tool, or none when it is not installed; CI must have it.
pub(crate) fn run(tool: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    fs::write(&path, bytes).unwrap();
    let arguments =
        arguments.iter().map(|argument| argument.replace("{}", &path.to_string_lossy()));
    match Command::new(tool).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{tool}: {output:?}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "{tool} is needed in CI: {error}");
            eprintln!("{tool} is not installed: this check is left out");
            None
        }
    }
}

pub(crate) fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of a file as each reader extracts it.
pub(crate) fn extracted(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let poppler = run("pdftotext", &["{}", "-"], bytes).map(|text| ("poppler", text));
    let mupdf =
        run("mutool", &["draw", "-q", "-F", "txt", "{}"], bytes).map(|text| ("MuPDF", text));
    poppler.into_iter().chain(mupdf).collect()
}

#[test]
fn every_character_is_extracted_in_order() {
    // ⼀ (a radical) is drawn by the glyph of 一 in some faces and must still come out as itself.
    let content = "一⼀二“甲”‘乙’……丙——丁·镕喆玥瑄彧祎䶮𬱖㈠①№℃‰2024年5月1日 A-B it’s 100%。";
    let bytes = pdf(&one_paragraph(content), &style(), &fonts()).unwrap();
    for (reader, text) in extracted(&bytes) {
        assert!(without_blanks(&text).contains(&without_blanks(content)), "{reader}: {text}");
    }
}

#[test]
fn spread_and_squeezed_lines_are_extracted_as_written() {
    let mut runner = TestRunner::deterministic();
    let mut document = one_paragraph("");
    // A hyphen at a line's end is taken for a sign of division.
    let paragraphs: Vec<String> = (0..40)
        .map(|_| prose().new_tree(&mut runner).unwrap().current().replace('-', ""))
        .collect();
    document.body = paragraphs.iter().map(|text| paragraph(text)).collect();
    let bytes = pdf(&document, &style(), &fonts()).unwrap();
    let (_, pages) = file::read(&bytes);
    for (reader, text) in extracted(&bytes) {
        let text = text.split('\u{c}').enumerate().map(|(i, page)| {
            let page = without_blanks(page);
            page.strip_suffix(&format!("—{}—", i + 1)).unwrap_or(&page).to_owned()
        });
        let text: String = text.collect();
        for paragraph in &paragraphs {
            assert!(text.contains(&without_blanks(paragraph)), "{reader}: {paragraph}\n{text}");
        }
    }
    assert!(pages.len() > 5);
}

#[test]
fn a_line_spread_wide_has_no_blanks_in_poppler() {
    // The number does not fit on the first line, whose hanzi are spread by a third of an em.
    let content = format!("{}12345678901234567890123456件。", "法治政府建设情况报告".repeat(2));
    let bytes = pdf(&one_paragraph(&content), &style(), &fonts()).unwrap();
    if let Some(text) = run("pdftotext", &["{}", "-"], &bytes) {
        assert!(text.contains(&"法治政府建设情况报告".repeat(2)), "{text}");
    }
}

#[test]
fn the_file_is_sound() {
    let bytes = pdf(&report(), &style(), &fonts()).unwrap();
    run("qpdf", &["--check", "{}"], &bytes);
    if let Some(printed) = run("pdfinfo", &["{}"], &bytes) {
        for line in [
            "Tagged:          yes",
            "Page size:       595.276 x 841.89 pts (A4)",
            "PDF version:     1.7",
        ] {
            assert!(printed.contains(line), "{line}\n{printed}");
        }
        assert!(printed.contains(&*report().title), "{printed}");
    }
}

/// 避头 and 避尾: every mark of the standard's lists.
const NO_START: &str = "！），．：；？］｝、。〃〉》」』】〕〗〞’”…·—～％℃‰!%),.:;?]}";
const NO_END: &str = "（［｛《〈「『【〔〖〝“‘＄￥$¥([{";

/// Chinese prose with everything that makes composition hard.
fn prose() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        12 => "[一二三四五六七八九十法治政府建设情况报告行政复议]{1,9}",
        4 => "[，。、；：！？]",
        // Every closing mark after a hanzi, every opening one before one, alone and in a row.
        3 => "[一二三]{1,4}[！），．：；？］｝、。〃〉》」』】〕〗〞’”·～％℃‰!%),.:;?\\]}]{1,3}",
        3 => "[（［｛《〈「『【〔〖〝“‘＄￥$¥(\\[{]{1,2}[一二三]{1,6}",
        1 => "[一二三]{1,3}[）》」』】〕〗”’]{1,2}[，。；][（《「『【〔〖“‘]{1,2}[一二三]{1,3}",
        1 => "[一二三]{0,3}(——|……)[一二三]{0,3}",
        1 => "[一二三]{1,2}……[”’）》]{1,2}[，。]",
        1 => "[一二三]{1,2}[。！？]”——",
        // Nested marks.
        1 => "（“《[一二三]{1,9}》”）[，。]",
        1 => "[一二三]{1,3}。”（[四]{1,3}）、“[五]{1,3}”——",
        // Numbers with sign, point, unit; years, ranges, numbers of documents; long ones.
        3 => "[-+−]?[0-9]{1,7}(\\.[0-9]{1,4})?(家|件|万元|多家|余件|个百分点|%|％|‰|℃)",
        1 => "(20[0-9]{2}(—20[0-9]{2})?年|〔20[0-9]{2}〕[1-9][0-9]?号|第[0-9]{1,3}(期|次))",
        1 => "[0-9]{1,3}(,[0-9]{3}){0,4}元",
        1 => "[0-9]{8,20}",
        // Words; one may be parted at its hyphens and blanks.
        1 => "[A-Z]{1,12}( [a-z]{1,9})?",
        1 => "[A-Za-z]{1,9}(-[A-Za-z]{1,9}){1,3}",
        1 => "[A-Za-z]{1,6}[’'][a-z]{1,2}",
        1 => "[a-z]{2,9}[0-9.]{1,4}[a-z]{1,3}",
        // Rare hanzi, from other faces and from beyond the first plane; circled numbers.
        1 => "[镕喆玥瑄彧祎䶮𬱖①㈠№]{1,3}",
    ];
    // Each part is led by a hanzi, so that no chain of marks is longer than a line can obey.
    prop::collection::vec(part, 1..60)
        .prop_map(|parts| parts.iter().map(|part| format!("文{part}")).collect())
}

#[test]
fn the_prose_has_every_mark() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeSet<char> = BTreeSet::new();
    for _ in 0..200 {
        seen.extend(prose().new_tree(&mut runner).unwrap().current().chars());
    }
    let wanted = NO_START.chars().chain(NO_END.chars()).chain("镕喆玥瑄彧祎䶮𬱖-−'".chars());
    let missing: String = wanted.filter(|mark| !seen.contains(mark)).collect();
    assert_eq!(missing, "");
}

#[test]
fn a_minus_stays_with_its_number() {
    let (style, fonts) = (style(), fonts());
    for before in 20..28 {
        let content = format!("{}−1234.5家，", "文".repeat(before));
        let layout = lay_out(&one_paragraph(&content), &style, &fonts).unwrap().describe(&fonts);
        let lines = body_lines(&layout);
        assert!(lines.iter().any(|line| line.0.contains("−1234.5家")), "{layout}");
    }
}

/// The name of an organ or a person, of any length.
fn name(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select("某区县市人民政府办公室局".chars().collect::<Vec<_>>()),
        1..most,
    )
    .prop_map(|characters: Vec<char>| characters.into_iter().collect())
}

/// A title of any length, also with the widest letters.
fn title(most: usize) -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => "[某区县市人民政府办公室关于年的报告]",
        1 => "W{1,30}",
        1 => "[0-9]{1,12}年?",
        1 => "[A-Za-z]{1,9} ",
        1 => "《[法治政府]{1,30}》",
    ];
    prop::collection::vec(part, 1..most).prop_map(|parts| parts.concat().trim().to_owned())
}

/// A few by default; PROPTEST_CASES asks for more.
pub(crate) fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn elements_of_any_length_stay_within_the_block_and_apart(
        organ in name(60),
        printer in name(60),
        mark in name(40),
        number in name(12),
        signers in prop::collection::vec(name(7), 0..6),
        copies in prop::collection::vec(name(20), 0..12),
        addressees in prop::collection::vec(name(20), 1..30),
        title in title(30),
        attachment in name(60),
        sealed in any::<bool>(),
    ) {
        let mut style = style();
        style.signature.sealed = if sealed { YesNo::Yes } else { YesNo::No };
        let mut document = Document {
            red_head: Some(RedHead {
                mark: mark.into(),
                number: Some(format!("{number}〔2025〕114号").into()),
                signers: signers.into_iter().map(Text::from).collect(),
            }),
            title: title.into(),
            salutation: format!("{}：", addressees.join("、")).into(),
            addressees: addressees.into_iter().map(Text::from).collect(),
            ..report()
        };
        document.edition.draft = false;
        document.signature.organ = Some(organ.into());
        imprint(&mut document).organ = printer.into();
        imprint(&mut document).copies = copies.into_iter().map(Text::from).collect();
        document.attachments = vec![Attachment {
            number: 1,
            title: attachment.into(),
            body: vec![paragraph("附件正文。")],
        }];
        thread_local! {
            static FONTS: FontBook<'static> = fonts();
        }
        let layout =
            FONTS.with(|fonts| lay_out(&document, &style, fonts).unwrap().describe(fonts));
        let mut runs: Vec<(String, i64, f64, f64)> = Vec::new();
        for row in layout.lines().filter(|row| !row.contains(" rule to ")) {
            let mut fields = row.split_whitespace();
            let page = fields.next().unwrap().to_owned();
            let [left, right, y]: [f64; 3] =
                std::array::from_fn(|_| fields.next().unwrap().parse().unwrap());
            // A mark squeezed at a line's end keeps its blank half outside the block.
            prop_assert!(left > 27.9 - 2.9 && right < 184.1 + 2.9, "{row}\n{layout}");
            prop_assert!(y < 273.0, "{row}\n{layout}");
            runs.push((page, y.round() as i64, left, right));
        }
        for (i, (page, y, left, right)) in runs.iter().enumerate() {
            for (other_page, other_y, other_left, other_right) in &runs[..i] {
                let apart = *left > other_right - 3.0 || *other_left > right - 3.0;
                prop_assert!(page != other_page || (y - other_y).abs() > 2 || apart, "{layout}");
            }
        }
    }
}

/// At how many places a line can be spread at most: between two characters unless both are of a
/// Latin word or a number, or halves of one dash or ellipsis.
fn most_gaps(line: &str) -> f64 {
    let line = line.trim_end();
    let pairs = line.chars().zip(line.chars().skip(1));
    let stick = |c: char, next: char| {
        let is_sign = c == '−' && next.is_ascii_digit();
        let is_narrow = |c: char| c.is_ascii() || c == '¥';
        is_sign || is_narrow(c) && is_narrow(next) || c == next && "—…".contains(c)
    };
    let gaps = pairs.filter(|(c, next)| !stick(*c, *next));
    gaps.count().max(1) as f64
}

#[test]
fn the_halves_of_a_dash_are_not_spread() {
    for (content, end) in [
        ("文三一一、?!文二——一文一二二——一三文000000.000万元", "一三文"),
        ("文二一……）。文！文一一三——一文二』文MAa-m-AAaAAAaa", "』文"),
    ] {
        let (style, fonts) = (style(), fonts());
        let layout = lay_out(&one_paragraph(content), &style, &fonts).unwrap().describe(&fonts);
        let lines = body_lines(&layout);
        let (line, _, right) = &lines[0];
        assert!(line.ends_with(end), "{layout}");
        assert!((183.9 - right) / most_gaps(line) > MOST_SPREAD, "{layout}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_keep_the_rules(content in prose()) {
        thread_local! {
            static SETTING: (Style, FontBook<'static>) = (style(), fonts());
        }
        let (layout, gap) = SETTING.with(|(style, fonts)| {
            let pages = lay_out(&one_paragraph(&content), style, fonts).unwrap();
            (pages.describe(fonts), widest_gap(&pages))
        });
        prop_assert!(gap < MOST_SPREAD + 0.01, "{gap}\n{layout}");
        let lines = body_lines(&layout);
        let joined: String = lines.iter().map(|line| line.0.as_str()).collect();
        prop_assert_eq!(without_blanks(&joined), without_blanks(&content));
        for (i, (line, _, right)) in lines.iter().enumerate() {
            let (first, last) = (line.chars().next().unwrap(), line.trim_end().chars().next_back().unwrap());
            prop_assert!(i == 0 || !NO_START.contains(first), "{layout}");
            prop_assert!(i + 1 == lines.len() || !NO_END.contains(last), "{layout}");
            // A mark squeezed at the line's end keeps its blank half outside the block.
            let hanging = if "，。、；：．）］｝》〉」』】〕〗”’".contains(last) { 2.9 } else { 0.1 };
            let blank = if line.ends_with(' ') { 3.0 } else { 0.0 };
            prop_assert!(*right < 184.0 + hanging + blank, "{line} {right}\n{layout}");
            // A line ends short of the edge only where it would be spread beyond measure.
            if i + 1 < lines.len() && *right < 183.7 - 0.1 {
                // A blank of a quarter em at its end is no part of it.
                let inked = if line.ends_with(' ') { right - 1.4 } else { *right };
                prop_assert!((184.0 - inked) / most_gaps(line) > MOST_SPREAD - 0.01, "{line} {right}\n{layout}");
            }
            for (before, after) in line.chars().last().into_iter().zip(lines.get(i + 1).and_then(|next| next.0.chars().next())) {
                prop_assert!(!(before.is_ascii_digit() && after.is_ascii_digit()), "{layout}");
                prop_assert!(!(before.is_ascii_digit() && "年家件万多余个元期次号%".contains(after)), "{layout}");
                prop_assert!(!("+-−".contains(before) && after.is_ascii_digit()), "{layout}");
                prop_assert!(!(before.is_ascii_alphabetic() && after.is_ascii_alphabetic()), "{layout}");
                prop_assert!(!(before == after && "—…".contains(before)), "{layout}");
            }
        }
    }
}
