//! One face: a font file, what it draws, and how large.

use std::cell::{OnceCell, RefCell};
use std::io;

use rustc_hash::FxHashMap;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::file::{FaceData, FontFile};
use super::subset::{self, Subset};
use crate::diagnostic::{Code, Diagnostic};

/// A face whose file was opened. Its character map was read; the rest is read when a glyph is
/// first asked for.
pub(super) struct Face {
    /// The name of the file that serves it.
    pub(super) file_name: String,
    /// Behind a cell, because to ask for a glyph is to read its outline.
    file: RefCell<FontFile>,
    metrics: OnceCell<Result<Metrics, Diagnostic>>,
    /// What each character led to so far.
    glyphs: RefCell<FxHashMap<char, Option<FaceGlyph>>>,
    /// The first outline that could not be read: the file broke off or went away.
    unreadable_outline: OnceCell<Diagnostic>,
}

/// What is read of a face beside its character map and its outlines.
struct Metrics {
    units_per_em: u32,
    post_script_name: String,
}

/// A glyph by its number in the face, and its advance in 1/1000 em, rounded down.
pub(super) type FaceGlyph = (u16, u16);

impl Face {
    /// Opens a face and reads its character map; `index` is its place in a collection.
    ///
    /// # Errors
    /// A diagnostic for a file that cannot be read or is no font.
    pub(super) fn open(file_name: &str, data: FaceData, index: u32) -> Result<Face, Diagnostic> {
        let file = FontFile::open(data, index).map_err(|error| unreadable(file_name, &error))?;
        if file.font().is_none() {
            return Err(unusable(file_name));
        }
        Ok(Face {
            file_name: file_name.to_owned(),
            file: RefCell::new(file),
            metrics: OnceCell::new(),
            glyphs: RefCell::default(),
            unreadable_outline: OnceCell::new(),
        })
    }

    /// Whether its character map has the character. Reads nothing more, so that a glyph
    /// without ink counts too.
    pub(super) fn maps(&self, character: char) -> bool {
        glyph_id(&self.file.borrow(), character).is_some()
    }

    /// The glyph that draws a character. It counts only when it has ink: some faces map
    /// characters to empty outlines. Where the face is at fault there is none, and
    /// [`Face::fault`] says why.
    pub(super) fn glyph(&self, character: char) -> Option<FaceGlyph> {
        if let Some(known) = self.glyphs.borrow().get(&character) {
            return *known;
        }
        let found = self.find(character);
        self.glyphs.borrow_mut().insert(character, found);
        found
    }

    fn find(&self, character: char) -> Option<FaceGlyph> {
        let metrics = self.metrics()?;
        let mut file = self.file.borrow_mut();
        let id = glyph_id(&file, character)?;
        if let Err(error) = file.read_outline(id) {
            self.unreadable_outline.get_or_init(|| unreadable(&self.file_name, &error));
            return None;
        }
        if !character.is_whitespace() && !file.has_ink(id)? {
            return None;
        }
        let advance = u32::from(file.font()?.hmtx().ok()?.advance(id)?);
        let advance = advance * 1000 / metrics.units_per_em;
        Some((u16::try_from(id.to_u32()).ok()?, u16::try_from(advance).ok()?))
    }

    /// What was wrong with the file so far.
    pub(super) fn fault(&self) -> Option<&Diagnostic> {
        let tables = self.metrics.get().and_then(|metrics| metrics.as_ref().err());
        tables.or(self.unreadable_outline.get())
    }

    /// The face cut down to some glyphs, given in ascending order.
    ///
    /// # Errors
    /// A diagnostic for a face that cannot be cut; `name` is the face's in the list.
    pub(super) fn subset(
        &self,
        name: &str,
        glyphs: impl Iterator<Item = u16>,
    ) -> Result<Subset, Diagnostic> {
        let bad = |what: &str| {
            Diagnostic::new(Code::E1102, format!("字体“{name}”裁剪不了：{what}"))
                .help("换一个未损坏、带 TrueType 或 CFF 轮廓的字体文件")
        };
        let metrics = self.metrics().ok_or_else(|| bad("没有数据"))?;
        let mut file = self.file.borrow_mut();
        // A font cannot be without it.
        file.read_outline(GlyphId::NOTDEF).map_err(|error| unreadable(&self.file_name, &error))?;
        let post_script_name = metrics.post_script_name.clone();
        subset::cut(&file, glyphs, post_script_name).map_err(|error| bad(&error))
    }

    fn metrics(&self) -> Option<&Metrics> {
        let read = || {
            let mut file = self.file.borrow_mut();
            file.read_tables().map_err(|error| unreadable(&self.file_name, &error))?;
            Metrics::read(&file).ok_or_else(|| unusable(&self.file_name))
        };
        self.metrics.get_or_init(read).as_ref().ok()
    }
}

impl Metrics {
    /// None when the font is no font that can be used.
    fn read(file: &FontFile) -> Option<Metrics> {
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
        Some(Metrics { units_per_em, post_script_name })
    }
}

/// The glyph to which the character map leads.
fn glyph_id(file: &FontFile, character: char) -> Option<GlyphId> {
    file.font()?.charmap().map(character).filter(|id| *id != GlyphId::NOTDEF)
}

/// Full, family and PostScript names in every language in which a font file gives them.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn family_names(data: FaceData) -> io::Result<Vec<String>> {
    let mut file = FontFile::open(data, 0)?;
    file.read_tables()?;
    let fonts: Vec<FontRef<'_>> = match FileRef::new(file.bytes()) {
        Ok(FileRef::Font(font)) => vec![font],
        Ok(FileRef::Collection(collection)) => collection.iter().flatten().collect(),
        Err(_) => Vec::new(),
    };
    let ids = [StringId::FAMILY_NAME, StringId::FULL_NAME, StringId::POSTSCRIPT_NAME];
    Ok(fonts
        .iter()
        .flat_map(|font| ids.iter().flat_map(|id| font.localized_strings(*id)))
        .map(|name| name.chars().collect())
        .collect())
}

/// A font file that cannot be read.
pub(super) fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::E1102, format!("读不了字体文件 {file}：{error}"))
}

/// A file that is no font, or none with outlines.
fn unusable(file: &str) -> Diagnostic {
    Diagnostic::new(Code::E1102, format!("{file} 不是能用的字体文件"))
        .help("需要 TrueType 或 OpenType 字体（.ttf、.otf、.ttc）；文件可能已损坏，请重新取得")
}
