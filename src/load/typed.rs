//! A value as it was typed, whatever is to stand there.

use std::borrow::Cow;

use super::{Typed, Written};
use crate::source::Sources;
use crate::yaml::{Kind, Node, Style, doubtful_remark, unfolded};

/// A value as typed.
pub(super) fn typed(node: Node, sources: &Sources) -> Typed {
    let Node { span, kind } = node;
    let written = match kind {
        Kind::Null => {
            let remark = doubtful_remark(span, sources);
            Written::Nothing(remark.map(|remark| sources.text(remark).to_owned()))
        }
        Kind::Scalar { text, style } => Written::Text {
            text: match unfolded(&text, style, sources.text(span)) {
                Cow::Borrowed(_) => text,
                Cow::Owned(joined) => joined.into(),
            },
            is_plain: style == Style::Plain,
        },
        Kind::List(items) => {
            Written::List(items.into_iter().map(|item| typed(item, sources)).collect())
        }
        Kind::Map(_) => Written::Map,
    };
    Typed { span, written }
}
