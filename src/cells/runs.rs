//! Texts of runs: some of their characters may be struck out or raised.

use super::colours::{Colour, are_alike, colour};
use super::limits::Limits;
use super::{Look, Refused};
use crate::package::{Element, Event, Xml};

/// The texts that cells share.
pub(super) fn texts(part: &[u8], limits: &mut Limits) -> Result<Vec<Rich>, Refused> {
    let (mut texts, mut text) = (Vec::new(), Runs::default());
    let mut xml = Xml::new(part);
    while let Some(event) = xml.next() {
        let event = event?;
        if matches!(&event, Event::Open(element) if element.name == "x:t")
            && let Some(all) = xml.text_alone()?
        {
            text.add(&all);
            continue;
        }
        text.take(&event);
        if matches!(&event, Event::Close(name) if name == "x:si") {
            let text = text.finish();
            limits.shared(text.text.len())?;
            texts.push(text);
        }
    }
    Ok(texts)
}

/// A text of runs; how words are pronounced stands between them and is left out.
#[derive(Default)]
pub(super) struct Runs {
    text: String,
    is_text: bool,
    in_phonetic: bool,
    /// Of the run that is read.
    is_struck: bool,
    is_raised: bool,
    colour: Option<Colour>,
    /// What was struck out, and what is raised.
    struck: String,
    raised: String,
    coloured: Vec<(Colour, String)>,
}

/// A text without what is struck out in it, and how it is seen.
#[derive(Debug, Clone)]
pub(super) struct Rich {
    pub(super) text: String,
    pub(super) look: Option<Look>,
    /// What has a colour of its own.
    coloured: Vec<(Colour, String)>,
}

impl Rich {
    /// What of it nobody sees in a cell of a colour.
    pub(super) fn unseen(&self, fill: Option<Colour>) -> Option<Look> {
        let unseen = self
            .coloured
            .iter()
            .filter(|(colour, _)| fill.is_some_and(|fill| are_alike(*colour, fill)));
        let unseen: String = unseen.map(|(_, text)| text.as_str()).collect();
        match unseen.contains(char::is_alphanumeric) {
            true if unseen.trim() == self.text.trim() => Some(Look::Unseen),
            true => Some(Look::PartlyUnseen(unseen)),
            false => None,
        }
    }
}

impl Runs {
    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Open(element) => match element.name.as_str() {
                "x:t" => self.is_text = true,
                "x:rPh" => self.in_phonetic = true,
                "x:r" => {
                    (self.is_struck, self.is_raised, self.colour) = (false, false, None);
                }
                "x:color" => self.colour = colour(element),
                "x:strike" => self.is_struck = is_on(element),
                "x:vertAlign" => {
                    self.is_raised = element.attribute("val").is_some_and(|val| val != "baseline");
                }
                _ => {}
            },
            Event::Close(name) => match name.as_str() {
                "x:t" => self.is_text = false,
                "x:rPh" => self.in_phonetic = false,
                "x:r" => {
                    (self.is_struck, self.is_raised, self.colour) = (false, false, None);
                }
                _ => {}
            },
            Event::Text(text) if self.is_text => self.add(text),
            Event::Text(_) => {}
        }
    }

    /// Adds what stands in a run.
    fn add(&mut self, text: &str) {
        if self.in_phonetic {
            return;
        }
        match self.is_struck {
            true => self.struck += text,
            false => self.text += text,
        }
        if self.is_raised && !self.is_struck {
            self.raised += text;
        }
        if let Some(colour) = self.colour.filter(|_| !self.is_struck) {
            self.coloured.push((colour, text.to_owned()));
        }
    }

    pub(super) fn finish(&mut self) -> Rich {
        let Runs { text, struck, raised, coloured, .. } = std::mem::take(self);
        let has_word = |text: &str| text.contains(char::is_alphanumeric);
        let look = match () {
            // All of it: what it says must still be seen.
            () if has_word(&struck) && text.trim().is_empty() => {
                let look = Some(Look::Struck);
                return Rich { text: unescaped(struck), look, coloured };
            }
            () if has_word(&struck) => Some(Look::PartlyStruck(unescaped(struck))),
            () if has_word(&raised) => Some(Look::Raised(unescaped(raised))),
            () => None,
        };
        Rich { text: unescaped(text), look, coloured }
    }
}

/// A text with the characters that are written `_x000D_` in it, which XML cannot hold or would change.
pub(super) fn unescaped(text: String) -> String {
    let is_there = |byte: u8| text.as_bytes().contains(&byte);
    if !is_there(b'_') && !is_there(b'\r') {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        plain += before;
        let code = after.get(..4).filter(|_| after.as_bytes().get(4) == Some(&b'_'));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                plain += "_x";
                rest = after;
            }
        }
    }
    plain += rest;
    plain.replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether a mark of a font is on; without a value it is.
pub(super) fn is_on(element: &Element) -> bool {
    !matches!(element.attribute("val"), Some("0" | "false" | "off"))
}
