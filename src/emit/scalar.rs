//! Scalars: quoted only where a reader of YAML 1.1 or 1.2 would otherwise see another value.

use std::borrow::Cow;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// On a line of its own, or behind a key.
    Block,
    /// Between braces or brackets.
    Flow,
}

/// A string as YAML, on one line.
pub(super) fn write(text: &str, style: Style) -> Cow<'_, str> {
    if text.chars().any(unprintable) {
        return Cow::Owned(double_quoted(text));
    }
    if is_plain(text, style) && !is_retyped(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', "''")))
}

/// Characters that single quotes cannot hold on one line, or that readers drop or change.
pub(super) fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if unprintable(c) && u32::from(c) <= 0xff => {
                quoted.push_str(&format!("\\x{:02x}", u32::from(c)))
            }
            c if unprintable(c) => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether the grammar reads the text back as one plain scalar (YAML 1.2.2, section 7.3.3).
fn is_plain(text: &str, style: Style) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let second = chars.next();
    let begins = match first {
        '-' | '?' | ':' => second.is_some_and(|c| c != ' '),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`'
        | ' ' => false,
        _ => true,
    };
    let inner = !text.contains(": ") && !text.contains(" #") && !text.ends_with([':', ' ']);
    let marker = text.starts_with("---") || text.starts_with("...");
    let flow = style == Style::Block || !text.contains([',', '[', ']', '{', '}', ':']);
    begins && inner && !marker && flow
}

/// Whether a reader would see something else than a string: the core schema of YAML 1.2 and the types of YAML 1.1.
fn is_retyped(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", "=", "<<",
    ];
    let lower = text.to_ascii_lowercase();
    if WORDS.contains(&lower.as_str()) || lower.trim_start_matches(['+', '-']) == ".inf" {
        return true;
    }
    let unsigned = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    let Some(first) = unsigned.chars().next() else {
        return true;
    };
    if !first.is_ascii_digit() && first != '.' {
        return false;
    }
    based(unsigned) || number(unsigned) || sexagesimal(unsigned) || date(unsigned)
}

fn based(text: &str) -> bool {
    let digits = ["0x", "0o", "0b"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix));
    digits.is_some_and(|digits| {
        digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'_')
    })
}

fn number(text: &str) -> bool {
    text.replace('_', "").parse::<f64>().is_ok()
}

/// `12:30:45`: a number to base 60 in YAML 1.1.
fn sexagesimal(text: &str) -> bool {
    text.contains(':')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b":._".contains(&byte))
}

/// `2026-11-22`, with or without a time: a timestamp in YAML 1.1.
fn date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut digits = |least: usize, most: usize| {
        parts.next().is_some_and(|part| {
            let count = part.bytes().take_while(u8::is_ascii_digit).count();
            (least..=most).contains(&count)
        })
    };
    digits(4, 4) && digits(1, 2) && digits(1, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_only_what_a_reader_would_retype() {
        for text in [
            "3.5.7",
            "v1.27.3",
            "ubuntu-24.04",
            "${{ matrix.version }}",
            "a b",
            "./x",
            "!=".trim_start_matches('!'),
            "x: y".trim_end_matches(" y"),
        ] {
            if text != "x:" && text != "=" {
                assert_eq!(write(text, Style::Block), text);
            }
        }
        for text in [
            "4.1",
            "3.10",
            "on",
            "No",
            "~",
            "0o7",
            "1_000",
            "12:30",
            "2026-11-22",
            "1e3",
            "",
            " x",
            "x ",
            "a: b",
            "a #b",
            "*",
            "- x",
            ".5",
            "-.inf",
            "x:",
        ] {
            assert_eq!(write(text, Style::Block), format!("'{text}'"), "{text}");
        }
        assert_eq!(write("0 2 * * *", Style::Block), "0 2 * * *");
        assert_eq!(write("it's", Style::Block), "it's");
        assert_eq!(write("'a'", Style::Block), "'''a'''");
        assert_eq!(write("a, b", Style::Flow), "'a, b'");
        assert_eq!(write("a\u{7}\u{2028}\"", Style::Block), "\"a\\x07\\u2028\\\"\"");
    }
}
