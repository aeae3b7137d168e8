//! Habits of official writing that a program can hold a text to: punctuation (GB/T 15834),
//! numerals (GB/T 15835), and no request inside a report.
//!
//! One function a habit; each gives the places where it is broken and what to write there.
//! Left alone are placeholders, phrases under 照录, and what is quoted: inside 《…》 all but the
//! marks of an inner title, inside “…” how numbers are written.

use std::ops::Range;

use super::{MOST_PLACES, Passage, Room, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::number::Approx;
use crate::prose::{Form, Placeholder};
use crate::text::is_han;

/// A place where a habit is broken.
#[derive(Debug, Clone, PartialEq)]
struct Slip {
    code: Code,
    /// Bytes of the text.
    range: Range<usize>,
    /// What to write there; none where it is to go.
    correction: Option<String>,
}

/// A number as the text gives it, typed or by a placeholder.
#[derive(Debug)]
struct Count {
    range: Range<usize>,
    /// It is printed with 约, 多 or the like of its own.
    approximate: bool,
    /// 多 or 余 right after it belongs to it: not when its unit stands between.
    bare: bool,
}

impl Room<'_> {
    /// One warning a habit; `spared` are the phrases under 照录.
    pub(super) fn habits(
        &self,
        passage: Passage<'_>,
        placeholders: &[&Placeholder],
        spared: &[Range<usize>],
    ) -> Findings {
        // What could not be read as it stands is told already.
        if self.context.submissions.unread.overlaps(passage.text.span) {
            return Findings::new();
        }
        let value = passage.text.value.as_str();
        let counts = placeholders.iter().filter_map(|placeholder| self.count(placeholder));
        let mut slips = slips(value, counts.collect());
        slips.retain(|slip| {
            let start = slip.range.start;
            !spared.iter().any(|spared| spared.contains(&start))
                && !placeholders.iter().any(|placeholder| {
                    // One that is approximate twice may begin with the placeholder itself.
                    placeholder.range.contains(&start) && placeholder.range.start < start
                })
        });
        slips.sort_by_key(|slip| (slip.code, slip.range.start));
        let habits = slips.chunk_by(|one, next| one.code == next.code);
        habits.filter_map(|slips| self.broken(slips, passage)).collect()
    }

    fn count(&self, placeholder: &Placeholder) -> Option<Count> {
        if placeholder.form == Form::Change {
            return None;
        }
        let number = self.ledger.line(&placeholder.name)?.number()?;
        Some(Count {
            range: placeholder.range.clone(),
            approximate: number.quantity.approx != Approx::Exact,
            bare: placeholder.form == Form::Number,
        })
    }

    /// All places of one text where one habit is broken, told together.
    fn broken(&self, slips: &[Slip], passage: Passage<'_>) -> Option<Diagnostic> {
        let code = slips.first()?.code;
        let mut told = Diagnostic::new(code, code.title());
        let mut corrections: Vec<String> = Vec::new();
        for slip in slips.iter().take(MOST_PLACES) {
            let span = self.locate(passage, &slip.range);
            let Some(right) = &slip.correction else {
                told = told.at(span, "");
                continue;
            };
            let wrong = passage.text.value.get(slip.range.clone()).unwrap_or_default();
            let (wrong, right) = match right.starts_with('“') {
                true => (format!("{wrong} "), format!(" {right}")),
                false => (format!("“{wrong}”"), format!("“{right}”")),
            };
            told = told.at(span, format!("写作{right}"));
            let correction = format!("{wrong}改为{right}");
            if !corrections.contains(&correction) {
                corrections.push(correction);
            }
        }
        let told = match basis(code) {
            Some(basis) => told.note("依据", basis),
            None => told,
        };
        Some(match corrections.is_empty() {
            true => told.help("删去这句话；要请示的事项另行行文"),
            false => told.help(corrections.join("；")),
        })
    }
}

/// The standard that a habit comes from.
fn basis(code: Code) -> Option<&'static str> {
    match code {
        Code::E0711 | Code::E0712 | Code::E0713 | Code::E0714 => {
            Some("GB/T 15834—2011《标点符号用法》")
        }
        Code::E0715 => Some("GB/T 9704—2012 第7.3.3条：结构层次序数依次为一、（一）1.（1）"),
        Code::E0716 => Some("GB/T 9704—2012 第7.2.5条：年份用六角括号，序号不加“第”，不编虚位"),
        Code::E0717 | Code::E0718 | Code::E0720 => Some("GB/T 15835—2011《出版物上数字用法》"),
        Code::E0719 => Some("GB/T 15834—2011：起止的年份之间用一字线“—”"),
        Code::E0722 => {
            Some("《党政机关公文处理工作条例》第十五条：不得在报告等非请示性公文中夹带请示事项")
        }
        _ => None,
    }
}

