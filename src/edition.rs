//! Edition: which form of a year's report is made, and for whom.
//!
//! It is made once, from what the user asks for ([`Options`]) and the profile. Every later stage
//! takes it: the check of what the report must bear, composition, the renderers, the names of
//! the files.

mod names;

pub(crate) use names::{faults as unusable_names, folder, folder_faults};

use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Layout, LayoutPart};
use crate::project::Profile;
use crate::source::Spanned;

/// What the user asks for; the default is the report as the profile has it. The manifest of an output
/// folder keeps it with each set, but for whose report it is and to whom it is sent, which a set says of
/// itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The kind of report, a folder of templates; none = the profile's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The department whose own report is made; none = the report of the unit.
    #[serde(skip)]
    pub department: Option<String>,
    /// `templates/<layout>.md.tera`; none = the profile's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// With or without a red head; none = as the profile has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub red_head: Option<bool>,
    /// Marks what is missing instead of failing.
    #[serde(skip_serializing_if = "is_off")]
    pub draft: bool,
    /// 核校本: the PDF marks its figures and lists them with their sources, the web page shows the
    /// sources in its tips.
    #[serde(skip_serializing_if = "is_off")]
    pub proof: bool,
    /// Leaves the items marked 公开: 否 out of every form.
    #[serde(skip_serializing_if = "is_off")]
    pub public: bool,
    /// Adds 附件 主要指标数据一览表.
    #[serde(skip_serializing_if = "is_off")]
    pub appendix: bool,
    /// Mirrors the margins of even pages, for printing on both sides.
    #[serde(skip_serializing_if = "is_off")]
    pub duplex: bool,
    /// Leaves the place of a seal.
    #[serde(skip_serializing_if = "is_off")]
    pub seal: bool,
    /// Makes a character that the role's own face does not draw a fault.
    #[serde(skip_serializing_if = "is_off")]
    pub strict_fonts: bool,
    /// 主送机关 in place of the profile's: a set of files for each of them.
    #[serde(skip)]
    pub addressees: Vec<String>,
}

/// Whether an option is left out where options are written.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
pub(crate) fn is_off(option: &bool) -> bool {
    !option
}

/// One edition of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edition {
    /// What the report's files are called, without what tells editions apart and the ending.
    pub stem: String,
    /// The record of every figure, without the ending.
    pub origins: String,
    /// The department whose own report it is; none = the report of the unit.
    pub department: Option<String>,
    /// 版式, and what a report has in it.
    pub layout: Layout,
    /// 发文机关标志; none = no red head.
    pub red_head: Option<Spanned<String>>,
    /// Whether a red head was asked for by name.
    pub wants_red_head: bool,
    /// 主送机关; empty where the layout has none, unless they were asked for by name.
    pub addressees: Vec<String>,
    /// Whether each addressee gets a set of files of its own.
    pub separate: bool,
    /// 草稿: may hold values that are still to come.
    pub draft: bool,
    /// 核校本: says where each figure was typed.
    pub proof: bool,
    /// 公开版: without the items marked 公开: 否 and without 份号, 密级 and 紧急程度.
    pub public: bool,
    /// With 附件 主要指标数据一览表.
    pub appendix: bool,
    /// Printed on both sides: the margins of even pages are mirrored.
    pub duplex: bool,
    /// With the place of a seal.
    pub seal: bool,
    /// A character that the role's own face does not draw is a fault.
    pub strict_fonts: bool,
}

impl Edition {
    /// The edition that is asked for.
    pub fn new(options: &Options, profile: &Profile, kind: &Kind) -> Edition {
        let layout = layout(options, profile, kind);
        let wants_red_head = options.red_head == Some(true);
        let separate = !options.addressees.is_empty();
        let addressees = match separate {
            true => options.addressees.to_vec(),
            false if layout.has(LayoutPart::Addressees) => {
                profile.addressees.iter().map(|name| name.value.clone()).collect()
            }
            false => Vec::new(),
        };
        Edition {
            stem: kind.file_name.clone(),
            origins: match kind.is_default {
                true => ORIGINS.to_owned(),
                false => format!("{}{ORIGINS}", kind.file_name),
            },
            department: options.department.clone(),
            red_head: match options.red_head {
                Some(false) => None,
                _ if !layout.has(LayoutPart::RedHead) => None,
                // GB/T 9704-2012, 7.2.4: the organ's name and 文件.
                Some(true) if profile.mark.is_none() => profile.issuer.as_ref().map(|issuer| {
                    Spanned { value: format!("{}文件", issuer.value), span: issuer.span }
                }),
                _ => profile.mark.clone(),
            },
            wants_red_head,
            layout,
            addressees,
            separate,
            draft: options.draft,
            proof: options.proof,
            public: options.public,
            appendix: options.appendix,
            duplex: options.duplex,
            seal: options.seal,
            strict_fonts: options.strict_fonts,
        }
    }

