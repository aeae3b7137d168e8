//! Characters and words that are read as digits of a figure, though none is one: O, 〇, l, ①, ，000,
//! 又五.

use super::{After, Before, FIGURE, STOP, Shown, ShownForm, is_digit, is_numeral, is_scale};

/// How far the items of a list are looked for.
const LIST: usize = 200;

/// What a Chinese numeral says which one of: 方案一, 问题二.
const NUMBERED: &str = "第周初高大再期老小其件表图之章节条款项卷册班组号院楼案型题段步点例类级区";

/// What ends in 一 or another numeral and is no number.
const OTHER_WORDS: &str = "\
    统一 唯一 专一 逐一 一一 划一 如一 单一 同一 合一 不一 归一 均一 某一 每一 这一 那一 任一 另一 五一 六一 \
    七一 八一 为一 之一 第一 其一 进一 天一 居一 无一 说一 数一 不二 无二 数二 连三 再三 下四 暮四 落四 两两";

/// Letters and circles that look like 0.
fn is_like_zero(c: char) -> bool {
    matches!(c, 'O' | 'o' | 'Ｏ' | 'ｏ' | '〇' | '○' | '◯')
}

fn is_like_digit(c: char) -> bool {
    is_like_zero(c) || matches!(c, 'l' | 'I' | 'ｌ' | 'Ｉ')
}

/// ①, Ⅳ, ㈢: numbers of other kinds, which are usually those of a list.
fn is_sign(c: char) -> bool {
    !c.is_ascii() && c.is_numeric() && !is_numeral(c) && !is_digit(c)
}

/// The signs before and after one in a list.
fn neighbours(sign: char) -> [Option<char>; 2] {
    let code = u32::from(sign);
    [code.checked_sub(1), code.checked_add(1)].map(|code| code.and_then(char::from_u32))
}

impl Before<'_> {
    /// How many characters before a figure are read as its first digits; `after` is what stands behind
    /// it.
    pub(super) fn disguised(self, figure: &Shown<'_>, after: After<'_>) -> Option<usize> {
        if figure.form == ShownForm::Change {
            return None;
        }
        let last = self.back(1)?;
        if matches!(last, '零' | '又') || is_like_zero(last) {
            let zeros = self.run(0, |c| matches!(c, '零' | '又') || is_like_zero(c));
            if self.back(zeros + 1) == Some(FIGURE) {
                return Some(zeros);
            }
        }
        if matches!(last, '，' | ',') {
            // 一，{{…}} reads like a number in groups of three.
            let group = Before(self.0.get(..self.0.len() - 1)?);
            return group.digits().filter(|digits| *digits <= 3).map(|digits| digits + 1);
        }
        if is_sign(last) {
            return (!self.is_of_list(last, after)).then_some(1);
        }
        // Chinese numerals that stand at the figure itself are looked at by `touch`.
        if is_like_digit(last) { self.digits() } else { None }
    }

    /// How many characters at the end are read as digits.
    fn digits(self) -> Option<usize> {
        let last = self.back(1)?;
        if last.is_ascii() || matches!(last, 'Ｏ' | 'ｏ' | 'ｌ' | 'Ｉ') {
            let run = self.run(0, |c| c.is_alphanumeric() && !is_han_or_mark(c));
            let is_number = (1..=run).all(|place| {
                self.back(place).is_some_and(|c| is_like_digit(c) || c.is_ascii_digit())
            });
            let is_like = is_like_digit(last) && !self.ends_with("O2O");
            return (is_number && is_like && !self.is_numbered(run)).then_some(run);
        }
        if last == '○' || last == '◯' {
            // At the beginning of a sentence it marks an item.
            let run = self.run(0, is_like_zero);
            let before = self.back(run + 1).unwrap_or(STOP);
            return (before.is_alphanumeric() || "，、".contains(before)).then_some(run);
        }
        if last == '〇' {
            return Some(self.run(0, is_numeral));
        }
        let run = self.run(0, is_numeral);
        let has_scale = (1..=run).any(|place| self.back(place).is_some_and(is_scale));
        let is_other = self.is_numbered(run) || self.ends_with_any(OTHER_WORDS);
        (run > 0 && !has_scale && !is_other).then(|| self.numeral()).flatten()
    }

    /// Whether a number of so many characters says which one: 类型I, 方案一.
    fn is_numbered(self, passed: usize) -> bool {
        self.back(passed + 1).is_some_and(|c| NUMBERED.contains(c))
    }

    /// Whether 一 at the end is a part of a word.
    pub(super) fn ends_in_one(self) -> bool {
        self.is_numbered(1) || self.ends_with_any(OTHER_WORDS)
    }

    /// ② and Ⅱ after a word may be one of a list, with ① or ③ near it.
    fn is_of_list(self, sign: char, after: After<'_>) -> bool {
        let near = neighbours(sign);
        let is_near = |c: char| near.contains(&Some(c));
        !self.back(2).is_some_and(char::is_alphabetic)
            || self.is_place_in_row(1)
            || self.0.iter().rev().take(LIST).any(|mark| is_near(mark.c))
            || after.0.iter().take(LIST).any(|mark| is_near(mark.c))
    }
}

/// Whether a character is no letter of the Latin alphabet.
fn is_han_or_mark(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || ('０'..='ｚ').contains(&c))
}

impl After<'_> {
    /// How many characters after a bare number are read as its last digits.
    pub(super) fn disguised(self, figure: &Shown<'_>) -> Option<usize> {
        let first = self.at(0)?;
        if figure.form != ShownForm::Number || first == FIGURE || first == STOP {
            return None;
        }
        let is_counted = |place| {
            let odd = self.at(place).is_some_and(|c| is_scale(c) || matches!(c, '多' | '余'));
            odd || self.unit_follows(place)
        };
        if !first.is_alphanumeric() && !is_like_zero(first) {
            // ，000 and 、00: no number begins with zeros.
            let digits = self.run(1, |c| is_digit(c) || is_like_zero(c) || c == '零');
            let is_zero = |c: char| matches!(c, '0' | '０' | '零') || is_like_zero(c);
            let is_group = digits >= 2
                && self.at(1).is_some_and(is_zero)
                && !self.at(1 + digits).is_some_and(|c| c.is_ascii_alphabetic());
            return is_group.then_some(1 + digits);
        }
        if is_like_digit(first) {
            let run = self.run(0, |c| is_like_digit(c) || is_digit(c));
            // What stands between two figures is told before the second.
            let is_between = self.at(run) == Some(FIGURE);
            return (!is_between && (is_counted(run) || self.ends_at(run))).then_some(run);
        }
        if is_sign(first) {
            let run = self.run(0, is_sign);
            return is_counted(run).then_some(run);
        }
        let numeral = self.run(1, |c| is_numeral(c) || is_digit(c));
        let is_added = numeral > 0 && matches!(first, '又' | '加' | '减' | '乘' | '另');
        let has_scale = (1..=numeral).any(|place| self.at(place).is_some_and(is_scale));
        // 783上万件
        let is_estimate = has_scale && "上成近数整约逾超好大小".contains(first);
        (is_added || is_estimate && is_counted(1 + numeral)).then_some(1 + numeral)
    }
}
