//! Words that make a figure approximate or the end of a range: 约, 不到, 多, 以上.

use super::{After, Before, STOP, Shown, ShownForm, TouchKind};
use crate::prose::words::measure;

/// Words that end like one that makes a number approximate, or like a minus.
pub(super) const OTHER_ENDS: &str = "\
    节约 签约 预约 履约 合约 违约 制约 特约 民约 公约 乡约 契约 条约 续约 解约 缔约 毁约 守约 \
    邀约 集约 简约 规约 践约 立约 订约 失约 爽约 \
    最近 附近 临近 邻近 就近 靠近 贴近 走近 相近 新近 晚近 远近 亲近 周近 \
    赶超 反超 \
    查找不足 查摆不足 存在不足 问题不足 短板不足 弥补不足 补齐不足 实现突破 取得突破 新突破 重大突破 \
    重点突破 技术突破 改革突破 数量最多 占比最多 案件最多 \
    胜负 自负 抱负 欺负 背负 担负 肩负 辜负 减负 正负";

/// Words of about that are true of a rounded value. E0721 tells those that stand beside a value that has
/// one already, and so it does of the others.
const OF_ROUNDED: [&str; 12] = [
    "（约）",
    "(约)",
    "“约”",
    "约为",
    "约有",
    "约达",
    "大约",
    "约莫",
    "大概",
    "大致",
    "约",
    "约计",
];

/// Words of about that name a bound, or that a value is on one side of the number.
const NEAR: [&str; 9] = ["将近", "接近", "几近", "近", "超过", "超出", "超", "逾", "几乎"];

/// Words of about that stand behind a value.
const AROUND: [&str; 2] = ["左右", "上下"];

/// Words that make a value the end of a range.
const BOUNDS: [&str; 13] = [
    "不少于",
    "不低于",
    "不高于",
    "不多于",
    "不到",
    "不足",
    "突破",
    "至少",
    "最多",
    "至多",
    "多于",
    "高于",
    "低于",
];

/// 高于 and 以上 beside these compare.
const YARDSTICKS: [&str; 6] = ["目标", "标准", "平均", "计划", "限", "任务"];

/// 近3年 are the last three.
const TIMES: &str = "年 月 个月 日 天 周 季度 学期";

impl Shown<'_> {
    /// What a word of about beside the figure is. A rounded value is 约, but its digits are no bound.
    fn kind_of_about(&self, word: &str) -> Option<TouchKind> {
        match (self.exact, self.about) {
            (true, _) => Some(TouchKind::Approximate),
            (false, true) => Some(TouchKind::AboutAgain),
            (false, false) => {
                let is_true = OF_ROUNDED.contains(&word) || AROUND.contains(&word);
                (!is_true).then_some(TouchKind::Approximate)
            }
        }
    }

    fn is_yardstick(&self) -> bool {
        YARDSTICKS.iter().any(|word| self.name.contains(word))
    }
}

impl Before<'_> {
    /// 约, 不到 and the like before a figure.
    pub(super) fn approximate(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        let bound = BOUNDS.iter().find(|word| self.ends_with(word));
        let about = OF_ROUNDED.iter().chain(&NEAR).find(|word| self.ends_with(word));
        let about = about.filter(|_| !figure.about);
        let word = bound.or(about)?;
        // 签约为, 村规民约有
        let behind = word.chars().rev().position(|c| c == '约');
        let before = self.0.get(..self.0.len() - behind.unwrap_or_default());
        let is_other = before.is_some_and(|marks| Before(marks).ends_with_any(OTHER_ENDS))
            || self.back(1) == Some('近')
                && TIMES.split_whitespace().any(|unit| unit == figure.unit)
            || bound.is_some() && figure.is_yardstick();
        let kind = figure.kind_of_about(word).filter(|_| !is_other)?;
        Some((kind, word.chars().count()))
    }
}

impl After<'_> {
    /// 多, 左右 and the like after a figure that is exact.
    pub(super) fn approximate(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        let bare = figure.form == ShownForm::Number;
        let first = self.at(0)?;
        let at_once = match first {
            // After a bare 120多 E0721 tells it.
            '多' | '余' => bare && figure.exact || self.ends_at(1),
            '来' => bare && self.unit_follows(1),
            _ => false,
        };
        if at_once {
            return figure.kind_of_about(&first.to_string()).map(|kind| (kind, 1));
        }
        // 件左右: the unit of a bare number stands between.
        let text = self.text(0, 8);
        let unit = match figure.form {
            ShownForm::Number if text.starts_with(figure.unit) => Some(figure.unit),
            ShownForm::Number => measure(&text),
            _ => None,
        };
        let passed = unit.map_or(0, |word| word.chars().count());
        let rest = self.text(passed, 3);
        let told = |word: &&str| !figure.about || !AROUND.contains(word);
        let words = ["左右", "上下", "有余", "出头", "开外", "不到", "以上", "以下", "余", "多"];
        let word = words
            .into_iter()
            .find(|word| rest.starts_with(word))
            .filter(|word| passed > 0 || word.chars().count() > 1)
            .filter(told)?;
        let kind = figure.kind_of_about(word)?;
        let length = passed + word.chars().count();
        let is_bound = matches!(word, "以上" | "以下");
        // 左右协同 is another word.
        let is_around = || !"联协互为逢".contains(self.at(length).unwrap_or(STOP));
        let ends = self.ends_at(length)
            || matches!(word, "以上" | "有余" | "出头" | "开外")
            || word == "左右" && is_around();
        (ends && !(is_bound && figure.is_yardstick())).then_some((kind, length))
    }
}
