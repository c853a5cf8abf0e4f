//! `junit.xml`: a suite for each cell, with the elements of Surefire for what ran more than once.
//!
//! Written test by test, since there may be millions.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesCData, BytesDecl, BytesStart, BytesText, Event};

use super::cell::{Cell, Name};
use super::test::{Key, Past, Test};
use super::truth::{Names, Truth};
use crate::results::Status;

/// Writes everything.
pub(super) fn write(truth: &Truth, into: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml(Writer::new_with_indent(into, b' ', 2));
    xml.0
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = truth.cells.values().flat_map(|cell| cell.tests.values());
    let mut attributes = vec![("name", Cow::Borrowed("pipewright"))];
    // What was skipped, the schema has no room for here.
    attributes.extend(totals(all).into_iter().filter(|(name, _)| *name != "skipped"));
    xml.open("testsuites", &attributes)?;
    for (name, cell) in &truth.cells {
        xml.cell(name, cell, &truth.names)?;
    }
    xml.close("testsuites")?;
    xml.0.get_mut().write_all(b"\n")
}

fn totals<'a>(tests: impl Iterator<Item = &'a Test>) -> [(&'static str, Cow<'static, str>); 5] {
    let (mut all, mut failures, mut errors, mut skipped, mut time) = (0, 0, 0, 0, 0.0);
    for test in tests {
        all += 1;
        failures += usize::from(test.status == Status::Failed);
        errors += usize::from(test.status == Status::Errored);
        skipped += usize::from(test.status == Status::Skipped);
        time += test.duration;
    }
    let number = |value: usize| Cow::Owned(value.to_string());
    [
        ("tests", number(all)),
        ("failures", number(failures)),
        ("errors", number(errors)),
        ("skipped", number(skipped)),
        ("time", seconds(time)),
    ]
}

struct Xml<'a>(Writer<&'a mut dyn Write>);

impl Xml<'_> {
    fn cell(&mut self, name: &Name, cell: &Cell, names: &Names) -> io::Result<()> {
        let mut attributes = vec![("name", Cow::Owned(name.shown()))];
        attributes.extend(totals(cell.tests.values()));
        self.open("testsuite", &attributes)?;
        let properties: Vec<_> = match name {
            Name::Own(own) => vec![
                ("pipewright.version", &own.version),
                ("pipewright.suite", &own.suite),
                ("pipewright.scenario", &own.scenario),
            ],
            Name::Foreign(_) => Vec::new(),
        };
        if !properties.is_empty() {
            self.open("properties", &[])?;
            for (name, value) in properties {
                let attributes = [("name", name.into()), ("value", value.as_str().into())];
                self.0.write_event(Event::Empty(tag("property", &attributes)))?;
            }
            self.close("properties")?;
        }
        for (key, test) in &cell.tests {
            self.test(key, test, names)?;
        }
        self.close("testsuite")
    }

    fn test(&mut self, key: &Key, test: &Test, names: &Names) -> io::Result<()> {
        // A test of the pipeline without cases has its name as its suite.
        let name = key.name(names);
        let suite = Some(names.name(key.suite)).filter(|suite| *suite != name);
        let parts = suite.into_iter().chain([names.name(key.class)]);
        let mut class: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        class.dedup();
        let mut attributes = vec![
            ("name", name),
            ("classname", class.join(".").into()),
            ("time", seconds(test.duration)),
        ];
        let file = names.name(test.file);
        if !file.is_empty() {
            attributes.push(("file", file.into()));
        }
        if test.status == Status::Passed && test.runs().is_empty() && !test.flaky {
            return self.0.write_event(Event::Empty(tag("testcase", &attributes)));
        }
        self.open("testcase", &attributes)?;
        let excerpt = test.detail.as_ref().map_or("", |detail| &detail.excerpt);
        let message = test.message();
        match test.status {
            Status::Passed => {}
            Status::Skipped => self.finding("skipped", message, "", None)?,
            Status::Failed => self.finding("failure", message, excerpt, None)?,
            Status::Errored => self.finding("error", message, excerpt, None)?,
        }
        for run in test.runs() {
            self.run(run, test.status == Status::Passed)?;
        }
        if test.flaky && test.runs().is_empty() {
            let attributes = [
                ("message", "an earlier run did not pass".into()),
                ("type", "failure".into()),
            ];
            self.0
                .write_event(Event::Empty(tag("flakyFailure", &attributes)))?;
        }
        self.close("testcase")
    }

    fn run(&mut self, run: &Past, has_passed: bool) -> io::Result<()> {
        let name = match (has_passed, run.status) {
            (true, Status::Errored) => "flakyError",
            (true, _) => "flakyFailure",
            (false, Status::Errored) => "rerunError",
            (false, _) => "rerunFailure",
        };
        self.finding(name, &run.message, &run.excerpt, Some(run))
    }

    fn finding(
        &mut self,
        name: &'static str,
        message: &str,
        text: &str,
        run: Option<&Past>,
    ) -> io::Result<()> {
        let mut attributes = vec![("message", Cow::Borrowed(message))];
        if let Some(run) = run {
            let kind = if run.status == Status::Errored {
                "error"
            } else {
                "failure"
            };
            attributes.extend([("type", kind.into()), ("time", seconds(run.duration))]);
        }
        if text.is_empty() {
            return self.0.write_event(Event::Empty(tag(name, &attributes)));
        }
        self.open(name, &attributes)?;
        let text = legal(text);
        if text.contains('\r') {
            // Only a reference survives being read.
            let text = escape(&*text).replace('\r', "&#13;");
            self.0.write_event(Event::Text(BytesText::from_escaped(text)))?;
        } else {
            for part in BytesCData::escaped(&text) {
                self.0.write_event(Event::CData(part))?;
            }
        }
        self.close(name)
    }

    fn open(&mut self, name: &'static str, attributes: &[(&'static str, Cow<'_, str>)]) -> io::Result<()> {
        self.0.write_event(Event::Start(tag(name, attributes)))
    }

    fn close(&mut self, name: &'static str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesStart::new(name).to_end()))
    }
}

fn tag<'a>(name: &'static str, attributes: &[(&'static str, Cow<'_, str>)]) -> BytesStart<'a> {
    let mut text = name.to_owned();
    for (key, value) in attributes {
        text.push(' ');
        text.push_str(key);
        text.push_str("=\"");
        text.push_str(&attribute(value));
        text.push('"');
    }
    BytesStart::from_content(text, name.len())
}

/// A value as it has to be written. Line breaks and tabs are references, or they would be read as blanks.
fn attribute(value: &str) -> Cow<'_, str> {
    let is_plain = value
        .bytes()
        .all(|byte| (b' '..0x7f).contains(&byte) && !matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\''));
    if is_plain {
        return Cow::Borrowed(value);
    }
    let text = escape(legal(value)).replace('\n', "&#10;");
    Cow::Owned(text.replace('\r', "&#13;").replace('\t', "&#9;"))
}

/// Text without the characters that XML has no way to write.
fn legal(text: &str) -> Cow<'_, str> {
    let is_illegal = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_illegal) {
        Cow::Owned(text.replace(is_illegal, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn seconds(value: f64) -> Cow<'static, str> {
    Cow::Owned(format!("{value:.3}"))
}
