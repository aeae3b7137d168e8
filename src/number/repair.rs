//! Repairing a mistyped number: one step for each way of mistyping.

use rust_decimal::Decimal;

use super::NumberReason;
use super::approx_words::{PREFIXES, is_vague};
use super::chinese::{chinese_digit, is_plain_numeral, read_chinese};
use crate::text::{half_width, is_one, is_zero};

/// Other ways to say it, and the form that is meant: prefix words and suffix words.
const PREFIX_WORDS: [(&str, &str); 11] = [
    ("大约", "约"),
    ("约为", "约"),
    ("约有", "约"),
    ("大概", "约"),
    ("≈", "约"),
    ("~", "约"),
    ("将近", "近"),
    ("接近", "近"),
    ("逾", "超过"),
    ("超出", "超过"),
    (">", "超过"),
];
const SUFFIX_WORDS: [(&str, &str); 3] = [("左右", "约"), ("上下", "约"), ("+", "超过")];

/// What is said in brackets behind a number that is about so large.
const ABOUT_NOTES: [&str; 11] =
    ["约", "约数", "大约", "大概", "概数", "估计", "估计数", "估算", "估算数", "左右", "上下"];

/// What is said before a number and adds nothing to it.
///
/// An apostrophe is how spreadsheets mark a number as a text.
const LEADS: [&str; 14] = [
    "共计",
    "合计",
    "总计",
    "总共",
    "一共",
    "共有",
    "共",
    "计",
    "达",
    "人民币",
    "￥",
    "¥",
    "'",
    "’",
];

/// Marks between groups of three digits.
const SEPARATORS: [char; 3] = [',', '，', '\''];

/// A text as far as it could be repaired.
pub(super) struct Repaired {
    pub(super) text: String,
    /// What was repaired last: the steps go from the smaller faults to the graver.
    pub(super) named: Option<NumberReason>,
    /// The unit that was typed; often none.
    pub(super) unit: String,
    /// Whether a remark, a note or brackets were taken away, or letters taken for digits.
    pub(super) says_more: bool,
}

/// Repairs what can be repaired, one step after another.
pub(super) fn repair(text: &str) -> Repaired {
    let mut repaired =
        Repaired { text: text.to_owned(), named: None, unit: String::new(), says_more: false };
    for step in [
        repair_remark,
        repair_marks,
        repair_blanks,
        repair_quotes,
        repair_brackets,
        repair_note,
        repair_width,
        repair_letters,
        repair_thousands,
        repair_formal,
        repair_lead,
        repair_words,
        repair_percent,
        repair_unit,
        repair_numerals,
        repair_zeros,
    ] {
        if let Some((better, reason)) = step(&repaired.text) {
            repaired.text = better;
            match &reason {
                NumberReason::Unit(typed) => repaired.unit.clone_from(typed),
                NumberReason::PercentSign => repaired.unit = "%".into(),
                NumberReason::Bracketed
                | NumberReason::Note
                | NumberReason::Remark(_)
                | NumberReason::Letters(_) => {
                    repaired.says_more = true;
                }
                _ => {}
            }
            repaired.named = Some(reason);
        }
    }
    repaired
}

/// The text with one fault repaired, and the fault; none where the text has no such fault.
type Step = Option<(String, NumberReason)>;

/// `121#件`, `121 // 件`: a remark after a mark that does not begin a comment.
fn repair_remark(text: &str) -> Step {
    let (number, rest) =
        text.find(['#', '＃']).or_else(|| text.find("//")).map(|at| text.split_at(at))?;
    let remark = rest.trim_start_matches(['#', '＃', '/']);
    let mark = rest.strip_suffix(remark).unwrap_or(rest);
    let (number, remark) = (number.trim(), remark.trim());
    let certain = number.contains(char::is_numeric) && !remark.starts_with(char::is_numeric);
    let reason = match remark {
        "" => NumberReason::Extra(mark.to_owned()),
        _ => NumberReason::Remark(remark.to_owned()),
    };
    certain.then(|| (number.to_owned(), reason))
}

/// `121、`, `121/`: a mark of the sentence that the number was copied from, or of a key beside the right one.
fn repair_marks(text: &str) -> Step {
    const MARKS: &str = "、；;，,。：:！!/／\\|｜=＝_";
    let number = text.trim_end().trim_end_matches(|c| MARKS.contains(c));
    let marks = text.trim_end().strip_prefix(number).filter(|marks| !marks.is_empty())?;
    Some((number.to_owned(), NumberReason::Extra(marks.to_owned())))
}

