//! JSON: our own results, and CTRF.

mod clip;
mod ctrf;
mod document;

pub(super) use document::read;
