//! What a layout says without code: its parts, its numbering, whose figures it prints.

use super::*;
use crate::check::figures::{Derivation, Part};
use crate::document::{Cell, UnderTitle, UnderTitleRole};
use crate::kind;
use crate::yaml;

/// The layout `try`, of which `kind.yaml` says this.
fn declared(declaration: &str, layout: &str) -> (Project, Kind) {
    let shipped = include_str!("../../../templates/法治政府建设/kind.yaml");
    let item = format!("\n版式:\n  - {{名称: try, {declaration}}}\n");
    let text = shipped.replacen("\n版式:\n", &item, 1);
    let mut project = Project::with_layout(layout);
    let file = project.sources.add("templates/法治政府建设/kind.yaml", text.as_str());
    let node = yaml::parse(file, &text).value.unwrap();
    let kind = kind::read(node, "法治政府建设", &project.sources);
    assert!(kind.findings.is_empty(), "{:?}", kind.findings);
    (project, kind.value)
}

fn composed_as(project: &Project, kind: &Kind, draft: bool) -> Outcome<Option<Document>> {
    let Project { sources, templates, profile, submissions, figures } = project;
    let options = Options { layout: Some("try".to_owned()), draft, ..Options::default() };
    let edition = &Edition::new(&options, profile, kind);
    let catalogue = &Catalogue::default();
    compose(&Parts { edition, profile, catalogue, submissions, figures, templates, sources })
}

fn made(declaration: &str, layout: &str) -> Document {
    let (project, kind) = declared(declaration, layout);
    composed_as(&project, &kind, false).value.unwrap()
}

#[test]
fn numbers_restart_or_go_on_or_are_left_out_as_the_layout_declares() {
    let text =
        "# 题\n\n## 甲\n\n### 子\n\n### 丑\n\n## 乙\n\n### 寅\n\n#### 卯\n\n## 丙\n\n### 辰\n";
    assert_eq!(
        outline(&made("说明: 平常", text)),
        [
            "s1 一、甲",
            "s1-1 （一）子",
            "s1-2 （二）丑",
            "s2 二、乙",
            "s2-1 （一）寅",
            "s2-1-1 1.卯",
            "s3 三、丙",
            "s3-1 （一）辰"
        ]
    );
    assert_eq!(
        outline(&made("编号: {二级: 连续, 三级: 不编}", text)),
        [
            "s1 一、甲",
            "s1-1 （一）子",
            "s1-2 （二）丑",
            "s2 二、乙",
            "s2-3 （三）寅",
            "s2-3-u1 卯",
            "s3 三、丙",
            "s3-4 （四）辰"
        ]
    );
}

#[test]
fn a_heading_goes_without_a_number_where_the_layout_says_so() {
    let text = "# 题\n\n## 前言 {不编号}\n\n### 子\n\n## 甲{不编号}\n\n## 乙\n\n\
                ### 丑。{不编号}\n\n正文。\n\n### 寅\n\n## {{ year }}年 {不编号}\n\n\
                ## 第一部分　丁 {不编号}\n";
    assert_eq!(
        outline(&made("说明: 平常", text)),
        [
            "su1 前言",
            "su1-1 （一）子",
            "su2 甲",
            "s1 一、乙",
            "s1-u3 ⟦丑。⟧正文。",
            "s1-1 （一）寅",
            "su4 2024年",
            "su5 第一部分　丁"
        ]
    );
    // What a department types is no word of the layout.
    let (mut project, kind) = declared("说明: 平常", "# 题\n\n## {{ title }}\n");
    let file = project.sources.add("data/2024/report.yaml", "标题{不编号}");
    let title = Spanned { value: "标题{不编号}".to_owned(), span: Span::new(file, 0..15) };
    project.submissions.report.title = title.into();
    let document = composed_as(&project, &kind, false).value.unwrap();
    assert_eq!(outline(&document), ["s1 一、标题{不编号}"]);
}

#[test]
fn a_heading_of_any_level_may_open_its_paragraph() {
    let text =
        "# 题\n\n## 甲。\n\n一。\n\n### 乙。\n\n二。\n\n#### 丙。\n\n三。\n\n##### 丁。\n\n四。\n";
    assert_eq!(
        outline(&made("说明: 平常", text)),
        [
            "s1 ⟦一、甲。⟧一。",
            "s1-1 ⟦（一）乙。⟧二。",
            "s1-1-1 ⟦1.丙。⟧三。",
            "s1-1-1-1 ⟦（1）丁。⟧四。"
        ]
    );
}

#[test]
fn a_fifth_level_of_headings_is_told() {
    for (marks, expected) in [("######", "标题层次太多"), ("#######", "# 后面没有空格")]
    {
        let text = format!("# 题\n\n## 甲\n\n### 乙\n\n#### 丙\n\n##### 丁\n\n{marks} 戊\n");
        let faults = Project::with_layout(&text).faults("try", false);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with("E1004") && faults[0].contains(expected), "{faults:?}");
    }
}

