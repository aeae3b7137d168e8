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

pub(crate) use form::{Block, Content, Figure, Form, FormTablesOfKinds, Row};
pub(crate) use shown::{DOUBTFUL, Guide, Item, MORE, Shown};
pub(crate) use table::TableContent;
pub(crate) use values::{Given, Values};
pub(crate) use write::{LONGEST, write};

#[cfg(test)]
mod tests;
