//! A pipeline without errors, and the pins of its repository -> the files that there should be.

use std::path::Path;

use super::load::{self, Sound};
use super::{Format, Place};
use crate::diagnostic::{Diagnostic, Place as At, Source};
use crate::emit;
use crate::lower::{self, Generated, Pins, lock_path, lower_pinned};
use crate::pins::{self, Adopted};
use crate::plan::{Plan, plan};
use crate::read;
use crate::sync::{Desired, seal};

/// Whose pins a repository has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PinsOf {
    /// Those of the lock.
    Lock,
    /// The newest of the lock and the generated files.
    Newest,
}

/// What there should be.
pub(super) struct Compiled {
    pub(super) plan: Plan,
    /// Every file, the main workflow first and the lock last.
    pub(super) files: Vec<Generated>,
    /// Path of the lock, from the root.
    pub(super) lock: String,
}

/// Compiles a pipeline. `None` if the pins are wrong, which has been said.
pub(super) fn compile(place: &Place, sound: &Sound, whose: PinsOf, format: Format) -> Option<Compiled> {
    let lock = lock_path(&sound.pipeline.output);
    let mut pins = locked(&place.root, &lock, format)?;
    let plan = plan(&sound.pipeline);
    let input = lower::Input {
        pipeline: &sound.pipeline,
        plan: &plan,
        source: &sound.source,
    };
    let mut files = lower_pinned(input, &pins);
    if whose == PinsOf::Newest {
        pins = newest(&place.root, sound, pins, &files, format)?;
        files = lower_pinned(input, &pins);
    }
    Some(Compiled { plan, files, lock })
}

impl Compiled {
    /// The texts of the files.
    pub(super) fn desired(&self, sound: &Sound) -> Vec<Desired> {
        let texts = self.files.iter().map(|file| Desired {
            path: file.path.clone(),
            text: emit::text(file, &sound.source),
        });
        let mut desired: Vec<Desired> = texts.collect();
        seal(&mut desired, &self.lock, &sound.source, &sound.meaning);
        desired
    }
}

/// The pins of the lock on disk; those of this program where there is none.
fn locked(root: &Path, path: &str, format: Format) -> Option<Pins> {
    let Some(text) = text(root, path, format)? else {
        return Some(Pins::default());
    };
    let (pins, diagnostics) = pins::read(&text);
    is_sound(path, &text, &diagnostics, format).then_some(pins)
}

/// The newest pin of each action, in the lock and in the generated files.
fn newest(root: &Path, sound: &Sound, mut pins: Pins, files: &[Generated], format: Format) -> Option<Pins> {
    let foreign = foreign(sound);
    let workflows = files
        .iter()
        .filter(|file| matches!(file.content, lower::Content::Workflow(_)));
    for file in workflows {
        let Some(text) = text(root, &file.path, format)? else {
            continue;
        };
        let Adopted {
            pins: newer,
            diagnostics,
        } = pins::adopt(&pins, &text, &emit::text(file, &sound.source), &foreign);
        if !is_sound(&file.path, &text, &diagnostics, format) {
            return None;
        }
        pins = newer;
    }
    Some(pins)
}

/// What `[[steps]]` uses, which is pinned in the pipeline file.
pub(super) fn foreign(sound: &Sound) -> Vec<&str> {
    let steps = sound.pipeline.steps.iter();
    steps.filter_map(|step| step.uses.as_deref()).collect()
}

/// Whether a generated file on disk has a newer pin than the lock, whatever else differs in it.
pub(super) fn has_newer_pins(place: &Place, sound: &Sound, compiled: &Compiled) -> bool {
    let lock = read::text(&place.root.join(&compiled.lock)).unwrap_or_default();
    let (pins, _) = pins::read(&lock);
    let foreign = foreign(sound);
    compiled.files.iter().any(|file| {
        let text = read::text(&place.root.join(&file.path)).unwrap_or_default();
        pins::adopt(&pins, &text, &emit::text(file, &sound.source), &foreign).pins != pins
    })
}

/// The text of a file, if there is one. The outer `None` stands for one that cannot be read, which has been said.
#[expect(
    clippy::option_option,
    reason = "that there is no file is an answer, and that it cannot be read is none"
)]
fn text(root: &Path, path: &str, format: Format) -> Option<Option<String>> {
    let file = root.join(path);
    if !file.exists() {
        return Some(None);
    }
    match read::text(&file) {
        Ok(text) => Some(Some(text)),
        Err(fault) => {
            let at = At::Other {
                file: path.to_owned(),
                line: fault.line,
                column: fault.column,
            };
            let message = format!("cannot read the pins: {fault}");
            let diagnostic = Diagnostic::error("unreadable", at, message).help(fault.help);
            is_sound(path, "", &[diagnostic], format);
            None
        }
    }
}

/// Whether nothing is wrong with the pins of a file; what is, is said.
fn is_sound(file: &str, text: &str, diagnostics: &[Diagnostic], format: Format) -> bool {
    let source = Source {
        file,
        text,
        spans: None,
    };
    if !diagnostics.is_empty() {
        load::print_diagnostics(diagnostics, &source, format);
    }
    diagnostics.is_empty()
}
