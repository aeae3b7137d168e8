//! Numbers as people write them: exact decimals, 约/多, 万/亿, percent, Chinese numerals.
//!
//! Reading is strict, so that a figure means what it says; what is not read comes back
//! as a [`NumberFault`], with the text that was surely meant where there is one.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::text::half_width;

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

/// Why a text is not a number, and what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFault {
    pub reason: NumberReason,
    /// One where it is certain, several where only the writer can choose; in `unit`.
    pub meant: Vec<Quantity>,
    /// The unit that was typed, whatever else is wrong; often none.
    pub unit: String,
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
    /// 100左右, 十几: approximate in another word than 约 近 超过 多 余.
    ApproximationWord,
    /// More digits than can be kept exactly (28).
    TooLong,
    /// （24）, which may be how accountants write a negative number.
    Bracketed,
    /// 24（其中上年6）
    Note,
    /// 121#件: a remark that is not parted from the number; the remark.
    Remark(String),
    /// 共121, `121；`: what was typed besides.
    Extra(String),
    /// #REF!
    SpreadsheetError,
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
            NumberReason::Remark(_) => "的备注没有和数隔开".into(),
            NumberReason::Extra(extra) => format!("除了数还写了“{extra}”"),
            NumberReason::SpreadsheetError => "是电子表格的出错标记，没有数".into(),
            NumberReason::NotNumber => "不是数字".into(),
        }
    }
}

const PREFIXES: [(&str, Approx); 4] =
    [("约", Approx::About), ("近", Approx::Nearly), ("超过", Approx::Over), ("超", Approx::Over)];
const SUFFIXES: [(&str, Approx); 2] = [("多", Approx::More), ("余", Approx::Odd)];

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

/// Words for which none of the forms is surely right: 121以上 has 121 in it, 超过121 has not.
const VAGUE_WORDS: [&str; 18] = [
    "不少于",
    "不低于",
    "不超过",
    "不足",
    "不到",
    "至少",
    "至多",
    "以上",
    "以下",
    "以内",
    "左右",
    "上下",
    "几",
    "半",
    "来",
    "许",
    "上百",
    "成百",
];

/// What is said before a number and adds nothing to it.
const LEADS: [&str; 12] =
    ["共计", "合计", "总计", "总共", "一共", "共有", "共", "计", "达", "人民币", "￥", "¥"];

/// What parts thousands.
const SEPARATORS: [char; 3] = [',', '，', '\''];

const SPREADSHEET_ERRORS: [&str; 8] =
    ["#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#n/a", "#spill!"];

const PLACEHOLDERS: [&str; 32] = [
    "待补",
    "待补充",
    "待定",
    "待核",
    "待核实",
    "待填",
    "待填写",
    "待查",
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

/// Whether the text only keeps a place open: 待补, XX, TODO, 暂无, —.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_matches(|c| "（）()【】[]［］〔〕<>＜＞“”。.、，,；;".contains(c));
    let bare = bare.trim().to_lowercase();
    let filler = |c: char| "x×*＊ｘ□○?？_＿—–-－/／.…~～ ".contains(c);
    !text.is_empty() && (bare.chars().all(filler) || PLACEHOLDERS.contains(&bare.as_str()))
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
        let without_number = match reason {
            NumberReason::Empty => Some(NumberReason::Empty),
            _ if is_spreadsheet_error(text) => Some(NumberReason::SpreadsheetError),
            _ if is_placeholder(text) => Some(NumberReason::Placeholder),
            _ => None,
        };
        if let Some(reason) = without_number {
            return Err(NumberFault { reason, meant: Vec::new(), unit: String::new() });
        }
        // Mend one slip after another; the last one mended is the one to name, since the
        // first ones are the smaller.
        let mut mended = text.to_owned();
        let mut named = None;
        let mut unit = String::new();
        for mend in [
            mend_remark,
            mend_marks,
            mend_blanks,
            mend_quotes,
            mend_brackets,
            mend_note,
            mend_width,
            mend_thousands,
            mend_formal,
            mend_lead,
            mend_words,
            mend_percent,
            mend_unit,
            mend_numerals,
            mend_zeros,
        ] {
            if let Some((better, reason)) = mend(&mended) {
                mended = better;
                match &reason {
                    NumberReason::Unit(typed) => unit.clone_from(typed),
                    NumberReason::PercentSign => unit = "%".into(),
                    _ => {}
                }
                named = Some(reason);
            }
        }
        // What stays wrong after mending outweighs what could be mended.
        let (reason, meant) = match read(&mended) {
            Ok(quantity) => (named.unwrap_or(reason), vec![quantity]),
            Err(NumberReason::DoubledApproximation) => {
                (NumberReason::DoubledApproximation, either(&mended))
            }
            Err(NumberReason::NotNumber) => (unread(text, &mended, named), Vec::new()),
            Err(left) => (left, Vec::new()),
        };
        Err(NumberFault { reason, meant, unit })
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

/// What to say of a text that no mending made a number; as typed, and as far as mended.
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
        Some(two @ (NumberReason::Blank | NumberReason::ThousandsSeparator)) => two,
        _ if text.trim_end_matches(is_unit).chars().all(|c| is_numeral(c) || c == '.')
            && text.contains(|c: char| !c.is_ascii() && is_numeral(c)) =>
        {
            NumberReason::ChineseNumeral
        }
        Some(named) if !text.contains(char::is_alphabetic) => named,
        _ => NumberReason::NotNumber,
    }
}

