//! The forms of a project as they are looked for in workbooks, each made once: departments that type the
//! same metrics have the same.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::table::Leads;
use crate::project::Project;
use crate::workbook::form::{Content, Form, FormTablesOfKinds, Sheet};

/// The forms of a project.
pub(crate) struct Forms<'p> {
    pub(crate) project: &'p Project,
    tables: FormTablesOfKinds,
    /// By whether each metric of the catalogue is typed, and whether the year is over.
    made: FxHashMap<(Vec<bool>, bool), Rc<Sought>>,
}

/// A form as it is looked for.
pub(super) struct Sought {
    /// Each sheet, and of a table the labels that lead to its figures.
    pub(super) sheets: Vec<(Sheet, Option<Leads>)>,
    /// The names of the sheets.
    pub(super) names: BTreeSet<String>,
}

impl<'p> Forms<'p> {
    /// Those with these tables.
    pub(crate) fn new(project: &'p Project, tables: FormTablesOfKinds) -> Forms<'p> {
        Forms { project, tables, made: FxHashMap::default() }
    }

    /// The form of a department. In a year that is over it may have reported what others report now.
    pub(super) fn of(&mut self, department: &str, is_over: bool) -> Rc<Sought> {
        let metrics = self.project.catalogue.metrics.values();
        let typed = metrics.map(|metric| metric.is_typed_by(department)).collect();
        let (project, tables) = (self.project, &self.tables);
        let made = self.made.entry((typed, is_over)).or_insert_with(|| {
            let sheets = Form::sheets(project, tables, (department, is_over), &[]).into_iter();
            let sheets = sheets.map(|sheet| {
                let leads = match &sheet.content {
                    Content::Table(table) => Some(Leads::of(table)),
                    _ => None,
                };
                (sheet, leads)
            });
            let sheets: Vec<(Sheet, Option<Leads>)> = sheets.collect();
            let names = sheets.iter().map(|(sheet, _)| sheet.name.clone()).collect();
            Rc::new(Sought { sheets, names })
        });
        Rc::clone(made)
    }
}
