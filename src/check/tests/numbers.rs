//! Numbers: percentages, bounds, and figures that cannot be reckoned.

use super::*;

/// The codes of what is reported where one line of a file is another.
fn codes(path: &str, from: &str, to: &str) -> String {
    District::new().with(path, from, to).codes()
}

#[test]
fn a_rate_rounded_to_fewer_digits_is_right() {
    let filled = |rate: &str| {
        let counts = "结案数: 146\n  败诉数: 46\n  败诉率: ".to_owned() + rate;
        codes(SFJ, "结案数: 36\n  败诉数: 4", &counts)
    };
    for rate in ["31.5", "31.51", "31.507", "32", "31.5068"] {
        assert_eq!(filled(rate), "", "{rate}");
    }
    for rate in ["31.6", "31.50", "31", "31.52", "31.4999", "31.515"] {
        assert_eq!(filled(rate), "E0502", "{rate}");
    }
}

#[test]
fn hundred_per_cent_is_only_filled_where_it_is_just_that() {
    let filled = |rate: &str| {
        let counts = "结案数: 100000\n  败诉数: 99999\n  败诉率: ".to_owned() + rate;
        codes(SFJ, "结案数: 36\n  败诉数: 4", &counts)
    };
    assert_eq!(filled("100"), "E0502");
    assert_eq!(filled("100.00"), "E0502");
    assert_eq!(filled("99.999"), "");
    assert_eq!(filled("99.99"), "E0502");
}

#[test]
fn a_bound_that_no_value_can_keep_is_out_of_range() {
    for rate in ["超过100", "100多", "100余", "近0", "约100.1", "超100"] {
        assert_eq!(
            codes(SFJ, "败诉数: 4", &format!("败诉数: 4\n  败诉率: {rate}")),
            "E0414",
            "{rate}"
        );
    }
    for times in ["近1", "近0", "约0"] {
        assert_eq!(codes(ZFB, "会议次数: 10", &format!("会议次数: {times}")), "E0414", "{times}");
    }
    for times in ["近2", "超过1", "1多", "约1"] {
        assert_eq!(codes(ZFB, "会议次数: 10", &format!("会议次数: {times}")), "", "{times}");
    }
    assert_eq!(codes(ZFB, "惠企资金: 约1.1", "惠企资金: 近0"), "E0414");
}

