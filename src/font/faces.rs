//! Faces that several books share, so that each is opened and its glyphs are read once.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::face::Face;

/// Faces by the place of their file, and by their place in a collection.
#[derive(Default)]
pub struct Faces(RefCell<FxHashMap<(String, u32), Rc<Face>>>);

impl fmt::Debug for Faces {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Faces").finish_non_exhaustive()
    }
}

/// Faces that are kept. A face takes as much memory as its glyphs that were used.
const MOST: usize = 16;

impl Faces {
    pub(super) fn get(&self, place: &str, index: u32) -> Option<Rc<Face>> {
        self.0.borrow().get(&(place.to_owned(), index)).map(Rc::clone)
    }

    pub(super) fn keep(&self, place: String, index: u32, face: &Rc<Face>) {
        let mut faces = self.0.borrow_mut();
        if faces.len() < MOST {
            faces.insert((place, index), Rc::clone(face));
        }
    }
}
