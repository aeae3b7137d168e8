use super::*;
use crate::project::Project;
use crate::source::Sources;

fn form_of(root: &str, department: &str, year: i32) -> Form {
    let root = format!("{}/{root}", env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::default();
    let project = Project::open(std::path::Path::new(&root), &mut sources).value.unwrap();
    let tables = FormTablesOfKinds::read(&project, &mut sources).value;
    Form::new(&project, &tables, (department, year), &[])
}

fn names(form: &Form) -> Vec<&str> {
    form.sheets.iter().map(|sheet| sheet.name.as_str()).collect()
}

#[test]
fn the_form_of_a_department_has_a_sheet_for_each_thing_that_its_file_may_say() {
    let form = form_of("", "区信访局", 2025);
    assert_eq!(names(&form), ["填报说明", "指标", "正文", "不足", "安排", "说明", "本部门报告"]);
    let Content::Figures(rows) = &form.sheets[1].content else { panic!("no figures") };
    let rows: Vec<(&str, &Fill)> = rows
        .iter()
        .filter_map(|row| match row {
            Row::Figure(figure) => Some((figure.metric.name.as_str(), &figure.fill)),
            Row::Heading(_) => None,
        })
        .collect();
    let from = vec!["矛盾纠纷化解数".to_owned(), "矛盾纠纷受理数".to_owned()];
    let rate = Fill::Computed(Expression { arithmetic: Arithmetic::Percentage(2), from });
    assert_eq!(
        rows[3..7],
        [
            ("矛盾纠纷受理数", &Fill::Typed),
            ("矛盾纠纷化解数", &Fill::Typed),
            ("矛盾纠纷化解中数", &Fill::Typed),
            ("矛盾纠纷化解率", &rate),
        ]
    );
}

#[test]
fn tables_of_forms_are_sheets_whose_figures_have_paths_of_labels() {
    let form = form_of("examples/政府信息公开-示例区", "甲镇", 2025);
    assert_eq!(
        names(&form),
        [
            "填报说明",
            "指标",
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况",
            "问题",
            "说明",
            "本部门报告",
        ]
    );
    let mut paths = std::collections::BTreeSet::new();
    let mut shown = Vec::new();
    for sheet in &form.sheets {
        let Content::Table(table) = &sheet.content else { continue };
        for cell in &table.cells {
            let TableContent::Figure { metric, fill, row_path, column_path } = &cell.content else {
                continue;
            };
            assert!(
                paths.insert((&sheet.name, row_path, column_path)),
                "{row_path:?} {column_path:?}"
            );
            if ["规章废止件数", "不予公开国家秘密·商业企业", "信息公开直接起诉数·其他结果"]
                .contains(&metric.name.as_str())
            {
                let path = [row_path.join("/"), column_path.join("/")].join(" + ");
                shown.push(format!("{} {}: {path}", metric.name, cell.column));
            }
            if metric.name == "信息公开申请数" {
                let TableFill::Own(Fill::Total(sum)) = fill else { panic!("{fill:?}") };
                assert_eq!(sum.arithmetic, Arithmetic::Sum);
                assert_eq!(sum.from.len(), 6);
            }
        }
    }
    assert_eq!(
        shown,
        [
            "规章废止件数 2: 第二十条第（一）项/规章 + 本年废止件数",
            "不予公开国家秘密·商业企业 4: 三、本年度办理结果/（三）不予公开/1.属于国家秘密 + 申请人情况/法人或其他组织/商业企业",
            "信息公开直接起诉数·其他结果 7:  + 行政诉讼/未经复议直接起诉/其他结果",
        ]
    );
}
