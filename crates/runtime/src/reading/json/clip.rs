//! JSON with long strings cut, so that none fills the memory, and with what no string may have in it made harmless, so
//! that one bad string does not cost what comes after it.

use std::io::{self, Read};

use crate::reading::problems::Problems;
use crate::reading::window::Place;

/// Longest string that is passed on whole.
const STRING: usize = 1 << 20;
/// How much is read at first: most objects that are no report are told to be none by then.
const FIRST: usize = 1 << 10;
/// How much is read at once.
const STEP: usize = 32 << 10;
/// An escape of one unit of UTF-16.
const UNIT: usize = 6;

/// JSON with its strings cut and mended.
#[derive(Debug)]
pub(super) struct Clip<R> {
    input: R,
    raw: Vec<u8>,
    /// How much of that has been looked at.
    at: usize,
    /// The place of the byte at `placed`, which is never behind what is looked at.
    place: Place,
    placed: usize,
    is_over: bool,
    /// How much is read next.
    step: usize,
    /// What is passed on.
    text: Vec<u8>,
    given: usize,
    /// Bytes of the string so far; none outside of a string.
    length: Option<usize>,
    is_cutting: bool,
    /// What was mended.
    odd: Problems,
    /// Bytes of the input before what is in `raw`.
    before: usize,
    /// Objects and lists that are open.
    depth: usize,
    /// Bytes of the input up to where the first of them ends.
    end: Option<usize>,
}

impl<R: Read> Clip<R> {
    pub(super) fn new(input: R, place: Place) -> Self {
        Self {
            input,
            raw: Vec::new(),
            at: 0,
            place,
            placed: 0,
            is_over: false,
            step: FIRST,
            text: Vec::new(),
            given: 0,
            length: None,
            is_cutting: false,
            odd: Problems::default(),
            before: 0,
            depth: 0,
            end: None,
        }
    }

    /// How many bytes of the input the first object takes, if it has been seen to its end.
    pub(super) const fn end(&self) -> Option<usize> {
        self.end
    }

    /// What was mended.
    pub(super) fn odd(self) -> Problems {
        self.odd
    }

    /// Reads more, and passes on what of it is certain.
    fn fill(&mut self) -> io::Result<()> {
        self.go_to(self.at);
        self.raw.drain(..self.at);
        self.before += self.at;
        (self.at, self.placed) = (0, 0);
        let rest = self.raw.len();
        self.raw.resize(rest + self.step, 0);
        self.step = STEP.min(self.step * 2);
        let count = self.input.read(&mut self.raw[rest..]);
        self.raw.truncate(rest + *count.as_ref().unwrap_or(&0));
        self.is_over = count? == 0;
        self.text.clear();
        self.given = 0;
        while self.at < self.raw.len() && self.step() {}
        Ok(())
    }

    /// Goes one step further. Whether it can: some things cannot be told before more is read.
    fn step(&mut self) -> bool {
        if self.length.is_none() {
            self.outside();
            return true;
        }
        let rest = &self.raw[self.at..];
        let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
        match (rest.iter().position(is_mark), rest[0]) {
            (Some(0), b'"') => {
                self.length = None;
                self.is_cutting = false;
                self.text.push(b'"');
                self.at += 1;
                true
            }
            (Some(0), b'\\') => self.escape(),
            (Some(0), _) => {
                self.remark(0, "a control character, which JSON does not allow");
                self.pass(1, Some(b" "));
                true
            }
            (Some(length), _) => self.plain(length),
            (None, _) if self.is_over => self.plain(rest.len()),
            (None, _) => self.plain(rest.len() - broken(rest)),
        }
    }

    /// What is between strings.
    fn outside(&mut self) {
        let rest = &self.raw[self.at..];
        let quote = memchr::memchr(b'"', rest);
        let length = quote.map_or(rest.len(), |quote| quote + 1);
        self.text.extend_from_slice(&rest[..length]);
        self.length = quote.map(|_| 0);
        for (index, byte) in rest[..length].iter().enumerate() {
            match byte {
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 && self.end.is_none() {
                        self.end = Some(self.before + self.at + index + 1);
                    }
                }
                _ => {}
            }
        }
        self.at += length;
    }

    /// Characters of a string that stand for themselves.
    fn plain(&mut self, length: usize) -> bool {
        let room = STRING.saturating_sub(self.length.unwrap_or_default());
        let bytes = &self.raw[self.at..self.at + length];
        // Never inside of a character, none of which has more than four bytes.
        let is_border = |at: &usize| bytes[*at] & 0xC0 != 0x80 || *at > room + 4;
        let kept = (room.min(length)..length).find(is_border).unwrap_or(length);
        match std::str::from_utf8(&bytes[..kept]) {
            _ if self.is_cutting => {}
            Ok(text) => self.text.extend_from_slice(text.as_bytes()),
            Err(error) => {
                let text = String::from_utf8_lossy(&bytes[..kept]);
                self.text.extend_from_slice(text.as_bytes());
                self.remark(error.valid_up_to(), "bytes that are no text");
            }
        }
        self.is_cutting |= kept < length;
        self.length = self.length.map(|before| before + length);
        self.at += length;
        length > 0
    }

    /// An escape, of which two may make one character.
    fn escape(&mut self) -> bool {
        let rest = &self.raw[self.at..];
        let (length, is_half) = match unit(rest) {
            Some(0xD800..0xDC00) if rest.len() < UNIT * 2 && !self.is_over => return false,
            Some(0xD800..0xDC00) => match unit(&rest[UNIT..]) {
                Some(0xDC00..0xE000) => (UNIT * 2, false),
                _ => (UNIT, true),
            },
            Some(0xDC00..0xE000) => (UNIT, true),
            Some(_) => (UNIT, false),
            None if rest.len() < UNIT && !self.is_over => return false,
            None if !is_escape(rest) => {
                self.remark(0, "an escape that JSON does not have");
                self.pass(1, Some(br"\\"));
                return true;
            }
            None => (rest.len().min(2), false),
        };
        if is_half {
            self.remark(0, "an escape that is half of a character");
        }
        self.pass(length, is_half.then_some(br"\uFFFD"));
        true
    }

    /// Passes on what must not be cut, or something in place of it.
    fn pass(&mut self, length: usize, instead: Option<&[u8]>) {
        let before = self.length.unwrap_or_default();
        self.is_cutting |= before >= STRING;
        if !self.is_cutting {
            let bytes = instead.unwrap_or(&self.raw[self.at..self.at + length]);
            self.text.extend_from_slice(bytes);
        }
        self.length = Some(before + length);
        self.at += length;
    }

    /// Says what is odd about a byte from here.
    fn remark(&mut self, index: usize, text: &str) {
        self.go_to(self.at + index);
        self.odd.odd_at(self.place, text);
    }

    fn go_to(&mut self, at: usize) {
        self.place = self.place.after(&self.raw[self.placed..at]);
        self.placed = at;
    }
}

