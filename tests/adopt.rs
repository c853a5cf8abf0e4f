//! The examples of `docs/how-to/adopt.md` do what they show.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes its own repositories, and ends where it cannot"
)]

use std::path::Path;
use std::process::Command;

const PAGE: &str = include_str!("../docs/how-to/adopt.md");

/// An example: the files that are there, and what is typed with what is shown.
fn examples() -> Vec<(Vec<(&'static str, String)>, &'static str)> {
    let parts = PAGE.split("<!-- run:").skip(1);
    let example = |part: &'static str| {
        let (files, rest) = part
            .split_once("-->\n```console\n")
            .expect("an example behind its files");
        let files = files
            .split("; ")
            .map(str::trim)
            .filter(|file| !file.is_empty())
            .map(|file| {
                let (path, text) = file.split_once(" = ").expect("a path and a text");
                (path, serde_json::from_str(text).unwrap())
            });
        (files.collect(), rest.split_once("\n```").unwrap().0)
    };
    parts.map(example).collect()
}

/// What a command says, on both streams.
fn said(root: &Path, line: &str) -> String {
    let words = line
        .strip_prefix("pipewright ")
        .expect("a command of ours")
        .split(' ');
    let output = Command::new(env!("CARGO_BIN_EXE_pipewright"))
        .args(words)
        .current_dir(root)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

#[test]
fn every_example_shows_what_the_program_says() {
    let examples = examples();
    assert_eq!(
        examples.len(),
        PAGE.matches("```console").count(),
        "an example without its files"
    );
    for (files, shown) in examples {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        for block in shown.split("$ ").skip(1) {
            let (command, expected) = block.split_once('\n').unwrap_or((block, ""));
            let said = said(folder.path(), command);
            for line in expected.lines() {
                assert!(
                    said.lines().any(|known| known.contains(line)),
                    "`{command}` does not say `{line}`:\n{said}"
                );
            }
        }
    }
}
