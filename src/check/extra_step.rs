use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::lower::{self, job_ids, step_ids};
use crate::path;
use crate::pipeline::ExtraStep;
use crate::plan::plan;

pub(super) const RULE: Rule = Rule {
    id: "extra-step",
    summary: "A step of your own whose place does not exist, or that breaks a promise of the generated jobs.",
    why: "A step goes before or after exactly one named step of a generated job. Its script holds no expression, since an \
          expression is pasted into the script before the shell reads it, and so can be an injection; values arrive by \
          `env`. Its action is pinned to a commit, since a tag can be moved.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    if input.pipeline.steps.is_empty() {
        return;
    }
    let plan = plan(input.pipeline);
    let lowered = lower::Input {
        pipeline: input.pipeline,
        plan: &plan,
        source: input.source,
    };
    let jobs = job_ids(lowered);
    for (index, step) in input.pipeline.steps.iter().enumerate() {
        let path = path!["steps", index];
        if !jobs.contains(&step.job) {
            let message = format!("there is no generated job `{}`", step.job);
            found.push(
                Diagnostic::error(RULE.id, path.join("job").value(), message).known(
                    "jobs",
                    &step.job,
                    jobs.iter().map(String::as_str),
                ),
            );
        } else {
            placed(&path, step, &step_ids(lowered, &step.job), found);
        }
        let earlier = &input.pipeline.steps[..index];
        if earlier
            .iter()
            .any(|other| other.job == step.job && other.id == step.id)
        {
            let message = format!(
                "the job `{}` has another step of your own called `{}`",
                step.job, step.id
            );
            found.push(
                Diagnostic::error(RULE.id, path.join("id").value(), message)
                    .help("give one of them another id"),
            );
        }
        action(&path, step, found);
        for (key, names) in [("with", &step.with), ("env", &step.env)] {
            twins(&path.join(key), names.keys(), found);
        }
    }
}

/// GitHub tells keys of a mapping apart by their letters, not by their case.
fn twins<'n>(path: &Path, names: impl Iterator<Item = &'n String>, found: &mut Vec<Diagnostic>) {
    let mut known: Vec<&String> = Vec::new();
    for name in names {
        if let Some(other) = known.iter().find(|other| other.eq_ignore_ascii_case(name)) {
            let message =
                format!("`{name}` and `{other}` are one name to GitHub, which refuses the workflow");
            found.push(Diagnostic::error(RULE.id, path.join(name).key(), message).help("keep one of them"));
        }
        known.push(name);
    }
}

fn placed(path: &Path, step: &ExtraStep, steps: &[String], found: &mut Vec<Diagnostic>) {
    if !steps.contains(&step.step) {
        let message = format!("the job `{}` has no step `{}`", step.job, step.step);
        found.push(
            Diagnostic::error(RULE.id, path.join("step").value(), message).known(
                "steps of that job",
                &step.step,
                steps.iter().map(String::as_str),
            ),
        );
    }
    if steps.contains(&step.id) {
        let message = format!("the job `{}` has a step `{}` already", step.job, step.id);
        found.push(Diagnostic::error(RULE.id, path.join("id").value(), message).help("choose another id"));
    }
}

fn action(path: &Path, step: &ExtraStep, found: &mut Vec<Diagnostic>) {
    match (&step.run, &step.uses) {
        (None, None) => found.push(
            Diagnostic::error(RULE.id, path.clone().value(), "this step does nothing")
                .help("give it `run` with a script, or `uses` with an action"),
        ),
        (Some(_), Some(_)) => found.push(
            Diagnostic::error(
                RULE.id,
                path.join("uses").key(),
                "both `run` and `uses` are given",
            )
            .help("make two steps of them"),
        ),
        (Some(run), None) => script(path, run, step, found),
        (None, Some(uses)) => {
            pin(path, uses, found);
            inputs(path, step, found);
        }
    }
}

fn script(path: &Path, run: &str, step: &ExtraStep, found: &mut Vec<Diagnostic>) {
    if run.contains("${{") {
        found.push(
            Diagnostic::error(
                RULE.id,
                path.join("run").value(),
                "an expression inside a script can be an injection",
            )
            .help(
                "give the value to the script by `env`: env = { NAME = \"${{ … }}\" }, and write \"$NAME\"",
            ),
        );
    }
    if !step.with.is_empty() {
        found.push(
            Diagnostic::error(
                RULE.id,
                path.join("with").key(),
                "`with` belongs to an action, and this is a script",
            )
            .help("use `env`"),
        );
    }
}

fn inputs(path: &Path, step: &ExtraStep, found: &mut Vec<Diagnostic>) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    for name in step.with.keys() {
        if name.is_empty() || !name.chars().all(allowed) {
            let message = format!("`{name}` cannot be the name of an input");
            found.push(
                Diagnostic::error(RULE.id, path.join("with").join(name).key(), message)
                    .help("allowed: letters, digits, `_` and `-`"),
            );
        }
    }
}

fn pin(path: &Path, uses: &str, found: &mut Vec<Diagnostic>) {
    let place = || path.join("uses").value();
    let (action, version) = uses
        .split_once('#')
        .map_or((uses.trim(), ""), |(action, version)| {
            (action.trim(), version.trim())
        });
    let commit = action
        .rsplit_once('@')
        .map(|(_, commit)| commit)
        .unwrap_or_default();
    let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    if commit.len() != 40 || !commit.chars().all(hex) {
        found.push(
            Diagnostic::error(RULE.id, place(), format!("`{action}` is not pinned to a commit"))
                .help("write owner/repository@COMMIT # VERSION, with the 40 digits of the commit"),
        );
    } else if version.is_empty() || version.chars().any(|c| c.is_whitespace() || c.is_control()) {
        found.push(
            Diagnostic::error(
                RULE.id,
                place(),
                format!("`{action}` does not say which version the commit is"),
            )
            .help("add it as a comment: owner/repository@COMMIT # v1.2.3"),
        );
    } else if lower::is_retired(action.split('@').next().unwrap_or_default(), version) {
        found.push(
            Diagnostic::error(
                RULE.id,
                place(),
                format!("{version} of this action is refused by GitHub: every run fails"),
            )
            .help("take a newer version, and its commit"),
        );
    } else if !names_action(action) {
        found.push(
            Diagnostic::error(RULE.id, place(), format!("`{action}` names no action"))
                .help("write owner/repository@COMMIT"),
        );
    }
}

/// `owner/repository`, with or without a folder, before the `@`.
fn names_action(action: &str) -> bool {
    let name = action.split('@').next().unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let part = |part: &str| !part.is_empty() && part.chars().all(allowed);
    action.matches('@').count() == 1
        && name.contains('/')
        && !name.starts_with('.')
        && name.split('/').all(part)
}
