//! Template: a text with holes, and the one place that knows the template engine.
//!
//! An [`Engine`] takes the templates of one language (Markdown or HTML) and fills them with
//! values. Whatever the engine finds wrong comes back as diagnostics at the template's own
//! file, line and column.

mod budget;
mod compiled;
mod counted;
mod errors;
mod prints;
mod tags;

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, Value};

use crate::bounds::{Bound, TEMPLATE_DEPTH, TEMPLATE_FILES, TEMPLATE_OUTPUT};
use crate::diagnostic::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, Outcome};
use crate::source::{FileId, Sources, Span};

pub use compiled::Engines;

use budget::Budget;
use compiled::{Compiled, Lookups};
use errors::{quoted, translate, without_counterpart};
use tags::{Token, tags};

/// The texts under `templates/`: path under it → source, in name order.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// In the order of the paths.
    pub files: Vec<(String, FileId)>,
    /// Some were not read, which was told: nothing is compiled, for what is not found may be in them.
    pub is_cut: bool,
    /// What was compiled of them, and of those of other projects that say the same.
    pub engines: Engines,
}

/// Makes a text harmless in the language that the templates write.
pub type Escape = fn(&str, &mut dyn Write) -> io::Result<()>;

/// A language that templates write. It has the same filters for each report.
#[derive(Debug)]
pub struct Language {
    /// How the names of its templates end.
    pub endings: &'static [&'static str],
    /// Writes what they print.
    pub escape: Escape,
    /// How long that may be.
    pub largest: &'static Bound,
}

/// What a filter makes of a quoted name, `{{ "行政复议新收数" | figure }}`, and of what else it asks
/// for.
pub type Lookup = Box<dyn Fn(&str, Asked<'_>) -> Result<Cell, Fault> + Send + Sync>;

/// The arguments of a [`Lookup`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The figure of one department: `figure(of="区城管局")`.
    pub of: Option<&'a str>,
    /// That of last year: `figure(last=true)`.
    pub last: bool,
}

/// A filter of layouts.
pub enum Filter {
    /// Of a quoted name.
    Lookup(Lookup),
    /// Of a number, which it writes in words: `{{ loop.index | chinese }}`.
    Number(fn(u32) -> String),
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Filter::Lookup(_) => "Lookup",
            Filter::Number(_) => "Number",
        })
    }
}

/// The arguments of a [`Lookup`], as they are written.
const OF: &str = "of";
const LAST: &str = "last";

/// A value that a [`Lookup`] hands to the template.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing: in a condition it is false.
    None,
    /// As it is printed.
    Text(String),
    /// A list, to be walked with `for`.
    Texts(Vec<String>),
    /// 是 or 否.
    Boolean(bool),
    /// A whole number, for conditions.
    Integer(i64),
    /// For comparisons in conditions only; figures are printed as text.
    Float(f64),
}

/// Why a [`Lookup`] has no value; the engine knows the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which diagnostic it becomes.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// A filter that writes a text in another way, by a number where it takes one:
/// `{{ text | block(indent=4) }}`.
#[derive(Debug, Clone, Copy)]
pub struct TextFilter {
    /// What templates call it.
    pub name: &'static str,
    /// The name of the number; without one, `write` is given 0.
    pub number: Option<&'static str>,
    /// The text in its new form.
    pub write: fn(&str, usize) -> String,
}

/// A quoted name that goes through one of our filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The name, without its quotes.
    pub text: String,
    /// Where it stands in the template.
    pub span: Span,
    /// The filter it goes through.
    pub filter: &'static str,
    /// Printed just as it comes out of the filter: `{{ "…" | filter }}`.
    pub printed: bool,
}

/// The templates of one language, loaded and checked, with what their filters look up.
pub struct Engine {
    compiled: Rc<Compiled>,
    files: Vec<(String, FileId)>,
    lookups: Arc<Lookups>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Engine").field("files", &self.files).finish_non_exhaustive()
    }
}

/// The values that a template is filled with.
#[derive(Debug)]
pub struct Values {
    all: Value,
    context: Context,
}

