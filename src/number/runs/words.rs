//! Measure words, and other words around numbers.

/// Phrases of the language whose numerals are words, beside those that a kind of report names.
pub(super) const PHRASES: [&str; 14] = [
    "三百六十行",
    "三百六十度",
    "一百八十度",
    "360度",
    "180度",
    "五十六个民族",
    "56个民族",
    "一百个放心",
    "五十步笑百步",
    "一千零一夜",
    "十个指头",
    "十个手指",
    "两万五千里长征",
    "二万五千里长征",
];

/// Words that count things, the longer before the shorter that they begin with.
const MEASURES: &str = "\
    个百分点 个基点 平方公里 平方千米 平方米 立方米 公顷 公里 千米 公斤 千克 毫克 克拉 厘米 毫米 \
    千瓦时 千瓦 万元 亿元 美元 欧元 港元 元 吨 \
    人次 户次 家次 件次 场次 车次 班次 批次 台次 艘次 张次 点次 频次 架次 卷次 期次 例次 条次 篇次 \
    课时 学时 个 名 位 起 宗 件 支 所 辆 台 套 部 本 册 份 张 场 次 期 批 项 条 家 户 人 处 间 座 栋 \
    幢 片 块 亩 米 例 款 类 种 门 堂 篇 幅 封 班 组 队 对 双 站 艘 架 枚 颗 棵 株 头 只 匹 笔 单 页 集 \
    块钱 卷 桩 倍 成 字 分 级 层 里 趟 轮 回 遍 村 镇 乡 校 企 厂 店 盏 面 口 眼 桶 箱 包 瓶 袋 盒 孔 节 串 \
    根 副 股 道 % ‰ ℃ 度 km kg cm mm ha kW MW";

/// Those that are unlikely to be the beginning of another word after a Chinese numeral.
const CHINESE_MEASURES: &str = "\
    个百分点 平方公里 平方米 立方米 公顷 公里 公斤 千克 千米 千瓦时 千瓦 万元 亿元 元 块钱 吨 \
    人次 户次 家次 件次 场次 车次 班次 批次 台次 艘次 张次 课时 学时 \
    个 名 位 起 宗 件 支 所 辆 台 套 部 本 册 份 张 场 次 期 批 项 条 家 户 人 处 间 座 栋 幢 亩 例 款 \
    类 种 堂 篇 幅 封 艘 架 枚 棵 株 笔 卷 桩 倍 字";

/// The measure word that a text begins with, the longest one.
pub(super) fn measure(text: &str) -> Option<&str> {
    longest(MEASURES, text)
}

/// The same after a Chinese numeral.
pub(super) fn chinese_measure(text: &str) -> Option<&str> {
    longest(CHINESE_MEASURES, text)
}

/// What a text begins with that can only count things: 件, but not 件 of 件件.
pub(super) fn thing_counted(text: &str) -> Option<&str> {
    const THINGS: &str = "件 名 家 起 宗 人次 场次 户 次 条 个 万元 亿元 元";
    const GO_ON: &str = "件人员单草庭籍旦要体别例数日序第款目义称";
    let unit = longest(THINGS, text)?;
    let after = text.get(unit.len()..).and_then(|after| after.chars().next());
    (!after.is_some_and(|c| GO_ON.contains(c))).then_some(unit)
}

/// Whether a number that a text follows is measured by it: 万件, 万元, %, 倍, 件.
pub(super) fn is_measured(rest: &str) -> bool {
    const MEASURED: [&str; 8] = ["%", "％", "‰", "倍", "个百分点", "公里", "平方", "吨"];
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    let unscaled = rest.trim_start_matches(['十', '百', '千', '万', '亿']);
    let odd = unscaled.trim_start_matches(['多', '余']);
    rest.strip_suffix(unscaled).is_some_and(|scales| scales.contains(['万', '亿']))
        || MEASURED.iter().any(|word| odd.starts_with(word))
        || thing_counted(odd).is_some()
}

/// A dot at half height, with which days (5·12) and, wrongly, decimals are written.
pub(super) fn is_middle_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・' | '∙' | '⋅')
}

/// Whether a text ends in words after which cases are counted: 受理, 受理案件, 办结数.
pub(super) fn counts_cases(head: &str) -> bool {
    const VERBS: [&str; 14] = [
        "受理", "新收", "收到", "受案", "立案", "办结", "审结", "化解", "调解", "查处", "排查",
        "走访", "检查", "办理",
    ];
    let head = head.trim_end_matches(['共', '达', '数', '了']);
    let head = head.strip_suffix("案件").or(head.strip_suffix("纠纷")).unwrap_or(head);
    VERBS.iter().any(|verb| head.ends_with(verb))
}

fn longest<'t>(words: &str, text: &'t str) -> Option<&'t str> {
    let fitting = words.split_ascii_whitespace().filter(|word| text.starts_with(*word));
    fitting.map(str::len).max().and_then(|length| text.get(..length))
}

/// The unit in which a catalogue would count what this measure word counts: 名 and 位 people, 起
/// and 宗 cases.
pub(crate) fn measured_alike(measure: &str) -> &str {
    match measure {
        "名" | "位" => "人",
        "起" | "宗" | "桩" => "件",
        "所" | "处" | "支" | "座" | "间" => "个",
        "堂" => "场",
        "名次" => "人次",
        _ => measure,
    }
}

/// Words of time that 个 may count, or that follow a number at once.
pub(super) const COUNTED_TIMES: [&str; 17] = [
    "月",
    "小时",
    "钟头",
    "工作日",
    "工作小时",
    "自然日",
    "日历日",
    "交易日",
    "星期",
    "礼拜",
    "周",
    "季度",
    "年度",
    "年头",
    "学期",
    "学年",
    "昼夜",
];

/// Words of time that a number stands before without 个.
pub(super) const TIMES: [&str; 19] = [
    "年",
    "月",
    "日",
    "天",
    "小时",
    "分钟",
    "秒",
    "周",
    "季度",
    "学期",
    "学年",
    "周岁",
    "岁",
    "昼夜",
    "工作日",
    "自然日",
    "世纪",
    "刻钟",
    "星期",
];

/// Numbers of the telephone that everybody knows by themselves.
pub(super) const HOTLINES: [&str; 6] = ["110", "119", "120", "122", "114", "911"];
