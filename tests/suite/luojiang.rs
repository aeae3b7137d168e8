//! What a mistake in the shipped data leads to: Luojiang's 2024 report, examined in place of a
//! whole run of the program.

use std::collections::BTreeSet;
use std::fs;

use nianbao::catalogue::{Need, Owner};
use nianbao::diagnostic::{Code, Diagnostic, Severity};
use nianbao::render::markdown;
use nianbao::{Examined, Options, examine, make};

use crate::support::Project;

const LAW: &str = "data/2024/区司法局.yaml";

/// The departments' files, by name.
fn forms(project: &Project) -> Vec<String> {
    let entries = fs::read_dir(project.path().join("data/2024")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut forms: Vec<String> = names
        .filter(|name| name != "report.yaml")
        .map(|name| format!("data/2024/{name}"))
        .collect();
    forms.sort();
    forms
}

/// The shipped data with a file changed; the file is as it was afterwards.
fn with(project: &Project, name: &str, text: &str) -> Examined {
    let right = project.read(name);
    project.write(name, text);
    let examined = examine(project.path(), 2024, &Options::default());
    project.write(name, &right);
    examined
}

fn errors(examined: &Examined) -> Vec<&Diagnostic> {
    examined.findings.iter().filter(|found| found.is_error()).collect()
}

/// The only error there is, of the code expected, in the file expected.
#[track_caller]
fn only_error<'a>(examined: &'a Examined, code: Code, name: &str) -> &'a Diagnostic {
    let errors = errors(examined);
    let [error] = errors.as_slice() else { panic!("{name}: {errors:#?}") };
    assert_eq!(error.code, code, "{error:?}");
    assert_eq!(examined.sources.position(error.span().unwrap()).path, name, "{error:?}");
    error
}

/// The lines `  名称: 值` under 指标, and the names.
fn values(text: &str) -> Vec<(&str, &str)> {
    let lines = text.lines().skip_while(|line| *line != "指标:").skip(1);
    lines
        .take_while(|line| line.is_empty() || line.starts_with(' '))
        .filter_map(|line| Some((line.split_once(':')?.0.trim(), line)))
        .filter(|(name, _)| !name.starts_with('#'))
        .collect()
}

#[test]
fn the_shipped_data_has_no_error() {
    let project = Project::shipped();
    assert_eq!(
        errors(&examine(project.path(), 2024, &Options::default())),
        Vec::<&Diagnostic>::new()
    );
}

#[test]
fn a_wrong_total_points_at_itself_and_at_each_part() {
    let project = Project::shipped();
    let text = project.read(LAW);
    assert_eq!(text.matches("执法案件录入总数: 6288").count(), 1);
    let wrong = text.replace("执法案件录入总数: 6288", "执法案件录入总数: 6289");
    let examined = with(&project, LAW, &wrong);
    let found = only_error(&examined, Code::E0501, LAW);
    let labels: Vec<(&str, &str, bool)> = found
        .labels
        .iter()
        .map(|label| {
            let line = examined.sources.position(label.place.span().unwrap()).line;
            let line = wrong.lines().nth(line - 1).unwrap();
            let name = line.trim_start().split(':').next().unwrap();
            (name, examined.sources.text(label.place.span().unwrap()), label.primary)
        })
        .collect();
    assert_eq!(
        labels,
        [
            ("执法案件录入总数", "6289", true),
            ("行政检查数", "5757", false),
            ("行政处罚数", "526", false),
            ("行政强制数", "5", false),
        ]
    );
    assert!(
        found.notes.contains(&("算式".into(), "5757 + 526 + 5 = 6288，差 1".into())),
        "{found:?}"
    );
    assert!(found.help.as_ref().is_some_and(|help| help.contains("合计改为 6288")), "{found:?}");
}

#[test]
fn each_required_metric_is_missed_once() {
    let project = Project::shipped();
    let year = examine(project.path(), 2024, &Options::default()).year.unwrap();
    let catalogue = &year.project.catalogue;
    let mut missed = BTreeSet::new();
    for name in forms(&project) {
        let text = project.read(&name);
        for (metric, line) in values(&text) {
            let metric = &catalogue.metrics[metric];
            if metric.need != Need::Required {
                continue;
            }
            let examined = with(&project, &name, &text.replacen(&format!("{line}\n"), "", 1));
            missed.insert(metric.name.clone());
            // A total that is left out is computed from its parts.
            let computed = examined.year.as_ref().and_then(|year| year.figures.get(&metric.name));
            if let Some(computed) = computed.filter(|figure| figure.value.is_some()) {
                assert_eq!(computed.value, year.figures.get(&metric.name).unwrap().value);
                assert_eq!(errors(&examined), Vec::<&Diagnostic>::new());
                continue;
            }
            let found = only_error(&examined, Code::E0301, &name);
            assert!(found.message.contains(&format!("“{}”", metric.name)), "{found:?}");
            assert!(found.help.as_ref().unwrap().contains(&metric.name), "{found:?}");
            assert_eq!(metric.owner, Owner::Department(name[10..name.len() - 5].to_owned()));
        }
    }
    // All that are typed; the others are the report's own parts.
    let required = catalogue.metrics.values().filter(|metric| metric.need == Need::Required);
    let typed = required.filter(|metric| metric.taken_from.is_none());
    assert_eq!(missed, typed.map(|metric| metric.name.clone()).collect());
}

