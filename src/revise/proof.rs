//! Proof: changes are written only when the report that the mended data give is the revised one.
//!
//! The mended texts are examined as unsaved texts over the project. Changes are taken when nothing
//! new is found, every figure has the value that it had, and each paragraph of the report reads as
//! it is to. Of those that fail together, each is tried alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::edits::gathered;
use super::data::{Line, lines};
use super::{Effect, Remedy};
use crate::diagnostic::{Edit, Severity};
use crate::edition::{Edition, Options};
use crate::examine::{Examined, examine};
use crate::files::Files;
use crate::fix::{Changed, Found, Moves, Texts, changed_figure, compare, found, named};
use crate::make;
use crate::source::FileId;
use crate::text::{command_word_or, set_off};

mod edits;

/// Trials of one run: each reads the data and composes the report once. Of a long report there are fewer,
/// but enough to find one change among many that does not hold.
const MOST_TRIALS: usize = 200;
const FEWEST_TRIALS: usize = 30;

/// Paragraphs that all trials of one run compose together.
const MOST_COMPOSED: usize = 100_000;

/// What is mended.
pub(super) struct Bench<'a> {
    pub(super) files: &'a Files,
    pub(super) year: i32,
    pub(super) options: &'a Options,
    /// The edition of the report that the changes were made in.
    pub(super) edition: &'a Edition,
    pub(super) before: &'a Examined,
    pub(super) lines: &'a [Line],
    pub(super) is_printed: bool,
}

/// What was taken.
#[derive(Debug, Default)]
pub(super) struct Proven {
    /// The files that change.
    pub(super) files: Vec<Changed>,
    /// The units that were not taken, and why.
    pub(super) refused: Vec<(usize, String)>,
}

/// Takes as many of the changes as hold together.
pub(super) fn prove(bench: &Bench<'_>, remedies: &[(usize, &Remedy)]) -> Proven {
    // With what shows only when the report is put together, as of the mended data.
    let mut before = examine(bench.files.clone(), bench.year, bench.options);
    make::rehearse(&mut before);
    let mut run = Run {
        bench,
        texts: Texts::new(bench.files),
        unwritable: BTreeMap::new(),
        found: found(&before, &BTreeSet::new()),
        trials: 0,
        refused: Vec::new(),
        files: Vec::new(),
    };
    let mut taken = Vec::new();
    let able: Vec<(usize, &Remedy)> =
        remedies.iter().copied().filter(|(at, remedy)| run.is_writable(*at, remedy)).collect();
    run.settle(&mut taken, &able);
    let Run { refused, files, .. } = run;
    Proven { files, refused }
}

struct Run<'a> {
    bench: &'a Bench<'a>,
    texts: Texts<'a>,
    /// Why a file cannot be written, of those that were asked for: a file has many changes.
    unwritable: BTreeMap<FileId, Option<String>>,
    /// What is found of the data as they are.
    found: Vec<Found>,
    trials: usize,
    refused: Vec<(usize, String)>,
    /// The files with all that is taken.
    files: Vec<Changed>,
}

