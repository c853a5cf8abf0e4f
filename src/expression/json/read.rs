//! JSON text to a value, by the rules of `JSON.parse`.

use std::borrow::Cow;
use std::fmt;

use crate::expression::object::Object;
use crate::expression::value::Value;

/// Lists and objects nested deeper than this are refused.
pub const MAX_NESTING: usize = 500;

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong, a lowercase fragment.
    pub message: &'static str,
    /// The byte at which it is.
    pub at: usize,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.message, self.at)
    }
}

impl std::error::Error for JsonError {}

/// The value that `text` stands for.
pub(in crate::expression) fn read(text: &str) -> Result<Value, JsonError> {
    let mut reader = Reader::new(text);
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

/// Names with the texts of their values.
pub(in crate::expression) type Members<'t> = Vec<(Cow<'t, str>, &'t str)>;

/// The members of the object that `text` stands for, their values checked but not read. `None` if it is no
/// object.
pub(in crate::expression) fn members(text: &str) -> Result<Option<Members<'_>>, JsonError> {
    let mut reader = Reader::new(text);
    reader.skipping = true;
    if reader.next_significant() != Some(b'{') {
        reader.value()?;
        reader.end()?;
        return Ok(None);
    }
    let mut members = Vec::new();
    reader.nested(|reader| {
        reader.each_member(|reader, name| {
            reader.next_significant();
            let start = reader.at;
            reader.value()?;
            members.push((name, &text[start..reader.at]));
            Ok(())
        })
    })?;
    reader.end()?;
    Ok(Some(members))
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    nesting: usize,
    /// Only look whether it is JSON; the values are then of no account.
    skipping: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            nesting: 0,
            skipping: false,
        }
    }

    fn end(&mut self) -> Result<(), JsonError> {
        match self.next_significant() {
            None => Ok(()),
            Some(_) => Err(self.error("unexpected text after the value")),
        }
    }

    fn value(&mut self) -> Result<Value, JsonError> {
        match self.next_significant() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') if self.skipping => self.skip_string(),
            Some(b'"') => Ok(Value::String(self.string()?.into())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) => Err(self.error("unexpected character")),
            None => Err(self.error("unexpected end")),
        }
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, JsonError>) -> Result<T, JsonError> {
        if self.nesting == MAX_NESTING {
            return Err(self.error("nested too deeply"));
        }
        self.nesting += 1;
        self.at += 1;
        let value = read(self)?;
        self.nesting -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value, JsonError> {
        let mut items = Vec::new();
        if self.taken(b']') {
            return Ok(Value::array(items));
        }
        loop {
            let item = self.value()?;
            if !self.skipping {
                items.push(item);
            }
            if self.closed_by(b']')? {
                return Ok(Value::array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Value, JsonError> {
        let mut object = Object::new();
        self.each_member(|reader, name| {
            let value = reader.value()?;
            if !reader.skipping {
                object.put(name, value);
            }
            Ok(())
        })?;
        if self.skipping {
            return Ok(Value::Null);
        }
        object.indexes_first();
        Ok(object.into())
    }

    /// Has `read` read the value behind each name of an object.
    fn each_member(
        &mut self,
        mut read: impl FnMut(&mut Self, Cow<'t, str>) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        if self.taken(b'}') {
            return Ok(());
        }
        loop {
            if self.next_significant() != Some(b'"') {
                return Err(self.error("a name was expected"));
            }
            let skipped = self.skipping && self.nesting > 1;
            let name = if skipped {
                self.skip_string().map(|_| Cow::Borrowed(""))
            } else {
                self.string()
            }?;
            if !self.taken(b':') {
                return Err(self.error("`:` was expected"));
            }
            read(self, name)?;
            if self.closed_by(b'}')? {
                return Ok(());
            }
        }
    }

    /// Between two items: `true` if the collection ends here, `false` after a comma.
    fn closed_by(&mut self, bracket: u8) -> Result<bool, JsonError> {
        if self.taken(bracket) {
            return Ok(true);
        }
        if self.taken(b',') {
            Ok(false)
        } else {
            Err(self.error("`,` or an end was expected"))
        }
    }

    fn word(&mut self, word: &'static str, value: Value) -> Result<Value, JsonError> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.error("unexpected character"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, JsonError> {
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

    fn skip_string(&mut self) -> Result<Value, JsonError> {
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

    fn string(&mut self) -> Result<Cow<'t, str>, JsonError> {
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

    fn next_significant(&mut self) -> Option<u8> {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn taken(&mut self, wanted: u8) -> bool {
        let taken = self.next_significant() == Some(wanted);
        self.at += usize::from(taken);
        taken
    }

    fn error(&self, message: &'static str) -> JsonError {
        JsonError {
            message,
            at: self.at.min(self.text.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_forbids_is_refused() {
        for text in [
            "",
            " ",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "1.",
            ".5",
            "+1",
            "-",
            "1e",
            "'a'",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u123",
            "\"",
            "[",
            "{",
            "{a:1}",
            "nul",
            "1 2",
            "\u{feff}1",
            "NaN",
            "{\"a\" 1}",
            "\"\\",
            "[1 2]",
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(members(text).unwrap_err(), error, "{text:?}");
            // What is skipped is looked at as closely as what is read.
            assert!(members(&format!("{{\"a\":{text}}}")).is_err(), "{text:?}");
        }
    }

    #[test]
    fn numbers_and_half_characters_are_read_as_javascript_does() {
        let shown = |text| read(text).unwrap().to_json().unwrap();
        assert_eq!(
            shown("[1.0, -0, 1e400, 123456789012345678901]"),
            "[1,0,null,123456789012345680000]"
        );
        assert_eq!(
            shown(r#""\ud83d\ude00 \ud83d \ude00 \ud83d\u0041""#),
            "\"😀 \u{fffd} \u{fffd} \u{fffd}A\""
        );
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read(&nested(MAX_NESTING)).is_ok());
        assert_eq!(
            read(&nested(MAX_NESTING + 1)).unwrap_err().message,
            "nested too deeply"
        );
        assert!(read(&"[".repeat(1_000_000)).is_err());
    }
}
