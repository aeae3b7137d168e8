//! Reports of departments, made of the data of all: `--for`.

use nianbao::{Options, examine};

use crate::support::Project;
use crate::support::workbook::Workbook;

/// What a report of its own needs of 区信访局 beside what it hands in.
pub(crate) const OWN: &str = "
不足:
  - {问题: 走访不够, 原因: 人手不足}
安排:
  - {标题: 抓好走访, 内容: 逐村走访。}
本部门报告:
  成文日期: 2025-01-20
  主送机关: [区委全面依法治区委员会办公室]
  提纲:
    - 主题: 政治引领
      标题: 压实责任
      条目:
        - {键: 本局责任, 标题: 落实责任, 满足: 第一责任人}
    - 主题: 社会治理
      标题: 化解矛盾
      条目:
        - {键: 矛盾化解, 标题: 化解纠纷}
  正文:
    本局责任: 局主要负责人定期听取汇报，亲自过问。
";

/// The district with a report of 区信访局.
fn project() -> Project {
    let project = Project::base();
    append(&project, "区信访局", OWN);
    project
}

fn append(project: &Project, department: &str, text: &str) {
    let path = format!("data/2024/{department}.yaml");
    project.write(&path, &(project.read(&path) + text));
}

/// All that the check of a department's report finds, as code and message.
fn found(project: &Project, department: &str) -> Vec<String> {
    let options = Options { department: Some(department.to_owned()), ..Options::default() };
    let examined = examine(project.path(), 2024, &options);
    examined
        .findings
        .iter()
        .map(|found| format!("{} {}", found.code.name(), found.message))
        .collect()
}

#[test]
fn a_department_reports_in_its_own_name_what_it_handed_in() {
    let project = project();
    let run = project.run(&["generate", "2024", "--format", "md", "--for", "区信访局"]);
    run.succeeds();
    assert!(
        run.stdout.ends_with("output/2024/部门/区信访局：年报.md、数据来源.csv\n"),
        "{}",
        run.stdout
    );
    let report = project.read("output/2024/部门/区信访局/年报.md");
    assert!(report.starts_with("# 区信访局关于2024年法治政府建设情况的报告\n"), "{report}");
    for text in [
        "区委全面依法治区委员会办公室：",
        "### （一）压实责任",
        "局主要负责人定期听取汇报",
        "### （二）化解矛盾",
        "受理矛盾纠纷48件，化解45件，化解率93.75%。",
        "走访不够，原因是人手不足",
        "抓好走访",
        "区信访局\n\n2025年1月20日",
    ] {
        assert!(report.contains(text), "{text}: {report}");
    }
    // Neither texts nor figures of others.
    assert!(!report.contains("普法活动") && !report.contains("执法"), "{report}");
    let sources = project.read("output/2024/部门/区信访局/数据来源.csv");
    assert!(sources.contains("纠纷受理数") && !sources.contains("行政检查数"), "{sources}");
    assert!(!project.path().join("output/2024/年报.md").exists());
}

#[test]
fn a_full_name_stands_in_place_of_the_name_of_the_file() {
    let project = project();
    project.edit(
        "data/profile.yaml",
        "    简称: 信访局",
        "    简称: 信访局\n    全称: 示例市示例区信访局",
    );
    project.run(&["generate", "2024", "--format", "md", "--for", "区信访局"]).succeeds();
    let report = project.read("output/2024/部门/区信访局/年报.md");
    assert!(report.starts_with("# 示例市示例区信访局关于2024年"), "{report}");
    assert!(report.contains("示例市示例区信访局\n\n2025年1月20日"), "{report}");
}

#[test]
fn a_figure_is_the_same_in_both_reports() {
    let project = project();
    project.edit("data/2024/区信访局.yaml", "纠纷受理数: 48", "纠纷受理数: 50");
    project.run(&["generate", "2024", "--format", "md", "--for", "本级,各部门"]).succeeds();
    for report in ["output/2024/年报.md", "output/2024/部门/区信访局/年报.md"] {
        let report = project.read(report);
        assert!(report.contains("受理矛盾纠纷50件，化解45件，化解率90%"), "{report}");
    }
}

