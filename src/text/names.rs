//! Several names in one text, as people type them.

/// Marks that people type between the names of a list.
pub(crate) const COMMAS: [char; 5] = [',', '，', '、', '；', ';'];

/// `［甲, 乙］` or `【甲、乙]`, a list typed with brackets of an input method, as YAML has it.
pub(crate) fn bracketed_list(text: &str) -> Option<String> {
    let text = text.trim();
    let inside = match text.strip_prefix(['［', '【', '〔']) {
        Some(inside) => inside.trim_end_matches(['］', '】', '〕', ']']),
        None => text.strip_prefix('[')?.strip_suffix(['］', '】', '〕'])?,
    };
    let list = list_of(inside);
    (list != "[]").then_some(list)
}

/// `甲、乙` as `[甲, 乙]`.
pub(crate) fn list_of(text: &str) -> String {
    let names = text.split(COMMAS).map(str::trim);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    format!("[{}]", names.join(", "))
}
