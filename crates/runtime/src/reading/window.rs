//! A window that slides over bytes, and knows at which line and column it stands.

use std::fmt;
use std::io::{self, Read};

/// How much is read at once.
const STEP: usize = 128 << 10;

/// A line and a column, both from 1. Columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    line: u64,
    column: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

impl Place {
    pub(super) const START: Self = Self { line: 1, column: 1 };

    /// What is at a line and a column of a text that begins here.
    pub(super) fn within(self, line: u64, column: u64) -> Self {
        match line {
            0 | 1 => Self {
                line: self.line,
                column: self.column + column.saturating_sub(1),
            },
            _ => Self {
                line: self.line + line - 1,
                column: column.max(1),
            },
        }
    }

    /// The place behind some bytes that begin here.
    pub(super) fn after(self, bytes: &[u8]) -> Self {
        let (mut line, mut column, mut tail) = (self.line, self.column, bytes);
        if let Some(last) = memchr::memrchr(b'\n', bytes) {
            line += memchr::memchr_iter(b'\n', bytes).count() as u64;
            column = 1;
            tail = &bytes[last + 1..];
        }
        // Every byte that does not continue a character begins one.
        column += tail.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64;
        Self { line, column }
    }
}

/// Bytes of an input, of which only a part is in memory.
#[derive(Debug)]
pub(super) struct Window<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// The place of the byte at `placed`, which is never behind `start`.
    place: Place,
    placed: usize,
    is_over: bool,
    fault: Option<io::Error>,
}

impl<R: Read> Window<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: vec![0; STEP * 2],
            start: 0,
            end: 0,
            place: Place::START,
            placed: 0,
            is_over: false,
            fault: None,
        }
    }

    /// What is in the window.
    pub(super) fn seen(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Lets the window end later. Whether it does: at the end of the input it cannot.
    pub(super) fn grow(&mut self) -> bool {
        if self.is_over {
            return false;
        }
        if self.buffer.len() - self.end < STEP {
            self.slide();
        }
        if self.buffer.len() - self.end < STEP {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.is_over = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.is_over = true;
                    self.fault = Some(error);
                }
            }
            return !self.is_over;
        }
    }

    /// Lets the window grow until it holds so many bytes, or all there are.
    pub(super) fn hold(&mut self, count: usize) -> &[u8] {
        while self.seen().len() < count && self.grow() {}
        self.seen()
    }

    /// Lets the window begin later.
    pub(super) fn skip(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Whether all of the input has been seen.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Where the window begins.
    pub(super) fn place(&mut self) -> Place {
        self.place = self.place.after(&self.buffer[self.placed..self.start]);
        self.placed = self.start;
        self.place
    }

    /// Where a byte of the window is.
    pub(super) fn place_of(&self, index: usize) -> Place {
        let to = (self.start + index).min(self.end);
        self.place.after(&self.buffer[self.placed..to])
    }

    /// Why the input could not be read to its end.
    pub(super) fn fault(&mut self) -> Option<io::Error> {
        self.fault.take()
    }

    fn slide(&mut self) {
        self.place();
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        self.placed = 0;
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.hold(1);
        let count = bytes.len().min(into.len());
        into[..count].copy_from_slice(&bytes[..count]);
        self.skip(count);
        match self.fault() {
            Some(error) => Err(error),
            None => Ok(count),
        }
    }
}

/// The bytes of a window from its beginning, which it keeps as far as so many go.
#[derive(Debug)]
pub(super) struct Ahead<'w, R> {
    window: &'w mut Window<R>,
    most: usize,
    at: usize,
    is_gone: bool,
}

impl<'w, R: Read> Ahead<'w, R> {
    pub(super) fn new(window: &'w mut Window<R>, most: usize) -> Self {
        Self {
            window,
            most,
            at: 0,
            is_gone: false,
        }
    }

    /// How many bytes have been read that are kept.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether there was more than is kept, and the window stands elsewhere now.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone
    }
}

impl<R: Read> Read for Ahead<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at > self.most {
            self.window.skip(self.at);
            self.at = 0;
            self.most = 0;
            self.is_gone = true;
        }
        let rest = &self.window.hold(self.at + 1)[self.at..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        match self.window.fault().filter(|_| count == 0) {
            Some(error) => Err(error),
            None => Ok(count),
        }
    }
}
