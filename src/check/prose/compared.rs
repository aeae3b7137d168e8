//! Words before a figure that make it another year's (比上年的), a change that it is not (同比下降), or
//! that say another change than there was (同比增加，达).

mod period;
mod time;

use std::cmp::Ordering;
use std::ops::Range;

use self::period::Period;
use self::time::{changed_on_year, ends_in_year, other_period, time_of_clause};
use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::number::runs::POINTS;
use crate::prose::{Form, Placeholder};
use crate::text::is_han;

/// How many characters before a figure are looked at.
const NEAR: usize = 40;

pub(super) const RISES: &str = "增长 增加 上升 提高 提升 上涨 攀升 增多 回升 反弹 走高 反升";
pub(super) const FALLS: &str = "下降 减少 降低 下滑 回落 走低 反降";

/// Words of a change that do not say which way it went.
const CHANGES: &str = "变化 变动 增减 增幅 降幅 涨幅 增速 增长率 变化率 增长幅度 下降幅度 变化幅度";

/// What a change is compared with.
pub(super) const BASES: &str = "\
    同比 比上年 较上年 比去年 较去年 与上年相比 与去年相比 同上年相比 同去年相比 较上年同期 比上年同期 \
    较去年同期 比去年同期 上年同期 去年同期";

/// Words by which a metric is a change itself, or one of another time.
pub(super) const OWN_CHANGE: &str = "\
    增 减 降 升 提高 提速 幅 速 差 净 压 缩 涨 新建 新创 新设 节约 取消 变化 同比";
pub(super) const OWN_TIME: &str = "上年 去年 上一年 往年 历年 同期 结转 年初 存量 积案";

/// The text right before a figure, without blanks: back to the end of the last sentence or figure.
struct Head {
    text: String,
    /// Where each character stands in the whole text.
    places: Vec<usize>,
}

impl Head {
    fn new(text: &str) -> Head {
        let mut marks: Vec<(usize, char)> = Vec::new();
        let near = text.char_indices().rev().filter(|(_, c)| !c.is_whitespace()).take(NEAR);
        for mark in near {
            if matches!(mark.1, '。' | '；' | '！' | '？' | '}') || text[mark.0..].contains("\n\n")
            {
                break;
            }
            marks.push(mark);
        }
        marks.reverse();
        let (places, text) = marks.into_iter().unzip();
        Head { text, places }
    }

    /// Where a byte of it stands in the whole text.
    fn place(&self, byte: usize) -> Option<usize> {
        let passed = self.text.get(..byte)?.chars().count();
        self.places.get(passed).copied()
    }
}

/// Which way a text ends in: the byte where the word begins, and the way.
fn way(text: &str) -> Option<(usize, Ordering)> {
    let ends =
        |words: &'static str| words.split_whitespace().find_map(|word| text.strip_suffix(word));
    let (head, way) = match (ends(RISES), ends(FALLS)) {
        (Some(head), _) => (head, Ordering::Greater),
        (None, Some(head)) => (head, Ordering::Less),
        (None, None) => return None,
    };
    // 遏制上升, 由下降: what is denied or was before; 能力提升 is said of something else.
    const DENIED: &str = "没有 未 遏制 扭转 止 防 避免 由 从 变 不再 停 控 免 非 未见";
    const ABILITIES: &str = "能力 水平 质量 效率 效能 效果 质效 意识 素养 力度 素质 满意度 形象";
    let near: String = {
        let mut near: Vec<char> = head.chars().rev().take(8).collect();
        near.reverse();
        near.into_iter().collect()
    };
    let near = near.rsplit(['，', '、']).next().unwrap_or_default();
    let is_of = |words: &str| words.split_whitespace().any(|word| near.contains(word));
    (!is_of(DENIED) && !is_of(ABILITIES)).then_some((head.len(), way))
}

pub(super) fn holds_any(text: &str, words: &str) -> bool {
    words.split_whitespace().any(|word| text.contains(word))
}

