//! What becomes of paragraphs, and of words.

use proptest::prelude::*;

use super::*;
use crate::cpu::measured;

fn paragraphs<'t>(texts: &[&'t str]) -> Vec<Paragraph<'t>> {
    texts.iter().map(|text| Paragraph { role: "", text, cell: None }).collect()
}

/// The changes but what was kept, one a line: `改 0→0`.
fn shown(old: &[&str], new: &[&str]) -> String {
    let lines = align(&paragraphs(old), &paragraphs(new)).into_iter().filter_map(|change| {
        Some(match change {
            Change::Kept { .. } => return None,
            Change::Reworded { old, new } => format!("改 {old}→{new}"),
            Change::Moved { old, new, reworded: false } => format!("移 {old}→{new}"),
            Change::Moved { old, new, reworded: true } => format!("移改 {old}→{new}"),
            Change::Split { old, new } => format!("分 {old}→{}-{}", new.start, new.end - 1),
            Change::Joined { old, new } => format!("合 {}-{}→{new}", old.start, old.end - 1),
            Change::Added { new } => format!("增 {new}"),
            Change::Removed { old } => format!("删 {old}"),
        })
    });
    lines.collect::<Vec<_>>().join("，")
}

/// `旧[删|增]文`
fn marked(old: &str, new: &str) -> String {
    let mut text = String::new();
    let mut at = 0;
    for edit in edits(old, new) {
        text += &old[at..edit.old.start];
        text += &format!("[{}|{}]", &old[edit.old.clone()], &new[edit.new]);
        at = edit.old.end;
    }
    text + &old[at..]
}

const ONE: &str = "全年共收到行政复议申请726件，审结683件，综合纠错率12.5%，群众满意度明显提升。";
const TWO: &str = "制定行政规范性文件合法性审核办法，对12件规范性文件进行备案审查，做到有件必备。";
const THREE: &str = "开展法治宣传教育活动，组织普法讲座36场，覆盖群众约1.1万人次，氛围更加浓厚。";
const FOUR: &str = "推进综合行政执法改革，向乡镇下放执法权限89项，配备执法人员120名。";

#[test]
fn paragraphs_are_kept_reworded_added_and_removed() {
    assert_eq!(shown(&[ONE, TWO, THREE], &[ONE, TWO, THREE]), "");
    let reworded = ONE.replace("726件", "783件").replace("明显", "持续");
    assert_eq!(shown(&[ONE, TWO, THREE], &[&reworded, TWO, THREE]), "改 0→0");
    assert_eq!(shown(&[ONE, THREE], &[ONE, TWO, THREE]), "增 1");
    assert_eq!(shown(&[ONE, TWO, THREE], &[ONE, THREE]), "删 1");
    assert_eq!(shown(&[ONE, TWO, THREE], &[ONE, FOUR, THREE]), "删 1，增 1");
    assert_eq!(shown(&[], &[ONE]), "增 0");
    assert_eq!(shown(&[ONE], &[]), "删 0");
    assert_eq!(shown(&[], &[]), "");
}

#[test]
fn paragraphs_move_with_the_same_words_or_with_others() {
    assert_eq!(shown(&[ONE, TWO, THREE, FOUR], &[TWO, THREE, FOUR, ONE]), "移 0→3");
    let reworded = ONE.replace("明显", "持续");
    assert_eq!(shown(&[ONE, TWO, THREE, FOUR], &[TWO, THREE, FOUR, &reworded]), "移改 0→3");
}

#[test]
fn a_paragraph_is_split_and_several_are_joined_by_whatever_mark() {
    let both = format!("{ONE}{TWO}");
    assert_eq!(shown(&[FOUR, &both, THREE], &[FOUR, ONE, TWO, THREE]), "分 1→1-2");
    assert_eq!(shown(&[FOUR, ONE, TWO, THREE], &[FOUR, &both, THREE]), "合 1-2→1");
    let comma = both.replacen('。', "，", 1);
    assert_eq!(shown(&[FOUR, ONE, TWO, THREE], &[FOUR, &comma, THREE]), "合 1-2→1");
    let three = format!("{ONE}{TWO}{THREE}").replace('。', "；").replace("明显", "持续");
    assert_eq!(shown(&[FOUR, ONE, TWO, THREE], &[FOUR, &three]), "合 1-3→1");
    assert_eq!(shown(&[FOUR, &three], &[FOUR, ONE, TWO, THREE]), "分 1→1-3");
    // What was added to one paragraph is no other.
    assert_eq!(shown(&[ONE, TWO], &[&both, TWO]), "改 0→0");
}

