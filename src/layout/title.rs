//! The title's lines: broken between words, shaped as a trapezium or a diamond (7.3.1).
//!
//! Words are found with ICU's Chinese dictionary (`icu_segmenter`, kept by the Unicode
//! consortium): a list of our own would know this year's title and no other. The dictionary
//! does not know small place names and takes them apart into single characters, so a line end
//! between two of those costs much.

use icu_segmenter::WordSegmenter;

use crate::text::width_cjk;

/// Words that stay with what follows them.
const STAY_WITH_NEXT: [&str; 8] = ["关于", "和", "与", "及", "对", "在", "第", "《"];
/// Words that stay with what stands before them.
const STAY_WITH_PREVIOUS: [&str; 10] =
    ["的", "办公", "委员", "等", "年", "年度", "》", "〉", "”", "）"];

/// The least that a line end inside a phrase costs: more than one between words.
const PHRASE: usize = 110;

/// Every way to cut is tried, which takes too long for more lines than these.
const MOST_LINES: usize = 5;

/// What a line more than the fewest costs: less than a bad break, more than a poor shape.
const EXTRA_LINE: usize = 100;

/// Breaks a title into the fewest lines of at most `limit` half-width columns. `phrases` are one
/// notion each, though the dictionary has several words for them.
pub(super) fn break_title(title: &str, limit: usize, phrases: &[String]) -> Vec<String> {
    let words = words(title);
    let joints = joints(title, &words, phrases);
    let total: usize = words.iter().map(|word| width_cjk(word)).sum();
    let fewest = total.div_ceil(limit.max(1)).max(1);
    // One line more is taken where the fewest cannot be had, or only with a bad break.
    (fewest..=fewest + 1)
        .take_while(|lines| *lines <= MOST_LINES)
        .filter_map(|lines| {
            let (cost, ends) = best_break((&words, &joints), lines, limit)?;
            Some((cost + (lines - fewest) * EXTRA_LINE, ends))
        })
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, ends)| {
            let mut start = 0;
            ends.into_iter()
                .map(|end| words[std::mem::replace(&mut start, end)..end].concat())
                .collect()
        })
        .unwrap_or_else(|| chop(title, limit))
}

/// The words, numbers joined to the unit or year sign behind them.
fn words(title: &str) -> Vec<&str> {
    let mut bounds: Vec<usize> =
        WordSegmenter::new_dictionary(Default::default()).segment_str(title).collect();
    bounds.retain(|&at| {
        let (before, after) = title.split_at(at);
        let (last, first) = (before.chars().next_back(), after.chars().next());
        let opens = last.is_some_and(|c| "《〈“‘（〔【".contains(c));
        let closes = first.is_some_and(|c| "》〉”’）〕】、，：；。？！—…%".contains(c));
        let counted = last.is_some_and(|c| c.is_ascii_digit());
        at == 0 || at == title.len() || !(opens || closes || counted)
    });
    bounds.windows(2).map(|pair| &title[pair[0]..pair[1]]).collect()
}

/// What a line end before each of the words costs.
fn joints(title: &str, words: &[&str], phrases: &[String]) -> Vec<usize> {
    let inside = |at: usize| {
        let phrases = phrases.iter().flat_map(|phrase| title.match_indices(phrase.as_str()));
        phrases.into_iter().any(|(start, phrase)| start < at && at < start + phrase.len())
    };
    let mut at = 0;
    let mut joints = vec![0];
    for pair in words.windows(2) {
        at += pair[0].len();
        let cost = joint_cost(pair[0], pair[1]);
        joints.push(if inside(at) { cost.max(PHRASE) } else { cost });
    }
    joints
}

/// The words of a title, and what a line end before each of them costs.
type Words<'t> = (&'t [&'t str], &'t [usize]);

/// The cheapest way to cut the words into so many lines, as indices of words.
fn best_break(words: Words<'_>, lines: usize, limit: usize) -> Option<(usize, Vec<usize>)> {
    let mut best: Option<(usize, Vec<usize>)> = None;
    let mut chosen = Vec::new();
    try_breaks(words, lines, limit, 0, &mut chosen, &mut best);
    best
}

