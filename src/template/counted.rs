//! Templates as the engine is given them: with calls of the function that counts (see `budget`) where
//! a file, a loop or a component begins, after a text that is kept in a name, before a tag that joins
//! texts. A call prints nothing. Places in that text are turned back into places in the file.

use std::ops::Range;

use super::budget::{COUNT, STEP, VALUES};
use super::tags::{Tag, Token, tags};
use crate::bounds::TEMPLATE_BRANCHES;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// What an `elif` costs that joins texts, before which nothing can be put.
const JOINING_BRANCH: usize = 4096;

/// Words that name no value.
const KEYWORDS: [&str; 18] = [
    "if",
    "elif",
    "else",
    "for",
    "in",
    "and",
    "or",
    "not",
    "is",
    "set",
    "set_global",
    "true",
    "false",
    "none",
    "True",
    "False",
    "None",
    "loop",
];

/// A call that was put into a text.
#[derive(Debug)]
struct Put {
    /// Where, in the file.
    at: usize,
    call: String,
    /// What it counts, in the file.
    of: Range<usize>,
}

/// A template as the engine is given it.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) text: String,
    puts: Vec<Put>,
}

impl Counted {
    /// The place in the file of a place in the text with the calls: of a call, what it counts.
    pub(super) fn original(&self, place: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (place.start, place.end);
        let mut before = 0;
        for put in &self.puts {
            let at = put.at + before;
            if place.start >= at + put.call.len() {
                start -= put.call.len();
            } else if place.start >= at {
                return put.of.clone();
            }
            if place.end >= at + put.call.len() {
                end -= put.call.len();
            } else if place.end > at {
                end = put.at + before;
            }
            before += put.call.len();
        }
        start..end.max(start)
    }
}

/// A part of a template whose end has not come yet.
struct Open<'t> {
    word: &'t str,
    /// The name that a part between `set` and `endset` is given.
    name: Option<&'t str>,
    /// Which call counts it, if it is a loop or a component.
    put: Option<usize>,
    /// The tokens before it.
    before: usize,
}

/// Puts the calls into a template. `is_kept`: what it prints may be kept in a name by a template
/// that includes it.
pub(super) fn counted(text: &str, is_kept: bool) -> Counted {
    let tags = tags(text);
    let mut puts: Vec<Put> = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut tokens = 0;
    let extends = tags.iter().any(|tag| tag.word() == Some("extends"));
    puts.push(Put { at: 0, call: String::new(), of: 0..0 });
    for tag in tags.iter().filter(|tag| tag.is_closed) {
        let word = tag.word();
        let keeps = matches!(word, Some("set" | "set_global"));
        let joins = joins(tag, keeps);
        // Of a template that fills in another one only the blocks are printed.
        let is_printed = !extends || !open.is_empty();
        tokens += tag.tokens.len() + if joins && word == Some("elif") { JOINING_BRANCH } else { 0 };
        if joins
            && is_printed
            && (tag.prints || matches!(word, Some("if" | "for" | "set" | "set_global")))
        {
            let call = call_before(text, tag, &names(text, tag));
            puts.push(Put { at: tag.range.start, call, of: tag.range.clone() });
        }
        let put = puts.len();
        match word {
            Some("for") => {
                puts.push(Put { at: tag.range.end, call: String::new(), of: tag.range.clone() });
                open.push(Open { word: "for", name: None, put: Some(put), before: tokens });
            }
            Some("component") => {
                puts.push(Put { at: tag.range.end, call: String::new(), of: tag.range.clone() });
                open.push(Open { word: "component", name: None, put: Some(put), before: tokens });
            }
            Some(word @ ("set" | "set_global")) if !has_value(tag) => {
                let name = second_word(tag);
                open.push(Open { word, name, put: None, before: tokens });
            }
            Some(word @ ("filter" | "block")) => {
                open.push(Open { word, name: None, put: None, before: tokens });
            }
            Some(
                "endfor" | "endcomponent" | "endset" | "endset_global" | "endfilter" | "endblock",
            ) => {
                // Where one is not of the other, the engine tells it.
                let Some(closed) = open.pop() else { continue };
                if let Some(put) = closed.put.and_then(|put| puts.get_mut(put)) {
                    put.call = call_after(text, &put.of, tokens - closed.before + 1, "");
                }
                if let Some(name) = closed.name.filter(|_| is_printed) {
                    let call = call_after(text, &tag.range, 1, name);
                    puts.push(Put { at: tag.range.end, call, of: tag.range.clone() });
                }
            }
            _ if tag.prints => {
                let is_kept =
                    is_kept || open.iter().any(|open| !["for", "block"].contains(&open.word));
                let is_repeated = open.iter().any(|open| ["for", "component"].contains(&open.word));
                if let Some(path) = path(text, tag).filter(|_| is_kept && is_repeated) {
                    let call = call_after(text, &tag.range, 1, path);
                    puts.push(Put { at: tag.range.end, call, of: tag.range.clone() });
                }
            }
            _ => {}
        }
    }
    if let Some(first) = puts.first_mut().filter(|_| !extends) {
        first.call = call(tokens + 1, "", "", "");
    }
    put_in(text, puts)
}

