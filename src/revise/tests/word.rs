//! A Word document, and a Markdown, that goes out, is revised in thirty places and comes back.

use super::*;
use crate::package::{Package, pack};
use crate::render::docx;
use crate::returned;

/// A document taken apart, so that its paragraphs can be revised.
struct Word {
    parts: Vec<(String, Vec<u8>)>,
    /// The text's part: paragraphs, and what stands between them.
    chunks: Vec<String>,
    comments: String,
}

const DOCUMENT: &str = "word/document.xml";

impl Word {
    fn open(bytes: &[u8]) -> Word {
        let package = Package::open(bytes).expect("a package");
        let names: Vec<String> = package.names().map(str::to_owned).collect();
        let part = |name: &String| package.part(name).expect("a part").to_vec();
        let mut parts: Vec<(String, Vec<u8>)> =
            names.iter().map(|name| (name.clone(), part(name))).collect();
        let at = parts.iter().position(|(name, _)| name == DOCUMENT).expect("a text");
        let xml = String::from_utf8(parts.remove(at).1).expect("UTF-8");
        let mut chunks = Vec::new();
        let mut rest = xml.as_str();
        while let Some(start) = [rest.find("<w:p>"), rest.find("<w:p ")].into_iter().flatten().min()
        {
            let end = start + rest[start..].find("</w:p>").expect("an end") + "</w:p>".len();
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
            None => chunk.find('>').expect("a tag") + 1,
        };
        self.chunks[at] = format!("{}{runs}</w:p>", &chunk[..head]);
    }

    fn bytes(mut self) -> Vec<u8> {
        const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        if !self.comments.is_empty() {
            let comments = format!("<w:comments xmlns:w=\"{MAIN}\">{}</w:comments>", self.comments);
            self.parts.push(("word/comments.xml".to_owned(), comments.into_bytes()));
            let name = "word/_rels/document.xml.rels";
            let relations = self.parts.iter_mut().find(|(known, _)| known == name).expect("some");
            let own = String::from_utf8(relations.1.clone()).expect("UTF-8").replace(
                "</Relationships>",
                "<Relationship Id=\"rComments\" Type=\"http://schemas.openxmlformats.org/\
                officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>",
            );
            relations.1 = own.into_bytes();
        }
        self.parts.push((DOCUMENT.to_owned(), self.chunks.concat().into_bytes()));
        let parts: Vec<(&str, &[u8])> =
            self.parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        pack(&parts).expect("packed")
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

/// The shipped project, in which two items of 区司法局 have several paragraphs.
fn project() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(OFFICE)).expect("a file");
    let parted = [
        ("学以致用。\n", "学以致用。\n\n"),
        ("专题课程。\n", "专题课程。\n\n"),
        ("作表率。\n", "作表率。\n\n"),
        ("全覆盖。\n", "全覆盖。\n\n"),
    ];
    let text = parted.into_iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    Files::from(root).with_unsaved(OFFICE, text)
}

const OFFICE: &str = "data/2024/区司法局.yaml";

/// The document as it is sent, and the text that is kept.
fn sent_document(bench: &Bench) -> (Vec<u8>, Sent) {
    let year = bench.examined.year.as_ref().expect("a year");
    let mut sources = bench.sources().clone();
    let outputs = make::make(year, &[docx::FORMAT], &mut sources).value;
    let of = |ending: &str| {
        let output = outputs.iter().find(|output| output.name.ends_with(ending));
        output.unwrap_or_else(|| panic!("no {ending}")).bytes.clone()
    };
    (of(".docx"), Sent::from_json(&of(".底稿.json")).expect("a kept text"))
}

#[test]
fn a_document_that_comes_back_as_it_was_sent_has_no_changes() {
    let bench = Bench::new(project());
    let (bytes, sent) = sent_document(&bench);
    let came = returned::read(&bytes).expect("read");
    if let Some(tie) = &came.tie {
        assert_eq!(tie.hash, sent.hash());
    }
    let revision = revise(&came, true, Some(&sent), bench.present());
    assert!(revision.items.is_empty(), "{:#?}", told(&bench, &revision));
}

