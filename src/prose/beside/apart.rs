//! Units and scales that brackets, quotes or a comma part from a figure: 783（万件）, 783、万件, 资金（万元）：1.1.

use super::{After, Before, FIGURE, STOP, Shown, ShownForm, TouchKind, is_scale};
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

impl Before<'_> {
    /// （万元）：, 单位：万元， before a figure that is in another unit.
    pub(super) fn apart(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        let marks = self.0.iter().rev().take(MOST + 2).map(|mark| mark.c);
        let mut near: Vec<char> =
            marks.take_while(|c| !matches!(*c, FIGURE | STOP | '。')).collect();
        near.reverse();
        let near: String = near.into_iter().collect();
        let bare = near.trim_end_matches(['：', ':', '为', '是']);
        let (start, said) = match bare.strip_suffix(['）', ')', '〕', '］', ']']) {
            Some(enclosed) => {
                // Behind another figure, where the text begins, it is the unit of that.
                let open = enclosed.rfind(['（', '(', '〔', '［', '[']).filter(|at| *at > 0)?;
                (open, enclosed.get(open..)?.trim_start_matches(['（', '(', '〔', '［', '[']))
            }
            // 单位：万元， without a mark behind it is not told from other words.
            None if bare.ends_with(['，', ',']) => {
                let bare = bare.trim_end_matches(['，', ',']);
                let start = bare.rfind("单位")?;
                let is_word = bare.get(..start)?.ends_with(char::is_alphanumeric);
                (start, bare.get(start..).filter(|_| !is_word)?)
            }
            None => return None,
        };
        let named =
            said.strip_prefix("单位").map(|word| word.trim_start_matches(['：', ':', '为']));
        let word = named.unwrap_or(said);
        let is_unit = is_measure(word) || is_measure(word.trim_start_matches(is_scale));
        let (printed, is_told) = match figure.form {
            ShownForm::Number => (figure.unit, true),
            ShownForm::Unit(unit) => {
                (unit, named.is_some() || kind_of_unit(word) == kind_of_unit(unit))
            }
            ShownForm::Change => return None,
        };
        if printed.is_empty() || !is_told || !is_unit || means_the_same(word, printed) {
            return None;
        }
        Some((TouchKind::Unit, near.get(start..)?.chars().count()))
    }
}
