//! Attribute values and text, whatever bytes they are made of.

use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart};

/// An attribute of an element. What is not UTF-8 is replaced; a stray `&` stays one.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name.as_bytes())?;
    let raw = String::from_utf8_lossy(&found.value).into_owned();
    Some(unescape(&raw).map(|text| text.into_owned()).unwrap_or(raw))
}

/// Seconds: `0.5`, `1,234.5`, `.5`; nothing that is not a number of them.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let number: f64 = text.trim().trim_end_matches('s').replace(',', "").parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// What a reference stands for.
pub(super) fn reference(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = String::from_utf8_lossy(reference).into_owned();
    resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// The first line that says something.
pub(super) fn first_line(text: &str) -> Option<String> {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .map(|line| line.chars().take(500).collect())
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_as_tools_write_them() {
        for (text, value) in [
            ("0.5", Some(0.5)),
            ("1,234.5", Some(1234.5)),
            (".5", Some(0.5)),
            ("2s", Some(2.0)),
        ] {
            assert_eq!(seconds(text), value, "{text}");
        }
        for text in ["", "NaN", "inf", "-1", "soon"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
