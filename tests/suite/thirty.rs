//! The shipped report goes out as a Word document and as a Markdown, is revised in thirty places and
//! comes back: each place is told, and exactly the certain changes are written.

use std::fs;
use std::io::{Cursor, Read, Write};

use serde_json::Value;
use snapbox::{Assert, Data};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::{Project, Run, root};

const OFFICE: &str = "data/2024/区司法局.yaml";
const DOCUMENT: &str = "word/document.xml";

/// A document taken apart, so that its paragraphs can be revised.
struct Word {
    parts: Vec<(String, Vec<u8>)>,
    /// The text's part: paragraphs, and what stands between them.
    chunks: Vec<String>,
    comments: String,
}

impl Word {
    fn open(bytes: &[u8]) -> Word {
        let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for at in 0..package.len() {
            let mut entry = package.by_index(at).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            parts.push((entry.name().unwrap().into_owned(), content));
        }
        let at = parts.iter().position(|(name, _)| name == DOCUMENT).unwrap();
        let xml = String::from_utf8(parts.remove(at).1).unwrap();
        let mut chunks = Vec::new();
        let mut rest = xml.as_str();
        while let Some(start) = [rest.find("<w:p>"), rest.find("<w:p ")].into_iter().flatten().min()
        {
            let end = start + rest[start..].find("</w:p>").unwrap() + "</w:p>".len();
            chunks.push(rest[..start].to_owned());
            chunks.push(rest[start..end].to_owned());
            rest = &rest[end..];
        }
        chunks.push(rest.to_owned());
        Word { parts, chunks, comments: String::new() }
    }

    /// The only paragraph with these words.
    fn find(&self, words: &str) -> usize {
        let mut with =
            (0..self.chunks.len()).filter(|at| text_of(&self.chunks[*at]).contains(words));
        let first = with.next().unwrap_or_else(|| panic!("no {words}"));
        assert_eq!(with.next(), None, "{words}");
        first
    }

    /// A paragraph with other runs.
    fn set(&mut self, at: usize, runs: &str) {
        let chunk = &self.chunks[at];
        let head = match chunk.find("</w:pPr>") {
            Some(end) => end + "</w:pPr>".len(),
            None => chunk.find('>').unwrap() + 1,
        };
        self.chunks[at] = format!("{}{runs}</w:p>", &chunk[..head]);
    }

    /// Its paragraphs that are not empty, in order.
    fn texts(&self) -> Vec<String> {
        let texts = self.chunks.iter().map(|chunk| text_of(chunk).trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    fn bytes(mut self) -> Vec<u8> {
        const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let comments = format!("<w:comments xmlns:w=\"{MAIN}\">{}</w:comments>", self.comments);
        self.parts.push(("word/comments.xml".to_owned(), comments.into_bytes()));
        let name = "word/_rels/document.xml.rels";
        let relations = self.parts.iter_mut().find(|(known, _)| known == name).unwrap();
        let own = String::from_utf8(relations.1.clone()).unwrap().replace(
            "</Relationships>",
            "<Relationship Id=\"rComments\" Type=\"http://schemas.openxmlformats.org/\
            officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>",
        );
        relations.1 = own.into_bytes();
        self.parts.push((DOCUMENT.to_owned(), self.chunks.concat().into_bytes()));
        let mut package = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            package.start_file(name, SimpleFileOptions::default()).unwrap();
            package.write_all(content).unwrap();
        }
        package.finish().unwrap().into_inner()
    }
}

/// What those do who revise a text.
trait Revised {
    fn reword(&mut self, old: &str, new: &str);
    /// Rewords with tracked changes, where the text can hold them.
    fn track(&mut self, old: &str, new: &str, author: &str);
    /// Remarks on words, where the text can hold that.
    fn comment(&mut self, words: &str, author: &str, said: &str);
    /// Ends a paragraph before these words.
    fn split(&mut self, words: &str);
    /// Joins the paragraph with these words to the one before it.
    fn join(&mut self, words: &str);
    fn add(&mut self, after: &str, text: &str);
    fn remove(&mut self, words: &str);
    fn shift(&mut self, words: &str, after: &str);
}

impl Revised for Word {
    fn reword(&mut self, old: &str, new: &str) {
        let at = self.find(old);
        let text = text_of(&self.chunks[at]).replacen(old, new, 1);
        self.set(at, &run(&text));
    }

