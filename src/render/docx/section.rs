//! Sections: paper, margins, grid, and what stands outside the block of every page.

use super::markup::{PROLOGUE, RELATIONS, WORDS, escape, value};
use super::measure::{Grid, colour, eighths, points, twips};
use super::named::Named;
use super::paragraph::{Paragraph, run, run_of};
use crate::document::Document;
use crate::font::YesNo;
use crate::layout::{Len, Style};

/// A header or a footer: the name of its part, its kind, on which pages it stands, and its text.
pub(super) struct Margin {
    pub(super) part: &'static str,
    /// `header` or `footer`
    pub(super) kind: &'static str,
    /// `default`, which are the odd pages, or `even`
    pages: &'static str,
    /// Whether it is that of turned pages.
    is_turned: bool,
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

/// The footers with the page numbers; the headers with the stamp, where there is one. Turned pages
/// have others.
pub(super) fn margins(style: &Style, stamp: Option<&str>, turned: Option<Turned>) -> Vec<Margin> {
    let mut margins = Vec::new();
    let mut add = |parts: [&'static str; 2], is_turned, text: &dyn Fn(bool) -> String| {
        let kind = parts[0].trim_end_matches(|c: char| c.is_ascii_digit());
        let element = if kind == "header" { "hdr" } else { "ftr" };
        for (part, pages) in parts.into_iter().zip(["default", "even"]) {
            let text = text(pages == "default");
            let xml = format!("{PROLOGUE}<w:{element} xmlns:w=\"{WORDS}\">{text}</w:{element}>");
            margins.push(Margin { part, kind, pages, is_turned, xml });
        }
    };
    add(["footer1", "footer2"], false, &|is_odd| number(style, is_odd));
    if let Some(turned) = turned {
        add(["footer3", "footer4"], true, &|is_odd| {
            turned.on_sheet(style, is_odd, &Upright::number(style), &number(style, is_odd))
        });
    }
    let Some(word) = stamp else { return margins };
    add(["header1", "header2"], false, &|_| framed(style, word));
    if let Some(turned) = turned {
        add(["header3", "header4"], true, &|is_odd| {
            turned.on_sheet(style, is_odd, &Upright::stamp(style), &framed(style, word))
        });
    }
    margins
}

/// Pages that are turned. They are the same sheets, so their numbers and stamps stand where the others
/// have them, and are turned as they are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turned {
    /// Whether the margins of even pages are mirrored.
    pub(super) is_mirrored: bool,
}

/// A line across the block of an upright page.
struct Upright {
    /// From the upper edge of the sheet to its top.
    top: Len,
    /// Its pitch.
    pitch: Len,
}

impl Upright {
    fn number(style: &Style) -> Upright {
        let (page, number) = (&style.page, &style.page_number);
        let pitch = number.text.size;
        Upright { top: page.top + page.block_height + number.baseline() - above(pitch), pitch }
    }

    fn stamp(style: &Style) -> Upright {
        let draft = &style.draft;
        Upright { top: draft.top + draft.padding, pitch: draft.text.size }
    }
}

/// What a line of exact pitch has above its baseline; a fifth of it lies below.
fn above(pitch: Len) -> Len {
    pitch - pitch.scale(1, 5)
}

impl Turned {
    /// A paragraph at the place that its line has on an upright page: the only cell of a table that
    /// floats over the page.
    fn on_sheet(self, style: &Style, is_odd: bool, line: &Upright, paragraph: &str) -> String {
        let page = &style.page;
        let left = match self.is_mirrored && !is_odd {
            true => page.width - page.left - page.block_width,
            false => page.left,
        };
        // The sheet's upper edge is at the right of a turned page.
        let (x, width) = (twips(page.height - line.top - line.pitch), twips(line.pitch));
        let none = |edge: &str| format!("<w:{edge} w:w=\"0\" w:type=\"dxa\"/>");
        let after = Paragraph { pitch: Some(20), ..Paragraph::default() };
        format!(
            "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" \
            w:vertAnchor=\"page\" w:horzAnchor=\"page\" w:tblpX=\"{x}\" w:tblpY=\"{}\"/>\
            <w:tblOverlap w:val=\"never\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/>\
            <w:tblLayout w:type=\"fixed\"/><w:tblCellMar>{}{}{}{}</w:tblCellMar></w:tblPr>\
            <w:tblGrid><w:gridCol w:w=\"{width}\"/></w:tblGrid>\
            <w:tr><w:trPr><w:trHeight w:val=\"{}\" w:hRule=\"exact\"/></w:trPr>\
            <w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{}</w:tcPr>{paragraph}</w:tc></w:tr>\
            </w:tbl>{}",
            twips(left),
            none("top"),
            none("left"),
            none("bottom"),
            none("right"),
            twips(page.block_width),
            value("textDirection", "tbRl"),
            after.with("")
        )
    }
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

/// `w:sectPr` of upright pages and of turned ones.
#[derive(Debug, Clone)]
pub(super) struct Sections {
    upright: String,
    turned: String,
}

impl Sections {
    pub(super) fn new(style: &Style, grid: Grid, margins: &[Margin]) -> Sections {
        let section = |is_turned| section(style, grid, margins, is_turned);
        Sections { upright: section(false), turned: section(true) }
    }

    pub(super) fn of(&self, is_turned: bool) -> &str {
        if is_turned { &self.turned } else { &self.upright }
    }
}

fn section(style: &Style, grid: Grid, margins: &[Margin], is_turned: bool) -> String {
    let reference = |margin: &Margin| {
        format!(
            "<w:{}Reference w:type=\"{}\" r:id=\"{}\"/>",
            margin.kind,
            margin.pages,
            margin.id()
        )
    };
    let margins = margins.iter().filter(|margin| margin.is_turned == is_turned);
    let references: String = margins.map(reference).collect();
    let page = if is_turned { grid.page.turned() } else { grid.page };
    let orient = if is_turned { " w:orient=\"landscape\"" } else { "" };
    let number = &style.page_number;
    let below = style.page.height - style.page.top - style.page.block_height - number.baseline();
    let footer = twips(below - (number.text.size - above(number.text.size)));
    let header = twips(style.draft.top + style.draft.padding);
    format!(
        "<w:sectPr>{references}<w:pgSz w:w=\"{}\" w:h=\"{}\"{orient}/>\
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
