//! Placeholders: whether one can be read, whether its metric is known, and whether it can be
//! printed as it asks.

use rust_decimal::Decimal;

use super::{Line, Passage, ProseChecker, State};
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::number::{self, Approx, Quantity};
use crate::prose::{Form, Placeholder, SHARE};
use crate::source::Span;

impl ProseChecker<'_> {
    pub(super) fn placeholder(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        let span = || self.locate(passage, &placeholder.range);
        let Some(line) = self.ledger.line(&placeholder.name) else {
            let unknown = self.unknown(&placeholder.name, span());
            // A former name is certain; the form stays.
            let typed = passage.text.value.get(placeholder.range.clone()).unwrap_or_default();
            let certain = || self.context.catalogue.certain(&placeholder.name);
            return Some(match self.ledger.current_name(&placeholder.name).or_else(certain) {
                Some(current) => {
                    let right = typed.replacen(&placeholder.name, current, 1);
                    self.edited(unknown, passage, &placeholder.range, &right)
                }
                None => unknown,
            });
        };
        let metric = line.metric;
        if let Some(fault) = self.without_own(placeholder, passage) {
            return Some(fault);
        }
        if let State::Missing
        | State::Faulty
        | State::Undefined
        | State::Approximate
        | State::Incomplete = line.state
            && !self.has_own(placeholder, passage)
        {
            return self.unprintable(line, span());
        }
        let diagnostic = |code, message: String, label: String| {
            Some(Diagnostic::new(code, message).at(span(), label))
        };
        match (&placeholder.form, self.printed(placeholder, passage)) {
            (Form::Full, _) | (Form::Number | Form::Change, Some(_)) => None,
            (Form::Share(share), Some(_)) => {
                self.share(placeholder, share, passage).err().flatten().map(|fault| *fault)
            }
            (Form::Number | Form::Unit(_) | Form::Change | Form::Share(_), None) => diagnostic(
                Code::E0704,
                format!("“{}”不是数，只能整体引用", metric.name),
                "不能取数、换单位、作同比或者算占比".into(),
            )
            .map(|diagnostic| diagnostic.help(format!("改为 {{{{{}}}}}", metric.name))),
            (Form::Unit(unit), Some(now)) => {
                if let Some(value) = number::convert(now.value, &metric.unit, unit) {
                    // 0.04万多条 is no way to say 400多条.
                    let is_part = matches!(now.approx, Approx::More | Approx::Odd)
                        && value.abs() < Decimal::ONE;
                    let fault = diagnostic(
                        Code::E0705,
                        format!("“{}”不到1{unit}，带“多”“余”的数不能换成“{unit}”", metric.name),
                        format!("会印成“{}”", Quantity { value, ..now }.with_unit(unit)),
                    );
                    return fault
                        .filter(|_| is_part)
                        .map(|fault| fault.help(format!("改为 {{{{{}}}}}", metric.name)));
                }
                if self.kinds.contains(number::kind_of_unit(unit)) {
                    return diagnostic(
                        Code::E0705,
                        format!("“{}”的单位是“{}”，不能换成“{unit}”", metric.name, metric.unit),
                        "不是同一类单位".into(),
                    )
                    .map(|diagnostic| diagnostic.help(format!("改为 {{{{{}}}}}", metric.name)));
                }
                let meant = nearest(unit, ["数", "同比", metric.unit.as_str()])
                    .filter(|meant| meant.chars().count() > 1 && is_misspelt(unit, meant));
                diagnostic(
                    Code::E0704,
                    format!("占位符没有“|{unit}”这种写法"),
                    meant.map_or_else(|| "不认识".into(), |meant| format!("是否指“|{meant}”")),
                )
                .map(|diagnostic| match unit.starts_with(SHARE) {
                    true => diagnostic.help(format!(
                        "占比写成 {{{{{0}|占:分母的指标}}}}，要定小数位的写 {{{{{0}|占:分母的指标:1}}}}",
                        metric.name
                    )),
                    false => diagnostic.help(format!(
                        "可以写 {{{{{0}}}}}、{{{{{0}|数}}}}、{{{{{0}|同比}}}}，或者 | 后写同类单位",
                        metric.name
                    )),
                })
            }
        }
    }

    /// The fault of a placeholder that asks for the change on last year (同比) where there is none.
    pub(super) fn incomparable(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        let line = self.ledger.line(&placeholder.name)?;
        let metric = line.metric;
        let now = self.printed(placeholder, passage)?;
        if placeholder.form != Form::Change || self.change_in(placeholder, now, passage).is_some() {
            return None;
        }
        let before = self.before(placeholder, passage);
        if before.is_none()
            && !self.has_own(placeholder, passage)
            && let Some((only_now, only_then)) = self.last_year.of_one_year(line)
        {
            let fault = format!("“{}”没有可比的上年数", metric.name);
            let fault = Diagnostic::new(Code::E0603, fault)
                .at(self.locate(passage, &placeholder.range), "两年填报的部门不同，两个合计不能比");
            let fault = [("只有本年填报", only_now), ("只有上年填报", only_then)]
                .into_iter()
                .filter(|(_, names)| !names.is_empty())
                .fold(fault, |fault, (key, names)| fault.note(key, names.join("、")));
            return Some(fault.help(
                "请没有填报的部门补报，没有发生的填 0；确实不能比的，删去“|同比”，直接写本年数",
            ));
        }
        let (label, help) = match &before {
            Some((before, _)) if is_negative(now) && is_positive(*before) => {
                ("本年是负数，不能作同比", "删去“|同比”，直接写本年数")
            }
            None if self.last_year.may_have_lost(&metric.name) => {
                ("上年的数没有取用", "改正上一年度的文件，或者删去“|同比”，直接写本年数")
            }
            None => ("上年没有填报", "补上上一年度的数据，或者删去“|同比”，直接写本年数"),
            Some((before, _)) if now.is_exact() && before.is_exact() => {
                let label = match before.value.is_sign_negative() {
                    true => "上年是负数，不能作同比",
                    false => "上年是 0，不能作同比",
                };
                (label, "删去“|同比”，直接写本年数")
            }
            Some(_) => ("有一年是概数，不能作同比", "删去“|同比”，直接写本年数"),
        };
        let fault = Diagnostic::new(Code::E0603, format!("“{}”没有可比的上年数", metric.name))
            .at(self.locate(passage, &placeholder.range), label);
        let spans = before.into_iter().flat_map(|(_, spans)| spans);
        Some(spans.fold(fault, |fault, span| fault.also(span, "上年")).help(help))
    }

    /// Its change on last year in the field's words.
    pub(super) fn change(&self, metric: &Metric, now: Quantity) -> Option<String> {
        let before = self.last_year.number(&metric.name)?;
        let rate = self.context.catalogue.rate_decimals(metric);
        number::change(now, before.quantity, rate)
    }

    pub(super) fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let fault = Diagnostic::new(Code::E0701, format!("引用的指标“{name}”不在指标目录中"));
        if let Some(current) = self.ledger.current_name(name) {
            return fault
                .at(span, format!("已经改名为“{current}”"))
                .help(format!("改为 {{{{{current}}}}}"));
        }
        let catalogue = self.context.catalogue;
        if let Some(family) = catalogue.family(name) {
            let member = family.members.first().map_or("", String::as_str);
            return fault
                .at(span, "按成员填报，没有总计")
                .help(format!("引用一个成员，如 {{{{{member}}}}}"));
        }
        match catalogue.certain(name).or_else(|| self.ledger.nearest(name)) {
            Some(meant) => {
                fault.at(span, format!("是否指“{meant}”")).help(format!("改为 {{{{{meant}}}}}"))
            }
            None => fault
                .at(span, "没有登记")
                .help("核对指标名称；确是新指标的，先在指标目录中登记并填报"),
        }
    }

    /// What can never be printed, at the place that asks for it; what merely was not reported
    /// is reported once for all places.
    fn unprintable(&self, line: &Line<'_>, span: Span) -> Option<Diagnostic> {
        let metric = line.metric;
        let diagnostic = Diagnostic::new(Code::E0706, format!("引用的指标“{}”没有数", metric.name));
        if let Some(content) = &metric.taken_from {
            return Some(
                diagnostic
                    .at(span, "不能在正文中引用")
                    .help(format!("删去这处引用；{}", content.place())),
            );
        }
        let undefined = matches!(line.state, State::Undefined);
        undefined
            .then(|| diagnostic.at(span, "分母为零，没有比率").help("改写这一句，如“未发生……”"))
    }
}

fn is_negative(number: Quantity) -> bool {
    number.is_exact() && !number.value.is_zero() && number.value.is_sign_negative()
}

fn is_positive(number: Quantity) -> bool {
    number.is_exact() && !number.value.is_zero() && number.value.is_sign_positive()
}

/// Whether a word is one mistyped, and not another of two characters: 美元 is no 亿元.
fn is_misspelt(word: &str, meant: &str) -> bool {
    let sorted = |word: &str| {
        let mut chars: Vec<char> = word.chars().collect();
        chars.sort_unstable();
        chars
    };
    let (word, meant) = (sorted(word), sorted(meant));
    word.len() > 2 || word.len() != meant.len() || word == meant
}
