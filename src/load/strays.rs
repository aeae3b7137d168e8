//! Lines that lost their indentation: the last metrics under 指标, texts under 正文, or what is said of metrics under 说明,
//! which then stand beside their key instead of below it.

use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Sources, Span};
use crate::yaml::{Entry, Fields, Kind, Node, Reader};

/// Columns by which a line is indented below its key.
const INDENT: &str = "  ";

/// Takes the metrics that stand beside 指标, and reports them as one mistake. What stands behind 说明 and has no number is
/// left for that.
pub(super) fn metrics(
    fields: &mut Fields<'_>,
    above: Option<Span>,
    catalogue: &Catalogue,
    reader: &mut Reader<'_>,
) -> Vec<Entry> {
    let reasons = fields.key_span("说明");
    let is_reason = |entry: &Entry| {
        let text = reader.sources.text(entry.value.span);
        reasons.is_some_and(|reasons| entry.key_span > reasons)
            && !text.starts_with(|c: char| c.is_numeric())
    };
    let is_metric = |entry: &Entry| names_metric(&entry.key, catalogue) && !is_reason(entry);
    let strays = fields.take_strays(is_metric);
    report(&strays, "指标", above, reader);
    strays
}

/// The same for what is said of metrics beside 说明.
pub(super) fn reasons(
    fields: &mut Fields<'_>,
    above: Option<Span>,
    catalogue: &Catalogue,
    reader: &mut Reader<'_>,
) -> Vec<Entry> {
    let strays = fields.take_strays(|entry| names_metric(&entry.key, catalogue));
    report(&strays, "说明", above, reader);
    strays
}

fn names_metric(name: &str, catalogue: &Catalogue) -> bool {
    let mut metrics = catalogue.metrics.values();
    catalogue.metrics.contains_key(name)
        || catalogue.families.contains_key(name)
        || metrics.any(|metric| metric.former_names.iter().any(|former| former == name))
}

/// The same for the texts of items of the outline that stand beside 正文.
pub(super) fn texts(
    fields: &mut Fields<'_>,
    above: Option<Span>,
    items: &[&str],
    reader: &mut Reader<'_>,
) -> Vec<Entry> {
    let strays = fields.take_strays(|entry| items.contains(&entry.key.as_str()));
    report(&strays, "正文", above, reader);
    strays
}

/// The same for what is a department's own report, `above`, and stands beside it: the mapping of the
/// report with it.
pub(super) fn elements(
    fields: &mut Fields<'_>,
    node: Option<Node>,
    (key, above): (&str, Span),
    is_element: impl Fn(&str) -> bool,
    reader: &mut Reader<'_>,
) -> Option<Node> {
    let strays = fields.take_strays(|entry| entry.key_span > above && is_element(&entry.key));
    if strays.is_empty() {
        return node;
    }
    report(&strays, key, Some(above), reader);
    match node {
        Some(Node { span, kind: Kind::Map(mut entries) }) => {
            entries.extend(strays);
            Some(Node { span, kind: Kind::Map(entries) })
        }
        Some(node) => Some(node),
        None => Some(Node { span: above, kind: Kind::Map(strays) }),
    }
}

fn report(strays: &[Entry], key: &str, above: Option<Span>, reader: &mut Reader<'_>) {
    let Some(first) = strays.first() else { return };
    let fault = match above {
        Some(_) => Diagnostic::new(Code::E0115, format!("“{key}”下有 {} 行没有缩进", strays.len())),
        None => Diagnostic::new(Code::E0115, format!("{} 行写在了“{key}”的外面", strays.len())),
    };
    let fault = fault.at(first.key_span, format!("应当在“{key}”下，左边空两格"));
    let fault = match strays.last().filter(|_| strays.len() > 1) {
        Some(last) => fault.also(last.key_span, "到这里为止"),
        None => fault,
    };
    let fault = fault.help(match above {
        Some(_) => "在这几行的行首加两个空格，与上面各项左边对齐".to_owned(),
        None => format!("加一行“{key}:”，把这几行放到它下面，行首加两个空格"),
    });
    let edits = above.and_then(|above| indented(strays, above, reader.sources));
    let fault = edits.into_iter().flatten().fold(fault, |fault, at| fault.edit(at, INDENT));
    reader.report(fault);
}

/// The beginnings of all lines of the strays, where they follow the key one after another: nothing
/// else stands between them and the lines that they belong to.
fn indented(strays: &[Entry], above: Span, sources: &Sources) -> Option<Vec<Span>> {
    let text = sources.get(above.file).text();
    let first = strays.first()?.key_span.range().start;
    let end =
        strays.last().map(|last| last.value.span.range().end.max(last.key_span.range().end))?;
    let is_key =
        |line: &str| !line.is_empty() && !line.starts_with([' ', '\t', '#', '-', '\u{3000}']);
    let between = text.get(above.range().start..first)?.lines().skip(1);
    if first < above.range().start || between.into_iter().any(is_key) {
        return None;
    }
    let keys = text.get(first..end)?.lines().filter(|line| is_key(line)).count();
    if keys != strays.len() {
        return None;
    }
    let mut at = first;
    let mut starts = Vec::new();
    for line in text.get(first..end)?.split_inclusive('\n') {
        if !line.trim().is_empty() {
            starts.push(Span::new(above.file, at..at));
        }
        at += line.len();
    }
    Some(starts)
}
