//! A department's form as a workbook: what its sheets show beside what is filled in.

use std::collections::BTreeSet;

use serde::Serialize;

use super::department::{Filled, ItemView};
use super::{GUIDE, Maker, Shape, Wanted};
use crate::catalogue::Catalogue;
use crate::findings::Outcome;
use crate::kind::DateKey;
use crate::load::{Report, Submissions};
use crate::project::Project;
use crate::prose::{self, Piece};
use crate::source::Sources;
use crate::workbook::{
    self, Block, Content as Sheet, DOUBTFUL, Figure, Form, Given, Guide, Item, MORE, Row, Shown,
    TableContent, Values,
};
use crate::yaml;

/// How many figures are proposed for a text; the others stand in the sheet of figures.
const MOST_CITABLE: usize = 10;

/// What the template of the first sheet may name.
#[derive(Debug, Serialize)]
struct GuideValues<'a> {
    department: &'a str,
    year: i32,
    next_year: i32,
    issuer: Option<&'a str>,
    report: &'a str,
    has_figures: bool,
    tables: Vec<&'a str>,
    prose: Vec<&'a str>,
    lists: Vec<&'a str>,
    has_last: bool,
    own: Vec<&'a str>,
    written_by: Option<String>,
    published_by: Option<String>,
}

impl Maker<'_> {
    /// The bytes of the workbook. `carried` is the department's form as a file of YAML, which holds
    /// what is carried over from last year.
    pub(super) fn workbook(
        &self,
        wanted: Wanted<'_>,
        carried: &str,
        sources: &Sources,
    ) -> Outcome<Option<Vec<u8>>> {
        let Wanted { project, entry, year, .. } = wanted;
        let who = (entry.name.as_str(), year);
        let catalogue = &project.catalogue;
        let form = Form::new(project, &self.tables, who, &[]);
        let carried = values_of(carried, &form, catalogue);
        let (form, values) = match self.shape {
            Shape::Filled(text) => {
                let values = values_of(text, &form, catalogue);
                let more: Vec<&str> = values.figures.keys().map(String::as_str).collect();
                (Form::new(project, &self.tables, who, &more), values)
            }
            Shape::Yaml | Shape::Workbook => (form, to_begin_with(&carried)),
        };
        let guide = self.guide(wanted, &form, sources);
        guide.and_then(|guide| {
            let shown = shown(wanted, &form, carried, guide, sources);
            Outcome::clean(workbook::write(&form, &values, &shown).ok())
        })
    }

    fn guide(&self, wanted: Wanted<'_>, form: &Form, sources: &Sources) -> Outcome<Option<Guide>> {
        let Wanted { project, entry, year, last, .. } = wanted;
        let deadline = |date| {
            let deadline = project.kind.deadline(date, project.profile.level)?;
            Some(deadline.last_day(year)?.to_string())
        };
        let names = |is_meant: fn(&Sheet) -> bool| {
            let sheets = form.sheets.iter().filter(|sheet| is_meant(&sheet.content));
            sheets.map(|sheet| sheet.name.as_str()).collect::<Vec<_>>()
        };
        let values = GuideValues {
            department: &entry.name,
            year,
            next_year: year + 1,
            issuer: project.profile.issuer.as_ref().map(|issuer| issuer.value.as_str()),
            report: &project.kind.name,
            has_figures: !names(|sheet| matches!(sheet, Sheet::Figures(_))).is_empty(),
            tables: names(|sheet| matches!(sheet, Sheet::Table(_))),
            prose: names(|sheet| matches!(sheet, Sheet::Prose(_))),
            lists: names(|sheet| matches!(sheet, Sheet::Entries { .. })),
            has_last: last.is_some(),
            own: names(|sheet| matches!(sheet, Sheet::OwnReport { .. })),
            written_by: deadline(DateKey::Written),
            published_by: deadline(DateKey::Published),
        };
        self.engine.render(GUIDE, &values, sources).and_then(|text| {
            let file = self.engine.file(GUIDE);
            file.map(|file| yaml::read(file, &text)).unwrap_or_default()
        })
    }
}

/// What a text of YAML says.
fn values_of(text: &str, form: &Form, catalogue: &Catalogue) -> Values {
    let mut sources = Sources::default();
    let file = sources.add(format!("{}.yaml", form.department), text);
    let node = yaml::parse(file, text).value;
    node.map(|node| Values::of(&node, form, catalogue, &sources)).unwrap_or_default()
}