    fn track(&mut self, old: &str, new: &str, author: &str) {
        let at = self.find(old);
        let text = text_of(&self.chunks[at]);
        let (before, after) = text.split_once(old).expect("the words");
        let by = format!("w:id=\"9\" w:author=\"{author}\" w:date=\"2025-01-08T09:30:00Z\"");
        let deleted = format!(
            "<w:del {by}><w:r><w:delText xml:space=\"preserve\">{}</w:delText></w:r></w:del>",
            escaped(old)
        );
        let inserted = match new {
            "" => String::new(),
            new => format!("<w:ins {by}>{}</w:ins>", run(new)),
        };
        self.set(at, &(run(before) + &deleted + &inserted + &run(after)));
    }

    fn comment(&mut self, words: &str, author: &str, said: &str) {
        let at = self.find(words);
        let text = text_of(&self.chunks[at]);
        let (before, after) = text.split_once(words).expect("the words");
        let id = self.comments.matches("<w:comment ").count();
        let runs = format!(
            "{}<w:commentRangeStart w:id=\"{id}\"/>{}<w:commentRangeEnd w:id=\"{id}\"/>\
            <w:r><w:commentReference w:id=\"{id}\"/></w:r>{}",
            run(before),
            run(words),
            run(after)
        );
        self.set(at, &runs);
        self.comments.push_str(&format!(
            "<w:comment w:id=\"{id}\" w:author=\"{author}\"><w:p>{}</w:p></w:comment>",
            run(said)
        ));
    }

    fn split(&mut self, words: &str) {
        let at = self.find(words);
        let text = text_of(&self.chunks[at]);
        let end = text.find(words).expect("the words");
        self.set(at, &run(&text[..end]));
        let next = self.chunks[at].clone();
        self.chunks.insert(at + 1, next);
        self.set(at + 1, &run(&text[end..]));
    }

    fn join(&mut self, words: &str) {
        let at = self.find(words);
        let before = (0..at).rev().find(|at| self.chunks[*at].starts_with("<w:p")).expect("one");
        let text = text_of(&self.chunks[before]) + &text_of(&self.chunks[at]);
        self.set(before, &run(&text));
        self.chunks.remove(at);
    }

    fn add(&mut self, after: &str, text: &str) {
        let at = self.find(after);
        let next = self.chunks[at].clone();
        self.chunks.insert(at + 1, next);
        self.set(at + 1, &run(text));
    }

    fn remove(&mut self, words: &str) {
        let at = self.find(words);
        self.chunks.remove(at);
    }

    fn shift(&mut self, words: &str, after: &str) {
        let own = self.find(words);
        let chunk = self.chunks.remove(own);
        let at = self.find(after);
        self.chunks.insert(at + 1, chunk);
    }
}

/// A Markdown, paragraph by paragraph: one that its heading opens is together with that.
struct Markdown {
    paragraphs: Vec<String>,
}

impl Markdown {
    fn open(text: &str) -> Markdown {
        let mut paragraphs: Vec<String> = Vec::new();
        for block in text.trim_end().split("\n\n") {
            match paragraphs.last_mut() {
                Some(last)
                    if last.starts_with('#') && last.ends_with('。') && !last.contains('\n') =>
                {
                    last.push_str("\n\n");
                    last.push_str(block);
                }
                _ => paragraphs.push(block.to_owned()),
            }
        }
        Markdown { paragraphs }
    }

    fn find(&self, words: &str) -> usize {
        let mut with = (0..self.paragraphs.len()).filter(|at| self.paragraphs[*at].contains(words));
        let first = with.next().unwrap_or_else(|| panic!("no {words}"));
        assert_eq!(with.next(), None, "{words}");
        first
    }

    fn text(&self) -> String {
        self.paragraphs.join("\n\n") + "\n"
    }
}

impl Revised for Markdown {
    fn reword(&mut self, old: &str, new: &str) {
        let at = self.find(old);
        self.paragraphs[at] = self.paragraphs[at].replacen(old, new, 1);
    }

    fn track(&mut self, old: &str, new: &str, _: &str) {
        self.reword(old, new);
    }

    fn comment(&mut self, _: &str, _: &str, _: &str) {}

    fn split(&mut self, words: &str) {
        let at = self.find(words);
        let start = self.paragraphs[at].find(words).expect("the words");
        let rest = self.paragraphs[at].split_off(start);
        self.paragraphs.insert(at + 1, rest);
    }

    fn join(&mut self, words: &str) {
        let at = self.find(words);
        let own = self.paragraphs.remove(at);
        self.paragraphs[at - 1].push_str(&own);
    }

    fn add(&mut self, after: &str, text: &str) {
        let at = self.find(after);
        self.paragraphs.insert(at + 1, text.to_owned());
    }

    fn remove(&mut self, words: &str) {
        let at = self.find(words);
        self.paragraphs.remove(at);
    }

