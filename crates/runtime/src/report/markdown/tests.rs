//! Whatever a test is called or says: rendered by an independent renderer of GitHub's dialect, a report holds no
//! element and no link but its own, and fits.

use std::collections::BTreeSet;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Limit, document, without_results};
use crate::aggregate::Summary;
use crate::analyze::Trends;
use crate::report::{Marker, Run, Scene};

const ELEMENTS: [&str; 4] = ["<details>", "</details>", "<summary>", "</summary>"];

pub(in crate::report) fn scene() -> Scene {
    Scene {
        repository_url: Some("https://github.com/team/app".to_owned()),
        run: Some(Run { id: 7, attempt: 2 }),
        commit: Some("1111111111111111111111111111111111111111".to_owned()),
        is_fork: true,
        conclusion: Some("failure".to_owned()),
    }
}

fn marker() -> Marker {
    Marker {
        workflow: ".github/workflows/test-suite.yml".to_owned(),
        run: Run { id: 7, attempt: 2 },
    }
}

fn test(word: &str, change: Value) -> Value {
    json!({
        "name": word, "error": word, "cell": word, "suite": word, "class": word, "file": word, "status": "failed",
        "duration": 1.5, "retry_count": 2, "attempts": [], "change": change, "command": word, "excerpt": word,
        "log": word, "owner": word, "issue": word,
    })
}

/// A summary in which every text is one of some words, and every list has so many entries.
pub(in crate::report) fn summary(words: &[String], count: usize) -> Summary {
    let word = |index: usize| words[index % words.len()].as_str();
    let tests = |change: Value| -> Vec<Value> { (0..count).map(|n| test(word(n), change.clone())).collect() };
    let tally = json!({ "total": count, "passed": 0, "failed": count, "errors": 0, "skipped": 0, "flaky": 1, "quarantined": 0, "duration": 3.0 });
    let mut cells: Vec<Value> = Vec::new();
    for n in 0..count.min(30) {
        let mut cell = json!({
            "name": word(n), "version": word(n), "suite": word(n), "scenario": word(n + 1), "verdict": "failed",
            "reason": word(n), "attempt": 1, "folders": [], "started": null, "finished": null, "duplicates": 0, "problems": [],
        });
        cell.as_object_mut()
            .unwrap()
            .extend(tally.as_object().unwrap().clone());
        cells.push(cell);
    }
    let items: Vec<Value> = (0..count)
        .map(|n| json!({ "cell": word(n), "test": word(n) }))
        .collect();
    let mut value = json!({
        "format": 1, "verdict": "incomplete", "exit_code": 3, "reasons": words, "branch": word(0), "commit": word(1),
        "trigger": "pull_request", "run_id": word(0), "run_attempt": 1, "started": null, "finished": null,
        "base": { "branch": word(0), "run_id": word(1), "commit": word(2), "started": "", "verdict": word(0) },
        "cells": cells, "failed_tests": tests(json!("new_failure")), "quarantined_tests": tests(Value::Null),
        "flaky_tests": tests(json!("newly_flaky")), "skipped_tests": tests(Value::Null), "fixed_tests": tests(json!("fixed")),
        "slow_tests": tests(json!("newly_slow")), "unlisted": 0,
        "ledger": { "expected": 1, "missing": items, "extra": [{ "cell": word(0), "test": null }], "empty": [] },
        "problems": words, "ignored": [], "policy": {},
    });
    value
        .as_object_mut()
        .unwrap()
        .extend(tally.as_object().unwrap().clone());
    serde_json::from_value(value).unwrap()
}

