//! Runs that are killed, or whose disk fails, leave one whole set: the old one or the new one. Many
//! that write into one folder wait for each other.
//!
//! `cargo test --release --test suite killed:: -- --include-ignored` does the long ones, too.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;

use crate::support::{Project, Run, copy, reader};

/// The system calls by which a set takes its places, in the order in which they matter.
const CALLS: [&str; 4] = ["rename", "fsync", "unlink", "write"];

/// Two projects whose reports differ in all forms, and a folder of no project into which both write.
struct Rivals {
    projects: [Project; 2],
    shared: Project,
}

impl Rivals {
    fn new() -> Rivals {
        let projects = [Project::base(), Project::base()];
        projects[1].edit("data/2024/区司法局.yaml", "推行容缺受理", "全面推行容缺受理");
        Rivals { projects, shared: Project::empty() }
    }

    fn out(&self) -> std::path::PathBuf {
        self.shared.path().join("收")
    }

    fn command(&self, which: usize, before: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_nianbao");
        let mut words = [before, &[program, "generate", "2024", "--format", "html,md"]].concat();
        let first = words.remove(0);
        let mut command = Command::new(first);
        command.args(words).arg("--out").arg(self.out());
        command.current_dir(self.projects[which].path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Says which set stands, after the next run has settled it.
    #[track_caller]
    fn standing(&self, after: &str) -> usize {
        let run = self.shared.run(&["verify", "收"]);
        assert_eq!(run.code, 0, "{after}: {}", run.transcript());
        let texts = ["年报.html", "年报.md"].map(|name| self.shared.read(&format!("收/{name}")));
        let is_new = texts.each_ref().map(|text| text.contains("全面推行"));
        assert_eq!(is_new[0], is_new[1], "{after}: a mixed set");
        let mut names: Vec<String> = fs::read_dir(self.out())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["年报.html", "年报.md", "数据来源.csv", "校验.json"], "{after}");
        usize::from(is_new[0])
    }
}

/// Kills runs at moments spread over their whole length.
fn killed_at_moments(count: u32) {
    let rivals = Rivals::new();
    assert!(rivals.command(0, &["/usr/bin/env"]).status().unwrap().success());
    let begun = std::time::Instant::now();
    assert!(rivals.command(1, &["/usr/bin/env"]).status().unwrap().success());
    let length = begun.elapsed();
    let mut standing = [0, 0];
    for at in 0..count {
        let which = 1 - rivals.standing("before");
        // The writing is the last part of a run.
        let from = length.mul_f64(0.5);
        let moment = from + length.mul_f64(0.7) * at / count.max(1);
        let mut child = rivals.command(which, &["/usr/bin/env"]).spawn().unwrap();
        sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        standing[usize::from(rivals.standing(&format!("{moment:?}")) == which)] += 1;
    }
    eprintln!("{count} 次：{} 次仍是旧的，{} 次已是新的", standing[0], standing[1]);
}

#[test]
fn a_run_killed_at_any_moment_leaves_one_whole_set() {
    killed_at_moments(6);
}

#[test]
#[ignore = "200 runs"]
fn two_hundred_runs_killed_leave_one_whole_set_each() {
    killed_at_moments(200);
}

/// How often a run makes a system call.
fn calls(rivals: &Rivals, strace: &Path, call: &str) -> usize {
    let log = rivals.projects[0].path().join("calls");
    let filter = format!("trace={call}");
    let before = [strace.to_str().unwrap(), "-f", "-e", &filter, "-o", log.to_str().unwrap()];
    assert!(rivals.command(0, &before).status().unwrap().success());
    let log = fs::read_to_string(log).unwrap();
    log.lines().filter(|line| line.contains(&format!("{call}("))).count()
}

/// Does something to every `step`th call of each kind in turn, and looks which set stands then.
fn injected(what: &str, step: usize, mut done: impl FnMut(&str, bool, bool)) {
    let Some(strace) = reader("strace") else { return };
    let rivals = Rivals::new();
    for call in CALLS {
        let count = calls(&rivals, &strace, call);
        assert!(count > 0, "{call}");
        for at in (1..=count).step_by(step) {
            let which = 1 - rivals.standing("before");
            let inject = format!("inject={call}:{what}:when={at}");
            let before = [strace.to_str().unwrap(), "-f", "-o", "/dev/null", "-e", &inject];
            let status = rivals.command(which, &before).status().unwrap();
            let is_new = rivals.standing(&inject) == which;
            done(&inject, status.success(), is_new);
        }
    }
}

/// A kill on entering a call leaves it undone, so each comes after the one before it, too.
fn killed_at_calls(step: usize) {
    let mut standing = [0, 0];
    injected("signal=KILL", step, |inject, succeeded, is_new| {
        assert!(!succeeded, "{inject}");
        standing[usize::from(is_new)] += 1;
    });
    eprintln!("{standing:?}");
}

#[test]
fn a_run_killed_before_some_calls_leaves_one_whole_set() {
    killed_at_calls(5);
}

#[test]
#[ignore = "every call of a run"]
fn a_run_killed_before_every_call_leaves_one_whole_set() {
    killed_at_calls(1);
}

/// What fails is told, and is no half-written set.
fn failing_disk(error: &str, step: usize) {
    injected(&format!("error={error}"), step, |inject, succeeded, is_new| {
        // What fails once the files stand in their places is finished by the next run.
        assert!(succeeded || !is_new || inject.contains("write"), "{inject}");
    });
}

#[test]
fn a_full_or_failing_disk_leaves_the_old_set_or_the_new_one() {
    failing_disk("ENOSPC", 7);
}

#[test]
#[ignore = "every call of a run, two faults"]
fn each_call_that_fails_leaves_the_old_set_or_the_new_one() {
    for error in ["ENOSPC", "EIO"] {
        failing_disk(error, 1);
    }
}

/// Many runs at once into one folder.
fn crowded(writers: usize, rounds: usize) {
    let rivals = Rivals::new();
    for _ in 0..rounds {
        let children: Vec<_> = (0..writers)
            .map(|writer| {
                let mut command = rivals.command(writer % 2, &["/usr/bin/env"]);
                command.stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for child in children {
            Run::from(child.wait_with_output().unwrap()).succeeds();
        }
        rivals.standing("crowded");
    }
}

#[test]
fn eight_writers_of_one_folder_all_succeed_and_leave_one_set() {
    crowded(8, 1);
}

#[test]
#[ignore = "hundreds of runs"]
fn sixteen_writers_of_one_folder_all_succeed_and_leave_one_set() {
    crowded(16, 20);
}

#[test]
fn a_set_that_was_left_unfinished_is_settled_by_verify() {
    let Some(strace) = reader("strace") else { return };
    let rivals = Rivals::new();
    let count = calls(&rivals, &strace, "rename");
    // The last rename but one is of a file that takes its place: the journal says that all are whole.
    let inject = format!("inject=rename:signal=KILL:when={}", count - 1);
    let before = [strace.to_str().unwrap(), "-f", "-o", "/dev/null", "-e", &inject];
    assert!(!rivals.command(1, &before).status().unwrap().success());
    let copied = Project::empty();
    copy(&rivals.out(), &copied.path().join("收"));
    assert!(copied.path().join("收/.nianbao-journal").is_file(), "{inject}");
    assert_eq!(rivals.standing("settled"), 1);
}
