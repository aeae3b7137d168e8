//! The measures of a style held against the sheet and against each other: what cannot be printed,
//! or would lie off the sheet or over other text, and between which values it can be.

use super::footer::BETWEEN_WORDS;
use super::length::Len;
use super::style::{Style, TextStyle};

/// A measure that is not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureFault {
    /// The keys that lead to it, and its place in a list from 0: `正文`, `层次`, `0`, `字号`.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// Between which values it can be.
    pub range: String,
}

/// What GB/T 9704-2012 has. Of the measures that do not go together, one that differs from it is
/// at fault.
mod standard {
    use super::Len;

    pub(super) const TOP: Len = Len::mm(37);
    pub(super) const LEFT: Len = Len::mm(28);
    pub(super) const BLOCK: (Len, Len) = (Len::mm(156), Len::mm(225));
    pub(super) const BODY: Len = Len::pt(16);
    pub(super) const DASH_TOP: Len = Len::mm(7);
    pub(super) const LINES: u32 = 22;
    pub(super) const CHARACTERS: u32 = 28;
}

/// The least that is kept free at the edges of the sheet, where printers cannot print.
const EDGE: Len = Len::mm(5);
/// The least width and height of the block.
const SMALLEST_BLOCK: Len = Len::mm(60);
/// Sizes of type, from what can be read to what fits a line.
const SIZES: (Len, Len) = (Len::pt(5), Len::pt(72));
/// The widest pitch of lines and cell of characters, in sizes of the type.
const WIDEST_PITCH: i64 = 3;
const WIDEST_CELL: i64 = 2;
/// The narrowest cell, in hundredths of the size. The standard's own is 98.7: 28 characters of 三号
/// are wider than the block (5.2.2).
const NARROWEST_CELL: i64 = 90;

/// All measures of a style that are not right.
pub fn faults(style: &Style) -> Vec<MeasureFault> {
    let mut measures = Measures { style, faults: Vec::new() };
    measures.sizes();
    measures.counts();
    measures.lengths();
    measures.pitches();
    // What follows takes the sheet, the type and the block as they are.
    if !measures.is_faulty(&["页面.纸宽", "页面.纸高", "页码.文字.字号", "草稿.文字.字号"])
    {
        measures.sheet();
    }
    if !measures.is_faulty(&["页面.版心宽", "页面.版心高", "正文.文字.字号"]) {
        measures.grid();
    }
    measures.faults
}

struct Measures<'s> {
    style: &'s Style,
    faults: Vec<MeasureFault>,
}

