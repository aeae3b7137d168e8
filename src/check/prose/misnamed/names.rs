//! Whether words end in the name of a metric.

use std::ops::Range;

use crate::catalogue::Metric;
use crate::text::is_han;

/// Characters that a name must have to be told from an ordinary word: 案件 and 检查 are said of many figures.
pub(super) const SHORTEST: usize = 3;

/// Characters at the end of a longer name that are enough: 调解成功 of 人民调解成功数; of a rate three, 败诉率.
const ENOUGH: usize = 4;

/// Characters that words may have within a name: 负责人出庭应诉率 of 负责人出庭率.
const WITHIN: usize = 3;

/// Words between a name and its figure.
const LED: [&str; 24] = [
    "数量",
    "件数",
    "案件",
    "申请",
    "决定",
    "同比",
    "较上年",
    "比上年",
    "较去年",
    "比去年",
    "数",
    "为",
    "达到",
    "达",
    "共计",
    "共",
    "是",
    "约",
    "占比",
    "合计",
    "总数",
    "决定书",
    "次数",
    "措施",
];

/// Where words end in a name.
pub(super) struct Named {
    pub(super) place: Range<usize>,
    /// The whole name stands there, or all of it that tells it from the cited one.
    pub(super) is_whole: bool,
}

/// What a name says is counted. 总数 stays: what it is the sum of is said of its parts, too.
pub(super) fn core(metric: &Metric) -> &str {
    let name = metric.name.as_str();
    let core =
        name.strip_suffix("数量").or_else(|| name.strip_suffix(['数', '量'])).unwrap_or(name);
    if core.ends_with('总') { name } else { core }
}

/// It without the unit as well: 实际出庭 of 实际出庭件数, 普法活动 of 普法活动场次.
pub(super) fn bare(metric: &Metric) -> &str {
    let name = metric.name.as_str();
    let unit = metric.unit.as_str();
    let counted = name.strip_suffix(unit).filter(|_| !unit.is_empty());
    let counted = counted.or_else(|| name.strip_suffix(['数', '次'])?.strip_suffix(unit));
    counted.unwrap_or(core(metric))
}

fn names_of(metric: &Metric) -> impl Iterator<Item = &str> {
    let (core, bare) = (core(metric), bare(metric));
    std::iter::once(core).chain((bare != core).then_some(bare))
}

/// Words, and the same without what may stand between a name and its figure.
pub(super) fn ends_of(words: &str) -> Vec<&str> {
    let mut ends = vec![words];
    let mut at = 0;
    while let Some(end) = ends.get(at).copied() {
        for rest in LED.iter().filter_map(|word| end.strip_suffix(word)) {
            if !ends.contains(&rest) {
                ends.push(rest);
            }
        }
        at += 1;
    }
    ends
}

/// Where words end in a name: as it stands, with its parts the other way round (审结行政复议 of 行政复议审结数) or with
/// a word within it; `cited` is the name that is cited there, whose beginning need not be said again.
pub(super) fn named_at_end(ends: &[&str], metric: &Metric, cited: &str) -> Option<Named> {
    let enough = if metric.unit == "%" { SHORTEST } else { ENOUGH };
    // Of most names nothing stands at the end, and no more is looked for there.
    let pairs = ends.iter().flat_map(|end| names_of(metric).map(|name| (*end, name)));
    let pairs =
        pairs.filter(|(end, name)| end.chars().next_back().is_some_and(|last| name.contains(last)));
    let found = pairs.filter_map(|(end, name)| {
        let common = common_end(end, name);
        let is_whole = common.len() + common_beginning(name, cited).len() >= name.len();
        let least = if is_whole { SHORTEST } else { enough };
        if common.chars().count() >= least {
            return Some(Named { place: end.len() - common.len()..end.len(), is_whole });
        }
        let start = turned(end, name).or_else(|| parted(end, name));
        let start = start.or_else(|| shortened(end, name))?;
        Some(Named { place: start..end.len(), is_whole: true })
    });
    found.max_by_key(|named| named.place.len())
}

/// How much of a name stands at the end of words.
pub(super) fn length_at_end(ends: &[&str], metric: &Metric) -> usize {
    let lengths =
        ends.iter().flat_map(|end| names_of(metric).map(|name| common_end(end, name).len()));
    lengths.max().unwrap_or_default()
}

/// Where words begin that end in the two parts of a name the other way round.
fn turned(end: &str, name: &str) -> Option<usize> {
    let parts = name.char_indices().skip(2).map(|(at, _)| name.split_at(at));
    let parts = parts.filter(|(_, last)| last.chars().nth(1).is_some());
    parts
        .filter_map(|(first, last)| end.strip_suffix(first)?.strip_suffix(last))
        .map(str::len)
        .next()
}

