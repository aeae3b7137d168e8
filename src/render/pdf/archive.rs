//! Archiving: what makes painted pages a file for the records office and the screen
//! reader: tag tree, bookmarks, metadata, output intent (PDF/A-2a, PDF/UA-1).
//!
//! Nothing here depends on the clock: dates are the document's own, and the file's
//! identifier is a hash of its content.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};

use super::page::{Bookmark, Pages, Structure, Tag, TagId};
use super::paint::{Painted, Sequence};
use super::style::Style;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::text::escape_xml;

/// As fast as level 3 on charstrings, which are most of the file; 9 takes twice as long and
/// makes it larger.
const COMPRESSION: u32 = 7;

const PRODUCER: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// # Errors
/// A diagnostic when the file cannot be put together; it names the part.
pub(super) fn finish(
    painted: Painted,
    pages: &Pages,
    style: &Style,
    document: &Document,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut file = painted.pdf;
    write_file(&mut file, &painted.sequences, pages, style, document)
        .map_err(|error| vec![Diagnostic::new(Code::E1103, format!("PDF 写不成：{error}"))])
}

fn write_file(
    file: &mut lopdf::Document,
    sequences: &BTreeMap<TagId, Vec<Sequence>>,
    pages: &Pages,
    style: &Style,
    document: &Document,
) -> lopdf::Result<Vec<u8>> {
    file.version = "1.7".to_owned();
    file.binary_mark = vec![0xe2, 0xe3, 0xcf, 0xd3];
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    for (number, id) in page_ids.iter().enumerate() {
        let page = file.get_dictionary_mut(*id)?;
        page.remove(b"Annots");
        page.set("StructParents", integer(number));
        page.set("Tabs", name("S"));
    }
    let identifier = content_hash(file, document);
    let tree = tag_tree(file, sequences, &pages.tags, &page_ids);
    let outlines = outlines(file, &pages.bookmarks, &page_ids, style);
    let metadata = Metadata::of(document);
    let xmp = file.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        metadata.xmp().into_bytes(),
    ));
    let intent = output_intent(file);
    let info = file.add_object(metadata.info());

    let catalog = file.catalog_mut()?;
    catalog.remove(b"PageLayout");
    catalog.set("Lang", text("zh-CN"));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", tree);
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![intent]);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    let decimal = dictionary! { "S" => name("D") };
    catalog.set("PageLabels", dictionary! { "Nums" => vec![Object::Integer(0), decimal.into()] });
    match outlines {
        Some(outlines) => {
            catalog.set("Outlines", outlines);
            catalog.set("PageMode", name("UseOutlines"));
        }
        None => {
            catalog.remove(b"PageMode");
        }
    }
    file.trailer.set("Info", info);
    let identifier = Object::String(identifier.to_be_bytes().to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);

    file.prune_objects();
    file.renumber_objects();
    compress(file, file.catalog()?.get(b"Metadata")?.as_reference()?)?;
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(COMPRESSION)
        .build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options)?;
    Ok(bytes)
}

fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

fn integer(number: usize) -> Object {
    Object::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A text string: ASCII as it is, anything else as UTF-16 with its mark.
fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let bytes =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Deflates every stream but the XMP packet, which archives must be able to read as it stands.
fn compress(file: &mut lopdf::Document, plain: ObjectId) -> lopdf::Result<()> {
    // One for all streams: to make a new one costs more than to deflate a page.
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(COMPRESSION));
    for (id, object) in &mut file.objects {
        let Object::Stream(stream) = object else { continue };
        if *id == plain || stream.dict.has(b"Filter") {
            continue;
        }
        encoder.write_all(&stream.content)?;
        stream.dict.set("Filter", name("FlateDecode"));
        stream.set_content(encoder.reset(Vec::new())?);
    }
    Ok(())
}

/// FNV-1a, eight bytes at a time, over the streams and the title: a name for the content,
/// not a secret.
fn content_hash(file: &lopdf::Document, document: &Document) -> u128 {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let streams = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .map(|stream| &stream.content[..]);
    streams
        .chain([document.title.as_bytes(), PRODUCER.as_bytes()])
        .flat_map(|bytes| bytes.chunks(8))
        .map(|word| word.iter().fold(0, |word, byte| (word << 8) | u128::from(*byte)))
        .fold(OFFSET, |hash, word| (hash ^ word).wrapping_mul(PRIME))
}

// ── Tag tree ──

