//! Words right before a figure that name another one.

use super::reported_of;

#[test]
fn a_figure_behind_the_name_of_another_one_is_told() {
    for (wrong, said) in [
        ("作出行政处罚{{行政检查数}}。", "行政处罚"),
        ("对违法企业作出行政处罚{{行政检查数|数}}件。", "行政处罚"),
        ("行政检查{{行政检查数}}、行政处罚{{行政检查数}}。", "行政处罚"),
        ("全年审结行政复议{{行政处罚数}}。", "审结行政复议"),
        ("败诉率{{负责人出庭率}}。", "败诉率"),
        ("调解成功{{人民调解受理数}}。", "调解成功"),
        ("行政强制占{{行政处罚数|占:执法案件录入总数}}。", "行政强制"),
        ("处罚占行政检查数的{{行政处罚数|占:执法案件录入总数}}。", "行政检查数"),
        ("兑现资金{{年度述法全覆盖}}。", "资金"),
        // Names that share words with the cited one.
        ("省级民主法治示范村{{市级民主法治示范村数}}。", "省级民主法治示范村"),
        ("建成村级调委会{{乡镇调委会数}}。", "村级调委会"),
        ("涉项目合法性审查{{规范性文件审查数}}。", "涉项目合法性审查"),
        ("开展规范性文件专项清理{{涉法治会议次数}}。", "规范性文件专项清理"),
        // Marks and words between.
        ("行政处罚：{{行政检查数}}。", "行政处罚"),
        ("行政处罚（{{行政检查数}}）。", "行政处罚"),
        ("省级民主法治示范村（社区）{{市级民主法治示范村数}}。", "省级民主法治示范村"),
        ("作出行政处罚决定{{行政检查数}}。", "行政处罚"),
        ("行政处罚案件数共{{行政检查数}}。", "行政处罚"),
        ("审结行政复议申请{{行政复议新收数}}。", "审结行政复议"),
        ("负责人出庭应诉率{{行政诉讼败诉率}}。", "负责人出庭应诉率"),
        // In another order than their names.
        ("行政检查、处罚、强制分别为{{行政检查数}}、{{行政强制数}}、{{行政处罚数}}。", "处罚"),
    ] {
        let reported = reported_of(wrong, "");
        let told = format!("E0755 〔{said}〕");
        assert!(
            reported.starts_with(&told) && reported.lines().count() == 1,
            "{wrong}: {reported}"
        );
    }
}

#[test]
fn a_figure_that_its_words_may_mean_is_left_alone() {
    for right in [
        "作出行政处罚{{行政处罚数}}。",
        // A kind of what the words name.
        "作出行政处罚{{生态环境处罚数}}。",
        "我局作出行政处罚{{本部门行政处罚数}}。",
        // Of more than the name before it, or named earlier.
        "行政检查、行政处罚、行政强制共{{执法案件录入总数}}。",
        "行政检查和行政处罚{{执法案件录入总数}}。",
        "录入案件，包括行政处罚等{{执法案件录入总数}}。",
        "行政检查数由少到多，超过行政处罚{{行政检查数}}。",
        "查处案件{{行政处罚数}}。",
        "未化解矛盾纠纷{{矛盾纠纷化解中数}}。",
        "因行政处罚{{行政复议新收数}}。",
        "占执法案件录入总数的{{行政处罚数|占:执法案件录入总数}}。",
        "整合{{片区整合领域名单}}等领域。",
        // What was spared or undone, and what another department counts.
        "轻微违法免予行政处罚{{行政强制数}}。",
        "撤销、变更行政处罚{{行政复议纠错数}}。",
        "全年调处化解矛盾纠纷{{人民调解成功数}}。",
        "应报备规范性文件{{规范性文件审查数}}。",
        // Of names that share words, the one that is said.
        "创建省级、市级民主法治示范村{{市级民主法治示范村数}}。",
        "在省级基础上，创建市级民主法治示范村{{市级民主法治示范村数}}。",
        "开展规范性文件合法性审查{{规范性文件审查数}}。",
        "行政检查、处罚、强制分别为{{行政检查数}}、{{行政处罚数}}、{{行政强制数}}。",
        "检查、办案分别为{{行政检查数}}、{{行政处罚数}}。",
        "行政处罚（行政检查中发现）{{行政检查数}}。",
        "民主法治示范村（省级）{{省级民主法治示范村数}}。",
    ] {
        let reported = reported_of(right, "");
        assert!(!reported.contains("E0755"), "{right}: {reported}");
    }
}

#[test]
fn a_share_behind_another_figure_is_told() {
    let share = "行政检查{{行政检查数}}，占比{{行政处罚数|占:执法案件录入总数}}。";
    let reported = reported_of(share, "");
    assert!(reported.starts_with("E0753") && reported.lines().count() == 1, "{reported}");
    for right in [
        "行政处罚{{行政处罚数}}，占比{{行政处罚数|占:执法案件录入总数}}。",
        "录入{{执法案件录入总数}}，行政处罚占比{{行政处罚数|占:执法案件录入总数}}。",
    ] {
        assert_eq!(reported_of(right, ""), "", "{right}");
    }
}

#[test]
fn a_number_without_its_unit_is_told() {
    for wrong in [
        "调解涉及{{调解涉及金额|数}}。",
        "败诉率{{行政诉讼败诉率|数}}，下降明显。",
        "调解金额{{调解涉及金额|数}}，下降明显。",
        "开会{{涉法治会议次数|数}}、行政处罚{{行政处罚数}}。",
        "行政处罚{{行政处罚数|数}}（占比较小）。",
        "审结{{行政复议审结数|数}}案件。",
    ] {
        let reported = reported_of(wrong, "");
        let is_told = reported.starts_with("E0734") && reported.lines().count() == 1;
        assert!(is_told, "{wrong}: {reported}");
    }
    for right in [
        "行政检查数为{{行政检查数|数}}。",
        "检查、处罚{{行政检查数|数}}、{{行政处罚数|数}}件。",
        "单位：件，行政检查{{行政检查数|数}}。",
        "行政检查{{行政检查数|数}}、行政处罚{{行政处罚数|数}}件。",
        "行政检查{{行政检查数|数}}、行政处罚{{行政处罚数}}。",
        "行政处罚{{行政处罚数|数}}（件）。",
        "行政检查数、行政处罚数分别为{{行政检查数|数}}和{{行政处罚数|数}}。",
    ] {
        assert_eq!(reported_of(right, ""), "", "{right}");
    }
}

#[test]
fn what_belongs_to_one_slip_is_told_once() {
    for (wrong, code) in [
        ("行政检查{{行政检查数}）。", "E0703"),
        ("行政检查{{行政检查数｜数}}件。", "E0703"),
        ("行政检查<b>{{行政检查数}}</b>。", "E0745"),
        ("执法占执法案件录入总数的{{行政处罚数|同比}}。", "E0732"),
        ("行政处罚占比{{行政处罚数|同比}}。", "E0732"),
        ("行政处罚占总数{{行政处罚数|同比}}。", "E0732"),
        ("行政处罚占执法案件录入总数{{行政处罚数|同比}}。", "E0732"),
        ("行政处罚所占份额{{行政处罚数|同比}}。", "E0732"),
        ("开展宣传（联系电话：）。", "E0708"),
    ] {
        let reported = reported_of(wrong, "  行政处罚数: 600\n");
        let codes: Vec<&str> = reported.lines().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(codes, [code], "{wrong}: {reported}");
    }
}
