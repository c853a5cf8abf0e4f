//! What is wrong with a file: kept in order, and never without end.

use super::window::Place;

/// Most problems of one file that are told one by one.
const MOST: usize = 50;

/// What is wrong with a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problems {
    list: Vec<String>,
    untold: usize,
    is_damaged: bool,
}

impl Problems {
    /// Adds a problem with its place.
    pub(super) fn at(&mut self, place: Place, text: impl AsRef<str>) {
        self.is_damaged = true;
        self.odd_at(place, text);
    }

    /// Adds what is odd, with its place, and has cost no case and no verdict.
    pub(super) fn odd_at(&mut self, place: Place, text: impl AsRef<str>) {
        if self.has_room() {
            self.list.push(format!("{place}: {}", text.as_ref()));
        }
    }

    /// Adds a problem of the whole file.
    pub(crate) fn add(&mut self, text: impl Into<String>) {
        self.is_damaged = true;
        self.odd(text);
    }

    /// Adds what is odd about the whole file.
    pub(super) fn odd(&mut self, text: impl Into<String>) {
        if self.has_room() {
            self.list.push(text.into());
        }
    }

    /// Adds those of another reader of the same file.
    pub(super) fn join(&mut self, others: Self) {
        self.is_damaged |= others.is_damaged;
        self.untold += others.untold;
        for text in others.list {
            self.odd(text);
        }
    }

    /// Whether something may be lost: any problem but odd times, characters and the like.
    pub(crate) const fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    fn has_room(&mut self) -> bool {
        let has_room = self.list.len() < MOST;
        self.untold += usize::from(!has_room);
        has_room
    }

    /// All of them, in order.
    pub(crate) fn told(mut self) -> Vec<String> {
        if self.untold > 0 {
            self.list.push(format!("and {} more problems", self.untold));
        }
        self.list
    }
}
