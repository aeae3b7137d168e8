//! Whose a run of digits is, by what stands around it.

use std::ops::Range;

use super::chars::Chars;
use super::measure::Counted;
use super::numeral::{is_class, is_sitting};
use super::words::{HOTLINES, counts_cases, is_measured};
use super::{Run, RunOwner};
use crate::text::is_han;

/// A number and what stands around it.
pub(super) struct Place<'a, 't> {
    pub(super) chars: &'a Chars<'t>,
    /// Characters.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Of half width, without separators.
    pub(super) digits: &'a str,
    pub(super) counted: &'a Counted<'t>,
}

/// Whose it is; none where nobody answers for it.
pub(super) fn of_digits(place: &Place<'_, '_>) -> Option<RunOwner> {
    let owners = [of_document, of_time, of_ordinal, of_site, of_name, of_phrase];
    owners.into_iter().find_map(|owner| owner(place))
}

impl<'t> Place<'_, 't> {
    fn rest(&self) -> &'t str {
        self.chars.rest(self.end).trim_start_matches([' ', '\u{3000}'])
    }

    fn head(&self) -> &'t str {
        self.chars.head(self.start).trim_end_matches([' ', '\u{3000}'])
    }

    fn follows(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.rest().starts_with(word))
    }

    fn comes_after(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.head().ends_with(word))
    }

    /// Nothing measures it.
    fn is_bare(&self) -> bool {
        self.counted.unit.is_empty() && self.counted.length == 0
    }

    fn integer(&self) -> Option<u32> {
        self.digits.parse().ok()
    }

    /// Whether one of the words stands in the next few characters, before the next mark.
    fn soon(&self, words: &[&str]) -> bool {
        let rest = self.rest();
        let near = rest.char_indices().take(12).take_while(|(_, c)| is_han(*c));
        let end = near.last().map_or(0, |(at, c)| at + c.len_utf8());
        let near = rest.get(..end).unwrap_or_default();
        words.iter().any(|word| near.contains(word))
    }

    fn is_year(&self) -> bool {
        self.digits.len() == 4 && (self.digits.starts_with("19") || self.digits.starts_with("20"))
    }
}

/// 〔2025〕14号, 38号令.
fn of_document(place: &Place<'_, '_>) -> Option<RunOwner> {
    let opens = place
        .chars
        .before(place.start)
        .is_some_and(|c| matches!(c, '〔' | '[' | '（' | '(' | '【' | '［' | '﹝'));
    let closes =
        place.chars.is(place.end, |c| matches!(c, '〕' | ']' | ')' | '）' | '】' | '］' | '﹞'));
    let serial = place.chars.is(place.end + 1, |c| c.is_ascii_digit() || c == '第');
    // （2024）闽05民终123号
    let is_year = opens && closes && place.digits.len() == 4 && (serial || place.is_year());
    // 0503, 001: what begins with 0 is no count, unless it is measured. In 8,00件 the first part is told.
    let is_named = place.comes_after(&["号", "编", "码", "第", "号：", "号:", "码：", "码:"]);
    let is_rest = place
        .head()
        .strip_suffix([',', '，'])
        .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    let is_code = (place.digits.starts_with("00")
        || place.digits.starts_with('0') && place.digits.len() > 2 && !place.digits.contains('.'))
        && (is_named || is_rest || !is_measured(place.rest()));
    let is_serial = place.follows(&["号"]);
    (is_year || is_code || is_serial || is_court(place)).then_some(RunOwner::Document)
}

/// 05 of （2025）闽05行终120号.
fn is_court(place: &Place<'_, '_>) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let year =
        place.head().strip_suffix(is_han).and_then(|head| head.strip_suffix(['）', ')', '〕']));
    let opens =
        year.is_some_and(|year| year.trim_end_matches(is_digit).ends_with(['（', '(', '〔']));
    let serial = place.rest().trim_start_matches(is_han).strip_prefix(is_digit);
    opens && serial.is_some_and(|serial| serial.trim_start_matches(is_digit).starts_with('号'))
}

