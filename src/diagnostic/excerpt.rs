//! The part of a line that people are shown, and where in it the carets go.

use std::ops::Range;

/// Most characters of a line that are shown before and behind the beginning of what is marked.
const AROUND: usize = 120;

/// Part of one line, harmless to a terminal.
pub(super) struct Excerpt {
    /// The characters shown.
    pub(super) text: String,
    /// The bytes of `text` that are marked.
    pub(super) marked: Range<usize>,
    /// Whether the line begins before the excerpt does.
    pub(super) cut: bool,
}

impl Excerpt {
    /// What surrounds some bytes of a line. Bytes that span lines are shown by the first.
    pub(super) fn of(text: &str, line: Range<usize>, bytes: &Range<usize>) -> Self {
        let line_end = line.end - usize::from(text[line.clone()].ends_with('\r'));
        let from = line.start;
        let start = bytes.start.min(line_end);
        let end = bytes.end.clamp(start, line_end);
        let before = text[from..start].trim_start_matches('\u{feff}');
        let first = before
            .char_indices()
            .rev()
            .nth(AROUND - 1)
            .map_or(0, |(index, _)| index);
        let last = text[start..line_end]
            .char_indices()
            .nth(AROUND)
            .map_or(line_end, |(index, _)| start + index);
        let shown = visible(&before[first..]);
        let marked = visible(&text[start..end.min(last)]);
        let behind = visible(&text[end.min(last)..last]);
        Self {
            marked: shown.len()..shown.len() + marked.len(),
            text: format!("{shown}{marked}{behind}"),
            cut: first > 0,
        }
    }
}

/// Text from a file must not move the cursor, change colours, or turn the direction of writing.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(picture).collect()
}

fn picture(c: char) -> char {
    match u32::from(c) {
        // Tabs are widened by the renderer. For the other controls Unicode has pictures, such as ␛ for escape.
        0x09 => c,
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        // The controls of eight-bit terminals; breaks of lines and paragraphs; marks, embeddings, overrides and
        // isolates of direction; the mark of a file's beginning in the midst of it.
        0x80..0xa0 | 0x200e | 0x200f | 0x2028..=0x202e | 0x2066..=0x2069 | 0xfeff => '\u{fffd}',
        _ => c,
    }
}
