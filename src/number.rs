//! Numbers as people write them: exact decimals, 约/多, 万/亿, percent, Chinese numerals.
//!
//! Reading is strict, so that a figure means what it says; what is not read comes back
//! as a [`NumberFault`], with the text that was surely meant where there is one.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

/// A value as reported: exact, or approximate in one of the field's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// With the digits after the point as typed.
    pub value: Decimal,
    pub approx: Approx,
}

/// How an approximate value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approx {
    Exact,
    /// 约1.1
    About,
    /// 近50
    Nearly,
    /// 超过30
    Over,
    /// 400多
    More,
    /// 120余
    Odd,
}

/// Why a text is not a number, and what was surely meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFault {
    pub reason: NumberReason,
    /// The text to write instead, where it is certain. For [`NumberReason::Unit`] this is
    /// the number in the unit that was typed.
    pub correction: Option<String>,
}

/// The ways in which a number is mistyped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberReason {
    Empty,
    /// 待补, XX, TODO, 暂无, —
    Placeholder,
    /// A blank inside or around it.
    Blank,
    /// Digits or marks of a Chinese input method: １６６１
    FullWidth,
    /// 1,661
    ThousandsSeparator,
    /// 92.72%
    PercentSign,
    /// 一百二十
    ChineseNumeral,
    /// 1661件; the unit as typed.
    Unit(String),
    Negative,
    /// 1e5
    Exponent,
    /// 007
    LeadingZeros,
    /// 约100多: approximate twice.
    DoubledApproximation,
    /// 100左右, 逾30: approximate in another word than 约 近 超过 多 余.
    ApproximationWord,
    /// More digits than can be kept exactly (28).
    TooLong,
    /// （24）, which may be how accountants write a negative number.
    Bracketed,
    /// 24（其中上年6）
    Note,
    NotNumber,
}

impl NumberReason {
    /// What is wrong, for people: one line without a full stop.
    pub fn describe(&self) -> String {
        match self {
            NumberReason::Empty => "没有填数".into(),
            NumberReason::Placeholder => "还是占位文字，没有填数".into(),
            NumberReason::Blank => "数中夹有空格".into(),
            NumberReason::FullWidth => "用了全角数字或者全角符号".into(),
            NumberReason::ThousandsSeparator => "用了千分位逗号".into(),
            NumberReason::PercentSign => "带了百分号".into(),
            NumberReason::ChineseNumeral => "用了汉字数字".into(),
            NumberReason::Unit(unit) => format!("数后带了单位“{unit}”"),
            NumberReason::Negative => "是负数".into(),
            NumberReason::Exponent => "用了科学记数法".into(),
            NumberReason::LeadingZeros => "数前有多余的 0".into(),
            NumberReason::DoubledApproximation => "的概数词用了两个".into(),
            NumberReason::ApproximationWord => "的概数写法不在约定之内".into(),
            NumberReason::TooLong => "数字位数太多".into(),
            NumberReason::Bracketed => "加了括号".into(),
            NumberReason::Note => "数后带了附注".into(),
            NumberReason::NotNumber => "不是数字".into(),
        }
    }
}

const PREFIXES: [(&str, Approx); 4] =
    [("约", Approx::About), ("近", Approx::Nearly), ("超过", Approx::Over), ("超", Approx::Over)];
const SUFFIXES: [(&str, Approx); 2] = [("多", Approx::More), ("余", Approx::Odd)];

/// Other ways to say it, and the form that is meant: prefix words and suffix words.
const PREFIX_WORDS: [(&str, &str); 12] = [
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
    ("不少于", "超过"),
];
const SUFFIX_WORDS: [(&str, &str); 4] =
    [("左右", "约"), ("上下", "约"), ("以上", "超过"), ("+", "超过")];

