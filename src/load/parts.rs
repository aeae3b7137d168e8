//! Parts that the report's file and the departments' files have in common.

use indexmap::IndexMap;

use super::Entry;
use crate::bounds::{PHRASE_LENGTH, PHRASES};
use crate::diagnostic::{Code, Diagnostic};
use crate::kind::{Kind as ReportKind, Part, PartForm};
use crate::number;
use crate::source::{Field, Listed, Span, Spanned};
use crate::yaml::{self, Fields, Kind, Node, Reader};

/// What replaces boilerplate, and the contents that are texts, by their keys.
pub(super) fn texts<'k>(
    fields: &mut Fields<'k>,
    kind: &'k ReportKind,
    reader: &mut Reader<'_>,
) -> IndexMap<String, Field<String>> {
    kind.texts().map(|(key, _)| (key.to_owned(), prose(fields, key, reader))).collect()
}

/// The contents that are lists of entries, such as 不足, by their keys.
pub(super) fn lists<'k>(
    fields: &mut Fields<'k>,
    kind: &'k ReportKind,
    reader: &mut Reader<'_>,
) -> IndexMap<String, Listed<Entry>> {
    let lists = kind.lists().map(|(content, parts)| {
        let key = content.key.as_str();
        let read = |node, reader: &mut Reader<'_>| entries(node, key, parts, reader);
        (key.to_owned(), fields.listed(key, reader, read))
    });
    lists.collect()
}

fn entries(node: Node, key: &str, parts: &[Part], reader: &mut Reader<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for mut fields in items(node, key, &format!("{key}的一条"), reader) {
        if let Some(at) = only_placeholders(&fields, parts) {
            reader.not_written(
                at,
                Diagnostic::new(Code::E0708, "这里还没有写内容")
                    .at(at, "空白或者占位文字")
                    .help("写上内容；没有的，整条删去"),
            );
            continue;
        }
        let mut is_whole = true;
        let mut texts = Vec::with_capacity(parts.len());
        for part in parts {
            let node = match part.is_optional {
                true => fields.optional(&part.key),
                false => fields.required(&part.key, reader),
            };
            let may_lack = part.is_optional && node.is_none();
            let text = node.and_then(|node| match part.form {
                PartForm::Heading => reader.line(node, &part.key),
                PartForm::Clause | PartForm::Prose => reader.text(node, &part.key),
            });
            is_whole &= text.is_some() || may_lack;
            texts.push(text);
        }
        fields.finish(reader);
        entries.extend(is_whole.then_some(Entry { parts: texts }));
    }
    entries
}

/// Where the first text of an entry stands that has no other than placeholders, and not all that it
/// must have: 无 in the title, and nothing else.
fn only_placeholders(fields: &Fields<'_>, parts: &[Part]) -> Option<Span> {
    let values = parts.iter().map(|part| (part, fields.peek(&part.key)));
    let is_empty = |node: Option<&Node>| node.is_none_or(|node| node.kind == Kind::Null);
    let lacks = values.clone().any(|(part, node)| !part.is_optional && is_empty(node));
    let mut given = values.filter_map(|(_, node)| node.filter(|node| node.kind != Kind::Null));
    let first = given.clone().next()?;
    let is_placeholder = |node: &Node| node.as_text().is_some_and(number::is_placeholder);
    (lacks && given.all(is_placeholder)).then_some(first.span)
}

/// The items of a list of mappings; `what` is one of them.
pub(super) fn items<'k>(
    node: Node,
    key: &str,
    what: &str,
    reader: &mut Reader<'_>,
) -> Vec<Fields<'k>> {
    let items = reader.list(node, key).unwrap_or_default();
    items.into_iter().filter_map(|item| reader.fields(item, what.to_owned(), None)).collect()
}

/// Text of one line under a key that may be left out.
pub(super) fn line<'k>(
    fields: &mut Fields<'k>,
    key: &'k str,
    reader: &mut Reader<'_>,
) -> Field<String> {
    fields.field(key, reader, |node, reader| reader.line(node, key))
}

/// Prose, text of any length, under a key that may be left out; empty text is none.
pub(super) fn prose<'k>(
    fields: &mut Fields<'k>,
    key: &'k str,
    reader: &mut Reader<'_>,
) -> Field<String> {
    match fields.field(key, reader, |node, reader| reader.text(node, key)) {
        Field::Given(text) if text.value.trim().is_empty() => Field::Absent(None),
        field => field,
    }
}

/// Which lists are marked as perhaps not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    All,
    WithoutKey,
    Empty,
}

/// Marks a list as perhaps not whole: what stands there may not have been understood.
pub(super) fn leave_open<T>(listed: &mut Listed<T>, which: Open) {
    let is_meant = match which {
        Open::All => true,
        Open::WithoutKey => listed.key.is_none(),
        Open::Empty => listed.entries.is_empty(),
    };
    if is_meant {
        listed.is_whole = false;
    }
}

/// 照录
pub(super) fn verbatim(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<Spanned<String>> {
    let Some(mut node) = fields.optional("照录") else { return Vec::new() };
    if let Kind::List(items) = &mut node.kind
        && let Some(first) = items.get(PHRASES.size())
    {
        let message = PHRASES.passed(Some(items.len() as u64));
        reader.report(
            Diagnostic::new(Code::E0125, message)
                .at(first.span, "从这一条起没有读")
                .help("只列正文里要原样印出数字的短语；别的删去"),
        );
        items.truncate(PHRASES.size());
    }
    let mut phrases = reader.lines(node, "照录").unwrap_or_default();
    let is_long = |phrase: &Spanned<String>| phrase.value.chars().count() > PHRASE_LENGTH.size();
    if let Some(long) = phrases.iter().find(|phrase| is_long(phrase)) {
        let message = PHRASE_LENGTH.passed(Some(long.value.chars().count() as u64));
        reader.report(
            Diagnostic::new(Code::E0126, message)
                .at(long.span, "这一条没有读")
                .help("只写数字前后的几个词，如“全长2.5公里的步道”"),
        );
        phrases.retain(|phrase| !is_long(phrase));
    }
    phrases
}

/// The texts of a mapping whose keys are the user's own; empty ones are left out.
pub(super) fn texts_by_key(
    node: Node,
    key: &str,
    reader: &mut Reader<'_>,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut texts = Vec::new();
    for entry in reader.entries(node, key).unwrap_or_default() {
        texts.extend(text(entry, key, reader));
    }
    texts
}

/// The text under a key, or, where it is a list of 正文, its texts.
pub(super) fn text(
    entry: yaml::Entry,
    key: &str,
    reader: &mut Reader<'_>,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let yaml::Entry { key: name, key_span, value } = entry;
    let nodes = match value.kind {
        Kind::List(texts) if key == "正文" => texts,
        kind => vec![Node { span: value.span, kind }],
    };
    let texts = nodes.into_iter().filter_map(|node| reader.text(node, &format!("“{name}”")));
    let texts = texts.filter(|text| !text.value.trim().is_empty());
    texts.map(|text| (Spanned { value: name.to_string(), span: key_span }, text)).collect()
}