#[test]
fn nobody_reads_an_own_report_that_is_not_asked_for() {
    let project = Project::base();
    let before = project.run(&["check", "2024"]).transcript();
    append(&project, "区信访局", "本部门报告:\n  成文日起: 2025-13-40\n  提纲: 无\n");
    assert_eq!(project.run(&["check", "2024"]).transcript(), before);
    let found = found(&project, "区信访局");
    assert!(
        found.iter().any(|found| found == "E0130 本部门报告里没有“成文日起”这一项"),
        "{found:?}"
    );
    assert!(found.iter().any(|found| found == "E0132 提纲应当是列表"), "{found:?}");
    // What may merely be mistyped is not called missing, too.
    assert!(found.iter().all(|found| !found.starts_with("E09")), "{found:?}");
}

#[test]
fn what_an_own_report_lacks_is_told_at_its_key() {
    let project = Project::base();
    append(
        &project,
        "区信访局",
        "本部门报告:\n  发文字号: 示信〔2024〕1号\n  发布日期: 2025-04-02\n",
    );
    let options = Options { department: Some("区信访局".to_owned()), ..Options::default() };
    let examined = examine(project.path(), 2024, &options);
    let of = |code: &str| {
        let found = examined.findings.iter().find(|found| found.code.name() == code);
        let found = found.unwrap_or_else(|| panic!("{code}: {:?}", examined.findings));
        let at = examined.sources.position(found.span().unwrap());
        format!("{}:{} {}", at.path, at.line, found.help.as_deref().unwrap_or_default())
    };
    let line = project.read("data/2024/区信访局.yaml").lines().count() - 2;
    let place = format!("data/2024/区信访局.yaml:{line} ");
    assert_eq!(
        of("E0901"),
        place.clone() + "加一行，如“成文日期: 2025-02-13”；日期未定的，先出草稿"
    );
    assert_eq!(of("E0808"), place.clone() + "在这个文件中加“不足”，每条写“问题”和“原因”");
    assert_eq!(of("E0810"), place.clone() + "在这个文件中加“安排”，每条写“标题”和“内容”");
    assert!(of("E0809").starts_with(&place), "{}", of("E0809"));
    assert!(of("E0904").contains("核对日期"), "{}", of("E0904"));
}

#[test]
fn figures_of_others_are_not_in_it_and_that_is_told() {
    let project = project();
    project.edit(
        "data/2024/区信访局.yaml",
        "化解率{{纠纷化解率}}。",
        "化解率{{纠纷化解率}}，检查{{行政检查数}}。",
    );
    // The report of the unit prints them.
    project.run(&["check", "2024"]).succeeds();
    let told = found(&project, "区信访局");
    assert_eq!(told, ["E0706 引用的指标“行政检查数”没有数"]);
    let run = project.run(&["check", "2024", "--for", "区信访局"]);
    assert!(
        run.stdout.contains("“行政检查数”由区司法局填报，区信访局自己的报告里没有这个数"),
        "{}",
        run.stdout
    );
    // A text of its own takes the place of the one that both would print.
    append(&project, "区信访局", "    矛盾化解: 受理矛盾纠纷{{纠纷受理数}}。\n");
    assert_eq!(found(&project, "区信访局"), [""; 0]);
    project.run(&["generate", "2024", "--format", "md", "--for", "区信访局"]).succeeds();
    let report = project.read("output/2024/部门/区信访局/年报.md");
    assert!(report.contains("受理矛盾纠纷48件。") && !report.contains("化解率"), "{report}");
}

