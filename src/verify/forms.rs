//! The texts of a report's files, read back from each form.

use std::collections::BTreeSet;

use super::page;
use super::piece::{Form, Piece, Spot};
use crate::render::pdf;
use crate::returned;
use crate::sent::Role;

/// Reads a file by the ending of its name.
///
/// # Errors
/// Why no text was read.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Form, String> {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "pdf" => of_pdf(bytes),
        "html" => of_lines(bytes, |text| Ok(page::pieces(text))),
        "md" => of_lines(bytes, markdown),
        "docx" => of_document(bytes),
        _ => Err("没有正文".to_owned()),
    }
}

/// Whether a file of this name holds the report's text.
pub(super) fn has_text(name: &str) -> bool {
    [".pdf", ".html", ".md", ".docx"].iter().any(|ending| name.ends_with(ending))
}

fn of_pdf(bytes: &[u8]) -> Result<Form, String> {
    let read = pdf::read_back(bytes).map_err(|unread| match unread {
        pdf::Unread::Damaged => "不是能读的 PDF".to_owned(),
        pdf::Unread::Encrypted => "加了密：设了打开密码，或者限制打印、复制的密码".to_owned(),
        pdf::Unread::TooLarge(bound, met) => bound.passed(met),
    })?;
    let piece = |piece: pdf::Piece| Piece { spot: Spot::Page(piece.page), text: piece.text };
    Ok(Form {
        pieces: read.pieces.into_iter().map(piece).collect(),
        is_whole: true,
        title: None,
        pages: Some(read.pages),
        faults: read.faults,
    })
}

/// A page that does not stand where it was made: where it was, and where it is now. The file itself as it was
/// made tells, or the order in which the text is read.
pub(super) fn moved_page(then: &Form, now: &Form) -> Option<(usize, usize)> {
    exchanged_page(then, now).or_else(|| misplaced_page(now))
}

/// A page of which the text is read earlier or later than its number says.
fn misplaced_page(form: &Form) -> Option<(usize, usize)> {
    let (mut read, mut seen) = (Vec::new(), BTreeSet::new());
    for piece in &form.pieces {
        if let Spot::Page(page) = piece.spot
            && seen.insert(page)
        {
            read.push(page);
        }
    }
    let mut now = read.clone();
    now.sort_unstable();
    let at = now.iter().zip(&read).position(|(now, read)| now != read)?;
    let page = now.get(at)?;
    let was = read.iter().position(|read| read == page)?;
    Some((*now.get(was)?, *page))
}

/// A page of a form that another form with the same pages has at another place.
fn exchanged_page(then: &Form, now: &Form) -> Option<(usize, usize)> {
    let (then, now) = (pages(then)?, pages(now)?);
    let [mut one, mut other] = [then.clone(), now.clone()];
    one.sort_unstable();
    other.sort_unstable();
    let at = then.iter().zip(&now).position(|(then, now)| then != now)?;
    let was = then.iter().position(|page| Some(page) == now.get(at))?;
    (one == other).then_some((was + 1, at + 1))
}

/// The text of each page.
fn pages(form: &Form) -> Option<Vec<String>> {
    let mut pages = vec![String::new(); form.pages?];
    for piece in &form.pieces {
        if let Spot::Page(page) = piece.spot
            && let Some(text) = pages.get_mut(page.checked_sub(1)?)
        {
            text.push_str(&piece.text);
        }
    }
    Some(pages)
}

fn of_lines(
    bytes: &[u8],
    pieces: impl Fn(&str) -> Result<Vec<Piece>, String>,
) -> Result<Form, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "不是 UTF-8 的文字".to_owned())?;
    Ok(Form { pieces: pieces(text)?, title: Some(0), ..Form::default() })
}

/// Each line by itself, so that its number is known. What stands before the title is left out.
fn markdown(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let read = returned::read(line.as_bytes());
        let read = read.map_err(|refused| refused.message())?;
        let own = read.paragraphs.into_iter();
        let own = own.filter(|paragraph| paragraph.role != Some(Role::Marking));
        pieces.extend(own.map(|found| Piece { spot: Spot::Line(at + 1), text: found.text }));
    }
    Ok(pieces)
}

fn of_document(bytes: &[u8]) -> Result<Form, String> {
    let read = returned::read(bytes).map_err(|refused| refused.message())?;
    let title = read.paragraphs.iter().position(|found| found.role == Some(Role::Title));
    let paragraphs = read.paragraphs.into_iter().enumerate();
    let piece = |(at, paragraph): (usize, returned::ReturnedParagraph)| Piece {
        spot: Spot::Paragraph(at + 1),
        text: paragraph.text,
    };
    let pieces = paragraphs.map(piece).collect();
    Ok(Form { pieces, is_whole: true, title, ..Form::default() })
}