#[test]
fn a_sum_that_cannot_be_kept_is_reported_and_no_rule_is_skipped() {
    let long = "70000000000000000000000000000";
    let district = |path: &str, from: &str, to: &str| District::new().with(path, from, to);
    let sum = district(
        SFJ,
        "行政检查数: 5757\n  行政处罚数: 526",
        &format!("行政检查数: {long}\n  行政处罚数: {long}"),
    );
    assert_data_eq!(
        sum.reported(),
        str![[r#"
E0511 区司法局.yaml:9:11 〔6283〕 规则“执法合计”没有核对：数字位数太多 +〔70000000000000000000000000000〕 +〔70000000000000000000000000000〕
  核对这几个数，看是否有几个数连在了一起

"#]]
    );
    let departments = district(
        SFJ,
        "  调委会数: 6",
        &format!("  调委会数: 6\n  本部门检查数: {long}"),
    )
    .with(CGJ, "  联查次数: 53", &format!("  联查次数: 53\n  本部门检查数: {long}"));
    assert_data_eq!(
        departments.reported(),
        str![[r#"
E0511 区司法局.yaml:13:11 〔70000000000000000000000000000〕 各部门的“本部门检查数”加不起来：数字位数太多 +〔70000000000000000000000000000〕
  核对这几个数，看是否有几个数连在了一起

"#]]
    );
    let years = district(SFJ, "文化阵地数: 28", &format!("文化阵地数: {long}"))
        .file("data/2023/区司法局.yaml", "部门: 区司法局\n年度: 2023\n指标:\n  文化阵地数: 27\n");
    assert_eq!(years.codes(), "E0511");
    let rate = district(SFJ, "败诉数: 4", "败诉数: 0.0000000000000000000000000004")
        .with(
            CATALOGUE,
            "单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 败诉件数",
            "单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 必填, 口径: 败诉件数",
        )
        .with(
            CATALOGUE,
            "单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 一审结案数",
            "单位: 件, 类型: 数量, 责任部门: 区司法局, 必填: 必填, 口径: 一审结案数",
        )
        .with(SFJ, "结案数: 36", &format!("结案数: {long}"));
    assert_data_eq!(
        rate.reported(),
        str![[r#"
E0511 区司法局.yaml:8:8 〔0.0000000000000000000000000004〕 “败诉率”算不出来：数字位数太多 +〔70000000000000000000000000000〕
  核对这几个数，看是否有几个数连在了一起

"#]]
    );
}

#[test]
fn a_file_of_another_year_is_not_compared_with() {
    let last = |year: &str| {
        let file = format!("部门: 区司法局\n年度: {year}\n指标:\n  结案数: 3\n  败诉数: 1\n");
        District::new().file("data/2023/区司法局.yaml", &file).codes()
    };
    assert_eq!(last("2023"), "E0601 E0601 E0601");
    for year in ["2022", "2024", "\"2022\"", "2022年"] {
        assert_eq!(last(year), "E0605", "{year}");
    }
}

/// With metrics of 各部门 and a rule between them; 合计 of each department in two files.
fn departments(first: &str, second: &str) -> District {
    let metric = |name: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 各报各的}}\n"
        )
    };
    let metrics: String = ["本部门处罚数", "本部门执法数"].map(metric).concat();
    ruled(
        "名称: 部门合计, 类型: 合计, 合计: 本部门执法数, 分项: [本部门检查数, 本部门处罚数], 级别: 错误",
    )
    .with(CATALOGUE, "指标:\n", &format!("指标:\n{metrics}"))
    .with(CATALOGUE, "  - {名称: 检查汇总, 类型: 汇总, 汇总: 行政检查数, 分项: 本部门检查数, 级别: 警告, 说明: 全区等于各部门之和}\n", "")
    .with(SFJ, "  调委会数: 6", &format!("  调委会数: 6\n{first}"))
    .with(CGJ, "  联查次数: 53", &format!("  联查次数: 53\n{second}"))
}

#[test]
fn a_rule_of_every_department_is_held_against_each_and_the_right_one_is_marked() {
    let own = |inspections, penalties, total| {
        format!(
            "  本部门检查数: {inspections}\n  本部门处罚数: {penalties}\n  本部门执法数: {total}"
        )
    };
    assert_eq!(departments(&own("3000", "20", "3020"), &own("2757", "6", "2763")).reported(), "");
    assert_data_eq!(
        departments(&own("3000", "20", "3019"), &own("2757", "6", "2764")).reported(),
        str![[r#"
E0501 区司法局.yaml:15:11 〔3019〕 区司法局：“本部门执法数”不等于分项之和 +〔3000〕 +〔20〕
  核对“本部门执法数”和各分项；各分项无误的，合计改为 3020，或者删去这一行由系统计算
E0501 区城管局.yaml:7:11 〔2764〕 区城管局：“本部门执法数”不等于分项之和 +〔2757〕 +〔6〕
  核对“本部门执法数”和各分项；各分项无误的，合计改为 2763，或者删去这一行由系统计算

"#]]
    );
    // One that lacks a part is said to wait, and its sum is not held against the others'.
    let lacking = departments(&own("3000", "20", "3020"), "  本部门执法数: 2763");
    assert_data_eq!(
        lacking.reported(),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则

"#]]
    );
}

#[test]
fn each_department_is_compared_with_its_own_last_year() {
    let last = |department: &str, inspections: &str| {
        format!("部门: {department}\n年度: 2023\n指标:\n  本部门检查数: {inspections}\n")
    };
    let district = departments("  本部门检查数: 3000", "  本部门检查数: 2757")
        .file("data/2023/区司法局.yaml", &last("区司法局", "1500"))
        .file("data/2023/区城管局.yaml", &last("区城管局", "4257"));
    assert_data_eq!(
        district.reported(),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则
E0601 区司法局.yaml:13:11 〔3000〕 区司法局：“本部门检查数”比上年增长 100%，没有说明 +〔1500〕
  核对两年的数和口径；无误的，在“说明”下加一行“本部门检查数: 原因”

"#]]
    );
    let explained =
        district.with(SFJ, "正文:", "说明:\n  本部门检查数: 机构改革划入两个大队\n正文:");
    assert_data_eq!(
        explained.reported(),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则

"#]]
    );
}

/// 示例区 with more of one department, and its file of last year.
fn years(rule: &str, now: &str, before: &str) -> District {
    let metric = |name: &str| {
        format!(
            "  - {{名称: {name}, 主题: 制度体系, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 件数}}\n"
        )
    };
    let metrics: String =
        ["上年结转数", "结转下年数", "有效文件数", "制定文件数", "废止文件数"].map(metric).concat();
    let district = ruled(rule).with(CATALOGUE, "指标:\n", &format!("指标:\n{metrics}")).with(
        SFJ,
        "  调委会数: 6",
        &format!("  调委会数: 6\n{now}"),
    );
    match before {
        "" => district,
        before => district.file(
            "data/2023/区司法局.yaml",
            &format!("部门: 区司法局\n年度: 2023\n指标:\n{before}\n"),
        ),
    }
}

#[test]
fn what_a_year_begins_with_is_what_the_year_before_ended_with() {
    let rule = "名称: 复议结转, 类型: 结转, 期初: 上年结转数, 期末: 结转下年数, 级别: 警告";
    let reported = |now: &str, before: &str| years(rule, now, before).reported();
    assert_eq!(reported("  上年结转数: 3", "  结转下年数: 3"), "");
    assert_data_eq!(
        reported("  上年结转数: 2", "  结转下年数: 3"),
        str![[r#"
E0606 区司法局.yaml:13:10 〔2〕 “上年结转数”不等于上年的“结转下年数” +〔3〕
  核对两年的数；上年的数无误的，“上年结转数”改为 3；口径有调整的，在“说明”下加一行“上年结转数: 原因”

"#]]
    );
    // A first year, an approximate figure, nothing of either.
    assert_data_eq!(
        reported("  上年结转数: 2", ""),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则

"#]]
    );
    assert_data_eq!(
        reported("  上年结转数: 2", "  结转下年数: 约3"),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因数是概数没有核对
  填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对

"#]]
    );
    assert_eq!(reported("", ""), "");
    let explained = "  上年结转数: 2\n说明:\n  上年结转数: 口径调整";
    assert_eq!(
        years(rule, "", "  结转下年数: 3")
            .with(SFJ, "  文化阵地数: 28", &format!("  文化阵地数: 28\n{explained}"))
            .reported(),
        ""
    );
}

#[test]
fn a_stock_is_last_years_and_what_came_in_less_what_went_out() {
    let rule = "名称: 文件滚存, 类型: 滚存, 存量: 有效文件数, 增加: [制定文件数], 减少: [废止文件数], 级别: 错误";
    let now = |stock: &str| format!("  有效文件数: {stock}\n  制定文件数: 6\n  废止文件数: 4");
    let reported = |stock: &str, before: &str| years(rule, &now(stock), before).reported();
    assert_eq!(reported("32", "  有效文件数: 30"), "");
    assert_data_eq!(
        reported("33", "  有效文件数: 30"),
        str![[r#"
E0607 区司法局.yaml:13:10 〔33〕 “有效文件数”与上年的数和本年的增减不符 +〔30〕 +〔6〕 +〔4〕
  核对制定文件数、废止文件数和两年的“有效文件数”；增减无误的，“有效文件数”改为 32

"#]]
    );
    assert_data_eq!(
        reported("33", ""),
        str![[r#"
E0510 report.yaml:1:1 〔年度〕 有 1 条勾稽规则因缺数没有核对
  填报所缺的指标，就能核对箭头后面的规则

"#]]
    );
    let without = "名称: 文件滚存, 类型: 滚存, 存量: 有效文件数, 级别: 错误";
    assert_data_eq!(
        years(without, "", "").reported(),
        str![[r#"
E0209 catalogue.yaml:35:6 〔名称〕 滚存的规则没有写增加或者减少的指标
  在“增加”“减少”里写出使存量变动的指标，至少写一项

"#]]
    );
    let only_in = "名称: 文件滚存, 类型: 滚存, 存量: 有效文件数, 增加: [制定文件数], 级别: 错误";
    assert_eq!(
        years(only_in, "  有效文件数: 36\n  制定文件数: 6", "  有效文件数: 30").reported(),
        ""
    );
}

#[test]
fn a_fraction_of_a_percentage_is_asked_about() {
    let metric = "指标:\n  - {名称: 办结率, 主题: 制度体系, 类型: 百分比, 责任部门: 区司法局, 必填: 选填, 口径: 办结比例}\n";
    let district = |rate: &str| {
        District::new().with(CATALOGUE, "指标:\n", metric).with(
            SFJ,
            "  调委会数: 6",
            &format!("  调委会数: 6\n  办结率: {rate}"),
        )
    };
    let codes = |district: District| district.codes().replace("E0724 ", "").replace("E0724", "");
    assert_data_eq!(
        district("0.9987").reported(),
        str![[r#"
E0724 区司法局.yaml:3:1 〔指标〕 区司法局填报的 1 项指标没有写进正文
  要写的，在正文中用 {{指标名称}} 引用；只供存查的，可以不写
E0418 区司法局.yaml:13:8 〔0.9987〕 “办结率”不到 1%，像是没有乘以 100
  填百分数，不填小数：是 99.87% 的，改为 99.87；无误的，在“说明”下加一行“办结率: 原因”

"#]]
    );
    for rate in ["0.5", "0.99", "0.087", "0.9987"] {
        assert_eq!(codes(district(rate)), "E0418", "{rate}");
    }
    for rate in ["0", "1", "99.87", "1.5", "99.996"] {
        assert_eq!(codes(district(rate)), "", "{rate}");
    }
    let explained = "  文化阵地数: 28\n说明:\n  办结率: 确实不到 1%";
    assert_eq!(codes(district("0.5").with(SFJ, "  文化阵地数: 28", explained)), "");
    // What last year says, and the range.
    let last = |rate: &str| format!("部门: 区司法局\n年度: 2023\n指标:\n  办结率: {rate}\n");
    let after = |rate: &str, before: &str| {
        codes(district(rate).file("data/2023/区司法局.yaml", &last(before)))
    };
    assert_eq!(after("0.9987", "98.5"), "E0418");
    assert_eq!(after("0.55", "0.5"), "");
    assert_eq!(after("0.9", "1.2"), "");
    let limited = |rate: &str| {
        codes(district(rate).with(CATALOGUE, "口径: 办结比例", "口径: 办结比例, 范围: {最大: 5}"))
    };
    assert_eq!(limited("0.5"), "");
    let narrow =
        district("0.9987").with(CATALOGUE, "口径: 办结比例", "口径: 办结比例, 范围: {最小: 50}");
    assert_data_eq!(
        narrow.reported(),
        str![[r#"
E0414 区司法局.yaml:13:8 〔0.9987〕 “办结率”超出范围
  核对数字和单位：像是没有乘以 100，是 99.87% 的，改为 99.87；口径确有变化的，在指标目录中修改“范围”

"#]]
    );
    // Part and whole decide.
    let counted = |rate: &str, counts: &str| {
        District::new().with(SFJ, "结案数: 36\n  败诉数: 4", &format!("{counts}\n  败诉率: {rate}"))
    };
    assert_eq!(counted("0.5", "结案数: 200\n  败诉数: 1").codes(), "");
    assert_data_eq!(
        counted("0.1111", "结案数: 36\n  败诉数: 4").reported(),
        str![[r#"
E0502 区司法局.yaml:9:8 〔0.1111〕 “败诉率”与计算结果不符 +〔4〕 +〔36〕
  核对分子、分母；两数无误的，改为 11.11，或者删去这一行由系统计算

"#]]
    );
}

#[test]
fn more_digits_of_a_percentage_than_are_printed_are_reported() {
    let metric = "指标:\n  - {名称: 办结率, 主题: 制度体系, 类型: 百分比, 责任部门: 区司法局, 必填: 选填, 口径: 办结比例}\n";
    let district = |rate: &str| {
        District::new().with(CATALOGUE, "指标:\n", metric).with(
            SFJ,
            "  调委会数: 6",
            &format!("  调委会数: 6\n  办结率: {rate}"),
        )
    };
    assert_data_eq!(
        district("98.765").reported(),
        str![[r#"
E0724 区司法局.yaml:3:1 〔指标〕 区司法局填报的 1 项指标没有写进正文
  要写的，在正文中用 {{指标名称}} 引用；只供存查的，可以不写
E0413 区司法局.yaml:13:8 〔98.765〕 “办结率”的小数超过 2 位
  四舍五入，改为 98.77

"#]]
    );
    assert_eq!(district("约98.765").codes(), "E0724 E0413");
    for rate in ["98.76", "98.7600", "99.996", "0.004"] {
        assert!(!district(rate).codes().contains("E0413"), "{rate}");
    }
}

#[test]
fn a_unit_that_was_confused_is_reported_with_the_probable_one() {
    let last = "部门: 区政府办\n年度: 2023\n指标:\n  惠企资金: 1.05\n";
    let typed =
        |value: &str| District::new().with(ZFB, "惠企资金: 约1.1", &format!("惠企资金: {value}"));
    let after = |value: &str| typed(value).file("data/2023/区政府办.yaml", last);
    assert_data_eq!(
        after("11000").reported(),
        str![[r#"
E0419 区政府办.yaml:6:9 〔11000〕 “惠企资金”像是按“万元”填的 +〔1.05〕
  核对单位：目录的单位是“亿元”，11000万元应当填 1.1；无误的，在“说明”下加一行“惠企资金: 原因”

"#]]
    );
    for value in ["10500", "约11000", "110000000", "110000"] {
        assert_eq!(after(value).codes().trim_start_matches("E0510 "), "E0419", "{value}");
    }
    for value in ["1.1", "约1.5", "0.9"] {
        assert_eq!(after(value).codes().replace("E0510", ""), "", "{value}");
    }
    assert_eq!(after("1.9").codes(), "E0601");
    assert_eq!(after("500").codes(), "E0601");
    let explained = after("11000").with(ZFB, "正文:", "说明:\n  惠企资金: 上级一次性下拨\n正文:");
    assert_eq!(explained.codes(), "");
    // Against the range.
    let limited = typed("11000").with(
        CATALOGUE,
        "口径: 拨付资金, 小数位: 4",
        "口径: 拨付资金, 小数位: 4, 范围: {最大: 100}",
    );
    assert_data_eq!(
        limited.reported(),
        str![[r#"
E0414 区政府办.yaml:6:9 〔11000〕 “惠企资金”超出范围
  核对数字和单位：像是按“元”填的，目录的单位是“亿元”，应当填 0.00011；口径确有变化的，在指标目录中修改“范围”

"#]]
    );
}

#[test]
fn of_several_rules_that_one_slip_breaks_the_best_is_reported() {
    let with = |path: &str, from: &str, to: &str| District::new().with(path, from, to).reported();
    // 检查数 is wrong: of the sum, and of what the departments add up to.
    let both = District::new().with(SFJ, "行政检查数: 5757", "行政检查数: 5775").with(
        CGJ,
        "  联查次数: 53",
        "  联查次数: 53\n  本部门检查数: 5757",
    );
    assert_data_eq!(
        both.reported(),
        str![[r#"
E0501 区司法局.yaml:9:11 〔6283〕 “执法案件总数”不等于分项之和 +〔5775〕 +〔526〕
  核对“执法案件总数”和各分项；各分项无误的，合计改为 6301，或者删去这一行由系统计算

"#]]
    );
    assert_data_eq!(
        with(SFJ, "败诉数: 4", "败诉数: 40\n  败诉率: 11.11"),
        str![[r#"
E0502 区司法局.yaml:9:8 〔11.11〕 “败诉率”与计算结果不符 +〔40〕 +〔36〕
  核对分子、分母：算出的比率大于最大值 100%

"#]]
    );
    assert_data_eq!(
        with(CGJ, "联查次数: 53", "联查次数: 0"),
        str![[r#"
E0508 区城管局.yaml:5:11 〔75〕 “联查次数”为 0 时，“减少检查次数”也应为 0 +〔0〕
  核对两数：联查次数为 0 的，减少检查次数改为 0

"#]]
    );
    // A slip that a sum reports, and the change that it makes.
    let changed = District::new()
        .with(SFJ, "行政检查数: 5757", "行政检查数: 57570")
        .file("data/2023/区司法局.yaml", "部门: 区司法局\n年度: 2023\n指标:\n  行政检查数: 5600\n");
    assert_data_eq!(
        changed.reported(),
        str![[r#"
E0501 区司法局.yaml:9:11 〔6283〕 “执法案件总数”不等于分项之和 +〔57570〕 +〔526〕
  核对“执法案件总数”和各分项；各分项无误的，合计改为 58096，或者删去这一行由系统计算

"#]]
    );
    // A warning that says what is meant, and an error of the same slip.
    let townships =
        ruled("名称: 领域不多于乡镇, 类型: 不大于, 左: [片区领域数], 右: [乡镇数], 级别: 错误");
    assert_eq!(townships.with(ZFB, "乡镇数: 6", "乡镇数: 2").codes(), "E0504");
    // Two slips are two messages.
    let two = District::new().with(SFJ, "行政检查数: 5757", "行政检查数: 5775").with(
        SFJ,
        "败诉数: 4",
        "败诉数: 40",
    );
    assert_data_eq!(two.codes(), "E0504 E0501");
}

#[test]
fn what_could_not_be_checked_can_be_silenced() {
    let rule = |more: &str| {
        ruled(&format!(
            "名称: 述法相等, 类型: 相等, 指标: [述法人数, 片区领域数, 学法次数], 级别: 警告{more}"
        ))
        .with(ZFB, "  学法次数: 3\n", "")
        .with(ZFB, "，专题学法{{学法次数}}", "")
    };
    assert_eq!(rule("").codes(), "E0510 E0302");
    assert_eq!(rule(", 缺数: 不提示").codes(), "E0302");
    assert_eq!(rule(", 缺数: 提示").codes(), "E0510 E0302");
    let explained = rule("").with(ZFB, "正文:", "说明:\n  学法次数: 会议记录尚未归档\n正文:");
    assert_eq!(explained.codes(), "");
}

#[test]
fn a_total_that_was_left_out_is_computed_and_one_that_was_typed_is_checked() {
    let left_out = District::new().with(SFJ, "  执法案件总数: 6283\n", "");
    assert_eq!(left_out.reported(), "");
    let (figures, ..) = left_out.check();
    let figure = figures.get("执法案件总数").unwrap();
    assert_eq!(figure.value, Some(Value::Number(Quantity::exact(6283.into()))));
    assert_eq!(figure.derivation, Derivation::Computed("5757 + 526".into()));
    // What is computed from it, in whatever order the rules stand, and last year's.
    let chained = ruled(
        "名称: 检查占比, 类型: 比率, 比率: 检查率, 分子: 行政检查数, 分母: 执法案件总数, 级别: 错误",
    )
    .with(CATALOGUE, "指标:\n", "指标:\n  - {名称: 检查率, 主题: 行政执法, 类型: 百分比, 责任部门: 区司法局, 必填: 选填, 口径: 占比}\n")
    .with(SFJ, "  执法案件总数: 6283\n", "")
    .with(SFJ, "录入案件{{执法案件总数}}", "录入案件{{执法案件总数}}，{{执法案件总数|同比}}，检查占{{检查率}}")
    .file("data/2023/区司法局.yaml", "部门: 区司法局\n年度: 2023\n指标:\n  行政检查数: 5700\n  行政处罚数: 500\n");
    assert_eq!(chained.reported(), "");
    let (figures, ..) = chained.check();
    assert_eq!(figures.get("检查率").unwrap().value, Some(Value::Number(q("91.63"))));
    assert_eq!(figures.get("执法案件总数").unwrap().previous, Some(Value::Number(q("6200"))));
    // A part is missing, approximate, or wrong in another way.
    let without = |to: &str| {
        let left_out = District::new().with(SFJ, "  执法案件总数: 6283\n", "");
        left_out.with(SFJ, "行政检查数: 5757", to).codes()
    };
    assert_eq!(without("行政检查数: 5700多"), "E0301");
    assert_eq!(without("行政检查数: 5,757"), "E0403");
    assert_eq!(without("行政检查数:"), "E0301 E0304");
    // Two ways to the same total.
    let both = ruled(
        "名称: 另一合计, 类型: 合计, 合计: 执法案件总数, 分项: [行政检查数, 减少检查次数], 级别: 错误",
    );
    assert_eq!(both.with(SFJ, "  执法案件总数: 6283\n", "").codes(), "E0501");
}

fn q(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

#[test]
fn nothing_is_computed_from_values_that_nobody_typed() {
    let metric = |name: &str, default: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 件数{default}}}\n"
        )
    };
    let metrics = metric("甲", "") + &metric("乙", ", 缺省: 0") + &metric("丙", ", 缺省: 0");
    let district = ruled("名称: 甲合计, 类型: 合计, 合计: 甲, 分项: [乙, 丙], 级别: 错误").with(
        CATALOGUE,
        "指标:\n",
        &format!("指标:\n{metrics}"),
    );
    let (figures, ..) = district.check();
    assert_eq!(figures.get("甲").unwrap().value, None);
}

/// 示例区 with a metric that may be negative.
fn signed(kind: &str, unit: &str, typed: &str) -> District {
    let metric = format!(
        "指标:\n  - {{名称: 增减, 主题: 制度体系{unit}, 类型: {kind}, 责任部门: 区司法局, 必填: 选填, 口径: 增减, 范围: {{最小: -50, 最大: 100}}}}\n"
    );
    District::new()
        .with(CATALOGUE, "指标:\n", &metric)
        .with(SFJ, "  调委会数: 6", &format!("  调委会数: 6\n  增减: {typed}"))
        .with(SFJ, "建有调委会", "增减{{增减}}，建有调委会")
}

#[test]
fn a_range_below_zero_permits_a_sign() {
    for typed in ["-2.3", "−2.3", "约-2.3", "0", "2.3", "-50", "\"-2.3\""] {
        assert_eq!(signed("百分比", "", typed).codes(), "", "{typed}");
        assert_eq!(signed("数量", ", 单位: 万元", typed).codes(), "", "{typed}");
    }
    assert_eq!(signed("计数", ", 单位: 家", "-3").codes(), "");
    let mut reported = String::new();
    for typed in ["-50.1", "－2.3", "负2.3", "-2.3%", "（2.3）", "近-5", "-2.345"] {
        reported += &signed("百分比", "", typed).reported();
    }
    reported += &signed("计数", ", 单位: 家", "-3.5").reported();
    assert_data_eq!(
        reported,
        str![[r#"
E0414 区司法局.yaml:13:7 〔-50.1〕 “增减”超出范围
  核对数字和单位；口径确有变化的，在指标目录中修改“范围”
E0402 区司法局.yaml:13:7 〔－2.3〕 “增减”用了全角数字或者全角符号
  改为：增减: −2.3
E0406 区司法局.yaml:13:7 〔负2.3〕 “增减”用了汉字数字
  改为：增减: −2.3
E0405 区司法局.yaml:13:7 〔-2.3%〕 “增减”带了百分号
  改为：增减: −2.3
E0402 区司法局.yaml:13:7 〔（2.3）〕 “增减”加了括号
  改为：增减: 2.3；会计上用括号表示负数，确是负数的，在数前加负号
E0408 区司法局.yaml:13:7 〔近-5〕 “增减”是负数
  负数写成 -2.3 的样子，概数写成 约-2.3 的样子
E0413 区司法局.yaml:13:7 〔-2.345〕 “增减”的小数超过 2 位
  四舍五入，改为 −2.35
E0412 区司法局.yaml:13:7 〔-3.5〕 “增减”应当是整数
  单位是“家”，按个数填写整数

"#]]
    );
    // Without such a range nothing is negative.
    assert_eq!(codes(SFJ, "败诉数: 4", "败诉数: -4"), "E0408");
    let range = |range: &str| {
        District::new()
            .with(CATALOGUE, "口径: 一审结案数", &format!("口径: 一审结案数, 范围: {{{range}}}"))
            .codes()
    };
    assert_eq!(range("最小: -10, 最大: -20"), "E0209 E0414");
    assert_eq!(range("最小: 负十"), "E0209");
}

#[test]
fn rules_reckon_with_negative_numbers() {
    let metric = |name: &str| {
        format!(
            "  - {{名称: {name}, 主题: 制度体系, 单位: 家, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 家数, 范围: {{最小: -100}}}}\n"
        )
    };
    let metrics: String = ["净增", "一季净增", "二季净增"].map(metric).concat();
    let district = |values: [&str; 3]| {
        let [total, one, two] = values;
        let total = if total.is_empty() { String::new() } else { format!("  净增: {total}\n") };
        let typed = format!("  调委会数: 6\n{total}  一季净增: {one}\n  二季净增: {two}");
        ruled("名称: 净增合计, 类型: 合计, 合计: 净增, 分项: [一季净增, 二季净增], 级别: 错误")
            .with(CATALOGUE, "指标:\n", &format!("指标:\n{metrics}"))
            .with(SFJ, "  调委会数: 6", &typed)
            .with(SFJ, "建有调委会", "净增{{净增}}（{{一季净增}}、{{二季净增}}），建有调委会")
    };
    assert_eq!(district(["-2", "3", "-5"]).reported(), "");
    assert_data_eq!(
        district(["2", "3", "-5"]).shown(),
        str![[r#"
错误[E0501]: “净增”不等于分项之和
  --> data/2024/区司法局.yaml:13:7
   |
13 |   净增: 2
   |         ^ 合计 2
14 |   一季净增: 3
   |             - 分项
15 |   二季净增: -5
   |             -- 分项
   |
   = 算式: 3 + (−5) = −2，差 4
   = 规则: 净增合计：应当如此
   = 建议: 核对“净增”和各分项；各分项无误的，合计改为 −2，或者删去这一行由系统计算

"#]]
    );
    let computed = district(["", "-3", "-5"]);
    assert_eq!(computed.reported(), "");
    let (figures, ..) = computed.check();
    assert_eq!(figures.get("净增").unwrap().derivation, Derivation::Computed("(−3) + (−5)".into()));
    // Compared with last year by its size; a change in per cent of it cannot be said.
    let last = |value: &str| format!("部门: 区司法局\n年度: 2023\n指标:\n  净增: {value}\n");
    let change = |value: &str| {
        district(["-2", "3", "-5"])
            .with(SFJ, "净增{{净增}}", "净增{{净增}}，{{净增|同比}}")
            .file("data/2023/区司法局.yaml", &last(value))
    };
    assert_eq!(change("10").codes(), "E0601 E0603");
    assert_eq!(change("-2").codes(), "");
    assert_data_eq!(
        change("-3").reported(),
        str![[r#"
E0603 区司法局.yaml:23:14 〔{{净增|同比}}〕 “净增”没有可比的上年数 +〔-3〕
  删去“|同比”，直接写本年数

"#]]
    );
}

#[test]
fn approximate_values_break_a_rule_that_none_of_their_values_keeps() {
    let lost = |lost: &str| codes(SFJ, "败诉数: 4", &format!("败诉数: {lost}"));
    for number in ["约400", "近400", "400多", "超过400", "近41", "约41"] {
        assert!(lost(number).contains("E0504"), "{number}: {}", lost(number));
    }
    for number in ["约4", "近36", "约36", "近40", "约39", "30多", "超过30", "4余"] {
        assert!(!lost(number).contains("E0504"), "{number}: {}", lost(number));
        assert!(!lost(number).contains("E0414"), "{number}: {}", lost(number));
    }
    let rate = |rate: &str| codes(SFJ, "败诉数: 4", &format!("败诉数: 4\n  败诉率: {rate}"));
    for number in ["约50", "近50", "超过20", "约9", "近10"] {
        assert_eq!(rate(number), "E0502", "{number}");
    }
    for number in ["约11", "近12", "超过11", "10多", "约10.5", "11余"] {
        assert_eq!(rate(number), "E0510", "{number}");
    }
    let total = |total: &str| codes(SFJ, "案件总数: 6283", &format!("案件总数: {total}"));
    for number in ["近100", "约100", "5000多", "约7000", "近6000", "超过6300"] {
        assert_eq!(total(number), "E0501", "{number}");
    }
    for number in ["近6300", "约6300", "6000多", "6200余", "约6000", "超过6000"] {
        assert_eq!(total(number), "E0510", "{number}");
    }
    assert_eq!(codes(SFJ, "行政检查数: 5757", "行政检查数: 约8000"), "E0501");
    assert_eq!(codes(SFJ, "行政检查数: 5757", "行政检查数: 5000多"), "E0510");
    assert_eq!(codes(SFJ, "应述法人数: 42", "应述法人数: 近30"), "E0510 E0504");
}

#[test]
fn limits_of_approximate_values_are_shown() {
    let shown = District::new().with(SFJ, "案件总数: 6283", "案件总数: 近100").shown();
    assert!(shown.contains("近100 按 90 至 100 核对"), "{shown}");
    assert!(shown.contains("5757 + 526，合计却是 近100"), "{shown}");
}

#[test]
fn zero_has_no_digits_after_the_point() {
    let (figures, ..) = District::new().with(ZFB, "惠企资金: 约1.1", "惠企资金: 0.0000").check();
    let value = figures.get("惠企资金").and_then(|figure| figure.value.clone());
    let Some(Value::Number(quantity)) = value else { panic!("{value:?}") };
    assert_eq!(quantity.with_unit("亿元"), "0亿元");
}

#[test]
fn last_years_numbers_are_taken_from_their_department_alone() {
    let form = |department: &str, metrics: &str| {
        format!("部门: {department}\n年度: 2023\n指标:\n{metrics}")
    };
    let stranger = form("区城管局", "  行政处罚数: 600\n");
    let alone = District::new().file("data/2023/区城管局.yaml", &stranger);
    let own = form("区司法局", "  行政处罚数: 520\n");
    let both = District::new()
        .file("data/2023/区城管局.yaml", &stranger)
        .file("data/2023/区司法局.yaml", &own);
    let previous = |district: &District| {
        let (figures, ..) = district.check();
        let figure = figures.get("行政处罚数").and_then(|figure| figure.previous.clone());
        figure.map(|previous| match previous {
            Value::Number(number) => number.to_string(),
            other => panic!("{other:?}"),
        })
    };
    assert_eq!((alone.codes().as_str(), previous(&alone)), ("E0605", None));
    assert_eq!((both.codes().as_str(), previous(&both)), ("E0605", Some("520".into())));
    let misnamed = form("区城管局", "  行政处罚数: 520\n");
    for text in [misnamed, form("区城管局", "  联查次数: 50\n")] {
        let district = District::new().file("data/2023/区司法局.yaml", &text);
        assert_eq!((district.codes().as_str(), previous(&district)), ("E0605", None), "{text}");
        let (figures, ..) = district.check();
        let other = figures.get("联查次数").and_then(|figure| figure.previous.clone());
        assert_eq!(other, None, "{text}");
    }
}
