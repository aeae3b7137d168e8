//! Reading one metric of the catalogue.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use indexmap::IndexSet;
use rust_decimal::Decimal;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{
    Assignment, Dimension, Dimensions, EVERY, Family, KINDS, Metric, MetricKind, NEEDS, Need,
    OTHERS, Owner, decimal, decimals, identifier_fault, renamed, signed_decimal,
};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::kind::{Content, Kind as ReportKind};
use crate::source::{Span, Spanned};
use crate::text::differs_in_marks;
use crate::yaml::{Fields, Reader};

/// Every name that is taken, as a metric's own or former name, and where; also of metrics that
/// were left out for their faults.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: FxHashMap<String, Span>,
    /// Whether a metric bears the name of another: its own is not known then.
    has_namesakes: bool,
}

impl Names {
    pub(crate) fn reserve(&mut self, more: usize) {
        self.taken.reserve(more);
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    /// Whether a metric bears the name of another, so that a name that no metric bears may be its.
    pub(crate) fn has_namesakes(&self) -> bool {
        self.has_namesakes
    }

    /// Notes a name as taken; gives the place where it was taken before.
    fn take(&mut self, name: &Spanned<String>) -> Option<Span> {
        match self.taken.entry(name.value.clone()) {
            Entry::Occupied(taken) => Some(*taken.get()),
            Entry::Vacant(free) => {
                free.insert(name.span);
                None
            }
        }
    }
}

fn namesake(name: &Spanned<String>, first: Span, what: &str) -> Diagnostic {
    clash(what, name, first).help(match first.file == name.span.file {
        true => "名称是唯一的：换一个名称，或者删去重复的一项",
        false => "几种报告共用一个数的，只在一份指标目录里写；不是一个数的，换一个名称",
    })
}

/// A name of the catalogue that was used before. Of two catalogues the place in the first is the one that people
/// edit: that of a kind of report is usually built in.
pub(crate) fn clash(what: &str, name: &Spanned<String>, first: Span) -> Diagnostic {
    let fault = Diagnostic::new(Code::E0204, format!("{what}“{}”重名", name.value));
    match first.file == name.span.file {
        true => fault.at(name.span, "又用了这个名称").also(first, "先在这里用过"),
        false => fault.at(first, "别的报告的指标目录里也有").also(name.span, "在这里"),
    }
}

/// What is wrong with a name that cannot serve as an identifier.
pub(crate) fn check_name(name: &Spanned<String>, what: &str) -> Option<Diagnostic> {
    let (fault, corrected) = identifier_fault(&name.value)?;
    let message = format!("{what}的名称“{}”不合要求", name.value);
    let found = Diagnostic::new(Code::E0203, message).at(name.span, fault);
    Some(found.help(renamed(&corrected)))
}

/// Where metrics are read from, and what they are checked against.
#[derive(Debug)]
pub(crate) struct MetricReader<'r, 'a> {
    pub(crate) reader: &'r mut Reader<'a>,
    /// The kind of report that asks for the metrics, whose contents 取自 may name.
    pub(crate) kind: &'r ReportKind,
    /// The name of the kind's folder.
    pub(crate) report: &'r Arc<str>,
    /// Who reports the metrics, as the profile has it.
    pub(crate) assignment: &'r Assignment,
    /// Whether the catalogue is that of a kind, which knows no departments.
    pub(crate) is_of_kind: bool,
    /// The names of the directory.
    pub(crate) departments: &'r IndexSet<&'r str, FxBuildHasher>,
    pub(crate) themes: &'r [String],
    pub(crate) names: &'r mut Names,
    /// The dimensions that 维度 may name.
    pub(crate) dimensions: &'r Dimensions,
    /// The metrics for which nobody names a department.
    pub(crate) unassigned: Vec<Spanned<String>>,
    /// The metrics that the profile gives to 各部门, and whose values cannot be added up.
    pub(crate) not_summable: Vec<Spanned<String>>,
}

impl MetricReader<'_, '_> {
    /// One metric; none where it cannot be understood without what is faulty.
    pub(crate) fn read(
        &mut self,
        fields: &mut Fields,
        dimension: Option<&Dimension>,
    ) -> Option<Metric> {
        let name = fields.required("名称", self.reader);
        let name = name.and_then(|node| self.reader.line(node, "名称"));
        if let Some(name) = &name {
            self.take(name, dimension);
        }
        let theme = self.theme(fields);
        let kind = fields.required("类型", self.reader);
        let kind = kind.and_then(|node| self.reader.word(node, "类型", &KINDS));
        let need = fields.required("必填", self.reader);
        let need: Option<Need> = need.and_then(|node| self.reader.word(node, "必填", &NEEDS));
        let owner_at = fields.key_span("责任部门");
        let owner = self.owner(name.as_ref(), fields);
        let unit_at = fields.key_span("单位");
        let unit = fields.optional("单位");
        let unit = unit.and_then(|node| self.reader.line(node, "单位"));
        let definition = fields.required("口径", self.reader);
        let definition = definition.and_then(|node| self.reader.line(node, "口径"));
        let instruction = fields.optional("填报提示");
        let instruction = instruction.and_then(|node| self.reader.line(node, "填报提示"));
        let (minimum, maximum) = self.range(kind, fields);
        let number_keys = ["小数位", "缺省", "累计"];
        let [decimals_at, default_at, cumulative_at] = number_keys.map(|key| fields.key_span(key));
        let decimals = decimals("小数位", fields.optional("小数位"), self.reader);
        let default = decimal("缺省", fields.optional("缺省"), self.reader);
        let cumulative = fields.optional("累计");
        let cumulative = cumulative.and_then(|node| self.reader.yes_or_no(node, "累计"));
        let former_names = self.former_names(fields);
        let taken_from_at = fields.key_span("取自");
        let taken_from = fields.optional("取自");
        let contents: Vec<(&str, &Arc<Content>)> =
            self.kind.countable().map(|content| (content.key.as_str(), content)).collect();
        let taken_from = taken_from.and_then(|node| self.reader.word(node, "取自", &contents));

        let (name, kind) = (name?, kind?);
        let is_summable = matches!(kind, MetricKind::Count | MetricKind::Amount);
        let unit = match is_summable && unit_at.is_none() && fields.is_misnamed("单位") {
            true => String::new(),
            false => self.unit(&name, kind, unit),
        };
        let is_decimal = matches!(kind, MetricKind::Amount | MetricKind::Percent);
        let is_number = kind.is_number();
        for (at, key, fits, wanted) in [
            (decimals_at, "小数位", is_decimal, "数量、百分比"),
            (default_at, "缺省", is_number, "计数、数量、百分比"),
            (cumulative_at, "累计", is_number, "计数、数量、百分比"),
            (taken_from_at, "取自", kind == MetricKind::Text, "文本"),
        ] {
            if let (Some(at), false) = (at, fits) {
                self.reader.report(does_not_fit(&name, kind, key, at, wanted));
            }
        }
        if owner == Some(Owner::Every) && !is_summable && owner_at.is_none() {
            self.not_summable.push(name.clone());
        } else if let (Some(Owner::Every), Some(at), false) = (&owner, owner_at, is_summable) {
            self.reader.report(
                Diagnostic::new(Code::E0208, format!("{}指标不能由各部门填报", kind.word()))
                    .at(at, "各部门所填的要相加，只有计数、数量指标能相加")
                    .also(name.span, "这个指标")
                    .help("写一个责任部门，或者改正类型"),
            );
        }
        Some(Metric {
            name: name.value,
            name_span: name.span,
            report: Arc::clone(self.report),
            theme: theme?,
            unit,
            kind,
            owner: owner?,
            need: need?,
            definition: definition?.value,
            instruction: instruction.map(|line| line.value),
            minimum,
            maximum,
            decimals,
            default,
            cumulative: cumulative.unwrap_or(false),
            former_names,
            taken_from: taken_from.map(Arc::clone),
            in_family: None,
        })
    }

