//! What was handed in for one year, as it was typed.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use indexmap::IndexMap;

use super::Unread;
use crate::findings::Findings;
use crate::kind::Kind as ReportKind;
use crate::source::{Field, FileId, Listed, Place, Span, Spanned};
use crate::yaml::Text;

/// Everything that was handed in for one year.
#[derive(Debug, Clone)]
pub struct Submissions {
    /// What `report.yaml` says.
    pub report: Report,
    /// In directory order (departments that handed nothing in are absent), by their present
    /// names.
    pub departments: Vec<Department>,
    /// The file that each department of the directory is to hand in, in its order, whether it is
    /// there or not.
    pub forms: Vec<FileId>,
    /// What of the year's files was not understood.
    pub unread: Unread,
    /// Last year's department files, when there are any (for 同比 and 累计).
    pub last_year: LastYear,
}

/// Last year's department files. What was found in them was reported last year.
#[derive(Debug, Clone, Default)]
pub struct LastYear {
    /// What `report.yaml` of last year says, where it is there and could be read.
    pub report: Option<Report>,
    /// In directory order, by their present names.
    pub departments: Vec<Department>,
    /// What of the files was not understood, in the order in which it was found.
    pub lost: Vec<Lost>,
}

/// A place of last year's files where something was not understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// Where it stands.
    pub place: Place,
    /// The name that the line at the place probably bears; may be empty.
    pub name: String,
    /// Whether the form of the file is at fault: then figures may stand in it that were not found.
    pub is_of_form: bool,
    /// What was wrong, and how it is mended, where something of the file was taken.
    pub line: Reason,
    /// The same where nothing of the file was.
    pub file: Reason,
}

/// What was wrong, in the words of the report on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What was wrong.
    pub what: String,
    /// How it is mended, where there is more to say than to mend it.
    pub help: Option<String>,
}

/// `report.yaml`, kept by the collecting office.
#[derive(Debug, Clone)]
pub struct Report {
    /// The file.
    pub file: FileId,
    /// 年度: the year reported on.
    pub year: i32,
    /// What the report is made of.
    pub kind: Arc<ReportKind>,
    /// Where 年度 stands, for what has no place of its own; without it the file.
    pub year_place: Place,
    /// 标题; several lines ask for these lines.
    pub title: Field<String>,
    /// 副标题; several lines ask for these lines.
    pub subtitle: Field<String>,
    /// 报告人: post and name.
    pub reporter: Field<String>,
    /// 称呼: to those who listen.
    pub salutation: Field<String>,
    /// 索引号
    pub index: Field<String>,
    /// 发文字号
    pub number: Field<String>,
    /// 份号
    pub copy_number: Field<String>,
    /// 密级: 绝密, 机密 or 秘密
    pub secrecy: Field<&'static str>,
    /// 保密期限
    pub secrecy_term: Field<String>,
    /// 紧急程度: 特急 or 加急
    pub urgency: Field<&'static str>,
    /// 签发人
    pub signers: Listed<Spanned<String>>,
    /// 成文日期
    pub written: Field<NaiveDate>,
    /// 印发日期
    pub printed: Field<NaiveDate>,
    /// 发布日期, and the time of day where one is given.
    pub published: Field<(NaiveDate, Option<NaiveTime>)>,
    /// 来源
    pub source: Field<String>,
    /// 网址: where the page is published, `http://` or `https://`.
    pub url: Field<String>,
    /// 附注
    pub note: Field<String>,
    /// What replaces boilerplate of the layout, and the contents that are texts, as prose: by
    /// the keys of the [kind](ReportKind::texts).
    pub texts: IndexMap<String, Field<String>>,
    /// 提纲: the themes, in order.
    pub outline: Listed<Theme>,
    /// The office's own entries of each [list](ReportKind::lists), by its key; not empty, they
    /// stand in place of the departments'.
    pub lists: IndexMap<String, Listed<Entry>>,
    /// 照录: phrases that stand in the text as they are, numbers included.
    pub verbatim: Vec<Spanned<String>>,
}

impl Report {
    /// The text of a key.
    pub(crate) fn text(&self, key: &str) -> Option<&Spanned<String>> {
        self.texts.get(key).and_then(Field::given)
    }

    /// The office's own entries of a list.
    pub(crate) fn entries(&self, key: &str) -> &[Entry] {
        self.lists.get(key).map(|listed| listed.entries.as_slice()).unwrap_or_default()
    }

    /// The keys of all items of the outline, in order.
    pub(crate) fn item_keys(&self) -> Vec<&str> {
        let items = self.outline.iter().flat_map(|theme| &theme.items);
        items.map(|item| item.key.value.as_str()).collect()
    }
}

impl Submissions {
    /// What a department handed in; several files of a past year where departments have become one since.
    pub(crate) fn of_department<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s Department> {
        self.departments.iter().filter(move |department| department.name.value == name)
    }

