//! Which parts of a package belong to a part.

use super::Refused;
use super::limits::Limits;
use crate::package::{Event, Package, Xml};

/// The parts of the package that one part is related to.
pub(super) struct Related(Vec<Relation>);

struct Relation {
    /// The last word of its type.
    kind: String,
    id: String,
    part: String,
}

impl Related {
    /// Of a part; of the package itself where it has no name.
    pub(super) fn read(
        package: &Package,
        part: &str,
        limits: &mut Limits,
    ) -> Result<Related, Refused> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let list = package.part(&format!("{folder}{slash}_rels/{name}.rels"));
        let mut found = Vec::new();
        for event in list.into_iter().flat_map(Xml::new) {
            let Event::Open(element) = event? else { continue };
            limits.entry()?;
            let kind = element.attribute("Type").and_then(|given| given.rsplit_once('/'));
            let is_outside = element.attribute("TargetMode") == Some("External");
            let ends = (element.attribute("Id"), element.attribute("Target"));
            let (Some((_, kind)), (Some(id), Some(target))) = (kind, ends) else { continue };
            if element.name == "rel:Relationship" && !is_outside {
                let (kind, id) = (kind.to_owned(), id.to_owned());
                found.push(Relation { kind, id, part: resolved(folder, target) });
            }
        }
        Ok(Related(found))
    }

    /// Those that it is related to in a way, by their identifiers.
    pub(super) fn of(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        let of_kind = self.0.iter().filter(move |relation| relation.kind == kind);
        of_kind.map(|relation| (relation.id.as_str(), relation.part.as_str()))
    }

    pub(super) fn first(&self, kind: &str) -> Option<&str> {
        self.of(kind).next().map(|(_, part)| part)
    }
}

/// The name of a part as a part of a folder names it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            ".." => {
                names.pop();
            }
            "." | "" => {}
            name => names.push(name),
        }
    }
    names.join("/")
}
