//! The bookmarks by which the paragraphs are known when the document comes back. Office programs keep
//! them with the text that they stand around, and hide them.

use std::collections::{BTreeMap, VecDeque};

use crate::sent::{Role, Sent, bookmark};

/// The ids of the paragraphs that are still to be written.
#[derive(Debug)]
pub(super) struct Ids {
    left: BTreeMap<Role, VecDeque<String>>,
    /// How many bookmarks there are so far: each has a number.
    count: usize,
}

impl Ids {
    pub(super) fn of(sent: &Sent) -> Ids {
        let mut left: BTreeMap<Role, VecDeque<String>> = BTreeMap::new();
        for paragraph in &sent.paragraphs {
            left.entry(paragraph.role).or_default().push_back(paragraph.id.clone());
        }
        Ids { left, count: 0 }
    }

    /// The bookmark of the next paragraph of this role; none where the text that is sent has no more of
    /// them.
    pub(super) fn next(&mut self, role: Role) -> Bookmark {
        let id = self.left.get_mut(&role).and_then(VecDeque::pop_front);
        self.count += usize::from(id.is_some());
        Bookmark { number: self.count, name: id.map(|id| bookmark(&id)) }
    }
}

/// A bookmark.
#[derive(Debug)]
pub(super) struct Bookmark {
    number: usize,
    name: Option<String>,
}

impl Bookmark {
    /// Where it begins.
    pub(super) fn start(&self) -> String {
        let Some(name) = &self.name else { return String::new() };
        format!("<w:bookmarkStart w:id=\"{}\" w:name=\"{name}\"/>", self.number)
    }

    /// Where it ends.
    pub(super) fn end(&self) -> String {
        match self.name {
            Some(_) => format!("<w:bookmarkEnd w:id=\"{}\"/>", self.number),
            None => String::new(),
        }
    }

    /// Runs between both.
    pub(super) fn around(&self, runs: &str) -> String {
        format!("{}{runs}{}", self.start(), self.end())
    }
}