#[test]
fn short_paragraphs_that_are_alike_stay_with_their_neighbours() {
    let old = ["（一）加强组织领导", ONE, "（二）加强队伍建设", TWO, "（三）加强监督检查", THREE];
    let new = ["（一）强化组织领导", ONE, "（二）强化队伍建设", TWO, "（三）强化监督检查", THREE];
    assert_eq!(shown(&old, &new), "改 0→0，改 2→2，改 4→4");
    let old = ["一是抓学习。", "二是抓落实。", "三是抓督查。"];
    let new = ["一是抓学习。", "二是抓培训。", "三是抓落实。", "四是抓督查。"];
    assert!(!shown(&old, &new).contains('移'), "{}", shown(&old, &new));
    // Cells of numbers have nothing in common but their place.
    assert_eq!(shown(&["件", "726", "88"], &["件", "783", "91"]), "改 1→1，改 2→2");
    let old = ["主要做法", ONE, "主要做法", TWO];
    let new = ["主要做法", ONE, "主要做法", FOUR, "主要做法", TWO];
    assert_eq!(shown(&old, &new).matches('增').count(), 2, "{}", shown(&old, &new));
}

#[test]
fn a_paragraph_is_paired_with_one_of_its_role() {
    let old = [
        Paragraph { role: "标题", text: "总体情况", cell: None },
        Paragraph { role: "段", text: "总体情况", cell: None },
    ];
    let new = [old[1], old[0]];
    let changes = align(&old, &new);
    assert!(changes.iter().any(|change| matches!(change, Change::Moved { reworded: false, .. })));
    assert!(changes.iter().all(|change| match change {
        Change::Kept { old: one, new: other } | Change::Moved { old: one, new: other, .. } =>
            old[*one] == new[*other],
        _ => false,
    }));
    // Where none of its role is left, the text decides.
    assert_eq!(align(&old[..1], &new[..1]), [Change::Kept { old: 0, new: 0 }]);
}

#[test]
fn words_and_numbers_with_their_units_change_as_a_whole() {
    for (old, new, wanted) in [
        ("共收到726件。", "共收到783件。", "共收到[726件|783件]。"),
        ("增长12.5%，", "增长8.1%，", "增长[12.5%|8.1%]，"),
        ("提高1.2个百分点", "提高2个百分点", "提高[1.2个百分点|2个百分点]"),
        ("全面推进改革。", "扎实推进改革。", "[全面|扎实]推进改革。"),
        ("改革，成效明显。", "改革；成效明显。", "改革[，|；]成效明显。"),
        ("推进改革。", "推进改革和开放。", "推进改革[|和开放]。"),
        ("收12件、结13件", "收15件、结16件", "收[12件|15件]、结[13件|16件]"),
        ("二十三个单位", "二十五个单位", "[二十三个|二十五个]单位"),
        ("2023年底", "2024年底", "[2023|2024]年底"),
    ] {
        assert_eq!(marked(old, new), wanted);
    }
    assert!(edits(ONE, ONE).is_empty());
}

/// Checks that every paragraph stands in one change, and that those said to be kept are equal.
fn assert_covers(old: &[Paragraph<'_>], new: &[Paragraph<'_>], changes: &[Change]) {
    let (mut olds, mut news) = (vec![0; old.len()], vec![0; new.len()]);
    for change in changes {
        let (from, to) = match change {
            Change::Kept { old, new } | Change::Reworded { old, new } => {
                (*old..old + 1, *new..new + 1)
            }
            Change::Moved { old, new, .. } => (*old..old + 1, *new..new + 1),
            Change::Split { old, new } => (*old..old + 1, new.clone()),
            Change::Joined { old, new } => (old.clone(), *new..new + 1),
            Change::Added { new } => (0..0, *new..new + 1),
            Change::Removed { old } => (*old..old + 1, 0..0),
        };
        if let Change::Kept { old: one, new: other }
        | Change::Moved { old: one, new: other, reworded: false } = change
        {
            assert_eq!(old[*one].text, new[*other].text);
        }
        from.for_each(|at| olds[at] += 1);
        to.for_each(|at| news[at] += 1);
    }
    assert!(olds.iter().chain(&news).all(|count| *count == 1), "{changes:?}");
}

