//! Numbers typed by hand in the texts of the shipped year: which are told, and that true text is
//! not.

use nianbao::diagnostic::{Code, Diagnostic, Severity};
use nianbao::{Examined, Options, examine, make};

use crate::support::Project;

const LAW: &str = "data/2024/区司法局.yaml";
const REPORT: &str = "data/2024/report.yaml";
/// An item of the outline that 区司法局 writes.
const ITEM: &str = "  人民调解: |\n";

/// The shipped data with a piece of a file replaced.
fn with(path: &str, from: &str, to: &str) -> Examined {
    let project = Project::shipped();
    let text = project.read(path);
    assert!(text.contains(from), "{path}: {from}");
    project.write(path, &text.replacen(from, to, 1));
    examine(project.path(), 2024, &Options::default())
}

/// With sentences before an item's own, a line each.
fn with_sentences(sentences: &str) -> Examined {
    let lines: String = sentences.lines().map(|line| format!("    {line}\n\n")).collect();
    with(LAW, ITEM, &format!("{ITEM}{lines}"))
}

fn of_numbers(examined: &Examined) -> Vec<&Diagnostic> {
    let codes = [Code::E0707, Code::E0710, Code::E0728];
    examined.findings.iter().filter(|found| codes.contains(&found.code)).collect()
}

/// Code, what is marked, help of each finding about numbers.
fn told(examined: &Examined) -> Vec<(Code, String, String)> {
    let line = |found: &&Diagnostic| {
        let marked = found.labels.iter().filter(|label| label.primary);
        let marked: Vec<&str> =
            marked.filter_map(|label| Some(examined.sources.text(label.place.span()?))).collect();
        (found.code, marked.join(" "), found.help.clone().unwrap_or_default())
    };
    of_numbers(examined).iter().map(line).collect()
}

