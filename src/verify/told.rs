//! What is told of a set, in the clerk's words.

use std::collections::BTreeSet;

use super::piece::Spot;
use super::same::{Difference, start_of_number};
use crate::csv;
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::Set;
use crate::package::Package;
use crate::render::pdf::{self, Fault};
use crate::sent;
use crate::source::{FileId, Sources, Span};
use crate::text::{is_invisible, printable};

/// Characters of a line that are shown.
const LONGEST: usize = 60;

/// Characters of it that stand before the place where it differs, when its beginning is far.
const BEFORE: usize = 16;

/// Characters that are shown from that place on, at least.
const BEHIND: usize = 24;

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
        Some(Spot::Line(line)) => at_words(found, file, line, difference, sources),
        _ => found.at(file, ""),
    };
    found.note(of, expected(difference)).note("现在", now(difference))
}

/// Points at the line of a text, and at the words in it that differ where they are found.
fn at_words(
    found: Diagnostic,
    file: FileId,
    line: usize,
    difference: &Difference,
    sources: &Sources,
) -> Diagnostic {
    let text = sources.get(file).text();
    let Some(start) = start_of_line(text, line) else { return found.at(file, "") };
    let rest = text.get(start..).unwrap_or_default();
    let shown = rest.split('\n').next().unwrap_or_default();
    let words: String = difference.found.chars().take(4).collect();
    let before = difference.before.as_str();
    let with_before = shown.find(&format!("{before}{words}")).map(|at| at + before.len());
    let range = match with_before.or_else(|| shown.find(&words)).filter(|_| !words.is_empty()) {
        Some(at) => start + at..start + at + words.len(),
        None => start..start,
    };
    found.at(Span::new(file, range), "")
}

/// Points at the place of a line where it begins to differ.
pub(super) fn at_change(
    found: Diagnostic,
    file: FileId,
    change: &LineChange,
    sources: &Sources,
) -> Diagnostic {
    let text = sources.get(file).text();
    let Some(start) = start_of_line(text, change.line) else { return found.at(file, "") };
    let from = start + change.offset;
    let rest = text.get(from..).unwrap_or_default();
    let length = rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    found.at(Span::new(file, from..from + length), "")
}

/// Where a line of a text begins, counted from 1.
pub(super) fn start_of_line(text: &str, line: usize) -> Option<usize> {
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.nth(line.checked_sub(1)?)
}

/// The first line in which two texts differ.
pub(super) struct LineChange {
    /// Its number, from 1.
    pub(super) line: usize,
    /// Bytes of it that are the same; a number counts as a whole.
    offset: usize,
    /// Its words as they were, about the place where it differs.
    pub(super) old: String,
    /// Its words as they are.
    pub(super) new: String,
}

/// The first line in which two texts differ; none where one of them is no text.
pub(super) fn line(made: &[u8], found: &[u8]) -> Option<LineChange> {
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
            let characters = |line: Option<&str>| line.unwrap_or_default().chars().collect();
            let lines: [Vec<char>; 2] = [left, right].map(characters);
            let pairs = lines[0].iter().zip(&lines[1]);
            let same = pairs.take_while(|(left, right)| left == right).count();
            let same = start_of_number(&lines[0], same);
            let shown = |line: Option<&str>, characters: &[char]| match line {
                Some(_) => about(characters, same),
                None => "（没有这一行）".to_owned(),
            };
            return Some(LineChange {
                line: number,
                offset: lines[0].iter().take(same).map(|c| c.len_utf8()).sum(),
                old: shown(left, &lines[0]),
                new: shown(right, &lines[1]),
            });
        }
    }
}

/// The words of a line about a place: all from its beginning where that is near.
fn about(line: &[char], place: usize) -> String {
    let from = match place + BEHIND > LONGEST {
        true => place.saturating_sub(BEFORE),
        false => 0,
    };
    let rest = line.get(from..).unwrap_or_default();
    let words: String = rest.iter().take(LONGEST).collect();
    let before = if from > 0 { "……" } else { "" };
    let after = if rest.len() > LONGEST { "……" } else { "" };
    match words.trim() {
        "" => EMPTY_LINE.to_owned(),
        words => visible(&format!("{before}{words}{after}")),
    }
}

