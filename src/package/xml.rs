//! Reading the XML of a part, event by event. No document type is read, so no entity but the five
//! of XML itself, and nothing from another file.
//!
//! What is read is what the formats of office programs need of XML 1.0: UTF-8, prefixes, references,
//! CDATA. Names and values are slices of the part: a form is read forty times for one report.

use std::borrow::Cow;
use std::ops::Deref;
use std::rc::Rc;

use memchr::{memchr, memmem};

use crate::bounds::{Bound, XML_DEPTH};

/// How deep elements may lie within each other; office programs stay below fifty.
const DEEPEST: usize = XML_DEPTH.size();

/// How many prefixes may be declared at one place; a document of an office program has some forty.
const MOST_PREFIXES: usize = 128;

/// How many names are kept at hand; a part has some dozens.
const MOST_NAMES: usize = 64;

/// How many attributes a tag may have; those of office programs have some ten.
const MOST_ATTRIBUTES: usize = 256;

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
    ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments", "tc"),
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
    /// As they stand in the tag.
    attributes: &'x str,
    /// What its prefixes stand for.
    scope: Option<Rc<Scope>>,
    /// Of a tag whose values are not what stands there: names and values.
    decoded: Vec<(&'x str, String)>,
}

impl Element<'_> {
    /// The values of attributes whose names have no prefix.
    pub(crate) fn attributes<const N: usize>(&self, names: [&str; N]) -> [Option<&str>; N] {
        if !self.decoded.is_empty() {
            return names.map(|name| self.attribute(name));
        }
        let mut values = [None; N];
        let mut rest = self.attributes;
        while let Some(attribute) = Attribute::at(rest) {
            for (name, value) in names.iter().zip(&mut values) {
                if are_same(attribute.name, name) {
                    *value = Some(attribute.value);
                }
            }
            rest = attribute.rest;
        }
        values
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let prefixed = name.split_once(':');
        let is_meant = |given: &str| match prefixed {
            None => are_same(given, name),
            Some((wanted, local)) => given.split_once(':').is_some_and(|(of_file, given)| {
                given == local && prefix(self.scope.as_ref(), of_file) == wanted
            }),
        };
        if !self.decoded.is_empty() {
            let found = self.decoded.iter().find(|(given, _)| is_meant(given));
            return found.map(|(_, value)| value.as_str());
        }
        let mut rest = self.attributes;
        while let Some(attribute) = Attribute::at(rest) {
            if is_meant(attribute.name) {
                return Some(attribute.value);
            }
            rest = attribute.rest;
        }
        None
    }
}

/// The bytes that end the name of an attribute: blanks, and signs of tags.
const ENDS_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let signs = b" \t\n\r=<>/\"'";
    let mut at = 0;
    while at < signs.len() {
        ends[signs[at] as usize] = true;
        at += 1;
    }
    ends
};

/// An attribute as it stands in its tag.
struct Attribute<'t> {
    name: &'t str,
    value: &'t str,
    /// Whether it is what stands there: without references, and line breaks that stand for blanks.
    is_plain: bool,
    /// What stands behind it.
    rest: &'t str,
}

impl<'t> Attribute<'t> {
    /// The one with which a text begins, after blanks, which there must be.
    fn at(text: &'t str) -> Option<Attribute<'t>> {
        if let Some(b'>' | b'/') = text.as_bytes().first() {
            return None;
        }
        let start = blanks(text, 0);
        let mut end = start;
        while text.as_bytes().get(end).is_some_and(|byte| !ENDS_NAME[usize::from(*byte)]) {
            end += 1;
        }
        let equals = blanks(text, end);
        let quote = blanks(text, equals + 1);
        let sign = *text.as_bytes().get(quote)?;
        let is_one = 0 < start && start < end && text.as_bytes().get(equals) == Some(&b'=');
        if !is_one || !matches!(sign, b'"' | b'\'') {
            return None;
        }
        // Most values are short.
        let (mut close, mut is_plain) = (quote + 1, true);
        loop {
            match *text.as_bytes().get(close)? {
                byte if byte == sign => break,
                byte => is_plain &= byte >= b' ' && byte != b'&',
            }
            close += 1;
        }
        Some(Attribute {
            name: text.get(start..end)?,
            value: text.get(quote + 1..close)?,
            is_plain,
            rest: text.get(close + 1..)?,
        })
    }
}

/// Whether two names are the same; most differ in their first byte.
fn are_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.as_bytes().first() == other.as_bytes().first() && one == other
}

