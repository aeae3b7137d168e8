//! What stands right beside a printed figure and changes what it says: a digit, a sign, 万, 余,
//! another unit, another figure.
//!
//! The same rules serve the texts of the data, where a placeholder stands for the figure, and the
//! composed report, where a template puts words and figures together. Blanks, line ends and marks
//! of emphasis do not part a figure from what is beside it, for they are not printed or not read.

mod about;
mod another;
mod apart;
mod change;
mod disguised;
#[cfg(test)]
mod tests;

use self::about::OTHER_ENDS;
use super::words::{COMPOUNDS, begins_other_word, is_measure, means_the_same, measure};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::kind_of_unit;
use crate::text::ascii_digit;

/// A part of a line of text, in the order in which it is printed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    Words(&'a str),
    Figure(Shown<'a>),
    /// Something that is no number: a name, a place held open.
    Other,
}

/// A number as it is printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// The name of the metric.
    pub name: &'a str,
    /// The unit of the metric.
    pub unit: &'a str,
    pub form: ShownForm<'a>,
    /// Not 约, 多 or the like.
    pub exact: bool,
    /// With 约, 多 or the like.
    pub about: bool,
}

/// What a number is printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShownForm<'a> {
    /// The bare number.
    Number,
    /// With this unit.
    Unit(&'a str),
    /// The change on last year, in words.
    Change,
}

/// Something beside a figure that does not belong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touch {
    pub kind: TouchKind,
    /// The part that is the figure.
    pub figure: usize,
    /// The part that touches it.
    pub other: usize,
    /// Its bytes there; empty where it is a figure.
    pub range: std::ops::Range<usize>,
    /// Whether it stands before the figure.
    pub before: bool,
    /// The word behind the figure that makes one slip with it, as 左右 with 约; empty where none does.
    pub with: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TouchKind {
    /// Together they are another number: `1{{…}}`, `-{{…}}`, `{{…}}万`.
    Number,
    /// 第 makes a count a place in a row.
    Ordinal,
    /// Another figure, with nothing between.
    Figure,
    /// 约 or 多 beside a value that is exact.
    Approximate,
    /// 不到, 余 or the like beside a value that has such a word already.
    AboutAgain,
    /// Words that deny or repeat the words of a change: 没有, 压减.
    Change,
    /// Words that compare a change with something else than last year: 环比.
    Base,
    /// Another unit than the metric's.
    Unit,
}

/// What is wrong with words beside a figure of a metric with this unit; without a place.
pub(crate) fn touched(touch: &Touch, name: &str, unit: &str, said: &str) -> Diagnostic {
    let side = if touch.before { "前面" } else { "后面" };
    let words = match touch.with.as_str() {
        "" => format!("“{said}”"),
        with => format!("“{said}”和“{with}”"),
    };
    match touch.kind {
        TouchKind::Number => {
            Diagnostic::new(Code::E0732, format!("“{name}”{side}的“{said}”改变了印出的数"))
                .help(format!("数只由引用印出：删去“{said}”，或者用文字、标点隔开"))
        }
        TouchKind::Ordinal => {
            Diagnostic::new(Code::E0732, format!("“{said}”把“{name}”的数变成了序数"))
                .help(format!("删去{words}；真是次序的，直接写出，如“第三次”"))
        }
        TouchKind::Figure => Diagnostic::new(Code::E0732, format!("“{name}”的数与另一个数紧挨着"))
            .help("两个数之间用文字或者标点隔开，如 {{甲}}、{{乙}}"),
        TouchKind::Approximate => {
            Diagnostic::new(Code::E0733, format!("“{name}”是准确数，{side}却写了“{said}”"))
                .help(format!("删去{words}；数本来就是概数的，把它连同概数词填在“指标”里"))
        }
        TouchKind::AboutAgain => {
            Diagnostic::new(Code::E0733, format!("“{name}”已是概数，{side}又写了“{said}”"))
                .help(format!("删去{words}；概数词随数印出"))
        }
        TouchKind::Change => Diagnostic::new(
            Code::E0727,
            format!("“{name}|同比”自己写出增减，{side}的“{said}”与它重复或者相反"),
        )
        .help(format!("删去“{said}”")),
        TouchKind::Base => {
            Diagnostic::new(Code::E0732, format!("“{name}|同比”是与上一年比，{side}却写了“{said}”"))
                .help(format!("把“{said}”改为“同比”；要与别的时候比的，另设指标"))
        }
        TouchKind::Unit if unit.is_empty() => {
            Diagnostic::new(Code::E0734, format!("“{name}”没有单位，{side}却写了“{said}”"))
                .help(format!("删去“{said}”"))
        }
        TouchKind::Unit => Diagnostic::new(
            Code::E0734,
            format!("“{name}”的单位是{unit}，{side}却写了“{said}”"),
        )
        .help(match unit {
            "%" => format!("连同“{said}”改为 {{{{{name}}}}}，单位随数印出"),
            _ => format!(
                "连同“{said}”改为 {{{{{name}}}}}，单位随数印出；要换单位的，写 {{{{{name}|单位}}}}"
            ),
        }),
    }
}

