//! Editions: one data set made for several readers.

use std::fs;
use std::path::Path;

use nianbao::render::{FORMATS, Format, html, markdown, pdf};
use nianbao::write::Output;
use nianbao::{Options, examine, make};

use crate::support::pdf as file;
use crate::support::{Project, copy, root};

fn made(root: &Path, formats: &[Format], options: &Options) -> Vec<Output> {
    let mut examined = examine(root, 2024, options);
    let year = examined.year.take().unwrap();
    let made = make(&year, formats, &mut examined.sources);
    assert!(!made.findings.has_errors(), "{:?}", made.findings);
    made.value
}

fn names(outputs: &[Output]) -> Vec<&str> {
    outputs.iter().map(|output| output.name.as_str()).collect()
}

fn text<'o>(outputs: &'o [Output], name: &str) -> &'o str {
    let output = outputs.iter().find(|output| output.name == name).unwrap();
    std::str::from_utf8(&output.bytes).unwrap()
}

const TEXTS: &[Format] = &[html::FORMAT, markdown::FORMAT];
const PDF: &[Format] = &[pdf::FORMAT];

#[test]
fn each_addressee_gets_a_set_of_files() {
    let addressees = ["区委".to_owned(), "市政府".to_owned()];
    let options = Options { addressees: addressees.to_vec(), ..Options::default() };
    let outputs = made(root(), TEXTS, &options);
    assert_eq!(
        names(&outputs),
        [
            "年报（区委）.html",
            "年报（区委）.md",
            "数据来源.csv",
            "年报（市政府）.html",
            "年报（市政府）.md"
        ]
    );
    assert!(text(&outputs, "年报（区委）.md").contains("\n区委：\n"));
    assert!(text(&outputs, "年报（市政府）.html").contains("市政府："));
}

#[test]
fn a_report_sent_to_nobody_has_no_salutation() {
    let shipped = "主送机关: [区人大常委会]";
    for (line, code) in [("主送机关: []", 0), ("", 0), ("主送机关:", 1)] {
        let project = Project::base();
        project.edit("data/profile.yaml", shipped, line);
        let run = project.run(&["generate", "2024"]);
        assert_eq!(run.code, code, "{}", run.stderr);
        if code != 0 {
            // A key with nothing after it waits to be filled in.
            assert!(run.stderr.contains("“主送机关”没有填"), "{}", run.stderr);
            continue;
        }
        let markdown = project.read("output/2024/年报.md");
        let page = project.read("output/2024/年报.html");
        assert!(!page.contains("<p class=\"salutation\""));
        let colon = |line: &str| line.trim() == "：";
        assert!(!markdown.lines().any(colon) && !page.contains(">：<"), "{markdown}");
        let bytes = fs::read(project.path().join("output/2024/年报.pdf")).unwrap();
        let (_, pages) = file::read(&bytes);
        let lines = pages[0].lines();
        assert!(!lines.iter().any(|line| colon(&file::text_of(line))));
        // The title and the text stay one blank line apart.
        let title = lines.iter().rposition(|line| line[0].size == 22.0).unwrap();
        let apart = lines[title + 1][0].baseline - lines[title][0].baseline;
        assert!((19.0..22.0).contains(&apart), "{apart}");
    }
}

#[test]
fn a_heading_that_is_still_to_come_is_marked_in_a_draft() {
    let project = Project::base();
    project.edit("data/2024/report.yaml", "标题: 提升服务水平, ", "标题: , ");
    let run = project.run(&["generate", "2024", "--draft", "--format", "md"]);
    let markdown = project.read("output/2024/年报（草稿）.md");
    assert!(markdown.contains("1.【待补：政务服务的标题】"), "{}{markdown}", run.stderr);
    assert_eq!(markdown.matches("【待补：").count(), 1, "{markdown}");
}

