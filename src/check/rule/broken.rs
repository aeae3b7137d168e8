//! What does not hold, before it is reported. One slip may break several rules: then the one that
//! says best what is meant is reported, and the others are named in it.

use std::cell::Cell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::view::{Changed, ComputedFrom, Reach, View};
use super::cumulative;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::number::{self, Quantity};
use crate::rules::{Computation, Computed, LedgerView, MetricByMetric, Operand, Relation};

/// Something that does not hold.
pub(super) struct Broken<'a> {
    pub(super) found: Diagnostic,
    /// What it is called where another is reported in its place.
    pub(super) name: &'a str,
    /// The metrics that it is about.
    pub(super) metrics: Vec<&'a str>,
    /// The department whose own figures they are; none for the district's.
    pub(super) department: Option<&'a str>,
    pub(super) test: Test<'a>,
}

/// How it is held against other figures.
pub(super) enum Test<'a> {
    Relation(&'a dyn Relation),
    /// A metric's two years.
    Years(&'a dyn MetricByMetric, Operand<'a>),
    /// 累计, and last year's figure.
    Cumulative(Operand<'a>),
    /// The range of a computed value.
    Range(&'a dyn Computation),
    /// A value that was probably typed in another unit, and the value that was meant.
    Unit(Decimal),
}

/// The most telling first.
const ORDER: [Code; 17] = [
    Code::E0501,
    Code::E0513,
    Code::E0507,
    Code::E0508,
    Code::E0606,
    Code::E0607,
    Code::E0503,
    Code::E0502,
    Code::E0506,
    Code::E0418,
    Code::E0419,
    Code::E0505,
    Code::E0504,
    // That a flag does not fit two figures says least about which of them is wrong.
    Code::E0509,
    Code::E0602,
    Code::E0601,
    Code::E0414,
];

/// As many figures are put into rules that do not hold, to find those that one slip explains. Where so
/// many do not hold there is more than one slip, and each of the others is reported.
const MOST_RECKONED: usize = 2_000_000;

/// The figures of both years that a department, or the district, is held against.
pub(super) type Years<'a> = (View<'a>, View<'a>);

/// Reports all of them, and of those that one slip explains one.
pub(super) fn report<'a>(
    broken: Vec<Broken<'a>>,
    years: impl Fn(Option<&'a str>) -> Years<'a>,
    computed: &ComputedFrom<'a>,
) -> Findings {
    let reached: Vec<Reach<'_>> = broken.iter().map(|one| computed.reach(&one.metrics)).collect();
    let mut places: Vec<usize> = (0..broken.len()).collect();
    let rank = |broken: &Broken<'a>| {
        let code = ORDER.iter().position(|code| *code == broken.found.code);
        // A total that somebody typed can be wrong itself, a computed one only with its parts.
        (!broken.found.is_error(), code, broken.is_of_computed(&years))
    };
    places.sort_by_key(|&place| broken.get(place).map(rank));
    // Where each stands that is reported, and the names of those that it explains.
    let mut kept: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    // Those that are reported about a metric.
    let mut about: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let left = Cell::new(MOST_RECKONED);
    for place in places {
        let Some((one, reach)) = broken.get(place).zip(reached.get(place)) else { continue };
        let mut seen: FxHashSet<usize> = FxHashSet::default();
        let others = reach.iter().take_while(|_| left.get() > 0);
        let others = others.filter_map(|name| about.get(name)).flatten();
        let mut others = others.filter(|other| seen.insert(**other));
        let explains = |other: &&usize| {
            let other = broken.get(**other).zip(reached.get(**other));
            other.is_some_and(|(other, others_reach)| {
                let reckoned = one.metrics.len().saturating_mul(other.metrics.len());
                left.set(left.get().saturating_sub(reckoned));
                // An error stays one where a warning says better what is meant.
                other.explains(one, reach, &years, computed)
                    || one.explains(other, others_reach, &years, computed)
            })
        };
        match others.find(explains) {
            // That a computed value is out of its range follows by itself.
            Some(_) if matches!(one.test, Test::Range(_)) => {}
            Some(other) => kept.entry(*other).or_default().push(one.name),
            None => {
                kept.insert(place, Vec::new());
                for name in reach {
                    about.entry(name).or_default().push(place);
                }
            }
        }
    }
    let reported = broken.into_iter().enumerate().filter_map(|(place, broken)| {
        let Broken { found, department, .. } = broken;
        Some(completed(found, department, kept.get(&place)?))
    });
    reported.collect()
}

fn completed(mut found: Diagnostic, department: Option<&str>, explained: &[&str]) -> Diagnostic {
    if let Some(department) = department {
        found.message = format!("{department}：{}", found.message);
    }
    match explained {
        [] => found,
        names => found.note("同时", format!("{}也不成立，多半是同一处差错", names.join("、"))),
    }
}

impl<'a> Broken<'a> {
    /// Whether a change of one figure that mends this one mends the other too, which `reach`es so
    /// far. A department's own figure is a part of the district's.
    fn explains(
        &self,
        other: &Broken<'a>,
        reach: &Reach<'a>,
        years: &impl Fn(Option<&'a str>) -> Years<'a>,
        computed: &ComputedFrom<'a>,
    ) -> bool {
        if self.department != other.department && other.department.is_some() {
            return false;
        }
        let (own, before) = years(self.department);
        let (theirs, theirs_before) = years(other.department);
        let reached = |(name, _): &(&'a str, Decimal)| reach.contains(name);
        self.meant(own, before).into_iter().filter(reached).any(|(name, value)| {
            let is_possible = own
                .metric(name)
                .is_some_and(|metric| metric.out_of_range(Quantity::exact(value)).is_none());
            let value = match self.department == other.department {
                true => Some(value),
                false => moved(own, theirs, name, value),
            };
            let changed = value.map(|value| Changed::new(theirs, name, value, computed));
            is_possible && changed.is_some_and(|changed| other.holds(&changed, theirs_before))
        })
    }

    /// Whether what it computes, where it does, was not typed.
    fn is_of_computed(&self, years: &impl Fn(Option<&'a str>) -> Years<'a>) -> bool {
        let Test::Relation(relation) = &self.test else { return false };
        let computation = relation.computation();
        let (now, _) = years(self.department);
        computation.is_some_and(|computed| now.typed(computed.metric()).is_none())
    }

    /// The changes of one figure after which it holds.
    fn meant(&self, now: View<'_>, before: View<'_>) -> Vec<(&'a str, Decimal)> {
        match (&self.test, self.metrics.first()) {
            (Test::Relation(relation), _) => match relation.across_years() {
                Some(years) => years.meant(&now, &before),
                None => relation.meant(&now),
            },
            (Test::Unit(meant), Some(metric)) => vec![(metric, *meant)],
            // As it was last year, which says that one slip may have brought about more than the change.
            (Test::Years(_, last), Some(metric)) => vec![(metric, last.quantity.value)],
            _ => Vec::new(),
        }
    }

    /// Whether it holds for other figures of the year.
    fn holds(&self, now: &Changed<'_>, before: View<'_>) -> bool {
        let own = || self.metrics.first().and_then(|name| now.number(name));
        match &self.test {
            Test::Relation(relation) => {
                let checked = match relation.across_years() {
                    Some(years) => years.check_years(now, &before),
                    None => relation.check(now),
                };
                matches!(checked, Ok(None))
            }
            Test::Years(each, last) => {
                own().is_some_and(|now| matches!(each.compare(&now, last, false), Ok(None)))
            }
            Test::Cumulative(last) => {
                own().is_some_and(|now| cumulative::fell(&now, last) == Some(false))
            }
            Test::Range(computation) => match computation.compute(now) {
                Some(Computed::Value { value, .. }) => {
                    let metric = now.metric(computation.metric());
                    metric
                        .is_some_and(|metric| metric.out_of_range(Quantity::exact(value)).is_none())
                }
                _ => false,
            },
            // What a rule says of the figure stands before a guess.
            Test::Unit(_) => true,
        }
    }
}

/// The sum of the departments' figures where that of one becomes another.
fn moved(own: View<'_>, all: View<'_>, name: &str, value: Decimal) -> Option<Decimal> {
    let more = number::difference(value, own.exact(name)?.quantity.value)?;
    number::sum([all.exact(name)?.quantity.value, more])
}