/// What a new form is filled in with: the phrases and the department's own report of last year. Other
/// texts of last year stand beside the empty cells.
fn to_begin_with(carried: &Values) -> Values {
    let mut values = carried.clone();
    for (_, contents) in &mut values.contents {
        contents.prose.clear();
        contents.lists.clear();
    }
    values
}

fn shown(
    wanted: Wanted<'_>,
    form: &Form,
    carried: Values,
    guide: Guide,
    sources: &Sources,
) -> Shown {
    let Wanted { project, entry, year, last, outline, others } = wanted;
    let name = entry.name.as_str();
    let own = Filled::new(project, year, name, last, sources);
    let mut items = vec![(None, items(&own, project, name, outline, last))];
    items.extend(others.iter().map(|other| {
        let filled = Filled::new(&other.project, year, name, other.last.as_ref(), sources);
        let (report, last) = (other.report.as_ref(), other.last.as_ref());
        let block: Block = Some(other.project.kind.folder.clone());
        (block, self::items(&filled, &other.project, name, report, last))
    }));
    let mut last = carried;
    last.figures.clear();
    for figure in figures(form) {
        let before = own.value_before(figure).map(Given::Text);
        last.figures.extend(before.map(|before| (figure.name.clone(), before)));
    }
    Shown { last, items, guide }
}

/// The metrics of a form.
fn figures(form: &Form) -> impl Iterator<Item = &crate::catalogue::Metric> {
    form.sheets.iter().flat_map(|sheet| {
        let rows = match &sheet.content {
            Sheet::Figures(rows) => rows.as_slice(),
            _ => &[],
        };
        let cells = match &sheet.content {
            Sheet::Table(table) => table.cells.as_slice(),
            _ => &[],
        };
        let rows = rows.iter().filter_map(|row| match row {
            Row::Figure(Figure { metric, .. }) => Some(metric.as_ref()),
            Row::Heading(_) => None,
        });
        let cells = cells.iter().filter_map(|cell| match &cell.content {
            TableContent::Figure { metric, .. } => Some(metric.as_ref()),
            TableContent::Label(_) => None,
        });
        rows.chain(cells)
    })
}

/// The items of the outline that the department writes.
fn items<'a>(
    filled: &Filled<'a>,
    project: &'a Project,
    department: &str,
    outline: Option<&'a Report>,
    last: Option<&'a Submissions>,
) -> Vec<Item> {
    let views = filled.items(outline, department);
    let outline = outline.filter(|report| !report.outline.is_empty());
    let outline = outline.or(last.map(|last| &last.report));
    let theme_of = |key: &str| {
        let mut themes = outline.into_iter().flat_map(|report| report.outline.iter());
        let theme = themes.find(|theme| theme.items.iter().any(|item| item.key.value == key));
        theme.map(|theme| theme.key.value.as_str())
    };
    let item = |view: ItemView<'a>| {
        let theme = theme_of(view.key).unwrap_or_default();
        let mut citable = citable(&view, theme, project, department);
        let doubtful = view.prose.iter().flat_map(|prose| &prose.doubtful);
        citable.extend(doubtful.map(|year| format!("{DOUBTFUL}{year}")));
        Item { key: view.key.to_owned(), heading: view.heading.to_owned(), citable }
    };
    views.into_iter().map(item).collect()
}

/// The placeholders of the figures that a text may cite: those of last year's text, then the
/// department's own of the same theme.
fn citable(view: &ItemView<'_>, theme: &str, project: &Project, department: &str) -> Vec<String> {
    let metrics = &project.catalogue.metrics;
    let mut names: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    let text = view.prose.as_ref().map_or("", |prose| prose.text.as_str());
    let cited = prose::parse(text).0.into_iter().filter_map(|piece| match piece {
        Piece::Placeholder(placeholder) => Some(placeholder.name),
        Piece::Text(_) => None,
    });
    let of_theme = metrics.values().filter(|metric| {
        metric.theme == theme && !theme.is_empty() && metric.is_typed_by(department)
    });
    let cited: Vec<String> = cited.filter(|name| metrics.contains_key(name)).collect();
    let count_of_cited = cited.len();
    for name in cited.into_iter().chain(of_theme.map(|metric| metric.name.clone())) {
        if known.insert(name.clone()) {
            names.push(format!("{{{{{name}}}}}"));
        }
    }
    if names.len() > MOST_CITABLE.max(count_of_cited) {
        names.truncate(MOST_CITABLE.max(count_of_cited));
        names.push(MORE.to_owned());
    }
    names
}
