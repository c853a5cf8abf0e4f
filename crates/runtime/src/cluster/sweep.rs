//! Namespaces of runs that are gone.

use k8s_openapi::api::core::v1::Namespace;
use kube::api::{Api, ListParams};

use super::{ANSWER, Cluster, EXPIRES, MANAGED, RUN};

/// What became of a namespace.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Swept {
    /// Its deletion was asked for.
    Deleted(String),
    /// It would be deleted.
    Would(String),
    /// It could not be deleted, and why.
    Failed(String),
}

/// Deletes the namespaces whose time is over, or those of one run.
pub(crate) fn sweep(
    cluster: &Cluster,
    run: Option<&str>,
    now: i64,
    is_dry: bool,
) -> Result<Vec<Swept>, String> {
    let api: Api<Namespace> = Api::all(cluster.client.clone());
    let ours = ListParams::default().labels(&format!("{}={}", MANAGED.0, MANAGED.1));
    let namespaces = cluster.wait(ANSWER, api.list(&ours))?;
    let stale = namespaces
        .items
        .iter()
        .filter(|namespace| is_stale(namespace, run, now));
    let names = stale.filter_map(|namespace| namespace.metadata.name.clone());
    Ok(names
        .map(|name| match is_dry {
            true => Swept::Would(name),
            false => cluster
                .give_back(&name, ANSWER)
                .map_or_else(Swept::Failed, |()| Swept::Deleted(name)),
        })
        .collect())
}

/// Whether nobody uses a namespace any more. One that does not say when it expires is not ours to judge.
fn is_stale(namespace: &Namespace, run: Option<&str>, now: i64) -> bool {
    let label = |name| {
        namespace
            .metadata
            .labels
            .as_ref()
            .and_then(|labels| labels.get(name))
    };
    match run {
        Some(run) => label(RUN).is_some_and(|label| label == run),
        None => label(EXPIRES)
            .and_then(|text| text.parse::<i64>().ok())
            .is_some_and(|expires| expires < now),
    }
}
