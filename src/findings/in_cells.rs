//! How a fault is mended, for those who filled in a workbook: what speaks of lines and colons says
//! the same of rows and cells.

/// What is said of lines and colons, and the same of cells.
const SAID: [(&str, &str); 11] = [
    ("，冒号后面空着", "，空着"),
    ("；确是一个名称的，加上引号", ""),
    ("名称之间改用半角逗号", "一行写一个名称"),
    ("或者删去这一行由系统计算", "或者清空这一格，由程序计算"),
    ("整项删去由系统计算", "各格清空，由程序计算"),
    ("删去比率这一行；", "清空比率这一格；"),
    (
        "备注写在文字之外：移到这一项的上面，单独一行，以“# ”开头；",
        "备注不写在文字里，要留的写成批注；",
    ),
    ("没有内容的，连同键一起删去", "没有内容的，清空这一行"),
    ("没有的，整条删去", "没有的，清空这一行"),
    ("不用说明的，连同指标名称一起删去", "不用说明的，清空这一格"),
    ("没有的，删去这一行", "没有的，清空这一格"),
];

/// What the office is asked for, whose the catalogue is.
const ASKED: &str = "请汇总单位";
const OF_OFFICE: [&str; 5] = [
    "在指标目录中修改",
    "在指标目录中把",
    "在指标目录的",
    "先在指标目录中登记",
    "先加到指标目录里",
];

/// The help for a fault in a workbook; none where it is the same.
pub(super) fn reworded(help: &str) -> Option<String> {
    if let Some((_, line)) = help.split_once("在“指标”下加一行：") {
        let name = line.split_once(": ").map_or(line, |(name, _)| name);
        return Some(format!("在“指标”表里找到“{name}”这一行填写；删去了的，补上这一行"));
    }
    if help.starts_with("填写各个成员的数，如 ") {
        return Some("填写各个成员的数；是 0 的写 0".to_owned());
    }
    if let Some((before, _)) = help.split_once("，或者删去空着的行，加上“其余: 0”")
    {
        return Some(before.to_owned());
    }
    if let Some((before, _)) = help.split_once("；没有写出的成员都是 0 的，加上“其余: 0”")
    {
        return Some(format!("{before}；是 0 的写 0"));
    }
    if let Some((_, asked)) = help.split_once("加一段“本部门报告:”") {
        let first = "要出这个部门自己的报告，在它的填报表里“本部门报告”一行填“是”";
        return Some(format!("{first}{asked}"));
    }
    if help.contains("每份以“- |”开头") {
        return Some("删去一个；确要写在两处的，在“正文”表里写成两行，“条目”相同".to_owned());
    }
    if let Some(names) = help.strip_prefix("改用半角逗号：[") {
        let names = names.split_once(']').map_or(names, |(names, _)| names);
        let names = names.trim_start_matches('[').replace(", ", "\n");
        return Some(format!("一行写一个名称，换行按 Alt+Enter：\n{names}"));
    }
    let mut said =
        SAID.iter().fold(help.to_owned(), |help, (lines, cells)| help.replace(lines, cells));
    said = with_added_lines(&said);
    // What was reworded may come here again.
    if !said.contains(ASKED) {
        for deed in OF_OFFICE {
            said = said.replace(deed, &format!("{ASKED}{deed}"));
        }
    }
    let without_names = match said.strip_prefix("改为：").and_then(|line| line.split_once(": "))
    {
        Some((_, value)) => format!("改为 {}", without_remark(value)),
        None => without_keys(&said),
    };
    (without_names != help).then_some(without_names)
}

/// Lines to be added, as rows to be filled in: `加一行，如“密级: 秘密”` as `填上“密级”，如“秘密”`.
fn with_added_lines(help: &str) -> String {
    const REASON: &str = "在“说明”下加一行“";
    const OF_AN_ITEM: &str = "的条目下加一行“";
    let quoted = |start: &str| -> Option<(&str, &str, &str, &str)> {
        let (before, rest) = help.split_once(start)?;
        let (line, after) = rest.split_once('”')?;
        let (key, value) = line.split_once(':')?;
        Some((before, key, value.trim(), after))
    };
    if let Some((before, key, _, after)) = quoted(REASON) {
        return format!("{before}在“说明”里写明“{key}”的原因{after}");
    }
    if let Some((before, key, value, after)) = quoted(OF_AN_ITEM) {
        return format!("{before}的条目，“{key}”填“{value}”{after}");
    }
    for start in ["加一行，如“", "加一行“", "填上，如“"] {
        if let Some((before, key, value, after)) = quoted(start) {
            return match value {
                "" | "……" => format!("{before}填上“{key}”{after}"),
                value => format!("{before}填上“{key}”，如“{value}”{after}"),
            };
        }
    }
    // 在“问题:”后面填上内容
    match quoted("在“") {
        Some(("", key, "", "后面填上内容")) => format!("填上“{key}”"),
        _ => help.to_owned(),
    }
}

