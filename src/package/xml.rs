//! Reading the XML of a part, event by event. No document type is read, so no entity but the five
//! of XML itself, and nothing from another file.

use quick_xml::XmlVersion;
use std::ops::Deref;
use std::rc::Rc;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event as Raw};
use quick_xml::name::{Namespace, PrefixDeclaration, QName, ResolveResult};
use quick_xml::reader::NsReader;
use rustc_hash::FxHashMap;

use crate::bounds::XML_DEPTH;

/// How deep elements may lie within each other; office programs stay below fifty.
const DEEPEST: usize = XML_DEPTH.size();

/// The names of the formats, in the two variants of ISO/IEC 29500 (transitional and strict), and the
/// prefix under which their elements are given here, whatever the file itself calls them.
const PREFIXES: &[(&str, &str)] = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "x"),
    ("http://purl.oclc.org/ooxml/spreadsheetml/main", "x"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/package/2006/relationships", "rel"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("urn:nianbao:sent", "nb"),
];

/// The name of an element or an attribute, with a prefix of the table above, e.g. `w:p`; that of another
/// format begins with `?:`. An attribute without a prefix has none here either. One text is shared by
/// all that bear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name(Rc<str>);

impl Name {
    /// As text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

/// What comes next in a part. An element without content is opened and closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A start tag.
    Open(Element),
    /// An end tag, by the name of its element.
    Close(Name),
    /// Text between tags; one text may come in several pieces.
    Text(String),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: Name,
    /// Names and values.
    pub(crate) attributes: Vec<(Name, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(given, _)| *given == *name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A part is no well-formed XML, or lies deeper than a part may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotWellFormed;

/// The events of a part, one after the other. After an error nothing more comes.
pub(crate) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    /// The element that an empty tag has opened.
    to_close: Option<Name>,
    depth: usize,
    has_ended: bool,
    names: Names,
}

/// The names that were met, by what the file calls them. Where an element declares prefixes, the same
/// words may stand for another format, so all are forgotten when it begins and when it ends.
#[derive(Default)]
struct Names {
    elements: FxHashMap<String, Name>,
    attributes: FxHashMap<String, Name>,
    /// How deep the elements lie that declare prefixes.
    declared: Vec<usize>,
}

impl Names {
    fn forget(&mut self) {
        self.elements.clear();
        self.attributes.clear();
    }
}

impl<'a> Xml<'a> {
    /// Of the bytes of a part.
    ///
    /// # Errors
    /// When they are no UTF-8, which office programs write.
    pub(crate) fn new(part: &'a [u8]) -> Result<Xml<'a>, NotWellFormed> {
        let text = std::str::from_utf8(part).map_err(|_| NotWellFormed)?;
        let reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}'));
        let names = Names::default();
        Ok(Xml { reader, to_close: None, depth: 0, has_ended: false, names })
    }

    fn next_event(&mut self) -> Result<Option<Event>, NotWellFormed> {
        if let Some(name) = self.to_close.take() {
            return Ok(Some(Event::Close(name)));
        }
        loop {
            let event = self.reader.read_event().map_err(|_| NotWellFormed)?;
            let event = match event {
                Raw::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(NotWellFormed);
                    }
                    let (element, declares) = self.element(&tag)?;
                    if declares {
                        self.names.declared.push(self.depth);
                    }
                    Event::Open(element)
                }
                Raw::Empty(tag) => {
                    let (element, declares) = self.element(&tag)?;
                    if declares {
                        self.names.forget();
                    }
                    self.to_close = Some(element.name.clone());
                    Event::Open(element)
                }
                Raw::End(tag) => {
                    let name = self.element_name(tag.name());
                    if self.names.declared.last() == Some(&self.depth) {
                        self.names.declared.pop();
                        self.names.forget();
                    }
                    self.depth = self.depth.saturating_sub(1);
                    Event::Close(name)
                }
                Raw::Text(text) => Event::Text(text.xml10_content().into_owned()),
                Raw::CData(text) => Event::Text(text.xml10_content().into_owned()),
                Raw::GeneralRef(entity) => {
                    let resolved = entity.resolve_char_ref().map_err(|_| NotWellFormed)?;
                    let named = || {
                        quick_xml::escape::resolve_xml_entity(&entity.xml10_content())
                            .map(str::to_owned)
                    };
                    let text = resolved.map(String::from).or_else(named);
                    Event::Text(text.ok_or(NotWellFormed)?)
                }
                Raw::DocType(_) => return Err(NotWellFormed),
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => continue,
                Raw::Eof if self.depth > 0 => return Err(NotWellFormed),
                Raw::Eof => return Ok(None),
            };
            return Ok(Some(event));
        }
    }

    /// What a start tag says, and whether it declares prefixes.
    fn element(&mut self, tag: &BytesStart<'_>) -> Result<(Element, bool), NotWellFormed> {
        let (mut given, mut declares) = (Vec::new(), false);
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| NotWellFormed)?;
            match is_declaration(&attribute) {
                true => declares = true,
                false => given.push(attribute),
            }
        }
        if declares {
            self.names.forget();
        }
        let name = self.element_name(tag.name());
        let mut attributes = Vec::with_capacity(given.len());
        for attribute in given {
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| NotWellFormed)?;
            attributes.push((self.attribute_name(attribute.key), value.into_owned()));
        }
        Ok((Element { name, attributes }, declares))
    }

    fn element_name(&mut self, raw: QName<'_>) -> Name {
        if let Some(name) = self.names.elements.get(raw.as_ref()) {
            return name.clone();
        }
        let (space, local) = self.reader.resolver().resolve_element(raw);
        let name = Name(prefixed(&space, local.as_ref()).into());
        self.names.elements.insert(raw.as_ref().to_owned(), name.clone());
        name
    }

    fn attribute_name(&mut self, raw: QName<'_>) -> Name {
        if let Some(name) = self.names.attributes.get(raw.as_ref()) {
            return name.clone();
        }
        let name = match self.reader.resolver().resolve_attribute(raw) {
            (ResolveResult::Unbound, local) => Name(local.as_ref().into()),
            (space, local) => Name(prefixed(&space, local.as_ref()).into()),
        };
        self.names.attributes.insert(raw.as_ref().to_owned(), name.clone());
        name
    }
}

