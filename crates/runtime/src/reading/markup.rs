//! XML as pieces: tags and text. No piece is larger than memory allows, and nothing in the input ends the reading but
//! its own end.
//!
//! It is not `quick-xml` because that holds a whole text in memory, however long, and stops at what is not well-formed.
//! References to entities are not resolved here, and a document's own entities nowhere.

use std::io::Read;
use std::ops::Range;

use super::problems::Problems;
use super::scan::{Close, Scan};
use super::window::Window;

/// Most bytes of a tag that are looked at.
const TAG: usize = 1 << 20;
/// Most bytes of text in one piece.
const TEXT: usize = 64 << 10;
/// Longest reference that is kept in one piece.
const REFERENCE: usize = 16;

/// A piece. Ranges are of the bytes in the window, and hold until the next piece is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// `<name …>` or `<name …/>`.
    Start {
        name: Range<usize>,
        attributes: Range<usize>,
        is_empty: bool,
        /// Whether another tag begins before it ends.
        is_broken: bool,
    },
    /// `</name>`.
    End { name: Range<usize> },
    /// Text between tags, with references unless it is raw.
    Text { text: Range<usize>, is_raw: bool },
    /// The end of the input, and whether it is inside of a tag, a comment or the like.
    Over { is_cut: bool },
}

/// The pieces of an input.
#[derive(Debug)]
pub(super) struct Markup<R> {
    window: Window<R>,
    /// Length of the last piece.
    taken: usize,
    is_raw: bool,
    /// The beginning of a tag that is too long for the window.
    long: Vec<u8>,
    /// What is wrong with the input so far.
    pub(super) problems: Problems,
}

impl<R: Read> Markup<R> {
    pub(super) fn new(window: Window<R>) -> Self {
        Self {
            window,
            taken: 0,
            is_raw: false,
            long: Vec::new(),
            problems: Problems::default(),
        }
    }

