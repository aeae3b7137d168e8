//! 累计: a figure that counts what there is so far does not fall below last year's.

use super::super::ledger::{Ledger, Line, Operand};
use super::point;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(line: &Line<'_>, last_year: &Ledger<'_>) -> Option<Diagnostic> {
    if !line.metric.cumulative {
        return None;
    }
    let name = line.metric.name.as_str();
    let (now, before) = line.exact().zip(last_year.exact(name))?;
    if now.quantity.value >= before.quantity.value {
        return None;
    }
    let told = Diagnostic::new(Code::E0602, format!("累计指标“{name}”比上年少"));
    let shown = |figure: &Operand<'_>| figure.quantity.with_unit(figure.unit);
    let told = point(told, &now, true, &format!("本年 {}", shown(&now)));
    let told = point(told, &before, false, &format!("上年 {}", shown(&before)));
    Some(
        told.note("口径", &line.metric.definition)
            .help("核对：累计数应当包括以前年度的；只报了当年新增的，改为累计数"),
    )
}
