use super::*;
use crate::catalogue::Share;

/// A catalogue whose metrics are the rest of their lines, by 申请人 or by 渠道.
fn catalogue(metrics: &[&str], rules: &[&str]) -> (Catalogue, String) {
    let metrics: String = metrics
        .iter()
        .map(|metric| {
            format!("  - {{名称: {metric}, 主题: 依法履职, 责任部门: 区司法局, 口径: 收到的}}\n")
        })
        .collect();
    let rules: String =
        rules.iter().map(|rule| format!("  - {{{rule}, 级别: 错误, 说明: 应当如此}}\n")).collect();
    let rules = if rules.is_empty() { rules } else { format!("勾稽规则:\n{rules}") };
    read_text(&format!(
        "\
主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]
维度:
  申请人: {{成员: [自然人, {{法人: [企业, 社团]}}, 其他], 总计: 合计数}}
  渠道: {{成员: [当面, 网络], 总计: 否}}
指标:
{metrics}{rules}"
    ))
}

/// The relations of the rules, and the members that they are about.
fn relations(catalogue: &Catalogue) -> String {
    let rule =
        |rule: &crate::rules::Rule| format!("{} {:?} {:?}\n", rule.name, rule.share, rule.relation);
    catalogue.rules.iter().map(rule).collect()
}

const COUNT: &str = "单位: 件, 类型: 计数, 必填: 必填";

