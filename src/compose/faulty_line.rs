//! Where a line of rendered Markdown stands in the templates it came from.

use std::ops::Range;

use crate::source::{FileId, Span};

/// Characters of a line by which it is looked for: each beginning of it is looked for in all files.
const LONGEST: usize = 400;

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
        let (mut best, mut most) = (None, 0);
        for line in &self.lines {
            if let Some(own) = line.makes(rendered).filter(|own| *own > most) {
                (best, most) = (Some(line), own);
            }
        }
        let ends = rendered.char_indices().map(|(at, c)| at + c.len_utf8());
        let ends: Vec<usize> = ends.take(LONGEST).collect();
        let longer = ends.into_iter().rev().take_while(|end| *end > most).find_map(|end| {
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
    words: Vec<Words<'t>>,
}

/// What a line says between two tags.
struct Words<'t> {
    text: &'t str,
    /// Whether it stands under a condition or in a loop of the same line, and may not be printed.
    may_lack: bool,
}

impl Line<'_> {
    /// How long its own words are in a rendered line that may have come from it: they stand there
    /// in their order, the first at its beginning and the last at its end.
    fn makes(&self, rendered: &str) -> Option<usize> {
        let [first, between @ .., last] = self.words.as_slice() else {
            let whole = self.words.first().filter(|words| words.text == rendered);
            return whole.map(|words| words.text.len());
        };
        let mut rest = rendered.strip_prefix(first.text)?;
        let mut own = first.text.len() + last.text.len();
        for words in between {
            match rest.split_once(words.text) {
                Some((_, after)) => {
                    own += words.text.len();
                    rest = after;
                }
                None if words.may_lack => {}
                None => return None,
            }
        }
        rest.ends_with(last.text).then_some(own)
    }
}

/// The lines of a template. A tag over several lines makes one line of them.
fn lines(file: FileId, text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut from, mut at) = (0, 0, 0);
    let mut words = Vec::new();
    // How many blocks of the same line are open.
    let mut depth = 0_usize;
    let said = |range: Range<usize>, depth: usize| Words {
        text: text.get(range).unwrap_or_default(),
        may_lack: depth > 0,
    };
    let bytes = text.as_bytes();
    while at < text.len() {
        let close = match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'{'), Some(b'{')) => "}}",
            (Some(b'{'), Some(b'%')) => "%}",
            (Some(b'{'), Some(b'#')) => "#}",
            (Some(b'\n'), _) => {
                words.push(said(from..at, depth));
                depth = 0;
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
        words.push(said(from..at, depth));
        let end = text.get(at..).and_then(|tag| tag.find(close));
        let tag = text.get(at..).unwrap_or_default().trim_start_matches(['{', '%', '-']);
        if close == "%}" {
            let tag = tag.trim_start();
            match tag.split(|c: char| !c.is_ascii_alphanumeric()).next() {
                Some("if" | "for") => depth += 1,
                Some("endif" | "endfor") => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        at = end.map_or(text.len(), |end| at + end + close.len());
        from = at;
    }
    words.push(said(from..text.len(), depth));
    lines.push(line((file, text), start..text.len(), words));
    lines
}

fn line<'t>(
    (file, text): (FileId, &str),
    range: Range<usize>,
    mut words: Vec<Words<'t>>,
) -> Line<'t> {
    if let Some(first) = words.first_mut() {
        first.text = first.text.trim_start();
    }
    if let Some(last) = words.last_mut() {
        last.text = last.text.trim_end();
    }
    let typed = text.get(range.clone()).unwrap_or_default();
    let start = range.start + typed.len() - typed.trim_start().len();
    Line { span: Span::new(file, start..start + typed.trim().len()), words }
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
    fn words_under_a_condition_of_the_line_may_be_missing() {
        let row = "｜ {{ a }} ｜ {% if b %}{{ b }}{% else %}—{% endif %} ｜";
        let text = format!("｜ 甲\n{row}\n");
        for rendered in ["｜ 一 ｜ 3 ｜", "｜ 一 ｜ — ｜"] {
            assert_eq!(found(rendered, &text), Some(row));
        }
    }

    #[test]
    fn tags_and_comments_are_no_words() {
        let text = "{# | 甲 |\n| 乙 |\n#}\n{% for x in y %}\n| {{ \"乙\" }} |\n{% endfor %}\n{{";
        assert_eq!(found("| 乙 |", text), Some("| 乙 |"), "the longest beginning");
        assert_eq!(found("| 丙 |", text), Some("| {{ \"乙\" }} |"));
    }
}
