//! Filters: how a metric is printed, by its name, in templates and in prose.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::last_year::{self, LastYears};
use super::{marks, text};
use crate::catalogue::{ByName, Metric, Owner, Value};
use crate::check::figures::{Derivation, Figure, Figures, Share};
use crate::diagnostic::{Code, nearest};
use crate::document::{Amount, Fact, FactId, Origin, OriginAt};
use crate::form_table::FormTables;
use crate::number::{self, Approx, Quantity};
use crate::prose::{self, Form};
use crate::source::{Place, Sources, Span};
use crate::template::{Asked, Cell, Fault, Filter, Lookup};

/// All metrics of the catalogue, ready to be printed.
#[derive(Debug)]
pub(super) struct Printer {
    entries: ByName<Entry>,
    /// The shares that texts print, and the fact of each.
    shares: Vec<(Share, FactId)>,
    last_years: LastYears,
    /// A value that is still to come is printed 【待补：…】.
    pub(super) draft: bool,
}

/// A metric, and where every department has its own (各部门) the figures of each.
#[derive(Debug)]
struct Entry {
    whole: Printable,
    parts: Vec<Printable>,
}

#[derive(Debug)]
struct Printable {
    figure: Figure,
    /// None where it has no value.
    fact: Option<FactId>,
}

impl Printer {
    /// The printer, and the facts that its marks point into: of each metric the whole, then the
    /// parts.
    pub(super) fn new(figures: &Figures, sources: &Sources, draft: bool) -> (Printer, Vec<Fact>) {
        let mut facts = Vec::new();
        let mut entries = ByName::default();
        for figure in figures.iter() {
            let id = figure.value.as_ref().map(|value| {
                facts.push(fact(figure, value, sources));
                FactId(facts.len() - 1)
            });
            let mut parts = Vec::with_capacity(figure.parts.len());
            for part in &figure.parts {
                let own = figure.of(part);
                // One part alone is the whole.
                let id = id.filter(|_| figure.parts.len() == 1).unwrap_or_else(|| {
                    let fact = fact(&own, &part.value, sources);
                    facts.push(Fact { is_part: true, ..fact });
                    FactId(facts.len() - 1)
                });
                parts.push(Printable { figure: own, fact: Some(id) });
            }
            let whole = Printable { figure: figure.clone(), fact: id };
            entries.insert(figure.metric.name.clone(), Entry { whole, parts });
        }
        let shares = figures.shares.iter().filter_map(|share| {
            facts.push(fact_of_share(share, figures.get(&share.part)?));
            Some((share.clone(), FactId(facts.len() - 1)))
        });
        let shares = shares.collect();
        let last_years = LastYears::after(facts.len());
        (Printer { entries, shares, last_years, draft }, facts)
    }

    /// The metric in a form, marked with its fact: of one department, or the whole. `before` are
    /// the words of a text before it, which may say already what a change is compared with.
    ///
    /// # Errors
    /// E1002 for a name the catalogue does not hold and a department that has no such figure,
    /// E1005 for what cannot be printed.
    pub(super) fn print(
        &self,
        before: &str,
        name: &str,
        of: Option<&str>,
        form: &Form,
    ) -> Result<String, Fault> {
        if let Form::Share(share) = form {
            return self.print_share(name, of, share);
        }
        let Printable { figure, fact } = match self.find(name, of) {
            // What a department did not report is still to come, like everything else.
            Err(_) if self.draft && self.has_parts(name) => {
                return Ok(marks::missing(&format!("{}的{name}", of.unwrap_or_default())));
            }
            found => found?,
        };
        let text = printed(figure, form);
        let text = match form {
            Form::Change => text.map(|text| number::change_after(before, &text).to_owned()),
            Form::Full | Form::Number | Form::Unit(_) | Form::Share(_) => text,
        };
        match text {
            Ok(text) => Ok(fact.map_or_else(|| text.clone(), |fact| marks::figure(&text, fact))),
            Err(_) if self.draft => Ok(marks::missing(name)),
            Err(message) => Err(Fault {
                code: Code::E1005,
                message,
                help: "补上这个数，或者从文字里去掉它；先看草稿可以加 --draft".to_owned(),
            }),
        }
    }

