//! The rules of the catalogue against fractions of any size: for random figures, exactly the rules
//! that do not hold by an independent computation are reported.

use std::collections::BTreeSet;

use nianbao::files::Files;
use nianbao::{Options, examine};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

const PROFILE: &str = "发文机关: 示例市示例区人民政府\n主送机关: [区人大常委会]\n\
    印发机关: 示例市示例区人民政府办公室\n版式: luojiang\n部门:\n  - 名称: 区司法局\n";

/// The metrics of amounts; 率 is a percentage.
const NAMES: [&str; 19] = [
    "总额",
    "一项",
    "二项",
    "三项",
    "部分",
    "全部",
    "左一",
    "左二",
    "右",
    "同一",
    "同二",
    "收入",
    "结余",
    "支出",
    "余额",
    "变动额",
    "期初额",
    "存量额",
    "增加额",
];

const RULES: &str = "勾稽规则:
  - {名称: 甲, 类型: 合计, 合计: 总额, 分项: [一项, 二项, 三项], 级别: 错误, 说明: 试}
  - {名称: 乙, 类型: 比率, 比率: 率, 分子: 部分, 分母: 全部, 小数位: 2, 级别: 错误, 说明: 试}
  - {名称: 丙, 类型: 不大于, 左: [左一, 左二], 右: [右], 级别: 错误, 说明: 试}
  - {名称: 丁, 类型: 相等, 指标: [同一, 同二], 级别: 错误, 说明: 试}
  - {名称: 戊, 类型: 平衡, 左: [收入, 结余], 右: [支出, 余额], 级别: 错误, 说明: 试}
  - {名称: 己, 类型: 同比, 指标: [变动额], 幅度: 50, 级别: 错误, 说明: 试}
  - {名称: 庚, 类型: 结转, 期初: 期初额, 期末: 期末额, 级别: 错误, 说明: 试}
  - {名称: 辛, 类型: 滚存, 存量: 存量额, 增加: [增加额], 减少: [减少额], 级别: 错误, 说明: 试}
  - {名称: 壬, 类型: 零则零, 若: 若数, 则: 则数, 级别: 错误, 说明: 试}
";

/// Amounts in ten-thousandths.
#[derive(Debug, Clone)]
struct Case {
    values: Vec<u64>,
    last: [u64; 3],
    others: [u64; 4],
    /// Which of the relations are made to hold, before a few are moved by the least amount.
    holds: u32,
    moved: u32,
}

fn shown(ten_thousandths: u64) -> String {
    format!("{}.{:04}", ten_thousandths / 10_000, ten_thousandths % 10_000)
}

fn fraction(ten_thousandths: u64) -> BigRational {
    BigRational::new(BigInt::from(ten_thousandths), BigInt::from(10_000))
}

