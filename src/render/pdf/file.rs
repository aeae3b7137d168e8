//! The bytes of a file from its objects (ISO 32000-1, 7.5): the streams, then all other objects in
//! object streams, then where each of them stands.
//!
//! lopdf can write files, too, but writes each object that is no stream three times: two of them to know
//! how long it is.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::deflate::Packer;
use super::object::{integer, push_hexadecimal, push_whole};

/// Objects of one object stream.
const MOST: usize = 100;

/// Bytes of an object that is no stream, more or less.
const OBJECT: usize = 160;

/// Bytes of a file's head: its version, and bytes by which it is known to be no text.
const HEAD: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/// Where an object stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Nowhere: the number is free.
    Nowhere,
    /// So many bytes from the beginning of the file.
    At(usize),
    /// In the object stream of this number, at this place.
    In(usize, usize),
}

/// The bytes of a file; of its trailer only what is not known by them is needed.
pub(super) fn bytes(file: &Document, packer: &mut Packer) -> Vec<u8> {
    let length = |object: &Object| object.as_stream().map_or(0, |stream| stream.content.len());
    let length = file.objects.values().map(|object| OBJECT + length(object)).sum();
    let mut out = Out { bytes: Vec::with_capacity(length), places: vec![Place::Nowhere] };
    out.bytes.extend(HEAD);
    let mut others: Vec<(usize, &Object)> = Vec::new();
    for (&(number, _), object) in &file.objects {
        let number = number as usize;
        match object {
            Object::Stream(stream) => out.stream(number, stream),
            other => others.push((number, other)),
        }
    }
    let mut next = file.objects.keys().map(|(number, _)| *number as usize).max().unwrap_or(0) + 1;
    for objects in others.chunks(MOST) {
        let mut stream = object_stream(objects);
        packer.deflate(&mut stream);
        out.stream(next, &stream);
        for (index, (number, _)) in objects.iter().enumerate() {
            out.place(*number, Place::In(next, index));
        }
        next += 1;
    }
    let start = out.bytes.len();
    out.place(next, Place::At(start));
    let mut stream = out.cross_references(&file.trailer);
    packer.deflate(&mut stream);
    out.stream(next, &stream);
    out.bytes.extend(b"startxref\n");
    push_whole(&mut out.bytes, start as i64);
    out.bytes.extend(b"\n%%EOF");
    out.bytes
}

struct Out {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

impl Out {
    fn place(&mut self, number: usize, place: Place) {
        if self.places.len() <= number {
            self.places.resize(number + 1, Place::Nowhere);
        }
        self.places[number] = place;
    }

