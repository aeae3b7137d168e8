//! Characters that cannot be set as the style asks, and where each first stands.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Text;
use crate::findings::Findings;
use crate::font::{FaceId, FontBook, Role};
use crate::source::{Sources, Span};
use crate::text::is_invisible;

/// How many characters around one are quoted where nobody typed it.
const QUOTED: usize = 8;

/// Where a character stands in a text.
#[derive(Debug)]
struct Position {
    /// Where the text was typed.
    place: Option<Span>,
    /// How many of the same character stand before it in the text.
    nth: usize,
    /// The words around it.
    before: String,
    after: String,
}

/// Characters that no face of their role draws, or none but a fallback.
#[derive(Debug, Default)]
pub(super) struct Missing {
    undrawn: BTreeMap<(char, Role), Position>,
    /// Kept where the fonts are strict; with the face that draws them.
    fallbacks: BTreeMap<(char, Role), (FaceId, Position)>,
}

impl Missing {
    /// No face of the role draws the character at this index of the text.
    pub(super) fn undrawn(&mut self, text: &Text, index: usize, character: char, role: Role) {
        // The sign that chooses the form of a picture is no fault of its own.
        let before = || text.chars().nth(index.checked_sub(1)?);
        let chooses = is_variation_selector(character)
            && before().is_some_and(|before| self.undrawn.contains_key(&(before, role)));
        if chooses {
            return;
        }
        let position = || Position::new(text, index, character);
        self.undrawn.entry((character, role)).or_insert_with(position);
    }

    /// Only this face, a fallback, draws the character at this index of the text.
    pub(super) fn fallback(
        &mut self,
        text: &Text,
        index: usize,
        character: char,
        (role, face): (Role, FaceId),
    ) {
        let position = || (face, Position::new(text, index, character));
        self.fallbacks.entry((character, role)).or_insert_with(position);
    }

    /// One diagnostic for each character, at its place. Where a face of the role cannot be used,
    /// that is the fault, and not the characters that it might have drawn. A draft has 〓 in their
    /// place, so that it can be made.
    pub(super) fn findings(
        &self,
        fonts: &FontBook<'_>,
        sources: &Sources,
        is_draft: bool,
    ) -> Findings {
        let undrawn = self.undrawn.iter().filter(|((_, role), _)| !fonts.is_damaged(*role));
        let undrawn = undrawn.map(|((character, role), position)| {
            let shown = if is_unseen(*character) {
                "看不见的字符".to_owned()
            } else {
                format!("“{character}”")
            };
            let code_point = u32::from(*character);
            let message = format!("{role}没有字体能写出{shown}（U+{code_point:04X}）");
            let found = Diagnostic::new(Code::E1101, message);
            let found = match is_draft {
                true => found.severity(Severity::Warning).note("说明", "草稿里用〓代替"),
                false => found,
            };
            let help = match is_of_symbols(*character) {
                true => "删去这个符号：多是从 Word 粘贴来的项目符号".to_owned(),
                false => format!(
                    "在字体目录放入含有此字的字体，并在 fonts.yaml 中加到“{role}”一行；或改用通行写法"
                ),
            };
            position.put(*character, found, sources).help(help)
        });
        let fallbacks = self.fallbacks.iter().map(|((character, role), (face, position))| {
            let face = fonts.name(*face);
            let message = format!("{role}的字体没有“{character}”，改由 {face} 来写");
            let found = Diagnostic::new(Code::E1104, message);
            position
                .put(*character, found, sources)
                .help(format!("放入含有此字的{role}字体；允许用后备字体的，去掉 --strict-fonts"))
        });
        undrawn.chain(fallbacks).collect()
    }
}

impl Position {
    fn new(text: &Text, index: usize, character: char) -> Position {
        let characters: Vec<char> = text.chars().collect();
        let (before, after) = characters.split_at(index.min(characters.len()));
        let after = after.get(1..).unwrap_or_default();
        Position {
            place: text.place,
            nth: before.iter().filter(|other| **other == character).count(),
            before: before.iter().skip(before.len().saturating_sub(QUOTED)).collect(),
            after: after.iter().take(QUOTED).collect(),
        }
    }

    /// The diagnostic at the place where the character was typed; with the words around it where
    /// the text was put together from several.
    fn put(&self, character: char, found: Diagnostic, sources: &Sources) -> Diagnostic {
        let Position { place, nth, before, after } = self;
        let Some(span) = *place else {
            return found.note("位置", format!("“{before}{character}{after}”"));
        };
        // Line ends, blanks and escapes may differ where it was typed; a figure is not typed at all.
        let typed = sources.text(span).match_indices(character).nth(*nth);
        let exact = typed.map(|(at, found)| {
            let start = span.range().start + at;
            Span::new(span.file, start..start + found.len())
        });
        found.at(exact.unwrap_or(span), "在这里")
    }
}

/// Signs of fonts such as Wingdings, which have no character of their own.
fn is_of_symbols(character: char) -> bool {
    matches!(character, '\u{F000}'..='\u{F0FF}')
}

/// Characters that nobody sees, so that a message must not quote them.
pub(super) fn is_unseen(character: char) -> bool {
    character.is_whitespace() || is_variation_selector(character) || is_invisible(character)
}

fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
