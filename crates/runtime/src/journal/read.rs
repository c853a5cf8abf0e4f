use std::path::Path;

use anyhow::{Context, bail};

use super::{Record, line};

/// The records of a journal, and the length in bytes of the part that holds them. A last line that is cut off is
/// what a killed process leaves; damage anywhere else is an error.
pub(crate) fn read(path: &Path) -> anyhow::Result<(Vec<Record>, u64)> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut records = Vec::new();
    let mut good = 0;
    let mut lines = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .enumerate()
        .peekable();
    while let Some((index, text)) = lines.next() {
        let whole = text.strip_suffix(b"\n").and_then(line::decode);
        match whole {
            Some(record) => {
                records.push(record);
                good += text.len() as u64;
            }
            None if lines.peek().is_none() => break,
            None => bail!("{}: line {} is damaged", path.display(), index + 1),
        }
    }
    Ok((records, good))
}
