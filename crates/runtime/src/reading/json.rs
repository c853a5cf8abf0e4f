//! JSON: our own results, and CTRF.

mod bounded;
mod claims;
mod clip;
mod ctrf;
mod document;

pub(super) use document::read;
