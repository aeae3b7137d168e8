//! What filling templates may cost. The engine has no hook for steps or memory, so it is given a
//! function that counts, which `counted` calls in the templates, filters that measure what they
//! make, and a writer that takes so much and no more.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tera::{Error, Kwargs, State, StringInput, Tera, Value};

use super::Fault;
use crate::bounds::{Bound, TEMPLATE_STEPS, TEMPLATE_VALUE, TEMPLATE_VALUE_DEPTH};
use crate::diagnostic::Code;

/// What the function is called in the text that the engine is given.
pub(super) const STEP: &str = "nianbao_step";
/// Its arguments: tokens of the part that begins, values that count with their length.
pub(super) const COUNT: &str = "n";
pub(super) const VALUES: &str = "v";

/// Characters of a value that cost as much as one token.
const PER_STEP: u64 = 16;

/// What was done so far.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    done: Arc<Done>,
    /// How much may be printed.
    largest: &'static Bound,
}

#[derive(Debug, Default)]
struct Done {
    steps: AtomicU64,
    /// Bytes.
    printed: AtomicU64,
}

impl Budget {
    pub(super) fn new(largest: &'static Bound) -> Budget {
        Budget { done: Arc::default(), largest }
    }

    /// Begins anew.
    pub(super) fn begin(&self) -> Output {
        self.done.steps.store(0, Ordering::Relaxed);
        self.done.printed.store(0, Ordering::Relaxed);
        Output { text: Vec::new(), done: Arc::clone(&self.done), most: 2 * self.largest.most }
    }

    /// What is said of a template that prints too much.
    pub(super) fn too_much(&self) -> Fault {
        fault(self.largest, OUTPUT_HELP)
    }

    fn spend(&self, steps: u64) -> Result<(), Error> {
        let spent = self.done.steps.fetch_add(steps, Ordering::Relaxed).saturating_add(steps);
        if spent > TEMPLATE_STEPS.most {
            return Err(Error::from(fault(&TEMPLATE_STEPS, STEPS_HELP)));
        }
        if self.done.printed.load(Ordering::Relaxed) > self.largest.most {
            return Err(Error::from(self.too_much()));
        }
        Ok(())
    }

    /// Counts a value that a template made.
    fn weigh(&self, value: &Value) -> Result<(), Error> {
        let mut weight = 0;
        weigh(value, 0, &mut weight).map_err(|passed| Error::from(fault(passed, VALUE_HELP)))?;
        self.spend(weight / PER_STEP)
    }

    /// Gives an engine the function that counts, and filters that make no text without end.
    pub(super) fn watch(&self, tera: &mut Tera) {
        let budget = self.clone();
        tera.register_function(STEP, move |arguments: Kwargs, _: &State| {
            budget.spend(arguments.get::<u64>(COUNT)?.unwrap_or(1))?;
            let values = arguments.get::<&[Value]>(VALUES)?.unwrap_or_default();
            values.iter().try_for_each(|value| budget.weigh(value))?;
            Ok::<bool, Error>(false)
        });
        let budget = self.clone();
        tera.register_function("range", move |arguments: Kwargs, _: &State| {
            range(&budget, &arguments)
        });
        let budget = self.clone();
        tera.register_filter(
            "replace",
            move |text: StringInput<'_>, arguments: Kwargs, state: &State| {
                let made = replace(&text, &arguments, state)?;
                budget.weigh(&made).map(|()| made)
            },
        );
        let budget = self.clone();
        tera.register_filter("join", move |list: &[Value], arguments: Kwargs, state: &State| {
            let made = join(list, &arguments, state)?;
            budget.weigh(&made).map(|()| made)
        });
    }
}

const STEPS_HELP: &str =
    "减少 {% for %} 的层数和次数：只逐个取出 themes、items 这样的内容，不要用 range 一圈套一圈";
const VALUE_HELP: &str = "不要让一个名称反复接上自己；很长的内容直接打印，不要先存在名称里";
const OUTPUT_HELP: &str = "看看是不是把别的材料粘贴进了正文，或者版式把同样的内容印了许多遍";

fn fault(bound: &Bound, help: &str) -> Fault {
    Fault { code: Code::E1010, message: bound.passed(None), help: help.to_owned() }
}

fn too_long() -> Error {
    Error::from(fault(&TEMPLATE_VALUE, VALUE_HELP))
}

