//! Compose: checked figures and the departments' prose, in a layout's words → [`Document`].
//!
//! A layout is one Markdown template. It is filled with the values of `context` and the
//! figures of `filters`, and read into blocks by `markdown`; no word of the report stands
//! in this code.

mod appendix;
mod beside;
mod bounded;
mod context;
mod exact;
mod faulty_line;
mod filters;
mod form;
mod frame;
mod last_year;
mod lost;
mod markdown;
mod marks;
mod parts;
mod rows;
mod text;
mod typed;
mod withheld;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

pub(crate) use self::appendix::APPENDIX;
use self::context::Writer;
use self::faulty_line::TemplateLines;
use self::filters::Printer;
use self::form::Forms;
use self::markdown::MarkdownFault;
use self::marks::{LayoutTexts, Marks, Places, Torn};
use self::typed::Typed;
use crate::bounds::REPORT_TEXT;
use crate::catalogue::Catalogue;
use crate::check::{self, figures::Figures};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Composition, Document, Excused, Fact, FactId};
use crate::edition::Edition;
use crate::findings::{Findings, Outcome};
use crate::form_table::{self, FormTable, FormTables};
use crate::load::{Report, Submissions};
use crate::number;
use crate::project::Profile;
use crate::rules::Rule;
use crate::source::{FileId, Sources, Span};
use crate::template::{Engine, Filter, Language, Templates};

/// Names of layouts end so; sections that layouts include do too.
const LAYOUT_ENDING: &str = ".md.tera";

/// What layouts write.
static LAYOUTS: Language =
    Language { endings: &[LAYOUT_ENDING], escape: text::escape_markdown, largest: &REPORT_TEXT };

/// What a report is composed of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub edition: &'a Edition,
    pub profile: &'a Profile,
    pub catalogue: &'a Catalogue,
    pub submissions: &'a Submissions,
    pub figures: &'a Figures,
    pub templates: &'a Templates,
    pub sources: &'a Sources,
}

/// Composes the report in an edition and its layout.
///
/// A draft holds 【待补：…】 wherever something is still to come; else that is a fault. A public
/// edition lacks the items marked 公开: 否. Without a value there is an error among the findings:
/// of the templates (E10) or of the texts they print (E07).
pub(crate) fn compose(parts: &Parts<'_>) -> Outcome<Option<Document>> {
    let Parts { edition, profile, catalogue, submissions, figures, templates, sources } = *parts;
    let (printer, mut facts) = Printer::new(figures, sources, edition.draft);
    let printer = Arc::new(printer);
    let mut writer = Writer {
        sources,
        printer: &printer,
        edition,
        places: Places::default(),
        given: Vec::new(),
        findings: Findings::new(),
    };
    let context = writer.context(profile, submissions);
    let Writer { places, given, mut findings, .. } = writer;

    let tables = form_table::read(templates, catalogue, sources).gather(&mut findings);
    let tables = Arc::new(tables);
    let engine = engine(templates, sources, filters::filters(&printer, &tables));
    let Some(engine) = engine.gather(&mut findings) else {
        return Outcome::new(None, findings);
    };
    findings.extend(wrong_names(&engine, &printer, &tables, sources));
    let name = format!("{}{LAYOUT_ENDING}", edition.layout.name);
    let Some(file) = engine.file(&name) else {
        let layout = &edition.layout.name;
        findings.report(Diagnostic::new(Code::E1006, format!("没有“{layout}”这个版式")));
        return Outcome::new(None, findings);
    };
    tell_inexact(file, &engine, &tables, parts, &mut findings);
    if !findings.is_empty() {
        return Outcome::new(None, findings);
    }
    let markdown = engine.render(&name, &context, sources).gather(&mut findings);
    let Some(markdown) = markdown else { return Outcome::new(None, findings) };
    let markdown = rows::joined(&markdown);
    let own_facts = facts.len();
    facts.extend(printer.added_facts(sources));
    let marks = Marks {
        facts: facts.len(),
        places: &places,
        printed: BTreeMap::new(),
        layout: LayoutTexts::new(layout_texts(file, &engine, sources)),
    };
    let salutation = frame::salutation(edition, &submissions.report);
    let wishes = markdown::Wishes { numbering: &edition.layout.numbering, salutation: &salutation };
    let forms = Forms::new(&tables, &printer);
    let parsed = match markdown::parse(&markdown, wishes, marks, forms) {
        Ok(parsed) => parsed,
        Err(faults) => {
            findings.extend(in_templates(faults, file, (&facts, &tables), &engine, sources));
            return Outcome::new(None, findings);
        }
    };
    // Tables of forms print values of last year, too.
    facts.truncate(own_facts);
    facts.extend(printer.added_facts(sources));
    if !parsed.missing.is_empty() {
        findings.extend(parsed.missing);
        return Outcome::new(None, findings);
    }
    findings.extend(beside::check(&parsed, &facts, &engine, sources));
    findings.extend(lost::check(&given, &parsed.printed, &parsed, &edition.layout.name));
    findings.extend(parts::check(&submissions.report.kind, &parsed.body, file, sources));
    let mut document = Document {
        compositions: compositions(catalogue, &facts),
        facts,
        excused: excused(figures, sources),
        ..frame::document(edition, profile, &submissions.report, parsed)
    };
    let templates: Vec<FileId> =
        std::iter::once(file).chain(engine.files().iter().map(|(_, file)| *file)).collect();
    let typed = Typed {
        report: &submissions.report,
        catalogue,
        facts: &document.facts,
        templates: &templates,
        sources,
    };
    findings.extend(typed.check(&document.title, &document.body));
    fit(&mut document, parts);
    findings.extend(check::words_of_templates(&document, sources));
    Outcome::new(Some(document), findings)
}

