//! A run of Chinese numerals: 二千六百件, 百分之九十, 九成.
//!
//! Numerals below ten are words more often than numbers (一个, 三级, 一楼), and so are 百, 千 and
//! 万 alone (百姓, 千家万户): only what can hardly be a word makes a run.

use rust_decimal::Decimal;

use super::chars::{Chars, is_like_zero, is_numeral};
use super::measure::{hundred_millions, is_time};
use super::numeral::{
    begins_other_word, ends_clause, is_barrier, is_changed, is_counted_alone, is_counted_in_turn,
    is_effort, is_estimate, is_no_hour, is_ordinal, is_reached, is_saying, is_scale, is_sitting,
    is_spelled_out, is_surely_number, is_word, measures, rate_before, shortened, spelled, value,
};
use super::words::{chinese_measure, is_middle_dot, thing_counted};
use super::{POINTS, Run, Script, mixed};
use crate::number::read_chinese;
use crate::text::is_han;

/// Reads what begins at a numeral; the place after it.
pub(super) fn read<'t>(
    chars: &Chars<'t>,
    start: usize,
    is_unit: &impl Fn(&str) -> bool,
    runs: &mut Vec<Run<'t>>,
) -> usize {
    let end = chars.run(start, is_numeral);
    // From its beginning, so that a long one is looked through once.
    let is_first = !chars.before(start).is_some_and(is_like_zero);
    if is_first
        && chars.is(end, is_like_zero)
        && let Some(end) = with_letters(chars, start, runs)
    {
        return end;
    }
    if is_first
        && chars.is(end, |c| is_like_zero(c) || c.is_ascii_digit())
        && !is_ordinal(chars.head(start))
        && let Some(end) = mixed::read(chars, start, is_unit, runs)
    {
        return end;
    }
    let end = end - usize::from(ends_in_unit(chars, start, end));
    let numeral = chars.plain(start, end);
    if let Some(end) = decimal(chars, start, end, runs) {
        return end;
    }
    let rest = chars.rest(end);
    if chars.is(end, is_of_accounts) {
        return read_other(chars, start, is_unit, runs);
    }
    if let Some(run) = in_speech(chars, start, end, &numeral) {
        runs.push(run);
        return end;
    }
    if numeral == "百" && rest.starts_with("分百") {
        return whole(chars, start, end + "分百".chars().count(), runs);
    }
    if rest.starts_with("分之") {
        return fraction(chars, start, end, &numeral, runs);
    }
    let one = numeral.chars().count() == 1;
    if let Some((run, end)) = tenths(chars, start, end, &numeral) {
        runs.push(run);
        return end;
    }
    if is_ordinal(chars.head(start)) || is_sitting(chars.head(start), rest) {
        return end;
    }
    if !numeral.contains(is_scale) {
        // 二〇件, 〇件, 七八三件; 零件 is a word.
        let is_spelled =
            (numeral.contains('〇') || is_spelled_out(&numeral)) && thing_counted(rest).is_some();
        let unit =
            unit_of(rest, is_unit).filter(|_| is_spelled || one && !numeral.contains(['零', '〇']));
        if let Some(unit) = unit {
            // One 〇 is no word, as 三 is.
            let value = match is_spelled {
                true => spelled(&numeral).filter(|_| !one),
                false => value(&numeral),
            };
            runs.push(run(chars, start..end, value, unit, unit.len()));
        }
        return end;
    }
    let odd = rest.trim_start_matches(['多', '余', '来']);
    let is_odd = odd.len() < rest.len();
    if is_estimate(&numeral)
        || is_word(chars.head(start), &numeral, is_odd)
        || is_time(odd)
        || is_saying(rest)
        || rest.starts_with('号')
    {
        return end;
    }
    let unit = unit_of(odd, is_unit).or_else(|| chinese_measure(odd));
    let unit = unit.filter(|unit| !begins_other_word(unit, odd));
    let length = rest.len() - odd.len() + unit.map_or(0, str::len);
    if let Some(unit) = unit {
        runs.push(run(chars, start..end, value(&numeral), unit, length));
    } else if is_surely_number(&numeral)
        || is_counted_alone(chars.head(start), &numeral, rest)
        || is_barrier(&numeral, rest)
        || is_counted_in_turn(chars.head(start), rest)
    {
        let value = value(&numeral).or_else(|| shortened(&numeral));
        runs.push(run(chars, start..end, value, "", 0));
    }
    end
}

