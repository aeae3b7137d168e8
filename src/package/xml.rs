//! Reading the XML of a part, event by event. No document type is read, so no entity but the five
//! of XML itself, and nothing from another file.

use std::borrow::Cow;
use std::ops::Deref;
use std::rc::Rc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as Raw};
use quick_xml::reader::Reader;
use rustc_hash::FxHashMap;

use crate::bounds::XML_DEPTH;

/// How deep elements may lie within each other; office programs stay below fifty.
const DEEPEST: usize = XML_DEPTH.size();

/// How many prefixes may be declared at one place; a document of an office program has some forty.
const MOST_PREFIXES: usize = 128;

/// How many names are kept at hand; a part has some dozens.
const MOST_NAMES: usize = 1024;

/// How many attributes of a tag are compared one by one; a tag has some ten.
const FEW_ATTRIBUTES: usize = 16;

/// What stands for every format that is none of the table.
const OTHER: &str = "?";

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
#[derive(Debug, Clone)]
pub(crate) enum Event<'x> {
    /// A start tag.
    Open(Element<'x>),
    /// An end tag, by the name of its element.
    Close(Name),
    /// Text between tags; one text may come in several pieces.
    Text(Cow<'x, str>),
}

/// A start tag. Its attributes stay as the part has them until one is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Element<'x> {
    /// Its name.
    pub(crate) name: Name,
    tag: BytesStart<'x>,
    /// What its prefixes stand for.
    scope: Option<Rc<Scope>>,
    /// Of a tag whose values are not what stands there: names and values.
    decoded: Vec<(String, String)>,
}

impl Element<'_> {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        if !self.decoded.is_empty() {
            let found = self.decoded.iter().find(|(key, _)| self.is(key, name));
            return found.map(|(_, value)| value.as_str());
        }
        let mut attributes = Attributes(self.tag.attributes_raw()).flatten();
        attributes.find(|(key, _)| self.is(key, name)).map(|(_, value)| value)
    }

    /// Whether an attribute as the file calls it has a name.
    fn is(&self, given: &str, name: &str) -> bool {
        match given.split_once(':') {
            None => given == name,
            Some((of_file, local)) => name
                .strip_suffix(local)
                .and_then(|before| before.strip_suffix(':'))
                .is_some_and(|wanted| wanted == prefix(self.scope.as_ref(), of_file)),
        }
    }
}

/// The attributes of a tag as they stand there, each a name and what is between its quotes.
struct Attributes<'t>(&'t str);

impl<'t> Iterator for Attributes<'t> {
    type Item = Result<(&'t str, &'t str), NotWellFormed>;

    fn next(&mut self) -> Option<Self::Item> {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let bytes = self.0.as_bytes();
        let start = bytes.iter().position(|byte| !is_blank(byte))?;
        let found = self.after(start, is_blank);
        if found.is_none() {
            self.0 = "";
        }
        Some(found.ok_or(NotWellFormed))
    }
}

impl<'t> Attributes<'t> {
    /// The attribute that begins at a place.
    fn after(&mut self, start: usize, is_blank: impl Fn(&u8) -> bool) -> Option<(&'t str, &'t str)> {
        // A name stands apart from the value before it.
        if start == 0 {
            return None;
        }
        let (key, rest) = self.0.get(start..)?.split_once('=')?;
        let key = key.trim_end_matches([' ', '\t', '\n', '\r']);
        let quoted = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, rest) = quoted.get(1..)?.split_once(quote)?;
        self.0 = rest;
        let is_name = !key.is_empty() && !key.bytes().any(|byte| is_blank(&byte) || byte == b'"');
        is_name.then_some((key, value))
    }
}

/// What a prefix stands for, and those around it; the empty one is that of elements without any.
#[derive(Debug)]
struct Scope {
    given: String,
    /// The prefix of the table.
    prefix: &'static str,
    around: Option<Rc<Scope>>,
    /// How many there are.
    count: usize,
}

/// The prefix of the table for one of the file.
fn prefix(mut scope: Option<&Rc<Scope>>, given: &str) -> &'static str {
    while let Some(inner) = scope {
        if inner.given == given {
            return inner.prefix;
        }
        scope = inner.around.as_ref();
    }
    OTHER
}

/// A part is no well-formed XML, or lies deeper than a part may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotWellFormed;

/// The events of a part, one after the other. After an error nothing more comes.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// The element that an empty tag has opened.
    to_close: Option<Name>,
    has_ended: bool,
    /// The elements that are open, each with the prefixes around it where it declares others.
    open: Vec<(Name, Option<Around>)>,
    scope: Option<Rc<Scope>>,
    /// The names of elements that were met, by what the file calls them. Where an element declares
    /// prefixes, the same words may stand for another format, so all are forgotten when it begins and
    /// when it ends.
    names: FxHashMap<String, Name>,
}

