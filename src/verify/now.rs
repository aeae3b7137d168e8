//! The report as the data give it now, beside the one that was made.

use std::collections::BTreeMap;

use super::forms;
use super::piece::{Form, Piece, Spot};
use super::same::{Difference, difference};
use super::told;
use crate::Reading;
use crate::csv;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::make;
use crate::manifest::{Change, OutputFile, Program, Role, Set};
use crate::render::sources as record;
use crate::sent::{self, RunKind};
use crate::source::{FileId, Sources, Span};
use crate::write::Output;

/// Changes of figures that are told each; of more the number.
const MOST_TOLD: usize = 20;

/// What the data of a set say now.
pub(super) struct Now {
    /// The report; none where the data have errors.
    document: Option<Document>,
    /// The files as they would be made now, where they are needed.
    outputs: Vec<Output>,
    /// What the set was made from that is not as it was.
    changes: Vec<Change>,
    /// Whether it was made by this version of the program.
    is_same_program: bool,
    /// The version that made it.
    made_by: String,
    /// The first error of making it now.
    fault: Option<String>,
}

impl Now {
    /// Composes the report of a set again, as it was asked for, and makes its files where they are
    /// needed.
    pub(super) fn of(set: &Set, files: &Files, is_made: bool, sources: &mut Sources) -> Now {
        let options = set.options();
        let reading = Reading::new(files.clone(), set.year, options.report.as_deref(), sources);
        let examined = reading.examine(&options, std::mem::take(sources));
        *sources = examined.sources;
        let has_errors = examined.findings.has_errors();
        let year = examined.year.filter(|_| options.draft || !has_errors);
        let document = year.as_ref().and_then(|year| make::document(year, sources).value);
        let mut found = examined.findings;
        let year = year.filter(|_| is_made);
        let outputs =
            year.map(|year| make::make(&year, &set.formats(), sources).gather(&mut found));
        Now {
            document,
            fault: found.iter().find(|found| found.is_error()).map(|found| found.message.clone()),
            outputs: outputs.unwrap_or_default(),
            changes: set.changes(files),
            is_same_program: set.program == Program::this(),
            made_by: set.program.version.clone(),
        }
    }

    /// What a file held when it was made, where that can be made once more.
    pub(super) fn made_as(&self, file: &OutputFile) -> Option<&[u8]> {
        let made = self.outputs.iter().find(|output| output.name == file.name)?;
        file.is(&made.bytes).then_some(made.bytes.as_slice())
    }

    /// Whether figures and text are as the data give them now. `recorded` is 数据来源 of the set, `text`
    /// the text of one of its files. The value is what could not be compared.
    pub(super) fn compared(
        &self,
        recorded: Option<&[u8]>,
        text: Option<&Form>,
        sources: &Sources,
    ) -> Outcome<Vec<String>> {
        let mut findings = Findings::new();
        let mut left_out = Vec::new();
        let Some(document) = &self.document else {
            findings.report(self.faulty(sources));
            return Outcome::new(left_out, findings);
        };
        if let Some(bytes) = recorded {
            findings.extend(figures(bytes, document, sources));
        }
        // A changed figure changes the text, too: told once.
        if findings.is_empty() {
            match text {
                Some(text) => findings.extend(words(text, document)),
                None => left_out.push("文字没有和数据核对".to_owned()),
            }
        }
        if findings.is_empty() && !self.changes.is_empty() {
            let what = match self.has_other_look() {
                true => "版式；生成以后改过的文件",
                false => "生成以后改过、而数和文字都没有变的文件",
            };
            left_out.push(format!("{what}：{}", self.changed()));
        }
        Outcome::new(left_out, findings)
    }

    /// Whether templates or fonts are not as they were.
    pub(super) fn has_other_look(&self) -> bool {
        let is_of_look = |role| {
            matches!(role, Role::Kind | Role::Style | Role::Template | Role::Fonts | Role::Font)
        };
        self.changes.iter().any(|change| is_of_look(change.input().role))
    }

    fn changed(&self) -> String {
        let shown = |change: &Change| match change {
            Change::Changed(input) => input.path.clone(),
            Change::Gone(input) => format!("{}（不在了）", input.path),
            Change::New(input) => format!("{}（新的）", input.path),
        };
        self.changes.iter().map(shown).collect::<Vec<_>>().join("、")
    }

