//! Years that are over in what is planned for next year: by which something is to be done (2025年底前, 力争到2025年), or
//! in which (2025年要分批组织).

/// Words behind a year in which something will be done.
pub(super) const INTENDED: [&str; 6] =
    ["，我们将", "，我区将", "，我局将", "我们将", "我区将", "将"];

/// Words right before a year that is meant for what is planned.
const LED: [&str; 6] = ["力争", "争取", "计划", "拟", "确保", "预计"];

/// Words before a day by which something is to be done.
const DUE: [&str; 4] = ["时限", "完成时间", "完成期限", "完成节点"];

/// What is still to come, before a year in brackets: 明年（2025年）.
pub(super) const NEXT: [&str; 5] = ["年内（", "明年（", "新的一年（", "下一年度（", "下一年（"];

/// Characters behind a year in which a 的 makes it that of something: 2025年受理的案件.
const NEAR: usize = 6;

/// Words of what will be done.
const WILL: [&str; 8] = ["要", "拟", "将", "应当", "力争", "争取", "确保", "应"];

/// Words that look like them.
const NO_WILL: [&str; 9] = ["要点", "要求", "要素", "应急", "应诉", "应述", "应对", "应用", "应出"];

/// Words between a year and what is done in it.
const HOW: [&str; 14] = [
    "计划",
    "继续",
    "重点",
    "分批",
    "持续",
    "全面",
    "逐步",
    "集中",
    "进一步",
    "我们",
    "我区",
    "我局",
    "全区",
    "统一",
];

/// Words of what is done. What is built or issued may be so since: 2025年出台的, 2025年建成法治公园.
const DONE: [&str; 20] = [
    "实现",
    "完成",
    "开展",
    "组织",
    "推进",
    "推动",
    "举办",
    "抓好",
    "做好",
    "加强",
    "健全",
    "落实",
    "开辟",
    "轮训",
    "推行",
    "基本建成",
    "启动",
    "部署",
    "实施",
    "组建",
];

/// Words in a clause by which it is what was done in the year: 2025年开展评查发现的问题.
const LOOKS_BACK: [&str; 14] = [
    "的", "了", "过", "情况", "成果", "结果", "成效", "经验", "问题", "反馈", "发现", "取得", "已",
    "未",
];

/// Words of the clauses behind by which what was done goes on: 2025年实现全覆盖，要巩固提升.
const GOES_ON: [&str; 11] =
    ["要", "继续", "巩固", "持续", "进一步", "用好", "成效", "接续", "深化", "扩", "再"];

/// Whether a plan is to be carried out in a year: by a day of it (2025年6月底前, 到2025年底), 2025年内, 力争2025年,
/// 2025年要…; `after` is what follows the word for the year, `names_later` whether words name a later one.
pub(super) fn is_planned(
    before: &str,
    after: &str,
    sentence: &str,
    names_later: impl Fn(&str) -> bool,
) -> bool {
    // What is done: 巩固2025年底前完成的任务成果.
    const WAS_DONE: [&str; 12] = [
        "完成的",
        "启动的",
        "建成的",
        "整改的",
        "办结的",
        "验收的",
        "印发的",
        "开展的",
        "实施的",
        "部署的",
        "化解的",
        "制定的",
    ];
    let said = |word: &&str| sentence.contains(*word);
    if WAS_DONE.iter().any(said) || ["已", "基础上", "以来", "未"].iter().any(said) {
        return false;
    }
    let rest = behind_time(after);
    let is_until = before.ends_with('到') && rest.len() < after.len();
    let led = before.strip_suffix(['在', '到', '于']).unwrap_or(before);
    let due = before.strip_suffix(['：', '为', '是']).unwrap_or_default();
    let is_due = DUE.iter().any(|word| due.ends_with(word));
    let is_meant = LED.iter().any(|word| led.ends_with(word))
        || is_due
        || NEXT.iter().any(|word| before.ends_with(word))
        || after.starts_with('内')
        || INTENDED.iter().any(|word| after.starts_with(word));
    // 2025年底前受理的案件，2026年3月底前审结; 确保2025年受理的案件依法办结.
    let clause = after.split(['，', '。', '；', '\n']).next().unwrap_or_default();
    let near = clause.char_indices().nth(NEAR).map_or(clause, |(at, _)| &clause[..at]);
    let is_followed = names_later(sentence);
    let behind = rest.strip_prefix("之前").or_else(|| rest.strip_prefix('前')).unwrap_or_default();
    let is_of_then =
        clause.contains('的') && (is_followed || behind.chars().take(NEAR - 2).any(|c| c == '的'));
    if is_of_then || is_meant && !is_due && (names_later(clause) || near.contains('的')) {
        return false;
    }
    rest.starts_with('前')
        || rest.starts_with("之前")
        || is_until
        || is_meant
        || !is_followed && is_done_then(before, after)
}

