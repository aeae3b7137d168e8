//! What is said of a text, and not in a report: 待核, 此处不对, 这一段太长, 压缩. Those who revise write to one
//! another, and a report says to nobody that words are doubtful or too many. So such words are known by what they
//! are about, and by what no clause of a report is made of: a bare verb without anything that it is done to.

/// What points at the text itself: a clause that begins with it is said of the text.
const POINTERS: [&str; 16] = [
    "此处",
    "此句",
    "此段",
    "此数",
    "本句",
    "上段",
    "下段",
    "上一段",
    "下一段",
    "这里",
    "这句",
    "这一句",
    "这段",
    "这一段",
    "这个数",
    "这一处",
];

/// What a clause ends with that finds the words doubtful, or asks.
const VERDICTS: [&str; 15] = [
    "存疑",
    "待核",
    "待核实",
    "待核对",
    "待查",
    "待定",
    "待补",
    "待补充",
    "待商榷",
    "有误",
    "不对",
    "吧",
    "吗",
    "呢",
    "对不上",
];

/// What somebody is to do with the words, or thinks of them.
const VERBS: [&str; 46] = [
    "核", "看", "想", "议", "查", "补", "改", "删", "略", "阅", "定", "核实", "核对", "复核",
    "查实", "确认", "补充", "修改", "改写", "重写", "删去", "删除", "删掉", "压缩", "精简", "简写",
    "缩写", "合并", "展开", "调整", "斟酌", "商榷", "同意", "已阅", "圈阅", "重复", "从略", "保留",
    "不要", "不写", "提供", "补报", "把关", "审定", "修订", "润色",
];

/// What stands before such a verb, and behind it.
const BEFORE: [&str; 22] = [
    "再", "请", "要", "需", "须", "应", "可", "还", "已", "先", "拟", "待", "建议", "最好", "是否",
    "能否", "可否", "不", "未", "太", "尽量", "适当",
];
const BEHIND: [&str; 7] = ["一下", "下", "掉", "吧", "了", "些", "一点"];

/// What asks, or finds words doubtful, wherever it stands between brackets.
const ASIDES: [&str; 17] = [
    "什么",
    "怎么",
    "哪",
    "是否",
    "能否",
    "可否",
    "有无",
    "不准",
    "不妥",
    "不一致",
    "再核",
    "再看",
    "再想",
    "再议",
    "再改",
    "再补",
    "再写",
];

/// With whom somebody is to make sure of the words.
const WITH: [&str; 5] = ["与", "跟", "同", "找", "问"];

/// Whom a report asks for something: the many. A note asks one.
const THE_MANY: [&str; 14] = [
    "各",
    "全",
    "广大",
    "人民",
    "群众",
    "社会",
    "企业",
    "市民",
    "公众",
    "专家",
    "代表",
    "委员",
    "第三方",
    "进来",
];

fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a clause that begins so is about the text. 这段时间 is another thing.
pub(super) fn points(clause: &str) -> bool {
    let rest = POINTERS.iter().filter_map(|pointer| clause.strip_prefix(pointer)).next_back();
    rest.is_some_and(|rest| !rest.starts_with('时'))
}

/// Whether a clause that ends so finds the words doubtful: 网吧 does not.
pub(super) fn doubts(clause: &str) -> bool {
    ends(clause, &VERDICTS) && !ends(clause, &["网吧", "酒吧"]) || weighs(clause)
}

/// Whether it ends in 太长: a report finds nothing too long.
fn weighs(clause: &str) -> bool {
    let mut last = clause.chars().rev();
    let of = last.next().is_some_and(|c| "长短多少空虚大乱细粗散满".contains(c));
    of && last.next() == Some('太')
}

/// Whether all of a clause is a note: a bare verb (压缩, 再核一下), something that is to be done by the way
/// (改一下数字), or with somebody (与财政局核对).
pub(super) fn is_note(clause: &str) -> bool {
    let mut bare = clause;
    while let Some(rest) = BEFORE.iter().find_map(|word| bare.strip_prefix(word)) {
        if VERBS.contains(&bare) {
            return true;
        }
        bare = rest;
    }
    // 斟酌, 斟酌斟酌.
    let is_verb = |text: &str| VERBS.iter().any(|verb| text == *verb || text == verb.repeat(2));
    let without_end = BEHIND.iter().filter_map(|word| bare.strip_suffix(word));
    is_verb(bare)
        || without_end.into_iter().any(is_verb)
        || is_by_the_way(clause)
        || is_with(clause)
        || clause.starts_with("建议") && holds(clause, &long_verbs())
}

/// 核一下, 补充一下: 统一下发 is another thing.
fn is_by_the_way(clause: &str) -> bool {
    let mut found = clause.match_indices("一下").filter_map(|(at, _)| clause.get(..at));
    found.any(|before| ends(before, &VERBS) || ends(before, &["问", "看", "写", "压", "对", "说"]))
}

fn is_with(clause: &str) -> bool {
    starts(clause, &WITH) && ends(clause, &["核", "核对", "核实", "确认"])
}

fn long_verbs() -> Vec<&'static str> {
    VERBS.into_iter().filter(|verb| verb.chars().nth(1).is_some()).collect()
}

/// Whether words between brackets are about the text: there nothing is done to anything, so any word of this
/// kind tells.
pub(super) fn is_aside(words: &str) -> bool {
    let parts = words.split(|c: char| !c.is_alphanumeric());
    let is_of_note = |part: &str| part.starts_with('请') || is_note(part) || doubts(part);
    holds(words, &POINTERS)
        || holds(words, &VERDICTS)
        || holds(words, &ASIDES)
        || holds(words, &long_verbs())
        || parts.into_iter().any(is_of_note)
}

/// Whether a clause that begins with 请 asks those whom a report asks, and for something else than to look at
/// the words.
pub(super) fn asks_the_many(clause: &str) -> bool {
    let Some(asked) = clause.strip_prefix('请') else { return false };
    starts(asked, &THE_MANY) && !is_aside(asked)
}
