//! Truth, equality and order across kinds.
//!
//! `None` always means: it depends on an unknown value.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::letters;
use super::number;
use super::unknown::Knowledge;
use super::value::Value;

/// Does the value count as true?
pub(super) fn truth(value: &Value) -> Option<bool> {
    Some(match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => *number != 0.0 && !number.is_nan(),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
        Value::Unknown(unknown) => match unknown.knowledge {
            Knowledge::Truthy => true,
            Knowledge::Falsy => false,
            Knowledge::MayFail | Knowledge::Something | Knowledge::Boolean => return None,
        },
    })
}

/// The value as text; a list is `Array`, an object `Object`.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Number(number) => Cow::Owned(number::text(*number)),
        Value::String(text) => Cow::Borrowed(text),
        Value::Array(_) => Cow::Borrowed("Array"),
        Value::Object(_) => Cow::Borrowed("Object"),
        Value::Unknown(_) => return None,
    })
}

/// The value as a number; NaN if it is none.
pub(super) fn number(value: &Value) -> Option<f64> {
    Some(match value {
        Value::Null => 0.0,
        Value::Bool(truth) => f64::from(u8::from(*truth)),
        Value::Number(number) => *number,
        Value::String(text) => number::parse(text),
        Value::Array(_) | Value::Object(_) => f64::NAN,
        Value::Unknown(_) => return None,
    })
}

/// Neither a list nor an object?
pub(super) fn is_primitive(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// Loose equality: text without regard to case, otherwise as numbers; lists and objects by identity.
pub(super) fn equal(left: &Value, right: &Value) -> Option<bool> {
    Some(match (left, right) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => return None,
        (Value::Array(a), Value::Array(b)) => Arc::ptr_eq(a, b),
        (Value::Object(a), Value::Object(b)) => Arc::ptr_eq(a, b),
        (Value::Null, Value::Null) => true,
        (Value::String(a), Value::String(b)) => letters::same_text(a, b),
        _ if is_primitive(left) && is_primitive(right) => number(left)? == number(right)?,
        _ => false,
    })
}

/// Which of two values comes first; the inner `None`: neither, they cannot be compared.
pub(super) fn order(left: &Value, right: &Value) -> Option<Option<Ordering>> {
    Some(match (left, right) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => return None,
        (Value::Null, Value::Null) => None,
        (Value::String(a), Value::String(b)) => Some(letters::order(a, b)),
        _ if is_primitive(left) && is_primitive(right) => number(left)?.partial_cmp(&number(right)?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_kinds_are_compared_as_numbers() {
        let text = Value::string;
        assert_eq!(equal(&Value::Null, &Value::Bool(false)), Some(true));
        assert_eq!(equal(&Value::Null, &text("")), Some(true));
        assert_eq!(equal(&Value::Bool(true), &text(" 0x1 ")), Some(true));
        assert_eq!(equal(&Value::Bool(true), &text("true")), Some(false));
        assert_eq!(equal(&text("Ä"), &text("ä")), Some(true));
        assert_eq!(equal(&Value::array(vec![]), &text("Array")), Some(false));
        assert_eq!(
            order(&Value::Bool(false), &Value::Bool(true)),
            Some(Some(Ordering::Less))
        );
        assert_eq!(order(&Value::Null, &Value::Null), Some(None));
    }

    #[test]
    fn a_list_is_equal_to_itself_alone() {
        let list = Value::array(vec![]);
        assert_eq!(equal(&list, &list.clone()), Some(true));
        assert_eq!(equal(&list, &Value::array(vec![])), Some(false));
    }
}
