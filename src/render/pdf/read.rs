//! A PDF read back: its text in the order of its tags, and what a reader or an archive would miss.
//!
//! It reads what this program writes. Of a file that another program wrote it may be that a text is
//! not found; that is told as a fault of its tags.

mod objects;
mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::rc::Rc;

use flate2::read::ZlibDecoder;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

pub(crate) use parts::unlike_parts;

use crate::bounds::{Bound, PDF_FILE, PDF_INFLATED, PDF_PAGE, PDF_PAGES, PDF_STREAM};

/// Bytes of the longest stream that is read.
const LONGEST_STREAM: usize = PDF_STREAM.size();

/// Characters that one code stands for.
const LONGEST_TEXT: usize = 16;

/// Pages that are read.
const MOST_PAGES: usize = PDF_PAGES.size();

/// Codes of all maps that are read.
const MOST_CODES: usize = 1 << 17;

/// Fonts and streams of pages that are looked at. A page has eight.
const MOST_PARTS: usize = 50_000;

/// Faults that are told.
const MOST_FAULTS: usize = 100;

/// Elements of the tag tree within each other.
const DEEPEST: usize = 64;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReadBack {
    /// How many pages it has.
    pub(crate) pages: usize,
    /// The pieces of its text in the order of the tags.
    pub(crate) pieces: Vec<Piece>,
    /// What is missing.
    pub(crate) faults: Vec<Fault>,
}

/// A marked piece of the text, on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The page, from 1.
    pub(crate) page: usize,
    /// Its text, as programs extract it.
    pub(crate) text: String,
}

/// What a file lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The page, from 1; none where it is of the whole file.
    pub(crate) page: Option<usize>,
    /// What it is.
    pub(crate) what: String,
}

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is no PDF, or a damaged one.
    Damaged,
    /// It is encrypted.
    Encrypted,
    /// It is beyond a bound; with what was met where that is known.
    TooLarge(&'static Bound, Option<u64>),
}

/// Reads a file.
///
/// # Errors
/// Why it is not read.
pub(crate) fn read_back(bytes: &[u8]) -> Result<ReadBack, Unread> {
    let read = read_plain(bytes);
    let is_nothing = match &read {
        Ok(read) => read.pieces.is_empty(),
        Err(why) => *why == Unread::Damaged,
    };
    match is_nothing && objects::is_encrypted(bytes) {
        true => Err(Unread::Encrypted),
        false => read,
    }
}

/// Reads a file as one that is not encrypted.
fn read_plain(bytes: &[u8]) -> Result<ReadBack, Unread> {
    if bytes.len() > PDF_FILE.size() {
        return Err(Unread::TooLarge(&PDF_FILE, Some(bytes.len() as u64)));
    }
    let file = objects::read(bytes)?;
    let pages: Vec<ObjectId> = file.get_pages().into_values().take(MOST_PAGES).collect();
    let left = PDF_INFLATED.most;
    let mut reader = Reader {
        file: &file,
        faults: Vec::new(),
        maps: BTreeMap::new(),
        left,
        codes: MOST_CODES,
        parts: MOST_PARTS,
    };
    reader.catalog();
    let texts: Vec<PageText> =
        pages.iter().enumerate().map(|(at, id)| reader.page(at + 1, *id)).collect();
    let numbers = pages.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut tree = Tree { file: &file, numbers, reached: Vec::new(), seen: BTreeSet::new() };
    if let Ok(root) = file.catalog().and_then(|catalog| catalog.get_deref(b"StructTreeRoot", &file))
        && let Ok(root) = root.as_dict()
    {
        tree.kids(root, None, 0);
    }
    let mut faults = reader.faults;
    let reached: BTreeSet<(usize, i64)> = tree.reached.iter().copied().collect();
    for (at, page) in texts.iter().enumerate() {
        let is_lost = |number: &&i64| !reached.contains(&(at, **number));
        let lost = page.marked.keys().filter(is_lost).count() + page.unmarked;
        if lost > 0 && faults.len() < MOST_FAULTS {
            let what = format!("有 {lost} 段文字不在标签里，读屏软件读不到");
            faults.push(Fault { page: Some(at + 1), what });
        }
    }
    let piece = |(page, number): &(usize, i64)| {
        let text = texts.get(*page)?.marked.get(number)?.clone();
        Some(Piece { page: page + 1, text })
    };
    // Each once, however often the tags lead to it.
    let mut told = BTreeSet::new();
    let pieces =
        tree.reached.iter().filter(|place| told.insert(**place)).filter_map(piece).collect();
    Ok(ReadBack { pages: pages.len(), pieces, faults })
}