impl<R: Read> Read for Clip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.is_over {
            self.fill()?;
        }
        let rest = &self.text[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// Whether a backslash and what follows is an escape of one character, or the text ends with it.
fn is_escape(bytes: &[u8]) -> bool {
    bytes.get(1).is_none_or(|letter| br#""\/bfnrt"#.contains(letter))
}

/// The unit of UTF-16 that an escape stands for.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(br"\u")?.get(..4)?;
    let text = std::str::from_utf8(digits).ok()?;
    let is_number = digits.iter().all(u8::is_ascii_hexdigit);
    u16::from_str_radix(text, 16).ok().filter(|_| is_number)
}

/// How many bytes at the end are the beginning of a character.
fn broken(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    let Some(first) = tail.iter().rposition(|byte| byte & 0xC0 != 0x80) else {
        return 0;
    };
    let has = tail.len() - first;
    let needs = match tail[first] {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    };
    if has < needs { has } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Clip, FIRST, STRING};
    use crate::reading::window::Place;

    #[test]
    fn only_long_strings_are_cut() {
        for (text, is_cut) in [
            (r#"{"a":"b \" \\","c":[1,"ä🦀"]}"#.to_owned(), false),
            (format!(r#"{{"a":"{}","b":1}}"#, "x".repeat(STRING * 2)), true),
            (format!(r#"{{"a":"{}","b":1}}"#, "ä".repeat(STRING)), true),
            (format!(r#"{{"a":"{}","b":1}}"#, r"\\\n ".repeat(STRING)), true),
        ] {
            let mut clipped = String::new();
            Clip::new(text.as_bytes(), Place::START)
                .read_to_string(&mut clipped)
                .unwrap();
            assert_eq!(clipped.len() < text.len(), is_cut);
            assert!(clipped.len() < STRING + 200);
            assert!(serde_json::from_str::<serde_json::Value>(&clipped).is_ok());
        }
    }

    /// What a document with one string in it is read as, and what is said of it.
    fn mended(string: &[u8]) -> (String, Vec<String>) {
        let text = [b"[\n\"", string, b"\"]"].concat();
        let mut clip = Clip::new(text.as_slice(), Place::START);
        let mut bytes = Vec::new();
        clip.read_to_end(&mut bytes).unwrap();
        let [string] = serde_json::from_slice::<[String; 1]>(&bytes).unwrap();
        (string, clip.odd().told())
    }

    #[test]
    fn no_cut_is_inside_of_an_escape_or_a_character() {
        for text in [r"\u4e2d", r"\ud83e\udd80", r"\\", "🦀", "é"] {
            for before in 0..text.len() {
                let string = "x".repeat(before) + &text.repeat(STRING * 2 / text.len());
                let (found, odd) = mended(string.as_bytes());
                let one: String = serde_json::from_str(&format!("\"{text}\"")).unwrap();
                let rest = &found[before..];
                assert_eq!(rest, one.repeat(rest.len() / one.len()), "{text}");
                assert!(odd.is_empty(), "{odd:?}");
            }
        }
    }

    #[test]
    fn what_no_string_may_have_in_it_is_mended_and_told() {
        let half = "an escape that is half of a character";
        for (string, expected, at, odd) in [
            (br"cut \ud83d".as_slice(), "cut \u{fffd}", 4, half),
            (br"\udd80x", "\u{fffd}x", 0, half),
            (br"\ud83e\ud83e\udd80", "\u{fffd}🦀", 0, half),
            (br"\ud83e\n", "\u{fffd}\n", 0, half),
            (
                b"a\x1b[b",
                "a [b",
                1,
                "a control character, which JSON does not allow",
            ),
            (br"\x1b[0m", r"\x1b[0m", 0, "an escape that JSON does not have"),
            (br"a\u12g4", r"a\u12g4", 1, "an escape that JSON does not have"),
            ("\\é".as_bytes(), r"\é", 0, "an escape that JSON does not have"),
            (b"a\xFFb\xe4", "a\u{fffd}b\u{fffd}", 1, "bytes that are no text"),
        ] {
            // Wherever a step ends.
            for before in std::iter::once(0).chain(FIRST - 20..FIRST) {
                let (found, told) = mended(&[&vec![b'x'; before], string].concat());
                assert_eq!(found[before..], *expected);
                // A step may end between two.
                assert!((1..=2).contains(&told.len()), "{told:?}");
                assert_eq!(told[0], format!("line 2, column {}: {odd}", before + 2 + at));
            }
        }
        assert_eq!(mended(br"ab\udd80").1, [format!("line 2, column 4: {half}")]);
    }
}