#[test]
fn thirty_revisions_of_a_document_are_told_at_their_places_and_the_certain_ones_are_made() {
    let bench = Bench::new(project());
    let (bytes, sent) = sent_document(&bench);
    let mut word = Word::open(&bytes);
    revise_in_thirty_places(&mut word);
    let came = returned::read(&word.bytes()).expect("read");
    let bench = meanwhile(&bench);
    let mut revision = revise(&came, true, Some(&sent), bench.present());
    let told = told(&bench, &revision);
    assert_eq!(told.join("\n"), EXPECTED.trim(), "\n{}", told.join("\n"));
    let since: Vec<&str> = revision.since.iter().map(|since| since.new.words.as_str()).collect();
    assert_eq!(since, ["推动"]);
    assert_eq!(authors(&revision), ["张三", "李四", "王五", "赵六"]);
    let applied = apply(&mut revision, true, bench.present());
    let taken: Vec<usize> = applied.taken.iter().map(|at| at + 1).collect();
    assert_eq!(taken, TAKEN);
    let after = bench.after(&applied);
    let texts: Vec<String> = after.came().paragraphs.into_iter().map(|one| one.text).collect();
    let revised: Vec<&str> = came.paragraphs.iter().map(|one| one.text.as_str()).collect();
    // What was not taken is as it was; all else is as in the returned text.
    let differs: Vec<&String> =
        texts.iter().filter(|text| !text.is_empty() && !revised.contains(&text.as_str())).collect();
    assert_eq!(differs.len(), LEFT, "{differs:#?}");
    // The document that is made of the data now reads the same.
    let (made, _) = sent_document(&after);
    let made = returned::read(&made).expect("read").paragraphs;
    let made: Vec<&str> = made.iter().map(|one| one.text.as_str()).collect();
    let shown: Vec<&str> =
        texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    assert_eq!(made, shown);
    // A second time there is nothing left to take.
    let again = revise(&came, true, Some(&sent), after.present());
    let open = again.items.iter().filter(|item| item.standing == Standing::Open);
    assert_eq!(open.filter(|item| item.remedy.is_ok()).count(), 0);
}

/// The project after it was sent: three places of the data were changed, one of them as in the returned
/// text, one otherwise.
fn meanwhile(bench: &Bench) -> Bench {
    let text = bench.sources().get(bench.sources().find(OFFICE).expect("it")).text();
    let meanwhile = text
        .replacen("让申请渠道更加畅通", "让申请渠道更为畅通", 1)
        .replacen("便民服务更有温度", "便民服务更有力度", 1)
        .replacen("做到学用结合", "推动学用结合", 1);
    assert_ne!(meanwhile, text);
    Bench::new(bench.files.clone().with_unsaved(OFFICE, meanwhile))
}

#[test]
fn thirty_revisions_of_a_markdown_are_told_at_their_places_and_the_certain_ones_are_made() {
    let bench = Bench::new(project());
    let written = crate::render::markdown::render(&bench.document);
    let sent = as_sent(&returned::read(written.as_bytes()).expect("read"), "年报.md");
    let mut markdown = Markdown::open(&written);
    revise_in_thirty_places(&mut markdown);
    markdown.reword("用好各类宣传培训平台", "用好用活各类宣传培训平台");
    markdown.reword("从严加强行政执法人员管理", "从严从实加强行政执法人员管理");
    let came = returned::read(markdown.text().as_bytes()).expect("read");
    let bench = meanwhile(&bench);
    let mut revision = revise(&came, false, Some(&sent), bench.present());
    let told = told(&bench, &revision);
    assert_eq!(told.len(), 30, "{}", told.join("\n"));
    let (further, as_of_word): (Vec<&str>, Vec<&str>) =
        told.iter().map(String::as_str).partition(|item| MARKDOWN.contains(item));
    assert_eq!(further, MARKDOWN, "{}", told.join("\n"));
    // A Markdown has no comments, one of which stands before the change that others are named with.
    let expected = EXPECTED.trim().lines().filter(|item| !item.starts_with("批注"));
    let expected: Vec<String> =
        expected.map(|item| item.replace("同第 19 处", "同第 18 处")).collect();
    assert_eq!(as_of_word.join("\n"), expected.join("\n"), "\n{}", told.join("\n"));
    let applied = apply(&mut revision, false, bench.present());
    let certain: Vec<usize> =
        (0..told.len()).filter(|at| told[*at].ends_with("| 可代改")).collect();
    assert_eq!(applied.taken, certain);
    // What is made of the data now is what came back, but for what was not taken.
    let made = crate::render::markdown::render(&bench.after(&applied).document);
    let made = returned::read(made.as_bytes()).expect("read");
    let revised: Vec<&str> = came.paragraphs.iter().map(|one| one.text.as_str()).collect();
    let differs = made.paragraphs.iter().filter(|one| !revised.contains(&one.text.as_str()));
    assert_eq!(differs.count(), LEFT);
}

