//! What was changed, in words for a terminal. Differing words are coloured; whoever prints them
//! elsewhere takes the colours off, and still reads both.

use std::fmt::Write as _;

use super::{Applied, Bit, Item, Kind, Revision, SinceSent, Standing, Theirs};
use crate::files;
use crate::source::{Sources, Span};
use crate::text::set_off;

/// How words are set off on a terminal; whoever prints elsewhere takes it off.
#[derive(Clone, Copy)]
struct Style(&'static str);

impl Style {
    fn around(self, words: &str) -> String {
        format!("{}{words}\u{1b}[0m", self.0)
    }
}

const OLD: Style = Style("\u{1b}[31;9m");
const NEW: Style = Style("\u{1b}[32;4m");
const HEAD: Style = Style("\u{1b}[1m");

/// Characters of long words that are shown.
const SHOWN: usize = 60;

/// Characters of words that are told as a whole, where several pieces of them changed.
const AS_ONE: usize = 24;

/// Pieces that are told one by one.
const MOST_BITS: usize = 6;

/// Where a place is, `data/2024/区司法局.yaml:45:12` or `data/2024/区信访局.xlsx 指标!C5`. What is built in
/// has no file that somebody could open.
fn placed(sources: &Sources, place: Span) -> Option<String> {
    let source = sources.get(place.file);
    match source.workbook() {
        _ if files::is_built_in(&source.path) => None,
        Some(_) => Some(sources.named(place.into())),
        None => {
            let position = sources.position(place);
            Some(format!("{}:{}:{}", position.path, position.line, position.column))
        }
    }
}

/// All changes, and what changed in the data meanwhile; with `applied`, which of them were made.
pub(crate) fn told(revision: &Revision, sources: &Sources, applied: Option<&Applied>) -> String {
    let mut text = String::new();
    for (number, item) in (1..).zip(&revision.items) {
        text.push_str(&told_item(number, item, revision, sources, applied));
        text.push('\n');
    }
    if !revision.since.is_empty() {
        let _ =
            writeln!(text, "发出以后，数据里还改过 {} 处，修改稿里没有：", revision.since.len());
        revision.since.iter().for_each(|since| text.push_str(&told_since(since, sources)));
        text.push('\n');
    }
    text.push_str(&summary(revision, applied));
    text
}

fn told_item(
    number: usize,
    item: &Item,
    revision: &Revision,
    sources: &Sources,
    applied: Option<&Applied>,
) -> String {
    let place = item.place.and_then(|place| placed(sources, place));
    let mut head = vec![format!("{number}. {}", item.kind.word())];
    head.extend(place);
    head.extend(Some(item.owner.word().to_owned()).filter(|word| !word.is_empty()));
    let mut text = HEAD.around(&head.join("  ")) + "\n";
    let what = what(item);
    let part = if item.part.is_empty() { String::new() } else { format!("{}：", item.part) };
    let _ = writeln!(text, "   {part}{what}");
    if matches!(item.kind, Kind::Words | Kind::Figure | Kind::Template)
        && item.old.before.len() + item.old.after.len() > 0
    {
        let old = if revision.is_alone { "数据" } else { "原文" };
        let _ = writeln!(text, "   {old}：{}", shown(item, false));
        let _ = writeln!(text, "   改成：{}", shown(item, true));
    }
    if let Some(figure) = &item.figure {
        let unit =
            if figure.unit.is_empty() { String::new() } else { format!("（{}）", figure.unit) };
        let new = figure.new.as_deref().unwrap_or("？");
        let _ = match &figure.computed {
            Some(computed) => {
                writeln!(text, "   指标：{}，{computed}，要改的是其中的数", figure.metric)
            }
            None => {
                let old = if figure.old.is_empty() { "（空）" } else { &figure.old };
                // What was sent is another value by now.
                let now = if item.standing == Standing::Open { "" } else { "数据里现在是 " };
                let new = Some(new).filter(|new| *new != old);
                let new = new.map(|new| format!(" → {new}")).unwrap_or_default();
                writeln!(text, "   指标：{}{unit} {now}{old}{new}", figure.metric)
            }
        };
        if !figure.follows.is_empty() {
            let follows: Vec<&str> = figure.follows.iter().map(|it| it.told.as_str()).collect();
            let _ = writeln!(text, "   跟着变：{}", follows.join("；"));
        }
        for broken in &figure.broken {
            let _ = writeln!(text, "   改了会出现：{broken}");
        }
    }
    for (key, note) in &item.notes {
        let _ = writeln!(text, "   {key}：{note}");
    }
    if !item.authors.is_empty() && item.kind != Kind::Remark {
        let _ = writeln!(text, "   修订：{}", item.authors.join("、"));
    }
    if let Standing::Conflict(theirs) = &item.standing {
        let _ = match theirs {
            Theirs::Words(words) if words.is_empty() => {
                writeln!(text, "   冲突：数据里已经删去了")
            }
            Theirs::Words(words) => {
                writeln!(text, "   冲突：数据里现在是{}", set_off(&short(words)))
            }
            Theirs::Also(words) => {
                writeln!(text, "   冲突：数据里后来也加了{}", set_off(&short(words)))
            }
            Theirs::Moved => writeln!(text, "   冲突：数据里也移动了这一段"),
            Theirs::Order(other) => {
                let other = set_off(&short(other));
                writeln!(text, "   冲突：数据里后来也调了这里的次序，移动了{other}")
            }
            Theirs::Gone => writeln!(text, "   冲突：数据里已经没有这一段"),
        };
    }
    let _ = writeln!(text, "   {}", outcome(number - 1, item, applied));
    text
}

/// What becomes of an item.
fn outcome(at: usize, item: &Item, applied: Option<&Applied>) -> String {
    match (&item.standing, &item.remedy, applied) {
        (Standing::Done, ..) => "数据里已经是这样".to_owned(),
        (_, Ok(_), Some(applied)) if applied.taken.contains(&at) => "已改".to_owned(),
        (_, Ok(_), _) => "可以代改".to_owned(),
        (_, Err(reason), _) if item.is_let_alone() => format!("不用改：{reason}"),
        (_, Err(reason), Some(_)) => format!("没有改：{reason}"),
        (_, Err(reason), None) => format!("要自己改：{reason}"),
    }
}

/// What was done, in one line.
fn what(item: &Item) -> String {
    let old = set_off(&OLD.around(&short(&item.old.words)));
    let new = set_off(&NEW.around(&short(&item.new.words)));
    match item.kind {
        Kind::Words | Kind::Figure | Kind::Template => words(item),
        Kind::Move => {
            let unit = Some(item.unit()).filter(|unit| *unit != "段");
            let unit = unit.map(|unit| format!("一{unit}")).unwrap_or_default();
            format!("{unit}{}移到{}", set_off(&short(&item.old.words)), item.new.words)
        }
        Kind::Split => format!("{}分成几段：{}", set_off(&item.old.words), item.new.words),
        Kind::Join => format!("{}合成一段", item.old.words),
        Kind::Add => format!("加了{}{new}", paragraphs(item, &item.new.words)),
        Kind::Remove => format!("删去{}{old}", paragraphs(item, &item.old.words)),
        Kind::Remark => {
            let author =
                item.authors.first().map(|author| format!("{author}：")).unwrap_or_default();
            let lines: Vec<&str> = item.new.words.lines().map(str::trim).collect();
            let lines = lines.into_iter().filter(|line| !line.is_empty());
            let said = lines.collect::<Vec<_>>().join("\n   ");
            format!("对{}，{author}{said}", set_off(&short(&item.old.words)))
        }
    }
}

/// Words that took the place of others, piece by piece where they are many.
fn words(item: &Item) -> String {
    let replaced = |old: &str, new: &str| {
        let (short_old, short_new) = shorts(old, new);
        let shown_old = set_off(&OLD.around(&short_old));
        let shown_new = set_off(&NEW.around(&short_new));
        match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("加上{shown_new}"),
            (_, true) => format!("删去{shown_old}"),
            _ => format!("{shown_old}改为{shown_new}"),
        }
    };
    let (old, new) = (item.old.words.as_str(), item.new.words.as_str());
    let mut bits: Vec<(&Bit, usize)> = Vec::new();
    for bit in item.bits.iter().filter(|bit| bit.is_told) {
        match bits.iter_mut().find(|(known, _)| *known == bit) {
            Some((_, count)) => *count += 1,
            None => bits.push((bit, 1)),
        }
    }
    let told = bits.iter().map(|(bit, count)| {
        let times = if *count > 1 { format!("（{count} 处）") } else { String::new() };
        replaced(&bit.old, &bit.new) + &times
    });
    let told: Vec<String> = told.collect();
    let is_short = |words: &str| words.chars().nth(AS_ONE).is_none();
    match told.is_empty() || is_short(old) && is_short(new) || told.len() > MOST_BITS {
        true => replaced(old, new),
        false => told.join("；"),
    }
}

