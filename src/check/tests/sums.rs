//! Sums: two of them that are equal, those that are computed, and the one message for a slip.

use proptest::{prop_assert_eq, proptest};

use super::*;

/// With counts of 区司法局, each with its value.
fn counted(metrics: &[(&str, &str)]) -> District {
    let metric = |(name, _): &(&str, &str)| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 件数}}\n"
        )
    };
    let value = |(name, value): &(&str, &str)| format!("  {name}: {value}\n");
    let catalogue: String = metrics.iter().map(metric).collect();
    let typed: String = metrics.iter().filter(|(_, value)| !value.is_empty()).map(value).collect();
    District::new().with(CATALOGUE, "指标:\n", &format!("指标:\n{catalogue}")).with(
        SFJ,
        "指标:\n",
        &format!("指标:\n{typed}"),
    )
}

/// The same with rules.
fn ruled_counts(metrics: &[(&str, &str)], rules: &[&str]) -> District {
    let rule = |rule: &&str| format!("  - {{{rule}, 级别: 错误, 说明: 应当如此}}\n");
    let rules: String = rules.iter().map(rule).collect();
    counted(metrics).with(CATALOGUE, "勾稽规则:\n", &format!("勾稽规则:\n{rules}"))
}

const MZJ: &str = "data/2024/区民政局.yaml";

const BALANCE: &str = "名称: 收结平衡, 类型: 平衡, 左: [新收, 上年结转], 右: [办结, 结转下年]";

/// The codes without the hint that nothing prints the metrics.
fn codes(district: &District) -> String {
    let codes = district.codes();
    codes.split(' ').filter(|code| *code != "E0724").collect::<Vec<_>>().join(" ")
}

/// Each is the sum of the two behind it: what it is computed from is counted once.
#[test]
fn sums_of_sums_cost_what_their_figures_do() {
    let names: Vec<String> = (0..100).map(|at| format!("第{at}级")).collect();
    let rules: Vec<String> = (0..98)
        .map(|at| {
            let [total, one, other] = [at, at + 1, at + 2].map(|at| &names[at]);
            format!("名称: 链{at}, 类型: 合计, 合计: {total}, 分项: [{one}, {other}]")
        })
        .collect();
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    let mut metrics: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    metrics[98].1 = "1";
    metrics[99].1 = "1";
    let first = |district: &District| {
        let (figures, ..) = district.check();
        match figures.get("第0级")?.value.as_ref()? {
            Value::Number(quantity) => Some(quantity.value.to_string()),
            _ => None,
        }
    };
    let value = Some("354224848179261915075".to_owned());
    assert_eq!(first(&ruled_counts(&metrics, &rules)), value);
    // The same of each department, of which one did not report the last.
    for last in ["1", ""] {
        metrics[99].1 = last;
        let district = ruled_counts(&metrics, &rules);
        let every = names.iter().fold(district, |district, name| {
            let [of_one, of_every] = ["区司法局", "各部门"].map(|owner| {
                format!("{{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: {owner},")
            });
            district.with(CATALOGUE, &of_one, &of_every)
        });
        assert_eq!(first(&every), value.clone().filter(|_| last == "1"));
    }
}

