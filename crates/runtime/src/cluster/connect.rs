use std::error::Error;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use kube::config::{InferConfigError, KubeconfigError};
use kube::{Client, Config};

use super::{Cluster, explain, wait};
use crate::process::Stop;

impl Cluster {
    /// Connects as `kubectl` would: by `KUBECONFIG`, else `~/.kube/config`, else from within a pod. The server has to
    /// answer within `limit`.
    pub(crate) fn connect(limit: Duration, stop: Arc<Stop>) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| format!("cannot start the Kubernetes client: {error}"))?;
        let (client, version) = wait(&runtime, &stop, limit, answer())?;
        Ok(Self {
            runtime,
            client,
            stop,
            version,
        })
    }
}

async fn answer() -> Result<(Client, String), String> {
    let mut config = Config::infer().await.map_err(|error| nowhere(&error))?;
    config.connect_timeout = Some(Duration::from_secs(5));
    config.read_timeout = Some(super::ANSWER);
    config.write_timeout = Some(super::ANSWER);
    let client = Client::try_from(config).map_err(|error| explain(&error))?;
    let version = client
        .apiserver_version()
        .await
        .map_err(|error| explain(&error))?;
    Ok((client, format!("Kubernetes {}", version.git_version)))
}

/// Why nobody knows where a cluster is. Most often nobody said.
fn nowhere(error: &InferConfigError) -> String {
    let cause = error.source().and_then(|cause| cause.downcast_ref());
    match cause {
        Some(KubeconfigError::ReadConfig(missing, path)) if missing.kind() == ErrorKind::NotFound => {
            format!(
                "there is no {}, KUBECONFIG names no other, and this is no pod",
                path.display()
            )
        }
        _ => one_line(&error.to_string()),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
