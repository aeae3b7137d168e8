use std::fs;

use super::*;
use crate::Options;
use crate::manifest::tests::project;
use crate::manifest::{Earlier, sets};
use crate::render::FORMATS;
use crate::write::Output;

/// Writes a set into `out` whose manifest lists what `forge` makes of its files.
fn generate(root: &Path, forge: impl Fn(&mut Output)) {
    generate_by(root, forge, env!("CARGO_PKG_VERSION"));
}

/// The same by a version of the program.
fn generate_by(root: &Path, forge: impl Fn(&mut Output), version: &str) {
    let options = Options::default();
    let mut examined = crate::examine(Files::from(root).recorded(), 2024, &options);
    let year = examined.year.take().unwrap();
    let mut outputs = crate::make(&year, &FORMATS, &mut examined.sources).value;
    assert!(!outputs.is_empty(), "{:?}", examined.findings);
    outputs.iter_mut().for_each(forge);
    let mut sets = sets(&year, &options, &FORMATS, &outputs, examined.findings.is_clean());
    version.clone_into(&mut sets[0].program.version);
    manifest::write(&root.join("out"), &mut outputs, &sets, Earlier::Kept).unwrap();
}

fn found(root: &Path, again: bool) -> Vec<(Code, String)> {
    let files = Files::from(root);
    let against = Against { project: Some((&files, root)), again };
    let verified = verify(&root.join("out"), &against, &mut Sources::default()).unwrap();
    assert_eq!(verified.value.entries.len(), 6);
    let told = |found: &Diagnostic| (found.code, format!("{} {:?}", found.message, found.notes));
    verified.findings.iter().map(told).collect()
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
    [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
}

#[test]
fn all_forms_of_a_report_say_the_same() {
    let project = project();
    generate(project.path(), |_| {});
    assert_eq!(found(project.path(), true), []);
}

#[test]
fn a_form_that_says_something_else_is_told_though_the_manifest_lists_it_so() {
    let project = project();
    generate(project.path(), |output| {
        if output.name == "年报.md" {
            output.bytes = replaced(&output.bytes, "推行容缺受理", "推行容缺办理");
        }
    });
    let found = found(project.path(), false);
    let codes: Vec<Code> = found.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, [Code::E1204], "{found:?}");
    assert!(found[0].1.contains("受理。") && found[0].1.contains("办理。"), "{found:?}");
}

#[test]
fn a_pdf_that_no_archive_takes_is_told() {
    let project = project();
    generate(project.path(), |output| {
        if output.name == "年报.pdf" {
            output.bytes = replaced(&output.bytes, "<pdfaid:part>", "<pdfaid:Part>");
        }
    });
    let found = found(project.path(), false);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Code::E1206);
    assert!(found[0].1.contains("PDF/A"), "{found:?}");
}

#[test]
fn other_bytes_are_told_by_making_the_set_again() {
    let project = project();
    generate(project.path(), |output| {
        if output.name == "年报.md" {
            output.bytes.extend_from_slice(b"\n");
        }
    });
    assert_eq!(found(project.path(), false), []);
    let told = found(project.path(), true);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, Code::E1209);
    assert!(told[0].1.contains("行，原来“（空行）”，重做“（没有这一行）”"), "{told:?}");
    // A word is told by its line, of what has no lines by its page; else that it is no text.
    for (name, from, to, place) in [
        ("年报.html", "</title>", "（改）</title>", "（改）</title>”，重做“"),
        ("数据来源.csv", "行政检查数,24", "行政检查数,23", "第 3 行，原来“行政检查数,23"),
        ("年报.pdf", "<pdfaid:part>", "<pdfaid:Part>", "文字以外的部分，或者所用的字体"),
    ] {
        generate(project.path(), |output| {
            if output.name == name {
                output.bytes = replaced(&output.bytes, from, to);
            }
        });
        let told = found(project.path(), true);
        let told: Vec<_> = told.iter().filter(|(code, _)| *code == Code::E1209).collect();
        assert_eq!(told.len(), 1, "{name} {told:?}");
        assert!(told[0].1.contains(place), "{told:?}");
    }
}

#[test]
fn a_set_of_another_version_is_told_where_that_gives_it_another_look() {
    let project = project();
    let found = |again: bool| found(project.path(), again);
    generate_by(project.path(), |_| {}, "0.0.9");
    assert_eq!(found(true), [], "the same bytes by any version");
    let forge = |output: &mut Output| {
        if output.name == "年报.html" {
            output.bytes.extend_from_slice(b"\n");
        }
    };
    generate_by(project.path(), forge, "0.0.9");
    let told = found(false);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, Code::E1210);
    assert!(told[0].1.contains("版式：这一套是 0.0.9 版程序生成的"), "{told:?}");
    let told = found(true);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("证明不了什么"), "{told:?}");
}

#[test]
fn another_program_that_writes_another_text_does_not_accuse_the_data() {
    let project = project();
    generate_by(
        project.path(),
        |output| {
            if output.name == "数据来源.csv" {
                output.bytes = replaced(&output.bytes, "行政检查数,24", "行政检查数,23");
            }
        },
        "0.0.9",
    );
    let told = found(project.path(), false);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, Code::E1205);
    for part in ["数据没有改过", "0.0.9 版程序生成", "行政检查数：23"] {
        assert!(told[0].1.contains(part), "{part} {told:?}");
    }
    assert!(!told[0].1.contains("改了数"), "{told:?}");
}

#[test]
fn text_of_every_form_is_read_back() {
    let project = project();
    generate(project.path(), |_| {});
    for format in FORMATS {
        let name = format!("年报.{}", format.ending);
        let form = forms::read(&name, &fs::read(project.path().join("out").join(&name)).unwrap());
        let form = form.unwrap();
        let text: String = form.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(text.contains("全区录入案件30件"), "{name}: {text}");
        assert_eq!(form.pages.is_some(), format.ending == "pdf");
        assert_eq!(form.faults, []);
    }
}
