//! What is nested within itself as often as an input may say: each reader stops it by a bound, or goes
//! through it in a loop. No call of a function within itself is as deep as an input wants, for then the
//! stack would end the program without a message.

use std::fs;

use crate::support::word::Word;
use crate::support::workbook::Workbook;
use crate::support::{Project, Run, root};

const SECOND: &str = "data/2024/区信访局.yaml";
const LAYOUT: &str = "templates/luojiang.md.tera";
const OFTEN: usize = 100_000;

/// The program ended by itself, and in time.
#[track_caller]
fn ends(project: &Project, arguments: &[&str], what: &str) -> Run {
    let run = project.run_within(60, arguments);
    assert!((0..=2).contains(&run.code), "{what} {arguments:?}: {} {}", run.code, run.stderr);
    run
}

fn around(open: &str, within: &str, close: &str) -> String {
    format!("{}{within}{}", open.repeat(OFTEN), close.repeat(OFTEN))
}

/// Texts of a layout, all of them shorter than a file may be.
fn layouts() -> Vec<String> {
    let tags = |open: &str, close: &str| {
        let often = 900_000 / (open.len() + close.len());
        format!("{}甲{}", open.repeat(often), close.repeat(often))
    };
    let after = |each: &str| format!("{{{{ 1{} }}}}", each.repeat(OFTEN));
    vec![
        format!("{{{{ {} }}}}", around("(", "1", ")")),
        format!("{{{{ {} }}}}", around("[", "1", "]")),
        format!("{{{{ {} }}}}", around("{a: ", "1", "}")),
        format!("{{{{ {} }}}}", around("a[", "0", "]")),
        format!("{{{{ {}1 }}}}", "not ".repeat(OFTEN)),
        format!("{{{{ {}1 }}}}", "-".repeat(OFTEN)),
        format!("{{{{ {}1 }}}}", "1 if 1 else ".repeat(OFTEN / 2)),
        after(" | trim"),
        after(" ~ 1"),
        after(" and 1"),
        after(" == 1"),
        after(".a"),
        tags("{% if 1 %}", "{% endif %}"),
        tags("{% for a in [1] %}", "{% endfor %}"),
        tags("{% set a %}", "{% endset %}"),
        tags("{% filter trim %}", "{% endfilter %}"),
        format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(50_000)),
        "{{".repeat(OFTEN),
        "{#".repeat(OFTEN),
        ">".repeat(OFTEN),
        "- ".repeat(OFTEN),
        "**甲".repeat(OFTEN),
        around("[", "甲", "](b)"),
        around("*", "甲", "*"),
        "{% raw %}".to_owned() + &"![".repeat(OFTEN) + "{% endraw %}",
        "<div>".repeat(OFTEN),
    ]
}

/// What stands behind a file of YAML.
fn lists() -> Vec<String> {
    vec![
        format!("甲: {}", around("[", "", "]")),
        format!("甲: {}", around("{a: ", "1", "}")),
        format!("甲: {}", "[".repeat(OFTEN)),
        format!("甲:\n{}a", "- ".repeat(OFTEN)),
        format!("{}a", "? ".repeat(OFTEN)),
        format!("甲: {}a", "&a ".repeat(OFTEN)),
        format!("甲: {}a", "!a ".repeat(OFTEN)),
        (0..1300).map(|at| format!("{}甲:\n", " ".repeat(at))).collect(),
    ]
}

#[test]
fn tags_and_marks_of_a_layout() {
    for text in layouts() {
        let project = Project::base();
        project.write(LAYOUT, &format!("{}\n{text}\n", project.read(LAYOUT)));
        let what: String = text.chars().take(20).collect();
        let run = ends(&project, &["check", "2024"], &what);
        assert_eq!(run.code, 1, "{what}: {}", run.stdout);
    }
}

#[test]
fn branches_of_a_template_are_bounded_with_those_around_them() {
    let chain = |count: usize, last: &str| {
        format!("{{% if 0 %}}{}{last}{{% endif %}}", "{% elif 0 %}".repeat(count))
    };
    for (text, is_read) in [
        (chain(100, ""), true),
        (chain(100, "") + &chain(100, ""), true),
        (chain(101, ""), false),
        (chain(60, &chain(41, "")), false),
    ] {
        let project = Project::base();
        project.write(LAYOUT, &format!("{}\n{text}\n", project.read(LAYOUT)));
        let run = project.run(&["check", "2024"]);
        assert_eq!(run.code, i32::from(!is_read), "{}", run.stdout);
        assert_eq!(run.stdout.contains("相连的 elif 超过 100 个"), !is_read, "{}", run.stdout);
    }
}

#[test]
fn lists_and_mappings_of_every_file() {
    let base = root().join("templates");
    let kind = fs::read_to_string(base.join("法治政府建设/kind.yaml")).unwrap();
    let style = fs::read_to_string(base.join("gbt9704.yaml")).unwrap();
    for text in lists() {
        for file in [
            SECOND,
            "data/2024/report.yaml",
            "data/profile.yaml",
            "data/catalogue.yaml",
            "templates/法治政府建设/kind.yaml",
            "templates/gbt9704.yaml",
            "fonts/fonts.yaml",
        ] {
            let project = Project::base();
            let before = match file {
                "fonts/fonts.yaml" => "角色: {}\n".to_owned(),
                _ if file.ends_with("kind.yaml") => kind.clone(),
                _ if file.ends_with("gbt9704.yaml") => style.clone(),
                _ => project.read(file),
            };
            // A project links what it shares with others.
            let path = project.path().join(file);
            let _ = fs::remove_file(&path);
            project.write(file, &format!("{before}\n{text}\n"));
            let what: String = text.chars().take(12).collect();
            let run = ends(&project, &["check", "2024"], &format!("{file} {what}"));
            assert_eq!(run.code, 1, "{file} {what}: {}", run.stdout);
        }
    }
}