/// 三十二千瓦时: whether the last 千 belongs to the unit. 五千米 says the same either way.
fn ends_in_unit(chars: &Chars<'_>, start: usize, end: usize) -> bool {
    let numeral = chars.plain(start, end);
    chars.is(end, |c| matches!(c, '瓦' | '米' | '克'))
        && value(&numeral).is_none()
        && numeral.strip_suffix('千').is_some_and(|counted| value(counted).is_some())
}

/// 翻了三番, 三个亿, 增长两倍, 提高两个百分点, 俩百件: numbers that are said in a way of their own.
fn in_speech<'t>(chars: &Chars<'t>, start: usize, end: usize, numeral: &str) -> Option<Run<'t>> {
    let (head, rest) = (chars.head(start), chars.rest(end));
    if rest.starts_with('番') && (head.ends_with('翻') || head.ends_with("翻了")) {
        return Some(run(chars, start..end, None, "番", "番".len()));
    }
    if let Some(length) = hundred_millions(rest).filter(|_| !is_ordinal(head)) {
        let value = value(numeral)?.checked_mul(Decimal::from(100_000_000));
        return Some(run(chars, start..end, value, "", length));
    }
    if rest.starts_with(POINTS) {
        return Some(run(chars, start..end, Some(value(numeral)?), POINTS, POINTS.len()));
    }
    let is_exact =
        rest.strip_prefix('倍').is_some_and(|after| !after.starts_with(['多', '余', '增']));
    if is_exact && !numeral.contains(is_scale) && is_changed(head) {
        // Below ten, and no word: what grows by it is a figure.
        return Some(run(chars, start..end, None, "倍", "倍".len()));
    }
    let pair = match chars.before(start)? {
        '俩' => '两',
        '仨' => '三',
        _ => return None,
    };
    let is_scaled = numeral.starts_with(['百', '千', '万', '亿']);
    let unit = thing_counted(rest).filter(|_| is_scaled)?;
    let value = value(&format!("{pair}{numeral}"));
    Some(run(chars, start - 1..end, value, unit, unit.len()))
}

/// 九成, 九成九, and 十成 where something reaches it; the place after it.
fn tenths<'t>(
    chars: &Chars<'t>,
    start: usize,
    end: usize,
    numeral: &str,
) -> Option<(Run<'t>, usize)> {
    let rest = chars.rest(end);
    let is_all = numeral == "十" && is_reached(chars.head(start)) && is_tenths("九", rest);
    if numeral.chars().count() > 1 || !is_all && !is_tenths(numeral, rest) {
        return None;
    }
    let tens = value(numeral)?.checked_mul(Decimal::TEN)?;
    let more = chars.plain(end + 1, end + 2);
    // 九成三名群众 hold no 九成三.
    let is_own = |after: &str| {
        chinese_measure(after).is_none()
            && !is_time(after)
            && !after.starts_with(is_numeral)
            && !after.starts_with("方面")
    };
    let more =
        value(&more).filter(|_| !is_all && !more.contains(is_scale) && is_own(chars.rest(end + 2)));
    Some(match more {
        Some(more) => {
            let length = chars.byte(end + 2) - chars.byte(end);
            (run(chars, start..end, tens.checked_add(more), "%", length), end + 2)
        }
        None => (run(chars, start..end, Some(tens), "%", "成".len()), end),
    })
}

/// 一OO件, 二O件: letters that look like 〇; the place after it.
fn with_letters<'t>(chars: &Chars<'t>, start: usize, runs: &mut Vec<Run<'t>>) -> Option<usize> {
    let end = chars.run(start, |c| is_numeral(c) || is_like_zero(c));
    let unit = thing_counted(chars.rest(end))?;
    let numeral = chars.plain(start, end).replace(is_like_zero, "〇");
    runs.push(run(chars, start..end, spelled(&numeral), unit, unit.len()));
    Some(end)
}

