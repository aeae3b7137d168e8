//! Syntax: the errors of the parser in the words of people who fill in forms.

use granit_parser::ErrorKind;

use super::Part;
use super::words::Words;
use crate::diagnostic::{Code, Diagnostic};

/// How a text with special characters is written.
const BELOW: &str = "文字里有特殊符号时，在冒号后写“|”，文字另起一行并缩进两格";

/// What stopped the parser; `at` is its place in the text.
pub(super) fn fault(part: &Part<'_>, kind: &ErrorKind, at: usize) -> Diagnostic {
    let before = part.text.get(..at).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = part.text.get(at..).unwrap_or_default();
    let line_end = at + rest.find('\n').unwrap_or(rest.len());
    let line = part.text.get(line_start..line_end).unwrap_or_default();
    let value = line
        .split_once(": ")
        .or_else(|| line.split_once("- "))
        .map_or(line, |(_, value)| value)
        .trim_start();
    let character = rest.chars().next().filter(|character| *character != '\n');
    let here = part.span(at..at + character.map_or(0, char::len_utf8));
    let bracketed = || {
        let words =
            || Words::new(Code::E0109, "值以括号开头，后面又有文字", "到这里括号已经结束", BELOW);
        value.starts_with(['{', '[']).then(words)
    };
    // Behind a wide comma another entry begins, and the comma is what is wrong.
    let entry = before.rsplit([',', '{', '[', '\n']).next().unwrap_or_default();
    let is_in_value = character == Some(':') && !entry.contains('，');
    let words = is_in_value.then(|| colon(kind)).flatten();
    words.or_else(|| marks(kind)).or_else(bracketed).unwrap_or_else(|| structure(kind)).at(here)
}

/// {口径: 案件: 全年}: a colon where an entry within brackets ends.
fn colon(kind: &ErrorKind) -> Option<Words> {
    let is_entry = matches!(
        kind,
        ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::InvalidColonPlacement
    );
    is_entry.then(|| {
        Words::new(
            Code::E0119,
            "值里又有冒号加空格",
            "这个冒号会被当作另一项的开头",
            "文字里用全角冒号“：”，或者给冒号后面的整段文字加上引号",
        )
    })
}

/// Faults of quotes, brackets and other marks, which stand whatever the value begins with.
fn marks(kind: &ErrorKind) -> Option<Words> {
    let words = match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => Words::new(
            Code::E0114,
            "引号没有配对",
            "从这里起一直没有收尾的引号",
            "补上收尾的引号；正文里的引号请用“”",
        ),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::FlowMappingValueAdjacentCollection => Words::new(
            Code::E0114,
            "方括号或大括号没有配对",
            "读到这里还没有配对",
            "列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对",
        ),
        ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::InvalidColonPlacement => Words::new(
            Code::E0114,
            "括号里的各项没有隔开",
            "读到这里接不下去",
            "各项之间用一个半角逗号加空格：[甲, 乙]、{最小: 1, 最大: 5}；括号要成对",
        ),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => {
            Words::new(Code::E0108, "用了制表符", "这里是制表符", "改用空格，每一层缩进两个")
        }
        ErrorKind::RecursionLimitExceeded => Words::new(
            Code::E0113,
            "层次太深",
            "到这里已经太深",
            "数据文件最多只有五六层，请检查缩进和括号",
        ),
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => Words::new(
            Code::E0104,
            "值不能以“>”或“|”开头",
            "这个符号表示多行文字从下一行开始",
            "概数写成“超过30”“近50”；文字里要用这个符号时加上引号",
        ),
        _ => return None,
    };
    Some(words)
}

/// Faults of values and of the columns of lines.
fn structure(kind: &ErrorKind) -> Words {
    match kind {
        ErrorKind::UnexpectedCharacter { .. } => {
            Words::new(Code::E0104, "值不能以这个符号开头", "这个符号在 YAML 里另有用处", BELOW)
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar => Words::new(
            Code::E0104,
            "引号之后又有文字",
            "引号应当包住整个值",
            "去掉引号，或者用引号包住整个值；正文里的引号请用“”",
        ),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => Words::new(
            Code::E0104,
            "双引号里的反斜杠用得不对",
            "双引号里的反斜杠另有用处",
            "改用单引号，或者去掉引号",
        ),
        ErrorKind::CommentInterceptedScalar => Words::new(
            Code::E0104,
            "注释打断了一段文字",
            "注释之后这一段文字没有结束",
            "一段文字写成几行时，把“#”注释移到这一段的前面；新的一项要与上一项对齐",
        ),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent => Words::new(
            Code::E0115,
            "缩进没有对齐",
            "这一行与上面的层次对不上",
            "同一层的各项左边要对齐，下一层多缩进两个空格",
        ),
        _ => Words::new(
            Code::E0104,
            "YAML 写法有误",
            "从这里读不下去",
            "每一项写成“名称: 值”，同一层左边对齐；文字里有特殊符号时，在冒号后写“|”，文字另起一行并缩进两格",
        ),
    }
}
