//! What the engine finds wrong, in the words of a layout's writer.

use tera::Error;

use super::tags::{Unbalanced, unbalanced};
use super::{Fault, suggestion};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Between the parts of a [`Fault`] on its way through the engine's error text.
const FAULT_MARK: char = '\u{1F}';

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        let Fault { code, message, help } = fault;
        Error::message(format!(
            "{FAULT_MARK}{}{FAULT_MARK}{message}{FAULT_MARK}{help}",
            code.name()
        ))
    }
}

/// A diagnostic for a message of the engine.
pub(super) fn translate(message: &str, span: Option<Span>) -> Diagnostic {
    let fault = own_fault(message).unwrap_or_else(|| engine_fault(message));
    let mut diagnostic = Diagnostic::new(fault.code, fault.message).help(fault.help);
    if let Some(span) = span {
        diagnostic = diagnostic.at(span, "在这里");
    }
    diagnostic
}

/// The tag of a template that lacks its counterpart. The engine stops far behind it.
pub(super) fn without_counterpart(file: FileId, text: &str) -> Option<Diagnostic> {
    let wrong = |message: String| Diagnostic::new(Code::E1001, message);
    Some(match unbalanced(text)? {
        Unbalanced::Open(range) => {
            let (open, close) = match text.get(range.clone()) {
                Some("{{") => ("{{", "}}"),
                _ => ("{%", "%}"),
            };
            wrong(format!("{open} 没有 {close}"))
                .at(Span::new(file, range), "从这里开始")
                .help(format!("在标签写完的地方补上 {close}"))
        }
        Unbalanced::Unclosed(word, range) => {
            wrong(format!("{{% {word} %}} 没有 {{% end{} %}}", end_of(&word)))
                .at(Span::new(file, range), "从这里开始")
                .help(format!("在这一段的末尾补上 {{% end{} %}}", end_of(&word)))
        }
        Unbalanced::Unopened(word, range) => wrong(format!("多了一个 {{% end{word} %}}"))
            .at(Span::new(file, range), format!("前面没有与它相配的 {{% {word} %}}"))
            .help("删去它，或者在前面补上开头的标签"),
    })
}

fn end_of(word: &str) -> &str {
    if word == "set_global" { "set" } else { word }
}

fn own_fault(message: &str) -> Option<Fault> {
    let mut parts = message.split(FAULT_MARK).skip(1);
    let (code, message, help) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Fault {
        code: *Code::ALL.iter().find(|known| known.name() == code)?,
        message: message.to_owned(),
        help: help.to_owned(),
    })
}

/// The first text between grave accents.
pub(super) fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// What a message of the engine begins with or holds, what is said of it, and how it is mended.
const WORDS: [(&str, &str, &str); 34] = [
    (
        "Unexpected end of input",
        "模板没有写完",
        "检查 {% if %} 有没有 {% endif %}，{% for %} 有没有 {% endfor %}，{{ 有没有 }}",
    ),
    (
        "Unexpected character",
        "模板标签里有不认识的字符",
        "标签里的标点用半角；指标的中文名称写在引号里，如 {{ \"行政复议新收数\" | figure }}",
    ),
    (
        "Cannot compare `none`",
        "没有值的指标不能比较大小",
        "先判断有没有值：{% if \"名称\" | value and \"名称\" | value > 100 %}",
    ),
    (
        "Cannot compare",
        "两种不同的值不能比较",
        "指标用 value 取数再比较：{% if \"名称\" | value > 100 %}",
    ),
    ("Cannot sort", "这些值不能排序", "去掉 sort"),
    ("Cannot divide by 0", "除数是 0", NO_SUMS),
    ("Unable to perform", "算不出来", NO_SUMS),
    ("in arithmetic", "只有数能做加减乘除", NO_SUMS),
    ("Math operations", "只有数能做加减乘除", NO_SUMS),
    (
        "requires both operands to be numbers",
        "只有数能相加",
        "文字用 ~ 连接：{{ issuer ~ \"报告\" }}",
    ),
    ("can be negated", "只有数能取负", NO_SUMS),
    ("Cannot negate", "算不出来", NO_SUMS),
    ("out of range", "数太大", NO_SUMS),
    ("overflow", "数太大", NO_SUMS),
    ("Iteration not possible", "for 只能逐个取出列表里的东西，这里不是列表", LISTS),
    ("iteration is not possible", "for 只能逐个取出列表里的东西，这里不是列表", LISTS),
    ("has no length", "这里没有长度可言", LISTS),
    ("range`", "range 的起止或者步长不对", "起不大于止，步长不为 0"),
    ("undefined", "这里没有值", "检查名称有没有写错，或者先用 {% if %} 判断"),
    ("Index expression", "这里没有值", "检查名称有没有写错"),
    ("Missing keyword argument", "过滤器缺少参数", "对照模板手册补上参数"),
    ("Invalid type for the value", "过滤器用在了别的值上，或者参数不对", FILTERS),
    ("This filter can only be used", "过滤器用在了别的值上", FILTERS),
    ("requires an integer", "过滤器的参数要写整数", FILTERS),
    ("must be", "过滤器的参数不对", FILTERS),
    ("must contain", "过滤器的参数不对", FILTERS),
    ("converted to", "这个值不能变成数", NO_SUMS),
    ("missing its closing", "引号没有写完", "补上后面的引号"),
    ("Closing comment tag", "注释没有写完", "在注释末尾补上 #}"),
    (
        "Unknown tag",
        "没有这种标签",
        "可以用的有 if、for、set、include；指标写成 {{ \"名称\" | figure }}",
    ),
    ("reserved keyword", "这个名称是模板保留的词", "换一个名称"),
    ("too deep", "模板一层套一层，套得太深", "去掉多余的 {% if %} 和 {% for %}"),
    ("too complex", "这个标签写得太长", "分成几个标签写"),
    ("recursion depth", "组件一层套一层，套得太深", "去掉绕回自己的组件"),
];

