//! The outline (bookmarks; ISO 32000-1, 12.3.3).

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::object::{integer, name, text};
use crate::layout::Pages;

/// Writes the outline, nested by level, in document order, and returns its root; none when
/// there is nothing in it.
pub(super) fn write(file: &mut Document, laid_out: &Pages, pages: &[ObjectId]) -> Option<ObjectId> {
    let marks = &laid_out.bookmarks;
    if marks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = marks.iter().map(|_| file.new_object_id()).collect();
    // The parent of a mark is the last one before it of a lower level.
    let parents: Vec<Option<usize>> =
        (0..marks.len()).map(|i| (0..i).rev().find(|&j| marks[j].level < marks[i].level)).collect();
    let children = |parent: Option<usize>| -> Vec<usize> {
        (0..marks.len()).filter(|&i| parents[i] == parent).collect()
    };
    let descendants = |of: usize| {
        let inside = |mut i: usize| {
            while let Some(parent) = parents[i] {
                if parent == of {
                    return true;
                }
                i = parent;
            }
            false
        };
        (0..marks.len()).filter(|&i| inside(i)).count()
    };
    for (i, mark) in marks.iter().enumerate() {
        let y = (laid_out.pages[mark.page].height - mark.y).to_pt();
        let mut entry = dictionary! {
            "Title" => text(&mark.text),
            "Parent" => parents[i].map_or(root, |parent| ids[parent]),
            "Dest" => vec![pages[mark.page].into(), name("XYZ"), Object::Null, Object::Real(y), Object::Null],
        };
        let siblings = children(parents[i]);
        let place = siblings.iter().position(|&sibling| sibling == i).unwrap_or(0);
        if let Some(previous) = place.checked_sub(1).and_then(|before| siblings.get(before)) {
            entry.set("Prev", ids[*previous]);
        }
        if let Some(next) = siblings.get(place + 1) {
            entry.set("Next", ids[*next]);
        }
        add_children(&mut entry, &children(Some(i)), &ids, descendants(i));
        file.set_object(ids[i], entry);
    }
    let mut outlines = dictionary! { "Type" => "Outlines" };
    add_children(&mut outlines, &children(None), &ids, marks.len());
    file.set_object(root, outlines);
    Some(root)
}

/// All levels are shown open, so the count is of all descendants.
fn add_children(entry: &mut Dictionary, children: &[usize], ids: &[ObjectId], count: usize) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        entry.set("First", ids[*first]);
        entry.set("Last", ids[*last]);
        entry.set("Count", integer(count));
    }
}
