//! Several names in one text, as people type them.

use super::is_han;

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

/// Marks that stand before the items of a list, and never before a name.
const BULLETS: [char; 14] = ['•', '●', '○', '■', '□', '◆', '◇', '▪', '·', '*', '-', '—', '–', '√'];

/// A name of a list without what is none of it: its number, a mark before or behind it, quotes, 等. Marks of Word are
/// letters to other programs: `l` and a blank.
pub(crate) fn bare_name(name: &str) -> &str {
    let quoted = name.strip_prefix('“').and_then(|name| name.strip_suffix('”'));
    let name = quoted.filter(|name| !name.contains(['“', '”'])).unwrap_or(name);
    let bare = without_number(without_letter(name).trim_start_matches(BULLETS).trim_start())
        .trim_end_matches(['。', '，', '、', '；', '：', '！', ',', ';', ' ', '\u{3000}']);
    without_etc(bare)
}

/// A name without a letter and a blank before it.
fn without_letter(name: &str) -> &str {
    let behind = name.strip_prefix(|c: char| c.is_alphabetic() && !is_han(c));
    let behind = behind.filter(|behind| behind.starts_with(char::is_whitespace));
    behind.map(str::trim_start).filter(|name| name.starts_with(is_han)).unwrap_or(name)
}

/// A name without its number in the list: `1.`, `2、`, `（3）`, `④`.
fn without_number(name: &str) -> &str {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = name.trim_start_matches(is_digit);
    if rest.len() < name.len()
        && let Some(after) = rest.strip_prefix(['.', '．', '、'])
        && !after.starts_with(is_digit)
    {
        return after.trim_start();
    }
    let bracketed = name.strip_prefix(['（', '(']).map(|rest| rest.trim_start_matches(is_digit));
    if let Some(after) = bracketed.and_then(|rest| rest.strip_prefix(['）', ')']))
        && name.chars().nth(1).is_some_and(is_digit)
    {
        return after.trim_start();
    }
    name.trim_start_matches(|c| ('①'..='⑳').contains(&c)).trim_start()
}

/// A name without 等 behind it; 平等, 高等 and 三级甲等 are words, before 部门 and 单位, too.
fn without_etc(name: &str) -> &str {
    const WORDS: [&str; 21] = [
        "平", "高", "中", "初", "同", "均", "对", "优", "特", "头", "上", "下", "不", "相", "一",
        "二", "三", "四", "级甲", "级乙", "级丙",
    ];
    const ENDS: [&str; 4] = ["等等", "等部门", "等单位", "等"];
    let bare = ENDS.iter().find_map(|end| name.strip_suffix(end));
    bare.filter(|bare| !WORDS.iter().any(|word| bare.ends_with(word))).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etc_is_no_part_of_a_name_where_it_ends_no_word() {
        for (name, bare) in [
            ("应急等", "应急"),
            ("应急等部门", "应急"),
            ("乙等", "乙"),
            ("应急等等", "应急"),
            ("三级甲等", "三级甲等"),
            ("男女平等单位", "男女平等单位"),
            ("高等部门", "高等部门"),
            ("不等", "不等"),
            ("l\t应急", "应急"),
            ("A区", "A区"),
            ("A B 区", "A B 区"),
        ] {
            assert_eq!(bare_name(name), bare, "{name}");
        }
    }
}
