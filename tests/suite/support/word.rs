//! A reader of Word files that shares nothing with the writer: the parts of the package, their XML as
//! trees, the text as it is read.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element of the XML of a part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    /// As it is written, with its prefix: `w:p`.
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Element>,
    /// Its own text.
    pub(crate) text: String,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The first child of a name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The `w:val` of a child.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.get("w:val")
    }

    /// It and all below it, in order.
    pub(crate) fn all(&self) -> Vec<&Element> {
        let mut found = vec![self];
        found.extend(self.children.iter().flat_map(Element::all));
        found
    }

    /// All of a name below it.
    pub(crate) fn find(&self, name: &str) -> Vec<&Element> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    /// What a reader reads in it.
    pub(crate) fn shown(&self) -> String {
        self.find("w:t").into_iter().map(|text| text.text.as_str()).collect()
    }

    /// A number that an attribute gives.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}

/// A file.
pub(crate) struct Word {
    pub(crate) parts: BTreeMap<String, Vec<u8>>,
}

impl Word {
    pub(crate) fn open(bytes: &[u8]) -> Word {
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for at in 0..package.len() {
            let mut entry = package.by_index(at).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            assert!(parts.insert(entry.name().unwrap().into_owned(), content).is_none());
        }
        Word { parts }
    }

    /// The file of its parts.
    pub(crate) fn packed(&self) -> Vec<u8> {
        let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            package.write_all(content).unwrap();
        }
        package.finish().unwrap().into_inner()
    }

    /// A part by its name in the package.
    pub(crate) fn part(&self, name: &str) -> Element {
        let content = self.parts.get(name).unwrap_or_else(|| panic!("no part {name}"));
        parse(std::str::from_utf8(content).unwrap())
    }

    /// All parts, which all are XML.
    pub(crate) fn trees(&self) -> impl Iterator<Item = (&str, Element)> {
        self.parts.keys().map(|name| (name.as_str(), self.part(name)))
    }

    /// The text of the document itself, as it is read.
    pub(crate) fn text(&self) -> String {
        self.part("word/document.xml").shown()
    }

    /// The footers of a section, by their kind: what they refer to.
    pub(crate) fn targets(&self) -> BTreeMap<String, String> {
        let relations = self.part("word/_rels/document.xml.rels");
        let of = |relation: &Element| {
            let name = |name: &str| relation.get(name).unwrap().to_owned();
            (name("Id"), name("Target"))
        };
        relations.children.iter().map(of).collect()
    }
}

/// The tree of a part; nothing that is not well-formed has one.
pub(crate) fn parse(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    let element = |tag: &BytesStart<'_>| {
        let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
            (key, value.into_owned())
        };
        let attributes = tag.attributes().map(|found| attribute(found.unwrap())).collect();
        Element { name: tag.name().as_ref().to_owned(), attributes, ..Element::default() }
    };
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}"));
        match event {
            Event::Start(tag) => open.push(element(&tag)),
            Event::Empty(tag) => open.last_mut().unwrap().children.push(element(&tag)),
            Event::End(_) => {
                let closed = open.pop().unwrap();
                open.last_mut().unwrap().children.push(closed);
            }
            Event::Text(text) => open.last_mut().unwrap().text += &text.xml10_content(),
            Event::GeneralRef(entity) => {
                let character = entity.resolve_char_ref().unwrap();
                let text = character.map(String::from).unwrap_or_else(|| {
                    let name = entity.xml10_content();
                    quick_xml::escape::resolve_xml_entity(&name).unwrap().to_owned()
                });
                open.last_mut().unwrap().text += &text;
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("not in such a part: {other:?}"),
        }
    }
    assert_eq!(open.len(), 1, "not closed: {xml}");
    let root = open.pop().unwrap();
    assert_eq!((root.children.len(), root.text.trim()), (1, ""), "{xml}");
    root.children.into_iter().next().unwrap()
}
