//! A small district, checked as it is and with one thing changed at a time.

use std::fs;
use std::path::Path;

use snapbox::{assert_data_eq, str};

use super::*;
use crate::diagnostic::{Diagnostic, text};
use crate::edition::Options;
use crate::load::load;
use crate::project::Project;

mod change_words;
mod misnamed;
mod names;
mod numbers;
mod own_sums;
mod sums;

/// The files of 示例区, clean as they stand.
struct District {
    files: Vec<(&'static str, String)>,
}

impl District {
    fn new() -> District {
        let files = [
            ("data/profile.yaml", include_str!("tests/district/profile.yaml")),
            ("data/catalogue.yaml", include_str!("tests/district/catalogue.yaml")),
            ("data/2024/report.yaml", include_str!("tests/district/report.yaml")),
            ("data/2024/区政府办.yaml", include_str!("tests/district/区政府办.yaml")),
            ("data/2024/区司法局.yaml", include_str!("tests/district/区司法局.yaml")),
            ("data/2024/区城管局.yaml", include_str!("tests/district/区城管局.yaml")),
        ];
        District { files: files.map(|(path, text)| (path, text.to_owned())).into() }
    }

    /// With a piece of one file replaced; the path by its end.
    fn with(mut self, path: &str, from: &str, to: &str) -> District {
        let file = self.files.iter_mut().find(|(name, _)| name.ends_with(path)).expect(path);
        assert!(file.1.contains(from), "{path} 中没有 {from}");
        file.1 = file.1.replacen(from, to, 1);
        self
    }

    fn file(mut self, path: &'static str, text: &str) -> District {
        self.files.retain(|(name, _)| *name != path);
        self.files.push((path, text.to_owned()));
        self
    }

    /// Reads and checks 2024; the figures, and all that is reported.
    fn check(&self) -> (Figures, Findings, Sources) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        read_and_check(folder.path())
    }

    /// What is reported, one line each: code, place, what is marked there, message, help.
    fn reported(&self) -> String {
        let (_, diagnostics, sources) = self.check();
        let line = |diagnostic: &Diagnostic| {
            let span = diagnostic.span().expect("a place");
            let at = sources.position(span);
            let file = at.path.rsplit('/').next().unwrap_or_default();
            let mut line = format!(
                "{} {file}:{}:{} 〔{}〕 {}",
                diagnostic.code.name(),
                at.line,
                at.column,
                sources.text(span).lines().next().unwrap_or_default(),
                diagnostic.message,
            );
            for label in diagnostic.labels.iter().filter(|label| !label.primary) {
                line += &format!(" +〔{}〕", sources.text(label.place.span().unwrap()));
            }
            line += &format!("\n  {}", diagnostic.help.as_deref().unwrap_or("?"));
            line + "\n"
        };
        diagnostics.iter().map(line).collect()
    }

    /// The codes of what is reported.
    fn codes(&self) -> String {
        let (_, diagnostics, _) = self.check();
        diagnostics.iter().map(|reported| reported.code.name()).collect::<Vec<_>>().join(" ")
    }

    /// The whole text of what is reported.
    fn shown(&self) -> String {
        let (_, diagnostics, sources) = self.check();
        let shown = diagnostics.iter().map(|one| text::render(one, &sources, false));
        shown.collect::<Vec<_>>().join("\n\n") + "\n"
    }
}

fn read_and_check(root: &Path) -> (Figures, Findings, Sources) {
    let (mut sources, mut findings) = (Sources::default(), Findings::new());
    let project = Project::open(root, &mut sources).gather(&mut findings).unwrap();
    let submissions = load(&project, 2024, &mut sources).gather(&mut findings).unwrap();
    let Project { profile, catalogue, .. } = &project;
    let edition = Edition::new(&Options::default(), profile, &project.kind);
    let checked = check(&submissions, profile, &edition, catalogue, &sources);
    let figures = checked.gather(&mut findings);
    // No layout prints anything here.
    findings.extend(unused(&figures, |_| false));
    findings.arrange(&sources);
    (figures, findings, sources)
}

const SFJ: &str = "区司法局.yaml";
const ZFB: &str = "区政府办.yaml";
const CGJ: &str = "区城管局.yaml";
const REPORT: &str = "report.yaml";

#[test]
fn nothing_is_reported_of_a_clean_district() {
    assert_eq!(District::new().reported(), "");
}

#[test]
fn figures_come_in_catalogue_order_with_their_origin() {
    let (figures, _, sources) = District::new().check();
    let lines: Vec<String> = figures
        .iter()
        .map(|figure| {
            let origin = figure.origin.map(|origin| sources.position(origin));
            let origin = origin.map(|at| format!("{}:{}", at.path, at.line));
            format!(
                "{} {:?} {:?} {:?}",
                figure.metric.name, figure.value, origin, figure.derivation
            )
        })
        .collect();
    let shown = |name: &str| lines.iter().find(|line| line.starts_with(name)).cloned();
    assert_eq!(lines.len(), 21);
    assert_eq!(
        shown("败诉率").as_deref(),
        Some(
            "败诉率 Some(Number(Quantity { value: 11.11, approx: Exact })) None Computed(\"4 ÷ 36 × 100%\")"
        )
    );
    assert_eq!(
        shown("惠企资金").as_deref(),
        Some(
            "惠企资金 Some(Number(Quantity { value: 1.1, approx: About })) Some(\"data/2024/区政府办.yaml:6\") Reported"
        )
    );
    assert_eq!(shown("其他案件数").as_deref(), Some("其他案件数 None None Reported"));
}

