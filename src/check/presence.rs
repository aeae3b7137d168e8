//! Presence: what must be reported is reported, and who has not handed in at all.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Context;
use super::ledger::{Ledger, Line, State};
use super::prose::Uses;
use super::value;
use crate::catalogue::{Family, Metric, MetricKind, Need, Owner};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::{Findings, Outcome};
use crate::load::{Department, Item, Written};
use crate::number;
use crate::source::{Place, Span};

/// The value says whether a department is awaited: one that handed in nothing though something is
/// asked of it.
pub(super) fn check(ledger: &Ledger<'_>, uses: &Uses<'_>, context: Context<'_>) -> Outcome<bool> {
    let mut findings = Findings::new();
    let mut is_awaited = false;
    let parts = parts_of_totals(ledger, context);
    let forms = &context.submissions.forms;
    for (entry, form) in context.profile.departments.iter().zip(forms) {
        let name = entry.name.as_str();
        let department = context.department(name);
        if context.submissions.unread.is_all_of(name) {
            continue;
        }
        let missing = ledger.lines().filter(|line| lacks(line, name, &parts));
        // Of a metric with a dimension all members are one want.
        let mut seen = BTreeSet::new();
        let missing = missing.map(|line| line.metric.as_ref());
        let missing = missing.filter(|metric| seen.insert(metric.asked_name()));
        let (required, others): (Vec<&Metric>, Vec<&Metric>) =
            missing.partition(|metric| metric.need == Need::Required);
        // One that a text prints is reported with the text.
        let recommended: Vec<&Metric> = others
            .into_iter()
            .filter(|metric| metric.need == Need::Recommended && !is_used(metric, uses))
            .filter(|metric| {
                let mut files = context.submissions.of_department(name);
                !files.any(|department| explains(department, metric))
            })
            .collect();
        match department {
            Some(department) => {
                let not_reported = |metric: &&Metric| {
                    let parts = parts.get(metric.name.as_str()).map(Vec::as_slice);
                    not_reported(metric, parts.unwrap_or_default(), department)
                };
                findings.extend(required.iter().map(not_reported));
                if !recommended.is_empty() {
                    findings.report(
                        not_recommended(&recommended, name).at(department.metrics_span, "写在这里"),
                    );
                }
            }
            None => {
                let place = Place::File(*form);
                let items = asked(name, context);
                if !required.is_empty() || !items.is_empty() {
                    is_awaited = true;
                    let wanted = Wanted { required: &required, recommended: &recommended, items };
                    findings.report(absent(name, place, &wanted, context));
                } else if !recommended.is_empty() {
                    findings.report(not_recommended(&recommended, name).at(place, "没有报送"));
                }
            }
        }
    }
    Outcome::new(is_awaited, findings)
}

/// Whether a text prints a metric, or another one of its family.
fn is_used(metric: &Metric, uses: &Uses<'_>) -> bool {
    let family = metric.in_family.as_ref().map(|kin| &kin.family);
    let names = family.iter().flat_map(|family| family.members.iter().chain(&family.groups));
    [metric.asked_name(), &metric.name]
        .into_iter()
        .chain(names.map(String::as_str))
        .any(|name| uses.contains_key(name))
}

/// The metrics of 各部门 that a rule adds up, and what of.
type Parts<'l, 'a> = FxHashMap<&'l str, Vec<&'l Line<'a>>>;

fn parts_of_totals<'l, 'a>(ledger: &'l Ledger<'a>, context: Context<'l>) -> Parts<'l, 'a> {
    let of_every = |name: &str| {
        ledger
            .line(name)
            .filter(|line| line.metric.owner == Owner::Every && line.metric.need != Need::Optional)
    };
    let totals = context.catalogue.rules.iter().filter_map(|rule| {
        let (total, parts) = rule.relation.composition()?;
        of_every(total)?;
        Some((total, parts.iter().filter_map(|part| ledger.line(part)).collect()))
    });
    totals.collect()
}