/// The structure tree (ISO 32000-1, 14.7) and the way back into it from each sequence.
fn tag_tree(
    file: &mut lopdf::Document,
    sequences: &BTreeMap<TagId, Vec<Sequence>>,
    tags: &[Tag],
    pages: &[ObjectId],
) -> ObjectId {
    let root = file.new_object_id();
    let top = file.new_object_id();
    let ids: Vec<ObjectId> = tags.iter().map(|_| file.new_object_id()).collect();
    let mut kids: Vec<Vec<Object>> = vec![Vec::new(); tags.len()];
    let mut top_kids = Vec::new();
    let mut parents: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    for (index, (tag, id)) in tags.iter().zip(&ids).enumerate() {
        match tag.parent {
            Some(parent) => kids[parent.0].push(Object::Reference(*id)),
            None => top_kids.push(Object::Reference(*id)),
        }
        for sequence in sequences.get(&TagId(index)).into_iter().flatten() {
            kids[index].push(
                dictionary! {
                    "Type" => "MCR",
                    "Pg" => pages[sequence.page],
                    "MCID" => integer(sequence.number),
                }
                .into(),
            );
            let numbered = &mut parents[sequence.page];
            numbered.resize(numbered.len().max(sequence.number + 1), Object::Null);
            numbered[sequence.number] = Object::Reference(*id);
        }
    }
    for ((tag, id), kids) in tags.iter().zip(&ids).zip(kids) {
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => name(&structure_name(tag.structure)),
            "P" => tag.parent.map_or(top, |parent| ids[parent.0]),
            "K" => kids,
        };
        match tag.structure {
            Structure::HeaderCell => {
                element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
            }
            Structure::GroupCell(columns) => element.set(
                "A",
                dictionary! { "O" => "Table", "Scope" => "Row", "ColSpan" => i64::from(columns) },
            ),
            _ => {}
        }
        file.set_object(*id, element);
    }
    file.set_object(
        top,
        dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => top_kids },
    );
    let mut numbers = Vec::new();
    for (page, elements) in parents.into_iter().enumerate() {
        numbers.push(integer(page));
        numbers.push(Object::Reference(file.add_object(elements)));
    }
    let parent_tree = file.add_object(dictionary! { "Nums" => numbers });
    file.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => top,
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => integer(pages.len()),
        },
    );
    root
}

fn structure_name(structure: Structure) -> String {
    match structure {
        // The standard knows six levels.
        Structure::Heading(level) => format!("H{}", level.clamp(1, 6)),
        Structure::Paragraph => "P".to_owned(),
        Structure::Table => "Table".to_owned(),
        Structure::Caption => "Caption".to_owned(),
        Structure::Row => "TR".to_owned(),
        Structure::HeaderCell | Structure::GroupCell(_) => "TH".to_owned(),
        Structure::Cell => "TD".to_owned(),
    }
}

// ── Bookmarks ──

/// The outline, nested by level, in document order.
fn outlines(
    file: &mut lopdf::Document,
    marks: &[Bookmark],
    pages: &[ObjectId],
    style: &Style,
) -> Option<ObjectId> {
    if marks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = marks.iter().map(|_| file.new_object_id()).collect();
    // The parent of a mark is the last one before it of a lower level.
    let parents: Vec<Option<usize>> =
        (0..marks.len()).map(|i| (0..i).rev().find(|&j| marks[j].level < marks[i].level)).collect();
    let children = |parent: Option<usize>| -> Vec<usize> {
        (0..marks.len()).filter(|&i| parents[i] == parent).collect()
    };
    let descendants = |of: usize| {
        let inside = |mut i: usize| {
            while let Some(parent) = parents[i] {
                if parent == of {
                    return true;
                }
                i = parent;
            }
            false
        };
        (0..marks.len()).filter(|&i| inside(i)).count()
    };
    for (i, mark) in marks.iter().enumerate() {
        let y = (style.page.height - mark.y).to_pt();
        let mut entry = dictionary! {
            "Title" => text(&mark.text),
            "Parent" => parents[i].map_or(root, |parent| ids[parent]),
            "Dest" => vec![pages[mark.page].into(), name("XYZ"), Object::Null, Object::Real(y), Object::Null],
        };
        let siblings = children(parents[i]);
        let place = siblings.iter().position(|&sibling| sibling == i).unwrap_or(0);
        if let Some(previous) = place.checked_sub(1).and_then(|before| siblings.get(before)) {
            entry.set("Prev", ids[*previous]);
        }
        if let Some(next) = siblings.get(place + 1) {
            entry.set("Next", ids[*next]);
        }
        add_children(&mut entry, &children(Some(i)), &ids, descendants(i));
        file.set_object(ids[i], entry);
    }
    let mut outlines = dictionary! { "Type" => "Outlines" };
    add_children(&mut outlines, &children(None), &ids, marks.len());
    file.set_object(root, outlines);
    Some(root)
}

