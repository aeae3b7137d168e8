//! Entries in another order, each in a paragraph of its own.

use super::*;

const TITLES: [&str; 4] =
    ["提升行政执法规范化", "增强依法履职能力", "扩大法律服务供给", "创新法治宣传方式"];

/// All orders of four.
fn orders() -> impl Iterator<Item = [usize; 4]> {
    let each = 0..4_usize.pow(4);
    each.map(|at| [at / 64, at / 16 % 4, at / 4 % 4, at % 4]).filter(|order| {
        let mut sorted = *order;
        sorted.sort_unstable();
        sorted == [0, 1, 2, 3]
    })
}

/// The report with the plans in another order, numbered anew or not.
fn with_plans(bench: &Bench, order: [usize; 4], is_numbered_anew: bool) -> Returned {
    let mut came = bench.came();
    let first = at(&came, "（一）提升行政执法规范化");
    let plans = came.paragraphs[first..first + 4].to_vec();
    for ((place, from), number) in (first..).zip(order).zip(["一", "二", "三", "四"]) {
        came.paragraphs[place] = plans[from].clone();
        if is_numbered_anew {
            let words = crate::changes::without_number(&plans[from].text).to_owned();
            came.paragraphs[place].text = format!("（{number}）{words}");
        }
    }
    came
}

/// The plans in the order in which a text has them.
fn order_of<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let plan = |text: &str| TITLES.iter().position(|title| text.starts_with(title));
    texts.filter_map(|text| plan(crate::changes::without_number(text))).collect()
}

#[test]
fn plans_in_any_order_are_written_at_once_and_told_as_done_then() {
    let bench = Bench::shipped();
    for (at, order) in orders().enumerate() {
        // Numbered anew, as a clerk does, or with the numbers that they had.
        let came = with_plans(&bench, order, at % 3 > 0);
        let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
        let applied = apply(&mut revision, true, bench.present());
        assert_eq!(applied.taken.len(), revision.items.len(), "{:#?}", told(&bench, &revision));
        let after = bench.after(&applied);
        let made = after.sent();
        let texts = made.paragraphs.iter().map(|one| one.text.as_str());
        assert_eq!(order_of(texts), order, "{:#?}", told(&bench, &revision));
        let again = revise(&came, true, Some(&bench.sent()), after.present());
        let is_done = again.items.iter().all(|item| item.standing == Standing::Done);
        assert!(is_done, "{order:?} {:#?}", told(&after, &again));
    }
}

#[test]
fn an_order_of_which_the_data_have_a_part_is_not_told_as_done() {
    let bench = Bench::shipped();
    for part in [[3, 0, 1, 2], [2, 3, 1, 0], [0, 1, 3, 2], [1, 0, 3, 2]] {
        let half = with_plans(&bench, part, true);
        let mut revision = revise(&half, true, Some(&bench.sent()), bench.present());
        let after = bench.after(&apply(&mut revision, true, bench.present()));
        let came = with_plans(&bench, [3, 2, 1, 0], true);
        let mut revision = revise(&came, true, Some(&bench.sent()), after.present());
        let applied = apply(&mut revision, true, after.present());
        let is_left = revision
            .items
            .iter()
            .enumerate()
            .any(|(at, item)| item.standing != Standing::Done && !applied.taken.contains(&at));
        let made = match applied.files.is_empty() {
            true => after.sent(),
            false => after.after(&applied).sent(),
        };
        let texts = made.paragraphs.iter().map(|one| one.text.as_str());
        let is_right = order_of(texts) == [3, 2, 1, 0];
        assert!(is_right || is_left, "{part:?} {:#?}", told(&after, &revision));
    }
}

#[test]
fn an_order_that_the_data_changed_otherwise_is_told_and_not_written_over() {
    let bench = Bench::shipped();
    let half = with_plans(&bench, [2, 0, 1, 3], true);
    let mut revision = revise(&half, true, Some(&bench.sent()), bench.present());
    let after = bench.after(&apply(&mut revision, true, bench.present()));
    // Who moved nothing is told of it.
    let came = bench.came();
    let revision = revise(&came, true, Some(&bench.sent()), after.present());
    let since: Vec<&SinceSent> = revision.since.iter().filter(|since| since.is_move).collect();
    assert_eq!(since.len(), 1, "{:#?}", revision.since);
    assert!(since[0].old.words.contains("扩大法律服务供给"), "{since:#?}");
    assert!(since[0].new.words.contains("主要安排") && since[0].place.is_some(), "{since:#?}");
    // Another move over the same way is a conflict; one elsewhere in the list is none.
    for (order, is_conflict) in [([3, 0, 1, 2], true), ([2, 0, 1, 3], false)] {
        let came = with_plans(&bench, order, true);
        let mut revision = revise(&came, true, Some(&bench.sent()), after.present());
        let applied = apply(&mut revision, true, after.present());
        assert!(applied.taken.is_empty(), "{order:?} {:#?}", told(&after, &revision));
        let mut items = revision.items.iter();
        let conflicts = items.any(|item| matches!(item.standing, Standing::Conflict(_)));
        assert_eq!(conflicts, is_conflict, "{order:?} {:#?}", told(&after, &revision));
    }
}

#[test]
fn what_the_data_wrote_anew_is_told_at_its_own_place() {
    const FILE: &str = "data/2024/区司法局.yaml";
    const ANEW: &str = "村居都有顾问，群众少跑腿。";
    let bench = Bench::shipped();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(FILE)).expect("the file");
    let written = text.lines().find(|line| line.contains("认真履行法律服务")).expect("the line");
    let text = text.replacen(written, &format!("    内容: {ANEW}"), 1);
    let after = Bench::new(bench.files.clone().with_unsaved(FILE, text));
    let mut came = bench.came();
    reword(&mut came, "认真履行法律服务", "切实履行法律服务");
    let revision = revise(&came, true, Some(&bench.sent()), after.present());
    let [item] = revision.items.as_slice() else { panic!("{:#?}", told(&after, &revision)) };
    assert_eq!(after.place(item), "区司法局.yaml:138", "{item:?}");
    let Standing::Conflict(Theirs::Words(theirs)) = &item.standing else { panic!("{item:?}") };
    assert!(theirs.ends_with(ANEW), "{theirs}");
    assert!(revision.since.is_empty(), "{:#?}", revision.since);
}

#[test]
fn a_comment_above_an_entry_moves_with_it() {
    let shipped = Bench::shipped();
    let path = "data/2024/区司法局.yaml";
    let file = shipped.sources().find(path).expect("a file");
    let text = shipped.sources().get(file).text();
    // One above each entry, one that is deeper than the second and so of the first.
    let commented = TITLES.iter().fold(text.to_owned(), |text, title| {
        let (lead, rest) = text.split_once(&format!("  - 标题: {title}")).expect("a plan");
        let deeper = if title == &TITLES[1] { "    # 甲之二\n" } else { "" };
        format!("{lead}{deeper}  # 其上 {title}\n  - 标题: {title}{rest}")
    });
    let bench = Bench::new(shipped.files.clone().with_unsaved(path, commented));
    let came = with_plans(&bench, [1, 0, 2, 3], true);
    let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let applied = apply(&mut revision, true, bench.present());
    let after = &applied.files.first().expect("a changed file").after;
    let place = |words: &str| after.find(words).unwrap_or_else(|| panic!("{words} {after}"));
    let marks =
        ["# 其上 增强", "标题: 增强", "# 其上 提升", "标题: 提升", "# 甲之二", "# 其上 扩大"];
    assert!(marks.map(place).is_sorted(), "{after}");
}
