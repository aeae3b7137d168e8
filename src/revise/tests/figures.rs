//! Changed figures.

use super::*;

#[test]
fn names_of_a_list_that_were_exchanged_are_one_change_with_the_whole_list() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let (old, new) = ("区市场监管局、区商务局、区人社局", "区商务局、区市场监管局、区人社局");
    reword(&mut came, old, new);
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let [item] = revision.items.as_slice() else { panic!("{:#?}", told(&bench, &revision)) };
    assert_eq!(item.kind, Kind::Figure);
    assert!(item.old.words.starts_with(old) && item.new.words.starts_with(new), "{item:?}");
    assert!(item.notes.iter().all(|(key, _)| *key != "矛盾"), "{item:?}");
}

#[test]
fn a_figure_that_changed_with_the_words_around_it_is_a_change_of_its_metric() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    reword(&mut came, "全年共有6件行政规范性文件按时报送", "全年共7件规范性文件按时报送");
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let figures = revision.items.iter().filter_map(|item| item.figure.as_ref());
    let figures: Vec<_> =
        figures.map(|one| (one.metric.as_str(), one.old.as_str(), one.new.as_deref())).collect();
    assert_eq!(figures, [("报备规范性文件数", "6", Some("7"))]);
    assert!(revision.items.iter().all(|item| item.remedy.is_err()));
}

#[test]
fn words_with_one_in_them_are_no_numbers_and_marks_of_readers_are_not_certain() {
    for text in [
        "网上百姓诉求及时回应。",
        "法治环境一年比一年好。",
        "法治建设再上一个台阶。",
        "各级、各部门一起发力。",
        "下半年加倍努力，事半功倍。",
    ] {
        assert_eq!(certain::doubt_of_paragraph(None, text, |_| false), None, "{text}");
    }
    for text in [
        "三年行动。",
        "查处两起。",
        "√看过。",
        "→核实。",
        "〓",
        "降幅过半。",
        "时限压缩一半。",
        "成倍增长。",
        "打了对折。",
        "三分之二的纠纷就地化解在基层。",
        "群众满意度多年保持百分之百。",
        "上千群众参与了评议活动。",
        "惠及企业数以万计，群众反响良好。",
    ] {
        assert!(certain::doubt_of_paragraph(None, text, |_| false).is_some(), "{text}");
    }
}
