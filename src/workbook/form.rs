//! What sheets, rows and keys the form of a department has.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::fill::{Arithmetic, Expression, Fill, fill};
use super::label;
use super::names::Names;
use super::table::{Table, TableContent, TableFill, lay};
use crate::catalogue::{Catalogue, DOT, Metric, Share};
use crate::findings::{Findings, Outcome};
use crate::form_table::{self, FormTables};
use crate::kind::element::{ELEMENTS, ElementForm};
use crate::kind::{self, Kind, Part};
use crate::project::Project;
use crate::source::Sources;

/// The version of the form. It is counted up when an earlier form can no longer be read.
pub(crate) const VERSION: u32 = 1;

/// In the first column of a sheet of texts: the texts of this row go on those of the row above, just
/// as they are, without a line break between. A cell holds no more than 32,767 characters.
pub(crate) const CONTINUED: &str = "（续）";

/// How many rows beyond those that last year had wait to be filled in, in a sheet of entries and in
/// that of remarks.
pub(crate) const BLANKS: usize = 10;

/// The form of one department for one year.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) department: String,
    pub(crate) year: i32,
    /// The folders of the kinds of report that the project makes, the default one first.
    pub(crate) kinds: Vec<String>,
    /// In their order; the hidden ones ([`label::RECORD`], [`label::CHOICES`]), which hold nothing that
    /// anybody fills in, are not among them.
    pub(crate) sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// What its tab says.
    pub(crate) name: String,
    pub(crate) content: Content,
}

/// Where contents stand in a department's file: for the default kind of report in the file itself,
/// for another one below the name of its folder.
pub(crate) type Block = Option<String>;

/// What a sheet is for.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// 填报说明: how to fill in the form. Nothing is read from it.
    Guide,
    /// 指标: below the header (columns [`label::figures`]) a row for each figure. The name in the first
    /// column is that of the metric as the catalogue has it, of a member `名称·成员`.
    Figures(Vec<Row>),
    /// A table of a form: above it a row with its name. A cell of a figure holds the figure alone.
    Table(Table),
    /// 正文 (columns [`label::prose`]): a row for each text. The same key in several rows stands for
    /// several texts under this key.
    Prose(Block),
    /// A list such as 不足 (columns [`label::entries`]): a row for each entry. A row without any text
    /// is no entry, and an empty cell a part that is not written.
    Entries {
        block: Block,
        /// The key of the content.
        key: String,
        parts: Vec<Part>,
    },
    /// 说明 (columns [`label::remarks`]): a row for each.
    Remarks,
    /// 本部门报告 (columns [`label::own`]): a row for each value.
    OwnReport { block: Block, keys: Vec<OwnKey> },
}

/// A row of 指标.
#[derive(Debug, Clone)]
pub(crate) enum Row {
    /// Words in the first column that part the figures; nothing is read from such a row.
    Heading(String),
    /// A figure.
    Figure(Figure),
}

/// A figure of the form.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) metric: Arc<Metric>,
    pub(crate) fill: Fill,
}

/// What the sheet of figures says that a figure is. What is said of a family is said of its total, or else of
/// each member. Where nothing is said, a member says whose number it is, so that its name cannot be
/// exchanged for that of another one unseen.
pub(super) fn definition(metric: &Metric) -> Cow<'_, str> {
    let part = metric.in_family.as_ref().filter(|kin| kin.share != Share::Total);
    let is_told = part.is_none_or(|kin| kin.is_asked_about()) && !metric.definition.is_empty();
    match metric.name.split_once(DOT).filter(|_| part.is_some() && !is_told) {
        Some((_, member)) => format!("其中：{member}").into(),
        None => metric.definition.as_str().into(),
    }
}

/// How it says that a figure is filled in.
pub(super) fn instruction(metric: &Metric) -> &str {
    let is_told = metric.in_family.as_ref().is_none_or(|kin| kin.is_asked_about());
    metric.instruction.as_deref().filter(|_| is_told).unwrap_or_default()
}

/// A key of 本部门报告.
#[derive(Debug, Clone)]
pub(crate) struct OwnKey {
    pub(crate) key: String,
    pub(crate) shape: OwnShape,
    /// What is written there, for people; may be empty.
    pub(crate) hint: String,
}

/// The shape of a value of 本部门报告, and so which columns of its rows are filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OwnShape {
    /// One text, with its lines as they are: 内容 alone.
    Text,
    /// A day, which a cell keeps as one: 内容 alone.
    Day,
    /// One text, each line of which is a paragraph: 内容 alone.
    Paragraphs,
    /// One of these words: 内容 alone.
    Word(&'static [&'static str]),
    /// One text or several: 内容, and 序号 from 1, a row each, or several as the lines of one row.
    Texts,
    /// Entries of a list, of these parts: 序号 says which entry, 分项 which part.
    Entries(Vec<String>),
    /// The outline: 序号 says which theme, with [`THEME`] in 分项, or which item of it (`2.1`), with
    /// [`ITEM`].
    Outline,
    /// 正文: 分项 is the key of the item. The same in several rows stands for several texts.
    Prose,
}

