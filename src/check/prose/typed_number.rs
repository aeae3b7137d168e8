//! Figures typed by hand: a number before a unit of the catalogue that is bound to no metric.
//!
//! Left alone are placeholders, text inside “…” and 《…》, phrases under 照录, dates and
//! years (their words are no units), ordinals (第3次) and spans of time (3个月).

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Passage, Room, quoted};
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{self, Quantity};
use crate::source::Span;

/// `24家`: a number and the unit that follows it.
#[derive(Debug, PartialEq)]
struct TypedNumber<'a> {
    value: Decimal,
    unit: &'a str,
    /// Bytes of the text, from the first digit to the end of the unit.
    range: Range<usize>,
}

impl Room<'_> {
    pub(super) fn typed_numbers(
        &self,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Vec<Diagnostic> {
        let text = passage.text.value.as_str();
        let quoted = quoted(text);
        let spared = || spared.iter().chain(&quoted);
        let is_unit = |word: &str| self.kinds.contains(number::kind_of_unit(word));
        scan(text, is_unit)
            .into_iter()
            .filter(|typed| !spared().any(|spared| spared.contains(&typed.range.start)))
            .map(|typed| {
                let said = &text[typed.range.clone()];
                let told = Diagnostic::new(Code::E0707, format!("“{said}”没有引用指标"));
                let span = self.locate(passage, &typed.range);
                match self.probable(&typed, text) {
                    Some((metric, true)) => told
                        .at(span, format!("很可能是指标“{}”", metric.name))
                        .help(format!("改为 {{{{{}}}}}", metric.name)),
                    Some((metric, false)) => self.contradiction(said, span, metric),
                    None => told.at(span, "手写的数字").help(
                        "登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”",
                    ),
                }
            })
            .collect()
    }

    /// A typed number whose words are a metric's, and whose value is not.
    fn contradiction(&self, said: &str, span: Span, metric: &Metric) -> Diagnostic {
        let name = &metric.name;
        let told = Diagnostic::new(Code::E0710, format!("“{said}”与指标“{name}”不符"))
            .at(span, format!("像是指标“{name}”，数却不同"));
        let told = match self.ledger.number(name) {
            Some(reported) => {
                let value = reported.quantity.with_unit(reported.unit);
                let computed = if reported.spans.len() > 1 { "（由此算得）" } else { "" };
                let label = format!("指标是 {value}{computed}");
                reported.spans.iter().fold(told, |told, span| told.also(*span, label.clone()))
            }
            None => told,
        };
        told.help(format!(
            "核对两处：就是“{name}”的，改为 {{{{{name}}}}}；不是的，登记指标后引用，或者把这个短语列入“照录”"
        ))
    }

    /// The metric that a typed number probably is, and whether its value is the same.
    fn probable(&self, typed: &TypedNumber<'_>, text: &str) -> Option<(&Metric, bool)> {
        let context = clause(text, &typed.range);
        let scored = self.ledger.lines().filter_map(|line| {
            let metric = line.metric.as_ref();
            let operand = self.ledger.number(&metric.name)?;
            let value = number::convert(typed.value, typed.unit, &metric.unit)?;
            let same = value == operand.quantity.value;
            let words = metric.name.trim_end_matches(['数', '率', '量']);
            let likeness = likeness(&metric.name, context);
            let named = likeness > 1 || (likeness > 0 && context.contains(words));
            Some((metric, same, likeness, named))
        });
        // A small number is the same as many; then the words must be alike too.
        let telling = typed.value >= Decimal::ONE_HUNDRED || typed.value.scale() > 0;
        let likely = scored.filter(|&(_, same, likeness, named)| match same {
            true => telling || likeness > 0,
            false => named,
        });
        // The first of the likeliest, in the order of the catalogue.
        let best = likely.reduce(
            |best, next| {
                if (next.1, next.2) > (best.1, best.2) { next } else { best }
            },
        );
        best.map(|(metric, same, ..)| (metric, same))
    }
}

