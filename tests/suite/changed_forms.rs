//! Forms that went out before the project changed: what they say is read as it was meant when they were
//! sent, or the change is told once, with a way on. Forms of a year that is over need no mending.

use std::fs;

use crate::support::Project;
use crate::support::workbook::Workbook;

const FORM: &str = "data/2024/区信访局.xlsx";
const TABLE: &str = "templates/法治政府建设/表/纠纷.yaml";
const ROWS: &str = "行:\n  - [受理总数, {指标: 纠纷受理数}]\n  - [化解总数, {指标: 纠纷化解数}]\n";

/// A project whose department has handed in a form, made as the project is before it changes.
fn project(table: Option<&str>, year: &str) -> Project {
    let project = Project::base();
    if let Some(rows) = table {
        project.write(TABLE, &format!("表头:\n  - [项目, 数量]\n{rows}"));
    }
    if year == "2023" {
        let text = project.read("data/2024/区信访局.yaml").replace("2024", "2023");
        project.write("data/2023/区信访局.yaml", &text);
        let report = project.read("data/2024/report.yaml").replace("2024", "2023");
        project.write("data/2023/report.yaml", &report);
    }
    project.run(&["convert", year, "区信访局.yaml", "--replace"]).succeeds();
    project
}

fn check(project: &Project) -> String {
    project.run(&["check", "2024"]).stdout.clone()
}

fn change(project: &Project, path: &str, recipe: &str) {
    let path = project.path().join(path);
    let mut book = Workbook::open(&fs::read(&path).unwrap());
    book.change(recipe);
    fs::write(path, book.pack()).unwrap();
}

fn new_unit(project: &Project) {
    let metric = "{名称: 纠纷受理数, 主题: 社会治理, 单位: ";
    project.edit("data/catalogue.yaml", &format!("{metric}件"), &format!("{metric}万件"));
    // A rule is of figures in one unit.
    let catalogue = project.read("data/catalogue.yaml");
    let of_one =
        |line: &&str| !["纠纷化解率核对", "化解不超过受理"].iter().any(|rule| line.contains(rule));
    let lines: Vec<&str> = catalogue.lines().filter(of_one).collect();
    project.write("data/catalogue.yaml", &(lines.join("\n") + "\n"));
}

const NEW_UNIT: &str = "填报表下发以后，“纠纷受理数”的单位由“件”改成了“万件”";

#[test]
fn a_unit_that_the_catalogue_changed_is_told_where_the_form_does_not_show_one() {
    for recipe in [
        "sheets: {指标: {cells: {纠纷受理数/单位: ~}}}",
        "sheets: {指标: {cells: {名称/单位: 计量单位}}}",
    ] {
        let project = project(None, "2024");
        change(&project, FORM, recipe);
        new_unit(&project);
        let text = check(&project);
        assert_eq!(text.matches(NEW_UNIT).count(), 1, "{recipe}: {text}");
    }
    // Who wrote the new unit has reckoned the number.
    let project = project(None, "2024");
    change(&project, FORM, "sheets: {指标: {cells: {纠纷受理数/单位: 万件}}}");
    new_unit(&project);
    assert!(!check(&project).contains("E0171"));
}

#[test]
fn a_unit_that_the_catalogue_changed_is_told_of_a_figure_in_a_table() {
    let old = project(Some(ROWS), "2024");
    new_unit(&old);
    let text = check(&old);
    assert_eq!(text.matches(NEW_UNIT).count(), 1, "{text}");
    // The words of the table, too, were changed since.
    let rows = ROWS.replace("受理总数", "受理（单位：件）");
    let both = project(Some(&rows), "2024");
    new_unit(&both);
    let table = both.read(TABLE).replace("单位：件", "单位：万件");
    both.write(TABLE, &table);
    assert_eq!(check(&both).matches(NEW_UNIT).count(), 1);
    // Who wrote the new words has reckoned the number.
    change(&both, FORM, "sheets: {纠纷: {cells: {A4: 受理（单位：万件）}}}");
    let text = check(&both);
    assert!(!text.contains("E0171") && !text.contains("E0166"), "{text}");
}

#[test]
fn a_table_whose_words_give_another_unit_than_the_catalogue_is_told() {
    for (label, is_told) in [
        ("金额（单位：万元）", false),
        ("金额（单位：万元，含利息）", false),
        ("金额（单位：人民币万元）", false),
        ("金额（单位：元）", true),
    ] {
        let project = Project::base();
        let row = format!("行:\n  - [{label}, {{指标: 调解涉及金额, 空: 空白}}]\n");
        project.write(TABLE, &format!("表头:\n  - [项目, 数量]\n{row}"));
        let text = check(&project);
        let told = "栏目“金额（单位：元）”写的单位是“元”，“调解涉及金额”的单位是“万元”";
        assert_eq!(text.contains(told), is_told, "{text}");
    }
}

