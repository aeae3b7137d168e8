//! What changed in a file, as a unified diff that `patch` and `git apply` read.

use std::fmt::Write as _;

use super::Changed;

/// Lines shown before and after those that changed.
const CONTEXT: usize = 3;

/// Where two texts of different numbers of lines differ by more lines than this, all between the
/// first and the last of them counts as changed.
const MOST_DIFFERENT: usize = 1000;

/// The changes of all files, one after another.
pub fn unified(files: &[Changed]) -> String {
    let mut text = String::new();
    for Changed { path, before, after } in files {
        let _ = write!(text, "--- a/{path}\n+++ b/{path}\n");
        let before: Vec<&str> = before.split_inclusive('\n').collect();
        let after: Vec<&str> = after.split_inclusive('\n').collect();
        for hunk in hunks(&changes(&before, &after), before.len()) {
            hunk.write(&before, &after, &mut text);
        }
    }
    text
}

/// Lines that were replaced by others, from 0; `until` is the line after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    old: usize,
    old_until: usize,
    new: usize,
    new_until: usize,
}

/// The lines that differ, in order.
fn changes(before: &[&str], after: &[&str]) -> Vec<Change> {
    let same = |(one, other): &(&&str, &&str)| one == other;
    let head = before.iter().zip(after).take_while(same).count();
    let (old, new) =
        (before.get(head..).unwrap_or_default(), after.get(head..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let old = old.get(..old.len() - tail).unwrap_or_default();
    let new = new.get(..new.len() - tail).unwrap_or_default();
    let pairs = match old.len() == new.len() {
        true => old
            .iter()
            .zip(new)
            .enumerate()
            .filter(|(_, pair)| same(pair))
            .map(|(at, _)| (at, at))
            .collect(),
        false => common(old, new),
    };
    let mut changes = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for (old_next, new_next) in pairs.into_iter().chain([(old.len(), new.len())]) {
        if old_at < old_next || new_at < new_next {
            changes.push(Change {
                old: head + old_at,
                old_until: head + old_next,
                new: head + new_at,
                new_until: head + new_next,
            });
        }
        (old_at, new_at) = (old_next + 1, new_next + 1);
    }
    changes
}

/// The lines that two texts have in common, in order: the shortest way from one to the other
/// (Myers 1986). Nothing where it is longer than anybody would read.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    // The furthest line of `old` on each diagonal, after each number of steps.
    let most = (old.len() + new.len()).min(MOST_DIFFERENT);
    let middle = most + 1;
    let mut furthest = vec![0_usize; 2 * middle + 1];
    let mut history: Vec<Vec<usize>> = Vec::new();
    for steps in 0..=most {
        history.push(furthest.clone());
        for diagonal in (middle - steps..=middle + steps).step_by(2) {
            let mut x = start(&furthest, diagonal, middle, steps);
            while let (Some(one), Some(other)) =
                (old.get(x), (x + middle).checked_sub(diagonal).and_then(|y| new.get(y)))
                && one == other
            {
                x += 1;
            }
            if let Some(place) = furthest.get_mut(diagonal) {
                *place = x;
            }
            if x >= old.len() && x + middle >= diagonal + new.len() {
                return way_back(&history, old.len(), new.len(), middle);
            }
        }
    }
    Vec::new()
}

/// The line of the old text at which a diagonal is entered.
fn start(furthest: &[usize], diagonal: usize, middle: usize, steps: usize) -> usize {
    let at = |diagonal: usize| furthest.get(diagonal).copied().unwrap_or_default();
    let (below, above) = (at(diagonal - 1), at(diagonal + 1));
    let is_insertion = diagonal == middle - steps || diagonal != middle + steps && below < above;
    if steps == 0 {
        0
    } else if is_insertion {
        above
    } else {
        below + 1
    }
}

/// The pairs of common lines on the way that was found.
fn way_back(history: &[Vec<usize>], old: usize, new: usize, middle: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut x, mut y) = (old, new);
    for (steps, furthest) in history.iter().enumerate().rev() {
        let diagonal = x + middle - y;
        let entered = start(furthest, diagonal, middle, steps);
        while x > entered {
            (x, y) = (x - 1, y.saturating_sub(1));
            pairs.push((x, y));
        }
        if steps == 0 {
            break;
        }
        let at = |diagonal: usize| furthest.get(diagonal).copied().unwrap_or_default();
        let is_insertion = diagonal == middle - steps
            || diagonal != middle + steps && at(diagonal - 1) < at(diagonal + 1);
        if is_insertion {
            y = y.saturating_sub(1);
        } else {
            x = x.saturating_sub(1);
        }
    }
    pairs.reverse();
    pairs
}

