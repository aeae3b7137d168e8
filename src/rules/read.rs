//! Reading the rules of the catalogue, and what must hold between several of them.

mod members;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{ALL, Form, KINDS, Key, Kind, Rule, Wanted, circle, totals};
use crate::bounds::RULES;
use crate::diagnostic::{Code, Diagnostic, Guesses};
use crate::findings::Findings;
use crate::metric::{self, Families, Metric, Metrics, Names, Share, clash};
use crate::source::{Span, Spanned};
use crate::text::differs_in_marks;
use crate::yaml::{Fields, Node, Reader};

use members::Operands;

/// What rules may name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'r> {
    /// The metrics of the catalogue.
    pub(crate) metrics: &'r Metrics,
    /// Those of them that come from one with a dimension.
    pub(crate) families: &'r Families,
    /// The names that metrics bear, also metrics that were left out for their faults: rules that
    /// use them are not blamed.
    pub(crate) names: &'r Names,
    /// For names of metrics that are none.
    pub(crate) guesses: &'r Guesses,
}

/// Reads 勾稽规则 of several catalogues, each of a kind of report, after the sums that metrics with a
/// dimension are.
pub(crate) fn read(
    lists: Vec<(Node, Arc<str>)>,
    known: Known<'_>,
    reader: &mut Reader<'_>,
) -> Vec<Rule> {
    let mut items = Vec::new();
    for (node, report) in lists {
        let list = reader.list_within(node, "勾稽规则", &RULES).unwrap_or_default();
        items.extend(list.into_iter().map(|item| (item, Arc::clone(&report))));
    }
    let mut rules = totals(known.families, known.metrics);
    let mut seen: FxHashMap<String, Span> = FxHashMap::default();
    let mut stand_ins = Vec::new();
    for (item, report) in items {
        let place = item.span;
        let Some(mut fields) = reader.fields(item, "勾稽规则", None) else { continue };
        let written = (!known.families.is_empty()).then(|| fields.clone());
        let mut rule = RuleReader::new(&mut fields, reader, known);
        let (read, kind) = rule.read(&report, &mut seen);
        let dimension = rule.dimension();
        stand_ins.extend(rule.stands_in_for.zip(kind));
        fields.finish(reader);
        match (read, dimension, written) {
            (Some(rule), Ok(Some(dimension)), Some(written)) => {
                rules.extend(members::expand(rule, &dimension, &written, known, reader));
            }
            (read, Ok(_), _) => rules.extend(read),
            (_, Err(fault), _) => reader.report(*fault),
        }
        if rules.len() > RULES.size() {
            let fault = Diagnostic::new(Code::E0125, RULES.passed(None))
                .at(place, "从这一条起没有读")
                .note("说明", "按维度分的规则，每个成员算一条")
                .help("减少规则，或者减少维度的成员");
            reader.report(fault);
            break;
        }
    }
    reader.findings.extend(check_stand_ins(&stand_ins, &rules, &seen));
    reader.findings.extend(check_computations(&rules));
    reader.findings.extend(circle::check(&rules));
    rules
}

/// One rule being read, key by key.
#[derive(Debug)]
pub(crate) struct RuleReader<'r, 'a> {
    fields: &'r mut Fields<'static>,
    reader: &'r mut Reader<'a>,
    known: Known<'r>,
    /// The member for which the rule is read; none where it is read as written.
    share: Option<Share>,
    operands: Operands<'r>,
    /// Its metrics so far, and where they stand.
    used: FxHashMap<String, Span>,
    /// Those of them that must have one unit.
    in_one_unit: Vec<String>,
    stands_in_for: Option<Spanned<String>>,
}

impl<'r, 'a> RuleReader<'r, 'a> {
    fn new(
        fields: &'r mut Fields<'static>,
        reader: &'r mut Reader<'a>,
        known: Known<'r>,
    ) -> RuleReader<'r, 'a> {
        RuleReader {
            fields,
            reader,
            known,
            share: None,
            operands: Operands::default(),
            used: FxHashMap::default(),
            in_one_unit: Vec::new(),
            stands_in_for: None,
        }
    }
}

