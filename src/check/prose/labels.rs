//! What the report puts before a text, typed once more at its beginning: the number of a heading
//! (1.提升), the ordinal of a contribution (一是), the name of a part (原因是), the heading itself.

use std::collections::HashMap;
use std::ops::Range;

use super::{Context, Kind, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::kind::{Part, PartForm};
use crate::text::{half_width, is_han};

/// What the report prints before a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Printed<'a> {
    /// Whether a number or an ordinal.
    pub ordinal: bool,
    /// The key of the part of an entry, which layouts write as words.
    pub key: Option<&'a str>,
    /// The other parts of such an entry.
    pub others: &'a [Part],
    /// Words that do not fit behind those of the layout (开头不写).
    pub misfits: &'a [String],
    /// The heading of the item that it is a text of.
    pub heading: Option<&'a str>,
}

impl<'a> Printed<'a> {
    /// What is printed before a part of an entry, which has these parts.
    pub(super) fn before(part: &'a Part, parts: &'a [Part]) -> Printed<'a> {
        Printed {
            ordinal: matches!(part.form, PartForm::Clause | PartForm::Heading),
            key: Some(&part.key),
            others: if part.form == PartForm::Clause { parts } else { &[] },
            misfits: &part.misfits,
            heading: None,
        }
    }
}

/// What is printed before the texts of each item of the outline, by its key.
pub(super) fn items(context: Context<'_>) -> HashMap<&str, Printed<'_>> {
    let submissions = context.submissions;
    // Asked by key, never walked through: its order reports nothing.
    let mut contributions: HashMap<&str, usize> = HashMap::new();
    for (key, _) in submissions.departments.iter().flat_map(|department| department.prose.iter()) {
        *contributions.entry(key.value.as_str()).or_default() += 1;
    }
    let items = submissions.report.outline.iter().flat_map(|theme| &theme.items);
    let printed = items.map(|item| {
        let key = item.key.value.as_str();
        let several = contributions.get(key).is_some_and(|count| *count > 1);
        let printed = Printed {
            ordinal: item.ordinal && several,
            heading: Some(&item.heading.value),
            ..Printed::default()
        };
        (key, printed)
    });
    printed.collect()
}

/// A label at the beginning of a text.
struct Label {
    range: Range<usize>,
    message: String,
    is_certain: bool,
    severity: Severity,
}

impl ProseChecker<'_> {
    /// The label of a text, and what is said of it.
    pub(super) fn label(
        &self,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<(Range<usize>, Diagnostic)> {
        let text = passage.text.value.as_str();
        let found = labelled(text, passage).or_else(|| closed(text, passage));
        let Some(found) = found else { return self.several(passage, spared) };
        if spared.iter().any(|spared| spared.contains(&found.range.start)) {
            return None;
        }
        let label = text.get(found.range.clone())?;
        let rest = text.get(found.range.end..)?;
        let span = self.locate(passage, &found.range);
        let diagnostic = Diagnostic::new(Code::E0739, found.message)
            .severity(found.severity)
            .at(span, "")
            .help(match rest.trim().is_empty() {
                true if found.range.start > 0 => format!("删去“{}”", label.trim()),
                true => "写上内容".to_owned(),
                false => format!("删去“{}”，从后面的文字写起", label.trim()),
            });
        // YAML gives other marks at the beginning of a value a meaning of their own.
        let stands_alone = rest.starts_with(|c: char| !c.is_ascii_punctuation());
        let is_certain =
            found.is_certain && stands_alone && self.context.sources.text(span) == label;
        let diagnostic = if is_certain { diagnostic.edit(span, "") } else { diagnostic };
        Some((found.range, diagnostic))
    }
}

impl ProseChecker<'_> {
    /// A part of an entry in which another entry or another part is written, too.
    fn several(
        &self,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<(Range<usize>, Diagnostic)> {
        let text = passage.text.value.as_str();
        let (range, help) = Some(text)
            .filter(|_| !passage.printed.others.is_empty())
            .and_then(next_entry)
            .map(|range| (range, "另外的一条单写成列表里的一条，序号由程序编".to_owned()))
            .or_else(|| {
                let (range, key) = other_part(text, passage.printed)?;
                Some((range, format!("后面的话写在“{key}”里，“{key}是”由版式印")))
            })?;
        if spared.iter().any(|spared| spared.contains(&range.start)) {
            return None;
        }
        let message = format!("“{}”写在了一条的中间", text.get(range.clone())?);
        let diagnostic = Diagnostic::new(Code::E0739, message)
            .severity(Severity::Warning)
            .at(self.locate(passage, &range), "")
            .help(help);
        Some((range, diagnostic))
    }
}

/// The ordinal of a further entry (；四是) in a text that does not count itself: 一是 is not before it.
fn next_entry(text: &str) -> Option<Range<usize>> {
    let after_marks =
        text.char_indices().filter(|(_, c)| matches!(c, '；' | '。' | '，' | ';' | ','));
    let mut ordinals = after_marks.filter_map(|(at, mark)| {
        let start = at + mark.len_utf8();
        let rest = text.get(start..)?;
        let length = numeral(rest)?;
        let after = rest.get(length..)?;
        let is_ordinal = after.starts_with('是') && after_numeral(after).is_some();
        is_ordinal.then_some(start..start + length + '是'.len_utf8())
    });
    let first = ordinals.next()?;
    (!text.contains("一是")).then_some(first)
}

/// The label of another part in a text (，原因是), and the key of that part.
fn other_part<'a>(text: &str, printed: Printed<'a>) -> Option<(Range<usize>, &'a str)> {
    let others = printed.others.iter().filter(|part| Some(part.key.as_str()) != printed.key);
    others.filter(|part| part.form == PartForm::Clause).find_map(|part| {
        let label = format!("{}是", part.key);
        ["，", "；", "。"].iter().find_map(|mark| {
            let start = text.find(&format!("{mark}{label}"))? + mark.len();
            Some((start..start + label.len(), part.key.as_str()))
        })
    })
}