/// The parts of a theme of an outline.
pub(crate) const THEME: [&str; 2] = ["主题", "标题"];
/// The parts of an item of an outline that is a department's own.
pub(crate) const ITEM: [&str; 5] = ["键", "标题", "序次", "满足", "公开"];

/// The tables of forms of each kind of report of a project, in the order of the kinds.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormTablesOfKinds(Vec<FormTables>);

impl FormTablesOfKinds {
    /// Reads them.
    pub(crate) fn read(project: &Project, sources: &mut Sources) -> Outcome<FormTablesOfKinds> {
        let mut findings = Findings::new();
        let tables = project.kinds.iter().map(|kind| {
            let templates = project.of_kind(kind).templates(sources).gather(&mut findings);
            form_table::read(&templates, &project.catalogue, sources).gather(&mut findings)
        });
        let tables = tables.collect();
        Outcome::new(FormTablesOfKinds(tables), findings)
    }
}

impl Form {
    /// The form of a department of the directory. `more` are metrics that are not its own and stand
    /// in its file all the same.
    pub(crate) fn new(
        project: &Project,
        tables: &FormTablesOfKinds,
        (department, year): (&str, i32),
        more: &[&str],
    ) -> Form {
        Form {
            department: department.to_owned(),
            year,
            kinds: project.kinds.iter().map(|kind| kind.folder.clone()).collect(),
            sheets: Form::sheets(project, tables, (department, false), more),
        }
    }

    /// Its sheets, which are the same for departments that type the same metrics. `has_all` says that
    /// figures which are not its own may stand in it: then all tables are among them.
    pub(super) fn sheets(
        project: &Project,
        tables: &FormTablesOfKinds,
        (department, has_all): (&str, bool),
        more: &[&str],
    ) -> Vec<Sheet> {
        let mut names = Names::default();
        for fixed in [label::GUIDE, label::FIGURES, label::REMARKS, label::RECORD, label::CHOICES] {
            names.give(fixed);
        }
        let catalogue = &project.catalogue;
        let typed = catalogue.metrics.values().filter(|metric| metric.is_typed_by(department));
        let own: BTreeSet<&str> = typed.map(|metric| metric.name.as_str()).collect();
        let mut placed = BTreeSet::new();
        let mut texts = Vec::new();
        for (block, kind) in blocks(project) {
            texts.extend(contents(kind, &block, &mut names));
            if block.is_none() {
                texts.push(fixed(label::REMARKS, Content::Remarks));
            }
        }
        let tables = own_tables(tables, catalogue, (&own, has_all), &mut placed);
        let rows = rows(project, &own, &placed, more);
        let mut sheets = vec![fixed(label::GUIDE, Content::Guide)];
        if !rows.is_empty() || has_all {
            sheets.push(fixed(label::FIGURES, Content::Figures(rows)));
        }
        sheets.extend(
            tables.into_iter().map(|table| Sheet {
                name: names.give(&table.name),
                content: Content::Table(table),
            }),
        );
        sheets.extend(texts);
        // What few departments need comes last.
        sheets.extend(blocks(project).map(|(block, kind)| Sheet {
            name: names.give(&named(label::OWN_REPORT, &block)),
            content: Content::OwnReport { block, keys: own_keys(kind) },
        }));
        sheets
    }
}

/// The kinds of report of a project, each with where its contents stand.
fn blocks(project: &Project) -> impl Iterator<Item = (Block, &Arc<Kind>)> {
    let kinds = project.kinds.iter().enumerate();
    kinds.map(|(place, kind)| ((place > 0).then(|| kind.folder.clone()), kind))
}

fn fixed(name: &str, content: Content) -> Sheet {
    Sheet { name: name.to_owned(), content }
}

/// The name of a sheet of contents of a kind.
fn named(key: &str, block: &Block) -> String {
    match block {
        Some(kind) => format!("{key}·{kind}"),
        None => key.to_owned(),
    }
}

/// The sheets of what a department writes for a kind of report.
fn contents(kind: &Kind, block: &Block, names: &mut Names) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    if kind.outline().is_some() {
        let name = names.give(&named(label::PROSE, block));
        sheets.push(Sheet { name, content: Content::Prose(block.clone()) });
    }
    let lists = kind.lists().map(|(content, parts)| Sheet {
        name: names.give(&named(&content.key, block)),
        content: Content::Entries {
            block: block.clone(),
            key: content.key.clone(),
            parts: parts.to_vec(),
        },
    });
    sheets.extend(lists);
    sheets
}

