//! Segments onto the disk: whole or not there, and never over another one.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::book::Book;
use super::encode::encode;
use super::leftovers;
use super::name;
use super::record::Record;
use super::seal::{Imprint, seal};

/// A segment that is to be there. It is made twice, once for its name and once for the disk, and never kept.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    /// Its path in the folder.
    pub(crate) path: PathBuf,
    book: &'a Book,
    records: Vec<&'a Record>,
    imprint: Imprint,
}

impl<'a> Draft<'a> {
    /// The segment of a run.
    pub(crate) fn of_run(book: &'a Book, record: &'a Record) -> Self {
        Self::new(book, vec![record], |digest| name::of_run(record, digest))
    }

    /// The segment of a month.
    pub(super) fn of_pack(book: &'a Book, month: &str, records: Vec<&'a Record>) -> Self {
        Self::new(book, records, |digest| name::of_pack(month, digest))
    }

    fn new(book: &'a Book, records: Vec<&'a Record>, path: impl Fn(&str) -> PathBuf) -> Self {
        let imprint = Imprint::of(|sink| encode(book, &records, sink));
        Self {
            path: path(&imprint.digest),
            book,
            records,
            imprint,
        }
    }

    /// Writes it, unless it is there. Whether it was not.
    pub(crate) fn write(&self, root: &Path) -> Result<bool> {
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
            let payload = |sink: &mut dyn Write| encode(self.book, &self.records, sink);
            seal(&self.imprint, payload, &mut file)?;
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