#[test]
fn themes_may_be_the_parts_of_the_report_or_none() {
    let text = "# 题\n\n{% for theme in themes %}\n\n## {{ theme.heading }}\n\n\
                {% for item in theme.items %}\n\n### {{ item.heading }}。\n\n\
                {% for paragraph in item.paragraphs %}\n{{ paragraph }}\n\n{% endfor %}\n\
                {% endfor %}\n{% endfor %}\n\n## 其余\n";
    let (mut project, kind) = declared("说明: 平常", text);
    let headings = |project: &Project| -> Vec<String> {
        let document = composed_as(project, &kind, false).value.unwrap();
        let headings = document.body.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.number() + &heading.title),
            _ => None,
        });
        headings.collect()
    };
    let themes = project.submissions.report.outline.len();
    assert!(themes > 0);
    assert_eq!(headings(&project).len(), themes + 1);
    project.submissions.report.outline = Vec::new().into();
    assert_eq!(headings(&project), ["一、其余"]);
}

#[test]
fn what_a_layout_lacks_is_in_no_part_of_the_document() {
    let text = "# 题\n\n{{ salutation }}\n\n正文。\n\n各位代表：\n\n再说一遍：各位代表：\n";
    let declaration = "红头: 否, 文号: 否, 主送: 否, 署名: 否, 成文日期: 否, 附注: 否, 版记: 否, \
                       称呼: 各位代表, 副标题: 可不写, 报告人: 是";
    let (mut project, kind) = declared(declaration, text);
    let file = project.submissions.report.file;
    project.submissions.report.reporter = spanned(file, "区长　×××").into();
    let document = composed_as(&project, &kind, false).value.unwrap();
    assert_eq!(document.red_head, None);
    assert_eq!((document.record.number, document.record.written), (None, None));
    assert_eq!((document.signature.organ, document.signature.date), (None, None));
    assert_eq!((document.note, document.imprint), (None, None));
    assert!(document.addressees.is_empty());
    assert_eq!(document.salutation, "各位代表：");
    let under = |under: &UnderTitle| (under.role, under.text.shown.clone(), under.is_missing);
    let under: Vec<_> = document.under_title.iter().map(under).collect();
    assert_eq!(under, [(UnderTitleRole::Reporter, "区长　×××".to_owned(), false)]);
    let is_salutation = |block: &Block| matches!(block, Block::Paragraph(p) if p.is_salutation);
    let salutations: Vec<bool> = document.body.iter().map(is_salutation).collect();
    assert_eq!(salutations, [true, false, true, false]);

    // The report's own words stand before those of the layout; a draft shows what is to come.
    let report = &mut project.submissions.report;
    report.salutation = spanned(file, "各位委员：").into();
    report.reporter = Field::default();
    let document = composed_as(&project, &kind, true).value.unwrap();
    assert_eq!(document.salutation, "各位委员：");
    let under = &document.under_title[0];
    assert_eq!((under.text.shown.as_str(), under.is_missing), ("【待补：报告人】", true));
}

#[test]
fn a_text_that_a_layout_leaves_out_on_purpose_is_not_called_lost() {
    let lost = |declaration: &str| -> Vec<String> {
        let (project, kind) = declared(
            declaration,
            "# 题\n\n{% for plan in plans %}{{ plan.heading }}。{% for one in plan.paragraphs %}\
             {{ one }}{% endfor %}{% endfor %}\n\n\
             {% for one in shortcomings %}{{ one.problem }}；{% endfor %}\n",
        );
        let findings = composed_as(&project, &kind, false).findings;
        let lost = findings.iter().filter(|found| found.code == Code::E1008);
        lost.map(|found| found.message.clone()).collect()
    };
    assert_eq!(lost("说明: 平常").len(), 1);
    assert_eq!(lost("不印: [提纲]").len(), 1);
    assert_eq!(lost("不印: [提纲, 不足.原因]"), [""; 0]);
    assert_eq!(lost("不印: [提纲, 不足]"), [""; 0]);
}

#[test]
fn last_years_value_is_printed_with_a_fact_of_its_own() {
    let project = Project::with_layout(
        "# 题\n\n上年学习{{ \"学习次数\" | figure(last=true) }}，率{{ \"述法率\" | number(last=true) }}，\
         今年{{ \"学习次数\" | figure }}，再{{ \"学习次数\" | figure(last=true) }}。\
         {% if \"走访数\" | reported(last=true) %}有{% else %}没有{% endif %}\
         {% if \"学习次数\" | value(last=true) == 2 %}两次{% endif %}\n",
    );
    let plain = Project::with_layout("# 题\n\n正文。\n").compose("try", false).unwrap();
    let document = project.compose("try", false).unwrap();
    assert_eq!(outline(&document), ["上年学习2次，率90，今年3次，再2次。没有两次"]);
    let added = &document.facts[plain.facts.len()..];
    let names: Vec<(&str, &str, &str)> = added
        .iter()
        .map(|fact| (fact.metric.as_str(), fact.value.shown.as_str(), fact.derivation.as_str()))
        .collect();
    assert_eq!(names, [("学习次数（上年）", "2", "填报"), ("述法率（上年）", "90", "填报")]);
    assert_eq!(document.printed_facts().len(), 3);

    for (tag, expected) in [
        (
            "{{ \"走访数\" | figure(last=true) }}",
            "E1005 templates/try.md.tera:3:12 “走访数”没有上年的数",
        ),
        (
            "{{ \"学习次数\" | change(last=true) }}",
            "E1001 templates/try.md.tera:3:13 同比只有今年的",
        ),
        (
            "{{ \"学习次数\" | figure(off=\"甲局\") }}",
            "E1001 templates/try.md.tera:3:13 这个过滤器没有“off”",
        ),
    ] {
        let faults = Project::with_layout(&format!("# 题\n\n{tag}\n")).faults("try", false);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with(expected), "{faults:?}");
    }
}

