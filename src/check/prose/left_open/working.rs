//! What those who write a text say to each other in it: 此处请司法局核, 李局：数据对吗？, 此段删去, 同上年.

/// Words that speak of the text, or of its numbers, as something that is being written.
const OF_TEXT: [&str; 20] = [
    "此处",
    "此段",
    "此句",
    "这段",
    "这句",
    "该段",
    "该句",
    "上一段",
    "下一段",
    "以上内容",
    "以下内容",
    "红色字",
    "红字",
    "标红",
    "标黄",
    "字数",
    "以上数据",
    "以下数据",
    "此数据",
    "该数据",
];

/// What is still to be done to it.
const TO_DO: [&str; 23] = [
    "删",
    "改",
    "核",
    "补",
    "填",
    "待定",
    "请",
    "加粗",
    "加上",
    "重写",
    "更新",
    "完善",
    "精简",
    "斟酌",
    "合并",
    "太多",
    "太长",
    "太少",
    "要不要",
    "不准",
    "有误",
    "为准",
    "是否",
];

/// What somebody is asked to do with it.
const ASKED: [&str; 11] =
    ["审定", "审核", "审阅", "核实", "核对", "确认", "补充", "修改", "更新", "斟酌", "把关"];

/// What may be wrong with numbers, at the end of what is said of them.
const WRONG: [&str; 9] =
    ["不准", "不对", "有误", "有出入", "存疑", "未定稿", "另附", "没报", "未报"];

/// Why they are to be looked at again.
const WANTING: [&str; 9] = [
    "还没报",
    "需更新",
    "需要更新",
    "年底更新",
    "出来后更新",
    "以年底为准",
    "以最终",
    "见群文件",
    "已发邮箱",
];

/// Who is spoken to, behind one character that is a name: 李主任.
const TITLES: [&str; 7] = ["主任", "局长", "局", "科长", "处长", "书记", "区长"];

/// Words that begin with what is to be done with a text.
const PLEASE: [&str; 8] =
    ["请核", "请再核", "请补", "请再", "请确认", "请修改", "请斟酌", "需再核"];

/// Whether the words in brackets, or all of a sentence, speak of the text itself to one who writes it.
pub(super) fn is_remark(content: &str) -> bool {
    const WHOLE: [&str; 3] = ["删", "已核", "数据对吗"];
    let bare = content.trim_end_matches(['？', '?', '。', '！']);
    if bare.contains(['（', '(', '【', '[', '《', '“', '{']) {
        return false;
    }
    // 李主任：此处加上数据
    let (to, said) = match bare.rsplit_once('：') {
        Some((to, said)) => (to, said),
        None => ("", bare),
    };
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| said.ends_with(word));
    let is_of_data = has(&["数据", "数字", "的数", "字数"]) && (ends(&WRONG) || has(&WANTING));
    // 报请审核, 邀请专家审核
    let mut asks = said
        .match_indices('请')
        .filter(|(at, _)| !said[..*at].ends_with(['报', '提', '申', '邀', '聘', '呈']));
    let names = |title: &str| {
        to.strip_suffix(title)
            .is_some_and(|name| name.chars().count() == 1 && !matches!(name, "副" | "总" | "原"))
    };
    WHOLE.contains(&said)
        || OF_TEXT.iter().any(|word| said.starts_with(word)) && has(&TO_DO)
        || PLEASE
            .iter()
            .any(|word| said.starts_with(word) || said.starts_with(&format!("数字{word}")))
        || said.starts_with("待领导")
        || said.starts_with("建议") && has(&["合并到", "删", "精简", "调整到", "移到"])
        || is_as_before(said)
        || is_of_data
        || ends(&ASKED) && asks.next().is_some()
        || TITLES.iter().any(|title| names(title))
}

/// Whether words in brackets are said of a text that is being written, though not of a sentence: （略）, （这样写行吗？）.
pub(super) fn is_aside(content: &str) -> bool {
    const WHOLE: [&str; 9] =
        ["略", "下略", "可删", "同上", "内容同上", "暂无数据", "暂无", "待统计", "需要更新"];
    let asks = content.strip_suffix(['？', '?']);
    WHOLE.contains(&content)
        || content.starts_with("批注")
        || asks.is_some_and(|asked| asked.chars().nth(2).is_some())
}

/// 同上年, 沿用去年数据, 参照2023年, 去年内容: taken from the year before, nothing else being said.
fn is_as_before(said: &str) -> bool {
    let rest =
        ["同", "沿用", "参照", "照抄", "按", "用"].iter().find_map(|word| said.strip_prefix(word));
    let year = rest.unwrap_or(said);
    let behind =
        ["上年", "去年", "上一年"].iter().find_map(|word| year.strip_prefix(word)).or_else(|| {
            let digits = year.trim_start_matches(|c: char| c.is_ascii_digit());
            (year.len() - digits.len() == 4).then(|| digits.strip_prefix('年')).flatten()
        });
    let is_all = |what: &str| matches!(what, "数" | "数据" | "内容" | "的数据" | "的内容");
    behind.is_some_and(|what| is_all(what) || what.is_empty() && rest.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_to_those_who_write_a_text() {
        for text in [
            "此处请司法局核",
            "此句是否保留",
            "此段删去",
            "李主任：此处加上数据",
            "请领导审定",
            "标黄处请核实",
            "此处数据不准",
            "字数太多，删减",
            "建议合并到上一段",
            "以下内容由财政局补充",
            "财政局的数还没报来",
            "去年内容",
            "参照去年",
            "同2023年",
            "以上内容请审核",
            "以上数据截至11月，年底更新",
            "此数据为预计数，以年底为准",
            "待年底数据出来后更新",
            "数据另附",
            "以最终数据为准",
            "数据见群文件",
        ] {
            assert!(is_remark(text), "{text}");
        }
        for text in [
            "请携带证件",
            "同去年相比",
            "与去年持平",
            "数据由区统计局提供",
            "按2023年不变价计算",
            "按规定报请审核的事项",
            "责任单位：区司法局",
            "公共数据不准泄露",
            "数字政府",
            "请求确认违法",
            "重大决定依法报请审核",
            "邀请专家审核",
            "区司法局：负责法治督察",
            "副主任：张三",
            "数字化建设还没到位",
            "建议移送公安机关",
        ] {
            assert!(!is_remark(text), "{text}");
        }
        assert!(is_aside("这句要不要？") && is_aside("略"));
        assert!(!is_aside("略有增长") && !is_aside("？"));
    }
}
