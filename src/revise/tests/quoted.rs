//! What is quoted as 原文 stands in the text as it was sent, and what is quoted as 改成 in the returned one:
//! for each kind of change and for pairs of them, when a text comes back for the first time and again.

use super::*;

/// A paragraph, and what is done to it.
struct Target {
    mark: &'static str,
    deleted: &'static str,
    replaced: (&'static str, &'static str),
    split_after: &'static str,
}

const SECOND: Target = Target {
    mark: "统一编号",
    deleted: "逐件",
    replaced: ("不得遗漏", "严防遗漏"),
    split_after: "统一编号，",
};
const THIRD: Target = Target {
    mark: "及时公布",
    deleted: "各类",
    replaced: ("方便群众", "便于群众"),
    split_after: "清理结果，",
};

const TEXT: &str = "    重大事项一律先审查后决策。

    规范性文件统一登记、统一编号，逐件统一印发，不得遗漏。

    定期清理各类文件，及时公布清理结果，方便群众查询。

    合同和协议都经法制机构审核，留存书面意见。
";

pub(super) type Texts = Vec<ReturnedParagraph>;

pub(super) fn find(texts: &Texts, mark: &str) -> usize {
    texts.iter().position(|one| one.text.contains(mark)).expect("the paragraph")
}

fn rewrite(texts: &mut Texts, mark: &str, old: &str, new: &str) {
    let at = find(texts, mark);
    texts[at].text = texts[at].text.replacen(old, new, 1);
}

fn insert(texts: &mut Texts, target: &Target) {
    rewrite(texts, target.mark, target.mark, &format!("{}并反复核对", target.mark));
}

fn delete(texts: &mut Texts, target: &Target) {
    rewrite(texts, target.mark, target.deleted, "");
}

fn replace(texts: &mut Texts, target: &Target) {
    let (old, new) = target.replaced;
    texts.iter_mut().for_each(|one| one.text = one.text.replacen(old, new, 1));
}

fn split(texts: &mut Texts, target: &Target) {
    let at = find(texts, target.mark);
    let end = texts[at].text.find(target.split_after).map(|at| at + target.split_after.len());
    let Some(end) = end else { return };
    let rest = texts[at].text.split_off(end);
    texts.insert(at + 1, ReturnedParagraph { text: rest, ..texts[at].clone() });
}

fn join(texts: &mut Texts, target: &Target) {
    let at = find(texts, target.mark);
    let next = texts.remove(at + 1).text;
    texts[at].text.push_str(&next);
}

fn shift(texts: &mut Texts, target: &Target) {
    let at = find(texts, target.mark);
    let moved = texts.remove(at);
    // The second after the last, the third after the first.
    let to = match target.mark == SECOND.mark {
        true => find(texts, "留存书面意见") + 1,
        false => find(texts, "先审查后决策") + 1,
    };
    texts.insert(to, moved);
}

/// What is done to a paragraph.
type Deed = fn(&mut Texts, &Target);

const ALL: [(&str, Deed); 6] = [
    ("insert", insert),
    ("delete", delete),
    ("replace", replace),
    ("split", split),
    ("join", join),
    ("move", shift),
];

pub(super) fn bench() -> Bench {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let path = "data/2024/区司法局.yaml";
    let text = std::fs::read_to_string(root.join(path)).expect("the department's file");
    let text = text.replace("    重大事项一律先审查后决策。\n", TEXT);
    Bench::new(Files::from(root).with_unsaved(path, text))
}

