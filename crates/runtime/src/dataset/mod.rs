//! The full data of a dataset: fetched once, never half, and held against what is known of it.

mod part;
mod print;
mod room;

use std::path::{Path, PathBuf};

pub(crate) use print::Print;

/// A file on the net.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Where it is.
    pub(crate) url: String,
    /// What it has to be, as far as that is known.
    pub(crate) size: Option<u64>,
    /// SHA-256, in lower-case hexadecimal digits.
    pub(crate) sha256: Option<String>,
}

/// A file that is here, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fetched {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What it is.
    pub(crate) print: Print,
    /// Whether it was here before.
    pub(crate) was_here: bool,
}

/// Brings a file here, if it is not yet. An interrupted fetch is resumed; a file that is not what it has to be is
/// refused and left where it is, for whoever wants to look at it.
///
/// # Errors
/// What went wrong, with the URL or the path, and what to do.
pub(crate) fn fetch(wanted: &Wanted, path: &Path) -> Result<Fetched, String> {
    let fetched = |print, was_here| Fetched {
        path: path.to_owned(),
        print,
        was_here,
    };
    if path.exists() {
        let print = Print::of(path)?;
        wanted.hold(&print, path)?;
        return Ok(fetched(print, true));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let part = path.with_added_extension("part");
    // Until the file has its name: a second fetch meanwhile would rename the same part.
    let _lock = part::lock(&part)?;
    let print = part::complete(wanted, &part)?;
    wanted.hold(&print, &part)?;
    part::promote(&part, path)?;
    Ok(fetched(print, false))
}

impl Wanted {
    fn hold(&self, print: &Print, path: &Path) -> Result<(), String> {
        let mend = format!(
            "if the file on the net has really changed, correct pipeline.toml; else remove {} and fetch again",
            path.display()
        );
        if let Some(size) = self.size.filter(|size| *size != print.size) {
            return Err(format!(
                "{} has {} bytes, and `size` says {size}\n{mend}",
                path.display(),
                print.size
            ));
        }
        match &self.sha256 {
            Some(sha256) if *sha256 != print.sha256 => Err(format!(
                "{} has the SHA-256 {}, and `sha256` says {sha256}\n{mend}",
                path.display(),
                print.sha256
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
