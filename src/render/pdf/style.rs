//! The style: every measure, face and size of the official page.
//!
//! `templates/gbt9704.yaml` holds the values, each with its clause of
//! GB/T 9704-2012; no measure of the page stands in the code.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// A length, exact in both millimetres and points: 1 unit = 1/36000 mm = 1/12700 pt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Len(i64);

impl Len {
    pub const ZERO: Len = Len(0);
    const PER_MM: i64 = 36_000;
    const PER_PT: i64 = 12_700;

    pub const fn units(units: i64) -> Len {
        Len(units)
    }

    pub const fn mm(mm: i64) -> Len {
        Len(mm * Len::PER_MM)
    }

    pub const fn pt(pt: i64) -> Len {
        Len(pt * Len::PER_PT)
    }

    pub const fn to_units(self) -> i64 {
        self.0
    }

    /// This length times `numerator / denominator`, rounded down; the denominator must not be 0.
    #[must_use]
    pub const fn scale(self, numerator: i64, denominator: i64) -> Len {
        Len((self.0 * numerator).div_euclid(denominator))
    }

    #[must_use]
    pub const fn times(self, count: i64) -> Len {
        Len(self.0 * count)
    }

    #[must_use]
    pub const fn half(self) -> Len {
        Len(self.0 / 2)
    }

    /// In points, to a thousandth: what a PDF content stream needs.
    pub fn to_pt(self) -> f32 {
        // Thousandths of a point stay far below 2^24, so they are exact in an f32.
        let milli = (self.0 * 1000 + self.0.signum() * Len::PER_PT / 2) / Len::PER_PT;
        milli as f32 / 1000.0
    }

    /// `12.345`: millimetres to a micrometre, for people and for snapshots.
    pub fn show_mm(self) -> String {
        let micro = (self.0 * 1000 + self.0.signum() * Len::PER_MM / 2) / Len::PER_MM;
        let sign = if micro < 0 { "-" } else { "" };
        format!("{sign}{}.{:03}", micro.abs() / 1000, micro.abs() % 1000)
    }

    /// Reads `37mm`, `15.75pt` or a size by its Chinese name, `三号`.
    fn parse(text: &str) -> Option<Len> {
        let text = text.trim();
        if let Some((_, half_points)) = NAMED_SIZES.iter().find(|(name, _)| *name == text) {
            return Some(Len(half_points * Len::PER_PT / 2));
        }
        let (number, unit) = if let Some(number) = text.strip_suffix("mm") {
            (number, Len::PER_MM)
        } else {
            (text.strip_suffix("pt")?, Len::PER_PT)
        };
        let number = number.trim();
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits =
            |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return None;
        }
        let scale = 10_i64.pow(u32::try_from(fraction.len()).ok()?);
        let value = whole.parse::<i64>().ok()? * scale + fraction.parse::<i64>().ok()?;
        Some(Len(value * unit / scale))
    }
}

/// 字号 in half points.
const NAMED_SIZES: [(&str, i64); 12] = [
    ("初号", 84),
    ("小初", 72),
    ("一号", 52),
    ("小一", 48),
    ("二号", 44),
    ("小二", 36),
    ("三号", 32),
    ("小三", 30),
    ("四号", 28),
    ("小四", 24),
    ("五号", 21),
    ("小五", 18),
];

impl Add for Len {
    type Output = Len;
    fn add(self, other: Len) -> Len {
        Len(self.0 + other.0)
    }
}

impl AddAssign for Len {
    fn add_assign(&mut self, other: Len) {
        self.0 += other.0;
    }
}

impl Sub for Len {
    type Output = Len;
    fn sub(self, other: Len) -> Len {
        Len(self.0 - other.0)
    }
}

impl SubAssign for Len {
    fn sub_assign(&mut self, other: Len) {
        self.0 -= other.0;
    }
}

impl Neg for Len {
    type Output = Len;
    fn neg(self) -> Len {
        Len(-self.0)
    }
}

