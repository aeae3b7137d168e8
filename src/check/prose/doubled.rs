//! What a placeholder prints, typed once more beside it: its unit after it (24家家), the word of
//! a change before it (同比增长增长21%).

use std::ops::Range;

use super::compared::{OWN_CHANGE, holds_any};
use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::number;
use crate::number::runs::POINTS;
use crate::prose::{Form, Placeholder, begins_other_word};

impl ProseChecker<'_> {
    /// `spared` are the phrases under 照录.
    pub(super) fn doubled(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Findings {
        let text = passage.text.value.as_str();
        let Range { start, end } = placeholder.range;
        let mut found = Vec::new();
        if let Some((unit, length)) = self.unit_again(placeholder, &text[end..]) {
            let right = match unit {
                "个百分点" | "百分点"
                    if placeholder.form == Form::Full && !is_level(&placeholder.name) =>
                {
                    format!("{{{{{}|数}}}}{POINTS}", placeholder.name)
                }
                _ => text[start..end].to_owned(),
            };
            let diagnostic = Diagnostic::new(Code::E0726, format!("单位“{unit}”写了两遍"));
            // Another unit, or a word of about before it, may say something else.
            let printed = match &placeholder.form {
                Form::Unit(printed) => printed,
                Form::Share(_) => "%",
                _ => self.ledger.line(&placeholder.name).map_or("", |line| &line.metric.unit),
            };
            let is_certain = unit == printed && text[end..end + length].trim_start() == unit;
            let label = "引用时连同单位一起印出";
            found.push((start..end + length, diagnostic, label, right, is_certain));
        }
        if let Some((length, right)) = level_in_points(placeholder, &text[..start], &text[end..]) {
            let title = format!("“{}”的单位是%，后面却写了“{POINTS}”", placeholder.name);
            let diagnostic = Diagnostic::new(Code::E0734, title);
            found.push((start..end + length, diagnostic, "百分点是两个比率的差", right, false));
        }
        // 提高到提高0.2个百分点
        let led = text[..start].trim_end_matches(['到', '至']);
        if let Some(word) = change_word(led).filter(|_| placeholder.form == Form::Change) {
            let said = text[word..start].trim_end();
            let diagnostic = Diagnostic::new(Code::E0727, format!("“{said}”写了两遍"));
            let label = "“|同比”自己会写出增长、下降或者持平";
            // Where the two words say different things, one of them is wrong.
            let is_certain = way_of(said).is_some_and(|way| {
                let printed = self.printed_change(placeholder, passage).unwrap_or_default();
                ["增长", "提高", "下降"]
                    .iter()
                    .any(|word| printed.starts_with(word) && way_of(word) == Some(way))
            });
            found.push((word..end, diagnostic, label, text[start..end].to_owned(), is_certain));
        }
        let last = self.context.submissions.report.year.saturating_sub(1);
        if let Some(year) =
            other_year(&text[..start], last).filter(|_| placeholder.form == Form::Change)
        {
            let title = format!("“|同比”是与{last}年比，前面却写了“{}年”", &text[year.clone()]);
            let right = format!("{last}{}", &text[year.end..end]);
            let label = "同比只与上一年比";
            found.push((year.start..end, Diagnostic::new(Code::E0732, title), label, right, false));
        }
        found.retain(|(range, ..)| !spared.iter().any(|spared| spared.contains(&range.start)));
        let diagnostic = found.into_iter().map(|(range, diagnostic, label, right, is_certain)| {
            let diagnostic =
                diagnostic.at(self.locate(passage, &range), label).help(format!("改为 {right}"));
            match is_certain {
                true => self.edited(diagnostic, passage, &range, &right),
                false => diagnostic,
            }
        });
        diagnostic.collect()
    }

    /// How a placeholder of a change prints it.
    fn printed_change(&self, placeholder: &Placeholder, passage: Passage<'_>) -> Option<String> {
        let now = self.printed(placeholder, passage)?;
        self.change_in(placeholder, now, passage)
    }

    /// The unit that is typed again after a placeholder, and how far it reaches.
    fn unit_again<'t>(&self, placeholder: &Placeholder, rest: &'t str) -> Option<(&'t str, usize)> {
        let metric = self.ledger.line(&placeholder.name)?.metric;
        let unit = match &placeholder.form {
            Form::Full => metric.unit.as_str(),
            Form::Unit(unit) => unit,
            Form::Change | Form::Share(_) => "%",
            Form::Number => return None,
        };
        // Lines of a paragraph are printed as one.
        let typed = rest.trim_start_matches(['多', '余', ' ', '\u{3000}', '\n']);
        let word = spellings(unit)
            .into_iter()
            .find_map(|word| typed.get(..word.len()).filter(|typed| *typed == word))?;
        let same_paragraph = !rest[..rest.len() - typed.len()].contains("\n\n");
        let is_unit = same_paragraph && !begins_other_word(word, &typed[word.len()..]);
        is_unit.then(|| (word, rest.len() - typed.len() + word.len()))
    }
}

