//! The styles of cells: how they show numbers, and whether all that stands in them is struck out or white.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::format::Formats;
use super::limits::Limits;
use super::runs::is_on;
use super::{Look, Refused};
use crate::package::{Element, Event, Xml};

/// How the cells of a style are seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) formats: Arc<Formats>,
    pub(super) look: Option<Look>,
}

/// The styles of cells, by their numbers.
pub(super) fn styles(
    part: &[u8],
    is_1904: bool,
    limits: &mut Limits,
) -> Result<Vec<Style>, Refused> {
    let mut codes: FxHashMap<String, Arc<Formats>> = FxHashMap::default();
    let (mut styles, mut in_styles) = (Vec::new(), false);
    let (mut fonts, mut in_fonts): (Vec<Option<Look>>, bool) = (Vec::new(), false);
    // Whether each of them leaves the paper white.
    let (mut fills, mut in_fills): (Vec<bool>, bool) = (Vec::new(), false);
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
                    fonts.push(None);
                }
                "x:strike" if in_fonts => {
                    if let Some(font) = fonts.last_mut().filter(|_| is_on(&element)) {
                        *font = Some(Look::Struck);
                    }
                }
                "x:color" if in_fonts => {
                    if let Some(font) = fonts.last_mut().filter(|_| is_white(&element)) {
                        font.get_or_insert(Look::White);
                    }
                }
                "x:fills" => in_fills = true,
                "x:fill" if in_fills => {
                    limits.entry()?;
                    fills.push(true);
                }
                "x:patternFill" if in_fills => {
                    if let (Some(fill), Some(pattern)) =
                        (fills.last_mut(), element.attribute("patternType"))
                    {
                        *fill = pattern == "none";
                    }
                }
                "x:gradientFill" if in_fills => {
                    if let Some(fill) = fills.last_mut() {
                        *fill = false;
                    }
                }
                "x:fgColor" if in_fills => {
                    if let Some(fill) = fills.last_mut() {
                        *fill |= is_white(&element);
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
                    let font = number("fontId").and_then(|font| fonts.get(font)).cloned();
                    let fill = number("fillId").and_then(|fill| fills.get(fill)).copied();
                    let is_kept = |look: &Look| *look != Look::White || fill.unwrap_or(true);
                    styles.push(Style { formats, look: font.flatten().filter(is_kept) });
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

/// Whether a colour is white: as such, of the old palette, or the first of a theme, which is that of the paper.
fn is_white(colour: &Element<'_>) -> bool {
    let is =
        |key, white: &[&str]| colour.attribute(key).is_some_and(|value| white.contains(&value));
    let is_tinted =
        colour.attribute("tint").is_some_and(|tint| !tint.trim_matches(['0', '.']).is_empty());
    let rgb = colour.attribute("rgb").map(str::to_ascii_uppercase);
    rgb.is_some_and(|rgb| rgb.ends_with("FFFFFF"))
        || is("indexed", &["1", "9"])
        || is("theme", &["0"]) && !is_tinted
}