    fn faulty(&self, sources: &Sources) -> Diagnostic {
        let message = "现在的数据有错误，生成不出这份报告，没有核对";
        let found = Diagnostic::new(Code::E1205, message);
        let place = self.changes.iter().find_map(|change| sources.find(&change.input().path));
        let found = match place {
            Some(file) => found.at(file, "生成以后改过"),
            None => found,
        };
        let found = match self.changes.as_slice() {
            [] => found,
            _ => found.note("改过", self.changed()),
        };
        found.help("先用 nianbao check 核对，改正错误，再重新生成")
    }

    /// Whether the same version makes the same bytes once more. The value is why that proves nothing.
    pub(super) fn again(
        &self,
        files: &BTreeMap<&str, (&OutputFile, FileId)>,
        sources: &Sources,
    ) -> Outcome<Vec<String>> {
        let mut findings = Findings::new();
        let mut left_out = Vec::new();
        if !self.is_same_program {
            left_out.push(format!(
                "这一套是 {} 版程序生成的，现在的是 {} 版（或者自带的模板、字体不同），重做证明不了什么",
                self.made_by,
                Program::this().version
            ));
            return Outcome::new(left_out, findings);
        }
        if !self.changes.is_empty() {
            left_out.push(format!("依据的文件改过，重做证明不了什么：{}", self.changed()));
            return Outcome::new(left_out, findings);
        }
        for (name, (file, id)) in files {
            let made = self.outputs.iter().find(|output| output.name == *name);
            let Some(made) = made else {
                let why = self.fault.as_ref().map_or_else(String::new, |why| format!("：{why}"));
                findings.report(unlike(name, *id, format!("这次没有做出这个文件{why}")));
                continue;
            };
            if !file.is(&made.bytes) {
                findings.report(unlike(name, *id, place(name, *id, &made.bytes, sources)));
            }
        }
        Outcome::new(left_out, findings)
    }
}

fn unlike(name: &str, file: FileId, place: String) -> Diagnostic {
    Diagnostic::new(Code::E1209, format!("同样的数据重做出来，{name} 和原来的不同"))
        .at(file, "")
        .note("不同", place)
        .help("不要送出；重新生成，再核验一遍")
}

/// Where a file that was made once more differs from the one that stands there.
fn place(name: &str, file: FileId, made: &[u8], sources: &Sources) -> String {
    let standing = sources.get(file).text();
    match told::line(made, standing.as_bytes()).filter(|_| !standing.is_empty()) {
        Some((line, new, old)) => format!("第 {line} 行，原来“{old}”，重做“{new}”"),
        None if forms::has_text(name) => "文字以外的部分，或者所用的字体".to_owned(),
        None => "内容".to_owned(),
    }
}

/// A figure as the record has it.
struct Row {
    value: String,
    place: String,
}

/// The figures of a record by name and department, in its order.
fn rows(record: &str) -> BTreeMap<(String, String), Vec<Row>> {
    let mut rows: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    let mut lines = csv::read(record).into_iter();
    let head = lines.next().unwrap_or_default();
    let column = |name: &str| head.iter().position(|cell| cell == name);
    let columns = ["名称", "责任部门", "数值", "单位", "来源文件", "行号"].map(column);
    for line in lines {
        let cell = |at: Option<usize>| at.and_then(|at| line.get(at)).cloned().unwrap_or_default();
        let [name, department, value, unit, file, at] = columns.map(cell);
        let place = if file.is_empty() { String::new() } else { format!("{file}:{at}") };
        let row = Row { value: format!("{value}{unit}"), place };
        rows.entry((name, department)).or_default().push(row);
    }
    rows
}

