//! Tables whose numbers find no place in the block, however small the type.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{Inline, Table};
use crate::source::Span;

/// A table for which the block is too narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooNarrow {
    place: Option<Span>,
    columns: usize,
    /// It is a form that might stand on a turned page, which is wider.
    may_turn: bool,
}

impl TooNarrow {
    pub(super) fn new(table: &Table) -> TooNarrow {
        let cells = table.header.iter().chain(&table.rows).flatten();
        let place = cells.flat_map(|cell| &cell.content).find_map(|inline| match inline {
            Inline::Text(text) | Inline::Figure { text, .. } => text.place,
            Inline::Strong(_) | Inline::Missing { .. } => None,
        });
        let may_turn = !table.widths.is_empty() && !table.is_landscape;
        TooNarrow { place, columns: table.columns.len(), may_turn }
    }

    /// An error, for who reads half a number reads another; a draft is made all the same.
    pub(super) fn diagnostic(self, draft: bool) -> Diagnostic {
        let TooNarrow { place, columns, may_turn } = self;
        let message = format!("表格有 {columns} 栏，版心放不下，有的数要从中间断开");
        let turned = match may_turn {
            true => "；也可以在表格的文件里写“横排: 是”，用横放的一页来排",
            false => "",
        };
        let found = Diagnostic::new(Code::E1113, message)
            .note("说明", "字号已经缩到六号（7.5 磅），再小就看不清了")
            .help(format!(
                "少列几栏，或者分成两个表；数太长的，换成大一些的单位，例如万元、亿元{turned}"
            ));
        let found = if draft { found.severity(Severity::Warning) } else { found };
        match place {
            Some(place) => found.at(place, "这个表格"),
            None => found,
        }
    }
}
