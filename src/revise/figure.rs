//! A figure that was changed in the returned text: which metric it is, what it would be, where it was
//! typed, where else it is printed, and what would be typed if it were taken.

use super::addends::{Addends, OfParts};
use crate::catalogue::Value;
use crate::check::figures::Figure;
use crate::document::{Document, Fact, FactId};
use crate::examine::Year;
use crate::number::{Quantity, convert, read_chinese, runs::Runs};
use crate::prose::{self, Form, Piece};
use crate::source::{Sources, Span};
use crate::text::half_width;

/// A change of a figure, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FigureChange {
    /// The metric.
    pub(crate) metric: String,
    /// Its value and the one that the returned text says, without units; none where it does not say
    /// one that the metric can have.
    pub(crate) old: String,
    pub(crate) new: Option<String>,
    /// The value that the returned text says, whether or not it can be changed in one place.
    pub(crate) said: Option<String>,
    /// Its unit.
    pub(crate) unit: String,
    /// Where its value was typed.
    pub(crate) typed: Option<Span>,
    /// How it is computed, or why it cannot be changed in the place that it is printed in.
    pub(crate) computed: Option<String>,
    /// What would be found if it were taken.
    pub(crate) broken: Vec<String>,
    /// The computed figures that would change with it.
    pub(crate) follows: Vec<Follow>,
    /// Of a sum of what departments reported: parts that would make the new sum.
    pub(super) of_parts: OfParts,
}

/// A computed figure that changes with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Follow {
    pub(super) metric: String,
    /// Its value and the one that it would have, without units.
    pub(super) old: String,
    pub(super) new: String,
    /// `败诉率 11.11% → 10%`.
    pub(crate) told: String,
}

impl FigureChange {
    /// Whether a change of a computed figure is what another change brings about.
    pub(super) fn follows_from(&self, other: &FigureChange) -> bool {
        let said = self.said.as_deref().filter(|_| self.computed.is_some());
        said.is_some_and(|said| {
            other.follows.iter().any(|follow| {
                follow.metric == self.metric
                    && is_same_value(&follow.old, &self.old)
                    && is_same_value(&follow.new, said)
            })
        })
    }
}

/// Tells changes of figures.
pub(super) struct Figures<'a> {
    pub(super) year: &'a Year,
    pub(super) document: &'a Document,
    pub(super) sources: &'a Sources,
}

impl Figures<'_> {
    /// What the change of a figure's text means: `said` is all of its new text, `placeholder` where
    /// it is cited.
    pub(super) fn change(
        &self,
        fact: FactId,
        said: &str,
        placeholder: Option<Span>,
    ) -> Option<FigureChange> {
        let fact = self.document.facts.get(fact.0)?;
        let figure = self.figure(fact);
        let form = self.form(placeholder);
        let addends = figure.as_ref().and_then(|figure| Addends::of(figure, fact, self.year));
        let computed = match (&form, &figure) {
            (Form::Change, _) => Some("同比由今年的数和上年的数算出".to_owned()),
            (Form::Share(_), _) => Some(format!("由 {} 算出", fact.derivation)),
            (_, Some(_)) => addends.as_ref().map(|addends| addends.told(self.sources)),
            (_, None) => Some("不是今年填报的数".to_owned()),
        };
        let typed = figure.as_ref().and_then(|figure| figure.origin);
        let said = figure.as_ref().and_then(|figure| value(said, &form, figure));
        let said = said.map(|said| match is_same_value(&said, &fact.value.shown) {
            true => fact.value.shown.clone(),
            false => said,
        });
        let of_parts = match (&figure, &addends, &said) {
            (Some(figure), Some(addends), Some(said)) => {
                addends.that_make(figure, said, self.sources)
            }
            _ => OfParts::None,
        };
        let new = said.clone().filter(|_| computed.is_none());
        Some(FigureChange {
            of_parts,
            said,
            metric: fact.metric.clone(),
            old: fact.value.shown.clone(),
            new,
            unit: fact.unit.clone(),
            typed,
            computed,
            broken: Vec::new(),
            follows: Vec::new(),
        })
    }

    fn figure(&self, fact: &Fact) -> Option<Figure> {
        let figure = self.year.figures.get(&fact.metric)?;
        if !fact.is_part {
            return Some(figure.clone());
        }
        let part = figure.parts.iter().find(|part| part.department == fact.department)?;
        Some(figure.of(part))
    }

    fn form(&self, placeholder: Option<Span>) -> Form {
        let text = placeholder.map(|place| self.sources.text(place)).unwrap_or_default();
        let pieces = prose::parse(text).0;
        let form = pieces.into_iter().find_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder.form),
            Piece::Text(_) => None,
        });
        form.unwrap_or(Form::Full)
    }
}

/// Whether two values are one number, with other zeros at its end.
fn is_same_value(new: &str, old: &str) -> bool {
    let read = |text: &str| Quantity::parse_signed(text).ok();
    read(new).is_some_and(|new| read(old) == Some(new))
}

/// The value of a metric that a printed text says, as it would be typed.
fn value(said: &str, form: &Form, figure: &Figure) -> Option<String> {
    let said: String = said.trim().chars().map(half_width).collect();
    let unit = match form {
        Form::Unit(unit) => unit.as_str(),
        _ => figure.metric.unit.as_str(),
    };
    match figure.value.as_ref()? {
        Value::Number(_) => {
            let bare = said.strip_suffix(unit).unwrap_or(&said).trim();
            let numeral = || Quantity::parse(&read_chinese(bare)?).ok();
            let quantity = Quantity::parse_signed(bare).ok().or_else(numeral).or_else(|| {
                let runs = Runs::new(&[], |_| false).scan(&said, &[]);
                match runs.as_slice() {
                    // A number with another unit, or a rough one (万余), is another number.
                    [run] if run.range == (0..said.len()) && [unit, ""].contains(&run.unit) => {
                        let is_rough = said.contains(['余', '多', '约']);
                        // 0.0122万 is 122 and not 122.0000.
                        let value = run.value.filter(|_| !is_rough);
                        value.map(|value| Quantity::exact(value.normalize()))
                    }
                    _ => None,
                }
            })?;
            let value = match form {
                Form::Unit(unit) => convert(quantity.value, unit, &figure.metric.unit)?,
                _ => quantity.value,
            };
            Some(Quantity { value, ..quantity }.to_string().replace('−', "-"))
        }
        Value::Boolean(_) => matches!(said.as_str(), "是" | "否").then_some(said),
        Value::Text(_) => (!said.is_empty()).then_some(said),
        Value::List(_) => None,
    }
}
