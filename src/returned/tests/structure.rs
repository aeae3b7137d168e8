//! How texts stand in documents.

use super::*;

#[test]
fn runs_are_joined_and_what_is_around_them_is_passed_over() {
    let body = r#"<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:bookmarkStart w:id="0" w:name="_GoBack"/>
        <w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> 全年 </w:t></w:r><w:proofErr w:type="spellStart"/>
        <w:smartTag w:uri="u" w:element="date"><w:r><w:t>办</w:t></w:r></w:smartTag>
        <w:hyperlink w:anchor="a"><w:r><w:t>结</w:t></w:r></w:hyperlink>
        <w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:r><w:t>案</w:t></w:r></w:sdtContent></w:sdt>
        <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>
        <w:r><w:rPr><w:rPrChange w:id="1" w:author="甲"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>件</w:t></w:r>
        <w:r><w:noBreakHyphen/><w:softHyphen/><w:t>&#x200B;A&#xA0;B</w:t></w:r>
        <w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="X" w:char="F0FC"/></w:r>
        <w:ruby><w:rt><w:r><w:t>ang</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>昂</w:t></w:r></w:rubyBase></w:ruby>
        </w:p>"#;
    let returned = of_body(body);
    assert_eq!(texts(&returned), ["全年 办结案件-A B√〓昂"]);
    assert!(returned.told.has_unknown_signs);
}

#[test]
fn a_line_break_begins_a_paragraph_only_after_a_sentence() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t><w:br/></w:r>");
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}{}</w:p><w:p><w:r><w:br w:type=\"page\"/><w:t>末。</w:t></w:r></w:p>",
        run("关于甲"),
        run("的报告"),
        run("一句。 "),
        run("　　又一句。"),
    );
    assert_eq!(texts(&of_body(&body)), ["关于甲的报告", "一句。", "又一句。", "末。"]);
}

#[test]
fn fields_give_their_results_and_a_table_of_contents_none() {
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}\
            </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{result}\
            </w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let body = format!(
        "<w:p>{}<w:fldSimple w:instr=\"DATE\"><w:r><w:t>乙</w:t></w:r></w:fldSimple></w:p><w:p>{}</w:p>\
        <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:t>没有结果</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>丙</w:t></w:r></w:p>",
        field(" REF a ", "甲"),
        field(" TOC \\o ", "一、 1"),
    );
    let returned = of_body(&body);
    assert_eq!(texts(&returned), ["甲乙", "丙"]);
    assert!(returned.told.has_contents);
}

#[test]
fn a_field_that_does_not_end_hides_nothing_and_is_told() {
    let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
    let body = format!(
        "<w:p><w:r><w:t>受理783</w:t></w:r>{begin}<w:r><w:t>件。</w:t></w:r></w:p>{}{}",
        paragraph("第二段。"),
        paragraph("第三段。"),
    );
    let returned = of_body(&body);
    assert_eq!(texts(&returned), ["受理783件。", "第二段。", "第三段。"]);
    assert!(returned.told.has_broken_fields && returned.told.has_uncompared());
}

#[test]
fn rows_that_are_marked_as_hidden_are_read_and_told() {
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph("甲")
    );
    let returned = of_body(&body);
    assert_eq!(texts(&returned), ["甲"]);
    assert!(returned.told.has_hidden_rows);
}

#[test]
fn cells_are_known_by_the_columns_in_which_they_begin() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
    };
    let body = format!(
        "{}<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>\
        {}</w:tr></w:tbl><w:tbl><w:tr><w:tc>{}{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl><w:p/></w:tc>\
        </w:tr></w:tbl>",
        paragraph("前"),
        cell("<w:vMerge w:val=\"restart\"/>", "甲"),
        cell("<w:gridSpan w:val=\"2\"/>", "乙"),
        cell("", "丙"),
        cell("<w:vMerge/>", ""),
        cell("", "丁"),
        cell("", "戊"),
        cell("", "己"),
        paragraph("一行"),
        paragraph("两行"),
        paragraph("里面"),
    );
    let returned = of_body(&body);
    let found: Vec<(&str, Option<Role>)> =
        returned.paragraphs.iter().map(|one| (one.text.as_str(), one.role)).collect();
    let cell = |table, row, column| Some(Role::Cell { table, row, column });
    assert_eq!(
        found,
        [
            ("前", None),
            ("甲", cell(0, 0, 0)),
            ("乙", cell(0, 0, 1)),
            ("丙", cell(0, 0, 3)),
            ("丁", cell(0, 1, 1)),
            ("戊", cell(0, 1, 2)),
            ("己", cell(0, 2, 2)),
            ("一行两行里面", cell(1, 0, 0)),
        ]
    );
    assert!(returned.told.has_nested_tables);
}

