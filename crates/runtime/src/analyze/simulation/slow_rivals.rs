//! Simpler rules for slowdowns. All of them see the same runs, and are asked after the same run.

use pipewright_model::policy::Policy;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::slow_world::AFTER;
use crate::analyze::discovery::adjusted;
use crate::analyze::durations::host;
use crate::analyze::testing::Evidence;
use crate::analyze::trends;
use crate::analyze::trends::Direction;

/// A rule: which tests got slower.
pub(super) type Rule = fn(&Evidence) -> Vec<bool>;

/// All rules, by what they are called in the table.
pub(super) const RULES: [(&str, Rule); 6] = [
    ("this one", ours),
    ("25 % over the mean of the 30 runs before", |evidence| {
        threshold(evidence, 30, 1.25)
    }),
    ("15 % over the mean of the five runs before", |evidence| {
        threshold(evidence, 5, 1.15)
    }),
    ("t-test, p < 0.05, at least 20 % and 0.5 s", |evidence| {
        t_test(&rows(evidence), false)
    }),
    ("t-test, q < 0.05, at least 20 % and 0.5 s", |evidence| {
        t_test(&rows(evidence), true)
    }),
    ("the same with the machine taken out", |evidence| {
        t_test(&corrected(evidence), true)
    }),
];

fn ours(evidence: &Evidence) -> Vec<bool> {
    let found = trends(evidence, "main", &Policy::default());
    let slower = found
        .durations
        .into_iter()
        .filter(|test| test.trend == Direction::Regressed && test.confirmed);
    let names: std::collections::HashSet<String> = slower.map(|test| test.name).collect();
    evidence
        .tests
        .iter()
        .map(|test| names.contains(&test.name))
        .collect()
}

/// The newest run against the mean of those before the last change, or of the five before it.
fn threshold(evidence: &Evidence, runs: usize, times: f64) -> Vec<bool> {
    rows(evidence)
        .iter()
        .map(|row| {
            let (earlier, newest) = row.split_at(row.len() - AFTER);
            let last = newest[AFTER - 1];
            last > times * moments(&earlier[earlier.len() - runs..]).0
        })
        .collect()
}

/// Welch's t-test of the newest three runs against the thirty before them, one-sided as only slower ones are asked for.
fn t_test(rows: &[Vec<f64>], is_adjusted: bool) -> Vec<bool> {
    let found: Vec<(f64, bool)> = rows.iter().map(|row| welch(row)).collect();
    let mut p_values: Vec<f64> = found.iter().map(|(p, _)| *p).collect();
    if is_adjusted {
        p_values = adjusted(&p_values);
    }
    found
        .iter()
        .zip(p_values)
        .map(|((_, is_worth_it), p)| p < 0.05 && *is_worth_it)
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of runs")]
fn welch(row: &[f64]) -> (f64, bool) {
    let (earlier, newest) = row.split_at(row.len() - AFTER);
    let ((mean, variance), (new_mean, new_variance)) = (moments(earlier), moments(newest));
    let (a, b) = (
        variance / earlier.len() as f64,
        new_variance / newest.len() as f64,
    );
    let freedom = (a + b).powi(2) / (a * a / (earlier.len() - 1) as f64 + b * b / (newest.len() - 1) as f64);
    let t = (new_mean - mean) / (a + b).sqrt();
    let p = StudentsT::new(0.0, 1.0, freedom).unwrap().sf(t);
    (p, new_mean >= 1.2 * mean && new_mean - mean >= 0.5)
}

fn rows(evidence: &Evidence) -> Vec<Vec<f64>> {
    let row = |test: usize| {
        evidence
            .runs
            .iter()
            .map(|run| f64::from(run.samples[test].seconds))
            .collect()
    };
    (0..evidence.tests.len()).map(row).collect()
}

/// Seconds, with the speed of the machine taken out as this rule does.
fn corrected(evidence: &Evidence) -> Vec<Vec<f64>> {
    let logarithms = rows(evidence)
        .into_iter()
        .map(|row| row.into_iter().map(|value| Some(value.ln())).collect());
    let mut rows: Vec<Vec<Option<f64>>> = logarithms.collect();
    let earlier = evidence.runs.len() - AFTER;
    host::take_out(&mut rows, earlier);
    rows.into_iter()
        .map(|row| row.into_iter().flatten().map(f64::exp).collect())
        .collect()
}

/// Mean and variance.
#[expect(clippy::cast_precision_loss, reason = "counts of runs")]
fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, squares / (values.len() - 1) as f64)
}