/// `一段`, `3 段`, `2 行`.
fn paragraphs(item: &Item, words: &str) -> String {
    let unit = item.unit();
    match words.lines().count() {
        0 | 1 => format!("一{unit}"),
        count => format!(" {count} {unit}"),
    }
}

/// The words as they were or as they are, with some of those around them.
fn shown(item: &Item, is_new: bool) -> String {
    let (excerpt, style) = if is_new { (&item.new, NEW) } else { (&item.old, OLD) };
    let of = |bit: &Bit| {
        let words = if is_new { &bit.new } else { &bit.old };
        match words.is_empty() || bit.old == bit.new {
            true => words.clone(),
            false => style.around(words),
        }
    };
    let words = match item.bits.is_empty() {
        true if excerpt.words.is_empty() => String::new(),
        true => {
            let (old, new) = shorts(&item.old.words, &item.new.words);
            style.around(if is_new { &new } else { &old })
        }
        false => item.bits.iter().map(of).collect(),
    };
    format!("{}{words}{}", excerpt.before, excerpt.after)
}

fn told_since(since: &SinceSent, sources: &Sources) -> String {
    let place = since.place.and_then(|place| placed(sources, place)).unwrap_or_default();
    let (old, new) = shorts(&since.old.words, &since.new.words);
    let what = match (old.is_empty(), new.is_empty()) {
        _ if since.is_move => format!("{}移到{new}", set_off(&old)),
        (true, _) => format!("加上{}", set_off(&new)),
        (_, true) => format!("删去{}", set_off(&old)),
        _ => format!("{}改为{}", set_off(&old), set_off(&new)),
    };
    let head: Vec<&str> =
        [place.as_str(), since.owner.word()].into_iter().filter(|word| !word.is_empty()).collect();
    let part = if since.part.is_empty() { String::new() } else { format!("{}：", since.part) };
    format!("   {}  {part}{what}\n", head.join("  "))
}

