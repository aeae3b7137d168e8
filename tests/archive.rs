//! The file's structure: judged by an independent checker, and what it does not look at
//! checked here: the way back from marked content to the tags, and the widths of CFF faces.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::path::Path;

use lopdf::{Dictionary, Document, Object, ObjectId};
use nianbao::{Format, Options, examine, make};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use skrifa::GlyphId;
use skrifa::raw::ps::cff::CffFontRef;

#[path = "support/pdf.rs"]
mod file;

/// The shipped report with everything in it: appendix and proof list bring tables.
fn report() -> Vec<u8> {
    let mut examined = examine(Path::new(env!("CARGO_MANIFEST_DIR")), 2024);
    let year = examined.year.take().unwrap();
    let options =
        Options { formats: &[Format::Pdf], appendix: true, proof: true, ..Options::default() };
    let outputs = make(&year, &options, &mut examined.sources).unwrap();
    outputs.into_iter().next().unwrap().bytes
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
    let bytes = report();
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(&bytes, &options).unwrap();
        let found: Vec<String> = report
            .failures
            .iter()
            .filter(|failure| !KNOWN_FALSE.iter().any(|known| failure.message.contains(known)))
            .map(|failure| format!("{} {}", failure.rule_id, failure.message))
            .collect();
        assert!(found.is_empty(), "{profile:?}: {found:?}");
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
    let (file, pages) = file::read(&report());
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
    assert!(sequences > 100);
    // Reading order: a page's sequences are met in ascending order, pages likewise.
    let place = |id: &ObjectId| ids.iter().position(|page| page == id).unwrap();
    let order: Vec<(usize, i64)> = order.iter().map(|(page, n)| (place(page), *n)).collect();
    assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "tags out of reading order");
}
