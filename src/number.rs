//! Numbers as people write them: exact decimals, 约/多, 万/亿, percent, Chinese numerals.

use rust_decimal::Decimal;

/// A value as reported: exact, or approximate in one of the field's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    pub value: Decimal,
    pub approx: Approx,
}

/// How an approximate value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approx {
    Exact,
    /// 约1.1
    About,
    /// 近50
    Nearly,
    /// 超过30
    Over,
    /// 400多
    More,
    /// 120余
    Odd,
}
