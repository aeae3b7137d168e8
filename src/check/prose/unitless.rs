//! A number that is printed without its unit, with none behind it: 兑现资金{{兑现资金|数}}。

use std::ops::Range;

use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::prose::{Form, Placeholder};
use crate::text::is_han;

/// Words before a number by which it needs no unit: 受理数为, 单位：万元, 得分. An amount is nothing without its own.
const COUNTS: [&str; 10] = ["数", "量", "次", "值", "得分", "评分", "总分", "单位", "比", "指标"];

/// What is counted, where it stands right behind a number: {{审结数|数}}案件.
const COUNTED: [&str; 8] = ["案件", "人员", "企业", "单位", "群众", "活动", "项目", "事项"];

/// What parts figures of a list, or a figure and more of it in brackets.
const JOINTS: [char; 6] = ['、', '和', '与', '及', '（', '('];

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
        let name = placeholder.name.as_str();
        // {{…|数}}、{{…|数}}件: the unit behind the last one is that of all.
        // （{{…|数}}）
        let closed = rest.strip_prefix(['）', ')']).is_some_and(|rest| !rest.starts_with(unit));
        let ends = ends
            || closed
            || begins_counted(rest, name)
            || rest.starts_with(JOINTS) && !self.has_unit(rest, unit);
        let clause = text.get(..start)?.rsplit(['。', '；', '，', '\n']).next()?;
        // 分别为{{…}}、{{…}}，单位为件
        let is_said = clause.contains(unit)
            || clause.contains('}')
            || COUNTS.iter().any(|word| clause.contains(word))
            || text.contains("单位");
        if !ends || is_said || spared.iter().any(|spared| spared.contains(&start)) {
            return None;
        }
        Some(
            Diagnostic::new(Code::E0734, format!("“{name}”只印了数，后面没有单位“{unit}”"))
                .severity(Severity::Warning)
                .at(self.locate(passage, &placeholder.range), "“|数”不印单位")
                .help(format!(
                    "改为 {{{{{name}}}}}，单位随数印出；确要只印数的，把这个短语列入“照录”"
                )),
        )
    }

    /// Whether a unit stands in the rest of a clause, or is printed there with a figure.
    fn has_unit(&self, rest: &str, unit: &str) -> bool {
        let clause = rest.split(['。', '；', '，', '\n']).next().unwrap_or_default();
        let mut parts = clause.split("{{");
        parts.next().is_some_and(|words| words.contains(unit))
            || parts.any(|part| {
                let (name, words) = part.split_once("}}").unwrap_or((part, ""));
                let line = self.ledger.line(name);
                words.contains(unit) || line.is_some_and(|line| line.metric.unit == unit)
            })
    }
}

/// Whether words begin with what a number counts: {{普法活动场次|数}}普法活动.
fn begins_counted(words: &str, name: &str) -> bool {
    let pair: String = words.chars().take(2).collect();
    let is_own = pair.chars().all(is_han) && pair.chars().count() == 2 && name.contains(&pair);
    is_own || COUNTED.contains(&pair.as_str())
}
