//! What a Chinese numeral says, and when it is a word, an estimate or an ordinal: by itself, and by what
//! stands around it.

use rust_decimal::Decimal;

use super::chars::is_numeral;
use crate::number::read_chinese;
use crate::text::is_han;

pub(super) fn is_scale(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿' | '廿' | '卅' | '卌')
}

/// 七八三件: several digits that are no estimate, as 三五 and 一二三 may be.
pub(super) fn is_spelled_out(numeral: &str) -> bool {
    let digits: Vec<Option<usize>> =
        numeral.chars().map(|c| "零一二三四五六七八九".chars().position(|d| d == c)).collect();
    let goes_up =
        |pair: &[Option<usize>]| matches!(pair, [Some(one), Some(next)] if one + 1 == *next);
    digits.len() > 2 && digits.iter().all(Option::is_some) && !digits.windows(2).all(goes_up)
}

/// Whether a text ends in words after which a rate is told.
pub(super) fn is_reached(head: &str) -> bool {
    measures(head)
        || ["为", "达", "达到"].iter().any(|word| head.ends_with(word))
            && !["时间为", "时为", "成为", "作为", "抵达"].iter().any(|word| head.ends_with(word))
}

/// Whether a clause ends before a text.
pub(super) fn ends_clause(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['，', '。', '；', '！', '？', '\n'])
}

/// Whether a text ends in words after which 两倍 says how much something grew; 处两倍罚款 says how
/// much is to be paid.
pub(super) fn is_changed(head: &str) -> bool {
    const GREW: [&str; 9] =
        ["增长", "增长了", "增加", "增加了", "提高", "提高了", "上升", "上升了", "提升"];
    const BEFORE: [&str; 6] = ["上年的", "去年的", "前年的", "上年同期的", "去年同期的", "同期的"];
    GREW.iter().chain(&BEFORE).any(|word| head.ends_with(word))
}

