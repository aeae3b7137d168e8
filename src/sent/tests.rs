use std::path::Path;

use super::file::Unreadable;
use super::*;
use crate::edition::Options;
use crate::package::{Package, pack};
use crate::source::Sources;
use crate::{examine, make};

/// The shipped report.
fn shipped(options: &Options) -> (Document, Sources) {
    let examined = examine(Path::new(env!("CARGO_MANIFEST_DIR")), 2024, options);
    let mut sources = examined.sources;
    let year = examined.year.expect("a year");
    let document = make::document(&year, &mut sources).value.expect("a document");
    (document, sources)
}

#[test]
fn the_paragraphs_of_a_report_are_listed_in_reading_order_with_what_stands_behind_them() {
    let (document, sources) = shipped(&Options { red_head: Some(true), ..Options::default() });
    let parts = parts(&document);
    let text = |role: Role| parts.iter().find(|part| part.role == role).map(Part::text);
    let has = |role: Role, start: &str| {
        let text = text(role).unwrap_or_default();
        assert!(text.starts_with(start), "{role:?}: {text}");
    };
    has(Role::Title, "泉州市洛江区人民政府关于2024年法治政府建设");
    has(Role::Heading(1), "一、");
    has(Role::Heading(2), "（一）");
    has(Role::PrintedOn, "2025年");
    let figures = parts.iter().flat_map(|part| &part.runs);
    let figures: Vec<&Run<'_>> =
        figures.filter(|run| matches!(run.kind, RunKind::Figure(..))).collect();
    assert!(figures.len() > 50, "{}", figures.len());
    let of_body = |part: &&Part<'_>| matches!(part.role, Role::Body | Role::RunIn(_));
    let typed = parts.iter().filter(of_body).flat_map(|part| &part.runs);
    let (mut known, mut unknown) = (0, 0);
    for run in typed {
        match run.kind {
            RunKind::Typed(Some(place)) => {
                known += 1;
                assert!(!sources.get(place.file).text().is_empty());
            }
            RunKind::Typed(None) => unknown += 1,
            _ => {}
        }
    }
    assert!(known > unknown * 10, "{known} {unknown}");
}

#[test]
fn ids_are_unique_and_stay_when_a_paragraph_is_added() {
    let (document, _) = shipped(&Options { appendix: true, ..Options::default() });
    let sent = Sent::new(&document, "年报.docx".into());
    let ids: BTreeSet<&str> = sent.paragraphs.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), sent.paragraphs.len());
    for id in ids {
        let number = u32::from_str_radix(id, 16).expect("a hexadecimal number");
        assert!(id.len() == 8 && (1..0x8000_0000).contains(&number), "{id}");
    }
    let mut longer = document.clone();
    let added =
        Paragraph {
            run_in: None, text: vec![Inline::text("新的一段。")], is_salutation: false
        };
    longer.body.insert(0, Block::Paragraph(added));
    let longer = Sent::new(&longer, "年报.docx".into());
    let others: Vec<&SentParagraph> =
        longer.paragraphs.iter().filter(|one| one.text != "新的一段。").collect();
    assert_eq!(others, sent.paragraphs.iter().collect::<Vec<_>>());
    assert_ne!(longer.hash(), sent.hash());
}

#[test]
fn paragraphs_that_are_alike_have_ids_of_their_own() {
    let mut ids = Ids::default();
    let first = ids.next(Role::Body, "同上。");
    let second = ids.next(Role::Body, "同上。");
    let cell = ids.next(Role::Cell { table: 0, row: 1, column: 2 }, "同上。");
    assert!(first != second && first != cell && second != cell, "{first} {second} {cell}");
}

