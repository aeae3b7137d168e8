//! Characters that look like others: from PDF files (E0743), of full width (E0746), within years and
//! dates (E0747).

use super::{Mistake, Text};
use crate::diagnostic::Code;
use crate::text::{half_width, is_han, is_one, is_zero, meant};

/// E0743: Kangxi radicals and their like, Cyrillic and Greek letters in Latin words, katakana among
/// hanzi, other forms of marks.
pub(super) fn lookalikes(text: &Text<'_>) -> Vec<Mistake> {
    let value = text.value;
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut before = None;
    let mut chars = value.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        if let Some(right) = of_marks(c, before, after).or_else(|| meant(c)) {
            let range = at..at + c.len_utf8();
            match mistakes.last_mut() {
                Some(Mistake { range: last, correction: Some(written), .. }) if last.end == at => {
                    last.end = range.end;
                    written.push_str(&right);
                }
                _ => mistakes.push(Mistake { code: Code::E0743, range, correction: Some(right) }),
            }
        }
        before = Some(c);
    }
    mistakes.extend(letters(value));
    mistakes.extend(angles(text));
    mistakes
}

/// Quotes of vertical writing, dots between the parts of a name, katakana that look like hanzi.
fn of_marks(c: char, before: Option<char>, after: Option<char>) -> Option<String> {
    const KANA: &str = "ニ二ハ八カ力エ工ロ口タ夕ト卜チ千";
    let beside = |kind: fn(char) -> bool| before.is_some_and(kind) && after.is_some_and(kind);
    let right = match c {
        '「' | '〝' => '“',
        '」' | '〞' | '〟' => '”',
        '『' => '‘',
        '』' => '’',
        '•' | '‧' | '∙' | '⋅' | '・' | '･' if beside(|c| is_han(c) || c.is_ascii_alphabetic()) => {
            '·'
        }
        '\u{30A0}'..='\u{30FF}' if beside(is_han) => {
            let kana: Vec<char> = KANA.chars().collect();
            kana.chunks(2).find(|pair| pair.first() == Some(&c))?.last().copied()?
        }
        _ => return None,
    };
    Some(right.to_string())
}

/// `≪甲≫`, `<<甲>>` for 《甲》, and `<甲>`, of which it is not certain.
fn angles(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut titles = 0_usize;
    let mut place = 0;
    while let Some(c) = text.at(place) {
        let is_angle = matches!(c, '<' | '＜' | '≪' | '«' | '>' | '＞' | '≫' | '»');
        let end = if is_angle { text.run(place, |next| next == c) } else { place + 1 };
        match c {
            '《' => titles += 1,
            '》' => titles = titles.saturating_sub(1),
            '\n' => open = None,
            '<' | '＜' | '≪' | '«' if titles == 0 => {
                open = Some((place, end));
                place = end;
                continue;
            }
            '>' | '＞' | '≫' | '»' => {
                let held = open.take().filter(|(_, start)| {
                    let content = text.get(*start..place);
                    // A comparison holds numbers.
                    content.starts_with(is_han)
                        && content.ends_with(|c| is_han(c) || matches!(c, '）' | '〉' | '”'))
                });
                if let Some((start, content)) = held {
                    let double = end - place > 1 || matches!(c, '≫' | '»');
                    for (places, right) in [(start..content, "《"), (place..end, "》")] {
                        mistakes.push(Mistake {
                            code: Code::E0743,
                            range: text.bytes(places),
                            correction: double.then(|| right.to_owned()),
                        });
                    }
                }
                place = end;
                continue;
            }
            _ => {}
        }
        place += 1;
    }
    mistakes
}

/// Letters of other scripts in Latin words, and alone, where no script is meant.
fn letters(value: &str) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let is_letter = |c: char| c.is_ascii_alphanumeric() || is_foreign(c);
    let mut end = 0;
    while let Some(start) = value[end..].find(is_foreign).map(|at| end + at) {
        let begins = value[..start].rfind(|c| !is_letter(c));
        let begin =
            begins.map_or(0, |at| at + value[at..].chars().next().map_or(0, char::len_utf8));
        end = value[start..].find(|c| !is_letter(c)).map_or(value.len(), |at| start + at);
        let word = &value[begin..end];
        let mixed = word.contains(|c: char| c.is_ascii_alphanumeric());
        if !mixed && word.chars().count() > 1 {
            continue;
        }
        let right: Option<String> =
            word.chars().map(|c| if c.is_ascii() { Some(c) } else { latin(c, mixed) }).collect();
        if let Some(right) = right {
            let range = begin..end;
            mistakes.push(Mistake { code: Code::E0743, range, correction: Some(right) });
        }
    }
    mistakes
}

