//! Output. A reader that went away is no error of ours; a disk that is full is one.

use std::io::{self, IsTerminal, Write};

use pipewright_model::exit::Compiler as Exit;

/// Prints to standard output.
pub(super) fn out(text: &str) {
    write(io::stdout().lock(), text);
}

/// Prints to standard error.
pub(super) fn error(text: &str) {
    write(io::stderr().lock(), text);
}

fn write(mut stream: impl Write, text: &str) {
    let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    match written {
        // Nothing can be said to somebody who closed the pipe, and the exit code still tells.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr().lock(), "cannot write the output: {error}");
            std::process::exit(Exit::Input.code().into());
        }
        _ => {}
    }
}

/// `1 cell`, `2 cells`.
pub(super) fn many(count: impl std::fmt::Display, one: &str) -> String {
    let count = count.to_string();
    format!("{count} {one}{}", if count == "1" { "" } else { "s" })
}

/// Whether standard error shows colours. `NO_COLOR` is honoured (<https://no-color.org>).
pub(super) fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