/// A value without the remark that would stand behind it in a line.
fn without_remark(value: &str) -> String {
    match value.split_once(" # ") {
        Some((value, _)) => format!("{value}；备注写在“说明”一栏"),
        None => value.to_owned(),
    }
}

/// Examples of lines, `“受理数: 123”`, as what is typed in the cell.
fn without_keys(help: &str) -> String {
    let mut text = String::with_capacity(help.len());
    let mut rest = help;
    while let Some((before, after)) = rest.split_once('“') {
        let Some((quoted, behind)) = after.split_once('”') else { break };
        let value = quoted.split_once(": ").map_or(quoted, |(_, value)| value);
        text.push_str(before);
        text.push('“');
        text.push_str(value);
        text.push('”');
        rest = behind;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_file_are_cells_of_a_workbook() {
        for (help, in_cells) in [
            ("改为：受理数: 121", "改为 121"),
            ("改为：受理数: 121 # 件（备注写在空格和 # 之后）", "改为 121；备注写在“说明”一栏"),
            ("只写一个数，如“受理数: 123”", "只写一个数，如“123”"),
            (
                "在“指标”下加一行：受理数: 数字（单位件，只写数字）",
                "在“指标”表里找到“受理数”这一行填写；删去了的，补上这一行",
            ),
            ("加一行“原因: ……”", "填上“原因”"),
            ("在“问题:”后面填上内容", "填上“问题”"),
            (
                "加一行，如“密级: 秘密”；不涉密的，删去保密期限",
                "填上“密级”，如“秘密”；不涉密的，删去保密期限",
            ),
            ("填上，如“发文字号: 示信〔2025〕14号”", "填上“发文字号”，如“示信〔2025〕14号”"),
            ("无误的，在“说明”下加一行“受理数: 原因”", "无误的，在“说明”里写明“受理数”的原因"),
            (
                "在写这一内容的条目下加一行“满足: 述法”，文字写在它的“正文”里",
                "在写这一内容的条目，“满足”填“述法”，文字写在它的“正文”里",
            ),
            (
                "填写实际数；没有发生的填 0；暂时没有的，冒号后面空着",
                "填写实际数；没有发生的填 0；暂时没有的，空着",
            ),
            (
                "改用半角逗号：[区信访局, 区司法局]；确是一个名称的，加上引号",
                "一行写一个名称，换行按 Alt+Enter：\n区信访局\n区司法局",
            ),
            (
                "两数无误的，改为 95，或者删去这一行由系统计算",
                "两数无误的，改为 95，或者清空这一格，由程序计算",
            ),
            ("填写各个成员的数，如 新收: {自然人: 12, 其余: 0}", "填写各个成员的数；是 0 的写 0"),
            (
                "核对数字和单位；口径确有变化的，在指标目录中修改“范围”",
                "核对数字和单位；口径确有变化的，请汇总单位在指标目录中修改“范围”",
            ),
            (
                "核对指标名称；确是新指标的，先在指标目录中登记",
                "核对指标名称；确是新指标的，请汇总单位先在指标目录中登记",
            ),
            (
                "补上各个成员的数；是 0 的写 0，或者删去空着的行，加上“其余: 0”",
                "补上各个成员的数；是 0 的写 0",
            ),
        ] {
            assert_eq!(reworded(help).as_deref(), Some(in_cells), "{help}");
            assert_eq!(reworded(in_cells), None, "{help}");
        }
        for same in ["改为“是”", "核对平台导出数", "填写实际数；没有发生的填 0"]
        {
            assert_eq!(reworded(same), None, "{same}");
        }
    }
}
