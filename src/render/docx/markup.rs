//! The XML of the parts, as strings.

/// What every part begins with.
pub(super) const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The name space of the text and of its styles.
pub(super) const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The name space of relations between parts, as attributes name them.
pub(super) const RELATIONS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Text as content or as a quoted attribute. Characters that XML cannot hold are left out.
pub(super) fn escape(text: &str) -> String {
    let is_held = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    match text.chars().all(|c| is_held(&c)) {
        true => crate::text::escape_xml(text),
        false => crate::text::escape_xml(&text.chars().filter(is_held).collect::<String>()),
    }
}

/// `<w:name>content</w:name>`, or nothing without content.
pub(super) fn wrapped(name: &str, content: &str) -> String {
    match content {
        "" => String::new(),
        content => format!("<w:{name}>{content}</w:{name}>"),
    }
}

/// `<w:name w:val="value"/>`
pub(super) fn value(name: &str, value: impl std::fmt::Display) -> String {
    format!("<w:{name} w:val=\"{value}\"/>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escape("甲<乙>&\u{1}\u{FFFF}\"丙\""), "甲&lt;乙&gt;&amp;&quot;丙&quot;");
        assert_eq!(wrapped("pPr", ""), "");
        assert_eq!(wrapped("pPr", &value("jc", "both")), "<w:pPr><w:jc w:val=\"both\"/></w:pPr>");
    }
}
