//! Bounds: what is larger than any report is refused in words that name the bound and the place, and
//! what stands outside of a project is neither read nor replaced through a link.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use nianbao::bounds::{ALL, FILES_IN_FOLDER, PHRASES};
use nianbao::{Examined, Options, examine, make};

use crate::support::cpu::measured;
use crate::support::{Project, Run, root};

const SECOND: &str = "data/2024/区信访局.yaml";
const LAYOUT: &str = "templates/luojiang.md.tera";

/// A text that belongs to no file of the project.
const SECRET: &str = "项目之外的文字";

fn examined(project: &Project) -> Examined {
    let (examined, took) = measured(|| examine(project.path(), 2024, &Options::default()));
    assert!(took < Duration::from_secs(20), "{took:?}");
    examined
}

/// The rows of the table in SECURITY.md are those of `bounds`: name, number, where, told how.
#[test]
fn the_table_of_the_security_notes_is_that_of_the_program() {
    let text = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let mut table = String::new();
    for bound in ALL {
        let shown = bound.shown();
        writeln!(table, "| {} | {shown} | {} | {} |", bound.name, bound.applies_to, bound.told_by)
            .unwrap();
    }
    let begin = "<!-- 限度表：以 src/bounds.rs 为准 -->\n";
    let written = text.split_once(begin).expect("the table's mark").1;
    let rows: String = written
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .flat_map(|line| [line, "\n"])
        .collect();
    if rows != table && std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        let mended = text.replace(&rows, &table);
        fs::write(root().join("SECURITY.md"), mended).unwrap();
        return;
    }
    assert_eq!(rows, table);
}

/// As many phrases as may be, and a text that holds all of them again and again.
#[test]
fn phrases_and_their_places_cost_what_the_text_does() {
    let project = Project::base();
    let text = project.read(SECOND);
    let mut phrases = "照录:\n".to_owned();
    for at in 0..PHRASES.size() {
        writeln!(phrases, "  - 甲乙{}3件", "丙".repeat(at % 40)).unwrap();
    }
    let hits = format!("受理{}", "甲乙丙丙丙丙3件，".repeat(10_000));
    let text = text.replace("    受理", &format!("    {hits}受理"));
    project.write(SECOND, &(text + &phrases));
    let examined = examined(&project);
    assert!(!examined.findings.has_errors(), "{:?}", examined.findings.first());
}

/// Percentages in a text that ends no sentence: each is looked for what it is reckoned from.
#[test]
fn percentages_without_end_cost_what_the_text_does() {
    let before = "受理{{纠纷受理数}}，";
    for (begin, each) in [("", "1%"), ("", "%十"), (before, "1%"), ("", "受理{{纠纷受理数}}1%")]
    {
        let project = Project::base();
        let long = begin.to_owned() + &each.repeat(60_000 / each.chars().count());
        project.edit(SECOND, "    受理", &format!("    {long}受理"));
        examined(&project);
    }
}

