//! The title's lines: broken between [`words`], shaped as a trapezium or a diamond (7.3.1).

use super::style::TextStyle;
use super::typesetter::Typesetter;
use crate::words::{WORST, Word, words};

/// Widths are counted in tenths of the columns that a hanzi takes two of.
const HANZI: i64 = 20;

/// Every way to cut is tried, which takes too long for more lines or words than these; then each
/// line takes what it holds.
const MOST_LINES: usize = 5;
const MOST_WORDS: usize = 60;

/// What a line more than the fewest costs: less than a bad break, more than a poor shape.
const EXTRA_LINE: usize = 100;

/// A word of a title and its width.
#[derive(Debug, Clone, Copy)]
struct Measured<'t> {
    word: Word<'t>,
    width: i64,
}

/// Breaks a title into the fewest lines of the block's width. `phrases` are one notion each, though
/// they are of several words.
pub(super) fn break_title(
    text: &mut Typesetter<'_>,
    title: &str,
    style: TextStyle,
    phrases: &[String],
) -> Vec<String> {
    let cell = text.style.cell(style.size).to_units().max(1);
    let limit = text.block_width().to_units() * HANZI / cell;
    let mut width = |word: &str| {
        // Rounded up, so that lines are never wider than they are taken for.
        (text.width_of(word, style).to_units() * HANZI + cell - 1) / cell
    };
    break_words(&words(title, phrases), limit, &mut width)
}

/// Breaks words into lines of at most `limit`.
fn break_words(words: &[Word<'_>], limit: i64, width: &mut dyn FnMut(&str) -> i64) -> Vec<String> {
    let words: Vec<Measured<'_>> =
        words.iter().flat_map(|word| pieces(*word, limit, width)).collect();
    let total: i64 = words.iter().map(|word| word.width).sum();
    let fewest = usize::try_from((total + limit - 1) / limit.max(1)).unwrap_or(0).max(1);
    // One line more is taken where the fewest cannot be had, or only with a bad break.
    let counts = (fewest..=fewest + 1).filter(|_| words.len() <= MOST_WORDS);
    let tried = counts.take_while(|lines| *lines <= MOST_LINES).filter_map(|lines| {
        let (cost, ends) = best_break(&words, lines, limit)?;
        Some((cost + (lines - fewest) * EXTRA_LINE, ends))
    });
    let ends = tried.min_by_key(|(cost, _)| *cost).map(|(_, ends)| ends);
    let mut start = 0;
    ends.unwrap_or_else(|| full_lines(&words, limit))
        .into_iter()
        .map(|end| {
            let line = &words[std::mem::replace(&mut start, end)..end];
            line.iter().map(|word| word.word.text).collect()
        })
        .collect()
}

/// A word, cut where a line is full if it is wider than one.
fn pieces<'t>(word: Word<'t>, limit: i64, width: &mut dyn FnMut(&str) -> i64) -> Vec<Measured<'t>> {
    let mut pieces = Vec::new();
    let Word { text: mut rest, mut before } = word;
    let mut whole = width(rest);
    while whole > limit {
        let mut end = 0;
        let mut taken = 0;
        for (at, character) in rest.char_indices() {
            taken += width(character.encode_utf8(&mut [0; 4]));
            if taken > limit && at > 0 {
                break;
            }
            end = at + character.len_utf8();
        }
        let (piece, others) = rest.split_at(end);
        let measured = Measured { word: Word { text: piece, before }, width: width(piece) };
        whole -= measured.width;
        pieces.push(measured);
        (rest, before) = (others, WORST);
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Measured { word: Word { text: rest, before }, width: whole });
    }
    pieces
}

/// Lines that take what they hold, but for a few words where they would end badly.
fn full_lines(words: &[Measured<'_>], limit: i64) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let mut width = 0;
        let mut best: Option<(usize, usize)> = None;
        for end in start + 1..=words.len() {
            width += words[end - 1].width;
            if width > limit && end > start + 1 {
                break;
            }
            let cost = words.get(end).map_or(0, |next| next.word.before);
            // A line short of two thirds is only the first way out.
            let cost = if width * 3 < limit * 2 { usize::MAX } else { cost };
            if best.is_none_or(|(least, _)| cost <= least) {
                best = Some((cost, end));
            }
        }
        start = best.map_or(start + 1, |(_, end)| end);
        ends.push(start);
    }
    ends
}

/// The cheapest way to cut the words into so many lines, as indices of words.
fn best_break(words: &[Measured<'_>], lines: usize, limit: i64) -> Option<(usize, Vec<usize>)> {
    let rest = words.iter().map(|word| word.width).sum();
    let mut search = Search { words, limit, chosen: Vec::new(), best: None };
    search.try_breaks(lines, 0, rest, 0);
    search.best
}

/// The search for the cheapest way.
struct Search<'w> {
    words: &'w [Measured<'w>],
    limit: i64,
    /// The line ends so far.
    chosen: Vec<usize>,
    best: Option<(usize, Vec<usize>)>,
}

impl Search<'_> {
    /// Cuts the words from `start` on, which are `rest` wide, into so many lines. `joints` is what
    /// the line ends so far cost.
    fn try_breaks(&mut self, lines: usize, start: usize, rest: i64, joints: usize) {
        let is_no_better = |cost| self.best.as_ref().is_some_and(|(least, _)| cost >= *least);
        let room = i64::try_from(lines).unwrap_or(i64::MAX).saturating_mul(self.limit);
        if is_no_better(joints) || rest > room {
            return;
        }
        if lines == 0 {
            if start == self.words.len() {
                let cost = cost(self.words, &self.chosen);
                if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    self.best = Some((cost, self.chosen.clone()));
                }
            }
            return;
        }
        let mut width = 0;
        for end in start + 1..=self.words.len() {
            width += self.words[end - 1].width;
            if width > self.limit {
                break;
            }
            let joint = self.words.get(end).map_or(0, |next| next.word.before);
            self.chosen.push(end);
            self.try_breaks(lines - 1, end, rest - width, joints + joint);
            self.chosen.pop();
        }
    }
}

