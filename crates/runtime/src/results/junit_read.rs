//! JUnit files, as the tools really write them: what is there is taken, also from a file that ends too early.

mod case;
mod reader;
mod text;

pub(crate) use reader::read;
