//! The layouts of the shipped kind: each passes the check with what it asks for, and prints what it
//! declares and nothing else.

use std::fs;

use crate::line::write_oral;
use crate::support::Project;

/// The headings of the first level, and how many of the second.
fn headings(markdown: &str) -> (Vec<&str>, Vec<&str>) {
    let of = |marks: &str| markdown.lines().filter_map(|line| line.strip_prefix(marks)).collect();
    (of("## "), of("### "))
}

#[test]
fn a_layout_asks_for_what_it_prints_and_for_nothing_else() {
    let project = Project::shipped();
    project.run(&["check", "2024", "--layout", "themes"]).succeeds();
    let run = project.run(&["check", "2024", "--layout", "oral"]);
    assert_eq!((run.code, run.stdout.matches("错误[").count()), (1, 2), "{}", run.stdout);
    assert!(run.stdout.contains("加一行，如“副标题: ——"), "{}", run.stdout);
    assert!(run.stdout.contains("加一行，如“报告人: "), "{}", run.stdout);
    let draft = project.run(&["generate", "2024", "--layout", "oral", "--draft", "--format", "md"]);
    draft.succeeds();
    let markdown = project.read("output/2024/年报（草稿）.md");
    assert!(
        markdown.contains("【待补：副标题】\n\n【待补：报告人】\n\n各位代表：\n"),
        "{markdown}"
    );

    write_oral(&project);
    // Neither number nor date, nor who signs: what is not printed is not asked for.
    let report = project.read("data/2024/report.yaml");
    let asked = ["发文字号", "成文日期", "印发日期"];
    let kept: Vec<&str> =
        report.lines().filter(|line| !asked.iter().any(|key| line.starts_with(key))).collect();
    project.write("data/2024/report.yaml", &(kept.join("\n") + "\n"));
    project.run(&["check", "2024", "--layout", "oral"]).succeeds();
    let run = project.run(&["check", "2024"]);
    assert!(run.stdout.contains("E0901") && run.stdout.contains("E0907"), "{}", run.stdout);
}

#[test]
fn an_oral_report_has_no_part_of_a_letter_in_any_output() {
    let project = Project::shipped();
    write_oral(&project);
    project.run(&["generate", "2024", "--layout", "oral"]).succeeds();
    let markdown = project.read("output/2024/年报.md");
    let opening = "\n\n——2025年1月8日在示例区第三届人民代表大会第二次会议上\n\n\
                   示例区人民政府区长　张示例\n\n各位代表：\n\n";
    assert!(markdown.contains(opening), "{markdown}");
    assert_eq!(markdown.matches("\n各位代表：\n").count(), 2);
    let (parts, themes) = headings(&markdown);
    assert_eq!(parts, ["一、2024年主要工作", "二、存在的不足", "三、2025年主要安排"]);
    // They go on through the parts, and what opens the paragraphs has no number.
    assert!(themes[4].starts_with("（五）") && themes[5].starts_with("（六）"), "{themes:?}");
    assert!(markdown.contains("\n#### 深学笃行习近平法治思想。\n"), "{markdown}");
    let page = project.read("output/2024/年报.html");
    let classes = ["class=\"subtitle\"", "class=\"reporter\"", "<p class=\"salutation\" id="];
    assert!(classes.iter().all(|class| page.contains(class)));
    assert_eq!(page.matches("class=\"salutation\"").count(), 2);
    for absent in ["<footer>", "公文生成日期", "文号", "泉洛政文", "区人大常委会：", "此件主动公开"]
    {
        assert!(!page.contains(absent) && !markdown.contains(absent), "{absent}");
    }
    // A report of another layout has none of the styles either.
    project.run(&["generate", "2024"]).succeeds();
    assert!(!project.read("output/2024/年报.html").contains("subtitle"));
}