const PLACEHOLDERS: [&str; 20] = [
    "待补", "待定", "待核", "待填", "待查", "待报", "暂无", "暂缺", "无", "空", "缺", "不详",
    "未知", "若干", "同上", "todo", "tbd", "n/a", "na", "null",
];

/// Whether the text only keeps a place open: 待补, XX, TODO, 暂无, —.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim().trim_matches(|c| "（）()【】[]〔〕。.".contains(c)).to_lowercase();
    let filler = |c: char| "x×*＊ｘ□○?？_＿—–-－/／.…".contains(c);
    (!text.is_empty() && text.chars().all(filler)) || PLACEHOLDERS.contains(&text.as_str())
}

impl Quantity {
    pub fn exact(value: Decimal) -> Quantity {
        Quantity { value, approx: Approx::Exact }
    }

    pub fn is_exact(&self) -> bool {
        self.approx == Approx::Exact
    }

    /// Reads `1661`, `5484.1213`, `约1.1`, `近50`, `超过30`, `400多`, `120余`.
    pub fn parse(text: &str) -> Result<Quantity, NumberFault> {
        let reason = match read(text) {
            Ok(quantity) => return Ok(quantity),
            Err(reason) => reason,
        };
        if matches!(reason, NumberReason::Empty) || is_placeholder(text) {
            let reason = match reason {
                NumberReason::Empty => NumberReason::Empty,
                _ => NumberReason::Placeholder,
            };
            return Err(NumberFault { reason, correction: None });
        }
        // Mend one slip after another; the last one mended is the one to name, since the
        // first ones are the smaller.
        let mut mended = text.to_owned();
        let mut named = None;
        for mend in [
            mend_blanks,
            mend_quotes,
            mend_brackets,
            mend_note,
            mend_width,
            mend_thousands,
            mend_words,
            mend_unit,
            mend_percent,
            mend_numerals,
            mend_zeros,
        ] {
            if let Some((better, reason)) = mend(&mended) {
                mended = better;
                named = Some(reason);
            }
        }
        let left = read(&mended);
        Err(match (left, named) {
            (Ok(_), named) => {
                NumberFault { reason: named.unwrap_or(reason), correction: Some(mended) }
            }
            (Err(left), named) => NumberFault {
                // What stays wrong after mending outweighs what could be mended,
                // unless nothing is known of it.
                reason: match left {
                    NumberReason::NotNumber => named.unwrap_or(reason),
                    left => left,
                },
                correction: None,
            },
        })
    }

    /// Rounded half up to so many digits after the point, trailing zeros dropped.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Quantity {
        Quantity { value: round_half_up(self.value, decimals), ..self }
    }

    /// Number and unit as read aloud: 24家, 约1.1亿元, 400多条, 92.72%.
    pub fn with_unit(&self, unit: &str) -> String {
        match (self.approx, unit) {
            // 多 and 余 follow the per cent sign: 90%多.
            (Approx::More | Approx::Odd, "%") => format!("{}%{}", self.value, self.suffix()),
            _ => format!("{self}{unit}"),
        }
    }

    fn prefix(&self) -> &'static str {
        match self.approx {
            Approx::About => "约",
            Approx::Nearly => "近",
            Approx::Over => "超过",
            Approx::Exact | Approx::More | Approx::Odd => "",
        }
    }

    fn suffix(&self) -> &'static str {
        match self.approx {
            Approx::More => "多",
            Approx::Odd => "余",
            Approx::Exact | Approx::About | Approx::Nearly | Approx::Over => "",
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.prefix(), self.value, self.suffix())
    }
}

/// Rounded half up (away from zero) to so many digits after the point, trailing zeros dropped.
pub fn round_half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// `part ÷ whole × 100`, rounded half up. None when the whole is zero or out of range.
pub fn percentage(part: Decimal, whole: Decimal, decimals: u32) -> Option<Decimal> {
    // Multiplied first: a quotient that does not end would be cut before it is rounded.
    let rate = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(round_half_up(rate, decimals))
}

