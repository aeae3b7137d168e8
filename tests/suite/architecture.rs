//! Checks what ARCHITECTURE.md states of the modules: which may use which, where the crates of
//! others are used, how long a file is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules that every other may use.
const USED_BY_ALL: &[&str] = &["bounds", "text"];

/// A module, and the modules that it may use besides. `cli`, `lib` and `fuzzing` may use all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("bounds", &[]),
    ("text", &[]),
    ("source", &[]),
    ("document", &["edition", "number", "source"]),
    ("number", &[]),
    ("chart", &[]),
    ("write", &[]),
    ("csv", &[]),
    ("batch", &["csv", "hash"]),
    ("diagnostic", &["source"]),
    ("findings", &["diagnostic", "source"]),
    ("builtin", &[]),
    ("files", &["builtin", "diagnostic", "findings", "hash", "source"]),
    ("yaml", &["diagnostic", "findings", "source"]),
    ("prose", &["diagnostic", "number", "source", "words"]),
    ("template", &["diagnostic", "findings", "source"]),
    ("kind", &["diagnostic", "findings", "source", "yaml"]),
    ("metric", &["diagnostic", "kind", "number", "source", "yaml"]),
    ("rules", &["diagnostic", "findings", "metric", "number", "source", "yaml"]),
    (
        "catalogue",
        &["diagnostic", "findings", "kind", "metric", "number", "rules", "source", "yaml"],
    ),
    (
        "project",
        &[
            "builtin",
            "catalogue",
            "diagnostic",
            "files",
            "findings",
            "kind",
            "source",
            "template",
            "yaml",
        ],
    ),
    (
        "load",
        &[
            "catalogue",
            "diagnostic",
            "files",
            "findings",
            "kind",
            "number",
            "project",
            "source",
            "workbook",
            "yaml",
        ],
    ),
    ("scope", &["catalogue", "load", "project", "rules", "source"]),
    (
        "examine",
        &[
            "check",
            "diagnostic",
            "edition",
            "files",
            "findings",
            "load",
            "project",
            "scope",
            "source",
            "unit",
            "yaml",
        ],
    ),
    (
        "unit",
        &["catalogue", "diagnostic", "findings", "kind", "load", "project", "rules", "source"],
    ),
    (
        "form_table",
        &["catalogue", "diagnostic", "document", "findings", "prose", "source", "template", "yaml"],
    ),
    (
        "workbook",
        &[
            "catalogue",
            "cells",
            "diagnostic",
            "document",
            "findings",
            "form_table",
            "hash",
            "kind",
            "number",
            "package",
            "project",
            "prose",
            "source",
            "yaml",
        ],
    ),
    ("edition", &["diagnostic", "findings", "kind", "project", "source"]),
    (
        "check",
        &[
            "catalogue",
            "diagnostic",
            "document",
            "edition",
            "findings",
            "kind",
            "load",
            "metric",
            "number",
            "project",
            "prose",
            "rules",
            "source",
            "words",
        ],
    ),
    (
        "compose",
        &[
            "catalogue",
            "check",
            "diagnostic",
            "document",
            "edition",
            "findings",
            "form_table",
            "kind",
            "load",
            "number",
            "project",
            "prose",
            "rules",
            "source",
            "template",
        ],
    ),
    ("schema", &["catalogue", "form_table", "kind", "metric", "number", "project", "rules"]),
    (
        "district",
        &[
            "builtin",
            "diagnostic",
            "files",
            "findings",
            "forms",
            "project",
            "schema",
            "source",
            "write",
        ],
    ),
    ("cells", &["package"]),
    (
        "convert",
        &[
            "diagnostic",
            "files",
            "findings",
            "forms",
            "load",
            "project",
            "source",
            "workbook",
            "write",
            "yaml",
        ],
    ),
    ("hash", &[]),
    ("sent", &["document", "hash", "package", "source"]),
    ("changes", &["number", "sent", "words"]),
    (
        "compare",
        &[
            "changes", "check", "document", "hash", "metric", "number", "render", "returned",
            "sent", "source",
        ],
    ),
    ("package", &[]),
    ("returned", &["files", "number", "package", "sent"]),
    ("font", &["diagnostic", "findings", "source"]),
    ("words", &[]),
    ("layout", &["diagnostic", "document", "edition", "findings", "font", "source", "words"]),
    (
        "render",
        &[
            "chart",
            "csv",
            "diagnostic",
            "document",
            "edition",
            "findings",
            "font",
            "hash",
            "layout",
            "package",
            "sent",
            "source",
            "template",
            "words",
        ],
    ),
    (
        "make",
        &[
            "check",
            "compose",
            "diagnostic",
            "document",
            "edition",
            "files",
            "findings",
            "font",
            "layout",
            "project",
            "render",
            "sent",
            "source",
            "template",
            "write",
            "yaml",
        ],
    ),
    (
        "manifest",
        &[
            "builtin", "compose", "csv", "edition", "examine", "files", "hash", "project",
            "render", "returned", "sent", "write",
        ],
    ),
    (
        "verify",
        &[
            "csv",
            "diagnostic",
            "document",
            "examine",
            "files",
            "findings",
            "make",
            "manifest",
            "package",
            "render",
            "returned",
            "sent",
            "source",
            "write",
        ],
    ),
    (
        "revise",
        &[
            "catalogue",
            "changes",
            "check",
            "diagnostic",
            "document",
            "edition",
            "examine",
            "files",
            "fix",
            "kind",
            "load",
            "make",
            "metric",
            "number",
            "prose",
            "returned",
            "sent",
            "source",
            "yaml",
        ],
    ),
    ("fix", &["diagnostic", "edition", "examine", "files", "findings", "make", "source"]),
    (
        "forms",
        &[
            "catalogue",
            "diagnostic",
            "files",
            "findings",
            "kind",
            "load",
            "number",
            "project",
            "prose",
            "source",
            "template",
            "workbook",
            "yaml",
        ],
    ),
    (
        "status",
        &[
            "catalogue",
            "check",
            "csv",
            "diagnostic",
            "findings",
            "forms",
            "load",
            "project",
            "source",
            "template",
            "yaml",
        ],
    ),
];

