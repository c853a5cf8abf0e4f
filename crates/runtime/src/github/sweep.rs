//! Artifacts that outlived their retention.

use std::collections::HashMap;

use pipewright_model::artifact;
use serde_json::Value;

use super::{Call, Client, Error, Kind};
use crate::clock;

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Days that artifacts are kept, by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    /// Of single cells, and plans.
    pub(crate) results: u32,
    /// Aggregated results.
    pub(crate) aggregates: u32,
    /// The data of a comment.
    pub(crate) comments: u32,
}

/// What is swept.
#[derive(Debug, Clone)]
pub(crate) struct Sweep {
    pub(crate) days: Days,
    /// The workflow file whose runs made the artifacts, from the root of the repository. Nothing of others is touched.
    pub(crate) workflow: String,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    pub(crate) is_dry: bool,
}

/// What became of an artifact: its name, and the run that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Swept {
    Deleted(String),
    Would(String),
    /// Why it could not be removed.
    Failed(String),
}

impl Days {
    /// Days that an artifact of this name is kept; none for one that the pipeline does not make.
    fn of(self, name: &str) -> Option<u32> {
        match name {
            artifact::PLAN => Some(self.results),
            artifact::AGGREGATE => Some(self.aggregates),
            artifact::COMMENT => Some(self.comments),
            // Only the jobs of its own run read it.
            artifact::BINARIES => Some(1),
            name => {
                let (_, attempt) = name
                    .strip_prefix(artifact::CELL_PREFIX)?
                    .rsplit_once("-attempt-")?;
                let is_number = !attempt.is_empty() && attempt.bytes().all(|byte| byte.is_ascii_digit());
                is_number.then_some(self.results)
            }
        }
    }
}

impl Sweep {
    /// Removes what outlived its retention. A name alone proves nothing, since another workflow may have an artifact
    /// `plan` too: the run has to be one of the workflow.
    pub(crate) fn run(&self, client: &Client) -> Result<Vec<Swept>, Error> {
        let all = client.list(&client.path("/actions/artifacts"), Some("artifacts"))?;
        let mut runs = HashMap::new();
        let mut swept = Vec::new();
        for found in all.iter().filter(|found| self.is_over(found)) {
            let run = found["workflow_run"]["id"].as_u64();
            let is_own = match run {
                Some(run) => match runs.get(&run) {
                    Some(is_own) => *is_own,
                    None => *runs.entry(run).or_insert(self.is_own(client, run)?),
                },
                None => false,
            };
            if is_own {
                swept.push(self.remove(client, found));
            }
        }
        Ok(swept)
    }

    fn is_over(&self, found: &Value) -> bool {
        let days = found["name"].as_str().and_then(|name| self.days.of(name));
        // What has no time of its making is never called old.
        let made = found["created_at"]
            .as_str()
            .map_or(i64::MAX, |time| match clock::milliseconds(time) {
                0 => i64::MAX,
                made => made,
            });
        let is_gone = found["expired"].as_bool().unwrap_or(false);
        days.is_some_and(|days| !is_gone && made.saturating_add(i64::from(days) * DAY) < self.now)
    }

    /// Whether a run is one of the workflow. Of a run that is gone nobody knows.
    fn is_own(&self, client: &Client, run: u64) -> Result<bool, Error> {
        match client.get(&client.path(&format!("/actions/runs/{run}"))) {
            Ok(run) => {
                let path = run["path"].as_str().unwrap_or_default();
                Ok(path.split('@').next() == Some(&self.workflow))
            }
            Err(error) if error.kind == Kind::Missing => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, client: &Client, found: &Value) -> Swept {
        let name = found["name"].as_str().unwrap_or_default();
        let run = &found["workflow_run"]["id"];
        let bytes = found["size_in_bytes"].as_u64().unwrap_or_default();
        let shown = format!("{} of run {run} ({bytes} bytes)", super::words::shown(name));
        if self.is_dry {
            return Swept::Would(shown);
        }
        let Some(id) = found["id"].as_u64() else {
            return Swept::Failed(format!("{shown} has no id"));
        };
        match client.send(&Call::delete(client.path(&format!("/actions/artifacts/{id}")))) {
            Ok(_) => Swept::Deleted(shown),
            // Somebody was faster, or an earlier try of ours was not in vain.
            Err(error) if error.kind == Kind::Missing => Swept::Deleted(shown),
            Err(error) => Swept::Failed(format!("{shown}: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Days;

    #[test]
    fn only_names_that_the_pipeline_gives_have_days() {
        let days = Days {
            results: 30,
            aggregates: 90,
            comments: 7,
        };
        assert_eq!(days.of("cell-3.5.7-baseline-attempt-2"), Some(30));
        assert_eq!(days.of("aggregate"), Some(90));
        for other in [
            "cell-",
            "cell-x",
            "cell-x-attempt-",
            "cell-x-attempt-1b",
            "Plan",
            "plan2",
            "dist",
        ] {
            assert_eq!(days.of(other), None, "{other}");
        }
    }
}
