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
use crate::source::{Content, FileId, Sources, Span};
use crate::write::Output;

/// Changes of figures that are told each; of more the number.
const MOST_TOLD: usize = 20;

/// Computed figures that are told each; of more the number.
const MOST_COMPUTED: usize = 10;

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
    fault: Option<Diagnostic>,
    /// The end of an advice to make the set anew.
    again: String,
}

/// What came of comparing a set with the report as it is now.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// What could not be compared.
    pub(super) left_out: Vec<String>,
    /// Whether the pages look otherwise for another version of the program made them.
    pub(super) is_look_open: bool,
}

impl Now {
    /// Composes the report of a set again, as it was asked for, and makes its files where they are
    /// needed: `is_made`, or what it was made from is not as it was.
    pub(super) fn of(
        set: &Set,
        files: &Files,
        is_made: bool,
        again: &str,
        sources: &mut Sources,
    ) -> Now {
        let options = set.options();
        let (changes, is_same_program) = (set.changes(files), set.program == Program::this());
        let is_made = is_made || !changes.is_empty() || !is_same_program;
        let reading = Reading::new(files.clone(), set.year, options.report.as_deref(), sources);
        let examined = reading.examine(&options, std::mem::take(sources));
        *sources = examined.sources;
        let has_errors = examined.findings.has_errors();
        let year = examined.year.filter(|_| options.draft || !has_errors);
        let mut found = examined.findings;
        let document =
            year.as_ref().and_then(|year| make::document(year, sources).gather(&mut found));
        let year = year.filter(|_| is_made && document.is_some());
        let outputs =
            year.map(|year| make::make(&year, &set.formats(), sources).gather(&mut found));
        Now {
            document,
            fault: found.iter().find(|found| found.is_error()).cloned(),
            outputs: outputs.unwrap_or_default(),
            changes,
            is_same_program,
            made_by: set.program.version.clone(),
            again: again.to_owned(),
        }
    }

    /// What a file held when it was made, where that can be made once more.
    pub(super) fn made_as(&self, file: &OutputFile) -> Option<&[u8]> {
        self.made(&file.name).filter(|bytes| file.is(bytes))
    }

    fn made(&self, name: &str) -> Option<&[u8]> {
        let made = self.outputs.iter().find(|output| output.name == name)?;
        Some(made.bytes.as_slice())
    }

    /// Whether the data as they stand now make such a file.
    pub(super) fn makes(&self, name: &str, bytes: &[u8]) -> bool {
        self.made(name) == Some(bytes)
    }

    /// Whether figures, text and form are as the data and templates give them now. `recorded` is
    /// 数据来源 of the set, `text` the text of one of its files, `intact` the files that are as they
    /// were written.
    pub(super) fn compared(
        &self,
        (recorded, text): (Option<&[u8]>, Option<&Form>),
        intact: &[&OutputFile],
        sources: &mut Sources,
    ) -> Outcome<Compared> {
        let mut findings = Findings::new();
        let mut left_out = Vec::new();
        let Some(document) = &self.document else {
            findings.report(self.faulty(sources));
            return Outcome::new(Compared::default(), findings);
        };
        if let Some(bytes) = recorded {
            findings.extend(figures(bytes, document, &self.again, sources));
        }
        // A changed figure changes the text, too: told once.
        if findings.is_empty() {
            match text {
                Some(text) => findings.extend(words(text, document, &self.again)),
                None => left_out.push("文字没有和数据核对".to_owned()),
            }
        }
        if !findings.is_empty() {
            let placed = |found: Diagnostic| match found.place() {
                Some(_) => found,
                None => self.at_change(found, sources),
            };
            let findings = match self.changes.as_slice() {
                [] => self.otherwise_made(&findings).into(),
                _ => findings.into_iter().map(placed).collect(),
            };
            return Outcome::new(Compared { left_out, is_look_open: false }, findings);
        }
        let mut compared = self.look(intact, sources).gather(&mut findings);
        compared.left_out.splice(0..0, left_out);
        Outcome::new(compared, findings)
    }

