//! Words, numbers and strings.

use std::borrow::Cow;

use super::{JsonError, Reader};
use crate::expression::value::Value;

impl<'t> Reader<'t> {
    pub(super) fn word(&mut self, word: &'static str, value: Value) -> Result<Value, JsonError> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.error("unexpected character"));
        }
        self.at += word.len();
        Ok(value)
    }

    pub(super) fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        self.at += usize::from(self.bytes[self.at] == b'-');
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        if self.skipping {
            return Ok(Value::Null);
        }
        let number = self.text[start..self.at].parse();
        number.map(Value::Number).map_err(|_| self.error("not a number"))
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let count = self.bytes[self.at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if count == 0 {
            return Err(self.error("a digit was expected"));
        }
        self.at += count;
        Ok(())
    }

    pub(super) fn skip_string(&mut self) -> Result<Value, JsonError> {
        self.at += 1;
        self.plain();
        while self.bytes.get(self.at) == Some(&b'\\') {
            self.escape()?;
            self.plain();
        }
        match self.bytes.get(self.at) {
            Some(b'"') => {
                self.at += 1;
                Ok(Value::Null)
            }
            Some(_) => Err(self.error("control character in a string")),
            None => Err(self.error("unterminated string")),
        }
    }

    pub(super) fn string(&mut self) -> Result<Cow<'t, str>, JsonError> {
        self.at += 1;
        let first = self.plain();
        if self.bytes.get(self.at) == Some(&b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(first));
        }
        let mut out = first.to_owned();
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => return Err(self.error("control character in a string")),
                None => return Err(self.error("unterminated string")),
            }
            out.push_str(self.plain());
        }
    }

    /// Takes the text up to the next quote, escape or control character.
    fn plain(&mut self) -> &'t str {
        let start = self.at;
        let rest = &self.bytes[start..];
        let end = rest.iter().position(|&b| b == b'"' || b == b'\\' || b < b' ');
        self.at += end.unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        self.at += 2;
        Ok(match self.bytes.get(self.at - 1) {
            Some(&quoted @ (b'"' | b'\\' | b'/')) => char::from(quoted),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => {
                self.at -= 1;
                return Err(self.error("unknown escape"));
            }
        })
    }

    /// A character of four hexadecimal digits, or of two times four. Half a character, which text here
    /// cannot hold, becomes U+FFFD.
    fn unicode(&mut self) -> Result<char, JsonError> {
        let first = self.four_digits()?;
        if (0xd800..0xdc00).contains(&first) && self.bytes[self.at..].starts_with(b"\\u") {
            let back = self.at;
            self.at += 2;
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, JsonError> {
        let digits = self.bytes.get(self.at..self.at + 4).unwrap_or_default();
        let code = digits
            .iter()
            .try_fold(0, |code, &b| Some(code << 4 | char::from(b).to_digit(16)?));
        let Some(code) = code.filter(|_| digits.len() == 4) else {
            return Err(self.error("four hexadecimal digits were expected"));
        };
        self.at += 4;
        Ok(code)
    }
}