impl Values {
    /// Gives a field another text.
    pub fn set(&mut self, field: &'static str, text: String) {
        self.context.insert(field, &text);
    }
}

impl Engine {
    /// Loads the templates of a language, and looks for unknown filters, tests, functions, components
    /// and includes in all of them. None where one is at fault; every fault is found (E1001, E1002).
    pub fn load(
        templates: &Templates,
        sources: &Sources,
        language: &'static Language,
        filters: Vec<(&'static str, Filter)>,
    ) -> Outcome<Option<Engine>> {
        if templates.is_cut {
            return Outcome::clean(None);
        }
        let files = of_endings(templates, language.endings);
        let texts = texts(&files, sources);
        let names: Vec<&'static str> = filters
            .iter()
            .filter_map(|(name, filter)| matches!(filter, Filter::Lookup(_)).then_some(*name))
            .collect();
        let known = templates.engines.find(language, &names, &texts);
        let compiled = match known {
            Some(compiled) => Outcome::clean(Some(compiled)),
            None => {
                let mut tera = Tera::new();
                tera.autoescape_on(language.endings.iter().copied());
                tera.set_escape_fn(language.escape);
                let budget = Budget::new(language.largest);
                let compile = || Compiled::new(tera, budget, Some((language, &filters)), &texts);
                let compiled = compiled(compile, &files, sources);
                compiled.value.iter().for_each(|compiled| templates.engines.keep(compiled));
                compiled
            }
        };
        let lookups = filters.into_iter().filter_map(|(name, filter)| match filter {
            Filter::Lookup(lookup) => Some((name, lookup)),
            Filter::Number(_) => None,
        });
        let lookups = Arc::new(lookups.collect());
        compiled.map(|compiled| Some(Engine { compiled: compiled?, files, lookups }))
    }

    /// The same for templates of plain text: what they print is not escaped, but for what
    /// their filters do.
    pub fn load_plain(
        templates: &Templates,
        sources: &Sources,
        endings: &[&'static str],
        filters: &[TextFilter],
    ) -> Outcome<Option<Engine>> {
        if templates.is_cut {
            return Outcome::clean(None);
        }
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<&str>::new());
        for &TextFilter { name, number, write } in filters {
            tera.register_filter(name, move |text: &str, arguments: Kwargs, _: &State| {
                let number = number.map_or(Ok(0), |name| arguments.must_get::<usize>(name));
                number.map(|number| Value::from(write(text, number)))
            });
        }
        let files = of_endings(templates, endings);
        let texts = texts(&files, sources);
        let budget = Budget::new(&TEMPLATE_OUTPUT);
        let compile = || Compiled::new(tera, budget, None, &texts);
        compiled(compile, &files, sources)
            .map(|compiled| Some(Engine { compiled: compiled?, files, lookups: Arc::default() }))
    }

    /// The source of a template, by its name.
    pub fn file(&self, name: &str) -> Option<FileId> {
        let found = self.files.iter().find(|(file, _)| file == name);
        found.map(|&(_, id)| id)
    }

    /// The templates' names and sources, in name order.
    pub fn files(&self) -> &[(String, FileId)] {
        &self.files
    }

    /// The fields of `values`, for templates to be filled with.
    pub fn values(&self, values: &impl Serialize, sources: &Sources) -> Outcome<Option<Values>> {
        let all = Value::try_from_serializable(values);
        let read = all.and_then(|all| Ok(Values { context: Context::from_serialize(&all)?, all }));
        match read {
            Ok(values) => Outcome::clean(Some(values)),
            Err(error) => Outcome::new(None, self.diagnose(&error, sources)),
        }
    }

    /// Fills one template with the fields of `values`. None where it is at fault: found is every
    /// variable that is not a field of `values` (E1002), else the first fault met while filling
    /// (E1001, E1002, or the code of a [`Fault`]).
    pub fn render(
        &self,
        name: &str,
        values: &impl Serialize,
        sources: &Sources,
    ) -> Outcome<Option<String>> {
        self.values(values, sources).and_then(|values| self.fill(name, &values, sources))
    }

    /// The same with values that other templates are filled with, too.
    pub fn fill(&self, name: &str, values: &Values, sources: &Sources) -> Outcome<Option<String>> {
        match self.filled(name, values, sources) {
            Ok(filled) => filled,
            Err(error) => {
                let found = self.diagnose(&error, sources).into_iter();
                let place = self.file(name).map(|file| Span::new(file, 0..0));
                let found = found.map(|found| match place {
                    Some(place) if found.labels.is_empty() => found.at(place, "在这个模板里"),
                    _ => found,
                });
                Outcome::new(None, found.collect())
            }
        }
    }

    fn filled(
        &self,
        name: &str,
        values: &Values,
        sources: &Sources,
    ) -> Result<Outcome<Option<String>>, Error> {
        let Compiled { tera, budget, own_variables: own, .. } = &*self.compiled;
        let Values { all, context } = values;
        // In a condition the engine takes an unknown name for false; here it is a fault.
        let is_own = |variable: &str| own.iter().any(|own| own == variable);
        let variables = tera.get_template_variables(name)?;
        let mut unknown: Vec<_> = variables
            .into_iter()
            .filter(|variable| !context.contains_key(variable) && !is_own(variable))
            .map(|variable| self.unknown_variable(variable, all, sources))
            .collect();
        if !unknown.is_empty() {
            unknown.sort_by_key(|fault| fault.labels.first().map(|label| label.place));
            return Ok(Outcome::new(None, unknown.into_iter().collect()));
        }
        let mut output = budget.begin();
        self.compiled.with(&self.lookups, || tera.render_to(name, context, &mut output))?;
        Ok(Outcome::clean(Some(output.text()?)))
    }

    /// The place in the file of a place in the text that the engine was given.
    fn original(&self, file: FileId, place: Range<usize>) -> Span {
        let at = self.files.iter().position(|(_, id)| *id == file);
        let counted = at.and_then(|at| self.compiled.counted.get(at));
        let place = counted.map_or(place.clone(), |counted| counted.original(place));
        Span::new(file, place)
    }

    /// All quoted names that go through our filters, in all templates, also in conditions and
    /// branches that are not taken.
    pub fn literals(&self) -> Vec<Literal> {
        let literal = |quoted: &compiled::Quoted| {
            let &(_, file) = self.files.get(quoted.file)?;
            Some(Literal {
                text: quoted.text.clone(),
                span: Span::new(file, quoted.range.clone()),
                filter: quoted.filter,
                printed: quoted.printed,
            })
        };
        self.compiled.quoted.iter().filter_map(literal).collect()
    }

    fn unknown_variable(&self, name: &str, values: &Value, sources: &Sources) -> Diagnostic {
        let known: Vec<&str> = values
            .as_map()
            .map(|map| map.keys().filter_map(|key| key.as_str()).collect())
            .unwrap_or_default();
        let mut fault = Diagnostic::new(Code::E1002, format!("模板里没有“{name}”这个名称"))
            .help(suggestion(name, &known));
        let place = self.files.iter().find_map(|&(_, file)| {
            let tags = tags(sources.get(file).text());
            let mut tokens = tags.iter().flat_map(|tag| &tag.tokens);
            let (_, range) = tokens.find(|(token, _)| *token == Token::Word(name))?;
            Some(Span::new(file, range.clone()))
        });
        if let Some(span) = place {
            fault = fault.at(span, "没有这个名称");
        }
        fault
    }

    /// Says in our words what the engine says in its own.
    fn diagnose(&self, error: &Error, sources: &Sources) -> Findings {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let unbalanced = self.file(report.filename()).and_then(|file| {
                    let is_syntax = matches!(error.kind(), ErrorKind::SyntaxError(_));
                    let text = sources.get(file).text();
                    if is_syntax { without_counterpart(file, text) } else { None }
                });
                if let Some(fault) = unbalanced {
                    return fault.into();
                }
                let span = self
                    .file(report.filename())
                    .map(|file| self.original(file, report.span().range.clone()));
                let name = span.and_then(|span| filtered_name(span, sources));
                translate(report.message(), name.or(span)).into()
            }
            // Unknown names come as printed reports, one after another.
            ErrorKind::Msg(message) => {
                message.split("\n\n").map(|report| self.read_report(report)).collect()
            }
            ErrorKind::TemplateNotFound(name) | ErrorKind::MissingParent { parent: name, .. } => {
                translate(&format!("Unknown template `{name}`"), None).into()
            }
            ErrorKind::CircularInclude { tpl, .. } | ErrorKind::CircularExtend { tpl, .. } => {
                let mut fault =
                    Diagnostic::new(Code::E1001, format!("模板 {tpl} 绕了一圈又用到自己"))
                        .help("去掉其中一处 include 或者 extends");
                if let Some(file) = self.file(tpl) {
                    fault = fault.at(Span::new(file, 0..0), "从这个模板开始");
                }
                fault.into()
            }
            ErrorKind::Io(io::ErrorKind::FileTooLarge) => {
                let Fault { code, message, help } = self.compiled.budget.too_much();
                Diagnostic::new(code, message).help(help).into()
            }
            other => translate(&other.to_string(), None).into(),
        }
    }

    /// Reads `error: …` and ` --> file:line:column` of a printed report.
    fn read_report(&self, report: &str) -> Diagnostic {
        let mut lines = report.lines();
        let first = lines.next().unwrap_or_default();
        let message = first.strip_prefix("error: ").unwrap_or(first);
        let span = lines.next().and_then(|line| {
            let mut parts = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
            let column: usize = parts.next()?.parse().ok()?;
            let line: usize = parts.next()?.parse().ok()?;
            let at = {
                let name = parts.next()?;
                self.files.iter().position(|(file, _)| file == name)?
            };
            let (_, file) = self.files.get(at)?;
            let text = self.compiled.counted.get(at)?.text.as_str();
            let before: usize =
                text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
            let rest = text.get(before..)?;
            let start = before + rest.char_indices().nth(column.checked_sub(1)?)?.0;
            let name = quoted(message).unwrap_or_default();
            // The whole tag of an include is marked; its name is what is wrong.
            let start = start + text.get(start..)?.find(name)?;
            Some(self.original(*file, start..start + name.len()))
        });
        translate(message, span)
    }
}

