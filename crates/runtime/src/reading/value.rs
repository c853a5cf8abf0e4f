//! Values of attributes, texts and numbers, as sloppy as they come.

use std::borrow::Cow;

/// What was odd about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// It refers to an entity that is not one of the five of XML.
    Entity,
    /// It has a `&` that begins no reference.
    Ampersand,
    /// It is not UTF-8.
    Encoding,
    /// It has a character that XML has no room for.
    Control,
    /// A tag has something in it that is no attribute: most likely a quote that should have been a reference.
    Attribute,
}

impl Odd {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Entity => "a reference to an entity, which is left as it is",
            Self::Ampersand => "a `&` that begins no reference",
            Self::Encoding => "bytes that are no text",
            Self::Control => "a control character, which XML does not allow",
            Self::Attribute => "something in a tag that is no attribute",
        }
    }
}

/// Attributes of a tag: names without their prefix, and values as they stand there.
#[derive(Debug, Clone)]
pub(super) struct Attributes<'a> {
    rest: &'a [u8],
    /// Whether something was no attribute so far.
    is_odd: bool,
}

impl<'a> Attributes<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            is_odd: false,
        }
    }

    /// What is odd about those that were given so far.
    pub(super) fn odd(&self) -> Option<Odd> {
        self.is_odd.then_some(Odd::Attribute)
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let bytes = self.rest.trim_ascii_start();
            if bytes.is_empty() {
                return None;
            }
            let is_end = |byte: &u8| *byte == b'=' || byte.is_ascii_whitespace();
            let end = bytes.iter().position(is_end).unwrap_or(bytes.len());
            let (name, rest) = bytes.split_at(end);
            let Some(rest) = rest.trim_ascii_start().strip_prefix(b"=") else {
                // A name without a value says nothing here.
                self.rest = rest;
                self.is_odd = true;
                continue;
            };
            let rest = rest.trim_ascii_start();
            let (value, rest) = match rest.split_first() {
                Some((quote @ (b'"' | b'\''), rest)) => split(rest, memchr::memchr(*quote, rest), 1),
                _ => split(rest, rest.iter().position(u8::is_ascii_whitespace), 0),
            };
            self.rest = rest;
            return Some((local(name), value));
        }
    }
}

fn split(bytes: &[u8], at: Option<usize>, mark: usize) -> (&[u8], &[u8]) {
    at.map_or((bytes, &[]), |at| (&bytes[..at], &bytes[at + mark..]))
}

/// A name without its prefix.
pub(super) fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// Adds the value of an attribute, of which a line break or a tab is a blank unless it is written as a reference.
pub(super) fn push_value(into: &mut String, bytes: &[u8]) -> Option<Odd> {
    if let Some(text) = plain(bytes) {
        into.push_str(text);
        return None;
    }
    let mut bytes = bytes.to_vec();
    for byte in &mut bytes {
        if matches!(byte, b'\n' | b'\t' | b'\r') {
            *byte = b' ';
        }
    }
    push_text(into, &bytes)
}

/// A text that stands for itself, as nearly all do: it has neither references nor control characters, and is UTF-8.
fn plain(bytes: &[u8]) -> Option<&str> {
    // Looks at all of them, so that it can be done for many at once.
    let is_other = |found: bool, byte: &u8| found | (*byte < b' ') | (*byte == b'&');
    if bytes.iter().fold(false, is_other) {
        return None;
    }
    std::str::from_utf8(bytes).ok()
}

/// Adds text with its references resolved.
pub(super) fn push_text(into: &mut String, bytes: &[u8]) -> Option<Odd> {
    let (text, mut odd) = utf8(bytes);
    let mut rest = text.as_ref();
    while let Some(found) = memchr::memchr(b'&', rest.as_bytes()) {
        into.push_str(&rest[..found]);
        rest = &rest[found..];
        let (length, problem) = reference(into, rest);
        odd = odd.or(problem);
        rest = &rest[length..];
    }
    into.push_str(rest);
    odd
}

/// Adds text as it is.
pub(super) fn push_raw(into: &mut String, bytes: &[u8]) -> Option<Odd> {
    let (text, odd) = utf8(bytes);
    into.push_str(&text);
    odd
}

fn utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<Odd>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), has_control(bytes).then_some(Odd::Control)),
        Err(_) => (String::from_utf8_lossy(bytes), Some(Odd::Encoding)),
    }
}

/// Whether there is a character that XML 1.0 has no room for. It is kept: who shows it makes it harmless.
fn has_control(bytes: &[u8]) -> bool {
    let is_control = |found: bool, byte: &u8| {
        found | ((*byte < b' ') & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r'))
    };
    bytes.iter().fold(false, is_control)
}

/// Adds what a reference stands for. Gives its length.
fn reference(into: &mut String, text: &str) -> (usize, Option<Odd>) {
    let Some(end) = text.bytes().take(34).position(|byte| byte == b';') else {
        into.push('&');
        return (1, Some(Odd::Ampersand));
    };
    let name = &text[1..end];
    let character = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => numbered(name),
    };
    if let Some(character) = character {
        into.push(character);
        let is_control = character.is_ascii() && has_control(&[character as u8]);
        return (end + 1, is_control.then_some(Odd::Control));
    }
    into.push('&');
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (1, Some(if is_name { Odd::Entity } else { Odd::Ampersand }))
}

