//! What many runs name, each name once. There may be millions of tests, so that a test is five numbers and no text is
//! there twice.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A test of the history. Numbers are those of texts in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TestKey {
    /// The cell: `VERSION/SCENARIO`, or the name of a folder.
    pub(crate) cell: u32,
    /// The test of the pipeline, or the suite of a foreign file.
    pub(crate) suite: u32,
    /// The name, as a summary has it.
    pub(crate) name: Shown,
    /// The file; empty if nobody said.
    pub(crate) file: u32,
}

/// A name as people see it, in two parts: what many tests share, and the rest. Two are equal if their texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Shown {
    /// The text up to the last `::`, or else up to the last `/`.
    pub(crate) group: u32,
    /// What comes after it.
    pub(crate) rest: u32,
}

impl TestKey {
    /// A test that is in no book.
    pub(super) const NOWHERE: Self = Self {
        cell: u32::MAX,
        suite: u32::MAX,
        name: Shown {
            group: u32::MAX,
            rest: u32::MAX,
        },
        file: u32::MAX,
    };
}

/// Texts and tests, each once.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// All texts, one after the other.
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Numbers of texts, by their hashes.
    numbers: HashTable<u32>,
    tests: Vec<TestKey>,
    /// Numbers of tests, by their hashes.
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Book {
    /// The number of a text.
    pub(crate) fn text(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        let (texts, ends, hasher) = (&self.texts, &self.ends, &self.hasher);
        let entry = self.numbers.entry(
            hash,
            |number| read(texts, ends, *number) == text,
            |number| hasher.hash_one(read(texts, ends, *number)),
        );
        let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let number = *entry.or_insert(next).get();
        if number == next {
            self.texts.push_str(text);
            self.ends.push(self.texts.len());
        }
        number
    }

    /// A name that people see.
    pub(crate) fn name(&mut self, shown: &str) -> Shown {
        let (group, rest) = shown.split_at(parting(shown));
        Shown {
            group: self.text(group),
            rest: self.text(rest),
        }
    }

    /// The number of a test.
    pub(crate) fn test(&mut self, key: TestKey) -> u32 {
        let hash = self.hasher.hash_one(key);
        let (tests, hasher) = (&self.tests, &self.hasher);
        let entry = self.places.entry(
            hash,
            |place| tests[*place as usize] == key,
            |place| hasher.hash_one(tests[*place as usize]),
        );
        let next = u32::try_from(self.tests.len()).unwrap_or(u32::MAX);
        let place = *entry.or_insert(next).get();
        if place == next {
            self.tests.push(key);
        }
        place
    }

    /// How many texts there are: their numbers are below.
    pub(super) fn size(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number; empty for one that was never given.
    pub(crate) fn read(&self, text: u32) -> &str {
        read(&self.texts, &self.ends, text)
    }

    /// The text of a name.
    pub(crate) fn shown(&self, name: Shown) -> Cow<'_, str> {
        let (group, rest) = (self.read(name.group), self.read(name.rest));
        if group.is_empty() {
            Cow::Borrowed(rest)
        } else {
            Cow::Owned([group, rest].concat())
        }
    }

    /// The test of a number.
    pub(crate) fn key(&self, test: u32) -> Option<TestKey> {
        self.tests.get(test as usize).copied()
    }

    /// All tests, in the order of their numbers.
    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = TestKey> {
        self.tests.iter().copied()
    }

    /// The number of a text that is there.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        let is_it = |number: &u32| self.read(*number) == text;
        self.numbers.find(self.hasher.hash_one(text), is_it).copied()
    }
}

fn read<'a>(texts: &'a str, ends: &[usize], number: u32) -> &'a str {
    let at = number as usize;
    let Some(end) = ends.get(at) else { return "" };
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    &texts[start..*end]
}

/// Where the part of a name begins that it shares with few others.
fn parting(shown: &str) -> usize {
    let after = |what: &str| shown.rfind(what).map(|at| at + what.len());
    after("::").or_else(|| after("/")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_have_equal_parts_and_give_the_text_back() {
        let mut book = Book::default();
        let names = [
            "",
            "a",
            "a/b",
            "s/c::n",
            "s/c::n[a/b]",
            "s/c::n[a::b]",
            "::",
            "/",
            "a::",
            "é::🦀",
            "a/b/c",
            "n",
        ];
        let parts: Vec<Shown> = names.iter().map(|name| book.name(name)).collect();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(book.shown(parts[at]), *name);
            assert_eq!(book.name(name), parts[at]);
            assert_eq!(
                parts.iter().filter(|other| **other == parts[at]).count(),
                1,
                "{name}"
            );
        }
    }

    #[test]
    fn what_was_never_given_is_empty() {
        let book = Book::default();
        assert_eq!(book.read(7), "");
        assert_eq!(book.read(u32::MAX), "");
        assert_eq!(book.shown(TestKey::NOWHERE.name), "");
        assert_eq!(book.key(0), None);
    }
}
