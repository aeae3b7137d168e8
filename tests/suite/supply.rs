//! What the program is made of, as `tools/supply.py` tells it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::{reader, root};

/// The bill of materials for the system that the tests run on.
fn bill() -> Option<Value> {
    let python = reader("python3")?;
    let output = Command::new(python)
        .args(["tools/supply.py", "sbom"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn schema(name: &str) -> Value {
    let path = root().join("tests/schemas/cyclonedx-1.5").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_bill_of_materials_is_valid_and_whole() {
    let Some(bill) = bill() else { return };
    let mut whole = schema("bom-1.5.SNAPSHOT.schema.json");
    // What the schema refers to by the names of files is looked up by identifiers.
    for name in ["jsf-0.82.SNAPSHOT.schema.json", "spdx.SNAPSHOT.schema.json"] {
        whole["definitions"][name] = schema(name);
        whole["definitions"][name]["$id"] = format!("http://cyclonedx.org/schema/{name}").into();
    }
    let validator = jsonschema::draft7::new(&whole).unwrap();
    let faults: Vec<String> = validator.iter_errors(&bill).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // The schema does notice what is wrong.
    let mut wrong = bill.clone();
    wrong["components"][0]["hashes"][0]["content"] = "no hash".into();
    assert!(!validator.is_valid(&wrong));

    let components = bill["components"].as_array().unwrap();
    let named = |kind: &str| -> BTreeSet<&str> {
        let of_kind = components.iter().filter(|component| component["type"] == kind);
        of_kind.map(|component| component["name"].as_str().unwrap()).collect()
    };
    let crates = named("library");
    for linked in ["std", "clap", "tera", "printpdf", "lopdf", "libyaml-rs", "skrifa", "zip"] {
        assert!(crates.contains(linked), "{linked}");
    }
    // What only tests, build scripts and macros need is no part of the program.
    for other in ["proptest", "jsonschema", "serde_derive", "syn", "criterion"] {
        assert!(!crates.contains(other), "{other}");
    }
    let fonts: BTreeSet<String> = fs::read_dir(root().join("fonts"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".ttf") || name.ends_with(".otf"))
        .collect();
    assert_eq!(named("file"), fonts.iter().map(String::as_str).collect());
    for component in components {
        assert!(component["licenses"][0].is_object(), "{}", component["name"]);
        let is_hashed = component["hashes"][0]["content"].as_str().is_some_and(|it| it.len() == 64);
        assert!(is_hashed || component["name"] == "std", "{}", component["name"]);
    }
    let references: BTreeSet<&str> =
        components.iter().map(|component| component["bom-ref"].as_str().unwrap()).collect();
    assert_eq!(references.len(), components.len());
    for edge in bill["dependencies"].as_array().unwrap() {
        for on in edge["dependsOn"].as_array().unwrap() {
            assert!(references.contains(on.as_str().unwrap()), "{on}");
        }
    }
}

#[test]
fn the_program_knows_no_network_and_starts_no_other() {
    let mut folders = vec![root().join("src")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_of_tests = path.ends_with("tests") || path.ends_with("tests.rs");
            if path.is_dir() && !is_of_tests {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !is_of_tests {
                let text = fs::read_to_string(&path).unwrap();
                for word in ["std::net", "TcpStream", "UdpSocket", "process::Command"] {
                    assert!(!text.contains(word), "{} names {word}", path.display());
                }
                files += 1;
            }
        }
    }
    assert!(files > 100, "src/ was not found");
    // None of the crates that are linked is a client of the network.
    let Some(bill) = bill() else { return };
    let names = bill["components"].as_array().unwrap().iter().map(|one| &one["name"]);
    let clients = ["reqwest", "ureq", "hyper", "curl", "tokio", "socket2", "rustls", "openssl"];
    let found: Vec<&Value> =
        names.filter(|name| clients.contains(&name.as_str().unwrap())).collect();
    assert!(found.is_empty(), "{found:?}");
}
