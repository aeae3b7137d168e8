//! Reading a number as typed. What is not read is repaired step by step, so that the number that
//! was surely meant can be proposed.

use rust_decimal::Decimal;

use super::approx_words::{PREFIXES, SUFFIXES, is_vague};
use super::beside::beside;
use super::chinese::is_plain_numeral;
use super::repair::{Repaired, repair};
use super::{Approx, NumberFault, NumberReason, Quantity};

const SPREADSHEET_ERRORS: [&str; 8] =
    ["#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#n/a", "#spill!"];

const PLACEHOLDERS: [&str; 33] = [
    "待补",
    "待补充",
    "待定",
    "待核",
    "待核实",
    "待填",
    "待填写",
    "待查",
    "待写",
    "待报",
    "待确认",
    "待统计",
    "待更新",
    "暂无",
    "暂无数据",
    "暂缺",
    "暂空",
    "无",
    "无数据",
    "没有",
    "空",
    "空白",
    "缺",
    "不详",
    "未知",
    "未填",
    "若干",
    "同上",
    "todo",
    "tbd",
    "n/a",
    "na",
    "null",
];

/// How long the error of a spreadsheet is that a text begins with: #REF!
pub(crate) fn spreadsheet_error(text: &str) -> Option<usize> {
    let begins = |error: &&&str| {
        text.get(..error.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(error))
    };
    SPREADSHEET_ERRORS.iter().find(begins).map(|error| error.len())
}

/// Whether the text only keeps a place open: 待补, XX, TODO, 暂无, —.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_matches(|c| "（）()【】[]［］〔〕<>＜＞“”。.、，,；;".contains(c));
    let bare = bare.trim();
    let filler = |c: char| "xX×*＊ｘＸ□○?？_＿—–-－/／.…~～ ".contains(c);
    let is_known = || PLACEHOLDERS.iter().any(|known| known.eq_ignore_ascii_case(bare));
    !text.is_empty() && (bare.chars().all(filler) || is_known())
}

impl Quantity {
    /// Reads `1661`, `5484.1213`, `约1.1`, `近50`, `超过30`, `400多`, `120余`.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, and the number that was surely meant where there is one.
    pub fn parse(text: &str) -> Result<Quantity, NumberFault> {
        let reason = match read(text) {
            Ok(quantity) => return Ok(quantity),
            Err(reason) => reason,
        };
        let without_number = match reason {
            NumberReason::Empty => Some(NumberReason::Empty),
            _ if is_spreadsheet_error(text) => Some(NumberReason::SpreadsheetError),
            _ if is_placeholder(text) => Some(NumberReason::Placeholder),
            _ => None,
        };
        if let Some(reason) = without_number {
            return Err(NumberFault {
                reason,
                meant: Vec::new(),
                unit: String::new(),
                says_more: false,
            });
        }
        let Repaired { text: repaired, named, unit, says_more } = repair(text);
        // What stays wrong after the repairs is graver than what could be repaired.
        let (reason, meant) = match read(&repaired) {
            Ok(quantity) => (named.unwrap_or(reason), vec![quantity]),
            Err(NumberReason::DoubledApproximation) => {
                (NumberReason::DoubledApproximation, either(&repaired))
            }
            Err(NumberReason::NotNumber) => match unread(text, &repaired, named) {
                reason @ (NumberReason::NotNumber
                | NumberReason::FullWidth
                | NumberReason::Extra(_)) => match beside(text) {
                    Some(fault) => return Err(fault),
                    None => (reason, Vec::new()),
                },
                reason => (reason, Vec::new()),
            },
            Err(left) => (left, Vec::new()),
        };
        Err(NumberFault { reason, meant, unit, says_more })
    }
}

