//! What a scalar stands for: the core schema of YAML 1.2.2, section 10.3.2, as GitHub reads it.

use super::Data;

/// What a scalar without quotes stands for.
pub(super) fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ => number(text).map_or_else(|| Data::Text(text.to_owned()), Data::Number),
    }
}

/// What a scalar with a tag of the core schema stands for; `None` if it does not have that form.
pub(super) fn tagged(suffix: &str, text: &str) -> Option<Data> {
    let data = plain(text);
    match (suffix, &data) {
        ("str", _) => Some(Data::Text(text.to_owned())),
        ("null", Data::Null) | ("bool", Data::Bool(_)) | ("int" | "float", Data::Number(_)) => Some(data),
        _ => None,
    }
}

fn number(text: &str) -> Option<f64> {
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(|n| n as f64);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(|n| n as f64);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Some(if text.starts_with('-') {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            });
        }
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(f64::NAN),
        _ => {}
    }
    let digits = |c: char| c.is_ascii_digit();
    let mantissa = unsigned.split(['e', 'E']).next().unwrap_or_default();
    let well_formed = mantissa.contains(digits)
        && mantissa.chars().all(|c| digits(c) || c == '.')
        && unsigned
            .chars()
            .all(|c| digits(c) || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    if well_formed { text.parse().ok() } else { None }
}

/// A number as GitHub turns it into text.
pub(super) fn number_text(number: f64) -> String {
    number.to_string()
}

/// A number as JSON: whole where it is whole.
pub(super) fn number_json(number: f64) -> serde_json::Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return serde_json::Value::from(number as i64);
    }
    serde_json::Number::from_f64(number).map_or_else(
        || serde_json::Value::from(number.to_string()),
        serde_json::Value::Number,
    )
}
