//! The house rules that can be read off the sources: what imports what, who prints, what a template may hold.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rooms of the compiler, each with those it may enter. Every arrow runs down this list.
const ROOMS: &[(&str, &[&str])] = &[
    (
        "cli",
        &[
            "check",
            "compare",
            "cron",
            "decode",
            "diagnostic",
            "draft",
            "emit",
            "expression",
            "import",
            "init",
            "lower",
            "pins",
            "migrate",
            "pipeline",
            "plan",
            "prove",
            "read",
            "run",
            "simulate",
            "sync",
        ],
    ),
    ("run", &["read"]),
    ("reference", &["check", "decode", "pins", "pipeline"]),
    ("sync", &["emit", "pins", "read"]),
    ("compare", &["cron", "emit", "lower", "plan"]),
    ("init", &["draft", "read", "yaml"]),
    (
        "import",
        &[
            "cron",
            "diagnostic",
            "draft",
            "expression",
            "lower",
            "simulate",
            "yaml",
        ],
    ),
    (
        "prove",
        &["cron", "emit", "expression", "lower", "plan", "simulate", "yaml"],
    ),
    (
        "check",
        &[
            "cron",
            "diagnostic",
            "emit",
            "lower",
            "matrix",
            "pipeline",
            "plan",
            "read",
            "yaml",
        ],
    ),
    ("pins", &["diagnostic", "emit", "lower"]),
    ("simulate", &["expression", "yaml"]),
    ("emit", &["lower", "workflow"]),
    ("lower", &["matrix", "pipeline", "plan", "workflow"]),
    ("plan", &["matrix", "pipeline"]),
    ("matrix", &["pipeline"]),
    ("decode", &["diagnostic", "migrate", "pipeline"]),
    ("draft", &[]),
    ("migrate", &[]),
    ("read", &[]),
    ("diagnostic", &[]),
    ("workflow", &[]),
    ("yaml", &[]),
    ("pipeline", &[]),
    ("expression", &[]),
    ("cron", &[]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = pipewright::read::text(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without its comments and tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or(text);
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_arrow_between_rooms_runs_down() {
    let table: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let order = |name: &str| ROOMS.iter().position(|(room, _)| *room == name);
    for (room, allowed) in ROOMS.iter().copied() {
        for other in allowed {
            assert!(
                order(room) < order(other),
                "the table itself lets `{room}` look up to `{other}`"
            );
        }
    }
    let mut arrows = 0;
    for (path, text) in sources(&root().join("src")) {
        let here = room(&path);
        if ["main", "lib"].contains(&here.as_str()) {
            continue;
        }
        let allowed = table
            .get(here.as_str())
            .unwrap_or_else(|| panic!("`{here}` is not in the table of rooms"));
        for part in code(&text).split("crate::").skip(1) {
            let other: String = part
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if table.contains_key(other.as_str()) && other != here {
                arrows += 1;
                assert!(
                    allowed.contains(&other.as_str()),
                    "{} imports `{other}`",
                    path.display()
                );
            }
        }
    }
    assert!(
        arrows > 80,
        "only {arrows} imports were seen: has the reader gone blind?"
    );
}

#[test]
fn the_model_imports_nothing_of_ours_and_the_compiler_no_runtime() {
    for (path, text) in sources(&root().join("crates/model/src")) {
        assert!(!code(&text).contains("pipewright::"), "{}", path.display());
    }
    let manifest = pipewright::read::text(&root().join("Cargo.toml")).unwrap();
    let compiler = manifest.split("[package]").nth(1).unwrap();
    assert!(
        !compiler.contains("pipewright-runtime"),
        "the compiler depends on the runtime"
    );
}

#[test]
fn only_the_command_line_prints_and_knows_anyhow() {
    for (path, text) in sources(&root().join("src")) {
        if room(&path) == "cli" {
            continue;
        }
        for word in [
            "println!",
            "eprintln!",
            "print!(",
            "anyhow::",
            "std::process::exit",
        ] {
            // To start the runtime is what that room is for; nothing that is generated depends on it.
            let is_its_work = room(&path) == "run" && word == "Command::new";
            assert!(
                is_its_work || !code(&text).contains(word),
                "{} uses {word}",
                path.display()
            );
        }
    }
}

#[test]
fn the_compiler_knows_no_clock_and_no_environment() {
    for (path, text) in sources(&root().join("src")) {
        if room(&path) == "cli" {
            continue;
        }
        for word in [
            "std::env",
            "SystemTime",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "TcpStream",
            "Command::new",
        ] {
            // To start the runtime is what that room is for; nothing that is generated depends on it.
            let is_its_work = room(&path) == "run" && word == "Command::new";
            assert!(
                is_its_work || !code(&text).contains(word),
                "{} uses {word}",
                path.display()
            );
        }
    }
}

#[test]
fn a_template_holds_no_expression_and_no_yaml() {
    let mut seen = 0;
    for entry in root().join("templates").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = pipewright::read::text(&path).unwrap();
        seen += 1;
        assert!(!text.contains("${{"), "{} holds an expression", path.display());
        assert_eq!(path.extension().unwrap(), "sh", "{} is no script", path.display());
    }
    assert!(seen >= 10, "only {seen} templates");
}
