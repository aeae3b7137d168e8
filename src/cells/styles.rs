//! The styles of cells: how they show numbers, and whether all that stands in them is struck out.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Refused;
use super::format::Formats;
use super::limits::Limits;
use super::runs::is_on;
use crate::package::{Event, Xml};

/// How the cells of a style are seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) formats: Arc<Formats>,
    pub(super) is_struck: bool,
}

/// The styles of cells, by their numbers.
pub(super) fn styles(
    part: &[u8],
    is_1904: bool,
    limits: &mut Limits,
) -> Result<Vec<Style>, Refused> {
    let mut codes: FxHashMap<String, Arc<Formats>> = FxHashMap::default();
    let (mut styles, mut in_styles) = (Vec::new(), false);
    // Whether the text of each font is struck out.
    let (mut fonts, mut in_fonts): (Vec<bool>, bool) = (Vec::new(), false);
    for event in Xml::new(part) {
        match event? {
            Event::Open(element) => match element.name.as_str() {
                "x:numFmt" => {
                    limits.entry()?;
                    let text = |key| element.attribute(key).unwrap_or_default();
                    let formats = Formats::of_code(text("formatCode"), is_1904);
                    codes.insert(text("numFmtId").to_owned(), Arc::new(formats));
                }
                "x:fonts" => in_fonts = true,
                "x:font" if in_fonts => {
                    limits.entry()?;
                    fonts.push(false);
                }
                "x:strike" if in_fonts => {
                    if let Some(font) = fonts.last_mut() {
                        *font = is_on(&element);
                    }
                }
                "x:cellXfs" => in_styles = true,
                "x:xf" if in_styles => {
                    limits.entry()?;
                    let id = element.attribute("numFmtId").unwrap_or("0");
                    let formats = match codes.get(id) {
                        Some(formats) => Arc::clone(formats),
                        None => Arc::new(Formats::built_in(id.parse().unwrap_or(0), is_1904)),
                    };
                    let font = element.attribute("fontId").and_then(|id| id.parse::<usize>().ok());
                    let font = font.and_then(|font| fonts.get(font));
                    styles.push(Style { formats, is_struck: font.copied().unwrap_or_default() });
                }
                _ => {}
            },
            Event::Close(name) if name == "x:cellXfs" => in_styles = false,
            Event::Close(name) if name == "x:fonts" => in_fonts = false,
            _ => {}
        }
    }
    Ok(styles)
}
