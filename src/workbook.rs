//! Workbooks (.xlsx): the form of a department for people who work in Excel or WPS.
//!
//! A form is one value ([`Form`]): which sheets, rows, columns and keys it has. It follows from the
//! project, the department and the year, so whoever writes a workbook and whoever reads it back build
//! it alike. What is written into its cells stands for a department's file of YAML: nothing that such
//! a file may say has no place in it.

mod fill;
mod form;
pub(crate) mod label;
mod names;
pub(crate) mod read;
mod shown;
mod table;
mod values;
mod write;

pub(crate) use fill::{Arithmetic, Expression, Fill};
pub(crate) use form::{
    BLANKS, Block, CONTINUED, Content, Figure, Form, FormTablesOfKinds, ITEM, OwnKey, OwnShape,
    Row, Sheet, THEME, VERSION, own_keys,
};
pub(crate) use shown::{Guide, Item, Shown};
pub(crate) use table::{Table, TableCell, TableContent, TableFill};
pub(crate) use values::{Contents, Given, OwnValue, Remark, Values};
pub(crate) use write::write;

#[cfg(test)]
mod tests;
