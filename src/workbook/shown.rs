//! What a form shows beside what is filled in: last year's values, what may be cited, how to fill it in.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::form::Block;
use super::values::Values;
use crate::hash;

/// Below the placeholders of the figures that a text may cite: that there are more of them.
pub(crate) const MORE: &str = "其余的见“指标”";
/// Below them, before a year of last year's text.
pub(crate) const DOUBTFUL: &str = "上年正文里的年份没有改，请核对：";

/// A mark of what a form shows, by which is known whether somebody typed over it. `of` is
/// the name of the figure; it is empty for a text.
pub(super) fn mark(of: &str, text: &str) -> String {
    const BYTES: usize = 4;
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = match text.parse::<Decimal>() {
        Ok(number) => number.normalize().to_string(),
        Err(_) => text,
    };
    hash::digest(&format!("{of}\n{text}"), BYTES)
}

/// What a form shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// Last year's figures as they were typed, and last year's texts as they may be carried over.
    pub(crate) last: Values,
    /// The items of the outline of each kind that the department writes.
    pub(crate) items: Vec<(Block, Vec<Item>)>,
    pub(crate) guide: Guide,
}

/// An item of the outline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) key: String,
    pub(crate) heading: String,
    /// The placeholders of the figures that its text may cite, and remarks on last year's text.
    pub(crate) citable: Vec<String>,
}

/// 填报说明: what the first sheet says.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Guide {
    #[serde(rename = "标题")]
    pub(crate) title: String,
    #[serde(rename = "各段")]
    pub(crate) sections: Vec<Section>,
    #[serde(rename = "颜色")]
    pub(crate) colours: Colours,
}

/// Lines below a heading.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Section {
    #[serde(rename = "标题")]
    pub(crate) heading: String,
    #[serde(rename = "各行")]
    pub(crate) lines: Vec<String>,
}

/// What the colours of cells mean.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Colours {
    #[serde(rename = "标题")]
    pub(crate) heading: String,
    #[serde(rename = "必填")]
    pub(crate) required: String,
    #[serde(rename = "建议")]
    pub(crate) recommended: String,
    #[serde(rename = "可填")]
    pub(crate) open: String,
    #[serde(rename = "公式")]
    pub(crate) computed: String,
    #[serde(rename = "锁定")]
    pub(crate) locked: String,
}

impl Guide {
    /// Without the line breaks at the ends of its texts.
    pub(super) fn trimmed(&self) -> Guide {
        let text = |text: &String| text.trim().to_owned();
        let Colours { heading, required, recommended, open, computed, locked } = &self.colours;
        Guide {
            title: text(&self.title),
            sections: self
                .sections
                .iter()
                .map(|section| Section {
                    heading: text(&section.heading),
                    lines: section.lines.iter().map(text).collect(),
                })
                .collect(),
            colours: Colours {
                heading: text(heading),
                required: text(required),
                recommended: text(recommended),
                open: text(open),
                computed: text(computed),
                locked: text(locked),
            },
        }
    }
}

impl Shown {
    /// The items of a kind.
    pub(crate) fn items(&self, block: &Block) -> &[Item] {
        let found = self.items.iter().find(|(of, _)| of == block);
        found.map(|(_, items)| items.as_slice()).unwrap_or_default()
    }
}
