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
    E1001 Error "模板有误";
    E1002 Error "模板引用了没有的名称";
    E1101 Error "没有字体能写出这个字";
    E1102 Error "字体文件有误";
    E1103 Error "PDF 写不成";
}
