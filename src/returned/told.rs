//! What stands in a document that came back but is no text of the report.

/// Characters that are told of each text.
const MOST_SHOWN: usize = 60;

/// Characters of a paragraph that tell which it is.
const MOST_PLACE: usize = 16;

/// Texts that are told of each kind.
const MOST: usize = 20;

/// What is no text of the report, each with its words where it has some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Hidden text.
    pub(crate) hidden: Vec<String>,
    /// Text that is struck through by its look alone, and so not removed, each with the beginning of
    /// its paragraph.
    pub(crate) struck: Vec<String>,
    /// Footnotes and endnotes.
    pub(crate) notes: Vec<String>,
    /// Text boxes; their text is read as paragraphs of the report.
    pub(crate) boxes: Vec<String>,
    /// What stands at the head or foot of the pages beside the number of the page.
    pub(crate) margins: Vec<String>,
    /// Characters of fonts of signs that stand for no known character; `〓` stands in their place.
    pub(crate) has_unknown_signs: bool,
    /// Pictures, drawings, embedded files.
    pub(crate) has_pictures: bool,
    /// Formulas.
    pub(crate) has_formulas: bool,
    /// A table of contents.
    pub(crate) has_contents: bool,
    /// Numbers that the office program computes; they are read as text.
    pub(crate) has_automatic_numbers: bool,
    /// Tables within tables.
    pub(crate) has_nested_tables: bool,
}

impl Told {
    /// Adds to the last text of a list, or as one of its own.
    pub(super) fn add(list: &mut Vec<String>, text: &str, goes_on: bool) {
        if goes_on && let Some(last) = list.last_mut() {
            if last.chars().count() < MOST_SHOWN {
                last.push_str(text);
            }
            return;
        }
        if list.len() < MOST {
            list.push(text.to_owned());
        }
    }

    /// Adds text that is struck through.
    pub(super) fn add_struck(&mut self, words: &str, paragraph: &str) {
        let words = words.trim();
        if !words.is_empty() && self.struck.len() < MOST {
            self.struck.push(format!(
                "“{}”（在“{}”里）",
                short(words),
                first(paragraph, MOST_PLACE)
            ));
        }
    }

    /// Short enough to be shown, without texts that are empty.
    pub(super) fn shorten(&mut self) {
        for list in [&mut self.hidden, &mut self.notes, &mut self.boxes, &mut self.margins] {
            list.retain(|text| !text.trim().is_empty());
            for text in list {
                *text = short(text.trim());
            }
        }
    }
}

/// The beginning of a text.
pub(super) fn short(text: &str) -> String {
    first(text, MOST_SHOWN)
}

fn first(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