/// The templates whose names end in one of `endings`.
fn of_endings(templates: &Templates, endings: &[&str]) -> Vec<(String, FileId)> {
    let files = templates.files.iter();
    let is_asked = |name: &str| endings.iter().any(|ending| name.ends_with(ending));
    files.filter(|(name, _)| is_asked(name)).cloned().collect()
}

/// The names and the texts of templates.
fn texts<'a>(files: &'a [(String, FileId)], sources: &'a Sources) -> Vec<(&'a str, &'a str)> {
    files.iter().map(|(name, file)| (name.as_str(), sources.get(*file).text())).collect()
}

/// What is compiled of templates, unless there are too many, or one is at fault.
fn compiled(
    compile: impl FnOnce() -> (Compiled, Result<(), Error>),
    files: &[(String, FileId)],
    sources: &Sources,
) -> Outcome<Option<Rc<Compiled>>> {
    let unbounded = unbounded(files, sources);
    if !unbounded.is_empty() {
        return Outcome::new(None, unbounded);
    }
    let (compiled, read) = compile();
    let compiled = Rc::new(compiled);
    let Err(error) = read else { return Outcome::clean(Some(compiled)) };
    let files = files.to_vec();
    let engine = Engine { compiled, files, lookups: Arc::default() };
    // The engine stops at the first file it cannot read; each alone shows the others.
    let counted = engine.files.iter().zip(&engine.compiled.counted);
    let unreadable: Findings = counted
        .filter_map(|((name, _), file)| Tera::new().add_raw_template(name, &file.text).err())
        .filter(|error| matches!(error.kind(), ErrorKind::SyntaxError(_)))
        .flat_map(|error| engine.diagnose(&error, sources))
        .collect();
    let found = if unreadable.is_empty() { engine.diagnose(&error, sources) } else { unreadable };
    Outcome::new(None, found)
}

