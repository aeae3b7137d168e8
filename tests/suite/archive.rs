//! The file's structure, in every edition: judged by independent checkers, and what they do
//! not look at checked here: the way back from marked content to the tags, the tags' kinds
//! and order, the widths of CFF faces, what the catalog says.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

use lopdf::{Dictionary, Document, Object, ObjectId};
use nianbao::render::pdf;
use nianbao::{Options, examine, make};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use skrifa::GlyphId;
use skrifa::raw::ps::cff::CffFontRef;

use crate::form_pages::{self, statutory};
use crate::support;
use crate::support::pdf as file;

/// The shipped report in its editions; appendix and proof list bring tables.
fn editions() -> Vec<(&'static str, Vec<u8>)> {
    let plain = Options::default;
    let statutory = Options { layout: Some("statutory".to_owned()), appendix: true, ..plain() };
    [
        ("plain", plain()),
        ("appendix", Options { appendix: true, ..plain() }),
        ("proof", Options { appendix: true, proof: true, ..plain() }),
        ("draft", Options { draft: true, duplex: true, ..plain() }),
        ("statutory", statutory),
        // Subtitle and reporter are still to come.
        ("oral", Options { layout: Some("oral".to_owned()), draft: true, ..plain() }),
    ]
    .map(|(name, options)| (name, made(&options)))
    .into()
}

fn made(options: &Options) -> Vec<u8> {
    let mut examined = examine(Path::new(env!("CARGO_MANIFEST_DIR")), 2024, options);
    let year = examined.year.take().unwrap();
    let outputs = make(&year, &[pdf::FORMAT], &mut examined.sources).value;
    outputs.into_iter().next().unwrap().bytes
}

/// The edition with everything in it.
fn report() -> Vec<u8> {
    made(&Options { appendix: true, proof: true, ..Options::default() })
}

fn dictionary<'d>(file: &'d Document, object: &'d Object) -> &'d Dictionary {
    file.dereference(object).unwrap().1.as_dict().unwrap()
}

/// Findings that are false, each checked below by other means.
const KNOWN_FALSE: [&str; 2] = [
    // The checker reads neither real numbers in CFF dictionaries (the font matrix 0.001, so
    // every width is 0 to it) nor widths before hmoveto and vmoveto.
    "in its embedded CIDFontType0C program but",
    // It takes a stream's last byte for a line end when that happens to be 13.
    "a stream /Length does not match its raw content length",
];

#[test]
fn pdf_a_2a_and_pdf_ua_1() {
    for (edition, bytes) in editions() {
        assert_conforms(edition, &bytes);
    }
}

fn assert_conforms(edition: &str, bytes: &[u8]) {
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(bytes, &options).unwrap();
        let found: Vec<String> = report
            .failures
            .iter()
            .filter(|failure| !KNOWN_FALSE.iter().any(|known| failure.message.contains(known)))
            .map(|failure| format!("{} {}", failure.rule_id, failure.message))
            .collect();
        assert!(found.is_empty(), "{edition} {profile:?}: {found:?}");
    }
}

#[test]
fn qpdf_finds_nothing() {
    let Some(qpdf) = support::reader("qpdf") else { return };
    let folder = tempfile::tempdir().unwrap();
    for (edition, bytes) in editions() {
        let path = folder.path().join(format!("{edition}.pdf"));
        std::fs::write(&path, bytes).unwrap();
        let printed = support::read_with(&qpdf, &[OsStr::new("--check"), path.as_os_str()]);
        assert!(
            printed.contains("No syntax or stream encoding errors found"),
            "{edition}: {printed}"
        );
    }
}

/// A text string as people read it.
fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