#[test]
fn the_mark_of_a_spreadsheet_error_is_no_remark() {
    let reported = District::new().with(SFJ, "败诉数: 4", "败诉数: #REF!").reported();
    assert_data_eq!(
        reported,
        str![[r#"
E0304 区司法局.yaml:8:7 〔〕 “败诉数”没有填数
  “#REF!”以 # 开头，当作了备注；是数的去掉 #，是电子表格出错标记的，在原来的表格里改正后再填数

"#]]
    );
}

#[test]
fn values_are_read_strictly() {
    let mut reported = String::new();
    for value in ["5,26", "526.0", "{a: 1}", "~"] {
        let district =
            District::new().with(SFJ, "行政处罚数: 526", &format!("行政处罚数: {value}"));
        reported += &district.reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
E0403 区司法局.yaml:11:10 〔5,26〕 “行政处罚数”用了千分位逗号
  是一个数的，去掉逗号，小数点用英文的点；是两个数的，只留一个
E0412 区司法局.yaml:11:10 〔526.0〕 “行政处罚数”应当是整数
  改为：行政处罚数: 526
E0416 区司法局.yaml:11:10 〔{a: 1}〕 “行政处罚数”应当只有一个值
  只写一个值，如“行政处罚数: 123”
E0304 区司法局.yaml:11:10 〔~〕 “行政处罚数”没有填数
  填写实际数；没有发生的填 0

"#]]
    );
}

#[test]
fn values_of_other_kinds() {
    let mut reported = String::new();
    for (path, from, to) in [
        (SFJ, "述法全覆盖: 是", "述法全覆盖: true"),
        (ZFB, "惠企资金: 约1.1", "惠企资金: 约11000万元"),
        (ZFB, "会议次数: 10", "会议次数: 0"),
        (CGJ, "[城管, 农水, 市场监管, 应急]", "[城管, 待补, 市场监管, 应急]"),
        (CGJ, "[城管, 农水, 市场监管, 应急]", "待补"),
    ] {
        reported += &District::new().with(path, from, to).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
E0415 区司法局.yaml:4:10 〔true〕 “述法全覆盖”只能填 是 或者 否
  改为：述法全覆盖: 是
E0404 区政府办.yaml:6:9 〔约11000万元〕 “惠企资金”数后带了单位“万元”
  改为：惠企资金: 约1.1
E0414 区政府办.yaml:4:9 〔0〕 “会议次数”超出范围
  核对数字和单位；口径确有变化的，在指标目录中修改“范围”
E0304 区城管局.yaml:7:16 〔待补〕 “片区领域名单”的名单中有空项
  填写内容；暂时没有的，冒号后面空着
E0304 区城管局.yaml:7:11 〔待补〕 “片区领域名单”还是占位文字
  填写内容；暂时没有的，冒号后面空着

"#]]
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of values and what is said of them")]
fn a_correction_is_one_that_the_metric_accepts() {
    let mut reported = String::new();
    for value in [
        "三人",
        "5百人",
        "百分之十二",
        "12%",
        "十二万",
        "3百2",
        "一百五",
        "十几",
        "一半",
        "01.5万",
        ".5件",
        "121.5件",
        "121．0",
        "１２１．５",
        "0.00001万",
        "1e-3",
        "121 122",
        ".",
        "121以上",
        "约十余",
        "共121件",
        "约121件左右",
        "二三十件",
        "121件多",
        "12万余",
        "121#件",
        "121　# 件",
        "121 // 件",
        "'#REF!'",
        "—121",
        "121、",
        "121件/次",
        "壹佰贰拾壹",
        "（其中诉前100万元）",
        "2025年2月13日",
    ] {
        let value = format!("其他案件数: {value}");
        reported += &District::new()
            .with(SFJ, "行政处罚数: 526", &format!("行政处罚数: 526\n  {value}"))
            .reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
E0406 区司法局.yaml:12:10 〔三人〕 “其他案件数”用了汉字数字
  目录的单位是“件”，不是“人”；核对后按目录的单位填写
E0406 区司法局.yaml:12:10 〔5百人〕 “其他案件数”用了汉字数字
  目录的单位是“件”，不是“人”；核对后按目录的单位填写
E0406 区司法局.yaml:12:10 〔百分之十二〕 “其他案件数”用了汉字数字
  目录的单位是“件”，不是百分比；核对后按目录的单位填写
E0405 区司法局.yaml:12:10 〔12%〕 “其他案件数”带了百分号
  目录的单位是“件”，不是百分比；核对后按目录的单位填写
E0406 区司法局.yaml:12:10 〔十二万〕 “其他案件数”用了汉字数字
  改为：其他案件数: 120000
E0406 区司法局.yaml:12:10 〔3百2〕 “其他案件数”用了汉字数字
  用阿拉伯数字把这个数写全，如“其他案件数: 123”
E0406 区司法局.yaml:12:10 〔一百五〕 “其他案件数”用了汉字数字
  用阿拉伯数字把这个数写全，如“其他案件数: 123”
E0411 区司法局.yaml:12:10 〔十几〕 “其他案件数”的概数写法不在约定之内
  查实后填准确的数；确实只有概数的，写成“其他案件数: 约123”的样子
E0411 区司法局.yaml:12:10 〔一半〕 “其他案件数”的概数写法不在约定之内
  查实后填准确的数；确实只有概数的，写成“其他案件数: 约123”的样子
E0410 区司法局.yaml:12:10 〔01.5万〕 “其他案件数”数前有多余的 0
  改为：其他案件数: 15000
E0401 区司法局.yaml:12:10 〔.5件〕 “其他案件数”不是数字
  单位是“件”，按个数填写整数
E0404 区司法局.yaml:12:10 〔121.5件〕 “其他案件数”数后带了单位“件”
  单位是“件”，按个数填写整数
E0402 区司法局.yaml:12:10 〔121．0〕 “其他案件数”用了全角数字或者全角符号
  改为：其他案件数: 121
E0402 区司法局.yaml:12:10 〔１２１．５〕 “其他案件数”用了全角数字或者全角符号
  单位是“件”，按个数填写整数
E0404 区司法局.yaml:12:10 〔0.00001万〕 “其他案件数”数后带了单位“万”
  单位是“件”，按个数填写整数
E0409 区司法局.yaml:12:10 〔1e-3〕 “其他案件数”用了科学记数法
  单位是“件”，按个数填写整数
E0407 区司法局.yaml:12:10 〔121 122〕 “其他案件数”数中夹有空格
  是一个数的，去掉空格；是两个数的，只留一个
E0304 区司法局.yaml:12:10 〔.〕 “其他案件数”还是占位文字，没有填数
  填写实际数；没有发生的填 0；暂时没有的，冒号后面空着
E0411 区司法局.yaml:12:10 〔121以上〕 “其他案件数”的概数写法不在约定之内
  查实后填准确的数；确实只有概数的，写成“其他案件数: 超过121”（多于 121）或者“其他案件数: 约121”的样子
E0411 区司法局.yaml:12:10 〔约十余〕 “其他案件数”的概数词用了两个
  只留一个概数词，写成 约10 或者 10余
E0404 区司法局.yaml:12:10 〔共121件〕 “其他案件数”数后带了单位“件”
  改为：其他案件数: 121
E0404 区司法局.yaml:12:10 〔约121件左右〕 “其他案件数”数后带了单位“件”
  改为：其他案件数: 约121
E0406 区司法局.yaml:12:10 〔二三十件〕 “其他案件数”用了汉字数字
  用阿拉伯数字把这个数写全，如“其他案件数: 123”
E0404 区司法局.yaml:12:10 〔121件多〕 “其他案件数”数后带了单位“件”
  改为：其他案件数: 121多
E0404 区司法局.yaml:12:10 〔12万余〕 “其他案件数”数后带了单位“万”
  改为：其他案件数: 120000余
E0401 区司法局.yaml:12:10 〔121#件〕 “其他案件数”的备注没有和数隔开
  改为：其他案件数: 121 # 件（备注写在空格和 # 之后）
E0401 区司法局.yaml:12:10 〔121　# 件〕 “其他案件数”的备注没有和数隔开
  改为：其他案件数: 121 # 件（备注写在空格和 # 之后）
E0401 区司法局.yaml:12:10 〔121 // 件〕 “其他案件数”的备注没有和数隔开
  改为：其他案件数: 121 # 件（备注写在空格和 # 之后）
E0401 区司法局.yaml:12:10 〔'#REF!'〕 “其他案件数”是电子表格的出错标记，没有数
  在原来的表格里改正公式或者列宽，再填写数，如“其他案件数: 123”
E0408 区司法局.yaml:12:10 〔—121〕 “其他案件数”是负数
  填写 0 或者大于 0 的数；指标确实可以为负的，在指标目录中把“范围”的“最小”写成负数
E0401 区司法局.yaml:12:10 〔121、〕 “其他案件数”除了数还写了“、”
  改为：其他案件数: 121
E0404 区司法局.yaml:12:10 〔121件/次〕 “其他案件数”数后带了单位“件/次”
  目录的单位是“件”，不是“件/次”；核对后按目录的单位填写
E0406 区司法局.yaml:12:10 〔壹佰贰拾壹〕 “其他案件数”用了汉字数字
  改为：其他案件数: 121
E0401 区司法局.yaml:12:10 〔（其中诉前100万元）〕 “其他案件数”不是数字
  只写一个数，如“其他案件数: 123”
E0401 区司法局.yaml:12:10 〔2025年2月13日〕 “其他案件数”不是数字
  只写一个数，如“其他案件数: 123”

"#]]
    );
}

#[test]
fn a_correction_is_in_the_unit_of_the_metric() {
    let mut reported = String::new();
    for value in [
        "5千万元",
        "一亿元",
        "50亿",
        "5484.12万",
        "5484.1213元",
        "1.2亿余元",
        "5484万多元",
        "约5千余万元",
        "人民币5亿元",
        "5484.1213（万元）",
        "三人",
    ] {
        reported +=
            &District::new().with(ZFB, "惠企资金: 约1.1", &format!("惠企资金: {value}")).reported();
    }
    for value in ["111.1%", "一成", "11%多", "提高11%", "11.11个百分点", "百分之十一"]
    {
        let line = format!("  败诉数: 4\n  败诉率: {value}");
        reported += &District::new().with(SFJ, "  败诉数: 4", &line).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
E0406 区政府办.yaml:6:9 〔5千万元〕 “惠企资金”用了汉字数字
  改为：惠企资金: 0.5
E0406 区政府办.yaml:6:9 〔一亿元〕 “惠企资金”用了汉字数字
  改为：惠企资金: 1
E0404 区政府办.yaml:6:9 〔50亿〕 “惠企资金”数后带了单位“亿”
  改为：惠企资金: 50
E0404 区政府办.yaml:6:9 〔5484.12万〕 “惠企资金”数后带了单位“万”
  核对单位是否为“亿元”；确认后保留 4 位，四舍五入为 0.5484
E0404 区政府办.yaml:6:9 〔5484.1213元〕 “惠企资金”数后带了单位“元”
  核对单位是否为“亿元”；确认后保留 4 位，四舍五入为 0.0001
E0404 区政府办.yaml:6:9 〔1.2亿余元〕 “惠企资金”数后带了单位“亿元”
  改为：惠企资金: 1.2余
E0404 区政府办.yaml:6:9 〔5484万多元〕 “惠企资金”数后带了单位“万元”
  改为：惠企资金: 0.5484多
E0411 区政府办.yaml:6:9 〔约5千余万元〕 “惠企资金”的概数词用了两个
  只留一个概数词，写成 约0.5 或者 0.5余
E0404 区政府办.yaml:6:9 〔人民币5亿元〕 “惠企资金”数后带了单位“亿元”
  改为：惠企资金: 5
E0404 区政府办.yaml:6:9 〔5484.1213（万元）〕 “惠企资金”数后带了单位“万元”
  核对单位是否为“亿元”；确认后保留 4 位，四舍五入为 0.5484
E0406 区政府办.yaml:6:9 〔三人〕 “惠企资金”用了汉字数字
  目录的单位是“亿元”，不是“人”；核对后按目录的单位填写
E0405 区司法局.yaml:9:8 〔111.1%〕 “败诉率”带了百分号
  核对数字和单位；口径确有变化的，在指标目录中修改“范围”
E0406 区司法局.yaml:9:8 〔一成〕 “败诉率”用了汉字数字
  目录的单位是“%”，不是“成”；核对后按目录的单位填写
E0405 区司法局.yaml:9:8 〔11%多〕 “败诉率”带了百分号
  改为：败诉率: 11多
E0401 区司法局.yaml:9:8 〔提高11%〕 “败诉率”不是数字
  只写一个数，如“败诉率: 12.34”
E0404 区司法局.yaml:9:8 〔11.11个百分点〕 “败诉率”数后带了单位“个百分点”
  目录的单位是“%”，不是“个百分点”；核对后按目录的单位填写
E0406 区司法局.yaml:9:8 〔百分之十一〕 “败诉率”用了汉字数字
  改为：败诉率: 11

"#]]
    );
}

#[test]
fn lists_with_the_marks_of_an_input_method() {
    let mut reported = String::new();
    for list in [
        "[城管，农水，市场监管，应急]",
        "[城管、农水, 市场监管, 应急]",
        "[城管;农水;市场监管;应急]",
        "［城管, 农水, 市场监管, 应急]",
        "［城管，农水，市场监管，应急］",
        "['城管、环卫', 农水，应急]",
    ] {
        reported += &District::new().with(CGJ, "[城管, 农水, 市场监管, 应急]", list).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
E0142 区城管局.yaml:7:12 〔城管，农水，市场监管，应急〕 “片区领域名单”的几个名称之间用了“，”
  改用半角逗号：[城管, 农水, 市场监管, 应急]；确是一个名称的，加上引号
E0142 区城管局.yaml:7:12 〔城管、农水〕 “片区领域名单”的几个名称之间用了“、”
  改用半角逗号：[城管, 农水, 市场监管, 应急]；确是一个名称的，加上引号
E0142 区城管局.yaml:7:12 〔城管;农水;市场监管;应急〕 “片区领域名单”的几个名称之间用了“;”
  改用半角逗号：[城管, 农水, 市场监管, 应急]；确是一个名称的，加上引号
E0416 区城管局.yaml:7:11 〔［城管, 农水, 市场监管, 应急]〕 “片区领域名单”的名单用了全角括号
  改为：片区领域名单: [城管, 农水, 市场监管, 应急]
E0416 区城管局.yaml:7:11 〔［城管，农水，市场监管，应急］〕 “片区领域名单”的名单用了全角括号
  改为：片区领域名单: [城管, 农水, 市场监管, 应急]
E0142 区城管局.yaml:7:21 〔农水，应急〕 “片区领域名单”的几个名称之间用了“，”
  名称之间改用半角逗号；确是一个名称的，加上引号

"#]]
    );
    let quoted = "['城管、农水', 市场监管, 应急, 环保]";
    assert_eq!(District::new().with(CGJ, "[城管, 农水, 市场监管, 应急]", quoted).reported(), "");
}

#[test]
fn a_list_holds_names_alone_each_once_and_departments_by_their_names() {
    let list = |list: &str| District::new().with(CGJ, "[城管, 农水, 市场监管, 应急]", list);
    for (typed, message) in [
        ("[城管, 农水, 市场监管, 城管]", "“片区领域名单”的名单里，“城管”写了两次"),
        ("[城管, 农水, 市场监管, 应急等]", "“片区领域名单”的名单里，“应急等”不只是一个名称"),
        ("[城管, 农水, 市场监管, 应急。]", "“片区领域名单”的名单里，“应急。”不只是一个名称"),
        ("[1.城管, 农水, 市场监管, 应急]", "“片区领域名单”的名单里，“1.城管”不只是一个名称"),
        ("[（1）城管, 农水, 市场监管, 应急]", "“片区领域名单”的名单里，“（1）城管”不只是一个名称"),
        ("[①城管, 农水, 市场监管, 应急]", "“片区领域名单”的名单里，“①城管”不只是一个名称"),
        (
            "[城管, 农水, 市场监管, 应急等部门]",
            "“片区领域名单”的名单里，“应急等部门”不只是一个名称",
        ),
        ("城管、农水、市场监管、应急等", "“片区领域名单”的名单里，“应急等”不只是一个名称"),
        ("城管，农水，市场监管，应急等单位", "“片区领域名单”的名单里，“应急等单位”不只是一个名称"),
        ("城管、农水、市场监管、应急。", "“片区领域名单”的名单里，“应急。”不只是一个名称"),
        ("城管；农水；市场监管；应急", "“片区领域名单”的几个名称之间用了“；”"),
        ("城管, 农水, 市场监管, 应急", "“片区领域名单”的几个名称之间用了“,”"),
        ("城管 农水 市场监管 应急", "多余的空格"),
        ("（城管、农水、市场监管、应急）", "“片区领域名单”的名单外面写了括号"),
        ("城管和农水、市场监管及应急", "“片区领域名单”的几个名称之间没有用逗号"),
        ("“城管”“农水”“市场监管”“应急”", "“片区领域名单”的几个名称之间没有用逗号"),
        ("[“城管”, 农水, 市场监管, 应急]", "“片区领域名单”的名单里，““城管””不只是一个名称"),
        ("[城管, 农水, 市场监管, XX局]", "文字里还有占位的地方"),
    ] {
        let reported = list(typed).reported();
        assert_eq!(reported.matches("\nE").count() + 1, 1, "{typed}: {reported}");
        assert!(reported.contains(message), "{typed}: {reported}");
    }
    for typed in [
        "|\n    - 城管\n    - 农水\n    - 市场监管\n    - 应急",
        "城管, 农水, 市场监管, 应急]",
        "城管、农水和市场监管、应急",
    ] {
        let reported = list(typed).reported();
        assert!(
            reported.contains("改用半角逗号：[城管, 农水, 市场监管, 应急]"),
            "{typed}: {reported}"
        );
    }
    // 政府办 is the 简称 of a department, and 民政局 a part of a name.
    let shown = list("[区司法局, 区城管局, 政府办, 民政局]").shown();
    assert!(shown.contains("“片区领域名单”的名单里，“民政局”不在部门目录中"), "{shown}");
    assert_eq!(shown.matches("E0416").count(), 1, "{shown}");
    // What is no list of departments may have a part of their names, and words may end in 等.
    for typed in [
        "[城管, 司法, 民政, 政府]",
        "[男女平等, 高等, 应急, 1.5公里]",
        "[区司法局, 区城管局, 区民政局, 省厅]",
        "城管、农水、市场监管、应急",
        "男女平等、高等、应急、一等",
    ] {
        let shown = list(typed).shown();
        assert!(!shown.contains("E0416") && !shown.contains("E0142"), "{typed}: {shown}");
    }
}

#[test]
fn names_of_metrics_without_braces_are_told() {
    let with = |text: &str| {
        District::new().with(
            SFJ,
            "录入案件{{执法案件总数}}。",
            &format!("录入案件{text}。{{{{执法案件总数}}}}。"),
        )
    };
    let reported = with("【执法案件总数】").reported();
    assert!(reported.contains("E0703") && reported.contains("改为 {{执法案件总数}}"), "{reported}");
    let reported = with("执法案件总数件").reported();
    assert!(reported.contains("“执法案件总数件”像是占位符，没有写花括号"), "{reported}");
    for (text, said) in [
        ("完成。另建成执法案件总数", "“执法案件总数”"),
        ("入库，全区共受理执法案件总数", "“执法案件总数”"),
        ("（（执法案件总数））", "“（（执法案件总数））”"),
        ("((执法案件总数))", "“((执法案件总数))”"),
        ("<执法案件总数>", "“<执法案件总数>”"),
        ("《《执法案件总数》》", "“《《执法案件总数》》”"),
        ("$执法案件总数$", "“$执法案件总数$”"),
        ("执法案件总数|数", "“执法案件总数|数”"),
        ("执法案件总数｜同比", "“执法案件总数｜同比”"),
    ] {
        let reported = with(text).reported();
        assert!(reported.contains(&format!("{said}像是占位符，没有写花括号")), "{reported}");
        assert_eq!(reported.matches("E07").count(), 1, "{reported}");
    }
    for text in [
        "执法案件总数达到新高",
        "【执法案件】",
        "[执法]",
        "总数件件落实",
        "定期公布执法案件总数",
        "统一统计口径，核对执法案件总数",
        "，通报受理执法案件总数",
        "有效减少了执法案件总数",
        "（执法案件总数）",
        "全区执法案件总数",
        "，建立台账，如实登记执法案件总数",
        "，未能压降执法案件总数",
        "，不再考核执法案件总数",
        "，受理情况见执法案件总数",
    ] {
        assert!(!with(text).reported().contains("E0703"), "{text}");
    }
}

#[test]
fn answers_in_other_words() {
    let mut reported = String::new();
    for answer in ["×", "无", "是的", "是。", "“是”", "—"] {
        reported += &District::new()
            .with(SFJ, "述法全覆盖: 是", &format!("述法全覆盖: {answer}"))
            .reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
E0415 区司法局.yaml:4:10 〔×〕 “述法全覆盖”只能填 是 或者 否
  改为：述法全覆盖: 否
E0415 区司法局.yaml:4:10 〔无〕 “述法全覆盖”只能填 是 或者 否
  改为：述法全覆盖: 否
E0415 区司法局.yaml:4:10 〔是的〕 “述法全覆盖”只能填 是 或者 否
  改为：述法全覆盖: 是
E0415 区司法局.yaml:4:10 〔是。〕 “述法全覆盖”只能填 是 或者 否
  改为：述法全覆盖: 是
E0415 区司法局.yaml:4:10 〔“是”〕 “述法全覆盖”只能填 是 或者 否
  改为：述法全覆盖: 是
E0304 区司法局.yaml:4:10 〔—〕 “述法全覆盖”没有填写
  填 是 或者 否

"#]]
    );
}

#[test]
fn names_and_owners() {
    let mut reported = String::new();
    for (path, from, to) in [
        (ZFB, "会议次数: 10", "会议次数: 10\n  法治会议次数: 10"),
        (CGJ, "指标:", "指标:\n  应述法人: 5"),
    ] {
        reported += &District::new().with(path, from, to).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
E0306 区政府办.yaml:5:3 〔法治会议次数〕 “法治会议次数”已经改名
  改为“会议次数”
E0309 区政府办.yaml:5:3 〔法治会议次数〕 “会议次数”填了两遍 +〔会议次数〕
  留下正确的一行，删去另一行
E0305 区城管局.yaml:4:3 〔应述法人〕 指标目录中没有“应述法人”
  改为“应述法人数”；确是新指标的，先在指标目录中登记

"#]]
    );
}

#[test]
fn rules_between_figures() {
    let mut reported = String::new();
    for (path, from, to) in [
        (SFJ, "  败诉数: 4", "  败诉数: 4\n  败诉率: 11.114"),
        (SFJ, "  结案数: 36\n  败诉数: 4", "  结案数: 0\n  败诉数: 0"),
        (SFJ, "败诉数: 4", "败诉数: 40多"),
        (CGJ, "联查次数: 53", "联查次数: 0"),
        (SFJ, "述法全覆盖: 是", "述法全覆盖: 否"),
        // More of a part than of the whole is what is wrong, whatever the flag says.
        (SFJ, "  述法人数: 42", "  述法人数: 64"),
        (CGJ, "联查次数: 53", "联查次数: 600"),
        // Without the number of those due, the stand-in is applied.
        (SFJ, "  应述法人数: 42\n", ""),
        // Approximate values take no part.
        (SFJ, "行政检查数: 5757", "行政检查数: 5700多"),
    ] {
        reported += &format!("# {}\n", to.replace('\n', " "));
        reported += &District::new().with(path, from, to).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
#   败诉数: 4   败诉率: 11.114
#   结案数: 0   败诉数: 0
E0706 区司法局.yaml:16:30 〔{{败诉率}}〕 引用的指标“败诉率”没有数
  改写这一句，如“未发生……”
# 败诉数: 40多
E0504 区司法局.yaml:8:8 〔40多〕 “败诉数”大于“结案数” +〔36〕
  核对两边的数：败诉数不应大于结案数
E0706 区司法局.yaml:16:30 〔{{败诉率}}〕 引用的指标“败诉率”没有数 +〔40多〕
  填上准确数，就能算出“败诉率”；没有准确数的，删去这处引用
# 联查次数: 0
E0508 区城管局.yaml:5:11 〔75〕 “联查次数”为 0 时，“减少检查次数”也应为 0 +〔0〕
  核对两数：联查次数为 0 的，减少检查次数改为 0
# 述法全覆盖: 否
E0509 区司法局.yaml:4:10 〔否〕 “述法全覆盖”与两数不符 +〔42〕 +〔42〕
  核对“述法人数”和“应述法人数”；两数无误的，“述法全覆盖”改为 是
#   述法人数: 64
E0504 区司法局.yaml:6:9 〔64〕 “述法人数”大于“应述法人数” +〔42〕
  核对两边的数：述法人数不应大于应述法人数
# 联查次数: 600
E0505 区城管局.yaml:5:11 〔75〕 “联查次数、减少检查次数”相差超过 50% +〔600〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则
E0504 区司法局.yaml:5:9 〔42〕 “述法人数”大于“会议次数” +〔10〕
  核对两边的数：述法人数不应大于会议次数；无误的，在“说明”下加一行“述法人数: 原因”
# 行政检查数: 5700多
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对

"#]]
    );
}

const CATALOGUE: &str = "catalogue.yaml";

/// With one more rule, written as its line.
fn ruled(rule: &str) -> District {
    let rule = format!("勾稽规则:\n  - {{{rule}, 说明: 应当如此}}");
    District::new().with(CATALOGUE, "勾稽规则:", &rule)
}

#[test]
fn several_rules_stand_in_for_one() {
    let district = ruled(
        "名称: 述法不多于学法, 类型: 不大于, 左: [述法人数], 右: [学法次数], 替补: 述法上限, 级别: 错误",
    );
    assert_eq!(district.reported(), "");
    assert_data_eq!(
        district.with(SFJ, "  应述法人数: 42\n", "").reported(),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则
E0504 区司法局.yaml:5:9 〔42〕 “述法人数”大于“学法次数” +〔3〕
  核对两边的数：述法人数不应大于学法次数

"#]]
    );
}

#[test]
fn approximate_values_count_where_they_are_bounds() {
    let mut reported = String::new();
    for (less, more) in [
        ("36多", "36"),
        ("超过36", "36"),
        ("35多", "36"),
        ("36", "近36"),
        ("35", "近36"),
        ("近36", "36"),
        ("近36", "超过36"),
        // Nobody knows of these.
        ("约39", "36"),
        ("近40", "36"),
        ("39", "36多"),
    ] {
        let rule = "名称: 上限, 类型: 不大于, 左: [学法次数], 右: [会议次数], 级别: 错误";
        let district = ruled(rule).with(ZFB, "学法次数: 3", &format!("学法次数: {less}")).with(
            ZFB,
            "会议次数: 10",
            &format!("会议次数: {more}"),
        );
        reported += &format!("# {less} ≤ {more}\n{}", district.reported());
    }
    assert_data_eq!(
        reported,
        str![[r#"
# 36多 ≤ 36
E0504 区政府办.yaml:5:9 〔36多〕 “学法次数”大于“会议次数” +〔36〕
  核对两边的数：学法次数不应大于会议次数
# 超过36 ≤ 36
E0504 区政府办.yaml:5:9 〔超过36〕 “学法次数”大于“会议次数” +〔36〕
  核对两边的数：学法次数不应大于会议次数
# 35多 ≤ 36
# 36 ≤ 近36
E0504 区政府办.yaml:5:9 〔36〕 “学法次数”大于“会议次数” +〔近36〕
  核对两边的数：学法次数不应大于会议次数
# 35 ≤ 近36
# 近36 ≤ 36
# 近36 ≤ 超过36
# 约39 ≤ 36
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对
# 近40 ≤ 36
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对
# 39 ≤ 36多
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对

"#]]
    );
    let rule = "名称: 上限, 类型: 不大于, 左: [会议次数, 学法次数], 右: [联查次数], 级别: 错误";
    let district = ruled(rule).with(ZFB, "学法次数: 3", "学法次数: 43多");
    let shown = district.shown();
    assert!(shown.contains("= 算式: 10 + 43多 = 超过53 > 53\n"), "{shown}");
    // A rule that stands in for one that is left open is applied.
    let district = District::new().with(SFJ, "应述法人数: 42", "应述法人数: 约42");
    assert_data_eq!(
        district.shown(),
        str![[r#"
提示[E0510]: 有 1 条勾稽规则因数是概数没有核对
 --> data/2024/report.yaml:1:1
  |
1 | 年度: 2024
  | ^^^^
  |
  = 概数: 应述法人数 → 述法核对
  = 建议: 填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对

警告[E0504]: “述法人数”大于“会议次数”
 --> data/2024/区司法局.yaml:6:9
  |
6 |   述法人数: 42
  |             ^^ 42人
  |
 ::: data/2024/区政府办.yaml:4:9
  |
4 |   会议次数: 10
  |             -- 10次
  |
  = 算式: 42 > 10
  = 规则: 述法不多于会议：没有应述法人数时
  = 建议: 核对两边的数：述法人数不应大于会议次数；无误的，在“说明”下加一行“述法人数: 原因”

"#]]
    );
}

#[test]
fn approximate_values_of_one_year_are_said_to_be_left_open() {
    let last_year = "部门: 区司法局\n年度: 2023\n指标:\n  结案数: 约20\n  败诉数: 约4\n  调委会数: 6\n  文化阵地数: 约20\n";
    let district = District::new().file("data/2023/区司法局.yaml", last_year);
    // The same in both years is no change.
    let district = district.with(SFJ, "  败诉数: 4", "  败诉数: 约4\n  败诉率: 11.11");
    assert_data_eq!(
        district.shown(),
        str![[r#"
提示[E0510]: 有 2 条勾稽规则因数是概数没有核对
 --> data/2024/report.yaml:1:1
  |
1 | 年度: 2024
  | ^^^^
  |
  = 概数: 败诉数 → 败诉率计算
  = 概数: 结案数、文化阵地数 → 同比变动
  = 建议: 填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对

"#]]
    );
    let cumulative = |now: &str, before: &str| {
        let last_year = format!("部门: 区司法局\n年度: 2023\n指标:\n  文化阵地数: {before}\n");
        District::new()
            .file("data/2023/区司法局.yaml", &last_year)
            .with(SFJ, "文化阵地数: 28", &format!("文化阵地数: {now}"))
            .reported()
    };
    let mut reported = String::new();
    for (now, before) in
        [("28", "30多"), ("30多", "28"), ("近28", "28"), ("28多", "28多"), ("28", "近30")]
    {
        reported += &format!("# {before} → {now}\n{}", cumulative(now, before));
    }
    assert_data_eq!(
        reported,
        str![[r#"
# 30多 → 28
E0602 区司法局.yaml:13:10 〔28〕 累计指标“文化阵地数”比上年少 +〔30多〕
  核对：累计数应当包括以前年度的；只报了当年新增的，改为累计数；确有减少的，在“说明”下加一行“文化阵地数: 原因”
# 28 → 30多
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对
# 28 → 近28
E0602 区司法局.yaml:13:10 〔近28〕 累计指标“文化阵地数”比上年少 +〔28〕
  核对：累计数应当包括以前年度的；只报了当年新增的，改为累计数；确有减少的，在“说明”下加一行“文化阵地数: 原因”
# 28多 → 28多
# 近30 → 28
E0510 report.yaml:1:1 〔年度〕 有 2 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对

"#]]
    );
}

#[test]
fn what_is_not_computed_for_an_approximate_number() {
    let mut reported = District::new().with(SFJ, "败诉数: 4", "败诉数: 近4").shown();
    reported += &District::new()
        .with(CGJ, "指标:", "指标:\n  本部门检查数: 约2000")
        .with(SFJ, "指标:", "指标:\n  本部门检查数: 757")
        .with(SFJ, "录入案件{{执法案件总数}}", "查{{本部门检查数|合计}}，录入{{执法案件总数}}")
        .reported();
    assert_data_eq!(
        reported,
        str![[r#"
提示[E0510]: 有 1 条勾稽规则因数是概数没有核对
 --> data/2024/report.yaml:1:1
  |
1 | 年度: 2024
  | ^^^^
  |
  = 概数: 败诉数 → 败诉率计算
  = 建议: 填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对

错误[E0706]: 引用的指标“败诉率”没有数
  --> data/2024/区司法局.yaml:16:30
   |
 8 |   败诉数: 近4
   |           --- 是概数，不能计算
...
16 |     一审结案{{结案数}}，败诉{{败诉数}}，败诉率{{败诉率}}。
   |                                               ^^^^^^^^^^ 算不出来
   |
   = 建议: 填上准确数，就能算出“败诉率”；没有准确数的，删去这处引用
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对
E0706 区司法局.yaml:19:6 〔{{本部门检查数|合计}}〕 引用的指标“本部门检查数”没有数 +〔约2000〕
  填上准确数，就能算出“本部门检查数”；没有准确数的，删去这处引用

"#]]
    );
}

#[test]
fn rules_that_ask_nothing_are_not_said_to_wait() {
    // 零则零 where there was some of the one, or none of the other.
    let without =
        |name: &str| ruled(&format!("名称: 无则无, 类型: 零则零, 若: {name}, 级别: 错误"));
    assert_eq!(without("结案数, 则: 本部门检查数").reported(), "");
    assert_eq!(without("本部门检查数, 则: 其他案件数").reported(), "");
    assert_data_eq!(
        without("本部门检查数, 则: 结案数").reported(),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则

"#]]
    );
    // 汇总 where no department reported anything of its own.
    let shown = District::new().with(SFJ, "行政检查数: 5757", "行政检查数: 5700多").shown();
    assert!(shown.contains("概数: 行政检查数 → 执法合计\n"), "{shown}");
}

#[test]
fn a_rule_for_all_leaves_out_what_has_its_own() {
    let last_year = "部门: 区司法局\n年度: 2023\n指标:\n  结案数: 20\n  败诉数: 1\n";
    let district = ruled("名称: 结案同比, 类型: 同比, 指标: [结案数], 幅度: 20, 级别: 警告")
        .file("data/2023/区司法局.yaml", last_year);
    assert_data_eq!(
        district.reported(),
        str![[r#"
E0601 区司法局.yaml:7:8 〔36〕 “结案数”比上年增长 80%，没有说明 +〔20〕
  核对两年的数和口径；无误的，在“说明”下加一行“结案数: 原因”
E0601 区司法局.yaml:8:8 〔4〕 “败诉数”比上年增长 300%，没有说明 +〔1〕
  核对两年的数和口径；无误的，在“说明”下加一行“败诉数: 原因”

"#]]
    );
}

#[test]
fn a_computed_percentage_is_in_its_range() {
    let rule = "名称: 学法率计算, 类型: 比率, 比率: 学法率, 分子: 学法次数, 分母: 会议次数, 小数位: 1, 级别: 警告";
    let district = |range: &str| {
        let metric = format!(
            "指标:\n  - {{名称: 学法率, 主题: 政治引领, 类型: 百分比, 责任部门: 区政府办, 必填: 选填, 口径: 学法占会议{range}}}"
        );
        ruled(rule).with(CATALOGUE, "指标:", &metric)
    };
    assert_eq!(district("").reported(), "");
    assert_data_eq!(
        district("").with(ZFB, "学法次数: 3", "学法次数: 20").shown(),
        str![[r#"
错误[E0414]: 算出的“学法率”超出范围
 --> data/2024/区政府办.yaml:5:9
  |
4 |   会议次数: 10
  |             -- 分母
5 |   学法次数: 20
  |             ^^ 分子
  |
  = 算式: 20 ÷ 10 × 100% = 200%，大于最大值 100%
  = 口径: 学法占会议
  = 建议: 核对分子、分母；两数无误、口径确有不同的，在指标目录中修改这个百分比的“范围”

"#]]
    );
    let mut reported = district(", 范围: {最小: 50}").reported();
    reported +=
        &district(", 范围: {最大: 300}").with(ZFB, "学法次数: 3", "学法次数: 20").reported();
    // A part that is reported to be more than the whole.
    let at_most = "勾稽规则:\n  - {名称: 学法上限, 类型: 不大于, 左: [学法次数], 右: [会议次数], 级别: 错误, 说明: 部分}";
    let district = district("").with(CATALOGUE, "勾稽规则:", at_most);
    reported += &district.with(ZFB, "学法次数: 3", "学法次数: 20").reported();
    assert_data_eq!(
        reported,
        str![[r#"
E0414 区政府办.yaml:5:9 〔3〕 算出的“学法率”超出范围 +〔10〕
  核对分子、分母；两数无误、口径确有不同的，在指标目录中修改这个百分比的“范围”
E0504 区政府办.yaml:5:9 〔20〕 “学法次数”大于“会议次数” +〔10〕
  核对两边的数：学法次数不应大于会议次数

"#]]
    );
}

#[test]
fn a_sum_is_not_held_to_parts_that_may_not_be_read() {
    let parts = || {
        District::new().with(ZFB, "指标:", "指标:\n  本部门检查数: 2757").with(
            CGJ,
            "指标:",
            "指标:\n  本部门检查数: 3000",
        )
    };
    assert_eq!(parts().codes(), "");
    let less = || parts().with(CGJ, "3000", "2000");
    assert_eq!(less().codes(), "E0506");
    for (from, to, code) in [
        ("本部门检查数: 3000", "本部门检察数: 3000", "E0305"),
        ("本部门检查数: 3000", "本部门检查数 3000", "E0116"),
        ("本部门检查数: 3000", "本部门检查数: 3,000", "E0403"),
        ("指标:\n", "指标: |\n", "E0132"),
        ("部门: 区城管局", "部门: \"区城管局", "E0114"),
    ] {
        assert_eq!(parts().with(CGJ, from, to).codes(), code, "{to}");
    }
    let another = |path: &'static str, name: &str| {
        let form = format!("部门: {name}\n年度: 2024\n指标:\n  本部门检查数: 1000\n");
        less().file(path, &form).codes()
    };
    assert_eq!(another("data/2024/区民政局.yaml", "区民政局"), "");
    assert_eq!(another("data/2024/区民政局.yml", "区民政局"), "E0141");
    assert_eq!(another("data/2024/区海洋局.yaml", "区海洋局"), "E0137");
    // What was read of a file that has another fault is there.
    assert_eq!(less().with(CGJ, "联查次数: 53", "联查次数：53").codes(), "E0506 E0106");
    assert_eq!(
        less().with(REPORT, "年度: 2024\n", "年度: 2024\n附主: 无\n").codes(),
        "E0130 E0506"
    );
}

#[test]
fn a_reason_answers_warnings_only() {
    let explained = |district: District, name: &str, reason: &str| {
        district
            .with(SFJ, "年度: 2024\n", &format!("年度: 2024\n说明:\n  {name}: {reason}\n"))
            .reported()
    };
    let unequal = || District::new().with(SFJ, "调委会数: 6", "调委会数: 7");
    assert_eq!(explained(unequal(), "调委会数", "新设一个园区调委会"), "");
    let mut reported = explained(District::new(), "调委会敉", "原因");
    reported += &explained(District::new().with(SFJ, "6283", "6284"), "执法案件总数", "平台未更新");
    assert_data_eq!(
        reported,
        str![[r#"
E0305 区司法局.yaml:4:3 〔调委会敉〕 指标目录中没有“调委会敉”
  改为“调委会数”；确是新指标的，先在指标目录中登记
E0501 区司法局.yaml:11:11 〔6284〕 “执法案件总数”不等于分项之和 +〔5757〕 +〔526〕
  核对“执法案件总数”和各分项；各分项无误的，合计改为 6283，或者删去这一行由系统计算

"#]]
    );
}

#[test]
fn change_on_last_year() {
    let last_year = "部门: 区司法局\n年度: 2023\n指标:\n  结案数: 20\n  败诉数: 4\n  执法案件总数: 6000\n  文化阵地数: 30\n  调委会数: 约6\n";
    let district = || District::new().file("data/2023/区司法局.yaml", last_year);
    let reported = district()
        .with(
            SFJ,
            "败诉率{{败诉率}}",
            "败诉率{{败诉率}}，{{败诉率|同比}}，总数{{执法案件总数|同比}}",
        )
        .with(SFJ, "文化阵地{{文化阵地数}}", "调委会{{调委会数|同比}}")
        .with(
            SFJ,
            "年度: 2024\n",
            "年度: 2024\n说明:\n  结案数: 立案放宽\n  文化阵地数: 撤并\n  败诉率: 基数小\n",
        )
        .reported();
    assert_data_eq!(
        reported,
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对
E0604 区司法局.yaml:6:8 〔基数小〕 “败诉率”的说明没有可以回答的问题
  规则没有问到的，不必说明，可以删去；要写进报告的，写在“正文”里
E0724 区司法局.yaml:7:1 〔指标〕 区司法局填报的 1 项指标没有写进正文
  要写的，在正文中用 {{指标名称}} 引用；只供存查的，可以不写
E0603 区司法局.yaml:24:22 〔{{调委会数|同比}}〕 “调委会数”没有可比的上年数 +〔约6〕
  删去“|同比”，直接写本年数

"#]]
    );
}

#[test]
fn a_change_is_held_to_the_limit_as_it_is() {
    let mut reported = String::new();
    for (now, before) in
        [("15004", "10000"), ("15000", "10000"), ("4996", "10000"), ("7", "0"), ("0", "0")]
    {
        let last_year = format!("部门: 区政府办\n年度: 2023\n指标:\n  学法次数: {before}\n");
        reported += &format!("# {before} → {now}\n");
        reported += &District::new()
            .with(ZFB, "学法次数: 3", &format!("学法次数: {now}"))
            .file("data/2023/区政府办.yaml", &last_year)
            .reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
# 10000 → 15004
E0601 区政府办.yaml:5:9 〔15004〕 “学法次数”比上年增长 50.04%，没有说明 +〔10000〕
  核对两年的数和口径；无误的，在“说明”下加一行“学法次数: 原因”
# 10000 → 15000
# 10000 → 4996
E0601 区政府办.yaml:5:9 〔4996〕 “学法次数”比上年下降 50.04%，没有说明 +〔10000〕
  核对两年的数和口径；无误的，在“说明”下加一行“学法次数: 原因”
# 0 → 7
E0601 区政府办.yaml:5:9 〔7〕 “学法次数”上年为 0，本年为 7次，没有说明 +〔0〕
  核对两年的数和口径；无误的，在“说明”下加一行“学法次数: 原因”
# 0 → 0

"#]]
    );
    // What was not reported last year was not 0, its 缺省.
    let counted = District::new().with(SFJ, "6283", "6284");
    assert_eq!(counted.with(SFJ, "  调委会数", "  其他案件数: 1\n  调委会数").reported(), "");
    // Nor is it this year.
    let last_year = "部门: 区司法局\n年度: 2023\n指标:\n  其他案件数: 50\n";
    assert_eq!(District::new().file("data/2023/区司法局.yaml", last_year).reported(), "");
}

#[test]
fn a_difference_is_shown_to_be_over_what_is_allowed() {
    let district = District::new().with(CGJ, "联查次数: 53", "联查次数: 10000");
    let shown = district.with(CGJ, "减少检查次数: 75", "减少检查次数: 4996").shown();
    assert!(shown.contains("10000 − 4996 = 5004，相差 50.04%\n"), "{shown}");
}

#[test]
fn where_no_reason_can_answer_none_is_asked_for() {
    let last_year = "部门: 区司法局\n年度: 2023\n指标:\n  结案数: 20\n";
    let district = || {
        District::new()
            .with(SFJ, "调委会数: 6", "调委会数: 7")
            .with(CGJ, "联查次数: 53", "联查次数: 527")
            .with(CGJ, "减少检查次数: 75", "减少检查次数: 527")
            .with(CGJ, "指标:", "指标:\n  本部门检查数: 57")
            .file("data/2023/区司法局.yaml", last_year)
    };
    let mut reported = district().reported() + "# 级别: 错误\n";
    let catalogue =
        include_str!("tests/district/catalogue.yaml").replace("级别: 警告", "级别: 错误");
    reported += &district().file("data/catalogue.yaml", &catalogue).reported();
    assert_data_eq!(
        reported,
        str![[r#"
E0601 区司法局.yaml:7:8 〔36〕 “结案数”比上年增长 80%，没有说明 +〔20〕
  核对两年的数和口径；无误的，在“说明”下加一行“结案数: 原因”
E0506 区司法局.yaml:10:10 〔5757〕 “行政检查数”不等于各部门之和 +〔57〕
  核对全区数和各部门的“本部门检查数”；有部门没有填报的，请其补报；口径确有不同的，在“说明”下加一行“行政检查数: 原因”
E0505 区司法局.yaml:12:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
E0504 区城管局.yaml:5:9 〔527〕 “联查次数”大于“行政处罚数” +〔526〕
  核对两边的数：联查次数不应大于行政处罚数；无误的，在“说明”下加一行“联查次数: 原因”
# 级别: 错误
E0601 区司法局.yaml:7:8 〔36〕 “结案数”比上年增长 80% +〔20〕
  核对两年的数和口径
E0506 区司法局.yaml:10:10 〔5757〕 “行政检查数”不等于各部门之和 +〔57〕
  核对全区数和各部门的“本部门检查数”；有部门没有填报的，请其补报
E0505 区司法局.yaml:12:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕
  核对这几个数
E0504 区城管局.yaml:5:9 〔527〕 “联查次数”大于“行政处罚数” +〔526〕
  核对两边的数：联查次数不应大于行政处罚数

"#]]
    );
}

#[test]
fn what_was_not_taken_of_last_year() {
    let last = |path: &'static str, text: &str| {
        let district = District::new().file(path, text);
        district.with(SFJ, "一审结案{{结案数}}", "一审结案{{结案数|同比}}").reported()
    };
    let sfj = |lines: &str| {
        last("data/2023/区司法局.yaml", &format!("部门: 区司法局\n年度: 2023\n指标:\n{lines}"))
    };
    let mut reported = String::new();
    for (what, lines) in [
        ("带单位", "  结案数: 30件\n"),
        ("几个数", "  结案数: 30件\n  败诉数: 四\n  行政检查数: 5700\n"),
        ("缺冒号", "  结案数30\n  败诉数: 4\n"),
        ("又有冒号", "  结案数: 30: 1\n"),
        ("写两遍", "  结案数: 30\n  结案数: 31\n"),
        ("引号", "  结案数: 30\n填报人: \"某\n联系电话: 1\n"),
        ("不成样子", "- 30\n"),
        ("待补", "  结案数: 待补\n"),
    ] {
        reported += &format!("# {what}\n{}", sfj(lines));
    }
    reported += "# 扩展名\n";
    reported +=
        &last("data/2023/区司法局.yml", "部门: 区司法局\n年度: 2023\n指标:\n  结案数: 30\n");
    reported += "# 改名\n";
    reported +=
        &last("data/2023/区法制局.yaml", "部门: 区法制局\n年度: 2023\n指标:\n  结案数: 30\n");
    assert_data_eq!(
        reported,
        str![[r#"
# 带单位
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区司法局.yaml:4:8 〔30件〕 上年的 data/2023/区司法局.yaml 有 1 项数没有取用
  改为：结案数: 30
# 几个数
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区司法局.yaml:4:8 〔30件〕 上年的 data/2023/区司法局.yaml 有 2 项数没有取用
  逐项改正，才能与上年比较
# 缺冒号
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区司法局.yaml:4:3 〔结案数30〕 上年的 data/2023/区司法局.yaml 有 1 项数没有取用
  补上半角冒号和空格；是上一项文字的续行的，比上一项多缩进两格；是标题、备注的，删去这一行
# 又有冒号
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区司法局.yaml:4:8 〔30: 1〕 上年的 data/2023/区司法局.yaml 有 1 项数没有取用
  只留一个数；确实只有大概的数的，写成“结案数: 约123”的样子
# 写两遍
# 引号
# 不成样子
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区司法局.yaml:4:3 〔30〕 上年的 data/2023/区司法局.yaml 没有取用
  改正以后，才能与上年比较
# 待补
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区司法局.yaml:4:8 〔待补〕 上年的 data/2023/区司法局.yaml 有 1 项数没有取用
  填写实际数；没有发生的填 0
# 扩展名
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区司法局.yml:1:1 〔〕 上年的 data/2023/区司法局.yml 没有取用
  把文件名改为 区司法局.yaml
# 改名
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  改正上一年度的文件，或者删去“|同比”，直接写本年数
E0605 区法制局.yaml:1:5 〔区法制局〕 上年的 data/2023/区法制局.yaml 没有取用
  部门改了名的，把这个文件的文件名和“部门”改成现在的名称；已经撤销的，把文件移走

"#]]
    );
}

#[test]
fn what_was_not_there_last_year_is_not_reported() {
    let mut reported = String::new();
    for (what, path, lines) in [
        ("没有这个数", "data/2023/区司法局.yaml", "指标:\n  败诉数: 4\n"),
        ("空着", "data/2023/区司法局.yaml", "指标:\n  结案数:\n  败诉数: 4\n"),
        ("没有指标", "data/2023/区司法局.yaml", "不足: []\n"),
        // What is no number is compared with nothing.
        ("文本", "data/2023/区城管局.yaml", "指标:\n  片区领域名单: 待补\n"),
        (
            "别的问题",
            "data/2023/区政府办.yaml",
            "指标:\n  法治会议次数: 10\n  会议次数: 10\n安徘: []\n",
        ),
        ("总表", "data/2023/report.yaml", "坏"),
        ("文档", "data/2023/区司法局.docx", ""),
    ] {
        let text = format!("部门: {}\n年度: 2023\n{lines}", &path[10..path.len() - 5]);
        reported += &format!("# {what}\n{}", District::new().file(path, &text).reported());
    }
    let year = "部门: 区司法局\n年度: 2022\n";
    reported += &format!(
        "# 年度不对\n{}",
        District::new().file("data/2023/区司法局.yaml", year).reported()
    );
    let change = District::new()
        .with(SFJ, "一审结案{{结案数}}", "一审结案{{结案数|同比}}")
        .file("data/2023/区司法局.yaml", "部门: 区司法局\n年度: 2023\n指标:\n  败诉数: 4\n")
        // The file of another department does not hold it.
        .file("data/2023/区城管局.yml", "");
    reported += &format!("# 同比\n{}", change.reported());
    assert_data_eq!(
        reported,
        str![[r#"
# 没有这个数
# 空着
# 没有指标
# 文本
# 别的问题
# 总表
# 文档
# 年度不对
E0605 区司法局.yaml:2:5 〔2022〕 上年的 data/2023/区司法局.yaml 没有取用
  改为 2023；确是别的年度的，把文件移到那一年的文件夹
# 同比
E0603 区司法局.yaml:16:9 〔{{结案数|同比}}〕 “结案数”没有可比的上年数
  补上上一年度的数据，或者删去“|同比”，直接写本年数
E0605 区城管局.yml:1:1 〔〕 上年的 data/2023/区城管局.yml 没有取用
  把文件名改为 区城管局.yaml

"#]]
    );
}

#[test]
fn a_sum_of_last_year_is_of_all_its_parts() {
    let part = |department: &str, value: &str| {
        format!("部门: {department}\n年度: 2023\n指标:\n  本部门检查数: {value}\n")
    };
    let district = |value: &str| {
        District::new()
            .with(ZFB, "指标:", "指标:\n  本部门检查数: 2757")
            .with(CGJ, "指标:", "指标:\n  本部门检查数: 3000")
            .file("data/2023/区政府办.yaml", &part("区政府办", "2700"))
            .file("data/2023/区城管局.yaml", &part("区城管局", value))
    };
    assert_eq!(district("3000").codes(), "");
    assert_eq!(district("1000").codes(), "E0601");
    assert_eq!(district("1,000").codes(), "E0605");
    assert_eq!(district("1000").file("data/2023/区民政局.yml", "").codes(), "E0601 E0605");
}

#[test]
fn placeholders() {
    let mut reported = String::new();
    for placeholder in [
        "{{毫不相干}}",
        "{{法治会议次数}}",
        "{{结案数|万件}}",
        "{{惠企资金|元}}",
        "{{惠企资金|美元}}",
        "{{片区领域名单|数}}",
        "{{述法全覆盖|同比}}",
        "{{不足情况}}",
        "{不相干的花括号}",
        "{{}}",
    ] {
        reported += &format!("# {placeholder}\n");
        reported += &District::new().with(SFJ, "{{结案数}}", placeholder).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
# {{毫不相干}}
E0701 区司法局.yaml:16:9 〔{{毫不相干}}〕 引用的指标“毫不相干”不在指标目录中
  核对指标名称；确是新指标的，先在指标目录中登记并填报
# {{法治会议次数}}
E0701 区司法局.yaml:16:9 〔{{法治会议次数}}〕 引用的指标“法治会议次数”不在指标目录中
  改为 {{会议次数}}
# {{结案数|万件}}
# {{惠企资金|元}}
# {{惠企资金|美元}}
E0704 区司法局.yaml:16:9 〔{{惠企资金|美元}}〕 占位符没有“|美元”这种写法
  可以写 {{惠企资金}}、{{惠企资金|数}}、{{惠企资金|同比}}，或者 | 后写同类单位
# {{片区领域名单|数}}
E0704 区司法局.yaml:16:9 〔{{片区领域名单|数}}〕 “片区领域名单”不是数，只能整体引用
  改为 {{片区领域名单}}
# {{述法全覆盖|同比}}
E0704 区司法局.yaml:16:9 〔{{述法全覆盖|同比}}〕 “述法全覆盖”不是数，只能整体引用
  改为 {{述法全覆盖}}
# {{不足情况}}
E0706 区司法局.yaml:16:9 〔{{不足情况}}〕 引用的指标“不足情况”没有数
  删去这处引用；内容写在“不足”下，逐条写明问题和原因
# {不相干的花括号}
E0735 区司法局.yaml:16:9 〔{〕 花括号会照原样印出
  要引用指标的写成 {{指标名称}}；不是的，删去花括号，或者改用（）
# {{}}
E0702 区司法局.yaml:16:9 〔{{}}〕 占位符里没有指标名称
  占位符写作 {{指标名称}}，同一行内写完

"#]]
    );
}

#[test]
fn figures_typed_by_hand() {
    let mut reported = String::new();
    for text in ["走访3家、开会9次", "“1次办结”、2024年3月、第3次、历时3个月、《三次（3次）》"]
    {
        reported += &format!("# {text}\n");
        reported += &District::new().with(SFJ, "一审结案{{结案数}}", text).reported();
    }
    reported += "# 照录\n";
    reported += &District::new()
        .with(SFJ, "一审结案{{结案数}}", "提供3次免费服务")
        .with(SFJ, "年度: 2024\n", "年度: 2024\n照录: [3次免费服务]\n")
        .reported();
    assert_data_eq!(
        reported,
        str![[r#"
# 走访3家、开会9次
E0728 区司法局.yaml:16:7 〔3家〕 “3家”没有来历
  是统计数的，登记指标后引用；不是的，把所在的短语列入“照录”
E0707 区司法局.yaml:16:12 〔9次〕 “9次”没有引用指标
  登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”
# “1次办结”、2024年3月、第3次、历时3个月、《三次（3次）》
# 照录

"#]]
    );
}

#[test]
fn the_outline_and_its_texts() {
    let mut reported = String::new();
    for (path, from, to) in [
        (REPORT, "[区司法局, 区城管局]", "[区司法局, 区城管局, 区体育局]"),
        (REPORT, "        部门: [区司法局, 区城管局]\n", ""),
        (SFJ, "  人民调解: |", "  人民条解: |"),
    ] {
        reported += &format!("# {}\n", to.trim());
        reported += &District::new().with(path, from, to).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
# [区司法局, 区城管局, 区体育局]
E0803 report.yaml:32:26 〔区体育局〕 单位档案中没有部门“区体育局”
  核对名称；确是新增部门的，先加到单位档案的“部门”中
# 
E0131 report.yaml:30:9 〔键〕 提纲的一个条目缺少“部门”
  加一行“部门: ……”
# 人民条解: |
E0806 区司法局.yaml:19:3 〔人民条解〕 提纲中没有条目“人民条解”
  改为“人民调解”

"#]]
    );
}

#[test]
fn dates_and_the_document_number() {
    let mut reported = String::new();
    for (from, to) in [
        (
            "成文日期: 2025-02-13\n印发日期: 2025-02-13\n发布日期: 2025-02-24",
            "成文日期: 2025-03-01\n发布日期: 2025-04-01",
        ),
        ("发布日期: 2025-02-24", "发布日期: 2025-02-12"),
        ("示政文〔2025〕14号", "示政文[2025]第014号"),
        ("示政文〔2025〕14号", "示府文〔2025〕14号"),
        ("示政文〔2025〕14号", "示政文〔2024〕14号"),
        ("示政文〔2025〕14号", "示政文2025年14号"),
    ] {
        reported += &format!("# {}\n", to.replace('\n', " "));
        reported += &District::new().with(REPORT, from, to).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
# 成文日期: 2025-03-01 发布日期: 2025-04-01
# 发布日期: 2025-02-12
E0902 report.yaml:5:7 〔2025-02-12〕 发布日期早于印发日期 +〔2025-02-13〕
  核对日期：成文在前，印发、发布在后
# 示政文[2025]第014号
E0905 report.yaml:2:7 〔示政文[2025]第014号〕 发文字号不合格式
  改为：示政文〔2025〕14号
# 示府文〔2025〕14号
E0905 report.yaml:2:7 〔示府文〔2025〕14号〕 发文字号不合格式
  改为：示政文〔2025〕14号
# 示政文〔2024〕14号
E0905 report.yaml:2:7 〔示政文〔2024〕14号〕 发文字号不合格式
  改为：示政文〔2025〕14号
# 示政文2025年14号
E0905 report.yaml:2:7 〔示政文2025年14号〕 发文字号不合格式
  改为：示政文〔2025〕14号（序号按实际）

"#]]
    );
}

#[test]
fn habits_of_official_writing() {
    let text = "    一审结案{{结案数}}，败诉{{败诉数}}，败诉率{{败诉率}}。\n";
    let mut reported = String::new();
    for (words, rest) in [
        ("一审结案{{结案数}},败诉{{败诉数}};败诉率{{败诉率}}(一审)。", ""),
        ("约{{惠企资金|万元}}、近{{结案数}}、约{{结案数|数}}多件。", ""),
        ("“约100多”、《甲--乙》、《甲<乙>》。", ""),
        ("甲--乙...丙。", "照录:\n  - 甲--乙\n"),
    ] {
        reported += &format!("# {words} {rest}");
        reported = reported.trim_end().to_owned() + "\n";
        let text_now = format!("    {words}\n");
        let district = District::new().with(SFJ, text, &text_now);
        reported += &district.with(SFJ, "不足:\n", &format!("{rest}不足:\n")).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
# 一审结案{{结案数}},败诉{{败诉数}};败诉率{{败诉率}}(一审)。
E0711 区司法局.yaml:16:16 〔,〕 标点用了半角
  “,”改为“，”；“;”改为“；”；“(”改为“（”；“)”改为“）”
# 约{{惠企资金|万元}}、近{{结案数}}、约{{结案数|数}}多件。
E0721 区司法局.yaml:16:5 〔约{{惠企资金|万元}}〕 概数词重复
  “约{{惠企资金|万元}}”改为“{{惠企资金|万元}}”
E0733 区司法局.yaml:16:18 〔近〕 “结案数”是准确数，前面却写了“近” +〔{{结案数}}〕
  删去“近”；数本来就是概数的，把它连同概数词填在“指标”里
E0733 区司法局.yaml:16:27 〔约〕 “结案数”是准确数，前面却写了“约” +〔{{结案数|数}}〕
  删去“约”和“多”；数本来就是概数的，把它连同概数词填在“指标”里
# “约100多”、《甲--乙》、《甲<乙>》。
E0712 区司法局.yaml:16:22 〔<乙>〕 书名号里面的书名号不对
  “<乙>”改为“〈乙〉”
# 甲--乙...丙。 照录:
  - 甲--乙
E0714 区司法局.yaml:16:9 〔...〕 省略号写法不对
  “...”改为“……”

"#]]
    );
}

#[test]
fn the_same_paragraph_of_two_departments() {
    let paragraph = "    坚持依法行政、严格规范公正文明执法，{{名}}。\n";
    let reported = |ours: &str, theirs: &str| {
        let (ours, theirs) =
            (paragraph.replace("{{名}}", ours), paragraph.replace("{{名}}", theirs));
        let district = District::new()
            .with(SFJ, "  人民调解: |\n", &format!("  人民调解: |\n{ours}"))
            .with(CGJ, "  执法监督: |\n", &format!("  执法监督: |\n{theirs}"));
        district.reported()
    };
    assert_data_eq!(
        reported("不断提高水平", "不断  提高水平"),
        str![[r#"
E0723 区城管局.yaml:10:5 〔坚持依法行政、严格规范公正文明执法，不断  提高水平。〕 区城管局与区司法局写了相同的段落 +〔坚持依法行政、严格规范公正文明执法，不断提高水平。〕
  两家商定由一家写，另一家删去，或者各写本部门所做的
E0744 区城管局.yaml:10:24 〔断  提〕 多余的空格
  “断  提”改为“断提”

"#]]
    );
    assert_eq!(reported("不断提高水平", "不断提升水平"), "");
}

#[test]
fn figures_that_no_text_uses() {
    // A figure that a rule compares is there for that.
    assert_eq!(
        District::new().with(SFJ, "、文化阵地{{文化阵地数}}", "").reported().lines().count(),
        2
    );
    assert_eq!(District::new().with(SFJ, "建有调委会{{调委会数}}、", "").reported(), "");
}

#[test]
fn reasons_that_nobody_asked_for() {
    let reported = |reason: &str| {
        let reasons = format!("说明:\n  {reason}\n不足:\n");
        District::new().with(SFJ, "不足:\n", &reasons).reported()
    };
    // 是否, and what is missing.
    for reason in ["述法全覆盖: 两人请假", "其他案件数: 没有发生"] {
        assert_eq!(reported(reason), "", "{reason}");
    }
}

#[test]
fn reasons_that_cannot_answer() {
    let unequal = || District::new().with(SFJ, "调委会数: 6", "调委会数: 7");
    let explained = |path: &str, reason: &str| {
        let reasons = format!("年度: 2024\n说明:\n  {reason}\n");
        unequal().with(path, "年度: 2024\n", &reasons).reported()
    };
    let mut reported = String::new();
    for (path, reason) in [
        (SFJ, "调委会数: 待补"),
        // Another department's.
        (CGJ, "调委会数: 新设一个"),
        (CGJ, "调委会数: XX"),
        (SFJ, "调委会数: 较上年下降"),
        (SFJ, "调委会数: 2120"),
        (SFJ, "调委会数: a"),
        (SFJ, "调委会数: 调委会数增加了1个"),
        (SFJ, "调委会数: 较上年增设"),
        (SFJ, "调委会数: 新设一个"),
        // One that the rule compares it with.
        (ZFB, "乡镇数: 新设一个"),
        // Everybody's.
        (CGJ, "本部门检查数: 不单独检查"),
    ] {
        reported += &format!("# {path} {reason}\n{}", explained(path, reason));
    }
    // What another department reports it may explain.
    reported += "# 代填\n";
    reported += &District::new()
        .with(SFJ, "  调委会数: 6\n", "")
        .with(
            CGJ,
            "年度: 2024\n指标:\n",
            "年度: 2024\n说明:\n  调委会数: 新设一个\n指标:\n  调委会数: 7\n",
        )
        .reported();
    assert_data_eq!(
        reported,
        str![[r#"
# 区司法局.yaml 调委会数: 待补
E0505 区司法局.yaml:14:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕 +〔待补〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 区城管局.yaml 调委会数: 新设一个
E0505 区司法局.yaml:12:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
E0604 区城管局.yaml:4:3 〔调委会数〕 “调委会数”不由区城管局填报，说明不起作用
  移到 data/2024/区司法局.yaml 的“说明”下，由区司法局写明；用不着的，删去
# 区城管局.yaml 调委会数: XX
E0505 区司法局.yaml:12:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕 +〔XX〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 区司法局.yaml 调委会数: 较上年下降
E0505 区司法局.yaml:14:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕 +〔较上年下降〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 区司法局.yaml 调委会数: 2120
E0505 区司法局.yaml:14:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕 +〔2120〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 区司法局.yaml 调委会数: a
E0505 区司法局.yaml:14:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕 +〔a〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 区司法局.yaml 调委会数: 调委会数增加了1个
E0505 区司法局.yaml:14:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕 +〔调委会数增加了1个〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 区司法局.yaml 调委会数: 较上年增设
# 区司法局.yaml 调委会数: 新设一个
# 区政府办.yaml 乡镇数: 新设一个
# 区城管局.yaml 本部门检查数: 不单独检查
E0505 区司法局.yaml:12:9 〔7〕 “乡镇数、调委会数”应当相等 +〔6〕
  核对这几个数；口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同
# 代填
E0307 区城管局.yaml:6:3 〔调委会数〕 “调委会数”由区司法局填报
  移到 data/2024/区司法局.yaml；职责有调整的，在指标目录中修改“责任部门”

"#]]
    );
}

#[test]
fn what_reading_reports_is_not_reported_again() {
    let mut reported = "# 不成样子的文件\n".to_owned();
    reported += &District::new().file("data/2024/区司法局.yaml", "材料另送\n").reported();
    for (what, path, from, to) in [
        ("重复的键", SFJ, "  败诉数: 4\n", "  败诉数: 4\n  败诉数: 5\n"),
        ("全角冒号", SFJ, "败诉数: 4", "败诉数：4"),
        ("冒号后没有空格", SFJ, "败诉数: 4", "败诉数:4"),
        ("写错的“指标”", SFJ, "指标:\n", "指表:\n"),
        ("写错的部门", SFJ, "部门: 区司法局", "部门: 区司法"),
        ("写错的“提纲”", REPORT, "提纲:\n", "题纲:\n"),
        ("写错的“条目”", REPORT, "    条目:\n", "    条木:\n"),
        ("缺键的条目", REPORT, "      - 键: 人民调解\n        标题", "      - 标题"),
        ("写错的日期", REPORT, "成文日期: 2025-02-13", "成文日期: 2025.2.13"),
        ("以 {{ 开头", SFJ, "    内容: 定期", "    内容: {{结案数}}"),
    ] {
        reported += &format!("# {what}\n");
        reported += &District::new().with(path, from, to).reported();
    }
    assert_data_eq!(
        reported,
        str![[r#"
# 不成样子的文件
E0132 区司法局.yaml:1:1 〔材料另送〕 部门文件应当是若干行“名称: 值”
  另起一行，缩进两格，每行写一个“名称: 值”；没有的，删去
# 重复的键
E0105 区司法局.yaml:9:3 〔败诉数〕 “败诉数”写了两遍 +〔败诉数〕
  留下正确的一行，删去另一行
# 全角冒号
E0106 区司法局.yaml:8:3 〔败诉数：〕 冒号用了全角“：”
  改为“败诉数: ”
# 冒号后没有空格
E0107 区司法局.yaml:8:3 〔败诉数:〕 冒号后面缺少空格
  改为“败诉数: ”，再写值
# 写错的“指标”
E0130 区司法局.yaml:3:1 〔指表〕 部门文件里没有“指表”这一项
  改为“指标”
# 写错的部门
E0137 区司法局.yaml:1:5 〔区司法〕 单位档案里没有部门“区司法”
  改为“区司法局”
# 写错的“提纲”
E0130 report.yaml:7:1 〔题纲〕 报告总表里没有“题纲”这一项
  改为“提纲”
# 写错的“条目”
E0130 report.yaml:10:5 〔条木〕 提纲的一个主题里没有“条木”这一项
  改为“条目”
# 缺键的条目
E0131 report.yaml:36:9 〔标题〕 提纲的一个条目缺少“键”
  加一行“键: ……”
# 写错的日期
E0134 report.yaml:3:7 〔2025.2.13〕 成文日期写法不对
  改为 2025-02-13
# 以 {{ 开头
E0109 区司法局.yaml:26:9 〔{{〕 值不能以“{{”开头
  在冒号后写“|”，文字另起一行并缩进两格

"#]]
    );
}

/// The district that comes with the program.
fn shipped() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the shipped year's data.
fn shipped_copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["data", "data/2024"] {
        fs::create_dir_all(folder.path().join(part)).unwrap();
        for file in fs::read_dir(shipped().join(part)).unwrap() {
            let file = file.unwrap();
            if file.file_type().unwrap().is_file() {
                let to = folder.path().join(part).join(file.file_name());
                fs::copy(file.path(), to).unwrap();
            }
        }
    }
    folder
}

/// What one part of the report table lacks does not hide what another lacks.
#[test]
fn an_empty_heading_hides_nothing_else() {
    let report = "data/2024/report.yaml";
    let district = District::new().with(report, "成文日期: 2025-02-13\n", "成文日期:\n").with(
        report,
        "标题: 强化政治引领",
        "标题:",
    );
    assert_data_eq!(
        district.reported(),
        str![[r#"
E0901 report.yaml:3:1 〔成文日期〕 没有成文日期
  填上，如“成文日期: 2025-02-13”；日期未定的，先出草稿
E0131 report.yaml:9:8 〔〕 “标题”没有填
  在“标题:”后面填上内容

"#]]
    );
}

/// What is reported of sentences that stand in a text of the shipped year, one line each: code, what is
/// marked there, help; with last year's metrics, if any.
fn reported_of(sentences: &str, last_year: &str) -> String {
    let folder = shipped_copy();
    let path = folder.path().join("data/2024/区司法局.yaml");
    let form = fs::read_to_string(&path).unwrap();
    let lines: String = sentences.lines().map(|line| format!("    {line}\n")).collect();
    let text = "  人民调解: |\n";
    assert!(form.contains(text));
    fs::write(&path, form.replace(text, &format!("{text}{lines}"))).unwrap();
    if !last_year.is_empty() {
        let form = format!("部门: 区司法局\n年度: 2023\n指标:\n{last_year}");
        fs::create_dir(folder.path().join("data/2023")).unwrap();
        fs::write(folder.path().join("data/2023/区司法局.yaml"), form).unwrap();
    }
    let (_, reported, sources) = read_and_check(folder.path());
    let of_prose = reported.iter().filter(|one| one.code.name().starts_with("E07"));
    let line = |one: &Diagnostic| {
        let marked = one.labels.iter().filter(|label| label.primary);
        let marked: Vec<&str> =
            marked.map(|label| sources.text(label.place.span().unwrap())).collect();
        let help = one.help.as_deref().unwrap_or("?");
        format!("{} 〔{}〕 {help}\n", one.code.name(), marked.join(" "))
    };
    of_prose.map(line).collect()
}

#[test]
fn right_writing_is_not_reported() {
    assert_data_eq!(reported_of(include_str!("tests/right_writing.txt"), ""), "");
}

#[test]
fn typed_numbers_are_named_by_their_words() {
    let reported = reported_of(
        "\
走访企业24家，主动公开政务信息400多条，涉及金额5484.12万元，出庭率达到100%。
群众满意率达100%，人民调解满意度提高1个百分点，行政许可5件，新建法治公园6个。
村级法务室77个，综治中心调解纠纷726件，走访群众24家，行政诉讼二审结案5件。
法律援助案件312件，行政处罚罚没金额120万元，行政复议纠错12件。
审结行政复议案件98件，新增市级民主法治示范村2个，开展宣传3万余人次。",
        "",
    );
    assert_data_eq!(
        reported,
        str![[r#"
E0707 〔24家〕 改为 {{警企走访企业数}}
E0707 〔400多条〕 改为 {{主动公开信息数}}
E0707 〔5484.12万元〕 改为 {{调解涉及金额}}
E0707 〔100%〕 改为 {{负责人出庭率}}
E0707 〔100%〕 登记指标后引用；不是统计数的，把这个短语列入“照录”
E0707 〔1个百分点〕 与上年的比较用 {{指标名称|同比}} 引用；没有这个指标的，登记后引用，或者把这个短语列入“照录”
E0707 〔5件〕 登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”
E0707 〔6个〕 登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”
E0707 〔77个〕 登记指标后引用；不是统计数的，把这个短语列入“照录”
E0707 〔726件〕 登记指标后引用；不是统计数的，把这个短语列入“照录”
E0707 〔24家〕 登记指标后引用；不是统计数的，把这个短语列入“照录”
E0707 〔5件〕 登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”
E0707 〔312件〕 就是“法律援助案件数”的，在 data/2024/区司法局.yaml 的“指标”下填报，再改为 {{法律援助案件数}}；不是的，登记指标后引用，或者把这个短语列入“照录”
E0707 〔120万元〕 就是“罚没金额”的，在 data/2024/区财政局.yaml 的“指标”下填报，再改为 {{罚没金额}}；不是的，登记指标后引用，或者把这个短语列入“照录”
E0707 〔12件〕 就是“行政复议纠错数”的，在 data/2024/区司法局.yaml 的“指标”下填报，再改为 {{行政复议纠错数}}；不是的，登记指标后引用，或者把这个短语列入“照录”
E0710 〔98件〕 核对两处：就是“行政复议审结数”的，改为 {{行政复议审结数}}；不是的，登记指标后引用，或者把这个短语列入“照录”
E0707 〔2个〕 登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”
E0707 〔3万余人次〕 登记指标后引用；不是统计数的，把这个短语列入“照录”

"#]]
    );
}

#[test]
fn a_comparison_with_last_year_is_no_contradiction() {
    let reported = reported_of(
        "\
新收行政复议申请比上年的98件增加23件，行政处罚同比下降20%，行政检查同比增长3%。
行政诉讼案件同比下降20%。",
        "  行政复议新收数: 98\n  行政处罚数: 600\n",
    );
    assert_data_eq!(
        reported,
        str![[r#"
E0707 〔98件〕 与上年的比较用 {{行政复议新收数|同比}} 引用，增长、下降由程序写出；不是的，把这个短语列入“照录”
E0707 〔23件〕 与上年的比较用 {{行政复议新收数|同比}} 引用，增长、下降由程序写出；不是的，把这个短语列入“照录”
E0707 〔20%〕 与上年的比较用 {{行政处罚数|同比}} 引用，增长、下降由程序写出；不是的，把这个短语列入“照录”
E0707 〔3%〕 与上年的比较用 {{指标名称|同比}} 引用；没有这个指标的，登记后引用，或者把这个短语列入“照录”
E0707 〔20%〕 与上年的比较用 {{指标名称|同比}} 引用；没有这个指标的，登记后引用，或者把这个短语列入“照录”

"#]]
    );
}

#[test]
fn gaps_for_numbers_are_no_blanks_too_many_and_a_second_unit_is_told() {
    let reported = reported_of(
        "拨付资金　　万元，惠及企业   家，同比增长   %，占比（ ）%。\n\n\
         召开会议 次，研究 个，公开{{主动公开信息数}}家，兑现{{兑现惠企资金}}人民币元。\n\n\
         拨付资金X万元，补助○○万元。",
        "",
    );
    assert_data_eq!(
        reported,
        str![[r#"
E0708 〔金　　万元 业   家 长   % （ ） 议 次 究 个 X ○○〕 写上内容；确要照原样印的，把所在的短语列入“照录”
E0734 〔家〕 连同“家”改为 {{主动公开信息数}}，单位随数印出；要换单位的，写 {{主动公开信息数|单位}}
E0734 〔人民币元〕 连同“人民币元”改为 {{兑现惠企资金}}，单位随数印出；要换单位的，写 {{兑现惠企资金|单位}}

"#]]
    );
}

#[test]
fn units_and_words_of_change_are_not_written_twice() {
    let reported = reported_of(
        "\
走访企业{{警企走访企业数}}家企业，公开{{主动公开信息数}}余条，兑现{{兑现惠企资金}}元。
败诉率{{行政诉讼败诉率}}％，提高{{行政诉讼败诉率}}个百分点，{{基层司法所数}} 个司法所。
收到申请{{行政复议新收数|万件}}件，同比增长{{行政复议新收数|同比}}，增幅为{{行政复议新收数|同比}}%。
走访{{警企走访企业数|数}}家，{{个人调解工作室数}}个人调解工作室，{{警企收集意见数}}条例意见，同比{{行政复议新收数|同比}}。",
        "  行政复议新收数: 98\n",
    );
    assert_data_eq!(
        reported,
        str![[r#"
E0726 〔{{警企走访企业数}}家〕 改为 {{警企走访企业数}}
E0726 〔{{主动公开信息数}}余条〕 改为 {{主动公开信息数}}
E0726 〔{{兑现惠企资金}}元〕 改为 {{兑现惠企资金}}
E0726 〔{{行政诉讼败诉率}}％〕 改为 {{行政诉讼败诉率}}
E0732 〔提高〕 把“提高{{行政诉讼败诉率}}个百分点”改为“为{{行政诉讼败诉率}}”；要写增减的，先补上上一年度的数，再写“同比{{行政诉讼败诉率|同比}}”
E0726 〔{{基层司法所数}} 个〕 改为 {{基层司法所数}}
E0726 〔{{行政复议新收数|万件}}件〕 改为 {{行政复议新收数|万件}}
E0727 〔增长{{行政复议新收数|同比}}〕 改为 {{行政复议新收数|同比}}
E0727 〔增幅为{{行政复议新收数|同比}}〕 改为 {{行政复议新收数|同比}}
E0726 〔{{行政复议新收数|同比}}%〕 改为 {{行政复议新收数|同比}}

"#]]
    );
}

#[test]
fn words_that_contradict_a_figure_are_told() {
    let reported = reported_of(
        "\
比上年的{{行政复议新收数}}减少。
2023年受理行政复议新收{{行政复议新收数}}。
案件大幅下降（{{行政复议新收数|同比}}）。
案件不升反降，{{行政复议新收数|同比}}。
实现了{{行政复议新收数|同比}}的增长。
案件同比减少，达{{行政复议新收数}}。
案件同比降至{{行政复议新收数}}。
受理量同比下降{{行政诉讼败诉率}}。
败诉率提高{{行政诉讼败诉率|数}}个百分点。
案件比上年增加{{行政复议新收数}}。",
        "  行政复议新收数: 98\n",
    );
    assert_data_eq!(
        reported,
        str![[r#"
E0732 〔上年的〕 核对年份；要与上一年比的，写 {{行政复议新收数|同比}}；要写那一年的数的，另设指标，或者把这个短语列入“照录”
E0732 〔2023年受理行政复议新收〕 核对年份；要与上一年比的，写 {{行政复议新收数|同比}}；要写那一年的数的，另设指标，或者把这个短语列入“照录”
E0727 〔下降（〕 核对后改写；增减由 {{行政复议新收数|同比}} 写出，前面只写“同比”
E0727 〔反降，〕 核对后改写；增减由 {{行政复议新收数|同比}} 写出，前面只写“同比”
E0727 〔的增长〕 删去“的增长”
E0727 〔同比减少，达〕 核对后改写；增减由 {{行政复议新收数|同比}} 写出，前面只写“同比”
E0727 〔同比降至〕 核对后改写；增减由 {{行政复议新收数|同比}} 写出，前面只写“同比”
E0732 〔同比下降〕 把“同比下降{{行政诉讼败诉率}}”改为“，为{{行政诉讼败诉率}}”；要写增减的，先补上上一年度的数，再写“同比{{行政诉讼败诉率|同比}}”
E0732 〔提高〕 把“提高{{行政诉讼败诉率|数}}个百分点”改为“，为{{行政诉讼败诉率}}”；要写增减的，先补上上一年度的数，再写“同比{{行政诉讼败诉率|同比}}”
E0732 〔比上年增加〕 要写增减的，把“比上年增加{{行政复议新收数}}”改为“同比{{行政复议新收数|同比}}”，增长、下降由程序写出；是本年的数的，改为“，为{{行政复议新收数}}”

"#]]
    );
}

#[test]
fn words_that_fit_a_figure_are_left_alone() {
    let reported = reported_of(
        "\
较上年的98件增加，收到{{行政复议新收数}}。
2024年以来累计新收{{行政复议新收数}}，截至2024年底新收{{行政复议新收数}}。
2023年启动的改革共新收{{行政复议新收数}}，与2023年相比，新收{{行政复议新收数}}。
2023年，区政府启动改革，全年新收{{行政复议新收数}}，2024年新收{{行政复议新收数}}。
案件大幅增长（{{行政复议新收数|同比}}），同比增加，达{{行政复议新收数}}，增至{{行政复议新收数}}。
案件比上年有所下降的局面扭转，{{行政复议新收数|同比}}。
治理能力不断提升，同比{{行政复议新收数|同比}}，遏制下降，{{行政复议新收数|同比}}。
出庭率提高，达{{负责人出庭率}}，败诉率下降到{{行政诉讼败诉率}}，同比减少检查{{减少检查次数}}。
增加{{基层司法所数}}，新增{{行政复议新收数}}，实现{{行政复议新收数|同比}}，增长势头良好。
持证率百分之百，对5·12、12·4等节点开展宣传。",
        "  行政复议新收数: 98\n",
    );
    let numbers = "E0707 〔98件〕";
    let others: Vec<&str> = reported.lines().filter(|line| !line.contains(numbers)).collect();
    assert_eq!(others, [""; 0], "{reported}");
}

#[test]
fn all_said_of_a_rate_that_is_another_is_told() {
    let reported = reported_of("败诉率百分百，持证率百分之百，出庭率达百分之百。", "");
    assert_data_eq!(
        reported,
        str![[r#"
E0728 〔百分百 百分之百〕 核对“百分百”；“百分之百”改为 {{负责人出庭率}}；是统计数的，登记指标后引用；不是的，把所在的短语列入“照录”

"#]]
    );
}

#[test]
fn a_department_whose_figures_are_all_last_years_is_told() {
    let codes = |lost: u32| {
        let last = format!(
            "部门: 区司法局\n年度: 2023\n指标:\n  行政检查数: 5757\n  行政处罚数: 526\n  \
             调委会数: 6\n  结案数: 36\n  败诉数: {lost}\n"
        );
        District::new().file("data/2023/区司法局.yaml", &last).codes()
    };
    assert_eq!(codes(4), "E0815");
    assert_eq!(codes(5), "");
}

#[test]
fn what_was_copied_in_the_report_is_told() {
    let year = |old: &str, new: &str| District::new().with(REPORT, old, new);
    let first = "年度: 2024";
    let index = year(first, "年度: 2024\n索引号: SL-2024-001");
    let last = "年度: 2023\n索引号: SL-2024-001\n提纲: []\n";
    assert_eq!(index.file("data/2023/report.yaml", last).codes(), "E0815");
    let title = year(first, "年度: 2024\n标题: 示例区202年法治政府建设情况的报告");
    assert_eq!(title.codes(), "E0914");
    let begun = |text: &str| {
        District::new().with(SFJ, "    一审结案", &format!("    {text}一审结案")).codes()
    };
    assert_eq!(begun("1.做好行政应诉。"), "E0739");
    assert_eq!(begun("行政应诉工作扎实开展。"), "");
    assert_eq!(year("标题: 加强执法监督", "标题: 做好行政应诉").codes(), "E0739");
}

#[test]
fn places_kept_open_in_names_are_told() {
    let named = |from: &str, to: &str| District::new().with(REPORT, from, to).reported();
    let fault = "E0708 report.yaml:2:6 〔XX〕 文字里还有占位的地方\n  \
        写上内容；确要照原样印的，把所在的短语列入“照录”\n";
    assert_eq!(named("年度: 2024\n", "年度: 2024\n索引号: XX-2024-1\n"), fault);
}

#[test]
fn headings_and_the_frame_are_checked() {
    let mut reported = String::new();
    for (from, to) in [
        ("标题: 强化政治引领", "标题: 强化,政治{{会仪次数}}--引领"),
        ("标题: 优化营商环境", "标题: 优化{{会议次数}}营商环境(待补)"),
        ("标题: 优化营商环境", "标题: 办理24件实事，请审批"),
        (
            "年度: 2024\n",
            "年度: 2024\n标题: 待补\n附注: 此件{{会议次数}}公开\n来源: ｛｛会议次数｝｝\n",
        ),
        ("年度: 2024\n", "年度: 2024\n签发人: [甲, \"乙{{丙\"]\n附注: 待补\n"),
    ] {
        reported += &format!("# {}\n", to.trim_end());
        reported += &District::new().with(REPORT, from, to).reported();
    }
    assert_data_eq!(
        reported,
        str![[r##"
# 标题: 强化,政治{{会仪次数}}--引领
E0711 report.yaml:9:11 〔,〕 标点用了半角
  “,”改为“，”
E0701 report.yaml:9:14 〔{{会仪次数}}〕 引用的指标“会仪次数”不在指标目录中
  改为 {{会议次数}}
E0713 report.yaml:9:22 〔--〕 破折号写法不对
  “--”改为“——”
# 标题: 优化{{会议次数}}营商环境(待补)
E0708 report.yaml:19:28 〔待补〕 文字里还有占位的地方
  写上内容；确要照原样印的，把所在的短语列入“照录”
# 标题: 办理24件实事，请审批
E0728 report.yaml:19:15 〔24件〕 “24件”没有来历
  是统计数的，登记指标后引用；不是的，把所在的短语列入“照录”
E0722 report.yaml:19:21 〔请审批〕 报告里夹带请示
  删去这句话；要请示的事项另行行文
# 年度: 2024
标题: 待补
附注: 此件{{会议次数}}公开
来源: ｛｛会议次数｝｝
E0708 report.yaml:2:5 〔待补〕 这里还没有写内容
  写上标题
E0725 report.yaml:3:7 〔{{会议次数}}〕 “附注”里不能引用指标
  删去占位符，直接写要印的文字
E0725 report.yaml:4:5 〔｛｛会议次数｝｝〕 “来源”里不能引用指标
  删去占位符，直接写要印的文字
# 年度: 2024
签发人: [甲, "乙{{丙"]
附注: 待补
E0725 report.yaml:2:12 〔{{〕 “签发人”里不能引用指标
  删去占位符，直接写要印的文字
E0708 report.yaml:3:5 〔待补〕 这里还没有写内容
  写上附注；没有的，删去这一行

"##]]
    );
}
