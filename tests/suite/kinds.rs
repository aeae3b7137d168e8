//! Several kinds of report in one project: `tests/kinds` lays a kind of its own, made of YAML and
//! Tera alone, over the 示例区 of `tests/base`.

use crate::support::{Project, root};

const FORM: &str = "data/2024/区司法局.yaml";
const KIND: &str = "年度工作总结";

/// The 示例区 with two kinds of report.
fn project() -> Project {
    let project = Project::base();
    project.overlay(&root().join("tests/kinds"));
    project.edit(
        "data/profile.yaml",
        "版式: luojiang",
        "报告: [法治政府建设, {种类: 年度工作总结, 责任部门: 区信访局, 分工: {信息采用条数: 区司法局}, 版式: summary}]\n版式: luojiang",
    );
    let form = project.read(FORM).replacen("指标:\n", "指标:\n  信息采用条数: 7\n", 1);
    let block = "年度工作总结:\n  亮点:\n    - 标题: 开展检查\n      内容: 全年行政检查{{行政检查数}}，采用信息{{信息采用条数}}。\n";
    project.write(FORM, &format!("{form}{block}"));
    project.edit("data/2024/区信访局.yaml", "指标:\n", "指标:\n  信息报送条数: 9\n");
    project
}

/// What is reported of the first kind, and of the second.
fn both(project: &Project) -> [String; 2] {
    let run = |arguments: &[&str]| project.run(arguments).stdout;
    [run(&["check", "2024"]), run(&["check", "2024", "--report", KIND])]
}

/// The first lines of what is reported: the messages.
fn messages(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| ["错误[", "警告[", "提示["].iter().any(|s| line.starts_with(s)))
        .collect()
}

#[test]
fn a_figure_of_two_reports_is_typed_once_and_stands_in_both() {
    let project = project();
    for text in both(&project) {
        assert_eq!(messages(&text), [""; 0], "{text}");
    }
    let form = project.read(FORM);
    let checks = form.lines().find(|line| line.contains("行政检查数:")).unwrap();
    let value = checks.rsplit(' ').next().unwrap();
    project.run(&["generate", "2024", "--format", "md,html"]).succeeds();
    let run = project.run(&["generate", "2024", "--report", KIND, "--format", "md,html,pdf"]);
    run.succeeds();
    for name in ["年报.md", "总结.md"] {
        let text = project.read(&format!("output/2024/{name}"));
        assert!(text.contains(&format!("{value}件")), "{name}: {text}");
    }
    for name in ["总结.pdf", "总结.html", "总结数据来源.csv"] {
        assert!(project.path().join("output/2024").join(name).is_file(), "{name}");
    }
}

/// The one number is held against the others wherever it is printed.
#[test]
fn a_contradiction_in_a_shared_figure_is_told_of_both_reports() {
    let project = project();
    let form = project.read(FORM);
    let line = form.lines().find(|line| line.contains("行政检查数:")).unwrap().to_owned();
    project.edit(FORM, &line, "  行政检查数: 1");
    for text in both(&project) {
        assert!(messages(&text).iter().any(|message| message.contains("E0501")), "{text}");
    }
}

#[test]
fn a_report_asks_for_its_own_figures_and_contents_alone() {
    let project = project();
    project.edit("data/2024/区信访局.yaml", "  信息报送条数: 9\n", "");
    project.edit("data/2024/区信访局.yaml", "  纠纷受理数: 48\n", "");
    let [first, second] = both(&project);
    assert!(first.contains("纠纷受理数") && !first.contains("信息报送条数"), "{first}");
    assert!(second.contains("信息报送条数") && !second.contains("纠纷受理数"), "{second}");
}

#[test]
fn a_contradiction_of_another_report_alone_is_not_told() {
    let project = project();
    project.edit("data/2024/区信访局.yaml", "  纠纷化解数: 45\n", "  纠纷化解数: 450\n");
    let [first, second] = both(&project);
    assert!(first.contains("E0504"), "{first}");
    assert_eq!(messages(&second), [""; 0], "{second}");
}

