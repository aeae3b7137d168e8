//! Headings that came back on lines of their own.

use super::*;

const MARK: &str = "1.落实依法决策机制。";

fn find(came: &Returned, mark: &str) -> usize {
    came.paragraphs.iter().position(|one| one.text.starts_with(mark)).expect("the paragraph")
}

/// Puts the heading of an item on a line of its own.
fn put_alone(came: &mut Returned, end: &str) {
    let at = find(came, MARK);
    let text = came.paragraphs[at].text.split_off(MARK.len());
    came.paragraphs.insert(at + 1, ReturnedParagraph { text, ..came.paragraphs[at].clone() });
    came.paragraphs[at].text = came.paragraphs[at].text.replace('。', end);
}

#[test]
fn what_else_was_changed_is_told_by_itself() {
    let bench = Bench::shipped();
    type Change = fn(&mut Returned);
    let cases: [(Change, usize); 5] = [
        (|_| {}, 0),
        (|came| reword(came, "1.落实依法决策机制", "1.健全依法决策机制"), 1),
        (|came| reword(came, "机制。", "机制"), 0),
        (
            |came| {
                let at = find(came, MARK) + 1;
                let text = "高度重视依法决策工作。".to_owned();
                came.paragraphs
                    .insert(at, ReturnedParagraph { text, ..came.paragraphs[at].clone() });
            },
            2,
        ),
        (
            |came| {
                let at = find(came, MARK) + 1;
                came.paragraphs[at].text.insert_str(0, "全面");
            },
            1,
        ),
    ];
    for (number, (change, others)) in cases.into_iter().enumerate() {
        let mut came = bench.came();
        put_alone(&mut came, "。");
        change(&mut came);
        let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
        let applied = apply(&mut revision, true, bench.present());
        let said = told(&bench, &revision);
        let (alone, rest): (Vec<&String>, Vec<&String>) =
            said.iter().partition(|said| said.contains("是版式的排法"));
        assert!(alone.len() == 1 && rest.len() <= others, "{number} {said:#?}");
        let is_torn = |said: &&String| said.contains("新的一条") || said.contains("起的这一条");
        assert!(!rest.iter().copied().any(|said| is_torn(&said)), "{number} {said:#?}");
        // The same text comes back again.
        let after = bench.after(&applied);
        let again = revise(&came, true, Some(&bench.sent()), after.present());
        let is_conflict = |item: &Item| matches!(item.standing, Standing::Conflict(_));
        assert!(!again.items.iter().any(is_conflict), "{number} {:#?}", told(&after, &again));
    }
}

#[test]
fn comments_stand_where_they_stood() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    put_alone(&mut came, "。");
    let at = find(&came, MARK) + 1;
    let words: String = came.paragraphs[at].text.chars().take(4).collect();
    came.comments.push(crate::returned::Comment {
        paragraph: at,
        range: 0..words.len(),
        about: String::new(),
        author: "李".to_owned(),
        date: None,
        text: "请核".to_owned(),
        is_reply: false,
        is_resolved: false,
        is_boxed: false,
    });
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let remark = revision.items.iter().find(|item| item.kind == Kind::Remark).expect("a comment");
    assert_eq!(remark.old.words, words);
}
