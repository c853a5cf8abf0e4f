//! White space and letter case, by the rules of the language.
//!
//! GitHub's parser is written in JavaScript, so "white space" is what JavaScript trims, strings are
//! compared by their upper case (the dotless `ı` excepted), keys by their lower case, and order is
//! that of UTF-16 units.

use std::borrow::Cow;
use std::cmp::Ordering;

/// White space as JavaScript's `trim` and `\s` understand it.
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// `text` without white space at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Upper case, except that the dotless `ı` stays: it would become a plain `I`.
pub(super) fn upper(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|b| b.is_ascii_lowercase()) {
            return Cow::Owned(text.to_ascii_uppercase());
        }
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == 'ı' {
            out.push(c)
        } else {
            out.extend(c.to_uppercase())
        }
    }
    Cow::Owned(out)
}

/// Lower case.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.to_lowercase())
}

/// Are two strings equal, their case ignored?
pub(super) fn same_text(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    upper(left) == upper(right)
}

/// Are two keys of an object the same key?
pub(super) fn same_key(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    if left.contains('Σ') || right.contains('Σ') {
        // The one letter whose lower case depends on its place in the word.
        return lower(left) == lower(right);
    }
    left.chars()
        .flat_map(char::to_lowercase)
        .eq(right.chars().flat_map(char::to_lowercase))
}

/// The order of two strings, their case ignored.
pub(super) fn order(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        let right = right.bytes().map(|b| b.to_ascii_uppercase());
        return left.bytes().map(|b| b.to_ascii_uppercase()).cmp(right);
    }
    upper(left).encode_utf16().cmp(upper(right).encode_utf16())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharp_s_equals_its_upper_case_and_dotless_i_does_not() {
        assert!(same_text("straße", "STRASSE"));
        assert!(!same_text("ı", "I"));
        assert!(!same_text("ı", "i"));
    }

    #[test]
    fn order_is_that_of_utf16_units_not_of_code_points() {
        assert_eq!(order("\u{10000}", "\u{ffff}"), Ordering::Less);
        assert_eq!(order("a", "B"), Ordering::Less);
        assert_eq!(order("_", "a"), Ordering::Greater);
    }

    #[test]
    fn next_line_is_not_white_space_and_the_byte_order_mark_is() {
        assert_eq!(trim("\u{85}x\u{feff}"), "\u{85}x");
    }
}
