//! What is new: two years, two editions, two files.

use crate::support::{Project, copy};

/// The district with a year before the one that it reports.
fn two_years() -> Project {
    let project = Project::base();
    copy(&project.path().join("data/2024"), &project.path().join("data/2023"));
    for file in ["report", "区司法局", "区信访局"] {
        let path = format!("data/2023/{file}.yaml");
        let text = project.read(&path).replace("2024", "2023").replace("2025", "2024");
        project.write(&path, &text);
    }
    for (from, to) in [
        ("行政检查数: 24", "行政检查数: 20"),
        ("执法案件总数: 30", "执法案件总数: 26"),
        ("普法活动场次: 40多", "普法活动场次: 30多"),
        ("  调解涉及金额: 12.5\n", ""),
        ("，调解涉及金额{{调解涉及金额}}", ""),
        ("优化办事流程，推行容缺受理。", "精简办事流程。"),
    ] {
        project.edit("data/2023/区司法局.yaml", from, to);
    }
    project.edit("data/2023/区信访局.yaml", "纠纷化解数: 45", "纠纷化解数: 36");
    project
}

#[test]
fn two_years_are_told_by_figures_then_by_texts() {
    let project = two_years();
    let run = project.run(&["compare", "2023", "2024"]);
    run.succeeds();
    assert_eq!(run.stderr, "");
    assert_eq!(run.stdout, TWO_YEARS);
}

const TWO_YEARS: &str = "\
法治政府建设年度报告：2023年与2024年对照

指标：两边都有的 7 项，数值有变化 5 项，新增 1 项
文字：共 22 段，改写 2 段，只有数字或者年份不同的 5 段，不列

指标

行政执法
  指标          2023年  2024年  增减
  执法案件总数  26件    30件    +4，增长15.4%
  行政检查数    20件    24件    +4，增长20%

社会治理
  指标          2023年    2024年    增减
  普法活动场次  30多场次  40多场次  约数，不算增减
  纠纷化解数    36件      45件      +9，增长25%
  纠纷化解率    75%       93.75%    提高18.75个百分点
  调解涉及金额  —         12.5万元  新增

文字

主要举措和成效：转变政府职能，依法全面履职
  改写　提升服务水平（区司法局）
    提升服务水平。［删：精简］［增：优化］办事流程［增：，推行容缺受理］。

主要举措和成效：多元化解矛盾，维护社会稳定
  改写　化解矛盾纠纷（区信访局、区司法局）
    化解矛盾纠纷。一是受理矛盾纠纷48件，化解［删：36件］［增：45件］，化解率［删：75%］［增：93.75%］。\
    二是开展普法活动［删：30多场次］［增：40多场次，调解涉及金额12.5万元］。
";

#[test]
fn sums_of_what_other_departments_reported_are_not_held_against_each_other() {
    let project = two_years();
    project.edit(
        "data/catalogue.yaml",
        "勾稽规则:\n",
        "  - {名称: 本部门检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 本部门的检查}
  - {名称: 两项合计, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 两项之和}
勾稽规则:
  - {名称: 两项之和, 类型: 合计, 合计: 两项合计, 分项: [本部门检查数, 行政处罚数], 级别: 错误, 说明: 两项}
",
    );
    for (file, figure) in [("2023/区司法局", 10), ("2024/区司法局", 12), ("2024/区信访局", 5)]
    {
        let typed = format!("指标:\n  本部门检查数: {figure}\n");
        project.edit(&format!("data/{file}.yaml"), "指标:\n", &typed);
    }
    let row = |old: &str, new: &str, name: &str| {
        let run = project.run(&["compare", old, new]);
        let shown = run.succeeds().stdout.lines();
        shown.map(str::trim).find(|line| line.starts_with(name)).unwrap_or_default().to_owned()
    };
    let told = row("2023", "2024", "本部门检查数");
    assert!(told.ends_with("填报的部门不同（2023年没有区信访局），不算增减"), "{told}");
    let told = row("2023", "2024", "两项合计");
    assert!(
        told.ends_with("“本部门检查数”填报的部门不同（2023年没有区信访局），不算增减"),
        "{told}"
    );
    let told = row("2024", "2023", "本部门检查数");
    assert!(told.ends_with("（2023年没有区信访局），不算增减"), "{told}");
    project.edit("data/2023/区信访局.yaml", "指标:\n", "指标:\n  本部门检查数: 4\n");
    assert!(row("2023", "2024", "本部门检查数").ends_with("+3，增长21.4%"));
}

