//! Packages: the zip files that workbooks (.xlsx) and documents (.docx) of office programs are, with
//! named parts inside (Open Packaging Conventions, ISO/IEC 29500-2).
//!
//! A package that somebody hands in may be damaged, or made to do harm. So it is read within limits,
//! whole and in memory, and nothing that its parts point to outside is ever read.

mod read;
mod write;
mod xml;

pub(crate) use read::{Package, Refusal, Unread, unpacked_size};
pub(crate) use write::pack;
pub(crate) use xml::{Element, Event, Name, Xml, XmlFault};
