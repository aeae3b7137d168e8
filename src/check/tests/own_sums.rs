//! Totals of 各部门 of which each department gives the total, or its parts, or less.

use proptest::{prop_assert, prop_assert_eq, proptest};

use super::*;

/// What one department typed: the total, and each of the parts.
type Typed = [Option<u32>; 3];

const NAMES: [&str; 3] = ["检查总数", "现场检查数", "书面检查数"];

const FILES: [(&str, &str); 4] = [
    ("data/2024/区政府办.yaml", "区政府办"),
    ("data/2024/区司法局.yaml", "区司法局"),
    ("data/2024/区城管局.yaml", "区城管局"),
    ("data/2024/区民政局.yaml", "区民政局"),
];

/// 检查总数 of two parts, a sum of it with 走访数, the district's collected figure, and a share of it.
/// `need` is that of 检查总数. The first department's text prints `text`.
fn inspected(need: &str, typed: [Typed; 4], collected: &str, text: &str) -> District {
    let metric = |name: &str, owner: &str, need: &str| {
        format!(
            "  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: {owner}, 必填: {need}, 口径: 件数}}\n"
        )
    };
    let metrics = [
        metric(NAMES[0], "各部门", need),
        metric(NAMES[1], "各部门", "选填"),
        metric(NAMES[2], "各部门", "选填"),
        metric("走访数", "各部门", "选填").replace("口径: 件数", "口径: 件数, 缺省: 0"),
        metric("检查走访数", "各部门", "选填"),
        metric("全区检查数", "区司法局", "选填"),
        metric("立案数", "区司法局", "选填"),
        "  - {名称: 立案率, 主题: 行政执法, 类型: 百分比, 责任部门: 区司法局, 必填: 选填, 口径: 率}\n"
            .to_owned(),
    ];
    let rules = "勾稽规则:
  - {名称: 检查走访, 类型: 合计, 合计: 检查走访数, 分项: [检查总数, 走访数], 级别: 错误, 说明: 如此}
  - {名称: 检查合计, 类型: 合计, 合计: 检查总数, 分项: [现场检查数, 书面检查数], 级别: 错误, 说明: 如此}
  - {名称: 检查数汇总, 类型: 汇总, 汇总: 全区检查数, 分项: 检查总数, 级别: 错误, 说明: 如此}
  - {名称: 立案, 类型: 比率, 比率: 立案率, 分子: 立案数, 分母: 检查总数, 小数位: 2, 级别: 错误, 说明: 如此}
";
    let mut district = District::new()
        .with(CATALOGUE, "指标:\n", &format!("指标:\n{}", metrics.concat()))
        .with(CATALOGUE, "勾稽规则:\n", rules)
        .file(FILES[3].0, "部门: 区民政局\n年度: 2024\n指标:\n")
        .with(SFJ, "录入案件{{执法案件总数}}。", &format!("录入案件{{{{执法案件总数}}}}{text}。"))
        .with(SFJ, "指标:\n", &format!("指标:\n{collected}"));
    for ((file, _), own) in FILES.into_iter().zip(typed) {
        let lines = NAMES
            .into_iter()
            .zip(own)
            .filter_map(|(name, value)| Some(format!("  {name}: {}\n", value?)));
        district = district.with(file, "指标:\n", &format!("指标:\n{}", lines.collect::<String>()));
    }
    district
}

fn value(figures: &Figures, name: &str) -> Option<String> {
    match figures.get(name)?.value.as_ref()? {
        Value::Number(quantity) => Some(quantity.value.normalize().to_string()),
        _ => None,
    }
}

fn errors(district: &District) -> String {
    let (_, findings, sources) = district.check();
    let errors = findings.iter().filter(|found| found.is_error());
    errors.map(|one| text::render(one, &sources, false)).collect::<Vec<_>>().join("\n\n")
}

/// 7 alone, 5 + 6, nothing, and 3 + 4.
const MIXED: [Typed; 4] =
    [[Some(7), None, None], [None, Some(5), Some(6)], [None; 3], [None, Some(3), Some(4)]];

const PRINTED: &str = "，各部门共检查{{检查总数|合计}}";

#[test]
fn the_total_of_all_is_the_sum_of_each_departments_own_whether_typed_or_computed() {
    let district = inspected("选填", MIXED, "  立案数: 5\n", PRINTED);
    assert_eq!(errors(&district), "");
    let (figures, ..) = district.check();
    assert_eq!(value(&figures, "检查总数").as_deref(), Some("25"));
    let figure = figures.get("检查总数").unwrap();
    assert_eq!(figure.derivation, Derivation::Computed("7 + 11 + 7".to_owned()));
    let own = figure.parts.iter().map(|part| (part.department.as_str(), part.derivation.clone()));
    let computed = |formula: &str| Derivation::Computed(formula.to_owned());
    assert_eq!(
        own.collect::<Vec<_>>(),
        [
            ("区政府办", Derivation::Reported),
            ("区司法局", computed("5 + 6")),
            ("区民政局", computed("3 + 4")),
        ]
    );
    // What is made of it.
    assert_eq!(value(&figures, "检查走访数").as_deref(), Some("25"));
    assert_eq!(value(&figures, "立案率").as_deref(), Some("20"));
    for (total, found) in [("25", false), ("18", true)] {
        let typed = format!("  全区检查数: {total}\n");
        let shown = errors(&inspected("选填", MIXED, &typed, PRINTED));
        assert_eq!(shown.contains("错误[E0506]"), found, "{shown}");
    }
}

