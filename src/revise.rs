//! Revise: a text of the report that came back with other words → what was changed, each at its place
//! in the data; and the data with the certain changes made.
//!
//! Nothing is written here. The text is compared three ways: as it was sent, as it came back, and as
//! the data give it now ([`merge`]). Each change is found in the files by the places that the document
//! carries ([`data`], [`place`], [`structure`]). A changed figure is never taken: it is told as a change
//! of its metric ([`figure`]). What is taken has to give the revised report ([`proof`]).

mod addends;
mod advice;
mod boxed;
mod certain;
mod data;
mod doubtful;
mod enumerated;
mod figure;
mod headed;
mod items;
pub(crate) mod json;
mod likeness;
mod merge;
mod named;
mod noted;
mod paired;
mod place;
mod proof;
mod quoted;
mod said;
mod structure;
pub(crate) mod told;
mod tried;
mod twice;
mod typed;
mod united;
mod writing;

#[cfg(test)]
mod tests;

use std::ops::Range;

use self::boxed::unboxed;
pub(crate) use self::doubtful::doubt;
pub(crate) use self::figure::FigureChange;
use self::items::Items;
pub(crate) use self::likeness::{distance, is_other, is_same_text, nearness, same, year_of_title};
use self::proof::Bench;
use self::united::{OfEntry, Spot};
use crate::changes::Paragraph;
use crate::diagnostic::Edit;
use crate::document::Document;
use crate::edition::Options;
use crate::examine::{Examined, Year};
use crate::files::Files;
use crate::fix::Changed;
use crate::returned::Returned;
use crate::sent::{Role, Sent};
use crate::source::Span;

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 改文字
    Words,
    /// 改数字
    Figure,
    /// 移动
    Move,
    /// 拆分
    Split,
    /// 合并
    Join,
    /// 增加
    Add,
    /// 删除
    Remove,
    /// 批注
    Remark,
    /// 改版式文字: what no text of the data is.
    Template,
}

impl Kind {
    /// As it is called.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Words => "改文字",
            Kind::Figure => "改数字",
            Kind::Move => "移动",
            Kind::Split => "拆分",
            Kind::Join => "合并",
            Kind::Add => "增加",
            Kind::Remove => "删除",
            Kind::Remark => "批注",
            Kind::Template => "改版式文字",
        }
    }

    /// Its name for programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Words => "words",
            Kind::Figure => "figure",
            Kind::Move => "move",
            Kind::Split => "split",
            Kind::Join => "join",
            Kind::Add => "add",
            Kind::Remove => "remove",
            Kind::Remark => "comment",
            Kind::Template => "template",
        }
    }
}

/// Whose a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    Department(String),
    /// 报告总表, which the office keeps.
    Report,
    Profile,
    Catalogue,
    Template,
    Kind,
    /// Put together by the program.
    Computed,
    Unknown,
}

impl Owner {
    /// As it is called.
    pub(crate) fn word(&self) -> &str {
        match self {
            Owner::Department(name) => name,
            Owner::Report => "报告总表",
            Owner::Profile => "单位档案",
            Owner::Catalogue => "指标目录",
            Owner::Template => "版式",
            Owner::Kind => "报告种类",
            Owner::Computed => "程序编排",
            Owner::Unknown => "",
        }
    }
}

/// Where a change stands against the data of now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The data say what was sent.
    Open,
    /// They say what came back.
    Done,
    /// They say something else.
    Conflict(Theirs),
}

/// What the data have where both sides made a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Theirs {
    /// These words.
    Words(String),
    /// These words at another place, where they were put in, too.
    Also(String),
    /// The paragraph is at another place there, too.
    Moved,
    /// Another one was moved there, over a part of the same way: its text.
    Order(String),
    /// The paragraph is there no more.
    Gone,
}

/// Words with some of those around them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Excerpt {
    pub(crate) before: String,
    pub(crate) words: String,
    pub(crate) after: String,
}

/// Words of a change that was put together from several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bit {
    /// The words as they were and as they are: the same where they stand between two changes.
    pub(crate) old: String,
    pub(crate) new: String,
    /// Whether it is told here: a figure is a change of its own.
    pub(crate) is_told: bool,
}

