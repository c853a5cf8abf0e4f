//! The files of a run: whole, or not at all.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::{CellResult, ctrf, junit_write};

/// Writes `result.json`, `junit.xml` and `ctrf.json` into a folder.
pub(crate) fn write(result: &CellResult, folder: &Path) -> anyhow::Result<()> {
    atomically(&folder.join("junit.xml"), &junit_write::render(result)?)?;
    atomically(&folder.join("ctrf.json"), &json(&ctrf::render(result))?)?;
    // The last, so that whoever sees it sees all three.
    atomically(&folder.join("result.json"), &json(result)?)
}

fn json(value: &impl serde::Serialize) -> anyhow::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

/// Writes a file under another name and renames it.
pub(crate) fn atomically(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new()
            .prefix(".new-")
            .permissions(readable())
            .tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Results are for others too; temporary files are not, unless told so.
fn readable() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    std::fs::Permissions::from_mode(0o644)
}
