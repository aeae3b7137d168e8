//! The list of fonts, `fonts/fonts.yaml`: which faces there are and which roles they serve.

use std::fmt;

use serde::Deserialize;

use crate::source::Span;

/// 是 or 否, as the list of fonts and the style of the page write it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum YesNo {
    /// 是
    #[serde(rename = "是")]
    Yes,
    /// 否
    #[default]
    #[serde(rename = "否")]
    No,
}

/// What a face is for: the style of the page asks for roles, the list of fonts serves them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Role {
    /// 小标宋: titles and the red mark.
    #[serde(rename = "小标宋")]
    XiaoBiaoSong,
    /// 仿宋: the body.
    #[serde(rename = "仿宋")]
    FangSong,
    /// 楷体: headings of the second level.
    #[serde(rename = "楷体")]
    KaiTi,
    /// 黑体: headings of the first level.
    #[serde(rename = "黑体")]
    HeiTi,
    /// 宋体: tables and page numbers.
    #[serde(rename = "宋体")]
    SongTi,
    /// 西文: digits and half-width letters, where the list says so.
    #[serde(rename = "西文")]
    Latin,
}

impl Role {
    /// All roles, in the order in which they are listed to the user.
    pub const ALL: [Role; 6] =
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

/// `fonts/fonts.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FontList {
    /// 字体: the faces that the list knows.
    #[serde(rename = "字体")]
    pub faces: Vec<FaceEntry>,
    /// 角色: the faces that serve each role.
    #[serde(rename = "角色")]
    pub roles: Chains,
    /// 西文用于: roles whose digits and half-width letters are drawn by 西文.
    #[serde(rename = "西文用于", default)]
    pub latin_for: Vec<Role>,
}

/// One face of the list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceEntry {
    /// The name by which the roles refer to it.
    #[serde(rename = "名称")]
    pub name: String,
    /// Its file in the folder of fonts.
    #[serde(rename = "文件")]
    pub file: String,
    /// Which face of a collection, from 0.
    #[serde(rename = "序号", default)]
    pub index: u32,
    /// How far its glyphs are moved up, in 1/1000 em, so that all faces stand level.
    #[serde(rename = "基线", default)]
    pub baseline: i16,
    /// The file that holds its licence.
    #[serde(rename = "许可")]
    pub licence: Option<String>,
    /// Other names: a file that is called so, or bears one in its name table, is this face.
    #[serde(rename = "别名", default)]
    pub aliases: Vec<String>,
    /// Characters it draws as others or badly; they go to the next face.
    #[serde(rename = "不用", default)]
    pub unfit: String,
    /// The user may provide it; its absence is no fault.
    #[serde(rename = "可缺", default)]
    pub optional: YesNo,
    /// It comes beside the program and not in it; where it is absent, the next faces of its roles
    /// take its place, and that is reported.
    #[serde(rename = "另附", default)]
    pub beside_program: YesNo,
    /// Where the list of the project names its file; none in the built-in list.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// The faces that serve each role, by name, in the order in which they are tried.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chains {
    /// 小标宋
    #[serde(rename = "小标宋")]
    pub xiao_biao_song: Vec<String>,
    /// 仿宋
    #[serde(rename = "仿宋")]
    pub fang_song: Vec<String>,
    /// 楷体
    #[serde(rename = "楷体")]
    pub kai_ti: Vec<String>,
    /// 黑体
    #[serde(rename = "黑体")]
    pub hei_ti: Vec<String>,
    /// 宋体
    #[serde(rename = "宋体")]
    pub song_ti: Vec<String>,
    /// 西文
    #[serde(rename = "西文")]
    pub latin: Vec<String>,
}

impl Chains {
    pub(super) fn of(&self, role: Role) -> &[String] {
        match role {
            Role::XiaoBiaoSong => &self.xiao_biao_song,
            Role::FangSong => &self.fang_song,
            Role::KaiTi => &self.kai_ti,
            Role::HeiTi => &self.hei_ti,
            Role::SongTi => &self.song_ti,
            Role::Latin => &self.latin,
        }
    }
}
