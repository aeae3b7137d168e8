//! Diagnostics as JSON, one object a line, for programs. `docs/机器格式.md` describes the fields.

use serde_json::{Value, json};

use super::{Diagnostic, Edit, Label, Severity};
use crate::source::{Cell, Place, Position, Sources, Span};

/// One line for each diagnostic, each ending in a line break.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| format!("{}\n", object(diagnostic, sources))).collect()
}

/// The same, each with the names of the reports that it is found in.
pub fn render_of(diagnostics: &[Diagnostic], reports: &[Vec<&str>], sources: &Sources) -> String {
    let line = |(diagnostic, reports): (&Diagnostic, &Vec<&str>)| {
        let mut object = object(diagnostic, sources);
        if let Some(fields) = object.as_object_mut() {
            fields.insert("reports".to_owned(), json!(reports));
        }
        format!("{object}\n")
    };
    diagnostics.iter().zip(reports).map(line).collect()
}

fn object(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    };
    let labels = diagnostic.labels.iter().map(|each| label(each, sources));
    let notes = diagnostic.notes.iter().map(|(key, text)| json!({ "key": key, "text": text }));
    let edits = diagnostic.edits.iter().map(|each| edit(each, sources));
    json!({
        "code": diagnostic.code.name(),
        "severity": severity,
        "title": diagnostic.code.title(),
        "message": diagnostic.message,
        "labels": labels.collect::<Value>(),
        "notes": notes.collect::<Value>(),
        "help": diagnostic.help,
        "departments": diagnostic.departments,
        "edits": edits.collect::<Value>(),
    })
}

/// An edit with its range as the Language Server Protocol has it, and in bytes of the file.
fn edit(edit: &Edit, sources: &Sources) -> Value {
    let source = sources.get(edit.span.file);
    let text = source.text();
    let place = |at: usize, position: Position| {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        json!({ "line": position.line - 1, "character": line.encode_utf16().count() })
    };
    let range = edit.span.range();
    let (start, end) = (sources.position(edit.span), sources.end(edit.span));
    let bytes = source.written.byte(range.start).zip(source.written.byte(range.end));
    json!({
        "path": source.path,
        "range": { "start": place(range.start, start), "end": place(range.end, end) },
        "bytes": bytes.map(|(start, end)| json!({ "start": start, "end": end })),
        "text": edit.text,
    })
}

fn label(label: &Label, sources: &Sources) -> Value {
    let place = sources.shown(label.place);
    let (start, end) = ends(place, sources);
    let mut value = json!({
        "path": start.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": label.text,
        "primary": label.primary,
    });
    if let (Place::Cell(cell), Some(fields)) = (place, value.as_object_mut()) {
        fields.insert("cell".to_owned(), sources.cell_name(cell).into());
    }
    value
}

