//! Which paragraphs may have become which: pairs, and one that became several, or several that
//! became one.
//!
//! Comparing each old paragraph with each new one would cost the square of their number. So a
//! paragraph is compared with those that share a rare sequence of characters with it, and with its
//! neighbours between the nearest equal paragraphs.

use std::ops::Range;

use super::Paragraph;

/// Old paragraphs that may have become new ones: one and one, one and several, or several and one.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
    /// How alike both sides are, in thousandths.
    pub(super) likeness: u64,
    /// What it counts where the order is looked for: the text that both sides share.
    pub(super) weight: u64,
    /// Both have the same text.
    pub(super) is_equal: bool,
}

impl Link {
    /// Of two that are equal.
    pub(super) fn equal(old: usize, new: usize, weight: u64) -> Link {
        Link { old: old..old + 1, new: new..new + 1, likeness: 1000, weight, is_equal: true }
    }
}

/// A stretch of paragraphs between two that are equal, in the old and the new text.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// A sequence of so many characters finds paragraphs to compare with.
const SEQUENCE: usize = 4;
/// A sequence that stands in more paragraphs than this says little.
const RARE: usize = 4;
/// With how many paragraphs that share rare sequences one is compared.
const MOST_FOUND: usize = 6;
/// Of a gap with more pairs than this only paragraphs near the same place are compared.
const MOST_PAIRS: usize = 1024;
/// How far from the same place of a long gap.
const NEAR: usize = 4;

/// How alike paragraphs are that may be one and the same, in thousandths.
const ALIKE: u64 = 450;
/// The same for paragraphs of different roles.
const ALIKE_IN_OTHER_ROLE: u64 = 700;
/// How much of a part has to stand in the whole.
const PART: u64 = 600;
/// How alike a paragraph and the several that it became are.
const WHOLE: u64 = 600;
/// How much more alike they are than the paragraph and one of them alone.
const GAIN: u64 = 50;

/// The characters of a paragraph, for comparing: pairs of neighbours, sorted. Marks and blanks are
/// left out, so that a comma in the place of a full stop changes nothing.
#[derive(Debug, Default)]
pub(super) struct Characters {
    pairs: Vec<u64>,
    sequences: Vec<u64>,
}

impl Characters {
    pub(super) fn new(text: &str) -> Characters {
        let said: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<u64> = match said.as_slice() {
            [one] => vec![u64::from(u32::from(*one))],
            said => said
                .windows(2)
                .map(|pair| pair.iter().fold(0, |sum, c| sum << 32 | u64::from(u32::from(*c))))
                .collect(),
        };
        pairs.sort_unstable();
        let hashed = |chars: &[char]| {
            chars.iter().fold(0_u64, |hash, c| {
                (hash.rotate_left(5) ^ u64::from(u32::from(*c))).wrapping_mul(0x517c_c1b7_2722_0a95)
            })
        };
        let mut sequences: Vec<u64> = match said.len() {
            0 => Vec::new(),
            1..SEQUENCE => vec![hashed(&said)],
            _ => said.windows(SEQUENCE).map(hashed).collect(),
        };
        sequences.sort_unstable();
        sequences.dedup();
        Characters { pairs, sequences }
    }

    fn len(&self) -> u64 {
        self.pairs.len() as u64
    }

    /// What several have together.
    fn joined<'c>(all: impl Iterator<Item = &'c Characters>) -> Characters {
        let mut pairs: Vec<u64> = all.flat_map(|each| each.pairs.iter().copied()).collect();
        // Each is sorted: a stable sort only merges them.
        pairs.sort();
        Characters { pairs, sequences: Vec::new() }
    }

    /// How many pairs both have.
    fn shared(&self, other: &Characters) -> u64 {
        let mut shared = 0;
        let mut others = other.pairs.iter().peekable();
        for pair in &self.pairs {
            while others.next_if(|other| *other < pair).is_some() {}
            shared += u64::from(others.next_if(|other| *other == pair).is_some());
        }
        shared
    }

    /// How alike two are, in thousandths.
    pub(super) fn likeness(&self, other: &Characters) -> u64 {
        likeness(self.shared(other), self.len(), other.len())
    }

    /// What a text that stayed counts where the order is looked for.
    pub(super) fn weight(&self) -> u64 {
        weight(self.len(), 1000) + 1
    }
}

fn likeness(shared: u64, one: u64, other: u64) -> u64 {
    2000 * shared / (one + other).max(1)
}

