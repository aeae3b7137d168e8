//! The numbers that an office program computes for paragraphs of lists. Whoever types 一、 and ends the
//! line gets such a list without asking, and the number is no text of the paragraph any more.

use std::collections::BTreeMap;

use super::Refused;
use super::refused::one_more;
use super::styles::Numbering;
use crate::number::chinese_numeral;
use crate::package::{Element, Event, Xml};

/// Levels of a list.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// `%1、`
    text: String,
    /// What stands behind the number; a blank is text, a tab is not.
    has_blank: bool,
}

/// The lists of a document, and how far each is counted.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// By the id of the abstract list.
    lists: BTreeMap<String, Vec<Level>>,
    /// The abstract list of each list.
    kinds: BTreeMap<String, String>,
    counted: BTreeMap<String, [Option<u32>; LEVELS]>,
}

impl Numbers {
    pub(super) fn read(part: &[u8]) -> Result<Numbers, Refused> {
        let mut numbers = Numbers::default();
        let mut list: Option<(String, Vec<Level>)> = None;
        let mut number: Option<String> = None;
        for event in Xml::new(part) {
            match event? {
                Event::Open(element) => match element.name.as_str() {
                    "w:abstractNum" => {
                        one_more(numbers.lists.len())?;
                        list = Some((id(&element, "w:abstractNumId"), Vec::new()));
                    }
                    "w:num" => number = Some(id(&element, "w:numId")),
                    "w:abstractNumId" => {
                        if let Some(number) = &number {
                            one_more(numbers.kinds.len())?;
                            numbers.kinds.insert(number.clone(), id(&element, "w:val"));
                        }
                    }
                    _ => {
                        if let Some((_, levels)) = &mut list {
                            take(levels, &element);
                        }
                    }
                },
                Event::Close(name) => match name.as_str() {
                    "w:abstractNum" => numbers.lists.extend(list.take()),
                    "w:num" => number = None,
                    _ => {}
                },
                Event::Text(_) => {}
            }
        }
        Ok(numbers)
    }

    /// The number of the next paragraph of a list, as it is shown; empty for a bullet, and where there
    /// is no such list.
    pub(super) fn next(&mut self, numbering: &Numbering) -> String {
        let Some(kind) = numbering.list.as_ref().and_then(|list| self.kinds.get(list)) else {
            return String::new();
        };
        let Some(levels) = self.lists.get(kind) else { return String::new() };
        let at = numbering.level.unwrap_or(0).min(LEVELS - 1);
        let Some(level) = levels.get(at) else { return String::new() };
        let counted = self.counted.entry(kind.clone()).or_default();
        let start = level.start.unwrap_or(1);
        let (upper, lower) = counted.split_at_mut(at);
        for (upper, level) in upper.iter_mut().zip(levels) {
            upper.get_or_insert(level.start.unwrap_or(1));
        }
        if let Some((own, deeper)) = lower.split_first_mut() {
            *own = Some(own.map_or(start, |number| number.saturating_add(1)));
            deeper.fill(None);
        }
        if matches!(level.format.as_str(), "bullet" | "none") {
            return String::new();
        }
        let mut shown = level.text.clone();
        for (place, (number, level)) in counted.iter().zip(levels).enumerate() {
            let number = number.map_or_else(String::new, |number| formatted(number, &level.format));
            shown = shown.replace(&format!("%{}", place + 1), &number);
        }
        if level.has_blank {
            shown.push(' ');
        }
        shown
    }
}

fn id(element: &Element, name: &str) -> String {
    element.attribute(name).unwrap_or_default().to_owned()
}

/// Reads a property of the last level.
fn take(levels: &mut Vec<Level>, element: &Element) {
    if element.name == "w:lvl" && levels.len() < LEVELS {
        levels.push(Level::default());
    }
    let Some(level) = levels.last_mut() else { return };
    let value = element.attribute("w:val").unwrap_or_default();
    match element.name.as_str() {
        "w:start" => level.start = value.parse().ok(),
        "w:numFmt" => level.format = value.to_owned(),
        "w:lvlText" => level.text = value.chars().take(20).collect(),
        "w:suff" => level.has_blank = value == "space",
        _ => {}
    }
}

/// A number in one of the formats that offices use.
fn formatted(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => chinese_numeral(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            char::from_u32(0x245F + number).map(String::from).unwrap_or_default()
        }
        "decimalFullWidth" | "decimalFullWidth2" => {
            let wide = |digit: char| char::from_u32(u32::from(digit) + 0xFEE0).unwrap_or(digit);
            number.to_string().chars().map(wide).collect()
        }
        "upperLetter" if (1..=26).contains(&number) => letter(b'A', number),
        "lowerLetter" if (1..=26).contains(&number) => letter(b'a', number),
        _ => number.to_string(),
    }
}

fn letter(first: u8, number: u32) -> String {
    let step = u8::try_from(number).unwrap_or(1).saturating_sub(1);
    char::from(first.saturating_add(step)).to_string()
}