/// Where words begin that end in the two parts of a name with a word between them.
fn parted(end: &str, name: &str) -> Option<usize> {
    let mut parts = name.char_indices().skip(SHORTEST).map(|(at, _)| name.split_at(at));
    parts.find_map(|(first, last)| {
        let rest = end.strip_suffix(last)?;
        let within = rest.char_indices().rev().take(WITHIN);
        let is_plain = |c: char| is_han(c) && !matches!(c, '未' | '不' | '非' | '免' | '除');
        let mut within = within.take_while(|(_, c)| is_plain(*c)).map(|(at, _)| at);
        within.find_map(|at| Some(rest.get(..at)?.strip_suffix(first)?.len()))
    })
}

/// Where words begin that are a name with some of its middle left out: 省级示范村 of 省级民主法治示范村.
fn shortened(end: &str, name: &str) -> Option<usize> {
    let last = common_end(end, name);
    let (before, rest) = (end.strip_suffix(last)?, name.strip_suffix(last)?);
    let (at, _) = rest.char_indices().nth(2)?;
    let is_long = last.chars().nth(SHORTEST - 1).is_some();
    before.strip_suffix(&rest[..at]).filter(|_| is_long).map(str::len)
}

/// What two texts have in common at their ends.
fn common_end<'t>(text: &str, name: &'t str) -> &'t str {
    let same = text.chars().rev().zip(name.chars().rev()).take_while(|(one, other)| one == other);
    let length: usize = same.map(|(c, _)| c.len_utf8()).sum();
    &name[name.len() - length..]
}

/// What a name has in common with another at its beginning.
fn common_beginning<'t>(name: &'t str, other: &str) -> &'t str {
    let same = name.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    let length: usize = same.map(|(c, _)| c.len_utf8()).sum();
    &name[..length]
}

/// The last two characters.
pub(super) fn ends_pair(name: &str) -> Option<&str> {
    let (at, _) = name.char_indices().rev().nth(1)?;
    name.get(at..)
}

/// Whether words speak of a name by anything that another name does not begin with as well: 行政 is said of both 行政检查
/// and 行政处罚.
pub(super) fn is_spoken_of(own: &str, other: &str, words: &str) -> bool {
    let same = own.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    pairs(own).skip(same.saturating_sub(1)).any(|pair| words.contains(&pair))
}

/// Whether words that name another metric may mean the cited one all the same: they say its name, or
/// something of it that the other name does not have (省级 is said of 省级示范村, and not of 市级示范村), or it is a kind of
/// what the other one is, with a word more before the same end: 生态环境处罚 of 行政处罚.
pub(super) fn may_mean(cited: &Metric, other: &Metric, words: &str) -> bool {
    let (own, name) = (core(cited), core(other));
    let is_said = |name: &str| name.chars().nth(1).is_some() && words.contains(name);
    let longer = own.chars().count().saturating_sub(name.chars().count());
    let is_kind = longer >= 2 && ends_pair(own) == ends_pair(name);
    let mut alone =
        pairs(bare(cited)).filter(|pair| !name.contains(pair.as_str()) && !pair.ends_with('率'));
    is_said(own) || is_said(bare(cited)) || is_kind || alone.any(|pair| words.contains(&pair))
}

/// The neighbouring characters of a name.
fn pairs(name: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> =
        name.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).collect();
    let pairs: Vec<String> = characters.windows(2).map(|pair| pair.iter().collect()).collect();
    pairs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spoken_of_by_what_is_its_own() {
        assert!(!is_spoken_of("行政检查", "行政处罚", "作出行政处罚"));
        assert!(is_spoken_of("生态环境处罚", "行政处罚", "作出行政处罚"));
        assert!(is_spoken_of("矛盾纠纷受理", "人民调解受理", "受理人民调解"));
    }

    #[test]
    fn words_between_a_name_and_its_figure() {
        for (words, end) in [
            ("行政处罚案件数同比", "行政处罚"),
            ("作出行政处罚决定共计", "作出行政处罚"),
            ("行政处罚数较上年", "行政处罚"),
            ("免罚案件数", "免罚案件"),
        ] {
            assert!(ends_of(words).contains(&end), "{words}");
        }
    }

    #[test]
    fn the_parts_of_a_name() {
        assert_eq!(turned("审结行政复议", "行政复议审结"), Some(0));
        assert_eq!(parted("负责人出庭应诉率", "负责人出庭率"), Some(0));
        assert_eq!(parted("现行有效规范性文件", "现行有效文件"), Some(0));
        assert_eq!(parted("负责人出庭率", "负责人出庭率"), None);
        assert_eq!(parted("负责人出庭、应诉率", "负责人出庭率"), None);
        assert_eq!(shortened("省级示范村", "省级民主法治示范村"), Some(0));
        assert_eq!(shortened("市级示范村", "省级民主法治示范村"), None);
    }
}