fn is_declaration(attribute: &Attribute<'_>) -> bool {
    let binding = attribute.key.as_namespace_binding();
    matches!(binding, Some(PrefixDeclaration::Default | PrefixDeclaration::Named(_)))
}

impl Iterator for Xml<'_> {
    type Item = Result<Event, NotWellFormed>;

    fn next(&mut self) -> Option<Result<Event, NotWellFormed>> {
        if self.has_ended {
            return None;
        }
        let event = self.next_event();
        self.has_ended = !matches!(event, Ok(Some(_)));
        event.transpose()
    }
}

/// A name with the prefix of the format that it belongs to.
fn prefixed(space: &ResolveResult<'_>, local: &str) -> String {
    let prefix = match space {
        ResolveResult::Bound(Namespace(uri)) => {
            PREFIXES.iter().find(|(known, _)| known == uri).map(|(_, prefix)| *prefix)
        }
        ResolveResult::Unbound | ResolveResult::Unknown(_) => None,
    };
    format!("{}:{local}", prefix.unwrap_or("?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(xml: &str) -> Result<Vec<Event>, NotWellFormed> {
        Xml::new(xml.as_bytes())?.collect()
    }

    #[test]
    fn elements_are_named_by_their_format_whatever_their_prefix() {
        let xml = r#"<?xml version="1.0"?><doc:p xmlns:doc="http://purl.oclc.org/ooxml/wordprocessingml/main"
            doc:val="a&amp;b" plain="1"><doc:br/>甲&lt;&#x4E59;<![CDATA[<丙>]]><other/></doc:p>"#;
        let open = |name: &str, attributes: &[(&str, &str)]| {
            let owned = |(name, value): &(&str, &str)| (Name((*name).into()), (*value).to_owned());
            Event::Open(Element {
                name: Name(name.into()),
                attributes: attributes.iter().map(owned).collect(),
            })
        };
        let close = |name: &str| Event::Close(Name(name.into()));
        let text = |text: &str| Event::Text(text.to_owned());
        assert_eq!(
            events(xml).expect("well-formed"),
            [
                open("w:p", &[("w:val", "a&b"), ("plain", "1")]),
                open("w:br", &[]),
                close("w:br"),
                text("甲"),
                text("<"),
                text("乙"),
                text("<丙>"),
                open("?:other", &[]),
                close("?:other"),
                close("w:p"),
            ]
        );
    }

    #[test]
    fn a_prefix_that_is_declared_anew_stands_for_another_format_within_its_element() {
        let (word, sheet) = (PREFIXES[0].0, PREFIXES[2].0);
        let xml = format!(
            r#"<a:p xmlns:a="{word}" xmlns:b="{word}"><a:r/><a:r xmlns:a="{sheet}"><a:r a:v="1"/></a:r><a:r xmlns:a="{sheet}"/><a:r b:v="1"/></a:p>"#
        );
        let names: Vec<String> = events(&xml)
            .expect("well-formed")
            .into_iter()
            .flat_map(|event| match event {
                Event::Open(element) => {
                    let of = element.attributes.iter().map(|(name, _)| name.as_str().to_owned());
                    std::iter::once(element.name.as_str().to_owned()).chain(of).collect()
                }
                Event::Close(name) => vec![format!("/{}", name.as_str())],
                Event::Text(_) => vec![],
            })
            .collect();
        assert_eq!(
            names.join(" "),
            "w:p w:r /w:r x:r x:r x:v /x:r /x:r x:r /x:r w:r w:v /w:r /w:p"
        );
    }

    #[test]
    fn what_is_not_well_formed_ends_with_an_error() {
        for xml in [
            "<a><b></a>",
            "<a>",
            "<a>&other;</a>",
            "<!DOCTYPE a><a/>",
            "<a b=\"1\" b=\"2\"/>",
            "</a>",
        ] {
            assert_eq!(events(xml), Err(NotWellFormed), "{xml}");
        }
        let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
        assert_eq!(events(&deep), Err(NotWellFormed));
        assert!(Xml::new(&[0xFF, 0xFE]).is_err());
    }
}
