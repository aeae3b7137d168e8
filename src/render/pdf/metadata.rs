//! Metadata: the information dictionary and the XMP packet.

use chrono::NaiveDate;
use lopdf::{Dictionary, dictionary};

use super::object::text;
use crate::document::Document;
use crate::text::escape_xml;

/// The program that made the file.
pub(super) const PRODUCER: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// What both the information dictionary and the XMP packet say; PDF/A wants them equal.
pub(super) struct Metadata<'a> {
    title: &'a str,
    author: &'a str,
    subject: Option<&'a str>,
    keywords: Option<&'a str>,
    /// 成文日期, which a draft may lack.
    created: Option<NaiveDate>,
    modified: Option<NaiveDate>,
}

impl<'a> Metadata<'a> {
    pub(super) fn of(document: &'a Document) -> Metadata<'a> {
        let record = &document.record;
        let created = record.written.as_ref().and_then(|written| written.date);
        Metadata {
            title: &document.title,
            author: &record.issuer,
            subject: record.number.as_deref(),
            keywords: record.index.as_deref(),
            created,
            modified: record.published.map(|published| published.date).or(created),
        }
    }

    pub(super) fn info(&self) -> Dictionary {
        let mut info = dictionary! {
            "Title" => text(self.title),
            "Author" => text(self.author),
            "Producer" => text(PRODUCER),
            "Creator" => text(PRODUCER),
        };
        for (key, value) in [("Subject", self.subject), ("Keywords", self.keywords)] {
            if let Some(value) = value {
                info.set(key, text(value));
            }
        }
        for (key, day) in [("CreationDate", self.created), ("ModDate", self.modified)] {
            if let Some(day) = day {
                info.set(key, text(&format!("D:{}000000+08'00'", day.format("%Y%m%d"))));
            }
        }
        info
    }

    pub(super) fn xmp(&self) -> String {
        let element = |name: &str, value: &str| format!("<{name}>{}</{name}>\n", escape_xml(value));
        let alternatives = |name: &str, value: &str| {
            let value = escape_xml(value);
            format!(
                "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li></rdf:Alt></{name}>\n"
            )
        };
        let mut body = alternatives("dc:title", self.title);
        body += &format!(
            "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
            escape_xml(self.author)
        );
        body += "<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\n";
        body += &element("dc:format", "application/pdf");
        if let Some(subject) = self.subject {
            body += &alternatives("dc:description", subject);
        }
        if let Some(keywords) = self.keywords {
            body += &element("pdf:Keywords", keywords);
        }
        body += &element("pdf:Producer", PRODUCER);
        body += &element("xmp:CreatorTool", PRODUCER);
        for (name, day) in [("xmp:CreateDate", self.created), ("xmp:ModifyDate", self.modified)] {
            if let Some(day) = day {
                body += &element(name, &format!("{day}T00:00:00+08:00"));
            }
        }
        format!("{XMP_HEAD}{body}{XMP_TAIL}")
    }
}

const XMP_HEAD: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
"#;

const XMP_TAIL: &str = "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