fn authors(revision: &Revision) -> Vec<String> {
    let mut authors: Vec<String> =
        revision.items.iter().flat_map(|item| item.authors.clone()).collect();
    authors.sort_by_key(|name| ["张三", "李四", "王五", "赵六"].iter().position(|one| one == name));
    authors.dedup();
    authors
}

fn revise_in_thirty_places(word: &mut impl Revised) {
    // Words of the departments' files and of report.yaml.
    word.reword("作为首要政治任务", "作为首要的政治任务");
    word.reword("强化政治引领，筑牢", "突出政治引领，筑牢");
    word.reword("推动政务服务提质增效。", "推进政务服务提质增效。");
    word.reword("各项工作取得新的进展", "各项工作取得新的成效");
    word.reword("推动文件体系更加规范统一", "推动文件体系更加统一规范");
    word.reword("“拉网式”排查", "“地毯式”排查");
    word.track("依法行政意识有待增强", "依法行政意识有待提高", "张三");
    word.track("更好地化解行政纠纷", "及时化解行政纠纷", "张三");
    word.track("及时解答群众咨询，", "", "李四");
    // Figures: typed, computed, tracked.
    word.reword("会议10次", "会议12次");
    word.reword("6件行政规范性文件按时报送", "7件行政规范性文件按时报送");
    word.reword("成功率为100%", "成功率为99%");
    word.track("纠纷1661件", "纠纷1663件", "李四");
    // Whole paragraphs.
    word.split("区政府常务会举办");
    word.join("严格执行述法制度");
    word.shift("同时，依托福建省网络干部学院", "学深悟透、学以致用");
    word.add("学深悟透、学以致用", "有关部门要把学习情况作为考核的重要内容。");
    word.shift("创新法治宣传方式", "增强依法履职能力");
    word.remove("坚持以述法传导压力");
    word.reword("全区已建成镇级综治中心", "全区建成镇级综治中心");
    // The layout, the title, the frame.
    word.reword("主要举措和成效", "工作举措和成效");
    word.reword("存在不足和原因", "存在的不足和原因");
    word.reword("关于2024年法治政府建设情况的报告", "关于2024年度法治政府建设情况的报告");
    word.reword("（此件主动公开）", "（此件公开发布）");
    // Both sides.
    word.reword("让申请渠道更加畅通", "让申请渠道更为畅通");
    word.reword("便民服务更有温度", "便民服务更有温情");
    // Comments.
    word.comment("开展学习研讨", "王五", "请核实场次");
    word.comment("打通服务群众", "赵六", "这一句是不是太长");
}