fn is_vague(text: &str) -> bool {
    // 数百, but not 人数121.
    text.starts_with('数') || VAGUE_WORDS.iter().any(|word| text.contains(word))
}

/// `#REF!`; ##### is what a column too narrow shows.
fn is_spreadsheet_error(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    SPREADSHEET_ERRORS.contains(&text.as_str())
        || (!text.is_empty() && text.chars().all(|c| c == '#'))
}

fn read_decimal(text: &str) -> Result<Decimal, NumberReason> {
    if let Some(rest) = text.strip_prefix(['-', '－', '−', '–', '—', '负']) {
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

/// `121#件`, `121 // 件`: a remark after a mark that does not begin a comment.
fn mend_remark(text: &str) -> Mended {
    let (number, remark) = text.split_once(['#', '＃']).or_else(|| text.split_once("//")).map(
        |(number, remark)| (number.trim(), remark.trim_start_matches(['#', '＃', '/']).trim()),
    )?;
    let certain = number.contains(char::is_numeric) && !remark.starts_with(char::is_numeric);
    let reason = match remark {
        "" => NumberReason::Extra("#".into()),
        _ => NumberReason::Remark(remark.to_owned()),
    };
    certain.then(|| (number.to_owned(), reason))
}

/// `121、`: a mark of the sentence that the number was copied from.
fn mend_marks(text: &str) -> Mended {
    let number = text.trim_end().trim_end_matches(['、', '；', ';', '，', ',', '。', '：', ':']);
    let marks = text.trim_end().strip_prefix(number).filter(|marks| !marks.is_empty())?;
    Some((number.to_owned(), NumberReason::Extra(marks.to_owned())))
}

/// Between digits only blanks that part thousands are surely none: 121 122 is two numbers.
fn mend_blanks(text: &str) -> Mended {
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
    if !number.contains(char::is_numeric) {
        return None;
    }
    if note.starts_with(['十', '百', '千', '万', '亿']) {
        return Some((format!("{number}{note}"), NumberReason::Bracketed));
    }
    Some((number.to_owned(), NumberReason::Note))
}

fn mend_width(text: &str) -> Mended {
    let narrow: String = text.chars().map(narrow).collect();
    (narrow != text).then_some((narrow, NumberReason::FullWidth))
}

/// The [half-width form](half_width) of a character of a number; of 。 the decimal point.
fn narrow(c: char) -> char {
    match c {
        '。' => '.',
        // Whether it separates thousands or two numbers is decided in `mend_thousands`.
        '，' => c,
        _ => half_width(c),
    }
}

/// 1,661; but 121，122 with the comma of a sentence may be two numbers.
fn mend_thousands(text: &str) -> Mended {
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
fn mend_formal(text: &str) -> Mended {
    let (formal, plain) = ("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千");
    let in_plain = |c: char| formal.chars().zip(plain.chars()).find(|(from, _)| *from == c);
    let better: String = text.chars().map(|c| in_plain(c).map_or(c, |(_, to)| to)).collect();
    (better != text).then_some((better, NumberReason::ChineseNumeral))
}

/// 共121, 人民币5484
fn mend_lead(text: &str) -> Mended {
    let (lead, rest) = LEADS.iter().find_map(|&lead| Some((lead, text.strip_prefix(lead)?)))?;
    Some((rest.to_owned(), NumberReason::Extra(lead.to_owned())))
}

fn mend_words(text: &str) -> Mended {
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
fn mend_percent(text: &str) -> Mended {
    let (before, number) = text.split_once("百分之")?;
    Some((format!("{before}{number}"), NumberReason::PercentSign))
}

/// Cuts off a unit: what follows the number. The 余 of 1.2亿余元 goes with the number.
fn mend_unit(text: &str) -> Mended {
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
    let is_word = unit.chars().all(|c| c.is_alphabetic() || c == '/' || c == '%');
    if unit.is_empty() || goes_on || !is_word || is_vague(&unit) {
        return None;
    }
    let reason = if unit == "%" { NumberReason::PercentSign } else { NumberReason::Unit(unit) };
    Some((format!("{before}{number}{odd}"), reason))
}

fn mend_numerals(text: &str) -> Mended {
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

/// 一百二十 → 120, 二〇二四 → 2024, 一点一 → 1.1, 廿四 → 24; up to 9999. None for 一百五, which
/// in speech is 150.
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
    let mut after_zero = false;
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
                after_zero |= value == 0;
                digit = Some(value);
                continue;
            }
        };
        if scale >= last {
            return None;
        }
        total += match digit.take() {
            // 百十 is about a hundred.
            None if last < 10_000 => return None,
            // 十二, 百 alone: one of them; 零十 is not said, but 一百零十 is understood.
            None | Some(0) => scale,
            Some(count) => count * scale,
        };
        last = scale;
        after_zero = false;
    }
    if digit.is_some_and(|digit| digit != 0) && matches!(last, 100 | 1000) && !after_zero {
        return None;
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
    use std::slice;

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
            ("121,122", ThousandsSeparator, Some("121122")),
            ("121，122", ThousandsSeparator, None),
            ("1，661", ThousandsSeparator, Some("1661")),
            ("92.72%", PercentSign, Some("92.72")),
            ("１００％", PercentSign, Some("100")),
            ("一百二十", ChineseNumeral, Some("120")),
            ("廿四", ChineseNumeral, Some("24")),
            ("5千", ChineseNumeral, Some("5000")),
            ("约1.5千", ChineseNumeral, Some("约1500")),
            ("5千余", ChineseNumeral, Some("5000余")),
            ("5千三", ChineseNumeral, None),
            ("5757 5758", Blank, None),
            ("1 661 234", Blank, Some("1661234")),
            ("卅", ChineseNumeral, Some("30")),
            ("（24）", Bracketed, Some("24")),
            ("(24)", Bracketed, Some("24")),
            ("（２４）", FullWidth, Some("24")),
            ("（24件）", Unit("件".into()), Some("24")),
            ("24（其中上年6）", Note, Some("24")),
            ("2.4（万）", Unit("万".into()), Some("2.4")),
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
            ("数百", ApproximationWord, None),
            ("不清楚", NotNumber, None),
            ("来不及统计", NotNumber, None),
            ("1/2", NotNumber, None),
            ("121 122", Blank, None),
            ("121 ,122", Blank, None),
            ("121, 122", Blank, None),
            ("12 1件", Blank, None),
            (".", Placeholder, None),
            ("__", Placeholder, None),
            ("【待补】", Placeholder, None),
            ("(待补)", Placeholder, None),
            ("待补充。", Placeholder, None),
            ("不少于121", ApproximationWord, None),
            ("121以上", ApproximationWord, None),
            ("121件以上", ApproximationWord, None),
            ("十几", ApproximationWord, None),
            ("几十件", ApproximationWord, None),
            ("一半", ApproximationWord, None),
            ("上百", ApproximationWord, None),
            ("近50左右", ApproximationWord, None),
            ("约121件左右", Unit("件".into()), Some("约121")),
            ("3百2", ChineseNumeral, None),
            ("2千5", ChineseNumeral, None),
            ("一百五", ChineseNumeral, None),
            ("一千五", ChineseNumeral, None),
            ("百十", ChineseNumeral, None),
            ("二三", ChineseNumeral, None),
            ("二三十件", ChineseNumeral, None),
            ("二三万", ChineseNumeral, None),
            ("一万二", ChineseNumeral, None),
            ("1万2千元", ChineseNumeral, None),
            ("壹佰贰拾壹", ChineseNumeral, Some("121")),
            ("共121件", Unit("件".into()), Some("121")),
            ("人民币5484万元", Unit("万元".into()), Some("5484")),
            ("共121", Extra("共".into()), Some("121")),
            ("121、", Extra("、".into()), Some("121")),
            ("121；", Extra("；".into()), Some("121")),
            ("提高11%", NotNumber, None),
            ("（其中诉前100万元）", NotNumber, None),
            ("2025年2月13日", NotNumber, None),
            ("1.2亿余元", Unit("亿元".into()), Some("1.2余")),
            ("5484万多元", Unit("万元".into()), Some("5484多")),
            ("121件多", Unit("件".into()), Some("121多")),
            ("12万余", Unit("万".into()), Some("12余")),
            ("11%多", PercentSign, Some("11多")),
            ("11.11个百分点", Unit("个百分点".into()), Some("11.11")),
            ("121件/次", Unit("件/次".into()), Some("121")),
            ("5484.1213（万元）", Unit("万元".into()), Some("5484.1213")),
            ("—121", Negative, None),
            ("121#件", Remark("件".into()), Some("121")),
            ("121# 件", Remark("件".into()), Some("121")),
            ("121　# 件", Remark("件".into()), Some("121")),
            ("121 // 件", Remark("件".into()), Some("121")),
            ("121 ＃ 件", Remark("件".into()), Some("121")),
            ("121#122", NotNumber, None),
            ("121#", Extra("#".into()), Some("121")),
            ("#REF!", SpreadsheetError, None),
            ("#N/A", SpreadsheetError, None),
            ("####", SpreadsheetError, None),
            ("是", NotNumber, None),
        ] {
            let fault = Quantity::parse(text).expect_err(text);
            assert_eq!(fault.reason, reason, "{text}");
            let meant = match fault.meant.as_slice() {
                [one] => Some(one.to_string()),
                _ => None,
            };
            assert_eq!(meant.as_deref(), correction, "{text}");
        }
    }

    #[test]
    fn a_unit_is_kept_whatever_else_is_mended() {
        for (text, number, unit) in [
            ("5千元", "5000", "元"),
            ("一亿元", "1", "亿元"),
            ("五十亿元", "50", "亿元"),
            ("十二万", "12", "万"),
            ("三人", "3", "人"),
            ("百分之十二", "12", "%"),
            ("01.5万", "1.5", "万"),
            (".5件", "0.5", "件"),
            ("一成", "1", "成"),
            ("121", "121", ""),
        ] {
            let fault = Quantity::parse(text);
            let (meant, typed) = match &fault {
                Ok(quantity) => (slice::from_ref(quantity), ""),
                Err(fault) => (fault.meant.as_slice(), fault.unit.as_str()),
            };
            assert_eq!((meant, typed), ([q(number)].as_slice(), unit), "{text}");
        }
    }

    #[test]
    fn of_two_words_either_may_be_meant() {
        for (text, one, other) in [
            ("约100多", "约100", "100多"),
            ("约十余", "约10", "10余"),
            ("约5千余万元", "约5000", "5000余"),
        ] {
            let fault = Quantity::parse(text).expect_err(text);
            assert_eq!(fault.reason, NumberReason::DoubledApproximation);
            assert_eq!(fault.meant, [q(one), q(other)]);
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
            let meant = Quantity::parse(&text).map_or_else(|fault| fault.meant, |read| vec![read]);
            for quantity in meant {
                proptest::prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
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
