//! The projects of a folder, made one after another: `batch`.

use std::fs;
use std::path::Path;

use crate::support::{Project, copy, root};

/// A folder of small projects with these names, which have nothing of their own but their data.
fn districts(names: &[&str]) -> Project {
    let all = Project::empty();
    for name in names {
        copy(&root().join("tests/base"), &all.path().join(name));
    }
    all
}

/// Files of the folder and of those in it, but those of data.
fn outputs(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if !entry.file_type().unwrap().is_dir() {
            found.push(name);
        } else if name != "data" {
            found.extend(outputs(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}")));
        }
    }
    found.sort();
    found
}

/// What a district's folder leads to is another's.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_out_of_a_projects_output_folder() {
    let all = districts(&["示例甲县", "示例乙县"]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("年报.md"), "别处的").unwrap();
    let output = all.path().join("示例甲县/output");
    fs::create_dir(&output).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), output.join("2024")).unwrap();
    let run = all.run(&["batch", ".", "--format", "md"]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("指到了"), "{}", run.stdout);
    assert!(run.stdout.contains("没有通过的：示例甲县\n"), "{}", run.stdout);
    assert_eq!(outputs(elsewhere.path()), ["年报.md"]);
    assert_eq!(fs::read_to_string(elsewhere.path().join("年报.md")).unwrap(), "别处的");
    assert!(all.path().join("示例乙县/output/2024/年报.md").is_file());
}

#[test]
fn faulty_projects_hold_up_no_other_and_each_says_its_first_error() {
    let all = districts(&["示例甲县", "示例乙县", "市直/示例丙区", "示例丁县"]);
    // A sum that is wrong, no profile, and a file in the place of the folder for the output.
    all.edit("示例甲县/data/2024/report.yaml", "年度: 2024", "年度: 2042");
    fs::remove_file(all.path().join("示例乙县/data/profile.yaml")).unwrap();
    all.write("示例丁县/output", "");
    let run = all.run(&["batch", ".", "--format", "md", "--jobs", "3"]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    let lines: Vec<&str> = run.stdout.lines().filter(|line| line.contains('：')).collect();
    let titles =
        ["市直/示例丙区：已生成", "示例丁县：没有通过", "示例乙县：没有通过", "示例甲县：没有通过"];
    let told: Vec<&str> = titles
        .into_iter()
        .filter(|title| lines.iter().any(|line| line.starts_with(title)))
        .collect();
    assert_eq!(told, titles, "{}", run.stdout);
    for expected in [
        "错误[E0201]: 没有单位档案",
        "写不了 ./示例丁县/output/2024",
        "全部问题：nianbao check 2024 --project ./示例甲县",
        "已生成    1\n没有通过  3\n共        4\n没有通过的：示例丁县、示例乙县、示例甲县\n",
    ] {
        assert!(run.stdout.contains(expected), "{expected}\n{}", run.stdout);
    }
    let table = all.read("batch.csv");
    let rows: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.len(), 5);
    assert!(rows[0].starts_with("项目,年度,"));
    assert!(rows[1].starts_with("市直/示例丙区,2024,,已生成,0,"), "{}", rows[1]);
    assert!(rows[3].starts_with("示例乙县,2024,,没有通过,1,0,E0201 没有单位档案"), "{}", rows[3]);
    let expected = [
        "batch.csv",
        "市直/示例丙区/output/2024/年报.md",
        "市直/示例丙区/output/2024/数据来源.csv",
    ];
    let mut made = outputs(all.path());
    made.retain(|name| !name.ends_with("校验.json") && name != "示例丁县/output");
    assert_eq!(made, expected);
}

#[test]
fn what_a_batch_makes_is_what_generate_makes() {
    let all = districts(&["示例甲县", "示例乙县", "示例丙县"]);
    let profile = "示例乙县/data/profile.yaml";
    all.write(profile, &all.read(profile).replace("示例区", "示例县"));
    // One has a template of its own, the others what is built in.
    let own = fs::read_to_string(root().join("templates/luojiang.md.tera")).unwrap();
    all.write(
        "示例丙县/templates/luojiang.md.tera",
        &own.replace("年法治政府建设情况的报告", "年法治政府建设情况的报告（试）"),
    );
    all.run(&["batch", ".", "--jobs", "1"]).succeeds();
    for name in ["示例甲县", "示例乙县", "示例丙县"] {
        let made = all.path().join(name).join("output/2024");
        all.run(&["generate", "2024", "--project", name, "--out", "apart"]).succeeds();
        for file in ["年报.pdf", "年报.html", "年报.md"] {
            let alone = fs::read(all.path().join("apart").join(file)).unwrap();
            assert!(fs::read(made.join(file)).unwrap() == alone, "{name} {file}");
        }
    }
}