/// Whether a tag may make a text, a list or a mapping that is larger than what it is made of.
fn joins(tag: &Tag<'_>, keeps: bool) -> bool {
    // `<Title lines={lines} />` gives what there is: its braces make nothing.
    let is_call =
        tag.prints && tag.tokens.first().is_some_and(|(first, _)| *first == Token::Mark('<'));
    let mut before = None;
    tag.tokens.iter().any(|(token, _)| match (before.replace(*token), token) {
        (Some(Token::Mark('=')), Token::Mark('{')) if is_call => false,
        (_, Token::Mark('~' | '[' | '{')) => true,
        // A filter may make a text longer, again and again where it is kept.
        (_, Token::Mark('|')) => keeps,
        _ => false,
    })
}

/// Whether the files of an engine have a part that is kept in a name and includes others.
pub(super) fn keeps_includes(text: &str) -> bool {
    let mut depth = 0_usize;
    tags(text).iter().any(|tag| {
        match tag.word() {
            Some("set" | "set_global") if !has_value(tag) => depth += 1,
            Some("filter" | "component") => depth += 1,
            Some("endset" | "endset_global" | "endfilter" | "endcomponent") => {
                depth = depth.saturating_sub(1);
            }
            Some("include") => return depth > 0,
            _ => {}
        }
        false
    })
}

/// `{% set a = … %}`, not `{% set a %}…{% endset %}`.
fn has_value(tag: &Tag<'_>) -> bool {
    tag.tokens.iter().any(|(token, _)| *token == Token::Mark('='))
}

fn second_word<'t>(tag: &Tag<'t>) -> Option<&'t str> {
    match tag.tokens.get(1) {
        Some((Token::Word(word), _)) => Some(word),
        _ => None,
    }
}

/// The name that a tag prints, with its fields: `item.title`, of `{{ item.title | trim }}`, too.
fn path<'t>(text: &'t str, tag: &Tag<'_>) -> Option<&'t str> {
    let end = tag.tokens.iter().position(|(token, _)| *token == Token::Mark('|'));
    let tokens = tag.tokens.get(..end.unwrap_or(tag.tokens.len()))?;
    let is_path = tokens.iter().enumerate().all(|(at, (token, _))| match token {
        Token::Word(_) => at % 2 == 0,
        Token::Mark('.') => at % 2 == 1,
        _ => false,
    });
    let (first, last) = (tokens.first()?, tokens.last()?);
    text.get(first.1.start..last.1.end).filter(|_| is_path && tokens.len() % 2 == 1)
}

