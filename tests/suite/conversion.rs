//! `nianbao convert`: a department's file in its other form, and workbooks that other programs saved.

use std::fs;

use crate::support::workbook::Workbook;
use crate::support::{Project, read_with, reader};

#[test]
fn a_file_is_written_in_its_other_form_and_the_old_one_stays() {
    let project = Project::base();
    let run = project.run(&["convert", "2024", "区信访局.yaml"]);
    assert_eq!(
        run.succeeds().stdout,
        "已生成 data/2024/区信访局.xlsx\n区信访局.yaml 没有动：一个部门只能有一个文件，核对以后删去其中一个（加上 --replace 的，由程序删去原来的）\n"
    );
    // What is there is not overwritten, whatever is asked for.
    let before = fs::read(project.path().join("data/2024/区信访局.xlsx")).unwrap();
    for options in [
        &["convert", "2024", "区信访局.yaml"][..],
        &["convert", "2024", "区信访局.yaml", "--replace"],
    ] {
        let again = project.run(options);
        assert_eq!(again.code, 1);
        assert!(again.stderr.contains("E0143"), "{}", again.stderr);
        assert_eq!(fs::read(project.path().join("data/2024/区信访局.xlsx")).unwrap(), before);
        assert!(project.path().join("data/2024/区信访局.yaml").exists());
    }
    let which = project.run(&["convert", "2024", "区信访局"]);
    assert_eq!(
        which.stderr,
        "错误：data/2024 里有 区信访局.xlsx 和 区信访局.yaml\n建议：写明转换哪一个\n"
    );
}

#[test]
fn there_and_back_the_report_is_the_same() {
    let project = Project::base();
    let made = |format: &str| {
        project.run(&["generate", "2024", "--format", format]).succeeds();
        let files = fs::read_dir(project.path().join("output/2024")).unwrap();
        let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == format));
        files.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()
    };
    let before = made("md");
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    assert!(!project.path().join("data/2024/区信访局.yaml").exists());
    assert_eq!(made("md"), before);
    let run = project.run(&["convert", "2024", "data/2024/区信访局.xlsx", "--replace"]);
    assert_eq!(run.succeeds().stdout, "已生成 data/2024/区信访局.yaml，删去了 区信访局.xlsx\n");
    assert_eq!(made("md"), before);
    // The text of what came back is that of the next one.
    let text = project.read("data/2024/区信访局.yaml");
    project.run(&["convert", "2024", "区信访局", "--replace"]).succeeds();
    project.run(&["convert", "2024", "区信访局", "--replace"]).succeeds();
    assert_eq!(project.read("data/2024/区信访局.yaml"), text);
}

#[test]
fn each_line_of_a_text_in_a_workbook_is_a_paragraph_there_and_back() {
    let project = Project::base();
    let paragraph = "    受理矛盾纠纷{{纠纷受理数}}，\n    化解{{纠纷化解数}}。\n\n    化解率{{纠纷化解率}}。\n";
    let yaml = project.read("data/2024/区信访局.yaml");
    let (before, _) = yaml.split_once("    受理矛盾纠纷").unwrap();
    project.write("data/2024/区信访局.yaml", &format!("{before}{paragraph}"));
    let printed = |project: &Project| {
        project.run(&["generate", "2024", "--format", "md"]).succeeds();
        let files = fs::read_dir(project.path().join("output/2024")).unwrap();
        let mut files = files.map(|entry| entry.unwrap().path());
        let file = files.find(|path| path.extension().is_some_and(|end| end == "md")).unwrap();
        fs::read_to_string(file).unwrap()
    };
    let report = printed(&project);
    assert!(report.contains("受理矛盾纠纷48件，化解45件。\n\n化解率"), "{report}");
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    assert_eq!(printed(&project), report);
    // Lines that were broken by hand are paragraphs; empty ones between them are nothing more.
    for lines in ["甲一。\\n甲二。", "甲一。\\n\\n \\n甲二。\\n"] {
        let book = project.path().join("data/2024/区信访局.xlsx");
        let mut filled = Workbook::open(&fs::read(&book).unwrap());
        filled.change(&format!("sheets: {{正文: {{cells: {{矛盾化解/正文: \"{lines}\"}}}}}}"));
        fs::write(&book, filled.pack()).unwrap();
        assert!(printed(&project).contains("甲一。\n\n甲二。"), "{lines}");
    }
    project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]).succeeds();
    let yaml = project.read("data/2024/区信访局.yaml");
    assert!(yaml.contains("    甲一。\n\n    甲二。\n"), "{yaml}");
}

