//! The commit that a release was built from, for `nianbao --version`, the list of what is built in,
//! and the hash of it.
//!
//! A build without git, or outside the program's own repository, names none. Development builds
//! name none either: they usually hold changes that no commit has, and would be built anew after
//! every commit.

#![allow(clippy::print_stdout, reason = "cargo reads it")]

use std::env::var_os;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use sha2::{Digest as _, Sha256};

/// What is built in beside all files of the folder `templates/`, so that a shipped kind of report takes
/// no line of code. Which faces are built in is a matter of their licences, so they are named here.
const OTHERS: [&str; 13] = [
    "data/catalogue.yaml",
    "data/profile.yaml",
    "fonts/LICENSE-LXGW.txt",
    "fonts/LICENSE-Liberation.txt",
    "fonts/LICENSE-NotoSansSC.txt",
    "fonts/LICENSE-NotoSerifSC.txt",
    "fonts/LiberationSerif-Regular.ttf",
    "fonts/NianbaoKaiFallback-Regular.ttf",
    "fonts/NotoSansSC-Medium.ttf",
    "fonts/NotoSerifSC-Bold.ttf",
    "fonts/NotoSerifSC-Rare.ttf",
    "fonts/NotoSerifSC-Regular.ttf",
    "fonts/fonts.yaml",
];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = if is_release { commit() } else { None };
    println!("cargo::rustc-env=NIANBAO_COMMIT={}", commit.unwrap_or_default());
    println!("cargo::rerun-if-changed=templates");
    let package = PathBuf::from(var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    if var_os("CARGO_FEATURE_BUILTIN").is_some() {
        walk(&package, "templates", &mut files)?;
        files.extend(OTHERS.map(str::to_owned));
    }
    files.sort();
    let mut list = String::new();
    let mut hash = Sha256::new();
    for file in files {
        if !file.starts_with("templates/") {
            println!("cargo::rerun-if-changed={file}");
        }
        // The data that a new district begins with is in no report.
        if !file.starts_with("data/") {
            let bytes = fs::read(package.join(&file))?;
            hash.update((file.len() as u64).to_le_bytes());
            hash.update(&file);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        // Where the package stands is asked when it is compiled: build folders are kept and moved.
        let path = format!("/{file}");
        let bytes = format!("include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))");
        let _ = writeln!(list, "    ({file:?}, {bytes}),");
    }
    let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let text = format!(
        "static FILES: &[(&str, &[u8])] = &[\n{list}];\n\n\
         /// The SHA-256 of all built-in templates and fonts, with their paths.\n\
         pub(crate) const SHA256: &str = {hash:?};\n"
    );
    fs::write(PathBuf::from(var_os("OUT_DIR").unwrap_or_default()).join("builtin.rs"), text)
}

/// All files of a folder of the package, and of those in it, with `/` between their names.
fn walk(package: &Path, folder: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(package.join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => walk(package, &path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// The commit of the repository whose root is the package's own folder.
fn commit() -> Option<String> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")?;
    let package = Path::new(&package);
    let root = git(package, &["rev-parse", "--show-toplevel"])?;
    if Path::new(&root).canonicalize().ok()? != package.canonicalize().ok()? {
        return None;
    }
    // The log of the head has a new line after every commit and every checkout.
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(file) = git(package, &["rev-parse", "--git-path", name])
            && package.join(&file).exists()
        {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    git(package, &["rev-parse", "--short=10", "HEAD"])
}

fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned()).filter(|text| !text.is_empty())
}
