//! Project: one district's folder: profile, catalogue, templates, fonts, years.

/// `data/profile.yaml` 单位档案.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// 发文机关
    pub issuer: String,
    /// 发文机关标志; none = no red head.
    pub mark: Option<String>,
    /// 发文机关代字
    pub code: Option<String>,
    /// 主送机关
    pub addressees: Vec<String>,
    /// 抄送机关
    pub copies: Vec<String>,
    /// 印发机关
    pub printer: String,
    pub site: Site,
    /// 版式: the default layout.
    pub layout: String,
    /// 部门, in report order.
    pub departments: Vec<DirectoryEntry>,
}

/// 网站
#[derive(Debug, Clone, Default)]
pub struct Site {
    pub name: Option<String>,
    pub domain: Option<String>,
    pub code: Option<String>,
    pub column: Option<String>,
}

/// A department of the directory.
#[derive(Debug, Clone)]
pub struct DirectoryEntry {
    pub name: String,
    pub short_name: Option<String>,
    pub contact: Option<String>,
}

/// The texts under `templates/` that a layout is made of: path under `templates/` → text,
/// in name order.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    pub files: Vec<(String, crate::source::FileId)>,
}
