//! What a part of a package points to.

use super::Refused;
use super::refused::one_more;
use crate::package::{Event, Package, Xml};

/// A relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last word of its type, `officeDocument`, `comments`: the rest of the type differs between
    /// the variants of the format.
    pub(super) kind: String,
    /// The name of the part; what lies outside the package is never looked for.
    pub(super) target: String,
}

/// The relationships of a part to other parts; of the package itself for an empty name.
pub(super) fn of(package: &Package, part: &str) -> Result<Vec<Relation>, Refused> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = match folder {
        "" => format!("_rels/{name}.rels"),
        folder => format!("{folder}/_rels/{name}.rels"),
    };
    let Some(bytes) = package.part(&path) else { return Ok(Vec::new()) };
    let mut relations = Vec::new();
    for event in Xml::new(bytes) {
        let Event::Open(element) = event? else { continue };
        if element.name != "rel:Relationship" || element.attribute("TargetMode") == Some("External")
        {
            continue;
        }
        let (Some(kind), Some(target)) = (element.attribute("Type"), element.attribute("Target"))
        else {
            continue;
        };
        one_more(relations.len())?;
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        relations.push(Relation { kind, target: resolved(folder, target) });
    }
    Ok(relations)
}

/// The part that a target names, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let start = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in start.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_the_folder_of_the_part() {
        assert_eq!(resolved("word", "comments.xml"), "word/comments.xml");
        assert_eq!(resolved("word", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolved("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolved("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolved("word", "../../../etc/passwd"), "etc/passwd");
    }
}
