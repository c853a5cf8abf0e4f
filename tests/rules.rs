//! One pair of files a rule: `bad.toml` fires exactly this rule at the places that the test names, and `good.toml`,
//! which differs by as little as possible, is silent.
//!
//! The messages are snapshots, one a rule, in `snapshots/`.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its own fixtures, and ends where one is not there"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pipewright::check::{self, RULES};
use pipewright::decode::{self, decode};
use pipewright::diagnostic::{Diagnostic, Format, Source, render};
use pipewright::read::Root;

/// Where each `bad.toml` is wrong: line and column, or the place in another file.
const PLACES: &[(&str, &[&str])] = &[
    ("artifact-clash", &["12:12"]),
    ("capability-cycle", &["10:9"]),
    ("chart", &["2:32"]),
    ("command", &["4:31"]),
    ("cron", &["8:17", "11:8", "14:8", "17:15"]),
    ("cron-duplicate", &["11:8"]),
    ("dataset", &["9:1"]),
    ("dispatch", &["8:42"]),
    ("email", &["12:27"]),
    ("empty-selection", &["9:25"]),
    ("empty-value", &["4:30", "6:30"]),
    ("extra-step", &["11:8", "16:7", "27:7", "34:8"]),
    ("hashed-files", &["14:39"]),
    ("job-name", &["7:20", "10:20"]),
    ("missing-key", &["5:11"]),
    ("name", &["2:14"]),
    ("no-tests", &["5:55", "6:46"]),
    ("no-trigger", &["6:1"]),
    ("out-of-range", &["9:11", "10:14"]),
    ("output-pattern", &["9:31"]),
    ("path-filter", &["8:15"]),
    ("quarantine", &["13:11", "16:8"]),
    ("ref-filter", &["6:31", "6:50"]),
    ("runner-label", &["9:11"]),
    ("runtime-source", &["11:10"]),
    ("secret", &["5:64"]),
    ("shell-word", &["4:88", "4:106", "7:27", "10:25"]),
    ("syntax", &["8:11", "12:9", "15:14"]),
    ("text", &["1:8", "8:15", "15:7"]),
    ("threshold", &["10:11"]),
    ("timeout", &["9:11", "10:16"]),
    ("timezone", &["9:12"]),
    ("tool-version", &["4:56"]),
    ("unknown-key", &["9:1"]),
    ("unknown-name", &["5:29", "5:49", "5:74"]),
    ("unknown-value", &["9:20"]),
    ("unused", &["2:53", "4:49"]),
    ("values-file", &["5:47"]),
    ("values-key", &["2:72", "charts/operator/ci/typo.yaml:3:3"]),
    ("variable", &["4:58", "5:64", "5:77"]),
    ("workflow-size", &["85:2"]),
    ("wrong-form", &["9:11"]),
    ("wrong-type", &["9:10"]),
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn folders(of: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(fixtures().join(of)).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// Everything that is wrong with a text, as the command line finds it.
fn diagnose(text: &str, repository: &Root) -> Vec<Diagnostic> {
    let decoded = decode(text);
    let mut found = decoded.diagnostics.clone();
    if let Some(pipeline) = &decoded.pipeline {
        let rules = check::check(check::Input {
            pipeline,
            root: repository,
            source: "pipeline.toml",
        });
        found.extend(
            rules
                .into_iter()
                .filter(|diagnostic| !decoded.is_echo(diagnostic)),
        );
    }
    found
}

fn human(text: &str, found: &[Diagnostic]) -> String {
    let decoded = decode(text);
    let source = Source {
        file: "bad.toml",
        text,
        spans: Some(&decoded),
    };
    render(found, &source, Format::Human { colour: false })
}

/// `LINE:COLUMN`, behind the name of the file where it is another one.
fn places(text: &str, found: &[Diagnostic]) -> Vec<String> {
    let decoded = decode(text);
    let source = Source {
        file: "bad.toml",
        text,
        spans: Some(&decoded),
    };
    let place = |diagnostic: &Diagnostic| {
        let located = source.locate(&diagnostic.place);
        let (line, column) = located.start;
        match located.file.as_str() {
            "bad.toml" => format!("{line}:{column}"),
            other => format!("{other}:{line}:{column}"),
        }
    };
    let mut places: Vec<String> = found.iter().map(place).collect();
    places.sort_by_key(|place| {
        (
            place.contains('/'),
            place
                .split(':')
                .map(|part| part.parse().unwrap_or(0))
                .collect::<Vec<usize>>(),
        )
    });
    places
}

/// What is wrong with a pair.
fn problems(folder: &str, id: &str) -> Vec<String> {
    let repository = Root::new(fixtures().join("repository"));
    let read = |name: &str| std::fs::read_to_string(fixtures().join(folder).join(id).join(name)).unwrap();
    let mut problems = Vec::new();
    let good = read("good.toml");
    let found = diagnose(&good, &repository);
    if !found.is_empty() {
        problems.push(format!("{id}/good.toml is not silent:\n{}", human(&good, &found)));
    }

    let bad = read("bad.toml");
    let found = diagnose(&bad, &repository);
    let text = human(&bad, &found);
    for diagnostic in &found {
        let message = &diagnostic.message;
        if diagnostic.rule != id {
            problems.push(format!("{id}/bad.toml fires {}: {message}", diagnostic.rule));
        }
        if diagnostic.help.is_empty() {
            problems.push(format!("{id}/bad.toml does not say what to do: {message}"));
        }
        if message.starts_with(char::is_uppercase) || message.ends_with('.') {
            problems.push(format!("{id}/bad.toml: not a fragment in lower case: {message}"));
        }
    }
    let places = places(&bad, &found);
    let expected = PLACES
        .iter()
        .find(|(rule, _)| *rule == id)
        .map(|(_, places)| *places);
    if places != expected.unwrap_or_default() || places.is_empty() {
        problems.push(format!("(\"{id}\", &{places:?}), and not {expected:?}:\n{text}"));
    }
    let lines = text.lines().count();
    if lines > 32 {
        problems.push(format!(
            "{id}/bad.toml has {lines} lines of output, too many to be read in review"
        ));
    }
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(format!("{folder}-{id}"), text.trim_end()) });
    problems
}

