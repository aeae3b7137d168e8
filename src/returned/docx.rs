//! A Word document that came back: which parts of its package are read, and what they give.

use super::addressees;
use super::comments::{self, Thread};
use super::numbers::Numbers;
use super::relations::{self, Relation};
use super::styles::{STAMP, Styles};
use super::told::{Told, short};
use super::walker::{Spot, Text, Walker};
use super::{Comment, Refused, Returned};
use crate::package::{Event, Package, Refusal, Xml};
use crate::sent::Tie;

/// What the content type of a document with macros has in it.
const MACROS: &str = "macroEnabled";

/// What the content type of a package of OpenDocument begins with.
const OPEN_DOCUMENT: &[u8] = b"application/vnd.oasis.opendocument";

/// Whether some bytes are a package, or one of older office programs, whatever the file is called.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
        || !matches!(
            Package::open(bytes.get(..512).unwrap_or(bytes)),
            Err(Refusal::NotPacked | Refusal::Empty)
        )
}

/// Reads a document.
///
/// # Errors
/// Why it is not read.
pub(super) fn read(bytes: &[u8]) -> Result<Returned, Refused> {
    let package = Package::open(bytes)?;
    let main = main_part(&package)?;
    let relations = relations::of(&package, &main)?;
    let part = |kind: &str| {
        let found = relations.iter().find(|relation| relation.kind == kind);
        found.and_then(|relation| package.part(&relation.target))
    };
    let styles = part("styles").map(Styles::read).transpose()?.unwrap_or_default();
    let numbers = part("numbering").map(Numbers::read).transpose()?.unwrap_or_default();
    let body = package.part(&main).ok_or(Refused::NoDocument)?;
    let mut text = Walker::new(&styles, numbers).read(body)?;
    addressees::raise(&mut text);
    let Text { paragraphs, tracked, comments: spots, boxes, notes, mut told } = text;
    if notes > 0 {
        for kind in ["footnotes", "endnotes"] {
            told.notes.extend(part(kind).map(notes_of).transpose()?.unwrap_or_default());
        }
    }
    margins(&package, &relations, &styles, &mut told)?;
    told.shorten();
    let remarks = part("comments").map(comments::read).transpose()?.unwrap_or_default();
    let threads = part("commentsExtended").map(comments::threads).transpose()?.unwrap_or_default();
    let end = paragraphs.len().saturating_sub(1);
    let mut comments: Vec<Comment> = Vec::new();
    for remark in remarks {
        let spot = spots.get(&remark.id).filter(|spot| spot.is_known).cloned();
        let Spot { paragraph, range, about, .. } =
            spot.unwrap_or_else(|| Spot { paragraph: end, ..Spot::default() });
        let Thread { parent, is_done } = threads.get(&remark.name).cloned().unwrap_or_default();
        comments.push(Comment {
            paragraph,
            range,
            about: short(about.trim()),
            author: remark.author,
            date: remark.date,
            text: remark.text,
            is_reply: parent.is_some(),
            is_resolved: is_done,
            is_boxed: false,
        });
    }
    for (id, text) in boxes {
        let spot = spots.get(&id).filter(|spot| spot.is_known).cloned();
        let Spot { paragraph, range, about, .. } =
            spot.unwrap_or_else(|| Spot { paragraph: end, ..Spot::default() });
        comments.push(Comment {
            paragraph,
            range,
            about,
            author: String::new(),
            date: None,
            text,
            is_reply: false,
            is_resolved: false,
            is_boxed: true,
        });
    }
    comments.sort_by_key(|comment| (comment.paragraph, comment.range.start));
    let tie = Tie::read(&package);
    Ok(Returned { paragraphs, tracked, comments, told, tie })
}

/// The name of the part with the text.
fn main_part(package: &Package) -> Result<String, Refused> {
    if package.part("mimetype").is_some_and(|kind| kind.starts_with(OPEN_DOCUMENT)) {
        return Err(Refused::OpenDocument);
    }
    let types = package.part("[Content_Types].xml").ok_or(Refused::NoDocument)?;
    let main = relations::of(package, "")?;
    let main = main.into_iter().find(|relation| relation.kind == "officeDocument");
    let main = main.ok_or(Refused::NoDocument)?.target;
    let mut kind = String::new();
    for event in Xml::new(types) {
        let Event::Open(element) = event? else { continue };
        let name = element.attribute("PartName").unwrap_or_default().trim_start_matches('/');
        if name.eq_ignore_ascii_case(&main) {
            kind = element.attribute("ContentType").unwrap_or_default().to_owned();
        }
    }
    let has_macros =
        || package.names().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin"));
    if kind.contains(MACROS) || has_macros() {
        return Err(Refused::Macros);
    }
    if kind.contains("spreadsheet") || main.to_ascii_lowercase().ends_with("workbook.xml") {
        return Err(Refused::Workbook);
    }
    match package.part(&main) {
        Some(_) => Ok(main),
        None => Err(Refused::NoDocument),
    }
}

/// The texts of the footnotes, without the lines that part them from the text.
fn notes_of(part: &[u8]) -> Result<Vec<String>, Refused> {
    let mut notes: Vec<String> = Vec::new();
    let (mut is_note, mut is_text) = (false, false);
    for event in Xml::new(part) {
        match event? {
            Event::Open(element) => match element.name.as_str() {
                "w:footnote" | "w:endnote" => {
                    is_note = matches!(element.attribute("w:type"), None | Some("normal"));
                    if is_note {
                        Told::add(&mut notes, "", false);
                    }
                }
                "w:t" => is_text = true,
                _ => {}
            },
            Event::Close(name) => is_text &= name != "w:t",
            Event::Text(text) if is_note && is_text => Told::add(&mut notes, &text, true),
            Event::Text(_) => {}
        }
    }
    Ok(notes)
}

/// Tells what stands at the head and foot of the pages beside the number of the page.
fn margins(
    package: &Package,
    relations: &[Relation],
    styles: &Styles,
    told: &mut Told,
) -> Result<(), Refused> {
    let is_margin = |relation: &&Relation| matches!(relation.kind.as_str(), "header" | "footer");
    for relation in relations.iter().filter(is_margin) {
        let Some(part) = package.part(&relation.target) else { continue };
        let text = margin(part, styles)?;
        if text.chars().any(|c| c.is_alphabetic()) && !told.margins.contains(&text) {
            Told::add(&mut told.margins, &text, false);
        }
    }
    Ok(())
}

/// The text of a header or footer, without the stamp of a draft.
fn margin(part: &[u8], styles: &Styles) -> Result<String, Refused> {
    let mut text = String::new();
    let (mut is_text, mut is_stamp) = (false, false);
    for event in Xml::new(part) {
        match event? {
            Event::Open(element) => match element.name.as_str() {
                "w:p" => is_stamp = false,
                "w:pStyle" => is_stamp = styles.is_named(element.attribute("w:val"), STAMP),
                "w:t" => is_text = true,
                _ => {}
            },
            Event::Close(name) => is_text &= name != "w:t",
            Event::Text(words) if is_text && !is_stamp && text.len() < 1000 => {
                text.push_str(&words);
            }
            Event::Text(_) => {}
        }
    }
    Ok(short(text.trim()))
}