fn whole(number: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

fn whole_of(number: &BigInt) -> BigRational {
    BigRational::from_integer(number.clone())
}

/// Rounded half up to hundredths; of numbers that are not negative.
fn hundredths(value: &BigRational) -> BigInt {
    (value * whole(100) + BigRational::new(BigInt::from(1), BigInt::from(2))).floor().to_integer()
}

impl Case {
    /// This year's figures, some of which are made to fit.
    fn figures(&self) -> (Vec<u64>, [u64; 3], String) {
        let mut values = self.values.clone();
        let [last_changed, last_closing, last_stock] = self.last;
        let mut others = [self.others[1], self.others[2], self.others[3]];
        let does = |at: u32| self.holds >> at & 1 == 1;
        let moved = |at: u32| u64::from(self.moved >> at & 1);
        if does(0) {
            values[0] = values[1] + values[2] + values[3] + moved(0);
        }
        if does(2) {
            values[8] = (values[6] + values[7]).saturating_sub(moved(2));
        }
        if does(3) {
            values[10] = values[9] + moved(3);
        }
        if does(4) {
            values[14] = (values[11] + values[12]).saturating_sub(values[13]) + moved(4);
        }
        if does(5) {
            values[15] = last_changed + last_changed / 2 + moved(5);
        }
        if does(6) {
            values[16] = last_closing + moved(6);
        }
        if does(7) {
            values[17] = (last_stock + values[18]).saturating_sub(others[0]) + moved(7);
        }
        if does(8) {
            others[1] = 0;
            others[2] = moved(8);
        }
        let rate = match values[5] {
            0 => BigInt::from(0),
            all => hundredths(&(fraction(values[4]) * whole(100) / fraction(all))),
        };
        let rate = if does(1) {
            rate + BigInt::from(moved(1))
        } else {
            BigInt::from(self.others[0] % 30_000)
        };
        let rate: u64 = rate.try_into().unwrap();
        (values, others, format!("{}.{:02}", rate / 100, rate % 100))
    }

    /// The codes of the rules that do not hold.
    fn expected(&self) -> BTreeSet<&'static str> {
        let (values, [less, when, then], rate) = self.figures();
        let value = |at: usize| fraction(values[at]);
        let [last_changed, last_closing, last_stock] = self.last.map(fraction);
        let rate: BigInt = rate.replace('.', "").parse().unwrap();
        // Rounded to nothing or all is only what is just that; a rate near it gets more digits.
        let rate_fits = values[5] == 0 || {
            let exact = value(4) * whole(100) / value(5);
            let is_limit = [0, 10_000].map(BigInt::from).contains(&rate);
            hundredths(&exact) == rate && (!is_limit || exact * whole(100) == whole_of(&rate))
        };
        let change = (value(15) - &last_changed) * whole(100);
        let limit = &last_changed * whole(50);
        let held = [
            ("E0501", value(0) == value(1) + value(2) + value(3)),
            ("E0502", rate_fits),
            ("E0503", values[5] != 0),
            ("E0504", value(6) + value(7) <= value(8)),
            ("E0505", value(9) == value(10)),
            ("E0513", value(11) + value(12) == value(13) + value(14)),
            ("E0601", change <= limit && -change <= limit),
            ("E0606", value(16) == last_closing),
            ("E0607", value(17) == last_stock + value(18) - fraction(less)),
            ("E0508", when != 0 || then == 0),
        ];
        held.into_iter().filter(|(_, holds)| !holds).map(|(code, _)| code).collect()
    }

    fn files(&self) -> Files {
        let (values, [less, when, then], rate) = self.figures();
        let mut catalogue =
            "主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]\n指标:\n".to_owned();
        let others = ["期末额", "减少额", "若数", "则数"];
        for name in NAMES.iter().chain(&others) {
            catalogue += &format!(
                "  - {{名称: {name}, 主题: 依法履职, 单位: 万元, 类型: 数量, 小数位: 4, 责任部门: 区司法局, 必填: 选填, 口径: 全年}}\n"
            );
        }
        catalogue += "  - {名称: 率, 主题: 依法履职, 类型: 百分比, 小数位: 2, 责任部门: 区司法局, 必填: 选填, 口径: 全年, 范围: {最小: 0, 最大: 100000000000000000000}}\n";
        catalogue += RULES;
        let mut now = "部门: 区司法局\n年度: 2024\n指标:\n".to_owned();
        for (name, value) in NAMES.iter().zip(&values) {
            now += &format!("  {name}: {}\n", shown(*value));
        }
        now += &format!(
            "  减少额: {}\n  若数: {}\n  则数: {}\n  率: {rate}\n",
            shown(less),
            shown(when),
            shown(then)
        );
        let [changed, closing, stock] = self.last.map(shown);
        let before = format!(
            "部门: 区司法局\n年度: 2023\n指标:\n  变动额: {changed}\n  期末额: {closing}\n  存量额: {stock}\n"
        );
        Files::default()
            .with_unsaved("data/profile.yaml", PROFILE)
            .with_unsaved("data/catalogue.yaml", catalogue)
            .with_unsaved("data/2024/report.yaml", "年度: 2024\n")
            .with_unsaved("data/2024/区司法局.yaml", now)
            .with_unsaved("data/2023/report.yaml", "年度: 2023\n")
            .with_unsaved("data/2023/区司法局.yaml", before)
    }
}

/// Small amounts, so that some agree by chance, and very large ones.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![3 => 0u64..40_000, 1 => Just(0), 1 => 0u64..1_000_000_000_000_000]
}

fn case() -> impl Strategy<Value = Case> {
    let values = prop::collection::vec(amount(), NAMES.len());
    let last = [amount(), amount(), amount()];
    let others = [amount(), amount(), amount(), amount()];
    (values, last, others, any::<u32>(), any::<u32>(), any::<u32>()).prop_map(
        |(values, last, others, holds, one, other)| Case {
            values,
            last,
            others,
            holds,
            moved: one & other,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn just_the_rules_that_do_not_hold_are_reported(case in case()) {
        let all = ["E0501", "E0502", "E0503", "E0504", "E0505", "E0513", "E0601", "E0606", "E0607", "E0508"];
        let examined = examine(case.files(), 2024, &Options::default());
        let found: BTreeSet<&str> = examined
            .findings
            .iter()
            .map(|found| found.code.name())
            .filter(|code| all.contains(code))
            .collect();
        prop_assert!(examined.year.is_some(), "{:?}", examined.findings);
        prop_assert_eq!(found, case.expected(), "{:?}", case.figures());
    }
}
