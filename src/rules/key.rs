//! The keys of a kind of rule: what is written under them. Rules are read by this, and the JSON
//! Schema of the catalogue is made from it.

use crate::metric::MetricKind;

/// The word in the place of a list of metrics that stands for all of them.
pub(crate) const ALL: &str = "全部";

/// One key of a rule in the catalogue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// The key, as written.
    pub(crate) word: &'static str,
    /// What is written under it.
    pub(crate) form: Form,
    /// Whether the rule must have it.
    pub(crate) is_required: bool,
    /// Whether its metrics are added to, or compared with, those of the other such keys: then all
    /// have one unit (E0216).
    pub(crate) in_one_unit: bool,
}

/// What is written under a key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// The name of a metric.
    Metric(Wanted),
    /// A list of so many metrics or more, all of them numbers.
    Metrics { at_least: u32 },
    /// A list of metrics, or [`ALL`].
    MetricsOrAll,
    /// 百分之几: a number that is not negative.
    Percent,
    /// 小数位
    Decimals,
    /// 替补: the name of another rule of the same kind, in whose place this one is applied where
    /// figures of that one are missing.
    StandsInFor,
}

/// What a metric under a key has to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted {
    /// 计数, 数量 or 百分比.
    Number,
    /// One 类型 only.
    Kind(MetricKind),
}

impl Wanted {
    pub(crate) fn accepts(self, kind: MetricKind) -> bool {
        match self {
            Wanted::Number => kind.is_number(),
            Wanted::Kind(wanted) => wanted == kind,
        }
    }

    /// As a message says it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Wanted::Number => "计数、数量或者百分比",
            Wanted::Kind(kind) => kind.word(),
        }
    }
}

impl Key {
    /// A metric that is a number, in one unit with the others.
    pub(super) const fn number(word: &'static str) -> Key {
        Key { in_one_unit: true, ..Key::metric(word, Wanted::Number) }
    }

    /// Metrics that are numbers, in one unit with the others.
    pub(super) const fn numbers(word: &'static str, at_least: u32) -> Key {
        Key { in_one_unit: true, ..Key::new(word, Form::Metrics { at_least }) }
    }

    /// A metric that is not compared with the others.
    pub(super) const fn metric(word: &'static str, wanted: Wanted) -> Key {
        Key::new(word, Form::Metric(wanted))
    }

    /// A key that the rule must have.
    pub(super) const fn new(word: &'static str, form: Form) -> Key {
        Key { word, form, is_required: true, in_one_unit: false }
    }

    /// A key that the rule may have.
    pub(super) const fn optional(word: &'static str, form: Form) -> Key {
        Key { is_required: false, ..Key::new(word, form) }
    }
}
