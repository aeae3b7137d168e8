//! A PDF read back: every glyph with its place and face, every rule, as the file has them.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Millimetres in a point.
const PT: f64 = 25.4 / 72.0;

/// A glyph; lengths in millimetres from the left and top edges of the paper.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub(crate) text: String,
    pub(crate) face: String,
    /// In points.
    pub(crate) size: f64,
    pub(crate) x: f64,
    pub(crate) baseline: f64,
    /// Width of the glyph's own advance.
    pub(crate) advance: f64,
    pub(crate) colour: [u8; 3],
}

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) from: (f64, f64),
    pub(crate) to: (f64, f64),
    pub(crate) thickness: f64,
    pub(crate) colour: [u8; 3],
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) rules: Vec<Rule>,
    /// Numbers of the marked-content sequences, in order.
    pub(crate) sequences: Vec<i64>,
}

/// A line of text: glyphs near one baseline, from left to right.
pub(crate) type Line = Vec<Glyph>;

impl Page {
    pub(crate) fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut glyphs = self.glyphs.clone();
        glyphs.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        for glyph in glyphs {
            match lines.last_mut() {
                Some(line) if glyph.baseline - line[0].baseline < 1.2 => line.push(glyph),
                _ => lines.push(vec![glyph]),
            }
        }
        for line in &mut lines {
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
        }
        lines
    }
}

pub(crate) fn text_of(line: &[Glyph]) -> String {
    line.iter().map(|glyph| glyph.text.as_str()).collect()
}

struct Font {
    face: String,
    texts: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f64>,
    default_width: f64,
}

pub(crate) fn read(bytes: &[u8]) -> (Document, Vec<Page>) {
    let file = Document::load_mem(bytes).unwrap();
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let pages = pages.into_iter().map(|id| page(&file, id)).collect();
    (file, pages)
}

fn number(object: &Object) -> f64 {
    object.as_float().map(f64::from).unwrap()
}

fn page(file: &Document, id: ObjectId) -> Page {
    let fonts: BTreeMap<Vec<u8>, Font> = file
        .get_page_fonts(id)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, read_font(file, font)))
        .collect();
    let media = file.get_dictionary(id).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
    let height = number(&media[3]);
    let mut page = Page { width: number(&media[2]) * PT, height: height * PT, ..Page::default() };
    let content = Content::decode(&file.get_page_content(id)).unwrap();
    let (mut fill, mut stroke, mut thickness) = ([0; 3], [0; 3], 0.0);
    let (mut font, mut size) = (Vec::new(), 0.0);
    let (mut matrix, mut from, mut to) = ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], (0.0, 0.0), (0.0, 0.0));
    for operation in &content.operations {
        let operands = &operation.operands;
        let colour =
            || -> [u8; 3] { std::array::from_fn(|i| (number(&operands[i]) * 255.0).round() as u8) };
        let point = || (number(&operands[0]) * PT, (height - number(&operands[1])) * PT);
        match operation.operator.as_str() {
            "rg" => fill = colour(),
            "RG" => stroke = colour(),
            "w" => thickness = number(&operands[0]) * PT,
            "m" => from = point(),
            "l" => to = point(),
            "S" => page.rules.push(Rule { from, to, thickness, colour: stroke }),
            "Tf" => {
                font = operands[0].as_name().unwrap().to_vec();
                size = number(&operands[1]);
            }
            "Tm" => matrix = std::array::from_fn(|i| number(&operands[i])),
            "TJ" => {
                let face = &fonts[&font];
                let mut pen = 0.0;
                for part in operands[0].as_array().unwrap() {
                    let Object::String(codes, _) = part else {
                        pen -= number(part) / 1000.0 * size;
                        continue;
                    };
                    for code in codes.chunks(2) {
                        let code = u16::from_be_bytes([code[0], code[1]]);
                        let width = *face.widths.get(&code).unwrap_or(&face.default_width);
                        let advance = width / 1000.0 * size;
                        page.glyphs.push(Glyph {
                            text: face.texts.get(&code).cloned().unwrap_or_default(),
                            face: face.face.clone(),
                            size,
                            x: (matrix[4] + pen * matrix[0]) * PT,
                            baseline: (height - matrix[5]) * PT,
                            advance: advance * matrix[0] * PT,
                            colour: fill,
                        });
                        pen += advance;
                    }
                }
            }
            "BDC" => {
                let properties = operands[1].as_dict().unwrap();
                if operands[0].as_name().unwrap() == b"Span" {
                    // The text of a line, in words of its own.
                    assert!(properties.get(b"ActualText").is_ok());
                } else {
                    let sequence = properties.get(b"MCID").unwrap().as_i64().unwrap();
                    page.sequences.push(sequence);
                }
            }
            "BMC" => assert_eq!(operands[0].as_name().unwrap(), b"Artifact"),
            "EMC" | "BT" | "ET" | "q" | "Q" => {}
            other => panic!("not expected in a report: {other}"),
        }
    }
    page
}

fn read_font(file: &Document, font: &Dictionary) -> Font {
    let name = font.get(b"BaseFont").unwrap().as_name().unwrap();
    let name = String::from_utf8(name.to_vec()).unwrap();
    let descendants = font.get_deref(b"DescendantFonts", file).unwrap().as_array().unwrap();
    let descendant = file.dereference(&descendants[0]).unwrap().1.as_dict().unwrap();
    let unicode = font.get_deref(b"ToUnicode", file).unwrap().as_stream().unwrap();
    let unicode = unicode.decompressed_content().unwrap();
    let (widths, default_width) = widths(file, descendant);
    Font {
        face: name.split_once('+').unwrap().1.to_owned(),
        texts: texts(&String::from_utf8_lossy(&unicode)),
        widths,
        default_width,
    }
}

/// `<0001> <3001>` of the bfchar sections.
fn texts(map: &str) -> BTreeMap<u16, String> {
    let mut texts = BTreeMap::new();
    for section in map.split("beginbfchar").skip(1) {
        let section = section.split("endbfchar").next().unwrap();
        for line in section.lines() {
            let mut codes = line.split(['<', '>']).skip(1).step_by(2);
            let (Some(code), Some(text)) = (codes.next(), codes.next()) else { continue };
            let units: Vec<u16> = text
                .as_bytes()
                .chunks(4)
                .map(|unit| u16::from_str_radix(std::str::from_utf8(unit).unwrap(), 16).unwrap())
                .collect();
            let code = u16::from_str_radix(code, 16).unwrap();
            texts.insert(code, String::from_utf16(&units).unwrap());
        }
    }
    texts
}

/// /W and /DW of a CID font.
pub(crate) fn widths(file: &Document, font: &Dictionary) -> (BTreeMap<u16, f64>, f64) {
    let mut widths = BTreeMap::new();
    let empty = Vec::new();
    let list = font.get_deref(b"W", file).map_or(&empty, |list| list.as_array().unwrap());
    let mut parts = list.iter();
    while let Some(first) = parts.next() {
        let first = first.as_i64().unwrap() as u16;
        match file.dereference(parts.next().unwrap()).unwrap().1 {
            Object::Array(several) => {
                for (code, width) in (first..).zip(several) {
                    widths.insert(code, number(width));
                }
            }
            last => {
                let width = number(parts.next().unwrap());
                for code in first..=last.as_i64().unwrap() as u16 {
                    widths.insert(code, width);
                }
            }
        }
    }
    (widths, font.get(b"DW").map_or(1000.0, number))
}
