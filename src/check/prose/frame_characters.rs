//! The characters of what stands around the body, and of metrics that are texts: names of organs and
//! persons, which are printed as typed, and places that are kept open in them.

use super::super::ledger::State;
use super::ProseChecker;
use super::left_open::{open_places, with_brackets};
use super::passages::Passage;
use crate::catalogue::Value;

use crate::diagnostic::Code;
use crate::findings::Findings;
use crate::load::Spanned;
use crate::source::{Role, Span};

/// What is looked for in a name: how its characters are written, and nothing about sentences.
const LOOKED_FOR: [Code; 7] =
    [Code::E0741, Code::E0742, Code::E0743, Code::E0744, Code::E0745, Code::E0746, Code::E0747];

impl ProseChecker<'_> {
    pub(super) fn frame_characters(&self) -> Findings {
        let report = &self.context.submissions.report;
        let profile = self.context.profile;
        let mut findings = Findings::new();
        let lines = [&report.index, &report.source].into_iter().filter_map(|line| line.given());
        let organs = [&profile.issuer, &profile.mark, &profile.printer].into_iter().flatten();
        let organs = organs.chain(profile.departments.iter().map(|entry| &entry.issuer));
        for line in lines.chain(organs) {
            findings.extend(self.characters(line));
        }
        if let Some(file) = self.context.sources.of_role(&Role::Profile) {
            let whole = Span::new(file, 0..self.context.sources.get(file).text().len());
            let organs = profile.addressees.iter().chain(&profile.copies).map(|organ| &organ.value);
            for organ in organs.filter(|organ| !organ.is_ascii()) {
                if let Some(name) = self.found_in(organ, whole) {
                    findings.extend(self.characters(&name));
                }
            }
        }
        for person in report.signers.iter().chain(report.reporter.given()) {
            // 张　三 is spread to the width of a name of three characters, 区长　张三 parts the office and the name.
            let mut found = self.characters(person);
            found.retain(|found| found.code != Code::E0744);
            findings.extend(found);
        }
        findings.extend(self.characters_of_metrics());
        findings
    }

    /// A metric is a value: what is found in it has no edit.
    fn characters_of_metrics(&self) -> Findings {
        let mut findings = Findings::new();
        for line in self.ledger.lines() {
            let State::Reported { value, span } = &line.state else { continue };
            let names: &[String] = match value {
                Value::Text(text) => std::slice::from_ref(text),
                Value::List(names) => names,
                Value::Number(_) | Value::Boolean(_) => continue,
            };
            for name in names {
                let typed = self.found_in(name, *span);
                let typed = typed.unwrap_or_else(|| Spanned { value: name.clone(), span: *span });
                for mut found in self.characters(&typed) {
                    found.edits.clear();
                    findings.report(found);
                }
            }
        }
        findings
    }

    fn characters(&self, line: &Spanned<String>) -> Findings {
        let passage = Passage::new(line, None);
        let mut spared = self.verbatim(passage);
        let mut open = open_places(&line.value);
        open.retain(|place| !spared.iter().any(|spared| spared.contains(&place.start)));
        spared.extend(open.iter().map(|place| with_brackets(&line.value, place)));
        let mut found = self.habits(passage, &[], &spared);
        found.retain(|found| LOOKED_FOR.contains(&found.code));
        found.extend(self.left_open(passage, &open));
        found
    }

    /// Where a name stands in a part of a file.
    fn found_in(&self, name: &str, part: Span) -> Option<Spanned<String>> {
        let at = self.context.sources.text(part).find(name)?;
        let start = part.range().start + at;
        Some(Spanned {
            value: name.to_owned(),
            span: Span::new(part.file, start..start + name.len()),
        })
    }
}