/// Where the blanks end that begin at a place.
fn blanks(text: &str, mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = text.as_bytes().get(at) {
        at += 1;
    }
    at
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

/// Why a part is not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum XmlFault {
    /// It is no well-formed XML.
    NotWellFormed,
    /// It is more than a part may be.
    TooMuch(&'static Bound),
}

use XmlFault::NotWellFormed;

/// The events of a part, one after the other. After an error nothing more comes.
pub(crate) struct Xml<'a> {
    /// What is not read yet, and whether there is something else than UTF-8 behind it.
    rest: &'a str,
    is_cut: bool,
    /// The element that an empty tag has opened.
    to_close: Option<Name>,
    has_ended: bool,
    open: Vec<Open<'a>>,
    scope: Option<Rc<Scope>>,
    /// The names of elements that were met, by what the file calls them. Where an element declares
    /// prefixes, the same words may stand for another format, so all are forgotten when it begins and
    /// when it ends.
    names: Vec<(&'a str, Name)>,
    /// The names of the attributes of the tag that is read.
    of_tag: Vec<&'a str>,
}

/// The prefixes around an element.
type Around = Option<Rc<Scope>>;

/// An element that is open.
struct Open<'a> {
    /// As the file calls it.
    given: &'a str,
    name: Name,
    /// Where it declares prefixes, those around it.
    around: Option<Around>,
}

impl<'a> Xml<'a> {
    /// Of the bytes of a part, in UTF-8, which office programs write.
    pub(crate) fn new(part: &'a [u8]) -> Xml<'a> {
        let (text, is_cut) = match std::str::from_utf8(part) {
            Ok(text) => (text, false),
            Err(fault) => {
                let valid = part.get(..fault.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(valid).unwrap_or_default(), true)
            }
        };
        Xml {
            rest: text.strip_prefix('\u{FEFF}').unwrap_or(text),
            is_cut,
            to_close: None,
            has_ended: false,
            open: Vec::new(),
            scope: None,
            names: Vec::new(),
            of_tag: Vec::new(),
        }
    }

    fn next_event(&mut self) -> Result<Option<Event<'a>>, XmlFault> {
        if let Some(name) = self.to_close.take() {
            return Ok(Some(Event::Close(name)));
        }
        loop {
            let (first, second) = (self.rest.as_bytes().first(), self.rest.as_bytes().get(1));
            match (first, second) {
                (None, _) if self.is_cut || !self.open.is_empty() => return Err(NotWellFormed),
                (None, _) => return Ok(None),
                (Some(b'<'), Some(b'/')) => return self.close().map(Some),
                (Some(b'<'), Some(b'?')) => self.skip("?>")?,
                (Some(b'<'), Some(b'!')) if self.rest.starts_with("<!--") => self.skip("-->")?,
                (Some(b'<'), Some(b'!')) => {
                    let start = "<![CDATA[";
                    let text = self.rest.strip_prefix(start).ok_or(NotWellFormed)?;
                    self.skip("]]>")?;
                    let end = text.len().checked_sub(self.rest.len() + 3).ok_or(NotWellFormed)?;
                    return Ok(Some(Event::Text(lines(text.get(..end).unwrap_or_default()))));
                }
                (Some(b'<'), _) => return self.start().map(Some),
                (Some(_), _) => {
                    let end = memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
                    let (text, rest) = self.rest.split_at_checked(end).ok_or(NotWellFormed)?;
                    self.rest = rest;
                    return Ok(Some(Event::Text(decoded(text, lines)?)));
                }
            }
        }
    }

