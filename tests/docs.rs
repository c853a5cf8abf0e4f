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
    let docs = root()
        .join("docs")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let docs = docs
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"));
    docs.chain(["README.md", "CONTRIBUTING.md"].map(str::to_owned))
        .collect()
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
    TOPS.iter().any(|top| code.starts_with(top)) && !code.contains(['*', ' ', '<', '\n', '{', '…'])
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
