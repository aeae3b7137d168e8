//! Tables as a page has them: which cells are headers, of what, and which of them stay in sight
//! where a table is wider than the window.

use serde::Serialize;

use super::{Run, numbers, runs};
use crate::document::{Align, Cell, Document, Table, columns_of};

#[derive(Serialize)]
pub(super) struct TableView<'d> {
    caption: Vec<Run<'d>>,
    unit: Option<&'d str>,
    /// Whether cells go over several rows or columns, or say what their row holds.
    pub(super) form: bool,
    /// Over how many columns each cell of the first header row of a form goes.
    groups: Vec<u32>,
    header: Vec<Vec<CellView<'d>>>,
    /// The rows; each group of them, which begins with the row that heads it, is a list.
    bodies: Vec<Vec<Vec<CellView<'d>>>>,
}

/// A cell; it is a header where it has a `scope`.
#[derive(Serialize)]
struct CellView<'d> {
    scope: &'static str,
    rows: u32,
    columns: u32,
    /// `left`, `center` or `right`. Of a header before the cells of a row: `label` of the one next
    /// to them (with `over2`, `over3` where it goes over so many columns), `side` of the others, and
    /// `vertical`.
    class: String,
    /// Whether its text stands in an element of its own, which the style sheet can place.
    inner: bool,
    /// Its anchor, for the cells that name it as their header.
    id: Option<String>,
    /// The anchors of its headers, separated by blanks.
    headers: String,
    text: Vec<Run<'d>>,
}

/// A header of a form, and the columns or rows that it goes over.
struct Head {
    id: String,
    start: usize,
    end: usize,
}

impl Head {
    fn meets(&self, start: usize, end: usize) -> bool {
        self.start < end && start < self.end
    }
}

/// Makes the view of a table with the anchor `id`.
pub(super) fn table_view<'d>(table: &'d Table, id: &str, document: &'d Document) -> TableView<'d> {
    let form = table.is_form();
    let mut maker = Maker {
        table,
        document,
        anchor: id,
        form,
        labels_end: labels_end(table),
        heads: 0,
        over_columns: Vec::new(),
        over_rows: Vec::new(),
        group: None,
    };
    let first = table.header.first().filter(|_| form);
    let header = maker.header();
    TableView {
        caption: runs(&table.caption, document),
        unit: table.unit.as_deref(),
        form,
        groups: first.into_iter().flatten().map(|cell| cell.columns).collect(),
        header,
        bodies: maker.bodies(),
    }
}

/// The column in which the data begin; those before it hold the headers of the rows.
fn labels_end(table: &Table) -> usize {
    let columns = columns_of(&table.rows);
    let first = table.rows.iter().zip(&columns).filter_map(|(row, columns)| {
        row.iter().zip(columns).find(|(cell, _)| !cell.is_header).map(|(_, column)| *column)
    });
    first.min().unwrap_or(0)
}

/// Makes the cells of a table, row by row, and keeps the headers that go over what follows.
struct Maker<'d, 'i> {
    table: &'d Table,
    document: &'d Document,
    anchor: &'i str,
    form: bool,
    labels_end: usize,
    /// How many headers have an anchor.
    heads: usize,
    over_columns: Vec<Head>,
    over_rows: Vec<Head>,
    /// The header of the group of rows.
    group: Option<String>,
}

