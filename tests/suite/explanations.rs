//! The manual's examples are true: on every page of docs/diagnostics the wrong example brings
//! about its code and the right one does not; and the index lists every page.
//!
//! An example stands as a clerk would meet it, within the shipped project. A line `# data/…` (in
//! a template `{# templates/… #}`) names the file that the following lines belong to, at first
//! `data/2024/区司法局.yaml`; `# 没有 …` takes a file or folder away. Of a YAML file that is there
//! the example's own top-level keys are replaced; a template is a layout of its own. Metrics that
//! the page does not mention need not be reported, so that an example can be short.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use nianbao::diagnostic::{Code, Severity};
use nianbao::findings::Findings;
use nianbao::render::{Format, markdown, pdf};
use nianbao::{Options, examine, make};
use snapbox::{Assert, Data};

use crate::support::{Project, root};

/// Their wrong examples cannot be written as the text of a file; the cases of these codes run them.
const NOT_BY_TEXT: [(Code, &str); 47] = [
    (Code::E0101, "文件的位置上是文件夹"),
    (Code::E0102, "文件的编码"),
    (Code::E0103, "文件的大小"),
    (Code::E0123, "不成字的字节"),
    (Code::E0124, "链接"),
    (Code::E0125, "几千条短语"),
    (Code::E0126, "几十万字"),
    (Code::E0140, "命令行的年度"),
    (Code::E0143, "另一个命令"),
    (Code::E0150, "文件不在它的位置上"),
    (Code::E0161, "命令行的部门"),
    (Code::E0163, "工作簿"),
    (Code::E0164, "工作簿"),
    (Code::E0165, "工作簿"),
    (Code::E0166, "工作簿"),
    (Code::E0167, "工作簿"),
    (Code::E0168, "工作簿"),
    (Code::E0162, "命令行的文件"),
    (Code::E0169, "工作簿的单元格"),
    (Code::E0170, "工作簿的单元格"),
    (Code::E0171, "工作簿的单元格"),
    (Code::E0174, "工作簿的单元格"),
    (Code::E0175, "工作簿的单元格"),
    (Code::E0176, "工作簿的单元格"),
    (Code::E0177, "工作簿的单元格"),
    (Code::E0178, "工作簿的单元格"),
    (Code::E0179, "工作簿的单元格"),
    (Code::E0180, "工作簿的单元格"),
    (Code::E0181, "退回的文件"),
    (Code::E0182, "退回的文件"),
    (Code::E0183, "命令行的选项"),
    (Code::E0184, "命令行的文件"),
    (Code::E0185, "命令行的参数"),
    (Code::E1031, "命令行的选项"),
    (Code::E1102, "字体文件"),
    (Code::E1103, "没有已知的原因"),
    (Code::E1106, "命令行的主送机关"),
    (Code::E1201, "写出的文件"),
    (Code::E1202, "写出的文件"),
    (Code::E1203, "写出的文件"),
    (Code::E1204, "写出的文件"),
    (Code::E1205, "写出的文件"),
    (Code::E1206, "写出的文件"),
    (Code::E1207, "写出的文件"),
    (Code::E1208, "写出的文件"),
    (Code::E1209, "写出的文件"),
    (Code::E1210, "写出的文件"),
];

const FORM: &str = "data/2024/区司法局.yaml";

/// The lines between ``` after a heading.
fn example<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let part = page.split_once(&format!("## {heading}\n"))?.1;
    let part = part.split_once("\n```")?.1;
    Some(part.split_once('\n')?.1.split_once("```")?.0)
}

/// The file that a line names, and whether it is to go.
fn named(line: &str) -> Option<(&str, bool)> {
    let said = line.strip_prefix("# ").or(line.strip_prefix("{# "))?;
    let said = said.strip_suffix(" #}").unwrap_or(said);
    let (path, gone) = said.strip_prefix("没有 ").map_or((said, false), |path| (path, true));
    let folders = ["data/", "fonts/", "templates/"];
    folders.iter().any(|folder| path.starts_with(folder)).then_some((path, gone))
}

/// The key of a line that is not indented.
fn key(line: &str) -> Option<&str> {
    let at = line.find([':', '：', ' ', '\t'])?;
    let key = &line[..at];
    (!key.is_empty() && !key.starts_with(['#', '-', '　', '['])).then_some(key)
}

/// A file without the top-level keys of an example, and the example. The rules between metrics
/// go with the metrics.
fn patched(text: &str, example: &str) -> String {
    let mut replaced: BTreeSet<&str> = example.lines().filter_map(key).collect();
    if replaced.contains("指标") {
        replaced.insert("勾稽规则");
    }
    let mut kept = true;
    let mut result = String::new();
    for line in text.lines() {
        kept = key(line).map_or(kept, |key| !replaced.contains(key));
        if kept {
            result.push_str(line);
            result.push('\n');
        }
    }
    result + example
}

