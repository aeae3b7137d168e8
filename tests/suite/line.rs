//! The whole line on the shipped data, end to end: one text in three forms, the same bytes every
//! time, nothing written when something is wrong.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;

use crate::support::{Project, read_with, reader};

const DEPARTMENT: &str = "data/2024/区司法局.yaml";

/// Every file under output/2024.
fn outputs(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(project.path().join("output/2024")) else {
        return BTreeMap::new();
    };
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Markdown without its marks.
fn text_of_markdown(markdown: &str) -> String {
    let lines = markdown.lines().map(|line| line.trim_start_matches('#'));
    without_blanks(&lines.collect::<String>()).replace('\\', "")
}

/// The article of the page.
fn text_of_page(page: &str) -> String {
    let (_, article) = page.split_once("<article").unwrap();
    let mut html = format!("<article{}", article.split_once("</article>").unwrap().0);
    while let Some(open) = html.find('<') {
        let close = open + html[open..].find('>').unwrap();
        html.replace_range(open..=close, "");
    }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        html = html.replace(entity, character);
    }
    without_blanks(&html)
}

/// What poppler and MuPDF read out of the PDF, from the title on, without page numbers and 版记.
fn texts_of_pdf(project: &Project, title: &str, imprint: &str) -> Vec<(&'static str, String)> {
    let file = project.path().join("output/2024/年报.pdf");
    let readers: [(&str, &[&str], &[&str]); 2] =
        [("pdftotext", &[], &["-"]), ("mutool", &["draw", "-q", "-F", "txt"], &[])];
    let mut texts = Vec::new();
    for (name, before, after) in readers {
        let Some(reader) = reader(name) else { continue };
        let mut arguments: Vec<&OsStr> = before.iter().map(OsStr::new).collect();
        arguments.push(file.as_os_str());
        arguments.extend(after.iter().map(OsStr::new));
        let text = read_with(&reader, &arguments);
        let pages = text.split('\u{c}').enumerate().map(|(index, page)| {
            let mut page = without_blanks(page);
            let number = format!("—{}—", index + 1);
            if let Some(at) = page.rfind(&number) {
                page.replace_range(at..at + number.len(), "");
            }
            page
        });
        let text: String = pages.collect();
        let (_, text) = text.split_at(text.find(title).expect("the title is in the PDF"));
        texts.push((name, text.strip_suffix(imprint).expect("版记 ends the PDF").to_owned()));
    }
    texts
}

/// What only a report that is read to a congress needs.
pub(crate) fn write_oral(project: &Project) {
    let lines = "年度: 2024\n\
                 副标题: ——2025年1月8日在示例区第三届人民代表大会第二次会议上\n\
                 报告人: 示例区人民政府区长　张示例\n";
    project.edit("data/2024/report.yaml", "年度: 2024\n", lines);
}

