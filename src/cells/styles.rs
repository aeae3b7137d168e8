//! The styles of cells: how they show numbers, and whether all that stands in them is struck out or in
//! the colour of the cell.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::colours::{BLACK, Colour, WHITE, are_alike, colour};
use super::format::Formats;
use super::limits::Limits;
use super::runs::is_on;
use super::{Look, Refused};
use crate::package::{Event, Xml};

/// How the cells of a style are seen.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) formats: Arc<Formats>,
    pub(super) look: Option<Look>,
    /// The colour of the cell; none where it is not known.
    pub(super) fill: Option<Colour>,
}

impl Default for Style {
    fn default() -> Style {
        Style { formats: Arc::default(), look: None, fill: Some(WHITE) }
    }
}

/// The styles of cells, by their numbers.
pub(super) fn styles(
    part: &[u8],
    is_1904: bool,
    limits: &mut Limits,
) -> Result<Vec<Style>, Refused> {
    let mut codes: FxHashMap<String, Arc<Formats>> = FxHashMap::default();
    let (mut styles, mut in_styles) = (Vec::new(), false);
    let (mut fonts, mut in_fonts): (Vec<Font>, bool) = (Vec::new(), false);
    // The colours of cells, so far as they are known.
    let (mut fills, mut in_fills): (Vec<Option<Colour>>, bool) = (Vec::new(), false);
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
                    fonts.push(Font { is_struck: false, colour: Some(BLACK) });
                }
                "x:strike" if in_fonts => {
                    if let Some(font) = fonts.last_mut() {
                        font.is_struck = is_on(&element);
                    }
                }
                "x:color" if in_fonts => {
                    if let Some(font) = fonts.last_mut() {
                        font.colour = colour(&element);
                    }
                }
                "x:fills" => in_fills = true,
                "x:fill" if in_fills => {
                    limits.entry()?;
                    fills.push(Some(WHITE));
                }
                "x:patternFill" if in_fills => {
                    if let (Some(fill), Some(pattern)) =
                        (fills.last_mut(), element.attribute("patternType"))
                    {
                        *fill = (pattern == "none").then_some(WHITE);
                    }
                }
                "x:gradientFill" if in_fills => {
                    if let Some(fill) = fills.last_mut() {
                        *fill = None;
                    }
                }
                "x:fgColor" if in_fills => {
                    if let Some(fill) = fills.last_mut().filter(|fill| fill.is_none()) {
                        *fill = colour(&element);
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
                    let number = |key| element.attribute(key)?.parse::<usize>().ok();
                    let font = number("fontId").and_then(|font| fonts.get(font)).copied();
                    let fill = number("fillId").and_then(|fill| fills.get(fill)).copied();
                    let (font, fill) = (font.unwrap_or_default(), fill.unwrap_or(Some(WHITE)));
                    let is_unseen =
                        || font.colour.zip(fill).is_some_and(|(one, other)| are_alike(one, other));
                    let look = match () {
                        () if font.is_struck => Some(Look::Struck),
                        () if is_unseen() => Some(Look::Unseen),
                        () => None,
                    };
                    styles.push(Style { formats, look, fill });
                }
                _ => {}
            },
            Event::Close(name) if name == "x:cellXfs" => in_styles = false,
            Event::Close(name) if name == "x:fonts" => in_fonts = false,
            Event::Close(name) if name == "x:fills" => in_fills = false,
            _ => {}
        }
    }
    Ok(styles)
}

/// How letters look.
#[derive(Debug, Clone, Copy, Default)]
struct Font {
    is_struck: bool,
    /// None where it is not known.
    colour: Option<Colour>,
}
