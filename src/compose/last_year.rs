//! Last year's values that a layout prints. Each that is printed is a fact of its own, after all
//! others, so that a report that prints none lists none.

use std::sync::{Mutex, PoisonError};

use crate::catalogue::Value;
use crate::check::figures::Figure;
use crate::document::{Fact, FactId};

/// The values that were printed so far.
#[derive(Debug, Default)]
pub(super) struct LastYears {
    /// How many facts stand before theirs.
    first: usize,
    figures: Mutex<Vec<Figure>>,
}

impl LastYears {
    pub(super) fn after(facts: usize) -> LastYears {
        LastYears { first: facts, figures: Mutex::default() }
    }

    /// The fact of a value that is printed.
    pub(super) fn fact(&self, last: Figure) -> FactId {
        let mut figures = self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |known: &Figure| {
            known.metric.name == last.metric.name && known.department == last.department
        };
        let place = figures.iter().position(is_it).unwrap_or_else(|| {
            figures.push(last);
            figures.len() - 1
        });
        FactId(self.first + place)
    }

    /// The facts of all that were printed, in the order of their numbers; `fact_of` makes one of a
    /// figure and its value.
    pub(super) fn facts(&self, fact_of: impl Fn(&Figure, &Value) -> Fact) -> Vec<Fact> {
        let figures = self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        let fact = |last: &Figure| {
            let value = last.value.as_ref()?;
            // It is no figure of the year.
            Some(Fact { metric: name(&last.metric.name), is_part: true, ..fact_of(last, value) })
        };
        figures.iter().filter_map(fact).collect()
    }
}

/// What last year's value of a metric is called.
pub(super) fn name(metric: &str) -> String {
    format!("{metric}（上年）")
}
