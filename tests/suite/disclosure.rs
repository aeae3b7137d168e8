//! The national report on government information disclosure: the example made from published
//! numbers, and what the faults of real reports lead to.

use std::fs;

use nianbao::diagnostic::{Code, Diagnostic};
use nianbao::{Examined, Options, examine};

use crate::support::{Project, read_with, reader, root};

const EXAMPLE: &str = "政府信息公开-淮安市2024";
const FORM: &str = "data/2024/市政府办公室.yaml";
const REPORT: &str = "data/2024/report.yaml";
const LAST_YEAR: &str = "data/2023/市政府办公室.yaml";

/// The published table of applications, a row for each of its 25 lines: 自然人, 商业企业, 科研机构,
/// 社会公益组织, 法律服务机构, 其他, 总计.
const APPLICATIONS: [(&str, [u32; 7]); 25] = [
    ("一、本年新收政府信息公开申请数量", [3001, 53, 0, 0, 61, 4, 3119]),
    ("二、上年结转政府信息公开申请数量", [34, 0, 0, 0, 0, 0, 34]),
    ("（一）予以公开", [1288, 21, 0, 0, 50, 3, 1362]),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", [447, 7, 0, 0, 0, 0, 454]),
    ("1.属于国家秘密", [2, 0, 0, 0, 0, 0, 2]),
    ("2.其他法律行政法规禁止公开", [30, 1, 0, 0, 0, 0, 31]),
    ("3.危及“三安全一稳定”", [5, 0, 0, 0, 0, 0, 5]),
    ("4.保护第三方合法权益", [6, 0, 0, 0, 0, 0, 6]),
    ("5.属于三类内部事务信息", [7, 1, 0, 0, 0, 0, 8]),
    ("6.属于四类过程性信息", [12, 0, 0, 0, 0, 0, 12]),
    ("7.属于行政执法案卷", [9, 0, 0, 0, 0, 0, 9]),
    ("8.属于行政查询事项", [105, 0, 0, 0, 0, 0, 105]),
    ("1.本机关不掌握相关政府信息", [746, 12, 0, 0, 10, 1, 769]),
    ("2.没有现成信息需要另行制作", [11, 0, 0, 0, 0, 0, 11]),
    ("3.补正后申请内容仍不明确", [1, 0, 0, 0, 0, 0, 1]),
    ("1.信访举报投诉类申请", [56, 6, 0, 0, 0, 0, 62]),
    ("2.重复申请", [25, 0, 0, 0, 0, 0, 25]),
    ("3.要求提供公开出版物", [0, 0, 0, 0, 0, 0, 0]),
    ("4.无正当理由大量反复申请", [0, 0, 0, 0, 0, 0, 0]),
    ("5.要求行政机关确认或重新出具已获取信息", [1, 0, 0, 0, 0, 0, 1]),
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", [67, 3, 0, 0, 1, 0, 71]),
    (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        [6, 0, 0, 0, 0, 0, 6],
    ),
    ("3.其他", [108, 2, 0, 0, 0, 0, 110]),
    ("（七）总计", [2932, 53, 0, 0, 61, 4, 3050]),
    ("四、结转下年度继续办理", [103, 0, 0, 0, 0, 0, 103]),
];

/// The published table of what was disclosed without being asked for.
const DISCLOSED: [(&str, &[&str]); 6] = [
    ("规章", &["1", "0", "11"]),
    ("行政规范性文件", &["8", "26", "66"]),
    ("行政许可", &["447228"]),
    ("行政处罚", &["3985758"]),
    ("行政强制", &["88283"]),
    ("行政事业性收费", &["96171.6"]),
];

/// The published table of reviews and lawsuits: its one row.
const REVIEWS: [u32; 15] = [72, 64, 178, 37, 351, 13, 4, 8, 1, 26, 12, 1, 1, 6, 20];