#[test]
fn what_is_not_public_is_never_on_the_web_page() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["data", "templates"] {
        copy(&root().join(part), &folder.path().join(part));
    }
    let report = folder.path().join("data/2024/report.yaml");
    let heading = "优化法治化营商环境";
    let typed = fs::read_to_string(&report).unwrap();
    let item = format!("标题: {heading}\n");
    assert!(typed.contains(&item));
    fs::write(&report, typed.replace(&item, &format!("{item}        公开: 否\n"))).unwrap();

    let options = Options::default();
    let sent = made(folder.path(), TEXTS, &options);
    assert!(text(&sent, "年报.md").contains(heading));
    assert!(!text(&sent, "年报.html").contains(heading));
    // Who proofreads must see all of it.
    let proof = made(folder.path(), TEXTS, &Options { proof: true, ..options.clone() });
    assert!(text(&proof, "年报（核校本）.html").contains(heading));
    let public = made(folder.path(), TEXTS, &Options { public: true, ..options.clone() });
    assert!(!text(&public, "年报（公开版）.md").contains(heading));
    assert!(!text(&public, "年报（公开版）.html").contains(heading));
    // The office's own record names every figure.
    assert!(!names(&public).contains(&"数据来源.csv"));

    // Nor do its figures come out through the table of the appendix.
    let options = Options { appendix: true, ..options };
    let (withheld, printed) = ("兑现惠企资金", "行政复议新收数");
    let sent = made(folder.path(), TEXTS, &options);
    let public = made(folder.path(), TEXTS, &Options { public: true, ..options });
    for (outputs, name, shown) in [
        (&sent, "年报.md", true),
        (&sent, "年报.html", false),
        (&public, "年报（公开版）.md", false),
        (&public, "年报（公开版）.html", false),
    ] {
        let text = text(outputs, name);
        assert!(text.contains("主要指标数据一览表") && text.contains(printed), "{name}");
        assert_eq!(text.contains(withheld), shown, "{name}");
    }
}

#[test]
fn the_appendix_lists_every_figure_by_theme() {
    let options = Options { appendix: true, ..Options::default() };
    let outputs = made(root(), TEXTS, &options);
    for name in ["年报.md", "年报.html"] {
        let text = text(&outputs, name);
        for part in ["主要指标数据一览表", "附件：主要指标", "序号", "责任部门"]
        {
            assert!(text.contains(part), "{name}: {part}");
        }
    }
    let markdown = text(&outputs, "年报.md");
    let (_, table) = markdown.rsplit_once("附件\n").unwrap();
    for row in text(&outputs, "数据来源.csv").lines().skip(1) {
        let metric = row.trim_start_matches('"').split([',', '"']).next().unwrap();
        assert!(table.contains(metric), "{metric}");
    }
}

/// The rows of the appendix, as its Markdown has them.
fn appendix(project: &Project) -> Vec<String> {
    let options = Options { appendix: true, ..Options::default() };
    let outputs = made(project.path(), &[markdown::FORMAT], &options);
    let markdown = std::str::from_utf8(&outputs[0].bytes).unwrap();
    let (_, table) = markdown.rsplit_once("主要指标数据一览表").unwrap();
    table.lines().filter(|line| line.starts_with('|')).map(str::to_owned).collect()
}

#[test]
fn the_appendix_numbers_its_rows_and_has_no_column_that_says_nothing() {
    let project = Project::base();
    let rows = appendix(&project);
    assert_eq!(rows[0], "| 序号 | 指标 | 单位 | 2024年 | 责任部门 |");
    let numbers: Vec<&str> =
        rows[2..].iter().filter_map(|row| row.split('|').nth(1)).map(str::trim).collect();
    let counted: Vec<&&str> = numbers.iter().filter(|cell| cell.parse::<u32>().is_ok()).collect();
    assert!(counted.iter().zip(1..).all(|(cell, number)| **cell == number.to_string()), "{rows:?}");
    assert_eq!(counted.len(), 8, "through all themes: {rows:?}");
}

#[test]
fn a_figure_that_did_not_change_is_called_so_whatever_it_is() {
    let project = Project::base();
    let this_year = project.read("data/2024/区司法局.yaml");
    let form = "部门: 区司法局\n年度: 2023\n指标:\n  执法案件总数: 24\n  行政检查数: 24\n  行政处罚数: 0\n";
    project.write("data/2023/区司法局.yaml", form);
    let this_year = this_year.replace("行政处罚数: 6", "行政处罚数: 0");
    project.write(
        "data/2024/区司法局.yaml",
        &this_year.replace("执法案件总数: 30", "执法案件总数: 24"),
    );
    let rows = appendix(&project);
    assert_eq!(rows[0], "| 序号 | 指标 | 单位 | 2024年 | 2023年 | 比上年 | 责任部门 |");
    let row = |metric: &str| rows.iter().find(|row| row.contains(metric)).unwrap();
    assert!(row("行政检查数").contains("| 24 | 24 | 持平 |"), "{rows:?}");
    assert!(row("行政处罚数").contains("| 0 | 0 | 持平 |"), "{rows:?}");
    assert!(row("纠纷受理数").contains("| — | — |"), "{rows:?}");
}