/// Where a place begins and ends; of a cell, its row and column stand for line and column.
fn ends(place: Place, sources: &Sources) -> (Position, Position) {
    match place {
        Place::Text(span) => (sources.position(span), sources.end(span)),
        Place::File(file) => {
            let start = sources.position(Span::new(file, 0..0));
            (start.clone(), start)
        }
        Place::Cell(Cell { file, row, column, .. }) => {
            let path = sources.get(file).path.clone();
            let (line, column) = (row as usize + 1, column as usize + 1);
            let start = Position { path, line, column };
            (start.clone(), Position { column: column + 1, ..start })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::sample;
    use crate::source::Written;

    #[test]
    fn one_object_a_line() {
        let (diagnostics, sources) = sample::several();
        let lines = render(&diagnostics, &sources);
        let expected = r#"
{"code":"E0105","severity":"error","title":"同一个键写了两遍","message":"合计不等于分项之和：{{合计}}","labels":[{"path":"data/2024/区司法局.yaml","line":2,"column":13,"end_line":2,"end_column":17,"text":"合计 6289","primary":true},{"path":"data/2024/区 城管局#1.yaml","line":2,"column":10,"end_line":2,"end_column":13,"text":"分项","primary":false}],"notes":[{"key":"算式","text":"5757 + 526 = 6283，差 6"}],"help":"核对平台导出数，\n差 50% 以上的:另行说明","departments":[],"edits":[]}
{"code":"E0106","severity":"warning","title":"冒号用了全角","message":"一段","labels":[{"path":"data/2024/区司法局.yaml","line":1,"column":1,"end_line":3,"end_column":3,"text":"","primary":true}],"notes":[],"help":null,"departments":[],"edits":[]}
{"code":"E0101","severity":"hint","title":"读不了文件或文件夹","message":"没有这个文件夹","labels":[{"path":"data/2025","line":1,"column":1,"end_line":1,"end_column":1,"text":"","primary":true}],"notes":[],"help":null,"departments":[],"edits":[]}
{"code":"E0101","severity":"error","title":"读不了文件或文件夹","message":"没有地方","labels":[],"notes":[],"help":null,"departments":[],"edits":[]}"#;
        assert_eq!(lines.trim_end(), expected.trim_start());
        let parsed: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(parsed.len(), diagnostics.len());
        assert_eq!(parsed[0]["help"], diagnostics[0].help.as_deref().unwrap());
        assert_eq!(render(&[], &sources), "");
    }

    #[test]
    fn an_edit_has_its_range_and_its_bytes() {
        let (diagnostic, mut sources) = sample::with_edits();
        let edits = |sources: &Sources| {
            let lines = render(std::slice::from_ref(&diagnostic), sources);
            serde_json::from_str::<Value>(&lines).unwrap()["edits"].clone()
        };
        let place = |line: u32, character: u32| json!({ "line": line, "character": character });
        // Each of the two CJK characters of extension B is two units of UTF-16.
        assert_eq!(
            edits(&sources),
            json!([
                {
                    "path": "data/2024/区司法局.yaml",
                    "range": { "start": place(0, 2), "end": place(0, 3) },
                    "bytes": { "start": 6, "end": 9 },
                    "text": ": ",
                },
                {
                    "path": "data/2024/区司法局.yaml",
                    "range": { "start": place(2, 4), "end": place(2, 4) },
                    "bytes": { "start": 27, "end": 27 },
                    "text": "。",
                },
            ])
        );
        let file = diagnostic.edits[0].span.file;
        let returns = vec!["部门：甲".len(), "部门：甲\n注: ".len()];
        sources.set_written(file, Written::Marked { mark: 3, returns });
        assert_eq!(edits(&sources)[0]["bytes"], json!({ "start": 9, "end": 12 }));
        assert_eq!(edits(&sources)[1]["bytes"], json!({ "start": 32, "end": 32 }));
        sources.set_written(file, Written::Otherwise);
        assert_eq!(edits(&sources)[1]["bytes"], Value::Null);
    }

    #[test]
    fn a_cell_has_its_row_and_column() {
        let (diagnostic, sources) = sample::in_cells();
        let object: Value = serde_json::from_str(&render(&[diagnostic], &sources)).unwrap();
        assert_eq!(
            object["labels"][0],
            json!({
                "path": "data/2025/区信访局.xlsx",
                "line": 5,
                "column": 3,
                "end_line": 5,
                "end_column": 4,
                "text": "只写数字",
                "primary": true,
                "cell": "指标!C5",
            })
        );
    }
    #[test]
    fn a_place_in_the_text_of_a_workbook_is_its_cell() {
        let (diagnostic, sources) = sample::in_a_workbook();
        let object: Value = serde_json::from_str(&render(&[diagnostic], &sources)).unwrap();
        let cells: Vec<&Value> =
            object["labels"].as_array().unwrap().iter().map(|label| &label["cell"]).collect();
        assert_eq!(cells, ["指标!B5", "正文!C2"]);
        assert_eq!(
            (&object["labels"][1]["line"], &object["labels"][1]["column"]),
            (&json!(2), &json!(3))
        );
    }
}
