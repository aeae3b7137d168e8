//! The words of a title: where its lines may end, and how well they do.
//!
//! Words are found with ICU's Chinese dictionary (`icu_segmenter`, kept by the Unicode
//! consortium): a list of our own would know this year's title and no other. It does not know the
//! terms of official titles and takes them apart, so these are found first ([`terms`]), with the
//! names that a project knows, numbers with what they count, and the names of places.

mod terms;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use crate::text::is_han;

use self::terms::{COUNTED, GOVERNED, NAMED};

/// A word of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    /// Its text.
    pub(crate) text: &'t str,
    /// What a line that ends before it costs: 0 is the best place of a title.
    pub(crate) before: usize,
}

/// What a line end inside a phrase costs more than one between words.
const PHRASE: usize = 110;
/// What a line end costs at the least where the text around it is read as one word.
pub(crate) const ONE_WORD: usize = 160;
/// The most that a line end between two words costs.
pub(crate) const WORST: usize = 300;

/// Words that stay with what follows them.
const STAY_WITH_NEXT: [&str; 12] =
    ["关于", "和", "与", "及", "对", "在", "第", "《", "以及", "向", "为", "中共"];
/// Words that stay with what stands before them.
const STAY_WITH_PREVIOUS: [&str; 13] =
    ["的", "办公", "委员", "等", "年", "年度", "》", "〉", "”", "）", "分局", "支队", "之"];
/// How the names of places end.
const PLACES: &str = "省市县区州盟旗镇乡";
/// With what such an ending is no end of a name: 市场, 区域.
const NO_PLACE: &str = "场域容级内外直属";
/// The longest name of a place, in characters.
const PLACE_CHARACTERS: usize = 10;
/// How far from its number the name of what it is a part of may end.
const NAME_CHARACTERS: usize = 12;

/// The longest phrase that is one word, in bytes: twelve characters.
const LONGEST_TERM: usize = 36;

const NUMERALS: &str = "零一二三四五六七八九十百千两";
const OPENING: &str = "《〈“‘（〔【(";
const CLOSING: &str = "》〉”’）〕】)、，：；。？！—…%";

/// The words of a title. `phrases` are one notion each, though they are of several words.
pub(crate) fn words<'t>(title: &'t str, phrases: &[String]) -> Vec<Word<'t>> {
    let texts = attach_marks(title, tokens(title, phrases));
    let inside = phrase_insides(title, phrases);
    let mut at = 0;
    let mut previous = "";
    let mut words = Vec::with_capacity(texts.len());
    for text in texts {
        let mut before = if at == 0 { 0 } else { joint_cost(previous, text) };
        if inside.binary_search(&at).is_ok() {
            before = (before + PHRASE).min(WORST);
        }
        words.push(Word { text, before });
        at += text.len();
        previous = text;
    }
    words
}

/// The words of any text as the dictionary knows them; a mark is a word of its own.
pub(crate) fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    push_words(text, &WordSegmenter::new_dictionary(Default::default()), &mut parts);
    parts
}

/// The places inside the phrases of a title, in order.
fn phrase_insides(title: &str, phrases: &[String]) -> Vec<usize> {
    let found = phrases.iter().filter(|phrase| !phrase.is_empty());
    let found = found.flat_map(|phrase| title.match_indices(phrase.as_str()));
    let mut inside: Vec<usize> =
        found.flat_map(|(start, phrase)| start + 1..start + phrase.len()).collect();
    let mut quoted = None;
    for (at, character) in title.char_indices() {
        match character {
            '《' | '“' => quoted = Some(at),
            '》' | '”' => {
                inside.extend(quoted.take().map(|start| start + 1..at).into_iter().flatten())
            }
            _ => {}
        }
    }
    inside.sort_unstable();
    inside.dedup();
    inside
}

/// Terms, the places that an organ is named after, numbers and Latin runs with what belongs to
/// them, and between these the dictionary's words.
fn tokens<'t>(title: &'t str, phrases: &[String]) -> Vec<&'t str> {
    let dictionary = WordSegmenter::new_dictionary(Default::default());
    let mut tokens: Vec<&str> = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut after_place = true;
    while let Some(character) = title[at..].chars().next() {
        let rest = &title[at..];
        let place = if after_place { place_length(rest) } else { 0 };
        let latin = latin_length(rest).max(ordinal_length(rest));
        let length = match term_length(rest, phrases) {
            0 => place.max(latin),
            term => term.max(latin),
        };
        let known = &rest[..length];
        after_place = length > 0 && length == place || known == "中共" || character == '、';
        if length > 0 {
            push_words(&title[start..at], &dictionary, &mut tokens);
            tokens.push(known);
            start = at + length;
        }
        at += length.max(character.len_utf8());
    }
    push_words(&title[start..], &dictionary, &mut tokens);
    tokens
}

