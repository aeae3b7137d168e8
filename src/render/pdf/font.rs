//! The font book: which face draws which character, and what it looks like there.
//!
//! A *role* (仿宋, 楷体 …) is served by a chain of *faces*, tried in order for each
//! character. A face's file is read when a character first needs it, once.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::{fmt, io};

use serde::Deserialize;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use super::font_file::{FontFile, ReadSeek};
use super::style::{Role, YesNo};
use crate::diagnostic::{Code, Diagnostic};

/// `fonts/fonts.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FontList {
    #[serde(rename = "字体")]
    pub faces: Vec<FaceEntry>,
    #[serde(rename = "角色")]
    pub roles: Chains,
    /// Roles whose digits and half-width letters are drawn by 西文.
    #[serde(rename = "西文用于", default)]
    pub latin_for: Vec<Role>,
}

/// One face the list knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceEntry {
    #[serde(rename = "名称")]
    pub name: String,
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
}

/// The faces that serve each role, by name, in the order they are tried.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chains {
    #[serde(rename = "小标宋")]
    pub xiao_biao_song: Vec<String>,
    #[serde(rename = "仿宋")]
    pub fang_song: Vec<String>,
    #[serde(rename = "楷体")]
    pub kai_ti: Vec<String>,
    #[serde(rename = "黑体")]
    pub hei_ti: Vec<String>,
    #[serde(rename = "宋体")]
    pub song_ti: Vec<String>,
    #[serde(rename = "西文")]
    pub latin: Vec<String>,
}

impl Chains {
    fn of(&self, role: Role) -> &[String] {
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

/// Index of a face in its [`FontBook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(usize);

impl FaceId {
    /// Its place in the list, from 0.
    pub(super) fn number(self) -> usize {
        self.0
    }
}

/// One glyph of one face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    pub face: FaceId,
    pub id: u16,
    /// Advance in 1/1000 em, rounded down as the PDF's width table has it.
    pub advance: u16,
}

/// What a role's faces draw of some characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub role: Role,
    /// In the order they are tried.
    pub faces: Vec<FaceCoverage>,
    /// What the role draws in all.
    pub drawn: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceCoverage {
    pub name: String,
    /// The file that serves; none when the user has not provided it.
    pub file: Option<String>,
    pub drawn: usize,
}

/// Opens a file of the fonts folder by its name.
pub type FontReader<'a> = Box<dyn Fn(&str) -> io::Result<Box<dyn ReadSeek>> + 'a>;

/// All faces of a project, read as they are needed.
pub struct FontBook<'a> {
    list: FontList,
    /// The faces of each role as places in the list.
    chains: BTreeMap<Role, Vec<usize>>,
    /// Files of the folder that no entry names; looked into only for aliases.
    strangers: Vec<String>,
    open: FontReader<'a>,
    faces: Vec<OnceCell<Option<Face>>>,
    /// What each stranger is called, in lower case: its file stem and its name table.
    names: OnceCell<Vec<(String, Vec<String>)>>,
    glyphs: RefCell<HashMap<(usize, char), Option<Glyph>>>,
    faults: RefCell<Vec<Diagnostic>>,
    strict: bool,
}

struct Face {
    name: String,
    file: RefCell<FontFile>,
    index: u32,
    units_per_em: u32,
    post_script_name: String,
}

impl Face {
    /// # Errors
    /// When the file cannot be read; none when it is no font.
    fn open(name: &str, source: Box<dyn ReadSeek>, index: u32) -> io::Result<Option<Face>> {
        let file = FontFile::open(source, index)?;
        Ok(Face::parse(name, file, index))
    }

    fn parse(name: &str, file: FontFile, index: u32) -> Option<Face> {
        let font = file.font()?;
        font.outline_glyphs().format()?;
        let units_per_em = u32::from(font.head().ok()?.units_per_em()).max(1);
        let post_script_name = font
            .localized_strings(StringId::POSTSCRIPT_NAME)
            .english_or_first()
            .map(|name| {
                name.chars()
                    .filter(|c| c.is_ascii_graphic() && !"[](){}<>/%#".contains(*c))
                    .collect()
            })
            .filter(|name: &String| !name.is_empty())
            .unwrap_or_else(|| "Face".to_owned());
        let name = name.to_owned();
        Some(Face { name, file: RefCell::new(file), index, units_per_em, post_script_name })
    }
}

impl fmt::Debug for FontBook<'_> {
    /// The list only: the font files would drown it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FontBook").field("list", &self.list).finish_non_exhaustive()
    }
}

