//! What those who revise put between the words as a note, or may have: it is not written into the data.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::set_off;

mod spoken;

const BRACKETS: [(char, char); 6] =
    [('（', '）'), ('(', ')'), ('【', '】'), ('〔', '〕'), ('［', '］'), ('[', ']')];

/// What opens a note without brackets.
const OPENINGS: [&str; 7] = ["注：", "注:", "批注：", "批注:", "批：", "批:", "请"];

/// What opens brackets that say what is meant.
const MEANINGS: [&str; 6] = ["含", "包括", "不含", "简称", "以下简称", "即"];

/// Why words that were put at a range of a text, in the place of `old`, are not taken, where a note is among
/// them. What is put in brackets may be one, whatever it says: （请核）, （同意。李）, （？）. So may be what
/// is put into brackets that were there, as another part of what they hold (，请核), as all of it, or because
/// it is said of the text ([`spoken`]). `is_known` is whether the report has words.
pub(super) fn noted(
    old: &str,
    text: &str,
    put: &Range<usize>,
    is_known: impl Fn(&str) -> bool,
) -> Option<String> {
    let new = text.get(put.clone())?;
    let pairs = pairs(text);
    let note = bracketed(old, text, put, &pairs, is_known).or_else(|| opened(text, put));
    if let Some(note) = note {
        return Some(doubt("加上的", note));
    }
    let mut around = pairs.iter().filter(|pair| pair.start < put.start && put.end < pair.end);
    if around.clone().any(|pair| inside(text, pair) == *put) && !put.is_empty() {
        return Some(doubt("括号里成了", new));
    }
    let is_more = || count(new, is_parting) > count(old, is_parting);
    if around.next().is_some() && (is_more() || spoken::is_aside(new)) {
        return Some(doubt("加在括号里的", new));
    }
    if let Some(note) = said_of_text(text, put) {
        return Some(doubt("加上的", note));
    }
    let sign = sign(old, text, put)?;
    Some(format!("加上的“{sign}”像是批阅的记号，不是报告里的字，核实以后自己改"))
}

fn doubt(what: &str, words: &str) -> String {
    format!("{what}{}说不准是报告里的字还是批语，核实以后自己改", set_off(words))
}

/// A sign that the old words do not have and reports hardly do: an arrow, a tick, a box, dots; a question mark,
/// but for one of a question that is quoted as a whole; a stroke behind Chinese.
fn sign(old: &str, text: &str, put: &Range<usize>) -> Option<char> {
    let is_sign = |c: char| {
        matches!(c, '\u{2190}'..='\u{2BFF}' | '※' | '〓' | '？' | '?' | '…' | '*' | '＊' | '#' | '＃' | '^'
            | '|' | '\\' | '\u{1F300}'..='\u{1FAFF}')
    };
    // ①② are numerals.
    let is_numeral = |c: char| matches!(c, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}');
    let new = text.get(put.clone())?;
    let is_note = |(at, c): &(usize, char)| {
        let before = new.get(..*at).unwrap_or_default();
        match c {
            '？' | '?' => !is_quoted(before, new),
            '/' | '／' => !before.ends_with(|c: char| c.is_ascii()),
            c => is_sign(*c) && !is_numeral(*c),
        }
    };
    let mut signs = new.char_indices().filter(|(_, c)| !old.contains(*c));
    signs.find(is_note).map(|(_, c)| c)
}

/// Whether what follows some of the new words stands in quotation marks that came with them.
fn is_quoted(before: &str, new: &str) -> bool {
    let behind = new.get(before.len()..).unwrap_or_default();
    before.rfind('“').is_some_and(|open| before.rfind('”').is_none_or(|close| close < open))
        && behind.find('”').is_some_and(|close| behind.find('“').is_none_or(|open| close < open))
}

/// Whether a mark parts what stands in brackets: all but those that are marks of a word or a list.
fn is_parting(c: char) -> bool {
    !c.is_alphanumeric() && !"、《》“”‘’·".contains(c)
}

fn is_bracket(c: char) -> bool {
    BRACKETS.iter().any(|(open, close)| [*open, *close].contains(&c))
}

fn count(text: &str, is_one: impl Fn(char) -> bool) -> usize {
    text.chars().filter(|c| is_one(*c)).count()
}

/// Brackets that belong together, from where the one begins to where the other ends.
fn pairs(text: &str) -> Vec<Range<usize>> {
    let mut open: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| *open == c) {
            open.entry(*close).or_default().push(at);
        } else if let Some(start) = open.get_mut(&c).and_then(Vec::pop) {
            pairs.push(start..at + c.len_utf8());
        }
    }
    pairs
}

/// What brackets hold.
fn inside(text: &str, pair: &Range<usize>) -> Range<usize> {
    let mut held = text.get(pair.clone()).unwrap_or_default().chars();
    let [first, last] = [held.next(), held.next_back()].map(|c| c.map_or(0, char::len_utf8));
    pair.start + first..pair.end - last
}

