//! Every page under `docs/` that teaches by doing is done, block by block and in order, in an empty folder of its own.
//!
//! What a reader would type is typed, what a reader would save is saved, and what a page shows has to be what comes out.
//! The line above a block says what it is: `<!-- file PATH -->` is saved, `<!-- add PATH -->` is put at the end of a file,
//! `<!-- exit N -->` is how the last command of a block ends, and `<!-- start FOLDER -->`, anywhere, copies an example.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

#[path = "../chain/binaries.rs"]
mod binaries;
mod block;
mod cases;
mod desk;
mod page;
