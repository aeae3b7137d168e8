use std::time::Duration;

use super::*;
use crate::cpu::measured;

/// `code wrong→right` of every mistake.
fn found(text: &str) -> String {
    let mut mistakes = mistakes(text, Vec::new());
    mistakes.sort_by_key(|mistake| (mistake.range.start, mistake.code));
    let shown = mistakes.iter().map(|mistake| {
        let right = mistake.correction.as_deref().unwrap_or_default();
        format!("{} {}→{right}", mistake.code.name(), &text[mistake.range.clone()])
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_habit_is_seen_and_mended() {
    for (text, expected) in [
        ("受理,审结:甲", "E0711 ,→， E0711 :→："),
        ("工作.全年", "E0711 .→。"),
        ("{{甲}},{{乙}}", "E0711 ,→，"),
        ("村(社区)和甲(A)", "E0711 (→（ E0711 )→） E0711 (→（ E0711 )→）"),
        ("管径5\"和6\"的管道", ""),
        ("\"枫桥经验\"好", "E0711 \"枫桥经验\"→“枫桥经验”"),
        ("《贯彻<办法>意见》", "E0712 <办法>→〈办法〉"),
        ("《贯彻《办法》意见》", "E0712 《办法》→〈办法〉"),
        ("《甲《乙《丙》丁《》》戊<己>》", "E0712 《丙》→〈丙〉 E0712 <己>→〈己〉"),
        ("身边--定心丸", "E0713 --→——"),
        ("等等...后", "E0714 ...→……"),
        ("等等。。。", "E0714 。。。→……"),
        ("等…后", "E0714 …→……"),
        ("1、加强领导。2、抓好落实", "E0715 1、→1. E0715 2、→2."),
        ("（一）、加强", "E0715 （一）、→（一）"),
        ("(2)、加强", "E0715 (2)、→（2）"),
        ("国办发[2023]27号", "E0716 [2023]27号→〔2023〕27号"),
        ("国办发（2023）第027号", "E0716 （2023）第027号→〔2023〕27号"),
        ("罚决字〔2023〕第000123号", ""),
        ("罚决字[2023]第000123号", "E0716 [2023]第000123号→〔2023〕第000123号"),
        ("2025年02月03日", "E0717 02月→2月 E0717 03日→3日"),
        ("二〇二五年和2024年", "E0718 二〇二五年→2025年"),
        ("二〇三五年和2035年", "E0718 二〇三五年→2035年"),
        ("2024-2025年", "E0719 2024-2025年→2024—2025年"),
        ("2024年～2025年", "E0719 2024年～2025年→2024年—2025年"),
        ("提高10—20%", "E0720 10—20%→10%—20%"),
        ("1.5至2.5％", "E0720 1.5至2.5％→1.5%至2.5%"),
        ("约100多家", "E0721 约100多→100多"),
        ("近3万余人", "E0721 近3万余→3万余"),
        ("约100件左右", "E0721 约100件左右→100件左右"),
        ("近20件上下，约5天左右完成", "E0721 近20件上下→20件上下 E0721 约5天左右→5天左右"),
        ("2021--2025年", "E0719 2021--2025年→2021—2025年"),
        ("提高10--20%", "E0720 10--20%→10%—20%"),
        ("以上报告，妥否，请批示", "E0722 妥否→ E0722 请批示→"),
        ("请予审批。特此请示。恳请批准为盼", "E0722 请予审批→ E0722 特此请示→ E0722 请批准→"),
        ("以上意见请批转各地执行", "E0722 请批转→"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn right_writing_is_left_alone() {
    for text in [
        "受理1,661件，上午9:30，比例3:1，见 http://a.cn/b.html",
        "A, B (C) d; \"quoted\"",
        "《贯彻落实〈办法〉实施意见》",
        "省、市——全区……等",
        "1.加强领导。2.抓好落实；（一）压实责任。1、2号楼",
        "国办发〔2023〕27号，（2024）第5期",
        "2025年2月3日、10月20日、0.5日",
        "二〇二五年二月",
        "2024年，落实二〇三五年远景目标，到二〇二九年完成改革任务，一九四九年以来",
        "2024—2025年，2024年—2025年，2024-2025学年",
        "10%—20%，10至20件",
        "约100家，100多家，近3年来，节约100多万元，最近30余人",
        "请示办理、批示精神，请批示件登记，以上报告请予审议",
        "行政许可申请审批，提请批准逮捕，报请批准后，依申请批复，经申请批准。",
        "村规民约30余份、续约20余家、就近30余人",
        "近30个部门上下协同，约20家左右联动，近10个项目上下功夫",
        "《甲--乙,丙...》，“1、2024-2025年，约100多家，请批示”",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn quotes_and_brackets_without_a_fellow_are_seen() {
    for (text, expected) in [
        ("印发”示例方案“，推行", "E0741 ”→“ E0741 “→”"),
        ("推行“一窗受理“，", "E0741 “→”"),
        ("推行”一窗受理”，", "E0741 ”→“"),
        ("推行“一窗受理“，”最多跑一次”改革", "E0741 “→” E0741 ”→“"),
        ("推行\"一窗受理”。", "E0741 \"→“"),
        ("推行“一窗受理\"。", "E0741 \"→”"),
        ("推行'一窗受理'。", "E0741 '→“ E0741 '→”"),
        ("推行''一窗受理''。", "E0741 ''→“ E0741 ''→”"),
        ("推行““一窗受理””。", "E0741 ““→“ E0741 ””→”"),
        ("“甲“乙”丙”", "E0741 “→ E0741 ”→"),
        ("推行“甲“和”乙”。", "E0741 “→” E0741 ”→“"),
        ("推行“一窗受理，", "E0741 “→"),
        ("推行一窗受理”，", "E0741 ”→"),
        ("推行“甲，“乙”。", "E0741 “→"),
        ("把（做细", "E0741 （→"),
        ("把做细）、做实", "E0741 ）→"),
        ("《甲。乙》》", "E0741 》→"),
        ("印发《甲。", "E0741 《→"),
        ("印发“《甲”》。", "E0741 ”→"),
        ("（甲】", "E0741 （→ E0741 】→"),
        ("他说：“甲。\n\n乙。”", "E0741 “→ E0741 ”→"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn pairs_that_are_whole_are_left_alone() {
    for text in [
        "“甲‘乙’丙”、《甲〈乙〉》（试行），【甲】〔2024〕",
        "1）加强；2）落实。a)甲",
        "他说：“甲。\n\n“乙。\n\n“丙。”",
        "don't, workers’ rights, it’s, 5′ 6″, 5'6\", 24\"显示器",
        "(一)加强",
        "{{甲（乙}}件",
        "①）甲，②）乙",
        "“关键少数”“最后一公里”",
        "他说：“甲。乙！”“丙？”",
        "（甲，1）乙，2）丙）",
    ] {
        let found = found(text);
        assert!(!found.contains("E0741"), "{text}: {found}");
    }
}

#[test]
fn marks_that_stand_twice_are_seen() {
    for (text, expected) in [
        ("甲，，乙", "E0742 ，，→，"),
        ("甲,，乙", "E0742 ,，→，"),
        ("甲,,乙", "E0742 ,,→，"),
        ("甲， ，乙", "E0742 ， ，→，"),
        ("甲。。", "E0742 。。→。"),
        ("甲。.", "E0742 。.→。"),
        ("甲、、乙", "E0742 、、→、"),
        ("甲、、、乙", "E0742 、、、→"),
        ("如下：：", "E0742 ：：→："),
        ("甲；。", "E0742 ；。→"),
        ("甲。，乙", "E0742 。，→"),
        ("甲！！", "E0742 ！！→"),
        ("甲..乙", "E0742 ..→"),
        ("甲。。。乙", "E0714 。。。→……"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
    for text in
        ["甲？！乙！？", "《甲，，乙》", "见 http://a.cn/a..b，乙", "甲。”。乙", "甲：“乙。”"]
    {
        let found = found(text);
        assert!(!found.contains("E0742"), "{text}: {found}");
    }
}

#[test]
fn look_alikes_of_dash_and_ellipsis_are_seen() {
    for dash in ["⸺", "––", "──", "--", "－－", "———", "————", "―—", "−−", "⸻"]
    {
        assert_eq!(found(&format!("身边{dash}定心丸")), format!("E0713 {dash}→——"));
    }
    assert_eq!(found("身边ーー定心丸、カード"), "E0713 ーー→——");
    assert_eq!(found("甲~乙，10~20天"), "E0711 ~→～ E0711 ~→～");
    assert_eq!(found("“亲自”~~重要工作"), "E0711 ~~→——");
    for dash in ["―", "─", "━"] {
        assert_eq!(found(&format!("北京{dash}上海")), format!("E0713 {dash}→—"));
    }
    assert_eq!(found("身边一一行政复议"), "E0713 一一→");
    assert_eq!(found("10--20件"), "E0713 --→—");
    assert_eq!(found("甲----------乙"), "E0713 ----------→");
    let dots =
        ["...", "......", "。。。", "…", "‥‥", "⋯⋯", "·····", "．．．", "………", "•••", "…………"];
    for dots in dots {
        assert_eq!(found(&format!("等等{dots}后")), format!("E0714 {dots}→……"));
    }
    for text in [
        "甲——乙，北京—上海，福州–厦门，A--B，见 --draft",
        "一一对应、一一落实，十一一、一一一、二〇一一年",
        "甲……乙",
        "甲\n\n…………\n\n乙",
        "阿不都·热合曼，10～20件",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn numbers_are_read_with_all_digits_and_brackets() {
    for (text, expected) in [
        ("国办发﹝2023﹞27号", "E0716 ﹝2023﹞27号→〔2023〕27号"),
        ("国办发〔２０２３〕２７号", "E0716 〔２０２３〕２７号→〔2023〕27号"),
        ("２０２４年０２月", "E0746 ２０２４→2024 E0717 ０２月→2月"),
        ("２０２４－２０２５年", "E0719 ２０２４－２０２５年→2024—2025年"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn characters_of_other_scripts_and_widths_are_seen() {
    for (text, expected) in [
        ("⾏⼯作⽅案", "E0743 ⾏⼯→行工 E0743 ⽅→方"),
        ("⺠主评议，⻔户网站", "E0743 ⺠→民 E0743 ⻔→门"),
        ("\u{F90A}额、\u{2F800}水", "E0743 \u{F90A}→金 E0743 \u{2F800}→丽"),
        ("推行「一窗受理」", "E0743 「→“ E0743 」→”"),
        ("推行〝一窗受理〞", "E0743 〝→“ E0743 〞→”"),
        ("印发≪办法≫", "E0743 ≪→《 E0743 ≫→》"),
        ("印发<<办法>>", "E0743 <<→《 E0743 >>→》"),
        ("印发<办法>", "E0743 <→ E0743 >→"),
        ("阿不都•热合曼", "E0743 •→·"),
        ("АРР平台、Α类、А座", "E0743 Α→A E0743 А→A"),
        ("APР平台", "E0743 APР→APP"),
        ("全区人ロ数，施エ队", "E0743 ロ→口 E0743 エ→工"),
        ("甲﹐乙", "E0743 ﹐→，"),
        ("２０２４年ＡＰＰ", "E0746 ２０２４→2024 E0746 ＡＰＰ→APP"),
        ("共３．５万", "E0746 ３．５→3.5"),
        ("二○二四年", "E0747 二○二四→二〇二四"),
        ("二零二四年", "E0747 二零二四→二〇二四"),
        ("二O二四年", "E0747 二O二四→二〇二四"),
        ("二0二四年", "E0747 二0二四→二〇二四"),
        ("2O24年", "E0747 2O24→2024"),
        ("2〇24年l0月", "E0747 2〇24→2024 E0747 l0→10"),
        ("2024年l月3O日", "E0747 l→1 E0747 3O→30"),
        ("九○后", "E0747 九○→九〇"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
    for text in [
        "㎡、㎏、№3、Ⅰ级、①、μm、Ω、α类、π",
        "Привет、\u{FA0E}、カラオケ、10℃、3∶1、O2O模式、5G、I类、OA系统",
        "二〇二四年、零星、○○村、X月、2024年10月、一〇一室",
        "1<2，3>2，“1+N”，A/B，℃，＋",
    ] {
        let found = found(text);
        assert!(!["E0743", "E0746", "E0747"].iter().any(|code| found.contains(code)), "{found}");
    }
}

#[test]
fn what_pasting_leaves_is_seen() {
    for (text, expected) in [
        ("示 例", "E0744 示 例→示例"),
        ("一 窗 受 理", "E0744 一 窗 受 理→一窗受理"),
        ("加强 领导", "E0744 强 领→强领"),
        ("办理， 推行", "E0744 ， 推→，推"),
        ("示\u{A0}例", "E0744 示\u{A0}例→示例"),
        ("共\u{A0}24\u{A0}件", "E0744 共\u{A0}2→共2 E0744 4\u{A0}件→4件"),
        ("New\u{A0}York", "E0744 w\u{A0}Y→w Y"),
        ("\u{3000}\u{3000}一年来", "E0744 \u{3000}\u{3000}一→一"),
        ("参加的有：区司法局 区信访局", "E0744 局 区→"),
        ("“示 例”", "E0744 示 例→示例"),
        ("实施**重点**工程", "E0745 **→ E0745 **→"),
        ("办理<br>推行", "E0745 <br>→"),
        ("<p>办理</p>", "E0745 <p>→ E0745 </p>→"),
        ("办理&nbsp;推行", "E0745 &nbsp;→"),
        ("办理&nbsp;&nbsp;推行", "E0745 &nbsp;→ E0745 &nbsp;→"),
        ("&quot;要求&quot;", "E0745 &quot;→“ E0745 &quot;→”"),
        ("甲&amp;乙", "E0745 &amp;→&"),
        ("见[链接](http://a.cn)", "E0745 [链接](http://a.cn)→"),
        ("甲&#12289;乙", "E0745 &#12289;→、"),
        ("A&nbsp;B", "E0745 &nbsp;→ "),
        ("l\t强化组织领导", "E0745 l\t→"),
        ("q\t强化组织领导", "E0745 q\t→"),
        ("Ø强化组织领导", "E0745 Ø→"),
        ("w 强化组织领导", "E0745 w →"),
        ("§\t强化组织领导", "E0745 §→"),
        ("n 个工作日内办结", "E0745 n →"),
        ("\u{f0b7}\t强化组织领导", ""),
        ("• 一是办好。\n●二是办成。", "E0745 •→ E0745 ●→"),
        ("√ 一是办好。", "E0745 √→"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
    for text in [
        "《行政复议在身边——行政复议定心丸 维护权益不含糊》",
        "“不忘初心 牢记使命”",
        "共 24 件，使用 AI 工具，New York",
        "张**、李**，R&D，A&B，____元，1 < 2 > 1，5 * 3",
        "[1]（甲），[2024]、a[1](甲)",
    ] {
        let found = found(text);
        assert!(!["E0744", "E0745"].iter().any(|code| found.contains(code)), "{text}: {found}");
    }
}

#[test]
fn days_that_no_calendar_has_are_seen() {
    for text in [
        "2024年2月30日",
        "13月1日",
        "2023年2月29日",
        "6月31日",
        "4月31号",
        "0月5日",
        "5月0日",
        "2024年13月",
        "２０２４年２月３０日",
        "二〇二三年二月二十九日",
        "六月三十一日",
        "2024-02-30",
        "2024.2.30",
        "25时",
        "9时75分",
        "2024年12月至2024年3月",
        "2024年6月30日至6月1日",
        "6月30日至1日",
    ] {
        let found = found(text);
        assert!(found.contains(&format!("E0748 {text}→")), "{text}: {found}");
    }
    assert_eq!(found("2月28日至30日"), "E0748 2月28日至30日→");
    // 0月 is no month, either: it is told once.
    assert_eq!(found("2025年00月10日"), "E0748 2025年00月10日→");
    assert_eq!(found("4月31号召开会议，30号召集"), "E0748 4月31号→");
    assert_eq!(found("20255年受理"), "E0748 20255年→");
    assert_eq!(found("2023年1月1日至2月29日"), "E0748 2月29日→");
    for text in [
        "2024年2月29日、2月29日、12月31日、24时、2月28日至29日",
        "2.30、历时13个月、农历二月三十日、二月三十日、30号楼、2月30号楼",
        "2023年的2月，今年2月29日，每小时25次，24小时，25时段，2024.2.3",
        "3.2版，比例25:30，2024-2025年，1.2.30版",
        "2024年12月至2025年3月，12月30日至1月2日，10月至3月，28日至3日，2024年12月30日至次年1月2日",
        "6月1日至30日，2024年6月1日至7月1日，2024年6月30日至2025年6月1日",
    ] {
        let found = found(text);
        assert!(!found.contains("E0748"), "{text}: {found}");
    }
}

#[test]
fn a_word_before_an_approximate_figure_doubles_it() {
    let reported = |text: &str, approximate, bare| {
        let end = text.find("}}").unwrap_or_default() + 2;
        let range = text.find("{{").unwrap_or_default()..end;
        let mistakes = mistakes(text, vec![Count { range, approximate, bare }]);
        mistakes.into_iter().filter_map(|mistake| mistake.correction).collect::<Vec<_>>()
    };
    assert_eq!(reported("约{{金额}}", true, false), ["{{金额}}"]);
    assert_eq!(reported("{{金额}}左右", true, false), ["{{金额}}"]);
    assert_eq!(reported("约{{数|数}}多家", false, true), ["{{数|数}}多"]);
    assert_eq!(reported("约{{数}}", false, false), [""; 0]);
    assert_eq!(reported("{{金额}}多部门", true, false), [""; 0]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "[-0-9年月日,.:;()（）<>《》“”‘’\"'、。，！…·—一二〇%约近多余左右 {}\n]{0,24}|.{0,16}") {
        for mistake in mistakes(&text, Vec::new()) {
            let wrong = text.get(mistake.range.clone());
            proptest::prop_assert!(wrong.is_some());
            proptest::prop_assert!(mistake.correction.as_deref() != wrong);
        }
    }
}

/// What is within each other as often as a text is long is not gone through for each of its marks.
#[test]
fn marks_within_each_other_take_no_more_time_than_marks_beside_each_other() {
    for (open, close) in [
        ("《", "》"),
        ("《甲", "乙》"),
        ("〈", "〉"),
        ("（", "）"),
        ("(", ")"),
        ("“", "”"),
        ("‘", "’"),
        ("「", "」"),
        ("『", "』"),
        ("【", "】"),
        ("〔", "〕"),
        ("［", "］"),
        ("{", "}"),
        ("<", ">"),
        ("《<", ">》"),
        ("“《", "》”"),
    ] {
        let took = |marks: usize| {
            let count = marks / open.chars().count();
            let text = format!("{}{}", open.repeat(count), close.repeat(count));
            measured(|| found(&text)).1
        };
        let (short, long) = (took(2_000), took(16_000));
        // Eight times the text; gone through for each mark it would be 64 times the work.
        let most = short * 24 + Duration::from_millis(100);
        assert!(long < most, "{open}{close}: {short:?}, {long:?}");
    }
}

/// A mark or blank in the place of a number or a name stays, for without it nobody would miss the number.
#[test]
fn no_correction_takes_the_sign_of_an_open_place_away() {
    let certain = |text: &str| {
        let mistakes = mistakes(text, Vec::new());
        assert!(!mistakes.is_empty(), "{text}");
        mistakes.iter().all(|mistake| is_certain(mistake, text))
    };
    for text in [
        "第 次常务会议",
        "第\u{3000}次会议",
        "按照《\u{3000}》办理",
        "拨付资金?万元",
        "拨付资金...万元",
        "拨付资金--万元",
        "拨付资金~万元。",
        "拨付资金,万元",
        "占?%",
        "纠纷（?）化解",
        "办结()件",
        "{{甲|数}}:{{乙|数}}",
    ] {
        assert!(!certain(text), "{text}");
    }
    for text in [
        "生命至上,把“时时放心不下”的责任感转化为行动力",
        "受理,审结",
        "受理,件数增加",
        "共\u{A0}24\u{A0}件",
        "案 件",
        "一 窗 受 理",
        "身边--定心丸",
        "{{甲}},{{乙}}",
        "村(社区)",
        "加强领导,个别问题",
    ] {
        assert!(certain(text), "{text}");
    }
}