#[test]
fn its_dates_and_contents_are_told_in_its_words() {
    let project = project();
    let report = "data/2024/report.年度工作总结.yaml";
    project.edit(
        report,
        "成文日期: 2025-01-15\n印发日期: 2025-01-16\n发布日期: 2025-01-17",
        "成文日期: 2025-01-25",
    );
    project.edit(report, "打算: |\n  继续抓好各项工作落实。\n", "");
    let [first, second] = both(&project);
    assert_eq!(messages(&first), [""; 0], "{first}");
    let told = messages(&second);
    assert!(second.contains("1月20日"), "{second}");
    // No clause asks for it.
    assert!(second.contains("报告缺少必有的内容：下步打算"), "{second}");
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn deadlines_differ_by_the_level_of_who_reports() {
    let project = project();
    let deadline = |day: &str, whose: &str| {
        format!("  - {{日期: 成文日期, 不晚于: 次年-{day}, {whose}, 依据: 通知, 逾期: 尽快报送}}\n")
    };
    let kind = "templates/年度工作总结/kind.yaml";
    project.edit(
        kind,
        "  - {日期: 成文日期, 不晚于: 次年-01-20, 依据: 示例区办公室通知, 逾期: 尽快报送}\n",
        &[
            deadline("01-10", "适用: 部门"),
            deadline("01-12", "适用: 政府, 级别: 乡级政府"),
            deadline("01-15", "适用: 政府, 级别: [市级政府, 县级政府]"),
        ]
        .concat(),
    );
    let check = || project.run(&["check", "2024", "--report", KIND]).stdout;
    assert_eq!(messages(&check()), [""; 0], "the last day itself is not late");
    project.edit("data/profile.yaml", "报告:", "级别: 乡级政府\n报告:");
    assert_eq!(messages(&check()), ["警告[E0903]: 成文日期晚于2025年1月12日"]);
    project.edit("data/profile.yaml", "级别: 乡级政府", "级别: 部门");
    assert_eq!(messages(&check()), ["警告[E0903]: 成文日期晚于2025年1月10日"]);
    project.edit("data/profile.yaml", "级别: 部门", "级别: 县级");
    assert!(check().contains("可以填：省级政府、市级政府、县级政府"), "{}", check());
}

#[test]
fn kinds_are_listed_with_those_of_the_project_marked() {
    let project = project();
    let run = project.run(&["kinds"]);
    let text = &run.succeeds().stdout;
    assert!(text.contains("法治政府建设（本项目，缺省）"), "{text}");
    assert!(
        text.contains("年度工作总结（本项目）\n  名称    年度工作总结\n  文件名  总结\n"),
        "{text}"
    );
    assert!(text.contains("  期限    成文日期不晚于次年1月20日\n"), "{text}");
    // Each layout has its line, and what it is for.
    assert!(
        text.contains("  版式    年度报告：全国统一的格式，六个部分、三张表\n  期限"),
        "{text}"
    );
    assert!(text.contains("  版式    luojiang：三部分：主要举措和成效"), "{text}");
    assert!(text.contains("\n          statutory"), "{text}");
}

const DISCLOSURE: &str = "政府信息公开";

#[test]
fn a_project_of_one_kind_alone_lacks_only_what_is_not_filled_in() {
    let folder = Project::empty();
    let run = folder.run(&["init", "示例区", "--report", DISCLOSURE]);
    assert!(run.succeeds().stdout.contains("指标目录用报告种类自带的"), "{}", run.stdout);
    assert!(!folder.path().join("示例区/data/catalogue.yaml").exists());
    let profile = "示例区/data/profile.yaml";
    let text = folder.read(profile);
    for line in
        ["  - 种类: 政府信息公开\n", "    责任部门:  ", "\n版式: 年度报告\n", "# 级别: 县级政府"]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for foreign in ["主送机关", "luojiang", "红头", "catalogue.yaml"] {
        assert!(!text.contains(foreign), "{foreign}\n{text}");
    }
    let run = |arguments: &[&str]| folder.run(&[arguments, &["--project", "示例区"]].concat());
    let expected = [
        "错误[E0131]: “发文机关”没有填",
        "错误[E0131]: “印发机关”没有填",
        "错误[E0232]: “政府信息公开”有 43 个指标没有责任部门",
        "错误[E0140]: 没有 2025 年的文件夹 data/2025",
    ];
    assert_eq!(messages(&run(&["check", "2025"]).stdout), expected);

    folder.edit(profile, "发文机关:  ", "发文机关: 示例市示例区人民政府 ");
    folder.edit(profile, "印发机关:  ", "印发机关: 示例市示例区人民政府办公室 ");
    folder.edit(profile, "责任部门:  ", "责任部门: 区政府办公室 ");
    run(&["new", "2025"]).succeeds();
    let made = std::fs::read_dir(folder.path().join("示例区/data/2025")).unwrap().count();
    assert_eq!(made, 2, "the report and the form of the one department");
    let check = run(&["check", "2025"]).stdout;
    let mut told = messages(&check);
    told.retain(|line| !["E0304", "E0808", "E1105"].iter().any(|code| line.contains(code)));
    assert_eq!(told, [""; 0], "{check}");
    run(&["generate", "2025", "--draft", "--format", "md"]).succeeds();

    // A project whose kind has its own catalogue is a model as well.
    let again = folder.run(&["init", "另一区", "--from", "示例区"]);
    again.succeeds();
    assert!(folder.read("另一区/data/profile.yaml").contains("    责任部门: 区政府办公室\n"));
}

#[test]
fn a_project_is_begun_for_a_kind_of_its_model() {
    let model = project();
    model.run(&["init", "新区", "--report", KIND]).succeeds();
    let text = model.read("新区/data/profile.yaml");
    let entry = "报告:\n  - 种类: 年度工作总结\n    责任部门: 区信访局\n    分工:\n      信息采用条数: 区司法局\n    版式: summary\n";
    assert!(text.contains(entry) && !text.contains("\n版式"), "{text}");
    assert!(!model.path().join("新区/data/catalogue.yaml").exists());
    let run = model.run(&["init", "错区", "--report", "年度工作小结"]);
    assert_eq!(
        (run.code, messages(&run.stderr)),
        (1, vec!["错误[E0219]: 没有“年度工作小结”这种报告"])
    );
    assert!(run.stderr.contains("改为“年度工作总结”"), "{}", run.stderr);
    assert!(!run.stderr.contains("先改正") && !model.path().join("错区").exists());
}

#[test]
fn all_kinds_of_a_project_are_checked_and_made_by_one_command() {
    let project = project();
    let all = |arguments: &[&str]| project.run(&[arguments, &["--report", "全部"]].concat());
    let made = all(&["generate", "2024", "--format", "md"]);
    made.succeeds();
    for name in ["年报.md", "总结.md"] {
        assert!(project.path().join("output/2024").join(name).is_file(), "{name}");
    }
    let status = all(&["status", "2024"]);
    let text = &status.succeeds().stdout;
    assert!(
        text.contains("年度工作总结\n\n") && text.contains("法治政府建设年度报告\n\n"),
        "{text}"
    );

    // What is wrong with one of them is told of that one, and counts.
    project.edit("data/2024/区信访局.yaml", "  信息报送条数: 9\n", "");
    let check = all(&["check", "2024"]);
    let [first, second] = both(&project);
    assert_eq!(check.code, 1);
    assert_eq!(check.stdout, format!("法治政府建设年度报告\n\n{first}年度工作总结\n\n{second}"),);
    let made = all(&["generate", "2024", "--format", "md"]);
    assert_eq!((made.code, made.stdout.contains("年报.md")), (1, true), "{}", made.stderr);
    for refused in [
        &["check", "2024", "--format", "json"][..],
        &["check", "data/2024/区信访局.yaml"],
        &["status", "2024", "--format", "csv"],
    ] {
        assert_eq!(all(refused).code, 2, "{refused:?}");
    }
    project.write("data/profile.yaml", "");
    assert_eq!(all(&["check", "2024"]).code, 1);
}

/// A profile without 版式 takes the first layout of the kind, where there is one.
#[test]
fn a_profile_may_go_without_a_layout() {
    let project = project();
    project.edit("data/profile.yaml", ", 版式: summary}]\n版式: luojiang", "}]");
    let [first, second] = both(&project);
    assert_eq!(messages(&first), [""; 0], "{first}");
    assert_eq!(messages(&second), ["错误[E1006]: 没有写用哪个版式"], "{second}");
    assert!(second.contains("加一行“版式: 名称”"), "{second}");
}

/// Metrics without a theme are listed without the head of a group.
#[test]
fn the_table_of_all_figures_has_no_empty_rows() {
    let project = project();
    let arguments = ["generate", "2024", "--report", KIND, "--format", "md", "--with-appendix"];
    project.run(&arguments).succeeds();
    let text = project.read("output/2024/总结.md");
    let table = text.split_once("主要指标数据一览表").unwrap().1;
    assert!(table.contains("信息采用条数"), "{table}");
    let is_empty = |line: &&str| line.starts_with('|') && line.trim_matches(['|', ' ']).is_empty();
    assert_eq!(table.lines().find(is_empty), None, "{table}");
}

#[test]
fn schemas_know_the_contents_of_every_kind() {
    let project = project();
    project.run(&["schema"]).succeeds();
    let department = project.read("schemas/department.schema.json");
    let report = project.read("schemas/report.年度工作总结.schema.json");
    let catalogue = project.read("schemas/catalogue.年度工作总结.schema.json");
    assert!(department.contains("\"年度工作总结\"") && department.contains("\"亮点\""));
    assert!(report.contains("\"打算\"") && !report.contains("第一责任人"));
    assert!(catalogue.contains("必须有 名称、类型、必填、口径"));
}

#[test]
fn a_catalogue_of_the_project_may_be_missing_where_every_kind_has_its_own() {
    let project = project();
    std::fs::remove_file(project.path().join("data/catalogue.yaml")).unwrap();
    let check = project.run(&["check", "2024"]).stdout;
    assert!(check.contains("E0202"), "{check}");
    let profile = project.read("data/profile.yaml");
    let (before, after) = profile.split_once("法治政府建设, ").unwrap();
    project.write("data/profile.yaml", &format!("{before}{after}"));
    let check = project.run(&["check", "2024"]).stdout;
    assert!(!check.contains("E0202"), "{check}");
}

#[test]
fn a_new_year_has_the_reports_of_all_kinds_and_forms_with_their_contents() {
    let project = project();
    project.run(&["new", "2025"]).succeeds();
    let report = project.read("data/2025/report.年度工作总结.yaml");
    assert!(report.contains("\n打算: ") && !report.contains("提纲"), "{report}");
    assert!(project.read("data/2025/report.yaml").contains("\n提纲:\n"));
    let form = project.read("data/2025/区司法局.yaml");
    assert!(form.contains("信息采用条数:") && form.contains("\n年度工作总结:\n"), "{form}");
    assert!(form.contains("    - 标题: 开展检查\n"), "{form}");
    assert!(!form.contains("信息报送条数:"), "{form}");
    for kind in ["法治政府建设", KIND] {
        let check = project.run(&["check", "2025", "--report", kind]).stdout;
        assert!(!check.contains("E01"), "{check}");
    }
    let again = ["new", "2025", "--department", "区司法局"];
    project.run(&again).succeeds();
    assert_eq!(project.read("data/2025/区司法局.yaml"), form);
}

#[test]
fn the_report_of_another_kind_is_begun_alone_and_a_form_is_of_all_kinds() {
    let project = project();
    project.run(&["new", "2025", "--report", KIND]).succeeds();
    let made = std::fs::read_dir(project.path().join("data/2025")).unwrap();
    let made: Vec<_> = made.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(made, ["report.年度工作总结.yaml"]);
    project.run(&["new", "2025", "--report", KIND, "--department", "区司法局"]).succeeds();
    let form = project.read("data/2025/区司法局.yaml");
    assert!(form.contains("\n不足:\n") && form.contains("\n年度工作总结:\n"), "{form}");
}

/// A kind that is at fault says nothing of the catalogue, and the want of one names its places.
#[test]
fn the_catalogue_is_told_missing_only_where_the_kinds_are_known() {
    let project = disclosure();
    let profile = project.read("data/profile.yaml");
    project.write("data/profile.yaml", &profile.replace("种类: 政府信息公开", "种类: 政府信公开"));
    let text = project.run(&["check", "2024"]).stdout;
    assert!(text.contains("E0219") && !text.contains("E0202"), "{text}");

    project.write("data/profile.yaml", &profile);
    project.write("templates/政府信息公开/kind.yaml", "名称: 报告\n文件明: 年报\n");
    let text = project.run(&["check", "2024"]).stdout;
    assert!(!text.contains("E0202"), "{text}");

    let project = disclosure();
    project.write(
        "data/profile.yaml",
        &profile.replace("种类: 政府信息公开, 责任部门: 各部门", "种类: 法治政府建设"),
    );
    let text = project.run(&["check", "2024"]).stdout;
    for place in
        ["E0202", "data/catalogue.yaml", "templates/法治政府建设/catalogue.yaml", "“法治政府建设”"]
    {
        assert!(text.contains(place), "{place}: {text}");
    }
}

/// A copy of the example with one kind and no catalogue of its own.
fn disclosure() -> Project {
    Project::example("政府信息公开-示例区")
}

#[test]
fn one_kind_may_stand_without_brackets() {
    let project = disclosure();
    let entry = "报告:\n  - {种类: 政府信息公开, 责任部门: 各部门}\n";
    let expected = project.run(&["check", "2024"]).stdout;
    project.edit("data/profile.yaml", entry, "报告: {种类: 政府信息公开, 责任部门: 各部门}\n");
    assert_eq!(project.run(&["check", "2024"]).stdout, expected);
    project.edit(
        "data/profile.yaml",
        "报告: {种类: 政府信息公开, 责任部门: 各部门}\n",
        "报告: 政府信息公开\n",
    );
    let text = project.run(&["check", "2024"]).stdout;
    let told = messages(&text);
    assert!(!text.contains("应当是列表") && told.len() == 1 && text.contains("E0232"), "{text}");
}

#[test]
fn a_second_kind_is_begun_in_a_year_that_runs() {
    let project = project();
    let form = project.read(FORM);
    let file = "data/2024/report.年度工作总结.yaml";
    let outline = project.read(file);
    std::fs::remove_file(project.path().join(file)).unwrap();
    let run = project.run(&["check", "2024", "--report", KIND]);
    assert!(run.stdout.contains("nianbao new 2024 --report 年度工作总结"), "{}", run.stdout);
    assert!(!run.stdout.contains("日期和提纲"), "{}", run.stdout);
    let run = project.run(&["new", "2024", "--report", KIND]);
    run.succeeds();
    for told in ["区信访局：“指标:”下面 信息报送条数", "“年度工作总结:”下面 亮点"]
    {
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
    assert_eq!(project.read(FORM), form);
    assert_ne!(project.read(file), outline);

    std::fs::remove_file(project.path().join(file)).unwrap();
    project.run(&["new", "2025", "--report", KIND]).succeeds();
    assert!(project.read("data/2025/report.年度工作总结.yaml").starts_with("# yaml"));
}

/// What a department's report of another kind says goes on to the next year, in its own keys.
#[test]
fn a_report_of_a_departments_own_is_carried_over_in_every_kind() {
    let project = project();
    let form = project.read(FORM);
    let own = "  本部门报告:\n    成文日期: 2025-01-10\n    亮点:\n      - 标题: 自己的\n        内容: 自己写的。\n";
    project.write(FORM, &format!("{form}{own}"));
    project.run(&["new", "2025"]).succeeds();
    let form = project.read("data/2025/区司法局.yaml");
    let kind = form.split("\n年度工作总结:\n").nth(1).unwrap();
    let kept =
        "  本部门报告:\n    成文日期:\n    亮点:\n      - 标题: 自己的\n        内容: 自己写的。\n";
    assert!(kind.contains(kept), "{form}");
}

/// The keys of a kind's report, and no others, wait to be filled in.
#[test]
fn forms_offer_what_the_layout_and_the_deadlines_of_the_kind_use() {
    let project = disclosure();
    project.run(&["new", "2025"]).succeeds();
    let report = project.read("data/2025/report.yaml");
    for key in ["发文字号:", "签发人:", "印发日期:"] {
        assert!(!report.contains(key), "{report}");
    }
    let form = project.read("data/2025/区司法局.yaml");
    let own = form.split("本部门报告:\n").nth(1).unwrap();
    assert!(own.contains("  发布日期:\n") && !own.contains("主送机关"), "{form}");
    let sum = form.split("\n  信息公开办结数:").nth(1).unwrap();
    let sum = sum.split("\n  # 口径").next().unwrap();
    assert!(sum.contains("不用填") && !sum.contains("其余:"), "{sum}");

    let fault = disclosure();
    let form = fault.read("data/2024/区司法局.yaml");
    let form = form.split("本部门报告:").next().unwrap();
    fault.write("data/2024/区司法局.yaml", form);
    let text = fault.run(&["check", "2024", "--for", "区司法局"]).stdout;
    assert!(text.contains("至少写“获取方式”") && !text.contains("成文日期"), "{text}");
}

/// The place that people edit comes first, with how the value is written now.
#[test]
fn a_metric_of_two_catalogues_is_told_at_the_one_that_people_edit() {
    let project = Project::shipped();
    let report = "报告: [法治政府建设, {种类: 政府信息公开, 责任部门: 区政府办公室}]\n版式:";
    project.edit("data/profile.yaml", "\n版式:", &format!("\n{report}"));
    let text = project.run(&["check", "2024"]).stdout;
    let fault = text.split("错误[E0204]: 指标“信息公开申请数”").nth(1).unwrap();
    let fault = fault.split("错误[").next().unwrap();
    assert!(fault.trim_start_matches(|c| c != '>').starts_with("> data/catalogue.yaml"), "{text}");
    for told in ["删去这一项", "由区政府办公室填报", "信息公开申请数: {自然人: 12, 其余: 0}"]
    {
        assert!(fault.contains(told), "{told}: {text}");
    }
}

#[test]
fn a_catalogue_that_is_not_of_the_first_kind_is_told_once() {
    let project = Project::shipped();
    let report = "报告: [{种类: 政府信息公开, 责任部门: 区政府办公室}, 法治政府建设]\n版式:";
    project.edit("data/profile.yaml", "\n版式:", &format!("\n{report}"));
    let text = project.run(&["check", "2024"]).stdout;
    let told = text.lines().filter(|line| line.contains("> data/catalogue")).count();
    assert_eq!(told, 1, "{text}");
    assert!(text.contains("把“法治政府建设”写在“报告”的最前"), "{text}");
}
