use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use snapbox::{assert_data_eq, str};

use super::*;
use crate::diagnostic::text;
use crate::source::Field;

const PROFILE: &str = "\
发文机关: 示例市示例区人民政府
主送机关: [区人大常委会]
印发机关: 示例市示例区人民政府办公室
版式: luojiang
部门:
  - {名称: 区司法局, 简称: 司法局}
  - {名称: 区信访局}
  - {名称: 区财政局}
";

const CATALOGUE: &str = "\
主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]
指标:
  - {名称: 检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 录入的}
";

const REPORT: &str = "\
年度: 2024
标题: 示例报告
索引号: SL-1
发文字号: 示例政文〔2025〕1号
签发人: 示例
成文日期: 2025-02-13
印发日期: 2025-02-14
发布日期: 2025-02-24 19:03
来源: 示例网
附注: 此件主动公开
导语: |
  现将情况报告如下：
提纲:
  - 主题: 政治引领
    标题: 强化政治引领
    条目:
      - {键: 学习, 标题: 学思想, 部门: [区司法局, 区信访局], 序次: 一是, 满足: 第一责任人, 公开: 否}
      - {键: 宣传, 标题: 抓宣传, 部门: [区司法局]}
不足: [{问题: 少, 原因: 新}]
安排: [{标题: 抓落实, 内容: 落实到人}]
其他: 无
照录: [三年]
";

const DEPARTMENT: &str = "\
部门: 区司法局
年度: 2024
填报人: 示例
指标:
  检查数: 121   # 件
  名单: [甲, 乙]
正文:
  学习: |
    开展检查{{检查数}}。
  宣传:
不足:
  - 问题: 人少
    原因: 任务重
安排:
  - 标题: 强队伍
    内容: 多培训
说明:
  检查数: 新增事项
照录: [一楼]
";

/// The year of a project that can be opened.
fn load_files(files: &[(&str, &str)]) -> (Option<Submissions>, Sources, String) {
    try_files(files).unwrap()
}

/// A project of these files, over the ones above.
fn try_files(files: &[(&str, &str)]) -> Option<(Option<Submissions>, Sources, String)> {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("data/profile.yaml", PROFILE);
    write("data/catalogue.yaml", CATALOGUE);
    files.iter().for_each(|(path, text)| write(path, text));
    let (mut sources, mut findings) = (Sources::default(), Findings::new());
    let project = Project::open(folder.path(), &mut sources).gather(&mut findings);
    let loaded = project.map(|project| load(&project, 2024, &mut sources));
    let submissions = loaded.map(|loaded| loaded.gather(&mut findings));
    findings.arrange(&sources);
    let reported = text::report(&findings, &sources, false);
    Some((submissions?, sources, reported))
}

/// What is reported of a year with a sound report and these files.
fn reported(files: &[(&str, &str)]) -> String {
    let mut all = vec![("data/2024/report.yaml", REPORT)];
    all.extend(files);
    load_files(&all).2
}

/// What is reported of a department file that differs in one place.
fn reported_of_department(from: &str, to: &str) -> String {
    assert_eq!(DEPARTMENT.matches(from).count(), 1);
    reported(&[("data/2024/区司法局.yaml", &DEPARTMENT.replace(from, to))])
}

/// What is reported of a report that differs in one place.
fn reported_of_report(from: &str, to: &str) -> String {
    assert_eq!(REPORT.matches(from).count(), 1);
    load_files(&[("data/2024/report.yaml", &REPORT.replace(from, to))]).2
}

