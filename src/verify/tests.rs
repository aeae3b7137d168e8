use std::fs;

use super::*;
use crate::manifest::{Earlier, sets};
use crate::write::Output;
use crate::{Options, render};

/// A copy of the project that tests share.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let mut parts = vec![PathBuf::new()];
    while let Some(part) = parts.pop() {
        fs::create_dir_all(folder.path().join(&part)).unwrap();
        for entry in fs::read_dir(base.join(&part)).unwrap().map(|entry| entry.unwrap()) {
            let path = part.join(entry.file_name());
            match entry.file_type().unwrap().is_dir() {
                true => parts.push(path),
                false => drop(fs::copy(entry.path(), folder.path().join(path)).unwrap()),
            }
        }
    }
    folder
}

/// Writes a set into `out` whose manifest lists what `forge` makes of its files.
fn generate(root: &Path, forge: impl Fn(&mut Output)) {
    let options = Options::default();
    let mut examined = crate::examine(Files::from(root).recorded(), 2024, &options);
    let year = examined.year.take().unwrap();
    let mut outputs = crate::make(&year, &FORMATS, &mut examined.sources).value;
    assert!(!outputs.is_empty(), "{:?}", examined.findings);
    outputs.iter_mut().for_each(forge);
    let sets = sets(&year, &options, &FORMATS, &outputs, examined.findings.is_clean());
    manifest::write(&root.join("out"), &mut outputs, &sets, Earlier::Kept).unwrap();
}

fn found(root: &Path, again: bool) -> Vec<(Code, String)> {
    let files = Files::from(root);
    let against = Against { project: Some(&files), again };
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
    let found = found(project.path(), true);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Code::E1209);
}

#[test]
fn text_of_every_form_is_read_back() {
    let project = project();
    generate(project.path(), |_| {});
    for format in render::FORMATS {
        let name = format!("年报.{}", format.ending);
        let form = forms::read(&name, &fs::read(project.path().join("out").join(&name)).unwrap());
        let form = form.unwrap();
        let text: String = form.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(text.contains("全区录入案件30件"), "{name}: {text}");
        assert_eq!(form.pages.is_some(), format.ending == "pdf");
        assert_eq!(form.faults, []);
    }
}
