use indexmap::IndexMap;
use pipewright_model::policy::Policy;

use super::Sense;
use crate::analyze::testing::Evidence;
use crate::analyze::trends::{Direction, MetricTrend};
use crate::analyze::{Coverage, Metric, trends};

/// A run for each value of a metric.
fn reported(name: &str, values: &[f64]) -> Evidence {
    let mut evidence = Evidence::drawn(&[("it", &"P".repeat(values.len()))]);
    for (number, value) in values.iter().enumerate() {
        let metric = Metric {
            name: name.to_owned(),
            value: *value,
            ..Metric::default()
        };
        evidence.run(number).metrics.push(metric);
    }
    evidence
}

fn only(evidence: &Evidence, name: &str) -> MetricTrend {
    let found = trends(evidence, "main", &Policy::default()).metrics;
    found
        .into_iter()
        .find(|metric| metric.metric_name == name)
        .unwrap_or_default()
}

fn regressions(evidence: &Evidence) -> Vec<(String, String)> {
    let found = trends(evidence, "main", &Policy::default()).regressions;
    found
        .into_iter()
        .map(|found| (found.metric, found.change))
        .collect()
}

#[test]
fn the_name_tells_which_way_is_better() {
    for name in [
        "throughput",
        "requests_per_second",
        "qps",
        "pass_rate",
        "cacheHitRate",
        "read_throughput_mb_per_s",
    ] {
        assert_eq!(Sense::of(name), Sense::More, "{name}");
    }
    for name in [
        "query_seconds",
        "latency",
        "p95",
        "p99.9",
        "responseTime",
        "gc_ms",
        "error_rate",
        "errors_per_second",
        "failedRequests",
        "seconds_per_request",
    ] {
        assert_eq!(Sense::of(name), Sense::Less, "{name}");
    }
    for name in [
        "rows",
        "uptime",
        "executors",
        "p1",
        "",
        "spark.version",
        "größe",
        "\u{0}",
    ] {
        assert_eq!(Sense::of(name), Sense::Unknown, "{name}");
    }
}

#[test]
fn what_got_worse_by_more_than_the_policy_allows_is_a_regression() {
    assert_eq!(
        regressions(&reported("query_seconds", &[1.0, 1.0, 2.0])),
        [("query_seconds".to_owned(), "1.00 -> 2.00 (+100.0%)".to_owned())]
    );
    assert_eq!(
        regressions(&reported("qps", &[100.0, 100.0, 50.0])),
        [("qps".to_owned(), "100.00 -> 50.00 (-50.0%)".to_owned())]
    );
    assert_eq!(regressions(&reported("qps", &[100.0, 100.0, 200.0])), []);
    assert_eq!(regressions(&reported("query_seconds", &[1.0, 1.0, 1.1])), []);
    assert_eq!(
        regressions(&reported("rows", &[100.0, 100.0, 1.0])),
        [],
        "nobody knows whether fewer are worse"
    );
    assert_eq!(
        only(&reported("rows", &[100.0, 1.0]), "rows").change_percent,
        -99.0
    );
}

#[test]
fn what_goes_up_and_down_anyway_is_no_regression() {
    assert_eq!(
        regressions(&reported(
            "query_ms",
            &[80.0, 130.0, 100.0, 70.0, 120.0, 90.0, 125.0]
        )),
        []
    );
    assert_eq!(
        regressions(&reported(
            "query_ms",
            &[99.0, 101.0, 100.0, 100.0, 102.0, 98.0, 125.0]
        ))
        .len(),
        1
    );
}

