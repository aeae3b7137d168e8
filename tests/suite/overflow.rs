//! What the paper has no room for is told, in `check`, for each form that has pages, and in a batch; and
//! what may run over several lines does.

use nianbao::diagnostic::Code;
use nianbao::document::{Block, Document, Imprint, RedHead, Table, Text};
use nianbao::font::FontBook;
use nianbao::layout::{Item, Len, Page, lay_out, preflight};
use nianbao::render::docx;
use nianbao::source::Sources;

use crate::pdf::{fonts, report, style};
use crate::support::{Project, Run, read_with, reader, root};

thread_local! {
    static FONTS: FontBook<'static> = fonts();
}

/// The same code from whoever prints the document, and from the check; whether it is an error.
fn told(document: &Document) -> Option<bool> {
    FONTS.with(|fonts| {
        let (style, sources) = (style(), Sources::default());
        let found = [
            preflight(document, &style, fonts, &sources),
            lay_out(document, &style, fonts, &sources).findings,
            docx::render(document, &style, fonts).findings,
        ];
        let told = found.map(|found| {
            let found: Vec<_> = found.iter().filter(|found| found.code == Code::E1114).collect();
            assert!(found.len() < 2, "{found:?}");
            found.first().map(|found| found.is_error())
        });
        assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
        told[0]
    })
}

/// Whether all ink of the report stands within the paper.
fn is_within_the_paper(document: &Document) -> bool {
    let is_on = |page: &Page, (x, y): (Len, Len)| {
        x >= Len::ZERO && x <= page.width && y >= Len::ZERO && y <= page.height
    };
    let within = |page: &Page, item: &Item| match item {
        Item::Run(run) => is_on(page, (run.x, run.y)) && is_on(page, (run.end(), run.y)),
        Item::Rule(rule) => is_on(page, rule.from) && is_on(page, rule.to),
    };
    FONTS.with(|fonts| {
        let pages = lay_out(document, &style(), fonts, &Sources::default()).value;
        pages.pages.iter().all(|page| page.items.iter().all(|item| within(page, item)))
    })
}

fn with_head(edit: impl FnOnce(&mut RedHead)) -> Document {
    let mut document = report();
    document.edition.draft = false;
    // A document of a draft has values that are still to come.
    document.body.truncate(1);
    edit(document.red_head.as_mut().unwrap());
    document
}

fn with_imprint(edit: impl FnOnce(&mut Imprint)) -> Document {
    let mut document = with_head(|_| {});
    edit(document.imprint.as_mut().unwrap());
    document
}

fn people(count: usize) -> Vec<Text> {
    vec!["欧阳某某".into(); count]
}

fn organs(count: usize) -> Vec<Text> {
    vec!["某某市示例镇人民政府".into(); count]
}

#[test]
fn what_fits_its_place_is_not_told_and_lies_within_the_paper() {
    let documents = [
        with_head(|_| {}),
        with_head(|head| head.signers = people(14)),
        with_head(|head| head.signers = vec!["欧".repeat(22).as_str().into()]),
        with_head(|head| head.mark = "某".repeat(70).as_str().into()),
        with_head(|head| head.number = Some("某".repeat(24).as_str().into())),
        with_imprint(|imprint| imprint.copies = organs(45)),
        with_imprint(|imprint| imprint.organ = "某".repeat(200).as_str().into()),
    ];
    for (at, document) in documents.iter().enumerate() {
        assert_eq!(told(document), None, "{at}");
        assert!(is_within_the_paper(document), "{at}");
    }
}

#[test]
fn what_would_run_out_of_the_paper_is_told() {
    let many = "某".repeat(60);
    let long = || Text::from(many.as_str());
    let mut markings = with_head(|_| {});
    markings.markings.secrecy = Some(long());
    let mut addressees = with_head(|_| {});
    addressees.addressees = organs(120);
    addressees.salutation = format!("{}：", "某某市示例镇人民政府、".repeat(120)).into();
    let documents = [
        with_head(|head| head.signers = people(40)),
        with_head(|head| head.signers = vec![long()]),
        with_head(|head| head.signers = vec!["张三".into(), long()]),
        with_head(|head| head.number = Some(long())),
        with_head(|head| (head.number, head.signers) = (Some(long()), Vec::new())),
        with_head(|head| head.mark = many.repeat(3).as_str().into()),
        markings,
        with_imprint(|imprint| imprint.copies = organs(120)),
        with_imprint(|imprint| imprint.organ = many.repeat(12).as_str().into()),
        addressees,
    ];
    for (at, mut document) in documents.into_iter().enumerate() {
        assert_eq!(told(&document), Some(true), "{at}");
        document.edition.draft = true;
        assert_eq!(told(&document), Some(false), "{at}, a draft");
    }
}

#[test]
fn the_unit_of_a_table_takes_as_many_lines_as_it_needs() {
    let mut document = with_head(|_| {});
    for block in &mut document.body {
        *block = Block::Table(Table {
            unit: Some("单位：件，其中金额的单位是万元，".repeat(8)),
            ..Table::plain(vec![], vec![], vec![])
        });
    }
    assert!(is_within_the_paper(&document));
}

fn with_forty_signers() -> Project {
    let project = Project::base();
    let names: Vec<String> = (1..=40).map(|_| "示例".to_owned()).collect();
    project.edit(
        "data/2024/report.yaml",
        "签发人: 示例",
        &format!("签发人: [{}]", names.join(", ")),
    );
    project
}

#[test]
fn check_and_every_form_with_pages_tell_it_and_a_draft_is_made() {
    let project = with_forty_signers();
    let tells =
        |run: &Run| run.transcript().contains("错误[E1114]: 签发人有 40 人，首页排不下标题");
    let check = project.run(&["check", "2024"]);
    assert!(tells(&check), "{}", check.transcript());
    for format in ["pdf", "docx"] {
        let run = project.run(&["generate", "2024", "--format", format]);
        assert!(tells(&run), "{format}: {}", run.transcript());
        assert!(!project.path().join("output/2024").exists());
    }
    let batch = project.run(&["batch", "."]);
    assert!(tells(&batch), "{}", batch.transcript());
    let draft = project.run(&["generate", "2024", "--draft", "--format", "pdf"]);
    assert!(draft.succeeds().transcript().contains("警告[E1114]"), "{}", draft.transcript());
}

#[test]
fn a_draft_that_is_read_for_proof_bears_both_words() {
    let Some(pdftotext) = reader("pdftotext") else { return };
    let project = Project::base();
    project.run(&["generate", "2024", "--draft", "--proof", "--format", "pdf"]).succeeds();
    let pdf = project.path().join("output/2024/年报（草稿，核校本）.pdf");
    let text = read_with(&pdftotext, &[pdf.as_os_str(), "-".as_ref()]);
    let pages = text.matches('\u{c}').count();
    assert!(pages > 1);
    assert_eq!(text.matches("草稿 核校本").count(), pages, "{text}");
}

#[test]
fn the_word_of_a_stamp_that_is_wider_than_the_sheet_is_told() {
    let project = Project::base();
    let style = std::fs::read_to_string(root().join("templates/gbt9704.yaml")).unwrap();
    for (word, most) in [("字样: 草稿", 30), ("字样: 核校本", 30)] {
        for (count, is_told) in [(most - 20, false), (most + 5, true)] {
            let long = format!("字样: {}", "稿".repeat(count));
            project.write("templates/gbt9704.yaml", &style.replacen(word, &long, 1));
            let check = project.run(&["check", "2024"]).transcript();
            assert_eq!(check.contains("错误[E1108]: 字样有"), is_told, "{word} {count}: {check}");
        }
    }
}