/// A number of the line, among its characters.
const FIGURE: char = '\u{FFFC}';
/// What parts: another paragraph, something that is no number.
const STOP: char = '\u{FFFD}';

/// One character of the line that counts, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Mark {
    c: char,
    part: usize,
    at: usize,
}

/// All that touches a figure of a line.
pub(crate) fn touches(parts: &[Part<'_>]) -> Vec<Touch> {
    if !parts.iter().any(|part| matches!(part, Part::Figure(_))) {
        return Vec::new();
    }
    let line = line(parts);
    let mut touches = Vec::new();
    for (place, mark) in line.iter().enumerate().filter(|(_, mark)| mark.c == FIGURE) {
        let Some(Part::Figure(figure)) = parts.get(mark.part) else { continue };
        let before = Before(line.get(..place).unwrap_or_default());
        let after = After(line.get(place + 1..).unwrap_or_default());
        let digits = |length| (TouchKind::Number, length);
        let touch = before.touch(figure).or_else(|| before.disguised(figure, after).map(digits));
        let found = touch.map(|(kind, length)| {
            let start = place.saturating_sub(length);
            (kind, true, line.get(start..place).unwrap_or_default())
        });
        let touch = after.touch(figure).or_else(|| after.disguised(figure).map(digits));
        let next = touch.map(|(kind, length)| {
            (kind, false, line.get(place + 1..=place + length).unwrap_or_default())
        });
        // 约…左右 and 第…届 are one slip each.
        let is_one_slip = |kind: TouchKind| match found {
            Some((kind_before @ (TouchKind::Approximate | TouchKind::AboutAgain), ..)) => {
                kind == kind_before
            }
            Some((TouchKind::Ordinal, ..)) => true,
            _ => false,
        };
        let (next, with) = match next {
            Some((kind, _, marks)) if is_one_slip(kind) => {
                let words = marks.iter().map(|mark| mark.c).filter(|c| *c != FIGURE);
                (None, words.collect())
            }
            next => (next, String::new()),
        };
        for (kind, before, marks) in found.into_iter().chain(next) {
            let nearest = if before { marks.last() } else { marks.first() };
            let Some(other) = nearest.map(|mark| mark.part) else { continue };
            let mut own = marks.iter().filter(|mark| mark.part == other && mark.c != FIGURE);
            let start = own.next().copied();
            let end = own.next_back().copied().or(start);
            let range = match (start, end) {
                (Some(start), Some(end)) => start.at..end.at + end.c.len_utf8(),
                _ => 0..0,
            };
            let with = if before { with.clone() } else { String::new() };
            touches.push(Touch { kind, figure: mark.part, other, range, before, with });
        }
    }
    touches
}

fn line(parts: &[Part<'_>]) -> Vec<Mark> {
    let mut line = Vec::new();
    for (part, each) in parts.iter().enumerate() {
        match each {
            Part::Figure(_) => line.push(Mark { c: FIGURE, part, at: 0 }),
            Part::Other => line.push(Mark { c: STOP, part, at: 0 }),
            Part::Words(words) => {
                let mut ended = false;
                for (at, c) in words.char_indices() {
                    match c {
                        '\n' if ended => line.push(Mark { c: STOP, part, at }),
                        '\n' => ended = true,
                        _ if c.is_whitespace() || matches!(c, '*' | '_' | '`' | '\\') => {}
                        _ => {
                            ended = false;
                            line.push(Mark { c, part, at });
                        }
                    }
                }
            }
        }
    }
    line
}

/// Digits of any script and figures such as ½ and ²; ① and Ⅲ are looked at apart.
fn is_digit(c: char) -> bool {
    ascii_digit(c).is_some()
        || matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '⁰'..='₉' | '⅐'..='⅟')
        || matches!(c, '〡'..='〩' | '٠'..='٩' | '०'..='९')
}

/// Words of time that 个 counts.
const COUNTED_TIMES: &str = "月 小时 钟头 工作日 星期 礼拜 季度 学期";

const SCALES: &str = "十百千万亿廿卅拾佰仟萬億";

fn is_scale(c: char) -> bool {
    SCALES.contains(c)
}

fn is_numeral(c: char) -> bool {
    is_scale(c) || "一二三四五六七八九零〇两壹贰叁肆伍陆柒捌玖".contains(c)
}

/// What joins the two ends of a range or the two sides of a ratio, and means a minus or 约 alone.
fn is_joint(c: char) -> bool {
    is_dash(c) || matches!(c, '—' | '至' | '到' | '/' | '／' | '∕' | '⁄' | ':' | '∶' | '比')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '﹣' | '‐' | '‑' | '‒' | '–' | '−' | '~' | '～' | '∼' | '〜' | '˜')
}