#[test]
fn both_sides_of_a_balance_are_marked_with_their_sums() {
    let district = ruled_counts(
        &[("新收", "3119"), ("上年结转", "34"), ("办结", "3050"), ("结转下年", "102")],
        &[BALANCE],
    );
    let shown = district.shown();
    let (_, shown) = shown.split_once("错误[E0513]").unwrap();
    assert_data_eq!(
        shown,
        str![[r#"
: “新收、上年结转”之和不等于“办结、结转下年”之和
 --> data/2024/区司法局.yaml:4:7
  |
4 |   新收: 3119
  |         ^^^^ 左边 3119件
5 |   上年结转: 34
  |             -- 左边 34件
6 |   办结: 3050
  |         ---- 右边 3050件
7 |   结转下年: 102
  |             --- 右边 102件
  |
  = 算式: 左边 3119 + 34 = 3153，右边 3050 + 102 = 3152，差 1
  = 规则: 收结平衡：应当如此
  = 建议: 核对两边的数：两边之和应当相等

"#]]
    );
}

#[test]
fn approximate_and_missing_operands_leave_a_balance_open() {
    let with = |values: [&str; 4]| {
        let names = ["新收", "上年结转", "办结", "结转下年"];
        let metrics: Vec<(&str, &str)> = names.into_iter().zip(values).collect();
        codes(&ruled_counts(&metrics, &[BALANCE]))
    };
    assert_eq!(with(["50", "4", "50", "4"]), "");
    assert_eq!(with(["50多", "4", "50", "4"]), "E0513");
    assert_eq!(with(["50多", "4", "50", "6"]), "E0510");
    assert_eq!(with(["约50", "4", "40", "4"]), "E0513");
    assert_eq!(with(["约50", "4", "45", "4"]), "E0510");
    assert_eq!(with(["50", "", "50", "4"]), "E0510");
    let quiet = format!("{BALANCE}, 缺数: 不提示");
    let metrics = [("新收", "50"), ("上年结转", ""), ("办结", "50"), ("结转下年", "4")];
    assert_eq!(codes(&ruled_counts(&metrics, &[&quiet])), "");
    let defaulted = ruled_counts(&metrics, &[BALANCE]).with(
        CATALOGUE,
        "名称: 上年结转, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 件数",
        "名称: 上年结转, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 件数, 缺省: 0",
    );
    assert_eq!(codes(&defaulted), "E0513");
}

#[test]
fn one_slip_in_a_part_breaks_what_is_computed_of_it_and_is_told_once() {
    // 办结 is computed of its two parts; the first part is held against another figure as well.
    let with = |first: &str| {
        let metrics = [
            ("新收", "53"),
            ("上年结转", "0"),
            ("办结", ""),
            ("结转下年", "0"),
            ("予以公开", first),
            ("不予公开", "32"),
            ("网上公开", "20"),
            ("窗口公开", "1"),
        ];
        let rules = [
            BALANCE,
            "名称: 办结构成, 类型: 合计, 合计: 办结, 分项: [予以公开, 不予公开]",
            "名称: 公开方式, 类型: 合计, 合计: 予以公开, 分项: [网上公开, 窗口公开]",
        ];
        ruled_counts(&metrics, &rules)
    };
    assert_eq!(codes(&with("21")), "");
    assert_eq!(codes(&with("12")), "E0501");
    assert!(with("12").shown().contains("收结平衡也不成立，多半是同一处差错"));
}

/// With a figure of 各部门 that is owed, and one of the district that is their sum.
fn collected(need: &str, first: &str, second: &str, total: &str) -> District {
    let metric = |name: &str, owner: &str, need: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: {owner}, 必填: {need}, 口径: 件数}}\n"
        )
    };
    let metrics = metric("各自新收", "各部门", need) + &metric("全区新收", "区司法局", "必填");
    let rule = "  - {名称: 新收汇总, 类型: 汇总, 汇总: 全区新收, 分项: 各自新收, 级别: 错误, 说明: 应当如此}\n";
    let typed = |value: &str| match value {
        "" => String::new(),
        value => format!("  各自新收: {value}\n"),
    };
    District::new()
        .with(CATALOGUE, "指标:\n", &format!("指标:\n{metrics}"))
        .with(CATALOGUE, "勾稽规则:\n", &format!("勾稽规则:\n{rule}"))
        .with(SFJ, "指标:\n", &format!("指标:\n{}{total}", typed(first)))
        .with(CGJ, "指标:\n", &format!("指标:\n{}", typed(second)))
        .with(ZFB, "指标:\n", "指标:\n  各自新收: 5\n")
        .file(MZJ, "部门: 区民政局\n年度: 2024\n指标:\n  各自新收: 0\n")
}

#[test]
fn a_collected_total_is_computed_where_every_part_is_owed() {
    let district = collected("必填", "3", "4", "");
    assert_eq!(codes(&district), "");
    let (figures, ..) = district.check();
    let total = figures.get("全区新收").unwrap();
    assert_eq!(total.value, Some(Value::Number(Quantity::exact(12.into()))));
    assert_eq!(total.derivation, Derivation::Computed("5 + 3 + 4 + 0".to_owned()));
    // Typed, it is checked as before.
    assert_eq!(codes(&collected("必填", "3", "4", "  全区新收: 12\n")), "");
    assert_eq!(codes(&collected("必填", "3", "4", "  全区新收: 13\n")), "E0506");
    // A part that is missing is told, and the total not computed of the others unseen.
    assert!(codes(&collected("必填", "3", "", "")).contains("E0301"));
    assert_eq!(codes(&collected("选填", "3", "", "")), "E0301");
}