impl Run<'_> {
    /// Makes sure that the files of a change can be written.
    fn is_writable(&mut self, at: usize, remedy: &Remedy) -> bool {
        let sources = &self.bench.before.sources;
        for span in remedy.spans() {
            let fault = self.unwritable.entry(span.file).or_insert_with(|| {
                let source = sources.get(span.file);
                match source.workbook() {
                    Some(_) => Some(convert_first(&source.path, self.bench.year)),
                    None => self.texts.load(&source.path, source.text()).err(),
                }
            });
            if let Some(fault) = fault {
                self.refused.push((at, fault.clone()));
                return false;
            }
        }
        true
    }

    /// Adds to `taken` those that hold together with them.
    fn settle<'r>(&mut self, taken: &mut Vec<(usize, &'r Remedy)>, next: &[(usize, &'r Remedy)]) {
        if next.is_empty() {
            return;
        }
        let all: Vec<(usize, &Remedy)> = taken.iter().chain(next).copied().collect();
        match (self.attempt(&all), next) {
            (Ok(files), _) => {
                *taken = all;
                self.files = files;
            }
            (Err(reason), [(one, _)]) => self.refused.push((*one, reason)),
            (Err(_), _) => {
                let (first, second) = next.split_at(next.len() / 2);
                self.settle(taken, first);
                self.settle(taken, second);
            }
        }
    }

    /// The files with some changes, or why they cannot be made.
    fn attempt(&mut self, remedies: &[(usize, &Remedy)]) -> Result<Vec<Changed>, String> {
        self.trials += 1;
        let most = MOST_COMPOSED / self.bench.lines.len().max(1);
        if self.trials > most.clamp(FEWEST_TRIALS, MOST_TRIALS) {
            return Err("一次改不了这么多，再运行一遍".to_owned());
        }
        let Bench { files, year, options, before, .. } = *self.bench;
        let edits = gathered(remedies, &before.sources)?;
        let mut moves = Moves::default();
        let mut mended = files.clone();
        let mut changed = Vec::new();
        for (path, edits) in &edits {
            let edits: Vec<&Edit> = edits.iter().collect();
            let after = self.texts.with(path, &edits);
            moves.add(path, &edits);
            mended = mended.with_unsaved(path.as_str(), crate::files::as_read(&after).0);
            let before = files.as_it_stands(path)?;
            changed.push(Changed { path: path.clone(), before, after });
        }
        let mut after = examine(mended, year, options);
        if let Some(of_year) = &mut after.year {
            // The set that came back: the profile may have another 发文机关标志 by these changes.
            let set = self.bench.edition;
            of_year.edition.draft = set.draft;
            if set.separate {
                of_year.edition.addressees.clone_from(&set.addressees);
            }
        }
        let document = match &after.year {
            Some(year) => make::document(year, &mut after.sources).value,
            None => None,
        };
        make::rehearse(&mut after);
        self.nothing_new(&after, &moves)?;
        if let Some(name) = changed_figure(before, &after) {
            return Err(format!("改了会变动“{name}”的值"));
        }
        let document = document.ok_or("改了以后报告排不出来")?;
        let now = lines(&document, &after.sources, self.bench.is_printed);
        self.reads_as_wanted(&now, remedies)?;
        Ok(changed)
    }

    /// Whether nothing is found that was not found before; hints are looked for only where there are
    /// no errors.
    fn nothing_new(&self, after: &Examined, moves: &Moves) -> Result<(), String> {
        let new = compare(&self.found, after, moves).new.into_iter();
        let mut new = new.filter_map(|at| after.findings.get(at));
        match new.find(|found| found.severity != Severity::Hint) {
            Some(finding) => Err(format!("改了会新出现 {}", named(finding, &after.sources))),
            None => Ok(()),
        }
    }

    /// Whether each paragraph is as it is to be.
    fn reads_as_wanted(&self, now: &[Line], remedies: &[(usize, &Remedy)]) -> Result<(), String> {
        let effects: Vec<&Effect> =
            remedies.iter().flat_map(|(_, remedy)| &remedy.effects).collect();
        let wanted = wanted(self.bench.lines, &effects);
        let is_move = effects.iter().any(|effect| matches!(effect, Effect::Move { .. }));
        let mut both = wanted.iter().zip(now).enumerate();
        let differs = both.find(|(_, (wanted, line))| wanted.as_str() != line.words());
        let are_as_many = wanted.len() == self.bench.lines.len();
        let is_as_before = |line: &Line| {
            are_as_many && self.bench.lines.iter().any(|before| before.words() == line.words())
        };
        let is_untouched = |at: usize, wanted: &str| {
            are_as_many && self.bench.lines.get(at).is_some_and(|line| line.words() == wanted)
        };
        match differs {
            Some((_, (_, line))) if is_as_before(line) && is_move => Err(OTHER_ORDER.to_owned()),
            Some((_, (_, line))) if is_as_before(line) => Err(SAID_TWICE.to_owned()),
            Some((at, (wanted, line))) if is_untouched(at, wanted) => Err(format!(
                "改了这里，印同样的字的别处也成了{}，核实以后一起改",
                set_off(&start_of(line.words(), wanted))
            )),
            Some((_, (wanted, line))) => Err(format!(
                "改了以后报告里成了{}，不是{}",
                set_off(&start_of(line.words(), wanted)),
                set_off(&start_of(wanted, line.words()))
            )),
            None if wanted.len() != now.len() => Err("改了以后报告的分段同修改稿不一样".to_owned()),
            None => Ok(()),
        }
    }
}

const SAID_TWICE: &str =
    "在这里改了，报告却没有变：数据里还有一样的话，报告印的是那一处，找到它自己改";

const OTHER_ORDER: &str =
    "这样移动，报告的次序同修改稿不一样：核实以后照修改稿调这里各条、各段的次序";

/// Why a workbook is not changed, and what to do.
pub(super) fn convert_first(path: &str, year: i32) -> String {
    let name = command_word_or(path.rsplit('/').next().unwrap_or(path), "文件");
    format!(
        "写在工作簿里，不代改：先运行 nianbao convert {year} {name} 转成 YAML，或者在工作簿里改"
    )
}

/// Some words of a text, from a little before the first in which it differs from another.
fn start_of(text: &str, other: &str) -> String {
    const AROUND: usize = 10;
    let same = text.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    text.chars().skip(same.saturating_sub(AROUND)).take(AROUND * 2).collect()
}

/// What happens to a paragraph.
#[derive(Debug, Default, Clone)]
struct Slot {
    words: Vec<(Range<usize>, String)>,
    /// Parts of it, and in which order they are to stand.
    order: Option<(Vec<Range<usize>>, Vec<usize>)>,
    ends: Vec<usize>,
    /// New paragraphs where it is split.
    between: Vec<(usize, String)>,
    goes_on: bool,
    is_gone: bool,
    added: Vec<String>,
}

