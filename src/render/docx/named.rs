//! The styles that the file names, so that whoever changes one changes all that bears it.

/// A named style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    CopyNumber,
    Secrecy,
    Urgency,
    Mark,
    Number,
    Rule,
    Title,
    Subtitle,
    Reporter,
    Salutation,
    Body,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    AttachmentNote,
    Organ,
    Date,
    Note,
    AttachmentLabel,
    AttachmentTitle,
    TableCaption,
    TableUnit,
    TableHeader,
    TableText,
    Imprint,
    PageNumber,
    Stamp,
    Signer,
    Strong,
    Missing,
}

impl Named {
    /// All of them, with the names that a clerk sees. None is a name that office programs give to
    /// styles of their own.
    pub(super) const ALL: [(Named, &str, &str); 31] = [
        (Named::CopyNumber, "CopyNumber", "份号"),
        (Named::Secrecy, "Secrecy", "密级和保密期限"),
        (Named::Urgency, "Urgency", "紧急程度"),
        (Named::Mark, "Mark", "发文机关标志"),
        (Named::Number, "Number", "发文字号"),
        (Named::Rule, "Rule", "红色分隔线"),
        (Named::Title, "ReportTitle", "公文标题"),
        (Named::Subtitle, "ReportSubtitle", "公文副标题"),
        (Named::Reporter, "Reporter", "报告人"),
        (Named::Salutation, "Addressees", "主送机关"),
        (Named::Body, "ReportText", "公文正文"),
        (Named::Heading1, "Level1", "一级标题"),
        (Named::Heading2, "Level2", "二级标题"),
        (Named::Heading3, "Level3", "三级标题"),
        (Named::Heading4, "Level4", "四级标题"),
        (Named::AttachmentNote, "AttachmentNote", "附件说明"),
        (Named::Organ, "Organ", "署名"),
        (Named::Date, "DayWritten", "成文日期"),
        (Named::Note, "Remark", "附注"),
        (Named::AttachmentLabel, "AttachmentLabel", "附件标记"),
        (Named::AttachmentTitle, "AttachmentTitle", "附件标题"),
        (Named::TableCaption, "TableCaption", "表题"),
        (Named::TableUnit, "TableUnit", "表格单位"),
        (Named::TableHeader, "TableHeader", "表头"),
        (Named::TableText, "TableText", "表文"),
        (Named::Imprint, "Imprint", "版记"),
        (Named::PageNumber, "ReportPageNumber", "公文页码"),
        (Named::Stamp, "Stamp", "草稿字样"),
        (Named::Signer, "Signer", "签发人姓名"),
        (Named::Strong, "ReportStrong", "公文着重"),
        (Named::Missing, "Missing", "待补"),
    ];

    /// The style of a heading level, from 1.
    pub(super) fn heading(level: u8) -> Named {
        match level {
            0 | 1 => Named::Heading1,
            2 => Named::Heading2,
            3 => Named::Heading3,
            _ => Named::Heading4,
        }
    }

    fn row(self) -> (&'static str, &'static str) {
        let found = Named::ALL.iter().find(|(named, ..)| *named == self);
        found.map_or(("", ""), |(_, id, name)| (id, name))
    }

    /// How the file refers to it.
    pub(super) fn id(self) -> &'static str {
        self.row().0
    }

    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        self.row().1
    }

    /// Whether it is a style of characters and none of paragraphs.
    pub(super) fn is_of_characters(self) -> bool {
        matches!(self, Named::Signer | Named::Strong | Named::Missing)
    }

    /// How the file refers to its style of characters. Headings have one beside that of paragraphs,
    /// linked with it, for those that open a paragraph.
    pub(super) fn character_id(self) -> String {
        match self.is_of_characters() {
            true => self.id().to_owned(),
            false => format!("{}Run", self.id()),
        }
    }
}
