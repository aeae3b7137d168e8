//! `report.yaml`, kept by the collecting office.

use std::sync::Arc;

use super::parts::Open;
use super::{
    Item, Report, ReportFile, Theme, date, former_name, parts, read_year, report_file, url,
};
use crate::catalogue::{identifier_fault, renamed};
use crate::diagnostic::{Code, Diagnostic};
use crate::kind::element::{self, Element};
use crate::project::{Profile, Project};
use crate::source::{Field, Listed, Place, Span, Spanned};
use crate::yaml::{Fields, Kind, Misshapen, Node, Reader};

pub(super) fn read(
    file: ReportFile,
    year: i32,
    project: &Project,
    reader: &mut Reader<'_>,
) -> Report {
    let ReportFile { file, node, is_whole } = file;
    let place = Place::File(file);
    let Some(mut fields) = node.and_then(|node| reader.fields(node, "报告总表", None)) else {
        let mut none = Fields::none("报告总表", Span::new(file, 0..0));
        let mut report = read_fields(&mut none, place, year, project, reader);
        leave_open(&mut report, place, Open::All);
        return report;
    };
    let mut report = read_fields(&mut fields, place, year, project, reader);
    fields.finish(reader);
    // A key that is not known may be any that was not found.
    let strange = reader.misshapen.iter().find(|(_, form)| *form == Misshapen::Strange);
    if let Some((span, _)) = strange {
        leave_open(&mut report, (*span).into(), Open::WithoutKey);
    }
    if !is_whole {
        leave_open(&mut report, place, Open::All);
    }
    report
}

fn read_fields<'k>(
    fields: &mut Fields<'k>,
    place: Place,
    year: i32,
    project: &'k Project,
    reader: &mut Reader<'_>,
) -> Report {
    let year_place = fields.key_span("年度").map_or(place, Place::from);
    let _ = read_year(year, fields, reader);
    report_file::read_kind(fields, project, reader);
    read_elements(fields, year_place, year, project, None, reader)
}

/// All but 年度. `writer` is the department that writes all items of the outline; without it each
/// names its own.
pub(super) fn read_elements<'k>(
    fields: &mut Fields<'k>,
    year_place: Place,
    year: i32,
    project: &'k Project,
    writer: Option<&Spanned<String>>,
    reader: &mut Reader<'_>,
) -> Report {
    Report {
        file: year_place.file(),
        year,
        kind: Arc::clone(&project.kind),
        year_place,
        title: parts::prose(fields, element::TITLE.key, reader),
        subtitle: parts::prose(fields, element::SUBTITLE.key, reader),
        reporter: parts::line(fields, element::REPORTER.key, reader),
        salutation: parts::line(fields, element::SALUTATION.key, reader),
        index: parts::line(fields, element::INDEX.key, reader),
        number: parts::line(fields, element::NUMBER.key, reader),
        copy_number: parts::line(fields, element::COPY_NUMBER.key, reader),
        secrecy: word(fields, &element::SECRECY, reader),
        secrecy_term: parts::line(fields, element::SECRECY_TERM.key, reader),
        urgency: word(fields, &element::URGENCY, reader),
        signers: fields.listed(element::SIGNERS.key, reader, |node, reader| {
            reader.name_or_names(node, element::SIGNERS.key)
        }),
        written: date::read(fields, element::WRITTEN.key, reader),
        printed: date::read(fields, element::PRINTED.key, reader),
        published: date::read_with_time(fields, element::PUBLISHED.key, reader),
        source: parts::line(fields, element::SOURCE.key, reader),
        url: url::read(fields, element::URL.key, reader),
        note: parts::line(fields, element::NOTE.key, reader),
        texts: parts::texts(fields, &project.kind, reader),
        outline: match project.kind.outline() {
            Some(outline) => fields.listed(&outline.key, reader, |node, reader| {
                read_outline(node, &outline.key, project, writer, reader)
            }),
            None => Listed::default(),
        },
        lists: parts::lists(fields, &project.kind, reader),
        verbatim: parts::verbatim(fields, reader),
    }
}

/// Says of what was not found that it may be there all the same, not understood, at a place: of
/// everything, or only of what has no key.
pub(super) fn leave_open(report: &mut Report, place: Place, which: Open) {
    fn value<T>(field: &mut Field<T>, place: Place, which: Open) {
        if field.is_absent() && !(which == Open::WithoutKey && field.empty_key().is_some()) {
            *field = Field::Faulty(place);
        }
    }
    for text in [
        &mut report.title,
        &mut report.subtitle,
        &mut report.reporter,
        &mut report.salutation,
        &mut report.index,
        &mut report.number,
        &mut report.copy_number,
        &mut report.secrecy_term,
        &mut report.source,
        &mut report.url,
        &mut report.note,
    ]
    .into_iter()
    .chain(report.texts.values_mut())
    {
        value(text, place, which);
    }
    value(&mut report.secrecy, place, which);
    value(&mut report.urgency, place, which);
    value(&mut report.written, place, which);
    value(&mut report.printed, place, which);
    value(&mut report.published, place, which);
    parts::leave_open(&mut report.signers, which);
    parts::leave_open(&mut report.outline, which);
    for listed in report.lists.values_mut() {
        parts::leave_open(listed, which);
    }
}

