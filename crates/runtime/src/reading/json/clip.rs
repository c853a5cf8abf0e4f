//! JSON with long strings cut, so that none fills the memory.

use std::io::{self, Read};

/// Longest string that is passed on whole.
const STRING: usize = 1 << 20;

/// JSON with long strings cut.
#[derive(Debug)]
pub(super) struct Clip<R> {
    input: R,
    /// Bytes of the string so far; none outside of a string.
    length: Option<usize>,
    is_escaped: bool,
    is_cutting: bool,
}

impl<R> Clip<R> {
    pub(super) const fn new(input: R) -> Self {
        Self {
            input,
            length: None,
            is_escaped: false,
            is_cutting: false,
        }
    }

    /// Whether a byte is passed on.
    fn takes(&mut self, byte: u8) -> bool {
        let Some(length) = self.length else {
            if byte == b'"' {
                self.length = Some(0);
            }
            return true;
        };
        if self.is_escaped {
            self.is_escaped = false;
        } else if byte == b'"' {
            self.length = None;
            self.is_cutting = false;
            return true;
        } else {
            self.is_escaped = byte == b'\\';
            // Never inside of a character. Nor, but for the odd case, of an escape.
            let is_border = byte == b' ' || byte >= 0xC0 || length > STRING + 64 && byte.is_ascii();
            self.is_cutting |= length >= STRING && is_border;
        }
        self.length = Some(length + 1);
        !self.is_cutting
    }
}

impl<R: Read> Read for Clip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.input.read(into)?;
            if count == 0 {
                return Ok(0);
            }
            let mut kept = 0;
            for index in 0..count {
                let byte = into[index];
                if self.takes(byte) {
                    into[kept] = byte;
                    kept += 1;
                }
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Clip, STRING};

    #[test]
    fn only_long_strings_are_cut() {
        for (text, is_cut) in [
            (r#"{"a":"b \" \\","c":[1,"ä🦀"]}"#.to_owned(), false),
            (format!(r#"{{"a":"{}","b":1}}"#, "x".repeat(STRING * 2)), true),
            (format!(r#"{{"a":"{}","b":1}}"#, "ä".repeat(STRING)), true),
            (format!(r#"{{"a":"{}","b":1}}"#, r"\\\n ".repeat(STRING)), true),
        ] {
            let mut clipped = String::new();
            Clip::new(text.as_bytes()).read_to_string(&mut clipped).unwrap();
            assert_eq!(clipped.len() < text.len(), is_cut);
            assert!(clipped.len() < STRING + 200);
            assert!(serde_json::from_str::<serde_json::Value>(&clipped).is_ok());
        }
    }
}