#[test]
fn what_each_department_reports_is_its_own_and_has_no_sum() {
    let project = project();
    project.edit(
        "data/catalogue.yaml",
        "勾稽规则:",
        "  - {名称: 培训次数, 主题: 社会治理, 单位: 次, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 培训}\n勾稽规则:",
    );
    for (department, count) in [("区信访局", 3), ("区司法局", 4)] {
        let path = format!("data/2024/{department}.yaml");
        project.edit(&path, "指标:\n", &format!("指标:\n  培训次数: {count}\n"));
    }
    project.edit("data/2024/区信访局.yaml", "化解率{{纠纷化解率}}。", "培训{{培训次数}}。");
    project.run(&["generate", "2024", "--format", "md", "--for", "各部门"]).succeeds();
    let report = project.read("output/2024/部门/区信访局/年报.md");
    assert!(report.contains("培训3次。"), "{report}");
    let sources = project.read("output/2024/部门/区信访局/数据来源.csv");
    assert_eq!(sources.matches("培训次数").count(), 1, "{sources}");
    project.edit("data/2024/区信访局.yaml", "{{培训次数}}", "{{培训次数|合计}}");
    assert_eq!(found(&project, "区信访局"), ["E0704 “培训次数”在这份报告里没有合计"]);
}

#[test]
fn one_that_cannot_be_made_holds_up_no_other() {
    let project = project();
    append(&project, "区司法局", "本部门报告:\n  标题: 报告\n");
    let run = project.run(&["generate", "2024", "--format", "md", "--for", "各部门，本级"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("错误：生成了 2 份报告，没有生成的：区司法局\n"), "{}", run.stderr);
    assert!(run.stderr.contains("没有成文日期"), "{}", run.stderr);
    assert!(project.path().join("output/2024/部门/区信访局/年报.md").exists());
    assert!(project.path().join("output/2024/年报.md").exists());
    assert!(!project.path().join("output/2024/部门/区司法局").exists());
}

#[test]
fn the_faults_of_others_hold_up_no_own_report() {
    let project = project();
    project.edit(
        "data/2024/区司法局.yaml",
        "行政检查数: 24",
        "行政检查数：二十四\n  行政检查数: 24",
    );
    project.edit("data/2024/report.yaml", "成文日期: 2025-02-13", "成文日期: 不知道");
    assert_eq!(found(&project, "区信访局"), [""; 0]);
    let run = project.run(&["generate", "2024", "--format", "md", "--for", "本级,区信访局"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("没有生成的：本级"), "{}", run.stderr);
    // Its outline is from there, though, where it gives none.
    project.edit("data/2024/report.yaml", "提纲:\n", "提纲:\n  - 主体: 政治引领\n");
    assert_eq!(found(&project, "区信访局"), [""; 0]);
    project.edit(
        "data/2024/区信访局.yaml",
        OWN.split_once("本部门报告").unwrap().1,
        ":\n  成文日期: 2025-01-20\n",
    );
    let told = found(&project, "区信访局");
    assert!(told.iter().any(|found| found.contains("主体")), "{told:?}");
}

#[test]
fn departments_without_an_own_report_are_named() {
    let project = project();
    let run = project.run(&["generate", "2024", "--format", "md", "--for", "各部门"]);
    run.succeeds();
    assert!(
        run.stderr.ends_with("没有写“本部门报告”、不出报告的部门：区司法局\n"),
        "{}",
        run.stderr
    );
    let run = project.run(&["generate", "2024", "--format", "md", "--for", "区司法局,区信访局"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("错误[E0161]: 区司法局没有写“本部门报告”"), "{}", run.stderr);
    assert!(run.stderr.contains("生成了 1 份报告，没有生成的：区司法局"), "{}", run.stderr);
    let run = Project::base().run(&["generate", "2024", "--for", "各部门"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("没有一个部门写了“本部门报告”"), "{}", run.stderr);
}

#[test]
fn a_department_that_is_not_known_is_asked_for() {
    let project = project();
    for command in ["generate", "check"] {
        let run = project.run(&[command, "2024", "--for", "区司法"]);
        assert_eq!(run.code, 2);
        assert!(
            run.stderr.contains("单位档案里没有部门“区司法”\n建议：是否指 区司法局？"),
            "{}",
            run.stderr
        );
    }
    let run = project.run(&["check", "2024", "--for", "，"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--for 后面没有写名称"), "{}", run.stderr);
}

#[test]
fn what_is_found_names_the_reports_for_programs() {
    let project = project();
    project.edit("data/2024/区信访局.yaml", "纠纷化解数: 45", "纠纷化解数: 49");
    let run = project.run(&["check", "2024", "--format", "json", "--for", "区信访局,本级"]);
    assert_eq!(run.code, 1);
    let reports: Vec<String> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|found| format!("{} {}", found["code"], found["reports"]))
        .collect();
    assert!(reports.iter().any(|found| found.ends_with(r#"["区信访局","本级"]"#)), "{reports:?}");
}

#[test]
fn own_figures_are_compared_with_those_of_last_year() {
    let project = project();
    let last = "部门: 区信访局\n年度: 2023\n指标:\n  纠纷受理数: 40\n  纠纷化解数: 40\n";
    project.write("data/2023/区信访局.yaml", last);
    project.edit(
        "data/2024/区信访局.yaml",
        "化解率{{纠纷化解率}}。",
        "受理数{{纠纷受理数|同比}}。",
    );
    project.run(&["generate", "2024", "--format", "md", "--for", "区信访局"]).succeeds();
    let report = project.read("output/2024/部门/区信访局/年报.md");
    assert!(report.contains("受理数增长20%"), "{report}");
}

#[test]
fn check_finds_what_generate_refuses() {
    for (from, to) in [
        ("  成文日期: 2025-01-20", "  成文日期: 2025-01-20\n  密级: 秘密\n  发布日期: 2025-01-21"),
        ("    本局责任: 局主要负责人定期听取汇报，亲自过问。", ""),
        ("主题: 社会治理", "主题: 社会治里"),
        ("  主送机关", "  标题: 关于2023年情况的报告\n  主送机关"),
        ("{标题: 抓好走访, 内容: 逐村走访。}", "{标题: 抓好走访, 内容: 龘龘𠀋逐村走访。}"),
    ] {
        let project = project();
        project.edit("data/2024/区信访局.yaml", from, to);
        let check = project.run(&["check", "2024", "--for", "区信访局"]);
        let made = project.run(&["generate", "2024", "--for", "区信访局"]);
        assert_eq!(check.code, made.code, "{to}: {}{}", check.transcript(), made.transcript());
    }
}

#[test]
fn a_fault_that_several_reports_have_is_told_once() {
    let project = project();
    append(&project, "区司法局", "本部门报告:\n  成文日期: 2025-01-20\n");
    project.write("templates/mine.md.tera", "# 报告\n\n{{ \"没有的数\" | figure }}\n");
    let all = ["--for", "本级,各部门", "--layout", "mine"];
    let check = project.run(&[&["check", "2024"][..], &all].concat());
    assert_eq!(check.stdout.matches("错误[E1002]").count(), 1, "{}", check.stdout);
    assert!(check.stdout.contains("本级、区司法局、区信访局的报告\n"), "{}", check.stdout);
    let made = project.run(&[&["generate", "2024"][..], &all].concat());
    assert_eq!(made.code, 1);
    assert_eq!(made.stderr.matches("错误[E1002]").count(), 1, "{}", made.stderr);
    assert!(made.stderr.contains("错误：没有生成任何文件"), "{}", made.stderr);
    assert!(!project.path().join("output").exists());
}

#[test]
fn several_reports_are_each_what_one_run_makes() {
    let all = project();
    append(&all, "区司法局", "本部门报告:\n  成文日期: 2025-01-20\n");
    all.run(&["generate", "2024", "--for", "本级,各部门"]).succeeds();
    let one = project();
    append(&one, "区司法局", "本部门报告:\n  成文日期: 2025-01-20\n");
    one.run(&["generate", "2024"]).succeeds();
    for department in ["区司法局", "区信访局"] {
        one.run(&["generate", "2024", "--for", department]).succeeds();
    }
    for folder in ["", "部门/区司法局/", "部门/区信访局/"] {
        for name in ["年报.pdf", "年报.html", "年报.md", "数据来源.csv"] {
            let path = format!("output/2024/{folder}{name}");
            let read = |project: &Project| std::fs::read(project.path().join(&path)).unwrap();
            assert!(read(&all) == read(&one), "{path}");
        }
    }
}

#[test]
fn watch_asks_for_a_department_that_is_not_known() {
    let run = project().run(&["watch", "2024", "--for", "信访局"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("是否指 区信访局？"), "{}", run.stderr);
}

#[test]
fn the_next_years_form_carries_the_own_report_over() {
    let project = project();
    append(
        &project,
        "区信访局",
        "  导语: 现将2024年度工作情况报告如下：\n  印发机关: 区信访局办公室\n",
    );
    project.run(&["new", "2025"]).succeeds();
    let form = project.read("data/2025/区信访局.yaml");
    let (_, own) = form.split_once("\n本部门报告:\n").unwrap();
    assert_eq!(
        own,
        "  成文日期:
  发布日期:
  主送机关: [区委全面依法治区委员会办公室]
  印发机关: 区信访局办公室
  导语: |
    现将2025年度工作情况报告如下：
  提纲:
    - 主题: 政治引领
      标题: 压实责任
      条目:
        - 键: 本局责任
          标题: 落实责任
          满足: 第一责任人
    - 主题: 社会治理
      标题: 化解矛盾
      条目:
        - 键: 矛盾化解
          标题: 化解纠纷
  正文:
    本局责任: |
      局主要负责人定期听取汇报，亲自过问。
"
    );
    let form = project.read("data/2025/区司法局.yaml");
    assert!(
        form.ends_with(
            "去掉下面四行的“# ”\n# 本部门报告:\n#   成文日期:\n#   发布日期:\n#   主送机关: []\n"
        ),
        "{form}"
    );
    // What the comment marks hide is what the reader reads.
    let block = form.split("\n# 本部门报告").last().unwrap();
    let open = "本部门报告".to_owned() + &block.replace("\n# ", "\n");
    project.write("data/2025/区司法局.yaml", &(form + &open));
    let options = Options { department: Some("区司法局".to_owned()), ..Options::default() };
    let examined = examine(project.path(), 2025, &options);
    let found = examined.findings.iter().find(|found| found.code.name() == "E0901").unwrap();
    assert_eq!(examined.sources.text(found.span().unwrap()), "成文日期");
}

#[test]
fn slips_around_an_own_report_are_told_once() {
    let told = |text: &str| {
        let project = project();
        let path = "data/2024/区信访局.yaml";
        let (before, _) = OWN.split_once("本部门报告").unwrap();
        project.edit(path, OWN, before);
        append(&project, "区信访局", text);
        let mut told = found(&project, "区信访局");
        // Whether the report is complete is another matter.
        told.retain(|told| !told.contains("报告缺少法定内容"));
        told
    };
    let date = "成文日期: 2025-01-20\n";
    assert_eq!(told(&format!("本部门报告:\n{date}")), ["E0115 “本部门报告”下有 1 行没有缩进"]);
    assert_eq!(
        told(&format!("本部门报告:\n  {date}主送机关: [区委]\n附注: 公开\n")),
        ["E0115 “本部门报告”下有 2 行没有缩进"]
    );
    assert_eq!(told(&format!("本部门报吿:\n  {date}")), ["E0130 部门文件里没有“本部门报吿”这一项"]);
    assert_eq!(told("本部门报告: []\n"), ["E0132 本部门报告应当是若干行“名称: 值”"]);
    assert_eq!(told(&format!("本部门报告：\n  {date}")), ["E0106 冒号用了全角“：”"]);
    assert_eq!(told("本部门报告:\n"), ["E0901 没有成文日期"]);
    assert_eq!(told(""), ["E0161 区信访局没有写“本部门报告”"]);
    assert_eq!(
        told(&format!("本部门报告:\n  {date}  正文:\n    没有这个: 写了一段。\n")),
        ["E0806 提纲中没有条目“没有这个”"]
    );
}

#[test]
fn a_total_that_no_department_typed_is_computed_for_all_and_held_to_the_rules() {
    let project = project();
    let metric = |name: &str| {
        format!(
            "  - {{名称: {name}, 主题: 社会治理, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 必填, 口径: 信件}}\n"
        )
    };
    let metrics: String = ["来信", "来访", "来信来访", "办结"].map(metric).concat();
    let rules = "勾稽规则:
  - {名称: 信访合计, 类型: 合计, 合计: 来信来访, 分项: [来信, 来访], 级别: 错误, 说明: 两数之和}
  - {名称: 办结不超过, 类型: 不大于, 左: [办结], 右: [来信来访], 级别: 错误, 说明: 办的都是收的}
";
    project.edit("data/catalogue.yaml", "勾稽规则:\n", &(metrics + rules));
    for department in ["区信访局", "区司法局"] {
        let path = format!("data/2024/{department}.yaml");
        project.edit(&path, "指标:\n", "指标:\n  来信: 3\n  来访: 2\n  办结: 5\n");
    }
    let unit = |project: &Project| {
        let examined = examine(project.path(), 2024, &Options::default());
        let errors = examined.findings.iter().filter(|found| found.is_error());
        errors.map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(unit(&project), [""; 0]);
    assert_eq!(found(&project, "区信访局"), [""; 0]);
    project.edit("data/2024/区信访局.yaml", "  办结: 5", "  办结: 6");
    assert_eq!(unit(&project).len(), 1, "{:?}", unit(&project));
    assert_eq!(found(&project, "区信访局").len(), 1);
    // A department that typed its sum does not ask it of the other.
    project.edit("data/2024/区信访局.yaml", "  办结: 6", "  办结: 5\n  来信来访: 5");
    assert_eq!(unit(&project), [""; 0]);
}

#[test]
fn a_wrong_total_of_a_department_is_its_own_and_told_once_for_all_reports() {
    let project = project();
    let metric = |name: &str| {
        format!(
            "  - {{名称: {name}, 主题: 社会治理, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 信件}}\n"
        )
    };
    let metrics: String = ["来信", "来访", "来信来访"].map(metric).concat();
    let rule = "勾稽规则:
  - {名称: 信访合计, 类型: 合计, 合计: 来信来访, 分项: [来信, 来访], 级别: 错误, 说明: 两数之和}
";
    project.edit("data/catalogue.yaml", "勾稽规则:\n", &(metrics + rule));
    for (department, typed) in [("区信访局", "  来信来访: 7\n"), ("区司法局", "")] {
        let path = format!("data/2024/{department}.yaml");
        project.edit(&path, "指标:\n", &format!("指标:\n  来信: 3\n  来访: 2\n{typed}"));
    }
    let check = project.run(&["check", "2024", "--for", "本级,各部门"]);
    assert_eq!(check.stdout.matches("错误[E0501]").count(), 1, "{}", check.stdout);
    let says = "本级、区信访局的报告\n\n错误[E0501]: 区信访局：“来信来访”不等于分项之和";
    assert!(check.stdout.contains(says), "{}", check.stdout);
}

#[test]
fn a_report_of_its_own_that_is_filled_in_in_a_workbook_is_the_same() {
    let report = |is_workbook: bool| {
        let project = project();
        if is_workbook {
            let cells = "{cells: {成文日期/内容: {text: '2025-01-21'}}}";
            let recipe =
                format!("data/2024/区信访局.xlsx: {{from: data, sheets: {{本部门报告: {cells}}}}}");
            Workbook::make_all(&project, &recipe);
        } else {
            project.edit("data/2024/区信访局.yaml", "2025-01-20", "2025-01-21");
        }
        project.run(&["generate", "2024", "--format", "md", "--for", "区信访局"]).succeeds();
        project.read("output/2024/部门/区信访局/年报.md")
    };
    let of_yaml = report(false);
    assert!(of_yaml.contains("2025年1月21日"), "{of_yaml}");
    assert_eq!(report(true), of_yaml);
}

#[test]
fn reports_that_are_made_at_once_have_the_same_manifests_each_time() {
    let project = project();
    let manifests = || {
        project.run(&["generate", "2024", "--for", "本级,各部门"]).succeeds();
        ["output/2024/校验.json", "output/2024/部门/区信访局/校验.json"]
            .map(|name| project.read(name))
    };
    assert_eq!(manifests(), manifests());
}
