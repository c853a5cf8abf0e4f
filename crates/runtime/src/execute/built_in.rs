//! Capabilities that need no declaration, and how they are found.

use std::sync::Arc;
use std::time::Duration;

use super::needs;
use super::session::Session;
use crate::cluster::Cluster;

/// How long a cluster may take to answer.
const LIMIT: Duration = Duration::from_secs(15);

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Whether the capability is there.
    pub(super) available: bool,
    /// What the probe said.
    pub(super) detail: String,
}

impl Found {
    /// It is there.
    pub(super) fn yes(detail: impl Into<String>) -> Self {
        Self {
            available: true,
            detail: detail.into(),
        }
    }

    /// It is not there.
    pub(super) fn no(detail: impl Into<String>) -> Self {
        Self {
            available: false,
            detail: detail.into(),
        }
    }
}

/// Probes a built-in capability.
pub(super) fn probe(session: &Session, name: &str) -> Found {
    let words: &[&str] = match name {
        "helm" => &["helm", "version", "--short"],
        "kubectl" => &["kubectl", "version", "--client"],
        "docker" => &["docker", "version", "--format", "{{.Server.Version}}"],
        "python" => &["python3", "--version"],
        "java" => &["java", "-version"],
        "gpu" => &["nvidia-smi", "-L"],
        "network" => return network(),
        "cluster" => return cluster(session),
        _ => return Found::no("nobody knows how to probe it"),
    };
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    needs::run(session, name, &words, super::environment::inherited([name]))
}

/// An API server that answers, as `kubectl` would find it.
fn cluster(session: &Session) -> Found {
    match Cluster::connect(LIMIT, Arc::clone(&session.stop)) {
        Ok(cluster) => Found::yes(cluster.version),
        Err(error) => Found::no(error),
    }
}

/// A way out of this machine. Nothing is sent: who is asked would depend on where this runs.
fn network() -> Found {
    let table = std::fs::read_to_string("/proc/net/route").unwrap_or_default();
    let default = table.lines().skip(1).find_map(|line| {
        let mut fields = line.split_ascii_whitespace();
        let (interface, destination) = (fields.next()?, fields.next()?);
        (destination == "00000000").then(|| interface.to_owned())
    });
    match default {
        Some(interface) => Found::yes(format!("default route through {interface}")),
        None => Found::no("there is no default route"),
    }
}
