//! A second unit behind a figure that prints its own: 户家, 平方米米, 场次余场, 户次家企业, 亿元人民币元.

use super::After;
use crate::prose::words::{MONEY, begins_other_word, measure};
use crate::text::is_han;
use crate::words::parts;

/// Measure words that are hardly anything else, so that a noun may follow them: 个案件, 家企业. 对, 分 and the
/// like are verbs, too.
const CLASSIFIERS: &str = "\
    个 件 家 户 名 宗 桩 例 项 条 款 场 场次 人次 件次 家次 户次 份 篇 册 幅 座 栋 幢 台 辆 艘 株 棵 元 万元 \
    亿元 亩 公顷 平方米 平米 平方公里 平方千米 立方米 吨 公里 千米 米";

/// Words that the dictionary takes apart.
const TAKEN_APART: [&str; 1] = ["家门口"];

/// One character that can follow a word whole: 项目的 is 项目 and 的, not 项 and 目的.
const FUNCTION: &str = "的了和与及等中内上下为是在有均已由都之或并后前时";

impl After<'_> {
    /// How long another measure word right behind the unit is that ends its clause, or that counts a noun.
    /// Before other words it may be the beginning of one, and the same unit is told as written twice.
    pub(super) fn another(self, unit: &str) -> Option<usize> {
        let text = self.text(0, 12);
        let about = text.strip_prefix(['余', '多']).unwrap_or(&text);
        let currency = about
            .strip_prefix("人民币")
            .filter(|rest| MONEY.contains(&measure(rest).unwrap_or_default()));
        let typed = currency.unwrap_or(about);
        let word = measure(typed).filter(|word| *word != unit && !word.is_ascii())?;
        let length = (text.len() - typed.len()) / '元'.len_utf8() + word.chars().count();
        let rest = &typed[word.len()..];
        let is_unit = match self.ends_clause(length) {
            true => !begins_other_word(word, rest),
            // 多元解纷: no word of about.
            false if about.len() < text.len() && begins_word(&text) => false,
            false => counts_noun(word, rest),
        };
        is_unit.then_some(length)
    }

    pub(super) fn ends_clause(self, place: usize) -> bool {
        self.at(place).is_none_or(|c| "，。；、！？（）,;()".contains(c))
    }
}

/// Whether a measure word counts the noun with which the rest begins; 个案办理 is 个案 and 办理.
fn counts_noun(word: &str, rest: &str) -> bool {
    let is_classifier = CLASSIFIERS.split_whitespace().any(|classifier| classifier == word);
    is_classifier && begins_word(rest) && !is_other_reading(word, rest)
}

/// Whether a text begins with a word of two characters or more.
fn begins_word(text: &str) -> bool {
    first(text).is_some_and(|word| word.chars().nth(1).is_some())
}

/// Whether a measure word and what follows are read as another word and what can follow that.
fn is_other_reading(word: &str, rest: &str) -> bool {
    let text = format!("{word}{rest}");
    if TAKEN_APART.iter().any(|other| text.starts_with(other)) {
        return true;
    }
    let listed = if begins_other_word(word, rest) { 2 } else { 1 };
    let other = first(&text).map_or(0, |first| first.chars().count()).max(listed);
    let tail: String = text.chars().skip(other).collect();
    let goes_on = || tail.chars().next().is_none_or(|c| !is_han(c) || FUNCTION.contains(c));
    other > word.chars().count() && (goes_on() || begins_word(&tail))
}

/// The word with which a text begins.
fn first(text: &str) -> Option<&str> {
    parts(text).into_iter().next()
}