#[test]
fn a_slip_of_a_department_is_told_there_and_not_again_of_the_sum() {
    let metric = |name: &str, owner: &str, need: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: {owner}, 必填: {need}, 口径: 件数}}\n"
        )
    };
    let of_each = ["各自新收", "各自办结", "各自结转"].map(|name| metric(name, "各部门", "必填"));
    let of_all = ["全区新收", "全区办结", "全区结转"].map(|name| metric(name, "区司法局", "选填"));
    let collected = ["新收", "办结", "结转"].map(|name| {
        format!("  - {{名称: {name}汇总, 类型: 汇总, 汇总: 全区{name}, 分项: 各自{name}, 级别: 错误, 说明: 应当如此}}\n")
    });
    let balances = ["各自", "全区"].map(|of| {
        format!("  - {{名称: {of}平衡, 类型: 平衡, 左: [{of}新收], 右: [{of}办结, {of}结转], 级别: 错误, 说明: 应当如此}}\n")
    });
    let typed = |[one, two, three]: [&str; 3]| {
        format!("指标:\n  各自新收: {one}\n  各自办结: {two}\n  各自结转: {three}\n")
    };
    let with = |own: [&str; 3]| {
        District::new()
            .with(CATALOGUE, "指标:\n", &format!("指标:\n{}{}", of_each.concat(), of_all.concat()))
            .with(
                CATALOGUE,
                "勾稽规则:\n",
                &format!("勾稽规则:\n{}{}", collected.concat(), balances.concat()),
            )
            .with(SFJ, "指标:\n", &typed(own))
            .with(CGJ, "指标:\n", &typed(["5", "3", "2"]))
            .with(ZFB, "指标:\n", &typed(["0", "0", "0"]))
            .file(MZJ, &format!("部门: 区民政局\n年度: 2024\n{}", typed(["1", "1", "0"])))
    };
    assert_eq!(codes(&with(["7", "6", "1"])), "");
    let slip = with(["7", "9", "1"]);
    assert_eq!(codes(&slip), "E0513");
    let shown = slip.shown();
    assert!(shown.contains("区司法局：“各自新收”不等于“各自办结、各自结转”之和"), "{shown}");
    assert!(shown.contains("全区平衡也不成立，多半是同一处差错"), "{shown}");
}

#[test]
fn sums_of_other_departments_are_not_compared() {
    let with = |last: &str, text: &str| {
        collected("选填", "3", "4", "  全区新收: 12\n")
            .with(SFJ, "录入案件{{执法案件总数}}。", text)
            .file("data/2023/区司法局.yaml", "部门: 区司法局\n年度: 2023\n指标:\n  各自新收: 30\n")
            .file("data/2023/区政府办.yaml", "部门: 区政府办\n年度: 2023\n指标:\n  各自新收: 5\n")
            .file("data/2023/区城管局.yaml", "部门: 区城管局\n年度: 2023\n指标:\n  各自新收: 4\n")
            .file("data/2023/区民政局.yaml", last)
    };
    let all = "部门: 区民政局\n年度: 2023\n指标:\n  各自新收: 0\n";
    let none = "部门: 区民政局\n年度: 2023\n";
    let text = "录入案件{{执法案件总数}}，新收同比{{各自新收|合计|同比}}。";
    // 12 after 39, and 3 after 30: the department's own is asked about, and so the sum is not.
    assert_eq!(codes(&with(all, text)), "E0601");
    // Without one of the departments the sums are of others; what each compares is its own.
    let found = with(none, text);
    assert_eq!(codes(&found), "E0601 E0603");
    let shown = found.shown();
    assert!(shown.contains("两年填报的部门不同，两个合计不能比"), "{shown}");
    assert!(shown.contains("只有本年填报: 区民政局"), "{shown}");
    let own = "录入案件{{执法案件总数}}，新收同比{{各自新收|同比}}。";
    assert_eq!(codes(&with(none, own)), "E0601");
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn a_balance_holds_just_where_the_integers_do(
        values in proptest::array::uniform3(0_u32..50),
        last in 0_u32..150,
        hits: bool,
    ) {
        let [one, two, three] = values;
        // Every other time the sides are equal, where they can be.
        let last = if hits { (one + two).saturating_sub(three) } else { last };
        let texts = [one, two, three, last].map(|value| value.to_string());
        let [one_text, two_text, three_text, last_text] = &texts;
        let district = ruled_counts(
            &[("新收", one_text), ("上年结转", two_text), ("办结", three_text), ("结转下年", last_text)],
            &[BALANCE],
        );
        let is_equal = one + two == three + last;
        prop_assert_eq!(codes(&district), if is_equal { "" } else { "E0513" });
    }
}

