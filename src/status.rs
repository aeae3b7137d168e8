//! Status: how far each department is, department by department.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::DateTime;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::bounds::TEMPLATE_OUTPUT;
use crate::catalogue::{Catalogue, Metric, Need, Owner};
use crate::check::figures::Figures;
use crate::csv;
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::{Findings, Outcome};
use crate::forms;
use crate::load::{Department, Submissions};
use crate::project::Project;
use crate::source::Sources;
use crate::template::{Engine, Language};
use crate::text;

/// How far one year is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The year reported on.
    pub year: i32,
    /// The report's own file, the departments in directory order, and what is left.
    pub rows: Vec<Row>,
    /// All of them together. A fault that concerns several departments counts once here.
    pub total: Row,
    /// 照录: the phrases that excuse numbers of the texts.
    pub excused: Vec<ExcusedRow>,
}

/// A phrase under 照录 with a number that nobody answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcusedRow {
    /// As typed.
    pub phrase: String,
    /// Whose text it holds for; 汇总单位 where it holds for all.
    pub department: String,
    /// File and line where it is listed.
    pub place: String,
}

/// One department, with all that concerns it; or another file that has faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The department, or what else the row is about: 报告总表, 其他文件, 合计.
    pub name: String,
    /// How far it is.
    pub stage: Stage,
    /// The required metrics.
    pub required: Filled,
    /// The recommended metrics.
    pub recommended: Filled,
    /// How many errors concern it.
    pub errors: usize,
    /// How many warnings concern it.
    pub warnings: usize,
    /// When the file was last changed, `2025-01-20 16:05`, Beijing time; none without a file.
    pub changed: Option<String>,
}

/// Metrics that have a value, of those that are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// Those that have a value.
    pub have: usize,
    /// Those that are asked for.
    pub asked: usize,
}

/// How far a department is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// There is no file, and something is asked for.
    Absent,
    /// There is a file that could not be read, or does not bear the name of a form.
    Unread,
    /// There is a file in which nothing is filled in: it is as `new` made it.
    Blank,
    /// There is a file; required values are missing or there are errors.
    Partial,
    /// Nothing required is missing, nothing is wrong.
    Complete,
    /// Nothing is asked for, and there is no file, or one in which nothing is filled in.
    NotAsked,
}

impl Stage {
    /// All stages, the one with most left to do first.
    pub const ALL: [Stage; 6] = [
        Stage::Absent,
        Stage::Unread,
        Stage::Blank,
        Stage::Partial,
        Stage::Complete,
        Stage::NotAsked,
    ];

    /// The Chinese word for it.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Absent => "未报送",
            Stage::Unread => "未读",
            Stage::Blank => "空表",
            Stage::Partial => "填报中",
            Stage::Complete => "已报齐",
            Stage::NotAsked => "可不报",
        }
    }
}

/// What the status is taken from.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The project.
    pub project: &'a Project,
    /// What was handed in.
    pub submissions: &'a Submissions,
    /// The figures.
    pub figures: &'a Figures,
    /// What was found; each names the departments it concerns.
    pub diagnostics: &'a [Diagnostic],
    /// The files that were read.
    pub sources: &'a Sources,
}

impl Status {
    /// The status of a year that was checked.
    pub fn of(checked: Checked<'_>) -> Status {
        let Checked { project, submissions, sources, .. } = checked;
        let year = submissions.report.year;
        let report = sources.get(submissions.report.file).path.as_str();
        let is_ours = |found: &Diagnostic| found.departments.is_empty();
        let in_report = |found: &Diagnostic| {
            found.span().is_some_and(|span| span.file == submissions.report.file)
        };
        let (errors, warnings) = checked.count(|found| is_ours(found) && in_report(found));
        let mut rows = vec![Row {
            name: "报告总表".to_owned(),
            stage: match (changed(project, report).is_some(), errors) {
                (false, _) => Stage::Absent,
                (true, 0) => Stage::Complete,
                (true, _) => Stage::Partial,
            },
            required: Filled::default(),
            recommended: Filled::default(),
            errors,
            warnings,
            changed: changed(project, report),
        }];
        rows.extend(project.profile.departments.iter().map(|entry| checked.row(&entry.name)));
        let (errors, warnings) = checked.count(|found| is_ours(found) && !in_report(found));
        if errors + warnings > 0 {
            rows.push(Row {
                name: "其他文件".to_owned(),
                stage: Stage::Partial,
                required: Filled::default(),
                recommended: Filled::default(),
                errors,
                warnings,
                changed: None,
            });
        }
        let total = checked.total(&rows);
        let excused = checked.figures.excused.iter().map(|excused| ExcusedRow {
            phrase: excused.phrase.clone(),
            department: excused.department.clone().unwrap_or_else(|| "汇总单位".to_owned()),
            place: sources.named(excused.place.into()),
        });
        Status { year, rows, total, excused: excused.collect() }
    }
}

