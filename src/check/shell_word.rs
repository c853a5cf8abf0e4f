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

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (path, command) in commands(input.pipeline) {
        if command.first().is_none_or(|program| is_shell(program)) {
            continue;
        }
        for (index, word) in command.iter().enumerate() {
            let what = if OPERATORS.contains(&word.as_str()) {
                "is an operator of shells"
            } else if is_variable(word) {
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

fn is_shell(program: &str) -> bool {
    let name = program.rsplit('/').next().unwrap_or(program);
    ["sh", "bash", "dash", "zsh", "ksh", "fish", "pwsh"].contains(&name)
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
