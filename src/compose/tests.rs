//! Small hand-made reports through the shipped layouts.

use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;

use indexmap::IndexMap;

mod form;
mod layouts;
mod printing;

use super::*;
use crate::catalogue::{Metric, MetricKind, Need, Owner, Value};
use crate::check::figures::{Derivation, Figure};
use crate::document::{Block, FactId, Inline, Paragraph, plain_text};
use crate::edition::Options;
use crate::kind::Kind;
use crate::load::{Department, Entry, Item, LastYear, Theme, Unread};
use crate::number::Quantity;
use crate::source::{Field, Listed, Spanned};

/// A project in memory; texts stand in one source, so that spans are real.
struct Project {
    sources: Sources,
    templates: Templates,
    profile: Profile,
    submissions: Submissions,
    figures: Figures,
}

const LAYOUTS: &[(&str, &str)] = &[
    ("luojiang.md.tera", include_str!("../../templates/luojiang.md.tera")),
    ("sections/items.md.tera", include_str!("../../templates/sections/items.md.tera")),
    ("sections/plans.md.tera", include_str!("../../templates/sections/plans.md.tera")),
    ("sections/preamble.md.tera", include_str!("../../templates/sections/preamble.md.tera")),
    (
        "sections/shortcomings.md.tera",
        include_str!("../../templates/sections/shortcomings.md.tera"),
    ),
    ("statutory.md.tera", include_str!("../../templates/statutory.md.tera")),
];

impl Project {
    #[expect(clippy::too_many_lines, reason = "one project, part by part")]
    fn new() -> Project {
        let mut sources = Sources::default();
        let files = LAYOUTS
            .iter()
            .map(|(name, text)| {
                ((*name).to_owned(), sources.add(format!("templates/{name}"), *text))
            })
            .collect();
        let file = sources.add("data/2024/report.yaml", "");
        let spanned = |text: &str| spanned(file, text);
        let item = |key: &str, heading: &str, departments: &[&str]| Item {
            key: spanned(key),
            heading: spanned(heading),
            departments: departments.iter().map(|name| spanned(name)).collect(),
            goes_on: Vec::new(),
            ordinal: false,
            satisfies: None,
            public: true,
        };
        let theme = |key: &str, heading: &str, items: Vec<Item>| Theme {
            key: spanned(key),
            heading: spanned(heading),
            items,
        };
        let day = |d| NaiveDate::from_ymd_opt(2025, 2, d).unwrap();
        let report = Report {
            file,
            year: 2024,
            kind: Arc::new(Kind::shipped()),
            year_place: file.into(),
            title: Field::default(),
            subtitle: Field::default(),
            reporter: Field::default(),
            salutation: Field::default(),
            index: spanned("SL-0001").into(),
            number: spanned("示政文〔2025〕1号").into(),
            copy_number: Field::default(),
            secrecy: Field::default(),
            secrecy_term: Field::default(),
            urgency: Field::default(),
            signers: Listed::default(),
            written: Spanned { value: day(3), span: Span::new(file, 0..0) }.into(),
            printed: Field::default(),
            published: Spanned {
                value: (day(24), NaiveTime::from_hms_opt(9, 3, 0)),
                span: Span::new(file, 0..0),
            }
            .into(),
            source: Field::default(),
            url: spanned("https://www.example.org.cn/1.html").into(),
            note: spanned("此件主动公开").into(),
            texts: IndexMap::new(),
            outline: vec![
                theme(
                    "政治引领",
                    "强化政治引领",
                    vec![
                        item("学习宣传", "学习宣传", &["甲局"]),
                        Item {
                            satisfies: Some("第一责任人".into()),
                            ..item("述法", "落实述法制度。", &["甲局"])
                        },
                    ],
                ),
                theme(
                    "依法履职",
                    "依法履职尽责",
                    vec![Item {
                        ordinal: true,
                        ..item("营商环境", "优化营商环境", &["乙局", "甲局"])
                    }],
                ),
            ]
            .into(),
            lists: IndexMap::new(),
            verbatim: Vec::new(),
        };
        let department = |name: &str, prose: &[(&str, &str)]| Department {
            own_report: None,
            file,
            name: spanned(name),
            year: 2024,
            metrics_span: Span::new(file, 0..0),
            metrics: Vec::new(),
            prose: prose
                .iter()
                .map(|(key, text)| (spanned(key), spanned(text)))
                .collect::<Vec<_>>()
                .into(),
            lists: IndexMap::new(),
            reasons: Listed::default(),
            verbatim: Vec::new(),
        };
        let mut first = department(
            "甲局",
            &[
                ("学习宣传", "开展学习{{学习次数}}。\n\n组织宣传。\n"),
                ("述法", "完成{{述法率}}。"),
                ("营商环境", "走访企业{{走访数}}。"),
            ],
        );
        let entry =
            |first, second| Entry { parts: vec![Some(spanned(first)), Some(spanned(second))] };
        first.lists = IndexMap::from([
            (
                "不足".into(),
                vec![entry("培训不够。", "认识不足；"), entry("宣传不深", "形式单一")].into(),
            ),
            ("安排".into(), vec![entry("加强培训", "办好培训班。")].into()),
        ]);
        let second = department("乙局", &[("营商环境", "兑现资金{{资金}}。\n出台措施。")]);
        let figures = Figures::for_test([
            figure("学习次数", "次", MetricKind::Count, Some("3"), Some("2")),
            figure("缺数", "件", MetricKind::Count, None, None),
            figure("述法率", "%", MetricKind::Percent, Some("92.7203"), Some("90")),
            figure("走访数", "家", MetricKind::Count, Some("120多"), None),
            figure("资金", "亿元", MetricKind::Amount, Some("约1.1"), None),
        ]);
        Project {
            sources,
            templates: Templates { files, ..Templates::default() },
            profile: Profile {
                issuer: Some(spanned("示例区人民政府")),
                mark: Some(spanned("示例区人民政府文件")),
                addressees: ["区人大常委会", "市人民政府"].map(spanned).into(),
                copies: ["区委办公室", "区政协办公室"].map(spanned).into(),
                printer: Some(spanned("示例区人民政府办公室")),
                ..Profile::default()
            },
            submissions: Submissions {
                report,
                departments: vec![first, second],
                forms: Vec::new(),
                unread: Unread::default(),
                last_year: LastYear::default(),
            },
            figures,
        }
    }