#[test]
fn the_catalog_says_what_the_file_is() {
    let bytes = report();
    let file = Document::load_mem(&bytes).unwrap();
    let catalog = file.catalog().unwrap();
    let of = |key: &[u8]| dictionary(&file, catalog.get(key).unwrap());
    assert_eq!(text(catalog.get(b"Lang").unwrap()), "zh-CN");
    assert!(of(b"MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
    assert!(of(b"ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    let labels = of(b"PageLabels").get(b"Nums").unwrap().as_array().unwrap();
    assert_eq!(labels[0].as_i64().unwrap(), 0);
    assert_eq!(labels[1].as_dict().unwrap().get(b"S").unwrap().as_name().unwrap(), b"D");

    let intent = dictionary(&file, &catalog.get(b"OutputIntents").unwrap().as_array().unwrap()[0]);
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    let profile = file.dereference(intent.get(b"DestOutputProfile").unwrap()).unwrap().1;
    let profile = profile.as_stream().unwrap();
    assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 3);
    assert_eq!(&profile.decompressed_content().unwrap()[36..40], b"acsp");

    // What the packet says and what the information dictionary says.
    let packet = file.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1;
    let packet = packet.as_stream().unwrap();
    assert!(!packet.dict.has(b"Filter"), "the packet is to be read as it stands");
    let packet = String::from_utf8(packet.content.clone()).unwrap();
    for part in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(packet.contains(part), "{part}");
    }
    let information = dictionary(&file, file.trailer.get(b"Info").unwrap());
    for key in ["Title", "Author", "Subject", "Keywords", "Producer", "Creator"] {
        let value = text(information.get(key.as_bytes()).unwrap());
        assert!(!value.is_empty() && packet.contains(&value), "{key}: {value}");
    }
    assert!(text(information.get(b"Title").unwrap()).ends_with("法治政府建设情况的报告"));
}

#[test]
fn the_report_is_small() {
    let (_, plain) = editions().swap_remove(0);
    assert!(plain.len() <= 440_000, "{} bytes", plain.len());
}

#[test]
fn objects_are_packed_and_named_after_their_content() {
    let one = report();
    let has = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|within| within == text);
    assert!(has(&one, b"/Type/ObjStm") && has(&one, b"/Type/XRef"));
    let identifiers = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let file = Document::load_mem(bytes).unwrap();
        let pair = file.trailer.get(b"ID").unwrap().as_array().unwrap();
        pair.iter().map(|part| part.as_str().unwrap().to_vec()).collect()
    };
    let first = identifiers(&one);
    assert_eq!(first[0].len(), 16);
    assert_eq!(first[0], first[1]);
    assert_eq!(identifiers(&report()), first);
    let others: BTreeSet<Vec<u8>> =
        editions().iter().map(|(_, bytes)| identifiers(bytes)[0].clone()).collect();
    assert_eq!(others.len(), editions().len());
}

/// A bookmark: how deep it lies, what it says, the page it leads to.
fn bookmarks(
    file: &Document,
    parent: ObjectId,
    depth: usize,
    pages: &[ObjectId],
) -> Vec<(usize, String, usize)> {
    let node = file.get_dictionary(parent).unwrap();
    let mut found = Vec::new();
    let (mut next, mut previous) = (node.get(b"First").ok(), None);
    while let Some(id) = next.map(|object| object.as_reference().unwrap()) {
        let entry = file.get_dictionary(id).unwrap();
        assert_eq!(entry.get(b"Parent").unwrap().as_reference().unwrap(), parent);
        assert_eq!(entry.get(b"Prev").ok().map(|object| object.as_reference().unwrap()), previous);
        let target = entry.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap();
        let page = pages.iter().position(|page| *page == target).unwrap();
        found.push((depth, text(entry.get(b"Title").unwrap()), page));
        found.extend(bookmarks(file, id, depth + 1, pages));
        (next, previous) = (entry.get(b"Next").ok(), Some(id));
    }
    let last = node.get(b"Last").ok().map(|object| object.as_reference().unwrap());
    assert_eq!(last, previous);
    // All are open, so the count is of all below.
    let count = node.get(b"Count").map_or(0, |count| count.as_i64().unwrap());
    assert_eq!(count, found.len() as i64);
    found
}

#[test]
fn bookmarks_are_the_headings_in_order() {
    for (edition, bytes) in editions() {
        let file = Document::load_mem(&bytes).unwrap();
        let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
        let root = file.catalog().unwrap().get(b"Outlines").unwrap().as_reference().unwrap();
        let found = bookmarks(&file, root, 1, &pages);
        assert!(found.len() > 5, "{edition}");
        assert!(found.is_sorted_by_key(|(.., page)| *page), "{edition}: {found:?}");
        let chapters: Vec<&str> =
            found.iter().filter(|entry| entry.0 == 1).map(|entry| entry.1.as_str()).collect();
        for (chapter, number) in chapters.iter().zip(["一、", "二、", "三、"]) {
            assert!(chapter.starts_with(number), "{edition}: {chapters:?}");
        }
        assert!(
            found.iter().any(|entry| entry.0 == 2 && entry.1.starts_with("（一）")),
            "{edition}"
        );
    }
}

