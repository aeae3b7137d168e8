//! Diagnostics as a SARIF 2.1.0 log, for code scanning services and viewers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Code, Diagnostic, Edit, Label, Severity};
use crate::source::{FileId, Place, Sources, Span};
use crate::text::{is_unreserved, percent_encode};

/// The whole log: one run, every code as a rule, every diagnostic as a result.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let rules = Code::ALL.iter().map(|code| rule(*code));
    let results = diagnostics.iter().map(|diagnostic| result(diagnostic, sources));
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "language": "zh-CN",
                    "rules": rules.collect::<Value>(),
                },
            },
            "language": "zh-CN",
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Value>(),
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    let page = code.explanation();
    json!({
        "id": code.name(),
        "shortDescription": { "text": escape(code.title()) },
        "fullDescription": { "text": escape(meaning(page)) },
        "help": { "text": escape(page), "markdown": escape(page) },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

/// The section 含义 of an explanation.
fn meaning(page: &str) -> &str {
    let section = page.split("\n## ").find_map(|section| section.strip_prefix("含义\n"));
    section.unwrap_or(page).trim()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut text = vec![diagnostic.message.clone()];
    text.extend(diagnostic.notes.iter().map(|(key, text)| format!("{key}: {text}")));
    text.extend(diagnostic.help.iter().map(|help| format!("建议: {help}")));
    // The place is the first primary label; every other label explains it.
    let labels = &diagnostic.labels;
    let main = labels.iter().position(|label| label.primary).unwrap_or(0);
    let others = labels.iter().enumerate().filter(|(at, _)| *at != main);
    let related = others.zip(1..).map(|((_, label), id)| location(label, Some(id), sources));
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": escape(&text.join("\n")) },
        "locations": labels.get(main).map(|label| location(label, None, sources)).into_iter().collect::<Value>(),
        "relatedLocations": related.collect::<Value>(),
    });
    if let (false, Some(fields)) = (diagnostic.edits.is_empty(), result.as_object_mut()) {
        fields.insert("fixes".to_owned(), json!([fix(diagnostic, sources)]));
    }
    result
}

/// All edits of a diagnostic as one fix, file by file.
fn fix(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut files: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
    for Edit { span, text } in &diagnostic.edits {
        files.entry(span.file).or_default().push(json!({
            "deletedRegion": region(*span, sources),
            "insertedContent": { "text": text },
        }));
    }
    let changes = files.into_iter().map(|(file, replacements)| {
        json!({
            "artifactLocation": { "uri": uri(&sources.get(file).path), "uriBaseId": "%SRCROOT%" },
            "replacements": replacements,
        })
    });
    let description = diagnostic.help.as_deref().unwrap_or(diagnostic.code.title());
    json!({
        "description": { "text": escape(description) },
        "artifactChanges": changes.collect::<Value>(),
    })
}

fn location(label: &Label, id: Option<usize>, sources: &Sources) -> Value {
    let source = sources.get(label.place.file());
    let artifact = json!({ "uri": uri(&source.path), "uriBaseId": "%SRCROOT%" });
    let mut physical = Map::from_iter([("artifactLocation".to_owned(), artifact)]);
    if let Some(span) = label.place.span().filter(|_| source.has_lines()) {
        physical.insert("region".to_owned(), region(span, sources));
    }
    let mut location = Map::new();
    if let Some(id) = id {
        location.insert("id".to_owned(), id.into());
    }
    location.insert("physicalLocation".to_owned(), physical.into());
    if let Place::Cell(cell) = sources.shown(label.place) {
        let name = json!([{ "fullyQualifiedName": sources.cell_name(cell) }]);
        location.insert("logicalLocations".to_owned(), name);
    }
    if !label.text.is_empty() {
        location.insert("message".to_owned(), json!({ "text": escape(&label.text) }));
    }
    location.into()
}

