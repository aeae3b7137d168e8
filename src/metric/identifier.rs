//! Names that serve as identifiers: of metrics, themes, departments and outline items.

/// Why a name cannot serve as an identifier: in rules, placeholders and file names it must be
/// recognised without quotes. The first of the pair says what is wrong, the second is the name
/// with that corrected.
pub fn identifier_fault(name: &str) -> Option<(&'static str, String)> {
    let allowed = |character: char| character.is_alphanumeric() || character == '_';
    if !name.chars().all(allowed) {
        let corrected = name.chars().filter(|character| allowed(*character)).collect();
        return Some(("名称里只能有汉字、字母、数字和下划线", corrected));
    }
    let starts_with_digit = name.starts_with(|character: char| character.is_numeric());
    starts_with_digit.then(|| {
        let corrected = name.trim_start_matches(|character: char| character.is_numeric());
        ("名称不能以数字开头", corrected.to_owned())
    })
}

/// What to do about a name with a fault: `corrected` is what is left of it.
pub(crate) fn renamed(corrected: &str) -> String {
    match corrected {
        "" => "换一个以汉字开头的名称".to_owned(),
        corrected => format!("改为“{corrected}”"),
    }
}