/// The paragraphs of the report, without the numbers of headings, once the changes are made.
fn wanted(lines: &[Line], effects: &[&Effect]) -> Vec<String> {
    let mut slots: Vec<Slot> = vec![Slot::default(); lines.len()];
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut last_after: BTreeMap<usize, usize> = BTreeMap::new();
    for effect in effects {
        match effect {
            Effect::Words { line, range, new } => {
                let of_line = slots.get_mut(*line);
                of_line.into_iter().for_each(|slot| slot.words.push((range.clone(), new.clone())));
            }
            Effect::Order { line, parts, order } => {
                let order = (parts.clone(), order.clone());
                slots.get_mut(*line).into_iter().for_each(|slot| slot.order = Some(order.clone()));
            }
            Effect::Split { line, at } => {
                slots.get_mut(*line).into_iter().for_each(|slot| slot.ends.extend(at));
            }
            Effect::Join { lines } => {
                let joined = lines.start..lines.end.saturating_sub(1);
                let joined = slots.get_mut(joined).into_iter().flatten();
                joined.for_each(|slot| slot.goes_on = true);
            }
            Effect::Remove { line } => {
                slots.get_mut(*line).into_iter().for_each(|slot| slot.is_gone = true);
            }
            Effect::Add { after, within: None, text } => {
                slots.get_mut(*after).into_iter().for_each(|slot| slot.added.push(text.clone()));
            }
            Effect::Add { after, within: Some(at), text } => {
                let of_line = slots.get_mut(*after).into_iter();
                of_line.for_each(|slot| slot.between.push((*at, text.clone())));
            }
            Effect::Move { lines, after } => {
                order.retain(|line| !lines.contains(line));
                // Those that are moved after the same paragraph stand in the order of the effects.
                let last = last_after.insert(*after, lines.end.saturating_sub(1)).unwrap_or(*after);
                let at = order.iter().position(|line| *line == last).map_or(0, |at| at + 1);
                order.splice(at..at, lines.clone());
            }
        }
    }
    let mut texts: Vec<String> = Vec::new();
    let mut goes_on = false;
    for at in order {
        let (Some(slot), Some(line)) = (slots.get(at), lines.get(at)) else { continue };
        if !slot.is_gone {
            let mut parts = slot.text(line).into_iter();
            if let (true, Some(last)) = (goes_on, texts.last_mut()) {
                last.push_str(&parts.next().unwrap_or_default());
            }
            texts.extend(parts);
            goes_on = slot.goes_on;
        }
        texts.extend(slot.added.iter().cloned());
    }
    texts
}

impl Slot {
    /// The paragraph with its new words, in parts where it is split.
    fn text(&self, line: &Line) -> Vec<String> {
        let mut words = self.words.clone();
        words.sort_by_key(|(range, _)| (range.start, range.end));
        if let Some((parts, order)) = &self.order {
            return vec![in_order(line, &words, parts, order)];
        }
        let mut ends = self.ends.clone();
        ends.sort_unstable();
        let mut ends = ends.into_iter().peekable();
        let mut parts = vec![String::new()];
        let mut at = line.number();
        let mut copy = |until: usize, at: &mut usize, parts: &mut Vec<String>| {
            while let Some(end) = ends.next_if(|end| *end <= until) {
                let end = end.max(*at);
                let own = line.text.get(*at..end).unwrap_or_default();
                parts.last_mut().into_iter().for_each(|last| last.push_str(own));
                let between = self.between.iter().filter(|(between, _)| *between == end);
                parts.extend(between.map(|(_, text)| text.clone()));
                parts.push(String::new());
                *at = end;
            }
            let own = line.text.get(*at..until).unwrap_or_default();
            parts.last_mut().into_iter().for_each(|last| last.push_str(own));
            *at = until.max(*at);
        };
        for (range, new) in &words {
            copy(range.start, &mut at, &mut parts);
            parts.last_mut().into_iter().for_each(|last| last.push_str(new));
            at = range.end.max(at);
        }
        copy(line.text.len(), &mut at, &mut parts);
        if parts.len() > 1 && parts.last().is_some_and(String::is_empty) {
            parts.pop();
        }
        parts
    }
}

/// A paragraph with its new words, whose parts stand in another order.
fn in_order(
    line: &Line,
    words: &[(Range<usize>, String)],
    parts: &[Range<usize>],
    order: &[usize],
) -> String {
    let within =
        |range: &Range<usize>, own: &Range<usize>| range.start <= own.start && own.end <= range.end;
    let said = |range: &Range<usize>, is_part: bool| {
        let mut said = String::new();
        let mut at = range.start;
        for (own, new) in words {
            // What is put in at the end of a part is the part's.
            let is_of_part = parts.iter().any(|part| within(part, own));
            if within(range, own) && is_of_part == is_part {
                said.push_str(line.text.get(at..own.start).unwrap_or_default());
                said.push_str(new);
                at = own.end.max(at);
            }
        }
        said + line.text.get(at..range.end).unwrap_or_default()
    };
    let mut text = String::new();
    let mut at = line.number();
    for (part, put) in parts.iter().zip(order) {
        text.push_str(&said(&(at..part.start), false));
        text.push_str(&parts.get(*put).map(|part| said(part, true)).unwrap_or_default());
        at = part.end;
    }
    text + &said(&(at..line.text.len()), false)
}