    fn stream(&mut self, number: usize, stream: &Stream) {
        self.place(number, Place::At(self.bytes.len()));
        push_whole(&mut self.bytes, number as i64);
        self.bytes.extend(b" 0 obj\n");
        push_dictionary(&mut self.bytes, &stream.dict);
        self.bytes.extend(b"stream\n");
        self.bytes.extend(&stream.content);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    /// Where each object stands: what kind of place it is, the place, and what more is to be known.
    fn cross_references(&self, trailer: &Dictionary) -> Stream {
        let mut content = Vec::with_capacity(self.places.len() * 7);
        for place in &self.places {
            let (kind, first, second) = match *place {
                Place::Nowhere => (0, 0, usize::from(u16::MAX)),
                Place::At(place) => (1, place, 0),
                Place::In(stream, index) => (2, stream, index),
            };
            content.push(kind);
            content.extend((first as u32).to_be_bytes());
            content.extend((second as u16).to_be_bytes());
        }
        let mut dictionary = trailer.clone();
        dictionary.set("Type", "XRef");
        dictionary.set("Size", integer(self.places.len()));
        dictionary.set("W", vec![integer(1), integer(4), integer(2)]);
        Stream::new(dictionary, content)
    }
}

/// Objects as one stream: the number of each with where it begins, then the objects.
fn object_stream(objects: &[(usize, &Object)]) -> Stream {
    let (mut numbers, mut content) = (Vec::new(), Vec::with_capacity(objects.len() * OBJECT));
    for (number, object) in objects {
        push_whole(&mut numbers, *number as i64);
        numbers.push(b' ');
        push_whole(&mut numbers, content.len() as i64);
        numbers.push(b' ');
        push(&mut content, object);
        content.push(b' ');
    }
    let dictionary = dictionary! {
        "Type" => "ObjStm",
        "N" => integer(objects.len()),
        "First" => integer(numbers.len()),
    };
    numbers.append(&mut content);
    Stream::new(dictionary, numbers)
}

fn push(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(true) => out.extend(b"true"),
        Object::Boolean(false) => out.extend(b"false"),
        Object::Integer(number) => push_whole(out, *number),
        Object::Real(number) => out.extend(number.to_string().as_bytes()),
        Object::Name(name) => push_name(out, name),
        Object::String(text, StringFormat::Literal) => {
            out.push(b'(');
            for byte in text {
                match byte {
                    b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
                    b'\r' => out.extend(b"\\r"),
                    byte => out.push(*byte),
                }
            }
            out.push(b')');
        }
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            text.iter().for_each(|byte| push_hexadecimal(out, *byte));
            out.push(b'>');
        }
        Object::Array(objects) => {
            out.push(b'[');
            for (at, object) in objects.iter().enumerate() {
                if at > 0 && needs_blank(object) {
                    out.push(b' ');
                }
                push(out, object);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => push_dictionary(out, dictionary),
        // One within another object is no part of any file.
        Object::Stream(stream) => push_dictionary(out, &stream.dict),
        Object::Reference(id) => push_reference(out, *id),
    }
}

fn push_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        push_name(out, key);
        if needs_blank(value) {
            out.push(b' ');
        }
        push(out, value);
    }
    out.extend(b">>");
}

fn push_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            push_hexadecimal(out, *byte);
        }
    }
}

fn push_reference(out: &mut Vec<u8>, (number, generation): ObjectId) {
    push_whole(out, number.into());
    out.push(b' ');
    push_whole(out, generation.into());
    out.extend(b" R");
}

/// Whether something has to stand between an object and what is before it.
fn needs_blank(object: &Object) -> bool {
    use Object::{Boolean, Integer, Null, Real, Reference};
    matches!(object, Null | Boolean(_) | Integer(_) | Real(_) | Reference(_))
}

#[cfg(test)]
mod tests {
    use super::super::object::name;
    use super::*;

    #[test]
    fn what_was_written_is_read_by_others() {
        let mut file = Document::with_version("1.7");
        let objects = [
            Object::Null,
            true.into(),
            false.into(),
            Object::Integer(-120),
            Object::Integer(i64::MIN),
            Object::Real(-0.25),
            name("A B#/(é"),
            Object::string_literal("a(b\\c)d\r\n)("),
            Object::String(vec![0xfe, 0xff, 0x5e, 0x74], StringFormat::Hexadecimal),
            Object::Reference((3, 0)),
        ];
        let nested = dictionary! { "K" => Object::Array(objects.to_vec()), "N" => name("x") };
        let catalog = dictionary! { "Type" => "Catalog", "Nested" => nested.clone() };
        let catalog = file.add_object(catalog);
        file.trailer.set("Root", catalog);
        for object in &objects {
            file.add_object(object.clone());
        }
        for number in 0..250 {
            file.add_object(Object::Array(vec![number.into(), nested.clone().into()]));
        }
        let content = b"BT (endstream) Tj ET".repeat(20);
        let stream = file.add_object(Stream::new(dictionary! {}, content.clone()));
        // A number that nothing has.
        file.new_object_id();
        let last = file.add_object(Object::Integer(7));
        let mut packer = Packer::new();
        let bytes = bytes(&file, &mut packer);
        let read = Document::load_mem(&bytes).unwrap();
        assert_eq!(read.objects.get(&last), Some(&Object::Integer(7)));
        for (id, object) in &file.objects {
            match object {
                Object::Stream(_) => assert_eq!(*id, stream),
                object => assert_eq!(read.objects.get(id), Some(object), "{id:?}"),
            }
        }
        let found = read.get_object(stream).unwrap().as_stream().unwrap();
        assert_eq!(found.content, content);
    }
}