/// 2024年, 5月, 30日, 3个工作日, 9时, 12.4国家宪法日.
fn of_time(place: &Place<'_, '_>) -> Option<RunOwner> {
    let bare = place.is_bare();
    if place.counted.is_time {
        if is_sum_of_time(place) || is_no_time(place) {
            return None;
        }
        let of_calendar = place.follows(&["年", "月", "日", "季度"]);
        return Some(if of_calendar { RunOwner::Date } else { RunOwner::Span });
    }
    let hour = place.integer().is_some_and(|hour| hour <= 24);
    let is_hour = place.follows(&["时"]) && !place.follows(&["时长", "时间", "时效"]);
    let no_points = ["意见", "要求", "建议", "经验", "体会", "做法", "措施", "任务"];
    let is_point = place
        .rest()
        .strip_prefix('点')
        .is_some_and(|after| !no_points.iter().any(|word| after.starts_with(word)));
    let is_minute = place.follows(&["分"]) && place.comes_after(&["时", "点"]);
    if hour && (is_hour || is_point) || is_minute {
        return Some(RunOwner::Clock);
    }
    if place.is_year() && bare && place.follows(&["版", "级", "届", "春", "秋"]) {
        return Some(RunOwner::Date);
    }
    // 12.4国家宪法日
    let (month, day) = place.digits.split_once('.').unwrap_or_default();
    let within = |text: &str, most: u32| text.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    let is_festival =
        bare && within(month, 12) && within(day, 31) && place.soon(&["日", "节点", "宣传", "普法"]);
    let is_sale = bare
        && (place.comes_after(&["双"]) && matches!(place.digits, "11" | "12")
            || place.digits == "618" && place.follows(&["期间", "购物", "大促", "促销", "电商"]));
    (is_festival || is_sale).then_some(RunOwner::Date)
}

/// 受理案件800年: what is counted there is no year, month or day.
fn is_no_time(place: &Place<'_, '_>) -> bool {
    let Some(value) = place.integer() else { return false };
    let is_over = place.follows(&["年"]) && (100..1000).contains(&value)
        || place.follows(&["月"]) && value > 12
        || place.follows(&["日"]) && value > 31 && !place.follows(&["日内", "日前", "日后"]);
    is_over && counts_cases(place.head())
}

/// 累计服务5800小时 is a statistic: more than anything takes.
fn is_sum_of_time(place: &Place<'_, '_>) -> bool {
    let value = place.integer().unwrap_or_default();
    let is_long = place.follows(&["小时", "个小时", "余小时", "多小时"]) && value >= 100
        || place.follows(&["天", "余天", "多天"]) && value >= 300;
    let head = place.head();
    let near = head.char_indices().rev().take(10).take_while(|(_, c)| is_han(*c)).last();
    let near = near.and_then(|(at, _)| head.get(at..)).unwrap_or_default();
    is_long
        && ["累计", "合计", "总计", "共计", "总时长", "时长", "总共"]
            .iter()
            .any(|word| near.contains(word))
}

/// 第3次, 前3名, 附件1, （1）, 1.健全机制.
fn of_ordinal(place: &Place<'_, '_>) -> Option<RunOwner> {
    let Place { chars, start, end, .. } = *place;
    let bare = place.is_bare();
    let named = ["附件", "附表", "专栏", "案例", "样表", "序号", "版本", "类型"];
    let drawn = bare && place.comes_after(&["表", "图", "例", "注"]);
    let ranked = place.comes_after(&["前"])
        && !place.comes_after(&["目前", "此前", "日前", "之前", "当前", "以前", "年前", "提前"])
        && (bare || matches!(place.counted.unit, "名" | "位" | "批" | "期" | "强"));
    let is_version = bare
        && (place.follows(&["版"]) || place.comes_after(&["版"]) && place.digits.contains('.'));
    let is_sitting = is_sitting(place.head(), place.rest());
    if place.comes_after(&["第"]) || place.follows(&["届"]) || ranked || is_version || is_sitting
    {
        return Some(RunOwner::Ordinal);
    }
    if drawn || bare && place.comes_after(&named) {
        return Some(RunOwner::Ordinal);
    }
    let short = end - start <= 2;
    let bracketed = chars.before(start).is_some_and(|c| matches!(c, '（' | '('))
        && chars.is(end, |c| matches!(c, '）' | ')'));
    let begins = place
        .head()
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '\n' | '。' | '；' | '！' | '？' | '：'));
    let listed = begins && chars.is(end, |c| matches!(c, '.' | '．' | '、' | '）' | ')'));
    (short && (bracketed || listed)).then_some(RunOwner::Ordinal)
}

