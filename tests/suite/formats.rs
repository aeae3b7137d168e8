//! What the program says and writes for other programs.

use std::fs::File;
use std::time::{Duration, UNIX_EPOCH};

use nianbao::status::Stage;
use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::support::{self, Project, root};

/// The 示例区, with a total that is one too many.
fn faulty() -> Project {
    let project = Project::base();
    project.edit("data/2024/区司法局.yaml", "执法案件总数: 30", "执法案件总数: 31");
    project
}

fn manual() -> String {
    std::fs::read_to_string(root().join("docs/机器格式.md")).unwrap()
}

#[test]
fn findings_as_json_lines() {
    let run = faulty().run(&["check", "2024", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let findings: Vec<Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let sum = findings.iter().find(|finding| finding["code"] == "E0501").unwrap();
    assert_eq!(sum["severity"], "error");
    assert_eq!(sum["labels"][0]["path"], "data/2024/区司法局.yaml");
    assert_eq!(sum["labels"][0]["line"], 4);
    assert!(manual().contains(&run.stdout), "the manual's example");
    assert_eq!(Project::base().run(&["check", "2024", "--format", "json"]).stdout, "");
}

#[test]
fn findings_as_annotations() {
    let run = faulty().run(&["check", "2024", "--format", "github"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("::error file=data/2024/区司法局.yaml,line=4,"));
    assert!(manual().contains(&run.stdout), "the manual's example");
}

#[test]
fn findings_as_sarif() {
    let run = faulty().run(&["check", "2024", "--format", "sarif"]);
    assert_eq!(run.code, 1);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "E0501");
    let again = faulty().run(&["check", "2024", "--format", "sarif"]);
    assert_eq!(run.stdout, again.stdout);
}

#[test]
fn progress_as_json() {
    let project = faulty();
    // 2025-01-20 16:05 in Beijing.
    let changed = UNIX_EPOCH + Duration::from_secs(1_737_360_300);
    for name in ["report.yaml", "区司法局.yaml", "区信访局.yaml"] {
        let file = project.path().join("data/2024").join(name);
        File::options().write(true).open(file).unwrap().set_modified(changed).unwrap();
    }
    let run = project.run(&["status", "2024", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(manual().contains(&run.stdout), "the manual's example\n{}", run.stdout);
    // Every field of it is explained, and every stage that there is.
    let status: Value = serde_json::from_str(&run.stdout).unwrap();
    let row = status["rows"][0].as_object().unwrap();
    for field in ["year", "rows", "total"].into_iter().chain(row.keys().map(String::as_str)) {
        assert!(manual().contains(&format!("`{field}`")), "{field}");
    }
    for stage in Stage::ALL {
        assert!(manual().contains(&format!("`{}`", stage.word())), "{}", stage.word());
    }
}

#[test]
fn schemas_are_written_into_the_project() {
    let project = Project::shipped();
    project.run(&["schema"]).succeeds();
    for kind in ["department", "report", "profile", "catalogue", "kind"] {
        let name = format!("schemas/{kind}.schema.json");
        let shipped = std::fs::read_to_string(root().join(&name)).unwrap();
        assert_eq!(project.read(&name), shipped, "{name}");
    }
    project.run(&["schema", "--out", "elsewhere"]).succeeds();
    assert!(project.path().join("elsewhere/report.schema.json").exists());
}

#[test]
fn a_faulty_catalogue_makes_no_schemas() {
    let project = Project::base();
    project.edit(
        "data/catalogue.yaml",
        "责任部门: 区信访局, 必填: 选填",
        "责任部门: 区信访, 必填: 选填",
    );
    let run = project.run(&["schema"]);
    assert_data_eq!(
        run.transcript(),
        str![[r#"
错误[E0206]: 单位档案里没有部门“区信访”
  --> data/catalogue.yaml:13:50
   |
13 |   - {名称: 纠纷化解率, 主题: 社会治理, 类型: 百分比, 小数位: 2, 责任部门: 区信访, 必填: 选填, 口径: 已化解除以受理}
   |                                                                           ^^^^^^ 是否指“区信访局”
   |
   = 建议: 改为“区信访局”；确是另一个部门的，先加到单位档案的“部门”里

共 1 处错误
错误：没有生成任何文件
退出码 1

"#]]
    );
    assert!(!project.path().join("schemas").exists());
}

#[test]
fn a_year_that_no_report_has_is_told_the_years() {
    for year in ["24", "二〇二四"] {
        let run = Project::base().run(&["check", year]);
        assert_eq!(run.code, 2);
        let expected = format!(
            "错误：参数 <年度|文件> 的值“{year}”不对\n建议：可以写：1949 到 9999 的整数，或者一个 .yaml、.xlsx 文件\n"
        );
        assert_eq!(run.stderr, expected);
    }
}

#[test]
fn an_unknown_format_is_told() {
    let run = Project::base().run(&["check", "2024", "--format", "xml"]);
    assert_data_eq!(
        run.transcript(),
        str![[r#"
错误：参数 --format <格式> 的值“xml”不对
建议：可以写：text、json、github、sarif
退出码 2

"#]]
    );
    // All of them, though one of them looks like what was typed.
    let run = Project::base().run(&["generate", "2024", "--format", "xml"]);
    assert!(run.stderr.contains("建议：可以写：pdf、html、md、docx\n"), "{}", run.stderr);
    let run = Project::base().run(&["statsu", "2024"]);
    assert!(run.stderr.contains("建议：是否想写 status？\n"), "{}", run.stderr);
}

/// The exit code of a run whose output goes to `stdout`, and what it complains of.
#[cfg(target_os = "linux")]
fn printed_to(project: &Project, arguments: &[&str], stdout: std::process::Stdio) -> (i32, String) {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_nianbao"));
    program.args(arguments).current_dir(project.path()).stdout(stdout);
    let run = support::Run::from(program.output().unwrap());
    (run.code, run.stderr)
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_is_lost_is_a_fault() {
    let project = Project::base();
    for arguments in [
        &["check", "2024"][..],
        &["check", "2024", "--format", "json"],
        &["status", "2024", "--format", "csv"],
        &["explain"],
        &["watch", "2024", "--format", "md"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = "错误：结果没有写出来：磁盘满了\n建议：删去不用的文件，腾出地方再试\n";
        // Findings that are none are no output, and so cannot be lost.
        let expected = match arguments.last() {
            Some(&"json") => (0, String::new()),
            _ => (2, output.to_owned()),
        };
        assert_eq!(printed_to(&project, arguments, full.into()), expected, "{arguments:?}");
        // A reader that has read enough is none: `| head`.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = printed_to(&project, arguments, writer.into());
        assert_eq!(output, (0, String::new()), "{arguments:?}");
    }
}

#[test]
fn fonts_tells_roles_files_and_coverage() {
    let project = Project::shipped();
    let output = project.run(&["fonts"]).succeeds().stdout.clone();
    for line in [
        "《通用规范汉字表》共 8105 字",
        "仿宋（写得出 8105 字）",
        "  FandolFang  FandolFang-Regular.otf  能写 ",
        "  中易仿宋  没有放入",
        "楷体（写得出 8105 字）",
        "小标宋（写得出 8105 字）",
        "黑体（写得出 8105 字）",
    ] {
        assert!(output.contains(line), "{line}\n{output}");
    }
}

#[test]
fn a_format_that_is_asked_for_twice_is_made_once() {
    let project = Project::base();
    let run = project.run(&["generate", "2024", "--format", "docx,docx"]);
    run.succeeds();
    assert_eq!(run.stdout.matches("年报.docx").count(), 1, "{}", run.stdout);
}

#[test]
fn what_keeps_two_formats_from_their_pages_is_told_once() {
    let project = Project::base();
    let bodies: Vec<String> =
        (0..200).map(|number| format!("示例区某某工作领导小组办公室第{number}组")).collect();
    let profile = project.read("data/profile.yaml");
    let rest: Vec<&str> = profile.lines().filter(|line| !line.starts_with("抄送机关")).collect();
    let profile = format!("{}\n抄送机关: [{}]\n", rest.join("\n"), bodies.join(","));
    project.write("data/profile.yaml", &profile);
    let run = project.run(&["generate", "2024", "--format", "pdf,docx"]);
    let told = run.stderr.matches("[E1114]").count() + run.stdout.matches("[E1114]").count();
    assert_eq!(told, 1, "{}", run.transcript());
}
