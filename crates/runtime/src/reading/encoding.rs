//! Bytes in any encoding -> UTF-8, a little at a time.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes at the beginning are looked at.
pub(super) const HEAD: usize = 1024;

/// What a file is written in, and how many bytes its mark takes.
#[derive(Debug, Clone)]
pub(super) struct Found {
    form: Form,
    mark: usize,
    /// The name of an encoding that is not known.
    pub(super) is_unknown: bool,
    /// Whether bytes were found that are no text in it. They are told apart only where something has to be decoded.
    is_malformed: Rc<Cell<bool>>,
}

/// How characters are written.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// As a table says.
    Table(&'static Encoding),
    /// In four bytes each.
    Wide { is_big: bool },
}

/// Tells the encoding by the mark, else by the first bytes, else by what the document says of itself.
pub(super) fn tell(head: &[u8]) -> Found {
    // Before the mark of UTF-16, with which one of these begins.
    match head {
        [0xFF, 0xFE, 0, 0, ..] => return Found::new(Form::Wide { is_big: false }, 4),
        [0, 0, 0xFE, 0xFF, ..] => return Found::new(Form::Wide { is_big: true }, 4),
        _ => {}
    }
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Found::new(Form::Table(encoding), mark);
    }
    match head {
        [first, 0, 0, 0, ..] if may_begin(*first) => return Found::new(Form::Wide { is_big: false }, 0),
        [0, 0, 0, first, ..] if may_begin(*first) => return Found::new(Form::Wide { is_big: true }, 0),
        [first, 0, ..] if may_begin(*first) => return Found::new(Form::Table(UTF_16LE), 0),
        [0, first, ..] if may_begin(*first) => return Found::new(Form::Table(UTF_16BE), 0),
        _ => {}
    }
    let utf8 = Found::new(Form::Table(UTF_8), 0);
    let Some(label) = declared(head) else {
        return utf8;
    };
    match Encoding::for_label(label) {
        // A document whose declaration can be read byte by byte is not UTF-16, whatever it says.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => utf8,
        Some(encoding) => Found::new(Form::Table(encoding), 0),
        None => Found {
            is_unknown: true,
            ..utf8
        },
    }
}

/// Whether a report may begin with it.
const fn may_begin(byte: u8) -> bool {
    matches!(byte, b'<' | b'{' | b' ' | b'\n' | b'\r' | b'\t')
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&[u8]> {
    let head = head.trim_ascii_start();
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = memchr::memmem::find(head, b"?>")?;
    let from = memchr::memmem::find(&head[..end], b"encoding")? + "encoding".len();
    let value = head[from..end].trim_ascii_start().strip_prefix(b"=")?;
    let (quote, value) = value.trim_ascii_start().split_first()?;
    let length = memchr::memchr(*quote, value)?;
    Some(&value[..length])
}

impl Found {
    fn new(form: Form, mark: usize) -> Self {
        Self {
            form,
            mark,
            is_unknown: false,
            is_malformed: Rc::default(),
        }
    }

    /// Whether what was decoded so far had bytes in it that are no text.
    pub(super) fn is_malformed(&self) -> bool {
        self.is_malformed.get()
    }

    /// Whether what is taken for UTF-8 looks like UTF-16 that does not begin with a whole character.
    pub(super) fn is_shifted(&self, head: &[u8]) -> bool {
        let is_utf8 = matches!(self.form, Form::Table(encoding) if encoding == UTF_8);
        let (pairs, _) = head.as_chunks::<2>();
        let zeros = |half: usize| pairs.iter().filter(|pair| pair[half] == 0).count();
        let (first, second) = (zeros(0), zeros(1));
        is_utf8 && pairs.len() > 3 && first.min(second) == 0 && first.max(second) > pairs.len() / 2
    }

    /// The input in UTF-8, without the mark. What is UTF-8 already is passed on as it is, right or wrong.
    pub(super) fn decode<R: Read>(&self, mut input: R) -> io::Result<Utf8<R>> {
        io::copy(&mut input.by_ref().take(self.mark as u64), &mut io::sink())?;
        let decoding = match self.form {
            Form::Table(encoding) if encoding == UTF_8 => None,
            Form::Table(encoding) => Some(Decoding::Table(encoding.new_decoder_without_bom_handling())),
            Form::Wide { is_big } => Some(Decoding::Wide(Wide {
                is_big,
                rest: Vec::new(),
            })),
        };
        Ok(Utf8 {
            input,
            decoding,
            is_malformed: Rc::clone(&self.is_malformed),
            raw: Vec::new(),
            text: Vec::new(),
            given: 0,
        })
    }
}

/// An input in UTF-8.
#[derive(Debug)]
pub(super) struct Utf8<R> {
    input: R,
    decoding: Option<Decoding>,
    is_malformed: Rc<Cell<bool>>,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
}

#[derive(Debug)]
enum Decoding {
    Table(Decoder),
    Wide(Wide),
}

impl Decoding {
    /// Puts the text of some bytes in place of what is there. Whether some of them are none.
    fn put(&mut self, raw: &[u8], text: &mut Vec<u8>) -> bool {
        match self {
            Self::Table(decoder) => {
                // A byte becomes at most three, and the decoder asks for some room besides.
                text.resize(raw.len() * 3 + 64, 0);
                let (_, _, written, is_malformed) = decoder.decode_to_utf8(raw, text, raw.is_empty());
                text.truncate(written);
                is_malformed
            }
            Self::Wide(wide) => wide.put(raw, text),
        }
    }
}

/// UTF-32.
#[derive(Debug)]
struct Wide {
    is_big: bool,
    /// The beginning of a character.
    rest: Vec<u8>,
}

impl Wide {
    fn put(&mut self, raw: &[u8], text: &mut Vec<u8>) -> bool {
        text.clear();
        self.rest.extend_from_slice(raw);
        let mut is_malformed = raw.is_empty() && !self.rest.is_empty();
        let (whole, tail) = self.rest.as_chunks::<4>();
        for bytes in whole {
            let number = if self.is_big {
                u32::from_be_bytes(*bytes)
            } else {
                u32::from_le_bytes(*bytes)
            };
            let character = char::from_u32(number);
            is_malformed |= character.is_none();
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.rest = tail.to_vec();
        is_malformed
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(decoding) = &mut self.decoding else {
            return self.input.read(into);
        };
        while self.given == self.text.len() {
            self.raw.resize(32 << 10, 0);
            let count = self.input.read(&mut self.raw)?;
            let is_malformed = decoding.put(&self.raw[..count], &mut self.text);
            self.is_malformed.set(self.is_malformed.get() || is_malformed);
            self.given = 0;
            if count == 0 {
                // A decoder that was told of the end must not be asked again.
                if self.text.is_empty() {
                    return Ok(0);
                }
                self.decoding = None;
                break;
            }
        }
        let rest = &self.text[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}
