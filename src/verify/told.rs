//! What is told of a set, in the clerk's words.

use super::piece::Spot;
use super::same::Difference;
use crate::csv;
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::Set;
use crate::render::pdf::Fault;
use crate::sent;
use crate::source::{FileId, Sources, Span};

/// Characters of a line that are shown.
const LONGEST: usize = 60;

/// A file that was edited, at the place where its text begins to differ.
pub(super) fn edited(
    what: &impl Fn(&str) -> String,
    file: FileId,
    of: &str,
    difference: &Difference,
    sources: &Sources,
) -> Diagnostic {
    let spot = difference.spots.1.or(difference.spots.0);
    let place = spot.map_or_else(|| "正文".to_owned(), Spot::shown);
    let found = Diagnostic::new(Code::E1203, what(&place));
    let found = match spot {
        Some(Spot::Line(line)) => at_line(found, file, line, &difference.found, sources),
        _ => found.at(file, ""),
    };
    found.note(of, quoted(&difference.expected)).note("现在", quoted(&difference.found))
}

/// Points at the line of a text, and at some words in it where they are found.
pub(super) fn at_line(
    found: Diagnostic,
    file: FileId,
    line: usize,
    words: &str,
    sources: &Sources,
) -> Diagnostic {
    let text = sources.get(file).text();
    let Some(start) = start_of_line(text, line) else { return found.at(file, "") };
    let rest = text.get(start..).unwrap_or_default();
    let shown = rest.split('\n').next().unwrap_or_default();
    let words: String = words.chars().take(4).collect();
    let range = match shown.find(&words).filter(|_| !words.is_empty()) {
        Some(at) => start + at..start + at + words.len(),
        None => start..start,
    };
    found.at(Span::new(file, range), "")
}

/// Where a line of a text begins, counted from 1.
pub(super) fn start_of_line(text: &str, line: usize) -> Option<usize> {
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.nth(line.checked_sub(1)?)
}

/// The first line in which two texts differ, as it was and as it is; none where one of them is no
/// text.
pub(super) fn line(made: &[u8], found: &[u8]) -> Option<(usize, String, String)> {
    let (made, found) = (std::str::from_utf8(made).ok()?, std::str::from_utf8(found).ok()?);
    let (mut old, mut new) = (made.split('\n'), found.split('\n'));
    let mut number = 0;
    loop {
        number += 1;
        let (left, right) = (old.next(), new.next());
        if left.is_none() && right.is_none() {
            return None;
        }
        if left != right {
            let shown = |line: Option<&str>| short(line.unwrap_or("（没有这一行）"));
            return Some((number, shown(left), shown(right)));
        }
    }
}

/// Whether texts differ in nothing but what an editor changes when it saves: the ends of lines, the
/// mark at the beginning.
pub(super) fn is_saved_anew(made: &[u8], found: &[u8]) -> bool {
    let plain = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(text.trim_start_matches(csv::MARK).replace('\r', "").trim_end().to_owned())
    };
    plain(made).is_some_and(|made| Some(made) == plain(found))
}

fn short(line: &str) -> String {
    let line = line.trim();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", line.get(..end).unwrap_or(line)),
        None => line.to_owned(),
    }
}

fn quoted(words: &str) -> String {
    match words {
        "" => "到此为止".to_owned(),
        words => format!("“{words}”"),
    }
}

/// Two forms of one set that do not say the same.
pub(super) fn unlike(names: (&str, &str), file: FileId, difference: &Difference) -> Diagnostic {
    let (one, other) = names;
    let place = |spot: Option<Spot>| spot.map_or_else(String::new, Spot::shown);
    Diagnostic::new(Code::E1204, format!("{one} 和 {other} 的文字不一致"))
        .at(file, "")
        .note(format!("{one} {}", place(difference.spots.0)), quoted(&difference.expected))
        .note(format!("{other} {}", place(difference.spots.1)), quoted(&difference.found))
        .help("不要送出；重新生成，仍然不一致的，请把项目交给程序的维护者")
}

/// Where a form of an earlier run differs from one of the set, as a note.
pub(super) fn older(of: &str, difference: &Difference) -> (String, String) {
    let place = difference.spots.1.map_or_else(|| "文字".to_owned(), Spot::shown);
    let (found, expected) = (quoted(&difference.found), quoted(&difference.expected));
    (place, format!("这里是{found}，{of} 是{expected}"))
}

/// A PDF that lacks what readers or archives need.
pub(super) fn incomplete(name: &str, file: FileId, faults: &[Fault]) -> Diagnostic {
    let found = Diagnostic::new(Code::E1206, format!("{name} 不完整，不能归档")).at(file, "");
    faults
        .iter()
        .fold(found, |found, fault| found.note("缺", lacking(fault)))
        .help("重新生成；不要用别的程序另存或者打印成 PDF")
}

/// `第 3 页：没有标签`
pub(super) fn lacking(fault: &Fault) -> String {
    match fault.page {
        Some(page) => format!("第 {page} 页{}", fault.what),
        None => fault.what.clone(),
    }
}

/// For whom a file is.
pub(super) fn whom(set: &Set, name: &str) -> String {
    if name.ends_with(".csv") || name.ends_with(sent::ENDING) {
        return "本单位留存，不送出".to_owned();
    }
    if set.asked.draft {
        return "草稿，不送出".to_owned();
    }
    if set.asked.proof {
        return "核校用，不送出".to_owned();
    }
    if set.asked.public || name.ends_with(".html") {
        return "公开".to_owned();
    }
    match set.addressees.as_slice() {
        [] => "本单位使用".to_owned(),
        names => format!("送{}", names.join("、")),
    }
}
