//! A second unit behind a figure that prints its own: 户家, 平方米米, 场次余场, 亿元人民币元.

use super::After;
use crate::prose::words::{MONEY, begins_other_word, measure};

impl After<'_> {
    /// How long another measure word is that ends its clause right behind the unit. Before other words
    /// it may be the beginning of one, and the same unit is told as written twice.
    pub(super) fn another(self, unit: &str) -> Option<usize> {
        let text = self.text(0, 10);
        let about = text.strip_prefix(['余', '多']).unwrap_or(&text);
        let currency = about
            .strip_prefix("人民币")
            .filter(|rest| MONEY.contains(&measure(rest).unwrap_or_default()));
        let typed = currency.unwrap_or(about);
        let word = measure(typed).filter(|word| *word != unit && !word.is_ascii())?;
        let length = (text.len() - typed.len()) / '元'.len_utf8() + word.chars().count();
        let ends = self.at(length).is_none_or(|c| "，。；、！？（）,;()".contains(c));
        (ends && !begins_other_word(word, &typed[word.len()..])).then_some(length)
    }
}
