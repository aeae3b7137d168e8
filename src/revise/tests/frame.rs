//! What stands around the text: 红头, the title, the signature, 版记.

use super::*;
use crate::returned::Comment;

fn revised(bench: &Bench, came: &Returned) -> (Revision, Applied) {
    let mut revision = revise(came, true, Some(&bench.sent()), bench.present());
    let applied = apply(&mut revision, true, bench.present());
    (revision, applied)
}

#[test]
fn the_words_of_a_red_head_are_taken() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let mark = came.paragraphs.iter_mut().find(|one| one.role == Some(Role::Mark)).unwrap();
    mark.text = "洛江区人民政府文件".to_owned();
    let (revision, applied) = revised(&bench, &came);
    assert_eq!(applied.taken.len(), 1, "{:#?}", told(&bench, &revision));
    let mark = |sent: &crate::sent::SentParagraph| sent.role == Role::Mark;
    let made = bench.after(&applied).sent();
    let made = made.paragraphs.iter().find(|one| mark(one)).unwrap();
    assert_eq!(made.text, "洛江区人民政府文件");
}

#[test]
fn a_name_that_the_title_has_as_well_is_told_with_the_title() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let organ = came.paragraphs.iter_mut().find(|one| one.role == Some(Role::Organ)).unwrap();
    organ.text = organ.text.replace("泉州市", "");
    let (revision, applied) = revised(&bench, &came);
    assert!(applied.taken.is_empty());
    let said = told(&bench, &revision);
    assert!(said[0].contains("改了这里，印同样的字的别处也成了"), "{said:#?}");
}

#[test]
fn the_end_of_a_report_that_another_program_put_into_a_box_is_there() {
    let bench = Bench::shipped();
    let whole = bench.came();
    let is_end = |one: &&ReturnedParagraph| {
        matches!(one.role, Some(Role::Copies | Role::PrintedBy | Role::PrintedOn))
    };
    let count = whole.paragraphs.iter().rev().take_while(is_end).count();
    assert!(count > 0);
    let mut came = whole.clone();
    let end: Vec<String> =
        came.paragraphs.drain(whole.paragraphs.len() - count..).map(|one| one.text).collect();
    let boxed = |text: String| Comment {
        paragraph: came.paragraphs.len() - 1,
        range: 0..0,
        about: String::new(),
        author: String::new(),
        date: None,
        text,
        is_reply: false,
        is_resolved: false,
        is_boxed: true,
    };
    let (same, other) = (boxed(end.join("\n")), boxed("请核".to_owned()));
    came.comments = vec![same];
    assert!(revised(&bench, &came).0.items.is_empty());
    came.comments = vec![other];
    let (revision, _) = revised(&bench, &came);
    assert_eq!(revision.items.len(), 2, "{:#?}", told(&bench, &revision));
    // Words of it that were changed are told as that.
    let day = end.last().expect("a day");
    came.comments = vec![boxed(end.join("\n").replace(day, &day.replace("日", "0日")))];
    let (revision, _) = revised(&bench, &came);
    let said = told(&bench, &revision);
    assert!(said.len() == 1 && !said[0].starts_with("批注"), "{said:#?}");
}
