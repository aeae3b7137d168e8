//! What is said of a text, and not in a report: 待核, 此处不对, 这一段太长, 压缩. Those who revise write to one
//! another, and a report says to nobody that words are doubtful or too many. So such words are known by what they
//! are about, and by what no clause of a report is made of: a bare verb without anything that it is done to.

/// What points at a part of the text: 这一段, 此处, 上句.
const POINTING: &str = "此这本该上下前后末首整全每一二三四五六七八九十两几";

/// The parts of a text that a report does not speak of: where it does, it is a stage (阶段) or a time (这段时间).
const PARTS: [char; 2] = ['段', '句'];

/// What a clause begins with that is about the text.
const POINTERS: [&str; 15] = [
    "此",
    "这里",
    "这处",
    "这一处",
    "这个",
    "这块",
    "这部分",
    "这一部分",
    "本页",
    "该处",
    "上面",
    "下面",
    "前面",
    "后面",
    "以上内容",
];

/// What begins so and is about other things.
const NO_POINTERS: [&str; 9] =
    ["此外", "此项", "此次", "此举", "此类", "此时", "此前", "此后", "此起"];

/// What stands behind 建议 where it is a noun, of those who proposed something to the authorities: 建议办理.
const OF_PROPOSALS: &str = "类案书稿发办提和、的采落均被得数人事";

/// What stands before 写 where it is said of deeds (谱写) or of forms (填写), and behind it (写入).
const NO_WRITING: (&str, &str) = ("谱编书填续撰描抒缮", "入字照生");

/// What a text is made of and a report is not about.
const OF_TEXTS: [&str; 15] = [
    "段首",
    "段末",
    "语句",
    "语病",
    "语气",
    "措辞",
    "用词",
    "原稿",
    "初稿",
    "底稿",
    "文稿",
    "错别字",
    "篇幅",
    "批注",
    "排版",
];

/// What is said and not written in a report, wherever it stands: what is asked of one another.
const TALK: [&str; 19] = [
    "恐怕",
    "好像",
    "似乎",
    "是什么",
    "你",
    "您",
    "咱",
    "这么",
    "这样写",
    "怎么",
    "有没有",
    "再核",
    "再想",
    "再议",
    "再补",
    "再报",
    "再定",
    "再斟",
    "再推敲",
];

/// What those words end with that open a note.
const OF_NOTES: [&str; 8] = ["意见", "批示", "说明", "反馈", "批注", "长", "主任", "书记"];

/// Whose 我 it is in a report: 我区.
const OURS: &str = "区市县省州旗盟国镇乡街局委办院厅部们";