#[test]
#[expect(clippy::too_many_lines, reason = "one file with everything, and what is read of it")]
fn reads_everything() {
    let (submissions, sources, reported) = load_files(&[
        ("data/2024/report.yaml", REPORT),
        ("data/2024/区司法局.yaml", DEPARTMENT),
        ("data/2024/区信访局.yaml", "部门: 区信访局\n年度: 2024\n"),
        ("data/2023/区司法局.yaml", &DEPARTMENT.replace("2024", "2023").replace("121", "99")),
        ("data/2023/区信访局.yaml", "部门: 区信访局\n年度: 错\n指标：\n 坏"),
    ]);
    assert_eq!(reported, "没有发现问题");
    let Submissions { report, departments, unread, last_year, .. } = submissions.unwrap();
    assert!(unread.is_empty());
    assert!(!last_year.lost.is_empty());
    let value = |spanned: &Spanned<String>| {
        assert!(sources.text(spanned.span).contains(spanned.value.lines().next().unwrap()));
        spanned.value.clone()
    };
    let values = |all: &[Spanned<String>]| all.iter().map(value).collect::<Vec<_>>().join("、");
    let mut read = String::new();
    for text in [
        &report.title,
        &report.index,
        &report.number,
        &report.source,
        &report.note,
        &report.texts["导语"],
        &report.texts["其他"],
    ] {
        read += &format!("{}\n", value(text.given().unwrap()).trim());
    }
    read += &format!("签发人 {}，照录 {}\n", values(&report.signers), values(&report.verbatim));
    read += &format!(
        "{:?} {:?}\n",
        report.written.given().unwrap().value,
        report.printed.given().unwrap().value
    );
    read += &format!("{:?}\n", report.published.given().unwrap().value);
    for theme in report.outline.iter() {
        read += &format!("{} {}\n", value(&theme.key), value(&theme.heading));
        for item in &theme.items {
            let flags = [item.ordinal, item.satisfies.is_some(), item.public];
            read += &format!(
                "  {} {} {} {flags:?}\n",
                value(&item.key),
                value(&item.heading),
                values(&item.departments)
            );
        }
    }
    for department in departments.iter().chain(&last_year.departments) {
        read += &format!(
            "{} {} 指标在 {:?}\n",
            value(&department.name),
            department.year,
            sources.text(department.metrics_span)
        );
        for (name, typed) in &department.metrics {
            read += &format!("  {} = {}\n", value(name), sources.text(typed.span));
        }
        for (name, text) in department.prose.iter().chain(department.reasons.iter()) {
            read += &format!("  {}：{:?}\n", value(name), value(text));
        }
        for entry in department.entries("不足") {
            read += &format!(
                "  {}，因为{}\n",
                value(entry.parts[0].as_ref().unwrap()),
                value(entry.parts[1].as_ref().unwrap())
            );
        }
        for entry in department.entries("安排") {
            read += &format!(
                "  {}：{}\n",
                value(entry.parts[0].as_ref().unwrap()),
                value(entry.parts[1].as_ref().unwrap())
            );
        }
        read += &format!("  照录 {}\n", values(&department.verbatim));
    }
    let office = ["不足", "安排"].map(|key| report.entries(key));
    for (entry, plan) in office[0].iter().zip(office[1]) {
        let texts: Vec<String> =
            entry.parts.iter().chain(&plan.parts).flatten().map(value).collect();
        read += &format!("{}\n", texts.join(" "));
    }
    assert_data_eq!(
        read,
        str![[r#"
示例报告
SL-1
示例政文〔2025〕1号
示例网
此件主动公开
现将情况报告如下：
无
签发人 示例，照录 三年
2025-02-13 2025-02-14
(2025-02-24, Some(19:03:00))
政治引领 强化政治引领
  学习 学思想 区司法局、区信访局 [true, true, false]
  宣传 抓宣传 区司法局 [false, false, true]
区司法局 2024 指标在 "指标"
  检查数 = 121
  名单 = [甲, 乙]
  学习："开展检查{{检查数}}。/n"
  检查数："新增事项"
  人少，因为任务重
  强队伍：多培训
  照录 一楼
区信访局 2024 指标在 "区信访局"
  照录 
区司法局 2023 指标在 "指标"
  检查数 = 99
  名单 = [甲, 乙]
  学习："开展检查{{检查数}}。/n"
  检查数："新增事项"
  人少，因为任务重
  强队伍：多培训
  照录 一楼
少 新 抓落实 落实到人

"#]]
    );
}

#[test]
fn the_shipped_year_is_without_fault() {
    let mut sources = Sources::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::open(root, &mut sources).value.unwrap();
    let Outcome { value: submissions, findings: faults } = load(&project, 2024, &mut sources);
    assert_eq!(text::report(&faults, &sources, false), "没有发现问题");
    let submissions = submissions.unwrap();
    assert!(submissions.departments.len() >= 10);
    assert_eq!(submissions.report.outline.len(), 5);
}

#[test]
fn a_broken_file_does_not_hide_another() {
    let (submissions, _, reported) = load_files(&[
        ("data/2024/report.yaml", "年度: 2024\n标题: \"\\q\"\n"),
        ("data/2024/区司法局.yaml", "部门: 区司法局\n填报人: 甲 # 注\n  乙\n"),
        ("data/2024/区信访局.yaml", "部门: 区信访局\n年度: 2023\n指标: 没有\n"),
    ]);
    let submissions = submissions.unwrap();
    assert!(submissions.report.outline.is_empty());
    assert_eq!(submissions.departments.len(), 1);
    assert_data_eq!(
        reported,
        str![[r#"
错误[E0104]: 双引号里的反斜杠用得不对
 --> data/2024/report.yaml:2:5
  |
2 | 标题: "/q"
  |       ^ 双引号里的反斜杠另有用处
  |
  = 建议: 改用单引号，或者去掉引号

错误[E0104]: 注释打断了一段文字
 --> data/2024/区司法局.yaml:2:8
  |
2 | 填报人: 甲 # 注
  |            ^ 注释之后这一段文字没有结束
  |
  = 建议: 一段文字写成几行时，把“#”注释移到这一段的前面；新的一项要与上一项对齐

错误[E0135]: 年度是“2023”，文件却在 2024 年的文件夹里
 --> data/2024/区信访局.yaml:2:5
  |
2 | 年度: 2023
  |       ^^^^ 应当是 2024
  |
  = 建议: 改为 2024；确是别的年度的，把文件移到那一年的文件夹

错误[E0132]: 指标应当是若干行“名称: 值”
 --> data/2024/区信访局.yaml:3:5
  |
3 | 指标: 没有
  |       ^^^^ 这里不是若干行“名称: 值”
  |
  = 建议: 另起一行，缩进两格，每行写一个“名称: 值”；没有的，删去

共 4 处错误
"#]]
    );
}

#[test]
fn no_report() {
    let (submissions, _, reported) = load_files(&[("data/2024/区司法局.yaml", DEPARTMENT)]);
    assert_eq!(submissions.unwrap().departments.len(), 1);
    assert_data_eq!(
        reported,
        str![[r#"
错误[E0139]: data/2024 里没有报告总表 report.yaml
--> data/2024/report.yaml
 = 建议: 报告总表由汇总单位维护，写明文号、日期和提纲；可以从上一年复制一份来改

共 1 处错误
"#]]
    );
}

#[test]
fn no_such_year() {
    let (submissions, _, reported) =
        load_files(&[("data/2022/report.yaml", ""), ("data/2023/report.yaml", "")]);
    assert!(submissions.is_none());
    assert_data_eq!(
        reported,
        str![[r#"
错误[E0140]: 没有 2024 年的文件夹 data/2024
--> data/2024
 = 建议: 已有的年度：2022、2023；新的一年运行 nianbao new 2024，生成报告总表和各部门的空表

共 1 处错误
"#]]
    );
    assert_data_eq!(
        load_files(&[]).2,
        str![[r#"
错误[E0140]: 没有 2024 年的文件夹 data/2024
--> data/2024
 = 建议: 运行 nianbao new 2024，生成报告总表和各部门的空表

共 1 处错误
"#]]
    );
}

#[test]
fn files_that_are_not_read() {
    assert_data_eq!(
        reported(&[
            ("data/2024/区司法局.yml", DEPARTMENT),
            ("data/2024/区信访局.yaml.txt", ""),
            ("data/2024/区财政局.docx", ""),
            ("data/2024/照片/一.jpg", ""),
            ("data/2024/说明", ""),
            ("data/2024/~$区财政局.xlsx", ""),
            ("data/2024/.DS_Store", ""),
        ]),
        str![[r#"
错误[E0141]: data/2024/区信访局.yaml.txt 没有读
--> data/2024/区信访局.yaml.txt
 = 建议: 把文件名改为 区信访局.yaml（去掉末尾的 .txt）

错误[E0141]: data/2024/区司法局.yml 没有读
--> data/2024/区司法局.yml
 = 建议: 把文件名改为 区司法局.yaml

警告[E0141]: data/2024/区财政局.docx 没有读
--> data/2024/区财政局.docx
 = 建议: 把内容填进“区财政局.yaml”或者填报表“区财政局.xlsx”，这里只读这两种文件

警告[E0141]: data/2024/照片 没有读
--> data/2024/照片
 = 建议: 部门文件直接放在年度文件夹下，不再分文件夹

警告[E0141]: data/2024/说明 没有读
--> data/2024/说明
 = 建议: 这里只读 .yaml 和 .xlsx 文件；用不着的文件请移走

共 2 处错误、3 处警告
"#]]
    );
}

#[test]
fn a_file_under_another_name() {
    let reported_of = |stem: &str, name: &str| {
        let text = DEPARTMENT.replace("部门: 区司法局", &format!("部门: {name}"));
        reported(&[(&format!("data/2024/{stem}.yaml"), &text)])
    };
    // One department's file under another's name; the file under a short name.
    assert_data_eq!(
        reported_of("区财政局", "区司法局"),
        str![[r#"
错误[E0136]: 文件名与“部门”不符
 --> data/2024/区财政局.yaml:1:5
  |
1 | 部门: 区司法局
  |       ^^^^^^^^ 文件名却是“区财政局.yaml”
  |
  = 说明: 里面的指标多是区司法局的
  = 建议: 把文件名改为“区司法局.yaml”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of("司法局", "区司法局"),
        str![[r#"
错误[E0136]: 文件名与“部门”不符
 --> data/2024/司法局.yaml:1:5
  |
1 | 部门: 区司法局
  |       ^^^^^^^^ 文件名却是“司法局.yaml”
  |
  = 建议: 把文件名改为“区司法局.yaml”

共 1 处错误
"#]]
    );
    // The short name in the right file, and in a wrong one; a department nobody knows.
    assert_data_eq!(
        reported_of("区司法局", "司法局"),
        str![[r#"
错误[E0137]: 单位档案里没有部门“司法局”
 --> data/2024/区司法局.yaml:1:5
  |
1 | 部门: 司法局
  |       ^^^^^^ 是否指“区司法局”
  |
  = 建议: 改为“区司法局”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of("司法局", "司法局"),
        str![[r#"
错误[E0137]: 单位档案里没有部门“司法局”
 --> data/2024/司法局.yaml:1:5
  |
1 | 部门: 司法局
  |       ^^^^^^ 是否指“区司法局”
  |
  = 建议: 改为“区司法局”，文件名改为“区司法局.yaml”；是它的旧名称的，写进单位档案的“曾用名”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of("区气象站", "区气象站"),
        str![[r#"
错误[E0137]: 单位档案里没有部门“区气象站”
 --> data/2024/区气象站.yaml:1:5
  |
1 | 部门: 区气象站
  |       ^^^^^^^^ 不在部门名录里
  |
  = 建议: 核对名称；新增的部门，先加到单位档案 data/profile.yaml 的“部门”里；改了名称或者并到别处的，写进那个部门的“曾用名”

共 1 处错误
"#]]
    );
}

#[test]
fn two_files_for_one_department() {
    assert_data_eq!(
        reported(&[("data/2024/区司法局.yaml", DEPARTMENT), ("data/2024/司法局.yaml", DEPARTMENT)]),
        str![[r#"
错误[E0138]: 区司法局有两个文件
 --> data/2024/司法局.yaml:1:5
  |
1 | 部门: 区司法局
  |       ^^^^^^^^ 又是这个部门，没有采用
  |
 ::: data/2024/区司法局.yaml:1:5
  |
1 | 部门: 区司法局
  |       -------- 采用的是这个文件
  |
  = 建议: 一个部门一年只有一个文件：把内容并到一个文件，删去另一个

共 1 处错误
"#]]
    );
}

#[test]
fn an_old_workbook_beside_a_file_that_is_read_is_not_saved_over_it() {
    for second in ["区司法局.xls", "区司法局（定稿）.et", "区司法局.csv"] {
        let path = format!("data/2024/{second}");
        let told = reported(&[("data/2024/区司法局.yaml", DEPARTMENT), (&path, "")]);
        assert!(told.contains("[E0141]") && told.contains("弄清哪一个是最后报来的"), "{told}");
        assert!(told.contains("说明: 采用的是 data/2024/区司法局.yaml"), "{told}");
    }
}

#[test]
fn keys_of_a_department() {
    assert_data_eq!(
        reported_of_department("填报人: 示例", "填报入: 示例\n备注: 无"),
        str![[r#"
错误[E0130]: 部门文件里没有“填报入”这一项
 --> data/2024/区司法局.yaml:3:1
  |
3 | 填报入: 示例
  | ^^^^^^ 是否指“填报人”
  |
  = 建议: 改为“填报人”

错误[E0130]: 部门文件里没有“备注”这一项
 --> data/2024/区司法局.yaml:4:1
  |
4 | 备注: 无
  | ^^^^ 不认识这一项
  |
  = 建议: 可以写的有：部门、年度、填报人、联系电话、指标、正文、不足、安排、说明、照录、本部门报告

共 2 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_department("部门: 区司法局\n", ""),
        str![[r#"
错误[E0131]: 部门文件缺少“部门”
 --> data/2024/区司法局.yaml:1:1
  |
1 | 年度: 2024
  | ^^^^ 这里要有“部门”
  |
  = 建议: 加一行“部门: ……”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_department("原因: 任务重", "原囚: 任务重"),
        str![[r#"
错误[E0130]: 不足的一条里没有“原囚”这一项
  --> data/2024/区司法局.yaml:13:5
   |
13 |     原囚: 任务重
   |     ^^^^ 是否指“原因”
   |
   = 建议: 改为“原因”

共 1 处错误
"#]]
    );
}

#[test]
fn years() {
    assert_data_eq!(
        reported_of_department("年度: 2024", "年度: 2023"),
        str![[r#"
错误[E0135]: 年度是“2023”，文件却在 2024 年的文件夹里
 --> data/2024/区司法局.yaml:2:5
  |
2 | 年度: 2023
  |       ^^^^ 应当是 2024
  |
  = 建议: 改为 2024；确是别的年度的，把文件移到那一年的文件夹

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_department("年度: 2024", "年度: 2024年"),
        str![[r#"
错误[E0135]: 年度应当只写 2024
 --> data/2024/区司法局.yaml:2:5
  |
2 | 年度: 2024年
  |       ^^^^^^ 应当是 2024
  |
  = 建议: 改为 2024；确是别的年度的，把文件移到那一年的文件夹

共 1 处错误
"#]]
    );
}

#[test]
fn shapes() {
    assert_data_eq!(
        reported_of_department("  - 标题: 强队伍\n    内容: 多培训", "  多培训"),
        str![[r#"
错误[E0132]: 安排应当是列表
  --> data/2024/区司法局.yaml:15:3
   |
15 |   多培训
   |   ^^^^^^ 这里不是列表
   |
   = 建议: 每项另起一行，以“- ”开头；没有的删去

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_department("  检查数: 新增事项", "  检查数：新增事项"),
        str![[r#"
错误[E0106]: 冒号用了全角“：”
  --> data/2024/区司法局.yaml:18:3
   |
18 |   检查数：新增事项
   |   ^^^^^^^^ 应当是半角冒号加一个空格
   |
   = 建议: 改为“检查数: ”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_department("  检查数: 新增事项", "  检查数:\n    新增: 事项"),
        str![[r#"
错误[E0132]: “检查数”应当是文字
  --> data/2024/区司法局.yaml:19:5
   |
19 |     新增: 事项
   |     ^^^^ 这里不是文字
   |
   = 建议: 文字里有冒号时，在名称的冒号后写“|”，文字另起一行并缩进两格

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_department("照录: [一楼]", "照录: 一楼"),
        str![[r#"
错误[E0132]: 照录应当是列表
  --> data/2024/区司法局.yaml:19:5
   |
19 | 照录: 一楼
   |       ^^^^ 这里不是列表
   |
   = 建议: 改为 [一楼]；有几项的，写成 [甲, 乙]

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_department("  - 问题: 人少\n    原因: 任务重", "  - 人少"),
        str![[r#"
错误[E0132]: 不足的一条应当是若干行“名称: 值”
  --> data/2024/区司法局.yaml:12:5
   |
12 |   - 人少
   |     ^^^^ 这里不是若干行“名称: 值”
   |
   = 建议: 另起一行，缩进两格，每行写一个“名称: 值”；没有的，删去

共 1 处错误
"#]]
    );
}

#[test]
fn dates() {
    assert_data_eq!(
        reported_of_report("成文日期: 2025-02-13", "成文日期: 2025年2月13日"),
        str![[r#"
错误[E0134]: 成文日期写法不对
 --> data/2024/report.yaml:6:7
  |
6 | 成文日期: 2025年2月13日
  |           ^^^^^^^^^^^^^ 应当写成 年-月-日，月、日各两位
  |
  = 建议: 改为 2025-02-13

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_report("印发日期: 2025-02-14", "印发日期: 2025-02-30"),
        str![[r#"
错误[E0134]: 印发日期写法不对
 --> data/2024/report.yaml:7:7
  |
7 | 印发日期: 2025-02-30
  |           ^^^^^^^^^^ 看不出是哪一天，或者没有这一天
  |
  = 建议: 写成 年-月-日，如 2025-02-13

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_report("2025-02-24 19:03", "2025.2.24 19：03"),
        str![[r#"
错误[E0134]: 发布日期写法不对
 --> data/2024/report.yaml:8:7
  |
8 | 发布日期: 2025.2.24 19：03
  |           ^^^^^^^^^^^^^^^^ 应当写成 年-月-日，月、日各两位
  |
  = 建议: 改为 2025-02-24 19:03

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_report("2025-02-24 19:03", "2025-02-24 晚上"),
        str![[r#"
错误[E0134]: 发布日期写法不对
 --> data/2024/report.yaml:8:7
  |
8 | 发布日期: 2025-02-24 晚上
  |           ^^^^^^^^^^^^^^^ 看不出是哪一天，或者没有这一天
  |
  = 建议: 写成 年-月-日，如 2025-02-24 19:03

共 1 处错误
"#]]
    );
}

#[test]
fn items_of_the_outline() {
    assert_data_eq!(
        reported_of_report("键: 宣传", "键: 宣传（普法）"),
        str![[r#"
错误[E0203]: 条目的键“宣传（普法）”不合要求
  --> data/2024/report.yaml:18:13
   |
18 |       - {键: 宣传（普法）, 标题: 抓宣传, 部门: [区司法局]}
   |              ^^^^^^^^^^^^ 名称里只能有汉字、字母、数字和下划线
   |
   = 建议: 改为“宣传普法”，各部门“正文”下的键同时改过来

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_report("部门: [区司法局]", "部门: [区司法局、区信访局]"),
        str![[r#"
错误[E0142]: 几个名称之间用了“、”
  --> data/2024/report.yaml:18:31
   |
18 |       - {键: 宣传, 标题: 抓宣传, 部门: [区司法局、区信访局]}
   |                                         ^^^^^^^^^^^^^^^^^^ 会被当作一个名称，部门里没有这样的名称
   |
   = 建议: 改用半角逗号：[区司法局, 区信访局]

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_report("序次: 一是", "序次: 是"),
        str![[r#"
错误[E0133]: 序次不能是“是”
  --> data/2024/report.yaml:17:48
   |
17 |       - {键: 学习, 标题: 学思想, 部门: [区司法局, 区信访局], 序次: 是, 满足: 第一责任人, 公开: 否}
   |                                                                    ^^ 是否指“一是”
   |
   = 建议: 改为“一是”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_report("公开: 否", "公开: 不"),
        str![[r#"
错误[E0133]: 公开不能是“不”
  --> data/2024/report.yaml:17:67
   |
17 |       - {键: 学习, 标题: 学思想, 部门: [区司法局, 区信访局], 序次: 一是, 满足: 第一责任人, 公开: 不}
   |                                                                                                  ^^ 只能填“是”或者“否”
   |
   = 建议: 改为“否”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        reported_of_report("标题: 抓宣传, ", ""),
        str![[r#"
错误[E0131]: 提纲的一个条目缺少“标题”
  --> data/2024/report.yaml:18:10
   |
18 |       - {键: 宣传, 部门: [区司法局]}
   |          ^^ 这里要有“标题”
   |
   = 建议: 加一行“标题: ……”

共 1 处错误
"#]]
    );
}

/// Some characters of a text replaced, put in or taken out.
fn damaged(text: &'static str) -> impl Strategy<Value = String> {
    let mistake = prop_oneof![
        "[ \n\t　：:，、#|>&*!?{}\\[\\]'\"甲1-]{0,3}",
        Just("\n".to_owned()),
        Just("  ".to_owned()),
    ];
    let characters = text.chars().count();
    prop::collection::vec((0..characters, 0..3usize, mistake), 1..4).prop_map(move |edits| {
        let mut characters: Vec<char> = text.chars().collect();
        for (at, length, with) in edits {
            let at = at.min(characters.len());
            let end = (at + length).min(characters.len());
            characters.splice(at..end, with.chars());
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn survives_damaged_files(
        profile in damaged(PROFILE),
        catalogue in damaged(CATALOGUE),
        report in damaged(REPORT),
        department in damaged(DEPARTMENT),
    ) {
        for (path, text) in [
            ("data/profile.yaml", &profile),
            ("data/catalogue.yaml", &catalogue),
            ("data/2024/report.yaml", &report),
            ("data/2024/区司法局.yaml", &department),
        ] {
            try_files(&[
                ("data/2024/report.yaml", REPORT),
                ("data/2024/区司法局.yaml", DEPARTMENT),
                (path, text),
            ]);
        }
    }
}

#[test]
fn a_field_is_absent_faulty_or_given() {
    let report = |lines: &str| {
        let text = format!("年度: 2024\n{lines}");
        load_files(&[("data/2024/report.yaml", text.as_str())]).0.unwrap().report
    };
    assert_eq!(report("标题: 甲\n").written, Field::Absent(None));
    assert!(report("成文日期:\n").written.empty_key().is_some());
    let written = |lines: &str| report(lines).written.given().map(|day| day.value.to_string());
    assert_eq!(written("成文日期: 2025-02-13\n").as_deref(), Some("2025-02-13"));
    assert_eq!(written("\"成文日期\": 2025-02-13\n").as_deref(), Some("2025-02-13"));
    // What surely is meant is reported, and taken.
    assert_eq!(written("成文日期: 2025.2.13\n").as_deref(), Some("2025-02-13"));
    for faulty in [
        "成文日期: 待定\n",
        "\"成文日期\": 待定\n",
        // Either may be the key that is not found.
        "成文曰期: 2025-02-13\n",
        "标题: 甲\n  乙: 丙\n",
    ] {
        assert!(matches!(report(faulty).written, Field::Faulty(_)), "{faulty}");
    }
}

#[test]
fn a_list_says_whether_it_is_whole() {
    let outline = |lines: &str| {
        let text = format!("年度: 2024\n{lines}");
        load_files(&[("data/2024/report.yaml", text.as_str())]).0.unwrap().report.outline
    };
    let whole = outline("提纲:\n  - {主题: 甲, 标题: 乙}\n");
    assert!(whole.is_whole && whole.len() == 1);
    let partial = outline("提纲:\n  - {主题: 甲, 标题: 乙}\n  - {标题: 丙}\n");
    assert!(!partial.is_whole && partial.len() == 1);
    assert!(outline("标题: 甲\n").is_whole);
    assert!(!outline("提刚:\n").is_whole);
}

#[test]
fn a_department_says_which_of_its_lists_and_texts_are_whole() {
    let whole = |from: &str, to: &str| {
        assert_eq!(DEPARTMENT.matches(from).count(), 1);
        let text = DEPARTMENT.replace(from, to);
        let files = [("data/2024/report.yaml", REPORT), ("data/2024/区司法局.yaml", &text)];
        let department = load_files(&files).0.unwrap().departments.remove(0);
        let lists = ["不足", "安排"].map(|key| department.lists[key].is_whole);
        (department.prose.is_whole, lists, department.reasons.is_whole)
    };
    assert_eq!(whole("121", "122"), (true, [true, true], true));
    assert_eq!(whole("正文:", "正闻:"), (false, [true, true], true));
    assert_eq!(whole("安排:", "安牌:"), (true, [true, false], true));
    assert_eq!(whole("问题: 人少\n    原因", "原因"), (true, [false, true], true));
    assert_eq!(whole("    原因: 任务重\n", ""), (true, [true, true], true));
    assert_eq!(whole("  检查数: 新增事项", "  检查数: [新, 增]"), (true, [true, true], false));
    // A mistake that is repaired costs nothing of what was read; what is not there may be lost.
    assert_eq!(whole("照录: [一楼]", "照录：[一楼]"), (true, [true, true], true));
    assert_eq!(whole("说明:\n  检查数: 新增事项\n", "照录：[一楼]\n"), (true, [true, true], false));
}

#[test]
fn what_was_not_understood_is_known_by_file_line_and_department() {
    let text = "部门: 区司法局\n年度: 2024\n指标:\n  检查数 12\n";
    let (submissions, sources, _) =
        load_files(&[("data/2024/report.yaml", REPORT), ("data/2024/区司法局.yaml", text)]);
    let Submissions { unread, forms, .. } = submissions.unwrap();
    assert!(!unread.is_empty());
    assert!(forms.iter().any(|file| unread.has(*file)));
    assert!(unread.lines.iter().any(|line| line.value == "检查数"));
    assert!(unread.lines.iter().all(|line| unread.overlaps(line.span)));
    assert!(sources.text(unread.lines[0].span).starts_with("检查数"));
}
