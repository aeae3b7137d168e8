//! A number that is printed without its unit, with none behind it: 兑现资金{{兑现资金|数}}。

use std::ops::Range;

use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::prose::{Form, Placeholder};

/// Words before a number by which it needs no unit: 受理数为, 单位：万元, 得分.
const COUNTS: [&str; 9] = ["数", "量", "次", "额", "值", "分", "单位", "比", "指标"];

impl ProseChecker<'_> {
    /// `spared` are the phrases under 照录.
    pub(super) fn unitless(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<Diagnostic> {
        let unit = self.ledger.line(&placeholder.name)?.metric.unit.as_str();
        if placeholder.form != Form::Number || unit.is_empty() {
            return None;
        }
        let text = passage.text.value.as_str();
        let Range { start, end } = placeholder.range;
        let rest = text.get(end..)?.trim_start_matches([' ', '\n']);
        let ends = rest.chars().next().is_none_or(|c| matches!(c, '。' | '；' | '，'));
        let clause = text.get(..start)?.rsplit(['。', '；', '，', '\n']).next()?;
        // 分别为{{…}}、{{…}}，单位为件
        let is_said = clause.contains(unit)
            || clause.contains('}')
            || COUNTS.iter().any(|word| clause.contains(word))
            || text.contains("单位");
        if !ends || is_said || spared.iter().any(|spared| spared.contains(&start)) {
            return None;
        }
        let name = &placeholder.name;
        Some(
            Diagnostic::new(Code::E0734, format!("“{name}”只印了数，后面没有单位“{unit}”"))
                .severity(Severity::Warning)
                .at(self.locate(passage, &placeholder.range), "“|数”不印单位")
                .help(format!(
                    "改为 {{{{{name}}}}}，单位随数印出；确要只印数的，把这个短语列入“照录”"
                )),
        )
    }
}
