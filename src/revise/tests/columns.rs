//! Columns of the tables of forms.

use super::*;

fn forms() -> Bench {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/政府信息公开-示例区");
    Bench::new(Files::from(root))
}

/// Takes a column of a table out; a cell that is over several columns stays.
fn without_column(came: &mut Returned, table: usize, column: usize, spanning: &[&str]) {
    came.paragraphs.retain(|one| {
        let cell = one.role.and_then(Role::cell);
        let is_in = cell.is_some_and(|cell| cell.table == table && cell.column == column);
        !is_in || spanning.contains(&one.text.as_str())
    });
    for one in &mut came.paragraphs {
        if let Some(Role::Cell { table: own, column: at, .. }) = &mut one.role
            && *own == table
            && *at > column
        {
            *at -= 1;
        }
    }
}

#[test]
fn a_column_that_went_is_one_change_beside_equal_cells_and_under_a_spanning_head() {
    let bench = forms();
    for (table, column, spanning) in [
        (0, 1, "本年处理决定数量 27757 4819 144 本年收费金额（单位：万元） 410.83"),
        (0, 2, ""),
        (0, 3, ""),
        (1, 3, "申请人情况"),
        (1, 4, "法人或其他组织"),
        (1, 5, ""),
        (2, 14, ""),
    ] {
        let mut came = bench.came();
        let spanning: Vec<&str> = spanning.split_whitespace().collect();
        without_column(&mut came, table, column, &spanning);
        let revision = revise(&came, true, Some(&bench.sent()), bench.present());
        let said = told(&bench, &revision);
        assert!(said.len() == 1 && said[0].starts_with("删除"), "{table} {column}: {said:#?}");
        assert!(spanning.iter().all(|words| !said[0].contains(words)), "{said:#?}");
    }
}

#[test]
fn a_note_of_a_form_is_told_with_the_form_and_not_with_texts_of_the_report() {
    let bench = forms();
    let mut came = bench.came();
    reword(&mut came, "本列数据的勾稽关系", "各列数据的勾稽关系");
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let said = told(&bench, &revision);
    assert_eq!(said.len(), 1, "{said:#?}");
    let wanted = "是表格里印好的字（表样、表里的注），不从修改稿里取；要改的先运行 nianbao templates export \
                  政府信息公开/表/收到和处理政府信息公开申请情况.yaml，再改复制到项目里的那一份";
    assert!(said[0].ends_with(wanted), "{said:#?}");
    assert!(revision.items[0].notes.is_empty());
}

#[test]
fn words_that_a_layout_that_is_built_in_prints_are_told_by_their_part_of_the_report() {
    let bench = forms();
    let mut came = bench.came();
    reword(&mut came, "示例市示例区人民政府2024年政府信息", "示例市新区人民政府2024年全部信息");
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let notes: Vec<_> = revision.items.iter().flat_map(|item| &item.notes).collect();
    let wanted = ("还在", "程序自带的版式（标题）".to_owned());
    assert!(notes.contains(&&wanted), "{notes:#?} {:#?}", told(&bench, &revision));
}

#[test]
fn what_is_built_in_is_told_without_a_path() {
    let bench = forms();
    let mut came = bench.came();
    reword(&mut came, "本列数据的勾稽关系", "各列数据的勾稽关系");
    let row = came.paragraphs.iter().find(|one| one.text == "规章").and_then(|one| one.role);
    let row = row.and_then(Role::cell).expect("a row").line();
    came.paragraphs.retain(|one| one.role.and_then(Role::cell).is_none_or(|it| it.line() != row));
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let shown = super::super::told::told(&revision, bench.sources(), None);
    assert!(shown.contains("由程序自带的表样定"), "{shown}");
    assert!(!shown.contains("内置/"), "{shown}");
}