/// What is quoted that does not stand where it is said to stand.
fn misquoted(
    label: &str,
    revision: &Revision,
    bench: &Bench,
    sent: &Sent,
    came: &Returned,
) -> Vec<String> {
    let faults = std::cell::RefCell::new(Vec::new());
    let fault = |what: String| faults.borrow_mut().push(format!("{label}: {what}"));
    let sent: Vec<&str> = sent.paragraphs.iter().map(|one| one.text.as_str()).collect();
    let came: Vec<&str> = came.paragraphs.iter().map(|one| one.text.as_str()).collect();
    let (sent, came) = (sent.join("\n"), came.join("\n"));
    let all = told(bench, revision);
    let bare = |text: &str| text.trim_matches('…').to_owned();
    let stands = |text: &str, words: &str, what: &str| {
        let words = bare(words);
        if !text.contains(&words) {
            fault(format!("{what} {words:?} {all:#?}"));
        }
    };
    // “…” of what was put together.
    let quoted = |words: &str| -> Vec<String> {
        let parts = words.split("“").filter_map(|part| Some(part.split_once("…”")?.0.to_owned()));
        parts.collect()
    };
    for item in &revision.items {
        let whole = |of: &Excerpt| format!("{}{}{}", bare(&of.before), of.words, bare(&of.after));
        let place = item.place.map(|place| {
            bench
                .sources()
                .get(place.file)
                .text()
                .split_at(usize::try_from(place.start).expect("a byte"))
                .1
        });
        match item.kind {
            Kind::Words | Kind::Figure | Kind::Template => {
                stands(&sent, &whole(&item.old), "原文");
                stands(&came, &whole(&item.new), "改成");
                let words = |of: fn(&Bit) -> &str| item.bits.iter().map(of).collect::<String>();
                let both = (words(|bit| &bit.old), words(|bit| &bit.new));
                if !item.bits.is_empty() && both != (item.old.words.clone(), item.new.words.clone())
                {
                    fault(format!("pieces {both:?} {all:#?}"));
                }
                // Where it stands in the data: the new words, once they are written.
                let first = item.bits.first().map_or(&item.new.words, |bit| &bit.new);
                let is_there = place.is_some_and(|place| place.starts_with(first.as_str()));
                if item.standing == Standing::Done && !first.is_empty() && !is_there {
                    fault(format!("the place of {first} {all:#?}"));
                }
            }
            Kind::Move => {
                stands(&sent, &item.old.words, "原文");
                for words in quoted(&item.new.words) {
                    stands(&came, &words, "移到");
                }
            }
            Kind::Split => {
                stands(&sent, &item.old.words, "原文");
                quoted(&item.new.words).iter().for_each(|words| stands(&came, words, "分成"));
            }
            Kind::Join => {
                quoted(&item.old.words).iter().for_each(|words| stands(&sent, words, "合成"));
            }
            Kind::Add => stands(&came, &item.new.words, "加了"),
            Kind::Remove => stands(&sent, &item.old.words, "删去"),
            Kind::Remark => {}
        }
    }
    faults.into_inner()
}