    fn composed(&self, layout: &str, draft: bool) -> Outcome<Option<Document>> {
        self.composed_with(&Catalogue::default(), layout, draft)
    }

    fn composed_with(
        &self,
        catalogue: &Catalogue,
        layout: &str,
        draft: bool,
    ) -> Outcome<Option<Document>> {
        let Project { sources, templates, profile, submissions, figures } = self;
        let options = Options { layout: Some(layout.to_owned()), draft, ..Options::default() };
        let edition = &Edition::new(&options, profile, &Kind::shipped());
        let parts = Parts { edition, profile, catalogue, submissions, figures, templates, sources };
        compose(&parts)
    }

    fn compose(&self, layout: &str, draft: bool) -> Result<Document, Findings> {
        let Outcome { value, findings } = self.composed(layout, draft);
        // A layout of a few words prints hardly any text of the data.
        let findings = findings.into_iter().filter(|found| found.code != Code::E1008);
        let findings: Findings = findings.collect();
        if findings.has_errors() { Err(findings) } else { value.ok_or(findings) }
    }

    /// The faults, each as `code line:column message（help）` with the line in its own file.
    fn faults(&self, layout: &str, draft: bool) -> Vec<String> {
        let faults = self.compose(layout, draft).expect_err("should not compose");
        let show = |fault: &Diagnostic| {
            let place = fault.labels.first().map_or_else(String::new, |label| {
                let position = self.sources.position(label.place.span().unwrap());
                format!("{}:{}:{} ", position.path, position.line, position.column)
            });
            let help = fault.help.clone().unwrap_or_default();
            format!("{} {place}{}（{help}）", fault.code.name(), fault.message)
        };
        faults.iter().map(show).collect()
    }

