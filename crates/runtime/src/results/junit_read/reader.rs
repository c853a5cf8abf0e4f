//! The stream of elements -> cases.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::case::Open;
use super::text::{attribute, reference};
use crate::results::Case;

/// What a JUnit file says.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Its cases, in order.
    pub(crate) cases: Vec<Case>,
    /// What is wrong with it.
    pub(crate) problems: Vec<String>,
    /// Whether it ends too early.
    pub(crate) truncated: bool,
}

/// Reads a JUnit file. There is no error: what can be read is read, and the rest is a problem.
pub(crate) fn read(input: impl BufRead) -> Report {
    let mut reader = Reader::from_reader(input);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut state = State::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => state.take(&event),
            Err(error) => {
                state.report.problems.push(format!(
                    "not well-formed at byte {}: {error}",
                    reader.buffer_position()
                ));
                state.report.truncated = true;
                break;
            }
        }
    }
    state.finish()
}

#[derive(Debug, Default)]
struct State {
    report: Report,
    suites: Vec<String>,
    case: Option<Open>,
    /// Elements inside the case.
    depth: usize,
    has_root: bool,
}

impl State {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => self.begin(element),
            Event::Empty(element) => {
                self.begin(element);
                self.end(element.local_name().as_ref());
            }
            Event::End(element) => self.end(element.local_name().as_ref()),
            Event::Text(text) => self.text(&String::from_utf8_lossy(text)),
            Event::CData(text) => self.text(&String::from_utf8_lossy(text)),
            Event::GeneralRef(name) => self.text(&reference(name)),
            _ => {}
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        match (element.local_name().as_ref(), &mut self.case) {
            (_, Some(case)) => {
                self.depth += 1;
                case.begin(element);
            }
            (b"testsuites", None) => self.has_root = true,
            (b"testsuite", None) => {
                self.has_root = true;
                self.suites.push(attribute(element, "name").unwrap_or_default());
            }
            (b"testcase", None) => {
                self.has_root = true;
                let suite = self.suites.last().map(String::as_str).unwrap_or_default();
                self.case = Some(Open::new(element, suite));
                self.depth = 0;
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match &mut self.case {
            Some(case) if self.depth > 0 && name != b"testcase" => {
                self.depth -= 1;
                if self.depth == 0 {
                    case.end();
                }
            }
            Some(_) if name == b"testcase" => {
                self.report.cases.extend(self.case.take().map(Open::close));
            }
            None if name == b"testsuite" => {
                self.suites.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(case) = &mut self.case {
            case.text(text);
        }
    }

    fn finish(mut self) -> Report {
        let is_cut = self.case.is_some() || !self.suites.is_empty();
        self.report.cases.extend(self.case.take().map(Open::cut));
        if is_cut && !self.report.truncated {
            self.report.truncated = true;
            self.report.problems.push("the file ends too early".to_owned());
        }
        if !self.has_root && self.report.problems.is_empty() {
            self.report
                .problems
                .push("this is no JUnit file: it has no test suite".to_owned());
        }
        self.report
    }
}