/// The kinds of tags below one, in reading order, each with its depth and attributes.
fn kinds<'d>(
    file: &'d Document,
    id: ObjectId,
    depth: usize,
    found: &mut Vec<(usize, String, Option<&'d Dictionary>)>,
) {
    let element = file.get_dictionary(id).unwrap();
    let kind = String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
    let attributes = element.get(b"A").ok().map(|object| dictionary(file, object));
    found.push((depth, kind, attributes));
    for kid in element.get(b"K").unwrap().as_array().unwrap() {
        if let Object::Reference(kid) = kid {
            kinds(file, *kid, depth + 1, found);
        }
    }
}

#[test]
fn tags_say_what_they_are() {
    for (edition, bytes) in editions() {
        let file = Document::load_mem(&bytes).unwrap();
        let root = dictionary(&file, file.catalog().unwrap().get(b"StructTreeRoot").unwrap());
        let mut found = Vec::new();
        kinds(&file, root.get(b"K").unwrap().as_reference().unwrap(), 0, &mut found);
        assert_eq!(found[0].1, "Document");
        let mut level = 0;
        let mut parents: Vec<&str> = Vec::new();
        for (depth, kind, attributes) in &found {
            parents.truncate(*depth);
            let parent = parents.last().copied().unwrap_or("");
            let right = match kind.as_str() {
                "Document" => parent.is_empty(),
                "H1" | "H2" | "H3" | "H4" => {
                    let here: usize = kind[1..].parse().unwrap();
                    let skipped = here > level + 1;
                    level = here;
                    parent == "Document" && !skipped
                }
                "P" | "Table" => parent == "Document",
                "Caption" | "THead" | "TBody" => parent == "Table",
                "TR" => parent == "THead" || parent == "TBody",
                "TD" => parent == "TR",
                "TH" => {
                    let scope = attributes.unwrap().get(b"Scope").unwrap().as_name().unwrap();
                    parent == "TR" && (scope == b"Column" || scope == b"Row")
                }
                _ => false,
            };
            assert!(right, "{edition}: {kind} in {parents:?}");
            parents.push(kind);
        }
        let count = |kind: &str| found.iter().filter(|tag| tag.1 == kind).count();
        assert!(count("H1") >= 1 && count("H2") >= 3 && count("H3") >= 3 && count("P") > 20);
        assert_eq!(count("Table") > 0, ["appendix", "proof", "statutory"].contains(&edition));
    }
}

#[test]
fn streams_are_as_long_as_they_say() {
    let bytes = report();
    let mut rest = bytes.as_slice();
    let find = |text: &[u8], within: &[u8]| within.windows(text.len()).position(|w| w == text);
    let mut streams = 0;
    while let Some(at) = find(b"stream\n", rest) {
        let (head, data) = (&rest[..at], &rest[at + b"stream\n".len()..]);
        let head = String::from_utf8_lossy(&head[head.len().saturating_sub(400)..]).into_owned();
        let stated = head.rsplit_once("/Length ").unwrap().1;
        let stated: String = stated.chars().take_while(char::is_ascii_digit).collect();
        let end = &data[stated.parse::<usize>().unwrap()..];
        assert!(end.starts_with(b"\nendstream"), "{head}");
        rest = &end[b"\nendstream".len()..];
        streams += 1;
    }
    assert!(streams > 30, "{streams}");
}