/// 12345热线, 电话22630000, 301会议室, 324国道, 国道324线.
fn of_name(place: &Place<'_, '_>) -> Option<RunOwner> {
    if !place.is_bare() {
        // 1楼 is where, and 1楼栋 none.
        return None;
    }
    let places = [
        "楼",
        "室",
        "房间",
        "单元",
        "会议室",
        "办公室",
        "教室",
        "国道",
        "省道",
        "县道",
        "路公交",
        "路车",
    ];
    let known = place.digits.len() == 5 && place.digits.starts_with("123");
    let called = place.digits.len() == 5
        && place.soon(&["热线", "平台", "电话", "短号", "专线", "举报", "投诉"]);
    let alarm = HOTLINES.contains(&place.digits)
        && place
            .soon(&["警", "急救", "热线", "指挥", "平台", "联动", "电话", "中心", "消防", "宣传"]);
    // Windows 10系统
    let mut before = place.head().chars().rev();
    let is_product = place.chars.before(place.start) == Some(' ')
        && before.next().is_some_and(|c| c.is_ascii_lowercase())
        && before.next().is_some_and(|c| c.is_ascii_alphabetic());
    if is_product {
        return Some(RunOwner::Code);
    }
    let head = without_area(place.head());
    let head = head.trim_end_matches([':', '：', '为', '是', '（', '(', '号', '码', '＋']);
    // 22630001转8012
    let is_extension = place
        .head()
        .strip_suffix('转')
        .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    let numbered = [
        "电话",
        "传真",
        "手机",
        "邮编",
        "邮政编",
        "热线",
        "编",
        "代",
        "账",
        "证",
        "文",
        "QQ",
        "微信",
        "专线",
        "拨打",
        "备案",
    ];
    let words = ["电话", "传真", "手机", "邮编", "热线", "QQ", "微信", "专线", "拨打"];
    let is_numbered = words.iter().any(|word| head.ends_with(word))
        || place.comes_after(&["号", "号：", "号:", "码", "码：", "码:"])
            && numbered.iter().any(|word| head.ends_with(word));
    let is_road = place.comes_after(&["国道", "省道", "县道", "乡道"]);
    let is_called = known || called || alarm || is_numbered || is_extension;
    (place.follows(&places) || is_road || is_called).then_some(RunOwner::Document)
}

/// What stands before the area code in brackets of a telephone number, if one ends the text: （0595）.
fn without_area(head: &str) -> &str {
    let code = head.strip_suffix(['）', ')']).unwrap_or_default();
    let before = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = code.get(before.len()..).unwrap_or_default();
    let is_area = digits.starts_with('0') && (3..=4).contains(&digits.len());
    before.strip_suffix(['（', '(']).filter(|_| is_area).unwrap_or(head)
}

/// 阳光城2期, 万福社区8组, B区12栋: which part of a place.
fn of_site(place: &Place<'_, '_>) -> Option<RunOwner> {
    const ESTATES: [&str; 10] = ["城", "苑", "庭", "府", "湾", "邸", "郡", "花园", "家园", "公寓"];
    if place.digits.len() > 3 || place.comes_after(&["全城", "政府", "省府", "市府"]) {
        return None;
    }
    let head = place.head();
    let is_lettered = head
        .strip_suffix('区')
        .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_uppercase()));
    let is_part = match place.counted.unit {
        "期" => is_lettered || place.comes_after(&ESTATES) || place.comes_after(&["小区", "广场"]),
        "栋" | "幢" | "座" => is_lettered || place.comes_after(&ESTATES),
        "组" => place.comes_after(&["社区", "村", "居委会"]),
        _ => false,
    };
    is_part.then_some(RunOwner::Document)
}

/// 世界500强, 90后, 最多跑1次, 35℃, 360度.
fn of_phrase(place: &Place<'_, '_>) -> Option<RunOwner> {
    let bare = place.is_bare();
    let unit = place.counted.unit;
    let ranked = bare && place.follows(&["强"]) && !place.follows(&["强制", "强化"]);
    let born = bare
        && place.digits.len() == 2
        && place.follows(&["后"])
        && place.digits.ends_with(['0', '5']);
    let errand = matches!(unit, "次" | "趟") && place.comes_after(&["跑", "只进", "只跑"]);
    let warmth = unit == "℃" || unit == "度" && matches!(place.digits, "360" | "180" | "90");
    // 0跑腿
    let none = place.digits == "0"
        && bare
        && place.follows(&[
            "跑", "容忍", "距离", "接触", "延时", "障碍", "收费", "成本", "见面", "等待", "投诉",
            "差评", "材料", "门槛", "干扰",
        ]);
    let version = bare
        && place.digits.ends_with(".0")
        && place.follows(&["时代", "模式", "阶段", "方案", "行动", "计划", "工程", "升级"]);
    // A座2层, 第3层
    let storey = unit == "层" && place.comes_after(&["座", "楼", "厦", "区", "厅", "号"]);
    // 1.5公里应急圈, （7千瓦）
    let reach = matches!(unit, "公里" | "千米" | "米") && place.soon(&["圈"]);
    let rated = matches!(unit, "千瓦" | "kW" | "毫米" | "mm" | "厘米" | "cm")
        && place.chars.before(place.start).is_some_and(|c| matches!(c, '（' | '('))
        && place.rest().strip_prefix(unit).is_some_and(|rest| rest.starts_with(['）', ')']));
    let formula = bare
        && place.chars.before(place.start).is_some_and(|c| matches!(c, '＞' | '>' | '＝' | '='));
    let class = is_class(place.rest());
    let is_phrase = ranked || born || errand || warmth || none || version || storey || reach;
    (is_phrase || rated || formula || class).then_some(RunOwner::Phrase)
}

