//! LCOV's tracefiles, as geninfo, cargo-llvm-cov, Istanbul and many others write them.

use std::io::{self, BufRead, Read};

use super::lines::Lines;
use super::path::plain;
use crate::reading::Problems;

/// Longest line that is looked at, in bytes.
const LONGEST: u64 = 64 << 10;

/// Whether a file begins like one.
pub(super) fn is_one(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"#"));
    first.is_some_and(|line| line.starts_with(b"TN:") || line.starts_with(b"SF:"))
}

/// Adds its lines: each `DA:` after an `SF:`. Totals are not read, they follow from the lines.
pub(super) fn read(mut input: impl BufRead, into: &mut Lines) -> io::Result<Problems> {
    let mut problems = Problems::default();
    let mut file = String::new();
    let mut number = 0_u64;
    let mut is_open = false;
    let mut line = Vec::new();
    while next(&mut input, &mut line)? {
        number += 1;
        let text = String::from_utf8_lossy(line.trim_ascii());
        if let Some(path) = text.strip_prefix("SF:") {
            file = plain(path);
            is_open = true;
        } else if text == "end_of_record" {
            is_open = false;
        } else if let Some(data) = text.strip_prefix("DA:") {
            let told = if is_open && !file.is_empty() {
                data_line(data, &file, into)
            } else {
                Err("it is of no file")
            };
            if let Err(problem) = told {
                problems.add(format!("line {number}: {problem}"));
            }
        }
    }
    if is_open {
        problems.add(format!("line {number}: the file ends before `end_of_record`"));
    }
    Ok(problems)
}

/// `number,hits` or `number,hits,checksum`.
fn data_line(data: &str, file: &str, into: &mut Lines) -> Result<(), &'static str> {
    let mut parts = data.split(',').map(str::trim);
    let number = parts.next().and_then(|part| part.parse::<u32>().ok());
    let hits = parts.next().and_then(hits);
    let (number, hits) = number
        .zip(hits)
        .ok_or("it is not `DA:NUMBER,HITS`; it does not count")?;
    into.add(file, number, hits).map_err(super::lines::Refused::text)
}

/// A count. What is too large is the largest there is; what is negative, as broken counters tell, is 0.
pub(super) fn hits(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(if digits.len() < text.len() {
        0
    } else {
        digits.parse().unwrap_or(u64::MAX)
    })
}

/// The next line, its beginning if it is too long. Whether there is one.
fn next(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    input.by_ref().take(LONGEST).read_until(b'\n', line)?;
    if line.len() as u64 == LONGEST && line.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
    }
    Ok(!line.is_empty())
}