/// 一点五倍, 三点五亿元, 八·五件, 三点五天, and at the end of a clause 化解率达九十二点七二; the place after it.
/// 八点三十分, 八点零五 and 一点一滴 are none.
fn decimal<'t>(
    chars: &Chars<'t>,
    start: usize,
    end: usize,
    runs: &mut Vec<Run<'t>>,
) -> Option<usize> {
    const UNITS: [&str; 9] = ["倍", "个百分点", "公里", "平方", "立方米", "公顷", "亩", "万", "亿"];
    let last = chars.run(end + 1, is_numeral);
    let is_point = chars.is(end, |c| c == '点' || is_middle_dot(c));
    if !is_point || last == end + 1 || chars.before(start) == Some('第') {
        return None;
    }
    let numeral = chars.plain(start, last).replace(is_middle_dot, "点");
    let plain = numeral.trim_end_matches(['万', '亿']);
    let rest = chars.rest(last);
    let hundred_millions = hundred_millions(rest).filter(|_| plain.len() == numeral.len());
    let unit = decimal_unit(plain, rest).or(hundred_millions.map(|length| ("", length)));
    let is_measured = plain.len() < numeral.len()
        || thing_counted(rest).is_some()
        || unit.is_some()
        || UNITS.iter().any(|unit| rest.starts_with(unit))
        || is_decimal_alone(chars, start..end, plain, rest);
    let value = read_chinese(plain).filter(|_| is_measured)?.parse::<Decimal>().ok()?;
    let scales = numeral.chars().skip(plain.chars().count());
    let value = scales.into_iter().try_fold(value, |value, scale| {
        value.checked_mul(Decimal::from(if scale == '万' { 10_000 } else { 100_000_000 }))
    });
    // 一点五个亿, 九点五成
    let value = match unit {
        Some(_) if hundred_millions.is_some() => {
            value.and_then(|value| value.checked_mul(Decimal::from(100_000_000)))
        }
        Some(("%", _)) if rest.starts_with('成') => {
            value.and_then(|value| value.checked_mul(Decimal::TEN))
        }
        _ => value,
    };
    let usual = || chinese_measure(rest).map(|unit| (unit, unit.len()));
    let (unit, length) = unit.or_else(usual).unwrap_or_default();
    runs.push(run(chars, start..last, value, unit, length));
    Some(last)
}

/// What only a decimal of digits counts, and its bytes: 九十九点九%, 三点五天, 九十八点六分.
fn decimal_unit(numeral: &str, rest: &str) -> Option<(&'static str, usize)> {
    const TIMES: [&str; 5] = ["天", "小时", "个工作日", "个月", "年"];
    let (whole, fraction) = numeral.split_once('点')?;
    if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '%' | '％')) {
        return Some(("%", sign.len_utf8()));
    }
    if fraction.contains(is_scale) {
        return None;
    }
    if is_tenths(whole, rest) {
        return Some(("%", "成".len()));
    }
    if rest.starts_with('分') && !rest.starts_with("分之") && is_no_hour(whole) {
        return Some(("分", "分".len()));
    }
    // 每晚七点一小时, 八点两小时: an hour, and how long.
    if matches!(fraction, "一" | "两") && !is_no_hour(whole) {
        return None;
    }
    TIMES.iter().find(|unit| rest.starts_with(**unit)).map(|unit| (*unit, unit.len()))
}

/// Whether it ends its clause and can be no time of the day (九点五) and no day (十二·四).
fn is_decimal_alone(
    chars: &Chars<'_>,
    before_point: std::ops::Range<usize>,
    numeral: &str,
    rest: &str,
) -> bool {
    let head = chars.head(before_point.start);
    let Some((whole, fraction)) = numeral.split_once('点') else { return false };
    let is_clock = fraction.starts_with(['零', '〇']) && !is_no_hour(whole);
    (ends_clause(rest) || rest.starts_with('、'))
        && head.chars().next_back().is_some_and(is_han)
        && !fraction.contains(is_scale)
        && !is_clock
        && (is_no_hour(whole)
            || chars.at(before_point.end) == Some('点')
                && (whole == "零" || is_reached(head) || head.ends_with(['数', '率', '值', '积'])))
}

/// Whether a numeral of accounts may hold the character.
fn is_of_accounts(c: char) -> bool {
    matches!(c, '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟')
}

const ACCOUNTS: &str = "壹贰叁肆伍陆柒捌玖拾佰仟";

