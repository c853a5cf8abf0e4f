//! What many runs name, each name once.

use indexmap::IndexSet;

/// A test of the history. Numbers are those of texts in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TestKey {
    /// The cell: `VERSION/SCENARIO`, or the name of a folder.
    pub(crate) cell: u32,
    /// The test of the pipeline, or the suite of a foreign file.
    pub(crate) suite: u32,
    /// The name, as a summary has it.
    pub(crate) name: u32,
    /// The file; empty if nobody said.
    pub(crate) file: u32,
}

impl TestKey {
    /// A test that is in no book.
    pub(super) const NOWHERE: Self = Self {
        cell: u32::MAX,
        suite: u32::MAX,
        name: u32::MAX,
        file: u32::MAX,
    };
}

/// Texts and tests, each once.
#[derive(Debug, Default)]
pub(crate) struct Book {
    texts: IndexSet<Box<str>>,
    tests: IndexSet<TestKey>,
}

impl Book {
    /// The number of a text.
    pub(crate) fn text(&mut self, text: &str) -> u32 {
        let place = self.texts.get_index_of(text);
        let place = place.unwrap_or_else(|| self.texts.insert_full(text.into()).0);
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// The number of a test.
    pub(crate) fn test(&mut self, key: TestKey) -> u32 {
        u32::try_from(self.tests.insert_full(key).0).unwrap_or(u32::MAX)
    }

    /// The text of a number; empty for one that was never given.
    pub(crate) fn read(&self, text: u32) -> &str {
        self.texts.get_index(text as usize).map_or("", |text| text)
    }

    /// The test of a number.
    pub(crate) fn key(&self, test: u32) -> Option<TestKey> {
        self.tests.get_index(test as usize).copied()
    }

    /// All tests, in the order of their numbers.
    pub(crate) fn keys(&self) -> impl Iterator<Item = TestKey> {
        self.tests.iter().copied()
    }

    /// The number of a text that is there.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.texts
            .get_index_of(text)
            .and_then(|place| u32::try_from(place).ok())
    }
}