#[test]
fn the_three_outputs_carry_the_same_text() {
    for layout in ["luojiang", "statutory", "themes", "oral"] {
        let project = Project::shipped();
        write_oral(&project);
        project.run(&["generate", "2024", "--layout", layout]).succeeds();
        let markdown = text_of_markdown(&project.read("output/2024/年报.md"));
        assert!(markdown.chars().count() > 5000, "{layout}");
        let page = text_of_page(&project.read("output/2024/年报.html"));
        assert_eq!(markdown, page, "{layout}: Markdown and web page");
        let salutation = if layout == "oral" { "各位代表：" } else { "区人大常委会：" };
        let title = markdown.split_once(salutation).unwrap().0;
        let imprint = match layout {
            "oral" => "",
            _ => "泉州市洛江区人民政府办公室2025年2月13日印发",
        };
        for (reader, pdf) in texts_of_pdf(&project, title, imprint) {
            assert_eq!(markdown, pdf, "{layout}: Markdown and PDF as {reader} reads it");
        }
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    let projects = [Project::shipped(), Project::shipped()];
    let [first, second] = projects.each_ref().map(|project| {
        project.run(&["generate", "2024"]).succeeds();
        outputs(project)
    });
    let names: Vec<_> = first.keys().map(String::as_str).collect();
    assert_eq!(names, ["年报.html", "年报.md", "年报.pdf", "数据来源.csv", "校验.json"]);
    assert!(first == second, "two runs differ");
}

#[test]
fn the_statutory_layout_has_five_parts() {
    let project = Project::shipped();
    project.run(&["generate", "2024", "--layout", "statutory", "--format", "md"]).succeeds();
    let markdown = project.read("output/2024/年报.md");
    let parts: Vec<_> = markdown.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(
        parts,
        [
            "## 一、主要举措和成效",
            "## 二、不足和原因",
            "## 三、党政主要负责人履行推进法治建设第一责任人职责情况",
            "## 四、下一年度主要安排",
            "## 五、其他需要报告的情况",
        ]
    );
}

#[test]
fn with_faults_nothing_is_written() {
    let project = Project::shipped();
    project.run(&["generate", "2024"]).succeeds();
    let before = outputs(&project);
    project.edit(DEPARTMENT, "执法案件录入总数: 6288", "执法案件录入总数: 6289");
    let run = project.run(&["generate", "2024"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("E0501"), "{}", run.stderr);
    assert!(outputs(&project) == before, "faulty data changed the outputs");
}

#[test]
fn a_draft_is_written_all_the_same_and_says_what_is_missing() {
    let project = Project::shipped();
    let text = project.read(DEPARTMENT);
    let line = text.lines().find(|line| line.contains("人民调解受理数:")).unwrap();
    project.edit(DEPARTMENT, &format!("{line}\n"), "");
    assert_eq!(project.run(&["generate", "2024"]).code, 1);
    project.run(&["generate", "2024", "--draft"]).succeeds();
    let files = outputs(&project);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    let drafts = [
        "年报（草稿）.html",
        "年报（草稿）.md",
        "年报（草稿）.pdf",
        "数据来源（草稿）.csv",
        "校验.json",
    ];
    assert_eq!(names, drafts);
    assert!(project.read("output/2024/年报（草稿）.md").contains("【待补：人民调解受理数】"));
    assert!(project.read("output/2024/年报（草稿）.html").contains("【待补：人民调解受理数】"));
    if let Some(pdftotext) = reader("pdftotext") {
        let file = project.path().join("output/2024/年报（草稿）.pdf");
        let text = read_with(&pdftotext, &[file.as_os_str(), OsStr::new("-")]);
        let pages = text.matches('\u{c}').count();
        let text = without_blanks(&text);
        assert!(text.contains("【待补：人民调解受理数】"), "{text}");
        assert_eq!(text.matches("草稿").count(), pages, "草稿 on every page");
    }
}

#[test]
fn formats_can_be_chosen() {
    let project = Project::shipped();
    project.run(&["generate", "2024", "--format", "md", "--out", "送审"]).succeeds();
    let mut names: Vec<_> = fs::read_dir(project.path().join("送审"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["年报.md", "数据来源.csv", "校验.json"]);
}

#[test]
fn the_pdf_is_sound() {
    let Some(qpdf) = reader("qpdf") else { return };
    let project = Project::shipped();
    project.run(&["generate", "2024", "--format", "pdf"]).succeeds();
    let file = project.path().join("output/2024/年报.pdf");
    read_with(&qpdf, &[OsStr::new("--check"), file.as_os_str()]);
    let size = fs::metadata(&file).unwrap().len();
    assert!((200_000..500_000).contains(&size), "{size} bytes");
}

/// The 57 figures of the reference report, as its sentences print them; those that stand twice
/// are listed once.
const FIGURES: &[&str] = &[
    "10次",
    "24家",
    "12人",
    "2条",
    "17次",
    "5场",
    "约1.1亿元",
    "约2.6亿元",
    "4个",
    "91项",
    "120多家",
    "100多个",
    "7个",
    "19件次",
    "12件次",
    "6件",
    "2次",
    "400多条",
    "25件",
    "121件",
    "103件",
    "36件",
    "4件",
    "11.11%",
    "100%",
    "4项",
    "53次",
    "75次",
    "6个",
    "3个",
    "6288件",
    "5757件",
    "526件",
    "5件",
    "1个",
    "86个",
    "11个",
    "1661件",
    "5484.1213万元",
    "783件",
    "726件",
    "57件",
    "92.72%",
    "77个",
    "60条",
    "17个",
    "28个",
];

#[test]
fn every_figure_of_the_reference_report_is_printed() {
    let project = Project::shipped();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    // The other outputs carry the same text.
    let markdown = text_of_markdown(&project.read("output/2024/年报.md"));
    let missing: Vec<_> = FIGURES.iter().filter(|figure| !markdown.contains(**figure)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
