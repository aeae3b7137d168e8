//! Whether two forms of a report say the same, and where they begin to differ.
//!
//! Blanks and the ends of lines count for nothing: each form breaks its lines in its own way.

use super::piece::{Form, Spot};

/// Characters of the words that are shown where texts differ.
const SHOWN: usize = 16;

/// Characters of what stands before them.
const BEFORE: usize = 6;

/// Digits and marks by which a number is followed; a longer one is cut.
const NUMBER: usize = 24;

/// Characters by which the beginning of a report is found in a form that has more before it: the
/// red head begins as the title does, so the longest are tried first.
const BEGINNINGS: [usize; 4] = [24, 12, 6, 2];

/// Where a form differs from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// Where in the other form, and where in this one; the last place where a text ends before.
    pub(super) spots: (Option<Spot>, Option<Spot>),
    /// Which piece of the other form it is.
    pub(super) piece: Option<usize>,
    /// How many characters of that piece, without blanks, are the same.
    pub(super) offset: usize,
    /// The last words before it, which are the same in both.
    pub(super) before: String,
    /// The words of the other form from there on; a number whole.
    pub(super) expected: String,
    /// The words of this one.
    pub(super) found: String,
}

/// The characters of a form, each with its piece.
struct Stream {
    characters: Vec<char>,
    pieces: Vec<usize>,
}

impl Stream {
    fn of(form: &Form) -> Stream {
        let (mut characters, mut pieces) = (Vec::new(), Vec::new());
        for (at, piece) in form.pieces.iter().enumerate() {
            for character in piece.text.chars().filter(|c| !c.is_whitespace()) {
                characters.push(character);
                pieces.push(at);
            }
        }
        Stream { characters, pieces }
    }

    fn from(&self, at: usize) -> &[char] {
        self.characters.get(at..).unwrap_or_default()
    }

    fn words(&self, at: usize) -> String {
        self.from(at).iter().take(SHOWN).collect()
    }

    /// The words between two places.
    fn between(&self, from: usize, to: usize) -> String {
        self.characters.get(from..to).unwrap_or_default().iter().collect()
    }

    /// Where the first piece of a head begins that stands nowhere in another one.
    fn lone_piece(&self, head: &[char], other: &[char]) -> Option<usize> {
        let mut begin = 0;
        let of_head = self.pieces.get(..head.len())?;
        while let Some(piece) = of_head.get(begin) {
            let end = of_head.partition_point(|at| at <= piece);
            let words = head.get(begin..end)?;
            if !other.windows(words.len()).any(|place| place == words) {
                return Some(begin);
            }
            begin = end;
        }
        None
    }

    fn piece(&self, at: usize) -> Option<usize> {
        self.pieces.get(at).or(self.pieces.last()).copied()
    }

    /// Where the title of a form stands, whose stream this is. Where that is not known, the other form
    /// tells what the report begins with.
    fn start(&self, form: &Form, other: &Stream, other_form: &Form) -> usize {
        if let Some(title) = form.title {
            return self.pieces.partition_point(|piece| *piece < title);
        }
        let Some(title) = other_form.title else { return 0 };
        let from = other.pieces.partition_point(|piece| *piece < title);
        let find = |length: usize| {
            let beginning = other.characters.get(from..from + length)?;
            self.characters.windows(length).position(|place| place == beginning)
        };
        BEGINNINGS.into_iter().find_map(find).unwrap_or(0)
    }
}

/// Where a form begins to differ from another one.
pub(super) fn difference(other: &Form, form: &Form) -> Option<Difference> {
    let (expected, found) = (Stream::of(other), Stream::of(form));
    let start = expected.start(other, &found, form);
    let own_start = found.start(form, &expected, other);
    let heads = ((&expected, start, other), (&found, own_start, form));
    if other.is_whole
        && form.is_whole
        && let Some(head) = head_difference(heads.0, heads.1)
    {
        return Some(head);
    }
    let (left, right) = (expected.from(start), found.from(own_start));
    let same = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let is_over = |rest: usize, is_whole: bool, is_other_whole: bool| {
        // What follows in the form that has more is none of the other's.
        rest == 0 || is_whole && !is_other_whole
    };
    if (same == left.len() || same == right.len())
        && is_over(left.len() - same, other.is_whole, form.is_whole)
        && is_over(right.len() - same, form.is_whole, other.is_whole)
    {
        return None;
    }
    let whole = start_of_number(&left[..same], same);
    let context = start_of_number(&left[..whole], whole.saturating_sub(BEFORE));
    let spot = |form: &Form, piece: Option<usize>| Some(form.pieces.get(piece?)?.spot);
    let piece = expected.piece(start + same);
    let before = expected.pieces.partition_point(|at| Some(*at) < piece);
    Some(Difference {
        spots: (spot(other, piece), spot(form, found.piece(own_start + same))),
        piece,
        offset: (start + same).saturating_sub(before),
        before: expected.between(start + context, start + whole),
        expected: expected.words(start + whole),
        found: found.words(own_start + whole),
    })
}

/// Where the number begins that has its digits up to a place; that place where none does.
pub(super) fn start_of_number(characters: &[char], place: usize) -> usize {
    let is_of_number = |c: &&char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let before = characters.get(..place).unwrap_or_default().iter().rev();
    place - before.take(NUMBER).take_while(is_of_number).count()
}

