//! nianbao 年报: from the departments' YAML to the official annual report.

pub mod diagnostic;
pub mod document;
pub mod source;
pub mod yaml;
