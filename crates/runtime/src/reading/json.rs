//! JSON: our own results, and CTRF.

mod ctrf;
mod document;

pub(super) use document::read;
