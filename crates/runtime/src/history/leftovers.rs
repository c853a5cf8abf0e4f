//! What writers that were killed left: a segment is written under another name first, and then renamed.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::folder::entries;
use super::name::{PACKS, RUNS};

/// What a segment is called while it is written, before anything else in the name.
pub(super) const PREFIX: &str = ".new-";
/// Nobody writes for so long: what is younger may be a segment that is being written.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes what was left more than a day before `now`, in milliseconds since 1970. What cannot be removed does no harm
/// and stays, since nobody reads it.
pub(super) fn clear(root: &Path, now: i64) {
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0));
    let packs = root.join(PACKS);
    for folder in months(&root.join(RUNS)).into_iter().chain([packs]) {
        for path in left(&folder) {
            if is_old(&path, now) {
                let _ = std::fs::remove_file(path);
            }
        }
        // The folder of a month goes with the last of what it had; one that is not empty stays.
        let _ = std::fs::remove_dir(folder);
    }
}

fn months(runs: &Path) -> Vec<PathBuf> {
    let folders = entries(runs).unwrap_or_default().into_iter();
    let folders = folders.filter(|(_, kind)| kind.is_dir());
    folders.map(|(name, _)| runs.join(name)).collect()
}

fn left(folder: &Path) -> Vec<PathBuf> {
    let files = entries(folder).unwrap_or_default().into_iter();
    let files = files.filter(|(name, kind)| kind.is_file() && name.to_string_lossy().starts_with(PREFIX));
    files.map(|(name, _)| folder.join(name)).collect()
}

fn is_old(path: &Path, now: SystemTime) -> bool {
    let modified = std::fs::symlink_metadata(path).and_then(|file| file.modified());
    modified.is_ok_and(|modified| now.duration_since(modified).is_ok_and(|age| age > DAY))
}
