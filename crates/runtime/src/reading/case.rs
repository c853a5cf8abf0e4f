//! A case as a file tells it.

use crate::results::Status;

/// Most bytes of the text of a finding that are kept.
pub(super) const EXCERPT: usize = 4 << 10;
/// Most characters of a message that are kept.
const MESSAGE: usize = 500;

/// A case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Case {
    /// Names of the suites that it is in, from the outermost, joined by ` / `.
    pub(crate) suite: String,
    /// Its class.
    pub(crate) class: String,
    /// Its name.
    pub(crate) name: String,
    /// Its file. Empty if unknown.
    pub(crate) file: String,
    /// What became of it.
    pub(crate) status: Status,
    /// Whether it passed only after it had not.
    pub(crate) flaky: bool,
    /// In seconds.
    pub(crate) duration: f64,
    /// What happened, in one line. Empty if nothing is said.
    pub(crate) message: String,
    /// More about it: a stack trace, an assertion. Empty if nothing is said.
    pub(crate) excerpt: String,
    /// Its other runs, which did not pass: those before it passed, or those after it failed first.
    pub(crate) runs: Vec<CaseRun>,
    /// An earlier case of the same file, in the place of which this one stands.
    pub(crate) replaces: Option<Replaced>,
}

/// A case in the place of which another stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Replaced {
    /// What had become of it.
    pub(crate) status: Status,
    /// Whether it had passed only after it had not.
    pub(crate) flaky: bool,
}

/// Another run of a case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CaseRun {
    /// What became of it.
    pub(crate) status: Status,
    /// In seconds, if known.
    pub(crate) duration: Option<f64>,
    /// What happened, in one line.
    pub(crate) message: String,
    /// More about it.
    pub(crate) excerpt: String,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            suite: String::new(),
            class: String::new(),
            name: String::new(),
            file: String::new(),
            status: Status::Passed,
            flaky: false,
            duration: 0.0,
            message: String::new(),
            excerpt: String::new(),
            runs: Vec::new(),
            replaces: None,
        }
    }
}

impl Case {
    /// Makes it as good as new, with the memory it has.
    pub(super) fn clear(&mut self) {
        for text in [
            &mut self.suite,
            &mut self.class,
            &mut self.name,
            &mut self.file,
            &mut self.message,
            &mut self.excerpt,
        ] {
            text.clear();
        }
        self.status = Status::Passed;
        self.flaky = false;
        self.duration = 0.0;
        self.runs.clear();
        self.replaces = None;
    }
}

/// The first line that says something, of a length that fits on a page.
pub(crate) fn first_line(text: &str) -> &str {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let line = line.unwrap_or_default();
    line.char_indices()
        .nth(MESSAGE)
        .map_or(line, |(end, _)| &line[..end])
}

/// Cuts a text to what is kept of it.
pub(super) fn clip(text: &mut String, most: usize) {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
    }
}