/// Adds up the characters of a value with all that it holds. A list in which the same list stands many
/// times counts as often, for so it would be printed.
///
/// # Errors
/// The bound that it is beyond.
fn weigh(value: &Value, depth: usize, weight: &mut u64) -> Result<(), &'static Bound> {
    let own = value.as_str().map_or(1, |text| text.len() as u64 + 1);
    *weight = weight.saturating_add(own);
    if *weight > TEMPLATE_VALUE.most {
        return Err(&TEMPLATE_VALUE);
    }
    if depth > TEMPLATE_VALUE_DEPTH.size() {
        return Err(&TEMPLATE_VALUE_DEPTH);
    }
    if let Some(list) = value.as_array() {
        return list.iter().try_for_each(|each| weigh(each, depth + 1, weight));
    }
    let mut values = value.as_map().into_iter().flat_map(|map| map.values());
    values.try_for_each(|each| weigh(each, depth + 1, weight))
}

/// The function of the engine, whose numbers count.
fn range(budget: &Budget, arguments: &Kwargs) -> Result<Vec<i64>, Error> {
    let start = arguments.get::<i64>("start")?.unwrap_or_default();
    let end = arguments.must_get::<i64>("end")?;
    let step = arguments.get::<i64>("step_by")?.unwrap_or(1);
    if start > end && step > 0 || step == 0 {
        // The engine's own words, which are known.
        return Err(Error::message("Function `range` was called with wrong arguments"));
    }
    let (from, to) = if step > 0 { (start, end) } else { (end, start) };
    let count = to.abs_diff(from).div_ceil(step.unsigned_abs());
    let count = if from < to { count } else { 0 };
    budget.spend(count)?;
    let numbers = std::iter::successors(Some(start), |number| number.checked_add(step));
    Ok(numbers.take(usize::try_from(count).unwrap_or_default()).collect())
}

/// The filter of the engine. What it would make is measured first.
fn replace(text: &StringInput<'_>, arguments: &Kwargs, state: &State) -> Result<Value, Error> {
    let from = arguments.must_get::<&str>("from")?;
    let to = arguments.must_get::<StringInput<'_>>("to")?;
    let is_safe = state.autoescaping_enabled() && (text.is_safe() || to.is_safe());
    let (whole, new) = match is_safe {
        true => (
            state.escape_if_needed(&text.inherit_safety(text.as_str().to_owned()))?,
            state.escape_if_needed(&to.inherit_safety(to.as_str().to_owned()))?,
        ),
        false => (text.as_str().to_owned(), to.as_str().to_owned()),
    };
    let places = whole.matches(from).count() as u64;
    if (whole.len() as u64).saturating_add(places.saturating_mul(new.len() as u64))
        > TEMPLATE_VALUE.most + whole.len() as u64
    {
        return Err(too_long());
    }
    let made = whole.replace(from, &new);
    Ok(if is_safe { Value::safe_string(&made) } else { Value::from(made) })
}

/// The filter of the engine, measured while it joins.
fn join(list: &[Value], arguments: &Kwargs, state: &State) -> Result<Value, Error> {
    let between = arguments.get::<StringInput<'_>>("sep")?;
    let is_safe = state.autoescaping_enabled()
        && (list.iter().any(|each| each.is_string() && each.is_safe())
            || between.as_ref().is_some_and(StringInput::is_safe));
    let between = match &between {
        Some(text) if is_safe => {
            state.escape_if_needed(&text.inherit_safety(text.as_str().to_owned()))?
        }
        Some(text) => text.as_str().to_owned(),
        None => String::new(),
    };
    let mut made = String::new();
    for (at, each) in list.iter().enumerate() {
        if at > 0 {
            made.push_str(&between);
        }
        match is_safe {
            true if each.is_undefined() => {}
            true => made.push_str(&state.escape_if_needed(each)?),
            false => made.push_str(&each.to_string()),
        }
        if made.len() as u64 > TEMPLATE_VALUE.most {
            return Err(too_long());
        }
    }
    Ok(if is_safe { Value::safe_string(&made) } else { Value::from(made) })
}

/// Where the engine writes what templates print. A loop that prints too much is stopped where it
/// begins the next time; what no loop prints, here.
#[derive(Debug)]
pub(super) struct Output {
    text: Vec<u8>,
    done: Arc<Done>,
    /// Bytes that are taken.
    most: u64,
}

impl Output {
    /// What was printed.
    pub(super) fn text(self) -> Result<String, Error> {
        String::from_utf8(self.text).map_err(|error| Error::message(error.to_string()))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let printed = (self.text.len() + bytes.len()) as u64;
        if printed > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(bytes);
        self.done.printed.store(printed, Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
