//! What `gen` says about the files: what it did, what it would do, or why they differ.

use std::path::Path;

use serde_json::{Value, json};

use super::{Format, print};
use crate::diagnostic::{self, Diagnostic, Place, Source};
use crate::sync::{Bump, Cause, MEND, Mode, Outcome, State};

/// The command that keeps pins that are newer in a file than in the lock.
const ADOPT: &str = "pipewright gen --adopt-pins";

/// What is wrong with a file that only says that it is generated, as the rest of a sentence about it.
const STRAY: &str = "says in its first line that it is generated, and no lock records it, so it is kept: delete it, or \
                     that line if it is yours";

/// Every place is in a file of its own.
const NOWHERE: Source<'static> = Source {
    file: "",
    text: "",
    spans: None,
};

/// The files after a run, and how they are spoken of.
pub(super) struct Drift<'d> {
    pub(super) outcomes: &'d [Outcome],
    pub(super) mode: Mode,
    pub(super) root: &'d Path,
    /// Whether a generated file has a newer pin than the lock, so that plain `gen` would lose it.
    pub(super) has_newer_pins: bool,
    /// Path of the pipeline file.
    pub(super) source: &'d str,
    /// What `[[steps]]` uses.
    pub(super) foreign: Vec<&'d str>,
}

impl Drift<'_> {
    /// Prints it.
    pub(super) fn show(&self, format: Format) {
        match format {
            Format::Json => {
                let files: Vec<Value> = self.outcomes.iter().map(|outcome| self.entry(outcome)).collect();
                print::out(&format!("{}\n", json!({ "files": files })));
            }
            Format::Github => print::out(&self.rendered(diagnostic::Format::Github)),
            Format::Human => self.human(),
            Format::Sarif => {
                print::out(&self.rendered(diagnostic::Format::Sarif));
            }
        }
        if self.mode == Mode::Check && format == Format::Github {
            self.human();
        }
    }

    /// Whether a file is as it should be, as far as this run cares.
    fn is_sound(&self, state: &State) -> bool {
        match self.mode {
            Mode::Check => state.is_sound(),
            Mode::Write | Mode::DryRun => *state == State::UpToDate,
        }
    }

    fn entry(&self, outcome: &Outcome) -> Value {
        let path = &outcome.path;
        match &outcome.state {
            state if self.is_sound(state) => json!({ "path": path, "state": "up-to-date" }),
            State::UpToDate | State::Unsealed => {
                json!({ "path": path, "state": "stale", "cause": "pipeline" })
            }
            State::Missing => json!({ "path": path, "state": "missing" }),
            State::Orphan => json!({ "path": path, "state": "orphan" }),
            State::Stray => json!({ "path": path, "state": "stray" }),
            State::Stale { diff, line, cause } => {
                let pins: Vec<Value> = bumps(cause).iter().map(pin).collect();
                json!({
                    "path": path, "state": "stale", "line": line, "diff": diff, "cause": cause.name(), "pins": pins,
                })
            }
        }
    }

    fn rendered(&self, format: diagnostic::Format) -> String {
        let found = self.outcomes.iter().flat_map(|outcome| self.diagnostics(outcome));
        let found: Vec<Diagnostic> = found.collect();
        diagnostic::render(&found, &NOWHERE, format)
    }

    /// What is wrong with a file: each pin at its line, everything else in one.
    fn diagnostics(&self, outcome: &Outcome) -> Vec<Diagnostic> {
        let path = &outcome.path;
        let told = |line: usize, message: String| {
            let at = Place::Other {
                file: path.clone(),
                line,
                column: 1,
            };
            Diagnostic::error("drift", at, message)
        };
        let one = |line: usize, text: &str, mend: &str| {
            let mend = self.command(mend);
            told(line, format!("{path} {text}: run `{mend}` and commit the result"))
        };
        match &outcome.state {
            state if self.is_sound(state) => Vec::new(),
            State::UpToDate | State::Unsealed => Vec::new(),
            State::Missing => vec![one(1, "is missing", MEND)],
            State::Orphan => vec![one(
                1,
                &format!("is generated, but not by {} any more", self.source),
                MEND,
            )],
            State::Stray => vec![told(1, format!("{path} {STRAY}"))],
            State::Stale {
                cause: Cause::Pins(bumps),
                ..
            } => {
                let each = bumps
                    .iter()
                    .map(|bump| one(bump.line, &self.bump(bump), self.mend(bump)));
                each.collect()
            }
            State::Stale { line, cause, .. } => vec![one(*line, &self.why(cause), MEND)],
        }
    }

    /// Why a file differs, as the rest of a sentence about it.
    fn why(&self, cause: &Cause) -> String {
        match cause {
            Cause::Pins(_) => "has other pins than the lock".to_owned(),
            Cause::Edited => "was edited by hand".to_owned(),
            Cause::Pipeline => format!("is older than {}, which has changed", self.source),
            Cause::Generator => format!(
                "is what an older pipewright wrote; {} has not changed",
                self.source
            ),
            Cause::Unrecorded => "is not what pipewright writes, and no record says since when".to_owned(),
        }
    }

    /// What is wrong with one pin, as the rest of a sentence about the file.
    fn bump(&self, bump: &Bump) -> String {
        let owner = if self.is_foreign(bump) {
            self.source
        } else {
            "the lock"
        };
        format!(
            "has {} at {}, and {owner} at {}",
            bump.action, bump.found, bump.wanted
        )
    }

    /// Whether the pipeline file is where the action is pinned.
    fn is_foreign(&self, bump: &Bump) -> bool {
        let commit = bump.wanted.split(' ').next().unwrap_or_default();
        let value = format!("{}@{commit}", bump.action);
        self.foreign.iter().any(|uses| uses.starts_with(&value))
    }

    /// The command after which one pin is everywhere.
    fn mend(&self, bump: &Bump) -> &'static str {
        if bump.is_newer && !self.is_foreign(bump) {
            ADOPT
        } else {
            MEND
        }
    }

    fn human(&self) {
        let mut text = String::new();
        let (mut differing, mut strays) = (0, 0);
        for Outcome { path, state } in self.outcomes {
            if self.is_sound(state) {
                continue;
            }
            if *state == State::Stray {
                strays += 1;
                text.push_str(&format!("{} {path}: it {STRAY}\n", self.verb(state)));
                continue;
            }
            differing += 1;
            text.push_str(&format!("{} {path}", self.verb(state)));
            if let State::Stale { diff, cause, .. } = state {
                if self.mode == Mode::Write {
                    text.push('\n');
                    continue;
                }
                text.push_str(&format!(": it {}\n", self.why(cause)));
                for bump in bumps(cause) {
                    text.push_str(&format!("  line {}: the file {}\n", bump.line, self.bump(bump)));
                }
                text.push_str(diff);
            } else {
                text.push('\n');
            }
        }
        let files = self.outcomes.len() - strays;
        if differing == 0 {
            text.push_str(&format!("{} up to date\n", print::many(files, "file")));
        } else if self.mode == Mode::Check {
            let mend = self.command(if self.has_newer_pins { ADOPT } else { MEND });
            text.push_str(&format!(
                "{differing} of {} differ; run `{mend}` and commit the result\n",
                print::many(files, "file")
            ));
            if self.has_newer_pins {
                let follow = self.command(MEND);
                text.push_str(&format!(
                    "(where the lock went back to an older release on purpose, `{follow}` follows it)\n"
                ));
            }
        }
        print::out(&text);
    }

    /// A command for this pipeline, as it is typed here.
    fn command(&self, mend: &str) -> String {
        let mut command = mend.to_owned();
        if self.source != "pipeline.toml" {
            command.push_str(&format!(" --pipeline {}", self.source));
        }
        if self.root != Path::new(".") {
            command.push_str(&format!(" --root {}", self.root.display()));
        }
        command
    }

    /// What happened to a file, or would, or should.
    fn verb(&self, state: &State) -> &'static str {
        match (state, self.mode) {
            (State::Missing, Mode::Write) => "wrote",
            (State::Missing, Mode::Check) => "missing",
            (State::Missing, Mode::DryRun) => "would write",
            (State::Orphan, Mode::Write) => "removed",
            (State::Orphan, Mode::Check) => "orphaned",
            (State::Orphan, Mode::DryRun) => "would remove",
            (State::Stray, _) => "stray",
            (_, Mode::Write) => "updated",
            (_, Mode::Check) => "stale",
            (_, Mode::DryRun) => "would update",
        }
    }
}

fn bumps(cause: &Cause) -> &[Bump] {
    match cause {
        Cause::Pins(bumps) => bumps,
        _ => &[],
    }
}

fn pin(bump: &Bump) -> Value {
    json!({ "line": bump.line, "action": bump.action, "found": bump.found, "wanted": bump.wanted })
}
