//! What people see while a cell runs: a progress bar on a terminal, plain lines elsewhere, groups and annotations
//! in GitHub Actions. A reader that goes away never stops a run.

mod annotation;
mod github;
mod printer;
mod words;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::results::{Attempt, CellResult, Hook, Status, Unrun};

pub(crate) use github::annotation;
pub(crate) use words::many;

use printer::Printer;

/// Tells people what happens.
#[derive(Debug)]
pub(crate) struct Console {
    inner: Mutex<Printer>,
    folder: PathBuf,
    is_github: bool,
}

impl Console {
    /// A console for so many tests, whose logs are in a folder.
    pub(crate) fn new(tests: usize, folder: &Path) -> Self {
        let is_github = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        let is_terminal = std::io::stderr().is_terminal() && std::io::stdout().is_terminal() && !is_github;
        let inner = Mutex::new(Printer::new(is_terminal.then_some(tests)));
        Self {
            inner,
            folder: folder.to_owned(),
            is_github,
        }
    }

    /// A test starts.
    pub(crate) fn starts(&self, test: &str) {
        self.printer().starts(test);
    }

    /// An attempt has ended.
    pub(crate) fn ended(&self, attempt: &Attempt) {
        let mut printer = self.printer();
        printer.ends(&attempt.test, attempt.number == 1);
        printer.line(&words::attempt(attempt));
        if attempt.status.is_bad() {
            self.explain(&mut printer, attempt);
        }
    }

    /// A failed test is not tried again.
    pub(crate) fn leaves(&self, test: &str, reason: &str) {
        self.printer().line(&words::plain(&format!(
            "       {test}: not tried again, {reason}"
        )));
    }

    /// A test is not run.
    pub(crate) fn unrun(&self, unrun: &Unrun) {
        let status = if unrun.failure.is_some() {
            Status::Errored
        } else {
            Status::Skipped
        };
        let mut printer = self.printer();
        printer.ends(&unrun.test, true);
        printer.line(&words::plain(&format!(
            "{:<5} {:>9}  {}: {}",
            label(status),
            "",
            unrun.test,
            unrun.reason
        )));
    }

    /// Something ran before or after the tests.
    pub(crate) fn hook(&self, hook: &Hook) {
        let message = hook
            .message
            .as_ref()
            .map(|message| format!(": {message}"))
            .unwrap_or_default();
        let text = format!(
            "{:<5} {:>8.3}s  ({}){message}",
            label(hook.status),
            hook.duration,
            hook.name
        );
        self.printer().line(&words::plain(&text));
    }

    /// Something went wrong with the run itself.
    pub(crate) fn fault(&self, text: &str) {
        let mut printer = self.printer();
        printer.line(&words::plain(&format!("error: {text}")));
    }

    /// The run is over. `remarks`: what somebody should look at, whatever came of it.
    pub(crate) fn closes(&self, result: &CellResult, remarks: &[String]) {
        let mut printer = self.printer();
        printer.finish();
        if self.is_github {
            for line in annotation::of(result, remarks) {
                printer.line(&line);
            }
        }
        for remark in remarks {
            printer.line(&words::plain(&format!("warning: {remark}")));
        }
        for line in words::summary(result) {
            printer.line(&line);
        }
        printer.line(&words::plain(&format!("results: {}", self.folder.display())));
    }

    fn explain(&self, printer: &mut Printer, attempt: &Attempt) {
        let Some(excerpt) = &attempt.excerpt else { return };
        let title = words::plain(&format!("output of {}", attempt.test));
        if self.is_github {
            printer.block(&github::group(&title, excerpt));
        } else {
            let indented: String = excerpt
                .lines()
                .map(|line| format!("       | {}\n", words::plain(line)))
                .collect();
            printer.block(&indented);
        }
    }

    fn printer(&self) -> std::sync::MutexGuard<'_, Printer> {
        self.inner.lock().expect("no panic while it is held")
    }
}

/// Words of one width for a status.
const fn label(status: Status) -> &'static str {
    match status {
        Status::Passed => "PASS",
        Status::Failed => "FAIL",
        Status::Errored => "ERROR",
        Status::Skipped => "SKIP",
    }
}
