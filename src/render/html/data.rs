//! The data section: the figures that the report prints, and no others, so that what was
//! left out of the report is not published through its data.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{FactView, fact_view};
use crate::chart::{self, Row, Shape, Tone};
use crate::document::{Amount, Block, Composition, Document, Fact, FactId, Published, add_facts};
use crate::render::sources;
use crate::text::{is_unreserved, percent_encode};

/// 主要指标一览.
#[derive(Serialize)]
pub(super) struct DataView<'d> {
    themes: Vec<ThemeView<'d>>,
    charts: Vec<ChartView<'d>>,
    /// Whether any figure can be compared with last year's.
    compared: bool,
    /// The figures as files, each a `data:` address.
    csv: String,
    json: String,
}

#[derive(Serialize)]
struct ThemeView<'d> {
    name: &'d str,
    facts: Vec<FactView<'d>>,
}

/// A total and its parts, as bars.
#[derive(Serialize)]
struct ChartView<'d> {
    id: String,
    total: FactView<'d>,
    /// `行政检查数5757件；行政处罚数526件`
    description: String,
    compared: bool,
    width: u32,
    height: u32,
    letter: u32,
    shapes: Vec<ShapeView>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum ShapeView {
    Rect { x: u32, y: u32, width: u32, height: u32, tone: &'static str },
    Line { x1: u32, y1: u32, x2: u32, y2: u32 },
    Text { x: u32, y: u32, anchor: &'static str, text: String },
}

/// None when the report prints no figure.
pub(super) fn data(document: &Document) -> Option<DataView<'_>> {
    let printed = document.printed_facts();
    let facts: Vec<(FactId, &Fact)> =
        printed.iter().filter_map(|&id| Some((id, document.facts.get(id.0)?))).collect();
    let mut themes: Vec<ThemeView<'_>> = Vec::new();
    for &(id, fact) in &facts {
        let Some(view) = fact_view(id, document) else { continue };
        match themes.iter_mut().find(|theme| theme.name == fact.theme) {
            Some(theme) => theme.facts.push(view),
            None => themes.push(ThemeView { name: &fact.theme, facts: vec![view] }),
        }
    }
    let in_forms = facts_of_forms(document);
    let plain: Vec<&Fact> = facts.iter().map(|&(_, fact)| fact).collect();
    let compositions = document.compositions.iter();
    let charts = compositions
        .filter(|found| {
            let mut ids = found.parts.iter().chain([&found.total]);
            ids.clone().all(|id| printed.contains(id)) && !ids.all(|id| in_forms.contains(id))
        })
        .filter_map(|found| chart_view(found, document))
        .collect();
    (!facts.is_empty()).then(|| DataView {
        themes,
        charts,
        compared: plain.iter().any(|fact| fact.previous.is_some()),
        csv: address("text/csv", &sources::public(&plain)),
        json: address("application/json", &json(document, &plain)),
    })
}

/// The facts in tables that have their totals beside the parts, which need no chart.
fn facts_of_forms(document: &Document) -> BTreeSet<FactId> {
    let mut found = BTreeSet::new();
    let forms =
        document.blocks().filter(|block| matches!(block, Block::Table(table) if table.is_form()));
    for inlines in forms.flat_map(Block::texts) {
        add_facts(inlines, &mut found);
    }
    found
}

/// None where a number is not exact, for a bar would say that it is.
fn chart_view<'d>(composition: &Composition, document: &'d Document) -> Option<ChartView<'d>> {
    let parts: Vec<&Fact> =
        composition.parts.iter().map(|id| document.facts.get(id.0)).collect::<Option<_>>()?;
    let amount = |amount: &Amount, unit: &str| {
        let text = format!("{}{unit}", amount.shown);
        Some(chart::Amount { value: amount.exact?, text })
    };
    let before = |fact: &Fact| amount(fact.previous.as_ref()?, &fact.unit);
    let compared = parts.iter().all(|fact| before(fact).is_some());
    let row = |fact: &&Fact| {
        Some(Row {
            name: fact.metric.clone(),
            now: amount(&fact.value, &fact.unit)?,
            before: before(fact).filter(|_| compared),
        })
    };
    let rows: Vec<Row> = parts.iter().map(row).collect::<Option<_>>()?;
    let drawing = chart::bars(&rows)?;
    let said = rows.iter().map(|row| match &row.before {
        Some(before) => format!("{}{}，上年{}", row.name, row.now.text, before.text),
        None => format!("{}{}", row.name, row.now.text),
    });
    Some(ChartView {
        id: format!("chart{}", composition.total.0 + 1),
        total: fact_view(composition.total, document)?,
        description: said.collect::<Vec<_>>().join("；"),
        compared,
        width: chart::WIDTH,
        height: drawing.height,
        letter: chart::LETTER,
        shapes: drawing.shapes.into_iter().map(shape_view).collect(),
    })
}

