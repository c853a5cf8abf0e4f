//! Pages to test with: results on disk, brought together as in earnest, with a history beside them.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::aggregate::{Change, Origin, Page, Request, aggregate};
use crate::analyze::Trends;

/// Versions of the matrix.
const VERSIONS: [&str; 4] = ["3.5.7", "3.5.8", "4.1.0", "4.1.1"];
/// Scenarios of the matrix.
const SCENARIOS: [&str; 6] = [
    "baseline",
    "connect",
    "history-server",
    "pss",
    "shuffle",
    "upgrade",
];

/// Names and messages that somebody might think of.
pub(crate) const HOSTILE: [&str; 9] = [
    "<script>window.broken = 1</script>",
    "</script><script>window.broken = 2</script>",
    "\"><img src=x onerror=\"window.broken = 3\">",
    "' onmouseover='window.broken = 4",
    "javascript:window.broken=5",
    "<!-- --> <svg onload=window.broken=6>",
    "evil \u{202e}txt.exe\u{2066} \u{0} \u{7f} \u{1b}[31mred\u{1b}[0m",
    "{{ 7 * 7 }} {% raw %} ${{ secrets.X }} &lt;b&gt;",
    "emoji 👩‍👩‍👧‍👦 and `fence` | pipe\r\n::error::x",
];

/// A run of the whole matrix: failures, flaky tests, a missing cell, a cell that was cut off.
pub(crate) fn busy() -> Page {
    let mut page = page(&|version, scenario| match (version, scenario) {
        ("4.1.0", "upgrade") => None,
        _ => Some(result(version, scenario, cases(version, scenario, 24))),
    });
    compare(&mut page);
    page.trends = Some(trends());
    page
}

/// A run of the whole matrix in which everything passed, without a history.
pub(crate) fn calm() -> Page {
    page(&|version, scenario| {
        let cases = (0..20).map(|number| case(&format!("works_{number}"), "passed", 0.2 + f64::from(number)));
        Some(result(version, scenario, cases.collect()))
    })
}

/// 10,000 tests, of which a share fails with long output.
pub(crate) fn large(failing: usize) -> Page {
    let mut page = page(&|version, scenario| {
        let cases = (0..417).map(|number| {
            let name = format!("a_name_as_long_as_names_of_tests_are_{number:05}");
            if number < failing {
                failed(&name, "<Job> aborted & \"lost\"")
            } else {
                case(&name, "passed", 0.001 * number as f64)
            }
        });
        Some(result(version, scenario, cases.collect()))
    });
    // As long as `aggregate` keeps them.
    let excerpt = "org.apache.spark.SparkException: <Job> aborted & \"lost\"\n".repeat(70);
    for test in &mut page.summary.failed_tests {
        test.excerpt = Some(excerpt.clone());
        for attempt in &mut test.attempts {
            attempt.excerpt = Some(excerpt.clone());
        }
    }
    page
}

/// Every text is hostile, and one line has 300 KB.
pub(crate) fn hostile() -> Page {
    let mut page = page(&|version, scenario| {
        let cases = HOSTILE.iter().flat_map(|text| {
            let mut flaky = case(&format!("flaky {text}"), "passed", 1.0);
            flaky["flaky"] = true.into();
            flaky["attempts"] = json!([{ "number": 1, "status": "failed", "duration": 1.0, "message": text, "excerpt": text }]);
            [failed(&format!("{text}{}", "x".repeat(if scenario == "pss" { 300_000 } else { 0 })), text), flaky]
        });
        Some(result(version, scenario, cases.collect()))
    });
    page.summary.branch = Some(HOSTILE.concat());
    page.summary.reasons = HOSTILE.map(str::to_owned).to_vec();
    page.summary.problems = HOSTILE.map(str::to_owned).to_vec();
    page.summary.cells[0].name = HOSTILE[1].to_owned();
    page.summary.cells[0].version = Some(HOSTILE[2].to_owned());
    page.summary.cells[0].scenario = Some(HOSTILE[0].to_owned());
    page.summary.failed_tests[0].command = Some(HOSTILE[0].to_owned());
    let mut trends = trends();
    trends.branch = HOSTILE[1].to_owned();
    for (test, text) in trends.flaky.iter_mut().zip(HOSTILE) {
        test.test_name = text.to_owned();
        test.outcomes = text.to_owned();
    }
    trends.metrics[0].metric_name = HOSTILE[0].to_owned();
    trends.metrics[0]
        .tags
        .insert("cell".to_owned(), HOSTILE[2].to_owned());
    trends.metrics[0].points = vec![f64::NAN, 1.0, f64::INFINITY, 2.0];
    trends.runs[3].commit = HOSTILE[0].to_owned();
    trends.runs[3].duration = f64::NAN;
    page.trends = Some(trends);
    page
}

