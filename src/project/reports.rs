//! 报告 of the profile: the kinds of report that a project makes, and who reports their metrics.

use indexmap::IndexMap;
use indexmap::map::Entry as Taken;

use crate::catalogue::Assignment;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Field, Span, Spanned};
use crate::yaml::{Fields, Kind, Node, Reader};

/// A kind of report that the project makes.
#[derive(Debug, Clone)]
pub struct ReportEntry {
    /// 种类: the name of the kind's folder.
    pub kind: Spanned<String>,
    /// 责任部门 and 分工 of the metrics of the kind.
    pub assignment: Assignment,
    /// 版式: its default layout.
    pub layout: Option<Spanned<String>>,
}

/// Reads 报告, each kind once: its name, or a mapping.
pub(super) fn read(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<ReportEntry> {
    let Some(node) = fields.optional("报告") else { return Vec::new() };
    let mut entries: Vec<ReportEntry> = Vec::new();
    for entry in read_list(node, reader) {
        match entries.iter().find(|known| known.kind.value == entry.kind.value) {
            Some(first) => reader.report(
                Diagnostic::new(Code::E0204, format!("报告“{}”写了两遍", entry.kind.value))
                    .at(entry.kind.span, "又写了一遍")
                    .also(first.kind.span, "先写在这里")
                    .help("一种报告只写一次，删去一个"),
            ),
            None => entries.push(entry),
        }
    }
    entries
}

fn read_list(node: Node, reader: &mut Reader<'_>) -> Vec<ReportEntry> {
    let named = |kind| ReportEntry { kind, assignment: Assignment::default(), layout: None };
    let is_map = |node: &Node| matches!(node.kind, Kind::Map(_));
    // One kind may stand without brackets.
    if is_map(&node) {
        return read_entry(node, reader).into_iter().collect();
    }
    if node.as_text().is_some_and(is_one_name) {
        return reader.line(node, "报告").map(named).into_iter().collect();
    }
    // Names alone, where Chinese commas between them are told.
    let has_maps = match &node.kind {
        Kind::List(items) => items.iter().any(is_map),
        _ => false,
    };
    if !has_maps {
        return reader.names(node, "报告").unwrap_or_default().into_iter().map(named).collect();
    }
    let mut entries = Vec::new();
    for item in reader.list(node, "报告").unwrap_or_default() {
        if is_map(&item) {
            entries.extend(read_entry(item, reader));
        } else {
            entries.extend(reader.line(item, "报告").map(named));
        }
    }
    entries
}

/// Whether a text has nothing of a list.
fn is_one_name(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(['、', '，', ',', '；', '[', '【', '［', '\n'])
}

fn read_entry(node: Node, reader: &mut Reader<'_>) -> Option<ReportEntry> {
    let mut fields = reader.fields(node, "报告的一种", None)?;
    let kind = fields.required("种类", reader).and_then(|node| reader.line(node, "种类"));
    let owner = fields.field("责任部门", reader, |node, reader| reader.line(node, "责任部门"));
    let (owner, left_open) = match owner {
        Field::Given(owner) => (Some(owner), None),
        Field::Absent(left_open) => (None, left_open),
        Field::Faulty(_) => (None, None),
    };
    let shares = fields.optional("分工");
    let shares = shares.map(|node| read_shares(node, reader)).unwrap_or_default();
    let layout = fields.optional("版式").and_then(|node| reader.line(node, "版式"));
    fields.finish(reader);
    Some(ReportEntry { kind: kind?, assignment: Assignment { owner, left_open, shares }, layout })
}

/// 分工: metrics, and the department of each.
fn read_shares(node: Node, reader: &mut Reader<'_>) -> IndexMap<String, (Span, Spanned<String>)> {
    let mut shares = IndexMap::new();
    for entry in reader.entries(node, "分工").unwrap_or_default() {
        let key = entry.key_span;
        if let Some(department) = reader.line(entry.value, "分工里的部门")
            && let Taken::Vacant(free) = shares.entry(entry.key.into())
        {
            free.insert((key, department));
        }
    }
    shares
}
