//! What a failed attempt leaves to look at: events, objects and logs of its namespace, within bounds.

use std::path::Path;
use std::time::Duration;

use k8s_openapi::api::core::v1::{Event, Pod};
use kube::api::{Api, ListParams, LogParams};
use serde::Serialize;

use super::Cluster;
use crate::process::Mask;

/// How long all of it may take.
const TIME: Duration = Duration::from_secs(30);
/// Bytes of one file.
const FILE: usize = 256 << 10;
/// Lines of one log.
const LINES: i64 = 1_000;
/// Pods that are looked at.
const PODS: usize = 20;

impl Cluster {
    /// Writes what can be had about a namespace into a folder. What is wrong with it, if anything.
    pub(crate) fn bundle(&self, namespace: &str, folder: &Path, mask: &Mask) -> Result<(), String> {
        let files = self.wait(TIME, collect(self.client.clone(), namespace))?;
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        for (name, text) in files {
            let text = mask.text(&end_of(&text));
            crate::results::atomically(&folder.join(name), text.as_bytes())
                .map_err(|error| format!("{error:#}"))?;
        }
        Ok(())
    }
}

async fn collect(client: kube::Client, namespace: &str) -> kube::Result<Vec<(String, String)>> {
    let few = ListParams::default().limit(500);
    let events: Api<Event> = Api::namespaced(client.clone(), namespace);
    let mut files = vec![("events.txt".to_owned(), lines(&events.list(&few).await?.items))];
    let pods: Api<Pod> = Api::namespaced(client, namespace);
    let list = pods.list(&few).await?.items;
    files.push(("pods.json".to_owned(), json(&list)));
    for pod in list.iter().take(PODS) {
        logs(&pods, pod, &mut files).await;
    }
    Ok(files)
}

/// Logs of each container, and of the one that ran there before.
async fn logs(api: &Api<Pod>, pod: &Pod, files: &mut Vec<(String, String)>) {
    let name = pod.metadata.name.clone().unwrap_or_default();
    let Some(spec) = &pod.spec else { return };
    let first = spec.init_containers.iter().flatten();
    let containers = first
        .chain(&spec.containers)
        .map(|container| container.name.clone());
    for container in containers {
        for previous in [false, true] {
            let container = Some(container.clone());
            let params = LogParams {
                container,
                previous,
                tail_lines: Some(LINES),
                ..LogParams::default()
            };
            // A container that never started has no log, and one that never restarted no previous one.
            if let Ok(text) = api.logs(&name, &params).await {
                let container = params.container.unwrap_or_default();
                let suffix = if previous { ".previous" } else { "" };
                files.push((format!("{name}.{container}{suffix}.log"), text));
            }
        }
    }
}

fn lines(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        let object = &event.involved_object;
        let at = event
            .last_timestamp
            .as_ref()
            .map(|time| time.0.to_string())
            .unwrap_or_default();
        let field = |value: &Option<String>| value.clone().unwrap_or_default();
        let parts = [
            at,
            field(&event.type_),
            field(&event.reason),
            format!("{}/{}", field(&object.kind), field(&object.name)),
        ];
        text.push_str(&format!(
            "{}  {}\n",
            parts.join("  "),
            field(&event.message).replace('\n', " ")
        ));
    }
    text
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn end_of(text: &str) -> String {
    let from = text.len().saturating_sub(FILE);
    let from = (from..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    text[from..].to_owned()
}
