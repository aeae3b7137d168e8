mod frame;
mod pairs;
mod parted;
mod quoted;

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::returned::ReturnedParagraph;
use crate::source::Sources;
use crate::{examine, make};

/// A project with some of its texts replaced, and its report.
struct Bench {
    files: Files,
    examined: Examined,
    document: Document,
}

static OPTIONS: Options = Options {
    report: None,
    department: None,
    layout: None,
    red_head: None,
    draft: false,
    proof: false,
    public: false,
    appendix: false,
    duplex: false,
    seal: false,
    strict_fonts: false,
    addressees: Vec::new(),
};

impl Bench {
    fn new(files: Files) -> Bench {
        let mut examined = examine(files.clone(), 2024, &OPTIONS);
        let year = examined.year.as_ref().expect("a year");
        let mut sources = examined.sources.clone();
        let document = make::document(year, &mut sources).value.expect("a report");
        examined.sources = sources;
        Bench { files, examined, document }
    }

    /// The shipped project.
    fn shipped() -> Bench {
        Bench::new(Files::from(Path::new(env!("CARGO_MANIFEST_DIR"))))
    }

    fn sources(&self) -> &Sources {
        &self.examined.sources
    }

    fn present(&self) -> Present<'_> {
        Present {
            files: &self.files,
            options: &OPTIONS,
            examined: &self.examined,
            year: self.examined.year.as_ref().expect("a year"),
            document: &self.document,
        }
    }

    fn sent(&self) -> Sent {
        Sent::new(&self.document, "年报.docx".to_owned())
    }

    /// The report as it comes back unchanged.
    fn came(&self) -> Returned {
        let paragraph = |one: &crate::sent::SentParagraph| ReturnedParagraph {
            text: one.text.clone(),
            role: Some(one.role),
            ids: Vec::new(),
        };
        Returned {
            paragraphs: self.sent().paragraphs.iter().map(paragraph).collect(),
            ..Returned::default()
        }
    }

    /// The project with the changed files.
    fn after(&self, applied: &Applied) -> Bench {
        let files = applied.files.iter().fold(self.files.clone(), |files, changed| {
            files.with_unsaved(changed.path.as_str(), crate::files::as_read(&changed.after).0)
        });
        Bench::new(files)
    }

    /// Where an item is, `区司法局.yaml:45`.
    fn place(&self, item: &Item) -> String {
        let place = item.place.map(|place| self.sources().named(place.into()));
        place.unwrap_or_default().replace("data/2024/", "")
    }
}

/// Replaces words of the one paragraph that has them.
fn reword(came: &mut Returned, old: &str, new: &str) {
    let mut with = came.paragraphs.iter_mut().filter(|one| one.text.contains(old));
    let one = with.next().unwrap_or_else(|| panic!("no {old}"));
    one.text = one.text.replacen(old, new, 1);
}

fn told(bench: &Bench, revision: &Revision) -> Vec<String> {
    let line = |item: &Item| {
        let remedy = item.remedy.as_ref().map_or_else(Clone::clone, |_| "可代改".to_owned());
        format!(
            "{} {} {} | {} → {} | {remedy}",
            item.kind.word(),
            bench.place(item),
            item.owner.word(),
            item.old.words,
            item.new.words,
        )
    };
    revision.items.iter().map(line).collect()
}

#[test]
fn a_text_that_comes_back_unchanged_has_no_changes() {
    let bench = Bench::shipped();
    let revision = revise(&bench.came(), true, Some(&bench.sent()), bench.present());
    assert!(revision.items.is_empty(), "{:#?}", told(&bench, &revision));
    assert!(revision.since.is_empty());
}

#[test]
fn words_figures_and_paragraphs_are_told_at_their_places() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    reword(&mut came, "作为首要政治任务", "作为首要的政治任务");
    reword(&mut came, "会议10次", "会议12次");
    reword(&mut came, "强化政治引领，筑牢", "突出政治引领，筑牢");
    let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
    assert_eq!(
        told(&bench, &revision),
        [
            "改文字 report.yaml:22 报告总表 | 强化 → 突出 | 可代改",
            "改文字 区司法局.yaml:54 区司法局 |  → 的 | 可代改",
            "改数字 区司法局.yaml:8 区司法局 | 10次 → 12次 | 数字不从修改稿里取，核实以后在填报的地方改",
        ]
    );
    let applied = apply(&mut revision, true, bench.present());
    assert_eq!(applied.taken.len(), 2);
    let after = bench.after(&applied);
    let texts: Vec<String> = after.came().paragraphs.into_iter().map(|one| one.text).collect();
    let wanted: Vec<String> =
        came.paragraphs.iter().map(|one| one.text.replace("会议12次", "会议10次")).collect();
    assert_eq!(texts, wanted);
}

