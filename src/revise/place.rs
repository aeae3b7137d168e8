//! Where changed words stand in the data, and how they are written there.

use std::ops::Range;

use super::data::{Line, Piece, Scalar, Scalars};
use super::said::Said;
use super::{Effect, Owner, Remedy};
use crate::diagnostic::Edit;
use crate::document::FactId;
use crate::number::runs::Runs;
use crate::source::{Role, Sources, Span};

/// A part of a change, with one place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// Bytes of the paragraph's text.
    pub(super) range: Range<usize>,
    /// Those of them that are replaced; the others are the rest of a figure.
    pub(super) share: Range<usize>,
    /// Bytes of the new words that take their place.
    pub(super) said: Range<usize>,
    /// All that stands in the place of the range.
    pub(super) new: String,
    /// The figure that it changes, and all of its new text.
    pub(super) figure: Option<(FactId, String)>,
    pub(super) place: Option<Span>,
    pub(super) owner: Owner,
    pub(super) remedy: Result<Remedy, String>,
}

/// Whose a text is.
pub(super) fn owner_of(sources: &Sources, place: Span) -> Owner {
    let source = sources.get(place.file);
    match &source.role {
        Role::Department(owned) => {
            let name = owned.by_content.clone().or_else(|| owned.by_name.clone());
            name.map_or(Owner::Unknown, Owner::Department)
        }
        Role::Report { .. } => Owner::Report,
        Role::Profile => Owner::Profile,
        Role::Catalogue => Owner::Catalogue,
        Role::Template => Owner::Template,
        Role::Kind => Owner::Kind,
        Role::Style | Role::Fonts => Owner::Unknown,
        // The tables of forms.
        Role::Other => Owner::Template,
    }
}

/// Whether it is a text of the data, which a person typed for this report.
pub(super) fn is_data(sources: &Sources, piece: &Piece) -> bool {
    let owner = piece.place().map(|place| owner_of(sources, place));
    matches!(owner, Some(Owner::Department(_) | Owner::Report | Owner::Profile))
}

/// Finds the places of changes.
pub(super) struct Placer<'a, 's> {
    pub(super) sources: &'s Sources,
    pub(super) scalars: &'a Scalars<'s>,
    pub(super) said: &'a Said<'s>,
}

impl Placer<'_, '_> {
    /// The places of words that were replaced. Figures among them are told by themselves, and words of
    /// others that stayed are no part of it.
    pub(super) fn words(
        &self,
        number: usize,
        line: &Line,
        range: &Range<usize>,
        new: &str,
    ) -> Vec<Placed> {
        let (lead, tail) = self.kept(line, range, new);
        let range = &(range.start + lead..range.end - tail);
        let mut all =
            self.parted(number, line, range, new.get(lead..new.len() - tail).unwrap_or_default());
        for placed in &mut all {
            placed.said = placed.said.start + lead..placed.said.end + lead;
        }
        all
    }

    /// Words that end or begin a part of a paragraph that is parted there. They are written with the character beside
    /// them, so that they stand on their side of the place where it is parted.
    pub(super) fn at_border(
        &self,
        number: usize,
        line: &Line,
        at: usize,
        new: &str,
        is_end: bool,
    ) -> Placed {
        let own = self.text(number, line, &(at..at), new);
        let (before, after) = line.text.split_at_checked(at).unwrap_or_default();
        let with = match is_end {
            true => {
                before.chars().next_back().map(|c| (at - c.len_utf8()..at, format!("{c}{new}")))
            }
            false => after.chars().next().map(|c| (at..at + c.len_utf8(), format!("{new}{c}"))),
        };
        let with = with.map(|(range, new)| self.text(number, line, &range, &new));
        match with {
            Some(with) if with.remedy.is_ok() => Placed { remedy: with.remedy, ..own },
            _ => own,
        }
    }

