//! JUnit XML, in whatever dialect.

mod claims;
mod element;
mod open;
mod reader;
mod reruns;
mod suites;

pub(super) use reader::read;
