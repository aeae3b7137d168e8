//! Which report a text is of: what its files and the command line call it. Nothing of it is withheld
//! from those who get the text.

use serde::{Deserialize, Serialize};

use crate::document::Document;

/// A report, and the edition of it that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Subject {
    /// The year of the report.
    pub(crate) year: i32,
    /// The kind of report: its folder of templates.
    pub(crate) kind: String,
    /// Whose own report it is; none of the unit's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) department: Option<String>,
    /// The layout.
    pub(crate) layout: String,
    /// Whether it has a red head.
    #[serde(default)]
    pub(crate) red_head: bool,
    /// To whom this set was sent, where each addressee got one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) addressee: Option<String>,
    /// 公开版
    #[serde(default)]
    pub(crate) public: bool,
    /// 草稿
    #[serde(default)]
    pub(crate) draft: bool,
    /// With 附件 主要指标数据一览表.
    #[serde(default)]
    pub(crate) appendix: bool,
}

impl Subject {
    /// What a document is of.
    pub(crate) fn new(year: i32, kind: &str, document: &Document) -> Subject {
        let edition = &document.edition;
        Subject {
            year,
            kind: kind.to_owned(),
            department: edition.department.clone(),
            layout: edition.layout.name.clone(),
            red_head: document.red_head.is_some(),
            addressee: edition.addressees.first().filter(|_| edition.separate).cloned(),
            public: edition.public,
            draft: edition.draft,
            appendix: edition.appendix,
        }
    }

    /// As people call it, `2023年的“法治政府建设”（区司法局，公开版）`.
    pub(crate) fn called(&self) -> String {
        let marks = [
            self.department.clone(),
            self.addressee.as_ref().map(|name| format!("送{name}")),
            Some(format!("版式 {}", self.layout)),
            self.public.then(|| "公开版".to_owned()),
            self.draft.then(|| "草稿".to_owned()),
        ];
        let marks: Vec<String> = marks.into_iter().flatten().collect();
        format!("{}年的“{}”（{}）", self.year, self.kind, marks.join("，"))
    }
}
