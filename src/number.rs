//! Numbers as people write them: exact decimals, 约/多, 万/亿, percent, Chinese numerals.
//!
//! Reading is strict, so that a figure means what it says; what is not read comes back
//! as a [`NumberFault`], with the number that was surely meant where there is one.

mod approx_words;
mod arithmetic;
mod beside;
mod chinese;
mod fault;
mod parse;
mod quantity;
mod repair;
pub(crate) mod runs;
mod unit;

pub(crate) use arithmetic::{
    change, change_after, difference, is_percentage_over, percentage, percentage_over,
    round_half_up, round_rate, sum,
};
pub(crate) use chinese::{chinese_numeral, read_chinese};
pub use fault::{NumberFault, NumberReason};
pub(crate) use parse::{is_placeholder, spreadsheet_error};
pub use quantity::{Approx, Quantity};

pub(crate) use unit::{convert, kind_of_unit, other_unit, scale_of_unit};

#[cfg(test)]
mod tests;
