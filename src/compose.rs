//! Compose: checked figures and the departments' prose, in a layout's words → [`Document`].
//!
//! A layout is one Markdown template. It is filled with the values of `context` and the
//! figures of `filters`, and read into blocks by `markdown`; no word of the report stands
//! in this code.

mod appendix;
mod context;
mod filters;
mod markdown;
mod marks;
mod text;

use std::sync::Arc;

use chrono::NaiveDate;

use self::context::Writer;
use self::filters::Printer;
use self::markdown::MarkdownFault;
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::{
    Composition, Document, Fact, FactId, Imprint, Markings, Record, RedHead, Signature,
};
use crate::edition::Edition;
use crate::figures::Figures;
use crate::findings::{Findings, Outcome};
use crate::load::{Report, Spanned, Submissions};
use crate::project::Profile;
use crate::rules::Rule;
use crate::source::{FileId, Sources, Span};
use crate::template::{Engine, Templates};

/// Names of layouts end so; sections that layouts include do too.
const LAYOUT_ENDING: &str = ".md.tera";

/// What a report is composed of.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
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
pub fn compose(parts: &Parts) -> Outcome<Option<Document>> {
    let Parts { edition, profile, catalogue, submissions, figures, templates, sources } = *parts;
    let (printer, facts) = Printer::new(figures, sources, edition.draft);
    let printer = Arc::new(printer);
    let mut writer = Writer { sources, printer: &printer, edition, findings: Findings::new() };
    let context = writer.context(profile, submissions);
    let frame = writer.frame(profile, &submissions.report);
    let mut findings = writer.findings;

    let filters = filters::filters(&printer);
    let loaded = Engine::load(templates, sources, &[LAYOUT_ENDING], text::escape_markdown, filters);
    let engine = match loaded {
        Ok(engine) => engine,
        Err(found) => {
            findings.extend(found);
            return Outcome::new(None, findings);
        }
    };
    findings.extend(wrong_names(&engine, &printer, sources));
    let name = format!("{}{LAYOUT_ENDING}", edition.layout);
    let Some(file) = engine.file(&name) else {
        findings.report(no_such_layout(&edition.layout, profile, &engine));
        return Outcome::new(None, findings);
    };
    if !findings.is_empty() {
        return Outcome::new(None, findings);
    }
    let markdown = match engine.render(&name, &context, sources) {
        Ok(markdown) => markdown,
        Err(found) => return Outcome::new(None, found.into_iter().collect()),
    };
    let parsed = match markdown::parse(&markdown, facts.len()) {
        Ok(parsed) => parsed,
        Err(found) => {
            let place = |fault| in_template(fault, file, &engine, sources);
            let mut found: Vec<Diagnostic> = found.into_iter().map(place).collect();
            // `<b>` and `</b>` are one fault.
            found.dedup();
            return Outcome::new(None, found.into_iter().collect());
        }
    };
    let title_lines = Some(frame.title_lines).filter(|lines| lines.concat() == parsed.title);
    let mut document = Document {
        title: parsed.title,
        title_lines: title_lines.unwrap_or_default(),
        body: parsed.body,
        compositions: compositions(catalogue, &facts),
        facts,
        ..frame
    };
    if edition.appendix {
        // What was left out of the text is not published through the table.
        let shown = withholds(edition, &submissions.report).then(|| document.printed_facts());
        let year = submissions.report.year;
        document.attachments.extend(appendix::appendix(&document.facts, shown.as_ref(), year));
    }
    Outcome::clean(Some(document))
}

/// Whether the edition lacks an item that others have.
fn withholds(edition: &Edition, report: &Report) -> bool {
    edition.public && report.outline.iter().flat_map(|theme| &theme.items).any(|item| !item.public)
}

impl Writer<'_> {
    /// Everything around the body.
    fn frame(&self, profile: &Profile, report: &Report) -> Document {
        let issuer = text::visible(&profile.issuer);
        let date = |date: Option<&Spanned<NaiveDate>>, name: &str, format: &str| match date {
            Some(date) => date.value.format(format).to_string(),
            None => format!("【待补：{name}】"),
        };
        let written = report.written.as_ref();
        let printed = report.printed.as_ref().or(written);
        // 标题 typed in several lines asks for these lines.
        let title_lines = match report.title.as_ref() {
            Some(title) if title.value.trim().contains('\n') => {
                title.value.trim().lines().map(text::visible).collect()
            }
            _ => Vec::new(),
        };
        let signers = report.signers.iter().map(|name| text::visible(&name.value)).collect();
        let number = line(&report.number);
        let names = |names: &[String]| -> Vec<String> {
            names.iter().map(|name| text::visible(name)).collect()
        };
        let name = |name: &Option<String>| name.as_deref().map(text::visible);
        Document {
            red_head: name(&self.edition.red_head).map(|mark| RedHead {
                mark,
                number: number.clone(),
                signers,
            }),
            markings: if self.edition.public { Markings::default() } else { markings(report) },
            title: String::new(),
            title_lines,
            salutation: format!("{}：", names(&self.edition.addressees).join("、")),
            body: Vec::new(),
            attachments: Vec::new(),
            signature: Signature {
                organ: issuer.clone(),
                date: date(written, "成文日期", CHINESE_DATE),
            },
            note: line(&report.note)
                .map(|note| format!("（{}）", note.trim_matches(['（', '）', '(', ')']))),
            imprint: Imprint {
                copies: Some(names(&profile.copies))
                    .filter(|copies| !copies.is_empty())
                    .map(|copies| format!("{}。", copies.join("，"))),
                organ: text::visible(&profile.printer),
                date: format!("{}印发", date(printed, "印发日期", CHINESE_DATE)),
            },
            record: Record {
                index: line(&report.index),
                number,
                issuer,
                written: date(written, "成文日期", ISO_DATE),
                source: line(&report.source).or_else(|| name(&profile.site.name)),
                published: report.published.as_ref().map(|published| {
                    let (day, time) = published.value;
                    let day = day.format(ISO_DATE).to_string();
                    time.map_or(day.clone(), |time| format!("{day} {}", time.format("%H:%M")))
                }),
                url: report.url.as_ref().map(|url| url.value.clone()),
                site_name: name(&profile.site.name),
                site_domain: name(&profile.site.domain),
                site_code: name(&profile.site.code),
                column: name(&profile.site.column),
                column_type: name(&profile.site.column_type),
            },
            facts: Vec::new(),
            compositions: Vec::new(),
            edition: self.edition.clone(),
        }
    }
}

