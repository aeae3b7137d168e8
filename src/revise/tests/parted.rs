//! Paragraphs that are parted and have other words, or new paragraphs between their parts.

use super::quoted::{Texts, bench, find};
use super::*;

fn write(texts: &mut Texts, old: &str, new: &str) {
    let at = find(texts, old);
    texts[at].text = texts[at].text.replacen(old, new, 1);
}

/// Parts a paragraph before some words, with others between the two parts.
fn part(texts: &mut Texts, words: &str, between: &[&str]) {
    let at = find(texts, words);
    let one = texts[at].clone();
    let (first, second) = one.text.split_at(one.text.find(words).expect("the words"));
    texts[at].text = first.to_owned();
    let others = between.iter().copied().chain([second]);
    let others: Vec<_> =
        others.map(|it| ReturnedParagraph { text: it.to_owned(), ..one.clone() }).collect();
    texts.splice(at + 1..at + 1, others);
}

#[test]
fn what_is_parted_and_has_more_words_there_is_written_at_once() {
    type Change = fn(&mut Texts);
    let cases: [Change; 6] = [
        |texts| {
            write(texts, "各类文件，", "各类文件，营造浓厚法治氛围。");
            part(texts, "及时公布", &[]);
        },
        |texts| {
            write(texts, "各类文件，", "各类文件，营造浓厚法治氛围。");
            write(texts, "及时公布", "同时，及时公布");
            part(texts, "同时，", &[]);
        },
        |texts| part(texts, "及时公布", &["营造浓厚法治氛围。"]),
        |texts| part(texts, "及时公布", &["营造浓厚法治氛围。", "强化各项保障。"]),
        |texts| {
            write(texts, "方便群众查询", "方便群众查询、办事");
            write(texts, "定期清理", "持续定期清理");
            part(texts, "及时公布", &["营造浓厚法治氛围。"]);
        },
        |texts| {
            part(texts, "及时公布", &[]);
            let at = find(texts, "及时公布");
            texts.swap(at - 1, at);
        },
    ];
    for (at, change) in cases.into_iter().enumerate() {
        let bench = bench();
        let (sent, mut came) = (bench.sent(), bench.came());
        change(&mut came.paragraphs);
        let mut revision = revise(&came, true, Some(&sent), bench.present());
        let applied = apply(&mut revision, true, bench.present());
        assert_eq!(
            applied.taken.len(),
            revision.items.len(),
            "{at} {:#?}",
            told(&bench, &revision)
        );
        let after = bench.after(&applied);
        let texts = |came: Returned| -> Vec<String> {
            came.paragraphs.into_iter().map(|one| one.text).collect()
        };
        assert_eq!(texts(after.came()), texts(came.clone()), "{at}");
        let again = revise(&came, true, Some(&sent), after.present());
        let is_done = |item: &Item| item.standing == Standing::Done;
        assert!(again.items.iter().all(is_done), "{at} {:#?}", told(&after, &again));
    }
}
