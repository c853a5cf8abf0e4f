//! An output of a job that no other job reads.

use super::{Found, Rule};
use crate::import::facts::Facts;
use crate::yaml::Node;

pub(super) const RULE: Rule = Rule {
    id: "unread-output",
    instead: "generated outputs are proved to be set, and to be read",
    check,
};

/// Most outputs that are looked for: each is a search through the whole file.
const MOST: usize = 200;

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let mut whole = String::new();
    collect(&facts.root, &mut whole);
    let outputs = facts.jobs.iter().flat_map(|job| {
        job.node
            .get("outputs")
            .map(Node::entries)
            .unwrap_or_default()
            .iter()
            .map(move |entry| (job, entry))
    });
    for (job, entry) in outputs.take(MOST) {
        let read = [
            format!("needs.{}.outputs.{}", job.id, entry.key),
            format!("jobs.{}.outputs.{}", job.id, entry.key),
        ];
        let all = [
            format!("needs.{}.outputs)", job.id),
            format!("needs.{}.outputs }}", job.id),
            "toJSON(needs)".to_owned(),
        ];
        if !read.iter().chain(&all).any(|text| whole.contains(text.as_str())) {
            found.at(
                entry.at,
                format!("no job reads the output `{}` of job `{}`", entry.key, job.id),
            );
        }
    }
}

/// The texts that read what other jobs say, as far as a workflow can be long.
fn collect(node: &Node, whole: &mut String) {
    let text = node.text().unwrap_or_default();
    if whole.len() < crate::yaml::MAX_BYTES && ["needs", "jobs."].iter().any(|word| text.contains(word)) {
        whole.push_str(text);
        whole.push('\n');
    }
    node.items().iter().for_each(|item| collect(item, whole));
    node.entries()
        .iter()
        .for_each(|entry| collect(&entry.value, whole));
}
