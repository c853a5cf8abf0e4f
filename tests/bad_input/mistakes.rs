use pipewright::decode::decode;
use serde_json::{Value, json};

use super::random::Random;
use super::scene::{Repository, fixture, good, snapshot};

#[test]
fn every_mistake_is_said_in_one_run_sorted_by_place_and_none_twice() {
    let repository = Repository::with(fixture("everything.toml"));
    let err = repository.refused();
    let found = repository.diagnostics();
    let places: Vec<(u64, u64)> = found
        .iter()
        .map(|found| (found["line"].as_u64().unwrap(), found["column"].as_u64().unwrap()))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let line = |found: &Value| {
        format!(
            "{}:{} {} {}\n",
            found["line"],
            found["column"],
            found["rule"].as_str().unwrap(),
            found["message"].as_str().unwrap()
        )
    };
    let list: String = found.iter().map(line).collect();
    snapshot("everything", list.trim_end());
    assert!(
        err.ends_with(&format!("{} errors; nothing was written\n", found.len())),
        "{err}"
    );
    assert!(!err.contains("correct-horse"), "a secret is repeated");
}

#[test]
fn a_misspelt_table_is_one_mistake_and_what_is_wrong_inside_is_still_said() {
    let text = good()
        .replace("tests = {", "tets = {")
        .replace("[\"suites/lint\"]", "[\"suites/lnt\"]");
    let found = Repository::with(text).diagnostics();
    let rules: Vec<&str> = found
        .iter()
        .map(|found| found["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["unknown-key", "command"], "{found:#?}");
    assert_eq!((&found[1]["line"], &found[1]["column"]), (&json!(4), &json!(30)));
}

#[test]
fn an_error_of_syntax_hides_nothing_in_other_tables_and_makes_nothing_up() {
    let text = good() + "\n[retry]\ncount = = 3\n\n[retention]\nresults = 30\n\n[trends]\nwindow = 7\n";
    let found = Repository::with(text).diagnostics();
    let rules: Vec<&str> = found
        .iter()
        .map(|found| found["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["syntax", "unknown-key"], "{found:#?}");
    let commas = good() + "\n[retry]\non = [\"signal\" \"timeout\"]\noutput = [\"a\" \"b\"]\n";
    assert_eq!(Repository::with(commas).diagnostics().len(), 2);
    let bracket = good() + "\n[retry]\non = {\n\n[retention]\nresults = 30\naggregates = 90\ncomments = 7\n";
    assert!(
        Repository::with(bracket).diagnostics().len() <= 3,
        "one bracket is few errors"
    );
    // One character taken out of a good file, or put into it, is never more than errors of syntax or of form.
    let text = fixture("complete/release.toml");
    let mut random = Random(0x5EED);
    for _ in 0..700 {
        let mut broken = text.clone();
        let at = random.below(text.len());
        if random.below(2) == 0 {
            broken.remove(at);
        } else {
            broken.insert(at, ['[', ']', '{', '"', '=', '\'', '\n'][random.below(7)]);
        }
        let found = decode(&broken).diagnostics;
        let syntax = found.iter().any(|found| found.rule == "syntax");
        let others: Vec<_> = found.iter().filter(|found| found.rule != "syntax").collect();
        assert!(
            !syntax || others.is_empty(),
            "at {at}, {:?}: {found:#?}",
            &broken[at.saturating_sub(20)..at + 20]
        );
    }
}

#[test]
fn a_merge_that_nobody_has_resolved_is_one_mistake() {
    let merged = "\n[retry]\n<<<<<<< HEAD\ncount = 3\n||||||| base\ncount = 1\n=======\ncount = 2\n>>>>>>> other\n\
                  \n[retention]\nresults = 30\n";
    let repository = Repository::with(good() + merged);
    let found = repository.diagnostics();
    let line = good().lines().count() + 3;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (&found[0]["rule"], &found[0]["line"], &found[0]["column"]),
        (&json!("syntax"), &json!(line), &json!(1))
    );
    assert!(
        repository
            .refused()
            .contains("a merge conflict that nobody has resolved")
    );
    let text = good().replace("name = \"", "name = \"a\"\n# \n<<<<<<< ");
    assert!(
        decode(&text)
            .diagnostics
            .iter()
            .all(|found| !found.message.contains("merge")),
        "one mark alone is no conflict"
    );
}

#[test]
fn a_value_that_cannot_be_used_has_no_echo() {
    for (good_text, bad_text) in [
        ("tests = [\"lint\"]", "tests = \"lint\""),
        ("suite = \"smoke\"", "suite = 3"),
        ("smoke = {}", "smoke = 3"),
        ("push = { branches = [\"main\"] }", "push = true"),
        ("{ lint = { command = [\"suites/lint\"] } }", "[]"),
        ("{ push = { branches = [\"main\"] } }", "3"),
        ("{ chart = \"charts/operator\" }", "{ chart = 3 }"),
        ("\"1.0\" = ", "4.1 = "),
    ] {
        let text = good().replace(good_text, bad_text);
        assert_ne!(text, good());
        let found = Repository::with(text).diagnostics();
        assert_eq!(found.len(), 1, "{bad_text}: {found:#?}");
    }
}
