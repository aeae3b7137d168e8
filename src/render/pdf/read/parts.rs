//! What of a PDF is no text: which parts of it differ from those of another, in the reader's words.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{MOST_PAGES, Unread, inflated, objects};
use crate::bounds::{PDF_FILE, PDF_INFLATED, PDF_STREAM};

/// What a catalog has only where somebody added it, and what it is called.
const ADDED: [(&[u8], &str); 5] = [
    (b"AcroForm", "表单、签名"),
    (b"Names", "附件"),
    (b"OpenAction", "打开时的动作"),
    (b"AA", "打开时的动作"),
    (b"Outlines", "书签"),
];

/// Where the descriptor of a font has its face.
const FACES: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];

/// What is told of annotations that stand on a page.
const MARKS: [&[u8]; 2] = [b"Subtype", b"Contents"];

/// The parts in which a file differs from another, as far as they are known: those of the whole file,
/// then those of pages.
///
/// # Errors
/// When one of the two is not read.
pub(crate) fn unlike_parts(made: &[u8], found: &[u8]) -> Result<Vec<String>, Unread> {
    let (made, found) = (parts(made)?, parts(found)?);
    let names = made.keys().chain(found.keys().filter(|part| !made.contains_key(*part)));
    let mut unlike: Vec<&(usize, &str)> =
        names.filter(|part| made.get(*part) != found.get(*part)).collect();
    unlike.sort_unstable();
    let shown = |(page, what): &(usize, &str)| match page {
        0 => (*what).to_owned(),
        page => format!("第 {page} 页的{what}"),
    };
    Ok(unlike.into_iter().map(shown).collect())
}

/// The parts of a file by their pages, from 1, or 0 for the whole file; each with a hash of what it is.
fn parts(bytes: &[u8]) -> Result<BTreeMap<(usize, &'static str), u64>, Unread> {
    if bytes.len() > PDF_FILE.size() {
        return Err(Unread::TooLarge(&PDF_FILE, Some(bytes.len() as u64)));
    }
    let file = objects::read(bytes)?;
    let mut parts = BTreeMap::new();
    let mut properties = DefaultHasher::new();
    // The dictionary of properties is known by what only it has.
    let infos = file.objects.values().filter_map(|object| object.as_dict().ok());
    for info in infos.filter(|dict| dict.has(b"Producer") || dict.has(b"CreationDate")) {
        for (key, value) in info {
            (key, value.as_str().unwrap_or_default()).hash(&mut properties);
        }
    }
    let mut left = PDF_INFLATED.most;
    // Whoever saves a file anew may number its objects otherwise: the order of the faces says nothing.
    let mut faces = 0_u64;
    let streams = file.objects.values().filter_map(|object| object.as_dict().ok());
    let streams =
        streams.flat_map(|dict| FACES.iter().filter_map(|key| dict.get_deref(key, &file).ok()));
    for stream in streams.filter_map(|face| face.as_stream().ok()) {
        let mut face = DefaultHasher::new();
        inflated(stream, PDF_STREAM.most).hash(&mut face);
        faces = faces.wrapping_add(face.finish());
    }
    parts.insert((0, "字体"), faces);
    if let Ok(catalog) = file.catalog() {
        for (key, name) in ADDED.into_iter().filter(|(key, _)| catalog.has(key)) {
            parts.insert((0, name), key.len() as u64);
        }
        let metadata = catalog.get_deref(b"Metadata", &file).and_then(Object::as_stream);
        metadata.ok().and_then(|stream| inflated(stream, PDF_STREAM.most)).hash(&mut properties);
    }
    parts.insert((0, "文件属性"), properties.finish());
    for (at, id) in file.get_pages().into_values().take(MOST_PAGES).enumerate() {
        let mut content = DefaultHasher::new();
        for stream in file.get_page_contents(id) {
            let stream = file.get_object(stream).and_then(Object::as_stream);
            let bytes = stream.ok().and_then(|stream| inflated(stream, left.min(PDF_STREAM.most)));
            let bytes = bytes.unwrap_or_default();
            left = left.saturating_sub(bytes.len() as u64);
            content.write(&bytes);
        }
        parts.insert((at + 1, "版面"), content.finish());
        if let Some(marks) = annotations(&file, id) {
            parts.insert((at + 1, "批注、链接或者签章"), marks);
        }
    }
    Ok(parts)
}

/// A hash of what was put on a page: notes, marks, links, fields. None where nothing was.
fn annotations(file: &Document, page: ObjectId) -> Option<u64> {
    let page = file.get_object(page).and_then(Object::as_dict).ok()?;
    let marks = page.get_deref(b"Annots", file).and_then(Object::as_array).ok()?;
    let mut hash = DefaultHasher::new();
    for mark in marks {
        let mark: &Dictionary = file.dereference(mark).ok()?.1.as_dict().ok()?;
        for key in MARKS {
            let value = mark.get_deref(key, file).ok();
            value
                .and_then(|value| value.as_str().or_else(|_| value.as_name()).ok())
                .hash(&mut hash);
        }
    }
    (!marks.is_empty()).then(|| hash.finish())
}
