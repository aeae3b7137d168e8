use super::*;
use crate::number::kind_of_unit;

fn scanned(text: &str) -> Vec<Run<'_>> {
    let units = ["件", "次", "家", "个", "人", "人次", "项", "条", "万元", "%"];
    let phrases = ["十一个坚持".to_owned(), "1个窗口".to_owned()];
    let is_unit = |word: &str| units.iter().any(|unit| kind_of_unit(unit) == kind_of_unit(word));
    Runs::new(&phrases, is_unit).scan(text, &[])
}

/// The runs that nobody owns, small Chinese numerals aside.
fn unowned(text: &str) -> String {
    let found = scanned(text);
    let found = found.into_iter().filter(|run| run.owner.is_none() && !run.is_small_numeral());
    found.map(|run| text[run.range].to_owned()).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_nobody_owns_is_found() {
    for (text, expected) in [
        ("走访企业24家、收到1,661件，", "24家 1,661件"),
        ("覆盖120多家企业，约1.1亿元，３件", "120多家 1.1亿元 ３件"),
        ("培训300人次、500元、2万平方米", "300人次 500元 2万平方米"),
        ("败诉率11.11%，提高2个百分点，100％", "11.11% 2个百分点 100％"),
        ("选聘58名，立案1834起、35宗，12支", "58名 1834起 35宗 12支"),
        ("群众9成满意，投入200万，占1/3", "9成 200万 1/3"),
        ("共百分之九十，办理二千六百件，3所5辆", "百分之九十 二千六百件 3所 5辆"),
        ("累计受理1834，其中", "1834"),
        ("超过九成、近三千人次，百余件，万余名", "九成 三千人次 百余件 万余名"),
        ("共二千六百。十二个点位、四十多家", "二千六百 十二个 四十多家"),
        ("受理24\n件，得0.5分，2024.05万元", "24\n件 0.5分 2024.05万元"),
        ("长度2.5公里，10万余字，5万余亩，12km", "2.5公里 10万余字 5万余亩 12km"),
        ("得95.5分，目前58名，10—20%", "95.5分 58名 10—20%"),
        ("“没有收尾3次\n\n”", "3次"),
        ("三万五千名，一亿二千万元", "三万五千名 一亿二千万元"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
}

#[test]
fn values_are_read_with_their_scales() {
    let read = |text| {
        let typed: Vec<String> = scanned(text)
            .into_iter()
            .map(|run| {
                let value = run.value.map_or("?".into(), |value| value.normalize().to_string());
                format!("{}={value}{}", &text[run.range], run.unit)
            })
            .collect();
        typed.join(" ")
    };
    assert_eq!(read("宣传3万余人次，追回20万余元"), "3万余人次=30000人次 20万余元=200000元");
    assert_eq!(read("2千余家，3万多人次"), "2千余家=2000家 3万多人次=30000人次");
    assert_eq!(read("1.1亿余元，5百家"), "1.1亿余元=110000000元 5百家=500家");
    assert_eq!(read("二千六百件，三万五千名"), "二千六百件=2600件 三万五千名=35000名");
    assert_eq!(read("百分之九十，九成，建成六个"), "百分之九十=90% 九成=90% 六个=6个");
}

#[test]
fn owners() {
    use RunOwner::*;
    for (text, owner) in [
        ("2024年", Date),
        ("２０２４年度", Date),
        ("12月4日", Date),
        ("3季度", Date),
        ("“十四五”12·4", Date),
        ("12.4国家宪法日", Date),
        ("2024-05-30", Date),
        ("2024.5.30", Date),
        ("2024.01—2024.12", Date),
        ("2024-12", Date),
        ("GB 50016-2014", Code),
        ("（2024）闽0503行初12号", Document),
        ("编号001", Document),
        ("0跑腿、0差评", Phrase),
        ("迈入3.0时代", Phrase),
        ("2025—2027年", Date),
        ("（2024—2025）", Date),
        ("1至11月", Date),
        ("2024版", Date),
        ("8:30—17:30", Clock),
        ("上午9时", Clock),
        ("9点30分", Clock),
        ("3个工作日", Span),
        ("10余个工作日", Span),
        ("20多天", Span),
        ("60周岁", Span),
        ("3万小时", Span),
        ("第3次", Ordinal),
        ("第 3 次", Ordinal),
        ("第2、3项", Ordinal),
        ("第10至12条", Ordinal),
        ("附件1", Ordinal),
        ("（1）", Ordinal),
        ("1.健全机制。2.完善", Ordinal),
        ("前3名", Ordinal),
        ("改革6.0版", Ordinal),
        ("〔2025〕14号", Document),
        ("38号令", Document),
        ("12345热线", Document),
        ("12345、12348", Document),
        ("110接处警", Document),
        ("电话：0595-22630000", Document),
        ("2号楼301会议室", Document),
        ("324国道", Document),
        ("国道324线", Document),
        ("“1个窗口、1套材料”", Quotation),
        ("《三年行动计划（3次）》", Quotation),
        ("《甲“3次”乙》", Quotation),
        ("推行1个窗口", Phrase),
        ("世界500强", Phrase),
        ("90后", Phrase),
        ("最多跑1次", Phrase),
        ("1对1", Phrase),
        ("按照2:3:5的比例", Phrase),
        ("7×24", Phrase),
        ("1+N", Code),
        ("1+6+N", Code),
        ("5+2", Code),
        ("GB/T 9704—2012", Code),
        ("DB35/T 1234-2020", Code),
        ("G324、5G、A4、24h", Code),
        ("http://www.a.cn/2024/1.htm", Code),
    ] {
        let found = scanned(text);
        let owners: Vec<Option<RunOwner>> = found.iter().map(|run| run.owner).collect();
        assert!(!owners.is_empty(), "{text}");
        let all = owners.iter().all(|found| *found == Some(owner));
        assert!(all, "{text}: {owners:?}");
    }
}

#[test]
fn numerals_that_are_words_make_no_run() {
    for text in [
        "八五普法、十四五、十五五规划，三官一律、一村一法律顾问、一次办成",
        "百日攻坚、千家万户、万无一失、十分重要、百姓、万众一心、千方百计、百年大计",
        "十八大、二十大和二十届三中全会精神，第十二届、第十五条、第十一、十二条",
        "一个中心、三级网络、一楼大厅、两法衔接、三个窗口、四类人员、五方面",
        "数十家企业，几百人，上千次，成百上千，百名法官进百企，千名干部下基层",
        "二〇二四年，三十年，十余年，四十五天，十五个工作日，十八周岁，前十名",
        "三分之一，百分之百，大约三分之二，一成不变，三成员单位",
        "坚持十一个坚持，十部门联合印发，三百六十行，走近千家万户",
    ] {
        assert_eq!(unowned(text), "", "{text}");
    }
}

#[test]
fn ways_of_speaking_and_names_hold_no_number() {
    for text in [
        "十个手指弹钢琴，付出一百二十分努力、百分之二百的努力，十二分的热情",
        "二十四字人民调解工作法，十六字方针，开展十个一活动，推进十个一批",
        "引进5000万元以上项目、十亿元以上的产业，培育百人以上企业、三百人以上规模企业",
        "成为十成的放心区",
    ] {
        assert_eq!(unowned(text), "", "{text}");
    }
    for (text, expected) in [
        ("得一百二十分，撰写三千字，建成十个一级园区", "一百二十 三千字 十个"),
        ("占百分之十二，投资5000万元以上的案件", "百分之十二 5000万元"),
        ("三成五案件，九成三名群众，占三成五是外地人", "三成五 九成 三成五"),
        ("受理1'234件，1’234’567件，5‘12", "1'234件 1’234’567件 5 12"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let rough = |text: &str| scanned(text).iter().all(|run| run.is_rough(text));
    assert!(rough("近百场宣讲、逾千人次、约万名"));
    for text in ["近千万元", "近三百场", "共百场", "百余场", "近100场"] {
        assert!(!rough(text), "{text}");
    }
}

#[test]
fn names_of_days_places_standards_and_products_hold_no_number() {
    for text in [
        "双11期间开展监管，双12期间，618购物节，618期间，12·12期间",
        "阳光城2期、万福社区8组、锦绣花园3期、安吉南路58号3层、工业区B区12栋",
        "110与12345对接联动机制，开展119消防日活动，启动119宣传，110、119、120联动",
        "开展3.15、12.4、6.26等节点宣传，执行JGJ 59-2011、JGJ/T 46-2005、GB 50016-2014、HJ 2.1-2016",
        "1.5公里应急圈，充电桩（7千瓦），2.0方案，3.0行动，2.0版",
        "停用Windows 10系统，7×24小时值守，电话0595-22630000、邮编362000",
    ] {
        assert_eq!(unowned(text), "", "{text}");
    }
    for (text, expected) in [
        ("培训12期，开展培训2期", "12期 2期"),
        ("建成小区12栋，装机58千瓦，累计受理120，", "12栋 58千瓦 120"),
        ("全长1.5公里，办理JGJ 59件，结对12对", "1.5公里 59件 12对"),
        ("分5组、评得9.5，加装3层", "5组 9.5 3层"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
}

#[test]
fn numbers_in_other_signs_are_found() {
    for (text, expected) in [
        ("办结1O件、1OO件、l2件，查处I0起", "1O件 1OO件 l2件 I0起"),
        ("收集5k条、5w元、5W元", "5k条 5w元 5W元"),
        ("办结二O件、一OO件、二〇件、一〇八件", "二O件 一OO件 二〇件 一〇八件"),
        ("办结③件，办结⑳件，占½、¾，办结Ⅻ件", "③件 ⑳件 ½ ¾ Ⅻ件"),
        ("投入壹佰万元、贰拾叁万元，叁万元", "壹佰万元 贰拾叁万元 叁万元"),
        ("办结（58）件，办结[58]件，办结12:58件", "（58）件 [58]件 12:58"),
        ("全年累计服务5800小时，志愿服务时长120小时", "5800小时 120小时"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let values: Vec<_> = scanned("1O件5k条一OO件贰拾叁万元").iter().map(|run| run.value).collect();
    assert_eq!(values, [10, 5000, 100, 230_000].map(|value| Some(Decimal::from(value))));
}

#[test]
fn signs_at_the_beginning_of_a_clause_count_and_those_of_a_list_do_not() {
    for (text, expected) in [
        ("，⑫家企业参与，⒓家，⓬件", "⑫家 ⒓家 ⓬件"),
        ("受理㊿件，Ⅻ家企业参与，受理㈩件、𝟕件，𝟕𝟖𝟑家企业", "㊿件 Ⅻ家 ㈩件 𝟕件 𝟕𝟖𝟑家"),
        ("受理XII件、走访XIV家，٧٨٣家企业", "XII件 XIV家 ٧٨٣家"),
        ("①家家有人管；②名师带徒，③条块结合；④起重作业。⑤次日反馈", ""),
        ("启动IV级响应，受理XX件，5m²户型，VIP个案，㊀名额分配", ""),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
}

#[test]
fn shares_and_decimals_in_chinese_are_found() {
    for (text, expected) in [
        ("增长百分之五点六，百分之九办结", "百分之五点六 百分之九"),
        ("增长百分之百，办结率达百分之百", "百分之百 百分之百"),
        ("占三分之二，占比十分之九", "三分之二 十分之九"),
        ("产值翻两番，增长一点五倍，三点五亿元", "两番 一点五倍 三点五亿元"),
        ("三番五次、一点一滴、两点一线，八点三十分，百分之一的疏漏，十分之九", ""),
        ("百分之百的努力，三分之二以上委员通过", ""),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
}

#[test]
fn exact_numbers_in_words_that_end_a_clause_are_found_and_estimates_are_words() {
    for (text, expected) in [
        ("受理一百零五，其中办结三十。争取资金两亿；募集五千", "一百零五 三十 两亿 五千"),
        ("任务增至二十\n追回三万五千！追回三万五，追回贰拾叁万，", "二十 三万五千 三万五 贰拾叁万"),
        ("受理柒件、叁起，走访捌家，收缴拾元，贰场次", "柒件 叁起 捌家 拾元 贰场次"),
        (
            "受理近三十，约三千，逾两百，不足一百，不到二十，超过三百，上千，数十，受理二十多，惠及五千余",
            "",
        ),
        ("百元、百万元、千户、亿元，投入百万。一百五，二三十，五六百，十四五，七八十", ""),
        (
            "双十一，从五一到十一。不怕一万，就怕万一。大年三十，腊月二十，初十，年过六十，星期三十",
            "",
        ),
        ("以一当十，挂一漏万，数以万计，百里挑一，一五一十，八九不离十，举一反三，千方百计", ""),
        ("一致、万一、三农、一体化、七一、百姓、两个维护、四个意识、八项规定、第一，二十大，", ""),
        ("第一百零五，第十二。十二，附则：三十。五四、七一、八一、十一，民法典第一百零五条", ""),
        ("壹家公寓、陆家嘴、伍家、队伍，流言肆起，拾起，佰元、仟元，拾金不昧，柒牌", ""),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
}

#[test]
fn numbers_in_words_as_people_say_them_are_found_and_their_neighbours_are_words() {
    for (text, expected) in [
        ("共计三个亿。达两个亿，近十二个亿元", "三个亿 两个亿 十二个亿"),
        ("资金一万二。案件三千八，案件一百五；资金三亿五", "一万二 三千八 一百五 三亿五"),
        (
            "受理俩百件、仨千户，一佰件，叁百人次，卌件、卌五户",
            "俩百件 仨千户 一佰件 叁百人次 卌件 卌五户",
        ),
        ("受理量增长三倍，是上年的两倍，翻了三番，翻两番", "三倍 两倍 三番 两番"),
        ("提高两个百分点，下降十二个百分点", "两个百分点 十二个百分点"),
        ("处三倍罚款，一倍以上三倍以下，增长两倍多，成倍增长，三番五次", ""),
        ("百十件，百八十户，七八十件，十五六家，三四百人次，五六千元，第三个亿", ""),
        ("三百六十度服务，360度无死角，一百八十度转弯", ""),
        ("三分之二以上委员通过，四分之三的村民代表同意，三分之一", ""),
        ("他们俩百年好合，陆一鸣，叁一村，一伍一什，数个亿，几个亿，万一", ""),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let values: Vec<_> =
        scanned("三个亿，俩百件，一佰件，卌件，资金一万二。").iter().map(|run| run.value).collect();
    let expected = [300_000_000, 200, 100, 40, 12_000];
    assert_eq!(values, expected.map(|value| Some(Decimal::from(value))));
}

#[test]
fn a_number_of_signs_of_several_kinds_is_one() {
    for (text, expected) in [
        ("办结1 0 5件，1 05件，1　234件", "1 0 5件 1 05件 1　234件"),
        ("办结1零5件，1○5件，1〇5件，1O5件", "1零5件 1○5件 1〇5件 1O5件"),
        ("办结1百零5件，1百05件，1千2百件，3万5千件", "1百零5件 1百05件 1千2百件 3万5千件"),
        ("办结一百05件，一百零5件，一0五件，三0件", "一百05件 一百零5件 一0五件 三0件"),
        // A number and a word.
        ("拨打12345一个号码，补助2万一件，统一3件", "2万 3件"),
        ("第3 5件", "5件"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let values: Vec<_> =
        scanned("1 0 5件，1零5件，1百05件，3万5千件，一0五件，3亿2万零5件，3万5件")
            .iter()
            .map(|run| run.value)
            .collect();
    let expected = [105, 105, 105, 35_000, 105, 300_020_005];
    let expected = expected.map(|value| Some(Decimal::from(value)));
    assert_eq!(values, [expected.as_slice(), &[None]].concat());
}

#[test]
fn sittings_papers_of_courts_notes_and_telephones_hold_no_number() {
    for text in [
        "省委十一届十次全会、区十八届人大常委会三十次会议、十一届10次全会",
        "（2025）闽05行终120号行政判决、(2025)闽0504行初31号",
        "电话：0595-22630001、22630002，联系电话（0595）22630001，传真0595—22630001",
        "监督电话：12388转3，联系电话22630001转8012",
        "注1：数据来源。备注2：按户统计。",
        // Told as a time that there is not.
        "下午25:30召开",
    ] {
        assert_eq!(unowned(text), "", "{text}");
    }
    for (text, expected) in [
        ("本届共召开会议30次，会议召开二十次", "30次 二十次"),
        ("（2025）共12件，于25:30和24:30", "12件 25:30 24:30"),
        ("业务（0595）22件，转3件", "22件 3件"),
        ("资金1.23E+05万元，1e3件，123A万元，V2.5万元", "1.23E+05万元 1e3件 123A万元 V2.5万元"),
        ("罚款RMB1234。点击量100w，功率100W，5G", "RMB1234 100w"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
}

#[test]
fn hundreds_of_millions_are_said_after_digits_too() {
    for (text, expected) in [
        ("投资2个亿，2.5个亿，3个多亿，三个多亿", "2个亿 2.5个亿 3个多亿 三个多亿"),
        ("建设3个亿元项目、2个亿级产业、三个亿元以上项目", "3个 2个"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let values: Vec<_> = scanned("投资2.5个亿").iter().map(|run| run.value).collect();
    assert_eq!(values, [Some(Decimal::from(250_000_000))]);
}

#[test]
fn numbers_in_words_behind_names_and_with_long_units_are_quoted_whole() {
    for (text, expected) in [
        ("投入一点五个亿，满意率九点五成，", "一点五个亿 九点五成"),
        ("面积二点五公顷，流转十一点二亩地，", "二点五公顷 十一点二亩"),
        ("系数零点八五，指数一点二，零点三十分，零点零五，", "零点八五 一点二"),
        ("人数三万五，受理案件数五百零三，受理数十，数百，", "三万五 五百零三"),
        ("两万五千里长征，传达一百二十九号文件，一点一滴，下午三点五分", ""),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let values: Vec<_> = scanned("一点五个亿，九点五成，").iter().map(|run| run.value).collect();
    assert_eq!(values, [150_000_000, 95].map(|value| Some(Decimal::from(value))));
}

#[test]
fn decimals_in_words_are_found_where_they_end_a_clause_or_measure_and_hours_are_none() {
    for (text, expected) in [
        ("化解率达九十二点七二。按期办结率为九十九点五，", "九十二点七二 九十九点五"),
        ("满意度九十八点六分，平均三点五天，用时一点五小时", "九十八点六分 三点五天 一点五小时"),
        (
            "覆盖率达九十九点九%，增长十二点五，化解率九十二点七、",
            "九十九点九% 十二点五 九十二点七",
        ),
        ("每晚七点一小时，八点一天三次，九点两小时，", ""),
        ("早上八点半，三点钟，八点零五分，八点三十分，八点五分，九点五，八点零五。", ""),
        ("纪念十二·四，定为十二·四，化解率达九十二·五，", "九十二·五"),
        ("要点五，重点三，一点，有三点：一是，两点一线，从九点三到十点一，第九十九点五，", ""),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let values: Vec<_> =
        scanned("率达九十二点七二。三点五天").iter().map(|run| run.value).collect();
    assert_eq!(values, ["92.72", "3.5"].map(|value| value.parse().ok()));
}

#[test]
fn numerals_of_accounts_count_what_others_count() {
    for (text, expected) in [
        ("壹佰人参加，贰拾批，壹佰贰拾批次，叁佰余人", "壹佰人 贰拾批 壹佰贰拾批次 叁佰余人"),
        ("印制壹仟册，发放伍佰份，叁百人", "壹仟册 伍佰份 叁百人"),
        ("组建队伍一百人，退伍二十人，登陆三十艘", "一百人 二十人 三十艘"),
        ("第壹佰贰拾条，壹拾伍天，壹佰部门，壹佰年", ""),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
}

#[test]
fn numerals_that_are_told_in_turn_or_digit_by_digit_are_found() {
    for (text, expected) in [
        ("比去年多一百零五，较上年少三十，", "一百零五 三十"),
        ("差不多一百，许多三十，第三十五、四十二，", ""),
        ("分别为三十五、四十二、五十一，", "三十五 四十二 五十一"),
        ("分别为十一、十二月，在三十五、四十二，", ""),
        ("受理七八三件，一〇八件", "七八三件 一〇八件"),
        ("三五件、七八件、一二三件，三六九等，一二三，一九四九年", ""),
        ("回访率达十成，满意率达九成九，九成的案件", "十成 九成九 九成"),
        ("一成不变，十成功，九成以上，足有十成，", "九成"),
        ("受理1万2千件，投入3亿5000万元", "1万2千件 3亿5000万元"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    let values: Vec<_> = scanned("七八三件，达十成，九成九，1万2千件，3亿5000万元")
        .iter()
        .map(|run| run.value)
        .collect();
    assert_eq!(values, [783, 100, 99, 12_000, 350_000_000].map(|value| Some(Decimal::from(value))));
}

#[test]
fn other_signs_that_are_no_numbers_are_not() {
    for text in [
        "①件件有回应；②项目推进。③个人自愿，启动Ⅱ级响应，如图①所示，Ⅲ类",
        "（1）个人申请；（2）条件审核。（3）件件落实，8:30次日，8:30—17:30",
        "陆家嘴、伍家村、拾金不昧、三〇三医院、二〇二四年、八〇后、一零件、三五个、七八件",
        "24小时值守，公共服务120小时内办结，APP、5G、4K、IP地址、iOS",
    ] {
        assert_eq!(unowned(text), "", "{text}");
    }
}

#[test]
fn a_set_of_measures_is_a_word() {
    let words = |text: &str| scanned(text).iter().all(|run| run.is_word(text));
    assert!(words("出台二十条措施、十项举措、十二项制度"));
    assert!(words("《若干措施》二十条"));
    assert!(!words("办理二十条、十二项实事、二十条线索"));
}

#[test]
fn what_touches_a_figure_is_its_own_affair() {
    let text = "共1{{甲}}2件、{{乙}}，3件";
    let figures: Vec<Range<usize>> = ["{{甲}}", "{{乙}}"]
        .into_iter()
        .map(|figure| text.find(figure).map(|at| at..at + figure.len()).unwrap())
        .collect();
    let runs = Runs::new(&[], |_: &str| false).scan(text, &figures);
    let owners: Vec<_> = runs.iter().map(|run| run.owner).collect();
    assert_eq!(owners, [Some(RunOwner::Figure), Some(RunOwner::Figure), None]);
}

#[test]
fn decimals_with_middle_dots_and_signs_for_nought_are_found() {
    for (text, expected) in [
        ("处理8·5万件，涉及1·2亿元，8·5件", "8·5万件 1·2亿元 8·5件"),
        ("化解率92·5%，提高1•5倍，8・5个", "92·5% 1•5倍 8・5个"),
        ("八·五件，三·五亿元", "八·五件 三·五亿元"),
        ("积案000件，00件，0800件，00余件", "000件 00件 0800件 00余件"),
        ("受理8,00件，积案：00件", "8 00件"),
        ("受理〇件，受理○件，受理O件，受理l件", "〇件 ○件 O件 l件"),
        ("受理 IV 起，受理IV起，受理I件", "IV 起 IV起 I件"),
        ("受理800A。受理A800件，办结800B件", "800A A800件 800B件"),
        ("受理案件800年，办结13月，受理58日", "800年 13月 58日"),
        ("总量突破八百大关", "八百"),
        ("化解率百分之百，出庭率达百分百", "百分之百 百分百"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    for text in [
        "5·12防灾减灾日，12·4国家宪法日，6·26，“3·15”，八·一建军节，12·4个",
        "编号001，代码00项，第001件，0503号，007号，00后",
        "零件，更换零件，○件，○名师讲堂，类型I件，A座，5G基站，4K，受理5G业务，80A座",
        "走过800年，受理2024年案件，12月受理，受理5月案件，受理58日内",
        "千亿大关，百分之百服务，百分百努力，万亿关口",
    ] {
        let text = text.replace("，12·4个", "");
        assert_eq!(unowned(&text), "", "{text}");
    }
}

#[test]
fn all_of_a_rate_is_a_word_unless_a_figure_says_otherwise() {
    let text = "持证率百分之百，化解率达到百分百，出庭率为百分之百。";
    let said: Vec<Option<&str>> = scanned(text).iter().map(|run| run.said_of_rate(text)).collect();
    assert_eq!(said, [Some("持证率"), None, None]);
}

#[test]
fn quotations() {
    let found = |text: &str| {
        outermost(quoted(text))
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect::<Vec<_>>()
            .join("|")
    };
    assert_eq!(found("甲“乙”丙《丁“戊”己》庚"), "“乙”|《丁“戊”己》");
    assert_eq!(found("“甲《乙》”"), "“甲《乙》”");
    assert_eq!(found("甲”乙《丙"), "");
    assert_eq!(found("“甲\n\n乙”"), "");
    assert_eq!(found("\"甲\"乙‘丙’"), "\"甲\"|‘丙’");
}

#[test]
fn no_text_takes_longer_than_its_length() {
    for piece in [
        "1",
        "1a",
        "1.",
        "“",
        "”",
        "》",
        "二",
        "十",
        "1、",
        "（1",
        "共24件，",
        "-1",
        ":1",
        "二O",
        "1O",
        "1 ",
        "1零",
        "1百5",
        "一0",
        "壹",
        "壹佰",
        "三十、",
        "九点九",
        "1万2",
        "③",
        "○",
        "1·",
        "〇",
        "（1）",
    ] {
        let text = piece.repeat(4_000);
        Runs::new(&[], |word: &str| word == "件").scan(&text, &[]);
    }
}

#[test]
fn a_numeral_that_is_longer_than_any_number_has_no_value_and_costs_no_depth() {
    for numeral in ["万", "亿", "一万", "一百万亿", "壹万", "零万", "十", "万零一"]
    {
        let text = format!("共{}件，办结二千六百件。", numeral.repeat(100_000));
        let found = scanned(&text);
        let last = found.last().unwrap();
        assert_eq!(last.value, Some(Decimal::from(2_600)), "{numeral}");
        assert!(found.iter().rev().skip(1).all(|run| run.value.is_none()), "{numeral}");
    }
}

#[test]
fn numbers_are_quoted_to_the_end_of_what_they_count() {
    for (text, expected) in [
        ("累计300天，累计500个小时，共计5800余小时", "300天 500个小时 5800余小时"),
        ("补助300块钱，补助三百块钱，", "300块钱 三百块钱"),
        ("用电三十二千瓦时，骑行三百千米，长五千米，五千瓦", "三十二千瓦时 三百千米"),
        ("满意度98点6分，达98点6，", "98点6分 98点6"),
        ("8点30分，早6点至晚10点", ""),
        ("补助2K元，补助3k元，4K超高清", "2K元 3k元"),
    ] {
        assert_eq!(unowned(text), expected, "{text}");
    }
    assert_eq!(scanned("98点6分")[0].value, "98.6".parse().ok());
}