/// What a name says is counted: 行政检查 of 行政检查数.
pub(super) fn counted(name: &str) -> &str {
    let name = name.strip_suffix("数量").unwrap_or(name);
    name.trim_end_matches(['数', '量', '总'])
}

/// A text without one of the words at its end.
fn without<'t>(text: &'t str, words: &str) -> &'t str {
    words.split_whitespace().find_map(|word| text.strip_suffix(word)).unwrap_or(text)
}

impl ProseChecker<'_> {
    /// `spared` are the phrases under 照录.
    pub(super) fn compared(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<Diagnostic> {
        let text = passage.text.value.as_str();
        let head = Head::new(text.get(..placeholder.range.start)?);
        let found = match placeholder.form {
            Form::Change => self.against_change(placeholder, passage, &head),
            _ => self
                .of_another_year(placeholder, passage, &head)
                .or_else(|| self.against_value(placeholder, passage, &head)),
        };
        match found {
            Some(found) => self.told_before(found, &head, placeholder, passage, spared),
            None => self.year_behind(placeholder, passage, spared),
        }
    }

    /// {{…}}（2023年）: another year in brackets behind a figure.
    fn year_behind(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<Diagnostic> {
        let name = &placeholder.name;
        let year = self.context.submissions.report.year;
        let is_own = passage.is_plan || holds_any(name, OWN_TIME);
        self.printed(placeholder, passage).filter(|_| !is_own)?;
        let text = passage.text.value.as_str();
        let rest = text.get(placeholder.range.end..)?;
        let (said, _) = rest.strip_prefix('（')?.split_once('）')?;
        let start = placeholder.range.end + '（'.len_utf8();
        let is_spared = spared.iter().any(|spared| spared.contains(&start));
        let is_year = ends_in_year(without(said, "同期 全年 度"), year) == Some(0);
        (is_year && !is_spared).then(|| {
            of_other_year(name, year, "后面", said)
                .at(self.locate(passage, &(start..start + said.len())), "在它后面")
                .also(self.locate(passage, &placeholder.range), "印出来的数")
        })
    }

    /// The same of a figure where its change is meant: what is told of it goes for the unit behind it, too.
    pub(super) fn for_change(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<Diagnostic> {
        if placeholder.form == Form::Change {
            return None;
        }
        let text = passage.text.value.as_str();
        let head = Head::new(text.get(..placeholder.range.start)?);
        let found = self.as_change(placeholder, passage, &head)?;
        self.told_before(found, &head, placeholder, passage, spared)
    }

    /// What was found in the words before a figure, with its places.
    fn told_before(
        &self,
        (start, diagnostic): (usize, Diagnostic),
        head: &Head,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<Diagnostic> {
        let text = passage.text.value.as_str();
        let start = head.place(start)?;
        if spared.iter().any(|spared| spared.contains(&start)) {
            return None;
        }
        let end = *head.places.last()?;
        let end = end + text.get(end..)?.chars().next().map_or(0, char::len_utf8);
        Some(
            diagnostic
                .at(self.locate(passage, &(start..end)), "在它前面")
                .also(self.locate(passage, &placeholder.range), "印出来的数"),
        )
    }

    /// 比上年的{{…}}, 2023年受理{{…}}: this year's figure where another year's is meant.
    fn of_another_year(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        head: &Head,
    ) -> Option<(usize, Diagnostic)> {
        let name = &placeholder.name;
        let year = self.context.submissions.report.year;
        if passage.is_plan || holds_any(name, OWN_TIME) {
            return None;
        }
        let text = head.text.as_str();
        let bare = without(text.trim_end_matches(['的', '是', '为', '）', ')']), "同期 全年 度");
        // 行政检查上年度为, 行政检查（2023年）; of other words a bracket may be, too.
        let is_of_name = |before: &str| before.ends_with(counted(name));
        let time = ends_in_year(bare, year)
            .filter(|at| {
                let before = text.get(..*at).unwrap_or_default();
                let is_plain = |c: char| !c.is_alphanumeric() || "比较与同和由从在而".contains(c);
                match text.ends_with(['）', ')']) {
                    true => before.strip_suffix(['（', '(']).is_some_and(is_of_name),
                    false => before.chars().next_back().is_none_or(is_plain) || is_of_name(before),
                }
            })
            .map(|at| at..bare.len())
            .or_else(|| time_of_clause(text, year, name));
        let Some(time) = time else { return self.of_other_period(placeholder, passage, head) };
        let said = text.get(time.clone())?;
        // The metric of another year says so.
        if name.contains(said.trim_end_matches('年')) {
            return None;
        }
        Some((time.start, of_other_year(name, year, "前面", said)))
    }

    /// 上半年受理{{…}}, 日均受理{{…}}, 五年来受理{{…}}: the year's figure where that of another time, or a mean, is
    /// meant.
    fn of_other_period(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        head: &Head,
    ) -> Option<(usize, Diagnostic)> {
        const OWN: &str = "半年 季 月 周 日 天 均 每 累计 以来 年来 标准 定额 限额 单价";
        let name = &placeholder.name;
        let year = self.context.submissions.report.year;
        let metric = self.ledger.line(name)?.metric;
        // The metric of such a time says so.
        let is_own =
            metric.cumulative || [name, &metric.definition].iter().any(|text| holds_any(text, OWN));
        self.printed(placeholder, passage).filter(|_| !is_own)?;
        let text = head.text.as_str();
        let (period, part) = other_period(text, year, name)?;
        let said = text.get(part.clone())?;
        if period == Period::OtherYear {
            return Some((part.start, of_other_year(name, year, "前面", said)));
        }
        let found = Diagnostic::new(
            Code::E0732,
            format!("“{name}”是{year}年全年的数，前面却写了“{said}”"),
        )
        .severity(Severity::Warning)
        .help(format!(
            "核对：是全年的数的，删去“{said}”；要写那一段时间的数或者平均数的，另设指标，或者把这个短语列入“照录”；指标本来就是这样统计的，在口径里写明"
        ));
        Some((part.start, found))
    }

    /// 同比下降{{…}}, 提高{{…|数}}个百分点: a figure where its change is meant.
    fn as_change(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        head: &Head,
    ) -> Option<(usize, Diagnostic)> {
        let name = &placeholder.name;
        let is_share = matches!(placeholder.form, Form::Share(_));
        if passage.is_plan || holds_any(name, OWN_CHANGE) {
            return None;
        }
        let bare = head.text.trim_end_matches(['了', '约', '近']);
        let is_rate = is_share || self.ledger.line(name)?.metric.unit == "%";
        let year = self.context.submissions.report.year;
        let (start, is_on_last_year) = change_said(bare, is_rate)
            .map(|start| (start, true))
            .or_else(|| changed_on_year(bare, year, name))?;
        let said = head.text.get(start..)?;
        let text = passage.text.value.as_str();
        let behind = text.get(placeholder.range.end..)?;
        let unit = [POINTS, "%", "％"].into_iter().find(|unit| behind.starts_with(unit));
        // 同比{{…|数}}件的基数 says more of it.
        let counted = &self.ledger.line(name)?.metric.unit;
        let ends = !behind.strip_prefix(counted.as_str()).unwrap_or(behind).starts_with(is_han);
        if !ends && said.starts_with("同比") && way(bare).is_none() && !holds_any(said, CHANGES) {
            return None;
        }
        let figure = text.get(placeholder.range.clone())?;
        let whole = format!("{said}{figure}{}", unit.unwrap_or_default());
        let begins = bare.get(..start).unwrap_or_default().ends_with(is_han);
        let comma = if begins { "，" } else { "" };
        if is_share {
            let title = format!("“{said}”后面是占比，不是增减的数");
            let help = format!(
                "是占比的，把“{whole}”改为“{comma}占{figure}”；要写增减的，改为“同比{{{{{name}|同比}}}}”"
            );
            return Some((start, Diagnostic::new(Code::E0732, title).help(help)));
        }
        // Without last year's value there is nothing that 同比 could print.
        let now = self.printed(placeholder, passage)?;
        let help = match self.change_in(placeholder, now, passage) {
            _ if !is_on_last_year => format!(
                "是本年的数的，把“{whole}”改为“{comma}为{{{{{name}}}}}”；与更早的年份比的，另设指标"
            ),
            Some(_) => format!(
                "要写增减的，把“{whole}”改为“同比{{{{{name}|同比}}}}”，增长、下降由程序写出；是本年的数的，改为“{comma}为{{{{{name}}}}}”"
            ),
            None => format!(
                "把“{whole}”改为“{comma}为{{{{{name}}}}}”；要写增减的，先补上上一年度的数，再写“同比{{{{{name}|同比}}}}”"
            ),
        };
        let found =
            Diagnostic::new(Code::E0732, format!("“{name}”不是增减的数，前面却写了“{said}”"))
                .help(help);
        Some((start, found))
    }

    /// 同比增加，达{{…}}: a change that the figure did not have.
    fn against_value(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        head: &Head,
    ) -> Option<(usize, Diagnostic)> {
        if matches!(placeholder.form, Form::Share(_)) {
            return None;
        }
        let text = head.text.as_str();
        let to = ['达', '到', '至', '为', '了'];
        let led = text.trim_end_matches(to);
        // 行政检查同比下降，共{{…}}: here something else may have fallen.
        let summed = without(led, "全年共 共计 累计 总计 合计 一共 共 全年");
        let is_summed = summed.len() < led.len() && summed.ends_with('，');
        let bare = if is_summed { summed } else { text };
        let bare = bare.trim_end_matches(to).trim_end_matches(['，', '（']).trim_end_matches(to);
        let (at, way) = way(bare).or_else(|| {
            let way =
                [('增', Ordering::Greater), ('升', Ordering::Greater), ('降', Ordering::Less)];
            let is_to = text.ends_with(['至', '到']);
            way.into_iter()
                .find_map(|(c, way)| Some((bare.strip_suffix(c).filter(|_| is_to)?.len(), way)))
        })?;
        let before = text.get(..at)?;
        let clause = before.rsplit('，').next().unwrap_or_default();
        let base = BASES.split_whitespace().filter_map(|word| clause.rfind(word)).min()?;
        let start = before.len() - clause.len() + base;
        let subject = counted(clause.get(..base)?);
        let word = subject.char_indices().rev().nth(1).and_then(|(at, _)| subject.get(at..));
        if is_summed && !word.is_some_and(|word| placeholder.name.contains(word)) {
            return None;
        }
        let found = self.opposed(placeholder, passage, way, text.get(start..bare.len())?)?;
        Some((start, found))
    }

    /// 大幅增长（{{…|同比}}）: a change that is another than the one that is printed.
    fn against_change(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        head: &Head,
    ) -> Option<(usize, Diagnostic)> {
        let text = head.text.as_str();
        if let Some(found) = self.change_for_share(placeholder, text) {
            return Some(found);
        }
        let bare = without(text.trim_end_matches(['达', '为']), BASES);
        let bare = bare.trim_end_matches(['，', '（', '(', '：', '—', '、']);
        if bare.len() == text.len() {
            return None;
        }
        let (at, way) = way(bare)?;
        let found = self.opposed(placeholder, passage, way, text.get(at..bare.len())?)?;
        Some((at, found))
    }

    /// 占比{{…|同比}}, 占案件总数的{{…|同比}}: a change where a share is meant. That of a metric that is a rate is one.
    fn change_for_share(
        &self,
        placeholder: &Placeholder,
        text: &str,
    ) -> Option<(usize, Diagnostic)> {
        let name = &placeholder.name;
        if self.ledger.line(name)?.metric.unit == "%" {
            return None;
        }
        let clause = text.rsplit(['，', '：', '、', '（']).next()?;
        let bare = clause.trim_end_matches(['为', '达', '是', '约', '到', '的']);
        let words = ["占比", "比重", "比例", "份额"];
        let word = words.into_iter().find_map(|word| bare.strip_suffix(word));
        // 占案件总数的, 占案件总数
        let is_whole = |of: &str| {
            of.ends_with("总数") || of.ends_with("总量") || self.ledger.line(of).is_some()
        };
        let of_whole = || {
            let at = clause.find('占')?;
            let of = bare.get(at + '占'.len_utf8()..)?;
            (clause.ends_with(['的', '占']) || is_whole(of)).then_some(at)
        };
        let at = word.map(str::len).or_else(of_whole)?;
        let said = clause.get(at..)?;
        let title = format!("“|同比”是与上一年比的增减，前面却写了“{said}”");
        let help = format!(
            "要写占比的，改为 {{{{{name}|占:分母的指标}}}}；要写增减的，把“{said}”改为“同比”"
        );
        let found = Diagnostic::new(Code::E0732, title).help(help);
        Some((text.len() - clause.len() + at, found))
    }

    /// What is told where a figure changed in another way than its text says.
    fn opposed(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        way: Ordering,
        said: &str,
    ) -> Option<Diagnostic> {
        let now = self.printed(placeholder, passage)?;
        let (before, spans) = self.before(placeholder, passage)?;
        if !now.is_exact() || !before.is_exact() || now.value.cmp(&before.value) == way {
            return None;
        }
        let name = &placeholder.name;
        let change = self.change_in(placeholder, now, passage)?;
        let found = Diagnostic::new(Code::E0727, format!("“{name}”{change}，前面却写了“{said}”"));
        let found = spans.into_iter().fold(found, |found, span| found.also(span, "上年"));
        Some(found.help(format!("核对后改写；增减由 {{{{{name}|同比}}}} 写出，前面只写“同比”")))
    }
}

/// What is told where a figure is said to be another year's.
fn of_other_year(name: &str, year: i32, side: &str, said: &str) -> Diagnostic {
    Diagnostic::new(Code::E0732, format!("“{name}”是{year}年的数，{side}却写了“{said}”")).help(format!(
        "核对年份；要与上一年比的，写 {{{{{name}|同比}}}}；要写那一年的数的，另设指标，或者把这个短语列入“照录”"
    ))
}

/// Where the words begin with which a text ends and that make the figure behind them a change: 同比下降,
/// 同比变化为; of a rate 下降 alone is enough.
fn change_said(bare: &str, is_rate: bool) -> Option<usize> {
    let alone = bare.trim_end_matches(['为', '达', '是', '：']).strip_suffix("同比");
    if let Some(head) = alone {
        return Some(head.len());
    }
    let (at, says_way) = match way(bare) {
        Some((at, _)) => (at, true),
        // 同比变化为, 同比增幅达: 为 alone leads to the figure itself.
        None => {
            let bare = bare.trim_end_matches(['为', '达', '是', '：']);
            let change = CHANGES.split_whitespace().find_map(|word| bare.strip_suffix(word))?;
            (change.len(), false)
        }
    };
    let base = without(bare.get(..at)?, "大幅 略有 有所 小幅 明显 均 分别 又");
    let start =
        BASES.split_whitespace().filter_map(|word| base.strip_suffix(word)).map(str::len).min();
    start.or((is_rate && says_way).then_some(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_in_which_a_text_ends() {
        let of = |text| way(text).map(|(_, way)| way);
        for text in ["同比增加", "大幅增长", "不降反升", "案件量持续上升"] {
            assert_eq!(of(text), Some(Ordering::Greater), "{text}");
        }
        for text in ["有所下降", "不升反降", "明显减少"] {
            assert_eq!(of(text), Some(Ordering::Less), "{text}");
        }
        for text in ["遏制上升", "治理能力提升", "没有减少", "止跌回升", "受理", "由下降", ""]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
