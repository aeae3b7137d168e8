//! What is compared, and how it is shown.

use super::page::{Entry, Mark, Piece};
use super::texts::pieces;
use super::*;

fn entry(old: &str, new: &str) -> Page {
    let entry =
        Entry {
            what: "改写", place: "普法（区司法局）".to_owned(), pieces: pieces(old, new)
        };
    Page { title: "对照".to_owned(), blocks: vec![Block::Entry(entry)], appendix: Vec::new() }
}

/// The last paragraph of a list of changes.
fn last(text: &str) -> &str {
    text.trim_end().rsplit('\n').next().unwrap_or_default()
}

#[test]
fn words_are_marked_so_that_markdown_reads_the_marks() {
    for (old, new, wanted) in [
        ("共收726件。", "共收783件。", "共收~~726件~~**783件**。"),
        // `**` between a hanzi and a mark inside of it would be no markup.
        ("改革，成效明显", "改革；成效明显", "改~~革，成~~**革；成**效明显"),
        ("推进改革。", "推进改革，加强监督。", "推进改~~革~~**革，加强监督**。"),
        ("*甲*收726件", "*甲*收783件", r"\*甲\*收~~726件~~**783件**"),
    ] {
        let text = markdown(&entry(old, new));
        let shown = last(&text);
        let bad = |mark: &str| {
            shown.match_indices(mark).any(|(at, _)| {
                let inside = shown[at + mark.len()..].chars().next();
                let before = shown[..at].chars().next_back();
                inside.is_some_and(|c| !c.is_alphanumeric() && c != '~' && c != '*' && c != '\\')
                    && before.is_some_and(char::is_alphanumeric)
                    && shown[..at].matches(mark).count().is_multiple_of(2)
            })
        };
        assert!(!bad("~~") && !bad("**"), "{shown}");
        assert_eq!(shown, wanted);
    }
}

#[test]
fn a_terminal_shows_what_changed_in_colours_or_in_brackets() {
    let page = entry("全年共收726件。", "全年共收783件。");
    assert!(terminal(&page, false).ends_with("    全年共收［删：726件］［增：783件］。\n"));
    assert!(
        terminal(&page, true)
            .ends_with("全年共收\u{1b}[9;31m726件\u{1b}[0m\u{1b}[1;32m783件\u{1b}[0m。\n")
    );
    // Of a long text only what stands beside the change is shown.
    let before = "加强法治政府建设".repeat(8);
    let page = entry(&format!("{before}，收726件。"), &format!("{before}，收783件。"));
    let text = terminal(&page, false);
    assert!(last(&text).trim_start().starts_with("……"), "{text}");
    let new = Entry {
        what: "新增",
        place: String::new(),
        pieces: vec![Piece::new(Mark::Added, "推行容缺受理。")],
    };
    let page = Page { title: String::new(), blocks: vec![Block::Entry(new)], appendix: Vec::new() };
    assert_eq!(last(&terminal(&page, false)), "    推行容缺受理。");
}