/// `part ÷ whole × 100` with one digit after the point, or as many as show that it is over a
/// limit that it is over.
pub fn percentage_over(part: Decimal, whole: Decimal, limit: Decimal) -> Option<Decimal> {
    let mut rates = (1..=Decimal::MAX_SCALE).map_while(|digits| percentage(part, whole, digits));
    rates.find(|rate| *rate > limit)
}

/// The strict reading.
fn read(text: &str) -> Result<Quantity, NumberReason> {
    if text.trim().is_empty() {
        return Err(NumberReason::Empty);
    }
    let (prefix, rest) = PREFIXES
        .iter()
        .find_map(|&(word, approx)| Some((Some(approx), text.strip_prefix(word)?)))
        .unwrap_or((None, text));
    let (suffix, digits) = SUFFIXES
        .iter()
        .find_map(|&(word, approx)| Some((Some(approx), rest.strip_suffix(word)?)))
        .unwrap_or((None, rest));
    let value = read_decimal(digits)?;
    let approx = match (prefix, suffix) {
        (Some(_), Some(_)) => return Err(NumberReason::DoubledApproximation),
        (Some(approx), None) | (None, Some(approx)) => approx,
        (None, None) => Approx::Exact,
    };
    Ok(Quantity { value, approx })
}

fn read_decimal(text: &str) -> Result<Decimal, NumberReason> {
    if let Some(rest) = text.strip_prefix(['-', '－', '−', '负']) {
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

type Mended = Option<(String, NumberReason)>;

/// Between digits only blanks that part thousands are surely none: 5757 5758 is two numbers.
fn mend_blanks(text: &str) -> Mended {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digits = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let two = words.windows(2).any(|pair| match pair {
        [one, next] => {
            one.ends_with(|c: char| c.is_ascii_digit())
                && next.starts_with(|c: char| c.is_ascii_digit())
                && !(digits(one)
                    && one.len() <= 3
                    && next.chars().take_while(char::is_ascii_digit).count() == 3)
        }
        _ => false,
    });
    let tight = if two { text.to_owned() } else { words.concat() };
    (two || tight != text).then_some((tight, NumberReason::Blank))
}

/// “24”, 【24】
fn mend_quotes(text: &str) -> Mended {
    let pairs = [("“", "”"), ("‘", "’"), ("「", "」"), ("【", "】"), ("〔", "〕")];
    let bare =
        pairs.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?;
    Some((bare.to_owned(), NumberReason::FullWidth))
}

fn mend_brackets(text: &str) -> Mended {
    let bare = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    Some((bare.to_owned(), NumberReason::Bracketed))
}

/// Cuts off what is said in brackets after a number. 2.4（万） says what the number is.
fn mend_note(text: &str) -> Mended {
    let (number, note) = text.strip_suffix(['）', ')'])?.split_once(['（', '('])?;
    let is_unit = note.chars().all(|c| "十百千万亿".contains(c)) || note.contains(['万', '亿']);
    let counted = number.chars().any(|c| c.is_numeric());
    (counted && !is_unit).then(|| (number.to_owned(), NumberReason::Note))
}

fn mend_width(text: &str) -> Mended {
    let narrow: String = text.chars().map(half_width).collect();
    (narrow != text).then_some((narrow, NumberReason::FullWidth))
}

/// The half-width form of a digit or mark that an input method made full-width.
fn half_width(c: char) -> char {
    match c {
        '。' => '.',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn mend_thousands(text: &str) -> Mended {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, number) = text.split_at(start);
    let end =
        number.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '\'').unwrap_or(number.len());
    let (grouped, after) = number.split_at(end);
    let mut groups = grouped.split([',', '\'']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.is_empty() {
        return None;
    }
    let certain = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let joined =
        if certain { format!("{before}{first}{}{after}", rest.concat()) } else { text.to_owned() };
    Some((joined, NumberReason::ThousandsSeparator))
}

fn mend_words(text: &str) -> Mended {
    let reworded = PREFIX_WORDS
        .iter()
        .find_map(|&(word, meant)| Some(format!("{meant}{}", text.strip_prefix(word)?)))
        .or_else(|| {
            SUFFIX_WORDS
                .iter()
                .find_map(|&(word, meant)| Some(format!("{meant}{}", text.strip_suffix(word)?)))
        })?;
    Some((reworded, NumberReason::ApproximationWord))
}

/// Cuts off a unit: what follows the last digit, 多, 余 or Chinese numeral.
fn mend_unit(text: &str) -> Mended {
    let number = text.trim_end_matches(|c: char| {
        c.is_alphabetic() && !c.is_ascii_digit() && c != '多' && c != '余' && !is_plain_numeral(c)
    });
    let unit = &text[number.len()..];
    let counted = number
        .trim_end_matches(['多', '余'])
        .ends_with(|c: char| c.is_ascii_digit() || is_plain_numeral(c));
    (!unit.is_empty() && counted).then(|| (number.to_owned(), NumberReason::Unit(unit.to_owned())))
}

fn mend_percent(text: &str) -> Mended {
    let bare = text.strip_suffix(['%', '％']).or_else(|| text.strip_prefix("百分之"))?;
    Some((bare.to_owned(), NumberReason::PercentSign))
}

fn mend_numerals(text: &str) -> Mended {
    let start = text.find(is_plain_numeral)?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|c| !is_plain_numeral(c) && c != '点').unwrap_or(rest.len());
    let (numeral, after) = rest.split_at(end);
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
    let arabic = read_chinese(numeral)?;
    Some((format!("{before}{arabic}{after}"), NumberReason::ChineseNumeral))
}

/// 007, 1e5, `.5`, `5.`, `+5`.
fn mend_zeros(text: &str) -> Mended {
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

fn chinese_digit(c: char) -> Option<u32> {
    let digits = "零一二三四五六七八九";
    match c {
        '〇' | '○' => Some(0),
        '两' => Some(2),
        _ => digits.chars().position(|d| d == c).and_then(|at| u32::try_from(at).ok()),
    }
}

fn is_plain_numeral(c: char) -> bool {
    chinese_digit(c).is_some() || "十百千廿卅".contains(c)
}

/// 一百二十 → 120, 二〇二四 → 2024, 一点一 → 1.1, 廿四 → 24; up to 9999.
pub fn read_chinese(text: &str) -> Option<String> {
    let text = &text.replace('廿', "二十").replace('卅', "三十");
    if let Some((whole, fraction)) = text.split_once('点') {
        let digits: Option<String> =
            fraction.chars().map(|c| chinese_digit(c).map(|digit| digit.to_string())).collect();
        let digits = digits.filter(|digits| !digits.is_empty())?;
        return Some(format!("{}.{digits}", read_chinese(whole)?));
    }
    let all_digits = text.chars().all(|c| chinese_digit(c).is_some());
    if all_digits && text.chars().count() > 1 {
        return text.chars().map(|c| chinese_digit(c).map(|digit| digit.to_string())).collect();
    }
    let (mut total, mut digit, mut last) = (0u32, None, 10_000u32);
    for c in text.chars() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let value = chinese_digit(c)?;
                if digit.is_some_and(|earlier| earlier != 0) {
                    return None;
                }
                digit = Some(value);
                continue;
            }
        };
        if scale >= last {
            return None;
        }
        last = scale;
        total += match digit.take() {
            // 十二, 百 alone: one of them; 零十 is not said, but 一百零十 is understood.
            None | Some(0) => scale,
            Some(count) => count * scale,
        };
    }
    Some((total + digit.unwrap_or(0)).to_string())
}

