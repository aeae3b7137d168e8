//! Words that say that a number is approximate.

use super::Approx;

/// The words before a number.
pub(super) const PREFIXES: [(&str, Approx); 4] =
    [("约", Approx::About), ("近", Approx::Nearly), ("超过", Approx::Over), ("超", Approx::Over)];

/// The words after a number.
pub(super) const SUFFIXES: [(&str, Approx); 2] = [("多", Approx::More), ("余", Approx::Odd)];

/// Words for which none of the forms is surely right: 121以上 has 121 in it, 超过121 has not.
const VAGUE_WORDS: [&str; 24] = [
    "不少于",
    "不低于",
    "不超过",
    "不足",
    "不到",
    "至少",
    "至多",
    "以上",
    "以下",
    "以内",
    "≥",
    ">=",
    "≧",
    "≤",
    "<",
    "≦",
    "左右",
    "上下",
    "几",
    "半",
    "来",
    "许",
    "上百",
    "成百",
];

/// Whether a text says in words that are not agreed on that its number is approximate.
pub(super) fn is_vague(text: &str) -> bool {
    // 数百, but not 人数121.
    text.starts_with('数') || VAGUE_WORDS.iter().any(|word| text.contains(word))
}
