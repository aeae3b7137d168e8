//! Reading the catalogue: its themes, its metrics, and the rules between them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Outcome;
use crate::kind::Kind as ReportKind;
use crate::metric::{MetricReader, Metrics, Names, check_name};
use crate::number::chinese_numeral;
use crate::rules;
use crate::source::Sources;
use crate::yaml::{Fields, Node, Reader};

/// Reads `data/catalogue.yaml` for reports of a kind. `departments` are the names of the
/// directory. A metric or rule with a fault is left out when it cannot be understood without
/// what is faulty.
pub(crate) fn read<'a>(
    node: Node,
    kind: &ReportKind,
    departments: impl IntoIterator<Item = &'a str>,
    sources: &Sources,
) -> Outcome<Catalogue> {
    let mut reader = Reader::new(sources);
    let mut catalogue = Catalogue::default();
    if let Some(mut fields) = reader.fields(node, "指标目录", None) {
        catalogue.themes = read_themes(&mut fields, kind, &mut reader);
        let mut names = Names::default();
        let departments = departments.into_iter().collect();
        let metrics = MetricReader {
            reader: &mut reader,
            kind,
            departments: &departments,
            themes: &catalogue.themes,
            names: &mut names,
        };
        catalogue.metrics = read_metrics(&mut fields, metrics);
        catalogue.rules = rules::read(&mut fields, &catalogue.metrics, &names, &mut reader);
        fields.finish(&mut reader);
    }
    Outcome::new(catalogue, reader.findings)
}

/// 主题: the catalogue's own, as many as the kind has, or else those of the kind.
fn read_themes(fields: &mut Fields, kind: &ReportKind, reader: &mut Reader<'_>) -> Vec<String> {
    let Some(node) = fields.optional("主题") else { return kind.themes.clone() };
    let span = node.span;
    let Some(themes) = reader.names(node, "主题") else { return Vec::new() };
    let count = match u32::try_from(kind.themes.len()).unwrap_or(u32::MAX) {
        2 => "两".to_owned(),
        count => chinese_numeral(count),
    };
    let mut seen = BTreeSet::new();
    for theme in &themes {
        reader.findings.extend(check_name(theme, "主题"));
        if !seen.insert(theme.value.as_str()) {
            reader.report(
                Diagnostic::new(Code::E0204, format!("主题“{}”写了两遍", theme.value))
                    .at(theme.span, "又写了一遍")
                    .help(format!("{count}个主题各写一次")),
            );
        }
    }
    if themes.len() != kind.themes.len() {
        let part = kind.outline().map_or("", |outline| outline.name.as_str());
        reader.report(
            Diagnostic::new(Code::E0205, format!("主题有 {} 个，应当恰好{count}个", themes.len()))
                .at(span, "主题写在这里")
                .help(format!("报告的{part}分{count}个主题，依次写出它们的键")),
        );
    }
    themes.into_iter().map(|theme| theme.value).collect()
}

fn read_metrics(fields: &mut Fields, mut metrics: MetricReader<'_, '_>) -> Metrics {
    let mut all = Metrics::default();
    let Some(node) = fields.required("指标", metrics.reader) else { return all };
    let Some(items) = metrics.reader.list(node, "指标") else { return all };
    metrics.names.reserve(items.len());
    all.reserve(items.len());
    for item in items {
        let Some(mut fields) = metrics.reader.fields(item, "指标", None) else { continue };
        if let Some(metric) = metrics.read(&mut fields) {
            all.entry(metric.name.clone()).or_insert(Arc::new(metric));
        }
        fields.finish(metrics.reader);
    }
    all
}

#[cfg(test)]
mod tests;
