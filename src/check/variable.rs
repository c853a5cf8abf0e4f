use indexmap::IndexMap;

use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "variable",
    summary: "A variable that cannot be set, or that belongs to somebody else.",
    why: "Names of variables are letters, digits and `_`. Those that begin with `PIPEWRIGHT_` or `GITHUB_` are set by the \
          runtime and by GitHub.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    secrets(input, found);
    let pipeline = input.pipeline;
    let versions = pipeline
        .versions
        .iter()
        .map(|(name, version)| (path!["versions", name, "env"], &version.env));
    let scenarios = pipeline
        .scenarios
        .iter()
        .map(|(name, scenario)| (path!["scenarios", name, "env"], &scenario.env));
    let tests = pipeline
        .tests
        .iter()
        .map(|(name, test)| (path!["tests", name, "env"], &test.env));
    let capabilities = pipeline
        .capabilities
        .iter()
        .map(|(name, capability)| (path!["capabilities", name, "env"], &capability.env));
    let steps = pipeline
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| (path!["steps", index, "env"], &step.env));
    for (path, env) in versions
        .chain(scenarios)
        .chain(tests)
        .chain(capabilities)
        .chain(steps)
    {
        table(&path, env, found);
    }
}

/// Names of secrets become parts of expressions, so they are held to what GitHub allows.
fn secrets(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (test, about) in &input.pipeline.tests {
        for (index, name) in about.secrets.iter().enumerate() {
            let capital = |c: char| c.is_ascii_uppercase() || c == '_';
            let shaped = name.starts_with(capital) && name.chars().all(|c| capital(c) || c.is_ascii_digit());
            if !shaped || name.starts_with("GITHUB_") || name.starts_with("PIPEWRIGHT_") {
                let message = format!("`{name}` cannot be the name of a secret");
                let help = "allowed: capitals, digits and `_`, not first a digit, and neither GITHUB_ nor PIPEWRIGHT_ first";
                found.push(
                    Diagnostic::error(RULE.id, path!["tests", test, "secrets", index].value(), message)
                        .help(help),
                );
            }
        }
    }
}

fn table(path: &Path, env: &IndexMap<String, String>, found: &mut Vec<Diagnostic>) {
    for (name, value) in env {
        let place = path.join(name).key();
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let upper = name.to_ascii_uppercase();
        if !begins || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            found.push(
                Diagnostic::error(
                    RULE.id,
                    place,
                    format!("`{name}` cannot be the name of a variable"),
                )
                .help("allowed: letters, digits and `_`, not first a digit"),
            );
        } else if upper.starts_with("PIPEWRIGHT_") || upper.starts_with("GITHUB_") {
            found.push(
                Diagnostic::error(RULE.id, place, format!("`{name}` is not yours to set"))
                    .help("names that begin with PIPEWRIGHT_ or GITHUB_ are taken"),
            );
        } else if value.contains('\0') {
            let message = format!("`{name}` holds a NUL character, which no variable can");
            found.push(Diagnostic::error(RULE.id, place, message).help("remove the character"));
        }
    }
}
