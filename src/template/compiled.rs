//! Templates as the engine has them: read, checked and compiled once for all reports whose templates
//! say the same.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;
use std::sync::{Arc, PoisonError, RwLock};

use tera::{Error, Kwargs, State, Tera, Value};

use super::budget::Budget;
use super::counted::{Counted, counted, keeps_includes};
use super::tags::{Token, tags};
use super::{Filter, Language, Lookup, asked};

/// Sets of templates that are kept. Where each project has templates of its own, nothing is gained by
/// keeping them all.
const MOST: usize = 8;

/// What a report's filters look up.
pub(super) type Lookups = Vec<(&'static str, Lookup)>;

/// Templates that were compiled before. Each thread has its own.
#[derive(Debug, Clone, Default)]
pub struct Engines(Rc<RefCell<Vec<Rc<Compiled>>>>);

impl Engines {
    /// Templates of a language with these filters that were compiled of the same texts.
    pub(super) fn find(
        &self,
        language: &'static Language,
        filters: &[&'static str],
        texts: &[(&str, &str)],
    ) -> Option<Rc<Compiled>> {
        let is_same = |known: &&Rc<Compiled>| {
            let of_language = known.language.is_some_and(|known| std::ptr::eq(known, language));
            let known_texts = known.texts.iter().map(|(name, text)| (&**name, &**text));
            of_language && known.filters == filters && known_texts.eq(texts.iter().copied())
        };
        self.0.borrow().iter().find(is_same).cloned()
    }

    pub(super) fn keep(&self, compiled: &Rc<Compiled>) {
        let mut known = self.0.borrow_mut();
        if known.len() < MOST {
            known.push(Rc::clone(compiled));
        }
    }
}

/// A quoted name that goes through a filter, by the number of its file.
#[derive(Debug)]
pub(super) struct Quoted {
    pub(super) file: usize,
    pub(super) text: String,
    pub(super) range: Range<usize>,
    pub(super) filter: &'static str,
    pub(super) printed: bool,
}

/// The templates of one language, whichever report they are filled for.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) tera: Tera,
    /// None of plain text, whose templates are not kept.
    language: Option<&'static Language>,
    /// The names and the texts of the files.
    texts: Vec<(String, String)>,
    /// The files as the engine was given them.
    pub(super) counted: Vec<Counted>,
    pub(super) budget: Budget,
    /// The names of the filters that look something up.
    pub(super) filters: Vec<&'static str>,
    slot: Slot,
    pub(super) quoted: Vec<Quoted>,
    /// Names that templates give themselves with `set` and `for`; an include sees them too.
    pub(super) own_variables: Vec<String>,
}

impl Compiled {
    /// Reads the texts into an engine; with its error where it takes them not.
    pub(super) fn new(
        mut tera: Tera,
        budget: Budget,
        of_language: Option<(&'static Language, &[(&'static str, Filter)])>,
        texts: &[(&str, &str)],
    ) -> (Compiled, Result<(), Error>) {
        let slot = Slot::default();
        let mut filters = Vec::new();
        for (name, filter) in of_language.map_or(&[] as &[_], |(_, filters)| filters) {
            match filter {
                Filter::Lookup(_) => {
                    filters.push(*name);
                    slot.register(name, &mut tera);
                }
                Filter::Number(write) => {
                    let write = *write;
                    let write = move |number: u32, _: Kwargs, _: &State| write(number);
                    tera.register_filter(*name, write);
                }
            }
        }
        budget.watch(&mut tera);
        let is_kept = texts.iter().any(|(_, text)| keeps_includes(text));
        let counted: Vec<Counted> = texts.iter().map(|(_, text)| counted(text, is_kept)).collect();
        let named = texts.iter().zip(&counted);
        let read = tera.add_raw_templates(named.map(|((name, _), file)| (*name, &*file.text)));
        let compiled = Compiled {
            tera,
            language: of_language.map(|(language, _)| language),
            quoted: quoted(texts, &filters),
            own_variables: own_variables(texts),
            texts: texts.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect(),
            counted,
            budget,
            filters,
            slot,
        };
        (compiled, read)
    }

    /// Does something while the filters look up what is said here.
    pub(super) fn with<T>(&self, lookups: &Arc<Lookups>, work: impl FnOnce() -> T) -> T {
        self.slot.put(Arc::clone(lookups));
        let done = work();
        self.slot.put(Arc::default());
        done
    }
}

/// Where the filters find what they look up for the report that is being filled.
#[derive(Clone, Default)]
struct Slot(Arc<RwLock<Arc<Lookups>>>);

impl fmt::Debug for Slot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Slot").finish_non_exhaustive()
    }
}

impl Slot {
    fn put(&self, lookups: Arc<Lookups>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = lookups;
    }