    /// A layout of this text alone, `try`.
    fn with_layout(text: &str) -> Project {
        let mut project = Project::new();
        let file = project.sources.add("templates/try.md.tera", text);
        project.templates.files.push(("try.md.tera".into(), file));
        project
    }

    fn with_prose(text: &str) -> Project {
        let mut project = Project::new();
        let file = project.sources.add("data/2024/甲局.yaml", text);
        if let Some((_, prose)) = project.submissions.departments[0].prose.first_mut() {
            *prose = Spanned { value: text.into(), span: Span::new(file, 0..text.len()) };
        }
        project
    }
}

fn spanned(file: FileId, text: &str) -> Spanned<String> {
    Spanned { value: text.into(), span: Span::new(file, 0..0) }
}

fn figure(
    name: &str,
    unit: &str,
    kind: MetricKind,
    value: Option<&str>,
    previous: Option<&str>,
) -> Figure {
    let quantity = |text: &str| Quantity::parse(text).unwrap();
    let metric = Metric {
        name: name.into(),
        name_span: Span::new(FileId(0), 0..0),
        report: "".into(),
        theme: "政治引领".into(),
        unit: unit.into(),
        kind,
        owner: Owner::Department("甲局".into()),
        need: Need::Required,
        definition: "口径".into(),
        instruction: None,
        minimum: None,
        maximum: None,
        decimals: None,
        default: None,
        cumulative: false,
        former_names: Vec::new(),
        taken_from: None,
        in_family: None,
    };
    Figure {
        metric: Arc::new(metric),
        decimals: (kind == MetricKind::Percent).then_some(2),
        department: "甲局".into(),
        value: value.map(|text| Value::Number(quantity(text))),
        lacks: None,
        origin: Some(Span::new(FileId(0), 0..0)),
        derivation: Derivation::Reported,
        previous: previous.map(|text| Value::Number(quantity(text))),
        previous_origin: None,
        previous_derivation: Derivation::Reported,
        parts: Vec::new(),
    }
}

/// The body as lines of text: headings with numbers, run-in headings in ⟦⟧.
fn outline(document: &Document) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Heading(heading) => {
            format!("{} {}{}", heading.id, heading.number(), plain_text(&heading.text))
        }
        Block::Paragraph(Paragraph { run_in: Some(heading), text, .. }) => format!(
            "{} ⟦{}{}⟧{}",
            heading.id,
            heading.number(),
            plain_text(&heading.text),
            plain_text(text)
        ),
        Block::Paragraph(Paragraph { run_in: None, text, .. }) => plain_text(text),
        Block::Table(table) => format!("表 {}", plain_text(&table.caption)),
    };
    document.body.iter().map(line).collect()
}

#[test]
fn the_luojiang_layout() {
    let document = Project::new().compose("luojiang", false).unwrap();
    assert_eq!(document.title, "示例区人民政府关于2024年法治政府建设情况的报告");
    assert_eq!(document.salutation, "区人大常委会、市人民政府：");
    assert_eq!(document.signature.date.as_ref().unwrap().shown, "2025年2月3日");
    assert_eq!(document.note.as_deref(), Some("（此件主动公开）"));
    let imprint = document.imprint.as_ref().unwrap();
    let copies: Vec<&str> = imprint.copies.iter().map(|name| name.shown.as_str()).collect();
    assert_eq!(copies, ["区委办公室", "区政协办公室"]);
    assert_eq!(imprint.date.shown, "2025年2月3日印发");
    assert_eq!(document.record.published.unwrap().shown(), "2025-02-24 09:03");
    let lines = outline(&document);
    assert_eq!(
        lines[1..],
        [
            "s1 一、主要举措和成效",
            "s1-1 （一）强化政治引领",
            "s1-1-1 ⟦1.学习宣传。⟧开展学习3次。",
            "组织宣传。",
            "s1-1-2 ⟦2.落实述法制度。⟧完成92.72%。",
            "s1-2 （二）依法履职尽责",
            "s1-2-1 ⟦1.优化营商环境。⟧一是兑现资金约1.1亿元。出台措施。二是走访企业120多家。",
            "s2 二、存在不足和原因",
            lines[9].as_str(),
            "s3 三、2025年法治政府建设主要安排",
            "s3-1 ⟦（一）加强培训。⟧办好培训班。",
        ]
    );
    assert!(lines[9].ends_with("一是培训不够，原因是认识不足；二是宣传不深，原因是形式单一。"));
}