/// With two counts that each department owes, and their sum; 区司法局 and 区城管局 typed these.
fn owed(rule: &str, first: &str, second: &str) -> District {
    let metric = |name: &str, need: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: {need}, 口径: 各报各的}}\n"
        )
    };
    let metrics = metric("许可数", "必填") + &metric("处罚数", "必填") + &metric("办件数", "选填");
    District::new()
        .with(CATALOGUE, "指标:\n", &format!("指标:\n{metrics}"))
        .with(CATALOGUE, "勾稽规则:\n", &format!("勾稽规则:\n{rule}"))
        .with(ZFB, "指标:\n", "指标:\n  许可数: 1\n  处罚数: 1\n")
        .with("profile.yaml", "  - {名称: 区民政局}\n", "")
        .with(SFJ, "指标:\n", &format!("指标:\n{first}"))
        .with(CGJ, "指标:\n", &format!("指标:\n{second}"))
}

const BUSINESS: &str =
    "  - {名称: 办件, 类型: 合计, 合计: 办件数, 分项: [许可数, 处罚数], 级别: 错误, 说明: 如此}\n";

#[test]
fn a_sum_has_no_value_where_a_department_that_owes_its_part_has_not_reported_it() {
    let values = |district: &District| {
        let (figures, findings, _) = district.check();
        let has_value = |name| figures.get(name).is_some_and(|figure| figure.value.is_some());
        let wanted = findings.iter().filter(|found| found.code.name() == "E0301");
        let wanted: Vec<String> = wanted.map(|found| found.message.clone()).collect();
        (["许可数", "处罚数", "办件数"].map(has_value), wanted.join("\n"))
    };
    let whole = owed(BUSINESS, "  许可数: 1\n  处罚数: 2\n", "  许可数: 3\n  处罚数: 4\n");
    assert_eq!(values(&whole), ([true, true, true], String::new()));
    let partial = owed(BUSINESS, "  许可数: 1\n  处罚数: 2\n", "  处罚数: 4\n");
    let wanted = "必填指标“许可数”没有填报".to_owned();
    assert_eq!(values(&partial), ([false, true, false], wanted));
}

#[test]
fn a_total_that_one_department_typed_is_its_own_and_not_that_of_all() {
    let district = |total: u32| {
        let own = format!("  许可数: 1\n  处罚数: 2\n  办件数: {total}\n");
        owed(BUSINESS, &own, "  许可数: 3\n  处罚数: 4\n")
    };
    let (figures, findings, _) = district(3).check();
    let codes: Vec<_> = findings.iter().map(|found| found.code.name()).collect();
    assert!(!codes.contains(&"E0501"), "{codes:?}");
    let value = figures.get("办件数").and_then(|figure| figure.value.clone());
    assert_eq!(value, Some(Value::Number(Quantity::exact(12.into()))));
    let wrong = district(4).reported();
    assert_eq!(wrong.matches("E0501").count(), 1, "{wrong}");
    assert!(wrong.contains("区司法局：“办件数”不等于分项之和"), "{wrong}");
}

const BUSINESS_BALANCE: &str =
    "  - {名称: 办件, 类型: 合计, 合计: 办件数, 分项: [许可数, 处罚数], 级别: 错误, 说明: 如此}
  - {名称: 收办平衡, 类型: 平衡, 左: [收件数], 右: [办件数], 级别: 错误, 说明: 如此}
";

/// As [`owed`], with a count that must be as large as the sum, which is owed too.
fn balanced(first: &str, second: &str) -> District {
    let owed_too = "  - {名称: 收件数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 必填, 口径: 各报各的}\n";
    owed(BUSINESS_BALANCE, first, second)
        .with(CATALOGUE, "指标:\n", &format!("指标:\n{owed_too}"))
        .with(
            CATALOGUE,
            "{名称: 办件数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填,",
            "{名称: 办件数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 必填,",
        )
        .with(ZFB, "指标:\n", "指标:\n  收件数: 2\n")
}