/// A list that is too long is told once, not with the faults of each of its items.
#[test]
fn items_of_a_list_that_is_too_long_are_not_told_each() {
    let project = Project::base();
    let report = project.read("data/2024/report.yaml");
    project
        .write("data/2024/report.yaml", &format!("{report}\n安排: [{}]\n", "a, ".repeat(300_000)));
    let run = checked(&project);
    assert!(
        run.stdout.contains("错误[E0125]: 一个列表有 300,000 项，最多 5,000 项"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.matches("错误[").count(), 1, "{}", run.stdout);
}

/// A line of the catalogue: a count of 区信访局.
fn count(name: &str) -> String {
    format!(
        "  - {{名称: {name}, 主题: 社会治理, 单位: 件, 类型: 计数, 责任部门: 区信访局, 必填: 选填, 口径: 无}}\n"
    )
}

/// Names that nobody knows, among as many that are like them, for each of which a near one is looked for.
#[test]
fn unknown_names_among_many_like_them_end() {
    let project = Project::base();
    let metrics: String = (0..1500).map(|at| count(&format!("信息公开申请办理数{at}"))).collect();
    project.edit("data/catalogue.yaml", "指标:\n", &format!("指标:\n{metrics}"));
    let names: String = (0..3000).map(|at| format!("  信息公开申请办理量{at}: 1\n")).collect();
    project.edit(SECOND, "指标:\n", &format!("指标:\n{names}"));
    let run = checked(&project);
    assert!(run.stdout.contains("是否指“信息公开申请办理数"), "{}", run.stdout);
    // The same of texts that are no items of the outline.
    let project = Project::base();
    let items: String = (0..500)
        .map(|at| format!("      - {{键: 优化第{at}项事, 标题: 优化{at}, 部门: [区信访局]}}\n"))
        .collect();
    let first = "    条目:\n      - {键: 政务服务,";
    let with_items = first.replace("条目:\n", &format!("条目:\n{items}"));
    project.edit("data/2024/report.yaml", first, &with_items);
    let texts: String = (0..500).map(|at| format!("  优化第{at}个事: 优化流程。\n")).collect();
    project.edit(SECOND, "正文:\n", &format!("正文:\n{texts}"));
    assert!(checked(&project).stdout.contains("是否指“优化第499项事”"));
}

/// Lines each of which asks what stands above or below it: what is there is not read once for each.
#[test]
fn lines_that_look_around_themselves_end() {
    let often = |text: &str| text.repeat(300_000 / text.len());
    let separated: String = (0..20_000).map(|at| format!("---\nk{at}: 1\n")).collect();
    for text in [
        format!("甲: |\n  文字\n{}  文字。\n", often("#\n")),
        often("指标:\n  - x: 1\n"),
        separated,
    ] {
        let project = Project::base();
        project.write(SECOND, &text);
        assert_eq!(checked(&project).code, 1);
    }
}

/// Rules that have figures in common and do not hold: for each two of them it is looked for one slip.
#[test]
fn rules_that_do_not_hold_with_each_other_end() {
    let project = Project::base();
    let name = |at: usize| format!("件数{at}");
    let metrics: String = (0..300).map(|at| count(&name(at))).collect();
    project.edit("data/catalogue.yaml", "指标:\n", &format!("指标:\n{metrics}"));
    let rule = |at: usize| {
        let parts: Vec<String> = (at + 1..at + 61).map(name).collect();
        format!(
            "  - {{名称: 规则{at}, 类型: 合计, 合计: {}, 分项: [{}], 级别: 错误, 说明: 无}}\n",
            name(at),
            parts.join(", ")
        )
    };
    let rules: String = (0..240).map(rule).collect();
    project.edit("data/catalogue.yaml", "勾稽规则:\n", &format!("勾稽规则:\n{rules}"));
    let values: String = (0..300).map(|at| format!("  {}: {at}\n", name(at))).collect();
    project.edit(SECOND, "指标:\n", &format!("指标:\n{values}"));
    assert!(checked(&project).stdout.contains("错误[E0501]: “件数0”不等于分项之和"));
}

/// What `check` says of a project; it ends in time.
fn checked(project: &Project) -> Run {
    project.run_within(30, &["check", "2024"])
}

/// The layout with something added, and the number of the line where that begins.
fn with_added(project: &Project, added: &str) -> usize {
    let layout = project.read(LAYOUT) + "\n";
    project.write(LAYOUT, &format!("{layout}{added}\n"));
    layout.lines().count() + 1
}

/// What each layout does too much, and which of its lines is blamed for it.
#[test]
fn a_layout_that_does_too_much_is_stopped_at_its_line() {
    let nested = |count: usize| {
        let open: String = (0..count).map(|at| format!("{{% for t{at} in themes %}}")).collect();
        format!("\n{open}{}", "{% endfor %}".repeat(count))
    };
    let often = |tag: &str| format!("{{% set s = \"aa\" %}}\n{}", tag.repeat(40));
    let twice = "{% for a in range(end=9999) %}\n{% for b in range(end=9999) %}";
    let list = "[[x for x in range(end=9999)] for y in range(end=9999)]";
    for (added, blamed, said) in [
        (format!("{twice}{{% endfor %}}{{% endfor %}}"), 1, "模板的步数"),
        (nested(16), 1, "模板的步数"),
        (
            format!("\n{{% for a in range(end=99999) %}}{}{{% endfor %}}", "甲".repeat(50)),
            1,
            "报告的全文超过 1 MiB",
        ),
        (
            "{% set s = \"甲\" %}{% for a in range(end=40) %}\n{% set_global s = s ~ s %}{% endfor %}"
                .to_owned(),
            1,
            "一个名称的内容",
        ),
        (often("{% set s = s ~ s %}"), 1, "一个名称的内容"),
        (often("{% set s = s | replace(from=\"a\", to=\"aa\") %}"), 1, "一个名称的内容"),
        (often("{% set s %}{{ s }}{{ s }}{% endset %}"), 1, "一个名称的内容"),
        (often("{% set s = [s, s] %}"), 1, "一个名称的内容"),
        (
            "{% set s = 1 %}\n{% for a in range(end=9999) %}{% set_global s = {\"a\": s} %}{% endfor %}"
                .to_owned(),
            1,
            "模板里列表和键值套在一起超过 64 层",
        ),
        (
            "{% set s = \"&\" %}\n{% for a in range(end=99999) %}{% set_global s = s | escape_html %}{% endfor %}"
                .to_owned(),
            1,
            "模板的步数",
        ),
        (often("{% for s in [s ~ s] %}") + &"{% endfor %}".repeat(40), 1, "套得太深"),
        (often("{% if s ~ s == \"a\" %}{% endif %}{% set s = s ~ s %}"), 1, "一个名称的内容"),
        (format!("\n{{% set a = {list} %}}"), 1, "列表推导"),
    ] {
        let project = Project::base();
        let line = with_added(&project, &added) + blamed;
        let run = checked(&project);
        let place = format!("--> {LAYOUT}:{line}:");
        assert!(run.stdout.contains(said), "{added}: {}", run.stdout);
        assert!(run.stdout.contains(&place), "{added}: {place} {}", run.stdout);
        assert_eq!(run.stdout.matches("错误[").count(), 1, "{added}: {}", run.stdout);
    }
}

/// Templates that include each other cost what they print, not two to the power of their number.
#[test]
fn templates_that_include_each_other_are_stopped() {
    for (count, uses, said) in [(15, 3, "模板的步数"), (400, 1, "模板套模板超过 16 层")]
    {
        let project = Project::base();
        for at in 0..count {
            let next = format!("{{% include \"乙{}.md.tera\" %}}", at + 1);
            let text = if at + 1 < count { next.repeat(uses) } else { String::new() };
            project.write(&format!("templates/乙{at}.md.tera"), &text);
        }
        with_added(&project, "{% include \"乙0.md.tera\" %}");
        let run = checked(&project);
        assert!(run.stdout.contains("错误[E1010]"), "{}", run.stdout);
        assert!(run.stdout.contains(said), "{}", run.stdout);
    }
}

/// What the shipped templates do stays far from the bounds: ten times the items are made.
#[test]
fn a_large_report_is_no_fault_of_its_layout() {
    let project = Project::base();
    let report = project.read("data/2024/report.yaml");
    let mut items = String::new();
    let mut prose = String::new();
    for at in 0..300 {
        writeln!(items, "      - {{键: 键{at}, 标题: 做好第{at}项工作, 部门: [区信访局]}}")
            .unwrap();
        writeln!(prose, "  键{at}: |\n    优化办事流程，推行容缺受理。").unwrap();
    }
    project.write("data/2024/report.yaml", &(report + &items));
    project.write(SECOND, &(project.read(SECOND) + &prose));
    let mut examined = examined(&project);
    assert!(!examined.findings.has_errors(), "{:?}", examined.findings.first());
    let year = examined.year.as_ref().unwrap();
    let formats = [nianbao::render::markdown::FORMAT, nianbao::render::html::FORMAT];
    let made = make(year, &formats, &mut examined.sources);
    assert!(!made.findings.has_errors(), "{:?}", made.findings.first());
}

/// Every further line would be compared with every quote that is open.
#[test]
fn quotes_and_lists_within_each_other_end() {
    for added in [">".repeat(100_000) + "甲", "- ".repeat(50_000) + "甲" + &"\n".repeat(100_000)]
    {
        let project = Project::base();
        with_added(&project, &added);
        let run = checked(&project);
        assert!(run.stdout.contains("错误[E1003]: 引用、列表和加粗超过 16 层"), "{}", run.stdout);
    }
}

/// A row of a table costs the layout more than its few characters.
#[test]
fn a_report_of_too_many_rows_is_told() {
    for added in ["|甲|\n|-|\n".to_owned() + &"|1|\n".repeat(9000), "甲\n\n".repeat(9000)] {
        let project = Project::base();
        with_added(&project, &added);
        let run = checked(&project);
        assert!(run.stdout.contains("报告的段落和表格行超过 8,000 个"), "{}", run.stdout);
    }
}

/// Each bold text within another would be one more call within another, in each output.
#[test]
fn bold_texts_within_each_other_end() {
    for (depth, is_read) in [(16, true), (17, false), (60_000, false)] {
        let project = Project::base();
        with_added(&project, &format!("{}甲{}", "**甲 ".repeat(depth), "**".repeat(depth)));
        let run = checked(&project);
        let is_told = run.stdout.contains("超过 16 层") || run.stdout.contains("超过 200,000 个");
        assert_eq!(is_told, !is_read, "{depth}: {}{}", run.stdout, run.stderr);
        assert_eq!(run.code, i32::from(!is_read), "{depth}: {}", run.stderr);
    }
}

/// Each sign that may mean something is a node of the parser's tree, and each fault of a line would be
/// told with all of it.
#[test]
fn texts_of_signs_alone_are_told_in_a_few_words() {
    let often = |text: &str| text.repeat(900_000 / text.len());
    for text in ["<", "[", "*_", "`", "**甲*", "![a](b)", "[a](", "&a", "甲\n", "|a", "\\"] {
        let project = Project::base();
        with_added(&project, &format!("{{% raw %}}{}{{% endraw %}}", often(text)));
        let run = checked(&project);
        assert_eq!(run.code, 1, "{text}: {}", run.stderr);
        assert!(run.stdout.contains("报告里半角的标点和换行超过 200,000 个"), "{text}");
        assert!(run.stdout.len() < 20_000, "{text}: {}", run.stdout.len());
    }
    let project = Project::base();
    with_added(&project, &often("a"));
    let run = checked(&project);
    assert!(run.stdout.contains("报告的字数超过 300,000 个字"), "{}", run.stdout);
    let project = Project::base();
    let all: String = ('\u{4E00}'..='\u{9FA5}').collect();
    with_added(&project, &all);
    let run = checked(&project);
    assert!(run.stdout.contains("报告用到的不同的字超过 5,000 个"), "{}", run.stdout);
    let project = Project::base();
    let row = |cell: &str| cell.repeat(60) + "|\n";
    with_added(&project, &(row("|a") + &row("|-") + &row("|甲").repeat(400)));
    let run = checked(&project);
    assert!(run.stdout.contains("报告里表格的格超过 20,000 个"), "{}", run.stdout);
    // Each cell counts as 15 characters, and who counts the characters must know that.
    let project = Project::base();
    let row = |cell: &str| cell.repeat(60) + "|\n";
    with_added(&project, &(row("|a") + &row("|-") + &row("|甲一二三").repeat(280)));
    let run = checked(&project);
    let said = "错误[E1010]: 报告的字数超过 300,000 个字（表格 16,860 格，一格按 15 个字算）\n";
    assert!(run.stdout.contains(said), "{}", run.stdout);
}

/// Each template may be read, and all of them are too much; so are kinds of report, and faces.
#[test]
fn templates_kinds_and_faces_beyond_their_bounds_are_told_once() {
    let project = Project::base();
    let long = format!("{{# {} #}}", "甲".repeat(300_000));
    (0..5).for_each(|at| project.write(&format!("templates/长{at}.md.tera"), &long));
    let run = checked(&project);
    let said = "错误[E0125]: 模板文件合计超过 3 MiB";
    assert_eq!(run.stdout.matches(said).count(), 1, "{}", run.stdout);
    assert_eq!(run.stdout.matches("错误[").count(), 1, "{}", run.stdout);
    let project = Project::base();
    let kind = project.read("templates/法治政府建设/kind.yaml");
    (0..60).for_each(|at| project.write(&format!("templates/种{at}/kind.yaml"), &kind));
    let run = checked(&project);
    assert!(run.stdout.contains("错误[E0125]: 报告种类有"), "{}", run.stdout);
    let project = Project::base();
    let face = |at: usize| format!("  - {{名称: 体{at}, 文件: {at}.ttf, 可缺: 是}}\n");
    let faces: String = (0..101).map(face).collect();
    project.edit("fonts/fonts.yaml", "\n角色:\n", &format!("\n{faces}角色:\n"));
    let run = checked(&project);
    assert!(run.stdout.contains("错误[E1102]: 字体清单里的字体有"), "{}", run.stdout);
}

/// The file of the fault that was seen: each phrase stands at each of its places.
#[test]
fn more_phrases_than_may_be_are_told_before_any_is_looked_for() {
    let project = Project::base();
    let phrases = "  - 甲乙3\n".repeat(14_000);
    project.write(SECOND, &(project.read(SECOND) + "照录:\n" + &phrases));
    project.edit(SECOND, "    受理", &format!("    {}受理", "甲乙3，".repeat(14_000)));
    let run = checked(&project);
    assert!(run.stdout.contains("照录的短语有 14,000 条，最多 1,000 条"), "{}", run.stdout);
}

#[test]
fn a_paragraph_longer_than_a_report_is_not_compared() {
    let project = Project::base();
    let text = |length: usize| format!("# 标题\n\n{}\n", "甲".repeat(length));
    project.write("甲.md", &text(50_000));
    project.write("乙.md", &text(50_001));
    project.run(&["compare", "甲.md", "甲.md"]).succeeds();
    let run = project.run(&["compare", "甲.md", "乙.md"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    for said in ["乙.md：第 3 行超出了", "修改稿的一段有 50,001 个字，最多 50,000 个字"]
    {
        assert!(run.transcript().contains(said), "{}", run.transcript());
    }
}

/// What is not read of a list or a text is told where it begins.
#[test]
fn texts_and_lists_that_are_too_long_are_told() {
    let project = Project::base();
    let long =
        project.read(SECOND).replace("    受理", &format!("    {}受理", "甲".repeat(200_001)));
    project.write(SECOND, &long);
    let run = checked(&project);
    assert!(run.stdout.contains("错误[E0126]: 一处文字有"), "{}", run.stdout);
    let project = Project::base();
    let many: String = (0..1000).map(|at| format!("  - 名称: 区第{at}局\n")).collect();
    project.write("data/profile.yaml", &(project.read("data/profile.yaml") + &many));
    let run = checked(&project);
    assert!(run.stdout.contains("错误[E0125]: 部门有 1,002 个，最多 1,000 个"), "{}", run.stdout);
    // Each file may be read, and all of them are too much.
    let project = Project::base();
    let profile = project.read("data/profile.yaml");
    project.write("data/profile.yaml", &(profile + &many[.."  - 名称: 区第0局\n".len() * 5]));
    for at in 0..5 {
        let text = format!("部门: 区第{at}局\n年度: 2024\n{}", "# 甲乙丙丁\n".repeat(60_000));
        project.write(&format!("data/2024/区第{at}局.yaml"), &text);
    }
    let run = checked(&project);
    let said = "一年的部门文件合计超过 3 MiB";
    assert_eq!(run.stdout.matches(said).count(), 1, "{}", run.stdout);
    // So it is with figures.
    let members: String = (0..26_000).map(|at| format!("    成员{at}: 1\n")).collect();
    for at in 0..5 {
        let figures = if at < 2 { members.as_str() } else { "    成员: 1\n" };
        let text = format!("部门: 区第{at}局\n年度: 2024\n指标:\n  纠纷受理数:\n{figures}");
        project.write(&format!("data/2024/区第{at}局.yaml"), &text);
    }
    let run = checked(&project);
    let said = "一年填报的数合计超过 50,000 个";
    assert_eq!(run.stdout.matches(said).count(), 1, "{}", run.stdout);
}

#[test]
fn a_folder_of_too_many_files_is_told() {
    let project = Project::base();
    for at in 0..=FILES_IN_FOLDER.size() {
        fs::write(project.path().join(format!("data/2024/{at}.txt")), "").unwrap();
    }
    let run = project.run(&["check", "2024"]);
    assert!(run.stdout.contains("错误[E0125]: 没有读 data/2024"), "{}", run.stdout);
    assert!(run.stdout.contains("最多") || run.stdout.contains("超过 5,000 个"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("错误[").count(), 1);
}

#[cfg(unix)]
fn mkfifo(path: &Path) -> bool {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = fs::remove_file(path);
    let made = Command::new("mkfifo").arg(path).status().is_ok_and(|made| made.success());
    if !made {
        eprintln!("跳过：本机没有 mkfifo");
    }
    made
}

/// Nobody writes into the pipe, so who opened it would wait for good.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_an_output_is_not_waited_for() {
    let project = Project::base();
    if !mkfifo(&project.path().join("output/2024/年报.md")) {
        return;
    }
    let run = project.run(&["generate", "2024", "--format", "md"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("年报.md：这里是一个管道或者设备，占了位置"), "{}", run.stderr);
}

/// A file that the user names is read when it is one.
#[cfg(unix)]
#[test]
fn what_is_named_and_is_no_file_is_not_waited_for() {
    let project = Project::base();
    let pipe = project.path().join("改.md");
    if !mkfifo(&pipe) {
        return;
    }
    for arguments in [
        ["revise", "2024", "改.md"].as_slice(),
        &["revise", "2024", "/dev/zero"],
        &["compare", "改.md", "改.md"],
        &["check", "/dev/zero"],
        &["convert", "2024", "改.md"],
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?} {}{}", run.stdout, run.stderr);
    }
}

/// A folder outside of the project with a file for each place, and a project in which links lead to it.
#[cfg(unix)]
fn led_out(folder: &str, file: &str, text: &str) -> (Project, tempfile::TempDir) {
    let project = Project::base();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join(file), text).unwrap();
    let link = project.path().join(folder);
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), &link).unwrap();
    (project, elsewhere)
}