impl std::iter::Sum for Len {
    fn sum<I: Iterator<Item = Len>>(lengths: I) -> Len {
        lengths.fold(Len::ZERO, Len::add)
    }
}

impl<'de> Deserialize<'de> for Len {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Len, D::Error> {
        let text = String::deserialize(deserializer)?;
        Len::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("“{text}”不是长度：请写 37mm、15.75pt 或 三号"))
        })
    }
}

/// A colour, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    pub const BLACK: Colour = Colour(0, 0, 0);
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Colour, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(|rgb| {
                let [_, red, green, blue] = rgb.to_be_bytes();
                Colour(red, green, blue)
            })
            .ok_or_else(|| {
                D::Error::custom(format!("“{text}”不是颜色：请写 \"#E60012\" 这样的六位十六进制数"))
            })
    }
}

/// 是 or 否.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum YesNo {
    #[serde(rename = "是")]
    Yes,
    #[default]
    #[serde(rename = "否")]
    No,
}

/// What a face is for; `fonts/fonts.yaml` says which files serve each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Role {
    #[serde(rename = "小标宋")]
    XiaoBiaoSong,
    #[serde(rename = "仿宋")]
    FangSong,
    #[serde(rename = "楷体")]
    KaiTi,
    #[serde(rename = "黑体")]
    HeiTi,
    #[serde(rename = "宋体")]
    SongTi,
    #[serde(rename = "西文")]
    Latin,
}

impl Role {
    pub(super) const ALL: [Role; 6] =
        [Role::XiaoBiaoSong, Role::FangSong, Role::KaiTi, Role::HeiTi, Role::SongTi, Role::Latin];
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Role::XiaoBiaoSong => "小标宋",
            Role::FangSong => "仿宋",
            Role::KaiTi => "楷体",
            Role::HeiTi => "黑体",
            Role::SongTi => "宋体",
            Role::Latin => "西文",
        })
    }
}

/// Face and size of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    #[serde(rename = "字体")]
    pub role: Role,
    #[serde(rename = "字号")]
    pub size: Len,
}

/// The whole page style.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    #[serde(rename = "页面")]
    pub page: PageStyle,
    #[serde(rename = "版头")]
    pub head: HeadStyle,
    #[serde(rename = "标题")]
    pub title: TitleStyle,
    #[serde(rename = "主送机关")]
    pub salutation: SalutationStyle,
    #[serde(rename = "正文")]
    pub body: BodyStyle,
    #[serde(rename = "附件说明")]
    pub attachment_note: NoteStyle,
    #[serde(rename = "署名")]
    pub signature: SignatureStyle,
    #[serde(rename = "附注")]
    pub note: NoteStyle,
    #[serde(rename = "附件")]
    pub attachment: AttachmentStyle,
    #[serde(rename = "表格")]
    pub table: TableStyle,
    #[serde(rename = "版记")]
    pub imprint: ImprintStyle,
    #[serde(rename = "页码")]
    pub folio: FolioStyle,
    #[serde(rename = "草稿")]
    pub draft: DraftStyle,
    #[serde(rename = "核校")]
    pub proof: ProofStyle,
}

impl Style {
    /// The width of one character cell at this size. The body's cell is a whole part of
    /// the block (5.2.2: 28 a line); other sizes keep the proportion of cell to glyph.
    pub fn cell(&self, size: Len) -> Len {
        let body = self.body.text.size.to_units().max(1);
        let line = self.page.block_width.scale(1, i64::from(self.page.characters.max(1)));
        if size == self.body.text.size { line } else { line.scale(size.to_units(), body) }
    }

    /// From the top of one line to the top of the next.
    pub fn pitch(&self) -> Len {
        self.pitch_of(self.page.lines)
    }

    /// The pitch at which so many lines fill the block.
    pub fn pitch_of(&self, lines: u32) -> Len {
        let gaps = i64::from(lines.max(2)) - 1;
        (self.page.block_height - self.body.text.size).scale(1, gaps)
    }

