//! The outline of last year's report, as the forms of the unit and of departments show it.

use serde::Serialize;

use super::carry::Carried;
use crate::load::{Item, Theme};

/// A theme of the outline.
#[derive(Debug, Serialize)]
pub(super) struct ThemeView<'a> {
    key: &'a str,
    heading: Carried,
    items: Vec<ItemView<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemView<'a> {
    key: &'a str,
    heading: Carried,
    departments: Vec<&'a str>,
    /// The same by groups that share an ordinal.
    groups: Vec<Vec<&'a str>>,
    is_ordinal: bool,
    /// 满足
    satisfies: Option<&'a str>,
    is_public: bool,
}

/// The departments of an item by groups.
fn groups(item: &Item) -> Vec<Vec<&str>> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for (place, named) in item.departments.iter().enumerate() {
        match groups.last_mut().filter(|_| item.goes_on.contains(&place)) {
            Some(group) => group.push(&named.value),
            None => groups.push(vec![&named.value]),
        }
    }
    groups
}

/// A theme, with its headings carried over.
pub(super) fn theme_view<'a>(theme: &'a Theme, carry: impl Fn(&str) -> Carried) -> ThemeView<'a> {
    let item = |item: &'a Item| ItemView {
        key: &item.key.value,
        heading: carry(&item.heading.value),
        groups: groups(item),
        departments: item.departments.iter().map(|named| named.value.as_str()).collect(),
        is_ordinal: item.ordinal,
        satisfies: item.satisfies.as_deref(),
        is_public: item.public,
    };
    ThemeView {
        key: &theme.key.value,
        heading: carry(&theme.heading.value),
        items: theme.items.iter().map(item).collect(),
    }
}
