//! The runtime as a child process: one cell, from its start to its end.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use super::Signals;

/// Longest line that is shown, in bytes. The log has all of it.
const LINE: u64 = 4 << 10;

/// What GitHub says to the jobs of a run; whoever runs this inside of a job has a run of their own.
const GITHUB: [&str; 3] = ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "PIPEWRIGHT_PROMISED"];

/// Runs a command to its end. What it prints goes into a log and, line by line, to whoever listens.
pub(super) fn run(
    mut command: Command,
    log: &Path,
    signals: &Signals,
    listen: &dyn Fn(&str),
) -> Result<ExitStatus, String> {
    let program = command.get_program().to_owned();
    let mut file = File::create(log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
    let (reader, writer) = std::io::pipe().map_err(|error| format!("cannot make a pipe: {error}"))?;
    let twin = writer
        .try_clone()
        .map_err(|error| format!("cannot make a pipe: {error}"))?;
    for name in GITHUB {
        command.env_remove(name);
    }
    // A group of its own: signals of the terminal reach it through us, once.
    command
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(twin)
        .process_group(0);
    let mut child = signals
        .spawn(&mut command)
        .map_err(|error| unstartable(Path::new(&program), &error))?;
    // The ends of the pipe that are ours have to go, or it never ends.
    drop(command);
    read(reader, &mut file, listen);
    signals
        .wait(&mut child)
        .map_err(|error| format!("cannot wait for the runtime: {error}"))
}

/// Reads to the end. A full disk loses the log and nothing else.
fn read(reader: impl Read, log: &mut File, listen: &dyn Fn(&str)) {
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    loop {
        line.clear();
        match reader.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let _lost = log.write_all(&line);
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if !text.is_empty() {
            listen(text);
        }
    }
}

/// Why a program could not be started, and what to do.
pub(super) fn unstartable(program: &Path, error: &std::io::Error) -> String {
    format!(
        "cannot start {}: {error}\nthe runtime is a program of its own: install it beside this one, as in\n  \
         cargo install --path crates/runtime\nfrom a clone of pipewright, or name it with --runtime",
        program.display()
    )
}
