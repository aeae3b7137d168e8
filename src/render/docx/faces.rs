//! The names of faces: those that office programs know, not the files that the PDF is made with.

use super::markup::{PROLOGUE, WORDS, escape, value};
use crate::font::{FontBook, Role};

/// The family of each role, and what may stand in for it.
#[derive(Debug, Clone)]
pub(super) struct Faces {
    families: Vec<Family>,
}

#[derive(Debug, Clone)]
struct Family {
    role: Role,
    name: String,
    others: Vec<String>,
    /// Digits and half-width letters are written in 西文.
    has_latin_apart: bool,
}

impl Faces {
    /// The families that the list of fonts names for each role.
    pub(super) fn of(fonts: &FontBook<'_>) -> Faces {
        let family = |role: Role| {
            let mut names = fonts.families(role).into_iter().map(str::to_owned);
            Family {
                role,
                name: names.next().unwrap_or_else(|| role.to_string()),
                others: names.collect(),
                has_latin_apart: fonts.has_latin_apart(role),
            }
        };
        Faces { families: Role::ALL.into_iter().map(family).collect() }
    }

    /// The name of a role's family.
    fn name(&self, role: Role) -> &str {
        self.family(role).map_or("", |family| family.name.as_str())
    }

    fn family(&self, role: Role) -> Option<&Family> {
        self.families.iter().find(|family| family.role == role)
    }

    /// `<w:rFonts …/>` of a role. The hint says that marks which both scripts have, “ ” … —, are
    /// written in the Chinese face.
    pub(super) fn xml(&self, role: Role) -> String {
        let chinese = escape(self.name(role));
        let is_apart = self.family(role).is_some_and(|family| family.has_latin_apart);
        let latin = if is_apart { escape(self.name(Role::Latin)) } else { chinese.clone() };
        format!(
            "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"{latin}\" w:eastAsia=\"{chinese}\" \
            w:hAnsi=\"{latin}\" w:cs=\"{latin}\"/>"
        )
    }

    /// The part that lists them. Nothing is embedded: where one is missing, the program looks for
    /// the others by their names.
    pub(super) fn table(&self) -> String {
        let font = |family: &Family| {
            let others = match family.others.as_slice() {
                [] => String::new(),
                others => value("altName", escape(&others.join(","))),
            };
            let (charset, kind, pitch) = match family.role {
                Role::Latin => ("00", "roman", "variable"),
                Role::HeiTi => ("86", "swiss", "fixed"),
                Role::KaiTi | Role::FangSong => ("86", "modern", "fixed"),
                Role::SongTi | Role::XiaoBiaoSong => ("86", "roman", "fixed"),
            };
            format!(
                "<w:font w:name=\"{}\">{others}{}{}{}</w:font>",
                escape(&family.name),
                value("charset", charset),
                value("family", kind),
                value("pitch", pitch)
            )
        };
        let fonts: String = self.families.iter().map(font).collect();
        format!("{PROLOGUE}<w:fonts xmlns:w=\"{WORDS}\">{fonts}</w:fonts>")
    }
}
