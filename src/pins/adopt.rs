use std::collections::HashMap;

use super::read::fault;
use super::version::rank;
use crate::diagnostic::{Diagnostic, Place};
use crate::emit::{PinLine, pin_lines};
use crate::lower::{Pin, Pins};

/// What became of the pins of a generated file.
pub struct Adopted {
    /// The newest of each action.
    pub pins: Pins,
    /// What cannot be adopted, each at its bytes in the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes from a generated file each pin that is newer than what is known, by the version beside it.
///
/// `wanted` is the text that the file should have. `foreign`: the values of `uses` in `[[steps]]`, which are pinned there
/// and by nobody else.
#[must_use]
pub fn adopt(known: &Pins, text: &str, wanted: &str, foreign: &[&str]) -> Adopted {
    let own = Pins::default();
    let mut pins = known.clone();
    let mut diagnostics = Vec::new();
    let wanted = by_action(wanted);
    let mut places: HashMap<&str, usize> = HashMap::new();
    let found = by_action(text);
    for line in pin_lines(text) {
        let place = places.entry(line.action).or_default();
        let same = wanted.get(line.action).map_or(&[][..], Vec::as_slice);
        // A pin of a step that was bumped is not the one in the pipeline any more: its place tells whose it is.
        let is_alike = found
            .get(line.action)
            .is_some_and(|found| found.len() == same.len());
        let commit = same.get(*place).copied().filter(|_| is_alike);
        *place += 1;
        let is_foreign = [Some(line.commit), commit].into_iter().flatten().any(|commit| {
            let value = format!("{}@{commit}", line.action);
            foreign
                .iter()
                .any(|uses| uses.split(" #").next() == Some(value.as_str()))
        });
        let Some(pin) = pins.get(line.action).filter(|_| !is_foreign) else {
            continue;
        };
        if line.commit == pin.commit && line.version == pin.version {
            continue;
        }
        match fault(&own, &line).or_else(|| conflict(pin, &line)) {
            Some(diagnostic) => diagnostics.push(diagnostic),
            None if rank(line.version) > rank(&pin.version) => {
                pins.set(line.action, line.commit, line.version);
            }
            None => {}
        }
    }
    Adopted { pins, diagnostics }
}

/// The commits of each action, in the order of the lines.
fn by_action(text: &str) -> HashMap<&str, Vec<&str>> {
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in pin_lines(text) {
        found.entry(line.action).or_default().push(line.commit);
    }
    found
}

/// Neither of two pins is the newer.
fn conflict(pin: &Pin, line: &PinLine<'_>) -> Option<Diagnostic> {
    if rank(line.version) != rank(&pin.version) {
        return None;
    }
    let message = format!("{} of `{}` is at two commits", line.version, line.action);
    let diagnostic = Diagnostic::error("pin-conflict", Place::Bytes(line.bytes()), message)
        .label(format!("elsewhere it is {}", pin.shown()))
        .help("look up which one was released, and write it in the lock");
    Some(diagnostic)
}
