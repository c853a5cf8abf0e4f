use pipewright_model::policy::Policy;

use crate::analyze::testing::Evidence;
use crate::analyze::trends::{FlakyTest, Health};
use crate::analyze::{Outcome, trends};

fn found(evidence: &Evidence) -> Vec<FlakyTest> {
    trends(evidence, "main", &Policy::default()).flaky
}

/// The state of a test by its outcomes, among others that pass always.
fn state(outcomes: &str) -> Health {
    let calm = "P".repeat(outcomes.len());
    let evidence = Evidence::drawn(&[("it", outcomes), ("b", &calm), ("c", &calm), ("d", &calm)]);
    let found = found(&evidence);
    assert!(found.len() <= 1, "{found:?}");
    found.first().map_or(Health::Healthy, |test| test.state)
}

#[test]
fn retries_that_pass_again_and_again_are_flaky_and_one_is_no_proof() {
    assert_eq!(state(&"PPPPXPPPPXPPPX".repeat(2)), Health::Flaky);
    assert_eq!(
        state(&format!("{}X{}", "P".repeat(50), "P".repeat(20))),
        Health::Suspect
    );
    // In so many runs, one is what machines do.
    assert_eq!(
        state(&format!("{}X{}", "P".repeat(300), "P".repeat(100))),
        Health::Healthy
    );
    assert_eq!(state(&"P".repeat(40)), Health::Healthy);
}

#[test]
fn what_fails_on_one_commit_and_passes_on_another_is_no_evidence_of_flakiness() {
    assert_eq!(
        state(&format!("{}F{}", "P".repeat(30), "P".repeat(30))),
        Health::Healthy
    );
    let mut evidence = Evidence::drawn(&[("it", "PPPPPPPPFPPPPPFPPPPFPPPPPPPP"), ("b", &"P".repeat(28))]);
    // But 10 % of all runs is enough for the simple rule.
    let told = found(&evidence);
    assert_eq!(
        (told[0].state, told[0].by_simple_rule, told[0].flaked_runs),
        (Health::Suspect, true, 0)
    );
    // The same, with every run that failed on the commit of the one before it.
    for number in [8, 14, 19] {
        evidence.run(number).commit = format!("commit-{}", number - 1);
    }
    let told = found(&evidence);
    assert_eq!(
        (
            told[0].state,
            told[0].flaked_runs,
            told[0].failed_runs,
            told[0].total_runs
        ),
        (Health::Flaky, 3, 3, 28)
    );
    assert_eq!(told[0].last_seen, "2026-03-01T19:00:00Z");
    assert!(told[0].low > 0.005 && told[0].low < told[0].flaky_rate && told[0].flaky_rate < told[0].high);
}

#[test]
fn what_fails_in_a_row_is_broken_and_then_mended() {
    let calm = "P".repeat(60);
    assert_eq!(state(&format!("{calm}F")), Health::Healthy);
    assert_eq!(state(&format!("{calm}FF")), Health::Broken);
    assert_eq!(state("FFFFF"), Health::Broken);
    assert_eq!(state("FF"), Health::Healthy, "two runs are all that is known");
    assert_eq!(state(&format!("{calm}FFFFPP")), Health::Suspect);
    assert_eq!(state(&format!("{calm}FFFFPPPPPP")), Health::Recovered);
    assert_eq!(state(&format!("{calm}FFFF{calm}")), Health::Healthy);
    // A test that fails in half of the runs anyway is not broken by two failures.
    assert_eq!(state(&format!("{}FF", "XP".repeat(20))), Health::Flaky);
}

#[test]
fn a_flaky_test_clears_slowly() {
    let flaky = "PPPPXPPPPX".repeat(4);
    assert_eq!(state(&format!("{flaky}{}", "P".repeat(15))), Health::Flaky);
    assert_eq!(state(&format!("{flaky}{}", "P".repeat(40))), Health::Recovered);
    assert_eq!(state(&format!("{flaky}{}X", "P".repeat(40))), Health::Flaky);
}