    /// Whether the files come out the same, of which figures and text are.
    fn look(&self, intact: &[&OutputFile], sources: &mut Sources) -> Outcome<Compared> {
        let mut findings = Findings::new();
        let mut compared = Compared::default();
        if self.changes.is_empty() && self.is_same_program {
            return Outcome::new(compared, findings);
        }
        let is_unlike = |file: &&&OutputFile| self.made_as(file).is_none();
        let unlike = intact.iter().filter(is_unlike).map(|file| file.name.as_str());
        // What is kept tells lines of the data, which move when a comment is added.
        let (sent, kept): (Vec<&str>, Vec<&str>) =
            unlike.filter(|_| self.is_made()).partition(|name| forms::has_text(name));
        if !sent.is_empty() && !self.changes.is_empty() {
            let names = sent.join("、");
            let message =
                format!("生成以后改了模板、字体或者数据，{names} 现在生成出来和原来的不同");
            let found = Diagnostic::new(Code::E1205, message).note("改过", self.changed());
            let found = match &self.fault {
                Some(fault) => found.note("现在", fault.message.as_str()),
                None => found.note("说明", "数和文字没有变，变的是版式、字体或者没有印出来的说明"),
            };
            let found = self.at_change(found, sources);
            findings.report(found.help(put_right(&self.again)));
        } else if !sent.is_empty() {
            compared.is_look_open = true;
            compared.left_out.push(format!("版式：{}", self.other_program()));
        } else if !kept.is_empty() && !self.changes.is_empty() {
            let kept = kept.join("、");
            let changed = self.changed();
            compared.left_out.push(format!("{kept} 里的出处：生成以后改过 {changed}，报告没有变"));
        }
        Outcome::new(compared, findings)
    }

    /// Whether the files were made once more.
    fn is_made(&self) -> bool {
        !self.outputs.is_empty() || self.fault.is_some()
    }

    /// Points at the first file that is not as it was: at one that decides on words and form, if any.
    fn at_change(&self, found: Diagnostic, sources: &mut Sources) -> Diagnostic {
        let is_of_form = |change: &&Change| {
            use Role::{Font, Fonts, Kind, Style, Template};
            matches!(change.input().role, Kind | Style | Template | Fonts | Font)
        };
        let of_form = self.changes.iter().find(is_of_form);
        let Some(change) = of_form.or(self.changes.first()) else { return found };
        let path = &change.input().path;
        let file = match sources.find(path) {
            Some(file) => file,
            None => sources.add(path.as_str(), Content::Missing),
        };
        found.at(file, "生成以后改过")
    }

    fn changed(&self) -> String {
        let shown = |change: &Change| match change {
            Change::Changed(input) => input.path.clone(),
            Change::Gone(input) => format!("{}（不在了）", input.path),
            Change::Renamed(input, new) => format!("{}（改名为 {new} 了）", input.path),
            Change::New(input) => format!("{}（新的）", input.path),
        };
        self.changes.iter().map(shown).collect::<Vec<_>>().join("、")
    }

    fn other_program(&self) -> String {
        format!(
            "这一套是 {} 版程序生成的，现在的是 {} 版（或者自带的模板、字体不同）",
            self.made_by,
            Program::this().version
        )
    }

    /// Nothing that the set was made from was edited: so it is the program that makes it otherwise.
    fn otherwise_made(&self, unlike: &Findings) -> Diagnostic {
        let message = "数据没有改过，现在的程序生成出来，文字或者数和原来的不同";
        let found = Diagnostic::new(Code::E1205, message).note("程序", self.other_program());
        let mut told = unlike.iter().map(|found| (found.message.as_str(), &found.notes));
        let found = told.by_ref().take(1).fold(found, |found, (message, notes)| {
            let message = message.strip_prefix("生成以后改了数 ");
            let found = message.into_iter().fold(found, |found, message| found.note("数", message));
            notes.iter().fold(found, |found, (key, text)| found.note(key.as_str(), text.as_str()))
        });
        let found = match told.count() {
            0 => found,
            more => found.note("另有", format!("{more} 处不同")),
        };
        let help = "送出原来那一份的，用原来那一版程序核验；要用现在这一版的，重新生成，再核验一遍";
        found.help(format!("{help}{}", self.again))
    }

