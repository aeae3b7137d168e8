//! What may be wrong with a workbook as a whole: it cannot be opened, is no form of ours, or lacks
//! what a form has.

use std::collections::BTreeSet;

use super::sheet::name_of;
use crate::bounds::{WORKBOOK_TEXT, XML_DEPTH};
use crate::cells::{Book, Cell, Refused};
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::package::{Package, Refusal};
use crate::source;
use crate::text::command_word_or;
use crate::workbook::label::remarks::MATTERS;

/// Where the figures belong, and how to get a form for them.
fn again(year: i32, department: &str) -> String {
    let department = command_word_or(department, "部门");
    let command = format!("nianbao new {year} --department {department} --xlsx");
    format!("把数填进下发的填报表（没有的，用 {command} 生成）")
}

/// How a file of another format becomes a workbook.
const SAVE_AS: &str =
    "用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”；只改扩展名不能改变格式";

/// The part that a binary workbook has in the place of its XML.
const BINARY: &str = "xl/workbook.bin";

fn is_open_document(kind: &[u8]) -> bool {
    kind.starts_with(b"application/vnd.oasis.opendocument")
}

/// Why a package was not unpacked.
pub(super) fn refusal(refusal: Refusal, path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let fault = |why: &str| Diagnostic::new(Code::E0163, format!("打不开 {name}：{why}"));
    match refusal {
        Refusal::Password => fault("设了打开密码").help(
            "用 Excel 或者 WPS 输入密码打开，去掉密码（文件→信息→保护工作簿→用密码进行加密，清空），再保存",
        ),
        Refusal::CompoundFile => {
            fault("是旧格式的文件（.xls、.et、.doc 一类），改了扩展名").help(SAVE_AS)
        }
        Refusal::Empty => fault("是空文件，里面什么也没有").help(
            "多半没有传完，或者保存时出了错：请报送单位重新发一份",
        ),
        Refusal::NotPacked => fault("不是 Excel 工作簿，多半是 CSV、文本或者网页改了扩展名").help(
            "用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”；数据要填在下发的表里，不能只交一列数",
        ),
        Refusal::Damaged => fault("文件损坏了，或者没有传完").help(
            "请报送单位重新发一份；自己能打开的，用 Excel 或者 WPS 打开，另存一次",
        ),
        Refusal::TooManyParts { most } => {
            fault(&format!("里面的部件超过 {most} 个")).help("请报送单位在下发的表里重新填写")
        }
        Refusal::TooLarge { most } => {
            fault(&format!("解开以后超过 {} MB，没有读", most >> 20)).help(
                "检查是不是放错了文件，或者粘贴进了图片、整列的格式；把数填进下发的表里",
            )
        }
        Refusal::DocumentType => fault("里面有正常的表格程序不会写的内容（DOCTYPE），没有读").help(
            "不要用来历不明的文件；请报送单位在下发的表里重新填写",
        ),
    }
}

/// Why the cells of a package were not read.
pub(super) fn refused(refused: Refused, package: &Package, path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    match refused {
        Refused::Damaged | Refused::NoWorkbook if package.part(BINARY).is_some() => {
            let fault = format!("打不开 {name}：是二进制工作簿（.xlsb），改了扩展名");
            Diagnostic::new(Code::E0163, fault).help(SAVE_AS)
        }
        Refused::Damaged => refusal(Refusal::Damaged, path),
        Refused::TooMuch(bound) => {
            let passed = bound.passed(None);
            let help = match bound == XML_DEPTH {
                true => "表格程序不会这样写：把数填进下发的表里再报",
                false => {
                    "多半是给整列、整张表设了格式或者粘贴进了别的数据：把数填进下发的表里，或者删去表格下面的空行再保存"
                }
            };
            Diagnostic::new(Code::E0163, format!("打不开 {name}：{passed}，没有读")).help(help)
        }
        // Every package of OpenDocument begins with its kind.
        Refused::NoWorkbook if package.part("mimetype").is_some_and(is_open_document) => {
            Diagnostic::new(
                Code::E0163,
                format!("打不开 {name}：是 OpenDocument 格式的文件（.ods 一类），改了扩展名"),
            )
            .help(SAVE_AS)
        }
        Refused::NoWorkbook => Diagnostic::new(Code::E0164, format!("{name} 里不是 Excel 工作簿"))
            .help("多半是 Word 文档或者幻灯片改了扩展名：把内容填进下发的表里"),
    }
}

/// More text than a file of YAML may have.
pub(super) fn too_much_text(path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let passed = WORKBOOK_TEXT.passed(None);
    Diagnostic::new(Code::E0163, format!("没有读 {name}：{passed}"))
        .help("多半是粘贴进了别的数据：只把要报的内容填进下发的表里")
}