/// Brackets of which one was put in where there was none, with what they hold; not those that stand in the report
/// behind the same word: 乡镇（街道）.
fn bracketed<'t>(
    old: &str,
    text: &'t str,
    put: &Range<usize>,
    pairs: &[Range<usize>],
    is_known: impl Fn(&str) -> bool,
) -> Option<&'t str> {
    let new = text.get(put.clone())?;
    if count(new, is_bracket) <= count(old, is_bracket) {
        return None;
    }
    let is_put =
        |pair: &&Range<usize>| put.contains(&pair.start) || put.contains(&inside(text, pair).end);
    let mut all = pairs.iter().filter(is_put).peekable();
    if all.peek().is_none() {
        return Some(new);
    }
    let is_note = |pair: &&Range<usize>| {
        let is_whole = put.start <= pair.start && pair.end <= put.end;
        let before = text.get(..pair.start).and_then(|before| before.chars().next_back());
        let before = before.filter(|c| c.is_alphanumeric()).map(char::len_utf8);
        let word = before.and_then(|before| text.get(pair.start - before..pair.end));
        let held = text.get(inside(text, pair)).unwrap_or_default();
        !is_whole || !is_of_report(held) && !word.is_some_and(&is_known)
    };
    all.filter(is_note).min_by_key(|pair| pair.start).and_then(|pair| text.get(pair.clone()))
}

/// Whether new brackets hold what is meant by the words before them (含部门文件), or name it part by part
/// (批示、交办), and say nothing of the text.
fn is_of_report(held: &str) -> bool {
    let has_meaning = MEANINGS.iter().any(|meaning| held.starts_with(meaning));
    let mut parts = held.split('、');
    let is_list = held.contains('、') && parts.all(|part| part.chars().nth(1).is_some());
    (has_meaning || is_list) && !held.contains(is_parting) && !spoken::is_aside(held)
}

/// New words from where a note opens, at the beginning of a clause.
fn opened<'t>(text: &'t str, put: &Range<usize>) -> Option<&'t str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let new = text.get(put.clone())?;
    let note = new.trim_start_matches(is_mark);
    let before = text.get(..put.end - note.len())?;
    let begins = before.chars().next_back().is_none_or(is_mark);
    let is_opened = OPENINGS.iter().any(|opening| note.starts_with(opening));
    let clause = note.split(is_parting).next().unwrap_or_default();
    (begins && is_opened && !spoken::asks_the_many(clause)).then_some(note)
}