    /// 维度 of a metric: the dimension, and where it is named.
    pub(crate) fn dimension(&mut self, fields: &mut Fields) -> Option<(Arc<Dimension>, Span)> {
        let at = fields.key_span("维度")?;
        let node = fields.optional("维度")?;
        let named = self.reader.line(node, "维度")?;
        if let Some(dimension) = self.dimensions.get(&named.value) {
            return Some((Arc::clone(dimension), at));
        }
        let known = || self.dimensions.keys().map(String::as_str);
        let fault = Diagnostic::new(Code::E0221, format!("没有维度“{}”", named.value));
        let fault = match nearest(&named.value, known()) {
            Some(meant) => fault
                .at(named.span, format!("是否指“{meant}”"))
                .help(format!("改为“{meant}”"))
                .edit_where(differs_in_marks(&named.value, meant), named.span, meant),
            None if self.dimensions.is_empty() => fault
                .at(named.span, "目录里没有写维度")
                .help(format!("先在“维度”下写出它的成员：{}: [甲, 乙]", named.value)),
            None => fault
                .at(named.span, "“维度”下没有这一个")
                .help(format!("可以写的有：{}", known().collect::<Vec<_>>().join("、"))),
        };
        self.reader.report(fault);
        None
    }

    /// The family of a metric with a dimension. None where a metric of its 类型 has none.
    pub(crate) fn family(
        &mut self,
        metric: &Metric,
        dimension: &Arc<Dimension>,
        at: Span,
    ) -> Option<Arc<Family>> {
        if !matches!(metric.kind, MetricKind::Count | MetricKind::Amount) {
            let name = Spanned { value: metric.name.clone(), span: metric.name_span };
            self.reader.report(does_not_fit(&name, metric.kind, "维度", at, "计数、数量"));
            return None;
        }
        Some(Arc::new(Family::new(&metric.name, &metric.former_names, dimension)))
    }

