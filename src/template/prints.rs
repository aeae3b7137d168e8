//! What templates print that they must not: values that are for conditions only, names of
//! metrics that went through no filter.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Engine;
use super::tags::{Tag, Token, tags};
use crate::source::{FileId, Sources, Span};

type Tokens<'t> = [(Token<'t>, Range<usize>)];

impl Engine {
    /// Where a template prints what comes out of a filter, or does something with it that may be
    /// printed: anything but a condition. A name that is set from it stands for it, in all files,
    /// for an include sees it too.
    pub fn leaks(&self, filter: &str, sources: &Sources) -> Vec<Span> {
        let mut leaks = Vec::new();
        let files: Vec<(FileId, Vec<Tag<'_>>)> =
            self.files.iter().map(|&(_, file)| (file, tags(sources.get(file).text()))).collect();
        let names = names_of(filter, &files);
        for (file, tags) in &files {
            for tag in tags {
                let found = match tag.word() {
                    Some("if" | "elif" | "set" | "set_global") => None,
                    Some("for") => {
                        let is_range = |token: &Token<'_>| *token == Token::Word("range");
                        let counts = tag.tokens.iter().any(|(token, _)| is_range(token));
                        if counts { use_of(&tag.tokens, filter, &names) } else { None }
                    }
                    _ => use_of(&tag.tokens, filter, &names),
                };
                leaks.extend(found.map(|range| Span::new(*file, range)));
            }
        }
        leaks
    }

    /// Names between quotes that are printed as they are, of those that are `known`.
    pub fn bare_names(&self, known: impl Fn(&str) -> bool, sources: &Sources) -> Vec<Span> {
        let mut names = Vec::new();
        for &(_, file) in &self.files {
            for tag in tags(sources.get(file).text()).iter().filter(|tag| tag.prints) {
                let said = said(&tag.tokens);
                for (at, (token, range)) in tag.tokens.iter().enumerate() {
                    let Token::Text(name) = token else { continue };
                    let next = tag.tokens.get(at + 1).map(|(token, _)| token);
                    let before = at.checked_sub(1).and_then(|at| tag.tokens.get(at));
                    let is_other = matches!(next, Some(Token::Mark('|' | '=' | '!' | ':' | '[')))
                        || matches!(before, Some((Token::Mark('=' | '['), _)))
                        || said.get(at) != Some(&true);
                    if !is_other && known(name) {
                        names.push(Span::new(file, range.clone()));
                    }
                }
            }
        }
        names
    }

    /// Where a template sends what it prints through filters that are not its own metrics'.
    pub fn changes(&self, sources: &Sources) -> Vec<Span> {
        let mut changes = Vec::new();
        for &(_, file) in &self.files {
            for tag in tags(sources.get(file).text()) {
                let is_change = |pair: &[(Token<'_>, Range<usize>)]| match pair {
                    [(Token::Mark('|'), _), (Token::Word(word), _)] => {
                        !self.compiled.filters.contains(word)
                    }
                    _ => false,
                };
                let changed = tag.prints || tag.word() == Some("set");
                if changed && tag.tokens.windows(2).any(is_change) {
                    changes.push(Span::new(file, tag.range));
                }
            }
        }
        changes
    }
}

/// The names that templates give to what comes out of a filter.
fn names_of<'t>(filter: &str, files: &[(FileId, Vec<Tag<'t>>)]) -> BTreeSet<&'t str> {
    // A chain of names longer than this is no layout's.
    const ROUNDS: usize = 16;
    let mut names = BTreeSet::new();
    for _ in 0..ROUNDS {
        let known = names.len();
        for tag in files.iter().flat_map(|(_, tags)| tags) {
            let words = tag.tokens.get(1..).unwrap_or_default();
            let given: Vec<&str> = match tag.word() {
                Some("set" | "set_global") => word(words.first()).into_iter().collect(),
                Some("for") => {
                    let listed = words.iter().take_while(|(token, _)| *token != Token::Word("in"));
                    listed.filter_map(|token| word(Some(token))).collect()
                }
                _ => continue,
            };
            let is_given = given.iter().any(|name| !names.contains(name));
            let rest = words.get(1..).unwrap_or_default();
            if is_given && !is_comparison(rest) && use_of(rest, filter, &names).is_some() {
                names.extend(given);
            }
        }
        if names.len() == known {
            break;
        }
    }
    names
}

fn word<'t>(token: Option<&(Token<'t>, Range<usize>)>) -> Option<&'t str> {
    match token {
        Some((Token::Word(word), _)) => Some(word),
        _ => None,
    }
}

/// The first place where what a filter gives, or a name of it, is more than a condition.
fn use_of(tokens: &Tokens<'_>, filter: &str, names: &BTreeSet<&str>) -> Option<Range<usize>> {
    let said = said(tokens);
    tokens.iter().enumerate().find_map(|(at, (token, range))| {
        let Token::Word(word) = token else { return None };
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map(|(token, _)| token);
        let is_value = *word == filter && before == Some(&Token::Mark('|'));
        let is_argument = matches!(tokens.get(at + 1), Some((Token::Mark('='), _)))
            && !matches!(tokens.get(at + 2), Some((Token::Mark('='), _)));
        let is_name =
            names.contains(word) && !matches!(before, Some(Token::Mark('.' | '|'))) && !is_argument;
        if said.get(at) != Some(&true) || !(is_value || is_name) {
            return None;
        }
        // The quoted name says more than the filter.
        let name = at.checked_sub(2).and_then(|at| tokens.get(at)).filter(|_| is_value);
        match name {
            Some((Token::Text(_), name)) => Some(name.clone()),
            _ => Some(range.clone()),
        }
    })
}

/// The tokens of an expression but for the conditions: of `a if b else c` those of a and c.
fn said(tokens: &Tokens<'_>) -> Vec<bool> {
    let mut said = Vec::with_capacity(tokens.len());
    let mut depth = 0_i32;
    let mut condition: Option<i32> = None;
    for (token, _) in tokens {
        match token {
            Token::Mark('(' | '[') => depth += 1,
            Token::Mark(')' | ']') => {
                depth -= 1;
                // The condition of a list comprehension ends with it.
                condition = condition.filter(|outer| *outer <= depth);
            }
            Token::Word("if") if condition.is_none() && !said.is_empty() => condition = Some(depth),
            Token::Word("else") if condition == Some(depth) => condition = None,
            _ => {}
        }
        said.push(condition.is_none());
    }
    said
}

/// Whether an expression as a whole is 是 or 否.
fn is_comparison(tokens: &Tokens<'_>) -> bool {
    let mut depth = 0_i32;
    // The first `=` is that of the assignment.
    tokens.iter().skip(1).any(|(token, _)| {
        match token {
            Token::Mark('(' | '[') => depth += 1,
            Token::Mark(')' | ']') => depth -= 1,
            Token::Mark('<' | '>' | '=' | '!') | Token::Word("is" | "not") => return depth == 0,
            _ => {}
        }
        false
    })
}