const NO_SUMS: &str = "模板里不做计算；要印的数登记为指标，由程序计算";
const LISTS: &str = "能逐个取出的有 themes、items、paragraphs、shortcomings、plans 等";
const FILTERS: &str = "对照模板手册改正；指标用 figure、number、change 打印";

fn engine_fault(message: &str) -> Fault {
    let name = quoted(message).unwrap_or_default();
    let unknown = |what: &str, known: &[&str]| Fault {
        code: Code::E1002,
        message: format!("没有“{name}”这个{what}"),
        help: suggestion(name, known),
    };
    let listed: Vec<&str> = message
        .split_once(" Available ")
        .and_then(|(_, rest)| rest.split_once(": "))
        .map(|(_, names)| names.split(", ").collect())
        .unwrap_or_default();
    for (beginning, what) in [
        ("Unknown filter", "过滤器"),
        ("Unknown test", "判断"),
        ("Unknown function", "函数"),
        ("Unknown component", "组件"),
        ("Unknown template", "模板文件"),
    ] {
        if message.starts_with(beginning) {
            return unknown(what, &[]);
        }
    }
    if message.starts_with("Filter ") && message.ends_with("is not registered") {
        return unknown("过滤器", &[]);
    }
    if message.starts_with("Variable ") && message.contains("is not defined") {
        return unknown("名称", &listed);
    }
    if message.starts_with("Field ") {
        return unknown("字段", &listed);
    }
    let known = WORDS.iter().find(|(part, ..)| message.contains(part));
    let (message, help) = known.map_or(
        ("模板标签的写法不对", "对照模板手册和随附的模板，改正这一处的写法"),
        |(_, message, help)| (*message, *help),
    );
    Fault { code: Code::E1001, message: message.to_owned(), help: help.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_the_engine_is_shown() {
        for message in [
            "Cannot divide by 0",
            "Only numbers can be used in arithmetic. This is a `string`",
            "Found `{` but expected `...`, a string, an integer or a bool.",
            "Iteration not possible on type `none`",
            "Invalid type for the value, expected `&str` but got `array`",
            "Missing keyword argument `from`",
            "Function `range` was called with a `step_by` argument of 0",
            "Something that nobody has seen",
            "String opened with `\"` is missing its closing `\"`",
        ] {
            let Fault { message: shown, help, .. } = engine_fault(message);
            let english = |text: &str| {
                let words = text.split(|c: char| !c.is_ascii_alphabetic());
                let known = [
                    "for",
                    "if",
                    "endif",
                    "endfor",
                    "range",
                    "figure",
                    "number",
                    "change",
                    "value",
                    "sort",
                    "set",
                    "include",
                    "issuer",
                    "themes",
                    "items",
                    "paragraphs",
                    "plans",
                    "shortcomings",
                    "and",
                ];
                words.filter(|word| !word.is_empty() && !known.contains(word)).count()
            };
            assert_eq!(english(&shown) + english(&help), 0, "{shown} {help}");
        }
    }
}
