use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::source::Sources;
use crate::{examine, make};

mod word;

/// A project with some of its texts replaced, and its report.
struct Bench {
    files: Files,
    examined: Examined,
    document: Document,
}

const OPTIONS: Options<'static> = Options {
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
    addressees: &[],
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
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    assert_eq!(
        told(&bench, &revision),
        [
            "改文字 report.yaml:22 报告总表 | 强化 → 突出 | 可代改",
            "改文字 区司法局.yaml:54 区司法局 |  → 的 | 可代改",
            "改数字 区司法局.yaml:8 区司法局 | 10次 → 12次 | 数字不从修改稿里取，核实以后在填报的地方改",
        ]
    );
    let applied = apply(&revision, true, bench.present());
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
        let revision = revise(&came, true, Some(&bench.sent()), bench.present());
        prop_assert!(!revision.items.is_empty());
        for item in &revision.items {
            prop_assert!(item.remedy.is_ok(), "{old} → {new}: {item:?}");
            let place = item.place.expect("a place");
            prop_assert!(bench.sources().text(place).contains(&item.old.words));
        }
        let applied = apply(&revision, true, bench.present());
        for (_, reason) in &applied.refused {
            prop_assert!(reason.starts_with("改了会新出现"), "{old} → {new}: {reason}");
        }
        if applied.refused.is_empty() {
            prop_assert_eq!(bench.after(&applied).came(), came);
        }
    }
}