// 17 is in one sentence with 19, on which the data say something else; 23 is beside a figure.
const TAKEN: [usize; 17] = [2, 4, 5, 6, 7, 8, 11, 12, 13, 15, 16, 22, 26, 27, 28, 29, 30];
const LEFT: usize = 11;
const MARKDOWN: [&str; 2] = [
    "改文字 区司法局.yaml:139 区司法局 | 严加强行政 → 严从实加强行政 | 可代改",
    "改文字 区司法局.yaml:141 区司法局 | 好 → 好用活 | 可代改",
];
const EXPECTED: &str = "
改版式文字 templates/luojiang.md.tera:40 版式 | 年 → 年度 | 标题由版式里写标题的一行排出，只改今年的，在报告总表里写“标题”
改文字 report.yaml:17 报告总表 | 进展 → 成效 | 可代改
改版式文字 templates/luojiang.md.tera:44 版式 | 主要 → 工作 | 是版式里的字，要改模板
改文字 report.yaml:22 报告总表 | 强化 → 突出 | 可代改
改文字 区司法局.yaml:54 区司法局 |  → 的 | 可代改
增加 区司法局.yaml:54 区司法局 |  → 有关部门要把学习情况作为考核的重要内容。 | 可代改
移动 区司法局.yaml:58 区司法局 | 同时，依托福建省网络干部学院，组织“洛江区202… → “1.深学笃行习近平法治思想。把学习宣传贯彻习近平…”之后 | 可代改
拆分 区司法局.yaml:56 区司法局 | 区委理论学习中心组围绕《习近平法治思想学习纲要》… → “区委理论学习中心组围绕《习近平法治思想学习纲要》…”、“区政府常务会举办《中华人民共和国行政复议法》专题…” | 可代改
批注 区司法局.yaml:56 区司法局 | 开展学习研讨 → 请核实场次 | 批注要人处理
改数字 区司法局.yaml:8 区司法局 | 10次 → 12次 | 数字不从修改稿里取，核实以后在填报的地方改
合并 区司法局.yaml:64 区司法局 | “3.压实党政主要负责人法治建设责任。抓住领导干部…”、“严格执行述法制度，组织区委、区政府主要领导，以及…” → 一段 | 可代改
删除 区司法局.yaml:68 区司法局 | 坚持以述法传导压力、推动履职，促使党政主要负责人把推进法治建设第一责任人的职责切实扛在肩上、抓在手上。 →  | 可代改
改文字 report.yaml:44 报告总表 | 推动 → 推进 | 可代改
改数字 区司法局.yaml:14 区司法局 | 6件 → 7件 | 数字不从修改稿里取，核实以后在填报的地方改
改文字 区司法局.yaml:83 区司法局 |  → 统一 | 可代改
改文字 区司法局.yaml:83 区司法局 | 统一 →  | 可代改
改文字 区司法局.yaml:88 区司法局 | 及时解答群众咨询， →  | 同第 19 处是一处改动，那一处拿不准，一起自己改
改文字 区司法局.yaml:88 区司法局 | 更加 → 更为 | 数据里已经是这样
改文字 区司法局.yaml:88 区司法局 | 温度 → 温情 | 数据里这一处后来也改过，两边不一样
改数字 区司法局.yaml:40 区司法局 | 1661件 → 1663件 | 数字不从修改稿里取，核实以后在填报的地方改
改数字 区司法局.yaml:107 区司法局 | 100% → 99% | 数字不从修改稿里取，核实以后在填报的地方改
改文字 区委政法委.yaml:12 区委政法委 | 拉网 → 地毯 | 可代改
改文字 区委政法委.yaml:19 区委政法委 | 已 →  | 改的是数字前后的话，那个数说的还是不是同一件事，核实以后自己改
批注 区司法局.yaml:114 区司法局 | 打通服务群众 → 这一句是不是太长 | 批注要人处理
改版式文字 templates/luojiang.md.tera:55 版式 |  → 的 | 是版式里的字，要改模板
改文字 区司法局.yaml:130 区司法局 | 增强 → 提高 | 可代改
改文字 区司法局.yaml:141 区司法局 | 更好地 → 及时 | 可代改
移动 区司法局.yaml:142 区司法局 | （三）扩大法律服务供给。认真履行法律服务职能，不… → “（四）创新法治宣传方式。深入落实“八五”普法规划…”之后 | 可代改
改文字 report.yaml:14 报告总表 | 主动 →  | 可代改
改文字 report.yaml:14 报告总表 |  → 发布 | 可代改
";
