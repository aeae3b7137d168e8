//! The lists of a 核校本: what stands behind each of its marked figures, and which numbers nobody
//! answers for (照录).

use super::body::title_items;
use super::columns::TableLook;
use super::flow::FlowItem;
use super::marks::Marks;
use super::table::table_in;
use super::title::break_title;
use super::typesetter::Typesetter;
use crate::document::{Align, Cell, Document, Excused, Fact, Inline, Origin, Table};

/// 核校表, the flow of pages of its own after the report.
pub(super) fn list(text: &mut Typesetter<'_>, marks: &Marks, document: &Document) -> Vec<FlowItem> {
    let style = &text.style.proof;
    let look = text.style.attachment.title;
    let title = break_title(text, &style.title, look, &[]);
    let mut flow = title_items(text, &title, look, 2);
    if let Some(item) = flow.first_mut() {
        item.bookmark = Some((1, style.title.clone()));
    }
    flow.extend(text.blank_lines(1));
    let look = TableLook::of_lists(text.style);
    flow.extend(table_in(text, &table(marks, &document.facts), look));
    if !document.excused.is_empty() {
        flow.extend(text.blank_lines(1));
        flow.extend(table_in(text, &excused(&document.excused), look));
    }
    flow
}

/// 照录: the phrases with numbers that nobody answers for.
fn excused(excused: &[Excused]) -> Table {
    let cell = |text: String| Cell::new(vec![Inline::text(text)]);
    let rows = excused.iter().map(|excused| {
        let place = excused.origin.within(&excused.origin.path());
        let department = match excused.department.as_str() {
            "" => "汇总单位",
            name => name,
        };
        [excused.phrase.clone(), department.to_owned(), place].map(cell).to_vec()
    });
    let header = ["照录", "单位", "出处"].map(|name| Cell::header(vec![Inline::text(name)]));
    Table {
        caption: vec![Inline::text("照录的数")],
        ..Table::plain(vec![Align::Left; 3], header.to_vec(), rows.collect())
    }
}

fn table(marks: &Marks, facts: &[Fact]) -> Table {
    // The files of a year stand in one folder.
    let folder = facts
        .iter()
        .find_map(|fact| Some(fact.origin.as_ref()?.folder.as_str()))
        .filter(|folder| !folder.is_empty());
    let file = |at: &Origin| match folder {
        Some(folder) if folder == at.folder => at.within(&at.file),
        _ => at.within(&at.path()),
    };
    let cell = |text| Cell::new(vec![Inline::text(text)]);
    let rows = (1..)
        .zip(marks.facts())
        .filter_map(|(number, (id, pages))| {
            let fact = facts.get(id.0)?;
            let pages: Vec<String> = pages.iter().map(|page| (page + 1).to_string()).collect();
            let row = [
                number.to_string(),
                pages.join("、"),
                fact.metric.clone(),
                format!("{}{}", fact.value.shown, fact.unit),
                fact.department.clone(),
                fact.origin.as_ref().map_or_else(String::new, file),
                fact.derivation.clone(),
            ];
            Some(row.map(cell).to_vec())
        })
        .collect();
    let columns = [Align::Right, Align::Left, Align::Left, Align::Right];
    let columns = columns.into_iter().chain([Align::Left; 3]).collect();
    let header = ["标号", "页", "指标", "数值", "责任部门", "出处", "算式"]
        .map(|name| Cell::header(vec![Inline::text(name)]));
    Table {
        unit: folder.map(|folder| format!("出处：{folder}/ 下的文件和行号")),
        ..Table::plain(columns, header.to_vec(), rows)
    }
}