/// Texts from few words, so that many are alike and some are equal.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let words = ["加强", "监督", "法治", "，", "。", "12件", "政府", "一是", "推进"];
    let text = proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..9);
    proptest::collection::vec(text.prop_map(|words| words.concat()), 0..14)
}

proptest! {
    #[test]
    fn every_paragraph_stands_in_one_change(old in texts(), new in texts()) {
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        let (old, new) = (paragraphs(&old), paragraphs(&new));
        assert_covers(&old, &new, &align(&old, &new));
    }

    #[test]
    fn equal_texts_have_no_change(texts in texts()) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let texts = paragraphs(&texts);
        let is_kept = |change: &Change| matches!(change, Change::Kept { .. });
        prop_assert!(align(&texts, &texts).iter().all(is_kept));
    }

    #[test]
    fn another_order_is_moves_alone(
        (old, new) in texts().prop_flat_map(|old| (Just(old.clone()), Just(old).prop_shuffle()))
    ) {
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        let (old, new) = (paragraphs(&old), paragraphs(&new));
        let changes = align(&old, &new);
        assert_covers(&old, &new, &changes);
        for change in changes {
            let is_same =
                matches!(change, Change::Kept { .. } | Change::Moved { reworded: false, .. });
            prop_assert!(is_same);
        }
    }

    #[test]
    fn edits_applied_give_the_new_text(
        old in "[全面推进改革，。 12.5%件a]{0,30}", new in "[全面推进改革，。 12.5%件a]{0,30}"
    ) {
        let mut made = String::new();
        let mut at = 0;
        for edit in edits(&old, &new) {
            made += &old[at..edit.old.start];
            made += &new[edit.new];
            at = edit.old.end;
        }
        made += &old[at..];
        prop_assert_eq!(made, new);
    }
}

/// A text of about 200 characters of few words, a different one for each number.
fn long(number: u64) -> String {
    const WORDS: [&str; 24] = [
        "加强",
        "推进",
        "完善",
        "落实",
        "行政执法",
        "监督检查",
        "规范性文件",
        "备案审查",
        "法治政府",
        "人民调解",
        "矛盾纠纷",
        "普法宣传",
        "优化",
        "提升",
        "服务水平",
        "营商环境",
        "重大决策",
        "合法性审核",
        "公开",
        "培训",
        "，",
        "。",
        "、",
        "和",
    ];
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut text = format!("第{number}项");
    while text.chars().count() < 200 {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        text.push_str(WORDS[(state >> 33) as usize % WORDS.len()]);
    }
    text
}

#[test]
fn long_texts_of_few_words_are_aligned_in_about_the_time_of_their_length() {
    let old: Vec<String> = (0..10_000).map(long).collect();
    let mut new = old.clone();
    for text in new.iter_mut().skip(5).step_by(10) {
        *text = text.replacen("加强", "大力强化", 2).replacen('项', "条", 1);
    }
    let moved = new.remove(100);
    new.insert(9_000, moved);
    let joined = new.remove(501);
    new[500].push_str(&joined);
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let (old, new) = (paragraphs(&old), paragraphs(&new));
    let (changes, taken) = measured(|| align(&old, &new));
    assert_covers(&old, &new, &changes);
    let count = |is: fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count();
    assert_eq!(count(|change| matches!(change, Change::Reworded { .. })), 1_000);
    assert_eq!(count(|change| matches!(change, Change::Moved { reworded: false, .. })), 1);
    assert_eq!(count(|change| matches!(change, Change::Joined { .. })), 1);
    assert_eq!(count(|change| matches!(change, Change::Added { .. } | Change::Removed { .. })), 0);
    // A square of the number would take hours; tests are not optimised, and run beside others.
    assert!(taken.as_secs() < 60, "{taken:?}");
}
