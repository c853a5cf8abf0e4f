use pipewright_model::policy::Policy;

use crate::analyze::testing::Evidence;
use crate::analyze::trends;
use crate::analyze::trends::{Direction, DurationTrend};

const RUNS: usize = 24;

/// Seconds that go up and down by 2 %, and are another multiple of it in the last runs.
fn seconds(usual: f32, last: &[f32]) -> Vec<f32> {
    let wave = |run: usize| usual * (1.0 + 0.02 * [0.0, 1.0, -1.0, 0.5, -0.5][run * 7 % 5]);
    let after = last
        .iter()
        .enumerate()
        .map(|(run, times)| wave(RUNS - last.len() + run) * times);
    (0..RUNS - last.len()).map(wave).chain(after).collect()
}

/// One test among twenty that take as long as always.
fn world(usual: f32, last: &[f32]) -> Evidence {
    let mut evidence = Evidence::default().timed("it", &seconds(usual, last));
    for number in 0..20_u8 {
        let mut values = seconds(1.0 + f32::from(number), &[]);
        values.rotate_left(usize::from(number) % 5);
        evidence = evidence.timed(&format!("other {number}"), &values);
    }
    evidence
}

fn found(evidence: &Evidence) -> Vec<DurationTrend> {
    trends(evidence, "main", &Policy::default()).durations
}

#[test]
fn a_test_that_takes_longer_in_three_runs_is_slower() {
    let found = found(&world(10.0, &[1.5, 1.5, 1.5]));
    let [slower] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (slower.name.as_str(), slower.confirmed, slower.trend),
        ("it", true, Direction::Regressed)
    );
    assert!((slower.change_percent - 50.0).abs() < 5.0, "{slower:?}");
    assert!(
        (slower.previous_value - 10.0).abs() < 0.3 && slower.q_value <= 0.05,
        "{slower:?}"
    );
    assert_eq!(slower.points.len(), RUNS);
    let regressions = trends(&world(10.0, &[1.5; 3]), "main", &Policy::default()).regressions;
    assert_eq!(
        regressions
            .iter()
            .map(|found| found.metric.as_str())
            .collect::<Vec<_>>(),
        ["1.0/smoke it_duration"]
    );
}

#[test]
fn what_takes_less_time_got_faster_and_is_no_regression() {
    let evidence = world(10.0, &[0.5, 0.5, 0.5]);
    assert_eq!(found(&evidence)[0].trend, Direction::Improved);
    assert_eq!(trends(&evidence, "main", &Policy::default()).regressions, []);
}

#[test]
fn a_slow_machine_makes_no_test_slower() {
    let mut evidence = world(10.0, &[]);
    for number in RUNS - 3..RUNS {
        for sample in &mut evidence.run(number).samples {
            sample.seconds *= 2.0;
        }
    }
    assert_eq!(found(&evidence), []);
    // And on a fast machine, a test that takes as long as before got slower.
    for number in RUNS - 3..RUNS {
        let run = evidence.run(number);
        for sample in &mut run.samples[1..] {
            sample.seconds /= 4.0;
        }
        run.samples[0].seconds /= 2.0;
    }
    let found = found(&evidence);
    assert_eq!(
        found.iter().map(|test| test.name.as_str()).collect::<Vec<_>>(),
        ["it"]
    );
    assert!(found[0].change_percent > 80.0, "{:?}", found[0]);
}

#[test]
fn one_odd_run_confirms_nothing() {
    for odd in [&[1.0, 1.0, 3.0], &[1.0, 3.0, 1.0], &[3.0, 1.0, 1.0_f32]] {
        assert!(
            found(&world(10.0, odd)).iter().all(|test| !test.confirmed),
            "{odd:?}"
        );
    }
    let contradiction = found(&world(10.0, &[0.3, 1.0, 3.0]));
    assert!(
        contradiction.iter().all(|test| !test.confirmed),
        "{contradiction:?}"
    );
}

#[test]
fn small_changes_are_no_news() {
    assert_eq!(found(&world(10.0, &[1.15; 3])), [], "less than 20 %");
    assert_eq!(found(&world(0.5, &[1.8; 3])), [], "less than half a second");
    let mut policy = Policy::default();
    policy.trends.test_duration = 80.0;
    assert_eq!(
        trends(&world(10.0, &[1.5; 3]), "main", &policy).durations,
        [],
        "less than the policy says"
    );
}

#[test]
fn a_young_history_and_odd_times_say_nothing() {
    let mut young = world(10.0, &[3.0, 3.0]);
    young.runs.drain(..RUNS - 10);
    assert_eq!(found(&young), []);
    let mut odd = world(10.0, &[1.5, 1.5, 1.5]);
    for (number, seconds) in [f32::NAN, f32::INFINITY, -1.0, 0.0, f32::MAX, f32::MIN_POSITIVE]
        .into_iter()
        .enumerate()
    {
        odd.run(number).samples[0].seconds = seconds;
        odd.run(number + 10).samples[3].seconds = seconds;
    }
    assert!(
        found(&odd)
            .iter()
            .all(|test| test.score.is_finite() && test.change_percent.is_finite())
    );
}

#[test]
fn the_run_in_which_it_changed_is_found_later() {
    let evidence = world(10.0, &[1.6; 8]);
    let trends = trends(&evidence, "main", &Policy::default());
    let [point] = trends
        .change_points
        .iter()
        .filter(|point| point.tags.contains_key("test"))
        .collect::<Vec<_>>()[..]
    else {
        panic!("{:?}", trends.change_points)
    };
    assert_eq!(
        (point.commit.as_str(), point.tags["test"].as_str()),
        ("commit-16", "it")
    );
    assert!(
        (point.change_percent - 60.0).abs() < 5.0 && point.trend == Direction::Regressed,
        "{point:?}"
    );
}
