//! Whole paragraphs: how one is split, joined, added, taken out and moved in the texts of the data.

use std::ops::Range;

use super::data::{Line, Piece, Scalar, Scalars};
use super::place::is_data;
use super::{Carried, Effect, Remedy};
use crate::diagnostic::Edit;
use crate::sent::Role;
use crate::source::{Sources, Span};

/// Changes paragraphs of the data.
pub(super) struct Mason<'a, 's> {
    pub(super) sources: &'s Sources,
    pub(super) scalars: &'a Scalars<'s>,
    pub(super) lines: &'a [Line],
}

/// A paragraph as it stands in a text of several lines (`|`).
struct Block {
    scalar: Scalar,
    /// From its first character to its last, in bytes of the file.
    range: Range<usize>,
}

/// Where a paragraph is put, what parts it there from those beside it, and the text that it is put into.
struct Insertion {
    at: Span,
    before: String,
    after: String,
    scalar: Scalar,
}

const NOT_ALONE: &str = "这一段不是一个部门单独的一段正文";

impl Mason<'_, '_> {
    /// Where the first words of a paragraph were typed in the data.
    pub(super) fn start(&self, line: usize) -> Option<Span> {
        let pieces = &self.lines.get(line)?.pieces;
        let data = pieces.iter().find(|piece| is_data(self.sources, piece));
        data.or_else(|| pieces.iter().find(|piece| piece.place().is_some()))
            .and_then(|piece| piece.near(&(piece.range.start..piece.range.start)))
    }

    /// Where its last words end.
    pub(super) fn end(&self, line: usize) -> Option<Span> {
        let pieces = &self.lines.get(line)?.pieces;
        let data = pieces.iter().rev().find(|piece| is_data(self.sources, piece));
        data.or_else(|| pieces.iter().rev().find(|piece| piece.place().is_some()))
            .and_then(|piece| piece.near(&(piece.range.end..piece.range.end)))
    }

    /// The paragraph, where all of it is one paragraph of one text of several lines.
    fn block(&self, line: usize) -> Result<Block, String> {
        let line = self.lines.get(line).ok_or(NOT_ALONE)?;
        if line.role != Role::Body {
            return Err("标题和表格不在正文里，要在提纲或者版式里改".to_owned());
        }
        let mut scalar: Option<Scalar> = None;
        for piece in &line.pieces {
            if !is_data(self.sources, piece) {
                return Err("这一段里有版式的字".to_owned());
            }
            let own =
                piece.place().and_then(|place| self.scalars.around(place)).ok_or(NOT_ALONE)?;
            if scalar.as_ref().is_some_and(|scalar| scalar.span != own.span) {
                return Err("这一段由几处文字合成".to_owned());
            }
            scalar = Some(own);
        }
        let scalar = scalar.ok_or(NOT_ALONE)?;
        self.several_lines(&scalar)?;
        let (first, last) =
            (line.pieces.first().ok_or(NOT_ALONE)?, line.pieces.last().ok_or(NOT_ALONE)?);
        let start = whole(first).ok_or(NOT_ALONE)?.range().start;
        let end = whole(last).ok_or(NOT_ALONE)?.range().end;
        Ok(Block { scalar, range: start..end })
    }

    /// Whether the text is written in lines of its own, so that blank lines part its paragraphs.
    fn several_lines(&self, scalar: &Scalar) -> Result<(), String> {
        let text = self.sources.get(scalar.span.file).text();
        match scalar.lines_start(text) {
            Some(_) => Ok(()),
            None => Err("这段文字没有写成“|”开头的多行，分段要自己改".to_owned()),
        }
    }

    /// The blanks before the first character of a line.
    fn indent(&self, file: Span, at: usize) -> String {
        let text = self.sources.get(file.file).text();
        let line = line_start(text, at);
        let rest = text.get(line..).unwrap_or_default();
        rest.chars().take_while(|c| *c == ' ').collect()
    }

    /// Ends a paragraph at some bytes of it.
    pub(super) fn split(&self, line: usize, ends: &[usize]) -> Result<Remedy, String> {
        let mut edits = Vec::new();
        for end in ends {
            let (gap, scalar) = self.gap_in(line, *end)?;
            self.several_lines(&scalar)?;
            let indent = self.indent(gap, gap.range().start);
            edits.push(Edit { span: gap, text: format!("\n\n{indent}") });
        }
        Ok(Remedy {
            edits,
            effects: vec![Effect::Split { line, at: ends.to_vec() }],
            ..Remedy::default()
        })
    }

