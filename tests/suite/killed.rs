//! Runs that are killed, or whose disk fails, leave one whole set: the old one or the new one. Many
//! that write into one folder wait for each other.
//!
//! `cargo test --release --test suite killed:: -- --include-ignored` does the long ones, too.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

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
        // A Markdown text that was replaced stays available.
        let is_kept = |name: &String| name.starts_with("年报.底稿-") && name.ends_with(".json");
        let kept: Vec<String> = names.extract_if(.., |name| is_kept(name)).collect();
        assert!(kept.len() <= 2 && !(is_new[0] && kept.is_empty()), "{after}: {kept:?}");
        assert_eq!(names, ["年报.html", "年报.md", "数据来源.csv", "校验.json"], "{after}");
        usize::from(is_new[0])
    }
}

/// What stood after runs that were killed: the old set, the new one; and how many of the runs left
/// something unfinished.
#[derive(Debug, Default)]
struct Standing {
    old: usize,
    new: usize,
    unfinished: usize,
}

impl Standing {
    /// Looks at what a killed run of one of the rivals left.
    #[track_caller]
    fn add(&mut self, rivals: &Rivals, which: usize, after: &str) -> bool {
        let left = fs::read_dir(rivals.out()).unwrap().map(|entry| entry.unwrap().file_name());
        let is_ours = |name: std::ffi::OsString| name.to_string_lossy().starts_with(".nianbao-");
        self.unfinished += usize::from(left.into_iter().any(is_ours));
        let is_new = rivals.standing(after) == which;
        *(if is_new { &mut self.new } else { &mut self.old }) += 1;
        is_new
    }
}

/// Numbers that look random, the same ones each time (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    /// From 0 up to 1.
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }
}

/// Waits until a run has begun to write, or has ended.
fn begun_to_write(rivals: &Rivals, child: &mut Child) {
    let journal = [".nianbao-journal-new", ".nianbao-journal"].map(|name| rivals.out().join(name));
    while journal.iter().all(|journal| !journal.exists()) && child.try_wait().unwrap().is_none() {
        std::hint::spin_loop();
    }
}

/// Kills runs at random moments: of each three one anywhere in its whole length, two while it writes.
fn killed_at_moments(count: usize) {
    let rivals = Rivals::new();
    let start = |which: usize| rivals.command(which, &["/usr/bin/env"]).spawn().unwrap();
    assert!(start(0).wait().unwrap().success());
    let (mut whole, mut writing) = (Duration::ZERO, Duration::ZERO);
    for at in 0..5 {
        let begun = Instant::now();
        let mut child = start(at % 2);
        begun_to_write(&rivals, &mut child);
        let writes = Instant::now();
        assert!(child.wait().unwrap().success());
        (whole, writing) = (whole.max(begun.elapsed()), writing.max(writes.elapsed()));
    }
    let (mut numbers, mut standing) = (Numbers(14), Standing::default());
    for at in 0..count {
        let which = 1 - rivals.standing("before");
        let mut child = start(which);
        let moment = if at % 3 == 0 {
            whole.mul_f64(numbers.next())
        } else {
            begun_to_write(&rivals, &mut child);
            writing.mul_f64(numbers.next())
        };
        sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        standing.add(&rivals, which, &format!("{at}: {moment:?}"));
    }
    eprintln!("{count} runs of {whole:?}, of which {writing:?} write: {standing:?}");
    let is_spread = standing.old > 0 && standing.new > 0 && standing.unfinished > 0;
    assert!(is_spread || count < 100, "{standing:?}");
}