/// Between digits only blanks that part thousands are surely none: 121 122 is two numbers.
fn repair_blanks(text: &str) -> Step {
    let words: Vec<&str> = text.split_whitespace().collect();
    let part = |c: char| c.is_ascii_digit() || ",，、;；".contains(c);
    let digits = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let thousands = words.first().is_some_and(|first| digits(first) && first.len() < 3)
        && words.iter().skip(1).all(|word| {
            let group = word.chars().take_while(char::is_ascii_digit).count();
            group == 3 || group == 0
        });
    let joined = |pair: &[&str]| match pair {
        [one, next] => one.ends_with(part) && next.starts_with(part),
        _ => false,
    };
    let two = !thousands && words.windows(2).any(joined);
    let tight = if two { text.to_owned() } else { words.concat() };
    let reason = match text.trim().contains('\n') {
        true => NumberReason::LineBreak,
        false => NumberReason::Blank,
    };
    (two || tight != text).then_some((tight, reason))
}

/// “24”, 【24】
fn repair_quotes(text: &str) -> Step {
    let pairs = [("“", "”"), ("‘", "’"), ("「", "」"), ("【", "】"), ("〔", "〕")];
    let bare =
        pairs.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?;
    Some((bare.to_owned(), NumberReason::FullWidth))
}

fn repair_brackets(text: &str) -> Step {
    let bare = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    Some((bare.to_owned(), NumberReason::Bracketed))
}

/// Cuts off what is said in brackets after a number. 2.4（万） says what the number is, and 1.13（约） that it
/// is none that is exact.
fn repair_note(text: &str) -> Step {
    let (number, note) = text.strip_suffix(['）', ')'])?.split_once(['（', '('])?;
    if !number.contains(char::is_numeric) {
        return None;
    }
    if note.starts_with(['十', '百', '千', '万', '亿']) {
        return Some((format!("{number}{note}"), NumberReason::Bracketed));
    }
    if ABOUT_NOTES.contains(&note) {
        let says_it = PREFIXES.iter().any(|(word, _)| number.starts_with(word));
        let word = if says_it { "" } else { "约" };
        return Some((format!("{word}{number}"), NumberReason::ApproximationWord));
    }
    Some((number.to_owned(), NumberReason::Note))
}

fn repair_width(text: &str) -> Step {
    let narrow: String = text.chars().map(narrow).collect();
    (narrow != text).then_some((narrow, NumberReason::FullWidth))
}

/// The [half-width form](half_width) of a character of a number; of 。 the decimal point.
fn narrow(c: char) -> char {
    match c {
        '。' => '.',
        // Whether it separates thousands or two numbers is decided in `repair_thousands`.
        '，' => c,
        _ => half_width(c),
    }
}

/// 10OO, l00: letters beside digits that look like them. A letter behind the number that is no O may be
/// a unit.
fn repair_letters(text: &str) -> Step {
    let is_digit = |c: &char| c.is_ascii_digit();
    let characters: Vec<char> = text.chars().collect();
    let first = characters.iter().position(|c| is_digit(c) || is_zero(*c) || is_one(*c))?;
    let run = characters.get(first..)?;
    let length = run.iter().position(|c| !is_digit(c) && !is_zero(*c) && !is_one(*c));
    let run = run.get(..length.unwrap_or(run.len()))?;
    let is_latin = |c: &&char| c.is_alphabetic() && !is_plain_numeral(**c);
    let letters: String = run.iter().filter(is_latin).collect();
    let ends_as_number = run.last().is_some_and(|last| is_digit(last) || is_zero(*last));
    if letters.is_empty() || !ends_as_number || !run.iter().any(is_digit) {
        return None;
    }
    let digits = run.iter().map(|c| match c {
        c if is_digit(c) => *c,
        c if is_zero(*c) => '0',
        _ => '1',
    });
    let before = characters.iter().take(first).copied();
    let after = characters.iter().skip(first + run.len()).copied();
    Some((before.chain(digits).chain(after).collect(), NumberReason::Letters(letters)))
}

/// 1,661; but 121，122 with the comma of a sentence may be two numbers.
fn repair_thousands(text: &str) -> Step {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, number) = text.split_at(start);
    let end = number
        .find(|c: char| !c.is_ascii_digit() && !SEPARATORS.contains(&c))
        .unwrap_or(number.len());
    let (grouped, after) = number.split_at(end);
    let mut groups = grouped.split(SEPARATORS);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.is_empty() || rest.contains(&"") {
        return None;
    }
    let longest = if grouped.contains('，') { 2 } else { 3 };
    let certain = (1..=longest).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let joined =
        if certain { format!("{before}{first}{}{after}", rest.concat()) } else { text.to_owned() };
    Some((joined, NumberReason::ThousandsSeparator))
}

/// 壹佰贰拾 as 一百二十.
fn repair_formal(text: &str) -> Step {
    let (formal, plain) = ("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千");
    let in_plain = |c: char| formal.chars().zip(plain.chars()).find(|(from, _)| *from == c);
    let better: String = text.chars().map(|c| in_plain(c).map_or(c, |(_, to)| to)).collect();
    (better != text).then_some((better, NumberReason::ChineseNumeral))
}

