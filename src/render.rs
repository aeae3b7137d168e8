//! Rendering: one [`Document`](crate::document::Document) in, the bytes of one output out.

pub mod html;
pub mod markdown;
pub mod pdf;
pub mod sources;