/// All slips of a text, in no order; `given` are the numbers that placeholders print.
fn slips(value: &str, given: Vec<Count>) -> Vec<Slip> {
    let text = Text::new(value);
    let mut slips = marks(&text);
    slips.extend(inner_titles(&text));
    slips.extend(runs(&text));
    slips.extend(ordinals(&text));
    slips.extend(document_numbers(&text));
    slips.extend(padded_dates(&text));
    slips.extend(years_in_words(&text));
    slips.extend(spans_of_years(&text));
    slips.extend(percent_ranges(&text));
    slips.extend(doubled_approximations(&text, given));
    slips.extend(requests(value));
    // The brackets of a document number, the stop of an ordinal, the dash of a span are told as
    // such.
    let whole: Vec<Range<usize>> = slips
        .iter()
        .filter(|slip| matches!(slip.code, Code::E0715 | Code::E0716 | Code::E0719 | Code::E0720))
        .map(|slip| slip.range.clone())
        .collect();
    let quoted = quoted(value);
    let inside = |slip: &Slip, mark: char| {
        quoted.iter().any(|range| {
            range.contains(&slip.range.start) && value[range.clone()].starts_with(mark)
        })
    };
    slips.retain(|slip| match slip.code {
        Code::E0711 | Code::E0713
            if whole.iter().any(|range| range.contains(&slip.range.start)) =>
        {
            false
        }
        Code::E0712 => true,
        Code::E0711 | Code::E0713 | Code::E0714 => !inside(slip, '《'),
        _ => !inside(slip, '《') && !inside(slip, '“'),
    });
    slips
}

/// A text by characters.
struct Text<'a> {
    value: &'a str,
    chars: Vec<(usize, char)>,
}

impl<'a> Text<'a> {
    fn new(value: &'a str) -> Text<'a> {
        Text { value, chars: value.char_indices().collect() }
    }

    fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a place; none beyond the ends.
    fn at(&self, place: usize) -> Option<char> {
        self.chars.get(place).map(|(_, c)| *c)
    }

    fn before(&self, place: usize) -> Option<char> {
        self.at(place.checked_sub(1)?)
    }

    fn byte(&self, place: usize) -> usize {
        self.chars.get(place).map_or(self.value.len(), |(byte, _)| *byte)
    }

    fn bytes(&self, places: Range<usize>) -> Range<usize> {
        self.byte(places.start)..self.byte(places.end)
    }

    fn get(&self, places: Range<usize>) -> &'a str {
        self.value.get(self.bytes(places)).unwrap_or_default()
    }

    /// The end of the stretch from a place on in which every character is one of a kind.
    fn run(&self, start: usize, kind: impl Fn(char) -> bool) -> usize {
        let rest = self.chars.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|(_, c)| kind(*c)).count()
    }

    fn slip(&self, code: Code, places: Range<usize>, correction: impl Into<String>) -> Slip {
        Slip { code, range: self.bytes(places), correction: Some(correction.into()) }
    }
}