/// One change.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    pub(crate) standing: Standing,
    /// The part of the report that it is in, `一（一）1 深学笃行习近平法治思想`.
    pub(crate) part: String,
    pub(crate) old: Excerpt,
    pub(crate) new: Excerpt,
    /// The words of both, piece by piece, where it is put together from several changes.
    pub(crate) bits: Vec<Bit>,
    pub(crate) owner: Owner,
    /// Where it is in the data.
    pub(crate) place: Option<Span>,
    /// Who made it, where the changes were tracked; of a comment, who wrote it.
    pub(crate) authors: Vec<String>,
    /// The metric, for a figure.
    pub(crate) figure: Option<FigureChange>,
    /// Further words on it, each under a key.
    pub(crate) notes: Vec<(&'static str, String)>,
    /// What is written into the data for it; or why nothing is.
    pub(crate) remedy: Result<Remedy, String>,
    /// Where it is, by which it is put together with others.
    spot: Spot,
    /// The changes of which all are made or none have the same number.
    unit: usize,
}

impl Item {
    /// Whether nothing is to be done for it: a number is only written in another way.
    pub(crate) fn is_let_alone(&self) -> bool {
        self.remedy.as_ref().is_err_and(|reason| certain::is_let_alone(reason))
    }

    /// What it is about: paragraphs, rows of a table or a column, entries or parts of one.
    pub(crate) fn unit(&self) -> &'static str {
        match (self.spot.is_of_column(), self.spot.is_of_rows(), self.spot.entry()) {
            (true, ..) => "列",
            (false, true, _) => "行",
            (_, _, Some(OfEntry::Whole)) => "条",
            (_, _, Some(OfEntry::Part)) => "项",
            (_, _, None) => "段",
        }
    }
}

/// What makes a change in the data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Remedy {
    edits: Vec<Edit>,
    carried: Vec<Carried>,
    effects: Vec<Effect>,
}

impl Remedy {
    /// Both, as one.
    fn extend(&mut self, other: &Remedy) {
        self.edits.extend(other.edits.iter().cloned());
        self.carried.extend(other.carried.iter().cloned());
        self.effects.extend(other.effects.iter().cloned());
    }

    /// Where it changes the files.
    fn spans(&self) -> impl Iterator<Item = Span> {
        self.edits.iter().map(|edit| edit.span).chain(self.carried.iter().map(|one| one.cut))
    }
}

/// Text of a file that is put elsewhere in it, together with the changes that are made within it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Carried {
    text: Span,
    /// What is taken out: the text, and lines around it.
    cut: Span,
    /// Where the text is put, and what is written before and after it there.
    to: usize,
    before: String,
    after: String,
}

/// What it does to the report, by its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Effect {
    Words {
        line: usize,
        range: Range<usize>,
        new: String,
    },
    /// Parts of a paragraph stand in another order.
    Order {
        line: usize,
        parts: Vec<Range<usize>>,
        order: Vec<usize>,
    },
    Split {
        line: usize,
        at: Vec<usize>,
    },
    Join {
        lines: Range<usize>,
    },
    Remove {
        line: usize,
    },
    /// After a paragraph, or where it is split, at a byte of it.
    Add {
        after: usize,
        within: Option<usize>,
        text: String,
    },
    Move {
        lines: Range<usize>,
        after: usize,
    },
}

/// Words of the data that changed since the text was sent.
#[derive(Debug, Clone)]
pub(crate) struct SinceSent {
    pub(crate) part: String,
    pub(crate) old: Excerpt,
    pub(crate) new: Excerpt,
    pub(crate) owner: Owner,
    pub(crate) place: Option<Span>,
    /// Whether it stands elsewhere: then the words are its beginning, and where it stands now.
    pub(crate) is_move: bool,
}

/// All that was changed.
#[derive(Debug, Default)]
pub(crate) struct Revision {
    pub(crate) items: Vec<Item>,
    /// Whether there was no text as it was sent, and the data stood for it.
    pub(crate) is_alone: bool,
    pub(crate) since: Vec<SinceSent>,
}

/// The report as the data give it now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Present<'a> {
    pub(crate) files: &'a Files,
    pub(crate) options: &'a Options,
    pub(crate) examined: &'a Examined,
    pub(crate) year: &'a Year,
    pub(crate) document: &'a Document,
}