/// What is typed before a text though the report prints it.
fn labelled(text: &str, passage: Passage<'_>) -> Option<Label> {
    let printed = passage.printed;
    let start = text.len() - text.trim_start().len();
    let body = &text[start..];
    let label = |length: usize, message: String, is_certain, severity| Label {
        range: start..start + length,
        message,
        is_certain,
        severity,
    };
    let typed = |length: usize| body[..length].trim().to_owned();
    if printed.ordinal
        && let Some(length) = ordinals(body)
    {
        let message = format!("开头的“{}”由程序编，不要手写", typed(length));
        // Where the text goes on to count, its own order would lose its first.
        let goes_on = passage.kind == Kind::Body
            && ["二是", "第二", "（二）", "2.", "②", "二、"]
                .iter()
                .any(|second| body.contains(second));
        return Some(label(length, message, !goes_on, Severity::Error));
    }
    if let Some(key) = printed.key {
        if let Some(length) = name(body, key) {
            let message = format!("“{}”写了两遍：这一项就是{key}", typed(length));
            // 问题，是时代的声音 is a sentence.
            let is_certain = body.starts_with(key) && body[..length].trim().ends_with(['：', ':']);
            return Some(label(length, message, is_certain, Severity::Error));
        }
        if let Some(length) = measures(body) {
            let message = format!("开头的“{}”是栏目名称，不是内容", typed(length));
            return Some(label(length, message, true, Severity::Warning));
        }
    }
    if let Some(word) = printed.misfits.iter().find(|word| body.starts_with(word.as_str())) {
        let message = format!("开头的“{word}”与版式的话重复");
        return Some(label(word.len(), message, false, Severity::Warning));
    }
    // 1.加强组织领导。 was copied from a report.
    let behind = |text: &str| ordinals(text).unwrap_or_default();
    let heading = printed.heading.and_then(|heading| heading.get(behind(heading)..)).map(bare);
    let heading = heading.filter(|heading| heading.chars().count() > 3)?;
    let numbered = behind(body);
    let first = body.get(numbered..)?.split_inclusive(['。', '\n', '：', ':', '！']).next()?;
    if first.len() > 300 || bare(first) != heading {
        return None;
    }
    let length = numbered + first.trim_end().len();
    let more = body.get(length..)?;
    let length = body.len() - more.trim_start().len();
    Some(label(length, "标题在正文开头又写了一遍".to_owned(), false, Severity::Warning))
}

/// A mark at the end of a heading that its stop cannot follow. Stops and commas are taken off when
/// it is printed.
fn closed(text: &str, passage: Passage<'_>) -> Option<Label> {
    if passage.kind != Kind::Heading {
        return None;
    }
    let end = text.trim_end().len();
    let bare = text[..end].trim_end_matches(['！', '？', '!', '?']);
    (bare.len() < end && !bare.is_empty()).then(|| Label {
        range: bare.len()..end,
        message: format!("标题末尾不用“{}”", &text[bare.len()..end]),
        is_certain: false,
        severity: Severity::Warning,
    })
}