#[test]
fn what_is_no_text_of_the_report_is_told() {
    let body = format!(
        "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不</w:t></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>见</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>\
        <w:p><w:r><w:t>锚</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>\
        <w:txbxContent>{box_text}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>\
        <v:textbox><w:txbxContent>{box_text}</w:txbxContent></v:textbox></w:pict></mc:Fallback>\
        </mc:AlternateContent></w:r><w:r><w:t>点</w:t></w:r></w:p>",
        box_text = paragraph("框里"),
    );
    let notes = part(
        "footnotes",
        "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:r><w:t>脚</w:t></w:r><w:r><w:t>注</w:t></w:r></w:p></w:footnote>",
    );
    let footer = part("ftr", "<w:p><w:r><w:t>— 1 —</w:t></w:r></w:p>");
    let header = part("hdr", "<w:p><w:r><w:t>内部</w:t></w:r><w:r><w:t>资料</w:t></w:r></w:p>");
    let parts = [("footnotes", notes), ("footer", footer), ("header", header)];
    let returned = read(&docx_with(&body, &parts)).expect("read");
    assert_eq!(texts(&returned), ["看得见", "锚点"]);
    let told = &returned.told;
    assert_eq!(told.hidden, ["看不见"]);
    assert_eq!(told.notes, ["脚注"]);
    assert_eq!((told.boxes.len(), &told.beside[..]), (0, &["框里".to_owned()][..]));
    assert_eq!(told.margins, ["内部资料"]);
    assert!(!told.has_pictures && told.formulas.is_empty());
    let picture = "<w:p><w:r><w:drawing/></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>";
    let returned = of_body(picture);
    assert!(returned.told.has_pictures);
    assert_eq!(returned.told.formulas, ["x"]);
    assert_eq!(texts(&returned), [""; 0]);
}

#[test]
fn text_in_a_box_or_a_frame_is_a_remark_at_its_anchor_and_words_of_the_report_in_one_are_text() {
    let remarks = |body: &str| -> Vec<(usize, usize, String)> {
        let returned = of_body(body);
        assert!(returned.comments.iter().all(|one| one.is_boxed));
        let one = |it: &Comment| (it.paragraph, it.range.start, it.text.clone());
        returned.comments.iter().map(one).collect()
    };
    let boxed = |inside: &str| {
        format!(
            "{}<w:p><w:r><w:t>锚</w:t></w:r><w:r>{inside}</w:r><w:r><w:t>点</w:t></w:r></w:p>",
            paragraph("前。")
        )
    };
    let content = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
    for inside in [
        format!("<w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict>", content("核实。")),
        format!(
            "<w:drawing><wpg:wgp><wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></wpg:wgp></w:drawing>",
            content("核实。")
        ),
        format!(
            "<mc:AlternateContent><mc:Choice><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback>\
            <w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent>",
            content("核实。"),
            content("核实。")
        ),
        "<w:pict><w:txbxContent><w:tbl><w:tr><w:tc><w:p><w:r><w:t>核实。</w:t></w:r></w:p></w:tc></w:tr>\
        </w:tbl></w:txbxContent></w:pict>"
            .to_owned(),
    ] {
        assert_eq!(remarks(&boxed(&inside)), [(1, 3, "核实。".to_owned())], "{inside}");
        assert_eq!(texts(&of_body(&boxed(&inside))), ["前。", "锚点"], "{inside}");
    }
    let two = format!("<w:drawing>{}{}</w:drawing>", content("甲"), content("乙"));
    assert_eq!(remarks(&boxed(&two)).len(), 2);
    // A frame is anchored in the paragraph after it.
    let framed = "<w:p><w:pPr><w:framePr w:w=\"900\"/></w:pPr><w:r><w:t>框一</w:t></w:r></w:p>\
        <w:p><w:pPr><w:framePr w:w=\"900\"/></w:pPr><w:r><w:t>框二</w:t></w:r></w:p>";
    let body = format!("{}{framed}{}", paragraph("前。"), paragraph("后。"));
    assert_eq!(remarks(&body), [(1, 0, "框一\n框二".to_owned())]);
    assert_eq!(texts(&of_body(&body)), ["前。", "后。"]);
    // Who put a paragraph of the report into a box did not take it out.
    let own = "<w:p><w:bookmarkStart w:id=\"1\" w:name=\"_nb00000001\"/><w:r><w:t>原文。</w:t></w:r>\
        <w:bookmarkEnd w:id=\"1\"/></w:p>";
    let body = boxed(&format!("<w:pict><w:txbxContent>{own}</w:txbxContent></w:pict>"));
    assert_eq!(texts(&of_body(&body)), ["前。", "锚点", "原文。"]);
    assert_eq!(of_body(&body).told.boxes, ["原文。"]);
}