    /// The texts of a department under a key of 正文, in order.
    pub(crate) fn texts<'s>(
        &'s self,
        department: &str,
        key: &str,
    ) -> impl Iterator<Item = &'s Spanned<String>> {
        self.of_department(department).flat_map(move |department| department.texts(key))
    }
}

impl Department {
    /// The texts under a key of 正文, in order: several where the outline names the department
    /// several times.
    pub(crate) fn texts(&self, key: &str) -> impl Iterator<Item = &Spanned<String>> {
        self.prose.iter().filter(move |(of, _)| of.value == key).map(|(_, text)| text)
    }

    /// The department's entries of a list.
    pub(crate) fn entries(&self, key: &str) -> &[Entry] {
        self.lists.get(key).map(|listed| listed.entries.as_slice()).unwrap_or_default()
    }
}

/// One of the themes of 提纲.
#[derive(Debug, Clone)]
pub struct Theme {
    /// The catalogue's stable key.
    pub key: Spanned<String>,
    /// This year's heading.
    pub heading: Spanned<String>,
    /// Its items, in order.
    pub items: Vec<Item>,
}

impl Theme {
    /// Whether the outline gives it no heading: then its key stands in for it.
    pub fn is_untitled(&self) -> bool {
        self.heading.span == self.key.span
    }
}

/// 条目
#[derive(Debug, Clone)]
pub struct Item {
    /// Its key, which 正文 of the departments' files uses.
    pub key: Spanned<String>,
    /// Its heading.
    pub heading: Spanned<String>,
    /// The departments that write about it, in the order of their texts.
    pub departments: Vec<Spanned<String>>,
    /// Which of them go on in the group of the one before them, by their places.
    pub goes_on: Vec<usize>,
    /// 序次: 一是 → contributions open with 一是、二是、三是, each group with one of them.
    pub ordinal: bool,
    /// 满足: the key of the content that the item is.
    pub satisfies: Option<String>,
    /// 公开
    pub public: bool,
}

impl Item {
    /// Whether the outline gives it no heading: then its key stands in for it.
    pub fn is_untitled(&self) -> bool {
        self.heading.span == self.key.span
    }
}

/// One department's file.
#[derive(Debug, Clone)]
pub struct Department {
    /// The file.
    pub file: FileId,
    /// 部门: its present name.
    pub name: Spanned<String>,
    /// 年度: the year reported on.
    pub year: i32,
    /// The 指标 key, where a missing metric is pointed out; the 部门 value when there is no such key.
    pub metrics_span: Span,
    /// 指标, as typed.
    pub metrics: Vec<(Spanned<String>, Typed)>,
    /// 正文: item key → prose.
    pub prose: Listed<(Spanned<String>, Spanned<String>)>,
    /// The entries of each [list](ReportKind::lists) of the kind, by its key.
    pub lists: IndexMap<String, Listed<Entry>>,
    /// 说明: metric → reason.
    pub reasons: Listed<(Spanned<String>, Spanned<String>)>,
    /// 照录
    pub verbatim: Vec<Spanned<String>>,
    /// 本部门报告: what a report of its own says.
    pub own_report: Option<Box<OwnReport>>,
}

/// 本部门报告: what a department's own report says beside what its file says for the unit's. It
/// matters to nobody else.
#[derive(Debug, Clone)]
pub struct OwnReport {
    /// Its elements, texts, outline and lists, as those of `report.yaml`.
    pub report: Report,
    /// 正文: texts in place of those that the file has for the unit's report.
    pub prose: Listed<(Spanned<String>, Spanned<String>)>,
    /// 发文机关标志
    pub mark: Option<Spanned<String>>,
    /// 发文机关代字
    pub code: Option<String>,
    /// 主送机关
    pub addressees: Vec<Spanned<String>>,
    /// 抄送机关
    pub copies: Vec<Spanned<String>>,
    /// 印发机关
    pub printer: Option<Spanned<String>>,
    /// What was found in it, which counts where the report is asked for.
    pub findings: Findings,
}

/// What was typed for a metric; how it is to be read is the metric's own matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// From the first to the last character; where the value would begin if there is none.
    pub span: Span,
    /// What was typed there.
    pub written: Written,
}

/// A value as typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// Nothing but perhaps a comment: `#121`, which people hardly mean as one when no blank
    /// stands after the #.
    Nothing(Option<String>),
    /// A text, with or without quotes around it.
    Text {
        /// Without the quotes.
        text: Text,
        /// Neither in quotes nor on lines of its own.
        is_plain: bool,
    },
    /// Several values.
    List(Vec<Typed>),
    /// Names with values of their own.
    Map,
}

impl Typed {
    /// Whether nothing was typed.
    pub fn is_nothing(&self) -> bool {
        matches!(self.written, Written::Nothing(_))
    }
}

/// An entry of a list such as 不足: the texts of all its parts, in the order of the kind.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The texts of its parts; none for one that was left out.
    pub parts: Vec<Option<Spanned<String>>>,
}
