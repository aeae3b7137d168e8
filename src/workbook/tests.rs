use super::fill::{Arithmetic, Expression, Fill};
use super::table::TableFill;
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

/// The sheets of a workbook, as XML.
fn sheets_of(bytes: &[u8], count: usize) -> Vec<String> {
    let package = crate::package::Package::open(bytes).unwrap();
    let sheet = |number: usize| {
        let part = package.part(&format!("xl/worksheets/sheet{number}.xml")).unwrap();
        String::from_utf8(part.to_vec()).unwrap()
    };
    (1..=count).map(sheet).collect()
}

#[test]
fn a_written_form_is_protected_checks_what_is_typed_and_holds_formulas_with_results() {
    let form = form_of("examples/政府信息公开-示例区", "甲镇", 2025);
    let mut values = Values::default();
    for (metric, number) in [
        ("信息公开申请数·自然人", "8"),
        ("信息公开申请数·商业企业", "1"),
        ("予以公开数·自然人", "1.50"),
    ] {
        values.figures.insert(metric.to_owned(), Given::Text(number.to_owned()));
    }
    let bytes = write(&form, &values, &Shown::default()).unwrap();
    assert_eq!(bytes, write(&form, &values, &Shown::default()).unwrap());
    let sheets = sheets_of(&bytes, 10);
    for sheet in &sheets[..8] {
        assert!(
            sheet.contains("<sheetProtection sheet=\"1\"") && sheet.contains("formatRows=\"0\"")
        );
        assert!(sheet.contains("<pageSetup paperSize=\"9\""), "{sheet}");
    }
    let table = &sheets[3];
    let sum = "<f>IF(COUNT($D$6:$I$6)=0,\"\",SUM($D$6:$I$6)+N(\"信息公开申请数\"))</f><v>9</v>";
    assert!(table.contains(sum), "{table}");
    // A formula without operands comes to nothing, not to 0.
    assert!(table.contains("SUM($D$7:$I$7)+N(\"信息公开上年结转数\"))</f><v></v>"), "{table}");
    let check = "OR(AND(ISNUMBER(D6),D6&gt;=0,ROUND(D6,0)=D6),AND(ISTEXT(D6),OR(LEFT(D6)=\"约\"";
    assert!(table.contains(check), "{table}");
    assert!(table.contains("填整数，只写数字，不写单位“件”"));
}

#[test]
fn what_a_file_says_of_members_is_a_figure_of_each() {
    let form = form_of("examples/政府信息公开-示例区", "甲镇", 2025);
    let root = format!("{}/examples/政府信息公开-示例区", env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::default();
    let project = Project::open(std::path::Path::new(&root), &mut sources).value.unwrap();
    let text = "部门: 甲镇\n年度: 2025\n填报人: 某某\n指标:\n  信息公开行政复议数: {结果维持: 1, 其余: 0}\n  \
        信息公开直接起诉数: 0\n  规章制发件数:\n说明:\n  信息公开行政复议数: 原因\n照录: [一件]\n\
        问题:\n  - {问题: 一, 改进: 二}\n本部门报告:\n  主动公开: |\n    甲\n    乙\n  问题:\n    - {问题: 三}\n";
    let file = sources.add("甲镇.yaml", text);
    let node = crate::yaml::parse(file, text).value.unwrap();
    let values = Values::of(&node, &form, &project.catalogue, &sources);
    let figures: Vec<String> =
        values.figures.iter().map(|(name, given)| format!("{name} {given:?}")).collect();
    assert_eq!(figures.len(), 8);
    assert_eq!(figures[0], "信息公开行政复议数·结果维持 Text(\"1\")");
    assert_eq!(figures[1], "信息公开行政复议数·结果纠正 Text(\"0\")");
    let remarks: Vec<(&str, &str)> =
        values.remarks.iter().map(|remark| (remark.matter, remark.text.as_str())).collect();
    assert_eq!(remarks, [("填报人", "某某"), ("说明", "原因"), ("照录", "一件")]);
    let contents = values.contents(&None).unwrap();
    assert_eq!(contents.lists["问题"], [[Some("一".to_owned()), Some("二".to_owned())]]);
    let own: Vec<(&str, &str, &str, &str)> = contents
        .own
        .iter()
        .flatten()
        .map(|own| (own.key.as_str(), own.number.as_str(), own.part.as_str(), own.text.as_str()))
        .collect();
    assert_eq!(own, [("主动公开", "", "", "甲乙"), ("问题", "1", "问题", "三")]);
}
