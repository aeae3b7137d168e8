//! The web page in Chromium, under axe and under the Nu HTML checker, as `tests/web` drives them.
//!
//! They are installed by `npm ci` in `tests/web`, and by Debian's `chromium` and
//! `default-jre-headless`. Where one is missing these tests say so and pass, except where CI=true.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nianbao::document::{Align, Block, Cell, Document, FactId, Inline, Table};

use crate::support::form::{forms, grouped, labelled};
use crate::support::report::{document, page_of};
use crate::support::{Project, read_with, reader, root};

/// What is published may not weigh more, in bytes.
const MOST: usize = 120_000;

/// No line can be broken in it but by force.
const UNBROKEN: &str = "示例文字abcdefghijklmnopqrstuvwxyz0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A file that npm installs.
fn installed(path: &str) -> Option<PathBuf> {
    let path = root().join("tests/web/node_modules").join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var_os("CI").is_none_or(|value| value != "true"),
        "npm ci in tests/web is required where CI=true"
    );
    eprintln!("跳过：没有安装网页的检查程序（在 tests/web 里运行 npm ci）");
    None
}

/// The page of the shipped report.
fn shipped() -> String {
    let project = Project::shipped();
    project.run(&["generate", "2024", "--format", "html,pdf", "--out", "out"]).succeeds();
    project.read("out/年报.html")
}

/// Reads two pages with a program of ours under Node, which prints the first.
#[track_caller]
fn browse(page: &Path, another: &Path, folder: &Path) {
    let (Some(node), Some(chromium)) = (reader("node"), reader("chromium")) else { return };
    if installed("playwright-core").is_none() || installed("axe-core").is_none() {
        return;
    }
    let script = root().join("tests/web/browse.mjs");
    let arguments = [&script, &chromium, page, another, folder].map(|path| path.to_owned());
    let output = Command::new(node).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Reads pages with the Nu HTML checker.
#[track_caller]
fn check(pages: &[PathBuf]) {
    let (Some(java), Some(checker)) = (reader("java"), installed("vnu-jar/build/dist/vnu.jar"))
    else {
        return;
    };
    let mut command = Command::new(java);
    // It does not know hashes in a policy, and takes our own style for a stranger's: a warning.
    command.arg("-jar").arg(checker).args(["--errors-only", "--stdout", "--format", "gnu"]);
    let output = command.args(pages).output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&printed));
}

#[test]
fn the_report_in_a_browser() {
    let page = shipped();
    assert!(page.len() < MOST, "{} bytes", page.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    fs::write(&path, &page).unwrap();
    let another = folder.path().join("another.html");
    let mut with_forms = document(UNBROKEN);
    with_forms.body.extend([labelled(), grouped()].map(Block::Table));
    fs::write(&another, page_of(&with_forms)).unwrap();
    browse(&path, &another, folder.path());
    let printed = folder.path().join("print.pdf");
    if let (true, Some(pdftotext)) = (printed.exists(), reader("pdftotext")) {
        let text = read_with(&pdftotext, &[printed.as_os_str(), "-".as_ref()]);
        let text: String = text.split_whitespace().collect();
        for wanted in ["区人大常委会：", "2025年2月13日", "（此件主动公开）", "主要指标一览", "—1—"]
        {
            assert!(text.contains(wanted), "{wanted}");
        }
        for unwanted in ["阅读设置", "字号", "目录", "下载"] {
            assert!(!text.contains(unwanted), "{unwanted}");
        }
    }
}

#[test]
fn the_pages_are_without_fault_for_the_checker() {
    let folder = tempfile::tempdir().unwrap();
    let texts = ["甲", "<script>alert(1)</script>", "]]>", "--> \"甲\" '乙'", "javascript:甲"];
    let mut pages = vec![shipped()];
    pages.extend(texts.map(|text| page_of(&document(text))));
    let mut marked = document("甲");
    (marked.edition.draft, marked.edition.proof) = (true, true);
    marked.record.url = Some(URL.to_owned());
    pages.extend([marked, forms()].map(|report| page_of(&report)));
    let path = |(place, page): (usize, &String)| {
        let path = folder.path().join(format!("{place}.html"));
        fs::write(&path, page).unwrap();
        path
    };
    check(&pages.iter().enumerate().map(path).collect::<Vec<_>>());
}

/// An address with what HTML and JSON escape.
const URL: &str = "https://www.example.org.cn/1.html?a=1&b='2'";

#[test]
fn the_address_is_told_only_where_it_is_known() {
    let mut report = document("甲");
    let addresses = ["rel=\"canonical\"", "og:url", "name=\"Url\"", "\"url\":"];
    let page = page_of(&report);
    assert!(addresses.iter().all(|name| !page.contains(name)));
    report.record.url = Some(URL.to_owned());
    let page = page_of(&report);
    assert!(addresses.iter().all(|name| page.contains(name)), "{page}");
    let escaped = URL.replace('&', "&amp;").replace('\'', "&#39;");
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{escaped}\">")), "{page}");
    assert!(page.contains(&format!("\"url\":\"{URL}\"")), "{page}");
}

