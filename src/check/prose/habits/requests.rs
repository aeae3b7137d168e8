//! No request inside a report.

use super::Mistake;
use crate::diagnostic::Code;
use crate::text::is_han;

/// E0722: a report asks its reader for nothing. A request ends its clause, as 请予审批 does;
/// 申请审批, 提请批准逮捕, 报请批准后 are reported on, not asked.
pub(super) fn requests(value: &str) -> Vec<Mistake> {
    const ALWAYS: [&str; 3] = ["妥否", "当否", "特此请示"];
    const ASKED: [&str; 8] =
        ["审议批准", "审核批准", "批示", "批复", "批准", "审批", "审示", "批转"];
    let always = ALWAYS.iter().flat_map(|word| value.match_indices(word));
    let always = always.map(|(at, word)| at..at + word.len());
    let asked = value.match_indices('请').filter_map(|(start, please)| {
        if value[..start].ends_with(['申', '提', '报', '呈', '邀', '聘', '函', '约']) {
            return None;
        }
        let rest = &value[start + please.len()..];
        let object = ["予以", "予", "领导"].iter().find_map(|word| rest.strip_prefix(word));
        let object = object.unwrap_or(rest);
        let after = ASKED.iter().find_map(|word| object.strip_prefix(word))?;
        let ends = !after.starts_with(is_han)
            || ["为盼", "为荷", "执行", "实施", "印发", "各"]
                .iter()
                .any(|word| after.starts_with(word));
        ends.then(|| start..value.len() - after.len())
    });
    always
        .chain(asked)
        .map(|range| Mistake { code: Code::E0722, range, correction: None })
        .collect()
}
