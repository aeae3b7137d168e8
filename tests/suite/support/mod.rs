//! What the test files share: throw-away projects and outside readers.

pub(crate) mod cpu;
pub(crate) mod form;
pub(crate) mod markdown;
pub(crate) mod pdf;
pub(crate) mod random;
pub(crate) mod report;
pub(crate) mod statutory;
pub(crate) mod text;
pub(crate) mod word;
pub(crate) mod workbook;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A project in a folder of its own that goes away with it.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// The small 示例区 of `tests/base`, with the shipped templates and fonts.
    pub(crate) fn base() -> Project {
        let project = Project { folder: tempfile::tempdir().unwrap() };
        project.overlay(&root().join("tests/base"));
        project
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Project {
        Project { folder: tempfile::tempdir().unwrap() }
    }

    /// The shipped data: Luojiang's 2024 report.
    pub(crate) fn shipped() -> Project {
        let project = Project { folder: tempfile::tempdir().unwrap() };
        copy(&root().join("data"), &project.path().join("data"));
        project.link_rest();
        project
    }

    /// A project of `examples`, without what it makes.
    pub(crate) fn example(name: &str) -> Project {
        let project = Project { folder: tempfile::tempdir().unwrap() };
        copy(&root().join("examples").join(name).join("data"), &project.path().join("data"));
        project.link_rest();
        project
    }

    /// Lays the files of `folder` over this project's.
    pub(crate) fn overlay(&self, folder: &Path) {
        copy(folder, self.path());
        self.link_rest();
    }

    /// The names of the texts as sent that stand beside the outputs of 2024, in order.
    pub(crate) fn kept_texts(&self) -> Vec<String> {
        let names = fs::read_dir(self.path().join("output/2024")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut kept: Vec<String> = names.filter(|name| name.contains("底稿")).collect();
        kept.sort();
        kept
    }

    /// Templates and fonts are taken from the repository unless the project brings its own.
    fn link_rest(&self) {
        let templates = self.path().join("templates");
        if !templates.exists() {
            copy(&root().join("templates"), &templates);
        }
        let fonts = self.path().join("fonts");
        if !fonts.exists() {
            fs::create_dir(&fonts).unwrap();
            for entry in fs::read_dir(root().join("fonts")).unwrap() {
                let entry = entry.unwrap();
                // The fonts are large and never written to.
                if fs::hard_link(entry.path(), fonts.join(entry.file_name())).is_err() {
                    fs::copy(entry.path(), fonts.join(entry.file_name())).unwrap();
                }
            }
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // What stands there may be a link to a file of the repository.
        let _ = fs::remove_file(&path);
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Replaces the one place where `from` stands in a file.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from:?} must stand once in {name}");
        self.write(name, &text.replacen(from, to, 1));
    }

    /// Runs the program inside the project.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_in(".", arguments)
    }

    /// Runs the program in a folder of the project.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(arguments)
            .current_dir(self.path().join(folder))
            // Fonts of the user who runs the tests change nothing.
            .env("XDG_DATA_HOME", self.path().join(".data"))
            .output()
            .unwrap();
        Run::from(output)
    }
}

impl Project {
    /// Runs the program inside the project. It has to end before a processor worked on it for so many
    /// seconds, at which the system ends it.
    #[track_caller]
    pub(crate) fn run_within(&self, seconds: u32, arguments: &[&str]) -> Run {
        if cfg!(not(unix)) {
            return self.run(arguments);
        }
        let output = Command::new("sh")
            .args(["-c", &format!("ulimit -S -t {seconds} && exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_nianbao"))
            .args(arguments)
            .current_dir(self.path())
            .env("XDG_DATA_HOME", self.path().join(".data"))
            .output()
            .unwrap();
        let run = Run::from(output);
        assert_ne!(run.code, -1, "{arguments:?} took {seconds} s: {}", run.transcript());
        run
    }

    /// Runs the program inside the project with so many kilobytes of address space, on Linux, which holds to
    /// that.
    pub(crate) fn run_with_memory(&self, kilobytes: u32, arguments: &[&str]) -> Run {
        if cfg!(not(target_os = "linux")) {
            return self.run(arguments);
        }
        let output = Command::new("sh")
            .args(["-c", &format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_nianbao"))
            .args(arguments)
            .current_dir(self.path())
            .output()
            .unwrap();
        Run::from(output)
    }
}

/// How a run of the program ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// Everything a golden file holds of a run.
    pub(crate) fn transcript(&self) -> String {
        format!("{}{}退出码 {}\n", self.stdout, self.stderr, self.code)
    }

    #[track_caller]
    pub(crate) fn succeeds(&self) -> &Run {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }
}

/// Copies a folder over another.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            // What stands there may be a link to a file of the repository.
            let _ = fs::remove_file(&target);
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Puts a symbolic link where there may be a file.
pub(crate) fn link(target: &Path, name: &Path) {
    let _ = fs::remove_file(name);
    #[cfg(unix)]
    std::os::unix::fs::symlink(target, name).unwrap();
    #[cfg(windows)]
    std::os::windows::fs::symlink_file(target, name).unwrap();
}

/// An outside reader (poppler, qpdf, Chromium …), required where CI=true; elsewhere a test that
/// lacks it says so and is skipped.
pub(crate) fn reader(program: &str) -> Option<PathBuf> {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .map(|folder| folder.join(program))
        .find(|path| path.is_file());
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none_or(|value| value != "true"),
            "{program} is required where CI=true"
        );
        eprintln!("跳过：本机没有 {program}");
    }
    found
}

/// Runs an outside reader and gives what it printed.
#[track_caller]
pub(crate) fn read_with(program: &Path, arguments: &[&std::ffi::OsStr]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "{}: {}{}",
        program.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