/// 贰拾叁万元, 柒件, ③件, Ⅻ件, ½: other signs for numbers; the place after them. 陆家 and ①件件 are words.
pub(super) fn read_other<'t>(
    chars: &Chars<'t>,
    start: usize,
    is_unit: &impl Fn(&str) -> bool,
    runs: &mut Vec<Run<'t>>,
) -> usize {
    if chars.is(start, |c| matches!(c, '½' | '¼' | '¾' | '⅓' | '⅔' | '⅛')) {
        runs.push(run(chars, start..start + 1, None, "", 0));
        return start + 1;
    }
    if ends_word_with_account(chars, start) {
        return start + 1;
    }
    if chars.is(start, |c| is_of_accounts(c) || is_numeral(c)) {
        // 一佰, 叁百: the usual ones may stand among them.
        let end = chars.run(start, |c| is_of_accounts(c) || is_numeral(c));
        let usual = |c: char| match ACCOUNTS.chars().position(|one| one == c) {
            Some(at) => "一二三四五六七八九十百千".chars().nth(at).unwrap_or(c),
            None => c,
        };
        let numeral: String = chars.plain(start, end).chars().map(usual).collect();
        let rest = chars.rest(end);
        let is_single = end == start + 1;
        let is_mixed = chars.plain(start, end).contains(|c| is_numeral(c) && !"万亿零".contains(c));
        let is_count = !is_ordinal(chars.head(start)) && (!is_single || is_alone(chars, start));
        if let Some(unit) = thing_counted(rest).filter(|_| is_count) {
            // One below ten is no word, as 三 is.
            let value = if is_single { None } else { value(&numeral) };
            if !is_mixed || numeral.contains(is_scale) {
                runs.push(run(chars, start..end, value, unit, unit.len()));
            }
        } else if let Some((unit, length)) = counted_in_accounts(chars.head(start), rest, is_unit)
            .filter(|_| !is_single && (!is_mixed || numeral.contains(is_scale)))
        {
            runs.push(run(chars, start..end, value(&numeral), unit, length));
        } else if !is_single && is_counted_alone(chars.head(start), &numeral, rest) {
            runs.push(run(chars, start..end, value(&numeral), "", 0));
        }
        return end;
    }
    let is_circle = chars.is(start, is_circle);
    let end = if is_circle { start + 1 } else { chars.run(start, is_sign) };
    let before = chars.before(start);
    let amid =
        before.is_some_and(|c| is_han(c) && !matches!(c, '图' | '表' | '注' | '第' | '见' | '类'));
    let rest = chars.rest(end);
    // ○ at the beginning of a clause marks an item.
    let is_count = amid
        || !is_circle
            && before.is_none_or(|c| {
                matches!(c, '，' | '。' | '；' | '：' | '、' | '！' | '？' | '（' | '\n')
            })
            && !is_listed(chars, start, end)
            && !begins_item(rest);
    if let Some(unit) = thing_counted(rest).filter(|_| is_count) {
        runs.push(run(chars, start..end, None, unit, unit.len()));
    }
    end
}

/// 队伍一百人: the numeral of accounts belongs to the word before it.
fn ends_word_with_account(chars: &Chars<'_>, start: usize) -> bool {
    const WORDS: [&str; 14] = [
        "队伍", "入伍", "退伍", "落伍", "为伍", "行伍", "大陆", "登陆", "着陆", "水陆", "内陆",
        "收拾", "放肆", "大肆",
    ];
    let head = chars.head(start + 1);
    WORDS.iter().any(|word| head.ends_with(word))
}

/// 壹佰人, 叁佰余人, 贰拾批: what several numerals of accounts count as the usual ones do, and its bytes.
fn counted_in_accounts<'t>(
    head: &str,
    rest: &'t str,
    is_unit: &impl Fn(&str) -> bool,
) -> Option<(&'t str, usize)> {
    let odd = rest.trim_start_matches(['多', '余', '来']);
    if is_ordinal(head) || is_time(odd) {
        return None;
    }
    let unit = unit_of(odd, is_unit).or_else(|| chinese_measure(odd));
    let unit = unit.filter(|unit| !begins_other_word(unit, odd))?;
    Some((unit, rest.len() - odd.len() + unit.len()))
}

/// 柒件: whether one numeral of accounts counts what follows; 陆家 and 壹家 are names, 拾起 a verb, and 佰元
/// says no more than 百元.
fn is_alone(chars: &Chars<'_>, start: usize) -> bool {
    const WORDS: [&str; 4] = ["壹家", "肆起", "拾起", "拾个"];
    let rest = chars.rest(start);
    chars.is(start, |c| "壹贰叁肆柒捌玖拾".contains(c))
        && !WORDS.iter().any(|word| rest.starts_with(word))
}

