//! What the returned text and the data both put in is not written twice.

use super::quoted::{Texts, bench, find};
use super::*;

const PATH: &str = "data/2024/区司法局.yaml";

fn write(texts: &mut Texts, old: &str, new: &str) {
    let at = find(texts, old);
    texts[at].text = texts[at].text.replacen(old, new, 1);
}

fn add(texts: &mut Texts, after: &str, text: &str) {
    let at = find(texts, after);
    let new = ReturnedParagraph { text: text.to_owned(), ..texts[at].clone() };
    texts.insert(at + 1, new);
}

#[test]
fn what_the_data_put_in_as_well_is_a_conflict() {
    type Change = fn(&mut Texts);
    let cases: [(Change, (&str, &str), &str); 8] = [
        (
            |texts| write(texts, "不得遗漏", "不得遗漏、不得拖延"),
            ("统一登记、", "统一登记、不得拖延、"),
            "不得拖延",
        ),
        (
            |texts| write(texts, "定期清理", "营造浓厚法治氛围。定期清理"),
            ("方便群众查询。", "方便群众查询。营造浓厚法治氛围。"),
            "营造浓厚法治氛围",
        ),
        (
            |texts| write(texts, "留存书面意见。", "留存书面意见。营造浓厚法治氛围。"),
            ("方便群众查询。", "方便群众查询。营造浓厚法治氛围。"),
            "营造浓厚法治氛围",
        ),
        (
            |texts| add(texts, "留存书面意见", "推进法治文化建设，营造浓厚氛围。强化各项保障。"),
            ("方便群众查询。\n", "方便群众查询。\n\n    推进法治文化建设，营造浓厚氛围。\n"),
            "推进法治文化建设，营造浓厚氛围",
        ),
        (
            |texts| add(texts, "方便群众查询", "推进法治文化建设。"),
            ("不得遗漏。\n", "不得遗漏。\n\n    推进法治文化建设，营造浓厚氛围。\n"),
            "推进法治文化建设，营造浓厚氛围",
        ),
        (
            |texts| add(texts, "方便群众查询", "推行政企协商，做到有求必应、无事不扰。"),
            ("不得遗漏。\n", "不得遗漏。\n\n    推行政企会商，做到有求必应、无事不扰。\n"),
            "推行政企会商，做到有求必应、无事不扰",
        ),
        (
            |texts| write(texts, "方便群众查询", "方便群众查询，做到有求必应、无事不扰"),
            ("不得遗漏。", "不得遗漏，努力做到有求必应、无事不扰。"),
            "努力做到有求必应、无事不扰",
        ),
        (
            |texts| add(texts, "方便群众查询", "推行柔性执法，做到宽严相济、法理相融。"),
            ("不得遗漏。", "不得遗漏。柔性执法做到宽严相济、法理相融。"),
            "柔性执法做到宽严相济、法理相融",
        ),
    ];
    for (change, (from, to), words) in cases {
        let bench = bench();
        let (sent, mut came) = (bench.sent(), bench.came());
        change(&mut came.paragraphs);
        let file = bench.sources().find(PATH).expect("a file");
        let text = bench.sources().get(file).text();
        assert!(text.contains(from), "{from}");
        let text = text.replace(from, to);
        let now = Bench::new(bench.files.clone().with_unsaved(PATH, text));
        let mut revision = revise(&came, true, Some(&sent), now.present());
        let applied = apply(&mut revision, true, now.present());
        let said = told(&now, &revision);
        assert!(applied.files.is_empty() && revision.items.len() == 1, "{said:#?}");
        let theirs = Theirs::Also(words.to_owned());
        assert_eq!(revision.items[0].standing, Standing::Conflict(theirs), "{said:#?}");
    }
}

#[test]
fn what_the_returned_text_says_twice_is_asked_about() {
    type Change = fn(&mut Texts);
    let cases: [Change; 4] = [
        |texts| {
            add(texts, "留存书面意见", "推进文化建设。");
            add(texts, "先审查后决策", "推进文化建设。");
        },
        |texts| {
            write(
                texts,
                "先审查后决策。",
                "先审查后决策。定期清理各类文件，及时公布清理结果，方便群众查询。",
            )
        },
        |texts| add(texts, "先审查后决策", "合同和协议都经法制机构审核，留存书面意见。定期评查。"),
        |texts| {
            write(texts, "方便群众查询。", "方便群众查询。营造浓厚的法治氛围。营造浓厚的法治氛围。")
        },
    ];
    for (at, change) in cases.into_iter().enumerate() {
        let bench = bench();
        let mut came = bench.came();
        change(&mut came.paragraphs);
        let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
        let applied = apply(&mut revision, true, bench.present());
        let said = told(&bench, &revision);
        assert!(applied.files.is_empty(), "{at} {said:#?}");
        assert!(said.iter().all(|said| said.contains("像是贴了两遍")), "{at} {said:#?}");
    }
}