/// The owner of one number in a list or a range is that of the others: 第2、3项, 3、4月,
/// 2025—2027年, （2024—2025）.
pub(super) fn share(text: &str, runs: &mut Vec<Run<'_>>) {
    let is_joined = |one: &Run<'_>, next: &Run<'_>| {
        let between = one.range.end..next.range.start;
        let joined = is_joint(text, &between);
        joined && one.script == next.script && one.unit.is_empty() && one.range == one.digits
    };
    let length = |run: &Run<'_>| run.digits.len();
    // 0595-22630001、22630002: without the area code.
    let last_part = |run: &Run<'_>| {
        let digits = text.get(run.digits.clone()).unwrap_or_default();
        digits.rsplit(['-', '－', '—', '–']).next().map_or(0, str::len)
    };
    for at in 1..runs.len() {
        let [one, next] = &mut runs[at - 1..=at] else { continue };
        if next.owner.is_some() || !is_joined(one, next) {
            continue;
        }
        let is_bare = next.unit.is_empty();
        next.owner = match one.owner {
            Some(RunOwner::Ordinal) => Some(RunOwner::Ordinal),
            Some(RunOwner::Document) if is_bare && last_part(one) == length(next) => one.owner,
            None if is_bare && is_year(text, one) && is_year(text, next) => {
                one.owner = Some(RunOwner::Date);
                one.owner
            }
            _ => None,
        };
    }
    for at in (1..runs.len()).rev() {
        let [one, next] = &mut runs[at - 1..=at] else { continue };
        if one.owner.is_some() || !is_joined(one, next) {
            continue;
        }
        one.owner = match next.owner {
            Some(RunOwner::Date) if is_year(text, next) == is_year(text, one) => {
                (is_year(text, one) || length(one) <= 2 || is_month_and_day(text, one))
                    .then_some(RunOwner::Date)
            }
            Some(owner @ (RunOwner::Clock | RunOwner::Span)) => (length(one) <= 4).then_some(owner),
            Some(owner @ (RunOwner::Ordinal | RunOwner::Document)) => {
                (length(one) <= length(next)).then_some(owner)
            }
            _ => None,
        };
    }
    join_ranges(text, runs);
}

/// 10—20%: the ends of a range are one number, which has no one value.
fn join_ranges(text: &str, runs: &mut Vec<Run<'_>>) {
    const DASHES: [&str; 8] = ["—", "－", "-", "–", "～", "~", "至", "到"];
    let mut joined: Vec<Run<'_>> = Vec::with_capacity(runs.len());
    for mut run in runs.drain(..) {
        let between = |last: &Run<'_>| text.get(last.range.end..run.range.start);
        let last = joined.last().filter(|last| {
            let is_end = last.owner.is_none() && run.owner.is_none() && last.unit.is_empty();
            is_end && between(last).is_some_and(|dash| DASHES.contains(&dash.trim()))
        });
        if let Some(last) = last {
            run.range.start = last.range.start;
            run.digits.start = last.digits.start;
            run.value = None;
            joined.pop();
        }
        joined.push(run);
    }
    *runs = joined;
}

fn is_joint(text: &str, between: &Range<usize>) -> bool {
    const JOINTS: [&str; 14] =
        ["、", "和", "及", "至", "到", "—", "——", "－", "-", "–", "～", "~", "与", "或"];
    if between.len() > 12 {
        return false;
    }
    let joint = text.get(between.clone()).unwrap_or_default().trim();
    JOINTS.contains(&joint)
}

fn is_year(text: &str, run: &Run<'_>) -> bool {
    let digits = text.get(run.digits.clone()).unwrap_or_default();
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// 3.15 of 3.15、12.4等节点.
fn is_month_and_day(text: &str, run: &Run<'_>) -> bool {
    let digits = text.get(run.digits.clone()).unwrap_or_default();
    let within = |text: &str, most: u32| text.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    digits.split_once('.').is_some_and(|(month, day)| within(month, 12) && within(day, 31))
}