    /// What stands in the file between two characters of a paragraph.
    fn gap_in(&self, line: usize, at: usize) -> Result<(Span, Scalar), String> {
        let line = self.lines.get(line).ok_or(NOT_ALONE)?;
        let left = line.pieces.iter().find(|piece| piece.range.start < at && at <= piece.range.end);
        let right =
            line.pieces.iter().find(|piece| piece.range.start <= at && at < piece.range.end);
        self.gap(left.zip(right).ok_or(NOT_ALONE)?, at, at)
    }

    fn gap(
        &self,
        (left, right): (&Piece, &Piece),
        left_end: usize,
        right_start: usize,
    ) -> Result<(Span, Scalar), String> {
        if !is_data(self.sources, left) || !is_data(self.sources, right) {
            return Err("分段的地方挨着版式的字".to_owned());
        }
        let before = left.source(&(left_end..left_end)).ok_or(NOT_ALONE)?;
        // The character after it: an empty range would be the place after the one before.
        let after = match right.is_figure() || right_start == right.range.start {
            true => whole(right).ok_or(NOT_ALONE)?,
            false => right.source(&(right_start..next(right, right_start))).ok_or(NOT_ALONE)?,
        };
        let scalars = (self.scalars.around(before), self.scalars.around(after));
        match scalars {
            (Some(one), Some(other)) if one.span == other.span && before.end <= after.start => {
                Ok((Span { start: before.end, end: after.start, ..before }, one))
            }
            _ => Err("分段的地方在两处文字之间".to_owned()),
        }
    }

    /// Makes one paragraph of several.
    pub(super) fn join(&self, lines: &Range<usize>) -> Result<Remedy, String> {
        let mut edits = Vec::new();
        for (one, other) in lines.clone().zip(lines.clone().skip(1)) {
            let pieces = |line: usize| self.lines.get(line).map(|line| line.pieces.as_slice());
            let left = pieces(one).and_then(<[_]>::last).ok_or(NOT_ALONE)?;
            let right = pieces(other).and_then(<[_]>::first).ok_or(NOT_ALONE)?;
            let (gap, scalar) = self.gap((left, right), left.range.end, right.range.start)?;
            self.several_lines(&scalar)?;
            let indent = self.indent(gap, gap.range().start);
            edits.push(Edit { span: gap, text: format!("\n{indent}") });
        }
        Ok(Remedy {
            edits,
            effects: vec![Effect::Join { lines: lines.clone() }],
            ..Remedy::default()
        })
    }

    /// Takes a paragraph out.
    pub(super) fn remove(&self, line: usize) -> Result<Remedy, String> {
        let block = self.block(line)?;
        let edit = self.cut(&block)?;
        Ok(Remedy {
            edits: vec![edit],
            effects: vec![Effect::Remove { line }],
            ..Remedy::default()
        })
    }

    /// The lines of a paragraph and the blank lines that part it from one of its neighbours.
    fn cut(&self, block: &Block) -> Result<Edit, String> {
        let file = block.scalar.span.file;
        let text = self.sources.get(file).text();
        let body = block.scalar.span.range();
        let start = line_start(text, block.range.start);
        let end = line_end(text, block.range.end);
        let own = |range: Range<usize>| text.get(range).is_some_and(|text| text.trim().is_empty());
        if !own(start..block.range.start) || !own(block.range.end..end) {
            return Err(NOT_ALONE.to_owned());
        }
        let first_line = block.scalar.lines_start(text).ok_or(NOT_ALONE)?;
        let (before, after) = (
            text.get(first_line..start).unwrap_or_default(),
            text.get(end..body.end).unwrap_or_default(),
        );
        let (is_first, is_last) = (before.trim().is_empty(), after.trim().is_empty());
        let range = match (is_first, is_last) {
            (true, true) => {
                return Err("删去这一段就没有正文了，整条要不要留，在提纲里定".to_owned());
            }
            (_, false) => {
                let skipped = after.len() - after.trim_start().len();
                start..line_start(text, end + skipped)
            }
            (false, true) => first_line + before.trim_end().len()..end,
        };
        Ok(Edit { span: Span::new(file, range), text: String::new() })
    }

