use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

/// What tells a file from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Print {
    /// In bytes.
    pub(crate) size: u64,
    /// In lower-case hexadecimal digits.
    pub(crate) sha256: String,
}

impl Print {
    /// Of the file at a path, read once from its beginning.
    pub(super) fn of(path: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot read {}: {error}", path.display());
        let mut file = std::fs::File::open(path).map_err(failed)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        let mut size = 0;
        loop {
            let count = file.read(&mut buffer).map_err(failed)?;
            if count == 0 {
                break;
            }
            hash.update(&buffer[..count]);
            size += count as u64;
        }
        let mut sha256 = String::new();
        for byte in hash.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(Self { size, sha256 })
    }
}
