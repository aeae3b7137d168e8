//! The texts of earlier runs that stay when a run puts others in their places: what was sent may still
//! come back.

use std::path::Path;

use super::known::Known;
use super::{OutputFile, Set};
use crate::returned;
use crate::sent::{self, Sent, Subject};
use crate::write::{self, Output};

/// How the name of a text ends that comes back without a record of what was sent.
const MARKDOWN: &str = "md";

/// The texts that these outputs take the place of, each under a name with its hash.
pub(super) fn earlier_texts(known: &Known<'_>, folder: &Path, outputs: &[Output]) -> Vec<Output> {
    let earlier = |output: &Output| match output.name.rsplit_once('.') {
        Some((stem, MARKDOWN)) => of_markdown(known, folder, stem, output),
        _ => of_document(folder, output),
    };
    outputs.iter().filter_map(earlier).collect()
}

/// The text that was kept of a document.
fn of_document(folder: &Path, output: &Output) -> Option<Output> {
    let is_kept = sent::is_kept_name(&output.name);
    let bytes = is_kept.then(|| write::held(folder, &output.name)).flatten()?;
    let name = sent::earlier_name(&output.name, &bytes)?;
    (bytes != output.bytes).then_some(Output { name, bytes })
}

/// The text of a Markdown, read from itself, unless it was edited since or is kept of the document that
/// was made with it.
fn of_markdown(known: &Known<'_>, folder: &Path, stem: &str, output: &Output) -> Option<Output> {
    let bytes = write::held(folder, &output.name).filter(|bytes| *bytes != output.bytes)?;
    let set = known.set_of(&output.name);
    let is_edited = |set: &Set| match set.outputs.iter().find(|one| one.name == output.name) {
        Some(made) => !made.is(&bytes),
        None => {
            let earlier = set.earlier.iter().find(|one| one.name == output.name);
            earlier.is_some_and(|earlier| earlier.is_edited(&bytes))
        }
    };
    let kept = format!("{stem}.{}", sent::ENDING);
    let is_kept = |set: &Set| {
        let is_standing =
            |made: &OutputFile| write::held(folder, &kept).is_some_and(|bytes| made.is(&bytes));
        set.lists(&output.name)
            && set.outputs.iter().any(|made| made.name == kept && is_standing(made))
    };
    if set.is_some_and(|set| is_edited(set) || is_kept(set)) {
        return None;
    }
    let text = read(&bytes, &output.name)?;
    if read(&output.bytes, &output.name).is_some_and(|new| new.paragraphs == text.paragraphs) {
        return None;
    }
    let bytes = Sent { subject: set.map(subject), ..text }.to_json();
    let name = sent::earlier_name(&kept, &bytes)?;
    Some(Output { name, bytes })
}

fn read(bytes: &[u8], name: &str) -> Option<Sent> {
    Some(returned::read(bytes).ok()?.as_sent(name))
}

/// What the texts of a set are of.
fn subject(set: &Set) -> Subject {
    Subject {
        year: set.year,
        kind: set.kind.clone(),
        department: set.department.clone(),
        layout: set.layout.clone(),
        red_head: set.asked.red_head == Some(true),
        addressee: set.addressee.clone(),
        public: set.asked.public,
        draft: set.asked.draft,
        appendix: set.asked.appendix,
    }
}
