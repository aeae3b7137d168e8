//! What touches a placeholder and changes what its figure says: `1{{…}}`, `{{…}}万`, another unit.

use std::ops::Range;

use super::{Passage, ProseChecker};
use crate::diagnostic::Diagnostic;
use crate::findings::{Findings, MOST};
use crate::number::Approx;
use crate::prose::{Form, Part, Piece, Placeholder, Shown, ShownForm, Touch, touched, touches};

impl ProseChecker<'_> {
    /// `spared` are the phrases under 照录; what is beside a placeholder of `settled` is reported
    /// already. Given are the places that touch, too, where nothing else is to be reported.
    pub(super) fn touching(
        &self,
        pieces: &[Piece<'_>],
        passage: Passage<'_>,
        spared: &[Range<usize>],
        settled: &[Range<usize>],
    ) -> (Findings, Vec<Range<usize>>) {
        let parts: Vec<Part<'_>> = pieces.iter().map(|piece| self.part(piece, passage)).collect();
        let mut starts = Vec::with_capacity(pieces.len());
        let mut at = 0;
        for piece in pieces {
            starts.push(at);
            at += match piece {
                Piece::Text(text) => text.len(),
                Piece::Placeholder(placeholder) => placeholder.range.len(),
            };
        }
        let text = passage.text.value.as_str();
        let (mut findings, mut ranges) = (Findings::new(), Vec::new());
        for touch in touches(&parts) {
            if findings.len() >= MOST {
                break;
            }
            let Some(Piece::Placeholder(placeholder)) = pieces.get(touch.figure) else { continue };
            let range = match (pieces.get(touch.other), starts.get(touch.other)) {
                (Some(Piece::Text(_)), Some(start)) => {
                    start + touch.range.start..start + touch.range.end
                }
                (Some(Piece::Placeholder(other)), _) => other.range.clone(),
                _ => continue,
            };
            // `settled` is in the order of the text.
            let place = settled.partition_point(|other| other.start < placeholder.range.start);
            let is_settled = settled.get(place) == Some(&placeholder.range);
            // 检查{{…}}，比处罚{{…}}多: no word of about.
            let is_compared = !touch.before
                && text.get(range.clone()) == Some("多")
                && is_compared(text.get(..placeholder.range.start).unwrap_or_default());
            if is_compared
                || is_settled
                || spared.iter().any(|spared| spared.start < range.end && range.start < spared.end)
            {
                continue;
            }
            findings.report(self.touched(&touch, placeholder, &range, passage));
            ranges.push(range);
        }
        (findings, ranges)
    }

    fn part<'p>(&'p self, piece: &'p Piece<'_>, passage: Passage<'_>) -> Part<'p> {
        let placeholder = match piece {
            Piece::Text(words) => return Part::Words(words),
            Piece::Placeholder(placeholder) => placeholder,
        };
        let Some(line) = self.ledger.line(&placeholder.name) else { return Part::Other };
        let Some(now) = self.printed(placeholder, passage) else { return Part::Other };
        let metric = line.metric;
        if let Form::Share(_) = placeholder.form {
            // It is rounded.
            let (exact, about, form) = (false, false, ShownForm::Unit("%"));
            return Part::Figure(Shown { name: &metric.name, unit: "%", form, exact, about });
        }
        let is_rounded = self
            .context
            .catalogue
            .rate_decimals(metric)
            .is_some_and(|decimals| now.rounded(decimals).value != now.value);
        Part::Figure(Shown {
            name: &metric.name,
            unit: &metric.unit,
            form: match &placeholder.form {
                Form::Full if metric.unit.is_empty() => ShownForm::Number,
                Form::Full => ShownForm::Unit(&metric.unit),
                Form::Number => ShownForm::Number,
                Form::Unit(unit) => ShownForm::Unit(unit),
                Form::Change => ShownForm::Change,
                Form::Share(_) => return Part::Other,
            },
            exact: now.approx == Approx::Exact && !is_rounded,
            about: now.approx != Approx::Exact,
        })
    }

    fn touched(
        &self,
        touch: &Touch,
        placeholder: &Placeholder,
        range: &Range<usize>,
        passage: Passage<'_>,
    ) -> Diagnostic {
        let text = passage.text.value.as_str();
        let (name, unit) = match placeholder.form {
            // What stands between the braces prints it.
            Form::Share(_) => {
                let typed = text.get(placeholder.range.clone()).unwrap_or_default();
                (typed.trim_matches(['{', '}', ' ']), "%")
            }
            _ => {
                let line = self.ledger.line(&placeholder.name);
                (placeholder.name.as_str(), line.map_or("", |line| &line.metric.unit))
            }
        };
        let said = text.get(range.clone()).unwrap_or_default();
        touched(touch, name, unit, said)
            .at(self.locate(passage, range), if touch.before { "在它前面" } else { "在它后面" })
            .also(self.locate(passage, &placeholder.range), "印出来的数")
    }
}

/// Whether the clause of a figure, up to it, compares it with another figure: {{…}}，比处罚.
fn is_compared(head: &str) -> bool {
    // A clause that does so is hardly longer.
    const NEAR: usize = 16;
    let near = head.chars().rev().take(NEAR).take_while(|c| !matches!(c, '，' | '。' | '；' | '}'));
    let clause: Vec<char> = near.collect();
    let length: usize = clause.iter().map(|c| c.len_utf8()).sum();
    let earlier = head.get(..head.len() - length).unwrap_or_default();
    clause.last().is_some_and(|c| matches!(c, '比' | '较'))
        && earlier.trim_end_matches('，').ends_with('}')
}