/// The layouts, and what they include.
fn engine(
    templates: &Templates,
    sources: &Sources,
    filters: Vec<(&'static str, Filter)>,
) -> Outcome<Option<Engine>> {
    Engine::load(templates, sources, &LAYOUTS, filters)
}

/// Tells the approximate values in the tables that a layout, or a section, prints. A draft may have
/// them.
fn tell_inexact(
    layout: FileId,
    engine: &Engine,
    tables: &FormTables,
    parts: &Parts<'_>,
    findings: &mut Findings,
) {
    let Parts { edition, figures, .. } = *parts;
    if edition.draft {
        return;
    }
    let sections = engine.files().iter().filter(|(name, _)| name.contains('/'));
    let files: Vec<FileId> =
        sections.map(|&(_, file)| file).chain(std::iter::once(layout)).collect();
    let literals = engine.literals();
    let is_printed = |table: &&FormTable| {
        literals.iter().any(|literal| {
            literal.filter == filters::TABLE
                && literal.text == table.name
                && files.contains(&literal.span.file)
        })
    };
    let printed = tables.iter().filter(is_printed);
    let inexact: Vec<_> = printed.filter_map(|table| exact::check(table, figures)).collect();
    if !inexact.is_empty() {
        // What has no value for want of an exact one is told by it.
        findings.retain(|found| found.code != Code::E1005);
        findings.extend(inexact);
    }
}

/// Takes out what the edition withholds, and adds the appendix that it has.
fn fit(document: &mut Document, parts: &Parts<'_>) {
    let Parts { edition, catalogue, submissions, .. } = *parts;
    let withholds = withholds(edition, &submissions.report);
    if withholds {
        withheld::hide(document, catalogue);
    }
    if edition.appendix {
        // What was left out of the text is not published through the table.
        let shown = withholds.then(|| document.printed_facts());
        let year = submissions.report.year;
        document.attachments.extend(appendix::appendix(&document.facts, shown.as_ref(), year));
    }
}

/// The phrases that excuse numbers, for the office.
fn excused(figures: &Figures, sources: &Sources) -> Vec<Excused> {
    let excused = figures.excused.iter().map(|excused| Excused {
        phrase: text::visible(&excused.phrase),
        department: excused.department.clone().unwrap_or_default(),
        origin: filters::origin_of(excused.place, sources),
    });
    excused.collect()
}

/// Whether the edition lacks an item that others have.
pub(crate) fn withholds(edition: &Edition, report: &Report) -> bool {
    edition.public && report.outline.iter().flat_map(|theme| &theme.items).any(|item| !item.public)
}

/// The 合计 rules whose metrics have a value and make up the total; a part that counts as 0 when it is
/// not filled (缺省) may lack one. Where departments report a total without its parts, these are not all
/// of it.
fn compositions(catalogue: &Catalogue, facts: &[Fact]) -> Vec<Composition> {
    let whole = facts.iter().enumerate().filter(|(_, fact)| !fact.is_part);
    let ids: FxHashMap<&str, FactId> =
        whole.map(|(id, fact)| (fact.metric.as_str(), FactId(id))).collect();
    let id = |name: &str| ids.get(name).copied();
    let may_lack =
        |name: &str| catalogue.metrics.get(name).is_some_and(|metric| metric.default.is_some());
    let composition = |rule: &Rule| {
        let (total, parts) = rule.relation.composition()?;
        let parts = parts.iter().filter(|part| !may_lack(part) || id(part).is_some());
        let parts = parts.map(|part| id(part)).collect::<Option<Vec<_>>>()?;
        let exact = |id: &FactId| facts.get(id.0)?.value.exact;
        let total = id(total)?;
        let sum = parts.iter().map(exact).collect::<Option<Vec<_>>>();
        let sum = sum.and_then(number::sum);
        let makes_it_up = sum.zip(exact(&total)).is_none_or(|(sum, total)| sum == total);
        makes_it_up.then_some(Composition { total, parts })
    };
    catalogue.rules.iter().filter_map(composition).collect()
}

/// Names that templates print or ask for and that no metric, or no table, has; all of them, also
/// where a condition is not met this year.
fn wrong_names(
    engine: &Engine,
    printer: &Printer,
    tables: &FormTables,
    sources: &Sources,
) -> Findings {
    let mut faults = Findings::new();
    for literal in engine.literals() {
        if literal.filter == filters::TABLE {
            if tables.find(&literal.text).is_none() {
                let fault = tables.unknown(&literal.text);
                faults.report(
                    Diagnostic::new(fault.code, fault.message)
                        .at(literal.span, "没有这张表格")
                        .help(fault.help),
                );
            }
        } else if !printer.knows(&literal.text) {
            let fault = printer.unknown(&literal.text);
            faults.report(
                Diagnostic::new(fault.code, fault.message)
                    .at(literal.span, "没有这个指标")
                    .help(fault.help),
            );
        }
    }
    for span in engine.leaks(filters::VALUE, sources) {
        let named = sources.text(span);
        let help = match printer.knows(named) {
            true => format!("改成 {{{{ \"{named}\" | figure }}}}"),
            false => {
                "打印指标用 {{ \"名称\" | figure }}；要另算的数登记为指标，由程序计算".to_owned()
            }
        };
        faults.report(
            Diagnostic::new(Code::E1001, "value 只用在条件里，不能打印")
                .at(span, "打印出来的数查不到来历")
                .help(help),
        );
    }
    let is_table = |name: &str| tables.find(name).is_some();
    for span in engine.bare_names(|name| printer.knows(name) || is_table(name), sources) {
        let name = sources.text(span);
        let (what, filter) = match printer.knows(name) {
            true => ("指标", "figure"),
            false => ("表格", filters::TABLE),
        };
        let message = format!("“{name}”没有接过滤器，印出来的是{what}的名称");
        faults.report(Diagnostic::new(Code::E1009, message).at(span, "只是一个名称").help(
            format!("改成 {{{{ \"{name}\" | {filter} }}}}；真要印名称的，直接写出来，不加引号"),
        ));
    }
    faults
}

/// The texts of a layout and of those it may include, its own first.
fn layout_texts<'s>(
    layout: FileId,
    engine: &Engine,
    sources: &'s Sources,
) -> Vec<(FileId, &'s str)> {
    let others = engine.files().iter().map(|&(_, file)| file).filter(|&file| file != layout);
    let files = std::iter::once(layout).chain(others);
    files.map(|file| (file, sources.get(file).text())).collect()
}

