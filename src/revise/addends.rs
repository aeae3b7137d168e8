//! What a computed figure is made of: each part with its name, its value and the place where it was typed.

use rust_decimal::Decimal;

use super::typed::Tried;
use crate::catalogue::{DOT, Value};
use crate::check::figures::{Derivation, Figure};
use crate::document::Fact;
use crate::examine::Year;
use crate::number::Quantity;
use crate::source::{Sources, Span};

/// Parts that are named.
const MOST: usize = 8;

/// How the parts of a sum are changed so that they make a new sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OfParts {
    /// It is no sum, or no new one.
    None,
    /// The parts that take the difference, and what would be typed there.
    Tried { names: Vec<String>, edits: Vec<Tried> },
    /// No parts that were typed can make it; which parts these are.
    Unknown(&'static str),
}

/// The parts of a figure that was computed.
pub(super) struct Addends {
    /// The formula; none where the parts are those of departments.
    formula: Option<String>,
    /// Whether the figure is their sum.
    is_sum: bool,
    parts: Vec<Addend>,
}

struct Addend {
    /// The department, or else the metric as it is told beside the others.
    name: String,
    metric: String,
    value: Option<Quantity>,
    origin: Option<Span>,
}

impl Addends {
    /// The parts of the figure behind a fact; none where it was typed.
    pub(super) fn of(figure: &Figure, fact: &Fact, year: &Year) -> Option<Addends> {
        let Derivation::Computed(formula) = &figure.derivation else { return None };
        let metric = figure.metric.name.as_str();
        if !figure.parts.is_empty() {
            let parts = figure.parts.iter().map(|part| Addend {
                name: part.department.clone(),
                metric: metric.to_owned(),
                value: number(Some(&part.value)),
                origin: part.origin,
            });
            return Some(Addends { formula: None, is_sum: true, parts: parts.collect() });
        }
        let catalogue = &year.project.catalogue;
        let computation = catalogue.computation(metric);
        let is_sum = computation.is_some_and(|computation| computation.decimals().is_none());
        let parts = computation.into_iter().flat_map(|computation| computation.from());
        let family = metric.split(DOT).next().unwrap_or(metric);
        let parts = parts.filter_map(|name| {
            let whole = year.figures.get(name)?;
            let part = whole.parts.iter().find(|part| part.department == fact.department);
            let (value, origin) = match part.filter(|_| fact.is_part) {
                Some(part) => (Some(&part.value), part.origin),
                None => (whole.value.as_ref(), whole.origin),
            };
            let member = name.strip_prefix(family).and_then(|name| name.strip_prefix(DOT));
            Some(Addend {
                name: member.unwrap_or(name).to_owned(),
                metric: name.to_owned(),
                value: number(value),
                origin,
            })
        });
        Some(Addends { formula: Some(formula.clone()), is_sum, parts: parts.collect() })
    }

    /// How it is computed, with the places of the parts.
    pub(super) fn told(&self, sources: &Sources) -> String {
        let is_zero = |part: &&Addend| part.value.is_some_and(|value| value.value.is_zero());
        let (mut zero, mut others): (Vec<&Addend>, Vec<&Addend>) =
            self.parts.iter().partition(is_zero);
        if others.is_empty() {
            others = std::mem::take(&mut zero);
        }
        let named = others.iter().take(MOST).map(|part| {
            let value = part.value.map(|value| format!(" {value}")).unwrap_or_default();
            let place = part.origin.map(|place| sources.named(place.into()));
            let place = place.map(|place| format!("（{place}）")).unwrap_or_default();
            format!("{}{value}{place}", part.name)
        });
        let mut named: Vec<String> = named.collect();
        let (counted, of) = match &self.formula {
            None => ("个部门", "由各部门填报的数相加".to_owned()),
            Some(formula) => ("项", format!("由 {formula} 算出")),
        };
        if others.len() > MOST {
            named.push(format!("等 {} {counted}", others.len()));
        }
        if !zero.is_empty() {
            named.push(format!("另外 {} {counted}是 0", zero.len()));
        }
        match named.is_empty() {
            true => of,
            false => format!("{of}：{}", named.join("、")),
        }
    }

    /// The parts that would make a new sum: the largest with what there is more, and from the largest on
    /// what there is less.
    pub(super) fn that_make(&self, figure: &Figure, said: &str, sources: &Sources) -> OfParts {
        let old = number(figure.value.as_ref()).map(|old| old.value);
        let new = Quantity::parse_signed(said).ok().map(|new| new.value);
        let Some(mut open) = old.zip(new).and_then(|(old, new)| new.checked_sub(old)) else {
            return OfParts::None;
        };
        if !self.is_sum || self.parts.is_empty() || open.is_zero() {
            return OfParts::None;
        }
        // Where it is a sum itself, no number was typed there.
        let typed = self.parts.iter().filter_map(|part| {
            let (origin, own) = (part.origin?, part.value?.value);
            let typed = Quantity::parse_signed(sources.text(origin).trim()).ok()?.value;
            (own == typed).then_some((own, origin, part))
        });
        let mut typed: Vec<(Decimal, Span, &Addend)> = typed.collect();
        typed.sort_by_key(|(own, ..)| *own);
        let (mut names, mut edits) = (Vec::new(), Vec::new());
        for (own, origin, part) in typed.into_iter().rev() {
            let change = if open.is_sign_negative() { open.max(-own) } else { open };
            let Some(value) = own.checked_add(change).filter(|_| !change.is_zero()) else { break };
            let value = Quantity::exact(value).to_string();
            edits.push(Tried::of_part(sources, origin, &part.metric, value));
            names.push(part.name.clone());
            open -= change;
            if open.is_zero() {
                return OfParts::Tried { names, edits };
            }
        }
        OfParts::Unknown(if self.formula.is_none() {
            "哪个部门的数"
        } else {
            "其中哪一个数"
        })
    }
}

fn number(value: Option<&Value>) -> Option<Quantity> {
    match value? {
        Value::Number(quantity) => Some(*quantity),
        _ => None,
    }
}