#[test]
fn the_frame_is_printed_as_typed() {
    let mut project = Project::new();
    let report = &mut project.submissions.report;
    for line in [&mut report.note, &mut report.index, &mut report.source] {
        *line = spanned(report.file, "甲{{走访数}}").into();
    }
    report.signers = vec![spanned(report.file, "甲{{走访数}}")].into();
    for draft in [false, true] {
        let document = project.compose("luojiang", draft).unwrap();
        assert_eq!(document.note.as_deref(), Some("（甲{{走访数}}）"));
        assert_eq!(document.record.index.as_deref(), Some("甲{{走访数}}"));
        assert_eq!(document.record.source.as_deref(), Some("甲{{走访数}}"));
        assert_eq!(document.red_head.unwrap().signers, ["甲{{走访数}}"]);
    }
}

#[test]
fn the_statutory_layout_has_the_five_parts() {
    let mut project = Project::new();
    // A theme that keeps nothing says where its items went.
    project.submissions.report.outline[0].items.remove(0);
    let document = project.compose("statutory", false).unwrap();
    let lines = outline(&document);
    assert_eq!(
        lines[1..4],
        ["s1 一、主要举措和成效", "s1-1 （一）强化政治引领", "有关情况在第三部分一并报告。",]
    );
    assert_eq!(
        lines[8..],
        [
            "s3 三、党政主要负责人履行推进法治建设第一责任人职责情况",
            "s3-1 ⟦（一）落实述法制度。⟧完成92.72%。",
            "s4 四、下一年度主要安排",
            "s4-1 ⟦（一）加强培训。⟧办好培训班。",
            "s5 五、其他需要报告的情况",
            "无。",
        ]
    );
}

#[test]
fn the_typed_lines_of_a_title_may_end_in_latin_words_and_have_blank_lines_between_them() {
    let mut project = Project::new();
    let file = project.submissions.report.file;
    project.submissions.report.title =
        spanned(file, "示例区关于AI\n\n  GB/T 9704执行\n情况的报告").into();
    let document = project.compose("luojiang", false).unwrap();
    assert_eq!(document.title_lines, ["示例区关于AI", "GB/T 9704执行", "情况的报告"]);
}

#[test]
fn the_office_replaces_boilerplate_and_wins_over_departments() {
    let mut project = Project::new();
    let file = project.submissions.report.file;
    let report = &mut project.submissions.report;
    report.title = spanned(file, "另拟的\n标题\n").into();
    let entry = Entry { parts: vec![Some(spanned(file, "问题")), Some(spanned(file, "原因"))] };
    report.lists = IndexMap::from([("不足".into(), vec![entry].into())]);
    for (key, text) in [
        ("导语", "第一段。\n\n第二段{{学习次数}}。"),
        ("不足导语", "前一段。\n\n后一段："),
        ("安排导语", "安排如下。"),
        ("其他", "另有一事。"),
        ("结语", "特此报告。"),
    ] {
        report.texts.insert(key.into(), spanned(file, text).into());
    }
    let document = project.compose("luojiang", false).unwrap();
    assert_eq!(document.title, "另拟的标题");
    assert_eq!(document.title_lines, ["另拟的", "标题"]);
    let lines = outline(&document);
    assert_eq!(lines[..2], ["第一段。", "第二段3次。"]);
    assert_eq!(
        lines[10..],
        [
            "前一段。",
            "后一段：问题，原因是原因。",
            "s3 三、2025年法治政府建设主要安排",
            "安排如下。",
            "s3-1 ⟦（一）加强培训。⟧办好培训班。",
            "s4 四、其他需要报告的情况",
            "另有一事。",
            "特此报告。",
        ]
    );
}