#[test]
fn cff_glyphs_are_as_wide_as_the_font_dictionary_says() {
    let file = Document::load_mem(&report()).unwrap();
    let mut glyphs = 0;
    for object in file.objects.values() {
        let Ok(composite) = object.as_dict() else { continue };
        let Ok(descendants) = composite.get_deref(b"DescendantFonts", &file) else { continue };
        let font = dictionary(&file, &descendants.as_array().unwrap()[0]);
        if font.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"CIDFontType0") {
            continue;
        }
        let descriptor = dictionary(&file, font.get(b"FontDescriptor").unwrap());
        let program = file.dereference(descriptor.get(b"FontFile3").unwrap()).unwrap().1;
        let program = program.as_stream().unwrap().decompressed_content().unwrap();
        let cff = CffFontRef::new_cff(&program, 0, None).unwrap();
        let (widths, default) = file::widths(&file, font);
        for id in 1..cff.num_glyphs() {
            let glyph = GlyphId::new(id);
            let subfont = cff.subfont(cff.subfont_index(glyph).unwrap(), &[]).unwrap();
            let width = cff.evaluate_width(&subfont, glyph, &[]).unwrap().unwrap();
            let width = f64::from(width.to_f32());
            let stated = *widths.get(&u16::try_from(id).unwrap()).unwrap_or(&default);
            assert!((width - stated).abs() <= 1.0, "glyph {id}: {width} and {stated}");
            glyphs += 1;
        }
    }
    assert!(glyphs > 500, "{glyphs} glyphs of CFF faces");
}

/// The tags that own each (page, sequence), as the tree's leaves say.
fn owners(
    file: &Document,
    id: ObjectId,
    parent: ObjectId,
    found: &mut BTreeMap<(ObjectId, i64), ObjectId>,
    order: &mut Vec<(ObjectId, i64)>,
) {
    let element = file.get_dictionary(id).unwrap();
    assert_eq!(element.get(b"P").unwrap().as_reference().unwrap(), parent);
    for kid in element.get(b"K").unwrap().as_array().unwrap() {
        match kid {
            Object::Reference(kid) => owners(file, *kid, id, found, order),
            leaf => {
                let leaf = leaf.as_dict().unwrap();
                let page = leaf.get(b"Pg").unwrap().as_reference().unwrap();
                let number = leaf.get(b"MCID").unwrap().as_i64().unwrap();
                assert!(found.insert((page, number), id).is_none(), "owned twice");
                order.push((page, number));
            }
        }
    }
}

#[test]
fn marked_content_and_tags_lead_to_each_other() {
    for (edition, bytes) in editions() {
        assert_tags_lead_both_ways(edition, &bytes);
    }
}

fn assert_tags_lead_both_ways(edition: &str, bytes: &[u8]) {
    let (file, pages) = file::read(bytes);
    let catalog = file.catalog().unwrap();
    let root_id = catalog.get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let root = file.get_dictionary(root_id).unwrap();
    let top = root.get(b"K").unwrap().as_reference().unwrap();
    let (mut owned, mut order) = (BTreeMap::new(), Vec::new());
    owners(&file, top, root_id, &mut owned, &mut order);

    let tree = dictionary(&file, root.get(b"ParentTree").unwrap());
    let numbers = tree.get(b"Nums").unwrap().as_array().unwrap();
    let parents: BTreeMap<i64, Vec<Object>> = numbers
        .chunks(2)
        .map(|pair| {
            let list = file.dereference(&pair[1]).unwrap().1.as_array().unwrap();
            (pair[0].as_i64().unwrap(), list.clone())
        })
        .collect();
    let ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    let mut sequences = 0;
    for (id, page) in ids.iter().zip(&pages) {
        let key = file.get_dictionary(*id).unwrap().get(b"StructParents").unwrap();
        let list = &parents[&key.as_i64().unwrap()];
        // Numbered from 0 without gaps, in the order of the page.
        assert_eq!(page.sequences, (0..page.sequences.len() as i64).collect::<Vec<_>>());
        assert_eq!(list.len(), page.sequences.len());
        for (number, parent) in (0..).zip(list) {
            assert_eq!(owned[&(*id, number)], parent.as_reference().unwrap());
        }
        sequences += list.len();
    }
    assert_eq!(sequences, owned.len());
    assert!(sequences > 50, "{edition}: {sequences}");
    // Reading order: a page's sequences are met in ascending order, pages likewise.
    let place = |id: &ObjectId| ids.iter().position(|page| page == id).unwrap();
    let order: Vec<(usize, i64)> = order.iter().map(|(page, n)| (place(page), *n)).collect();
    assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{edition}: tags out of reading order");
}

