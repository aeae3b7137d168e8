//! Kind: what one sort of annual report is made of. Its contents, its boilerplate, its
//! deadlines and the words that messages need stand in `templates/<kind>/kind.yaml`, so that
//! another kind needs no code.

mod deadline;
pub(crate) mod element;
pub(crate) mod layout;
mod read;
mod statements;

use std::sync::Arc;

pub use deadline::{DateKey, Deadline, Level, Organ};
pub(crate) use deadline::{LEVELS_OF_ORGANS, ORGANS};
pub use layout::{Layout, LayoutPart, LeftOut, Numbering, Presence};
pub use read::read;
pub(crate) use statements::ALWAYS;
pub use statements::{Cited, Contradiction, Excluded};

/// One kind of report (报告种类).
#[derive(Debug, Clone, Default)]
pub struct Kind {
    /// The folder under `templates/`, which is what `--report` and 报告 call it.
    pub folder: String,
    /// 名称: what people call the report.
    pub name: String,
    /// 缺省: the kind of reports and profiles that name none.
    pub is_default: bool,
    /// 文件名: what the report's files are called, without their ending.
    pub file_name: String,
    /// 版式, the usual one first.
    pub layouts: Vec<Layout>,
    /// 主题: the stable keys of the outline's themes, in order; the project's own where its
    /// catalogue has some.
    pub themes: Vec<String>,
    /// 部分: the titles of the report's parts, where they are prescribed.
    pub parts: Vec<String>,
    /// 内容, in the order of the report.
    pub contents: Vec<Arc<Content>>,
    /// 套话 that `report.yaml` may replace.
    pub boilerplate: Vec<Boilerplate>,
    /// 期限
    pub deadlines: Vec<Deadline>,
    /// 年份词: what follows a year that moves on when a text is carried over to the next year.
    pub year_words: Vec<String>,
    /// The same in the title of the report.
    pub title_year_words: Vec<String>,
    /// 标题词: phrases inside which no line of a title ends.
    pub title_words: Vec<String>,
    /// 固定说法: phrases whose numerals are words, and no numbers that anybody answers for.
    pub fixed_phrases: Vec<String>,
    /// 矛盾说法: what texts cannot say while a figure has a value.
    pub contradictions: Vec<Contradiction>,
}

/// One of the contents that the report has beside its figures.
#[derive(Debug, Clone)]
pub struct Content {
    /// 键: what the files and 取自 call it.
    pub key: String,
    /// 名称: what it is called in full.
    pub name: String,
    /// 简称
    pub short_name: String,
    /// 变量: what layouts call it; empty for 提纲.
    pub variable: String,
    /// 必有: that it is missing is an error.
    pub is_required: bool,
    /// 依据: the clause that asks for it.
    pub basis: Option<String>,
    /// 年度: 下年: it is about the year after the reported one.
    pub is_next_year: bool,
    /// 说明: what an editor shows.
    pub description: String,
    /// 写法: how it is written, for who wrote too little or too much.
    pub advice: Option<String>,
    /// 必引, 不写无: the figures that its text is held to.
    pub cited: Cited,
    /// 形式
    pub form: Form,
}

/// How a content is written.
#[derive(Debug, Clone)]
pub enum Form {
    /// 提纲: themes with items, whose texts the departments write; with an example of an item.
    Outline(Option<OutlineExample>),
    /// 条目: a list of entries, the office's or else the departments'; the parts of an entry.
    Entries(Vec<Part>),
    /// 标记: items of the outline that are marked by 满足; what such an item writes of.
    Mark(String),
    /// 文字: a text of `report.yaml`.
    Text,
}

/// An item of an outline, as an example.
#[derive(Debug, Clone, serde::Serialize)]
pub struct OutlineExample {
    /// 键
    pub key: String,
    /// 标题
    pub heading: String,
    /// 部门
    pub department: String,
}

/// One part (项) of an entry, such as 问题.
#[derive(Debug, Clone)]
pub struct Part {
    /// 键
    pub key: String,
    /// 变量: what layouts call it.
    pub variable: String,
    /// 形式
    pub form: PartForm,
    /// 说明: what an editor shows.
    pub description: String,
    /// 例: what an empty form shows.
    pub example: String,
    /// What a draft prints where nobody wrote an entry.
    pub draft: Draft,
    /// 可不写: an entry may go without it, though not all of them.
    pub is_optional: bool,
    /// 开头不写: what does not fit behind the words that layouts put before it.
    pub misfits: Vec<String>,
}

/// The shape of a part's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartForm {
    /// 短句: no stop at its end; the layout joins it to others.
    Clause,
    /// 标题: one line.
    Heading,
    /// 正文: paragraphs.
    Prose,
}

/// What a draft prints for what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// 待补: a mark that this is to come.
    Missing(String),
    /// 草稿: these words.
    Words(String),
}