fn weight(shared: u64, likeness: u64) -> u64 {
    (shared * likeness).max(1)
}

/// The paragraphs of one text that have no equal in the other.
#[derive(Debug)]
pub(super) struct Side<'t> {
    pub(super) paragraphs: &'t [Paragraph<'t>],
    /// None for those that have an equal.
    pub(super) characters: Vec<Option<Characters>>,
}

impl<'t> Side<'t> {
    pub(super) fn new(paragraphs: &'t [Paragraph<'t>], is_paired: &[bool]) -> Side<'t> {
        let each = paragraphs.iter().zip(is_paired);
        let characters =
            each.map(|(paragraph, is)| (!is).then(|| Characters::new(paragraph.text))).collect();
        Side { paragraphs, characters }
    }

    fn unpaired(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        range.filter(|at| self.get(*at).is_some())
    }

    pub(super) fn get(&self, at: usize) -> Option<&Characters> {
        self.characters.get(at)?.as_ref()
    }

    pub(super) fn role(&self, at: usize) -> &str {
        self.paragraphs.get(at).map_or("", |paragraph| paragraph.role)
    }

    /// Each rare sequence with its paragraph, sorted.
    fn sequences(&self) -> Vec<(u64, usize)> {
        let each = self.characters.iter().enumerate();
        let each = each.filter_map(|(at, characters)| Some((at, characters.as_ref()?)));
        let mut all: Vec<(u64, usize)> =
            each.flat_map(|(at, found)| found.sequences.iter().map(move |s| (*s, at))).collect();
        all.sort_unstable();
        all
    }
}

/// Two paragraphs that were compared.
#[derive(Debug, Clone, Copy)]
struct Pair {
    old: usize,
    new: usize,
    shared: u64,
    olds: u64,
    news: u64,
}