    fn shift(&mut self, words: &str, after: &str) {
        let at = self.find(words);
        let own = self.paragraphs.remove(at);
        let at = self.find(after);
        self.paragraphs.insert(at + 1, own);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

fn text_of(paragraph: &str) -> String {
    if !paragraph.starts_with("<w:p") {
        return String::new();
    }
    let mut text = String::new();
    for part in paragraph.split("<w:t").skip(1).filter(|part| part.starts_with(['>', ' '])) {
        let (_, rest) = part.split_once('>').expect("a tag");
        text.push_str(rest.split("</w:t>").next().unwrap_or_default());
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The shipped project, in which two items of 区司法局 have several paragraphs, sent in a format.
fn sent(format: &str) -> Project {
    let project = Project::shipped();
    for (old, new) in [
        ("学以致用。\n", "学以致用。\n\n"),
        ("专题课程。\n", "专题课程。\n\n"),
        ("作表率。\n", "作表率。\n\n"),
        ("全覆盖。\n", "全覆盖。\n\n"),
    ] {
        project.edit(OFFICE, old, new);
    }
    project.run(&["generate", "2024", "--format", format]).succeeds();
    project
}

/// After it was sent, three places of the data were changed, one of them as in the returned text, one
/// otherwise.
fn meanwhile(project: &Project) {
    project.edit(OFFICE, "让申请渠道更加畅通", "让申请渠道更为畅通");
    project.edit(OFFICE, "便民服务更有温度", "便民服务更有力度");
    project.edit(OFFICE, "做到学用结合", "推动学用结合");
}

fn revise_in_thirty_places(text: &mut impl Revised) {
    // Words of the departments' files and of report.yaml.
    text.reword("作为首要政治任务", "作为首要的政治任务");
    text.reword("强化政治引领，筑牢", "突出政治引领，筑牢");
    text.reword("推动政务服务提质增效。", "推进政务服务提质增效。");
    text.reword("各项工作取得新的进展", "各项工作取得新的成效");
    text.reword("推动文件体系更加规范统一", "推动文件体系更加统一规范");
    text.reword("“拉网式”排查", "“地毯式”排查");
    text.track("依法行政意识有待增强", "依法行政意识有待提高", "张三");
    text.track("更好地化解行政纠纷", "及时化解行政纠纷", "张三");
    text.track("靠前指挥，", "", "李四");
    text.reword("用好各类宣传培训平台", "用好用活各类宣传培训平台");
    // Figures: typed, computed, tracked.
    text.reword("会议10次", "会议12次");
    text.reword("6件行政规范性文件按时报送", "7件行政规范性文件按时报送");
    text.reword("成功率为100%", "成功率为99%");
    text.track("纠纷1661件", "纠纷1663件", "李四");
    // Whole paragraphs.
    text.split("区政府常务会举办");
    text.join("严格执行述法制度");
    text.shift("同时，依托福建省网络干部学院", "学深悟透、学以致用");
    text.add("学深悟透、学以致用", "有关部门要把学习情况作为考核的重要内容。");
    text.shift("创新法治宣传方式", "增强依法履职能力");
    text.remove("坚持以述法传导压力");
    text.reword("全区已建成镇级综治中心", "全区建成镇级综治中心");
    // The layout, the title, the frame.
    text.reword("主要举措和成效", "工作举措和成效");
    text.reword("存在不足和原因", "存在的不足和原因");
    text.reword("关于2024年法治政府建设情况的报告", "关于2024年度法治政府建设情况的报告");
    text.reword("（此件主动公开）", "（此件公开发布）");
    // Both sides.
    text.reword("让申请渠道更加畅通", "让申请渠道更为畅通");
    text.reword("便民服务更有温度", "便民服务更有温情");
    // An entry of a list more.
    text.add("扩大法律服务供给", "（五）加强队伍建设。充实一线执法力量，提升队伍素质。");
    // Comments.
    text.comment("开展学习研讨", "王五", "请核实场次");
    text.comment("打通服务群众", "赵六", "这一句是不是太长");
}

fn objects(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What is told of each change: its kind, its place, the words, and why it is not made.
fn told(objects: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = objects.iter().filter(|one| one["kind"] != "since");
    let line = |one: &Value| {
        let place = text(&one["place"]["path"]).replace("data/2024/", "");
        let (old, new) = (text(&one["old"]["words"]), text(&one["new"]["words"]));
        let short = |words: String| match words.char_indices().nth(28) {
            Some((end, _)) => format!("{}…", &words[..end]),
            None => words,
        };
        let reason = one["reason"].as_str().unwrap_or("可以代改");
        format!(
            "{} {place}:{} | {} → {} | {reason}",
            text(&one["kind"]),
            one["place"]["line"],
            short(old),
            short(new),
        )
    };
    items.map(line).collect()
}

fn authors(objects: &[Value]) -> Vec<String> {
    let all = objects.iter().filter_map(|one| one["authors"].as_array()).flatten();
    let mut authors: Vec<String> =
        all.filter_map(|author| author.as_str().map(str::to_owned)).collect();
    authors.sort();
    authors.dedup();
    authors
}

/// The lines of the data that differ from those before.
fn written(project: &Project, before: &[(String, String)]) -> Vec<String> {
    let mut changes = Vec::new();
    for (path, old) in before {
        let new = project.read(path);
        let name = path.replace("data/2024/", "");
        let (olds, news): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
        let gone = olds.iter().filter(|line| !news.contains(line));
        changes.extend(gone.map(|line| format!("{name} - {}", line.trim())));
        let put = news.iter().filter(|line| !olds.contains(line));
        changes.extend(put.map(|line| format!("{name} + {}", line.trim())));
    }
    changes
}

fn data(project: &Project) -> Vec<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(project.path().join("data/2024"))
        .unwrap()
        .map(|entry| format!("data/2024/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), project.read(&name))).collect()
}

/// Revises, and tells what was told, what was written and what the new report says.
fn revised(project: &Project, file: &str) -> (Vec<Value>, Vec<String>) {
    let before = data(project);
    let told_first = objects(&project.run(&["revise", "2024", file, "--format", "json"]));
    assert_eq!(data(project), before);
    let run = project.run(&["revise", "2024", file, "--apply", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    let objects = objects(&run);
    assert_eq!(told(&objects), told(&told_first));
    let certain = objects.iter().filter(|one| one["certain"] == true);
    assert!(certain.clone().all(|one| one["applied"] == true));
    let applied = objects.iter().filter(|one| one["applied"] == true).count();
    assert_eq!(certain.count(), applied);
    (objects, written(project, &before))
}

/// Once more there is nothing left to write.
fn nothing_is_left(project: &Project, file: &str) {
    let before = data(project);
    let run = project.run(&["revise", "2024", file, "--apply"]);
    assert!(run.stdout.contains("已改 0 处，写了 0 个文件"), "{}", run.transcript());
    assert_eq!(data(project), before);
}

/// Compares lines with those of a file of `thirty/`.
fn are_as_in(lines: &[String], file: &str) {
    let expected = Data::read_from(&root().join("tests/suite/thirty").join(file), None);
    Assert::new().action_env("SNAPSHOTS").eq(lines.join("\n") + "\n", expected.raw());
}

#[test]
fn thirty_revisions_of_a_document_are_told_at_their_places_and_the_certain_ones_are_made() {
    let project = sent("docx");
    let mut word = Word::open(&fs::read(project.path().join("output/2024/年报.docx")).unwrap());
    revise_in_thirty_places(&mut word);
    let came = word.texts();
    fs::write(project.path().join("改.docx"), word.bytes()).unwrap();
    meanwhile(&project);
    let (objects, written) = revised(&project, "改.docx");
    let all = told(&objects);
    are_as_in(&all, "told.txt");
    assert_eq!(all.len(), 30);
    let since = objects.iter().filter(|one| one["kind"] == "since");
    let since: Vec<&Value> = since.map(|one| &one["new"]["words"]).collect();
    assert_eq!(since, ["推动"]);
    assert_eq!(authors(&objects), ["张三", "李四", "王五", "赵六"]);
    are_as_in(&written, "written.txt");
    nothing_is_left(&project, "改.docx");
    // The document that the data give now says what came back, but for what was not made.
    project.run(&["generate", "2024", "--format", "docx", "--out", "again"]).succeeds();
    let again = Word::open(&fs::read(project.path().join("again/年报.docx")).unwrap()).texts();
    let differs: Vec<&String> = again.iter().filter(|text| !came.contains(text)).collect();
    assert_eq!(differs.len(), LEFT, "{differs:#?}");
}

#[test]
fn thirty_revisions_of_a_markdown_are_told_at_their_places_and_the_certain_ones_are_made() {
    let project = sent("md");
    let mut markdown = Markdown::open(&project.read("output/2024/年报.md"));
    revise_in_thirty_places(&mut markdown);
    // Nothing can be said in the margin of a Markdown: two words more are changed.
    markdown.reword("从严加强行政执法人员管理", "从严加强行政执法队伍管理");
    markdown.reword("坚持统筹谋划、一体推进", "坚持通盘谋划、一体推进");
    project.write("年报-改.md", &markdown.text());
    meanwhile(&project);
    let (objects, lines) = revised(&project, "年报-改.md");
    let all = told(&objects);
    are_as_in(&all, "told-of-markdown.txt");
    assert_eq!(all.len(), 30);
    are_as_in(&lines, "written-of-markdown.txt");
    nothing_is_left(&project, "年报-改.md");
    project.run(&["generate", "2024", "--format", "md", "--out", "again"]).succeeds();
    let again = Markdown::open(&project.read("again/年报.md"));
    let came = &markdown.paragraphs;
    let differs = again.paragraphs.iter().filter(|text| !came.contains(text));
    assert_eq!(differs.count(), LEFT);
}

const LEFT: usize = 11;

#[test]
fn a_document_with_the_record_of_one_that_was_sent_and_another_text_is_told_once() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "docx"]).succeeds();
    let sent = || Word::open(&fs::read(project.path().join("output/2024/年报.docx")).unwrap());
    let told = |word: Word| {
        fs::write(project.path().join("改.docx"), word.bytes()).unwrap();
        let before = data(&project);
        let run = project.run(&["revise", "2024", "改.docx", "--apply"]);
        assert_eq!((run.stdout.as_str(), run.code), ("", 2), "{}", run.transcript());
        assert!(run.stderr.contains("错误[E0182]"), "{}", run.transcript());
        assert!(run.stderr.contains("发出时的记号，正文却是另一篇"), "{}", run.transcript());
        assert_eq!(data(&project), before);
    };
    // Every paragraph was replaced where it stands.
    const OTHER: [&str; 4] = [
        "春季植树活动通知",
        "请大家自带铁锹和水桶，上午九点在公园南门集合，遇雨顺延。",
        "午餐统一订盒饭，有忌口的提前说一声。",
        "返程的大巴下午四点开，过时不候，自己开车来的停在东侧空地。",
    ];
    let mut word = sent();
    let texts: Vec<usize> =
        (0..word.chunks.len()).filter(|at| !text_of(&word.chunks[*at]).trim().is_empty()).collect();
    for (count, at) in texts.iter().enumerate() {
        word.set(*at, &run(OTHER[count % OTHER.len()]));
    }
    told(word);
    // All of it is one paragraph.
    let mut word = sent();
    let first = texts[0];
    texts.iter().for_each(|at| word.set(*at, ""));
    word.set(first, &run(OTHER[1]));
    told(word);
    // Another report was pasted over it.
    let other = Project::example("政府信息公开-示例区");
    other.run(&["generate", "2024", "--format", "docx"]).succeeds();
    let output = other.path().join("output/2024/政府信息公开年报.docx");
    let pasted = Word::open(&fs::read(output).unwrap());
    told(Word { chunks: pasted.chunks, ..sent() });
}

#[test]
fn entries_that_were_put_in_another_order_and_numbered_anew_in_word_are_moves_that_are_made() {
    const ENTRIES: [&str; 4] =
        ["提升行政执法规范化水平", "增强依法履职能力", "扩大法律服务供给", "创新法治宣传方式"];
    // By their numbers as sent, in the order that came back.
    for (order, moves) in [([0, 1, 3, 2], 1), ([2, 0, 1, 3], 1), ([3, 1, 2, 0], 2)] {
        let project = sent("docx");
        let mut word = Word::open(&fs::read(project.path().join("output/2024/年报.docx")).unwrap());
        let numbers = ["（一）", "（二）", "（三）", "（四）"];
        let places: Vec<usize> = ENTRIES
            .iter()
            .zip(numbers)
            .map(|(entry, number)| word.find(&format!("{number}{entry}")))
            .collect();
        let chunks: Vec<String> = places.iter().map(|at| word.chunks[*at].clone()).collect();
        for ((at, from), number) in places.iter().zip(order).zip(numbers) {
            let text = text_of(&chunks[from]).replacen(numbers[from], number, 1);
            word.chunks[*at] = chunks[from].clone();
            word.set(*at, &run(&text));
        }
        fs::write(project.path().join("改.docx"), word.bytes()).unwrap();
        let run = project.run(&["revise", "2024", "改.docx", "--apply", "--format", "json"]);
        let told = objects(&run);
        assert_eq!(told.len(), moves, "{order:?} {told:#?}");
        for object in &told {
            assert_eq!((object["kind"].as_str(), &object["applied"]), (Some("move"), &true.into()));
        }
        nothing_is_left(&project, "改.docx");
    }
}
