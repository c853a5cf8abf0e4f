//! Cobertura XML, as coverage.py, gcovr, Cobertura itself and many others write it.

use std::io::{self, Read};

use super::lines::Lines;
use super::path::plain;
use crate::reading::{Element, Next, Problems, elements};

/// Attributes of which the first element of a Cobertura file has at least one. Clover's has none of them.
const MARKS: [&str; 4] = ["line-rate", "lines-valid", "lines-covered", "branch-rate"];

/// Whether a file begins like one.
pub(super) fn is_one(head: &[u8]) -> bool {
    let mut is_one = false;
    let found = elements(head, &mut |element| {
        is_one = element.name == b"coverage" && MARKS.iter().any(|mark| element.attribute(mark).is_some());
        Next::Stop
    });
    found.is_ok() && is_one
}

/// Adds its lines: each `line` inside of a `class` with a `filename`. Rates are not read, they follow from the lines.
pub(super) fn read(input: impl Read, into: &mut Lines) -> io::Result<Problems> {
    let mut file = String::new();
    let mut own = Problems::default();
    let mut found = elements(input, &mut |element| {
        match element.name {
            b"class" => {
                file = element
                    .attribute("filename")
                    .as_deref()
                    .map(plain)
                    .unwrap_or_default()
            }
            b"line" if file.is_empty() => {
                own.add("a line that is in no class with a filename; it does not count")
            }
            b"line" => line(element, &file, into, &mut own),
            _ => {}
        }
        Next::Go
    })?;
    own.told().into_iter().for_each(|problem| found.add(problem));
    Ok(found)
}

fn line(element: &Element<'_>, file: &str, into: &mut Lines, problems: &mut Problems) {
    let number = element
        .attribute("number")
        .and_then(|number| number.trim().parse::<u32>().ok());
    let hits = element
        .attribute("hits")
        .and_then(|hits| super::lcov::hits(&hits));
    let Some((number, hits)) = number.zip(hits) else {
        problems.add(format!(
            "{file}: a line without a number, or without hits; it does not count"
        ));
        return;
    };
    if let Err(refused) = into.add(file, number, hits) {
        problems.add(format!("{file}: {}", refused.text()));
    }
}
