use snapbox::{assert_data_eq, str};

use super::*;
use crate::diagnostic::text;
use crate::findings::Findings;
use crate::source::Sources;
use crate::yaml;

const SHIPPED: &str = include_str!("../../templates/法治政府建设/kind.yaml");

fn read_text(text: &str) -> (Kind, String) {
    let mut sources = Sources::default();
    let file = sources.add("templates/某种/kind.yaml", text);
    let mut findings = Findings::new();
    let node = yaml::parse(file, text).gather(&mut findings).unwrap();
    let kind = read(node, "某种", &sources).gather(&mut findings);
    findings.arrange(&sources);
    (kind, text::report(&findings, &sources, false))
}

#[test]
fn the_shipped_kind_is_without_fault() {
    let (kind, found) = read_text(SHIPPED);
    assert_eq!(found, "没有发现问题");
    assert_eq!((kind.file_name.as_str(), kind.is_default, kind.themes.len()), ("年报", true, 5));
    // 厅字〔2019〕28号, article 25: five contents, the first four of which must be there.
    let required: Vec<bool> = kind.contents.iter().map(|content| content.is_required).collect();
    assert_eq!(required, [true, true, true, true, false]);
    let texts: Vec<&str> = kind.texts().map(|(key, _)| key).collect();
    assert_eq!(texts, ["导语", "不足导语", "安排导语", "结语", "其他"]);
    let lists: Vec<Vec<&str>> =
        kind.lists().map(|(_, parts)| parts.iter().map(|p| p.key.as_str()).collect()).collect();
    assert_eq!(lists, [["问题", "原因"], ["标题", "内容"]]);
    // Article 24.
    let days: Vec<_> = kind.deadlines.iter().map(|d| (d.date.word(), d.month, d.day)).collect();
    assert_eq!(days, [("成文日期", 3, 1), ("发布日期", 4, 1)]);
}