    fn register(&self, name: &'static str, tera: &mut Tera) {
        let slot = self.clone();
        tera.register_filter(name, move |key: &str, arguments: Kwargs, _: &State| {
            let asked = asked(&arguments)?;
            let lookups = Arc::clone(&slot.0.read().unwrap_or_else(PoisonError::into_inner));
            let found = lookups.iter().find(|(filter, _)| *filter == name);
            let found = found.map(|(_, lookup)| lookup(key, asked).map(Value::from));
            found.unwrap_or_else(|| Ok(Value::none())).map_err(Error::from)
        });
    }
}

/// All quoted names that go through our filters, in all templates, also in conditions and branches that
/// are not taken.
fn quoted(texts: &[(&str, &str)], filters: &[&'static str]) -> Vec<Quoted> {
    let mut quoted = Vec::new();
    if filters.is_empty() {
        return quoted;
    }
    for (file, (_, text)) in texts.iter().enumerate() {
        for tag in tags(text) {
            for (at, token) in tag.tokens.iter().enumerate() {
                let (Token::Text(name), range) = token else { continue };
                let after = tag.tokens.get(at + 1..).unwrap_or_default();
                let [(Token::Mark('|'), _), (Token::Word(word), _), rest @ ..] = after else {
                    continue;
                };
                let Some(filter) = filters.iter().find(|filter| *filter == word) else { continue };
                quoted.push(Quoted {
                    file,
                    text: (*name).to_owned(),
                    range: range.clone(),
                    filter,
                    printed: tag.prints && at == 0 && rest.is_empty(),
                });
            }
        }
    }
    quoted
}

fn own_variables(texts: &[(&str, &str)]) -> Vec<String> {
    let mut own = Vec::new();
    for (_, text) in texts {
        for tag in tags(text) {
            let mut words = tag.tokens.iter().filter_map(|(token, _)| match token {
                Token::Word(word) => Some((*word).to_owned()),
                Token::Text(_) | Token::Mark(_) => None,
            });
            match words.next().as_deref() {
                Some("set" | "set_global") => own.extend(words.next()),
                Some("for") => own.extend(words.take_while(|word| word != "in")),
                _ => {}
            }
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounds::REPORT_TEXT;
    use crate::source::Sources;
    use crate::template::{Asked, Cell, Engine, Templates};

    static LANGUAGE: Language = Language {
        endings: &[".md.tera"],
        escape: |text, out| out.write_all(text.as_bytes()),
        largest: &REPORT_TEXT,
    };

    /// Fills a template for a report whose figures all say the same.
    fn filled(text: &str, figure: &'static str, engines: &Engines, before: usize) -> String {
        let mut sources = Sources::default();
        // Where a file stands among the sources makes no difference.
        for number in 0..before {
            sources.add(format!("别的{number}"), "");
        }
        let file = sources.add("甲.md.tera", text);
        let files = vec![("甲.md.tera".to_owned(), file)];
        let templates = Templates { is_cut: false, files, engines: engines.clone() };
        let lookup = move |name: &str, _: Asked<'_>| Ok(Cell::Text(format!("{name}{figure}")));
        let filters = vec![("figure", Filter::Lookup(Box::new(lookup)))];
        let engine = Engine::load(&templates, &sources, &LANGUAGE, filters).value.unwrap();
        let literals = engine.literals();
        assert!(literals.iter().all(|literal| sources.text(literal.span) == literal.text));
        engine
            .render("甲.md.tera", &std::collections::BTreeMap::<String, String>::new(), &sources)
            .value
            .unwrap_or_default()
    }

    #[test]
    fn the_same_texts_are_compiled_once_and_say_what_each_report_says() {
        let engines = Engines::default();
        let text = "{{ \"数\" | figure }}件";
        assert_eq!(filled(text, "1", &engines, 0), "数1件");
        assert_eq!(filled(text, "2", &engines, 3), "数2件");
        assert_eq!(engines.0.borrow().len(), 1);
        assert_eq!(filled("{{ \"数\" | figure }}起", "3", &engines, 0), "数3起");
        assert_eq!(filled(text, "4", &engines, 0), "数4件");
        assert_eq!(engines.0.borrow().len(), 2);
        // What is looked up lives no longer than it is needed.
        assert!(engines.0.borrow().iter().all(|kept| kept.slot.0.read().unwrap().is_empty()));
    }

    #[test]
    fn no_more_than_a_few_are_kept() {
        let engines = Engines::default();
        for number in 0..3 * MOST {
            let text = format!("{{{{ \"数\" | figure }}}}{number}");
            assert_eq!(filled(&text, "1", &engines, 0), format!("数1{number}"));
        }
        assert_eq!(engines.0.borrow().len(), MOST);
    }
}