#[test]
fn figures_carry_their_facts() {
    let document = Project::new().compose("luojiang", false).unwrap();
    let names: Vec<&str> = document.facts.iter().map(|fact| fact.metric.as_str()).collect();
    assert_eq!(names, ["学习次数", "述法率", "走访数", "资金"], "only those with a value");
    let rate = &document.facts[1];
    let previous = rate.previous.as_ref().unwrap();
    assert_eq!((rate.value.shown.as_str(), previous.shown.as_str()), ("92.72", "90"));
    assert_eq!(rate.change.as_deref(), Some("提高2.72个百分点"));
    let Block::Paragraph(paragraph) = &document.body[5] else { panic!() };
    let [Inline::Text(before), Inline::Figure { text, fact }, Inline::Text(after)] =
        paragraph.text.as_slice()
    else {
        panic!("{paragraph:?}")
    };
    assert_eq!((&**before, &**text, *fact, &**after), ("完成", "92.72%", FactId(1), "。"));
}

/// Each run of a paragraph with what stands in the place where it was typed.
fn typed<'p>(project: &'p Project, paragraph: &'p Paragraph) -> Vec<(&'p str, Option<&'p str>)> {
    let run = |inline: &'p Inline| match inline {
        Inline::Text(text) | Inline::Figure { text, .. } => {
            (&**text, text.place.map(|place| project.sources.text(place)))
        }
        Inline::Strong(_) | Inline::Missing { .. } => panic!("{inline:?}"),
    };
    paragraph.text.iter().map(run).collect()
}

#[test]
fn each_run_knows_where_it_was_typed() {
    let prose = "开展学习{{学习次数}}，the\n  rule of law {{学习次数|数}}次。\n\n组织宣传。\n";
    let project = Project::with_prose(prose);
    let document = project.compose("luojiang", false).unwrap();
    let Block::Paragraph(preamble) = &document.body[0] else { panic!() };
    let [words, year, ..] = typed(&project, preamble)[..] else { panic!("{preamble:?}") };
    assert_eq!(words, ("根据法治政府建设年度报告的有关规定，现将", Some(words.0)));
    assert_eq!(year, ("2024", None));
    let Block::Paragraph(first) = &document.body[3] else { panic!() };
    assert_eq!(
        typed(&project, first),
        [
            ("开展学习", Some("开展学习")),
            ("3次", Some("{{学习次数}}")),
            ("，the rule of law ", Some("，the\n  rule of law")),
            ("3", Some("{{学习次数|数}}")),
            ("次。", Some("次。")),
        ]
    );
    let Block::Paragraph(second) = &document.body[4] else { panic!() };
    assert_eq!(typed(&project, second), [("组织宣传。", Some("组织宣传。"))]);
}

#[test]
fn filters_print_and_compare() {
    let project = Project::with_layout(
        "# 题\n\n{{ \"资金\" | number }}，{{ '学习次数' | change }}，**共{{ \"学习次数\" | figure }}**。\n\
         {% if \"学习次数\" | value > 2 and \"述法率\" | value < 92.73 and not \"缺数\" | value %}是{% endif %}",
    );
    let document = project.compose("try", false).unwrap();
    assert_eq!(outline(&document), ["约1.1，增长50%，共3次。是"]);
}

#[test]
fn unknown_names_are_told_wherever_they_stand() {
    let project = Project::with_layout(
        "# 题\n{% if \"学习次树\" | value > 2 %}{{ \"走访\" | figure }}{% endif %}\n\
         {# {{ \"注释\" | figure }} #}{{ \"资金\" | value }}\n",
    );
    assert_eq!(
        project.faults("try", false),
        [
            "E1002 templates/try.md.tera:2:8 指标目录里没有“学习次树”（是否想写“学习次数”？）",
            "E1002 templates/try.md.tera:2:32 指标目录里没有“走访”（是否想写“走访数”？）",
            "E1001 templates/try.md.tera:3:30 value 只用在条件里，不能打印\
         （改成 {{ \"资金\" | figure }}）",
        ]
    );
}

