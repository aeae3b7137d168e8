//! Doors for the fuzz targets in `fuzz/`: readers that the library keeps to itself. They are there
//! only where the library is built with `--cfg fuzzing`, as cargo-fuzz builds it.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::Year;
use crate::compose;
use crate::document::Document;
use crate::files::Files;
use crate::findings::Outcome;
use crate::number::{self, runs::Runs};
use crate::prose::{self, Piece};
use crate::render::pdf;
use crate::returned;
use crate::sent;
use crate::source::Sources;
use crate::template::Templates;
use crate::yaml::{self, Node};

/// A piece of prose: its text, or the place of a placeholder.
#[derive(Debug, PartialEq, Eq)]
pub enum ProsePiece<'t> {
    /// Stands as it is.
    Text(&'t str),
    /// Bytes of the prose.
    Placeholder(Range<usize>),
}

/// The pieces of prose, and the places of what is wrong with it.
pub fn prose(text: &str) -> (Vec<ProsePiece<'_>>, Vec<Range<usize>>) {
    let (pieces, faults) = prose::parse(text);
    let piece = |piece| match piece {
        Piece::Text(text) => ProsePiece::Text(text),
        Piece::Placeholder(placeholder) => ProsePiece::Placeholder(placeholder.range),
    };
    (pieces.into_iter().map(piece).collect(), faults.into_iter().map(|fault| fault.range).collect())
}

/// Whether the tree of a text is what serde_yaml reads; none where that reads nothing.
pub fn agrees_with_serde_yaml(node: &Node, text: &str) -> Option<bool> {
    yaml::agrees_with_serde_yaml(node, text)
}

/// The numbers of a text: the place with unit, that of the numeral alone, the value.
pub fn runs(text: &str) -> Vec<(Range<usize>, Range<usize>, Option<Decimal>)> {
    let runs = Runs::new(&[], |word: &str| word == "件").scan(text, &[]);
    runs.into_iter().map(|run| (run.range, run.digits, run.value)).collect()
}

/// A number as a Chinese numeral.
pub fn chinese_numeral(number: u32) -> String {
    number::chinese_numeral(number)
}

/// The digits of a Chinese numeral.
pub fn read_chinese(text: &str) -> Option<String> {
    number::read_chinese(text)
}

/// The sum of some numbers.
pub fn sum(values: &[Decimal]) -> Option<Decimal> {
    number::sum(values.iter().copied())
}

/// What percentage one number is of another.
pub fn percentage(part: Decimal, whole: Decimal, digits: u32) -> Option<Decimal> {
    number::percentage(part, whole, digits)
}

/// The same project with the bytes of a workbook at a path.
pub fn with_workbook(files: Files, path: &str, bytes: Vec<u8>) -> Files {
    files.with_workbook(path, bytes)
}

/// What a Word document or a Markdown text that came back says; none where it is not read.
pub fn returned(bytes: &[u8]) -> Option<Returned> {
    let read = returned::read(bytes).ok()?;
    let spots = read.tracked.iter().map(|change| (change.paragraph, change.range.clone()));
    let comments = read.comments.iter().map(|comment| (comment.paragraph, comment.range.clone()));
    Some(Returned {
        spots: spots.chain(comments).collect(),
        paragraphs: read.paragraphs.into_iter().map(|paragraph| paragraph.text).collect(),
    })
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub struct Returned {
    /// The texts of its paragraphs.
    pub paragraphs: Vec<String>,
    /// Where its tracked changes and comments stand: the number of the paragraph, bytes of its text.
    pub spots: Vec<(usize, Range<usize>)>,
}

/// The texts of a document's paragraphs, in reading order.
pub fn paragraphs(document: &Document) -> Vec<String> {
    sent::parts(document).iter().map(sent::Part::text).collect()
}

/// Composes the report of a year with other templates than those of its project.
pub fn compose(year: &Year, templates: &Templates, sources: &Sources) -> Outcome<Option<Document>> {
    compose::compose(&compose::Parts {
        edition: &year.edition,
        profile: &year.project.profile,
        catalogue: &year.project.catalogue,
        submissions: &year.submissions,
        figures: &year.figures,
        templates,
        sources,
    })
}

/// The pages of a PDF that is read back, the page of each piece of its text, and those of its faults; none
/// where it is not read.
pub fn read_pdf(bytes: &[u8]) -> Option<(usize, Vec<usize>, Vec<usize>)> {
    let read = pdf::read_back(bytes).ok()?;
    let pieces = read.pieces.iter().map(|piece| piece.page).collect();
    let faults = read.faults.iter().filter_map(|fault| fault.page).collect();
    Some((read.pages, pieces, faults))
}

/// Streams deflated one after the other, as those of one PDF: all but charstrings are searched for
/// repeats.
pub fn deflated(streams: &[(&[u8], bool)]) -> Vec<Vec<u8>> {
    pdf::deflated(streams)
}
