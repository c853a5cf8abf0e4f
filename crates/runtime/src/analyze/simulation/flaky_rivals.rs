//! Simpler rules for flakiness.

use pipewright_model::policy::Policy;

use crate::analyze::testing::Evidence;
use crate::analyze::trends::{FlakyTest, Health};
use crate::analyze::{Outcome, trends};

/// A rule: which tests are flaky.
pub(super) type Rule = fn(&Evidence) -> Vec<bool>;

/// All rules, by what they are called in the table.
pub(super) const RULES: [(&str, Rule); 4] = [
    ("this one", ours),
    ("any retry that passed", |evidence| retried(evidence, 1)),
    ("three retries that passed", |evidence| retried(evidence, 3)),
    ("10 to 30 % of the runs failed", by_share),
];

fn ours(evidence: &Evidence) -> Vec<bool> {
    told(evidence, |test| test.state == Health::Flaky)
}

fn by_share(evidence: &Evidence) -> Vec<bool> {
    told(evidence, |test| test.by_simple_rule)
}

fn told(evidence: &Evidence, is_told: impl Fn(&FlakyTest) -> bool) -> Vec<bool> {
    let found = trends(evidence, "main", &Policy::default());
    let names: std::collections::HashSet<String> = found
        .flaky
        .into_iter()
        .filter(is_told)
        .map(|test| test.test_name)
        .collect();
    evidence
        .tests
        .iter()
        .map(|test| names.contains(&test.name))
        .collect()
}

fn retried(evidence: &Evidence, least: usize) -> Vec<bool> {
    let mut counts = vec![0; evidence.tests.len()];
    for sample in evidence.runs.iter().flat_map(|run| &run.samples) {
        counts[sample.test as usize] += usize::from(sample.outcome == Outcome::Flaky);
    }
    counts.into_iter().map(|count| count >= least).collect()
}
