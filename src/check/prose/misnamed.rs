//! Words right before a figure that name another one of the same unit: 行政处罚{{行政检查数}}.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Passage, ProseChecker};
use crate::catalogue::{Metric, MetricKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::{Form, Placeholder};
use crate::text::is_han;

/// Characters that a name must have to be told from an ordinary word: 案件 and 检查 are said of many figures.
const SHORTEST: usize = 3;

/// Characters at the end of a longer name that are enough: 调解成功 of 人民调解成功数; of a rate three, 败诉率.
const ENOUGH: usize = 4;

/// Words between a name and its figure.
const LED: [&str; 12] =
    ["数量", "件数", "案件", "同比", "数", "为", "达到", "达", "共计", "共", "是", "约"];

/// Words by which the figure is of more than the name before it, of less, or of something else: of what
/// was spared or undone, 免予行政处罚.
const OTHERWISE: [&str; 20] = [
    "和", "及", "与", "或", "等", "占", "比", "较", "除", "非", "未", "不", "涉", "分别", "每",
    "免", "撤", "变更", "纠", "代替",
];

/// Words right before a name that make it the reason or the object of something else: 因行政处罚引发.
const ABOUT: [char; 6] = ['对', '因', '由', '从', '于', '经'];

/// Words behind which a figure is an amount.
const AMOUNTS: [&str; 13] = [
    "资金", "金额", "收入", "支出", "罚款", "欠薪", "共计", "总计", "合计", "数量", "率达", "率为",
    "总额",
];

/// Names of metrics that are held against the words before figures, of all texts together: of a project
/// with thousands of both, figures behind that are not looked at.
pub(super) const MOST_NAMES: usize = 2_000_000;

/// What is told of a figure, where it is told and what is said there.
type Found = (Range<usize>, String, Diagnostic);

impl ProseChecker<'_> {
    /// `spared` are the phrases under 照录.
    pub(super) fn misnamed(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<Diagnostic> {
        let text = passage.text.value.as_str();
        let cited: &Metric = self.ledger.line(&placeholder.name)?.metric;
        let found = match (&cited.kind, &placeholder.form) {
            (MetricKind::Text | MetricKind::Boolean, _) => no_amount(cited, placeholder, text),
            (_, Form::Share(share)) => self
                .other_whole(placeholder, &share.whole, text)
                .or_else(|| self.other_figure(cited, placeholder, passage)),
            _ => self.other_figure(cited, placeholder, passage),
        };
        let (range, label, found) = found?;
        let is_spared = spared.iter().any(|spared| spared.contains(&range.start));
        let found = found.at(self.locate(passage, &range), label);
        let printed = || self.locate(passage, &placeholder.range);
        (!is_spared).then(|| found.also(printed(), format!("引用的是“{}”", cited.name)))
    }

    /// 行政处罚{{行政检查数}}
    fn other_figure(
        &self,
        cited: &Metric,
        placeholder: &Placeholder,
        passage: Passage<'_>,
    ) -> Option<Found> {
        let text = passage.text.value.as_str();
        let author = passage.department.map(|department| department.name.value.as_str());
        let Range { start, end } = placeholder.range;
        let head = text.get(..start)?;
        let clause = clause_before(head)?;
        let said = match placeholder.form {
            // 行政处罚占案件总数的{{…|占:案件总数}}
            Form::Share(_) => clause.split('占').next()?,
            _ => clause,
        };
        let context = format!("{}\n{}", since_figure(head), words_behind(text, end));
        let own = core(cited);
        // Most figures are named beside them.
        if ends_pair(own).is_some_and(|pair| context.contains(pair)) {
            return None;
        }
        // What a department says in the words of another's figure is a part of that: 化解矛盾纠纷 of what
        // was mediated.
        let is_own = |other: &&Metric| author.is_none_or(|author| other.is_typed_by(author));
        let others = self.numbers_in(&cited.unit).filter(|other| other.name != cited.name);
        let others = others.filter(is_own);
        let named = others.filter_map(|other| {
            let place = named_at_end(said, other)?;
            let name = core(other);
            let before = said.get(..place.start)?;
            let is_other = !own.contains(name)
                && !OTHERWISE.iter().any(|word| before.contains(word))
                && !before.ends_with(ABOUT)
                && !is_spoken_of(own, name, &context);
            is_other.then_some((place.len(), Reverse(name.len()), place, other))
        });
        // The longest name; of those that end alike, the shortest.
        let (.., place, meant) = named.max_by_key(|(length, rest, ..)| (*length, *rest))?;
        let at = head.trim_end().len() - clause.len() + place.start;
        let range = at..at + place.len();
        let (words, form) = (text.get(range.clone())?, text.get(start..end)?);
        let (name, meant) = (&cited.name, &meant.name);
        let form = form.replacen(name.as_str(), meant, 1);
        let found = Diagnostic::new(
            Code::E0755,
            format!("前面写的是“{words}”，引用的却是“{name}”"),
        )
        .help(format!(
            "是“{meant}”的，改为 {form}；确是“{name}”的，把前面的话写明白，或者把这个短语列入“照录”"
        ));
        Some((range, format!("像是指“{meant}”"), found))
    }

    /// 占行政检查数的{{行政处罚数|占:案件总数}}
    fn other_whole(&self, placeholder: &Placeholder, whole: &str, text: &str) -> Option<Found> {
        let cited: &Metric = self.ledger.line(whole)?.metric;
        let head = text.get(..placeholder.range.start)?.trim_end();
        let words = clause_before(head)?.rsplit_once('占')?.1.strip_suffix('的')?;
        let is_said = |metric: &Metric| {
            let is_short = core(metric).chars().nth(SHORTEST - 1).is_none();
            words == metric.name || words == core(metric) && !is_short
        };
        let meant = self.numbers_in(&cited.unit).find(|other| is_said(other))?;
        if is_said(cited) {
            return None;
        }
        let end = head.len() - '的'.len_utf8();
        let (name, meant) = (&placeholder.name, &meant.name);
        let message = format!("前面写的是占“{words}”的，算的却是占“{whole}”的");
        let found = Diagnostic::new(Code::E0755, message).help(format!(
            "占“{meant}”的，改为 {{{{{name}|占:{meant}}}}}；占“{whole}”的，改写前面的话"
        ));
        Some((end - words.len()..end, format!("是“{meant}”"), found))
    }

    /// The metrics that are numbers in a unit.
    fn numbers_in(&self, unit: &str) -> impl Iterator<Item = &Metric> {
        let all = self.ledger.lines().map(|line| line.metric.as_ref());
        let is_left = |_: &&Metric| {
            let left = self.names_left.get();
            self.names_left.set(left.saturating_sub(1));
            left > 0
        };
        all.take_while(is_left).filter(move |metric| {
            metric.unit == unit && !matches!(metric.kind, MetricKind::Text | MetricKind::Boolean)
        })
    }
}

/// 兑现资金{{述法全覆盖}}: 是 or a list of names where an amount is told.
fn no_amount(cited: &Metric, placeholder: &Placeholder, text: &str) -> Option<Found> {
    let head = text.get(..placeholder.range.start)?.trim_end();
    let word = AMOUNTS.iter().find(|word| head.ends_with(**word))?;
    let (name, kind) = (&cited.name, cited.kind.word());
    let found = Diagnostic::new(Code::E0755, format!("前面写的是“{word}”，引用的“{name}”却不是数"))
        .help("改为要印的指标的名称；确要这样印的，把这个短语列入“照录”");
    Some((head.len() - word.len()..head.len(), format!("“{name}”的类型是“{kind}”"), found))
}

/// What a name says is counted. 总数 stays: what it is the sum of is said of its parts, too.
fn core(metric: &Metric) -> &str {
    let name = metric.name.as_str();
    let core =
        name.strip_suffix("数量").or_else(|| name.strip_suffix(['数', '量'])).unwrap_or(name);
    if core.ends_with('总') { name } else { core }
}

/// The last words of the clause before a figure, behind the last mark or figure; nothing behind the last of several names.
fn clause_before(head: &str) -> Option<&str> {
    let head = head.trim_end();
    let begin = head.rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '“' | '”' | '·' | ' '));
    let Some(begin) = begin else { return Some(head) };
    let mark = head[begin..].chars().next()?;
    let is_listed = mark == '、' && !head[..begin].trim_end().ends_with('}');
    (!is_listed).then(|| head[begin + mark.len_utf8()..].trim_start())
}