#[test]
fn what_must_hold_of_a_computed_sum_is_looked_at_in_each_department() {
    let right = balanced(
        "  许可数: 1\n  处罚数: 2\n  收件数: 3\n",
        "  许可数: 3\n  处罚数: 4\n  收件数: 7\n",
    );
    assert_eq!(codes(&right), "");
    let (figures, ..) = right.check();
    let figure = figures.get("办件数").unwrap();
    assert_eq!(figure.derivation, Derivation::Computed("5 + 7".to_owned()));
    let of_each = figure.parts.iter().map(|part| (part.department.as_str(), &part.derivation));
    let computed = |formula: &str| Derivation::Computed(formula.to_owned());
    let (one, two, three) = (computed("1 + 1"), computed("1 + 2"), computed("3 + 4"));
    assert_eq!(
        of_each.collect::<Vec<_>>(),
        [("区政府办", &one), ("区司法局", &two), ("区城管局", &three)]
    );
    // Two slips that cancel each other in the sum of all.
    let slips = balanced(
        "  许可数: 1\n  处罚数: 2\n  收件数: 4\n",
        "  许可数: 3\n  处罚数: 4\n  收件数: 6\n",
    );
    assert_eq!(codes(&slips), "E0513 E0513");
    let shown = slips.shown();
    assert!(shown.contains("区司法局：“收件数”不等于“办件数”"), "{shown}");
    assert!(shown.contains("区城管局：“收件数”不等于“办件数”"), "{shown}");
    // One that does not is told of its department, and not again of all.
    let slip = balanced(
        "  许可数: 1\n  处罚数: 2\n  收件数: 4\n",
        "  许可数: 3\n  处罚数: 4\n  收件数: 7\n",
    );
    assert_eq!(codes(&slip), "E0513");
    assert!(slip.shown().contains("区司法局：“收件数”不等于“办件数”"));
}

#[test]
fn a_computed_sum_is_not_asked_of_those_who_left_it_out_where_one_typed_it() {
    let with = |typed: &str, second: &str| {
        let first = format!("  许可数: 1\n  处罚数: 2\n  收件数: 3\n{typed}");
        balanced(&first, second)
    };
    let second = "  许可数: 3\n  处罚数: 4\n  收件数: 7\n";
    assert_eq!(codes(&with("  办件数: 3\n", second)), "");
    assert_eq!(codes(&with("  办件数: 4\n", second)), "E0501");
    // A part that is missing is asked for, and neither the sum nor what it is held against.
    for typed in ["", "  办件数: 3\n"] {
        let partial = with(typed, "  处罚数: 4\n  收件数: 7\n");
        assert_eq!(codes(&partial), "E0301", "{typed}");
        assert!(partial.shown().contains("必填指标“许可数”没有填报"));
    }
}

#[test]
fn a_sum_of_many_numbers_is_marked_at_the_first() {
    let names: Vec<String> = (1..=5).map(|number| format!("分项{number}")).collect();
    let parts = names.join(", ");
    let rules = [
        format!("名称: 合计, 类型: 合计, 合计: 总数, 分项: [{parts}]"),
        "名称: 平衡, 类型: 平衡, 左: [总数], 右: [对照数]".to_owned(),
    ];
    let mut metrics: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    metrics.extend([("总数", ""), ("对照数", "6")]);
    let shown = ruled_counts(&metrics, &rules.each_ref().map(String::as_str)).shown();
    assert_eq!(shown.matches("个数算得").count(), 1, "{shown}");
    assert!(shown.contains("左边 5件（由这里起的 5 个数算得）"), "{shown}");
}

#[test]
fn what_one_department_did_not_report_last_year_is_said_to_be_missing() {
    let stock =
        "  - {名称: 许可结转, 类型: 结转, 期初: 许可数, 期末: 处罚数, 级别: 错误, 说明: 如此}\n";
    let both = "  许可数: 1\n  处罚数: 2\n";
    let last = |department: &str, metric: &str| {
        format!("部门: {department}\n年度: 2023\n指标:\n  {metric}: 1\n")
    };
    let district = owed(stock, both, both)
        .file("data/2023/区司法局.yaml", &last("区司法局", "处罚数"))
        .file("data/2023/区城管局.yaml", &last("区城管局", "许可数"));
    let shown = district.shown();
    assert!(shown.contains("= 缺: 上年的区城管局的处罚数 → 许可结转"), "{shown}");
}