/// Whether a metric is the level of a rate by its name, and no change of one.
fn is_level(name: &str) -> bool {
    ["率", "度", "比例", "占比", "比重"].iter().any(|word| name.ends_with(word))
        && !holds_any(name, OWN_CHANGE)
}

/// 率为{{率|数}}个百分点: how long the wrong unit is, and what is right.
fn level_in_points(placeholder: &Placeholder, head: &str, rest: &str) -> Option<(usize, String)> {
    let is_reached = head.trim_end().ends_with(['为', '达', '到', '至', '是']);
    let is_level = placeholder.form == Form::Number && is_level(&placeholder.name);
    let is_wrong = is_level && is_reached && rest.starts_with(POINTS);
    is_wrong.then(|| (POINTS.len(), format!("{{{{{}}}}}", placeholder.name)))
}

/// The ways in which a unit may be typed again, the longest first: 亿元 as 亿元, 万元 or 元.
fn spellings(unit: &str) -> Vec<String> {
    let base = number::kind_of_unit(unit);
    match unit {
        "" => Vec::new(),
        "%" => ["个百分点", "百分点", "分点", "%", "％"].map(str::to_owned).into(),
        _ if base == unit => vec![unit.to_owned()],
        _ => vec![format!("万{base}"), format!("亿{base}"), unit.to_owned(), base.to_owned()],
    }
}

/// Where the word of a change begins that a text ends with, 了 or 约 after it.
pub(super) fn change_word(text: &str) -> Option<usize> {
    const WORDS: &str = "\
        增长率 增长 增加 上升 提高 提升 上涨 增幅 增速 下降 减少 降低 下滑 回落 降幅";
    let bare = text.trim_end_matches([' ', '\n', '了', '约', '近', '达', '为']);
    let word = WORDS.split_whitespace().find_map(|word| bare.strip_suffix(word));
    // 同比增, 比上年降.
    let short =
        || bare.strip_suffix(['增', '升', '降']).filter(|rest| rest.ends_with(['比', '年']));
    word.or_else(short).map(str::len)
}

/// The digits of a year that is not last year, with which a text that ends so compares: 比2022年.
fn other_year(text: &str, last: i32) -> Option<Range<usize>> {
    let bare = text.trim_end_matches([' ', '\n', '，']);
    let bare = bare.strip_suffix("相比").or(bare.strip_suffix("同期")).unwrap_or(text.trim_end());
    let bare = bare.trim_end_matches('度').strip_suffix('年')?.trim_end();
    let head = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let compares = head.trim_end().ends_with(['比', '较', '与', '同', '和']);
    let digits = &bare[head.len()..];
    let is_other = digits.len() == 4 && digits.parse::<i32>().is_ok_and(|year| year != last);
    (compares && is_other).then_some(head.len()..bare.len())
}

/// Which way a bare word of a change goes: 增 or 降. None with a word of about after it.
fn way_of(word: &str) -> Option<&'static str> {
    match word.trim_end_matches('了') {
        "增长" | "增加" | "上升" | "提高" | "提升" | "上涨" | "增" | "升" => {
            Some("增")
        }
        "下降" | "减少" | "降低" | "下滑" | "回落" | "降" => Some("降"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_compared_with_last_year() {
        for text in ["受理比2022年", "与2021年相比，", "较 2022 年同期", "比2022年度"]
        {
            assert!(other_year(text, 2023).is_some(), "{text}");
        }
        for text in ["比2023年", "与2023年相比，", "2022年", "比1202年前", ""] {
            assert_eq!(other_year(text, 2023), None, "{text}");
        }
    }

    #[test]
    fn the_word_of_a_change_ends_the_text() {
        for (text, word) in [
            ("同比增长", "增长"),
            ("比上年下降了", "下降了"),
            ("同比增", "增"),
            ("增幅达", "增幅达"),
            ("案件增加 \n", "增加 \n"),
        ] {
            assert_eq!(change_word(text).map(|at| &text[at..]), Some(word), "{text}");
        }
        for text in ["同比", "比上年", "新增", "有所下降，", "稳步提高，同比", ""]
        {
            assert_eq!(change_word(text), None, "{text}");
        }
    }
}
