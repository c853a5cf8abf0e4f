//! What keeps a namespace from going away.

use std::time::Duration;

use k8s_openapi::api::core::v1::Namespace;
use kube::api::{Api, DynamicObject, ListParams};
use kube::discovery::{Discovery, Scope, verbs};

use super::Cluster;

/// How long the search may take.
const SEARCH: Duration = Duration::from_secs(20);
/// Objects that are named.
const MOST: usize = 20;

impl Cluster {
    /// One line: the objects that have finalizers, else what the namespace says of itself.
    pub(super) fn blockers(&self, name: &str, namespace: &Namespace) -> String {
        let found = self
            .wait(SEARCH, finalized(self.client.clone(), name))
            .unwrap_or_default();
        let own = namespace
            .status
            .iter()
            .flat_map(|status| status.conditions.iter().flatten());
        let own = own
            .filter(|condition| condition.status == "True")
            .filter_map(|condition| condition.message.clone());
        let reasons: Vec<String> = if found.is_empty() { own.collect() } else { found };
        let reasons = if reasons.is_empty() {
            "nobody says why".to_owned()
        } else {
            reasons.join("; ")
        };
        format!("the namespace {name} does not go away: {reasons}")
    }
}

/// Objects of a namespace that wait for their finalizers.
async fn finalized(client: kube::Client, namespace: &str) -> kube::Result<Vec<String>> {
    let discovery = Discovery::new(client.clone()).run().await?;
    let mut found = Vec::new();
    for group in discovery.groups() {
        for (resource, capabilities) in group.recommended_resources() {
            if capabilities.scope != Scope::Namespaced || !capabilities.supports_operation(verbs::LIST) {
                continue;
            }
            let api: Api<DynamicObject> = Api::namespaced_with(client.clone(), namespace, &resource);
            // A kind that may not be listed is passed over: others may tell.
            let Ok(objects) = api.list(&ListParams::default().limit(100)).await else {
                continue;
            };
            for object in objects {
                let finalizers = object.metadata.finalizers.unwrap_or_default();
                if !finalizers.is_empty() && found.len() < MOST {
                    let name = object.metadata.name.unwrap_or_default();
                    let kind = resource.kind.to_lowercase();
                    found.push(format!(
                        "{kind}/{name} has the finalizers {}",
                        finalizers.join(", ")
                    ));
                }
            }
        }
    }
    Ok(found)
}
