//! A figure that was changed in the returned text: which metric it is, what it would be, where it was
//! typed, where else it is printed, and what would be found if it were taken.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use crate::catalogue::Value;
use crate::check::figures::{Derivation, Figure, Part};
use crate::diagnostic::Severity;
use crate::document::{Document, Fact, FactId};
use crate::edition::Options;
use crate::examine::{Examined, Year, examine};
use crate::files::Files;
use crate::fix::{Found, Moves, compare, found};
use crate::number::{Quantity, convert, read_chinese, runs::Runs};
use crate::prose::{self, Form, Piece};
use crate::source::{FileId, Sources, Span};
use crate::text::half_width;

/// Figures that are tried; each trial reads the data once more.
const MOST_TRIED: usize = 40;

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
    /// Of a sum of what departments reported: what the largest part would be if it took the difference.
    pub(super) of_part: Option<OfPart>,
}

/// A department's part of a sum, and its value if it alone makes the new sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OfPart {
    department: String,
    typed: Span,
    new: String,
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
        let of_part =
            figure.as_ref().zip(said).and_then(|(figure, said)| self.of_part(figure, &said));
        Some(FigureChange {
            of_part,
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

    /// The largest part of a sum, if it took all of the difference to a new sum.
    fn of_part(&self, figure: &Figure, said: &str) -> Option<OfPart> {
        let number = |value: &Value| match value {
            Value::Number(quantity) => Some(quantity.value),
            _ => None,
        };
        let new = Quantity::parse_signed(said).ok()?.value;
        let difference = new.checked_sub(number(figure.value.as_ref()?)?)?;
        let part = figure.parts.iter().max_by_key(|part| number(&part.value))?;
        // Where it is a sum itself, no number was typed there.
        let origin = part.origin?;
        let typed = Quantity::parse_signed(self.sources.text(origin).trim()).ok()?.value;
        let own = number(&part.value).filter(|own| *own == typed)?;
        let new = own.checked_add(difference)?;
        let new = Quantity::exact(new).to_string().replace('−', "-");
        (!difference.is_zero() && !new.starts_with('-')).then(|| OfPart {
            department: part.department.clone(),
            typed: origin,
            new,
        })
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

/// Fills in what would be found with the new values: each by itself, and all together.
pub(super) fn try_all(
    changes: &mut [&mut FigureChange],
    files: &Files,
    year: i32,
    options: &Options,
    sources: &Sources,
) {
    let edit = |change: &FigureChange| match &change.of_part {
        Some(part) => Some((part.typed, part.new.clone())),
        None => Some((change.typed?, change.new.clone()?)),
    };
    let all: BTreeSet<(Span, String)> = changes.iter().filter_map(|change| edit(change)).collect();
    if all.is_empty() {
        return;
    }
    let before = examine(files.clone(), year, options);
    let before_found = found(&before, &BTreeSet::new());
    let tried = |edits: &[(Span, String)]| {
        let after = with_typed(edits, files, year, options, sources);
        (broken(&after, &before_found), follows(&before, &after, edits))
    };
    let together = (all.len() > 1).then(|| tried(&all.iter().cloned().collect::<Vec<_>>()).0);
    for change in changes.iter_mut().take(MOST_TRIED) {
        let Some(edit) = edit(change) else { continue };
        let (mut broken, follows) = tried(std::slice::from_ref(&edit));
        if let Some(together) = &together {
            for told in &mut broken {
                if !together.contains(told) {
                    told.push_str("（修改稿里的数一起改，就没有这个问题）");
                }
            }
        }
        if let Some(part) = &change.of_part {
            for told in &mut broken {
                let _ = write!(told, "（差数算在{}时）", part.department);
            }
        }
        let of_itself = format!("{} ", change.metric);
        change.broken = broken;
        change.follows = follows.into_iter().filter(|it| !it.starts_with(&of_itself)).collect();
    }
}

/// The year with some values typed in the place of others.
fn with_typed(
    edits: &[(Span, String)],
    files: &Files,
    year: i32,
    options: &Options,
    sources: &Sources,
) -> Examined {
    let mut by_file: BTreeMap<FileId, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for (span, value) in edits {
        let text = sources.get(span.file).text();
        let values = by_file.entry(span.file).or_default();
        // Of two values for one place the first is tried.
        let is_free = values
            .last()
            .is_none_or(|(last, _)| last.end <= span.range().start && *last != span.range());
        if is_free && text.get(span.range()).is_some() {
            // Nothing stands there yet, not even the blank behind the colon.
            let is_bare = text.get(..span.range().start).is_some_and(|text| text.ends_with(':'));
            let blank = if is_bare && span.start == span.end { " " } else { "" };
            let value = format!("{blank}{value}");
            values.push((span.range(), value));
        }
    }
    let mut tried = files.clone();
    for (file, values) in by_file {
        let source = sources.get(file);
        tried = match source.workbook() {
            Some(_) => tried.with_tried(&source.path, values),
            None => {
                let mut text = source.text().to_owned();
                // From the end, so that places before stay where they are.
                for (range, value) in values.into_iter().rev() {
                    text.replace_range(range, &value);
                }
                tried.with_unsaved(source.path.as_str(), text)
            }
        };
    }
    examine(tried, year, options)
}

/// What is found then, and not before.
fn broken(after: &Examined, before: &[Found]) -> Vec<String> {
    let new = compare(before, after, &Moves::default()).new;
    let new = new.into_iter().filter_map(|at| after.findings.get(at));
    let told = new.filter(|found| found.severity != Severity::Hint);
    let told = told.map(|found| {
        let place = found.place().map(|place| format!("（{}）", after.sources.named(place)));
        format!("[{}] {}{}", found.code.name(), found.message, place.unwrap_or_default())
    });
    told.collect()
}

/// The computed figures that are others then.
fn follows(before: &Examined, after: &Examined, edits: &[(Span, String)]) -> Vec<String> {
    let (Some(old), Some(new)) = (&before.year, &after.year) else { return Vec::new() };
    let is_typed = |figure: &Figure| {
        figure.origin.is_some_and(|origin| edits.iter().any(|(span, _)| *span == origin))
    };
    let changed = old.figures.iter().filter_map(|figure| {
        let now = new.figures.get(&figure.metric.name)?;
        let is_computed = matches!(figure.derivation, Derivation::Computed(_));
        let (value, next) = (figure.value.as_ref()?, now.value.as_ref()?);
        let is_other = is_computed && !is_typed(figure) && value != next;
        let (Value::Number(value), Value::Number(next)) = (value, next) else { return None };
        let unit = &figure.metric.unit;
        let told = || {
            format!("{} {} → {}", figure.metric.name, value.with_unit(unit), next.with_unit(unit))
        };
        is_other.then(told)
    });
    changed.collect()
}