impl Quantity {
    /// The same where the number may be negative: `-2.3`, `−2.3`, `约-2.3`.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Quantity::parse).
    pub fn parse_signed(text: &str) -> Result<Quantity, NumberFault> {
        let (about, rest) = match text.strip_prefix('约') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let Some((sign, digits)) = rest.trim_start().split_at_checked(first_len(rest.trim_start()))
        else {
            return Quantity::parse(text);
        };
        if !MINUS_SIGNS.contains(&sign) {
            return Quantity::parse(text);
        }
        let negated = |quantity: Quantity| Quantity {
            // There is no negative zero.
            value: if quantity.value.is_zero() { quantity.value } else { -quantity.value },
            approx: if about { Approx::About } else { quantity.approx },
        };
        let fault =
            |reason, meant| NumberFault { reason, meant, unit: String::new(), says_more: false };
        match Quantity::parse(digits) {
            // Above or below of a negative number is heard either way.
            Ok(quantity) if !quantity.is_exact() => {
                Err(fault(NumberReason::ApproximationWord, Vec::new()))
            }
            Ok(quantity) if matches!(sign, "-" | "−") && rest.starts_with(sign) => {
                Ok(negated(quantity))
            }
            Ok(quantity) => {
                let reason = match sign {
                    "负" => NumberReason::ChineseNumeral,
                    "-" | "−" => NumberReason::Blank,
                    _ => NumberReason::FullWidth,
                };
                Err(fault(reason, vec![negated(quantity)]))
            }
            Err(fault) => {
                let meant = fault.meant.into_iter();
                let meant = meant.filter(Quantity::is_exact).map(negated).collect();
                Err(NumberFault { meant, ..fault })
            }
        }
    }
}

/// How a minus is typed.
const MINUS_SIGNS: [&str; 6] = ["-", "−", "－", "–", "—", "负"];

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The strict reading.
fn read(text: &str) -> Result<Quantity, NumberReason> {
    if text.trim().is_empty() {
        return Err(NumberReason::Empty);
    }
    let (prefix, digits, suffix) = split(text);
    let value = read_decimal(digits)?;
    let approx = match (prefix, suffix) {
        (Some(_), Some(_)) => return Err(NumberReason::DoubledApproximation),
        (Some(approx), None) | (None, Some(approx)) => approx,
        (None, None) => Approx::Exact,
    };
    Ok(Quantity { value, approx })
}

/// 约100多 as 约, 100, 多.
fn split(text: &str) -> (Option<Approx>, &str, Option<Approx>) {
    let (prefix, rest) = PREFIXES
        .iter()
        .find_map(|&(word, approx)| Some((Some(approx), text.strip_prefix(word)?)))
        .unwrap_or((None, text));
    let (suffix, digits) = SUFFIXES
        .iter()
        .find_map(|&(word, approx)| Some((Some(approx), rest.strip_suffix(word)?)))
        .unwrap_or((None, rest));
    (prefix, digits, suffix)
}

/// 约100多: 约100 or 100多.
fn either(text: &str) -> Vec<Quantity> {
    let (prefix, digits, suffix) = split(text);
    let Ok(value) = read_decimal(digits) else { return Vec::new() };
    [prefix, suffix].into_iter().flatten().map(|approx| Quantity { value, approx }).collect()
}

/// Why a text is no number even after the repairs: `typed` as it was typed, `text` as it was repaired,
/// `named` the last thing that was repaired.
fn unread(typed: &str, text: &str, named: Option<NumberReason>) -> NumberReason {
    let is_numeral = |c: char| c.is_ascii_digit() || is_plain_numeral(c) || "点万亿".contains(c);
    let is_unit = |c: char| c.is_alphabetic() && !is_numeral(c);
    if !text.contains(|c: char| c.is_ascii_digit() || is_plain_numeral(c)) {
        return NumberReason::NotNumber;
    }
    if is_vague(typed) {
        return NumberReason::ApproximationWord;
    }
    match named {
        Some(
            two
            @ (NumberReason::Blank | NumberReason::LineBreak | NumberReason::ThousandsSeparator),
        ) => two,
        _ if text.trim_end_matches(is_unit).chars().all(|c| is_numeral(c) || c == '.')
            && text.contains(|c: char| !c.is_ascii() && is_numeral(c)) =>
        {
            NumberReason::ChineseNumeral
        }
        Some(named) if !text.contains(char::is_alphabetic) => named,
        _ => NumberReason::NotNumber,
    }
}

/// `#REF!`; ##### is what a column too narrow shows.
fn is_spreadsheet_error(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    SPREADSHEET_ERRORS.contains(&text.as_str())
        || (!text.is_empty() && text.chars().all(|c| c == '#'))
}

fn read_decimal(text: &str) -> Result<Decimal, NumberReason> {
    if let Some(rest) = MINUS_SIGNS.iter().find_map(|sign| text.strip_prefix(sign)) {
        return Err(match read_decimal(rest) {
            Ok(_) => NumberReason::Negative,
            Err(_) => NumberReason::NotNumber,
        });
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !fraction.is_none_or(digits) {
        return Err(NumberReason::NotNumber);
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(NumberReason::LeadingZeros);
    }
    Decimal::from_str_exact(text).map_err(|_| NumberReason::TooLong)
}