/// Figures that are not as they were: those that were typed each at its place, those that are computed
/// from them in one list.
fn figures(recorded: &[u8], document: &Document, sources: &Sources) -> Findings {
    let (then, now) = (rows(&String::from_utf8_lossy(recorded)), rows(&record::render(document)));
    let mut findings = Findings::new();
    let mut computed: Vec<String> = Vec::new();
    let mut more = 0;
    let keys: std::collections::BTreeSet<_> = then.keys().chain(now.keys()).collect();
    for key in keys {
        let (old, new) = (then.get(key), now.get(key));
        let count = old.map_or(0, Vec::len).max(new.map_or(0, Vec::len));
        for at in 0..count {
            let row = |rows: Option<&'_ Vec<Row>>| {
                rows.and_then(|rows| rows.get(at)).map(|row| row.value.clone())
            };
            let (before, after) = (row(old), row(new));
            if before == after {
                continue;
            }
            let shown = |value: Option<String>| value.unwrap_or_else(|| "没有".to_owned());
            let message = format!("{}：{} → {}", key.0, shown(before), shown(after));
            let place = new.or(old).and_then(|rows| rows.get(at)).map(|row| row.place.as_str());
            match place {
                None | Some("") => computed.push(message),
                Some(_) if findings.len() >= MOST_TOLD => more += 1,
                Some(place) => findings.report(changed(&message, place, &key.1, sources)),
            }
        }
    }
    if !computed.is_empty() || more > 0 {
        let message = match findings.is_empty() {
            true => "生成以后，算出来的数变了".to_owned(),
            false => "随着上面的数，算出来的数也变了".to_owned(),
        };
        let found = Diagnostic::new(Code::E1205, message);
        let found = computed.into_iter().fold(found, |found, what| found.note("变了", what));
        let found = match more {
            0 => found,
            more => found.note("另有", format!("{more} 个填报的数也改了")),
        };
        findings.report(found.help("重新生成，再核验一遍"));
    }
    findings
}

/// A typed figure that is not as it was.
fn changed(message: &str, place: &str, department: &str, sources: &Sources) -> Diagnostic {
    let found = Diagnostic::new(Code::E1205, format!("生成以后改了数 {message}"));
    let (path, at) = place.rsplit_once(':').unwrap_or((place, ""));
    let file = sources.find(path);
    let line = file.and_then(|file| {
        let text = sources.get(file).text();
        let start = told::start_of_line(text, at.parse().ok()?)?;
        let line = text.get(start..)?.split('\n').next()?;
        let indent = line.len() - line.trim_start().len();
        Some(Span::new(file, start + indent..start + line.trim_end().len()))
    });
    let found = match (line, file) {
        (Some(line), _) => found.at(line, "现在"),
        (None, Some(file)) => found.at(file, "现在").note("单元格", at),
        (None, None) => found.note("出处", place),
    };
    found.concerning(department).help("改得对的，重新生成，再核验一遍；改错的，改回去")
}

/// Where the character of a part was typed that has so many before it, without blanks.
fn place_in(part: &sent::Part<'_>, offset: usize) -> Option<Span> {
    let mut before = 0;
    let mut place = None;
    for run in &part.runs {
        if let RunKind::Typed(typed) | RunKind::Figure(_, typed) = run.kind {
            place = typed.or(place);
        }
        before += run.shown.chars().filter(|c| !c.is_whitespace()).count();
        if before > offset {
            break;
        }
    }
    place
}

/// The first words that are not as they were, where they were typed.
fn words(text: &Form, document: &Document) -> Option<Diagnostic> {
    let parts = sent::parts(document);
    let piece = |(at, part): (usize, &sent::Part<'_>)| Piece {
        spot: Spot::Paragraph(at + 1),
        text: part.text(),
    };
    let pieces = parts.iter().enumerate().map(piece).collect();
    let title = parts.iter().position(|part| part.role == sent::Role::Title);
    let now = Form { pieces, is_whole: true, title, ..Form::default() };
    let Difference { spots, piece, offset, expected, found } = difference(&now, text)?;
    let place = parts.get(piece?).and_then(|part| place_in(part, offset));
    let shown = |words: &str| match words {
        "" => "到此为止".to_owned(),
        words => format!("“{words}”"),
    };
    let diagnostic = Diagnostic::new(Code::E1205, "生成以后改了文字，报告里还是原来的");
    let diagnostic = match place {
        Some(place) => diagnostic.at(place, "现在"),
        None => diagnostic,
    };
    let spot = spots.1.map_or_else(String::new, Spot::shown);
    Some(
        diagnostic
            .note(format!("报告里{spot}"), shown(&found))
            .note("现在", shown(&expected))
            .help("改得对的，重新生成，再核验一遍；改错的，改回去"),
    )
}