impl Checked<'_> {
    fn row(self, name: &str) -> Row {
        let department =
            self.submissions.departments.iter().find(|department| department.name.value == name);
        let concerns = |found: &Diagnostic| found.departments.iter().any(|named| named == name);
        let (errors, warnings) = self.count(concerns);
        let required = self.filled(name, department, Need::Required);
        let recommended = self.filled(name, department, Need::Recommended);
        let mut items = self.submissions.report.outline.iter().flat_map(|theme| &theme.items);
        let writes = items.any(|item| item.departments.iter().any(|named| named.value == name));
        let changed = match department {
            Some(department) => changed(self.project, &self.sources.get(department.file).path),
            None => self.unread(name),
        };
        let owes_nothing = required.asked == 0 && !writes;
        let stage = match (department, &changed) {
            (None, Some(_)) => Stage::Unread,
            (None, None) if owes_nothing => Stage::NotAsked,
            (None, None) => Stage::Absent,
            (Some(department), _) if owes_nothing && errors == 0 && self.is_blank(department) => {
                Stage::NotAsked
            }
            (Some(department), _) if self.is_blank(department) => Stage::Blank,
            _ if errors == 0 && required.have == required.asked => Stage::Complete,
            _ => Stage::Partial,
        };
        Row { name: name.to_owned(), stage, required, recommended, errors, warnings, changed }
    }

    /// Whether a file holds no value and no text but what was carried over from last year.
    fn is_blank(self, department: &Department) -> bool {
        let year = self.submissions.report.year;
        let all = self.submissions.last_year.departments.iter();
        let last = all.filter(|last| last.name.value == department.name.value);
        let carried: BTreeSet<String> = last
            .flat_map(texts)
            .map(|text| forms::carried(text, year, self.project).text)
            .flat_map(|text| paragraphs(&text).collect::<Vec<_>>())
            .collect();
        department.metrics.iter().all(|(_, typed)| typed.is_nothing())
            && texts(department).flat_map(paragraphs).all(|text| carried.contains(&text))
    }

    fn filled(self, name: &str, department: Option<&Department>, need: Need) -> Filled {
        let asked = asked(&self.project.catalogue, name, need);
        let has = |metric: &&&Metric| match metric.owner {
            Owner::Department(_) => names(metric)
                .iter()
                .all(|name| self.figures.get(name).is_some_and(|figure| figure.value.is_some())),
            // The figure is the sum of all departments.
            Owner::Every => department.is_some_and(|department| {
                names(metric).iter().all(|name| {
                    let mut typed = department.metrics.iter();
                    typed.any(|(key, value)| key.value == *name && !value.is_nothing())
                })
            }),
        };
        Filled { have: asked.iter().filter(has).count(), asked: asked.len() }
    }

    /// When the file was last changed that was meant for a department and could not be read
    /// for it.
    fn unread(self, name: &str) -> Option<String> {
        let year = self.submissions.report.year;
        let meant = self.sources.iter().filter(|source| source.is_named_for(name, year));
        meant.map(|source| source.path.as_str()).find_map(|path| changed(self.project, path))
    }

    /// Errors and warnings of a sort.
    fn count(self, is_meant: impl Fn(&Diagnostic) -> bool) -> (usize, usize) {
        let of = |severity| {
            let all = self.diagnostics.iter().filter(|found| found.severity == severity);
            all.filter(|found| is_meant(found)).count()
        };
        (of(Severity::Error), of(Severity::Warning))
    }

    /// All rows together; the stage is how many departments have all they need.
    fn total(self, rows: &[Row]) -> Row {
        let add = |filled: fn(&Row) -> Filled| Filled {
            have: rows.iter().map(|row| filled(row).have).sum(),
            asked: rows.iter().map(|row| filled(row).asked).sum(),
        };
        let done = rows.iter().all(|row| match row.stage {
            Stage::Complete | Stage::NotAsked => true,
            Stage::Blank => row.required.asked == 0 && row.errors == 0,
            Stage::Absent | Stage::Unread | Stage::Partial => false,
        });
        let (errors, warnings) = self.count(|_| true);
        Row {
            name: "合计".to_owned(),
            stage: if done { Stage::Complete } else { Stage::Partial },
            required: add(|row| row.required),
            recommended: add(|row| row.recommended),
            errors,
            warnings,
            changed: None,
        }
    }
}

