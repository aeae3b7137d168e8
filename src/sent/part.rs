//! What a Word document carries of the text as it was sent: a part of its own (custom XML), which
//! office programs keep and nobody sees.
//!
//! It tells which kept text belongs to the document, and which paragraphs it had: ids and hashes. It
//! holds no text, no name and no path. In the document a bookmark around each paragraph bears its id.

use super::Sent;
use crate::bounds::KEPT_PARAGRAPHS;
use crate::package::{Event, Package, Xml};

/// The part, what is known of it, and how the two are tied: names inside the package.
const ITEM: &str = "customXml/item1.xml";
const PROPERTIES: &str = "customXml/itemProps1.xml";
const RELATIONS: &str = "customXml/_rels/item1.xml.rels";

/// The folder of such parts, which office programs number anew.
const FOLDER: &str = "customXml/";

/// The content type that `[Content_Types].xml` gives to [`PROPERTIES`].
pub(crate) const PROPERTIES_TYPE: (&str, &str) = (
    "/customXml/itemProps1.xml",
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
);

/// The relationship of `word/document.xml` to the part: type and target.
pub(crate) const RELATION: (&str, &str) = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml",
    "../customXml/item1.xml",
);

/// What the name of a paragraph's bookmark begins with; the id follows. Office programs hide
/// bookmarks that begin with this sign.
const BOOKMARK: &str = "_nb";

/// The version of the part's form.
const VERSION: u32 = 1;

/// Paragraphs that are read of a part.
const MOST_PARAGRAPHS: usize = KEPT_PARAGRAPHS.size();

/// The name of the bookmark around a paragraph.
pub(crate) fn bookmark(id: &str) -> String {
    format!("{BOOKMARK}{id}")
}

/// The id that the name of a bookmark bears.
pub(crate) fn id_of_bookmark(name: &str) -> Option<&str> {
    let id = name.strip_prefix(BOOKMARK)?;
    (id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
}

/// What a document says of the text that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    /// The hash of the whole text, [`Sent::hash`].
    pub(crate) hash: String,
    /// The id of each paragraph, and the hash of its text, in reading order.
    pub(crate) paragraphs: Vec<(String, String)>,
}

impl Sent {
    /// The parts for the package of the document, by name.
    pub(crate) fn package_parts(&self) -> [(&'static str, String); 3] {
        const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        let mut item = format!(
            "{HEAD}<sent xmlns=\"urn:nianbao:sent\" version=\"{VERSION}\" hash=\"{}\">",
            self.hash()
        );
        for paragraph in &self.paragraphs {
            item.push_str(&format!("<p id=\"{}\" hash=\"{}\"/>", paragraph.id, paragraph.hash()));
        }
        item.push_str("</sent>");
        let properties = format!(
            "{HEAD}<ds:datastoreItem ds:itemID=\"{{5E6D2A0C-8F5B-4E55-9A6F-2C4B7D1A9E03}}\" \
            xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\">\
            <ds:schemaRefs><ds:schemaRef ds:uri=\"urn:nianbao:sent\"/></ds:schemaRefs>\
            </ds:datastoreItem>"
        );
        let relations = format!(
            "{HEAD}<Relationships \
            xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
            <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
            relationships/customXmlProps\" Target=\"itemProps1.xml\"/></Relationships>"
        );
        [(ITEM, item), (PROPERTIES, properties), (RELATIONS, relations)]
    }
}

impl Tie {
    /// What a package carries; none where it is not ours, or the part was lost or cannot be read.
    pub(crate) fn read(package: &Package) -> Option<Tie> {
        let is_custom = |name: &&str| {
            name.get(..FOLDER.len()).is_some_and(|start| start.eq_ignore_ascii_case(FOLDER))
        };
        package.names().filter(is_custom).find_map(|name| Tie::of_part(package.part(name)?))
    }

    fn of_part(part: &[u8]) -> Option<Tie> {
        let mut tie = None;
        for event in Xml::new(part) {
            let Event::Open(element) = event.ok()? else { continue };
            let value = |name: &str| element.attribute(name).map(str::to_owned);
            match (&mut tie, element.name.as_str()) {
                (None, "nb:sent") => {
                    let version: u32 = element.attribute("version")?.parse().ok()?;
                    let is_known = version <= VERSION;
                    tie = is_known.then_some(Tie { hash: value("hash")?, paragraphs: Vec::new() });
                    tie.as_ref()?;
                }
                (Some(tie), "nb:p") if tie.paragraphs.len() < MOST_PARAGRAPHS => {
                    tie.paragraphs.push((value("id")?, value("hash")?));
                }
                _ => return None,
            }
        }
        tie
    }
}