impl<'a> FontBook<'a> {
    /// A book over the list; `files` are the names of all files in the fonts folder.
    pub fn new(list: FontList, files: &[String], open: FontReader<'a>) -> FontBook<'a> {
        let strangers = files
            .iter()
            .filter(|file| {
                let extension = file.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
                matches!(extension.as_str(), "ttf" | "otf" | "ttc")
                    && !list.faces.iter().any(|face| face.file == **file)
            })
            .cloned()
            .collect();
        let place = |name: &String| list.faces.iter().position(|face| face.name == *name);
        let mut chains = BTreeMap::new();
        let mut faults = Vec::new();
        for role in Role::ALL {
            let names = list.roles.of(role);
            chains.insert(role, names.iter().filter_map(place).collect());
            for name in names.iter().filter(|name| place(name).is_none()) {
                let message = format!("字体清单的“{role}”一行写了没有登记的字体“{name}”");
                faults.push(
                    Diagnostic::new(Code::E1102, message)
                        .help("在 fonts.yaml 的“字体”中登记它，或从这一行删去"),
                );
            }
        }
        FontBook {
            faces: list.faces.iter().map(|_| OnceCell::new()).collect(),
            list,
            chains,
            strangers,
            open,
            names: OnceCell::new(),
            glyphs: RefCell::default(),
            faults: RefCell::new(faults),
            strict: false,
        }
    }

    /// How many of the characters each face of each role draws, and each role in all.
    pub fn coverage(&self, characters: &str) -> Vec<Coverage> {
        let role_coverage = |role: Role| {
            let chain = self.chains.get(&role).map_or(&[][..], Vec::as_slice);
            let faces = chain.iter().map(|&face| FaceCoverage {
                name: self.name(FaceId(face)).to_owned(),
                file: self.face(face).map(|face| face.name.clone()),
                drawn: characters.chars().filter(|c| self.glyph_of(face, *c).is_some()).count(),
            });
            let drawn = |c: &char| chain.iter().any(|face| self.glyph_of(*face, *c).is_some());
            Coverage {
                role,
                faces: faces.collect(),
                drawn: characters.chars().filter(drawn).count(),
            }
        };
        Role::ALL.into_iter().map(role_coverage).collect()
    }

    /// Makes a character that its role's own face does not draw a fault.
    pub fn set_strict(&mut self, strict: bool) {
        self.strict = strict;
    }

    /// Whether the book is strict and the glyph is not of its role's own face: the first of
    /// the chain that is there.
    pub(super) fn is_stopgap(&self, role: Role, glyph: Glyph) -> bool {
        let own = |role| {
            self.chains.get(&role).and_then(|chain| {
                chain.iter().find(|face| self.face(**face).is_some()).copied().map(FaceId)
            })
        };
        self.strict && ![own(role), own(Role::Latin)].contains(&Some(glyph.face))
    }

    /// The glyph for a character, from the first face that draws it; a half-width one is
    /// looked for among the 西文 faces first, where the list says so for the role.
    pub fn glyph(&self, role: Role, character: char, half_width: bool) -> Option<Glyph> {
        let latin = (half_width && self.list.latin_for.contains(&role)).then_some(Role::Latin);
        latin
            .into_iter()
            .chain([role])
            .flat_map(|role| self.chains.get(&role).into_iter().flatten())
            .find_map(|face| self.glyph_of(*face, character))
    }

    fn glyph_of(&self, face: usize, character: char) -> Option<Glyph> {
        if let Some(known) = self.glyphs.borrow().get(&(face, character)) {
            return *known;
        }
        let unfit = self.list.faces.get(face).is_none_or(|entry| entry.unfit.contains(character));
        let found = if unfit {
            None
        } else {
            self.face(face).and_then(|data| self.find_glyph(FaceId(face), data, character))
        };
        self.glyphs.borrow_mut().insert((face, character), found);
        found
    }

    /// A glyph counts only when it has ink: some faces map characters to empty outlines.
    fn find_glyph(&self, face: FaceId, data: &Face, character: char) -> Option<Glyph> {
        let mut file = data.file.borrow_mut();
        let id = file.font()?.charmap().map(character).filter(|id| *id != GlyphId::NOTDEF)?;
        if let Err(error) = file.read_outline(id) {
            self.faults.borrow_mut().push(unreadable(&data.name, &error));
            return None;
        }
        let font = file.font()?;
        if !character.is_whitespace() && !file.has_ink(id)? {
            return None;
        }
        let advance = u32::from(font.hmtx().ok()?.advance(id)?) * 1000 / data.units_per_em;
        Some(Glyph {
            face,
            id: u16::try_from(id.to_u32()).ok()?,
            advance: u16::try_from(advance).ok()?,
        })
    }

    /// The face's name in the list.
    pub fn name(&self, face: FaceId) -> &str {
        self.list.faces.get(face.0).map_or("", |entry| &entry.name)
    }

    /// How far its glyphs are moved up, in 1/1000 em.
    pub fn baseline(&self, face: FaceId) -> i64 {
        self.list.faces.get(face.0).map_or(0, |entry| i64::from(entry.baseline))
    }

    /// What went wrong with font files so far.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.faults.borrow().clone()
    }