fn try_breaks(
    title: Words<'_>,
    lines: usize,
    limit: usize,
    start: usize,
    chosen: &mut Vec<usize>,
    best: &mut Option<(usize, Vec<usize>)>,
) {
    let (words, _) = title;
    if lines == 0 {
        if start == words.len() {
            let cost = cost(title, chosen);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                *best = Some((cost, chosen.clone()));
            }
        }
        return;
    }
    let mut width = 0;
    for end in start + 1..=words.len() {
        width += width_cjk(words[end - 1]);
        if width > limit {
            break;
        }
        chosen.push(end);
        try_breaks(title, lines - 1, limit, end, chosen, best);
        chosen.pop();
    }
}

/// What is wrong with a title cut at these places: bad joints first, then a bad shape.
fn cost((words, joints): Words<'_>, ends: &[usize]) -> usize {
    let joints: usize = ends[..ends.len() - 1].iter().map(|&end| joints[end]).sum();
    let mut start = 0;
    let widths: Vec<usize> = ends
        .iter()
        .map(|&end| {
            words[std::mem::replace(&mut start, end)..end].iter().map(|word| width_cjk(word)).sum()
        })
        .collect();
    // 发文机关 and 事由 are the title's two halves: a line should not hold the end of one
    // and the beginning of the other.
    let straddles = words
        .iter()
        .position(|word| *word == "关于")
        .is_some_and(|at| at > 0 && !ends.contains(&at));
    joints + shape_cost(&widths) + if straddles { 80 } else { 0 }
}

fn joint_cost(before: &str, after: &str) -> usize {
    let single = |word: &str| word.chars().count() == 1;
    if STAY_WITH_NEXT.contains(&before) || STAY_WITH_PREVIOUS.contains(&after) {
        200
    } else if single(before) && single(after) {
        150
    } else if single(before) || single(after) {
        60
    } else if after == "关于" {
        0
    } else if before.ends_with('年') || before == "年度" {
        90
    } else {
        40
    }
}

/// Trapezium (widths rise or fall) and diamond (rise, then fall) are free; a rectangle,
/// an hourglass and a ragged or stubby line are not.
fn shape_cost(widths: &[usize]) -> usize {
    let steps: Vec<i64> = widths.windows(2).map(|pair| pair[1] as i64 - pair[0] as i64).collect();
    let widest = widths.iter().copied().max().unwrap_or(1).max(1);
    let narrowest = widths.iter().copied().min().unwrap_or(1);
    let rectangle = if steps.iter().any(|step| step.abs() < 3) { 40 } else { 0 };
    let hourglass = if steps.windows(2).any(|pair| pair[0] < 0 && pair[1] > 0) { 120 } else { 0 };
    // Three quarters is a good slope, under a half is a stub.
    let slope = narrowest * 100 / widest;
    let stub = if slope < 50 { (50 - slope) * 3 } else { 0 };
    rectangle + hourglass + stub
}

/// The lines of a title with words wider than a line: cut where they are full.
fn chop(title: &str, limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for character in title.chars() {
        let wide = width_cjk(character.encode_utf8(&mut [0; 4]));
        if width + wide > limit && width > 0 {
            lines.push(String::new());
            width = 0;
        }
        width += wide;
        if let Some(line) = lines.last_mut() {
            line.push(character);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases() -> Vec<String> {
        ["法治政府建设", "习近平法治思想"].map(str::to_owned).into()
    }

    fn shown(title: &str) -> String {
        break_title(title, 40, &phrases()).join("|")
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
    fn a_title_of_one_endless_word_is_cut_where_it_must_be() {
        let title = "A".repeat(90);
        assert_eq!(break_title(&title, 40, &phrases()).concat(), title);
        assert_eq!(break_title("", 40, &phrases()), [""]);
    }
}
