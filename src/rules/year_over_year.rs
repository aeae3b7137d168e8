//! 同比: a great change on last year asks for a reason.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::point;
use super::{
    Checked, Form, Key, Kind, LedgerView, MetricByMetric, Operand, Relation, RuleReader, TooLong,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::number;

const METRICS: Key = Key::new("指标", Form::MetricsOrAll);
const PERCENT: Key = Key::new("幅度", Form::Percent);

pub(super) const KIND: Kind = Kind { word: "同比", keys: &[METRICS, PERCENT], read };

#[derive(Debug)]
struct YearOverYear {
    /// None: 全部.
    metrics: Option<Vec<String>>,
    percent: Decimal,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (metrics, percent) = (rule.metrics_or_all(&METRICS), rule.percent(&PERCENT));
    Some(Arc::new(YearOverYear { metrics: metrics?, percent: percent? }))
}

impl Relation for YearOverYear {
    /// None is needed: it compares those that are there.
    fn operands(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Each metric is compared on its own.
    fn check(&self, _ledger: &dyn LedgerView) -> Checked {
        Ok(None)
    }

    fn answer(&self, metric: &str) -> Option<String> {
        Some(format!("无误的，在“说明”下加一行“{metric}: 原因”"))
    }

    fn metric_by_metric(&self) -> Option<&dyn MetricByMetric> {
        Some(self)
    }
}

impl MetricByMetric for YearOverYear {
    fn named(&self) -> Option<&[String]> {
        self.metrics.as_deref()
    }

    fn compare(&self, now: &Operand<'_>, before: &Operand<'_>, can_be_answered: bool) -> Checked {
        let name = now.name;
        let (this, last) = (now.quantity.value, before.quantity.value);
        let difference = number::difference(this, last).ok_or(TooLong)?;
        // The exact change is held to the limit, not the rounded one.
        let is_over = number::is_percentage_over(difference.abs(), last.abs(), self.percent);
        if !is_over.ok_or(TooLong)? {
            return Ok(None);
        }
        let place = |found: Diagnostic| {
            let found = point(found, now, true, &format!("本年 {}", now.with_unit()));
            point(found, before, false, &format!("上年 {}", before.with_unit()))
        };
        let help = "核对两年的数和口径";
        let unexplained = if can_be_answered { "，没有说明" } else { "" };
        if last.is_zero() {
            let message = format!("“{name}”上年为 0，本年为 {}{unexplained}", now.with_unit());
            return Ok(Some(place(Diagnostic::new(Code::E0601, message)).help(help)));
        }
        let change = number::percentage_over(difference.abs(), last.abs(), self.percent);
        let change = change.ok_or(TooLong)?;
        let (word, sign) =
            if difference.is_sign_negative() { ("下降", "−") } else { ("增长", "") };
        let message = format!("“{name}”比上年{word} {change}%{unexplained}");
        let formula = format!(
            "({} − {}) ÷ {} = {sign}{change}%，超过 {}%",
            now.quantity,
            before.quantity.in_formula(),
            last.abs(),
            self.percent.normalize()
        );
        Ok(Some(place(Diagnostic::new(Code::E0601, message)).note("算式", formula).help(help)))
    }
}