/// The name of a part before its text: 原因：, 主要原因是, 存在的问题：.
fn name(text: &str, key: &str) -> Option<usize> {
    const BEFORE: [&str; 6] = ["主要", "存在的", "存在", "具体", "其", ""];
    let after = BEFORE.iter().find_map(|before| text.strip_prefix(before)?.strip_prefix(key))?;
    let rest = after.strip_prefix("主要").unwrap_or(after);
    let rest = rest.strip_prefix('是').unwrap_or(rest);
    let rest = rest.strip_prefix("在于").unwrap_or(rest);
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    let words = rest.strip_prefix(['：', ':', '，']).unwrap_or(rest);
    // 原因分析不够 is a text of its own.
    (words.len() < after.len()).then(|| text.len() - words.trim_start().len())
}

/// 措施： before what is done.
fn measures(text: &str) -> Option<usize> {
    const WORDS: [&str; 8] = ["措施", "举措", "做法", "对策", "目标", "任务", "内容", "标题"];
    const BEFORE: [&str; 7] = ["主要", "具体", "工作", "整改", "改进", "下一步", ""];
    let after = BEFORE.iter().find_map(|before| {
        let rest = text.strip_prefix(before)?;
        WORDS.iter().find_map(|word| rest.strip_prefix(word))
    })?;
    let rest = after.trim_start().strip_prefix(['：', ':'])?;
    Some(text.len() - rest.trim_start().len())
}

/// All ordinals that a text begins with, and how far they reach.
fn ordinals(text: &str) -> Option<usize> {
    let mut rest = text;
    while let Some(length) = ordinal(rest).filter(|length| *length > 0) {
        rest = rest.get(length..)?.trim_start_matches([' ', '\u{3000}', '\t']);
    }
    (rest.len() < text.len()).then(|| text.len() - rest.len())
}

/// How long the ordinal is that a text begins with: 一、 （一） 1. （1） ① 第一， 一是 其一， •
fn ordinal(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let after = |length: usize| text.get(length..).unwrap_or_default();
    // The length with the mark behind it.
    let with = |length: usize, marks: &[char]| {
        let next = after(length).chars().next().filter(|c| marks.contains(c))?;
        Some(length + next.len_utf8())
    };
    if is_enclosed(first) || "•●◆◇■□▪▶►○★☆※·".contains(first) {
        let length = first.len_utf8();
        return Some(with(length, &['、', '.', '．', '，', ',']).unwrap_or(length));
    }
    if matches!(first, '（' | '(') {
        let inside = after(first.len_utf8());
        let length = numeral(inside).or_else(|| digits(inside))?;
        return with(first.len_utf8() + length, &['）', ')']);
    }
    if first == '第' {
        let start = first.len_utf8();
        let length = start + numeral(after(start)).or_else(|| digits(after(start)))?;
        let part = ["部分", "章", "节", "条", "项", "点", "方面"];
        let part = part.iter().find(|part| after(length).starts_with(**part));
        let length = length + part.map_or(0, |part| part.len());
        let end = with(length, &['，', ',', '、', '：', ':', '．', '.', ' ', '\u{3000}'])?;
        // 第一、第二批 counts.
        return (!after(end).starts_with('第')).then_some(end);
    }
    if let Some(length) = ["其一", "其二", "其三", "首先", "其次", "再次"]
        .iter()
        .find_map(|word| text.starts_with(word).then_some(word.len()))
    {
        return with(length, &['，', ',', '、', '：', ':', '是']);
    }
    if let Some(length) = numeral(text) {
        return after_numeral(after(length)).map(|mark| length + mark);
    }
    if let Some(length) = digits(text) {
        let end = with(length, &['.', '．', '、', ')', '）', '：', ':'])?;
        let next = after(end).chars().next();
        return next.is_none_or(|c| !half_width(c).is_ascii_digit()).then_some(end);
    }
    if first.is_ascii_alphabetic() {
        let end = with(1, &['.', '．', '、', ')', '）'])?;
        return after(end).starts_with(is_han).then_some(end);
    }
    None
}

/// The mark that makes the Chinese numeral before it an ordinal, 是 of 一是 too.
fn after_numeral(rest: &str) -> Option<usize> {
    let mut following = rest.chars();
    let mark = following.next()?;
    let next = following.next();
    let length = mark.len_utf8();
    match mark {
        // 一、二类疫苗 counts, and so does 一是一.
        '、' | '．' | '.' => next.is_none_or(|c| !is_numeral(c)).then_some(length),
        '是' if next.is_some_and(is_numeral)
            && following.next().is_none_or(|c| matches!(c, '、' | '，')) =>
        {
            None
        }
        // 一是非观念 begins with another word.
        '是' if next.is_some_and(|c| matches!(c, '非' | '否')) => None,
        '是' => {
            let comma = next.filter(|c| matches!(c, '，' | '：' | '、' | ':'));
            Some(length + comma.map_or(0, char::len_utf8))
        }
        '）' | ')' | '：' | ':' => Some(length),
        ' ' | '\u{3000}' => next.is_some_and(is_han).then_some(length),
        _ => None,
    }
}