/// The prefixes around an element.
type Around = Option<Rc<Scope>>;

impl<'a> Xml<'a> {
    /// Of the bytes of a part, in UTF-8, which office programs write.
    pub(crate) fn new(part: &'a [u8]) -> Xml<'a> {
        Xml {
            reader: Reader::from_reader(part),
            to_close: None,
            has_ended: false,
            open: Vec::new(),
            scope: None,
            names: FxHashMap::default(),
        }
    }

    fn next_event(&mut self) -> Result<Option<Event<'a>>, NotWellFormed> {
        if let Some(name) = self.to_close.take() {
            return Ok(Some(Event::Close(name)));
        }
        loop {
            let event = self.reader.read_event().map_err(|_| NotWellFormed)?;
            let event = match event {
                Raw::Start(tag) => {
                    if self.open.len() >= DEEPEST {
                        return Err(NotWellFormed);
                    }
                    let (element, around) = self.element(tag)?;
                    self.open.push((element.name.clone(), around));
                    Event::Open(element)
                }
                Raw::Empty(tag) => {
                    let (element, around) = self.element(tag)?;
                    self.leave(around);
                    self.to_close = Some(element.name.clone());
                    Event::Open(element)
                }
                Raw::End(_) => {
                    let (name, around) = self.open.pop().ok_or(NotWellFormed)?;
                    self.leave(around);
                    Event::Close(name)
                }
                Raw::Text(text) => Event::Text(text.xml10_content()),
                Raw::CData(text) => Event::Text(text.xml10_content()),
                Raw::GeneralRef(entity) => {
                    let resolved = entity.resolve_char_ref().map_err(|_| NotWellFormed)?;
                    let named = || {
                        quick_xml::escape::resolve_xml_entity(&entity.xml10_content())
                            .map(str::to_owned)
                    };
                    let text = resolved.map(String::from).or_else(named);
                    Event::Text(text.ok_or(NotWellFormed)?.into())
                }
                Raw::DocType(_) => return Err(NotWellFormed),
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => continue,
                Raw::Eof if !self.open.is_empty() => return Err(NotWellFormed),
                Raw::Eof => return Ok(None),
            };
            return Ok(Some(event));
        }
    }

    /// What a start tag says, and the prefixes around it where it declares others.
    fn element(
        &mut self,
        tag: BytesStart<'a>,
    ) -> Result<(Element<'a>, Option<Around>), NotWellFormed> {
        let attributes = tag.attributes_raw();
        let (mut keys, mut count, mut declares) = ([""; FEW_ATTRIBUTES], 0, false);
        for attribute in Attributes(attributes) {
            let (key, _) = attribute?;
            if keys.iter().take(count).any(|known| *known == key) {
                return Err(NotWellFormed);
            }
            if let Some(place) = keys.get_mut(count) {
                *place = key;
            }
            count += 1;
            declares |= key.starts_with("xmlns");
        }
        if count > FEW_ATTRIBUTES && tag.attributes().any(|attribute| attribute.is_err()) {
            return Err(NotWellFormed);
        }
        // References, and line breaks that stand for blanks.
        let is_plain = !attributes.bytes().any(|byte| byte == b'&' || byte < b' ');
        let decoded = if is_plain { Vec::new() } else { decoded(&tag)? };
        let around = if declares { Some(self.declare(&tag)?) } else { None };
        let name = self.name(tag.name().as_ref());
        Ok((Element { name, tag, scope: self.scope.clone(), decoded }, around))
    }

    /// Takes the prefixes that a tag declares; gives those around it.
    fn declare(&mut self, tag: &BytesStart<'_>) -> Result<Around, NotWellFormed> {
        let around = self.scope.clone();
        for (key, uri) in decoded(tag)? {
            let declared = key.strip_prefix("xmlns").and_then(|rest| match rest {
                "" => Some(""),
                prefixed => prefixed.strip_prefix(':'),
            });
            let Some(given) = declared else { continue };
            let count = self.scope.as_ref().map_or(1, |scope| scope.count + 1);
            if count > MOST_PREFIXES {
                return Err(NotWellFormed);
            }
            let known = PREFIXES.iter().find(|(known, _)| *known == uri);
            let prefix = known.map_or(OTHER, |(_, prefix)| prefix);
            let around = self.scope.take();
            self.scope = Some(Rc::new(Scope { given: given.to_owned(), prefix, around, count }));
        }
        self.names.clear();
        Ok(around)
    }

    /// Goes back to the prefixes around an element.
    fn leave(&mut self, around: Option<Around>) {
        if let Some(around) = around {
            self.scope = around;
            self.names.clear();
        }
    }