/// Trends in which every text is one of some words.
pub(in crate::report) fn trends(words: &[String], count: usize) -> Trends {
    let word = |index: usize| words[index % words.len()].as_str();
    let each = |of: &dyn Fn(usize) -> Value| (0..count).map(of).collect::<Vec<Value>>();
    serde_json::from_value(json!({
        "regressions": each(&|n| json!({ "metric": word(n), "change": word(n + 1) })),
        "change_points": each(&|n| json!({ "metric_name": word(n), "tags": { word(n): word(n + 1) }, "run_id": word(0),
            "before": n, "after": 1e300, "change_percent": 1.0 })),
        "coverage": each(&|n| json!({ "version": word(n), "current_value": 50.0, "previous_value": 60.0, "change": -10.0 })),
        "flaky": each(&|n| json!({ "cell": word(n), "test_name": word(n + 1), "state": "suspect", "flaky_rate": 0.25,
            "low": 0.1, "high": 0.5, "outcomes": "PPX" })),
    }))
    .unwrap()
}

fn limit(most: usize) -> Limit {
    Limit {
        most,
        measure: |text| text.encode_utf16().count(),
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options
}

/// What is wrong with a text as GitHub would render it: anything that we did not put there.
fn intruders(text: &str) -> Vec<String> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut found = Vec::new();
    let mut is_open = 0_i32;
    for node in root.descendants() {
        let data = node.data.borrow();
        match &data.value {
            NodeValue::HtmlBlock(block) => is_open += html(&block.literal, &mut found),
            NodeValue::HtmlInline(literal) => is_open += html(literal, &mut found),
            NodeValue::Link(link) => {
                let is_ours = link
                    .url
                    .strip_prefix("https://github.com/team/app/actions/runs/")
                    .is_some_and(|rest| {
                        rest.chars()
                            .all(|c| c.is_ascii_digit() || "/#attempsrifc".contains(c))
                    });
                if !is_ours {
                    found.push(format!("link to {}", link.url));
                }
            }
            NodeValue::Text(words) => prose(words, &mut found),
            NodeValue::Image(_)
            | NodeValue::FootnoteDefinition(_)
            | NodeValue::FootnoteReference(_)
            | NodeValue::Alert(_)
            | NodeValue::BlockQuote
            | NodeValue::ThematicBreak
            | NodeValue::TaskItem(_)
            | NodeValue::Strikethrough => found.push(format!("{:?}", data.value)),
            NodeValue::Heading(heading) if heading.setext => found.push("a heading".to_owned()),
            _ => {}
        }
    }
    if is_open != 0 {
        found.push(format!("{is_open} <details> are open"));
    }
    found
}

/// How many `<details>` more are open after a piece of HTML.
fn html(literal: &str, found: &mut Vec<String>) -> i32 {
    let literal = literal.trim();
    if literal == marker().line().trim() {
        return 0;
    }
    let mut rest = literal.to_owned();
    for element in ELEMENTS {
        rest = rest.replace(element, "");
    }
    if rest.contains(['<', '>', '&']) {
        found.push(format!("HTML {literal:?}"));
    }
    let count = |element: &str| i32::try_from(literal.matches(element).count()).unwrap();
    count("<details>") - count("</details>")
}

/// Our own words know no mention, no issue, no commit and no address.
fn prose(words: &str, found: &mut Vec<String>) {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    for (at, c) in words.char_indices() {
        let next = words[at + c.len_utf8()..].chars().next();
        if (c == '@' || c == '#') && is_word(next) {
            found.push(format!("{words:?} mentions"));
        }
    }
    let is_commit = |word: &str| word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if words.contains("://") || words.contains("www.") || words.split(' ').any(is_commit) {
        found.push(format!("{words:?} is linked by GitHub"));
    }
}

