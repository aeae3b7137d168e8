use super::*;
use crate::diagnostic::text;
use crate::findings::Findings;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use snapbox::{assert_data_eq, str};

fn read_tree(text: &str) -> (Option<Node>, Findings, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("data/2024/区司法局.yaml", text);
    let Outcome { value, findings } = parse(file, text);
    (value, findings, sources)
}

/// Everything that is reported of a text.
fn reported(text: &str) -> String {
    let (_, mut faults, sources) = read_tree(text);
    faults.arrange(&sources);
    text::report(&faults, &sources, false)
}

/// The tree in short: `{甲: 1, 乙: [~, “x”]}`, `|` before text of several lines.
fn outline(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "~".to_owned(),
        Kind::Scalar { text, style } => match style {
            Style::Plain => text.to_string(),
            Style::Quoted => format!("“{text}”"),
            Style::Block => format!("|{}", text.replace('\n', "⏎")),
        },
        Kind::List(items) => {
            let items: Vec<_> = items.iter().map(outline).collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|entry| format!("{}: {}", entry.key, outline(&entry.value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn outline_of(text: &str) -> String {
    read_tree(text).0.as_ref().map(outline).unwrap_or_default()
}

/// What a text is read as, and the codes, lines, messages and advice of its faults.
fn in_short(text: &str) -> String {
    let (node, mut faults, sources) = read_tree(text);
    faults.arrange(&sources);
    let told = faults.into_iter().map(|fault| {
        let line = fault.span().map_or(0, |span| sources.position(span).line);
        let help = fault.help.unwrap_or_default();
        format!("  {} {line} {} · {help}\n", fault.code.name(), fault.message)
    });
    let told: String = told.collect();
    format!("{}\n{told}", node.as_ref().map(outline).unwrap_or_default())
}

#[test]
fn reads_every_form() {
    let text = "# 注\n---\n部门: 区司法局  # 注\n空:\n列: [a, \"b\", {x: 98.50}]\n项:\n- 键: 0o17\n  值: 'it''s'\n-\n  键: ~\n文: |\n  一{{甲}}\n\n  二\n折: >-\n  a\n  b\n";
    let (node, faults, sources) = read_tree(text);
    assert!(faults.is_empty());
    assert_data_eq!(
        outline(node.as_ref().unwrap()),
        str![
            "{部门: 区司法局, 空: ~, 列: [a, “b”, {x: 98.50}], 项: [{键: 0o17, 值: “it's”}, {键: ~}], 文: |一{{甲}}⏎⏎二⏎, 折: |a b}"
        ]
    );
    let mut written = String::new();
    places(&node.unwrap(), &sources, &mut written);
    assert_data_eq!(
        written,
        str![[r#"
3:5 区司法局
4:3 
5:5 a
5:8 "b"
5:17 98.50
7:6 0o17
8:6 'it''s'
10:6 ~
12:3 一{{甲}}⏎⏎  二
16:3 a⏎  b

"#]]
    );
}

/// Each scalar as it stands in the file.
fn places(node: &Node, sources: &Sources, out: &mut String) {
    match &node.kind {
        Kind::Null | Kind::Scalar { .. } => {
            let position = sources.position(node.span);
            let written = sources.text(node.span);
            out.push_str(&format!(
                "{}:{} {}\n",
                position.line,
                position.column,
                written.replace('\n', "⏎")
            ));
        }
        Kind::List(items) => items.iter().for_each(|item| places(item, sources, out)),
        Kind::Map(entries) => entries.iter().for_each(|entry| {
            assert_eq!(sources.text(entry.key_span).trim_matches('"'), entry.key);
            places(&entry.value, sources, out);
        }),
    }
}

#[test]
fn duplicate_key() {
    let text = "指标:\n  行政检查数: 5757\n  行政处罚数: 526\n  行政检查数: 5758\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0105]: “行政检查数”写了两遍
 --> data/2024/区司法局.yaml:4:3
  |
2 |   行政检查数: 5757
  |   ---------- 先在这里写过
3 |   行政处罚数: 526
4 |   行政检查数: 5758
  |   ^^^^^^^^^^ 又写了一遍，没有采用
  |
  = 建议: 留下正确的一行，删去另一行

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{指标: {行政检查数: 5757, 行政处罚数: 526}}"]);
}

#[test]
fn wide_colon() {
    let text = "部门：区司法局\n年度: 2024\n指标：\n  甲: 1\n  乙：2\n  丙: 3\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:1:1
  |
1 | 部门：区司法局
  | ^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“部门: ”

错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:3:1
  |
3 | 指标：
  | ^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“指标: ”

错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:5:3
  |
5 |   乙：2
  |   ^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“乙: ”

共 3 处错误
"#]]
    );
    assert_data_eq!(
        outline_of(text),
        str!["{部门: 区司法局, 年度: 2024, 指标: {甲: 1, 乙: 2, 丙: 3}}"]
    );
}

#[test]
fn wide_colon_in_list() {
    let text = "不足:\n  - 问题：多\n    原因: 少\n  - 问题: 甲\n    原因：乙\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:2:5
  |
2 |   - 问题：多
  |     ^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“问题: ”

错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:5:5
  |
5 |     原因：乙
  |     ^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“原因: ”

共 2 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{不足: [{问题: 多, 原因: 少}, {问题: 甲, 原因: 乙}]}"]);
}

#[test]
fn wide_colon_before_text() {
    let text = "年度: 2024\n正文:\n  学习：|\n    附：目录\n    a: b\n  宣传: 好\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:3:3
  |
3 |   学习：|
  |   ^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“学习: ”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        outline_of(text),
        str!["{年度: 2024, 正文: {学习: |附：目录⏎a: b⏎, 宣传: 好}}"]
    );
}

#[test]
fn no_blank_after_colon() {
    let text = "指标:\n  甲:1\n  乙: 2\n  丙:　3\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0107]: 冒号后面缺少空格
 --> data/2024/区司法局.yaml:2:3
  |
2 |   甲:1
  |   ^^^ 冒号后面要有一个半角空格
  |
  = 建议: 改为“甲: ”，再写值

错误[E0107]: 冒号后面缺少空格
 --> data/2024/区司法局.yaml:4:3
  |
4 |   丙:　3
  |   ^^^ 冒号后面要有一个半角空格
  |
  = 建议: 改为“丙: ”，再写值

共 2 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{指标: {甲: 1, 乙: 2, 丙: 3}}"]);
}

#[test]
fn no_blank_after_dash() {
    let text = "不足:\n  -问题: 甲\n    原因: 乙\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0107]: 短横后面缺少空格
 --> data/2024/区司法局.yaml:2:3
  |
2 |   -问题: 甲
  |   ^ 短横后面要有一个半角空格
  |
  = 建议: 改为“- ”，再写内容

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{不足: [{问题: 甲, 原因: 乙}]}"]);
}

#[test]
fn no_colon() {
    let text = "部门: 区司法局\n年度 2024\n指标:\n  甲: 1\n  乙 2\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0116]: 这一行没有冒号
 --> data/2024/区司法局.yaml:2:1
  |
2 | 年度 2024
  | ^^^^^^^^^ 应当写成“名称: 值”
  |
  = 建议: 改为“年度: 2024”

错误[E0116]: 这一行没有冒号
 --> data/2024/区司法局.yaml:5:3
  |
5 |   乙 2
  |   ^^^^ 应当写成“名称: 值”
  |
  = 建议: 改为“乙: 2”

共 2 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{部门: 区司法局, 年度: 2024, 指标: {甲: 1, 乙: 2}}"]);
}

#[test]
fn tabs() {
    let text = "指标:\n\t甲: 1\n\t乙: 2\n正文:\n\t学习: |\n\t\t一年来\n\n\t\t又\n\t宣传: 好\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0108]: 用制表符缩进
 --> data/2024/区司法局.yaml:2:1
  |
2 |     甲: 1
  | ^^^^ 这里是制表符
  |
  = 说明: 这样的共 6 行，这里只标出第一行
  = 建议: 改用空格，每一层两个；编辑器里可设为“Tab 键输入空格”

共 1 处错误
"#]]
    );
    assert_data_eq!(
        outline_of(text),
        str!["{指标: {甲: 1, 乙: 2}, 正文: {学习: |一年来⏎⏎又⏎, 宣传: 好}}"]
    );
}

#[test]
fn wide_blanks() {
    let text = "正文:\n  学习: |\n　　一年来，\n　　又，\n  宣传: 好\n　甲: 1\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0117]: 用全角空格缩进
 --> data/2024/区司法局.yaml:3:1
  |
3 | 　　一年来，
  | ^^^^ 这里是全角空格
  |
  = 说明: 这样的共 3 行，这里只标出第一行
  = 建议: 改用半角空格，每一层两个；段首不必空两格，排版时会自动加

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{正文: {学习: |一年来，⏎又，⏎, 宣传: 好, 甲: 1}}"]);
}

#[test]
fn unindented_text() {
    let text = "正文:\n  学习: |\n一年来，成绩：大。\n又一年\n\n  宣传: 好\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0120]: 多行文字没有缩进
 --> data/2024/区司法局.yaml:3:1
  |
3 | 一年来，成绩：大。
  | ^^^^^^^^^^^^^^^^^^ 应当比“|”所在的那一行多缩进两格
  |
  = 说明: 这样的共 2 行，这里只标出第一行
  = 建议: 在这一段每一行的行首加空格，使它比上面的名称多缩进两格

共 1 处错误
"#]]
    );
    assert_data_eq!(
        outline_of(text),
        str!["{正文: {学习: |一年来，成绩：大。⏎又一年⏎, 宣传: 好}}"]
    );
}

#[test]
fn braces() {
    let text = "正文:\n  学习: {{甲}}等{{乙}}\n  宣传: 好\n照录:\n  - {{丙}}\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0109]: 值不能以“{{”开头
 --> data/2024/区司法局.yaml:2:7
  |
2 |   学习: {{甲}}等{{乙}}
  |         ^^ 以占位符开头的文字要写成多行文字
  |
  = 建议: 在冒号后写“|”，文字另起一行并缩进两格

错误[E0109]: 值不能以“{{”开头
 --> data/2024/区司法局.yaml:5:5
  |
5 |   - {{丙}}
  |     ^^^^^^ 这里是引用
  |
  = 建议: 指标的值写数字，不写引用；是正文的，在冒号后写“|”，文字另起一行并缩进两格

共 2 处错误
"#]]
    );
    assert_data_eq!(
        outline_of(text),
        str!["{正文: {学习: {{甲}}等{{乙}}, 宣传: 好}, 照录: [{{丙}}]}"]
    );
}

#[test]
fn brackets_then_text() {
    let text = "标题: [2024]年报告\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0109]: 值以括号开头，后面又有文字
 --> data/2024/区司法局.yaml:1:5
  |
1 | 标题: [2024]年报告
  |       ^^^^^^^^^^^^ 括号会被当作列表或者映射
  |
  = 建议: 在冒号后写“|”，文字另起一行并缩进两格

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{标题: [2024]年报告}"]);
}

#[test]
fn inner_colon() {
    let text = "正文:\n  学习: 目标: 好\n  宣传: 好\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0119]: 值里又有冒号加空格
 --> data/2024/区司法局.yaml:2:9
  |
2 |   学习: 目标: 好
  |             ^ 这个冒号会被当作另一项的开头
  |
  = 建议: 正文里用全角冒号“：”；或者在上一个冒号后写“|”，文字另起一行并缩进两格；是另一项的，移到下一行

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{正文: {学习: 目标： 好, 宣传: 好}}"]);
}

#[test]
fn anchors() {
    let text = "甲: &a 1\n乙: *a\n丙: *b\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0110]: 不能给内容起代号
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: &a 1
  |     ^^ 以“&”开头的词在 YAML 里是代号
  |
  = 建议: 删去这个词；本来就是值的一部分的，用引号包住整个值

错误[E0110]: 不能引用别处的内容
 --> data/2024/区司法局.yaml:2:4
  |
2 | 乙: *a
  |     ^^ 以“*”开头的值在 YAML 里是引用
  |
  = 建议: 把内容照写一遍；本来就是星号的，用引号包住整个值

错误[E0110]: 不能引用别处的内容
 --> data/2024/区司法局.yaml:3:4
  |
3 | 丙: *b
  |     ^^ 以“*”开头的值在 YAML 里是引用
  |
  = 建议: 把内容照写一遍；本来就是星号的，用引号包住整个值

共 3 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: 1, 乙: *a, 丙: *b}"]);
}

#[test]
fn tags() {
    let text = "甲: !!str 1\n乙: !x {a: 1}\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0111]: 不能写类型标签
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: !!str 1
  |     ^^^^^ 以“!”开头的词在 YAML 里是类型标签
  |
  = 建议: 删去这个词；本来就是值的一部分的，用引号包住整个值

错误[E0111]: 不能写类型标签
 --> data/2024/区司法局.yaml:2:4
  |
2 | 乙: !x {a: 1}
  |     ^^ 以“!”开头的词在 YAML 里是类型标签
  |
  = 建议: 删去这个词；本来就是值的一部分的，用引号包住整个值

共 2 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: 1, 乙: {a: 1}}"]);
}

#[test]
fn second_document() {
    let text = "甲: 1\n---\n甲: 2\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0112]: 一个文件里只能有一份内容
 --> data/2024/区司法局.yaml:2:1
  |
2 | ---
  | ^^^ 从这里开始是第二份，没有读
  |
  = 建议: 删去这一行“---”，或者把后面的内容移到另一个文件

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: 1}"]);
}

