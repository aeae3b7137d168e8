//! Where sentences, clauses and the parts of lists end, and words without marks.

/// Where sentences end, and where clauses do. The parts of a list (、) stand in one clause.
pub(in crate::revise) const SENTENCE_ENDS: &str = "。；！？;\n";
pub(in crate::revise) const CLAUSE_ENDS: &str = "，。；：！？,;:\n";
pub(super) const PART_ENDS: &str = "，。；：！？、,;:\n";

/// Words without marks and blanks.
pub(super) fn bare(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words without the marks around them.
pub(super) fn trimmed(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric())
}