/// What is wrong with a title cut at these places: bad joints first, then a bad shape.
fn cost(words: &[Measured<'_>], ends: &[usize]) -> usize {
    let joints: usize = ends[..ends.len() - 1].iter().map(|&end| words[end].word.before).sum();
    let mut start = 0;
    let widths: Vec<i64> = ends
        .iter()
        .map(|&end| {
            words[std::mem::replace(&mut start, end)..end].iter().map(|word| word.width).sum()
        })
        .collect();
    // 发文机关 and 事由 are the title's two halves: a line should not hold the end of one
    // and the beginning of the other.
    let straddles = words
        .iter()
        .position(|word| word.word.text == "关于")
        .is_some_and(|at| at > 0 && !ends.contains(&at));
    joints + shape_cost(&widths) + if straddles { 80 } else { 0 }
}

/// Trapezium (widths rise or fall) and diamond (rise, then fall) are free; a rectangle,
/// an hourglass and a ragged or stubby line are not.
fn shape_cost(widths: &[i64]) -> usize {
    let steps: Vec<i64> = widths.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let widest = widths.iter().copied().max().unwrap_or(1).max(1);
    let narrowest = widths.iter().copied().min().unwrap_or(1);
    let rectangle = if steps.iter().any(|step| step.abs() < 30) { 40 } else { 0 };
    let hourglass = if steps.windows(2).any(|pair| pair[0] < 0 && pair[1] > 0) { 120 } else { 0 };
    // Three quarters is a good slope, under a half is a stub.
    let slope = usize::try_from(narrowest * 100 / widest).unwrap_or(0);
    let stub = if slope < 50 { (50 - slope) * 3 } else { 0 };
    rectangle + hourglass + stub
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width_cjk;

    fn broken(title: &str) -> Vec<String> {
        let phrases = ["法治政府建设", "习近平法治思想"].map(str::to_owned);
        let mut width = |word: &str| i64::try_from(width_cjk(word) * 10).unwrap_or(0);
        break_words(&words(title, &phrases), 400, &mut width)
    }

    fn shown(title: &str) -> String {
        broken(title).join("|")
    }

    #[test]
    fn titles_break_between_words_into_trapezia_and_diamonds() {
        assert_eq!(
            shown("泉州市洛江区人民政府关于2024年法治政府建设情况的报告"),
            "泉州市洛江区人民政府|关于2024年法治政府建设情况的报告"
        );
        assert_eq!(
            shown("某某市人民政府关于2024年法治政府建设情况的报告"),
            "某某市人民政府|关于2024年法治政府建设情况的报告"
        );
        assert_eq!(
            shown("某某省某某市某某区人民政府办公室关于2024年度推进法治政府建设工作情况的报告"),
            "某某省某某市某某区人民政府办公室|关于2024年度推进法治政府建设|工作情况的报告"
        );
        assert_eq!(
            shown("某某市人民政府关于2024年度法治政府建设工作情况和2025年工作安排的报告"),
            "某某市人民政府关于2024年度法治政府建设|工作情况和2025年工作安排的报告"
        );
        assert_eq!(
            shown(
                "某某自治州人民政府关于2024年度贯彻落实习近平法治思想全面推进法治政府建设情况的报告"
            ),
            "某某自治州人民政府|关于2024年度贯彻落实习近平法治思想|全面推进法治政府建设情况的报告"
        );
        assert_eq!(
            shown("某某市人民政府关于深入学习贯彻习近平法治思想推进2024年法治政府建设情况的报告"),
            "某某市人民政府|关于深入学习贯彻习近平法治思想推进|2024年法治政府建设情况的报告"
        );
        assert_eq!(shown("关于2024年法治政府建设情况的报告"), "关于2024年法治政府建设情况的报告");
    }

    #[test]
    fn neither_the_name_of_a_long_organ_nor_of_a_numbered_thing_is_torn() {
        for lines in [
            "中共示例市示例区委|全面依法治区委员会办公室|关于2024年法治政府建设情况的报告",
            "示例市示例区人民政府|关于12345政务服务便民热线|2024年运行情况的报告",
            "示例省示例市示例区市场监督管理局|关于2024年度法治政府建设工作情况的报告",
        ] {
            assert_eq!(shown(&lines.replace('|', "")), lines);
        }
    }

    #[test]
    fn a_title_of_endless_words_is_cut_where_it_must_be() {
        for title in
            ["A".repeat(90), "法治政府建设情况".repeat(70), "a b c d ".repeat(40), String::new()]
        {
            let lines = broken(&title);
            assert_eq!(lines.concat(), title);
            assert!(lines.iter().all(|line| width_cjk(line) <= 40), "{lines:?}");
        }
    }

    #[test]
    fn neither_a_title_of_many_words_nor_a_whole_text_takes_long() {
        let all = || {
            for title in ["某区县".repeat(32), "a b ".repeat(24), "第1甲".repeat(24)] {
                assert_eq!(broken(&title).concat(), title);
            }
            for piece in ["a ", "法", "W", "《", "第"] {
                let title = piece.repeat(5_000);
                assert_eq!(broken(&title).concat(), title);
            }
        };
        let ((), took) = crate::cpu::measured(all);
        assert!(took.as_secs() < 30, "{took:?}");
    }
}
