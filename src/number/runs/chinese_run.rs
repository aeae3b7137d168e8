//! A run of Chinese numerals: 二千六百件, 百分之九十, 九成.
//!
//! Numerals below ten are words more often than numbers (一个, 三级, 一楼), and so are 百, 千 and
//! 万 alone (百姓, 千家万户): only what can hardly be a word makes a run.

use rust_decimal::Decimal;

use super::chars::{Chars, is_like_zero, is_numeral};
use super::measure::{hundred_millions, is_time};
use super::words::{chinese_measure, is_middle_dot, thing_counted};
use super::{POINTS, Run, Script, mixed};
use crate::number::read_chinese;
use crate::text::is_han;

fn is_scale(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿' | '廿' | '卅' | '卌')
}

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
    let numeral = chars.plain(start, end);
    if let Some(end) = decimal(chars, start, end, runs) {
        return end;
    }
    let rest = chars.rest(end);
    if chars.is(end, is_of_accounts) {
        return read_other(chars, start, runs);
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
    if one && is_tenths(&numeral, rest) {
        let value = read_chinese(&numeral).and_then(|digit| digit.parse::<Decimal>().ok());
        let value = value.and_then(|value| value.checked_mul(Decimal::TEN));
        runs.push(run(chars, start..end, value, "%", "成".len()));
        return end;
    }
    if is_ordinal(chars.head(start)) {
        return end;
    }
    if !numeral.contains(is_scale) {
        // 二〇件, 〇件; 零件 is a word.
        let is_spelled = numeral.contains('〇') && thing_counted(rest).is_some();
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
    if is_estimate(&numeral) || is_word(chars.head(start), &numeral, is_odd) || is_time(odd) {
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
    {
        let value = value(&numeral).or_else(|| shortened(&numeral));
        runs.push(run(chars, start..end, value, "", 0));
    }
    end
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

/// Whether a text ends in words after which 两倍 says how much something grew; 处两倍罚款 says how
/// much is to be paid.
fn is_changed(head: &str) -> bool {
    const GREW: [&str; 9] =
        ["增长", "增长了", "增加", "增加了", "提高", "提高了", "上升", "上升了", "提升"];
    const BEFORE: [&str; 6] = ["上年的", "去年的", "前年的", "上年同期的", "去年同期的", "同期的"];
    GREW.iter().chain(&BEFORE).any(|word| head.ends_with(word))
}

/// 百十件, 七八十件, 十五六家: an estimate in words, which names no one value.
fn is_estimate(numeral: &str) -> bool {
    let digits: Vec<Option<u32>> = numeral
        .chars()
        .map(|c| "一二三四五六七八九".chars().position(|d| d == c))
        .map(|at| at.and_then(|at| u32::try_from(at).ok()))
        .collect();
    let has_pair =
        digits.windows(2).any(|pair| matches!(pair, [Some(one), Some(next)] if one + 1 == *next));
    matches!(numeral, "百十" | "百八十" | "千百" | "千八百" | "万八千")
        || has_pair && numeral.contains(is_scale)
}

/// 一OO件, 二O件: letters that look like 〇; the place after it.
fn with_letters<'t>(chars: &Chars<'t>, start: usize, runs: &mut Vec<Run<'t>>) -> Option<usize> {
    let end = chars.run(start, |c| is_numeral(c) || is_like_zero(c));
    let unit = thing_counted(chars.rest(end))?;
    let numeral = chars.plain(start, end).replace(is_like_zero, "〇");
    runs.push(run(chars, start..end, spelled(&numeral), unit, unit.len()));
    Some(end)
}

/// 二〇 → 20, digit by digit.
fn spelled(numeral: &str) -> Option<Decimal> {
    let digits: Option<String> = numeral
        .chars()
        .map(|c| "〇一二三四五六七八九".chars().position(|d| d == c))
        .try_fold(String::new(), |digits, digit| Some(format!("{digits}{}", digit?)));
    Decimal::from_str_exact(&digits?).ok()
}

/// 一点五倍, 三点五亿元, 八·五件; the place after it. 八点三十分 and 一点一滴 are none.
fn decimal<'t>(
    chars: &Chars<'t>,
    start: usize,
    end: usize,
    runs: &mut Vec<Run<'t>>,
) -> Option<usize> {
    const UNITS: [&str; 6] = ["倍", "个百分点", "公里", "平方", "万", "亿"];
    let last = chars.run(end + 1, is_numeral);
    let is_point = chars.is(end, |c| c == '点' || is_middle_dot(c));
    if !is_point || last == end + 1 || chars.before(start) == Some('第') {
        return None;
    }
    let numeral = chars.plain(start, last).replace(is_middle_dot, "点");
    let plain = numeral.trim_end_matches(['万', '亿']);
    let rest = chars.rest(last);
    let is_measured = plain.len() < numeral.len()
        || thing_counted(rest).is_some()
        || UNITS.iter().any(|unit| rest.starts_with(unit));
    let value = read_chinese(plain).filter(|_| is_measured)?.parse::<Decimal>().ok()?;
    let scales = numeral.chars().skip(plain.chars().count());
    let value = scales.into_iter().try_fold(value, |value, scale| {
        value.checked_mul(Decimal::from(if scale == '万' { 10_000 } else { 100_000_000 }))
    });
    let unit = chinese_measure(rest).unwrap_or_default();
    runs.push(run(chars, start..last, value, unit, unit.len()));
    Some(last)
}

/// Whether a numeral of accounts may hold the character.
fn is_of_accounts(c: char) -> bool {
    matches!(c, '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟')
}

const ACCOUNTS: &str = "壹贰叁肆伍陆柒捌玖拾佰仟";

/// 贰拾叁万元, 柒件, ③件, Ⅻ件, ½: other signs for numbers; the place after them. 陆家 and ①件件 are words.
pub(super) fn read_other<'t>(chars: &Chars<'t>, start: usize, runs: &mut Vec<Run<'t>>) -> usize {
    if chars.is(start, |c| matches!(c, '½' | '¼' | '¾' | '⅓' | '⅔' | '⅛')) {
        runs.push(run(chars, start..start + 1, None, "", 0));
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
        if let Some(unit) = thing_counted(rest).filter(|_| !is_single || is_alone(chars, start)) {
            // One below ten is no word, as 三 is.
            let value = if is_single { None } else { value(&numeral) };
            if !is_mixed || numeral.contains(is_scale) {
                runs.push(run(chars, start..end, value, unit, unit.len()));
            }
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

/// A text up to the name of a rate with which it ends: 化解率, 化解率均达到.
pub(super) fn rate_before(head: &str) -> Option<&str> {
    let bare = head
        .trim_end_matches([' ', '\n', '均', '达', '到', '为', '是', '实', '现', '保', '持', '：']);
    bare.ends_with('率').then_some(bare)
}

/// Whether a text ends in a word that a share is the measure of: 占, 增长, 办结率达; 约占三分之一 is an
/// estimate in words, and 持证率百分之百 a way of saying "all".
pub(super) fn measures(head: &str) -> bool {
    const WORDS: [&str; 12] = [
        "占",
        "占比",
        "占比为",
        "增长",
        "下降",
        "上升",
        "提高",
        "减少",
        "增加",
        "率为",
        "率达",
        "率达到",
    ];
    !head.ends_with("约占") && WORDS.iter().any(|word| head.ends_with(word))
}

/// 九成: nine tenths; not 一成不变, 三成员.
fn is_tenths(numeral: &str, rest: &str) -> bool {
    let Some(after) = rest.strip_prefix('成') else { return false };
    let is_digit = !numeral.contains(is_scale) && !numeral.contains(['零', '〇']);
    let begins_word = "不立员为绩功效果就长本品型熟都人年语分份套片片批册".chars();
    is_digit && !begins_word.into_iter().any(|c| after.starts_with(c))
}

/// Whether the number after this text says which one: 第十二条, 第十一、十二条, 前十名.
fn is_ordinal(before: &str) -> bool {
    let mut last = before.chars().rev().take(24);
    let joined = |c: &char| {
        is_numeral(*c)
            || matches!(
                *c,
                '、' | '和' | '及' | '至' | '到' | '—' | '–' | '-' | '～' | '~' | ' ' | '\u{3000}'
            )
    };
    let first = last.find(|c| !joined(c));
    first == Some('第') || before.ends_with('前') && !before.ends_with("目前")
}

/// Whether the numeral is a part of a word, or says no number: 百姓, 千家, 数十, 几百, 上千.
fn is_word(before: &str, numeral: &str, is_odd: bool) -> bool {
    let is_bare = numeral.chars().all(is_scale);
    let vague = ["数", "几", "上", "成", "好几", "若干", "双", "整"];
    if is_bare && vague.iter().any(|word| before.ends_with(word)) && !before.ends_with("人数") {
        return true;
    }
    let is_large = numeral.chars().all(|c| matches!(c, '百' | '千' | '万' | '亿'));
    let about = ["近", "超", "逾", "约", "超过", "达", "共", "计"];
    let other = ["走近", "贴近", "靠近", "附近", "最近", "节约", "签约", "合约", "公约", "抵达"];
    let is_about = about.iter().any(|word| before.ends_with(word))
        && !other.iter().any(|word| before.ends_with(word));
    is_large && !is_odd && !is_about
}

/// Two scales with their digits can hardly be a word: 二千六百.
fn is_surely_number(numeral: &str) -> bool {
    let scales = numeral.chars().filter(|c| is_scale(*c)).count();
    scales > 1 && numeral.chars().count() - scales > 1
}

/// 受理一百零五。争取资金两亿，: a number that ends its clause without a measure word. Estimates (近三十),
/// days, ages and names of days (双十一) are none.
fn is_counted_alone(before: &str, numeral: &str, rest: &str) -> bool {
    const OTHERS: [&str; 36] = [
        "近", "约", "超", "逾", "过", "满", "上", "数", "几", "多", "好", "足", "不到", "大于",
        "小于", "年", "月", "历", "初", "号", "路", "周", "星期", "礼拜", "双", "老", "怕", "之",
        "届", "岁", "编号", "分", "点", "世", "龄", "旬",
    ];
    let is_bare = numeral.chars().all(is_scale);
    let is_name = matches!(numeral, "十一" | "万一");
    let ends = rest.is_empty() || rest.starts_with(['，', '。', '；', '！', '？', '\n']);
    let is_amid = before.chars().next_back().is_some_and(is_han);
    ends && is_amid
        && !is_bare
        && !is_name
        && !OTHERS.iter().any(|word| before.ends_with(word))
        && (value(numeral).is_some() || shortened(numeral).is_some())
}

/// 突破八百大关; 千亿大关 is a manner of speaking.
fn is_barrier(numeral: &str, rest: &str) -> bool {
    !numeral.chars().all(is_scale) && (rest.starts_with("大关") || rest.starts_with("关口"))
}

/// 一万二, 三千八, 一百五: the last scale is left out in speech; 12000, 3800, 150.
fn shortened(numeral: &str) -> Option<Decimal> {
    let left_out = match numeral.chars().rev().nth(1)? {
        '亿' => "千万",
        '万' => "千",
        '千' => "百",
        '百' => "十",
        _ => return None,
    };
    let counts = |c: char| "一二三四五六七八九".contains(c);
    let is_counted =
        numeral.chars().rev().nth(2).is_some_and(|c| counts(c) || c == '两' || is_scale(c));
    let is_digit = numeral.chars().next_back().is_some_and(counts);
    value(&format!("{numeral}{left_out}")).filter(|_| is_counted && is_digit)
}

/// 十部门, 十人民调解员: what looks like a measure word is another word.
fn begins_other_word(unit: &str, rest: &str) -> bool {
    let words = ["部门", "部委", "人民", "人大", "家庭", "家园", "位数", "户籍", "所有", "期间"];
    unit.chars().count() == 1 && words.iter().any(|word| rest.starts_with(word))
}

/// The longest unit that a text begins with.
fn unit_of<'t>(text: &'t str, is_unit: &impl Fn(&str) -> bool) -> Option<&'t str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(5);
    let longest_first = ends.collect::<Vec<_>>().into_iter().rev();
    longest_first.filter_map(|end| text.get(..end)).find(|word| is_unit(word))
}

/// 二千六百 → 2600, 三万五千 → 35000, 十二 → 12; none for what has no one reading.
fn value(numeral: &str) -> Option<Decimal> {
    // Each 万 and 亿 is a step into the numeral; none that is longer fits in a decimal.
    const LONGEST: usize = 40;
    if numeral.chars().nth(LONGEST).is_some() {
        return None;
    }
    for (scale, by) in [('亿', 100_000_000), ('万', 10_000)] {
        if let Some((high, low)) = numeral.rsplit_once(scale) {
            let high = if high.is_empty() { Decimal::ONE } else { value(high)? };
            // 三万五 is 35,000 in speech.
            if low.chars().count() == 1 && !low.contains('零') {
                return None;
            }
            let low = low.trim_start_matches('零');
            let low = if low.is_empty() { Decimal::ZERO } else { value(low)? };
            return high.checked_mul(Decimal::from(by))?.checked_add(low);
        }
    }
    read_chinese(numeral)?.parse().ok()
}
