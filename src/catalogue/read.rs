//! Reading the catalogues of a project: their themes, their metrics, and the rules between them.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::Catalogue;
use crate::bounds::METRICS;
use crate::diagnostic::{Code, Diagnostic, Guesses, nearest};
use crate::findings::{Findings, Outcome};
use crate::kind::Kind as ReportKind;
use crate::metric::{
    Assignment, Dimensions, Families, MetricReader, Metrics, Names, check_name, expand,
    read_dimensions, unknown_owner,
};
use crate::number::chinese_numeral;
use crate::rules::{self, Known};
use crate::source::{Sources, Span, Spanned};
use crate::yaml::{Fields, Node, Reader};

/// What a project has of one kind of report.
#[derive(Debug)]
pub(crate) struct OfKind<'a> {
    /// The kind.
    pub(crate) kind: ReportKind,
    /// Who reports its metrics, as the profile has it.
    pub(crate) assignment: &'a Assignment,
    /// Where the profile names the kind.
    pub(crate) named: Option<Span>,
    /// `data/catalogue.yaml`, which is of the default kind.
    pub(crate) of_project: Option<Node>,
    /// `templates/<kind>/catalogue.yaml`.
    pub(crate) own: Option<Node>,
}

/// The kinds of a project, with the themes that its catalogues give them.
pub(crate) type Kinds = Vec<Arc<ReportKind>>;

/// Reads the catalogues of a project as one. `departments` are the names of the directory. A
/// metric or rule with a fault is left out when it cannot be understood without what is faulty.
pub(crate) fn read<'a>(
    parts: Vec<OfKind<'a>>,
    departments: impl IntoIterator<Item = &'a str>,
    sources: &Sources,
) -> Outcome<(Catalogue, Kinds)> {
    let mut all = CatalogueReader {
        reader: Reader::new(sources),
        departments: departments.into_iter().collect(),
        dimensions: Dimensions::default(),
        metrics: Metrics::default(),
        families: Families::default(),
        names: Names::default(),
        rules: Vec::new(),
    };
    let mut kinds = Vec::new();
    let mut assigned = Vec::new();
    for part in parts {
        assigned.push((Arc::from(part.kind.folder.as_str()), part.assignment));
        kinds.push(all.part(part));
    }
    for (report, assignment) in assigned {
        let faults = all.assignment(&report, assignment);
        all.reader.findings.extend(faults);
    }
    let CatalogueReader { mut reader, dimensions, metrics, families, names, rules, .. } = all;
    let guesses = &Guesses::default();
    let known = Known { metrics: &metrics, families: &families, names: &names, guesses };
    let rules = rules::read(rules, known, &mut reader);
    Outcome::new((Catalogue { dimensions, metrics, families, rules }, kinds), reader.findings)
}

struct CatalogueReader<'a> {
    reader: Reader<'a>,
    /// The names of the directory.
    departments: IndexSet<&'a str, FxBuildHasher>,
    dimensions: Dimensions,
    metrics: Metrics,
    families: Families,
    names: Names,
    /// 勾稽规则 of each catalogue, and the folder of its kind.
    rules: Vec<(Node, Arc<str>)>,
}

impl CatalogueReader<'_> {
    /// Reads the catalogues of one kind; gives the kind with its themes.
    fn part(&mut self, part: OfKind<'_>) -> Arc<ReportKind> {
        let OfKind { mut kind, assignment, named, of_project, own } = part;
        let report: Arc<str> = kind.folder.as_str().into();
        let (mut unassigned, mut not_summable) = (Vec::new(), Vec::new());
        for (node, is_of_kind) in [(of_project, false), (own, true)] {
            let node = node.and_then(|node| self.reader.fields(node, "指标目录", None));
            let Some(mut fields) = node else { continue };
            let themes = read_themes(&mut fields, &kind, &mut self.reader);
            let Self { reader, departments, dimensions, .. } = self;
            read_dimensions(&mut fields, departments, dimensions, reader);
            let mut metrics = MetricReader {
                reader: &mut self.reader,
                kind: &kind,
                report: &report,
                assignment,
                is_of_kind,
                departments: &self.departments,
                themes: &themes,
                names: &mut self.names,
                dimensions: &self.dimensions,
                unassigned: Vec::new(),
                not_summable: Vec::new(),
            };
            read_metrics(&mut fields, &mut metrics, &mut self.metrics, &mut self.families);
            unassigned.append(&mut metrics.unassigned);
            not_summable.append(&mut metrics.not_summable);
            let rules = fields.optional("勾稽规则");
            self.rules.extend(rules.map(|node| (node, Arc::clone(&report))));
            fields.finish(&mut self.reader);
            kind.themes = themes;
        }
        self.reader.findings.extend(no_department(
            &unassigned,
            &kind,
            (named, assignment.left_open),
        ));
        let owner = assignment.owner.as_ref().map(|owner| owner.span);
        self.reader.findings.extend(cannot_be_added(&not_summable, owner.or(named)));
        Arc::new(kind)
    }

    /// What is wrong with 责任部门 and 分工 of the profile.
    fn assignment(&self, report: &Arc<str>, assignment: &Assignment) -> Findings {
        let mut findings = Findings::new();
        let owners = assignment.shares.values().map(|(_, department)| department);
        for owner in assignment.owner.iter().chain(owners) {
            findings.extend(unknown_owner(owner, &self.departments));
        }
        for (name, (span, _)) in &assignment.shares {
            let metric = self.metrics.get(name);
            if metric.is_some_and(|metric| metric.report == *report) {
                continue;
            }
            let fault = Diagnostic::new(Code::E0231, format!("“{report}”没有指标“{name}”"));
            let own = self.metrics.values().filter(|metric| metric.report == *report);
            let renamed = own.clone().find(|metric| metric.former_names.contains(name));
            let meant = renamed.map(|metric| metric.name.as_str());
            let meant = meant.or_else(|| nearest(name, own.map(|metric| metric.name.as_str())));
            findings.report(match (metric, meant) {
                (Some(metric), _) => fault
                    .at(*span, format!("是“{}”的指标", metric.report))
                    .also(metric.name_span, "这个指标")
                    .help(format!("写到“{}”的“分工”里，或者删去这一行", metric.report)),
                // A metric with a fault of its own, which is reported there.
                (None, None) if self.names.contains(name) => continue,
                (None, Some(meant)) => {
                    fault.at(*span, format!("是否指“{meant}”")).help(format!("改为“{meant}”"))
                }
                (None, None) => fault
                    .at(*span, "指标目录里没有这个指标")
                    .help("写指标目录里的名称；用不着的，删去这一行"),
            });
        }
        findings
    }
}

