//! Text as it really arrives: in another encoding, with damaged bytes, with line ends and
//! marks of other systems. What comes out has `\n` line ends and no mark.
//!
//! Places in a text are places in what comes out of here: no later stage needs the byte offsets
//! of a GBK or UTF-16 file itself, and lines and columns are the same.

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, MOST};
use crate::source::{self, FileId, Span};
use crate::text::{BYTE_ORDER_MARK, is_invisible};

/// The text of a file, with `\n` line ends and without a mark, and how it was found.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) written: Written,
}

/// How a text was written in its file.
pub(super) struct Written {
    /// Where its bytes stand in the file.
    pub(super) places: source::Written,
    encoding: &'static Encoding,
    /// The first sequence of bytes that stands for no character.
    damaged: Option<Damaged>,
}

/// A sequence of bytes that stands for no character.
struct Damaged {
    /// Place in the file.
    at: usize,
    bytes: Vec<u8>,
}

impl Written {
    /// What is to be reported of a text that came out of a file (E0102, E0122, E0123).
    pub(super) fn findings(&self, file: FileId, path: &str, text: &str) -> Findings {
        let encoding = self.encoding;
        let other = (encoding != UTF_8).then(|| other_encoding(file, path, encoding));
        let amiss = match &self.damaged {
            Some(damaged) => Some(damaged_bytes(file, path, encoding, text, damaged)),
            None => invisible(file, text),
        };
        other.into_iter().chain(amiss).collect()
    }
}

/// The only place where bytes become text. None when they are no text.
pub(super) fn decode(bytes: Vec<u8>) -> Option<Decoded> {
    // As nearly all files are, and some are large: taken as they are.
    let is_plain = |text: &str| {
        !text.starts_with(BYTE_ORDER_MARK) && !text.contains('\0') && !text.contains('\r')
    };
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_plain(&text) => {
            let places = source::Written::Plain;
            return Some(Decoded {
                text,
                written: Written { places, encoding: UTF_8, damaged: None },
            });
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let encoding = encoding(&bytes)?;
    let mark = match Encoding::for_bom(&bytes) {
        Some((marked, length)) if marked == encoding => length,
        _ => 0,
    };
    let rest = bytes.get(mark..).unwrap_or_default();
    let (text, had_errors) = encoding.decode_without_bom_handling(rest);
    let damaged = had_errors.then(|| first_damaged(&bytes, mark, encoding)).flatten();
    let places = match encoding == UTF_8 && !had_errors {
        true => source::Written::Marked { mark, returns: returns(&text) },
        false => source::Written::Otherwise,
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Some(Decoded { text, written: Written { places, encoding, damaged } })
}

/// The text of some bytes that are no file of the project; none when they are no text.
pub(crate) fn decoded(bytes: Vec<u8>) -> Option<String> {
    decode(bytes).map(|decoded| decoded.text)
}

/// A text of a UTF-8 file as it is read, and how it stands in the file.
pub(crate) fn as_read(raw: &str) -> (String, source::Written) {
    decode(raw.as_bytes().to_vec())
        .map_or_else(Default::default, |decoded| (decoded.text, decoded.written.places))
}

/// Where the line ends of two bytes will stand once each is one.
fn returns(text: &str) -> Vec<usize> {
    text.match_indices("\r\n").zip(0..).map(|((at, _), before)| at - before).collect()
}

/// The encoding of a file. Ours is UTF-8; editors on Windows save GBK (of which GB18030 is the
/// whole) and UTF-16. None for an archive or a document under another name: those are full of
/// control characters.
fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some(utf16) = utf16(bytes) {
        return Some(utf16);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Some(UTF_8);
    }
    let is_control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0B | 0x0E..=0x1F);
    if bytes.iter().filter(is_control).count() * 100 > bytes.len() {
        return None;
    }
    // A damaged UTF-8 file still holds many whole characters of three bytes; in GBK, with
    // two bytes a character, such a one comes about by chance only.
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|character| character.len_utf8() >= 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if broken <= whole {
        return Some(UTF_8);
    }
    let (text, _) = GB18030.decode_without_bom_handling(bytes);
    let strange = text.matches('\u{FFFD}').count();
    Some(if strange < broken { GB18030 } else { UTF_8 })
}

/// UTF-16, by its mark or, without one, by the zero bytes beside ASCII.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return (marked != UTF_8).then_some(marked);
    }
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    // UTF-8 with a stray zero byte or two is still UTF-8.
    if zeros == 0 || (std::str::from_utf8(bytes).is_ok() && zeros * 3 < bytes.len()) {
        return None;
    }
    let low = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
    let encoding = if low * 2 < zeros { UTF_16LE } else { UTF_16BE };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (text.contains([':', '：', '\n']) && !text.contains('\0')).then_some(encoding)
}

