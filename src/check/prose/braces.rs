//! Braces that make no placeholder: those that were meant to, and those that would be printed as
//! typed.

use std::ops::Range;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic, Severity};
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

    /// Names of metrics that would be printed as they stand: 【矛盾纠纷受理数】, and 矛盾纠纷受理数件, where the
    /// braces were forgotten. `spared` are the placeholders and the phrases under 照录.
    pub(super) fn bare_names(&self, passage: Passage<'_>, spared: &[Range<usize>]) -> Findings {
        let text = passage.text.value.as_str();
        let mut findings = Findings::new();
        let bracketed = bracketed(text).into_iter().filter_map(|(range, inside)| {
            let name = text.get(inside)?.trim();
            Some((range, self.ledger.line(name)?.metric.as_ref(), Severity::Error))
        });
        let counted = self.counted_names(text).into_iter();
        // 走访企业数家 may be several of them.
        let counted = counted.map(|(range, metric)| (range, metric, Severity::Warning));
        let is_spared = |range: &Range<usize>| {
            spared.iter().any(|one| one.start < range.end && range.start < one.end)
        };
        let found = bracketed.chain(counted).filter(|(range, ..)| !is_spared(range));
        for (range, metric, severity) in found.take(MOST) {
            let said = text.get(range.clone()).unwrap_or_default();
            let name = &metric.name;
            let fault = Diagnostic::new(Code::E0703, format!("“{said}”像是占位符，没有写花括号"))
                .severity(severity)
                .at(self.locate(passage, &range), "会照原样印出");
            let help = match metric.unit.as_str() {
                "" => format!("改为 {{{{{name}}}}}"),
                unit => format!("改为 {{{{{name}}}}}，单位“{unit}”会一同印出"),
            };
            findings.report(fault.help(help));
        }
        findings
    }

    /// The names of metrics with their unit right behind.
    fn counted_names(&self, text: &str) -> Vec<(Range<usize>, &Metric)> {
        // Most names have fewer.
        const LONGEST: usize = 40;
        let mut found = Vec::new();
        for (end, last) in text.char_indices().map(|(at, c)| (at + c.len_utf8(), c)) {
            let rest = text.get(end..).unwrap_or_default();
            let units = self.ends_of_names.get(&last);
            if !units.is_some_and(|units| units.iter().any(|unit| rest.starts_with(unit))) {
                continue;
            }
            let head = text.get(..end).unwrap_or_default();
            let starts = head.char_indices().rev().map(|(at, _)| at).take(LONGEST);
            let metric =
                starts.filter_map(|at| Some((at, self.ledger.line(head.get(at..)?)?.metric)));
            let longest = metric.filter(|(_, metric)| {
                !metric.unit.is_empty() && rest.starts_with(metric.unit.as_str())
            });
            if let Some((start, metric)) = longest.last() {
                found.push((start..end + metric.unit.len(), metric.as_ref()));
            }
        }
        found
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

/// What stands in square brackets on one line: with them, and without.
fn bracketed(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    const PAIRS: [(char, char); 3] = [('【', '】'), ('［', '］'), ('[', ']')];
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        if let Some((_, closer)) = PAIRS.iter().find(|(opener, _)| *opener == c) {
            open = Some((at, *closer));
        } else if c == '\n' {
            open = None;
        } else if let Some((start, closer)) = open
            && c == closer
        {
            open = None;
            let inside = text.get(start..).and_then(|rest| rest.chars().next());
            let inside = start + inside.map_or(0, char::len_utf8)..at;
            found.push((start..at + c.len_utf8(), inside));
        }
    }
    found
}

/// Braces in a text that is printed.
pub(super) fn left_braces() -> Diagnostic {
    Diagnostic::new(Code::E0735, Code::E0735.title())
        .help("要引用指标的写成 {{指标名称}}；不是的，删去花括号，或者改用（）")
}
