//! The styles of a document that came back: what its paragraphs are, as their styles tell.

use std::collections::BTreeMap;

use super::Refused;
use super::refused::one_more;
use crate::package::{Element, Event, Xml};
use crate::sent::Role;

/// Styles that a style is based on, one on the other.
const MOST_BASES: usize = 20;

/// The names of the styles that the program writes; other programs give them other ids.
pub(super) const NAMES: &[(&str, Role)] = &[
    ("份号", Role::Marking),
    ("密级和保密期限", Role::Marking),
    ("紧急程度", Role::Marking),
    ("发文机关标志", Role::Mark),
    ("发文字号", Role::Number),
    ("公文标题", Role::Title),
    ("公文副标题", Role::Subtitle),
    ("报告人", Role::Reporter),
    ("主送机关", Role::Salutation),
    ("公文正文", Role::Body),
    ("附件说明", Role::AttachmentNote),
    ("署名", Role::Organ),
    ("成文日期", Role::Date),
    ("附注", Role::Note),
    ("附件标记", Role::AttachmentLabel),
    ("附件标题", Role::AttachmentTitle),
    ("表题", Role::Caption),
    ("表格单位", Role::Unit),
    ("版记", Role::PrintedBy),
];

/// The style of the draft's stamp, which is no text of anybody.
pub(super) const STAMP: &str = "草稿字样";

/// Which number a paragraph bears: its list (`numId`), and the level in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbering {
    /// None where it is not said; an empty one takes a number away.
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

impl Numbering {
    /// Reads `w:numId` or `w:ilvl`.
    pub(super) fn take(&mut self, element: &Element) {
        let value = element.attribute("w:val");
        match element.name.as_str() {
            "w:numId" => self.list = value.map(str::to_owned),
            "w:ilvl" => self.level = value.and_then(|value| value.parse().ok()),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    base: Option<String>,
    outline: Option<u8>,
    numbering: Numbering,
    is_hidden: bool,
    is_struck: bool,
}

/// The styles of a document, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    pub(super) fn read(part: &[u8]) -> Result<Styles, Refused> {
        let mut styles = Styles::default();
        let mut current: Option<(String, Style)> = None;
        // Looks before a tracked change of them.
        let mut former = 0_usize;
        for event in Xml::new(part) {
            match event? {
                Event::Open(element) => {
                    former += usize::from(element.name.ends_with("Change"));
                    if element.name == "w:style" {
                        one_more(styles.styles.len())?;
                        let id = element.attribute("w:styleId").unwrap_or_default().to_owned();
                        let is_usual = is_on(element.attribute("w:default").or(Some("0")))
                            && element.attribute("w:type") == Some("paragraph");
                        if is_usual {
                            styles.usual = Some(id.clone());
                        }
                        current = Some((id, Style::default()));
                    } else if let (Some((_, style)), 0) = (&mut current, former) {
                        style.take(&element);
                    }
                }
                Event::Close(name) => {
                    former = former.saturating_sub(usize::from(name.ends_with("Change")));
                    if name == "w:style" {
                        styles.styles.extend(current.take());
                    }
                }
                Event::Text(_) => {}
            }
        }
        Ok(styles)
    }

    /// A style and those that it is based on, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let first = id.or(self.usual.as_deref()).and_then(|id| self.styles.get(id));
        let base = |style: &&'s Style| self.styles.get(style.base.as_deref()?);
        std::iter::successors(first, base).take(MOST_BASES)
    }

    /// What a paragraph of a style is.
    pub(super) fn role(&self, id: Option<&str>) -> Option<Role> {
        let of_name = |style: &Style| {
            NAMES.iter().find(|(name, _)| *name == style.name).map(|(_, role)| *role)
        };
        self.chain(id).find_map(|style| style.outline.map(Role::Heading).or_else(|| of_name(style)))
    }

    /// Whether a style, or one that it is based on, has a name.
    pub(super) fn is_named(&self, id: Option<&str>, name: &str) -> bool {
        self.chain(id).any(|style| style.name == name)
    }

    /// The number that a paragraph of a style bears.
    pub(super) fn numbering(&self, id: Option<&str>) -> Numbering {
        let list = self.chain(id).find_map(|style| style.numbering.list.clone());
        let level = self.chain(id).find_map(|style| style.numbering.level);
        Numbering { list, level }
    }

    /// Whether text of a style of characters is hidden.
    pub(super) fn is_hidden(&self, id: &str) -> bool {
        self.chain(Some(id)).any(|style| style.is_hidden)
    }

    /// Whether text of a style of characters is struck through.
    pub(super) fn is_struck(&self, id: &str) -> bool {
        self.chain(Some(id)).any(|style| style.is_struck)
    }
}

impl Style {
    fn take(&mut self, element: &Element) {
        let value = element.attribute("w:val");
        match element.name.as_str() {
            "w:name" => self.name = value.unwrap_or_default().to_owned(),
            "w:basedOn" => self.base = value.map(str::to_owned),
            "w:outlineLvl" => self.outline = level(value),
            "w:vanish" => self.is_hidden = is_on(value),
            "w:strike" | "w:dstrike" => self.is_struck |= is_on(value),
            _ => self.numbering.take(element),
        }
    }
}

/// The level of a heading, from 1; 9 stands for text.
pub(super) fn level(value: Option<&str>) -> Option<u8> {
    let level: u8 = value?.parse().ok()?;
    (level < 9).then_some(level + 1)
}

/// Whether a property of two values is on, which it is where no value is given.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}
