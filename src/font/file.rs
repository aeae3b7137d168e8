//! A font file, read only as far as its glyphs are used.
//!
//! Outlines are nine tenths and more of a Chinese font, and a report uses few of them. So the
//! character map is read first, everything else but the outlines when a glyph is first asked
//! for, and an outline when its own glyph is. What is read stands where it stands in the file,
//! among zeros: any parser can take it as the font.
//!
//! A TrueType font that lies in memory for the whole run needs none of this: it is parsed
//! where it lies.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::raw::ps::cff::index::Index;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::raw::types::Tag;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::cff::{self, Charstring};

/// A file that can be read from any place on.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// Where the bytes of a face come from.
pub enum FaceData {
    /// They lie in memory for the whole run, as those built into a program do; they are not
    /// copied as a whole.
    Static(&'static [u8]),
    /// They are read from a file, in parts.
    File(Box<dyn ReadSeek>),
}

impl fmt::Debug for FaceData {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            FaceData::Static(_) => "Static",
            FaceData::File(_) => "File",
        })
    }
}

/// Enough for the directory of a file, or for what a CFF table begins with.
const HEAD: usize = 8192;

pub(super) struct FontFile {
    bytes: Bytes,
    /// The face's place in a collection, from 0.
    index: u32,
    outlines: Outlines,
    /// Glyphs whose outlines were read.
    read: BTreeSet<GlyphId>,
    /// Charstrings as a subset has them. The subsetter gets empty ones in their place: see
    /// [`subset`](super::subset).
    charstrings: BTreeMap<GlyphId, Charstring>,
    /// The charstring that is read, as it stands in the file.
    program: Vec<u8>,
}

enum Bytes {
    /// All of a font, in memory for the whole run.
    Static(&'static [u8]),
    /// As much memory as the file is long, zeros where it was not read yet.
    Parts { source: Box<dyn ReadSeek>, bytes: Vec<u8> },
}

/// How the outlines stand in the file.
#[derive(Debug, Clone)]
enum Outlines {
    /// Not yet known: only the character map was read.
    Unread,
    /// In a `glyf` table at this place.
    Glyf(Range<usize>),
    /// As charstrings at this place; the INDEX that leads to them begins there.
    Charstrings { index: usize, data: Range<usize>, stand_in: StandIn },
    /// In a way not known here, or in memory: there is nothing left to read.
    Read,
}

/// What the file's bytes have in the place of charstrings.
#[derive(Debug, Clone)]
enum StandIn {
    /// Each that was read, but empty where it is kept beside.
    Own,
    /// One empty charstring after the other, of all glyphs, in the first bytes of their place: nothing
    /// is written to the rest. The INDEX leads there; that of the file is this one.
    Row(Vec<u8>),
}

impl fmt::Debug for FontFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FontFile").field("outlines", &self.outlines).finish_non_exhaustive()
    }
}