    /// How many bytes at the beginning and at the end of a change are words of the layout or of another
    /// text that stayed as they are: a word of the dictionary may begin in one text and end in another.
    fn kept(&self, line: &Line, range: &Range<usize>, new: &str) -> (usize, usize) {
        let touched = line.touched(range);
        let scalar = |piece: &Piece| {
            let place = piece.place().filter(|_| is_data(self.sources, piece));
            place.and_then(|place| self.scalars.around(place)).map(|scalar| scalar.span)
        };
        let is_kept = |piece: &Piece, next: &Piece, own: &str, said: Option<&str>| {
            let is_other = scalar(piece).is_none() || scalar(piece) != scalar(next);
            !piece.is_figure() && is_other && said == Some(own)
        };
        // Words of the layout alone that stayed: what was put in beside them is another's.
        if let [piece] = touched
            && scalar(piece).is_none()
            && !piece.is_figure()
            && let Some(own) = line.text.get(range.clone())
        {
            return match () {
                () if range.end == piece.range.end && new.starts_with(own) => (own.len(), 0),
                () if range.start == piece.range.start && new.ends_with(own) => (0, own.len()),
                () => (0, 0),
            };
        }
        let (mut lead, mut tail) = (0, 0);
        for (piece, next) in touched.iter().zip(touched.iter().skip(1)) {
            let own = line.text.get(range.start + lead..piece.range.end).unwrap_or_default();
            if !is_kept(piece, next, own, new.get(lead..lead + own.len())) {
                break;
            }
            lead += own.len();
        }
        for (piece, next) in touched.iter().rev().zip(touched.iter().rev().skip(1)) {
            let own = line.text.get(piece.range.start..range.end - tail).unwrap_or_default();
            let end = new.len() - tail;
            let start = end.checked_sub(own.len()).filter(|start| *start >= lead);
            let has_room = range.start + lead + own.len() <= range.end - tail;
            let said = start.and_then(|start| new.get(start..end));
            if !has_room || !is_kept(piece, next, own, said) {
                break;
            }
            tail += own.len();
        }
        (lead, tail)
    }

    /// The one place of words that the data do not have as they were sent.
    pub(super) fn as_one(
        &self,
        number: usize,
        line: &Line,
        range: &Range<usize>,
        new: &str,
    ) -> Placed {
        let figures: Vec<&Piece> =
            line.touched(range).iter().filter(|piece| piece.is_figure()).collect();
        match figures.as_slice() {
            [figure]
                if !range.is_empty()
                    && figure.range.start <= range.start
                    && range.end <= figure.range.end =>
            {
                self.figure(line, figure, range, new)
            }
            _ => self.text(number, line, range, new),
        }
    }

    /// The places of words, parted by the figures among them.
    fn parted(&self, number: usize, line: &Line, range: &Range<usize>, new: &str) -> Vec<Placed> {
        let touched = line.touched(range);
        let figures: Vec<&Piece> = touched.iter().filter(|piece| piece.is_figure()).collect();
        if range.is_empty() || figures.is_empty() {
            return vec![self.text(number, line, range, new)];
        }
        if let [figure] = figures.as_slice()
            && figure.range.start <= range.start
            && range.end <= figure.range.end
        {
            // A citation that goes without a number in its place.
            if new.is_empty() && *range == figure.range {
                return vec![self.text(number, line, range, new)];
            }
            return vec![self.figure(line, figure, range, new)];
        }
        let numbers = Runs::new(&[], |_| false).scan(new, &[]);
        let numbers: Vec<Range<usize>> = numbers.into_iter().map(|run| run.range).collect();
        if numbers.len() != figures.len() {
            return vec![self.without_figures(number, line, range, new, &figures, &numbers)];
        }
        let mut all = Vec::new();
        let (mut old_at, mut new_at) = (range.start, 0);
        for (figure, said) in figures.iter().zip(&numbers) {
            let old_end = figure.range.start.max(range.start);
            let words = (new, new_at..said.start);
            self.segment(number, line, &(old_at..old_end), words, &mut all);
            let covered = old_end..figure.range.end.min(range.end);
            let said_text = new.get(said.clone()).unwrap_or_default();
            if line.text.get(covered.clone()) != Some(said_text) {
                let placed = self.figure(line, figure, &covered, said_text);
                all.push(Placed { said: said.clone(), ..placed });
            }
            (old_at, new_at) = (covered.end, said.end);
        }
        self.segment(number, line, &(old_at..range.end), (new, new_at..new.len()), &mut all);
        all
    }

