//! Reading the catalogue, and holding it to its own rules before any figure is held to it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;

use indexmap::IndexSet;
use rust_decimal::Decimal;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Catalogue, Metric, MetricKind, Need, Owner, Rule, RuleKind, StatutoryPart};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::number::{self, Quantity};
use crate::source::{Sources, Span, Spanned};
use crate::yaml::{Fields, Node, Reader};

const THEMES: usize = 5;

/// More digits after the point than any figure has.
const MOST_DECIMALS: u32 = 10;

/// 类型, as written.
pub const KINDS: [(&str, MetricKind); 5] = [
    ("计数", MetricKind::Count),
    ("数量", MetricKind::Amount),
    ("百分比", MetricKind::Percent),
    ("文本", MetricKind::Text),
    ("是否", MetricKind::Boolean),
];

/// 必填, as written.
pub const NEEDS: [(&str, Need); 3] =
    [("必填", Need::Required), ("建议", Need::Recommended), ("选填", Need::Optional)];

/// 取自, as written.
pub const PARTS: [(&str, StatutoryPart); 4] = [
    ("第一责任人", StatutoryPart::FirstResponsible),
    ("不足", StatutoryPart::Shortcomings),
    ("安排", StatutoryPart::Plans),
    ("其他", StatutoryPart::Others),
];

/// 责任部门 of a metric that every department may report.
pub const EVERY: &str = "各部门";
/// 指标 of a rule that holds for all metrics.
pub const ALL: &str = "全部";

/// Reads `data/catalogue.yaml`. `departments` are the names of the directory. A metric or
/// rule with a fault is left out when it cannot be understood without what is faulty.
pub fn read<'a>(
    node: Node,
    departments: impl IntoIterator<Item = &'a str>,
    sources: &Sources,
) -> (Catalogue, Vec<Diagnostic>) {
    let mut room = Room {
        reader: Reader::new(sources),
        departments: departments.into_iter().collect(),
        catalogue: Catalogue::default(),
        names: FxHashMap::default(),
    };
    if let Some(mut fields) = room.reader.fields(node, "指标目录", None) {
        room.themes(&mut fields);
        room.metrics(&mut fields);
        room.rules(&mut fields);
        fields.finish(&mut room.reader);
    }
    (room.catalogue, room.reader.faults)
}

/// Why a name cannot serve as one: in rules, placeholders and file names a name must be
/// recognised without quotes. The first argument of the pair says what is wrong, the second
/// is the name with that mended.
pub fn identifier_fault(name: &str) -> Option<(&'static str, String)> {
    let allowed = |character: char| character.is_alphanumeric() || character == '_';
    if !name.chars().all(allowed) {
        let mended = name.chars().filter(|character| allowed(*character)).collect();
        return Some(("名称里只能有汉字、字母、数字和下划线", mended));
    }
    let starts_with_digit = name.starts_with(|character: char| character.is_numeric());
    starts_with_digit.then(|| {
        let mended = name.trim_start_matches(|character: char| character.is_numeric());
        ("名称不能以数字开头", mended.to_owned())
    })
}

/// What to do about a name with a fault: `mended` is what is left of it.
pub fn renamed(mended: &str) -> String {
    match mended {
        "" => "换一个以汉字开头的名称".to_owned(),
        mended => format!("改为“{mended}”"),
    }
}

/// What a rule's operand has to be.
#[derive(Clone, Copy)]
enum Wanted {
    Number,
    Kind(MetricKind),
}

impl Wanted {
    fn accepts(self, kind: MetricKind) -> bool {
        match self {
            Wanted::Number => is_number(kind),
            Wanted::Kind(wanted) => wanted == kind,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Wanted::Number => "计数、数量或者百分比",
            Wanted::Kind(kind) => kind.word(),
        }
    }
}

fn is_number(kind: MetricKind) -> bool {
    matches!(kind, MetricKind::Count | MetricKind::Amount | MetricKind::Percent)
}

