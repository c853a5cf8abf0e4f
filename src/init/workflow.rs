use crate::read::{self, Root};
use crate::yaml::{self, Data, Node};

const FOLDER: &str = ".github/workflows";

/// What the workflows of the repository tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workflows {
    /// Their paths.
    pub paths: Vec<String>,
    /// The branches whose pushes start them, without patterns, in the order they are met.
    pub branches: Vec<String>,
}

impl Workflows {
    pub(super) fn of(root: &Root) -> Self {
        let mut found = Self::default();
        let names = root.names(FOLDER).into_iter();
        for name in names.filter(|name| name.ends_with(".yml") || name.ends_with(".yaml")) {
            let path = format!("{FOLDER}/{name}");
            let text = read::text(&root.folder().join(&path)).unwrap_or_default();
            // One that cannot be read tells nothing about branches, and is there all the same.
            for branch in yaml::parse(&text).map(|node| branches(&node)).unwrap_or_default() {
                if !found.branches.contains(&branch) {
                    found.branches.push(branch);
                }
            }
            found.paths.push(path);
        }
        found
    }
}

fn branches(workflow: &Node) -> Vec<String> {
    let on = workflow.get("on");
    let events = ["push", "pull_request"].into_iter();
    let lists = events.filter_map(|event| on?.get(event)?.get("branches"));
    let names = lists.flat_map(|list| match &list.data {
        Data::List(items) => items.clone(),
        _ => vec![list.clone()],
    });
    names
        .filter_map(|name| name.text().map(str::to_owned))
        .filter(|name| is_name(name))
        .collect()
}

/// Whether it is the name of a branch, and no pattern.
fn is_name(branch: &str) -> bool {
    !branch.is_empty()
        && branch
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
        && !branch.starts_with("refs/")
}
