//! The fictional district of `examples/`: five departments and two towns, whose reports and the
//! district's are made by one command of one folder of data.

use std::collections::BTreeMap;
use std::fs;

use nianbao::{Options, examine};
use rust_decimal::Decimal;

use crate::support::{Project, read_with, reader, root};

const EXAMPLE: &str = "政府信息公开-示例区";
const UNITS: [&str; 7] =
    ["区政府办公室", "区公安局", "区司法局", "区自然资源局", "区市场监管局", "甲镇", "乙镇"];
const NAME: &str = "政府信息公开年报";

fn made() -> Project {
    let project = Project::example(EXAMPLE);
    project.run(&["generate", "2024", "--for", "本级,各部门", "--deny-warnings"]).succeeds();
    project
}

fn folder(unit: Option<&str>) -> String {
    unit.map_or("output/2024".to_owned(), |unit| format!("output/2024/部门/{unit}"))
}

/// The cells of all tables of a report, row by row.
fn cells(project: &Project, unit: Option<&str>) -> Vec<Vec<String>> {
    let text = project.read(&format!("{}/{NAME}.md", folder(unit)));
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let cells = row.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().replace('\\', "")).collect()
    };
    rows.map(cells).collect()
}

/// The number of a cell that is one.
fn number(cell: &str) -> Option<Decimal> {
    let is_number = !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_number.then(|| cell.parse().unwrap())
}

#[test]
fn the_tables_of_the_district_are_the_sums_of_all_others_cell_by_cell() {
    let project = made();
    let units: Vec<Vec<Vec<String>>> =
        UNITS.iter().map(|unit| cells(&project, Some(unit))).collect();
    let mut count = 0;
    for (row, of_district) in cells(&project, None).iter().enumerate() {
        for (column, cell) in of_district.iter().enumerate() {
            let theirs = units.iter().map(|unit| unit[row][column].as_str());
            match number(cell) {
                Some(total) => {
                    let sum: Decimal = theirs.map(|cell| number(cell).unwrap()).sum();
                    assert_eq!(total, sum, "{of_district:?}");
                    count += 1;
                }
                None => theirs.for_each(|label| assert_eq!(label, cell)),
            }
        }
    }
    // 10 of what is disclosed, 25 rows of 7, 15 of reviews and lawsuits.
    assert_eq!(count, 10 + 25 * 7 + 15);
}

#[test]
fn every_report_is_made_in_all_forms_under_its_own_name() {
    let project = made();
    for unit in UNITS.map(Some).into_iter().chain([None]) {
        let path = |ending: &str| format!("{}/{NAME}{ending}", folder(unit));
        let text = project.read(&path(".md"));
        let title = text.lines().next().unwrap().to_owned();
        let issuer = title
            .strip_suffix("2024年政府信息公开工作年度报告")
            .unwrap_or_else(|| panic!("{title}"));
        assert!(issuer.starts_with("# 示例市示例区"), "{title}");
        for ending in [".html", "数据来源.csv"] {
            assert!(project.path().join(path(ending)).exists(), "{}", path(ending));
        }
        let Some(pdftotext) = reader("pdftotext") else { continue };
        let pdf = project.path().join(path(".pdf"));
        let printed = read_with(&pdftotext, &[pdf.as_os_str(), "-".as_ref()]);
        let printed: String = printed.split_whitespace().collect();
        assert!(printed.contains(&issuer.replace("# ", "")), "{printed}");
    }
    // The record of a department's figures leads to its own file alone.
    let sources = project.read(&format!("{}/{NAME}数据来源.csv", folder(Some("甲镇"))));
    assert!(sources.contains("data/2024/甲镇.yaml") && !sources.contains("区公安局"), "{sources}");
}

#[test]
fn a_fault_of_one_unit_is_told_for_its_report_and_for_the_districts() {
    let project = Project::example(EXAMPLE);
    let path = "data/2024/乙镇.yaml";
    let text = project.read(path);
    let line = text.lines().find(|line| line.contains("信息公开申请数:")).unwrap();
    project.edit(path, line, "  信息公开申请数: {自然人: 99, 其余: 0}");
    let mut failed = BTreeMap::new();
    for unit in UNITS.map(Some).into_iter().chain([None]) {
        let options = Options { department: unit.map(str::to_owned), ..Options::default() };
        failed.insert(unit, examine(project.path(), 2024, &options).findings.has_errors());
    }
    let failed: Vec<_> = failed.into_iter().filter(|(_, failed)| *failed).collect();
    assert_eq!(failed, [(None, true), (Some("乙镇"), true)]);
}

#[test]
fn departments_and_towns_have_the_days_of_departments() {
    for unit in [Some("区司法局"), Some("甲镇"), None] {
        let project = Project::example(EXAMPLE);
        let (path, day) = match unit {
            Some(unit) => (format!("data/2024/{unit}.yaml"), "2025-02-01"),
            None => ("data/2024/report.yaml".to_owned(), "2025-04-01"),
        };
        let text = project.read(&path);
        let line = text.lines().find(|line| line.trim().starts_with("发布日期")).unwrap();
        let indent = line.len() - line.trim_start().len();
        project.edit(&path, line, &format!("{}发布日期: {day}", " ".repeat(indent)));
        let options = Options { department: unit.map(str::to_owned), ..Options::default() };
        let examined = examine(project.path(), 2024, &options);
        let late = examined.findings.iter().filter(|found| found.code.name() == "E0904");
        assert_eq!(late.count(), 1, "{unit:?}: {:?}", examined.findings);
    }
}

#[test]
fn its_data_hold_nothing_that_is_real() {
    let data = root().join("examples").join(EXAMPLE).join("data");
    let profile = fs::read_to_string(data.join("profile.yaml")).unwrap();
    assert!(profile.contains("虚构的示例"));
    assert!(
        profile
            .lines()
            .filter(|line| line.contains("全称"))
            .all(|line| line.contains("示例市示例区"))
    );
}
