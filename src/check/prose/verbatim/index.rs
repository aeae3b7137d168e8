//! Many phrases found in a text in one pass (Aho–Corasick): its time is that of the text and of what is
//! found, however much the phrases are like each other.

use std::iter;
use std::ops::{ControlFlow, Range};

use crate::load::Spanned;

/// Phrases, each once, as a tree of their characters.
#[derive(Debug)]
pub(super) struct Index<'a> {
    phrases: Vec<&'a Spanned<String>>,
    /// The root first; the children of a node stand together, in the order of their characters.
    nodes: Vec<Node>,
}

/// What is read of some phrases so far.
#[derive(Debug, Clone)]
struct Node {
    /// The character that leads here.
    character: char,
    children: Range<usize>,
    /// The longest end of what is read that begins a phrase, too.
    fallback: usize,
    /// The phrase that is read as a whole.
    phrase: Option<usize>,
    /// The nearest of the fallbacks at which a phrase is whole.
    shorter: Option<usize>,
}

impl Node {
    fn new(character: char) -> Node {
        Node { character, children: 0..0, fallback: ROOT, phrase: None, shorter: None }
    }
}

/// The node of nothing read.
const ROOT: usize = 0;

impl<'a> Index<'a> {
    pub(super) fn new(phrases: impl Iterator<Item = &'a Spanned<String>>) -> Index<'a> {
        let mut phrases: Vec<_> =
            phrases.filter(|phrase| !phrase.value.trim().is_empty()).collect();
        // Of the same phrase the first one is named.
        phrases.sort_by_key(|phrase| (phrase.value.trim(), phrase.span));
        phrases.dedup_by_key(|phrase| phrase.value.trim());
        let mut index = Index { phrases, nodes: vec![Node::new(' ')] };
        index.grow();
        index
    }

    /// Makes the tree, level by level: a fallback stands on a higher level than its node.
    fn grow(&mut self) {
        let mut rests: Vec<_> =
            self.phrases.iter().map(|phrase| phrase.value.trim().chars()).collect();
        // The phrases that begin as each node says.
        let mut holds: Vec<Range<usize>> = iter::once(0..rests.len()).collect();
        let mut at = ROOT;
        while let Some(held) = holds.get(at).cloned() {
            let first = self.nodes.len();
            for phrase in held {
                let Some(rest) = rests.get_mut(phrase) else { continue };
                match (rest.next(), holds.get_mut(first..).and_then(<[_]>::last_mut)) {
                    (None, _) => self.set(at, |node| node.phrase = Some(phrase)),
                    (Some(c), Some(last))
                        if self.nodes.last().is_some_and(|node| node.character == c) =>
                    {
                        last.end = phrase + 1;
                    }
                    (Some(c), _) => {
                        self.nodes.push(Node::new(c));
                        holds.push(phrase..phrase + 1);
                    }
                }
            }
            let children = first..self.nodes.len();
            self.set(at, |node| node.children = children.clone());
            for child in children {
                let character = self.node(child).character;
                let fallback =
                    if at == ROOT { ROOT } else { self.next(self.node(at).fallback, character) };
                let shorter = match self.node(fallback).phrase {
                    Some(_) => Some(fallback),
                    None => self.node(fallback).shorter,
                };
                self.set(child, |node| (node.fallback, node.shorter) = (fallback, shorter));
            }
            at += 1;
        }
    }

    fn set(&mut self, at: usize, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(at) {
            change(node);
        }
    }

    fn node(&self, at: usize) -> &Node {
        // There is always a root, and each number is that of a node.
        self.nodes.get(at).unwrap_or(&self.nodes[ROOT])
    }

    /// Where one more character leads.
    fn next(&self, mut at: usize, character: char) -> usize {
        loop {
            let node = self.node(at);
            let children = self.nodes.get(node.children.clone()).unwrap_or_default();
            match children.binary_search_by_key(&character, |child| child.character) {
                Ok(child) => return node.children.start + child,
                Err(_) if at == ROOT => return ROOT,
                Err(_) => at = node.fallback,
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    pub(super) fn phrase(&self, number: usize) -> Option<&'a Spanned<String>> {
        self.phrases.get(number).copied()
    }

    /// Calls `found` with each place of each phrase in a text, by their ends; of those that end at one
    /// place the longest first, and no shorter one after it says so.
    pub(super) fn find(
        &self,
        text: &str,
        mut found: impl FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) {
        if self.phrases.is_empty() {
            return;
        }
        let mut at = ROOT;
        for (start, character) in text.char_indices() {
            at = self.next(at, character);
            let end = start + character.len_utf8();
            let mut ended = Some(at);
            while let Some(node) = ended.map(|at| self.node(at)) {
                if let Some(phrase) = node.phrase {
                    let length = self.phrases.get(phrase).map_or(0, |one| one.value.trim().len());
                    if found(end - length..end, phrase).is_break() {
                        break;
                    }
                }
                ended = node.shorter;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cpu::measured;
    use crate::source::{FileId, Span};

    fn spanned(phrases: &[&str]) -> Vec<Spanned<String>> {
        let spanned = |(phrase, at): (&&str, usize)| Spanned {
            value: (*phrase).to_owned(),
            span: Span::new(FileId(0), at..at),
        };
        phrases.iter().zip(0..).map(spanned).collect()
    }

    #[test]
    fn every_phrase_is_found_in_all_its_places() {
        for (phrases, texts) in [
            (
                vec!["甲乙", "甲乙丙", "甲", " 乙丙 ", "", "丁", "甲乙"],
                vec!["甲乙丙甲乙甲", "", "丙", "乙丙丁甲", "甲甲乙丙"],
            ),
            (
                vec!["乙丙", "甲乙丙丁", "丙", "乙乙", "a乙"],
                vec!["甲乙丙乙乙丙", "a乙乙丙", "甲乙丙丁丙"],
            ),
            (vec![], vec!["甲"]),
        ] {
            let phrases = spanned(&phrases);
            let index = Index::new(phrases.iter());
            for text in texts {
                let mut found = Vec::new();
                index.find(text, |place, phrase| {
                    let phrase = index.phrase(phrase).unwrap().value.trim();
                    assert_eq!(&text[place.clone()], phrase);
                    found.push((place.end, std::cmp::Reverse(place.len()), phrase));
                    ControlFlow::Continue(())
                });
                assert!(found.is_sorted(), "{text}");
                let mut wanted: Vec<&str> =
                    phrases.iter().map(|phrase| phrase.value.trim()).collect();
                wanted.retain(|phrase| !phrase.is_empty());
                wanted.sort_unstable();
                wanted.dedup();
                let places = |phrase: &&str| text.match_indices(*phrase).count();
                assert_eq!(found.len(), wanted.iter().map(places).sum::<usize>(), "{text}");
            }
        }
    }

    /// Each place of the text begins all phrases but for their last character.
    #[test]
    fn phrases_that_nearly_match_cost_no_more_than_others() {
        let phrases: Vec<String> =
            (0..999).map(|number| format!("{}{number}件", "甲".repeat(190))).collect();
        let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
        let phrases = spanned(&phrases);
        let index = Index::new(phrases.iter());
        let text = "甲".repeat(200_000);
        let ((), took) = measured(|| index.find(&text, |_, _| unreachable!()));
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}
