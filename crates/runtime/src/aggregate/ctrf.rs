//! `ctrf.json`: the Common Test Report Format. Written test by test, since there may be millions.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, json};

use super::Summary;
use super::test::{Key, Test};
use super::truth::{Names, Truth};
use crate::clock;
use crate::results::ctrf::{milliseconds, status};

/// Writes everything, without line breaks: with them, half of a large file would be blanks.
pub(super) fn write(truth: &Truth, summary: &Summary, into: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *into, &Report(truth, summary))?;
    into.write_all(b"\n")
}

struct Report<'a>(&'a Truth, &'a Summary);
struct Results<'a>(&'a Truth, &'a Summary);
struct Tests<'a>(&'a Truth);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("reportFormat", "CTRF")?;
        map.serialize_entry("specVersion", "0.0.0")?;
        map.serialize_entry("generatedBy", "pipewright")?;
        if let Some(finished) = &self.1.finished {
            map.serialize_entry("timestamp", finished)?;
        }
        map.serialize_entry("results", &Results(self.0, self.1))?;
        map.end()
    }
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (summary, counts) = (self.1, &self.1.counts);
        let time = |time: &Option<String>| time.as_deref().map_or(0, clock::milliseconds);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(
            "tool",
            &json!({ "name": "pipewright", "version": env!("CARGO_PKG_VERSION") }),
        )?;
        map.serialize_entry(
            "summary",
            &json!({
                "tests": counts.total,
                "passed": counts.passed,
                "failed": counts.failed + counts.errors,
                "skipped": counts.skipped,
                "pending": 0,
                "other": 0,
                "flaky": counts.flaky,
                "start": time(&summary.started),
                "stop": time(&summary.finished),
            }),
        )?;
        map.serialize_entry("tests", &Tests(self.0))?;
        let mut environment = Map::new();
        for (key, value) in [("branchName", &summary.branch), ("commit", &summary.commit)] {
            environment.extend(value.clone().map(|value| (key.to_owned(), value.into())));
        }
        map.serialize_entry("environment", &environment)?;
        map.serialize_entry(
            "extra",
            &json!({ "verdict": summary.verdict, "ledger": summary.ledger }),
        )?;
        map.end()
    }
}

impl Serialize for Tests<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for (name, cell) in &self.0.cells {
            let cell_name = name.shown();
            for (key, test) in &cell.tests {
                let name = key.name(&self.0.names);
                list.serialize_element(&Entry::of(&cell_name, &name, key, test, &self.0.names))?;
            }
        }
        list.end()
    }
}

/// A test in the words of CTRF.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    name: &'a str,
    status: &'static str,
    duration: u64,
    suite: Suite<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    trace: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    file_path: &'a str,
    raw_status: &'static str,
    flaky: bool,
    retries: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    retry_attempts: Vec<Attempt<'a>>,
}

/// The cell, and then the suite and the class as far as there are.
#[derive(Serialize)]
#[serde(untagged)]
enum Suite<'a> {
    Cell([&'a str; 1]),
    One([&'a str; 2]),
    Both([&'a str; 3]),
}

/// A run of a test before the last one.
#[derive(Serialize)]
struct Attempt<'a> {
    attempt: usize,
    status: &'static str,
    duration: u64,
    message: &'a str,
    trace: &'a str,
}

impl<'a> Entry<'a> {
    fn of(cell: &'a str, name: &'a str, key: &Key, test: &'a Test, names: &'a Names) -> Self {
        let suite = match (names.name(key.suite), names.name(key.class)) {
            ("", "") => Suite::Cell([cell]),
            (one, "") | ("", one) => Suite::One([cell, one]),
            (suite, class) => Suite::Both([cell, suite, class]),
        };
        let attempts = test.runs().iter().enumerate().map(|(index, run)| Attempt {
            attempt: index + 1,
            status: status(run.status),
            duration: milliseconds(run.duration),
            message: &run.message,
            trace: &run.excerpt,
        });
        Self {
            name,
            status: status(test.status),
            duration: milliseconds(test.duration),
            suite,
            message: test.message(),
            trace: test.detail.as_ref().map_or("", |detail| &detail.excerpt),
            file_path: names.name(test.file),
            raw_status: test.status.name(),
            flaky: test.flaky,
            retries: test.runs().len(),
            retry_attempts: attempts.collect(),
        }
    }
}
