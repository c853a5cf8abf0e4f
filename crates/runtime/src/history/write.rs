//! Segments onto the disk: whole or not there, and never over another one.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::book::Book;
use super::encode::encode;
use super::leftovers;
use super::record::Record;
use super::{name, seal};

/// A segment that is to be there.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its path in the folder.
    pub(super) path: PathBuf,
    payload: Vec<u8>,
}

impl Draft {
    /// The segment of a run.
    pub(super) fn of_run(book: &Book, record: &Record) -> Self {
        let payload = encode(book, &[record]);
        Self {
            path: name::of_run(record, &seal::digest(&payload)),
            payload,
        }
    }

    /// The segment of a month.
    pub(super) fn of_pack(book: &Book, month: &str, records: &[&Record]) -> Self {
        let payload = encode(book, records);
        Self {
            path: name::of_pack(month, &seal::digest(&payload)),
            payload,
        }
    }

    /// Writes it, unless it is there. Whether it was not.
    pub(super) fn write(&self, root: &Path) -> Result<bool> {
        let path = root.join(&self.path);
        if path.is_file() {
            return Ok(false);
        }
        let write = || -> std::io::Result<()> {
            let folder = path.parent().unwrap_or(root);
            std::fs::create_dir_all(folder)?;
            let mut file = tempfile::Builder::new()
                .prefix(leftovers::PREFIX)
                .permissions(readable())
                .tempfile_in(folder)?;
            file.write_all(&seal::seal(&self.payload)?)?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)?;
            Ok(())
        };
        write().with_context(|| {
            format!(
                "cannot write {}; what was there before is untouched",
                path.display()
            )
        })?;
        Ok(true)
    }
}

/// A history is for others too; temporary files are not, unless told so.
fn readable() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    std::fs::Permissions::from_mode(0o644)
}