/// A clause of which new words are what is said of the text: its beginning, its end, or all of it.
fn said_of_text<'t>(text: &'t str, put: &Range<usize>) -> Option<&'t str> {
    let mut start = 0;
    let clauses = text.split(is_parting).map(|clause| {
        let at = start;
        let rest = text.get(at + clause.len()..).unwrap_or_default();
        start = at + clause.len() + rest.chars().next().map_or(0, char::len_utf8);
        at..at + clause.len()
    });
    let mut clauses = clauses.filter(|at| at.start < put.end && put.start < at.end);
    let is_said = |at: &Range<usize>| {
        let clause = text.get(at.clone()).unwrap_or_default();
        let (begins, ends) = (put.start <= at.start, at.end <= put.end);
        begins && spoken::points(clause)
            || ends && spoken::doubts(clause)
            || begins && ends && spoken::is_note(clause)
    };
    clauses.find(is_said).and_then(|at| text.get(at.start.max(put.start)..at.end.min(put.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(old: &str, text: &str, put: &Range<usize>) -> Option<String> {
        let known = "由乡镇（街道）调处。";
        super::noted(old, text, put, |words| known.contains(words))
    }

    /// What is said of words that are put behind a comma.
    fn of(new: &str) -> Option<String> {
        let text = format!("突出示范引领，{new}（含街道）。");
        let start = "突出示范引领，".len();
        noted("", &text, &(start..start + new.len()))
    }

    #[test]
    fn a_note_between_the_words_is_not_taken() {
        for note in [
            "（此处请核实）",
            "（请司法局核）",
            "（再斟酌）",
            "（删）",
            "（？）",
            "（王局长意见：可简写）",
            "（同意。李）",
            "（略）",
            "注：此处需改",
            "请核实",
            "请司法局核",
            "【此处再斟酌】",
            "[核]",
            "→",
            "☑",
        ] {
            let said = of(note).unwrap_or_default();
            assert!(said.starts_with(&format!("加上的“{note}”")), "{note}: {said}");
        }
        // Beside brackets that were there, by which the one may stand for the other.
        let text = "突出示范（请核）（甲）引领";
        let at = text.find("请核").unwrap_or_default();
        assert!(noted("", text, &(at..at + "请核）（".len())).is_some());
    }

    #[test]
    fn neither_is_what_is_another_part_of_what_brackets_hold() {
        // A text with what is put in at its | in the place of old words.
        let of = |old: &str, text: &str, new: &str| {
            let (before, after) = text.split_once('|').unwrap();
            let put = before.len()..before.len() + new.len();
            noted(old, &format!("{before}{new}{after}"), &put).unwrap_or_default()
        };
        for new in ["，请核实", "；再斟酌", "（请核）", "——待核", " 请核", "？"]
        {
            assert_ne!(of("", "突出示范（全年数据|）引领", new), "", "{new}");
        }
        assert!(of("", "突出示范（|全年数据）", "核实：").starts_with("加在括号里的“核实：”"));
        assert!(of("含街道", "突出示范（|）引领", "删去").starts_with("括号里成了“删去”"));
        assert!(of("", "突出示范（含（|）街道）", "删去").starts_with("括号里成了"));
        // Where brackets stand already, another pair is one more.
        let more = of("甲（乙）", "突出|引领", "甲（请核）（乙）");
        assert!(more.starts_with("加上的“（请核）”"), "{more}");
        let nested = of("", "突出（甲|乙）引领", "（请核）");
        assert!(nested.starts_with("加上的“（请核）”"), "{nested}");
        assert!(of("", "突出|引领", "（请核").starts_with("加上的“（请核”"));
        assert!(of("", "突出示范引领|。", "，请核实").starts_with("加上的“请核实”"));
        assert!(of("", "突出|引领", "？").starts_with("加上的“？”像是批阅的记号"));
        for (old, new) in [("", "和乡镇"), ("、街道", "、乡镇"), ("街道", "“两代表”")]
        {
            assert_eq!(of(old, "突出示范（含村居|）引领", new), "", "{new}");
        }
    }

    /// A text with what was put in between < and >.
    fn parted(marked: &str) -> (String, Range<usize>) {
        let parts: Vec<&str> = marked.split(['<', '>']).collect();
        let put = parts[0].len()..parts[0].len() + parts[1].len();
        (parts.concat(), put)
    }

    #[test]
    fn neither_is_what_is_said_of_the_text() {
        for marked in [
            "均被采纳（含部分采纳<、待核>）。",
            "均被采纳（含部分采纳<存疑>）。",
            "均被采纳（含部分采纳<核>）。",
            "均被采纳（含部分采纳<此处数字不对>）。",
            "均被采纳（不含部分采纳<吧>）。",
            "均被采纳（<是否>含部分采纳）。",
            "各级党委（党组<和什么>）。",
            "均被采纳<，此处存疑>（含部分采纳）。",
            "均被采纳<，与财政局核对>。",
            "落实清单。<这一段太长，压缩。>",
            "落实清单。<同意。>",
            "落实清单。<再斟酌一下。>",
            "落实清单。<建议删去这句。>",
            "落实清单。<请各部门核实。>",
            "落实清单<……>。",
            "落实清单<//>。",
            "落实清单<（核实、补充）>。",
            "加强宣传<（含公众号），落实清单（请核）>。",
            "一般纠纷<由乡镇（请核）调处>。",
            "落实“综合查一次<？>”改革。",
        ] {
            let (text, put) = parted(marked);
            assert!(noted("", &text, &put).is_some(), "{marked}");
        }
        for marked in [
            "均被采纳（含<全部采纳、>部分采纳）。",
            "各级党委（党组<、党委会>）。",
            "办理答复（<代表建议和>提案）。",
            "重要任务亲自督办<（批示、交办）>。",
            "加强宣传<（含公众号）>。",
            "一般纠纷<由乡镇（街道）调处>。",
            "落实清单<，请各部门各司其职、抓好落实>。",
            "力量壮大。<请进来、走出去，学习先进经验。>",
            "力量壮大。<围绕“谁来执法？怎么执法？”开展讨论。>",
            "力量壮大。<对反映的问题逐一核实、及时反馈。>",
            "<反复斟酌论证，>严格执行程序。",
            "力量壮大。<压缩审批时限，统一下发文书，规范网吧管理。>",
            "力量壮大。<这段时间以来，推动检察建议、司法建议落实。>",
        ] {
            let (text, put) = parted(marked);
            assert_eq!(noted("", &text, &put), None, "{marked}");
        }
    }

    #[test]
    fn words_of_the_report_are() {
        for words in ["社会关注：", "因此处罚从轻，", "①", "《条例》、“一网通办”"]
        {
            assert_eq!(of(words), None, "{words}");
        }
        let within = "依申请公开，标注：甲";
        for words in ["请公开", "注：甲"] {
            let at = within.find(words).unwrap();
            assert_eq!(noted("", within, &(at..at + words.len())), None, "{words}");
        }
        // Within brackets that were there, and in the place of others.
        let text = "办理答复（代表建议和提案）。";
        let at = text.find("和提案").unwrap_or_default();
        assert_eq!(noted("", text, &(at..at + "和提案".len())), None);
        let at = text.find("（").unwrap_or_default();
        assert_eq!(noted("（代表建议）", text, &(at..text.len())), None);
    }
}