#[test]
fn a_run_killed_at_any_moment_leaves_one_whole_set() {
    killed_at_moments(9);
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

/// Does something to every `step`th call of each kind in turn: runs strace with what is injected into
/// the call.
fn injected(what: &str, step: usize, mut run: impl FnMut(&Rivals, usize, &str, &Path)) {
    let Some(strace) = reader("strace") else { return };
    let rivals = Rivals::new();
    for call in CALLS {
        let count = calls(&rivals, &strace, call);
        assert!(count > 0, "{call}");
        for at in (1..=count).step_by(step) {
            let which = 1 - rivals.standing("before");
            run(&rivals, which, &format!("inject={call}:{what}:when={at}"), &strace);
        }
    }
}

/// Kills runs on entering calls, which are not done then.
fn killed_before_calls(step: usize) {
    let mut standing = Standing::default();
    injected("signal=KILL", step, |rivals, which, inject, strace| {
        let before = [strace.to_str().unwrap(), "-f", "-o", "/dev/null", "-e", inject];
        assert!(!rivals.command(which, &before).status().unwrap().success(), "{inject}");
        standing.add(rivals, which, inject);
    });
    eprintln!("killed before calls: {standing:?}");
}

/// Kills runs while they are held up behind calls, which are done then.
fn killed_after_calls(step: usize) {
    let mut standing = Standing::default();
    let mut count = 0;
    injected("delay_exit=60000000", step, |rivals, which, inject, strace| {
        count += 1;
        let log = rivals.projects[which].path().join(format!("held-{count}"));
        let before = [strace.to_str().unwrap(), "-f", "-o", log.to_str().unwrap(), "-e", inject];
        let mut child = rivals.command(which, &before).spawn().unwrap();
        // Each line begins with the number of the process; the last one is of the call.
        let held = loop {
            let text = fs::read_to_string(&log).unwrap_or_default();
            if let Some(line) = text.lines().find(|line| line.contains("(DELAYED)")) {
                break line.split_whitespace().next().unwrap().to_owned();
            }
            assert!(child.try_wait().unwrap().is_none(), "{inject}: {text}");
            sleep(Duration::from_millis(2));
        };
        assert!(Command::new("kill").args(["-KILL", &held]).status().unwrap().success());
        child.kill().unwrap();
        child.wait().unwrap();
        standing.add(rivals, which, inject);
    });
    eprintln!("killed after calls: {standing:?}");
}

#[test]
fn a_run_killed_before_or_after_some_calls_leaves_one_whole_set() {
    killed_before_calls(9);
    killed_after_calls(7);
}

#[test]
#[ignore = "every call of a run"]
fn a_run_killed_before_every_call_leaves_one_whole_set() {
    killed_before_calls(1);
}

#[test]
#[ignore = "every call of a run"]
fn a_run_killed_after_every_call_leaves_one_whole_set() {
    killed_after_calls(1);
}

/// What fails is told, and is no half-written set.
fn failing_disk(error: &str, step: usize) {
    let mut standing = Standing::default();
    injected(&format!("error={error}"), step, |rivals, which, inject, strace| {
        let before = [strace.to_str().unwrap(), "-f", "-o", "/dev/null", "-e", inject];
        let succeeded = rivals.command(which, &before).status().unwrap().success();
        let is_new = standing.add(rivals, which, inject);
        // What fails once the files stand in their places is finished by the next run.
        assert!(succeeded || !is_new || inject.contains("write"), "{inject}");
    });
    eprintln!("{error}: {standing:?}");
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

/// Many runs at once into one folder, and somebody who verifies it meanwhile.
fn crowded(writers: usize, rounds: usize) {
    let rivals = Rivals::new();
    assert!(rivals.command(0, &["/usr/bin/env"]).status().unwrap().success());
    for _ in 0..rounds {
        let mut children: Vec<_> = (0..writers)
            .map(|writer| {
                let mut command = rivals.command(writer % 2, &["/usr/bin/env"]);
                command.stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        let mut verifier = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        verifier.args(["verify", "收"]).current_dir(rivals.shared.path());
        children.push(verifier.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
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
fn eight_writers_of_one_folder_through_sixty_rounds_leave_one_set_each() {
    crowded(8, 60);
}

/// The names that files were given are on the disk before the journal goes, and so is that it went.
#[test]
fn the_folder_is_synced_after_the_renames_and_after_the_journal_is_gone() {
    let Some(strace) = reader("strace") else { return };
    let rivals = Rivals::new();
    let log = rivals.projects[0].path().join("calls");
    let filter = "trace=rename,renameat,renameat2,unlink,unlinkat,fsync";
    let words = [strace.to_str().unwrap(), "-f", "-y", "-e", filter, "-o", log.to_str().unwrap()];
    assert!(rivals.command(0, &words).status().unwrap().success());
    let log = fs::read_to_string(log).unwrap();
    let calls: Vec<&str> = log.lines().collect();
    let is_place = |line: &&str| line.contains("rename") && line.contains(".nianbao-part-");
    let last_rename = calls.iter().rposition(is_place).unwrap();
    let is_end = |line: &&str| line.contains("unlink") && line.contains(".nianbao-journal\"");
    let journal_gone = calls.iter().rposition(is_end).unwrap();
    // The folder 收, as strace writes it; a file in it would have its name behind that.
    let is_folder = |line: &&str| line.contains("fsync(") && line.contains("\\346\\224\\266>)");
    assert!(last_rename < journal_gone, "{log}");
    assert!(calls[last_rename..journal_gone].iter().any(&is_folder), "{log}");
    assert!(calls[journal_gone..].iter().any(is_folder), "{log}");
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
