//! Archiving: what makes painted pages a file for archives and screen readers: tag tree,
//! bookmarks, metadata, output intent (PDF/A-2a, PDF/UA-1).
//!
//! Nothing here depends on the clock: dates are the document's own, and the file's identifier
//! is a hash of its content.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId, Stream, StringFormat, dictionary};

use super::deflate::{Packer, is_program};
use super::metadata::{Metadata, PRODUCER};
use super::object::{integer, name, text};
use super::paint::{Painted, Sequence};
use super::{bookmarks, output_intent, tag_tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::hash::sha256;
use crate::layout::{Pages, TagId};

/// # Errors
/// A diagnostic when the file cannot be put together; it names the part.
pub(super) fn finish(
    painted: Painted,
    pages: &Pages,
    document: &Document,
) -> Result<Vec<u8>, Diagnostic> {
    let mut file = painted.pdf;
    write_file(&mut file, &painted.sequences, pages, document)
        .map_err(|error| Diagnostic::new(Code::E1103, format!("PDF 写不成：{error}")))
}

fn write_file(
    file: &mut lopdf::Document,
    sequences: &BTreeMap<TagId, Vec<Sequence>>,
    pages: &Pages,
    document: &Document,
) -> lopdf::Result<Vec<u8>> {
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    for (number, id) in page_ids.iter().enumerate() {
        let page = file.get_dictionary_mut(*id)?;
        page.remove(b"Annots");
        page.set("StructParents", integer(number));
        page.set("Tabs", name("S"));
    }
    let tree = tag_tree::write(file, sequences, &pages.tags, &page_ids);
    let outlines = bookmarks::write(file, pages, &page_ids);
    let metadata = Metadata::of(document);
    let xmp = file.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        metadata.xmp().into_bytes(),
    ));
    let intent = output_intent::write(file);
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

    file.prune_objects();
    file.renumber_objects();
    let mut packer = Packer::new();
    let plain = file.catalog()?.get(b"Metadata")?.as_reference()?;
    compress(file, plain, &mut packer);
    let identifier = Object::String(identifier(file, document), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);
    Ok(super::file::bytes(file, &mut packer))
}

/// Deflates every stream but the XMP packet, which archives must be able to read as it stands.
fn compress(file: &mut lopdf::Document, plain: ObjectId, packer: &mut Packer) {
    for (id, object) in &mut file.objects {
        let Object::Stream(stream) = object else { continue };
        if *id != plain && !stream.dict.has(b"Filter") {
            packer.deflate(stream);
        }
    }
}

/// Bytes of the end of a deflated stream in which its checksum is.
const END: usize = 64;

/// A name for the content (ISO 32000-1, 14.4): a hash of the streams as they are written, and of
/// the title. Of the programs of fonts, nearly all of a file, it takes the ends, in which their
/// checksums are.
fn identifier(file: &lopdf::Document, document: &Document) -> Vec<u8> {
    let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
    let streams = streams.map(|stream| match stream.content.as_slice() {
        program if is_program(stream) => program.last_chunk::<END>().map_or(program, |end| end),
        content => content,
    });
    let hash = sha256(streams.chain([document.title.as_bytes(), PRODUCER.as_bytes()]));
    hash.into_iter().take(16).collect()
}