    /// A share that the check computed.
    fn print_share(
        &self,
        name: &str,
        of: Option<&str>,
        share: &prose::Share,
    ) -> Result<String, Fault> {
        let is_it = |one: &Share| {
            (one.part.as_str(), one.whole.as_str()) == (name, share.whole.as_str())
                && (one.department.as_deref(), one.decimals) == (of, share.decimals)
        };
        let what = format!("{name}占{}", share.whole);
        match self.shares.iter().find(|(one, _)| is_it(one)) {
            Some((share, fact)) => {
                Ok(marks::figure(&Quantity::exact(share.value).with_unit("%"), *fact))
            }
            None if self.draft => Ok(marks::missing(&what)),
            None => Err(Fault {
                code: Code::E1005,
                message: format!("“{what}”算不出来"),
                help: "补上这两个数，或者从文字里去掉它；先看草稿可以加 --draft".to_owned(),
            }),
        }
    }

    /// A metric's value without its unit, and its fact; none where it has no value.
    pub(super) fn bare(&self, name: &str) -> Option<(String, FactId)> {
        let Printable { figure, fact } = &self.entries.get(name)?.whole;
        Some((bare(figure, figure.value.as_ref()?), (*fact)?))
    }

    /// That a metric has no value, and who reports it.
    pub(super) fn no_value(&self, name: &str) -> String {
        match self.entries.get(name) {
            Some(entry) => no_value(&entry.whole.figure),
            None => format!("“{name}”还没有值"),
        }
    }

    /// The facts that were added while the layout and the tables of forms were filled.
    pub(super) fn added_facts(&self, sources: &Sources) -> Vec<Fact> {
        self.last_years.facts(|last, value| fact(last, value, sources))
    }

    /// Last year's value, marked with a fact of its own.
    fn print_last(&self, name: &str, of: Option<&str>, form: &Form) -> Result<String, Fault> {
        let figure = &self.find(name, of)?.figure;
        match figure.last_year() {
            Some(last) => {
                let text = printed(&last, form).unwrap_or_default();
                Ok(marks::figure(&text, self.last_years.fact(last)))
            }
            None if self.draft => Ok(marks::missing(&last_year::name(name))),
            None => Err(Fault {
                code: Code::E1005,
                message: format!("“{name}”没有上年的数"),
                help: "先用条件判断：{% if \"名称\" | reported(last=true) %}；\
                       先看草稿可以加 --draft"
                    .to_owned(),
            }),
        }
    }

    /// Last year's value of a metric without its unit, and its fact; none where it has no value.
    pub(super) fn last_year(&self, name: &str) -> Option<(String, FactId)> {
        let last = self.entries.get(name)?.whole.figure.last_year()?;
        Some((bare(&last, last.value.as_ref()?), self.last_years.fact(last)))
    }

    fn find(&self, name: &str, of: Option<&str>) -> Result<&Printable, Fault> {
        let entry = self.entries.get(name).ok_or_else(|| self.unknown(name))?;
        let Some(department) = of else { return Ok(&entry.whole) };
        let mut all = entry.parts.iter().chain(Some(&entry.whole));
        all.find(|each| each.figure.department == department).ok_or_else(|| {
            let departments: Vec<&str> =
                entry.parts.iter().map(|part| part.figure.department.as_str()).collect();
            let help = match departments.as_slice() {
                [] => format!("填报“{name}”的是{}", entry.whole.figure.department),
                all => format!("填报了的有：{}", all.join("、")),
            };
            Fault {
                code: Code::E1002, message: format!("“{department}”没有填报“{name}”"), help
            }
        })
    }

    /// Whether each department has its own.
    pub(super) fn has_parts(&self, name: &str) -> bool {
        let entry = self.entries.get(name);
        entry.is_some_and(|entry| entry.whole.figure.metric.owner == Owner::Every)
    }

