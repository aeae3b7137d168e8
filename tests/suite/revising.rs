//! `nianbao revise`: what came back, and the certain changes made.

use std::fs;

use crate::support::{Project, Run};

const FIRST: &str = "data/2024/区司法局.yaml";
const RETURNED: &str = "年报-改.md";
const OTHER_RETURNED: &str = "政府信息公开年报-改.md";

/// The base, whose report was sent as a Markdown and came back with other words.
fn returned(edits: &[(&str, &str)]) -> Project {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let mut text = project.read("output/2024/年报.md");
    for (old, new) in edits {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replacen(old, new, 1);
    }
    project.write(RETURNED, &text);
    project
}

fn revise(project: &Project, options: &[&str]) -> Run {
    let arguments = ["revise", "2024", RETURNED];
    project.run(&arguments.iter().chain(options).copied().collect::<Vec<_>>())
}

#[test]
fn a_text_that_came_back_as_it_was_sent_has_no_changes() {
    let run = revise(&returned(&[]), &[]);
    assert_eq!((run.stdout.as_str(), run.code), ("没有改动\n", 0), "{}", run.transcript());
}

#[test]
fn each_change_of_a_markdown_is_told_with_its_words_place_and_owner() {
    let project = returned(&[
        ("推行容缺受理", "全面推行容缺受理"),
        ("其中检查24件", "其中检查25件"),
        ("主要举措和成效", "举措和成效"),
    ]);
    let wanted = "\
1. 改版式文字  templates/luojiang.md.tera:44:4  版式
   一 主要举措和成效：删去“主要”
   原文：一、主要举措和成效
   改成：一、举措和成效
   说明：版式里的话各年都用；只改今年的，看能不能写进报告总表（导语、不足导语、安排导语、结语、其他）
   要自己改：是版式里的字，要改模板

2. 改文字  data/2024/区司法局.yaml:13:12  区司法局
   一（二）1 提升服务水平：加上“全面”
   原文：…服务水平。优化办事流程，推行容缺受理。
   改成：…服务水平。优化办事流程，全面推行容缺受理。
   可以代改

3. 改数字  data/2024/区司法局.yaml:5:10  区司法局
   一（四）1 用好执法平台：“24件”改为“25件”
   原文：…录入案件30件，其中检查24件、处罚6件。
   改成：…录入案件30件，其中检查25件、处罚6件。
   指标：行政检查数（件） 24 → 25
   改了会出现：[E0501] “执法案件总数”不等于分项之和（data/2024/区司法局.yaml:4）
   印在：data/2024/区司法局.yaml:17
   要自己改：数字不从修改稿里取，核实以后在填报的地方改

共 3 处：改文字 1、改数字 1、改版式文字 1
可以代改的 1 处（加 --apply），要自己改的 2 处
";
    let run = revise(&project, &[]);
    assert_eq!((run.stdout.as_str(), run.code), (wanted, 1), "{}", run.transcript());
}

#[test]
fn each_place_of_words_of_a_layout_and_of_a_department_in_one_sentence_is_told() {
    let project = returned(&[(
        "还有差距，主要表现在：执法培训覆盖面还不够",
        "仍有差距，主要表现在：执法培训覆盖面仍不够",
    )]);
    let run = revise(&project, &[]);
    assert!(run.stdout.contains("data/2024/区司法局.yaml:2"), "{}", run.transcript());
}

#[test]
fn a_salutation_of_the_layout_is_told_as_that() {
    let project = Project::base();
    let heads = "年度: 2024\n副标题: 在示例区人大常委会会议上\n报告人: 示例区司法局局长  王某\n";
    project.edit("data/2024/report.yaml", "年度: 2024\n", heads);
    let told = |written: &str| {
        project.run(&["generate", "2024", "--layout", "oral", "--format", "md"]).succeeds();
        let text = project.read("output/2024/年报.md");
        project.write(RETURNED, &text.replace("各位代表：", "各位代表、同志们："));
        let run = revise(&project, &[]);
        assert!(run.stdout.contains(written), "{}", run.transcript());
    };
    told("是版式里的称呼；只改今年的，在报告总表里写“称呼”");
    project.edit("data/2024/report.yaml", "副标题:", "称呼: 各位代表\n副标题:");
    told("data/2024/report.yaml:2:");
}

#[test]
fn what_a_template_prints_is_told_at_its_line_where_that_is_certain() {
    let project = Project::base();
    let layout = "templates/luojiang.md.tera";
    project.edit(
        layout,
        "## 主要举措和成效\n",
        "## 主要举措和成效\n\n全年共有{{ \"行政检查数\" | figure }}检查。\n",
    );
    project.edit(
        "data/2024/区司法局.yaml",
        "  - 问题: 执法培训",
        "  - 问题: 案卷评查不多\n  - 问题: 执法培训",
    );
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let text = project.read("output/2024/年报.md");
    for (old, new) in [
        ("全年共有24件", "全年共有25件"),
        ("主要表现在：一是", "主要表现在：一为"),
        ("原因是", "原因在于"),
    ] {
        assert!(text.contains(old), "{text}");
        project.write(RETURNED, &text.replacen(old, new, 1));
        let run = revise(&project, &[]);
        let wanted = match old {
            "全年共有24件" => "   印在：templates/luojiang.md.tera:46\n",
            // Words that templates have more than once.
            "主要表现在：一是" => "1. 改版式文字  版式\n",
            _ => "1. 改版式文字  templates/sections/shortcomings.md.tera:13:",
        };
        assert!(run.stdout.contains(wanted), "{wanted}\n{}", run.transcript());
    }
}

