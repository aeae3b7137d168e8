//! Tables of forms in a layout.

use super::*;
use crate::document::{Align, Table, TypeSize};

const TABLE: &str = "列宽: [2, 1, 1]
字号: 小五
表头:
  - [{文: 事项, 跨行: 2}, {文: 件数, 跨列: 2}]
  - [今年, 上年]
行:
  - [1.走访2024家, {指标: 学习次数}, {指标: 学习次数, 去年: 是}]
  - [学习, {指标: 学习次数, 跨列: 2}]
";

/// A project with this table, `办理`, and a layout that prints all texts and then these words.
fn project(table: &str, words: &str) -> (Project, Catalogue) {
    let mut project =
        Project::with_layout(&format!("{{% include \"luojiang.md.tera\" %}}\n\n{words}\n"));
    let file = project.sources.add("templates/表/办理.yaml", table);
    project.templates.files.push(("表/办理.yaml".into(), file));
    let mut catalogue = Catalogue::default();
    for figure in project.figures.iter() {
        catalogue.metrics.insert(figure.metric.name.clone(), Arc::clone(&figure.metric));
    }
    (project, catalogue)
}

/// What is found, each as `code place` with the text at its first place.
fn found(table: &str, words: &str) -> Vec<String> {
    let (project, catalogue) = project(table, words);
    let Outcome { findings, .. } = project.composed_with(&catalogue, "try", false);
    let show = |fault: &Diagnostic| {
        let place = fault.labels.first().and_then(|label| label.place.span());
        let place = place.map_or("", |span| project.sources.text(span));
        format!("{} {place}", fault.code.name())
    };
    findings.iter().map(show).collect()
}

fn last_table(table: &str, words: &str, draft: bool) -> Table {
    let (project, catalogue) = project(table, words);
    let Outcome { value, findings } = project.composed_with(&catalogue, "try", draft);
    assert!(!findings.has_errors(), "{findings:?}");
    match value.unwrap().body.pop() {
        Some(Block::Table(table)) => table,
        other => panic!("no table: {other:?}"),
    }
}

fn texts(rows: &[Vec<crate::document::Cell>]) -> Vec<Vec<String>> {
    let row = |row: &Vec<crate::document::Cell>| {
        row.iter().map(|cell| plain_text(&cell.content)).collect()
    };
    rows.iter().map(row).collect()
}

#[test]
fn a_table_is_printed_with_the_figures_of_its_cells() {
    let table = last_table(TABLE, "{{ \"办理\" | table }}", false);
    assert_eq!(texts(&table.header), [vec!["事项", "件数"], vec!["今年", "上年"]]);
    assert_eq!(texts(&table.rows)[1], ["学习", "3"]);
    assert_eq!(table.columns, [Align::Left, Align::Centre, Align::Centre]);
    assert_eq!((table.widths.as_slice(), table.size), ([2, 1, 1].as_slice(), Some(TypeSize(18))));
    let [label, now, ..] = table.rows[0].as_slice() else { panic!() };
    assert!(label.is_header && !now.is_header);
    let [Inline::Figure { text, fact: _ }] = now.content.as_slice() else {
        panic!("{:?}", now.content)
    };
    assert!(text.place.is_some());
    let [Inline::Text(text)] = label.content.as_slice() else { panic!() };
    assert!(text.place.is_some());
}

#[test]
fn labels_of_a_table_are_no_figures() {
    let labelled = TABLE.replace("[学习", "[（一）危及“三安全一稳定”，第二十条第（一）项30日");
    assert_eq!(found(&labelled, "{{ \"办理\" | table }}"), [""; 0]);
}

#[test]
fn a_table_takes_caption_and_unit_from_the_layout_where_its_file_has_none() {
    let words = "**办理情况**\n\n单位：家\n\n{{ \"办理\" | table }}";
    let table = last_table(TABLE, words, false);
    assert_eq!(plain_text(&table.caption), "办理情况");
    assert_eq!(table.unit.as_deref(), Some("单位：家"));
    let table = last_table(
        &format!("表题: 甲\n单位: 乙、次、家\n{TABLE}"),
        "{{ \"办理\" | table }}",
        false,
    );
    assert_eq!(plain_text(&table.caption), "甲");
    assert_eq!(table.unit.as_deref(), Some("单位：乙、次、家"));
}