#[test]
fn a_member_that_is_written_and_left_empty_is_no_other() {
    let with = |typed: &str| {
        let metric = "  - {名称: 复议数, 主题: 行政执法, 单位: 件, 类型: 计数, 维度: 结果, 责任部门: 区司法局, 必填: 选填, 口径: 件数}\n";
        let district = District::new()
            .with(
                CATALOGUE,
                "指标:\n",
                &format!("维度:\n  结果: [维持, {{其他: [撤回, 驳回]}}, 纠正]\n指标:\n{metric}"),
            )
            .with(SFJ, "指标:\n", &format!("指标:\n  复议数: {typed}\n"));
        codes(&district)
    };
    assert_eq!(with("{纠正: 2, 其余: 0}"), "");
    assert_eq!(with("{维持: , 纠正: 2, 其余: 0}"), "E0421");
    assert_eq!(with("{其他: , 纠正: 2, 其余: 0}"), "E0421");
    assert_eq!(with("{其他: {撤回: , 其余: 0}, 纠正: 2, 其余: 0}"), "E0421");
}

/// A total of two parts, each by applicants, as its owner typed them.
fn by_applicant(owner: &str, [total, one, other]: [&str; 3], typed: &str) -> District {
    let metric = |name: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 维度: 申请人, 责任部门: {owner}, 必填: 选填, 口径: 件数}}\n"
        )
    };
    let metrics = [total, one, other].map(metric).concat();
    let rule = format!(
        "勾稽规则:\n  - {{名称: 各项之和, 类型: 合计, 合计: {total}, 分项: [{one}, {other}], 级别: 错误, 说明: 应当如此}}\n"
    );
    let dimension = "维度:\n  申请人: {成员: [自然人, 企业], 总计: 总计}\n";
    District::new()
        .with(CATALOGUE, "指标:\n", &format!("{dimension}指标:\n{metrics}"))
        .with(CATALOGUE, "勾稽规则:\n", &rule)
        .with(SFJ, "指标:\n", &format!("指标:\n{typed}"))
}

#[test]
fn a_total_that_was_typed_over_is_told_once_though_a_rule_adds_it_to_others() {
    let with = |owner: &str, total: &str| {
        let typed = format!(
            "  国家秘密: {{自然人: 1, 企业: 2{total}}}\n  内部信息: {{自然人: 3, 企业: 4}}\n"
        );
        codes(&by_applicant(owner, ["不予公开数", "国家秘密", "内部信息"], &typed))
    };
    for owner in ["各部门", "区司法局"] {
        assert_eq!(with(owner, ""), "", "{owner}");
        assert_eq!(with(owner, ", 总计: 3"), "", "{owner}");
        assert_eq!(with(owner, ", 总计: 5"), "E0501", "{owner}");
    }
}

#[test]
fn a_total_that_was_typed_stands_for_those_that_are_computed_of_it() {
    let typed = "  办结数: {自然人: 5}\n  公开数: {自然人: 1, 企业: 2}\n  不予公开数: {自然人: 3, 企业: 4}\n";
    for owner in ["各部门", "区司法局"] {
        let district = by_applicant(owner, ["办结数", "公开数", "不予公开数"], typed);
        let shown = district.shown();
        assert_eq!(shown.matches("E0501").count(), 1, "{shown}");
        assert!(shown.contains("“办结数·自然人”不等于分项之和"), "{shown}");
        assert!(shown.contains("合计改为 4"), "{shown}");
    }
}

#[test]
fn a_total_that_is_owed_and_has_an_approximate_part_is_told_at_the_part() {
    let metric = |name: &str, need: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: {need}, 口径: 件数}}\n"
        )
    };
    let metrics = [("办结数", "必填"), ("公开数", "必填"), ("不予公开数", "必填")];
    let metrics = metrics.map(|(name, need)| metric(name, need)).concat();
    let rule = "名称: 办结合计, 类型: 合计, 合计: 办结数, 分项: [公开数, 不予公开数], 级别: 错误, 说明: 应当如此";
    let district = District::new()
        .with(CATALOGUE, "指标:\n", &format!("指标:\n{metrics}"))
        .with(CATALOGUE, "勾稽规则:\n", &format!("勾稽规则:\n  - {{{rule}}}\n"))
        .with(SFJ, "指标:\n", "指标:\n  公开数: 约20\n  不予公开数: 3\n")
        .with(CGJ, "指标:\n", "指标:\n  公开数: 1\n  不予公开数: 3\n");
    let shown = district.shown();
    let told = "必填指标“办结数”算不出来，分项“公开数”是概数";
    assert!(shown.contains(told) && !shown.contains("“办结数”没有填报"), "{shown}");
}
