//! What stands beside the words of a change (增长15.1%) and denies, repeats or measures them
//! otherwise.

use super::{After, Before, FIGURE, STOP, TouchKind, is_digit, is_numeral};

/// Words that deny the change, or say a change themselves; the longest of an ending first.
const DENYING: &str = "\
    并没有 没有 并未 未 并不 不 负 达到 达 增至 升至 降至 减至 增到 升到 降到 变化 变动 减少了 少了 多了 压减 压降 压缩 缩减 削减 锐减 猛增 攀升 涨幅 跌幅 \
    下降幅度 增长幅度 增加幅度 减少幅度 上升幅度 提升幅度 降低幅度 幅度";

/// Other times than last year, after 比 or 较.
const OTHER_TIMES: &str = "\
    前年 大前年 上季度 上个季度 上一季度 上季 上月 上个月 上半年 下半年 上周 年初 月初";

impl Before<'_> {
    pub(super) fn change(self) -> Option<(TouchKind, usize)> {
        if let Some(word) = DENYING.split_whitespace().find(|word| self.ends_with(word)) {
            return Some((TouchKind::Change, word.chars().count()));
        }
        // 纠错率为增长; 转为增长 is right.
        if self.back(1) == Some('为') && self.back(2).is_some_and(|c| "率数量额".contains(c)) {
            return Some((TouchKind::Change, 1));
        }
        let mut tail: Vec<char> = self.0.iter().rev().take(12).map(|mark| mark.c).collect();
        tail.reverse();
        let tail: String = tail.into_iter().collect();
        let tail = tail.rsplit([FIGURE, STOP]).next().unwrap_or_default();
        let bare = tail.trim_end_matches('，');
        let bare = bare.strip_suffix("相比").or(bare.strip_suffix("同期")).unwrap_or(tail);
        let mean =
            ["环比", "年均", "月均", "季均", "日均"].iter().find(|word| bare.ends_with(*word));
        let time = || {
            let mut times = OTHER_TIMES.split_whitespace();
            times.find_map(|time| {
                let rest = bare.strip_suffix(time)?;
                let rest = rest.strip_suffix("去年").or(rest.strip_suffix("上年")).unwrap_or(rest);
                rest.strip_suffix(['比', '较', '与', '同', '和'])
            })
        };
        // 三年来, 近年来; 一年来 is since last year.
        let years = bare.strip_suffix("年来").filter(|head| !head.ends_with('一'));
        let years = years.map(|head| head.trim_end_matches(|c| is_numeral(c) || is_digit(c)));
        let years = years.map(|head| head.strip_suffix('近').unwrap_or(head));
        if let Some(head) = years {
            return Some((TouchKind::Base, tail.get(head.len()..)?.chars().count()));
        }
        let start = match mean {
            Some(word) => bare.len() - word.len(),
            // The word of comparing itself is one character.
            None => time()?.len(),
        };
        Some((TouchKind::Base, tail.get(start..)?.chars().count()))
    }
}

impl After<'_> {
    /// 的增长 after the words of a change, and 增长 at the end of a clause, which repeat them.
    pub(super) fn change_again(self) -> Option<usize> {
        const AGAIN: &str = "\
            增长 增幅 增速 增加 上升 提升 提高 涨幅 升幅 下降 降幅 减少 降低 下滑 跌幅 回落 幅度";
        let text = self.text(0, 4);
        let bare = text.strip_prefix('的').unwrap_or(&text);
        let word = AGAIN.split_whitespace().find(|word| bare.starts_with(word))?;
        let length = word.chars().count() + usize::from(bare.len() < text.len());
        (bare.len() < text.len() || self.ends_at(length)).then_some(length)
    }
}
