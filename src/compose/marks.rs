//! Marks: how a printed text keeps its fact and its place on the way through a template and
//! Markdown.
//!
//! A printed figure is text between an opening and a closing mark. The opening one carries the
//! number of its fact and the sum of its text: a template that changes the text is found out. A text that was typed carries, before each of its parts, a mark with the
//! number of the part's place; templates get the bare text, so that their conditions see nothing
//! but words, and what they print is found again by it ([`Places`]). The marks are noncharacters
//! of Unicode, which no text of a user may hold ([`is_mark`]), so nobody can forge one and no
//! markup can break one.

use std::collections::BTreeMap;

use crate::document::{FactId, Inline, Text};
use crate::source::{FileId, Span};

const FIGURE: char = '\u{FDD0}';
const MISSING: char = '\u{FDD1}';
const CLOSE: char = '\u{FDD2}';
/// Between the number of a fact and the sum of its text.
const SUM: char = '\u{FDD6}';
/// Before a part of a text, with the number of its place.
const PLACE: char = '\u{FDD3}';
/// Around what a template prints.
pub(super) const PRINTED: char = '\u{FDD4}';
pub(super) const PRINTED_END: char = '\u{FDD5}';
/// A table of a form, with its number.
const TABLE: char = '\u{FDD7}';
/// The sixteen digits of a number, U+FDE0 to U+FDEF: no filter takes them for digits.
const DIGIT_ZERO: u32 = 0xFDE0;

/// Whether the character is kept for marks.
pub(super) fn is_mark(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

/// Whether it stands around a printed text, where it parts no words.
pub(super) fn is_edge(c: char) -> bool {
    matches!(c, PRINTED | PRINTED_END)
}

/// A printed figure.
pub(super) fn figure(text: &str, fact: FactId) -> String {
    format!("{FIGURE}{}{SUM}{}{text}{CLOSE}", digits(fact.0), digits(sum(text)))
}

/// A table of a form, by its place among all.
pub(super) fn table(place: usize) -> String {
    format!("{TABLE}{}{CLOSE}", digits(place))
}

/// The table that a text is, which is nothing else.
pub(super) fn as_table(text: &str) -> Option<usize> {
    let mark = text.trim().strip_prefix(PRINTED)?.strip_suffix(PRINTED_END)?;
    number_of_table(mark.trim().strip_prefix(TABLE)?.strip_suffix(CLOSE)?)
}

fn number_of_table(text: &str) -> Option<usize> {
    let (number, rest) = number(text);
    number.filter(|_| rest.is_empty())
}

/// FNV-1a: no attack is to be held off, a template cannot write marks.
fn sum(text: &str) -> usize {
    let sum = text
        .bytes()
        .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    usize::try_from(sum).unwrap_or_default()
}

/// A text without its marks.
pub(super) fn plain(text: &str) -> String {
    text.replace(is_mark, "")
}

/// Why a text with marks cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Torn {
    /// A template cut through a figure.
    Cut,
    /// A template changed the text of a figure.
    Changed(FactId),
    /// A table stands among other text: this one, where it is known.
    Table(Option<usize>),
}

/// A place held open in a draft.
pub(super) fn missing(name: &str) -> String {
    format!("{MISSING}【待补：{}】{CLOSE}", name.replace(is_mark, ""))
}

/// Where the texts that templates may print were typed.
#[derive(Debug, Default)]
pub(super) struct Places {
    spans: Vec<Span>,
    /// The bare text → the same with the marks of its parts: of several that read the same, each, in the
    /// order in which they were given.
    marked: BTreeMap<String, Vec<String>>,
}

impl Places {
    /// The mark of a place, to stand before what was typed there.
    pub(super) fn mark(&mut self, span: Span) -> String {
        self.spans.push(span);
        format!("{PLACE}{}", digits(self.spans.len() - 1))
    }

    /// Where the first part of a text with its marks was typed.
    pub(super) fn first(&self, marked: &str) -> Option<Span> {
        let (number, _) = number(marked.split_once(PLACE)?.1);
        self.spans.get(number?).copied()
    }

    /// The text with its marks that a bare one is where it is printed after `before` others that read the
    /// same. Layouts print what they are given in its order, some of it more than once.
    fn marked(&self, bare: &str, before: usize) -> Option<&str> {
        let all = self.marked.get(bare)?;
        all.get(before.checked_rem(all.len())?).map(String::as_str)
    }

    /// A text without the marks of its parts, as a template gets it.
    pub(super) fn bare(&mut self, marked: String) -> String {
        if !marked.contains(PLACE) {
            return marked;
        }
        let mut bare = String::with_capacity(marked.len());
        let mut in_mark = false;
        for c in marked.chars() {
            in_mark = c == PLACE || in_mark && digit(c).is_some();
            if !in_mark {
                bare.push(c);
            }
        }
        self.marked.entry(bare.clone()).or_default().push(marked);
        bare
    }
}

