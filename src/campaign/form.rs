//! A department's form for a new year.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Sheet;
use super::words::{self, Carried};
use crate::catalogue::{Catalogue, Metric, MetricKind, Need, Owner, RuleKind};
use crate::load::{Department, Item, Plan, Shortcoming, Spanned, Submissions};
use crate::project::{DirectoryEntry, Project};
use crate::prose::{self, Piece};
use crate::source::Sources;
use crate::yaml::Kind;

const HEAD: &str = "# yaml-language-server: $schema=../../schemas/department.schema.json";

/// The form, or nothing when nothing is asked of the department.
pub(super) fn sheet(
    project: &Project,
    entry: &DirectoryEntry,
    year: i32,
    last: Option<&Submissions>,
    sources: &Sources,
) -> Option<Sheet> {
    let name = entry.name.as_str();
    let before = last.map(|last| last.departments.as_slice()).unwrap_or_default();
    let before: Vec<&Department> =
        before.iter().filter(|department| department.name.value == name).collect();
    let metrics = project.catalogue.metrics.values().map(Arc::as_ref);
    let metrics: Vec<&Metric> = metrics.filter(|metric| is_asked(metric, name)).collect();
    let items: Vec<&Item> = last.map(|last| items_of(last, name)).unwrap_or_default();
    if metrics.is_empty() && items.is_empty() && before.is_empty() {
        return None;
    }
    let form = Form { catalogue: &project.catalogue, year, before, sources };
    let mut text = format!("{HEAD}\n\n部门: {name}\n年度: {year}\n填报人:      # 可不填\n");
    text.push_str(&form.metrics(&metrics, &used(last)));
    text.push_str(&form.prose(&items));
    text.push_str(&form.shortcomings());
    text.push_str(&form.plans());
    text.push_str(&form.verbatim());
    text.push_str(&form.reasons());
    Some(Sheet { name: format!("{name}.yaml"), text })
}

/// Whether a metric is typed in this department's form.
fn is_asked(metric: &Metric, department: &str) -> bool {
    let owned = match &metric.owner {
        Owner::Department(owner) => owner == department,
        Owner::Every => true,
    };
    owned && metric.taken_from.is_none()
}

/// The items of last year's outline that a department writes, in their order.
fn items_of<'a>(last: &'a Submissions, department: &str) -> Vec<&'a Item> {
    let items = last.report.outline.iter().flat_map(|theme| &theme.items);
    items.filter(|item| item.departments.iter().any(|named| named.value == department)).collect()
}

/// The metrics that last year's texts print.
fn used(last: Option<&Submissions>) -> BTreeSet<String> {
    let departments = last.map(|last| last.departments.as_slice()).unwrap_or_default();
    let texts = departments.iter().flat_map(|department| &department.prose);
    let pieces = texts.flat_map(|(_, text)| prose::parse(&text.value).0);
    let names = pieces.filter_map(|piece| match piece {
        Piece::Placeholder(placeholder) => Some(placeholder.name),
        Piece::Text(_) => None,
    });
    names.collect()
}

struct Form<'a> {
    catalogue: &'a Catalogue,
    year: i32,
    /// Last year's file; several when departments have become one.
    before: Vec<&'a Department>,
    sources: &'a Sources,
}

