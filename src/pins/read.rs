use std::collections::HashMap;

use super::version::{is_commit, numbers};
use crate::diagnostic::{Diagnostic, Place, closest};
use crate::emit::{PinLine, pin_lines};
use crate::lower::{Pin, Pins, is_retired};

/// The pins of a lock, and what is wrong with it: every fault, each at its bytes. An action that the lock does not name
/// stands where this program has it.
#[must_use]
pub fn read(lock: &str) -> (Pins, Vec<Diagnostic>) {
    let own = Pins::default();
    let mut pins = own.clone();
    let mut diagnostics = Vec::new();
    let mut seen: HashMap<&str, PinLine<'_>> = HashMap::new();
    for line in pin_lines(lock) {
        if let Some(diagnostic) = fault(&own, &line) {
            diagnostics.push(diagnostic);
            continue;
        }
        match seen.insert(line.action, line) {
            Some(first) if first.written() != line.written() => diagnostics.push(twice(&line, &first)),
            _ => pins.set(line.action, line.commit, line.version),
        }
    }
    (pins, diagnostics)
}

fn twice(line: &PinLine<'_>, first: &PinLine<'_>) -> Diagnostic {
    let message = format!("`{}` has two pins", line.action);
    Diagnostic::error("pin-conflict", Place::Bytes(line.bytes()), message)
        .related(Place::Bytes(first.bytes()), "the first one")
        .help("keep one of the two lines, and run `pipewright gen`")
}

/// What is wrong with a pin by itself.
pub(super) fn fault(own: &Pins, line: &PinLine<'_>) -> Option<Diagnostic> {
    let error = |rule, message: String| Diagnostic::error(rule, Place::Bytes(line.bytes()), message);
    let Some(known) = own.get(line.action) else {
        return Some(unknown(own, line));
    };
    if !is_commit(line.commit) {
        let message = format!("the pin of `{}` is not a commit", line.action);
        let diagnostic = error("pin-commit", message).label("40 hexadecimal digits in lower case");
        return Some(diagnostic.help(format!("for one, {}", known.shown())));
    }
    if line.version.is_empty() || numbers(line.version).is_none() {
        let message = format!("the pin of `{}` does not say which version it is", line.action);
        let mut diagnostic = error("pin-version", message);
        if !line.version.is_empty() {
            diagnostic = diagnostic.label("a version is numbers alone, such as v7.0.1");
        }
        return Some(diagnostic.help(format!("write it behind the commit, as in {}", known.shown())));
    }
    if is_retired(line.action, line.version) {
        let message = format!(
            "{} of `{}` is refused by GitHub: every run fails",
            line.version, line.action
        );
        return Some(
            error("pin-version", message).help(format!("take a newer one, such as {}", known.shown())),
        );
    }
    let (commit, version) = (line.commit == known.commit, line.version == known.version);
    let wrong = match (commit, version) {
        (true, false) => (
            "pin-version",
            format!("this commit of `{}` is {}", line.action, known.version),
        ),
        (false, true) => (
            "pin-commit",
            format!("{} of `{}` is another commit", known.version, line.action),
        ),
        _ => return None,
    };
    Some(error(wrong.0, wrong.1).help(format!("the release is {}", known.shown())))
}

fn unknown(own: &Pins, line: &PinLine<'_>) -> Diagnostic {
    let message = format!("no generated job uses the action `{}`", line.action);
    let mut diagnostic = Diagnostic::error("pin-unknown", Place::Bytes(line.bytes()), message);
    if let Some(near) = closest(line.action, own.iter().map(|pin| pin.action)) {
        diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
    }
    diagnostic.help("take the line out: actions of `[[steps]]` are pinned in the pipeline file")
}

impl Pin {
    /// As it is written in a workflow.
    pub(super) fn shown(&self) -> String {
        format!("`{}@{} # {}`", self.action, self.commit, self.version)
    }
}
