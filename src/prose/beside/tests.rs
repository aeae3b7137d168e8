//! What changes a figure beside which it stands, and what does not.

use super::*;

/// A line in which `【甲】` stands for a figure of 件, `【甲|数】` for the bare number, and so on.
fn found(line: &str) -> Vec<(TouchKind, String)> {
    let figure = |name: &str| {
        let (name, form) = name.split_once('|').unwrap_or((name, ""));
        let unit = match name {
            "金额" => "亿元",
            "率" | "约率" => "%",
            "人数" => "人",
            "个数" => "个",
            "年限" => "年",
            "排名" => "名",
            _ => "件",
        };
        let form = match form {
            "" => ShownForm::Unit(unit),
            "数" => ShownForm::Number,
            "同比" => ShownForm::Change,
            other => panic!("{other}"),
        };
        let name: &'static str = name.to_owned().leak();
        Part::Figure(Shown {
            name,
            unit,
            form,
            exact: !matches!(name, "概数" | "约率"),
            about: name == "概数",
        })
    };
    let mut parts = Vec::new();
    for piece in line.split('【') {
        match piece.split_once('】') {
            Some((name, words)) => {
                parts.push(figure(name));
                parts.push(Part::Words(words));
            }
            None => parts.push(Part::Words(piece)),
        }
    }
    let said = |touch: Touch| {
        let words = match parts[touch.other] {
            Part::Words(words) => words[touch.range].to_owned(),
            Part::Figure(figure) => figure.name.to_owned(),
            Part::Other => String::new(),
        };
        (touch.kind, words)
    };
    touches(&parts).into_iter().map(said).collect()
}

