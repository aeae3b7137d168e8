//! 部分: the titles of the parts of a report, where its kind prescribes them.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Inline};
use crate::findings::Findings;
use crate::kind::Kind;
use crate::source::{FileId, Sources, Span};

/// A part as the layout prints it.
struct Part<'a> {
    title: &'a str,
    place: Option<Span>,
}

/// Compares the headings of the first level with the parts that the kind prescribes. A part with
/// another title is one fault, not one that is missing and one too many.
pub(super) fn check(kind: &Kind, body: &[Block], layout: FileId, sources: &Sources) -> Findings {
    let mut findings = Findings::new();
    if kind.parts.is_empty() {
        return findings;
    }
    let printed: Vec<Part<'_>> =
        body.iter().filter_map(|block| part(block, layout, sources)).collect();
    let is_printed = |title: &&String| printed.iter().any(|part| part.title == **title);
    let mut missing = kind.parts.iter().filter(|title| !is_printed(title));
    let strangers =
        printed.iter().filter(|part| !kind.parts.iter().any(|title| title == part.title));
    for stranger in strangers {
        let message = format!("“{}”不是规定的部分", stranger.title);
        let found = Diagnostic::new(Code::E1014, message);
        let found = at(found, stranger.place, layout, "这个标题");
        findings.report(match missing.next() {
            Some(title) => found.help(format!("改为“{title}”，一字不差")),
            None => found.help(format!("删去这一部分；规定的只有：{}", kind.parts.join("、"))),
        });
    }
    for title in missing {
        let found = Diagnostic::new(Code::E1014, format!("少了规定的部分“{title}”"));
        let found = found.at(layout, "这个版式里没有它");
        findings.report(found.help(format!("在版式里补上一行“## {title}”和它的内容")));
    }
    if findings.is_empty() {
        findings.extend(out_of_order(kind, &printed, layout));
    }
    findings
}

/// The first part that does not stand where it is prescribed, or stands there once more.
fn out_of_order(kind: &Kind, printed: &[Part<'_>], layout: FileId) -> Option<Diagnostic> {
    let (place, part) = printed
        .iter()
        .enumerate()
        .find(|(place, part)| kind.parts.get(*place).is_none_or(|title| title != part.title))?;
    let message = format!("“{}”不在规定的位置", part.title);
    let found = at(Diagnostic::new(Code::E1014, message), part.place, layout, "这个标题");
    Some(match kind.parts.get(place) {
        Some(title) => {
            found.help(format!("这里应当是“{title}”；各部分依次是：{}", kind.parts.join("、")))
        }
        None => found.help("前面已经有这一部分，删去一个"),
    })
}

fn part<'a>(block: &'a Block, layout: FileId, sources: &Sources) -> Option<Part<'a>> {
    let heading = match block {
        Block::Heading(heading) => heading,
        Block::Paragraph(paragraph) => paragraph.run_in.as_ref()?,
        Block::Table(_) => return None,
    };
    if heading.level != 1 {
        return None;
    }
    // The words may stand in a comment of the layout, too.
    let line = format!("## {}", heading.title);
    let typed = sources.get(layout).text().find(&line);
    let typed = typed.map(|start| Span::new(layout, start..start + line.len()));
    let place = typed.or_else(|| heading.text.iter().find_map(place));
    Some(Part { title: &heading.title, place })
}

fn place(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text(text) => text.place,
        _ => None,
    }
}

/// Points at a place, or else at the layout as a whole.
fn at(found: Diagnostic, place: Option<Span>, layout: FileId, words: &str) -> Diagnostic {
    match place {
        Some(place) => found.at(place, words),
        None => found.at(layout, words),
    }
}
