//! Hostile and absurd input, through the real binary and through the library: always the right answer, never a panic,
//! never a file written.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test arranges files of its own, and ends where it cannot"
)]

mod bulk;
mod code;
mod files;
mod machines;
mod mistakes;
mod random;
mod scene;
mod terminal;
