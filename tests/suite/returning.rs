//! What goes out as a Word document and comes back: the text that is kept of it, and the files that
//! are refused.

use std::fs;

use crate::support::Project;
use crate::support::word::Word;

#[test]
fn the_text_of_a_document_is_kept_beside_it_and_an_earlier_one_stays() {
    let project = Project::base();
    project.run(&["generate", "2024"]).succeeds();
    assert_eq!(project.kept_texts(), [""; 0]);
    let made = ["generate", "2024", "--format", "docx"];
    project.run(&made).succeeds();
    assert_eq!(project.kept_texts(), ["年报.底稿.json"]);
    let first = project.read("output/2024/年报.底稿.json");
    assert!(first.contains("推行容缺受理。") && !first.contains("区司法局.yaml"), "{first}");
    project.run(&made).succeeds();
    assert_eq!(project.kept_texts(), ["年报.底稿.json"]);
    project.edit("data/2024/区司法局.yaml", "推行容缺受理。", "推行一窗受理。");
    project.run(&made).succeeds();
    let kept = project.kept_texts();
    assert_eq!(kept.len(), 2, "{kept:?}");
    let earlier = kept.iter().find(|name| *name != "年报.底稿.json").unwrap();
    assert_eq!(project.read(&format!("output/2024/{earlier}")), first);
    assert!(project.read("output/2024/年报.底稿.json").contains("推行一窗受理。"));
}

#[test]
fn a_file_that_is_no_revised_document_is_refused_with_what_it_is_and_what_to_do() {
    let project = Project::base();
    let compound = |inside: &str| {
        let name: Vec<u8> = inside.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], vec![0; 600], name].concat()
    };
    project.run(&["generate", "2024", "--format", "docx"]).succeeds();
    let whole = fs::read(project.path().join("output/2024/年报.docx")).unwrap();
    for (bytes, says) in [
        (compound("EncryptedPackage"), "打开密码"),
        (compound("WordDocument"), "旧格式的文档（.doc 或者 .wps）"),
        (whole[..whole.len() / 2].to_vec(), "不完整，或者损坏了"),
        (vec![0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0xFF, 0xFE, 0xFD], "不是 Word 文档"),
        (Vec::new(), "这个文件是空的"),
        ("# 报告\n\n一段。\n".into(), "以 .docx 结尾，里面却不是 Word 文档"),
    ] {
        fs::write(project.path().join("改.docx"), bytes).unwrap();
        for arguments in [["revise", "2024", "改.docx"], ["compare", "2024", "改.docx"]] {
            let run = project.run(&arguments);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
            assert!(run.stderr.contains(says) && run.stderr.contains("建议: "), "{}", run.stderr);
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_told_once_and_other_formats_are_told_by_beginning_and_name() {
    let project = Project::base();
    for arguments in
        [&["revise", "2024", "不在.md"][..], &["revise", "2024", "a.md", "--base", "b.json"]]
    {
        project.write("a.md", "# 报告\n\n一段。\n");
        let run = project.run(arguments);
        let file = arguments.last().unwrap();
        assert_eq!(run.stderr, format!("错误：没有 {file} 这个文件\n建议：核对路径\n"));
    }
    for (name, text) in [
        ("改.rtf", "{\\rtf1\\ansi hello}"),
        ("改.md", "\u{FEFF}{\\rtf1\\ansi hello}"),
        ("改.doc", "{\\rtf1\\ansi hello}"),
        ("改.docx", "{\\rtf1\\ansi hello}"),
        ("改.txt", "<!DOCTYPE html>\n<p>一段</p>"),
        ("改.csv", "部门,件数\n区司法局,12\n"),
        ("改.CSV", &"部门,件数\n".repeat(5_000_000)),
    ] {
        project.write(name, text);
        let run = project.run(&["revise", "2024", name]);
        let says = "[E0181]: ".to_owned() + name + "：这是别的格式的文件";
        assert!(run.code == 2 && run.stderr.contains(&says), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("“另存为”选 Word 文档"), "{name}: {}", run.stderr);
    }
}

#[test]
fn what_is_seen_beside_the_text_stands_in_both_comparisons_and_is_work() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "docx"]).succeeds();
    let sent = fs::read(project.path().join("output/2024/年报.docx")).unwrap();
    let with = |added: &str| {
        let mut word = Word::open(&sent);
        let text = word.parts.get_mut("word/document.xml").unwrap();
        let body = String::from_utf8(text.clone()).unwrap();
        *text = body.replacen("<w:body>", &format!("<w:body>{added}"), 1).into_bytes();
        fs::write(project.path().join("改.docx"), word.packed()).unwrap();
        [["revise", "2024", "改.docx"], ["compare", "output/2024/年报.docx", "改.docx"]]
            .map(|arguments| project.run(&arguments))
    };
    let [revise, compare] = with("");
    assert_eq!((revise.stdout.as_str(), revise.code), ("没有改动\n", 0), "{}", revise.transcript());
    assert!(!compare.stdout.contains("注意"), "{}", compare.transcript());
    let formula = "<w:p><m:oMathPara xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">\
        <m:oMath><m:r><m:t>另有58件</m:t></m:r></m:oMath></m:oMathPara></w:p>";
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>";
    for (added, says) in [
        (formula, "里有公式（不在对照之列，自己看）：另有58件\n"),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", "里有图片，不在对照之列\n"),
        (field, "里有坏了的域（有开头，没有结尾），那一段里的当作正文读了，打开核对\n"),
    ] {
        let [revise, compare] = with(added);
        let told = revise.stderr.contains(&format!("注意：修改稿{says}"));
        assert!(told && revise.stdout == "没有改动\n", "{}", revise.transcript());
        assert_eq!(revise.code, 1, "{}", revise.transcript());
        let told = compare.stdout.contains(&format!("注意：改.docx{says}"));
        assert!(told, "{}", compare.transcript());
    }
}
