//! The objects of a PDF, each parsed once: what a file says of the places of its objects is not
//! believed, for it may name one place as often as it likes. What they take in memory is bounded before
//! any is parsed.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId, Reader, Stream};
use memchr::memmem;

use super::{Unread, inflated};
use crate::bounds::{PDF_INFLATED, PDF_OBJECTS, PDF_STREAM};

/// The objects of a file, the later of two that have one number.
///
/// # Errors
/// When there are more than any report has, or none is the catalog.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unread> {
    let mut found = Found {
        file: Document::new(),
        packed: BTreeMap::new(),
        left: PDF_OBJECTS.most,
        unpacked: PDF_INFLATED.most,
    };
    let mut start = 0;
    for end in memmem::find_iter(bytes, b"endobj") {
        let object = bytes.get(start..end).unwrap_or_default();
        start = end + b"endobj".len();
        if let Some((id, content)) = numbered(object) {
            found.add(id, content).ok_or(Unread::TooLarge(&PDF_OBJECTS, None))?;
        }
    }
    let Found { mut file, packed, .. } = found;
    for (id, object) in packed {
        file.objects.entry(id).or_insert(object);
    }
    let is_catalog = |object: &Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Catalog"));
    let root = file.objects.iter().rfind(|(_, object)| is_catalog(object)).map(|(id, _)| *id);
    file.trailer.set("Root", Object::Reference(root.ok_or(Unread::Damaged)?));
    Ok(file)
}

/// Whether the trailer of a file names a dictionary of encryption: `/Encrypt 12 0 R`.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    let key = b"/Encrypt";
    memmem::find_iter(bytes, key).any(|at| {
        let value = bytes.get(at + key.len()..).unwrap_or_default().trim_ascii_start();
        value.first().is_some_and(|byte| byte.is_ascii_digit() || value.starts_with(b"<<"))
    })
}

struct Found {
    file: Document,
    /// Objects that are packed with others. One by itself that has the same number stands before: who
    /// saves a file anew may leave the packed ones in it.
    packed: BTreeMap<ObjectId, Object>,
    /// What may still be parsed.
    left: u64,
    /// Bytes that may still be unpacked.
    unpacked: u64,
}

impl Found {
    /// Keeps an object; none where there are too many.
    fn add(&mut self, id: ObjectId, content: &[u8]) -> Option<()> {
        // A word of a text, unless a dictionary stands before it.
        if let Some(at) = memmem::find(content, b"stream")
            && let (dict, data) = content.split_at(at)
            && let Object::Dictionary(dict) = self.parsed(id, dict)?
        {
            let stream = Stream::new(dict, data_of(data).to_vec());
            if stream.dict.has_type(b"ObjStm") {
                return self.unpack(&stream);
            }
            self.file.objects.insert(id, Object::Stream(stream));
            return Some(());
        }
        let object = self.parsed(id, content)?;
        self.file.objects.insert(id, object);
        Some(())
    }

    /// Keeps the objects of a stream of objects.
    fn unpack(&mut self, stream: &Stream) -> Option<()> {
        let Some(bytes) = inflated(stream, self.unpacked.min(PDF_STREAM.most)) else {
            return Some(());
        };
        self.unpacked = self.unpacked.saturating_sub(bytes.len() as u64);
        let first = stream.dict.get(b"First").and_then(Object::as_i64).unwrap_or_default();
        for (number, range) in places(&bytes, usize::try_from(first).unwrap_or_default()) {
            let id = (number, 0);
            let object = self.parsed(id, bytes.get(range).unwrap_or_default())?;
            self.packed.insert(id, object);
        }
        Some(())
    }

    /// An object that is no stream; null where it is none. None where there are too many.
    fn parsed(&mut self, id: ObjectId, content: &[u8]) -> Option<Object> {
        self.left = self.left.checked_sub(weight(content))?;
        let numbered =
            [format!("{} {} obj\n", id.0, id.1).as_bytes(), content, b"\nendobj"].concat();
        let mut document = Document::new();
        document.reference_table.insert(id.0, XrefEntry::Normal { offset: 0, generation: id.1 });
        let reader = Reader {
            buffer: &numbered,
            document,
            encryption_state: None,
            raw_objects: BTreeMap::new(),
            password: None,
            strict: false,
            max_decompressed_size: Some(0),
        };
        Some(reader.get_object(id, &mut HashSet::new()).unwrap_or(Object::Null))
    }
}

/// How much memory the objects of a text take, in numbers: a list or a dictionary takes as much as three.
pub(super) fn weight(text: &[u8]) -> u64 {
    let mut weight = 0;
    let mut is_within = false;
    for byte in text {
        let was_within = is_within;
        is_within = false;
        weight += match byte {
            b'[' | b'(' | b'{' => 3,
            b'<' => 2,
            b'/' => 1,
            b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b')' | b']' | b'}' | b'>' | b'%' => 0,
            // These may begin a number where another one ends, or a word that is no name.
            b'+' | b'-' | b'.' | b'n' | b't' | b'f' | b'R' => {
                is_within = true;
                1
            }
            _ => {
                is_within = true;
                u64::from(!was_within)
            }
        };
    }
    weight
}