/// How a line without words is shown.
const EMPTY_LINE: &str = "（空行）";

/// A text in which characters that nobody sees are shown by their numbers: `783〔U+200B〕件`.
fn visible(text: &str) -> String {
    let shown = |c: char| match is_invisible(c) {
        true => format!("〔U+{:04X}〕", u32::from(c)),
        false => c.to_string(),
    };
    text.chars().map(shown).collect()
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

/// What changed of a file of which the text is as it was: as far as it is known.
pub(super) fn beside_text(name: &str, made: Option<&[u8]>, found: &[u8]) -> String {
    let unlike = made.and_then(|made| match name.rsplit_once('.')?.1 {
        "docx" => unlike_parts(made, found),
        "pdf" => pdf::unlike_parts(made, found).ok().filter(|unlike| !unlike.is_empty()),
        _ => None,
    });
    match unlike.as_deref() {
        None => {
            "文字没有变，变的是文字以外的部分：版式、图形、文件属性，或者存文件的写法".to_owned()
        }
        Some([]) => "文字、版式都没有变，里面的内容一个字节不差，变的是压缩包的写法：\
                     用别的程序重新打过包"
            .to_owned(),
        Some(unlike) => {
            let first: Vec<String> =
                unlike.iter().take(MOST_PARTS).map(|part| printable(part)).collect();
            let more = match unlike.len() > MOST_PARTS {
                true => format!(" 等 {} 处", unlike.len()),
                false => String::new(),
            };
            format!("文字没有变，变的是文字以外的部分：{}{more}", first.join("、"))
        }
    }
}

/// What the parts of a Word document are called that begin so; the first that fits.
const PARTS: [(&str, &str); 13] = [
    ("word/document", "正文的格式"),
    ("word/comments", "批注"),
    ("word/styles", "样式"),
    ("word/header", "页眉"),
    ("word/footer", "页脚"),
    ("word/footnotes", "脚注"),
    ("word/numbering", "编号"),
    ("word/media/", "图片"),
    ("word/fontTable", "字体表"),
    ("word/theme/", "主题"),
    ("word/", "设置"),
    ("docProps/", "文件属性"),
    ("", "附带的内容"),
];

/// The parts of a Word document that differ, each once. None where one of the two is not read.
fn unlike_parts(made: &[u8], found: &[u8]) -> Option<Vec<String>> {
    let (then, now) = (Package::open(made).ok()?, Package::open(found).ok()?);
    let names: BTreeSet<&str> = then.names().chain(now.names()).collect();
    let unlike = names.into_iter().filter(|part| then.part(part) != now.part(part));
    // What lists the other parts changes with them.
    let is_list = |part: &&str| part.contains("_rels/") || part.starts_with('[');
    let (lists, others): (Vec<&str>, Vec<&str>) = unlike.partition(is_list);
    if others.is_empty() && !lists.is_empty() {
        return Some(vec!["各部分的清单".to_owned()]);
    }
    let kind = |part: &str| PARTS.iter().position(|(begin, _)| part.starts_with(begin));
    let kinds: BTreeSet<usize> = others.into_iter().filter_map(kind).collect();
    Some(kinds.into_iter().filter_map(|at| Some(PARTS.get(at)?.1.to_owned())).collect())
}

/// What became of a file that has another name now, or stands in a folder of its own one, and what to do.
pub(super) fn elsewhere(new: &str) -> (String, String) {
    let shown = printable(new);
    match new.contains('/') {
        true => (format!("移到 {shown} 了"), "移回原来的位置".to_owned()),
        false => (format!("改名为 {shown} 了"), "改回原来的名称".to_owned()),
    }
}

/// Why a file has no text to be compared.
pub(super) fn without_text(name: &str) -> &'static str {
    match name.ends_with(".pdf") {
        true => "标签里没有文字：多半用别的程序另存、合并过，或者打印成了 PDF",
        false => "文件里没有文字",
    }
}