fn is_sign(c: char) -> bool {
    matches!(c, '+' | '＋' | '±' | '∓' | '≈' | '≥' | '≤' | '≧' | '≦' | '＞' | '＜' | '>' | '<')
        || matches!(c, '×' | '÷' | '✕' | '√' | '∞' | '≠' | '≯' | '≮' | '﹢')
}

fn is_point(c: char) -> bool {
    matches!(c, '.' | '．' | '·' | '•' | '‧' | '・' | ',' | '﹒' | '\'' | '’')
}

/// Words that begin like a numeral: 百姓.
const OTHER_BEGINNINGS: &str = "\
    百姓 百强 百货 百科 百日 百业 百年 千家万户 千方百计 万家 万户 万众 万事 万里 万物 万亩 \
    百家 百村 百企 百城 百园 百项 百场 千企 千村 千名 千里 万名 万企 万村 万人 十大 十佳 十强 \
    一般 一律 一致 一是 一步 一批 一并 一律 一体 一直 一些 一定 一次 一年 一个 一线 一站 一网";

/// What stands before a figure.
#[derive(Clone, Copy)]
struct Before<'l>(&'l [Mark]);

impl Before<'_> {
    /// The character so many places before the figure, from 1.
    fn back(self, places: usize) -> Option<char> {
        let place = self.0.len().checked_sub(places)?;
        self.0.get(place).map(|mark| mark.c)
    }

    fn ends_with(self, word: &str) -> bool {
        word.chars().rev().zip(1..).all(|(c, places)| self.back(places) == Some(c))
    }

    fn ends_with_any(self, words: &str) -> bool {
        words.split_whitespace().any(|word| self.ends_with(word))
    }

    /// How many characters before those already passed are such.
    fn run(self, passed: usize, is: impl Fn(char) -> bool) -> usize {
        (passed + 1..).take_while(|&places| self.back(places).is_some_and(&is)).count()
    }

    fn touch(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        // The words of a change stand between.
        if figure.form == ShownForm::Change {
            return self.change().or_else(|| self.approximate(figure));
        }
        let last = self.back(1)?;
        let prior = self.back(2).unwrap_or(STOP);
        let number = |length| Some((TouchKind::Number, length));
        let digits = self.run(1, is_digit);
        let after_number = digits > 0 || prior == FIGURE;
        match last {
            _ if is_digit(last) => {
                let run = self.run(0, |c| is_digit(c) || is_point(c) || is_scale(c));
                return number(run);
            }
            // A point before a number makes it a fraction, unless it ends an abbreviation.
            '.' | '．' if !prior.is_ascii_alphabetic() => return number(1 + digits),
            _ if is_point(last) && after_number => return number(1 + digits),
            // 1，{{…}} reads like a number in groups of three.
            '，' if (1..=3).contains(&digits) && !self.is_place_in_row(1 + digits) => {
                return number(1 + digits);
            }
            '点' if after_number || is_numeral(prior) => return number(1 + digits.max(1)),
            _ if is_joint(last) && digits > 0 => return number(1 + digits),
            _ if is_dash(last) && prior != FIGURE && prior != last => return number(1),
            _ if is_sign(last) && prior != FIGURE => return number(1),
            '负' | '零'
                if !self.ends_with_any(OTHER_ENDS) && (last == '负' || is_numeral(prior)) =>
            {
                return number(1);
            }
            '—' if prior != '—' && !self.is_joined() => return number(1),
            '倍' if is_numeral(prior) || digits > 0 => {
                return number(1 + self.run(1, |c| is_numeral(c) || is_digit(c)));
            }
            '下' if prior == '零' => return number(2),
            '之' if prior == '分' => {
                let is_percent = self.ends_with("百分之")
                    && figure.unit == "%"
                    && figure.form == ShownForm::Number;
                return if is_percent {
                    None
                } else {
                    number(if self.ends_with("百分之") { 3 } else { 2 })
                };
            }
            '几' => return number(1),
            '$' | '＄' | '€' | '£' => return Some((TouchKind::Unit, 1)),
            '¥' | '￥' if kind_of_unit(figure.unit) != "元" => {
                return Some((TouchKind::Unit, 1));
            }
            '第' | '#' | '＃' | '№' if !is_place(figure.name) => {
                return Some((TouchKind::Ordinal, 1));
            }
            _ if is_numeral(last) => {
                if let Some(length) = self.numeral() {
                    return number(length);
                }
            }
            _ => {}
        }
        self.approximate(figure).or_else(|| self.apart(figure))
    }

    /// Whether a dash before the figure joins it to a number of its clause: 2021年—2024年.
    fn is_joined(self) -> bool {
        let marks = self.0.iter().rev().skip(1).take(20).map(|mark| mark.c);
        let mut clause = marks.take_while(|c| c.is_alphanumeric() || matches!(*c, '%' | FIGURE));
        clause.any(|c| c == FIGURE || is_digit(c) || is_numeral(c))
    }

    /// Whether the digits before these characters number something: 附件1, 第3, B2.
    fn is_place_in_row(self, passed: usize) -> bool {
        self.back(passed + 1).is_some_and(|c| {
            c.is_ascii_alphabetic() || "第件表图章节条款项号版型类级期".contains(c)
        })
    }

    /// The Chinese numeral right before the figure; 统一 and 第一 end in none.
    fn numeral(self) -> Option<usize> {
        let length = self.run(0, is_numeral);
        let first = self.back(length + 1).unwrap_or(STOP);
        let last = self.back(1)?;
        let is_number = match length {
            1 if is_scale(last) => true,
            1 if last == '一' => !self.ends_in_one(),
            1 => {
                !"第周初高大再期老小其件表图之章节条款项卷册班组号院楼".contains(first)
                    && "二三四五六七八九".contains(last)
            }
            _ => !self.ends_with_any("十三五 十四五 十五五 十六五 七五 八五 九五"),
        };
        is_number.then_some(length)
    }
}

