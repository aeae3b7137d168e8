//! The style: every measure, role and size of the official page.
//!
//! `templates/gbt9704.yaml` holds the values, each with its clause of GB/T 9704-2012; no
//! measure of the page stands in the code. Counts named 字 are counts of the body's characters.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::length::Len;
use crate::document::UnderTitleRole;
use crate::font::{Role, YesNo};

/// A colour, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// The colour of text.
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

/// Face and size of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// Which faces draw it.
    #[serde(rename = "字体")]
    pub role: Role,
    /// Height of the em.
    #[serde(rename = "字号")]
    pub size: Len,
}

/// The whole page style.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// 页面: paper, margins, block and grid.
    #[serde(rename = "页面")]
    pub page: PageStyle,
    /// 版头: what stands above the title.
    #[serde(rename = "版头")]
    pub letterhead: LetterheadStyle,
    /// 标题: the title.
    #[serde(rename = "标题")]
    pub title: TitleStyle,
    /// 副标题; without it as the headings （一）, no blank line above.
    #[serde(rename = "副标题", default)]
    pub subtitle: Option<TitleStyle>,
    /// 报告人, likewise.
    #[serde(rename = "报告人", default)]
    pub reporter: Option<TitleStyle>,
    /// 主送机关: the addressees.
    #[serde(rename = "主送机关")]
    pub salutation: SalutationStyle,
    /// 正文: the body and its headings.
    #[serde(rename = "正文")]
    pub body: BodyStyle,
    /// 附件说明: the list of attachments below the body.
    #[serde(rename = "附件说明")]
    pub attachment_note: NoteStyle,
    /// 署名: the issuer's name and the date.
    #[serde(rename = "署名")]
    pub signature: SignatureStyle,
    /// 附注: the note below the date.
    #[serde(rename = "附注")]
    pub note: NoteStyle,
    /// 附件: attachments on pages of their own.
    #[serde(rename = "附件")]
    pub attachment: AttachmentStyle,
    /// 表格: tables.
    #[serde(rename = "表格")]
    pub table: TableStyle,
    /// 版记: the imprint on the last page.
    #[serde(rename = "版记")]
    pub imprint: ImprintStyle,
    /// 页码: page numbers.
    #[serde(rename = "页码")]
    pub page_number: PageNumberStyle,
    /// 草稿: the stamp of a draft.
    #[serde(rename = "草稿")]
    pub draft: DraftStyle,
    /// 核校: the marks and the list of a 核校本.
    #[serde(rename = "核校")]
    pub proof: ProofStyle,
}

impl Style {
    /// 副标题. Styles copied from an earlier version of the program say nothing of it.
    pub fn subtitle(&self) -> TitleStyle {
        self.subtitle.clone().unwrap_or_else(|| self.under_title())
    }

    /// 报告人, likewise.
    pub fn reporter(&self) -> TitleStyle {
        self.reporter.clone().unwrap_or_else(|| self.under_title())
    }

    /// 副标题 or 报告人.
    pub fn under(&self, role: UnderTitleRole) -> TitleStyle {
        match role {
            UnderTitleRole::Subtitle => self.subtitle(),
            UnderTitleRole::Reporter => self.reporter(),
        }
    }

    fn under_title(&self) -> TitleStyle {
        TitleStyle { text: self.body.level(2), blank_lines: 0 }
    }

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

    /// How many full-width characters of this size a line of the block holds.
    pub fn characters_a_line(&self, size: Len) -> usize {
        let cell = self.cell(size).to_units().max(1);
        usize::try_from(self.page.block_width.to_units() / cell).unwrap_or(1)
    }

    /// How many full-width characters a line of the title holds (7.3.1: the title is centred, in
    /// one line or several).
    pub fn title_characters_a_line(&self) -> usize {
        self.characters_a_line(self.title.text.size)
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
    /// Width of the paper.
    #[serde(rename = "纸宽")]
    pub width: Len,
    /// Height of the paper.
    #[serde(rename = "纸高")]
    pub height: Len,
    /// 天头: from the top edge of the paper to the block.
    #[serde(rename = "天头")]
    pub top: Len,
    /// 订口: from the left edge of the paper to the block.
    #[serde(rename = "订口")]
    pub left: Len,
    /// Width of the block (版心).
    #[serde(rename = "版心宽")]
    pub block_width: Len,
    /// Height of the block.
    #[serde(rename = "版心高")]
    pub block_height: Len,
    /// Lines on a page.
    #[serde(rename = "每页行数")]
    pub lines: u32,
    /// Characters on a line.
    #[serde(rename = "每行字数")]
    pub characters: u32,
    /// Printed on both sides: the margins of even pages are mirrored.
    #[serde(rename = "双面")]
    pub duplex: YesNo,
}

impl PageStyle {
    /// Width and height of the block, on a page that is turned or not.
    pub(super) fn block(&self, is_turned: bool) -> (Len, Len) {
        match is_turned {
            true => (self.block_height, self.block_width),
            false => (self.block_width, self.block_height),
        }
    }
}

/// 7.2: the red head.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterheadStyle {
    /// 份号: number of the copy.
    #[serde(rename = "份号")]
    pub copy_number: TextStyle,
    /// 密级和保密期限.
    #[serde(rename = "密级")]
    pub secrecy: TextStyle,
    /// 紧急程度.
    #[serde(rename = "紧急程度")]
    pub urgency: TextStyle,
    /// 发文机关标志.
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
    /// Blank lines above it.
    #[serde(rename = "字号上空行")]
    pub blank_lines: u32,
    /// 发文字号.
    #[serde(rename = "发文字号")]
    pub number: TextStyle,
    /// 签发人: the names.
    #[serde(rename = "签发人姓名")]
    pub signer: TextStyle,
    /// Characters kept free at either side in 上行文.
    #[serde(rename = "左右空字")]
    pub inset: u32,
    /// From the foot of the number to the rule.
    #[serde(rename = "红线上边距")]
    pub rule_gap: Len,
    /// Thickness of the rule.
    #[serde(rename = "红线粗")]
    pub rule: Len,
    /// Colour of the text.
    #[serde(rename = "红色")]
    pub colour: Colour,
}

