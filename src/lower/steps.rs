//! Steps that several jobs share.

use indexmap::IndexMap;
use minijinja::Value;
use pipewright_model::artifact;

use super::pins;
use super::script::script;
use crate::workflow::{Action, ActionRef, Note, Scalar, Step};

/// Folder of the binaries in every job.
pub(super) const BIN: &str = "${{ runner.temp }}/pipewright";

/// Pairs of name and value, in order.
pub(super) type Pairs<'a> = &'a [(&'a str, Scalar)];

pub(super) fn pairs(pairs: Pairs<'_>) -> IndexMap<String, Scalar> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

/// A step that runs an action.
pub(super) fn uses(id: &str, name: &str, action: ActionRef, with: Pairs<'_>) -> Step {
    let action = Action::Uses {
        uses: action.uses(),
        with: pairs(with),
        env: IndexMap::new(),
    };
    Step {
        note: Note::none(),
        name: name.to_owned(),
        id: id.to_owned(),
        r#if: None,
        continue_on_error: None,
        action,
    }
}

/// A step that runs a script of `templates/`.
pub(super) fn run(id: &str, name: &str, template: &str, values: Value, env: Pairs<'_>) -> Step {
    body(id, name, script(template, values), env)
}

/// A step that runs a given script.
pub(super) fn body(id: &str, name: &str, run: String, env: Pairs<'_>) -> Step {
    let action = Action::Run { env: pairs(env), run };
    Step {
        note: Note::none(),
        name: name.to_owned(),
        id: id.to_owned(),
        r#if: None,
        continue_on_error: None,
        action,
    }
}

impl Step {
    pub(super) fn when(mut self, condition: impl Into<String>) -> Self {
        self.r#if = Some(condition.into());
        self
    }

    pub(super) fn noted(mut self, note: &str) -> Self {
        self.note = Note::new(note);
        self
    }
}

pub(super) fn checkout() -> Step {
    uses(
        "checkout",
        "Check out",
        pins::CHECKOUT,
        &[("persist-credentials", false.into())],
    )
}

pub(super) fn binaries() -> Step {
    download("binaries", "Fetch pipewright", artifact::BINARIES, BIN)
}

/// Downloads one artifact of this run.
pub(super) fn download(id: &str, name: &str, artifact: &str, path: &str) -> Step {
    uses(
        id,
        name,
        pins::DOWNLOAD,
        &[("name", artifact.into()), ("path", path.into())],
    )
}

/// Uploads an artifact whose name is the same in every attempt of the run: a re-run job takes the place of its
/// earlier attempt. That nothing is there to upload is an error, not a warning.
pub(super) fn upload_anew(id: &str, name: &str, artifact: &str, path: &str, days: u32) -> Step {
    let mut step = upload(id, name, artifact, path, days);
    if let Action::Uses { with, .. } = &mut step.action {
        with.insert("overwrite".to_owned(), true.into());
    }
    step
}

/// Uploads an artifact. That nothing is there to upload is an error, not a warning.
pub(super) fn upload(id: &str, name: &str, artifact: &str, path: &str, days: u32) -> Step {
    let with = [
        ("name", artifact.into()),
        ("path", path.into()),
        ("retention-days", days.into()),
        ("if-no-files-found", "error".into()),
    ];
    uses(id, name, pins::UPLOAD, &with)
}
