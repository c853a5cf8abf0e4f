//! Bodies of scripts, from `templates/`. A template holds no YAML and no expression; values arrive by `env`.

use minijinja::{Environment, UndefinedBehavior, Value};

/// A script, by the name of its template without `.sh`.
pub(super) fn script(name: &str, values: Value) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let source = source(name);
    let text = environment
        .render_str(source, values)
        .expect("a test renders every template with its values");
    format!("{}\n", text.trim())
}

fn source(name: &str) -> &'static str {
    match name {
        "aggregate" => include_str!("../../templates/aggregate.sh"),
        "build" => include_str!("../../templates/build.sh"),
        "comment" => include_str!("../../templates/comment.sh"),
        "drift" => include_str!("../../templates/drift.sh"),
        "earlier" => include_str!("../../templates/earlier.sh"),
        "execute" => include_str!("../../templates/execute.sh"),
        "gate" => include_str!("../../templates/gate.sh"),
        "history" => include_str!("../../templates/history.sh"),
        "java" => include_str!("../../templates/java.sh"),
        "no-results" => include_str!("../../templates/no-results.sh"),
        "plan" => include_str!("../../templates/plan.sh"),
        "release" => include_str!("../../templates/release.sh"),
        "report" => include_str!("../../templates/report.sh"),
        "site" => include_str!("../../templates/site.sh"),
        other => unreachable!("no template is called {other}"),
    }
}

/// ` --pipeline FILE` where it is not the default. Shell words are quoted once, here.
pub(super) fn pipeline_option(source: &str) -> String {
    if source == "pipeline.toml" {
        String::new()
    } else {
        format!(" --pipeline {}", quote(source))
    }
}

/// A word for a POSIX shell.
pub(super) fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A command as one line of a POSIX shell.
pub(super) fn command_line(words: &[String]) -> String {
    words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_word_stays_one_word() {
        let words = ["echo", "a b", "$(rm -rf /)", "it's", "", "x;y"].map(str::to_owned);
        assert_eq!(
            command_line(&words),
            "echo 'a b' '$(rm -rf /)' 'it'\\''s' '' 'x;y'"
        );
    }
}
