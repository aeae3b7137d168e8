//! Forms that come back as workbooks: filled in by a script that knows only the form, they make the
//! report that the files of YAML make. The script needs openpyxl; where it is missing the test says
//! so and passes, except where CI=true.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Project, reader, root};

/// Python with openpyxl: that of the gate, or the one at hand.
fn python() -> Option<PathBuf> {
    let own = root().join("target/tools/bin/python3");
    let candidates = [own.is_file().then_some(own), reader("python3")];
    let has_openpyxl = |python: &PathBuf| {
        let mut import = Command::new(python);
        import.args(["-c", "import openpyxl"]).stderr(Stdio::null());
        import.status().is_ok_and(|status| status.success())
    };
    let found = candidates.into_iter().flatten().find(has_openpyxl);
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none_or(|value| value != "true"),
            "openpyxl is required where CI=true: pip install -r .ci/requirements.txt"
        );
        eprintln!("跳过：本机没有 openpyxl");
    }
    found
}

/// The files of the departments of a year.
fn departments(project: &Project, year: &str) -> Vec<PathBuf> {
    let folder = project.path().join("data").join(year);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.file_name().unwrap().to_str().unwrap().starts_with("report"));
    files.sort();
    files
}

/// Puts a workbook that a script fills in into the place of a file of YAML.
fn fill(project: &Project, python: &Path, year: &str, file: &Path) {
    let text = fs::read_to_string(file).unwrap();
    let says: Value = serde_yaml::from_str(&text).unwrap();
    fs::remove_file(file).unwrap();
    let department = file.file_stem().unwrap().to_str().unwrap();
    project.run(&["new", year, "--department", department, "--xlsx"]).succeeds();
    let mut script = Command::new(python);
    script.arg(root().join("tests/suite/workbooks/fill.py")).arg(file.with_extension("xlsx"));
    let mut running = script.stdin(Stdio::piped()).spawn().unwrap();
    running.stdin.take().unwrap().write_all(says.to_string().as_bytes()).unwrap();
    assert!(running.wait().unwrap().success(), "{department}");
}

/// A table without the columns of places.
fn without_places(table: &str) -> Vec<Vec<&str>> {
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    let places: Vec<usize> = ["来源文件", "行号"]
        .iter()
        .filter_map(|name| rows[0].iter().position(|column| column == name))
        .collect();
    assert_eq!(places.len(), 2, "{:?}", rows[0]);
    rows.into_iter()
        .map(|row| {
            let cells = row.into_iter().enumerate();
            cells.filter(|(at, _)| !places.contains(at)).map(|(_, cell)| cell).collect()
        })
        .collect()
}

#[test]
fn workbooks_that_a_script_fills_in_make_the_same_report() {
    let Some(python) = python() else { return };
    let (of_yaml, of_workbooks) = (Project::shipped(), Project::shipped());
    for file in departments(&of_workbooks, "2024") {
        fill(&of_workbooks, &python, "2024", &file);
    }
    for project in [&of_yaml, &of_workbooks] {
        project.run(&["generate", "2024"]).succeeds();
    }
    let folder = of_yaml.path().join("output/2024");
    let mut compared = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let other = of_workbooks.path().join("output/2024").join(name);
        let (ours, theirs) = (fs::read(&path).unwrap(), fs::read(&other).unwrap());
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => {
                let [ours, theirs] = [ours, theirs].map(|bytes| String::from_utf8(bytes).unwrap());
                assert!(theirs.contains("data/2024/区信访局.xlsx,指标!B"), "{theirs}");
                assert_eq!(without_places(&ours), without_places(&theirs));
            }
            Some("pdf" | "html" | "md") => assert!(ours == theirs, "{name} differs"),
            _ => continue,
        }
        compared += 1;
    }
    assert_eq!(compared, 4);
}
