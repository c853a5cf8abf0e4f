//! Bytes in any encoding -> UTF-8, a little at a time.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes at the beginning are looked at.
pub(super) const HEAD: usize = 1024;

/// What a file is written in, and how many bytes its mark takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    encoding: &'static Encoding,
    mark: usize,
    /// The name of an encoding that is not known.
    pub(super) is_unknown: bool,
}

/// Tells the encoding by the mark, else by the first bytes, else by what the document says of itself.
pub(super) fn tell(head: &[u8]) -> Found {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Found::new(encoding, mark);
    }
    match head {
        [b'<', 0, ..] => return Found::new(UTF_16LE, 0),
        [0, b'<', ..] => return Found::new(UTF_16BE, 0),
        _ => {}
    }
    let Some(label) = declared(head) else {
        return Found::new(UTF_8, 0);
    };
    match Encoding::for_label(label) {
        // A document whose declaration can be read byte by byte is not UTF-16, whatever it says.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Found::new(UTF_8, 0),
        Some(encoding) => Found::new(encoding, 0),
        None => Found {
            is_unknown: true,
            ..Found::new(UTF_8, 0)
        },
    }
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
    const fn new(encoding: &'static Encoding, mark: usize) -> Self {
        Self {
            encoding,
            mark,
            is_unknown: false,
        }
    }

    /// The input in UTF-8, without the mark. What is UTF-8 already is passed on as it is, right or wrong.
    pub(super) fn decode<R: Read>(self, mut input: R) -> io::Result<Utf8<R>> {
        io::copy(&mut input.by_ref().take(self.mark as u64), &mut io::sink())?;
        let decoder = (self.encoding != UTF_8).then(|| self.encoding.new_decoder_without_bom_handling());
        Ok(Utf8 {
            input,
            decoder,
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
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else {
            return self.input.read(into);
        };
        while self.given == self.text.len() {
            self.raw.resize(32 << 10, 0);
            let count = self.input.read(&mut self.raw)?;
            // A byte becomes at most three, and the decoder asks for some room besides.
            self.text.resize(count * 3 + 64, 0);
            let (_, _, written, _) = decoder.decode_to_utf8(&self.raw[..count], &mut self.text, count == 0);
            self.text.truncate(written);
            self.given = 0;
            if count == 0 {
                // A decoder that was told of the end must not be asked again.
                if written == 0 {
                    return Ok(0);
                }
                self.decoder = None;
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