#[test]
fn names_that_no_file_can_have_and_names_that_layouts_have_are_told() {
    let fault = |from: &str, to: &str| {
        let text = SHIPPED.replacen(from, to, 1);
        assert_ne!(text, SHIPPED);
        read_text(&text).1
    };
    for name in ["国资/年报", "年报?", "CON", "。"] {
        let found = fault("文件名: 年报", &format!("文件名: '{name}'"));
        assert!(found.starts_with(&format!("错误[E0218]: 文件名不能是“{name}”")), "{found}");
        assert!(found.ends_with("共 1 处错误"), "{found}");
    }
    for name in element::GIVEN.into_iter().chain(["for", "loop", "true", "not"]) {
        let found = fault("变量: preamble", &format!("变量: '{name}'"));
        assert!(found.starts_with(&format!("错误[E0218]: 变量不能是“{name}”")), "{found}");
        assert!(found.ends_with("共 1 处错误"), "{found}");
    }
    assert!(fault("变量: problem,", "变量: ordinal,").contains("变量不能是“ordinal”"));
    assert_eq!(fault("变量: problem,", "变量: title,"), "没有发现问题");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one text and what is said of it")]
fn faults_of_a_kind() {
    let text = "\
名称: 某种报告
文件名: 某报
缺省: 对的
内容:
  - {键: 不足, 形式: 条木, 名称: 不足, 变量: shortcomings}
  - 键: 安排
    形式: 条目
    变量: Plans
    名称: 安排
    说明: 下年的安排
    项:
      - {键: 标题, 形式: 标题, 变量: heading, 说明: 一件事, 例: 一件事}
      - {键: 标题, 形式: 标题, 变量: heading, 说明: 一件事, 例: 一件事}
套话:
  - {键: 导语, 变量: preamble}
  - {键: 安排, 变量: preamble}
期限:
  - {日期: 成文日期, 不晚于: 次年-2-30, 依据: 某号, 逾期: 尽快报送}
标题辞: [年]
";
    assert_data_eq!(
        read_text(text).1,
        str![[r#"
错误[E0133]: 缺省不能是“对的”
 --> templates/某种/kind.yaml:3:5
  |
3 | 缺省: 对的
  |       ^^^^ 只能填“是”或者“否”
  |
  = 建议: 填“是”或者“否”

错误[E0133]: 形式不能是“条木”
 --> templates/某种/kind.yaml:5:17
  |
5 |   - {键: 不足, 形式: 条木, 名称: 不足, 变量: shortcomings}
  |                      ^^^^ 是否指“条目”
  |
  = 建议: 改为“条目”

错误[E0218]: 变量不能是“Plans”
 --> templates/某种/kind.yaml:8:9
  |
8 |     变量: Plans
  |           ^^^^^ 版式里的名称只用小写英文字母、数字和下划线
  |
  = 建议: 换一个以小写字母开头的名称，如 plans

错误[E0204]: 项“标题”重名
  --> templates/某种/kind.yaml:13:13
   |
13 |       - {键: 标题, 形式: 标题, 变量: heading, 说明: 一件事, 例: 一件事}
   |              ^^^^ 又用了这个名称
   |
   = 建议: 换一个名称，或者删去重复的一项

错误[E0204]: 键“安排”重名
  --> templates/某种/kind.yaml:16:9
   |
 6 |   - 键: 安排
   |         ---- 先在这里用过
...
16 |   - {键: 安排, 变量: preamble}
   |          ^^^^ 又用了这个名称
   |
   = 建议: 换一个名称，或者删去重复的一项

错误[E0204]: 变量“preamble”重名
  --> templates/某种/kind.yaml:16:17
   |
15 |   - {键: 导语, 变量: preamble}
   |                      -------- 先在这里用过
16 |   - {键: 安排, 变量: preamble}
   |                      ^^^^^^^^ 又用了这个名称
   |
   = 建议: 换一个名称，或者删去重复的一项

错误[E0218]: 期限不能是“次年-2-30”
  --> templates/某种/kind.yaml:18:21
   |
18 |   - {日期: 成文日期, 不晚于: 次年-2-30, 依据: 某号, 逾期: 尽快报送}
   |                              ^^^^^^^^^ 不是“次年-月-日”
   |
   = 建议: 写成 次年-02-15：报告年度的下一年，月、日各两位

错误[E0130]: 报告种类里没有“标题辞”这一项
  --> templates/某种/kind.yaml:19:1
   |
19 | 标题辞: [年]
   | ^^^^^^ 是否指“标题词”
   |
   = 建议: 改为“标题词”

共 8 处错误
"#]]
    );
}

#[test]
fn a_key_that_every_report_has_is_no_key_of_a_kind() {
    let text = "\
名称: 某种报告
文件名: 某报
内容:
  - {键: 附注, 形式: 文字, 变量: remarks, 名称: 附带的情况, 说明: 附带的情况}
  - {键: 收费, 形式: 文字, 变量: fees, 名称: 收费情况, 说明: 收费情况}
套话:
  - {键: 照录, 变量: verbatim}
";
    let (kind, found) = read_text(text);
    assert_eq!(kind.texts().map(|(key, _)| key).collect::<Vec<_>>(), ["收费"]);
    assert_data_eq!(
        found,
        str![[r#"
错误[E0218]: 键不能是“附注”
 --> templates/某种/kind.yaml:4:9
  |
4 |   - {键: 附注, 形式: 文字, 变量: remarks, 名称: 附带的情况, 说明: 附带的情况}
  |          ^^^^ 各种报告的文件里都有这一项
  |
  = 建议: 换一个名称

错误[E0218]: 键不能是“照录”
 --> templates/某种/kind.yaml:7:9
  |
7 |   - {键: 照录, 变量: verbatim}
  |          ^^^^ 各种报告的文件里都有这一项
  |
  = 建议: 换一个名称

共 2 处错误
"#]]
    );
}