#[test]
fn certain_changes_are_written_and_nothing_else_of_the_file_is_changed() {
    let project =
        returned(&[("推行容缺受理", "全面推行容缺受理"), ("其中检查24件", "其中检查25件")]);
    let text = project.read(FIRST).replace("行政检查数: 24\n", "行政检查数: 24   # 台账导出\n");
    let text = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    project.write(FIRST, &text);
    let run = revise(&project, &["--apply"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    assert!(
        run.stdout.contains("已改 1 处，写了 1 个文件；其余 1 处要自己改"),
        "{}",
        run.transcript()
    );
    assert_eq!(project.read(FIRST), text.replace("推行容缺", "全面推行容缺"));
    project.run(&["generate", "2024", "--format", "md", "--out", "again"]).succeeds();
    let revised = project.read(RETURNED).replace("检查25件", "检查24件");
    assert_eq!(project.read("again/年报.md"), revised);
    // Once more: what was made is told as done.
    let again = revise(&project, &["--apply"]);
    assert!(again.stdout.contains("数据里已经是这样"), "{}", again.transcript());
    assert!(again.stdout.contains("已改 0 处，写了 0 个文件"), "{}", again.transcript());
}

#[test]
fn what_the_check_would_find_is_not_written() {
    let project = returned(&[("推行容缺受理", "推行{{容缺受理}}")]);
    let before = project.read(FIRST);
    let run = revise(&project, &["--apply"]);
    assert!(run.stdout.contains("没有改：改了会新出现 [E0"), "{}", run.transcript());
    assert_eq!((project.read(FIRST), run.code), (before, 1));
}

#[test]
fn without_the_text_as_it_was_sent_changes_are_told_and_none_is_made() {
    let project = returned(&[("推行容缺受理", "全面推行容缺受理")]);
    fs::remove_dir_all(project.path().join("output")).unwrap();
    let run = revise(&project, &[]);
    assert!(run.stderr.contains("没有底稿"), "{}", run.transcript());
    assert!(run.stdout.contains("加上“全面”"), "{}", run.transcript());
    let before = project.read(FIRST);
    let run = revise(&project, &["--apply"]);
    assert!(run.stderr.contains("没有发出时的底稿"), "{}", run.transcript());
    assert_eq!((project.read(FIRST), run.code), (before, 2));
}

#[test]
fn changes_are_objects_for_programs() {
    let project =
        returned(&[("推行容缺受理", "全面推行容缺受理"), ("其中检查24件", "其中检查25件")]);
    let run = revise(&project, &["--format", "json"]);
    let objects: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = objects.iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!((kinds, run.code), (vec!["words", "figure"], 1));
    assert_eq!(objects[0]["place"]["path"], FIRST);
    assert_eq!(objects[0]["certain"], true);
    assert_eq!(objects[1]["figure"]["metric"], "行政检查数");
    assert_eq!(objects[1]["figure"]["new"], "25");
}

#[test]
fn what_is_no_text_that_came_back_is_refused() {
    let project = Project::base();
    for (name, bytes) in
        [("a.docx", b"PK\x03\x04".as_slice()), ("b.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")]
    {
        fs::write(project.path().join(name), bytes).unwrap();
        let run = project.run(&["revise", "2024", name]);
        assert_eq!(run.code, 2, "{}", run.transcript());
        assert!(run.stderr.contains("错误[E0181]"), "{}", run.transcript());
        assert!(run.stderr.contains("建议: "), "{}", run.transcript());
    }
    let run = project.run(&["revise", "2024", "nowhere.docx"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
}

/// A copy of a file of the output folder, as it comes back.
fn comes_back(project: &Project, file: &str, name: &str) {
    fs::copy(project.path().join("output").join(file), project.path().join(name)).unwrap();
}

#[test]
fn the_edition_that_was_sent_is_known_from_its_kept_text() {
    let project = Project::base();
    for (options, name) in [
        (vec!["--layout", "statutory"], "年报.docx"),
        (vec!["--public"], "年报（公开版）.docx"),
        (vec!["--to", "区人大常委会"], "年报（区人大常委会）.docx"),
        (vec!["--redhead", "--layout", "luojiang"], "年报.docx"),
    ] {
        let mut made = vec!["generate", "2024", "--format", "docx"];
        made.extend(&options);
        project.run(&made).succeeds();
        comes_back(&project, &format!("2024/{name}"), "改.docx");
        if options == ["--layout", "statutory"] {
            comes_back(&project, "2024/年报.docx", "先发-改.docx");
        }
        let run = project.run(&["revise", "2024", "改.docx"]);
        assert_eq!((run.stdout.as_str(), run.code), ("没有改动\n", 0), "{}", run.transcript());
    }
    // What was sent before, and took another name since, is found by the document.
    let run = project.run(&["revise", "2024", "先发-改.docx"]);
    assert_eq!((run.stdout.as_str(), run.code), ("没有改动\n", 0), "{}", run.transcript());
    assert!(run.stderr.contains("年报.底稿-"), "{}", run.transcript());
    // An edition that is asked for by name is another.
    let run = project.run(&["revise", "2024", "改.docx", "--layout", "statutory"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    let wanted = "改.docx 是2024年的“法治政府建设”（版式 luojiang）的修改稿";
    assert!(run.stderr.contains(wanted), "{}", run.transcript());
    assert!(run.stderr.contains("命令里写的是2024年的（版式 statutory）"), "{}", run.transcript());
    assert!(
        run.stderr.contains("建议: 运行 nianbao revise 2024 改.docx\n"),
        "{}",
        run.transcript()
    );
}

#[test]
fn a_text_of_another_year_or_report_is_told_with_what_it_is_and_what_to_run() {
    const EXAMPLE: &str = "政府信息公开-示例区";
    let other = Project::example(EXAMPLE);
    other.run(&["generate", "2024", "--format", "docx,md"]).succeeds();
    other.run(&["generate", "2024", "--for", "区司法局", "--format", "docx"]).succeeds();
    comes_back(&other, "2024/政府信息公开年报.docx", "改.docx");
    comes_back(&other, "2024/政府信息公开年报.md", "改.md");
    comes_back(&other, "2024/部门/区司法局/政府信息公开年报.docx", "司法局-改.docx");
    let told = |arguments: &[&str], says: &[&str]| {
        let run = other.run(arguments);
        assert_eq!((run.stdout.as_str(), run.code), ("", 2), "{}", run.transcript());
        for says in says {
            assert!(run.stderr.contains(says), "{says}\n{}", run.transcript());
        }
    };
    told(
        &["revise", "2023", "改.docx"],
        &["改.docx 是2024年的“政府信息公开”", "建议: 运行 nianbao revise 2024 改.docx\n"],
    );
    told(
        &["revise", "2023", "改.md"],
        &["改.md 看来是2024年的“政府信息公开”", "建议: 运行 nianbao revise 2024 改.md\n"],
    );
    told(
        &["revise", "2024", "司法局-改.docx"],
        &["（区司法局，", "建议: 运行 nianbao revise 2024 司法局-改.docx --for 区司法局\n"],
    );
    told(
        &["revise", "2024", "改.docx", "--report", "法治政府建设"],
        &["nianbao revise 2024 改.docx --report 政府信息公开\n"],
    );
    let run = other.run(&["revise", "2024", "司法局-改.docx", "--for", "区司法局"]);
    assert_eq!((run.stdout.as_str(), run.code), ("没有改动\n", 0), "{}", run.transcript());
    // Another project knows nothing of it but the text.
    let project = returned(&[]);
    for name in ["改.docx", "改.md"] {
        fs::copy(other.path().join(name), project.path().join(name)).unwrap();
        let run = project.run(&["revise", "2024", name]);
        assert_eq!((run.stdout.as_str(), run.code), ("", 2), "{}", run.transcript());
        assert!(run.stderr.contains("几乎没有相同的段落"), "{}", run.transcript());
        assert!(run.stderr.contains("政府信息公开工作年度报告"), "{}", run.transcript());
    }
    // A Markdown of last year, of which nothing is kept.
    let text = project.read(RETURNED);
    let text: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => line.replace("2024", "2023"),
            _ if line.chars().count() > 20 => format!("去年，{line}"),
            _ => line.to_owned(),
        })
        .collect();
    project.write("年报-去年.md", &text.join("\n"));
    let run = project.run(&["revise", "2024", "年报-去年.md"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    assert!(run.stderr.contains("不是2024年的修改稿"), "{}", run.transcript());
    assert!(run.stderr.contains("nianbao revise 2023 年报-去年.md"), "{}", run.transcript());
}

#[test]
fn changes_of_what_a_workbook_holds_are_told_at_its_cells_and_not_made() {
    let project = Project::base();
    let path = "data/2024/区信访局.xlsx";
    project.run(&["convert", "2024", "data/2024/区信访局.yaml", "--replace"]).succeeds();
    assert!(project.path().join(path).is_file());
    project.run(&["generate", "2024", "--format", "docx,md"]).succeeds();
    let text = project.read("output/2024/年报.md");
    assert!(text.contains("受理矛盾纠纷48件"), "{text}");
    project.write(
        RETURNED,
        &text.replacen("受理矛盾纠纷48件", "排查矛盾纠纷48件", 1).replacen(
            "化解45件",
            "化解50件",
            1,
        ),
    );
    let before = fs::read(project.path().join(path)).unwrap();
    let run = revise(&project, &["--apply"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    for says in [
        "1. 改文字  data/2024/区信访局.xlsx 正文!C",
        "没有改：写在工作簿里，不代改：先运行 nianbao convert 2024 区信访局.xlsx 转成 YAML，或者在工作簿里改",
        "2. 改数字  data/2024/区信访局.xlsx 指标!B",
        "跟着变：纠纷化解率 93.75% → 104.17%",
        "改了会出现：[E0504] “纠纷化解数”大于“纠纷受理数”（data/2024/区信访局.xlsx 指标!B",
        "已改 0 处，写了 0 个文件",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
    }
    assert!(!run.stdout.contains(".yaml"), "{}", run.transcript());
    assert_eq!(fs::read(project.path().join(path)).unwrap(), before);
    let json = revise(&project, &["--format", "json"]);
    assert!(json.stdout.contains("区信访局.xlsx"), "{}", json.transcript());
}

#[test]
fn a_markdown_of_a_department_or_for_an_addressee_is_compared_with_its_own() {
    let project = Project::example("政府信息公开-示例区");
    let department = ["generate", "2024", "--for", "区司法局", "--format", "md"];
    project.run(&department).succeeds();
    let folder = "output/2024/部门/区司法局";
    let text = project.read(&format!("{folder}/政府信息公开年报.md"));
    let heading = text.lines().find(|line| line.starts_with("## ")).unwrap();
    project
        .write("政府信息公开年报-改.md", &text.replacen(heading, &format!("{heading}（改）"), 1));
    let arguments = ["revise", "2024", "政府信息公开年报-改.md", "--for", "区司法局"];
    let run = project.run(&arguments);
    assert!(run.stdout.contains("加上“（改）”"), "{}", run.transcript());
    assert!(run.stdout.contains("共 1 处"), "{}", run.transcript());
    let project = Project::base();
    project.run(&["generate", "2024", "--to", "市人民政府", "--format", "md"]).succeeds();
    let text = project.read("output/2024/年报（市人民政府）.md");
    project.write("年报（市人民政府）-改.md", &text.replacen("推行容缺", "全面推行容缺", 1));
    let run = project.run(&["revise", "2024", "年报（市人民政府）-改.md"]);
    assert!(
        run.stdout.contains("加上“全面”") && run.stdout.contains("共 1 处"),
        "{}",
        run.transcript()
    );
    // To whom it goes is said by the command that made it.
    project.write("年报（市人民政府）-改.md", &text.replacen("市人民政府：", "市委：", 1));
    let run = project.run(&["revise", "2024", "年报（市人民政府）-改.md"]);
    assert!(run.stdout.contains("是生成时 --to 写的"), "{}", run.transcript());
}

#[test]
fn what_was_changed_in_one_sentence_is_one_change() {
    let project = returned(&[("优化办事流程，推行容缺受理", "不断优化办事流程，全面推行容缺受理")]);
    let run = revise(&project, &[]);
    assert!(
        run.stdout.contains("“优化办事流程，”改为“不断优化办事流程，全面”"),
        "{}",
        run.transcript()
    );
    assert!(run.stdout.contains("共 1 处：改文字 1\n"), "{}", run.transcript());
    let run = revise(&project, &["--apply"]);
    assert!(run.stdout.contains("已改 1 处，写了 1 个文件"), "{}", run.transcript());
    assert!(project.read(FIRST).contains("不断优化办事流程，全面推行容缺受理。"));
}

#[test]
fn a_blank_that_was_filled_in_is_told_with_the_line_where_its_value_belongs() {
    let project = Project::base();
    project.edit(FIRST, "行政检查数: 24\n", "行政检查数:\n");
    project.run(&["generate", "2024", "--draft", "--format", "md"]).succeeds();
    let text = project.read("output/2024/年报（草稿）.md");
    let filled = text.replacen("【待补：行政检查数】", "24件", 1);
    assert_ne!(filled, text);
    project.write("年报（草稿）-改.md", &filled);
    let run = project.run(&["revise", "2024", "年报（草稿）-改.md"]);
    for says in [
        "1. 改数字  data/2024/区司法局.yaml:5:9  区司法局\n",
        "指标：行政检查数（件） （空） → 24\n",
        "要自己改：数字不从修改稿里取，核实以后在 data/2024/区司法局.yaml:5 填上 24\n",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
    }
    assert!(!run.stdout.contains("改了会出现"), "{}", run.transcript());
    // Without a line for it, one that can be copied is told, and without a number, where that belongs.
    project.edit(FIRST, "  行政检查数:\n", "");
    for (filled, says) in [("24件", "行政检查数: 24\n"), ("若干件", "行政检查数: 核实的数\n")]
    {
        let filled = text.replacen("【待补：行政检查数】", filled, 1);
        project.write("年报（草稿）-改.md", &filled);
        let run = project.run(&["revise", "2024", "年报（草稿）-改.md"]);
        assert!(run.stdout.contains(&format!("下加一行：{says}")), "{}", run.transcript());
    }
    project.write("年报（草稿）-改.md", &filled);
    project.edit(FIRST, "指标:\n", "指标:\n  行政检查数:\n");
    // Of a workbook it is the cell.
    project.run(&["convert", "2024", FIRST, "--replace"]).succeeds();
    let run = project.run(&["revise", "2024", "年报（草稿）-改.md"]);
    let says = "核实以后在 data/2024/区司法局.xlsx 指标!B4 填上 24\n";
    assert!(run.stdout.contains(says), "{}", run.transcript());
}

#[test]
fn a_changed_figure_is_told_with_the_computed_ones_that_change_with_it() {
    let run = revise(&returned(&[("化解45件", "化解36件")]), &[]);
    assert!(run.stdout.contains("跟着变：纠纷化解率 93.75% → 75%\n"), "{}", run.transcript());
}

#[test]
fn a_row_of_a_table_that_came_or_went_is_one_change() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let row = text.lines().find(|line| line.contains("| 行政检查数 |")).unwrap();
    let last = text.lines().find(|line| line.contains("| 纠纷化解率 |")).unwrap();
    let text = text.replacen(&format!("{row}\n"), "", 1).replacen(
        last,
        &format!("{last}\n| 9 | 来访批次 | 批 | 7 | 区信访局 |"),
        1,
    );
    project.write(RETURNED, &text);
    let run = revise(&project, &[]);
    for says in [
        "删去一行“2 │ 行政检查数 │ 件 │ 24 │ 区司法局”",
        "加了一行“9 │ 来访批次 │ 批 │ 7 │ 区信访局”",
        "共 2 处：增加 1、删除 1\n",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
    }
}

#[test]
fn an_entry_of_a_list_that_came_or_went_is_told_with_what_to_do_there() {
    let project = Project::shipped();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let (before, rest) = text.split_once("### （四）创新法治宣传方式。").unwrap();
    let (entry, after) = rest.split_once("\n\n泉州市").unwrap();
    assert!(entry.contains("深入落实"));
    project.write(RETURNED, &format!("{before}泉州市{after}"));
    let run = revise(&project, &[]);
    let says = "是“安排”里的一条，核实以后删去 data/2024/区司法局.yaml:140 起的这一条\n";
    assert!(run.stdout.contains(says), "{}", run.transcript());
    // Joined to the one before it.
    let heading = "\n\n### （四）创新法治宣传方式。\n\n";
    assert!(text.contains(heading));
    project.write(RETURNED, &text.replacen(heading, heading.trim_matches(['\n', '#', ' ']), 1));
    let run = revise(&project, &[]);
    let says = "是“安排”里的一条，核实以后把它的话写进上一条，再删去 data/2024/区司法局.yaml:140 起的这一条\n";
    assert!(run.stdout.contains(says), "{}", run.transcript());
}

#[test]
fn a_number_that_is_only_written_in_another_way_needs_nothing() {
    let project = returned(&[("案件30件", "案件３０件"), ("处罚6件", "处罚六件")]);
    let run = revise(&project, &[]);
    assert_eq!(run.code, 0, "{}", run.transcript());
    for says in [
        "“30件”改为“３０件”",
        "“6件”改为“六件”",
        "   不用改：数没有变，只是写法不同（空格、分节的逗号、全角、汉字）\n",
        "不用改的 2 处\n可以代改的 0 处（加 --apply），要自己改的 0 处\n",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
    }
}

#[test]
fn a_number_whose_unit_or_whose_following_words_went_is_work_that_names_them() {
    let all = "案件30件，其中检查24件、处罚6件";
    for (old, new, gone) in [
        (all, "案件30", "件，其中检查24件、处罚6件"),
        ("30件，其中检查24件", "30", "件，其中检查24件"),
        ("案件30件", "案件30", "件"),
        ("案件30件", "案件３０", "件"),
    ] {
        let run = revise(&returned(&[(old, new)]), &[]);
        assert_eq!(run.code, 1, "{}", run.transcript());
        let says = format!("   要自己改：数没有变，可是删去了“{gone}”，核实以后自己改\n");
        assert!(run.stdout.contains(&says), "{says}\n{}", run.transcript());
        assert!(run.stdout.contains("   说明：这里引用了“"), "{}", run.transcript());
        assert!(!run.stdout.contains("不用改"), "{}", run.transcript());
    }
}

#[test]
fn words_in_a_cell_are_told_with_its_row_and_column() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = project.read("output/2024/年报.md");
    assert!(text.contains("| 行政检查数 | 件 |"), "{text}");
    project.write(RETURNED, &text.replacen("| 行政检查数 | 件 |", "| 行政检查数 | 万件 |", 1));
    let run = revise(&project, &[]);
    assert!(run.stdout.contains("表格“行政检查数”行“单位”列：加上“万”\n"), "{}", run.transcript());
}

/// The report with its table of figures, as it came back with some rows or words replaced.
fn returned_with_table(edits: &[(&str, &str)]) -> Project {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = edits.iter().fold(project.read("output/2024/年报.md"), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    project.write(RETURNED, &text);
    project
}

#[test]
fn names_that_were_exchanged_in_a_table_are_one_change_at_their_places() {
    let project = returned_with_table(&[
        ("| 行政检查数 |", "| ※ |"),
        ("| 行政处罚数 |", "| 行政检查数 |"),
        ("| ※ |", "| 行政处罚数 |"),
    ]);
    let run = revise(&project, &[]);
    for says in [
        "1. 改版式文字  data/catalogue.yaml:",
        "：“行政检查数 │ 行政处罚数”改为“行政处罚数 │ 行政检查数”\n   还在：data/catalogue.yaml:",
        "说明：这两格的字对调了，同一行别的没有跟着动",
        "在填报的地方对调数（data/2024/区司法局.yaml:5、data/2024/区司法局.yaml:6）",
        "共 1 处：改版式文字 1\n",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
    }
    // One name alone is the catalogue's.
    let run = revise(&returned_with_table(&[("| 行政检查数 |", "| 执法检查数 |")]), &[]);
    assert!(run.stdout.contains("1. 改版式文字  data/catalogue.yaml:"), "{}", run.transcript());
    assert!(run.stdout.contains("共 1 处"), "{}", run.transcript());
}

#[test]
fn last_years_value_in_a_table_is_told_where_it_was_typed() {
    let project = Project::base();
    for file in ["report", "区司法局", "区信访局"] {
        let text = project.read(&format!("data/2024/{file}.yaml"));
        let text = text.replace("2024", "2023").replace("2025", "2024");
        let text = text.replace("行政检查数: 24", "行政检查数: 20");
        project.write(&format!("data/2023/{file}.yaml"), &text);
    }
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let row = "| 行政检查数 | 件 | 24 | 20 | 增长20% |";
    assert!(text.contains(row), "{text}");
    for (new, says) in [
        (
            "| 行政检查数 | 件 | 24 | 21 | 增长20% |",
            [
                "1. 改数字  data/2023/区司法局.yaml:",
                "表格“行政检查数·件”行“2023年”列：“20”改为“21”",
                "要自己改：是“行政检查数”上年的数，核实以后改那里",
            ],
        ),
        (
            "| 行政检查数 | 件 | 24 | 20 | 增长30% |",
            [
                "1. 改数字  程序编排",
                "表格“行政检查数·件”行“比上年”列：“20%”改为“30%”",
                "要自己改：由“行政检查数”今年和上年的数算出；数不对的，改数",
            ],
        ),
    ] {
        project.write(RETURNED, &text.replace(row, new));
        let run = revise(&project, &[]);
        for says in says {
            assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
        }
        assert!(run.stdout.contains("共 1 处：改数字 1\n"), "{}", run.transcript());
    }
}

#[test]
fn one_value_in_several_places_is_one_change_and_two_values_contradict_each_other() {
    let row = "| 行政检查数 | 件 | 24 |";
    let both = [("其中检查24件", "其中检查25件"), (row, "| 行政检查数 | 件 | 25 |")];
    let run = revise(&returned_with_table(&both), &[]);
    for says in [
        "指标：行政检查数（件） 24 → 25\n   改了会出现：[E0501] “执法案件总数”不等于分项之和（data/2024/区司法局.yaml:",
        "   一起改的还有：“24”改为“25”（附件 主要指标数据一览表 表格“行政检查数·件”行“2024年”列）\n",
        "共 1 处：改数字 1\n",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
    }
    assert!(!run.stdout.contains("还印在"), "{}", run.transcript());
    let one = revise(&returned_with_table(&both[..1]), &[]);
    assert!(
        one.stdout.contains("还印在：表格（附件 主要指标数据一览表）\n"),
        "{}",
        one.transcript()
    );
    let other = [both[0], (row, "| 行政检查数 | 件 | 26 |")];
    let run = revise(&returned_with_table(&other), &[]);
    for says in [
        "矛盾：修改稿里另一处（附件 主要指标数据一览表 表格“行政检查数·件”行“2024年”列）把它改成了 26，两处不一样",
        "把它改成了 25，两处不一样",
        "要自己改：修改稿里同一个数改得不一样，问清是哪一个",
        "共 2 处：改数字 2\n",
    ] {
        assert!(run.stdout.contains(says), "{says}\n{}", run.transcript());
    }
}

#[test]
fn a_column_of_a_table_that_went_is_one_change_and_numbers_of_rows_follow_them() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let text = project.read("output/2024/年报.md");
    let narrower = text.lines().map(|line| match line.trim_end_matches('|').rfind('|') {
        Some(end) if line.starts_with('|') => format!("{}\n", &line[..=end]),
        _ => format!("{line}\n"),
    });
    project.write(RETURNED, &narrower.collect::<String>());
    let run = revise(&project, &[]);
    assert!(run.stdout.contains("：删去一列“责任部门 │ "), "{}", run.transcript());
    assert!(run.stdout.contains("共 1 处：删除 1\n"), "{}", run.transcript());
    let row = text.lines().find(|line| line.contains("| 行政检查数 |")).unwrap();
    let next = text.lines().find(|line| line.contains("| 行政处罚数 |")).unwrap();
    let renumbered = next.replacen("| 3 |", "| 2 |", 1);
    assert_ne!(renumbered, next);
    let fewer = text.replacen(&format!("{row}\n"), "", 1).replacen(next, &renumbered, 1);
    project.write(RETURNED, &fewer);
    let run = revise(&project, &[]);
    assert!(run.stdout.contains("共 1 处：删除 1\n"), "{}", run.transcript());
}

#[test]
fn a_warning_that_is_of_fewer_places_than_before_is_not_new() {
    let project = Project::base();
    for (old, new) in [
        (
            "主要负责人定期听取汇报，",
            "主要负责人定期听取汇报，每逢重要的决策和重大的案件都专门听取情况，",
        ),
        ("优化办事流程，", "优化办事流程，把群众经常要办的事情放在一起受理、一起审查、一起答复，"),
    ] {
        project.edit(FIRST, old, new);
    }
    let of_last_year = |path: &str| project.read(path).replace("年度: 2024", "年度: 2023");
    project.write(&FIRST.replace("2024", "2023"), &of_last_year(FIRST));
    let check = project.run(&["check", "2024"]);
    assert!(
        format!("{}{}", check.stdout, check.stderr).contains("有 2 段与上年一字不差"),
        "{}",
        check.transcript()
    );
    project.run(&["generate", "2024", "--format", "md"]);
    let text = project.read("output/2024/年报.md");
    project.write(RETURNED, &text.replacen("定期听取汇报", "按时听取汇报", 1));
    let run = revise(&project, &["--apply"]);
    assert!(run.stdout.contains("已改 1 处"), "{}", run.transcript());
}

/// The texts of two editions as Markdown, of which the public one has less.
fn two_editions() -> Project {
    let project = Project::base();
    let report = "data/2024/report.yaml";
    project.edit(
        report,
        "标题: 提升服务水平, 部门: [区司法局]}",
        "标题: 提升服务水平, 部门: [区司法局], 公开: 否}",
    );
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    project.run(&["generate", "2024", "--format", "md", "--public"]).succeeds();
    project
}

#[test]
fn a_markdown_with_another_name_is_compared_with_the_text_that_it_is_most_like() {
    for (sent, name) in [
        ("年报.md", "改好的.md"),
        ("年报（公开版）.md", "改好的.md"),
        // The name is of another edition than the text.
        ("年报（公开版）.md", "年报-改.md"),
        ("年报.md", "年报（公开版）-改.md"),
    ] {
        let project = two_editions();
        let text = project.read(&format!("output/2024/{sent}"));
        project.write(name, &text.replacen("分批组织", "分期组织", 1));
        let run = project.run(&["revise", "2024", name]);
        assert!(run.stdout.contains("共 1 处：改文字 1"), "{sent} {name} {}", run.transcript());
        assert!(run.stderr.contains(&format!("{name} 同 {sent} 对照")), "{}", run.transcript());
    }
}

#[test]
fn a_markdown_of_the_folder_that_was_written_over_is_no_text_as_it_was_sent() {
    let project = two_editions();
    let sent = "output/2024/年报.md";
    project.write("改好的.md", &project.read(sent).replacen("分批组织", "分期组织", 1));
    project.write(sent, &project.read(sent).replacen("一律先审查", "均先审查", 1));
    let run = project.run(&["revise", "2024", "改好的.md"]);
    assert!(!run.stderr.contains("同 年报.md 对照"), "{}", run.transcript());
    assert!(!run.stdout.contains("均先审查"), "{}", run.transcript());
}

#[test]
fn entries_whose_parts_are_printed_apart_are_one_change() {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let sent = project.read("output/2024/政府信息公开年报.md");
    let came = |edits: &[(&str, &str)]| {
        let edit = |text: String, (old, new): &(&str, &str)| {
            assert_eq!(text.matches(old).count(), 1, "{old}");
            text.replacen(old, new, 1)
        };
        project.write(OTHER_RETURNED, &edits.iter().fold(sent.clone(), edit));
        project.run(&["revise", "2024", OTHER_RETURNED, "--apply"])
    };
    let (one, two) = ("部分单位主动公开的内容还不够细", "部分答复的说理还不充分");
    let (mend, other) = ("按目录逐项核对补齐", "统一答复文书的格式，加强业务培训");
    let exchanged = [
        (format!("一是{one}；二是{two}"), format!("一是{two}；二是{one}")),
        (format!("一是{mend}；二是{other}"), format!("一是{other}；二是{mend}")),
    ];
    let exchanged = exchanged.each_ref().map(|(old, new)| (old.as_str(), new.as_str()));
    let half = came(&exchanged[..1]);
    assert!(
        half.stdout.contains("没有改：一条的几项分开印，只有一处换了次序"),
        "{}",
        half.transcript()
    );
    let gone = came(&[(&*format!("；二是{two}"), ""), (&*format!("；二是{other}"), "")]);
    assert!(gone.stdout.contains("共 1 处：删除 1"), "{}", gone.transcript());
    assert!(
        gone.stdout.contains("没有改：是“问题”里的一条，核实以后删去"),
        "{}",
        gone.transcript()
    );
    let new = came(&[
        (&*format!("{two}。"), &*format!("{two}；三是平台功能不够完善。")),
        (&*format!("{other}。"), &*format!("{other}；三是改版网站。")),
    ]);
    assert!(new.stdout.contains("加了一条“平台功能不够完善 │ 改版网站”"), "{}", new.transcript());
    let written = "在它后面加一条：“问题: 平台功能不够完善”、“改进: 改版网站”";
    assert!(new.stdout.contains(written), "{}", new.transcript());
    let moved = came(&exchanged);
    assert!(moved.stdout.contains("已改 1 处，写了 1 个文件"), "{}", moved.transcript());
    project.run(&["generate", "2024", "--format", "md", "--out", "again"]).succeeds();
    assert_eq!(project.read("again/政府信息公开年报.md"), project.read(OTHER_RETURNED));
}

#[test]
fn an_emptied_cell_is_a_change_of_its_figure_with_row_and_column() {
    let edits = [("| 行政检查数 | 件 | 24 |", "| 行政检查数 | 件 |  |")];
    let run = revise(&returned_with_table(&edits), &[]);
    assert!(
        run.stdout.contains("改数字  data/2024/区司法局.yaml:5:10  区司法局\n"),
        "{}",
        run.transcript()
    );
    assert!(run.stdout.contains("表格“行政检查数"), "{}", run.transcript());
    assert!(run.stdout.contains("：删去“24”\n"), "{}", run.transcript());
    assert!(run.stdout.contains("这一格空着了，看不出新的数"), "{}", run.transcript());
}

#[test]
fn a_sum_of_departments_is_told_with_their_parts_and_what_the_rules_would_say() {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let text = project.read("output/2024/政府信息公开年报.md");
    assert_eq!(text.matches("自然人申请150件").count(), 1);
    project.write(RETURNED, &text.replacen("自然人申请150件", "自然人申请151件", 1));
    let run = revise(&project, &[]);
    let told = &run.stdout;
    assert!(told.contains("由各部门填报的数相加：区政府办公室 "), "{}", run.transcript());
    assert!(told.contains("（data/2024/区公安局.yaml:"), "{}", run.transcript());
    assert!(told.contains("改了会出现：[E0"), "{}", run.transcript());
    assert!(told.contains("（差数算在"), "{}", run.transcript());
}

/// What `revise` tells of a change in the form tables of the example, whose department's file was
/// `edited` before it was sent.
fn told_of_form(edited: &[(&str, &str)], rows: &[(&str, &str, &str)]) -> String {
    let project = Project::example("政府信息公开-示例区");
    for (from, to) in edited {
        project.edit("data/2024/乙镇.yaml", from, to);
    }
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let mut text = project.read("output/2024/政府信息公开年报.md");
    for (row, from, to) in rows {
        let is_row = |line: &&str| line.starts_with('|') && line.contains(row);
        let line = text.lines().find(is_row).unwrap_or_else(|| panic!("{row}")).to_owned();
        assert!(line.contains(from), "{line}");
        text = text.replacen(&line, &line.replacen(from, to, 1), 1);
    }
    project.write(RETURNED, &text);
    revise(&project, &[]).stdout
}

#[test]
fn a_member_that_no_department_wrote_out_is_tried_as_a_member() {
    const ROW: &str = "上年结转政府信息公开申请数量";
    let change = [(ROW, "| 11 | 0 |", "| 11 | 9 |")];
    let balance =
        "改了会出现：[E0513] 乙镇：“信息公开申请数·商业企业、信息公开上年结转数·商业企业”之和";
    let place = "（data/2024/乙镇.yaml:22）（差数算在乙镇时）";
    let line = "信息公开上年结转数: {自然人: 1, 其余: 0}";
    // Behind other members, on a line of its own, on a line within braces, and one value for all.
    for written in [
        line,
        "信息公开上年结转数: {\"自然人\": 1, \"其余\": 0 }",
        "信息公开上年结转数: {自然人: 1,\n    其余: 0}",
        "信息公开上年结转数:\n    自然人: 1\n    其余: 0",
        "信息公开上年结转数: {自然人: 1, 商业企业: 0, 其余: 0}",
    ] {
        let told = told_of_form(&[(line, written)], &change);
        assert!(told.contains(balance) && told.contains(place), "{written}\n{told}");
        assert!(told.contains("跟着变：信息公开上年结转数 11件 → 20件"), "{written}\n{told}");
        assert!(!told.contains("E0423") && !told.contains("其余"), "{written}\n{told}");
    }
    // Two members of one department at once.
    let two = [(ROW, "| 11 | 0 | 0 |", "| 11 | 9 | 4 |")];
    let told = told_of_form(&[], &two);
    assert_eq!(told.matches(balance).count(), 1, "{told}");
    assert!(told.contains("“信息公开申请数·科研机构、信息公开上年结转数·科研机构”之和"), "{told}");
    assert!(!told.contains("一起改，就没有") && !told.contains("E01"), "{told}");
}

#[test]
fn what_a_smaller_sum_brings_is_told_though_no_department_has_as_much() {
    let told = told_of_form(&[], &[("予以公开 ", "| 39 | 3 |", "| 39 | 0 |")]);
    for (department, place) in [("区政府办公室", "46"), ("甲镇", "46")] {
        let wanted = format!(
            "改了会出现：[E0501] {department}：“信息公开办结数·商业企业”不等于分项之和\
             （data/2024/{department}.yaml:{place}）（差数算在区政府办公室、甲镇时）"
        );
        assert!(told.contains(&wanted), "{told}");
    }
    // No department typed the sum of all applicants, so nothing can be tried.
    let told = told_of_form(&[], &[("本年新收政府信息公开申请数量", "| 183 |", "| 200 |")]);
    assert!(told.contains("改了会出现：要看改的是哪个部门的数，改了以后再核对"), "{told}");
}

#[test]
fn the_same_correction_in_a_text_and_in_a_table_is_one_change() {
    let words = ("制发行政规范性文件10件", "制发行政规范性文件11件");
    for (cell, told_of_both) in
        [("11", "“10”改为“11”"), ("11件", "“10”改为“11件”"), ("0.0011万", "“10”改为“0.0011万”")]
    {
        let project = Project::example("政府信息公开-示例区");
        project.run(&["generate", "2024", "--format", "md"]).succeeds();
        let text = project.read("output/2024/政府信息公开年报.md");
        assert_eq!(text.matches(words.0).count(), 1);
        let row = text.lines().find(|line| line.starts_with("| 行政规范性文件 |")).unwrap();
        let changed = row.replacen("| 10 |", &format!("| {cell} |"), 1);
        assert_ne!(row, changed);
        let returned = text.replacen(row, &changed, 1).replacen(words.0, words.1, 1);
        project.write(RETURNED, &returned);
        let told = revise(&project, &[]).stdout;
        assert!(told.contains("一起改的还有") && told.contains(told_of_both), "{told}");
        assert!(!told.contains("矛盾") && !told.contains("\n2. "), "{told}");
        // Another value in one of the places is a contradiction all the same.
        project.write(RETURNED, &returned.replacen(words.1, "制发行政规范性文件12件", 1));
        let told = revise(&project, &[]).stdout;
        assert_eq!(told.matches("矛盾：").count(), 2, "{told}");
    }
}

#[test]
fn a_cell_of_a_form_is_called_by_all_headings_of_its_row() {
    let row = "2.其他法律行政法规禁止公开";
    let told = told_of_form(&[], &[(row, "| 4 |", "| 5 |")]);
    let called = format!("·（三）不予公开·{row}”行“申请人情况·自然人”列");
    assert!(told.contains("表格“三、本年度办理结果·") && told.contains(&called), "{told}");
}

#[test]
fn a_unit_beside_a_sum_of_departments_is_no_other_figure() {
    let told = told_of_form(&[], &[("行政规范性文件", "| 10 |", "| 10件 |")]);
    assert!(told.contains("改文字") && !told.contains("改数字"), "{told}");
    assert!(told.contains("件"), "{told}");
}

#[test]
fn the_parts_of_a_sum_within_a_department_are_named_with_their_places() {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["convert", "2024", "区公安局.yaml"]).succeeds();
    fs::remove_file(project.path().join("data/2024/区公安局.yaml")).unwrap();
    let of_department = ["--for", "区公安局"];
    project.run(&["generate", "2024", "--format", "md", "--for", "区公安局"]).succeeds();
    let text = project.read("output/2024/部门/区公安局/政府信息公开年报.md");
    let words = "新收政府信息公开申请30件";
    assert_eq!(text.matches(words).count(), 1);
    project.write(RETURNED, &text.replacen(words, "新收政府信息公开申请31件", 1));
    let told = revise(&project, &of_department).stdout;
    assert!(told.contains("由 24 + "), "{told}");
    assert!(told.contains("算出：自然人 24（data/2024/区公安局.xlsx "), "{told}");
    assert!(told.contains("!D6）") && told.contains("项是 0"), "{told}");
    assert!(told.contains("改了会出现：[E0") && told.contains("（差数算在自然人时）"), "{told}");
}

#[test]
fn a_clause_with_cited_figures_that_moved_in_its_sentence_is_told_as_such() {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let text = project.read("output/2024/政府信息公开年报.md");
    let sentence = "全区新收政府信息公开申请183件，其中自然人申请150件；上年结转11件。";
    assert_eq!(text.matches(sentence).count(), 1);
    let moved = "上年结转11件；全区新收政府信息公开申请183件，其中自然人申请150件。";
    project.write(RETURNED, &text.replacen(sentence, moved, 1));
    let run = revise(&project, &[]);
    assert!(
        run.stdout.contains("要自己改：这句话换了位置，里面引用了指标"),
        "{}",
        run.transcript()
    );
}

#[test]
fn a_title_that_was_joined_to_another_paragraph_is_told_as_an_entry_of_its_list() {
    let project = returned(&[
        ("#### 1.提升服务水平。\n\n", ""),
        ("亲自过问。", "亲自过问。1.提升服务水平。"),
    ]);
    let run = revise(&project, &[]);
    assert!(run.stdout.contains("移动  data/2024/report.yaml:"), "{}", run.transcript());
    assert!(run.stdout.contains("要自己改：是“提纲”里一条的标题"), "{}", run.transcript());
    assert!(!run.stdout.contains("是版式里的字"), "{}", run.transcript());
}

#[test]
fn the_same_number_in_another_measure_is_no_change_of_a_figure() {
    for (new, is_other) in
        [("其中检查0.0024万件", false), ("其中检查24.0件", false), ("其中检查0.0025万件", true)]
    {
        let run = revise(&returned(&[("其中检查24件", new)]), &[]);
        let said =
            if is_other { "行政检查数（件） 24 → 25\n" } else { "数没有变，可是" };
        assert!(run.stdout.contains(said), "{new}: {}", run.transcript());
        assert!(!run.stdout.contains("E0412"), "{new}: {}", run.transcript());
        assert!(!run.stdout.contains("24 → 24"), "{new}: {}", run.transcript());
    }
}

#[test]
fn words_of_the_layout_of_a_department_are_to_be_written_in_its_own_form() {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["generate", "2024", "--format", "md", "--for", "区公安局"]).succeeds();
    let text = project.read("output/2024/部门/区公安局/政府信息公开年报.md");
    let sheet = "区公安局填报表的“本部门报告”";
    let layout = "标题由版式里写标题的一行排出；只改今年的，在";
    let name = "标题由单位档案里这个部门的名称排出；只改今年的，在";
    for (old, new, before) in [
        ("年政府信息公开工作年度报告\n", "年政府信息公开年度报告\n", layout),
        ("# 示例市示例区公安局2024", "# 示例市示例区公安分局2024", name),
        ("、总体情况\n", "、基本情况\n", "看能不能写进"),
    ] {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        project.write(RETURNED, &text.replacen(old, new, 1));
        let told = revise(&project, &["--for", "区公安局"]).stdout;
        assert!(told.contains(&format!("{before}{sheet}")), "{told}");
        assert!(!told.contains("报告总表"), "{told}");
    }
}

#[test]
fn a_sum_that_has_just_what_a_changed_cell_brings_is_one_change_with_it() {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let text = project.read("output/2024/政府信息公开年报.md");
    let (row, words) = ("| 31 | 6 | 3 | 0 | 4 | 13 |", "直接起诉的行政诉讼13件");
    assert!(text.matches(row).count() == 1 && text.matches(words).count() == 1);
    let returned = |cells: &str, said: &str| {
        let text = text.replacen(row, cells, 1);
        project.write(RETURNED, &text.replacen(words, said, 1));
        revise(&project, &[]).stdout
    };
    let told = returned("| 31 | 7 | 3 | 0 | 4 | 14 |", "直接起诉的行政诉讼14件");
    assert!(told.contains("共 1 处：改数字 1"), "{told}");
    assert!(told.contains("跟着变：信息公开直接起诉数 13件 → 14件"), "{told}");
    assert!(told.contains("“13”改为“14”") && told.contains("“6”改为“7”"), "{told}");
    // Another sum is a change of its own.
    let told = returned("| 31 | 7 | 3 | 0 | 4 | 15 |", "直接起诉的行政诉讼15件");
    assert!(told.contains("共 2 处：改数字 2"), "{told}");
    returned("| 31 | 7 | 3 | 0 | 4 | 14 |", words);
    let objects = revise(&project, &["--format", "json"]).stdout;
    assert!(objects.contains(r#""new":"7""#), "{objects}");
}

#[test]
fn what_came_back_in_the_place_of_the_report_is_told_to_be_kept_elsewhere() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "docx,md"]).succeeds();
    let path = "output/2024/年报.md";
    let run = project.run(&["revise", "2024", path]);
    assert!(!run.stderr.contains("再生成就换掉了"), "{}", run.transcript());
    project.write(path, &project.read(path).replacen("推行容缺", "全面推行容缺", 1));
    let run = project.run(&["revise", "2024", path]);
    assert!(run.stderr.contains("再生成就换掉了"), "{}", run.transcript());
}
