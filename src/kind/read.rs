//! Reads `kind.yaml`.

mod layout;

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    Boilerplate, Content, DateKey, Deadline, Draft, Form, Kind, LEVELS_OF_ORGANS, Level, ORGANS,
    OutlineExample, Part, PartForm, element, statements,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Outcome;
use crate::source::{Sources, Span, Spanned};
use crate::text::is_file_name;
use crate::yaml::{Fields, Kind as NodeKind, Node, Reader};

/// 日期, as written.
const DATES: [(&str, DateKey); 2] =
    [(element::WRITTEN.key, DateKey::Written), (element::PUBLISHED.key, DateKey::Published)];

/// 形式 of a part, as written.
const PART_FORMS: [(&str, PartForm); 3] =
    [("短句", PartForm::Clause), ("标题", PartForm::Heading), ("正文", PartForm::Prose)];

/// 形式 of a content.
#[derive(Clone, Copy)]
enum Shape {
    Outline,
    Entries,
    Mark,
    Text,
}

/// 形式 of a content, as written.
const SHAPES: [(&str, Shape); 4] = [
    ("提纲", Shape::Outline),
    ("条目", Shape::Entries),
    ("标记", Shape::Mark),
    ("文字", Shape::Text),
];

/// Reads the `kind.yaml` of the folder `templates/<folder>/`. What is faulty in it is reported
/// and left out.
pub fn read(node: Node, folder: &str, sources: &Sources) -> Outcome<Kind> {
    let mut reader = KindReader {
        reader: Reader::new(sources),
        keys: HashMap::new(),
        variables: HashMap::new(),
    };
    let kind = reader.kind(node, folder);
    Outcome::new(kind, reader.reader.findings)
}

struct KindReader<'a> {
    reader: Reader<'a>,
    /// The keys of contents and boilerplate that are taken, and where.
    keys: HashMap<String, Span>,
    /// The names that layouts use, likewise.
    variables: HashMap<String, Span>,
}