/// Whether the metric counts a place in a row: 考核排名.
fn is_place(name: &str) -> bool {
    ["名次", "排名", "位次", "位列", "届", "期次", "批次", "轮次", "序号"]
        .iter()
        .any(|word| name.contains(word))
}

/// What stands after a figure.
#[derive(Clone, Copy)]
struct After<'l>(&'l [Mark]);

impl After<'_> {
    fn at(self, place: usize) -> Option<char> {
        self.0.get(place).map(|mark| mark.c)
    }

    fn text(self, from: usize, most: usize) -> String {
        let marks = self.0.iter().skip(from).take(most).map(|mark| mark.c);
        marks.take_while(|c| *c != FIGURE && *c != STOP).collect()
    }

    fn run(self, from: usize, is: impl Fn(char) -> bool) -> usize {
        (from..).take_while(|&place| self.at(place).is_some_and(&is)).count()
    }

    /// Whether a clause ends at a place, or the words 的 and 以上 follow.
    fn ends_at(self, place: usize) -> bool {
        self.at(place).is_none_or(|c| c == STOP || !c.is_alphanumeric() || "的以之".contains(c))
    }

    fn touch(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        let first = self.at(0)?;
        if first == FIGURE {
            return Some((TouchKind::Figure, 1));
        }
        let next = self.at(1).unwrap_or(STOP);
        let bare = figure.form == ShownForm::Number;
        let number = |length| Some((TouchKind::Number, length));
        let digits = self.run(1, is_digit);
        match first {
            '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' => return number(1),
            _ if is_digit(first) => {
                let run = self.run(0, |c| is_digit(c) || is_point(c));
                // A year is a year, also where no comma stands before it.
                let is_year = !bare && run == 4 && self.at(run) == Some('年');
                return if is_year { None } else { number(run) };
            }
            // A point between two figures is before the second.
            _ if is_point(first) && digits > 0 => return number(1 + digits),
            '，' if bare && digits == 3 && !self.is_time(4) && !self.unit_follows(4) => {
                return number(4);
            }
            '点' if bare && (digits > 0 || is_numeral(next)) => {
                return number(1 + digits.max(1));
            }
            _ if is_joint(first) && digits > 0 && (bare || matches!(first, '/' | '／')) => {
                let is_date = matches!(first, '至' | '到' | '比') && self.is_time(1 + digits);
                return if is_date { None } else { number(1 + digits) };
            }
            '/' | '／' if is_measure(&next.to_string()) => return Some((TouchKind::Unit, 2)),
            '每' if is_measure(&next.to_string()) && self.ends_clause(2) => {
                return Some((TouchKind::Unit, 2));
            }
            _ if is_sign(first) && next != FIGURE => return number(1),
            // 6e3 is 6,000.
            'e' | 'E' if bare && digits > 0 => return number(1 + digits),
            '号' if bare && !is_place(figure.name) && !matches!(next, '召' | '称' | '线') => {
                return Some((TouchKind::Ordinal, 1));
            }
            '分' if next == '之' => return number(2),
            '几' => return number(1),
            '半' if self.ends_at(1) || bare => return number(1),
            _ => {}
        }
        self.approximate(figure)
            .or_else(|| self.numeral(figure))
            .or_else(|| self.apart(figure))
            .or_else(|| self.unit(figure))
    }

    /// Whether a word of time follows the digits that end at a place.
    fn is_time(self, place: usize) -> bool {
        self.at(place).is_some_and(|c| "年月日时点".contains(c))
    }

    fn unit_follows(self, place: usize) -> bool {
        measure(&self.text(place, 4)).is_some()
    }

    /// 万 and other numerals that no unit of the metric begins with.
    fn numeral(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        let first = self.at(0)?;
        let text = self.text(0, 6);
        let is_own = figure.form == ShownForm::Number
            && !figure.unit.is_empty()
            && text.starts_with(figure.unit);
        let is_other = || OTHER_BEGINNINGS.split_whitespace().any(|word| text.starts_with(word));
        if is_own {
            // 件万: the numeral stands behind the unit.
            let length = figure.unit.chars().count();
            let is_scaled = self.at(length).is_some_and(is_scale) && self.ends_at(length + 1);
            return is_scaled.then_some((TouchKind::Number, length + 1));
        }
        // 783件百分之百办结, 783件十日内办结 say something else of the figure.
        let is_share = text.starts_with("百分点") || text.starts_with("百分之");
        if is_share || !is_numeral(first) {
            return None;
        }
        let length = self.run(0, is_numeral);
        let follows = self.at(length);
        if figure.form != ShownForm::Number && follows.is_some_and(|c| "日天年月周小分".contains(c))
        {
            return None;
        }
        let counts = follows.is_some_and(|c| "余多元".contains(c)) || self.unit_follows(length);
        // 万户 may begin other words, but does not end a clause as one.
        let is_scaled = || {
            let unit = self.text(length, 4);
            measure(&unit).is_some_and(|unit| self.ends_clause(length + unit.chars().count()))
        };
        let is_number = match (length, figure.form) {
            (1, ShownForm::Number) if is_scale(first) => counts || !is_other(),
            (1, _) if is_scale(first) => (counts && !is_other()) || self.ends_at(1) || is_scaled(),
            (1, ShownForm::Number) => counts && !is_other(),
            (1, _) => false,
            (_, ShownForm::Number) => counts || self.ends_at(length),
            // 6个零五个
            _ if first == '零' => counts || self.ends_at(length),
            // 24家十五分钟服务圈 is right, 24家十万 is not.
            _ => self.run(0, is_scale) == length && (counts || self.ends_at(length)),
        };
        is_number.then_some((TouchKind::Number, length))
    }

    /// A unit that is not the one that the number is counted in.
    fn unit(self, figure: &Shown<'_>) -> Option<(TouchKind, usize)> {
        let first = self.at(0)?;
        let found = |length| Some((TouchKind::Unit, length));
        let text = self.text(0, 8);
        if matches!(first, '%' | '％' | '‰' | '‱' | '℃' | '°' | '﹪' | '٪') {
            let is_own = figure.unit == "%" && matches!(first, '%' | '％');
            // After the unit itself it is the unit written twice.
            return if is_own { None } else { found(1) };
        }
        if figure.form != ShownForm::Change && figure.unit != "%" && text.starts_with("百分点") {
            return found("百分点".chars().count());
        }
        match figure.form {
            ShownForm::Number if figure.unit.is_empty() => None,
            ShownForm::Number if first == '打' && self.ends_at(1) => found(1),
            ShownForm::Number => {
                let is_points = figure.unit == "%" && text.starts_with("个百分点");
                let letters = self.run(0, |c| c.is_ascii_alphabetic() || matches!(c, '²' | '³'));
                let word = measure(&text);
                let word = word
                    .filter(|word| !(1..=3).contains(&letters) || word.chars().count() == letters);
                // The metric's own unit may be longer than any known word.
                let own = Some(figure.unit).filter(|unit| text.starts_with(unit));
                let longer = |word: &&str| own.is_none_or(|own| word.len() > own.len());
                let word = word.filter(longer)?;
                let rest = text.get(word.len()..).unwrap_or_default();
                let is_other = begins_other_word(word, rest) || means_the_same(word, figure.unit);
                if is_points || is_other { None } else { found(word.chars().count()) }
            }
            ShownForm::Unit(unit) => {
                let compound = COMPOUNDS.split_whitespace().find(|word| text.starts_with(word));
                if let Some(word) = compound.filter(|word| !means_the_same(word, unit)) {
                    return found(word.chars().count());
                }
                // 个 and 月 together are a time.
                let time = COUNTED_TIMES.split_whitespace().find(|word| text.starts_with(word));
                let time = time.map(|word| word.chars().count()).filter(|_| unit == "个");
                if let Some(length) = time.filter(|length| self.ends_at(*length)) {
                    return found(length);
                }
                // 人 and 次 together are another unit.
                let rest: String = text.chars().skip(1).collect();
                let makes_other = first == '次'
                    && !unit.ends_with('次')
                    && unit != "%"
                    && !means_the_same("场次", unit)
                    && !begins_other_word("次", &rest);
                if makes_other { found(1) } else { self.another(unit).and_then(found) }
            }
            ShownForm::Change => {
                if let Some(length) = self.change_again() {
                    return Some((TouchKind::Change, length));
                }
                let word = ["个百分点", "百分点", "倍", "成"].into_iter();
                let word = word.into_iter().find(|word| text.starts_with(word));
                let length = match word {
                    Some(word) => {
                        let rest = text.get(word.len()..).unwrap_or_default();
                        (!begins_other_word(word, rest)).then(|| word.chars().count())
                    }
                    None => self.another("%"),
                };
                length.map(|length| (TouchKind::Change, length))
            }
        }
    }
}