#[test]
fn only_printed_figures_are_published() {
    let page = page_of(&document("甲"));
    for id in ["m1", "m2", "m4"] {
        assert!(page.contains(&format!("<tr id=\"{id}\">")), "{id}");
    }
    assert!(!page.contains("id=\"m3\""), "a figure that the report does not print");
    assert_eq!(page.matches("<figure").count(), 1, "nor a chart of it");
}

#[test]
fn only_a_proof_says_where_a_figure_was_typed() {
    let mut report = document("甲");
    assert!(!page_of(&report).contains("data/2024/甲.yaml"));
    report.edition.proof = true;
    let page = page_of(&report);
    assert!(page.contains("data/2024/甲.yaml:7"));
    assert!(page.contains("noindex"));
}

#[test]
fn a_paragraph_can_be_cited() {
    let page = page_of(&document("甲"));
    let paragraph =
        " id=\"s3-p2\"><a class=\"anchor\" href=\"#s3-p2\" aria-label=\"一（一）1第2段的链接\"";
    assert!(page.contains(paragraph), "{page}");
    assert!(page.contains("<div class=\"table\" id=\"s4-p2\" tabindex=\"0\" role=\"region\""));
}

#[test]
fn a_page_leads_to_a_pdf_that_says_the_same_and_is_made_with_it() {
    let link = |arguments: &[&str], name: &str| {
        let project = Project::shipped();
        let out = ["generate", "2024", "--out", "out"];
        project.run(&[&out, arguments].concat()).succeeds();
        let page = project.read(&format!("out/{name}"));
        let (_, link) = page.split_once("<div class=\"actions\">").unwrap();
        let link = link.strip_prefix("<a href=\"").and_then(|link| link.split('"').next());
        link.map(str::to_owned)
    };
    assert_eq!(link(&["--format", "html,pdf"], "年报.html").as_deref(), Some("年报.pdf"));
    let sent = link(&["--format", "html,pdf", "--to", "区委"], "年报（区委）.html");
    assert_eq!(sent.as_deref(), Some("年报（区委）.pdf"));
    assert_eq!(link(&["--format", "html,md"], "年报.html"), None);
    // The copy that is sent may hold what is not for all.
    let hidden = |typed: (&str, &str), arguments: &[&str], name: &str| {
        let project = Project::shipped();
        let report = project.read("data/2024/report.yaml");
        assert!(report.contains(typed.0));
        project.write("data/2024/report.yaml", &report.replacen(typed.0, typed.1, 1));
        project.run(&[&["generate", "2024", "--out", "out"], arguments].concat()).succeeds();
        !project.read(&format!("out/{name}")).contains("<a href=\"年报")
    };
    let heading = "标题: 优化法治化营商环境\n";
    let withheld = format!("{heading}        公开: 否\n");
    assert!(hidden((heading, &withheld), &[], "年报.html"));
    assert!(!hidden((heading, &withheld), &["--public"], "年报（公开版）.html"));
    assert!(hidden(("成文日期:", "紧急程度: 特急\n成文日期:"), &[], "年报.html"));
}