/// All that a department wrote for the report.
fn texts(department: &Department) -> impl Iterator<Item = &str> {
    let prose = department.prose.iter().map(|(_, text)| text);
    let entries = department.lists.values().flat_map(|listed| listed.iter());
    let entries = entries.flat_map(|entry| entry.parts.iter().flatten());
    prose.chain(entries).map(|text| text.value.as_str())
}

/// Without their line breaks and blanks.
fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    text.split("\n\n").map(|text| text.split_whitespace().collect())
}

/// The metrics of such a need that a department answers for.
fn asked<'a>(catalogue: &'a Catalogue, department: &str, need: Need) -> Vec<&'a Metric> {
    let metrics = catalogue.metrics.values().map(Arc::as_ref);
    let asked = |metric: &&Metric| metric.is_typed_by(department) && metric.need == need;
    metrics.filter(asked).filter(|metric| metric.stands_for_family()).collect()
}

/// The metrics that are filled in where one is asked for: with a dimension, each member.
fn names(metric: &Metric) -> &[String] {
    match &metric.in_family {
        Some(kin) => &kin.family.members,
        None => std::slice::from_ref(&metric.name),
    }
}

/// Beijing time, which is the time of all of China, whatever the machine is set to.
fn changed(project: &Project, path: &str) -> Option<String> {
    const EAST_OF_GREENWICH: i64 = 8 * 60 * 60;
    let since = project.files.modified(path)?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?.checked_add(EAST_OF_GREENWICH)?;
    Some(DateTime::from_timestamp(seconds, 0)?.format("%Y-%m-%d %H:%M").to_string())
}

/// The template of the web page.
const PAGE: &str = "forms/进度.html.tera";

static PAGES: Language =
    Language { endings: &[PAGE], escape: text::write_xml, largest: &TEMPLATE_OUTPUT };

/// What the template of the web page may name.
#[derive(Debug, Serialize)]
struct Page {
    year: i32,
    columns: [&'static str; COLUMNS.len()],
    rows: Vec<[String; COLUMNS.len()]>,
}

const COLUMNS: [&str; 7] = ["部门", "状态", "必填", "建议", "错误", "警告", "最后修改"];

impl Row {
    fn cells(&self) -> [String; COLUMNS.len()] {
        let filled = |filled: Filled| match filled.asked {
            0 => "—".to_owned(),
            asked => format!("{}/{asked}", filled.have),
        };
        let count = |count: usize| match count {
            0 => "—".to_owned(),
            count => count.to_string(),
        };
        [
            self.name.clone(),
            self.stage.word().to_owned(),
            filled(self.required),
            filled(self.recommended),
            count(self.errors),
            count(self.warnings),
            self.changed.clone().unwrap_or_else(|| "—".to_owned()),
        ]
    }
}

impl Status {
    /// Rows of cells, the sum last.
    fn table(&self) -> Vec<[String; COLUMNS.len()]> {
        self.rows.iter().chain([&self.total]).map(Row::cells).collect()
    }

