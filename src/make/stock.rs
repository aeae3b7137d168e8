//! What reports of several projects have in common is read once: styles and lists of fonts that say
//! the same, and faces that are the same file.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use serde::de::DeserializeOwned;

use crate::findings::{Findings, Outcome};
use crate::font::{Faces, FontList};
use crate::layout::Style;
use crate::project::Project;
use crate::source::{Role, Sources};
use crate::template::Engines;
use crate::yaml::{self, Trees};

/// What was read so far. Each thread has its own.
#[derive(Default)]
pub struct Stock {
    /// Catalogues and kinds of reports.
    pub(crate) trees: Trees,
    pub(super) engines: Engines,
    pub(super) faces: Rc<Faces>,
    pub(super) styles: Texts<Style>,
    pub(super) lists: Texts<FontList>,
}

impl Stock {
    /// For several projects.
    pub fn kept() -> Stock {
        Stock { trees: Trees::kept(), ..Stock::default() }
    }
}

impl fmt::Debug for Stock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Stock").finish_non_exhaustive()
    }
}

/// What sound texts say.
pub(super) struct Texts<T>(RefCell<Vec<(String, Rc<T>)>>);

/// Different texts that are kept. Where each project has a style of its own, nothing is gained by
/// keeping them all.
const MOST: usize = 8;

impl<T> Default for Texts<T> {
    fn default() -> Texts<T> {
        Texts(RefCell::default())
    }
}

impl<T: DeserializeOwned> Texts<T> {
    /// What a YAML file of fixed shape says; none when it is at fault.
    pub(super) fn read(
        &self,
        project: &Project,
        path: &str,
        role: Role,
        sources: &mut Sources,
    ) -> Outcome<Option<Rc<T>>> {
        let mut findings = Findings::new();
        let file = project.files.read(path, role, sources).gather(&mut findings);
        let Ok(file) = file else { return Outcome::new(None, findings) };
        let text = sources.get(file).text();
        let known = self.0.borrow().iter().find(|(known, _)| known == text).cloned();
        if let Some((_, value)) = known {
            return Outcome::new(Some(value), findings);
        }
        let Outcome { value, findings: found } = yaml::read::<T>(file, text);
        let value = value.map(Rc::new);
        let mut known = self.0.borrow_mut();
        // What was found stands in this file.
        if let Some(value) = value.as_ref().filter(|_| found.is_empty() && known.len() < MOST) {
            known.push((text.to_owned(), Rc::clone(value)));
        }
        findings.extend(found);
        Outcome::new(value, findings)
    }
}