    /// Adds a paragraph between two of the report.
    pub(super) fn add(
        &self,
        after: Option<usize>,
        before: Option<usize>,
        text: &str,
    ) -> Result<Remedy, String> {
        if opens_heading(text) {
            return Err("像是一个新的标题，要在提纲里加".to_owned());
        }
        let at = after.ok_or("加在报告的最前面，说不准是谁的文字")?;
        let put = self.insertion(at, before)?;
        let edit = Edit { span: put.at, text: format!("{}{text}{}", put.before, put.after) };
        let added = Effect::Add { after: at, within: None, text: text.to_owned() };
        Ok(Remedy { edits: vec![edit], effects: vec![added], ..Remedy::default() })
    }

    /// Adds a paragraph where another one is parted.
    pub(super) fn add_within(&self, line: usize, at: usize, text: &str) -> Result<Remedy, String> {
        if opens_heading(text) {
            return Err("像是一个新的标题，要在提纲里加".to_owned());
        }
        let (gap, scalar) = self.gap_in(line, at)?;
        self.several_lines(&scalar)?;
        let indent = self.indent(gap, gap.range().start);
        // What is put in here by the split stands before it.
        let edit = Edit { span: gap, text: format!("{text}\n\n{indent}") };
        let added = Effect::Add { after: line, within: Some(at), text: text.to_owned() };
        Ok(Remedy { edits: vec![edit], effects: vec![added], ..Remedy::default() })
    }

    /// Where a paragraph is put after another one.
    fn insertion(&self, at: usize, before: Option<usize>) -> Result<Insertion, String> {
        let line = self.lines.get(at).ok_or(NOT_ALONE)?;
        let scalar_of = |piece: &Piece| piece.place().and_then(|place| self.scalars.around(place));
        let next =
            before.and_then(|before| self.lines.get(before)).filter(|next| next.role == Role::Body);
        let next_scalar = next
            .and_then(|next| next.pieces.first())
            .filter(|piece| is_data(self.sources, piece))
            .and_then(scalar_of);
        match line.role {
            Role::Body | Role::RunIn(_) => {
                let last = line.pieces.last().filter(|piece| is_data(self.sources, piece));
                let last = last.ok_or("加在版式的字后面，说不准是谁的文字")?;
                let scalar = scalar_of(last).ok_or(NOT_ALONE)?;
                self.several_lines(&scalar)?;
                if next.is_some()
                    && next_scalar.as_ref().is_none_or(|next| next.span != scalar.span)
                {
                    return Err("加在两处文字之间，说不准是哪一处的".to_owned());
                }
                let end = whole(last).ok_or(NOT_ALONE)?;
                let source = self.sources.get(end.file).text();
                let at = line_end(source, end.range().end);
                let indent = self.indent(end, end.range().end);
                let (at, before) = (Span::new(end.file, at..at), format!("\n\n{indent}"));
                Ok(Insertion { at, before, after: String::new(), scalar })
            }
            Role::Heading(_) => {
                let first = next.and_then(|next| next.pieces.first());
                let (first, scalar) =
                    first.zip(next_scalar).ok_or("加在标题后面，说不准是谁的文字")?;
                self.several_lines(&scalar)?;
                let start = whole(first).ok_or(NOT_ALONE)?;
                let indent = self.indent(start, start.range().start);
                let at = start.range().start;
                let (at, after) = (Span::new(start.file, at..at), format!("\n\n{indent}"));
                Ok(Insertion { at, before: String::new(), after, scalar })
            }
            _ => Err("加在正文之外".to_owned()),
        }
    }

    /// Puts paragraphs after another one: within one text, or an entry of a list within its list.
    pub(super) fn shift(
        &self,
        lines: &Range<usize>,
        after: Option<usize>,
    ) -> Result<Remedy, String> {
        let at = after.ok_or("移到报告的最前面，说不准放在哪里")?;
        let first = self.lines.get(lines.start).ok_or(NOT_ALONE)?;
        if matches!(first.role, Role::Heading(_) | Role::RunIn(_)) {
            return self.shift_entry(lines, at);
        }
        if lines.len() != 1 {
            return Err("几段一起移动，要自己改".to_owned());
        }
        let block = self.block(lines.start)?;
        let text = Span::new(block.scalar.span.file, block.range.clone());
        let cut = self.cut(&block)?.span;
        let next = self.lines.get(at + 1).filter(|line| line.role == Role::Body).map(|_| at + 1);
        let next = next.filter(|next| !lines.contains(next));
        let put = self.insertion(at, next)?;
        if put.scalar.span != block.scalar.span {
            return Err("移到了另一处文字里，要两边商量".to_owned());
        }
        let (to, before, after) = (put.at.range().start, put.before, put.after);
        let effects = vec![Effect::Move { lines: lines.clone(), after: at }];
        let carried = vec![Carried { text, cut, to, before, after }];
        Ok(Remedy { carried, effects, ..Remedy::default() })
    }

