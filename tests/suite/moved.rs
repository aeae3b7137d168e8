//! Forms whose rows and columns were moved: the same figures are read, or it is told, but never a
//! figure from the cell of another.

use std::fs;

use crate::support::Project;
use crate::support::workbook::Workbook;

/// The lines of a file of YAML that say something, in no order: rows that were moved are written
/// where they stand.
fn said(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    lines.sort();
    lines
}

/// What a workbook with some changes says; none where something is told.
fn read(project: &Project, form: &[u8], changes: &str) -> Option<Vec<String>> {
    let yaml = project.path().join("data/2024/区公安局.yaml");
    let _ = fs::remove_file(&yaml);
    let book = Workbook::open(form).change(changes).pack();
    fs::write(project.path().join("data/2024/区公安局.xlsx"), book).unwrap();
    let run = project.run(&["convert", "2024", "区公安局.xlsx"]);
    if run.code == 0 {
        return Some(said(&fs::read_to_string(&yaml).unwrap()));
    }
    assert!(run.stderr.contains("区公安局.xlsx"), "{changes}: {}", run.stderr);
    None
}

/// The form of a department whose figures are all different.
fn form() -> (Project, Vec<u8>) {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["convert", "2024", "区公安局.yaml"]).succeeds();
    let form = fs::read(project.path().join("data/2024/区公安局.xlsx")).unwrap();
    (project, form)
}

#[test]
fn rows_and_columns_of_tables_that_were_exchanged_are_read_by_their_labels_or_told() {
    let (project, form) = form();
    let before = read(&project, &form, "{}").unwrap();
    let (mut same, mut told) = (0, 0);
    for (sheet, rows, columns) in [
        ("主动公开政府信息情况", 16, "ABCD"),
        ("收到和处理政府信息公开申请情况", 28, "ABCDEFGHIJ"),
        ("政府信息公开行政复议、行政诉讼情况", 6, "ABCDEFGHIJKLMNO"),
    ] {
        let rows = (3..rows).flat_map(|row| {
            let other = 3 + row * 7 % (rows - 2);
            [(row, row + 1), (row, other)]
                .map(|(one, other)| format!("swap-rows: [{one}, {other}]"))
        });
        let columns: Vec<char> = columns.chars().collect();
        let columns =
            columns.windows(2).map(|pair| format!("swap-columns: [{}, {}]", pair[0], pair[1]));
        for change in rows.chain(columns) {
            match read(&project, &form, &format!("sheets: {{{sheet}: {{{change}}}}}")) {
                Some(after) if after == before => same += 1,
                Some(after) => panic!("{sheet} {change}: {after:#?}"),
                None => told += 1,
            }
        }
    }
    assert!(same > 20 && told > 20, "{same} {told}");
}

#[test]
fn figures_that_change_places_with_their_labels_keep_their_names() {
    let (project, form) = form();
    let before = read(&project, &form, "{}").unwrap();
    for change in [
        "主动公开政府信息情况: {swap-rows: [行政处罚, 行政强制]}",
        "收到和处理政府信息公开申请情况: {swap-rows: [22, 23]}",
        "政府信息公开行政复议、行政诉讼情况: {swap-columns: [B, C]}",
    ] {
        assert_eq!(
            read(&project, &form, &format!("sheets: {{{change}}}")).as_ref(),
            Some(&before),
            "{change}"
        );
    }
}

#[test]
fn labels_that_were_exchanged_without_their_figures_are_one_error() {
    let (project, form) = form();
    let open = "主动公开政府信息情况";
    let asked = "收到和处理政府信息公开申请情况";
    for change in [
        format!("{open}: {{swap-cells: [A12, A13]}}"),
        format!("{open}: {{swap-cells: [B4, C4]}}"),
        format!("{open}: {{swap-cells: [A5, A6]}}"),
        format!("{asked}: {{swap-cells: [C15, C16]}}"),
        format!("{asked}: {{swap-cells: [A6, A7]}}"),
        // Some cells of the rows, not all.
        format!("{asked}: {{swap-cells: ['C15:D15', 'C16:D16']}}"),
    ] {
        let change = format!("sheets: {{{change}}}");
        assert_eq!(read(&project, &form, &change), None, "{change}");
        let said = project.run(&["check", "2024"]).transcript();
        let told: Vec<&str> = said.lines().filter(|line| line.contains("错误[")).collect();
        assert!(
            matches!(told.as_slice(), [told] if told.contains("和下发时的次序不同")),
            "{change}: {said}"
        );
    }
}

#[test]
fn figures_of_a_table_that_were_merged_are_told_at_their_cell() {
    let (project, form) = form();
    for area in ["D10:D11", "D10:I10"] {
        let change = format!("sheets: {{收到和处理政府信息公开申请情况: {{merge: ['{area}']}}}}");
        assert_eq!(read(&project, &form, &change), None, "{area}");
        let said = project.run(&["check", "2024"]).transcript();
        assert!(said.contains("错误[E0177]") && said.contains("情况!D10"), "{area}: {said}");
        assert_eq!(said.matches("错误[").count(), 1, "{area}: {said}");
    }
}

#[test]
fn rows_of_a_table_that_were_sorted_as_a_whole_are_read() {
    let (project, form) = form();
    let before = read(&project, &form, "{}").unwrap();
    let sorted = "sheets: {收到和处理政府信息公开申请情况: {swap-cells: ['C15:J15', 'C16:J16']}}";
    assert_eq!(read(&project, &form, sorted), Some(before));
}

#[test]
fn cells_that_were_deleted_or_inserted_in_a_table_are_one_error() {
    let (project, form) = form();
    let before = read(&project, &form, "{}").unwrap();
    let table = |steps: &str| format!("sheets: {{主动公开政府信息情况: {{{steps}}}}}");
    for steps in [
        "delete-cells: {B6: left}",
        "insert-cells: {B6: right}",
        "delete-cells: {B12: up}",
        "insert-cells: {B12: down}",
        "delete-cells: {B6: left}, insert-cells: {D6: right}, cells: {D6: 13}",
    ] {
        assert_eq!(read(&project, &form, &table(steps)), None, "{steps}");
        let said = project.run(&["check", "2024"]).transcript();
        assert_eq!(said.matches("错误[").count(), 1, "{steps}: {said}");
        assert!(said.contains("错误[E0170]"), "{steps}: {said}");
    }
    // The last one of a row moves no other: it was typed again.
    let typed = "delete-cells: {D6: left}, insert-cells: {F6: right}, cells: {D6: 13}";
    assert_eq!(read(&project, &form, &table(typed)), Some(before));
}

#[test]
fn numbers_in_cells_of_a_table_that_no_labels_lead_to_are_told() {
    let (project, form) = form();
    for change in [
        "{insert-rows: [13], cells: {B13: 7}}",
        "{cells: {B40: 7}}",
        "{cells: {H12: 7件}}",
        "{cells: {A2: 单位：万件}}",
        "{cells: {A12: 行政处罚数}}",
    ] {
        let change = format!("sheets: {{主动公开政府信息情况: {change}}}");
        assert_eq!(read(&project, &form, &change), None, "{change}");
    }
    // Words beside a table are no numbers.
    let note = "sheets: {主动公开政府信息情况: {cells: {A40: 填表人：某某}}}";
    assert!(read(&project, &form, note).is_some());
}

#[test]
fn a_figure_of_a_table_is_not_taken_from_a_row_among_the_others() {
    let (project, form) = form();
    let figure = "sheets: {指标: {cells: {A90: 行政处罚处理决定数, B90: 7}}}";
    let run = read(&project, &form, figure);
    assert_eq!(run, None);
}
