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
            write(
                texts,
                "各类文件，",
                "各类文件，坚持系统观念、法治思维、强基导向，营造尊法学法守法用法的浓厚氛围。",
            );
            part(texts, "及时公布", &[]);
        },
        |texts| {
            write(
                texts,
                "各类文件，",
                "各类文件，坚持系统观念、法治思维、强基导向，营造尊法学法守法用法的浓厚氛围。",
            );
            write(texts, "及时公布", "同时，及时公布");
            part(texts, "同时，", &[]);
        },
        |texts| {
            part(
                texts,
                "及时公布",
                &["坚持系统观念、法治思维、强基导向，营造尊法学法守法用法的浓厚氛围。"],
            )
        },
        |texts| {
            part(
                texts,
                "及时公布",
                &[
                    "坚持系统观念、法治思维、强基导向，营造尊法学法守法用法的浓厚氛围。",
                    "健全党委领导、政府负责、部门协同的工作机制，强化法治建设各项保障。",
                ],
            )
        },
        |texts| {
            write(texts, "方便群众查询", "方便群众查询、办事");
            write(texts, "定期清理", "持续定期清理");
            part(
                texts,
                "及时公布",
                &["坚持系统观念、法治思维、强基导向，营造尊法学法守法用法的浓厚氛围。"],
            );
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

#[test]
fn what_the_data_have_between_paragraphs_that_were_joined_is_told() {
    let bench = bench();
    let (sent, mut came) = (bench.sent(), bench.came());
    let at = find(&came.paragraphs, "定期清理");
    let next = came.paragraphs.remove(at + 1).text;
    came.paragraphs[at].text.push_str(&next);
    let path = "data/2024/区司法局.yaml";
    let file = bench.sources().find(path).expect("a file");
    let text = bench.sources().get(file).text();
    let text = text.replace("群众查询。\n", "群众查询。\n\n    健全评查机制。\n");
    let now = Bench::new(bench.files.clone().with_unsaved(path, text));
    let revision = revise(&came, true, Some(&sent), now.present());
    let theirs = Standing::Conflict(Theirs::Words("健全评查机制。".to_owned()));
    assert_eq!(revision.items[0].standing, theirs, "{:#?}", told(&now, &revision));
}