/// 共121, 人民币5484
fn repair_lead(text: &str) -> Step {
    let (lead, rest) = LEADS.iter().find_map(|&lead| Some((lead, text.strip_prefix(lead)?)))?;
    Some((rest.to_owned(), NumberReason::Extra(lead.to_owned())))
}

fn repair_words(text: &str) -> Step {
    let reworded = PREFIX_WORDS
        .iter()
        .find_map(|&(word, meant)| Some(format!("{meant}{}", text.strip_prefix(word)?)))
        .or_else(|| {
            let (bare, meant) = SUFFIX_WORDS
                .iter()
                .find_map(|&(word, meant)| Some((text.strip_suffix(word)?, meant)))?;
            // 约121左右 says one thing twice, 近50左右 two things.
            match PREFIXES.iter().find(|(word, _)| bare.starts_with(word)) {
                None => Some(format!("{meant}{bare}")),
                Some((word, _)) => (*word == meant).then(|| bare.to_owned()),
            }
        })?;
    Some((reworded, NumberReason::ApproximationWord))
}

/// 百分之十二
fn repair_percent(text: &str) -> Step {
    let (before, number) = text.split_once("百分之")?;
    Some((format!("{before}{number}"), NumberReason::PercentSign))
}

/// Cuts off a unit: what follows the number. The 余 of 1.2亿余元 goes with the number.
fn repair_unit(text: &str) -> Step {
    let is_number = |c: char| c.is_ascii_digit() || is_plain_numeral(c);
    let start = text.find(is_number)?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|c| !is_number(c) && c != '.' && c != '点').unwrap_or(rest.len());
    let (number, tail) = rest.split_at(end);
    let at = tail.find(['多', '余']);
    let (first, odd) = at.map_or((tail, ""), |at| tail.split_at(at));
    let (odd, second) = odd.split_at(odd.chars().next().map_or(0, char::len_utf8));
    let unit = format!("{first}{second}");
    // 一万二 and 3百2 go on; 十几 and 121以上 are no units.
    let goes_on = unit.trim_end_matches("百分点").contains(is_number);
    let is_word = unit.chars().all(|c| c.is_alphabetic() || c == '/' || c == '%')
        && unit.contains(|c: char| c != '/');
    if unit.is_empty() || goes_on || !is_word || is_vague(&unit) {
        return None;
    }
    let reason = if unit == "%" { NumberReason::PercentSign } else { NumberReason::Unit(unit) };
    Some((format!("{before}{number}{odd}"), reason))
}

fn repair_numerals(text: &str) -> Step {
    let start = text.find(is_plain_numeral)?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|c| !is_plain_numeral(c) && c != '点').unwrap_or(rest.len());
    let (numeral, after) = rest.split_at(end);
    // 3百2 may be 320 or 302.
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // 5千 is a number and its scale.
    if before.ends_with(|c: char| c.is_ascii_digit()) {
        let digits = before.trim_start_matches(|c: char| !c.is_ascii_digit());
        let scale = match numeral {
            "十" => 10,
            "百" => 100,
            "千" => 1000,
            _ => return None,
        };
        let number = digits.parse::<Decimal>().ok()?.checked_mul(Decimal::from(scale))?.normalize();
        let words = before.strip_suffix(digits)?;
        return Some((format!("{words}{number}{after}"), NumberReason::ChineseNumeral));
    }
    // 二三 is two or three.
    let digits: Vec<u32> = numeral.chars().filter_map(chinese_digit).collect();
    if numeral.chars().count() == 2 && matches!(digits[..], [one, next] if one + 1 == next) {
        return None;
    }
    let arabic = read_chinese(numeral)?;
    Some((format!("{before}{arabic}{after}"), NumberReason::ChineseNumeral))
}

/// 007, 1e5, `.5`, `5.`, `+5`.
fn repair_zeros(text: &str) -> Step {
    if text.contains(['e', 'E']) {
        let plain = Decimal::from_scientific(text).ok()?.normalize();
        return Some((plain.to_string(), NumberReason::Exponent));
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let start = unsigned.find(|c: char| c.is_ascii_digit() || c == '.')?;
    let (before, number) = unsigned.split_at(start);
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    let (digits, after) = number.split_at(end);
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    let significant = digits.trim_start_matches('0');
    let zero = if significant.is_empty() || significant.starts_with('.') { "0" } else { "" };
    let better = format!("{before}{zero}{significant}{after}");
    let reason = if significant.len() + zero.len() < digits.len() {
        NumberReason::LeadingZeros
    } else {
        NumberReason::NotNumber
    };
    (better != text).then_some((better, reason))
}