    fn faulty(&self, sources: &mut Sources) -> Diagnostic {
        let message = match self.changes.as_slice() {
            [] => "数据没有改过，现在的程序查出错误，生成不出这份报告，没有核对",
            _ => "现在的数据有错误，生成不出这份报告，没有核对",
        };
        let found = Diagnostic::new(Code::E1205, message);
        let place = self.fault.as_ref().and_then(Diagnostic::place);
        let found = match (&self.fault, place) {
            // Words at the place of a file that cannot be shown are not seen.
            (Some(fault), Some(place)) if sources.get(place.file()).text().is_empty() => {
                found.at(place, "").note("错误", fault.message.as_str())
            }
            (Some(fault), Some(place)) => found.at(place, fault.message.as_str()),
            (Some(fault), None) => {
                self.at_change(found.note("错误", fault.message.as_str()), sources)
            }
            (None, _) => self.at_change(found, sources),
        };
        let found = match self.changes.as_slice() {
            [] => found.note("程序", self.other_program()),
            _ => found.note("改过", self.changed()),
        };
        let renamed = self.changes.iter().find_map(|change| match change {
            Change::Renamed(input, new) => Some((input, new)),
            _ => None,
        });
        found.help(match renamed {
            Some((input, new)) => format!("把 {new} 改回原来的名称 {}", input.path),
            None => format!("先用 nianbao check 核对，改正错误，再重新生成{}", self.again),
        })
    }

    /// Whether the same version makes the same bytes once more. The value is why that proves nothing.
    pub(super) fn again<'f>(
        &self,
        files: impl Iterator<Item = (&'f OutputFile, FileId, Option<&'f Form>)>,
        sources: &Sources,
    ) -> Outcome<Vec<String>> {
        let mut unlike = files.filter(|(file, ..)| self.made_as(file).is_none()).peekable();
        let why = match (self.is_same_program, self.changes.as_slice()) {
            _ if unlike.peek().is_none() => None,
            (false, _) => Some(self.other_program()),
            (true, []) => None,
            (true, _) => Some(format!("依据的文件改过：{}", self.changed())),
        };
        if let Some(why) = why {
            let left_out = vec![format!("重做以后逐字节比对，证明不了什么：{why}")];
            return Outcome::new(left_out, Findings::new());
        }
        let told = unlike.map(|(file, id, form)| {
            let place = match self.made(&file.name) {
                Some(made) => place((&file.name, id, form), made, sources),
                None => {
                    let why = self.fault.as_ref();
                    let why = why.map_or_else(String::new, |why| format!("：{}", why.message));
                    format!("这次没有做出这个文件{why}")
                }
            };
            Diagnostic::new(Code::E1209, format!("同样的数据重做出来，{} 和原来的不同", file.name))
                .at(id, "")
                .note("不同", place)
                .help(format!("不要送出；重新生成，再核验一遍{}", self.again))
        });
        Outcome::new(Vec::new(), told.collect())
    }
}

/// Where a file that was made once more differs from the one that stands there.
fn place(
    (name, file, form): (&str, FileId, Option<&Form>),
    made: &[u8],
    sources: &Sources,
) -> String {
    let standing = sources.get(file).text();
    if let Some(change) = told::line(made, standing.as_bytes()).filter(|_| !standing.is_empty()) {
        let (line, found, expected) = (change.line, change.new, change.old);
        return format!("第 {line} 行，原来“{found}”，重做“{expected}”");
    }
    let made = forms::read(name, made).ok();
    let found = made.as_ref().zip(form).and_then(|(made, form)| difference(made, form));
    match found {
        Some(difference) => {
            let Difference { spots, .. } = difference;
            let spot = spots.1.or(spots.0).map_or_else(|| "文字".to_owned(), Spot::shown);
            let (found, expected) = (told::now(&difference), told::expected(&difference));
            format!("{spot}，原来{found}，重做{expected}")
        }
        None if forms::has_text(name) => "文字以外的部分，或者所用的字体".to_owned(),
        None => "内容".to_owned(),
    }
}

/// What to do about a change of the data.
fn put_right(again: &str) -> String {
    format!("改错的，改回去；改得对的，重新生成，再核验一遍{again}")
}

/// A figure as the record has it.
struct Row {
    value: String,
    last_year: String,
    place: String,
}

/// The figures of a record by name and department, in its order.
fn rows(record: &str) -> BTreeMap<(String, String), Vec<Row>> {
    let mut rows: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    let mut lines = csv::read(record).into_iter();
    let head = lines.next().unwrap_or_default();
    let column = |name: &str| head.iter().position(|cell| cell == name);
    let columns = ["名称", "责任部门", "数值", "单位", "来源文件", "行号", "上年数"].map(column);
    for line in lines {
        let cell = |at: Option<usize>| at.and_then(|at| line.get(at)).cloned().unwrap_or_default();
        let [name, department, value, unit, file, at, last_year] = columns.map(cell);
        let place = if file.is_empty() { String::new() } else { format!("{file}:{at}") };
        let last_year = match last_year.as_str() {
            "" => last_year,
            last_year => format!("{last_year}{unit}"),
        };
        let row = Row { value: format!("{value}{unit}"), last_year, place };
        rows.entry((name, department)).or_default().push(row);
    }
    rows
}