/// The text of a page.
#[derive(Debug, Default)]
struct PageText {
    /// By the numbers of its marked-content sequences.
    marked: BTreeMap<i64, String>,
    /// Pieces that stand outside of them and are no artifacts.
    unmarked: usize,
}

/// What the codes of a font stand for.
#[derive(Debug, Clone, Default)]
struct Map {
    bytes: usize,
    texts: Rc<BTreeMap<u32, String>>,
}

struct Reader<'f> {
    file: &'f Document,
    faults: Vec<Fault>,
    maps: BTreeMap<ObjectId, Rc<BTreeMap<u32, String>>>,
    /// Bytes that may still be unpacked.
    left: u64,
    /// Codes of maps that may still be read.
    codes: usize,
    /// Fonts and streams of pages that may still be looked at.
    parts: usize,
}

impl Reader<'_> {
    fn fault(&mut self, page: Option<usize>, what: impl Into<String>) {
        let fault = Fault { page, what: what.into() };
        if self.faults.len() < MOST_FAULTS && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// What the file says of itself as a whole.
    fn catalog(&mut self) {
        let file = self.file;
        let Ok(catalog) = file.catalog() else { return self.fault(None, "没有目录对象") };
        let has_text = |key: &[u8]| {
            catalog
                .get_deref(key, file)
                .is_ok_and(|value| value.as_str().is_ok_and(|text| !text.is_empty()))
        };
        if !has_text(b"Lang") {
            self.fault(None, "没有注明文字的语言");
        }
        let marked = catalog.get_deref(b"MarkInfo", file).and_then(Object::as_dict);
        let is_marked =
            marked.and_then(|info| info.get(b"Marked")).and_then(Object::as_bool).unwrap_or(false);
        if !is_marked || !catalog.has(b"StructTreeRoot") {
            self.fault(None, "没有标签，读屏软件分不出标题、段落和表格");
        }
        let metadata = catalog.get_deref(b"Metadata", file).and_then(Object::as_stream);
        let xmp = metadata.ok().and_then(|stream| self.inflated(stream)).unwrap_or_default();
        let xmp = String::from_utf8_lossy(&xmp);
        // As an element, or as an attribute.
        if !["<pdfaid:part>", "pdfaid:part="].iter().any(|part| xmp.contains(part)) {
            self.fault(None, "没有注明是归档文件（PDF/A）");
        }
        if !xmp.contains("<dc:title>") {
            self.fault(None, "没有注明标题");
        }
    }

    fn page(&mut self, number: usize, id: ObjectId) -> PageText {
        let file = self.file;
        let mut maps: BTreeMap<Vec<u8>, Map> = BTreeMap::new();
        if self.parts == 0 {
            self.fault(None, "页上的字体和内容太多，后面的没有读");
            return PageText::default();
        }
        let fonts = file.get_page_fonts(id).unwrap_or_default();
        let streams = file.get_page_contents(id);
        self.parts = self.parts.saturating_sub(fonts.len() + streams.len());
        for (name, font) in fonts {
            if !is_embedded(file, font) {
                let face = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
                let face = String::from_utf8_lossy(face).into_owned();
                self.fault(Some(number), format!("字体 {face} 没有嵌入，别的电脑上可能显示不出"));
            }
            let map = self.map(font);
            maps.insert(name, map);
        }
        let mut bytes = Vec::new();
        for stream in streams {
            let stream = file.get_object(stream).and_then(Object::as_stream);
            bytes.extend(stream.ok().and_then(|stream| self.inflated(stream)).unwrap_or_default());
            bytes.push(b'\n');
            if bytes.len() > LONGEST_STREAM {
                break;
            }
        }
        let is_read = bytes.len() <= LONGEST_STREAM && objects::weight(&bytes) <= PDF_PAGE.most;
        match is_read.then(|| Content::decode(&bytes)) {
            Some(Ok(content)) => page_text(&content, &maps),
            _ => {
                self.fault(Some(number), "这一页的内容读不出来");
                PageText::default()
            }
        }
    }

    fn map(&mut self, font: &Dictionary) -> Map {
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0");
        let bytes = if is_composite { 2 } else { 1 };
        let id = font.get(b"ToUnicode").and_then(Object::as_reference);
        let Ok(id) = id else { return Map { bytes, texts: Rc::default() } };
        if let Some(texts) = self.maps.get(&id) {
            return Map { bytes, texts: Rc::clone(texts) };
        }
        let stream = self.file.get_object(id).and_then(Object::as_stream);
        let text = stream.ok().and_then(|stream| self.inflated(stream)).unwrap_or_default();
        let texts = Rc::new(texts(&String::from_utf8_lossy(&text), &mut self.codes));
        self.maps.insert(id, Rc::clone(&texts));
        Map { bytes, texts }
    }

    /// The content of a stream; none where it is packed in another way than we write, or is longer than
    /// what may still be unpacked.
    fn inflated(&mut self, stream: &Stream) -> Option<Vec<u8>> {
        let bytes = inflated(stream, self.left.min(PDF_STREAM.most))?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Some(bytes)
    }
}

