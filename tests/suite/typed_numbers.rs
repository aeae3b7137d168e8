//! Numbers typed by hand in the texts of the shipped year: which are told, and that true text is
//! not.

use nianbao::diagnostic::{Code, Diagnostic, Severity};
use nianbao::{Examined, Options, examine};

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