    /// Width of so many body characters.
    pub fn characters(&self, count: u32) -> Len {
        self.cell(self.body.text.size).times(i64::from(count))
    }
}

/// 5.1, 5.2: paper, margins, block and grid.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageStyle {
    #[serde(rename = "纸宽")]
    pub width: Len,
    #[serde(rename = "纸高")]
    pub height: Len,
    #[serde(rename = "天头")]
    pub top: Len,
    #[serde(rename = "订口")]
    pub left: Len,
    #[serde(rename = "版心宽")]
    pub block_width: Len,
    #[serde(rename = "版心高")]
    pub block_height: Len,
    #[serde(rename = "每页行数")]
    pub lines: u32,
    #[serde(rename = "每行字数")]
    pub characters: u32,
    /// Printed on both sides: the margins of even pages are mirrored.
    #[serde(rename = "双面")]
    pub duplex: YesNo,
}

/// 7.2: the red head.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadStyle {
    #[serde(rename = "份号")]
    pub copy_number: TextStyle,
    #[serde(rename = "密级")]
    pub secrecy: TextStyle,
    #[serde(rename = "紧急程度")]
    pub urgency: TextStyle,
    #[serde(rename = "标志")]
    pub mark: TextStyle,
    /// From the block's top edge to the mark's.
    #[serde(rename = "标志上边距")]
    pub mark_top: Len,
    /// The widest the mark may be.
    #[serde(rename = "标志最宽")]
    pub mark_width: Len,
    /// How narrow its characters may be made, in percent, before its size gives way.
    #[serde(rename = "标志最窄字宽")]
    pub mark_condensed: u32,
    #[serde(rename = "字号上空行")]
    pub blank_lines: u32,
    #[serde(rename = "发文字号")]
    pub number: TextStyle,
    #[serde(rename = "签发人姓名")]
    pub signer: TextStyle,
    /// Characters kept free at either side in 上行文.
    #[serde(rename = "左右空字")]
    pub inset: u32,
    #[serde(rename = "红线上边距")]
    pub rule_gap: Len,
    #[serde(rename = "红线粗")]
    pub rule: Len,
    #[serde(rename = "红色")]
    pub colour: Colour,
}

/// 7.3.1: the title.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
}

/// 7.3.2: the addressee.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalutationStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
}

/// 7.3.3: the body and its four levels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// Characters before the first line of a paragraph.
    #[serde(rename = "段首空字")]
    pub indent: u32,
    /// 一、 · （一） · 1. · （1）
    #[serde(rename = "层次")]
    pub levels: [TextStyle; 4],
    #[serde(rename = "着重")]
    pub strong: TextStyle,
    #[serde(rename = "待补颜色")]
    pub missing: Colour,
}

impl BodyStyle {
    /// The style of a heading level, counted from 1.
    pub fn level(&self, level: u8) -> TextStyle {
        let last = self.levels.len() - 1;
        self.levels[usize::from(level.max(1) - 1).min(last)]
    }
}

/// 7.3.5: signature and date, without a seal (7.3.5.2) or with the place for one (7.3.5.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
    #[serde(rename = "右空字")]
    pub right: u32,
    /// Characters by which the date begins to the right of the name's first character.
    #[serde(rename = "日期右移字")]
    pub date_shift: u32,
    /// Whether the place of a seal is left. The seal itself is never drawn.
    #[serde(rename = "盖章")]
    pub sealed: YesNo,
    #[serde(rename = "盖章上空行")]
    pub sealed_blank_lines: u32,
    /// Characters to the right of the date below a seal.
    #[serde(rename = "盖章日期右空字")]
    pub sealed_right: u32,
    /// Body lines that must stand on the page of the signature.
    #[serde(rename = "同页正文行")]
    pub company: u32,
    /// Lines of the pages before it, when lines had to move from them to its page.
    #[serde(rename = "放宽后每页行数")]
    pub widened_lines: u32,
    /// Lines of the pages up to it, when they are to hold more than a page's.
    #[serde(rename = "收紧后每页行数")]
    pub narrowed_lines: u32,
}