#[cfg(unix)]
#[test]
fn templates_in_a_linked_folder_outside_are_not_read() {
    let (project, _elsewhere) = led_out("templates/外", "外.md.tera", SECRET);
    let run = project.run(&["check", "2024"]);
    assert!(run.stdout.contains("错误[E0124]: templates/外 是一个链接"), "{}", run.stdout);
    assert!(!run.stdout.contains(SECRET), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn init_copies_nothing_that_a_link_leads_to() {
    for (folder, file, said) in [
        ("templates/外", "外.md.tera", "templates/外 是一个链接"),
        ("fonts/外", "外.ttf", "fonts/外 是一个链接"),
    ] {
        let (project, _elsewhere) = led_out(folder, file, SECRET);
        let run = project.run(&["init", "新区"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert!(!project.path().join("新区").exists());
    }
    // A device has no end.
    let project = Project::base();
    std::os::unix::fs::symlink("/dev/zero", project.path().join("fonts/外.ttf")).unwrap();
    let run = project.run(&["init", "新区"]);
    assert!(run.stderr.contains("fonts/外.ttf 是一个链接"), "{}", run.stderr);
    let project = Project::base();
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("秘");
    fs::write(&secret, SECRET).unwrap();
    for name in ["templates/秘.css", "fonts/秘.ttf"] {
        std::os::unix::fs::symlink(&secret, project.path().join(name)).unwrap();
        let run = project.run(&["init", "新区"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(!project.path().join("新区").exists());
        fs::remove_file(project.path().join(name)).unwrap();
    }
}

/// Outputs go where the user sends them, and nowhere else.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_out_of_the_output_folder() {
    let (project, elsewhere) = led_out("output/2024", "年报.md", SECRET);
    let run = project.run(&["generate", "2024", "--format", "md"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("指到了 output 文件夹之外"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(elsewhere.path().join("年报.md")).unwrap(), SECRET);
    // Nor where the folder of all outputs leads out, into the data, or nowhere.
    let output = project.path().join("output");
    fs::rename(&output, project.path().join("旧")).unwrap();
    for (target, said) in [
        (elsewhere.path(), "output 是一个链接，指到了项目文件夹之外"),
        (Path::new("data"), "output 是一个链接，指到了放数据、模板或者字体的文件夹里"),
        (Path::new("没有"), "output 是一个链接，它所指的文件夹不在"),
    ] {
        std::os::unix::fs::symlink(target, &output).unwrap();
        let run = project.run(&["generate", "2024", "--format", "md"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        fs::remove_file(&output).unwrap();
    }
    fs::rename(project.path().join("旧"), &output).unwrap();
    // Nor where such a link is typed; what it leads to may be.
    let linked = project.path().join("output/2024");
    for out in ["output/2024", "./output/../output/2024/出", linked.to_str().unwrap()] {
        let run = project.run(&["generate", "2024", "--format", "md", "--out", out]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        let said = ["2024 是一个链接，指到了项目文件夹之外", "直接写那里的文件夹：--out /"];
        assert!(said.iter().all(|said| run.stderr.contains(said)), "{}", run.stderr);
        assert_eq!(fs::read_to_string(elsewhere.path().join("年报.md")).unwrap(), SECRET);
        assert!(!elsewhere.path().join("出").exists());
    }
    let out = elsewhere.path().join("出");
    project.run(&["generate", "2024", "--format", "md", "--out", out.to_str().unwrap()]).succeeds();
    // A project that is itself reached through a link is a project as any other.
    let link = elsewhere.path().join("项目");
    fs::remove_file(project.path().join("output/2024")).unwrap();
    std::os::unix::fs::symlink(project.path(), &link).unwrap();
    let link = link.to_str().unwrap();
    project.run(&["generate", "2024", "--format", "md", "--project", link]).succeeds();
}

/// Runs the program as if its output were a terminal.
#[cfg(unix)]
fn run_coloured(project: &Project, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(arguments)
        .current_dir(project.path())
        .env("CLICOLOR_FORCE", "1")
        .env("XDG_DATA_HOME", project.path().join(".data"))
        .output()
        .unwrap();
    Run::from(output)
}

/// A text without the colours of the program.
#[cfg(unix)]
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        plain.push_str(rest.strip_prefix('m').unwrap_or("\u{1b}"));
    }
    plain
}

/// Escapes of a terminal, and characters that turn the direction of what follows.
#[cfg(unix)]
#[test]
fn names_of_files_do_not_steer_the_terminal() {
    let project = Project::base();
    let title = "\u{1b}]0;甲\u{7}";
    let turned = "\u{202E}乙\r\u{9b}2J";
    for name in [title, turned, "丙\n没有发现问题"] {
        fs::write(project.path().join(format!("data/2024/{name}.yaml")), "部门: 甲\n").unwrap();
        fs::write(project.path().join(format!("data/2024/{name}.txt")), "").unwrap();
    }
    let named = format!("另{title}{turned}.yaml");
    fs::write(project.path().join(&named), "").unwrap();
    let hostile = |c: char| matches!(c, '\u{1b}' | '\u{7}' | '\u{202E}' | '\r' | '\u{9b}');
    for arguments in [
        ["check", "2024"].as_slice(),
        &["status", "2024"],
        &["generate", "2024"],
        &["check", &named],
        &["convert", "2024", &named],
        &["compare", &named, &named],
        &["check", "2024", "--project", title],
        &["check", "2024", "--format", "json"],
        &["check", "2024", "--format", "github"],
        &["check", "2024", "--format", "sarif"],
    ] {
        let run = run_coloured(&project, arguments);
        let shown = without_colours(&(run.stdout.clone() + &run.stderr));
        assert!(!shown.contains(hostile), "{arguments:?}: {shown:?}");
        assert!(
            !shown.lines().any(|line| line.starts_with("没有发现问题")),
            "{arguments:?}: {shown}"
        );
        if arguments.last() == Some(&"sarif") {
            serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap();
        } else if arguments.last() == Some(&"json") {
            for line in run.stdout.lines() {
                serde_json::from_str::<serde_json::Value>(line).unwrap();
            }
        }
    }
}

/// A list of names on one line, as long as a file may be: told in words, soon.
#[test]
fn a_list_that_is_too_long_is_refused_in_time() {
    let project = Project::base();
    let profile = project.read("data/profile.yaml");
    let copies = format!("抄送机关: [{}]\n", "区某机关, ".repeat(60_000));
    project.write("data/profile.yaml", &(copies + &profile));
    let run = project.run_within(8, &["check", "2024"]);
    assert!(
        run.stdout.contains("错误[E0125]: 一个列表有 60,000 项，最多 5,000 项"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.matches("错误[").count(), 1, "{}", run.stdout);
}
