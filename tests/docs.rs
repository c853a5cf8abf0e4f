//! What the documents say is what the program does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    let text = pipewright::read::text(&root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.replace("\r\n", "\n")
}

/// Compares a generated document with the one in the repository. `PIPEWRIGHT_BLESS=1 cargo test --test docs` writes it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a document is written, and only when asked"
)]
fn generated(path: &str, text: &str) {
    if std::env::var_os("PIPEWRIGHT_BLESS").is_some() {
        std::fs::write(root().join(path), text).unwrap();
    }
    assert!(
        read(path) == text,
        "{path} is stale; run PIPEWRIGHT_BLESS=1 cargo test --test docs"
    );
}

#[test]
fn the_reference_is_what_the_types_say() {
    generated("docs/reference.md", &pipewright::reference::pipeline());
}

#[test]
fn the_rules_are_what_the_program_checks() {
    generated("docs/rules.md", &pipewright::reference::rules());
}

/// Every path in backticks that looks like one of this repository is there.
#[test]
fn every_path_that_a_document_names_exists() {
    let mut seen = 0;
    for document in documents() {
        let text = read(&document);
        for path in text.split('`').skip(1).step_by(2).filter(|code| is_path(code)) {
            seen += 1;
            assert!(
                root().join(path.trim_end_matches('/')).exists(),
                "{document} names `{path}`, which is not there"
            );
        }
    }
    assert!(
        seen > 5,
        "only {seen} paths were found: has the pattern gone blind?"
    );
}

fn documents() -> Vec<String> {
    let mut found: Vec<String> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(str::to_owned)
        .into();
    for folder in ["docs", "docs/how-to"] {
        let entries = root().join(folder).read_dir().unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        found.extend(
            names
                .filter(|name| name.ends_with(".md"))
                .map(|name| format!("{folder}/{name}")),
        );
    }
    found
}

/// Every link to a file leads to one, from wherever the document is.
#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut seen = 0;
    for document in documents() {
        let text = read(&document);
        let folder = root().join(&document);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
            let path = link.0.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") {
                continue;
            }
            seen += 1;
            let target = folder.parent().unwrap().join(path);
            assert!(target.exists(), "{document} links to {path}, which is not there");
        }
    }
    assert!(
        seen > 40,
        "only {seen} links were found: has the pattern gone blind?"
    );
}

/// Every document is in the index, so that somebody finds it.
#[test]
fn the_index_names_every_document() {
    let index = read("docs/README.md");
    for document in documents() {
        let Some(path) = document.strip_prefix("docs/").filter(|path| *path != "README.md") else {
            continue;
        };
        assert!(
            index.contains(&format!("]({path})")),
            "{document} is not in docs/README.md"
        );
    }
}

/// Each of the seed's defects has its line, and the test that it names is there.
#[test]
fn every_defect_names_a_test_that_exists() {
    let text = read("docs/seed-defects.md");
    let mut number = 0;
    for line in text.lines().filter(|line| line.ends_with("` |")) {
        number += 1;
        assert!(line.starts_with(&format!("| {number} |")), "{line}");
        let words: Vec<&str> = line.rsplit('`').collect();
        let (test, path) = (words[1], words[3]);
        let source = read(path);
        let is_there = ["fn", "def"]
            .iter()
            .any(|keyword| source.contains(&format!("{keyword} {test}(")));
        assert!(is_there, "{path} has no test {test}");
    }
    assert_eq!(number, 73);
}

fn is_path(code: &str) -> bool {
    const TOPS: [&str; 9] = [
        "src/",
        "crates/",
        "docs/",
        "examples/",
        "templates/",
        "charts/",
        "suites/",
        ".ci/",
        "benches/",
    ];
    // Repositories that are tested have tests, too: of ours, the ones in Rust are meant.
    let is_test = code.starts_with("tests/") && (code.ends_with(".rs") || code.ends_with('/'));
    (is_test || TOPS.iter().any(|top| code.starts_with(top)))
        && !code.contains(['*', ' ', '<', '\n', '{', '…'])
}

/// The commands of the README are the ones of the program.
#[test]
fn the_readme_shows_real_diagnostics() {
    let readme = read("README.md");
    let toml = fenced(&readme, "toml");
    let shown = fenced(&readme, "text");
    let folder = tempfile::tempdir().unwrap();
    std::fs::File::create(folder.path().join("Cargo.toml")).unwrap();
    let path = folder.path().join("pipeline.toml");
    std::io::Write::write_all(&mut std::fs::File::create(path).unwrap(), toml.as_bytes()).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_pipewright"))
        .args(["check", "--root"])
        .arg(folder.path())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(printed.trim(), shown.trim());
}

fn fenced<'t>(text: &'t str, language: &str) -> &'t str {
    let start = text
        .split_once(&format!("```{language}\n"))
        .expect("a fenced block")
        .1;
    start.split_once("```").expect("its end").0
}