/// Adds the words of the dictionary.
fn push_words<'t>(text: &'t str, dictionary: &WordSegmenterBorrowed<'_>, words: &mut Vec<&'t str>) {
    let mut start = 0;
    for end in dictionary.segment_str(text).filter(|end| *end > 0) {
        words.push(&text[start..end]);
        start = end;
    }
}

/// The length of the longest term or phrase that a text begins with. A long phrase, such as the
/// name of an organ, may have to be broken.
fn term_length(text: &str, phrases: &[String]) -> usize {
    let found = terms::terms().filter(|term| text.starts_with(term)).map(str::len);
    let own = phrases.iter().filter(|phrase| phrase.len() <= LONGEST_TERM);
    let own = own.filter(|phrase| text.starts_with(phrase.as_str())).map(String::len);
    let governed = ["全面依法治", "依法治"].into_iter().filter_map(|start| {
        let place = text.strip_prefix(start)?.chars().next().filter(|c| GOVERNED.contains(*c))?;
        let rest = &text[start.len() + place.len_utf8()..];
        let committee = if rest.starts_with("委员会") { "委员会".len() } else { 0 };
        Some(start.len() + place.len_utf8() + committee)
    });
    found.chain(own).chain(governed).max().unwrap_or(0)
}

/// The length of an ordinal that a text begins with, and of what it counts: 第3季度, 第三季度.
fn ordinal_length(text: &str) -> usize {
    let Some(number) = text.strip_prefix('第') else { return 0 };
    let length = match latin_length(number) {
        0 => {
            let rest = number.trim_start_matches(|c| NUMERALS.contains(c));
            number.len() - rest.len() + counted_length(rest)
        }
        latin => latin,
    };
    if length == 0 { 0 } else { text.len() - number.len() + length }
}

/// The length of what a number counts, where a text begins with it.
fn counted_length(text: &str) -> usize {
    COUNTED.split(' ').filter(|word| text.starts_with(word)).map(str::len).max().unwrap_or(0)
}

/// Digits and Latin letters.
fn is_latin(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

/// The length of a number or a Latin run that a text begins with, and of what it counts or is a
/// part of: 2024年度, GB/T 9704—2012, 2021—2025年, 12345政务服务便民热线.
fn latin_length(text: &str) -> usize {
    if !text.starts_with(is_latin) {
        return 0;
    }
    let mut characters = text.char_indices().peekable();
    let mut length = 0;
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let joins =
            is_latin(character) || character.is_ascii_punctuation() && !"()".contains(character);
        // GB/T 9704—2012
        let parts = "—–·".contains(character) && next.is_some_and(is_latin)
            || character == ' ' && next.is_some_and(|c| c.is_ascii_digit());
        if !joins && !parts {
            break;
        }
        length = at + character.len_utf8();
    }
    let rest = &text[length..];
    if text[..length].ends_with(|c: char| c.is_ascii_digit()) {
        let counted = counted_length(rest);
        if counted > 0 {
            return length + counted;
        }
    }
    length + named_length(rest)
}

/// The length of a name that a text begins with and one of [`NAMED`] ends.
fn named_length(text: &str) -> usize {
    let near = text.char_indices().take(NAME_CHARACTERS + 1);
    let is_name = |c: char| !CLOSING.contains(c) && !OPENING.contains(c) && !"的和与及".contains(c);
    let reach = near.take_while(|(_, c)| is_name(*c)).last();
    let reach = reach.map_or(0, |(at, c)| at + c.len_utf8());
    let name = &text[..reach];
    let ends = NAMED.iter().filter_map(|noun| name.find(noun).map(|at| at + noun.len()));
    let Some(mut end) = ends.min() else { return 0 };
    // 热线平台
    while let Some(noun) = NAMED.iter().find(|noun| name[end..].starts_with(**noun)) {
        end += noun.len();
    }
    end
}