/// Templates of which there are too many, that use each other too deeply, or whose cost cannot be
/// counted (E1010).
fn unbounded(files: &[(String, FileId)], sources: &Sources) -> Findings {
    if files.len() > TEMPLATE_FILES.size() {
        let message = TEMPLATE_FILES.passed(Some(files.len() as u64));
        let fault =
            Diagnostic::new(Code::E1010, message).help("把用不着的模板移出 templates 文件夹");
        let last = files.last().map(|&(_, file)| Span::new(file, 0..0));
        return last.map_or(fault.clone(), |last| fault.at(last, "排在最后的一个")).into();
    }
    let text = |file: FileId| sources.get(file).text();
    let mut faults: Findings =
        files.iter().filter_map(|&(_, file)| counted::uncountable(file, text(file))).collect();
    let branches = |&(_, file): &(String, FileId)| counted::too_many_branches(file, text(file));
    faults.extend(files.iter().filter_map(branches));
    let used: Vec<_> = files.iter().map(|(_, file)| counted::used(text(*file))).collect();
    let place = |name: &str| files.iter().position(|(file, _)| file == name);
    let places: Vec<Vec<usize>> =
        used.iter().map(|uses| uses.iter().filter_map(|(name, _)| place(name)).collect()).collect();
    // How deep the templates below each are; none of one that comes back to itself, which the engine
    // tells.
    let mut depths: Vec<Option<usize>> = vec![None; files.len()];
    loop {
        let below = |uses: &Vec<usize>| {
            uses.iter()
                .try_fold(0, |deepest: usize, at| Some(deepest.max(depths.get(*at)?.as_ref()? + 1)))
        };
        let found = places.iter().map(below).collect();
        if found == depths {
            break;
        }
        depths = found;
    }
    let deepest = depths.iter().position(|depth| depth.is_some_and(|d| d > TEMPLATE_DEPTH.size()));
    if let Some((at, tag)) = deepest.and_then(|at| Some((at, used.get(at)?.first()?))) {
        let Some(&(_, file)) = files.get(at) else { return faults };
        faults.report(
            Diagnostic::new(Code::E1010, TEMPLATE_DEPTH.passed(None))
                .at(Span::new(file, tag.1.clone()), "从这里一层层用下去")
                .help("少分几层：把只用一次的模板并进用它的那个"),
        );
    }
    faults
}