/// What was said of a figure: since the one before it, or since its sentence began.
fn since_figure(head: &str) -> &str {
    head.rsplit(['}', '。', '；', '！', '？']).next().unwrap_or_default()
}

/// The words that follow a figure at once.
fn words_behind(text: &str, end: usize) -> &str {
    let behind = text.get(end..).unwrap_or_default();
    behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// The last two characters.
fn ends_pair(name: &str) -> Option<&str> {
    let (at, _) = name.char_indices().rev().nth(1)?;
    name.get(at..)
}

/// Where a clause ends with a name, as it stands or with its parts the other way round (审结行政复议 of 行政复议审结数).
fn named_at_end(clause: &str, metric: &Metric) -> Option<Range<usize>> {
    let name = core(metric);
    let bare = LED.iter().find_map(|word| clause.strip_suffix(word)).unwrap_or(clause);
    let ends = [clause, bare].into_iter();
    ends.filter_map(|end| {
        let common = common_end(end, name);
        let enough = if metric.unit == "%" { SHORTEST } else { ENOUGH };
        let is_whole = common == name && common.chars().count() >= SHORTEST;
        if is_whole || common.chars().count() >= enough {
            return Some(end.len() - common.len()..end.len());
        }
        let parts = name.char_indices().skip(2).map(|(at, _)| name.split_at(at));
        parts.filter(|(_, last)| last.chars().nth(1).is_some()).find_map(|(first, last)| {
            let rest = end.strip_suffix(first)?.strip_suffix(last)?;
            Some(rest.len()..end.len())
        })
    })
    .max_by_key(|place| place.len())
}

/// What two texts have in common at their ends.
fn common_end<'t>(text: &str, name: &'t str) -> &'t str {
    let same = text.chars().rev().zip(name.chars().rev()).take_while(|(one, other)| one == other);
    let length: usize = same.map(|(c, _)| c.len_utf8()).sum();
    &name[name.len() - length..]
}

/// Whether words speak of a name by anything that another name does not begin with as well: 行政 is said of both 行政检查
/// and 行政处罚.
fn is_spoken_of(own: &str, other: &str, words: &str) -> bool {
    let same = own.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let characters: Vec<char> = own.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).collect();
    let mut pairs = characters.windows(2).skip(same.saturating_sub(1));
    pairs.any(|pair| words.contains(&pair.iter().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clause_before_a_figure() {
        for (head, clause) in [
            ("全年办理。作出行政处罚", Some("作出行政处罚")),
            ("行政检查{{甲}}、行政处罚", Some("行政处罚")),
            ("行政检查、行政处罚", None),
            ("行政处罚 ", Some("行政处罚")),
            ("行政检查{{甲}}", Some("")),
        ] {
            assert_eq!(clause_before(head), clause, "{head}");
        }
    }

    #[test]
    fn a_name_is_spoken_of_by_what_is_its_own() {
        assert!(!is_spoken_of("行政检查", "行政处罚", "作出行政处罚"));
        assert!(is_spoken_of("生态环境处罚", "行政处罚", "作出行政处罚"));
        assert!(is_spoken_of("矛盾纠纷受理", "人民调解受理", "受理人民调解"));
    }
}