/// A text of the layout that `report.yaml` may replace.
#[derive(Debug, Clone)]
pub struct Boilerplate {
    /// 键
    pub key: String,
    /// 变量: what layouts call it.
    pub variable: String,
}

impl Kind {
    /// The contents that are lists of entries, each with the parts of its entries.
    pub fn lists(&self) -> impl Iterator<Item = (&Arc<Content>, &[Part])> {
        self.contents.iter().filter_map(|content| match &content.form {
            Form::Entries(parts) => Some((content, parts.as_slice())),
            Form::Outline(_) | Form::Mark(_) | Form::Text => None,
        })
    }

    /// The contents that mark items of the outline.
    pub fn marks(&self) -> impl Iterator<Item = &Arc<Content>> {
        self.contents.iter().filter(|content| matches!(content.form, Form::Mark(_)))
    }

    /// The keys and the layouts' names of all texts that `report.yaml` may hold: its own 套话
    /// first, then the contents that are texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let boilerplate = self.boilerplate.iter();
        let boilerplate = boilerplate.map(|text| (text.key.as_str(), text.variable.as_str()));
        let contents = self.contents.iter().filter(|content| matches!(content.form, Form::Text));
        boilerplate.chain(contents.map(|text| (text.key.as_str(), text.variable.as_str())))
    }

    /// The contents that 取自 may name: those that can be counted, marks of the outline first.
    pub fn countable(&self) -> impl Iterator<Item = &Arc<Content>> {
        let others = self.contents.iter().filter(|content| match content.form {
            Form::Entries(_) | Form::Text => true,
            Form::Outline(_) | Form::Mark(_) => false,
        });
        self.marks().chain(others)
    }

    /// The content that is the outline.
    pub fn outline(&self) -> Option<&Content> {
        let mut contents = self.contents.iter().map(Arc::as_ref);
        contents.find(|content| matches!(content.form, Form::Outline(_)))
    }

    /// What is declared of a layout.
    pub fn layout(&self, name: &str) -> Layout {
        let declared = self.layouts.iter().find(|layout| layout.name == name);
        declared.cloned().unwrap_or_else(|| Layout::plain(name))
    }

    /// The dates that a report of a level bears in a layout: those that the layout needs, and those
    /// for which there is a last day.
    pub(crate) fn dates(&self, layout: &Layout, level: Level) -> Vec<&'static str> {
        let has_deadline = |date| self.deadline(date, level).is_some();
        let is_written = layout.needs(LayoutPart::Date)
            || layout.has(LayoutPart::Date) && has_deadline(DateKey::Written);
        let dates = [
            (element::WRITTEN.key, is_written),
            (element::PUBLISHED.key, has_deadline(DateKey::Published)),
        ];
        dates.into_iter().filter_map(|(key, is_asked)| is_asked.then_some(key)).collect()
    }

    /// The contents that are texts and must be there.
    pub(crate) fn required_texts(&self) -> impl Iterator<Item = &Content> {
        let contents = self.contents.iter().map(Arc::as_ref);
        contents.filter(|content| content.is_required && matches!(content.form, Form::Text))
    }

    /// The last day of a date, for who reports.
    pub fn deadline(&self, date: DateKey, level: Level) -> Option<&Deadline> {
        let mut deadlines = self.deadlines.iter();
        deadlines.find(|deadline| deadline.date == date && deadline.applies_to(level))
    }
}

#[cfg(test)]
impl Kind {
    /// The built-in kind, for tests.
    pub(crate) fn shipped() -> Kind {
        let mut sources = crate::source::Sources::default();
        let text = include_str!("../templates/法治政府建设/kind.yaml");
        let file = sources.add("kind.yaml", text);
        let node = crate::yaml::parse(file, text).value;
        node.map(|node| read(node, "法治政府建设", &sources).value).unwrap_or_default()
    }
}

impl Content {
    /// Whether 无 may be all that there is to say of what must be there.
    pub(crate) fn may_be_none(&self) -> bool {
        self.is_required && matches!(self.form, Form::Text) && !self.cited.never_none
    }

    /// Where it is written, for who looks for it among the metrics.
    pub fn place(&self) -> String {
        let key = &self.key;
        match &self.form {
            Form::Entries(parts) => {
                format!("内容写在“{key}”下，逐条写明{}", keys(parts).join("和"))
            }
            Form::Mark(_) => format!("内容写在“正文”中提纲标有“满足: {key}”的条目下"),
            Form::Outline(_) | Form::Text => format!("内容写在报告总表的“{key}”下"),
        }
    }
}

/// The keys of the parts of an entry.
pub fn keys(parts: &[Part]) -> Vec<&str> {
    parts.iter().map(|part| part.key.as_str()).collect()
}

#[cfg(test)]
mod tests;