#[test]
fn last_years_form_in_another_unit_is_not_compared_and_does_not_stop_the_next_year() {
    for table in [None, Some(ROWS)] {
        let last = project(table, "2023");
        new_unit(&last);
        let text = check(&last);
        assert!(text.contains("E0605"), "{text}");
        assert!(text.contains("“纠纷受理数”的单位是“件”，现在是“万件”"), "{text}");
        let now = project(table, "2024");
        new_unit(&now);
        let run = now.run(&["new", "2025", "--xlsx"]);
        assert!(run.succeeds().stderr.contains("警告[E0171]"), "{}", run.stderr);
        assert_eq!(now.run(&["convert", "2025", "区信访局.xlsx"]).code, 0);
    }
}

const BOTH: &str = "报告: [法治政府建设, {种类: 政府信息公开, 责任部门: 区信访局}]\n版式:";

#[test]
fn a_kind_of_report_that_was_added_since_is_told_once_and_only_to_it() {
    let project = project(None, "2024");
    let before = check(&project);
    project.edit("data/profile.yaml", "版式:", BOTH);
    assert_eq!(check(&project), before);
    project.run(&["new", "2025", "--xlsx"]).succeeds();
    project.run(&["new", "2024", "--report", "政府信息公开"]).succeeds();
    let run = project.run(&["check", "2024", "--report", "政府信息公开"]);
    let text = &run.stdout;
    assert_eq!(text.matches("报告里添了“政府信息公开”").count(), 1, "{text}");
    assert_eq!(text.matches("区信访局.xlsx:").count(), 0, "{text}");
    // The way on that is told.
    project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]).succeeds();
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    let run = project.run(&["check", "2024", "--report", "政府信息公开"]);
    assert!(!run.stdout.contains("填报表下发以后"), "{}", run.stdout);
    assert_eq!(check(&project), before);
}

#[test]
fn a_kind_of_report_that_is_made_no_more_is_told_once() {
    let project = Project::base();
    project.edit("data/profile.yaml", "版式:", BOTH);
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    project.edit("data/profile.yaml", BOTH, "版式:");
    let text = check(&project);
    assert_eq!(text.matches("填报表下发以后，“政府信息公开”不做了").count(), 1, "{text}");
    assert_eq!(text.matches("]: ").count(), 1, "{text}");
    let run = project.run(&["new", "2025", "--xlsx"]);
    assert!(!run.succeeds().stderr.contains('['), "{}", run.stderr);
}

#[test]
fn figures_that_another_department_reports_now_stay_in_last_years_form() {
    let owner = "责任部门: 区信访局, 必填: 必填, 口径: 平台受理的矛盾纠纷";
    for year in ["2023", "2024"] {
        let project = project(Some(ROWS), year);
        project.edit("data/catalogue.yaml", owner, &owner.replace("区信访局", "区司法局"));
        if year == "2024" {
            let text = check(&project);
            assert_eq!(text.matches("“纠纷受理数”改由别的部门填了").count(), 1, "{text}");
        }
        let next = if year == "2023" { "2024" } else { "2025" };
        let _ =
            fs::remove_dir_all(project.path().join("data/2024")).ok().filter(|()| year == "2023");
        let run = project.run(&["new", next, "--xlsx"]);
        assert!(!run.succeeds().stderr.contains("删去"), "{}", run.stderr);
    }
}

#[test]
fn words_of_a_table_that_were_changed_since_are_known_by_its_figures() {
    for year in ["2023", "2024"] {
        let project = project(Some(ROWS), year);
        let table = project.read(TABLE).replace("受理总数", "受理的全部纠纷");
        project.write(TABLE, &table);
        let text = check(&project);
        let told = text.matches("表样里的“受理总数”改成了“受理的全部纠纷”，照样读了").count();
        assert_eq!(told, usize::from(year == "2024"), "{text}");
        assert!(!text.contains("找不到") && !text.contains("E0605"), "{text}");
        // Other words that somebody typed are not guessed at.
        change(
            &project,
            &format!("data/{year}/区信访局.xlsx"),
            "sheets: {纠纷: {cells: {A4: 受理}}}",
        );
        let text = check(&project);
        assert!(text.contains("找不到") || text.contains("E0605"), "{text}");
    }
}