#[test]
fn what_is_quoted_stands_in_the_text_that_it_is_quoted_from() {
    let bench = bench();
    let sent = bench.sent();
    let mut cases: Vec<(String, Returned)> = Vec::new();
    for (one, first) in ALL {
        let mut came = bench.came();
        first(&mut came.paragraphs, &SECOND);
        cases.push((one.to_owned(), came.clone()));
        for (other, second) in ALL {
            for (where_, target) in [("there", &SECOND), ("beside", &THIRD)] {
                let mut both = came.clone();
                second(&mut both.paragraphs, target);
                cases.push((format!("{one} and {other} {where_}"), both));
            }
        }
    }
    let mut faults = Vec::new();
    for (label, came) in cases {
        let mut first = revise(&came, true, Some(&sent), bench.present());
        let applied = apply(&mut first, true, bench.present());
        faults.extend(misquoted(&label, &first, &bench, &sent, &came));
        let after = bench.after(&applied);
        let is_all = applied.taken.len() == first.items.len();
        if is_all {
            let texts = |text: &Returned| -> Vec<String> {
                text.paragraphs.iter().map(|one| one.text.clone()).collect()
            };
            if texts(&after.came()) != texts(&came) {
                faults.push(format!("{label}: not made {:#?}", told(&bench, &first)));
            }
        }
        // The same text comes back again.
        let label = format!("{label}, again");
        let mut again = revise(&came, true, Some(&sent), after.present());
        apply(&mut again, true, after.present());
        faults.extend(misquoted(&label, &again, &after, &sent, &came));
        if is_all && again.items.iter().any(|item| item.standing != Standing::Done) {
            faults.push(format!("{label}: not done {:#?}", told(&after, &again)));
        }
        // What was made of it is sent, and comes back with other words.
        let label = format!("{label}, sent anew");
        let (sent, mut came) = (after.sent(), after.came());
        rewrite(&mut came.paragraphs, "留存书面意见", "留存书面意见", "妥善留存书面意见");
        let third = revise(&came, true, Some(&sent), after.present());
        faults.extend(misquoted(&label, &third, &after, &sent, &came));
        if third.items.len() != 1 {
            faults.push(format!("{label}: {:#?}", told(&after, &third)));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn words_that_hold_quotation_marks_are_set_off_by_others() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let body = |one: &ReturnedParagraph| one.role == Some(Role::Body);
    let at = came.paragraphs.iter().position(body).expect("a text");
    came.paragraphs[at].text.push_str("深化“放管服”改革。");
    let new = ReturnedParagraph {
        text: "推进“一网通办”。".to_owned(),
        ..came.paragraphs[at].clone()
    };
    came.paragraphs.insert(at + 1, new);
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let shown = super::super::told::told(&revision, bench.sources(), None);
    assert!(shown.contains('「') && !shown.contains("““") && !shown.contains("””"), "{shown}");
}

#[test]
fn what_the_data_have_no_more_is_told_where_it_was_typed() {
    let bench = bench();
    let (sent, mut came) = (bench.sent(), bench.came());
    reword(&mut came, "逐件统一印发", "及时统一印发");
    let path = "data/2024/区司法局.yaml";
    let file = bench.sources().find(path).expect("a file");
    let text = bench.sources().get(file).text();
    let second = TEXT.split("\n\n").nth(1).expect("a paragraph");
    let text = text.replace(&format!("{second}\n\n"), "");
    let now = Bench::new(bench.files.clone().with_unsaved(path, text));
    let revision = revise(&came, true, Some(&sent), now.present());
    let said = told(&now, &revision);
    assert!(said.len() == 1 && said[0].contains("区司法局.yaml"), "{said:#?}");
    assert_eq!(revision.items[0].standing, Standing::Conflict(Theirs::Gone));
}

#[test]
fn parts_of_the_frame_that_lost_their_own_paragraphs_are_told_as_that() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let organ = came.paragraphs.iter().position(|one| one.role == Some(Role::Organ));
    let organ = came.paragraphs.remove(organ.expect("an organ"));
    let last = came
        .paragraphs
        .iter()
        .rposition(|one| matches!(one.role, Some(Role::Body | Role::RunIn(_))));
    came.paragraphs[last.expect("a text")].text.push_str(&organ.text);
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let said = told(&bench, &revision);
    assert!(said.iter().any(|said| said.contains("署名另起一段，由程序排")), "{said:#?}");
}

#[test]
fn a_paragraph_that_was_pasted_twice_is_not_written() {
    let bench = bench();
    let mut came = bench.came();
    let at = find(&came.paragraphs, SECOND.mark);
    came.paragraphs.insert(at + 1, came.paragraphs[at].clone());
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let said = told(&bench, &revision);
    assert!(said.len() == 1 && said[0].contains("像是贴了两遍"), "{said:#?}");
}

#[test]
fn a_text_without_a_heading_of_its_own_is_named_by_its_key() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let first = |one: &ReturnedParagraph| one.role == Some(Role::Body);
    let at = came.paragraphs.iter().position(first).expect("a text");
    came.paragraphs[at].text.insert_str(0, "现在，");
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    assert_eq!(revision.items[0].part, "导语", "{:#?}", told(&bench, &revision));
}
