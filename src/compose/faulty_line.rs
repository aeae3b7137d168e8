//! Where a line of rendered Markdown stands in the templates it came from.

use std::ops::Range;

use crate::source::{FileId, Span};

/// The lines of the templates.
pub(super) struct TemplateLines<'t> {
    files: Vec<(FileId, &'t str)>,
    lines: Vec<Line<'t>>,
}

impl<'t> TemplateLines<'t> {
    pub(super) fn new(files: Vec<(FileId, &'t str)>) -> TemplateLines<'t> {
        let lines = files.iter().flat_map(|&(file, text)| lines(file, text)).collect();
        TemplateLines { files, lines }
    }

    /// The line that a rendered line came from: the one whose own words, in their order, make up
    /// most of it; else the longest beginning of it that stands in one of the files. The first of
    /// several equals counts.
    pub(super) fn find(&self, rendered: &str) -> Option<Span> {
        let mut best: Option<&Line<'_>> = None;
        let most = |best: Option<&Line<'_>>| best.map_or(0, |line| line.own);
        for line in &self.lines {
            if line.own > most(best) && line.makes(rendered) {
                best = Some(line);
            }
        }
        let ends = rendered.char_indices().map(|(at, c)| at + c.len_utf8());
        let longer = ends.rev().take_while(|end| *end > most(best)).find_map(|end| {
            let beginning = rendered.get(..end)?;
            self.files.iter().find_map(|(file, text)| {
                let at = text.find(beginning)?;
                Some(Span::new(*file, at..at + end))
            })
        });
        longer.or_else(|| best.map(|line| line.span))
    }
}

/// A line of a template.
struct Line<'t> {
    /// Without blanks around it.
    span: Span,
    /// What stands before, between and after its tags; the first and the last are empty where a
    /// tag stands there.
    words: Vec<&'t str>,
    /// How long these are together.
    own: usize,
}

impl Line<'_> {
    /// Whether a rendered line may have come from it: its words stand there in their order, the
    /// first at its beginning and the last at its end.
    fn makes(&self, rendered: &str) -> bool {
        let [first, between @ .., last] = self.words.as_slice() else {
            return self.words.first() == Some(&rendered);
        };
        let Some(mut rest) = rendered.strip_prefix(*first) else { return false };
        for words in between {
            let Some((_, after)) = rest.split_once(*words) else { return false };
            rest = after;
        }
        rest.ends_with(*last)
    }
}

/// The lines of a template. A tag over several lines makes one line of them.
fn lines(file: FileId, text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut from, mut at) = (0, 0, 0);
    let mut words = Vec::new();
    let bytes = text.as_bytes();
    while at < text.len() {
        let close = match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'{'), Some(b'{')) => "}}",
            (Some(b'{'), Some(b'%')) => "%}",
            (Some(b'{'), Some(b'#')) => "#}",
            (Some(b'\n'), _) => {
                words.push(text.get(from..at).unwrap_or_default());
                lines.push(line((file, text), start..at, std::mem::take(&mut words)));
                at += 1;
                (start, from) = (at, at);
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        words.push(text.get(from..at).unwrap_or_default());
        let end = text.get(at..).and_then(|tag| tag.find(close));
        at = end.map_or(text.len(), |end| at + end + close.len());
        from = at;
    }
    words.push(text.get(from..).unwrap_or_default());
    lines.push(line((file, text), start..text.len(), words));
    lines
}

fn line<'t>(
    (file, text): (FileId, &str),
    range: Range<usize>,
    mut words: Vec<&'t str>,
) -> Line<'t> {
    if let Some(first) = words.first_mut() {
        *first = first.trim_start();
    }
    if let Some(last) = words.last_mut() {
        *last = last.trim_end();
    }
    let typed = text.get(range.clone()).unwrap_or_default();
    let start = range.start + typed.len() - typed.trim_start().len();
    let own = words.iter().map(|words| words.len()).sum();
    Line { span: Span::new(file, start..start + typed.trim().len()), words, own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found<'t>(rendered: &str, text: &'t str) -> Option<&'t str> {
        let lines = TemplateLines::new(vec![(FileId(0), "无关"), (FileId(1), text)]);
        text.get(lines.find(rendered)?.range())
    }

    #[test]
    fn a_line_is_found_by_its_own_words() {
        let text = "| 甲 | 数 |\n| {{ a }} | {{ b }} |\n | {{ a }} | {{ b }} | 余 | \n######\n##\n";
        assert_eq!(found("| 一 | 二 | 余 |", text), Some("| {{ a }} | {{ b }} | 余 |"));
        assert_eq!(found("| 一 | 二 |", text), Some("| {{ a }} | {{ b }} |"));
        assert_eq!(found("| 甲 | 数 |", text), Some("| 甲 | 数 |"));
        assert_eq!(found("##", text), Some("##"));
        // What is written under a condition is found by its beginning.
        assert_eq!(found("| 甲 | 数 | 另", text), Some("| 甲 | 数 |"));
        assert_eq!(found("别的", text), None);
        assert_eq!(found("", text), None);
    }

    #[test]
    fn tags_and_comments_are_no_words() {
        let text = "{# | 甲 |\n| 乙 |\n#}\n{% for x in y %}\n| {{ \"乙\" }} |\n{% endfor %}\n{{";
        assert_eq!(found("| 乙 |", text), Some("| 乙 |"), "the longest beginning");
        assert_eq!(found("| 丙 |", text), Some("| {{ \"乙\" }} |"));
    }
}