pub(in crate::report) const HOSTILE: [&str; 34] = [
    "@everyone",
    "<!-- -->",
    "-->",
    "</details>",
    "<details>",
    "<script>alert(1)</script>",
    "```",
    "`",
    "``` \n# x",
    "~~~",
    "a | b",
    "\\|",
    "\r\n\r\n# heading",
    "::error::x",
    "##[error]x",
    "${{ secrets.X }}",
    "[x](javascript:alert(1))",
    "\u{202e}gnp.exe",
    "#123",
    "team/app#1",
    "https://evil.example/x",
    "www.evil.example",
    "1111111111111111111111111111111111111111",
    "![x](https://evil.example/x.png)",
    "&lt;b&gt;",
    "<a href=x>",
    "| a |\n|---|\n| b |",
    "- [ ] x",
    "[^1]: x",
    "[^1]",
    "> [!WARNING]\n> x",
    "x\n===",
    "\u{0}\u{1b}[31m",
    "<pipewright",
];

#[test]
fn every_hostile_word_at_every_place_stays_text() {
    for word in HOSTILE {
        let words = [word.to_owned(), "plain".to_owned()];
        let text = document(
            &marker().line(),
            &summary(&words, 3),
            &trends(&words, 3),
            &scene(),
            limit(65_536),
        );
        assert_eq!(intruders(&text), Vec::<String>::new(), "{word:?}:\n{text}");
        assert!(!text.contains('\r'), "{word:?}");
        let without = without_results(&marker().line(), word, &scene());
        assert_eq!(intruders(&without), Vec::<String>::new(), "{word:?}:\n{without}");
        for line in text.lines() {
            assert!(
                !line.trim_start().starts_with("::") && !line.contains("##["),
                "{line}"
            );
        }
    }
}

#[test]
fn the_check_of_these_tests_sees_what_is_wrong() {
    for bad in [
        "@team",
        "see #1",
        "<b>x</b>",
        "[x](https://evil.example)",
        "https://evil.example",
        "<details>",
        "![x](y)",
        "1234567 is it",
    ] {
        assert!(!intruders(bad).is_empty(), "{bad}");
    }
}

#[test]
fn three_hundred_kilobytes_in_one_line_are_cut_between_characters() {
    let words = ["😀".repeat(75_000), "`".repeat(300_000)];
    let text = document(
        "",
        &summary(&words, 2),
        &trends(&words, 2),
        &scene(),
        limit(65_536),
    );
    assert!(text.encode_utf16().count() < 30_000, "{}", text.len());
    assert_eq!(intruders(&text), Vec::<String>::new());
}

#[test]
fn the_names_of_failing_tests_are_the_last_to_go_and_what_went_is_said() {
    let words: Vec<String> = (0..400)
        .map(|n| format!("test_number_{n:04}_of_the_suite"))
        .collect();
    let summary = summary(&words, 400);
    let mut kept: Vec<BTreeSet<&str>> = Vec::new();
    let titles = [
        "### Matrix",
        "### Flaky",
        "### Slower",
        "### Trends",
        "Skipped (",
        "Quarantined (",
        "Output",
        "Fixed (",
        "### Missing",
        "### Reproduce",
    ];
    for most in [
        usize::MAX,
        65_536,
        50_000,
        40_000,
        32_768,
        20_000,
        8_192,
        4_096,
        2_048,
    ] {
        let text = document("", &summary, &trends(&["a".to_owned()], 2), &scene(), limit(most));
        assert!(text.encode_utf16().count() <= most, "{most}");
        assert!(text.contains("### Failed (400)"), "{most}: {text}");
        kept.push(titles.into_iter().filter(|title| text.contains(title)).collect());
        let has_all_names = words.iter().all(|word| text.contains(word.as_str()));
        assert!(
            has_all_names || kept.last().unwrap().is_empty(),
            "{most}: names went before {:?}",
            kept.last()
        );
        assert_eq!(text.contains("for length"), most != usize::MAX, "{most}");
    }
    assert!(
        kept.windows(2).all(|pair| pair[1].is_subset(&pair[0])),
        "{kept:?}"
    );
    let smallest = document(
        "",
        &summary,
        &trends(&["a".to_owned()], 2),
        &scene(),
        limit(2_048),
    );
    assert!(
        smallest.contains("test_number_0000") && smallest.contains("others"),
        "{smallest}"
    );
    assert!(smallest.contains("names of failing tests"), "{smallest}");
}

