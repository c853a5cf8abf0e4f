//! The event that started this job, as GitHub tells it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::scene::Run;

/// Largest event that is read.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// What started this job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A pull request.
    PullRequest {
        /// Its number.
        number: u64,
        /// The commit at its head.
        head: String,
    },
    /// Another workflow's run that has ended.
    WorkflowRun(Box<EndedRun>),
    /// Anything else.
    Other,
}

/// A run of another workflow that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EndedRun {
    pub(crate) run: Run,
    /// What started it.
    pub(crate) event: String,
    /// How it ended.
    pub(crate) conclusion: String,
    /// Its workflow file, from the root.
    pub(crate) workflow: String,
    /// The commit at the head of its branch.
    pub(crate) head: String,
    /// The branch.
    pub(crate) branch: String,
    /// `owner/name` of the repository that the branch is in.
    pub(crate) repository: String,
    /// Whether that is a fork.
    pub(crate) is_fork: bool,
    /// Numbers of the pull requests that GitHub knows it to be of. GitHub tells none of a fork's.
    pub(crate) pull_requests: Vec<u64>,
}

impl Event {
    /// Reads the event that a job's variables name.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) fn read(name: Option<&str>, path: Option<&str>) -> Result<Self, String> {
        let is_wanted = |name: &str| name.starts_with("pull_request") || name == "workflow_run";
        let (Some(name), Some(path)) = (name.filter(|name| is_wanted(name)), path) else {
            return Ok(Self::Other);
        };
        let mut text = Vec::new();
        let file = File::open(Path::new(path)).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text));
        file.map_err(|error| format!("cannot read the event {path}: {error}"))?;
        let payload: Value =
            serde_json::from_slice(&text).map_err(|error| format!("the event {path} is no JSON: {error}"))?;
        Self::of(name, &payload)
            .ok_or_else(|| format!("the event {path} is none of `{name}` as GitHub sends it"))
    }

    fn of(name: &str, payload: &Value) -> Option<Self> {
        if name == "workflow_run" {
            return Some(Self::WorkflowRun(Box::new(EndedRun::of(payload)?)));
        }
        let pull_request = &payload["pull_request"];
        Some(Self::PullRequest {
            number: pull_request["number"].as_u64()?,
            head: pull_request["head"]["sha"].as_str()?.to_owned(),
        })
    }
}

impl EndedRun {
    fn of(payload: &Value) -> Option<Self> {
        let run = &payload["workflow_run"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let repository = text(&run["head_repository"]["full_name"])?;
        let pull_requests = run["pull_requests"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let path = text(&run["path"])?;
        Some(Self {
            run: Run {
                id: run["id"].as_u64()?,
                attempt: run["run_attempt"].as_u64()?,
            },
            event: text(&run["event"])?,
            conclusion: text(&run["conclusion"])?,
            workflow: path.split('@').next().unwrap_or_default().to_owned(),
            head: text(&run["head_sha"])?,
            branch: text(&run["head_branch"])?,
            is_fork: !repository.eq_ignore_ascii_case(payload["repository"]["full_name"].as_str()?),
            repository,
            pull_requests: pull_requests
                .iter()
                .filter_map(|one| one["number"].as_u64())
                .collect(),
        })
    }
}