/// Characters between two of which words are put in the place of others; numbers and marks have rules
/// of their own.
fn is_word(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) && !"零一二三四五六七八九十百千万亿两".contains(c)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Words that are replaced anywhere in what was typed are told where they stand, and made there, or
    /// refused for what the check finds of them.
    #[test]
    fn words_replaced_anywhere_are_placed_and_made_exactly(
        choice in any::<proptest::sample::Index>(),
        start in any::<proptest::sample::Index>(),
        length in 1_usize..4,
        new in "[稳妥有序扎实持续]{1,3}",
    ) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
        let bench = Bench::new(Files::from(root));
        let lines = data::lines(&bench.document, bench.sources(), true);
        let typed: Vec<(usize, &data::Piece)> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| matches!(line.role, Role::Body | Role::RunIn(_) | Role::Heading(_)))
            .flat_map(|(at, line)| line.pieces.iter().map(move |piece| (at, piece)))
            .filter(|(_, piece)| place::is_data(bench.sources(), piece) && !piece.is_figure())
            .collect();
        let (at, piece) = typed[choice.index(typed.len())];
        let text = &lines[at].text[piece.range.clone()];
        let spots: Vec<usize> = text.char_indices().map(|(spot, _)| spot).collect();
        let spot = spots[start.index(spots.len())];
        let old: String = text[spot..].chars().take(length).collect();
        prop_assume!(old.chars().all(is_word) && !new.contains(&old));
        let mut came = bench.came();
        let sent = came.paragraphs.iter_mut().find(|one| one.text == lines[at].text);
        let sent = sent.expect("the paragraph");
        let from = piece.range.start + spot;
        // The program puts 一是 among what was typed.
        prop_assume!(piece.source(&(from..from + old.len())).is_some());
        sent.text.replace_range(from..from + old.len(), &new);
        let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
        prop_assert!(!revision.items.is_empty());
        let is_left = |item: &Item| match &item.remedy {
            Ok(_) => false,
            Err(reason) => reason == certain::BESIDE_A_FIGURE || reason.starts_with("同第"),
        };
        for item in &revision.items {
            prop_assert!(item.remedy.is_ok() || is_left(item), "{old} → {new}: {item:?}");
            let place = item.place.expect("a place");
            let said = bench.sources().text(place);
            // Of several pieces of one change it is where the first is.
            let first = item.bits.first().map_or(&item.old.words, |bit| &bit.old);
            let is_there = item.remedy.is_err() || said.contains(first);
            prop_assert!(is_there, "{old} → {new}: {said} {item:?}");
        }
        let applied = apply(&mut revision, true, bench.present());
        for item in revision.items.iter().filter(|item| !is_left(item)) {
            let is_found = |reason: &String| reason.starts_with("改了会新出现");
            prop_assert!(item.remedy.as_ref().err().is_none_or(is_found), "{old} → {new}: {item:?}");
        }
        if applied.taken.len() == revision.items.len() {
            prop_assert_eq!(bench.after(&applied).came(), came);
        }
    }

    /// Whatever is done to the text, no citation of a figure is lost, and each sentence is as it was or
    /// as it was revised.
    #[test]
    fn sentences_are_made_as_a_whole_and_figures_stay(
        edits in proptest::collection::vec(
            (any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), 0_usize..9, 0..5),
            1..6,
        ),
    ) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
        let bench = Bench::new(Files::from(root));
        let mut came = bench.came();
        let before = came.clone();
        let bodies: Vec<usize> = (0..came.paragraphs.len())
            .filter(|at| matches!(came.paragraphs[*at].role, Some(Role::Body | Role::RunIn(_))))
            .collect();
        for (paragraph, start, length, kind) in edits {
            let text = &mut came.paragraphs[bodies[paragraph.index(bodies.len())]].text;
            edit(text, start, length, kind);
        }
        let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
        let applied = apply(&mut revision, true, bench.present());
        for file in &applied.files {
            let count = |text: &str| text.matches("{{").count();
            prop_assert_eq!(count(&file.before), count(&file.after));
        }
        let after = bench.after(&applied).came();
        prop_assert_eq!(after.paragraphs.len(), before.paragraphs.len());
        let same = before.paragraphs.iter().zip(&came.paragraphs).zip(&after.paragraphs);
        for ((before, came), after) in same {
            let known: Vec<&str> = sentences(&before.text).chain(sentences(&came.text)).collect();
            for sentence in sentences(&after.text) {
                prop_assert!(known.contains(&sentence), "{sentence}: {known:#?}");
            }
        }
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '！', '？', '；'])
}

