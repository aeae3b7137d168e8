//! The PDF: layouts compared as text, random text against the rules of composition,
//! and the finished file read back with poppler and qpdf.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use nianbao::document::{
    Align, Block, Document, FactId, Heading, Imprint, Inline, Paragraph, Record, RedHead,
    Signature, Table,
};
use nianbao::render::pdf::{FontBook, FontList, Style, lay_out, pdf};
use nianbao::source::Sources;
use nianbao::yaml;
use proptest::prelude::*;
use serde::de::DeserializeOwned;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read<T: DeserializeOwned>(path: &str) -> T {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let mut sources = Sources::default();
    let file = sources.add(path, text.as_str());
    let mut faults = Vec::new();
    yaml::read(file, &text, &mut faults).unwrap_or_else(|| panic!("{faults:?}"))
}

fn style() -> Style {
    read("templates/gbt9704.yaml")
}

fn fonts() -> FontBook<'static> {
    let list: FontList = read("fonts/fonts.yaml");
    FontBook::new(list, &[], Box::new(|file| fs::read(root().join("fonts").join(file))))
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

fn paragraph(content: &str) -> Block {
    Block::Paragraph(Paragraph { run_in: None, text: text(content) })
}

fn heading(level: u8, number: &str, content: &str) -> Heading {
    Heading { level, number: number.to_owned(), text: text(content), id: format!("s{level}") }
}

/// A short report with one of everything.
fn report() -> Document {
    Document {
        red_head: Some(RedHead {
            mark: "某某市人民政府文件".to_owned(),
            number: Some("某政文〔2025〕14号".to_owned()),
            signers: vec!["张三".to_owned(), "欧阳某某".to_owned(), "李四".to_owned()],
        }),
        title: "某某市人民政府关于2024年法治政府建设情况的报告".to_owned(),
        title_lines: Vec::new(),
        salutation: "市人大常委会：".to_owned(),
        body: vec![
            paragraph("现将2024年法治政府建设情况报告如下："),
            Block::Heading(heading(1, "一、", "主要举措和成效")),
            Block::Paragraph(Paragraph {
                run_in: Some(heading(2, "（一）", "提升行政复议质效。")),
                text: vec![
                    Inline::Text("全年新收行政复议申请".to_owned()),
                    Inline::Figure { text: "121件".to_owned(), fact: FactId(0) },
                    Inline::Text("，拍摄《行政复议在身边——维护权益不含糊》……惠企资金".to_owned()),
                    Inline::Figure { text: "约1.1亿元".to_owned(), fact: FactId(1) },
                    Inline::Text("，审结".to_owned()),
                    Inline::Missing { text: "【待补：行政复议审结数】".to_owned() },
                    Inline::Text("，".to_owned()),
                    Inline::Strong(text("成效明显")),
                    Inline::Text("，调解员陈镕、喆玥参与。".to_owned()),
                ],
            }),
            Block::Table(Table {
                caption: text("主要指标"),
                unit: None,
                columns: vec![Align::Left, Align::Right],
                header: vec![text("指标"), text("数值")],
                rows: vec![
                    vec![text("行政复议新收数"), text("121")],
                    vec![text("行政复议审结数"), text("103")],
                ],
            }),
            Block::Heading(heading(1, "二、", "存在不足和原因")),
            paragraph("部分单位对依法行政认识不足。"),
        ],
        attachments: Vec::new(),
        signature: Signature {
            organ: "某某市人民政府".to_owned(),
            date: "2025年2月13日".to_owned(),
        },
        note: Some("（此件主动公开）".to_owned()),
        imprint: Imprint {
            copies: Some("市委办公室，市政协办公室。".to_owned()),
            organ: "某某市人民政府办公室".to_owned(),
            date: "2025年2月13日印发".to_owned(),
        },
        record: Record {
            index: Some("QZ-2025-4".to_owned()),
            number: Some("某政文〔2025〕14号".to_owned()),
            issuer: "某某市人民政府".to_owned(),
            written: "2025-02-13".to_owned(),
            ..Record::default()
        },
        facts: Vec::new(),
        draft: true,
        proof: false,
    }
}

