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

/// A clerk has one form, and sees what is wrong with it wherever it lies.
#[test]
fn one_form_is_checked_from_any_folder() {
    let project = Project::base();
    let form = "data/2024/区信访局.yaml";
    project.edit(form, "纠纷受理数: 48", "纠纷受理数: ４８");
    project.edit("data/2024/区司法局.yaml", "行政检查数: 24", "行政检查数: 24件");
    for (folder, file) in
        [(".", form), ("data/2024", "区信访局.yaml"), ("templates", "../data/2024/区信访局.yaml")]
    {
        let run = project.run_in(folder, &["check", file]);
        assert_eq!(run.code, 1, "{}", run.transcript());
        let told = ("错误[E0402]", "data/2024/区信访局.yaml:", "共 1 处错误\n");
        for part in [told.0, told.1, told.2] {
            assert!(run.stdout.contains(part), "{}", run.transcript());
        }
    }
    let run = project.run(&["check", "data/2024/没有.yaml"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    assert!(run.stderr.contains("没有 data/2024/没有.yaml 这个文件"), "{}", run.stderr);
    // The folder was left out.
    let run = project.run_in("", &["check", "区信访局.yaml"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    let advice = "建议：写明年度的文件夹：nianbao check ./data/2024/区信访局.yaml\n";
    assert!(run.stderr.ends_with(advice), "{}", run.stderr);
}

/// A form that came by mail is checked against the project as if it lay in its place.
#[test]
fn a_form_outside_its_folder_is_checked_as_if_it_stood_there() {
    let project = Project::base();
    let text = project.read("data/2024/区信访局.yaml");
    project.write("来件/信访局报.yaml", &text.replace("纠纷受理数: 48", "纠纷受理数: ４８"));
    let run = project.run(&["check", "来件/信访局报.yaml"]);
    assert_eq!(run.stderr, "作为 data/2024/区信访局.yaml 核对\n");
    assert_eq!(run.code, 1, "{}", run.transcript());
    assert!(run.stdout.contains("来件/信访局报.yaml:"), "{}", run.stdout);
    assert!(run.stdout.contains("错误[E0402]"), "{}", run.stdout);
    assert!(run.stdout.contains("共 1 处错误\n"), "{}", run.stdout);
    assert_eq!(project.read("data/2024/区信访局.yaml"), text);
    let outside = Project::empty();
    outside.write("信访局报.yaml", &text);
    let root = project.path().to_str().unwrap();
    let run = outside.run(&["check", "信访局报.yaml", "--project", root]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "没有发现问题\n"), "{}", run.stderr);
}

/// Without its project a form says its year and its department itself.
#[test]
fn a_form_without_its_project_is_checked_for_how_it_is_written() {
    let outside = Project::empty();
    outside.write("区信访局.yaml", "部门：区信访局\n年度: 2024\n指标:\n  纠纷受理数: ４８\n");
    let run = outside.run(&["check", "区信访局.yaml"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    for part in ["错误[E0106]", "警告[E0150]", "没有核对", "区信访局.yaml:1:1"] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
    assert!(run.stdout.ends_with("共 1 处错误、1 处警告\n"), "{}", run.stdout);
    outside.write("区信访局.yaml", "部门: 区信访局\n");
    let run = outside.run(&["check", "区信访局.yaml"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    assert!(run.stderr.contains("看不出"), "{}", run.stderr);
}
