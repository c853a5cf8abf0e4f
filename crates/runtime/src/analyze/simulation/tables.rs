//! The tables of `docs/statistics.md`.

use std::path::Path;

use super::flaky_world::FlakyWorld;
use super::score::Score;
use super::slow_world::SlowWorld;
use super::{flaky_rivals, slow_rivals};
use crate::analyze::testing::Evidence;

/// Worlds of each kind for the tables.
const WORLDS: u64 = 20;

type Rule = fn(&Evidence) -> Vec<bool>;
type Table = fn() -> String;

/// What a rule makes of some worlds.
fn score(rule: Rule, worlds: &[(Evidence, Vec<bool>)]) -> Score {
    let mut score = Score::default();
    for (evidence, truth) in worlds {
        score.look(&rule(evidence), truth);
    }
    score
}

fn flaky(world: FlakyWorld, count: u64) -> Vec<(Evidence, Vec<bool>)> {
    (0..count).map(|seed| world.draw(seed)).collect()
}

fn slow(world: SlowWorld, count: u64) -> Vec<(Evidence, Vec<bool>)> {
    (0..count).map(|seed| world.draw(seed)).collect()
}

/// What the statistics promise, on fewer worlds than the tables have.
#[test]
fn what_is_called_flaky_is_flaky_and_most_of_it_is_found() {
    let worlds = flaky(FlakyWorld::USUAL, 3);
    let ours = score(flaky_rivals::RULES[0].1, &worlds);
    assert!(ours.precision() >= 0.95, "{ours:?}");
    assert!(ours.recall() >= 0.6, "{ours:?}");
    let any_retry = score(flaky_rivals::RULES[1].1, &worlds);
    assert!(
        any_retry.precision() < 0.2,
        "the world is too easy: {any_retry:?}"
    );
}

#[test]
fn hardly_a_slowdown_is_false_and_more_are_found_than_by_a_t_test() {
    let worlds = slow(SlowWorld::USUAL, 6);
    let ours = score(slow_rivals::RULES[0].1, &worlds);
    let t_test = score(slow_rivals::RULES[3].1, &worlds);
    assert!(ours.false_alarms_a_look() <= 1.0, "{ours:?}");
    assert!(
        ours.recall() >= t_test.recall() && ours.recall() > 0.6,
        "{ours:?} {t_test:?}"
    );
    let threshold = score(slow_rivals::RULES[1].1, &worlds);
    assert!(
        threshold.false_alarms_a_look() > 10.0,
        "the world is too easy: {threshold:?}"
    );
}

/// The tables take a minute; CI sees to it that they are true. `PIPEWRIGHT_BLESS=1` writes them.
#[test]
fn the_tables_of_the_document_are_what_the_simulation_prints() {
    let is_blessed = std::env::var_os("PIPEWRIGHT_BLESS").is_some();
    if !is_blessed && std::env::var_os("PIPEWRIGHT_MANDATORY").is_none() {
        println!("skipped: the tables take a minute; PIPEWRIGHT_MANDATORY=1 computes them");
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/statistics.md");
    let document = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let tables: [(&str, Table); 4] = [
        ("flaky", flaky_rules),
        ("flaky-worlds", flaky_worlds),
        ("slow", slow_rules),
        ("slow-worlds", slow_worlds),
    ];
    let drawn = std::thread::scope(|scope| {
        let running = tables.map(|(name, table)| (name, scope.spawn(table)));
        running.map(|(name, table)| (name, table.join().unwrap()))
    });
    let expected = drawn.iter().fold(document.clone(), |text, (name, table)| {
        replaced(&text, name, table)
    });
    if is_blessed {
        crate::results::atomically(&path, expected.as_bytes()).unwrap();
    }
    assert!(
        document == expected || is_blessed,
        "run PIPEWRIGHT_BLESS=1 cargo test -p pipewright-runtime --lib tables"
    );
}

/// The document with a table between its marks.
fn replaced(document: &str, name: &str, table: &str) -> String {
    let (open, close) = (format!("<!-- table: {name} -->\n"), "<!-- end -->");
    let (before, rest) = document
        .split_once(&open)
        .unwrap_or_else(|| panic!("no mark for {name}"));
    let (_, after) = rest
        .split_once(close)
        .unwrap_or_else(|| panic!("no end for {name}"));
    format!("{before}{open}{table}{close}{after}")
}

fn flaky_rules() -> String {
    let worlds = flaky(FlakyWorld::USUAL, WORLDS);
    let rows = flaky_rivals::RULES.map(|(name, rule)| flaky_row(name, score(rule, &worlds)));
    format!(
        "| rule | precision | recall | false alarms |\n|---|---|---|---|\n{}",
        rows.concat()
    )
}

fn flaky_worlds() -> String {
    let row = |(name, world)| flaky_row(name, score(flaky_rivals::RULES[0].1, &flaky(world, WORLDS)));
    let rows: Vec<String> = FlakyWorld::others().into_iter().map(row).collect();
    format!(
        "| what is different | precision | recall | false alarms |\n|---|---|---|---|\n{}",
        rows.concat()
    )
}

fn slow_rules() -> String {
    let worlds = slow(SlowWorld::USUAL, WORLDS);
    let row = |(name, rule)| {
        let score = score(rule, &worlds);
        format!(
            "| {name} | {:.2} | {:.2} |\n",
            score.false_alarms_a_look(),
            score.recall()
        )
    };
    let rows = slow_rivals::RULES.map(row);
    format!(
        "| rule | false alarms | power |\n|---|---|---|\n{}",
        rows.concat()
    )
}

fn slow_worlds() -> String {
    let row = |(name, world)| {
        let worlds = slow(world, WORLDS);
        let of = |rule: usize| score(slow_rivals::RULES[rule].1, &worlds);
        let power = |score: Score| {
            if score.hits + score.misses == 0 {
                "-".to_owned()
            } else {
                format!("{:.2}", score.recall())
            }
        };
        let (ours, t_test) = (of(0), of(3));
        format!(
            "| {name} | {:.2} | {} | {:.2} | {} |\n",
            ours.false_alarms_a_look(),
            power(ours),
            t_test.false_alarms_a_look(),
            power(t_test)
        )
    };
    let rows: Vec<String> = SlowWorld::others().into_iter().map(row).collect();
    format!(
        "| what is different | false alarms | power | of the t-test: false alarms | power |\n|---|---|---|---|---|\n{}",
        rows.concat()
    )
}

fn flaky_row(name: &str, score: Score) -> String {
    format!(
        "| {name} | {:.2} | {:.2} | {:.1} |\n",
        score.precision(),
        score.recall(),
        score.false_alarms_a_look()
    )
}
