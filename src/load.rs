//! Load: `data/<year>/` → [`Submissions`], the year's files as typed, nothing judged yet
//! but their shape.

use chrono::{NaiveDate, NaiveTime};

use crate::source::{FileId, Span};
use crate::yaml::Node;

/// Something the user wrote, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// Everything that was handed in for one year.
#[derive(Debug, Clone)]
pub struct Submissions {
    pub report: Report,
    /// In directory order (departments that handed nothing in are absent).
    pub departments: Vec<Department>,
    /// Last year's department files, when there are any (for 同比 and 累计).
    pub last_year: Vec<Department>,
}

/// `report.yaml`, kept by the collecting office.
#[derive(Debug, Clone)]
pub struct Report {
    pub file: FileId,
    pub year: i32,
    pub title: Option<Spanned<String>>,
    pub index: Option<Spanned<String>>,
    pub number: Option<Spanned<String>>,
    pub signers: Vec<Spanned<String>>,
    pub written: Option<Spanned<NaiveDate>>,
    pub printed: Option<Spanned<NaiveDate>>,
    pub published: Option<Spanned<(NaiveDate, Option<NaiveTime>)>>,
    pub source: Option<Spanned<String>>,
    pub note: Option<Spanned<String>>,
    /// 导语 不足导语 安排导语 结语: replacements of the layout's boilerplate, as prose.
    pub preamble: Option<Spanned<String>>,
    pub shortcomings_lead: Option<Spanned<String>>,
    pub plans_lead: Option<Spanned<String>>,
    pub closing: Option<Spanned<String>>,
    pub outline: Vec<Theme>,
    /// The office's own 不足 and 安排; not empty wins over the departments'.
    pub shortcomings: Vec<Shortcoming>,
    pub plans: Vec<Plan>,
    pub others: Option<Spanned<String>>,
    pub verbatim: Vec<Spanned<String>>,
}

/// One of the five themes of 提纲.
#[derive(Debug, Clone)]
pub struct Theme {
    /// The catalogue's stable key.
    pub key: Spanned<String>,
    /// This year's heading.
    pub heading: Spanned<String>,
    pub items: Vec<Item>,
}

/// 条目
#[derive(Debug, Clone)]
pub struct Item {
    pub key: Spanned<String>,
    pub heading: Spanned<String>,
    pub departments: Vec<Spanned<String>>,
    /// 序次: 一是 → contributions open with 一是、二是、三是.
    pub ordinal: bool,
    /// 满足: 第一责任人
    pub first_responsible: bool,
    /// 公开
    pub public: bool,
}

/// One department's file.
#[derive(Debug, Clone)]
pub struct Department {
    pub file: FileId,
    pub name: Spanned<String>,
    pub year: i32,
    /// The 指标 key, where a missing metric is pointed out; the 部门 value when there is no such key.
    pub metrics_span: Span,
    /// 指标, values untouched.
    pub metrics: Vec<(Spanned<String>, Node)>,
    /// 正文: item key → prose.
    pub prose: Vec<(Spanned<String>, Spanned<String>)>,
    pub shortcomings: Vec<Shortcoming>,
    pub plans: Vec<Plan>,
    /// 说明: metric → reason.
    pub reasons: Vec<(Spanned<String>, Spanned<String>)>,
    /// 照录
    pub verbatim: Vec<Spanned<String>>,
}

/// An entry of 不足.
#[derive(Debug, Clone)]
pub struct Shortcoming {
    pub problem: Spanned<String>,
    pub cause: Spanned<String>,
}

/// An entry of 安排.
#[derive(Debug, Clone)]
pub struct Plan {
    pub heading: Spanned<String>,
    pub text: Spanned<String>,
}
