//! Any text → tree: every node has its place in the text, a broken text has a finding, and where
//! nothing is found wrong serde_yaml reads the same.

#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use nianbao::diagnostic::text::report;
use nianbao::findings::Outcome;
use nianbao::fuzzing::agrees_with_serde_yaml;
use nianbao::source::Sources;
use nianbao::yaml::{self, Kind, Node};

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let file = sources.add("data/2024/区司法局.yaml", text);
    let Outcome { value, mut findings } = yaml::parse(file, text);
    findings.arrange(&sources);
    report(&findings, &sources, false);
    let Some(node) = value else {
        assert!(findings.iter().next().is_some(), "nothing read, and nothing told");
        return;
    };
    check_places(&node, text, 0..text.len());
    // `{?甲}` is a key `?甲` by YAML 1.2, but not to libyaml. The two part on where a text at the root
    // ends; none of our files is one.
    if findings.iter().next().is_some() || text.contains('?') || !matches!(node.kind, Kind::Map(_))
    {
        return;
    }
    // Of a block that ends with the file, without a line end, only one of the two keeps a line end.
    if !text.ends_with('\n') {
        return;
    }
    assert_ne!(agrees_with_serde_yaml(&node, text), Some(false), "{text:?}\n{node:?}");
});

fn check_places(node: &Node, text: &str, within: Range<usize>) {
    let range = node.span.range();
    assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
    assert!(within.start <= range.start && range.end <= within.end, "{range:?} of {text:?}");
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| check_places(item, text, range.clone())),
        Kind::Map(entries) => entries.iter().for_each(|entry| {
            assert!(text.get(entry.key_span.range()).is_some());
            check_places(&entry.value, text, range.clone());
        }),
        Kind::Null | Kind::Scalar { .. } => {}
    }
}
