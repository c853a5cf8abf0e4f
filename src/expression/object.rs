//! Names with values.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::letters::{lower, same_key};
use super::unknown::Unknown;
use super::value::Value;

/// From this size on, names are looked up in an index instead of one after the other.
const INDEXED: usize = 16;

/// Names with values, in order. Names are looked up without regard to case; the first of two names that
/// differ only in case is the one that counts.
#[derive(Clone, Debug, Default)]
pub struct Object {
    entries: Vec<(Box<str>, Value)>,
    index: Option<HashMap<Box<str>, usize>>,
    rest: Option<Arc<str>>,
}

impl Object {
    /// No names at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An object in which names beyond those inserted are unknown, not absent: `secrets`, for one.
    #[must_use]
    pub fn open(cause: &str) -> Self {
        Self {
            rest: Some(Arc::from(cause)),
            ..Self::default()
        }
    }

    /// Adds `name`, unless it is there already.
    pub fn insert(&mut self, name: &str, value: Value) {
        if self.position(name).is_none() {
            self.push(Box::from(name), value);
        }
    }

    /// The value of `name`; unknown in an open object, `None` if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        if let Some(at) = self.position(name) {
            return Some(self.entries[at].1.clone());
        }
        let cause = self.rest.as_ref()?;
        Some(Value::Unknown(Unknown::new(format!("{cause}.{name}"))))
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries.iter().map(|(name, value)| (&**name, value))
    }

    /// How many names there are; in an open object, how many are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Are there no names?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Why the object may have more names than it shows; `None` if it has not.
    pub(super) fn unknown_rest(&self) -> Option<Unknown> {
        self.rest.as_ref().map(|cause| Unknown::new(Arc::clone(cause)))
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.rest.is_some() || self.knows(name)
    }

    /// Adds a member of a JSON object, as JavaScript does: of one name twice, the last value counts, at
    /// the first place.
    pub(super) fn put(&mut self, name: Cow<'_, str>, value: Value) {
        match self.position(&name) {
            None => self.push(name.into(), value),
            Some(at) if *self.entries[at].0 == *name => self.entries[at].1 = value,
            Some(_) => {}
        }
    }

    /// Puts names that are array indexes first, in ascending order, as JavaScript does.
    pub(super) fn indexes_first(&mut self) {
        let place = |entry: &(Box<str>, Value)| array_index(&entry.0).unwrap_or(u64::MAX);
        if self.entries.is_sorted_by_key(place) {
            return;
        }
        self.entries.sort_by_key(place);
        if self.index.is_some() {
            self.index = Some(self.indexed());
        }
    }

    fn push(&mut self, name: Box<str>, value: Value) {
        if let Some(index) = &mut self.index {
            index.insert(Box::from(lower(&name)), self.entries.len());
        }
        self.entries.push((name, value));
        if self.entries.len() == INDEXED {
            self.index = Some(self.indexed());
        }
    }

    fn indexed(&self) -> HashMap<Box<str>, usize> {
        let names = self.entries.iter().enumerate();
        names
            .map(|(at, (name, _))| (Box::from(lower(name)), at))
            .collect()
    }

    fn position(&self, name: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(&*lower(name)).copied(),
            None => self.entries.iter().position(|(known, _)| same_key(known, name)),
        }
    }
}

/// The number that `name` is, if JavaScript would take it for an index: `0` to 2³² − 2, no leading zero.
fn array_index(name: &str) -> Option<u64> {
    if !name.as_bytes().first()?.is_ascii_digit()
        || name.len() > 10
        || (name.len() > 1 && name.starts_with('0'))
    {
        return None;
    }
    name.parse().ok().filter(|&index| index < u64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(names: &[&str]) -> Object {
        let mut object = Object::new();
        for (at, &name) in names.iter().enumerate() {
            object.put(Cow::Borrowed(name), Value::Number(at as f64));
        }
        object.indexes_first();
        object
    }

    fn shown(object: &Object) -> String {
        object
            .iter()
            .map(|(name, value)| format!("{name}={} ", value.to_json().unwrap()))
            .collect()
    }

    #[test]
    fn repeated_and_numeric_names_are_kept_as_javascript_keeps_them() {
        let object = numbers(&["b", "10", "a", "2", "B", "a", "01", "4294967295"]);
        assert_eq!(shown(&object), "2=3 10=1 b=0 a=5 01=6 4294967295=7 ");
    }

    #[test]
    fn an_object_of_many_names_answers_like_one_of_few() {
        let names: Vec<String> = (0..100).map(|n| format!("Key{}", n % 60)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let object = numbers(&names);
        assert_eq!(object.len(), 60);
        assert!(matches!(object.get("kEY59"), Some(Value::Number(n)) if n == 59.0));
        assert!(matches!(object.get("key3"), Some(Value::Number(n)) if n == 63.0));
        assert!(object.get("key60").is_none());
    }

    #[test]
    fn an_open_object_knows_no_absent_name() {
        let mut secrets = Object::open("secrets");
        secrets.insert("A", Value::Null);
        assert!(matches!(secrets.get("a"), Some(Value::Null)));
        assert!(matches!(secrets.get("b"), Some(Value::Unknown(u)) if &*u.cause == "secrets.b"));
    }
}
