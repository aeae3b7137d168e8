//! nianbao 年报: from the departments' YAML to the official annual report.
//!
//! The line is [`examine()`], which reads and checks a year, then [`make()`], which makes the files of
//! its report:
//!
//! ```text
//! data/2024/*.yaml ─load▶ Submissions ─check▶ Figures ─compose▶ Document ─render▶ bytes ─write▶ output/2024/
//! ```
//!
//! [`files`] reads, [`mod@write`] writes; everything between takes values and gives values. What each
//! stage finds wrong comes with its value ([`findings`]). ARCHITECTURE.md says what each module is
//! for, and where to add things.
//!
//! # Example
//!
//! A report on fees of a kind of its own, from texts that no disk holds:
//!
//! ```
//! use nianbao::files::Files;
//! use nianbao::render::markdown;
//! use nianbao::{Options, examine, make};
//!
//! let files = Files::default()
//!     .with_unsaved("templates/收费/kind.yaml", "\
//! 名称: 收费年度报告
//! 文件名: 收费年报
//! 主题: [收费]
//! 内容: [{键: 提纲, 形式: 提纲, 名称: 收费情况}]
//! ")
//!     .with_unsaved(
//!         "templates/fees.md.tera",
//!         "# 收费报告\n\n{{ \"收费数\" | figure }}\n\n\
//!         {% for theme in themes %}\n## {{ theme.heading }}\n\n\
//!         {% for item in theme.items %}\n### {{ item.heading }}\n\n\
//!         {% for paragraph in item.paragraphs %}\n{{ paragraph }}\n\n\
//!         {% endfor %}{% endfor %}{% endfor %}\n",
//!     )
//!     .with_unsaved("data/profile.yaml", "\
//! 发文机关: 示例市示例区人民政府
//! 主送机关: [区人大常委会]
//! 印发机关: 示例市示例区人民政府办公室
//! 报告: [收费]
//! 版式: fees
//! 部门: [{名称: 区司法局, 简称: 司法局}]
//! ")
//!     .with_unsaved("data/catalogue.yaml", "\
//! 指标:
//!   - {名称: 收费数, 主题: 收费, 单位: 元, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 实收}
//! ")
//!     .with_unsaved("data/2024/report.yaml", "\
//! 年度: 2024
//! 成文日期: 2025-01-13
//! 提纲:
//!   - {主题: 收费, 标题: 收费, 条目: [{键: 收费, 标题: 收费, 部门: [区司法局]}]}
//! ")
//!     .with_unsaved("data/2024/区司法局.yaml", "\
//! 部门: 区司法局
//! 年度: 2024
//! 指标:
//!   收费数: 12
//! 正文:
//!   收费: 共收{{收费数}}。
//! ");
//! let mut examined = examine(files, 2024, &Options::default());
//! assert!(!examined.findings.has_errors(), "{:?}", examined.findings);
//! let year = examined.year.expect("what has no errors is a checked year");
//! let report = make(&year, &[markdown::FORMAT], &mut examined.sources);
//! assert_eq!(report.value[0].name, "收费年报.md");
//! assert!(String::from_utf8_lossy(&report.value[0].bytes).contains("12元"));
//! ```

mod batch;
pub mod bounds;
mod builtin;
pub mod catalogue;
mod cells;
mod changes;
mod chart;
pub mod check;
pub mod cli;
mod compare;
mod compose;
pub mod convert;
#[cfg(test)]
#[path = "../tests/suite/support/cpu.rs"]
mod cpu;
mod csv;
pub mod diagnostic;
pub mod district;
pub mod document;
pub mod edition;
mod examine;
pub mod files;
pub mod findings;
pub mod fix;
pub mod font;
mod form_table;
pub mod forms;
#[cfg(fuzzing)]
pub mod fuzzing;
mod hash;
pub mod kind;
pub mod layout;
pub mod load;
pub mod make;
mod manifest;
mod metric;
pub mod number;
mod package;
pub mod project;
mod prose;
pub mod render;
mod returned;
mod revise;
mod rules;
pub mod schema;
mod scope;
mod sent;
pub mod source;
pub mod status;
pub mod template;
mod text;
mod unit;
mod verify;
mod words;
mod workbook;
pub mod write;
pub mod yaml;

pub use crate::edition::Options;
pub(crate) use crate::examine::examine_from;
pub use crate::examine::{Examined, Reading, Year, examine};
pub use crate::make::make;