/// 7.3.7: attachments.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentStyle {
    #[serde(rename = "标记")]
    pub label: TextStyle,
    #[serde(rename = "标题")]
    pub title: TextStyle,
    /// The line the title stands on, from 1.
    #[serde(rename = "标题行")]
    pub title_line: u32,
}

/// 7.3.4, 7.3.6: the attachment note and the note below the date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
    #[serde(rename = "左空字")]
    pub indent: u32,
}

/// Clause 8: tables.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStyle {
    #[serde(rename = "表题")]
    pub caption: TextStyle,
    #[serde(rename = "单位")]
    pub unit: TextStyle,
    #[serde(rename = "表头")]
    pub header: TextStyle,
    #[serde(rename = "表文")]
    pub text: TextStyle,
    #[serde(rename = "行距")]
    pub pitch: Len,
    #[serde(rename = "格内边距")]
    pub padding: Len,
    #[serde(rename = "线粗")]
    pub rule: Len,
}

/// 7.4: the imprint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImprintStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    #[serde(rename = "行距")]
    pub pitch: Len,
    /// Characters of its own size kept free at either side.
    #[serde(rename = "左右空字")]
    pub inset: u32,
    #[serde(rename = "粗线")]
    pub thick: Len,
    #[serde(rename = "细线")]
    pub thin: Len,
    #[serde(rename = "正文下空行")]
    pub blank_lines: u32,
}

/// 7.5: the page number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolioStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// From the block's lower edge to the top of the 一字线.
    #[serde(rename = "一字线上边距")]
    pub dash_top: Len,
    #[serde(rename = "左右空字")]
    pub inset: u32,
}

/// The stamp a draft bears on each page, in the top margin at the right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftStyle {
    #[serde(rename = "文字")]
    pub text: TextStyle,
    #[serde(rename = "字样")]
    pub word: String,
    #[serde(rename = "颜色")]
    pub colour: Colour,
    #[serde(rename = "上边距")]
    pub top: Len,
    #[serde(rename = "框线粗")]
    pub rule: Len,
    #[serde(rename = "框内边距")]
    pub padding: Len,
}

/// 核校本: the marks of its figures and the list of their sources.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofStyle {
    #[serde(rename = "字样")]
    pub word: String,
    #[serde(rename = "标号")]
    pub mark: TextStyle,
    #[serde(rename = "标号颜色")]
    pub colour: Colour,
    /// From the text's baseline to the mark's.
    #[serde(rename = "标号上移")]
    pub raise: Len,
    #[serde(rename = "表题")]
    pub title: String,
    #[serde(rename = "表头")]
    pub header: TextStyle,
    #[serde(rename = "表文")]
    pub text: TextStyle,
    #[serde(rename = "行距")]
    pub pitch: Len,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_millimetres_points_and_named_sizes() {
        assert_eq!(Len::parse("37mm"), Some(Len::mm(37)));
        assert_eq!(Len::parse("0.35mm"), Some(Len::units(12_600)));
        assert_eq!(Len::parse("15.75pt"), Some(Len::units(200_025)));
        assert_eq!(Len::parse("三号"), Some(Len::pt(16)));
        for wrong in ["", "37", "mm", "-1mm", "1.mm", "３７mm", "999999999mm", "七号"] {
            assert_eq!(Len::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lengths_show_and_convert_with_rounding() {
        assert_eq!(Len::mm(156).scale(1, 28).show_mm(), "5.571");
        assert_eq!(Len::units(-18_000).show_mm(), "-0.500");
        assert_eq!(Len::mm(210).to_pt(), 595.276);
    }
}
