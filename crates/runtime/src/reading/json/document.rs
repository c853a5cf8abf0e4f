//! A document, of which no more than one test is in memory.

use std::fmt;
use std::io::{BufReader, Read};

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::bounded::{Bounded, Room};
use super::claims::Claims;
use super::clip::Clip;
use super::ctrf;
use crate::reading::window::Place;
use crate::reading::{Entry, Header, Kind, Report};
use crate::results::TestResult;

/// The version of `result.json` that is understood.
const FORMAT: u64 = 1;

/// Gives each complete test of a document that begins at a place to a sink, in order. What it is, and if it is whole, how
/// many bytes it takes.
pub(in crate::reading) fn read(
    input: impl Read,
    place: Place,
    sink: &mut dyn FnMut(Entry<'_>),
) -> (Report, Option<usize>) {
    let mut state = State {
        report: Report::new(Kind::Foreign, false),
        header: Header::default(),
        format: None,
        has_tests: false,
        claims: Claims::default(),
        sink,
    };
    let mut clip = Clip::new(input, place);
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(&mut clip));
    let outcome = Top(&mut state).deserialize(&mut json);
    let is_whole = outcome.is_ok();
    if let Err(error) = outcome.and_then(|()| json.end()) {
        let text = error.to_string();
        let text = text.split(" at line ").next().unwrap_or_default();
        let place = place.within(error.line() as u64, error.column() as u64);
        state.report.is_truncated = error.is_eof();
        state.report.problems.at(place, text);
    }
    let length = clip.end().filter(|_| is_whole);
    state.report.problems.join(clip.odd());
    (state.finish(), length)
}

struct State<'s> {
    report: Report,
    header: Header,
    format: Option<u64>,
    has_tests: bool,
    claims: Claims,
    sink: &'s mut dyn FnMut(Entry<'_>),
}

impl State<'_> {
    fn finish(mut self) -> Report {
        // Where tests are lost, that is told already.
        let broken = self
            .claims
            .broken()
            .filter(|_| !self.report.problems.is_damaged());
        if let Some(broken) = broken.filter(|_| self.report.kind != Kind::Result) {
            self.report.kind = Kind::Ctrf;
            self.report.problems.add(format!("its summary {broken}"));
        }
        if let Some(format) = self.format.filter(|format| *format != FORMAT) {
            let text =
                format!("format {format} is not the one that is known, {FORMAT}; read as far as it is alike");
            self.report.problems.add(text);
        }
        if self.format.is_some() && self.report.kind == Kind::Foreign {
            self.report.kind = Kind::Result;
        }
        if self.report.kind == Kind::Result {
            self.report.header = Some(self.header);
        } else if self.report.kind == Kind::Foreign && self.report.is_truncated && !self.has_tests {
            self.report.kind = Kind::Unclear;
        } else if self.report.kind == Kind::Foreign {
            self.report
                .problems
                .add("no report of tests: neither CTRF nor a result of a cell");
        }
        self.report
    }

    fn entry(&mut self, index: usize, value: Value, is_ctrf: bool) {
        self.has_tests = true;
        let entry = if is_ctrf {
            ctrf::case(&value).map(|case| {
                self.claims.note(case.status.is_bad() || !case.runs.is_empty());
                (self.sink)(Entry::Case(&case));
            })
        } else {
            let result = TestResult::deserialize(value).map_err(|error| error.to_string());
            result.map(|result| (self.sink)(Entry::Test(Box::new(result))))
        };
        if let Err(error) = entry {
            self.report
                .problems
                .add(format!("test {} cannot be understood: {error}", index + 1));
        }
    }

    /// A part of our own result.
    fn part(&mut self, key: &str, value: Value) {
        self.report.kind = Kind::Result;
        let header = &mut self.header;
        let outcome = match key {
            "run" => Deserialize::deserialize(value).map(|run| header.run = Some(run)),
            "cell" => Deserialize::deserialize(value).map(|cell| header.cell = Some(cell)),
            "outcome" => Deserialize::deserialize(value).map(|outcome| header.outcome = Some(outcome)),
            "suite" => Deserialize::deserialize(value).map(|counts| header.counts = Some(counts)),
            "expected" => Deserialize::deserialize(value).map(|expected| header.expected = expected),
            "hooks" => Deserialize::deserialize(value).map(|hooks| header.hooks = hooks),
            _ => Deserialize::deserialize(value).map(|problems| header.problems = problems),
        };
        if let Err(error) = outcome {
            self.report
                .problems
                .add(format!("`{key}` cannot be understood: {error}"));
        }
    }
}

/// The object around everything.
struct Top<'a, 's>(&'a mut State<'s>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" => self.0.format = map.next_value_seed(Bounded(&mut Room::new()))?.as_u64(),
                "run" | "cell" | "outcome" | "suite" | "expected" | "hooks" | "problems"
                    if self.0.format.is_some() =>
                {
                    let mut room = Room::new();
                    let value = map.next_value_seed(Bounded(&mut room))?;
                    self.0.part(&key, value);
                    if room.is_full() {
                        let text = format!("`{key}` is far too long, and was read in part");
                        self.0.report.problems.add(text);
                    }
                }
                "tests" if self.0.format.is_some() => {
                    self.0.report.kind = Kind::Result;
                    map.next_value_seed(Tests(self.0, false))?;
                }
                "results" => map.next_value_seed(Results(self.0))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// `results` of CTRF.
struct Results<'a, 's>(&'a mut State<'s>);

impl<'de> DeserializeSeed<'de> for Results<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Results<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with `tests`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "tests" {
                self.0.report.kind = Kind::Ctrf;
                map.next_value_seed(Tests(self.0, true))?;
            } else if key == "summary" {
                self.0.claims = self
                    .0
                    .claims
                    .with(&map.next_value_seed(Bounded(&mut Room::new()))?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

/// A list of tests, of CTRF or not.
struct Tests<'a, 's>(&'a mut State<'s>, bool);

impl<'de> DeserializeSeed<'de> for Tests<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Tests<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of tests")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut index = 0;
        loop {
            let mut room = Room::new();
            let Some(value) = list.next_element_seed(Bounded(&mut room))? else {
                return Ok(());
            };
            self.0.entry(index, value, self.1);
            index += 1;
            if room.is_full() {
                let text = format!("test {index} is far too long, and was read in part");
                self.0.report.problems.add(text);
            }
        }
    }
}
