//! Diagnostics for the tests of the machine formats: all severities, places in two files,
//! over several lines, in a folder, in cells of a workbook and nowhere.

use super::{Code, Diagnostic, Severity};
use crate::source::{Cell, Content, Sources, Span, Stretch, Workbook};

pub(super) fn several() -> ([Diagnostic; 4], Sources) {
    let mut sources = Sources::default();
    let ours = sources.add("data/2024/区司法局.yaml", "指标:\n  执法案件录入总数: 6289\n正文:\n");
    let theirs = sources.add("data/2024/区 城管局#1.yaml", "指标:\n  行政处罚数: 526\n");
    let folder = sources.add("data/2025", Content::Missing);
    let total = "指标:\n  执法案件录入总数: ".len();
    let part = "指标:\n  行政处罚数: ".len();
    let until = "指标:\n  执法案件录入总数: 6289\n正文".len();
    let diagnostics = [
        Diagnostic::new(Code::E0105, "合计不等于分项之和：{{合计}}")
            .at(Span::new(ours, total..total + 4), "合计 6289")
            .also(Span::new(theirs, part..part + 3), "分项")
            .note("算式", "5757 + 526 = 6283，差 6")
            .help("核对平台导出数，\n差 50% 以上的:另行说明"),
        Diagnostic::new(Code::E0106, "一段")
            .severity(Severity::Warning)
            .at(Span::new(ours, 0..until), ""),
        Diagnostic::new(Code::E0101, "没有这个文件夹").severity(Severity::Hint).at(folder, ""),
        Diagnostic::new(Code::E0101, "没有地方"),
    ];
    (diagnostics, sources)
}

/// A fault with the two edits that mend it, the second beyond characters of four bytes.
pub(super) fn with_edits() -> (Diagnostic, Sources) {
    let mut sources = Sources::default();
    let text = "部门：甲\n注: \n𠀀𠀁，乙\n";
    let file = sources.add("data/2024/区司法局.yaml", text);
    let colon = "部门".len().."部门：".len();
    let end = text.find('，').unwrap();
    let diagnostic = Diagnostic::new(Code::E0106, "冒号用了全角")
        .at(Span::new(file, colon.clone()), "")
        .edit(Span::new(file, colon), ": ")
        .edit(Span::new(file, end..end), "。");
    (diagnostic, sources)
}

/// A fault of one cell that another explains.
pub(super) fn in_cells() -> (Diagnostic, Sources) {
    let mut sources = Sources::default();
    let sheets = vec!["说明".to_owned(), "指标".to_owned()];
    let workbook = Workbook { sheets, ..Workbook::default() };
    let file = sources.add("data/2025/区信访局.xlsx", Content::Workbook(workbook));
    let cell = |row, column| Cell { file, sheet: 1, row, column };
    let diagnostic = Diagnostic::new(Code::E0401, "“信访总量”不是数字")
        .at(cell(4, 2), "只写数字")
        .also(cell(9, 2), "");
    (diagnostic, sources)
}

/// A fault of a cell with a figure and of a text with two paragraphs in another, at places in the text
/// that the workbook stands for.
pub(super) fn in_a_workbook() -> (Diagnostic, Sources) {
    let mut sources = Sources::default();
    let text = "指标:\n  受理数: '121件'\n正文:\n  调解: |-\n    第一段。\n    受理121件。\n";
    let at = |part: &str| {
        let start = text.find(part).unwrap();
        start..start + part.len()
    };
    let stretch =
        |part, sheet, row, column, line| Stretch { range: at(part), sheet, row, column, line };
    let stretches = vec![
        stretch("受理数", 0, 4, 0, 0),
        stretch("121件", 0, 4, 1, 0),
        stretch("第一段。", 1, 1, 2, 0),
        stretch("受理121件。", 1, 1, 2, 1),
    ];
    let sheets = vec!["指标".to_owned(), "正文".to_owned()];
    let text = text.to_owned();
    let workbook = Workbook { sheets, text, stretches, ..Workbook::default() };
    let file = sources.add("data/2025/区信访局.xlsx", Content::Workbook(workbook));
    let span = |part: &str| Span::new(file, at(part));
    let number = at("受理121件。").start + "受理".len();
    let diagnostic = Diagnostic::new(Code::E0401, "“受理数”不是数字")
        .at(span("'121件'"), "只写数字")
        .also(Span::new(file, number..number + "121件".len()), "正文里也有");
    (diagnostic, sources)
}