/// Figures that are not as they were: those that were typed each at its place, those that are computed
/// from them, and those of last year, in one list.
fn figures(recorded: &[u8], document: &Document, again: &str, sources: &Sources) -> Findings {
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
                let row = rows?.get(at)?;
                Some((row.value.clone(), row.last_year.clone()))
            };
            let ((before, last_year), (after, last_year_now)) =
                (row(old).unzip(), row(new).unzip());
            let shown = |value: Option<String>| {
                value.filter(|value| !value.is_empty()).unwrap_or_else(|| "没有".to_owned())
            };
            if before == after {
                if last_year != last_year_now {
                    let (then, now) = (shown(last_year), shown(last_year_now));
                    computed.push(format!("{} 的上年数：{then} → {now}", key.0));
                }
                continue;
            }
            let message = format!("{}：{} → {}", key.0, shown(before), shown(after));
            let place = new.or(old).and_then(|rows| rows.get(at)).map(|row| row.place.as_str());
            match place {
                None | Some("") => computed.push(message),
                Some(_) if findings.len() >= MOST_TOLD => more += 1,
                Some(place) => findings
                    .report(changed(&message, place, &key.1, sources).help(put_right(again))),
            }
        }
    }
    if !computed.is_empty() || more > 0 {
        let message = match findings.is_empty() {
            true => "生成以后，算出来的数变了".to_owned(),
            false => "随着上面的数，算出来的数也变了".to_owned(),
        };
        // Told at the last figure, whose message it comes after.
        let found = Diagnostic::new(Code::E1205, message);
        let found = match findings.iter().filter_map(Diagnostic::place).max() {
            Some(place) => found.at(place, ""),
            None => found,
        };
        let rest = computed.len().saturating_sub(MOST_COMPUTED);
        let told = computed.into_iter().take(MOST_COMPUTED);
        let found = told.fold(found, |found, what| found.note("变了", what));
        let found = match rest {
            0 => found,
            rest => found.note("其余", format!("还有 {rest} 个算出来的数变了")),
        };
        let found = match more {
            0 => found,
            more => found.note("另有", format!("{more} 个填报的数也改了")),
        };
        findings.report(found.help(format!("重新生成，再核验一遍{again}")));
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
        // A line that is there no longer.
        (None, Some(file)) if at.parse::<usize>().is_ok() => {
            found.at(file, "现在").note("原来在", format!("第 {at} 行"))
        }
        (None, Some(file)) => found.at(file, "现在").note("单元格", at),
        (None, None) => found.note("出处", place),
    };
    found.concerning(department)
}

/// Where the character of a part was typed that has so many before it, without blanks. Words of a
/// layout were typed nowhere in the data.
fn place_in(part: &sent::Part<'_>, offset: usize) -> Option<Span> {
    let mut before = 0;
    let mut runs = part.runs.iter();
    let run = runs.find(|run| {
        before += run.shown.chars().filter(|c| !c.is_whitespace()).count();
        before > offset
    });
    match run.or(part.runs.last())?.kind {
        RunKind::Typed(typed) | RunKind::Figure(_, typed) => typed,
        _ => None,
    }
}

/// The first words that are not as they were, where they were typed.
fn words(text: &Form, document: &Document, again: &str) -> Option<Diagnostic> {
    let parts = sent::parts(document);
    let piece = |(at, part): (usize, &sent::Part<'_>)| Piece {
        spot: Spot::Paragraph(at + 1),
        text: part.text(),
    };
    let pieces = parts.iter().enumerate().map(piece).collect();
    let title = parts.iter().position(|part| part.role == sent::Role::Title);
    let now = Form { pieces, is_whole: true, title, ..Form::default() };
    let difference = difference(&now, text)?;
    let part = parts.get(difference.piece?);
    let place = part.and_then(|part| place_in(part, difference.offset));
    let diagnostic = Diagnostic::new(Code::E1205, "生成以后改了文字，报告里还是原来的");
    let diagnostic = match place {
        Some(place) => diagnostic.at(place, "现在"),
        None => diagnostic,
    };
    let spot = difference.spots.1.map_or_else(String::new, Spot::shown);
    Some(
        diagnostic
            .note(format!("报告里{spot}"), told::now(&difference))
            .note("现在", told::expected(&difference))
            .help(put_right(again)),
    )
}
