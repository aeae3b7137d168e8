//! Units and scales that brackets, quotes or a comma part from a figure: 783（万件）, 783、万件.

use super::{After, Shown, ShownForm, TouchKind, is_scale};
use crate::number::kind_of_unit;
use crate::prose::words::{MONEY, is_measure, means_the_same};

/// The longest text in brackets that is looked at, with them.
const MOST: usize = 12;

impl After<'_> {
    pub(super) fn apart(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        match self.at(0)? {
            '（' | '(' | '〔' | '［' | '[' | '“' | '"' | '「' | '‘' => {
                self.enclosed(figure)
            }
            '、' | '，' | ',' if figure.form == ShownForm::Number => {
                let text = self.text(1, 8);
                let rest = text.trim_start_matches(is_scale);
                let unit = kind_of_unit(figure.unit);
                let is_scaled = rest.len() < text.len() && !unit.is_empty();
                let scales = text.chars().count() - rest.chars().count();
                (is_scaled && rest.starts_with(unit))
                    .then(|| (TouchKind::Number, 1 + scales + unit.chars().count()))
            }
            _ => None,
        }
    }

    fn enclosed(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        let text = self.text(1, MOST);
        let end = text.find(['）', ')', '〕', '］', ']', '”', '"', '」', '’'])?;
        let inner = text.get(..end)?;
        let named =
            inner.strip_prefix("单位").map(|word| word.trim_start_matches(['：', ':', '为']));
        let word = named.unwrap_or(inner);
        let rest = word.trim_start_matches(is_scale);
        let is_scaled = rest.len() < word.len() && (rest.is_empty() || is_measure(rest));
        let printed = match figure.form {
            ShownForm::Unit(unit) => unit,
            ShownForm::Number => figure.unit,
            ShownForm::Change => return None,
        };
        let bare = figure.form == ShownForm::Number && !figure.unit.is_empty();
        let is_told = bare || named.is_some() || MONEY.contains(&word);
        let is_unit = is_scaled || is_told && is_measure(word);
        // 件（次） is a usual way to write a unit.
        if word.is_empty() || !is_unit || means_the_same(word, printed) {
            return None;
        }
        let kind = if is_scaled { TouchKind::Number } else { TouchKind::Unit };
        Some((kind, inner.chars().count() + 2))
    }
}