/// Takes characters out, puts words in, changes a digit, moves a clause, or takes a clause out.
fn edit(text: &mut String, start: proptest::sample::Index, length: usize, kind: i32) {
    let spots: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let first = start.index(spots.len());
    let range = spots[first]..spots[(first + length).min(spots.len() - 1)];
    let clauses: Vec<String> =
        text.split_inclusive(['，', '。', '、']).map(str::to_owned).collect();
    let clause = start.index(clauses.len().max(1));
    match kind {
        0 => text.replace_range(range, ""),
        1 => text.replace_range(range, "扎实"),
        2 => *text = text.replacen(['1', '2', '3', '4', '6'], "8", 1),
        3 if clause + 1 < clauses.len() => {
            let mut clauses = clauses;
            clauses.swap(clause, clause + 1);
            *text = clauses.concat();
        }
        _ if clauses.len() > 1 => {
            let mut clauses = clauses;
            clauses.remove(clause);
            *text = clauses.concat();
        }
        _ => {}
    }
}

/// The files that change by a revised text of the base project.
fn files_changed(edits: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let bench = Bench::new(Files::from(root));
    let mut came = bench.came();
    edits.iter().for_each(|(old, new)| reword(&mut came, old, new));
    let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let applied = apply(&mut revision, true, bench.present());
    (told(&bench, &revision), applied.files.into_iter().map(|file| file.path).collect())
}

#[test]
fn half_of_a_change_is_never_made() {
    for edits in [
        [("其中检查24件、处罚6件。", "其中检查25件、处罚6件，持续规范。")].as_slice(),
        &[("其中检查24件、处罚6件", "其中处罚6件、检查24件")],
        &[("其中检查24件", "其中复查24件")],
        &[("，其中检查24件、处罚6件", "")],
        &[("推行容缺受理", "推行容缺受理12项")],
        &[("推行容缺受理", "推行容缺受理三年行动")],
        &[("其中检查24件", "其中检查２４件")],
        &[("其中检查24件", "其中检查24宗")],
    ] {
        let (told, files) = files_changed(edits);
        assert!(!told.is_empty() && files.is_empty(), "{edits:?} {files:?} {told:#?}");
    }
}

#[test]
fn marks_that_became_narrow_are_told_together() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let bench = Bench::new(Files::from(root));
    let mut came = bench.came();
    for one in &mut came.paragraphs {
        one.text = one.text.replace('，', ",").replace('。', ".");
    }
    let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let applied = apply(&mut revision, true, bench.present());
    assert!(applied.files.is_empty());
    let all = told(&bench, &revision);
    assert_eq!(all.len(), 1, "{all:#?}");
    assert!(all[0].contains("标点改成了半角，不合规范，共"), "{all:#?}");
}

/// Two items were exchanged, and to one of them a sentence was added that is not taken: the two texts
/// differ, so that another one of the two seems to have moved.
#[test]
fn what_was_moved_and_taken_is_done_when_the_same_document_comes_again() {
    const ADDED: &str = "另据统计，全年办理各类事项12件，比上年多3件，其中上门办理5件，网上办理7件，\
        均在时限以内办结，办理结果逐件公布。";
    let bench = Bench::shipped();
    let sent = bench.sent();
    let came = bench.came();
    let at = came.paragraphs.iter().position(|one| one.text.starts_with("1.落实依法决策机制"));
    let at = at.expect("the item");
    for times in 0..4 {
        let mut came = came.clone();
        came.paragraphs[at].text.push_str(&ADDED.repeat(times));
        came.paragraphs.swap(at, at + 1);
        let mut first = revise(&came, true, Some(&sent), bench.present());
        let applied = apply(&mut first, true, bench.present());
        assert_eq!(applied.taken.len(), 1, "{:#?}", told(&bench, &first));
        let after = bench.after(&applied);
        let again = revise(&came, true, Some(&sent), after.present());
        let moves: Vec<&Item> = again.items.iter().filter(|item| item.kind == Kind::Move).collect();
        assert_eq!(moves.len(), 1, "{:#?}", told(&after, &again));
        assert_eq!(moves[0].standing, Standing::Done, "{:#?}", told(&after, &again));
    }
}