#[test]
fn the_markings_stand_on_the_sent_copy_alone() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["data", "templates", "fonts"] {
        copy(&root().join(part), &folder.path().join(part));
    }
    let report = folder.path().join("data/2024/report.yaml");
    let typed = fs::read_to_string(&report).unwrap();
    fs::write(&report, format!("{typed}\n份号: 000012\n紧急程度: 特急\n")).unwrap();
    let first_page = |public| -> Vec<String> {
        let options = Options { public, ..Options::default() };
        let (_, pages) = file::read(&made(folder.path(), PDF, &options)[0].bytes);
        pages[0].lines().iter().map(|line| file::text_of(line)).collect()
    };
    assert_eq!(first_page(false)[..2], ["000012", "特急"]);
    assert_eq!(first_page(true)[0], "泉州市洛江区人民政府文件");

    // A secret report is refused in every form that all may read, and says so in the others.
    fs::write(&report, format!("{typed}\n份号: 000012\n密级: 机密\n保密期限: 1年\n")).unwrap();
    let asked = |formats, public, proof| {
        let options = Options { public, proof, ..Options::default() };
        let mut examined = examine(folder.path(), 2024, &options);
        let year = examined.year.take().unwrap();
        make(&year, formats, &mut examined.sources)
    };
    for refused in [
        asked(TEXTS, false, false),
        asked(TEXTS, false, true),
        asked(&[markdown::FORMAT], true, false),
    ] {
        let codes: Vec<&str> = refused.findings.iter().map(|fault| fault.code.name()).collect();
        assert_eq!((codes, refused.value.len()), (vec!["E0912"], 0));
    }
    let sent = asked(&[markdown::FORMAT], false, false).value;
    assert!(text(&sent, "年报.md").starts_with("> 机密★1年\n"));
}

#[test]
fn forms_of_an_earlier_run_are_named() {
    let project = Project::base();
    let run = |arguments: &[&str]| {
        let run = project.run(&[&["generate", "2024"], arguments].concat());
        run.succeeds().stdout.clone() + &run.stderr
    };
    let left = "是以前生成的，这次没有重做";
    assert!(!run(&["--format", "html,md"]).contains(left));
    let printed = run(&["--format", "md"]);
    assert!(printed.contains(&format!("注意：年报.html {left}")), "{printed}");
    // Another edition is another set.
    assert!(!run(&["--format", "md", "--to", "区委"]).contains(left));
    let printed = run(&["--format", "html", "--to", "区委,市政府"]);
    assert!(printed.contains(&format!("注意：年报（区委）.md {left}")), "{printed}");
    assert!(!run(&["--format", "html,md"]).contains(left));
}

/// What a form of an earlier run held is remembered, however often the others are made again.
#[test]
fn an_edited_form_of_an_earlier_run_is_an_error() {
    let project = Project::base();
    project.run(&["generate", "2024"]).succeeds();
    let page = project.read("output/2024/年报.html");
    for _ in 0..2 {
        project.run(&["generate", "2024", "--format", "md"]).succeeds();
    }
    assert_eq!(project.run(&["verify", "output/2024"]).code, 0);
    project.write("output/2024/年报.html", &page.replace("</body>", "<script></script></body>"));
    let edited = "错误[E1203]: 年报.html 是以前生成的，最近一次没有重做，生成以后改动过";
    let told = |project: &Project| {
        let run = project.run(&["verify", "output/2024"]);
        assert_eq!(run.code, 1, "{}", run.transcript());
        assert!(run.transcript().contains(edited), "{}", run.transcript());
    };
    told(&project);
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    told(&project);
}

