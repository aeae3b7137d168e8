//! Bounds: the largest that is read, made and shown of anything. One table, from which messages, the
//! security notes and the tests take the numbers.
//!
//! What is beyond a bound is refused in words that name it; no true report comes near any of them.

/// How a bound is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes, shown in KiB or MiB.
    Bytes,
    /// Things, with the word that counts them.
    Things(&'static str),
}

/// One bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// What it is called in messages and in the table.
    pub name: &'static str,
    /// The largest that is still taken.
    pub most: u64,
    /// How it is counted.
    pub unit: Unit,
    /// The files, or the part of the work, that it is for.
    pub applies_to: &'static str,
    /// How what is beyond it is told: a code of the manual, or a word of the command.
    pub told_by: &'static str,
}

impl Bound {
    /// The number in memory.
    pub const fn size(&self) -> usize {
        // No bound is beyond 32 bits; the test of the table says so.
        self.most as usize
    }

    /// The number with its unit: 1 MiB, 20 层.
    pub fn shown(&self) -> String {
        match self.unit {
            Unit::Bytes if self.most.is_multiple_of(1 << 20) => format!("{} MiB", self.most >> 20),
            Unit::Bytes => format!("{} KiB", self.most >> 10),
            Unit::Things(word) => format!("{} {word}", grouped(self.most)),
        }
    }

    /// What is said of something that is beyond it: the bound, and what was met where that is known.
    pub fn passed(&self, met: Option<u64>) -> String {
        let name = self.name;
        // A blank stands between a Latin letter and a Chinese one.
        let blank = if name.ends_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" };
        match (met, self.unit) {
            (Some(met), Unit::Things(word)) => {
                format!("{name}{blank}有 {} {word}，最多 {}", grouped(met), self.shown())
            }
            (Some(met), Unit::Bytes) => {
                format!("{name}{blank}有 {}，最多 {}", size(met), self.shown())
            }
            _ => format!("{name}{blank}超过 {}", self.shown()),
        }
    }
}

/// A number of bytes that is beyond a bound: 16.1 MiB, rounded up so that it is more than the bound.
fn size(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
    match tenths % 10 {
        0 => format!("{} MiB", grouped(tenths / 10)),
        rest => format!("{}.{rest} MiB", grouped(tenths / 10)),
    }
}

/// 1,000,000
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

