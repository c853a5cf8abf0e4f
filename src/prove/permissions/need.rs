//! What a step needs of the token, and who says so.

use crate::yaml::Node;

/// How much a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Reading.
    Read,
    /// Reading and writing.
    Write,
}

impl Level {
    /// As it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "read" => Some(Self::Read),
            "write" => Some(Self::Write),
            _ => None,
        }
    }
}

/// A scope, and how much of it.
pub(super) type Need = (&'static str, Level);

/// What actions do with the token of the job, by their own documentation. Those that are not listed, such as the actions
/// for artifacts of the same run and for caches, work with the token of the runner, or with none.
const ACTIONS: [(&str, &[Need]); 3] = [
    // README of actions/checkout, "Recommended permissions".
    ("actions/checkout", &[("contents", Level::Read)]),
    // REST, "Get a GitHub Pages site".
    ("actions/configure-pages", &[("pages", Level::Read)]),
    // README of actions/deploy-pages, "Security considerations".
    (
        "actions/deploy-pages",
        &[("pages", Level::Write), ("id-token", Level::Write)],
    ),
];

/// What actions do with a token that is handed to them: the input, and what they need.
const HANDED: [(&str, &str, Need); 1] = [
    // README of actions/download-artifact: artifacts of other runs.
    (
        "actions/download-artifact",
        "github-token",
        ("actions", Level::Read),
    ),
];

/// What scripts do with the token that is in their environment, by a command in them.
const COMMANDS: [(&str, Need); 4] = [
    // REST, "Create an issue comment", on a pull request.
    ("report comment", ("pull-requests", Level::Write)),
    // REST, "Create a commit status".
    ("report status", ("statuses", Level::Write)),
    // REST, "Create a check run".
    ("report check", ("checks", Level::Write)),
    // Git over HTTPS.
    ("git push", ("contents", Level::Write)),
];

/// What a step needs.
pub(super) fn of(step: &Node) -> Vec<Need> {
    let uses = step.get("uses").and_then(Node::text).unwrap_or_default();
    let action = uses.split('@').next().unwrap_or_default();
    let run = step.get("run").and_then(Node::text).unwrap_or_default();
    let own = ACTIONS.iter().filter(|(known, _)| *known == action);
    let mut needs: Vec<Need> = own.flat_map(|(_, needs)| needs.iter().copied()).collect();
    let with = step.get("with");
    let handed = HANDED
        .iter()
        .filter(|(known, input, _)| *known == action && with.is_some_and(|with| with.get(input).is_some()));
    needs.extend(handed.map(|(_, _, need)| *need));
    if has_token(step) {
        let commands = COMMANDS.iter().filter(|(command, _)| run.contains(command));
        needs.extend(commands.map(|(_, need)| *need));
    }
    needs
}

/// Whether the token of the job is in the environment of a step.
fn has_token(step: &Node) -> bool {
    let variables = step.get("env").map(Node::entries).unwrap_or_default();
    let texts = variables.iter().filter_map(|entry| entry.value.text());
    let mut texts = texts.map(str::to_ascii_lowercase);
    texts.any(|text| text.contains("github.token") || text.contains("secrets.github_token"))
}
