//! The repaired text, and the place in the original of each place in it.

use std::borrow::Cow;

use super::Edit;

/// A text with its mistakes repaired.
#[derive(Debug)]
pub(in crate::yaml) struct Repaired<'t> {
    pub(in crate::yaml) text: Cow<'t, str>,
    /// In order.
    pieces: Vec<Piece>,
}

/// A part of the repaired text, up to the next one.
#[derive(Debug, Default, Clone, Copy)]
struct Piece {
    /// Where it begins in the repaired text.
    repaired: usize,
    /// Where it begins in the original.
    original: usize,
    /// Whether it was written anew, so that only its beginning has a place in the original.
    is_edit: bool,
}

impl<'t> Repaired<'t> {
    pub(super) fn new(original: &'t str, edits: &[Edit]) -> Repaired<'t> {
        let mut pieces = vec![Piece::default()];
        if edits.is_empty() {
            return Repaired { text: Cow::Borrowed(original), pieces };
        }
        let mut text = String::new();
        let mut copied = 0;
        for edit in edits {
            // Edits are in order and do not overlap; one that did would be left out.
            let Some(before) = original.get(copied..edit.at.start) else {
                continue;
            };
            text.push_str(before);
            pieces.push(Piece { repaired: text.len(), original: edit.at.start, is_edit: true });
            text.push_str(&edit.with);
            pieces.push(Piece { repaired: text.len(), original: edit.at.end, is_edit: false });
            copied = edit.at.end;
        }
        text.push_str(original.get(copied..).unwrap_or_default());
        Repaired { text: Cow::Owned(text), pieces }
    }

    /// The place in the original of a place in the repaired text.
    pub(in crate::yaml) fn original(&self, offset: usize) -> usize {
        if self.pieces.len() == 1 {
            return offset;
        }
        let next = self.pieces.partition_point(|piece| piece.repaired <= offset);
        let piece = self.pieces.get(next.saturating_sub(1)).copied().unwrap_or_default();
        piece.original + if piece.is_edit { 0 } else { offset - piece.repaired }
    }
}
