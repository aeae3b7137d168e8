//! 累计: a figure that counts what there is so far does not fall below last year's.

use super::super::ledger::Ledger;
use super::point;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(ledger: &Ledger<'_>, last_year: &Ledger<'_>, found: &mut Vec<Diagnostic>) {
    for line in ledger.lines().filter(|line| line.metric.cumulative) {
        let name = line.metric.name.as_str();
        let Some((now, before)) = ledger.exact(name).zip(last_year.exact(name)) else { continue };
        if now.quantity.value >= before.quantity.value {
            continue;
        }
        let told = Diagnostic::new(Code::E0602, format!("累计指标“{name}”比上年少"));
        let told = point(told, &now, true, &format!("本年 {}", now.quantity.with_unit(now.unit)));
        let told = point(
            told,
            &before,
            false,
            &format!("上年 {}", before.quantity.with_unit(before.unit)),
        );
        found.push(
            told.note("口径", &line.metric.definition)
                .help("核对：累计数应当包括以前年度的；只报了当年新增的，改为累计数"),
        );
    }
}
