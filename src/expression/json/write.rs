//! A value to JSON text, byte for byte as `JSON.stringify` writes it.

use crate::expression::number;
use crate::expression::object::Object;
use crate::expression::unknown::Unknown;
use crate::expression::value::Value;

/// Why there is no text.
#[derive(Debug)]
pub(in crate::expression) enum Stop {
    /// The value is or contains an unknown one.
    Unknown(Unknown),
    /// The text would be longer than allowed.
    TooLong,
}

/// On one line, without spaces.
pub(in crate::expression) fn compact(value: &Value) -> Result<String, Unknown> {
    let mut writer = Writer {
        out: String::new(),
        indent: None,
        limit: usize::MAX,
    };
    match writer.value(value) {
        Err(Stop::Unknown(unknown)) => Err(unknown),
        Ok(()) | Err(Stop::TooLong) => Ok(writer.out),
    }
}

/// Indented by two spaces a level, in at most `limit` bytes or a few more.
pub(in crate::expression) fn pretty(value: &Value, limit: usize) -> Result<String, Stop> {
    let mut writer = Writer {
        out: String::new(),
        indent: Some(0),
        limit,
    };
    writer.value(value)?;
    Ok(writer.out)
}

/// `text` as a JSON string.
pub(in crate::expression) fn quote(out: &mut String, text: &str) {
    out.push('"');
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            0x09 => "\\t",
            0x0a => "\\n",
            0x0c => "\\f",
            0x0d => "\\r",
            0x00..0x20 => "\\u00",
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        out.push_str(escape);
        if escape.len() > 2 {
            out.push_str(&format!("{byte:02x}"));
        }
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

struct Writer {
    out: String,
    indent: Option<usize>,
    limit: usize,
}

impl Writer {
    fn value(&mut self, value: &Value) -> Result<(), Stop> {
        if self.out.len() > self.limit {
            return Err(Stop::TooLong);
        }
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(truth) => self.out.push_str(if *truth { "true" } else { "false" }),
            Value::Number(number) if number.is_finite() => self.out.push_str(&number::shortest(*number)),
            Value::Number(_) => self.out.push_str("null"),
            Value::String(text) => quote(&mut self.out, text),
            Value::Array(array) => return self.array(array.items()),
            Value::Object(object) => return self.object(object),
            Value::Unknown(unknown) => return Err(Stop::Unknown(unknown.clone())),
        }
        Ok(())
    }

    fn array(&mut self, items: &[Value]) -> Result<(), Stop> {
        if items.is_empty() {
            self.out.push_str("[]");
            return Ok(());
        }
        self.open('[');
        for (at, item) in items.iter().enumerate() {
            self.separate(at);
            self.value(item)?;
        }
        self.close(']');
        Ok(())
    }

    fn object(&mut self, object: &Object) -> Result<(), Stop> {
        if let Some(unknown) = object.unknown_rest() {
            return Err(Stop::Unknown(unknown));
        }
        if object.is_empty() {
            self.out.push_str("{}");
            return Ok(());
        }
        self.open('{');
        for (at, (name, value)) in object.iter().enumerate() {
            self.separate(at);
            quote(&mut self.out, name);
            self.out.push_str(if self.indent.is_some() { ": " } else { ":" });
            self.value(value)?;
        }
        self.close('}');
        Ok(())
    }

    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.indent = self.indent.map(|indent| indent + 2);
    }

    fn close(&mut self, bracket: char) {
        self.indent = self.indent.map(|indent| indent - 2);
        self.line();
        self.out.push(bracket);
    }

    fn separate(&mut self, at: usize) {
        if at > 0 {
            self.out.push(',');
        }
        self.line();
    }

    fn line(&mut self) {
        if let Some(indent) = self.indent {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', indent));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_and_nothing_else() {
        let mut out = String::new();
        quote(&mut out, "\u{0}\u{1f}\u{7f}\u{2028}é/\\\"\n");
        assert_eq!(out, "\"\\u0000\\u001f\u{7f}\u{2028}é/\\\\\\\"\\n\"");
    }

    #[test]
    fn empty_collections_stay_on_their_line() {
        let value = Value::from_json(r#"{"a":[],"b":{},"c":[1,{"d":null}]}"#).unwrap();
        let wanted =
            "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": null\n    }\n  ]\n}";
        assert_eq!(pretty(&value, 1000).unwrap(), wanted);
        assert!(matches!(pretty(&value, 10), Err(Stop::TooLong)));
    }
}