fn inflated(stream: &Stream, most: u64) -> Option<Vec<u8>> {
    let filter = match stream.dict.get(b"Filter") {
        Err(_) if stream.content.len() as u64 > most => return None,
        Err(_) => return Some(stream.content.clone()),
        Ok(Object::Array(several)) => match several.as_slice() {
            [only] => only,
            _ => return None,
        },
        Ok(filter) => filter,
    };
    if filter.as_name().ok()? != b"FlateDecode" || stream.dict.has(b"DecodeParms") {
        return None;
    }
    let mut bytes = Vec::new();
    ZlibDecoder::new(&*stream.content).take(most + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes).filter(|bytes| bytes.len() as u64 <= most)
}

fn is_embedded(file: &Document, font: &Dictionary) -> bool {
    let descendant = font
        .get_deref(b"DescendantFonts", file)
        .and_then(Object::as_array)
        .ok()
        .and_then(|fonts| file.dereference(fonts.first()?).ok()?.1.as_dict().ok());
    let descriptor = descendant.unwrap_or(font).get_deref(b"FontDescriptor", file);
    descriptor.and_then(Object::as_dict).is_ok_and(|descriptor| {
        [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
            .iter()
            .any(|key| descriptor.get_deref(key, file).and_then(Object::as_stream).is_ok())
    })
}

/// What stands around the text that is shown.
enum Around {
    /// The sequence of a number.
    Marked(i64),
    /// What is no part of the text.
    Artifact,
    /// A text that is given in words of its own.
    Given,
    Other,
}

fn page_text(content: &Content, maps: &BTreeMap<Vec<u8>, Map>) -> PageText {
    let mut page = PageText::default();
    let mut around: Vec<Around> = Vec::new();
    let mut map = None;
    for operation in &content.operations {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                let (entered, given) = entered(operands);
                if let Around::Marked(number) = entered {
                    page.marked.entry(number).or_default();
                }
                around.push(entered);
                if let Some(text) = given {
                    page.show(&around, &text);
                }
            }
            "EMC" => drop(around.pop()),
            "Tf" => map = operands.first().and_then(|name| maps.get(name.as_name().ok()?)),
            "Tj" | "TJ" | "'" | "\""
                if !around.iter().any(|around| matches!(around, Around::Given)) =>
            {
                let text = shown(operands, map);
                page.show(&around, &text);
            }
            _ => {}
        }
    }
    page
}

impl PageText {
    fn show(&mut self, around: &[Around], text: &str) {
        for around in around.iter().rev() {
            match around {
                Around::Artifact => return,
                Around::Marked(number) => {
                    return self.marked.entry(*number).or_default().push_str(text);
                }
                Around::Given | Around::Other => {}
            }
        }
        self.unmarked += usize::from(!text.trim().is_empty());
    }
}

/// What a marked-content operator begins, and the text that it gives.
fn entered(operands: &[Object]) -> (Around, Option<String>) {
    let tag = operands.first().and_then(|tag| tag.as_name().ok());
    if tag == Some(b"Artifact") {
        return (Around::Artifact, None);
    }
    let properties = operands.get(1).and_then(|properties| properties.as_dict().ok());
    let Some(properties) = properties else { return (Around::Other, None) };
    if let Ok(number) = properties.get(b"MCID").and_then(Object::as_i64) {
        return (Around::Marked(number), None);
    }
    match properties.get(b"ActualText").map(lopdf::decode_text_string) {
        Ok(Ok(text)) => (Around::Given, Some(text)),
        _ => (Around::Other, None),
    }
}

