//! What expressions compute with.

use std::borrow::Cow;
use std::sync::Arc;

use super::coerce;
use super::json;
use super::object::Object;
use super::unknown::{Knowledge, Unknown};

/// A value of the language. Cloning is cheap: text and collections are shared.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`, and whatever was not there.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, always a double.
    Number(f64),
    /// Text.
    String(Arc<str>),
    /// A list; equal only to itself.
    Array(Arc<Array>),
    /// Names with values; equal only to itself.
    Object(Arc<Object>),
    /// Not known before the workflow runs.
    Unknown(Unknown),
}

/// A list of values.
#[derive(Clone, Debug, Default)]
pub struct Array {
    pub(super) items: Vec<Value>,
    /// Made by `*`: an index into it goes to each of its items.
    pub(super) filtered: bool,
}

impl Array {
    /// The items in order.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        &self.items
    }
}

impl Value {
    /// A text value.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self::String(Arc::from(text))
    }

    /// A list of `items`.
    #[must_use]
    pub fn array(items: Vec<Self>) -> Self {
        Self::Array(Arc::new(Array {
            items,
            filtered: false,
        }))
    }

    pub(super) fn filtered(items: Vec<Self>) -> Self {
        Self::Array(Arc::new(Array {
            items,
            filtered: true,
        }))
    }

    /// A value of which nothing is known but where it comes from.
    #[must_use]
    pub fn unknown(cause: &str) -> Self {
        Self::Unknown(Unknown::new(cause))
    }

    /// A string that is not known, but surely not empty.
    #[must_use]
    pub fn unknown_truthy(cause: &str) -> Self {
        Self::Unknown(Unknown::new(cause).knowing(Knowledge::Truthy))
    }

    /// The value that a JSON text stands for, read as `fromJSON` reads it.
    ///
    /// # Errors
    /// Says what is wrong and at which byte.
    pub fn from_json(text: &str) -> Result<Self, json::JsonError> {
        json::read(text)
    }

    /// The value as one line of JSON. NaN and the infinities are `null`, as in JavaScript.
    ///
    /// # Errors
    /// The unknown value that it is or contains.
    pub fn to_json(&self) -> Result<String, Unknown> {
        json::compact(self)
    }

    /// Is it truthy? `None` if that is unknown.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        coerce::truth(self)
    }

    /// The text that GitHub makes of it; `None` if that is unknown.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        coerce::text(self)
    }

    /// The number that GitHub makes of it, NaN of what is none; `None` if that is unknown.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        coerce::number(self)
    }

    /// Is it `==` another, as loosely as GitHub compares? `None` if that is unknown.
    #[must_use]
    pub fn equals(&self, other: &Self) -> Option<bool> {
        coerce::equal(self, other)
    }

    /// The name of the value's kind, as GitHub spells it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::Bool(_) => "Boolean",
            Self::Number(_) => "Number",
            Self::String(_) => "String",
            Self::Array(_) => "Array",
            Self::Object(_) => "Object",
            Self::Unknown(_) => "Unknown",
        }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(Arc::new(object))
    }
}