/// The faults of the Markdown, where the templates brought them about.
fn in_templates(
    faults: Vec<MarkdownFault>,
    layout: FileId,
    known: (&[Fact], &FormTables),
    engine: &Engine,
    sources: &Sources,
) -> Findings {
    let lines = TemplateLines::new(layout_texts(layout, engine, sources));
    let mut findings = Findings::new();
    for fault in faults {
        let found = in_template(fault, (layout, &lines), known, engine, sources);
        // `<b>` and `</b>` are one fault.
        if findings.last() != Some(&found) {
            findings.report(found);
        }
    }
    findings
}

/// Finds the place in the templates that a line of their Markdown came from: the tag that prints
/// the figure that is to blame, or the line that makes such lines.
fn in_template(
    fault: MarkdownFault,
    (layout, lines): (FileId, &TemplateLines<'_>),
    (facts, tables): (&[Fact], &FormTables),
    engine: &Engine,
    sources: &Sources,
) -> Diagnostic {
    let MarkdownFault { mut diagnostic, line, torn } = fault;
    if let Some(torn) = torn {
        let mut changed = None;
        if let Torn::Table(place) = torn {
            let literals = engine.literals();
            let name = place.and_then(|place| Some(tables.get(place)?.name.as_str()));
            let mut of_table = literals.iter().filter(|literal| {
                literal.filter == filters::TABLE && name.is_none_or(|name| literal.text == name)
            });
            let literal = of_table.clone().find(|literal| !literal.printed).or(of_table.next());
            changed = literal.map(|literal| literal.span);
        }
        if let Torn::Changed(FactId(fact)) = torn
            && let Some(fact) = facts.get(fact)
        {
            let literals = engine.literals();
            let mut of_fact = literals.iter().filter(|literal| literal.text == fact.metric);
            let literal = of_fact.clone().find(|literal| !literal.printed).or(of_fact.next());
            changed = literal.map(|literal| literal.span);
            diagnostic = diagnostic.note("指标", &fact.metric);
        }
        if let Some(span) = changed.or_else(|| engine.changes(sources).first().copied()) {
            return diagnostic.at(span, "从这里印出");
        }
    }
    let found = lines.find(&line);
    match found {
        Some(span) => diagnostic.at(span, "这一行"),
        None => diagnostic.at(Span::new(layout, 0..0), "在这个版式里"),
    }
}

#[cfg(test)]
mod tests;