#[test]
fn a_metric_with_a_dimension_is_its_total_and_each_member() {
    let metric = "申请数, 单位: 件, 类型: 计数, 必填: 建议, 维度: 申请人, 范围: {最小: 1, 最大: 900}, 缺省: 2, 曾用名: [申请量]";
    let (catalogue, report) = catalogue(&[metric], &[]);
    assert_eq!(report, "没有发现问题");
    let shares: String = catalogue
        .metrics
        .values()
        .map(|metric| {
            let share = metric.in_family.as_ref().map(|kin| kin.share);
            let (least, most, default) = (metric.minimum, metric.maximum, metric.default);
            let former = metric.former_names.join("、");
            format!("{} {share:?} {least:?} {most:?} {default:?} {former}\n", metric.name)
        })
        .collect();
    assert_data_eq!(
        shares,
        str![[r#"
申请数 Some(Total) Some(1) Some(900) Some(8) 申请量
申请数·自然人 Some(Member(0)) None Some(900) Some(2) 申请量·自然人
申请数·法人 Some(Group(0)) None Some(900) Some(4) 申请量·法人
申请数·企业 Some(Member(1)) None Some(900) Some(2) 申请量·企业
申请数·社团 Some(Member(2)) None Some(900) Some(2) 申请量·社团
申请数·其他 Some(Member(3)) None Some(900) Some(2) 申请量·其他

"#]]
    );
    assert_data_eq!(
        relations(&catalogue),
        str![[r#"
申请数·法人的合计 None Sum { total: "申请数·法人", parts: ["申请数·企业", "申请数·社团"] }
申请数的合计 None Sum { total: "申请数", parts: ["申请数·自然人", "申请数·企业", "申请数·社团", "申请数·其他"] }

"#]]
    );
    let family = catalogue.family("申请数").unwrap();
    assert_eq!(family.members, ["申请数·自然人", "申请数·企业", "申请数·社团", "申请数·其他"]);
    assert_eq!(family.total(), Some("申请数"));
    assert_eq!(family.metric("合计数"), Some("申请数"));
    assert_eq!(family.metric("法人"), Some("申请数·法人"));
    assert_eq!(family.metric("社团"), Some("申请数·社团"));
    assert_eq!(family.metric("总计"), None);
    assert!(catalogue.family("申请数·自然人").is_none());
}

#[test]
fn without_a_total_there_are_the_members_alone() {
    let metric = "登记数, 单位: 件, 类型: 计数, 必填: 选填, 维度: 渠道, 范围: {最小: 1}";
    let (catalogue, report) = catalogue(&[metric], &[]);
    assert_eq!(report, "没有发现问题");
    let names: Vec<&str> = catalogue.metrics.keys().map(String::as_str).collect();
    assert_eq!(names, ["登记数·当面", "登记数·网络"]);
    assert!(catalogue.metrics.values().all(|metric| metric.minimum == Some(1.into())));
    assert_eq!(catalogue.family("登记数").unwrap().total(), None);
    assert!(catalogue.rules.is_empty());
}

#[test]
fn a_rule_between_metrics_of_one_dimension_holds_for_each_member_and_the_total() {
    let metrics = ["甲", "乙", "丙"].map(|name| format!("{name}, {COUNT}, 维度: 申请人"));
    let mut metrics: Vec<&str> = metrics.iter().map(String::as_str).collect();
    let plain = format!("丁, {COUNT}");
    let by_way = format!("戊, {COUNT}, 维度: 渠道");
    metrics.extend([plain.as_str(), by_way.as_str()]);
    let (catalogue, report) = catalogue(
        &metrics,
        &[
            "名称: 构成, 类型: 合计, 合计: 甲, 分项: [乙, 丙]",
            "名称: 全部, 类型: 相等, 指标: [甲, 丁]",
            "名称: 只比总计, 类型: 不大于, 左: [乙·合计数], 右: [丁]",
            "名称: 一个成员, 类型: 不大于, 左: [乙·企业], 右: [丁]",
            "名称: 结转, 类型: 结转, 期初: 乙, 期末: 丙",
            "名称: 逐个, 类型: 同比, 指标: [甲, 戊, 丁], 幅度: 50",
            "名称: 无总计, 类型: 零则零, 若: 戊·当面, 则: 戊·网络",
        ],
    );
    assert_eq!(report, "没有发现问题");
    let relations = relations(&catalogue);
    let own = relations.lines().filter(|line| !line.contains("的合计 "));
    assert_data_eq!(
        own.map(|line| format!("{line}\n")).collect::<String>(),
        str![[r#"
构成 Some(Member(0)) Sum { total: "甲·自然人", parts: ["乙·自然人", "丙·自然人"] }
构成 Some(Member(1)) Sum { total: "甲·企业", parts: ["乙·企业", "丙·企业"] }
构成 Some(Member(2)) Sum { total: "甲·社团", parts: ["乙·社团", "丙·社团"] }
构成 Some(Member(3)) Sum { total: "甲·其他", parts: ["乙·其他", "丙·其他"] }
构成 Some(Total) Sum { total: "甲", parts: ["乙", "丙"] }
全部 None Equal { metrics: ["甲", "丁"], tolerance: None }
只比总计 None AtMost { left: ["乙"], right: ["丁"], instead_of: None }
一个成员 None AtMost { left: ["乙·企业"], right: ["丁"], instead_of: None }
结转 Some(Member(0)) Carried { opening: "乙·自然人", closing: "丙·自然人" }
结转 Some(Member(1)) Carried { opening: "乙·企业", closing: "丙·企业" }
结转 Some(Member(2)) Carried { opening: "乙·社团", closing: "丙·社团" }
结转 Some(Member(3)) Carried { opening: "乙·其他", closing: "丙·其他" }
结转 Some(Total) Carried { opening: "乙", closing: "丙" }
逐个 None YearOverYear { metrics: Some(["甲", "戊·当面", "戊·网络", "丁"]), percent: 50 }
无总计 None ZeroThenZero { when: "戊·当面", then: "戊·网络" }

"#]]
    );
}

#[test]
fn what_is_wrong_with_a_rule_of_members_is_told_once() {
    let metrics = ["甲", "乙"].map(|name| format!("{name}, {COUNT}, 维度: 申请人"));
    let metrics: Vec<&str> = metrics.iter().map(String::as_str).collect();
    let (catalogue, report) = catalogue(
        &metrics,
        &[
            "名称: 一, 类型: 合计, 合计: 甲, 分项: [乙]",
            "名称: 二, 类型: 合计, 合计: 乙, 分项: [甲]",
            "名称: 三, 类型: 相等, 指标: [甲•自然人, 乙]",
            "名称: 四, 类型: 相等, 指标: [甲·企业, 乙], 容茶: 3",
        ],
    );
    assert_data_eq!(
        report,
        str![[r#"
错误[E0213]: 几条规则互相循环
  --> data/catalogue.yaml:9:10
   |
 9 |   - {名称: 一, 类型: 合计, 合计: 甲, 分项: [乙], 级别: 错误, 说明: 应当如此}
   |            ^^ 这条规则又回到了开头
10 |   - {名称: 二, 类型: 合计, 合计: 乙, 分项: [甲], 级别: 错误, 说明: 应当如此}
   |            -- 经过这条规则
   |
   = 循环: 乙·自然人 → 甲·自然人 → 乙·自然人
   = 建议: 总数由分项得出，分项不能再由总数得出；改正其中一条

错误[E0210]: 指标目录里没有“甲•自然人”
  --> data/catalogue.yaml:11:26
   |
11 |   - {名称: 三, 类型: 相等, 指标: [甲•自然人, 乙], 级别: 错误, 说明: 应当如此}
   |                                   ^^^^^^^^^ 是否指“甲·自然人”
   |
   = 建议: 改为“甲·自然人”

错误[E0130]: 勾稽规则里没有“容茶”这一项
  --> data/catalogue.yaml:12:36
   |
12 |   - {名称: 四, 类型: 相等, 指标: [甲·企业, 乙], 容茶: 3, 级别: 错误, 说明: 应当如此}
   |                                                 ^^^^ 是否指“容差”
   |
   = 建议: 改为“容差”

共 3 处错误
"#]]
    );
    assert_eq!(catalogue.rules.iter().filter(|rule| rule.name == "一").count(), 5);
    assert!(catalogue.rules.iter().any(|rule| rule.share == Some(Share::Total)));
}

/// What is reported of these dimensions, and of metrics with the rest of their lines.
fn report_of(dimensions: &[&str], metrics: &[&str]) -> String {
    let dimensions: String = dimensions.iter().map(|line| format!("  {line}\n")).collect();
    let metrics: String = metrics
        .iter()
        .map(|metric| {
            format!(
                "  - {{{metric}, 主题: 依法履职, 责任部门: 区司法局, 必填: 选填, 口径: 收到的}}\n"
            )
        })
        .collect();
    let metrics = if metrics.is_empty() { " []\n".to_owned() } else { format!("\n{metrics}") };
    let themes = "主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]";
    read_text(&format!("{themes}\n维度:\n{dimensions}指标:{metrics}")).1
}

#[test]
fn faults_of_the_form_of_dimensions_are_told_where_they_stand() {
    let report = report_of(
        &[
            "来源: 甲、乙",
            "渠道:",
            "层级: {成员: [市, {街道: []}, {镇: 甲}], 总计: 市, 成园: 3}",
            "来源: [甲]",
        ],
        &[],
    );
    assert_data_eq!(
        report,
        str![[r#"
错误[E0132]: 成员应当是列表
 --> data/catalogue.yaml:3:7
  |
3 |   来源: 甲、乙
  |         ^^^^^^ 这里不是列表
  |
  = 建议: 一项的，改为 [甲、乙]；几项的，改为 [甲, 乙]

错误[E0222]: 维度“渠道”没有成员
 --> data/catalogue.yaml:4:3
  |
4 |   渠道:
  |   ^^^^ 这里没有成员
  |
  = 建议: 写成 渠道: [甲, 乙]，依次写出各个成员

错误[E0204]: 维度“层级”里“市”重名
 --> data/catalogue.yaml:5:13
  |
5 |   层级: {成员: [市, {街道: []}, {镇: 甲}], 总计: 市, 成园: 3}
  |                 ^^ 成员又用了这个名称                     -- 先在这里用过
  |
  = 建议: 成员、分组、总计的名称各不相同：换一个，或者删去重复的一个

错误[E0222]: 维度“层级”没有成员
 --> data/catalogue.yaml:5:17
  |
5 |   层级: {成员: [市, {街道: []}, {镇: 甲}], 总计: 市, 成园: 3}
  |                      ^^^^ 这里没有成员
  |
  = 建议: 写成 层级: [甲, 乙]，依次写出各个成员

错误[E0132]: 分组“镇”应当是列表
 --> data/catalogue.yaml:5:30
  |
5 |   层级: {成员: [市, {街道: []}, {镇: 甲}], 总计: 市, 成园: 3}
  |                                      ^^ 这里不是列表
  |
  = 建议: 写成 {镇: [甲, 乙]}

错误[E0130]: 维度“层级”里没有“成园”这一项
 --> data/catalogue.yaml:5:42
  |
5 |   层级: {成员: [市, {街道: []}, {镇: 甲}], 总计: 市, 成园: 3}
  |                                                      ^^^^ 是否指“成员”
  |
  = 建议: 改为“成员”

错误[E0105]: “来源”写了两遍
 --> data/catalogue.yaml:6:3
  |
3 |   来源: 甲、乙
  |   ---- 先在这里写过
...
6 |   来源: [甲]
  |   ^^^^ 又写了一遍，没有采用
  |
  = 建议: 把这里下面的各行并到先写的那一处，再删去这一行；已经有的，连同下面各行删去

共 7 处错误
"#]]
    );
}

#[test]
fn faults_of_the_names_of_members_are_told_where_they_stand() {
    let report = report_of(
        &["申请人: [自然人，企业, 企业, 总计]", "部门: [区信访局, 其余, 3月, 甲·乙]", "1级: [甲]"],
        &[],
    );
    assert_data_eq!(
        report,
        str![[r#"
错误[E0142]: 几个名称之间用了“，”
 --> data/catalogue.yaml:3:9
  |
3 |   申请人: [自然人，企业, 企业, 总计]
  |            ^^^^^^^^^^^^ 会被当作一个名称，成员里没有这样的名称
  |
  = 建议: 改用半角逗号：[自然人, 企业]

错误[E0204]: 维度“申请人”里“企业”重名
 --> data/catalogue.yaml:3:17
  |
3 |   申请人: [自然人，企业, 企业, 总计]
  |            ------------  ^^^^ 成员又用了这个名称
  |            |
  |            先在这里用过
  |
  = 建议: 成员、分组、总计的名称各不相同：换一个，或者删去重复的一个

错误[E0204]: 维度“申请人”里“总计”重名
 --> data/catalogue.yaml:3:21
  |
3 |   申请人: [自然人，企业, 企业, 总计]
  |   ------                       ^^^^ 成员又用了这个名称
  |   |
  |   没有另写“总计”的名称，总计就叫“总计”
  |
  = 建议: 成员、分组、总计的名称各不相同：换一个，或者删去重复的一个

错误[E0222]: 维度“部门”的成员不能叫“区信访局”
 --> data/catalogue.yaml:4:8
  |
4 |   部门: [区信访局, 其余, 3月, 甲·乙]
  |          ^^^^^^^^ 这是一个部门的名称
  |
  = 建议: 各部门分别填报的数，不用维度：把指标的责任部门写成“各部门”；确是成员的，换一个名称

错误[E0222]: 维度“部门”的成员不能叫“其余”
 --> data/catalogue.yaml:4:14
  |
4 |   部门: [区信访局, 其余, 3月, 甲·乙]
  |                    ^^^^ 填报时“其余”表示没有写出的各个成员
  |
  = 建议: 换一个名称，如“其他”

错误[E0203]: 成员的名称“甲·乙”不合要求
 --> data/catalogue.yaml:4:22
  |
4 |   部门: [区信访局, 其余, 3月, 甲·乙]
  |                               ^^^^^ 名称里只能有汉字、字母、数字和下划线
  |
  = 建议: 改为“甲乙”

错误[E0203]: 维度的名称“1级”不合要求
 --> data/catalogue.yaml:5:3
  |
5 |   1级: [甲]
  |   ^^^ 名称不能以数字开头
  |
  = 建议: 改为“级”

共 7 处错误
"#]]
    );
}

#[test]
fn a_dimension_that_is_unknown_or_does_not_fit_is_told() {
    let report = report_of(
        &["申请人: [自然人]"],
        &[
            "名称: 申请数, 单位: 件, 类型: 计数, 维度: 申请入",
            "名称: 登记率, 类型: 百分比, 维度: 申请人",
            "名称: 登记数, 单位: 件, 类型: 计数, 维度: 季节",
        ],
    );
    assert_data_eq!(
        report,
        str![[r#"
错误[E0221]: 没有维度“申请入”
 --> data/catalogue.yaml:5:34
  |
5 |   - {名称: 申请数, 单位: 件, 类型: 计数, 维度: 申请入, 主题: 依法履职, 责任部门: 区司法局, 必填: 选填, 口径: 收到的}
  |                                                ^^^^^^ 是否指“申请人”
  |
  = 建议: 改为“申请人”

错误[E0208]: 百分比指标没有“维度”
 --> data/catalogue.yaml:6:24
  |
6 |   - {名称: 登记率, 类型: 百分比, 维度: 申请人, 主题: 依法履职, 责任部门: 区司法局, 必填: 选填, 口径: 收到的}
  |            ------ 这个指标           ^^^^ 只有计数、数量指标才有这一项
  |
  = 建议: 删去这一项，或者改正类型

错误[E0221]: 没有维度“季节”
 --> data/catalogue.yaml:7:34
  |
7 |   - {名称: 登记数, 单位: 件, 类型: 计数, 维度: 季节, 主题: 依法履职, 责任部门: 区司法局, 必填: 选填, 口径: 收到的}
  |                                                ^^^^ “维度”下没有这一个
  |
  = 建议: 可以写的有：申请人

共 3 处错误
"#]]
    );
}
