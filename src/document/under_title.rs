//! What stands between the title and the text of a report that is read to those who listen.

use super::Text;

/// A text below the title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderTitle {
    /// Which it is.
    pub role: UnderTitleRole,
    /// As it is shown.
    pub text: Text,
    /// Its lines where its writer marked them, which joined are the text; empty leaves them to the
    /// renderer.
    pub lines: Vec<String>,
    /// Whether it is still to come (drafts only).
    pub is_missing: bool,
}

/// Which text below the title it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnderTitleRole {
    /// 副标题, `——2025年1月8日在示例区第×届人民代表大会第×次会议上`
    Subtitle,
    /// 报告人: post and name.
    Reporter,
}
