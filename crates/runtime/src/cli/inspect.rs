use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pipewright_model::exit::Runtime;
use serde::Serialize;

use super::{code, complain};
use crate::reading::{Entry, Kind, read_file};
use crate::results::Status;

/// Say what result files hold, one JSON line each.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// JUnit XML, CTRF or `result.json`. What a file is, its content tells.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// What a file holds. Passed, failed, errored and skipped add up to the cases; flaky ones have passed.
#[derive(Debug, Default, Serialize)]
struct Line {
    file: String,
    cases: usize,
    passed: usize,
    failed: usize,
    errored: usize,
    skipped: usize,
    flaky: usize,
    truncated: bool,
    problems: Vec<String>,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    let mut exit = Runtime::Passed;
    let mut output = BufWriter::new(io::stdout().lock());
    for file in &arguments.files {
        let (line, is_read) = inspect(file);
        if !is_read {
            exit = Runtime::Usage;
        }
        let written = serde_json::to_writer(&mut output, &line)
            .map_err(io::Error::from)
            .and_then(|()| output.write_all(b"\n"))
            .and_then(|()| output.flush());
        if let Err(error) = written {
            complain(&format!("cannot write to standard output: {error}"));
            return code(Runtime::Usage);
        }
    }
    code(exit)
}

/// What a file holds, and whether it could be read as a result file at all.
fn inspect(file: &Path) -> (Line, bool) {
    let mut line = Line {
        file: file.to_string_lossy().into_owned(),
        ..Line::default()
    };
    match read_file(file, &mut |entry| line.count(&entry)) {
        Ok(report) => {
            line.truncated = report.is_truncated;
            line.problems = report.problems.told();
            (line, report.kind != Kind::Foreign)
        }
        Err(error) => {
            line.problems.push(format!("cannot be read: {error}"));
            (line, false)
        }
    }
}

impl Line {
    fn count(&mut self, entry: &Entry<'_>) {
        let (status, flaky, replaced) = match entry {
            Entry::Case(case) => (case.status, case.flaky, case.replaces),
            Entry::Test(test) => (test.status, test.flaky, None),
        };
        if let Some(earlier) = replaced {
            self.cases -= 1;
            *self.of(earlier.status) -= 1;
            self.flaky -= usize::from(earlier.flaky);
        }
        self.cases += 1;
        *self.of(status) += 1;
        self.flaky += usize::from(flaky);
    }

    fn of(&mut self, status: Status) -> &mut usize {
        match status {
            Status::Passed => &mut self.passed,
            Status::Failed => &mut self.failed,
            Status::Errored => &mut self.errored,
            Status::Skipped => &mut self.skipped,
        }
    }
}
