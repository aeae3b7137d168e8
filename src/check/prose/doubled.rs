//! What a placeholder prints, typed once more beside it: its unit after it (24家家), the word of
//! a change before it (同比增长增长21%).

use std::ops::Range;

use super::{Passage, ProseChecker, quantity};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::number;
use crate::prose::{Form, Placeholder};

impl ProseChecker<'_> {
    /// `spared` are the phrases under 照录.
    pub(super) fn doubled(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Findings {
        let text = passage.text.value.as_str();
        let Range { start, end } = placeholder.range;
        let mut found = Vec::new();
        if let Some((unit, length)) = self.unit_again(placeholder, &text[end..]) {
            let right = match unit {
                "个百分点" if placeholder.form == Form::Full => {
                    format!("{{{{{}|数}}}}{unit}", placeholder.name)
                }
                _ => text[start..end].to_owned(),
            };
            let diagnostic = Diagnostic::new(Code::E0726, format!("单位“{unit}”写了两遍"));
            // Another unit, or a word of about before it, may say something else.
            let printed = match &placeholder.form {
                Form::Unit(printed) => printed,
                _ => self.ledger.line(&placeholder.name).map_or("", |line| &line.metric.unit),
            };
            let is_certain = unit == printed && text[end..end + length].trim_start() == unit;
            let label = "引用时连同单位一起印出";
            found.push((start..end + length, diagnostic, label, right, is_certain));
        }
        if let Some(word) = change_word(&text[..start]).filter(|_| placeholder.form == Form::Change)
        {
            let said = text[word..start].trim_end();
            let diagnostic = Diagnostic::new(Code::E0727, format!("“{said}”写了两遍"));
            let label = "“|同比”自己会写出增长、下降或者持平";
            // Where the two words say different things, one of them is wrong.
            let is_certain = way_of(said).is_some_and(|way| {
                let printed = self.printed_change(placeholder).unwrap_or_default();
                ["增长", "提高", "下降"]
                    .iter()
                    .any(|word| printed.starts_with(word) && way_of(word) == Some(way))
            });
            found.push((word..end, diagnostic, label, text[start..end].to_owned(), is_certain));
        }
        found.retain(|(range, ..)| !spared.iter().any(|spared| spared.contains(&range.start)));
        let diagnostic = found.into_iter().map(|(range, diagnostic, label, right, is_certain)| {
            let diagnostic =
                diagnostic.at(self.locate(passage, &range), label).help(format!("改为 {right}"));
            match is_certain {
                true => self.edited(diagnostic, passage, &range, &right),
                false => diagnostic,
            }
        });
        diagnostic.collect()
    }

    /// How a placeholder of a change prints it.
    fn printed_change(&self, placeholder: &Placeholder) -> Option<String> {
        let line = self.ledger.line(&placeholder.name)?;
        self.change(line.metric, quantity(line)?)
    }

    /// The unit that is typed again after a placeholder, and how far it reaches.
    fn unit_again<'t>(&self, placeholder: &Placeholder, rest: &'t str) -> Option<(&'t str, usize)> {
        let metric = self.ledger.line(&placeholder.name)?.metric;
        let unit = match &placeholder.form {
            Form::Full => metric.unit.as_str(),
            Form::Unit(unit) => unit,
            Form::Change => "%",
            Form::Number => return None,
        };
        // Lines of a paragraph are printed as one.
        let typed = rest.trim_start_matches(['多', '余', ' ', '\u{3000}', '\n']);
        let word = spellings(unit)
            .into_iter()
            .find_map(|word| typed.get(..word.len()).filter(|typed| *typed == word))?;
        let same_paragraph = !rest[..rest.len() - typed.len()].contains("\n\n");
        let is_unit = same_paragraph && !begins_other_word(word, &typed[word.len()..]);
        is_unit.then(|| (word, rest.len() - typed.len() + word.len()))
    }
}

/// The ways in which a unit may be typed again, the longest first: 亿元 as 亿元, 万元 or 元.
fn spellings(unit: &str) -> Vec<String> {
    let base = number::kind_of_unit(unit);
    match unit {
        "" => Vec::new(),
        "%" => ["个百分点", "%", "％"].map(str::to_owned).into(),
        _ if base == unit => vec![unit.to_owned()],
        _ => vec![format!("万{base}"), format!("亿{base}"), unit.to_owned(), base.to_owned()],
    }
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
    镇街 街道 间隔 组织 组建 组长 组成 站点 站所 岗位 课程 课堂 班子 班级 点位 点评 级别 亩均";

/// Whether a unit of one character and what follows are another word: 家庭, 件件.
fn begins_other_word(unit: &str, rest: &str) -> bool {
    if unit.chars().count() > 1 || unit == "%" {
        return false;
    }
    let next = rest.chars().next().map_or("", |next| &rest[..next.len_utf8()]);
    next == unit || OTHER_WORDS.split_whitespace().any(|word| word.strip_prefix(unit) == Some(next))
}

/// Where the word of a change begins that a text ends with, 了 or 约 after it.
pub(super) fn change_word(text: &str) -> Option<usize> {
    const WORDS: &str = "\
        增长率 增长 增加 上升 提高 提升 上涨 增幅 增速 下降 减少 降低 下滑 回落 降幅";
    let bare = text.trim_end_matches([' ', '\n', '了', '约', '近', '达', '为']);
    let word = WORDS.split_whitespace().find_map(|word| bare.strip_suffix(word));
    // 同比增, 比上年降.
    let short =
        || bare.strip_suffix(['增', '升', '降']).filter(|rest| rest.ends_with(['比', '年']));
    word.or_else(short).map(str::len)
}

/// Which way a bare word of a change goes: 增 or 降. None with a word of about after it.
fn way_of(word: &str) -> Option<&'static str> {
    match word.trim_end_matches('了') {
        "增长" | "增加" | "上升" | "提高" | "提升" | "上涨" | "增" | "升" => {
            Some("增")
        }
        "下降" | "减少" | "降低" | "下滑" | "回落" | "降" => Some("降"),
        _ => None,
    }
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

    #[test]
    fn the_word_of_a_change_ends_the_text() {
        for (text, word) in [
            ("同比增长", "增长"),
            ("比上年下降了", "下降了"),
            ("同比增", "增"),
            ("增幅达", "增幅达"),
            ("案件增加 \n", "增加 \n"),
        ] {
            assert_eq!(change_word(text).map(|at| &text[at..]), Some(word), "{text}");
        }
        for text in ["同比", "比上年", "新增", "有所下降，", "稳步提高，同比", ""]
        {
            assert_eq!(change_word(text), None, "{text}");
        }
    }
}