/// What a filter is asked for beside the name.
fn asked(arguments: &Kwargs) -> Result<Asked<'_>, Error> {
    let strange = |name: &str| ![OF, LAST].contains(&name);
    let mut names = arguments.iter().filter_map(|(name, _)| name.as_str());
    if let Some(name) = names.find(|name| strange(name)) {
        return Err(Error::from(Fault {
            code: Code::E1001,
            message: format!("这个过滤器没有“{name}”"),
            help: "括号里可以写的：of=\"部门\"、last=true（上年的）".to_owned(),
        }));
    }
    let last = arguments.get::<bool>(LAST)?.unwrap_or(false);
    Ok(Asked { of: arguments.get::<&str>(OF)?, last })
}

/// The quoted name before the filter at a place: what a filter complains of is its name.
fn filtered_name(filter: Span, sources: &Sources) -> Option<Span> {
    let tags = tags(sources.get(filter.file).text());
    let mut windows = tags.iter().flat_map(|tag| tag.tokens.windows(3));
    windows.find_map(|tokens| match tokens {
        [(Token::Text(_), name), (Token::Mark('|'), _), (Token::Word(_), word)]
            if *word == filter.range() =>
        {
            Some(Span::new(filter.file, name.clone()))
        }
        _ => None,
    })
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Value {
        match cell {
            Cell::None => Value::none(),
            Cell::Text(text) => Value::from(text),
            Cell::Texts(texts) => Value::from(texts),
            Cell::Boolean(flag) => Value::from(flag),
            Cell::Integer(number) => Value::from(number),
            Cell::Float(number) => Value::from(number),
        }
    }
}

fn suggestion(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(close) => format!("是否想写“{close}”？"),
        None if known.is_empty() => "检查写法，或者删去这一处".to_owned(),
        None => format!("可用的有：{}", known.join("、")),
    }
}