    fn face(&self, face: usize) -> Option<&Face> {
        self.faces
            .get(face)?
            .get_or_init(|| {
                let entry = self.list.faces.get(face)?;
                self.load(entry).unwrap_or_else(|fault| {
                    self.faults.borrow_mut().push(fault);
                    None
                })
            })
            .as_ref()
    }

    fn load(&self, entry: &FaceEntry) -> Result<Option<Face>, Diagnostic> {
        let open = |file: &str| Face::open(file, (self.open)(file)?, entry.index);
        let usable = |file: &str, face: Option<Face>| {
            face.map(Some).ok_or_else(|| {
                Diagnostic::new(Code::E1102, format!("{file} 不是能用的字体文件")).help(
                    "需要 TrueType 或 OpenType 字体（.ttf、.otf、.ttc）；文件可能已损坏，请重新取得",
                )
            })
        };
        match open(&entry.file) {
            Ok(face) => return usable(&entry.file, face),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(&entry.file, &error)),
        }
        if let Some(file) = self.alias_file(entry) {
            return usable(file, open(file).map_err(|error| unreadable(file, &error))?);
        }
        if entry.optional == YesNo::Yes {
            return Ok(None);
        }
        Err(Diagnostic::new(Code::E1102, format!("没有字体“{}”的文件 {}", entry.name, entry.file))
            .help("把该文件放回字体目录，或在 fonts.yaml 中为它写上“可缺: 是”"))
    }

    /// A file of another name that one of the entry's aliases knows.
    fn alias_file(&self, entry: &FaceEntry) -> Option<&str> {
        if entry.aliases.is_empty() {
            return None;
        }
        let names = self.names.get_or_init(|| {
            let names = |file: &String| {
                let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
                let data = (self.open)(file).and_then(|source| FontFile::open(source, 0));
                let mut names = data.map_or_else(|_| Vec::new(), |file| family_names(file.bytes()));
                names.push(stem.to_owned());
                names.iter().map(|name| name.to_lowercase()).collect()
            };
            self.strangers.iter().map(|file| (file.clone(), names(file))).collect()
        });
        let aliases: Vec<String> = entry.aliases.iter().map(|alias| alias.to_lowercase()).collect();
        names
            .iter()
            .find(|(_, names)| names.iter().any(|name| aliases.contains(name)))
            .map(|(file, _)| file.as_str())
    }

    /// Cuts a face down to some glyphs, given in ascending order.
    pub(super) fn subset(
        &self,
        face: FaceId,
        glyphs: impl Iterator<Item = u16>,
    ) -> Result<Subset, Diagnostic> {
        let bad = |what: &str| {
            Diagnostic::new(Code::E1102, format!("字体“{}”裁剪不了：{what}", self.name(face)))
                .help("换一个未损坏、带 TrueType 或 CFF 轮廓的字体文件")
        };
        let data = self.face(face.0).ok_or_else(|| bad("没有数据"))?;
        let mut file = data.file.borrow_mut();
        // A font cannot be without it.
        file.read_outline(GlyphId::NOTDEF).map_err(|error| unreadable(&data.name, &error))?;
        let mut remapper = GlyphRemapper::new();
        let ids = glyphs.map(|glyph| (glyph, remapper.remap(glyph))).collect();
        let program = subsetter::subset(file.bytes(), data.index, &remapper)
            .map_err(|error| bad(&error.to_string()))?;
        let charstring = |glyph: u16| file.charstring(glyph.into()).map(<[u8]>::to_vec);
        let charstrings = remapper.remapped_gids().map(charstring).collect();
        let post_script_name = data.post_script_name.clone();
        Ok(Subset { program, charstrings, ids, post_script_name })
    }
}

/// A face cut down to the glyphs a report needs.
pub(super) struct Subset {
    pub(super) program: Vec<u8>,
    /// For each of its glyphs, the charstring that is to replace the one it has.
    pub(super) charstrings: Vec<Option<Vec<u8>>>,
    /// Glyph numbers of the face and what they became.
    pub(super) ids: BTreeMap<u16, u16>,
    pub(super) post_script_name: String,
}

fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::E1102, format!("读不了字体文件 {file}：{error}"))
}

/// Full, family and PostScript names in every language a font file gives them in.
fn family_names(data: &[u8]) -> Vec<String> {
    let fonts: Vec<FontRef<'_>> = match FileRef::new(data) {
        Ok(FileRef::Font(font)) => vec![font],
        Ok(FileRef::Collection(collection)) => collection.iter().flatten().collect(),
        Err(_) => Vec::new(),
    };
    let ids = [StringId::FAMILY_NAME, StringId::FULL_NAME, StringId::POSTSCRIPT_NAME];
    fonts
        .iter()
        .flat_map(|font| ids.iter().flat_map(|id| font.localized_strings(*id)))
        .map(|name| name.chars().collect())
        .collect()
}
