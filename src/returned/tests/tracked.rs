//! Tracked changes and comments.

use super::*;

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn inserted(text: &str) -> String {
    format!(
        "<w:ins w:id=\"1\" w:author=\"张\" w:date=\"2025-01-08T09:30:00Z\">{}</w:ins>",
        run(text)
    )
}

fn deleted(text: &str) -> String {
    format!("<w:del w:id=\"2\" w:author=\"李\"><w:r><w:delText>{text}</w:delText></w:r></w:del>")
}

/// Kind, author, text, paragraph, and the words that it goes over.
fn shown(returned: &Returned) -> Vec<(TrackedKind, &str, &str, usize, &str)> {
    let words = |one: &Tracked| {
        let paragraph = returned.paragraphs.get(one.paragraph);
        paragraph.and_then(|paragraph| paragraph.text.get(one.range.clone())).unwrap_or("?")
    };
    let tracked = returned.tracked.iter();
    tracked
        .map(|one| (one.kind, one.author.as_str(), one.text.as_str(), one.paragraph, words(one)))
        .collect()
}

#[test]
fn tracked_changes_count_as_accepted_and_are_listed() {
    let body = format!(
        "<w:p>{}{}{}{}{}</w:p><w:p><w:moveFrom w:id=\"3\" w:author=\"王\">{}</w:moveFrom>{}</w:p>\
        <w:p>{}<w:moveTo w:id=\"4\" w:author=\"王\">{}</w:moveTo></w:p>",
        run("　　全年"),
        deleted("共"),
        inserted("累计"),
        inserted("办结"),
        run("案件。"),
        run("走了。"),
        run("留下。"),
        run("后面"),
        run("走了。"),
    );
    let returned = of_body(&body);
    assert_eq!(texts(&returned), ["全年累计办结案件。", "留下。", "后面走了。"]);
    assert_eq!(
        shown(&returned),
        [
            (TrackedKind::Deleted, "李", "共", 0, ""),
            (TrackedKind::Inserted, "张", "累计办结", 0, "累计办结"),
            (TrackedKind::MovedAway, "王", "走了。", 1, ""),
            (TrackedKind::MovedHere, "王", "走了。", 2, "走了。"),
        ]
    );
    assert_eq!(returned.tracked[1].date.as_deref(), Some("2025-01-08T09:30:00Z"));
    assert_eq!(returned.tracked[0].range, 6..6);
}

#[test]
fn ends_of_paragraphs_that_were_put_in_or_taken_out_split_and_join() {
    let end = |change: &str, content: &str| {
        format!(
            "<w:p><w:pPr><w:rPr><w:{change} w:id=\"9\" w:author=\"张\"/></w:rPr></w:pPr>{content}</w:p>"
        )
    };
    let body = [
        end("del", &run("甲。")),
        format!("<w:p>{}</w:p>", run("乙。")),
        end("ins", &run("丙。")),
        format!("<w:p>{}</w:p>", run("丁。")),
        // A whole paragraph that was taken out.
        end("del", &deleted("整段删去。")),
        format!("<w:p>{}</w:p>", run("戊。")),
        end("del", &run("末段")),
    ]
    .concat();
    let returned = of_body(&body);
    assert_eq!(texts(&returned), ["甲。乙。", "丙。", "丁。", "戊。", "末段"]);
    let kinds: Vec<(TrackedKind, usize)> =
        returned.tracked.iter().map(|one| (one.kind, one.paragraph)).collect();
    assert_eq!(
        kinds,
        [
            (TrackedKind::Joined, 0),
            (TrackedKind::Split, 1),
            (TrackedKind::Joined, 3),
            (TrackedKind::Deleted, 3),
            (TrackedKind::Joined, 4),
        ]
    );
}

#[test]
fn rows_and_cells_that_were_taken_out_are_gone() {
    let row = |properties: &str, text: &str| {
        format!(
            "<w:tr><w:trPr>{properties}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
            paragraph(text),
            paragraph("数")
        )
    };
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>{}",
        row("", "甲"),
        row("<w:del w:id=\"1\" w:author=\"张\"/>", "乙"),
        row("<w:ins w:id=\"2\" w:author=\"张\"/>", "丙"),
        paragraph("后"),
    );
    let returned = of_body(&body);
    assert_eq!(texts(&returned), ["甲", "数", "丙", "数", "后"]);
    let cell = |row, column| Some(Role::Cell { table: 0, row, column });
    assert_eq!(returned.paragraphs[2].role, cell(1, 0));
    let kinds: Vec<(TrackedKind, &str, &str)> = returned
        .tracked
        .iter()
        .map(|one| (one.kind, one.author.as_str(), one.text.as_str()))
        .collect();
    let gone = TrackedKind::CellsDeleted;
    assert_eq!(kinds, [(gone, "张", "乙"), (gone, "张", "数")]);
}

#[test]
fn comments_tell_their_author_their_words_and_which_answers_which() {
    let body = format!(
        "<w:p>{}<w:commentRangeStart w:id=\"0\"/><w:commentRangeStart w:id=\"1\"/>{}{}<w:commentRangeEnd w:id=\"0\"/>\
        <w:r><w:commentReference w:id=\"0\"/></w:r><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>{}</w:p>\
        <w:p>{}<w:r><w:commentReference w:id=\"2\"/></w:r></w:p>",
        run("全年"),
        deleted("旧"),
        run("办结"),
        run("案件。"),
        run("另一段"),
    );
    let comment = |id: u8, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"张\" w:date=\"2025-01-08T09:30:00Z\">\
            <w:p w14:paraId=\"0000000{id}\">{text}</w:p></w:comment>"
        )
    };
    let comments = part(
        "comments",
        &[
            comment(0, &run("请核实")),
            comment(1, &run("已核实")),
            comment(2, &run("好")),
            comment(3, ""),
        ]
        .concat(),
    );
    let threads = part(
        "commentsExtended",
        "<w15:commentEx w15:paraId=\"00000000\" w15:done=\"1\"/>\
        <w15:commentEx w15:paraId=\"00000001\" w15:paraIdParent=\"00000000\" w15:done=\"0\"/>",
    );
    let parts = [("comments", comments), ("commentsExtended", threads)];
    let returned = read(&docx_with(&body, &parts)).expect("read");
    let found = returned.comments.iter().map(|one| {
        let Comment { paragraph, range, about, text, is_reply, is_resolved, .. } = one;
        (*paragraph, range.clone(), about.as_str(), text.as_str(), *is_reply, *is_resolved)
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (0, 6..12, "办结", "请核实", false, true),
            (0, 6..12, "办结", "已核实", true, false),
            (1, 0..0, "", "", false, false),
            (1, 9..9, "", "好", false, false),
        ]
    );
}