#[test]
fn remarks_that_a_workbook_cannot_keep_are_not_lost() {
    let project = Project::base();
    let path = "data/2024/区信访局.yaml";
    project.edit(path, "指标:\n", "# 待核对\n指标:   # 件 · 必填\n");
    let run = project.run(&["convert", "2024", "区信访局.yaml"]);
    let told = "# 后面的备注（第 3 行，共 1 处）工作簿里没有地方写，";
    assert_eq!(run.succeeds().stderr, format!("注意：区信访局.yaml 里 {told}没有带过去\n"));
    let book = project.path().join("data/2024/区信访局.xlsx");
    fs::remove_file(&book).unwrap();
    let before = project.read(path);
    let run = project.run(&["convert", "2024", "区信访局.yaml", "--replace"]);
    assert_eq!(run.code, 1);
    let refused = format!("错误：没有转换 {path}：里面 {told}会连同它一起删去\n");
    assert!(run.stderr.starts_with(&refused), "{}", run.stderr);
    assert!(!book.exists());
    assert_eq!(project.read(path), before);
}

/// What a form has behind a # for whoever fills it in is no remark of theirs.
#[test]
fn the_words_of_a_form_are_no_remarks() {
    let project = Project::base();
    let path = "data/2024/区司法局.yaml";
    fs::remove_file(project.path().join(path)).unwrap();
    project.run(&["new", "2024", "--department", "区司法局"]).succeeds();
    assert!(project.read(path).contains("# 可不填"));
    let run = project.run(&["convert", "2024", "区司法局.yaml", "--replace"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    fs::remove_file(project.path().join("data/2024/区司法局.xlsx")).unwrap();
    project.run(&["new", "2024", "--department", "区司法局"]).succeeds();
    let form = project.read(path);
    let line = form.lines().find(|line| line.contains("件 · 必填")).unwrap();
    project.edit(path, line, &format!("{line}（平台导出）"));
    let number = form.lines().position(|other| other == line).unwrap() + 1;
    let run = project.run(&["convert", "2024", "区司法局.yaml", "--replace"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(&format!("（第 {number} 行，共 1 处）")), "{}", run.stderr);
}

#[test]
fn what_cannot_be_read_is_not_converted() {
    let project = Project::base();
    project.edit("data/2024/区信访局.yaml", "指标:\n", "指数: 1\n指标:\n");
    let run = project.run(&["convert", "2024", "区信访局.yaml", "--replace"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("E0130"), "{}", run.stderr);
    assert!(
        run.stderr
            .ends_with("错误：没有转换 data/2024/区信访局.yaml：先改正上面的问题，免得丢了内容\n")
    );
    assert!(!project.path().join("data/2024/区信访局.xlsx").exists());
    for (name, said) in [
        ("report.yaml", "report.yaml 是报告总表，没有工作簿的形式"),
        ("区信访局.docx", "不能转换 区信访局.docx"),
        ("甲.xlsx", "没有 data/2024/甲.xlsx"),
        ("甲", "data/2024 里没有 甲.xlsx，也没有 甲.yaml"),
    ] {
        let run = project.run(&["convert", "2024", name]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn workbooks_that_libreoffice_saved_say_the_same() {
    let Some(soffice) = reader("soffice") else { return };
    let project = Project::shipped();
    let names = fs::read_dir(project.path().join("data/2024")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| !name.starts_with("report")).collect();
    let mut books = Vec::new();
    for name in &names {
        project.run(&["convert", "2024", name]).succeeds();
        fs::remove_file(project.path().join("data/2024").join(name)).unwrap();
        books.push(project.path().join("data/2024").join(name.replace(".yaml", ".xlsx")));
    }
    let saved = project.path().join("saved");
    let home = format!("-env:UserInstallation=file://{}", project.path().join("lo").display());
    let mut arguments = vec![home.as_ref(), "--headless".as_ref(), "--convert-to".as_ref()];
    arguments.extend(["xlsx".as_ref(), "--outdir".as_ref(), saved.as_os_str()]);
    arguments.extend(books.iter().map(|book| book.as_os_str()));
    read_with(&soffice, &arguments);
    for (name, book) in names.iter().zip(&books) {
        let file = book.file_name().unwrap().to_str().unwrap();
        project.run(&["convert", "2024", file]).succeeds();
        let before = project.read(&format!("data/2024/{name}"));
        fs::remove_file(project.path().join("data/2024").join(name)).unwrap();
        fs::copy(saved.join(file), book).unwrap();
        let run = project.run(&["convert", "2024", file]);
        assert_eq!(run.succeeds().stderr, "", "{name}");
        assert_eq!(project.read(&format!("data/2024/{name}")), before, "{name}");
        fs::remove_file(project.path().join("data/2024").join(name)).unwrap();
    }
}

#[test]
fn cells_of_a_recipe_are_found_by_their_labels() {
    let project = Project::base();
    Workbook::make_all(
        &project,
        "data/2024/区信访局.xlsx: {from: data, sheets: {指标: {cells: {纠纷受理数/数值: 49}}}}",
    );
    project.run(&["convert", "2024", "区信访局.xlsx"]).succeeds();
    assert!(project.read("data/2024/区信访局.yaml").contains("纠纷受理数: 49\n"));
}

#[test]
fn the_mark_of_a_report_of_its_own_is_no_key_of_it() {
    let project = Project::base();
    let path = project.path().join("data/2024/区信访局.yaml");
    let with = |own: &str| fs::read_to_string(&path).unwrap() + own;
    fs::write(&path, with("本部门报告:\n  主送机关: [甲, 乙]\n  发布日期: 2025-01-22 19:03\n"))
        .unwrap();
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]).succeeds();
    let back = fs::read_to_string(&path).unwrap();
    assert!(!back.contains("本部门报告: 是"), "{back}");
    assert!(back.contains("发布日期: '2025-01-22 19:03'"), "{back}");
    // 是 alone says that there is one.
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    let book = project.path().join("data/2024/区信访局.xlsx");
    let mut filled = Workbook::open(&fs::read(&book).unwrap());
    filled.change(
        "sheets: {本部门报告: {cells: {甲/内容: ~, 乙/内容: ~, 2025-01-22 19:03/内容: ~}}}",
    );
    fs::write(&book, filled.pack()).unwrap();
    project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]).succeeds();
    let back = fs::read_to_string(&path).unwrap();
    assert!(back.ends_with("本部门报告:\n"), "{back}");
}

#[test]
fn a_row_without_a_name_below_a_list_goes_on_with_it_and_times_are_kept() {
    let project = Project::base();
    let path = project.path().join("data/2024/区信访局.yaml");
    let yaml = fs::read_to_string(&path).unwrap()
        + "本部门报告:\n  主送机关: [甲]\n  发布日期: 2025-01-22\n";
    fs::write(&path, yaml).unwrap();
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    let book = project.path().join("data/2024/区信访局.xlsx");
    let mut filled = Workbook::open(&fs::read(&book).unwrap());
    filled.change(
        "sheets: {本部门报告: {cells: {2025-01-22/内容: {number: '46077.793749999997', format: yyyy/m/d h:mm}}, insert-rows: [抄送机关]}}",
    );
    filled.change("sheets: {本部门报告: {cells: {D23: 乙}}}");
    fs::write(&book, filled.pack()).unwrap();
    project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]).succeeds();
    let back = fs::read_to_string(&path).unwrap();
    assert!(back.contains("发布日期: '2026-02-24 19:03'"), "{back}");
    assert!(back.contains("- 甲\n    - 乙\n"), "{back}");
}

#[test]
fn the_order_of_keys_says_nothing_and_does_not_stand_in_the_way() {
    let project = Project::base();
    let path = "data/2024/区信访局.yaml";
    let text = "部门: 区信访局\n年度: 2024\n指标:\n  纠纷化解数: 45\n  纠纷受理数: 48\n正文:\n  未列的条目: 甲一。\n  矛盾化解: 化解{{纠纷化解数}}。\n说明:\n  纠纷化解数: 因甲\n  纠纷受理数: 因乙\n";
    project.write(path, text);
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]).succeeds();
    let back = project.read(path);
    for kept in
        ["未列的条目: 甲一。", "纠纷受理数: 因乙", "纠纷化解数: 因甲", "化解{{纠纷化解数}}。"]
    {
        assert!(back.contains(kept), "{back}");
    }
}

