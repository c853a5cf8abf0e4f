//! JSON text to a value, by the rules of `JSON.parse`.

mod error;
mod scalar;

use std::borrow::Cow;

use crate::expression::object::Object;
use crate::expression::value::Value;

pub use error::JsonError;

/// Lists and objects nested deeper than this are refused.
pub const MAX_NESTING: usize = 500;

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
