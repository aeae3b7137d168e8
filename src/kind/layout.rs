//! Layouts (版式): what a report has beside its text in each of them, and how its headings are
//! numbered. A layout that `kind.yaml` does not describe has what an official document has.

use crate::source::Span;

/// One layout of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// 名称: `templates/<name>.md.tera`.
    pub name: String,
    /// Where `kind.yaml` lists it.
    pub place: Option<Span>,
    /// 说明: what it is for.
    pub description: Option<String>,
    /// The parts that are not as by default.
    declared: Vec<(LayoutPart, Presence)>,
    /// 称呼: the words of the salutation where `report.yaml` has none.
    pub salutation: Option<String>,
    /// 编号 of the four levels of headings.
    pub numbering: [Numbering; 4],
    /// 不印: the texts that it leaves out on purpose.
    pub left_out: Vec<LeftOut>,
}

/// What stands beside the text of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutPart {
    /// 红头
    RedHead,
    /// 文号
    Number,
    /// 主送
    Addressees,
    /// 副标题
    Subtitle,
    /// 报告人
    Reporter,
    /// 称呼, as in a report that is read to those who listen.
    Salutation,
    /// 署名
    Organ,
    /// 成文日期
    Date,
    /// 附注
    Note,
    /// 版记
    Imprint,
}

/// Whether a layout has a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// 否: it is neither asked for nor printed.
    Absent,
    /// 可不写: it is printed where it was written.
    Optional,
    /// 是: what has to be written for it is asked for.
    Present,
}

/// How the headings of a level are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbering {
    /// 重编: from one below each heading of the level above.
    #[default]
    Restarting,
    /// 连续: through the whole report.
    Continuous,
    /// 不编: not at all.
    Unnumbered,
}

/// A text of the data that a layout does not print: a content, or one part of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The key of the content or of the 套话.
    pub key: String,
    /// The key of the part.
    pub part: Option<String>,
}

/// The parts, as they are written, and whether each may be left to the writer (可不写).
pub(crate) const PARTS: [(&str, LayoutPart, bool); 10] = [
    ("红头", LayoutPart::RedHead, false),
    ("文号", LayoutPart::Number, false),
    ("主送", LayoutPart::Addressees, false),
    ("副标题", LayoutPart::Subtitle, true),
    ("报告人", LayoutPart::Reporter, true),
    ("称呼", LayoutPart::Salutation, false),
    ("署名", LayoutPart::Organ, false),
    ("成文日期", LayoutPart::Date, true),
    ("附注", LayoutPart::Note, false),
    ("版记", LayoutPart::Imprint, false),
];

/// 编号, as it is written.
pub(crate) const NUMBERINGS: [(&str, Numbering); 3] = [
    ("重编", Numbering::Restarting),
    ("连续", Numbering::Continuous),
    ("不编", Numbering::Unnumbered),
];

/// The levels of headings below the title, as 编号 names them.
pub(crate) const LEVELS: [&str; 4] = ["一级", "二级", "三级", "四级"];

impl Layout {
    /// A layout that nothing is declared of.
    pub fn plain(name: &str) -> Layout {
        Layout { name: name.to_owned(), ..Layout::default() }
    }

    /// Whether it has a part.
    pub fn presence(&self, part: LayoutPart) -> Presence {
        let declared = self.declared.iter().find(|(declared, _)| *declared == part);
        declared.map_or_else(|| part.by_default(), |(_, presence)| *presence)
    }

    /// Whether a part is printed.
    pub fn has(&self, part: LayoutPart) -> bool {
        self.presence(part) != Presence::Absent
    }

    /// Whether what has to be written for a part is asked for.
    pub fn needs(&self, part: LayoutPart) -> bool {
        self.presence(part) == Presence::Present
    }

    /// Whether it prints a content, or a part of its entries.
    pub fn prints(&self, key: &str, part: Option<&str>) -> bool {
        let is_left_out = |left: &LeftOut| {
            left.key == key && left.part.as_deref().is_none_or(|left| Some(left) == part)
        };
        !self.left_out.iter().any(is_left_out)
    }

    pub(super) fn declare(&mut self, part: LayoutPart, presence: Presence) {
        self.declared.push((part, presence));
    }
}

impl LayoutPart {
    /// What a layout has that says nothing of it: a report as it is sent has no subtitle, no
    /// reporter, and is read to nobody.
    fn by_default(self) -> Presence {
        match self {
            LayoutPart::Subtitle | LayoutPart::Reporter | LayoutPart::Salutation => {
                Presence::Absent
            }
            LayoutPart::RedHead
            | LayoutPart::Number
            | LayoutPart::Addressees
            | LayoutPart::Organ
            | LayoutPart::Date
            | LayoutPart::Note
            | LayoutPart::Imprint => Presence::Present,
        }
    }
}