/// What a clause ends with that finds the words doubtful, or asks.
const VERDICTS: [&str; 27] = [
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
    "不一致",
    "不符",
    "不妥",
    "看看",
    "即可",
    "这个",
    "那个",
    "有出入",
    "不同意见",
    "一下",
    "为准",
    "些",
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

/// Whether a clause that begins so is about the text, or asks one for something. 这段时间 is another thing.
pub(super) fn points(clause: &str) -> bool {
    let is_proposed =
        |rest: &str| !rest.is_empty() && !rest.starts_with(|c| OF_PROPOSALS.contains(c));
    starts(clause, &POINTERS) && !starts(clause, &NO_POINTERS)
        || clause.strip_prefix("建议").is_some_and(is_proposed)
        || clause.strip_prefix('请').is_some_and(is_aside)
}

/// Whether words before a colon at the beginning say whose note it is, or that it is one: 李：, 领导意见：.
pub(super) fn is_label(words: &str, begins_sentence: bool) -> bool {
    let is_name = words.chars().nth(3).is_none() && words != "其中";
    ["注", "批", "批注"].contains(&words)
        || begins_sentence && (is_name || ends(words, &OF_NOTES) && words.chars().nth(8).is_none())
}

/// Whether words say what only those who talk of the text do. Those that are quoted may say anything.
pub(super) fn talks(words: &str) -> bool {
    let said = without_quotes(words);
    holds(&said, &OF_TEXTS)
        || holds(&said, &TALK)
        || names_a_part(&said)
        || asks(&said)
        || writes(&said)
        || said.split('我').skip(1).any(|rest| !rest.starts_with(|c| OURS.contains(c)))
}

fn without_quotes(words: &str) -> String {
    let mut depth = 0_usize;
    let mut said = String::new();
    for c in words.chars() {
        match c {
            '“' | '《' => depth += 1,
            '”' | '》' => depth = depth.saturating_sub(1),
            c if depth == 0 => said.push(c),
            _ => {}
        }
    }
    said
}

/// 这一段, 上句, 第三部分; not 这段时间.
fn names_a_part(words: &str) -> bool {
    let mut found = words.char_indices().filter(|(_, c)| PARTS.contains(c));
    let is_part = |(at, c): (usize, char)| {
        let (before, behind) = words.split_at(at);
        let is_time = behind.strip_prefix(c).is_some_and(|rest| rest.starts_with('时'));
        before.ends_with(|c| POINTING.contains(c)) && !is_time
    };
    found.any(is_part)
        || words.split('第').skip(1).any(|rest| {
            let counted = rest.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
            counted.len() < rest.len() && counted.starts_with("部分")
        })
}

/// Whether words speak of writing, which a report does and does not say.
fn writes(words: &str) -> bool {
    words.match_indices('写').any(|(at, sign)| {
        let (before, behind) = words.split_at(at);
        let behind = behind.strip_prefix(sign).unwrap_or_default();
        !before.ends_with(|c| NO_WRITING.0.contains(c))
            && !behind.starts_with(|c| NO_WRITING.1.contains(c))
    })
}

/// 是不是, 改不改.
fn asks(words: &str) -> bool {
    let all: Vec<char> = words.chars().collect();
    all.windows(3).any(|it| matches!(it, [one, '不' | '没', other] if one == other))
}

/// Whether a clause with which new words begin asks something, or tells somebody what to do and not whom: 要有数据支撑.
pub(super) fn demands(clause: &str) -> bool {
    clause.starts_with('请') && !asks_the_many(clause)
        || starts(clause, &["要", "是否", "能否", "可否"])
            && !starts(clause, &["要求", "要素", "要害", "要点", "要事"])
}

/// Whether a clause that ends so finds the words doubtful: 网吧 does not.
pub(super) fn doubts(clause: &str) -> bool {
    ends(clause, &VERDICTS) && !ends(clause, &["网吧", "酒吧"]) || weighs(clause)
}

/// Whether a clause is a note as a whole, or ends as speech does: 删了, 核过, 去年的.
pub(super) fn is_said(clause: &str, ends_sentence: bool) -> bool {
    let is_spoken = ends(clause, &["了", "着", "过"])
        && !ends(clause, &["通过", "经过", "超过", "放过", "为了"]);
    is_spoken || ends_sentence && clause.ends_with('的') || is_note(clause)
}

/// Whether it ends in 太长 or 太单薄: a report finds nothing too long.
fn weighs(clause: &str) -> bool {
    let said = clause.trim_end_matches('了').rsplit_once('太').map(|(_, of)| of);
    said.is_some_and(|of| {
        matches!(of.chars().count(), 1..=2) && !["阳", "湖", "空", "极"].contains(&of)
    })
}

/// Whether all of a clause is a note: a bare verb (压缩, 再核一下), something that is to be done by the way
/// (改一下数字), or with somebody (与财政局核对).
fn is_note(clause: &str) -> bool {
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
    starts(clause, &WITH) && ends(clause, &["核对", "核实", "确认", "核过"])
}

fn long_verbs() -> Vec<&'static str> {
    VERBS.into_iter().filter(|verb| verb.chars().nth(1).is_some()).collect()
}

/// Whether words between brackets are about the text: there nothing is done to anything, so any word of this
/// kind tells.
pub(super) fn is_aside(words: &str) -> bool {
    let parts = words.split(|c: char| !c.is_alphanumeric());
    let is_of_note =
        |part: &str| part.starts_with('请') || is_note(part) || doubts(part) || points(part);
    holds(words, &VERDICTS)
        || holds(words, &ASIDES)
        || holds(words, &long_verbs())
        || parts.into_iter().any(is_of_note)
}

/// Whether a clause that begins with 请 asks those whom a report asks, and for something else than to look at
/// the words.
fn asks_the_many(clause: &str) -> bool {
    let Some(asked) = clause.strip_prefix('请') else { return false };
    starts(asked, &THE_MANY) && !is_aside(asked)
}