/// Changes shown together, with the lines around them.
#[derive(Debug)]
struct Hunk {
    changes: Vec<Change>,
    /// Lines shown before the first change and after the last.
    lead: usize,
    tail: usize,
}

/// Changes so near to each other that the lines around them would meet belong together.
fn hunks(changes: &[Change], lines: usize) -> Vec<Hunk> {
    let apart = |one: &Change, next: &Change| next.old - one.old_until <= 2 * CONTEXT;
    let groups = changes.chunk_by(apart).filter_map(|group| {
        let (first, last) = (group.first()?, group.last()?);
        Some(Hunk {
            changes: group.to_vec(),
            lead: first.old.min(CONTEXT),
            tail: (lines - last.old_until).min(CONTEXT),
        })
    });
    groups.collect()
}

impl Hunk {
    fn write(&self, before: &[&str], after: &[&str], text: &mut String) {
        let (Some(first), Some(last)) = (self.changes.first(), self.changes.last()) else { return };
        let old = first.old - self.lead..last.old_until + self.tail;
        let new = first.new - self.lead..last.new_until + self.tail;
        let range = |range: &std::ops::Range<usize>| match range.len() {
            0 => format!("{},0", range.start),
            1 => format!("{}", range.start + 1),
            length => format!("{},{length}", range.start + 1),
        };
        let _ = writeln!(text, "@@ -{} +{} @@", range(&old), range(&new));
        let mut shown = old.start;
        for change in &self.changes {
            lines(' ', before.get(shown..change.old), text);
            lines('-', before.get(change.old..change.old_until), text);
            lines('+', after.get(change.new..change.new_until), text);
            shown = change.old_until;
        }
        lines(' ', before.get(shown..old.end), text);
    }
}

fn lines(mark: char, lines: Option<&[&str]>, text: &mut String) {
    for line in lines.unwrap_or_default() {
        text.push(mark);
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn diff(before: &str, after: &str) -> String {
        let path = "data/2024/甲.yaml".to_owned();
        unified(&[Changed { path, before: before.to_owned(), after: after.to_owned() }])
    }

    /// Applies a diff as `patch` does.
    fn patched(before: &str, diff: &str) -> String {
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let mut text = String::new();
        let mut at = 0;
        let body: Vec<&str> = diff.split_inclusive('\n').skip(2).collect();
        for (number, line) in body.iter().enumerate() {
            let (mark, rest) = line.split_at(1);
            let ends = body.get(number + 1).is_some_and(|next| next.starts_with('\\'));
            let rest = if ends { rest.trim_end_matches('\n') } else { rest };
            match mark {
                "@" => {
                    let range = rest.split(['-', ' ']).nth(3).unwrap();
                    let mut numbers = range.split(',').map(|number| number.parse().unwrap());
                    let start: usize = numbers.next().unwrap();
                    let start = if numbers.next() == Some(0) { start } else { start - 1 };
                    text += &old[at..start].concat();
                    at = start;
                }
                " " => {
                    assert_eq!(old[at], rest);
                    text += rest;
                    at += 1;
                }
                "-" => {
                    assert_eq!(old[at], rest);
                    at += 1;
                }
                "+" => text += rest,
                _ => {}
            }
        }
        text + &old[at..].concat()
    }

    #[test]
    fn a_changed_line_stands_between_those_around_it() {
        let shown = diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n五\n6\n7\n8\n9\n");
        let wanted = "--- a/data/2024/甲.yaml\n+++ b/data/2024/甲.yaml\n\
            @@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+五\n 6\n 7\n 8\n";
        assert_eq!(shown, wanted);
        let shown = diff("1\r\n2", "1\r\n二");
        assert!(shown.ends_with(
            " 1\r\n-2\n\\ No newline at end of file\n+二\n\\ No newline at end of file\n"
        ));
    }

    proptest! {
        #[test]
        fn a_diff_applied_gives_the_mended_text(
            before in proptest::collection::vec("[ab]{0,1}\r?\n", 0..12),
            after in proptest::collection::vec("[ab]{0,1}\r?\n", 0..12),
            ends in proptest::bool::ANY,
        ) {
            let mut before = before.concat();
            if ends {
                before.push('c');
            }
            let after = after.concat();
            prop_assume!(before != after);
            let diff = diff(&before, &after);
            prop_assert_eq!(patched(&before, &diff), after);
        }
    }
}
