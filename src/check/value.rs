//! Values: a typed node → the value its metric asks for, or one fault with the text to write.

use rust_decimal::Decimal;

use crate::catalogue::{Metric, MetricKind, Need, StatutoryPart};
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Value;
use crate::number::{self, NumberFault, NumberReason, Quantity};
use crate::yaml::{self, Kind, Node};

type Read = Result<Value, Box<Diagnostic>>;

/// Reads what was typed for a metric: kind, form, digits and range.
pub(super) fn read(node: &Node, metric: &Metric) -> Read {
    match (&node.kind, metric.kind) {
        (Kind::Null, _) => Err(nothing(node, metric, "没有填数")),
        (Kind::Scalar { text, .. }, MetricKind::Text) => read_text(text, node, metric),
        (Kind::List(items), MetricKind::Text) => read_list(items, node, metric),
        (Kind::Scalar { text, .. }, MetricKind::Boolean) => read_boolean(text, node, metric),
        (Kind::Scalar { text, .. }, _) => read_number(text, node, metric),
        (Kind::List(_) | Kind::Map(_), _) => Err(Box::new(
            Diagnostic::new(Code::E0416, format!("“{}”应当只有一个值", metric.name))
                .at(node.span, "这里是一组值")
                .help(format!("只写一个值，如“{}: {}”", metric.name, sample(metric))),
        )),
    }
}

/// Nothing typed, or only a placeholder.
pub(super) fn nothing(node: &Node, metric: &Metric, what: &str) -> Box<Diagnostic> {
    let fault = Diagnostic::new(Code::E0304, format!("“{}”{what}", metric.name))
        .at(node.span, "这里应当填写")
        .note("口径", &metric.definition);
    let wait =
        if metric.need == Need::Required { "" } else { "；暂时没有的，冒号后面空着" };
    Box::new(match metric.kind {
        MetricKind::Text => fault.help(format!("填写内容{wait}")),
        MetricKind::Boolean => fault.help(format!("填 是 或者 否{wait}")),
        _ => fault.help(format!("填写实际数；没有发生的填 0{wait}")),
    })
}

fn read_text(text: &str, node: &Node, metric: &Metric) -> Read {
    let text = text.trim();
    if text.is_empty() || number::is_placeholder(text) {
        return Err(nothing(node, metric, "还是占位文字"));
    }
    if let Some(list) = yaml::bracketed_list(text) {
        return Err(Box::new(
            Diagnostic::new(Code::E0416, format!("“{}”的名单用了全角括号", metric.name))
                .at(node.span, "这样写是一段文字，不是名单")
                .help(write(metric, &list)),
        ));
    }
    let length = Decimal::from(text.chars().filter(|c| !c.is_whitespace()).count());
    in_range(length, "字", node, metric)?;
    Ok(Value::Text(text.to_owned()))
}

fn read_list(items: &[Node], node: &Node, metric: &Metric) -> Read {
    let mut texts = Vec::new();
    for item in items {
        match &item.kind {
            Kind::Scalar { text, .. } if !number::is_placeholder(text) => {
                texts.push(text.trim().to_owned());
            }
            Kind::Scalar { .. } | Kind::Null => {
                return Err(nothing(item, metric, "的名单中有空项"));
            }
            Kind::List(_) | Kind::Map(_) => {
                return Err(Box::new(
                    Diagnostic::new(
                        Code::E0416,
                        format!("“{}”的名单每项只写一个名称", metric.name),
                    )
                    .at(item.span, "这里是一组值")
                    .help("每个名称单独作一项"),
                ));
            }
        }
    }
    if texts.is_empty() {
        return Err(nothing(node, metric, "的名单是空的"));
    }
    Ok(Value::List(texts))
}

