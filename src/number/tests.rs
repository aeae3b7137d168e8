use std::slice;

use rust_decimal::Decimal;

use super::*;

mod exact;

fn q(text: &str) -> Quantity {
    Quantity::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

fn d(text: &str) -> Decimal {
    q(text).value
}

#[test]
fn numbers_print_as_typed() {
    for text in
        ["0", "121", "5484.1213", "约1.1", "近50", "超过30", "400多", "120余", "1.10", "0.5"]
    {
        assert_eq!(q(text).to_string(), text);
    }
    assert_eq!(q("超30").to_string(), "超过30");
}

#[test]
fn units_stand_where_they_are_read() {
    assert_eq!(q("24").with_unit("家"), "24家");
    assert_eq!(q("约1.1").with_unit("亿元"), "约1.1亿元");
    assert_eq!(q("400多").with_unit("条"), "400多条");
    assert_eq!(q("120余").with_unit("家"), "120余家");
    assert_eq!(q("近50").with_unit("次"), "近50次");
    assert_eq!(q("90多").with_unit("%"), "90%多");
    for (value, unit, shown) in [
        ("500多", "万元", "500多万元"),
        ("3多", "万条", "3万多条"),
        ("1.2余", "万亿元", "1.2万亿余元"),
        ("12余", "家", "12余家"),
        ("约1.2", "万条", "约1.2万条"),
    ] {
        assert_eq!(q(value).with_unit(unit), shown);
    }
    assert_eq!(q("92.7203").rounded(2).with_unit("%"), "92.72%");
    assert_eq!(q("100.00").rounded(2).with_unit("%"), "100%");
    assert_eq!(q("11.115").rounded(2).with_unit("%"), "11.12%");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of texts and their faults")]
fn faults_are_named_and_corrected() {
    use NumberReason::*;
    for (text, reason, correction) in [
        ("", Empty, None),
        ("  ", Empty, None),
        ("待补", Placeholder, None),
        ("（待补）", Placeholder, None),
        ("XX", Placeholder, None),
        ("××", Placeholder, None),
        ("TODO", Placeholder, None),
        ("暂无", Placeholder, None),
        ("—", Placeholder, None),
        ("-", Placeholder, None),
        ("1 661", Blank, Some("1661")),
        ("10OO", Letters("OO".into()), Some("1000")),
        ("l2o", Letters("lo".into()), Some("120")),
        ("10OO件", Unit("件".into()), Some("1000")),
        ("12l", Unit("l".into()), Some("12")),
        ("'1000", Extra("'".into()), Some("1000")),
        (" 7", Blank, Some("7")),
        ("１６６１", FullWidth, Some("1661")),
        ("１．１", FullWidth, Some("1.1")),
        ("1。1", FullWidth, Some("1.1")),
        ("1,661", ThousandsSeparator, Some("1661")),
        ("１，６６１", ThousandsSeparator, Some("1661")),
        ("1,234,567.8", ThousandsSeparator, Some("1234567.8")),
        ("1,66", ThousandsSeparator, None),
        ("121,122", ThousandsSeparator, Some("121122")),
        ("121，122", ThousandsSeparator, None),
        ("1，661", ThousandsSeparator, Some("1661")),
        ("92.72%", PercentSign, Some("92.72")),
        ("１００％", PercentSign, Some("100")),
        ("一百二十", ChineseNumeral, Some("120")),
        ("廿四", ChineseNumeral, Some("24")),
        ("5千", ChineseNumeral, Some("5000")),
        ("约1.5千", ChineseNumeral, Some("约1500")),
        ("5千余", ChineseNumeral, Some("5000余")),
        ("5千三", ChineseNumeral, None),
        ("5757 5758", Blank, None),
        ("1 661 234", Blank, Some("1661234")),
        ("卅", ChineseNumeral, Some("30")),
        ("（24）", Bracketed, Some("24")),
        ("(24)", Bracketed, Some("24")),
        ("（２４）", FullWidth, Some("24")),
        ("（24件）", Unit("件".into()), Some("24")),
        ("24（其中上年6）", Note, Some("24")),
        ("24（节约）", Note, Some("24")),
        ("1.13（约）", ApproximationWord, Some("约1.13")),
        ("403（约数）", ApproximationWord, Some("约403")),
        ("约403（概数）", ApproximationWord, Some("约403")),
        ("2.4（万）", Unit("万".into()), Some("2.4")),
        ("十", ChineseNumeral, Some("10")),
        ("三十多", ChineseNumeral, Some("30多")),
        ("一点一", ChineseNumeral, Some("1.1")),
        ("二〇二四", ChineseNumeral, Some("2024")),
        ("百分之九十", ChineseNumeral, Some("90")),
        ("1661件", Unit("件".into()), Some("1661")),
        ("1661 件", Unit("件".into()), Some("1661")),
        ("１，６６１件", Unit("件".into()), Some("1661")),
        ("约1.1亿元", Unit("亿元".into()), Some("约1.1")),
        ("400多条", Unit("条".into()), Some("400多")),
        ("12万", Unit("万".into()), Some("12")),
        ("-5", Negative, None),
        ("负5", Negative, None),
        ("1e3", Exponent, Some("1000")),
        ("007", LeadingZeros, Some("7")),
        ("00", LeadingZeros, Some("0")),
        ("00.5", LeadingZeros, Some("0.5")),
        ("约100多", DoubledApproximation, None),
        ("约１００多", DoubledApproximation, None),
        ("100左右", ApproximationWord, Some("约100")),
        ("逾30", ApproximationWord, Some("超过30")),
        ("将近50", ApproximationWord, Some("近50")),
        ("100+", ApproximationWord, Some("超过100")),
        ("99999999999999999999999999999999", TooLong, None),
        (".5", NotNumber, Some("0.5")),
        ("5.", NotNumber, Some("5")),
        ("+5", NotNumber, Some("5")),
        ("数百", ApproximationWord, None),
        ("不清楚", NotNumber, None),
        ("来不及统计", NotNumber, None),
        ("1/2", Several, None),
        ("121 122", Blank, None),
        ("121\n122", LineBreak, None),
        ("121\n件", Unit("件".into()), Some("121")),
        ("783/", Extra("/".into()), Some("783")),
        ("783！", Extra("！".into()), Some("783")),
        ("783=", Extra("=".into()), Some("783")),
        ("783//", Extra("//".into()), Some("783")),
        ("783／人", Unit("/人".into()), Some("783")),
        ("121 ,122", Blank, None),
        ("121, 122", Blank, None),
        ("12 1件", Blank, None),
        (".", Placeholder, None),
        ("__", Placeholder, None),
        ("【待补】", Placeholder, None),
        ("(待补)", Placeholder, None),
        ("待补充。", Placeholder, None),
        ("不少于121", ApproximationWord, None),
        ("121以上", ApproximationWord, None),
        ("121件以上", ApproximationWord, None),
        ("十几", ApproximationWord, None),
        ("几十件", ApproximationWord, None),
        ("一半", ApproximationWord, None),
        ("上百", ApproximationWord, None),
        ("近50左右", ApproximationWord, None),
        ("约121件左右", Unit("件".into()), Some("约121")),
        ("3百2", ChineseNumeral, None),
        ("2千5", ChineseNumeral, None),
        ("一百五", ChineseNumeral, None),
        ("一千五", ChineseNumeral, None),
        ("百十", ChineseNumeral, None),
        ("二三", ChineseNumeral, None),
        ("二三十件", ChineseNumeral, None),
        ("二三万", ChineseNumeral, None),
        ("一万二", ChineseNumeral, None),
        ("1万2千元", ChineseNumeral, None),
        ("壹佰贰拾壹", ChineseNumeral, Some("121")),
        ("共121件", Unit("件".into()), Some("121")),
        ("人民币5484万元", Unit("万元".into()), Some("5484")),
        ("共121", Extra("共".into()), Some("121")),
        ("121、", Extra("、".into()), Some("121")),
        ("121；", Extra("；".into()), Some("121")),
        ("提高11%", NotNumber, None),
        ("（其中诉前100万元）", NotNumber, None),
        ("2025年2月13日", NotNumber, None),
        ("1.2亿余元", Unit("亿元".into()), Some("1.2余")),
        ("5484万多元", Unit("万元".into()), Some("5484多")),
        ("121件多", Unit("件".into()), Some("121多")),
        ("12万余", Unit("万".into()), Some("12余")),
        ("11%多", PercentSign, Some("11多")),
        ("11.11个百分点", Unit("个百分点".into()), Some("11.11")),
        ("121件/次", Unit("件/次".into()), Some("121")),
        ("5484.1213（万元）", Unit("万元".into()), Some("5484.1213")),
        ("—121", Negative, None),
        ("121#件", Remark("件".into()), Some("121")),
        ("121# 件", Remark("件".into()), Some("121")),
        ("121　# 件", Remark("件".into()), Some("121")),
        ("121 // 件", Remark("件".into()), Some("121")),
        ("121 ＃ 件", Remark("件".into()), Some("121")),
        ("121#122", Several, None),
        ("121#", Extra("#".into()), Some("121")),
        ("#REF!", SpreadsheetError, None),
        ("#N/A", SpreadsheetError, None),
        ("####", SpreadsheetError, None),
        ("是", NotNumber, None),
    ] {
        let fault = Quantity::parse(text).expect_err(text);
        assert_eq!(fault.reason, reason, "{text}");
        let meant = match fault.meant.as_slice() {
            [one] => Some(one.to_string()),
            _ => None,
        };
        assert_eq!(meant.as_deref(), correction, "{text}");
    }
}

#[test]
fn a_unit_is_kept_whatever_else_is_repaired() {
    for (text, number, unit) in [
        ("5千元", "5000", "元"),
        ("一亿元", "1", "亿元"),
        ("五十亿元", "50", "亿元"),
        ("十二万", "12", "万"),
        ("三人", "3", "人"),
        ("百分之十二", "12", "%"),
        ("01.5万", "1.5", "万"),
        (".5件", "0.5", "件"),
        ("一成", "1", "成"),
        ("121", "121", ""),
    ] {
        let fault = Quantity::parse(text);
        let (meant, typed) = match &fault {
            Ok(quantity) => (slice::from_ref(quantity), ""),
            Err(fault) => (fault.meant.as_slice(), fault.unit.as_str()),
        };
        assert_eq!((meant, typed), ([q(number)].as_slice(), unit), "{text}");
    }
}

#[test]
fn of_two_words_either_may_be_meant() {
    for (text, one, other) in [
        ("约100多", "约100", "100多"),
        ("约十余", "约10", "10余"),
        ("约5千余万元", "约5000", "5000余"),
    ] {
        let fault = Quantity::parse(text).expect_err(text);
        assert_eq!(fault.reason, NumberReason::DoubledApproximation);
        assert_eq!(fault.meant, [q(one), q(other)]);
    }
}

#[test]
fn chinese_numerals() {
    for (n, text) in [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (2024, "二千零二十四"),
        (9999, "九千九百九十九"),
        (10000, "10000"),
    ] {
        assert_eq!(chinese_numeral(n), text);
    }
    for n in 1..=9999 {
        assert_eq!(read_chinese(&chinese_numeral(n)), Some(n.to_string()));
    }
}

#[test]
fn units_convert_exactly() {
    assert_eq!(convert(d("1.1"), "亿元", "万元"), Some(d("11000")));
    assert_eq!(convert(d("5484.1213"), "万元", "元"), Some(d("54841213")));
    assert_eq!(convert(d("54841213"), "元", "亿元"), Some(d("0.54841213")));
    assert_eq!(convert(d("3"), "公顷", "平方米"), Some(d("30000")));
    assert_eq!(convert(d("12"), "人", "人次"), None);
    assert_eq!(convert(d("12"), "件", "件"), Some(d("12")));
    assert_eq!(kind_of_unit("万人次"), "人次");
    assert_eq!(kind_of_unit("亿元"), "元");
    assert_eq!(kind_of_unit("万"), "万");
}

#[test]
fn as_many_digits_as_show_what_is_over() {
    let over = |part, whole, limit| {
        percentage_over(d(part), d(whole), d(limit)).map(|rate| rate.to_string())
    };
    assert_eq!(over("61", "60", "50").as_deref(), Some("101.7"));
    assert_eq!(over("5004", "10000", "50").as_deref(), Some("50.04"));
    assert_eq!(over("1", "2", "50"), None);
    assert_eq!(over("1", "0", "50"), None);
}

#[test]
fn change_on_last_year() {
    let count = |now, before| change(q(now), q(before), None);
    let rate = |now, before| change(q(now), q(before), Some(2));
    assert_eq!(count("9", "8").as_deref(), Some("增长12.5%"));
    assert_eq!(count("969", "1000").as_deref(), Some("下降3.1%"));
    assert_eq!(count("8", "8.0").as_deref(), Some("与上年持平"));
    assert_eq!(count("10001", "10000").as_deref(), Some("与上年基本持平"));
    assert_eq!(count("8", "0"), None);
    assert_eq!(count("0", "0.0").as_deref(), Some("与上年持平"));
    assert_eq!(count("约8", "4"), None);
    assert_eq!(rate("92.72", "91.5").as_deref(), Some("提高1.22个百分点"));
    assert_eq!(rate("11.11", "12").as_deref(), Some("下降0.89个百分点"));
    assert_eq!(rate("100", "100.00").as_deref(), Some("与上年持平"));
}

#[test]
fn signed_numbers_are_read_where_they_may_be() {
    for (text, printed) in [
        ("-2.3", "−2.3"),
        ("−2.3", "−2.3"),
        ("约-2.3", "约−2.3"),
        ("2.3", "2.3"),
        ("约2.3", "约2.3"),
        ("-0", "0"),
        ("-0.0", "0.0"),
        ("400多", "400多"),
    ] {
        let read = Quantity::parse_signed(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!(read.to_string(), printed, "{text}");
        assert_eq!(Quantity::parse_signed(&read.to_string()), Ok(read), "{text}");
    }
    assert_eq!(q("5").with_unit("%"), "5%");
    assert_eq!(Quantity::parse_signed("-2.3").unwrap().with_unit("%"), "−2.3%");
    for (text, meant) in [
        ("－2.3", Some("−2.3")),
        ("—2.3", Some("−2.3")),
        ("负2.3", Some("−2.3")),
        ("- 2.3", Some("−2.3")),
        ("-2.3%", Some("−2.3")),
        ("-1,661", Some("−1661")),
        ("-5多", None),
        ("近-5", None),
        ("--5", None),
        ("-", None),
        ("负", None),
    ] {
        let fault = Quantity::parse_signed(text).expect_err(text);
        let offered = match fault.meant.as_slice() {
            [one] => Some(one.to_string()),
            _ => None,
        };
        assert_eq!(offered.as_deref(), meant, "{text}: {fault:?}");
    }
}

proptest::proptest! {
    #[test]
    fn what_is_proposed_for_any_text_can_be_read(text in "[0-9０-９一二十百千万点约近超多余,，.。%件e +-]{0,12}|.{0,12}") {
        let meant = Quantity::parse(&text).map_or_else(|fault| fault.meant, |read| vec![read]);
        for quantity in meant {
            proptest::prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        }
    }

    #[test]
    fn what_is_printed_is_read_again(value in 0u64.., scale in 0u32..9, approx in 0usize..5) {
        let value = Decimal::from_i128_with_scale(i128::from(value), scale);
        let approx = [Approx::Exact, Approx::About, Approx::Nearly, Approx::Over, Approx::More][approx];
        let quantity = Quantity { value, approx };
        proptest::prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
    }
}

#[test]
fn signs_beside_a_number_are_named_and_two_numbers_are_called_so() {
    let read = |text: &str| Quantity::parse(text).unwrap_err();
    for (text, signs) in [
        ("783-", "-"),
        ("783*", "*"),
        ("*783", "*"),
        ("783?", "?"),
        ("783？", "？"),
        ("783－", "－"),
        ("783①", "①"),
        ("783&", "&"),
        ("^783", "^"),
    ] {
        let fault = read(text);
        assert_eq!(fault.reason, NumberReason::Extra(signs.to_owned()), "{text}");
        assert_eq!(fault.meant, [q("783")], "{text}");
        // Nobody knows what the sign was to say, so it is no certain correction.
        assert!(fault.says_more, "{text}");
    }
    for text in ["783/784", "783、784", "783~800", "783至800", "783*2", "783-800"] {
        assert_eq!(read(text).reason, NumberReason::Several, "{text}");
    }
    assert_eq!(read("783‰").reason, NumberReason::Unit("‰".to_owned()));
    for text in ["≥783", ">=783", "≤783", "<783"] {
        assert_eq!(read(text).reason, NumberReason::ApproximationWord, "{text}");
    }
    for text in ["1.2.3", "-", "?", "甲783乙", "1.2.3/4", "..", "783.."] {
        assert!(Quantity::parse(text).is_err(), "{text}");
    }
}
