//! What people and programs do to a form on its way, beside the slips that have cases of their own: it is
//! read as it is seen, or told in its own words.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::support::Project;
use crate::support::workbook::Workbook;

/// What is said of the form of 区信访局 with some changes, under the name of each.
fn said(changes: &[(&str, &str)]) -> String {
    let mut said = String::new();
    for (name, change) in changes {
        let project = Project::base();
        let recipe = format!("data/2024/区信访局.xlsx: {{from: data, sheets: {{{change}}}}}");
        Workbook::make_all(&project, &recipe);
        said += &format!("== {name}\n{}\n", project.run(&["check", "2024"]).transcript());
    }
    said
}

/// A change of the figure that is typed first.
fn figure(cell: &str) -> String {
    format!("指标: {{cells: {{纠纷受理数/数值: {cell}}}}}")
}

#[test]
fn a_number_that_only_looks_different_is_read_as_it_is() {
    for cell in [
        "{number: '48', format: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ '}",
        "{number: '48', format: '#,##0'}",
        "{number: '48', format: '#,##0_);[Red](#,##0)'}",
        "{number: '48', format: '0.00E+00'}",
        "{number: '4.8E+01'}",
        "{formula: '48', number: '48'}",
        "{formula: '40+8', number: '48'}",
        "\"48\\n\"",
        "'48'",
    ] {
        let said = said(&[(cell, &figure(cell))]);
        assert!(said.ends_with("没有发现问题\n退出码 0\n\n"), "{said}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "what is done to cells, with the whole messages")]
fn what_is_no_number_is_told_once_with_the_cell() {
    let cells = [
        ("红色括号里的负数", "{number: '-48', format: '#,##0_);[Red](#,##0)'}"),
        ("文字写的日期", "2024-7-31"),
        ("文字", "若干"),
        ("公式没有结果", "{formula: '40+8'}"),
        ("循环引用，没有结果", "{formula: 'B3+1'}"),
        ("引用的格删去了", "{formula: 'SUM(#REF!)', error: '#REF!'}"),
        ("数后面另起一行的话", "\"48\\n其中上年结转12\""),
    ];
    let changes: Vec<(&str, String)> =
        cells.into_iter().map(|(name, cell)| (name, figure(cell))).collect();
    let changes: Vec<(&str, &str)> =
        changes.iter().map(|(name, change)| (*name, change.as_str())).collect();
    assert_data_eq!(
        said(&changes),
        str![[r#"
== 红色括号里的负数
错误[E0408]: “纠纷受理数”是负数
 --> data/2024/区信访局.xlsx 指标!B3
  |
1 | -48
  | ^^^ 只写数字，单位“件”由目录给出
  |
  = 建议: 填写 0 或者大于 0 的数；指标确实可以为负的，请汇总单位在指标目录中把“范围”的“最小”写成负数

共 1 处错误
退出码 1

== 文字写的日期
错误[E0401]: “纠纷受理数”不是数字
 --> data/2024/区信访局.xlsx 指标!B3
  |
1 | 2024-7-31
  | ^^^^^^^^^ 只写数字，单位“件”由目录给出
  |
  = 建议: 只写一个数，如“123”

共 1 处错误
退出码 1

== 文字
错误[E0304]: “纠纷受理数”还是占位文字，没有填数
 --> data/2024/区信访局.xlsx 指标!B3
  |
1 | 若干
  | ^^^^ 这里应当填写
  |
  = 口径: 平台受理的矛盾纠纷
  = 建议: 填写实际数；没有发生的填 0

共 1 处错误
退出码 1

== 公式没有结果
错误[E0178]: “纠纷受理数”是公式，文件里没有存它的结果
 --> data/2024/区信访局.xlsx 指标!B3
  |
1 | 纠纷受理数
  | ^^^^^^^^^^ 不知道算出来是多少
  |
  = 建议: 用 Excel 或者 WPS 打开这个文件，等它算完再保存；或者把公式改为算好的数

共 1 处错误
退出码 1

== 循环引用，没有结果
错误[E0178]: “纠纷受理数”是公式，文件里没有存它的结果
 --> data/2024/区信访局.xlsx 指标!B3
  |
1 | 纠纷受理数
  | ^^^^^^^^^^ 不知道算出来是多少
  |
  = 建议: 用 Excel 或者 WPS 打开这个文件，等它算完再保存；或者把公式改为算好的数

共 1 处错误
退出码 1

== 引用的格删去了
错误[E0401]: “纠纷受理数”是电子表格的出错标记，没有数
 --> data/2024/区信访局.xlsx 指标!B3
  |
1 | #REF!
  | ^^^^^ 只写数字，单位“件”由目录给出
  |
  = 这一格: 是公式，取的是表格上次算出的结果
  = 建议: 在原来的表格里改正公式或者列宽，再填写数，如“123”

共 1 处错误
退出码 1

== 数后面另起一行的话
错误[E0407]: “纠纷受理数”数中夹有换行
 --> data/2024/区信访局.xlsx 指标!B3
  |
1 | 48
  | ^^ 只写数字，单位“件”由目录给出
  |
  = 建议: 是一个数的，去掉换行；是两个数的，只留一个

共 1 处错误
退出码 1


"#]]
    );
}

#[test]
fn what_is_moved_copied_or_written_far_away_is_told_once() {
    let changes = [
        ("剪切到别处的数", "指标: {cells: {纠纷受理数/数值: ~, B40: {number: '48'}}}"),
        (
            "复制的表",
            "'指标 (2)': {cells: {A1: 名称, B1: 数值, A2: 纠纷受理数, B2: {number: '50'}}}",
        ),
        ("改了名的表", "指标: {name: 指标表}"),
        ("最远的格", "指标: {cells: {XFD1048576: 远处}}"),
        ("最远的格里的数", "正文: {cells: {XFD1048576: {number: '5'}}}"),
        ("藏起来的口径", "指标: {hide-columns: [E]}"),
        ("改了的必填", "指标: {cells: {纠纷受理数/必填: 不填}}"),
        ("填报说明下面的话", "填报说明: {cells: {A40: 本表由办公室填}}"),
        ("改了的标题", "正文: {cells: {B2: 新的标题}}"),
        ("表头上面没有的一栏", "指标: {cells: {I1: 经办人, I3: 甲}}"),
    ];
    assert_data_eq!(
        said(&changes),
        str![[r#"
== 剪切到别处的数
错误[E0170]: 填了“48”，这一行没有名称
--> data/2024/区信访局.xlsx 指标!B40 不知道是哪个指标的数
 = 空着: 必填的“纠纷受理数”（B3）没有填数
 = 建议: 是“纠纷受理数”的数的，移到 B3；不是的，删去，再填“纠纷受理数”

共 1 处错误
退出码 1

== 复制的表
警告[E0167]: “指标 (2)”不是填报表里的表，没有读
--> data/2024/区信访局.xlsx 指标 (2)!A1
 = 建议: 要报的内容移到下发的各张表里；只作底稿的，删去这张表

共 1 处警告
退出码 0

== 改了名的表
没有发现问题
退出码 0

== 最远的格
提示[E0175]: “远处”写在各栏之外，没有读
--> data/2024/区信访局.xlsx 指标!XFD1048576 这一栏不是填报表里的
 = 建议: 要报的移到它该在的那一栏；只作备注的，不用管它，或者删去

共 1 条提示
退出码 0

== 最远的格里的数
警告[E0175]: “5”写在各栏之外，没有读
--> data/2024/区信访局.xlsx 正文!XFD1048576 这一栏不是填报表里的
 = 建议: 要报的移到它该在的那一栏；只作备注的，不用管它，或者删去

共 1 处警告
退出码 0

== 藏起来的口径
没有发现问题
退出码 0

== 改了的必填
警告[E0175]: “纠纷受理数”的“必填”一栏改成了“不填”，没有读
--> data/2024/区信访局.xlsx 指标!D3 这一栏是下发时写好的，只供参考
 = 建议: 要说明的写进“说明”一栏，数填在“数值”一栏；不报的，不用管它

共 1 处警告
退出码 0

== 填报说明下面的话
警告[E0175]: “本表由办公室填”写在“填报说明”里，没有读
--> data/2024/区信访局.xlsx 填报说明!A40 这一张表只讲怎么填
 = 建议: 要报的移到它该在的那一张表、那一格；只作备注的，不用管它，或者删去

共 1 处警告
退出码 0

== 改了的标题
警告[E0175]: “新的标题”写在“标题”一栏，没有读
--> data/2024/区信访局.xlsx 正文!B2 这一栏的内容不读
 = 建议: 要报的，写到这一行的“正文”一栏；不报的，不用管它，或者删去

共 1 处警告
退出码 0

== 表头上面没有的一栏
提示[E0175]: “经办人”等 2 格写在各栏之外，没有读
--> data/2024/区信访局.xlsx 指标!I1 这一栏不是填报表里的
 = 建议: 要报的移到它该在的那一栏；只作备注的，不用管它，或者删去

共 1 条提示
退出码 0


"#]]
    );
}

#[test]
fn other_kinds_of_files_are_told_from_forms() {
    let mut said = String::new();
    let project = Project::base();
    Workbook::make_all(&project, "data/2024/区信访局.xlsx: {from: data}");
    let path = project.path().join("data/2024/区信访局.xlsx");
    let form = fs::read(&path).unwrap();
    let mut check = |name: &str, book: &Workbook| {
        fs::write(&path, book.pack()).unwrap();
        said += &format!("== {name}\n{}\n", project.run(&["check", "2024"]).transcript());
    };
    let with = |part: &str, from: &str, to: &str| {
        let mut book = Workbook::open(&form);
        let text = book.text(part);
        assert!(text.contains(from), "{part}");
        book.set(part, text.replace(from, to));
        book
    };
    check("1904 年起算", &with("xl/workbook.xml", "<workbookPr", "<workbookPr date1904=\"1\""));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let mut book = with("xl/workbook.xml", main, strict);
    for part in ["xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/sharedStrings.xml"] {
        let text = book.text(part).replace(main, strict);
        book.set(part, text);
    }
    check("严格的 OOXML", &book);
    let mut book = Workbook::open(&form);
    book.set("xl/drawings/drawing1.xml", "<wsDr><oneCellAnchor/></wsDr>".to_owned());
    check("文本框", &book);
    // LibreOffice leaves one behind where a sheet was filtered.
    book.set("xl/drawings/drawing1.xml", "<wsDr></wsDr>".to_owned());
    check("空的绘图", &book);
    let mut book = Workbook::open(&form);
    book.set("xl/vbaProject.bin", "x".to_owned());
    check("带宏的", &book);
    let mut book = Workbook::empty();
    book.set("xl/workbook.bin", "x".to_owned());
    let links = book.text("_rels/.rels").replace("workbook.xml", "workbook.bin");
    book.set("_rels/.rels", links);
    check("二进制工作簿改了扩展名", &book);
    assert_data_eq!(
        said,
        str![[r#"
== 1904 年起算
没有发现问题
退出码 0

== 严格的 OOXML
没有发现问题
退出码 0

== 文本框
提示[E0180]: 填报表里有文本框、图片或者图表，没有读
--> data/2024/区信访局.xlsx
 = 建议: 要报的写在格里，要说明的写进“说明”表；用不着的删去

共 1 条提示
退出码 0

== 空的绘图
没有发现问题
退出码 0

== 带宏的
错误[E0168]: 区信访局.xlsx 里有宏，没有读
--> data/2024/区信访局.xlsx
 = 建议: 用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”，不要选“启用宏的工作簿”；数不受影响

共 1 处错误
退出码 1

== 二进制工作簿改了扩展名
错误[E0163]: 打不开 区信访局.xlsx：是二进制工作簿（.xlsb），改了扩展名
--> data/2024/区信访局.xlsx
 = 建议: 用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”；只改扩展名不能改变格式

共 1 处错误
退出码 1


"#]]
    );
}