#[test]
fn every_rule_has_a_pair_and_every_pair_a_rule() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(folders("rules"), rules);
    let forms: BTreeSet<String> = decode::RULES
        .iter()
        .map(|(id, _)| (*id).to_owned())
        // A file that cannot be read has no text to look at: see `bad_input.rs`.
        .filter(|id| id != "unreadable")
        .collect();
    assert_eq!(folders("form"), forms);
    assert!(RULES.is_sorted_by_key(|rule| rule.id) && decode::RULES.is_sorted_by_key(|rule| rule.0));
}

#[test]
fn each_rule_fires_on_its_bad_file_alone() {
    let problems: Vec<String> = folders("rules")
        .iter()
        .flat_map(|id| problems("rules", id))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn each_fault_of_form_is_found_in_its_bad_file_alone() {
    let problems: Vec<String> = folders("form")
        .iter()
        .flat_map(|id| problems("form", id))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The line of a values file is shown up to what is wrong, and not what stands behind it: that may be a secret.
#[test]
fn a_fault_in_a_values_file_is_shown_there() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("op/Chart.yaml", "apiVersion: v2\nname: op\nversion: 0.1.0\n");
    write("op/values.yaml", "image:\n  tag: x\n");
    write("op/ci/a-values.yaml", "\u{feff}image: # é\n  tagg: hunter2\n");
    write("op/ci/b-values.yaml", "a: 1\nb: [hunter2\nc: }\n");
    let scenario = |name: &str| {
        format!("[scenarios.{name}]\nsuite = \"s\"\nvalues = \"ci/{name}-values.yaml\"\ntests = [\"t\"]\n")
    };
    let text = format!(
        "name = \"A\"\n[versions.v]\nchart = \"op\"\n[suites.s]\n[tests.t]\ncommand = [\"true\"]\n[triggers.push]\nbranches = [\"main\"]\n{}{}",
        scenario("a"),
        scenario("b")
    );
    let shown = human(&text, &diagnose(&text, &Root::new(folder.path())));
    for wanted in [
        " --> op/ci/a-values.yaml:2:3\n  |\n2 |   tagg\n  |   ^^^^ did you mean `tag`?\n",
        " --> op/ci/b-values.yaml:3:",
    ] {
        assert!(shown.contains(wanted), "{shown}");
    }
    assert!(!shown.contains("hunter2"), "{shown}");
}

/// A table for a list, a text for a list, a text for a table: the help is what was meant, as it is written.
#[test]
fn another_form_than_the_one_that_is_wanted_is_shown_as_it_has_to_be() {
    let toml = r#"
name = "X"
[versions.a]
[suites.u]
[scenarios.s]
suite = "u"
tests = ["t"]
setup = "pip install pytest"
[tests.t]
command = ["true"]
junit = "*.xml"
[triggers.schedule]
cron = "0 2 * * *"
[quarantine]
test = "t"
"#;
    let said = format!("{:?}", decode(toml).diagnostics);
    for help in [
        r#"write a list: ["pip", "install", "pytest"]"#,
        r#"write a list: ["*.xml"]"#,
        "`[triggers.schedule.NAME]`",
        "write `[[quarantine]]`",
    ] {
        let help = format!("{help:?}");
        assert!(said.contains(help.trim_matches('"')), "{help}: {said}");
    }
}