    /// The words between two figures.
    fn segment(
        &self,
        number: usize,
        line: &Line,
        range: &Range<usize>,
        (new, said): (&str, Range<usize>),
        all: &mut Vec<Placed>,
    ) {
        let new = new.get(said.clone()).unwrap_or_default();
        if line.text.get(range.clone()) != Some(new) {
            all.push(Placed { said, ..self.text(number, line, range, new) });
        }
    }

    fn figure(&self, line: &Line, piece: &Piece, range: &Range<usize>, new: &str) -> Placed {
        let text = &line.text;
        let before = text.get(piece.range.start..range.start).unwrap_or_default();
        let after = text.get(range.end..piece.range.end).unwrap_or_default();
        let said = format!("{before}{new}{after}");
        let place = piece.place();
        Placed {
            range: piece.range.clone(),
            share: range.clone(),
            said: 0..new.len(),
            new: said.clone(),
            figure: piece.fact().map(|fact| (fact, said)),
            place,
            owner: place.map_or(Owner::Computed, |place| owner_of(self.sources, place)),
            remedy: Err("数字不从修改稿里取，核实以后在数据里改".to_owned()),
        }
    }

    /// Words with figures in them that are gone, or are not the same in number.
    fn without_figures(
        &self,
        number: usize,
        line: &Line,
        range: &Range<usize>,
        new: &str,
        figures: &[&Piece],
        numbers: &[Range<usize>],
    ) -> Placed {
        let is_whole = figures
            .iter()
            .all(|piece| range.start <= piece.range.start && piece.range.end <= range.end);
        let mut placed = self.text(number, line, range, new);
        if !numbers.is_empty() || !is_whole {
            placed.figure =
                figures.first().and_then(|piece| piece.fact()).map(|fact| (fact, new.to_owned()));
            placed.remedy = Err("数字和文字一起改了，对不上是哪个指标".to_owned());
        }
        placed
    }

    /// Words without figures, or with figures that go with them.
    fn text(&self, number: usize, line: &Line, range: &Range<usize>, new: &str) -> Placed {
        let touched = line.touched(range);
        let chosen = match range.is_empty() {
            true => self.for_insertion(touched, range),
            false => Ok(touched),
        };
        let (pieces, doubt) = match chosen {
            Ok(pieces) => (pieces, None),
            Err((pieces, doubt)) => (pieces, Some(doubt)),
        };
        let first = pieces.iter().find(|piece| piece.place().is_some());
        let near = first.and_then(|piece| piece.near(&clip(range, &piece.range)));
        let owner = near.map_or(Owner::Computed, |near| owner_of(self.sources, near));
        let near = match (first.and_then(Piece::place), near) {
            (Some(whole), Some(near)) if self.is_of_layout(whole) => {
                self.said.only(self.sources.text(whole)).map(|said| {
                    let moved = |at: u32| (at + said.start).saturating_sub(whole.start);
                    Span { file: said.file, start: moved(near.start), end: moved(near.end) }
                })
            }
            (_, near) => near,
        };
        let remedy = match doubt {
            Some(doubt) => Err(doubt),
            None => self.edits(pieces, range, new).map(|edits| Remedy {
                carried: Vec::new(),
                edits,
                effects: vec![Effect::Words {
                    line: number,
                    range: range.clone(),
                    new: new.to_owned(),
                }],
            }),
        };
        Placed {
            range: range.clone(),
            share: range.clone(),
            said: 0..new.len(),
            new: new.to_owned(),
            figure: None,
            place: near,
            owner,
            remedy,
        }
    }

    /// Whether a place is in a template of a layout.
    fn is_of_layout(&self, place: Span) -> bool {
        self.sources.get(place.file).role == Role::Template
    }