#[test]
fn only_runs_of_the_branch_within_the_window_are_compared_with() {
    let mut evidence = reported("query_seconds", &[1.0, 1.0, 5.0, 2.0]);
    evidence.run(2).branch = "feature".to_owned();
    assert_eq!(only(&evidence, "query_seconds").previous_value, 1.0);
    evidence.run(3).started = "2026-03-08T00:30:00Z".to_owned();
    assert_eq!(
        only(&evidence, "query_seconds").previous_value,
        1.0,
        "one of them is still within seven days"
    );
    for started in ["2026-03-09T00:00:00Z", "", "yesterday"] {
        evidence.run(3).started = started.to_owned();
        let metric = only(&evidence, "query_seconds");
        assert_eq!(
            (metric.trend, metric.significant),
            (Direction::Stable, false),
            "{started}"
        );
    }
    evidence.run(1).verdict = "incomplete".to_owned();
    assert_eq!(only(&evidence, "query_seconds").points, [1.0, 2.0]);
}

#[test]
fn a_drop_of_the_pass_rate_counts_however_much_it_varies() {
    let mut evidence = Evidence::drawn(&[("it", "PPPPPPPP")]);
    for (number, failed) in [0, 5, 0, 4, 0, 5, 0, 10].into_iter().enumerate() {
        let run = evidence.run(number);
        (run.total, run.passed, run.failed) = (100, 100 - failed, failed);
    }
    assert_eq!(
        regressions(&evidence),
        [("pass_rate".to_owned(), "100.00 -> 90.00 (-10.0%)".to_owned())]
    );
}

#[test]
fn tags_part_metrics_and_their_order_does_not() {
    let mut evidence = Evidence::drawn(&[("it", "PP")]);
    let tags = |pairs: &[(&str, &str)]| -> IndexMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let metric = |tags, value| Metric {
        name: "qps".to_owned(),
        tags,
        value,
    };
    let (one, turned) = (
        tags(&[("cell", "a"), ("test", "t")]),
        tags(&[("test", "t"), ("cell", "a")]),
    );
    evidence
        .run(0)
        .metrics
        .extend([metric(one, 10.0), metric(tags(&[]), 7.0)]);
    evidence.run(1).metrics.extend([
        metric(turned, 1.0),
        metric(tags(&[]), 7.0),
        metric(tags(&[("n", "1")]), f64::NAN),
    ]);
    assert_eq!(
        regressions(&evidence),
        [(
            "qps of cell=a, test=t".to_owned(),
            "10.00 -> 1.00 (-90.0%)".to_owned()
        )]
    );
}

#[test]
fn numbers_of_any_size_give_finite_trends() {
    for values in [
        [0.0, 5.0],
        [5.0, 0.0],
        [f64::MIN, f64::MAX],
        [f64::MIN_POSITIVE, f64::MAX],
        [-1.0, 1.0],
    ] {
        let metric = only(&reported("query_ms", &values), "query_ms");
        assert!(metric.change_percent.is_finite(), "{values:?}: {metric:?}");
    }
    let many: Vec<Metric> = (0..2_000)
        .map(|number| Metric {
            name: format!("m{number}"),
            value: 1.0,
            ..Metric::default()
        })
        .collect();
    let mut evidence = Evidence::drawn(&[("it", "P")]);
    evidence.run(0).metrics = many;
    let trends = trends(&evidence, "main", &Policy::default());
    assert_eq!(trends.metrics.len(), 1_000);
    assert!(
        trends.problems[0].starts_with("1000 metrics were not looked at"),
        "{:?}",
        trends.problems
    );
}

#[test]
fn a_drop_of_the_coverage_of_a_version_is_a_regression() {
    let mut evidence = Evidence::drawn(&[("it", "PPP")]);
    for (number, covered) in [80, 80, 77].into_iter().enumerate() {
        let coverage = |version: &str, covered| Coverage {
            version: version.to_owned(),
            covered,
            lines: 100,
        };
        evidence.run(number).coverage =
            vec![coverage("3.5", covered), coverage("4.1", 50), Coverage::default()];
    }
    assert_eq!(
        regressions(&evidence),
        [("coverage of 3.5".to_owned(), "80.00 -> 77.00 (-3.8%)".to_owned())]
    );
    evidence.run(2).coverage[0].covered = 79;
    assert_eq!(regressions(&evidence), []);
}