/// All links between paragraphs that have no equal.
pub(super) fn links(old: &Side<'_>, new: &Side<'_>, gaps: &[Gap]) -> Vec<Link> {
    let mut found = by_sequence(old, new);
    for gap in gaps {
        near(old, new, gap, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    let compared = found.into_iter().filter_map(|(at, other)| {
        let (olds, news) = (old.get(at)?, new.get(other)?);
        let (shared, olds, news) = (olds.shared(news), olds.len(), news.len());
        (shared > 0).then_some(Pair { old: at, new: other, shared, olds, news })
    });
    let mut pairs: Vec<Pair> = compared.collect();
    let mut links: Vec<Link> = pairs
        .iter()
        .filter_map(|pair| link(pair, old.role(pair.old) == new.role(pair.new)))
        .collect();
    splits(&pairs, old, new, |whole, parts, likeness, weight| {
        let old = whole..whole + 1;
        links.push(Link { old, new: parts, likeness, weight, is_equal: false });
    });
    // A paragraph that was joined is one that was split, seen from the other side.
    for pair in &mut pairs {
        *pair = Pair { old: pair.new, new: pair.old, olds: pair.news, news: pair.olds, ..*pair };
    }
    pairs.sort_unstable_by_key(|pair| (pair.old, pair.new));
    splits(&pairs, new, old, |whole, parts, likeness, weight| {
        let new = whole..whole + 1;
        links.push(Link { old: parts, new, likeness, weight, is_equal: false });
    });
    links
}

fn link(pair: &Pair, is_same_role: bool) -> Option<Link> {
    let likeness = likeness(pair.shared, pair.olds, pair.news);
    let least = if is_same_role { ALIKE } else { ALIKE_IN_OTHER_ROLE };
    (likeness >= least).then(|| Link {
        old: pair.old..pair.old + 1,
        new: pair.new..pair.new + 1,
        likeness,
        weight: weight(pair.shared, likeness),
        is_equal: false,
    })
}

/// Paragraphs that share sequences which few others have.
fn by_sequence(old: &Side<'_>, new: &Side<'_>) -> Vec<(usize, usize)> {
    let (olds, news) = (old.sequences(), new.sequences());
    let mut votes: Vec<(usize, usize)> = Vec::new();
    let mut news = news.chunk_by(|one, other| one.0 == other.0).peekable();
    for olds in olds.chunk_by(|one, other| one.0 == other.0) {
        let Some((sequence, _)) = olds.first() else { continue };
        let is_before = |news: &&[(u64, usize)]| news.first().is_some_and(|new| new.0 < *sequence);
        while news.next_if(is_before).is_some() {}
        let is_it = |news: &&[(u64, usize)]| news.first().is_some_and(|new| new.0 == *sequence);
        let Some(news) = news.next_if(is_it) else { continue };
        if olds.len() <= RARE && news.len() <= RARE {
            let each = news.iter().flat_map(|(_, new)| olds.iter().map(|(_, old)| (*new, *old)));
            votes.extend(each);
        }
    }
    votes.sort_unstable();
    let mut counted: Vec<(usize, usize, usize)> = votes
        .chunk_by(|one, other| one == other)
        .filter_map(|alike| alike.first().map(|(new, old)| (*new, alike.len(), *old)))
        .collect();
    counted.sort_unstable_by_key(|(new, count, old)| (*new, std::cmp::Reverse(*count), *old));
    let best = counted.chunk_by(|one, other| one.0 == other.0);
    best.flat_map(|of_one| of_one.iter().take(MOST_FOUND))
        .map(|(new, _, old)| (*old, *new))
        .collect()
}

/// Paragraphs at about the same place of a gap.
fn near(old: &Side<'_>, new: &Side<'_>, gap: &Gap, found: &mut Vec<(usize, usize)>) {
    let olds: Vec<usize> = old.unpaired(gap.old.clone()).collect();
    let news: Vec<usize> = new.unpaired(gap.new.clone()).collect();
    let is_small = olds.len().saturating_mul(news.len()) <= MOST_PAIRS;
    for (at, new) in news.iter().enumerate() {
        let place = at * olds.len() / news.len();
        let range = match is_small {
            true => 0..olds.len(),
            false => place.saturating_sub(NEAR)..(place + NEAR + 1).min(olds.len()),
        };
        found.extend(olds.get(range).unwrap_or_default().iter().map(|old| (*old, *new)));
    }
}

/// Paragraphs that became several neighbours. `pairs` are sorted by the whole, then by the part.
fn splits(
    pairs: &[Pair],
    wholes: &Side<'_>,
    parts: &Side<'_>,
    mut found: impl FnMut(usize, Range<usize>, u64, u64),
) {
    for of_one in pairs.chunk_by(|one, other| one.old == other.old) {
        let Some(first) = of_one.first() else { continue };
        let role = wholes.role(first.old);
        let is_part =
            |pair: &&Pair| pair.shared * 1000 >= pair.news * PART && parts.role(pair.new) == role;
        let inside: Vec<Pair> = of_one.iter().filter(is_part).copied().collect();
        for run in inside.chunk_by(|one, other| one.new + 1 == other.new) {
            let Some(whole) = wholes.get(first.old) else { continue };
            let Some((run, likeness, shared)) = best_run(whole, run, parts) else { continue };
            let (Some(start), Some(end)) = (run.first(), run.last()) else { continue };
            found(first.old, start.new..end.new + 1, likeness, weight(shared, likeness));
        }
    }
}

/// The neighbours of a run that are most like the whole, where several are more like it than each
/// of them alone.
fn best_run<'p>(
    whole: &Characters,
    mut run: &'p [Pair],
    parts: &Side<'_>,
) -> Option<(&'p [Pair], u64, u64)> {
    let alone = run.iter().map(|pair| likeness(pair.shared, pair.olds, pair.news)).max()?;
    // More than so much cannot be alike, whatever it says; joining it would cost its length each time.
    let is_too_long = |run: &[Pair]| {
        let length: u64 = run.iter().map(|pair| pair.news).sum();
        length * WHOLE > whole.len() * (2000 - WHOLE)
    };
    while run.len() > 2 && is_too_long(run) {
        let (first, last) = (run.first()?, run.last()?);
        run = match first.shared < last.shared {
            true => run.get(1..)?,
            false => run.get(..run.len() - 1)?,
        };
    }
    let together = |run: &[Pair]| {
        let all = Characters::joined(run.iter().filter_map(|pair| parts.get(pair.new)));
        let shared = whole.shared(&all);
        (likeness(shared, whole.len(), all.len()), shared)
    };
    let (mut best, mut shared) = together(run);
    while run.len() > 2 {
        let shorter = [run.get(1..)?, run.get(..run.len() - 1)?];
        let found = shorter.map(|run| (together(run), run));
        let ((likeness, found_shared), shorter) =
            found.into_iter().max_by_key(|((likeness, _), _)| *likeness)?;
        if likeness <= best {
            break;
        }
        (best, shared, run) = (likeness, found_shared, shorter);
    }
    (run.len() > 1 && best >= WHOLE && best >= alone + GAIN).then_some((run, best, shared))
}
