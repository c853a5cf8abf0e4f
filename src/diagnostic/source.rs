use std::ops::Range;

use super::{Path, Place};

/// Where the keys and values of a document are, in bytes of its text.
pub trait Spans {
    /// The bytes of the key at the end of a path.
    fn key(&self, path: &Path) -> Option<Range<usize>>;
    /// The bytes of the value at the end of a path.
    fn value(&self, path: &Path) -> Option<Range<usize>>;
}

/// The document that diagnostics point into.
pub struct Source<'a> {
    /// Its path, as the user named it.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its spans, if it could be parsed at all.
    pub spans: Option<&'a dyn Spans>,
}

/// A place, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The file.
    pub file: String,
    /// Line and column of its beginning, both from 1, the column in characters.
    pub start: (usize, usize),
    /// Line and column behind its end.
    pub end: (usize, usize),
    /// Its bytes, where the file is the document itself.
    pub bytes: Option<Range<usize>>,
}

/// Where the lines of a text are, so that finding the line of a byte does not read the text again.
pub(super) struct Lines(Vec<Line>);

struct Line {
    bytes: Range<usize>,
    /// Whether each byte is a character.
    ascii: bool,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let mut start = 0;
        let lines = text.split('\n').map(|line| {
            let bytes = start..start + line.len();
            start = bytes.end + 1;
            Line {
                bytes,
                ascii: line.is_ascii(),
            }
        });
        Self(lines.collect())
    }

    /// The line that a byte is in: its number from 1, and its bytes without the end of the line.
    pub(super) fn at(&self, byte: usize) -> (usize, Range<usize>) {
        let number = self.0.partition_point(|line| line.bytes.start <= byte).max(1);
        (number, self.0[number - 1].bytes.clone())
    }
}

impl Source<'_> {
    /// Looks a place up. A path that is not in the document is found at its nearest parent that is.
    #[must_use]
    pub fn locate(&self, place: &Place) -> Located {
        self.locate_in(&Lines::of(self.text), place)
    }

    /// As [`Source::locate`], for many places in one text.
    pub(super) fn locate_in(&self, lines: &Lines, place: &Place) -> Located {
        if let Place::Other { file, line, column } = place {
            let start = (*line, *column);
            return Located {
                file: file.clone(),
                start,
                end: start,
                bytes: None,
            };
        }
        let bytes = self.bytes(place);
        Located {
            file: self.file.to_owned(),
            start: bytes
                .as_ref()
                .map_or((1, 1), |bytes| self.position(lines, bytes.start)),
            end: bytes
                .as_ref()
                .map_or((1, 1), |bytes| self.position(lines, bytes.end)),
            bytes,
        }
    }

    fn bytes(&self, place: &Place) -> Option<Range<usize>> {
        let range = match place {
            Place::Bytes(range) => range.clone(),
            Place::Key(path) => self.nearest(path, true)?,
            Place::Value(path) => self.nearest(path, false)?,
            Place::Within(path, inner) => self.within(path, inner)?,
            Place::Whole | Place::Other { .. } => return None,
        };
        let end = range.end.min(self.text.len());
        Some(range.start.min(end)..end)
    }

    fn nearest(&self, path: &Path, key: bool) -> Option<Range<usize>> {
        let spans = self.spans?;
        let found = if key { spans.key(path) } else { spans.value(path) };
        let mut parent = path.clone();
        found.or_else(|| {
            while parent.0.pop().is_some() {
                if let Some(range) = spans.key(&parent).or_else(|| spans.value(&parent)) {
                    return Some(range);
                }
            }
            None
        })
    }

    /// The characters of a string value; the whole value where escapes make the two differ in length.
    fn within(&self, path: &Path, inner: &Range<usize>) -> Option<Range<usize>> {
        let value = self.nearest(path, false)?;
        let written = self.text.get(value.clone())?;
        let plain = written.len() >= 2 && !written.starts_with("\"\"\"") && !written.starts_with("'''");
        if !plain || written.contains('\\') {
            return Some(value);
        }
        let start = value.start + 1;
        Some((start + inner.start).min(value.end - 1)..(start + inner.end).min(value.end))
    }

    /// Line and column from 1 of a byte. The column counts characters; the mark of order that some editors put at
    /// the beginning of a file is none.
    fn position(&self, lines: &Lines, byte: usize) -> (usize, usize) {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let (number, line) = lines.at(byte);
        if lines.0[number - 1].ascii {
            return (number, byte - line.start + 1);
        }
        let before = self.text[line.start..byte].trim_start_matches('\u{feff}');
        (number, before.chars().count() + 1)
    }
}