    /// A table for a terminal, columns aligned.
    pub fn text(&self) -> String {
        let mut table = vec![COLUMNS.map(str::to_owned)];
        table.extend(self.table());
        let mut widths = [0; COLUMNS.len()];
        for row in &table {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = text::width(cell).max(*width);
            }
        }
        let mut text = String::new();
        for row in &table {
            let cells: Vec<String> =
                row.iter().zip(widths).map(|(cell, width)| text::padded(cell, width)).collect();
            text.push_str(cells.join("  ").trim_end());
            text.push('\n');
        }
        if !self.excused.is_empty() {
            text.push_str("\n照录的数（不问来历）：\n");
        }
        for ExcusedRow { phrase, department, place } in &self.excused {
            text.push_str(&format!("  {department}  “{phrase}”  {place}\n"));
        }
        text
    }

    /// A table in Markdown.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let mut text = format!("# {} 年填报进度\n\n", self.year);
        text.push_str(&line(&COLUMNS.map(str::to_owned)));
        text.push_str("|---|---|--:|--:|--:|--:|---|\n");
        text.extend(self.table().iter().map(|row| line(row)));
        if !self.excused.is_empty() {
            text.push_str("\n## 照录的数\n\n| 部门 | 照录 | 出处 |\n|---|---|---|\n");
        }
        for ExcusedRow { phrase, department, place } in &self.excused {
            let phrase = phrase.replace('|', "\\|");
            text.push_str(&line(&[department.clone(), phrase, place.clone()]));
        }
        text
    }

    /// A table for a spreadsheet. `3/5` would be opened as a day in March, so what is filled
    /// and what is asked stand in columns of their own.
    pub fn csv(&self) -> String {
        let columns = [
            "部门",
            "状态",
            "必填已填",
            "必填应填",
            "建议已填",
            "建议应填",
            "错误",
            "警告",
            "最后修改",
        ];
        let mut text = String::from(csv::MARK);
        text.push_str(&csv::line(columns));
        for row in self.rows.iter().chain([&self.total]) {
            let numbers = [
                row.required.have,
                row.required.asked,
                row.recommended.have,
                row.recommended.asked,
                row.errors,
                row.warnings,
            ]
            .map(|number| number.to_string());
            let before = [row.name.as_str(), row.stage.word()];
            let cells = before.into_iter().chain(numbers.iter().map(String::as_str));
            text.push_str(&csv::line(cells.chain([row.changed.as_deref().unwrap_or_default()])));
        }
        text
    }

    /// A web page of its own. None where its template is at fault (E10).
    pub fn html(&self, project: &Project, sources: &mut Sources) -> Outcome<Option<String>> {
        let mut findings = Findings::new();
        let templates = project.templates(sources).gather(&mut findings);
        if findings.has_errors() {
            return Outcome::new(None, findings);
        }
        let engine = Engine::load(&templates, sources, &PAGES, Vec::new());
        let page = Page { year: self.year, columns: COLUMNS, rows: self.table() };
        let page = engine.and_then(|engine| engine.render(PAGE, &page, sources));
        let page = page.gather(&mut findings);
        Outcome::new(page, findings)
    }

    /// One object, for programs.
    pub fn json(&self) -> String {
        let filled = |filled: Filled| json!({ "have": filled.have, "asked": filled.asked });
        let object = |row: &Row| {
            json!({
                "name": row.name,
                "stage": row.stage.word(),
                "required": filled(row.required),
                "recommended": filled(row.recommended),
                "errors": row.errors,
                "warnings": row.warnings,
                "changed": row.changed,
            })
        };
        let rows: Json = self.rows.iter().map(object).collect();
        let excused = self.excused.iter().map(|excused| {
            json!({
                "phrase": excused.phrase,
                "department": excused.department,
                "place": excused.place,
            })
        });
        let status = json!({
            "year": self.year,
            "rows": rows,
            "total": object(&self.total),
            "verbatim": excused.collect::<Json>(),
        });
        format!("{status:#}\n")
    }
}
