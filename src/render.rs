//! Rendering: one [`Document`](crate::document::Document) in, the bytes of one output out.

pub mod pdf;