/// All numbers before a unit.
fn scan(text: &str, is_unit: impl Fn(&str) -> bool) -> Vec<TypedNumber<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_digit).map(|start| at + start) {
        let length = text[start..]
            .find(|c| !is_digit(c) && !matches!(c, '.' | ',' | '，' | '．'))
            .unwrap_or(text.len() - start);
        let digits = text[start..start + length].trim_end_matches(|c| !is_digit(c));
        at = start + digits.len();
        let before = text[..start].chars().next_back();
        let ordinal = before.is_some_and(|c| c == '第' || c.is_ascii_alphanumeric());
        let rest = text[at..].trim_start_matches(['多', '余', ' ', '\u{3000}']);
        if let Some((unit, length)) = unit(rest, &is_unit)
            && let Some(value) = value(digits)
            && !ordinal
        {
            let end = text.len() - rest.len() + length;
            found.push(TypedNumber { value, unit, range: start..end });
        }
    }
    found
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn value(digits: &str) -> Option<Decimal> {
    let plain = match Quantity::parse(digits) {
        Ok(quantity) => return Some(quantity.value),
        Err(fault) => fault.correction?,
    };
    Quantity::parse(&plain).ok().map(|quantity| quantity.value)
}

/// The longest unit that the text begins with, and how many bytes of the text it is.
fn unit(text: &str, is_unit: impl Fn(&str) -> bool) -> Option<(&str, usize)> {
    const SPANS_OF_TIME: [&str; 7] =
        ["个月", "个小时", "个工作日", "个星期", "个季度", "个年度", "个学期"];
    if SPANS_OF_TIME.iter().any(|span| text.starts_with(span)) {
        return None;
    }
    if text.starts_with('％') {
        return is_unit("%").then_some(("%", '％'.len_utf8()));
    }
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(5);
    let longest_first = ends.collect::<Vec<_>>().into_iter().rev();
    let mut words = longest_first.filter_map(|end| text.get(..end));
    words.find(|word| is_unit(word)).map(|word| (word, word.len()))
}

/// The words around a number: its clause, back to the last full stop and on to the next mark.
fn clause<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let start = text[..range.start].rfind(['。', '；', '，', '、', '\n']).unwrap_or(0);
    let end = text[range.end..]
        .find(['。', '；', '，', '、', '\n'])
        .map_or(text.len(), |end| range.end + end);
    &text[start..end]
}

/// How many pairs of neighbouring characters of the name stand in the text.
fn likeness(name: &str, text: &str) -> usize {
    let name: Vec<char> = name.chars().collect();
    name.windows(2).filter(|pair| text.contains(&pair.iter().collect::<String>())).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let units = ["件", "次", "家", "个", "人", "人次", "万元", "%", "平方米"];
        let spared = quoted(text);
        scan(text, |word| {
            units.iter().any(|unit| number::kind_of_unit(unit) == number::kind_of_unit(word))
        })
        .into_iter()
        .filter(|typed| !spared.iter().any(|range| range.contains(&typed.range.start)))
        .map(|typed| &text[typed.range])
        .collect()
    }

    #[test]
    fn numbers_before_units_are_seen() {
        assert_eq!(found("走访企业24家、收到1,661件，"), ["24家", "1,661件"]);
        assert_eq!(found("覆盖120多家企业，约1.1亿元，３件"), ["120多家", "1.1亿元", "３件"]);
        assert_eq!(found("培训300人次、500元、2万平方米"), ["300人次", "500元", "2万平方米"]);
        assert_eq!(found("败诉率11.11%，提高2个百分点，100％"), ["11.11%", "2个", "100％"]);
    }

    #[test]
    fn what_is_no_figure_is_left_alone() {
        for text in [
            "2024年5月30日，2023年度，7月1日起",
            "“1个窗口、1套材料、1次办结”",
            "《三年行动计划（3次）》",
            "《甲“3次”乙》后",
            "第3次会议，历时3个月、5个工作日",
            "“1+N”政策、12345热线、B2件",
            "一期建设、三个窗口",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        assert_eq!(found("“没有收尾3次"), ["3次"]);
    }

    #[test]
    fn a_name_is_like_the_words_around_its_number() {
        let text = "全年走访企业24家，收集意见";
        let range = text.find("24").unwrap()..text.find("，").unwrap();
        assert_eq!(clause(text, &range), "全年走访企业24家");
        assert_eq!(likeness("警企走访企业数", clause(text, &range)), 3);
    }
}