/// A crate of others, and the one file or folder that may use it (under src/, without `.rs`); two where two
/// formats are compressed alike.
const VENDORS: &[(&str, &str)] = &[
    ("annotate_snippets", "diagnostic/text"),
    ("anstream", "cli"),
    ("base64", "render/html/policy"),
    ("clap", "cli"),
    ("clap_complete", "cli/completions"),
    ("clap_mangen", "cli/man"),
    ("comrak", "compose"),
    ("encoding_rs", "files/text"),
    ("flate2", "package/read"),
    ("flate2", "render/pdf/read"),
    ("granit_parser", "yaml"),
    ("icu_segmenter", "words"),
    ("indicatif", "cli/batch/progress"),
    ("lopdf", "render/pdf"),
    ("memchr", "package"),
    ("memchr", "render/pdf/read"),
    ("percent_encoding", "text"),
    ("printpdf", "render/pdf"),
    ("serde_yaml", "yaml"),
    ("rust_xlsxwriter", "workbook/write"),
    ("sha2", "hash"),
    ("similar", "changes"),
    ("skrifa", "font"),
    ("smol_str", "yaml"),
    ("subsetter", "font"),
    ("tera", "template"),
    ("terminal_size", "cli"),
    ("unicode_normalization", "text/lookalikes"),
    ("unicode_width", "text"),
    ("zip", "package"),
    ("zlib_rs", "render/pdf/deflate"),
];

/// Every file under src/ but those of tests: its path without `.rs` (`render/pdf/paint`), and its
/// text without the tests at its end.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("tests.rs")
            {
                let name = path.strip_prefix(&root).unwrap().with_extension("");
                let name = name.to_str().unwrap().replace('\\', "/");
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                files.push((name, text.to_owned()));
            }
        }
    }
    files.sort();
    assert!(files.len() > 10, "src/ was not found");
    files
}

/// The same without the lines that are comments.
fn sources() -> Vec<(String, String)> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = |text: String| text.lines().filter(is_code).flat_map(|line| [line, "\n"]).collect();
    texts().into_iter().map(|(file, text)| (file, code(text))).collect()
}

