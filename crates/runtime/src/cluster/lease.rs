//! A namespace, taken for one attempt and given back.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use k8s_openapi::api::core::v1::{Namespace, ServiceAccount};
use kube::api::{Api, DeleteParams, ObjectMeta, PostParams};

use super::{ANSWER, Cluster, EXPIRES, MANAGED, RUN};

/// What a namespace is for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The run.
    pub(crate) run: String,
    /// The cell: version and scenario.
    pub(crate) cell: String,
    /// The test.
    pub(crate) test: String,
    /// The Pod Security Standard that it enforces.
    pub(crate) level: &'static str,
    /// Seconds since 1970 after which nobody uses it any more.
    pub(crate) expires: i64,
}

/// How long a new namespace may take until pods can be made in it.
const READY: Duration = Duration::from_secs(10);
const TICK: Duration = Duration::from_millis(100);

impl Cluster {
    /// Makes the namespace of that name.
    pub(crate) fn lease(&self, name: &str, wanted: &Wanted) -> Result<(), String> {
        let metadata = ObjectMeta {
            name: Some(name.to_owned()),
            labels: Some(labels(wanted)),
            ..ObjectMeta::default()
        };
        let namespace = Namespace {
            metadata,
            ..Namespace::default()
        };
        let api: Api<Namespace> = Api::all(self.client.clone());
        self.wait(ANSWER, api.create(&PostParams::default(), &namespace))
            .map_err(|error| format!("cannot make the namespace {name}: {error}"))?;
        self.ready(name);
        Ok(())
    }

    /// Waits for the service account that pods run as. Without one pods are refused, and the test will say so.
    fn ready(&self, name: &str) {
        let api: Api<ServiceAccount> = Api::namespaced(self.client.clone(), name);
        let end = Instant::now() + READY;
        while !self.is_stopped()
            && Instant::now() < end
            && !matches!(self.wait(ANSWER, api.get_opt("default")), Ok(Some(_)) | Err(_))
        {
            std::thread::sleep(TICK);
        }
    }

    /// Asks for the deletion of a namespace, and does not wait for it.
    pub(crate) fn give_back(&self, name: &str, limit: Duration) -> Result<(), String> {
        let api: Api<Namespace> = Api::all(self.client.clone());
        let deleted = self.wait(limit, api.delete(name, &DeleteParams::background()));
        match deleted {
            Ok(_) => Ok(()),
            Err(error) if error.starts_with("the API server answered 404") => Ok(()),
            Err(error) => Err(format!("cannot delete the namespace {name}: {error}")),
        }
    }

    /// Waits until namespaces are gone, and says what keeps those that stay.
    pub(crate) fn gone(&self, names: &[String], limit: Duration) -> Vec<String> {
        let api: Api<Namespace> = Api::all(self.client.clone());
        let end = Instant::now() + limit;
        let mut problems = Vec::new();
        for name in names {
            loop {
                match self.wait(ANSWER, api.get_opt(name)) {
                    Ok(None) => break,
                    Ok(Some(_)) if Instant::now() < end && !self.is_stopped() => std::thread::sleep(TICK),
                    Ok(Some(namespace)) => {
                        problems.push(self.blockers(name, &namespace));
                        break;
                    }
                    Err(error) => {
                        problems.push(format!(
                            "nobody knows whether the namespace {name} is gone: {error}"
                        ));
                        break;
                    }
                }
            }
        }
        problems
    }
}

fn labels(wanted: &Wanted) -> BTreeMap<String, String> {
    let own = [
        (MANAGED.0, MANAGED.1.to_owned()),
        (RUN, value(&wanted.run)),
        ("pipewright.dev/cell", value(&wanted.cell)),
        ("pipewright.dev/test", value(&wanted.test)),
        (EXPIRES, wanted.expires.to_string()),
        ("pod-security.kubernetes.io/enforce", wanted.level.to_owned()),
        ("pod-security.kubernetes.io/warn", wanted.level.to_owned()),
    ];
    own.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A text as the value of a label: at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with one of the
/// first two.
fn value(text: &str) -> String {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let text: String = text
        .chars()
        .map(|c| if is_allowed(c) { c } else { '_' })
        .take(63)
        .collect();
    text.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned()
}

/// A name for a namespace that no other has: at most 63 lower-case letters, digits and `-`.
pub(crate) fn name(test: &str, attempt: u32, seed: u64) -> String {
    let plain: String = test
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let plain: String = plain.chars().take(30).collect();
    format!("pw-{}-{attempt}-{seed:016x}", plain.trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::{name, value};

    #[test]
    fn names_and_labels_are_what_kubernetes_takes() {
        assert_eq!(
            name("Spark_Pi on K8s!", 2, 255),
            "pw-spark-pi-on-k8s-2-00000000000000ff"
        );
        assert!(name(&"x".repeat(200), 10, u64::MAX).len() <= 63);
        assert_eq!(value("3.5.7/core e2e"), "3.5.7_core_e2e");
        assert_eq!(value("_x_"), "x");
    }
}
