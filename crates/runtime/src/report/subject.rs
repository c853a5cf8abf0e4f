//! Which pull requests a run is of: GitHub says, never an artifact.

use serde_json::Value;

use super::event::{EndedRun, Event};
use crate::github::{Client, Error};

/// A pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) number: u64,
}

/// The pull requests that the event is about. Of a run that has ended: those that are open, come from the branch that
/// was tested, and still have the tested commit at their head. None of them is no error: a newer push has a run of its
/// own.
pub(crate) fn subjects(client: &Client, event: &Event) -> Result<Vec<Subject>, Error> {
    match event {
        Event::PullRequest { number, .. } => Ok(vec![Subject { number: *number }]),
        Event::WorkflowRun(run) => of_run(client, run),
        Event::Other => Ok(Vec::new()),
    }
}

fn of_run(client: &Client, run: &EndedRun) -> Result<Vec<Subject>, Error> {
    let owner = run.repository.split('/').next().unwrap_or_default();
    let head = escaped(&format!("{owner}:{}", run.branch));
    let open = client.list(&client.path(&format!("/pulls?state=open&head={head}")), None)?;
    let numbers: Vec<u64> = open
        .iter()
        .filter(|one| is_of(one, run))
        .filter_map(|one| one["number"].as_u64())
        .collect();
    let known: Vec<u64> = numbers
        .iter()
        .copied()
        .filter(|number| run.pull_requests.contains(number))
        .collect();
    // Of a run of this repository's own branch GitHub knows which pull request it is of, where there are several.
    let numbers = if known.is_empty() { numbers } else { known };
    Ok(numbers.into_iter().map(|number| Subject { number }).collect())
}

fn is_of(pull_request: &Value, run: &EndedRun) -> bool {
    let head = &pull_request["head"];
    let repository = head["repo"]["full_name"].as_str().unwrap_or_default();
    head["sha"].as_str() == Some(&run.head) && repository.eq_ignore_ascii_case(&run.repository)
}

/// A value for the query of a URL.
fn escaped(text: &str) -> String {
    let each = text.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_branch_adds_nothing_to_a_query() {
        assert_eq!(escaped("me:a/b&state=all#é"), "me%3Aa%2Fb%26state%3Dall%23%C3%A9");
    }
}
