//! Punctuation (GB/T 15834).

use super::{Mistake, Text, is_chinese, is_digit};
use crate::diagnostic::Code;
use crate::text::is_han;

/// E0711: half-width marks in Chinese writing.
pub(super) fn marks(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
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
        let one = |place, right: &str| text.mistake(Code::E0711, place..place + 1, right);
        match c {
            ',' | ':' | ';' | '?' | '!' if touches => {
                mistakes.push(one(
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
            // A dash of an English keyboard.
            '~' if text.at(place + 1) == Some('~') && touches => {
                mistakes.push(text.mistake(Code::E0711, place..place + 2, "——"));
            }
            '~' if left == Some('~') => {}
            // From … to.
            '~' if touches || left.is_some_and(is_digit) && right.is_some_and(is_digit) => {
                mistakes.push(one(place, "～"));
            }
            '.' if left.is_some_and(is_chinese)
                && right.is_none_or(|c| is_chinese(c) || c == '\n') =>
            {
                mistakes.push(one(place, "。"));
            }
            // 24" is a measure.
            '"' if quote.is_none() && left.is_some_and(|c| c.is_ascii_digit()) => {}
            '"' => match quote.take() {
                None => quote = Some((place, touches)),
                Some((start, touched)) if touched || touches => {
                    let content = text.get(start + 1..place);
                    mistakes.push(text.mistake(
                        Code::E0711,
                        start..place + 1,
                        format!("“{content}”"),
                    ));
                }
                Some(_) => {}
            },
            '(' => open.push((place, touches)),
            ')' => {
                let fellow = open.pop();
                if touches || fellow.is_some_and(|(_, touches)| touches) {
                    mistakes.extend(fellow.map(|(place, _)| one(place, "（")));
                    mistakes.push(one(place, "）"));
                }
            }
            '\n' => {
                mistakes.extend(
                    open.drain(..).filter(|(_, touches)| *touches).map(|(at, _)| one(at, "（")),
                );
                quote = None;
            }
            _ => {}
        }
    }
    mistakes.extend(
        open.iter()
            .filter(|(_, touches)| *touches)
            .map(|(at, _)| text.mistake(Code::E0711, *at..*at + 1, "（")),
    );
    mistakes
}

/// E0712: a title inside a title stands in 〈〉, which is neither `<>` nor a second 《》. Of more than two
/// within each other the innermost is told; the others are once it is mended.
pub(super) fn inner_titles(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut titles: Vec<usize> = Vec::new();
    let mut angle: Option<usize> = None;
    // Where the last title that was told begins, and the last Chinese character stands.
    let (mut told, mut han) = (None, None);
    for place in 0..text.len() {
        let pair = match text.at(place) {
            Some('《') => {
                titles.push(place);
                None
            }
            Some('》') => titles.pop().filter(|_| !titles.is_empty()),
            Some('<' | '＜') => {
                angle = Some(place).filter(|_| !titles.is_empty());
                None
            }
            Some('>' | '＞') => angle.take(),
            Some('\n') => {
                titles.clear();
                angle = None;
                None
            }
            Some(c) if is_han(c) => {
                han = Some(place);
                None
            }
            _ => None,
        };
        let Some(start) = pair else { continue };
        if han > Some(start) && told < Some(start) {
            told = Some(start);
            let content = text.get(start + 1..place);
            mistakes.push(text.mistake(Code::E0712, start..place + 1, format!("〈{content}〉")));
        }
    }
    mistakes
}

/// E0713: —— typed with other strokes; 一一 where no verb follows; a stroke that only looks like —.
pub(super) fn dashes(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut place = 0;
    while let Some(c) = text.at(place) {
        if c == '一' {
            mistakes.extend(numeral_as_dash(text, place));
        }
        let end = text.run(place, is_stroke).max(place + 1);
        if is_stroke(c) {
            mistakes.extend(dash(text, place, end));
        }
        place = end;
    }
    mistakes
}

/// Strokes that stand for a dash, or look like one.
fn is_stroke(c: char) -> bool {
    matches!(
        c,
        '-' | '－' | '﹣' | '−' | '\u{2010}'
            ..='\u{2015}' | '⸺' | '⸻' | '─' | '━' | 'ㅡ' | '﹘' | 'ー'
    )
}

fn dash(text: &Text<'_>, place: usize, end: usize) -> Option<Mistake> {
    /// More of them draw a line across the page.
    const LONGEST: usize = 6;
    let (before, after) = (text.before(place), text.at(end));
    let run = text.get(place..end);
    let one = |right: Option<&str>| Mistake {
        code: Code::E0713,
        range: text.bytes(place..end),
        correction: right.map(str::to_owned),
    };
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match run {
        // The mark of a long vowel in a word of katakana.
        _ if before.is_some_and(|c| ('\u{30A0}'..='\u{30FF}').contains(&c)) => None,
        "ー" | "—" | "——" | "-" | "－" | "﹣" | "−" | "–" | "‐" | "‑" | "‒" => {
            None
        }
        "―" | "─" | "━" | "ㅡ" | "﹘" => Some(one(Some("—"))),
        "⸺" | "⸻" => Some(one(Some("——"))),
        _ if before.is_some_and(is_digit) && after.is_some_and(is_digit) => Some(one(Some("—"))),
        // A part of an address, an option or a name.
        _ if run.is_ascii()
            && (is_latin(before) && is_latin(after) || is_option(text, place, end)) =>
        {
            None
        }
        _ if end - place > LONGEST => Some(one(None)),
        _ => Some(one(Some("——"))),
    }
}

/// `--draft` behind a blank or a bracket.
fn is_option(text: &Text<'_>, place: usize, end: usize) -> bool {
    let begins = text.before(place).is_none_or(|c| !is_chinese(c));
    begins && text.at(end).is_some_and(|c| c.is_ascii_lowercase())
}

/// 一一 as an adverb stands before a verb. What else it stands before is taken for the second half
/// of a sentence behind a dash, which is not certain.
fn numeral_as_dash(text: &Text<'_>, place: usize) -> Option<Mistake> {
    const VERBS: &str = "对落回答解核走列登梳排整销反比说介分研办兑明细检查询记标审甄化破处通告约点\
        指作进予加给向与同为握验清签归建认征听巡督呈展道过摆交批采收讲评见应挂传逐攻上问述谈会\
        举找抓理报送复写阐辨考试测量修改补完实执推研订制定谢致赠表宣教引带领护导帮扶挑选配联\
        具陈细拜访慰叮嘱提示出发投放安布派遣调度跟盯看调配亲当现";
    let is_numeral = |c: char| {
        matches!(
            c,
            '一' | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '〇'
                | '零'
                | '○'
                | '第'
        )
    };
    let pair = text.at(place + 1) == Some('一')
        && !text.before(place).is_some_and(is_numeral)
        && !text
            .at(place + 2)
            .is_some_and(|c| is_numeral(c) || matches!(c, '年' | '月' | '日' | '号'));
    let (before, after) = (text.before(place)?, text.at(place + 2)?);
    let parts = is_han(before) || matches!(before, '”' | '》' | '）' | '}');
    let follows = is_han(after) && !VERBS.contains(after) || matches!(after, '“' | '《' | '{');
    (pair && parts && follows).then(|| Mistake {
        code: Code::E0713,
        range: text.bytes(place..place + 2),
        correction: None,
    })
}

/// E0714: …… typed as stops or dots, or half of it.
pub(super) fn ellipses(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut place = 0;
    while let Some(c) = text.at(place) {
        let kind = Dots::of(c);
        let end = match kind {
            Some(_) => text.run(place, |next| Dots::of(next) == kind),
            None => place + 1,
        };
        let count = end - place;
        let (before, after) = (text.before(place), text.at(end));
        let is_wrong = match kind {
            // Two of them on a line of their own stand for paragraphs that are left out.
            Some(Dots::Six)
                if before.is_none_or(|c| c == '\n') && after.is_none_or(|c| c == '\n') =>
            {
                !matches!(text.get(place..end), "……" | "…………")
            }
            Some(Dots::Six) => text.get(place..end) != "……",
            Some(Dots::Low) => {
                let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                count > 2 && !(is_latin(before) && is_latin(after))
            }
            Some(Dots::Stops | Dots::Raised) => count > 2,
            None => false,
        };
        if is_wrong {
            mistakes.push(text.mistake(Code::E0714, place..end, "……"));
        }
        place = end;
    }
    mistakes
}

/// Marks of which an ellipsis is typed.
#[derive(Clone, Copy, PartialEq)]
enum Dots {
    /// … and its like.
    Six,
    Low,
    Stops,
    Raised,
}

impl Dots {
    fn of(c: char) -> Option<Dots> {
        match c {
            '…' | '‥' | '⋯' => Some(Dots::Six),
            '.' | '．' => Some(Dots::Low),
            '。' => Some(Dots::Stops),
            '·' | '•' | '・' | '･' | '∙' | '⋅' | '‧' => Some(Dots::Raised),
            _ => None,
        }
    }
}