impl<'d> Maker<'d, '_> {
    fn header(&mut self) -> Vec<Vec<CellView<'d>>> {
        let table = self.table;
        let columns = columns_of(&table.header);
        let rows = table.header.iter().zip(columns).enumerate();
        rows.map(|(at, (row, columns))| {
            let cells = row.iter().zip(columns);
            cells.map(|(cell, column)| self.column_header(cell, column, at == 0)).collect()
        })
        .collect()
    }

    fn bodies(&mut self) -> Vec<Vec<Vec<CellView<'d>>>> {
        let table = self.table;
        let mut bodies: Vec<Vec<Vec<CellView<'d>>>> = Vec::new();
        let mut follows_header = true;
        for (at, (row, columns)) in table.rows.iter().zip(columns_of(&table.rows)).enumerate() {
            let is_group = table.is_group(row);
            if is_group || bodies.is_empty() {
                bodies.push(Vec::new());
            }
            let is_header = !is_group && row.iter().all(|cell| cell.is_header);
            if is_header && !follows_header {
                self.over_columns.clear();
            }
            follows_header = is_header;
            self.over_rows.retain(|head| head.end > at);
            let cells = row.iter().zip(columns);
            let cells = cells.map(|(cell, column)| match (is_group, is_header, cell.is_header) {
                (true, ..) => self.group_header(cell),
                (_, true, _) => self.column_header(cell, column, false),
                (.., true) => self.label(cell, column, at),
                (.., false) => self.data(cell, column),
            });
            let cells = cells.collect();
            if let Some(body) = bodies.last_mut() {
                body.push(cells);
            }
        }
        bodies
    }

    /// A cell as it stands alone.
    fn plain(&self, cell: &'d Cell, column: usize) -> CellView<'d> {
        let align = match self.table.columns.get(column) {
            Some(Align::Centre) => "center",
            Some(Align::Right) => "right",
            Some(Align::Left) | None => "left",
        };
        let text = runs(&cell.content, self.document);
        CellView {
            scope: "",
            rows: cell.rows,
            columns: cell.columns,
            class: align.to_owned(),
            inner: false,
            id: None,
            headers: String::new(),
            // The style sheet breaks the words of other columns at their punctuation alone.
            text: if align == "left" { numbers::kept_whole(text) } else { text },
        }
    }

    /// The next anchor.
    fn next(&mut self) -> String {
        self.heads += 1;
        format!("{}-h{}", self.anchor, self.heads)
    }

    /// A header with nothing in it says nothing of other cells.
    fn column_header(&mut self, cell: &'d Cell, column: usize, is_first: bool) -> CellView<'d> {
        let view = self.plain(cell, column);
        if !self.form {
            return CellView { scope: "col", ..view };
        }
        if view.text.is_empty() {
            return view;
        }
        let id = self.next();
        let end = column + cell.columns as usize;
        self.over_columns.push(Head { id: id.clone(), start: column, end });
        let scope = if is_first && cell.columns > 1 { "colgroup" } else { "col" };
        CellView { scope, id: Some(id), class: String::new(), ..view }
    }

    fn group_header(&mut self, cell: &'d Cell) -> CellView<'d> {
        let id = self.form.then(|| self.next());
        self.group.clone_from(&id);
        CellView { scope: "rowgroup", id, class: String::new(), ..self.plain(cell, 0) }
    }

    /// A header before the cells of a row.
    fn label(&mut self, cell: &'d Cell, column: usize, row: usize) -> CellView<'d> {
        let view = self.plain(cell, column);
        if view.text.is_empty() {
            return view;
        }
        let id = self.next();
        self.over_rows.push(Head { id: id.clone(), start: row, end: row + cell.rows as usize });
        let is_last = column + cell.columns as usize == self.labels_end;
        let over = self.labels_end.saturating_sub(column);
        let class = match (is_last, over, cell.is_vertical) {
            (true, 2.., false) => format!("label over{over}"),
            (true, _, false) => "label".to_owned(),
            (_, _, true) => "side vertical".to_owned(),
            (false, ..) => "side".to_owned(),
        };
        let inner = is_last || cell.is_vertical;
        CellView { scope: "row", id: Some(id), class, inner, ..view }
    }

    fn data(&self, cell: &'d Cell, column: usize) -> CellView<'d> {
        let view = self.plain(cell, column);
        let end = column + cell.columns as usize;
        let over_columns = self.over_columns.iter().filter(|head| head.meets(column, end));
        let heads = over_columns.map(|head| &head.id).chain(&self.group);
        let heads = heads.chain(self.over_rows.iter().map(|head| &head.id));
        let headers: Vec<&str> = heads.map(String::as_str).collect();
        CellView { headers: headers.join(" "), ..view }
    }
}
