//! What is told, before it is known to whom. Its texts are on one line each and have no markup; who sends them escapes them.

use pipewright_model::policy::AlertOn;

use crate::aggregate::{Change, Summary, TestSummary};
use crate::analyze::{Alert, Trends};
use crate::report::Scene;
use crate::report::markdown::{counts, one_line};
use crate::report::text::seconds;

/// Most entries of a list.
const MOST: usize = 10;
/// Characters of a name, and of what is said about it.
const NAME: usize = 120;
const DETAIL: usize = 100;

/// A message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// `Test Results: FAILED - 12/14 passed`: our words and numbers alone.
    pub(crate) title: String,
    /// The title, and where.
    pub(crate) subject: String,
    /// What run it is about: a label and its text.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// What there is to say, the worst first.
    pub(crate) lists: Vec<List>,
    /// Where the run can be seen.
    pub(crate) url: Option<String>,
}

/// A list of a message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct List {
    /// What it is of: our words.
    pub(crate) title: &'static str,
    /// How many there are.
    pub(crate) count: usize,
    /// The first of them: a name, and what is said about it, if anything.
    pub(crate) entries: Vec<(String, String)>,
}

impl Message {
    /// What to tell about a run that has these alerts.
    pub(crate) fn of(summary: &Summary, trends: &Trends, alerts: &[Alert], scene: &Scene) -> Self {
        let counts = &summary.counts;
        let title = format!(
            "Test Results: {} - {}/{} passed",
            status(summary, alerts),
            counts.passed,
            counts.total
        );
        let place = summary.branch.as_deref().unwrap_or("no branch");
        Self {
            subject: format!("{title} ({})", one_line(place, 60)),
            title,
            facts: facts(summary, scene),
            lists: lists(summary, trends, alerts),
            url: scene.url(),
        }
    }
}

fn status(summary: &Summary, alerts: &[Alert]) -> &'static str {
    let has = |on| alerts.iter().any(|alert| alert.on == on);
    match summary.verdict.as_str() {
        "failed" if has(AlertOn::Failure) => "FAILED",
        "nothing_ran" if has(AlertOn::Failure) => "NOTHING RAN",
        _ if has(AlertOn::Failure) => "INCOMPLETE",
        _ if has(AlertOn::Regression) => "REGRESSED",
        _ => "RECOVERED",
    }
}

fn facts(summary: &Summary, scene: &Scene) -> Vec<(&'static str, String)> {
    let repository = scene
        .repository_url
        .as_deref()
        .map(|url| url.rsplit('/').take(2).collect::<Vec<_>>());
    let repository = repository.map(|parts| parts.into_iter().rev().collect::<Vec<_>>().join("/"));
    let commit = scene.commit.as_deref().or(summary.commit.as_deref());
    let known = [
        ("Repository", repository),
        ("Branch", summary.branch.clone()),
        ("Commit", commit.map(|commit| commit.chars().take(8).collect())),
        ("Event", summary.trigger.clone()),
        ("Tests", Some(counts(summary))),
        ("Duration", Some(seconds(summary.counts.duration))),
    ];
    let known = known.into_iter().filter_map(|(label, text)| Some((label, text?)));
    known
        .map(|(label, text)| (label, one_line(&text, NAME)))
        .collect()
}

fn lists(summary: &Summary, trends: &Trends, alerts: &[Alert]) -> Vec<List> {
    let has = |on| alerts.iter().any(|alert| alert.on == on);
    let back = alerts.iter().filter(|alert| alert.on == AlertOn::Recovery);
    let back = back.flat_map(|alert| alert.of.iter().map(|cell| (cell.clone(), String::new())));
    let worse = trends.regressions.iter().filter(|_| has(AlertOn::Regression));
    let worse = worse.map(|one| (one.metric.clone(), one.change.clone()));
    let all = [
        failing(summary),
        list("Missing", missing(summary)),
        list("Why", why(summary)),
        list("Got worse", worse.collect()),
        list("Well again", back.collect()),
    ];
    all.into_iter().filter(|list| list.count > 0).collect()
}

fn failing(summary: &Summary) -> List {
    let tests = summary.failing();
    let count = summary.failing_count();
    let entry = |test: &TestSummary| {
        let new = if test.change == Some(Change::NewFailure) {
            "new: "
        } else {
            ""
        };
        (format!("{new}{} in {}", test.name, test.cell), test.error.clone())
    };
    let mut list = list("Failed", tests.into_iter().take(MOST).map(entry).collect());
    // A summary that lists more than it counts is believed where it is worse.
    list.count = count.max(summary.failed_tests.len());
    list
}

fn missing(summary: &Summary) -> Vec<(String, String)> {
    let ledger = &summary.ledger;
    let items = ledger.missing.iter().chain(&ledger.empty);
    let entry = |item: &crate::aggregate::Item| match &item.test {
        Some(test) => (format!("{test} in {}", item.cell), String::new()),
        None => (item.cell.clone(), String::new()),
    };
    items.map(entry).collect()
}

/// Why it is not passed, where no failing test says it.
fn why(summary: &Summary) -> Vec<(String, String)> {
    let is_said = summary.verdict == "passed" || !summary.failed_tests.is_empty();
    let reasons = summary.reasons.iter().filter(|_| !is_said);
    reasons.map(|reason| (reason.clone(), String::new())).collect()
}

fn list(title: &'static str, all: Vec<(String, String)>) -> List {
    let count = all.len();
    let detail = |text: &str| match text {
        "" => String::new(),
        text => one_line(text, DETAIL),
    };
    let shown = all.into_iter().take(MOST);
    List {
        title,
        count,
        entries: shown
            .map(|(name, said)| (one_line(&name, NAME), detail(&said)))
            .collect(),
    }
}
