//! `ctrf.json`: the Common Test Report Format. Written test by test, since there may be millions.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value, json};

use super::Summary;
use super::cell::Name;
use super::test::{Key, Test};
use super::truth::{Names, Truth};
use crate::clock;
use crate::results::ctrf::{milliseconds, status};

/// Writes everything.
pub(super) fn write(truth: &Truth, summary: &Summary, into: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *into, &Report(truth, summary))?;
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
            for (key, test) in &cell.tests {
                list.serialize_element(&entry(name, key, test, &self.0.names))?;
            }
        }
        list.end()
    }
}

fn entry(cell: &Name, key: &Key, test: &Test, names: &Names) -> Value {
    let parts = [names.name(key.suite), names.name(key.class)];
    let mut suite = vec![cell.shown()];
    suite.extend(
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(str::to_owned),
    );
    let mut entry = Map::new();
    entry.insert("name".into(), key.name(names).into());
    entry.insert("status".into(), status(test.status).into());
    entry.insert("duration".into(), milliseconds(test.duration));
    entry.insert("suite".into(), suite.into());
    let excerpt = test.detail.as_ref().map_or("", |detail| &detail.excerpt);
    let optional = [
        ("message", test.message()),
        ("trace", excerpt),
        ("filePath", names.name(test.file)),
    ];
    let given = optional.into_iter().filter(|(_, text)| !text.is_empty());
    entry.extend(given.map(|(key, text)| (key.to_owned(), text.into())));
    entry.insert("rawStatus".into(), test.status.name().into());
    entry.insert("flaky".into(), test.flaky.into());
    entry.insert("retries".into(), test.runs().len().into());
    let attempts = test.runs().iter().enumerate().map(|(index, run)| {
        json!({
            "attempt": index + 1,
            "status": status(run.status),
            "duration": milliseconds(run.duration),
            "message": run.message,
            "trace": run.excerpt,
        })
    });
    let attempts: Vec<Value> = attempts.collect();
    if !attempts.is_empty() {
        entry.insert("retryAttempts".into(), attempts.into());
    }
    Value::Object(entry)
}
