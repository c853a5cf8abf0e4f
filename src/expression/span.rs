//! Where something stands in the text of an expression.

/// A range of bytes of the text that was parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range, in a text that has `offset` more bytes in front.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }

    /// The piece of `text` that stands there.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The position that GitHub prints ("Located at position 3"): from 1, in UTF-16 units.
    #[must_use]
    pub fn position(self, text: &str) -> usize {
        let before = text.get(..self.start).unwrap_or(text);
        before.encode_utf16().count() + 1
    }
}
