//! Which links between two texts keep the order: the heaviest set of links of which no two cross.

use super::candidates::Link;

/// For each link whether it is one of the set. Links may share paragraphs; those of the set do not.
pub(super) fn in_order(links: &[Link], olds: usize, news: usize) -> Vec<bool> {
    let mut by_start: Vec<usize> = (0..links.len()).collect();
    by_start.sort_by_key(|at| (links[*at].old.start, links[*at].new.start, *at));
    let mut by_end = by_start.clone();
    by_end.sort_by_key(|at| links[*at].old.end);
    let mut by_end = by_end.into_iter().peekable();
    let mut best = Best { at: vec![None; news + 1] };
    let mut reached: Vec<(u64, Option<usize>)> = vec![(0, None); links.len()];
    debug_assert!(links.iter().all(|link| link.old.end <= olds && link.new.end <= news));
    for at in by_start {
        let link = &links[at];
        // A link that ends where this one begins starts before it, so its weight is known.
        while let Some(ended) = by_end.next_if(|ended| links[*ended].old.end <= link.old.start) {
            best.put(links[ended].new.end, reached[ended].0, ended);
        }
        let before = best.before(link.new.start);
        let weight = before.map_or(0, |(weight, _)| weight);
        reached[at] = (weight + link.weight, before.map(|(_, link)| link));
    }
    let last = (0..links.len()).max_by_key(|at| (reached[*at].0, std::cmp::Reverse(*at)));
    let mut chosen = vec![false; links.len()];
    let mut next = last;
    while let Some(at) = next {
        chosen[at] = true;
        next = reached[at].1;
    }
    chosen
}

/// The heaviest chain that ends at or before each paragraph of the new text (a Fenwick tree).
struct Best {
    at: Vec<Option<(u64, usize)>>,
}

impl Best {
    fn put(&mut self, end: usize, weight: u64, link: usize) {
        let mut at = end;
        while let Some(best) = self.at.get_mut(at) {
            if best.is_none_or(|(known, _)| known < weight) {
                *best = Some((weight, link));
            }
            at += at & at.wrapping_neg();
            if at == 0 {
                break;
            }
        }
    }

    fn before(&self, end: usize) -> Option<(u64, usize)> {
        let mut best: Option<(u64, usize)> = None;
        let mut at = end;
        while at > 0 {
            let found = self.at.get(at).copied().flatten();
            if let Some(found) = found
                && best.is_none_or(|(known, _)| known < found.0)
            {
                best = Some(found);
            }
            at &= at - 1;
        }
        best
    }
}
