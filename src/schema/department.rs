//! `data/<year>/<department>.yaml`: one department's figures, paragraphs, shortcomings, plans.
//!
//! Every metric is described once, under `definitions`. Any of them may stand in any file, as
//! for [`check`](crate::check) a metric in the wrong file is no more than a warning; what an
//! editor proposes and asks for is the metrics of the department that the file names.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    choice, departments, entries, file, list, mapping, name, object, or_empty, reference, report,
    text, texts_by_key, verbatim, year,
};
use crate::catalogue::{Catalogue, DOT, Family, Metric, MetricKind, Need, OTHERS, Share};
use crate::kind::{Kind, keys};
use crate::project::Profile;

pub(super) fn schema(
    catalogue: &Catalogue,
    profile: &Profile,
    kind: &Kind,
    others: &[Arc<Kind>],
) -> Value {
    let mut fields = object(json!({
        "部门": choice("部门名称，与文件名相同", departments(profile)),
        "年度": year(),
        "填报人": or_empty(text("填报人姓名")),
        "联系电话": or_empty(text("联系电话")),
        "指标": or_empty(figures(catalogue)),
        "正文": prose(),
    }));
    let mut written = vec!["指标", "正文"];
    for (content, parts) in kind.lists() {
        let how = keys(parts).join("和");
        let description = format!("{}，逐条写明{how}", content.description);
        fields.insert(content.key.clone(), entries(&description, parts));
        written.push(&content.key);
    }
    fields.extend(object(json!({ "说明": reasons(catalogue), "照录": verbatim() })));
    fields.insert("本部门报告".to_owned(), report::own(kind, prose()));
    for kind in others {
        fields.insert(kind.folder.clone(), contents(kind));
    }
    let title = "部门填报表";
    let mut schema = file(
        title,
        &format!("一个部门一年的{}", written.join("、")),
        fields.into(),
        &["部门", "年度"],
    );
    let branches = departments(profile).filter_map(|department| branch(department, catalogue));
    schema.insert("allOf".to_owned(), branches.collect());
    let definitions = metrics(catalogue).map(|each| (defined_name(each), metric(each, catalogue)));
    let families = catalogue.families.values();
    let families = families.filter_map(|each| Some((each.name.clone(), family(each, catalogue)?)));
    let definitions = definitions.chain(families);
    schema.insert("definitions".to_owned(), definitions.collect::<Map<_, _>>().into());
    schema.into()
}

/// What stands below the name of another kind of report.
fn contents(kind: &Kind) -> Value {
    let mut fields = object(json!({ "正文": prose() }));
    for (content, parts) in kind.lists() {
        let how = keys(parts).join("和");
        let description = format!("{}，逐条写明{how}", content.description);
        fields.insert(content.key.clone(), entries(&description, parts));
    }
    fields.insert("照录".to_owned(), verbatim());
    fields.insert("本部门报告".to_owned(), report::own(kind, prose()));
    let mut contents = mapping(fields.into(), &[]);
    contents["description"] =
        format!("写进{}的内容；指标和说明写在外面，几种报告共用", kind.name).into();
    or_empty(contents)
}

/// The metrics that are typed under 指标.
fn metrics(catalogue: &Catalogue) -> impl Iterator<Item = &Metric> {
    catalogue.metrics.values().map(Arc::as_ref).filter(|metric| metric.taken_from.is_none())
}