/// The tables that hold a figure of the department's own, or all. `placed` are the figures that stand in them.
fn own_tables(
    tables: &FormTablesOfKinds,
    catalogue: &Catalogue,
    (own, has_all): (&BTreeSet<&str>, bool),
    placed: &mut BTreeSet<String>,
) -> Vec<Table> {
    let mut laid = Vec::new();
    for form in tables.0.iter().flat_map(FormTables::iter) {
        // A table of all kinds is among those of each: the second time all of it is placed.
        let table = lay(form, |name, is_last_year| {
            let metric = catalogue.metrics.get(name)?;
            let fill = match () {
                () if is_last_year => TableFill::LastYear,
                () if !own.contains(name) => TableFill::Other,
                () if placed.insert(name.to_owned()) => {
                    TableFill::Own(fill(metric, own, catalogue))
                }
                () => TableFill::Repeated,
            };
            Some((Arc::clone(metric), fill))
        });
        let is_own = |content: &TableContent| {
            matches!(content, TableContent::Figure { fill: TableFill::Own(_), .. })
        };
        if has_all || table.cells.iter().any(|cell| is_own(&cell.content)) {
            laid.push(table);
        }
    }
    laid
}

/// The rows of 指标: the department's own metrics by themes, but for those in tables, then those that
/// are not its own.
fn rows(
    project: &Project,
    own: &BTreeSet<&str>,
    placed: &BTreeSet<String>,
    more: &[&str],
) -> Vec<Row> {
    let catalogue = &project.catalogue;
    let mut rows = Vec::new();
    let mut heading = String::new();
    let listed = catalogue.metrics.values().filter(|metric| {
        let name = metric.name.as_str();
        (own.contains(name) || more.contains(&name)) && !placed.contains(name)
    });
    for metric in listed {
        let theme = match metric.theme.as_str() {
            "" if project.kinds.len() > 1 => {
                let kind = project.kinds.iter().find(|kind| kind.folder == *metric.report);
                kind.map_or("", |kind| kind.name.as_str())
            }
            theme => theme,
        };
        if theme != heading {
            heading = theme.to_owned();
            rows.push(Row::Heading(heading.clone()));
        }
        let fill = match fill(metric, own, catalogue) {
            // A total that is typed checks its parts.
            Fill::Computed(Expression { arithmetic: Arithmetic::Sum, .. })
                if metric.in_family.is_none() =>
            {
                Fill::Typed
            }
            fill => fill,
        };
        rows.push(Row::Figure(Figure { metric: Arc::clone(metric), fill }));
    }
    rows
}

/// The keys of 本部门报告 for a kind of report, in the order of the sheet.
pub(crate) fn own_keys(kind: &Kind) -> Vec<OwnKey> {
    let key =
        |key: &str, shape, hint: &str| OwnKey { key: key.to_owned(), shape, hint: hint.to_owned() };
    let mut keys: Vec<OwnKey> = ELEMENTS
        .iter()
        .map(|element| {
            let shape = match element.form {
                ElementForm::Names => OwnShape::Texts,
                ElementForm::Choice(words) => OwnShape::Word(words),
                ElementForm::Day | ElementForm::Moment => OwnShape::Day,
                ElementForm::Text | ElementForm::CopyNumber | ElementForm::Url => OwnShape::Text,
            };
            let hint = match shape {
                OwnShape::Texts => label::own::TEXTS_HINT,
                _ => element.description,
            };
            key(element.key, shape, hint)
        })
        .collect();
    for (of_profile, shape) in [
        ("发文机关标志", OwnShape::Text),
        ("发文机关代字", OwnShape::Text),
        ("主送机关", OwnShape::Texts),
        ("抄送机关", OwnShape::Texts),
        ("印发机关", OwnShape::Text),
    ] {
        let hint = if shape == OwnShape::Texts { label::own::TEXTS_HINT } else { "" };
        keys.push(key(of_profile, shape, hint));
    }
    keys.extend(kind.boilerplate.iter().map(|text| key(&text.key, OwnShape::Paragraphs, "")));
    let contents = kind.contents.iter().filter_map(|content| {
        let shape = match &content.form {
            kind::Form::Outline(_) => OwnShape::Outline,
            kind::Form::Entries(parts) => {
                OwnShape::Entries(parts.iter().map(|part| part.key.clone()).collect())
            }
            kind::Form::Text => OwnShape::Paragraphs,
            kind::Form::Mark(_) => return None,
        };
        Some(key(&content.key, shape, &content.description))
    });
    keys.extend(contents);
    keys.push(key("正文", OwnShape::Prose, ""));
    keys.push(key(label::remarks::VERBATIM, OwnShape::Texts, label::own::TEXTS_HINT));
    keys
}