impl RuleReader<'_, '_> {
    /// The rule, and its kind even where the rule is faulty.
    fn read(
        &mut self,
        report: &Arc<str>,
        seen: &mut FxHashMap<String, Span>,
    ) -> (Option<Rule>, Option<&'static Kind>) {
        let name = self.fields.required("名称", self.reader);
        let name = name.and_then(|node| self.reader.line(node, "规则名称"));
        if let Some(name) = &name {
            if let Some(first) = seen.get(&name.value) {
                let help = match first.file == name.span.file {
                    true => "换一个名称，或者删去重复的一条".to_owned(),
                    false => {
                        let path = &self.reader.sources.get(first.file).path;
                        format!("是同一条规则的，从 {path} 里删去这一条；不是的，换一个名称")
                    }
                };
                self.report(clash("规则", name, *first).help(help));
            } else {
                seen.insert(name.value.clone(), name.span);
            }
        }
        let level = self.fields.required("级别", self.reader);
        let is_error = level
            .and_then(|node| self.reader.word(node, "级别", &[("错误", true), ("警告", false)]));
        let reason = self.fields.required("说明", self.reader);
        let reason = reason.and_then(|node| self.reader.line(node, "说明"));
        let is_quiet = self.fields.optional("缺数");
        let is_quiet = is_quiet
            .and_then(|node| self.reader.word(node, "缺数", &[("提示", false), ("不提示", true)]))
            .unwrap_or(false);
        let words: Vec<(&str, &'static Kind)> =
            KINDS.iter().map(|kind| (kind.word, kind)).collect();
        let kind = self.fields.required("类型", self.reader);
        let Some(kind) = kind.and_then(|node| self.reader.word(node, "规则类型", &words))
        else {
            // What else such a rule may hold is not known; nothing more is said of it.
            self.fields.forget();
            return (None, None);
        };
        let relation = (kind.read)(self);
        if relation.is_some() {
            self.check_units();
        }
        let rule = (|| {
            let (name, relation, is_error, reason) = (name?, relation?, is_error?, reason?.value);
            let span = name.span;
            Some(Rule {
                name: name.value,
                span,
                report: Arc::clone(report),
                kind,
                relation,
                is_error,
                reason,
                is_quiet,
                share: None,
            })
        })();
        (rule, Some(kind))
    }

    /// Adds what is wrong with the rule.
    pub(super) fn report(&mut self, found: Diagnostic) {
        self.reader.report(found);
    }

    /// Where the rule stands.
    pub(super) fn span(&self) -> Span {
        self.fields.span()
    }

    /// Whether a key stands there.
    pub(super) fn has(&self, key: &Key) -> bool {
        self.fields.key_span(key.word).is_some()
    }

    /// What the catalogue says of a metric, and where this rule names it.
    pub(super) fn metric_used(&self, name: &str) -> Option<(&Metric, Span)> {
        let metric = self.known.metrics.get(name)?;
        Some((metric, self.used.get(name).copied().unwrap_or(metric.name_span)))
    }

    /// The metric under a key of [`Form::Metric`].
    pub(super) fn metric(&mut self, key: &Key) -> Option<String> {
        let wanted = match key.form {
            Form::Metric(wanted) => wanted,
            _ => Wanted::Number,
        };
        let node = self.node(key)?;
        let name = self.reader.line(node, key.word)?;
        let fits = self.is_operand(&name, wanted);
        self.keep_for_units(key, std::slice::from_ref(&name));
        fits.then(|| self.operand(&name))
    }

    /// The metrics under a key of [`Form::Metrics`].
    pub(super) fn metrics(&mut self, key: &Key) -> Option<Vec<String>> {
        let node = self.node(key)?;
        let names = self.list(key, node)?;
        Some(names.iter().map(|name| self.operand(name)).collect())
    }

    /// The metrics under a key of [`Form::MetricsOrAll`]; within, none for all.
    pub(super) fn metrics_or_all(&mut self, key: &Key) -> Option<Option<Vec<String>>> {
        let node = self.node(key)?;
        match node.as_text() {
            Some(ALL) => Some(None),
            _ => {
                let names = self.list(key, node)?.into_iter().map(|name| name.value);
                Some(Some(self.each(names.collect())))
            }
        }
    }

    /// The number under a key of [`Form::Percent`].
    pub(super) fn percent(&mut self, key: &Key) -> Option<Decimal> {
        let node = self.node(key);
        metric::decimal(key.word, node, self.reader)
    }

    /// The number under a key of [`Form::Decimals`].
    pub(super) fn decimals(&mut self, key: &Key) -> Option<u32> {
        let node = self.node(key);
        metric::decimals(key.word, node, self.reader)
    }

    /// The name under a key of [`Form::StandsInFor`].
    pub(super) fn stands_in_for(&mut self, key: &Key) -> Option<String> {
        let node = self.node(key)?;
        self.stands_in_for = self.reader.line(node, key.word);
        self.stands_in_for.as_ref().map(|rule| rule.value.clone())
    }

    fn node(&mut self, key: &Key) -> Option<Node> {
        match key.is_required {
            true => self.fields.required(key.word, self.reader),
            false => self.fields.optional(key.word),
        }
    }

    fn list(&mut self, key: &Key, node: Node) -> Option<Vec<Spanned<String>>> {
        let span = node.span;
        let names = self.reader.names(node, key.word)?;
        if names.is_empty() {
            self.report(
                Diagnostic::new(Code::E0131, format!("“{}”里没有指标", key.word))
                    .at(span, "这里是空的")
                    .help("写成 [甲, 乙]，至少一个指标"),
            );
        }
        // Each is looked at, so that all faults are found.
        let fit = names.iter().filter(|name| self.is_operand(name, Wanted::Number)).count();
        self.keep_for_units(key, &names);
        (fit == names.len() && fit > 0).then_some(names)
    }

    fn keep_for_units(&mut self, key: &Key, names: &[Spanned<String>]) {
        if key.in_one_unit {
            self.in_one_unit.extend(names.iter().map(|name| name.value.clone()));
        }
    }

    /// Whether a name is that of a metric that can stand here.
    fn is_operand(&mut self, name: &Spanned<String>, wanted: Wanted) -> bool {
        if let Some(first) = self.used.insert(name.value.clone(), name.span) {
            self.report(
                Diagnostic::new(Code::E0212, format!("“{}”在同一条规则里用了两次", name.value))
                    .at(name.span, "又用了一次")
                    .also(first, "先用在这里")
                    .help("删去多余的一个"),
            );
            return false;
        }
        let family = self.known.family(&name.value).map(|(family, _)| family);
        // One without a total is no metric itself.
        let of_family = family.and_then(|family| self.known.metrics.get(family.members.first()?));
        if let Some(metric) = self.known.metrics.get(&name.value).or(of_family) {
            if wanted.accepts(metric.kind) {
                return true;
            }
            self.report(
                Diagnostic::new(
                    Code::E0211,
                    format!("“{}”的类型是“{}”，不能用在这里", name.value, metric.kind.word()),
                )
                .at(name.span, format!("这里要{}指标", wanted.word()))
                .also(metric.name_span, "这个指标")
                .help("换一个指标，或者改正它的类型"),
            );
            return false;
        }
        let metrics = self.known.metrics.values();
        let renamed = metrics.clone().find(|metric| metric.former_names.contains(&name.value));
        let fault = Diagnostic::new(Code::E0210, format!("指标目录里没有“{}”", name.value));
        let found = match renamed {
            Some(metric) => fault
                .at(name.span, format!("已改名为“{}”", metric.name))
                .also(metric.name_span, "现在的名称")
                .help(format!("改为“{}”", metric.name)),
            // A metric with a fault of its own, or with the name of another, which is reported there.
            None if self.known.is_faulty(&name.value) || self.known.names.has_namesakes() => {
                return false;
            }
            None => match self
                .known
                .guesses
                .nearest(&name.value, metrics.map(|metric| metric.name.as_str()))
            {
                Some(meant) => fault
                    .at(name.span, format!("是否指“{meant}”"))
                    .help(format!("改为“{meant}”"))
                    .edit_where(differs_in_marks(&name.value, meant), name.span, meant),
                None => {
                    fault.at(name.span, "没有这个指标").help("核对名称；新的指标先加到“指标”里")
                }
            },
        };
        self.report(found);
        false
    }

    /// Figures that a rule adds or compares are in one unit.
    fn check_units(&mut self) {
        let mut metrics = self.in_one_unit.iter().filter_map(|name| self.metric_used(name));
        let Some((first, first_at)) = metrics.next() else { return };
        let Some((other, other_at)) = metrics.find(|(other, _)| !first.is_in_one_unit_with(other))
        else {
            return;
        };
        let fault = Diagnostic::new(
            Code::E0216,
            format!("“{}”和“{}”的单位不同，不能放在一条规则里", first.name, other.name),
        );
        let fault = fault
            .at(other_at, format!("单位是{}", other.unit))
            .also(first_at, format!("单位是{}", first.unit))
            .help("把这些指标的单位改成一样的，填报的数同时改过来；或者换一个指标");
        self.report(fault);
    }
}

/// 替补 names another rule of the same kind, and one that is no 替补 itself.
fn check_stand_ins(
    stand_ins: &[(Spanned<String>, &'static Kind)],
    rules: &[Rule],
    seen: &FxHashMap<String, Span>,
) -> Findings {
    let (mut findings, guesses) = (Findings::new(), Guesses::default());
    for (named, kind) in stand_ins {
        let word = kind.word;
        let fault = |message: String| Diagnostic::new(Code::E0215, message);
        findings.report(match rules.iter().find(|rule| rule.name == named.value) {
            Some(rule) if rule.kind.word != word => {
                fault(format!("“{}”不是“{word}”的规则", named.value))
                    .at(named.span, format!("只能替补“{word}”的规则"))
                    .also(rule.span, "这条规则")
                    .help(format!("改为一条“{word}”规则的名称，或者删去“替补”"))
            }
            Some(rule) if rule.relation.stands_in_for().is_none() => continue,
            Some(rule) => fault(format!("“{}”自己也是替补", named.value))
                .at(named.span, "替补只能写一层")
                .also(rule.span, "这条规则也写了“替补”")
                .help("改为它所替补的那条规则"),
            None if seen.contains_key(&named.value) => continue,
            None => {
                let fault = fault(format!("没有名为“{}”的规则", named.value));
                match guesses.nearest(&named.value, in_order(seen)) {
                    Some(meant) => fault
                        .at(named.span, format!("是否指“{meant}”"))
                        .help(format!("改为“{meant}”")),
                    None => fault
                        .at(named.span, "没有这条规则")
                        .help(format!("写另一条“{word}”规则的名称，或者删去“替补”")),
                }
            }
        });
    }
    findings
}

/// A metric is computed in one way.
fn check_computations(rules: &[Rule]) -> Findings {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    let mut findings = Findings::new();
    for rule in rules {
        // A total may be the sum of parts in several ways, which are held against each other.
        let rate = rule.relation.computation().filter(|rate| rate.decimals().is_some());
        let Some(metric) = rate.map(|rate| rate.metric()) else { continue };
        match first.get(metric) {
            Some(first) => findings.report(
                Diagnostic::new(Code::E0214, format!("“{metric}”有两条{}规则", rule.kind.word))
                    .at(rule.span, "又一条")
                    .also(*first, "先有这一条")
                    .help("一个百分比只能有一种算法，删去其中一条"),
            ),
            None => {
                first.insert(metric, rule.span);
            }
        }
    }
    findings
}

/// The names in the order of the file, so that a suggestion is always the same.
fn in_order(seen: &FxHashMap<String, Span>) -> impl Iterator<Item = &str> {
    let mut names: Vec<(&Span, &str)> = seen.iter().map(|(name, at)| (at, name.as_str())).collect();
    names.sort_unstable();
    names.into_iter().map(|(_, name)| name)
}
