//! Result files of any kind -> cases, one by one, in memory that does not grow with the file.

mod case;
mod elements;
mod encoding;
mod json;
mod junit;
mod late;
mod markup;
mod problems;
mod scan;
mod value;
mod window;

use std::io::{self, Read};
use std::path::Path;

pub(crate) use case::{Case, CaseRun};
pub(crate) use elements::{Element, Next, elements};
pub(crate) use problems::Problems;

use crate::results::{CellName, Counts, Hook, Outcome, Run, TestResult};
use encoding::Found;
use window::Window;

/// What a stream of gzip begins with.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// What a file is, told from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JUnit XML.
    Junit,
    /// Our own `result.json`.
    Result,
    /// The Common Test Report Format.
    Ctrf,
    /// Nothing at all.
    Empty,
    /// It cannot be told: it ends too early, or is no text.
    Unclear,
    /// Something else.
    Foreign,
}

/// A complete case of a file.
#[derive(Debug)]
pub(crate) enum Entry<'a> {
    /// Of a file that others wrote.
    Case(&'a Case),
    /// Of our own `result.json`.
    Test(Box<TestResult>),
}

/// What `result.json` says besides its tests, as far as it could be read.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// The run.
    pub(crate) run: Option<Run>,
    /// The cell.
    pub(crate) cell: Option<CellName>,
    /// What became of the cell.
    pub(crate) outcome: Option<Outcome>,
    /// How many tests there are of each status.
    pub(crate) counts: Option<Counts>,
    /// The tests that had to report.
    pub(crate) expected: Vec<String>,
    /// What ran before and after the tests.
    pub(crate) hooks: Vec<Hook>,
    /// What else went wrong.
    pub(crate) problems: Vec<String>,
}

/// What a file is, apart from its cases.
#[derive(Debug)]
pub(crate) struct Report {
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether it ends too early.
    pub(crate) is_truncated: bool,
    /// What our own result says besides its tests.
    pub(crate) header: Option<Header>,
    /// What is wrong with it.
    pub(crate) problems: Problems,
}

impl Report {
    fn new(kind: Kind, is_truncated: bool) -> Self {
        Self {
            kind,
            is_truncated,
            header: None,
            problems: Problems::default(),
        }
    }

    fn with(mut self, problem: impl Into<String>) -> Self {
        self.problems.add(problem);
        self
    }
}

/// Reads a file, and gives each complete case to a sink, in order. An error means that nothing could be read.
pub(crate) fn read_file(path: &Path, sink: &mut dyn FnMut(Entry<'_>)) -> io::Result<Report> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    read(file, sink)
}

/// Reads an input.
pub(crate) fn read(mut input: impl Read, sink: &mut dyn FnMut(Entry<'_>)) -> io::Result<Report> {
    let mut head = Vec::new();
    input
        .by_ref()
        .take(encoding::HEAD as u64)
        .read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(Report::new(Kind::Empty, true).with("the file is empty"));
    }
    if head.starts_with(&GZIP) {
        return Ok(Report::new(Kind::Unclear, false).with("it is compressed with gzip: unpack it"));
    }
    let encoding = encoding::tell(&head);
    let text = encoding.decode(head.as_slice().chain(input))?;
    let mut window = Window::new(text);
    let mut report = match opening(&mut window) {
        None => Report::new(Kind::Empty, true).with("the file is blank"),
        Some(b'<') => xml(window, &encoding, sink),
        Some(_) => late::read(window, &encoding, sink),
    };
    if report.kind == Kind::Foreign && encoding.is_shifted(&head) {
        report = Report::new(Kind::Unclear, false)
            .with("no text: every other byte is zero, as in UTF-16 of which a byte is missing");
    }
    if encoding.is_malformed() && report.kind != Kind::Foreign {
        report.problems.odd("bytes that are no text in its encoding");
    }
    Ok(report)
}

/// Goes to the first byte that is not blank, and gives it.
fn opening<R: Read>(window: &mut Window<R>) -> Option<u8> {
    loop {
        let bytes = window.hold(1);
        match bytes.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => {
                let first = bytes[at];
                window.skip(at);
                return Some(first);
            }
            None if bytes.is_empty() => return None,
            None => {
                let count = bytes.len();
                window.skip(count);
            }
        }
    }
}

fn xml<R: Read>(window: Window<R>, encoding: &Found, sink: &mut dyn FnMut(Entry<'_>)) -> Report {
    let document = junit::read(window, &mut |case| sink(Entry::Case(case)));
    let kind = match (document.is_report, document.is_cut) {
        (true, _) => Kind::Junit,
        (false, true) => Kind::Unclear,
        (false, false) => Kind::Foreign,
    };
    let mut report = Report {
        kind,
        is_truncated: document.is_cut,
        header: None,
        problems: document.problems,
    };
    if encoding.is_unknown {
        report
            .problems
            .odd("an encoding that is not known, read as UTF-8");
    }
    if kind == Kind::Foreign {
        let root = document.root.unwrap_or_default();
        report
            .problems
            .add(format!("no report of tests: its first element is `{root}`"));
    }
    report
}

#[cfg(test)]
mod tests;
