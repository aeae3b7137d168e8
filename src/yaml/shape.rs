//! Files of fixed shape, read into the types that describe them.

use serde::de::DeserializeOwned;

use super::{Entry, Kind, Node, parse};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Outcome;
use crate::source::{FileId, Span};

/// Reads a file of fixed shape, such as `fonts.yaml`, into the type that describes it. Only the
/// first fault of shape is found, and only where there is none of YAML.
pub fn read<T: DeserializeOwned>(file: FileId, text: &str) -> Outcome<Option<T>> {
    let Outcome { value: tree, findings } = parse(file, text);
    if !findings.is_empty() {
        return Outcome::new(None, findings);
    }
    match serde_yaml::from_str(text) {
        Ok(value) => Outcome::clean(Some(value)),
        Err(error) => Outcome::new(None, shape_fault(file, text, &error, tree.as_ref()).into()),
    }
}

fn shape_fault(
    file: FileId,
    text: &str,
    error: &serde_yaml::Error,
    tree: Option<&Node>,
) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let length = line.split(" #").next().unwrap_or_default().trim_end().len();
    let text = error.to_string();
    let mut message = text.rsplit_once(" at line ").map_or(&*text, |(what, _)| what).to_owned();
    for (english, chinese) in [
        ("missing field ", "缺少"),
        ("unknown field ", "不认识的键"),
        ("unknown variant ", "取值不对："),
        ("invalid type: ", "形式不对："),
        ("invalid value: ", "取值不对："),
        ("invalid length ", "个数不对："),
        (", expected one of ", "，应为以下之一："),
        (", expected ", "，应为"),
        ("there are no fields", "没有可填的键"),
        ("unit value", "空值"),
        ("string ", "文字 "),
        ("integer ", "整数 "),
        ("floating point ", "小数 "),
        ("a sequence", "列表"),
        ("sequence", "列表"),
        ("a map", "“键: 值”"),
        ("map", "“键: 值”"),
        ("a string", "文字"),
        ("u32", "零或者四位以内的正整数"),
        ("` or `", "`或`"),
        ("`, `", "`、`"),
    ] {
        message = message.replace(english, chinese);
    }
    let mut span = Span::new(file, at..at + length);
    // A value that its type refuses is reported at the first key of its mapping.
    if let Some((value, named)) = tree.and_then(|tree| refused_value(tree, at, &message)) {
        (span, message) = (value, named);
    }
    Diagnostic::new(Code::E0121, message)
        .at(span, "从这里读不下去")
        .help("对照文件开头的说明改正；键名、层次都要与说明一致")
}

/// The place of a value that its type refused, as in `页面: “37”不是长度`, and the message with its
/// key. `at` is where the mapping of the value begins.
fn refused_value(tree: &Node, at: usize, message: &str) -> Option<(Span, String)> {
    let (before, rest) = message.split_once('“')?;
    let (value, rest) = rest.split_once('”')?;
    let group = before.strip_suffix(": ").filter(|_| rest.starts_with("不是"))?;
    let entry = scalar_from(tree, at, value)?;
    let what = if value.is_empty() { "没有填".to_owned() } else { format!("“{value}”") };
    Some((entry.value.span, format!("{group}.{}: {what}{rest}", entry.key)))
}

/// The first entry from a place on that holds such a value.
fn scalar_from<'n>(tree: &'n Node, at: usize, value: &str) -> Option<&'n Entry> {
    match &tree.kind {
        Kind::Map(entries) => entries.iter().find_map(|entry| {
            let is_it = entry.key_span.range().start >= at
                && match &entry.value.kind {
                    Kind::Null => value.is_empty(),
                    _ => entry.value.as_text() == Some(value),
                };
            if is_it { Some(entry) } else { scalar_from(&entry.value, at, value) }
        }),
        Kind::List(items) => items.iter().find_map(|item| scalar_from(item, at, value)),
        Kind::Null | Kind::Scalar { .. } => None,
    }
}
