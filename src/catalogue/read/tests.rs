use snapbox::{assert_data_eq, str};

use super::*;
use crate::catalogue::Metric;
use crate::diagnostic::text;
use crate::findings::Findings;
use crate::source::Span;
use crate::yaml;

const BASE: &str = "\
主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]
指标:
  - {名称: 检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 录入的}
  - {名称: 处罚数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 录入的}
  - {名称: 案件数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 建议, 口径: 全部, 曾用名: [案卷数]}
  - {名称: 检查率, 主题: 行政执法, 类型: 百分比, 责任部门: 区司法局, 必填: 选填, 口径: 算出}
  - {名称: 本部门检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 各填各的}
  - {名称: 全覆盖, 主题: 政治引领, 类型: 是否, 责任部门: 区司法局, 必填: 选填, 口径: 是否}
  - {名称: 部门名单, 主题: 政治引领, 类型: 文本, 责任部门: 区司法局, 必填: 选填, 口径: 名单}
";

fn read_text(text: &str) -> (Catalogue, String) {
    let mut sources = Sources::default();
    let file = sources.add("data/catalogue.yaml", text);
    let mut findings = Findings::new();
    let node = yaml::parse(file, text).gather(&mut findings).unwrap();
    let read = read_one(node, ReportKind::shipped(), ["区司法局", "区信访局"], &sources);
    let catalogue = read.gather(&mut findings);
    findings.arrange(&sources);
    (catalogue, text::report(&findings, &sources, false))
}

/// What is reported of the base with one more metric, written as the rest of its line.
fn report_of_metric(metric: &str) -> String {
    read_text(&format!("{BASE}  - {{{metric}}}\n")).1
}

/// What is reported of the base with these rules.
fn report_of_rules(rules: &[&str]) -> String {
    let rules: String =
        rules.iter().map(|rule| format!("  - {{{rule}, 级别: 错误, 说明: 应当如此}}\n")).collect();
    read_text(&format!("{BASE}勾稽规则:\n{rules}")).1
}

mod dimensions;