fn read_boolean(text: &str, node: &Node, metric: &Metric) -> Read {
    let meant = match text.trim() {
        "是" => return Ok(Value::Boolean(true)),
        "否" => return Ok(Value::Boolean(false)),
        text if text.is_empty() || number::is_placeholder(text) => {
            return Err(nothing(node, metric, "没有填写"));
        }
        "true" | "True" | "TRUE" | "yes" | "Yes" | "Y" | "y" | "1" | "√" | "✓" | "有" | "已" => {
            Some("是")
        }
        "false" | "False" | "FALSE" | "no" | "No" | "N" | "n" | "0" | "没有" | "未" => {
            Some("否")
        }
        _ => None,
    };
    let fault = Diagnostic::new(Code::E0415, format!("“{}”只能填 是 或者 否", metric.name))
        .at(node.span, "不是 是 或者 否");
    Err(Box::new(match meant {
        Some(meant) => fault.help(format!("改为：{}: {meant}", metric.name)),
        None => fault.help("填 是 或者 否，理由写在“说明”或者正文里"),
    }))
}

fn read_number(text: &str, node: &Node, metric: &Metric) -> Read {
    let quantity = Quantity::parse(text).map_err(|fault| number_fault(&fault, node, metric))?;
    let value = quantity.value;
    if metric.kind == MetricKind::Count && value.scale() > 0 {
        let fault = Diagnostic::new(Code::E0412, format!("“{}”应当是整数", metric.name))
            .at(node.span, "带有小数");
        return Err(Box::new(if value.fract().is_zero() {
            fault.help(write(metric, &Quantity { value: value.trunc(), ..quantity }.to_string()))
        } else {
            fault.help(format!("单位是“{}”，按个数填写整数", metric.unit))
        }));
    }
    if let (MetricKind::Amount, Some(decimals)) = (metric.kind, metric.decimals)
        && value.normalize().scale() > decimals
    {
        return Err(Box::new(
            Diagnostic::new(Code::E0413, format!("“{}”的小数超过 {decimals} 位", metric.name))
                .at(node.span, format!("有 {} 位小数", value.scale()))
                .help(format!(
                    "核对单位是否为“{}”；确认后保留 {decimals} 位，四舍五入为 {}",
                    metric.unit,
                    quantity.rounded(decimals)
                )),
        ));
    }
    in_range(value, &metric.unit, node, metric)?;
    Ok(Value::Number(quantity))
}

fn in_range(
    value: Decimal,
    unit: &str,
    node: &Node,
    metric: &Metric,
) -> Result<(), Box<Diagnostic>> {
    let Some((limit, word)) = out_of_range(value, metric) else { return Ok(()) };
    Err(Box::new(
        Diagnostic::new(Code::E0414, format!("“{}”超出范围", metric.name))
            .at(node.span, format!("{value}{unit}，{word} {limit}{unit}"))
            .note("口径", &metric.definition)
            .help("核对数字和单位；口径确有变化的，在指标目录中修改“范围”"),
    ))
}

/// The end of its metric's range that a value is beyond, and how.
pub(super) fn out_of_range(value: Decimal, metric: &Metric) -> Option<(Decimal, &'static str)> {
    let hundred = (metric.kind == MetricKind::Percent).then_some(Decimal::ONE_HUNDRED);
    let maximum = metric.maximum.or(hundred);
    match (metric.minimum, maximum) {
        (Some(minimum), _) if value < minimum => Some((minimum, "小于最小值")),
        (_, Some(maximum)) if value > maximum => Some((maximum, "大于最大值")),
        _ => None,
    }
}