/// Brings a matrix together. A cell without a result is missing.
fn page(of: &dyn Fn(&str, &str) -> Option<Value>) -> Page {
    let folder = TempDir::new().unwrap();
    let input = folder.path().join("cells");
    let mut cells = Vec::new();
    for version in VERSIONS {
        for scenario in SCENARIOS {
            cells.push(json!({ "version": version, "suite": "spark", "scenario": scenario, "runner": ["ubuntu-24.04"],
                "timeout_minutes": 30, "provides": [], "tests": ["integration"] }));
            let cell = input.join(format!("cell-{version}-{scenario}-attempt-1"));
            std::fs::create_dir_all(&cell).unwrap();
            match of(version, scenario) {
                Some(result) => put(&cell.join("result.json"), &result),
                None => std::fs::remove_dir(&cell).unwrap(),
            }
        }
    }
    let plan = folder.path().join("plan.json");
    put(
        &plan,
        &json!({ "name": "Tests", "profiles": [{ "name": "nightly", "trigger": { "event": "schedule" }, "cells": cells }] }),
    );
    let request = Request {
        input,
        output: folder.path().join("out"),
        expect: Some(plan),
        origin: Origin {
            branch: Some("main".to_owned()),
            commit: Some("4f0c2d9be1a7c35f60d1e8a2b94c7f3d5e6a1b20".to_owned()),
            trigger: Some("schedule".to_owned()),
            ..Origin::default()
        },
        history: None,
        is_junit_wanted: false,
        is_ctrf_wanted: false,
    };
    let mut seen = None;
    aggregate(&request, |page| {
        seen = Some(page.clone());
        Ok(())
    })
    .unwrap();
    seen.unwrap()
}

fn put(path: &Path, value: &Value) {
    crate::results::atomically(path, value.to_string().as_bytes()).unwrap();
}

fn cases(version: &str, scenario: &str, count: usize) -> Vec<Value> {
    let areas = [
        "SubmitTest",
        "ShuffleTest",
        "DynamicAllocationTest",
        "EventLogTest",
    ];
    let mut cases: Vec<Value> = (0..count)
        .map(|number| {
            case(
                &format!("{}.case_{number:02}", areas[number % 4]),
                "passed",
                0.4 + (number * number) as f64 / 9.0,
            )
        })
        .collect();
    cases[7] = case("EventLogTest.archives_to_object_storage", "skipped", 0.0);
    cases[7]["skip_reason"] = "needs object storage, which this runner does not have".into();
    if (version, scenario) == ("4.1.1", "shuffle") {
        cases[3] = failed("ShuffleTest.survives_the_loss_of_an_executor", TRACE);
        cases[9] = failed(
            "ShuffleTest.spills_to_the_local_volume",
            "df: /var/data: No space left on device\nexit status 28",
        );
    }
    if (version, scenario) == ("3.5.8", "connect") {
        cases[5] = failed("SubmitTest.resumes_a_session_after_a_restart", TRACE);
    }
    if (version, scenario) == ("3.5.7", "pss") {
        for (number, case) in cases.iter_mut().enumerate().skip(8) {
            *case = failed(
                &format!("SubmitTest.runs_under_restricted_{number:02}"),
                "violates PodSecurity \"restricted:latest\": runAsNonRoot != true",
            );
        }
    }
    if scenario == "history-server" && version.starts_with('4') {
        cases[11]["flaky"] = true.into();
        cases[11]["attempts"] = json!([
            { "number": 1, "status": "failed", "duration": 31.2, "message": "timed out after 30 s waiting for the log to be merged", "excerpt": TRACE },
            { "number": 2, "status": "passed", "duration": 4.1 }]);
    }
    cases
}