/// ① ⑴ ⒈ ㈠ ㊀ ❶: one character that holds a number.
fn is_enclosed(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{249B}' | '\u{24EA}'..='\u{24FF}' | '\u{2776}'..='\u{2793}'
        | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}')
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// How long the numeral 一 … 九十九 is that a text begins with. 十四五 and 八五 are none.
fn numeral(text: &str) -> Option<usize> {
    let written: Vec<char> = text.chars().take_while(|c| is_numeral(*c)).take(4).collect();
    let is_unit = |c: char| c != '十';
    let is_whole = match written.as_slice() {
        [_] => true,
        ['十', unit] => is_unit(*unit),
        [tens, '十'] => is_unit(*tens),
        [tens, '十', unit] => is_unit(*tens) && is_unit(*unit),
        _ => false,
    };
    is_whole.then(|| written.iter().map(|c| c.len_utf8()).sum())
}

/// How long the number of one or two digits is that a text begins with.
fn digits(text: &str) -> Option<usize> {
    let digits: Vec<char> =
        text.chars().take_while(|c| half_width(*c).is_ascii_digit()).take(3).collect();
    matches!(digits.len(), 1 | 2).then(|| digits.iter().map(|c| c.len_utf8()).sum())
}

/// The text without blanks and marks.
fn bare(text: &str) -> String {
    // Most are Chinese, which need not be looked up.
    text.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_that_are_typed() {
        for (text, expected) in [
            ("1.提升", "1."),
            ("1、提升", "1、"),
            ("１．提升", "１．"),
            ("12）提升", "12）"),
            ("（一）抓好", "（一）"),
            ("(3) 抓好", "(3) "),
            ("（一）1.抓好", "（一）1."),
            ("一、抓好", "一、"),
            ("十二、抓好", "十二、"),
            ("一 抓好", "一 "),
            ("第一，抓好", "第一，"),
            ("第二部分：抓好", "第二部分："),
            ("一是抓好", "一是"),
            ("一是一是抓好", "一是一是"),
            ("①抓好", "①"),
            ("㈠、抓好", "㈠、"),
            ("其一，抓好", "其一，"),
            ("• 抓好", "• "),
            ("A.抓好", "A."),
        ] {
            assert_eq!(ordinals(text).map(|length| &text[..length]), Some(expected), "{text}");
        }
    }

    #[test]
    fn headings_that_begin_with_a_number_of_their_own() {
        for text in [
            "十四五规划全面收官",
            "八五普法规划",
            "一网通办改革",
            "“一网通办”改革",
            "12345热线提质增效",
            "3.15消费维权",
            "2.0版平台上线",
            "第一责任人履职",
            "第一书记下沉",
            "（试行）意见落地",
            "一、二类疫苗监管",
            "一是一、二是二",
            "一是非观念淡薄",
            "第一、第二批清单落实",
            "三官一律进园区",
            "1+N机制",
            "24小时自助办",
            "5G应用",
            "A级景区执法",
            "GB/T 9704",
            "首先要抓好",
            "",
        ] {
            assert_eq!(ordinals(text), None, "{text}");
        }
    }

    #[test]
    fn a_further_entry_in_a_text_that_does_not_count_itself() {
        for (text, expected) in [
            ("宣传不深；四是力量薄弱", Some("四是")),
            ("宣传不深。二是力量薄弱", Some("二是")),
            ("执法不规范：一是人少；二是钱少", None),
            ("做到一是一、二是二", None),
            ("宣传不深，二是非不分", None),
            ("有的是，三是经费", Some("三是")),
            ("宣传不深", None),
        ] {
            assert_eq!(next_entry(text).map(|range| &text[range]), expected, "{text}");
        }
    }

    #[test]
    fn names_of_parts_that_are_typed() {
        for (text, expected) in [
            ("原因是重视不够", "原因是"),
            ("原因：重视不够", "原因："),
            ("主要原因是重视不够", "主要原因是"),
            ("原因在于重视不够", "原因在于"),
            ("原因主要是：重视不够", "原因主要是："),
        ] {
            assert_eq!(name(text, "原因").map(|length| &text[..length]), Some(expected), "{text}");
        }
        for text in ["原因分析不深", "重视不够", "主要是重视不够", "原因"] {
            assert_eq!(name(text, "原因"), None, "{text}");
        }
        assert_eq!(measures("具体措施：抓好"), Some("具体措施：".len()));
        assert_eq!(measures("措施落实不够"), None);
    }
}
