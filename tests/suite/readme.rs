//! The commands of README.md do what it says.

use crate::support::{Project, root};

/// The commands of README.md's `sh` blocks.
fn commands() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut commands = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside && !line.trim().is_empty() => commands.push(line.to_owned()),
            _ => {}
        }
    }
    commands
}

#[test]
fn readme_names_exactly_the_two_commands() {
    assert_eq!(commands(), ["cargo run --release -- generate 2024", "cargo test"]);
}

#[test]
fn the_main_command_writes_the_report() {
    let command = &commands()[0];
    let arguments = command.split_once(" -- ").unwrap().1;
    let project = Project::shipped();
    project.run(&arguments.split_whitespace().collect::<Vec<_>>()).succeeds();
    for (name, head) in [("pdf", "%PDF-1.7"), ("html", "<!DOCTYPE html>"), ("md", "# ")] {
        let folder = std::fs::read_dir(project.path().join("output/2024")).unwrap();
        let file = folder
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|extension| extension == name))
            .unwrap_or_else(|| panic!("no {name} file was written"));
        let bytes = std::fs::read(file).unwrap();
        assert!(bytes.starts_with(head.as_bytes()), "{name}");
    }
}
