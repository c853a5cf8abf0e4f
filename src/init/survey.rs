use super::chart::{Chart, charts};
use super::command::commands;
use super::finding::Finding;
use super::folder::folders;
use super::runtime;
use super::workflow::Workflows;
use crate::read::{self, Root};

/// What can be seen of a repository.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Its charts.
    pub charts: Vec<Chart>,
    /// What tests it.
    pub commands: Vec<Finding>,
    /// Its workflows.
    pub workflows: Workflows,
    /// The branch that a fresh clone is on, if git noted it.
    pub default_branch: Option<String>,
    /// The version of Python in `.python-version`.
    pub python: Option<String>,
    /// Whether it holds the sources of pipewright.
    pub is_home: bool,
    /// What was seen and not taken up, and why.
    pub refused: Vec<String>,
}

/// Looks at a repository.
#[must_use]
pub fn survey(root: &Root) -> Survey {
    let (folders, hostile) = folders(root);
    let (charts, mut refused) = charts(root, &folders);
    let (commands, more) = commands(root, &folders);
    let hostile = hostile
        .iter()
        .map(|path| format!("{path:?}: the name cannot be written into a workflow"));
    refused.extend(hostile);
    if more > 0 {
        refused.push(format!(
            "{more} more test commands: a first pipeline is kept short"
        ));
    }
    let first_line = |path: &str| {
        let text = read::text(&root.folder().join(path)).ok()?;
        text.lines().next().map(|line| line.trim().to_owned())
    };
    Survey {
        charts,
        commands,
        workflows: Workflows::of(root),
        default_branch: first_line(".git/refs/remotes/origin/HEAD")
            .and_then(|line| line.strip_prefix("ref: refs/remotes/origin/").map(str::to_owned))
            .filter(|branch| {
                branch
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
            }),
        python: first_line(".python-version").filter(|version| is_python(version)),
        is_home: runtime::is_home(root),
        refused,
    }
}

/// Two or three numbers, as the schema wants them.
fn is_python(version: &str) -> bool {
    let parts: Vec<&str> = version.split('.').collect();
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().all(number)
}
