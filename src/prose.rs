//! Prose: what departments write, plain text with `{{名称}}` and `{{名称|形式}}` in it.
//!
//! Prose is data, not a program: a placeholder names a metric and how to print it,
//! and nothing else is ever expanded.

mod beside;
mod paragraphs;
mod words;

use std::ops::Range;

pub(crate) use beside::{Part, Shown, ShownForm, Touch, touched, touches};
pub(crate) use paragraphs::{on_one_line_each, paragraphs};
pub(crate) use words::{begins_other_word, measure};

use crate::source::{Sources, Span};

/// A stretch of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Stands as it is.
    Text(&'a str),
    Placeholder(Placeholder),
}

/// `{{name|form}}`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placeholder {
    /// The metric; not yet known to be one.
    pub name: String,
    pub form: Form,
    /// `{{name|合计}}`: the sum of all departments, also in the text of one of them.
    pub total: bool,
    /// Bytes of the prose, braces included.
    pub range: Range<usize>,
}

/// How a placeholder prints its metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// `{{名称}}`: value and unit.
    Full,
    /// `{{名称|数}}`: the bare number.
    Number,
    /// `{{名称|万元}}`: in another unit of the same kind; any other word stands here too.
    Unit(String),
    /// `{{名称|同比}}`: the change on last year in the field's words.
    Change,
    /// `{{名称|占:其他名称}}`: what percentage of another metric it is.
    Share(Share),
}

/// What a share is of, and how it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Share {
    /// The metric that is the whole.
    pub whole: String,
    /// `{{名称|占:其他名称:1}}`: digits after the point; none for as many as a rate has.
    pub decimals: Option<u32>,
}

/// A placeholder that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProseFault {
    pub kind: ProseFaultKind,
    /// Bytes of the prose.
    pub range: Range<usize>,
    /// What to write instead, where it is certain.
    pub correction: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProseFaultKind {
    /// `{{` without `}}` on the same line.
    Unclosed,
    /// `{{` and `}}` on two lines.
    Broken,
    /// `}}` without `{{`.
    Unopened,
    /// `{{}}`
    Empty,
    /// `｛｛名称｝｝`, `{{名称｜数}}`, `{{{名称}}}` or `{ {名称} }`
    WrongMarks,
    /// `{名称}`
    SingleBrace,
}

/// Splits prose into text and placeholders. Faulty places stay text and are reported.
pub(crate) fn parse(text: &str) -> (Vec<Piece<'_>>, Vec<ProseFault>) {
    let mut pieces = Vec::new();
    let mut faults = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}', '｛', '｝']) {
        let open = at + found;
        let token = brace(&text[open..]);
        at = open + token.len;
        let fault = |kind, range, correction| ProseFault { kind, range, correction };
        if !token.opens {
            if token.double {
                faults.push(fault(ProseFaultKind::Unopened, open..at, None));
            }
            continue;
        }
        let Some((name, close)) = inside(text, at) else {
            if let Some(end) = broken_off(text, at).filter(|_| token.double) {
                faults.push(fault(ProseFaultKind::Broken, open..end, None));
                at = end;
            } else if token.double {
                faults.push(fault(ProseFaultKind::Unclosed, open..at, None));
            }
            continue;
        };
        let (name_end, range) = (at + name.len(), open..close.end);
        at = range.end;
        let content = name.replace('｜', "|");
        let (name, form) = match content.split_once('|') {
            Some((name, form)) => (name.trim(), Some(form.trim())),
            None => (content.trim(), None),
        };
        let written = || match form {
            Some(form) => format!("{{{{{name}|{form}}}}}"),
            None => format!("{{{{{name}}}}}"),
        };
        let double = token.double && close.double;
        let is_wrong = token.wrong || close.wrong || text[open..name_end].contains('｜');
        if name.is_empty() {
            if double {
                faults.push(fault(ProseFaultKind::Empty, range, None));
            }
        } else if !double {
            faults.push(fault(ProseFaultKind::SingleBrace, range, Some(written())));
        } else if is_wrong {
            faults.push(fault(ProseFaultKind::WrongMarks, range, Some(written())));
        } else {
            let (total, form) = match form.map(|form| (form, form.strip_prefix("合计"))) {
                Some((_, Some(""))) => (true, None),
                Some((form, Some(rest))) => match rest.trim_start().strip_prefix('|') {
                    Some(form) => (true, Some(form.trim())),
                    None => (false, Some(form)),
                },
                _ => (false, form),
            };
            let form = match form {
                None => Form::Full,
                Some("数") => Form::Number,
                Some("同比") => Form::Change,
                Some(other) => match share(other) {
                    Some(share) => Form::Share(share),
                    None => Form::Unit(other.to_owned()),
                },
            };
            push_text(&mut pieces, text, text_start..open);
            text_start = range.end;
            let name = name.to_owned();
            pieces.push(Piece::Placeholder(Placeholder { name, form, total, range }));
        }
    }
    push_text(&mut pieces, text, text_start..text.len());
    (pieces, faults)
}