#[test]
fn bookmarks_tell_which_paragraphs_words_come_from() {
    let start =
        |number: u8, id: &str| format!("<w:bookmarkStart w:id=\"{number}\" w:name=\"_nb{id}\"/>");
    let end = |number: u8| format!("<w:bookmarkEnd w:id=\"{number}\"/>");
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}</w:p><w:p>{}{}</w:p><w:p>{}{}</w:p><w:p>{}{}{}{}{}</w:p><w:p>{}{}{}</w:p>",
        start(1, "00000001"),
        run("整段。"),
        end(1),
        start(2, "00000002"),
        run("前半。"),
        run("后半。"),
        end(2),
        start(3, "00000003"),
        end(3),
        start(4, "00000004"),
        run("合并。"),
        end(4),
        start(5, "00000001"),
        run("拷贝。"),
        end(5),
    );
    let returned = of_body(&body);
    let ids: Vec<Vec<&str>> = returned
        .paragraphs
        .iter()
        .map(|one| one.ids.iter().map(String::as_str).collect())
        .collect();
    let expected: [&[&str]; 5] =
        [&["00000001"], &["00000002"], &["00000002"], &["00000004"], &["00000001"]];
    assert_eq!(ids, expected);
}

#[test]
fn the_strict_variant_is_read_the_same() {
    let strict = |text: String| {
        text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    };
    let document = strict(part("document", &format!("<w:body>{}</w:body>", paragraph("甲"))));
    let whole = strict(relations(&[("officeDocument", "/word/document.xml")]));
    let packed = pack(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", whole.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ]);
    assert_eq!(texts(&read(&packed.expect("packed")).expect("read")), ["甲"]);
}

#[test]
fn the_number_of_a_document_and_those_who_signed_it_share_a_line() {
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="n"><w:name w:val="发文字号"/></w:style>"#,
    );
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let tab = "<w:r><w:tab/></w:r>";
    let line =
        |content: String| format!("<w:p><w:pPr><w:pStyle w:val=\"n\"/></w:pPr>{content}</w:p>");
    let number = run("示政文〔2025〕14号");
    let first = run("签发人：") + &run("示例") + tab + &run("示范");
    let third = tab.to_owned() + tab + &run("第三");
    let deleted = "<w:del w:author=\"甲\"><w:r><w:delText>乙</w:delText></w:r></w:del>";
    for (lines, at) in [
        (line(format!("{deleted}{number}{tab}{first}")) + &line(third.clone()), 0),
        // The number stands on the line of the last name, or below it.
        (line(tab.to_owned() + &first) + &line(format!("{deleted}{number}{third}")), 0),
        (
            line(tab.to_owned() + &first)
                + &line(third.clone())
                + &line(deleted.to_owned() + &number),
            0,
        ),
        (line(format!("{tab}{deleted}{first}")) + &line(run("示政文〔2025〕14号") + &third), 1),
    ] {
        let body = lines + &paragraph("一\t二");
        let returned = read(&docx_with(&body, &[("styles", styles.clone())])).expect("read");
        let expected = ["示政文〔2025〕14号", "签发人：示例　示范　第三", "一\t二"];
        assert_eq!(texts(&returned), expected);
        assert_eq!(returned.paragraphs[1].role, Some(Role::Signers));
        assert_eq!(returned.tracked[0].paragraph, at);
    }
}

#[test]
fn text_that_is_struck_through_is_told_and_stays() {
    let styles = part(
        "styles",
        r#"<w:style w:type="character" w:styleId="s"><w:name w:val="s"/><w:rPr><w:strike/></w:rPr></w:style>"#,
    );
    let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p><w:pPr><w:rPr><w:strike/></w:rPr></w:pPr>{}{}{}{}{}</w:p><w:p>{}{}{}</w:p>",
        run("", "推行"),
        run("<w:strike/><w:dstrike w:val=\"0\"/>", "容缺"),
        run("<w:dstrike/>", "受理"),
        run("<w:strike w:val=\"0\"/>", "和承诺。"),
        run("<w:shd w:val=\"clear\" w:fill=\"FFFF00\"/><w:color w:val=\"FF0000\"/>", "黄底。"),
        run("<w:rStyle w:val=\"s\"/>", "整段删去。"),
        run("<w:rStyle w:val=\"s\"/><w:strike w:val=\"0\"/>", "不删。"),
        run("<w:strike/>", " "),
    );
    let returned = read(&docx_with(&body, &[("styles", styles)])).expect("read");
    assert_eq!(texts(&returned), ["推行容缺受理和承诺。黄底。", "整段删去。不删。"]);
    let told = [
        "“容缺受理”（在“推行容缺受理和承诺。黄底。”里）",
        "“整段删去。”（在“整段删去。不删。”里）",
    ];
    assert_eq!(returned.told, Told { struck: told.map(str::to_owned).into(), ..Told::default() });
}
