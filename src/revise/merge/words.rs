//! Words of a text three ways: as it was sent, as it came back, and as the data give it now.

use std::ops::Range;

use super::super::Theirs;
use super::clauses::{CLAUSE_ENDS, bare};
use super::{State, both};
use crate::changes::{self, Edit};

/// The words that a returned text changed: where they were and are, where they stand in the data, and
/// what the data say.
pub(in crate::revise) fn three_ways(
    sent: &str,
    came: &str,
    now: &str,
) -> Vec<(Edit, Range<usize>, State)> {
    let theirs = changes::edits(sent, now);
    let each = changes::edits(sent, came).into_iter();
    let each = each.map(|edit| {
        let said = came.get(edit.new.clone()).unwrap_or_default();
        let done = match now == came {
            true => Some(edit.new.clone()),
            false => same(&edit.old, said, &theirs, now)
                .or_else(|| beside_theirs(&edit, (sent, came, now), &theirs)),
        };
        let (range, state) = match done {
            Some(done) => (done, State::Done),
            None => against(&edit.old, &theirs, now, 0),
        };
        (edit, range, state)
    });
    let mut changed: Vec<(Edit, Range<usize>, State)> = each.collect();
    both::without_twice(&mut changed, (came, now), &theirs);
    changed
}

/// Where the data have the same words in the place of the same.
pub(super) fn same(
    range: &Range<usize>,
    said: &str,
    theirs: &[Edit],
    now: &str,
) -> Option<Range<usize>> {
    let mut theirs = theirs.iter();
    let same = theirs.find(|other| other.old == *range && now.get(other.new.clone()) == Some(said));
    same.map(|other| other.new.clone())
}

/// Where the data have the words that a returned text put in, or lack those that it took out, and have other
/// words right beside them as well: what then differs from the text as sent is one change of both.
pub(super) fn beside_theirs(
    own: &Edit,
    (sent, came, now): (&str, &str, &str),
    theirs: &[Edit],
) -> Option<Range<usize>> {
    let bare = |text: &str, range: &Range<usize>| bare(text.get(range.clone()).unwrap_or_default());
    let (was, said) = (bare(sent, &own.old), bare(came, &own.new));
    let is_near = |edit: &Edit| {
        let (first, last) = match edit.old.start < own.old.start {
            true => (&edit.old, &own.old),
            false => (&own.old, &edit.old),
        };
        first.end >= last.start || bare(sent, &(first.end..last.start)).is_empty()
    };
    // Of whole clauses each must be a clause there: 尚未建立… is not 建立….
    let words = came.get(own.new.clone()).unwrap_or_default();
    let are_clauses = words.starts_with(is_end) || words.ends_with(is_end);
    let holds = |edit: &Edit| {
        let theirs = now.get(edit.new.clone()).unwrap_or_default();
        match are_clauses {
            true => clauses(words).all(|own| clauses(theirs).any(|clause| clause == own)),
            false => bare(now, &edit.new).contains(&said),
        }
    };
    let has_both =
        |edit: &&Edit| is_near(edit) && holds(edit) && bare(sent, &edit.old).contains(&was);
    let edit = theirs.iter().find(has_both).filter(|_| !was.is_empty() || !said.is_empty())?;
    // The same words with other marks are what both have, and not what came back.
    let is_same = bare(now, &edit.new) == said && bare(sent, &edit.old) == was;
    if is_same && with(sent, own, came) != with(sent, edit, now) {
        return None;
    }
    if !own.new.is_empty() {
        return standing(&own.new, came, now);
    }
    let to_now = changes::edits(came, now);
    let is_undone =
        to_now.iter().any(|edit| touch(&edit.old, &own.new) && bare(now, &edit.new).contains(&was));
    let here = forth(own.new.start, &to_now);
    (!is_undone).then_some(here..here)
}

/// A text with one of the changes that were made to it.
fn with(sent: &str, edit: &Edit, changed: &str) -> String {
    let of = |text: &str, range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
    let before = of(sent, 0..edit.old.start);
    before + &of(changed, edit.new.clone()) + &of(sent, edit.old.end..sent.len())
}

fn is_end(c: char) -> bool {
    CLAUSE_ENDS.contains(c)
}

/// The clauses of some words, without marks.
fn clauses(words: &str) -> impl Iterator<Item = String> + '_ {
    words.split(is_end).map(bare).filter(|clause| !clause.is_empty())
}

/// Where the words that a returned text has between two of its bytes stand in the data, as they are.
pub(super) fn standing(range: &Range<usize>, came: &str, now: &str) -> Option<Range<usize>> {
    let to_now = changes::edits(came, now);
    let is_other = |edit: &Edit| edit.old.start < range.end && range.start < edit.old.end;
    let here = forth(range.start, &to_now)..forth(range.end, &to_now);
    (!range.is_empty() && !to_now.iter().any(is_other)).then_some(here)
}

/// The words that changed in the data alone: bytes of both texts.
pub(in crate::revise) fn theirs_alone(sent: &str, came: &str, now: &str) -> Vec<Edit> {
    let ours = changes::edits(sent, came);
    let mut theirs = changes::edits(sent, now);
    theirs.retain(|edit| !ours.iter().any(|own| touch(&own.old, &edit.old)));
    theirs
}