fn word(fields: &mut Fields, element: &Element, reader: &mut Reader<'_>) -> Field<&'static str> {
    fields.field(element.key, reader, |node, reader| {
        let span = node.span;
        let words: Vec<_> = element.words().iter().map(|&word| (word, word)).collect();
        reader.word(node, element.key, &words).map(|value| Spanned { value, span })
    })
}

fn read_outline(
    node: Node,
    key: &str,
    project: &Project,
    writer: Option<&Spanned<String>>,
    reader: &mut Reader<'_>,
) -> Vec<Theme> {
    let mut themes = Vec::new();
    for mut fields in parts::items(node, key, &format!("{key}的一个主题"), reader) {
        let key = fields.required("主题", reader).and_then(|node| reader.line(node, "主题"));
        let heading = fields.required("标题", reader).and_then(|node| reader.line(node, "标题"));
        let listed = fields.optional("条目");
        let listed = listed.map(|node| parts::items(node, "条目", "提纲的一个条目", reader));
        let mut items = Vec::new();
        for fields in listed.unwrap_or_default() {
            items.extend(read_item(fields, project, writer, reader));
        }
        fields.finish(reader);
        // A want that is reported need not take the theme along.
        if let (Some(heading), Some(key)) = (heading.or_else(|| key.clone()), key) {
            themes.push(Theme { key, heading, items });
        }
    }
    themes
}

fn read_item(
    mut fields: Fields,
    project: &Project,
    writer: Option<&Spanned<String>>,
    reader: &mut Reader<'_>,
) -> Option<Item> {
    let mut key = fields.required("键", reader).and_then(|node| reader.line(node, "键"));
    if let Some(key) = &mut key
        && let Some((fault, mended)) = identifier_fault(&key.value)
    {
        reader.report(
            Diagnostic::new(Code::E0203, format!("条目的键“{}”不合要求", key.value))
                .at(key.span, fault)
                .help(format!("{}，各部门“正文”下的键同时改过来", renamed(&mended))),
        );
        // Whoever writes for it has probably typed what was meant.
        if !mended.is_empty() {
            key.value = mended;
        }
    }
    let heading = fields.required("标题", reader).and_then(|node| reader.line(node, "标题"));
    let departments = match writer {
        Some(writer) => Some((vec![writer.clone()], Vec::new())),
        None => {
            let departments = fields.required("部门", reader);
            departments.and_then(|node| writers(node, &project.profile, reader))
        }
    };
    let ordinal = if writer.is_some() { None } else { fields.optional("序次") };
    let ordinal = ordinal.and_then(|node| reader.word(node, "序次", &[("一是", ())]));
    let marks: Vec<(&str, &str)> =
        project.kind.marks().map(|mark| (mark.key.as_str(), mark.key.as_str())).collect();
    let satisfies = if marks.is_empty() { None } else { fields.optional("满足") };
    let satisfies = satisfies.and_then(|node| reader.word(node, "满足", &marks));
    let public = fields.optional("公开").and_then(|node| reader.yes_or_no(node, "公开"));
    fields.finish(reader);
    let key = key?;
    let (departments, goes_on) = departments?;
    Some(Item {
        heading: heading.unwrap_or_else(|| key.clone()),
        key,
        departments,
        goes_on,
        ordinal: ordinal.is_some(),
        satisfies: satisfies.map(str::to_owned),
        public: public.unwrap_or(true),
    })
}

/// The departments of an item, and which of them go on in the group of the one before:
/// `[甲, [乙, 丙]]` are two groups.
fn writers(
    node: Node,
    directory: &Profile,
    reader: &mut Reader<'_>,
) -> Option<(Vec<Spanned<String>>, Vec<usize>)> {
    let is_group = |node: &Node| matches!(node.kind, Kind::List(_));
    let has_groups = matches!(&node.kind, Kind::List(items) if items.iter().any(is_group));
    if !has_groups {
        let named = reader.names(node, "部门")?;
        return Some((by_present_names(named, directory, reader), Vec::new()));
    }
    let (mut departments, mut goes_on) = (Vec::new(), Vec::new());
    for item in reader.list(node, "部门")? {
        let group = match is_group(&item) {
            true => item,
            false => Node { span: item.span, kind: Kind::List(vec![item]) },
        };
        let named = reader.names(group, "部门")?;
        let named = by_present_names(named, directory, reader);
        goes_on.extend(departments.len() + 1..departments.len() + named.len());
        departments.extend(named);
    }
    Some((departments, goes_on))
}

/// Several of them may have become one, which then writes once.
fn by_present_names(
    named: Vec<Spanned<String>>,
    directory: &Profile,
    reader: &mut Reader<'_>,
) -> Vec<Spanned<String>> {
    let mut departments: Vec<Spanned<String>> = Vec::with_capacity(named.len());
    for mut named in named {
        if let Some(present) = directory.present(&named.value)
            && present != named.value
        {
            reader.report(former_name(&named, present).edit(named.span, present));
            named.value = present.to_owned();
            if departments.iter().any(|known| known.value == named.value) {
                continue;
            }
        }
        departments.push(named);
    }
    departments
}
