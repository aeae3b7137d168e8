//! What those who revise put between the words as a note, or may have: it is not written into the data.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::set_off;

mod short;
mod spoken;

const BRACKETS: [(char, char); 6] =
    [('（', '）'), ('(', ')'), ('【', '】'), ('〔', '〕'), ('［', '］'), ('[', ']')];

const QUOTES: [(char, char); 3] = [('“', '”'), ('‘', '’'), ('《', '》')];

/// What opens brackets that say what is meant.
const MEANINGS: [&str; 6] = ["含", "包括", "不含", "简称", "以下简称", "即"];

/// Bodies that office language names together, the one in brackets behind the other: 村（社区）, 县（市、区）.
const BODIES: [&str; 27] = [
    "村",
    "居",
    "社区",
    "镇",
    "乡",
    "街",
    "街道",
    "县",
    "市",
    "区",
    "旗",
    "州",
    "盟",
    "党委",
    "党组",
    "党支部",
    "部门",
    "单位",
    "处",
    "科",
    "室",
    "股",
    "园区",
    "开发区",
    "委员会",
    "站",
    "所",
];

/// Why words that were put at a range of a text, in the place of `old`, are not taken, where a note is among
/// them. What is put in brackets may be one, whatever it says: （请核）, （同意。李）, （？）. So may be what
/// is put into brackets that were there, as another part of what they hold (，请核), as all of it, or because
/// it is said of the text ([`spoken`]). What notes are made of is without end, so a sentence or a clause that is
/// too short for one of a report ([`short`]) is not taken, whatever it says. `is_known` is whether the report
/// has words.
pub(super) fn noted(
    old: &str,
    text: &str,
    put: &Range<usize>,
    is_known: impl Fn(&str) -> bool,
) -> Option<String> {
    let new = text.get(put.clone())?;
    let pairs = pairs(text, &BRACKETS);
    if let Some(note) = bracketed(old, text, put, &pairs, &is_known) {
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
    if let Some(sign) = sign(old, text, put) {
        return Some(format!("加上的“{sign}”像是批阅的记号，不是报告里的字，核实以后自己改"));
    }
    let short = short::short(old, text, put, is_known)?;
    let words = set_off(short);
    Some(format!("加上的{words}太短，说不准是报告里的字还是批语；是报告里的，自己写进数据"))
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

/// Marks that belong together, from where the one begins to where the other ends.
fn pairs(text: &str, marks: &[(char, char)]) -> Vec<Range<usize>> {
    let mut open: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some((_, close)) = marks.iter().find(|(open, _)| *open == c) {
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
    let is_in_title = |pair: &Range<usize>| {
        let before = new.get(..pair.start.saturating_sub(put.start)).unwrap_or_default();
        before.matches('《').count() > before.matches('》').count()
    };
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
        let before = text.get(..pair.start).unwrap_or_default();
        let is_of_report = is_of_report(held) || is_form(before, held) || is_in_title(pair);
        !is_whole || !is_of_report && !word.is_some_and(&is_known)
    };
    all.filter(is_note).min_by_key(|pair| pair.start).and_then(|pair| text.get(pair.clone()))
}

/// Whether new brackets hold what is meant by the words before them (含部门文件), or name it part by part
/// (批示、交办), and say nothing of the text.
fn is_of_report(held: &str) -> bool {
    let is_named = |held: &str| !held.contains("简称") || held.contains('“');
    let has_meaning = MEANINGS.iter().any(|meaning| held.starts_with(meaning))
        && is_named(held)
        && !["含义", "含糊", "含混"].iter().any(|word| held.starts_with(word))
        && !held.ends_with('的');
    let mut parts = held.split('、');
    let is_part = |part: &str| part.chars().nth(1).is_some() || BODIES.contains(&part);
    let is_list = held.contains('、') && parts.all(is_part);
    (has_meaning || is_list) && !held.contains(is_parting) && !spoken::is_aside(held)
}

/// Whether brackets are of a fixed form of office language: 村（社区）, 常委会（扩大）会议, （一）.
fn is_form(before: &str, held: &str) -> bool {
    let is_body = |word: &str| BODIES.contains(&word);
    let is_ordinal = held.chars().all(|c| "一二三四五六七八九十".contains(c));
    is_ordinal && !held.is_empty()
        || held == "扩大"
        || BODIES.iter().any(|body| before.ends_with(body)) && held.split('、').all(is_body)
}

/// The clauses of a text that words at a range of it are among.
fn clauses(text: &str, put: &Range<usize>) -> Vec<Range<usize>> {
    let touched = parts(text, is_clause_end);
    touched.filter(|at| at.start < put.end && put.start < at.end).collect()
}

/// The parts of a text between marks that no brackets hold and no quotation.
fn parts(text: &str, is_end: impl Fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let held = [pairs(text, &BRACKETS), pairs(text, &QUOTES)].concat();
    let is_end = |(at, c): &(usize, char)| is_end(*c) && !held.iter().any(|it| it.contains(at));
    let ends: Vec<(usize, char)> = text.char_indices().filter(is_end).collect();
    let starts = [0].into_iter().chain(ends.iter().map(|(at, c)| at + c.len_utf8()));
    let starts: Vec<usize> = starts.collect();
    let ends = ends.into_iter().map(|(at, _)| at).chain([text.len()]);
    starts.into_iter().zip(ends).map(|(start, end)| start..end)
}

fn is_sentence_end(c: char) -> bool {
    "。！？\n".contains(c)
}

fn is_clause_end(c: char) -> bool {
    "，；：—…,;:!?".contains(c) || c.is_whitespace() || is_sentence_end(c)
}

/// What of new words is said of the text: a clause by its beginning, its end, or any words of it.
fn said_of_text<'t>(text: &'t str, put: &Range<usize>) -> Option<&'t str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let start = put.end - text.get(put.clone())?.trim_start_matches(is_mark).len();
    clauses(text, put).into_iter().find_map(|at| {
        let clause = text.get(at.clone())?;
        let new = text.get(at.start.max(put.start)..at.end.min(put.end))?;
        let (begins, ends) = (put.start <= at.start, at.end <= put.end);
        let before = text.get(..at.start)?.chars().next_back();
        let mark = text.get(at.end..)?.chars().next();
        let ends_sentence = mark.is_none_or(is_sentence_end);
        if begins && ends && mark.is_some_and(|c| "：:".contains(c)) {
            let is_label = spoken::is_label(clause, before.is_none_or(is_sentence_end));
            return is_label
                .then(|| text.get(at.start..put.end))?
                .map(|it| it.trim_end_matches(is_mark));
        }
        let is_said = spoken::talks(new)
            || begins && spoken::points(clause)
            || start == at.start && spoken::demands(clause)
            || ends && spoken::doubts(clause)
            || begins && ends && spoken::is_said(clause, ends_sentence);
        is_said.then_some(new)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(old: &str, text: &str, put: &Range<usize>) -> Option<String> {
        let known = "充分听取群众诉求，由乡镇（街道）调处。";
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
            "（含义不清）",
            "（包括去年的）",
            "（简称要统一）",
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
            "落实清单。<王区长批示：由办公室牵头，逐条落实到位。>",
            "落实清单。<这些内容属于第三部分，不在这里展开。>",
            "落实清单。<重点写综合执法改革的成效，其他从简。>",
            "落实清单。<去年的报告也是按市里的要求写的。>",
            "落实清单<，是不是过于绝对了>。",
            "落实清单<，要有数据和案例支撑>。",
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
            "力量壮大。<与中心工作同部署、同检查、同考核，推动我区法治建设谱写新篇章。>",
            "力量壮大。<建议发出后均得到采纳，填写说明更加规范。>",
            "力量壮大。<现阶段，对通过评估的，要求逐项对照。>",
            "力量壮大。<区委常委会（扩大）会议听取村（社区）和县（市、区）情况。>",
            "力量壮大。<出台《行政执法监督办法（试行）》，明确职责。>",
            "<对本报告有疑问的，请与示例区人民政府办公室联系。>",
        ] {
            let (text, put) = parted(marked);
            assert_eq!(noted("", &text, &put), None, "{marked}");
        }
    }

    #[test]
    fn neither_is_what_is_too_short_for_words_of_a_report() {
        for marked in [
            "落实清单。<意思不清。>",
            "落实清单。<不够具体！>加强宣传。",
            "落实清单。<与去年一样，换个说法。>",
            "<王某>",
            "落实清单<，欠妥>。",
            "落实首违清单<，原话如此>，加强法治宣传。",
            "落实清单<——张某>。",
            "落实清单<；暂缺>。",
        ] {
            let (text, put) = parted(marked);
            let said = noted("", &text, &put).unwrap_or_default();
            assert!(said.contains("太短，说不准是报告里的字还是批语"), "{marked}: {said}");
        }
        for marked in [
            // Beside a phrase as long, or one that begins so.
            "示范引领，层层落实<，久久为功>。",
            "重大纠纷，由部门会商；群体纠纷<，由专班攻坚>。",
            "<目前，>各项制度运行良好。",
            "落实清单。<一是抓备案。二是抓清理。>",
            "落实清单。<严格履职，将法治要求贯穿各方面，融入课堂。>",
            // As the report says elsewhere.
            "落实清单。<充分听取群众诉求。>",
            // What a new paragraph is about, and whom something is said of.
            "<深化府院联动。定期通报行政审判情况，共同研究突出问题。>",
            "力量壮大。<区司法局：牵头抓总；各乡镇：具体落实。>",
            // A part of a clause.
            "<全面>落实清单。",
            "落实清单<、台账>。",
        ] {
            let (text, put) = parted(marked);
            assert_eq!(noted("", &text, &put), None, "{marked}");
        }
        // A clause in the place of another one as long.
        let (text, put) = parted("落实清单，<成效显著>。");
        assert_eq!(noted("氛围浓厚", &text, &put), None);
    }

    #[test]
    fn words_of_the_report_are() {
        for words in ["社会各界普遍关注：", "因此处罚从轻，", "①", "《条例》、“一网通办”"]
        {
            assert_eq!(of(words), None, "{words}");
        }
        let within = "依申请公开，标注：甲乙丙丁戊己";
        for words in ["请公开", "注：甲乙丙丁戊己"] {
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