/// 走访数 is each department's own; only the first reported it.
fn with_parts(layout: &str) -> Project {
    let mut project = Project::with_layout(layout);
    project.profile.departments = ["甲局", "乙局", "丙局"]
        .map(|name| crate::project::DirectoryEntry {
            name: name.into(),
            short_name: None,
            former_names: Vec::new(),
            level: crate::kind::Level::Department,
            contact: None,
            issuer: spanned(FileId(0), name),
        })
        .into();
    let mut figures: Vec<Figure> = project.figures.iter().cloned().collect();
    for figure in figures.iter_mut().filter(|figure| figure.metric.name == "走访数") {
        let mut metric = Metric::clone(&figure.metric);
        metric.owner = Owner::Every;
        figure.metric = Arc::new(metric);
        figure.department = "甲局、乙局".into();
        figure.parts = [("甲局", "0"), ("乙局", "7")]
            .map(|(department, value)| Part {
                department: department.into(),
                value: Value::Number(Quantity::parse(value).unwrap()),
                origin: Some(Span::new(FileId(0), 0..0)),
                derivation: Derivation::Reported,
                previous: None,
                previous_origin: None,
                previous_derivation: Derivation::Reported,
            })
            .into();
    }
    project.figures = Figures::for_test(figures);
    project
}

#[test]
fn a_table_of_departments_is_a_loop_and_its_tags_may_stand_on_lines_of_their_own() {
    let project = with_parts(
        "# 题\n\n| 序号 | 部门 | 走访数 |\n|:-:|---|--:|\n{% for department in departments %}\n\
         {% if \"走访数\" | reported(of=department.name) %}\n\
         | {{ loop.index }} | {{ department.name }} | {{ \"走访数\" | figure(of=department.name) }} |\n\
         {% else %}\n| {{ loop.index }} | {{ department.name }} | — |\n{% endif %}\n{% endfor %}\n",
    );
    let Outcome { value: document, findings } = project.composed("try", false);
    let strange: Vec<&Diagnostic> =
        findings.iter().filter(|found| found.code != Code::E1008).collect();
    assert!(strange.is_empty(), "{strange:?}");
    let document = document.unwrap();
    let [Block::Table(table)] = document.body.as_slice() else { panic!("{:?}", document.body) };
    let row = |row: &Vec<Cell>| -> Vec<String> {
        row.iter().map(|cell| plain_text(&cell.content)).collect()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().map(row).collect();
    assert_eq!(rows, [["1", "甲局", "0家"], ["2", "乙局", "7家"], ["3", "丙局", "—"]]);

    // What is missing is never printed as something else unasked.
    let bare = "# 题\n\n{% for one in departments %}{{ \"走访数\" | figure(of=one.name) }}，{% endfor %}\n";
    let faults = with_parts(bare).faults("try", false);
    assert!(faults[0].contains("“丙局”没有填报“走访数”"), "{faults:?}");
    let draft = with_parts(bare).compose("try", true).unwrap();
    assert_eq!(outline(&draft), ["0家，7家，【待补：丙局的走访数】，"]);
}

#[test]
fn entries_are_paragraphs_headings_or_a_table_as_the_layout_has_it() {
    let project = Project::with_layout(
        "# 题\n\n{% for one in shortcomings %}\n{{ one.ordinal }}是{{ one.problem }}。\n\n{% endfor %}\n\
         {% for one in shortcomings %}\n\n## {{ one.problem }}\n\n{{ loop.index | chinese }}。\n\n{% endfor %}\n\
         {% for one in shortcomings %}\n（{{ loop.index | chinese }}）{{ one.problem }}。\n\n\
         {{ loop.index }}.{{ one.cause }}。\n\n{% endfor %}\n\
         | 问题 | 原因 |\n|---|---|\n{% for one in shortcomings %}\n| {{ one.problem }} | {{ one.cause }} |\n{% endfor %}\n",
    );
    let Outcome { value: document, findings } = project.composed("try", false);
    let strange: Vec<&Diagnostic> =
        findings.iter().filter(|found| found.code != Code::E1008).collect();
    assert!(strange.is_empty(), "{strange:?}");
    assert_eq!(
        outline(&document.unwrap()),
        [
            "一是培训不够。",
            "二是宣传不深。",
            "s1 一、培训不够",
            "一。",
            "s2 二、宣传不深",
            "二。",
            "（一）培训不够。",
            "1.认识不足。",
            "（二）宣传不深。",
            "2.形式单一。",
            "表 ",
        ]
    );
}