impl Form<'_> {
    /// One empty line a metric, under its theme; what is asked and last year's value beside it.
    fn metrics(&self, metrics: &[&Metric], used: &BTreeSet<String>) -> String {
        if metrics.is_empty() {
            return String::new();
        }
        let lines = metrics.iter().map(|metric| format!("  {}:", metric.name));
        let column = lines.clone().map(|line| words::width(&line)).max().unwrap_or(0) + 6;
        let mut text = "\n指标:\n".to_owned();
        let mut theme = "";
        for (metric, line) in metrics.iter().zip(lines) {
            if metric.theme != theme {
                text.push_str(if theme.is_empty() { "" } else { "\n" });
                text.push_str(&format!("  # {}\n", metric.theme));
                theme = &metric.theme;
            }
            let asked = self.asked(metric, used);
            text.push_str(&format!("{}# {asked}\n", words::padded(&line, column)));
        }
        text
    }

    /// `件 · 必填 · 上年 121`
    fn asked(&self, metric: &Metric, used: &BTreeSet<String>) -> String {
        let what = match metric.kind {
            MetricKind::Count | MetricKind::Amount => metric.unit.clone(),
            MetricKind::Percent => "%".to_owned(),
            MetricKind::Boolean => "是/否".to_owned(),
            MetricKind::Text => "文字，名单写成 [甲, 乙]".to_owned(),
        };
        let need = match metric.need {
            Need::Required => "必填",
            Need::Recommended => "建议",
            Need::Optional => "选填",
        };
        let mut parts = vec![what, need.to_owned()];
        let is_used =
            |name: &String| *name == metric.name || metric.former_names.iter().any(|f| f == name);
        if metric.need != Need::Required && used.iter().any(is_used) {
            parts.push("正文引用".to_owned());
        }
        let rules = self.catalogue.rules.iter().map(|rule| &rule.kind);
        let computed = |kind: &RuleKind| matches!(kind, RuleKind::Ratio { ratio, .. } if *ratio == metric.name);
        if rules.clone().any(computed) {
            parts.push("有分子、分母的不用填".to_owned());
        }
        parts.extend(self.value_before(metric).map(|value| format!("上年 {value}")));
        parts.join(" · ")
    }

    /// As it was typed.
    fn value_before(&self, metric: &Metric) -> Option<String> {
        let names = || metric.former_names.iter().chain([&metric.name]);
        let mut typed = self.before.iter().flat_map(|before| &before.metrics);
        let (_, node) = typed
            .find(|(key, node)| node.kind != Kind::Null && names().any(|n| *n == key.value))?;
        Some(words::one_line(self.sources.text(node.span)))
    }

    /// Last year's paragraphs under the keys of the outline.
    fn prose(&self, items: &[&Item]) -> String {
        if items.is_empty() {
            return "\n# 正文按提纲的键写，键见 report.yaml\n正文:\n".to_owned();
        }
        let mut text =
            "\n# 以下沿用上年的文字，改成本年的。数字用 {{指标名称}} 引用，不要照抄上年。\n正文:\n"
                .to_owned();
        for item in items {
            let key = &item.key.value;
            let written = self.before.iter().flat_map(|before| &before.prose);
            let texts = written.filter(|(of, _)| of.value == *key).map(|(_, text)| text);
            let texts: Vec<&str> = texts.map(|text| text.value.trim_end()).collect();
            if texts.is_empty() {
                text.push_str(&format!("  {key}:      # 待写\n\n"));
                continue;
            }
            let carried = self.carried(&texts.join("\n\n"));
            text.push_str(&doubts(&carried, "  "));
            text.push_str(&format!("  {key}:{}\n", words::block(&carried.text, 4)));
        }
        text.truncate(text.trim_end().len());
        text + "\n"
    }

    fn shortcomings(&self) -> String {
        let entries: Vec<&Shortcoming> =
            self.before.iter().flat_map(|before| &before.shortcomings).collect();
        if entries.is_empty() {
            return "\n# 没有就不写；有的，去掉下面三行的“# ”\n# 不足:\n#   - 问题: 一句话说清问题\n#     原因: 一句话说清原因\n".to_owned();
        }
        let mut text = "\n# 上年所写，改成本年的\n不足:\n".to_owned();
        for entry in entries {
            let (problem, cause) =
                (self.carried(&entry.problem.value), self.carried(&entry.cause.value));
            text.push_str(&doubts(&problem, "  "));
            text.push_str(&doubts(&cause, "  "));
            text.push_str(&format!("  - 问题:{}", words::value(&problem.text, 6)));
            text.push_str(&format!("    原因:{}", words::value(&cause.text, 6)));
        }
        text
    }

    fn plans(&self) -> String {
        let entries: Vec<&Plan> = self.before.iter().flat_map(|before| &before.plans).collect();
        let next = self.year + 1;
        if entries.is_empty() {
            return format!(
                "\n# {next} 年的打算；没有就不写，有的，去掉下面三行的“# ”\n# 安排:\n#   - 标题: 一件事\n#     内容: 怎么做。\n"
            );
        }
        let mut text = format!("\n# 上年所写是 {} 年的安排，改成 {next} 年的\n安排:\n", self.year);
        for entry in entries {
            let (heading, content) =
                (self.carried(&entry.heading.value), self.carried(&entry.text.value));
            text.push_str(&doubts(&heading, "  "));
            text.push_str(&doubts(&content, "  "));
            text.push_str(&format!("  - 标题:{}", words::value(&heading.text, 6)));
            text.push_str(&format!("    内容:{}", words::value(&content.text, 6)));
        }
        text
    }

    fn verbatim(&self) -> String {
        verbatim(self.before.iter().flat_map(|before| &before.verbatim))
    }

    /// Last year's reasons answer last year's figures, so they come as comments.
    fn reasons(&self) -> String {
        let reasons = self.before.iter().flat_map(|before| &before.reasons);
        let lines: String = reasons
            .map(|(metric, reason)| {
                let reason = reason.value.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("#   {}: {}\n", metric.value, words::scalar(&reason))
            })
            .collect();
        if lines.is_empty() {
            return lines;
        }
        format!("\n# 上年的说明；本年仍要说明的，去掉“# ”，改成本年的原因\n# 说明:\n{lines}")
    }

    fn carried(&self, text: &str) -> Carried {
        words::carried(text, self.year, self.catalogue)
    }
}

/// 照录
pub(super) fn verbatim<'a>(phrases: impl IntoIterator<Item = &'a Spanned<String>>) -> String {
    let phrases = phrases.into_iter();
    let lines: String =
        phrases.map(|phrase| format!("  - {}\n", words::scalar(&phrase.value))).collect();
    if lines.is_empty() { lines } else { format!("\n照录:\n{lines}") }
}

/// A comment that names the years to look at.
pub(super) fn doubts(carried: &Carried, indent: &str) -> String {
    if carried.doubtful.is_empty() {
        return String::new();
    }
    format!("{indent}# 年份没有改，请核对：{}\n", carried.doubtful.join("；"))
}
