//! A `testcase` while it is read.

use quick_xml::events::BytesStart;

use super::text::{attribute, first_line, seconds};
use crate::results::{Case, CaseRun, Status};

/// Most characters of the text of a failure that are kept.
const EXCERPT: usize = 4 << 10;

/// A case that is not complete yet.
#[derive(Debug)]
pub(super) struct Open {
    case: Case,
    time: f64,
    status: Option<Finding>,
    /// Runs before the one that the case ends with, or after the first failure.
    others: Vec<Finding>,
    target: Option<Target>,
}

#[derive(Debug)]
struct Finding {
    status: Status,
    time: Option<f64>,
    message: Option<String>,
    text: String,
}

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Main,
    Other,
    Nowhere,
}

impl Open {
    pub(super) fn new(element: &BytesStart<'_>, suite: &str) -> Self {
        let class = attribute(element, "classname")
            .or_else(|| attribute(element, "class"))
            .unwrap_or_default();
        let name = attribute(element, "name").filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| {
            if suite.is_empty() {
                "(no name)".to_owned()
            } else {
                suite.to_owned()
            }
        });
        let time = attribute(element, "time")
            .and_then(|time| seconds(&time))
            .unwrap_or(0.0);
        let is_skipped = ["status", "result"]
            .iter()
            .filter_map(|key| attribute(element, key))
            .any(|value| {
                matches!(
                    value.to_ascii_lowercase().as_str(),
                    "notrun" | "skipped" | "disabled" | "suppressed"
                )
            });
        let status = is_skipped.then(|| Finding::new(Status::Skipped, None, None));
        let case = Case {
            name,
            class,
            file: attribute(element, "file"),
            runs: Vec::new(),
        };
        Self {
            case,
            time,
            status,
            others: Vec::new(),
            target: None,
        }
    }

    /// An element inside the case begins.
    pub(super) fn begin(&mut self, element: &BytesStart<'_>) {
        if self.target.is_some() {
            return;
        }
        let finding = |status| {
            let time = attribute(element, "time").and_then(|time| seconds(&time));
            let message = attribute(element, "message").filter(|text| !text.trim().is_empty());
            Finding::new(status, time, message.or_else(|| attribute(element, "type")))
        };
        self.target = Some(match element.local_name().as_ref() {
            b"failure" => self.settle(finding(Status::Failed)),
            b"error" => self.settle(finding(Status::Errored)),
            b"skipped" => self.settle(finding(Status::Skipped)),
            b"flakyFailure" | b"rerunFailure" => self.add(finding(Status::Failed)),
            b"flakyError" | b"rerunError" => self.add(finding(Status::Errored)),
            _ => Target::Nowhere,
        });
    }

    /// The element inside the case ends.
    pub(super) fn end(&mut self) {
        self.target = None;
    }

    pub(super) fn text(&mut self, text: &str) {
        let finding = match self.target {
            Some(Target::Main) => self.status.as_mut(),
            Some(Target::Other) => self.others.last_mut(),
            _ => None,
        };
        if let Some(finding) = finding {
            let room = EXCERPT.saturating_sub(finding.text.len());
            finding.text.extend(text.chars().take(room));
        }
    }

    /// The worst of several findings is the one that stays: a failure in the test and an error in its teardown.
    fn settle(&mut self, finding: Finding) -> Target {
        let is_worse = self.status.as_ref().is_none_or(|status| !status.status.is_bad());
        if is_worse {
            self.status = Some(finding);
            return Target::Main;
        }
        Target::Nowhere
    }

    fn add(&mut self, finding: Finding) -> Target {
        self.others.push(finding);
        Target::Other
    }

    /// The case, complete.
    pub(super) fn close(mut self) -> Case {
        let time = self.time;
        let last = self
            .status
            .unwrap_or_else(|| Finding::new(Status::Passed, None, None));
        let others = self.others.into_iter().map(|finding| finding.run(None));
        let main = [last].into_iter().map(|finding| finding.run(Some(time)));
        let runs: Vec<CaseRun> = others.chain(main).collect();
        self.case.runs = runs;
        self.case
    }

    /// The case, of a file that ends inside it: nobody knows what it would have been.
    pub(super) fn cut(mut self) -> Case {
        if self.status.as_ref().is_none_or(|status| !status.status.is_bad()) {
            self.status = Some(Finding::new(
                Status::Errored,
                None,
                Some("the file ends inside this case".to_owned()),
            ));
        }
        self.close()
    }
}

impl Finding {
    fn new(status: Status, time: Option<f64>, message: Option<String>) -> Self {
        Self {
            status,
            time,
            message,
            text: String::new(),
        }
    }

    fn run(self, time: Option<f64>) -> CaseRun {
        let text = Some(self.text.trim().to_owned()).filter(|text| !text.is_empty());
        let message = self
            .message
            .as_deref()
            .and_then(first_line)
            .or_else(|| text.as_deref().and_then(first_line));
        let duration = self.time.or(time).unwrap_or(0.0);
        let excerpt = text.filter(|_| self.status.is_bad());
        CaseRun {
            status: self.status,
            duration,
            message,
            excerpt,
        }
    }
}