/// Chinese writing, or the edge of a placeholder, which prints as such.
fn is_chinese(c: char) -> bool {
    is_han(c) || "，。；：、！？（）《》〈〉“”‘’…—{}".contains(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// E0711: half-width marks in Chinese writing.
fn marks(text: &Text<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut quote: Option<(usize, bool)> = None;
    for place in 0..text.len() {
        let Some(c) = text.at(place) else { break };
        let left = text.before(place);
        if !c.is_ascii_punctuation() && c != '\n' {
            continue;
        }
        let right = text.at(text.run(place + 1, |c| c == ' '));
        let touches = left.is_some_and(is_chinese) || right.is_some_and(is_chinese);
        let one = |place, right: &str| text.slip(Code::E0711, place..place + 1, right);
        match c {
            ',' | ':' | ';' | '?' | '!' if touches => {
                slips.push(one(
                    place,
                    match c {
                        ',' => "，",
                        ':' => "：",
                        ';' => "；",
                        '?' => "？",
                        _ => "！",
                    },
                ));
            }
            '.' if left.is_some_and(is_chinese)
                && right.is_none_or(|c| is_chinese(c) || c == '\n') =>
            {
                slips.push(one(place, "。"));
            }
            '"' => match quote.take() {
                None => quote = Some((place, touches)),
                Some((start, touched)) if touched || touches => {
                    let content = text.get(start + 1..place);
                    slips.push(text.slip(Code::E0711, start..place + 1, format!("“{content}”")));
                }
                Some(_) => {}
            },
            '(' => open.push((place, touches)),
            ')' => {
                let fellow = open.pop();
                if touches || fellow.is_some_and(|(_, touches)| touches) {
                    slips.extend(fellow.map(|(place, _)| one(place, "（")));
                    slips.push(one(place, "）"));
                }
            }
            '\n' => {
                slips.extend(
                    open.drain(..).filter(|(_, touches)| *touches).map(|(at, _)| one(at, "（")),
                );
                quote = None;
            }
            _ => {}
        }
    }
    slips.extend(
        open.iter()
            .filter(|(_, touches)| *touches)
            .map(|(at, _)| text.slip(Code::E0711, *at..*at + 1, "（")),
    );
    slips
}

/// E0712: a title inside a title stands in 〈〉, which is neither `<>` nor a second 《》.
fn inner_titles(text: &Text<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut titles: Vec<usize> = Vec::new();
    let mut angle: Option<usize> = None;
    for place in 0..text.len() {
        let pair = match text.at(place) {
            Some('《') => {
                titles.push(place);
                None
            }
            Some('》') => titles.pop().filter(|_| !titles.is_empty()),
            Some('<' | '＜') => {
                angle = Some(place);
                None
            }
            Some('>' | '＞') => angle.take(),
            Some('\n') => {
                titles.clear();
                angle = None;
                None
            }
            _ => None,
        };
        let Some(start) = pair else { continue };
        let content = text.get(start + 1..place);
        if content.chars().any(is_han) {
            slips.push(text.slip(Code::E0712, start..place + 1, format!("〈{content}〉")));
        }
    }
    slips
}

/// E0713: —— typed as hyphens. E0714: …… typed as stops, or half of it.
fn runs(text: &Text<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut place = 0;
    while let Some(c) = text.at(place) {
        let end = text.run(place, |next| next == c).max(place + 1);
        match (c, end - place) {
            ('-' | '－', 2..) => slips.push(text.slip(Code::E0713, place..end, "——")),
            ('.' | '．', 3..) | ('。', 2..) | ('…', 1) => {
                slips.push(text.slip(Code::E0714, place..end, "……"));
            }
            _ => {}
        }
        place = end;
    }
    slips
}

/// E0715: `1、` and `（一）、` at the beginning of a sentence.
fn ordinals(text: &Text<'_>) -> Vec<Slip> {
    let begins = |place: usize| {
        let before = text.chars.get(..place).unwrap_or_default();
        let last = before.iter().rev().map(|(_, c)| *c).find(|c| !matches!(c, ' ' | '\u{3000}'));
        last.is_none_or(|c| "\n。；！？".contains(c))
    };
    let ordinal = |start: usize| {
        let first = text.at(start)?;
        if is_digit(first) {
            if text.before(start).is_some_and(is_digit) {
                return None;
            }
            let end = text.run(start, is_digit);
            let follows = text.at(end + 1).is_some_and(|c| !is_digit(c));
            return (end - start <= 2 && text.at(end) == Some('、') && follows).then(|| {
                text.slip(Code::E0715, start..end + 1, format!("{}.", text.get(start..end)))
            });
        }
        if !matches!(first, '(' | '（') {
            return None;
        }
        let end = text.run(start + 1, |c| is_digit(c) || is_numeral(c));
        let number = text.get(start + 1..end);
        let closed = matches!(text.at(end)?, ')' | '）') && (1..=3).contains(&(end - start - 1));
        (closed && matches!(text.at(end + 1)?, '、' | '，' | '.' | '．' | ','))
            .then(|| text.slip(Code::E0715, start..end + 2, format!("（{number}）")))
    };
    let found = (0..text.len()).filter_map(|place| Some((place, ordinal(place)?)));
    found.filter(|(place, _)| begins(*place)).map(|(_, slip)| slip).collect()
}

/// E0716: the year of a document number stands in 〔〕, its serial bare.
fn document_numbers(text: &Text<'_>) -> Vec<Slip> {
    let read = |start: usize| {
        if !"[(（【［〔".contains(text.at(start)?) || !text.before(start).is_some_and(is_han) {
            return None;
        }
        let year_end = text.run(start + 1, is_digit);
        if year_end != start + 5 || !"])）】］〕".contains(text.at(year_end)?) {
            return None;
        }
        let serial_start = text.run(year_end + 1, |c| c == '第');
        let end = text.run(serial_start, is_digit);
        let serial = text.get(serial_start..end).trim_start_matches('0');
        if serial.is_empty() || text.at(end) != Some('号') {
            return None;
        }
        let right = format!("〔{}〕{serial}号", text.get(start + 1..year_end));
        (right != text.get(start..end + 1)).then(|| text.slip(Code::E0716, start..end + 1, right))
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0717: 02月, 05日.
fn padded_dates(text: &Text<'_>) -> Vec<Slip> {
    let read = |start: usize| {
        let padded = text.at(start) == Some('0')
            && text.at(start + 1).is_some_and(is_digit)
            && matches!(text.at(start + 2), Some('月' | '日'))
            && !text.before(start).is_some_and(|c| is_digit(c) || c == '.');
        padded.then(|| text.slip(Code::E0717, start..start + 3, text.get(start + 1..start + 3)))
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0718: 二〇二五年 in a text that also writes 2025年.
fn years_in_words(text: &Text<'_>) -> Vec<Slip> {
    let is_year = |start: usize, kind: fn(char) -> bool| {
        !text.before(start).is_some_and(kind)
            && text.run(start, kind) == start + 4
            && text.at(start + 4) == Some('年')
    };
    if !(0..text.len()).any(|start| is_year(start, is_digit)) {
        return Vec::new();
    }
    let digit = |c: char| match c {
        '○' | '零' => Some(0),
        _ => "〇一二三四五六七八九".chars().position(|known| known == c),
    };
    let words =
        (0..text.len()).filter(|start| is_year(*start, |c| "〇○零一二三四五六七八九".contains(c)));
    words
        .map(|start| {
            let digits = text.get(start..start + 4).chars().filter_map(digit);
            let year: String = digits.map(|digit| digit.to_string()).collect();
            text.slip(Code::E0718, start..start + 5, format!("{year}年"))
        })
        .collect()
}

/// E0719: `2024-2025年`.
fn spans_of_years(text: &Text<'_>) -> Vec<Slip> {
    let read = |start: usize| {
        if text.before(start).is_some_and(is_digit) || text.run(start, is_digit) != start + 4 {
            return None;
        }
        let dash = text.run(start + 4, |c| c == '年').min(start + 5);
        let next = text.run(dash, |c| "-－–—―~～".contains(c));
        let end = text.run(next, is_digit);
        let is_span = next > dash && end == next + 4 && text.at(end) == Some('年');
        (is_span && text.get(dash..next) != "—").then(|| {
            let right = format!("{}—{}年", text.get(start..dash), text.get(next..end));
            text.slip(Code::E0719, start..end + 1, right)
        })
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0720: `10—20%`.
fn percent_ranges(text: &Text<'_>) -> Vec<Slip> {
    let is_decimal = |c: char| is_digit(c) || c == '.';
    let read = |start: usize| {
        if text.before(start).is_some_and(is_decimal) || !text.at(start).is_some_and(is_digit) {
            return None;
        }
        let first = text.run(start, is_decimal);
        let next = text.run(first, |c| "-－–—~～至到".contains(c));
        let end = text.run(next, is_decimal);
        let is_range = next > first && end > next && matches!(text.at(end), Some('%' | '％'));
        is_range.then(|| {
            let dash = text.get(first..next);
            let dash = if dash == "至" || dash == "到" { dash } else { "—" };
            let right = format!("{}%{dash}{}%", text.get(start..first), text.get(next..end));
            text.slip(Code::E0720, start..end + 1, right)
        })
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0721: 约100多, 近30余, 约 before a figure that prints as 约1.1亿元.
fn doubled_approximations(text: &Text<'_>, given: Vec<Count>) -> Vec<Slip> {
    const BEFORE: [&str; 9] = ["大约", "将近", "接近", "超过", "约", "近", "超", "逾", "大概"];
    // Words that merely end like one of these.
    const OTHER_WORDS: [&str; 32] = [
        "节约", "签约", "预约", "履约", "合约", "违约", "制约", "特约", "民约", "公约", "乡约",
        "契约", "条约", "续约", "解约", "缔约", "毁约", "守约", "邀约", "集约", "简约", "最近",
        "附近", "临近", "邻近", "就近", "靠近", "贴近", "走近", "相近", "赶超", "反超",
    ];
    let mut counts = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let end = text.run(place, |c| is_digit(c) || c == '.');
        let inside = |count: &Count| count.range.contains(&text.byte(place));
        if end > place && !given.iter().any(inside) {
            let end = text.run(end, |c| "十百千万亿".contains(c));
            let range = text.bytes(place..end);
            counts.push(Count { range, approximate: false, bare: true });
        }
        place = end.max(place + 1);
    }
    let read = |count: Count| {
        let (head, tail) = (&text.value[..count.range.start], &text.value[count.range.end..]);
        let before = BEFORE.iter().find(|word| head.ends_with(**word));
        let before = before.filter(|_| !OTHER_WORDS.iter().any(|word| head.ends_with(word)));
        let after = after(tail, count.bare);
        let words = [before.is_some(), after.is_some(), count.approximate];
        if words.iter().filter(|given| **given).count() < 2 {
            return None;
        }
        let start = count.range.start - before.map_or(0, |word| word.len());
        let (skipped, word) = after.unwrap_or((0, ""));
        let number = &text.value[count.range.clone()];
        // One word stays: the figure's own, or else the one after.
        let right = match count.approximate {
            true => format!("{number}{}", &tail[..skipped]),
            false => format!("{number}{}{word}", &tail[..skipped]),
        };
        let range = start..count.range.end + skipped + word.len();
        Some(Slip { code: Code::E0721, range, correction: Some(right) })
    };
    given.into_iter().chain(counts).filter_map(read).collect()
}

/// An approximating word behind a number: how many bytes come before it, and the word.
fn after(tail: &str, bare: bool) -> Option<(usize, &'static str)> {
    let at_once = ["多", "余"].into_iter().find(|word| bare && tail.starts_with(word));
    if let Some(word) = at_once {
        return Some((0, word));
    }
    // 100件左右: a unit of up to three characters may stand between.
    let units = tail
        .char_indices()
        .take(4)
        .take_while(|&(at, _)| tail[..at].chars().all(|c| is_han(c) || matches!(c, '%' | '％')));
    units.map(|(at, _)| at).find_map(|at| {
        let mut words = ["左右", "上下"].into_iter();
        let word = words.find(|word| tail[at..].starts_with(word))?;
        // 上下联动, 左右协同 are other words.
        let next = tail[at + word.len()..].chars().next();
        let ends = next.is_none_or(|c| !is_han(c) || "的浮波不即完可".contains(c));
        ends.then_some((at, word))
    })
}

/// E0722: a report asks its reader for nothing. A request ends its clause, as 请予审批 does;
/// 申请审批, 提请批准逮捕, 报请批准后 are told of, not asked.
fn requests(value: &str) -> Vec<Slip> {
    const ALWAYS: [&str; 3] = ["妥否", "当否", "特此请示"];
    const ASKED: [&str; 8] =
        ["审议批准", "审核批准", "批示", "批复", "批准", "审批", "审示", "批转"];
    let always = ALWAYS.iter().flat_map(|word| value.match_indices(word));
    let always = always.map(|(at, word)| at..at + word.len());
    let asked = value.match_indices('请').filter_map(|(start, please)| {
        if value[..start].ends_with(['申', '提', '报', '呈', '邀', '聘', '函', '约']) {
            return None;
        }
        let rest = &value[start + please.len()..];
        let object = ["予以", "予", "领导"].iter().find_map(|word| rest.strip_prefix(word));
        let object = object.unwrap_or(rest);
        let after = ASKED.iter().find_map(|word| object.strip_prefix(word))?;
        let ends = !after.starts_with(is_han)
            || ["为盼", "为荷", "执行", "实施", "印发", "各"]
                .iter()
                .any(|word| after.starts_with(word));
        ends.then(|| start..value.len() - after.len())
    });
    always.chain(asked).map(|range| Slip { code: Code::E0722, range, correction: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `code wrong→right` of every slip.
    fn found(text: &str) -> String {
        let mut slips = slips(text, Vec::new());
        slips.sort_by_key(|slip| (slip.range.start, slip.code));
        let shown = slips.iter().map(|slip| {
            let right = slip.correction.as_deref().unwrap_or_default();
            format!("{} {}→{right}", slip.code.name(), &text[slip.range.clone()])
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_habit_is_seen_and_mended() {
        for (text, expected) in [
            ("受理,审结:甲", "E0711 ,→， E0711 :→："),
            ("工作.全年", "E0711 .→。"),
            ("{{甲}},{{乙}}", "E0711 ,→，"),
            ("村(社区)和甲(A)", "E0711 (→（ E0711 )→） E0711 (→（ E0711 )→）"),
            ("\"枫桥经验\"好", "E0711 \"枫桥经验\"→“枫桥经验”"),
            ("《贯彻<办法>意见》", "E0712 <办法>→〈办法〉"),
            ("《贯彻《办法》意见》", "E0712 《办法》→〈办法〉"),
            ("身边--定心丸", "E0713 --→——"),
            ("等等...后", "E0714 ...→……"),
            ("等等。。。", "E0714 。。。→……"),
            ("等…后", "E0714 …→……"),
            ("1、加强领导。2、抓好落实", "E0715 1、→1. E0715 2、→2."),
            ("（一）、加强", "E0715 （一）、→（一）"),
            ("(2)、加强", "E0715 (2)、→（2）"),
            ("国办发[2023]27号", "E0716 [2023]27号→〔2023〕27号"),
            ("国办发（2023）第027号", "E0716 （2023）第027号→〔2023〕27号"),
            ("2025年02月03日", "E0717 02月→2月 E0717 03日→3日"),
            ("二〇二五年和2024年", "E0718 二〇二五年→2025年"),
            ("2024-2025年", "E0719 2024-2025年→2024—2025年"),
            ("2024年～2025年", "E0719 2024年～2025年→2024年—2025年"),
            ("提高10—20%", "E0720 10—20%→10%—20%"),
            ("1.5至2.5％", "E0720 1.5至2.5％→1.5%至2.5%"),
            ("约100多家", "E0721 约100多→100多"),
            ("近3万余人", "E0721 近3万余→3万余"),
            ("约100件左右", "E0721 约100件左右→100件左右"),
            ("近20件上下，约5天左右完成", "E0721 近20件上下→20件上下 E0721 约5天左右→5天左右"),
            ("2021--2025年", "E0719 2021--2025年→2021—2025年"),
            ("提高10--20%", "E0720 10--20%→10%—20%"),
            ("以上报告，妥否，请批示", "E0722 妥否→ E0722 请批示→"),
            ("请予审批。特此请示。恳请批准为盼", "E0722 请予审批→ E0722 特此请示→ E0722 请批准→"),
            ("以上意见请批转各地执行", "E0722 请批转→"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn right_writing_is_left_alone() {
        for text in [
            "受理1,661件，上午9:30，比例3:1，见 http://a.cn/b.html",
            "A, B (C) d; \"quoted\"",
            "《贯彻落实〈办法〉实施意见》",
            "省、市——全区……等",
            "1.加强领导。2.抓好落实；（一）压实责任。1、2号楼",
            "国办发〔2023〕27号，（2024）第5期",
            "2025年2月3日、10月20日、0.5日",
            "二〇二五年二月",
            "2024—2025年，2024年—2025年，2024-2025学年",
            "10%—20%，10至20件",
            "约100家，100多家，近3年来，节约100多万元，最近30余人",
            "请示办理、批示精神，请批示件登记，以上报告请予审议",
            "行政许可申请审批，提请批准逮捕，报请批准后，依申请批复，经申请批准。",
            "村规民约30余份、续约20余家、就近30余人",
            "近30个部门上下协同，约20家左右联动，近10个项目上下功夫",
            "《甲--乙,丙...》，“1、2024-2025年，约100多家，请批示”",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }

    #[test]
    fn a_word_before_an_approximate_figure_doubles_it() {
        let told = |text: &str, approximate, bare| {
            let end = text.find("}}").unwrap_or_default() + 2;
            let range = text.find("{{").unwrap_or_default()..end;
            let slips = slips(text, vec![Count { range, approximate, bare }]);
            slips.into_iter().filter_map(|slip| slip.correction).collect::<Vec<_>>()
        };
        assert_eq!(told("约{{金额}}", true, false), ["{{金额}}"]);
        assert_eq!(told("{{金额}}左右", true, false), ["{{金额}}"]);
        assert_eq!(told("约{{数|数}}多家", false, true), ["{{数|数}}多"]);
        assert_eq!(told("约{{数}}", false, false), [""; 0]);
        assert_eq!(told("{{金额}}多部门", true, false), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[-0-9年月日,.:;()（）<>《》“”、。…一二〇%约近多余左右 \n]{0,24}|.{0,16}") {
            for slip in slips(&text, Vec::new()) {
                proptest::prop_assert!(text.get(slip.range).is_some());
            }
        }
    }
}
