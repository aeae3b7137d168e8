//! Words right before a figure that name another one of the same unit: 行政处罚{{行政检查数}}.

mod names;
mod row;

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use self::names::{
    SHORTEST, core, ends_of, ends_pair, is_spoken_of, length_at_end, may_mean, named_at_end,
};
use super::{Line, Passage, ProseChecker};
use crate::catalogue::{Metric, MetricKind, Owner};
use crate::check::ledger::Ledger;
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::{Form, Placeholder};

/// Words by which the figure is of more than the name before it, of less, or of something else: of what
/// was spared or undone, 免予行政处罚.
const OTHERWISE: [&str; 20] = [
    "和", "及", "与", "或", "等", "占", "比", "较", "除", "非", "未", "不", "涉", "分别", "每",
    "免", "撤", "变更", "纠", "代替",
];

/// Words right before a name by which what it counts was not done: 免予行政处罚.
const UNDONE: [&str; 12] = [
    "未",
    "免予",
    "免于",
    "不予",
    "未予",
    "不作出",
    "未作出",
    "撤销",
    "免除",
    "避免",
    "减少",
    "取消",
];

/// What may stand between a name and the figure of all of it.
const SUMS: [&str; 4] = ["，共", "，共计", "，合计", "，总计"];

/// Words right before a name that make it the reason or the object of something else, or what was due: 因行政处罚引发,
/// 应报备规范性文件.
const ABOUT: [char; 9] = ['对', '因', '由', '从', '于', '经', '应', '须', '拟'];

/// Words behind which a figure is an amount.
const AMOUNTS: [&str; 13] = [
    "资金", "金额", "收入", "支出", "罚款", "欠薪", "共计", "总计", "合计", "数量", "率达", "率为",
    "总额",
];

/// Names of metrics that are held against the words before figures, of all texts together: of a project
/// with thousands of both, figures behind that are not looked at.
pub(super) const MOST_NAMES: usize = 2_000_000;

/// The metrics that are numbers, by who reports them (none: every department) and their unit.
pub(super) type Names<'a> = FxHashMap<(Option<&'a str>, &'a str), Vec<&'a Metric>>;

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
        let before = text.get(..start)?.trim_end();
        // 行政处罚：{{…}}, 行政处罚（{{…}}）, 示范村（社区）{{…}}
        let head = before.strip_suffix(['：', '（', ':', '(']).unwrap_or(before);
        let head = without_brackets(head).trim_end();
        let head = SUMS.iter().find_map(|sum| head.strip_suffix(sum)).unwrap_or(head);
        let is_parted = head.len() < before.len();
        let clause = clause_before(head)?;
        let said = match placeholder.form {
            // 行政处罚占案件总数的{{…|占:案件总数}}
            Form::Share(_) => clause.split('占').next()?,
            _ => clause,
        };
        let context = format!("{}\n{}", since_figure(before), words_behind(text, end));
        let (own, ends) = (core(cited), ends_of(said));
        let begin = head.len() - clause.len();
        // 未收取信息处理费（0元）
        let number = self.ledger.line(&cited.name).and_then(|line| line.reported());
        let is_nothing = number.is_some_and(|number| number.quantity.value.is_zero());
        if let Some(range) = undone(cited, placeholder, said, &ends).filter(|_| !is_nothing) {
            return Some(told_undone(cited, begin + range.start..begin + range.end, text));
        }
        let own_length = length_at_end(&ends, cited);
        // Most figures are named beside them.
        let is_named = ends_pair(own).is_some_and(|pair| context.contains(pair));
        // What a department says in the words of another's figure is a part of that: 化解矛盾纠纷 of what
        // was mediated. What every department has is called 本部门…. The office speaks of all.
        let owner = owner_of(cited).map(|owner| author.unwrap_or(owner));
        let others = self.numbers_of(owner, &cited.unit);
        let others = others.filter(|other| other.name != cited.name);
        let named = others.filter_map(|other| {
            let named = named_at_end(&ends, other, own)?;
            let (place, name) = (named.place, core(other));
            let lead = said.get(..place.start)?;
            let is_other = !own.contains(name)
                && !OTHERWISE.iter().any(|word| lead.contains(word))
                && !lead.ends_with(ABOUT);
            let may_be_own = match named.is_whole {
                // 应述法 says nothing of 述法.
                true => {
                    let around = [
                        since_figure(text.get(..begin + place.start)?),
                        before.get(begin + place.end..)?,
                        words_behind(text, end),
                    ];
                    own_length >= place.len() || may_mean(cited, other, &around.join("\n"))
                }
                false => is_parted || is_named || is_spoken_of(own, name, &context),
            };
            let key = (place.len(), Reverse(name.len()));
            (is_other && !may_be_own).then_some((key, place, other))
        });
        // The longest name; of those that end alike, the shortest.
        let (_, place, meant) = named.max_by_key(|(key, ..)| *key)?;
        let range = begin + place.start..begin + place.end;
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
        let is_short = words.chars().nth(SHORTEST - 1).is_none();
        if words == cited.name || words == core(cited) {
            return None;
        }
        let names = ["", "数", "数量", "量"].map(|end| format!("{words}{end}"));
        let lines = names.iter().filter_map(|name| self.ledger.line(name));
        let meant = lines.map(|line| line.metric.as_ref()).find(|metric: &&Metric| {
            metric.unit == cited.unit
                && (words == metric.name || words == core(metric) && !is_short)
        })?;
        let end = head.len() - '的'.len_utf8();
        let (name, meant) = (&placeholder.name, &meant.name);
        let message = format!("前面写的是占“{words}”的，算的却是占“{whole}”的");
        let found = Diagnostic::new(Code::E0755, message).help(format!(
            "占“{meant}”的，改为 {{{{{name}|占:{meant}}}}}；占“{whole}”的，改写前面的话"
        ));
        Some((end - words.len()..end, format!("是“{meant}”"), found))
    }

    /// The metrics of a department, or of every department, that are numbers in a unit.
    fn numbers_of<'s>(
        &'s self,
        owner: Option<&'s str>,
        unit: &'s str,
    ) -> impl Iterator<Item = &'s Metric> {
        let names: &Names<'s> = self.names.get_or_init(|| names(self.ledger));
        let of_owner = names.get(&(owner, unit)).into_iter().flatten().copied();
        let is_left = |_: &&Metric| {
            let left = self.names_left.get();
            self.names_left.set(left.saturating_sub(1));
            left > 0
        };
        of_owner.take_while(is_left)
    }
}