/// The label and the numbers of each row of the three tables.
fn published() -> Vec<(String, Vec<String>)> {
    let numbers = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>();
    let disclosed = DISCLOSED.iter().map(|(label, cells)| {
        ((*label).to_owned(), cells.iter().map(|cell| (*cell).to_owned()).collect())
    });
    let applications =
        APPLICATIONS.iter().map(|(label, cells)| ((*label).to_owned(), numbers(cells)));
    let reviews = [(String::new(), numbers(&REVIEWS))];
    disclosed.chain(applications).chain(reviews).collect()
}

fn example() -> Project {
    Project::example(EXAMPLE)
}

/// The rows of the pipe tables of a Markdown text, without empty cells.
fn rows_of_markdown(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let cells = row.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('\\', ""));
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    rows.map(cells).collect()
}

/// The rows of the tables of the page's article.
fn rows_of_page(page: &str) -> Vec<Vec<String>> {
    let (_, article) = page.split_once("<article").unwrap();
    let (article, _) = article.split_once("</article>").unwrap();
    let rows = article.split("<tr>").skip(1).map(|row| row.split_once("</tr>").unwrap().0);
    let cells = |row: &str| {
        let cells = row.split_inclusive('>').fold((Vec::new(), String::new()), |state, piece| {
            let (mut cells, mut cell): (Vec<String>, String) = state;
            let (text, tag) = piece.split_once('<').unwrap_or((piece, ""));
            cell.push_str(text);
            if tag.starts_with("/t") {
                cells.push(std::mem::take(&mut cell));
            }
            (cells, cell)
        });
        cells.0
    };
    rows.map(cells).collect()
}

/// Finds the published rows among those of an output, in order; the labels before the last are
/// those of several rows.
#[track_caller]
fn hold_the_published_numbers(rows: &[Vec<String>]) {
    let mut rows = rows.iter();
    for (label, numbers) in published() {
        let wanted: Vec<&String> =
            [&label].into_iter().filter(|label| !label.is_empty()).chain(&numbers).collect();
        let is_found = rows.any(|row| {
            let row: Vec<&String> = row.iter().collect();
            row.ends_with(&wanted)
        });
        assert!(is_found, "{wanted:?}");
    }
}

#[test]
fn the_committed_outputs_are_what_the_program_makes() {
    let project = example();
    project.run(&["generate", "2024"]).succeeds();
    let made = project.path().join("output/2024");
    let committed = root().join("examples").join(EXAMPLE).join("output/2024");
    let names = |folder: &std::path::Path| {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&made), names(&committed));
    // The manifest lists the project's own templates, which are built in where the example stands.
    for name in names(&made).into_iter().filter(|name| name != "校验.json") {
        let same = fs::read(made.join(&name)).unwrap() == fs::read(committed.join(&name)).unwrap();
        assert!(same, "{name:?}: run target/release/nianbao generate 2024 in the example's folder");
    }
}

#[test]
fn the_three_tables_hold_the_published_numbers_in_every_output() {
    let folder = root().join("examples").join(EXAMPLE).join("output/2024");
    let read = |ending: &str| fs::read_to_string(folder.join(format!("政府信息公开年报.{ending}")));
    let markdown = rows_of_markdown(&read("md").unwrap());
    hold_the_published_numbers(&markdown);
    let page = rows_of_page(&read("html").unwrap());
    hold_the_published_numbers(&page);
    // The header rows of the applications, as the form has them.
    let header = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];
    assert!(page.iter().any(|row| row == &header), "{page:?}");

    let Some(pdftotext) = reader("pdftotext") else { return };
    let pdf = folder.join("政府信息公开年报.pdf");
    let text = read_with(&pdftotext, &["-raw".as_ref(), pdf.as_os_str(), "-".as_ref()]);
    let text: String = text.split_whitespace().collect();
    let mut rest = text.as_str();
    for (label, numbers) in published() {
        let row = label + &numbers.concat();
        let Some((_, after)) = rest.split_once(&row) else { panic!("{row} in {rest}") };
        rest = after;
    }
}

