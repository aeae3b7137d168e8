//! Reading the catalogue: its themes, its metrics, and the rules between them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Outcome;
use crate::kind::Kind as ReportKind;
use crate::metric::{Families, MetricReader, Metrics, Names, check_name, expand, read_dimensions};
use crate::number::chinese_numeral;
use crate::rules::{self, Known};
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
        read_dimensions(&mut fields, &departments, &mut catalogue.dimensions, &mut reader);
        let metrics = MetricReader {
            reader: &mut reader,
            kind,
            departments: &departments,
            themes: &catalogue.themes,
            names: &mut names,
            dimensions: &catalogue.dimensions,
        };
        let Read { metrics, families } = read_metrics(&mut fields, metrics);
        let known = Known { metrics: &metrics, families: &families, names: &names };
        catalogue.rules = rules::read(&mut fields, known, &mut reader);
        (catalogue.metrics, catalogue.families) = (metrics, families);
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

/// The metrics of a catalogue.
#[derive(Default)]
struct Read {
    metrics: Metrics,
    families: Families,
}

fn read_metrics(fields: &mut Fields, mut metrics: MetricReader<'_, '_>) -> Read {
    let mut all = Read::default();
    let Some(node) = fields.required("指标", metrics.reader) else { return all };
    let Some(items) = metrics.reader.list(node, "指标") else { return all };
    metrics.names.reserve(items.len());
    all.metrics.reserve(items.len());
    for item in items {
        let Some(mut fields) = metrics.reader.fields(item, "指标", None) else { continue };
        let dimension = metrics.dimension(&mut fields);
        if let Some(metric) = metrics.read(&mut fields) {
            let family = dimension
                .and_then(|(dimension, at)| metrics.family(&metric, &dimension, at))
                .filter(|family| !all.families.contains_key(&family.name));
            let expanded = match &family {
                Some(family) => expand(&metric, family),
                None => vec![metric],
            };
            for metric in expanded {
                all.metrics.entry(metric.name.clone()).or_insert(Arc::new(metric));
            }
            all.families.extend(family.map(|family| (family.name.clone(), family)));
        }
        fields.finish(metrics.reader);
    }
    all
}

#[cfg(test)]
mod tests;
