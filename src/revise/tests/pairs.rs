//! Several kinds of changes at once: what is taken is in the report afterwards, and is not told again.

use super::*;

/// The paragraph that begins with some words.
fn place(came: &Returned, words: &str) -> Option<usize> {
    came.paragraphs.iter().position(|one| one.text.contains(words))
}

fn replace(came: &mut Returned, old: &str, new: &str) {
    let one = came.paragraphs.iter_mut().find(|one| one.text.contains(old));
    one.into_iter().for_each(|one| one.text = one.text.replacen(old, new, 1));
}

/// Changes the paragraph of the shortcomings, and numbers them anew.
fn shortcomings(came: &mut Returned, change: impl FnOnce(&mut Vec<String>)) {
    let Some(at) = place(came, "主要表现在：一是") else { return };
    let text = came.paragraphs[at].text.clone();
    let (lead, rest) = text.split_once("一是").expect("a first");
    let each = rest.trim_end_matches('。').split("；").map(|entry| match entry.split_once('是') {
        Some((number, rest)) if number.chars().count() == 1 => rest.to_owned(),
        _ => entry.to_owned(),
    });
    let mut entries: Vec<String> = each.collect();
    change(&mut entries);
    let numbered = entries.iter().zip(["一", "二", "三", "四", "五"]);
    let numbered: Vec<String> = numbered.map(|(entry, at)| format!("{at}是{entry}")).collect();
    came.paragraphs[at].text = format!("{lead}{}。", numbered.join("；"));
}

/// Puts the entries of the plan in another order, and numbers them anew.
fn plans(came: &mut Returned, times: usize) {
    const NAMES: [&str; 4] =
        ["）提升行政执法规范化", "）增强依法履职能力", "）扩大法律服务供给", "）创新法治宣传方式"];
    let mut places: Vec<usize> = NAMES.iter().filter_map(|name| place(came, name)).collect();
    places.sort_unstable();
    let mut all: Vec<ReturnedParagraph> =
        places.iter().map(|at| came.paragraphs[*at].clone()).collect();
    let count = all.len();
    all.rotate_left(times % count);
    if times % 2 == 1 {
        all.swap(0, 1);
    }
    for ((at, mut one), number) in places.into_iter().zip(all).zip(["一", "二", "三", "四"]) {
        let (_, rest) = one.text.split_once('）').expect("a number");
        one.text = format!("（{number}）{rest}");
        came.paragraphs[at] = one;
    }
}

/// Does one thing to a returned text.
fn change(came: &mut Returned, kind: usize, choice: usize) {
    match kind {
        0 => replace(came, "立体化、互动式", ["互动式", "多样化"][choice % 2]),
        1 => shortcomings(came, |all| all.rotate_left(1)),
        2 => shortcomings(came, |all| {
            let last = all.len() - 1;
            all.swap(0, last);
        }),
        3 => shortcomings(came, |all| drop(all.remove(choice % all.len()))),
        4 => shortcomings(came, |all| {
            all.insert(choice % all.len(), "法治队伍力量薄弱，原因是编制不足".to_owned());
        }),
        5 => replace(came, "；三是", "，"),
        6 => plans(came, choice),
        7 => replace(came, "持续抓好", "扎实抓好"),
        8 => replace(came, "主动引进", "积极引进"),
        9 => replace(came, "积极性不高", "主动性不强"),
        10 => replace(came, "增强依法履职能力", "提高依法履职能力"),
        11 => {
            if let Some(at) = place(came, "（五）深化社会治理").filter(|_| choice.is_multiple_of(2))
            {
                came.paragraphs.swap(at - 1, at - 2);
            } else {
                replace(came, "推进片区联合执法", "推动片区联合执法");
            }
        }
        12 => {
            let at = [40, 30, 50][choice % 3].min(came.paragraphs.len() - 1);
            let (one, text) = (came.paragraphs[at].clone(), came.paragraphs[at].text.clone());
            let Some((first, second)) = text.split_once('。').filter(|(_, it)| !it.is_empty())
            else {
                return;
            };
            came.paragraphs[at].text = format!("{first}。");
            came.paragraphs.insert(at + 1, ReturnedParagraph { text: second.to_owned(), ..one });
        }
        13 => replace(came, "部分单位依法行政意识有待增强，", ""),
        14 => shortcomings(came, |all| all.truncate(1)),
        _ => {
            let at = place(came, "主要表现在").map_or(0, |at| at + 1);
            let text = "各级各部门要抓好落实。".to_owned();
            let role = Some(Role::Body);
            came.paragraphs.insert(at, ReturnedParagraph { text, role, ids: Vec::new() });
        }
    }
}

const KINDS: usize = 16;

type Told = (Kind, String, String);

fn told_as(item: &Item) -> Told {
    (item.kind, item.old.words.clone(), item.new.words.clone())
}

fn bare(text: &Returned) -> Vec<String> {
    let each = text.paragraphs.iter();
    each.map(|one| crate::changes::without_number(&one.text).to_owned()).collect()
}

/// Does some things to the report and takes what is certain.
fn holds(bench: &Bench, changes: &[(usize, usize)]) -> Result<(), TestCaseError> {
    let mut came = bench.came();
    changes.iter().for_each(|(kind, choice)| change(&mut came, *kind, *choice));
    let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let applied = apply(&mut revision, true, bench.present());
    let left: Vec<Told> = revision
        .items
        .iter()
        .enumerate()
        .filter(|(at, _)| !applied.taken.contains(at))
        .map(|(_, item)| told_as(item))
        .collect();
    let after = bench.after(&applied);
    if left.is_empty() {
        prop_assert_eq!(bare(&after.came()), bare(&came));
    }
    let mut second = revise(&came, true, Some(&bench.sent()), after.present());
    let first = told(bench, &revision);
    for item in &second.items {
        let is_known = item.standing == Standing::Done || left.contains(&told_as(item));
        prop_assert!(is_known, "{changes:?}: {:#?}\nfirst {first:#?}", told(&after, &second));
        let is_conflict = matches!(item.standing, Standing::Conflict(_));
        prop_assert!(!is_conflict, "{changes:?}: {:#?}", told(&after, &second));
    }
    let more = apply(&mut second, true, after.present());
    prop_assert!(more.taken.is_empty(), "{changes:?}: {:#?}", told(&after, &second));
    Ok(())
}

#[test]
fn a_heading_alone_and_entries_in_another_order_are_no_conflict() {
    let held = holds(&Bench::shipped(), &[(12, 1), (6, 1)]);
    assert!(held.is_ok(), "{held:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_of_several_changes_is_in_the_report_and_is_not_told_again(
        changes in prop::collection::vec((0..KINDS, 0_usize..6), 1..4),
    ) {
        holds(&Bench::shipped(), &changes)?;
    }
}
