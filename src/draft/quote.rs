//! Text from outside inside of TOML: strings, keys and comments.

use std::fmt::Write;

use super::WIDTH;

/// A basic string on one line (TOML 1.1, "String").
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c => escaped(&mut out, c),
        }
    }
    out.push('"');
    out
}

/// A string over several lines. Literal where that can hold it, so that a script is read as it was written.
pub(super) fn block(text: &str) -> String {
    let literal = |c: char| c == '\n' || c == '\t' || !is_hidden(c);
    if text.chars().all(literal) && !text.contains("'''") && !text.ends_with('\'') {
        return format!("'''\n{text}'''");
    }
    let mut out = String::from("\"\"\"\n");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push('\n'),
            c => escaped(&mut out, c),
        }
    }
    out.push_str("\"\"\"");
    out
}

fn escaped(out: &mut String, c: char) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\t' => out.push_str("\\t"),
        c if is_hidden(c) => {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\U{:08X}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// A key, in quotes where TOML needs them.
pub(super) fn key(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !text.is_empty() && text.chars().all(bare) {
        text.to_owned()
    } else {
        string(text)
    }
}

/// The lines of a comment, each with a space before it, folded at words.
#[must_use]
pub fn comment(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut folded = String::new();
        for word in line.split(' ') {
            if !folded.is_empty() && folded.chars().count() + word.chars().count() + 1 > WIDTH {
                lines.push(std::mem::take(&mut folded));
            }
            folded.push(' ');
            folded.push_str(&harmless(word));
        }
        lines.push(folded.trim_end().to_owned());
    }
    lines
}

/// The text with U+FFFD for what no reader sees: controls, and marks that turn the direction of writing.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Controls of both sets; breaks of lines and paragraphs; marks, embeddings, overrides and isolates of direction; the
/// mark of a file's beginning.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(u32::from(c), 0x200e | 0x200f | 0x2028..=0x202e | 0x2066..=0x2069 | 0xfeff)
}
