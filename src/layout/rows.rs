//! The rows of a table as items of the flow.

use std::rc::Rc;

use super::columns::{Columns, width_behind_units};
use super::flow::{FlowItem, Spanned, SpannedPart};
use super::grid::{Place, RowKind, places};
use super::heads::Heads;
use super::length::Len;
use super::line::{Line, Measure, StyledText};
use super::marks::MarkPosition;
use super::pages::{Item, Rule, Scope, Spans, Structure, TagId};
use super::set_rows::{SetTableCell, SetTableRow};
use super::stack::{Label, Stack};
use super::style::Colour;
use super::typesetter::{Typesetter, baseline_in};
use crate::document::{Align, Cell};

/// A cell that was set.
struct SetCell<'t> {
    place: Place<'t>,
    /// Where its text begins, and the width that it has.
    left: Len,
    width: Len,
    align: Align,
    size: Len,
    texts: Vec<StyledText>,
    content: Content,
    /// Its text belongs to its first row though it goes over several.
    is_anchored: bool,
}

/// What a cell shows.
enum Content {
    /// Lines, and the width of what its number has behind the units digit; none when there is no
    /// number.
    Lines(Vec<Line>, Option<Len>),
    /// 竖排, which is stacked when the height of its rows is known.
    Label(Label),
    Stack(Stack),
}

impl SetCell<'_> {
    /// Whether its text stands in the middle of several rows.
    fn is_spanned(&self) -> bool {
        self.place.rows > 1 && !self.is_anchored
    }

    fn lines(&self) -> &[Line] {
        match &self.content {
            Content::Lines(lines, _) => lines,
            Content::Label(_) | Content::Stack(_) => &[],
        }
    }
}

/// A row whose cells were set.
struct SetRow<'t> {
    kind: RowKind,
    cells: Vec<SetCell<'t>>,
    height: Len,
}

/// A cell of a row above that goes on in a row.
#[derive(Clone)]
struct OpenCell<'t> {
    place: Place<'t>,
    /// The row after its last.
    end: usize,
    cell: Rc<Spanned>,
}

/// The part of a row that one item shows.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// The lines of each cell.
    first: usize,
    end: usize,
    height: Len,
    is_first: bool,
    is_last: bool,
}

/// Sets the rows of a part of a table.
pub(super) struct RowSetter<'s, 'a> {
    pub(super) text: &'s mut Typesetter<'a>,
    pub(super) columns: &'s Columns,
    pub(super) heads: &'s mut Heads,
    /// The tag of the part.
    pub(super) tag: TagId,
    /// The height that a page has for a row.
    pub(super) free: Len,
}

impl RowSetter<'_, '_> {
    /// Sets rows into items, one a row; into several where it is higher than a page.
    pub(super) fn set(&mut self, rows: &[Vec<Cell>], is_header: bool) -> Vec<FlowItem> {
        self.flow(rows, is_header).1
    }

