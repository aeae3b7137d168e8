//! What is said of a fault in a workbook: those who filled it in never saw YAML.

use std::collections::BTreeSet;
use std::fs;

use crate::cases::{cases, project};

/// Words of YAML, and of its lines.
const STRANGE: [&str; 15] = [
    "YAML",
    "缩进",
    "行首",
    "行末",
    "冒号",
    "另起一行",
    "加一行",
    "加一段",
    "单独一行，以",
    "加上引号",
    "用引号包住",
    "花括号写",
    "连同键",
    "“- ",
    "“#”",
];

/// Whether a message speaks of YAML: in such words, or of a department's file of it.
fn speaks_of_yaml(message: &str) -> bool {
    let said = message.lines().filter(|line| !line.contains("-->") && !line.contains(":::"));
    let said: Vec<&str> = said.collect();
    // What was typed is quoted below its number.
    let said = said.into_iter().filter(|line| !line.trim_start().starts_with(char::is_numeric));
    let said = said.collect::<Vec<_>>().join("\n");
    STRANGE.iter().any(|word| said.contains(word)) || said.contains("局.yaml")
}

/// The messages of an output whose first place is in a workbook.
fn at_cells(output: &str) -> impl Iterator<Item = &str> {
    output.split("\n\n").filter(|message| {
        let first = message.lines().find(|line| line.contains("--> "));
        first.is_some_and(|line| line.to_lowercase().contains(".xlsx"))
    })
}

#[test]
fn no_message_at_a_cell_of_the_cases_speaks_of_yaml() {
    let mut seen = 0;
    for case in cases() {
        let Ok(output) = fs::read_to_string(case.join("expected/output.txt")) else { continue };
        for message in at_cells(&output) {
            // Which of the two files is to go can only be said by their names.
            let is_of_two_files = message.contains("[E0138]") || message.contains("[E0143]");
            assert!(!speaks_of_yaml(message) || is_of_two_files, "{}:\n{message}", case.display());
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

/// The cases that are written in YAML, said by workbooks: one of each code that a department's file can
/// raise once it is read.
#[test]
fn what_is_said_of_yaml_is_said_of_cells_in_other_words() {
    const DEPARTMENTS: [&str; 2] = ["区信访局", "区司法局"];
    let mut codes: BTreeSet<String> = BTreeSet::new();
    let mut seen = 0;
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let code = name.split('-').next().unwrap().to_owned();
        let concerns_values =
            ["E03", "E04", "E05", "E07", "E08"].iter().any(|of| code.starts_with(of));
        let is_of_yaml = case.join("edits.diff").is_file() && !case.join("workbooks.yaml").exists();
        if !concerns_values || !is_of_yaml || !codes.insert(code) {
            continue;
        }
        let project = project(&case);
        for department in DEPARTMENTS {
            project.run(&["convert", "2024", &format!("{department}.yaml"), "--replace"]);
        }
        let output = project.run(&["check", "2024"]).transcript();
        for message in at_cells(&output) {
            assert!(!speaks_of_yaml(message), "{}:\n{message}", case.display());
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}
