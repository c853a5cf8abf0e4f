//! What the summary of CTRF says, held against its tests, by the rule for suites of JUnit: totals differ from tool to tool;
//! that there are failures, or any tests at all, does not.

use serde_json::Value;

/// What the summary says, and what there is.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Claims {
    /// What it says.
    tests: u64,
    failed: u64,
    other: u64,
    /// What there is.
    cases: u64,
    bad: u64,
}

impl Claims {
    /// With what a summary says, which may come before the tests or after them.
    pub(super) fn with(self, summary: &Value) -> Self {
        let number = |key: &str| summary[key].as_u64().unwrap_or_default();
        Self {
            tests: number("tests"),
            failed: number("failed"),
            other: number("other"),
            ..self
        }
    }

    /// There is a case.
    pub(super) fn note(&mut self, is_bad: bool) {
        self.cases += 1;
        self.bad += u64::from(is_bad);
    }

    /// What it said that the tests do not bear out.
    pub(super) fn broken(&self) -> Option<String> {
        let Self {
            tests, failed, other, ..
        } = self;
        if failed.saturating_add(*other) > 0 && self.bad == 0 {
            Some(format!(
                "says that there are tests that failed ({failed}) or are other ({other}), and none did"
            ))
        } else if *tests > 0 && self.cases == 0 {
            Some(format!("says that it has {tests} tests, and there is none"))
        } else {
            None
        }
    }
}