/// What follows the day, the month, the quarter, the end of a year.
fn behind_time(after: &str) -> &str {
    let quarter = after.strip_prefix('第').unwrap_or(after);
    let quarter = quarter.trim_start_matches(['一', '二', '三', '四']);
    let rest = quarter.strip_prefix("季度").or_else(|| {
        ["上半年", "下半年", "全年", "年底", "年末"]
            .iter()
            .find_map(|time| after.strip_prefix(time))
    });
    // 2025年1—3月部署
    let is_of_day = |c: char| c.is_ascii_digit() || "月日上中下旬底末初".contains(c);
    let is_range = after.starts_with(|c: char| c.is_ascii_digit());
    rest.unwrap_or_else(|| {
        after.trim_start_matches(|c| is_of_day(c) || is_range && "—–-～~至".contains(c))
    })
}

/// 2025年要…, 2025年第三季度开展…, 截至2025年底完成…, 从2025年3月起，组织…: a clause that begins with the year and says
/// what is done in it.
fn is_done_then(before: &str, after: &str) -> bool {
    const LEADS: [&str; 14] = [
        "截至",
        "截止到",
        "截止",
        "到",
        "至",
        "在",
        "于",
        "从",
        "自",
        "全区",
        "我区",
        "我局",
        "各部门",
        "今年（",
    ];
    let begins = LEADS.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    if !(begins.is_empty() || begins.ends_with(['，', '。', '；', '：', '\n'])) {
        return false;
    }
    let rest = behind_time(after);
    let rest = rest.strip_prefix(['起', '）']).unwrap_or(rest);
    let rest = rest.strip_prefix('，').unwrap_or(rest);
    let mut clauses = rest.split(['，', '。', '；', '\n']);
    let clause = clauses.next().unwrap_or_default();
    let others = rest.get(clause.len()..).unwrap_or_default();
    let others = others.split(['。', '\n']).next().unwrap_or_default();
    let mut bare = clause;
    let is_will = loop {
        if WILL.iter().any(|word| bare.starts_with(word)) {
            break !NO_WILL.iter().any(|word| bare.starts_with(word));
        }
        match HOW.iter().find_map(|word| bare.strip_prefix(word)) {
            Some(rest) => bare = rest,
            None => break false,
        }
    };
    // 2025年度重点任务是…
    let is_task = ["任务", "工作"].iter().any(|word| {
        bare.strip_prefix(word).is_some_and(|rest| rest.starts_with(['是', '为', '：']))
    });
    let is_done = (is_task || DONE.iter().any(|word| bare.starts_with(word)))
        && !GOES_ON.iter().any(|word| others.contains(word));
    (is_will || is_done) && !LOOKS_BACK.iter().any(|word| clause.contains(word))
}

/// Whether the title of a plan says that it is for a year: 抓好2025年执法培训, 2025年重点工作, 完成2025年目标任务; `after`
/// begins with the word for the year, `plans` are words for plans.
pub(super) fn is_title_for(before: &str, after: &str, plans: &[&str]) -> bool {
    const DOES: [&str; 4] = ["抓好", "做好", "开展", "落实"];
    // What is said of nothing that is done of a year in the next one, as 做好2025年度述法 is.
    const AHEAD: [&str; 5] = ["推进", "推动", "实施", "谋划", "组织"];
    const WORK: [&str; 3] = ["工作", "要点", "任务"];
    // What was left of the year, or is always done of it afterwards.
    const OF_IT: [&str; 20] = [
        "整改", "督察", "巡", "试点", "意见", "评", "考核", "述", "遗留", "决算", "报告", "审计",
        "以来", "总结", "部署", "精神", "决议", "结转", "归档", "落地",
    ];
    let Some(after) = after.strip_prefix('年') else { return false };
    let is_back = OF_IT.iter().chain(&LOOKS_BACK).any(|word| after.contains(word));
    let is_led = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    let is_work = (before.is_empty() || is_led(&["完成"]))
        && WORK.iter().chain(plans).any(|word| after.contains(word));
    // 2025—2027年
    let is_year = after.starts_with(|c: char| c.is_alphabetic() && !matches!(c, '至' | '到'));
    let is_whole = after.starts_with('度');
    is_year && !is_back && (is_work || is_led(&AHEAD) || !is_whole && is_led(&DOES))
}
