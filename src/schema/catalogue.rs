//! `data/catalogue.yaml` 指标目录: the metrics and the rules between them.

use serde_json::{Map, Value, json};

use super::{
    MARKS, any_of, choice, count_of_themes, departments, empty, file, list, mapping, name,
    or_empty, reference, text, theme, yes_or_no,
};
use crate::catalogue::{Catalogue, EVERY, KINDS, MetricKind, NEEDS};
use crate::kind::Kind as ReportKind;
use crate::metric::{MOST_DECIMALS, RATE_DECIMALS};
use crate::project::Profile;
use crate::rules::{self, ALL, Form, Key, Kind, Wanted};

/// The definition of a metric that is a number.
const NUMBER: &str = "数";

/// `names_owners` says whether the catalogue names the departments, which one that belongs to a kind
/// leaves to the profile.
pub(super) fn schema(
    catalogue: &Catalogue,
    profile: &Profile,
    kind: &ReportKind,
    names_owners: bool,
) -> Value {
    let themes = count_of_themes(kind);
    let mut keys = list(&format!("{themes}的键，依次"), name("主题的键"));
    if !kind.themes.is_empty() {
        keys["minItems"] = kind.themes.len().into();
        keys["maxItems"] = kind.themes.len().into();
    }
    let fields = json!({
        "主题": or_empty(keys),
        "维度": or_empty(dimensions()),
        "指标": list("年报要用到的每一个数", metric(catalogue, profile, kind, names_owners)),
        "勾稽规则": or_empty(list("指标之间应当成立的关系", rule())),
    });
    let description = "年报要用到的每一个数和它们之间的勾稽关系";
    let mut schema = file("指标目录", description, fields, &["指标"]);
    // Each 类型 that a rule asks of an operand, and all that are numbers.
    let kinds = KINDS.iter().filter(|(_, kind)| is_asked_for(*kind));
    let wanted = kinds.map(|(word, kind)| (*word, Wanted::Kind(*kind)));
    let definitions = [(NUMBER, Wanted::Number)].into_iter().chain(wanted);
    let definitions: Map<String, Value> =
        definitions.map(|(word, wanted)| (word.to_owned(), operand(catalogue, wanted))).collect();
    schema.insert("definitions".to_owned(), definitions.into());
    schema.into()
}

/// Whether a rule asks for a metric of just this 类型.
fn is_asked_for(kind: MetricKind) -> bool {
    rules::KINDS
        .iter()
        .flat_map(|rule| rule.keys)
        .any(|key| matches!(key.form, Form::Metric(Wanted::Kind(wanted)) if wanted == kind))
}

/// A metric that a rule names. Known ones are proposed; one that is new in the file is as
/// good, as schemas are made from the file.
fn operand(catalogue: &Catalogue, wanted: Wanted) -> Value {
    let metrics = catalogue.metrics.values().filter(|metric| wanted.accepts(metric.kind));
    let proposed = metrics.map(|metric| json!({ "label": metric.name, "body": metric.name }));
    let mut schema = name("指标的名称");
    schema["defaultSnippets"] = proposed.collect();
    schema
}

fn metric(
    catalogue: &Catalogue,
    profile: &Profile,
    kind: &ReportKind,
    names_owners: bool,
) -> Value {
    let kinds = KINDS.iter().map(|(word, _)| *word);
    let needs = NEEDS.iter().map(|(word, _)| *word);
    let contents = kind.countable().map(|content| content.key.as_str());
    let end = |description| {
        let mut end = limit(description);
        if let Some(end) = end.as_object_mut() {
            end.remove("minimum");
        }
        end["errorMessage"] = "写一个数，只写数字".into();
        or_empty(end)
    };
    let range =
        json!({ "最小": end("不小于；是负数的，填报的数也可以为负"), "最大": end("不大于") });
    let fields = json!({
        "名称": name("指标唯一的名称，填报、勾稽、正文、导出都用它"),
        "主题": theme(&format!("{}之一", count_of_themes(kind)), kind),
        "单位": or_empty(text("计数、数量指标的单位；百分比不用写")),
        "类型": choice("计数（整数）、数量（可带小数）、百分比、文本、是否", kinds),
        "责任部门": choice("单位档案里的一个部门，或者 各部门", departments(profile).chain([EVERY])),
        "必填": choice("必填（缺了报错）、建议（缺了提醒）、选填", needs),
        "口径": text("数怎么统计，填报人以此为准；随数公布"),
        "填报提示": or_empty(text("给填报人看的话：没有怎么填、与哪里核对；不公布")),
        "范围": or_empty(mapping(range, &[])),
        "小数位": or_empty(decimals("数量：最多填几位小数；百分比：保留几位（默认 2）")),
        "缺省": or_empty(limit("没有填报时，勾稽规则当作这个数（不印出）")),
        "累计": or_empty(yes_or_no("是：不能低于上年的数")),
        "曾用名": or_empty(list("改名以前的名称", name("旧名称"))),
        "取自": or_empty(choice("由报告本身的内容满足，不在“指标”下填写", contents)),
        "维度": or_empty(dimension(catalogue)),
    });
    let assigned =
        profile.report(&kind.folder).is_some_and(|entry| entry.assignment.owner.is_some());
    let mut required = vec!["名称", "主题", "类型", "责任部门", "必填", "口径"];
    required.retain(|key| match *key {
        "主题" => !kind.themes.is_empty(),
        "责任部门" => names_owners && !assigned,
        _ => true,
    });
    let mut schema = mapping(fields, &required);
    let unfit = |keys: &[&str]| {
        let keys = keys.iter().map(|key| ((*key).to_owned(), empty()));
        json!({ "properties": keys.collect::<Map<_, _>>() })
    };
    let percent = or_empty(json!({ "enum": ["%"] }));
    schema["allOf"] = json!([
        of_kind(&["计数", "数量"], json!({ "required": ["单位"] })),
        of_kind(&["计数"], unfit(&["小数位", "取自"])),
        of_kind(&["数量"], unfit(&["取自"])),
        of_kind(
            &["百分比"],
            json!({ "properties": { "单位": percent, "取自": empty(), "维度": empty() } }),
        ),
        of_kind(&["文本"], unfit(&["单位", "小数位", "缺省", "累计", "维度"])),
        of_kind(&["是否"], unfit(&["单位", "小数位", "缺省", "累计", "取自", "维度"])),
    ]);
    schema
}

