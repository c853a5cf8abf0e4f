use std::process::{Command, Stdio};

use super::desk::{Desk, is_alike};
use super::page::blocks;

#[test]
fn the_tutorial_leads_from_nothing_to_a_green_gate() {
    assert!(Desk::new("docs/tutorial.md").follow() > 10);
}

/// Whether the examples can run here.
fn has_python() -> bool {
    let python = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    let is_there = python.is_ok_and(|status| status.success());
    assert!(
        is_there || std::env::var_os("PIPEWRIGHT_MANDATORY").is_none(),
        "PIPEWRIGHT_MANDATORY is set, and there is no python3"
    );
    if !is_there {
        println!("skipped: there is no python3, in which the example's tests are written");
    }
    is_there
}

#[test]
fn every_how_to_does_what_it_says() {
    if !has_python() {
        return;
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/how-to");
    let mut pages: Vec<String> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    // Its examples begin with other files each; `tests/adopt.rs` does them.
    pages.retain(|page| page != "adopt.md");
    std::thread::scope(|scope| {
        for page in &pages {
            scope.spawn(move || Desk::new(&format!("docs/how-to/{page}")).follow());
        }
    });
}

#[test]
#[should_panic(expected = "nothing says what to do")]
fn a_block_that_nobody_would_do_is_an_error() {
    blocks("Text\n```toml\nname = 1\n```\n");
}

#[test]
#[should_panic(expected = "does not say `2 files up to date`")]
fn what_a_page_makes_up_is_an_error() {
    Desk::new("a page").play("$ echo 3 files up to date\n2 files up to date\n", 0);
}

#[test]
fn dots_stand_for_anything_and_nothing_else_does() {
    assert!(is_alike("report: …/report.html", "report: /tmp/x/report.html"));
    assert!(is_alike("PASS  a  …s  1 passed", "PASS  a  0.1s  1 passed"));
    assert!(is_alike("wrote …", "wrote a file"));
    assert!(!is_alike("report: …/report.html", "report: /tmp/x/report.htm"));
    assert!(!is_alike("1 passed", "11 passed"));
    assert!(!is_alike("1 passed", "1 passed, 1 failed"));
}