/// Where words of a paragraph that was sent are in that of the data, and whether the data have other words
/// there. Those up to the end of a heading's number are the program's.
pub(super) fn against(
    range: &Range<usize>,
    theirs: &[Edit],
    now: &str,
    number: usize,
) -> (Range<usize>, State) {
    let moved = forth(range.start, theirs)..forth(range.end, theirs);
    let is_near = |other: &&Edit| other.old.end > number && touch(range, &other.old);
    let mut near = theirs.iter().filter(is_near).peekable();
    let Some(first) = near.peek() else { return (moved, State::Open) };
    let start = first.new.start.min(moved.start);
    let end = near.fold(moved.end, |end, other| end.max(other.new.end));
    let theirs = now.get(start..end).unwrap_or_default().to_owned();
    (moved, State::Conflict(Theirs::Words(theirs)))
}

/// Where a paragraph of the data is split, by the place in the text as sent and in the returned one. Words that
/// the data have there by now belong to the one part or the other, unless the returned text has them as well.
pub(super) fn split_at(
    (sent, border): (usize, usize),
    theirs: &[Edit],
    came: &str,
    now: &str,
) -> (usize, State) {
    let Some(other) = theirs.iter().find(|other| touch(&(sent..sent), &other.old)) else {
        return (forth(sent, theirs), State::Open);
    };
    let to_now = changes::edits(came, now);
    match to_now.iter().any(|edit| touch(&(border..border), &edit.old)) {
        true => (other.new.start, against(&(sent..sent), theirs, now, 0).1),
        false => (forth(border, &to_now), State::Open),
    }
}

/// Whether two ranges share a byte, or meet.
pub(super) fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Where a byte of the old text is in the new one; of what was replaced, the end.
pub(super) fn forth(at: usize, edits: &[Edit]) -> usize {
    let before = edits.iter().take_while(|edit| edit.old.end <= at || edit.old.start < at);
    let Some(last) = before.last() else { return at };
    match at < last.old.end {
        true => last.new.end,
        false => last.new.end + (at - last.old.end),
    }
}

/// Where a byte of the new text is in the old one; of what took the place of other words, their end.
pub(super) fn back(at: usize, edits: &[Edit]) -> usize {
    let before = edits.iter().take_while(|edit| edit.new.end <= at || edit.new.start < at);
    let Some(last) = before.last() else { return at };
    match at < last.new.end {
        true => last.old.end,
        false => last.old.end + (at - last.new.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What became of the changes of a returned text that the data have beside one of their own.
    fn states(sent: &str, came: &str, now: &str) -> Vec<State> {
        three_ways(sent, came, now).into_iter().map(|(.., state)| state).collect()
    }

    #[test]
    fn what_was_written_beside_a_change_of_the_data_is_done() {
        let sent = "二是完善联席会议制度，做到常研判；压实责任，补齐短板。";
        for (from, to, theirs, theirs_now) in [
            ("制度，", "制度，压紧各方责任，", "制度，", "机制，"),
            ("制度，", "制度，压紧各方责任，", "制度，", "制度规定，"),
            ("做到", "切实做到", "制度，", "制度和机制，"),
            ("压实责任，", "", "补齐", "补足"),
        ] {
            let came = sent.replacen(from, to, 1);
            let open = sent.replacen(theirs, theirs_now, 1);
            let done = came.replacen(theirs, theirs_now, 1);
            assert!(!states(sent, &came, &open).contains(&State::Done), "{open}");
            assert_eq!(states(sent, &came, &done), [State::Done], "{done}");
        }
        // The same words at another place are no sign that these were written, but would stand there twice.
        let now = sent.replacen("制度，", "机制，", 1).replacen("；", "；压紧各方责任，", 1);
        let came = sent.replacen("制度，", "制度，压紧各方责任，", 1);
        let theirs = Theirs::Also("压紧各方责任".to_owned());
        assert_eq!(states(sent, &came, &now), [State::Conflict(theirs)]);
    }

    #[test]
    fn a_clause_that_says_more_or_the_opposite_is_not_the_same() {
        let sent = "充分听取群众诉求。补齐短板。";
        let with = |words: &str| sent.replacen("诉求。", &format!("诉求。{words}"), 1);
        let came = with("建立重大决策听证制度。");
        for theirs in [
            "尚未建立重大决策听证制度。",
            "不再建立重大决策听证制度。",
            "逐步建立重大决策听证制度。",
        ] {
            assert!(!states(sent, &came, &with(theirs)).contains(&State::Done), "{theirs}");
        }
        let other_mark = sent.replacen("诉求。", "诉求，建立重大决策听证制度。", 1);
        assert!(!states(sent, &came, &other_mark).contains(&State::Done));
        let also = with("建立重大决策听证制度。规范程序。");
        assert_eq!(states(sent, &came, &also), [State::Done]);
    }

    #[test]
    fn where_the_data_have_other_words_by_now_nothing_is_split() {
        let (came, end) = ("甲明显增强。组织开展宣传。", "甲明显增强。".len());
        let split = |now: &str| split_at((end, end), &changes::edits(came, now), came, now);
        let (at, state) = split("甲明显增强。同时，组织开展宣传。");
        assert_eq!((at, state), (end, State::Conflict(Theirs::Words("同时，".to_owned()))));
        assert_eq!(split("甲明显增强。组织开展宣传周。"), (end, State::Open));
        // Those that the returned text has as well are no other.
        let came = "甲明显增强。全面组织开展宣传。";
        let sent = "甲明显增强。组织开展宣传。";
        assert_eq!(
            split_at((end, end), &changes::edits(sent, came), came, came),
            (end, State::Open)
        );
    }
}
