//! Where a project's bytes come from, seen from outside: the unsaved texts of an editor.

use nianbao::files::Files;
use nianbao::render::markdown;
use nianbao::{Options, examine, make};

use crate::support::Project;

/// What an editor has not saved yet is checked and printed as if it were.
#[test]
fn unsaved_texts_are_checked_and_printed() {
    let project = Project::base();
    let (form, layout) = ("data/2024/区信访局.yaml", "templates/luojiang.md.tera");
    let codes = |files: Files| -> Vec<&str> {
        let examined = examine(files, 2024, &Options::default());
        examined.findings.iter().map(|found| found.code.name()).collect()
    };
    let saved = Files::from(project.path());
    assert_eq!(codes(saved.clone()), [""; 0]);
    let typed = project.read(form).replace("纠纷受理数: 48", "纠纷受理数: 4８");
    assert!(codes(saved.clone().with_unsaved(form, typed)).contains(&"E0402"));

    let typed = project.read(layout).replace("主要举措和成效", "主要工作");
    let files = saved.with_unsaved(layout, typed);
    let mut examined = examine(files, 2024, &Options::default());
    let made = make(&examined.year.unwrap(), &[markdown::FORMAT], &mut examined.sources).value;
    let text = std::str::from_utf8(&made[0].bytes).unwrap();
    assert!(text.contains("一、主要工作"), "{text}");
    assert!(project.read(layout).contains("主要举措和成效"));
}

/// Clerks work in the folder of their year.
#[test]
fn a_project_is_found_from_inside_its_folders() {
    let project = Project::base();
    for folder in ["data/2024", "data", "templates"] {
        let run = project.run_in(folder, &["check", "2024"]);
        assert_eq!(run.transcript(), "没有发现问题\n退出码 0\n", "{folder}");
        project.run_in(folder, &["status", "2024"]).succeeds();
    }
    project.run_in("data/2024", &["generate", "2024", "--format", "md"]).succeeds();
    assert!(project.path().join("output/2024/年报.md").is_file());
    // Any other folder with data in it is no project.
    let outside = Project::empty();
    std::fs::create_dir_all(outside.path().join("data/a/b")).unwrap();
    let run = outside.run_in("data/a/b", &["check", "2024"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    assert!(run.stderr.contains("不是一个年报项目"), "{}", run.stderr);
}
