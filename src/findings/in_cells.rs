//! How a fault is mended, for those who filled in a workbook: what speaks of lines and colons says
//! the same of rows and cells.

/// The help for a fault in a workbook; none where it is the same.
pub(super) fn reworded(help: &str) -> Option<String> {
    if let Some((_, line)) = help.split_once("在“指标”下加一行：") {
        let name = line.split_once(": ").map_or(line, |(name, _)| name);
        return Some(format!("在“指标”表里找到“{name}”这一行填写；删去了的，补上这一行"));
    }
    if help.starts_with("填写各个成员的数，如 ") {
        return Some("填写各个成员的数；是 0 的写 0".to_owned());
    }
    if let Some(line) = help.strip_prefix("加一行“") {
        let key = line.split_once(": ").map_or(line, |(key, _)| key);
        return Some(format!("填上“{key}”"));
    }
    if let Some((before, _)) = help.split_once("，或者删去空着的行，加上“其余: 0”")
    {
        return Some(before.to_owned());
    }
    if let Some((before, _)) = help.split_once("；没有写出的成员都是 0 的，加上“其余: 0”")
    {
        return Some(format!("{before}；是 0 的写 0"));
    }
    if help.contains("每份以“- |”开头") {
        return Some("删去一个；确要写在两处的，在“正文”表里写成两行，“条目”相同".to_owned());
    }
    let without_names = match help.strip_prefix("改为：").and_then(|line| line.split_once(": "))
    {
        Some((_, value)) => format!("改为 {}", without_remark(value)),
        None => without_keys(help),
    };
    (without_names != help).then_some(without_names)
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
            ("填写各个成员的数，如 新收: {自然人: 12, 其余: 0}", "填写各个成员的数；是 0 的写 0"),
            (
                "补上各个成员的数；是 0 的写 0，或者删去空着的行，加上“其余: 0”",
                "补上各个成员的数；是 0 的写 0",
            ),
        ] {
            assert_eq!(reworded(help).as_deref(), Some(in_cells), "{help}");
        }
        for same in ["改为“是”", "核对平台导出数", "填写实际数；没有发生的填 0"]
        {
            assert_eq!(reworded(same), None, "{same}");
        }
    }
}