#[test]
fn a_table_stands_on_a_line_of_its_own() {
    for (words, fault) in [
        ("如下：{{ \"办理\" | table }}", "E1021 办理"),
        ("如下：\n{{ \"办理\" | table }}", "E1021 办理"),
        ("{{ \"办理\" | table }}{{ \"办理\" | table }}", "E1021 办理"),
        ("{{ \"办理\" | table }}\n{{ \"办理\" | table }}", "E1021 办理"),
        ("## {{ \"办理\" | table }}", "E1021 办理"),
        ("**{{ \"办理\" | table }}**", "E1021 办理"),
        ("| {{ \"办理\" | table }} |\n|---|\n| 甲 |", "E1021 办理"),
        ("| 甲 |\n|---|\n| {{ \"办理\" | table }} |", "E1021 办理"),
        ("{{ \"办理\" | table | truncate(length=2) }}", "E1021 办理"),
        ("{% set t = \"办理\" | table %}甲{{ t }}", "E1021 办理"),
        ("{{ \"办理\" }}", "E1009 办理"),
        ("    {{ \"办理\" | table }}", "E1021 办理"),
        ("{{ \"办里\" | table }}", "E1002 办里"),
        ("{% if false %}{{ \"办里\" | table }}{% endif %}", "E1002 办里"),
        ("{{ \"办理\" | table(of=\"甲局\") }}", "E1001 table(of=\"甲局\")"),
    ] {
        assert_eq!(found(TABLE, words), [fault], "{words}");
    }
    for words in [
        "{{ \"办理\" | table }}\n\n{{ \"办理\" | table }}",
        "{% if year %}\n{{ \"办理\" | table }}\n{% endif %}",
        "{% set t = \"办理\" | table %}\n\n{{ t }}",
    ] {
        assert_eq!(found(TABLE, words), [""; 0], "{words}");
    }
}

#[test]
fn a_number_that_is_missing_is_told_of_the_tables_that_are_printed() {
    let last_year = TABLE.replace("学习次数, 去年", "走访数, 去年");
    let (words, other) = ("{{ \"办理\" | table }}", "");
    let table = TABLE.replace("学习次数, 跨列", "缺数, 跨列");
    assert_eq!(found(&table, words), ["E1005 {指标: 缺数, 跨列: 2}"]);
    assert_eq!(found(&table, other), [""; 0]);
    assert_eq!(found(&last_year, words), ["E1005 {指标: 走访数, 去年: 是}"]);
    let shown = |table: &str, draft| texts(&last_table(table, words, draft).rows)[1][1].clone();
    assert_eq!(shown(&table, true), "待补");
    assert_eq!(shown(&format!("空: 零\n{table}"), false), "0");
    assert_eq!(shown(&format!("空: 空白\n{table}"), false), "");
    let own = table.replace("缺数, 跨列: 2", "缺数, 跨列: 2, 空: 零");
    assert_eq!(shown(&format!("空: 空白\n{own}"), false), "0");
}

#[test]
fn a_faulty_table_is_told_whichever_layout_is_made() {
    assert_eq!(found("行:\n  - [甲, {指标: 走方数}]\n", ""), ["E1002 走方数"]);
}

#[test]
fn a_value_of_last_year_in_a_table_is_a_fact() {
    let (project, catalogue) = project(TABLE, "{{ \"办理\" | table }}");
    let Outcome { value, findings } = project.composed_with(&catalogue, "try", false);
    assert!(!findings.has_errors(), "{findings:?}");
    let document = value.unwrap();
    let Some(Block::Table(table)) = document.body.last() else { panic!() };
    let [Inline::Figure { fact, .. }] = table.rows[0][2].content.as_slice() else {
        panic!("{:?}", table.rows[0])
    };
    assert_eq!(document.facts[fact.0].metric, "学习次数（上年）");
}

#[test]
fn a_faulty_table_is_told_once() {
    let words = "{{ \"办理\" | table }}";
    for (table, fault) in [
        ("行:\n  - [甲, \"乙]\n", "E0114"),
        ("行:\n  - [甲, {指标: 学习次书}]\n", "E1002"),
        ("表题: {{ year }}年\n行:\n  - [甲]\n", "E0109"),
    ] {
        let found = found(table, words);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(fault), "{found:?}");
    }
}

#[test]
fn a_table_prints_exact_numbers_only() {
    let table = TABLE.replace("指标: 学习次数, 跨列", "指标: 走访数, 跨列");
    let words = "{{ \"办理\" | table }}";
    let found = found(&table, words);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("E0411"), "{found:?}");
    assert_eq!(texts(&last_table(&table, words, true).rows)[1], ["学习", "120多"]);
}