#[test]
fn what_a_workbook_has_no_cell_for_is_told_and_not_dropped() {
    let project = Project::base();
    let path = project.path().join("data/2024/区信访局.yaml");
    let plain = fs::read_to_string(&path).unwrap();
    for lost in ["不足: []", "本部门报告: 是"] {
        fs::write(&path, format!("{plain}本部门报告:\n  标题: 甲\n  {lost}\n")).unwrap();
        let run = project.run(&["convert", "2024", "区信访局.yaml"]);
        let (key, _) = lost.split_once(':').unwrap();
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains(&format!("“本部门报告”里的“{key}”")), "{}", run.stderr);
    }
}

#[test]
fn a_file_of_another_folder_is_not_taken_for_the_one_of_that_name() {
    let project = Project::base();
    let yaml = project.read("data/2024/区信访局.yaml");
    project.write("收件/区信访局.yaml", &yaml);
    for path in ["收件/区信访局.yaml", "data/2023/区信访局.yaml", "没有/区信访局.yaml"]
    {
        let run = project.run(&["convert", "2024", path, "--replace"]);
        assert_eq!(run.code, 2, "{path}");
        assert_eq!(
            run.stderr,
            format!(
                "错误：没有转换 {path}：只转换 data/2024 里的文件\n建议：把它放进 data/2024，代替那里的同名文件，再转换；年度写错的，改年度\n"
            )
        );
        assert_eq!(project.read("data/2024/区信访局.yaml"), yaml);
    }
}