#[test]
fn what_takes_the_place_of_another_report_says_so() {
    let project = Project::base();
    let run = |arguments: &[&str]| {
        let run = project.run(&[&["generate", "2024", "--format", "md"], arguments].concat());
        run.succeeds().stdout.clone() + &run.stderr
    };
    let replaced = "年报.md（替换了原来的）\n";
    assert!(!run(&[]).contains(replaced));
    assert!(!run(&[]).contains(replaced), "the same");
    let printed = run(&["--with-appendix", "--layout", "statutory"]);
    assert!(printed.contains(replaced), "{printed}");
    let note = "注意：带不带 --layout statutory、--with-appendix，文件名都一样";
    assert!(printed.contains(note), "{printed}");
    let printed = run(&[]);
    assert!(printed.contains(replaced) && !printed.contains("注意"), "{printed}");
    assert!(!run(&["--seal", "--out", "别处"]).contains("注意"));
}

#[test]
fn only_a_proof_says_where_a_figure_stands() {
    let outputs = made(root(), &FORMATS, &Options { proof: true, ..Options::default() });
    assert_eq!(names(&outputs), ["年报（核校本）.pdf", "年报（核校本）.html", "数据来源.csv"]);
    let page = text(&outputs, "年报（核校本）.html");
    let origin = "出处：data/2024/区财政局.yaml:";
    assert!(page.contains(origin) && page.contains("noindex"));
    let outputs = made(root(), &[html::FORMAT], &Options::default());
    assert!(!text(&outputs, "年报.html").contains(".yaml"));
}

#[test]
fn the_red_head_comes_and_goes() {
    let mark = "泉州市洛江区人民政府文件";
    let printed = |red_head| -> Vec<String> {
        let outputs = made(root(), PDF, &Options { red_head, ..Options::default() });
        let (_, pages) = file::read(&outputs[0].bytes);
        pages[0].lines().iter().map(|line| file::text_of(line)).collect()
    };
    assert_eq!(printed(None)[0], mark);
    assert_eq!(printed(Some(true))[0], mark);
    // Without it the title stands in the block's first line.
    assert_eq!(printed(Some(false))[0], "泉州市洛江区人民政府");
}

#[test]
fn the_imprint_of_no_edition_stands_alone() {
    for (layout, red_head, appendix) in [
        ("statutory", None, false),
        ("statutory", None, true),
        ("statutory", Some(false), false),
        ("luojiang", None, true),
        ("luojiang", Some(false), false),
    ] {
        let layout = Some(layout.to_owned());
        let options = Options { layout: layout.clone(), red_head, appendix, ..Options::default() };
        let outputs = made(root(), PDF, &options);
        let (_, pages) = file::read(&outputs[0].bytes);
        let lines = pages[pages.len() - 1].lines();
        let imprint = lines.iter().position(|line| file::text_of(line).ends_with("印发")).unwrap();
        assert!(imprint >= 4, "{layout:?} {red_head:?} {appendix}: {imprint} lines");
    }
}

#[test]
fn what_a_red_head_must_bear_is_asked_only_of_an_edition_with_one() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("data"), &folder.path().join("data"));
    let reported = |red_head| -> Vec<&str> {
        let examined = examine(folder.path(), 2024, &Options { red_head, ..Options::default() });
        let codes = examined.findings.iter().map(|diagnostic| diagnostic.code.name());
        codes.filter(|code| code.starts_with("E09")).collect()
    };
    assert_eq!(reported(None), ["E0906"]);
    assert_eq!(reported(Some(false)), [""; 0]);
    let profile = folder.path().join("data/profile.yaml");
    let typed = fs::read_to_string(&profile).unwrap();
    let without: Vec<&str> =
        typed.lines().filter(|line| !line.starts_with("发文机关标志")).collect();
    fs::write(&profile, without.join("\n")).unwrap();
    assert_eq!(reported(None), [""; 0]);
    assert_eq!(reported(Some(true)), ["E0906"]);
}

#[test]
fn a_warning_about_a_template_of_a_form_is_shown() {
    let project = Project::base();
    let form = project.path().join("templates/forms/spare.yaml.tera");
    fs::create_dir_all(form.parent().unwrap()).unwrap();
    fs::write(&form, b"{#- \xB0\xE6\xCA\xBD\xA3\xAC\xD2\xBB\xB7\xDD\xD1\xF9\xB1\xBE -#}\n")
        .unwrap();
    for command in [&["new", "2025"][..], &["status", "2024", "--format", "html"]] {
        let run = project.run(command);
        assert_eq!((run.code, run.stderr.matches("警告[E0102]").count()), (0, 1), "{}", run.stderr);
    }
}

