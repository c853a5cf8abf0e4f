//! Kubernetes: a namespace for each attempt that needs one, and nothing left of it.

mod bundle;
mod connect;
mod lease;
mod stuck;
mod sweep;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kube::Client;
use tokio::runtime::Runtime;

use crate::process::Stop;

pub(crate) use lease::{Wanted, name};
pub(crate) use sweep::{Swept, sweep};

/// How long the server may take to answer one request.
const ANSWER: Duration = Duration::from_secs(15);
/// What every namespace of ours is labelled with.
const MANAGED: (&str, &str) = ("app.kubernetes.io/managed-by", "pipewright");
/// The label with the time, in seconds since 1970, after which nobody uses a namespace any more.
const EXPIRES: &str = "pipewright.dev/expires";
/// The label with the run.
const RUN: &str = "pipewright.dev/run";

/// How long an answer is waited for once the run was stopped.
const SHORT: Duration = Duration::from_secs(1);
/// How often it is looked whether it was.
const TICK: Duration = Duration::from_millis(50);

/// A cluster that answered.
pub(crate) struct Cluster {
    runtime: Runtime,
    client: Client,
    stop: Arc<Stop>,
    /// What it said about itself.
    pub(crate) version: String,
}

impl Cluster {
    /// Waits for an answer, and no longer than `limit`. An error is one line for people.
    fn wait<T>(&self, limit: Duration, answer: impl Future<Output = kube::Result<T>>) -> Result<T, String> {
        let answer = async { answer.await.map_err(|error| explain(&error)) };
        wait(&self.runtime, &self.stop, limit, answer)
    }

    fn is_stopped(&self) -> bool {
        self.stop.cause().is_some()
    }
}

/// Waits for an answer: for `limit`, and when the run is stopped only a moment longer.
fn wait<T>(
    runtime: &Runtime,
    stop: &Stop,
    limit: Duration,
    answer: impl Future<Output = Result<T, String>>,
) -> Result<T, String> {
    let start = Instant::now();
    let mut end = start + limit;
    runtime.block_on(async {
        let mut answer = pin!(answer);
        loop {
            if let Ok(answer) = tokio::time::timeout(TICK, answer.as_mut()).await {
                return answer;
            }
            if let Some(stopped) = stop.since() {
                end = end.min(stopped.max(start) + SHORT);
            }
            if Instant::now() >= end {
                return Err(format!(
                    "the API server gave no answer for {}s",
                    start.elapsed().as_secs()
                ));
            }
        }
    })
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Cluster({})", self.version)
    }
}

/// An error of the client, on one line.
fn explain(error: &kube::Error) -> String {
    match error {
        kube::Error::Api(status) => format!("the API server answered {}: {}", status.code, status.message),
        other => {
            let mut text = other.to_string();
            let mut source = std::error::Error::source(other);
            while let Some(cause) = source {
                let cause_text = cause.to_string();
                if !text.contains(&cause_text) {
                    text.push_str(&format!(": {cause_text}"));
                }
                source = cause.source();
            }
            text.replace('\n', " ")
        }
    }
}
