//! Any text → prose: its pieces joined are the text, every fault has its place; and the text in a
//! department's file, read, checked and composed as a draft.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::diagnostic::text::report;
use nianbao::fuzzing::{ProsePiece, prose};
use nianbao::{Options, examine, make};
use nianbao_fuzz::base;

fuzz_target!(|text: &str| {
    let (pieces, faults) = prose(text);
    let mut joined = String::new();
    for piece in &pieces {
        match piece {
            ProsePiece::Text(piece) => joined.push_str(piece),
            ProsePiece::Placeholder(range) => joined.push_str(&text[range.clone()]),
        }
    }
    assert_eq!(joined, text);
    faults.iter().for_each(|fault| assert!(text.get(fault.clone()).is_some()));

    let indented = text.replace('\n', "\n    ");
    let justice = base::JUSTICE.replace("优化办事流程，推行容缺受理。", &indented);
    let files = base::files(&justice, base::PETITIONS);
    let mut examined = examine(files, 2024, &Options { draft: true, ..Options::default() });
    if let Some(year) = &examined.year {
        let mut sources = examined.sources.clone();
        let document = make::document(year, &mut sources);
        report(&document.findings, &sources, false);
    }
    examined.findings.arrange(&examined.sources);
    report(&examined.findings, &examined.sources, false);
});