/// 维度 of the catalogue.
fn dimensions() -> Value {
    // Members and groups, which may begin with a digit.
    let label = |description: &str| {
        let mut label = name(description);
        label["pattern"] = format!("^[^{MARKS}]+$").into();
        label["errorMessage"] = "名称里只能有汉字、字母、数字和下划线".into();
        label
    };
    let members = |items: Value| {
        let mut members = list("各个成员，依次", items);
        members["minItems"] = 1.into();
        members
    };
    let group = json!({
        "type": "object",
        "errorMessage": "一组成员写成 {组名: [甲, 乙]}",
        "description": "一组成员，程序算出小计",
        "propertyNames": label("组名"),
        "additionalProperties": members(label("成员的名称")),
    });
    let all = || members(any_of(label("成员的名称"), group.clone()));
    let total = or_empty(label("总计的名称（默认 总计）；成员之和没有意义的写 否"));
    let form = "写成 维度: [甲, 乙]，或者 维度: {成员: [甲, 乙], 总计: 总计}";
    let mut full = mapping(json!({ "成员": all(), "总计": total }), &["成员"]);
    full["errorMessage"] = form.into();
    json!({
        "type": "object",
        "errorMessage": form,
        "description": "指标按哪些成员分别填报，如来源、渠道",
        "propertyNames": name("维度的名称"),
        "additionalProperties": any_of(all(), full),
    })
}

/// 维度 of a metric: known ones are proposed, as metrics are.
fn dimension(catalogue: &Catalogue) -> Value {
    let known = catalogue.dimensions.keys();
    let mut schema = name("按哪个维度的成员分别填报");
    schema["defaultSnippets"] = known.map(|name| json!({ "label": name, "body": name })).collect();
    schema
}

/// What holds for entries of some 类型.
fn of_kind(kinds: &[&str], then: Value) -> Value {
    json!({
        "if": { "properties": { "类型": { "enum": kinds } }, "required": ["类型"] },
        "then": then,
    })
}

/// One rule: what all have in common, and for each kind its keys.
fn rule() -> Value {
    let common = json!({
        "名称": text("规则的名称"),
        "类型": choice("规则的类型", rules::KINDS.iter().map(|kind| kind.word)),
        "级别": choice("不成立时算错误还是警告", ["错误", "警告"]),
        "说明": text("为什么应当成立"),
        "缺数": or_empty(choice("缺数、不能核对时提示不提示（默认 提示）", ["提示", "不提示"])),
    });
    let every = ["名称", "类型", "级别", "说明"];
    let branches = rules::KINDS.iter().map(|kind| {
        let required = kind.keys.iter().filter(|key| key.is_required).map(|key| key.word);
        // Already described in common.
        let mut properties: Map<String, Value> = every
            .iter()
            .chain(&["缺数"])
            .map(|key| ((*key).to_owned(), Value::Bool(true)))
            .collect();
        properties.extend(kind.keys.iter().map(|key| (key.word.to_owned(), rule_key(key, kind))));
        let then = json!({
            "properties": properties,
            "required": required.collect::<Vec<_>>(),
            "additionalProperties": false,
        });
        of_kind(&[kind.word], then)
    });
    let branches: Value = branches.collect();
    json!({
        "type": "object",
        "errorMessage": "写成若干行“名称: 值”，必须有 名称、类型、级别、说明，再按类型写指标",
        "properties": common,
        "required": every,
        "allOf": branches,
    })
}

/// What is written under a key of a rule.
fn rule_key(key: &Key, kind: &Kind) -> Value {
    let several = |minimum: u32| {
        let mut list = list("若干指标", reference(NUMBER));
        list["minItems"] = minimum.into();
        list
    };
    let value = match key.form {
        Form::Metric(Wanted::Number) => reference(NUMBER),
        Form::Metric(Wanted::Kind(wanted)) => reference(wanted.word()),
        Form::Metrics { at_least } => several(at_least),
        Form::MetricsOrAll => {
            let mut metrics = several(1);
            metrics["type"] = json!(["string", "array"]);
            metrics["pattern"] = format!("^{ALL}$").into();
            metrics["errorMessage"] = format!("写 {ALL}，或者 [甲, 乙]").into();
            metrics
        }
        Form::Percent => limit("百分之几"),
        Form::Decimals => decimals(&format!("保留几位小数（默认 {RATE_DECIMALS}）")),
        Form::StandsInFor => text(&format!("一条“{}”规则的名称：它缺数时才用这一条", kind.word)),
    };
    if key.is_required { value } else { or_empty(value) }
}

fn limit(description: &str) -> Value {
    json!({
        "type": "number",
        "minimum": 0,
        "errorMessage": "写一个不小于零的数，只写数字",
        "description": description,
    })
}

fn decimals(description: &str) -> Value {
    json!({
        "type": "integer",
        "minimum": 0,
        "maximum": MOST_DECIMALS,
        "errorMessage": format!("写 0 到 {MOST_DECIMALS} 的整数"),
        "description": description,
    })
}
