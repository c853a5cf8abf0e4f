//! A value of which no more is kept than there is room for.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How many bytes a value may take: a test with its attempts takes some thousands.
const ROOM: usize = 64 << 20;

/// How much room is left for a value. Items and members for which there is none are read and dropped.
#[derive(Debug)]
pub(super) struct Room(usize);

impl Room {
    pub(super) const fn new() -> Self {
        Self(ROOM)
    }

    /// Whether something was dropped.
    pub(super) const fn is_full(&self) -> bool {
        self.0 == 0
    }

    fn take(&mut self, bytes: usize) {
        self.0 = self.0.saturating_sub(bytes);
    }
}

/// A value that takes what room there is.
pub(super) struct Bounded<'r>(pub(super) &'r mut Room);

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.take(size_of::<Value>());
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.0.take(text.len());
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while !self.0.is_full() {
            match list.next_element_seed(Bounded(self.0))? {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if self.0.is_full() {
                map.next_value::<IgnoredAny>()?;
            } else {
                self.0.take(key.len());
                members.insert(key, map.next_value_seed(Bounded(self.0))?);
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, room: usize) -> (Value, bool) {
        let mut room = Room(room);
        let mut json = serde_json::Deserializer::from_str(text);
        let value = Bounded(&mut room).deserialize(&mut json).unwrap();
        json.end().unwrap();
        (value, room.is_full())
    }

    #[test]
    fn a_value_with_room_is_whole_and_one_without_is_read_to_its_end() {
        let text = r#"{"a":[1,-2,0.5,null,true,"ü\n"],"b":{"c":[[]]}}"#;
        let whole: Value = serde_json::from_str(text).unwrap();
        assert_eq!(read(text, ROOM), (whole, false));
        let long = format!(r#"{{"name":"x","list":[{}0],"last":1}}"#, "1,".repeat(1_000));
        let (value, is_full) = read(&long, 50 * size_of::<Value>());
        assert!(is_full && value["list"].as_array().unwrap().len() < 50);
        assert_eq!((&value["name"], &value["last"]), (&"x".into(), &Value::Null));
    }
}
