//! Writing a form as a workbook.
//!
//! The same form always gives the same bytes: the day in the document's properties is fixed, and the
//! parts bear the first day that a zip file knows.

mod checks;
mod figures;
pub(super) mod formula;
mod guide;
mod own;
mod page;
pub(super) mod plan;
mod record;
mod style;
mod table;
mod texts;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use rustc_hash::FxHashMap;

use self::plan::Plan;
use self::record::Names;
use self::style::Styles;
use super::form::{Content, Form};
use super::label;
use super::shown::Shown;
use super::values::Values;

/// The longest text that a cell can hold, in UTF-16 units.
pub(crate) const LONGEST: usize = 32_767;

/// What the sheets are written from.
struct Job<'a> {
    form: &'a Form,
    values: &'a Values,
    shown: &'a Shown,
    plan: Plan<'a>,
    /// The reasons that stand beside their figures.
    beside: FxHashMap<&'a str, &'a str>,
    styles: Styles,
}

/// A form with values filled in, as the bytes of a workbook.
///
/// # Errors
/// Where a value does not fit into a cell; the words of the error are for a log.
pub(crate) fn write(form: &Form, values: &Values, shown: &Shown) -> Result<Vec<u8>, String> {
    written(form, values, shown).map_err(|error| error.to_string())
}

fn written(form: &Form, values: &Values, shown: &Shown) -> Result<Vec<u8>, XlsxError> {
    let plan = Plan::new(form, values);
    let beside = texts::beside(form, values);
    let job = Job { form, values, shown, plan, beside, styles: Styles::new() };
    let mut workbook = Workbook::new();
    workbook.set_default_format(&style::plain(), style::ROW_PIXELS, style::COLUMN_PIXELS)?;
    let day = ExcelDateTime::from_ymd(u16::try_from(form.year).unwrap_or(2000), 12, 31)?;
    let title = format!("{}{}年度填报表", form.department, form.year);
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&day);
    workbook.set_properties(&properties);
    let mut names = Names::default();
    for sheet in &form.sheets {
        let mut page = Worksheet::new();
        page.set_name(&sheet.name)?;
        names.show(label::record::SHEET, &sheet.name);
        job.sheet(&mut page, &sheet.name, &sheet.content, &mut names)?;
        workbook.push_worksheet(page);
    }
    workbook.push_worksheet(record::choices(&job)?);
    workbook.push_worksheet(record::record(&job, &names)?);
    names.define(&mut workbook)?;
    workbook.save_to_buffer()
}

impl Job<'_> {
    fn sheet(
        &self,
        page: &mut Worksheet,
        name: &str,
        content: &Content,
        names: &mut Names,
    ) -> Result<(), XlsxError> {
        match content {
            Content::Guide => guide::write(self, page, names),
            Content::Figures(rows) => figures::write(self, page, rows, names),
            Content::Table(table) => table::write(self, page, (name, table), names),
            Content::Prose(block) => texts::prose(self, page, (name, block), names),
            Content::Entries { block, key, parts } => {
                texts::entries(self, page, (name, block, key), parts, names)
            }
            Content::Remarks => texts::remarks(self, page, names),
            Content::OwnReport { block, keys } => {
                own::write(self, page, (name, block), keys, names)
            }
        }
    }
}
