//! The same paragraph in two departments' files: it would be printed twice.

use std::collections::HashMap;
use std::ops::Range;

use super::{Passage, Room};
use crate::diagnostic::{Code, Diagnostic};

/// Characters, blanks left out: shorter sentences may well be the same.
const SHORTEST: usize = 20;

impl Room<'_> {
    pub(super) fn repeated(&self, passages: &[Passage<'_>], found: &mut Vec<Diagnostic>) {
        // Asked for each paragraph, never walked through: its order tells nothing.
        let mut first: HashMap<String, (Passage<'_>, Range<usize>)> = HashMap::new();
        for passage in passages {
            let Some(department) = passage.department else { continue };
            for (paragraph, range) in paragraphs(&passage.text.value) {
                let Some((earlier, place)) = first.get(&paragraph) else {
                    first.insert(paragraph, (*passage, range));
                    continue;
                };
                let Some(other) = earlier.department else { continue };
                if other.name.value == department.name.value {
                    continue;
                }
                let (name, other) = (&department.name.value, &other.name.value);
                found.push(
                    Diagnostic::new(Code::E0723, format!("{name}与{other}写了相同的段落"))
                        .at(self.locate(*passage, &range), "又写了一遍")
                        .also(self.locate(*earlier, place), format!("{other}已经写过"))
                        .help("两家商定由一家写，另一家删去，或者各写本部门所做的"),
                );
            }
        }
    }
}

/// The paragraphs of some length, without blanks, and where each stands in the text.
fn paragraphs(text: &str) -> impl Iterator<Item = (String, Range<usize>)> {
    text.split_inclusive('\n')
        .scan(0, |end, line| {
            let start = *end;
            *end += line.len();
            Some((start, line))
        })
        .filter_map(|(start, line)| {
            let plain: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            let start = start + line.len() - line.trim_start().len();
            (plain.chars().count() >= SHORTEST).then(|| (plain, start..start + line.trim().len()))
        })
}