#[test]
fn the_six_parts_bear_the_prescribed_titles() {
    let folder = root().join("examples").join(EXAMPLE).join("output/2024");
    let markdown = fs::read_to_string(folder.join("政府信息公开年报.md")).unwrap();
    let parts: Vec<&str> = markdown.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let titles = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ];
    assert_eq!(parts, titles);
}

/// The example with lines replaced, each in a file and there once.
fn with(edits: &[(&str, &str, &str)]) -> Examined {
    let project = example();
    let form = project.read(FORM).replace("年度: 2024", "年度: 2023");
    // Last year as the relations want it.
    let closing = form
        .replace("规章现行有效件数: 11", "规章现行有效件数: 10")
        .replace("行政规范性文件现行有效件数: 66", "行政规范性文件现行有效件数: 84")
        .replace("信息公开结转下年数: {自然人: 103", "信息公开结转下年数: {自然人: 34");
    project.write(LAST_YEAR, &closing);
    for (file, from, to) in edits {
        project.edit(file, from, to);
    }
    examine(project.path(), 2024, &Options::default())
}

/// What is found, with the texts of the places that it marks, the main one first.
fn found(examined: &Examined) -> Vec<(Code, Vec<&str>)> {
    let marked = |found: &Diagnostic| {
        let mut labels: Vec<_> = found.labels.iter().collect();
        labels.sort_by_key(|label| !label.primary);
        let spans = labels.into_iter().filter_map(|label| label.place.span());
        (found.code, spans.map(|span| examined.sources.text(span)).collect())
    };
    examined.findings.iter().map(marked).collect()
}

#[test]
fn the_published_numbers_break_no_relation() {
    let examined = with(&[]);
    assert_eq!(found(&examined), []);
}

#[test]
fn each_relation_that_is_broken_is_told_once_with_the_operands_that_say_something() {
    let told = |edits: &[(&str, &str, &str)], code: Code, operands: &[&str]| {
        let examined = with(edits);
        let found = found(&examined);
        let [(is, marked)] = found.as_slice() else { panic!("{edits:?}: {found:?}") };
        assert_eq!((*is, marked.as_slice()), (code, operands), "{edits:?}");
    };
    // What came in and what went out, of one kind of applicants.
    let closing = (FORM, "信息公开结转下年数: {自然人: 103", "信息公开结转下年数: {自然人: 104");
    told(&[closing], Code::E0513, &["3001", "34", "2932", "104"]);
    // The total of the results, of one kind of applicants.
    let total = (FORM, "信息公开办结数: {自然人: 2932", "信息公开办结数: {自然人: 2931");
    // Of the 21 results the largest five.
    let results = APPLICATIONS[2..23].iter().map(|(_, [people, ..])| *people);
    let mut largest: Vec<_> = results.clone().collect();
    largest.sort_unstable_by_key(|people| std::cmp::Reverse(*people));
    let marked = results.filter(|people| *people >= largest[4]).map(|people| people.to_string());
    let leaves: Vec<String> = ["2931".to_owned()].into_iter().chain(marked).collect();
    let leaves: Vec<&str> = leaves.iter().map(String::as_str).collect();
    told(&[total], Code::E0501, &leaves);
    // The total of the applicants.
    let all = (
        FORM,
        "法律服务机构: 61, 其他: 4, 其余: 0}\n  信息公开上年",
        "法律服务机构: 61, 其他: 4, 其余: 0, 总计: 3118}\n  信息公开上年",
    );
    told(&[all], Code::E0501, &["3118", "3001", "53", "0", "0", "61", "4"]);
    // Each of the three blocks of reviews and lawsuits.
    let reviews = (FORM, "尚未审结: 37}", "尚未审结: 37, 总计: 350}");
    told(&[reviews], Code::E0501, &["350", "72", "64", "178", "37"]);
    let lawsuits = (FORM, "尚未审结: 1}", "尚未审结: 1, 总计: 27}");
    told(&[lawsuits], Code::E0501, &["27", "13", "4", "8", "1"]);
    let after_review = (FORM, "尚未审结: 6}", "尚未审结: 6, 总计: 21}");
    told(&[after_review], Code::E0501, &["21", "12", "1", "1", "6"]);
    // Last year's closing, and last year's stock.
    let carried = (LAST_YEAR, "信息公开结转下年数: {自然人: 34", "信息公开结转下年数: {自然人: 35");
    told(&[carried], Code::E0606, &["34", "35"]);
    let stock = (LAST_YEAR, "  规章现行有效件数: 10", "  规章现行有效件数: 9");
    told(&[stock], Code::E0607, &["11", "9", "1", "0"]);
}

