//! Schemas: the shapes of the files the user edits, as JSON Schemas, so that an editor
//! completes names, shows units and definitions, and flags what cannot be.
//!
//! A schema sees one file and its shape only; [`check`](crate::check) has the last word.
//!
//! The dialect is draft-07, which every version of the YAML language server understands
//! whole. Beside it stand the editor's own keywords `markdownDescription`, `errorMessage`,
//! `deprecationMessage`, `doNotSuggest` and `defaultSnippets`; validators pass them over.

mod catalogue;
mod department;
mod kind;
mod profile;
mod report;
mod table;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::catalogue::Catalogue;
use crate::kind::{Kind, Part};
use crate::number::chinese_numeral;
use crate::project::Profile;
use crate::text::percent_encode;

/// A schema and the name of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// The name of the file under `schemas/`.
    pub name: String,
    /// The schema as JSON, indented.
    pub text: String,
}

/// The schemas of the department, report, profile and catalogue files of one district, of its
/// kinds of report, of which the default one is the first, and of a table.
pub fn generate(catalogue: &Catalogue, profile: &Profile, kinds: &[Arc<Kind>]) -> Vec<Schema> {
    let schema = |name: &str, schema: Value| Schema {
        name: format!("{name}.schema.json"),
        text: format!("{schema:#}\n"),
    };
    let Some((default, others)) = kinds.split_first() else { return Vec::new() };
    let mut schemas = vec![
        schema("department", department::schema(catalogue, profile, default, others)),
        schema("report", report::schema(profile, default)),
        schema("profile", profile::schema()),
        schema("catalogue", catalogue::schema(catalogue, profile, default, true)),
        schema("kind", kind::schema()),
        schema("table", table::schema()),
    ];
    for kind in others {
        let folder = &kind.folder;
        schemas.push(schema(&format!("report.{folder}"), report::schema(profile, kind)));
        let own = catalogue::schema(catalogue, profile, kind, false);
        schemas.push(schema(&format!("catalogue.{folder}"), own));
    }
    schemas
}

/// A whole file: a mapping that says which dialect describes it.
fn file(title: &str, description: &str, fields: Value, required: &[&str]) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    if let Value::Object(mapping) = mapping(fields, required) {
        schema.extend(mapping);
    }
    schema
}

/// The fields of an object, for more to be added.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// A mapping of known keys.
fn mapping(fields: Value, required: &[&str]) -> Value {
    let keys = fields.as_object().into_iter().flat_map(Map::keys).map(String::as_str);
    let others: Vec<&str> = keys.filter(|key| !required.contains(key)).collect();
    let mut parts = Vec::new();
    if !required.is_empty() {
        parts.push(format!("必须有 {}", required.join("、")));
    }
    if !others.is_empty() {
        parts.push(format!("可以有 {}", others.join("、")));
    }
    json!({
        "type": "object",
        // Editors show it for a wrong shape, a missing key and an unknown key alike.
        "errorMessage": format!("写成若干行“名称: 值”，{}", parts.join("；")),
        "properties": fields,
        "required": required,
        "additionalProperties": false,
    })
}

/// A text of one form: a regular expression, and the form in words.
fn pattern(description: &str, pattern: &str, form: &str) -> Value {
    json!({
        "type": "string",
        "errorMessage": form,
        "pattern": pattern,
        "patternErrorMessage": form,
        "description": description,
    })
}

/// A mapping whose keys are the user's own, to texts; or nothing. `keys` says what they may be.
fn texts_by_key(description: &str, form: &str, keys: Value, text: Value) -> Value {
    let written = json!({
        "type": "object",
        "errorMessage": form,
        "propertyNames": keys,
        "additionalProperties": or_empty(text),
    });
    json!({ "description": description, "anyOf": [written, empty()] })
}

fn list(description: &str, items: Value) -> Value {
    json!({
        "type": "array",
        "errorMessage": "应当是列表：每项另起一行以“- ”开头，或者写成 [甲, 乙]",
        "description": description,
        "items": items,
    })
}

