//! Words: how a fault of YAML is put to people who have never heard of YAML.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What is said of a fault: its code and message, the label of its place, and how to correct
/// it.
pub(super) struct Words {
    code: Code,
    message: Cow<'static, str>,
    label: &'static str,
    help: Cow<'static, str>,
}

impl Words {
    pub(super) fn new(
        code: Code,
        message: impl Into<Cow<'static, str>>,
        label: &'static str,
        help: impl Into<Cow<'static, str>>,
    ) -> Words {
        Words { code, message: message.into(), label, help: help.into() }
    }

    pub(super) fn at(self, span: Span) -> Diagnostic {
        Diagnostic::new(self.code, self.message).at(span, self.label).help(self.help)
    }
}
