//! 累计: a figure that counts what there is so far does not fall below last year's.

use std::slice::from_ref;

use super::super::ledger::Line;
use crate::diagnostic::{Code, Diagnostic};
use crate::rules::{Operand, exceeds, point};

/// Whether it is less than last year; none where an approximate value leaves that open.
pub(super) fn fell(now: &Operand<'_>, before: &Operand<'_>) -> Option<bool> {
    if now.quantity == before.quantity {
        return Some(false);
    }
    exceeds(from_ref(before), from_ref(now))
}

/// What is wrong where it is less.
pub(super) fn diagnostic(line: &Line<'_>, now: &Operand<'_>, before: &Operand<'_>) -> Diagnostic {
    let found = Diagnostic::new(Code::E0602, format!("累计指标“{}”比上年少", now.name));
    let found = point(found, now, true, &format!("本年 {}", now.with_unit()));
    let found = point(found, before, false, &format!("上年 {}", before.with_unit()));
    found.note("口径", &line.metric.definition).help(format!(
        "核对：累计数应当包括以前年度的；只报了当年新增的，改为累计数；确有减少的，在“说明”下加一行“{}: 原因”",
        now.name
    ))
}