/// Reads the texts of a layout's Markdown.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    /// How many facts there are.
    pub(super) facts: usize,
    pub(super) places: &'a Places,
    /// The texts that templates printed as they were given, and how often.
    pub(super) printed: BTreeMap<String, usize>,
    /// The layout's texts, in which its own words were typed.
    pub(super) layout: LayoutTexts<'a>,
}

impl Marks<'_> {
    /// Text with marks → inlines.
    pub(super) fn read(&mut self, text: &str) -> Result<Vec<Inline>, Torn> {
        let mut inlines = Vec::new();
        let mut rest = text;
        while let Some((own, after)) = rest.split_once(is_edge) {
            self.read_runs(own, true, &mut inlines)?;
            let opened = rest.get(own.len()..).is_some_and(|rest| rest.starts_with(PRINTED));
            rest = after;
            // A template that cuts through what it prints leaves one of the two.
            let end = after.find(is_edge).filter(|_| opened);
            let printed = end.and_then(|end| Some((after.get(..end)?, after.get(end..)?)));
            if let Some((printed, after)) = printed
                && let Some(after) = after.strip_prefix(PRINTED_END)
            {
                let places = self.places;
                let before = self.printed.get(printed).copied().unwrap_or_default();
                self.printed.insert(printed.to_owned(), before + 1);
                let marked = places.marked(printed, before).unwrap_or(printed);
                self.read_runs(marked, false, &mut inlines)?;
                rest = after;
            }
        }
        self.read_runs(rest, true, &mut inlines)?;
        Ok(inlines)
    }

    /// Reads what stands between the marks of printed texts; `own` are the layout's own words.
    fn read_runs(&mut self, text: &str, own: bool, inlines: &mut Vec<Inline>) -> Result<(), Torn> {
        let mut rest = text;
        let mut place = None;
        while let Some(open) = rest.find(is_mark) {
            let (words, marked) = rest.split_at(open);
            if !words.is_empty() {
                self.push_text(inlines, words, place.take(), own);
            }
            if let Some(marked) = marked.strip_prefix(PLACE) {
                let (number, after) = number(marked);
                let span = number.and_then(|number| self.places.spans.get(number));
                place = Some(*span.ok_or(Torn::Cut)?);
                rest = after;
                continue;
            }
            let is_table = marked.starts_with(TABLE);
            let torn = if is_table { Torn::Table(None) } else { Torn::Cut };
            let (marked, after) = marked.split_once(CLOSE).ok_or(torn)?;
            if let Some(table) = marked.strip_prefix(TABLE) {
                return Err(Torn::Table(number_of_table(table)));
            }
            rest = after;
            inlines.push(self.marked(marked, &mut place)?);
        }
        if !rest.is_empty() {
            self.push_text(inlines, rest, place, own);
        }
        Ok(())
    }

    /// A figure, or a place held open, without its closing mark.
    fn marked(&self, marked: &str, place: &mut Option<Span>) -> Result<Inline, Torn> {
        let mut chars = marked.chars();
        let kind = chars.next();
        let (number, text) = number(chars.as_str());
        match kind {
            Some(FIGURE) => {
                let fact = number.filter(|&fact| fact < self.facts).ok_or(Torn::Cut)?;
                let (sum_of_text, text) =
                    text.strip_prefix(SUM).map(self::number).ok_or(Torn::Cut)?;
                if text.contains(is_mark) {
                    return Err(Torn::Cut);
                }
                if text.is_empty() || sum_of_text != Some(sum(text)) {
                    return Err(Torn::Changed(FactId(fact)));
                }
                Ok(Inline::Figure { text: Text::at(text, place.take()), fact: FactId(fact) })
            }
            Some(MISSING) if number.is_none() && !text.is_empty() && !text.contains(is_mark) => {
                Ok(Inline::Missing { text: text.to_owned() })
            }
            _ => Err(Torn::Cut),
        }
    }

    /// Adds plain text; blanks go to the text before them.
    fn push_text(&mut self, inlines: &mut Vec<Inline>, text: &str, place: Option<Span>, own: bool) {
        let place = place.or_else(|| self.layout.place(text).filter(|_| own));
        match inlines.last_mut() {
            Some(Inline::Text(last)) if text.trim().is_empty() || last.place == place => {
                last.shown.push_str(text);
            }
            _ => inlines.push(Inline::Text(Text::at(text, place))),
        }
    }
}

/// The texts of a layout and of the sections that it may include.
#[derive(Debug)]
pub(super) struct LayoutTexts<'a> {
    files: Vec<(FileId, &'a str)>,
    known: BTreeMap<String, Option<Span>>,
}