const TRACE: &str = "26/11/22 02:14:07 ERROR TaskSchedulerImpl: Lost executor 2 on 10.244.0.9: pod was evicted\n\
26/11/22 02:14:09 WARN  BlockManagerMaster: No more replicas available for shuffle_3_17_0\n\
org.apache.spark.SparkException: Job aborted due to stage failure: ResultStage 4 has failed the maximum allowable number of times: 4\n\
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2844)\n\
\tat org.apache.spark.scheduler.DAGScheduler.$anonfun$abortStage$2(DAGScheduler.scala:2780)\n\
assertion failed: expected 1000000 rows, got 999412";

fn case(name: &str, status: &str, duration: f64) -> Value {
    json!({ "name": format!("integration/{name}"), "test": "integration", "case": name, "status": status, "flaky": false,
        "duration": duration, "attempts": [{ "number": 1, "status": status, "duration": duration }] })
}

fn failed(name: &str, excerpt: &str) -> Value {
    let message = excerpt.lines().last().unwrap_or_default();
    // An output that is the same in each attempt is shown once.
    let attempt = |number: u32| {
        let excerpt = if number == 1 {
            format!("first\n{excerpt}")
        } else {
            excerpt.to_owned()
        };
        json!({ "number": number, "status": "failed", "duration": 12.5, "failure": "exit_code", "message": message,
        "excerpt": excerpt, "log": format!("logs/integration-{number}.log") })
    };
    json!({ "name": format!("integration/{name}"), "test": "integration", "case": name, "status": "failed", "flaky": false,
        "duration": 12.5, "failure": "exit_code", "error_message": message, "attempts": [attempt(1), attempt(2)] })
}

fn result(version: &str, scenario: &str, tests: Vec<Value>) -> Value {
    let count = |status: &str| tests.iter().filter(|test| test["status"] == status).count();
    let bad = count("failed");
    json!({
        "format": 1,
        "run": { "id": "19583304417", "attempt": 1, "started": "2026-11-22T02:00:04.120Z", "finished": "2026-11-22T02:21:40.002Z" },
        "cell": { "version": version, "suite": "spark", "scenario": scenario },
        "outcome": { "status": if bad == 0 { "passed" } else { "failed" }, "exit_code": i32::from(bad > 0), "reason": "as it is" },
        "suite": { "tests": tests.len(), "passed": count("passed"), "failed": bad, "errors": 0, "skipped": count("skipped"),
            "flaky": 0, "quarantined": 0, "duration": 1_290.0 },
        "expected": ["integration"],
        "capabilities": [], "hooks": [], "tests": tests, "commands": [], "problems": [],
    })
}

/// Sets the page beside a run of the base.
fn compare(page: &mut Page) {
    let summary = &mut page.summary;
    summary.base = serde_json::from_value(
        json!({ "branch": "main", "run_id": "19570021188", "commit": "a91e7c04d2",
        "started": "2026-11-21T02:00:03.001Z", "verdict": "failed" }),
    )
    .unwrap();
    for test in &mut summary.failed_tests {
        let is_old = test.cell == "3.5.8/connect";
        test.change = Some(if is_old {
            Change::StillFailing
        } else {
            Change::NewFailure
        });
        test.failing_since = is_old.then(|| {
            let since = json!({ "run_id": "19530021188", "commit": "5d07c1be42", "started": "2026-11-17T02:00:00.003Z" });
            serde_json::from_value(since).unwrap()
        });
    }
    let mut fixed = summary.failed_tests[0].clone();
    fixed.name = "integration/EventLogTest.rolls_over".to_owned();
    fixed.status = "passed".to_owned();
    fixed.change = Some(Change::Fixed);
    summary.fixed_tests.push(fixed);
    summary.flaky_tests[0].change = Some(Change::NewlyFlaky);
}

