//! Figures typed by hand: a number before a unit of the catalogue that is bound to no metric.
//!
//! Left alone are placeholders, text inside “…” and 《…》, phrases under 照录, dates and
//! years (their words are no units), ordinals (第3次, 第2、3项) and spans of time (3个多月).

use std::ops::Range;

use super::metric_guess::Guess;
use super::number_scan::{TypedNumber, scan};
use super::{Passage, ProseChecker, quoted};
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, MOST};
use crate::number;
use crate::source::Span;

impl ProseChecker<'_> {
    pub(super) fn typed_numbers(&self, passage: Passage<'_>, spared: &[Range<usize>]) -> Findings {
        let text = passage.text.value.as_str();
        let quoted = quoted(text);
        let spared = || spared.iter().chain(&quoted);
        let is_unit = |word: &str| self.kinds.contains(number::kind_of_unit(word));
        scan(text, is_unit)
            .into_iter()
            .filter(|typed| !spared().any(|spared| spared.contains(&typed.range.start)))
            .map(|typed| self.typed_number(&typed, passage))
            .take(MOST)
            .collect()
    }

    fn typed_number(&self, typed: &TypedNumber<'_>, passage: Passage<'_>) -> Diagnostic {
        let said = passage.text.value.get(typed.range.clone()).unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::E0707, format!("“{said}”没有引用指标"));
        let span = self.locate(passage, &typed.range);
        match self.guess(typed, &passage.text.value) {
            Some(Guess::Same(metric)) => diagnostic
                .at(span, format!("很可能是指标“{}”", metric.name))
                .help(format!("改为 {{{{{}}}}}", metric.name)),
            Some(Guess::Unfilled(metric)) => {
                diagnostic.at(span, format!("像是指标“{}”，还没有填报", metric.name)).help(format!(
                    "就是“{0}”的，{1}，再改为 {{{{{0}}}}}；不是的，登记指标后引用，或者把这个短语列入“照录”",
                    metric.name,
                    self.to_be_filled_in(metric)
                ))
            }
            Some(Guess::Different(metric)) => self.contradiction(said, span, metric),
            Some(Guess::Change(metric)) => {
                diagnostic.at(span, format!("像是“{}”与上年的比较", metric.name)).help(format!(
                    "与上年的比较用 {{{{{}|同比}}}} 引用，增长、下降由程序写出；不是的，把这个短语列入“照录”",
                    metric.name
                ))
            }
            Some(Guess::OtherChange) => diagnostic.at(span, "像是增减的数").help(
                "与上年的比较用 {{指标名称|同比}} 引用；没有这个指标的，登记后引用，或者把这个短语列入“照录”",
            ),
            None => diagnostic.at(span, "手写的数字").help(
                "登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”",
            ),
        }
    }

    /// A typed number whose words are a metric's, and whose value is not.
    fn contradiction(&self, said: &str, span: Span, metric: &Metric) -> Diagnostic {
        let name = &metric.name;
        let diagnostic = Diagnostic::new(Code::E0710, format!("“{said}”与指标“{name}”不符"))
            .at(span, format!("像是指标“{name}”，数却不同"));
        let diagnostic = match self.ledger.line(name).and_then(|line| line.number()) {
            Some(reported) => {
                let value = reported.quantity.with_unit(reported.unit);
                let computed = if reported.spans.len() > 1 { "（由此算得）" } else { "" };
                let label = format!("指标是 {value}{computed}");
                reported
                    .spans
                    .iter()
                    .fold(diagnostic, |diagnostic, span| diagnostic.also(*span, label.clone()))
            }
            None => diagnostic,
        };
        diagnostic.help(format!(
            "核对两处：就是“{name}”的，改为 {{{{{name}}}}}；不是的，登记指标后引用，或者把这个短语列入“照录”"
        ))
    }
}
