//! The configuration of the kind cluster: its nodes, each at the image by digest.

use serde_json::{Value, json};

use super::Input;

pub(super) fn configuration(input: Input<'_>) -> Option<Value> {
    let kind = input.pipeline.tools.kind.as_ref()?;
    let node = |role: &str| json!({ "role": role, "image": kind.node_image });
    let workers = (0..kind.workers).map(|_| node("worker"));
    let nodes: Vec<Value> = std::iter::once(node("control-plane")).chain(workers).collect();
    Some(json!({ "kind": "Cluster", "apiVersion": "kind.x-k8s.io/v1alpha4", "nodes": nodes }))
}
