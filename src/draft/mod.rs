//! A `pipeline.toml` in the making: tables, entries and comments in order -> text that a person would have written.
//!
//! What comes from outside, such as names of files, is quoted here and nowhere else: a [`Value`] cannot end its string,
//! and a comment cannot end its line.

mod names;
mod quote;
mod table;
mod value;

pub use names::Names;
pub use quote::{comment, harmless};
pub use table::Table;
pub use value::Value;

/// The width that comments and lists are folded at, in characters.
const WIDTH: usize = 110;

/// A pipeline file in the making.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    about: Vec<String>,
    tables: Vec<Table>,
}

impl Draft {
    /// A file whose editors find the schema that `gen` writes beside a pipeline of this file name.
    #[must_use]
    pub fn new(file: &str) -> Self {
        let file = file.rsplit_once('/').map_or(file, |(_, name)| name);
        let stem = file.strip_suffix(".toml").unwrap_or(file);
        Self {
            about: vec![format!(":schema ./{}.schema.json", harmless(stem))],
            tables: Vec::new(),
        }
    }

    /// With a line of comment at the top of the file.
    #[must_use]
    pub fn about(mut self, line: &str) -> Self {
        self.about.extend(comment(line));
        self
    }

    /// Adds a table; one that has neither entries nor comments stands for a bare header.
    pub fn push(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// Takes out the entry at a path, or else the table of that name; whether there was one.
    pub fn remove(&mut self, path: &[&str]) -> bool {
        if let Some((key, name)) = path.split_last()
            && let Some(table) = self.tables.iter_mut().find(|table| table.is(name))
            && table.remove(key)
        {
            return true;
        }
        let before = self.tables.len();
        self.tables.retain(|table| path.is_empty() || !table.is(path));
        self.tables.len() < before
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text: String = self.about.iter().map(|line| format!("#{line}\n")).collect();
        for table in &self.tables {
            text.push('\n');
            table.write(&mut text);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn what_is_hostile_stays_inside_of_its_quotes() {
        let hostile = "a\"b\\c\n[x]\u{1b}\u{202e}\u{7f}\r\n'''\u{85}";
        let mut draft = Draft::new("pipeline.toml").about(hostile);
        draft.push(
            Table::new(&["versions", hostile])
                .comment(hostile)
                .entry("chart", hostile)
                .entry(hostile, Value::list([hostile, ""]))
                .entry("script", Value::script(hostile)),
        );
        let text = draft.text();
        let read = DeTable::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let table = &read.get_ref()["versions"].get_ref()[hostile].get_ref();
        assert_eq!(table["chart"].get_ref().as_str(), Some(hostile));
        assert_eq!(table[hostile].get_ref()[0].get_ref().as_str(), Some(hostile));
        assert_eq!(table["script"].get_ref().as_str(), Some(hostile));
        assert_eq!(read.get_ref().len(), 1, "{text}");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }

    #[test]
    fn a_script_keeps_its_lines_and_every_character() {
        for script in [
            "make test\n",
            "echo \"a\" | sed 's/\\./x/'\n\tif\n",
            "'''\n",
            "\"\"\"\"\\\n",
            "",
            "\n\n",
        ] {
            let table = Table::new(&["t"]).entry("s", Value::script(script));
            let mut text = String::new();
            table.write(&mut text);
            let read = DeTable::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let value = &read.get_ref()["t"].get_ref()["s"];
            assert_eq!(value.get_ref().as_str(), Some(script), "{text}");
        }
    }
}
