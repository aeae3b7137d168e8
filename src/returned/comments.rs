//! The comments of a document that came back.

use std::collections::BTreeMap;

use super::Refused;
use crate::bounds::{LINE_LENGTH, RETURNED_COMMENTS};
use crate::package::{Event, Xml};

/// Comments that are read.
const MOST: usize = RETURNED_COMMENTS.size();

/// Bytes that are read of a comment.
const MOST_TEXT: usize = LINE_LENGTH.size();

/// A comment, as its own part has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Remark {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) date: Option<String>,
    pub(super) text: String,
    /// What the part about threads calls it: the id of its last paragraph.
    pub(super) name: String,
}

/// Whether a comment answers another, and whether it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Thread {
    pub(super) parent: Option<String>,
    pub(super) is_done: bool,
}

/// Reads the part with the comments.
pub(super) fn read(part: &[u8]) -> Result<Vec<Remark>, Refused> {
    let mut remarks: Vec<Remark> = Vec::new();
    let (mut is_text, mut is_in, mut is_first) = (false, false, true);
    for event in Xml::new(part) {
        match event? {
            Event::Open(element) => match element.name.as_str() {
                "w:comment" if remarks.len() < MOST => {
                    let value = |name: &str| element.attribute(name).map(str::to_owned);
                    remarks.push(Remark {
                        id: value("w:id").unwrap_or_default(),
                        author: value("w:author").unwrap_or_default(),
                        date: value("w:date"),
                        ..Remark::default()
                    });
                    (is_in, is_first) = (true, true);
                }
                "w:p" if is_in => {
                    if let Some(remark) = remarks.last_mut() {
                        if !std::mem::take(&mut is_first) {
                            remark.text.push('\n');
                        }
                        if let Some(name) = element.attribute("?:paraId") {
                            remark.name = name.to_owned();
                        }
                    }
                }
                "w:t" => is_text = true,
                _ => {}
            },
            Event::Close(name) => match name.as_str() {
                "w:comment" => is_in = false,
                "w:t" => is_text = false,
                _ => {}
            },
            Event::Text(text) => {
                if let Some(remark) = remarks.last_mut().filter(|_| is_in && is_text)
                    && remark.text.len() < MOST_TEXT
                {
                    remark.text.push_str(&text);
                }
            }
        }
    }
    for remark in &mut remarks {
        remark.text = remark.text.trim().to_owned();
    }
    Ok(remarks)
}

/// Reads the part that says which comment answers which.
pub(super) fn threads(part: &[u8]) -> Result<BTreeMap<String, Thread>, Refused> {
    let mut threads = BTreeMap::new();
    for event in Xml::new(part) {
        let Event::Open(element) = event? else { continue };
        if element.name != "?:commentEx" || threads.len() >= MOST {
            continue;
        }
        let Some(name) = element.attribute("?:paraId") else { continue };
        let thread = Thread {
            parent: element.attribute("?:paraIdParent").map(str::to_owned),
            is_done: matches!(element.attribute("?:done"), Some("1" | "true")),
        };
        threads.insert(name.to_owned(), thread);
    }
    Ok(threads)
}
