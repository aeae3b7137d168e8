//! What a clause says of a change: 呈下降态势, 比上年明显减少, 实现两位数增长. Only a clause of which every
//! word is known says it; a word that is not known may deny it, hope for it or speak of something else.

/// What is said of a figure and last year's value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Rises,
    Falls,
    /// 持平
    Same,
    /// 基本持平
    NearlySame,
    /// 翻番
    Doubled,
    /// 减半
    Halved,
    /// 两位数增长, 两位数下降: how many digits the percentage has, and whether it is a fall.
    Digits {
        digits: u32,
        falls: bool,
    },
}

/// What a clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub said: Said,
    /// Where it begins; what stands before names what it is said of.
    pub start: usize,
    /// It names last year.
    pub has_base: bool,
    /// 稳步, 不断: of what stayed as it was people say so, too.
    pub is_soft: bool,
    /// 提高, 提升: without last year's name they are said of how good something is, and of rates.
    pub is_of_quality: bool,
}

/// What a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clause {
    /// Nothing, or words like 同比 that say nothing alone.
    Empty,
    Claim(Claim),
    Other,
}

const RISES: &str = "\
    增长 增加 上升 提高 提升 上涨 攀升 增多 回升 走高 正增长 不降反升 不减反增 稳中有升 稳中有增 止跌回升 \
    由降转升 由减转增 新高 历史新高 上扬 递增 猛增 激增 剧增 上行 增幅 涨幅 升幅";
const FALLS: &str = "\
    下降 减少 降低 下滑 回落 走低 负增长 不升反降 不增反减 稳中有降 由升转降 由增转减 新低 历史新低 递减 锐减 \
    骤降 骤减 下行 降幅";
const SAME: &str = "持平 不变 零增长";
/// Where last year is named.
const EQUAL: &str = "相同 相等 一样";
const LIKE: &str = "相当 一致";
const DOUBLED: &str = "翻番 翻了番 翻倍 成倍增长 成倍增加 成倍上升";
const HALVED: &str = "减半 腰斩";
/// Before last year's name.
const OVER: &str = "高于 多于 大于 超过 超";
const UNDER: &str = "低于 少于 小于 不及";
/// At the end of a clause that names last year.
const MORE: &str = "多 高 增 升";
const LESS: &str = "少 低 减 降";

const NEARLY: &str = "基本 大体 大致 基本上";
const SOFT: &str = "稳步 持续 逐步 不断 进一步 继续 逐渐 保持 稳定 平稳";
const FILLERS: &str = "\
    大幅 大幅度 明显 显著 有所 略有 略微 略 小幅 小幅度 稍有 更 快速 较快 迅速 逐年 连年 总体 整体 总体上 整体上 也 \
    又 再 还 仍 仍然 已 已经 但 且 并 而 则 却 反而 全年 本年 今年 本年度 首次 实现 实现了 出现 出现了 呈 呈现 \
    呈现出 维持 创 创下 再创 有 了 的 良好 态势 趋势 势头 走势 局面 较大 较多 较为 十分 非常 很 极大 幅度";

/// What the words, and numbers of years, begin with: asked of each character of a clause.
const BEGINNINGS: [char; 102] = [
    '增', '上', '提', '攀', '回', '走', '正', '不', '稳', '止', '由', '新', '历', '递', '猛', '激',
    '剧', '涨', '升', '下', '减', '降', '负', '锐', '骤', '持', '零', '相', '一', '翻', '成', '腰',
    '高', '多', '大', '超', '低', '少', '小', '基', '逐', '进', '继', '保', '平', '明', '显', '有',
    '略', '稍', '更', '快', '较', '迅', '连', '总', '整', '也', '又', '再', '还', '仍', '已', '但',
    '且', '并', '而', '则', '却', '反', '全', '本', '今', '首', '实', '出', '呈', '维', '创', '了',
    '的', '良', '态', '趋', '势', '局', '十', '非', '很', '极', '幅', '同', '比', '与', '和', '去',
    '个', '两', '二', '三', '1', '2',
];

fn begins_word(c: char) -> bool {
    BEGINNINGS.contains(&c)
}