    /// Moves entries of a list that follow each other, such as items of the outline, within their list.
    fn shift_entry(&self, lines: &Range<usize>, after: usize) -> Result<Remedy, String> {
        const WHERE: &str = "移动的条目不在同一个列表里";
        let title = |line: usize| {
            let line = self.lines.get(line)?;
            let heading = matches!(line.role, Role::Heading(_) | Role::RunIn(_));
            let piece = line.pieces.iter().find(|piece| is_data(self.sources, piece));
            piece.filter(|_| heading).and_then(Piece::place)
        };
        let own = title(lines.start).ok_or(WHERE)?;
        // The entry after which it stands is the last one with a heading up to there.
        let before = (0..=after).rev().find_map(title);
        let entries = self.scalars.lists(own.file);
        let holds = |range: &Range<usize>, place: Span| {
            range.start <= place.range().start && place.range().end <= range.end
        };
        let list = entries.iter().filter(|list| list.iter().any(|entry| holds(entry, own)));
        let list = list.min_by_key(|list| {
            let entry = list.iter().find(|entry| holds(entry, own));
            entry.map_or(usize::MAX, |entry| entry.len())
        });
        let list = list.ok_or(WHERE)?;
        let from = list.iter().position(|entry| holds(entry, own)).ok_or(WHERE)?;
        let text = self.sources.get(own.file).text();
        // The first entry may stand under a heading of the layout: what it comes before tells then.
        let following = (after + 1..self.lines.len()).filter(|line| !lines.contains(line));
        let is_first = following.filter_map(title).next().is_some_and(|next| {
            next.file == own.file && list.first().is_some_and(|entry| holds(entry, next))
        });
        let before = before.filter(|before| before.file == own.file);
        let within = before.and_then(|before| list.iter().position(|entry| holds(entry, before)));
        let put = match (within, before) {
            (None, _) if is_first => list.first().ok_or(WHERE)?.start,
            (Some(entry), _) => list.get(entry).ok_or(WHERE)?.end,
            // After the heading that the whole list stands under.
            (None, None) => return Err(WHERE.to_owned()),
            (None, Some(before)) => {
                let start = list.first().ok_or(WHERE)?.start;
                if before.range().end > start
                    || text
                        .get(before.range().end..start)
                        .is_none_or(|between| between.matches("- ").count() > 0)
                {
                    return Err(WHERE.to_owned());
                }
                start
            }
        };
        let last = lines.clone().filter_map(title).filter(|place| place.file == own.file);
        let last = last.filter_map(|last| list.iter().position(|entry| holds(entry, last)));
        let last = list.get(last.max().unwrap_or(from)).ok_or(WHERE)?;
        let entry = list.get(from).ok_or(WHERE)?.start..last.end;
        let is_ended = text.get(entry.clone()).is_some_and(|own| own.ends_with('\n'));
        let entry = Span::new(own.file, entry);
        let after_it = if is_ended { String::new() } else { "\n".to_owned() };
        let carried =
            Carried { text: entry, cut: entry, to: put, before: String::new(), after: after_it };
        let effects = vec![Effect::Move { lines: lines.clone(), after }];
        Ok(Remedy { carried: vec![carried], effects, ..Remedy::default() })
    }
}

/// Where all of a piece was typed.
fn whole(piece: &Piece) -> Option<Span> {
    // Blanks at its end may be the template's.
    piece.source(&piece.range).or_else(|| piece.place())
}

/// The end of the first character of a piece after a byte.
fn next(piece: &Piece, at: usize) -> usize {
    piece.after(at)
}

/// Whether a text opens like a heading: 一、 （一） 1.
pub(super) fn opens_heading(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let is_first = rest.len() < text.len() && rest.starts_with('、');
    let bracketed = text.strip_prefix(['（', '(']).map(|rest| {
        let inner = rest
            .trim_start_matches(|c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
        inner.len() < rest.len() && inner.starts_with(['）', ')'])
    });
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_third = digits.len() < text.len() && digits.starts_with(['.', '．', '、']);
    is_first || bracketed == Some(true) || is_third
}

/// Where the line of a byte begins.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1)
}

/// Where it ends, without its line break.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |found| at + found)
}