/// Lays an example over the project; gives the layout that it brings.
fn lay(project: &Project, example: &str) -> Option<String> {
    let mut parts: Vec<(&str, String)> = vec![(FORM, String::new())];
    let mut layout = None;
    for line in example.lines() {
        match named(line) {
            Some((path, true)) => {
                let path = project.path().join(path);
                if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
                    .unwrap();
            }
            Some((path, false)) => parts.push((path, String::new())),
            None => writeln!(parts.last_mut().unwrap().1, "{line}").unwrap(),
        }
    }
    for (path, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        if let Some(name) = path.strip_prefix("templates/") {
            layout = name.strip_suffix(".md.tera").map(str::to_owned);
        }
        let text = fs::read_to_string(project.path().join(path)).unwrap_or_default();
        project.write(path, &patched(&text, &part));
    }
    layout
}

/// The shipped project, in which what the page does not mention need not be reported.
fn project(page: &str) -> Project {
    let project = Project::shipped();
    let catalogue = project.read("data/catalogue.yaml");
    let mut mentioned = true;
    let lines = catalogue.lines().map(|line| {
        if let Some(name) = line.trim_start().strip_prefix("- 名称: ") {
            mentioned = page.contains(name);
        }
        match line.trim_start().starts_with("必填: ") && !mentioned {
            true => "    必填: 选填\n".to_owned(),
            false => format!("{line}\n"),
        }
    });
    let lines: String = lines.collect();
    project.write("data/catalogue.yaml", &lines);
    project
}

/// All that is reported of the project with the example.
fn reported(code: Code, page: &str, example: &str) -> Findings {
    let project = project(page);
    let layout = lay(&project, example);
    let options = Options { layout, strict_fonts: code == Code::E1104, ..Options::default() };
    let mut examined = examine(project.path(), 2024, &options);
    if code == Code::E0724 {
        // What the layout prints is known once the report is composed.
        nianbao::make::rehearse(&mut examined);
        return examined.findings;
    }
    let formats: &[Format] = match code {
        Code::E0121 | Code::E0913 | Code::E0915 => &[pdf::FORMAT],
        _ if code < Code::E1001 => return examined.findings,
        _ if code < Code::E1101 => &[markdown::FORMAT],
        _ => &[pdf::FORMAT],
    };
    let Some(year) = examined.year else { return examined.findings };
    let made = make(&year, formats, &mut examined.sources);
    examined.findings.into_iter().chain(made.findings).collect()
}

/// What is not as the page of a code says.
fn untrue(code: Code) -> Vec<String> {
    let page = code.explanation();
    let brings_about = |example: &str| reported(code, page, example).iter().any(|d| d.code == code);
    let by_text = NOT_BY_TEXT.iter().all(|(exempt, _)| *exempt != code);
    let mut faults = Vec::new();
    match example(page, "错误示例") {
        Some(wrong) if by_text && !brings_about(wrong) => {
            faults.push(format!("{code:?} 的错误示例没有引出 {code:?}"));
        }
        None if by_text => faults.push(format!("{code:?} 没有错误示例")),
        _ => {}
    }
    match example(page, "正确示例") {
        Some(right) if brings_about(right) => {
            faults.push(format!("{code:?} 的正确示例引出了 {code:?}"));
        }
        None if by_text => faults.push(format!("{code:?} 没有正确示例")),
        _ => {}
    }
    faults
}

#[test]
fn the_examples_are_what_they_say() {
    let faults: Vec<String> = Code::ALL.iter().copied().flat_map(untrue).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

const FAMILIES: [(&str, &str); 12] = [
    ("E01", "文件和 YAML 写法"),
    ("E02", "单位档案和指标目录"),
    ("E03", "填没填"),
    ("E04", "值的写法"),
    ("E05", "勾稽核对"),
    ("E06", "与上年比较"),
    ("E07", "正文和占位符"),
    ("E08", "提纲和法定内容"),
    ("E09", "日期和公文要素"),
    ("E10", "模板"),
    ("E11", "字体和排版"),
    ("E12", "成套的文件和核验"),
];

/// The index of the pages, made from the codes themselves.
fn index() -> String {
    let mut index = String::from(
        "# 提示一览\n\n\
        程序的每一条提示都有代码，每个代码有一页说明：含义、为什么、错误示例、正确示例。\
        在命令行上看同一页：`nianbao explain E0301`。\n\n\
        “错误”不改就不能生成报告；“警告”应当看一看，不改也能生成；“提示”供参考。\
        勾稽规则（E05、E06）的轻重由指标目录里的“级别”决定。\n",
    );
    for (family, title) in FAMILIES {
        write!(index, "\n## {family} {title}\n\n| 代码 | 说的是什么 | 轻重 |\n|---|---|---|\n")
            .unwrap();
        for code in Code::ALL.iter().filter(|code| code.name().starts_with(family)) {
            let severity = match code.severity() {
                Severity::Error => "错误",
                Severity::Warning => "警告",
                Severity::Hint => "提示",
            };
            let (name, title) = (code.name(), code.title());
            writeln!(index, "| [{name}]({name}.md) | {title} | {severity} |").unwrap();
        }
    }
    index
}

/// `SNAPSHOTS=overwrite cargo test --test suite explanations::` writes it anew.
#[test]
fn the_index_lists_every_page() {
    let path = root().join("docs/diagnostics/README.md");
    Assert::new().action_env("SNAPSHOTS").eq(index(), Data::read_from(&path, None).raw());
}