/// The values that a tag names, with their fields; none that a comprehension names itself.
fn names<'t>(text: &'t str, tag: &Tag<'_>) -> Vec<&'t str> {
    // What `set` names is made by the tag.
    let skipped = if matches!(tag.word(), Some("set" | "set_global")) { 2 } else { 0 };
    let tokens = tag.tokens.get(skipped..).unwrap_or_default();
    let token = |at: usize| tokens.get(at).map(|(token, _)| *token);
    let mut names: Vec<&str> = Vec::new();
    let mut own: Vec<&str> = Vec::new();
    let mut is_own = false;
    for (at, (_, range)) in tokens.iter().enumerate() {
        let Some(Token::Word(word)) = token(at) else { continue };
        match word {
            "for" => is_own = true,
            "in" => is_own = false,
            _ if is_own => own.push(word),
            _ => {}
        }
        let before = at.checked_sub(1).and_then(token);
        let is_other = is_own
            || KEYWORDS.contains(&word)
            || matches!(before, Some(Token::Mark('|' | '.' | '<' | '/') | Token::Word("is")))
            || matches!(before, Some(Token::Word("not")) if token(at.wrapping_sub(2)) == Some(Token::Word("is")))
            || token(at + 1) == Some(Token::Mark('('))
            || token(at + 1) == Some(Token::Mark('=')) && token(at + 2) != Some(Token::Mark('='));
        if is_other {
            continue;
        }
        let mut end = range.end;
        let mut next = at + 1;
        while token(next) == Some(Token::Mark('.'))
            && let Some((Token::Word(_), field)) = tokens.get(next + 1)
        {
            end = field.end;
            next += 2;
        }
        names.extend(text.get(range.start..end).filter(|name| !names.contains(name)));
    }
    // A comprehension names its own behind the place where it uses them.
    names.retain(|name| !own.contains(&name.split('.').next().unwrap_or_default()));
    names
}

fn call(count: usize, values: &str, before: &str, after: &str) -> String {
    let values = if values.is_empty() { String::new() } else { format!(", {VALUES}=[{values}]") };
    format!("{{%{before} if {STEP}({COUNT}={count}{values}) {after}%}}{{%{before} endif {after}%}}")
}

/// A call after a tag: where the tag takes away the blanks behind it, so does the call.
fn call_after(text: &str, tag: &Range<usize>, count: usize, values: &str) -> String {
    let trims =
        text.get(tag.clone()).is_some_and(|tag| tag.ends_with("-%}") || tag.ends_with("-}}"));
    call(count, values, "", if trims { "-" } else { "" })
}

/// A call before a tag, in the same way.
fn call_before(text: &str, tag: &Tag<'_>, names: &[&str]) -> String {
    let trims = text.get(tag.range.clone()).is_some_and(|tag| tag.get(2..3) == Some("-"));
    call(1, &names.join(", "), if trims { "-" } else { "" }, "")
}

fn put_in(text: &str, mut puts: Vec<Put>) -> Counted {
    puts.retain(|put| !put.call.is_empty());
    puts.sort_by_key(|put| put.at);
    let mut made =
        String::with_capacity(text.len() + puts.iter().map(|put| put.call.len()).sum::<usize>());
    let mut done = 0;
    for put in &puts {
        made.push_str(text.get(done..put.at).unwrap_or_default());
        made.push_str(&put.call);
        done = put.at;
    }
    made.push_str(text.get(done..).unwrap_or_default());
    Counted { text: made, puts }
}

/// Lists that a template makes of lists within one tag, where nothing can be counted between (E1010).
pub(super) fn uncountable(file: FileId, text: &str) -> Option<Diagnostic> {
    let is_uncountable = |tag: &&Tag<'_>| {
        let first = usize::from(!tag.prints);
        let inner = tag.tokens.iter().skip(first);
        let lists = inner.filter(|(token, _)| *token == Token::Word("for")).count();
        let joins = tag.tokens.iter().any(|(token, _)| matches!(token, Token::Mark('~' | '|')));
        lists > 1 || lists == 1 && joins
    };
    let tag = tags(text).into_iter().find(|tag| is_uncountable(&tag))?;
    Some(
        Diagnostic::new(Code::E1010, "列表推导里不能再套列表推导，也不能连接文字、用过滤器")
            .at(Span::new(file, tag.range), "在这里")
            .help("改用 {% for %} 逐个取出"),
    )
}