/// 指标: every metric of the catalogue, none proposed.
fn figures(catalogue: &Catalogue) -> Value {
    let mut properties = Map::new();
    let quiet = |name: &str| json!({ "doNotSuggest": true, "allOf": [reference(name)] });
    let renamed = |name: &str| {
        json!({
            "deprecationMessage": format!("已经改名，现在叫“{name}”"),
            "allOf": [reference(name)],
        })
    };
    for metric in metrics(catalogue) {
        if metric.stands_for_family() {
            let name = metric.asked_name();
            properties.insert(name.to_owned(), quiet(name));
            for former in asked_former_names(metric) {
                properties.insert(former.clone(), renamed(name));
            }
        }
        // One member may be typed on a line of its own.
        if metric.in_family.as_ref().is_some_and(|kin| kin.share != Share::Total) {
            properties.insert(metric.name.clone(), quiet(&metric.name));
        }
    }
    json!({
        "type": "object",
        "errorMessage": "每行写一个“指标名称: 数”",
        "description": "只写数，不写单位；没有数的选填指标空着",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// 正文
fn prose() -> Value {
    let mut key = name("提纲条目的键");
    // What an editor puts where the key is to be typed.
    key["title"] = "条目的键".into();
    // Several texts where the outline names the department in several places.
    let mut written = text("这一条目的文字；提纲里本部门写在几处的，依次每处一份");
    written["type"] = json!(["string", "number", "array"]);
    written["items"] = text("这一处的文字");
    texts_by_key(
        "提纲条目的键: 文字；数字写成 {{指标名称}}，连同单位一起印出",
        "每个条目写成“键: |”，文字另起一行并缩进两格",
        key,
        written,
    )
}

/// 说明
fn reasons(catalogue: &Catalogue) -> Value {
    let names = metrics(catalogue)
        .flat_map(|metric| std::iter::once(&metric.name).chain(&metric.former_names));
    let without_total = catalogue.families.values().filter(|family| family.total().is_none());
    let names = names.chain(without_total.map(|family| &family.name));
    let names: Vec<&String> = names.collect();
    texts_by_key(
        "对核对中提出的问题说明原因",
        "每行写一个“指标名称: 原因”",
        json!({ "enum": names, "errorMessage": "指标目录中没有这个指标" }),
        text("口径为何不同、变动为何大"),
    )
}

/// What the file of one department is to hold: its own metrics, the required ones without
/// fail. None when nothing is asked of it.
fn branch(department: &str, catalogue: &Catalogue) -> Option<Value> {
    let own: Vec<&Metric> =
        metrics(catalogue).filter(|metric| metric.is_typed_by(department)).collect();
    if own.is_empty() {
        return None;
    }
    let own = own.iter().filter(|metric| metric.stands_for_family());
    let properties = own.clone().map(|metric| {
        let name = metric.asked_name();
        (name.to_owned(), reference(name))
    });
    let required: Vec<&str> = own
        .filter(|metric| is_required(metric, catalogue))
        .map(|metric| metric.asked_name())
        .collect();
    let figures: &[&str] = if required.is_empty() { &[] } else { &["指标"] };
    let properties = properties.collect::<Map<_, _>>();
    Some(json!({
        "if": { "properties": { "部门": { "const": department } }, "required": ["部门"] },
        "then": {
            "properties": {
                "指标": { "title": "必填指标", "properties": properties, "required": required },
            },
            "required": figures,
        },
    }))
}

/// Whether its value must be typed: it is required, and not computed where it is left out.
fn is_required(metric: &Metric, catalogue: &Catalogue) -> bool {
    metric.need == Need::Required && !catalogue.is_computed(metric)
}

/// The name of its definition: the one of a family is that of the mapping.
fn defined_name(metric: &Metric) -> String {
    match &metric.in_family {
        Some(kin) if kin.share == Share::Total => {
            format!("{}{DOT}{}", metric.name, metric.key())
        }
        _ => metric.name.clone(),
    }
}

/// 曾用名, of the metric as the catalogue writes it.
fn asked_former_names(metric: &Metric) -> &[String] {
    metric.in_family.as_ref().map_or(&metric.former_names, |kin| &kin.family.former_names)
}

/// The mapping of a metric by members. None where none of them is known.
fn family(family: &Family, catalogue: &Catalogue) -> Option<Value> {
    let known = |name: &String| catalogue.metrics.get(name).map(Arc::as_ref);
    let first = known(family.members.first()?)?;
    let zero = |form: &str| json!({ "type": ["string", "number"], "enum": [0, "0"], "errorMessage": form });
    let others = || or_empty(zero("“其余”只能是 0：没有写出的成员都是 0"));
    let members = |names: &[String]| -> Map<String, Value> {
        let members = names.iter().filter_map(known);
        members.map(|metric| (metric.key().to_owned(), reference(&metric.name))).collect()
    };
    let mapping = |properties: Map<String, Value>| {
        json!({
            "type": "object",
            "errorMessage": format!("写成 {}", family.sample()),
            "properties": properties,
            "additionalProperties": false,
        })
    };
    let mut all = members(&family.members);
    for (place, name) in family.groups.iter().enumerate() {
        let Some(group) = known(name) else { continue };
        let mut inner = members(family.members_of(place));
        inner.insert(OTHERS.to_owned(), others());
        let group = group.key().to_owned();
        all.insert(group, if_mapping(mapping(inner), reference(name)));
    }
    if let Some(total) = known(&family.name) {
        all.insert(total.key().to_owned(), reference(&defined_name(total)));
    }
    all.insert(OTHERS.to_owned(), others());
    let form = format!("写成 {}；全部是 0 的，只写 0", family.sample());
    let zero = zero(&form);
    let zero = if is_required(first, catalogue) { zero } else { or_empty(zero) };
    let value = if_mapping(mapping(all), zero);
    let mut schema = described(&family.name, first);
    schema.extend(object(value));
    schema.insert("errorMessage".to_owned(), form.into());
    Some(schema.into())
}

/// What holds of a mapping, and of anything else.
fn if_mapping(mapping: Value, other: Value) -> Value {
    json!({ "if": { "type": "object" }, "then": mapping, "else": other })
}

/// What an editor shows of a metric.
fn described(title: &str, metric: &Metric) -> Map<String, Value> {
    object(json!({
        "title": title,
        "description": description(metric),
        "markdownDescription": markdown(metric),
    }))
}

fn metric(metric: &Metric, catalogue: &Catalogue) -> Value {
    let mut schema = described(&metric.name, metric);
    let value = value(metric);
    // Editors show it for a wrong pattern, too, which stands outside the choice below.
    let message = value.get("errorMessage").cloned();
    let value = match is_required(metric, catalogue) {
        true => value,
        // The lines of a form are empty until there is a value.
        false => or_empty(value),
    };
    if let Value::Object(value) = value {
        schema.extend(value);
    }
    schema.extend(message.map(|message| ("errorMessage".to_owned(), message)));
    schema.into()
}

/// The shape of its value.
fn value(metric: &Metric) -> Value {
    let unit = match metric.unit.as_str() {
        "" => String::new(),
        unit => format!("，不写单位“{unit}”"),
    };
    match metric.kind {
        MetricKind::Count => number(
            metric,
            "integer",
            "0|[1-9][0-9]*",
            &format!("填整数，只写数字{unit}；概数写成 约50、近50、超过50、50多、50余"),
        ),
        MetricKind::Amount | MetricKind::Percent => number(
            metric,
            "number",
            "(0|[1-9][0-9]*)([.][0-9]+)?",
            &format!("填数，只写数字{unit}；概数写成 约1.1、近50、超过30、400多、120余"),
        ),
        MetricKind::Boolean => json!({ "enum": ["是", "否"], "errorMessage": "填 是 或者 否" }),
        MetricKind::Text => {
            let mut schema = list("", text("一项"));
            schema["type"] = json!(["string", "number", "array"]);
            schema["errorMessage"] = "填文字，或者 [甲, 乙] 这样的名单".into();
            schema["minItems"] = 1.into();
            if let Some(minimum) = limit(metric.minimum) {
                schema["minLength"] = minimum;
            }
            schema
        }
    }
}

/// A number, or a text as people write approximate ones. How many digits stand after the
/// point is left to [`check`](crate::check): `multipleOf` reckons in floating point.
fn number(metric: &Metric, kind: &str, digits: &str, form: &str) -> Value {
    let hundred = (metric.kind == MetricKind::Percent).then_some(Decimal::ONE_HUNDRED);
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!(["string", kind]));
    schema.insert("minimum".to_owned(), limit(metric.minimum).unwrap_or_else(|| 0.into()));
    if let Some(maximum) = limit(metric.maximum.or(hundred)) {
        schema.insert("maximum".to_owned(), maximum);
    }
    let sign = if metric.may_be_negative() { "约?[-−]?" } else { "" };
    let signed = if sign.is_empty() { String::new() } else { format!("|{sign}({digits})") };
    let pattern = format!("^((约|近|超过?)?({digits})|({digits})[多余]{signed})$");
    schema.insert("pattern".to_owned(), pattern.into());
    schema.insert("errorMessage".to_owned(), form.into());
    schema.into()
}

fn limit(value: Option<Decimal>) -> Option<Value> {
    Some(Value::Number(value?.to_string().parse().ok()?))
}

/// 口径, 单位, 责任部门, 必填 in one line.
fn description(metric: &Metric) -> String {
    let facts = facts(metric).into_iter().map(|(key, value)| format!("{key}：{value}"));
    format!("{}（{}）", metric.definition, facts.collect::<Vec<_>>().join("；"))
}

fn markdown(metric: &Metric) -> String {
    let facts =
        facts(metric).into_iter().map(|(key, value)| format!("- {key}：{}\n", plain(&value)));
    format!("{}\n\n{}", plain(&metric.definition), facts.collect::<String>())
}

fn facts(metric: &Metric) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    facts.extend(metric.instruction.clone().map(|instruction| ("填报提示", instruction)));
    if !metric.unit.is_empty() {
        facts.push(("单位", metric.unit.clone()));
    }
    facts.extend([
        ("类型", metric.kind.word().to_owned()),
        ("责任部门", metric.owner.word().to_owned()),
        ("必填", metric.need.word().to_owned()),
    ]);
    match (metric.minimum, metric.maximum) {
        (Some(minimum), Some(maximum)) => facts.push(("范围", format!("{minimum} 至 {maximum}"))),
        (Some(minimum), None) => facts.push(("范围", format!("不小于 {minimum}"))),
        (None, Some(maximum)) => facts.push(("范围", format!("不大于 {maximum}"))),
        (None, None) => {}
    }
    if metric.cumulative {
        facts.push(("累计", "不低于上年的数".to_owned()));
    }
    let former_names = asked_former_names(metric);
    if !former_names.is_empty() {
        facts.push(("曾用名", former_names.join("、")));
    }
    facts
}

/// The catalogue's text as Markdown that shows it unchanged.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if r"\`*_{}[]<>#|~$".contains(character) {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}