impl FontFile {
    /// Opens a file and reads the character map of a face; `index` is the face's place in a
    /// collection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn open(data: FaceData, index: u32) -> io::Result<FontFile> {
        let with = |bytes, outlines| FontFile {
            bytes,
            index,
            outlines,
            read: BTreeSet::new(),
            charstrings: BTreeMap::new(),
            program: Vec::new(),
        };
        let mut source: Box<dyn ReadSeek> = match data {
            FaceData::File(source) => source,
            FaceData::Static(font) => {
                let file = with(Bytes::Static(font), Outlines::Read);
                if file.table(b"CFF ").is_none() {
                    return Ok(file);
                }
                // Charstrings are emptied for the subsetter, so they need memory of their own.
                Box::new(Cursor::new(font))
            }
        };
        let length = source.seek(SeekFrom::End(0))?;
        let length = usize::try_from(length).map_err(io::Error::other)?;
        // Zeroed memory costs nothing until something is written to it.
        let bytes = Bytes::Parts { source, bytes: vec![0; length] };
        let mut file = with(bytes, Outlines::Unread);
        file.fill(0..HEAD.min(length))?;
        match file.table(b"cmap") {
            Some(place) => file.fill(place)?,
            None => file.read_tables()?,
        }
        Ok(file)
    }

    /// Reads everything but the outlines.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn read_tables(&mut self) -> io::Result<()> {
        if !matches!(self.outlines, Outlines::Unread) {
            return Ok(());
        }
        let length = self.bytes().len();
        let outlines = self.find_outlines()?;
        match outlines.clone() {
            Outlines::Glyf(data) | Outlines::Charstrings { data, .. } => {
                self.fill(0..data.start)?;
                self.fill(data.end..length)?;
            }
            Outlines::Unread | Outlines::Read => self.fill(0..length)?,
        }
        self.outlines = outlines;
        self.empty_charstrings();
        Ok(())
    }

    /// The file's bytes, as far as they were read.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Static(bytes) => bytes,
            Bytes::Parts { bytes, .. } => bytes,
        }
    }

    /// The face's place in its collection.
    pub(super) fn index(&self) -> u32 {
        self.index
    }

    pub(super) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.bytes(), self.index).ok()
    }

    fn fill(&mut self, place: Range<usize>) -> io::Result<()> {
        let Bytes::Parts { source, bytes } = &mut self.bytes else { return Ok(()) };
        let Some(unread) = bytes.get_mut(place.clone()) else { return Ok(()) };
        source.seek(SeekFrom::Start(place.start as u64))?;
        source.read_exact(unread)
    }

    fn find_outlines(&mut self) -> io::Result<Outlines> {
        if let Some(place) = self.table(b"glyf") {
            return Ok(Outlines::Glyf(place));
        }
        let Some(table) = self.table(b"CFF ") else { return Ok(Outlines::Read) };
        self.fill(table.start..table.end.min(table.start + HEAD))?;
        let Some(index) = self.charstrings_offset(&table) else { return Ok(Outlines::Read) };
        // An INDEX (CFF, 5): a count, the size of an offset, the offsets, the data.
        self.fill(index..index + 3)?;
        let Some(&[high, low, size]) = self.bytes().get(index..index + 3) else {
            return Ok(Outlines::Read);
        };
        let count = usize::from(u16::from_be_bytes([high, low]));
        let start = index + 3 + (count + 1) * usize::from(size);
        self.fill(index..start.min(table.end))?;
        let end = self
            .charstrings_at(index)
            .and_then(|index| index.get_offset(count))
            .map(|end| start + end);
        Ok(match end {
            Some(end) if end <= table.end => {
                Outlines::Charstrings { index, data: start..end, stand_in: StandIn::Own }
            }
            _ => Outlines::Read,
        })
    }

    /// Where a table stands, when it stands inside the file.
    fn table(&self, tag: &[u8; 4]) -> Option<Range<usize>> {
        let font = self.font()?;
        let records = font.table_directory().table_records();
        let record = records.iter().find(|record| record.tag() == Tag::new(tag))?;
        let start = usize::try_from(record.offset()).ok()?;
        let end = start.checked_add(usize::try_from(record.length()).ok()?)?;
        (end <= self.bytes().len()).then_some(start..end)
    }

    fn charstrings_offset(&self, table: &Range<usize>) -> Option<usize> {
        let head = self.bytes().get(table.start..table.end.min(table.start + HEAD))?;
        let index = table.start.checked_add(cff::charstrings_offset(head)?)?;
        (index.checked_add(3)? <= table.end).then_some(index)
    }

    /// The INDEX of charstrings that begins here.
    fn charstrings_at(&self, at: usize) -> Option<Index<'_>> {
        Index::new(self.bytes().get(at..)?, false).ok()
    }

    /// Where a glyph's outline stands; none when there is no such glyph.
    fn outline(&self, glyph: GlyphId) -> Option<Range<usize>> {
        let number = usize::try_from(glyph.to_u32()).ok()?;
        let (data, start, end) = match &self.outlines {
            Outlines::Glyf(data) => {
                let loca = self.font()?.loca(None).ok()?;
                let offset = |number| usize::try_from(loca.get_raw(number)?).ok();
                (data, offset(number)?, offset(number + 1)?)
            }
            Outlines::Charstrings { index, data, stand_in } => {
                let index = match stand_in {
                    StandIn::Own => self.charstrings_at(*index)?,
                    StandIn::Row(index) => Index::new(index, false).ok()?,
                };
                (data, index.get_offset(number)?, index.get_offset(number + 1)?)
            }
            Outlines::Unread | Outlines::Read => return None,
        };
        let place = data.start.checked_add(start)?..data.start.checked_add(end)?;
        (place.start <= place.end && place.end <= data.end).then_some(place)
    }

    /// Reads a glyph's outline, and what it is composed of.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn read_outline(&mut self, glyph: GlyphId) -> io::Result<()> {
        // Components may stand within each other as deep as there are glyphs.
        let mut waiting = vec![glyph];
        while let Some(glyph) = waiting.pop() {
            let Some(place) = self.outline(glyph) else { continue };
            if !self.read.insert(glyph) {
                continue;
            }
            match self.outlines {
                Outlines::Charstrings { .. } => self.read_charstring(glyph, place)?,
                _ => self.fill(place)?,
            }
            waiting.extend(self.components(glyph));
        }
        Ok(())
    }

    fn read_charstring(&mut self, glyph: GlyphId, place: Range<usize>) -> io::Result<()> {
        let is_in_row =
            matches!(&self.outlines, Outlines::Charstrings { stand_in: StandIn::Row(_), .. });
        if is_in_row && let Bytes::Parts { source, .. } = &mut self.bytes {
            self.program.resize(place.len(), 0);
            source.seek(SeekFrom::Start(place.start as u64))?;
            source.read_exact(&mut self.program)?;
            if let Some(charstring) = cff::without_hints(&self.program) {
                self.charstrings.insert(glyph, charstring);
                return Ok(());
            }
            self.give_places();
        }
        self.fill(place.clone())?;
        if let Bytes::Parts { bytes, .. } = &mut self.bytes
            && let Some(program) = bytes.get_mut(place)
            && let Some(charstring) = cff::without_hints(program)
            && let Some(first) = program.first_mut()
        {
            *first = cff::END;
            self.charstrings.insert(glyph, charstring);
        }
        Ok(())
    }

    /// Puts empty charstrings in a row in the place of all.
    fn empty_charstrings(&mut self) {
        let Outlines::Charstrings { index, data, stand_in } = &mut self.outlines else { return };
        let Bytes::Parts { bytes, .. } = &mut self.bytes else { return };
        let Some((head, charstrings)) = bytes
            .get_mut(*index..data.end)
            .and_then(|all| all.split_at_mut_checked(data.start - *index))
        else {
            return;
        };
        let own = head.to_vec();
        let Some((&mut [high, low, size], offsets)) = head.split_first_chunk_mut() else { return };
        let count = usize::from(u16::from_be_bytes([high, low]));
        let Some(row) = charstrings.get_mut(..count) else { return };
        row.fill(cff::END);
        // Offsets are counted from 1. No new one is greater than the last one was.
        for (number, offset) in (1_u32..).zip(offsets.chunks_exact_mut(usize::from(size).max(1))) {
            let digits = number.to_be_bytes();
            let unused = digits.len().saturating_sub(offset.len());
            offset.copy_from_slice(&digits[unused..]);
        }
        *stand_in = StandIn::Row(own);
    }

    /// Lets each charstring stand in its own place, for one that the subsetter has to see: it calls
    /// others.
    fn give_places(&mut self) {
        let Outlines::Charstrings { index, data, stand_in } = &mut self.outlines else { return };
        let Bytes::Parts { bytes, .. } = &mut self.bytes else { return };
        let StandIn::Row(own) = std::mem::replace(stand_in, StandIn::Own) else { return };
        let count = own.first_chunk().map_or(0, |count| usize::from(u16::from_be_bytes(*count)));
        if let Some(row) = bytes.get_mut(data.start..data.start + count) {
            row.fill(0);
        }
        if let Some(head) = bytes.get_mut(*index..data.start) {
            head.copy_from_slice(&own);
        }
        let kept: Vec<usize> = self
            .charstrings
            .keys()
            .filter_map(|glyph| self.outline(*glyph))
            .map(|place| place.start)
            .collect();
        let Bytes::Parts { bytes, .. } = &mut self.bytes else { return };
        for place in kept {
            if let Some(first) = bytes.get_mut(place) {
                *first = cff::END;
            }
        }
    }

    /// A glyph's charstring, where the file's bytes have an empty one in its place.
    pub(super) fn charstring(&self, glyph: GlyphId) -> Option<&[u8]> {
        self.charstrings.get(&glyph).map(|charstring| charstring.program.as_slice())
    }

    /// Whether a glyph whose outline was read leaves ink.
    pub(super) fn has_ink(&self, glyph: GlyphId) -> Option<bool> {
        if let Some(charstring) = self.charstrings.get(&glyph) {
            return Some(charstring.draws);
        }
        let mut pen = InkPen(false);
        let outline = self.font()?.outline_glyphs().get(glyph)?;
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        outline.draw(settings, &mut pen).ok()?;
        Some(pen.0)
    }

    fn components(&self, glyph: GlyphId) -> Vec<GlyphId> {
        let composite = || {
            let font = self.font()?;
            match font.loca(None).ok()?.get_glyf(glyph, &font.glyf().ok()?).ok()?? {
                Glyph::Composite(glyph) => {
                    Some(glyph.components().map(|component| component.glyph).collect())
                }
                Glyph::Simple(_) => None,
            }
        };
        composite().unwrap_or_default()
    }
}

/// Notes whether anything is drawn at all.
struct InkPen(bool);

impl OutlinePen for InkPen {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {
        self.0 = true;
    }
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn close(&mut self) {}
}