/// What stands at the first page's top left.
fn markings(report: &Report) -> Markings {
    Markings {
        copy_number: line(&report.copy_number),
        secrecy: report.secrecy.as_ref().map(|secrecy| match line(&report.secrecy_term) {
            Some(term) => format!("{}★{term}", secrecy.value),
            None => secrecy.value.to_owned(),
        }),
        urgency: report.urgency.as_ref().map(|urgency| urgency.value.to_owned()),
    }
}

/// A text of one line. It is no prose: a placeholder in it is reported by the check and stands
/// as it was typed.
fn line(text: &Option<Spanned<String>>) -> Option<String> {
    text.as_ref().map(|text| text::visible(&text.value))
}

/// The 合计 rules whose metrics have a value; a part that counts as 0 when it is not filled
/// (缺省) may lack one.
fn compositions(catalogue: &Catalogue, facts: &[Fact]) -> Vec<Composition> {
    let id = |name: &str| facts.iter().position(|fact| fact.metric == *name).map(FactId);
    let may_lack =
        |name: &str| catalogue.metrics.get(name).is_some_and(|metric| metric.default.is_some());
    let composition = |rule: &Rule| {
        let (total, parts) = rule.relation.composition()?;
        let parts = parts.iter().filter(|part| !may_lack(part) || id(part).is_some());
        let parts = parts.map(|part| id(part)).collect::<Option<_>>()?;
        Some(Composition { total: id(total)?, parts })
    };
    catalogue.rules.iter().filter_map(composition).collect()
}

/// GB/T 9704-2012, 7.3.5.4: Arabic numerals, no leading zeros.
const CHINESE_DATE: &str = "%Y年%-m月%-d日";
const ISO_DATE: &str = "%Y-%m-%d";

/// Names that templates print or ask for and the catalogue does not hold; all of them, also
/// where a condition is not met this year.
fn wrong_names(engine: &Engine, printer: &Printer, sources: &Sources) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for literal in engine.literals(sources) {
        if !printer.knows(&literal.text) {
            let fault = printer.unknown(&literal.text);
            faults.push(
                Diagnostic::new(fault.code, fault.message)
                    .at(literal.span, "没有这个指标")
                    .help(fault.help),
            );
        } else if literal.printed && literal.filter == filters::VALUE {
            faults.push(
                Diagnostic::new(Code::E1001, "value 只用在条件里，不能打印")
                    .at(literal.span, "打印出来的数查不到来历")
                    .help(format!("改成 {{{{ \"{}\" | figure }}}}", literal.text)),
            );
        }
    }
    faults
}

fn no_such_layout(layout: &str, profile: &Profile, engine: &Engine) -> Diagnostic {
    let layouts: Vec<&str> = engine
        .files()
        .iter()
        .filter_map(|(name, _)| name.strip_suffix(LAYOUT_ENDING))
        .filter(|name| !name.contains('/'))
        .collect();
    let help = match nearest(layout, layouts.iter().copied()) {
        Some(close) => format!("是否想用“{close}”？"),
        None => format!("现有的版式：{}", layouts.join("、")),
    };
    let fault = Diagnostic::new(Code::E1006, format!("没有“{layout}”这个版式"))
        .note("说明", format!("版式就是模板文件 templates/{layout}{LAYOUT_ENDING}"))
        .help(help);
    match &profile.layout {
        Some(usual) if usual.value == layout => fault.at(usual.span, "没有这个版式"),
        _ => fault,
    }
}

/// Finds the place in the templates that a line of their Markdown came from: the longest
/// beginning of the line that stands in one of them, the layout's own file first.
fn in_template(
    fault: MarkdownFault,
    layout: FileId,
    engine: &Engine,
    sources: &Sources,
) -> Diagnostic {
    let MarkdownFault { diagnostic, line } = fault;
    let mut files = vec![layout];
    files.extend(engine.files().iter().map(|&(_, file)| file).filter(|&file| file != layout));
    let found = line.char_indices().map(|(at, c)| at + c.len_utf8()).rev().find_map(|end| {
        let beginning = line.get(..end)?;
        files.iter().find_map(|&file| {
            let at = sources.get(file).text().find(beginning)?;
            Some(Span::new(file, at..at + end))
        })
    });
    match found {
        Some(span) => diagnostic.at(span, "这一行"),
        None => diagnostic.at(Span::new(layout, 0..0), "在这个版式里"),
    }
}

#[cfg(test)]
mod tests;
