//! `report.yaml`, kept by the collecting office.

use super::{
    Item, Report, Theme, date, former_name, optional_line, optional_text, read_items, read_plans,
    read_shortcomings, read_verbatim, read_year, url,
};
use crate::catalogue::{identifier_fault, renamed};
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Profile;
use crate::source::{FileId, Spanned};
use crate::yaml::{Fields, Node, Reader};

pub(super) fn read(
    node: Node,
    file: FileId,
    year: i32,
    directory: &Profile,
    reader: &mut Reader<'_>,
) -> Report {
    let Some(mut fields) = reader.fields(node, "报告总表", None) else {
        return Report::empty(file, year);
    };
    read_year(year, &mut fields, reader);
    let report = Report {
        file,
        year,
        title: optional_text(&mut fields, "标题", reader),
        index: optional_line(&mut fields, "索引号", reader),
        number: optional_line(&mut fields, "发文字号", reader),
        copy_number: optional_line(&mut fields, "份号", reader),
        secrecy: optional_word(&mut fields, "密级", &["绝密", "机密", "秘密"], reader),
        secrecy_term: optional_line(&mut fields, "保密期限", reader),
        urgency: optional_word(&mut fields, "紧急程度", &["特急", "加急"], reader),
        signers: read_signers(&mut fields, reader),
        written: date::read(&mut fields, "成文日期", reader),
        printed: date::read(&mut fields, "印发日期", reader),
        published: date::read_with_time(&mut fields, "发布日期", reader),
        source: optional_line(&mut fields, "来源", reader),
        url: url::read(&mut fields, "网址", reader),
        note: optional_line(&mut fields, "附注", reader),
        preamble: optional_text(&mut fields, "导语", reader),
        shortcomings_lead: optional_text(&mut fields, "不足导语", reader),
        plans_lead: optional_text(&mut fields, "安排导语", reader),
        closing: optional_text(&mut fields, "结语", reader),
        outline: read_outline(&mut fields, directory, reader),
        shortcomings: read_shortcomings(&mut fields, reader),
        plans: read_plans(&mut fields, reader),
        others: optional_text(&mut fields, "其他", reader),
        verbatim: read_verbatim(&mut fields, reader),
    };
    fields.finish(reader);
    report
}

fn optional_word(
    fields: &mut Fields,
    key: &'static str,
    words: &[&'static str],
    reader: &mut Reader<'_>,
) -> Option<Spanned<&'static str>> {
    let node = fields.optional(key)?;
    let span = node.span;
    let words: Vec<_> = words.iter().map(|&word| (word, word)).collect();
    reader.word(node, key, &words).map(|value| Spanned { value, span })
}

/// 签发人: one name, or a list.
fn read_signers(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<Spanned<String>> {
    let node = fields.optional("签发人");
    node.map(|node| reader.name_or_names(node, "签发人")).unwrap_or_default()
}

fn read_outline(fields: &mut Fields, directory: &Profile, reader: &mut Reader<'_>) -> Vec<Theme> {
    let mut themes = Vec::new();
    for mut fields in read_items("提纲", "提纲的一个主题", fields, reader) {
        let key = fields.required("主题", reader).and_then(|node| reader.line(node, "主题"));
        let heading = fields.required("标题", reader).and_then(|node| reader.line(node, "标题"));
        let mut items = Vec::new();
        for fields in read_items("条目", "提纲的一个条目", &mut fields, reader) {
            items.extend(read_item(fields, directory, reader));
        }
        fields.finish(reader);
        // A want that is told need not take the theme along.
        if let (Some(heading), Some(key)) = (heading.or_else(|| key.clone()), key) {
            themes.push(Theme { key, heading, items });
        }
    }
    themes
}

fn read_item(mut fields: Fields, directory: &Profile, reader: &mut Reader<'_>) -> Option<Item> {
    let mut key = fields.required("键", reader).and_then(|node| reader.line(node, "键"));
    if let Some(key) = &mut key
        && let Some((fault, mended)) = identifier_fault(&key.value)
    {
        reader.tell(
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
    let departments = fields.required("部门", reader).and_then(|node| reader.names(node, "部门"));
    let departments = departments.map(|named| by_present_names(named, directory, reader));
    let ordinal = fields.optional("序次");
    let ordinal = ordinal.and_then(|node| reader.word(node, "序次", &[("一是", ())]));
    let satisfied = fields.optional("满足");
    let satisfied = satisfied.and_then(|node| reader.word(node, "满足", &[("第一责任人", ())]));
    let public = fields.optional("公开").and_then(|node| reader.yes_or_no(node, "公开"));
    fields.finish(reader);
    let key = key?;
    Some(Item {
        heading: heading.unwrap_or_else(|| key.clone()),
        key,
        departments: departments?,
        ordinal: ordinal.is_some(),
        first_responsible: satisfied.is_some(),
        public: public.unwrap_or(true),
    })
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
            reader.tell(former_name(&named, present));
            named.value = present.to_owned();
            if departments.iter().any(|known| known.value == named.value) {
                continue;
            }
        }
        departments.push(named);
    }
    departments
}
