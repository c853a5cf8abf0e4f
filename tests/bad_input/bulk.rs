use std::path::Path;
use std::time::{Duration, Instant};

use pipewright::check;
use pipewright::decode::decode;
use pipewright::diagnostic::{Format, Place, Source, render};
use pipewright::read::Root;
use serde_json::Value;

use super::random::Random;
use super::scene::{Repository, good};

#[test]
fn ten_thousand_mistakes_take_seconds_and_are_all_said() {
    let many = 10_000;
    let lines = |line: &dyn Fn(usize) -> String| (0..many).map(line).collect::<String>();
    let unknown_keys = good() + &lines(&|n| format!("key{n} = {n}\n"));
    let unknown_tests = good().replace(
        "tests = [\"lint\"]",
        &format!("tests = [\"lint\", {}]", lines(&|n| format!("\"lint{n}\",\n"))),
    );
    let schedules = good() + &lines(&|n| format!("[triggers.schedule.s{n}]\ncron = \"{n} 2 * * 7\"\n"));
    let schedules = schedules.replace("triggers = { push = { branches = [\"main\"] } }\n", "");
    let syntax = good() + &lines(&|n| format!("a{n} = = 1\n"));
    for (name, text) in [
        ("unknown keys", unknown_keys),
        ("unknown tests", unknown_tests),
        ("schedules", schedules),
        ("syntax", syntax),
    ] {
        let repository = Repository::with(text);
        let begun = Instant::now();
        let found = repository.diagnostics();
        let json = begun.elapsed();
        assert!(found.len() >= many, "{name}: {}", found.len());
        assert!(json < Duration::from_secs(60), "{name}: {json:?}");
        if name == "syntax" {
            let err = repository.refused();
            assert!(
                err.ends_with("\n10000 errors; nothing was written\n"),
                "{}",
                err.len()
            );
        }
    }
}

/// A text with a few bytes or lines changed, taken out, doubled or put elsewhere.
fn mutated(text: &str, random: &mut Random) -> String {
    const BYTES: &[u8] = b"[]{}=\"'.,#\n\r\t \\0179-_ax*$\x00\x1b\xc3\xa9\xff";
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(5) {
            0 => bytes[at] = BYTES[random.below(BYTES.len())],
            1 => bytes.insert(at, BYTES[random.below(BYTES.len())]),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, part);
            }
            _ => {
                let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
                let (from, to) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(from, to);
                bytes = lines.join(&b'\n');
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_mutated_pipeline_is_never_a_panic_and_every_error_has_a_place() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline.toml")).unwrap();
    let root = Root::new(env!("CARGO_MANIFEST_DIR"));
    let mut random = Random(0x5EED_2026_1122);
    let mut wrong = 0;
    for round in 0..1_200 {
        let text = mutated(&text, &mut random);
        let decoded = decode(&text);
        let mut found = decoded.diagnostics.clone();
        if let Some(pipeline) = &decoded.pipeline {
            let input = check::Input {
                pipeline,
                root: &root,
                source: "pipeline.toml",
            };
            found.extend(
                check::check(input)
                    .into_iter()
                    .filter(|found| !decoded.is_echo(found)),
            );
        } else {
            assert!(!found.is_empty(), "{round}: no pipeline, and no reason");
        }
        let source = Source {
            file: "pipeline.toml",
            text: &text,
            spans: Some(&decoded),
        };
        for diagnostic in &found {
            let located = source.locate(&diagnostic.place);
            assert!(
                !matches!(diagnostic.place, Place::Whole),
                "{round}: {diagnostic:?}"
            );
            assert!(
                located.start >= (1, 1) && located.start <= located.end,
                "{round}: {diagnostic:?}"
            );
            assert!(
                located.start.0 <= text.matches('\n').count() + 1,
                "{round}: {diagnostic:?}"
            );
        }
        wrong += usize::from(!found.is_empty());
        let human = render(&found, &source, Format::Human { colour: false });
        assert!(
            !human.contains(|c: char| c.is_control() && c != '\n'),
            "{round}: {human:?}"
        );
        let json = render(&found, &source, Format::Json);
        serde_json::from_str::<Value>(&json).unwrap();
    }
    assert!(wrong > 600, "only {wrong} mutations were mistakes");
}