/// A report of one paragraph and nothing about it.
fn one_paragraph(content: &str) -> Document {
    Document {
        red_head: None,
        title: "报告".to_owned(),
        salutation: String::new(),
        body: vec![paragraph(content)],
        note: None,
        draft: false,
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
    snapbox::assert_data_eq!(pages.describe(&fonts), snapbox::file!["pdf/layout.txt"]);
}

#[test]
fn two_runs_give_the_same_bytes() {
    let first = pdf(&report(), &style(), &fonts()).unwrap();
    assert!(first == pdf(&report(), &style(), &fonts()).unwrap());
}

#[test]
fn a_character_no_face_draws_is_named_with_its_place() {
    let mut document = report();
    document.body.push(paragraph("调解员王\u{e000}和李\u{200b}四参与调解。"));
    let faults = pdf(&document, &style(), &fonts()).unwrap_err();
    let told: Vec<String> = faults
        .iter()
        .map(|fault| format!("{} {} {}", fault.code.name(), fault.message, fault.notes[0].1))
        .collect();
    assert_eq!(
        told,
        [
            "E1101 仿宋没有字体能写出看不见的字符（U+200B） “调解员王\u{e000}和李\u{200b}四参与调解。”",
            "E1101 仿宋没有字体能写出“\u{e000}”（U+E000） “调解员王\u{e000}和李\u{200b}四参与调解”",
        ]
    );
}

#[test]
fn a_font_file_that_is_none_is_a_fault() {
    let book =
        FontBook::new(read("fonts/fonts.yaml"), &[], Box::new(|_| Ok(b"not a font".to_vec())));
    let faults = pdf(&report(), &style(), &book).unwrap_err();
    assert!(faults.iter().any(|fault| fault.code.name() == "E1102"), "{faults:?}");
}

/// The output of a tool, or none when it is not installed; CI must have it.
fn run(tool: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
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

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_character_is_extracted_in_order() {
    // ⼀ (a radical) is drawn by the glyph of 一 in some faces and must still come out as itself.
    let content = "一⼀二“甲”‘乙’……丙——丁·镕喆玥瑄彧祎䶮𬱖㈠①№℃‰2024年5月1日 A-B it’s 100%。";
    let bytes = pdf(&one_paragraph(content), &style(), &fonts()).unwrap();
    if let Some(extracted) = run("pdftotext", &["{}", "-"], &bytes) {
        assert!(without_blanks(&extracted).contains(&without_blanks(content)), "{extracted}");
    }
}

#[test]
fn the_file_is_sound() {
    let bytes = pdf(&report(), &style(), &fonts()).unwrap();
    run("qpdf", &["--check", "{}"], &bytes);
    if let Some(told) = run("pdfinfo", &["{}"], &bytes) {
        for line in [
            "Tagged:          yes",
            "Page size:       595.276 x 841.89 pts (A4)",
            "PDF version:     1.7",
        ] {
            assert!(told.contains(line), "{line}\n{told}");
        }
        assert!(told.contains(&report().title), "{told}");
    }
}

/// Chinese prose with everything that makes composition hard.
fn prose() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => "[一二三四五六七八九十法治政府建设情况报告行政复议]{1,9}",
        2 => Just("，".to_owned()),
        1 => Just("。".to_owned()),
        1 => "[、；：！？]",
        1 => "[“《（][甲乙丙]{1,6}",
        1 => "[甲乙丙]{1,3}[”》）]",
        1 => Just("——".to_owned()),
        1 => Just("……".to_owned()),
        1 => "[0-9]{1,7}(\\.[0-9]{1,4})?(家|件|万元|多家|%)",
        1 => "20[0-9]{2}年",
        1 => "[A-Z]{1,12}( [a-z]{1,9})?",
        1 => "[镕喆玥瑄彧祎]",
        1 => Just("〔2025〕14号".to_owned()),
    ];
    // Each part is led by a hanzi, so that no chain of marks is longer than a line can obey.
    prop::collection::vec(part, 1..60)
        .prop_map(|parts| parts.iter().map(|part| format!("文{part}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_keep_the_rules(content in prose()) {
        thread_local! {
            static SETTING: (Style, FontBook<'static>) = (style(), fonts());
        }
        let layout = SETTING.with(|(style, fonts)| {
            lay_out(&one_paragraph(&content), style, fonts).unwrap().describe(fonts)
        });
        let lines = body_lines(&layout);
        let joined: String = lines.iter().map(|line| line.0.as_str()).collect();
        prop_assert_eq!(without_blanks(&joined), without_blanks(&content));
        for (i, (line, _, right)) in lines.iter().enumerate() {
            let (first, last) = (line.chars().next().unwrap(), line.trim_end().chars().next_back().unwrap());
            prop_assert!(i == 0 || !"！），．：；？］｝、。》”’…—%".contains(first), "{layout}");
            prop_assert!(i + 1 == lines.len() || !"（《“‘〔".contains(last), "{layout}");
            // A mark squeezed at the line's end keeps its blank half outside the block.
            let hanging = if "，。、；：）》”".contains(last) { 2.9 } else { 0.1 };
            let blank = if line.ends_with(' ') { 3.0 } else { 0.0 };
            prop_assert!(*right < 184.0 + hanging + blank, "{line} {right}\n{layout}");
            if i + 1 < lines.len() {
                prop_assert!(*right > 183.7 - 0.1, "{line} {right}\n{layout}");
            }
            for (before, after) in line.chars().last().into_iter().zip(lines.get(i + 1).and_then(|next| next.0.chars().next())) {
                prop_assert!(!(before.is_ascii_digit() && after.is_ascii_digit()), "{layout}");
                prop_assert!(!(before.is_ascii_digit() && "年家件万多%号".contains(after)), "{layout}");
                prop_assert!(!(before == after && "—…".contains(before)), "{layout}");
            }
        }
    }
}