/// Whether a department owes this metric and has not reported it, nor the parts that it is the sum of.
fn lacks(line: &Line<'_>, department: &str, parts: &Parts<'_, '_>) -> bool {
    // Totals follow from the members.
    let is_sum = line.metric.in_family.as_ref().is_some_and(|kin| !kin.is_member());
    if is_sum || !line.metric.is_typed_by(department) || line.mistyped {
        return false;
    }
    match line.metric.owner {
        Owner::Department(_) => matches!(line.state, State::Missing),
        Owner::Every if line.is_computed_for_all() => false,
        Owner::Every => {
            // With a part that is owed as well, and asked for, the total is there.
            let is_asked = |part: &&Line<'_>| {
                let is_owed =
                    part.metric.need == Need::Required || part.metric.need == line.metric.need;
                is_owed && part.entry_of(department).is_none()
            };
            let parts = parts.get(line.metric.name.as_str());
            line.entry_of(department).is_none() && !parts.into_iter().flatten().any(is_asked)
        }
    }
}

/// Whether a 说明 says why there is no figure.
fn explains(department: &Department, metric: &Metric) -> bool {
    department.reasons.iter().any(|(name, reason)| {
        let is_its_name = name.value == metric.name || name.value == metric.asked_name();
        (is_its_name || metric.former_names.contains(&name.value))
            && !number::is_placeholder(reason.value.trim())
    })
}

/// A total that would be computed, if a part were not approximate.
fn not_computed(
    metric: &Metric,
    parts: &[&Line<'_>],
    department: &Department,
) -> Option<Diagnostic> {
    let own = parts.iter().filter_map(|part| {
        let entry = part.entry_of(&department.name.value)?;
        entry.is_approximate().then_some((part.metric.name.as_str(), entry.span))
    });
    let own: Vec<(&str, Span)> = own.collect();
    let names: Vec<String> = own.iter().map(|(name, _)| format!("“{name}”")).collect();
    let (_, first) = own.first()?;
    let message = format!("必填指标“{}”算不出来，分项{}是概数", metric.name, names.concat());
    let found = Diagnostic::new(Code::E0301, message).at(*first, "概数不能相加");
    let found = own.iter().skip(1).fold(found, |found, (_, span)| found.at(*span, "概数不能相加"));
    Some(found.help(format!("查实后填准确的数；分项没有准确数的，直接填“{}”", metric.name)))
}

/// A metric that is missing, or all of the `parts` that it may be computed from.
fn not_reported(metric: &Metric, parts: &[&Line<'_>], department: &Department) -> Diagnostic {
    let typed = department.metrics.iter().find(|(key, _)| key.value == metric.name);
    let name = metric.asked_name();
    if let Some((_, empty)) = typed {
        let mut fault = *value::nothing(empty, metric, "没有填数");
        if let Some(kin) = &metric.in_family {
            fault.message = format!("“{name}”没有填数");
            let fault = by_members(fault, name, &kin.family, department);
            return fault.help(format!("填写各个成员的数，如 {}", kin.family.sample()));
        }
        let comment = match &empty.written {
            Written::Nothing(comment) => comment.as_deref(),
            _ => None,
        };
        return match comment {
            Some(text) => fault.help(format!(
                "“{text}”以 # 开头，当作了备注；是数的去掉 #，是电子表格出错标记的，在原来的表格里改正后再填数"
            )),
            None => fault,
        };
    }
    if let Some(fault) = not_computed(metric, parts, department) {
        return fault;
    }
    let fault = Diagnostic::new(Code::E0301, format!("必填指标“{name}”没有填报"))
        .at(department.metrics_span, "应当填在这里")
        .note("口径", &metric.definition);
    let fault = match &metric.instruction {
        Some(instruction) => fault.note("填报提示", instruction),
        None => fault,
    };
    if let Some(kin) = &metric.in_family {
        return fault
            .help(format!("在“指标”下加一行：{}；全部是 0 的，只写 0", kin.family.sample()));
    }
    match (metric.kind, metric.unit.as_str()) {
        (MetricKind::Boolean, _) => {
            fault.help(format!("在“指标”下加一行：{}: 是（或者 否）", metric.name))
        }
        (MetricKind::Text, _) => fault.help(format!("在“指标”下加一行：{}: 内容", metric.name)),
        (_, unit) if !parts.is_empty() => {
            let is_there = |part: &&&Line<'_>| part.entry_of(&department.name.value).is_some();
            let (there, lacking): (Vec<&&Line<'_>>, Vec<&&Line<'_>>) =
                parts.iter().partition(is_there);
            let lacking = lacking.iter().map(|part| part.metric.name.as_str());
            let lacking = lacking.collect::<Vec<_>>().join("”“");
            let fill = if there.is_empty() { "填齐分项" } else { "补填分项" };
            fault.help(format!(
                "在“指标”下加一行：{}: 数字（单位{unit}，只写数字）；或者{fill}“{lacking}”，由程序算出",
                metric.name
            ))
        }
        (_, unit) => {
            fault.help(format!("在“指标”下加一行：{}: 数字（单位{unit}，只写数字）", metric.name))
        }
    }
}

/// The fault of a family whose members are not all there: where some are, the others are shown.
fn by_members(
    mut fault: Diagnostic,
    name: &str,
    family: &Family,
    department: &Department,
) -> Diagnostic {
    let of_family =
        department.metrics.iter().filter(|(key, _)| family.members.contains(&key.value));
    let (empty, typed): (Vec<_>, Vec<_>) = of_family.partition(|(_, typed)| typed.is_nothing());
    if typed.is_empty() || empty.is_empty() {
        return fault;
    }
    fault.message = format!("“{name}”还有 {} 个成员没有填数", empty.len());
    let others = empty.iter().skip(1);
    others.fold(fault, |fault, (_, empty)| fault.also(empty.span, "这里没有填"))
}

fn not_recommended(metrics: &[&Metric], department: &str) -> Diagnostic {
    Diagnostic::new(
        Code::E0302,
        format!("{department}有 {} 项建议填报的指标没有填报", metrics.len()),
    )
    .concerning(department)
    .note("没有填报", names(metrics))
    .help("有数的补上；确实没有的，在“说明”下写明原因，就不再提醒")
}

/// What a department that handed nothing in is to report.
struct Wanted<'a> {
    required: &'a [&'a Metric],
    recommended: &'a [&'a Metric],
    /// The items that it is to write, and where the outline names it.
    items: Vec<(&'a Item, Span)>,
}