    /// What stands in the element that was opened last, whose end is passed over; none where it holds
    /// anything else than one text.
    pub(crate) fn text_alone(&mut self) -> Result<Option<Cow<'a, str>>, XmlFault> {
        let Some(open) = self.open.last().filter(|_| self.to_close.is_none()) else {
            return Ok(None);
        };
        let end = memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let (text, behind) = self.rest.split_at_checked(end).ok_or(NotWellFormed)?;
        let behind = behind.strip_prefix("</").and_then(|behind| behind.strip_prefix(open.given));
        let Some(behind) = behind.and_then(|behind| behind.strip_prefix('>')) else {
            return Ok(None);
        };
        self.rest = behind;
        if let Some(open) = self.open.pop() {
            self.leave(open.around);
        }
        decoded(text, lines).map(Some)
    }

    /// Goes behind the next place where something stands.
    fn skip(&mut self, end: &str) -> Result<(), XmlFault> {
        let at = memmem::find(self.rest.as_bytes(), end.as_bytes()).ok_or(NotWellFormed)?;
        self.rest = self.rest.get(at + end.len()..).ok_or(NotWellFormed)?;
        Ok(())
    }

    /// Reads an end tag.
    fn close(&mut self) -> Result<Event<'a>, XmlFault> {
        let end = memchr(b'>', self.rest.as_bytes()).ok_or(NotWellFormed)?;
        let given = self.rest.get(2..end).ok_or(NotWellFormed)?;
        self.rest = self.rest.get(end + 1..).ok_or(NotWellFormed)?;
        let Some(open) = self.open.pop() else { return Err(NotWellFormed) };
        if given != open.given && given.trim_end_matches([' ', '\t', '\n', '\r']) != open.given {
            return Err(NotWellFormed);
        }
        self.leave(open.around);
        Ok(Event::Close(open.name))
    }

    /// Reads a start tag.
    fn start(&mut self) -> Result<Event<'a>, XmlFault> {
        let tag = self.rest.get(1..).ok_or(NotWellFormed)?;
        let is_name = |byte: &u8| !b" \t\n\r/><=\"'".contains(byte);
        let length = tag.bytes().position(|byte| !is_name(&byte)).ok_or(NotWellFormed)?;
        let (given, behind) = tag.split_at_checked(length).ok_or(NotWellFormed)?;
        let (mut rest, mut is_plain, mut declares) = (behind, true, false);
        self.of_tag.clear();
        while let Some(attribute) = Attribute::at(rest) {
            let name = attribute.name;
            if self.of_tag.iter().any(|known| are_same(known, name))
                || self.of_tag.len() >= MOST_ATTRIBUTES
            {
                return Err(NotWellFormed);
            }
            self.of_tag.push(name);
            declares |= name.starts_with("xmlns");
            is_plain &= attribute.is_plain;
            rest = attribute.rest;
        }
        let attributes = behind.get(..behind.len() - rest.len()).ok_or(NotWellFormed)?;
        let end = rest.get(blanks(rest, 0)..).ok_or(NotWellFormed)?;
        let (behind, is_empty) = match end.strip_prefix("/>") {
            Some(behind) => (behind, true),
            None => (end.strip_prefix('>').ok_or(NotWellFormed)?, false),
        };
        if given.is_empty() {
            return Err(NotWellFormed);
        }
        if !is_empty && self.open.len() >= DEEPEST {
            return Err(XmlFault::TooMuch(&XML_DEPTH));
        }
        self.rest = behind;
        let decoded = if is_plain { Vec::new() } else { values(attributes)? };
        let around = if declares { Some(self.declare(attributes)?) } else { None };
        let name = self.name(given);
        let element = Element { name, attributes, scope: self.scope.clone(), decoded };
        let name = element.name.clone();
        match is_empty {
            true => {
                self.leave(around);
                self.to_close = Some(name);
            }
            false => self.open.push(Open { given, name, around }),
        }
        Ok(Event::Open(element))
    }

    /// Takes the prefixes that a tag declares; gives those around it.
    fn declare(&mut self, attributes: &str) -> Result<Around, XmlFault> {
        let around = self.scope.clone();
        for (name, uri) in values(attributes)? {
            let declared = name.strip_prefix("xmlns").and_then(|rest| match rest {
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
    fn name(&mut self, given: &'a str) -> Name {
        if let Some((_, name)) = self.names.iter().find(|(known, _)| are_same(known, given)) {
            return name.clone();
        }
        let (of_file, local) = given.split_once(':').unwrap_or(("", given));
        let name = Name([prefix(self.scope.as_ref(), of_file), ":", local].concat().into());
        if self.names.len() < MOST_NAMES {
            self.names.push((given, name.clone()));
        }
        name
    }
}

/// The names and values of a tag, with references resolved.
fn values(attributes: &str) -> Result<Vec<(&str, String)>, XmlFault> {
    let mut values = Vec::new();
    let mut rest = attributes;
    while let Some(attribute) = Attribute::at(rest) {
        values.push((attribute.name, decoded(attribute.value, spaced)?.into_owned()));
        rest = attribute.rest;
    }
    Ok(values)
}

/// A value of an attribute, in which line ends are blanks.
fn spaced(text: &str) -> Cow<'_, str> {
    text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ").into()
}

/// A text with the line ends of XML, which are line feeds alone.
fn lines(text: &str) -> Cow<'_, str> {
    match memchr(b'\r', text.as_bytes()) {
        Some(_) => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        None => text.into(),
    }
}

/// A text with its references resolved; what stands between them is `plain`.
fn decoded<'t>(
    text: &'t str,
    plain: impl for<'p> Fn(&'p str) -> Cow<'p, str>,
) -> Result<Cow<'t, str>, XmlFault> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Ok(plain(text)) };
    let (before, mut rest) = text.split_at_checked(first).ok_or(NotWellFormed)?;
    let mut resolved = plain(before).into_owned();
    while let Some(behind) = rest.strip_prefix('&') {
        let (name, after) = behind.split_once(';').ok_or(NotWellFormed)?;
        resolved.push(referred(name).ok_or(NotWellFormed)?);
        let end = memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        let (between, next) = after.split_at_checked(end).ok_or(NotWellFormed)?;
        resolved.push_str(&plain(between));
        rest = next;
    }
    Ok(resolved.into())
}

