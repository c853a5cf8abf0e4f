//! Where a test that needs a cluster runs: a namespace of its own, for one attempt.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pipewright::pipeline::PodSecurity;

use super::session::Session;
use crate::clock;
use crate::cluster::{self, Cluster, Wanted};
use crate::process::Mask;

/// Somewhere that lends namespaces. The one that is real is [`Cluster`]; nothing else here knows Kubernetes.
pub(super) trait Ground: Send + Sync {
    /// Makes a namespace.
    fn lease(&self, name: &str, wanted: &Wanted) -> Result<(), String>;
    /// Writes what can be found out about a namespace into a folder.
    fn bundle(&self, name: &str, folder: &Path, mask: &Mask) -> Result<(), String>;
    /// Asks for its deletion.
    fn give_back(&self, name: &str, limit: Duration) -> Result<(), String>;
    /// Waits until namespaces are gone, and says what keeps those that stay.
    fn gone(&self, names: &[String], limit: Duration) -> Vec<String>;
}

impl Ground for Cluster {
    fn lease(&self, name: &str, wanted: &Wanted) -> Result<(), String> {
        self.lease(name, wanted)
    }

    fn bundle(&self, name: &str, folder: &Path, mask: &Mask) -> Result<(), String> {
        self.bundle(name, folder, mask)
    }

    fn give_back(&self, name: &str, limit: Duration) -> Result<(), String> {
        self.give_back(name, limit)
    }

    fn gone(&self, names: &[String], limit: Duration) -> Vec<String> {
        self.gone(names, limit)
    }
}

/// The namespaces of a run.
#[derive(Default)]
pub(super) struct Grounds {
    ground: Option<Box<dyn Ground>>,
    leased: Mutex<Vec<String>>,
}

/// How long a deletion may be asked for when the run is stopped, and otherwise.
const SHORT: Duration = Duration::from_secs(1);
const LONG: Duration = Duration::from_secs(15);
/// How long namespaces may take to go away, if the time of the cell is not over before.
const GONE: Duration = Duration::from_secs(60);
/// How long after the end of its cell a namespace may be swept.
const MARGIN: i64 = 600;

impl Grounds {
    /// Namespaces of this ground.
    pub(super) fn on(ground: Box<dyn Ground>) -> Self {
        Self {
            ground: Some(ground),
            leased: Mutex::default(),
        }
    }

    /// Makes a namespace for an attempt.
    pub(super) fn lease(
        &self,
        session: &Session,
        test: &str,
        attempt: u32,
    ) -> Result<Option<String>, String> {
        let Some(ground) = &self.ground else {
            return Ok(None);
        };
        let name = cluster::name(test, attempt, lot());
        // It is ours from before it exists, for an answer that is lost leaves it there all the same.
        self.leased
            .lock()
            .expect("no panic while it is held")
            .push(name.clone());
        match ground.lease(&name, &wanted(session, test)) {
            Ok(()) => Ok(Some(name)),
            Err(error) => {
                // It may be there all the same, if only the answer was lost.
                let _ = ground.give_back(&name, SHORT);
                Err(error)
            }
        }
    }

    /// Gives a namespace back, after looking at it where the attempt failed. What went wrong with that, in one line.
    pub(super) fn give_back(&self, session: &Session, name: &str, failed: Option<&str>) -> Option<String> {
        let ground = self.ground.as_ref()?;
        let is_stopped = session.stop.cause().is_some();
        let folder = failed
            .filter(|_| !is_stopped)
            .map(|file| session.folder.path().join("diagnostics").join(file));
        let bundled = folder.map_or(Ok(()), |folder| ground.bundle(name, &folder, &session.mask));
        let deleted = ground.give_back(name, if is_stopped { SHORT } else { LONG });
        let problems: Vec<String> = [
            bundled.err().map(|error| format!("no diagnostics: {error}")),
            deleted.err(),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!problems.is_empty()).then(|| problems.join("; "))
    }

    /// Waits until all are gone. What keeps those that stay.
    pub(super) fn gone(&self, session: &Session) -> Vec<String> {
        let names = self.leased.lock().expect("no panic while it is held").clone();
        match &self.ground {
            Some(ground) if !names.is_empty() && session.stop.cause().is_none() => {
                let left = (session.start + session.cell.timeout).saturating_duration_since(Instant::now());
                ground.gone(&names, left.min(GONE))
            }
            _ => Vec::new(),
        }
    }
}

fn wanted(session: &Session, test: &str) -> Wanted {
    let (cell, scenario) = (&session.cell.name, session.cell.scenario());
    let left = i64::try_from(session.cell.timeout.as_secs()).unwrap_or(i64::MAX / 2);
    Wanted {
        run: session.run.clone(),
        cell: format!("{}.{}", cell.version, cell.scenario),
        test: test.to_owned(),
        level: match scenario.pod_security {
            PodSecurity::Privileged => "privileged",
            PodSecurity::Baseline => "baseline",
            PodSecurity::Restricted => "restricted",
        },
        expires: clock::milliseconds(&clock::now()) / 1_000 + left + MARGIN,
    }
}

/// A number that no other run draws.
fn lot() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(Instant::now())
}
