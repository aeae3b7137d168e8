//! Tables of forms from their files to every output.

use crate::support::workbook::Workbook;
use crate::support::{Project, read_with, reader};

const METRICS: &str = "指标:
  - {名称: 申请数, 主题: 社会治理, 单位: 件, 类型: 计数, 维度: 申请人, 责任部门: 区司法局, 必填: 必填, 口径: 全年新收}
  - {名称: 公开数, 主题: 社会治理, 单位: 件, 类型: 计数, 维度: 申请人, 责任部门: 区司法局, 必填: 必填, 口径: 予以公开}
";

const DIMENSION: &str = "维度:
  申请人: {成员: [自然人, 商业企业, 其他], 总计: 总计}
";

const TABLE: &str = "列宽: [1, 4, 2, 2, 2, 2]
字号: 小五
表头:
  - [{文: 事项, 跨行: 2, 跨列: 2}, {文: 申请人情况, 跨列: 4}]
  - [自然人, 商业企业, 其他, 总计]
行:
  - [{文: 一、新收第1类, 跨列: 2}, {指标: 申请数, 按: 申请人}]
  - [{文: 办理结果, 跨行: 2, 竖排: 是}, 1.予以公开, {指标: 公开数, 按: 申请人}]
  - [2.其中自然人, {指标: 公开数·自然人, 跨列: 4}]
";

/// The 示例区 with two metrics of a dimension, and a layout that prints them in a table.
fn project() -> Project {
    let project = Project::base();
    let catalogue = "data/catalogue.yaml";
    project.edit(catalogue, "指标:\n", METRICS);
    project.edit(catalogue, "指标:\n", &format!("{DIMENSION}指标:\n"));
    let office = "data/2024/区司法局.yaml";
    let values =
        "  申请数: {自然人: 3001, 商业企业: 53, 其他: 65}\n  公开数: {自然人: 1288, 其余: 0}\n";
    project.edit(office, "指标:\n", &format!("指标:\n{values}"));
    project.write("templates/表/申请.yaml", TABLE);
    let layout = "{% include \"luojiang.md.tera\" %}\n\n{{ \"申请\" | table }}\n";
    project.write("templates/申请.md.tera", layout);
    project
}

const GENERATE: [&str; 6] = ["generate", "2024", "--layout", "申请", "--out", "out"];

#[test]
fn a_table_stands_cell_by_cell_in_every_output() {
    let project = project();
    project.run(&GENERATE).succeeds();
    let markdown = project.read("out/年报.md");
    for line in [
        "| 事项 |  | 申请人情况 |  |  |  |",
        "|  |  | 自然人 | 商业企业 | 其他 | 总计 |",
        "| 一、新收第1类 |  | 3001 | 53 | 65 | 3119 |",
        "| 办理结果 | 1.予以公开 | 1288 | 0 | 0 | 1288 |",
        "|  | 2.其中自然人 | 1288 |  |  |  |",
    ] {
        assert!(markdown.lines().any(|found| found == line), "{line}\n{markdown}");
    }
    let page = project.read("out/年报.html");
    for part in ["3119", "rowspan=\"2\"", "colspan=\"4\"", "予以公开"] {
        assert!(page.contains(part), "{part}");
    }
    let sources = project.read("out/数据来源.csv");
    for cited in ["申请数·商业企业", "公开数·其他", "申请数"] {
        assert!(sources.contains(cited), "{sources}");
    }
    if let Some(pdftotext) = reader("pdftotext") {
        let pdf = project.path().join("out/年报.pdf");
        let text = read_with(&pdftotext, &["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]);
        let row = |label: &str| {
            let line = text.lines().find(|line| line.contains(label)).unwrap_or_default();
            line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(
            row("新收第").ends_with(&["3001", "53", "65", "3119"].map(str::to_owned)),
            "{text}"
        );
        assert!(
            row("予以公开").ends_with(&["1288", "0", "0", "1288"].map(str::to_owned)),
            "{text}"
        );
    }
}

#[test]
fn a_sum_that_the_data_contradict_is_told_and_no_file_is_made() {
    let project = project();
    let values = "申请数: {自然人: 3001, 商业企业: 53, 其他: 65, 总计: 3120}";
    project.edit(
        "data/2024/区司法局.yaml",
        "申请数: {自然人: 3001, 商业企业: 53, 其他: 65}",
        values,
    );
    let run = project.run(&GENERATE);
    assert!(run.transcript().contains("3120"), "{}", run.transcript());
    assert!(!project.path().join("out/年报.md").exists());
}

#[test]
fn a_draft_holds_the_places_of_numbers_that_are_missing() {
    let project = project();
    let values = "  申请数: {自然人: 3001, 商业企业: 53, 其他: 65}\n";
    project.edit("data/2024/区司法局.yaml", values, "");
    let draft: Vec<&str> = GENERATE.iter().copied().chain(["--draft"]).collect();
    let run = project.run(&draft);
    assert!(run.transcript().contains("E0301"), "{}", run.transcript());
    let markdown = project.read("out/年报（草稿）.md");
    let line = "| 一、新收第1类 |  | 待补 | 待补 | 待补 | 待补 |";
    assert!(markdown.lines().any(|found| found == line), "{markdown}");
}

#[test]
fn a_fault_of_a_table_is_told_by_check_though_no_layout_prints_it() {
    let project = project();
    project.edit("templates/表/申请.yaml", "跨行: 2, 竖排", "跨行: 3, 竖排");
    let run = project.run(&["check", "2024"]);
    let said = run.transcript();
    assert!(said.contains("E1022") && said.contains("templates/表/申请.yaml:8:"), "{said}");
}

#[test]
fn what_was_typed_over_a_figure_that_is_shown_again_is_told() {
    for (typed, is_told) in [(1288, false), (1290, true)] {
        let project = project();
        let cells = format!("sheets: {{申请: {{cells: {{C7: {typed}}}}}}}");
        Workbook::make_all(&project, &format!("data/2024/区司法局.xlsx: {{from: data, {cells}}}"));
        let said = project.run(&["check", "2024"]).transcript();
        let fault = "错误[E0176]: “公开数·自然人”写在两处，这里写的“1290”没有读\n";
        assert_eq!(said.contains(fault), is_told, "{said}");
        assert_eq!(said.contains("E0176"), is_told, "{said}");
    }
}