impl<'a> LayoutTexts<'a> {
    pub(super) fn new(files: Vec<(FileId, &'a str)>) -> LayoutTexts<'a> {
        LayoutTexts { files, known: BTreeMap::new() }
    }

    /// Whether a place is in one of them.
    pub(super) fn holds(&self, place: Span) -> bool {
        self.files.iter().any(|(file, _)| *file == place.file)
    }

    /// Where these words of the layout were typed.
    fn place(&mut self, words: &str) -> Option<Span> {
        if let Some(place) = self.known.get(words) {
            return *place;
        }
        let place = self.files.iter().find_map(|(file, text)| {
            let start = text.find(words.trim())?;
            Some(Span::new(*file, start..start + words.trim().len()))
        });
        self.known.insert(words.to_owned(), place);
        place
    }
}

fn digits(number: usize) -> String {
    let digits = format!("{number:x}");
    let digits = digits.chars().filter_map(|digit| digit.to_digit(16));
    digits.filter_map(|digit| char::from_u32(DIGIT_ZERO + digit)).collect()
}

/// The number that a text begins with, and what follows it.
fn number(text: &str) -> (Option<usize>, &str) {
    let end = text.find(|c| digit(c).is_none()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let digits: String = digits.chars().filter_map(digit).collect();
    (usize::from_str_radix(&digits, 16).ok(), rest)
}

fn digit(c: char) -> Option<char> {
    char::from_digit(u32::from(c).checked_sub(DIGIT_ZERO)?, 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str, facts: usize) -> Result<Vec<Inline>, Torn> {
        let places = Places::default();
        let layout = LayoutTexts::new(Vec::new());
        Marks { facts, places: &places, printed: BTreeMap::new(), layout }.read(text)
    }

    #[test]
    fn marked_text_reads_back() {
        let marked = format!("共{}，{}。", figure("24家", FactId(18)), missing("甲"));
        assert_eq!(
            read(&marked, 19),
            Ok(vec![
                Inline::text("共"),
                Inline::Figure { text: "24家".into(), fact: FactId(18) },
                Inline::text("，"),
                Inline::Missing { text: "【待补：甲】".into() },
                Inline::text("。"),
            ])
        );
    }

    #[test]
    fn what_is_printed_is_found_by_its_bare_text() {
        let mut sources = Sources::default();
        let typed = sources.add("a.yaml", "共有24家，办结。");
        let layout = sources.add("a.md.tera", "{{ x }}其中");
        let span = |range| Some(Span::new(typed, range));
        let mut places = Places::default();
        let first = places.mark(span(0..6).unwrap());
        let figures = places.mark(span(6..11).unwrap());
        let figures = figures + &figure("24家", FactId(0));
        let last = places.mark(span(11..20).unwrap());
        let bare = places.bare(format!("{first}共有{figures}{last}，办结。"));
        assert_eq!(bare, format!("共有{}，办结。", figure("24家", FactId(0))));
        let layout_text = vec![(layout, sources.get(layout).text())];
        let mut marks = Marks {
            facts: 1,
            places: &places,
            printed: BTreeMap::new(),
            layout: LayoutTexts::new(layout_text),
        };
        let read = marks.read(&format!("{PRINTED}{bare}{PRINTED_END}其中"));
        assert_eq!(
            read,
            Ok(vec![
                Inline::Text(Text::at("共有", span(0..6))),
                Inline::Figure { text: Text::at("24家", span(6..11)), fact: FactId(0) },
                Inline::Text(Text::at("，办结。", span(11..20))),
                Inline::Text(Text::at("其中", Some(Span::new(layout, 7..13)))),
            ])
        );
        // A mark that lost its other one is nothing.
        assert_eq!(marks.read(&format!("{PRINTED}甲")), Ok(vec![Inline::text("甲")]));
    }

    #[test]
    fn of_texts_that_read_the_same_each_has_its_place() {
        let span = |at: u32| Span { file: FileId(0), start: at, end: at + 6 };
        let mut places = Places::default();
        let [one, other, next] = [0, 9, 18].map(|at| places.mark(span(at)));
        for (mark, words) in [(one, "人少"), (other, "钱少"), (next, "人少")] {
            assert_eq!(places.bare(mark + words), words);
        }
        let layout = LayoutTexts::new(Vec::new());
        let mut marks = Marks { facts: 0, places: &places, printed: BTreeMap::new(), layout };
        // Printed in two loops: the third time is the first of them again.
        let of = |words: &str| format!("{PRINTED}{words}{PRINTED_END}");
        for (words, at) in [("人少", 0), ("钱少", 9), ("人少", 18), ("人少", 0)] {
            let read = marks.read(&of(words));
            assert_eq!(read, Ok(vec![Inline::Text(Text::at(words, Some(span(at))))]));
        }
    }

    #[test]
    fn torn_marks_are_refused() {
        let whole = figure("24家", FactId(1));
        assert_eq!(read(&whole, 1), Err(Torn::Cut), "no such fact");
        for changed in [whole.replace('2', "9"), whole.replace("24家", ""), whole.replace('家', "")]
        {
            assert_eq!(read(&changed, 9), Err(Torn::Changed(FactId(1))), "{changed:?}");
        }
        for text in [
            &whole[..whole.len() - CLOSE.len_utf8()],
            &whole[FIGURE.len_utf8()..],
            "\u{FDD0}\u{FDD2}",
            "\u{FDD0}甲\u{FDD2}",
            "\u{FDD1}\u{FDE1}甲\u{FDD2}",
            "\u{FDD2}",
            "\u{FDD3}甲",
            "\u{FDE1}",
        ] {
            assert_eq!(read(text, 9), Err(Torn::Cut), "{text:?}");
        }
    }
}
