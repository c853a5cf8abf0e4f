//! A case while it is read.

use super::element::{Field, status};
use crate::reading::case::{Case, CaseRun, EXCERPT, clip, first_line};
use crate::reading::value::{Attributes, Odd, push_raw, push_text, push_value, seconds};
use crate::results::Status;

/// Why CTest says that it skipped a test which it could not run. It counts such a test as failed itself, and ends with 8.
const NOT_RUN: [&str; 3] = [
    "Unable to find executable",
    "Required Files Missing",
    "Fixture dependency failed",
];

/// A case that is not complete yet. The same one serves for many cases, so that memory is asked for once.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) case: Case,
    finding: Option<Status>,
    /// The finding that an attribute tells, if no element does.
    hint: Option<Status>,
    has_rerun: bool,
    message: String,
    kind: String,
    field: String,
    target: Target,
}

/// Where text goes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Target {
    #[default]
    Nowhere,
    Finding,
    Run,
    Field,
}

impl Open {
    /// A case begins. Says what is odd about it.
    pub(super) fn start(&mut self, attributes: &[u8], suite: &str) -> Vec<&'static str> {
        self.case.clear();
        self.case.suite.push_str(suite);
        (self.finding, self.hint) = (None, None);
        self.has_rerun = false;
        self.target = Target::Nowhere;
        let mut odd = Vec::new();
        let mut attributes = Attributes::new(attributes);
        for (name, value) in attributes.by_ref() {
            let case = &mut self.case;
            let found = match name {
                b"name" => renew(&mut case.name, value),
                b"classname" => renew(&mut case.class, value),
                b"class" if case.class.is_empty() => renew(&mut case.class, value),
                b"file" | b"filepath" if case.file.is_empty() => renew(&mut case.file, value),
                b"time" => {
                    odd.extend(self.time(value));
                    None
                }
                b"status" | b"result" => {
                    self.hint = status(value).or(self.hint);
                    None
                }
                b"flaky" => {
                    case.flaky = value.eq_ignore_ascii_case(b"true");
                    None
                }
                _ => None,
            };
            odd.extend(found.map(Odd::text));
        }
        odd.extend(attributes.odd().map(Odd::text));
        odd
    }

    fn time(&mut self, value: &[u8]) -> Option<&'static str> {
        let time = seconds(value);
        self.case.duration = time.unwrap_or(0.0);
        let is_odd = time.is_none() && !value.trim_ascii().is_empty();
        is_odd.then_some("a time that is no number of seconds, taken as 0")
    }

    /// A failure, an error or a skip begins. The worst is the one that stays.
    pub(super) fn find(&mut self, status: Status, attributes: &[u8]) -> Option<Odd> {
        if self
            .finding
            .is_some_and(|finding| weight(finding) >= weight(status))
        {
            self.target = Target::Nowhere;
            return None;
        }
        self.finding = Some(status);
        self.case.excerpt.clear();
        self.target = Target::Finding;
        let (odd, _) = self.said(attributes);
        self.case.message.clear();
        let message = if self.message.trim().is_empty() {
            &self.kind
        } else {
            &self.message
        };
        if status == Status::Skipped && NOT_RUN.contains(&message.trim()) {
            self.finding = Some(Status::Errored);
        }
        self.case.message.push_str(first_line(message));
        odd
    }

    /// Another run begins.
    pub(super) fn run(&mut self, status: Status, is_rerun: bool, attributes: &[u8]) -> Option<Odd> {
        self.has_rerun |= is_rerun;
        let (odd, duration) = self.said(attributes);
        let message = if self.message.trim().is_empty() {
            &self.kind
        } else {
            &self.message
        };
        if self.case.runs.len() < 100 {
            self.case.runs.push(CaseRun {
                status,
                duration,
                message: first_line(message).to_owned(),
                excerpt: String::new(),
            });
            self.target = Target::Run;
        }
        odd
    }

    fn said(&mut self, attributes: &[u8]) -> (Option<Odd>, Option<f64>) {
        let (mut odd, mut duration) = (None, None);
        self.message.clear();
        self.kind.clear();
        let mut attributes = Attributes::new(attributes);
        for (name, value) in attributes.by_ref() {
            let found = match name {
                b"message" => renew(&mut self.message, value),
                b"type" => renew(&mut self.kind, value),
                b"time" => {
                    duration = seconds(value);
                    None
                }
                _ => None,
            };
            odd = odd.or(found);
        }
        (odd.or(attributes.odd()), duration)
    }

    /// An attribute that is an element begins.
    pub(super) fn field(&mut self) {
        self.field.clear();
        self.target = Target::Field;
    }

    pub(super) fn text(&mut self, bytes: &[u8], is_raw: bool) -> Option<Odd> {
        let into = match self.target {
            Target::Nowhere => return None,
            Target::Finding => &mut self.case.excerpt,
            Target::Run => match self.case.runs.last_mut() {
                Some(run) => &mut run.excerpt,
                None => return None,
            },
            Target::Field => &mut self.field,
        };
        if into.len() >= EXCERPT {
            return None;
        }
        let odd = if is_raw {
            push_raw(into, bytes)
        } else {
            push_text(into, bytes)
        };
        clip(into, EXCERPT);
        odd
    }

    /// What text went to ends.
    pub(super) fn hush(&mut self) {
        // Jenkins writes `<skipped>false</skipped>` into each case.
        let is_denied = self.target == Target::Finding
            && self.finding == Some(Status::Skipped)
            && self.case.excerpt.trim() == "false";
        if is_denied {
            self.finding = None;
            self.case.excerpt.clear();
        }
        self.target = Target::Nowhere;
    }

    /// An attribute that is an element ends.
    pub(super) fn close_field(&mut self, field: Field) -> Option<&'static str> {
        self.target = Target::Nowhere;
        let text = std::mem::take(&mut self.field);
        let mut odd = None;
        match field {
            Field::Class => self.case.class.clone_from(&text),
            Field::Name => self.case.name.clone_from(&text),
            Field::Duration => odd = self.time(text.as_bytes()),
            Field::Details | Field::Trace => {
                self.finding = Some(Status::Failed);
                if self.case.message.is_empty() {
                    self.case.message.push_str(first_line(&text));
                }
                if field == Field::Trace {
                    self.case.excerpt.clone_from(&text);
                }
            }
            Field::SkipMessage => self.case.message.push_str(first_line(&text)),
            Field::SuiteName => {}
        }
        self.field = text;
        odd
    }

    /// The case is complete.
    pub(super) fn close(&mut self) -> &mut Case {
        let case = &mut self.case;
        let rerun = case.runs.last().filter(|_| self.has_rerun).map(|run| run.status);
        case.status = self.finding.or(self.hint).or(rerun).unwrap_or(Status::Passed);
        case.flaky = case.status == Status::Passed && (case.flaky || !case.runs.is_empty());
        if case.name.is_empty() {
            let suite = case.suite.rsplit(" / ").next().unwrap_or_default();
            let name = [case.class.as_str(), suite]
                .into_iter()
                .find(|name| !name.is_empty());
            case.name = name.unwrap_or("(no name)").to_owned();
        }
        tidy(&mut case.message, &mut case.excerpt);
        for run in &mut case.runs {
            tidy(&mut run.message, &mut run.excerpt);
        }
        case
    }

    /// What is known of a case that has not ended.
    pub(super) fn left(&self) -> String {
        let name = if self.case.name.is_empty() {
            "(no name)"
        } else {
            &self.case.name
        };
        let known = match self.finding {
            Some(Status::Failed) => ", which had failed",
            Some(Status::Errored) => ", which had an error",
            _ => "",
        };
        format!("`{}`{known}", first_line(name))
    }
}

/// The worse, the heavier: of an error nobody knows what the case would have said.
const fn weight(status: Status) -> u8 {
    match status {
        Status::Passed => 0,
        Status::Skipped => 1,
        Status::Failed => 2,
        Status::Errored => 3,
    }
}

fn renew(text: &mut String, value: &[u8]) -> Option<Odd> {
    text.clear();
    push_value(text, value)
}

fn tidy(message: &mut String, excerpt: &mut String) {
    if excerpt.is_empty() {
        return;
    }
    let trimmed = excerpt.trim();
    if trimmed.len() < excerpt.len() {
        *excerpt = trimmed.to_owned();
    }
    if message.is_empty() {
        message.push_str(first_line(excerpt));
    }
}