fn number_fault(fault: &NumberFault, node: &Node, metric: &Metric) -> Box<Diagnostic> {
    if matches!(fault.reason, NumberReason::Empty | NumberReason::Placeholder) {
        return nothing(node, metric, &fault.reason.describe());
    }
    let code = match &fault.reason {
        NumberReason::FullWidth | NumberReason::Bracketed => Code::E0402,
        NumberReason::ThousandsSeparator => Code::E0403,
        NumberReason::Unit(_) => Code::E0404,
        NumberReason::PercentSign => Code::E0405,
        NumberReason::ChineseNumeral => Code::E0406,
        NumberReason::Blank => Code::E0407,
        NumberReason::Negative => Code::E0408,
        NumberReason::Exponent => Code::E0409,
        NumberReason::LeadingZeros => Code::E0410,
        NumberReason::DoubledApproximation | NumberReason::ApproximationWord => Code::E0411,
        NumberReason::TooLong => Code::E0417,
        NumberReason::Empty
        | NumberReason::Placeholder
        | NumberReason::Note
        | NumberReason::NotNumber => Code::E0401,
    };
    let told = Diagnostic::new(code, format!("“{}”{}", metric.name, fault.reason.describe()));
    let told = match (&fault.reason, metric.unit.as_str()) {
        (NumberReason::DoubledApproximation | NumberReason::ApproximationWord, _) => {
            told.at(node.span, "概数写成 约1.1、近50、超过30、400多、120余 的样子")
        }
        (_, "") => told.at(node.span, "只写数字"),
        (_, unit) => told.at(node.span, format!("只写数字，单位“{unit}”由目录给出")),
    };
    let help = match (correction(fault, metric), &fault.reason) {
        (Some(text), NumberReason::Bracketed) => format!(
            "{}；会计上用括号表示负数，确是负数的，核对后填 0 或者大于 0 的数",
            write(metric, &text)
        ),
        (Some(text), NumberReason::Note) => {
            format!("{}；括号里的话写进“说明”或者正文", write(metric, &text))
        }
        (Some(text), _) => write(metric, &text),
        (None, NumberReason::Unit(unit)) => {
            format!("目录的单位是“{}”，不是“{unit}”；核对后按目录的单位填写", metric.unit)
        }
        (None, NumberReason::DoubledApproximation) => {
            let number = node.as_text().unwrap_or_default();
            let number = number.trim_matches(|c: char| !c.is_ascii_digit());
            format!("只留一个概数词，写成 约{number} 或者 {number}多")
        }
        (None, NumberReason::Blank) => "是一个数的，去掉空格；是两个数的，只留一个".into(),
        (None, NumberReason::Negative) => "填写 0 或者大于 0 的数".into(),
        (None, NumberReason::ThousandsSeparator) => "去掉逗号；小数点用英文的点".into(),
        (None, NumberReason::PercentSign) => {
            format!("单位是“{}”，不是百分比；核对后按目录的单位填写", metric.unit)
        }
        (None, NumberReason::TooLong) => "核对数字，看是否有几个数连在了一起".into(),
        (None, _) => format!("只写一个数，如“{}: {}”", metric.name, sample(metric)),
    };
    Box::new(told.help(help))
}

/// The certain text: a unit that was typed is turned into the catalogue's.
fn correction(fault: &NumberFault, metric: &Metric) -> Option<String> {
    let text = fault.correction.as_deref()?;
    match &fault.reason {
        NumberReason::Unit(unit) => {
            let quantity = Quantity::parse(text).ok()?;
            // 12万 for 件 is 12 万件.
            let full = format!("{unit}{}", metric.unit);
            let value = number::convert(quantity.value, unit, &metric.unit)
                .or_else(|| number::convert(quantity.value, &full, &metric.unit))?;
            Some(Quantity { value, ..quantity }.to_string())
        }
        NumberReason::PercentSign if metric.kind != MetricKind::Percent => None,
        _ => Some(text.to_owned()),
    }
}

fn write(metric: &Metric, text: &str) -> String {
    format!("改为：{}: {text}", metric.name)
}

/// What a right value looks like.
fn sample(metric: &Metric) -> &'static str {
    match metric.kind {
        MetricKind::Count => "121",
        MetricKind::Amount => "5484.1213",
        MetricKind::Percent => "92.72",
        MetricKind::Text => "……",
        MetricKind::Boolean => "是",
    }
}

/// Where a statutory part is written, for who looks for it among the metrics.
pub(super) fn place_of(part: StatutoryPart) -> &'static str {
    match part {
        StatutoryPart::FirstResponsible => "内容写在“正文”中提纲标有“满足: 第一责任人”的条目下",
        StatutoryPart::Shortcomings => "内容写在“不足”下，逐条写明问题和原因",
        StatutoryPart::Plans => "内容写在“安排”下，逐条写明标题和内容",
        StatutoryPart::Others => "内容写在报告总表的“其他”下",
    }
}