/// `占:其他名称` or `占:其他名称:1`.
fn share(form: &str) -> Option<Share> {
    let rest = form.strip_prefix(SHARE)?.trim_start();
    let rest = rest.strip_prefix([':', '：'])?.trim();
    let (whole, decimals) = match rest.rsplit_once([':', '：']) {
        Some((whole, digits)) => {
            let decimals = digits.trim().parse().ok().filter(|digits| *digits <= MOST_DECIMALS);
            (whole.trim(), Some(decimals?))
        }
        None => (rest, None),
    };
    (!whole.is_empty()).then(|| Share { whole: whole.to_owned(), decimals })
}

/// The word of a share.
pub(crate) const SHARE: &str = "占";

/// Digits after the point that a share may be printed with.
const MOST_DECIMALS: u32 = 6;

/// The braces of a text outside of some ranges of it, neighbours together.
pub(crate) fn stray_braces(text: &str, spared: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut stray: Vec<Range<usize>> = Vec::new();
    let mut spared: Vec<&Range<usize>> = spared.iter().collect();
    spared.sort_by_key(|range| range.start);
    let mut next = 0;
    let mut spared_to = 0;
    for (at, brace) in text.match_indices(['{', '}', '｛', '｝']) {
        while let Some(range) = spared.get(next).filter(|range| range.start <= at) {
            spared_to = spared_to.max(range.end);
            next += 1;
        }
        let end = at + brace.len();
        match stray.last_mut() {
            _ if at < spared_to => {}
            Some(last) if last.end == at => last.end = end,
            _ => stray.push(at..end),
        }
    }
    stray
}

fn push_text<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, range: Range<usize>) {
    if !range.is_empty() {
        pieces.push(Piece::Text(&text[range]));
    }
}

/// Braces of one direction, one after another.
struct Brace {
    opens: bool,
    double: bool,
    /// Typed with a Chinese input method, three of them, or parted by blanks.
    wrong: bool,
    len: usize,
}

/// The braces that the text begins with; `{｛` and `{ {` count as a pair too.
fn brace(text: &str) -> Brace {
    let opens = text.starts_with(['{', '｛']);
    let mut brace = Brace { opens, double: false, wrong: false, len: 0 };
    let mut count = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '}' | '｛' | '｝' if matches!(c, '{' | '｛') == opens => {
                count += 1;
                brace.wrong |= matches!(c, '｛' | '｝') || at > brace.len || count > 2;
                brace.len = at + c.len_utf8();
            }
            ' ' | '\u{3000}' => {}
            _ => break,
        }
    }
    brace.double = count > 1;
    brace
}

/// A closing brace and where it ends.
struct Close {
    double: bool,
    wrong: bool,
    end: usize,
}

/// What stands between the opening brace that ends at `start` and its closing one,
/// which must come before the next opening brace and the end of the line.
fn inside(text: &str, start: usize) -> Option<(&str, Close)> {
    let rest = &text[start..];
    let end = rest.find(['{', '}', '｛', '｝', '\n'])?;
    let token = brace(&rest[end..]);
    let closes = !rest[end..].starts_with('\n') && !token.opens;
    closes.then(|| {
        (
            &rest[..end],
            Close { double: token.double, wrong: token.wrong, end: start + end + token.len },
        )
    })
}

/// The end of the closing braces on the line below, where the line of an opening one ends before them.
fn broken_off(text: &str, start: usize) -> Option<usize> {
    let braces = ['{', '}', '｛', '｝', '\n'];
    let line = start + text[start..].find(braces)?;
    let below = text[line..].strip_prefix('\n')?;
    let close = line + 1 + below.find(braces)?;
    let token = brace(&text[close..]);
    (!text[close..].starts_with('\n') && !token.opens && token.double).then_some(close + token.len)
}

