//! Any workbook → the YAML that it stands for → a workbook → YAML again: what is read without an
//! error reads the same the second time.
//!
//! An input is a list of parts that take the place of those of a filled form: see `package`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::convert::convert;
use nianbao::diagnostic::text::report;
use nianbao::files::Files;
use nianbao::fuzzing::with_workbook;
use nianbao_fuzz::base;
use nianbao_fuzz::package::{package, unpacked};

const WORKBOOK: &str = "data/2024/区司法局.xlsx";

/// The project without the file of 区司法局.
fn files() -> Files {
    nianbao_fuzz::files(&[
        ("data/profile.yaml", base::PROFILE),
        ("data/catalogue.yaml", base::CATALOGUE),
        ("data/2024/report.yaml", base::REPORT),
        ("data/2024/区信访局.yaml", base::PETITIONS),
    ])
}

thread_local! {
    /// The parts of a filled form.
    static FORM: Vec<(String, Vec<u8>)> = unpacked(&workbook_of(base::JUSTICE).unwrap());
}

/// The workbook that says the same as a file of YAML.
fn workbook_of(yaml: &str) -> Option<Vec<u8>> {
    let files = files().with_unsaved("data/2024/区司法局.yaml", yaml);
    let converted = convert(files, 2024, "区司法局.yaml");
    report(&converted.findings, &converted.sources, false);
    converted.output.map(|output| output.bytes)
}

/// The YAML that a workbook stands for.
fn yaml_of(bytes: Vec<u8>) -> Option<String> {
    let converted = convert(with_workbook(files(), WORKBOOK, bytes), 2024, "区司法局.xlsx");
    report(&converted.findings, &converted.sources, false);
    converted.output.map(|output| String::from_utf8(output.bytes).unwrap())
}

fuzz_target!(|input: &[u8]| {
    let bytes = FORM.with(|form| package(form, input));
    let Some(first) = yaml_of(bytes) else { return };
    // Where the text of a cell is too long for another, or nothing is there to fill in, no workbook is
    // made.
    let Some(again) = workbook_of(&first) else { return };
    let second = yaml_of(again).expect("what was written is read");
    assert_eq!(second, first);
});
