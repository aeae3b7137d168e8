//! The contents of a report in a department's file: its texts, its entries of lists such as 不足.
//!
//! Those of the project's default kind of report stand in the file itself, those of another kind
//! below the name of that kind. Only those of the kind that is made or checked are read.

use indexmap::IndexMap;

use super::{Entry, OwnReport, own_report, parts, strays};
use crate::diagnostic::{Code, Diagnostic};
use crate::kind::Kind as ReportKind;
use crate::project::Project;
use crate::source::{Listed, Spanned};
use crate::yaml::{Fields, Reader};

/// What a department writes for one report.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// 正文
    pub(super) prose: Listed<(Spanned<String>, Spanned<String>)>,
    /// The entries of each [list](ReportKind::lists) of the kind, by its key.
    pub(super) lists: IndexMap<String, Listed<Entry>>,
    /// 说明, which all kinds share.
    pub(super) reasons: Listed<(Spanned<String>, Spanned<String>)>,
    /// 照录
    pub(super) verbatim: Vec<Spanned<String>>,
    /// 本部门报告
    pub(super) own_report: Option<OwnReport>,
}

/// Whose file it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose<'a> {
    pub(super) department: &'a Spanned<String>,
    pub(super) year: i32,
    /// Whether nothing of its text was lost.
    pub(super) is_whole: bool,
}

/// Reads those of the project's kind. `items` are the keys of the outline.
pub(super) fn read<'k>(
    fields: &mut Fields<'k>,
    whose: Whose<'_>,
    items: &[&str],
    project: &'k Project,
    reader: &mut Reader<'_>,
) -> Contents {
    misplaced(fields, project, reader);
    let (default, others) = match project.kinds.split_first() {
        Some((default, others)) => (default, others),
        None => (&project.kind, [].as_slice()),
    };
    let mut contents = Contents::default();
    let is_default = project.is_of_default_kind();
    match is_default {
        true => contents.read(fields, &project.kind, items, reader),
        false => pass_over(fields, default),
    }
    let reasons_span = fields.key_span("说明");
    contents.reasons =
        fields.listed("说明", reader, |node, reader| parts::texts_by_key(node, "说明", reader));
    let strays = strays::reasons(fields, reasons_span, &project.catalogue, reader).into_iter();
    let strays = strays.flat_map(|entry| parts::text(entry, "说明", reader));
    contents.reasons.entries.extend(strays);
    if is_default {
        contents.verbatim = parts::verbatim(fields, reader);
        contents.own_report = whose.own_report(fields, project, reader);
    }
    for kind in others {
        let node = fields.optional(&kind.folder);
        let Some(node) = node.filter(|_| kind.folder == project.kind.folder) else { continue };
        let what = format!("“{}”", kind.folder);
        let Some(mut block) = reader.fields(node, what, None) else { continue };
        contents.read(&mut block, &project.kind, items, reader);
        contents.verbatim = parts::verbatim(&mut block, reader);
        contents.own_report = whose.own_report(&mut block, project, reader);
        block.finish(reader);
    }
    contents
}

impl Whose<'_> {
    fn own_report(
        self,
        fields: &mut Fields<'_>,
        project: &Project,
        reader: &mut Reader<'_>,
    ) -> Option<OwnReport> {
        own_report::read(fields, self.department, self.year, self.is_whole, project, reader)
    }
}

impl Contents {
    fn read<'k>(
        &mut self,
        fields: &mut Fields<'k>,
        kind: &'k ReportKind,
        items: &[&str],
        reader: &mut Reader<'_>,
    ) {
        let prose_span = fields.key_span("正文");
        self.prose = fields
            .listed("正文", reader, |node, reader| parts::texts_by_key(node, "正文", reader));
        let strays = strays::texts(fields, prose_span, items, reader).into_iter();
        let strays = strays.flat_map(|entry| parts::text(entry, "正文", reader));
        self.prose.entries.extend(strays);
        self.lists = parts::lists(fields, kind, reader);
    }
}

/// The contents of a report that is not made now.
fn pass_over<'k>(fields: &mut Fields<'k>, kind: &'k ReportKind) {
    let lists = kind.lists().map(|(content, _)| content.key.as_str());
    for key in ["正文", "照录", own_report::KEY].into_iter().chain(lists) {
        let _ = fields.optional(key);
    }
}

/// Reports contents that stand below the name of a kind where they are not looked for: of the
/// default kind, or of one that the project does not make; and lists of another kind that do not
/// stand below its name.
fn misplaced(fields: &mut Fields<'_>, project: &Project, reader: &mut Reader<'_>) {
    let Some((default, others)) = project.kinds.split_first() else { return };
    let is_made = |name: &str| others.iter().any(|kind| kind.folder == name);
    let is_known = |name: &str| project.known_kinds.iter().any(|known| known == name);
    let strays = fields.take_strays(|entry| is_known(&entry.key) && !is_made(&entry.key));
    for entry in strays {
        let name = entry.key.as_str();
        let fault =
            Diagnostic::new(Code::E0152, format!("“{name}”下的内容没有读")).at(entry.key_span, "");
        reader.report(match name == default.folder {
            true => fault.help(format!(
                "“{name}”是缺省的报告，它的内容直接写在文件里：删去这一行，下面各行左移两格"
            )),
            false => {
                fault.help("这个项目不做这种报告：要做的，写进单位档案的“报告”；不做的，删去这一项")
            }
        });
    }
    for kind in others {
        let is_of_default = |key: &str| default.lists().any(|(content, _)| content.key == key);
        let is_of_kind = |key: &str| kind.lists().any(|(content, _)| content.key == key);
        let strays =
            fields.take_strays(|entry| is_of_kind(&entry.key) && !is_of_default(&entry.key));
        for entry in strays {
            let (key, kind) = (entry.key.as_str(), kind.folder.as_str());
            reader.report(
                Diagnostic::new(Code::E0152, format!("“{key}”是“{kind}”的内容，没有读"))
                    .at(entry.key_span, format!("应当在“{kind}:”下，左边空两格"))
                    .help(format!("移到“{kind}:”下；没有这一行的，先加一行“{kind}:”")),
            );
        }
    }
}
