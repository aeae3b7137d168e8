//! Files that are damaged, or made to do harm.

use std::time::Duration;

use super::*;
use crate::cpu::measured;

fn refused(bytes: &[u8]) -> Refused {
    read(bytes).map(|returned| texts(&returned).join("|")).expect_err("refused")
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack(&parts).expect("packed")
}

#[test]
fn what_is_no_document_is_refused_by_what_it_is() {
    let compound = |inside: &str| {
        let name: Vec<u8> = inside.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], vec![0; 600], name].concat()
    };
    assert_eq!(refused(&compound("WordDocument")), Refused::Older);
    assert_eq!(refused(&compound("EncryptedPackage")), Refused::Password);
    assert_eq!(refused(&[0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0xFF, 0xFE, 0xFD]), Refused::NoText);
    let whole = docx(&paragraph("甲"));
    assert_eq!(refused(&whole[..whole.len() - 30]), Refused::Damaged);
    assert_eq!(refused(&packed(&[("a.xml", "<a/>")])), Refused::NoDocument);
    let kind = "application/vnd.oasis.opendocument.text";
    assert_eq!(refused(&packed(&[("mimetype", kind)])), Refused::OpenDocument);
    let sheet =
        TYPES.replace("word/document", "xl/workbook").replace("wordprocessingml", "spreadsheetml");
    let rels = relations(&[("officeDocument", "xl/workbook.xml")]);
    let workbook = packed(&[
        ("[Content_Types].xml", &sheet),
        ("_rels/.rels", &rels),
        ("xl/workbook.xml", "<a/>"),
    ]);
    assert_eq!(refused(&workbook), Refused::Workbook);
    assert_eq!(refused(&docx("<w:p>")), Refused::Damaged);
    assert_eq!(refused(&docx("<w:altChunk/>")), Refused::Elsewhere);
    assert_eq!(refused(&docx("<w:subDoc/>")), Refused::Elsewhere);
    assert_eq!(refused(&vec![b' '; MOST_BYTES + 1]), Refused::TooLarge(&RETURNED_FILE));
}

#[test]
fn a_document_with_macros_or_a_document_type_is_refused() {
    let rels = relations(&[("officeDocument", "word/document.xml")]);
    let document = part("document", "<w:body/>");
    let macros = TYPES.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        "vnd.ms-word.document.macroEnabled.main",
    );
    let with = |types: &str, more: (&str, &str), document: &str| {
        packed(&[
            ("[Content_Types].xml", types),
            ("_rels/.rels", &rels),
            ("word/document.xml", document),
            more,
        ])
    };
    assert_eq!(refused(&with(&macros, ("a", ""), &document)), Refused::Macros);
    assert_eq!(refused(&with(TYPES, ("word/vbaProject.bin", ""), &document)), Refused::Macros);
    let entity = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
    assert_eq!(refused(&with(TYPES, ("a", ""), entity)), Refused::DocumentType);
}

#[test]
fn what_lies_outside_is_never_read() {
    let outside = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"a\" Type=\"x/attachedTemplate\" Target=\"http://example.invalid/a.dotm\" TargetMode=\"External\"/>\
        <Relationship Id=\"b\" Type=\"x/styles\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/>\
        <Relationship Id=\"c\" Type=\"x/comments\" Target=\"../../../../etc/passwd\"/>\
        <Relationship Id=\"d\" Type=\"x/hyperlink\" Target=\"https://example.invalid/\" TargetMode=\"External\"/>\
        </Relationships>";
    let rels = relations(&[("officeDocument", "word/document.xml")]);
    let document = part("document", &format!("<w:body>{}</w:body>", paragraph("甲")));
    let bytes = packed(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", &rels),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", outside),
    ]);
    assert_eq!(texts(&read(&bytes).expect("read")), ["甲"]);
}

#[test]
fn a_document_with_more_than_a_report_can_have_is_refused_soon() {
    let ((), took) = measured(refused_all);
    // The bound of a release build is 2 s each; this is no release build.
    assert!(took < Duration::from_secs(60), "{took:?}");
}

