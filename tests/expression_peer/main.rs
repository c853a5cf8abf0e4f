//! Our evaluator against GitHub's own, on expressions made by chance.
//!
//! Needs Node and the npm package `@actions/expressions`: `PIPEWRIGHT_PEERS` names the `node_modules`
//! folder that holds it. Without them the tests say that they were skipped; with
//! `PIPEWRIGHT_MANDATORY=1` they fail.

mod generator;
mod peer;
mod random;
mod unknown;
mod words;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use generator::{Question, question};
use peer::Peer;
use pipewright::expression::{Value, eval_batch};

const SEED: u64 = 0x5eed_0007;
const COUNT: u64 = 20_000;

fn ours(questions: &str) -> String {
    let mut out = Vec::new();
    let batch = eval_batch(questions.as_bytes(), &mut out).expect("memory can be read and written");
    assert_eq!(batch.unreadable, 0, "the generator makes batch lines");
    String::from_utf8(out).expect("answers are UTF-8")
}

/// What an answer says, without the place of evaluation errors, which the peer does not tell.
fn essence(answer: &str) -> String {
    let Value::Object(object) = Value::from_json(answer).expect("answers are JSON") else {
        panic!("no answer: {answer}");
    };
    let Some(Value::Object(error)) = object.get("error") else {
        return answer.to_owned();
    };
    let part = |name| {
        error
            .get(name)
            .and_then(|value| value.to_json().ok())
            .unwrap_or_default()
    };
    let kind = part("kind");
    let at = if kind == "\"evaluation\"" {
        String::new()
    } else {
        part("at")
    };
    format!("{kind} {} {at}", part("message"))
}

/// `value` or the kind of the error.
fn sort(answer: &str) -> &'static str {
    ["lexing", "parsing", "evaluation"]
        .into_iter()
        .find(|kind| answer.starts_with(&format!("{{\"error\":{{\"kind\":\"{kind}\"")))
        .unwrap_or("value")
}

#[test]
fn generated_expressions_have_the_same_answers() {
    let Some(peer) = Peer::find() else { return };
    let questions: Vec<Question> = (0..COUNT).map(|at| question(SEED, at)).collect();
    let lines: String = questions.iter().map(Question::line).collect();
    let (ours, theirs) = (ours(&lines), peer.ask(&["answer", "runner"], &lines));
    assert_eq!(
        theirs.lines().count(),
        questions.len(),
        "the peer answers every question"
    );

    let mut sorts = BTreeMap::new();
    let mut differences = 0;
    for ((at, question), (ours, theirs)) in questions.iter().enumerate().zip(ours.lines().zip(theirs.lines()))
    {
        *sorts.entry(sort(theirs)).or_insert(0) += 1;
        if essence(ours) != essence(theirs) {
            differences += 1;
            if differences <= 20 {
                println!("#{at}\n  {}  ours   {ours}\n  theirs {theirs}", question.line());
            }
        }
    }
    println!("seed {SEED:#x}: {COUNT} expressions, {sorts:?}, {differences} differences");
    assert_eq!(
        differences, 0,
        "differences from GitHub's evaluator; seed {SEED:#x}"
    );
}

/// Where we differ on purpose: what we say, and what the package says. If one of these goes stale, the
/// package was mended.
#[test]
fn deliberate_differences_are_still_there() {
    let Some(peer) = Peer::find() else { return };
    for (expr, context, our_answer, their_answer) in [
        // GitHub's runner reads every doubled quote; the package only the first one of a string.
        ("'a''b''c'", "{}", r#"{"value":"a'b'c"}"#, r#"{"value":"a'b''c"}"#),
        // GitHub's runner computes only what case() needs.
        (
            "case(true, 1, fromJSON('{'))",
            "{}",
            r#"{"value":1}"#,
            r#""evaluation""#,
        ),
        // The package keeps keys in a JavaScript object with its inherited members.
        (
            "x.constructor",
            r#"{"x":{"constructor":1}}"#,
            r#"{"value":1}"#,
            r#"{"value":null}"#,
        ),
        (
            "x['__proto__']",
            r#"{"x":{"__proto__":1}}"#,
            r#"{"value":1}"#,
            r#"{"value":null}"#,
        ),
        // The functions of workflow keys are not part of the package.
        ("always()", "{}", r#"{"value":true}"#, r#""parsing""#),
        (
            "hashFiles('*')",
            "{}",
            r#"{"unknown":"hashFiles"}"#,
            r#""parsing""#,
        ),
    ] {
        let line = Question {
            expr: expr.to_owned(),
            context: context.to_owned(),
        }
        .line();
        assert_eq!(ours(&line).trim(), our_answer, "{expr}");
        let theirs = peer.ask(&["answer"], &line);
        assert!(
            theirs.contains(their_answer),
            "{expr}: the package now says {theirs}"
        );
    }
}

/// The batch of [`generated_expressions_have_the_same_answers`], timed side by side without starting up.
/// Ratios of unoptimized builds mean nothing: `cargo test --release --test expression_peer -- --ignored`.
#[test]
#[ignore = "a measurement, not a test; needs --release"]
fn ten_times_as_fast_as_the_package() {
    let Some(peer) = Peer::find() else { return };
    let lines: String = (0..COUNT).map(|at| question(SEED, at).line()).collect();
    let ours = (0..5).map(|_| timed(&lines)).min().expect("five runs");
    let theirs = (0..5)
        .map(|_| peer_milliseconds(&peer, &lines))
        .fold(f64::INFINITY, f64::min);
    let ours = ours.as_secs_f64() * 1e3;
    println!(
        "{COUNT} expressions, best of 5: ours {ours:.1} ms, package {theirs:.1} ms, {:.1} x",
        theirs / ours
    );
    assert!(theirs / ours >= 10.0, "less than ten times as fast");
}

fn timed(lines: &str) -> Duration {
    let start = Instant::now();
    ours(lines);
    start.elapsed()
}

fn peer_milliseconds(peer: &Peer, lines: &str) -> f64 {
    let report = Value::from_json(&peer.ask(&["time"], lines)).expect("the report is JSON");
    let Value::Object(report) = report else {
        panic!("no report")
    };
    let Some(Value::Number(milliseconds)) = report.get("milliseconds") else {
        panic!("no time")
    };
    milliseconds
}
