//! Coverage files -> the lines that tests ran through. Paths in them are names: no file that they name is ever opened.

mod cobertura;
mod lcov;
mod lines;
mod path;

use std::io::{self, Read};
use std::path::Path;

pub(crate) use lines::{FileCoverage, Lines};

use crate::reading::Problems;

/// What a coverage file is, told from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Cobertura XML: its first element is `coverage`, and has an attribute of Cobertura.
    Cobertura,
    /// LCOV: a line of it begins with `SF:` or `TN:`.
    Lcov,
}

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 64 << 10;

/// What a file is. None if it is no coverage file.
pub(crate) fn tell(path: &Path) -> io::Result<Option<Kind>> {
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(tell_bytes(&head))
}

fn tell_bytes(head: &[u8]) -> Option<Kind> {
    if lcov::is_one(head) {
        return Some(Kind::Lcov);
    }
    cobertura::is_one(head).then_some(Kind::Cobertura)
}

/// Adds the lines of a file of this kind. What is wrong with it is told, and all that can be read counts.
pub(crate) fn read_file(path: &Path, kind: Kind, into: &mut Lines) -> io::Result<Problems> {
    let file = std::fs::File::open(path)?;
    match kind {
        Kind::Cobertura => cobertura::read(file, into),
        Kind::Lcov => lcov::read(io::BufReader::new(file), into),
    }
}

#[cfg(test)]
mod tests;