/// All levels are shown open, so the count is of all descendants.
fn add_children(entry: &mut Dictionary, children: &[usize], ids: &[ObjectId], count: usize) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        entry.set("First", ids[*first]);
        entry.set("Last", ids[*last]);
        entry.set("Count", integer(count));
    }
}

// ── Metadata ──

/// What both the information dictionary and the XMP packet say; PDF/A wants them equal.
struct Metadata<'a> {
    title: &'a str,
    author: &'a str,
    subject: Option<&'a str>,
    keywords: Option<&'a str>,
    /// `2025-02-13`, when the record has a well-formed date.
    created: Option<&'a str>,
    modified: Option<&'a str>,
}

impl<'a> Metadata<'a> {
    fn of(document: &'a Document) -> Metadata<'a> {
        let record = &document.record;
        let created = iso_day(&record.written);
        Metadata {
            title: &document.title,
            author: if record.issuer.is_empty() {
                &document.signature.organ
            } else {
                &record.issuer
            },
            subject: record.number.as_deref(),
            keywords: record.index.as_deref(),
            created,
            modified: record.published.as_deref().and_then(iso_day).or(created),
        }
    }

    fn info(&self) -> Dictionary {
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
                info.set(key, text(&format!("D:{}000000+08'00'", day.replace('-', ""))));
            }
        }
        info
    }

    fn xmp(&self) -> String {
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

/// The day of an ISO date or date and time.
fn iso_day(date: &str) -> Option<&str> {
    let day = date.get(..10)?;
    let shaped = day
        .bytes()
        .enumerate()
        .all(|(i, byte)| if i == 4 || i == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    shaped.then_some(day)
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

// ── Output intent ──

fn output_intent(file: &mut lopdf::Document) -> Object {
    let profile = file.add_object(Stream::new(
        dictionary! { "N" => 3, "Alternate" => "DeviceRGB" },
        srgb_profile(),
    ));
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB IEC61966-2.1"),
        "Info" => text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
    .into()
}

/// A small sRGB display profile (ICC.1:2001-04): primaries adapted to D50, one curve for all.
fn srgb_profile() -> Vec<u8> {
    let number = |value: i32| value.to_be_bytes();
    let xyz = |x: i32, y: i32, z: i32| {
        [b"XYZ \0\0\0\0".as_slice(), &number(x), &number(y), &number(z)].concat()
    };
    let label = "sRGB";
    // textDescriptionType: ASCII, then empty Unicode and ScriptCode parts.
    let mut description = b"desc\0\0\0\0".to_vec();
    description.extend(number(5));
    description.extend(label.as_bytes());
    description.resize(description.len() + 1 + 8 + 3 + 67, 0);
    let copyright = b"text\0\0\0\0Public domain\0".to_vec();
    // curveType with one entry: gamma 2.2 as u8Fixed8.
    let curve = [b"curv\0\0\0\0".as_slice(), &number(1), &[2, 0x33], &[0, 0]].concat();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description),
        (b"cprt", copyright),
        (b"wtpt", xyz(0xf6d6, 0x1_0000, 0xd32d)),
        (b"rXYZ", xyz(0x6fa2, 0x38f5, 0x0390)),
        (b"gXYZ", xyz(0x6299, 0xb785, 0x18da)),
        (b"bXYZ", xyz(0x24a0, 0x0f84, 0xb6cf)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = number(9).to_vec();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    for (signature, mut content) in tags {
        let size = content.len();
        table.extend(signature);
        table.extend(u32::try_from(start + data.len()).unwrap_or(0).to_be_bytes());
        table.extend(u32::try_from(size).unwrap_or(0).to_be_bytes());
        content.resize(size.next_multiple_of(4), 0);
        data.extend(content);
    }
    let mut profile = vec![0; 128];
    let total = u32::try_from(start + data.len()).unwrap_or(0);
    profile[0..4].copy_from_slice(&total.to_be_bytes());
    profile[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // The profile's own date: 1 January 2000.
    profile[24..36].copy_from_slice(&[0x07, 0xd0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    profile[36..40].copy_from_slice(b"acsp");
    // Illuminant D50.
    profile[68..80].copy_from_slice(&[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]);
    [profile, table, data].concat()
}
