use super::{Value, comment, quote};

/// A table, its comments and its entries. Without a name it is the top of the file.
#[derive(Debug, Clone, Default)]
pub struct Table {
    name: Vec<String>,
    is_item: bool,
    comments: Vec<String>,
    entries: Vec<(Vec<String>, String, Value)>,
}

impl Table {
    /// The entries that stand before every table.
    #[must_use]
    pub fn top() -> Self {
        Self::default()
    }

    /// The table of this name, `&["versions", "3.5.7"]`.
    #[must_use]
    pub fn new(name: &[&str]) -> Self {
        Self {
            name: name.iter().map(|&part| part.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// One more table of the list of this name, `[[steps]]`.
    #[must_use]
    pub fn item(name: &[&str]) -> Self {
        Self {
            is_item: true,
            ..Self::new(name)
        }
    }

    /// With a comment above its header.
    #[must_use]
    pub fn comment(mut self, text: &str) -> Self {
        self.comments.extend(comment(text));
        self
    }

    /// With an entry.
    #[must_use]
    pub fn entry(self, key: &str, value: impl Into<Value>) -> Self {
        self.noted(key, value, "")
    }

    /// With an entry and a comment above it; an empty comment is none.
    #[must_use]
    pub fn noted(mut self, key: &str, value: impl Into<Value>, note: &str) -> Self {
        self.entries.push((comment(note), key.to_owned(), value.into()));
        self
    }

    /// With an entry, if there is a value.
    #[must_use]
    pub fn maybe(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.entry(key, value),
            None => self,
        }
    }

    pub(super) fn is(&self, name: &[&str]) -> bool {
        self.name == name
    }

    pub(super) fn remove(&mut self, key: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|(_, known, _)| known != key);
        self.entries.len() < before
    }

    pub(super) fn write(&self, out: &mut String) {
        lines(out, &self.comments);
        if !self.name.is_empty() {
            let name: Vec<String> = self.name.iter().map(|part| quote::key(part)).collect();
            let name = name.join(".");
            out.push_str(&if self.is_item {
                format!("[[{name}]]\n")
            } else {
                format!("[{name}]\n")
            });
        }
        for (note, key, value) in &self.entries {
            lines(out, note);
            out.push_str(&format!("{} = {}\n", quote::key(key), value.text()));
        }
    }
}

fn lines(out: &mut String, comments: &[String]) {
    for line in comments {
        out.push_str(&format!("#{line}\n"));
    }
}
