//! Sections: paper, margins, grid, and what stands outside the block of every page.

use super::markup::{PROLOGUE, RELATIONS, WORDS, escape, value};
use super::measure::{Grid, colour, eighths, points, twips};
use super::named::Named;
use super::paragraph::{Paragraph, run, run_of};
use crate::document::Document;
use crate::font::YesNo;
use crate::layout::Style;

/// A header or a footer: the name of its part, its kind, on which pages it stands, and its text.
pub(super) struct Margin {
    pub(super) part: &'static str,
    /// `header` or `footer`
    pub(super) kind: &'static str,
    /// `default`, which are the odd pages, or `even`
    pages: &'static str,
    pub(super) xml: String,
}

impl Margin {
    /// How the text refers to it.
    pub(super) fn id(&self) -> String {
        format!("rId{}", self.part)
    }
}

/// Whether the margins of even pages are mirrored.
pub(super) fn is_mirrored(style: &Style, document: &Document) -> bool {
    document.edition.duplex || style.page.duplex == YesNo::Yes
}

/// The footers with the page numbers; the headers with the stamp, where there is one.
pub(super) fn margins(style: &Style, stamp: Option<&str>) -> Vec<Margin> {
    let footer = |is_odd| {
        let number = number(style, is_odd);
        format!("{PROLOGUE}<w:ftr xmlns:w=\"{WORDS}\">{number}</w:ftr>")
    };
    let mut margins = vec![
        Margin { part: "footer1", kind: "footer", pages: "default", xml: footer(true) },
        Margin { part: "footer2", kind: "footer", pages: "even", xml: footer(false) },
    ];
    let header = |word: &str| {
        format!("{PROLOGUE}<w:hdr xmlns:w=\"{WORDS}\">{}</w:hdr>", framed(style, word))
    };
    if let Some(xml) = stamp.map(header) {
        let odd = Margin { part: "header1", kind: "header", pages: "default", xml: xml.clone() };
        let even = Margin { part: "header2", kind: "header", pages: "even", xml };
        margins.extend([odd, even]);
    }
    margins
}

/// 页码, — 1 —: at the right on odd pages, at the left on even ones.
fn number(style: &Style, is_odd: bool) -> String {
    let inset = Some(twips(style.characters(style.page_number.inset)));
    let paragraph = Paragraph {
        right: inset.filter(|_| is_odd),
        left: inset.filter(|_| !is_odd),
        align: Some(if is_odd { "right" } else { "left" }),
        ..Paragraph::of(Named::PageNumber)
    };
    let field = |kind: &str| run_of(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"), None);
    let instruction = run_of("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>", None);
    paragraph.with(&format!(
        "{}{}{instruction}{}{}{}{}",
        run("— ", None),
        field("begin"),
        field("separate"),
        run("1", None),
        field("end"),
        run(" —", None)
    ))
}

/// A framed word at the right: 草稿.
fn framed(style: &Style, word: &str) -> String {
    let border = format!(
        "<w:bdr w:val=\"single\" w:sz=\"{}\" w:space=\"{}\" w:color=\"{}\"/>",
        eighths(style.draft.rule),
        points(style.draft.padding),
        colour(style.draft.colour)
    );
    let word = escape(word);
    Paragraph::of(Named::Stamp).with(&format!(
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>{border}</w:rPr><w:t>{word}</w:t></w:r>"
    ))
}

/// `w:sectPr` of upright pages.
pub(super) fn section(style: &Style, grid: Grid, margins: &[Margin]) -> String {
    let reference = |margin: &Margin| {
        format!(
            "<w:{}Reference w:type=\"{}\" r:id=\"{}\"/>",
            margin.kind,
            margin.pages,
            margin.id()
        )
    };
    let references: String = margins.iter().map(reference).collect();
    let page = grid.page;
    // A line of exact pitch has a fifth of its characters' height below the baseline.
    let number = &style.page_number;
    let below = style.page.height - style.page.top - style.page.block_height - number.baseline();
    let footer = twips(below - number.text.size.scale(1, 5));
    let header = twips(style.draft.top + style.draft.padding);
    format!(
        "<w:sectPr>{references}<w:pgSz w:w=\"{}\" w:h=\"{}\"/>\
        <w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"{header}\" \
        w:footer=\"{footer}\" w:gutter=\"0\"/>{}\
        <w:docGrid w:type=\"linesAndChars\" w:linePitch=\"{}\" w:charSpace=\"{}\"/></w:sectPr>",
        page.width,
        page.height,
        page.top,
        page.right,
        page.bottom,
        page.left,
        value("textDirection", "lrTb"),
        grid.pitch,
        grid.character_space,
    )
}

/// The name space that references to other parts need.
pub(super) fn name_spaces() -> String {
    format!("xmlns:w=\"{WORDS}\" xmlns:r=\"{RELATIONS}\"")
}