#[test]
fn template_faults_are_told_at_their_place() {
    for (text, expected) in [
        ("# 题\n{{ 题 }}", "E1001 templates/try.md.tera:2:4 模板标签里有不认识的字符"),
        ("# 题\n甲{% if year %}", "E1001 templates/try.md.tera:2:2 {% if %} 没有 {% endif %}"),
        (
            "# 题\n第{{ yaer }}年",
            "E1002 templates/try.md.tera:2:5 模板里没有“yaer”这个名称（是否想写“year”？）",
        ),
        (
            "# 题\n{% if isuer %}{% endif %}",
            "E1002 templates/try.md.tera:2:7 模板里没有“isuer”这个名称（是否想写“issuer”？）",
        ),
        (
            "# 题\n{% for t in themes %}{{ t.heading }}{{ t.headng }}{% endfor %}",
            "E1002 templates/try.md.tera:2:42 没有“headng”这个字段（是否想写“heading”？）",
        ),
        ("# 题\n年度{{ year | uper }}", "E1002 templates/try.md.tera:2:13 没有“uper”这个过滤器"),
        (
            "# 题\n{% include \"sections/无.md.tera\" %}",
            "E1002 templates/try.md.tera:2:13 没有“sections/无.md.tera”这个模板文件",
        ),
        (
            "# 题\n{% if \"缺数\" | value > 3 %}{% endif %}",
            "E1001 templates/try.md.tera:2:14 没有值的指标不能比较大小",
        ),
        ("# 题\n{{ \"缺数\" | figure }}", "E1005 templates/try.md.tera:2:5 “缺数”还没有值"),
        (
            "# 题\n{{ \"走访数\" | change }}",
            "E1005 templates/try.md.tera:2:5 “走访数”没有可比的上年数",
        ),
        (
            "# 题\n{% include \"try.md.tera\" %}",
            "E1001 templates/try.md.tera:1:1 模板 try.md.tera 绕了一圈又用到自己",
        ),
        (
            "# 题\n{{ \"资金\" | figure | truncate(length=1) }}",
            "E1001 templates/try.md.tera:2:1 模板截断了一个指标的数值",
        ),
    ] {
        let faults = Project::with_layout(text).faults("try", false);
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        assert!(faults[0].starts_with(expected), "{text}: {faults:?}");
    }
}

#[test]
fn markdown_a_report_has_no_form_for_is_told_at_its_line() {
    let project = Project::with_layout(
        "# 题\n\n- 甲{{ year }}\n\n> 乙\n\n```\n丙\n```\n\n<div>丁</div>\n\n---\n\n\
         戊<b>己</b>*庚*`辛`[壬](x)![癸](y)\n\n2025. 子\n\n###### 丑\n\n#### 寅\n\n# 卯\n\n##\n",
    );
    let faults = project.faults("try", false);
    let short: Vec<&str> = faults
        .iter()
        .map(|fault| fault.split('（').next().unwrap().trim_start_matches("E100"))
        .map(|fault| fault.trim_start_matches(['3', '4']))
        .map(|fault| fault.trim_start_matches(" templates/try.md.tera:"))
        .collect();
    assert_eq!(
        short,
        [
            "3:1 公文正文不能用列表",
            "5:1 公文正文不能用引用",
            "7:1 公文正文不能用代码",
            "11:1 公文正文不能用HTML",
            "13:1 公文正文不能用分隔线",
            "15:1 公文正文不能用HTML",
            "15:1 公文正文不能用斜体",
            "15:1 公文正文不能用代码",
            "15:1 公文正文不能用链接",
            "15:1 公文正文不能用图片",
            "17:1 公文正文不能用列表",
            "19:1 标题层次太多",
            "21:1 标题跳了层次",
            "23:1 报告标题只能有一个，并且在最前",
            "25:1 标题没有文字",
        ]
    );
    assert_eq!(Project::with_layout("甲").faults("try", false).len(), 1, "no title");
}