/// The length of the name of a place that a text begins with, and of the committee that is named
/// after it in one character: 洛江区, 示例区委.
fn place_length(text: &str) -> usize {
    let mut name = text.char_indices().take(PLACE_CHARACTERS).take_while(|(_, c)| is_han(*c));
    if name.next().is_none_or(|(_, first)| PLACES.contains(first)) {
        return 0;
    }
    let found = name.find(|(at, c)| PLACES.contains(*c) || text[*at..].starts_with("街道"));
    let Some((at, last)) = found else { return 0 };
    let mut end = at + if PLACES.contains(last) { last.len_utf8() } else { "街道".len() };
    // 泉州市, 河市镇
    if text[end..].starts_with(|c| PLACES.contains(c))
        && !NO_PLACE.contains(next_but_one(text, end))
    {
        end += last.len_utf8();
    }
    let rest = &text[end..];
    if rest.starts_with(|c| NO_PLACE.contains(c)) {
        return 0;
    }
    let committee = rest.starts_with('委') && !rest.starts_with("委员");
    end + if committee { '委'.len_utf8() } else { 0 }
}

/// The character after the next one; a blank where there is none.
fn next_but_one(text: &str, at: usize) -> char {
    text[at..].chars().nth(1).unwrap_or(' ')
}

/// Puts marks to the words that they belong to.
fn attach_marks<'t>(title: &'t str, words: Vec<&'t str>) -> Vec<&'t str> {
    let mut bounds = vec![0];
    let mut at = 0;
    for word in words {
        at += word.len();
        let (before, after) = title.split_at(at);
        let opens = before.ends_with(|c| OPENING.contains(c));
        let closes = after.starts_with(|c| CLOSING.contains(c));
        let blank = after.starts_with(' ');
        if !(opens || closes || blank) || after.is_empty() {
            bounds.push(at);
        }
    }
    bounds.windows(2).map(|pair| &title[pair[0]..pair[1]]).collect()
}

/// The end of an organ's name, which says little alone.
fn is_office(word: &str) -> bool {
    word.starts_with("委员会") || word == "办公室" || word == "办公厅"
}

/// What a line end between two words costs.
fn joint_cost(before: &str, after: &str) -> usize {
    let single = |word: &str| word.chars().count() == 1;
    if STAY_WITH_NEXT.contains(&before) || STAY_WITH_PREVIOUS.contains(&after) {
        200
    } else if before.ends_with(['、', '，', '；', '：']) {
        20
    } else if after == "关于" {
        0
    } else if single(before) && single(after) {
        ONE_WORD
    } else if single(before) || single(after) || is_office(after) {
        60
    } else if before.ends_with('年') || before.ends_with("年度") {
        90
    } else {
        40
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(title: &str) -> String {
        let phrases = ["法治政府建设", "中共示例市示例区委全面依法治区委员会办公室"];
        let phrases = phrases.map(str::to_owned);
        words(title, &phrases).iter().map(|word| word.text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn terms_places_and_numbers_with_what_they_count_are_words() {
        for title in [
            "中共|示例市|示例区委|全面依法治区委员会|办公室|关于|2024年|法治政府建设|情况|的|报告",
            "示例市|示例区|人民政府|关于|12345政务服务便民热线|2024年|运行情况|的|报告",
            "泉州市|洛江区|河市镇|人民政府|关于|第3季度|行政处罚|案件|办理情况|的|报告",
            "示例省|示例市|市场监督管理局|关于|AI政务服务平台|建设情况|的|报告",
            "示例市|民政局|关于|执行|GB/T 9704—2012|情况|的|报告",
            "新疆维吾尔自治区|示例自治州|人民政府|关于|2021—2025年|规划|实施情况|的|报告",
            "示例市|示例区|第三季度|行政处罚|案件|情况|通报",
            "示例区委、|示例区|人民政府|关于|“1+N”|政策|体系|的|报告",
            "主要指标|数据|一览表",
        ] {
            assert_eq!(shown(&title.replace('|', "")), title);
        }
    }

    #[test]
    fn no_text_breaks_the_words() {
        for title in
            ["", " ", "第", "《", "》》》", "2024", "W W  W", "示", "关于关于", "—…—", "１２３"]
        {
            assert_eq!(words(title, &[]).iter().map(|word| word.text).collect::<String>(), title);
        }
    }
}
