//! Diagnostics as workflow commands, which GitHub shows beside the lines of a change.
//!
//! GitHub shows no more than ten errors and ten warnings of one step this way; the log and
//! SARIF hold them all.

use super::{Diagnostic, Severity};
use crate::source::{Place, Sources};
use crate::text::percent_encode;

/// One command a line for each diagnostic. Other places, notes and help follow in its message.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, sources)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let mut properties = diagnostic.place().map_or_else(Vec::new, |at| place(at, sources));
    properties.push(("title", format!("{} {}", diagnostic.code.name(), diagnostic.code.title())));
    let properties: Vec<String> = properties
        .into_iter()
        .map(|(key, value)| format!("{key}={}", escape(&value, "%\r\n:,")))
        .collect();
    let message = escape(&message(diagnostic, sources), "%\r\n");
    format!("::{name} {}::{message}\n", properties.join(","))
}

fn place(place: Place, sources: &Sources) -> Vec<(&'static str, String)> {
    let source = sources.get(place.file());
    let mut properties = vec![("file", source.path.clone())];
    let Some(span) = place.span().filter(|_| source.has_lines()) else { return properties };
    let (start, end) = (sources.position(span), sources.end(span));
    properties.push(("line", start.line.to_string()));
    properties.push(("endLine", end.line.to_string()));
    // GitHub refuses columns over several lines.
    if start.line == end.line {
        properties.push(("col", start.column.to_string()));
        properties.push(("endColumn", end.column.to_string()));
    }
    properties
}

fn message(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    for label in &diagnostic.labels {
        let here = label.primary && Some(label.place) == diagnostic.place();
        let text = label.text.as_str();
        match (sources.shown(label.place), here) {
            // GitHub has no property for a cell.
            (Place::Cell(cell), true) => {
                lines.push(format!("{} {text}", sources.cell_name(cell)).trim_end().to_owned());
            }
            (_, true) if text.is_empty() => {}
            (_, true) => lines.push(text.to_owned()),
            (other, false) => lines.push(format!("{} {text}", written(other, sources))),
        }
    }
    lines.extend(diagnostic.notes.iter().map(|(key, text)| format!("{key}: {text}")));
    lines.extend(diagnostic.help.iter().map(|help| format!("建议: {help}")));
    lines.join("\n")
}

/// A place in one line of text.
fn written(place: Place, sources: &Sources) -> String {
    let path = &sources.get(place.file()).path;
    match place {
        Place::Text(span) => {
            let at = sources.position(span);
            format!("{path}:{}:{}", at.line, at.column)
        }
        Place::File(_) => format!("{path}:1:1"),
        Place::Cell(cell) => format!("{path} {}", sources.cell_name(cell)),
    }
}

/// Percent-encodes the characters that end a property or a command.
fn escape(text: &str, special: &str) -> String {
    percent_encode(text, |c| !special.contains(c))
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::diagnostic::{Code, sample};
    use crate::source::Content;

    #[test]
    fn a_cell_is_named_in_the_message() {
        let (diagnostic, sources) = sample::in_cells();
        assert_data_eq!(
            render(&[diagnostic], &sources),
            str![[r#"
::error file=data/2025/区信访局.xlsx,title=E0401 不是数字::“信访总量”不是数字%0A指标!C5 只写数字%0Adata/2025/区信访局.xlsx 指标!C10 

"#]]
        );
    }

    #[test]
    fn a_place_in_the_text_of_a_workbook_is_its_cell() {
        let (diagnostic, sources) = sample::in_a_workbook();
        assert_data_eq!(
            render(&[diagnostic], &sources),
            str![[r#"
::error file=data/2025/区信访局.xlsx,title=E0401 不是数字::“受理数”不是数字%0A指标!B5 只写数字%0Adata/2025/区信访局.xlsx 正文!C2 正文里也有

"#]]
        );
    }

    #[test]
    fn one_command_a_line() {
        let (diagnostics, sources) = sample::several();
        assert_data_eq!(
            render(&diagnostics, &sources),
            str![[r#"
::error file=data/2024/区司法局.yaml,line=2,endLine=2,col=13,endColumn=17,title=E0105 同一个键写了两遍::合计不等于分项之和：{{合计}}%0A合计 6289%0Adata/2024/区 城管局#1.yaml:2:10 分项%0A算式: 5757 + 526 = 6283，差 6%0A建议: 核对平台导出数，%0A差 50%25 以上的:另行说明
::warning file=data/2024/区司法局.yaml,line=1,endLine=3,title=E0106 冒号用了全角::一段
::notice file=data/2025,title=E0101 读不了文件或文件夹::没有这个文件夹
::error title=E0101 读不了文件或文件夹::没有地方

"#]]
        );
    }

    #[test]
    fn a_property_ends_only_where_it_ends() {
        let mut sources = Sources::default();
        let file = sources.add("甲,乙:丙%0A\r\n丁.yaml", Content::Missing);
        let fault = Diagnostic::new(Code::E0101, "一\r\n::error::二").at(file, "");
        assert_eq!(
            render(&[fault], &sources),
            "::error file=甲%2C乙%3A丙%250A%0D%0A丁.yaml,title=E0101 读不了文件或文件夹::一%0D%0A::error::二\n"
        );
    }
}
