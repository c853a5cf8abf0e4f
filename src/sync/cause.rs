//! Why a file is not what it should be.

use super::Desired;
use super::record::{Record, fingerprint};
use crate::emit::{pin_lines, without_pins};
use crate::pins::{is_commit, is_newer};

/// Why a file is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Nothing but pins differ: a bot has updated one side of them.
    Pins(Vec<Bump>),
    /// It is not what was written.
    Edited,
    /// It is what was written, and the pipeline has changed since.
    Pipeline,
    /// It is what was written, from the same pipeline: this program writes something else now.
    Generator,
    /// Nothing is recorded about it: it is older than the lock.
    Unrecorded,
}

impl Cause {
    /// Its name, in kebab-case.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pins(_) => "pins",
            Self::Edited => "edited",
            Self::Pipeline => "pipeline",
            Self::Generator => "generator",
            Self::Unrecorded => "unrecorded",
        }
    }
}

/// A pin that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bump {
    /// Line of the file, from 1.
    pub line: usize,
    /// The action.
    pub action: String,
    /// Commit and version in the file.
    pub found: String,
    /// Commit and version that should be there.
    pub wanted: String,
    /// Whether the one in the file is the newer, by its version, and can be adopted.
    pub is_newer: bool,
}

/// What the causes of a run are told by.
pub(super) struct Evidence<'e> {
    /// Path of the pipeline file.
    pub(super) source: &'e str,
    /// Path of the lock.
    pub(super) lock: &'e str,
    /// The record on disk.
    pub(super) recorded: Record<'e>,
    /// The record that would be written.
    pub(super) desired: Record<'e>,
}

impl Evidence<'_> {
    /// Why a found text is not the desired one. Both end their lines in LF.
    pub(super) fn cause(&self, found: &str, file: &Desired) -> Cause {
        if without_pins(found) == without_pins(&file.text) {
            let bumps = bumps(found, &file.text);
            // Where only the spaces around a pin differ, no pin does.
            return if bumps.is_empty() {
                Cause::Edited
            } else {
                Cause::Pins(bumps)
            };
        }
        let pipeline = self.desired.of(self.source).unwrap_or_default();
        if !self.recorded.knows(&file.path) {
            Cause::Unrecorded
        } else if !self.recorded.holds(&file.path, &fingerprint(found)) {
            Cause::Edited
        } else if !self.recorded.holds(self.source, pipeline) {
            Cause::Pipeline
        } else {
            Cause::Generator
        }
    }
}

/// The pins that differ between two texts that differ in nothing else.
fn bumps(found: &str, desired: &str) -> Vec<Bump> {
    let pairs = pin_lines(found).zip(pin_lines(desired));
    let differing = pairs.filter(|(found, wanted)| found.written() != wanted.written());
    let bumps = differing.map(|(found, wanted)| Bump {
        line: found.line,
        action: found.action.to_owned(),
        found: found.written(),
        wanted: wanted.written(),
        is_newer: is_newer(found.version, wanted.version)
            && found.commit != wanted.commit
            && is_commit(found.commit),
    });
    bumps.collect()
}
