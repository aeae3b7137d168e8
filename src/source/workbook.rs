//! Workbooks: forms that were filled in with an office program, each kept as the text of the YAML
//! file that says the same, with the cell that each stretch of the text came from.

use std::ops::Range;

use super::{Cell, FileId, Place, Sources, Span};

/// What was read of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbook {
    /// The names of its sheets, to which a [`Cell`] points by number.
    pub sheets: Vec<String>,
    /// The text of the YAML file that says the same.
    pub text: String,
    /// Where its words came from, in the order of the text. None overlaps another; what stands
    /// between them was typed by nobody.
    pub stretches: Vec<Stretch>,
    /// What is to be known of cells whose value is faulted later, in the order of the cells.
    pub remarks: Vec<Remark>,
    /// The names of figures and the keys of texts that were not read, which was reported.
    pub lost: Vec<String>,
}

/// Something that does not show in the text of a cell, such as that it is the result of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Which sheet, from 0.
    pub sheet: u32,
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// One line without a full stop.
    pub text: String,
    /// Whether the cell shows its number as a percentage: 0.005 as 0.5%.
    pub is_percentage: bool,
}

/// A stretch of the text of a workbook: one line of what is typed in a cell, to the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// Which sheet, from 0.
    pub sheet: u32,
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// Which line of the cell, from 0.
    pub line: usize,
}

impl Workbook {
    /// The same with other values in some places, each in the cell that it was in; they are in order and
    /// do not overlap.
    pub(crate) fn with(mut self, values: &[(Range<usize>, String)]) -> Workbook {
        for (range, value) in values.iter().rev() {
            if self.text.get(range.clone()).is_none() {
                continue;
            }
            self.text.replace_range(range.clone(), value);
            let end = range.start + value.len();
            let moved = |at: usize| match at {
                at if at <= range.start => at,
                at if at < range.end => end,
                at => at - range.end + end,
            };
            for stretch in &mut self.stretches {
                let is_within =
                    range.start <= stretch.range.start && stretch.range.end <= range.end;
                stretch.range = match is_within {
                    true => range.start..end,
                    false => moved(stretch.range.start)..moved(stretch.range.end),
                };
            }
        }
        self
    }

    /// The stretch that a place of the text begins in; of one that begins between stretches the first
    /// within it, or else the one before it.
    fn stretch(&self, span: Span) -> Option<&Stretch> {
        let Range { start, end } = span.range();
        let next = self.stretches.partition_point(|stretch| stretch.range.start <= start);
        let before = next.checked_sub(1).and_then(|at| self.stretches.get(at));
        let within = self.stretches.get(next).filter(|stretch| stretch.range.start < end);
        before.filter(|stretch| start <= stretch.range.end).or(within).or(before)
    }
}

/// A place within a line of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InCell<'a> {
    /// The cell.
    pub(crate) cell: Cell,
    /// Which line of it, from 0.
    pub(crate) line: usize,
    /// The line.
    pub(crate) text: &'a str,
    /// The bytes of the line that are meant.
    pub(crate) range: Range<usize>,
}

