use super::edit::Edit;

/// A step from one format to the next.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The format it reads; it writes the next one.
    pub from: u32,
    /// What it does, for people.
    pub about: &'static str,
    pub(super) edits: fn(&str) -> Vec<Edit>,
}

impl Step {
    /// The format it writes.
    #[must_use]
    pub const fn to(&self) -> u32 {
        self.from + 1
    }

    pub(super) fn edits(&self, text: &str) -> Vec<Edit> {
        (self.edits)(text)
    }
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.from == other.from
    }
}

impl Eq for Step {}