#[test]
fn themes_are_the_parts_of_the_themes_layout() {
    let project = Project::shipped();
    project.run(&["generate", "2024", "--layout", "themes", "--format", "md"]).succeeds();
    let markdown = project.read("output/2024/年报.md");
    assert_eq!(
        headings(&markdown).0,
        [
            "一、党政主要负责人履行推进法治建设第一责任人职责情况",
            "二、强化政治引领，筑牢法治建设根基",
            "三、加快职能转变，提升依法履职水平",
            "四、健全制度机制，推进治理规范运行",
            "五、严格规范执法，提升行政执法质效",
            "六、完善多元解纷，维护社会和谐稳定",
            "七、存在不足和原因",
            "八、2025年法治政府建设主要安排",
        ]
    );
    // A theme all of whose entries stand in the first part says so.
    let report = project.read("data/2024/report.yaml");
    let (before, rest) = report.split_once("  - 主题: 政治引领\n").unwrap();
    let (theme, after) = rest.split_once("\n  - 主题: ").unwrap();
    let all = theme.lines().map(|line| match line.trim_start() {
        bare if bare.starts_with("满足: ") => String::new(),
        bare if bare.starts_with("- 键: ") => format!("{line}\n        满足: 第一责任人\n"),
        _ => format!("{line}\n"),
    });
    let theme: String = all.collect();
    project.write(
        "data/2024/report.yaml",
        &format!("{before}  - 主题: 政治引领\n{theme}\n  - 主题: {after}"),
    );
    project.run(&["generate", "2024", "--layout", "themes", "--format", "md"]).succeeds();
    let markdown = project.read("output/2024/年报.md");
    let moved = "## 二、强化政治引领，筑牢法治建设根基\n\n有关情况在第一部分一并报告。\n";
    assert!(markdown.contains(moved), "{markdown}");
}

#[test]
fn what_a_layout_does_not_have_cannot_be_asked_for() {
    let project = Project::shipped();
    write_oral(&project);
    for option in [&["--redhead"][..], &["--to", "区委"]] {
        let run = project.run(&[&["generate", "2024", "--layout", "oral"], option].concat());
        assert_eq!((run.code, run.stderr.matches("错误[E1031]").count()), (1, 1), "{}", run.stderr);
        assert!(run.stderr.contains(option[0]), "{}", run.stderr);
    }
    // A style of an earlier version knows no subtitle.
    let style = fs::read_to_string(crate::support::root().join("templates/gbt9704.yaml")).unwrap();
    let (before, rest) = style.split_once("副标题:").unwrap();
    let old = format!("{before}主送机关:{}", rest.split_once("主送机关:").unwrap().1);
    project.write("templates/gbt9704.yaml", &old);
    project.run(&["generate", "2024", "--layout", "oral", "--format", "pdf"]).succeeds();
}

#[test]
fn faults_of_a_declared_layout_are_told_at_their_place() {
    let project = Project::shipped();
    let kind = "templates/法治政府建设/kind.yaml";
    project.edit(
        kind,
        "  - {名称: themes,",
        "  - luojiang\n  - {名称: 乙, 红头: 可不写, 编号: {五级: 连续, 二级: 续编}, 不印: [不足.原由]}\n  \
         - {名称: themes,",
    );
    let run = project.run(&["check", "2024"]);
    assert_eq!(run.code, 1);
    for told in
        ["luojiang”重名", "红头不能是“可不写”", "五级", "二级不能是“续编”", "改为“不足.原因”"]
    {
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
}

#[test]
fn last_years_value_leads_to_last_years_file() {
    let project = Project::shipped();
    project.write(
        "data/2023/区司法局.yaml",
        "部门: 区司法局\n年度: 2023\n指标:\n  行政复议新收数: 100\n",
    );
    let layout = project.read("templates/luojiang.md.tera");
    let words = "\n\n## 比较\n\n上年{{ \"行政复议新收数\" | figure(last=true) }}。\n";
    project.write("templates/luojiang.md.tera", &(layout + words));
    project.run(&["generate", "2024", "--format", "md,html"]).succeeds();
    assert!(project.read("output/2024/年报.md").contains("\n上年100件。\n"));
    let origin = "行政复议新收数（上年）,100,件,制度体系,区司法局,data/2023/区司法局.yaml,4,填报";
    let origins = project.read("output/2024/数据来源.csv");
    assert_eq!(origins.matches("（上年）").count(), 1, "{origins}");
    assert!(origins.contains(origin), "{origins}");
    assert!(
        project.read("output/2024/年报.html").contains("data-tip=\"行政复议新收数（上年）：100件")
    );
}

#[test]
fn a_new_year_asks_for_what_the_usual_layout_prints() {
    let project = Project::shipped();
    project.run(&["new", "2025"]).succeeds();
    assert!(!project.read("data/2025/report.yaml").contains("副标题"));
    fs::remove_dir_all(project.path().join("data/2025")).unwrap();

    write_oral(&project);
    project.edit("data/profile.yaml", "版式: luojiang\n", "版式: oral\n");
    project.run(&["new", "2025"]).succeeds();
    let form = project.read("data/2025/report.yaml");
    assert!(form.contains("\n副标题:              # 上年 ——2025年1月8日"), "{form}");
    assert!(form.contains("\n报告人:              # 上年 示例区人民政府区长"), "{form}");
    assert!(!form.contains("称呼"), "{form}");
    let run = project.run(&["check", "2025"]);
    assert_eq!(run.stdout.matches("错误[E1032]").count(), 2, "{}", run.stdout);
}
