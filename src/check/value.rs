//! Values: what was typed → the value its metric asks for, or one fault with the text to write.

use rust_decimal::Decimal;

use crate::catalogue::{Metric, MetricKind, Need, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Typed, Written};
use crate::number::{self, NumberFault, NumberReason, Quantity};
use crate::text::{self, COMMAS};

pub(super) mod names;

type Read = Result<Value, Box<Diagnostic>>;

/// Reads what was typed for a metric: kind, form, digits and range.
pub(super) fn read(typed: &Typed, metric: &Metric) -> Read {
    match (&typed.written, metric.kind) {
        (Written::Nothing(_), _) => Err(nothing(typed, metric, "没有填数")),
        (Written::Text { text, .. }, MetricKind::Text) => read_text(text, typed, metric),
        (Written::List(items), MetricKind::Text) => read_list(items, typed, metric),
        (Written::Text { text, .. }, MetricKind::Boolean) => read_boolean(text, typed, metric),
        (Written::Text { text, .. }, _) => read_number(text, typed, metric),
        (Written::List(_) | Written::Map, _) => Err(Box::new(
            Diagnostic::new(Code::E0416, format!("“{}”应当只有一个值", metric.name))
                .at(typed.span, "这里是一组值")
                .help(match metric.kind {
                    MetricKind::Text => "写成一段文字；是名单的，用方括号：[甲, 乙]".to_owned(),
                    _ => format!("只写一个值，如“{}: {}”", metric.key(), sample(metric)),
                }),
        )),
    }
}

/// Nothing typed, or only a placeholder.
pub(super) fn nothing(typed: &Typed, metric: &Metric, what: &str) -> Box<Diagnostic> {
    let fault = Diagnostic::new(Code::E0304, format!("“{}”{what}", metric.name))
        .at(typed.span, "这里应当填写")
        .note("口径", &metric.definition);
    let wait =
        if metric.need == Need::Required { "" } else { "；暂时没有的，冒号后面空着" };
    Box::new(match metric.kind {
        MetricKind::Text => fault.help(format!("填写内容{wait}")),
        MetricKind::Boolean => fault.help(format!("填 是 或者 否{wait}")),
        _ => fault.help(format!("填写实际数；没有发生的填 0{wait}")),
    })
}

fn read_text(text: &str, typed: &Typed, metric: &Metric) -> Read {
    let text = text.trim();
    if text.is_empty() || number::is_placeholder(text) {
        return Err(nothing(typed, metric, "还是占位文字"));
    }
    // The remark that a form puts behind an empty line: 文字，名单写成 [甲, 乙] · 选填.
    if text.contains(&format!(" · {}", metric.need.word())) {
        return Err(nothing(typed, metric, "还是空表里的话"));
    }
    if let Some(list) = bracketed_list(text) {
        let fault = Diagnostic::new(Code::E0416, format!("“{}”的名单用了全角括号", metric.name))
            .at(typed.span, "这样写是一段文字，不是名单")
            .help(write(metric, &list));
        return Err(Box::new(fault.edit_where(is_on_one_line(typed), typed.span, list)));
    }
    let length = Decimal::from(text.chars().filter(|c| !c.is_whitespace()).count());
    in_range(Quantity::exact(length), "字", typed, metric)?;
    Ok(Value::Text(text.to_owned()))
}

