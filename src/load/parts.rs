//! Parts that the report's file and the departments' files have in common.

use super::{Plan, Shortcoming};
use crate::source::{Field, Listed, Spanned};
use crate::yaml::{Fields, Node, Reader};

/// 不足
pub(super) fn shortcomings(fields: &mut Fields, reader: &mut Reader<'_>) -> Listed<Shortcoming> {
    fields.listed("不足", reader, read_shortcomings)
}

fn read_shortcomings(node: Node, reader: &mut Reader<'_>) -> Vec<Shortcoming> {
    let mut shortcomings = Vec::new();
    for mut fields in items(node, "不足", "不足的一条", reader) {
        let problem = fields.required("问题", reader);
        let problem = problem.and_then(|node| reader.text(node, "问题"));
        let cause = fields.required("原因", reader).and_then(|node| reader.text(node, "原因"));
        fields.finish(reader);
        if let (Some(problem), Some(cause)) = (problem, cause) {
            shortcomings.push(Shortcoming { problem, cause });
        }
    }
    shortcomings
}

/// 安排
pub(super) fn plans(fields: &mut Fields, reader: &mut Reader<'_>) -> Listed<Plan> {
    fields.listed("安排", reader, read_plans)
}

fn read_plans(node: Node, reader: &mut Reader<'_>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for mut fields in items(node, "安排", "安排的一条", reader) {
        let heading = fields.required("标题", reader).and_then(|node| reader.line(node, "标题"));
        let text = fields.required("内容", reader).and_then(|node| reader.text(node, "内容"));
        fields.finish(reader);
        if let (Some(heading), Some(text)) = (heading, text) {
            plans.push(Plan { heading, text });
        }
    }
    plans
}

/// The items of a list of mappings.
pub(super) fn items(
    node: Node,
    key: &'static str,
    what: &'static str,
    reader: &mut Reader<'_>,
) -> Vec<Fields> {
    let items = reader.list(node, key).unwrap_or_default();
    items.into_iter().filter_map(|item| reader.fields(item, what, None)).collect()
}

/// Text of one line under a key that may be left out.
pub(super) fn line(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Field<String> {
    fields.field(key, reader, |node, reader| reader.line(node, key))
}

/// Prose, text of any length, under a key that may be left out; empty text is none.
pub(super) fn prose(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Field<String> {
    match fields.field(key, reader, |node, reader| reader.text(node, key)) {
        Field::Given(text) if text.value.trim().is_empty() => Field::Absent(None),
        field => field,
    }
}

/// 照录
pub(super) fn verbatim(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<Spanned<String>> {
    fields.optional("照录").and_then(|node| reader.lines(node, "照录")).unwrap_or_default()
}