#[test]
fn a_row_that_does_not_fit_its_table_is_told_at_its_line() {
    let head = "# 题\n\n| 类 | 数 |\n|:--|--:|\n";
    let misfit = "表格的这一行有 3 格，表头有 2 格";
    let apart = "这一行像是表格的一行，可是没有成为表格";
    for (table, line, message) in [
        (
            "| {{ \"学习次数\" | figure }} | 乙 |\n| {{ \"学习次数\" | figure }} | 乙 | 丙 |",
            6,
            misfit,
        ),
        ("| {{ \"学习次数\" | figure }} |", 5, "表格的这一行有 1 格，表头有 2 格"),
        ("| 甲|乙 | 丙 |", 5, misfit),
        ("| {{ \"甲|乙\" | safe }} | 丙 |", 5, misfit),
        ("| 甲 | 乙 |\n正文紧接着。", 6, "表格下面紧接着正文，要印成表格的一行"),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", 6, "表格里有两条分隔行，表头只能有一行"),
        ("| 甲 | 乙 |\n\n丙 | 丁\n戊 | 己", 7, apart),
    ] {
        let faults = Project::with_layout(&format!("{head}{table}\n")).faults("try", false);
        assert_eq!(faults.len(), 1, "{table}: {faults:?}");
        let expected = format!("E1013 templates/try.md.tera:{line}:1 {message}");
        assert!(faults[0].starts_with(&expected), "{table}: {faults:?}");
    }
    for (table, message) in [
        ("|  |  |\n|---|---|\n| 甲 | 乙 |", "表格的表头没有文字"),
        ("| 类 | 数 |\n| 甲 | 乙 |", apart),
        ("| 类 | 数 |\n|---|\n| 甲 | 乙 |", apart),
        ("| 类 | 数 |\n| 项 | 件 |\n|---|---|\n| 甲 | 乙 |", apart),
        ("｜类｜数｜\n｜---｜---｜", apart),
    ] {
        let faults = Project::with_layout(&format!("# 题\n\n{table}\n")).faults("try", false);
        assert_eq!(faults.len(), 1, "{table}: {faults:?}");
        let expected = format!("E1013 templates/try.md.tera:3:1 {message}");
        assert!(faults[0].starts_with(&expected), "{table}: {faults:?}");
    }
}

#[test]
fn a_row_of_a_loop_that_lost_a_bar_is_told_once_at_its_line() {
    let head = "# 题\n\n| 部门 | 数 |\n|:--|--:|\n{% for one in [\"甲局\", \"乙局\"] %}\n";
    for row in [
        "{{ one }} | {% if one == \"甲局\" %}1{% else %}—{% endif %} |",
        "{{ one }} | {% if one == \"甲局\" %}1{% else %}—{% endif %}",
        "｜ {{ one }} ｜ {% if one == \"甲局\" %}1{% else %}—{% endif %} ｜",
        "{{ one }}｜{% if one == \"甲局\" %}1{% else %}—{% endif %}｜",
    ] {
        let layout = format!("{head}{row}\n{{% endfor %}}\n");
        let faults = Project::with_layout(&layout).faults("try", false);
        assert_eq!(faults.len(), 1, "{row}: {faults:?}");
        let expected = "E1013 templates/try.md.tera:6:1 这一行像是表格的一行";
        assert!(faults[0].starts_with(expected), "{row}: {faults:?}");
    }
}

#[test]
fn a_run_in_heading_leaves_the_caption_to_its_table() {
    for between in ["", "单位：次\n\n"] {
        let project = Project::with_layout(&format!(
            "# 题\n\n## 部门资产。\n\n**案件**\n\n{between}| 类 | 数 |\n|---|---|\n| 甲 | 乙 |\n"
        ));
        let document = project.compose("try", false).unwrap();
        let [Block::Paragraph(heading), Block::Table(table)] = document.body.as_slice() else {
            panic!("{:?}", document.body)
        };
        assert!(heading.run_in.is_some() && heading.text.is_empty());
        assert_eq!(plain_text(&table.caption), "案件");
    }
}

#[test]
fn what_a_cell_prints_may_hold_a_bar() {
    let project = Project::with_layout(
        "# 题\n\n|  | 数 |\n|---|---|\n| {{ \"甲|乙\" ~ year }} | 一\\|二 |\n|  | {{ \"学习次数\" | figure }} |\n\n分A|B两类。\n",
    );
    let document = project.compose("try", false).unwrap();
    let [Block::Table(table), Block::Paragraph(paragraph)] = document.body.as_slice() else {
        panic!("{:?}", document.body)
    };
    let cells = table.rows.iter().flatten().map(|cell| plain_text(&cell.content));
    assert_eq!(cells.collect::<Vec<_>>(), ["甲|乙2024", "一|二", "", "3次"]);
    assert_eq!(plain_text(&paragraph.text), "分A|B两类。");
}