impl Measures<'_> {
    /// `path` is keys parted by dots.
    fn fault(&mut self, path: &str, message: String, range: String) {
        let path = path.split('.').map(str::to_owned).collect();
        self.faults.push(MeasureFault { path, message, range });
    }

    fn is_faulty(&self, paths: &[&str]) -> bool {
        self.faults.iter().any(|fault| paths.contains(&fault.path.join(".").as_str()))
    }

    fn length(&mut self, path: &str, value: Len, (least, most): (Len, Len), why: &str) {
        if value < least || value > most {
            let range =
                format!("{}～{}", shown(rounded(least, TENTH - 1)), shown(rounded(most, 0)));
            let (key, value) = (key_of(path), shown(value));
            self.fault(path, format!("{key} {value}{}", reason(why)), range);
        }
    }

    fn size(&mut self, path: &str, value: Len) {
        let (least, most) = SIZES;
        if value < least || value > most {
            let range = format!("{}pt～{}pt", least.to_pt(), most.to_pt());
            let parts: Vec<&str> = path.rsplit('.').take(2).collect();
            let what = parts.get(1).copied().unwrap_or_default();
            self.fault(path, format!("“{what}”的字号太大或者太小"), range);
        }
    }

    fn count(&mut self, path: &str, value: u32, (least, most): (u32, u32), why: &str) {
        if value < least || value > most {
            let key = key_of(path);
            self.fault(path, format!("{key} {value}{}", reason(why)), format!("{least}～{most}"));
        }
    }

    /// The size of all type.
    fn sizes(&mut self) {
        let style = self.style;
        let head = &style.letterhead;
        let (table, proof) = (&style.table, &style.proof);
        let looks: [(&str, TextStyle); 26] = [
            ("版头.份号", head.copy_number),
            ("版头.密级", head.secrecy),
            ("版头.紧急程度", head.urgency),
            ("版头.标志", head.mark),
            ("版头.发文字号", head.number),
            ("版头.签发人姓名", head.signer),
            ("标题.文字", style.title.text),
            ("主送机关.文字", style.salutation.text),
            ("正文.文字", style.body.text),
            ("正文.层次.0", style.body.level(1)),
            ("正文.层次.1", style.body.level(2)),
            ("正文.层次.2", style.body.level(3)),
            ("正文.层次.3", style.body.level(4)),
            ("附件说明.文字", style.attachment_note.text),
            ("署名.文字", style.signature.text),
            ("附注.文字", style.note.text),
            ("附件.标记", style.attachment.label),
            ("附件.标题", style.attachment.title),
            ("表格.表题", table.caption),
            ("表格.单位", table.unit),
            ("表格.表头", table.header),
            ("表格.表文", table.text),
            ("版记.文字", style.imprint.text),
            ("页码.文字", style.page_number.text),
            ("草稿.文字", style.draft.text),
            ("核校.标号", proof.mark),
        ];
        let under_title = [("副标题", &style.subtitle), ("报告人", &style.reporter)];
        let under_title = under_title
            .into_iter()
            .filter_map(|(key, style)| Some((format!("{key}.文字"), style.as_ref()?.text)));
        let looks = looks.into_iter().map(|(path, look)| (path.to_owned(), look));
        for (path, look) in looks.chain(under_title) {
            self.size(&format!("{path}.字号"), look.size);
        }
        self.size("核校.表头.字号", proof.header.size);
        self.size("核校.表文.字号", proof.text.size);
    }

    /// Lines and characters that are left blank, and the like.
    fn counts(&mut self) {
        let style = self.style;
        let signature = &style.signature;
        let few = (0, 10);
        for (path, value, range) in [
            ("版头.标志最窄字宽", style.letterhead.mark_condensed, (30, 100)),
            ("版头.字号上空行", style.letterhead.blank_lines, few),
            ("版头.左右空字", style.letterhead.inset, (0, 8)),
            ("标题.上空行", style.title.blank_lines, few),
            ("副标题.上空行", style.subtitle().blank_lines, few),
            ("报告人.上空行", style.reporter().blank_lines, few),
            ("主送机关.上空行", style.salutation.blank_lines, few),
            ("正文.段首空字", style.body.indent, (0, 8)),
            ("附件说明.上空行", style.attachment_note.blank_lines, few),
            ("附件说明.左空字", style.attachment_note.indent, (0, 8)),
            ("署名.上空行", signature.blank_lines, few),
            ("署名.右空字", signature.right, few),
            ("署名.日期右移字", signature.date_shift, few),
            ("署名.盖章上空行", signature.sealed_blank_lines, few),
            ("署名.盖章日期右空字", signature.sealed_right, few),
            ("署名.同页正文行", signature.body_lines, few),
            ("附注.上空行", style.note.blank_lines, few),
            ("附注.左空字", style.note.indent, (0, 8)),
            ("附件.标题行", style.attachment.title_line, (1, 10)),
            ("版记.左右空字", style.imprint.inset, (0, 8)),
            ("版记.正文下空行", style.imprint.blank_lines, few),
            ("页码.左右空字", style.page_number.inset, (0, 8)),
        ] {
            self.count(path, value, range, "");
        }
    }

    /// Lengths that have to do with no other.
    fn lengths(&mut self) {
        let style = self.style;
        let (page, head) = (&style.page, &style.letterhead);
        let rule = (Len::units(1_800), Len::mm(3));
        let gap = (Len::ZERO, Len::mm(10));
        for (path, value, range) in [
            ("页面.纸宽", page.width, (Len::mm(100), Len::mm(450))),
            ("页面.纸高", page.height, (Len::mm(140), Len::mm(650))),
            ("版头.标志上边距", head.mark_top, (Len::ZERO, Len::mm(100))),
            ("版头.红线上边距", head.rule_gap, (Len::ZERO, Len::mm(30))),
            ("版头.红线粗", head.rule, rule),
            ("表格.格内边距", style.table.padding, gap),
            ("表格.线粗", style.table.rule, rule),
            ("版记.粗线", style.imprint.thick, rule),
            ("版记.细线", style.imprint.thin, rule),
            ("草稿.框线粗", style.draft.rule, rule),
            ("草稿.框内边距", style.draft.padding, gap),
            ("核校.标号上移", style.proof.raise, gap),
        ] {
            self.length(path, value, range, "");
        }
    }

    /// What must lie within the sheet: the block with its margins, the page number, the stamp.
    fn sheet(&mut self) {
        let style = self.style;
        let (page, number) = (&style.page, &style.page_number);
        let across = page.width - EDGE;
        if page.left < EDGE || page.left + page.block_width > across {
            let why = "订口与版心宽合起来超出纸宽";
            if page.block_width != standard::BLOCK.0 && page.left >= EDGE && page.left < across {
                let range = (SMALLEST_BLOCK.min(across - page.left), across - page.left);
                self.length("页面.版心宽", page.block_width, range, why);
            } else if page.left != standard::LEFT {
                let range = (EDGE, (across - page.block_width).max(EDGE));
                self.length("页面.订口", page.left, range, why);
            } else {
                let range = (page.left + page.block_width + EDGE, Len::mm(450));
                self.length("页面.纸宽", page.width, range, "订口与版心宽合起来超出纸宽");
            }
        }
        let foot = self.below();
        let down = page.height - foot;
        if page.top < EDGE || page.top + page.block_height > down {
            let why = "天头、版心高与页码合起来超出纸高";
            if page.block_height != standard::BLOCK.1 && page.top >= EDGE && page.top < down {
                let range = (SMALLEST_BLOCK.min(down - page.top), down - page.top);
                self.length("页面.版心高", page.block_height, range, why);
            } else if page.top != standard::TOP {
                let range = (EDGE, (down - page.block_height).max(EDGE));
                self.length("页面.天头", page.top, range, why);
            } else if number.dash_top != standard::DASH_TOP {
                let most = page.height - page.top - page.block_height - number.text.size - EDGE;
                let range = (Len::ZERO, most.max(Len::ZERO));
                self.length("页码.一字线上边距", number.dash_top, range, "页码超出纸面");
            } else {
                let range = (page.top + page.block_height + foot, Len::mm(650));
                self.length("页面.纸高", page.height, range, why);
            }
        }
        if !self.is_faulty(&["页面.纸宽"]) {
            let range = (Len::mm(20), page.width - EDGE.times(2));
            self.length("版头.标志最宽", style.letterhead.mark_width, range, "超出纸宽");
        }
        let stamp = style.draft.text.size + style.draft.padding.times(2) + EDGE;
        self.length("草稿.上边距", style.draft.top, (EDGE, page.height - stamp), "超出纸面");
        self.stamps();
    }

    /// The words in the frame, which ends where the block does.
    fn stamps(&mut self) {
        let Style { page, draft, proof, .. } = self.style;
        let room = page.left + page.block_width - EDGE - draft.padding.times(2);
        let most = div_down(room, draft.text.size) as usize;
        let count = |word: &str| word.chars().count();
        let (of_draft, of_proof) = (count(&draft.word), count(&proof.word));
        for (path, count) in [("草稿.字样", of_draft), ("核校.字样", of_proof)] {
            if count > most {
                let message = format!("字样有 {count} 字，超出纸面");
                self.fault(path, message, format!("1～{most} 字"));
            }
        }
        // A draft that is a 核校本 bears both.
        let both = of_draft + count(BETWEEN_WORDS) + of_proof;
        if both > most && of_draft.max(of_proof) <= most {
            let message = format!("字样和“草稿”的字样一起有 {both} 字，超出纸面");
            self.fault("核校.字样", message, format!("一起不超过 {most} 字"));
        }
    }

    /// What is kept free below the block: the page number and the edge of the sheet.
    fn below(&self) -> Len {
        let number = &self.style.page_number;
        number.dash_top + number.text.size + EDGE
    }

    /// Lines and characters that fill the block.
    fn grid(&mut self) {
        let page = &self.style.page;
        let body = self.style.body.text.size;
        let (lines, characters) = (page.lines, page.characters);
        let room = page.block_height - body;
        let range = (1 + div_up(room, body.times(WIDEST_PITCH)), 1 + div_down(room, body));
        if (range.0..=range.1).contains(&lines) {
            let signature = &self.style.signature;
            let most = (2, range.1);
            self.count("署名.放宽后每页行数", signature.widened_lines, most, "");
            self.count("署名.收紧后每页行数", signature.narrowed_lines, most, "");
        } else {
            let why = "行距小于字高，或者大于三倍字高";
            let gaps = i64::from(lines.saturating_sub(1).min(1000));
            if lines != standard::LINES || gaps == 0 {
                self.count("页面.每页行数", lines, range, why);
            } else if page.block_height != standard::BLOCK.1 {
                let most = page.height - page.top - self.below();
                let most = most.min(body.times(gaps * WIDEST_PITCH) + body);
                let heights = (body.times(gaps) + body, most);
                self.length(
                    "页面.版心高",
                    page.block_height,
                    heights,
                    &format!("排 {lines} 行，{why}"),
                );
            } else {
                self.body_size(body, &format!("每页 {lines} 行排不下，或者太稀"));
            }
        }
        let narrowest = body.scale(NARROWEST_CELL, 100);
        let range = (
            div_up(page.block_width, body.times(WIDEST_CELL)),
            div_down(page.block_width, narrowest),
        );
        if !(range.0..=range.1).contains(&characters) {
            let why = "字挤在一起，或者字距大于一字";
            let count = i64::from(characters.min(1000));
            if characters != standard::CHARACTERS || count == 0 {
                self.count("页面.每行字数", characters, range, why);
            } else if page.block_width != standard::BLOCK.0 {
                let most = body.times(count * WIDEST_CELL).min(page.width - page.left - EDGE);
                let widths = (narrowest.times(count), most);
                self.length(
                    "页面.版心宽",
                    page.block_width,
                    widths,
                    &format!("排 {characters} 字，{why}"),
                );
            } else {
                self.body_size(body, &format!("每行 {characters} 字排不下，或者太稀"));
            }
        }
    }

    /// The size of the body, held against the grid. One that is as the standard has it is not at
    /// fault: then the block is, which is reported.
    fn body_size(&mut self, value: Len, why: &str) {
        let page = &self.style.page;
        let gaps = i64::from(page.lines.saturating_sub(1).clamp(1, 1000));
        let count = i64::from(page.characters.clamp(1, 1000));
        let (height, width) = (page.block_height, page.block_width);
        let least =
            height.scale(1, gaps * WIDEST_PITCH + 1).max(width.scale(1, count * WIDEST_CELL));
        let most = height.scale(1, gaps + 1).min(width.scale(100, count * NARROWEST_CELL));
        if value != standard::BODY && !self.is_faulty(&["正文.文字.字号"]) {
            let range = format!("{:.1}pt～{:.1}pt", least.to_pt(), most.to_pt());
            self.fault("正文.文字.字号", format!("正文的字号与页面不合：{why}"), range);
        }
    }

    /// Pitches that are no less than the type.
    fn pitches(&mut self) {
        let style = self.style;
        let (table, proof) = (&style.table, &style.proof);
        for (path, pitch, size) in [
            ("表格.行距", table.pitch, table.text.size.max(table.header.size)),
            ("版记.行距", style.imprint.pitch, style.imprint.text.size),
            ("核校.行距", proof.pitch, proof.text.size.max(proof.header.size)),
        ] {
            if pitch < size || pitch > size.times(WIDEST_PITCH) {
                let range = format!("{}pt～{}pt", size.to_pt(), size.times(WIDEST_PITCH).to_pt());
                self.fault(path, "行距小于字高，或者大于三倍字高".to_owned(), range);
            }
        }
    }
}

fn key_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn reason(why: &str) -> String {
    if why.is_empty() { "不合适".to_owned() } else { format!("不合适：{why}") }
}

/// A tenth of a millimetre.
const TENTH: i64 = 3_600;

/// A bound in tenths of a millimetre, rounded down after so much was added.
fn rounded(bound: Len, added: i64) -> Len {
    Len::units((bound.to_units() + added).div_euclid(TENTH) * TENTH)
}

/// In millimetres, without zeros at the end.
fn shown(length: Len) -> String {
    let mm = length.show_mm();
    let mm = mm.trim_end_matches('0').trim_end_matches('.');
    format!("{mm}mm")
}

/// How many times a length goes into another, rounded down and up.
fn div_down(whole: Len, part: Len) -> u32 {
    let times = whole.to_units() / part.to_units().max(1);
    u32::try_from(times).unwrap_or(0)
}

fn div_up(whole: Len, part: Len) -> u32 {
    div_down(whole + part - Len::units(1), part)
}