/// What a workbook may hold that runs, or that points outside.
pub(super) fn dangers(package: &Package, path: &str) -> Option<Diagnostic> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let has = |part: &str| package.names().any(|name| name.to_ascii_lowercase().contains(part));
    let fault = |what: &str| Diagnostic::new(Code::E0168, format!("{name} 里有{what}，没有读"));
    match () {
        () if has("vbaproject") || has("macrosheets/") => Some(fault("宏").help(
            "用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”，不要选“启用宏的工作簿”；数不受影响",
        )),
        () if has("externallinks/") => Some(fault("指向其他文件的链接").help(
            "在 Excel 里点“数据”“编辑链接”“断开链接”，或者把链接来的数改为直接填写的数，再保存",
        )),
        () if has("xl/connections.xml") || has("querytables/") => Some(fault("指向外部数据的连接").help(
            "在 Excel 里点“数据”“查询和连接”，把连接删去，再保存",
        )),
        () if has("activex/") || has("xl/embeddings/") => Some(fault("嵌入的控件或者文件").help(
            "删去嵌入的控件、文件，再保存；数填在单元格里",
        )),
        () => None,
    }
}

/// What lies over the cells, such as a box with words, which is not read.
pub(super) fn drawn(package: &Package) -> Option<Diagnostic> {
    // A filter may leave a part without anything in it.
    const ANCHOR: &[u8] = b"Anchor";
    let holds_any = |part: &[u8]| part.windows(ANCHOR.len()).any(|bytes| bytes == ANCHOR);
    let is_drawn = |name: &&str| name.to_ascii_lowercase().starts_with("xl/drawings/drawing");
    let mut drawn = package.names().filter(is_drawn).filter_map(|name| package.part(name));
    drawn.any(holds_any).then(|| {
        Diagnostic::new(Code::E0180, "填报表里有文本框、图片或者图表，没有读")
            .help("要报的写在格里，要说明的写进“说明”表；用不着的删去")
    })
}

/// A formula that takes its result from another workbook: `[1]Sheet1!A1`.
pub(super) fn outside(book: &Book, path: &str) -> Option<Diagnostic> {
    let name = path.rsplit('/').next().unwrap_or(path);
    // A column of a table stands in brackets, too, behind the name of the table.
    let is_outside = |formula: &str| {
        formula.match_indices('[').any(|(at, _)| {
            let (before, after) = formula.split_at(at);
            let is_of_table =
                before.ends_with(|c: char| c.is_alphanumeric() || "_[],:".contains(c));
            !is_of_table && after.contains('!')
        })
    };
    let cells = book.sheets.iter().flat_map(|sheet| sheet.cells.iter().map(move |at| (sheet, at)));
    let (sheet, cell) = cells
        .filter_map(|(sheet, cell)| Some((sheet, cell, cell.formula.as_deref()?)))
        .find_map(|(sheet, cell, formula)| is_outside(formula).then_some((sheet, cell)))?;
    let column = source::column_letters(cell.column);
    let at = format!("{}!{column}{}", sheet.name, cell.row.saturating_add(1));
    let message = format!("{name} 里有指向其他文件的公式，没有读");
    Some(
        Diagnostic::new(Code::E0168, message).note("说明", format!("公式在 {at}")).help(
            "把这个公式改为直接填写的数，再保存；在 Excel 里也可以点“数据”“编辑链接”“断开链接”",
        ),
    )
}

/// A workbook without the sheet that says what form it is; `has_figures` says whether it looks like one.
pub(super) fn foreign(path: &str, has_figures: bool, whose: (&str, i32)) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (department, year) = whose;
    let fault = Diagnostic::new(Code::E0164, format!("{name} 不是下发的填报表"));
    match has_figures {
        true => fault
            .note("说明", "像是把填报表的几张表复制到了新的工作簿里，表里隐藏的记录没有了")
            .help(format!("{}；复制时用“粘贴为数值”", again(year, department))),
        false => fault.help(format!(
            "部门自己的表不能代替填报表：{}；用不着的文件请移走",
            again(year, department)
        )),
    }
}

/// A form of another version than is read: `given`.
pub(super) fn version(
    path: &str,
    given: Option<u32>,
    known: u32,
    whose: (&str, i32),
) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (department, year) = whose;
    match given {
        Some(given) if given > known => {
            Diagnostic::new(Code::E0165, format!("{name} 是更新的程序生成的表（格式 {given}）"))
                .note("说明", format!("这个程序读格式 {known} 的表"))
                .help("换用新的程序；或者用这个程序重新生成表，请报送单位填写")
        }
        Some(given) => {
            Diagnostic::new(Code::E0165, format!("{name} 是旧的程序生成的表（格式 {given}）"))
                .note("说明", format!("这个程序读格式 {known} 的表"))
                .help(again(year, department))
        }
        None => {
            Diagnostic::new(Code::E0165, format!("{name} 的隐藏记录被改过，看不出是哪一版的表"))
                .help(again(year, department))
        }
    }
}

