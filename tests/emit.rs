//! What was written is what was meant, whoever reads it, and it looks as a person would have written it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use pipewright::decode::decode;
use pipewright::emit;
use pipewright::lower::{self, Content, Generated, lower};
use pipewright::plan::plan;
use pipewright::read::Node;
use serde_json::{Value as Json, json};

const FILES: [&str; 5] = [
    "pipeline.toml",
    "examples/minimal.toml",
    "examples/database-operator.toml",
    "examples/nightly.toml",
    "examples/seed.toml",
];

fn generated(name: &str) -> Vec<Generated> {
    let text = pipewright::read::text(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    from(&text)
}

fn from(toml: &str) -> Vec<Generated> {
    let decoded = decode(toml);
    assert!(decoded.diagnostics.is_empty(), "{:?}", decoded.diagnostics);
    let pipeline = decoded.pipeline.unwrap();
    let plan = plan(&pipeline);
    lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source: "pipeline.toml",
    })
}

/// The typed content without what only people read.
fn meant(content: &Content) -> Json {
    fn strip(value: Json) -> Json {
        match value {
            Json::Object(map) if map.contains_key("#value") => map["#value"].clone(),
            Json::Object(map) => map
                .into_iter()
                .filter(|(key, _)| key != "#")
                .map(|(key, value)| (key, strip(value)))
                .collect(),
            Json::Array(items) => items.into_iter().map(strip).collect(),
            other => other,
        }
    }
    match content {
        Content::Workflow(workflow) => strip(serde_json::to_value(workflow).unwrap()),
        Content::Yaml(value) | Content::Json(value) => value.clone(),
    }
}

/// The tree that the second reader sees. It keeps only the text of scalars, so those are compared as text.
fn as_text(value: &Json) -> Node {
    match value {
        Json::Object(map) => Node::Map(
            map.iter()
                .map(|(key, value)| pipewright::read::Entry {
                    key: key.clone(),
                    line: 0,
                    column: 0,
                    value: as_text(value),
                })
                .collect(),
        ),
        Json::Array(items) => Node::List(items.iter().map(as_text).collect()),
        Json::String(text) => Node::Scalar(text.clone()),
        other => Node::Scalar(other.to_string()),
    }
}

fn without_positions(node: Node) -> Node {
    match node {
        Node::Map(entries) => Node::Map(
            entries
                .into_iter()
                .map(|entry| pipewright::read::Entry {
                    line: 0,
                    column: 0,
                    value: without_positions(entry.value),
                    ..entry
                })
                .collect(),
        ),
        Node::List(items) => Node::List(items.into_iter().map(without_positions).collect()),
        scalar => scalar,
    }
}

fn read_back(text: &str) -> Node {
    let folder = tempfile::tempdir().unwrap();
    let mut file = std::fs::File::create(folder.path().join("x.yml")).unwrap();
    std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    let node = pipewright::read::Root::new(folder.path()).yaml("x.yml");
    without_positions(node.as_ref().clone().unwrap())
}

#[test]
fn two_readers_see_what_was_meant() {
    for name in FILES {
        for file in generated(name) {
            let text = emit::text(&file, "pipeline.toml");
            let meant = meant(&file.content);
            let first: Json =
                serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name} {}: {error}", file.path));
            assert_eq!(first, meant, "{name} {}", file.path);
            assert_eq!(read_back(&text), as_text(&meant), "{name} {}", file.path);
        }
    }
}

/// Texts that have broken emitters before.
const HOSTILE: &[&str] = &[
    "plain",
    "a: b",
    "a #b",
    "# x",
    "- x",
    "'",
    "\"",
    "it's",
    "a\nb",
    "a\n\nb\n",
    "  lead",
    "trail  ",
    "\ttab",
    "{a}",
    "[a]",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "yes",
    "null",
    "~",
    "1.10",
    "0x1f",
    "1e3",
    "12:30",
    "2026-11-22",
    "---",
    "...",
    "é😀\u{202e}",
    "\u{85}\u{2028}\u{feff}",
    "\u{7f}\u{1b}[31m",
    "x:",
    "?",
    "? x",
    "<<",
    "=",
    "a\r\nb",
    "a\\n",
    "}} ${{",
    "a,b",
    "-",
    "\u{0}",
];

