//! The names of a list: what is no part of a name, and names that stand there twice.

use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Typed;
use crate::text;

/// `区教育局。`, `区教育局等`, `1.区教育局`, `• 区教育局`: the name with something that is none of it.
pub(super) fn untidy(name: &str, item: &Typed, metric: &Metric) -> Option<Box<Diagnostic>> {
    let bare = text::bare_name(name);
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