/// Finds what was changed. Without the text as it was sent, the data of now stand for it. `is_printed`
/// is whether the text that came back shows what stands on the printed page alone: a Markdown does not.
pub(crate) fn revise(
    came: &Returned,
    is_printed: bool,
    sent: Option<&Sent>,
    present: Present<'_>,
) -> Revision {
    let lines = data::lines(present.document, &present.examined.sources, is_printed);
    let is_alone = sent.is_none();
    let now = named(lines.iter().map(|line| (line.role, line.text.as_str())));
    let sent = sent.map(|sent| named_sent(sent, is_printed));
    let known = sent.as_ref().unwrap_or(&now);
    let (came, alone) = &headed::before_texts(&unboxed(came, known), known);
    let returned = named_of(came);
    let merged = merge::merge(merge::Texts {
        sent: &paragraphs(known),
        came: &paragraphs(&returned),
        now: &paragraphs(&now),
    });
    let texts = known.iter().map(|(.., text)| *text).collect();
    let mut revision = Items::new(came, present, &lines, texts, alone).revision(merged);
    revision.is_alone = is_alone;
    if is_alone {
        // What the data changed themselves would be changed back.
        let items = revision.items.iter_mut().filter(|item| item.remedy.is_ok());
        items.for_each(|item| item.remedy = Err(NO_BASE.to_owned()));
    }
    revision
}

const NO_BASE: &str = "没有发出时的底稿，分不清是修改稿改的还是数据后来改的";

/// Texts with the words of their roles, by which paragraphs of the same role are paired.
type Named<'t> = Vec<(String, Role, &'t str)>;

fn named<'t>(texts: impl Iterator<Item = (Role, &'t str)>) -> Named<'t> {
    texts.map(|(role, text)| (role_word(role), role, text)).collect()
}

/// A text that came back.
fn named_of(came: &Returned) -> Named<'_> {
    let all = came.paragraphs.iter();
    named(all.map(|one| (one.role.unwrap_or(Role::Body), one.text.as_str())))
}

/// A text that was sent, as far as it is shown.
fn named_sent(sent: &Sent, is_printed: bool) -> Named<'_> {
    let all = sent.paragraphs.iter().map(|one| (one.role, one.text.as_str()));
    named(all.filter(|(role, text)| data::is_shown(*role, text, is_printed)))
}

fn paragraphs<'t>(texts: &'t Named<'_>) -> Vec<Paragraph<'t>> {
    let each = texts.iter();
    each.map(|(word, role, text)| Paragraph { role: word, text, cell: role.cell() }).collect()
}

/// Makes the certain changes, as far as they hold together. Those that do not are not certain any more:
/// the revision tells why.
pub(crate) fn apply(revision: &mut Revision, is_printed: bool, present: Present<'_>) -> Applied {
    let lines = data::lines(present.document, &present.examined.sources, is_printed);
    let bench = Bench {
        files: present.files,
        year: present.year.submissions.report.year,
        options: present.options,
        edition: &present.document.edition,
        before: present.examined,
        lines: &lines,
        is_printed,
    };
    let remedies = certain::remedies(&revision.items);
    let remedies: Vec<(usize, &Remedy)> =
        remedies.iter().map(|(unit, remedy)| (*unit, remedy)).collect();
    let proven = proof::prove(&bench, &remedies);
    let mut taken = Vec::new();
    for (at, item) in revision.items.iter_mut().enumerate() {
        if item.standing != Standing::Open || item.remedy.is_err() {
            continue;
        }
        if let Some((_, reason)) = proven.refused.iter().find(|(unit, _)| *unit == item.unit) {
            item.remedy = Err(reason.clone());
        } else {
            taken.push(at);
        }
    }
    Applied { files: proven.files, taken }
}

/// What [`apply`] makes.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    pub(crate) files: Vec<Changed>,
    pub(crate) taken: Vec<usize>,
}

/// The word of a role.
fn role_word(role: Role) -> String {
    match role {
        Role::Heading(level) => format!("heading{level}"),
        // A paragraph may be split from one with a heading, or joined to it.
        Role::RunIn(_) => role_word(Role::Body),
        Role::Cell { .. } => "cell".to_owned(),
        other => format!("{other:?}"),
    }
}