fn prefix<'w>(words: &'w str, text: &str) -> Option<&'w str> {
    words.split_whitespace().filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
}

/// How long the name of last year is with which a text begins: 上年同期, 2023年.
fn last_year(text: &str, last: &str) -> Option<usize> {
    let name = prefix("上年 上年度 去年 去年度 上一年 上一年度", text);
    let rest = match name {
        Some(name) => text.get(name.len()..)?,
        None => text.strip_prefix(last)?.strip_prefix('年')?,
    };
    let rest = rest.strip_prefix("同期").unwrap_or(rest);
    Some(text.len() - rest.strip_prefix("水平").unwrap_or(rest).len())
}

/// How long the words are with which a text begins that say what it is compared with.
fn base(text: &str, last: &str) -> Option<usize> {
    if text.starts_with("同比") {
        return Some("同比".len());
    }
    let compared = text.strip_prefix(['比', '较', '与', '同', '和']);
    let at = compared.map_or(0, |rest| text.len() - rest.len());
    let year = last_year(text.get(at..)?, last)?;
    let end = at + year;
    let named = text.get(..end)?;
    if compared.is_none() && !named.ends_with("同期") {
        return None;
    }
    let is_compared = text.get(end..)?.starts_with("相比");
    Some(end + if is_compared { "相比".len() } else { 0 })
}

/// The words of a clause, as far as they are read.
#[derive(Default)]
struct Words {
    said: Option<Said>,
    has_base: bool,
    is_soft: bool,
    is_nearly: bool,
    is_of_quality: bool,
    /// What is said is said of last year only.
    needs_base: bool,
    digits: Option<u32>,
}

impl Words {
    /// Takes what the text begins with, and says how long it is. None where it is not known.
    fn take(&mut self, text: &str, last: &str) -> Option<usize> {
        if let Some(length) = base(text, last) {
            self.has_base = true;
            return Some(length);
        }
        for (words, said) in [(OVER, Said::Rises), (UNDER, Said::Falls)] {
            if let Some(word) = prefix(words, text)
                && let Some(year) = last_year(text.get(word.len()..)?, last)
            {
                self.has_base = true;
                self.say(said)?;
                return Some(word.len() + year);
            }
        }
        let kinds = [
            (RISES, Some(Said::Rises)),
            (FALLS, Some(Said::Falls)),
            (SAME, Some(Said::Same)),
            (EQUAL, Some(Said::Same)),
            (LIKE, Some(Said::NearlySame)),
            (DOUBLED, Some(Said::Doubled)),
            (HALVED, Some(Said::Halved)),
            (NEARLY, None),
            (SOFT, None),
            (FILLERS, None),
        ];
        let words =
            kinds.into_iter().filter_map(|(words, said)| Some((prefix(words, text)?, said)));
        if let Some((word, said)) = words.max_by_key(|(word, _)| word.len()) {
            self.is_nearly |= prefix(NEARLY, text) == Some(word);
            self.is_soft |= prefix(SOFT, text) == Some(word);
            self.is_of_quality |= matches!(word, "提高" | "提升");
            self.needs_base |= [EQUAL, LIKE].iter().any(|words| prefix(words, text) == Some(word));
            if let Some(said) = said {
                self.say(said)?;
            }
            return Some(word.len());
        }
        self.take_number(text).or_else(|| self.take_end(text))
    }

    /// 两位数, 连续三年.
    fn take_number(&mut self, text: &str) -> Option<usize> {
        const NUMERALS: [char; 10] = ['两', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
        for (word, digits) in [("个位数", 1), ("两位数", 2), ("二位数", 2), ("三位数", 3)]
        {
            if text.starts_with(word) {
                self.digits = Some(digits);
                return Some(word.len());
            }
        }
        let counted = text.strip_prefix("连续")?;
        let rest =
            counted.trim_start_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(&c));
        let rest = rest.strip_prefix("个年度").or_else(|| rest.strip_prefix('年'))?;
        Some(text.len() - rest.len())
    }

