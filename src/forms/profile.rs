//! The profile of a new district, `data/profile.yaml`.

use serde::Serialize;

use crate::project::{DATA_FORMAT, Profile};

/// What the template may name.
#[derive(Debug, Serialize)]
pub(super) struct Values<'a> {
    format: u32,
    layout: &'a str,
    departments: Vec<Department<'a>>,
}

#[derive(Debug, Serialize)]
struct Department<'a> {
    name: &'a str,
    short_name: Option<&'a str>,
}

pub(super) fn values(model: &Profile) -> Values<'_> {
    let departments = model.departments.iter();
    let departments = departments
        .map(|entry| Department { name: &entry.name, short_name: entry.short_name.as_deref() });
    Values {
        format: DATA_FORMAT,
        layout: model.layout.as_ref().map_or("", |layout| layout.value.as_str()),
        departments: departments.collect(),
    }
}
