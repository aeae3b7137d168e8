//! Why a document that came back is not read.

use crate::bounds::{Bound, PACKAGE_BYTES, PACKAGE_PARTS, RETURNED_ENTRIES, XML_DEPTH};
use crate::package::{Refusal, XmlFault};

/// Why a document is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It has a password.
    Password,
    /// .doc or .wps, whatever its name says.
    Older,
    /// A workbook.
    Workbook,
    /// A document of OpenDocument, .odt.
    OpenDocument,
    /// .rtf, .html, .csv: a text of another format, by its beginning or by its name.
    OtherFormat,
    /// Without a text.
    NoDocument,
    /// Without a byte that is no blank.
    Empty,
    /// Called .docx, and no package.
    Misnamed,
    /// Neither a package nor a text.
    NoText,
    /// Cut short or altered.
    Damaged,
    /// More than a report can have.
    TooLarge(&'static Bound),
    /// The same, at a place that is known: 第 61 行.
    TooLargeAt {
        /// The bound.
        bound: &'static Bound,
        /// How much there is, where that is known.
        met: Option<u64>,
        /// Where.
        place: String,
    },
    /// It declares a document type.
    DocumentType,
    /// It has macros.
    Macros,
    /// A part of its text stands in another file, or in another document inside it.
    Elsewhere,
}

/// Whether a list of a document that has so many entries may have one more.
pub(super) fn one_more(entries: usize) -> Result<(), Refused> {
    match entries < RETURNED_ENTRIES.size() {
        true => Ok(()),
        false => Err(Refused::TooLarge(&RETURNED_ENTRIES)),
    }
}

impl Refused {
    /// What is wrong.
    pub(crate) fn message(&self) -> String {
        let what = match self {
            Refused::Password => "这个文件有打开密码",
            Refused::Older => "这是旧格式的文档（.doc 或者 .wps），不是 .docx",
            Refused::Workbook => "这是一个 Excel 工作簿，不是 Word 文档",
            Refused::OpenDocument => "这是 .odt 文档，不是 .docx",
            Refused::OtherFormat => "这是别的格式的文件（.rtf、.html、.csv 等），不是 .docx",
            Refused::NoDocument => "这个文件里没有报告的正文",
            Refused::Empty => "这个文件是空的",
            Refused::Misnamed => "这个文件名以 .docx 结尾，里面却不是 Word 文档，多半损坏了",
            Refused::NoText => "这不是 Word 文档，也不是 Markdown 文本",
            Refused::Damaged => "这个文件不完整，或者损坏了",
            Refused::TooLarge(bound) => {
                let passed = bound.passed(None);
                return format!("这个文件超出了一份报告可能有的限度：{passed}");
            }
            Refused::TooLargeAt { bound, met, place } => {
                let passed = bound.passed(*met);
                return format!("{place}超出了一份报告可能有的限度：{passed}");
            }
            Refused::DocumentType => "这个文件里声明了外部文档类型，办公软件不会这样写",
            Refused::Macros => "这个文件带着宏",
            Refused::Elsewhere => "这个文件的一部分正文在别的文档里（子文档或者插入的文件）",
        };
        what.to_owned()
    }

    /// How to mend it.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Refused::Password => "用 Word 或者 WPS 打开，去掉打开密码，另存后再试",
            Refused::Older | Refused::OpenDocument | Refused::OtherFormat => {
                "用 Word 或者 WPS 打开，“另存为”选 Word 文档（*.docx）；只改扩展名不行"
            }
            Refused::Workbook => "核对文件；部门填报表放到 data 下当年的文件夹里",
            Refused::NoDocument | Refused::NoText => "核对文件是不是改好的那一份报告",
            Refused::Empty => "请对方重新发一份；刚复制过来的，看看复制完了没有",
            Refused::Misnamed => "请对方重新发一份；本来是 Markdown 文本的，扩展名改成 .md",
            Refused::Damaged => "请对方重新发一份；能用 Word 打开的，打开后另存一份再试",
            Refused::TooLarge(bound) if **bound == XML_DEPTH => {
                "办公软件不会这样写；能打开的，用 Word 打开，全选、复制到一个新文档里，另存后再试"
            }
            Refused::TooLarge(_) => "核对文件；文档里有大图片、大附件的，先删去再另存",
            Refused::TooLargeAt { .. } => {
                "核对这一处：粘贴进来的别的内容删去；没有分段的，分成几段"
            }
            Refused::DocumentType => "核对文件从哪里来；能打开的，用 Word 另存一份再试",
            Refused::Macros => "用 Word 打开，“另存为”选不带宏的 Word 文档（*.docx）",
            Refused::Elsewhere => "用 Word 打开，全选、复制到一个新文档里，另存后再试",
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        match refusal {
            Refusal::Password => Refused::Password,
            Refusal::CompoundFile => Refused::Older,
            Refusal::NotPacked | Refusal::Empty => Refused::NoText,
            Refusal::Damaged => Refused::Damaged,
            Refusal::TooManyParts { .. } => Refused::TooLarge(&PACKAGE_PARTS),
            Refusal::TooLarge { .. } => Refused::TooLarge(&PACKAGE_BYTES),
            Refusal::DocumentType => Refused::DocumentType,
        }
    }
}

impl From<XmlFault> for Refused {
    fn from(fault: XmlFault) -> Refused {
        match fault {
            XmlFault::NotWellFormed => Refused::Damaged,
            XmlFault::TooMuch(bound) => Refused::TooLarge(bound),
        }
    }
}