#[test]
fn no_name() {
    let text = "甲: 1\n: 2\n[乙]: 3\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0118]: 冒号前应当是一个名称
 --> data/2024/区司法局.yaml:2:1
  |
2 | : 2
  | ^ 这里没有名称，或者不是名称
  |
  = 建议: 写成“名称: 值”；以“{{”开头的文字，在上一个冒号后写“|”，文字另起一行并缩进两格

错误[E0118]: 冒号前应当是一个名称
 --> data/2024/区司法局.yaml:3:1
  |
3 | [乙]: 3
  | ^^^^ 这里没有名称，或者不是名称
  |
  = 建议: 写成“名称: 值”；以“{{”开头的文字，在上一个冒号后写“|”，文字另起一行并缩进两格

共 2 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: 1}"]);
}

#[test]
fn unclosed_quote() {
    let text = "甲: \"乙\n丙: 1\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0114]: 引号没有配对
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: "乙
  |     ^ 这个引号没有收尾
  |
  = 建议: 补上收尾的引号，或者去掉它；正文里的引号请用“”

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: “乙”, 丙: 1}"]);
}

#[test]
fn unclosed_bracket() {
    let text = "甲: [乙\n丙: 1\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0114]: 方括号或大括号没有配对
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: [乙
  |     ^ 这个括号没有收尾
  |
  = 建议: 列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: [乙], 丙: 1}"]);
}

#[test]
fn wrong_indentation() {
    let text = "指标:\n    甲: 1\n  乙: 2\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0115]: 缩进没有对齐
 --> data/2024/区司法局.yaml:2:5
  |
2 |     甲: 1
  |     ^^^ 这一行与上面各项没有对齐
  |
  = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{指标: {甲: 1, 乙: 2}}"]);
}

#[test]
fn deeper_than_its_key() {
    let text = "甲: 1\n  乙: 2\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0115]: 缩进没有对齐
 --> data/2024/区司法局.yaml:2:3
  |
2 |   乙: 2
  |   ^^^ 这一行与上面各项没有对齐
  |
  = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: 1, 乙: 2}"]);
}

#[test]
fn greater_than() {
    let text = "兑现惠企资金: >30\n甲: 1\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0104]: 值不能以“>”或“|”开头
 --> data/2024/区司法局.yaml:1:9
  |
1 | 兑现惠企资金: >30
  |               ^ 这个符号表示多行文字从下一行开始
  |
  = 建议: 概数写成“超过30”“近50”；要写多行文字的，文字从下一行写起

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{兑现惠企资金: >30, 甲: 1}"]);
}

#[test]
fn reserved_character() {
    let text = "甲: @乙\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0104]: 值不能以这个符号开头
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: @乙
  |     ^ 这个符号在 YAML 里另有用处
  |
  = 建议: 在冒号后写“|”，文字另起一行并缩进两格

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str!["{甲: @乙}"]);
}

#[test]
fn text_after_quote() {
    let text = "甲: \"乙\"丙\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0104]: 引号之后又有文字
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: "乙"丙
  |     ^^^^^^ 引号应当包住整个值
  |
  = 建议: 去掉引号，或者用引号包住整个值；正文里的引号请用“”

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str![[r#"{甲: "乙"丙}"#]]);
}

#[test]
fn comment_in_text() {
    let text = "甲: 约5 # 注\n  又\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0104]: 注释打断了一段文字
 --> data/2024/区司法局.yaml:1:7
  |
1 | 甲: 约5 # 注
  |         ^ 注释之后这一段文字没有结束
  |
  = 建议: 一段文字写成几行时，把“#”注释移到这一段的前面；新的一项要与上一项对齐

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str![]);
}

#[test]
fn escape() {
    let text = "甲: \"\\q\"\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0104]: 双引号里的反斜杠用得不对
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: "/q"
  |     ^ 双引号里的反斜杠另有用处
  |
  = 建议: 改用单引号，或者去掉引号

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str![]);
}

#[test]
fn directive() {
    let text = "%YAML 1.2\n---\n甲: 1\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0104]: YAML 写法有误
 --> data/2024/区司法局.yaml:1:1
  |
1 | %YAML 1.2
  | ^ 从这里读不下去
  |
  = 建议: 每一项写成“名称: 值”，同一层左边对齐；文字里有特殊符号时，在冒号后写“|”，文字另起一行并缩进两格

共 1 处错误
"#]]
    );
    assert_data_eq!(outline_of(text), str![]);
}