/// A history of 60 runs.
pub(crate) fn trends() -> Trends {
    let wave = |run: usize, size: f64| (run as f64 * 1.7).sin() * size;
    let runs: Vec<Value> = (0..60)
        .map(|run| {
            let failed = if run % 13 == 5 { 4 } else { 0 };
            json!({ "run_id": format!("1957{run:04}"), "started": format!("2026-{:02}-{:02}T02:00:00.000Z", 9 + run / 28, 1 + run % 28),
                "commit": format!("{run:02}91e7c04d2"), "verdict": if run == 40 { "incomplete" } else if failed > 0 { "failed" } else { "passed" },
                "total": 552, "passed": 529 - failed, "failed": failed, "skipped": 23, "flaky": run % 3,
                "pass_rate": 100.0 - failed as f64 / 5.52, "duration": 1_180.0 + wave(run, 40.0) + if run > 44 { 190.0 } else { 0.0 } })
        })
        .collect();
    let points = |base: f64, size: f64| (0..30).map(|run| base + wave(run, size)).collect::<Vec<f64>>();
    let flaky = |name: &str, state: &str, rate: f64, ends: &str| {
        json!({ "cell": "4.1.0/history-server", "test_name": name, "state": state, "total_runs": 60, "failed_runs": 1, "flaked_runs": 7,
            "flaky_rate": rate, "low": rate / 2.1, "high": rate * 1.9, "last_seen": "2026-11-21T02:00:00.000Z", "outcomes": ends })
    };
    serde_json::from_value(json!({
        "format": 1, "branch": "main", "runs": runs,
        "regressions": [{ "metric": "duration of 4.1.1/shuffle", "change": "18.20 -> 22.95 (+26.1%)" }],
        "metrics": [
            { "metric_name": "pass_rate", "current_value": 96.7, "previous_value": 100.0, "change_percent": -3.3, "trend": "regressed", "significant": true, "points": points(99.0, 0.8) },
            { "metric_name": "duration", "current_value": 1370.0, "previous_value": 1180.0, "change_percent": 16.1, "trend": "regressed", "significant": true, "points": points(1180.0, 60.0) },
            { "metric_name": "rows_per_second", "tags": { "cell": "4.1.1/shuffle" }, "current_value": 48210.0, "previous_value": 47900.0, "change_percent": 0.6, "trend": "stable", "points": points(48000.0, 900.0) }],
        "durations": [{ "cell": "4.1.1/shuffle", "name": "integration/ShuffleTest.case_13", "current_value": 22.95, "previous_value": 18.2,
            "change_percent": 26.1, "trend": "regressed", "score": 6.2, "q_value": 0.004, "confirmed": true, "points": points(18.2, 1.1) }],
        "change_points": [{ "metric_name": "duration", "run_id": "19570045", "commit": "4591e7c04d2", "started": "2026-10-18T02:00:00.000Z",
            "before": 1180.0, "after": 1370.0, "change_percent": 16.1, "trend": "regressed", "p_value": 0.002 }],
        "flaky": [
            flaky("integration/EventLogTest.case_11", "flaky", 0.117, "PPPPXPPPPPPXPPPPPPPPXPPXPPPPPPPX"),
            flaky("integration/SubmitTest.resumes_a_session_after_a_restart", "broken", 0.31, "PPPPPPPPPPPPPPPPPPPPPPPPPPPPFFFF"),
            flaky("integration/ShuffleTest.case_03", "suspect", 0.021, "PPPPPPPPPPPPPPPPPPXPPPPPPSPP--PP")],
        "coverage": [{ "version": "4.1.1", "covered": 8410, "lines": 10020, "current_value": 83.9, "previous_value": 84.4, "change": -0.5 }],
        "problems": [],
    }))
    .unwrap()
}