#[test]
fn what_was_sent_is_read_as_it_was_written_and_no_other_file_is() {
    let (document, _) = shipped(&Options { appendix: true, ..Options::default() });
    let sent = Sent::new(&document, "年报.docx".into());
    let json = sent.to_json();
    assert_eq!(Sent::from_json(&json), Ok(sent.clone()));
    assert_eq!(sent.to_json(), json);
    let text = String::from_utf8(json.clone()).expect("UTF-8");
    for secret in ["data/", ".yaml", env!("CARGO_MANIFEST_DIR")] {
        assert!(!text.contains(secret), "{secret}");
    }
    let read = |text: String| Sent::from_json(text.as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!(read(text.replacen("洛江区", "洛阳区", 1)), Unreadable::Changed);
    assert_eq!(read(text.replacen("\"format\": 1", "\"format\": 2", 1)), Unreadable::Newer);
    assert_eq!(read(String::from_utf8_lossy(&json[..json.len() / 2]).into()), Unreadable::Damaged);
    for other in ["", "{}", "[]", "null", "{\"format\": 1}", "{\"format\": -1}"] {
        assert_eq!(read(other.into()), Unreadable::Damaged, "{other}");
    }
    assert_eq!(Sent::from_json(&vec![b' '; 17 << 20]), Err(Unreadable::TooLarge));
}

#[test]
fn a_package_carries_ids_and_hashes_and_no_text() {
    let (document, _) = shipped(&Options::default());
    let sent = Sent::new(&document, "年报.docx".into());
    let parts = sent.package_parts();
    assert!(parts.iter().all(|(_, text)| text.is_ascii()), "{parts:?}");
    let read = |parts: &[(&str, &str)]| {
        let bytes: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        Tie::read(&Package::open(&pack(&bytes).expect("packed")).expect("a package"))
    };
    let [(_, item), ..] = &parts;
    // Other programs number such parts anew, and add some of their own.
    let other = "<b:Sources xmlns:b=\"urn:b\"/>";
    let tie = read(&[("customXml/item1.xml", other), ("CustomXML/item2.xml", item)]);
    let tie = tie.expect("the part is found");
    assert_eq!(tie.hash, sent.hash());
    let expected: Vec<(String, String)> =
        sent.paragraphs.iter().map(|one| (one.id.clone(), one.hash())).collect();
    assert_eq!(tie.paragraphs, expected);
    assert_eq!(read(&[("customXml/item1.xml", other)]), None);
    assert_eq!(read(&[("word/item1.xml", item)]), None);
    let newer = item.replace("version=\"1\" hash", "version=\"2\" hash");
    assert_eq!(read(&[("customXml/item1.xml", &newer)]), None);
    assert_eq!(read(&[("customXml/item1.xml", &item[..item.len() - 3])]), None);
}

#[test]
fn a_bookmark_bears_an_id_and_other_bookmarks_do_not() {
    assert_eq!(id_of_bookmark(&bookmark("0a1b2c3d")), Some("0a1b2c3d"));
    for other in ["_GoBack", "_nb", "_nb0a1b2c3", "_nb0a1b2c3d1", "_nb附件附件附", "nb0a1b2c3d"]
    {
        assert_eq!(id_of_bookmark(other), None, "{other}");
    }
}

#[test]
fn a_text_that_was_kept_before_stays_under_a_name_with_its_hash() {
    let (document, _) = shipped(&Options::default());
    let sent = Sent::new(&document, "年报.docx".into());
    let name = earlier_name("年报（公开版）.底稿.json", &sent.to_json()).expect("a name");
    assert_eq!(name, format!("年报（公开版）.底稿-{}.json", &sent.hash()[..8]));
    assert_eq!(earlier_name("年报.底稿.json", b"{}"), None);
    assert_eq!(earlier_name("年报.pdf", &sent.to_json()), None);
    for kept in ["年报.底稿.json", name.as_str()] {
        assert!(is_kept_name(kept), "{kept}");
    }
    for other in ["年报.docx", "校验.json", "底稿.json", "年报.底稿-1.json", "年报.底稿.json.bak"]
    {
        assert!(!is_kept_name(other), "{other}");
    }
}