/// How many of each kind, and what is to be done.
fn summary(revision: &Revision, applied: Option<&Applied>) -> String {
    let items = &revision.items;
    if items.is_empty() {
        return "没有改动\n".to_owned();
    }
    const KINDS: [Kind; 9] = [
        Kind::Words,
        Kind::Figure,
        Kind::Move,
        Kind::Split,
        Kind::Join,
        Kind::Add,
        Kind::Remove,
        Kind::Template,
        Kind::Remark,
    ];
    let counts = KINDS.iter().filter_map(|kind| {
        let count = items.iter().filter(|item| item.kind == *kind).count();
        (count > 0).then(|| format!("{} {count}", kind.word()))
    });
    let counts: Vec<String> = counts.collect();
    let mut text = format!("共 {} 处：{}\n", items.len(), counts.join("、"));
    let done = items.iter().filter(|item| item.standing == Standing::Done).count();
    let conflicts =
        items.iter().filter(|item| matches!(item.standing, Standing::Conflict(_))).count();
    if done > 0 {
        let _ = writeln!(text, "数据里已经是这样的 {done} 处");
    }
    if conflicts > 0 {
        let _ = writeln!(text, "两边都改了、改得不一样的 {conflicts} 处，商量定了再改");
    }
    let alone = items.iter().filter(|item| item.is_let_alone()).count();
    if alone > 0 {
        let _ = writeln!(text, "不用改的 {alone} 处");
    }
    let left = items.len() - done - alone;
    match applied {
        Some(applied) => {
            let _ = writeln!(
                text,
                "已改 {} 处，写了 {} 个文件；其余 {} 处要自己改",
                applied.taken.len(),
                applied.files.len(),
                left.saturating_sub(applied.taken.len())
            );
            let taken = applied.taken.iter().filter_map(|at| items.get(*at));
            let is_added = |item: &&Item| item.old.words.is_empty() && !item.new.words.is_empty();
            let added = taken.filter(is_added).count();
            if added > 0 {
                let _ = writeln!(text, "其中 {added} 处是加上的话，是不是批语，印发前看一遍");
            }
        }
        None => {
            let certain = items.iter().filter(|item| item.remedy.is_ok()).count();
            let _ = writeln!(
                text,
                "可以代改的 {certain} 处（加 --apply），要自己改的 {} 处",
                left.saturating_sub(certain)
            );
        }
    }
    text
}

/// Words that took the place of others, both short; where they differ in what is left out, from a little
/// before there.
fn shorts(old: &str, new: &str) -> (String, String) {
    const AROUND: usize = 10;
    let (short_old, short_new) = (short(old), short(new));
    if short_old != short_new || old == new {
        return (short_old, short_new);
    }
    let same = old.chars().zip(new.chars()).take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(AROUND);
    let of = |text: &str| format!("……{}", short(&text.chars().skip(from).collect::<String>()));
    (of(old), of(new))
}

/// Words on one line, their middle left out where they are long.
fn short(words: &str) -> String {
    let words = words.replace('\n', "⏎");
    let count = words.chars().count();
    if count <= SHOWN {
        return words;
    }
    let first: String = words.chars().take(SHOWN / 2).collect();
    let last: String = words.chars().skip(count - SHOWN / 2).collect();
    format!("{first}……{last}")
}