#[track_caller]
fn quiet(examined: &Examined) {
    let told = told(examined);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn the_reference_reports_own_sentences_raise_no_false_alarm() {
    quiet(&with_sentences(include_str!("typed_numbers/reference.txt")));
}

#[test]
fn numbers_that_are_words_in_other_reports_raise_no_false_alarm() {
    quiet(&with_sentences(include_str!("typed_numbers/other_reports.txt")));
}

#[test]
fn names_that_hold_numbers_raise_no_false_alarm() {
    quiet(&with_sentences(
        "双11期间开展网络交易监管。\n阳光城2期、万福社区8组完成改造。\n\
        出台《若干措施》二十条，落实十项举措、十二项制度。\n\
        建立110与12345对接联动机制，开展119消防日活动和3.15、12.4、6.26等节点宣传。",
    ));
}

#[test]
fn numbers_of_names_and_texts_that_are_printed_as_typed_are_told() {
    for (path, from, to, marked) in [
        ("data/2024/区城管局.yaml", "[城管, 农水,", "[城管58人, 农水,", "58人"),
        ("data/profile.yaml", "主送机关: [区人大常委会]", "主送机关: [区人大常委会58份]", "58份"),
        ("data/profile.yaml", "抄送机关: []", "抄送机关: [区政协58份]", "58份"),
        (REPORT, "附注:", "签发人: [某某58份]\n附注:", "58份"),
    ] {
        let told = told(&with(path, from, to));
        let [(Code::E0728, found, _)] = told.as_slice() else { panic!("{to}: {told:#?}") };
        assert!(found.contains(marked), "{to}: {found}");
    }
    quiet(&with("data/2024/区城管局.yaml", "[城管, 农水,", "[城管12345热线, 农水,"));
}

#[test]
fn numbers_in_look_alike_and_other_signs_are_told() {
    let examined = with_sentences(
        "办结1O件、1OO件、l2件、二O件、一OO件、二〇件，审结③件，查处⑳件，调解Ⅻ件，收集5k条、5w元。\n\
        占½，投入壹佰万元、贰拾叁万元，办结（58）件，审结[58]件，查处12:58件，全年累计服务5800小时。",
    );
    let marked: Vec<String> = told(&examined).into_iter().map(|(_, marked, _)| marked).collect();
    let marked = marked.join(" ");
    for number in [
        "1O件",
        "1OO件",
        "l2件",
        "二O件",
        "一OO件",
        "二〇件",
        "③件",
        "⑳件",
        "Ⅻ件",
        "5k条",
        "5w元",
        "½",
        "壹佰万元",
        "贰拾叁万元",
        "（58）件",
        "[58]件",
        "12:58",
        "5800小时",
    ] {
        assert!(marked.split(' ').any(|found| found == number), "{number}: {marked}");
    }
}

#[test]
fn every_measure_word_is_told_once_a_paragraph() {
    let examined = with_sentences(
        "选聘58名，发生1834起、35宗，组建12支，群众9成满意，投入200万，占1/3。\n\
        办结率百分之九十，办理二千六百件，建成3所，购置5辆，累计1834。",
    );
    let told = told(&examined);
    let marked: Vec<&str> = told.iter().map(|(_, marked, _)| marked.as_str()).collect();
    assert_eq!(
        marked,
        ["58名 1834起 35宗 12支 9成 200万 1/3", "百分之九十 二千六百件 3所 5辆 1834"]
    );
    let found = of_numbers(&examined);
    assert!(found.iter().all(|found| found.code == Code::E0728));
    assert!(found.iter().all(|found| found.severity == Severity::Warning));
}

#[test]
fn a_measure_word_that_counts_alike_names_the_metric() {
    for (sentence, metric) in [
        ("录入行政检查案件5757起。", "行政检查数"),
        ("录入行政处罚526宗。", "行政处罚数"),
        ("人民调解受理纠纷一千六百六十一件。", "人民调解受理数"),
        ("建成村级综治中心七十七个。", "村级综治中心数"),
        ("累计录入执法案件6288。", "执法案件录入总数"),
    ] {
        let told = told(&with_sentences(sentence));
        let [(Code::E0728, _, help)] = told.as_slice() else { panic!("{sentence}: {told:#?}") };
        assert!(help.contains(&format!("{{{{{metric}}}}}")), "{sentence}: {help}");
    }
}

#[test]
fn a_small_numeral_is_told_only_where_a_metric_has_its_value_beside_its_words() {
    let told = told(&with_sentences("建成镇级综治中心六个。\n选派六个工作组，设立三个窗口。"));
    let [(Code::E0728, marked, help)] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!(marked, "六个");
    assert!(help.contains("{{镇级综治中心数}}"), "{help}");
}

#[test]
fn numbers_of_headings_notes_and_plans_are_told() {
    for (path, from, to, marked) in [
        (REPORT, "标题: 夯实人民调解基础", "标题: 夯实35宗调解基础", "35宗"),
        (REPORT, "标题: 强化政治引领", "标题: 完成1834项，强化政治引领", "1834项"),
        (REPORT, "附注: 此件主动公开", "附注: 此件印发58份", "58份"),
        (LAW, "标题: 增强依法履职能力", "标题: 办好35宗实事", "35宗"),
        (REPORT, "提纲:\n", "不足导语: 仍有58名人员未持证，主要表现在：\n提纲:\n", "58名"),
    ] {
        let told = told(&with(path, from, to));
        let [(Code::E0728, found, _)] = told.as_slice() else { panic!("{to}: {told:#?}") };
        assert_eq!(found, marked, "{to}");
    }
}

#[test]
fn targets_among_next_years_plans_are_no_statistics() {
    let plan = "内容: 从严加强行政执法人员管理，";
    for target in [
        "举办培训不少于4期，",
        "新建司法所3个，力争化解率达到95%以上，",
        "受理行政复议案件200件以上，",
    ] {
        quiet(&with(LAW, plan, &format!("{plan}{target}")));
    }
    let told = told(&with(LAW, plan, &format!("{plan}在2024年录入行政检查5757件的基础上，")));
    let [(Code::E0728, marked, help)] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!(marked, "5757件");
    assert!(help.contains("{{行政检查数}}") && !help.contains("登记指标"), "{help}");
}

#[test]
fn words_of_another_number_are_no_contradiction() {
    for sentence in [
        "将全区6个乡镇（街道）划分为3个片区。",
        "全区6个乡镇（街道）共设9个工作点。",
        "区人民调解中心受理5个街道的纠纷。",
        "乡镇（街道）6个片区联动。",
    ] {
        let told = told(&with_sentences(sentence));
        let contradicted = told.iter().find(|(code, ..)| *code == Code::E0710);
        assert!(contradicted.is_none(), "{sentence}: {told:#?}");
    }
    for (sentence, said) in [
        ("审结行政复议案件98件。", "98件"),
        ("共有9个乡镇（街道）。", "9个"),
        ("建成镇级综治中心8个，实体运行。", "8个"),
    ] {
        let told = told(&with_sentences(sentence));
        assert!(
            told.iter().any(|(code, marked, _)| *code == Code::E0710 && marked == said),
            "{sentence}: {told:#?}"
        );
    }
}

/// All that a check finds, the composed report included.
fn rehearsed(project: &Project) -> Examined {
    let mut examined = examine(project.path(), 2024, &Options::default());
    make::rehearse(&mut examined);
    examined
}

#[test]
fn numbers_typed_in_a_template_are_told() {
    for (from, to, marked) in [
        ("## 主要举措和成效\n", "## 主要举措和成效\n\n全年检查5757件，培训58名。\n", "5757件 58名"),
        ("## 存在不足和原因\n", "## 存在35宗不足和原因\n", "35宗"),
        ("## 主要举措和成效\n", "## 主要举措和成效\n\n|项目|数|\n|---|---|\n|检查|1834|\n", "1834"),
    ] {
        let project = Project::shipped();
        project.edit("templates/luojiang.md.tera", from, to);
        let examined = rehearsed(&project);
        let told = told(&examined);
        let [(Code::E0728, found, help)] = told.as_slice() else { panic!("{to}: {told:#?}") };
        assert_eq!(found, marked, "{to}");
        assert!(help.contains("figure"), "{help}");
    }
    // A number that an expression makes has no origin either.
    for computed in ["{{ themes | length }}件", "共{{ \"行政检查数\" | figure | length }}件。"]
    {
        let project = Project::shipped();
        let to = format!("## 主要举措和成效\n\n{computed}\n");
        project.edit("templates/luojiang.md.tera", "## 主要举措和成效\n", &to);
        let told = told(&rehearsed(&project));
        assert!(matches!(told.as_slice(), [(Code::E0728, ..)]), "{computed}: {told:#?}");
    }
    let project = Project::shipped();
    let words = "## 主要举措和成效\n\n\
        {{ year }}年、2024—2025年、第3次、“1个窗口”，附件1，12345热线，\
        {{ \"行政检查数\" | figure }}。\n\n|序号|项目|\n|---|---|\n|1|甲|\n|12|乙|\n";
    project.edit("templates/luojiang.md.tera", "## 主要举措和成效\n", words);
    quiet(&rehearsed(&project));
}

#[test]
fn the_shipped_layouts_hold_no_number_without_an_owner() {
    for layout in ["luojiang", "statutory", "themes", "oral"] {
        let project = Project::shipped();
        crate::line::write_oral(&project);
        project.edit("data/profile.yaml", "版式: luojiang\n", &format!("版式: {layout}\n"));
        quiet(&rehearsed(&project));
    }
}

#[test]
fn a_metric_that_only_the_layout_prints_is_written_in_the_text() {
    let unprinted = |examined: &Examined| {
        let hints = examined.findings.iter().filter(|found| found.code == Code::E0724);
        hints.map(|found| format!("{found:?}")).collect::<String>()
    };
    let project = Project::shipped();
    let text = project.read(LAW);
    project.write(LAW, &text.replace("，涉及金额{{调解涉及金额}}", ""));
    assert!(unprinted(&rehearsed(&project)).contains("调解涉及金额"));
    project.edit(
        "templates/luojiang.md.tera",
        "## 主要举措和成效\n",
        "## 主要举措和成效\n\n调解涉及金额{{ \"调解涉及金额\" | figure }}。\n",
    );
    assert!(!unprinted(&rehearsed(&project)).contains("调解涉及金额"));
}

#[test]
fn a_phrase_under_verbatim_excuses_its_own_number_only() {
    let sentences = |verbatim: &str| {
        let project = Project::shipped();
        let text = project.read(LAW).replacen(
            ITEM,
            &format!("{ITEM}    免费办理11次、免费办理1次，步道全长2.5公里，另有58名。\n"),
            1,
        );
        project.write(LAW, &text.replacen("年度: 2024\n", &format!("年度: 2024\n{verbatim}"), 1));
        project
    };
    let marked = |project: &Project| {
        let examined = rehearsed(project);
        told(&examined).into_iter().map(|(_, marked, _)| marked).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(marked(&sentences("")), "11次 1次 2.5公里 58名");
    let excused = sentences("照录: [免费办理1次, 步道全长2.5公里]\n");
    assert_eq!(marked(&excused), "11次 58名");
    let status = excused.run(&["status", "2024"]);
    let status = status.transcript();
    assert!(status.contains("区司法局  “步道全长2.5公里”  data/2024/区司法局.yaml:5"), "{status}");
    // A bare number excuses nothing.
    let refused = sentences("照录: [\"0\", \"1\", \"5\", \"8\", \"58\", 58名]\n");
    assert_eq!(marked(&refused), "11次 1次 2.5公里 58名");
    let examined = rehearsed(&refused);
    let bare: Vec<_> = examined.findings.iter().filter(|one| one.code == Code::E0729).collect();
    assert_eq!(bare.len(), 1, "{bare:?}");
    assert_eq!(bare[0].labels.len(), 6, "{bare:?}");
}