/// A cell of a table as tagged: kind, attributes, name.
type TaggedCell<'d> = (String, Option<&'d Dictionary>, Option<Vec<u8>>);

/// The rows of all tables below a tag.
fn tagged_rows<'d>(file: &'d Document, id: ObjectId, rows: &mut Vec<Vec<TaggedCell<'d>>>) {
    let element = file.get_dictionary(id).unwrap();
    let kind = element.get(b"S").unwrap().as_name().unwrap();
    match kind {
        b"TR" => rows.push(Vec::new()),
        b"TH" | b"TD" => {
            let attributes = element.get(b"A").ok().map(|object| dictionary(file, object));
            let name = element.get(b"ID").ok().map(|name| name.as_str().unwrap().to_vec());
            let kind = String::from_utf8(kind.to_vec()).unwrap();
            rows.last_mut().unwrap().push((kind, attributes, name));
        }
        _ => {}
    }
    for kid in element.get(b"K").unwrap().as_array().unwrap() {
        if let Object::Reference(kid) = kid {
            tagged_rows(file, *kid, rows);
        }
    }
}

#[test]
fn cells_of_forms_say_their_spans_and_their_headers() {
    for (edition, document) in [("upright", statutory(false)), ("turned", statutory(true))] {
        let bytes = form_pages::file(&document);
        assert_conforms(edition, &bytes);
        assert_tags_lead_both_ways(edition, &bytes);
        let file = Document::load_mem(&bytes).unwrap();
        let root = dictionary(&file, file.catalog().unwrap().get(b"StructTreeRoot").unwrap());
        let mut rows = Vec::new();
        tagged_rows(&file, root.get(b"K").unwrap().as_reference().unwrap(), &mut rows);
        // The cells of each table fill its grid, as their spans say.
        let span = |cell: &TaggedCell<'_>, key: &[u8]| -> usize {
            let span = cell.1.and_then(|attributes| attributes.get(key).ok());
            span.map_or(1, |span| span.as_i64().unwrap() as usize)
        };
        let places: usize =
            rows.iter().flatten().map(|cell| span(cell, b"RowSpan") * span(cell, b"ColSpan")).sum();
        assert_eq!(places, 14 * 4 + 28 * 10 + 4 * 15, "{edition}");
        for (kind, attributes, _) in rows.iter().flatten() {
            let scope = attributes.and_then(|attributes| attributes.get(b"Scope").ok());
            assert_eq!(scope.is_some(), kind == "TH", "{edition}");
        }
        // Every name that a cell gives as its header is that of a header, and is in the tree of names.
        let names: BTreeSet<&Vec<u8>> = rows
            .iter()
            .flatten()
            .filter(|(kind, ..)| kind == "TH")
            .filter_map(|(.., name)| name.as_ref())
            .collect();
        let tree = dictionary(&file, root.get(b"IDTree").unwrap());
        let leaf = dictionary(&file, &tree.get(b"Kids").unwrap().as_array().unwrap()[0]);
        let listed = leaf.get(b"Names").unwrap().as_array().unwrap();
        let listed: Vec<Vec<u8>> =
            listed.iter().step_by(2).map(|name| name.as_str().unwrap().to_vec()).collect();
        assert!(listed.is_sorted());
        assert_eq!(listed.iter().collect::<BTreeSet<_>>(), names);
        let headers = |cell: &TaggedCell<'_>| -> Vec<Vec<u8>> {
            let headers = cell.1.and_then(|attributes| attributes.get(b"Headers").ok());
            let headers = headers.map(|headers| headers.as_array().unwrap().clone());
            let name = |name: &Object| name.as_str().unwrap().to_vec();
            headers.unwrap_or_default().iter().map(name).collect()
        };
        for cell in rows.iter().flatten() {
            let headers = headers(cell);
            assert!(headers.iter().all(|name| names.contains(name)), "{edition}");
            if cell.0 == "TD" {
                assert!(!headers.is_empty(), "{edition}");
            }
        }
        // 商业企业 that were refused because of a state secret: 申请人情况, 法人或其他组织, 商业企业;
        // 三, （三）, 1.
        let secret = &rows[14 + 3 + 4];
        assert_eq!(secret.len(), 2 + 7);
        assert_eq!(headers(&secret[3]).len(), 6, "{edition}");
    }
}