#[test]
fn a_department_that_gave_one_part_alone_has_no_total_and_none_is_printed() {
    let mut typed = MIXED;
    typed[3] = [None, Some(3), None];
    let district = inspected("选填", typed, "  立案数: 5\n", PRINTED);
    let (figures, ..) = district.check();
    for name in ["检查总数", "检查走访数", "立案率", "全区检查数"] {
        assert_eq!(value(&figures, name), None, "{name}");
    }
    let shown = errors(&district);
    assert_eq!(shown.matches("错误[").count(), 1, "{shown}");
    assert!(shown.contains("错误[E0706]: 引用的指标“检查总数”没有数"), "{shown}");
    assert!(shown.contains("区民政局缺“书面检查数”"), "{shown}");
    // What is computed of it names the same gap.
    for text in ["，共{{检查走访数|合计}}", "，立案率{{立案率}}"] {
        let shown = errors(&inspected("选填", typed, "  立案数: 5\n", text));
        assert!(
            shown.contains("错误[E0706]") && shown.contains("区民政局缺“书面检查数”"),
            "{shown}"
        );
    }
    // Rules that need it wait for the part, and a total of the district is not refused.
    let district = inspected("选填", typed, "  全区检查数: 25\n", "");
    assert_eq!(errors(&district), "");
    assert!(
        district.shown().contains("区民政局的书面检查数 → 检查合计、检查数汇总"),
        "{}",
        district.shown()
    );
    // The others print their own.
    let own = inspected("选填", typed, "", "，本局检查{{检查总数}}");
    assert_eq!(errors(&own), "");
}

#[test]
fn an_approximate_part_of_one_department_leaves_the_total_open() {
    let district = inspected("选填", MIXED, "", PRINTED);
    let district = district.with(FILES[3].0, "现场检查数: 3", "现场检查数: 约30");
    let (figures, ..) = district.check();
    assert_eq!(value(&figures, "检查总数"), None);
    let shown = errors(&district);
    assert!(shown.contains("错误[E0706]") && shown.contains("是概数，不能计算"), "{shown}");
}

#[test]
fn a_total_that_is_owed_is_asked_of_each_department_that_gave_neither_it_nor_its_parts() {
    let district = inspected("必填", MIXED, "", "");
    let (figures, ..) = district.check();
    assert_eq!(value(&figures, "检查总数"), None);
    assert_eq!(value(&figures, "全区检查数"), None);
    let shown = errors(&district);
    assert_eq!(shown.matches("错误[").count(), 1, "{shown}");
    assert!(shown.contains("区城管局.yaml"), "{shown}");
    assert!(shown.contains("错误[E0301]: 必填指标“检查总数”没有填报"), "{shown}");
    assert!(shown.contains("或者填齐分项“现场检查数”“书面检查数”，由程序算出"), "{shown}");
    // Nobody gave anything: each is asked.
    let shown = errors(&inspected("必填", [[None; 3]; 4], "", ""));
    assert_eq!(shown.matches("错误[E0301]").count(), 4, "{shown}");
    // One part is not enough.
    let mut typed = MIXED;
    typed[2] = [None, Some(3), None];
    let shown = errors(&inspected("必填", typed, "", ""));
    assert_eq!(shown.matches("错误[").count(), 1, "{shown}");
    assert!(shown.contains("或者补填分项“书面检查数”，由程序算出"), "{shown}");
    typed[2] = [None, Some(3), Some(0)];
    let district = inspected("必填", typed, "", "");
    assert_eq!(errors(&district), "");
    assert_eq!(value(&district.check().0, "全区检查数").as_deref(), Some("28"));
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn the_printed_total_is_that_of_all_departments_or_the_gap_is_named(
        choices in proptest::array::uniform4((0_u8..6, 0_u32..50, 0_u32..50)),
    ) {
        let typed = choices.map(|(choice, one, two)| match choice {
            0 => [Some(one), None, None],
            1 | 2 => [None, Some(one), Some(two)],
            3 => [Some(one + two), Some(one), Some(two)],
            4 => [None; 3],
            // Now and then a part alone, of either kind, also beside the total.
            _ if one % 3 == 0 => [None, Some(one), None],
            _ if one % 3 == 1 => [None, None, Some(two)],
            _ => [Some(one + two), Some(one), None],
        });
        let district = inspected("选填", typed, "", PRINTED);
        let (figures, ..) = district.check();
        let shown = errors(&district);
        let own = typed.map(|own| match own {
            [Some(total), ..] => Some(Some(total)),
            [None, Some(one), Some(two)] => Some(Some(one + two)),
            [None, None, None] => None,
            _ => Some(None),
        });
        let gaps = own.iter().zip(FILES).filter(|(own, _)| **own == Some(None));
        let gaps: Vec<&str> = gaps.map(|(_, (_, name))| name).collect();
        let sum: u32 = own.iter().flatten().flatten().sum();
        let printed = value(&figures, "检查总数");
        if gaps.is_empty() && own.iter().any(Option::is_some) {
            prop_assert_eq!(printed, Some(sum.to_string()));
            prop_assert_eq!(value(&figures, "检查走访数"), Some(sum.to_string()));
            prop_assert_eq!(&shown, "");
        } else {
            prop_assert_eq!(printed, None);
            prop_assert!(shown.contains("E0706"), "{}", shown);
            for gap in gaps {
                prop_assert!(shown.contains(&format!("{gap}缺“")), "{}", shown);
            }
        }
    }
}