/// 百十件, 七八十件, 十五六家: an estimate in words, which names no one value.
pub(super) fn is_estimate(numeral: &str) -> bool {
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

/// 二〇 → 20, digit by digit.
pub(super) fn spelled(numeral: &str) -> Option<Decimal> {
    let digits: Option<String> = numeral
        .chars()
        .map(|c| "〇一二三四五六七八九".chars().position(|d| d == c))
        .try_fold(String::new(), |digits, digit| Some(format!("{digits}{}", digit?)));
    Decimal::from_str_exact(&digits?).ok()
}

/// Whether a numeral is larger than an hour of the day.
pub(super) fn is_no_hour(numeral: &str) -> bool {
    value(numeral).is_some_and(|value| value > Decimal::from(24))
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

/// Whether the number after this text says which one: 第十二条, 第十一、十二条, 前十名.
pub(super) fn is_ordinal(before: &str) -> bool {
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

/// 十届十次全会, 十八届人大十次会议: whether a number between two texts says which sitting.
pub(super) fn is_sitting(before: &str, rest: &str) -> bool {
    const NEAR: usize = 10;
    let sits = rest
        .strip_prefix('次')
        .is_some_and(|rest| ["全会", "全体会议", "会议"].iter().any(|word| rest.starts_with(word)));
    sits && before.ends_with(['届', '大', '会', '委', '协'])
        && before.chars().rev().take(NEAR).any(|c| c == '届')
}

/// Whether the numeral is a part of a word, or says no number: 百姓, 千家, 数十, 几百, 上千.
pub(super) fn is_word(before: &str, numeral: &str, is_odd: bool) -> bool {
    let is_bare = numeral.chars().all(is_scale);
    let vague = ["数", "几", "上", "成", "好几", "若干", "双", "整"];
    // 成百上千, but 建成十个 and 办成百件.
    let is_done = ["建成", "完成", "办成", "促成", "形成", "达成", "调成", "组成", "结成"];
    let is_done = is_done.iter().any(|word| before.ends_with(word));
    if is_bare
        && !is_done
        && vague.iter().any(|word| before.ends_with(word))
        && !before.ends_with("人数")
    {
        return true;
    }
    let is_large = numeral.chars().all(|c| matches!(c, '百' | '千' | '万' | '亿'));
    let about = ["近", "超", "逾", "约", "超过", "达", "共", "计"];
    let other = ["走近", "贴近", "靠近", "附近", "最近", "节约", "签约", "合约", "公约", "抵达"];
    let is_about = about.iter().any(|word| before.ends_with(word))
        && !other.iter().any(|word| before.ends_with(word));
    is_large && !is_odd && !is_about
}

/// 百分之二百的努力: a way of saying how hard somebody tries.
pub(super) fn is_effort(rest: &str) -> bool {
    const EFFORTS: [&str; 14] = [
        "努力", "干劲", "热情", "精神", "用心", "耐心", "细心", "信心", "决心", "诚意", "力气",
        "把握", "投入", "小心",
    ];
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    EFFORTS.iter().any(|word| rest.starts_with(word))
}

/// 一百二十分努力, 十六字方针, 十个一活动, 百人以上企业: a numeral that is a part of a way of speaking or of a name,
/// by what follows it.
pub(super) fn is_saying(rest: &str) -> bool {
    const WORDED: [&str; 14] = [
        "方针",
        "要求",
        "工作法",
        "调解",
        "人民调解",
        "口诀",
        "诀",
        "箴言",
        "格言",
        "价值观",
        "治",
        "标准",
        "守则",
        "原则",
    ];
    const SERIES: [&str; 8] = ["批", "活动", "工程", "行动", "工作", "机制", "制度", "百"];
    let follow = |unit: &str, words: &[&str]| {
        let after = rest.strip_prefix(unit);
        after.is_some_and(|after| words.iter().any(|word| after.starts_with(word)))
    };
    rest.strip_prefix('分').is_some_and(is_effort)
        || follow("字", &WORDED)
        || follow("个一", &SERIES)
        || is_class(rest)
}

/// 亿元以上项目, 人以上企业: a class of things, after the number that bounds it.
pub(super) fn is_class(rest: &str) -> bool {
    const BOUNDED: [&str; 6] = ["亿元", "万元", "元", "人", "平方米", "亩"];
    const THINGS: [&str; 8] = ["项目", "企业", "工程", "产业", "园区", "集群", "大型", "规模"];
    let after = BOUNDED.iter().find_map(|unit| rest.strip_prefix(unit));
    let after = after.and_then(|rest| {
        ["及以上", "以上", "及以下", "以下"].iter().find_map(|bound| rest.strip_prefix(bound))
    });
    let thing = after.map(|rest| rest.strip_prefix('的').unwrap_or(rest)).unwrap_or_default();
    THINGS.iter().any(|word| thing.starts_with(word))
}

/// Two scales with their digits can hardly be a word: 二千六百.
pub(super) fn is_surely_number(numeral: &str) -> bool {
    let scales = numeral.chars().filter(|c| is_scale(*c)).count();
    scales > 1 && numeral.chars().count() - scales > 1
}

/// 受理一百零五。争取资金两亿，: a number that ends its clause without a measure word. Estimates (近三十),
/// days, ages and names of days (双十一) are none.
pub(super) fn is_counted_alone(before: &str, numeral: &str, rest: &str) -> bool {
    const OTHERS: [&str; 35] = [
        "近", "约", "超", "逾", "过", "满", "上", "数", "几", "好", "足", "不到", "大于", "小于",
        "年", "月", "历", "初", "号", "路", "周", "星期", "礼拜", "双", "老", "怕", "之", "届",
        "岁", "编号", "分", "点", "世", "龄", "旬",
    ];
    let is_bare = numeral.chars().all(is_scale);
    let is_name = matches!(numeral, "十一" | "万一");
    let is_amid = before.chars().next_back().is_some_and(is_han);
    // 人数三万五, but 数十.
    let is_named = !numeral.starts_with(is_scale);
    // 比去年多一百零五, but 差不多一百.
    let is_about = before.ends_with('多') && !is_compared(before);
    ends_clause(rest)
        && is_amid
        && !is_about
        && !is_bare
        && !is_name
        && !OTHERS.iter().any(|word| before.ends_with(word) && !(is_named && *word == "数"))
        && (value(numeral).is_some() || shortened(numeral).is_some())
}

/// Whether the clause up to here compares.
pub(super) fn is_compared(before: &str) -> bool {
    // A clause is hardly longer.
    let clause = before.chars().rev().take(24).take_while(|c| is_han(*c));
    !before.ends_with("不多") && clause.into_iter().any(|c| matches!(c, '比' | '较'))
}

/// 分别为三十五、四十二、五十一，: whether numbers without a measure word are told one after the other.
pub(super) fn is_counted_in_turn(before: &str, rest: &str) -> bool {
    const TOLD: [&str; 7] =
        ["分别为", "分别是", "分别达", "分别达到", "分别有", "依次为", "依次是"];
    // A list is hardly longer.
    const NEAR: usize = 40;
    let joined = |c: &char| is_numeral(*c) || matches!(c, '、' | '和' | '及');
    let earlier: usize =
        before.chars().rev().take(NEAR).take_while(joined).map(char::len_utf8).sum();
    let later: usize = rest.chars().take(NEAR).take_while(joined).map(char::len_utf8).sum();
    let head = before.get(..before.len() - earlier).unwrap_or_default();
    ends_clause(rest.get(later..).unwrap_or_default())
        && TOLD.iter().any(|word| head.ends_with(word))
}

/// 突破八百大关; 千亿大关 is a manner of speaking.
pub(super) fn is_barrier(numeral: &str, rest: &str) -> bool {
    !numeral.chars().all(is_scale) && (rest.starts_with("大关") || rest.starts_with("关口"))
}

/// 一万二, 三千八, 一百五: the last scale is left out in speech; 12000, 3800, 150.
pub(super) fn shortened(numeral: &str) -> Option<Decimal> {
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
pub(super) fn begins_other_word(unit: &str, rest: &str) -> bool {
    let words = ["部门", "部委", "人民", "人大", "家庭", "家园", "位数", "户籍", "所有", "期间"];
    unit.chars().count() == 1 && words.iter().any(|word| rest.starts_with(word))
}

/// 二千六百 → 2600, 三万五千 → 35000, 十二 → 12; none for what has no one reading.
pub(super) fn value(numeral: &str) -> Option<Decimal> {
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
