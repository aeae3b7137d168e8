//! The numbers that the catalogue itself holds: 范围, 小数位, 缺省, 容差, 幅度.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::number::Quantity;
use crate::source::Spanned;
use crate::yaml::{Node, Reader};

/// The most digits after the point that a figure may have.
pub(crate) const MOST_DECIMALS: u32 = 10;

/// A number that is not negative, exactly.
pub(crate) fn decimal(key: &str, node: Option<Node>, reader: &mut Reader<'_>) -> Option<Decimal> {
    let text = reader.line(node?, key)?;
    let number = Quantity::parse(&text.value).ok().filter(Quantity::is_exact);
    if number.is_none() {
        reader.report(no_number(key, &text, "写一个不小于零的数，只写数字"));
    }
    number.map(|number| number.value)
}

/// 小数位
pub(crate) fn decimals(key: &str, node: Option<Node>, reader: &mut Reader<'_>) -> Option<u32> {
    let text = reader.line(node?, key)?;
    let value = text.value.parse().ok().filter(|value| *value <= MOST_DECIMALS);
    if value.is_none() {
        reader.report(no_number(key, &text, &format!("写 0 到 {MOST_DECIMALS} 的整数")));
    }
    value
}

/// A number that may be negative, exactly.
pub(crate) fn signed_decimal(
    key: &str,
    node: Option<Node>,
    reader: &mut Reader<'_>,
) -> Option<Decimal> {
    let text = reader.line(node?, key)?;
    let number = Quantity::parse_signed(&text.value).ok().filter(Quantity::is_exact);
    if number.is_none() {
        reader.report(no_number(key, &text, "写一个数，只写数字；负数写成 -10"));
    }
    number.map(|number| number.value)
}

fn no_number(key: &str, text: &Spanned<String>, help: &str) -> Diagnostic {
    Diagnostic::new(Code::E0209, format!("{key}不能是“{}”", text.value))
        .at(text.span, "这里要一个数")
        .help(help)
}