    /// The piece that an insertion belongs to.
    fn for_insertion<'p>(
        &self,
        touched: &'p [Piece],
        range: &Range<usize>,
    ) -> Result<&'p [Piece], (&'p [Piece], String)> {
        let (left, right) = match touched {
            [left, .., right] => (left, right),
            _ => return Ok(touched),
        };
        let first = touched.get(..1).unwrap_or_default();
        let last = touched.get(touched.len() - 1..).unwrap_or_default();
        let (left_is_data, right_is_data) =
            (is_data(self.sources, left), is_data(self.sources, right));
        let sure = |piece: &Piece| piece.source(range).is_some();
        match (left_is_data, right_is_data) {
            (true, true) => {
                let scalar = |piece: &Piece| {
                    piece.place().and_then(|place| self.scalars.around(place)).map(|it| it.span)
                };
                match scalar(left) == scalar(right) {
                    true if left.is_figure() && !right.is_figure() && sure(right) => Ok(last),
                    true => Ok(first),
                    false => Err((first, "加在两处文字之间，说不准是哪一处的".to_owned())),
                }
            }
            (false, true) => Ok(last),
            _ => Ok(first),
        }
    }

    /// The edits of files that replace a range of the paragraph's text.
    fn edits(
        &self,
        pieces: &[Piece],
        range: &Range<usize>,
        new: &str,
    ) -> Result<Vec<Edit>, String> {
        if pieces.iter().any(|piece| !is_data(self.sources, piece)) {
            let template = pieces.iter().any(|piece| {
                piece.place().is_some_and(|place| owner_of(self.sources, place) == Owner::Template)
            });
            return Err(match template {
                true => "是版式里的字".to_owned(),
                false => "是程序编排的字".to_owned(),
            });
        }
        let mut spans: Vec<Span> = Vec::new();
        for piece in pieces {
            let own = clip(range, &piece.range);
            let span = piece
                .source(&own)
                .ok_or("这段文字同文件里的写法对不上（有转义之类），说不准改在哪里")?;
            spans.push(span);
        }
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            return Err("找不到这段文字写在哪里".to_owned());
        };
        let scalars: Vec<Option<Scalar>> =
            spans.iter().map(|span| self.scalars.around(*span)).collect();
        let same = scalars
            .windows(2)
            .all(|pair| matches!(pair, [Some(one), Some(next)] if one.span == next.span));
        if same {
            let scalar = scalars.first().cloned().flatten().ok_or("找不到这段文字写在哪里")?;
            let whole = Span { end: last.end, ..*first };
            return Ok(vec![self.replaced(&scalar, whole, new)]);
        }
        if !new.is_empty() {
            return Err("改动跨了两处文字，说不准各改多少".to_owned());
        }
        let deleted = spans
            .iter()
            .zip(&scalars)
            .map(|(span, scalar)| scalar.as_ref().map(|scalar| self.replaced(scalar, *span, "")));
        deleted.collect::<Option<Vec<Edit>>>().ok_or_else(|| "找不到这段文字写在哪里".to_owned())
    }

    /// The edit that puts a text into a text of a YAML file.
    fn replaced(&self, scalar: &Scalar, span: Span, new: &str) -> Edit {
        let source = self.sources.get(span.file).text();
        let text = match self.sources.text(scalar.span).chars().next() {
            Some('"') => new.replace('\\', "\\\\").replace('"', "\\\""),
            Some('\'') => new.replace('\'', "''"),
            _ => new.to_owned(),
        };
        let mut range = span.range();
        if text.is_empty() {
            range = without_blank_line(source, range, scalar);
        }
        Edit { span: Span::new(span.file, range), text }
    }
}

/// A range of a paragraph, as far as it lies in a piece.
fn clip(range: &Range<usize>, piece: &Range<usize>) -> Range<usize> {
    let start = range.start.clamp(piece.start, piece.end);
    start..range.end.clamp(start, piece.end)
}

/// A range of a file that is taken out; where nothing else stands on its lines, they go with it: a
/// blank line would part the paragraph.
fn without_blank_line(source: &str, range: Range<usize>, scalar: &Scalar) -> Range<usize> {
    let line =
        source.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let rest = source.get(range.end..).unwrap_or_default();
    let end = rest.find('\n').map_or(source.len(), |at| range.end + at);
    let is_blank =
        |range: Range<usize>| source.get(range).is_some_and(|text| text.trim().is_empty());
    let is_alone = is_blank(line..range.start) && is_blank(range.end..end);
    // The first line of a text without lines of its own is the key's.
    if !is_alone || scalar.lines_start(source).is_none_or(|start| line < start) {
        return range;
    }
    match end < source.len() {
        true => line..end + 1,
        false => line.saturating_sub(1)..end,
    }
}
