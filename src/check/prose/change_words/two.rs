//! Words that compare two figures of a sentence: 由{{…}}增加到{{…}}, {{…}}，多于检查{{…}}, {{…}}，比新收的{{…}}少.

use std::cmp::Ordering;
use std::ops::Range;

use super::Part;
use crate::check::prose::compared::{BASES, FALLS, RISES, counted};
use crate::check::prose::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::MOST;
use crate::prose::{Form, Placeholder};

/// Between two figures: the first is more, or less.
const OVER: [&str; 9] =
    ["多于", "高于", "大于", "超过", "超出", "远超", "远多于", "远高于", "远大于"];
const UNDER: [&str; 8] = ["少于", "低于", "小于", "不及", "不如", "远少于", "远低于", "远不及"];

/// Behind two figures of which the second is what the first is compared with.
const MORE: &str = "多 高 大 增加 增长 上升 提高 提升 增多";
const LESS: &str = "少 低 小 减少 下降 降低 回落 下滑";
const SAME: &str = "持平 相同 相等 一样多";

/// Before them.
const DEGREES: &str = "大幅 明显 有所 略有 略 稍 更 还 要 显著 小幅 相比";

/// What makes the second figure another one than it is: 与…之和, 上年的.
const OTHERS: &str = "上年 去年 同期 平均 目标 计划 之和 总和 合计 分别 的差 倍 成 率为";

/// How two figures compare, as the words say, and where these stand.
struct Compared {
    way: Ordering,
    said: Range<usize>,
}

impl ProseChecker<'_> {
    /// What is wrong with words between two neighbouring figures of a sentence.
    pub(super) fn of_two<'p>(
        &self,
        text: &str,
        sentence: &Range<usize>,
        figures: &[&'p Placeholder],
        passage: Passage<'_>,
    ) -> Vec<(&'p Placeholder, Range<usize>, Diagnostic)> {
        let mut found = Vec::new();
        for (at, pair) in figures.windows(2).enumerate() {
            let [one, other] = pair else { continue };
            if found.len() >= MOST {
                break;
            }
            let start =
                at.checked_sub(1).and_then(|at| figures.get(at)).map(|figure| figure.range.end);
            let end = figures.get(at + 2).map_or(sentence.end, |figure| figure.range.start);
            let head = start.unwrap_or(sentence.start)..one.range.start;
            let ranges = [head, one.range.end..other.range.start, other.range.end..end];
            let [head, between, tail] = ranges.map(|range| {
                let from = range.start;
                Part::new(text.get(range).unwrap_or_default(), from)
            });
            let is_last = end == sentence.end;
            let tail = match tail.text.strip_prefix(self.own_unit(other)) {
                Some(_) => tail.from(self.own_unit(other).len()),
                None => tail,
            };
            let unit = self.own_unit(one);
            let compared = from_to(&head, &between, unit)
                .or_else(|| beside(&between, &tail, unit, is_last))
                .or_else(|| behind(&between, &tail, unit))
                .or_else(|| range(&between, one));
            if let Some(compared) = compared
                && let Some(told) = self.against_other(one, other, &compared, passage)
            {
                found.push((*other, compared.said, told));
            }
            let earlier = figures.get(..at).unwrap_or_default();
            if let Some(told) = self.change_of_other((one, other), earlier, &between, passage) {
                found.push((*other, other.range.clone(), told));
            }
        }
        found
    }

    /// 行政处罚{{处罚数}}，同比{{强制数|同比}} and ，占比{{强制数|占:总数}}: the change or the share of a figure of which nothing
    /// is said there.
    fn change_of_other(
        &self,
        (one, other): (&Placeholder, &Placeholder),
        earlier: &[&Placeholder],
        between: &Part,
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        if one.name == other.name || !is_value(&one.form) {
            return None;
        }
        let (word, form) = match &other.form {
            Form::Change => ("增减", "同比".to_owned()),
            Form::Share(share) => ("占比", format!("占:{}", share.whole)),
            _ => return None,
        };
        // 抽查{{…}}，其中联合抽查{{…}}，同比{{…|同比}} goes back to the first, unless its change is told already.
        let mut same = earlier.iter().filter(|figure| figure.name == other.name);
        if same.clone().any(|figure| is_value(&figure.form))
            && !same.any(|figure| figure.form == other.form)
        {
            return None;
        }
        let words = between.text.strip_prefix(self.own_unit(one)).unwrap_or(&between.text);
        let base = words.trim_start_matches(['，', '（', '(', '、']);
        let is_said_of_one = base.len() < words.len()
            && match &other.form {
                Form::Share(share) => is_share_of(base, &share.whole),
                _ => base.is_empty() || BASES.split_whitespace().any(|word| word == base),
            };
        let found = is_said_of_one.then(|| {
            let message = format!("“{}”后面印的是“{}”的{word}", one.name, other.name);
            Diagnostic::new(Code::E0753, message)
        })?;
        let found = found
            .at(self.locate(passage, &other.range), format!("印的是它的{word}"))
            .also(self.locate(passage, &one.range), "前面的数");
        Some(found.help(format!(
            "要写“{}”{word}的，改为 {{{{{}|{form}}}}}；要写“{}”{word}的，先写明说的是它",
            one.name, one.name, other.name
        )))
    }

    /// The unit behind a bare number.
    pub(super) fn own_unit(&self, figure: &Placeholder) -> &str {
        let line = self.ledger.line(&figure.name).filter(|_| figure.form == Form::Number);
        line.map_or("", |line| line.metric.unit.as_str())
    }

    fn against_other(
        &self,
        one: &Placeholder,
        other: &Placeholder,
        compared: &Compared,
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        if !is_value(&one.form) || !is_value(&other.form) {
            return None;
        }
        let (unit, next) = (
            &self.ledger.line(&one.name)?.metric.unit,
            &self.ledger.line(&other.name)?.metric.unit,
        );
        let value = |figure| self.printed(figure, passage).filter(|now| now.is_exact());
        let (first, second) = (value(one)?, value(other)?);
        if unit != next || first.value.cmp(&second.value) == compared.way {
            return None;
        }
        let said = passage.text.value.get(compared.said.clone())?;
        let found = Diagnostic::new(
            Code::E0753,
            format!(
                "“{}”是 {}、“{}”是 {}，写的却是“{said}”",
                one.name,
                first.with_unit(unit),
                other.name,
                second.with_unit(next)
            ),
        );
        let found = found
            .at(self.locate(passage, &compared.said), "这样说")
            .also(self.locate(passage, &one.range), "印出来的数")
            .also(self.locate(passage, &other.range), "印出来的数");
        Some(found.help("核对两个数和前后次序；数无误的，改写这一句"))
    }
}

