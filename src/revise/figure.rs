//! A figure that was changed in the returned text: which metric it is, what it would be, where it was
//! typed, where else it is printed, and what would be typed if it were taken.

use super::typed::Tried;
use crate::catalogue::Value;
use crate::check::figures::{Derivation, Figure, Part};
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
    /// Its unit.
    pub(crate) unit: String,
    /// Where its value was typed.
    pub(crate) typed: Option<Span>,
    /// How it is computed, or why it cannot be changed in the place that it is printed in.
    pub(crate) computed: Option<String>,
    /// What would be found if it were taken.
    pub(crate) broken: Vec<String>,
    /// The computed figures that would change with it, `败诉率 11.11 → 10`.
    pub(crate) follows: Vec<String>,
    /// Of a sum of what departments reported: parts that would make the new sum.
    pub(super) of_parts: OfParts,
}

/// How the parts of a sum are changed so that they make a new sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OfParts {
    /// It is no sum, or no new one.
    None,
    /// The departments whose parts take the difference, and what would be typed there.
    Tried { departments: Vec<String>, edits: Vec<Tried> },
    /// No parts that were typed can make it.
    Unknown,
}

/// Parts of a sum that are named.
const MOST_PARTS: usize = 8;

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
        let computed = match (&form, &figure) {
            (Form::Change, _) => Some("同比由今年的数和上年的数算出".to_owned()),
            (Form::Share(_), _) => Some(format!("由 {} 算出", fact.derivation)),
            (_, Some(figure)) => match &figure.derivation {
                Derivation::Computed(_) if !figure.parts.is_empty() => Some(self.parts(figure)),
                Derivation::Computed(formula) => Some(format!("由 {formula} 算出")),
                Derivation::Reported => None,
            },
            (_, None) => Some("不是今年填报的数".to_owned()),
        };
        let typed = figure.as_ref().and_then(|figure| figure.origin);
        let new = match computed {
            Some(_) => None,
            None => figure.as_ref().and_then(|figure| value(said, &form, figure)),
        };
        let new = new.map(|new| match is_same_value(&new, &fact.value.shown) {
            true => fact.value.shown.clone(),
            false => new,
        });
        let said = figure.as_ref().and_then(|figure| value(said, &form, figure));
        let of_parts = match figure.as_ref().zip(said) {
            Some((figure, said)) => self.of_parts(figure, &said),
            None => OfParts::None,
        };
        Some(FigureChange {
            of_parts,
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

    /// The departments' parts of a sum, each with its place.
    fn parts(&self, figure: &Figure) -> String {
        let is_zero = |part: &&Part| matches!(&part.value, Value::Number(quantity) if quantity.value.is_zero());
        let (zero, others): (Vec<&Part>, Vec<&Part>) = figure.parts.iter().partition(is_zero);
        let named = others.iter().take(MOST_PARTS).map(|part| {
            let value = match &part.value {
                Value::Number(quantity) => quantity.to_string(),
                _ => String::new(),
            };
            let place = part.origin.map(|place| self.sources.named(place.into()));
            let place = place.map(|place| format!("（{place}）")).unwrap_or_default();
            format!("{} {value}{place}", part.department)
        });
        let mut named: Vec<String> = named.collect();
        if others.len() > MOST_PARTS {
            named.push(format!("等 {} 个部门", others.len()));
        }
        if !zero.is_empty() {
            named.push(format!("另外 {} 个部门是 0", zero.len()));
        }
        format!("由各部门填报的数相加：{}", named.join("、"))
    }

    /// The parts of a sum that would make a new one: the largest with what there is more, and from the
    /// largest on what there is less.
    fn of_parts(&self, figure: &Figure, said: &str) -> OfParts {
        let number = |value: &Value| match value {
            Value::Number(quantity) => Some(quantity.value),
            _ => None,
        };
        let old = figure.value.as_ref().and_then(number);
        let new = Quantity::parse_signed(said).ok().map(|new| new.value);
        let Some(mut open) = old.zip(new).and_then(|(old, new)| new.checked_sub(old)) else {
            return OfParts::None;
        };
        if figure.parts.is_empty() || open.is_zero() {
            return OfParts::None;
        }
        // Where it is a sum itself, no number was typed there.
        let typed = figure.parts.iter().filter_map(|part| {
            let (origin, own) = (part.origin?, number(&part.value)?);
            let typed = Quantity::parse_signed(self.sources.text(origin).trim()).ok()?.value;
            (own == typed).then_some((own, origin, &part.department))
        });
        let mut typed: Vec<_> = typed.collect();
        typed.sort_by_key(|(own, ..)| *own);
        let (mut departments, mut edits) = (Vec::new(), Vec::new());
        for (own, origin, department) in typed.into_iter().rev() {
            let change = if open.is_sign_negative() { open.max(-own) } else { open };
            let Some(value) = own.checked_add(change).filter(|_| !change.is_zero()) else { break };
            let value = Quantity::exact(value).to_string();
            edits.push(Tried::of_part(self.sources, origin, &figure.metric.name, value));
            departments.push(department.clone());
            open -= change;
            if open.is_zero() {
                return OfParts::Tried { departments, edits };
            }
        }
        OfParts::Unknown
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
                    [run] if run.range == (0..said.len()) && run.unit == unit => {
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
