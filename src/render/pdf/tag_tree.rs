//! The tag tree: what each part of the text is, and the way back to it from each
//! marked-content sequence (ISO 32000-1, 14.7).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::object::{integer, name};
use super::paint::Sequence;
use crate::layout::{Scope, Structure, Tag, TagId};

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
    let named: BTreeSet<TagId> = tags.iter().flat_map(|tag| tag.headers.iter().copied()).collect();
    for (index, ((tag, id), kids)) in tags.iter().zip(&ids).zip(kids).enumerate() {
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => name(&structure_name(tag.structure)),
            "P" => tag.parent.map_or(top, |parent| ids[parent.0]),
            "K" => kids,
        };
        if let Some(attributes) = attributes(tag) {
            element.set("A", attributes);
        }
        if named.contains(&TagId(index)) {
            element.set("ID", identifier(TagId(index)));
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
    let mut tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => top,
        "ParentTree" => parent_tree,
        "ParentTreeNextKey" => integer(pages.len()),
    };
    if let (Some(first), Some(last)) = (named.first(), named.last()) {
        let names = named.iter().flat_map(|tag| [identifier(*tag), ids[tag.0].into()]);
        let leaf = file.add_object(dictionary! {
            "Limits" => vec![identifier(*first), identifier(*last)],
            "Names" => names.collect::<Vec<Object>>(),
        });
        tree.set("IDTree", dictionary! { "Kids" => vec![leaf.into()] });
    }
    file.set_object(root, tree);
    root
}

/// The name of an element, by which others refer to it. As texts they are in the order of the tags.
fn identifier(tag: TagId) -> Object {
    Object::string_literal(format!("t{:06}", tag.0))
}

/// What a cell says of itself (ISO 32000-1, 14.8.5.7).
fn attributes(tag: &Tag) -> Option<Dictionary> {
    let (scope, spans) = match tag.structure {
        Structure::HeaderCell(scope, spans) => (Some(scope), spans),
        Structure::Cell(spans) => (None, spans),
        _ => return None,
    };
    let mut attributes = dictionary! { "O" => "Table" };
    if let Some(scope) = scope {
        attributes.set(
            "Scope",
            name(match scope {
                Scope::Column => "Column",
                Scope::Row => "Row",
            }),
        );
    }
    for (key, span) in [("RowSpan", spans.rows), ("ColSpan", spans.columns)] {
        if span > 1 {
            attributes.set(key, integer(span));
        }
    }
    if !tag.headers.is_empty() {
        let headers = tag.headers.iter().copied().map(identifier);
        attributes.set("Headers", headers.collect::<Vec<Object>>());
    }
    (attributes.len() > 1).then_some(attributes)
}

fn structure_name(structure: Structure) -> String {
    match structure {
        // The standard knows six levels.
        Structure::Heading(level) => format!("H{}", level.clamp(1, 6)),
        Structure::Paragraph => "P".to_owned(),
        Structure::Table => "Table".to_owned(),
        Structure::Caption => "Caption".to_owned(),
        Structure::Row => "TR".to_owned(),
        Structure::Head => "THead".to_owned(),
        Structure::Body => "TBody".to_owned(),
        Structure::HeaderCell(..) => "TH".to_owned(),
        Structure::Cell(_) => "TD".to_owned(),
    }
}
