//! Values that are not known before the workflow runs.
//!
//! A proof must never guess, and must not give up too early either: whatever `secrets.TOKEN` is,
//! `secrets.TOKEN && false` is falsy. So an unknown value carries what *is* known about it, and every
//! operation keeps only what holds for each value that it could be.

use std::sync::Arc;

use super::coerce;
use super::value::Value;

/// What is known about an unknown value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Knowledge {
    /// Nothing: computing it may even fail.
    MayFail,
    /// There is a value.
    Something,
    /// It is `true` or `false`.
    Boolean,
    /// Its truth is true.
    Truthy,
    /// Its truth is false.
    Falsy,
}

/// An unknown value: what is known about it, and where it comes from.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// What holds for every value it could be.
    pub knowledge: Knowledge,
    /// What made it unknown, for people: `secrets.TOKEN`, `hashFiles(…)`.
    pub cause: Arc<str>,
}

impl Unknown {
    /// A value of which nothing is known but that there is one.
    #[must_use]
    pub fn new(cause: impl Into<Arc<str>>) -> Self {
        Self {
            knowledge: Knowledge::Something,
            cause: cause.into(),
        }
    }

    /// The same cause with other knowledge.
    #[must_use]
    pub fn knowing(&self, knowledge: Knowledge) -> Self {
        Self {
            knowledge,
            cause: Arc::clone(&self.cause),
        }
    }

    pub(super) fn may_fail(&self) -> bool {
        self.knowledge == Knowledge::MayFail
    }

    /// The value that an `&&` or `||` hands on when it stops here, at an operand of truth `truth`.
    pub(super) fn stopped(&self, truth: bool) -> Value {
        match (self.knowledge, truth) {
            (Knowledge::Boolean, _) => Value::Bool(truth),
            (_, true) => Value::Unknown(self.knowing(Knowledge::Truthy)),
            (_, false) => Value::Unknown(self.knowing(Knowledge::Falsy)),
        }
    }
}

/// A truth that may be unknown, as a value.
pub(super) fn boolean(truth: Option<bool>, cause: &Unknown) -> Value {
    match truth {
        Some(truth) => Value::Bool(truth),
        None => Value::Unknown(cause.knowing(Knowledge::Boolean)),
    }
}

/// The least that is known of a value that is either `one` or `other`; `cause` is why it is not settled.
pub(super) fn either(one: Value, other: Value, cause: &Unknown) -> Value {
    if identical(&one, &other) {
        return one;
    }
    let may_fail = |value: &Value| matches!(value, Value::Unknown(unknown) if unknown.may_fail());
    let knowledge = if may_fail(&one) || may_fail(&other) {
        Knowledge::MayFail
    } else if is_boolean(&one) && is_boolean(&other) {
        Knowledge::Boolean
    } else {
        match (coerce::truth(&one), coerce::truth(&other)) {
            (Some(true), Some(true)) => Knowledge::Truthy,
            (Some(false), Some(false)) => Knowledge::Falsy,
            _ => Knowledge::Something,
        }
    };
    Value::Unknown(cause.knowing(knowledge))
}

fn is_boolean(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::Unknown(unknown) => unknown.knowledge == Knowledge::Boolean,
        _ => false,
    }
}

/// Surely the same value? Never true of two unknown ones.
fn identical(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Array(a), Value::Array(b)) => Arc::ptr_eq(a, b),
        (Value::Object(a), Value::Object(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}