/// Greek and Cyrillic letters.
fn is_foreign(c: char) -> bool {
    ('\u{370}'..='\u{3FF}').contains(&c) || ('\u{400}'..='\u{4FF}').contains(&c)
}

/// The Latin letter that a Greek or Cyrillic one looks like. Small Greek letters are taken for what
/// they are.
fn latin(c: char, mixed: bool) -> Option<char> {
    const LETTERS: &str = "\
        АAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSаaеeоoрpсcхxуyіiјjѕsѵvԁdһh\
        ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
    if c == 'ο' && mixed {
        return Some('o');
    }
    let letters: Vec<char> = LETTERS.chars().collect();
    let found = letters.chunks(2).find(|pair| pair.first() == Some(&c))?;
    found.last().copied()
}

/// E0746: digits and letters of full width. `ＸＸ` holds a place open and is reported as such.
pub(super) fn full_width(value: &str) -> Vec<Mistake> {
    let is_wide = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let mut mistakes = Vec::new();
    let mut end = 0;
    while let Some(start) = value[end..].find(is_wide).map(|at| end + at) {
        let rest = &value[start..];
        let run = rest.find(|c| !is_wide(c) && c != '．').map_or(rest, |at| &rest[..at]);
        let run = run.trim_end_matches('．');
        end = start + run.len();
        if run.chars().all(|c| matches!(c, 'Ｘ' | 'ｘ')) {
            continue;
        }
        let right = run.chars().map(half_width).collect();
        mistakes.push(Mistake { code: Code::E0746, range: start..end, correction: Some(right) });
    }
    mistakes
}

/// E0747: O, ○ and 零 for 〇 or 0, l for 1, in years and dates.
pub(super) fn years(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let end = text.run(place, is_digit_like);
        if end > place
            && !text.before(place).is_some_and(|c| c.is_ascii_alphanumeric())
            && let Some(right) = digits(text, place, end)
        {
            mistakes.push(text.mistake(Code::E0747, place..end, right));
        }
        place = end.max(place + 1);
    }
    mistakes
}

/// A digit, a numeral, or what looks like one.
fn is_digit_like(c: char) -> bool {
    c.is_ascii_digit() || is_numeral(c) || is_zero(c) || is_one(c)
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
}

/// What a run of digits and of what looks like them is meant as; none where it is right, or where
/// nothing is certain.
fn digits(text: &Text<'_>, start: usize, end: usize) -> Option<String> {
    let run = text.usual(start..end);
    let count = |kind: fn(char) -> bool| run.chars().filter(|c| kind(*c)).count();
    let (arabic, numerals) = (count(|c| c.is_ascii_digit()), count(is_numeral));
    let (zeros, ones) = (count(is_zero), count(is_one));
    let (before, after) = (text.before(start), text.at(end));
    let length = end - start;
    let chinese = |c: char| if c == '0' || is_zero(c) { '〇' } else { c };
    let western = |c: char| match c {
        c if is_zero(c) => '0',
        c if is_one(c) => '1',
        _ => c,
    };
    let right: String = match after {
        Some('年') if length == 4 && numerals == 0 && (2..4).contains(&arabic) => {
            run.chars().map(western).collect()
        }
        Some('年') if length == 4 && ones == 0 && arabic <= run.matches('0').count() => {
            (numerals >= 2).then(|| run.chars().map(chinese).collect())?
        }
        Some('月' | '日') if length <= 2 && numerals == 0 && arabic < length => {
            let right: String = run.chars().map(western).collect();
            let most = if after == Some('月') { 12 } else { 31 };
            let number: u32 = right.parse().ok()?;
            let follows = matches!(before, Some('年' | '月'));
            let is_plain = (1..=most).contains(&number) && !run.contains(['零', '〇', '○', '◯']);
            ((arabic > 0 || follows) && is_plain).then(|| number.to_string())?
        }
        // 九○后, 二○二四 without its 年.
        Some('后' | '年' | '级') if length == 2 && numerals == 1 && run.contains(['○', '◯']) => {
            run.chars().map(chinese).collect()
        }
        _ if length == 4 && numerals >= 2 && numerals + zeros == 4 && run.contains(['○', '◯']) => {
            run.chars().map(chinese).collect()
        }
        _ => return None,
    };
    (right != run).then_some(right)
}
