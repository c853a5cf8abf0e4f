//! Reading `summary.json` and `trends.json`, which may come from anybody.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use crate::aggregate::Summary;
use crate::analyze::Trends;

/// Largest file that is read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The format that this program reads.
const FORMAT: u64 = 1;

/// `summary.json` of a folder. None if there is none.
///
/// # Errors
/// Why it cannot be believed, for people.
pub(crate) fn read(folder: &Path) -> Result<Option<Summary>, String> {
    let path = folder.join("summary.json");
    let Some(text) = bytes(&path)? else {
        return Ok(None);
    };
    let summary = parse(&text).map_err(|error| format!("{} is no summary: {error}", path.display()))?;
    Ok(Some(summary))
}

/// `trends.json` of a folder. Nothing of it where there is none.
///
/// # Errors
/// Why it cannot be read, for people.
pub(crate) fn trends(folder: &Path) -> Result<Trends, String> {
    let path = folder.join("trends.json");
    let Some(text) = bytes(&path)? else {
        return Ok(Trends::default());
    };
    serde_json::from_slice(&text).map_err(|error| format!("{} holds no trends: {error}", path.display()))
}

fn bytes(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let shown = path.display();
    let Ok(metadata) = path.symlink_metadata() else {
        return Ok(None);
    };
    if !metadata.is_file() {
        return Err(format!("{shown} is no file: a link or a folder is not followed"));
    }
    let file = File::open(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let mut text = Vec::new();
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut text);
    read.map_err(|error| format!("cannot read {shown}: {error}"))?;
    if text.len() as u64 > MOST_BYTES {
        return Err(format!("{shown} is larger than {} MiB", MOST_BYTES >> 20));
    }
    Ok(Some(text))
}

fn parse(text: &[u8]) -> Result<Summary, String> {
    let value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    match value["format"].as_u64() {
        Some(FORMAT) => {}
        Some(other) => {
            return Err(format!(
                "its format is {other}, and this pipewright-runtime reads {FORMAT}: use the version that wrote it"
            ));
        }
        None => return Err("it has no `format`".to_owned()),
    }
    serde_json::from_value(value).map_err(|error| {
        format!(
            "{error}: a pipewright-runtime of another version wrote it; run the tests again with this one"
        )
    })
}
