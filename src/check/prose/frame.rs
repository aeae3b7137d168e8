//! What stands around the body is printed as typed: a placeholder there would not be expanded.
//!
//! 发文字号, 份号 and 保密期限 have a form of their own, which a placeholder does not fit.

use super::ProseChecker;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::element::{INDEX, NOTE, SIGNERS, SOURCE};
use crate::prose::{self, Piece, ProseFaultKind};

impl ProseChecker<'_> {
    pub(super) fn frame(&self) -> Findings {
        let report = &self.context.submissions.report;
        let lines = [(INDEX, &report.index), (SOURCE, &report.source), (NOTE, &report.note)];
        let lines =
            lines.into_iter().filter_map(|(element, line)| Some((element.key, line.given()?)));
        let signers = report.signers.iter().map(|signer| (SIGNERS.key, signer));
        let diagnostic = lines.chain(signers).filter_map(|(key, line)| {
            let (pieces, faults) = prose::parse(&line.value);
            let placeholders = pieces.into_iter().filter_map(|piece| match piece {
                Piece::Placeholder(placeholder) => Some(placeholder.range),
                Piece::Text(_) => None,
            });
            // Single braces may be anything.
            let attempts =
                faults.into_iter().filter(|fault| fault.kind != ProseFaultKind::SingleBrace);
            let mut ranges: Vec<_> =
                placeholders.chain(attempts.map(|fault| fault.range)).collect();
            ranges.sort_by_key(|range| range.start);
            let diagnostic = Diagnostic::new(Code::E0725, format!("“{key}”里不能引用指标"));
            let diagnostic = ranges.iter().fold(diagnostic, |diagnostic, range| {
                let span = prose::locate(self.context.sources, line.span, &line.value, range);
                diagnostic.at(span, "会照原样印出")
            });
            (!ranges.is_empty()).then(|| diagnostic.help("删去占位符，直接写要印的文字"))
        });
        diagnostic.collect()
    }
}