/// The department that reports a metric; none where every one does.
fn owner_of(metric: &Metric) -> Option<&str> {
    match &metric.owner {
        Owner::Every => None,
        Owner::Department(owner) => Some(owner),
    }
}

/// All of them, by the department and the unit.
fn names<'a>(ledger: &Ledger<'a>) -> Names<'a> {
    let mut names = Names::default();
    for Line { metric, .. } in ledger.lines() {
        let metric: &'a Metric = metric;
        if !matches!(metric.kind, MetricKind::Text | MetricKind::Boolean) {
            let key = (owner_of(metric), metric.unit.as_str());
            names.entry(key).or_default().push(metric);
        }
    }
    names
}

/// The name of a figure behind a word by which it was not done: 免予行政处罚{{行政处罚数}}.
fn undone(
    cited: &Metric,
    placeholder: &Placeholder,
    said: &str,
    ends: &[&str],
) -> Option<Range<usize>> {
    let named = named_at_end(ends, cited, "").filter(|named| named.is_whole)?;
    let lead = said.get(..named.place.start)?;
    let words = UNDONE.iter().filter(|word| lead.ends_with(**word));
    let word = words.max_by_key(|word| word.len())?;
    let is_figure = !matches!(placeholder.form, Form::Change);
    is_figure.then(|| lead.len() - word.len()..named.place.end)
}

fn told_undone(cited: &Metric, range: Range<usize>, text: &str) -> Found {
    let said = text.get(range.clone()).unwrap_or_default();
    let name = &cited.name;
    let found = Diagnostic::new(Code::E0755, format!("前面写的是“{said}”，引用的却是“{name}”"))
        .help(format!(
            "改为那一项的指标，没有的另设；确是“{name}”的，改写前面的话，或者把这个短语列入“照录”"
        ));
    (range, format!("这样说的不是“{name}”"), found)
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

/// What stands before a short remark in brackets: 示范村（社区）.
fn without_brackets(head: &str) -> &str {
    const LONGEST: usize = 8;
    let Some(inside) = head.strip_suffix('）') else { return head };
    let mut near = inside.char_indices().rev().take(LONGEST + 1);
    let opened = near.find(|(_, c)| *c == '（').map(|(at, _)| at);
    opened.filter(|at| !inside[*at..].contains('}')).map_or(head, |at| &head[..at])
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
}
