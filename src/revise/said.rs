//! Where words of a layout are said in its templates: they are found by what they say alone, so words
//! that are said twice, as short ones are, have no certain place.

use std::ops::Range;

use crate::source::{FileId, Role, Sources, Span};

/// What the name of a layout ends with; what stands in a folder beside it is a part of layouts.
const ENDING: &str = ".md.tera";

/// The templates that reports in a layout are made of.
#[derive(Debug)]
pub(super) struct Said<'s> {
    texts: Vec<Template<'s>>,
}

#[derive(Debug)]
struct Template<'s> {
    file: FileId,
    text: &'s str,
    /// Remarks (`{# … #}`), which are not said.
    remarks: Vec<Range<usize>>,
}

impl<'s> Said<'s> {
    pub(super) fn new(sources: &'s Sources, layout: &str, others: &[&str]) -> Said<'s> {
        let is_other = |path: &str| {
            let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(ENDING));
            name.is_some_and(|name| name != layout && others.contains(&name))
        };
        let templates = sources
            .iter()
            .filter(|source| source.role == Role::Template && !is_other(&source.path));
        let read = |path: &str| {
            let file = sources.find(path)?;
            let text = sources.get(file).text();
            Some(Template { file, text, remarks: remarks(text) })
        };
        Said { texts: templates.filter_map(|source| read(&source.path)).collect() }
    }

    /// The one place where words are said; none where they are said nowhere, or at several.
    pub(super) fn only(&self, words: &str) -> Option<Span> {
        let words = words.trim();
        if words.is_empty() {
            return None;
        }
        let places = self.texts.iter().flat_map(|template| {
            let said = template.text.match_indices(words).map(|(at, _)| at);
            let said = said.filter(|at| template.remarks.iter().all(|remark| !remark.contains(at)));
            said.map(|at| Span::new(template.file, at..at + words.len()))
        });
        let mut places = places.take(2);
        places.next().filter(|_| places.next().is_none())
    }
}

fn remarks(text: &str) -> Vec<Range<usize>> {
    let mut remarks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("{#")).map(|start| at + start)
    {
        let end = text.get(start..).and_then(|rest| rest.find("#}"));
        at = end.map_or(text.len(), |end| start + end + 2);
        remarks.push(start..at);
    }
    remarks
}
