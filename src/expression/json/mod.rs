//! JSON as JavaScript reads and writes it.
//!
//! `serde_json` differs where the language shows it: it rounds numbers, refuses 1e400 and lone
//! surrogates, and prints `1.0` where GitHub prints `1`.

mod read;
mod write;

pub use read::{JsonError, MAX_NESTING};
pub(super) use read::{members, read};
pub(super) use write::{Stop, compact, pretty, quote};