/// Documents, each of which has too much of one thing.
fn refused_all() {
    let mut signs = String::from("<w:p>");
    for number in 0..300_000 {
        signs.push_str(&format!("<w:commentRangeStart w:id=\"{number}\"/>"));
    }
    signs.push_str("</w:p>");
    for body in [
        paragraph("甲").repeat(100_000),
        "<w:p/>".repeat(2_000_000),
        "<w:tr><w:tc><w:p/></w:tc></w:tr>".repeat(1_000_000),
        paragraph(&"长".repeat(4 << 20)),
    ] {
        assert!(matches!(refused(&docx(&body)), Refused::TooLarge(_)));
    }
    read(&docx(&signs)).expect("signs alone are no text");
    let many = |entry: &str| {
        (0..60_000).map(|number| entry.replace('#', &number.to_string())).collect::<String>()
    };
    for (kind, entry) in [
        ("styles", "<w:style w:styleId=\"#\"/>"),
        ("numbering", "<w:abstractNum w:abstractNumId=\"#\"/>"),
        ("numbering", "<w:num w:numId=\"#\"><w:abstractNumId w:val=\"1\"/></w:num>"),
    ] {
        let parts = [(kind, part(kind, &many(entry)))];
        assert!(matches!(refused(&docx_with(&paragraph("甲"), &parts)), Refused::TooLarge(_)));
    }
}

/// A document with some of everything.
fn motley() -> String {
    let row = format!("<w:tr><w:tc>{}</w:tc><w:tc><w:p/></w:tc></w:tr>", paragraph("格"));
    format!(
        "{}<w:p><w:ins w:id=\"1\" w:author=\"张\"><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:br/></w:r></w:p>\
        <w:tbl>{row}{row}</w:tbl><w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:fldChar w:fldCharType=\"begin\"/>\
        <w:t>甲。</w:t></w:r></w:p><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice>\
        </mc:AlternateContent>",
        paragraph("首"),
        paragraph("框"),
    )
}

/// The tags of a text, and what stands between them.
fn pieces(xml: &str) -> Vec<&str> {
    xml.split_inclusive('>').collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_change_of_the_bytes_gives_a_value_or_a_refusal(
        changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..8),
        cut in any::<usize>(),
    ) {
        let mut bytes = docx(&motley());
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if cut % 3 == 0 {
            bytes.truncate(cut % bytes.len());
        }
        let _ = read(&bytes);
    }

    #[test]
    fn any_order_of_the_elements_gives_a_value_or_a_refusal(
        moves in proptest::collection::vec((any::<usize>(), any::<usize>()), 1..12),
    ) {
        let body = motley();
        let mut elements: Vec<&str> = pieces(&body);
        for (from, to) in moves {
            let from = from % elements.len();
            let element = elements.remove(from);
            // Every other time it is there twice, or gone.
            match to % 3 {
                0 => elements.insert(to % (elements.len() + 1), element),
                1 => {
                    elements.insert(from, element);
                    elements.insert(to % (elements.len() + 1), element);
                }
                _ => {}
            }
        }
        if let Ok(returned) = read(&docx(&elements.concat())) {
            for tracked in &returned.tracked {
                let paragraph = returned.paragraphs.get(tracked.paragraph);
                prop_assert!(paragraph.is_none_or(|one| one.text.get(tracked.range.clone()).is_some()));
            }
        }
    }

    #[test]
    fn any_bytes_give_a_value_or_a_refusal(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_nesting_of_what_holds_paragraphs_gives_a_value_or_a_refusal(
        names in proptest::collection::vec(0..13_usize, 1..14),
    ) {
        const NAMES: [&str; 13] = [
            "w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:txbxContent", "w:trPr", "w:del", "w:ins",
            "w:pPr", "w:rPr", "w:fldSimple", "mc:Choice",
        ];
        let mut body = "<w:t>甲</w:t>".to_owned();
        for name in names {
            let name = NAMES[name];
            body = format!("<{name}><w:r><w:t>乙</w:t></w:r>{body}</{name}><w:p><w:r><w:t>丙</w:t></w:r></w:p>");
        }
        prop_assert!(read(&docx(&body)).is_ok());
    }
}
