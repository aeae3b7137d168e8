use std::fmt::Write as _;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::catalogue::{Metric, MetricKind};

/// A project of the repository, and one of its departments.
const PLACES: [(&str, &str); 3] =
    [("", "区司法局"), ("", "区信访局"), ("examples/政府信息公开-示例区", "乙镇")];

/// A value of a metric, as it is typed.
fn value(metric: &Metric) -> BoxedStrategy<String> {
    let number = (0_u32..1_000_000, select(vec!["", "约", "近", "超过"]))
        .prop_map(|(number, word)| format!("{word}{number}"));
    match metric.kind {
        MetricKind::Count => {
            prop_oneof![3 => number, 1 => (1_u32..900).prop_map(|n| format!("{n}余"))].boxed()
        }
        MetricKind::Amount => (0_u32..100_000, 0_u32..100)
            .prop_map(|(whole, part)| format!("{whole}.{part:02}"))
            .boxed(),
        MetricKind::Percent => {
            (0_u32..100, 0_u32..10).prop_map(|(a, b)| format!("{a}.{b}")).boxed()
        }
        MetricKind::Boolean => select(vec!["是", "否"]).prop_map(str::to_owned).boxed(),
        MetricKind::Text => line().boxed(),
    }
}

/// A line of text, with what YAML and workbooks take for something else.
fn line() -> impl Strategy<Value = String> {
    let words = [
        "受理",
        "“一站式”",
        "#备注",
        "全年: 12",
        "- 一",
        "{{甲}}",
        "'引'",
        "\"号\"",
        "=A1+B1",
        "@",
        "[甲]",
        "2024",
        "3-5",
        "０",
        "TRUE",
        "null",
        "~",
        "_x000D_",
        "&<b>",
        "是",
        "、",
        "🌏",
    ];
    vec(select(words.to_vec()), 1..5).prop_map(|words| words.concat())
}

/// A text of one or more paragraphs.
fn text() -> impl Strategy<Value = String> {
    vec(line(), 1..4).prop_map(|lines| lines.join("\n"))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What is filled in: a value for every metric, texts, and which of them stand there.
type Filling = (Vec<String>, Vec<bool>, Vec<String>, Vec<Index>);

/// A file of a department with everything in it that it may hold.
fn file(project: &Project, department: &str, filling: &Filling) -> String {
    let (values, given, texts, _) = filling;
    let mut texts = texts.iter().map(|text| quoted(text)).cycle();
    let mut text = move || texts.next().unwrap_or_default();
    let mut yaml =
        format!("部门: {department}\n年度: 2024\n填报人: 某某\n联系电话: '0000'\n指标:\n");
    let own = project.catalogue.metrics.values().filter(|metric| metric.is_typed_by(department));
    for ((metric, value), is_given) in own.clone().zip(values).zip(given) {
        if *is_given && metric.in_family.is_none() {
            writeln!(yaml, "  {}: {}", metric.name, quoted(value)).unwrap();
        }
    }
    for family in project.catalogue.families.values() {
        let is_own = |name: &String| {
            project.catalogue.metrics.get(name).is_some_and(|metric| metric.is_typed_by(department))
        };
        if !family.members.iter().all(is_own) {
            continue;
        }
        writeln!(yaml, "  {}:", family.name).unwrap();
        for (member, value) in family.members.iter().zip(values) {
            let number: String = value.chars().filter(char::is_ascii_digit).collect();
            writeln!(yaml, "    {}: {}", family.label(member).unwrap(), number.len()).unwrap();
        }
    }
    for (place, kind) in project.kinds.iter().enumerate() {
        let indent = if place == 0 { "" } else { "  " };
        if place > 0 {
            writeln!(yaml, "{}:", kind.folder).unwrap();
        }
        if kind.outline().is_some() {
            writeln!(yaml, "{indent}正文:\n{indent}  甲: {}\n{indent}  乙:\n{indent}    - {}\n{indent}    - {}", text(), text(), text()).unwrap();
        }
        for (content, parts) in kind.lists() {
            writeln!(yaml, "{indent}{}:", content.key).unwrap();
            for _ in 0..2 {
                for (number, part) in parts.iter().enumerate() {
                    let mark = if number == 0 { "- " } else { "  " };
                    let text = match part.form {
                        crate::kind::PartForm::Heading => quoted("标题"),
                        _ => text(),
                    };
                    writeln!(yaml, "{indent}  {mark}{}: {text}", part.key).unwrap();
                }
            }
        }
        writeln!(yaml, "{indent}照录: [{}, {}]", quoted("第1次"), quoted("三个一")).unwrap();
        writeln!(
            yaml,
            "{indent}本部门报告:\n{indent}  标题: {}\n{indent}  正文:\n{indent}    甲: {}",
            quoted("甲"),
            text()
        )
        .unwrap();
    }
    if let Some(metric) = own.clone().next() {
        // A reason that is a number alone is told: beside a figure it is one in the wrong column.
        let reason = text().replacen('"', "\"因", 1);
        writeln!(yaml, "说明:\n  {}: {reason}", metric.name).unwrap();
    }
    yaml
}

fn read_back(project: &Project, whose: (&str, i32), bytes: &[u8]) -> String {
    let mut sources = Sources::default();
    let tables = FormTablesOfKinds::read(project, &mut sources).value;
    let file = sources.add("甲.xlsx", "");
    let asked = Asked { file, path: "甲.xlsx", whose, is_over: false };
    let read = read(bytes, asked, &mut Forms::new(project, tables));
    assert!(!read.findings.has_errors(), "{:?}", read.findings);
    read.value.unwrap().text
}

fn place() -> impl Strategy<Value = (usize, Filling)> {
    (0..PLACES.len()).prop_flat_map(|place| {
        let (folder, department) = PLACES[place];
        let project = project(folder);
        let own =
            project.catalogue.metrics.values().filter(|metric| metric.is_typed_by(department));
        let values: Vec<BoxedStrategy<String>> = own.map(|metric| value(metric)).collect();
        let count = values.len();
        let filling = (values, vec(any::<bool>(), count), vec(text(), 7), vec(any::<Index>(), 1));
        (Just(place), filling)
    })
}

fn project(folder: &str) -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    Project::open_for(root, None, &mut Sources::default()).value.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn there_and_back_is_equal((place, filling) in place()) {
        let (folder, department) = PLACES[place];
        let project = project(folder);
        let text = file(&project, department, &filling);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let (yaml, whose) = (format!("{department}.yaml"), (department, 2024));
        let made = |text: &str| {
            let files = Files::from(root.clone()).with_unsaved(format!("data/2024/{yaml}"), text);
            let converted = convert(files, 2024, &yaml);
            let found: Vec<String> = converted
                .findings
                .iter()
                .map(|found| format!("{} {:?}", found.message, found.labels))
                .collect();
            assert!(converted.output.is_some(), "{found:#?}\n{text}");
            converted.output.unwrap().bytes
        };
        // What is lost on the way is found by the command itself.
        let once = read_back(&project, whose, &made(&text));
        let twice = read_back(&project, whose, &made(&once));
        prop_assert_eq!(once, twice);
    }
}
