//! What a report was made from: the files that were read, by the hashes of their bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::files::{Files, Origin, Seen, is_named_almost};
use crate::project::is_template;

/// A file that a report was made from, or that stood beside such files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// Its path in the project.
    pub(crate) path: String,
    /// What it is for.
    pub(crate) role: Role,
    /// Where a font of another folder comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<From>,
    /// The SHA-256 of its bytes; none where it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// 单位档案
    Profile,
    /// 指标目录
    Catalogue,
    /// 报告总表
    Report,
    /// A department's file.
    Department,
    /// A kind of report.
    Kind,
    /// The measures of the printed page.
    Style,
    /// Any other template.
    Template,
    /// The list of fonts.
    Fonts,
    /// A font; its hash is that of its length and its table directory.
    Font,
}

/// A folder of fonts outside the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum From {
    Program,
    User,
}

impl Role {
    fn of(path: &str) -> Role {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        match (path.split('/').next().unwrap_or_default(), name) {
            ("data", "profile.yaml") if folder == "data" => Role::Profile,
            (_, "catalogue.yaml") => Role::Catalogue,
            ("data", "report.yaml") => Role::Report,
            ("data", _) => Role::Department,
            ("fonts", "fonts.yaml") => Role::Fonts,
            ("fonts", _) => Role::Font,
            (_, "kind.yaml") => Role::Kind,
            (_, "gbt9704.yaml") => Role::Style,
            _ => Role::Template,
        }
    }
}

/// How an input differs from what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// It holds something else.
    Changed(Input),
    /// It is no longer there, or cannot be read.
    Gone(Input),
    /// It is no longer there, and this file stands beside it, whose name is almost the same.
    Renamed(Input, String),
    /// It came to be there since.
    New(Input),
}

impl Change {
    /// The file.
    pub(crate) fn input(&self) -> &Input {
        match self {
            Change::Changed(input) | Change::Gone(input) | Change::New(input) => input,
            Change::Renamed(input, _) => input,
        }
    }

    /// Whether the file is no longer there, and may have got this other name: `report.yml`.
    fn is_gone_as(&self, path: &str) -> bool {
        let Change::Gone(Input { path: gone, .. }) = self else { return false };
        let names = gone.rsplit_once('/').zip(path.rsplit_once('/'));
        names.is_some_and(|((home, name), (other_home, other))| {
            home == other_home && is_named_almost(other, name)
        })
    }
}

/// The files that the report of a year was made from, read through these files; and those that stood
/// beside them and might be read another time.
pub(super) fn read_by(files: &Files, year: i32) -> Vec<Input> {
    let unread = beside(files, year).into_iter().map(|path| (path, None));
    let seen = files.seen().into_iter().map(|(path, seen)| (path, Some(seen)));
    let all: BTreeMap<String, Option<Seen>> = unread.chain(seen).collect();
    let input = |(path, seen): (String, Option<Seen>)| {
        let role = Role::of(&path);
        // Which of the fonts are opened depends on the reports that were made before in one run.
        let seen = seen.or_else(|| match role {
            Role::Font => files.seen_now(&path, Some(Origin::Project)),
            _ => None,
        });
        Input {
            role,
            path,
            from: seen.as_ref().and_then(|seen| match seen.origin {
                Origin::Program => Some(From::Program),
                Origin::User => Some(From::User),
                Origin::Project | Origin::BuiltIn => None,
            }),
            sha256: seen.map(|seen| seen.sha256),
        }
    };
    all.into_iter().map(input).collect()
}

/// What of the inputs of a year is not as it was.
pub(super) fn changes(inputs: &[Input], files: &Files, year: i32) -> Vec<Change> {
    let mut changes = Vec::new();
    for input in inputs {
        let Some(known) = &input.sha256 else { continue };
        let origin = match input.from {
            Some(From::Program) => Some(Origin::Program),
            Some(From::User) => Some(Origin::User),
            None => (input.role == Role::Font).then_some(Origin::Project),
        };
        match files.seen_now(&input.path, origin) {
            None => changes.push(Change::Gone(input.clone())),
            Some(seen) if seen.sha256 != *known => changes.push(Change::Changed(input.clone())),
            Some(_) => {}
        }
    }
    for path in beside(files, year) {
        if inputs.iter().any(|input| input.path == path) {
            continue;
        }
        match changes.iter_mut().find(|change| change.is_gone_as(&path)) {
            Some(change) => *change = Change::Renamed(change.input().clone(), path),
            None => {
                let role = Role::of(&path);
                changes.push(Change::New(Input { path, role, from: None, sha256: None }));
            }
        }
    }
    changes
}

/// What stands where the report of a year looks for its files: a new one may be read.
fn beside(files: &Files, year: i32) -> Vec<String> {
    let list = |folder: &str, is_ours: fn(&str) -> bool| -> Vec<String> {
        let found = files.list(folder).unwrap_or_default();
        let names = found.into_iter().filter(|found| !found.is_folder && is_ours(&found.name));
        names.map(|found| format!("{folder}/{}", found.name)).collect()
    };
    let is_data = |name: &str| has_ending(name, &["yaml", "yml", "xlsx"]);
    let is_font = |name: &str| has_ending(name, &["yaml", "ttf", "otf", "ttc"]);
    // Of the data themselves only two files are read; of others only those that were meant as these.
    let is_misnamed = |name: &str| {
        ["profile.yaml", "catalogue.yaml"].iter().any(|own| is_named_almost(name, own))
    };
    let mut paths = list("data", is_misnamed);
    paths.extend(list(&format!("data/{year}"), is_data));
    paths.extend(list(&format!("data/{}", year - 1), is_data));
    paths.extend(files.walk("templates").into_iter().filter(|path| is_template(path)));
    paths.extend(list("fonts", is_font));
    paths
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
