//! The parts beside the text: settings, properties, and what relates the parts to each other.

use super::markup::{PROLOGUE, RELATIONS, WORDS, escape};
use super::section::{Margin, is_mirrored};
use crate::document::Document;
use crate::layout::Style;
use crate::sent;

/// A part: its name, and its content.
pub(super) type Part = (String, String);

const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The parts that the text needs, by their names without folder and ending, and the kind of each.
const OF_TEXT: [(&str, &str); 3] =
    [("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable")];

/// What the parts are.
pub(super) fn content_types(margins: &[Margin]) -> Part {
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{TYPES}.{kind}+xml\"/>")
    };
    let of_text: String = OF_TEXT.iter().map(|(name, kind)| part(name, kind)).collect();
    let margins: String = margins.iter().map(|margin| part(margin.part, margin.kind)).collect();
    let xml = format!(
        "{PROLOGUE}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" \
        ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{of_text}{margins}\
        <Override PartName=\"/docProps/core.xml\" \
        ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
        <Override PartName=\"/docProps/app.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>\
        <Override PartName=\"{}\" ContentType=\"{}\"/></Types>",
        part("document", "document.main"),
        sent::PROPERTIES_TYPE.0,
        sent::PROPERTIES_TYPE.1,
    );
    ("[Content_Types].xml".to_owned(), xml)
}

/// What the package holds.
pub(super) fn package_relations() -> Part {
    let properties = "http://schemas.openxmlformats.org/package/2006/relationships/metadata";
    let relations = [
        ("rId1".to_owned(), format!("{RELATIONS}/officeDocument"), "word/document.xml".to_owned()),
        (
            "rId2".to_owned(),
            format!("{properties}/core-properties"),
            "docProps/core.xml".to_owned(),
        ),
        (
            "rId3".to_owned(),
            format!("{RELATIONS}/extended-properties"),
            "docProps/app.xml".to_owned(),
        ),
    ];
    ("_rels/.rels".to_owned(), relations_of(&relations))
}

/// What the text refers to.
pub(super) fn text_relations(margins: &[Margin]) -> Part {
    let of_text = OF_TEXT.iter().map(|(name, kind)| {
        (format!("rId{name}"), format!("{RELATIONS}/{kind}"), format!("{name}.xml"))
    });
    let margins = margins.iter().map(|margin| {
        (margin.id(), format!("{RELATIONS}/{}", margin.kind), format!("{}.xml", margin.part))
    });
    let (kind, target) = sent::RELATION;
    let sent = ("rIdSent".to_owned(), kind.to_owned(), target.to_owned());
    let relations: Vec<_> = of_text.chain(margins).chain([sent]).collect();
    ("word/_rels/document.xml.rels".to_owned(), relations_of(&relations))
}

fn relations_of(relations: &[(String, String, String)]) -> String {
    let relation = |(id, kind, target): &(String, String, String)| {
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    let relations: String = relations.iter().map(relation).collect();
    format!(
        "{PROLOGUE}<Relationships \
        xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
    )
}

/// How the text is set: as the present versions of office programs do it, with footers of odd and even
/// pages, each mark in a whole cell.
pub(super) fn settings(style: &Style, document: &Document) -> Part {
    let mirrored = if is_mirrored(style, document) { "<w:mirrorMargins/>" } else { "" };
    let compatible = |name: &str, value: u32| {
        format!(
            "<w:compatSetting w:name=\"{name}\" w:uri=\"http://schemas.microsoft.com/office/word\" \
            w:val=\"{value}\"/>"
        )
    };
    let xml = format!(
        "{PROLOGUE}<w:settings xmlns:w=\"{WORDS}\"><w:zoom w:percent=\"100\"/>{mirrored}\
        <w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>\
        <w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>\
        <w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:spaceForUL/>\
        <w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>\
        <w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>{}{}{}</w:compat>\
        <w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/><w:decimalSymbol w:val=\".\"/>\
        <w:listSeparator w:val=\",\"/></w:settings>",
        compatible("compatibilityMode", 15),
        compatible("overrideTableStyleFontSizeAndJustification", 1),
        compatible("doNotFlipMirrorIndents", 1),
    );
    ("word/settings.xml".to_owned(), xml)
}

/// Title, issuer, number, and the days, which are the report's and never those on which the file was
/// made.
pub(super) fn properties(document: &Document) -> [Part; 2] {
    let record = &document.record;
    let element = |name: &str, text: &str| match text {
        "" => String::new(),
        text => format!("<{name}>{}</{name}>", escape(text)),
    };
    let written = record.written.as_ref().and_then(|written| written.date);
    let changed = record.published.map(|published| published.date).or(written);
    let day = |name: &str, day: Option<chrono::NaiveDate>| {
        day.map_or_else(String::new, |day| {
            format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:{name}>")
        })
    };
    let core = format!(
        "{PROLOGUE}<cp:coreProperties \
        xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{}{}{}{}{}{}{}<dc:language>zh-CN</dc:language>\
        </cp:coreProperties>",
        element("dc:title", &document.title),
        element("dc:subject", record.number.as_deref().unwrap_or_default()),
        element("dc:creator", &record.issuer),
        element("cp:keywords", record.index.as_deref().unwrap_or_default()),
        element("cp:lastModifiedBy", &record.issuer),
        day("created", written),
        day("modified", changed),
    );
    let app = format!(
        "{PROLOGUE}<Properties \
        xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
        <Application>nianbao</Application>{}</Properties>",
        element("Company", &record.issuer)
    );
    [("docProps/core.xml".to_owned(), core), ("docProps/app.xml".to_owned(), app)]
}