#[test]
fn a_list_of_changes_is_written_as_markdown() {
    let project = two_years();
    project.run(&["compare", "2023", "2024", "-o", "变化.md"]).succeeds();
    let text = project.read("变化.md");
    assert!(
        text.starts_with("# 法治政府建设年度报告：2023年与2024年对照\n\n指标：两边都有的 "),
        "{text}"
    );
    assert!(text.contains("\n| 行政检查数 | 20件 | 24件 | +4，增长20% |\n"), "{text}");
    assert!(
        text.contains("提升服务水平。~~精简~~**优化**办事流~~程~~**程，推行容缺受理**。\n"),
        "{text}"
    );
    let run = project.run(&["compare", "2023", "2024", "--format", "markdown"]);
    let list = &run.succeeds().stdout;
    assert_eq!(text.split_once("\n<!-- 校验 ").map(|(list, _)| list), Some(list.as_str()));
}

#[test]
fn a_year_is_no_news_for_itself() {
    let project = Project::base();
    let run = project.run(&["compare", "2024", "2024"]);
    assert!(run.succeeds().stdout.contains("数值没有变化\n文字：共"), "{}", run.stdout);
    assert_eq!(run.stderr, "两边是同一个，没有什么可比\n");
    assert!(run.stdout.trim_end().ends_with("没有变化"), "{}", run.stdout);
}

