//! Result files of any kind -> cases, one by one, in memory that does not grow with the file.

mod case;
mod elements;
mod encoding;
mod json;
mod junit;
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
    /// It ends before it can be told.
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
    let encoding = encoding::tell(&head);
    let text = encoding.decode(head.as_slice().chain(input))?;
    let mut window = Window::new(text);
    let first = opening(&mut window);
    let place = window.place();
    let mut report = match first {
        None => Report::new(Kind::Empty, true).with("the file is blank"),
        Some(b'<') => xml(window, &encoding, sink),
        Some(b'{') => json::read(&mut window, place, sink),
        Some(_) => late(window, &encoding, sink),
    };
    if encoding.is_malformed() && report.kind != Kind::Foreign {
        report.problems.odd("bytes that are no text in its encoding");
    }
    Ok(report)
}

/// Reads a report that begins after something else: what the tool or a shell said before it.
fn late<R: Read>(mut window: Window<R>, encoding: &Found, sink: &mut dyn FnMut(Entry<'_>)) -> Report {
    let place = window.place();
    let foreign = || Report::new(Kind::Foreign, false).with("neither XML nor JSON");
    if !seek(&mut window) {
        return foreign();
    }
    let mut report = xml(window, encoding, sink);
    if report.kind != Kind::Junit {
        return foreign();
    }
    report.problems.odd_at(place, "text before the report");
    report
}

/// Goes to where a report may begin. Whether it does.
fn seek<R: Read>(window: &mut Window<R>) -> bool {
    const LONGEST: usize = 10;
    loop {
        let bytes = window.hold(LONGEST);
        let is_all = bytes.len() < LONGEST;
        let Some(found) = memchr::memchr(b'<', bytes) else {
            let count = bytes.len();
            window.skip(count);
            if is_all && window.hold(1).is_empty() {
                return false;
            }
            continue;
        };
        window.skip(found);
        let bytes = window.hold(LONGEST);
        let begins = [b"<?xml".as_slice(), b"<testsuite", b"<testcase"];
        if begins.iter().any(|begin| bytes.starts_with(begin)) {
            return true;
        }
        window.skip(1);
    }
}

/// The first byte that is not blank.
fn opening<R: Read>(window: &mut Window<R>) -> Option<u8> {
    loop {
        let bytes = window.hold(1);
        match bytes.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => return Some(bytes[at]),
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