#[test]
fn each_line_typed_twice_is_told_once() {
    let project = Project::shipped();
    for name in forms(&project) {
        let text = project.read(&name);
        // A few of each file: its first, its middle and its last.
        let values = values(&text);
        let some = [values.first(), values.get(values.len() / 2), values.last()];
        for (metric, line) in some.into_iter().flatten() {
            let twice = text.replacen(*line, &format!("{line}\n{line}"), 1);
            let examined = with(&project, &name, &twice);
            let found = only_error(&examined, Code::E0105, &name);
            let lines = found
                .labels
                .iter()
                .map(|label| examined.sources.position(label.place.span().unwrap()).line);
            let first = text.lines().position(|other| other == *line).unwrap() + 1;
            assert_eq!(lines.collect::<Vec<_>>(), [first + 1, first], "{metric}");
        }
    }
}

#[test]
fn each_misspelt_placeholder_is_told_once_with_the_name_that_was_meant() {
    let project = Project::shipped();
    for name in forms(&project) {
        let text = project.read(&name);
        let Some(at) = text.rfind("{{") else { continue };
        let right = text[at + 2..].split(['}', '|']).next().unwrap();
        let mut wrong: Vec<char> = right.chars().collect();
        let last = wrong.len() - 1;
        wrong.swap(last, last - 1);
        let wrong: String = wrong.into_iter().collect();
        let slipped = format!("{}{{{{{wrong}{}", &text[..at], &text[at + 2 + right.len()..]);
        let examined = with(&project, &name, &slipped);
        let found = only_error(&examined, Code::E0701, &name);
        assert!(found.message.contains(&wrong), "{found:?}");
        assert_eq!(found.help.as_deref(), Some(format!("改为 {{{{{right}}}}}").as_str()));
    }
}

#[test]
fn all_slips_of_all_files_are_told_in_one_run() {
    let project = Project::shipped();
    project.edit(LAW, "执法案件录入总数: 6288", "执法案件录入总数: 6289");
    project.edit(LAW, "  普法清单条数: 60  ", "  # ");
    project.edit("data/2024/区信访局.yaml", "矛盾纠纷受理数: 783", "矛盾纠纷受理数：783");
    project.edit("data/2024/区财政局.yaml", "{{兑现惠企资金}}", "{{兑现惠企资}}");
    project.edit("data/2024/区税务局.yaml", "约2.6", "2.6亿左右");
    project.edit("data/2024/区城管局.yaml", "部门: 区城管局", "部门: 城管局");
    project.edit("data/2024/report.yaml", "成文日期: 2025-02-13", "成文日期: 2025.2.13");
    let examined = examine(project.path(), 2024, &Options::default());
    let found: Vec<(Code, String)> = errors(&examined)
        .into_iter()
        .map(|found| (found.code, examined.sources.position(found.span().unwrap()).path.to_owned()))
        .collect();
    let expected = [
        (Code::E0134, "data/2024/report.yaml"),
        (Code::E0301, LAW),
        (Code::E0501, LAW),
        (Code::E0701, "data/2024/区财政局.yaml"),
        (Code::E0404, "data/2024/区税务局.yaml"),
        (Code::E0137, "data/2024/区城管局.yaml"),
        (Code::E0106, "data/2024/区信访局.yaml"),
    ];
    assert_eq!(found, expected.map(|(code, path)| (code, path.to_owned())));
    let before = examine(Project::shipped().path(), 2024, &Options::default()).findings;
    let warnings = |all: &[Diagnostic]| {
        let found = all.iter().filter(|found| found.severity == Severity::Warning);
        found.map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(warnings(&examined.findings), warnings(&before));
}

/// The cells of a line of 数据来源.csv; the first eight hold no commas and no quotes.
fn cells(line: &str) -> Vec<&str> {
    line.split(',').take(8).collect()
}

#[test]
fn each_figure_is_traced_to_where_it_was_typed() {
    let project = Project::shipped();
    let mut examined = examine(project.path(), 2024, &Options::default());
    let year = examined.year.take().unwrap();
    let outputs = make(&year, &[markdown::FORMAT], &mut examined.sources).value;
    let text = |name: &str| {
        let output = outputs.iter().find(|output| output.name == name).unwrap();
        String::from_utf8(output.bytes.clone()).unwrap()
    };
    let (report, origins) = (text("年报.md").replace('\\', ""), text("数据来源.csv"));
    let mut lines = origins.trim_start_matches('\u{FEFF}').lines();
    assert!(
        lines.next().unwrap().starts_with("名称,数值,单位,主题,责任部门,来源文件,行号,取得方式")
    );
    let mut traced = 0;
    for line in lines {
        let cells = cells(line);
        let [name, value, unit, _, department, path, number, how] = cells.as_slice() else {
            panic!("{line}")
        };
        if *how == "填报" {
            assert_eq!(*path, format!("data/2024/{department}.yaml"), "{line}");
            let number: usize = number.parse().unwrap();
            let typed = project.read(path);
            let typed = typed.lines().nth(number - 1).unwrap();
            assert!(typed.trim_start().starts_with(&format!("{name}: ")), "{line}\n{typed}");
            let parts = value.split('、');
            assert!(parts.into_iter().all(|part| typed.contains(part)), "{line}\n{typed}");
        } else {
            // Computed: from figures that were typed.
            let operands = how.trim_end_matches(" × 100%").split(" ÷ ");
            assert!(
                path.is_empty() && operands.into_iter().all(|n| n.parse::<u32>().is_ok()),
                "{line}"
            );
        }
        traced += 1;
        // 是 and 0 are printed as words.
        let in_words = matches!(*value, "是" | "0");
        assert!(in_words || report.contains(&format!("{value}{unit}")), "{line}");
    }
    assert!(traced >= 57, "{traced}");
}