#[test]
fn a_warning_of_any_stage_is_denied() {
    let project = Project::base();
    let sent = project.run(&["generate", "2024", "--format", "md", "--deny-warnings"]);
    assert_eq!(sent.code, 0, "{}", sent.stderr);
    // Only whoever makes the report reads the templates: `{# 版式 #}` in GBK.
    let layout = project.path().join("templates/spare.md.tera");
    fs::write(layout, b"{# \xB0\xE6\xCA\xBD\xA3\xAC\xD2\xBB\xB7\xDD\xD1\xF9\xB1\xBE #}\n").unwrap();
    let run = |arguments: &[&str]| {
        project.run(&[&["generate", "2024", "--format", "md", "--out", "made"], arguments].concat())
    };
    let (denied, sent) = (run(&["--deny-warnings"]), run(&[]));
    assert!(denied.stderr.contains("警告[E0102]"), "{}", denied.stderr);
    assert_eq!((denied.code, sent.code), (1, 0), "{}", sent.stderr);
}

/// The layout prints the first item of the first theme, which the public edition may lack.
fn with_a_layout_that_needs_every_item() -> Project {
    let project = Project::base();
    let layout = project.read("templates/luojiang.md.tera");
    project.write(
        "templates/mine.md.tera",
        &format!("{layout}\n{{{{ themes[0].items[0].heading }}}}。\n"),
    );
    project
}

#[test]
fn check_composes_the_layout_that_is_asked_for() {
    let project = Project::base();
    let layout = project.read("templates/luojiang.md.tera");
    project.write("templates/mine.md.tera", &format!("{layout}\n{{{{ themes[9].heading }}}}。\n"));
    project.run(&["check", "2024"]).succeeds();
    for command in ["check", "generate"] {
        let run = project.run(&[command, "2024", "--layout", "mine"]);
        assert_eq!(run.code, 1, "{}", run.transcript());
        assert!(run.transcript().contains("[E10"), "{}", run.transcript());
    }
}

#[test]
fn check_composes_the_public_edition_where_an_item_is_withheld() {
    let project = with_a_layout_that_needs_every_item();
    project.edit("data/profile.yaml", "版式: luojiang", "版式: mine");
    project.run(&["check", "2024"]).succeeds();
    project.edit("data/2024/report.yaml", "满足: 第一责任人}", "满足: 第一责任人, 公开: 否}");
    let run = project.run(&["check", "2024"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    assert_eq!(run.stdout.matches("[E10").count(), 1, "{}", run.stdout);
    let made = project.run(&["generate", "2024"]);
    assert_eq!(made.code, 1, "{}", made.transcript());
}

#[test]
fn check_tells_that_a_secret_report_has_no_public_edition() {
    let project = Project::base();
    project.edit(
        "data/2024/report.yaml",
        "年度: 2024\n",
        "年度: 2024\n份号: \"000001\"\n密级: 秘密\n保密期限: 1年\n",
    );
    let run = project.run(&["check", "2024", "--public"]);
    assert!(run.stdout.contains("[E0912]"), "{}", run.stdout);
}

#[test]
fn check_takes_the_option_that_it_advises() {
    let project = Project::base();
    project.edit("data/2024/report.yaml", "签发人: 示例\n", "");
    let run = project.run(&["check", "2024"]);
    assert!(run.stdout.contains("--no-redhead"), "{}", run.stdout);
    let run = project.run(&["check", "2024", "--no-redhead"]);
    assert!(!run.stdout.contains("[E0906]"), "{}", run.stdout);
}

#[test]
fn a_proof_asked_for_in_a_form_that_has_none_is_said_to_be_none() {
    let project = Project::base();
    let run = project.run(&["generate", "2024", "--proof", "--format", "md"]);
    assert!(run.succeeds().stderr.contains("核校本不出 Markdown"), "{}", run.transcript());
    assert!(run.stdout.contains("数据来源.csv"), "{}", run.transcript());
    let run = project.run(&["generate", "2024", "--proof", "--format", "html,docx"]);
    assert!(run.succeeds().stderr.contains("核校本不出 Word 文档\n"), "{}", run.transcript());
    let run = project.run(&["generate", "2024", "--proof"]);
    assert!(!run.succeeds().stderr.contains("核校本不出"), "{}", run.transcript());
}
