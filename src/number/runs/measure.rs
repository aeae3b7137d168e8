//! What a number counts: the scale and the measure word after it, or a time.

use rust_decimal::Decimal;

use super::POINTS;
use super::words::{COUNTED_TIMES, TIMES, measure};
use crate::text::half_width;

/// What follows the digits of a number: 万余人次.
#[derive(Debug)]
pub(super) struct Counted<'t> {
    /// 万
    pub(super) scale: Decimal,
    /// 人次; empty where there is none.
    pub(super) unit: &'t str,
    /// Bytes to the end of it.
    pub(super) length: usize,
    /// It is a time: 个工作日, 余年.
    pub(super) is_time: bool,
}

pub(super) fn counted<'t>(text: &'t str, is_unit: &impl Fn(&str) -> bool) -> Counted<'t> {
    const SCALES: [char; 5] = ['十', '百', '千', '万', '亿'];
    // Lines of a paragraph are printed as one.
    let odd = |text: &'t str| text.trim_start_matches(['多', '余', '来', ' ', '\u{3000}', '\n']);
    let length = |rest: &str| text.len() - rest.len();
    let rest = odd(text);
    if let Some(length) = hundred_millions(rest) {
        let scale = Decimal::from(100_000_000);
        return Counted {
            scale,
            unit: "",
            length: text.len() - rest.len() + length,
            is_time: false,
        };
    }
    // 万元 may be a unit of its own, 万余元 and 千家 are none.
    let direct = unit(rest, is_unit);
    let after = rest.trim_start_matches(SCALES);
    let scales = rest.strip_suffix(after).unwrap_or_default();
    let mut scale = Decimal::ONE;
    let (rest, found) = match direct {
        Measure::None if !scales.is_empty() => {
            for c in scales.chars() {
                let by = match c {
                    '十' => 10,
                    '百' => 100,
                    '千' => 1_000,
                    '万' => 10_000,
                    _ => 100_000_000,
                };
                scale = scale.checked_mul(Decimal::from(by)).unwrap_or(scale);
            }
            let after = odd(after);
            (after, unit(after, is_unit))
        }
        found => (rest, found),
    };
    match found {
        Measure::Unit(unit, typed) => {
            Counted { scale, unit, length: length(rest) + typed, is_time: false }
        }
        Measure::Time => Counted { scale, unit: "", length: 0, is_time: true },
        Measure::None => {
            let length = if scales.is_empty() { 0 } else { length(rest) };
            Counted { scale, unit: "", length, is_time: false }
        }
    }
}

/// 个亿, 个多亿 after a number, as people say of money: its bytes. 3个亿元项目 and 2个亿级产业 are three
/// and two of something.
pub(super) fn hundred_millions(text: &str) -> Option<usize> {
    const SIZED: [&str; 9] = ["级", "以上", "项目", "产业", "企业", "园区", "集群", "工程", "吨"];
    let odd = text.strip_prefix('个')?.trim_start_matches(['多', '余', '来']);
    let after = odd.strip_prefix('亿')?;
    let thing = after.trim_start_matches('元');
    let is_size = SIZED.iter().any(|word| thing.starts_with(word));
    (!is_size).then_some(text.len() - after.len())
}

/// What a text begins with, after a number.
enum Measure<'t> {
    /// A measure word, and how many bytes of the text it is.
    Unit(&'t str, usize),
    Time,
    None,
}

fn unit<'t>(text: &'t str, is_unit: &impl Fn(&str) -> bool) -> Measure<'t> {
    if is_counted_time(text) || text.starts_with(['年', '月', '日']) && is_time(text) {
        return Measure::Time;
    }
    if text.starts_with(POINTS) {
        return Measure::Unit(POINTS, POINTS.len());
    }
    if let Some(percent) = text.chars().next().filter(|c| half_width(*c) == '%') {
        return Measure::Unit("%", percent.len_utf8());
    }
    // 双11期间, 12345对接
    const OTHER_WORDS: [&str; 6] = ["期间", "期末", "期限", "对接", "对应", "对口"];
    if OTHER_WORDS.iter().any(|word| text.starts_with(word)) {
        return Measure::None;
    }
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(5);
    let longest_first = ends.collect::<Vec<_>>().into_iter().rev();
    let mut words = longest_first.filter_map(|end| text.get(..end));
    let unit = words.find(|word| is_unit(word));
    if unit.is_none() && is_time(text) {
        return Measure::Time;
    }
    match unit.or_else(|| measure(text)) {
        Some(word) => Measure::Unit(word, word.len()),
        None => Measure::None,
    }
}

/// 个工作日, 个多月, 个半小时: 个 counts time there.
fn is_counted_time(text: &str) -> bool {
    let time =
        text.strip_prefix('个').map(|rest| rest.trim_start_matches(['多', '半', '余', '整', ' ']));
    time.is_some_and(|time| COUNTED_TIMES.iter().any(|word| time.starts_with(word)))
}

/// How many bytes of a text are the time that a number counts: 天, 余天, 个小时.
pub(super) fn length_of_time(text: &str) -> usize {
    let word = text.trim_start_matches(['多', '余', '来', ' ', '\u{3000}', '个', '半', '整']);
    let fitting = TIMES.iter().chain(&COUNTED_TIMES).filter(|time| word.starts_with(**time));
    fitting.map(|time| text.len() - word.len() + time.len()).max().unwrap_or_default()
}

/// Whether a text begins with a word of time that a number may stand before: 天, 个工作日, 个半月.
pub(super) fn is_time(text: &str) -> bool {
    if is_counted_time(text) {
        return true;
    }
    let begins_other = ["周边", "周围", "周密", "周全", "周转", "周到", "月均", "日均", "年均"];
    TIMES.iter().any(|word| text.starts_with(word))
        && !begins_other.iter().any(|word| text.starts_with(word))
}