/// 7.3.1: the title.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleStyle {
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// Blank lines above it.
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
}

/// 7.3.2: the addressee.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalutationStyle {
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// Blank lines above it.
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
}

/// 7.3.3: the body and its four levels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyStyle {
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// Characters before the first line of a paragraph.
    #[serde(rename = "段首空字")]
    pub indent: u32,
    /// 一、 · （一） · 1. · （1）
    #[serde(rename = "层次")]
    pub levels: [TextStyle; 4],
    /// Role of emphasised text; its size is that of the text around it.
    #[serde(rename = "着重")]
    pub strong: TextStyle,
    /// Colour of a value still to come (drafts).
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
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// Blank lines above it.
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
    /// Characters kept free at the right.
    #[serde(rename = "右空字")]
    pub right: u32,
    /// Characters by which the date begins to the right of the name's first character.
    #[serde(rename = "日期右移字")]
    pub date_shift: u32,
    /// Whether the place of a seal is left. The seal itself is never drawn.
    #[serde(rename = "盖章")]
    pub sealed: YesNo,
    /// Blank lines above it with the place of a seal.
    #[serde(rename = "盖章上空行")]
    pub sealed_blank_lines: u32,
    /// Characters to the right of the date below a seal.
    #[serde(rename = "盖章日期右空字")]
    pub sealed_right: u32,
    /// Body lines that must stand on the page of the signature.
    #[serde(rename = "同页正文行")]
    pub body_lines: u32,
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
    /// 附件, above the title.
    #[serde(rename = "标记")]
    pub label: TextStyle,
    /// 标题: the title.
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
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// Blank lines above it.
    #[serde(rename = "上空行")]
    pub blank_lines: u32,
    /// Characters kept free at the left.
    #[serde(rename = "左空字")]
    pub indent: u32,
}

/// Clause 8: tables.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStyle {
    /// The caption above the table.
    #[serde(rename = "表题")]
    pub caption: TextStyle,
    /// The line of units.
    #[serde(rename = "单位")]
    pub unit: TextStyle,
    /// The header row.
    #[serde(rename = "表头")]
    pub header: TextStyle,
    /// Its text.
    #[serde(rename = "表文")]
    pub text: TextStyle,
    /// From the top of one line to the top of the next.
    #[serde(rename = "行距")]
    pub pitch: Len,
    /// Kept free between a rule and the text beside it.
    #[serde(rename = "格内边距")]
    pub padding: Len,
    /// Thickness of the rule.
    #[serde(rename = "线粗")]
    pub rule: Len,
}

/// 7.4: the imprint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImprintStyle {
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// From the top of one line to the top of the next.
    #[serde(rename = "行距")]
    pub pitch: Len,
    /// Characters of its own size kept free at either side.
    #[serde(rename = "左右空字")]
    pub inset: u32,
    /// Thickness of the first and the last rule.
    #[serde(rename = "粗线")]
    pub thick: Len,
    /// Thickness of the rules between.
    #[serde(rename = "细线")]
    pub thin: Len,
    /// Blank lines above it.
    #[serde(rename = "正文下空行")]
    pub blank_lines: u32,
}

/// 7.5: the page number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageNumberStyle {
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// From the block's lower edge to the top of the 一字线.
    #[serde(rename = "一字线上边距")]
    pub dash_top: Len,
    /// Characters kept free at the outer side.
    #[serde(rename = "左右空字")]
    pub inset: u32,
}

/// How far the top of a 一字线 stands above the baseline, in 1/1000 em.
const DASH_HEIGHT: i64 = 310;

impl PageNumberStyle {
    /// From the block's lower edge to the baseline.
    pub fn baseline(&self) -> Len {
        self.dash_top + self.text.size.scale(DASH_HEIGHT, 1000)
    }
}

/// The stamp a draft bears on each page, in the top margin at the right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftStyle {
    /// Its text.
    #[serde(rename = "文字")]
    pub text: TextStyle,
    /// The word that is printed.
    #[serde(rename = "字样")]
    pub word: String,
    /// Colour of the text.
    #[serde(rename = "颜色")]
    pub colour: Colour,
    /// 天头: from the top edge of the paper to the block.
    #[serde(rename = "上边距")]
    pub top: Len,
    /// Thickness of the rule.
    #[serde(rename = "框线粗")]
    pub rule: Len,
    /// Kept free between a rule and the text beside it.
    #[serde(rename = "框内边距")]
    pub padding: Len,
}

/// 核校本: the marks of its figures and the list of their sources.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofStyle {
    /// The word that is printed.
    #[serde(rename = "字样")]
    pub word: String,
    /// 发文机关标志.
    #[serde(rename = "标号")]
    pub mark: TextStyle,
    /// Colour of the text.
    #[serde(rename = "标号颜色")]
    pub colour: Colour,
    /// From the text's baseline to the mark's.
    #[serde(rename = "标号上移")]
    pub raise: Len,
    /// 标题: the title.
    #[serde(rename = "表题")]
    pub title: String,
    /// The header row.
    #[serde(rename = "表头")]
    pub header: TextStyle,
    /// Its text.
    #[serde(rename = "表文")]
    pub text: TextStyle,
    /// From the top of one line to the top of the next.
    #[serde(rename = "行距")]
    pub pitch: Len,
}