#[test]
fn the_faults_of_real_reports_are_told() {
    let fee = "本年度收取信息处理费{{收取信息处理费}}。";
    let cases = [
        // The classes of the table add to another number.
        ((REPORT, "无法提供{{无法提供数}}", "无法提供265件"), Code::E0710),
        // The natural persons for all.
        ((REPORT, "政府信息公开申请{{信息公开申请数}}", "政府信息公开申请3001件"), Code::E0710),
        // A growth rate that its two numbers do not give.
        ((REPORT, "申请{{信息公开申请数}}，", "申请{{信息公开申请数}}，增长1.05%，"), Code::E0728),
        // Blank or a stroke where 0 is meant.
        ((FORM, "  规章制发件数: 1\n", "  规章制发件数:\n"), Code::E0304),
        ((FORM, "  规章废止件数: 0\n", "  规章废止件数: /\n"), Code::E0304),
        (
            (FORM, "  不予处理公开出版物: 0\n", "  不予处理公开出版物: {自然人: /, 其余: 0}\n"),
            Code::E0304,
        ),
        // 信息处理费 is income, or an application was refused for it.
        ((REPORT, fee, "无。"), Code::E0751),
        ((REPORT, fee, "没有其他需要报告的事项。"), Code::E0751),
        // All was done, beside a carry-over.
        (
            (REPORT, "结转下年度继续办理{{信息公开结转下年数}}。", "收到的申请全部办结。"),
            Code::E0753,
        ),
        ((REPORT, fee, "无{{收取信息处理费}}。"), Code::E0752),
        // Nothing in part 5.
        ((REPORT, "    改进: 三张表里没有这方面的数，示例从略\n", "    改进:\n"), Code::E0131),
    ];
    for (edit, code) in cases {
        let examined = with(&[edit]);
        let codes: Vec<Code> = examined.findings.iter().map(|found| found.code).collect();
        assert_eq!(codes, [code], "{edit:?}");
    }
}

/// What is found once a sentence stands before the one on the fee.
fn beside_the_fee(sentence: &str) -> Vec<Code> {
    let fee = "本年度收取信息处理费{{收取信息处理费}}。";
    let examined = with(&[(REPORT, fee, &format!("{sentence}{fee}"))]);
    examined.findings.iter().map(|found| found.code).collect()
}

#[test]
fn what_the_tables_deny_is_told() {
    for sentence in [
        "收到的申请均已按期办结。",
        "申请已全部依法办理完毕，无结转。",
        "没有结转下年度的申请。",
        "无政府信息公开行政复议、行政诉讼案件。",
        "本年度未制发规章。",
        "没有收取行政事业性收费。",
        "未向申请人收取费用。",
        "未收取信息处理费。",
        "全年未收到申请。",
        "本年度无政府信息公开申请。",
        "本年度没有依申请公开事项。",
        "本年度未产生依申请公开件。",
        "本年度零申请。",
        "全年无人申请政府信息公开。",
        "未受理政府信息公开申请。",
        "本年度无上年结转。",
        "收到的申请全部予以公开。",
        "没有不予公开的情形。",
        "政府信息公开工作未引发行政复议。",
        "政府信息公开工作未引发行政诉讼。",
        "全年未作出行政处罚决定。",
    ] {
        assert_eq!(beside_the_fee(sentence).first(), Some(&Code::E0753), "{sentence}");
    }
}