fn shape_view(shape: Shape) -> ShapeView {
    match shape {
        Shape::Rect { x, y, width, height, tone } => ShapeView::Rect {
            x,
            y,
            width,
            height,
            tone: match tone {
                Tone::Now => "now",
                Tone::Before => "before",
            },
        },
        Shape::Line { x1, y1, x2, y2 } => ShapeView::Line { x1, y1, x2, y2 },
        Shape::Text { x, y, to_end, text } => {
            ShapeView::Text { x, y, anchor: if to_end { "end" } else { "start" }, text }
        }
    }
}

/// The same columns as the CSV; what is empty is left out.
fn json(document: &Document, facts: &[&Fact]) -> String {
    let metric = |fact: &&Fact| {
        let cells = sources::public_cells(fact).into_iter().filter(|(_, cell)| !cell.is_empty());
        Value::Object(cells.map(|(name, cell)| (name.to_owned(), Value::String(cell))).collect())
    };
    let list: Vec<Value> = facts.iter().map(metric).collect();
    json!({ "标题": document.title.shown, "发布机构": document.record.issuer, "指标": list })
        .to_string()
}

/// schema.org's words for the report, for search engines; safe between script tags.
pub(super) fn linked_data(document: &Document, description: &str) -> String {
    let record = &document.record;
    let organ = json!({ "@type": "GovernmentOrganization", "name": record.issuer });
    let mut fields = Map::new();
    let mut add = |name: &str, value: Option<Value>| {
        fields.extend(value.map(|value| (name.to_owned(), value)));
    };
    let text = |text: &Option<String>| text.clone().map(Value::String);
    let day = |date: NaiveDate| Value::String(date.to_string());
    let moment = |published: Published| match published.time {
        Some(time) => {
            Value::String(format!("{}T{}+08:00", published.date, time.format("%H:%M:00")))
        }
        None => day(published.date),
    };
    add("@context", Some(json!("https://schema.org")));
    add("@type", Some(json!("Report")));
    add("name", Some(json!(document.title.shown)));
    add("description", Some(json!(description)).filter(|_| !description.is_empty()));
    add("inLanguage", Some(json!("zh-CN")));
    add("url", text(&record.url));
    add("identifier", text(&record.index));
    add("reportNumber", text(&record.number));
    add("author", Some(organ.clone()));
    add("publisher", Some(organ));
    add("dateCreated", record.written.as_ref().and_then(|written| written.date).map(day));
    add("datePublished", record.published.map(moment));
    // `</script>` and `<!--` would end or change the element.
    Value::Object(fields).to_string().replace('<', "\\u003c")
}

/// A text as a `data:` address.
fn address(media: &str, text: &str) -> String {
    let is_kept = |c: char| matches!(c, ',' | ':' | ';') || is_kept(c);
    format!("data:{media};charset=utf-8,{}", percent_encode(text, is_kept))
}

/// The address of a file in the folder of the page.
pub(super) fn relative_address(name: &str) -> String {
    percent_encode(name, is_kept)
}

/// Letters beyond ASCII stand as they are, as addresses in a page may.
fn is_kept(c: char) -> bool {
    let is_letter =
        matches!(c, '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FEFE}');
    is_letter || matches!(c, '\u{FF01}'..='\u{FFEE}') || is_unreserved(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_chinese_and_hide_the_rest() {
        assert_eq!(relative_address("年报（区委，50% #1）.pdf"), "年报（区委，50%25%20%231）.pdf");
        assert_eq!(
            address("text/csv", "\u{FEFF}甲,\"乙 1%\"\r\n<#&>"),
            "data:text/csv;charset=utf-8,%EF%BB%BF甲,%22乙%201%25%22%0D%0A%3C%23%26%3E"
        );
    }
}
