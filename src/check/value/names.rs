//! The names of a list: what is no part of a name, and names that stand there twice.

use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Typed;

/// `区教育局。`, `区教育局等`, `1.区教育局`, `• 区教育局`: the name with something that is none of it.
pub(super) fn untidy(name: &str, item: &Typed, metric: &Metric) -> Option<Box<Diagnostic>> {
    let bare = without_number(name.trim_start_matches(BULLETS).trim_start())
        .trim_end_matches(['。', '，', '、', '；', '：', '！', ',', ';', ' ', '\u{3000}']);
    let bare = without_etc(bare);
    if bare == name || bare.is_empty() {
        return None;
    }
    let message = format!("“{}”的名单里，“{name}”不只是一个名称", metric.name);
    Some(Box::new(
        Diagnostic::new(Code::E0416, message)
            .at(item.span, "名称之外还有别的")
            .help(format!("改为“{bare}”；序号、标点和“等”不写在名单里")),
    ))
}

/// Marks that stand before the items of a list, and never before a name.
const BULLETS: [char; 14] = ['•', '●', '○', '■', '□', '◆', '◇', '▪', '·', '*', '-', '—', '–', '√'];

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

/// A name without 等 behind it; 平等 and 高等 are words.
fn without_etc(name: &str) -> &str {
    const WORDS: [&str; 12] = [
        "平等", "高等", "中等", "初等", "同等", "均等", "对等", "优等", "特等", "一等", "二等",
        "三等",
    ];
    if WORDS.iter().any(|word| name.ends_with(word)) {
        return name;
    }
    name.strip_suffix("等").or_else(|| name.strip_suffix("等等")).unwrap_or(name)
}

/// What a bracket behind a name says of the part that it has, and not which other one it is.
const ROLES: [&str; 10] =
    ["牵头", "配合", "主办", "协办", "承办", "负责", "参与", "主责", "责任单位", "成员单位"];

/// A name without the part that it has: 区农水局（牵头）. 区公安局（二大队） is another name.
pub(in crate::check) fn without_role(name: &str) -> &str {
    let inside = name.strip_suffix(['）', ')']).and_then(|name| name.rsplit_once(['（', '(']));
    match inside {
        Some((bare, role)) if ROLES.iter().any(|word| role.contains(word)) => bare.trim_end(),
        _ => name,
    }
}

/// A name that a list has twice; nothing else would tell, for its length is as it should be.
pub(super) fn twice(names: &[String], items: &[Typed], metric: &Metric) -> Option<Box<Diagnostic>> {
    let mut seen = rustc_hash::FxHashMap::default();
    for (name, item) in names.iter().zip(items) {
        if let Some(first) = seen.insert(without_role(name), item.span) {
            let message = format!("“{}”的名单里，“{name}”写了两次", metric.name);
            return Some(Box::new(
                Diagnostic::new(Code::E0416, message)
                    .at(item.span, "又写了一次")
                    .also(first, "先写在这里")
                    .help("留下一个；是另一个名称写错的，改正后核对项数"),
            ));
        }
    }
    None
}