#[test]
fn a_text_may_go_on_with_anything() {
    let text = "学习: 全年\n  {{甲}}，\n  附：{{乙}}\n  \"丙\"丁\n  [戊]己\n  @庚\n\n  辛\n宣传:\n  一\n  二：三\n名单: [甲,\n  乙,\n]\n引: \"甲\n\n  乙：丙\"\n";
    assert_eq!(reported(text), "没有发现问题");
    assert_data_eq!(
        outline_of(text),
        str![[r#"
{学习: 全年 {{甲}}， 附：{{乙}} "丙"丁 [戊]己 @庚
辛, 宣传: 一 二：三, 名单: [甲, 乙], 引: “甲
乙：丙”}
"#]]
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one text and what is said of it")]
fn mistakes_of_values_leave_the_rest_to_be_read() {
    let text = "甲: \"乙\n丙：{{丁}}\n戊: [己, 庚］ # 注\n辛:\n  - 'a\n  - {b: \"c, d: [e\n  - {{f}}: g\n  - ]x\n壬: \"癸\": 子\n丑:>30\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0114]: 引号没有配对
 --> data/2024/区司法局.yaml:1:4
  |
1 | 甲: "乙
  |     ^ 这个引号没有收尾
  |
  = 建议: 补上收尾的引号，或者去掉它；正文里的引号请用“”

错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:2:1
  |
2 | 丙：{{丁}}
  | ^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“丙: ”

错误[E0109]: 值不能以“{{”开头
 --> data/2024/区司法局.yaml:2:3
  |
2 | 丙：{{丁}}
  |     ^^^^^^ 这里是引用
  |
  = 建议: 指标的值写数字，不写引用；是正文的，在冒号后写“|”，文字另起一行并缩进两格

错误[E0114]: 方括号或大括号没有配对
 --> data/2024/区司法局.yaml:3:4
  |
3 | 戊: [己, 庚］ # 注
  |     ^ 这个括号没有收尾
  |
  = 建议: 列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对

错误[E0114]: 引号没有配对
 --> data/2024/区司法局.yaml:5:5
  |
5 |   - 'a
  |     ^ 这个引号没有收尾
  |
  = 建议: 补上收尾的引号，或者去掉它；正文里的引号请用“”

错误[E0114]: 方括号或大括号没有配对
 --> data/2024/区司法局.yaml:6:5
  |
6 |   - {b: "c, d: [e
  |     ^ 这个括号没有收尾
  |
  = 建议: 列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对

错误[E0118]: 名称前后有别的符号
 --> data/2024/区司法局.yaml:7:5
  |
7 |   - {{f}}: g
  |     ^^^^^ 冒号前只写名称
  |
  = 建议: 删去名称前后的符号

错误[E0104]: 值不能以这个符号开头
 --> data/2024/区司法局.yaml:8:5
  |
8 |   - ]x
  |     ^ 这个符号在 YAML 里另有用处
  |
  = 建议: 在冒号后写“|”，文字另起一行并缩进两格

错误[E0104]: 引号之后又有文字
 --> data/2024/区司法局.yaml:9:4
  |
9 | 壬: "癸": 子
  |     ^^^^^^^^ 引号应当包住整个值
  |
  = 建议: 去掉引号，或者用引号包住整个值；正文里的引号请用“”

错误[E0119]: 值里又有冒号加空格
 --> data/2024/区司法局.yaml:9:7
  |
9 | 壬: "癸": 子
  |         ^ 这个冒号会被当作另一项的开头
  |
  = 建议: 正文里用全角冒号“：”；或者在上一个冒号后写“|”，文字另起一行并缩进两格；是另一项的，移到下一行

错误[E0107]: 冒号后面缺少空格
  --> data/2024/区司法局.yaml:10:1
   |
10 | 丑:>30
   | ^^^ 冒号后面要有一个半角空格
   |
   = 建议: 改为“丑: ”，再写值

错误[E0104]: 值不能以“>”或“|”开头
  --> data/2024/区司法局.yaml:10:3
   |
10 | 丑:>30
   |    ^ 这个符号表示多行文字从下一行开始
   |
   = 建议: 概数写成“超过30”“近50”；要写多行文字的，文字从下一行写起

共 12 处错误
"#]]
    );
    assert_data_eq!(
        outline_of(text),
        str![[
            r#"{甲: “乙”, 丙: {{丁}}, 戊: [己, 庚], 辛: [“a”, {b: “c, d: [e”}, {f: g}, ]x], 壬: "癸"： 子, 丑: >30}"#
        ]]
    );
}

#[test]
fn misaligned_lines_are_read_where_they_belong() {
    let text = "部门: 区司法局\n 年度: 2024\n指标:\n    甲: 1\n  乙: 2\n  丙: 3\n    丁: 4\n     戊: 5\n不足:\n  - 问题: 多\n     原因: 少\n  - 问题: 甲\n   原因: 乙\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0115]: 缩进没有对齐
 --> data/2024/区司法局.yaml:2:2
  |
2 |  年度: 2024
  |  ^^^^^ 这一行与上面各项没有对齐
  |
  = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

错误[E0115]: 缩进没有对齐
 --> data/2024/区司法局.yaml:4:5
  |
4 |     甲: 1
  |     ^^^ 这一行与上面各项没有对齐
  |
  = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

错误[E0115]: 缩进没有对齐
 --> data/2024/区司法局.yaml:7:5
  |
7 |     丁: 4
  |     ^^^ 这一行与上面各项没有对齐
  |
  = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

错误[E0115]: 缩进没有对齐
 --> data/2024/区司法局.yaml:8:6
  |
8 |      戊: 5
  |      ^^^ 这一行与上面各项没有对齐
  |
  = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

错误[E0115]: 缩进没有对齐
  --> data/2024/区司法局.yaml:11:6
   |
11 |      原因: 少
   |      ^^^^^ 这一行与上面各项没有对齐
   |
   = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

错误[E0115]: 缩进没有对齐
  --> data/2024/区司法局.yaml:13:4
   |
13 |    原因: 乙
   |    ^^^^^ 这一行与上面各项没有对齐
   |
   = 建议: 同一层的各项左边要对齐，下一层多缩进两个空格

共 6 处错误
"#]]
    );
    assert_data_eq!(
        outline_of(text),
        str![
            "{部门: 区司法局, 年度: 2024, 指标: {甲: 1, 乙: 2, 丙: 3, 丁: 4, 戊: 5}, 不足: [{问题: 多, 原因: 少}, {问题: 甲, 原因: 乙}]}"
        ]
    );
}

#[test]
fn too_deep() {
    let faults = read_tree(&"[".repeat(200_000)).1;
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].code, Code::E0113);
}

#[test]
fn empty_files_are_null() {
    for text in ["", "\n", "# 注\n", "---\n"] {
        assert_eq!(outline_of(text), "~", "{text:?}");
        assert!(read_tree(text).1.is_empty());
    }
}

#[test]
fn rereads_text_as_a_map() {
    let text =
        "说明:\n  甲：因为\n  乙:2\n不足:\n  - 问题：多\n    原因：少\n正文:\n  好\n照录: 甲：乙\n";
    let (node, faults, sources) = read_tree(text);
    assert!(faults.is_empty());
    let Some(Node { kind: Kind::Map(entries), .. }) = node else { panic!() };
    let mut faults = Findings::new();
    let mut read = Vec::new();
    for entry in &entries {
        let value = match &entry.value.kind {
            Kind::List(items) => &items[0],
            _ => &entry.value,
        };
        let map = reread_as_map(value, &sources).map(|map| map.gather(&mut faults));
        read.push(map.as_ref().map_or("-".to_owned(), outline));
    }
    assert_eq!(read, ["{甲: 因为, 乙: 2}", "{问题: 多, 原因: 少}", "-", "-"]);
    assert_data_eq!(
        text::report(&faults, &sources, false),
        str![[r#"
错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:2:3
  |
2 |   甲：因为
  |   ^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“甲: ”

错误[E0107]: 冒号后面缺少空格
 --> data/2024/区司法局.yaml:3:3
  |
3 |   乙:2
  |   ^^^ 冒号后面要有一个半角空格
  |
  = 建议: 改为“乙: ”，再写值

错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:5:5
  |
5 |   - 问题：多
  |     ^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“问题: ”

错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:6:5
  |
6 |     原因：少
  |     ^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“原因: ”

共 4 处错误
"#]]
    );
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only the reading is tested")]
struct Fixed {
    角色: Vec<String>,
    序号: Option<u32>,
}

#[test]
fn files_of_fixed_shape() {
    let mut all = String::new();
    for text in
        ["角色: [a, b]\n", "角色: [a\n", "序号: 1\n", "角色: []\n字号: 1\n", "角色: []\n序号: 甲\n"]
    {
        let mut sources = Sources::default();
        let file = sources.add("fonts/fonts.yaml", text);
        let mut faults = Findings::new();
        let read = read::<Fixed>(file, text).gather(&mut faults);
        assert_eq!(read.is_none(), !faults.is_empty());
        all += &text::report(&faults, &sources, false);
        all += "\n\n";
    }
    assert_data_eq!(
        all,
        str![[r#"
没有发现问题

错误[E0114]: 方括号或大括号没有配对
 --> fonts/fonts.yaml:1:5
  |
1 | 角色: [a
  |       ^ 这个括号没有收尾
  |
  = 建议: 列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对

共 1 处错误

错误[E0121]: 缺少`角色`
 --> fonts/fonts.yaml:1:1
  |
1 | 序号: 1
  | ^^^^^^^ 从这里读不下去
  |
  = 建议: 对照文件开头的说明改正；键名、层次都要与说明一致

共 1 处错误

错误[E0121]: 不认识的键`字号`，应为`角色`或`序号`
 --> fonts/fonts.yaml:2:1
  |
2 | 字号: 1
  | ^^^^^^^ 从这里读不下去
  |
  = 建议: 对照文件开头的说明改正；键名、层次都要与说明一致

共 1 处错误

错误[E0121]: 序号: 形式不对：文字 "甲"，应为零或者四位以内的正整数
 --> fonts/fonts.yaml:2:5
  |
2 | 序号: 甲
  |       ^^ 从这里读不下去
  |
  = 建议: 对照文件开头的说明改正；键名、层次都要与说明一致

共 1 处错误


"#]]
    );
}

fn assert_agrees(text: &str) {
    let (node, faults, _) = read_tree(text);
    if !faults.is_empty() {
        return;
    }
    let node = node.expect("a tree when there is no fault");
    // None of our files is a text; the two parsers part on where one at the root ends.
    if matches!(node.kind, Kind::Map(_)) {
        assert_ne!(
            agrees_with_serde_yaml(&node, text),
            Some(false),
            "{text:?}\n{}",
            outline(&node)
        );
    }
}

#[test]
fn agrees_with_serde_yaml_on_the_shipped_files() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["data", "data/2024", "fonts", "templates"] {
        let Ok(folder) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        files.extend(
            folder
                .map(|file| file.unwrap().path())
                .filter(|path| path.extension().is_some_and(|extension| extension == "yaml")),
        );
    }
    assert!(files.len() > 2);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (node, faults, _) = read_tree(&text);
        assert!(faults.is_empty(), "{}: {faults:?}", file.display());
        let agrees = agrees_with_serde_yaml(&node.unwrap(), &text);
        assert_eq!(agrees, Some(true), "{}", file.display());
    }
}

/// A tree, to be written as YAML.
#[derive(Debug, Clone)]
enum Tree {
    Null,
    Plain(String),
    Quoted(String),
    Block(Vec<String>),
    /// Plain text that goes on over several lines.
    Lines(Vec<String>),
    FlowList(Vec<String>),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let word = "[一-鿿][一-鿿a-z0-9，。：（）%]{0,6}";
    let leaf = prop_oneof![
        Just(Tree::Null),
        word.prop_map(Tree::Plain),
        "[0-9]{1,4}(\\.[0-9]{1,3})?".prop_map(Tree::Plain),
        "[一-鿿 :#{}\\[\\]'\"\\\\]{0,8}".prop_map(Tree::Quoted),
        prop::collection::vec("[一-鿿][一-鿿：: #{}|]{0,8}[一-鿿]", 1..4).prop_map(Tree::Block),
        prop::collection::vec("[一-鿿\"'{\\[|>@%：][一-鿿：{}\\[\\]\"]{0,5}[一-鿿：]", 1..4)
            .prop_map(Tree::Lines),
        prop::collection::vec(word, 0..4).prop_map(Tree::FlowList),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Tree::List),
            prop::collection::btree_map(word, inner, 1..4)
                .prop_map(|map| Tree::Map(map.into_iter().collect())),
        ]
    })
}

fn write(tree: &Tree, indent: usize, out: &mut String) {
    let blanks = " ".repeat(indent);
    match tree {
        Tree::Null => out.push('\n'),
        Tree::Plain(text) => *out += &format!(" {text}  # 注: 释\n"),
        Tree::Quoted(text) => *out += &format!(" '{}'\n", text.replace('\'', "''")),
        Tree::Block(lines) => {
            *out += " |\n";
            for line in lines {
                *out += &format!("{blanks}  {line}\n\n");
            }
        }
        Tree::Lines(lines) => {
            *out += " 文\n";
            for line in lines {
                *out += &format!("{blanks}  {line}\n");
            }
        }
        Tree::FlowList(items) => *out += &format!(" [{}]\n", items.join(", ")),
        Tree::List(items) => {
            out.push('\n');
            for item in items {
                *out += &format!("{blanks}-");
                write(item, indent + 2, out);
            }
        }
        Tree::Map(entries) => {
            out.push('\n');
            for (key, value) in entries {
                *out += &format!("{blanks}{key}:");
                write(value, indent + 2, out);
            }
        }
    }
}

fn check_spans(node: &Node, text: &str, within: Range<usize>) {
    let range = node.span.range();
    assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
    assert!(
        within.start <= range.start && range.end <= within.end,
        "{range:?} not in {within:?} of {text:?}"
    );
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| check_spans(item, text, range.clone())),
        Kind::Map(entries) => entries.iter().for_each(|entry| {
            assert!(text.get(entry.key_span.range()).is_some());
            check_spans(&entry.value, text, range.clone());
        }),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn agrees_with_serde_yaml_on_any_tree(tree in tree()) {
        let mut text = String::new();
        write(&Tree::Map(vec![("根".to_owned(), tree)]), 0, &mut text);
        let (node, faults, sources) = read_tree(&text);
        prop_assert!(faults.is_empty(), "{}", text::report(&faults, &sources, false));
        check_spans(&node.unwrap(), &text, 0..text.len());
        prop_assert!(serde_yaml::from_str::<serde_yaml::Value>(&text).is_ok(), "{text}");
        assert_agrees(&text);
    }

    #[test]
    fn survives_any_text(text in "[ \\n\t　:：,\\-#|>&*!?{}\\[\\]'\"%@甲乙1\\\\]{0,40}") {
        let (node, faults, sources) = read_tree(&text);
        text::report(&faults, &sources, false);
        if let Some(node) = node {
            check_spans(&node, &text, 0..text.len());
        } else {
            prop_assert!(!faults.is_empty());
        }
        // `{?甲}` is a key `?甲` by YAML 1.2, but not to libyaml.
        if !text.contains('?') {
            assert_agrees(&text);
        }
    }
}

/// The first two YAML blocks of a code's page: the wrong example and the right one.
fn examples(code: Code) -> [String; 2] {
    let mut blocks = code.explanation().split("```yaml\n").skip(1);
    [(); 2].map(|()| blocks.next().unwrap().split("```").next().unwrap().to_owned())
}

#[test]
fn every_explanation_shows_its_fault() {
    for code in Code::ALL.iter().filter(|code| ("E0104".."E0121").contains(&code.name())) {
        let [wrong, right] = examples(*code);
        let reported: Vec<_> = read_tree(&wrong).1.iter().map(|fault| fault.code).collect();
        assert_eq!(reported, [*code], "the wrong example of {}", code.name());
        assert_eq!(*read_tree(&right).1, [], "the right example of {}", code.name());
    }
}

/// Each mistake is reported, and everything around it is read: its code, its line, its advice, the
/// tree.
#[test]
fn mistakes_of_dashes_indents_and_marks() {
    let mut shown = String::new();
    for text in [
        // Dashes.
        "甲:\n  - 名: 一\n    值: 1\n  －名: 二\n    值: 2\n",
        "甲:\n  －一\n  — 二\n",
        "甲:\n  - 名: 一\n    值: 1\n  名: 二\n    值: 2\n",
        "甲:\n  - 名: 一\n    值: 1\n    名: 二\n    值: 2\n",
        "甲:\n  - 问: 一\n  因: 二\n",
        "甲:\n  乙: 1\n  - 丙: 2\n  丁: 3\n",
        "甲:\n  乙: - 121\n  丙: 3\n",
        "- 甲: 1\n乙: 2\n丙:\n  - 3\n",
        "甲: {乙: 丙: 1, 丁: 2}\n",
        // Separators.
        "甲:\n  乙: 1\n---\n  丙: 2\n丁: 3\n",
        "甲: 1\n----------\n乙: 2\n",
        "甲: 1\n---\n",
        // Indents.
        "甲:\n  乙: 1\n丙: 2\n  丁: 3\n  戊: 4\n己: 5\n",
        "甲: |\n      一二。\n  三四。\n乙: 1\n",
        "甲:\n  乙: |\n\t一二。\n    三四。\n  丙: 1\n",
        // Marks.
        "甲: ｜\n  一二。\n乙: 1\n",
        "甲:\n  乙　: 1\n  丙: 2\n",
        "甲:\n  乙 1 # 件\n  丙　2\n  丁=3\n  戊\t4\n  己: 5\n",
        "甲:\n  乙: 1\n  丙: 二\u{B}三\n  丁: 4\n",
    ] {
        shown.push_str(&in_short(text));
    }
    assert_data_eq!(
        shown,
        str![[r#"
{甲: [{名: 一, 值: 1}, {名: 二, 值: 2}]}
  E0107 4 短横用了全角 · 改为“- ”，再写内容
{甲: [一, 二]}
  E0107 2 短横用了全角 · 改为“- ”，再写内容
  E0107 3 短横用了全角 · 改为“- ”，再写内容
{甲: [{名: 一, 值: 1}, {名: 二, 值: 2}]}
  E0107 4 这一项前面缺少短横 · 在前面加上“- ”，下面各行与它后面的名称对齐
{甲: [{名: 一, 值: 1}, {名: 二, 值: 2}]}
  E0107 4 这一项前面缺少短横 · 在前面加上“- ”，下面各行与它后面的名称对齐
{甲: [{问: 一, 因: 二}]}
  E0115 3 缩进没有对齐 · 同一层的各项左边要对齐，下一层多缩进两个空格
{甲: {乙: 1, 丙: 2, 丁: 3}}
  E0104 3 这里不能有短横 · 删去短横和它后面的空格
{甲: {乙: - 121, 丙: 3}}
  E0104 2 值不能以“- ”开头 · 去掉短横；表示负数的，核对后填 0 或者大于 0 的数
{甲: 1, 乙: 2, 丙: [3]}
  E0104 1 这里不能有短横 · 删去短横和它后面的空格

  E0119 1 值里又有冒号加空格 · 文字里用全角冒号“：”，或者给冒号后面的整段文字加上引号
{甲: {乙: 1, 丙: 2}, 丁: 3}
  E0112 3 文件中间有分隔线 · 删去这一行
{甲: 1, 乙: 2}
  E0112 2 文件中间有分隔线 · 删去这一行
{甲: 1}
  E0112 2 一个文件里只能有一份内容 · 删去这一行“---”，或者把后面的内容移到另一个文件
{甲: {乙: 1, 丙: 2, 丁: 3, 戊: 4}, 己: 5}
  E0115 3 缩进没有对齐 · 同一层的各项左边要对齐，下一层多缩进两个空格
{甲: |一二。⏎三四。⏎, 乙: 1}
  E0115 2 段首多空了几格 · 与下面各行左边对齐；段首不必空两格，排版时会自动加
{甲: {乙: |一二。⏎三四。⏎, 丙: 1}}
  E0108 3 用制表符缩进 · 改用空格，每一层两个；编辑器里可设为“Tab 键输入空格”
{甲: |一二。⏎, 乙: 1}
  E0104 1 多行文字的记号写成了“｜” · 改为“|”
{甲: {乙: 1, 丙: 2}}
  E0117 2 名称后面有全角空格 · 删去名称和冒号之间的空格
{甲: {乙: 1, 丙: 2, 丁: 3, 戊: 4, 己: 5}}
  E0116 2 这一行没有冒号 · 改为“乙: 1”
  E0116 3 这一行没有冒号 · 改为“丙: 2”
  E0116 4 这一行没有冒号 · 改为“丁: 3”
  E0116 5 这一行没有冒号 · 改为“戊: 4”
{甲: {乙: 1, 丙: 二_三, 丁: 4}}

"#]]
    );
}

/// The faulty line is told and mended, and no other; after that nothing is left to be told.
#[test]
fn one_slip_is_one_mistake_and_its_mend_leaves_the_other_lines() {
    for (text, code, mended) in [
        // A dash before names that stand below 指标, 正文 or 说明.
        ("年度: 1\n指标:\n  - 甲: 1\n  乙: 2\n", "E0104", "年度: 1\n指标:\n  甲: 1\n  乙: 2\n"),
        (
            "年度: 1\n指标:\n  - 甲: 1\n    乙: 2\n",
            "E0104",
            "年度: 1\n指标:\n    甲: 1\n    乙: 2\n",
        ),
        ("年度: 1\n指标:\n  - 甲: 1\n  - 乙: 2\n", "E0104", "年度: 1\n指标:\n  甲: 1\n  乙: 2\n"),
        (
            "年度: 1\n正文:\n  - 甲: |\n    一二。\n",
            "E0104",
            "年度: 1\n正文:\n  甲: |\n    一二。\n",
        ),
        // An item out of its column, alone or with its lines.
        (
            "甲:\n  - 名: 一\n    值: 1\n - 名: 二\n    值: 2\n",
            "E0115",
            "甲:\n  - 名: 一\n    值: 1\n  - 名: 二\n    值: 2\n",
        ),
        (
            "甲:\n  - 名: 一\n    值: 1\n - 名: 二\n   值: 2\n   丙: 3\n  - 名: 三\n",
            "E0115",
            "甲:\n  - 名: 一\n    值: 1\n  - 名: 二\n    值: 2\n    丙: 3\n  - 名: 三\n",
        ),
        (
            "甲:\n  - 名: 一\n    值: 1\n- 名: 二\n    值: 2\n",
            "E0115",
            "甲:\n  - 名: 一\n    值: 1\n  - 名: 二\n    值: 2\n",
        ),
        // Marks around and behind a name.
        ("甲:\n  乙: 1\n  **丙**: 2\n  丁: 3\n", "E0118", "甲:\n  乙: 1\n  丙: 2\n  丁: 3\n"),
        ("甲:\n  {{乙}}: 1\n  丙: 2\n", "E0118", "甲:\n  乙: 1\n  丙: 2\n"),
        ("甲:\n  乙; 1\n  丙: 2\n", "E0116", "甲:\n  乙: 1\n  丙: 2\n"),
        ("甲:\n  丙: 2\n  乙—1\n", "E0116", "甲:\n  丙: 2\n  乙: 1\n"),
        // Wide braces.
        ("甲: ｛乙: 1, 丙: 2｝\n丁: 3\n", "E0104", "甲: {乙: 1, 丙: 2}\n丁: 3\n"),
        ("甲: ｛乙：1，丙：2}\n", "E0104", "甲: {乙: 1, 丙: 2}\n"),
        ("- ｛乙: 1, 丙: 二，三｝\n- {乙: 2}\n", "E0104", "- {乙: 1, 丙: 二，三}\n- {乙: 2}\n"),
        ("- {乙: 1}\n-{乙: 2}\n", "E0107", "- {乙: 1}\n- {乙: 2}\n"),
        // What was copied with a text, and what it lost.
        ("```yaml\n甲: 1\n乙: |\n  一二。\n```\n", "E0104", "甲: 1\n乙: |\n  一二。\n"),
        ("甲:\n  乙:\n  38\n  丙: 1\n", "E0115", "甲:\n  乙:\n    38\n  丙: 1\n"),
        ("甲:\n  乙:\n  一二。\n  三四。\n", "E0115", "甲:\n  乙:\n    一二。\n    三四。\n"),
        // A bar in the marks of a manual, or with a stop behind it.
        ("甲: “|”\n  一二。\n", "E0104", "甲: |\n  一二。\n"),
        ("甲: \"|\"\n  一二。\n", "E0104", "甲: |\n  一二。\n"),
        ("甲: |。\n  一二。\n", "E0104", "甲: |\n  一二。\n"),
        ("甲: | |\n  一二。\n", "E0104", "甲: |\n  一二。\n"),
    ] {
        let (_, faults, sources) = read_tree(text);
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.name()).collect();
        assert_eq!(codes, [code], "{text}");
        let mut edits: Vec<_> = faults.iter().flat_map(|fault| &fault.edits).collect();
        edits.sort_by_key(|edit| edit.span.start);
        let mut now = text.to_owned();
        for edit in edits.into_iter().rev() {
            now.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(now, mended, "{text}");
        assert_eq!(text::report(&read_tree(&now).1, &sources, false), "没有发现问题", "{now}");
    }
}

/// What is not mended for them is told once, in words that help.
#[test]
fn what_stands_in_the_place_of_another_thing() {
    let mut shown = String::new();
    for text in [
        "甲: |\n  一二。\n# 待核\n  三四。\n乙: 1\n",
        "甲: |注\n  一二。\n",
        "甲:\n  乙: {{丙}}\n",
        "标题\n甲: 1\n",
        "甲: {乙: 1，丙: 2}\n",
        "甲: {乙: 一: 二, 丙: 三}\n",
        "甲: →\n  一二。\n",
    ] {
        let (node, faults, _) = read_tree(text);
        shown.push_str(&node.as_ref().map(outline).unwrap_or_default());
        for fault in faults {
            let help = fault.help.unwrap_or_default();
            shown.push_str(&format!("\n  {} {} · {help}", fault.code.name(), fault.message));
        }
        shown.push('\n');
    }
    assert_data_eq!(
        shown,
        str![[r#"
{甲: |一二。⏎⏎三四。⏎, 乙: 1}
  E0104 备注打断了一段文字 · 把备注移到这一项的上面，单独一行；要印的，去掉 #，与上下各行左边对齐
{甲: |注 一二。}
  E0104 “|”后面又有文字 · “|”后面不写字：是正文的，移到下一行的开头；不是的，删去
{甲: {乙: {{丙}}}}
  E0109 值不能以“{{”开头 · 指标的值写数字，不写引用；是正文的，在冒号后写“|”，文字另起一行并缩进两格
{甲: 1}
  E0116 这一行没有冒号 · 补上半角冒号和空格；是上一项文字的续行的，比上一项多缩进两格；是标题、备注的，删去这一行

  E0114 括号里的各项没有隔开 · 各项之间用一个半角逗号加空格：[甲, 乙]、{最小: 1, 最大: 5}；括号要成对

  E0119 值里又有冒号加空格 · 文字里用全角冒号“：”，或者给冒号后面的整段文字加上引号
{甲: |一二。⏎}
  E0104 多行文字的记号写成了“→” · 改为“|”；是文字的，移到下一行的开头

"#]]
    );
}

/// What keeps to YAML is taken as it is, however it looks.
#[test]
fn what_is_no_mistake_of_dashes_or_indents() {
    for text in [
        "甲:\n- 名: 一\n- 名: 二\n",
        "甲:\n  - - 一\n    - 二\n  - 三\n",
        "甲: 一\n  二\n  三\n",
        "甲: |\n  一\n    二\n  三\n",
        "---\n甲: 1\n",
        "甲: 1\n...\n",
        "甲: ——一\n乙: －1\n",
        "甲: |\n  —— 一: 二\n  --- \n",
        "甲: |\n  一\n  # 二\n  ```\n",
        "甲: |\n  一\n# 二\n乙: 1\n",
        "指标:\n  - 名称: 甲\n    单位: 件\n  - 名称: 乙\n",
        "甲:\n  - 名: 一\n    乙:\n      - 名: 二\n  - 名: 三\n",
        "甲:\n  乙:\n  丙: 1\n",
    ] {
        let (node, faults, sources) = read_tree(text);
        assert!(node.is_some());
        assert_eq!(text::report(&faults, &sources, false), "没有发现问题", "{text}");
    }
}

/// What is typed for `|` above lines of text would be printed as their first word.
#[test]
fn marks_of_a_text_that_look_like_a_bar() {
    for mark in [
        "-|",
        "\\|",
        "-",
        "l",
        "I",
        "/",
        "│",
        "∣",
        "¦",
        ">|",
        "1",
        "｜-",
        "丨 # 注",
        "！",
        "→",
        "_",
        "：",
        "^|",
        "ㄧ",
        "┊",
        "∥",
        "（|）",
        "'|'",
        "❘",
        "~",
        "*",
        "l-",
        "%",
        "|x",
        "《",
    ] {
        let text = format!("甲: {mark}\n  一二。\n  三四。\n乙: 1\n");
        let (node, faults, _) = read_tree(&text);
        assert_eq!(outline(&node.unwrap()), "{甲: |一二。⏎三四。⏎, 乙: 1}", "{mark}");
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.name()).collect();
        assert_eq!(codes, ["E0104"], "{mark}");
    }
    for text in [
        "甲: l\n乙: 1\n",
        "甲: 1\n\n乙: 2\n",
        "- 1\n- 2\n",
        "甲: 12\n  件\n",
        "甲: 一\n  二\n",
        "甲: AI\n  赋能\n",
        "甲: 5G\n  建设\n",
        "甲: （A）\n  类\n",
        "甲: #\n  一二\n",
        "甲: [\n  一, 二]\n",
        "甲: \"\n  一二\"\n",
        "甲: |-\n  一\n",
        "甲: |+\n  一\n",
        "甲: >-\n  一\n",
    ] {
        assert_eq!(reported(text), "没有发现问题", "{text}");
    }
}

/// One bracket too many is one mistake, and what stands below is read.
#[test]
fn a_bracket_above_lines_of_their_own() {
    for (text, expected) in [
        ("甲: [\n  - 名: 一\n  - 名: 二\n乙: 1\n", "{甲: [{名: 一}, {名: 二}], 乙: 1}"),
        ("甲: [\n- 名: 一\n- 名: 二\n乙: 1\n", "{甲: [{名: 一}, {名: 二}], 乙: 1}"),
        ("甲: {\n  名: 一\n  别: 二\n乙: 1\n", "{甲: {名: 一, 别: 二}, 乙: 1}"),
    ] {
        let (node, faults, _) = read_tree(text);
        assert_eq!(outline(&node.unwrap()), expected, "{text}");
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.name()).collect();
        assert_eq!(codes, ["E0114"], "{text}");
    }
}

#[test]
fn a_key_without_a_right_colon_keeps_its_column() {
    let text = "指标:\n  受理数：783\n 化解数: 726\n  审结数: 5\n  纠错数: 6\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{指标: {受理数: 783, 化解数: 726, 审结数: 5, 纠错数: 6}}
  E0106 2 冒号用了全角“：” · 改为“受理数: ”
  E0115 3 缩进没有对齐 · 同一层的各项左边要对齐，下一层多缩进两个空格

"#]]
    );
    let text = "指标:\n  受理数:783\n   化解数: 726\n  审结数: 5\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{指标: {受理数: 783, 化解数: 726, 审结数: 5}}
  E0107 2 冒号后面缺少空格 · 改为“受理数: ”，再写值
  E0115 3 缩进没有对齐 · 同一层的各项左边要对齐，下一层多缩进两个空格

"#]]
    );
}

#[test]
fn a_list_with_other_marks_than_dashes_is_read_as_one() {
    let text = "不足:\n  · 问题: 甲\n    原因: 乙\n  · 问题: 丙\n    原因: 丁\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{不足: [{问题: 甲, 原因: 乙}, {问题: 丙, 原因: 丁}]}
  E0107 2 这一项前面写的是“·”，不是短横 · 改为“- ”，再写内容

"#]]
    );
    let text = "不足:\n  · 问题: 甲\n    原因: 乙\n  · 问题: 丙\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{不足: [{问题: 甲, 原因: 乙}, {问题: 丙}]}
  E0107 2 这一项前面写的是“·”，不是短横 · 改为“- ”，再写内容

"#]]
    );
    let text = "安排:\n  1. 标题: 甲\n     内容: 乙\n  2、标题: 丙\n     内容: 丁\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{安排: [{标题: 甲, 内容: 乙}, {标题: 丙, 内容: 丁}]}
  E0107 2 这一项前面写的是“1.”，不是短横 · 改为“- ”，再写内容

"#]]
    );
    let text = "正文:\n  组织领导:\n    1. 要点: 内容\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{正文: {组织领导: {1. 要点: 内容}}}

"#]]
    );
}

#[test]
fn two_entries_on_one_line_are_read_as_two() {
    let text = "指标:\n  受理数: 783  化解数: 726，审结数: 5\n  纠错数: 6\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{指标: {受理数: 783, 化解数: 726, 审结数: 5, 纠错数: 6}}
  E0119 2 一行写了两项 · 一行写一个“名称: 值”：把这一项移到下一行，与上一项左边对齐

"#]]
    );
    let text = "正文:\n  学习: 2024年 要点: 好\n";
    assert_data_eq!(
        in_short(text),
        str![[r#"
{正文: {学习: 2024年 要点： 好}}
  E0119 2 值里又有冒号加空格 · 正文里用全角冒号“：”；或者在上一个冒号后写“|”，文字另起一行并缩进两格；是另一项的，移到下一行

"#]]
    );
}

#[test]
fn a_key_that_stands_twice_says_what_to_do_with_what_is_below() {
    let text = "部门: 甲\n指标:\n  受理数: 1\n正文:\n  学习: 好\n指标:\n  化解数: 2\n";
    assert_data_eq!(
        reported(text),
        str![[r#"
错误[E0105]: “指标”写了两遍
 --> data/2024/区司法局.yaml:6:1
  |
2 | 指标:
  | ---- 先在这里写过
...
6 | 指标:
  | ^^^^ 又写了一遍，没有采用
  |
  = 建议: 把这里下面的各行并到先写的那一处，再删去这一行；已经有的，连同下面各行删去

共 1 处错误
"#]]
    );
    let text = "部门: 甲\n年度: 2024\n指标:\n  受理数: 1\n";
    assert_data_eq!(
        reported(&text.repeat(2)),
        str![[r#"
错误[E0105]: “部门”写了两遍
 --> data/2024/区司法局.yaml:5:1
  |
1 | 部门: 甲
  | ---- 先在这里写过
...
5 | 部门: 甲
  | ^^^^ 又写了一遍，没有采用
  |
  = 说明: 从这里起，文件的内容又写了一遍，都没有采用
  = 建议: 留下正确的一份，删去另一份；两份不同的，先把要用的并到一份里

共 1 处错误
"#]]
    );
}

#[test]
fn a_key_within_the_text_of_another_one_is_no_text() {
    for key in ["    宣传: |", "      宣传：|", "    宣传： |"] {
        let text = format!("正文:\n  学习: |\n    好。\n{key}\n    都好。\n  培训: 一次\n");
        let read = in_short(&text);
        assert!(read.starts_with("{正文: {学习: |好。⏎, 宣传: |都好。⏎, 培训: 一次}}\n"), "{read}");
        assert_eq!(read.matches("E0115 4 ").count(), 1, "{read}");
        assert_eq!(read.lines().count(), 2, "{read}");
    }
}

/// Found by fuzzing: the other reader keeps what nobody sees in a key.
#[test]
fn keys_agree_but_for_what_nobody_sees() {
    let text = "甲*:\u{202b} 0乙: 1\n";
    let (node, ..) = read_tree(text);
    assert_eq!(agreement::agrees_with_serde_yaml(node.as_ref().unwrap(), text), Some(true));
}

/// A text with its mends, and the codes and lines of what is told of it.
fn mended(text: &str) -> (String, Vec<String>) {
    let (_, mut faults, sources) = read_tree(text);
    faults.arrange(&sources);
    let told = faults.iter().map(|fault| {
        let line = fault.span().map_or(0, |span| sources.position(span).line);
        format!("{} {line}", fault.code.name())
    });
    let mut edits: Vec<_> = faults.iter().flat_map(|fault| &fault.edits).collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut now = text.to_owned();
    for edit in edits.into_iter().rev() {
        now.replace_range(edit.span.range(), &edit.text);
    }
    (now, told.collect())
}

/// Whatever stands before the items of a list is told once, and the lines below stay where they are.
#[test]
fn any_mark_before_an_item_is_told_once_and_made_a_dash() {
    const MARKS: [&str; 30] = [
        "·",
        "· ",
        "●",
        "•\t",
        "■ ",
        "+ ",
        "—— ",
        "--",
        "-·",
        "1。",
        "‐ ",
        "①",
        "① ",
        "⑴",
        "㈠",
        "1.",
        "1、",
        "（1）",
        "1 ",
        "一、",
        "一是",
        "第一，",
        "l ",
        "l\t",
        "o ",
        "Ø\t",
        "q　",
        "a. ",
        "*",
        "* ",
    ];
    for mark in MARKS {
        for (list, right) in [
            (
                "不足:\n  ·问题: 甲\n    原因: 乙\n  ·问题: 丙\n    原因: 丁\n说明:\n",
                "不足:\n  - 问题: 甲\n    原因: 乙\n  - 问题: 丙\n    原因: 丁\n说明:\n",
            ),
            (
                "不足:\n·问题: 甲\n  原因: 乙\n·问题: 丙\n  原因: 丁\n",
                "不足:\n- 问题: 甲\n  原因: 乙\n- 问题: 丙\n  原因: 丁\n",
            ),
            (
                "安排:\n  ·标题: 甲\n    内容: |\n      一二。\n  ·标题: 丙\n    内容: |\n      三四。\n",
                "安排:\n  - 标题: 甲\n    内容: |\n      一二。\n  - 标题: 丙\n    内容: |\n      三四。\n",
            ),
            (
                "安排:\n  - 标题: 甲\n    内容: |\n      一二。\n  ·标题: 丙\n    内容: |\n      三四。\n",
                "安排:\n  - 标题: 甲\n    内容: |\n      一二。\n  - 标题: 丙\n    内容: |\n      三四。\n",
            ),
            ("不足:\n  ·问题: 甲\n  ·问题: 丙\n", "不足:\n  - 问题: 甲\n  - 问题: 丙\n"),
            (
                "不足:\n  ·问题: 甲\n  ·原因: 乙\n  ·问题: 丙\n",
                "不足:\n  - 问题: 甲\n    原因: 乙\n  - 问题: 丙\n",
            ),
        ] {
            let text = format!("年度: 1\n{}", list.replace('·', mark));
            let (now, told) = mended(&text);
            assert_eq!(now, format!("年度: 1\n{right}"), "{text}");
            assert_eq!(told.len(), 1, "{text} {told:?}");
            assert!(told.iter().all(|told| told.starts_with("E0107 ")), "{text} {told:?}");
        }
    }
    // The colon is another slip.
    let (now, told) = mended("年度: 1\n不足:\n  · 问题：甲\n    原因: 乙\n");
    assert_eq!(now, "年度: 1\n不足:\n  - 问题: 甲\n    原因: 乙\n");
    assert_eq!(told, ["E0107 3", "E0106 3"]);
}

#[test]
fn marks_of_texts_and_names_are_no_bullets() {
    for text in [
        "年度: 1\n正文:\n  学习:\n    1、要点：好\n      附：目录\n",
        "年度: 1\n正文:\n  学习: |\n    · 要点：好\n    1. 要点: 好\n      附：目录\n",
        "年度: 1\n其他: 一是\n  ① 要点：好\n  ② 要点：好\n",
        "年度: 1\n正文:\n  “一站式”:\n    好\n",
        "一、甲: 1\n二、甲: 2\n",
        "不足: []\n一、安排:\n  - 标题: 甲\n",
        "年度: 1\n不足:\n三、安排:\n  - 标题: 甲\n",
        "年度: 1\n不足:\n- 问题: 甲\n三、安排:\n- 标题: 甲\n",
    ] {
        assert_eq!(reported(text), "没有发现问题", "{text}");
    }
}

/// An entry that stands beside another one is put on a line of its own.
#[test]
fn entries_beside_others_are_parted() {
    for (text, right) in [
        ("- 问题: 甲 原因: 乙\n", "- 问题: 甲\n  原因: 乙\n"),
        ("- 问题: 甲 原因：乙\n- 原因: 丙\n", "- 问题: 甲\n  原因: 乙\n- 原因: 丙\n"),
        ("- 问题: 甲；原因: 乙\n- 原因: 丙\n", "- 问题: 甲\n  原因: 乙\n- 原因: 丙\n"),
        ("- 问题: 甲 - 原因：乙\n- 原因: 丙\n", "- 问题: 甲\n  原因: 乙\n- 原因: 丙\n"),
        ("- 问题: 甲——原因: 乙\n- 原因: 丙\n", "- 问题: 甲\n  原因: 乙\n- 原因: 丙\n"),
        ("- 标题: 甲 内容: |\n    一二。\n", "- 标题: 甲\n  内容: |\n    一二。\n"),
        ("部门: 区信访局 年度: 2024\n填报人: 甲\n", "部门: 区信访局\n年度: 2024\n填报人: 甲\n"),
        ("部门: 区信访局，年度: 2024 填报人：甲\n", "部门: 区信访局\n年度: 2024\n填报人: 甲\n"),
        (
            "年度: 1\n指标:\n  受理数: 783化解数: 726\n",
            "年度: 1\n指标:\n  受理数: 783\n  化解数: 726\n",
        ),
        (
            "年度: 1\n指标:\n  受理数: 783  化解数：726\n",
            "年度: 1\n指标:\n  受理数: 783\n  化解数: 726\n",
        ),
        (
            "年度: 1\n指标:\n  受理数: 783件、化解数:726\n",
            "年度: 1\n指标:\n  受理数: 783件\n  化解数: 726\n",
        ),
        (
            "年度: 1\n指标:\n  全覆盖: 是 化解数: 726\n",
            "年度: 1\n指标:\n  全覆盖: 是\n  化解数: 726\n",
        ),
        (
            "年度: 1\n指标: 受理数: 783\n  化解数: 726\n",
            "年度: 1\n指标:\n  受理数: 783\n  化解数: 726\n",
        ),
        ("年度: 1\n指标: 受理数: 783\n正文:\n", "年度: 1\n指标:\n  受理数: 783\n正文:\n"),
        (
            "年度: 1\n指标: 受理数：783\n    化解数: 726\n",
            "年度: 1\n指标:\n    受理数: 783\n    化解数: 726\n",
        ),
        ("年度: 1\n正文: 学习: |\n    一二。\n", "年度: 1\n正文:\n  学习: |\n    一二。\n"),
        (
            "年度: 1\n不足: - 问题: 甲\n    原因: 乙\n",
            "年度: 1\n不足:\n  - 问题: 甲\n    原因: 乙\n",
        ),
    ] {
        let (now, told) = mended(text);
        assert_eq!(now, right, "{text} {told:?}");
        assert!(told.iter().any(|told| told.starts_with("E0119 ")), "{text} {told:?}");
        assert_eq!(reported(&now), "没有发现问题", "{now}");
    }
    for text in [
        "- 问题: 力量不足，主要原因：人少\n",
        "- 问题: 甲；原因：乙\n",
        "- 问题: 甲 # 注: 释\n  原因: 乙 # 问题: 待核\n",
        "年度: 1\n指标:\n  受理数: 783  # 其中重点: 3\n",
        "年度: 1\n正文:\n  学习: 2024年要点：好\n",
        "年度: 1\n说明:\n  受理数: 2024年口径：3件\n",
        "年度: 1\n指标:\n  受理数: 783（其中：重点3件）\n  化解数: 783，其中：3\n",
    ] {
        assert_eq!(reported(text), "没有发现问题", "{text}");
    }
}

/// A wide colon in a line that stands in a wrong column: both are told of this line, and no other moves.
#[test]
fn a_wide_colon_in_a_wrong_column_moves_no_right_line() {
    let right = "年度: 1\n指标:\n  受理数: 783\n  化解数: 726\n  审结数: 5\n";
    for (wrong, line) in [
        (right.replace("  化解数: ", " 化解数："), 4),
        (right.replace("  化解数: ", "    化解数："), 4),
        (right.replace("  化解数: ", "化解数："), 4),
        (right.replace("  审结数: ", "   审结数："), 5),
        (right.replace("  受理数: ", " 受理数："), 3),
        (right.replace("  受理数: ", "   受理数："), 3),
    ] {
        let (now, told) = mended(&wrong);
        assert_eq!(now, right, "{wrong} {told:?}");
        assert_eq!(told, [format!("E0106 {line}"), format!("E0115 {line}")], "{wrong}");
    }
    let all = right.replace(": ", "：").replace("年度：", "年度: ").replace("  化解", " 化解");
    assert_eq!(mended(&all).0, right);
    for (wrong, line) in [
        (right.replace("  受理数", " 受理数"), 3),
        (right.replace("  受理数", "    受理数"), 3),
        (right.replace("  审结数", "审结数"), 5),
    ] {
        if wrong.contains("\n审结数") {
            continue;
        }
        let (now, told) = mended(&wrong);
        assert_eq!((now.as_str(), told), (right, vec![format!("E0115 {line}")]), "{wrong}");
    }
    for text in [
        "年度: 1\n正文:\n  学习: 一二\n    附：目录\n  宣传: 好\n",
        "年度: 1\n正文:\n  学习:\n      一：二\n    三：四\n",
        "年度: 1\n说明:\n  受理数: 一二\n    附：三\n",
    ] {
        assert_eq!(reported(text), "没有发现问题", "{text}");
    }
}

/// Parts of a file and items that stand in a text are read where they belong; what a text may say stays.
#[test]
fn parts_within_a_text_are_no_text() {
    for (text, right) in [
        (
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n    不足:\n      - 问题: 甲\n        原因: 乙\n",
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n不足:\n  - 问题: 甲\n    原因: 乙\n",
        ),
        (
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n    安排:\n  - 标题: 甲\n    内容: |\n      好。\n",
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n安排:\n  - 标题: 甲\n    内容: |\n      好。\n",
        ),
        (
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n    说明:\n      受理数: 口径\n",
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n说明:\n  受理数: 口径\n",
        ),
        (
            "部门: 甲\n年度: 1\n安排:\n  - 标题: 甲\n    内容: |\n      好。\n      - 标题: 乙\n        内容: |\n          也好。\n说明:\n",
            "部门: 甲\n年度: 1\n安排:\n  - 标题: 甲\n    内容: |\n      好。\n  - 标题: 乙\n    内容: |\n      也好。\n说明:\n",
        ),
    ] {
        let (now, told) = mended(text);
        assert_eq!(now, right, "{text} {told:?}");
        assert_eq!(told.len(), 1, "{text} {told:?}");
    }
    // Below other keys, and an item whose text keeps its column.
    for (text, right) in [
        (
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n    不足:\n      - 问题: 甲\n      - 问题: 乙\n    安排:\n      - 标题: 甲\n        内容: |\n          好。\n      - 标题: 乙\n",
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n不足:\n  - 问题: 甲\n  - 问题: 乙\n安排:\n  - 标题: 甲\n    内容: |\n      好。\n  - 标题: 乙\n",
        ),
        (
            "不足:\n  -  问题: 甲\n    原因: 乙\n  - 问题: 丙\n",
            "不足:\n  - 问题: 甲\n    原因: 乙\n  - 问题: 丙\n",
        ),
        (
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n  不足:\n    - 问题: 甲\n      原因: 乙\n",
            "部门: 甲\n年度: 1\n正文:\n  学习: |\n    好。\n不足:\n  - 问题: 甲\n    原因: 乙\n",
        ),
        (
            "安排:\n  - 标题: 甲\n      内容: |\n      好。\n",
            "安排:\n  - 标题: 甲\n    内容: |\n      好。\n",
        ),
        (
            "安排:\n  - 标题: 甲\n   内容: |\n      好。\n",
            "安排:\n  - 标题: 甲\n    内容: |\n      好。\n",
        ),
    ] {
        let (now, told) = mended(text);
        assert_eq!(now, right, "{text} {told:?}");
        assert_eq!(told.len(), 1, "{text} {told:?}");
    }
    for text in [
        "部门: 甲\n年度: 1\n正文:\n  学习: |\n    党建：好。\n    问题：少。\n    原因：多。\n    不足：\n    一是少。\n",
        "部门: 甲\n年度: 1\n正文:\n  学习: |\n    问题：\n    1. 甲：乙\n    说明：\n    口径：丙\n",
        "部门: 甲\n年度: 1\n正文:\n  学习: |\n    不足：\n    - 问题：甲\n不足:\n  - 问题: 甲\n",
    ] {
        assert_eq!(reported(text), "没有发现问题", "{text}");
    }
}

/// Whichever line of a file stands in a wrong column: it alone is told, and moved back.
#[test]
fn a_line_in_a_wrong_column_is_the_one_that_is_told() {
    const RIGHT: &str = "部门: 甲\n年度: 1\n填报人: 乙\n指标:\n  受理数: 783\n  化解数: 726\n  审结数: 5\n正文:\n  学习: |\n    好。\n  宣传: |\n    都好。\n不足:\n  - 问题: 甲\n    原因: 乙\n  - 问题: 丙\n    原因: 丁\n安排:\n  - 标题: 甲\n    内容: |\n      一二。\n  - 标题: 丙\n    内容: |\n      三四。\n说明:\n  受理数: 口径\n";
    let lines: Vec<&str> = RIGHT.lines().collect();
    let (mut alone, mut others) = (0, Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let content = line.trim_start();
        let column = line.len() - content.len();
        if content.ends_with('。') {
            continue;
        }
        for moved in [column.wrapping_sub(2), column.wrapping_sub(1), column + 1, column + 2] {
            if moved > 8 {
                continue;
            }
            for content in [content.to_owned(), content.replacen(": ", "：", 1)] {
                let mut wrong = lines.clone();
                let typed = format!("{}{content}", " ".repeat(moved));
                wrong[at] = &typed;
                let wrong = wrong.join("\n") + "\n";
                let (now, told) = mended(&wrong);
                let is_told = told.iter().any(|told| told.ends_with(&format!(" {}", at + 1)));
                if now == RIGHT && is_told && told.len() <= 2 {
                    alone += 1;
                    continue;
                }
                others.push(format!("{typed}: {told:?}"));
                // What nobody can tell is left as it is, but for the line itself.
                for (other, line) in now.lines().enumerate() {
                    let is_same = other == at || lines.get(other) == Some(&line);
                    assert!(
                        is_same || now.lines().count() != lines.len(),
                        "{typed} {told:?}\n{now}"
                    );
                }
            }
        }
    }
    assert!(alone > 120, "{alone}\n{}", others.join("\n"));
}

/// Colons of other widths and places are told as what they are, and made one.
#[test]
fn colons_of_any_shape_are_told_once() {
    const RIGHT: &str = "指标:\n  受理数: 783\n  化解数: 726\n  审结数: 5\n";
    for (colon, code) in [
        ("：", "E0106 3"),
        (" ：", "E0106 3"),
        ("：：", "E0106 3"),
        ("﹕", "E0106 3"),
        ("︰", "E0106 3"),
        ("∶", "E0106 3"),
        (" :", "E0107 3"),
        ("::", "E0107 3"),
        (":", "E0107 3"),
    ] {
        let (now, told) = mended(&RIGHT.replace("化解数: ", &format!("化解数{colon}")));
        assert_eq!((now.as_str(), told), (RIGHT, vec![code.to_owned()]), "{colon}");
    }
    for gap in [" / ", "。", "|", "；"] {
        let (now, _) =
            mended(&format!("年度: 1\n{}", RIGHT.replace("\n  化解", &format!("{gap}化解"))));
        assert_eq!(now, format!("年度: 1\n{RIGHT}"), "{gap}");
    }
}
