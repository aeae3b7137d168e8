//! A paragraph while it is read.

use std::ops::Range;

use super::TrackedKind;
use crate::sent::Role;

/// After these signs a line break begins another paragraph; elsewhere it is one inside a sentence or
/// a title.
const ENDS: [char; 5] = ['。', '！', '？', '：', '；'];

/// Signs and line breaks of a paragraph that are kept; a report has some ten.
const MOST_SIGNS: usize = 2000;

/// What stands at a place of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    /// A tracked change.
    Tracked { kind: TrackedKind, author: String, date: Option<String>, words: String },
    /// The words of a comment, by its id.
    Comment(String),
    /// The words of a paragraph that was sent, by its id.
    Id(String),
    /// Words that are struck through.
    Struck,
}

/// A sign and the bytes that it goes over; the end is none while it goes on.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) sign: Sign,
    pub(super) start: usize,
    pub(super) end: Option<usize>,
}

/// A paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) text: String,
    /// Line breaks, in bytes of the text, which does not hold them.
    pub(super) breaks: Vec<usize>,
    pub(super) marks: Vec<Mark>,
    pub(super) role: Option<Role>,
    /// Whether it stands in a frame beside the text.
    pub(super) is_framed: bool,
    /// The paragraphs of text boxes that are anchored in it.
    pub(super) after: Vec<Finished>,
}

/// A paragraph that was read; its text may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finished {
    pub(super) text: String,
    pub(super) role: Option<Role>,
    pub(super) marks: Vec<(Range<usize>, Sign)>,
}

impl Draft {
    /// Adds a sign without words, or one whose words follow.
    pub(super) fn mark(&mut self, sign: Sign, is_open: bool) {
        let start = self.text.len();
        self.keep(Mark { sign, start, end: (!is_open).then_some(start) });
    }

    fn keep(&mut self, mark: Mark) {
        if self.marks.len() < MOST_SIGNS {
            self.marks.push(mark);
        }
    }

    /// Adds a line break.
    pub(super) fn line_break(&mut self) {
        if self.breaks.len() < MOST_SIGNS {
            self.breaks.push(self.text.len());
        }
    }

    /// Says that the next words are struck through; those that follow each other are one.
    pub(super) fn strike(&mut self, words: &str) {
        let start = self.text.len();
        let end = start + words.len();
        let mut marks = self.marks.iter_mut().rev();
        match marks.find(|mark| mark.sign == Sign::Struck && mark.end == Some(start)) {
            Some(mark) => mark.end = Some(end),
            None => self.keep(Mark { sign: Sign::Struck, start, end: Some(end) }),
        }
    }

    /// Ends the words of the last sign for which this holds.
    pub(super) fn end(&mut self, is_it: impl Fn(&Sign) -> bool) {
        let end = self.text.len();
        let mut marks = self.marks.iter_mut().rev();
        if let Some(mark) = marks.find(|mark| mark.end.is_none() && is_it(&mark.sign)) {
            mark.end = Some(end);
        }
    }

    /// Adds words of a tracked change; those that follow each other are one.
    pub(super) fn track(
        &mut self,
        kind: TrackedKind,
        author: &str,
        date: Option<&str>,
        words: &str,
        is_visible: bool,
    ) {
        let start = self.text.len();
        let end = if is_visible { start + words.len() } else { start };
        if let Some(Mark {
            sign: Sign::Tracked { kind: last, author: by, words: all, .. },
            end: to,
            ..
        }) = self.marks.last_mut()
            && *last == kind
            && by == author
            && *to == Some(start)
        {
            all.push_str(words);
            *to = Some(end);
            return;
        }
        let date = date.map(str::to_owned);
        let sign = Sign::Tracked { kind, author: author.to_owned(), date, words: words.to_owned() };
        self.keep(Mark { sign, start, end: Some(end) });
    }

    /// The paragraph; several where it has line breaks that end a sentence.
    pub(super) fn finish(self) -> Vec<Finished> {
        let is_cell = matches!(self.role, Some(Role::Cell { .. }));
        let mut pieces = Vec::new();
        let mut start = 0;
        let mut stops = self.breaks.clone();
        // The number of the document and those who signed it share lines.
        let shares_line = self.role == Some(Role::Number);
        if shares_line {
            let tabs = self.text.match_indices('\t').take(MOST_SIGNS).map(|(at, _)| at);
            stops.extend(tabs);
            stops.sort_unstable();
        }
        for at in stops {
            let before = self.text.get(start..at).unwrap_or_default();
            if shares_line || (!is_cell && before.trim_end().ends_with(ENDS)) {
                pieces.push(start..at);
                start = at;
            }
        }
        pieces.push(start..self.text.len());
        let last = pieces.len() - 1;
        let mut finished: Vec<Finished> =
            pieces.iter().enumerate().map(|(at, piece)| self.piece(piece, at == last)).collect();
        finished.extend(self.after);
        finished
    }

    fn piece(&self, piece: &Range<usize>, is_last: bool) -> Finished {
        let whole = self.text.get(piece.clone()).unwrap_or_default();
        let text = whole.trim();
        let start = piece.start + (whole.len() - whole.trim_start().len());
        let own = start..start + text.len();
        let mark = |mark: &Mark| {
            let end = mark.end.unwrap_or(self.text.len());
            let stands_here = mark.start >= piece.start && (mark.start < piece.end || is_last);
            let goes_over = mark.start < own.end && end > own.start;
            let is_here = match mark.sign {
                Sign::Id(_) | Sign::Struck => goes_over,
                _ => stands_here,
            };
            let within = |at: usize| at.clamp(own.start, own.end) - own.start;
            is_here.then(|| (within(mark.start)..within(end), mark.sign.clone()))
        };
        let marks = self.marks.iter().filter_map(mark).collect();
        Finished { text: text.to_owned(), role: self.role, marks }
    }
}
