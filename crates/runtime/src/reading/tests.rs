//! Any bytes: never a panic, and what was complete is kept.

use std::path::{Path, PathBuf};

use super::{Case, Entry, Kind, Report, read};

fn cases(bytes: &[u8]) -> (Vec<Case>, Report) {
    let mut cases = Vec::new();
    let report = read(bytes, &mut |entry| {
        if let Entry::Case(case) = entry {
            cases.push(case.clone());
        }
    });
    (cases, report.unwrap())
}

fn fixtures() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect/dialects");
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect()
}

/// A small generator of numbers, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

#[test]
fn a_file_cut_anywhere_keeps_the_cases_before_the_cut() {
    for (path, bytes) in fixtures() {
        let (whole, _) = cases(&bytes);
        for end in 0..bytes.len() {
            let (kept, report) = cases(&bytes[..end]);
            assert_eq!(kept, whole[..kept.len()], "{} cut at {end}", path.display());
            let is_rest_blank = bytes[end..].iter().all(u8::is_ascii_whitespace);
            assert_eq!(
                report.is_truncated,
                !is_rest_blank,
                "{} cut at {end}",
                path.display()
            );
            assert!(!report.is_truncated || !report.problems.told().is_empty());
            let ended = memchr::memmem::find_iter(&bytes[..end], "</testcase>").count();
            assert!(kept.len() >= ended, "{} cut at {end}", path.display());
        }
    }
}

#[test]
fn any_damage_is_survived() {
    let mut chance = Chance(20_261_122);
    let marks: [&[u8]; 12] = [
        b"<",
        b">",
        b"\"",
        b"&",
        b"</testcase>",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"\0",
        b"\xFF",
        b"<testcase ",
        b"{",
    ];
    for (_, bytes) in fixtures() {
        for _ in 0..300 {
            let mut bytes = bytes.clone();
            for _ in 0..=chance.below(4) {
                let at = chance.below(bytes.len());
                match chance.below(4) {
                    0 => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
                    1 => drop(bytes.drain(at..(at + chance.below(40)).min(bytes.len()))),
                    2 => drop(bytes.splice(at..at, marks[chance.below(marks.len())].iter().copied())),
                    _ => bytes.truncate(at.max(1)),
                }
                if bytes.is_empty() {
                    bytes.push(b'<');
                }
            }
            let (kept, report) = cases(&bytes);
            assert!(report.kind != Kind::Foreign || kept.is_empty());
        }
    }
}

#[test]
fn a_case_is_told_in_full() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect/dialects");
    let (found, _) = cases(&std::fs::read(folder.join("surefire.xml")).unwrap());
    assert_eq!(found[0].duration, 1034.5);
    assert_eq!(found[1].runs.len(), 2);
    assert_eq!(found[1].runs[0].message, "too slow");
    assert_eq!(found[1].runs[0].duration, Some(0.9));
    assert_eq!(found[1].runs[0].excerpt, "java.lang.AssertionError: too slowout");
    assert_eq!(found[2].message, "expected:<1> but was:<2>");
    assert!(found[2].excerpt.ends_with("CartTest.java:12)"));
    assert_eq!(found[3].message, "java.lang.NullPointerException");
    let (found, _) = cases(&std::fs::read(folder.join("phpunit.xml")).unwrap());
    assert_eq!(found[2].suite, "/app/phpunit.xml / unit / Tests\\MailTest");
    assert_eq!(found[2].class, "Tests.MailTest");
    let (found, _) = cases(&std::fs::read(folder.join("nunit.xml")).unwrap());
    assert_eq!((found[0].duration, found[2].duration), (0.016, 1.5));
}
