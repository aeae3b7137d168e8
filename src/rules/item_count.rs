//! 项数: a number is the length of the list that it counts.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::point;
use super::{Checked, Key, Kind, LedgerView, Relation, RuleReader, Wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::{MetricKind, Value};
use crate::source::Span;
use crate::text::bare_name;

const NUMBER: Key = Key::metric("项数", Wanted::Kind(MetricKind::Count));
const LIST: Key = Key::metric("名单", Wanted::Kind(MetricKind::Text));

pub(super) const KIND: Kind = Kind { word: "项数", keys: &[NUMBER, LIST], read };

#[derive(Debug)]
struct ItemCount {
    number: String,
    list: String,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (number, list) = (rule.metric(&NUMBER), rule.metric(&LIST));
    Some(Arc::new(ItemCount { number: number?, list: list? }))
}

impl Relation for ItemCount {
    fn operands(&self) -> Vec<&str> {
        vec![&self.number, &self.list]
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let count = ledger.typed(&self.list).and_then(|(value, _)| count(value));
        count.map(|count| (self.number.as_str(), Decimal::from(count))).into_iter().collect()
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        if let Some((Value::Text(text), span)) = ledger.typed(&self.list)
            && let Some((fault, label)) = untold(text)
        {
            return Ok(Some(self.not_a_list(
                &fault,
                (span, label),
                &inside(text).replace(is_other, "、"),
            )));
        }
        if let Some((Value::Text(text), span)) = ledger.typed(&self.list)
            && let Some((name, bare)) = untidy(text)
        {
            let message = format!("“{}”的名单里，“{name}”不只是一个名称", self.list);
            let found = Diagnostic::new(Code::E0416, message).at(span, "名称之外还有别的");
            let help = format!("“{name}”改为“{bare}”；序号、标点和“等”不写在名单里");
            return Ok(Some(found.help(help)));
        }
        let list = ledger.typed(&self.list).and_then(|(value, span)| Some((count(value)?, span)));
        let Some((number, (count, span))) = ledger.exact(&self.number).zip(list) else {
            return Ok(None);
        };
        if number.quantity.value == Decimal::from(count) {
            return Ok(None);
        }
        // 甲和乙 may be one name; the number says whether it is.
        if let Some((Value::Text(text), _)) = ledger.typed(&self.list)
            && let apart = text.replace(['和', '与', '及', '“', '”'], "、")
            && number.quantity.value == Decimal::from(bare_names(&apart).len())
        {
            let at = (span, "会被当作一个名称");
            return Ok(Some(self.not_a_list("几个名称之间没有用逗号", at, &apart)));
        }
        let found = Diagnostic::new(Code::E0507, format!("“{}”与名单的项数不符", number.name));
        let found = point(found, &number, true, &format!("填报 {}", number.quantity));
        Ok(Some(
            found
                .also(span, format!("名单有 {count} 项"))
                .help(format!("核对名单；名单无误的，“{}”改为 {count}", number.name)),
        ))
    }
}

impl ItemCount {
    /// A list that was typed as a text, with the list that was meant.
    fn not_a_list(&self, fault: &str, (span, label): (Span, &str), text: &str) -> Diagnostic {
        let list = bare_names(text).join(", ");
        Diagnostic::new(Code::E0142, format!("“{}”的{fault}", self.list))
            .at(span, label)
            .help(format!("改用半角逗号：[{list}]"))
    }
}

/// The names of a text, without what is none of them.
fn bare_names(text: &str) -> Vec<&str> {
    names(text).map(bare_name).filter(|name| !name.is_empty()).collect()
}

/// What parts names, but not those of a list in one line.
fn is_other(c: char) -> bool {
    matches!(c, '；' | ';' | ',' | '/' | '／') || c.is_whitespace()
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// A list without the brackets around all of it.
fn inside(text: &str) -> &str {
    const PAIRS: [(char, char); 5] =
        [('（', '）'), ('(', ')'), ('《', '》'), ('｛', '｝'), ('“', '”')];
    let text = text.trim();
    let text = if text.contains(['[', '［']) { text } else { text.trim_end_matches([']', '］']) };
    let within = |(open, close): &(char, char)| text.strip_prefix(*open)?.strip_suffix(*close);
    PAIRS.iter().find_map(within).filter(|inside| names(inside).count() > 1).unwrap_or(text)
}

/// What is wrong with the marks of a list that was typed as a text, which is printed as it is.
fn untold(text: &str) -> Option<(String, &'static str)> {
    let inside = inside(text);
    if inside.len() < text.trim().len() {
        return Some(("名单外面写了括号".to_owned(), "会照原样印出"));
    }
    // A blank is told as one too many.
    let is_mark = |c: &char| is_other(*c) && !is_blank(*c);
    let mut marks = text.split(['、', '，']).filter_map(|name| name.trim().chars().find(is_mark));
    Some(match marks.next()? {
        ',' => ("几个名称之间用了“,”".to_owned(), "会照原样印出"),
        '\n' => ("几个名称写成了几行".to_owned(), "会被当作一个名称"),
        mark => (format!("几个名称之间用了“{mark}”"), "会被当作一个名称"),
    })
}

/// The names of a list that was typed in one line: 甲、乙、丙.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '，', ',']).map(str::trim)
}

/// The first name there with something that is none of it, and without that.
fn untidy(text: &str) -> Option<(&str, &str)> {
    let mut named = names(text).map(|name| (name, bare_name(name)));
    named.find(|(name, bare)| bare != name && !bare.is_empty())
}

/// How many names a list has; none where blanks may part some of them.
fn count(value: &Value) -> Option<usize> {
    match value {
        Value::List(items) => Some(items.len()),
        Value::Text(text) if names(text).any(|name| name.contains(is_blank)) => None,
        Value::Text(text) => Some(names(text).count()),
        Value::Number(_) | Value::Boolean(_) => None,
    }
}