/// The text that an operator shows.
fn shown(operands: &[Object], map: Option<&Map>) -> String {
    let mut text = String::new();
    let Some(map) = map else { return text };
    let mut push = |codes: &[u8]| {
        for code in codes.chunks(map.bytes.max(1)) {
            let code = code.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
            text.push_str(map.texts.get(&code).map_or("\u{FFFD}", String::as_str));
        }
    };
    for operand in operands {
        match operand {
            Object::String(codes, _) => push(codes),
            Object::Array(parts) => {
                parts.iter().filter_map(|part| part.as_str().ok()).for_each(&mut push);
            }
            _ => {}
        }
    }
    text
}

/// The pairs and ranges of a ToUnicode map.
fn texts(map: &str, budget: &mut usize) -> BTreeMap<u32, String> {
    let mut texts = BTreeMap::new();
    let hex = |text: &str| u32::from_str_radix(text, 16).ok();
    for section in map.split("beginbfchar").skip(1) {
        let section = section.split("endbfchar").next().unwrap_or_default();
        let codes: Vec<&str> = section.split(['<', '>']).skip(1).step_by(2).collect();
        for pair in codes.chunks_exact(2) {
            if let [code, text] = pair
                && let (Some(code), Some(text)) = (hex(code), utf16(text))
            {
                if *budget == 0 {
                    return texts;
                }
                *budget -= 1;
                texts.insert(code, text);
            }
        }
    }
    for section in map.split("beginbfrange").skip(1) {
        let section = section.split("endbfrange").next().unwrap_or_default();
        let codes: Vec<&str> = section.split(['<', '>']).skip(1).step_by(2).collect();
        for triple in codes.chunks_exact(3) {
            if let [first, last, text] = triple
                && let (Some(first), Some(last)) = (hex(first), hex(last))
                && let Some(start) = utf16(text).and_then(|text| text.chars().next())
            {
                // Codes have two bytes, so no font has more.
                for code in first..=last.min(0xFFFF) {
                    if *budget == 0 {
                        return texts;
                    }
                    *budget -= 1;
                    let text = char::from_u32(u32::from(start) + (code - first));
                    texts.extend(text.map(|text| (code, text.to_string())));
                }
            }
        }
    }
    texts
}

fn utf16(digits: &str) -> Option<String> {
    let unit = |unit: &[u8]| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok();
    if digits.len() > LONGEST_TEXT * 4 {
        return None;
    }
    let units: Option<Vec<u16>> = digits.trim().as_bytes().chunks(4).map(unit).collect();
    String::from_utf16(&units?).ok()
}

/// The tag tree, from the root to the sequences.
struct Tree<'f> {
    file: &'f Document,
    numbers: BTreeMap<ObjectId, usize>,
    /// The sequences that it leads to: page, from 0, and number.
    reached: Vec<(usize, i64)>,
    seen: BTreeSet<ObjectId>,
}

impl Tree<'_> {
    fn kids(&mut self, element: &Dictionary, page: Option<usize>, depth: usize) {
        let file = self.file;
        let page = self.page_of(element).or(page);
        let Ok(kids) = element.get(b"K") else { return };
        // A list may be an object of its own.
        let kids = match kids {
            Object::Reference(id) => match file.dereference(kids) {
                Ok((_, Object::Array(_))) if !self.seen.insert(*id) => return,
                Ok((_, Object::Array(list))) => list.as_slice(),
                _ => std::slice::from_ref(kids),
            },
            Object::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        for kid in kids {
            self.kid(kid, page, depth);
        }
    }

    fn kid(&mut self, kid: &Object, page: Option<usize>, depth: usize) {
        if let Object::Integer(number) = kid {
            self.reached.extend(page.map(|page| (page, *number)));
            return;
        }
        if let Object::Reference(id) = kid
            && !self.seen.insert(*id)
        {
            return;
        }
        let Ok((_, kid)) = self.file.dereference(kid) else { return };
        let Ok(kid) = kid.as_dict() else { return };
        match kid.get(b"MCID").and_then(Object::as_i64) {
            Ok(number) => {
                let page = self.page_of(kid).or(page);
                self.reached.extend(page.map(|page| (page, number)));
            }
            Err(_) if depth < DEEPEST => self.kids(kid, page, depth + 1),
            Err(_) => {}
        }
    }

    fn page_of(&self, element: &Dictionary) -> Option<usize> {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok()?;
        self.numbers.get(&page).copied()
    }
}
