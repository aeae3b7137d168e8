//! Rules between metrics of one dimension: they hold for each member, and for the totals.

use std::sync::Arc;

use super::{Known, RuleReader};
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::{DOT, Dimension, Family, Share};
use crate::rules::{Kind, Relation, Rule};
use crate::source::{Span, Spanned};
use crate::yaml::{Fields, Reader};

/// The metrics of a rule, as far as dimensions matter.
#[derive(Debug, Default)]
pub(super) struct Operands<'r> {
    /// Those with a dimension, and where the rule names them.
    families: Vec<(&'r Arc<Family>, Span)>,
    /// Whether there are others: then the total of each with a dimension is meant.
    others: bool,
}

impl<'r> Known<'r> {
    /// The family of a name as rules write it, `X` or, for the total alone, `X·总计`; and whether it
    /// is the total alone.
    pub(super) fn family(self, name: &str) -> Option<(&'r Arc<Family>, bool)> {
        if let Some(family) = self.families.get(name) {
            return Some((family, false));
        }
        let (metric, label) = name.split_once(DOT)?;
        let family = self.families.get(metric)?;
        (family.dimension.total.as_deref() == Some(label)).then_some((family, true))
    }

    /// Whether metrics bear this name, or its part before the dot, that were left out for their
    /// faults.
    pub(super) fn is_faulty(self, name: &str) -> bool {
        let metric = name.split_once(DOT).map_or(name, |(metric, _)| metric);
        self.names.contains(name)
            || self.names.contains(metric) && !self.metrics.contains_key(metric)
    }
}

impl<'r> RuleReader<'r, '_> {
    /// Notes an operand, and gives the metric that it means: of one with a dimension the member in
    /// hand, or else the total.
    pub(super) fn operand(&mut self, name: &Spanned<String>) -> String {
        let Some((family, is_total)) = self.known.family(&name.value) else {
            self.operands.others = true;
            return name.value.clone();
        };
        match is_total {
            true => self.operands.others = true,
            false => self.operands.families.push((family, name.span)),
        }
        let member = match self.share {
            Some(Share::Member(place)) if !is_total => family.members.get(place),
            _ => None,
        };
        member.unwrap_or(&family.name).clone()
    }

    /// The metrics of a rule that looks at each on its own: the totals, or, where there are none,
    /// the members.
    pub(super) fn each(&self, names: Vec<String>) -> Vec<String> {
        let each = names.into_iter().flat_map(|name| match self.known.family(&name) {
            Some((family, _)) if family.total().is_none() => family.members.clone(),
            Some((family, _)) => vec![family.name.clone()],
            None => vec![name],
        });
        each.collect()
    }

    /// The dimension that all metrics of the rule have. An error where they have several, or where
    /// the total is meant of one that has none.
    pub(super) fn dimension(&self) -> Result<Option<Arc<Dimension>>, Box<Diagnostic>> {
        let Operands { families, others } = &self.operands;
        let Some(((first, first_at), more)) = families.split_first() else { return Ok(None) };
        let fault = |message: String| Diagnostic::new(Code::E0223, message);
        if let Some((other, at)) =
            more.iter().find(|(other, _)| other.dimension.name != first.dimension.name)
        {
            let message = format!("“{}”和“{}”的维度不同，不能逐个成员核对", first.name, other.name);
            let help = match (first.dimension.total.as_deref(), other.dimension.total.as_deref()) {
                (Some(one), Some(total)) => format!(
                    "换一个同一维度的指标；只核对总计的，写成“{}{DOT}{one}”和“{}{DOT}{total}”",
                    first.name, other.name
                ),
                _ => "换一个同一维度的指标".to_owned(),
            };
            let fault = fault(message)
                .at(*at, format!("维度是“{}”", other.dimension.name))
                .also(*first_at, format!("维度是“{}”", first.dimension.name));
            return Err(Box::new(fault.help(help)));
        }
        if !others {
            return Ok(Some(Arc::clone(&first.dimension)));
        }
        match families.iter().find(|(family, _)| family.total().is_none()) {
            None => Ok(None),
            Some((family, at)) => {
                let dimension = &family.dimension.name;
                let message = format!("“{}”没有总计，不能与不分成员的指标核对", family.name);
                let fault = fault(message).at(*at, format!("维度“{dimension}”写了“总计: 否”"));
                Err(Box::new(fault.help(format!(
                    "写明一个成员，如“{}”；或者只用维度是“{dimension}”的指标",
                    family.members.first().map_or("", String::as_str)
                ))))
            }
        }
    }
}

/// The rule for each member of a dimension, and for the totals where there are. `fields` are those
/// of the rule before it was read.
pub(super) fn expand(
    rule: Rule,
    dimension: &Dimension,
    fields: &Fields<'static>,
    known: Known<'_>,
    reader: &Reader<'_>,
) -> Vec<Rule> {
    let of_member = |place: usize| -> Option<Arc<dyn Relation>> {
        let kind: &Kind = rule.kind;
        // What is wrong with it was reported of the rule as written.
        let mut again = Reader::new(reader.sources);
        let mut fields = fields.clone();
        let mut one = RuleReader::new(&mut fields, &mut again, known);
        one.share = Some(Share::Member(place));
        (kind.read)(&mut one)
    };
    let members = (0..dimension.members.len()).filter_map(|place| {
        let share = Some(Share::Member(place));
        // That figures are missing is said once, of the totals.
        let is_quiet = rule.is_quiet || dimension.total.is_some();
        Some(Rule { relation: of_member(place)?, share, is_quiet, ..rule.clone() })
    });
    let mut rules: Vec<Rule> = members.collect();
    if dimension.total.is_some() {
        rules.push(Rule { share: Some(Share::Total), ..rule });
    }
    rules
}