fn read_list(items: &[Typed], typed: &Typed, metric: &Metric) -> Read {
    let mut texts = Vec::new();
    for item in items {
        match &item.written {
            Written::Text { text, is_plain: true } if text.contains(COMMAS) => {
                return Err(joined(items, item, text, metric));
            }
            Written::Text { text, .. }
                if !text.trim().is_empty() && !number::is_placeholder(text) =>
            {
                let name = text.trim();
                if let Some(fault) = names::untidy(name, item, metric) {
                    return Err(fault);
                }
                texts.push(name.to_owned());
            }
            Written::Text { .. } | Written::Nothing(_) => {
                return Err(nothing(item, metric, "的名单中有空项"));
            }
            Written::List(_) | Written::Map => {
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
        return Err(nothing(typed, metric, "的名单是空的"));
    }
    // The form writes [甲, 乙] as an example.
    if let Some(place) = texts.iter().position(|name| name == "甲" || name == "乙") {
        let item = items.get(place).unwrap_or(typed);
        return Err(nothing(item, metric, "的名单还是空表里的例子"));
    }
    if let Some(fault) = names::twice(&texts, items, metric) {
        return Err(fault);
    }
    Ok(Value::List(texts))
}

/// `［城管, 农水]`: either bracket may have been typed half-width.
fn bracketed_list(text: &str) -> Option<String> {
    let inside = text.strip_prefix(['[', '［', '【', '〔'])?;
    let inside = inside.strip_suffix([']', '］', '】', '〕'])?;
    text::bracketed_list(&format!("［{inside}］"))
}

/// `[城管，农水]`: a Chinese comma makes one name of two.
fn joined(items: &[Typed], item: &Typed, text: &str, metric: &Metric) -> Box<Diagnostic> {
    let comma = text.chars().find(|c| COMMAS.contains(c)).unwrap_or('，');
    let fault =
        Diagnostic::new(Code::E0142, format!("“{}”的几个名称之间用了“{comma}”", metric.name))
            .at(item.span, "会被当作一个名称");
    // A quoted name keeps its comma.
    let names: Option<Vec<&str>> = items
        .iter()
        .map(|item| match &item.written {
            Written::Text { text, is_plain } if *is_plain || !text.contains(COMMAS) => {
                Some(text.as_str())
            }
            _ => None,
        })
        .collect();
    let list = names.and_then(|names| text::bracketed_list(&format!("［{}］", names.join("，"))));
    Box::new(fault.help(match list {
        Some(list) => format!("改用半角逗号：{list}；确是一个名称的，加上引号"),
        None => "名称之间改用半角逗号；确是一个名称的，加上引号".into(),
    }))
}

fn read_boolean(text: &str, typed: &Typed, metric: &Metric) -> Read {
    let text = text.trim();
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "“”‘’\"'。.，,；;！!".contains(c));
    let meant = match bare {
        "是" if bare == text => return Ok(Value::Boolean(true)),
        "否" if bare == text => return Ok(Value::Boolean(false)),
        "是" | "是的" | "对" | "true" | "True" | "TRUE" | "yes" | "Yes" | "Y" | "y" | "1" | "√"
        | "✓" | "有" | "已" => Some("是"),
        "否" | "不是" | "false" | "False" | "FALSE" | "no" | "No" | "N" | "n" | "0" | "×" | "✗"
        | "无" | "没有" | "未" => Some("否"),
        _ if number::is_placeholder(text) || bare.is_empty() => {
            return Err(nothing(typed, metric, "没有填写"));
        }
        _ => None,
    };
    let fault = Diagnostic::new(Code::E0415, format!("“{}”只能填 是 或者 否", metric.name))
        .at(typed.span, "不是 是 或者 否");
    Err(Box::new(match meant {
        Some(meant) => {
            let fault = fault.help(format!("改为：{}: {meant}", metric.key()));
            // A digit, or a word of having, may answer another question.
            let is_certain = !["1", "0", "有", "无", "已", "未", "没有"].contains(&bare);
            fault.edit_where(is_certain && is_on_one_line(typed), typed.span, meant)
        }
        None => fault.help("填 是 或者 否，理由写在“说明”或者正文里"),
    }))
}

fn read_number(text: &str, typed: &Typed, metric: &Metric) -> Read {
    let read = match metric.may_be_negative() {
        true => Quantity::parse_signed(text),
        false => Quantity::parse(text),
    };
    match read {
        Ok(quantity) => accept(quantity, typed, metric),
        Err(fault) => Err(number_fault(&fault, typed, metric)),
    }
}

/// A number, if the metric can have it: kind, digits and range.
fn accept(quantity: Quantity, typed: &Typed, metric: &Metric) -> Read {
    let value = quantity.value;
    if metric.kind == MetricKind::Count && value.scale() > 0 {
        let fault = Diagnostic::new(Code::E0412, format!("“{}”应当是整数", metric.name))
            .at(typed.span, "带有小数");
        if !value.fract().is_zero() {
            let help = format!("单位是“{}”，按个数填写整数", metric.unit);
            return Err(Box::new(fault.help(help)));
        }
        let whole = Quantity { value: value.trunc(), ..quantity };
        return Err(Box::new(match mended(&[whole], typed, metric) {
            Ok(help) => {
                let is_certain = is_on_one_line(typed);
                fault.help(help).edit_where(is_certain, typed.span, whole.to_string())
            }
            Err(help) => fault.help(help),
        }));
    }
    if let (MetricKind::Amount, Some(decimals)) = (metric.kind, metric.decimals)
        && value.normalize().scale() > decimals
    {
        let rounded = quantity.rounded(decimals);
        // What rounds to nothing was given in another unit.
        let keep = match accept(rounded, typed, metric) {
            Ok(_) if !rounded.value.is_zero() => {
                format!("确认后保留 {decimals} 位，四舍五入为 {rounded}")
            }
            _ => format!("小数最多 {decimals} 位"),
        };
        return Err(Box::new(
            Diagnostic::new(Code::E0413, format!("“{}”的小数超过 {decimals} 位", metric.name))
                .at(typed.span, format!("有 {} 位小数", value.scale()))
                .help(format!("核对单位是否为“{}”；{keep}", metric.unit)),
        ));
    }
    in_range(quantity, &metric.unit, typed, metric)?;
    // Nothing is written 0, however many digits after the point were typed.
    let value = if value.is_zero() { Decimal::ZERO } else { value };
    Ok(Value::Number(Quantity { value, ..quantity }))
}

/// How to write what was meant. A number that would be reported in its turn is not offered; the
/// error is what would be said of it.
fn mended(meant: &[Quantity], typed: &Typed, metric: &Metric) -> Result<String, String> {
    for &quantity in meant {
        accept(quantity, typed, metric).map_err(|fault| fault.help.unwrap_or_default())?;
    }
    let texts: Vec<String> = meant.iter().map(Quantity::to_string).collect();
    Ok(match texts.as_slice() {
        [one] => write(metric, one),
        several => format!("只留一个概数词，写成 {}", several.join(" 或者 ")),
    })
}

fn in_range(
    quantity: Quantity,
    unit: &str,
    typed: &Typed,
    metric: &Metric,
) -> Result<(), Box<Diagnostic>> {
    let Some((limit, word)) = metric.out_of_range(quantity) else { return Ok(()) };
    let limit = Quantity::exact(limit);
    Err(Box::new(
        Diagnostic::new(Code::E0414, format!("“{}”超出范围", metric.name))
            .at(typed.span, format!("{}，{word} {limit}{unit}", quantity.with_unit(unit)))
            .note("口径", &metric.definition)
            .help(format!(
                "核对数字和单位{}；口径确有变化的，在指标目录中修改“范围”",
                in_other_unit(quantity, metric).unwrap_or_default()
            )),
    ))
}

/// What a number out of its range would be in the unit in which it was probably typed.
fn in_other_unit(quantity: Quantity, metric: &Metric) -> Option<String> {
    let fits = |value: Decimal| {
        let is_whole = metric.kind != MetricKind::Count || value.fract().is_zero();
        is_whole && metric.out_of_range(Quantity { value, ..quantity }).is_none()
    };
    let Quantity { value, .. } = quantity;
    if metric.unit == "%" {
        let is_fraction = value > Decimal::ZERO && value < Decimal::ONE;
        let meant = value.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
        let meant = Quantity { value: meant, ..quantity };
        return (is_fraction && fits(meant.value))
            .then(|| format!("：像是没有乘以 100，是 {meant}% 的，改为 {meant}"));
    }
    if !metric.kind.is_number() || value <= Decimal::ZERO {
        return None;
    }
    let (unit, meant) = number::other_unit(value, &metric.unit, fits)?;
    let meant = Quantity { value: meant, ..quantity };
    Some(format!("：像是按“{unit}”填的，目录的单位是“{}”，应当填 {meant}", metric.unit))
}

fn number_fault(fault: &NumberFault, typed: &Typed, metric: &Metric) -> Box<Diagnostic> {
    if matches!(fault.reason, NumberReason::Empty | NumberReason::Placeholder) {
        return nothing(typed, metric, &fault.reason.describe());
    }
    let code = match &fault.reason {
        NumberReason::FullWidth | NumberReason::Bracketed => Code::E0402,
        NumberReason::ThousandsSeparator => Code::E0403,
        NumberReason::Unit(_) => Code::E0404,
        NumberReason::PercentSign => Code::E0405,
        NumberReason::ChineseNumeral => Code::E0406,
        NumberReason::Blank | NumberReason::LineBreak => Code::E0407,
        NumberReason::Negative => Code::E0408,
        NumberReason::Exponent => Code::E0409,
        NumberReason::LeadingZeros => Code::E0410,
        NumberReason::DoubledApproximation | NumberReason::ApproximationWord => Code::E0411,
        NumberReason::TooLong => Code::E0417,
        NumberReason::Empty
        | NumberReason::Placeholder
        | NumberReason::Note
        | NumberReason::Remark(_)
        | NumberReason::Extra(_)
        | NumberReason::Letters(_)
        | NumberReason::SpreadsheetError
        | NumberReason::Several
        | NumberReason::NotNumber => Code::E0401,
    };
    let diagnostic = Diagnostic::new(code, format!("“{}”{}", metric.name, fault.reason.describe()));
    let diagnostic = match (&fault.reason, metric.unit.as_str()) {
        (NumberReason::DoubledApproximation | NumberReason::ApproximationWord, _) => {
            diagnostic.at(typed.span, "概数写成 约1.1、近50、超过30、400多、120余 的样子")
        }
        (_, "") => diagnostic.at(typed.span, "只写数字"),
        (_, unit) => diagnostic.at(typed.span, format!("只写数字，单位“{unit}”由目录给出")),
    };
    let diagnostic = diagnostic.help(help(fault, typed, metric));
    Box::new(match certain(fault, metric) {
        Some(number) if is_on_one_line(typed) && accept(number, typed, metric).is_ok() => {
            diagnostic.edit(typed.span, number.to_string())
        }
        _ => diagnostic,
    })
}

/// The number that a mistyped one is beyond doubt, with nothing lost: in the unit of the catalogue,
/// or with a plain 万 or 亿 before it.
fn certain(fault: &NumberFault, metric: &Metric) -> Option<Quantity> {
    let [meant] = fault.meant[..] else { return None };
    let unit = fault.unit.as_str();
    let scaled = |scale: &str| {
        let rest = unit.strip_prefix(scale);
        meant.is_exact()
            && !metric.unit.starts_with(['万', '亿'])
            && rest.is_some_and(|rest| rest.is_empty() || rest == metric.unit)
    };
    let is_same = unit.is_empty() || unit == metric.unit || scaled("万") || scaled("亿");
    if fault.says_more || !is_same {
        return None;
    }
    in_unit(meant, unit, metric)
}

/// Whether a value stands on its line, and not below it as a text of several lines.
fn is_on_one_line(typed: &Typed) -> bool {
    matches!(&typed.written, Written::Text { text, .. } if !text.contains('\n'))
}

fn help(fault: &NumberFault, typed: &Typed, metric: &Metric) -> String {
    let meant: Option<Vec<Quantity>> =
        fault.meant.iter().map(|&quantity| in_unit(quantity, &fault.unit, metric)).collect();
    let Some(meant) = meant else {
        let typed = if fault.unit == "%" { "百分比" } else { &format!("“{}”", fault.unit) };
        return format!("目录的单位是“{}”，不是{typed}；核对后按目录的单位填写", metric.unit);
    };
    if !meant.is_empty() {
        let offered = match mended(&meant, typed, metric) {
            Ok(offered) => offered,
            Err(help) => return help,
        };
        return match &fault.reason {
            NumberReason::Bracketed => {
                let negative = match metric.may_be_negative() {
                    true => "在数前加负号",
                    false => "核对后填 0 或者大于 0 的数",
                };
                format!("{offered}；会计上用括号表示负数，确是负数的，{negative}")
            }
            NumberReason::Note => format!("{offered}；括号里的话写进“说明”或者正文"),
            NumberReason::Remark(remark) => {
                format!("{offered} # {remark}（备注写在空格和 # 之后）")
            }
            NumberReason::Extra(signs) if fault.says_more => match signs.contains(['?', '？']) {
                true => format!("{offered}；还没有核实的，先核实"),
                false => format!("{offered}；加“{signs}”有话要说的，写进“说明”"),
            },
            _ => offered,
        };
    }
    let like = |text: &str| format!("“{}: {text}”", metric.key());
    match &fault.reason {
        NumberReason::ApproximationWord | NumberReason::DoubledApproximation => {
            format!("查实后填准确的数；确实只有概数的，写成{}", approximate(typed, metric))
        }
        NumberReason::ChineseNumeral => {
            format!("用阿拉伯数字把这个数写全，如{}", like(sample(metric)))
        }
        NumberReason::SpreadsheetError => {
            format!("在原来的表格里改正公式或者列宽，再填写数，如{}", like(sample(metric)))
        }
        NumberReason::Several => format!(
            "只留一个数；确实只有大概的数的，写成{}的样子",
            like(&format!("约{}", sample(metric)))
        ),
        NumberReason::Blank => "是一个数的，去掉空格；是两个数的，只留一个".into(),
        NumberReason::LineBreak => "是一个数的，去掉换行；是两个数的，只留一个".into(),
        NumberReason::Negative if metric.may_be_negative() => {
            "负数写成 -2.3 的样子，概数写成 约-2.3 的样子".into()
        }
        NumberReason::Negative => {
            "填写 0 或者大于 0 的数；指标确实可以为负的，在指标目录中把“范围”的“最小”写成负数"
                .into()
        }
        NumberReason::ThousandsSeparator => {
            "是一个数的，去掉逗号，小数点用英文的点；是两个数的，只留一个".into()
        }
        NumberReason::TooLong => "核对数字，看是否有几个数连在了一起".into(),
        _ => format!("只写一个数，如{}", like(sample(metric))),
    }
}

/// How an approximate number is written that was typed in words which are not agreed on: one above a
/// limit, one near it, or about it. 100以上 has 100 in it, and 超过100 has not; so both are shown.
fn approximate(typed: &Typed, metric: &Metric) -> String {
    const ABOVE: [&str; 7] = ["以上", "至少", "不少于", "不低于", "≥", ">=", "≧"];
    const BELOW: [&str; 9] = ["不足", "不到", "以下", "以内", "不超过", "至多", "≤", "<", "≦"];
    let like = |text: &str| format!("“{}: {text}”", metric.key());
    let text = match &typed.written {
        Written::Text { text, .. } => text.as_str(),
        _ => "",
    };
    let number = text.split(|c: char| !c.is_ascii_digit() && c != '.').find(|one| !one.is_empty());
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match number {
        Some(number) if has(&ABOVE) => {
            let (over, about) = (like(&format!("超过{number}")), like(&format!("约{number}")));
            format!("{over}（多于 {number}）或者{about}的样子")
        }
        Some(number) if has(&BELOW) => {
            let (nearly, about) = (like(&format!("近{number}")), like(&format!("约{number}")));
            format!("{nearly}（比 {number} 少一点）或者{about}的样子")
        }
        _ => format!("{}的样子", like(&format!("约{}", sample(metric)))),
    }
}

/// What was typed in one unit, in the unit of the catalogue. None where the one says nothing of
/// the other.
fn in_unit(quantity: Quantity, typed: &str, metric: &Metric) -> Option<Quantity> {
    if typed.is_empty() {
        return Some(quantity);
    }
    // 12万 for 件 is 12 万件; 12万 for 万元 is 12 万元.
    let full = match typed {
        "万" | "亿" | "万亿" => {
            &format!("{typed}{}", metric.unit.trim_start_matches(['万', '亿']))
        }
        _ => typed,
    };
    let value = number::convert(quantity.value, full, &metric.unit)?;
    Some(Quantity { value, ..quantity })
}

fn write(metric: &Metric, text: &str) -> String {
    format!("改为：{}: {text}", metric.key())
}

/// What a right value looks like.
fn sample(metric: &Metric) -> &'static str {
    match metric.kind {
        // Numbers that nobody takes for a district's.
        MetricKind::Count => "123",
        MetricKind::Amount => "123.45",
        MetricKind::Percent => "12.34",
        MetricKind::Text => "……",
        MetricKind::Boolean => "是",
    }
}
