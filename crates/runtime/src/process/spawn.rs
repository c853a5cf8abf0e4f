//! A command, as a value, and its first moment.

use std::ffi::OsString;
use std::io::PipeReader;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::{fmt, fs, io};

/// What is run.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    /// The program and its arguments, as the user wrote them.
    pub(crate) words: Vec<String>,
    /// The folder it runs in, to which a program with a slash in its name is relative.
    pub(crate) folder: PathBuf,
    /// All of its environment.
    pub(crate) environment: Vec<(String, OsString)>,
    /// An entry `NAME=value` of the environment that no other command has.
    pub(crate) mark: String,
    /// Whether what it starts may go on when it has ended by itself.
    pub(crate) leaves: bool,
}

/// A command that could not be started, and why, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unstarted(pub(crate) String);

impl fmt::Display for Unstarted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Command {
    /// Starts it: no standard input, both outputs in one pipe, in a process group of its own.
    pub(super) fn spawn(&self) -> Result<(Child, PipeReader), Unstarted> {
        let name = self.words.first().map_or("", String::as_str);
        let program = self.program(name);
        let pipe = io::pipe().and_then(|(reader, writer)| Ok((reader, writer.try_clone()?, writer)));
        let (reader, output, errors) =
            pipe.map_err(|error| Unstarted(format!("cannot make a pipe: {error}")))?;
        let mut command = std::process::Command::new(&program);
        command
            .args(&self.words[1..])
            .current_dir(&self.folder)
            .env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .process_group(0);
        match command.spawn() {
            Ok(child) => Ok((child, reader)),
            Err(error) => Err(Unstarted(self.explain(name, &program, &error))),
        }
    }

    /// The file that a name means. Looking it up here, and not in the child, lets the child start without a copy of
    /// this process.
    fn program(&self, name: &str) -> PathBuf {
        if name.contains('/') {
            return self.folder.join(name);
        }
        let path = self
            .environment
            .iter()
            .rev()
            .find(|(variable, _)| variable == "PATH");
        let folders = path
            .map(|(_, path)| std::env::split_paths(path).collect::<Vec<_>>())
            .unwrap_or_default();
        let files = folders.iter().map(|folder| self.folder.join(folder).join(name));
        files
            .into_iter()
            .find(|file| is_executable(file))
            .unwrap_or_else(|| PathBuf::from(name))
    }

    fn explain(&self, name: &str, program: &Path, error: &io::Error) -> String {
        let is_path = name.contains('/');
        match (error.kind(), error.raw_os_error()) {
            (io::ErrorKind::NotFound, _) if !self.folder.is_dir() => {
                format!(
                    "cannot run `{name}`: there is no folder {}",
                    self.folder.display()
                )
            }
            (io::ErrorKind::NotFound, _) if !is_path => {
                format!("cannot run `{name}`: no such program on PATH")
            }
            (io::ErrorKind::NotFound, _) if program.exists() => {
                let interpreter = interpreter(program).unwrap_or_else(|| "its interpreter".to_owned());
                format!("cannot run `{name}`: {interpreter}, named in its first line, does not exist")
            }
            (io::ErrorKind::NotFound, _) => {
                format!("cannot run `{name}`: there is no file {}", program.display())
            }
            (io::ErrorKind::PermissionDenied, _) if program.is_dir() => {
                format!("cannot run `{name}`: it is a folder")
            }
            (io::ErrorKind::PermissionDenied, _) => {
                format!("cannot run `{name}`: it is not executable; `chmod +x {name}` makes it so")
            }
            (_, Some(code)) if code == rustix::io::Errno::NOEXEC.raw_os_error() => {
                format!("cannot run `{name}`: it is no program, and has no first line such as `#!/bin/sh`")
            }
            _ => format!("cannot run `{name}`: {error}"),
        }
    }
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

fn interpreter(program: &Path) -> Option<String> {
    let text = fs::read(program).ok()?;
    let line = text.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()?;
    let line = String::from_utf8_lossy(line);
    let path = line.split_ascii_whitespace().next()?;
    Some(if line.ends_with('\r') {
        format!("`{path}` with a carriage return (CRLF line ends)")
    } else {
        format!("`{path}`")
    })
}
