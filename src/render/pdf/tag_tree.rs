//! The tag tree: what each part of the text is, and the way back to it from each
//! marked-content sequence (ISO 32000-1, 14.7).

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, dictionary};

use super::object::{integer, name};
use super::paint::Sequence;
use crate::layout::{Structure, Tag, TagId};

/// Writes the tree and returns its root.
pub(super) fn write(
    file: &mut Document,
    sequences: &BTreeMap<TagId, Vec<Sequence>>,
    tags: &[Tag],
    pages: &[ObjectId],
) -> ObjectId {
    let root = file.new_object_id();
    let top = file.new_object_id();
    let ids: Vec<ObjectId> = tags.iter().map(|_| file.new_object_id()).collect();
    let mut kids: Vec<Vec<Object>> = vec![Vec::new(); tags.len()];
    let mut top_kids = Vec::new();
    let mut parents: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    for (index, (tag, id)) in tags.iter().zip(&ids).enumerate() {
        match tag.parent {
            Some(parent) => kids[parent.0].push(Object::Reference(*id)),
            None => top_kids.push(Object::Reference(*id)),
        }
        for sequence in sequences.get(&TagId(index)).into_iter().flatten() {
            kids[index].push(
                dictionary! {
                    "Type" => "MCR",
                    "Pg" => pages[sequence.page],
                    "MCID" => integer(sequence.number),
                }
                .into(),
            );
            let numbered = &mut parents[sequence.page];
            numbered.resize(numbered.len().max(sequence.number + 1), Object::Null);
            numbered[sequence.number] = Object::Reference(*id);
        }
    }
    for ((tag, id), kids) in tags.iter().zip(&ids).zip(kids) {
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => name(&structure_name(tag.structure)),
            "P" => tag.parent.map_or(top, |parent| ids[parent.0]),
            "K" => kids,
        };
        match tag.structure {
            Structure::HeaderCell => {
                element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
            }
            Structure::GroupCell(columns) => element.set(
                "A",
                dictionary! { "O" => "Table", "Scope" => "Row", "ColSpan" => i64::from(columns) },
            ),
            _ => {}
        }
        file.set_object(*id, element);
    }
    file.set_object(
        top,
        dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => top_kids },
    );
    let mut numbers = Vec::new();
    for (page, elements) in parents.into_iter().enumerate() {
        numbers.push(integer(page));
        numbers.push(Object::Reference(file.add_object(elements)));
    }
    let parent_tree = file.add_object(dictionary! { "Nums" => numbers });
    file.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => top,
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => integer(pages.len()),
        },
    );
    root
}

fn structure_name(structure: Structure) -> String {
    match structure {
        // The standard knows six levels.
        Structure::Heading(level) => format!("H{}", level.clamp(1, 6)),
        Structure::Paragraph => "P".to_owned(),
        Structure::Table => "Table".to_owned(),
        Structure::Caption => "Caption".to_owned(),
        Structure::Row => "TR".to_owned(),
        Structure::HeaderCell | Structure::GroupCell(_) => "TH".to_owned(),
        Structure::Cell => "TD".to_owned(),
    }
}