impl KindReader<'_> {
    fn kind(&mut self, node: Node, folder: &str) -> Kind {
        let mut kind = Kind { folder: folder.to_owned(), ..Kind::default() };
        let Some(mut fields) = self.reader.fields(node, "报告种类", None) else { return kind };
        kind.name = self.line(&mut fields, "名称");
        kind.is_default = self.yes_or_no(&mut fields, "缺省");
        kind.file_name = self.file_name(&mut fields);
        kind.themes = self.names(&mut fields, "主题");
        kind.parts = self.words(&mut fields, "部分");
        for fields in self.items(&mut fields, "内容", "内容的一项") {
            kind.contents.extend(self.content(fields).map(Arc::new));
        }
        for fields in self.items(&mut fields, "套话", "套话的一项") {
            kind.boilerplate.extend(self.boilerplate(fields));
        }
        for fields in self.items(&mut fields, "期限", "期限的一项") {
            kind.deadlines.extend(self.deadline(fields));
        }
        if let Some(node) = fields.optional("版式") {
            kind.layouts = self.layouts(node, &kind);
        }
        let words = fields.optional("年份词");
        if let Some(mut words) = words.and_then(|node| self.reader.fields(node, "年份词", None))
        {
            kind.year_words = self.words(&mut words, "正文");
            kind.title_year_words = self.words(&mut words, "标题");
            words.finish(&mut self.reader);
        }
        kind.title_words = self.words(&mut fields, "标题词");
        kind.fixed_phrases = self.words(&mut fields, "固定说法");
        for fields in self.items(&mut fields, "矛盾说法", "矛盾说法的一项") {
            kind.contradictions.extend(statements::contradiction(fields, &mut self.reader));
        }
        fields.finish(&mut self.reader);
        kind
    }

    fn content(&mut self, mut fields: Fields<'_>) -> Option<Content> {
        let key = self.key(&mut fields);
        let shape = fields.required("形式", &mut self.reader);
        let shape = shape.and_then(|node| self.reader.word(node, "形式", &SHAPES));
        let name = self.line(&mut fields, "名称");
        let short_name = self.optional_line(&mut fields, "简称");
        let is_required = self.yes_or_no(&mut fields, "必有");
        let basis = self.optional_line(&mut fields, "依据");
        let Some(shape) = shape else {
            // Which of the other keys it may have is not known.
            fields.forget();
            fields.finish(&mut self.reader);
            return None;
        };
        let mut content = Content {
            key: key.unwrap_or_default(),
            short_name: short_name.unwrap_or_else(|| name.clone()),
            name,
            variable: String::new(),
            is_required,
            basis,
            is_next_year: false,
            description: String::new(),
            advice: None,
            cited: statements::cited(&mut fields, &mut self.reader),
            form: Form::Text,
        };
        if !matches!(shape, Shape::Outline) {
            content.variable = self.variable(&mut fields, true);
            content.description = self.line(&mut fields, "说明");
            content.advice = self.optional_line(&mut fields, "写法");
            let year = fields.optional("年度");
            let year = year.and_then(|node| self.reader.word(node, "年度", &[("下年", ())]));
            content.is_next_year = year.is_some();
        }
        content.form = match shape {
            Shape::Outline => Form::Outline(self.outline_example(&mut fields)),
            Shape::Entries => Form::Entries(self.parts(&mut fields)),
            Shape::Mark => Form::Mark(self.line(&mut fields, "例")),
            Shape::Text => Form::Text,
        };
        fields.finish(&mut self.reader);
        (!content.key.is_empty()).then_some(content)
    }

    fn outline_example(&mut self, fields: &mut Fields<'_>) -> Option<OutlineExample> {
        let node = fields.optional("例")?;
        let mut fields = self.reader.fields(node, "提纲的例子", None)?;
        let example = OutlineExample {
            key: self.line(&mut fields, "键"),
            heading: self.line(&mut fields, "标题"),
            department: self.line(&mut fields, "部门"),
        };
        fields.finish(&mut self.reader);
        Some(example)
    }

    /// 项
    fn parts(&mut self, fields: &mut Fields<'_>) -> Vec<Part> {
        let Some(node) = fields.required("项", &mut self.reader) else { return Vec::new() };
        let mut parts: Vec<Part> = Vec::new();
        for item in self.reader.list(node, "项").unwrap_or_default() {
            let Some(mut fields) = self.reader.fields(item, "项", None) else { continue };
            let key = fields.required("键", &mut self.reader);
            let key = key.and_then(|node| self.reader.line(node, "键"));
            let variable = self.variable(&mut fields, false);
            let form = fields.required("形式", &mut self.reader);
            let form = form.and_then(|node| self.reader.word(node, "形式", &PART_FORMS));
            let description = self.line(&mut fields, "说明");
            let example = self.line(&mut fields, "例");
            let missing = self.optional_line(&mut fields, "待补");
            let words = self.optional_line(&mut fields, "草稿");
            let is_optional = self.yes_or_no(&mut fields, "可不写");
            let misfits = self.words(&mut fields, "开头不写");
            fields.finish(&mut self.reader);
            let (Some(key), Some(form)) = (key, form) else { continue };
            if parts.iter().any(|part| part.key == key.value) {
                self.twice("项", &key, None);
                continue;
            }
            let draft = match words {
                Some(words) => Draft::Words(words),
                None => Draft::Missing(missing.unwrap_or_else(|| key.value.clone())),
            };
            parts.push(Part {
                key: key.value,
                variable,
                form,
                description,
                example,
                draft,
                is_optional,
                misfits,
            });
        }
        parts
    }

    fn boilerplate(&mut self, mut fields: Fields<'_>) -> Option<Boilerplate> {
        let key = self.key(&mut fields);
        let variable = self.variable(&mut fields, true);
        fields.finish(&mut self.reader);
        Some(Boilerplate { key: key?, variable })
    }

    fn deadline(&mut self, mut fields: Fields<'_>) -> Option<Deadline> {
        let date = fields.required("日期", &mut self.reader);
        let date = date.and_then(|node| self.reader.word(node, "日期", &DATES));
        let last = fields.required("不晚于", &mut self.reader);
        let last = last.and_then(|node| self.reader.line(node, "不晚于"));
        let last = last.and_then(|last| self.last_day(&last));
        let organ = fields.optional("适用");
        let organ = organ.and_then(|node| self.reader.word(node, "适用", &ORGANS));
        let levels = fields.optional("级别");
        let levels = levels.map(|node| self.levels(node)).unwrap_or_default();
        let basis = self.line(&mut fields, "依据");
        let advice = self.line(&mut fields, "逾期");
        fields.finish(&mut self.reader);
        let (month, day) = last?;
        Some(Deadline { date: date?, month, day, organ, levels, basis, advice })
    }

    /// 级别: one or several.
    fn levels(&mut self, node: Node) -> Vec<Level> {
        let items = match node.kind {
            NodeKind::List(items) => items,
            kind => vec![Node { kind, span: node.span }],
        };
        let words = items.into_iter();
        words.filter_map(|node| self.reader.word(node, "级别", &LEVELS_OF_ORGANS)).collect()
    }

    /// `次年-02-15`: month and day.
    fn last_day(&mut self, text: &Spanned<String>) -> Option<(u32, u32)> {
        let day = text.value.strip_prefix("次年-").and_then(|day| {
            let (month, day) = day.split_once('-')?;
            let is_written = month.len() == 2 && day.len() == 2;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // A day of every year, so not 29 February.
            let exists = chrono::NaiveDate::from_ymd_opt(2023, month, day).is_some();
            (is_written && exists).then_some((month, day))
        });
        if day.is_none() {
            self.reader.report(
                Diagnostic::new(Code::E0218, format!("期限不能是“{}”", text.value))
                    .at(text.span, "不是“次年-月-日”")
                    .help("写成 次年-02-15：报告年度的下一年，月、日各两位"),
            );
        }
        day
    }

    /// 键 of a content or of boilerplate, which both stand in `report.yaml` beside the keys that
    /// every report has.
    fn key(&mut self, fields: &mut Fields<'_>) -> Option<String> {
        let key = fields.required("键", &mut self.reader);
        let key = key.and_then(|node| self.reader.line(node, "键"))?;
        if let Some(first) = self.keys.get(&key.value).copied() {
            self.twice("键", &key, Some(first));
            return None;
        }
        if element::is_taken(&key.value) {
            self.reader.report(
                Diagnostic::new(Code::E0218, format!("键不能是“{}”", key.value))
                    .at(key.span, "各种报告的文件里都有这一项")
                    .help("换一个名称"),
            );
            return None;
        }
        self.keys.insert(key.value.clone(), key.span);
        Some(key.value)
    }

    /// 变量. Those that layouts see beside each other (`is_top`) must differ.
    fn variable(&mut self, fields: &mut Fields<'_>, is_top: bool) -> String {
        let variable = fields.required("变量", &mut self.reader);
        let variable = variable.and_then(|node| self.reader.line(node, "变量"));
        let Some(variable) = variable else { return String::new() };
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !variable.value.starts_with(|c: char| c.is_ascii_lowercase())
            || !variable.value.chars().all(is_word)
        {
            self.reader.report(
                Diagnostic::new(Code::E0218, format!("变量不能是“{}”", variable.value))
                    .at(variable.span, "版式里的名称只用小写英文字母、数字和下划线")
                    .help("换一个以小写字母开头的名称，如 plans"),
            );
        } else if element::is_reserved(&variable.value, is_top) {
            self.reader.report(
                Diagnostic::new(Code::E0218, format!("变量不能是“{}”", variable.value))
                    .at(variable.span, "版式里这个名称另有意思")
                    .help("换一个名称，如 plans"),
            );
        } else if is_top {
            match self.variables.get(&variable.value).copied() {
                Some(first) => self.twice("变量", &variable, Some(first)),
                None => drop(self.variables.insert(variable.value.clone(), variable.span)),
            }
        }
        variable.value
    }

    fn twice(&mut self, what: &str, name: &Spanned<String>, first: Option<Span>) {
        let fault = Diagnostic::new(Code::E0204, format!("{what}“{}”重名", name.value))
            .at(name.span, "又用了这个名称")
            .help("换一个名称，或者删去重复的一项");
        self.reader.report(match first {
            Some(first) => fault.also(first, "先在这里用过"),
            None => fault,
        });
    }

    /// The items of a list of mappings.
    fn items(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        what: &'static str,
    ) -> Vec<Fields<'static>> {
        let Some(node) = fields.optional(key) else { return Vec::new() };
        let items = self.reader.list(node, key).unwrap_or_default();
        items.into_iter().filter_map(|item| self.reader.fields(item, what, None)).collect()
    }

    /// 文件名, which every system can write.
    fn file_name(&mut self, fields: &mut Fields<'_>) -> String {
        let name = fields.required("文件名", &mut self.reader);
        let name = name.and_then(|node| self.reader.line(node, "文件名"));
        let Some(name) = name else { return String::new() };
        if !is_file_name(&name.value) {
            self.reader.report(
                Diagnostic::new(Code::E0218, format!("文件名不能是“{}”", name.value))
                    .at(name.span, "不能用作文件名")
                    .help(
                        "文件名里不能有 / \\ : * ? \" < > |，也不能只有标点；不写结尾的 .pdf 之类",
                    ),
            );
        }
        name.value
    }

    fn line(&mut self, fields: &mut Fields<'_>, key: &'static str) -> String {
        let line = fields.required(key, &mut self.reader);
        let line = line.and_then(|node| self.reader.line(node, key));
        line.map(|line| line.value).unwrap_or_default()
    }

    fn optional_line(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
        let line = fields.optional(key).and_then(|node| self.reader.line(node, key));
        line.map(|line| line.value)
    }

    fn yes_or_no(&mut self, fields: &mut Fields<'_>, key: &'static str) -> bool {
        let answer = fields.optional(key).and_then(|node| self.reader.yes_or_no(node, key));
        answer.unwrap_or(false)
    }

    /// A list of names, which hold no commas.
    fn names(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
        let names = fields.optional(key).and_then(|node| self.reader.names(node, key));
        names.unwrap_or_default().into_iter().map(|name| name.value).collect()
    }

    /// A list of words, which may hold commas.
    fn words(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
        let words = fields.optional(key).and_then(|node| self.reader.lines(node, key));
        words.unwrap_or_default().into_iter().map(|word| word.value).collect()
    }
}
