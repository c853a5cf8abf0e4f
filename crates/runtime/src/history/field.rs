use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use serde_json::Value;

/// What a column of a row holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Field<'a> {
    /// A text, which may come from anybody.
    Text(&'a str),
    /// A text of its own.
    Owned(String),
    /// How many, or 1 for yes and 0 for no.
    Count(u64),
    /// A measure.
    Number(f64),
    /// Nothing is known.
    Nothing,
}

impl<'a> Field<'a> {
    /// A text, or nothing if it is empty.
    pub(super) const fn some(text: &'a str) -> Self {
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text)
        }
    }

    pub(super) const fn count(count: usize) -> Self {
        Self::Count(count as u64)
    }

    pub(super) fn flag(is_so: bool) -> Self {
        Self::Count(u64::from(is_so))
    }

    pub(super) fn json(&self) -> Value {
        match self {
            Self::Text(text) => (*text).into(),
            Self::Owned(text) => text.as_str().into(),
            Self::Count(count) => (*count).into(),
            Self::Number(number) => (*number).into(),
            Self::Nothing => Value::Null,
        }
    }
}

impl ToSql for Field<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Owned(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Count(count) => ToSqlOutput::Owned(Sql::Integer(i64::try_from(*count).unwrap_or(i64::MAX))),
            Self::Number(number) => ToSqlOutput::Owned(Sql::Real(*number)),
            Self::Nothing => ToSqlOutput::Owned(Sql::Null),
        })
    }
}