/// The character that a reference stands for.
fn referred(name: &str) -> Option<char> {
    let code = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let (digits, radix) = match code.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (code, 10),
    };
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    let may_stand = character >= ' ' || matches!(character, '\t' | '\n' | '\r');
    may_stand.then_some(character)
}

impl<'a> Iterator for Xml<'a> {
    type Item = Result<Event<'a>, XmlFault>;

    fn next(&mut self) -> Option<Result<Event<'a>, XmlFault>> {
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
    fn events(xml: &str) -> Result<Vec<String>, XmlFault> {
        let shown = |event: Event<'_>| match event {
            Event::Open(element) => {
                let known = ["w:val", "plain", "x:v", "w:v", "?:space"];
                let given = known.iter().filter_map(|name| {
                    element.attribute(name).map(|value| format!(" {name}={value}"))
                });
                format!("{}{}", element.name.as_str(), given.collect::<String>())
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
                "\"甲<乙\"",
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
    fn the_text_of_an_element_that_holds_nothing_else_is_taken_at_once() {
        let mut xml =
            Xml::new("<a>一&lt;<b xmlns='u'>二&amp;\r\n</b><b/><b>三<c/></b></a>".as_bytes());
        assert!(matches!(xml.next(), Some(Ok(Event::Open(_)))));
        assert_eq!(xml.text_alone(), Ok(None));
        assert!(matches!(xml.next(), Some(Ok(Event::Text(text))) if text == "一<"));
        assert!(matches!(xml.next(), Some(Ok(Event::Open(_)))));
        assert_eq!(xml.text_alone(), Ok(Some("二&\n".into())));
        let rest: Vec<String> = xml.map(|event| format!("{:?}", event.unwrap())).collect();
        assert_eq!(rest.len(), 8, "{rest:?}");
    }

    #[test]
    fn what_is_not_well_formed_ends_with_an_error() {
        for xml in [
            "<a><b></a>",
            "<a>",
            "<\"/>",
            "<a\"b\"/>",
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
        assert_eq!(events(&many(MOST_ATTRIBUTES)), Err(NotWellFormed));
        let prefixes: String =
            (0..=MOST_PREFIXES).map(|at| format!(" xmlns:p{at}=\"u\"")).collect();
        assert_eq!(events(&format!("<a{prefixes}/>")), Err(NotWellFormed));
        let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
        assert_eq!(events(&deep), Err(XmlFault::TooMuch(&XML_DEPTH)));
        for bytes in [&b"\xFF\xFE<\0a\0/\0>\0"[..], b"<a\xFF/>", b"<a>\xFF</a>", b"<a b=\"\xFF\"/>"]
        {
            assert!(Xml::new(bytes).any(|event| event.is_err()), "{bytes:?}");
        }
        assert_eq!(events("\u{FEFF}<a/>").map(|events| events.len()), Ok(2));
    }

    /// What an independent reader sees: tags with their attributes, and texts; none where it is not
    /// well-formed.
    fn judged(xml: &str) -> Option<Vec<String>> {
        use quick_xml::XmlVersion::Explicit1_0;
        use quick_xml::events::Event as Judged;
        let mut reader = quick_xml::Reader::from_str(xml);
        let (mut seen, mut depth) = (Vec::new(), 0);
        let tag = |tag: &quick_xml::events::BytesStart<'_>| {
            let attributes = tag.attributes().map(|attribute| {
                let attribute = attribute.ok()?;
                let value = attribute.normalized_value(Explicit1_0).ok()?.into_owned();
                Some(format!(" {}={value}", attribute.key.as_ref()))
            });
            let attributes: String = attributes.collect::<Option<String>>()?;
            Some(format!("{}{attributes}", tag.name().as_ref()))
        };
        loop {
            match reader.read_event().ok()? {
                Judged::Start(start) => {
                    depth += 1;
                    seen.push(tag(&start)?);
                }
                Judged::Empty(start) => {
                    seen.push(tag(&start)?);
                    seen.push(format!("/{}", start.name().as_ref()));
                }
                Judged::End(end) => {
                    depth -= 1;
                    seen.push(format!("/{}", end.name().as_ref()));
                }
                Judged::Text(text) => seen.push(format!("'{}", text.xml10_content())),
                Judged::CData(text) => seen.push(format!("'{}", text.xml10_content())),
                Judged::GeneralRef(entity) => {
                    let named = quick_xml::escape::resolve_xml_entity(&entity.xml10_content());
                    let character = entity.resolve_char_ref().ok()?.map(String::from);
                    seen.push(format!("'{}", character.or(named.map(str::to_owned))?));
                }
                Judged::DocType(_) => return None,
                Judged::Eof => return (depth == 0).then_some(seen),
                _ => {}
            }
        }
    }

    /// Texts that follow each other as one.
    fn joined(seen: Vec<String>) -> Vec<String> {
        seen.into_iter().fold(Vec::new(), |mut joined: Vec<String>, next| {
            match (joined.last_mut(), next.strip_prefix('\'')) {
                (_, Some("")) => {}
                (Some(last), Some(text)) if last.starts_with('\'') => last.push_str(text),
                _ => joined.push(next),
            }
            joined
        })
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_read_an_independent_reader_reads_the_same(
            pieces in proptest::collection::vec(
                proptest::sample::select(&[
                    "<a>", "</a>", "<b x='1'>", "</b >", "<c/>", "<a x=\"&lt;&#10;\" y='2\t' />", "</a>",
                    "<a", " x='>'", " y = \"'\"", ">", "/>", "<", "</", "甲", " ", "\r\n", "&amp;", "&#x4E59;",
                    "&z;", "&", ";", "<!-- <a> -->", "<![CDATA[<a>]]>", "<?p?>", "<!DOCTYPE a>", "]]>", "\"", "=",
                ][..]),
                0..12,
            )
        ) {
            let xml = pieces.concat();
            let seen = Xml::new(xml.as_bytes()).map(|event| {
                Ok(match event? {
                    Event::Open(element) => {
                        let mut shown = element.name.trim_start_matches("?:").to_owned();
                        for (name, value) in values(element.attributes)? {
                            shown += &format!(" {name}={value}");
                            assert_eq!(element.attribute(name), Some(value.as_str()));
                        }
                        shown
                    }
                    Event::Close(name) => format!("/{}", name.trim_start_matches("?:")),
                    Event::Text(text) => format!("'{text}"),
                })
            });
            let seen: Result<Vec<String>, XmlFault> = seen.collect();
            if let Ok(seen) = seen {
                proptest::prop_assert_eq!(Some(joined(seen)), judged(&xml).map(joined), "{}", xml);
            }
        }
    }
}
