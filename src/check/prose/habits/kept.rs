//! Marks and blanks that stand where a number or a name was to come. A correction would take away
//! the only sign that something is missing, so none of them is written by `fix`.

use super::Mistake;
use crate::diagnostic::Code;
use crate::prose::{begins_other_word, measure};
use crate::text::is_han;
use crate::words;

/// Whether the mark or blank of a mistake stands right before a unit and behind no number (资金?万元,
/// 第 次会议), alone within quotes or brackets, or between two numbers that are printed
/// (`{{甲|数}}:{{乙|数}}`).
pub(super) fn holds_place(mistake: &Mistake, value: &str) -> bool {
    let marks = [Code::E0711, Code::E0713, Code::E0714, Code::E0742, Code::E0744];
    let is_filler = |c: char| !c.is_alphanumeric() && !matches!(c, '{' | '}');
    let wrong = value.get(mistake.range.clone()).unwrap_or_default();
    let Some(first) = wrong.find(is_filler).filter(|_| marks.contains(&mistake.code)) else {
        return false;
    };
    let filler = wrong[first..].split(|c| !is_filler(c)).next().unwrap_or_default();
    let start = mistake.range.start + first;
    let (before, after) = (value[..start].trim_end(), value[start + filler.len()..].trim_start());
    let last = before.chars().next_back();
    if before.ends_with("}}") && after.starts_with("{{") {
        return filler == ":";
    }
    // The brackets may be a part of the mistake.
    let opened = last.is_some_and(opens) || filler.starts_with(opens);
    let closed = after.starts_with(closes) || filler.ends_with(closes);
    let is_alone = opened && closed;
    is_alone || last == Some('第') || !is_number(last) && is_unit(last, after)
}

fn opens(c: char) -> bool {
    "（(【[《“〔".contains(c)
}

fn closes(c: char) -> bool {
    "）)】]》”〕".contains(c)
}

/// Whether a number may end with a character, or a line ends there.
fn is_number(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_numeric() || "}\n一二三四五六七八九十百千万亿两几数多余".contains(c))
}

/// Whether a text begins with a unit that ends a clause; 案 件 is a word whose characters were spread.
fn is_unit(before: Option<char>, text: &str) -> bool {
    if text.starts_with(['%', '％']) {
        return true;
    }
    let Some(unit) = measure(text).filter(|unit| unit.starts_with(is_han)) else { return false };
    let behind = &text[unit.len()..];
    let is_word = || {
        let joined = before.map(|c| format!("{c}{unit}")).unwrap_or_default();
        unit.chars().count() == 1 && words::parts(&joined).len() == 1
    };
    // 把“…”: a verb before a quotation.
    let ends = behind.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '“' && c != '《');
    ends && !begins_other_word(unit, behind) && !is_word()
}