/// Parts of a document that are named.
const MOST_PARTS: usize = 3;

/// The words of the other form where one differs.
pub(super) fn expected(difference: &Difference) -> String {
    quoted(&difference.before, &difference.expected)
}

/// The words of a form where it differs.
pub(super) fn now(difference: &Difference) -> String {
    quoted(&difference.before, &difference.found)
}

fn quoted(before: &str, words: &str) -> String {
    match (before, words) {
        ("", "") => "到此为止".to_owned(),
        (before, "") => format!("“……{before}”到此为止"),
        ("", words) => format!("“{}”", visible(words)),
        (before, words) => format!("“……{before}{}”", visible(words)),
    }
}

/// Two forms of one set that do not say the same.
pub(super) fn unlike(
    names: (&str, &str),
    file: FileId,
    difference: &Difference,
    again: &str,
) -> Diagnostic {
    let (one, other) = names;
    let place = |spot: Option<Spot>| spot.map_or_else(String::new, Spot::shown);
    Diagnostic::new(Code::E1204, format!("{one} 和 {other} 的文字不一致"))
        .at(file, "")
        .note(format!("{one} {}", place(difference.spots.0)), expected(difference))
        .note(format!("{other} {}", place(difference.spots.1)), now(difference))
        .help(format!("不要送出；重新生成以后仍然不一致的，请把项目交给程序的维护者{again}"))
}

/// Where a form of an earlier run differs from one of the set, as a note.
pub(super) fn older(of: &str, difference: &Difference) -> (String, String) {
    let place = difference.spots.1.map_or_else(|| "文字".to_owned(), Spot::shown);
    let (found, expected) = (now(difference), expected(difference));
    (place, format!("这里是{found}，{of} 是{expected}"))
}

/// A PDF that lacks what readers or archives need.
pub(super) fn incomplete(
    name: &str,
    file: FileId,
    (faults, again): (&[Fault], &str),
) -> Diagnostic {
    let found = Diagnostic::new(Code::E1206, format!("{name} 不完整，不能归档")).at(file, "");
    faults
        .iter()
        .fold(found, |found, fault| found.note("缺", lacking(fault)))
        .help(format!("不要用别的程序另存或者打印成 PDF{again}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_about_the_place_where_it_differs() {
        let long = "甲".repeat(90);
        let text = |number: &str| format!("一\n<meta content=\"{long}{number}件\">\n");
        let change = line(text("783").as_bytes(), text("784").as_bytes()).unwrap();
        let before = "甲".repeat(16);
        assert_eq!((change.line, change.offset), (2, 15 + 270));
        assert_eq!(change.old, format!("……{before}783件\">"));
        assert_eq!(change.new, format!("……{before}784件\">"));
        let change = line("短 1".as_bytes(), "短 2\n三".as_bytes()).unwrap();
        assert_eq!((change.old.as_str(), change.new.as_str()), ("短 1", "短 2"));
        let change = line("一\n".as_bytes(), "一".as_bytes()).unwrap();
        assert_eq!((change.line, change.old.as_str()), (2, "（空行）"));
        assert_eq!(change.new, "（没有这一行）");
    }

    #[test]
    fn what_nobody_sees_in_a_line_is_named() {
        let change = line("共783件".as_bytes(), "共783\u{200b}件".as_bytes()).unwrap();
        assert_eq!((change.old.as_str(), change.new.as_str()), ("共783件", "共783〔U+200B〕件"));
        let change = line("一\n\n二".as_bytes(), "一\n二".as_bytes()).unwrap();
        assert_eq!((change.old.as_str(), change.new.as_str()), ("（空行）", "二"));
    }
}
