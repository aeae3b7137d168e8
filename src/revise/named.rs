//! How the report's parts and words are named for people.

use std::collections::BTreeMap;
use std::ops::Range;

use super::data::Line;
use crate::changes::{self, labels};
use crate::files;
use crate::sent::Role;
use crate::source::{FileId, Sources, Span};
use crate::text::command_word_or;

/// Characters shown on either side of words.
const AROUND: usize = 12;

/// Characters of a whole paragraph that are shown.
const SHOWN: usize = 24;

/// Where words are printed. A layout that is built in has no file that somebody could open, so it is the
/// part of the report.
pub(super) fn printed(sources: &Sources, place: Span, part: &str) -> String {
    match files::is_built_in(&sources.get(place.file).path) {
        true if part.is_empty() => "程序自带的版式".to_owned(),
        true => format!("程序自带的版式（{part}）"),
        false => sources.named(place.into()),
    }
}

/// What is done to change what a file prints: one that is built in is copied into the project first.
pub(super) fn to_change(sources: &Sources, file: FileId) -> String {
    let path = &sources.get(file).path;
    match files::name_of_built_in(path) {
        Some(name) => {
            let name = command_word_or(name, "文件");
            format!("先运行 nianbao templates export {name}，再改复制到项目里的那一份")
        }
        None => format!("改 {path}"),
    }
}

/// The part of the report that each paragraph is in: the numbers of the headings above it, and the
/// words of the last.
pub(super) fn parts(lines: &[Line]) -> Vec<String> {
    let mut numbers: [String; 5] = Default::default();
    let mut title = String::new();
    let mut parts = Vec::with_capacity(lines.len());
    for line in lines {
        // What follows is no chapter's.
        if matches!(line.role, Role::AttachmentLabel | Role::AttachmentTitle) {
            numbers = Default::default();
            title = format!("附件 {}", line.text);
        }
        if let Role::Heading(level) | Role::RunIn(level) = line.role {
            let level = usize::from(level).clamp(1, 5);
            let number = line.text.get(..line.number()).unwrap_or_default();
            let number = number.trim_end_matches(['、', '.']).to_owned();
            if let Some(own) = numbers.get_mut(level - 1) {
                *own = number;
            }
            numbers.iter_mut().skip(level).for_each(String::clear);
            title = line.words().split('。').next().unwrap_or_default().to_owned();
        }
        let number = numbers.concat();
        let of_frame = frame_word(line.role);
        parts.push(match of_frame {
            Some(word) => word.to_owned(),
            None if number.is_empty() => title.clone(),
            None => format!("{number} {title}"),
        });
    }
    parts
}

/// What the rows and columns of the cells are called, by their paragraphs.
pub(super) fn labels_of(lines: &[Line]) -> BTreeMap<usize, String> {
    let each = lines.iter().enumerate();
    let cells = each.filter_map(|(at, line)| Some((at, line.role.cell()?, line.text.as_str())));
    let (places, cells): (Vec<usize>, Vec<_>) =
        cells.map(|(at, cell, text)| (at, (cell, text))).unzip();
    places.into_iter().zip(labels(&cells)).map(|(at, labels)| (at, labels.to_string())).collect()
}

/// Whether most of one text is in another.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    let gone: usize = changes::edits(one, other).iter().map(|edit| edit.old.len()).sum();
    (one.len() - gone) * 2 > one.len().max(other.len())
}

/// What a paragraph outside the text is called.
pub(super) fn frame_word(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Marking => "版头",
        Role::Mark => "发文机关标志",
        Role::Number => "发文字号",
        Role::Signers => "签发人",
        Role::Title => "标题",
        Role::Subtitle => "副标题",
        Role::Reporter => "报告人",
        Role::Salutation => "主送机关",
        Role::AttachmentNote => "附件说明",
        Role::Organ => "署名",
        Role::Date => "成文日期",
        Role::Note => "附注",
        Role::AttachmentLabel | Role::AttachmentTitle => "附件",
        Role::Copies | Role::PrintedBy | Role::PrintedOn => "版记",
        Role::Heading(_)
        | Role::RunIn(_)
        | Role::Body
        | Role::Caption
        | Role::Unit
        | Role::Cell { .. } => {
            return None;
        }
    })
}

/// Some characters before and after a range of a text.
pub(super) fn around(text: &str, range: &Range<usize>) -> (String, String) {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(AROUND);
    let mut lead: String = before.chars().skip(skipped).collect();
    if skipped > 0 {
        lead.insert(0, '…');
    }
    let mut tail: String = after.chars().take(AROUND).collect();
    if after.chars().count() > AROUND {
        tail.push('…');
    }
    (lead, tail)
}

/// The beginning of a paragraph.
pub(super) fn start_of(text: &str) -> String {
    let mut start: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        start.push('…');
    }
    start
}