/// The `{% elif %}` that is one too many of those that the engine reads within each other (E1010).
pub(super) fn too_many_branches(file: FileId, text: &str) -> Option<Diagnostic> {
    // How many of them each open `{% if %}` has.
    let mut open: Vec<usize> = Vec::new();
    let mut all = 0;
    let tag = tags(text).into_iter().find(|tag| {
        match tag.word() {
            Some("if") => open.push(0),
            Some("elif") => {
                open.last_mut().into_iter().for_each(|own| *own += 1);
                all += usize::from(!open.is_empty());
            }
            Some("endif") => all -= open.pop().unwrap_or_default(),
            _ => {}
        }
        all > TEMPLATE_BRANCHES.size()
    })?;
    Some(
        Diagnostic::new(Code::E1010, TEMPLATE_BRANCHES.passed(None))
            .at(Span::new(file, tag.range), "从这里起太多了")
            .help("分成几个 {% if %} 写"),
    )
}

/// The templates that a template includes or extends, and the tags that do.
pub(super) fn used(text: &str) -> Vec<(&str, Range<usize>)> {
    let uses =
        tags(text).into_iter().filter(|tag| matches!(tag.word(), Some("include" | "extends")));
    let named = uses.filter_map(|tag| {
        let mut names = tag.tokens.iter().filter_map(|(token, _)| match token {
            Token::Text(name) => Some(*name),
            _ => None,
        });
        names.next().map(|name| (name, tag.range.clone()))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(text: &str) -> String {
        counted(text, false)
            .text
            .replace(&format!("{{% if {STEP}("), "<")
            .replace(") %}{% endif %}", ">")
    }

    #[test]
    fn calls_stand_where_something_is_done_again() {
        for (text, right) in [
            ("甲", "<n=1>甲"),
            (
                "{% for a in b %}{{ a }}{% endfor %}",
                "<n=7>{% for a in b %}<n=3>{{ a }}{% endfor %}",
            ),
            ("{% set a = b ~ c.d %}", "<n=9><n=1, v=[b, c.d]>{% set a = b ~ c.d %}"),
            ("{% set a %}甲{% endset %}乙", "<n=4>{% set a %}甲{% endset %}<n=1, v=[a]>乙"),
            ("{% if a is defined %}{% endif %}", "<n=6>{% if a is defined %}{% endif %}"),
            ("{{ <A b={c} d={[c, e]} /> }}", "<n=19><n=1, v=[c, e]>{{ <A b={c} d={[c, e]} /> }}"),
            ("{{ <A b={c} d={e.f} /> }}", "<n=17>{{ <A b={c} d={e.f} /> }}"),
            ("{% extends \"甲\" %}{% set a = b ~ c %}", "{% extends \"甲\" %}{% set a = b ~ c %}"),
        ] {
            assert_eq!(calls(text), right, "{text}");
        }
    }

    #[test]
    fn a_call_takes_away_the_blanks_that_its_tag_does() {
        let text = counted("{% for a in b -%}  甲{% endfor %}", false).text;
        assert!(text.contains("-%}{% if nianbao_step(n=2) -%}{% endif -%}  甲"), "{text}");
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "甲{% for a in b %}{{ a }}乙{{ c }}{% endfor %}";
        let counted = counted(text, false);
        let place = |part: &str| {
            let at = counted.text.find(part).unwrap();
            &text[counted.original(at..at + part.len())]
        };
        for part in ["甲", "{{ a }}", "乙", "{{ c }}", "{% endfor %}", "{% for a in b %}"] {
            assert_eq!(place(part), part);
        }
        let call = counted.text.rfind(STEP).unwrap();
        assert_eq!(&text[counted.original(call..call + 4)], "{% for a in b %}");
    }
}
