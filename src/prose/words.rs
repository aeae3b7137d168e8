//! Measure words, and words that merely begin like one.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// What things and amounts are counted in, besides the units of the catalogue.
const MEASURES: &str = "\
    个 件 起 宗 桩 例 项 条 款 次 人次 件次 场 场次 家 家次 户 户次 人 名 位 员 对 组 支 队 批 批次 \
    期 份 篇 部 册 本 张 幅 块 片 处 所 座 栋 幢 间 套 台 辆 艘 架 只 头 匹 株 棵 根 把 台次 辆次 车次 \
    班 班次 门 堂 课 课时 学时 学分 分 级 类 种 样 届 轮 遍 趟 回 天 日 周 月 年 年度 季度 岁 小时 \
    分钟 秒 元 角 万元 亿元 美元 欧元 港元 港币 日元 英镑 米 千米 公里 厘米 毫米 里 亩 公顷 平方米 平米 平方公里 平方千米 \
    立方米 吨 千克 公斤 克 斤 升 千瓦 千瓦时 度 倍 成 折 页 字 条次 项次 人天 人日 宗次 份次 \
    ㎡ m² ㎢ km² ㎥ m³ ㎞ ㎝ ㎜ ㎏ ㎎ k K w W m M km kg g t ha h kWh MB GB TB";

static KNOWN: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| MEASURES.split_whitespace().collect());

/// Units of money.
pub(super) const MONEY: [&str; 7] = ["元", "美元", "欧元", "港元", "港币", "日元", "英镑"];

/// Units that begin no other word, and make another of a unit that is printed: 783件人次.
pub(super) const COMPOUNDS: &str =
    "人次 件次 家次 户次 台次 辆次 宗次 份次 人天 人日 美元 欧元 港元 港币 日元 英镑";

/// Units that say the same of the same number.
const ALIKE: [&[&str]; 10] = [
    &["人", "名", "位", "员"],
    &["件", "起", "宗", "桩", "例"],
    &["场", "场次"],
    &["千米", "公里", "km", "㎞"],
    &["千克", "公斤", "kg", "㎏"],
    &["平方米", "㎡", "m²"],
    &["平方公里", "平方千米", "㎢", "km²"],
    &["立方米", "㎥", "m³"],
    &["小时", "h"],
    &["吨", "t"],
];

pub(super) fn is_measure(word: &str) -> bool {
    KNOWN.contains(word)
}

/// The longest measure word that a text begins with.
pub(crate) fn measure(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(4);
    let longest_first = ends.collect::<Vec<_>>().into_iter().rev();
    longest_first.filter_map(|end| text.get(..end)).find(|word| is_measure(word))
}

pub(super) fn means_the_same(word: &str, unit: &str) -> bool {
    word == unit || ALIKE.iter().any(|alike| alike.contains(&word) && alike.contains(&unit))
}

/// Words that begin like a unit of one character: 11个个人调解工作室 is right.
const OTHER_WORDS: &str = "\
    个人 个体 个案 个别 个性 个税 个中 条例 条款 条件 条文 条目 条块 条线 条约 项目 \
    人民 人员 人大 人才 人口 人士 人社 人次 人均 人力 人工 人防 人行 人身 人数 人选 人文 人道 \
    人质 人间 人心 人情 人权 人事 人物 人群 人居 人为 人生 人命 人流 人脸 人像 人户 人财 人机 \
    家庭 家长 家属 家政 家园 家电 家装 家具 家访 家门 家暴 家事 家风 家教 家禽 家畜 家乡 家校 \
    家族 家居 家次 家人 家户 次日 次数 次年 次月 次要 次生 次序 \
    户外 户籍 户口 户主 户型 户均 户用 户次 户数 期间 期限 期满 期货 期刊 期末 期盼 期待 期望 \
    场所 场景 场地 场馆 场域 场次 场外 场内 场面 场合 份额 份数 卷宗 卷烟 元旦 元宵 元月 元素 \
    名单 名称 名录 名师 名牌 名村 名镇 名城 名誉 名义 名额 名优 名胜 名人 \
    处罚 处理 处置 处分 处级 处所 处室 处境 处以 处长 所有 所在 所属 所需 所得 所长 所辖 所谓 \
    批复 批准 批评 批次 批示 批量 批发 批改 批转 起诉 起草 起步 起来 起点 起到 起因 起源 起底 \
    宗教 宗旨 宗族 宗地 部门 部署 部分 部级 部长 部委 部位 部队 台账 台商 台胞 台湾 台风 台资 \
    本级 本区 本市 本县 本省 本年 本地 本部 本次 本报 本届 本着 本身 本人 本科 本土 本辖 本院 \
    支持 支部 支出 支付 支队 支撑 支行 支援 支委 队伍 队员 队长 座谈 座位 类型 类别 类似 类案 \
    种植 种类 种子 种养 种业 套餐 套路 套用 天然 天气 天数 天网 年度 年初 年末 年底 年均 年内 \
    年检 年报 年龄 年轻 年审 年中 年终 月度 月底 月初 月均 月末 日常 日前 日均 日趋 日益 日报 \
    周边 周期 周末 周岁 村级 村民 村规 村务 村居 村两 村镇 村庄 村党 村干 村集 镇村 镇级 镇区 \
    镇街 街道 间隔 组织 组建 组长 组成 站点 站所 岗位 课程 课堂 班子 班级 点位 点评 级别 亩均 \
    分别 分类 分布 分析 分管 分局 分配 分期 分级 分批 分组 成功 成立 成果 成效 成为 成员 成本 成果 \
    对于 对应 对象 对接 对照 对比 只有 只要 把关 把握 里程 度假 月份 日期 字样 页面 样本 块头 片区 \
    倍增 折合 折算 课题 门类 门户 头部 根据 架构 间接 员工 里面 组合 队列 期初 例会 例如 例行";

/// Whether a unit of one character and what follows are another word: 家庭, 件件.
pub(crate) fn begins_other_word(unit: &str, rest: &str) -> bool {
    if unit.chars().count() > 1 || unit == "%" {
        return false;
    }
    let next = rest.chars().next().map_or("", |next| &rest[..next.len_utf8()]);
    next == unit || OTHER_WORDS.split_whitespace().any(|word| word.strip_prefix(unit) == Some(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_told_from_a_word_that_begins_like_it() {
        for (unit, rest) in
            [("家", "企业"), ("件", "，"), ("个", "综治中心"), ("人", ""), ("人次", "参加")]
        {
            assert!(!begins_other_word(unit, rest), "{unit}{rest}");
        }
        for (unit, rest) in
            [("个", "人调解工作室"), ("件", "件有着落"), ("家", "庭"), ("人", "次"), ("元", "旦前")]
        {
            assert!(begins_other_word(unit, rest), "{unit}{rest}");
        }
    }
}