/// The items of the outline that name a department, and where.
fn asked<'a>(name: &str, context: Context<'a>) -> Vec<(&'a Item, Span)> {
    let items = context.submissions.report.outline.iter().flat_map(|theme| &theme.items);
    items
        .flat_map(|item| item.departments.iter().map(move |named| (item, named)))
        .filter(|(_, named)| named.value == name)
        .map(|(item, named)| (item, named.span))
        .collect()
}

/// Whether an item would be printed without a text: those that it names have no text for it, and
/// nothing of their files was lost.
fn is_written_by_nobody(item: &Item, context: Context<'_>) -> bool {
    item.departments.iter().all(|named| {
        if context.submissions.unread.is_all_of(&named.value) {
            return false;
        }
        context.submissions.of_department(&named.value).all(|department| {
            let mut keys = department.prose.iter().map(|(key, _)| key);
            department.prose.is_whole && keys.all(|key| key.value != item.key.value)
        })
    })
}

/// A department that handed nothing in.
fn absent(name: &str, place: Place, wanted: &Wanted<'_>, context: Context<'_>) -> Diagnostic {
    let path = context.file_of(name);
    let empty: Vec<&str> = wanted
        .items
        .iter()
        .filter(|(item, _)| is_written_by_nobody(item, context))
        .map(|(item, _)| item.key.value.as_str())
        .collect();
    let (severity, message) = match (wanted.required.len(), empty.as_slice()) {
        (0, []) => (Severity::Warning, format!("{name}没有报送")),
        (0, empty) => {
            (Severity::Error, format!("{name}没有报送，条目“{}”没有正文", empty.join("”“")))
        }
        (count, _) => (Severity::Error, format!("{name}没有报送，缺 {count} 项必填指标")),
    };
    let mut fault = Diagnostic::new(Code::E0303, message)
        .severity(severity)
        .at(place, format!("没有找到 {path}"))
        .concerning(name);
    if let Some((_, span)) = wanted.items.first() {
        fault = fault.also(*span, "提纲要求其撰写");
    }
    let items: Vec<&str> = wanted.items.iter().map(|(item, _)| item.key.value.as_str()).collect();
    for (key, text) in [
        ("必填", names(wanted.required)),
        ("建议", names(wanted.recommended)),
        ("正文", items.join("、")),
    ] {
        if !text.is_empty() {
            fault = fault.note(key, text);
        }
    }
    fault.help(format!("请{name}填写 {path}"))
}

fn names(metrics: &[&Metric]) -> String {
    metrics.iter().map(|metric| metric.asked_name()).collect::<Vec<_>>().join("、")
}