impl Sources {
    /// The text that a place of a workbook stands in; none of other places.
    pub(crate) fn in_cell(&self, place: Place) -> Option<InCell<'_>> {
        let span = place.span()?;
        let workbook = self.get(span.file).workbook()?;
        let Stretch { range, sheet, row, column, line } = workbook.stretch(span)?;
        let within = |at: usize| at.clamp(range.start, range.end) - range.start;
        Some(InCell {
            cell: Cell { file: span.file, sheet: *sheet, row: *row, column: *column },
            line: *line,
            text: workbook.text.get(range.clone())?,
            range: within(span.range().start)..within(span.range().end),
        })
    }

    /// A place as it is shown: a range of the text of a workbook is the cell that it came from.
    pub fn shown(&self, place: Place) -> Place {
        let is_workbook = |file: FileId| self.get(file).workbook().is_some();
        match place {
            Place::Text(span) if is_workbook(span.file) => {
                self.in_cell(place).map_or(Place::File(span.file), |within| within.cell.into())
            }
            other => other,
        }
    }

    /// What is to be known of the cell that a place stands in.
    pub(crate) fn remark(&self, place: Place) -> Option<&Remark> {
        let Place::Cell(cell) = self.shown(place) else { return None };
        let remarks = &self.get(cell.file).workbook()?.remarks;
        let key = (cell.sheet, cell.row, cell.column);
        let at = remarks.binary_search_by_key(&key, |known| (known.sheet, known.row, known.column));
        remarks.get(at.ok()?)
    }

    /// A place in one line, `区司法局.yaml:12` or `区信访局.xlsx 指标!C5`.
    pub fn named(&self, place: Place) -> String {
        let path = &self.get(place.file()).path;
        match self.shown(place) {
            Place::Cell(cell) => format!("{path} {}", self.cell_name(cell)),
            Place::Text(span) => format!("{path}:{}", self.position(span).line),
            Place::File(_) => path.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Content;

    /// `指标!B5` with one line, `正文!C2` with two.
    fn read() -> (FileId, Sources) {
        let text = "指标:\n  受理数: '121件'\n正文:\n  调解: |-\n    第一行\n    第二行\n";
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            start..start + part.len()
        };
        let stretch = |part: &str, sheet, row, column, line| Stretch {
            range: at(part),
            sheet,
            row,
            column,
            line,
        };
        let stretches = vec![
            stretch("受理数", 0, 4, 0, 0),
            stretch("121件", 0, 4, 1, 0),
            stretch("调解", 1, 1, 0, 0),
            stretch("第一行", 1, 1, 2, 0),
            stretch("第二行", 1, 1, 2, 1),
        ];
        let sheets = vec!["指标".to_owned(), "正文".to_owned()];
        let text = text.to_owned();
        let workbook = Workbook { sheets, text, stretches, ..Workbook::default() };
        let mut sources = Sources::default();
        let file = sources.add("data/2025/区信访局.xlsx", Content::Workbook(workbook));
        (file, sources)
    }

    #[test]
    fn a_range_of_the_text_is_shown_as_its_cell() {
        let (file, sources) = read();
        let text = sources.get(file).text();
        let named = |part: &str| {
            let start = text.find(part).unwrap();
            sources.named(Span::new(file, start..start + part.len()).into())
        };
        assert_eq!(named("受理数"), "data/2025/区信访局.xlsx 指标!A5");
        assert_eq!(named("'121件'"), "data/2025/区信访局.xlsx 指标!B5");
        assert_eq!(named("件"), "data/2025/区信访局.xlsx 指标!B5");
        assert_eq!(named("|-\n    第一行\n    第二行"), "data/2025/区信访局.xlsx 正文!C2");
        assert_eq!(named("指标:\n  受理数"), "data/2025/区信访局.xlsx 指标!A5");
        // Nothing was typed there or before.
        assert_eq!(named("指标:"), "data/2025/区信访局.xlsx");
        // After the last stretch.
        assert_eq!(sources.named(Span::new(file, text.len()..text.len()).into()), named("第二行"));
    }

    #[test]
    fn another_value_stands_in_the_cell_of_the_first() {
        let (file, sources) = read();
        let workbook = sources.get(file).workbook().unwrap().clone();
        let start = workbook.text.find("'121件'").unwrap();
        let workbook = workbook.with(&[(start..start + "'121件'".len(), "97".to_owned())]);
        assert!(workbook.text.contains("受理数: 97\n"), "{}", workbook.text);
        let mut sources = Sources::default();
        let file = sources.add("data/2025/区信访局.xlsx", Content::Workbook(workbook));
        let text = sources.get(file).text();
        for (part, cell) in [("受理数", "指标!A5"), ("97", "指标!B5"), ("第二行", "正文!C2")]
        {
            let start = text.find(part).unwrap();
            let named = sources.named(Span::new(file, start..start + part.len()).into());
            assert_eq!(named, format!("data/2025/区信访局.xlsx {cell}"), "{part}");
        }
    }

    #[test]
    fn a_place_within_a_cell_is_one_of_its_line() {
        let (file, sources) = read();
        let text = sources.get(file).text();
        let within = |part: &str| {
            let start = text.find(part).unwrap();
            let place = Span::new(file, start..start + part.len()).into();
            let within = sources.in_cell(place).unwrap();
            (within.line, within.text, within.text.get(within.range.clone()).unwrap())
        };
        assert_eq!(within("'121件'"), (0, "121件", "121件"));
        assert_eq!(within("二"), (1, "第二行", "二"));
        assert_eq!(within("行\n    第二"), (0, "第一行", "行"));
    }
}
