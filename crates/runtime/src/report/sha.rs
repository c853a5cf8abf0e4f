//! The commit that a verdict is about.

use super::event::Event;

/// The commit that was tested: of a pull request its head, for the merge commit that GitHub checks out is nobody's.
/// The event knows it, and the summary must say the same.
///
/// # Errors
/// Where they differ, or none is known.
pub(crate) fn tested(event: &Event, summary: Option<&str>, job: Option<&str>) -> Result<String, String> {
    let known = match event {
        Event::PullRequest { head, .. } => Some(head.as_str()),
        Event::WorkflowRun(run) => Some(run.head.as_str()),
        Event::Other => job,
    };
    let commit = match (known, summary) {
        (Some(known), Some(told)) if known != told => {
            return Err(format!(
                "summary.json is about commit {}, and this run about {known}: nothing is said of either",
                told.escape_debug()
            ));
        }
        (Some(known), _) => known,
        (None, Some(told)) => told,
        (None, None) => return Err("no commit is known: GITHUB_SHA is not set".to_owned()),
    };
    if is_commit(commit) {
        Ok(commit.to_owned())
    } else {
        Err(format!("no commit: {}", commit.escape_debug()))
    }
}

/// Whether a text is the whole name of a commit: 40 or 64 hexadecimal digits.
fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "1111111111111111111111111111111111111111";
    const MERGE: &str = "2222222222222222222222222222222222222222";

    #[test]
    fn of_a_pull_request_it_is_the_head_and_never_the_merge_commit() {
        let event = Event::PullRequest {
            number: 1,
            head: HEAD.to_owned(),
        };
        assert_eq!(tested(&event, Some(HEAD), Some(MERGE)).unwrap(), HEAD);
        assert_eq!(tested(&event, None, Some(MERGE)).unwrap(), HEAD);
        let error = tested(&event, Some(MERGE), Some(MERGE)).unwrap_err();
        assert!(error.contains(HEAD) && error.contains(MERGE), "{error}");
    }

    #[test]
    fn elsewhere_it_is_the_commit_of_the_job() {
        assert_eq!(tested(&Event::Other, None, Some(HEAD)).unwrap(), HEAD);
        assert_eq!(tested(&Event::Other, Some(HEAD), None).unwrap(), HEAD);
        assert!(tested(&Event::Other, Some("../x"), None).is_err());
        assert!(tested(&Event::Other, None, None).is_err());
    }
}