#[test]
fn a_night_on_which_everything_fails_is_not_held_against_any_test() {
    let names: Vec<String> = (0..60).map(|number| format!("test {number}")).collect();
    let outcomes = format!("{}X{}X{}", "P".repeat(10), "P".repeat(10), "P".repeat(10));
    let tests: Vec<(&str, &str)> = names
        .iter()
        .map(|name| (name.as_str(), outcomes.as_str()))
        .collect();
    assert_eq!(found(&Evidence::drawn(&tests)), []);
    let mut few = Evidence::drawn(&[("it", &outcomes), ("b", &"P".repeat(32))]);
    assert_eq!(found(&few).len(), 1, "two failures of one test are no storm");
    few.run(0).samples[0].outcome = Outcome::Flaky;
    assert_eq!(found(&few)[0].state, Health::Flaky);
}

/// Half of the cell fails: a storm, until it has lasted too long to be one.
#[test]
fn a_cell_that_stays_broken_is_no_storm() {
    for (nights, broken) in [(1, 0), (3, 0), (4, 3), (9, 3)] {
        let fine = "P".repeat(40 + nights);
        let bad = format!("{}{}", "P".repeat(40), "F".repeat(nights));
        let tests = [
            ("a", bad.as_str()),
            ("b", &bad),
            ("c", &bad),
            ("d", &fine),
            ("e", &fine),
            ("f", &fine),
        ];
        let found = found(&Evidence::drawn(&tests));
        assert_eq!(found.len(), broken, "{nights}");
        assert!(found.iter().all(|test| test.state == Health::Broken), "{nights}");
    }
}

#[test]
fn somebody_elses_branch_alone_makes_no_test_flaky() {
    let outcomes = "PPPXPPPXPPPXPPPXPPPX";
    let mut evidence = Evidence::drawn(&[("it", outcomes), ("b", &"P".repeat(20))]);
    for number in 0..19 {
        evidence.run(number).branch = "feature".to_owned();
    }
    evidence.runs.pop();
    evidence.run(18).branch = "feature".to_owned();
    evidence.run(19).samples = evidence.runs[0].samples.clone();
    assert_eq!(found(&evidence)[0].state, Health::Suspect);
    // Once it happens on the branch too, what other branches saw counts.
    evidence.run(19).samples[0].outcome = Outcome::Flaky;
    assert_eq!(found(&evidence)[0].state, Health::Flaky);
}

#[test]
fn outcomes_are_drawn_beside_the_runs() {
    let evidence = Evidence::drawn(&[("it", "PX-SXPFX"), ("b", "PPPPPPPP")]);
    let trends = trends(&evidence, "main", &Policy::default());
    assert_eq!(trends.flaky[0].outcomes, "PX-SXPFX");
    assert_eq!(trends.runs.len(), 8);
}

/// `pipewright check` has to refuse it until a person has filled it in, and only for what is empty.
#[test]
fn the_suggested_entry_is_no_entry_until_somebody_completes_it() {
    let hostile = "a \"b\" \\ \n]] \u{202e} ünï [x] # '''";
    let evidence = Evidence::drawn(&[(hostile, &"PPX".repeat(10)), ("b", &"P".repeat(30))]);
    let suggested = found(&evidence)[0].quarantine.clone().unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/minimal.toml");
    let pipeline = std::fs::read_to_string(path).unwrap();
    let faults = |entry: &str| {
        pipewright::decode::decode(&format!("{pipeline}\n{entry}"))
            .diagnostics
            .len()
    };
    assert_eq!(faults(&suggested), ["issue", "owner", "expires"].len());
    let filled = suggested
        .replace("owner = \"\"", "owner = \"@somebody\"")
        .replace("issue = \"\"", "issue = \"https://example.org/1\"")
        .replace("expires = \"\"", "expires = \"2026-12-31\"");
    assert_eq!(faults(&filled), 0);
}
