use std::time::Duration;

use pipewright::pipeline::{Pipeline, Suite, Test};

use super::retry::Policy;
use crate::results::Expected;

/// A test of this cell, with every default filled in.
#[derive(Debug)]
pub(super) struct Planned {
    /// Its name.
    pub(super) name: String,
    /// What runs.
    pub(super) command: Vec<String>,
    /// What runs to repeat only what failed.
    pub(super) rerun: Option<Vec<String>>,
    /// Patterns of the JUnit files it leaves.
    pub(super) junit: Vec<String>,
    /// Capabilities it needs.
    pub(super) needs: Vec<String>,
    /// How long one attempt may run.
    pub(super) timeout: Duration,
    /// When it is tried again.
    pub(super) policy: Policy,
    /// Tests of the same group never run together.
    pub(super) group: Option<String>,
    /// Variables of the caller that it gets, and that nobody may see.
    pub(super) secrets: Vec<String>,
    /// Its variables: of the version, the scenario and the test, the later ones winning.
    pub(super) variables: Vec<(String, String)>,
    /// How it is held against what came out.
    pub(super) expected: Expected,
}

impl Planned {
    /// Whether it gets a namespace.
    pub(super) fn needs_cluster(&self) -> bool {
        self.needs.iter().any(|need| need == "cluster")
    }

    /// Fills in the defaults of a test.
    pub(super) fn new(
        name: &str,
        test: &Test,
        suite: &Suite,
        pipeline: &Pipeline,
        variables: Vec<(String, String)>,
        expected: Expected,
    ) -> anyhow::Result<Self> {
        let timeout = test.timeout.unwrap_or(pipeline.execution.test_timeout);
        let policy = Policy::of(&[&test.retry, &suite.retry, &pipeline.retry])?;
        Ok(Self {
            name: name.to_owned(),
            command: test.command.clone(),
            rerun: test.rerun.clone(),
            junit: test.junit.clone(),
            needs: test.needs.clone(),
            timeout: Duration::from_secs(timeout.seconds()),
            expected: Expected {
                flaky_fails: policy.flaky_fails,
                ..expected
            },
            policy,
            group: test.group.clone(),
            secrets: test.secrets.clone(),
            variables,
        })
    }
}