fn numbered(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// Seconds as tools write them: `0.5`, `1,234.5`, `1.234,5`, `0,016`, `1e-3`, `12ms`, `1m30s`, `PT1.5S`, `00:01:02.5`. None
/// for what is not a number of them, or a negative one.
pub(super) fn seconds(bytes: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(bytes).ok()?;
    // Nearly all are plain.
    let is_plain = |all: bool, byte: &u8| all & (byte.is_ascii_digit() | (*byte == b'.'));
    if bytes.iter().fold(true, is_plain) {
        return text.parse().ok().filter(|value: &f64| value.is_finite());
    }
    let text = text.trim();
    let value = if text.contains(':') {
        clock(text)
    } else if text.ends_with(char::is_alphabetic) {
        units(text)
    } else {
        number(text)
    };
    value.filter(|value| value.is_finite() && *value >= 0.0)
}

/// Numbers with their units, as `1h 2m 3s` or, by ISO 8601, `PT1H2M3.5S`.
fn units(text: &str) -> Option<f64> {
    let mut rest = text.strip_prefix('P').unwrap_or(text);
    let mut sum = 0.0;
    while !rest.is_empty() {
        rest = rest.trim_start_matches('T');
        let unit = rest.find(char::is_alphabetic)?;
        let (value, tail) = rest.split_at(unit);
        let end = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        // In a date, a `T` parts days from hours.
        let end = if tail.starts_with("DT") { 1 } else { end };
        sum += number(value)? * unit_seconds(&tail[..end])?;
        rest = tail[end..].trim_start();
    }
    Some(sum)
}

fn unit_seconds(unit: &str) -> Option<f64> {
    Some(match unit.to_lowercase().as_str() {
        "ns" => 1e-9,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1e-6,
        "ms" | "msec" | "millis" | "milliseconds" => 1e-3,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => 86_400.0,
        _ => return None,
    })
}

fn clock(text: &str) -> Option<f64> {
    text.split(':')
        .try_fold(0.0, |sum, part| Some(sum * 60.0 + number(part)?))
}

/// A number, whatever separates its thousands and its fraction.
fn number(text: &str) -> Option<f64> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '_' | '\u{2019}'))
        .collect();
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (comma, dot) = (text.rfind(','), text.rfind('.'));
    let plain = match (comma, dot) {
        (None, None) => text,
        (Some(comma), Some(dot)) if comma < dot => text.replace(',', ""),
        (Some(_), Some(_)) => text.replace('.', "").replace(',', "."),
        (Some(_), None) if is_thousands(&text, ',') => text.replace(',', ""),
        (Some(_), None) => text.replace(',', "."),
        (None, Some(_)) if text.matches('.').count() > 1 => text.replace('.', ""),
        (None, Some(_)) => text,
    };
    plain.parse().ok()
}

/// Whether all that a mark separates are thousands: `1,234`, but not `0,016` or `1,5`.
fn is_thousands(text: &str, mark: char) -> bool {
    let mut parts = text.split(mark);
    let first = parts.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    is_first && parts.all(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{push_text, push_value, seconds};

    #[test]
    fn times_as_tools_write_them() {
        for (text, value) in [
            ("0.5", 0.5),
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("1,234", 1234.0),
            ("0,016", 0.016),
            ("12,5", 12.5),
            (".5", 0.5),
            ("2s", 2.0),
            ("12ms", 0.012),
            ("1e-3", 0.001),
            ("00:01:02.5", 62.5),
            ("1 234.5", 1234.5),
            (" 7 ", 7.0),
            ("PT1.5S", 1.5),
            ("PT1H2M3S", 3723.0),
            ("P1DT0.5S", 86_400.5),
            ("1m30s", 90.0),
            ("1h 2m 3,5s", 3723.5),
            ("2 seconds", 2.0),
            ("5\u{b5}s", 5.0 * 1e-6),
        ] {
            assert_eq!(seconds(text.as_bytes()), Some(value), "{text}");
        }
        for text in [
            "", ".", "NaN", "inf", "-1", "soon", "1:2:x", "1e999", "\u{ff}", "PT", "3 apples", "s",
        ] {
            assert_eq!(seconds(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn references_are_resolved_once() {
        let mut text = String::new();
        assert_eq!(push_text(&mut text, b"&amp;lt; &#65;&#x42; &quot;&apos;"), None);
        assert_eq!(text, "&lt; AB \"'");
        let mut text = String::new();
        assert!(push_text(&mut text, b"&what; & &#xD800; &#; \xFF").is_some());
        assert_eq!(text, "&what; & \u{fffd} &#; \u{fffd}");
        let mut text = String::new();
        push_value(&mut text, b"a\nb&#10;c");
        assert_eq!(text, "a b\nc");
    }
}
