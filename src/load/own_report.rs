//! 本部门报告: what a department's own report says, in the file of the department.

use super::parts::{self, Open};
use super::{OwnReport, report, strays};
use crate::findings::Findings;
use crate::kind::element::ELEMENTS;
use crate::project::Project;
use crate::source::{Field, Place, Spanned};
use crate::yaml::{Fields, Misshapen, Reader};

/// The key that it stands under.
pub(crate) const KEY: &str = "本部门报告";

/// What the profile says of the report of the unit.
const OF_PROFILE: [&str; 5] = ["发文机关标志", "发文机关代字", "主送机关", "抄送机关", "印发机关"];

/// Whether a key stands in no department's file but here, whatever the kind of report.
fn is_element(key: &str) -> bool {
    OF_PROFILE.contains(&key) || ELEMENTS.iter().any(|element| element.key == key)
}

/// Reads it where it is there. What is found in it is kept with it: most runs make no such report.
/// `is_whole` says whether nothing of the text of the file was lost.
pub(super) fn read(
    fields: &mut Fields<'_>,
    department: &Spanned<String>,
    year: i32,
    is_whole: bool,
    project: &Project,
    reader: &mut Reader<'_>,
) -> Option<OwnReport> {
    let key = fields.key_span(KEY);
    let node = fields.optional(KEY);
    let key = key?;
    let is_own =
        |name: &str| is_element(name) || project.kind.texts().any(|(text, _)| text == name);
    let node = strays::elements(fields, node, (KEY, key), is_own, reader);
    let mut reader = Reader::new(reader.sources);
    let fields = match node {
        Some(node) => reader.fields(node, KEY, Some(key)),
        None => Some(Fields::none(KEY, key)),
    };
    let is_understood = fields.is_some();
    let mut fields = fields.unwrap_or_else(|| Fields::none(KEY, key));
    let mut own = read_fields(&mut fields, key.into(), department, year, project, &mut reader);
    fields.finish(&mut reader);
    let which = match () {
        () if !is_understood || !is_whole => Some(Open::All),
        // A key that is not known may be any that was not found.
        () if reader.misshapen.iter().any(|(_, form)| *form == Misshapen::Strange) => {
            Some(Open::WithoutKey)
        }
        () => None,
    };
    if let Some(which) = which {
        report::leave_open(&mut own.report, key.into(), which);
        parts::leave_open(&mut own.prose, which);
    }
    own.findings = reader.findings;
    Some(own)
}

fn read_fields<'k>(
    fields: &mut Fields<'k>,
    place: Place,
    department: &Spanned<String>,
    year: i32,
    project: &'k Project,
    reader: &mut Reader<'_>,
) -> OwnReport {
    let given = |field: Field<String>| field.given().cloned();
    let [mark, code, to, copies, printer] = OF_PROFILE;
    OwnReport {
        report: report::read_elements(fields, place, year, project, Some(department), reader),
        prose: fields
            .listed("正文", reader, |node, reader| parts::texts_by_key(node, "正文", reader)),
        mark: given(parts::line(fields, mark, reader)),
        code: given(parts::line(fields, code, reader)).map(|code| code.value),
        addressees: names(fields, to, reader),
        copies: names(fields, copies, reader),
        printer: given(parts::line(fields, printer, reader)),
        findings: Findings::new(),
    }
}

fn names<'k>(
    fields: &mut Fields<'k>,
    key: &'k str,
    reader: &mut Reader<'_>,
) -> Vec<Spanned<String>> {
    fields.optional(key).and_then(|node| reader.names(node, key)).unwrap_or_default()
}