fn first_damaged(bytes: &[u8], mark: usize, encoding: &'static Encoding) -> Option<Damaged> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let rest = bytes.get(mark..)?;
    let room = decoder.max_utf8_buffer_length_without_replacement(rest.len())?;
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(rest, &mut text, true) {
        (DecoderResult::Malformed(length, after), read) => {
            let end = mark + read - usize::from(after);
            let at = end - usize::from(length);
            Some(Damaged { at, bytes: bytes.get(at..end)?.to_vec() })
        }
        _ => None,
    }
}

/// What is said of a file that holds no text.
pub(super) fn no_text(path: &str) -> Diagnostic {
    Diagnostic::new(Code::E0123, format!("{path} 里不是文字"))
        .note("说明", "多半是 Word、Excel、WPS 的文件改了扩展名")
        .help("用原来的程序打开，把内容填进文本文件，存为 .yaml")
}

fn other_encoding(file: FileId, path: &str, encoding: &Encoding) -> Diagnostic {
    let name = if encoding == GB18030 { "GBK" } else { "UTF-16" };
    Diagnostic::new(Code::E0102, format!("{path} 是 {name} 编码，应当是 UTF-8"))
        .at(Span::new(file, 0..0), "整个文件")
        .note("说明", format!("已按 {name} 读入，内容照常核对"))
        .help("用记事本打开，点“文件”“另存为”，“编码”选“UTF-8”，保存覆盖原来的文件")
}

fn damaged_bytes(
    file: FileId,
    path: &str,
    encoding: &Encoding,
    text: &str,
    damaged: &Damaged,
) -> Diagnostic {
    const REPLACEMENT: &str = "\u{FFFD}";
    let at = text.find(REPLACEMENT).unwrap_or(text.len());
    let end = text.len().min(at + REPLACEMENT.len());
    let name = match encoding {
        encoding if encoding == UTF_8 => "UTF-8",
        encoding if encoding == GB18030 => "GBK",
        _ => "UTF-16",
    };
    let written: Vec<String> = damaged.bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let fault = Diagnostic::new(Code::E0123, format!("{path} 里有读不出来的字节"))
        .at(
            Span::new(file, at..end),
            format!("文件的第 {} 个字节起：{}", damaged.at + 1, written.join(" ")),
        )
        .help("在这个位置重新输入原来的字；全文都是乱码的，请报送单位按 UTF-8 重新保存一份");
    let more = text.matches(REPLACEMENT).count();
    let how = format!("按 {name} 读，不成文字");
    fault.note(
        "说明",
        if more > 1 { format!("{how}；共 {more} 处，这里只标出第一处") } else { how },
    )
}

/// Characters that no one sees and that would go into the report, or damage it.
pub(crate) fn invisible(file: FileId, text: &str) -> Option<Diagnostic> {
    // Nearly all bytes are of these: ASCII, what characters from U+3000 to U+CFFF begin with, and
    // what characters go on with.
    let is_plain = |byte: u8| matches!(byte, b'\n' | b' '..=b'~' | 0x80..=0xBF | 0xE3..=0xEC);
    // Looked through by stretches, of which most hold no others.
    const STRETCH: usize = 32;
    let stretches = text.as_bytes().chunks(STRETCH).zip((0..).step_by(STRETCH));
    let stretches = stretches.filter(|(stretch, _)| {
        stretch.iter().fold(false, |others, byte| others | !is_plain(*byte))
    });
    let bytes = stretches.flat_map(|(stretch, from)| (from..).zip(stretch));
    let others = bytes.filter(|(_, byte)| !is_plain(**byte));
    let all = others
        .filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
        .filter(|(_, character)| is_invisible(*character));
    let all: Vec<(usize, char)> = all.collect();
    let (at, first) = *all.first()?;
    let more = all.len() - 1;
    let message = match first {
        '\u{FFFD}' => "文件里有乱码",
        _ => "文件里有看不见的字符",
    };
    let fault = Diagnostic::new(Code::E0122, message)
        .at(Span::new(file, at..at + first.len_utf8()), format!("U+{:04X}", u32::from(first)))
        .help("删去这个位置前后的字，重新输入；从网页、文档复制时先粘贴为纯文本");
    // What merely steers the display is not missed; anything else may stand for a lost character.
    let is_steering = |(_, character): &(usize, char)| {
        matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let certain = if all.iter().all(is_steering) { all.as_slice() } else { &[] };
    let fault = certain.iter().take(MOST).fold(fault, |fault, (at, character)| {
        fault.edit(Span::new(file, *at..at + character.len_utf8()), "")
    });
    Some(if more > 0 {
        fault.note("说明", format!("这样的字符共 {} 个，这里只标出第一个", more + 1))
    } else {
        fault
    })
}