#[test]
fn a_number_of_a_table_is_not_parted_from_its_unit() {
    let page = page_of(&document("自2024年起办结12件"));
    let whole = "自<span class=\"whole\">2024年</span>起办结<span class=\"whole\">12件</span>";
    assert!(page.contains(whole), "{page}");
    // In the header of a table, of a group, and in the left cell of a row; in no paragraph.
    assert_eq!(page.matches(whole).count(), 3, "{page}");
}

#[test]
fn each_cell_of_a_form_names_its_headers() {
    let page = page_of(&forms());
    let attribute = |name: &str, text: &str| {
        let (before, _) = page.split_once(&format!(">{text}<")).unwrap();
        let tag = &before[before.rfind("<t").unwrap()..];
        let value = tag.split_once(&format!(" {name}=\""));
        value.map(|(_, value)| value.split('"').next().unwrap().to_owned()).unwrap_or_default()
    };
    let told = |cell: &str| {
        let (before, _) = page.split_once(cell).unwrap();
        let tag = &before[before.rfind("<td").unwrap()..];
        let (_, ids) = tag.split_once("headers=\"").unwrap();
        let ids = ids.split('"').next().unwrap().split(' ');
        let texts = ids.map(|id| {
            let (_, header) = page.split_once(&format!(" id=\"{id}\"")).unwrap();
            let (_, text) = header.split_once('>').unwrap();
            text.trim_start_matches("<span>").split('<').next().unwrap().to_owned()
        });
        texts.collect::<Vec<_>>().join("/")
    };
    assert_eq!(told(">118</span>"), "申请人/其他申请人/一、本年新收申请数量");
    assert_eq!(told(">447228</span>"), "处理决定数量/第二项/行政许可");
    assert_eq!(told(">0</span>"), "废止件数/第一项/规章");
    for (text, scope) in [("申请人", "colgroup"), ("自然人", "col"), ("第二项", "rowgroup")]
    {
        assert_eq!(attribute("scope", text), scope, "{text}");
    }
    assert!(page.contains("<colgroup span=\"2\"></colgroup><colgroup span=\"3\"></colgroup>"));
    // A vertical label over rows, one over columns, and one that another label stands before.
    assert!(
        page.contains("rowspan=\"2\" id=\"s4-p3-h7\" class=\"side vertical\"><span>"),
        "{page}"
    );
    assert!(page.contains("colspan=\"2\" id=\"s4-p3-h6\" class=\"label over2\"><span>"), "{page}");
    assert!(page.contains("class=\"label\"><span>（二）不予公开</span></th>"), "{page}");
}

#[test]
fn a_total_that_a_form_shows_with_its_parts_has_no_chart() {
    let charts = |report: &Document| page_of(report).matches("<figure").count();
    let mut report = document("甲");
    assert_eq!(charts(&report), 1);
    let cell =
        |fact: usize| Cell::new(vec![Inline::Figure { text: "1".into(), fact: FactId(fact) }]);
    let row = |facts: [usize; 3]| {
        let label = Cell::header(vec![Inline::text("甲")]);
        [label].into_iter().chain(facts.map(cell)).collect()
    };
    let table = |facts| Table::plain(vec![Align::Left; 4], Vec::new(), vec![row(facts)]);
    report.body.push(Block::Table(table([1, 3, 1])));
    assert_eq!(charts(&report), 1, "the form shows the parts alone");
    report.body.push(Block::Table(table([1, 3, 0])));
    assert_eq!(charts(&report), 0);
}

#[test]
fn a_report_without_forms_carries_no_style_for_them() {
    assert!(page_of(&forms()).contains(".form "));
    assert!(!page_of(&document("甲")).contains(".form "));
}

#[test]
fn a_chart_says_everything_in_words() {
    let page = page_of(&document("甲"));
    assert!(page.contains(">甲3甲，上年3甲；甲1甲，上年1甲</desc>"), "{page}");
    // Three counts as the whole width, one as a third of it.
    assert!(page.contains("<rect class=\"now\" x=\"0\" y=\"58\" width=\"1000\""));
    assert!(page.contains("width=\"333\""));
}
