//! Help, completions and manual pages: every command has them, and shells read them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn pipewright(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pipewright"))
        .args(words)
        .output()
        .unwrap()
}

fn stdout(words: &[&str]) -> String {
    let output = pipewright(words);
    assert_eq!(output.status.code(), Some(0), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands, as the first help names them.
fn commands() -> Vec<String> {
    let help = stdout(&["--help"]);
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let lines = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = lines
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect();
    assert!(names.len() >= 10, "only {names:?}: has the reader gone blind?");
    names.into_iter().filter(|name| name != "help").collect()
}

#[test]
fn every_command_shows_examples_and_has_a_page() {
    for name in commands() {
        let help = stdout(&[&name, "--help"]);
        assert!(
            help.contains(&format!("Examples:\n  pipewright {name}")),
            "{name}: {help}"
        );
        let page = stdout(&["man", &name]);
        assert!(page.contains(&format!(".TH pipewright-{name}")), "{name}: {page}");
    }
    assert!(stdout(&["man"]).contains(".SH SUBCOMMANDS"));
    let unknown = pipewright(&["man", "gne"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&["completions", shell]);
        for name in commands() {
            assert!(script.contains(&name), "{shell} lacks {name}");
        }
    }
}

#[test]
fn bash_reads_its_completions_and_completes() {
    let mut script = stdout(&["completions", "bash"]);
    script.push_str("\nCOMP_WORDS=(pipewright sim); COMP_CWORD=1\n_pipewright pipewright sim pipewright\necho \"${COMPREPLY[@]}\"\n");
    let child = Command::new("bash")
        .arg("-s")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        let mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some();
        assert!(!mandatory, "there is no bash, and PIPEWRIGHT_MANDATORY is set");
        eprintln!("skipped: there is no bash");
        return;
    };
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), "simulate");
}