#[test]
fn a_report_says_what_is_new_first() {
    let mut summary = summary(&["a".to_owned()], 2);
    summary.failed_tests[0].change = Some(crate::aggregate::Change::StillFailing);
    summary.failed_tests[0].name = "old".to_owned();
    summary.failed_tests[1].name = "fresh".to_owned();
    let text = document(
        "",
        &summary,
        &trends(&["a".to_owned()], 2),
        &scene(),
        limit(65_536),
    );
    let (fresh, old) = (text.find("**new** `fresh`").unwrap(), text.find("`old`").unwrap());
    assert!(fresh < old);
    assert!(
        text.contains("**1 new failure**, 1 failing as before, 2 fixed"),
        "{text}"
    );
}

#[test]
fn what_the_history_says_of_this_run_is_told() {
    let mut summary = summary(&["a".to_owned()], 0);
    summary.run_id = Some("12".to_owned());
    let mut trends = trends(&["a".to_owned()], 1);
    trends.change_points[0].run_id = "12".to_owned();
    trends.change_points[0].after = 7.0;
    let text = document("", &summary, &trends, &scene(), limit(65_536));
    for line in [
        "- `a` got worse: `a`",
        "- `a` of `a=a` changed for good with this run: from 0.00 to 7.00",
        "- coverage of `a` went from 60.00 % to 50.00 %",
        "- `a` in `a` may be flaky: it fails in 25 % of its runs (95 % interval: 10 to 50 %)",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    trends.change_points[0].run_id = "11".to_owned();
    trends.coverage[0].change = Some(0.0);
    trends.flaky[0].outcomes = "XXP".to_owned();
    let text = document("", &summary, &trends, &scene(), limit(65_536));
    assert!(
        text.contains("### Trends (1)"),
        "only what is of this run: {text}"
    );
    // It passed until now: that is a new failure, and nothing to shrug at.
    trends.flaky[0].outcomes = "PPF".to_owned();
    assert!(!document("", &summary, &trends, &scene(), limit(65_536)).contains("flaky: it fails"));
    trends.flaky[0].outcomes = "PFPF".to_owned();
    assert!(document("", &summary, &trends, &scene(), limit(65_536)).contains("flaky: it fails"));
}

#[test]
fn what_github_knows_better_is_said() {
    let mut summary = summary(&["a".to_owned()], 0);
    (summary.verdict, summary.exit_code) = ("passed".to_owned(), 0);
    let text = document(
        "",
        &summary,
        &trends(&["a".to_owned()], 2),
        &scene(),
        limit(65_536),
    );
    assert!(
        text.starts_with("## ⚠️ Tests passed, but the run ended as `failure`"),
        "{text}"
    );
    assert!(text.contains("they are its word"));
    summary.exit_code = 1;
    let text = document(
        "",
        &summary,
        &trends(&["a".to_owned()], 2),
        &Scene::default(),
        limit(65_536),
    );
    assert!(
        text.starts_with("## ⚠️ The results are incomplete"),
        "a verdict that contradicts itself: {text}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_said_stays_text_and_fits(
        words in prop::collection::vec(prop_oneof![
            any::<String>(),
            prop::collection::vec(prop::sample::select(HOSTILE.to_vec()), 1..6).prop_map(|parts| parts.concat()),
            "[`<>&|\\[\\]()!*_~#@:/ \n\r-]{0,60}",
        ], 1..6),
        count in 0_usize..60,
        most in 3_000_usize..80_000,
    ) {
        let text = document(&marker().line(), &summary(&words, count), &trends(&words, count), &scene(), limit(most));
        prop_assert!(text.encode_utf16().count() <= most);
        prop_assert_eq!(intruders(&text), Vec::<String>::new(), "{}", text);
    }
}