macro_rules! bounds {
    ($($(#[$doc:meta])* $constant:ident: $name:literal, $most:expr, $unit:expr, $applies:literal, $told:literal;)*) => {
        $($(#[$doc])* pub const $constant: Bound = Bound {
            name: $name, most: $most, unit: $unit, applies_to: $applies, told_by: $told,
        };)*

        /// All bounds, in the order of the table in SECURITY.md.
        pub const ALL: &[Bound] = &[$($constant),*];
    };
}

use Unit::{Bytes, Things};

bounds! {
    /// Ten years of one district fit in it.
    TEXT_FILE: "文本文件", 1 << 20, Bytes, "data、templates、fonts 里的文本文件", "E0103";
    /// People paste pictures into them.
    WORKBOOK_FILE: "工作簿", 16 << 20, Bytes, "填报表（.xlsx）", "E0103";
    /// A large Chinese face has 30 MB.
    FONT_FILE: "字体文件", 128 << 20, Bytes, "fonts 里的字体", "E1102";
    /// In the list of fonts, and of those that serve one role.
    FACES: "字体清单里的字体", 100, Things("个"), "fonts/fonts.yaml", "E1102";
    /// Of all fonts together: the tables, and the outlines that a report needs. Eight Chinese faces have 20 MB.
    FONTS_READ: "用到的字体读进来的部分", 64 << 20, Bytes, "fonts 里的字体", "E1102";
    /// Of a folder, of which nobody keeps so many beside a report.
    FILES_IN_FOLDER: "一个文件夹里的文件", 5_000, Things("个"), "项目里的每个文件夹", "E0125";
    /// Folders that a command walks through.
    FOLDER_DEPTH: "文件夹", 4, Things("层"), "templates、fonts 里的文件夹", "不再往里找";

    /// Of the departments of one year; a city of sixty has half of one.
    YEAR_TEXT: "一年的部门文件合计", 3 << 20, Bytes, "data/年度", "E0125";
    /// Of the departments of one year; forty with a thousand each have fewer.
    YEAR_FIGURES: "一年填报的数合计", 50_000, Things("个"), "data/年度", "E0125";
    /// Of the departments of one year, what is read of them; a form has one or two.
    YEAR_WORKBOOKS: "一年的填报表解开后合计", 256 << 20, Bytes, "data/年度", "E0125";
    /// One that stands where an output is to stand: it is kept until all are in their places.
    OUTPUT_FILE: "被替换的文件", 64 << 20, Bytes, "输出文件夹、fix 和 revise 改的文件", "写的时候的提示";
    /// All together; they are read before any is written.
    COPIED_FONTS: "复制的字体", 128 << 20, Bytes, "init --from", "E0103";

    /// Lists and mappings within each other; our files need six.
    YAML_DEPTH: "YAML", 32, Things("层"), "data 里的文件", "E0113";
    /// Of any list that has no bound of its own.
    LIST_ITEMS: "一个列表", 5_000, Things("项"), "data、templates 里的 YAML 文件", "E0125";
    /// A city has a hundred.
    DEPARTMENTS: "部门", 1_000, Things("个"), "data/profile.yaml 的“部门”", "E0125";
    /// The national form has some hundred.
    METRICS: "指标", 6_000, Things("个"), "data/catalogue.yaml 的“指标”", "E0125";
    /// Rules between metrics.
    RULES: "勾稽规则", 10_000, Things("条"), "data/catalogue.yaml 的“勾稽规则”", "E0125";
    /// Of one list; a department has a handful.
    PHRASES: "照录的短语", 1_000, Things("条"), "照录", "E0125";
    /// A phrase is a few words around a number.
    PHRASE_LENGTH: "照录的一条短语", 200, Things("个字"), "照录", "E0126";
    /// A title, a name, a note.
    LINE_LENGTH: "一行文字", 10_000, Things("个字"), "标题、名称、附注等单行的值", "E0126";
    /// A report as a whole has 20,000.
    PROSE_LENGTH: "一处文字", 200_000, Things("个字"), "正文、说明和别的多行文字", "E0126";

    /// Of a project, all that is in its own; the shipped ones have 140 KB.
    TEMPLATES_TEXT: "模板文件合计", 3 << 20, Bytes, "templates", "E0125";
    /// Of one language: `.md.tera`, `.html.tera`.
    TEMPLATE_FILES: "模板", 500, Things("个"), "一种语言的模板（.md.tera、.html.tera 等）", "E1010";
    /// Folders in templates that describe a kind; a district makes two or three.
    KINDS: "报告种类", 50, Things("种"), "templates/*/kind.yaml", "E0125";
    /// Templates that include or extend each other.
    TEMPLATE_DEPTH: "模板套模板", 16, Things("层"), "include、extends", "E1010";
    /// Of one `{% if %}` and of those around it: the engine reads each within the one before.
    TEMPLATE_BRANCHES: "模板里相连的 elif", 100, Things("个"), "{% if %}", "E1010";
    /// Tokens of tags, each time a loop, a file or a component begins.
    TEMPLATE_STEPS: "模板的步数", 5_000_000, Things("步"), "填一次模板", "E1010";
    /// One that a template makes, with all that it holds.
    TEMPLATE_VALUE: "模板里一个名称的内容", 1 << 20, Bytes, "set、~、replace、join", "E1010";
    /// Lists and mappings within each other in one that a template makes.
    TEMPLATE_VALUE_DEPTH: "模板里列表和键值套在一起", 64, Things("层"), "set", "E1010";
    /// All that a layout prints: 500 pages.
    REPORT_TEXT: "报告的全文", 1 << 20, Bytes, "填好的版式", "E1010";
    /// The same, counted as people do: a text in Latin letters has more of them in as many bytes.
    REPORT_LENGTH: "报告的字数", 300_000, Things("个字"), "填好的版式", "E1010";
    /// That differ; the shipped report has 1,000, and the first table of characters in general use 3,500.
    REPORT_CHARACTERS: "报告用到的不同的字", 5_000, Things("个"), "填好的版式", "E1010";
    /// Paragraphs, headings and rows of tables; a hundred pages have 500.
    REPORT_BLOCKS: "报告的段落和表格行", 8_000, Things("个"), "填好的版式", "E1010";
    /// Of all tables; a form of 30 rows and 10 columns has 300. Each counts as 15 characters, too.
    REPORT_CELLS: "报告里表格的格", 20_000, Things("个"), "填好的版式", "E1010";
    /// What Markdown may read as more than text: each is a node of its tree. A hundred pages have 30,000.
    REPORT_SIGNS: "报告里半角的标点和换行", 200_000, Things("个"), "填好的版式", "E1010";
    /// All that another template prints.
    TEMPLATE_OUTPUT: "模板印出的内容", 16 << 20, Bytes, "网页和填报表的模板", "E1010";
    /// Quotes, lists and bold texts within each other, of which a report has none.
    MARKDOWN_DEPTH: "引用、列表和加粗", 16, Things("层"), "填好的版式", "E1003";

    /// Of one form table.
    TABLE_ROWS: "表格里一格跨的行", 2_000, Things("行"), "表/*.yaml", "E1022";
    /// Of one form table.
    TABLE_COLUMNS: "一张表格", 60, Things("栏"), "表/*.yaml", "E1022";
    /// Of one file; nobody reads so many.
    FINDINGS: "一个文件的问题", 1_000, Things("条"), "核对的结果", "后面的没有列出";
    /// Faults of one template.
    TEMPLATE_FAULTS: "一份版式的问题", 100, Things("条"), "核对的结果", "后面的没有列出";

    /// Of a workbook or a Word document; a workbook of thirty sheets has about fifty.
    PACKAGE_PARTS: "压缩包里的文件", 1_000, Things("个"), "工作簿、Word 文档", "E0163，或者 revise 的提示";
    /// Of all parts when unpacked.
    PACKAGE_BYTES: "解开的压缩包", 48 << 20, Bytes, "工作簿、Word 文档", "E0163，或者 revise 的提示";
    /// Elements of XML within each other.
    XML_DEPTH: "XML 标记套标记", 256, Things("层"), "工作簿、Word 文档", "E0163，或者 revise 的提示";
    /// Cells with a value.
    WORKBOOK_CELLS: "工作簿里有内容的格", 100_000, Things("个"), "填报表（.xlsx）", "E0163";
    /// Rows and cells, with a value or not.
    WORKBOOK_ELEMENTS: "工作簿里的行和格", 1_500_000, Things("个"), "填报表（.xlsx）", "E0163";
    /// Shared texts, styles, fonts, formats, relations, sheets, names, notes and hidden columns; a form has
    /// some thousand.
    WORKBOOK_ENTRIES: "工作簿里的样式、名称等各项", 200_000, Things("项"), "填报表（.xlsx）", "E0163";
    /// All that is filled in; as much as a file of YAML may have.
    WORKBOOK_TEXT: "工作簿里填的内容", 1 << 20, Bytes, "填报表（.xlsx）", "E0163";
    /// Of all its cells, formulas and comments.
    WORKBOOK_STRINGS: "工作簿里的文字", 8 << 20, Bytes, "填报表（.xlsx）", "E0163";
    /// A report of 100 pages with its comments has 300 KB.
    RETURNED_FILE: "修改稿", 32 << 20, Bytes, "revise、compare 的文件", "命令的提示";
    /// Text alone.
    RETURNED_MARKDOWN: "修改稿（.md）", 4 << 20, Bytes, "revise、compare 的文件", "命令的提示";
    /// Of a text that came back; a long one has 1,000.
    RETURNED_PARAGRAPH: "修改稿的一段", 50_000, Things("个字"), "revise、compare 的文件", "命令的提示";
    /// Of a text that came back.
    RETURNED_PARAGRAPHS: "修改稿的段落", 20_000, Things("个"), "revise、compare 的文件", "命令的提示";
    /// Of a text that came back.
    RETURNED_TEXT: "修改稿的文字", 4 << 20, Bytes, "revise、compare 的文件", "命令的提示";
    /// Tags and texts of its parts; of a report of 100 pages that Word revised 300,000.
    RETURNED_EVENTS: "修改稿里的标记", 1_500_000, Things("个"), "revise、compare 的文件", "命令的提示";
    /// Of a text that came back: its styles, its lists with their levels, and what its parts point to.
    RETURNED_ENTRIES: "修改稿里的样式、编号等各项", 50_000, Things("项"), "revise、compare 的文件", "命令的提示";
    /// Of a text that came back.
    RETURNED_COMMENTS: "修改稿的批注", 5_000, Things("条"), "revise 的文件", "后面的没有列出";
    /// The text as it was sent.
    KEPT_TEXT: "底稿", 16 << 20, Bytes, "底稿.json", "revise 的提示";
    /// That a document names of the text as it was sent.
    KEPT_PARAGRAPHS: "修改稿所附底稿的段落", 100_000, Things("个"), "revise 的文件", "后面的不读";

    /// What stands in an output folder; a line for each file that was read or written.
    MANIFEST: "校验.json", 16 << 20, Bytes, "verify、batch", "verify 的提示";
    /// The files of one run that was broken off.
    JOURNAL_FILE: "没有写完的一套文件的清单", 1 << 20, Bytes, "输出文件夹", "写的时候的提示";
    /// That is read back; the longest report has 12 MB.
    PDF_FILE: "PDF", 24 << 20, Bytes, "verify", "verify 的提示";
    /// Of a PDF that is read back: a page, or what its characters stand for.
    PDF_STREAM: "PDF 里解开的一段", 4 << 20, Bytes, "verify", "verify 的提示";
    /// All of these together.
    PDF_INFLATED: "PDF 里解开的各段合计", 64 << 20, Bytes, "verify", "verify 的提示";
    /// Of a PDF that is read back: names, numbers and texts, a list or a dictionary as three. The longest
    /// report has a million.
    PDF_OBJECTS: "PDF 里的对象", 1_300_000, Things("个"), "verify", "verify 的提示";
    /// The same of one page; a table of 60 columns has 14,000.
    PDF_PAGE: "PDF 一页里的对象", 200_000, Things("个"), "verify", "verify 的提示";
    /// Of a PDF that is read back.
    PDF_PAGES: "PDF 的页", 5_000, Things("页"), "verify", "verify 的提示";
    /// Folders within each other in which projects are looked for.
    PROJECT_DEPTH: "项目外面的文件夹", 16, Things("层"), "batch", "batch 的提示";
    /// Folders that are looked into for projects; the disk of a whole computer has more.
    PROJECT_FOLDERS: "找项目时看的文件夹", 100_000, Things("个"), "batch", "batch 的提示";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_their_units() {
        assert_eq!(TEXT_FILE.shown(), "1 MiB");
        assert_eq!(FILES_IN_FOLDER.shown(), "5,000 个");
        assert_eq!(TEXT_FILE.passed(None), "文本文件超过 1 MiB");
        assert_eq!(
            FILES_IN_FOLDER.passed(Some(12_345)),
            "一个文件夹里的文件有 12,345 个，最多 5,000 个"
        );
        for (bytes, said) in [
            ((16 << 20) + 1, "校验.json 有 16.1 MiB，最多 16 MiB"),
            (8 << 30, "校验.json 有 8,192 MiB，最多 16 MiB"),
        ] {
            assert_eq!(MANIFEST.passed(Some(bytes)), said);
        }
    }

    #[test]
    fn every_bound_is_named_once_and_fits_in_memory() {
        for (at, bound) in ALL.iter().enumerate() {
            assert!(u32::try_from(bound.most).is_ok(), "{}", bound.name);
            assert!(ALL[at + 1..].iter().all(|other| other.name != bound.name), "{}", bound.name);
        }
    }
}
