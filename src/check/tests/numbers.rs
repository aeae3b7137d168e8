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
