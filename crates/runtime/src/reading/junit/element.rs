//! Names of elements, as far as they mean something.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::results::Status;

/// An element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// `testsuites`.
    Root,
    /// `testsuite`, and `suite` of Jenkins' own files.
    Suite,
    /// `testcase`, and `case` of Jenkins' own files.
    Case,
    /// `suites` and `cases` of Jenkins' own files.
    List,
    /// `failure`, `error`, `skipped`.
    Finding(Status),
    /// `flakyFailure`, `flakyError`: it did not pass before it did.
    Flaky(Status),
    /// `rerunFailure`, `rerunError`, `rerun`: it did not pass again.
    Rerun(Status),
    /// `property`.
    Property,
    /// What Jenkins has as an element and others as an attribute.
    Field(Field),
    /// Any other, by a number made from its name.
    Other(u32),
}

/// An attribute that is an element in Jenkins' own files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Class,
    Name,
    Duration,
    Details,
    Trace,
    SkipMessage,
    SuiteName,
}

impl Element {
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"testcase" | b"case" => Self::Case,
            b"testsuite" | b"suite" => Self::Suite,
            b"testsuites" => Self::Root,
            b"suites" | b"cases" => Self::List,
            b"failure" => Self::Finding(Status::Failed),
            b"error" => Self::Finding(Status::Errored),
            b"skipped" | b"ignored" => Self::Finding(Status::Skipped),
            b"flakyFailure" => Self::Flaky(Status::Failed),
            b"flakyError" => Self::Flaky(Status::Errored),
            b"rerunFailure" | b"rerun" => Self::Rerun(Status::Failed),
            b"rerunError" => Self::Rerun(Status::Errored),
            b"property" => Self::Property,
            b"className" => Self::Field(Field::Class),
            b"testName" => Self::Field(Field::Name),
            b"duration" => Self::Field(Field::Duration),
            b"errorDetails" => Self::Field(Field::Details),
            b"errorStackTrace" => Self::Field(Field::Trace),
            b"skippedMessage" => Self::Field(Field::SkipMessage),
            b"name" => Self::Field(Field::SuiteName),
            _ => {
                let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(name);
                Self::Other((hash & u64::from(u32::MAX)) as u32)
            }
        }
    }
}

/// What an attribute like `status` or `result` says, where no element does.
pub(super) fn status(word: &[u8]) -> Option<Status> {
    let word = word.to_ascii_lowercase();
    match word.as_slice() {
        b"notrun" | b"skipped" | b"skip" | b"disabled" | b"suppressed" | b"ignored" | b"pending" => {
            Some(Status::Skipped)
        }
        b"failed" | b"fail" | b"failure" | b"regression" => Some(Status::Failed),
        b"error" | b"errored" | b"broken" => Some(Status::Errored),
        _ => None,
    }
}