    /// The same rows for an output whose reader places them itself.
    pub(super) fn set_rows<'t>(
        &mut self,
        rows: &'t [Vec<Cell>],
        is_header: bool,
    ) -> Vec<SetTableRow<'t>> {
        let (set, items, starts) = self.flow(rows, is_header);
        let items = starts.windows(2).map(|ends| &items[ends[0]..ends[1]]);
        let row = |(row, items): (&SetRow<'t>, &[FlowItem])| SetTableRow {
            height: row.height,
            is_header: row.kind != RowKind::Data,
            keep_with_next: items.last().is_some_and(|item| item.keep_with_next),
            is_cut: items.len() > 1,
            cells: row.cells.iter().map(|cell| self.set_cell(cell)).collect(),
        };
        set.iter().zip(items).map(row).collect()
    }

    fn set_cell<'t>(&self, cell: &SetCell<'t>) -> SetTableCell<'t> {
        let (left, right) = self.columns.edges(&cell.place);
        let before = cell.left - left;
        let after = right - left - before - cell.width;
        let (align, more) = match &cell.content {
            Content::Label(_) | Content::Stack(_) => (Align::Centre, Len::ZERO),
            Content::Lines(lines, behind) => match (cell.align, lines.as_slice()) {
                (Align::Left, _) | (Align::Right, [_, _, ..]) => (Align::Left, Len::ZERO),
                (Align::Right, [line]) if behind.is_some() => {
                    let start = self.start(cell, line, *behind);
                    (Align::Right, cell.width - start - line.width)
                }
                (Align::Centre | Align::Right, _) => (Align::Centre, Len::ZERO),
            },
        };
        SetTableCell {
            cell: cell.place.cell,
            column: cell.place.column,
            rows: cell.place.rows,
            columns: cell.place.columns,
            align,
            before,
            after: after + more,
            is_one_line: cell.lines().len() == 1,
            is_stacked: matches!(cell.content, Content::Stack(_)),
            is_anchored: cell.is_anchored,
        }
    }

    /// The rows that were set, their items, and where the items of each begin, with the end of all.
    fn flow<'t>(
        &mut self,
        rows: &'t [Vec<Cell>],
        is_header: bool,
    ) -> (Vec<SetRow<'t>>, Vec<FlowItem>, Vec<usize>) {
        let count = self.columns.columns.len();
        let mut set = Vec::with_capacity(rows.len());
        for (at, row) in places(rows, count).into_iter().enumerate() {
            let kind = if is_header { RowKind::Header } else { RowKind::of(&row, count) };
            set.push(self.row(at, row, kind));
        }
        self.stretch(&mut set);
        let mut items = Vec::with_capacity(set.len());
        let mut starts = Vec::with_capacity(set.len());
        let mut open = Vec::new();
        for (at, row) in set.iter().enumerate() {
            starts.push(items.len());
            items.extend(self.items(at, row, &mut open));
        }
        starts.push(items.len());
        if !is_header {
            self.keep(&set, &starts, &mut items);
        }
        (set, items, starts)
    }

    /// Above and below the text of a cell together.
    fn padding(&self) -> Len {
        self.text.style.table.padding
    }

    fn height_of_lines(&self, lines: usize) -> Len {
        self.columns.look.pitch.times(i64::try_from(lines).unwrap_or(i64::MAX))
    }

    /// Height of what a cell shows.
    fn height_of(&self, content: &Content) -> Len {
        match content {
            Content::Lines(lines, _) => self.height_of_lines(lines.len()),
            Content::Label(_) => Len::ZERO,
            Content::Stack(stack) => stack.height,
        }
    }

    /// Sets the cells of a row.
    fn row<'t>(&mut self, at: usize, row: Vec<Place<'t>>, kind: RowKind) -> SetRow<'t> {
        let row_tag = self.text.tag(Structure::Row, Some(self.tag));
        self.heads.begin(kind);
        let mut cells = Vec::with_capacity(row.len());
        let mut height = self.height_of_lines(1);
        for place in row {
            let mut cell = self.cell(place, (at, row_tag), kind);
            if place.rows == 1 {
                if let Content::Label(label) = &cell.content {
                    let stack = self.stack(label, cell.width, self.free - self.padding());
                    self.put_stack(&mut cell, stack, self.free);
                }
                height = height.max(self.height_of(&cell.content));
            }
            cells.push(cell);
        }

        SetRow { kind, cells, height: height + self.padding() }
    }

    fn cell<'t>(
        &mut self,
        place: Place<'t>,
        (row, parent): (usize, TagId),
        kind: RowKind,
    ) -> SetCell<'t> {
        let look = self.columns.look;
        let style = look.text_of(kind);
        let spans = Spans { rows: place.rows, columns: place.columns };
        let scope = if kind == RowKind::Header { Scope::Column } else { Scope::Row };
        let structure = match kind == RowKind::Header || place.is_header() {
            true => Structure::HeaderCell(scope, spans),
            false => Structure::Cell(spans),
        };
        let headers = self.heads.of(&place, row);
        let tag = self.text.tag_under(structure, parent, headers);
        if place.is_header() {
            self.heads.add(tag, &place, row, kind);
        }
        let mut texts = Vec::new();
        let content = place.cell.map_or(&[][..], |cell| &cell.content);
        self.text.inlines(content, style, Some(tag), &mut texts);
        // The narrow heads of a form are broken between words: 商业 and 企业.
        let keeps_words = kind == RowKind::Header && self.heads.is_form;
        texts.iter_mut().for_each(|text| text.keeps_words = keeps_words);
        let align = match kind {
            RowKind::Header => Align::Centre,
            // In a form a group has the whole width, as its printed models have it.
            RowKind::Group if self.heads.is_form => Align::Centre,
            RowKind::Group => Align::Left,
            RowKind::Data => self.columns.align(&place),
        };
        let (left, right) = self.columns.edges(&place);
        let padding = look.padding(align);
        let (left, width) = (left + padding, right - left - padding.times(2));
        let content = if place.cell.is_some_and(|cell| cell.is_vertical) {
            Content::Label(Label::new(self.text, &texts, style.size))
        } else {
            let behind =
                place.cell.and_then(|cell| width_behind_units(self.text, cell, align, style));
            Content::Lines(self.text.lines.paragraph(&texts, Measure::ragged(width)), behind)
        };
        let size = style.size;
        SetCell { place, left, width, align, size, texts, content, is_anchored: false }
    }

    /// A label in as few columns as make it no higher than this, or else in as many as its cell has
    /// room for.
    fn stack(&self, label: &Label, width: Len, height: Len) -> Stack {
        let most = label.most_columns(width);
        let low = (1..most).map(|columns| label.stack(columns));
        low.into_iter().find(|stack| stack.height <= height).unwrap_or_else(|| label.stack(most))
    }

    /// Puts a stacked label into its cell; one that is too high is set in lines.
    fn put_stack(&mut self, cell: &mut SetCell<'_>, stack: Stack, most: Len) {
        cell.content = match stack.height + self.padding() <= most {
            true => Content::Stack(stack),
            false => {
                let lines = self.text.lines.paragraph(&cell.texts, Measure::ragged(cell.width));
                Content::Lines(lines, None)
            }
        };
    }

    /// Makes room in the rows for the cells that go over several of them. The text of one that would
    /// need half a page belongs to its first row.
    fn stretch(&mut self, rows: &mut [SetRow<'_>]) {
        let most = self.free.half();
        let mut spanned: Vec<(usize, usize, usize)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let cells = row.cells.iter().enumerate().filter(|(_, cell)| cell.place.rows > 1);
            spanned.extend(cells.map(|(number, cell)| (at + cell.place.rows, at, number)));
        }
        spanned.sort_unstable();
        for (end, at, number) in spanned {
            let have: Len = rows[at..end].iter().map(|row| row.height).sum();
            let is_cut = rows[at..end].iter().any(|row| row.height > self.free);
            let cell = &mut rows[at].cells[number];
            if let Content::Label(label) = &cell.content {
                let stack = self.stack(label, cell.width, have - self.padding());
                self.put_stack(cell, stack, if is_cut { Len::ZERO } else { most });
            }
            let needed = self.height_of(&cell.content) + self.padding();
            if needed <= have && !is_cut {
                continue;
            }
            if needed > most || is_cut {
                cell.is_anchored = true;
                rows[at].height = rows[at].height.max(needed);
                continue;
            }
            let count = i64::try_from(end - at).unwrap_or(1);
            let missing = needed - have;
            for (done, row) in (0..).zip(&mut rows[at..end]) {
                row.height += missing.scale(done + 1, count) - missing.scale(done, count);
            }
        }
    }

    /// A row as one item, or as several where it is higher than a page. `open` are the cells of the
    /// rows above, and then those that go on below.
    fn items<'t>(
        &mut self,
        at: usize,
        row: &SetRow<'t>,
        open: &mut Vec<OpenCell<'t>>,
    ) -> Vec<FlowItem> {
        open.retain(|open| open.end > at);
        let before = open.clone();
        let mut items = Vec::new();
        for part in self.parts(row) {
            let mut item =
                FlowItem { height: part.height, shown: part.height, ..FlowItem::default() };
            let goes_on = |open: &OpenCell<'_>| SpannedPart {
                cell: Rc::clone(&open.cell),
                begins_after: None,
            };
            item.spanned.extend(if part.is_first { &before } else { &*open }.iter().map(goes_on));
            for cell in &row.cells {
                if part.is_first && cell.place.rows > 1 {
                    let spanned = self.spanned(cell, &mut item);
                    let begins_after = Some(item.items.len());
                    item.spanned.push(SpannedPart { cell: Rc::clone(&spanned), begins_after });
                    let (place, end) = (cell.place, at + cell.place.rows);
                    open.push(OpenCell { place, end, cell: spanned });
                }
                if !cell.is_spanned() {
                    self.draw(cell, part, &mut item);
                }
            }
            self.grid(at, row, (part, &before), &mut item);
            items.push(item);
        }
        items
    }

    /// The parts of a row that fit on a page.
    fn parts(&self, row: &SetRow<'_>) -> Vec<Part> {
        if row.height <= self.free {
            let (end, height) = (usize::MAX, row.height);
            return vec![Part { first: 0, end, height, is_first: true, is_last: true }];
        }
        let cells = || row.cells.iter().filter(|cell| !cell.is_spanned()).map(SetCell::lines);
        let most = cells().map(<[Line]>::len).max().unwrap_or(1).max(1);
        let pitch = self.columns.look.pitch.to_units().max(1);
        let fitting = (self.free - self.padding()).to_units() / pitch;
        let fitting = usize::try_from(fitting).unwrap_or(1).max(1);
        let part = |first: usize| {
            let end = (first + fitting).min(most);
            let height = self.height_of_lines(end - first) + self.padding();
            Part { first, end, height, is_first: first == 0, is_last: end == most }
        };
        (0..most).step_by(fitting).map(part).collect()
    }

    /// A cell over several rows; the facts of its figures go into the item in which it begins.
    fn spanned(&mut self, cell: &SetCell<'_>, item: &mut FlowItem) -> Rc<Spanned> {
        let mut shown = FlowItem::default();
        let mut height = Len::ZERO;
        if cell.is_spanned() {
            height = self.height_of(&cell.content);
            let part = Part { first: 0, end: usize::MAX, height, is_first: true, is_last: true };
            self.draw(cell, part, &mut shown);
        }
        item.facts.append(&mut shown.facts);
        let edges = self.columns.edges(&cell.place);
        let rule = self.text.style.table.rule;
        Rc::new(Spanned { edges, items: shown.items, height, rule })
    }

    /// Puts what a part of a row shows of a cell into an item, in the middle of its height.
    fn draw(&mut self, cell: &SetCell<'_>, part: Part, item: &mut FlowItem) {
        let look = self.columns.look;
        let (lines, behind) = match &cell.content {
            Content::Stack(stack) if part.is_first => {
                let x = cell.left + (cell.width - stack.width).half();
                let top = (part.height - stack.height).half();
                item.items.extend(stack.items.iter().map(|item| item.moved(x, top)));
                return;
            }
            Content::Stack(_) | Content::Label(_) => return,
            Content::Lines(lines, behind) => (lines, *behind),
        };
        let lines = lines.get(part.first..part.end.min(lines.len())).unwrap_or_default();
        let mut top = (part.height - self.height_of_lines(lines.len())).half();
        for line in lines {
            // Of the text in a column of numbers, what takes one line stands in the middle
            // and what takes several reads from the left.
            let x = match cell.align {
                Align::Right if lines.len() > 1 => Len::ZERO,
                _ => self.start(cell, line, behind),
            };
            let baseline = top + baseline_in(look.pitch, cell.size);
            let origin = cell.left + x;
            item.items.extend(self.text.runs(line, origin, baseline));
            let position = MarkPosition::Behind(self.columns.edges(&cell.place).1);
            self.text.mark_facts(line, origin, baseline, position, item);
            top += look.pitch;
        }
    }

    /// Where the only line of a cell begins within its width. `behind` is the width of what its
    /// number has behind the units digit.
    fn start(&self, cell: &SetCell<'_>, line: &Line, behind: Option<Len>) -> Len {
        match (cell.align, behind) {
            (Align::Left, _) => Len::ZERO,
            (Align::Right, Some(behind)) => {
                self.columns.numbers(&cell.place).start(cell.width, line.width, behind)
            }
            (Align::Centre | Align::Right, _) => (cell.width - line.width).half(),
        }
    }

    /// The rules around the cells of a part of a row. `before` are the cells that go on in it.
    fn grid(
        &self,
        at: usize,
        row: &SetRow<'_>,
        (part, before): (Part, &[OpenCell<'_>]),
        item: &mut FlowItem,
    ) {
        let height = part.height;
        let mut cells: Vec<(Place<'_>, bool, bool)> = Vec::new();
        // Whether each is closed above and below.
        for open in before {
            cells.push((open.place, false, part.is_last && open.end == at + 1));
        }
        for cell in &row.cells {
            let is_one_row = cell.place.rows == 1;
            cells.push((cell.place, part.is_first || is_one_row, is_one_row));
        }
        cells.sort_by_key(|(place, ..)| place.column);
        let thickness = self.text.style.table.rule;
        let mut rule = |from, to| {
            item.items.push(Item::Rule(Rule { from, to, thickness, colour: Colour::BLACK }));
        };
        let right_of = |place: &Place<'_>| self.columns.edges(place).1;
        for (y, is_below) in [(Len::ZERO, false), (height, true)] {
            let is_closed = |cell: &(_, bool, bool)| if is_below { cell.2 } else { cell.1 };
            for cells in cells.chunk_by(|a, b| is_closed(a) == is_closed(b)) {
                if let [first, .., last] | [first @ last] = cells
                    && is_closed(first)
                {
                    let left = self.columns.edges(&first.0).0;
                    rule((left, y), (right_of(&last.0), y));
                }
            }
        }
        rule((Len::ZERO, Len::ZERO), (Len::ZERO, height));
        for (place, ..) in &cells {
            let x = right_of(place);
            rule((x, Len::ZERO), (x, height));
        }
    }

    /// Keeps rows together that belong together: what heads rows with the first of them, and the
    /// rows of a short group, or else as many of its first and of its last as show its label.
    fn keep(&self, rows: &[SetRow<'_>], starts: &[usize], items: &mut [FlowItem]) {
        // All but the last of these rows.
        let kept = |from: usize, to: usize| starts[from]..starts[to.saturating_sub(1).max(from)];
        let mut keep = |from: usize, to: usize| {
            items[kept(from, to)].iter_mut().for_each(|item| item.keep_with_next = true);
        };
        let mut labels = Vec::new();
        let short = self.free.scale(1, 4);
        let height =
            |from: usize, to: usize| -> Len { rows[from..to].iter().map(|row| row.height).sum() };
        for (at, row) in rows.iter().enumerate() {
            if row.kind != RowKind::Data {
                keep(at, (at + 2).min(rows.len()));
            }
            for cell in row.cells.iter().filter(|cell| cell.is_spanned()) {
                let end = at + cell.place.rows;
                let needed = self.height_of(&cell.content) + self.padding();
                let first = (at + 1..end).find(|to| height(at, *to) >= needed).unwrap_or(end);
                let last = (at..end).rev().find(|from| height(*from, end) >= needed).unwrap_or(at);
                if height(at, end) <= short {
                    keep(at, end);
                } else {
                    keep(at, first);
                    keep(last, end);
                }
                // Where a page ends between these, the label has room neither above nor below.
                labels.push((last, first));
            }
        }
        for (last, first) in labels.into_iter().filter(|(last, first)| last + 1 < *first) {
            items[starts[last]..starts[first - 1]]
                .iter_mut()
                .for_each(|item| item.cuts_label = true);
        }
    }
}
