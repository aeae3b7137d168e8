//! Reading the catalogue: its themes, its metrics, and the rules between them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Outcome;
use crate::metric::{MetricReader, Metrics, Names, check_name};
use crate::rules;
use crate::source::Sources;
use crate::yaml::{Fields, Node, Reader};

const THEMES: usize = 5;

/// Reads `data/catalogue.yaml`. `departments` are the names of the directory. A metric or
/// rule with a fault is left out when it cannot be understood without what is faulty.
pub(crate) fn read<'a>(
    node: Node,
    departments: impl IntoIterator<Item = &'a str>,
    sources: &Sources,
) -> Outcome<Catalogue> {
    let mut reader = Reader::new(sources);
    let mut catalogue = Catalogue::default();
    if let Some(mut fields) = reader.fields(node, "指标目录", None) {
        catalogue.themes = read_themes(&mut fields, &mut reader);
        let mut names = Names::default();
        let departments = departments.into_iter().collect();
        let metrics = MetricReader {
            reader: &mut reader,
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

fn read_themes(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<String> {
    let Some(node) = fields.required("主题", reader) else { return Vec::new() };
    let span = node.span;
    let Some(themes) = reader.names(node, "主题") else { return Vec::new() };
    let mut seen = BTreeSet::new();
    for theme in &themes {
        reader.findings.extend(check_name(theme, "主题"));
        if !seen.insert(theme.value.as_str()) {
            reader.tell(
                Diagnostic::new(Code::E0204, format!("主题“{}”写了两遍", theme.value))
                    .at(theme.span, "又写了一遍")
                    .help("五个主题各写一次"),
            );
        }
    }
    if themes.len() != THEMES {
        reader.tell(
            Diagnostic::new(Code::E0205, format!("主题有 {} 个，应当恰好五个", themes.len()))
                .at(span, "主题写在这里")
                .help("报告的主要举措和成效分五个主题，依次写出它们的键"),
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
