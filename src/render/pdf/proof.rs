//! Proof: the 核校本. Each figure bears a small mark, which takes no room, so that the
//! pages break as in the final copy; a list at the end tells what stands behind each.

use std::collections::BTreeSet;

use super::line::{Line, Piece};
use super::page::{Layout, Page, Strip};
use super::style::Len;
use super::table::TableText;
use crate::document::{Align, Fact, FactId, Inline, Origin, Table};

/// The facts a proof has marked, in the order in which they first appear; a fact's mark is
/// its place in that order.
#[derive(Debug, Default)]
pub(super) struct Marks {
    facts: Vec<(FactId, BTreeSet<usize>)>,
}

impl Marks {
    /// The number of a fact's mark, from 1.
    fn number(&mut self, fact: FactId) -> usize {
        let place = self.facts.iter().position(|(known, _)| *known == fact);
        place.unwrap_or_else(|| {
            self.facts.push((fact, BTreeSet::new()));
            self.facts.len() - 1
        }) + 1
    }

    /// Notes that these facts stand on a page, counted from 0.
    pub(super) fn on_page(&mut self, facts: &[FactId], page: usize) {
        for (known, pages) in &mut self.facts {
            if facts.contains(known) {
                pages.insert(page);
            }
        }
    }
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Over the last character, where the text goes on.
    Over,
    /// Behind it and no higher than it, within a table's row.
    Behind,
}

impl Layout<'_> {
    /// Puts the marks of a line's figures at their last characters.
    pub(super) fn mark_facts(
        &mut self,
        line: &Line,
        x: Len,
        baseline: Len,
        place: Mark,
        strip: &mut Strip,
    ) {
        let style = &self.style.proof;
        for placed in &line.glyphs {
            let Some(fact) = placed.fact else { continue };
            let Some(marks) = &mut self.marks else { return };
            let number = marks.number(fact);
            let piece =
                Piece { colour: style.colour, ..Self::piece(number.to_string(), style.mark, None) };
            let mark = self.setter.line(&[piece]);
            let advance = placed.size.scale(i64::from(placed.glyph.advance), 1000);
            let end = x + placed.x + advance;
            let (left, raise) = match place {
                Mark::Over => (end - mark.width, style.raise),
                Mark::Behind => (end + placed.size.scale(1, 12), placed.size.scale(2, 5)),
            };
            strip.items.extend(self.runs(&mark, left, baseline - raise));
            strip.facts.push(fact);
        }
    }

    /// 核校表, on pages of its own after the report.
    pub(super) fn proof_list(&mut self, marks: &Marks, facts: &[Fact]) {
        let style = &self.style.proof;
        // The files of a year stand in one folder.
        let folder = facts
            .iter()
            .find_map(|fact| fact.origin.as_ref()?.path.rsplit_once('/').map(|(folder, _)| folder));
        let file = |at: &Origin| {
            let inside = folder.and_then(|folder| at.path.strip_prefix(folder)?.strip_prefix('/'));
            format!("{}:{}", inside.unwrap_or(&at.path), at.line)
        };
        let rows = (1..)
            .zip(&marks.facts)
            .filter_map(|(number, (id, pages))| {
                let fact = facts.get(id.0)?;
                let pages: Vec<String> = pages.iter().map(|page| (page + 1).to_string()).collect();
                let origin = fact.origin.as_ref();
                Some(
                    [
                        number.to_string(),
                        pages.join("、"),
                        fact.metric.clone(),
                        format!("{}{}", fact.value, fact.unit),
                        fact.department.clone(),
                        origin.map_or_else(String::new, file),
                        fact.derivation.clone(),
                    ]
                    .map(|text| vec![Inline::Text(text)])
                    .to_vec(),
                )
            })
            .collect();
        let table = Table {
            caption: Vec::new(),
            unit: folder.map(|folder| format!("出处：{folder}/ 下的文件和行号")),
            columns: [Align::Right, Align::Left, Align::Left, Align::Right]
                .into_iter()
                .chain([Align::Left; 3])
                .collect(),
            header: ["标号", "页", "指标", "数值", "责任部门", "出处", "算式"]
                .map(|text| vec![Inline::Text(text.to_owned())])
                .to_vec(),
            rows,
        };
        let mut flow = Vec::new();
        let title = [style.title.clone()];
        self.title_strips(&title, self.style.attachment.title, 2, &mut flow);
        if let Some(strip) = flow.first_mut() {
            strip.bookmark = Some((1, style.title.clone()));
        }
        flow.extend(self.blank_lines(1));
        let look = TableText { header: style.header, text: style.text, pitch: style.pitch };
        self.table_as(&table, look, &mut flow);
        self.pages.pages.push(Page::default());
        self.deal(&flow, Len::ZERO, None, Len::ZERO);
    }
}
