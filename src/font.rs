//! Fonts: which face draws which character, and the part of a face that a report needs.
//!
//! A *role* (仿宋, 楷体 …) is served by a chain of *faces*, tried in order for each character.
//! A face's file is opened when a character first needs it, once, and read only as far as its
//! glyphs are used.

mod cff;
mod face;
mod faces;
mod file;
mod list;
mod subset;
mod width;

pub use faces::Faces;
pub use file::{FaceData, ReadSeek};
pub use list::{Chains, FaceEntry, FontList, Role, YesNo};
pub use subset::{Extent, Subset};
pub(crate) use width::is_full_width;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::{fmt, io};

use rustc_hash::{FxHashMap, FxHashSet};

use self::face::Face;
use crate::bounds::FACES;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, Outcome};

/// Index of a face in its [`FontBook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(usize);

impl FaceId {
    /// Its place in the list, from 0.
    pub fn number(self) -> usize {
        self.0
    }
}

/// One glyph of one face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The face that draws it.
    pub face: FaceId,
    /// Its number in the face.
    pub id: u16,
    /// Advance in 1/1000 em, rounded down as the PDF's width table has it.
    pub advance: u16,
}

/// What a role's faces draw of some characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The role.
    pub role: Role,
    /// In the order in which they are tried.
    pub faces: Vec<FaceCoverage>,
    /// How many of the characters the role draws in all.
    pub drawn: usize,
}

/// What one face of a role draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceCoverage {
    /// Its name in the list.
    pub name: String,
    /// The file that serves it; none when the user has not provided it.
    pub file: Option<String>,
    /// How many of the characters it draws.
    pub drawn: usize,
}

/// Opens a file of the list by its name. [`io::ErrorKind::NotFound`] means that there is none.
pub type OpenFace<'a> = Box<dyn Fn(&str) -> io::Result<FaceData> + 'a>;

/// What tells a file of the list from all other files, by its name; none when it shall not be shared.
pub type PlaceOf<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

/// All faces of a project, opened as they are needed.
///
/// What is wrong with the list is found when the book is made; what is wrong with the files is
/// found when they are opened, and comes back from what asked for their glyphs
/// ([`FontBook::coverage`], [`lay_out`](crate::layout::lay_out)).
pub struct FontBook<'a> {
    list: FontList,
    /// The faces of each role as places in the list.
    chains: BTreeMap<Role, Vec<usize>>,
    /// Files of the folder that no entry names; looked into only for aliases.
    unlisted: Vec<String>,
    open: OpenFace<'a>,
    /// The characters that each face of the list draws as others or badly.
    unfit: Vec<FxHashSet<char>>,
    /// What opening each face of the list gave, once it was asked for; none for one that may be
    /// missing and is.
    faces: Vec<OnceCell<Result<Option<Rc<Face>>, Diagnostic>>>,
    /// The faces of other books, where some may be the same.
    shared: Option<(Rc<Faces>, PlaceOf<'a>)>,
    /// What each unlisted file is called, in lower case: its file stem and its name table.
    names: OnceCell<Vec<(String, Vec<String>)>>,
    glyphs: RefCell<FxHashMap<(Role, char, bool), Option<Glyph>>>,
    /// The roles in which a character of a fallback is a fault.
    strict: Vec<Role>,
}

impl fmt::Debug for FontBook<'_> {
    /// The list only: the font files would fill pages.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FontBook").field("list", &self.list).finish_non_exhaustive()
    }
}