/// The metrics of a kind of report that nobody reports.
fn no_department(
    metrics: &[Spanned<String>],
    kind: &ReportKind,
    (named, left_open): (Option<Span>, Option<Span>),
) -> Option<Diagnostic> {
    let first = metrics.first()?;
    let folder = &kind.folder;
    let fault =
        Diagnostic::new(Code::E0232, format!("“{folder}”有 {} 个指标没有责任部门", metrics.len()));
    let write = format!("{{种类: {folder}, 责任部门: 部门名称}}");
    let others = "个别指标由别的部门填报的，再写“分工: {指标: 部门}”";
    if let Some(left_open) = left_open {
        let fault = fault.at(left_open, "这里空着").also(first.span, "如这个指标");
        return Some(fault.help(format!("在后面写上填报的部门；{others}")));
    }
    Some(match named {
        Some(named) => fault
            .at(named, "没有写由哪个部门填报")
            .also(first.span, "如这个指标")
            .help(format!("改为 {write}；{others}")),
        None => fault
            .at(first.span, "如这个指标")
            .help(format!("在单位档案里写明，如“报告: [{write}]”")),
    })
}

/// Metrics that the profile gives to 各部门, though their values cannot be added up.
fn cannot_be_added(metrics: &[Spanned<String>], at: Option<Span>) -> Option<Diagnostic> {
    let first = metrics.first()?;
    let names: Vec<&str> = metrics.iter().map(|metric| metric.value.as_str()).collect();
    let fault =
        Diagnostic::new(Code::E0208, format!("不能由各部门填报的指标：{}", names.join("、")));
    Some(
        fault
            .at(at.unwrap_or(first.span), "各部门所填的要相加，只有计数、数量指标能相加")
            .also(first.span, "如这个指标")
            .help(format!("在“分工”里给它们各写一个部门，如“分工: {{{}: 部门名称}}”", first.value)),
    )
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
    if themes.len() != kind.themes.len() && !kind.themes.is_empty() {
        let part = kind.outline().map_or("", |outline| outline.name.as_str());
        reader.report(
            Diagnostic::new(Code::E0205, format!("主题有 {} 个，应当恰好{count}个", themes.len()))
                .at(span, "主题写在这里")
                .help(format!("报告的{part}分{count}个主题，依次写出它们的键")),
        );
    }
    themes.into_iter().map(|theme| theme.value).collect()
}

/// The metrics of a catalogue, added to those of others.
fn read_metrics(
    fields: &mut Fields,
    metrics: &mut MetricReader<'_, '_>,
    all: &mut Metrics,
    families: &mut Families,
) {
    let Some(node) = fields.required("指标", metrics.reader) else { return };
    let Some(items) = metrics.reader.list_within(node, "指标", &METRICS) else { return };
    metrics.names.reserve(items.len());
    all.reserve(items.len());
    for item in items {
        let Some(mut fields) = metrics.reader.fields(item, "指标", None) else { continue };
        let dimension = metrics.dimension(&mut fields);
        if let Some(metric) =
            metrics.read(&mut fields, dimension.as_ref().map(|(dimension, _)| dimension.as_ref()))
        {
            let family = dimension
                .and_then(|(dimension, at)| metrics.family(&metric, &dimension, at))
                .filter(|family| !families.contains_key(&family.name));
            let expanded = match &family {
                Some(family) => expand(&metric, family),
                None => vec![metric],
            };
            for metric in expanded {
                all.entry(metric.name.clone()).or_insert(Arc::new(metric));
            }
            families.extend(family.map(|family| (family.name.clone(), family)));
            if all.len() > METRICS.size() {
                let fault = Diagnostic::new(Code::E0125, METRICS.passed(None))
                    .note("说明", "按维度分的指标，每个成员算一个")
                    .help("减少指标，或者减少维度的成员");
                let last = all.last().map(|(_, metric)| metric.name_span);
                let fault = last.map_or(fault.clone(), |last| fault.at(last, "从这里起没有读"));
                metrics.reader.report(fault);
                return;
            }
        }
        fields.finish(metrics.reader);
    }
}

/// Reads the catalogue of a project with one kind of report, for tests.
#[cfg(test)]
pub(crate) fn read_one<const N: usize>(
    node: Node,
    kind: ReportKind,
    departments: [&str; N],
    sources: &Sources,
) -> Outcome<Catalogue> {
    let assignment = Assignment::default();
    let part =
        OfKind { kind, assignment: &assignment, named: None, of_project: Some(node), own: None };
    let Outcome { value: (catalogue, _), findings } = read(vec![part], departments, sources);
    Outcome::new(catalogue, findings)
}

#[cfg(test)]
mod tests;