pub(super) fn is_value(form: &Form) -> bool {
    matches!(form, Form::Full | Form::Number | Form::Unit(_))
}

fn ending<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    words.split_whitespace().find_map(|word| text.strip_suffix(word))
}

fn holds_other(text: &str) -> bool {
    OTHERS.split_whitespace().any(|word| text.contains(word))
        || text.contains(|c: char| c.is_ascii_digit() || !c.is_alphanumeric())
}

/// 由{{…}}增加到{{…}}: the second is more.
fn from_to(head: &Part, between: &Part, unit: &str) -> Option<Compared> {
    const MARKS: [char; 4] = ['，', '：', '、', '（'];
    let clause = head.text.rsplit(MARKS).next().unwrap_or_default();
    let from = clause.rfind(['由', '从'])?;
    if holds_other(clause.get(from..)?) {
        return None;
    }
    let words = between.text.strip_prefix(unit).unwrap_or(&between.text);
    let (word, way) = way_to(words)?;
    let start = between.text.len() - words.len();
    let rest = words.get(word..)?;
    let is_whole = rest.is_empty() || !holds_other(rest) && rest.ends_with('的');
    let said = is_whole.then(|| between.range_of(start..start + word)).flatten()?;
    Some(Compared { way: way.reverse(), said })
}

