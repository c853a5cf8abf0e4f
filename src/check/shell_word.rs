use super::commands::commands;
use super::{Input, Rule};
use crate::diagnostic::Diagnostic;

pub(super) const RULE: Rule = Rule {
    id: "shell-word",
    summary: "A word of a command that only a shell understands (a warning).",
    why: "Commands run without a shell, so `&&`, `|`, `>` and `$NAME` reach the program as they are written, which seldom \
          fails: `pytest && ./more` is one run of pytest. Write a script, or call the shell: `[\"sh\", \"-c\", \"…\"]`.",
    check,
};

/// Operators of a POSIX shell that programs seldom take as words of their own; `;` ends the `-exec` of find.
const OPERATORS: [&str; 8] = ["&&", "||", "|", ">", ">>", "<", "2>", "2>&1"];

const SHELLS: [&str; 7] = ["sh", "bash", "dash", "zsh", "ksh", "fish", "pwsh"];

/// Programs that run another one.
const AROUND: [&str; 7] = ["env", "timeout", "nice", "nohup", "sudo", "stdbuf", "time"];

/// Programs of whose own language operators are.
const COMPARING: [&str; 3] = ["test", "[", "expr"];

/// Programs of whose own language `$NAME` is.
const READING: [&str; 6] = ["awk", "gawk", "mawk", "jq", "yq", "envsubst"];

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (path, command) in commands(input.pipeline) {
        let program = program(command);
        if is_one_of(program, &SHELLS) {
            continue;
        }
        for (index, word) in command.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| command[before].as_str());
            let is_value = before.is_some_and(|before| before.len() == 2 && before.starts_with('-'));
            let what = if OPERATORS.contains(&word.as_str()) && !is_value && !is_one_of(program, &COMPARING) {
                "is an operator of shells"
            } else if is_variable(word) && !is_one_of(program, &READING) {
                "holds a variable of shells"
            } else {
                continue;
            };
            let message =
                format!("`{word}` {what}, and no shell runs the command: the program gets it as it is");
            found.push(
                Diagnostic::warning(RULE.id, path.join(index).value(), message).help(
                    "put the line into a script of the repository, or write `[\"sh\", \"-c\", \"…\"]` around it",
                ),
            );
        }
    }
}

/// The program that a command runs in the end.
fn program(command: &[String]) -> &str {
    let is_around = |word: &&String| {
        let is_setting = word.contains('=') && !word.starts_with('-');
        is_one_of(word, &AROUND)
            || is_setting
            || word.starts_with('-')
            || word.starts_with(|c: char| c.is_ascii_digit())
    };
    command
        .iter()
        .find(|word| !is_around(word))
        .map_or("", String::as_str)
}

fn is_one_of(program: &str, names: &[&str]) -> bool {
    let name = program.rsplit('/').next().unwrap_or(program);
    names.contains(&name)
}

/// `$NAME` or `${NAME}`, alone or behind `=`.
fn is_variable(word: &str) -> bool {
    let value = word.rsplit('=').next().unwrap_or(word);
    let Some(name) = value.strip_prefix('$') else {
        return false;
    };
    let name = match name.strip_prefix('{') {
        Some(inner) => inner.strip_suffix('}').unwrap_or_default(),
        None => name,
    };
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