/// Whether a sign is one of a list: the first of its kind, or after the one before it (①…；②…).
fn is_listed(chars: &Chars<'_>, start: usize, end: usize) -> bool {
    const FIRST: &str = "①⑴⒈㈠㊀❶➀➊⓵Ⅰⅰ";
    // An item of a list is hardly longer.
    const NEAR: usize = 400;
    let Some(sign) = chars.at(start).filter(|_| end == start + 1) else { return false };
    let earlier = u32::from(sign).checked_sub(1).and_then(char::from_u32);
    FIRST.contains(sign) || chars.head(start).chars().rev().take(NEAR).any(|c| Some(c) == earlier)
}

/// ②名师带徒, ③家校共建: what looks like a measure word at the beginning of an item is another word.
fn begins_item(rest: &str) -> bool {
    const WORDS: [&str; 24] = [
        "名师", "名优", "名牌", "名胜", "名誉", "家校", "家长", "家访", "家政", "家风", "家教",
        "起步", "起点", "起诉", "宗教", "宗旨", "户外", "户主", "次生", "次年", "条块", "条线",
        "条理", "个性",
    ];
    WORDS.iter().any(|word| rest.starts_with(word))
}

/// Whether a character is another sign for a number.
pub(super) fn is_other(c: char) -> bool {
    // Most are Chinese, which need not be looked up.
    is_of_accounts(c) || !is_han(c) && (is_sign(c) || is_circle(c))
}

/// A circle in the place of 〇.
fn is_circle(c: char) -> bool {
    matches!(c, '○' | '◯')
}

/// ⑫, ㈩, Ⅻ, 𝟕: digits and numbers of other kinds.
fn is_sign(c: char) -> bool {
    c.is_numeric() && !c.is_ascii() && !is_numeral(c)
}

fn run<'t>(
    chars: &Chars<'t>,
    places: std::ops::Range<usize>,
    value: Option<Decimal>,
    unit: &'t str,
    length: usize,
) -> Run<'t> {
    let digits = chars.byte(places.start)..chars.byte(places.end);
    let range = digits.start..digits.end + length;
    Run { range, digits, value, unit, script: Script::Chinese, owner: None }
}

/// 百分之九十五点三, 占三分之二; a small share (三分之一) and 百分之百 are words where nothing is
/// measured.
fn fraction<'t>(
    chars: &Chars<'t>,
    start: usize,
    end: usize,
    whole: &str,
    runs: &mut Vec<Run<'t>>,
) -> usize {
    let from = end + "分之".chars().count();
    let last = chars.run(from, is_numeral);
    let point = chars.run(last + 1, is_numeral);
    let last = if chars.at(last) == Some('点') && point > last + 1 { point } else { last };
    let part = chars.plain(from, last);
    let is_share = matches!(whole, "百" | "千" | "万");
    if whole == "百" && part == "百" {
        return self::whole(chars, start, last, runs);
    }
    if is_effort(chars.rest(last)) {
        return last;
    }
    if part.is_empty() || (!is_share || part == "百") && !measures(chars.head(start)) {
        return last;
    }
    let value = read_chinese(&part).and_then(|part| part.parse().ok());
    let is_percent = whole == "百";
    let (value, unit) = if is_percent { (value, "%") } else { (None, "") };
    runs.push(run(chars, start..last, value, unit, 0));
    last
}

/// 百分百, and 百分之百 after the name of a rate: a number only where the rate is another.
fn whole<'t>(chars: &Chars<'t>, start: usize, end: usize, runs: &mut Vec<Run<'t>>) -> usize {
    if measures(chars.head(start)) || rate_before(chars.head(start)).is_some() {
        runs.push(run(chars, start..end, Some(Decimal::ONE_HUNDRED), "%", 0));
    }
    end
}

/// 九成: nine tenths; not 一成不变, 三成员.
fn is_tenths(numeral: &str, rest: &str) -> bool {
    let Some(after) = rest.strip_prefix('成') else { return false };
    let is_digit = !numeral.contains(is_scale) && !numeral.contains(['零', '〇']);
    let begins_word = "不立员为绩功效果就长本品型熟都人年语分份套片片批册".chars();
    is_digit && !begins_word.into_iter().any(|c| after.starts_with(c))
}

/// The longest unit that a text begins with.
fn unit_of<'t>(text: &'t str, is_unit: &impl Fn(&str) -> bool) -> Option<&'t str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(5);
    let longest_first = ends.collect::<Vec<_>>().into_iter().rev();
    longest_first.filter_map(|end| text.get(..end)).find(|word| is_unit(word))
}