/// Text. What YAML reads as a number is text all the same; so is a `true`, but were it allowed
/// here, editors would propose it.
fn text(description: &str) -> Value {
    json!({
        "type": ["string", "number"],
        "errorMessage": "应当是文字；文字以括号开头或者含有冒号时，在冒号后写“|”，文字另起一行并缩进两格",
        "description": description,
    })
}

/// The marks and blanks that people type into names, as ranges in which no letter and no digit
/// stands. Classes such as `\p{L}` are not known to every validator; what is left,
/// [`check`](crate::check) finds.
const MARKS: &str = r" -/:-@\[-^`{-©«-±‐-⁞₠-⃀←-␦─-❵➔-⯿　-〄〈-〠︐-﹫！-／：-＠［-｀｛-･￠-￦";

/// A name that is recognised without quotes.
fn name(description: &str) -> Value {
    json!({
        "type": "string",
        "pattern": format!("^[^0-9０-９{MARKS}][^{MARKS}]*$"),
        "errorMessage": "名称里只能有汉字、字母、数字和下划线，不能以数字开头",
        "description": description,
    })
}

/// One of a few words.
fn choice<'a>(description: &str, words: impl IntoIterator<Item = &'a str>) -> Value {
    let words: Vec<&str> = words.into_iter().collect();
    json!({ "enum": words, "description": description })
}

fn yes_or_no(description: &str) -> Value {
    json!({ "enum": ["是", "否"], "errorMessage": "填 是 或者 否", "description": description })
}

/// Nothing after the colon. Were it written as `"type": "null"`, editors would propose to
/// type `null`.
fn empty() -> Value {
    json!({ "not": { "type": ["array", "boolean", "number", "object", "string"] } })
}

/// One of two forms.
fn any_of(one: Value, other: Value) -> Value {
    json!({ "anyOf": [one, other] })
}

/// The same, or nothing after the colon.
fn or_empty(schema: Value) -> Value {
    let Value::Object(mut schema) = schema else { return schema };
    let mut written = Map::new();
    for key in ["type", "enum", "errorMessage"] {
        written.extend(schema.shift_remove_entry(key));
    }
    schema.insert("anyOf".to_owned(), json!([written, empty()]));
    schema.into()
}

fn year() -> Value {
    json!({
        "type": ["string", "integer"],
        "pattern": "^[0-9]{4}$",
        "minimum": 1949,
        "maximum": 9999,
        "errorMessage": "只写四位年份，如 2024",
        "description": "报告的年度，与文件夹的年份相同",
    })
}

/// A content that is a list of entries, such as 不足.
fn entries(description: &str, parts: &[Part]) -> Value {
    let field = |part: &Part| match part.is_optional {
        true => or_empty(text(&part.description)),
        false => text(&part.description),
    };
    let fields = parts.iter().map(|part| (part.key.clone(), field(part)));
    let fields = Value::Object(fields.collect());
    let required: Vec<&str> =
        parts.iter().filter(|part| !part.is_optional).map(|part| part.key.as_str()).collect();
    or_empty(list(description, mapping(fields, &required)))
}

/// `五个主题`
fn count_of_themes(kind: &Kind) -> String {
    let count = u32::try_from(kind.themes.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return "主题".to_owned();
    }
    format!("{}个主题", chinese_numeral(count))
}

/// 照录
fn verbatim() -> Value {
    or_empty(list("其中的数字照原样印出、不必引用指标的词语", text("原文里的词语")))
}

/// The reference to a definition of the same schema, a URI with a JSON pointer.
fn reference(definition: &str) -> Value {
    let name = percent_encode(definition, |c| c.is_ascii_alphanumeric() || c == '_');
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn departments(profile: &Profile) -> impl Iterator<Item = &str> {
    profile.departments.iter().map(|entry| entry.name.as_str())
}

/// One of the themes of a kind; any, where it has none.
fn theme(description: &str, kind: &Kind) -> Value {
    match kind.themes.is_empty() {
        true => name("主题"),
        false => choice(description, kind.themes.iter().map(String::as_str)),
    }
}