/// 一, 十二, 二十, 一百零一, up to 9999; larger numbers in digits.
pub fn chinese_numeral(n: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n > 9999 {
        return n.to_string();
    }
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or("");
    if n < 10 {
        return digit(n).to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for (scale, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = n / scale % 10;
        if value == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push('零');
        }
        // 十二, not 一十二.
        if !(n < 20 && scale == 10) {
            text.push_str(digit(value));
        }
        text.push_str(word);
    }
    text
}

/// A unit as a multiple of its base: 亿元 = 10⁸ 元.
fn base_unit(unit: &str) -> (Decimal, &str) {
    for (word, scale) in [("万亿", 1_000_000_000_000u64), ("亿", 100_000_000), ("万", 10_000)] {
        if let Some(base) = unit.strip_prefix(word).filter(|base| !base.is_empty()) {
            return (Decimal::from(scale), base);
        }
    }
    match unit {
        "公顷" => (Decimal::from(10_000), "平方米"),
        "平方公里" | "平方千米" => (Decimal::from(1_000_000), "平方米"),
        "公里" | "千米" => (Decimal::from(1_000), "米"),
        "吨" => (Decimal::from(1_000), "千克"),
        "公斤" => (Decimal::ONE, "千克"),
        _ => (Decimal::ONE, unit),
    }
}