/// Where what stands above the titles differs. Of a line with two parts there, either may be read first, so
/// the pieces that differ are those of which the other head has nothing; where only one head has such a
/// piece, it is the first place at which they differ in order.
fn head_difference(
    (expected, start, other): (&Stream, usize, &Form),
    (found, own_start, form): (&Stream, usize, &Form),
) -> Option<Difference> {
    let heads = [expected.characters.get(..start)?, found.characters.get(..own_start)?];
    let sorted = heads.map(|head| {
        let mut head = head.to_vec();
        head.sort_unstable();
        head
    });
    if sorted[0] == sorted[1] {
        return None;
    }
    let begin = expected.lone_piece(heads[0], heads[1]).zip(found.lone_piece(heads[1], heads[0]));
    let (one, other_one) = begin.unwrap_or_default();
    let (left, right) = (heads[0].get(one..)?, heads[1].get(other_one..)?);
    let same = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let whole = start_of_number(left, same);
    let context = start_of_number(left, whole.saturating_sub(BEFORE));
    let spot = |form: &Form, piece: Option<usize>| Some(form.pieces.get(piece?)?.spot);
    let piece = expected.piece(one + same);
    let before = expected.pieces.partition_point(|at| Some(*at) < piece);
    Some(Difference {
        spots: (spot(other, piece), spot(form, found.piece(other_one + same))),
        piece,
        offset: (one + same).saturating_sub(before),
        before: expected.between(one + context, one + whole),
        expected: expected.words(one + whole),
        found: found.words(other_one + whole),
    })
}

#[cfg(test)]
mod tests {
    use super::super::piece::Piece;
    use super::*;

    fn form(is_whole: bool, texts: &[&str]) -> Form {
        let piece = |(at, text): (usize, &&str)| Piece {
            spot: Spot::Line(at + 1),
            text: (*text).to_owned(),
        };
        let pieces = texts.iter().enumerate().map(piece).collect();
        let title = Some(0).filter(|_| !is_whole);
        Form { pieces, is_whole, title, ..Form::default() }
    }

    #[test]
    fn forms_are_the_same_however_their_lines_are_broken() {
        let body = form(false, &["标题", "甲乙 丙", "12件"]);
        assert_eq!(difference(&body, &form(false, &["标 题甲", "乙丙1", "2件"])), None);
        let whole = form(true, &["红头", "标题", "甲乙丙", "12件", "版记"]);
        assert_eq!(difference(&body, &whole), None);
        assert_eq!(difference(&whole, &body), None);
        assert_eq!(difference(&whole, &whole), None);
    }

    #[test]
    fn the_first_difference_is_told_with_its_place() {
        let body = form(false, &["标题", "甲乙丙", "12件"]);
        let place = |found: &Form| {
            let difference = difference(&body, found).unwrap();
            (difference.spots.1, difference.expected, difference.found)
        };
        let texts = |expected: &str, found: &str| (expected.to_owned(), found.to_owned());
        for (is_whole, texts_of, line, (expected, found)) in [
            (false, ["标题", "甲乙丙", "13件"].as_slice(), 3, texts("12件", "13件")),
            (true, &["红头", "标题", "甲丙", "12件"], 3, texts("乙丙12件", "丙12件")),
            (false, &["标题", "甲乙丙"], 2, texts("12件", "")),
            (true, &["红头", "标题", "甲乙丙", "1"], 4, texts("12件", "1")),
            (false, &["标题", "甲乙丙", "12件", "丁"], 4, texts("", "丁")),
        ] {
            let found_form = form(is_whole, texts_of);
            assert_eq!(
                place(&found_form),
                (Some(Spot::Line(line)), expected, found),
                "{texts_of:?}"
            );
        }
    }

    #[test]
    fn what_differs_above_the_title_is_quoted_with_the_words_about_it() {
        let told = |then: &[&str], now: &[&str]| {
            let of = |head: &[&str]| Form {
                title: Some(head.len()),
                ..form(true, &[head, &["标题", "甲乙丙"]].concat())
            };
            let found = difference(&of(then), &of(now)).unwrap();
            let line = found.spots.1.map_or_else(String::new, Spot::shown);
            format!("{line} {}|{}|{}", found.before, found.expected, found.found)
        };
        let head = ["某区人民政府文件", "区府〔2025〕3号", "签发人：张三"];
        assert_eq!(
            told(&head, &["某区人民政府文件", "签发人：张三", "区府〔2025〕13号"]),
            "第 3 行 〔2025〕|3号签发人：张三标题甲乙丙|13号标题甲乙丙"
        );
        assert_eq!(
            told(&head, &["某区人民政府文件", "区府〔2025〕3号", "签发人：李四"]),
            "第 3 行 签发人：|张三标题甲乙丙|李四标题甲乙丙"
        );
        assert_eq!(
            told(&head, &["某区人民政府文件", "区府〔2025〕3号"]),
            "第 3 行 2025〕3号|签发人：张三标题甲乙丙|标题甲乙丙"
        );
    }

    #[test]
    fn numbers_are_whole_and_have_words_before_them() {
        let told = |expected: &str, found: &str| {
            let forms = [expected, found].map(|text| form(false, &["标题", text]));
            let found = difference(&forms[0], &forms[1]).unwrap();
            (found.before, found.expected, found.found)
        };
        let texts = |all: [&str; 3]| all.map(str::to_owned).into();
        assert_eq!(
            told("受理各类矛盾纠纷783件，", "受理各类矛盾纠纷784件，"),
            texts(["各类矛盾纠纷", "783件，", "784件，"])
        );
        assert_eq!(told("共1,234.5件", "共1,234.6件"), texts(["标题共", "1,234.5件", "1,234.6件"]));
        assert_eq!(told("12件和3件", "12件和4件"), texts(["标题12件和", "3件", "4件"]));
        assert_eq!(told("甲", "甲乙"), texts(["标题甲", "", "乙"]));
    }
}