    /// Checks a name and notes it as taken.
    fn take(&mut self, name: &Spanned<String>, dimension: Option<&Dimension>) {
        self.reader.findings.extend(check_name(name, "指标"));
        let Some(first) = self.names.take(name) else { return };
        let fault = match self.is_of_kind && first.file != name.span.file {
            true => self.of_two_kinds(name, first, dimension),
            false => {
                self.names.has_namesakes = true;
                namesake(name, first, "指标")
            }
        };
        self.reader.report(fault);
    }

    /// A metric of a kind that another catalogue has too.
    fn of_two_kinds(
        &self,
        name: &Spanned<String>,
        first: Span,
        dimension: Option<&Dimension>,
    ) -> Diagnostic {
        let (report, metric) = (&self.report, &name.value);
        let shares = self.assignment.shares.get(metric).map(|(_, owner)| owner);
        let owner = shares.or(self.assignment.owner.as_ref());
        let owner =
            owner.map_or("单位档案“报告”里的责任部门", |owner| &owner.value);
        let typed = match dimension.and_then(|dimension| dimension.members.first()) {
            Some(member) => format!("，写成“{metric}: {{{member}: 12, {OTHERS}: 0}}”"),
            None => String::new(),
        };
        let path = &self.reader.sources.get(first.file).path;
        Diagnostic::new(Code::E0204, format!("指标“{metric}”与“{report}”的重名"))
            .at(first, format!("“{report}”的指标目录里也有"))
            .also(name.span, "在这里")
            .help(format!(
                "是同一个数的，从 {path} 里删去这一项，以后由{owner}填报{typed}；不是一个数的，换一个名称"
            ))
    }

    fn theme(&mut self, fields: &mut Fields) -> Option<String> {
        let node = match self.kind.themes.is_empty() {
            true => fields.optional("主题"),
            false => fields.required("主题", self.reader),
        };
        let Some(node) = node else {
            return self.kind.themes.is_empty().then(String::new);
        };
        if self.themes.is_empty() {
            return self.reader.line(node, "主题").map(|theme| theme.value);
        }
        let words: Vec<(&str, &str)> =
            self.themes.iter().map(|theme| (theme.as_str(), theme.as_str())).collect();
        self.reader.word(node, "主题", &words).map(str::to_owned)
    }

