//! 期限: the last day of a date of the report, and for which organs it holds.

use chrono::NaiveDate;

use super::element;

/// The last day of a date of `report.yaml`.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// 日期
    pub date: DateKey,
    /// 不晚于, of the year after the reported one: month and day.
    pub month: u32,
    /// The day of that month, inclusive.
    pub day: u32,
    /// 适用: governments or departments alone; none = all.
    pub organ: Option<Organ>,
    /// 级别: the governments for which it holds; empty = all.
    pub levels: Vec<Level>,
    /// 依据: the clause that sets it.
    pub basis: String,
    /// 逾期: what to do when it has passed.
    pub advice: String,
}

/// A date of `report.yaml` that may have a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateKey {
    /// 成文日期
    Written,
    /// 发布日期
    Published,
}

/// 适用
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organ {
    /// 政府
    Government,
    /// 部门
    Department,
}

/// 级别 of who reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Level {
    /// 省级政府
    Province,
    /// 市级政府
    City,
    /// 县级政府
    #[default]
    County,
    /// 乡级政府
    Town,
    /// 部门
    Department,
}

/// 适用, as written.
pub(crate) const ORGANS: [(&str, Organ); 2] =
    [("政府", Organ::Government), ("部门", Organ::Department)];

/// 级别, as written; the last is no government.
pub(crate) const LEVELS_OF_ORGANS: [(&str, Level); 5] = [
    ("省级政府", Level::Province),
    ("市级政府", Level::City),
    ("县级政府", Level::County),
    ("乡级政府", Level::Town),
    ("部门", Level::Department),
];

impl Deadline {
    /// The day for a report on a year; none where the calendar ends.
    pub fn last_day(&self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year.checked_add(1)?, self.month, self.day)
    }

    /// Whether it holds for who reports.
    pub fn applies_to(&self, level: Level) -> bool {
        let is_department = level == Level::Department;
        let is_organ = match self.organ {
            None => true,
            Some(Organ::Government) => !is_department,
            Some(Organ::Department) => is_department,
        };
        is_organ && (self.levels.is_empty() || self.levels.contains(&level))
    }
}

impl DateKey {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            DateKey::Written => element::WRITTEN.key,
            DateKey::Published => element::PUBLISHED.key,
        }
    }
}