#[test]
fn what_the_data_say_otherwise_at_the_same_place_is_a_conflict() {
    for (ours, theirs) in [
        (("逐件统一印发", "及时统一印发"), ("逐件统一印发", "及时逐件统一印发")),
        (("查询。", "查询。营造法治氛围。"), ("查询。", "查询。营造浓厚法治氛围。")),
    ] {
        let bench = bench();
        let (sent, mut came) = (bench.sent(), bench.came());
        write(&mut came.paragraphs, ours.0, ours.1);
        let file = bench.sources().find(PATH).expect("a file");
        let text = bench.sources().get(file).text().replace(theirs.0, theirs.1);
        let now = Bench::new(bench.files.clone().with_unsaved(PATH, text));
        let revision = revise(&came, true, Some(&sent), now.present());
        let is_conflict = |item: &Item| matches!(item.standing, Standing::Conflict(_));
        assert!(revision.items.iter().all(is_conflict), "{:#?}", told(&now, &revision));
    }
}

#[test]
fn what_is_left_beside_a_split_is_left_again() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let file = std::fs::read_to_string(root.join(PATH)).expect("the department's file");
    let text = "    法治意识明显增强。三年行动全面推进，组织开展法治宣传，营造浓厚氛围。\n";
    let file = file.replace("    重大事项一律先审查后决策。\n", text);
    let bench = Bench::new(Files::from(root.as_path()).with_unsaved(PATH, file));
    let (sent, mut came) = (bench.sent(), bench.came());
    write(&mut came.paragraphs, "三年行动全面推进，组织开展法治宣传，营造浓厚氛围。", "");
    add(&mut came.paragraphs, "法治意识明显增强", "组织开展法治宣传，营造浓厚氛围。");
    let mut first = revise(&came, true, Some(&sent), bench.present());
    let applied = apply(&mut first, true, bench.present());
    assert_eq!(applied.taken.len(), 1, "{:#?}", told(&bench, &first));
    let after = bench.after(&applied);
    let again = revise(&came, true, Some(&sent), after.present());
    let is_left = |item: &Item| item.standing == Standing::Open && item.kind != Kind::Split;
    let left = again.items.iter().filter(|item| is_left(item)).count();
    assert_eq!(left, 1, "{:#?}", told(&after, &again));
}

#[test]
fn a_sentence_that_was_moved_and_has_another_word_by_now_is_done() {
    const SENTENCE: &str = "组织开展宪法宣传活动，推动法治宣传进机关、进乡村、进社区、进企业。";
    let text = format!(
        "    举办专题培训，领导干部法治意识明显增强。{SENTENCE}\n\n    培养法律明白人，法治力量不断壮大。\n"
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let file = std::fs::read_to_string(root.join(PATH)).expect("the department's file");
    let file = file.replace("    重大事项一律先审查后决策。\n", &text);
    let bench = Bench::new(Files::from(root.as_path()).with_unsaved(PATH, file.clone()));
    let (sent, mut came) = (bench.sent(), bench.came());
    write(&mut came.paragraphs, SENTENCE, "");
    write(&mut came.paragraphs, "不断壮大。", &format!("不断壮大。{SENTENCE}"));
    let file = file.replace("进社区、进企业", "进社区、进军营、进企业");
    let now = Bench::new(Files::from(root.as_path()).with_unsaved(PATH, file));
    let mut first = revise(&came, true, Some(&sent), now.present());
    let applied = apply(&mut first, true, now.present());
    assert_eq!(applied.taken.len(), first.items.len(), "{:#?}", told(&now, &first));
    let after = now.after(&applied);
    let again = revise(&came, true, Some(&sent), after.present());
    let is_done = |item: &Item| item.standing == Standing::Done;
    assert!(again.items.iter().all(is_done), "{:#?}", told(&after, &again));
}

#[test]
fn clauses_that_were_exchanged_and_have_another_word_by_now_are_done() {
    for (theirs, theirs_now) in [("公布清理", "公开清理"), ("群众查询", "群众就近查询")]
    {
        let bench = bench();
        let (sent, mut came) = (bench.sent(), bench.came());
        let (from, to) = ("及时公布清理结果，方便群众查询", "方便群众查询，及时公布清理结果");
        write(&mut came.paragraphs, from, to);
        let file = bench.sources().find(PATH).expect("a file");
        let text = bench.sources().get(file).text();
        // As the returned text has it, with the data's own word.
        let text = text.replacen(from, to, 1);
        let text = text.replacen(theirs, theirs_now, 1);
        let now = Bench::new(bench.files.clone().with_unsaved(PATH, text));
        let again = revise(&came, true, Some(&sent), now.present());
        let is_done = |item: &Item| item.standing == Standing::Done;
        assert!(again.items.iter().all(is_done), "{:#?}", told(&now, &again));
    }
}
