//! nianbao 年报: from the departments' YAML to the official annual report.

pub mod catalogue;
pub mod check;
pub mod cli;
pub mod compose;
pub mod diagnostic;
pub mod document;
pub mod figures;
pub mod load;
pub mod number;
pub mod project;
pub mod prose;
pub mod render;
pub mod source;
pub mod template;
pub mod write;
pub mod yaml;