/// In every place that a user fills with free text.
#[test]
fn hostile_text_stays_text() {
    for &text in HOSTILE {
        let value = json!({ "key": text, "list": [text, text], "nested": [{ "a": text }], text: "value" });
        let file = Generated {
            path: "x.yml".to_owned(),
            content: Content::Yaml(value.clone()),
        };
        let yaml = emit::text(&file, "pipeline.toml");
        let back: Json =
            serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{text:?}: {error}\n{yaml}"));
        assert_eq!(back, value, "{text:?}\n{yaml}");
        assert_eq!(read_back(&yaml), as_text(&value), "{text:?}\n{yaml}");
    }
}

#[test]
fn the_layout_is_a_person_s() {
    for name in FILES {
        for file in generated(name)
            .iter()
            .filter(|file| !matches!(file.content, Content::Json(_)))
        {
            let text = emit::text(file, "pipeline.toml");
            assert!(text.starts_with("# Generated by `pipewright gen` from pipeline.toml"));
            assert!(
                text.ends_with('\n') && !text.ends_with("\n\n"),
                "{name} {}: end of file",
                file.path
            );
            assert!(
                !text.contains('\r') && !text.contains('\t') && !text.contains("\n\n\n"),
                "{name} {}",
                file.path
            );
            for line in text.lines() {
                assert_eq!(line.trim_end(), line, "{name} {}: trailing blank", file.path);
                assert!(
                    !line.ends_with(": >") && !line.ends_with(": >-"),
                    "{name} {}: folded: {line}",
                    file.path
                );
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_and_crlf_does_not_matter() {
    for name in FILES {
        let toml =
            pipewright::read::text(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        let text = |toml: &str| {
            from(toml)
                .iter()
                .map(|file| emit::text(file, "pipeline.toml"))
                .collect::<Vec<_>>()
        };
        assert_eq!(text(&toml), text(&toml));
        assert_eq!(text(&toml), text(&toml.replace('\n', "\r\n")), "{name}");
    }
}

/// A new version adds a row for each cell it brings, and a choice; it moves nothing else.
#[test]
fn a_new_version_adds_a_line_a_cell_and_a_choice() {
    let toml =
        pipewright::read::text(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline.toml"))
            .unwrap();
    let added = format!(
        "{toml}\n[versions.\"4.1.2\"]\nchart = \"charts/spark-4.1\"\nimage = \"apache/spark:4.1.2\"\n"
    );
    let (before, after) = (
        emit::text(&from(&toml)[0], "pipeline.toml"),
        emit::text(&from(&added)[0], "pipeline.toml"),
    );
    let kept: std::collections::HashSet<&str> = before.lines().collect();
    let changed: Vec<&str> = after.lines().filter(|line| !kept.contains(line)).collect();
    let rows = changed
        .iter()
        .filter(|line| line.trim().starts_with("- { version: 4.1.2,"))
        .count();
    let others: Vec<&&str> = changed
        .iter()
        .filter(|line| !line.trim().starts_with("- { version: 4.1.2,"))
        .collect();
    assert!(rows >= 10, "{rows} rows: {changed:#?}");
    assert_eq!(
        after.lines().count() - before.lines().count(),
        after
            .lines()
            .filter(|line| line.contains("version: 4.1.2,"))
            .count()
    );
    for line in others {
        assert!(
            line.contains("4.1.1, 4.1.2, all]") || line.contains("\"4.1.2\""),
            "{line}"
        );
    }
}

#[test]
fn more_cells_than_a_matrix_holds_are_split_and_none_is_lost() {
    let scenarios: String = (0..300)
        .map(|n| format!("[scenarios.s{n}]\nsuite = \"a\"\ntests = [\"t\"]\n"))
        .collect();
    let toml = format!(
        "name = \"Big\"\n[versions.v1]\n[versions.v2]\n[suites.a]\n[tests.t]\ncommand = [\"true\"]\n\
         [triggers.schedule.nightly]\ncron = \"0 2 * * *\"\n{scenarios}"
    );
    let workflow = meant(&from(&toml)[0].content);
    let rows = |id: &str| {
        workflow["jobs"][id]["strategy"]["matrix"]["include"]
            .as_array()
            .map_or(0, Vec::len)
    };
    assert_eq!(
        (
            rows("nightly-1"),
            rows("nightly-2"),
            rows("nightly-3"),
            rows("nightly-4")
        ),
        (256, 256, 88, 0)
    );
    for job in ["aggregate", "test-suite"] {
        let needs = workflow["jobs"][job]["needs"].as_array().unwrap();
        assert!(
            ["nightly-1", "nightly-2", "nightly-3"]
                .iter()
                .all(|id| needs.contains(&json!(id))),
            "{job}: {needs:?}"
        );
    }
}
