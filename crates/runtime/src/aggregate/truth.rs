//! All that is known, each thing once.

use indexmap::IndexMap;

use super::cell::{Cell, Name};
use super::covered::VersionCoverage;
use super::test::Key;
use crate::history::Book;

/// All that is known.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) cells: IndexMap<Name, Cell>,
    pub(super) names: Names,
    /// What is wrong with the input, apart from the files of cells.
    pub(super) problems: Vec<String>,
    /// Files that hold no results.
    pub(super) ignored: Vec<String>,
    /// Whether it is what one machine ran by itself, on which a cell is run again in another way.
    pub(super) is_local: bool,
    /// Lines that tests ran through, by version.
    pub(super) coverage: Vec<VersionCoverage>,
}

impl Truth {
    /// Whether all that is there could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.problems.is_empty() && self.cells.values().all(Cell::is_whole)
    }
}

/// Names that many tests share, with those of the history.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Texts and tests, each once.
    pub(super) book: Book,
    /// Where names are put together.
    draft: String,
}

impl Names {
    pub(super) fn new(book: Book) -> Self {
        Self {
            book,
            draft: String::new(),
        }
    }

    pub(super) fn number(&mut self, name: &str) -> u32 {
        self.book.text(name)
    }

    pub(super) fn name(&self, number: u32) -> &str {
        self.book.read(number)
    }

    /// What a test is called inside of its cell.
    pub(super) fn key(&mut self, suite: &str, class: &str, name: &str) -> Key {
        self.draft.clear();
        for part in prefix(suite, class, suite == name) {
            self.draft.push_str(part);
        }
        self.draft.push_str(name);
        Key {
            suite: self.book.text(suite),
            class: self.book.text(class),
            shown: self.book.name(&self.draft),
        }
    }

    /// What another test of the same name is called.
    pub(super) fn copy(&mut self, key: Key, number: usize) -> Key {
        let parts = [key.suite, key.class].map(|part| self.name(part).to_owned());
        let name = format!("{} [{number}]", key.name(self));
        self.key(&parts[0], &parts[1], &name)
    }
}

/// What people see before the name of a test: `test/class::`, `test/`, `class::`, or nothing.
pub(super) fn prefix<'a>(suite: &'a str, class: &'a str, is_its_suite: bool) -> [&'a str; 4] {
    match (suite, class) {
        _ if is_its_suite => [""; 4],
        ("", "") => [""; 4],
        ("", class) => [class, "::", "", ""],
        (suite, "") => [suite, "/", "", ""],
        // Many tools give the suite the name of its only class.
        (suite, class) if suite == class => [class, "::", "", ""],
        (suite, class) => [suite, "/", class, "::"],
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_key_gives_back_what_it_was_made_of() {
        let mut names = Names::default();
        let parts = ["", "a", "b", "a/b", "a::b", "::", "/", "a::", "é"];
        let mut seen = std::collections::HashMap::new();
        for suite in parts {
            for class in parts {
                for name in parts {
                    let key = names.key(suite, class, name);
                    assert_eq!(names.name(key.suite), suite);
                    assert_eq!(names.name(key.class), class);
                    assert_eq!(key.name(&names), name, "{suite:?} {class:?}");
                    assert_eq!(seen.insert(key, (suite, class, name)), None);
                }
            }
        }
    }
}