    /// The editions that a set of files each is made of: one for each addressee, or this one.
    pub fn sets(&self) -> Vec<Edition> {
        if !self.separate {
            return vec![self.clone()];
        }
        let sent_to = |name: &String| Edition { addressees: vec![name.clone()], ..self.clone() };
        self.addressees.iter().map(sent_to).collect()
    }

    /// The same edition as it is posted for everybody to read: never with what is not public,
    /// unless it is a 核校本, which is not posted.
    pub fn posted(&self) -> Edition {
        Edition { public: self.public || !self.proof, ..self.clone() }
    }

    /// The name of a file of this edition: `年报.pdf`, or `年报（区委，草稿）.pdf`.
    pub fn file_name(&self, ending: &str) -> String {
        format!("{}.{ending}", self.name())
    }

    /// What the files of this edition are called, without the ending.
    pub fn name(&self) -> String {
        let addressee = self.addressees.first().filter(|_| self.separate);
        let addressee = addressee.map(|name| names::part(name));
        let kinds =
            [(self.public, names::PUBLIC), (self.draft, names::DRAFT), (self.proof, names::PROOF)];
        let kinds = kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| (*kind).to_owned());
        let marks: Vec<String> = addressee.into_iter().chain(kinds).collect();
        match marks.as_slice() {
            [] => self.stem.clone(),
            marks => format!("{}（{}）", self.stem, marks.join("，")),
        }
    }

    /// The name of the record of every figure. Only a draft can have other figures than the
    /// other editions.
    pub fn origins_name(&self) -> String {
        let draft = if self.draft { "（草稿）" } else { "" };
        format!("{}{draft}.csv", self.origins)
    }
}

/// The layout that is asked for, or the usual one.
fn layout(options: &Options, profile: &Profile, kind: &Kind) -> Layout {
    match &options.layout {
        Some(asked) => kind.layout(asked),
        None => profile.usual_layout(kind),
    }
}

/// What the record of every figure is called for the default kind of report.
const ORIGINS: &str = "数据来源";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn typed(value: &str) -> Spanned<String> {
        Spanned { value: value.into(), span: Span::new(FileId(0), 0..0) }
    }

    fn edition(options: &Options) -> Edition {
        let profile = Profile {
            issuer: Some(typed("示例区人民政府")),
            addressees: vec![typed("区人大常委会")],
            ..Profile::default()
        };
        Edition::new(options, &profile, &Kind::shipped())
    }

    #[test]
    fn a_red_head_is_as_the_profile_has_it_unless_asked_for() {
        let shown = |edition: Edition| edition.red_head.map(|mark| mark.value);
        let mark = |red_head| shown(edition(&Options { red_head, ..Options::default() }));
        assert_eq!(mark(None), None);
        assert_eq!(mark(Some(true)).as_deref(), Some("示例区人民政府文件"));
        let marked = Profile { mark: Some(typed("示例区政府文件")), ..Profile::default() };
        let mark = |red_head| {
            let options = Options { red_head, ..Options::default() };
            shown(Edition::new(&options, &marked, &Kind::shipped()))
        };
        assert_eq!(mark(None).as_deref(), Some("示例区政府文件"));
        assert_eq!(mark(Some(true)).as_deref(), Some("示例区政府文件"));
        assert_eq!(mark(Some(false)), None);
    }

    #[test]
    fn files_are_named_after_what_tells_editions_apart() {
        let plain = edition(&Options::default());
        assert_eq!(plain.file_name("pdf"), "年报.pdf");
        assert_eq!(plain.sets(), vec![plain.clone()]);
        assert_eq!(plain.origins_name(), "数据来源.csv");
        let addressees = ["区委/办".to_owned(), "市政府".to_owned()];
        let sent = Options { addressees: addressees.to_vec(), draft: true, ..Options::default() };
        let names: Vec<String> =
            edition(&sent).sets().iter().map(|edition| edition.file_name("md")).collect();
        assert_eq!(names, ["年报（区委办，草稿）.md", "年报（市政府，草稿）.md"]);
    }
}