    /// Whom 分工 of the profile names, or else the catalogue, or else 责任部门 of the profile.
    fn owner(&mut self, name: Option<&Spanned<String>>, fields: &mut Fields) -> Option<Owner> {
        let share = name.and_then(|name| self.assignment.share(&name.value));
        let usual = share.or(self.assignment.owner.as_ref());
        let node = match usual.is_some() || self.is_of_kind {
            true => fields.optional("责任部门"),
            false => fields.required("责任部门", self.reader),
        };
        if let Some(node) = node {
            let owner = self.reader.line(node, "责任部门")?;
            if share.is_none() {
                self.reader.findings.extend(unknown_owner(&owner, self.departments));
                return Some(Owner::named(owner.value));
            }
        }
        if usual.is_none() && self.is_of_kind {
            self.unassigned.extend(name.cloned());
        }
        usual.map(|owner| Owner::named(owner.value.clone()))
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
            (MetricKind::Count | MetricKind::Amount, None) => self.reader.report(
                fault(&format!("{}指标要有单位", kind.word()))
                    .at(name.span, "这个指标没有写单位")
                    .help("加一行“单位: 件”之类，正文里的数会自动带上单位"),
            ),
            (MetricKind::Percent, None) => return "%".to_owned(),
            (MetricKind::Percent, Some(unit)) if unit.value == "%" => return unit.value,
            (MetricKind::Percent, Some(unit)) => {
                self.reader.report(
                    fault("百分比指标的单位是 %")
                        .at(unit.span, "不是 %")
                        .also(name.span, "这个指标")
                        .help("删去单位这一行，或者改为 %"),
                );
                return "%".to_owned();
            }
            (MetricKind::Text | MetricKind::Boolean, Some(unit)) => self.reader.report(
                fault(&format!("{}指标没有单位", kind.word()))
                    .at(unit.span, "多写了单位")
                    .also(name.span, "这个指标")
                    .help("删去单位这一行，或者改正类型"),
            ),
            (MetricKind::Text | MetricKind::Boolean, None) => {}
        }
        String::new()
    }

    fn range(
        &mut self,
        kind: Option<MetricKind>,
        fields: &mut Fields,
    ) -> (Option<Decimal>, Option<Decimal>) {
        let Some(node) = fields.optional("范围") else { return (None, None) };
        let span = node.span;
        let Some(mut range) = self.reader.fields(node, "范围", None) else { return (None, None) };
        // Of a text it counts characters or entries.
        let read = if kind.is_some_and(MetricKind::is_number) { signed_decimal } else { decimal };
        let ends = (
            read("最小", range.optional("最小"), self.reader),
            read("最大", range.optional("最大"), self.reader),
        );
        range.finish(self.reader);
        if let (Some(minimum), Some(maximum)) = ends
            && minimum > maximum
        {
            self.reader.report(
                Diagnostic::new(Code::E0209, format!("范围的最小 {minimum} 大于最大 {maximum}"))
                    .at(span, "没有一个数能在这个范围里")
                    .help("把两个数对调，或者改正其中一个"),
            );
        }
        ends
    }

    fn former_names(&mut self, fields: &mut Fields) -> Vec<String> {
        let Some(node) = fields.optional("曾用名") else { return Vec::new() };
        let Some(names) = self.reader.names(node, "曾用名") else { return Vec::new() };
        for name in &names {
            self.reader.findings.extend(check_name(name, "曾用名"));
            let first = self.names.take(name);
            self.reader.findings.extend(first.map(|first| namesake(name, first, "曾用名")));
        }
        names.into_iter().map(|name| name.value).collect()
    }
}

/// Reports a department that is not in the directory. An empty directory is reported as such.
pub(crate) fn unknown_owner(
    owner: &Spanned<String>,
    departments: &IndexSet<&str, FxBuildHasher>,
) -> Option<Diagnostic> {
    let is_known = owner.value == EVERY || departments.contains(owner.value.as_str());
    if is_known || departments.is_empty() {
        return None;
    }
    let fault = Diagnostic::new(Code::E0206, format!("单位档案里没有部门“{}”", owner.value));
    Some(match nearest(&owner.value, departments.iter().copied().chain([EVERY])) {
        Some(meant) => fault
            .at(owner.span, format!("是否指“{meant}”"))
            .help(format!("改为“{meant}”；确是另一个部门的，先加到单位档案的“部门”里")),
        None => fault.at(owner.span, "不在部门名录里").help(
            "责任部门写单位档案里的一个部门，或者写“各部门”；新的部门先加到单位档案的“部门”里",
        ),
    })
}

/// A key that metrics of this 类型 do not have.
fn does_not_fit(
    name: &Spanned<String>,
    kind: MetricKind,
    key: &str,
    at: Span,
    wanted: &str,
) -> Diagnostic {
    Diagnostic::new(Code::E0208, format!("{}指标没有“{key}”", kind.word()))
        .at(at, format!("只有{wanted}指标才有这一项"))
        .also(name.span, "这个指标")
        .help("删去这一项，或者改正类型")
}
