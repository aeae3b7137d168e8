//! Forms that were filled in in ways that the form does not provide for, from the command.

use serde_json::Value;

use crate::support::Project;
use crate::support::workbook::Workbook;

const TABLE: &str = "收到和处理政府信息公开申请情况";

/// The 示例区 of 政府信息公开, and the empty form of 乙镇 of 2025 with some cells filled in.
fn with_form(cells: &str) -> Project {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["new", "2025"]).succeeds();
    let recipe = format!("data/2025/乙镇.xlsx: {{from: form, sheets: {cells}}}");
    Workbook::make_all(&project, &recipe);
    project
}

/// The faults of a code in the workbook of 乙镇: each its message and its places.
fn faults(project: &Project, code: &str) -> Vec<(String, Vec<String>)> {
    let run = project.run(&["check", "2025", "--format", "json"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    run.stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|fault| fault["code"] == code && fault.to_string().contains("乙镇.xlsx"))
        .map(|fault| {
            let labels = fault["labels"].as_array().unwrap();
            let places = labels.iter().map(|label| text(&label["cell"]));
            (text(&fault["message"]), places.collect())
        })
        .collect()
}

/// What `convert` writes of the workbook.
fn converted(project: &Project, year: &str) -> String {
    project.run(&["convert", year, "乙镇.xlsx", "--replace"]).succeeds();
    project.read(&format!("data/{year}/乙镇.yaml"))
}

#[test]
fn members_beside_one_that_was_typed_over_its_formula_are_told_at_their_cells() {
    let project = with_form(&format!("{{{TABLE}: {{cells: {{D29: 3}}}}}}"));
    assert_eq!(faults(&project, "E0301"), []);
    let found = faults(&project, "E0304");
    let found = found.iter().find(|(message, _)| message.contains("信息公开办结数")).unwrap();
    let places: Vec<String> =
        ["E29", "F29", "G29", "H29", "I29"].iter().map(|cell| format!("{TABLE}!{cell}")).collect();
    assert_eq!(*found, ("“信息公开办结数”还有 5 个成员没有填数".to_owned(), places));
}

#[test]
fn a_formula_of_the_form_is_computed_and_one_of_somebody_else_is_what_was_typed() {
    // 指标!B3 to B8 add up columns of the table; the form's own formulas need no result for that.
    let project = with_form("{指标: {cells: {B5: {formula: '2+2'}}}}");
    assert_eq!(
        faults(&project, "E0178"),
        [(
            "“不予公开数·科研机构”是公式，文件里没有存它的结果".to_owned(),
            vec!["指标!B5".to_owned()]
        )]
    );
    let typed = "指标: {cells: {B3: {formula: '1+2', number: 3}}}";
    let project = with_form(&format!(
        "{{{typed}, {TABLE}: {{cells: {{D10: 0, E10: 1, F10: 0, G10: 0, H10: 0, I10: 0}}}}}}"
    ));
    let text = converted(&project, "2025");
    // 商业企业 and the rest have something to add up, and are computed.
    assert!(text.contains("  不予公开数:\n    自然人: 3\n  无法提供数:\n"), "{text}");
}

#[test]
fn a_form_whose_formulas_were_left_says_what_was_typed_and_nothing_else() {
    let project = Project::example("政府信息公开-示例区");
    let before = project.read("data/2024/乙镇.yaml");
    let (before, after): (serde_yaml::Value, serde_yaml::Value) = {
        Workbook::make_all(&project, "data/2024/乙镇.xlsx: {from: data}");
        let after = converted(&project, "2024");
        (serde_yaml::from_str(&before).unwrap(), serde_yaml::from_str(&after).unwrap())
    };
    let names = |said: &serde_yaml::Value| -> Vec<String> {
        let figures = said["指标"].as_mapping().unwrap();
        let filled = figures.iter().filter(|(_, value)| !value.is_null());
        let mut names: Vec<String> =
            filled.map(|(name, _)| name.as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&before), names(&after));
}
