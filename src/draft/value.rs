use super::{WIDTH, quote};

/// A value of a pipeline file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A string on one line.
    Text(String),
    /// A string over several lines.
    Script(String),
    /// A whole number.
    Number(u32),
    /// True or false.
    Flag(bool),
    /// An array.
    List(Vec<Self>),
    /// An inline table.
    Inline(Vec<(String, Self)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl Value {
    /// An array of strings.
    pub fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(|item| item.as_ref().into()).collect())
    }

    /// A string that is shown over several lines.
    #[must_use]
    pub fn script(text: &str) -> Self {
        Self::Script(text.to_owned())
    }

    /// The value as TOML; lists that are wider than a line have an item a line.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => quote::string(text),
            Self::Script(text) => quote::block(text),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::List(items) => list(items),
            Self::Inline(entries) => {
                let entry = |(key, value): &(String, Self)| format!("{} = {}", quote::key(key), value.text());
                format!(
                    "{{ {} }}",
                    entries.iter().map(entry).collect::<Vec<_>>().join(", ")
                )
            }
        }
    }
}

fn list(items: &[Value]) -> String {
    let texts: Vec<String> = items.iter().map(Value::text).collect();
    let line = texts.join(", ");
    if line.chars().count() > WIDTH && !line.contains('\n') {
        let lines = texts.iter().map(|text| format!("  {text},\n"));
        return format!("[\n{}]", lines.collect::<String>());
    }
    format!("[{line}]")
}
