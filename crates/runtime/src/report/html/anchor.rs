//! Addresses inside of the page that stay the same from run to run, so that a link to a test can be sent around.

use sha2::{Digest, Sha256};

/// The anchor of a test: `t-` and 12 hexadecimal digits.
pub(super) fn test(cell: &str, name: &str) -> String {
    anchor("t", &[cell, name])
}

/// The anchor of a cell: `c-` and 12 hexadecimal digits.
pub(super) fn cell(name: &str) -> String {
    anchor("c", &[name])
}

fn anchor(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digits: String = hash.finalize()[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{kind}-{digits}")
}