/// The unit of which a unit is a multiple: 万元 and 亿元 → 元. A value can be said in all
/// units of one kind.
pub fn kind_of_unit(unit: &str) -> &str {
    base_unit(unit).1
}

/// How many of its base a unit is: 万元 is 10⁴ 元.
pub fn scale_of_unit(unit: &str) -> Decimal {
    base_unit(unit).0
}

/// The value in another unit of the same kind, exactly. None when the units are of
/// different kinds or the result cannot be kept exactly.
pub fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let ((from_scale, from_base), (to_scale, to_base)) = (base_unit(from), base_unit(to));
    if from_base != to_base {
        return None;
    }
    if from_scale == to_scale {
        return Some(value);
    }
    let converted = value.normalize().checked_mul(from_scale)?.checked_div(to_scale)?;
    let exact = converted.checked_mul(to_scale)? == value.checked_mul(from_scale)?;
    exact.then(|| converted.normalize())
}

/// The change on last year in the field's words: 增长12.5%, 下降3.1%, 与上年持平; for rates
/// (given with the digits they are printed with) 提高1.2个百分点. None when last year is
/// zero or one of the two is approximate.
pub fn change(now: Quantity, before: Quantity, rate_decimals: Option<u32>) -> Option<String> {
    if !now.is_exact() || !before.is_exact() {
        return None;
    }
    if let Some(decimals) = rate_decimals {
        // Between the printed rates, so that the reader can follow.
        let step = round_half_up(now.value, decimals)
            .checked_sub(round_half_up(before.value, decimals))?
            .normalize();
        return Some(match step {
            step if step.is_zero() => "与上年持平".into(),
            step if step.is_sign_positive() => format!("提高{step}个百分点"),
            step => format!("下降{}个百分点", step.abs()),
        });
    }
    if now.value == before.value {
        return (!before.value.is_zero()).then(|| "与上年持平".into());
    }
    let percent = percentage(now.value.checked_sub(before.value)?, before.value, 1)?;
    Some(match percent {
        percent if percent.is_zero() => "与上年基本持平".into(),
        percent if percent.is_sign_positive() => format!("增长{percent}%"),
        percent => format!("下降{}%", percent.abs()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    fn d(text: &str) -> Decimal {
        q(text).value
    }

    #[test]
    fn numbers_print_as_typed() {
        for text in
            ["0", "121", "5484.1213", "约1.1", "近50", "超过30", "400多", "120余", "1.10", "0.5"]
        {
            assert_eq!(q(text).to_string(), text);
        }
        assert_eq!(q("超30").to_string(), "超过30");
    }

    #[test]
    fn units_stand_where_they_are_read() {
        assert_eq!(q("24").with_unit("家"), "24家");
        assert_eq!(q("约1.1").with_unit("亿元"), "约1.1亿元");
        assert_eq!(q("400多").with_unit("条"), "400多条");
        assert_eq!(q("120余").with_unit("家"), "120余家");
        assert_eq!(q("近50").with_unit("次"), "近50次");
        assert_eq!(q("90多").with_unit("%"), "90%多");
        assert_eq!(q("92.7203").rounded(2).with_unit("%"), "92.72%");
        assert_eq!(q("100.00").rounded(2).with_unit("%"), "100%");
        assert_eq!(q("11.115").rounded(2).with_unit("%"), "11.12%");
    }

    #[test]
    fn slips_are_named_and_corrected() {
        use NumberReason::*;
        for (text, reason, correction) in [
            ("", Empty, None),
            ("  ", Empty, None),
            ("待补", Placeholder, None),
            ("（待补）", Placeholder, None),
            ("XX", Placeholder, None),
            ("××", Placeholder, None),
            ("TODO", Placeholder, None),
            ("暂无", Placeholder, None),
            ("—", Placeholder, None),
            ("-", Placeholder, None),
            ("1 661", Blank, Some("1661")),
            (" 7", Blank, Some("7")),
            ("１６６１", FullWidth, Some("1661")),
            ("１．１", FullWidth, Some("1.1")),
            ("1。1", FullWidth, Some("1.1")),
            ("1,661", ThousandsSeparator, Some("1661")),
            ("１，６６１", ThousandsSeparator, Some("1661")),
            ("1,234,567.8", ThousandsSeparator, Some("1234567.8")),
            ("1,66", ThousandsSeparator, None),
            ("92.72%", PercentSign, Some("92.72")),
            ("１００％", PercentSign, Some("100")),
            ("一百二十", ChineseNumeral, Some("120")),
            ("廿四", ChineseNumeral, Some("24")),
            ("5千", ChineseNumeral, Some("5000")),
            ("约1.5千", ChineseNumeral, Some("约1500")),
            ("5千余", ChineseNumeral, Some("5000余")),
            ("5千三", NotNumber, None),
            ("5757 5758", Blank, None),
            ("1 661 234", Blank, Some("1661234")),
            ("卅", ChineseNumeral, Some("30")),
            ("（24）", Bracketed, Some("24")),
            ("(24)", Bracketed, Some("24")),
            ("（２４）", FullWidth, Some("24")),
            ("（24件）", Unit("件".into()), Some("24")),
            ("24（其中上年6）", Note, Some("24")),
            ("2.4（万）", FullWidth, None),
            ("十", ChineseNumeral, Some("10")),
            ("三十多", ChineseNumeral, Some("30多")),
            ("一点一", ChineseNumeral, Some("1.1")),
            ("二〇二四", ChineseNumeral, Some("2024")),
            ("百分之九十", ChineseNumeral, Some("90")),
            ("1661件", Unit("件".into()), Some("1661")),
            ("1661 件", Unit("件".into()), Some("1661")),
            ("１，６６１件", Unit("件".into()), Some("1661")),
            ("约1.1亿元", Unit("亿元".into()), Some("约1.1")),
            ("400多条", Unit("条".into()), Some("400多")),
            ("12万", Unit("万".into()), Some("12")),
            ("-5", Negative, None),
            ("负5", Negative, None),
            ("1e3", Exponent, Some("1000")),
            ("007", LeadingZeros, Some("7")),
            ("00", LeadingZeros, Some("0")),
            ("00.5", LeadingZeros, Some("0.5")),
            ("约100多", DoubledApproximation, None),
            ("约１００多", DoubledApproximation, None),
            ("100左右", ApproximationWord, Some("约100")),
            ("逾30", ApproximationWord, Some("超过30")),
            ("将近50", ApproximationWord, Some("近50")),
            ("100+", ApproximationWord, Some("超过100")),
            ("99999999999999999999999999999999", TooLong, None),
            (".5", NotNumber, Some("0.5")),
            ("5.", NotNumber, Some("5")),
            ("+5", NotNumber, Some("5")),
            ("数百", ChineseNumeral, None),
            ("不清楚", NotNumber, None),
            ("1/2", NotNumber, None),
            ("是", NotNumber, None),
        ] {
            let fault = Quantity::parse(text).expect_err(text);
            assert_eq!(fault.reason, reason, "{text}");
            assert_eq!(fault.correction.as_deref(), correction, "{text}");
        }
    }

    #[test]
    fn chinese_numerals() {
        for (n, text) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (2024, "二千零二十四"),
            (9999, "九千九百九十九"),
            (10000, "10000"),
        ] {
            assert_eq!(chinese_numeral(n), text);
        }
        for n in 1..=9999 {
            assert_eq!(read_chinese(&chinese_numeral(n)), Some(n.to_string()));
        }
    }

    #[test]
    fn units_convert_exactly() {
        assert_eq!(convert(d("1.1"), "亿元", "万元"), Some(d("11000")));
        assert_eq!(convert(d("5484.1213"), "万元", "元"), Some(d("54841213")));
        assert_eq!(convert(d("54841213"), "元", "亿元"), Some(d("0.54841213")));
        assert_eq!(convert(d("3"), "公顷", "平方米"), Some(d("30000")));
        assert_eq!(convert(d("12"), "人", "人次"), None);
        assert_eq!(convert(d("12"), "件", "件"), Some(d("12")));
        assert_eq!(kind_of_unit("万人次"), "人次");
        assert_eq!(kind_of_unit("亿元"), "元");
        assert_eq!(kind_of_unit("万"), "万");
    }

    #[test]
    fn as_many_digits_as_show_what_is_over() {
        let over = |part, whole, limit| {
            percentage_over(d(part), d(whole), d(limit)).map(|rate| rate.to_string())
        };
        assert_eq!(over("61", "60", "50").as_deref(), Some("101.7"));
        assert_eq!(over("5004", "10000", "50").as_deref(), Some("50.04"));
        assert_eq!(over("1", "2", "50"), None);
        assert_eq!(over("1", "0", "50"), None);
    }

    #[test]
    fn change_on_last_year() {
        let count = |now, before| change(q(now), q(before), None);
        let rate = |now, before| change(q(now), q(before), Some(2));
        assert_eq!(count("9", "8").as_deref(), Some("增长12.5%"));
        assert_eq!(count("969", "1000").as_deref(), Some("下降3.1%"));
        assert_eq!(count("8", "8.0").as_deref(), Some("与上年持平"));
        assert_eq!(count("10001", "10000").as_deref(), Some("与上年基本持平"));
        assert_eq!(count("8", "0"), None);
        assert_eq!(count("约8", "4"), None);
        assert_eq!(rate("92.72", "91.5").as_deref(), Some("提高1.22个百分点"));
        assert_eq!(rate("11.11", "12").as_deref(), Some("下降0.89个百分点"));
        assert_eq!(rate("100", "100.00").as_deref(), Some("与上年持平"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_told(text in "[0-9０-９一二十百千万点约近超多余,，.。%件e +-]{0,12}|.{0,12}") {
            if let Err(fault) = Quantity::parse(&text)
                && let Some(correction) = fault.correction
            {
                proptest::prop_assert!(Quantity::parse(&correction).is_ok(), "{correction}");
            }
        }

        #[test]
        fn what_is_printed_is_read_again(value in 0u64.., scale in 0u32..9, approx in 0usize..5) {
            let value = Decimal::from_i128_with_scale(i128::from(value), scale);
            let approx = [Approx::Exact, Approx::About, Approx::Nearly, Approx::Over, Approx::More][approx];
            let quantity = Quantity { value, approx };
            proptest::prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        }
    }
}
