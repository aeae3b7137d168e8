//! Files of fixed shape, read into the types that describe them.

use serde::de::DeserializeOwned;

use super::parse;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Outcome;
use crate::source::{FileId, Span};

/// Reads a file of fixed shape, such as `fonts.yaml`, into the type that describes it. Only the
/// first fault of shape is found, and only where there is none of YAML.
pub fn read<T: DeserializeOwned>(file: FileId, text: &str) -> Outcome<Option<T>> {
    let Outcome { findings, .. } = parse(file, text);
    if !findings.is_empty() {
        return Outcome::new(None, findings);
    }
    match serde_yaml::from_str(text) {
        Ok(value) => Outcome::clean(Some(value)),
        Err(error) => Outcome::new(None, shape_fault(file, text, &error).into()),
    }
}

fn shape_fault(file: FileId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
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
        ("u32", "整数"),
        ("` or `", "`或`"),
        ("`, `", "`、`"),
    ] {
        message = message.replace(english, chinese);
    }
    Diagnostic::new(Code::E0121, message)
        .at(Span::new(file, at..at + length), "从这里读不下去")
        .help("对照文件开头的说明改正；键名、层次都要与说明一致")
}