/// The modules that a piece of code names by `crate::module` or `crate::{module, …}`, where
/// `prefix` is `crate::`.
fn modules_after(prefix: &str, code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        // `othercrate::` is not ours; `super::super::` is another prefix than `super::`.
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let mut name = String::new();
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => modules.extend(first_word(&std::mem::take(&mut name))),
                        _ if depth == 0 => name.push(c),
                        _ => {}
                    }
                }
                modules.extend(first_word(&name));
            }
            None => modules.extend(first_word(rest)),
        }
    }
    modules
}

fn first_word(text: &str) -> Option<String> {
    let word: String =
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty() && word.starts_with(|c: char| c.is_lowercase())).then_some(word)
}

#[test]
fn modules_use_only_what_they_may() {
    let mut faults = Vec::new();
    for (file, code) in sources() {
        let module = file.split('/').next().unwrap();
        if ["main", "lib", "cli", "fuzzing"].contains(&module) {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            faults.push(format!("src/{file}.rs is in no module that this test knows"));
            continue;
        };
        for named in modules_after("crate::", &code) {
            let used_by_all = USED_BY_ALL.contains(&named.as_str());
            if named != module && !used_by_all && !allowed.contains(&named.as_str()) {
                faults.push(format!("src/{file}.rs may not use `{named}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn architecture_names_every_module() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md"));
    let map = map.unwrap();
    let unnamed: Vec<String> = sources()
        .into_iter()
        .map(|(file, _)| format!("`{file}.rs`"))
        .filter(|file| !file.contains('/') && !map.contains(file.as_str()))
        .collect();
    assert!(unnamed.is_empty(), "ARCHITECTURE.md does not name {}", unnamed.join(", "));
}

#[test]
fn each_vendor_crate_is_named_in_one_place() {
    let mut faults = Vec::new();
    for (file, code) in sources() {
        for (vendor, home) in VENDORS {
            let mut homes = VENDORS.iter().filter(|(other, _)| other == vendor);
            let is_home =
                homes.any(|(_, home)| file == *home || file.starts_with(&format!("{home}/")));
            let named = code.match_indices(&format!("{vendor}::")).any(|(at, _)| {
                !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if named && !is_home {
                faults.push(format!("src/{file}.rs uses `{vendor}`; only src/{home} may"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_findings_holds_a_list_of_diagnostics() {
    let faults: Vec<String> = sources()
        .into_iter()
        .filter(|(file, code)| file != "findings" && code.contains("Vec<Diagnostic>"))
        .map(|(file, _)| format!("src/{file}.rs: Findings or Outcome, not Vec<Diagnostic>"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A name from a disk goes through `text::shown_path` on its way to a message, so that no character of it
/// steers a terminal.
#[test]
fn paths_are_shown_in_one_way() {
    let faults: Vec<String> = sources()
        .into_iter()
        .filter(|(_, code)| code.contains(".display()"))
        .map(|(file, _)| format!("src/{file}.rs: text::shown_path, not .display()"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_of_code_is_too_long() {
    let longest = 600;
    let faults: Vec<String> = texts()
        .into_iter()
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > longest)
        .map(|(file, lines)| format!("src/{file}.rs has {lines} lines; {longest} are allowed"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_import_scanner_finds_what_it_should() {
    let code = "use crate::{a::B, c, d::{e, f}};\nuse crate::g;\nlet x = crate::h::i();\nlet y = mycrate::j();";
    let modules: Vec<_> = modules_after("crate::", code).into_iter().collect();
    assert_eq!(modules, ["a", "c", "d", "g", "h"]);
}

/// The files that a file of a module may name: `crate::module::x`, `super::x`, `super::super::x`,
/// `self::x`.
fn files_named(module: &str, file: &str, code: &str) -> BTreeSet<String> {
    let parent = |file: &str| file.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
    let folders = [
        (format!("crate::{module}::"), module.to_owned()),
        ("super::".to_owned(), parent(file)),
        ("super::super::".to_owned(), parent(&parent(file))),
        ("self::".to_owned(), file.to_owned()),
    ];
    let named = |(prefix, folder): &(String, String)| {
        let words = modules_after(prefix, code).into_iter();
        words.map(|word| format!("{folder}/{word}")).collect::<BTreeSet<_>>()
    };
    folders.iter().flat_map(named).collect()
}

/// What is left of `names` (each name, and the names that it uses) when whatever uses nothing that
/// is left is taken away, again and again: circles, and what uses them.
fn circles(mut names: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let all: BTreeSet<String> = names.keys().cloned().collect();
    names.values_mut().for_each(|used| used.retain(|name| all.contains(name)));
    while let Some(lowest) =
        names.iter().find(|(_, used)| used.is_empty()).map(|(name, _)| name.clone())
    {
        names.remove(&lowest);
        names.values_mut().for_each(|used| {
            used.remove(&lowest);
        });
    }
    names
}

#[test]
fn modules_use_each_other_in_no_circle() {
    let table: BTreeMap<String, BTreeSet<String>> = MAY_USE
        .iter()
        .map(|(name, used)| ((*name).to_owned(), used.iter().copied().map(String::from).collect()))
        .collect();
    let unknown: Vec<_> =
        table.values().flatten().filter(|name| !table.contains_key(*name)).collect();
    assert!(unknown.is_empty(), "in the table, but no module: {unknown:?}");
    let circles = circles(table);
    assert!(circles.is_empty(), "in a circle: {circles:?}");
}

#[test]
fn files_of_a_module_name_each_other_in_no_circle() {
    let names = sources().into_iter().filter_map(|(file, code)| {
        let (module, _) = file.split_once('/')?;
        let named = files_named(module, &file, &code);
        Some((file, named))
    });
    let circles = circles(names.collect());
    assert!(circles.is_empty(), "in a circle: {circles:?}");
}

#[test]
fn the_search_for_circles_finds_them() {
    let named = files_named("a", "a/b/c", "use super::{d, e::{F, g}, h};\nuse super::super::i;");
    assert_eq!(
        named.into_iter().collect::<Vec<_>>(),
        ["a/b/d", "a/b/e", "a/b/h", "a/b/super", "a/i"]
    );
    let names = [("a", "b"), ("b", "a"), ("c", "d"), ("d", "")];
    let names = names.map(|(name, used)| (name.to_owned(), BTreeSet::from([used.to_owned()])));
    let left = circles(BTreeMap::from(names));
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["a", "b"]);
}

/// What only a kind of report may say, in its `kind.yaml`.
const WORDS_OF_A_KIND: [&str; 24] = [
    "第一责任人",
    "法治政府",
    "政治引领",
    "依法履职",
    "制度体系",
    "行政执法",
    "社会治理",
    "五个主题",
    "恰好五个",
    "不足导语",
    "安排导语",
    "03-01",
    "04-01",
    "3月1日",
    "4月1日",
    "不足和原因",
    "申请人",
    "信息处理费",
    "结转下年",
    "总体情况",
    "01-31",
    "03-31",
    "1月31日",
    "3月31日",
];

/// Words that are contents of a kind where they are a whole literal.
const CONTENTS_OF_A_KIND: [&str; 4] = ["不足", "安排", "其他", "年报"];

/// Files whose literals may name a kind, and why.
const MAY_NAME_A_KIND: [(&str, &str); 4] = [
    ("check/value", "不足 before a number says that it is less"),
    ("kind", "the path of the kind that is built in"),
    ("number/approx_words", "不足 before a number says that it is a little less"),
    ("prose/beside/about", "不足 before a number says that it is a little less"),
];

#[test]
fn no_word_of_a_kind_of_report_stands_in_code() {
    let mut faults = Vec::new();
    for (file, code) in sources() {
        if MAY_NAME_A_KIND.iter().any(|(known, _)| *known == file) {
            continue;
        }
        for word in WORDS_OF_A_KIND {
            if code.contains(word) {
                faults.push(format!("src/{file}.rs: {word}"));
            }
        }
        for word in CONTENTS_OF_A_KIND {
            if code.contains(&format!("\"{word}\"")) {
                faults.push(format!("src/{file}.rs: \"{word}\""));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