    /// The bytes of a piece.
    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        if self.long.is_empty() {
            &self.window.seen()[range]
        } else {
            &self.long[range]
        }
    }

    /// Says what is wrong, and where.
    pub(super) fn complain(&mut self, text: impl AsRef<str>) {
        let place = self.window.place();
        self.problems.at(place, text);
    }

    /// Says what is wrong with a byte of the piece.
    pub(super) fn complain_of(&mut self, index: usize, text: impl AsRef<str>) {
        let place = self.window.place_of(index);
        self.problems.at(place, text);
    }

    /// Says what is odd, and where.
    pub(super) fn remark(&mut self, text: impl AsRef<str>) {
        let place = self.window.place();
        self.problems.odd_at(place, text);
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Piece {
        loop {
            self.window.skip(self.taken);
            self.taken = 0;
            self.long.clear();
            if self.is_raw {
                if let Some(piece) = self.raw() {
                    return piece;
                }
                continue;
            }
            match self.window.hold(1).first() {
                None => return self.over(false),
                Some(b'<') => {
                    if let Some(piece) = self.markup() {
                        return piece;
                    }
                }
                Some(_) => return self.text(),
            }
        }
    }

    fn over(&mut self, is_cut: bool) -> Piece {
        if let Some(error) = self.window.fault() {
            self.complain(format!("cannot be read further: {error}"));
            return Piece::Over { is_cut: true };
        }
        Piece::Over { is_cut }
    }

    fn text(&mut self) -> Piece {
        let mut from = 0;
        let end = loop {
            let bytes = self.window.seen();
            if let Some(found) = memchr::memchr(b'<', &bytes[from..]) {
                break from + found;
            }
            from = bytes.len();
            if from >= TEXT {
                break whole(bytes);
            }
            if !self.window.grow() {
                break from;
            }
        };
        self.taken = end;
        Piece::Text {
            text: 0..end,
            is_raw: false,
        }
    }

    /// A piece of a CDATA section; none at its end.
    fn raw(&mut self) -> Option<Piece> {
        loop {
            let bytes = self.window.seen();
            let (end, close) = match memchr::memmem::find(bytes, b"]]>") {
                Some(end) => (end, 3),
                None if bytes.len() >= TEXT => (whole(&bytes[..bytes.len() - 2]), 0),
                None if self.window.grow() => continue,
                None if self.window.seen().is_empty() => {
                    self.is_raw = false;
                    return Some(self.over(true));
                }
                None => (self.window.seen().len(), 0),
            };
            self.is_raw = close == 0;
            self.taken = end + close;
            return (end > 0).then_some(Piece::Text {
                text: 0..end,
                is_raw: true,
            });
        }
    }

    /// What begins with `<`; none for what is passed over.
    fn markup(&mut self) -> Option<Piece> {
        let bytes = self.window.hold(9);
        match bytes.get(1) {
            Some(b'!') if bytes.starts_with(b"<![CDATA[") => {
                self.is_raw = true;
                self.taken = 9;
                None
            }
            Some(b'!') if bytes.starts_with(b"<!--") => self.pass(4, b"-->"),
            Some(b'!') => self.declaration(),
            Some(b'?') => self.pass(2, b"?>"),
            Some(b'/') => self.end(),
            Some(byte) if is_name(*byte) => self.start(),
            None => Some(self.over(true)),
            Some(_) => {
                self.complain("a `<` that begins nothing");
                self.taken = 1;
                Some(Piece::Text {
                    text: 0..1,
                    is_raw: true,
                })
            }
        }
    }

    /// Passes over what ends with a mark.
    fn pass(&mut self, from: usize, mark: &[u8]) -> Option<Piece> {
        let place = self.window.place();
        self.window.skip(from);
        loop {
            let bytes = self.window.seen();
            if let Some(found) = memchr::memmem::find(bytes, mark) {
                self.window.skip(found + mark.len());
                return None;
            }
            self.window.skip(bytes.len().saturating_sub(mark.len() - 1));
            if !self.window.grow() {
                self.problems.at(place, "what begins here does not end");
                return Some(self.over(true));
            }
        }
    }

    /// Passes over a document type: whatever it defines, nothing here uses it.
    fn declaration(&mut self) -> Option<Piece> {
        let place = self.window.place();
        self.window.skip(2);
        let (mut quote, mut depth) = (None, 0_usize);
        loop {
            let bytes = self.window.seen();
            let mark = match quote {
                Some(open) => memchr::memchr(open, bytes),
                None => bytes.iter().position(|byte| b"\"'[<]>".contains(byte)),
            };
            self.window.skip(mark.unwrap_or(bytes.len()));
            let bytes = self.window.hold(4);
            let passed = match bytes.first() {
                None => {
                    self.problems.at(place, "a declaration that does not end");
                    return Some(self.over(true));
                }
                Some(_) if mark.is_none() => continue,
                // Quotes in them open nothing.
                Some(b'<') if bytes.starts_with(b"<!--") => Some(self.pass(4, b"-->")),
                Some(b'<') if bytes.starts_with(b"<?") => Some(self.pass(2, b"?>")),
                Some(byte) => {
                    match byte {
                        b'"' | b'\'' => quote = quote.xor(Some(*byte)),
                        b'[' | b'<' => depth += 1,
                        b'>' if depth == 0 => {
                            self.window.skip(1);
                            return None;
                        }
                        _ => depth = depth.saturating_sub(1),
                    }
                    self.window.skip(1);
                    None
                }
            };
            if let Some(over @ Some(_)) = passed {
                return over;
            }
        }
    }

    fn end(&mut self) -> Option<Piece> {
        let Some(tag) = self.tag(2) else {
            return Some(self.over(true));
        };
        let name = &self.bytes(0..tag.end)[2..];
        let name = 2..2 + name.iter().take_while(|byte| is_name(**byte)).count();
        Some(Piece::End { name })
    }

    fn start(&mut self) -> Option<Piece> {
        let Some(tag) = self.tag(1) else {
            return Some(self.over(true));
        };
        let inside = &self.bytes(0..tag.end)[1..];
        let name = 1..1 + inside.iter().take_while(|byte| is_name(**byte)).count();
        let end = tag.end - usize::from(tag.is_empty && inside.last() == Some(&b'/'));
        Some(Piece::Start {
            attributes: name.end..end.max(name.end),
            name,
            is_empty: tag.is_empty,
            is_broken: tag.is_broken,
        })
    }

    /// Takes a tag. None if the input ends before it does.
    fn tag(&mut self, from: usize) -> Option<Tag> {
        let mut scan = Scan::new(from);
        loop {
            let is_over = self.window.is_over();
            let close = scan.go(self.window.seen(), is_over);
            if close == Close::Open && self.window.seen().len() > TAG {
                return self.leave(scan);
            }
            if close == Close::Open {
                self.window.grow();
                if is_over {
                    return None;
                }
                continue;
            }
            return Some(self.found(&scan, close));
        }
    }

    fn found(&mut self, scan: &Scan, close: Close) -> Tag {
        let end = scan.at;
        if let Some(stray) = scan.stray {
            let place = self.window.place_of(stray);
            self.problems.odd_at(place, "a `<` inside of a value");
        }
        if let Some(lost) = scan.lost {
            let place = self.window.place_of(lost);
            self.problems.at(
                place,
                "an end tag inside of a value: what is around it may be lost",
            );
        }
        if close == Close::Broken {
            let place = self.window.place_of(end);
            self.problems.at(place, "a tag begins inside of another");
        }
        self.taken = end + usize::from(close == Close::End);
        let is_empty = close == Close::End && self.window.seen()[end - 1] == b'/';
        Tag {
            end,
            is_empty,
            is_broken: close == Close::Broken,
        }
    }

    /// Cuts off the rest of a tag that is too long.
    fn leave(&mut self, mut scan: Scan) -> Option<Tag> {
        self.complain("a tag of more than 1 MiB, of which the rest is passed over");
        self.long = self.window.seen()[..TAG].to_vec();
        let mut last = b' ';
        loop {
            // What has been looked at goes, but the last byte, which says whether the element is empty.
            let seen = scan.at.saturating_sub(1);
            last = self.window.seen().get(seen).copied().unwrap_or(last);
            self.window.skip(seen);
            scan.at -= seen;
            let is_over = self.window.is_over();
            match scan.go(self.window.seen(), is_over) {
                Close::Open if is_over => return None,
                Close::Open => {
                    self.window.grow();
                }
                close => {
                    self.taken = scan.at + usize::from(close == Close::End);
                    last = if scan.at > 0 {
                        self.window.seen()[scan.at - 1]
                    } else {
                        last
                    };
                    let is_empty = close == Close::End && last == b'/';
                    return Some(Tag {
                        end: TAG,
                        is_empty,
                        is_broken: close == Close::Broken,
                    });
                }
            }
        }
    }
}

/// A tag, up to what closes it.
#[derive(Debug, Clone, Copy)]
struct Tag {
    end: usize,
    is_empty: bool,
    is_broken: bool,
}

pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-' | b'.' | 0x80..)
}

/// How many of the bytes are sure to end neither in a character nor in a reference.
fn whole(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(REFERENCE);
    if let Some(open) = memchr::memrchr(b'&', &bytes[tail..])
        && memchr::memchr(b';', &bytes[tail + open..]).is_none()
        && tail + open > 0
    {
        return tail + open;
    }
    let last = bytes.iter().rposition(|byte| byte & 0xC0 != 0x80);
    match last {
        Some(last) if bytes[last] >= 0xC0 && last > tail => last,
        _ => bytes.len(),
    }
}
