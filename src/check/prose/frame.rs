//! What stands around the body, and a metric that is a text, is printed as typed: a placeholder
//! there would not be expanded.
//!
//! 发文字号, 份号 and 保密期限 have a form of their own, which a placeholder does not fit.

use std::ops::Range;

use super::braces::left_braces;
use super::{Kind, MOST_PLACES, Passage, ProseChecker};
use crate::catalogue::Value;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::element::{INDEX, NOTE, REPORTER, SALUTATION, SIGNERS, SOURCE, SUBTITLE};
use crate::load::Spanned;
use crate::prose::{self, Piece, ProseFaultKind, stray_braces};
use crate::source::{Field, Role, Span};
use crate::text::half_width;

impl ProseChecker<'_> {
    pub(super) fn frame(&self) -> Findings {
        let report = &self.context.submissions.report;
        let lines = [
            (SUBTITLE, &report.subtitle),
            (REPORTER, &report.reporter),
            (SALUTATION, &report.salutation),
            (INDEX, &report.index),
            (SOURCE, &report.source),
            (NOTE, &report.note),
        ];
        let lines = lines
            .into_iter()
            .filter_map(|(element, line)| Some((element.key.to_owned(), line.given()?.clone())));
        let signers = report.signers.iter().map(|signer| (SIGNERS.key.to_owned(), signer.clone()));
        let lines: Vec<(String, Spanned<String>)> = lines
            .chain(signers)
            .chain(self.names(has_braces))
            .chain(self.texts_of_metrics())
            .collect();
        let mut findings = Findings::new();
        for (key, line) in &lines {
            let placeholders = self.placeholders_of(key, line);
            let stray = match &placeholders {
                Some(_) => None,
                None => self.braces_of(line),
            };
            findings.extend(placeholders.or(stray));
        }
        findings.extend(self.addressees());
        findings.extend(self.numbers_of_frame());
        findings
    }

    /// Numbers typed in what stands around the body, and in metrics that are texts: they are
    /// printed as typed.
    fn numbers_of_frame(&self) -> Findings {
        let report = &self.context.submissions.report;
        let names = self.names(has_digits).into_iter().filter(|(key, _)| key != SITE);
        let lines = [&report.source, &report.reporter].into_iter().filter_map(Field::given);
        let lines = lines.chain(report.signers.iter()).cloned();
        let lines = lines.chain(names.map(|(_, name)| name)).map(|line| (line, None, false));
        let typed = self.ledger.lines().filter(|line| line.metric.taken_from.is_none());
        let of_metrics = typed.flat_map(|line| {
            let is_plan = line.metric.name.starts_with("下年");
            line.entries.iter().filter_map(move |entry| {
                let value = match &entry.value {
                    Some(Value::Text(text)) => text.clone(),
                    Some(Value::List(items)) => items.join("、"),
                    _ => return None,
                };
                Some((Spanned { value, span: entry.span }, Some(entry.department), is_plan))
            })
        });
        let mut findings = Findings::new();
        for (text, department, is_plan) in lines.chain(of_metrics) {
            if has_digits(&text.value) {
                let passage =
                    Passage { kind: Kind::Note, is_plan, ..Passage::new(&text, department) };
                findings.extend(self.typed_numbers(passage, &[], &self.verbatim(passage)));
            }
        }
        findings
    }

    fn placeholders_of(&self, key: &str, line: &Spanned<String>) -> Option<Diagnostic> {
        let ranges = attempts(&line.value);
        let diagnostic = Diagnostic::new(Code::E0725, format!("“{key}”里不能引用指标"));
        let diagnostic = ranges.iter().take(MOST_PLACES).fold(diagnostic, |diagnostic, range| {
            let span = prose::locate(self.context.sources, line.span, &line.value, range);
            diagnostic.at(span, "会照原样印出")
        });
        (!ranges.is_empty()).then(|| diagnostic.help("删去占位符，直接写要印的文字"))
    }

    fn braces_of(&self, line: &Spanned<String>) -> Option<Diagnostic> {
        let stray = stray_braces(&line.value, &[]);
        let diagnostic = stray.iter().take(MOST_PLACES).fold(left_braces(), |diagnostic, range| {
            let span = prose::locate(self.context.sources, line.span, &line.value, range);
            diagnostic.at(span, "会照原样印出")
        });
        (!stray.is_empty()).then_some(diagnostic)
    }

    /// The names of the profile that are printed, of those that are asked for.
    fn names(&self, is_asked: fn(&str) -> bool) -> Vec<(String, Spanned<String>)> {
        let profile = self.context.profile;
        let file = self.context.sources.of_role(&Role::Profile);
        let place = |name: &str| {
            let file = file?;
            let start = self.context.sources.get(file).text().find(name)?;
            Some(Span::new(file, start..start + name.len()))
        };
        let unplaced = |key: &'static str, name: &String| {
            let span = place(name)?;
            Some((key, Spanned { value: name.clone(), span }))
        };
        let single = [
            ("发文机关", &profile.issuer),
            ("发文机关标志", &profile.mark),
            ("印发机关", &profile.printer),
        ];
        let single = single.into_iter().filter_map(|(key, name)| Some((key, name.clone()?)));
        let site = &profile.site;
        let lists = [("主送机关", &profile.addressees), ("抄送机关", &profile.copies)];
        let listed = lists
            .into_iter()
            .flat_map(|(key, names)| names.iter().map(move |name| (key, &name.value)))
            .chain(
                [&site.name, &site.domain, &site.code, &site.column, &site.column_type]
                    .into_iter()
                    .flatten()
                    .map(|name| (SITE, name)),
            )
            .filter(|(_, name)| is_asked(name));
        let listed = listed.filter_map(|(key, name)| unplaced(key, name));
        let all = single.filter(|(_, name)| is_asked(&name.value)).chain(listed);
        all.map(|(key, name)| (key.to_owned(), name)).collect()
    }

    /// The addressees that were asked for on the command line.
    fn addressees(&self) -> Option<Diagnostic> {
        let edition = self.context.edition;
        let name = edition.addressees.iter().find(|name| edition.separate && has_braces(name))?;
        Some(left_braces().note("主送机关", name))
    }

    /// The metrics that are texts, with braces in them.
    fn texts_of_metrics(&self) -> Vec<(String, Spanned<String>)> {
        let mut texts = Vec::new();
        for line in self.ledger.lines() {
            for entry in &line.entries {
                let words = match &entry.value {
                    Some(Value::Text(text)) => std::slice::from_ref(text),
                    Some(Value::List(items)) => items.as_slice(),
                    _ => continue,
                };
                let faulty = words.iter().find(|text| has_braces(text));
                texts.extend(faulty.map(|text| {
                    (line.metric.name.clone(), Spanned { value: text.clone(), span: entry.span })
                }));
            }
        }
        texts
    }
}

/// Addresses and codes of the site, whose digits count nothing.
const SITE: &str = "网站";

fn has_digits(text: &str) -> bool {
    text.contains(|c| half_width(c).is_ascii_digit())
}

fn has_braces(text: &str) -> bool {
    text.contains(['{', '}', '｛', '｝'])
}

/// What looks like a placeholder, in order. Single braces may be anything.
fn attempts(text: &str) -> Vec<Range<usize>> {
    let (pieces, faults) = prose::parse(text);
    let placeholders = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Placeholder(placeholder) => Some(placeholder.range),
        Piece::Text(_) => None,
    });
    let faults = faults.into_iter().filter(|fault| fault.kind != ProseFaultKind::SingleBrace);
    let mut ranges: Vec<_> = placeholders.chain(faults.map(|fault| fault.range)).collect();
    ranges.sort_by_key(|range| range.start);
    ranges
}
