//! The version of the data format.

/// The data format that this program reads: the files under `data/`, their keys and what those
/// mean. It grows by one when an older program would read data wrongly.
pub const DATA_FORMAT: u32 = 1;