/// How long the words are with which a text begins that lead from one value to the next: 大幅增加到.
fn way_to(text: &str) -> Option<(usize, Ordering)> {
    let bare = DEGREES.split_whitespace().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let begins =
        |words: &'static str| words.split_whitespace().find_map(|word| bare.strip_prefix(word));
    let (rest, way) = match (begins(RISES), begins(FALLS)) {
        (Some(rest), _) => (rest, Ordering::Greater),
        (None, Some(rest)) => (rest, Ordering::Less),
        (None, None) => match bare.chars().next()? {
            '增' | '升' => (bare.get('增'.len_utf8()..)?, Ordering::Greater),
            '减' | '降' => (bare.get('降'.len_utf8()..)?, Ordering::Less),
            _ => return None,
        },
    };
    let rest = rest.strip_prefix('了').unwrap_or(rest);
    let rest = rest.strip_prefix("到").or(rest.strip_prefix('至')).or(rest.strip_prefix('为'))?;
    Some((text.len() - rest.len(), way))
}

/// {{…|数}}-{{…}}: the second is more.
fn range(between: &Part, one: &Placeholder) -> Option<Compared> {
    let is_joint = matches!(between.text.as_str(), "-" | "－" | "–" | "—" | "~" | "～");
    let is_range = is_joint && one.form == Form::Number;
    let said = is_range.then(|| between.range_of(0..between.text.len())).flatten()?;
    Some(Compared { way: Ordering::Less, said })
}

/// {{…}}，多于检查{{…}}: with nothing behind them.
fn beside(between: &Part, tail: &Part, unit: &str, is_last: bool) -> Option<Compared> {
    let words = between.text.strip_prefix(unit).unwrap_or(&between.text);
    let words = words.strip_prefix('，').unwrap_or(words);
    let words =
        DEGREES.split_whitespace().find_map(|word| words.strip_prefix(word)).unwrap_or(words);
    let begins = |list: &[&str]| list.iter().find_map(|word| words.strip_prefix(word));
    let (rest, way) = match (begins(&OVER), begins(&UNDER)) {
        (Some(rest), _) => (rest, Ordering::Greater),
        (None, Some(rest)) => (rest, Ordering::Less),
        (None, None) => return None,
    };
    // 多于 at the figure itself is told as a word of about.
    if rest.is_empty() || holds_other(rest) || !ends_clause(&tail.text, is_last) {
        return None;
    }
    let start = between.text.len() - words.len();
    let said = between.range_of(start..between.text.len())?;
    Some(Compared { way, said })
}

/// {{…}}，比新收的{{…}}少
fn behind(between: &Part, tail: &Part, unit: &str) -> Option<Compared> {
    let words = between.text.strip_prefix(unit).unwrap_or(&between.text);
    let clause = words.strip_prefix('，');
    let words = clause.unwrap_or(words);
    let named = words.strip_prefix(['比', '较', '与', '和', '同'])?;
    if named.is_empty() || holds_other(named) {
        return None;
    }
    let end = tail.text.find(['，', '。', '；', '！', '？', '）']).unwrap_or(tail.text.len());
    let told = tail.text.get(..end)?;
    let bare = told.trim_end_matches('了');
    let kinds = [(MORE, Ordering::Greater), (LESS, Ordering::Less), (SAME, Ordering::Equal)];
    let (mut rest, way) =
        kinds.into_iter().find_map(|(words, way)| Some((ending(bare, words)?, way)))?;
    // {{…}}与检查{{…}}增加 says that both rose, and {{…}}与检查{{…}}持平 that both stayed.
    let is_compared = match way {
        _ if words.starts_with(['比', '较']) => true,
        Ordering::Equal => clause.is_some(),
        _ => rest.contains("相比"),
    };
    if !is_compared {
        return None;
    }
    while let Some(shorter) = ending(rest, DEGREES) {
        rest = shorter;
    }
    let start = between.text.len() - words.len();
    let from = between.range_of(start..between.text.len())?.start;
    let to = rest.is_empty().then(|| tail.range_of(0..told.len())).flatten()?.end;
    Some(Compared { way, said: from..to })
}

/// Whether a clause ends where a text begins; `is_last` says that no figure follows.
pub(super) fn ends_clause(text: &str, is_last: bool) -> bool {
    text.is_empty() && is_last || text.starts_with(['，', '。', '；', '！', '？', '）'])
}

/// Whether words are those of a share of a whole and nothing else: 占比, 占总数的.
fn is_share_of(words: &str, whole: &str) -> bool {
    let of = words.trim_end_matches(['为', '达', '的']).strip_prefix('占');
    of.is_some_and(|of| matches!(of, "" | "比" | "总数") || counted(of) == counted(whole))
}
