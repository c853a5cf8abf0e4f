//! Where a segment is. Its name has the checksum in it, so that no two differ under one name.

use std::path::PathBuf;

use super::record::Record;
use crate::clock;

/// What a segment ends with.
pub(super) const ENDING: &str = "seg";
/// Folder of the segments of single runs, in folders by month.
pub(super) const RUNS: &str = "runs";
/// Folder of the segments of whole months.
pub(super) const PACKS: &str = "packs";

/// `runs/2026-11/20261122T020000Z-7312345678-1-0123456789abcdef.seg`
pub(super) fn of_run(record: &Record, digest: &str) -> PathBuf {
    let started = clock::at(record.started);
    let second: String = started.chars().take(19).filter(|c| !"-:".contains(*c)).collect();
    let (id, attempt) = (plain(&record.id), record.attempt);
    let name = format!("{second}Z-{id}-{attempt}-{}.{ENDING}", short(digest));
    PathBuf::from(RUNS).join(month(record)).join(name)
}

/// `packs/2026-10-0123456789abcdef.seg`
pub(super) fn of_pack(month: &str, digest: &str) -> PathBuf {
    PathBuf::from(PACKS).join(format!("{month}-{}.{ENDING}", short(digest)))
}

/// The month that a run started in, UTC: `2026-11`.
pub(super) fn month(record: &Record) -> String {
    clock::at(record.started).chars().take(7).collect()
}

fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}

/// An id comes from a file: in a name, only what is harmless everywhere remains of it.
fn plain(id: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' {
            c
        } else {
            '_'
        }
    };
    id.chars().take(40).map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        let record = Record {
            id: "../../etc/passwd\n.git".to_owned(),
            attempt: 2,
            started: 1_795_312_800_000,
            ..Record::default()
        };
        let path = of_run(&record, "0123456789abcdef0123");
        assert_eq!(
            path.to_str().unwrap(),
            "runs/2026-11/20261122T020000Z-______etc_passwd__git-2-0123456789abcdef.seg"
        );
    }

    #[test]
    fn the_strangest_time_has_a_month() {
        for started in [i64::MIN, -1, 0, i64::MAX] {
            let record = Record {
                started,
                ..Record::default()
            };
            assert_eq!(month(&record).len(), 7, "{started}");
        }
    }
}
