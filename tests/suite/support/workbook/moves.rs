//! Cells that are moved as office programs move them: the defined names go along. Rows that are sorted and
//! texts that are typed over leave them where they are.

use serde_yaml::Value;

use super::{Sheet, Workbook, attribute, cell, column, elements, letters, mapping};

/// A row and a column, from 1.
type Place = (u32, u32);

/// Where a cell goes; none where it is taken away.
type Moves = Box<dyn Fn(Place) -> Option<Place>>;

impl Workbook {
    /// Moves the names of a sheet as a step moves its rows and columns.
    pub(super) fn names_follow(&mut self, sheet: &Sheet, name: &str, step: &str, values: &[Value]) {
        let row = |value: &Value| self.row(sheet, value);
        let of_column = |value: &Value| column(value.as_str().unwrap());
        let exchanged = |at: u32, one: u32, other: u32| match at {
            at if at == one => other,
            at if at == other => one,
            at => at,
        };
        let moves: Moves = match (step, values) {
            ("swap-rows", [one, other]) => {
                let (one, other) = (row(one), row(other));
                Box::new(move |at| Some((exchanged(at.0, one, other), at.1)))
            }
            ("swap-columns", [one, other]) => {
                let (one, other) = (of_column(one), of_column(other));
                Box::new(move |at| Some((at.0, exchanged(at.1, one, other))))
            }
            ("insert-rows", [value]) => {
                let new = row(value);
                Box::new(move |at| Some((at.0 + u32::from(at.0 >= new), at.1)))
            }
            ("remove-rows", [value]) => {
                let gone = row(value);
                Box::new(move |at| (at.0 != gone).then_some((at.0 - u32::from(at.0 > gone), at.1)))
            }
            ("insert-columns", [value]) => {
                let new = of_column(value);
                Box::new(move |at| Some((at.0, at.1 + u32::from(at.1 >= new))))
            }
            _ => return,
        };
        self.move_names(name, &moves);
    }

    /// Takes a step that moves single cells; says whether it is one.
    ///
    /// - `delete-cells: {B3: up}` or `left`, `insert-cells: {B3: down}` or `right`;
    /// - `drag: [B3, B4]`, with all that belongs to a cell;
    /// - `swap-cells: [A3:B3, A5:B5]`, their contents alone.
    pub(super) fn moves_cells(&mut self, name: &str, step: &str, value: &Value) -> bool {
        let moves: Vec<Moves> = match step {
            "delete-cells" | "insert-cells" => mapping(Some(value))
                .into_iter()
                .map(|(range, way)| shift(area(range.as_str().unwrap()), way.as_str().unwrap()))
                .collect(),
            "drag" => {
                let [from, to] = pair(value).map(cell);
                vec![Box::new(move |at| match at {
                    at if at == from => Some(to),
                    at if at == to => None,
                    at => Some(at),
                })]
            }
            "swap-cells" => {
                let [one, other] = pair(value).map(area);
                let within = |at: Place, (first, last): (Place, Place)| {
                    (first.0..=last.0).contains(&at.0) && (first.1..=last.1).contains(&at.1)
                };
                let to = |at: Place, (from, _): (Place, Place), (to, _): (Place, Place)| {
                    (at.0 + to.0 - from.0, at.1 + to.1 - from.1)
                };
                let mut sheet = self.sheet(name);
                sheet.relocate(&|at| match at {
                    at if within(at, one) => Some(to(at, one, other)),
                    at if within(at, other) => Some(to(at, other, one)),
                    at => Some(at),
                });
                self.put_sheet(sheet);
                return true;
            }
            _ => return false,
        };
        for moves in moves {
            let mut sheet = self.sheet(name);
            sheet.relocate(&moves);
            self.put_sheet(sheet);
            self.move_names(name, &moves);
        }
        true
    }

    /// Moves what the defined names of a sheet stand for.
    fn move_names(&mut self, sheet: &str, moves: &Moves) {
        const PART: &str = "xl/workbook.xml";
        let mut text = self.text(PART);
        let start = format!("'{sheet}'!$");
        for (tag, target) in elements(&self.text(PART), "definedName") {
            let Some(at) = target.strip_prefix(&start) else { continue };
            let name = attribute(tag, "name").unwrap();
            if at.contains(':') || !name.starts_with("nb_") {
                continue;
            }
            let moved = match moves(cell(&at.replace('$', ""))) {
                Some((row, column)) => format!("{start}{}${row}", letters(column)),
                None => "#REF!".to_owned(),
            };
            let (before, after) = (format!("{tag}>{target}<"), format!("{tag}>{moved}<"));
            text = text.replacen(&before, &after, 1);
        }
        self.set(PART, text);
    }
}

/// How cells move when those of a range are deleted or inserted.
fn shift(((top, left), (bottom, right)): (Place, Place), way: &str) -> Moves {
    let (rows, columns) = (bottom - top + 1, right - left + 1);
    let way = way.to_owned();
    Box::new(move |(row, column)| {
        let (in_rows, in_columns) =
            ((top..=bottom).contains(&row), (left..=right).contains(&column));
        Some(match way.as_str() {
            "up" if in_columns && in_rows => return None,
            "up" if in_columns && row > bottom => (row - rows, column),
            "down" if in_columns && row >= top => (row + rows, column),
            "left" if in_rows && in_columns => return None,
            "left" if in_rows && column > right => (row, column - columns),
            "right" if in_rows && column >= left => (row, column + columns),
            "up" | "down" | "left" | "right" => (row, column),
            way => panic!("no such way: {way}"),
        })
    })
}

/// `B3:C5`, or a cell.
fn area(range: &str) -> (Place, Place) {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    (cell(first), cell(last))
}

fn pair(value: &Value) -> [&str; 2] {
    let values = value.as_sequence().unwrap().iter();
    values.map(|value| value.as_str().unwrap()).collect::<Vec<_>>().try_into().unwrap()
}

impl Sheet {
    /// Moves cells; formulas stay as they are.
    fn relocate(&mut self, moves: &dyn Fn(Place) -> Option<Place>) {
        let mut moved = Vec::new();
        for row in &mut self.rows {
            let number = row.number;
            moved.extend(row.cells.drain(..).filter_map(|cell| {
                let (row, column) = moves((number, cell.column))?;
                Some((row, super::Cell { column, ..cell }))
            }));
        }
        for (row, cell) in moved {
            self.row_at(row).cells.push(cell);
        }
        for row in &mut self.rows {
            row.cells.sort_by_key(|cell| cell.column);
        }
    }
}
