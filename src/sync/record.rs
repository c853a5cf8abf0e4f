//! What the files were written as: fingerprints in the lock, by which a difference can be told from an edit.
//!
//! They are in one file, so that two branches that change the pipeline meet in one file; and its lines are read one by
//! one, so that the marks of a merge in between do no harm. Pins are left out of them: a bot may move a pin without
//! knowing of fingerprints.

use sha2::{Digest, Sha256};

use super::Desired;
use crate::emit::without_pins;

/// What a line of the record begins with, and what stands between the path and its fingerprint.
const BEGIN: &str = "#   ";
const MIDDLE: &str = " sha256:";
const TITLE: &str = "#\n# What the files were written as; an edit of a file does not change it here:\n";

/// Digits that are kept: an edit is found by accident, and nobody is kept from one.
const DIGITS: usize = 16;

/// The fingerprints of a lock, each with its path from the root.
#[derive(Debug, Default)]
pub(super) struct Record<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Record<'t> {
    /// Those of the text of a lock.
    pub(super) fn read(lock: &'t str) -> Self {
        Self(lock.lines().filter_map(entry).collect())
    }

    /// Whether a file is recorded at all.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == path)
    }

    /// Whether a fingerprint is one of those of a path; a merge may have left two.
    pub(super) fn holds(&self, path: &str, fingerprint: &str) -> bool {
        self.0.contains(&(path, fingerprint))
    }

    /// The fingerprint of a path, if it has one.
    pub(super) fn of(&self, path: &str) -> Option<&'t str> {
        self.0
            .iter()
            .find(|(known, _)| *known == path)
            .map(|(_, fingerprint)| *fingerprint)
    }
}

fn entry(line: &str) -> Option<(&str, &str)> {
    line.trim_end().strip_prefix(BEGIN)?.split_once(MIDDLE)
}

/// A text without the lines of a record.
pub(super) fn without_record(text: &str) -> String {
    text.lines()
        .filter(|line| entry(line).is_none() && !TITLE.lines().any(|title| title == *line))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// What a text is, but for its pins, its record and the ends of its lines.
pub(super) fn fingerprint(text: &str) -> String {
    let digest = Sha256::digest(without_pins(&without_record(text)).as_bytes());
    let hexadecimal = digest.iter().map(|byte| format!("{byte:02x}"));
    let mut text: String = hexadecimal.collect();
    text.truncate(DIGITS);
    text
}

/// Writes the record into the lock: the pipeline by what it says, and each file by what it is.
pub fn seal(files: &mut [Desired], lock: &str, source: &str, meaning: &str) {
    let mut record = format!("{TITLE}{BEGIN}{source}{MIDDLE}{}\n", fingerprint(meaning));
    for file in &*files {
        record.push_str(&format!(
            "{BEGIN}{}{MIDDLE}{}\n",
            file.path,
            fingerprint(&file.text)
        ));
    }
    if let Some(file) = files.iter_mut().find(|file| file.path == lock) {
        file.text = file.text.replacen("\n\n", &format!("\n{record}\n"), 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_survives_the_marks_of_a_merge() {
        let lock = "# a\n<<<<<<< ours\n#   p.toml sha256:11\n=======\n#   p.toml sha256:22\n>>>>>>> theirs\n\nname: x\n";
        let record = Record::read(lock);
        assert!(record.holds("p.toml", "11") && record.holds("p.toml", "22"));
        assert!(!record.holds("p.toml", "33") && !record.knows("q.toml"));
    }

    #[test]
    fn a_fingerprint_is_that_of_the_meaning_of_lines() {
        let text = "# a\n#   p sha256:11\n\nuses: o/a@1 # v1\n";
        let moved = "# a\r\n#   p sha256:22\r\n\r\nuses: o/a@2 # v2\r\n";
        assert_eq!(fingerprint(text), fingerprint(moved));
        assert_ne!(fingerprint(text), fingerprint("# b\n\nuses: o/a@1 # v1\n"));
    }
}