/// Where a byte range of a scalar's value stands in the file it was read from. `span` is the
/// scalar's place. A value and its source differ in blanks and line breaks only, unless
/// quoted text holds escapes: then the whole scalar is meant.
pub(crate) fn locate(sources: &Sources, span: Span, value: &str, range: &Range<usize>) -> Span {
    let found = locate_all(sources, span, value, std::slice::from_ref(range));
    found.into_iter().next().unwrap_or(span)
}

/// The same for several ranges, which are in order and do not overlap.
pub(crate) fn locate_all(
    sources: &Sources,
    span: Span,
    value: &str,
    ranges: &[Range<usize>],
) -> Vec<Span> {
    let start = span.range().start;
    let found = find_in_source(sources.text(span), value, ranges);
    let mut found = found.into_iter().chain(std::iter::repeat(None));
    let mut place = |_| match found.next().flatten() {
        Some(found) => Span::new(span.file, start + found.start..start + found.end),
        None => span,
    };
    ranges.iter().map(&mut place).collect()
}

/// The ranges of a value in its source, as far as the two agree.
fn find_in_source(raw: &str, value: &str, ranges: &[Range<usize>]) -> Vec<Option<Range<usize>>> {
    let mut found = Vec::with_capacity(ranges.len());
    // The header of a block scalar (`|`, `>-`) and an opening quote are no part of the value.
    let skipped = match raw.chars().next() {
        Some('|' | '>') => raw.find('\n'),
        // A quote of the value itself would be written twice within quotes.
        Some(quote @ ('"' | '\'')) => {
            let is_own = value.starts_with(quote) && !raw[1..].starts_with(['\\', '\'']);
            Some(usize::from(!is_own))
        }
        Some(_) => Some(0),
        None => None,
    };
    let Some(skipped) = skipped else { return found };
    let mut written = raw.char_indices().filter(|&(at, c)| at >= skipped && !c.is_whitespace());
    let mut ranges = ranges.iter().peekable();
    let mut current: Option<Range<usize>> = None;
    for (at, c) in value.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        while ranges.next_if(|range| at >= range.end).is_some() {
            found.push(current.take());
        }
        let Some(range) = ranges.peek() else { return found };
        let Some((raw_at, raw_c)) = written.next().filter(|(_, raw_c)| *raw_c == c) else {
            return found;
        };
        if at >= range.start {
            let start = current.map_or(raw_at, |current| current.start);
            current = Some(start..raw_at + raw_c.len_utf8());
        }
    }
    found.push(current);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(ProseFaultKind, &str, Option<String>)> {
        let (_, faults) = parse(text);
        faults.into_iter().map(|fault| (fault.kind, &text[fault.range], fault.correction)).collect()
    }

    #[test]
    fn a_value_that_begins_with_a_quote_is_found_in_its_source() {
        let found = |raw: &str| find_in_source(raw, "\"双减\"政策", &[0..8, 8..14]);
        assert_eq!(found("\"双减\"政策\n"), [Some(0..8), Some(8..14)]);
        assert_eq!(found("'\"双减\"政策'"), [Some(1..9), Some(9..15)]);
    }

    #[test]
    fn placeholders_have_a_name_and_a_form() {
        let text = "新收{{新收数}}，{{ 金额 | 万元 }}、{{率|数}}，{{率|同比}}。";
        let (pieces, faults) = parse(text);
        assert!(faults.is_empty(), "{faults:?}");
        let shown: Vec<String> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => (*text).to_owned(),
                Piece::Placeholder(p) => format!("<{} {:?}>", p.name, p.form),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "新收",
                "<新收数 Full>",
                "，",
                "<金额 Unit(\"万元\")>",
                "、",
                "<率 Number>",
                "，",
                "<率 Change>",
                "。"
            ]
        );
        for piece in &pieces {
            if let Piece::Placeholder(p) = piece {
                assert!(text[p.range.clone()].starts_with("{{"));
                assert!(text[p.range.clone()].ends_with("}}"));
            }
        }
    }

    #[test]
    fn a_share_names_its_whole_and_perhaps_its_digits() {
        let share = |text: &str| match parse(text).0.pop() {
            Some(Piece::Placeholder(Placeholder { form: Form::Share(share), total, .. })) => {
                Some((share.whole, share.decimals, total))
            }
            _ => None,
        };
        let is = |whole: &str, decimals, total| Some((whole.to_owned(), decimals, total));
        assert_eq!(share("{{甲|占:乙}}"), is("乙", None, false));
        assert_eq!(share("{{甲·子 | 占： 乙·子 : 1 }}"), is("乙·子", Some(1), false));
        assert_eq!(share("{{甲|合计|占:乙:0}}"), is("乙", Some(0), true));
        for text in
            ["{{甲|占乙}}", "{{甲|占:}}", "{{甲|占:乙:}}", "{{甲|占:乙:7}}", "{{甲|占:乙:一}}"]
        {
            assert_eq!(share(text), None, "{text}");
        }
    }

    #[test]
    fn slips_are_told_and_stay_text() {
        use ProseFaultKind::*;
        assert_eq!(kinds("新收{{新收数，审结"), [(Unclosed, "{{", None)]);
        assert_eq!(kinds("{{甲\n乙}}丙"), [(Broken, "{{甲\n乙}}", None)]);
        assert_eq!(kinds("{{\n甲｝｝"), [(Broken, "{{\n甲｝｝", None)]);
        assert_eq!(kinds("{{甲\n\n乙}}"), [(Unclosed, "{{", None), (Unopened, "}}", None)]);
        assert_eq!(kinds("{{甲\n{{乙}}"), [(Unclosed, "{{", None)]);
        assert_eq!(kinds("{{甲{{乙}}"), [(Unclosed, "{{", None)]);
        assert_eq!(kinds("{{ }}"), [(Empty, "{{ }}", None)]);
        for (text, kind) in [
            ("｛｛甲｝｝", WrongMarks),
            ("{｛甲}}", WrongMarks),
            ("{{{甲}}}", WrongMarks),
            ("{{甲}}}", WrongMarks),
            ("{ {甲} }", WrongMarks),
            ("{甲}", SingleBrace),
            ("{{甲}", SingleBrace),
        ] {
            assert_eq!(kinds(text), [(kind, text, Some("{{甲}}".into()))]);
        }
        assert_eq!(kinds("{{甲｜数}}"), [(WrongMarks, "{{甲｜数}}", Some("{{甲|数}}".into()))]);
        assert_eq!(kinds("花括号 { 与 } 单用"), [(SingleBrace, "{ 与 }", Some("{{与}}".into()))]);
        assert!(kinds("} {").is_empty());
        let (pieces, _) = parse("甲{{乙");
        assert_eq!(pieces, [Piece::Text("甲{{乙")]);
    }

    /// The pieces put together again.
    fn whole(text: &str, pieces: &[Piece<'_>]) -> String {
        let written = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => *text,
            Piece::Placeholder(placeholder) => &text[placeholder.range.clone()],
        });
        written.collect()
    }

    #[test]
    fn every_piece_is_kept_in_order() {
        for text in ["", "甲", "{{甲}}{{乙}}", "{{{甲}}}", "}}{{", "{{甲}}}"] {
            let (pieces, _) = parse(text);
            assert_eq!(whole(text, &pieces), text);
        }
    }

    #[test]
    fn a_place_in_prose_is_found_in_the_file() {
        let mut sources = Sources::default();
        let text = "正文:\n  甲: |\n    第一行\n    第二{{乙}}行\n  丙: \"丁 戊\"\n";
        let file = sources.add("a.yaml", text);
        let block = Span::new(file, text.find('|').unwrap()..text.find("\n  丙").unwrap());
        let value = "第一行\n第二{{乙}}行\n";
        let at = value.find("{{").unwrap();
        let found = locate(&sources, block, value, &(at..at + "{{乙}}".len()));
        assert_eq!(sources.text(found), "{{乙}}");
        assert_eq!(sources.position(found).line, 4);
        let quoted = Span::new(file, text.find('"').unwrap()..text.len() - 1);
        let found = locate(&sources, quoted, "丁 戊", &(4..7));
        assert_eq!(sources.text(found), "戊");
        // Escapes: the whole scalar.
        assert_eq!(locate(&sources, quoted, "丁\t己", &(4..7)), quoted);
    }

    proptest::proptest! {
        #[test]
        fn any_prose_is_kept_whole(text in "[{}｛｝|｜甲乙 \n]{0,16}|.{0,16}") {
            let (pieces, faults) = parse(&text);
            proptest::prop_assert_eq!(&whole(&text, &pieces), &text);
            for fault in faults {
                proptest::prop_assert!(text.get(fault.range).is_some());
            }
        }
    }
}