fn region(span: Span, sources: &Sources) -> Value {
    let (start, end) = (sources.position(span), sources.end(span));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// Braces stand for placeholders in a SARIF message unless doubled (§3.11.5).
fn escape(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A relative path as a relative URI reference (RFC 3986).
fn uri(path: &str) -> String {
    percent_encode(path, |c| c == '/' || is_unreserved(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::sample;

    fn log(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
        serde_json::from_str(&render(diagnostics, sources)).unwrap()
    }

    /// The official schema holds every log to its word.
    #[track_caller]
    fn assert_valid(log: &Value) {
        let schema = include_str!("../../tests/schemas/sarif-schema-2.1.0.json");
        // Errata 01 takes a stray bracket out of the pattern of languages.
        let schema = schema.replace("|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "(-[a-zA-Z]{2})?$");
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(log)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn validates_against_the_official_schema() {
        let (diagnostics, sources) = sample::several();
        assert_valid(&log(&diagnostics, &sources));
        assert_valid(&log(&[], &Sources::default()));
        let (in_cells, of_workbook) = sample::in_cells();
        let cells = log(&[in_cells], &of_workbook);
        assert_valid(&cells);
        assert_eq!(
            cells["runs"][0]["results"][0]["locations"],
            json!([{
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "data/2025/%E5%8C%BA%E4%BF%A1%E8%AE%BF%E5%B1%80.xlsx",
                        "uriBaseId": "%SRCROOT%",
                    },
                },
                "logicalLocations": [{ "fullyQualifiedName": "指标!C5" }],
                "message": { "text": "只写数字" },
            }])
        );
        let (in_text, of_text) = sample::in_a_workbook();
        let text = log(&[in_text], &of_text);
        assert_valid(&text);
        let place = &text["runs"][0]["results"][0]["locations"][0];
        assert_eq!(place["logicalLocations"], json!([{ "fullyQualifiedName": "指标!B5" }]));
        assert_eq!(place["physicalLocation"].get("region"), None);
        let (mended, of_mended) = sample::with_edits();
        let edits = log(&[mended], &of_mended);
        assert_valid(&edits);
        let change = &edits["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
        assert_eq!(
            change["replacements"],
            json!([
                {
                    "deletedRegion": { "startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 4 },
                    "insertedContent": { "text": ": " },
                },
                {
                    "deletedRegion": { "startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 3 },
                    "insertedContent": { "text": "。" },
                },
            ])
        );
        // The schema is no pushover.
        let mut wrong = log(&diagnostics, &sources);
        wrong["runs"][0]["results"][0]["level"] = "fatal".into();
        assert!(std::panic::catch_unwind(|| assert_valid(&wrong)).is_err());
    }

    #[test]
    fn results_and_places() {
        let (diagnostics, sources) = sample::several();
        let log = log(&diagnostics, &sources);
        let results = &log["runs"][0]["results"];
        let rules = &log["runs"][0]["tool"]["driver"]["rules"];
        for (result, diagnostic) in results.as_array().unwrap().iter().zip(&diagnostics) {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], diagnostic.code.name());
            assert_eq!(result["ruleId"], diagnostic.code.name());
        }
        assert_eq!(
            results[0],
            json!({
                "ruleId": "E0105",
                "ruleIndex": Code::ALL.iter().position(|code| *code == Code::E0105),
                "level": "error",
                "message": { "text": "合计不等于分项之和：{{{{合计}}}}\n算式: 5757 + 526 = 6283，差 6\n建议: 核对平台导出数，\n差 50% 以上的:另行说明" },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": {
                            "uri": "data/2024/%E5%8C%BA%E5%8F%B8%E6%B3%95%E5%B1%80.yaml",
                            "uriBaseId": "%SRCROOT%",
                        },
                        "region": { "startLine": 2, "startColumn": 13, "endLine": 2, "endColumn": 17 },
                    },
                    "message": { "text": "合计 6289" },
                }],
                "relatedLocations": [{
                    "id": 1,
                    "physicalLocation": {
                        "artifactLocation": {
                            "uri": "data/2024/%E5%8C%BA%20%E5%9F%8E%E7%AE%A1%E5%B1%80%231.yaml",
                            "uriBaseId": "%SRCROOT%",
                        },
                        "region": { "startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 13 },
                    },
                    "message": { "text": "分项" },
                }],
            })
        );
        assert_eq!(results[2]["locations"][0]["physicalLocation"].get("region"), None);
        assert_eq!(results[3]["locations"], json!([]));
    }

    #[test]
    fn every_code_is_a_rule() {
        let log = log(&[], &Sources::default());
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), Code::ALL.len());
        for (rule, code) in rules.iter().zip(Code::ALL) {
            assert_eq!(rule["id"], code.name());
            let description = rule["fullDescription"]["text"].as_str().unwrap();
            assert!(!description.contains("## "), "{description}");
        }
    }
}
