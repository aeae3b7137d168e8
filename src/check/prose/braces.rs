//! Braces that make no placeholder: those that were meant to, and those that would be printed as
//! typed.

use std::ops::Range;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, MOST};
use crate::prose::{ProseFault, ProseFaultKind, stray_braces};

impl ProseChecker<'_> {
    /// The placeholders that cannot be read, and where they stand.
    pub(super) fn misformed_all(
        &self,
        faults: &[ProseFault],
        passage: Passage<'_>,
    ) -> (Findings, Vec<Range<usize>>) {
        let (mut findings, mut ranges) = (Findings::new(), Vec::new());
        // Who mends so many sees the others.
        for fault in faults.iter().take(MOST) {
            if let Some(found) = self.misformed(fault, passage) {
                findings.report(found);
                ranges.push(fault.range.clone());
            }
        }
        ranges.extend(faults.iter().skip(MOST).map(|fault| fault.range.clone()));
        (findings, ranges)
    }

    fn misformed(&self, fault: &ProseFault, passage: Passage<'_>) -> Option<Diagnostic> {
        let span = self.locate(passage, &fault.range);
        let diagnostic =
            |code, message: &str, label: &str| Diagnostic::new(code, message).at(span, label);
        let diagnostic = match fault.kind {
            ProseFaultKind::Unclosed => diagnostic(Code::E0702, "占位符没有写完", "后面没有 }}"),
            ProseFaultKind::Unopened => diagnostic(Code::E0702, "占位符没有开头", "前面没有 {{"),
            ProseFaultKind::Empty => diagnostic(Code::E0702, "占位符里没有指标名称", "里面是空的"),
            ProseFaultKind::WrongMarks => {
                let said = passage.text.value.get(fault.range.clone()).unwrap_or_default();
                match said.contains(['｛', '｝', '｜']) {
                    true => diagnostic(Code::E0703, "占位符用了全角符号", "{{ }} 和 | 用半角"),
                    false => diagnostic(
                        Code::E0703,
                        "占位符的花括号不是左右各两个",
                        "{{ 和 }} 各是紧挨着的两个",
                    ),
                }
            }
            ProseFaultKind::SingleBrace => {
                // Braces around anything else are left alone.
                let name = fault.correction.as_deref()?.trim_matches(['{', '}']);
                let name = name.split('|').next()?;
                if self.ledger.line(name).is_none() && self.ledger.nearest(name).is_none() {
                    return None;
                }
                diagnostic(Code::E0703, "占位符要用两层花括号", "花括号不成对")
            }
        };
        Some(match &fault.correction {
            Some(text) => {
                let diagnostic = diagnostic.help(format!("改为 {text}"));
                let name = text.trim_matches(['{', '}']).split('|').next().unwrap_or_default();
                match self.ledger.line(name) {
                    Some(_) => self.edited(diagnostic, passage, &fault.range, text),
                    None => diagnostic,
                }
            }
            None => diagnostic.help("占位符写作 {{指标名称}}，同一行内写完"),
        })
    }

    /// `verbatim` are the phrases under 照录 and what is reported as a whole, with the braces
    /// around it; `placeholders` those that can be read and those that cannot.
    pub(super) fn braces(
        &self,
        passage: Passage<'_>,
        verbatim: &[Range<usize>],
        placeholders: Vec<Range<usize>>,
    ) -> Option<Diagnostic> {
        let mut others = placeholders;
        let widened = verbatim.iter().map(|range| range.start.saturating_sub(1)..range.end + 1);
        others.extend(widened);
        let stray = stray_braces(&passage.text.value, &others);
        if stray.is_empty() {
            return None;
        }
        let places = stray.iter().take(MOST_PLACES);
        let diagnostic = places.fold(left_braces(), |diagnostic, range| {
            diagnostic.at(self.locate(passage, range), "会照原样印出")
        });
        Some(diagnostic)
    }
}

/// Braces in a text that is printed.
pub(super) fn left_braces() -> Diagnostic {
    Diagnostic::new(Code::E0735, Code::E0735.title())
        .help("要引用指标的写成 {{指标名称}}；不是的，删去花括号，或者改用（）")
}