/// A sheet of the form that is not in the workbook.
pub(super) fn no_sheet(sheet: &str) -> Diagnostic {
    Diagnostic::new(Code::E0166, format!("填报表里没有“{sheet}”这张表"))
        .help(format!("表被删去或者改了名：把名称改回“{sheet}”；删去了的，从下发的表里重新填写"))
}

/// Sheets of texts that are not in the workbook; `is_asked` says whether texts are wanted there.
pub(super) fn no_sheets_of_texts(sheets: &[String], is_asked: bool) -> Diagnostic {
    let listed = sheets.join("、");
    let fault =
        Diagnostic::new(Code::E0166, format!("填报表里没有{listed}这样的表，里面的文字没有读"));
    let help = format!("改了名的，改回{listed}；删去了的，从下发的表里复制回来");
    match is_asked {
        true => fault.help(help),
        false => {
            fault.severity(Severity::Warning).help(format!("{help}；本来就没有要写的，不用管"))
        }
    }
}

/// Columns of a sheet that are not found; `renamed` is the label that seems to stand in the place of
/// the first of them.
pub(super) fn no_columns(sheet: &str, missing: &[String], renamed: Option<&str>) -> Diagnostic {
    let listed: Vec<String> = missing.iter().map(|label| format!("“{label}”")).collect();
    let listed = listed.join("、");
    let fault = Diagnostic::new(Code::E0166, format!("“{sheet}”里找不到{listed}这一栏"));
    let help = format!("栏是按表头的文字找的：表头改回{listed}，栏的次序和位置不要紧");
    match (renamed, missing) {
        (Some(renamed), [first, ..]) => {
            fault.note("说明", format!("多半是“{first}”改成了“{renamed}”")).help(help)
        }
        _ => fault.help(help),
    }
}

/// The label among strange ones that seems to have been made of one that is missing.
pub(super) fn renamed(missing: &str, strange: &[(u32, String)]) -> Option<(u32, String)> {
    let holds =
        strange.iter().find(|(_, label)| label.contains(missing) || missing.contains(label));
    let near = || {
        let near = nearest(missing, strange.iter().map(|(_, label)| label.as_str()))?;
        strange.iter().find(|(_, label)| label == near)
    };
    holds.or_else(near).cloned()
}

/// A cell of the sheets that are read whose formula uses another sheet.
pub(super) fn user_of(book: &Book, used: &BTreeSet<u32>, sheet: &str) -> Option<String> {
    let names = [format!("{sheet}!"), format!("'{}'!", sheet.replace('\'', "''"))];
    let is_user = |cell: &&Cell| {
        let formula = cell.formula.as_deref().unwrap_or_default();
        names.iter().any(|name| formula.contains(name.as_str()))
    };
    used.iter().find_map(|number| {
        let read = book.sheets.get(usize::try_from(*number).ok()?)?;
        let cell = read.cells.iter().find(is_user)?;
        Some(format!("{}!{}", read.name, name_of(cell.row, cell.column)))
    })
}

/// A sheet that the form does not have, and that holds something; `user` is a cell whose formula uses it.
pub(super) fn strange_sheet(sheet: &str, user: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::new(Code::E0167, format!("“{sheet}”不是填报表里的表，没有读"));
    match user {
        Some(user) => fault.help(format!(
            "要报的内容移到下发的各张表里；{user} 等格的公式引用它：先把公式改为算好的数，再删去这张表"
        )),
        None => fault.help("要报的内容移到下发的各张表里；只作底稿的，删去这张表"),
    }
}

/// A row of the sheet of remarks whose 事项 is none that is known.
pub(super) fn strange_matter(matter: &str) -> Diagnostic {
    let all = MATTERS.join("、");
    let fault = match matter {
        "" => Diagnostic::new(Code::E0133, "这一行没有写“名称”和“事项”，没有读"),
        _ => Diagnostic::new(Code::E0133, format!("“事项”不能是“{matter}”，这一行没有读")),
    };
    fault.help(format!("“事项”从下拉框里选：{all}；是某个指标的说明的，“名称”写指标的名称"))
}

/// Labels of rows or columns of a table that are not found.
pub(super) fn no_labels(sheet: &str, lost: &[String]) -> Option<Diagnostic> {
    const SHOWN: usize = 5;
    if lost.is_empty() {
        return None;
    }
    let listed: Vec<String> = lost.iter().take(SHOWN).map(|label| format!("“{label}”")).collect();
    let more = if lost.len() > SHOWN { format!("等 {} 处", lost.len()) } else { String::new() };
    let fault = Diagnostic::new(
        Code::E0166,
        format!("“{sheet}”里找不到{}{more}，那里的数没有读", listed.join("、")),
    );
    Some(
        fault.help(
            "表格的行和列是按文字找的：改回下发的表里的文字；删去了的行、列，从下发的表里补上",
        ),
    )
}