#[test]
fn true_sentences_that_speak_of_something_else_are_not_told() {
    for sentence in [
        "未发生因政府信息公开申请行政复议被纠错的情形。",
        "确保政府信息公开申请全部办结。",
        "信访件全部办结，依申请公开渠道畅通。",
        "到期申请均已办结。",
        "对其余申请未收取信息处理费。",
        "未收取信息处理费以外的费用。",
        "除上述情况外，无其他需要报告的事项。",
        "主动公开的内容全部予以公开。",
        "没有不予公开不当的申请。",
        "无人申请听证。",
        "未受理重复申请。",
        "未作出违法的行政处罚决定。",
        "2023年度政府信息公开工作年度报告按时公开。",
    ] {
        assert_eq!(beside_the_fee(sentence), [], "{sentence}");
    }
    // Nothing was taken in, though an application was refused for a fee that was not paid.
    let fee = "本年度收取信息处理费{{收取信息处理费}}。";
    for sentence in [
        "本年度未收取信息处理费（{{收取信息处理费}}）。",
        "本年度收取信息处理费{{收取信息处理费}}。除上述情况外，无其他需要报告的事项。",
    ] {
        let none = (FORM, "收取信息处理费: 3940", "收取信息处理费: 0");
        let examined = with(&[none, (REPORT, fee, sentence)]);
        assert_eq!(found(&examined), [], "{sentence}");
    }
}

#[test]
fn a_layout_with_other_parts_is_told() {
    let layout = "templates/政府信息公开/年度报告.md.tera";
    for (from, to, told) in [
        ("## 主动公开政府信息情况", "## 主动公开情况", "“主动公开情况”不是规定的部分"),
        ("## 其他需要报告的事项\n", "\n", "少了规定的部分“其他需要报告的事项”"),
        ("## 总体情况\n", "## 概述\n\n概述。\n\n## 总体情况\n", "“概述”不是规定的部分"),
    ] {
        let project = example();
        project.edit(layout, from, to);
        let run = project.run(&["check", "2024"]);
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(all.contains(told), "{all}");
        assert_eq!(all.matches("错误[").count(), 1, "{all}");
    }
}

#[test]
fn texts_that_are_last_years_are_told_though_the_report_bears_no_date() {
    let project = example();
    let report = project.read(REPORT);
    assert!(!report.contains("成文日期"));
    // What prints figures is not the same once they differ.
    let own = "加强政府信息公开工作人员的业务培训，健全审查和协调机制，主动接受社会监督和评议。";
    let report = report.replace("监督保障: |\n", &format!("监督保障: |\n  {own}\n\n"));
    project.write(REPORT, &report);
    project.write("data/2023/report.yaml", &report.replace("年度: 2024", "年度: 2023"));
    let examined = examine(project.path(), 2024, &Options::default());
    let told = examined.findings.iter().filter(|found| found.code == Code::E0815);
    let told: Vec<&str> = told.map(|found| found.message.as_str()).collect();
    assert_eq!(told, ["“监督保障”有 1 段与上年一字不差"]);
}

#[test]
fn a_content_left_empty_is_told_at_its_key() {
    let text = "平台建设: |\n  三张表里没有平台建设的数，示例从略。\n";
    let examined = with(&[(REPORT, text, "平台建设:\n")]);
    let told = examined.findings.iter().find(|found| found.code == Code::E0808);
    let told = told.expect("the content is missing");
    assert_eq!(told.help.as_deref(), Some("在“平台建设”下写政府信息公开平台建设情况"));
}

#[test]
fn a_content_of_which_there_always_is_something_to_say_is_not_none() {
    let text = "平台建设: |\n  三张表里没有平台建设的数，示例从略。\n";
    let examined = with(&[(REPORT, text, "平台建设: 无。\n")]);
    let codes: Vec<Code> = examined.findings.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::E0708]);
}

#[test]
fn a_report_published_within_its_year_is_told() {
    let examined = with(&[(REPORT, "年度: 2024\n", "年度: 2024\n发布日期: 2024-12-30\n")]);
    let codes: Vec<Code> = examined.findings.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::E0908]);
}
