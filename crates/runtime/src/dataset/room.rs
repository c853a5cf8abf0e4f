use std::path::Path;

/// What is left for everything else on the disk, in bytes.
pub(super) const RESERVE: u64 = 2 << 30;

/// Refuses a file that the disk has no room for, before its first byte.
pub(super) fn check(folder: &Path, missing: u64) -> Result<(), String> {
    let disk = rustix::fs::statvfs(folder)
        .map_err(|error| format!("cannot see how much room is in {}: {error}", folder.display()))?;
    enough(folder, disk.f_bavail.saturating_mul(disk.f_frsize), missing)
}

fn enough(folder: &Path, free: u64, missing: u64) -> Result<(), String> {
    if free >= missing.saturating_add(RESERVE) {
        return Ok(());
    }
    Err(format!(
        "{} has {} MiB free; {} MiB are missing, and {} MiB are kept in reserve\nfree some, or name another folder with --into",
        folder.display(),
        free >> 20,
        missing.div_ceil(1 << 20),
        RESERVE >> 20
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{RESERVE, enough};

    #[test]
    fn a_disk_has_to_hold_the_file_and_the_reserve() {
        let free = RESERVE + 11_000_000_000;
        assert!(enough(Path::new("."), free, 11_000_000_000).is_ok());
        let refused = enough(Path::new("data"), free - 1, 11_000_000_000).unwrap_err();
        assert!(
            refused.contains("data has 12538 MiB free; 10491 MiB are missing"),
            "{refused}"
        );
        assert!(enough(Path::new("."), u64::MAX, u64::MAX).is_ok());
    }
}