    /// The bare value, for conditions.
    fn value(&self, name: &str, asked: Asked<'_>) -> Result<Cell, Fault> {
        let figure = match self.find(name, asked.of) {
            Ok(printable) => &printable.figure,
            // That a department reported nothing is a condition, too.
            Err(_) if asked.of.is_some() && self.knows(name) => return Ok(Cell::None),
            Err(fault) => return Err(fault),
        };
        let value = if asked.last { &figure.previous } else { &figure.value }.as_ref();
        Ok(match value {
            None => Cell::None,
            Some(Value::Text(text)) => Cell::Text(text.clone()),
            Some(Value::List(items)) => Cell::Texts(items.clone()),
            Some(Value::Boolean(flag)) => Cell::Boolean(*flag),
            Some(Value::Number(quantity)) => {
                let digits = quantity.value.normalize().to_string();
                match (digits.parse(), digits.parse()) {
                    (Ok(whole), _) => Cell::Integer(whole),
                    (_, Ok(number)) => Cell::Float(number),
                    _ => Cell::None,
                }
            }
        })
    }

    /// What to say of a name the catalogue does not hold.
    pub(super) fn unknown(&self, name: &str) -> Fault {
        let help = match nearest(name, self.entries.keys().map(String::as_str)) {
            Some(close) => format!("是否想写“{close}”？"),
            None => "名称须与指标目录 data/catalogue.yaml 里的一字不差".to_owned(),
        };
        Fault { code: Code::E1002, message: format!("指标目录里没有“{name}”"), help }
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }
}

/// The filters of the layouts: `figure` `number` `change` print a metric, `value` and `reported` are
/// for conditions, `table` prints a table of the project, `chinese` a number in words.
pub(super) fn filters(
    printer: &Arc<Printer>,
    tables: &Arc<FormTables>,
) -> Vec<(&'static str, Filter)> {
    let print = |form: Form| -> Lookup {
        let printer = Arc::clone(printer);
        Box::new(move |name, asked| {
            let printed = match (asked.last, &form) {
                (false, _) => printer.print("", name, asked.of, &form),
                (true, Form::Change) => Err(Fault {
                    code: Code::E1001,
                    message: "同比只有今年的".to_owned(),
                    help: "去掉 last=true".to_owned(),
                }),
                (true, _) => printer.print_last(name, asked.of, &form),
            };
            printed.map(Cell::Text)
        })
    };
    let (value, reported) = (Arc::clone(printer), Arc::clone(printer));
    let reported = move |name: &str, asked: Asked<'_>| {
        reported.value(name, asked).map(|value| Cell::Boolean(value != Cell::None))
    };
    let tables = Arc::clone(tables);
    let table = move |name: &str, asked: Asked<'_>| match tables.find(name) {
        Some(_) if asked != Asked::default() => Err(Fault {
            code: Code::E1001,
            message: "表格没有部门和年份可选".to_owned(),
            help: "去掉括号里的；一个部门的表用 --for 出它自己的报告".to_owned(),
        }),
        Some(place) => Ok(Cell::Text(marks::table(place))),
        None => Err(tables.unknown(name)),
    };
    let lookups: [(&str, Lookup); 6] = [
        ("figure", print(Form::Full)),
        ("number", print(Form::Number)),
        ("change", print(Form::Change)),
        (VALUE, Box::new(move |name, asked| value.value(name, asked))),
        ("reported", Box::new(reported)),
        (TABLE, Box::new(table)),
    ];
    let lookups = lookups.into_iter().map(|(name, lookup)| (name, Filter::Lookup(lookup)));
    lookups.chain([("chinese", Filter::Number(number::chinese_numeral))]).collect()
}

/// The filter whose result is not for printing.
pub(super) const VALUE: &str = "value";

/// The filter that prints a table.
pub(super) const TABLE: &str = "table";

