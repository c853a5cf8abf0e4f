//! Reports that do not begin with their first byte, or are JSON: what a tool or a shell said before them is passed over.

use std::io::{BufReader, Read};

use serde::de::IgnoredAny;

use super::encoding::Found;
use super::window::{Ahead, Window};
use super::{Entry, Kind, Report, json, xml};

/// How much of what turns out to be no report is looked at, and then looked through for one.
const AHEAD: usize = 1 << 20;
/// How much is looked at again in all: with many lines that begin like an object it could be all of the file for each.
const AGAIN: usize = 64 << 20;
/// How much has to be seen to tell what a `<` begins.
const LOOK: usize = 10;

/// Reads the first report that there is.
pub(super) fn read<R: Read>(
    mut window: Window<R>,
    encoding: &Found,
    sink: &mut dyn FnMut(Entry<'_>),
) -> Report {
    let place = window.place();
    if is_blank(&mut window) {
        return Report::new(Kind::Empty, true).with("no text, only bytes that are zero");
    }
    if window.hold(1).first() == Some(&b'[') && is_list(&mut window) {
        return Report::new(Kind::Foreign, false).with("JSON, and no report of tests");
    }
    let late = |mut report: Report, passed: Passed| {
        if passed.is_torn {
            let text = "a tag without its beginning is before the report: cases may be lost with it";
            report.problems.at(place, text);
        } else {
            report.problems.odd_at(place, "text before the report");
        }
        report
    };
    // What the file is if nothing in it is a report.
    let mut other = Report::new(Kind::Foreign, false).with("neither XML nor JSON");
    let (mut passed, mut again) = (Passed::default(), 0);
    while let Some(begin) = seek(&mut window, &mut passed, again < AGAIN) {
        let is_late = window.place() != place;
        if begin == b'<' {
            let report = xml(window, encoding, sink);
            return if report.kind == Kind::Junit {
                late(report, passed)
            } else {
                other
            };
        }
        let (report, next) = object(&mut window, sink);
        match (report.kind, next) {
            (Kind::Ctrf | Kind::Result, _) if is_late => return late(report, passed),
            (Kind::Ctrf | Kind::Result, _) => return report,
            // A document that is damaged, and not what a tool said.
            (_, Next::Byte(_) | Next::Nowhere) if !is_late => return report,
            (_, Next::Nowhere) => return other,
            (kind, Next::Byte(looked)) => {
                window.skip(1);
                again += looked;
                passed.last = begin;
                if kind == Kind::Unclear {
                    other = report;
                }
            }
            (_, Next::After(length)) => {
                window.skip(length);
                passed.last = b'\n';
                if !is_late {
                    other = report;
                }
            }
        }
    }
    other
}

/// Whether there is nothing but blanks and zeros, as a disk that lost a file's content leaves it.
fn is_blank<R: Read>(window: &mut Window<R>) -> bool {
    loop {
        let bytes = window.hold(1);
        let found = bytes
            .iter()
            .position(|byte| *byte != 0 && !byte.is_ascii_whitespace());
        let count = found.unwrap_or(bytes.len());
        let is_over = bytes.is_empty();
        window.skip(count);
        if found.is_some() || is_over {
            return is_over;
        }
    }
}

/// Whether all of it is a list in JSON, or the beginning of one.
fn is_list<R: Read>(window: &mut Window<R>) -> bool {
    let mut ahead = Ahead::new(window, AHEAD);
    let list = serde_json::from_reader::<_, IgnoredAny>(BufReader::new(&mut ahead));
    list.map_or_else(|error| error.is_eof(), |_| true) || ahead.is_gone()
}

/// Where to look on, after an object that is no report.
enum Next {
    /// After the object, which is whole.
    After(usize),
    /// After its first byte: it is no JSON, or ends too early. So many bytes have been looked at.
    Byte(usize),
    /// There is too much of it to look again.
    Nowhere,
}

/// Reads an object, which stays in the window unless it is a report or too long.
fn object<R: Read>(window: &mut Window<R>, sink: &mut dyn FnMut(Entry<'_>)) -> (Report, Next) {
    let place = window.place();
    let mut ahead = Ahead::new(window, AHEAD);
    let (report, length) = json::read(&mut ahead, place, sink);
    let next = match length {
        _ if ahead.is_gone() => Next::Nowhere,
        Some(length) => Next::After(length),
        None => Next::Byte(ahead.at()),
    };
    (report, next)
}

/// What is passed over before a report.
#[derive(Debug, Clone, Copy)]
struct Passed {
    /// The last byte of it.
    last: u8,
    /// Whether a `<` was passed that nothing has closed yet.
    is_open: bool,
    /// Whether a tag ended that nobody saw begin: a file without its head, and not what a tool said.
    is_torn: bool,
}

impl Default for Passed {
    fn default() -> Self {
        Self {
            last: b'\n',
            is_open: false,
            is_torn: false,
        }
    }
}

impl Passed {
    /// Bytes without a `<`.
    fn pass(&mut self, bytes: &[u8]) {
        self.last = bytes.last().copied().unwrap_or(self.last);
        if memchr::memmem::find(bytes, b"/>").is_some() {
            self.is_torn |= !self.is_open;
            self.is_open = false;
        }
    }
}

/// Goes to where a report may begin, and gives the byte that is there: the `<` of one of its tags, or a `{` at the
/// beginning of a line, if one is wanted.
fn seek<R: Read>(window: &mut Window<R>, passed: &mut Passed, is_object_wanted: bool) -> Option<u8> {
    loop {
        let bytes = window.hold(LOOK);
        let Some(found) = memchr::memchr2(b'<', b'{', bytes) else {
            let count = bytes.len();
            passed.pass(bytes);
            window.skip(count);
            if count < LOOK {
                return None;
            }
            continue;
        };
        passed.pass(&bytes[..found]);
        window.skip(found);
        let bytes = window.hold(LOOK);
        let begin = bytes[0];
        let is_begin = match begin {
            // Zeros and marks of an encoding may be before it, too.
            b'{' => is_object_wanted && matches!(passed.last, b'\n' | b'\r' | 0 | 0xBF),
            _ => [b"<?xml".as_slice(), b"<testsuite", b"<testcase"]
                .iter()
                .any(|begin| bytes.starts_with(begin)),
        };
        if is_begin {
            return Some(begin);
        }
        passed.last = begin;
        passed.is_open |= begin == b'<';
        window.skip(1);
    }
}