    /// 比上年多, 同比降.
    fn take_end(&mut self, text: &str) -> Option<usize> {
        let ends = [(MORE, Said::Rises), (LESS, Said::Falls)];
        let (word, said) =
            ends.into_iter().find_map(|(words, said)| Some((prefix(words, text)?, said)))?;
        let rest = text.get(word.len()..)?;
        (self.has_base && (rest.is_empty() || rest == "了")).then_some(())?;
        self.say(said)?;
        Some(word.len())
    }

    /// None where the opposite is said already, as in 止跌后增长.
    fn say(&mut self, said: Said) -> Option<()> {
        (self.said.is_none_or(|earlier| earlier == said)).then(|| self.said = Some(said))
    }

    fn said(&self) -> Option<Said> {
        if self.needs_base && !self.has_base {
            return None;
        }
        Some(match (self.digits, self.said?) {
            (Some(digits), Said::Rises) => Said::Digits { digits, falls: false },
            (Some(digits), Said::Falls) => Said::Digits { digits, falls: true },
            (Some(_), _) => return None,
            (None, Said::Same) if self.is_nearly => Said::NearlySame,
            (None, said) => said,
        })
    }
}

/// What a clause without blanks says; `last` is the number of last year.
pub(super) fn read(clause: &str, last: &str) -> Clause {
    // Longer ones say more than that.
    const LONGEST: usize = 40;
    if clause.is_empty() {
        return Clause::Empty;
    }
    // Each word of a change has one of these; most clauses have none.
    let may_say = |c: char| "比增升降减高低涨滑落平变同等样当致翻斩多少超及行".contains(c);
    if clause.chars().nth(LONGEST).is_some() || !clause.contains(may_say) {
        return Clause::Other;
    }
    let starts = clause.char_indices().filter(|(_, c)| begins_word(*c));
    for (start, _) in starts {
        let mut words = Words::default();
        let mut at = start;
        while at < clause.len() {
            match words.take(clause.get(at..).unwrap_or_default(), last) {
                Some(length) => at += length,
                None => break,
            }
        }
        if at < clause.len() {
            continue;
        }
        return match words.said() {
            Some(said) => {
                let Words { has_base, is_soft, is_of_quality, .. } = words;
                Clause::Claim(Claim { said, start, has_base, is_soft, is_of_quality })
            }
            None if start == 0 => Clause::Empty,
            None => Clause::Other,
        };
    }
    Clause::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_begins_with_a_character_that_is_looked_for() {
        let lists = [
            RISES,
            FALLS,
            SAME,
            EQUAL,
            LIKE,
            DOUBLED,
            HALVED,
            OVER,
            UNDER,
            MORE,
            LESS,
            NEARLY,
            SOFT,
            FILLERS,
            "同比 比上年 较上年 与上年 和上年 上年 去年 个位数 两位数 二位数 三位数 连续",
        ];
        for word in lists.into_iter().flat_map(str::split_whitespace) {
            assert!(word.starts_with(begins_word), "{word}");
        }
    }

    #[test]
    fn only_a_clause_of_known_words_says_something() {
        let said = |clause: &'static str| match read(clause, "2023") {
            Clause::Claim(claim) => Some((&clause[..claim.start], claim.said)),
            Clause::Empty | Clause::Other => None,
        };
        let falls = |digits| Said::Digits { digits, falls: true };
        for (clause, subject, way) in [
            ("呈下降态势", "", Said::Falls),
            ("比上年明显减少", "", Said::Falls),
            ("与2023年相比稳中有升", "", Said::Rises),
            ("检查数量较上年同期增加", "检查数量", Said::Rises),
            ("高于去年同期水平", "", Said::Rises),
            ("与上年基本持平", "", Said::NearlySame),
            ("实现连续三年两位数下降", "", falls(2)),
            ("比上年少", "", Said::Falls),
        ] {
            assert_eq!(said(clause), Some((subject, way)), "{clause}");
        }
        for clause in ["降幅收窄", "先升后降", "保持一致", "同比", "减少群众跑腿", "少"]
        {
            assert_eq!(said(clause), None, "{clause}");
        }
    }
}