#[test]
fn words_that_were_exchanged_are_the_same_change_when_they_are_done() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    reword(&mut came, "强化政治引领，筑牢", "政治引领强化，筑牢");
    let mut first = revise(&came, true, Some(&bench.sent()), bench.present());
    let kinds = |revision: &Revision| -> Vec<Kind> {
        revision.items.iter().map(|item| item.kind).collect()
    };
    let before = kinds(&first);
    let applied = apply(&mut first, true, bench.present());
    assert!(!applied.taken.is_empty(), "{:#?}", told(&bench, &first));
    let after = bench.after(&applied);
    let again = revise(&came, true, Some(&bench.sent()), after.present());
    assert_eq!(kinds(&again), before, "{:#?} {:#?}", told(&bench, &first), told(&after, &again));
    assert!(again.items.iter().all(|item| item.standing == Standing::Done));
}

/// Where the one paragraph is that begins with some words.
fn at(came: &Returned, words: &str) -> usize {
    came.paragraphs.iter().position(|one| one.text.starts_with(words)).expect("a paragraph")
}

/// The kinds of the changes, and how many of them are made.
fn made(bench: &Bench, came: &Returned) -> (Vec<Kind>, usize) {
    let mut revision = revise(came, true, Some(&bench.sent()), bench.present());
    let kinds = revision.items.iter().map(|item| item.kind).collect();
    let applied = apply(&mut revision, true, bench.present());
    let after = bench.after(&applied).came();
    let words = |text: &Returned| -> Vec<String> {
        let each = text.paragraphs.iter();
        each.map(|one| crate::changes::without_number(&one.text).to_owned()).collect()
    };
    if applied.taken.len() == revision.items.len() {
        assert_eq!(words(&after), words(came));
    } else {
        assert!(applied.files.is_empty(), "{:#?}", told(bench, &revision));
    }
    (kinds, applied.taken.len())
}

#[test]
fn entries_that_were_exchanged_and_numbered_anew_are_one_move() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let third = at(&came, "（三）扩大法律服务供给");
    came.paragraphs.swap(third, third + 1);
    reword(&mut came, "（四）创新法治宣传方式", "（三）创新法治宣传方式");
    reword(&mut came, "（三）扩大法律服务供给", "（四）扩大法律服务供给");
    assert_eq!(made(&bench, &came), (vec![Kind::Move], 1));
}

#[test]
fn an_entry_is_moved_to_the_first_place_of_its_list() {
    let bench = Bench::shipped();
    for is_numbered_anew in [false, true] {
        let mut came = bench.came();
        let third = at(&came, "（三）扩大法律服务供给");
        let entry = came.paragraphs.remove(third);
        came.paragraphs.insert(third - 2, entry);
        if is_numbered_anew {
            reword(&mut came, "（二）增强依法履职能力", "（三）增强依法履职能力");
            reword(&mut came, "（一）提升行政执法规范化", "（二）提升行政执法规范化");
            reword(&mut came, "（三）扩大法律服务供给", "（一）扩大法律服务供给");
        }
        assert_eq!(made(&bench, &came), (vec![Kind::Move], 1));
    }
}

#[test]
fn a_title_is_not_written_without_the_text_under_it() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    reword(&mut came, "（四）创新法治宣传方式", "（四）加强专项督察");
    reword(&mut came, "推动法治宣传教育覆盖各级各部门", "三年内覆盖各级各部门");
    assert_eq!(made(&bench, &came), (vec![Kind::Words, Kind::Words], 0));
}

mod both;
mod columns;
mod entries;
mod figures;
mod headed;
mod lists;
mod notes;
mod order;