fn printed(figure: &Figure, form: &Form) -> Result<String, String> {
    let Metric { name, unit, .. } = &*figure.metric;
    let value = figure.value.as_ref().ok_or_else(|| no_value(figure))?;
    match (value, form) {
        (Value::Number(quantity), Form::Full) => Ok(figure.rounded(*quantity).with_unit(unit)),
        (Value::Number(quantity), Form::Unit(other)) if other == unit => {
            Ok(figure.rounded(*quantity).with_unit(unit))
        }
        (Value::Number(quantity), Form::Unit(other)) => {
            let value = number::convert(quantity.value, unit, other)
                .ok_or_else(|| format!("“{name}”的单位是{unit}，不能换成{other}"))?;
            Ok(Quantity { value, ..*quantity }.with_unit(other))
        }
        (_, Form::Full | Form::Number) => Ok(bare(figure, value)),
        (_, Form::Change) => {
            change(figure).ok_or_else(|| format!("“{name}”没有可比的上年数，写不出同比"))
        }
        (_, Form::Share(share)) => Err(format!("“{name}占{}”算不出来", share.whole)),
        (_, Form::Unit(other)) => Err(format!("“{name}”不是数，不能用单位“{other}”")),
    }
}

/// That a figure has no value, and who reports it.
fn no_value(figure: &Figure) -> String {
    let name = &figure.metric.name;
    match &figure.metric.owner {
        Owner::Department(department) => format!("“{name}”还没有值，由{department}填报"),
        Owner::Every => format!("“{name}”还没有值，由各部门填报"),
    }
}

fn fact(figure: &Figure, value: &Value, sources: &Sources) -> Fact {
    let metric = &figure.metric;
    Fact {
        metric: metric.name.clone(),
        is_part: false,
        theme: metric.theme.clone(),
        value: amount(figure, value),
        unit: metric.unit.clone(),
        definition: metric.definition.clone(),
        department: figure.department.clone(),
        origin: figure.origin.map(|origin| origin_of(origin, sources)),
        derivation: match &figure.derivation {
            Derivation::Reported => "填报".to_owned(),
            Derivation::Computed(formula) => formula.clone(),
        },
        previous: figure.previous.as_ref().map(|previous| amount(figure, previous)),
        change: change(figure).map(|change| number::change_after("同比", &change).to_owned()),
    }
}

fn fact_of_share(share: &Share, part: &Figure) -> Fact {
    let value = Quantity::exact(share.value);
    let Share { part: one, whole, department, formula, .. } = share;
    Fact {
        metric: format!("{one}占{whole}"),
        // It is no figure of the catalogue.
        is_part: true,
        theme: part.metric.theme.clone(),
        value: Amount { shown: value.to_string(), exact: Some(share.value) },
        unit: "%".to_owned(),
        definition: format!("“{one}”占“{whole}”的百分比"),
        department: department.clone().unwrap_or_else(|| part.department.clone()),
        origin: None,
        derivation: formula.clone(),
        previous: None,
        change: None,
    }
}

pub(super) fn origin_of(span: Span, sources: &Sources) -> Origin {
    let path = &sources.get(span.file).path;
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let at = match sources.shown(span.into()) {
        Place::Cell(cell) => OriginAt::Cell(sources.cell_name(cell)),
        Place::Text(_) | Place::File(_) => OriginAt::Line(sources.position(span).line),
    };
    Origin { folder: folder.to_owned(), file: file.to_owned(), at }
}

/// A value as printed, and its number.
fn amount(figure: &Figure, value: &Value) -> Amount {
    let exact = match value {
        Value::Number(quantity) => exact(figure, *quantity),
        Value::Text(_) | Value::List(_) | Value::Boolean(_) => None,
    };
    Amount { shown: bare(figure, value), exact }
}

/// The number as printed, where it is exact.
fn exact(figure: &Figure, quantity: Quantity) -> Option<Decimal> {
    let rounded = figure.rounded(quantity);
    (rounded.approx == Approx::Exact).then_some(rounded.value)
}

/// The value as printed, without its unit.
fn bare(figure: &Figure, value: &Value) -> String {
    match value {
        Value::Number(quantity) => figure.rounded(*quantity).to_string(),
        Value::Text(words) => text::visible(words),
        Value::List(items) => text::visible(&items.join("、")),
        Value::Boolean(true) => "是".to_owned(),
        Value::Boolean(false) => "否".to_owned(),
    }
}

fn change(figure: &Figure) -> Option<String> {
    let (Some(Value::Number(now)), Some(Value::Number(before))) = (&figure.value, &figure.previous)
    else {
        return None;
    };
    number::change(*now, *before, figure.decimals)
}
