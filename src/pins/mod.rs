//! The pins of a repository: read from its lock, or taken from the files that a bot has updated.

mod adopt;
mod read;
mod version;

pub use adopt::{Adopted, adopt};
pub use read::read;
pub use version::{is_commit, is_newer};

/// What a lock can be wrong in: ids like those of [`crate::check::RULES`], and what they refuse.
pub const RULES: [(&str, &str); 4] = [
    (
        "pin-commit",
        "A pin of the lock that is not a whole commit, or not the commit of the version beside it: a tag can be moved.",
    ),
    (
        "pin-conflict",
        "Two pins of one action, of which neither is the newer.",
    ),
    (
        "pin-unknown",
        "An action in the lock that no generated job uses, such as one of another owner.",
    ),
    (
        "pin-version",
        "A pin of the lock without the version that it is, with that of another commit, or with one that GitHub refuses.",
    ),
];
