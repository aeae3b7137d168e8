//! Which of the texts that were sent one without a record of its own was made of: the one that it is most
//! like. Its name alone tells nothing, for who revises gives it another.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::Arguments;
use super::{Base, file_name, is_asked_for};
use crate::Options;
use crate::manifest::{self, Set};
use crate::returned::{self, Returned};
use crate::revise::{distance, is_same_text, nearness};
use crate::sent::{Sent, is_kept_name};
use crate::write;

/// The text of the report that is asked for that what came back is most like: of those that are kept,
/// and for a Markdown of those of the output folder. Of equal ones the one whose name it bears.
pub(super) fn nearest(
    arguments: &Arguments,
    out: &Path,
    kept: Vec<(PathBuf, Sent)>,
    returned: &Returned,
    is_packed: bool,
) -> Option<Base> {
    // What is kept of a Markdown lacks what only a page shows.
    let is_whole = |sent: &Sent| !is_packed || !is_markdown(&sent.name);
    let kept = kept.into_iter().filter(|(_, sent)| is_asked_for(arguments, sent) && is_whole(sent));
    let kept = kept.map(|(path, sent)| Base::likely(sent, file_name(&path)));
    let mut all: Vec<Base> = kept.collect();
    if !is_packed {
        all.extend(written(arguments, out));
    }
    let stem = arguments.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let stem = stem.unwrap_or_default();
    // The name that says most: 年报（公开版）-改 is not of 年报.
    let named = |base: &Base| {
        let own = edition_of(&base.name);
        if stem.starts_with(own) { own.len() } else { 0 }
    };
    let is_only = all.len() == 1;
    let near = |base: &Base| nearness(returned, &base.sent, is_packed);
    let nearest = all.iter().map(near).max()?;
    let (tied, mut others): (Vec<Base>, Vec<Base>) =
        all.into_iter().partition(|base| near(base) == nearest);
    // What equal paragraphs do not tell, the words of the others do.
    let is_alone = tied.len() == 1;
    let far = |base: &Base| match is_alone {
        true => 0,
        false => distance(returned, &base.sent, is_packed),
    };
    let mut keyed: Vec<_> =
        tied.into_iter().map(|base| ((Reverse(far(&base)), named(&base)), base)).collect();
    let last = |base: &Base| (is_kept_name(&base.name), Reverse(base.name.clone()));
    keyed.sort_by(|(one, base), (two, other)| {
        two.cmp(one).then_with(|| last(other).cmp(&last(base)))
    });
    let mut keyed = keyed.into_iter();
    let (key, mut base) = keyed.next()?;
    let rest: Vec<_> = keyed.collect();
    let is_rival = |other: &&(_, Base)| other.0 == key && !is_same_text(&base.sent, &other.1.sent);
    let rival = rest.iter().find(is_rival).map(|(_, other)| other.name.clone());
    others.extend(rest.into_iter().map(|(_, other)| other));
    others.retain(|other| edition_of(&other.name) == edition_of(&base.name));
    base.rival = rival;
    base.others = others.into_iter().map(|other| (other.name, other.sent)).collect();
    (nearest > 0 || key.1 > 0 || is_only).then_some(base)
}

/// What the files of an edition are called, without what tells its texts apart.
fn edition_of(name: &str) -> &str {
    let own = name.split_once(".底稿").map_or(name, |(own, _)| own);
    own.strip_suffix(".md").unwrap_or(own)
}

/// The Markdown files of the output folder that stand there as they were made. The file that came back may
/// be one of them, which was written over.
fn written(arguments: &Arguments, out: &Path) -> Vec<Base> {
    let own = fs::canonicalize(&arguments.file).ok();
    let read = |name: &str, is_whole: &dyn Fn(&[u8]) -> bool| -> Option<Sent> {
        let is_other = own.is_some() && fs::canonicalize(out.join(name)).ok() != own;
        let bytes = write::held(out, name).filter(|bytes| is_other && is_whole(bytes))?;
        Some(returned::read(&bytes).ok()?.as_sent(name))
    };
    let mut all = Vec::new();
    let Some(manifest) = manifest::read(out).ok().flatten() else {
        // Versions before wrote none.
        let stem = arguments.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let names = write::files_in(out).into_iter();
        let names = names.filter(|name| is_markdown(name));
        for name in names.filter(|name| stem.starts_with(name.trim_end_matches(".md"))) {
            all.extend(read(&name, &|_| true).map(|sent| Base::likely(sent, name)));
        }
        return all;
    };
    for set in manifest.sets.iter().filter(|set| is_set_asked_for(arguments, set)) {
        let asked = Options {
            report: Some(set.kind.clone()),
            layout: Some(set.layout.clone()),
            ..set.options()
        };
        let made = set.outputs.iter().filter(|output| is_markdown(&output.name));
        let made =
            made.filter_map(|one| Some((&one.name, read(&one.name, &|bytes| one.is(bytes))?)));
        let earlier = set.earlier.iter().filter(|earlier| is_markdown(&earlier.name));
        let earlier = earlier.filter_map(|earlier| {
            let is_as_made = |bytes: &[u8]| !earlier.is_edited(bytes);
            Some((&earlier.name, read(&earlier.name, &is_as_made)?))
        });
        all.extend(made.chain(earlier).map(|(name, sent)| Base {
            asked: Some(asked.clone()),
            ..Base::likely(sent, name.clone())
        }));
    }
    all
}

fn is_markdown(name: &str) -> bool {
    name.ends_with(".md")
}

/// Whether the files of a set are of the report that is asked for.
fn is_set_asked_for(arguments: &Arguments, set: &Set) -> bool {
    let asked = arguments.form.options(arguments.target.report.as_deref());
    set.year == arguments.target.year
        && set.department == arguments.department
        && asked.report.is_none_or(|kind| kind == set.kind)
        && asked.layout.is_none_or(|layout| layout == set.layout)
        && (!asked.public || set.asked.public)
}