impl<'a> FontBook<'a> {
    /// A book over the list; `files` are the names of all files in the fonts folder.
    ///
    /// Finds names in the chains that the list does not know; the chains go on without them.
    pub fn new(mut list: FontList, files: &[String], open: OpenFace<'a>) -> Outcome<FontBook<'a>> {
        let mut findings = Findings::new();
        let longest = Role::ALL.into_iter().map(|role| list.roles.of(role).len()).max();
        let most = list.faces.len().max(longest.unwrap_or(0));
        if most > FACES.size() {
            let fault = Diagnostic::new(Code::E1102, FACES.passed(Some(most as u64)));
            findings.report(fault.help("在 fonts/fonts.yaml 里只留用得着的字体"));
            list.faces.truncate(FACES.size());
        }
        let unlisted = files
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
        for role in Role::ALL {
            let names = list.roles.of(role);
            let names = names.get(..names.len().min(FACES.size())).unwrap_or_default();
            chains.insert(role, names.iter().filter_map(place).collect());
            for name in names.iter().filter(|name| place(name).is_none()) {
                let message = format!("字体清单的“{role}”一行写了没有登记的字体“{name}”");
                findings.report(
                    Diagnostic::new(Code::E1102, message)
                        .help("在 fonts.yaml 的“字体”中登记它，或从这一行删去"),
                );
            }
        }
        let book = FontBook {
            faces: list.faces.iter().map(|_| OnceCell::new()).collect(),
            unfit: list.faces.iter().map(|face| face.unfit.chars().collect()).collect(),
            list,
            chains,
            unlisted,
            open,
            shared: None,
            names: OnceCell::new(),
            glyphs: RefCell::default(),
            strict: Vec::new(),
        };
        Outcome::new(book, findings)
    }

    /// Takes faces from those of other books, and gives its own to them.
    pub fn share(&mut self, faces: Rc<Faces>, place: PlaceOf<'a>) {
        self.shared = Some((faces, place));
    }

    /// How many of the characters each face of each role draws, and each role in all.
    pub fn coverage(&self, characters: &str) -> Outcome<Vec<Coverage>> {
        let role_coverage = |role: Role| {
            let chain = self.chain(role);
            let faces = chain.iter().map(|&face| FaceCoverage {
                name: self.name(FaceId(face)).to_owned(),
                file: self.face(face).map(|face| face.file_name.clone()),
                drawn: characters.chars().filter(|c| self.glyph_of(face, *c).is_some()).count(),
            });
            let drawn = |c: &char| chain.iter().any(|face| self.glyph_of(*face, *c).is_some());
            Coverage {
                role,
                faces: faces.collect(),
                drawn: characters.chars().filter(drawn).count(),
            }
        };
        let coverage = Role::ALL.into_iter().map(role_coverage).collect();
        Outcome::new(coverage, self.findings())
    }

    /// Whether the character map of a face that serves the role has the character; `half_width`
    /// as in [`FontBook::glyph`]. Blanks count as drawn.
    pub(crate) fn maps(&self, role: Role, character: char, half_width: bool) -> bool {
        character.is_whitespace()
            || self.faces_for(role, half_width).any(|face| self.face_maps(face, character))
    }

    /// The roles that one of these faces of the list would write if it were there, each with the
    /// first such face.
    pub fn replaced(&self, missing: &[String]) -> Vec<(Role, &FaceEntry)> {
        let entry = |face: &usize| self.list.faces.get(*face);
        let first = |role: &Role| {
            let tried = self.chain(*role).iter().take_while(|face| self.face(**face).is_none());
            let mut tried = tried.filter_map(entry);
            tried.find(|entry| missing.contains(&entry.name))
        };
        // Faces are opened for it: not without need.
        let roles = Role::ALL.into_iter().filter(|_| !missing.is_empty());
        roles.filter_map(|role| Some((role, first(&role)?))).collect()
    }

    /// Makes a character of these roles that the role's own face does not draw a fault.
    pub fn set_strict(&mut self, roles: Vec<Role>) {
        self.strict = roles;
    }

    /// Whether the book is strict in the role and the glyph is of a fallback: not of the role's
    /// own face, which is the first of the chain that is there.
    pub(crate) fn is_fallback(&self, role: Role, glyph: Glyph) -> bool {
        let own = |role| {
            self.chain(role).iter().find(|face| self.face(**face).is_some()).copied().map(FaceId)
        };
        self.strict.contains(&role) && ![own(role), own(Role::Latin)].contains(&Some(glyph.face))
    }

    /// The glyph for a character, from the first face that draws it; a half-width one is
    /// looked for among the 西文 faces first, where the list says so for the role.
    pub fn glyph(&self, role: Role, character: char, half_width: bool) -> Option<Glyph> {
        let key = (role, character, half_width);
        if let Some(known) = self.glyphs.borrow().get(&key) {
            return *known;
        }
        let mut faces = self.faces_for(role, half_width);
        let found = faces.find_map(|face| self.glyph_of(face, character));
        self.glyphs.borrow_mut().insert(key, found);
        found
    }

    /// The families that users may have for a role, as office programs call them: in the order in
    /// which the list tries their faces, the one by which documents name the role first.
    pub fn families(&self, role: Role) -> Vec<&str> {
        let entries = self.chain(role).iter().filter_map(|face| self.list.faces.get(*face));
        let provided = entries.filter(|entry| entry.optional == YesNo::Yes);
        let aliases: Vec<&str> =
            provided.flat_map(|entry| &entry.aliases).map(String::as_str).collect();
        // The other aliases are the names of files: simhei.
        let is_shown = |name: &str| !name.is_ascii() || name.contains(' ');
        let first = aliases.iter().position(|name| is_shown(name));
        let shown = first.map(|at| aliases[at]);
        let others = aliases.iter().enumerate().filter(|(at, _)| Some(*at) != first);
        shown.into_iter().chain(others.map(|(_, name)| *name)).collect()
    }

    /// Whether digits and half-width letters of a role are drawn by 西文.
    pub fn has_latin_apart(&self, role: Role) -> bool {
        self.list.latin_for.contains(&role)
    }

    /// The face's name in the list.
    pub fn name(&self, face: FaceId) -> &str {
        self.list.faces.get(face.0).map_or("", |entry| &entry.name)
    }

    /// How far its glyphs are moved up, in 1/1000 em.
    pub fn baseline(&self, face: FaceId) -> i64 {
        self.list.faces.get(face.0).map_or(0, |entry| i64::from(entry.baseline))
    }

    /// What is wrong with the files that were opened so far.
    pub(crate) fn findings(&self) -> Findings {
        let at_entry = |(face, entry): (usize, &FaceEntry)| {
            let fault = self.fault(face)?.clone();
            Some(match entry.place {
                Some(place) => fault.at(place, "登记在这里"),
                None => fault,
            })
        };
        self.list.faces.iter().enumerate().filter_map(at_entry).collect()
    }

    /// Whether a face that serves the role was opened and cannot be used: what the role draws is
    /// not known then.
    pub(crate) fn is_damaged(&self, role: Role) -> bool {
        self.faces_for(role, true).any(|face| self.fault(face).is_some())
    }

    /// What is wrong with the file of a face, if it was opened.
    fn fault(&self, face: usize) -> Option<&Diagnostic> {
        match self.faces.get(face)?.get()? {
            Ok(face) => face.as_deref().and_then(Face::fault),
            Err(fault) => Some(fault),
        }
    }

    /// A face cut down to some glyphs, given in ascending order.
    ///
    /// # Errors
    /// A diagnostic for a face that cannot be cut.
    pub fn subset(
        &self,
        face: FaceId,
        glyphs: impl Iterator<Item = u16>,
    ) -> Result<Subset, Diagnostic> {
        let name = self.name(face);
        let data = self.face(face.0).ok_or_else(|| {
            Diagnostic::new(Code::E1102, format!("字体“{name}”裁剪不了：没有数据"))
        })?;
        data.subset(name, glyphs)
    }

    fn chain(&self, role: Role) -> &[usize] {
        self.chains.get(&role).map_or(&[], Vec::as_slice)
    }

    /// The faces in the order in which they are tried for a character of a role.
    fn faces_for(&self, role: Role, half_width: bool) -> impl Iterator<Item = usize> {
        let latin = half_width && self.list.latin_for.contains(&role);
        let latin = if latin { self.chain(Role::Latin) } else { &[] };
        latin.iter().chain(self.chain(role)).copied()
    }

    fn is_unfit(&self, face: usize, character: char) -> bool {
        self.unfit.get(face).is_none_or(|unfit| unfit.contains(&character))
    }

    fn face_maps(&self, face: usize, character: char) -> bool {
        !self.is_unfit(face, character) && self.face(face).is_some_and(|data| data.maps(character))
    }

    fn glyph_of(&self, face: usize, character: char) -> Option<Glyph> {
        if self.is_unfit(face, character) {
            return None;
        }
        let (id, advance) = self.face(face)?.glyph(character)?;
        Some(Glyph { face: FaceId(face), id, advance })
    }

    fn face(&self, face: usize) -> Option<&Face> {
        let entry = self.list.faces.get(face)?;
        let opened = self.faces.get(face)?.get_or_init(|| self.open(entry));
        opened.as_ref().ok().and_then(Option::as_deref)
    }

    fn open(&self, entry: &FaceEntry) -> Result<Option<Rc<Face>>, Diagnostic> {
        let open = |file: &str, data| self.open_face(file, data, entry.index).map(Some);
        match (self.open)(&entry.file) {
            Ok(data) => return open(&entry.file, data),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(face::unreadable(&entry.file, &error)),
        }
        if let Some(file) = self.alias_file(entry) {
            let data = (self.open)(file).map_err(|error| face::unreadable(file, &error))?;
            return open(file, data);
        }
        if entry.optional == YesNo::Yes {
            return Ok(None);
        }
        Err(Diagnostic::new(Code::E1102, format!("没有字体“{}”的文件 {}", entry.name, entry.file))
            .help("把该文件放回字体目录，或在 fonts.yaml 中为它写上“可缺: 是”"))
    }

    /// The face of a file, from those of other books where one has it.
    fn open_face(&self, file: &str, data: FaceData, index: u32) -> Result<Rc<Face>, Diagnostic> {
        let shared = self.shared.as_ref();
        let Some((faces, place)) = shared.and_then(|(faces, place)| Some((faces, place(file)?)))
        else {
            return Face::open(file, data, index).map(Rc::new);
        };
        if let Some(face) = faces.get(&place, index) {
            return Ok(face);
        }
        let face = Rc::new(Face::open(file, data, index)?);
        faces.keep(place, index, &face);
        Ok(face)
    }

    /// A file of another name that one of the entry's aliases knows.
    fn alias_file(&self, entry: &FaceEntry) -> Option<&str> {
        if entry.aliases.is_empty() {
            return None;
        }
        let names = self.names.get_or_init(|| {
            let names = |file: &String| {
                let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
                let names = (self.open)(file).and_then(face::family_names);
                let mut names = names.unwrap_or_default();
                names.push(stem.to_owned());
                names.iter().map(|name| name.to_lowercase()).collect()
            };
            self.unlisted.iter().map(|file| (file.clone(), names(file))).collect()
        });
        let aliases: Vec<String> = entry.aliases.iter().map(|alias| alias.to_lowercase()).collect();
        names
            .iter()
            .find(|(_, names)| names.iter().any(|name| aliases.contains(name)))
            .map(|(file, _)| file.as_str())
    }
}