/// The commands that read projects with other code around it, or on threads with less of a stack.
#[test]
fn every_command_that_reads_a_project() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let sent = fs::read(project.path().join("output/2024/年报.md")).unwrap();
    let text = format!("甲: {}", around("[", "", "]"));
    project.write(SECOND, &format!("{}\n{text}\n", project.read(SECOND)));
    let elif = &layouts()[16];
    project.write(LAYOUT, &format!("{}\n{elif}\n", project.read(LAYOUT)));
    fs::write(project.path().join("改.md"), sent).unwrap();
    for arguments in [
        ["generate", "2024"].as_slice(),
        &["generate", "2024", "--draft"],
        &["batch", ".", "--jobs", "2"],
        &["fix", "2024"],
        &["status", "2024"],
        &["revise", "2024", "改.md"],
        &["verify", "output/2024"],
        &["compare", "2024", "2024"],
        &["convert", "2024", "区信访局.yaml"],
        &["new", "2025"],
        &["schema"],
        &["init", "新", "--from", "."],
    ] {
        ends(&project, arguments, "all");
    }
}

/// Documents that came back, and what stands in an output folder.
#[test]
fn elements_and_objects_of_files_that_came_back() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md,docx,pdf,html"]).succeeds();
    let folder = project.path().join("output/2024");
    let document = Word::open(&fs::read(folder.join("年报.docx")).unwrap());
    let part = "word/document.xml";
    for (open, close) in [("<w:p>", "</w:p>"), ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")] {
        let mut word = Word { parts: document.parts.clone() };
        let text = String::from_utf8(word.parts[part].clone()).unwrap();
        let text = text.replace("</w:body>", &(around(open, "", close) + "</w:body>"));
        word.parts.insert(part.to_owned(), text.into_bytes());
        fs::write(project.path().join("改.docx"), word.packed()).unwrap();
        let run = ends(&project, &["revise", "2024", "改.docx"], open);
        let told = run.transcript();
        assert!(told.contains("XML 标记套标记超过 256 层"), "{told}");
        ends(&project, &["compare", "改.docx", "改.docx"], open);
        fs::write(folder.join("年报.docx"), word.packed()).unwrap();
        let run = ends(&project, &["verify", "output/2024"], open);
        assert!(run.stdout.contains("[E1203]: 年报.docx"), "{}", run.stdout);
        assert!(run.stdout.contains("XML 标记套标记超过 256 层"), "{}", run.stdout);
    }
    for text in [
        format!("# 甲\n\n{}乙\n", ">".repeat(OFTEN)),
        format!("# 甲\n\n{}乙\n", "- ".repeat(OFTEN)),
        format!("# 甲\n\n{}\n", around("**甲 ", "", "**")),
        format!("# 甲\n\n{}\n", around("[", "", "](b)")),
    ] {
        project.write("改.md", &text);
        ends(&project, &["revise", "2024", "改.md"], "md");
        ends(&project, &["compare", "改.md", "改.md"], "md");
    }
    let manifest = project.read("output/2024/校验.json");
    for text in [around("[", "", "]"), "{\"a\":".repeat(OFTEN)] {
        project.write("output/2024/校验.json", &text);
        ends(&project, &["verify", "output/2024"], "校验.json");
        project.write("output/2024/年报.底稿.json", &text);
        ends(&project, &["revise", "2024", "改.md"], "底稿");
        ends(&project, &["compare", "output/2024/年报.底稿.json", "改.md"], "底稿");
    }
    project.write("output/2024/校验.json", &manifest);
    for object in [around("[", "", "]"), around("<</a ", "1", ">>"), around("(", "", ")")] {
        let text = format!(
            "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/K {object}>>\nendobj\n\
             xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n\
             trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n",
            "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/K >>\nendobj\n".len() + object.len()
        );
        project.write("output/2024/年报.pdf", &text);
        let run = ends(&project, &["verify", "output/2024"], "pdf");
        assert!(run.stdout.contains("[E1203]: 年报.pdf"), "{}", run.stdout);
    }
}

#[test]
fn elements_of_a_workbook() {
    let project = Project::base();
    project.run(&["new", "2025", "--xlsx"]).succeeds();
    let path = project.path().join("data/2025/区信访局.xlsx");
    let bytes = fs::read(&path).unwrap();
    for part in
        ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
    {
        let mut book = Workbook::open(&bytes);
        let text = book.text(part);
        let at = text.rfind("</").unwrap();
        let nested = around("<a>", "", "</a>");
        book.set(part, format!("{}{nested}{}", &text[..at], &text[at..]));
        fs::write(&path, book.pack()).unwrap();
        let run = ends(&project, &["check", "2025"], part);
        let says = ["[E0163]", "XML 标记套标记超过 256 层"];
        assert!(says.iter().all(|said| run.stdout.contains(said)), "{part}: {}", run.stdout);
        ends(&project, &["convert", "2025", "区信访局.xlsx"], part);
    }
}
