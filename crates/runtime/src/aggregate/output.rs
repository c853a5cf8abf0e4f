//! Files that are whole or not there.

use std::fs::Permissions;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a value as JSON.
pub(super) fn json(path: &Path, value: &impl serde::Serialize) -> Result<()> {
    write(path, |into| {
        serde_json::to_writer_pretty(&mut *into, value)?;
        into.write_all(b"\n")
    })
}

/// Writes a file under another name, and renames it.
pub(super) fn write(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut file = tempfile::Builder::new()
            .prefix(".new-")
            // Results are for others too; temporary files are not, unless told so.
            .permissions(Permissions::from_mode(0o644))
            .tempfile_in(folder)?;
        let mut buffer = BufWriter::with_capacity(64 << 10, file.as_file_mut());
        fill(&mut buffer)?;
        buffer.flush()?;
        drop(buffer);
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}
