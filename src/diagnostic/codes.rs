//! The codes: one stable name for each kind of fault, with its usual severity and
//! the explanation that `nianbao explain` prints and the manual shows.

use super::Severity;

macro_rules! codes {
    ($($code:ident $severity:ident $title:literal;)*) => {
        /// The stable name of a kind of diagnostic. Families: E01 files and YAML,
        /// E02 catalogue and profile, E03 presence, E04 value and type, E05 cross-checks,
        /// E06 change on last year, E07 prose and placeholders, E08 statutory contents and
        /// outline, E09 document elements and deadlines, E10 templates, E11 fonts and layout.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $title] $code),* }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Code] = &[$(Code::$code),*];

            /// `E0101`
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => stringify!($code)),* }
            }

            /// What it is about, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$code => $title),* }
            }

            /// The severity it has unless a rule of the catalogue says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity),* }
            }

            /// The page of the manual: what, why, a wrong example, a right one.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$code => include_str!(concat!("../../docs/diagnostics/", stringify!($code), ".md"))),*
                }
            }
        }
    };
}

codes! {
    E0101 Error "读不了文件或文件夹";
    E0102 Error "文件不是 UTF-8 编码";
    E0103 Error "文件太大";
    E0104 Error "YAML 写法有误";
    E0105 Error "同一个键写了两遍";
    E0106 Error "冒号用了全角";
    E0107 Error "冒号或短横后面缺少空格";
    E0108 Error "用了制表符";
    E0109 Error "值以大括号开头";
    E0110 Error "用了锚点或引用";
    E0111 Error "用了类型标签";
    E0112 Error "一个文件里有两份内容";
    E0113 Error "层次太深";
    E0114 Error "引号或括号没有配对";
    E0115 Error "缩进没有对齐";
    E0116 Error "这一行没有冒号";
    E0117 Error "用全角空格缩进";
    E0118 Error "冒号前不是名称";
    E0119 Error "值里又有冒号";
    E0120 Error "多行文字没有缩进";
    E0121 Error "配置文件的内容不合要求";
    E0721 Error "稿件的最后一句没有写完";
    E0722 Error "文字里夹有看不见的字符";
    E1001 Error "模板有误";
    E1002 Error "引用了没有的名称";
    E1003 Error "公文正文用了不支持的格式";
    E1004 Error "版式的标题有误";
    E1005 Error "要打印的指标没有值";
    E1006 Error "没有这个版式";
    E1101 Error "没有字体能写出这个字";
    E1102 Error "字体文件有误";
    E1103 Error "PDF 写不成";
}