    /// The name of an element.
    fn name(&mut self, raw: &str) -> Name {
        if let Some(name) = self.names.get(raw) {
            return name.clone();
        }
        let (of_file, local) = raw.split_once(':').unwrap_or(("", raw));
        let name = Name(format!("{}:{local}", prefix(self.scope.as_ref(), of_file)).into());
        if self.names.len() < MOST_NAMES {
            self.names.insert(raw.to_owned(), name.clone());
        }
        name
    }
}

/// The names and values of a tag, with references resolved.
fn decoded(tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, NotWellFormed> {
    let attributes = tag.attributes().map(|attribute| {
        let attribute = attribute.map_err(|_| NotWellFormed)?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0);
        let value = value.map_err(|_| NotWellFormed)?;
        Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
    });
    attributes.collect()
}

impl<'a> Iterator for Xml<'a> {
    type Item = Result<Event<'a>, NotWellFormed>;

    fn next(&mut self) -> Option<Result<Event<'a>, NotWellFormed>> {
        if self.has_ended {
            return None;
        }
        let event = self.next_event();
        self.has_ended = !matches!(event, Ok(Some(_)));
        event.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events of a part, each as text: `w:p w:val=a plain=1`, `/w:p`, `"text"`.
    fn events(xml: &str) -> Result<Vec<String>, NotWellFormed> {
        let shown = |event: Event<'_>| match event {
            Event::Open(element) => {
                let tag = element.tag.clone();
                let keys = tag.attributes().map(|attribute| attribute.unwrap().key);
                let known = ["w:val", "plain", "x:v", "w:v", "?:space"];
                let given = known.iter().filter_map(|name| {
                    element.attribute(name).map(|value| format!(" {name}={value}"))
                });
                let given: Vec<String> = given.collect();
                let declared = keys.filter(|key| key.as_ref().starts_with("xmlns")).count();
                assert_eq!(given.len() + declared, tag.attributes().count(), "{xml}");
                format!("{}{}", element.name.as_str(), given.concat())
            }
            Event::Close(name) => format!("/{}", name.as_str()),
            Event::Text(text) => format!("{text:?}"),
        };
        Xml::new(xml.as_bytes()).map(|event| event.map(shown)).collect()
    }

    #[test]
    fn elements_are_named_by_their_format_whatever_their_prefix() {
        let xml = r#"<?xml version="1.0"?><doc:p xmlns:doc="http://purl.oclc.org/ooxml/wordprocessingml/main"
            doc:val="a&amp;b" plain='1"'><doc:br/>甲&lt;&#x4E59;<![CDATA[<丙>]]><other xml:space = "preserve" /></doc:p>"#;
        assert_eq!(
            events(xml).expect("well-formed"),
            [
                "w:p w:val=a&b plain=1\"",
                "w:br",
                "/w:br",
                "\"甲\"",
                "\"<\"",
                "\"乙\"",
                "\"<丙>\"",
                "?:other ?:space=preserve",
                "/?:other",
                "/w:p",
            ]
        );
    }

    #[test]
    fn a_prefix_that_is_declared_anew_stands_for_another_format_within_its_element() {
        let (word, sheet) = (PREFIXES[0].0, PREFIXES[2].0);
        let xml = format!(
            r#"<a:p xmlns:a="{word}" xmlns:b="{word}"><a:r/><a:r xmlns:a="{sheet}"><a:r a:v="1"/></a:r><a:r xmlns:a="{sheet}"/><a:r b:v="1"/></a:p>"#
        );
        assert_eq!(
            events(&xml).expect("well-formed").join(" "),
            "w:p w:r /w:r x:r x:r x:v=1 /x:r /x:r x:r /x:r w:r w:v=1 /w:r /w:p"
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
            "<a b=1/>",
            "<a b=\"1\"c=\"2\"/>",
            "<a b=\"1\" c/>",
            "<a b=\"&other;\"/>",
            "</a>",
        ] {
            assert_eq!(events(xml), Err(NotWellFormed), "{xml}");
        }
        let many = |count: usize| {
            let keys: String = (0..count).map(|key| format!(" k{key}=\"\"")).collect();
            format!("<a{keys} k{}=\"\"/>", count - 1)
        };
        assert_eq!(events(&many(FEW_ATTRIBUTES + 5)), Err(NotWellFormed));
        let prefixes: String = (0..=MOST_PREFIXES).map(|at| format!(" xmlns:p{at}=\"u\"")).collect();
        assert_eq!(events(&format!("<a{prefixes}/>")), Err(NotWellFormed));
        let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
        assert_eq!(events(&deep), Err(NotWellFormed));
        for bytes in [&b"\xFF\xFE<\0a\0/\0>\0"[..], b"<a\xFF/>", b"<a>\xFF</a>", b"<a b=\"\xFF\"/>"] {
            assert!(Xml::new(bytes).any(|event| event.is_err()), "{bytes:?}");
        }
        assert_eq!(events("\u{FEFF}<a/>").map(|events| events.len()), Ok(2));
    }
}