#[test]
fn a_year_without_a_report_is_compared_by_its_figures() {
    let project = two_years();
    std::fs::remove_file(project.path().join("data/2023/report.yaml")).unwrap();
    let run = project.run(&["compare", "2023", "2024"]);
    run.succeeds();
    let said = "注意：2023 年没有报告总表，只比各部门文件里的数，没有文字可比\n";
    assert!(run.stdout.contains(said) && run.stderr.is_empty(), "{}", run.transcript());
    assert!(run.stdout.contains("+9，增长25%"), "{}", run.stdout);
    assert!(!run.stdout.contains("文字："), "{}", run.stdout);
    // Of another year there is nothing at all.
    let run = project.run(&["compare", "2022", "2024"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("没有 2022 年的数据"), "{}", run.stderr);
}

#[test]
fn what_can_be_compared_of_an_unfinished_year_is() {
    let project = two_years();
    project.edit("data/2024/区信访局.yaml", "  纠纷化解数: 45\n", "");
    let run = project.run(&["compare", "2023", "2024"]);
    run.succeeds();
    assert_eq!(run.stdout.matches("2024 年的数据有").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("逐条看，运行 nianbao check 2024\n"), "{}", run.stdout);
    assert!(run.stdout.contains("行政检查数"), "{}", run.stdout);
    assert!(run.stdout.contains("2024年还没有报\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("不再报"), "{}", run.stdout);
}

#[test]
fn what_was_not_read_or_is_owed_is_neither_new_nor_given_up() {
    let project = two_years();
    project.edit("data/2023/区司法局.yaml", "行政检查数: 20", "行政检查数: 2x");
    std::fs::remove_file(project.path().join("data/2024/区信访局.yaml")).unwrap();
    let run = project.run(&["compare", "2023", "2024", "-o", "变化.md"]);
    run.succeeds();
    let list = project.read("变化.md");
    assert!(list.contains("注意：2023 年的数据有"), "{list}");
    assert!(list.contains("2023年填错了，没有读出 |"), "{list}");
    // What is computed from what was not handed in lacks as well.
    assert!(list.matches("2024年还没有报 |").count() > 2, "{list}");
    assert!(list.contains("有一边没有报、没有读出"), "{list}");
    // 调解涉及金额 alone was not there the year before.
    assert!(list.contains("新增 1 项") && !list.contains("不再报"), "{list}");
}

#[test]
fn a_file_is_compared_with_the_data_in_its_own_form() {
    let project = two_years();
    for options in [&["--with-appendix"][..], &["--no-redhead"], &["--with-appendix", "--redhead"]]
    {
        let made = ["generate", "2024", "--format", "docx,md"];
        project.run(&[&made, options].concat()).succeeds();
        for file in ["年报.docx", "年报.md", "年报.底稿.json"] {
            let file = format!("output/2024/{file}");
            let run = project.run(&["compare", &file, "2024"]);
            let said = format!("{options:?} {file}\n{}", run.succeeds().stdout);
            assert!(run.stdout.trim_end().ends_with("没有变化"), "{said}");
        }
    }
}

#[test]
fn a_year_without_this_kind_of_report_is_compared_by_its_figures() {
    let project = two_years();
    let report = project.path().join("data/2023");
    std::fs::rename(report.join("report.yaml"), report.join("report.年度工作总结.yaml")).unwrap();
    project.write("templates/年度工作总结/kind.yaml", "名称: 年度工作总结\n文件名: 总结\n");
    project.write("templates/年度工作总结/catalogue.yaml", "指标: []\n");
    let profile = project.read("data/profile.yaml");
    project.write("data/profile.yaml", &(profile + "报告: [法治政府建设, 年度工作总结]\n"));
    for (old, new) in [("2023", "2024"), ("2024", "2023")] {
        let run = project.run(&["compare", old, new]);
        let said = "注意：2023 年没有报告总表，只比各部门文件里的数，没有文字可比\n";
        assert!(run.succeeds().stdout.contains(said), "{}", run.transcript());
        assert!(!run.stdout.contains("文字："), "{}", run.transcript());
        assert!(run.stdout.contains("行政检查数"), "{}", run.transcript());
    }
}

#[test]
fn the_numbers_of_rows_are_no_changes() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    project.edit("data/2024/区司法局.yaml", "  调解涉及金额: 12.5\n", "");
    project.edit("data/2024/区司法局.yaml", "，调解涉及金额{{调解涉及金额}}", "");
    let run = project.run(&["compare", "output/2024/年报.md", "2024"]);
    assert!(!run.succeeds().stdout.contains("序号"), "{}", run.stdout);
    assert!(run.stdout.contains("删去　表格，一行"), "{}", run.stdout);
}

#[test]
fn metrics_that_the_catalogue_has_no_more_are_named() {
    let project = two_years();
    project.edit(
        "data/2023/区司法局.yaml",
        "  行政检查数: 20\n",
        "  行政检查数: 20\n  旧指标数: 7\n",
    );
    let run = project.run(&["compare", "2023", "2024"]);
    let said = "注意：2023 年填了、现在的指标目录里没有的，没有比：旧指标数\n";
    assert!(run.succeeds().stdout.contains(said), "{}", run.stdout);
    // One that was renamed is compared.
    project.edit(
        "data/catalogue.yaml",
        "{名称: 行政检查数,",
        "{名称: 新指标数, 曾用名: [旧指标数], 主题: 行政执法, 单位: 件, 类型: 计数, 必填: 选填, 责任部门: 区司法局, 口径: 新的}\n  - {名称: 行政检查数,",
    );
    let run = project.run(&["compare", "2023", "2024"]);
    assert!(!run.succeeds().stdout.contains("没有比：旧指标数"), "{}", run.stdout);
}

#[test]
fn words_and_lists_of_a_year_without_a_report_are_compared() {
    let project = two_years();
    project.edit(
        "data/catalogue.yaml",
        "{名称: 行政检查数,",
        "{名称: 是否全覆盖, 主题: 行政执法, 类型: 是否, 必填: 选填, 责任部门: 区司法局, 口径: 全覆盖}\n  - {名称: 行政检查数,",
    );
    for (year, number) in [(2023, 20), (2024, 24)] {
        project.edit(
            &format!("data/{year}/区司法局.yaml"),
            &format!("  行政检查数: {number}\n"),
            &format!("  是否全覆盖: 是\n  行政检查数: {number}\n"),
        );
    }
    std::fs::remove_file(project.path().join("data/2023/report.yaml")).unwrap();
    let run = project.run(&["compare", "2023", "2024"]);
    assert!(!run.succeeds().stdout.contains("是否全覆盖"), "{}", run.stdout);
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = project.read("output/2024/年报.md");
    assert!(text.contains("| 是否全覆盖 | — | 是 | 是 | — |"), "{text}");
}

#[test]
fn renamed_metrics_and_other_definitions_are_matched() {
    let project = two_years();
    copy(&project.path().join("data"), &project.path().join("旧项目/data"));
    project.edit(
        "data/catalogue.yaml",
        "口径: 录入的行政检查}",
        "口径: 录入和抄告的行政检查, 曾用名: [检查数]}",
    );
    project.edit("旧项目/data/catalogue.yaml", "{名称: 行政检查数,", "{名称: 检查数,");
    for file in ["旧项目/data/catalogue.yaml", "旧项目/data/2024/区司法局.yaml"] {
        project.write(file, &project.read(file).replace("行政检查数", "检查数"));
    }
    let run = project.run(&["compare", "旧项目/data/2024", "2024"]);
    run.succeeds();
    assert!(run.stdout.contains("行政检查数（原“检查数”）"), "{}", run.stdout);
    assert!(run.stdout.contains("录入［增：和抄告］的行政检查"), "{}", run.stdout);
    assert!(!run.stdout.contains("新增 "), "{}", run.stdout);
}

#[test]
fn the_public_edition_is_compared_with_the_whole() {
    let project = Project::base();
    project.edit(
        "data/2024/report.yaml",
        "{键: 依法决策, 标题: 坚持依法决策, 部门: [区司法局]}",
        "{键: 依法决策, 标题: 坚持依法决策, 部门: [区司法局], 公开: 否}",
    );
    let run = project.run(&["compare", "2024", "--public"]);
    run.succeeds();
    assert!(
        run.stdout.starts_with("法治政府建设年度报告：2024年与2024年（公开版）对照\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("公开版不列　坚持依法决策（区司法局）"), "{}", run.stdout);
    assert!(!run.stdout.contains("删去") && !run.stdout.contains("不再报"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn the_same_errors_of_two_editions_are_told_once() {
    let project = Project::base();
    project.edit("data/2024/区司法局.yaml", "行政检查数: 24", "行政检查数: 2x");
    let run = project.run(&["compare", "2024", "--public"]);
    assert_eq!(run.stdout.matches("处错误").count(), 1, "{}", run.stdout);
}

#[test]
fn a_figure_that_neither_edition_prints_is_no_change() {
    let project = Project::base();
    project.edit(
        "data/catalogue.yaml",
        "{名称: 行政检查数,",
        "{名称: 台账数, 主题: 行政执法, 单位: 件, 类型: 计数, 必填: 选填, 责任部门: 区司法局, 口径: 台账}\n  - {名称: 行政检查数,",
    );
    project.edit(
        "data/2024/区司法局.yaml",
        "  行政检查数: 24\n",
        "  台账数: 7\n  行政检查数: 24\n",
    );
    let run = project.run(&["compare", "2024", "--public"]);
    assert!(run.succeeds().stdout.contains("数值没有变化\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("台账数") && !run.stdout.contains("不列"), "{}", run.stdout);
}

#[test]
fn a_paragraph_without_a_changed_word_is_not_listed() {
    let project = two_years();
    let text = "优化办事流程，推行容缺受理。";
    // A year that is the same in both, one that goes with the year of the report, and an older one.
    let words = |year: i32| format!("按2024年规划、{year}年计划，2019年以来优化流程。");
    for year in [2023, 2024] {
        let path = format!("data/{year}/区司法局.yaml");
        let old = if year == 2023 { "精简办事流程。" } else { text };
        project.edit(&path, old, &words(year));
    }
    let run = project.run(&["compare", "2023", "2024"]);
    assert!(!run.succeeds().stdout.contains("改写　提升服务水平"), "{}", run.stdout);
    project.edit("data/2023/区司法局.yaml", "2019年以来", "2018年以来");
    project.edit("data/2024/区司法局.yaml", "2019年以来", "2021年以来");
    let run = project.run(&["compare", "2023", "2024"]);
    assert!(run.succeeds().stdout.contains("改写　提升服务水平"), "{}", run.stdout);
}

#[test]
fn a_figure_that_one_of_the_years_still_lacks_is_no_other_text() {
    let project = two_years();
    for (year, old) in [(2023, "精简办事流程。"), (2024, "优化办事流程，推行容缺受理。")]
    {
        let path = format!("data/{year}/区司法局.yaml");
        project.edit(&path, old, "优化流程，行政检查{{行政检查数|同比}}。");
    }
    let run = project.run(&["compare", "2023", "2024"]);
    assert!(!run.succeeds().stdout.contains("改写　提升服务水平"), "{}", run.stdout);
}

#[test]
fn many_new_figures_do_not_hide_those_that_changed() {
    let project = two_years();
    let path = "data/2024/区司法局.yaml";
    let names: Vec<String> = (1..=12).map(|at| format!("新指标{at}数")).collect();
    let metric = |name: &String| {
        format!(
            "{{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 必填: 选填, 责任部门: 区司法局, 口径: 新}}\n  - "
        )
    };
    let metrics: String = names.iter().map(metric).collect();
    project.edit(
        "data/catalogue.yaml",
        "{名称: 行政检查数,",
        &format!("{metrics}{{名称: 行政检查数,"),
    );
    let values: String = names.iter().map(|name| format!("  {name}: 3\n")).collect();
    project.edit(path, "  行政检查数: 24\n", &format!("{values}  行政检查数: 24\n"));
    let run = project.run(&["compare", "2023", "2024"]);
    let line = "新增 13 项：新指标1数、新指标2数、";
    assert!(run.succeeds().stdout.contains(line), "{}", run.stdout);
    assert!(!run.stdout.contains("新指标12数"), "{}", run.stdout);
    assert!(run.stdout.find("+9，增长25%") < run.stdout.find(line), "{}", run.stdout);
    project.run(&["compare", "2023", "2024", "-o", "变化.md"]).succeeds();
    let text = project.read("变化.md");
    assert!(text.find("## 文字") < text.find("## 新增的指标"), "{text}");
    assert!(text.contains("| 新指标12数 | — | 3件 | 新增 |"), "{text}");
}

#[test]
fn two_files_or_a_file_and_the_data_are_compared_by_their_texts() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md,docx", "--redhead"]).succeeds();
    for file in ["output/2024/年报.md", "output/2024/年报.docx", "output/2024/年报.底稿.json"]
    {
        let run = project.run(&["compare", file, file]);
        assert!(run.succeeds().stdout.ends_with("段，没有变化\n"), "{}", run.stdout);
        assert!(!run.stdout.contains("指标："), "{}", run.stdout);
    }
    // What was made of the data says what they say.
    let run = project.run(&["compare", "output/2024/年报.md", "2024"]);
    assert!(run.succeeds().stdout.ends_with("段，没有变化\n"), "{}", run.stdout);
    project.edit("data/2024/区司法局.yaml", "优化办事流程，推行容缺受理。", "优化办事流程。");
    let run = project.run(&["compare", "output/2024/年报.md", "2024"]);
    assert!(
        run.succeeds().stdout.ends_with(
            "主要举措和成效：转变政府职能，依法全面履职\n  \
             改写　提升服务水平（区司法局）\n    提升服务水平。优化办事流程［删：，推行容缺受理］。\n"
        ),
        "{}",
        run.stdout
    );
    let run = project.run(&["compare", "output/2024/年报.md", "output/2024/年报.docx"]);
    assert!(run.succeeds().stdout.ends_with("段，没有变化\n"), "{}", run.stdout);
    project.write("坏.docx", "PK\u{3}\u{4}");
    let run = project.run(&["compare", "坏.docx", "2024"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("坏.docx：这个文件不完整，或者损坏了"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let project = Project::base();
    for (arguments, wanted) in [
        (["compare", "2024"].as_slice(), "没有写和什么比"),
        (&["compare", "2024", "没有.md"], "没有 没有.md 这个文件，它也不是年度"),
        (&["compare", "data", "2024"], "data 是文件夹，看不出比哪一年"),
        (&["compare", "data/catalogue.yaml", "2024"], "data/catalogue.yaml 不能比"),
        (&["compare", "2024", "2024", "-o", "x.docx"], "要以 .md 或者 .txt 结尾"),
        (&["compare", "2024", "2024", "--for", "区某局"], "单位档案里没有部门“区某局”"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(wanted), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn tables_are_compared_row_by_row() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let row = text.lines().find(|line| line.contains("| 行政检查数 |")).unwrap();
    let added = format!("{row}\n| 9 | 来访批次 | 批 | 7 | 区信访局 |");
    let changed = text.replacen(row, &added.replacen("| 24 |", "| 25 |", 1), 1);
    project.write("初稿.md", &text);
    project.write("定稿.md", &changed);
    let run = project.run(&["compare", "初稿.md", "定稿.md"]);
    for says in [
        "表格里改 1 格、新增 1 行\n",
        "改写　表格“行政检查数·件”行“2024年”列\n    ［删：24］［增：25］\n",
        "新增　表格，一行\n    来访批次 │ 批 │ 7 │ 区信访局\n",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.stdout);
    }
}

#[test]
fn a_column_or_a_whole_table_that_came_went_or_moved_is_one_change() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let with_cells = |order: &[usize]| {
        let row = |line: &str| {
            let cells: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
            match cells.len() {
                5 => {
                    format!("|{}|", order.iter().map(|at| cells[*at]).collect::<Vec<_>>().join("|"))
                }
                _ => line.to_owned(),
            }
        };
        text.lines().map(row).collect::<Vec<_>>().join("\n") + "\n"
    };
    project.write("全.md", &text);
    project.write("少一列.md", &with_cells(&[0, 1, 2, 3]));
    let without: Vec<&str> = text.lines().filter(|line| !line.starts_with('|')).collect();
    project.write("没有表格.md", &(without.join("\n") + "\n"));
    for (old, new, count, says) in [
        ("全.md", "少一列.md", "表格里删去 1 列\n", "删去　表格，一列\n    责任部门 │ "),
        ("少一列.md", "全.md", "表格里新增 1 列\n", "新增　表格，一列\n    责任部门 │ "),
        ("全.md", "没有表格.md", "删去 1 张表格\n", "删去　整张表格，共 "),
        ("没有表格.md", "全.md", "新增 1 张表格\n", "新增　整张表格，共 "),
    ] {
        let run = project.run(&["compare", old, new]);
        assert!(
            run.stdout.contains(count) && run.stdout.contains(says),
            "{old} {new}\n{}",
            run.stdout
        );
        assert!(!run.stdout.contains(" 格"), "{}", run.stdout);
    }
}

#[test]
fn a_year_without_data_is_told_with_the_years_that_there_are() {
    let project = Project::base();
    for years in [["2023", "2024"], ["2024", "2023"]] {
        let run = project.run(&[&["compare"], years.as_slice()].concat());
        assert_eq!(run.code, 2, "{}", run.transcript());
        for said in ["E0185", "没有 2023 年的数据", "有数据的年度：2024；", "旧报告/年报.docx"]
        {
            assert!(run.stderr.contains(said), "{said}: {}", run.transcript());
        }
        assert!(!run.stderr.contains("nianbao new"), "{}", run.transcript());
    }
}

#[test]
fn a_file_that_cannot_be_compared_is_told_with_what_it_is_and_what_can_be() {
    let project = Project::base();
    for (name, bytes, what) in [
        ("旧.rtf", "{\\rtf1\\ansi 2023}", "这是别的格式的文件"),
        ("旧.csv", "名称,数值\n检查,3\n", "这是别的格式的文件"),
        ("旧.xyz", "报告", "旧.xyz 不能比\n"),
    ] {
        project.write(name, bytes);
        let run = project.run(&["compare", name, "2024"]);
        assert_eq!(run.code, 2, "{}", run.transcript());
        for said in ["E0185", what, "年报.md、年报.docx"] {
            assert!(run.stderr.contains(said), "{name} {said}: {}", run.transcript());
        }
    }
}

#[test]
fn a_closing_note_that_went_from_a_markdown_is_of_no_item() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let text = format!("{}\n\n（此件主动公开）\n", text.replace("（此件主动公开）", "").trim_end());
    project.write("甲.md", &text);
    project.write("乙.md", &text.replace("（此件主动公开）", ""));
    let run = project.run(&["compare", "甲.md", "乙.md"]);
    let at = run.stdout.find("开头和落款").unwrap_or_else(|| panic!("{}", run.transcript()));
    assert!(run.stdout[at..].contains("此件主动公开"), "{}", run.transcript());
}

/// The first lines of a comparison, in which what came and what went are exchanged.
fn counts_turned(shown: &str) -> Vec<String> {
    let counts =
        shown.lines().filter(|line| line.starts_with("指标：") || line.starts_with("文字："));
    let turned = counts.map(|line| {
        // How many there are now is told of one side alone.
        let line =
            line.split_once(" 段，").filter(|_| line.starts_with("文字")).map_or(line, |it| it.1);
        let turn = |it: &str| match it.split_once(' ') {
            Some(("新增", count)) => format!("去 {count}"),
            Some(("删去" | "不再报", count)) => format!("来 {count}"),
            _ => it.to_owned(),
        };
        let mut parts: Vec<String> = line.split(['，', '、']).map(turn).collect();
        parts.sort();
        parts.join("，")
    });
    turned.collect()
}

/// The same as they are.
fn counts(shown: &str) -> Vec<String> {
    let turned =
        shown.replace("新增 ", "\u{1}").replace("删去 ", "新增 ").replace("不再报 ", "新增 ");
    counts_turned(&turned.replace('\u{1}', "删去 "))
}

#[test]
fn what_is_compared_in_the_other_order_has_the_same_changes_the_other_way_round() {
    let project = two_years();
    let both = |one: &str, other: &str| {
        let there = project.run(&["compare", one, other]);
        let back = project.run(&["compare", other, one]);
        (there.succeeds().stdout.clone(), back.succeeds().stdout.clone())
    };
    let (there, back) = both("2023", "2024");
    assert!(there.contains("+9，增长25%") && back.contains("−9，下降20%"), "{there}\n{back}");
    assert!(there.contains("［删：精简］"), "{there}");
    assert!(back.contains("［增：精简］"), "{back}");
    assert_eq!(counts(&there), counts_turned(&back), "{there}\n{back}");
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let mut turned = paragraphs.clone();
    turned.reverse();
    turned.truncate(paragraphs.len() - 3);
    project.write("倒.md", &turned.join("\n\n"));
    let (there, back) = both("output/2024/年报.md", "倒.md");
    assert!(there.contains("移动"), "{there}");
    assert_eq!(counts(&there), counts_turned(&back), "{there}\n{back}");
    // A year without a report has no texts, whichever comes first.
    std::fs::remove_file(project.path().join("data/2023/report.yaml")).unwrap();
    let (there, back) = both("2023", "2024");
    assert!(!there.contains("文字：") && !back.contains("文字："), "{there}\n{back}");
    assert_eq!(counts(&there), counts_turned(&back), "{there}\n{back}");
}

#[test]
fn a_list_takes_no_place_of_another_file() {
    let project = two_years();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    project.write("会议记录.md", "重要\n");
    let output = "output/2024/年报.md";
    project.write("领导改.md", &project.read(output).replace("优化", "改进"));
    for file in ["会议记录.md", "领导改.md", output, "data/2024/对照.md"] {
        let is_there = project.path().join(file).exists();
        let before = if is_there { project.read(file) } else { String::new() };
        let run = project.run(&["compare", output, "领导改.md", "-o", file]);
        assert_eq!(run.code, 2, "{}", run.transcript());
        assert_eq!(project.path().join(file).exists(), is_there, "{file}");
        assert!(!is_there || project.read(file) == before, "{file}");
    }
    for file in ["变化.txt", "变化.md"] {
        let arguments = ["compare", "2023", "2024", "-o", file];
        for _ in 0..2 {
            project.run(&arguments).succeeds();
        }
        // What somebody wrote into it is not lost.
        project.edit(file, "指标：", "已核。指标：");
        let edited = project.read(file);
        let run = project.run(&arguments);
        assert!(
            run.code == 2 && run.stderr.contains("写好以后改过，没有动它"),
            "{}",
            run.transcript()
        );
        assert_eq!(project.read(file), edited);
    }
}