#[test]
fn reads_every_kind_of_rule() {
    let rules = "\
勾稽规则:
  - {名称: 甲, 类型: 合计, 合计: 案件数, 分项: [检查数, 处罚数], 级别: 错误, 说明: 构成}
  - {名称: 乙, 类型: 比率, 比率: 检查率, 分子: 检查数, 分母: 案件数, 小数位: 1, 级别: 错误, 说明: 算}
  - {名称: 丙, 类型: 不大于, 左: [检查数], 右: [案件数], 级别: 错误, 说明: 部分}
  - {名称: 丁, 类型: 不大于, 左: [处罚数], 右: [案件数], 替补: 丙, 级别: 警告, 说明: 部分}
  - {名称: 戊, 类型: 相等, 指标: [检查数, 处罚数], 容差: 10, 级别: 警告, 说明: 相近}
  - {名称: 己, 类型: 同比, 指标: 全部, 幅度: 50, 级别: 警告, 说明: 变动}
  - {名称: 庚, 类型: 同比, 指标: [检查数], 幅度: 12.5, 级别: 警告, 说明: 变动}
  - {名称: 辛, 类型: 汇总, 汇总: 检查数, 分项: 本部门检查数, 级别: 警告, 说明: 之和}
  - {名称: 壬, 类型: 项数, 项数: 案件数, 名单: 部门名单, 级别: 错误, 说明: 逐个}
  - {名称: 癸, 类型: 零则零, 若: 检查数, 则: 处罚数, 级别: 错误, 说明: 没有}
  - {名称: 子, 类型: 全覆盖, 是否: 全覆盖, 左: 检查数, 右: 处罚数, 级别: 错误, 说明: 全部}
";
    let (catalogue, report) = read_text(&format!("{BASE}{rules}"));
    assert_eq!(report, "没有发现问题");
    let names: Vec<&str> = catalogue.metrics.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["检查数", "处罚数", "案件数", "检查率", "本部门检查数", "全覆盖", "部门名单"]
    );
    let rules: String = catalogue
        .rules
        .iter()
        .map(|rule| format!("{} {} {:?}\n", rule.name, rule.is_error, rule.relation))
        .collect();
    assert_data_eq!(
        rules,
        str![[r#"
甲 true Sum { total: "案件数", parts: ["检查数", "处罚数"] }
乙 true Ratio { ratio: "检查率", part: "检查数", whole: "案件数", decimals: 1 }
丙 true AtMost { left: ["检查数"], right: ["案件数"], instead_of: None }
丁 false AtMost { left: ["处罚数"], right: ["案件数"], instead_of: Some("丙") }
戊 false Equal { metrics: ["检查数", "处罚数"], tolerance: Some(10) }
己 false YearOverYear { metrics: None, percent: 50 }
庚 false YearOverYear { metrics: Some(["检查数"]), percent: 12.5 }
辛 false Collected { total: "检查数", part: "本部门检查数", is_owed: false }
壬 true ItemCount { number: "案件数", list: "部门名单" }
癸 true ZeroThenZero { when: "检查数", then: "处罚数" }
子 true FullCoverage { flag: "全覆盖", left: "检查数", right: "处罚数" }

"#]]
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one file with everything, and what is read of it")]
fn reads_every_attribute_of_a_metric() {
    let text = "\
主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]
指标:
  - 名称: 金额
    主题: 依法履职
    单位: 万元
    类型: 数量
    责任部门: 各部门
    必填: 建议
    口径: 到账数
    范围: {最小: 0.5, 最大: 100}
    小数位: 4
    缺省: 0
    累计: 是
    曾用名: [款项, 资金]
  - {名称: 履职, 主题: 政治引领, 类型: 文本, 责任部门: 区司法局, 必填: 必填, 口径: 法定, 取自: 第一责任人, 范围: {最小: 50}}
";
    let (catalogue, report) = read_text(text);
    assert_eq!(report, "没有发现问题");
    let mut metrics: Vec<Metric> =
        catalogue.metrics.values().map(|metric| Metric::clone(metric)).collect();
    let nowhere = Span::new(crate::source::FileId(0), 0..0);
    metrics.iter_mut().for_each(|metric| metric.name_span = nowhere);
    assert_data_eq!(
        format!("{metrics:#?}\n"),
        str![[r#"
[
    Metric {
        name: "金额",
        name_span: Span {
            file: FileId(
                0,
            ),
            start: 0,
            end: 0,
        },
        report: "法治政府建设",
        theme: "依法履职",
        unit: "万元",
        kind: Amount,
        owner: Every,
        need: Recommended,
        definition: "到账数",
        instruction: None,
        minimum: Some(
            0.5,
        ),
        maximum: Some(
            100,
        ),
        decimals: Some(
            4,
        ),
        default: Some(
            0,
        ),
        cumulative: true,
        former_names: [
            "款项",
            "资金",
        ],
        taken_from: None,
        in_family: None,
    },
    Metric {
        name: "履职",
        name_span: Span {
            file: FileId(
                0,
            ),
            start: 0,
            end: 0,
        },
        report: "法治政府建设",
        theme: "政治引领",
        unit: "",
        kind: Text,
        owner: Department(
            "区司法局",
        ),
        need: Required,
        definition: "法定",
        instruction: None,
        minimum: Some(
            50,
        ),
        maximum: None,
        decimals: None,
        default: None,
        cumulative: false,
        former_names: [],
        taken_from: Some(
            Content {
                key: "第一责任人",
                name: "党政主要负责人履行推进法治建设第一责任人职责情况",
                short_name: "第一责任人履职情况",
                variable: "first_responsible",
                is_required: true,
                basis: Some(
                    "厅字〔2019〕28号第二十五条第（三）项",
                ),
                is_next_year: false,
                description: "第一责任人职责",
                advice: Some(
                    "写明党政主要负责人怎样部署、过问、协调、督办法治建设工作",
                ),
                cited: Cited {
                    required: [],
                    not_none: [],
                    never_none: false,
                },
                form: Mark(
                    "主要负责人履职情况",
                ),
            },
        ),
        in_family: None,
    },
]

"#]]
    );
}

#[test]
fn a_rule_about_a_faulty_metric_is_not_blamed() {
    let text = format!(
        "{BASE}  - {{名称: 坏, 主题: 行政执法, 类型: 计树, 责任部门: 区司法局, 必填: 必填, 口径: 无}}
勾稽规则:
  - {{名称: 甲, 类型: 相等, 指标: [检查数, 坏], 级别: 错误, 说明: 无}}
"
    );
    assert_data_eq!(
        read_text(&text).1,
        str![[r#"
错误[E0133]: 类型不能是“计树”
  --> data/catalogue.yaml:10:27
   |
10 |   - {名称: 坏, 主题: 行政执法, 类型: 计树, 责任部门: 区司法局, 必填: 必填, 口径: 无}
   |                                      ^^^^ 是否指“计数”
   |
   = 建议: 改为“计数”

共 1 处错误
"#]]
    );
}

#[test]
fn an_empty_catalogue() {
    assert_data_eq!(
        read_text("主题: 一\n").1,
        str![[r#"
错误[E0131]: 指标目录缺少“指标”
 --> data/catalogue.yaml:1:1
  |
1 | 主题: 一
  | ^^^^ 这里要有“指标”
  |
  = 建议: 加一行“指标: ……”

错误[E0132]: 主题应当是列表
 --> data/catalogue.yaml:1:5
  |
1 | 主题: 一
  |       ^^ 这里不是列表
  |
  = 建议: 改为 [一]；有几项的，写成 [甲, 乙]

共 2 处错误
"#]]
    );
    assert_data_eq!(
        read_text("- 甲\n").1,
        str![[r#"
错误[E0132]: 指标目录应当是若干行“名称: 值”
 --> data/catalogue.yaml:1:1
  |
1 | - 甲
  | ^^^^ 这里不是若干行“名称: 值”
  |
  = 建议: 另起一行，缩进两格，每行写一个“名称: 值”；没有的，删去

共 1 处错误
"#]]
    );
    assert_data_eq!(
        read_text("").1,
        str![[r#"
错误[E0131]: 指标目录缺少“指标”
--> data/catalogue.yaml
 = 建议: 加一行“指标: ……”

共 1 处错误
"#]]
    );
}

#[test]
fn names_with_blanks_or_brackets() {
    assert_data_eq!(
        report_of_metric(
            "名称: 满意率（%）, 主题: 行政执法, 类型: 百分比, 责任部门: 区司法局, 必填: 选填, 口径: 测评"
        ),
        str![[r#"
错误[E0203]: 指标的名称“满意率（%）”不合要求
  --> data/catalogue.yaml:10:10
   |
10 |   - {名称: 满意率（%）, 主题: 行政执法, 类型: 百分比, 责任部门: 区司法局, 必填: 选填, 口径: 测评}
   |            ^^^^^^^^^^^ 名称里只能有汉字、字母、数字和下划线
   |
   = 建议: 改为“满意率”

共 1 处错误
"#]]
    );
}

#[test]
fn names_that_begin_with_a_digit() {
    assert_data_eq!(
        report_of_metric(
            "名称: 12345热线数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 热线"
        ),
        str![[r#"
错误[E0203]: 指标的名称“12345热线数”不合要求
  --> data/catalogue.yaml:10:10
   |
10 |   - {名称: 12345热线数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 热线}
   |            ^^^^^^^^^^^ 名称不能以数字开头
   |
   = 建议: 改为“热线数”

共 1 处错误
"#]]
    );
}

#[test]
fn a_name_that_is_taken() {
    assert_data_eq!(
        report_of_metric(
            "名称: 案卷数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 重"
        ),
        str![[r#"
错误[E0204]: 指标“案卷数”重名
  --> data/catalogue.yaml:10:10
   |
 5 |   - {名称: 案件数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 建议, 口径: 全部, 曾用名: [案卷数]}
   |                                                                                                               ------ 先在这里用过
...
10 |   - {名称: 案卷数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 重}
   |            ^^^^^^ 又用了这个名称
   |
   = 建议: 名称是唯一的：换一个名称，或者删去重复的一项

共 1 处错误
"#]]
    );
}

#[test]
fn a_word_that_is_not_allowed() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执去, 单位: 件, 类型: 小数, 责任部门: 区司法局, 必填: 必須, 口径: 新"
        ),
        str![[r#"
错误[E0133]: 主题不能是“行政执去”
  --> data/catalogue.yaml:10:18
   |
10 |   - {名称: 新数, 主题: 行政执去, 单位: 件, 类型: 小数, 责任部门: 区司法局, 必填: 必須, 口径: 新}
   |                        ^^^^^^^^ 是否指“行政执法”
   |
   = 建议: 改为“行政执法”

错误[E0133]: 类型不能是“小数”
  --> data/catalogue.yaml:10:35
   |
10 |   - {名称: 新数, 主题: 行政执去, 单位: 件, 类型: 小数, 责任部门: 区司法局, 必填: 必須, 口径: 新}
   |                                                  ^^^^ 是否指“计数”
   |
   = 建议: 改为“计数”

错误[E0133]: 必填不能是“必須”
  --> data/catalogue.yaml:10:55
   |
10 |   - {名称: 新数, 主题: 行政执去, 单位: 件, 类型: 小数, 责任部门: 区司法局, 必填: 必須, 口径: 新}
   |                                                                                  ^^^^ 是否指“必填”
   |
   = 建议: 改为“必填”

共 3 处错误
"#]]
    );
}

#[test]
fn unknown_and_missing_keys() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口経: 新, 备注: 无"
        ),
        str![[r#"
错误[E0130]: 指标里没有“口経”这一项
  --> data/catalogue.yaml:10:59
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口経: 新, 备注: 无}
   |                                                                                        ^^^^ 是否指“口径”
   |
   = 建议: 改为“口径”

错误[E0130]: 指标里没有“备注”这一项
  --> data/catalogue.yaml:10:66
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口経: 新, 备注: 无}
   |                                                                                                  ^^^^ 不认识这一项
   |
   = 建议: 可以写的有：名称、主题、类型、必填、责任部门、单位、口径、填报提示、范围、小数位、缺省、累计、曾用名、取自

共 2 处错误
"#]]
    );
}

#[test]
fn an_unknown_department() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 司法局, 必填: 选填, 口径: 新"
        ),
        str![[r#"
错误[E0206]: 单位档案里没有部门“司法局”
  --> data/catalogue.yaml:10:45
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 司法局, 必填: 选填, 口径: 新}
   |                                                                  ^^^^^^ 是否指“区司法局”
   |
   = 建议: 改为“区司法局”；确是另一个部门的，先加到单位档案的“部门”里

共 1 处错误
"#]]
    );
}

#[test]
fn a_unit_that_is_missing() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 新"
        ),
        str![[r#"
错误[E0207]: 计数指标要有单位
  --> data/catalogue.yaml:10:10
   |
10 |   - {名称: 新数, 主题: 行政执法, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 新}
   |            ^^^^ 这个指标没有写单位
   |
   = 建议: 加一行“单位: 件”之类，正文里的数会自动带上单位

共 1 处错误
"#]]
    );
}

#[test]
fn a_unit_too_many() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 文本, 责任部门: 区司法局, 必填: 选填, 口径: 新"
        ),
        str![[r#"
错误[E0207]: 文本指标没有单位
  --> data/catalogue.yaml:10:28
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 文本, 责任部门: 区司法局, 必填: 选填, 口径: 新}
   |            ---- 这个指标                   ^^ 多写了单位
   |
   = 建议: 删去单位这一行，或者改正类型

共 1 处错误
"#]]
    );
}

#[test]
fn attributes_of_another_kind() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 新, 小数位: 2, 取自: 不足"
        ),
        str![[r#"
错误[E0208]: 计数指标没有“小数位”
  --> data/catalogue.yaml:10:66
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 新, 小数位: 2, 取自: 不足}
   |            ---- 这个指标                                                                             ^^^^^^ 只有数量、百分比指标才有这一项
   |
   = 建议: 删去这一项，或者改正类型

错误[E0208]: 计数指标没有“取自”
  --> data/catalogue.yaml:10:74
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 新, 小数位: 2, 取自: 不足}
   |            ---- 这个指标                                                                                        ^^^^ 只有文本指标才有这一项
   |
   = 建议: 删去这一项，或者改正类型

共 2 处错误
"#]]
    );
}

#[test]
fn numbers_that_are_none() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 选填, 口径: 新, 小数位: 99, 缺省: 零, 范围: {最小: 9, 最大: 3}"
        ),
        str![[r#"
错误[E0209]: 小数位不能是“99”
  --> data/catalogue.yaml:10:71
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 选填, 口径: 新, 小数位: 99, 缺省: 零, 范围: {最小: ...
   |                                                                                                          ^^ 这里要一个数
   |
   = 建议: 写 0 到 10 的整数

错误[E0209]: 缺省不能是“零”
  --> data/catalogue.yaml:10:79
   |
10 | ... 部门: 区司法局, 必填: 选填, 口径: 新, 小数位: 99, 缺省: 零, 范围: {最小: 9, 最大: 3}}
   |                                                             ^^ 这里要一个数
   |
   = 建议: 写一个不小于零的数，只写数字

错误[E0209]: 范围的最小 9 大于最大 3
  --> data/catalogue.yaml:10:86
   |
10 | ... 填, 口径: 新, 小数位: 99, 缺省: 零, 范围: {最小: 9, 最大: 3}}
   |                                               ^^^^^^^^^^^^^^^^^^ 没有一个数能在这个范围里
   |
   = 建议: 把两个数对调，或者改正其中一个

共 3 处错误
"#]]
    );
}

#[test]
fn a_truth_that_is_neither() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 选填, 口径: 新, 累计: true"
        ),
        str![[r#"
错误[E0133]: 累计不能是“true”
  --> data/catalogue.yaml:10:70
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 选填, 口径: 新, 累计: true}
   |                                                                                                        ^^^^ 只能填“是”或者“否”
   |
   = 建议: 改为“是”

共 1 处错误
"#]]
    );
}

#[test]
fn an_empty_definition() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 选填, 口径: "
        ),
        str![[r#"
错误[E0131]: “口径”没有填
  --> data/catalogue.yaml:10:62
   |
10 |   - {名称: 新数, 主题: 行政执法, 单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 选填, 口径: }
   |                                                                                             ^ 这里没有内容
   |
   = 建议: 在“口径:”后面填上内容

共 1 处错误
"#]]
    );
}

#[test]
fn an_unknown_metric() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 合计, 合计: 案件数, 分项: [检査数, 处罚数, 强制数]"]),
        str![[r#"
错误[E0210]: 指标目录里没有“检査数”
  --> data/catalogue.yaml:11:35
   |
11 |   - {名称: 甲, 类型: 合计, 合计: 案件数, 分项: [检査数, 处罚数, 强制数], 级别: 错误, 说明: 应当如此}
   |                                                 ^^^^^^ 是否指“检查数”
   |
   = 建议: 改为“检查数”

错误[E0210]: 指标目录里没有“强制数”
  --> data/catalogue.yaml:11:45
   |
11 |   - {名称: 甲, 类型: 合计, 合计: 案件数, 分项: [检査数, 处罚数, 强制数], 级别: 错误, 说明: 应当如此}
   |                                                                 ^^^^^^ 没有这个指标
   |
   = 建议: 核对名称；新的指标先加到“指标”里

共 2 处错误
"#]]
    );
}

/// The name that one metric lost to another is the one that rules miss.
#[test]
fn a_metric_with_the_name_of_another_is_one_mistake() {
    let rules = "勾稽规则:\n  - {名称: 甲, 类型: 不大于, 左: [处罚数], 右: [检查数], 级别: 错误, 说明: 部分}\n";
    let text = format!("{BASE}{rules}").replace("- {名称: 处罚数", "- {名称: 检查数");
    let report = read_text(&text).1;
    assert!(report.contains("E0204") && report.ends_with("共 1 处错误"), "{report}");
}

/// The only key that is missing is what the only unknown one was to be, whatever it is called.
#[test]
fn a_key_by_another_name_is_one_mistake() {
    for (metric, key) in [
        (
            "名称: 新数, 主题: 行政执法, 量词: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 新",
            "单位",
        ),
        (
            "名称: 新数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 定义: 新",
            "口径",
        ),
    ] {
        let report = report_of_metric(metric);
        assert!(report.contains("E0130") && report.ends_with("共 1 处错误"), "{report}");
        assert!(report.contains(&format!("是否指“{key}”")), "{report}");
    }
}

#[test]
fn a_metric_that_was_renamed() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 合计, 合计: 案卷数, 分项: [检查数]"]),
        str![[r#"
错误[E0210]: 指标目录里没有“案卷数”
  --> data/catalogue.yaml:11:25
   |
 5 |   - {名称: 案件数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 建议, 口径: 全部, 曾用名: [案卷数]}
   |            ------ 现在的名称
...
11 |   - {名称: 甲, 类型: 合计, 合计: 案卷数, 分项: [检查数], 级别: 错误, 说明: 应当如此}
   |                                  ^^^^^^ 已改名为“案件数”
   |
   = 建议: 改为“案件数”

共 1 处错误
"#]]
    );
}

#[test]
fn a_metric_of_the_wrong_kind() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 比率, 比率: 检查数, 分子: 全覆盖, 分母: 案件数"]),
        str![[r#"
错误[E0211]: “检查数”的类型是“计数”，不能用在这里
  --> data/catalogue.yaml:11:25
   |
 3 |   - {名称: 检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 录入的}
   |            ------ 这个指标
...
11 |   - {名称: 甲, 类型: 比率, 比率: 检查数, 分子: 全覆盖, 分母: 案件数, 级别: 错误, 说明: 应当如此}
   |                                  ^^^^^^ 这里要百分比指标
   |
   = 建议: 换一个指标，或者改正它的类型

错误[E0211]: “全覆盖”的类型是“是否”，不能用在这里
  --> data/catalogue.yaml:11:34
   |
 8 |   - {名称: 全覆盖, 主题: 政治引领, 类型: 是否, 责任部门: 区司法局, 必填: 选填, 口径: 是否}
   |            ------ 这个指标
...
11 |   - {名称: 甲, 类型: 比率, 比率: 检查数, 分子: 全覆盖, 分母: 案件数, 级别: 错误, 说明: 应当如此}
   |                                                ^^^^^^ 这里要计数、数量或者百分比指标
   |
   = 建议: 换一个指标，或者改正它的类型

共 2 处错误
"#]]
    );
}

#[test]
fn a_part_that_not_every_department_reports() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 汇总, 汇总: 案件数, 分项: 检查数"]),
        str![[r#"
错误[E0211]: 汇总的分项“检查数”应当由各部门填报
  --> data/catalogue.yaml:11:34
   |
 3 |   - {名称: 检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 录入的}
   |            ------ 责任部门不是“各部门”
...
11 |   - {名称: 甲, 类型: 汇总, 汇总: 案件数, 分项: 检查数, 级别: 错误, 说明: 应当如此}
   |                                                ^^^^^^ 用在这里
   |
   = 建议: 把这个指标的责任部门改为“各部门”，或者换一个分项

共 1 处错误
"#]]
    );
}

#[test]
fn a_metric_used_twice() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 不大于, 左: [检查数], 右: [检查数, 处罚数]"]),
        str![[r#"
错误[E0212]: “检查数”在同一条规则里用了两次
  --> data/catalogue.yaml:11:36
   |
11 |   - {名称: 甲, 类型: 不大于, 左: [检查数], 右: [检查数, 处罚数], 级别: 错误, 说明: 应当如此}
   |                                   ------        ^^^^^^ 又用了一次
   |                                   |
   |                                   先用在这里
   |
   = 建议: 删去多余的一个

共 1 处错误
"#]]
    );
}

#[test]
fn a_rule_of_no_known_kind() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 大于, 左: [检查数], 右: [处罚数]"]),
        str![[r#"
错误[E0133]: 规则类型不能是“大于”
  --> data/catalogue.yaml:11:17
   |
11 |   - {名称: 甲, 类型: 大于, 左: [检查数], 右: [处罚数], 级别: 错误, 说明: 应当如此}
   |                      ^^^^ 是否指“不大于”
   |
   = 建议: 改为“不大于”

共 1 处错误
"#]]
    );
}

#[test]
fn a_rule_named_twice() {
    assert_data_eq!(
        report_of_rules(&[
            "名称: 甲, 类型: 相等, 指标: [检查数, 处罚数]",
            "名称: 甲, 类型: 相等, 指标: [检查数, 案件数]"
        ]),
        str![[r#"
错误[E0204]: 规则“甲”重名
  --> data/catalogue.yaml:12:10
   |
11 |   - {名称: 甲, 类型: 相等, 指标: [检查数, 处罚数], 级别: 错误, 说明: 应当如此}
   |            -- 先在这里用过
12 |   - {名称: 甲, 类型: 相等, 指标: [检查数, 案件数], 级别: 错误, 说明: 应当如此}
   |            ^^ 又用了这个名称
   |
   = 建议: 换一个名称，或者删去重复的一条

共 1 处错误
"#]]
    );
}

#[test]
fn an_equality_of_one() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 相等, 指标: [检查数]"]),
        str![[r#"
错误[E0209]: 相等的规则至少要有两个指标
  --> data/catalogue.yaml:11:6
   |
11 |   - {名称: 甲, 类型: 相等, 指标: [检查数], 级别: 错误, 说明: 应当如此}
   |      ^^^^ 这条规则
   |
   = 建议: 在“指标”里写出应当相等的各个指标

共 1 处错误
"#]]
    );
}

#[test]
fn an_empty_side() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 不大于, 左: [], 右: [检查数]"]),
        str![[r#"
错误[E0131]: “左”里没有指标
  --> data/catalogue.yaml:11:25
   |
11 |   - {名称: 甲, 类型: 不大于, 左: [], 右: [检查数], 级别: 错误, 说明: 应当如此}
   |                                  ^^ 这里是空的
   |
   = 建议: 写成 [甲, 乙]，至少一个指标

共 1 处错误
"#]]
    );
}

#[test]
fn wide_commas() {
    assert_data_eq!(
        report_of_rules(&["名称: 甲, 类型: 相等, 指标: [检查数，处罚数]"]),
        str![[r#"
错误[E0142]: 几个名称之间用了“，”
  --> data/catalogue.yaml:11:26
   |
11 |   - {名称: 甲, 类型: 相等, 指标: [检查数，处罚数], 级别: 错误, 说明: 应当如此}
   |                                   ^^^^^^^^^^^^^^ 会被当作一个名称，指标里没有这样的名称
   |
   = 建议: 改用半角逗号：[检查数, 处罚数]

共 1 处错误
"#]]
    );
}

#[test]
fn circles() {
    assert_data_eq!(
        report_of_rules(&[
            "名称: 甲, 类型: 合计, 合计: 案件数, 分项: [检查数, 处罚数]",
            "名称: 乙, 类型: 合计, 合计: 检查数, 分项: [本部门检查数, 案件数]"
        ]),
        str![[r#"
错误[E0213]: 几条规则互相循环
  --> data/catalogue.yaml:12:10
   |
11 |   - {名称: 甲, 类型: 合计, 合计: 案件数, 分项: [检查数, 处罚数], 级别: 错误, 说明: 应当如此}
   |            -- 经过这条规则
12 |   - {名称: 乙, 类型: 合计, 合计: 检查数, 分项: [本部门检查数, 案件数], 级别: 错误, 说明: 应当如此}
   |            ^^ 这条规则又回到了开头
   |
   = 循环: 案件数 → 检查数 → 案件数
   = 建议: 总数由分项得出，分项不能再由总数得出；改正其中一条

共 1 处错误
"#]]
    );
}

#[test]
fn a_ratio_computed_twice() {
    assert_data_eq!(
        report_of_rules(&[
            "名称: 甲, 类型: 比率, 比率: 检查率, 分子: 检查数, 分母: 案件数",
            "名称: 乙, 类型: 比率, 比率: 检查率, 分子: 处罚数, 分母: 案件数"
        ]),
        str![[r#"
错误[E0214]: “检查率”有两条比率规则
  --> data/catalogue.yaml:12:10
   |
11 |   - {名称: 甲, 类型: 比率, 比率: 检查率, 分子: 检查数, 分母: 案件数, 级别: 错误, 说明: 应当如此}
   |            -- 先有这一条
12 |   - {名称: 乙, 类型: 比率, 比率: 检查率, 分子: 处罚数, 分母: 案件数, 级别: 错误, 说明: 应当如此}
   |            ^^ 又一条
   |
   = 建议: 一个百分比只能有一种算法，删去其中一条

共 1 处错误
"#]]
    );
}

#[test]
fn stand_ins() {
    assert_data_eq!(
        report_of_rules(&[
            "名称: 甲一, 类型: 不大于, 左: [检查数], 右: [案件数], 替补: 甲二",
            "名称: 甲二, 类型: 不大于, 左: [处罚数], 右: [案件数], 替补: 丙丙",
            "名称: 丙内, 类型: 相等, 指标: [处罚数, 检查数]",
            "名称: 丁丁, 类型: 不大于, 左: [处罚数], 右: [检查数], 替补: 丙内"
        ]),
        str![[r#"
错误[E0215]: “甲二”自己也是替补
  --> data/catalogue.yaml:11:47
   |
11 |   - {名称: 甲一, 类型: 不大于, 左: [检查数], 右: [案件数], 替补: 甲二, 级别: 错误, 说明: 应当如此}
   |                                                                  ^^^^ 替补只能写一层
12 |   - {名称: 甲二, 类型: 不大于, 左: [处罚数], 右: [案件数], 替补: 丙丙, 级别: 错误, 说明: 应当如此}
   |            ---- 这条规则也写了“替补”
   |
   = 建议: 改为它所替补的那条规则

错误[E0215]: 没有名为“丙丙”的规则
  --> data/catalogue.yaml:12:47
   |
12 |   - {名称: 甲二, 类型: 不大于, 左: [处罚数], 右: [案件数], 替补: 丙丙, 级别: 错误, 说明: 应当如此}
   |                                                                  ^^^^ 是否指“丙内”
   |
   = 建议: 改为“丙内”

错误[E0215]: “丙内”不是“不大于”的规则
  --> data/catalogue.yaml:14:47
   |
13 |   - {名称: 丙内, 类型: 相等, 指标: [处罚数, 检查数], 级别: 错误, 说明: 应当如此}
   |            ---- 这条规则
14 |   - {名称: 丁丁, 类型: 不大于, 左: [处罚数], 右: [检查数], 替补: 丙内, 级别: 错误, 说明: 应当如此}
   |                                                                  ^^^^ 只能替补“不大于”的规则
   |
   = 建议: 改为一条“不大于”规则的名称，或者删去“替补”

共 3 处错误
"#]]
    );
}

#[test]
fn units_of_a_rule() {
    let report = |one: &str, other: &str, rule: &str| {
        let metric = |name: &str, unit: &str| {
            format!(
                "  - {{名称: {name}, 主题: 行政执法, {unit}, 责任部门: 各部门, 必填: 选填, 口径: 数}}\n"
            )
        };
        let rule = format!("  - {{名称: 甲, {rule}, 级别: 错误, 说明: 应当如此}}\n");
        let metrics = metric("甲数", one) + &metric("乙数", other);
        let (_, report) = read_text(&format!("{BASE}{metrics}勾稽规则:\n{rule}"));
        report.matches("错误[E0216]").count()
    };
    let kinds = [
        "类型: 合计, 合计: 甲数, 分项: [乙数]",
        "类型: 比率, 比率: 检查率, 分子: 甲数, 分母: 乙数",
        "类型: 不大于, 左: [甲数], 右: [乙数]",
        "类型: 相等, 指标: [甲数, 乙数]",
        "类型: 汇总, 汇总: 甲数, 分项: 乙数",
        "类型: 全覆盖, 是否: 全覆盖, 左: 甲数, 右: 乙数",
    ];
    let (ten_thousand, hundred_million) = ("单位: 万元, 类型: 数量", "单位: 亿元, 类型: 数量");
    for rule in kinds {
        assert_eq!(report(ten_thousand, hundred_million, rule), 1, "{rule}");
        assert_eq!(report(ten_thousand, ten_thousand, rule), 0, "{rule}");
    }
    let at_most = |one: &str, other: &str| report(one, other, kinds[2]);
    // What is counted may be counted by another word.
    assert_eq!(at_most("单位: 件, 类型: 计数", "单位: 件次, 类型: 计数"), 0);
    assert_eq!(at_most("单位: 公里, 类型: 数量", "单位: 千米, 类型: 数量"), 0);
    assert_eq!(at_most("单位: 人次, 类型: 计数", "单位: 万人, 类型: 计数"), 1);
    assert_eq!(at_most("单位: 件, 类型: 计数", "类型: 百分比"), 1);
    assert_eq!(at_most("单位: 平方米, 类型: 数量", "单位: 公顷, 类型: 数量"), 1);
    // Nothing is compared with its like.
    assert_eq!(report(ten_thousand, hundred_million, "类型: 零则零, 若: 甲数, 则: 乙数"), 0);
}

#[test]
fn themes() {
    let metric = BASE.split_once("指标:").unwrap().1;
    let text = format!("主题: [政治引领, 依法履职, 行政执法, 行政执法]\n指标:{metric}");
    assert_data_eq!(
        read_text(&text).1,
        str![[r#"
错误[E0205]: 主题有 4 个，应当恰好五个
 --> data/catalogue.yaml:1:5
  |
1 | 主题: [政治引领, 依法履职, 行政执法, 行政执法]
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 主题写在这里
  |
  = 建议: 报告的主要举措和成效分五个主题，依次写出它们的键

错误[E0204]: 主题“行政执法”写了两遍
 --> data/catalogue.yaml:1:24
  |
1 | 主题: [政治引领, 依法履职, 行政执法, 行政执法]
  |                                      ^^^^^^^^ 又写了一遍
  |
  = 建议: 五个主题各写一次

共 2 处错误
"#]]
    );
}

#[test]
fn two_themes_are_counted_as_people_count() {
    let mut sources = Sources::default();
    let text = "主题: [甲]\n指标: []\n";
    let file = sources.add("data/catalogue.yaml", text);
    let node = yaml::parse(file, text).value.unwrap();
    let themes = vec!["甲".to_owned(), "乙".to_owned()];
    let kind = ReportKind { themes, ..ReportKind::shipped() };
    let findings = read_one(node, kind, [], &sources).findings;
    assert_eq!(findings[0].message, "主题有 1 个，应当恰好两个");
}

/// A rule that is not understood would not be checked: that must never go untold.
#[test]
fn a_rule_without_its_kind_is_told() {
    let report =
        |rule: &str| report_of_rules(&[&format!("名称: 甲, {rule}合计: 案件数, 分项: [检查数]")]);
    assert_data_eq!(
        [report(""), report("类型错: 合计, "), report("类行: 合计, ")].join("\n\n"),
        str![[r#"
错误[E0131]: 勾稽规则缺少“类型”
  --> data/catalogue.yaml:11:6
   |
11 |   - {名称: 甲, 合计: 案件数, 分项: [检查数], 级别: 错误, 说明: 应当如此}
   |      ^^^^ 这里要有“类型”
   |
   = 建议: 加一行“类型: ……”

共 1 处错误

错误[E0130]: 勾稽规则里没有“类型错”这一项
  --> data/catalogue.yaml:11:13
   |
11 |   - {名称: 甲, 类型错: 合计, 合计: 案件数, 分项: [检查数], 级别: 错误, 说明: 应当如此}
   |                ^^^^^^ 是否指“类型”
   |
   = 建议: 改为“类型”

共 1 处错误

错误[E0130]: 勾稽规则里没有“类行”这一项
  --> data/catalogue.yaml:11:13
   |
11 |   - {名称: 甲, 类行: 合计, 合计: 案件数, 分项: [检查数], 级别: 错误, 说明: 应当如此}
   |                ^^^^ 是否指“类型”
   |
   = 建议: 改为“类型”

共 1 处错误
"#]]
    );
}

/// What departments report of their own is added up.
#[test]
fn only_counts_and_amounts_come_from_every_department() {
    assert_data_eq!(
        report_of_metric(
            "名称: 新率, 主题: 行政执法, 类型: 百分比, 责任部门: 各部门, 必填: 选填, 口径: 新"
        ),
        str![[r#"
错误[E0208]: 百分比指标不能由各部门填报
  --> data/catalogue.yaml:10:33
   |
10 |   - {名称: 新率, 主题: 行政执法, 类型: 百分比, 责任部门: 各部门, 必填: 选填, 口径: 新}
   |            ---- 这个指标                           ^^^^^^^^ 各部门所填的要相加，只有计数、数量指标能相加
   |
   = 建议: 写一个责任部门，或者改正类型

共 1 处错误
"#]]
    );
}
