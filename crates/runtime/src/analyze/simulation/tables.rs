//! The tables of `docs/statistics.md`.

use std::fmt::Write;

use super::flaky_world::FlakyWorld;
use super::score::Score;
use super::slow_world::SlowWorld;
use super::{flaky_rivals, slow_rivals};
use crate::analyze::Evidence;

/// Worlds of each kind.
const WORLDS: u64 = 8;

type Rule = fn(&Evidence) -> Vec<bool>;

fn score(rule: Rule, worlds: &[(Evidence, Vec<bool>)]) -> Score {
    let mut score = Score::default();
    for (evidence, truth) in worlds {
        score.look(&rule(evidence), truth);
    }
    score
}

fn flaky(world: FlakyWorld) -> Vec<(Evidence, Vec<bool>)> {
    (0..WORLDS).map(|seed| world.draw(seed)).collect()
}

fn slow(world: SlowWorld) -> Vec<(Evidence, Vec<bool>)> {
    (0..WORLDS).map(|seed| world.draw(seed)).collect()
}

fn flaky_row(name: &str, score: Score) -> String {
    format!(
        "| {name} | {:.2} | {:.2} | {:.1} |\n",
        score.precision(),
        score.recall(),
        score.false_alarms_a_look()
    )
}

fn slow_row(name: &str, score: Score) -> String {
    format!(
        "| {name} | {:.2} | {:.2} |\n",
        score.false_alarms_a_look(),
        score.recall()
    )
}

fn flaky_worlds() -> Vec<(&'static str, FlakyWorld)> {
    let usual = FlakyWorld::USUAL;
    vec![
        ("as above", usual),
        ("1 % of the tests are flaky", FlakyWorld { flaky: 0.01, ..usual }),
        ("10 % of the tests are flaky", FlakyWorld { flaky: 0.1, ..usual }),
        (
            "healthy tests fail in 0.01 % of the runs",
            FlakyWorld {
                background: 0.0001,
                ..usual
            },
        ),
        (
            "healthy tests fail in 0.2 % of the runs",
            FlakyWorld {
                background: 0.002,
                ..usual
            },
        ),
        ("60 runs", FlakyWorld { runs: 60, ..usual }),
        ("500 runs", FlakyWorld { runs: 500, ..usual }),
        (
            "no retries, every third commit runs twice",
            FlakyWorld {
                retries: 0,
                again: 0.33,
                ..usual
            },
        ),
        ("a storm in one of ten runs", FlakyWorld { storms: 0.1, ..usual }),
        (
            "every third commit breaks a test",
            FlakyWorld {
                breaks: 0.33,
                ..usual
            },
        ),
    ]
}

fn slow_worlds() -> Vec<(&'static str, SlowWorld)> {
    let usual = SlowWorld::USUAL;
    vec![
        ("as above", usual),
        ("nothing gets slower", SlowWorld { slower: 0.0, ..usual }),
        ("10 % of the tests get slower", SlowWorld { slower: 0.1, ..usual }),
        ("machines differ by 5 %", SlowWorld { host: 0.05, ..usual }),
        ("machines differ by 30 %", SlowWorld { host: 0.3, ..usual }),
        ("tests vary by up to 10 %", SlowWorld { noise: 0.1, ..usual }),
        ("tests vary by up to 40 %", SlowWorld { noise: 0.4, ..usual }),
        ("one of ten measurements is odd", SlowWorld { odd: 0.1, ..usual }),
    ]
}

#[test]
fn print() {
    let mut text = String::new();
    let worlds = flaky(FlakyWorld::USUAL);
    for (name, rule) in flaky_rivals::RULES {
        text += &flaky_row(name, score(rule, &worlds));
    }
    for (name, world) in flaky_worlds() {
        text += &flaky_row(name, score(flaky_rivals::RULES[0].1, &flaky(world)));
    }
    let worlds = slow(SlowWorld::USUAL);
    for (name, rule) in slow_rivals::RULES {
        text += &slow_row(name, score(rule, &worlds));
    }
    for (name, world) in slow_worlds() {
        let worlds = slow(world);
        text += &slow_row(name, score(slow_rivals::RULES[0].1, &worlds));
        text += &slow_row("   t-test", score(slow_rivals::RULES[4].1, &worlds));
        text += &slow_row("   t-test BH", score(slow_rivals::RULES[5].1, &worlds));
    }
    println!("{text}");
}
