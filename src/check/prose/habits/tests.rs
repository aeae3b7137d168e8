use super::*;

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
        ("\"枫桥经验\"好", "E0711 \"枫桥经验\"→“枫桥经验”"),
        ("《贯彻<办法>意见》", "E0712 <办法>→〈办法〉"),
        ("《贯彻《办法》意见》", "E0712 《办法》→〈办法〉"),
        ("身边--定心丸", "E0713 --→——"),
        ("等等...后", "E0714 ...→……"),
        ("等等。。。", "E0714 。。。→……"),
        ("等…后", "E0714 …→……"),
        ("1、加强领导。2、抓好落实", "E0715 1、→1. E0715 2、→2."),
        ("（一）、加强", "E0715 （一）、→（一）"),
        ("(2)、加强", "E0715 (2)、→（2）"),
        ("国办发[2023]27号", "E0716 [2023]27号→〔2023〕27号"),
        ("国办发（2023）第027号", "E0716 （2023）第027号→〔2023〕27号"),
        ("2025年02月03日", "E0717 02月→2月 E0717 03日→3日"),
        ("二〇二五年和2024年", "E0718 二〇二五年→2025年"),
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
    fn any_text_is_read(text in "[-0-9年月日,.:;()（）<>《》“”、。…一二〇%约近多余左右 \n]{0,24}|.{0,16}") {
        for mistake in mistakes(&text, Vec::new()) {
            proptest::prop_assert!(text.get(mistake.range).is_some());
        }
    }
}
