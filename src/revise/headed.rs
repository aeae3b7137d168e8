//! Headings that came back on lines of their own, where the layout prints them before their text.

use std::ops::Range;

use super::Named;
use super::merge::Deed;
use super::named::is_alike;
use super::structure::opens_heading;
use crate::changes::{self, without_number};
use crate::returned::{Returned, ReturnedParagraph};
use crate::sent::Role;

/// A heading that came back on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alone {
    /// The paragraph that it opens, in the text that came back and as it was sent.
    pub(super) came: usize,
    pub(super) sent: usize,
    /// Where it ends in both of them.
    pub(super) ends: (usize, usize),
    follows: Follows,
}

/// What follows such a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Follows {
    Text,
    /// New paragraphs before the text: up to this byte.
    New(usize),
    /// Another paragraph of the item, and the text behind it.
    Other,
}

const NEW: &str = "加在标题和它的文字之间，另成一段，核实以后自己加在这一条正文的最前面";

const OTHER: &str = "标题另起一段，它的文字移到了后面，核实以后在这一条的正文里调各段的次序";

impl Alone {
    /// Why words of a deed are not made, where they only come of what follows the heading.
    pub(super) fn doubt(&self, deed: &Deed) -> Option<&'static str> {
        let is_here = deed.came.start == self.came;
        let is_own = deed.sent.as_ref().is_some_and(|(at, range)| {
            *at == self.sent && !range.is_empty() && range.start < self.ends.1
        });
        match self.follows {
            Follows::New(end) if is_here && touches(&deed.within, &(self.ends.0..end)) => Some(NEW),
            Follows::Other if is_own || is_here && touches(&deed.within, &(0..self.ends.0)) => {
                Some(OTHER)
            }
            _ => None,
        }
    }
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// What came back, with such headings before what follows them: where lines are broken says nothing of what else
/// was changed in the heading and in the text.
pub(super) fn before_texts(came: &Returned, known: &Named<'_>) -> (Returned, Vec<Alone>) {
    let titles: Vec<Title<'_>> =
        known.iter().enumerate().filter_map(|(at, one)| title(at, one)).collect();
    let mut whole = Returned { paragraphs: Vec::new(), ..came.clone() };
    let mut alone: Vec<Alone> = Vec::new();
    // Where the text of each paragraph begins now.
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut all = came.paragraphs.iter().enumerate();
    while let Some((at, paragraph)) = all.next() {
        places.push((whole.paragraphs.len(), 0));
        let mut one = paragraph.clone();
        if let Some((title, news)) = heading(at, &titles, known, came) {
            one.text = one.text.trim_end_matches('。').to_owned() + "。";
            let end = one.text.len();
            let mut follows = if news.is_none() { Follows::Other } else { Follows::Text };
            for count in 0..=news.unwrap_or(0) {
                let Some((_, next)) = all.next() else { break };
                if count > 0 {
                    follows = Follows::New(one.text.len());
                }
                places.push((whole.paragraphs.len(), one.text.len()));
                one.text.push_str(&next.text);
                one.role = next.role;
                one.ids.extend(next.ids.iter().cloned());
            }
            let (came, ends) = (whole.paragraphs.len(), (end, title.end));
            alone.push(Alone { came, sent: title.at, ends, follows });
        }
        whole.paragraphs.push(one);
    }
    let tracked = whole.tracked.iter_mut().map(|one| (&mut one.paragraph, &mut one.range));
    let comments = whole.comments.iter_mut().map(|one| (&mut one.paragraph, &mut one.range));
    for (paragraph, range) in tracked.chain(comments) {
        let Some((now, start)) = places.get(*paragraph) else { continue };
        *paragraph = *now;
        *range = range.start + start..range.end + start;
    }
    (whole, alone)
}

/// A heading that opens a paragraph as it was sent, without its number, and the text that follows it.
struct Title<'t> {
    at: usize,
    words: &'t str,
    end: usize,
    text: &'t str,
}

fn title<'t>(at: usize, (_, role, all): &(String, Role, &'t str)) -> Option<Title<'t>> {
    let (words, text) = all.split_once('。').filter(|_| matches!(role, Role::RunIn(_)))?;
    let title = Title { at, words: without_number(words), end: all.len() - text.len(), text };
    Some(title).filter(|_| !text.is_empty())
}

/// Whether a returned paragraph is the heading of a text that follows it, and how many new paragraphs stand between
/// them; none where others do.
fn heading<'a, 't>(
    at: usize,
    titles: &'a [Title<'t>],
    known: &Named<'_>,
    came: &Returned,
) -> Option<(&'a Title<'t>, Option<usize>)> {
    let line = came.paragraphs.get(at)?;
    let said = line.text.trim_end_matches('。');
    if said.contains('。') {
        return None;
    }
    let said = without_number(said);
    let same = titles.iter().find(|title| title.words == said);
    // Another one in its place: the heading stands nowhere else.
    let is_gone = |title: &Title<'_>| {
        !came.paragraphs.iter().any(|one| without_number(&one.text).starts_with(title.words))
    };
    let alike = || {
        let mut alike = titles.iter().filter(|title| is_alike(title.words, said));
        alike.find(|title| opens_heading(&line.text) && is_gone(title))
    };
    let title = same.or_else(alike)?;
    let is_text = |one: &&ReturnedParagraph| {
        !matches!(one.role, Some(Role::Cell { .. })) && !opens_heading(&one.text)
    };
    let behind = came.paragraphs.get(at + 1..)?.iter().take_while(is_text);
    let behind: Vec<&str> = behind.map(|one| one.text.as_str()).collect();
    let text = behind.iter().position(|other| is_most_in(title.text, other))?;
    let mut between = behind.iter().take(text);
    let is_known = between.any(|other| known.iter().any(|(.., text)| text == other));
    Some((title, Some(text).filter(|_| !is_known)))
}

/// Whether most of a text is in another one.
fn is_most_in(text: &str, other: &str) -> bool {
    let gone: usize = changes::edits(text, other).iter().map(|edit| edit.old.len()).sum();
    gone * 2 < text.len()
}