#[test]
fn words_that_make_another_number_or_unit_of_a_figure_are_seen() {
    for (line, kind, touching) in [
        ("共【甲|数】e3件", TouchKind::Number, "e3"),
        ("共【甲|数】E2", TouchKind::Number, "E2"),
        ("共【甲】零五件", TouchKind::Number, "零五"),
        ("共【甲|数】零五", TouchKind::Number, "零五"),
        ("共【甲|数】号。", TouchKind::Ordinal, "号"),
        ("共【甲|数】打。", TouchKind::Unit, "打"),
        ("共【甲】百分点", TouchKind::Unit, "百分点"),
        ("共【甲|数】百分点", TouchKind::Unit, "百分点"),
        ("共【个数】月。", TouchKind::Unit, "月"),
        ("共【甲】起。", TouchKind::Unit, "起"),
        ("共【甲】余场，", TouchKind::Unit, "余场"),
        ("共【个数】家（含新设）", TouchKind::Unit, "家"),
        ("共【个数】平米", TouchKind::Unit, "平米"),
        ("共【金额】人民币元。", TouchKind::Unit, "人民币元"),
        ("共【个数】小时，", TouchKind::Unit, "小时"),
    ] {
        assert_eq!(found(line), [(kind, touching.to_owned())], "{line}");
    }
    for line in [
        "【甲|数】打击违法行为",
        "【甲】零投诉",
        "【甲】零星散见",
        "【甲|数】号召大家",
        "【个数】月均增加",
        "【个数】小时候",
        "【排名|数】号",
        "【甲】百分之百办结",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn what_makes_another_number_is_seen() {
    for (line, touching) in [
        ("共1【甲】", "1"),
        ("共１【甲】", "１"),
        ("共1 【甲】", "1"),
        ("共1\n【甲】", "1"),
        ("共1**【甲】**", "1"),
        ("共1.【甲】", "1."),
        ("共1，【甲】", "1，"),
        ("共1,【甲】", "1,"),
        ("共-【甲】", "-"),
        ("共－【甲】", "－"),
        ("共−【甲】", "−"),
        ("共–【甲】", "–"),
        ("共~【甲】", "~"),
        ("共＋【甲】", "＋"),
        ("共≥【甲】", "≥"),
        ("共负【甲】", "负"),
        ("共五十【甲】", "五十"),
        ("上万【甲】", "万"),
        ("三点【甲|数】", "三点"),
        ("共几【甲】", "几"),
        ("百分之【甲|数】", "百分之"),
        ("三分之【甲|数】", "分之"),
        ("3至【甲】", "3至"),
        ("1/【甲|数】", "1/"),
        ("【甲】5", "5"),
        ("【甲】.5", ".5"),
        ("【甲|数】．5件", "．5"),
        ("【甲|数】,000件", ",000"),
        ("【甲|数】点五件", "点五"),
        ("【甲|数】万件", "万"),
        ("【甲】万", "万"),
        ("【甲】万件", "万"),
        ("【甲|数】百余件", "百"),
        ("【甲|数】二十件", "二十"),
        ("【甲|数】分之一", "分之"),
        ("【甲|数】/100", "/100"),
        ("【甲|数】至30件", "至30"),
        ("【甲|数】—30件", "—30"),
        ("【甲|数】+", "+"),
        ("【甲|数】²", "²"),
        ("【甲|数】½", "½"),
        ("【甲|数】半件", "半"),
        ("【金额】5", "5"),
    ] {
        assert_eq!(found(line), [(TouchKind::Number, touching.to_owned())], "{line}");
    }
    assert_eq!(found("第【甲|数】届"), [(TouchKind::Ordinal, "第".to_owned())]);
    for line in ["【甲】【乙】", "【甲】 【乙】", "【甲|数】\n【乙】", "【甲】**【乙】**"]
    {
        assert_eq!(found(line), [(TouchKind::Figure, "乙".to_owned())], "{line}");
    }
    assert_eq!(found("【甲|数】.【乙|数】"), [(TouchKind::Number, ".".to_owned())]);
}

#[test]
fn words_of_approximation_beside_an_exact_value_are_seen() {
    for (line, touching) in [
        ("约【甲】", "约"),
        ("约有【甲】", "约有"),
        ("约达【甲】", "约达"),
        ("【甲】左右的申请", "左右"),
        ("【甲】左右案件", "左右"),
        ("近【甲】", "近"),
        ("将近【甲】", "将近"),
        ("超过【甲】", "超过"),
        ("逾【甲|数】件", "逾"),
        ("【甲】多", "多"),
        ("【甲|数】余件", "余"),
        ("【甲|数】件左右", "件左右"),
        ("【甲】左右。", "左右"),
        ("【甲|数】来件", "来"),
        ("约【甲】左右", "约"),
    ] {
        assert_eq!(found(line), [(TouchKind::Approximate, touching.to_owned())], "{line}");
    }
    for line in ["约【概数】", "【概数】左右", "【概数|数】余件"] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn another_unit_is_seen() {
    for (line, touching) in [
        ("【甲|数】个", "个"),
        ("【甲|数】人次", "人次"),
        ("【甲|数】年", "年"),
        ("【甲|数】%", "%"),
        ("【甲】%", "%"),
        ("【甲|数】倍", "倍"),
        ("【甲|数】km", "km"),
        ("【金额|数】元", "元"),
        ("【人数|数】人次", "人次"),
        ("【人数】次", "次"),
        ("【率|数】‰", "‰"),
        ("$【金额】", "$"),
        ("¥【甲】", "¥"),
        ("【甲】/人", "/人"),
    ] {
        assert_eq!(found(line), [(TouchKind::Unit, touching.to_owned())], "{line}");
    }
}

#[test]
fn what_says_the_same_is_left_alone() {
    for line in [
        "【甲】、【乙】，【甲】（【乙】）；【甲】和【乙】",
        "【甲|数】至【乙】，【甲|数】—【乙】，【甲|数】-【乙】，【甲|数】～【乙】，【甲】/【乙】",
        "2024年【甲】，12月【乙】，截至2024年12月31日【甲】",
        "【甲】2024年办结",
        "（一）【甲】，①【乙】，——【甲】，一是【乙】",
        "【金额|数】亿元，【甲|数】件，【甲|数】起，【人数|数】名",
        "百分之【率|数】，提高【率|数】个百分点，【率|数】%",
        "党的二十大以来【甲】，统一【甲】，第一【乙】，十四五【甲】",
        "村规民约有【甲】，签约达【甲】",
        "节约【金额】，最近【甲】，预约【甲】，肩负【甲】，近【年限】",
        "【甲】百姓，【甲】千家万户，【甲】多元解纷，【甲】次日，【甲】左右联动",
        "【甲】十五分钟服务圈，【甲】一般程序，【甲】万众一心",
        "【甲|数】件件有着落，【甲|数】比2023年多，增至【甲|数】",
        "列第【排名|数】名，附件1，【甲】",
        "同比【甲|同比】，【甲|同比】",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn a_blank_line_parts_paragraphs() {
    assert_eq!(found("共1\n\n【甲】"), []);
}

#[test]
fn bounds_and_words_of_about_beside_any_value_are_seen() {
    for (line, touching) in [
        ("不足【甲】", "不足"),
        ("突破【甲】", "突破"),
        ("约为【甲】", "约为"),
        ("（约）【甲】", "（约）"),
        ("“约”【甲】", "“约”"),
        ("至少【甲】", "至少"),
        ("最多【甲】", "最多"),
        ("多于【甲】", "多于"),
        ("高于【甲】", "高于"),
        ("不低于【甲】", "不低于"),
        ("【甲】以上", "以上"),
        ("【甲|数】件以上案件", "件以上"),
        ("【甲】不到。", "不到"),
        ("【甲】开外", "开外"),
        ("约【甲|同比】", "约"),
        ("近【甲|同比】", "近"),
        ("【甲|同比】余", "余"),
        ("【甲|同比】多，", "多"),
        ("【甲|同比】以上", "以上"),
    ] {
        assert_eq!(found(line), [(TouchKind::Approximate, touching.to_owned())], "{line}");
    }
    for (line, touching) in [
        ("【概数】余。", "余"),
        ("不到【概数】", "不到"),
        ("不足【概数】", "不足"),
        ("【概数】以上", "以上"),
    ] {
        assert_eq!(found(line), [(TouchKind::AboutAgain, touching.to_owned())], "{line}");
    }
    for line in ["查找不足【甲】", "高于【年度目标】", "抓好【甲】以下工作", "【甲】。以上工作"]
    {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn words_that_do_not_fit_a_change_are_seen() {
    assert_eq!(found("纠错率为【甲|同比】"), [(TouchKind::Change, "为".to_owned())]);
    for word in
        ["没有", "未", "不", "并未", "少了", "压减", "下降幅度", "达", "达到", "增至", "变化"]
    {
        let touching = [(TouchKind::Change, word.to_owned())];
        assert_eq!(found(&format!("受理{word}【甲|同比】")), touching, "{word}");
    }
    for word in
        ["环比", "年均", "比前年", "较上季度", "比上半年", "与前年相比，", "三年来", "近年来"]
    {
        let touching = [(TouchKind::Base, word.to_owned())];
        assert_eq!(found(&format!("受理{word}【甲|同比】")), touching, "{word}");
    }
    for word in ["倍", "个百分点"] {
        let touching = [(TouchKind::Change, word.to_owned())];
        assert_eq!(found(&format!("受理【甲|同比】{word}")), touching, "{word}");
    }
    for line in [
        "由降转为【甲|同比】",
        "一年来【甲|同比】",
        "比上年【甲|同比】",
        "较去年同期【甲|同比】",
        "最近【甲|同比】",
        "【甲|同比】成效明显",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn a_unit_or_scale_behind_a_mark_is_seen() {
    for (line, touching) in [
        ("【甲|数】（万件）", "（万件）"),
        ("【甲|数】（单位：万件）", "（单位：万件）"),
        ("【甲】（万）", "（万）"),
        ("【甲|数】“万”件", "“万”"),
        ("【甲|数】件万", "件万"),
        ("【甲|数】、万件", "、万件"),
        ("受理—【甲】", "—"),
        ("受理②【甲】", "②"),
        ("受理Ⅱ【甲】", "Ⅱ"),
        ("两倍【甲】", "两倍"),
        ("【甲】\u{301}", "\u{301}"),
    ] {
        assert_eq!(found(line), [(TouchKind::Number, touching.to_owned())], "{line}");
    }
    for (line, touching) in [
        ("【金额|数】（元）", "（元）"),
        ("【金额】美元", "美元"),
        ("【金额】港币", "港币"),
        ("【甲】人次", "人次"),
    ] {
        assert_eq!(found(line), [(TouchKind::Unit, touching.to_owned())], "{line}");
    }
    for line in [
        "【甲|数】（件），【甲】（次），【金额|数】（亿元），【甲】（其中万件以上）",
        "2021年—【年限】，【甲】—【乙】，其中①【甲】②【乙】，附件②【甲】",
        "【甲】百分之百办结，【甲|数】百分之百办结，【甲】十日内办结，【甲|数】，万众一心",
        "【金额】人民币，【甲|数】企业",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn other_signs_and_words_that_are_read_as_digits_are_seen() {
    for (line, touching) in [
        ("【甲|数】，000件", "，000"),
        ("【甲|数】、000件", "、000"),
        ("【甲|数】。000件", "。000"),
        ("【甲|数】，00件", "，00"),
        ("【甲|数】，000余件", "，000"),
        ("【甲|数】，〇〇〇件", "，〇〇〇"),
        ("【甲|数】；00件", "；00"),
        ("【甲|数】○件", "○"),
        ("【甲|数】〇件", "〇"),
        ("【甲|数】O件", "O"),
        ("【甲|数】o件", "o"),
        ("【甲|数】OO余件", "OO"),
        ("【甲|数】l件", "l"),
        ("【甲|数】O。", "O"),
        ("【甲|数】①件", "①"),
        ("【甲|数】Ⅳ件", "Ⅳ"),
        ("【甲|数】又五件", "又五"),
        ("【甲|数】又1/3", "又1"),
        ("【甲|数】上万件", "上万"),
        ("【甲|数】数十件", "数十"),
        ("【甲|数】零【乙|数】件", "零"),
        ("【甲|数】〇【乙|数】件", "〇"),
        ("【甲|数】又【乙|数】件", "又"),
        ("受理一【甲】", "一"),
        ("共一【甲】", "一"),
        ("受理一，【甲】", "一，"),
        ("受理一二，【甲】", "一二，"),
        ("受理〇【甲】", "〇"),
        ("受理【甲】，〇【乙】", "〇"),
        ("受理○【甲】", "○"),
        ("受理l【甲】", "l"),
        ("受理I【甲】", "I"),
        ("受理O【甲】", "O"),
        ("受理l，【甲】", "l，"),
        ("受理①【甲】", "①"),
    ] {
        assert_eq!(found(line), [(TouchKind::Number, touching.to_owned())], "{line}");
    }
    for line in [
        "①【甲】；②【乙】，其中①【甲】②【乙】，类型I【甲】，GDP【甲】",
        "统一【甲】，之一【甲】，同一，【甲】，第一，【甲】，方案一，【甲】，合而为一，【甲】，有一说一，【甲】，说一不二，【甲】，坚持再三，【甲】",
        "○【甲】。○【乙】，O2O【甲】，“五一”【甲】，周一，【甲】，党的二十大，【甲】",
        "【甲】又一批，【甲】上万家企业，【甲】①，【甲|数】件①，【甲】，0.5分，【甲】，007号",
        "【甲|数】，其中【乙】，【甲】OA系统，【甲|数】件，零散",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn words_that_repeat_a_change_behind_it_are_seen() {
    for word in ["的增长", "的下降", "的增幅", "增长"] {
        let touching = [(TouchKind::Change, word.to_owned())];
        assert_eq!(found(&format!("实现【甲|同比】{word}。")), touching, "{word}");
    }
    for line in ["同比【甲|同比】，增长势头良好", "同比【甲|同比】的办理量", "【甲|同比】提升行动"]
    {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn a_second_unit_before_a_noun_is_seen() {
    for (line, kind, touching) in [
        ("【甲】个案件。", TouchKind::Unit, "个"),
        ("【甲】个案件办理", TouchKind::Unit, "个"),
        ("【甲】家企业开展", TouchKind::Unit, "家"),
        ("【甲】余家企业", TouchKind::Unit, "余家"),
        ("【金额】元资金", TouchKind::Unit, "元"),
        ("【个数】㎡。", TouchKind::Unit, "㎡"),
        ("【个数】m²，", TouchKind::Unit, "m²"),
        ("【甲|数】㎡", TouchKind::Unit, "㎡"),
        ("【甲|数】m²", TouchKind::Unit, "m²"),
        ("【甲】万户。", TouchKind::Number, "万"),
        ("【甲】亿元投资", TouchKind::Number, "亿"),
        ("【甲】每户。", TouchKind::Unit, "每户"),
        ("【甲|同比】件。", TouchKind::Change, "件"),
        ("【甲|同比】件案件", TouchKind::Change, "件"),
        ("【甲|同比】个百分点", TouchKind::Change, "个百分点"),
    ] {
        assert_eq!(found(line), [(kind, touching.to_owned())], "{line}");
    }
    for line in [
        "【甲】个案办理，【甲】个人调解工作室，【甲】个体工商户，【甲】家庭医生，【甲】家门口的服务",
        "【甲】项目建设，【甲】项目的落实，【甲】条例修订，【甲】条例文本，【甲】名列前茅，【甲】场地租金",
        "【甲】人大代表建议，【甲】对企业影响，【甲】分三批办结，【甲】只有部分，【甲】家具生产企业",
        "【甲】份额居前，【甲】户籍人口，【甲】例行检查，【甲】条线部门，【甲】款项收缴，【甲】件件落实",
        "【甲】万家灯火，【甲】千家万户，【甲】每月通报，【甲】每件都有回音，【甲|同比】成效明显",
        "【甲|同比】个别领域上升，【甲】台账管理，【甲】元旦前办结，【甲】名优产品",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn another_unit_in_brackets_before_a_figure_is_seen() {
    for (line, touching) in [
        ("资金（万元）：【金额|数】", "（万元）："),
        ("资金（万元）【金额|数】", "（万元）"),
        ("资金（单位：万元）【金额】", "（单位：万元）"),
        ("资金(元)：【金额】", "(元)："),
        ("资金，单位万元，【金额|数】", "单位万元，"),
        ("案件（万件）：【甲|数】", "（万件）："),
        ("参与（人次）：【人数|数】", "（人次）："),
    ] {
        assert_eq!(found(line), [(TouchKind::Unit, touching.to_owned())], "{line}");
    }
    for line in [
        "资金（亿元）：【金额|数】，资金（亿元）【金额】，案件（件）：【甲|数】，案件（起）【甲|数】",
        "（一）【甲】，（含新设）【甲】，成员单位，【甲】，各单位：【甲】，企业（家）【甲】，其中（次）：【甲】",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
}

#[test]
fn words_of_bounds_beside_a_rounded_value_are_seen() {
    for (line, touching) in [
        ("占近【约率】", "近"),
        ("占比超过【约率】", "超过"),
        ("占【约率】以上", "以上"),
        ("占【约率】多", "多"),
        ("不到【约率】", "不到"),
    ] {
        assert_eq!(found(line), [(TouchKind::Approximate, touching.to_owned())], "{line}");
    }
    assert_eq!(found("占约【约率】，占比约为【约率】，占【约率】左右"), []);
}
