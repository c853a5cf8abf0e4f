use super::commands::commands;
use super::file::{missing, outside};
use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path, Place};
use crate::read::Kind;

pub(super) const RULE: Rule = Rule {
    id: "command",
    summary: "A command whose program is not in the repository.",
    why: "A program with a `/` in its name is a file of this repository, and must be there. One without is looked for on \
          the PATH of the machine that runs the test.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (path, command) in commands(input.pipeline) {
        program(input, path, command, found);
    }
}

fn program(input: Input<'_>, path: Path, command: &[String], found: &mut Vec<Diagnostic>) {
    let Some(program) = command.first() else { return };
    let place = path.join(0).value();
    if program.is_empty() || program.contains('\0') {
        found.push(
            Diagnostic::error(RULE.id, place, "the command names no program")
                .help("the first word is the program"),
        );
    } else if program.contains(' ') && !program.contains('/') && command.len() == 1 {
        let words = program
            .split_whitespace()
            .map(|word| format!("{word:?}"))
            .collect::<Vec<_>>()
            .join(", ");
        found.push(
            Diagnostic::error(
                RULE.id,
                place,
                format!("`{program}` is a line for a shell, not a program"),
            )
            .help(format!(
                "commands run without a shell: write the words apart, [{words}]"
            )),
        );
    } else if program.contains('/') && !program.starts_with('/') {
        if let Some(diagnostic) = outside(RULE.id, place.clone(), program) {
            found.push(diagnostic);
            return;
        }
        file(input, place, program, found);
    }
}

fn file(input: Input<'_>, place: Place, program: &str, found: &mut Vec<Diagnostic>) {
    match input.root.kind(program) {
        Kind::File => {}
        Kind::Folder => {
            let names = input.root.names(program);
            let message = format!("`{program}` is a folder, not a program");
            found.push(Diagnostic::error(RULE.id, place, message).known(
                &format!("files in {program}"),
                "",
                names.iter().map(String::as_str),
            ));
        }
        Kind::Missing => found.push(missing(RULE.id, place, input.root, "", program)),
    }
}