#[test]
fn projects_with_files_of_their_own_do_not_mix_in_a_batch() {
    let names =
        ["示例甲县", "示例乙县", "示例丙县", "示例丁县", "示例戊县", "示例己县", "示例庚县"];
    let all = districts(&names);
    let shipped = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let own = |name: &str, path: &str, old: &str, new: &str| {
        let text = shipped(path);
        assert!(text.contains(old), "{path}");
        all.write(&format!("{name}/{path}"), &text.replacen(old, new, 1));
    };
    let layout = "templates/luojiang.md.tera";
    let title = "年法治政府建设情况的报告";
    own("示例乙县", layout, title, "年法治政府建设情况的报告（试）");
    own("示例丁县", "templates/report.css", ":root", ":root, .own");
    own("示例丁县", "templates/法治政府建设/kind.yaml", "文件名: 年报", "文件名: 年度报告");
    let catalogue = "示例丁县/data/catalogue.yaml";
    all.write(catalogue, &all.read(catalogue).replacen("口径: ", "口径: 本区", 1));
    // The same layout as another's, in a project of more files.
    own("示例戊县", layout, title, "年法治政府建设情况的报告（试）");
    all.write("示例戊县/templates/extra.md.tera", "未用");
    for name in ["示例己县", "示例庚县"] {
        let text = shipped(layout) + "\n{{ \"纠纷受理数\" | figur }}\n";
        all.write(&format!("{name}/{layout}"), &text);
    }
    let run = all.run(&["batch", ".", "--jobs", "1", "--format", "html,md"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    for name in names {
        let run = all.run(&[
            "generate",
            "2024",
            "--project",
            name,
            "--out",
            "apart",
            "--format",
            "html,md",
        ]);
        let made = all.path().join(name).join("output/2024");
        assert_eq!(run.code == 0, made.exists(), "{name} {}", run.stderr);
        let files = if run.code == 0 { outputs(&all.path().join("apart")) } else { Vec::new() };
        for file in files {
            let [alone, made] = [all.path().join("apart"), made.clone()]
                .map(|folder| fs::read(folder.join(&file)).unwrap());
            assert!(file.ends_with("校验.json") || made == alone, "{name} {file}");
        }
        let _ = fs::remove_dir_all(all.path().join("apart"));
    }
    let table = all.read("batch.csv");
    for name in ["示例己县", "示例庚县"] {
        let row = table.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(row.contains("E1002") && row.contains("templates/luojiang.md.tera:"), "{row}");
    }
}

#[test]
fn a_check_of_all_writes_no_report() {
    let all = districts(&["示例甲县", "示例乙县"]);
    let run = all.run(&["batch", ".", "--check"]);
    run.succeeds();
    assert!(run.stdout.contains("核对通过  2\n共        2\n"), "{}", run.stdout);
    assert_eq!(outputs(all.path()), ["batch.csv"]);
}

#[test]
fn projects_are_found_in_folders_of_folders_and_in_projects_but_not_in_what_these_hold() {
    let all = districts(&[
        ".",
        "各县/甲",
        "各县/甲/乡镇/乙",
        "output/丙",
        "data/丁",
        ".旧/戊",
        "各县/~庚",
    ]);
    crate::support::link(&all.path().join("各县/甲"), &all.path().join("各县/己"));
    let run = all.run(&["batch", ".", "--check"]);
    run.succeeds();
    let told: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once("：核对通过"))
        .map(|told| told.0)
        .collect();
    assert_eq!(told, [".", "各县/甲", "各县/甲/乡镇/乙"]);
    assert!(run.stderr.contains("链接不跟进去，没有做：各县/己"), "{}", run.stderr);
    let hidden = "隐藏的和临时的文件夹（名称以 . ~ $ 开头）不找，没有做：各县/~庚";
    assert!(run.stderr.contains(hidden), "{}", run.stderr);
    let owned = "data、templates、fonts、output、schemas 里面不找，没有做：data/丁、output/丙";
    assert!(run.stderr.contains(owned), "{}", run.stderr);
}

#[test]
fn what_holds_no_project_beside_projects_is_named_with_why() {
    let all = districts(&["示例甲县", "示例丙县", "市直/示例戊区"]);
    fs::rename(all.path().join("示例丙县/data"), all.path().join("示例丙县/数据")).unwrap();
    for empty in ["示例丁县/data", "示例己县", "市直/示例庚区"] {
        fs::create_dir_all(all.path().join(empty)).unwrap();
    }
    all.write("示例辛县/data/profile.yaml.txt", "");
    for packed in ["示例壬县.zip", "示例甲县.zip", "示例癸县.RAR"] {
        all.write(packed, "");
    }
    all.write("说明.txt", "");
    let run = all.run(&["batch", ".", "--check"]);
    run.succeeds();
    let told = "注意：里面没有找到项目，没有做：市直/示例庚区（是空文件夹）、示例丁县（data 里没有 profile.yaml）、\
                示例丙县（有 数据 文件夹，要改名为 data）、示例壬县.zip（是压缩包，先解压）、\
                示例己县（是空文件夹）、示例癸县.RAR（是压缩包，先解压）、\
                示例辛县（data 里没有 profile.yaml，有 profile.yaml.txt：改名为 profile.yaml）\n";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    let counted = "核对通过      2\n没有找到项目  7\n共            9\n";
    assert!(run.stdout.contains(counted), "{}", run.stdout);
    let table = all.read("batch.csv");
    assert!(table.contains("示例己县,,,没有找到项目,0,0,是空文件夹,,"), "{table}");
    let run = all.run(&["batch", ".", "--check", "--deny-warnings"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    // A project alone may have folders of its own.
    let one = districts(&["."]);
    fs::create_dir(one.path().join("材料")).unwrap();
    let run = one.run(&["batch", ".", "--check"]);
    run.succeeds();
    assert!(!run.stderr.contains("没有找到项目"), "{}", run.stderr);
}

#[test]
fn a_profile_of_almost_its_name_is_named() {
    let all = districts(&["示例甲县"]);
    let data = all.path().join("示例甲县/data");
    fs::rename(data.join("profile.yaml"), data.join("profile.yml")).unwrap();
    let run = all.run(&["batch", ".", "--check", "--year", "2024"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    let told = "把 data/profile.yml 改名为 profile.yaml";
    assert!(run.stdout.contains(told), "{}", run.transcript());
}

#[test]
fn a_folder_without_projects_or_years_is_told() {
    let all = Project::empty();
    all.write("甲/说明.txt", "");
    let run = all.run(&["batch", "."]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("没有找到年报项目"), "{}", run.stderr);
    let run = all.run(&["batch", "不在"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("没有这个文件"), "{}", run.stderr);
    all.write("甲/data/profile.yaml", "");
    let run = all.run(&["batch", "."]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("写 --year"), "{}", run.stderr);
    let run = all.run(&["batch", ".", "--jobs", "0"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("1 到 256 的整数"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn projects_that_write_into_one_folder_are_refused() {
    let all = districts(&["示例甲县", "示例乙县", "示例丙县"]);
    fs::create_dir(all.path().join("成果")).unwrap();
    for name in ["示例甲县", "示例乙县"] {
        std::os::unix::fs::symlink("../成果", all.path().join(name).join("output")).unwrap();
    }
    let run = all.run(&["batch", ".", "--format", "md"]);
    assert_eq!(run.code, 2);
    for name in ["示例甲县", "示例乙县"] {
        let fault = format!("{name}：没有通过\n  ./{name}/output 是一个链接，指到了项目文件夹之外");
        assert!(run.stdout.contains(&fault), "{}", run.stdout);
    }
    assert!(run.stdout.contains("示例丙县：已生成"), "{}", run.stdout);
    assert_eq!(fs::read_dir(all.path().join("成果")).unwrap().count(), 0);
}

/// A link may lead nowhere when the batch begins, and to what another project made when its own turn
/// comes; a project that stands in another is within it.
#[cfg(unix)]
#[test]
fn no_report_takes_the_place_of_one_of_another_project_by_a_link() {
    use std::os::unix::fs::symlink;
    for jobs in ["1", "3"] {
        let all = districts(&["示例甲县", "示例乙县", "示例丙县", "示例丙县/示例丁镇"]);
        symlink("../示例甲县/output", all.path().join("示例乙县/output")).unwrap();
        symlink("示例丁镇/output", all.path().join("示例丙县/output")).unwrap();
        for (name, word) in [("示例甲县", "甲县的话"), ("示例乙县", "乙县的话")] {
            let text = fs::read_to_string(all.path().join(name).join("data/profile.yaml")).unwrap();
            all.write(&format!("{name}/data/profile.yaml"), &text.replace("示例区", word));
        }
        let run = all.run(&["batch", ".", "--format", "md", "--jobs", jobs]);
        assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
        for name in ["示例乙县", "示例丙县"] {
            let fault = format!("  ./{name}/output 是一个链接，它所指的文件夹不在，没有写");
            assert!(run.stdout.contains(&fault), "{}", run.stdout);
        }
        assert!(run.stdout.contains("示例甲县：已生成"), "{}", run.stdout);
        assert!(run.stdout.contains("示例丙县/示例丁镇：已生成"), "{}", run.stdout);
        let text = fs::read_to_string(all.path().join("示例甲县/output/2024/年报.md")).unwrap();
        assert!(!text.contains("乙县的话"));
        // Now the folders are there.
        let run = all.run(&["batch", ".", "--format", "md", "--resume", "--jobs", jobs]);
        assert!(run.stdout.contains("./示例乙县/output 是一个链接，指到了项目文件夹之外"));
        for (one, other) in [("示例丙县", "示例丙县/示例丁镇"), ("示例丙县/示例丁镇", "示例丙县")]
        {
            let fault = format!("{one}：没有通过\n  生成的文件和 {other} 的在同一个文件夹");
            assert!(run.stdout.contains(&fault), "{}", run.stdout);
        }
    }
}

/// The projects of others are read by who has more rights than they.
#[cfg(unix)]
#[test]
fn a_batch_reads_no_project_of_which_the_data_or_templates_lie_elsewhere() {
    use std::os::unix::fs::symlink;
    for folder in ["data", "templates"] {
        let all = districts(&["县/示例甲县", "县/示例乙县"]);
        // Faces are no texts: projects may share them.
        fs::create_dir(all.path().join("字体")).unwrap();
        symlink("../../字体", all.path().join("县/示例甲县/fonts")).unwrap();
        let own = all.path().join("县/示例乙县").join(folder);
        let elsewhere = all.path().join("别处");
        match own.is_dir() {
            true => fs::rename(&own, &elsewhere).unwrap(),
            false => fs::create_dir(&elsewhere).unwrap(),
        }
        symlink("../../别处", &own).unwrap();
        let run = all.run(&["batch", "县", "--format", "md"]);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        let fault = format!("错误[E0124]: {folder} 是一个链接，指到了项目文件夹之外，没有读");
        assert!(run.stdout.contains(&fault), "{}", run.stdout);
        assert!(all.path().join("县/示例甲县/output/2024/年报.md").is_file());
        assert!(!all.path().join("县/示例乙县/output").exists());
        fs::remove_dir_all(all.path().join("县/示例甲县")).unwrap();
        if folder == "data" {
            let run = all.run(&["batch", "县"]);
            assert_eq!(run.code, 2, "{}", run.stdout);
            assert!(run.stderr.contains("示例乙县 的 data 是一个链接"), "{}", run.stderr);
        }
    }
}

#[cfg(unix)]
#[test]
fn names_of_folders_command_no_terminal_and_no_spreadsheet() {
    let all = districts(&["\u{1b}[31m甲", "=1+1", "乙\\丙"]);
    let run = all.run(&["batch", ".", "--check"]);
    run.succeeds();
    assert!(run.stdout.contains("\n乙\\丙：核对通过"), "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}') && run.stdout.contains("\u{FFFD}[31m甲：核对通过"));
    let table = all.read("batch.csv");
    assert!(!table.contains('\u{1b}') && table.contains("\r\n'=1+1,2024,"), "{table}");
}

#[test]
fn each_project_is_made_of_its_own_newest_year_that_has_data() {
    let all = districts(&["示例甲县", "示例乙县", "示例丙县", "示例丁县"]);
    // One has begun the next year, one made a folder for it, one has none but the year before.
    all.write("示例甲县/data/2025/report.yaml", "年度: 2025\n");
    fs::create_dir(all.path().join("示例乙县/data/2025")).unwrap();
    fs::rename(all.path().join("示例丁县/data/2024"), all.path().join("示例丁县/data/2023"))
        .unwrap();
    let run = all.run(&["batch", ".", "--format", "md"]);
    assert_eq!(run.code, 1);
    let expected = [
        "示例丁县 2023 年：没有通过",
        "示例丙县 2024 年：已生成",
        "示例乙县 2024 年：已生成",
        "示例甲县 2025 年：没有通过",
    ];
    let lines: Vec<&str> =
        told(&run.stdout).iter().map(|line| line.split('，').next().unwrap()).collect();
    assert_eq!(lines, expected, "{}", run.stdout);
    assert!(run.stdout.contains("nianbao check 2025 --project ./示例甲县\n"), "{}", run.stdout);
    let table = all.read("batch.csv");
    assert!(table.contains("\n示例甲县,2025,") && table.contains("\n示例乙县,2024,"), "{table}");
    // One year for all is said in no line.
    let run = all.run(&["batch", ".", "--format", "md", "--year", "2024"]);
    assert!(run.stdout.contains("\n示例甲县：已生成"), "{}", run.stdout);
    assert!(told(&run.stdout).contains(&"示例丁县：没有通过"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn a_command_to_be_pasted_runs_nothing_that_a_name_says() {
    use std::process::Command;

    let names = ["甲$(touch 坏)", "=乙|calc", "*", ">丙", "丁\"戊", "己'庚", "辛 壬", "癸\n子"];
    let all = Project::empty();
    for name in names {
        all.write(&format!("{name}/data/profile.yaml"), "\n");
    }
    let run = all.run(&["batch", ".", "--year", "2024"]);
    let commands: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once("全部问题：nianbao check 2024 --project "))
        .map(|(_, word)| word)
        .collect();
    assert_eq!(commands.len(), names.len() - 1, "{}", run.stdout);
    assert!(run.stdout.contains("全部问题：在这个项目的文件夹里运行 nianbao check 2024\n"));
    for word in commands {
        let shell = Command::new("sh")
            .current_dir(all.path())
            .args(["-c", &format!("printf %s {word}")])
            .output()
            .unwrap();
        let typed = String::from_utf8(shell.stdout).unwrap();
        assert!(names.iter().any(|name| typed == format!("./{name}")), "{word}: {typed}");
    }
}

#[test]
fn every_kind_of_each_project_is_made() {
    let all = districts(&["示例甲县"]);
    all.run(&["batch", ".", "--report", "全部", "--format", "md"]).succeeds();
    let table = all.read("batch.csv");
    assert!(table.contains("示例甲县,2024,法治政府建设年度报告,已生成"), "{table}");
}

/// The lines of a run that tell of projects.
fn told(stdout: &str) -> Vec<&str> {
    stdout.lines().filter(|line| line.starts_with("示例")).collect()
}

#[test]
fn what_is_up_to_date_is_not_made_again() {
    let all = districts(&["示例甲县", "示例乙县", "示例丙县", "示例丁县"]);
    all.run(&["batch", ".", "--format", "md"]).succeeds();
    let again = all.run(&["batch", ".", "--format", "md", "--resume"]);
    again.succeeds();
    assert!(again.stdout.contains("没有变化  4\n共        4\n"), "{}", again.stdout);
    // Data, a file of the output, a template of its own.
    all.edit("示例甲县/data/2024/区信访局.yaml", "纠纷受理数: 48", "纠纷受理数: 49");
    all.write("示例乙县/output/2024/年报.md", "改过");
    all.write("示例丙县/templates/甲.md.tera", "# 甲");
    let run = all.run(&["batch", ".", "--format", "md", "--resume"]);
    let expected =
        ["示例丁县：没有变化", "示例丙县：已生成", "示例乙县：已生成", "示例甲县：已生成"];
    let lines: Vec<&str> =
        told(&run.stdout).iter().map(|line| line.split('，').next().unwrap()).collect();
    assert_eq!(lines, expected, "{}", run.stdout);
    assert!(all.read("示例甲县/output/2024/年报.md").contains("49"));
    assert!(all.read("示例乙县/output/2024/年报.md").starts_with('#'));
    // Another format was not made before.
    let run = all.run(&["batch", ".", "--format", "html", "--resume"]);
    assert!(run.stdout.contains("已生成  4\n"), "{}", run.stdout);
}

#[test]
fn files_that_take_the_place_of_edited_ones_are_named() {
    let all = districts(&["示例甲县", "示例乙县"]);
    let first = all.run(&["batch", ".", "--format", "md"]);
    assert!(!(first.stdout + &all.read("batch.csv")).contains("替换"));
    let edited = "示例甲县/output/2024/年报.md";
    for arguments in
        [&["batch", ".", "--format", "md"][..], &["batch", ".", "--format", "md", "--resume"]]
    {
        all.write(edited, &(all.read(edited) + "领导改的话\n"));
        let run = all.run(arguments);
        run.succeeds();
        let line = |name: &str| run.stdout.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(line("示例甲县").ends_with("，替换了原来的 年报.md"), "{}", run.stdout);
        assert!(!line("示例乙县").contains("替换"), "{}", run.stdout);
        let table = all.read("batch.csv");
        assert!(table.contains("示例甲县,2024,,已生成（替换了原来的 年报.md）,0,"), "{table}");
        assert_eq!(table.matches("替换").count(), 1, "{table}");
    }
    // Changed data change all that is made from them.
    all.edit("示例甲县/data/2024/区信访局.yaml", "纠纷受理数: 48", "纠纷受理数: 49");
    let run = all.run(&["batch", ".", "--format", "md", "--format", "html"]);
    assert!(run.stdout.contains("，替换了原来的 年报.md、"), "{}", run.stdout);
}

/// The ends of the projects, in the order in which they are told.
fn ends(stdout: &str) -> Vec<(String, String)> {
    let line = |line: &&str| {
        let (name, end) = line.split_once('：')?;
        Some((name.to_owned(), end.split('，').next()?.to_owned()))
    };
    told(stdout).iter().filter_map(line).collect()
}

#[test]
fn each_change_of_what_one_report_is_made_from_makes_that_one_anew() {
    let names = ["示例丁县", "示例丙县", "示例乙县", "示例甲县"];
    let all = districts(&names);
    let run = || all.run(&["batch", ".", "--format", "md", "--resume"]);
    run().succeeds();
    let font = fs::read(root().join("fonts/NotoSerifSC-Regular.ttf")).unwrap();
    let changed = |name: &str| all.write(name, &(all.read(name) + "# 注\n"));
    let put = |name: &str, bytes: &[u8]| {
        fs::create_dir_all(all.path().join(name).parent().unwrap()).unwrap();
        fs::write(all.path().join(name), bytes).unwrap();
    };
    let remove = |name: &str| fs::remove_file(all.path().join(name)).unwrap();
    type Change<'a> = (&'a str, &'a dyn Fn(&str));
    let changes: [Change<'_>; 9] = [
        ("data/profile.yaml", &changed),
        ("data/catalogue.yaml", &changed),
        ("data/2024/report.yaml", &changed),
        ("data/2024/区信访局.yaml", &changed),
        ("data/2023/区信访局.yaml", &|name| {
            put(name, "部门: 区信访局\n年度: 2023\n".as_bytes())
        }),
        ("templates/report.css", &|name| put(name, b"body { margin: 0 }")),
        ("fonts/NotoSerifSC-Regular.ttf", &|name| put(name, &font)),
        ("fonts/NotoSerifSC-Regular.ttf", &remove),
        ("output/2024/数据来源.csv", &remove),
    ];
    for (at, (path, change)) in changes.into_iter().enumerate() {
        let name = names[at / 2 % names.len()];
        change(&format!("{name}/{path}"));
        let run = run();
        run.succeeds();
        let made: Vec<_> =
            ends(&run.stdout).into_iter().filter(|(_, end)| end == "已生成").collect();
        let expected = [(name.to_owned(), "已生成".to_owned())];
        assert_eq!(made, expected, "{path}: {}", run.stdout);
    }
    // The options count as well, and however many are made at once, the same is told.
    let again = |jobs: &str| {
        all.run(&["batch", ".", "--format", "md", "--seal", "--resume", "--jobs", jobs])
    };
    assert!(ends(&again("3").stdout).iter().all(|(_, end)| end == "已生成"));
    let told = ["1", "2", "256"].map(|jobs| (again(jobs).stdout, all.read("batch.csv")));
    assert!(told.iter().all(|one| *one == told[0] && one.0.contains("没有变化  4\n")));
}

#[test]
fn projects_with_any_kind_of_fault_hold_up_no_other() {
    type Fault<'a> = (&'a str, &'a dyn Fn(&Path));
    let faults: [Fault<'_>; 9] = [
        ("E0101", &|root| {
            fs::remove_file(root.join("data/2024/区司法局.yaml")).unwrap();
            fs::create_dir(root.join("data/2024/区司法局.yaml")).unwrap();
        }),
        ("E01", &|root| fs::write(root.join("data/2024/区司法局.yaml"), "指标: [1, {").unwrap()),
        ("E01", &|root| fs::write(root.join("data/profile.yaml"), [0xff, 0, 0x80]).unwrap()),
        ("E1102", &|root| {
            let list = fs::read_to_string(crate::support::root().join("fonts/fonts.yaml")).unwrap();
            let list = list.replace("NotoSerifSC-Regular.ttf", "没有.ttf");
            fs::create_dir(root.join("fonts")).unwrap();
            fs::write(root.join("fonts/fonts.yaml"), list).unwrap();
        }),
        ("E10", &|root| {
            let hostile = "{% for a in range(end=100000000) %}{% for b in range(end=100000000) %}\
                           甲{% endfor %}{% endfor %}";
            fs::create_dir(root.join("templates")).unwrap();
            fs::write(root.join("templates/luojiang.md.tera"), hostile).unwrap();
        }),
        ("E10", &|root| {
            fs::create_dir(root.join("templates")).unwrap();
            fs::write(root.join("templates/luojiang.md.tera"), "{% include \"没有\" %}").unwrap();
        }),
        ("E0101", &|root| {
            fs::remove_dir_all(root.join("data/2024")).unwrap();
            fs::write(root.join("data/2024"), "").unwrap();
        }),
        ("写不了", &|root| {
            fs::create_dir_all(root.join("output/2024/年报.pdf")).unwrap();
        }),
        ("写不了", &|root| {
            fs::create_dir_all(root.join("output/2024")).unwrap();
            fs::write(root.join("output/2024/年报.pdf"), "我的").unwrap();
        }),
    ];
    let names: Vec<String> = (0..faults.len() + 2).map(|at| format!("示例{at:02}县")).collect();
    let all = districts(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for ((_, fault), name) in faults.iter().zip(&names[1..]) {
        fault(&all.path().join(name));
    }
    let run = all.run(&["batch", ".", "--format", "pdf"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    let table = all.read("batch.csv");
    let rows: Vec<&str> = table.trim_start_matches('\u{feff}').lines().skip(1).collect();
    assert_eq!(rows.len(), names.len(), "{table}");
    for (at, (row, name)) in rows.iter().zip(&names).enumerate() {
        let code = at.checked_sub(1).and_then(|at| faults.get(at)).map(|(code, _)| *code);
        let cells: Vec<&str> = row.split(',').collect();
        assert_eq!(cells[0], name);
        assert_eq!(cells[3], if code.is_some() { "没有通过" } else { "已生成" }, "{row}");
        assert!(cells[6].trim_start_matches('"').starts_with(code.unwrap_or("")), "{row}");
        let made = outputs(&all.path().join(name));
        assert_eq!(made.iter().any(|file| file.ends_with("校验.json")), code.is_none(), "{made:?}");
        assert!(made.iter().all(|file| !file.contains(".nianbao")), "{made:?}");
    }
    assert!(run.stdout.contains("已生成     2\n没有通过   9\n共        11\n"), "{}", run.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_batch_that_is_ended_by_any_signal_leaves_whole_sets_and_is_resumed() {
    use std::process::{Command, Stdio};
    let names: Vec<String> = (0..12).map(|number| format!("示例{number:02}县")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for signal in ["-KILL", "-INT", "-TERM", "-HUP"] {
        let all = districts(&names);
        // A program that ignores a signal hands that on to those that it starts.
        let mut child = Command::new("env")
            .arg("--default-signal=INT,TERM,HUP")
            .arg(env!("CARGO_BIN_EXE_nianbao"))
            .args(["batch", ".", "--format", "md,html", "--jobs", "2"])
            .current_dir(all.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let made = || outputs(all.path()).iter().filter(|name| name.ends_with("校验.json")).count();
        while made() < 3 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert!(!child.wait().unwrap().success());
        // What stands is whole, or is settled by who looks at it.
        for name in outputs(all.path()).iter().filter(|name| name.ends_with("校验.json")) {
            let folder = name.trim_end_matches("/校验.json");
            all.run(&["verify", folder]).succeeds();
        }
        let run = all.run(&["batch", ".", "--format", "md,html", "--resume"]);
        run.succeeds();
        let unchanged = told(&run.stdout).iter().filter(|line| line.ends_with("没有变化")).count();
        assert!((2..12).contains(&unchanged), "{signal} {}", run.stdout);
        let files = outputs(all.path());
        assert_eq!(files.len(), 1 + 12 * 4, "{files:?}");
        assert!(files.iter().all(|name| !name.contains("/.nianbao")), "{files:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_a_bar_and_what_failed_a_pipe_gets_lines() {
    use std::process::Command;
    let Some(script) = crate::support::reader("script") else { return };
    let all = districts(&["示例甲县", "示例乙县", "甲,\"乙\"县"]);
    all.edit("示例乙县/data/2024/report.yaml", "年度: 2024", "年度: 2042");
    let piped = all.run(&["batch", ".", "--check"]);
    assert_eq!(ends(&piped.stdout).len(), 2, "{}", piped.stdout);
    assert!(!piped.stdout.contains('\u{1b}') && !piped.stderr.contains("约剩"));
    assert!(all.read("batch.csv").contains("\r\n\"甲,\"\"乙\"\"县\",2024,,核对通过,0,"));
    let command = format!("{} batch . --check", env!("CARGO_BIN_EXE_nianbao"));
    let shown = Command::new(script)
        .args(["-qec", &command, "/dev/null"])
        .env("TERM", "xterm")
        .current_dir(all.path())
        .output()
        .unwrap();
    assert_eq!(shown.status.code(), Some(1));
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("约剩") && shown.contains("/3"), "{shown:?}");
    assert!(shown.contains("示例乙县：没有通过"), "{shown:?}");
    assert!(!shown.contains("示例甲县：核对通过"), "{shown:?}");
    assert!(shown.contains("核对通过  2"), "{shown:?}");
}

#[test]
fn a_set_with_warnings_is_not_passed_over_where_these_are_faults() {
    let all = districts(&["示例甲县"]);
    let run = |options: &[&str]| {
        let mut words = vec!["batch", ".", "--format", "md"];
        words.extend(options);
        all.run(&words)
    };
    let row = || all.read("batch.csv").lines().nth(1).unwrap().to_owned();
    // A set without a warning is known to have none.
    run(&["--deny-warnings"]).succeeds();
    run(&["--deny-warnings", "--resume"]).succeeds();
    assert!(row().starts_with("示例甲县,2024,,没有变化,0,0,"), "{}", row());
    // Three dots are no Chinese punctuation.
    all.edit("示例甲县/data/2024/区司法局.yaml", "流程，推行", "流程...推行");
    let made = run(&[]);
    assert!(made.stdout.contains("处警告"), "{}", made.stdout);
    made.succeeds();
    run(&["--resume"]).succeeds();
    assert!(row().starts_with("示例甲县,2024,,没有变化,0,,"), "{}", row());
    for _ in 0..2 {
        let denied = run(&["--resume", "--deny-warnings"]);
        assert_eq!(denied.code, 1, "{}", denied.stdout);
        assert!(denied.stdout.contains("示例甲县：没有通过"), "{}", denied.stdout);
    }
    // A draft is made whatever the warnings.
    run(&["--draft", "--deny-warnings"]).succeeds();
    let draft = run(&["--draft", "--deny-warnings", "--resume"]);
    draft.succeeds();
    assert!(draft.stdout.contains("示例甲县：没有变化"), "{}", draft.stdout);
}

#[test]
fn a_table_that_somebody_else_wrote_is_not_replaced() {
    let all = districts(&["示例甲县"]);
    for other in ["我的表,别人的\n", "", "项目,年度,报告,结果,错误\n"] {
        all.write("batch.csv", other);
        for option in ["--check", "--resume"] {
            let run = all.run(&["batch", ".", "--format", "md", option]);
            assert_eq!(run.code, 2, "{}", run.stdout);
            assert!(run.stderr.contains("./batch.csv 不是本程序写的表"), "{}", run.stderr);
            assert!(run.stderr.contains("改名或者移走"), "{}", run.stderr);
        }
        assert_eq!(all.read("batch.csv"), other);
        assert_eq!(outputs(all.path()), ["batch.csv"]);
    }
    fs::remove_file(all.path().join("batch.csv")).unwrap();
    fs::create_dir(all.path().join("batch.csv")).unwrap();
    let run = all.run(&["batch", ".", "--format", "md"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("有同名的文件夹占了位置"), "{}", run.stderr);
    assert!(outputs(all.path()).is_empty());
    fs::remove_dir(all.path().join("batch.csv")).unwrap();
    // Its own of an earlier run is.
    all.run(&["batch", ".", "--check"]).succeeds();
    all.run(&["batch", ".", "--format", "md"]).succeeds();
    assert!(all.read("batch.csv").contains("示例甲县,2024,,已生成"));
}

#[test]
fn options_that_exclude_each_other_are_both_named() {
    let run = Project::empty().run(&["batch", ".", "--check", "--resume"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("参数 --check 和 --resume 不能同时写"), "{}", run.stderr);
}

#[test]
fn a_table_that_was_edited_is_not_replaced() {
    let all = districts(&["示例甲县"]);
    all.run(&["batch", ".", "--format", "md"]).succeeds();
    let written = all.read("batch.csv");
    let note = written.replacen("output/2024\r\n", "output/2024已电话催报\r\n", 1);
    let row = format!("{written}示例乙县,,,,,,,,\r\n");
    let saved = written.replace("\r\n", "\n");
    for edited in [note, row, saved] {
        assert_ne!(edited, written);
        all.write("batch.csv", &edited);
        for options in [["--check", "--draft"], ["--resume", "--draft"]] {
            let run = all.run(&["batch", ".", options[0], options[1]]);
            assert_eq!(run.code, 2, "{}", run.stdout);
            assert!(run.stderr.contains("在别的程序里改过、另存过；没有动它"), "{}", run.stderr);
        }
        assert_eq!(all.read("batch.csv"), edited);
    }
    all.write("batch.csv", &written);
    let run = all.run(&["batch", ".", "--format", "md", "--resume"]);
    run.succeeds();
    assert!(run.stdout.contains("没有变化  1\n"), "{}", run.stdout);
    assert!(all.read("batch.csv").starts_with("\u{feff}项目,年度,"));
}

#[test]
fn folders_that_stand_too_deep_are_told_but_no_fault() {
    let all = districts(&["示例甲县"]);
    let deep = "深/".repeat(30);
    fs::create_dir_all(all.path().join(&deep)).unwrap();
    let run = all.run(&["batch", ".", "--check"]);
    run.succeeds();
    assert!(run.stderr.contains("文件夹套得太深，没有再往里找：深/"), "{}", run.stderr);
    assert!(run.stdout.contains("核对通过  1\n共        1\n"), "{}", run.stdout);
    // The first that is not looked into is a project itself.
    copy(&root().join("tests/base"), &all.path().join("深/".repeat(17)));
    let run = all.run(&["batch", ".", "--check"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("是一个项目，文件夹套得太深，没有做"), "{}", run.stdout);
}

#[test]
fn a_number_below_its_range_is_told_as_one() {
    let run = Project::empty().run(&["batch", ".", "--jobs", "-1"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("的值“-1”不对\n建议：可以写：1 到 256 的整数"), "{}", run.stderr);
    for words in [["batch", ".", "--year=-1"].as_slice(), &["generate", "-1"]] {
        let run = Project::empty().run(words);
        assert!(run.stderr.contains("的值“-1”不对"), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_place_of_the_output_is_named() {
    use std::os::unix::fs::symlink;
    let all = districts(&["示例甲县", "示例乙县", "示例丙县"]);
    all.write("示例甲县/output", "");
    for name in ["示例乙县", "示例丙县"] {
        fs::create_dir(all.path().join(name).join("output")).unwrap();
    }
    symlink("没有", all.path().join("示例乙县/output/2024")).unwrap();
    let pipe = all.path().join("示例丙县/output/2024");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let run = all.run(&["batch", ".", "--format", "md"]);
    assert_eq!(run.code, 2);
    for expected in [
        "写不了 ./示例甲县/output/2024：./示例甲县/output 是一个文件，占了位置",
        "写不了 ./示例乙县/output/2024：这里是一个断了的链接，占了位置",
        "写不了 ./示例丙县/output/2024：这里是一个管道或者设备，占了位置",
    ] {
        assert!(run.stdout.contains(expected), "{expected}\n{}", run.stdout);
    }
}
