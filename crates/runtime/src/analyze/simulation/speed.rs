//! How long all of it takes.

use super::flaky_world::{FlakyWorld, TESTS};
use crate::analyze::{Metric, TestId, trends};
use pipewright_model::policy::Policy;

/// 10,000 runs of 1,000 tests. `cargo test --release -p pipewright-runtime --lib speed -- --ignored --nocapture` prints
/// the time; nothing depends on it.
#[test]
#[ignore = "a measurement: it takes half a gigabyte and some seconds to draw ten million results"]
fn ten_thousand_runs_of_a_thousand_tests() {
    let (mut evidence, _) = FlakyWorld {
        runs: 10_000,
        ..FlakyWorld::USUAL
    }
    .draw(1);
    for test in 0..TESTS {
        evidence.tests.insert(TestId {
            cell: "2.0/cell".to_owned(),
            name: format!("test-{test}"),
        });
    }
    for run in &mut evidence.runs {
        let mut twins = run.samples.clone();
        for twin in &mut twins {
            twin.test += u32::try_from(TESTS).unwrap();
        }
        run.samples.append(&mut twins);
        for name in ["latency_p99", "requests_per_second", "errors"] {
            let value = f64::from(run.samples[7].test) + run.id.len() as f64;
            run.metrics.push(Metric {
                name: name.to_owned(),
                value,
                ..Metric::default()
            });
        }
    }
    let start = std::time::Instant::now();
    let found = trends(&evidence, "main", &Policy::default());
    println!(
        "{:?} for {} runs, {} flaky tests told",
        start.elapsed(),
        evidence.runs.len(),
        found.flaky.len()
    );
    assert_eq!(found.runs.len(), 90);
}