/// Whether two figures can be held against each other. What is counted may be counted by another
/// word, 件 or 件次; an amount or a percentage may not, nor 万件 beside 件.
fn are_in_one_unit(one: &Metric, other: &Metric) -> bool {
    let counted = one.kind == MetricKind::Count && other.kind == MetricKind::Count;
    // One that lacks its unit is told as such.
    one.unit.is_empty()
        || other.unit.is_empty()
        || number::scale_of_unit(&one.unit) == number::scale_of_unit(&other.unit)
            && (counted || number::kind_of_unit(&one.unit) == number::kind_of_unit(&other.unit))
}

struct Room<'a> {
    reader: Reader<'a>,
    departments: IndexSet<&'a str, FxBuildHasher>,
    catalogue: Catalogue,
    /// Every name that is taken, as a metric's own or former name, and where; also of
    /// metrics that were left out, so that rules that use them are not blamed.
    names: FxHashMap<String, Span>,
}

impl Room<'_> {
    fn themes(&mut self, fields: &mut Fields) {
        let Some(node) = fields.required("主题", &mut self.reader) else { return };
        let span = node.span;
        let Some(themes) = self.reader.names(node, "主题") else { return };
        let mut seen = BTreeSet::new();
        for theme in &themes {
            self.name(theme, "主题");
            if !seen.insert(theme.value.as_str()) {
                self.reader.tell(
                    Diagnostic::new(Code::E0204, format!("主题“{}”写了两遍", theme.value))
                        .at(theme.span, "又写了一遍")
                        .help("五个主题各写一次"),
                );
            }
        }
        if themes.len() != THEMES {
            self.reader.tell(
                Diagnostic::new(Code::E0205, format!("主题有 {} 个，应当恰好五个", themes.len()))
                    .at(span, "主题写在这里")
                    .help("报告的主要举措和成效分五个主题，依次写出它们的键"),
            );
        }
        self.catalogue.themes = themes.into_iter().map(|theme| theme.value).collect();
    }

    /// Whether a name can serve as one; tells it if not.
    fn name(&mut self, name: &Spanned<String>, what: &str) -> bool {
        let Some((fault, mended)) = identifier_fault(&name.value) else { return true };
        let told = Diagnostic::new(Code::E0203, format!("{what}的名称“{}”不合要求", name.value))
            .at(name.span, fault);
        self.reader.tell(told.help(renamed(&mended)));
        false
    }

    fn metrics(&mut self, fields: &mut Fields) {
        let Some(node) = fields.required("指标", &mut self.reader) else { return };
        let Some(items) = self.reader.list(node, "指标") else { return };
        self.names.reserve(items.len());
        self.catalogue.metrics.reserve(items.len());
        for item in items {
            let Some(mut fields) = self.reader.fields(item, "指标", None) else { continue };
            if let Some(metric) = self.metric(&mut fields) {
                self.catalogue.metrics.entry(metric.name.clone()).or_insert(Arc::new(metric));
            }
            fields.finish(&mut self.reader);
        }
    }

    fn metric(&mut self, fields: &mut Fields) -> Option<Metric> {
        let name = fields.required("名称", &mut self.reader);
        let name = name.and_then(|node| self.reader.line(node, "名称"));
        if let Some(name) = &name {
            self.name(name, "指标");
            self.take(name, "指标");
        }
        let theme = self.theme(fields);
        let kind = fields.required("类型", &mut self.reader);
        let kind = kind.and_then(|node| self.reader.word(node, "类型", &KINDS));
        let need = fields.required("必填", &mut self.reader);
        let need = need.and_then(|node| self.reader.word(node, "必填", &NEEDS));
        let owner_at = fields.key_span("责任部门");
        let owner = self.owner(fields);
        let unit = fields.optional("单位");
        let unit = unit.and_then(|node| self.reader.line(node, "单位"));
        let definition = fields.required("口径", &mut self.reader);
        let definition = definition.and_then(|node| self.reader.line(node, "口径"));
        let (minimum, maximum) = self.range(fields);
        let decimals_at = fields.key_span("小数位");
        let decimals = self.decimals(fields);
        let default_at = fields.key_span("缺省");
        let default = self.decimal("缺省", fields.optional("缺省"));
        let cumulative_at = fields.key_span("累计");
        let cumulative = fields.optional("累计");
        let cumulative = cumulative.and_then(|node| self.reader.yes_or_no(node, "累计"));
        let former_names = self.former_names(fields);
        let taken_from_at = fields.key_span("取自");
        let taken_from = fields.optional("取自");
        let taken_from = taken_from.and_then(|node| self.reader.word(node, "取自", &PARTS));

        let (name, kind) = (name?, kind?);
        let unit = self.unit(&name, kind, unit);
        let number = is_number(kind);
        let mut unfit = |at: Option<Span>, key: &str, fits: bool, wanted: &str| {
            if let (Some(at), false) = (at, fits) {
                self.reader.tell(
                    Diagnostic::new(Code::E0208, format!("{}指标没有“{key}”", kind.word()))
                        .at(at, format!("只有{wanted}指标才有这一项"))
                        .also(name.span, "这个指标")
                        .help("删去这一项，或者改正类型"),
                );
            }
        };
        let decimal = matches!(kind, MetricKind::Amount | MetricKind::Percent);
        unfit(decimals_at, "小数位", decimal, "数量、百分比");
        unfit(default_at, "缺省", number, "计数、数量、百分比");
        unfit(cumulative_at, "累计", number, "计数、数量、百分比");
        unfit(taken_from_at, "取自", kind == MetricKind::Text, "文本");
        if let (Some(Owner::Every), Some(at)) = (&owner, owner_at)
            && !matches!(kind, MetricKind::Count | MetricKind::Amount)
        {
            self.reader.tell(
                Diagnostic::new(Code::E0208, format!("{}指标不能由各部门填报", kind.word()))
                    .at(at, "各部门所填的要相加，只有计数、数量指标能相加")
                    .also(name.span, "这个指标")
                    .help("写一个责任部门，或者改正类型"),
            );
        }
        Some(Metric {
            name: name.value,
            name_span: name.span,
            theme: theme?,
            unit,
            kind,
            owner: owner?,
            need: need?,
            definition: definition?.value,
            minimum,
            maximum,
            decimals,
            default,
            cumulative: cumulative.unwrap_or(false),
            former_names,
            taken_from,
        })
    }

    /// Notes a name as taken; tells it if it already is.
    fn take(&mut self, name: &Spanned<String>, what: &str) {
        let first = match self.names.entry(name.value.clone()) {
            Entry::Occupied(taken) => *taken.get(),
            Entry::Vacant(free) => {
                free.insert(name.span);
                return;
            }
        };
        self.reader.tell(
            Diagnostic::new(Code::E0204, format!("{what}“{}”重名", name.value))
                .at(name.span, "又用了这个名称")
                .also(first, "先在这里用过")
                .help("名称是唯一的：换一个名称，或者删去重复的一项"),
        );
    }

    fn theme(&mut self, fields: &mut Fields) -> Option<String> {
        let node = fields.required("主题", &mut self.reader)?;
        let themes = &self.catalogue.themes;
        if themes.is_empty() {
            return self.reader.line(node, "主题").map(|theme| theme.value);
        }
        let words: Vec<(&str, usize)> =
            themes.iter().enumerate().map(|(at, theme)| (theme.as_str(), at)).collect();
        let theme = self.reader.word(node, "主题", &words)?;
        themes.get(theme).cloned()
    }

    fn owner(&mut self, fields: &mut Fields) -> Option<Owner> {
        let node = fields.required("责任部门", &mut self.reader)?;
        let owner = self.reader.line(node, "责任部门")?;
        if owner.value == EVERY {
            return Some(Owner::Every);
        }
        let known = self.departments.iter().copied();
        // An empty directory is told as such.
        if !self.departments.is_empty() && !self.departments.contains(owner.value.as_str()) {
            let fault =
                Diagnostic::new(Code::E0206, format!("单位档案里没有部门“{}”", owner.value));
            self.reader.tell(match nearest(&owner.value, known.chain([EVERY])) {
                Some(meant) => fault.at(owner.span, format!("是否指“{meant}”")).help(format!(
                    "改为“{meant}”；确是另一个部门的，先加到单位档案的“部门”里"
                )),
                None => fault
                    .at(owner.span, "不在部门名录里")
                    .help("责任部门写单位档案里的一个部门，或者写“各部门”；新的部门先加到单位档案的“部门”里"),
            });
        }
        Some(Owner::Department(owner.value))
    }

    fn unit(
        &mut self,
        name: &Spanned<String>,
        kind: MetricKind,
        unit: Option<Spanned<String>>,
    ) -> String {
        let fault = |message: &str| Diagnostic::new(Code::E0207, message);
        match (kind, unit) {
            (MetricKind::Count | MetricKind::Amount, Some(unit)) => return unit.value,
            (MetricKind::Count | MetricKind::Amount, None) => self.reader.tell(
                fault(&format!("{}指标要有单位", kind.word()))
                    .at(name.span, "这个指标没有写单位")
                    .help("加一行“单位: 件”之类，正文里的数会自动带上单位"),
            ),
            (MetricKind::Percent, None) => return "%".to_owned(),
            (MetricKind::Percent, Some(unit)) if unit.value == "%" => return unit.value,
            (MetricKind::Percent, Some(unit)) => {
                self.reader.tell(
                    fault("百分比指标的单位是 %")
                        .at(unit.span, "不是 %")
                        .also(name.span, "这个指标")
                        .help("删去单位这一行，或者改为 %"),
                );
                return "%".to_owned();
            }
            (MetricKind::Text | MetricKind::Boolean, Some(unit)) => self.reader.tell(
                fault(&format!("{}指标没有单位", kind.word()))
                    .at(unit.span, "多写了单位")
                    .also(name.span, "这个指标")
                    .help("删去单位这一行，或者改正类型"),
            ),
            (MetricKind::Text | MetricKind::Boolean, None) => {}
        }
        String::new()
    }

    fn range(&mut self, fields: &mut Fields) -> (Option<Decimal>, Option<Decimal>) {
        let Some(node) = fields.optional("范围") else { return (None, None) };
        let span = node.span;
        let Some(mut range) = self.reader.fields(node, "范围", None) else { return (None, None) };
        let ends = (
            self.decimal("最小", range.optional("最小")),
            self.decimal("最大", range.optional("最大")),
        );
        range.finish(&mut self.reader);
        if let (Some(minimum), Some(maximum)) = ends
            && minimum > maximum
        {
            self.reader.tell(
                Diagnostic::new(Code::E0209, format!("范围的最小 {minimum} 大于最大 {maximum}"))
                    .at(span, "没有一个数能在这个范围里")
                    .help("把两个数对调，或者改正其中一个"),
            );
        }
        ends
    }

    fn decimal(&mut self, key: &str, node: Option<Node>) -> Option<Decimal> {
        let text = self.reader.line(node?, key)?;
        let number = Quantity::parse(&text.value).ok().filter(Quantity::is_exact);
        if number.is_none() {
            self.no_number(key, &text, "写一个不小于零的数，只写数字");
        }
        number.map(|number| number.value)
    }

    /// 小数位
    fn decimals(&mut self, fields: &mut Fields) -> Option<u32> {
        let text = self.reader.line(fields.optional("小数位")?, "小数位")?;
        let value = text.value.parse().ok().filter(|value| *value <= MOST_DECIMALS);
        if value.is_none() {
            self.no_number("小数位", &text, &format!("写 0 到 {MOST_DECIMALS} 的整数"));
        }
        value
    }

    fn no_number(&mut self, key: &str, text: &Spanned<String>, help: &str) {
        self.reader.tell(
            Diagnostic::new(Code::E0209, format!("{key}不能是“{}”", text.value))
                .at(text.span, "这里要一个数")
                .help(help),
        );
    }

    fn former_names(&mut self, fields: &mut Fields) -> Vec<String> {
        let Some(node) = fields.optional("曾用名") else { return Vec::new() };
        let Some(names) = self.reader.names(node, "曾用名") else { return Vec::new() };
        for name in &names {
            self.name(name, "曾用名");
            self.take(name, "曾用名");
        }
        names.into_iter().map(|name| name.value).collect()
    }

    fn rules(&mut self, fields: &mut Fields) {
        let Some(node) = fields.optional("勾稽规则") else { return };
        let Some(items) = self.reader.list(node, "勾稽规则") else { return };
        let mut seen: FxHashMap<String, Span> = FxHashMap::default();
        let mut stand_ins = Vec::new();
        for item in items {
            let Some(mut fields) = self.reader.fields(item, "勾稽规则", None) else { continue };
            let (rule, stand_in) = self.rule(&mut fields, &mut seen);
            fields.finish(&mut self.reader);
            self.catalogue.rules.extend(rule);
            stand_ins.extend(stand_in);
        }
        self.stand_ins(&stand_ins, &seen);
        self.ratios();
        self.cycles();
    }

    /// One rule, and the rule it names as 替补.
    fn rule(
        &mut self,
        fields: &mut Fields,
        seen: &mut FxHashMap<String, Span>,
    ) -> (Option<Rule>, Option<Spanned<String>>) {
        let name = fields.required("名称", &mut self.reader);
        let name = name.and_then(|node| self.reader.line(node, "规则名称"));
        if let Some(name) = &name {
            if let Some(first) = seen.get(&name.value) {
                self.reader.tell(
                    Diagnostic::new(Code::E0204, format!("规则“{}”重名", name.value))
                        .at(name.span, "又用了这个名称")
                        .also(*first, "先在这里用过")
                        .help("换一个名称，或者删去重复的一条"),
                );
            } else {
                seen.insert(name.value.clone(), name.span);
            }
        }
        let level = fields.required("级别", &mut self.reader);
        let is_error = level
            .and_then(|node| self.reader.word(node, "级别", &[("错误", true), ("警告", false)]));
        let reason = fields.required("说明", &mut self.reader);
        let reason = reason.and_then(|node| self.reader.line(node, "说明"));
        let (kind, stand_in) = self.rule_kind(fields);
        let rule = (|| {
            let name = name?;
            let (kind, is_error, reason) = (kind?, is_error?, reason?.value);
            Some(Rule { span: name.span, name: name.value, kind, is_error, reason })
        })();
        (rule, stand_in)
    }

    fn rule_kind(&mut self, fields: &mut Fields) -> (Option<RuleKind>, Option<Spanned<String>>) {
        #[derive(Clone, Copy)]
        enum Word {
            Sum,
            Ratio,
            AtMost,
            Equal,
            YearOverYear,
            Collected,
            ItemCount,
            ZeroThenZero,
            FullCoverage,
        }
        let words = [
            ("合计", Word::Sum),
            ("比率", Word::Ratio),
            ("不大于", Word::AtMost),
            ("相等", Word::Equal),
            ("同比", Word::YearOverYear),
            ("汇总", Word::Collected),
            ("项数", Word::ItemCount),
            ("零则零", Word::ZeroThenZero),
            ("全覆盖", Word::FullCoverage),
        ];
        let word = fields.required("类型", &mut self.reader);
        let Some(word) = word.and_then(|node| self.reader.word(node, "规则类型", &words))
        else {
            // What else such a rule may hold is not known; nothing more is said of it.
            fields.forget();
            return (None, None);
        };
        let mut used = Used::default();
        let mut stand_in = None;
        let number = Wanted::Number;
        let kind = match word {
            Word::Sum => {
                let total = self.operand("合计", number, fields, &mut used);
                let parts = self.operands("分项", fields, &mut used);
                (|| Some(RuleKind::Sum { total: total?, parts: parts? }))()
            }
            Word::Ratio => {
                let percent = Wanted::Kind(MetricKind::Percent);
                let ratio = self.operand("比率", percent, fields, &mut used);
                let part = self.operand("分子", number, fields, &mut used);
                let whole = self.operand("分母", number, fields, &mut used);
                let decimals = self.decimals(fields).unwrap_or(2);
                (|| Some(RuleKind::Ratio { ratio: ratio?, part: part?, whole: whole?, decimals }))()
            }
            Word::AtMost => {
                let left = self.operands("左", fields, &mut used);
                let right = self.operands("右", fields, &mut used);
                let named = fields.optional("替补");
                stand_in = named.and_then(|node| self.reader.line(node, "替补"));
                let instead_of = stand_in.as_ref().map(|rule| rule.value.clone());
                (|| Some(RuleKind::AtMost { left: left?, right: right?, instead_of }))()
            }
            Word::Equal => {
                let metrics = self.operands("指标", fields, &mut used);
                if metrics.is_some() && used.0.len() < 2 {
                    self.reader.tell(
                        Diagnostic::new(Code::E0209, "相等的规则至少要有两个指标")
                            .at(fields.span(), "这条规则")
                            .help("在“指标”里写出应当相等的各个指标"),
                    );
                }
                let tolerance = self.decimal("容差", fields.optional("容差"));
                (|| Some(RuleKind::Equal { metrics: metrics?, tolerance }))()
            }
            Word::YearOverYear => {
                let metrics = fields.required("指标", &mut self.reader);
                // Some(None): all of them.
                let metrics = metrics.and_then(|node| match node.as_text() {
                    Some(ALL) => Some(None),
                    _ => self.operand_list("指标", node, &mut used).map(Some),
                });
                let percent = fields.required("幅度", &mut self.reader);
                let percent = self.decimal("幅度", percent);
                (|| Some(RuleKind::YearOverYear { metrics: metrics?, percent: percent? }))()
            }
            Word::Collected => {
                let total = self.operand("汇总", number, fields, &mut used);
                let part = self.operand("分项", number, fields, &mut used);
                if let Some(part) = part.as_ref().and_then(|part| self.catalogue.metrics.get(part))
                    && part.owner != Owner::Every
                {
                    let (name, at) = (part.name.clone(), part.name_span);
                    self.reader.tell(
                        Diagnostic::new(Code::E0211, format!("汇总的分项“{name}”应当由各部门填报"))
                            .at(used.0.get(&name).copied().unwrap_or(at), "用在这里")
                            .also(at, "责任部门不是“各部门”")
                            .help("把这个指标的责任部门改为“各部门”，或者换一个分项"),
                    );
                }
                (|| Some(RuleKind::Collected { total: total?, part: part? }))()
            }
            Word::ItemCount => {
                let count = Wanted::Kind(MetricKind::Count);
                let text = Wanted::Kind(MetricKind::Text);
                let number = self.operand("项数", count, fields, &mut used);
                let list = self.operand("名单", text, fields, &mut used);
                (|| Some(RuleKind::ItemCount { number: number?, list: list? }))()
            }
            Word::ZeroThenZero => {
                let when = self.operand("若", number, fields, &mut used);
                let then = self.operand("则", number, fields, &mut used);
                (|| Some(RuleKind::ZeroThenZero { when: when?, then: then? }))()
            }
            Word::FullCoverage => {
                let boolean = Wanted::Kind(MetricKind::Boolean);
                let flag = self.operand("是否", boolean, fields, &mut used);
                let left = self.operand("左", number, fields, &mut used);
                let right = self.operand("右", number, fields, &mut used);
                (|| Some(RuleKind::FullCoverage { flag: flag?, left: left?, right: right? }))()
            }
        };
        if let Some(kind) = &kind {
            self.units(kind, &used);
        }
        (kind, stand_in)
    }

    /// Figures that a rule holds against each other are in one unit.
    fn units(&mut self, kind: &RuleKind, used: &Used) {
        let names: Vec<&String> = match kind {
            RuleKind::Sum { total, parts } => iter::once(total).chain(parts).collect(),
            RuleKind::AtMost { left, right, .. } => left.iter().chain(right).collect(),
            RuleKind::Equal { metrics, .. } => metrics.iter().collect(),
            RuleKind::Ratio { part: one, whole: other, .. }
            | RuleKind::Collected { total: one, part: other }
            | RuleKind::FullCoverage { left: one, right: other, .. } => vec![one, other],
            RuleKind::YearOverYear { .. }
            | RuleKind::ItemCount { .. }
            | RuleKind::ZeroThenZero { .. } => return,
        };
        let mut metrics = names.into_iter().filter_map(|name| self.catalogue.metrics.get(name));
        let Some(first) = metrics.next() else { return };
        let Some(other) = metrics.find(|other| !are_in_one_unit(first, other)) else { return };
        let place = |metric: &Metric| used.0.get(&metric.name).copied().unwrap_or(metric.name_span);
        let fault = Diagnostic::new(
            Code::E0216,
            format!("“{}”和“{}”的单位不同，不能放在一条规则里", first.name, other.name),
        );
        let fault = fault
            .at(place(other), format!("单位是{}", other.unit))
            .also(place(first), format!("单位是{}", first.unit))
            .help("把这些指标的单位改成一样的，填报的数同时改过来；或者换一个指标");
        self.reader.tell(fault);
    }

    fn operand(
        &mut self,
        key: &'static str,
        wanted: Wanted,
        fields: &mut Fields,
        used: &mut Used,
    ) -> Option<String> {
        let node = fields.required(key, &mut self.reader)?;
        let name = self.reader.line(node, key)?;
        self.is_operand(&name, wanted, used).then_some(name.value)
    }

    fn operands(
        &mut self,
        key: &'static str,
        fields: &mut Fields,
        used: &mut Used,
    ) -> Option<Vec<String>> {
        let node = fields.required(key, &mut self.reader)?;
        self.operand_list(key, node, used)
    }

    fn operand_list(&mut self, key: &str, node: Node, used: &mut Used) -> Option<Vec<String>> {
        let span = node.span;
        let names = self.reader.names(node, key)?;
        if names.is_empty() {
            self.reader.tell(
                Diagnostic::new(Code::E0131, format!("“{key}”里没有指标"))
                    .at(span, "这里是空的")
                    .help("写成 [甲, 乙]，至少一个指标"),
            );
        }
        // Each is looked at, so that all faults are told.
        let fit = names.iter().filter(|name| self.is_operand(name, Wanted::Number, used)).count();
        (fit == names.len() && fit > 0).then(|| names.into_iter().map(|name| name.value).collect())
    }

    fn is_operand(&mut self, name: &Spanned<String>, wanted: Wanted, used: &mut Used) -> bool {
        if let Some(first) = used.0.insert(name.value.clone(), name.span) {
            self.reader.tell(
                Diagnostic::new(Code::E0212, format!("“{}”在同一条规则里用了两次", name.value))
                    .at(name.span, "又用了一次")
                    .also(first, "先用在这里")
                    .help("删去多余的一个"),
            );
            return false;
        }
        if let Some(metric) = self.catalogue.metrics.get(&name.value) {
            if wanted.accepts(metric.kind) {
                return true;
            }
            self.reader.tell(
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
        let metrics = self.catalogue.metrics.values();
        let renamed = metrics.clone().find(|metric| metric.former_names.contains(&name.value));
        let fault = Diagnostic::new(Code::E0210, format!("指标目录里没有“{}”", name.value));
        let told = match renamed {
            Some(metric) => fault
                .at(name.span, format!("已改名为“{}”", metric.name))
                .also(metric.name_span, "现在的名称")
                .help(format!("改为“{}”", metric.name)),
            // A metric with a fault of its own, already told.
            None if self.names.contains_key(&name.value) => return false,
            None => match nearest(&name.value, metrics.map(|metric| metric.name.as_str())) {
                Some(meant) => {
                    fault.at(name.span, format!("是否指“{meant}”")).help(format!("改为“{meant}”"))
                }
                None => {
                    fault.at(name.span, "没有这个指标").help("核对名称；新的指标先加到“指标”里")
                }
            },
        };
        self.reader.tell(told);
        false
    }

    /// 替补 names another rule of the same kind.
    fn stand_ins(&mut self, stand_ins: &[Spanned<String>], seen: &FxHashMap<String, Span>) {
        for named in stand_ins {
            let rule = self.catalogue.rules.iter().find(|rule| rule.name == named.value);
            let fault = |message: String| Diagnostic::new(Code::E0215, message);
            let told = match rule.map(|rule| (&rule.kind, rule.span)) {
                Some((RuleKind::AtMost { instead_of, .. }, span)) => match instead_of {
                    None => continue,
                    Some(_) => fault(format!("“{}”自己也是替补", named.value))
                        .at(named.span, "替补只能写一层")
                        .also(span, "这条规则也写了“替补”")
                        .help("改为它所替补的那条规则"),
                },
                Some((_, span)) => fault(format!("“{}”不是“不大于”的规则", named.value))
                    .at(named.span, "只能替补“不大于”的规则")
                    .also(span, "这条规则")
                    .help("改为一条“不大于”规则的名称，或者删去“替补”"),
                None if seen.contains_key(&named.value) => continue,
                None => {
                    let fault = fault(format!("没有名为“{}”的规则", named.value));
                    match nearest(&named.value, seen_in_order(seen)) {
                        Some(meant) => fault
                            .at(named.span, format!("是否指“{meant}”"))
                            .help(format!("改为“{meant}”")),
                        None => fault
                            .at(named.span, "没有这条规则")
                            .help("写另一条“不大于”规则的名称，或者删去“替补”"),
                    }
                }
            };
            self.reader.tell(told);
        }
    }

    /// A ratio is computed one way.
    fn ratios(&mut self) {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut told = Vec::new();
        for rule in &self.catalogue.rules {
            let RuleKind::Ratio { ratio, .. } = &rule.kind else { continue };
            match first.get(ratio.as_str()) {
                Some(first) => told.push(
                    Diagnostic::new(Code::E0214, format!("“{ratio}”有两条比率规则"))
                        .at(rule.span, "又一条")
                        .also(*first, "先有这一条")
                        .help("一个百分比只能有一种算法，删去其中一条"),
                ),
                None => {
                    first.insert(ratio, rule.span);
                }
            }
        }
        self.reader.faults.extend(told);
    }

    /// Nothing is computed, or summed, from itself.
    fn cycles(&mut self) {
        // metric → what it is made of, and by which rule
        let mut made_of: BTreeMap<&str, Vec<(&str, &Rule)>> = BTreeMap::new();
        for rule in &self.catalogue.rules {
            let (whole, parts): (&str, Vec<&str>) = match &rule.kind {
                RuleKind::Sum { total, parts } => {
                    (total, parts.iter().map(String::as_str).collect())
                }
                RuleKind::Ratio { ratio, part, whole, .. } => (ratio, vec![part, whole]),
                RuleKind::Collected { total, part } => (total, vec![part]),
                _ => continue,
            };
            let made_of = made_of.entry(whole).or_default();
            made_of.extend(parts.into_iter().map(|part| (part, rule)));
        }
        let mut told = Vec::new();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for start in made_of.keys() {
            // The way down so far: each metric, the rule that led to it, and what is still to see.
            let mut way: Vec<(&str, Option<&Rule>, usize)> = vec![(start, None, 0)];
            while let Some((metric, _, next)) = way.last_mut() {
                let (metric, at) = (*metric, *next);
                *next += 1;
                let step = made_of.get(metric).and_then(|parts| parts.get(at));
                let Some((part, rule)) = step.filter(|_| !done.contains(metric)) else {
                    done.insert(metric);
                    way.pop();
                    continue;
                };
                if let Some(from) = way.iter().position(|(metric, ..)| metric == part) {
                    let circle = way.get(from..).unwrap_or_default();
                    let rules = circle.iter().skip(1).filter_map(|(_, rule, _)| *rule);
                    let names: Vec<&str> = circle.iter().map(|(metric, ..)| *metric).collect();
                    let mut fault = Diagnostic::new(Code::E0213, "几条规则互相循环")
                        .at(rule.span, "这条规则又回到了开头");
                    for rule in rules {
                        fault = fault.also(rule.span, "经过这条规则");
                    }
                    told.push(
                        fault
                            .note("循环", format!("{} → {part}", names.join(" → ")))
                            .help("总数由分项得出，分项不能再由总数得出；改正其中一条"),
                    );
                } else if made_of.contains_key(part) {
                    way.push((part, Some(rule), 0));
                }
            }
        }
        self.reader.faults.extend(told);
    }
}

/// The operands of one rule and where they stand.
#[derive(Default)]
struct Used(FxHashMap<String, Span>);

/// The names in the order of the file, so that a suggestion is always the same.
fn seen_in_order(seen: &FxHashMap<String, Span>) -> impl Iterator<Item = &str> {
    let mut names: Vec<(&Span, &str)> = seen.iter().map(|(name, at)| (at, name.as_str())).collect();
    names.sort_unstable();
    names.into_iter().map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