/// The number of an object and what stands behind it: `7 0 obj …`.
fn numbered(object: &[u8]) -> Option<(ObjectId, &[u8])> {
    let at = memmem::find(object, b"obj")?;
    // What stands before the number may be anything.
    let before = object.get(at.saturating_sub(20)..at)?;
    let from = before.iter().rposition(|byte| !byte.is_ascii()).map_or(0, |at| at + 1);
    let mut words = std::str::from_utf8(before.get(from..)?).ok()?.split_ascii_whitespace().rev();
    let generation = words.next()?.parse().ok()?;
    Some(((words.next()?.parse().ok()?, generation), object.get(at + b"obj".len()..)?))
}

/// The data of a stream, of which `stream` and `endstream` are cut off with their line ends. A carriage
/// return at its end stays: it may be the last byte of what is packed, which needs every byte, and says nothing
/// behind it.
fn data_of(data: &[u8]) -> &[u8] {
    let data = data.strip_prefix(b"stream").unwrap_or(data);
    let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
    let end = memmem::rfind(data, b"endstream").unwrap_or(data.len());
    let data = data.get(..end).unwrap_or_default();
    data.strip_suffix(b"\n").unwrap_or(data)
}

/// Where the objects of a stream of objects stand, which follow each other: each from its place to that of
/// the next one.
fn places(packed: &[u8], first: usize) -> Vec<(u32, Range<usize>)> {
    let head = packed.get(..first).and_then(|head| std::str::from_utf8(head).ok());
    let numbers = head.unwrap_or_default().split_ascii_whitespace().map(str::parse);
    let numbers: Vec<u32> = numbers.map_while(Result::ok).collect();
    let place =
        |pair: &[u32]| first.saturating_add(pair.get(1).copied().unwrap_or_default() as usize);
    let pairs: Vec<&[u32]> = numbers.chunks_exact(2).collect();
    let ends = pairs.iter().skip(1).map(|pair| place(pair)).chain([packed.len()]);
    let mut done = first;
    let ranges = pairs.iter().zip(ends).filter_map(|(pair, end)| {
        let start = place(pair);
        let is_next = done <= start && start < end && end <= packed.len();
        done = if is_next { end } else { done };
        is_next.then_some((*pair.first()?, start..end))
    });
    ranges.collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    #[test]
    fn what_takes_memory_is_counted() {
        for (text, right) in [
            ("", 0),
            ("7", 1),
            ("<</Type/Page/Kids[3 0 R]>>", 16),
            ("[[]]", 6),
            ("+1+1 -2.5", 4),
            ("nullnull", 2),
            ("(a b)", 5),
        ] {
            assert_eq!(weight(text.as_bytes()), right, "{text}");
        }
    }

    #[test]
    fn objects_are_found_where_they_stand_and_the_later_one_counts() {
        let file = b"%PDF-1.7\n%\xe2\xe3\n1234 0 obj\n<</Type/Catalog/A 1>>\nendobj\n\
            5 0 obj[7 8]endobj 7 0 obj <</Length 9 0 R>>stream\r\nendo\nendstream endobj\n\
            8 0 obj <</Type/ObjStm/N 2/First 8/Length 20>>stream\n9 0 5 2 4 [6]\nendstream\nendobj\n\
            xref\ntrailer <</Size 9>>\nstartxref\n0\n%%EOF\n1234 0 obj<</Type/Catalog/A 2>>endobj";
        let file = read(file).unwrap();
        assert_eq!(file.catalog().unwrap().get(b"A").and_then(Object::as_i64).unwrap(), 2);
        let stream = |id| file.get_object((id, 0)).unwrap().as_stream().unwrap().content.clone();
        assert_eq!(stream(7), b"endo");
        assert_eq!(file.get_object((9, 0)).unwrap().as_i64().unwrap(), 4);
        assert_eq!(file.get_object((5, 0)).unwrap().as_array().unwrap().len(), 2);
    }

    #[test]
    fn a_packed_stream_may_end_in_a_byte_like_a_line_end() {
        let (text, packed) = (0..)
            .map(|number: u32| number.to_string().into_bytes())
            .find_map(|text| {
                let packed = deflated(&text);
                packed.ends_with(b"\r").then_some((text, packed))
            })
            .unwrap();
        for end in ["\n", "\r\n", "\r"] {
            let file = [
                b"1 0 obj<</Type/Catalog>>endobj\n2 0 obj<</Filter/FlateDecode>>stream\n",
                packed.as_slice(),
                end.as_bytes(),
                b"endstream\nendobj",
            ]
            .concat();
            let file = read(&file).unwrap();
            let stream = file.get_object((2, 0)).unwrap().as_stream().unwrap();
            assert_eq!(inflated(stream, 100), Some(text.clone()), "{end:?}");
        }
    }

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut writer = ZlibEncoder::new(Vec::new(), Compression::default());
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn more_objects_than_a_report_has_are_not_parsed() {
        let file = |object: String| {
            read(format!("1 0 obj<</Type/Catalog/A {object}>>endobj").as_bytes()).is_ok()
        };
        let most = PDF_OBJECTS.size();
        assert!(file(format!("[{}]", "1 ".repeat(most - 20))));
        for each in ["1 ", "[]", "<<>>", "/", "()", "+1", "null"] {
            assert!(!file(format!("[{}]", each.repeat(most + 1))), "{each}");
        }
    }

    #[test]
    fn places_that_are_named_again_are_not_parsed_again() {
        let ranges = places(b"1 0 2 4 3 0 4 4 ........", 16);
        assert_eq!(ranges, [(1, 16..20), (4, 20..24)]);
    }
}