#[test]
fn a_table_takes_caption_and_unit_from_the_paragraphs_before_it() {
    let project = Project::with_layout(
        "# 题\n\n**案件**\n\n单位：次\n\n| 类 | 数 |\n|:--:|---:|\n| 甲 | {{ \"学习次数\" | figure }} |\n",
    );
    let document = project.compose("try", false).unwrap();
    let [Block::Table(table)] = document.body.as_slice() else { panic!("{:?}", document.body) };
    assert_eq!(plain_text(&table.caption), "案件");
    assert_eq!(table.unit.as_deref(), Some("单位：次"));
    assert_eq!(table.columns, [crate::document::Align::Centre, crate::document::Align::Right]);
    assert_eq!(table.header[0].len(), 2);
    assert_eq!(table.rows[0][1].content, [Inline::Figure { text: "3次".into(), fact: FactId(0) }]);
}

#[test]
fn a_draft_holds_places_open() {
    let mut project = Project::with_prose("共{{缺数}}，{{没有的}}");
    project.submissions.departments.truncate(1);
    project.submissions.departments[0].lists.clear();
    project.submissions.report.written = Field::default();
    assert_eq!(
        project.faults("luojiang", false),
        [
            "E1005 data/2024/甲局.yaml:1:2 “缺数”还没有值，由甲局填报（补上这个数，或者从文字里去掉它；先看草稿可以加 --draft）",
            "E1002 data/2024/甲局.yaml:1:9 指标目录里没有“没有的”（名称须与指标目录 data/catalogue.yaml 里的一字不差）",
        ]
    );
    let document = project.compose("luojiang", true).unwrap();
    assert!(document.edition.draft);
    assert_eq!(document.signature.date.as_ref().unwrap().shown, "【待补：成文日期】");
    let text = outline(&document).join("\n");
    for open in
        ["【待补：缺数】", "【待补：没有的】", "【待补：乙局的“营商环境”】", "【待补：安排】"]
    {
        assert!(text.contains(open), "{open} in {text}");
    }
    let Block::Paragraph(paragraph) = &document.body[3] else { panic!() };
    assert!(paragraph.text.contains(&Inline::Missing { text: "【待补：缺数】".into() }));
}

#[test]
fn unknown_layouts_are_told() {
    let faults = Project::new().faults("luojang", false);
    assert_eq!(faults, ["E1006 没有“luojang”这个版式（）"]);
}

#[test]
fn nobody_can_forge_a_mark() {
    let project = Project::with_prose("甲\u{FDD0}\u{FDE0}9家\u{FDD2}乙\u{200B}。");
    let document = project.compose("luojiang", false).unwrap();
    assert!(outline(&document)[3].ends_with("甲9家乙。"));
}

proptest! {
    /// Whatever a department writes comes out as that text and nothing else.
    #[test]
    fn prose_is_never_markup(text in "[ -z|~\\\\甲乙。，“”<>&#*_`\\[\\]!-]{0,40}") {
        let project = Project::with_prose(&format!("首{text}尾。"));
        let document = project.compose("luojiang", false).unwrap();
        let words: Vec<&str> = text.split(' ').collect();
        let mut squeezed = String::from("s1-1-1 ⟦1.学习宣传。⟧首");
        for (place, word) in words.iter().enumerate() {
            if place > 0 && !squeezed.ends_with(' ') {
                squeezed.push(' ');
            }
            squeezed.push_str(word);
        }
        prop_assert_eq!(&outline(&document)[3], &format!("{squeezed}尾。"));
    }

    /// No template, however broken, stops the program.
    #[test]
    fn any_layout_is_read_or_told(text in "(\\PC|[{}%#\"|\n*_>-]){0,60}") {
        let _ = Project::with_layout(&text).compose("try", false);
    }
}
