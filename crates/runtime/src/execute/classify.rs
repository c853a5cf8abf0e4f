//! What kind of failure it was, by how the command ended and what it printed last.

use std::sync::LazyLock;

use regex::RegexSet;

use super::retry::Policy;
use crate::process::End;
use crate::results::{Failure, Status};

/// Failures of the machinery that tests run on, not of what they test.
const INFRASTRUCTURE: [&str; 14] = [
    r"\bImagePullBackOff\b",
    r"\bErrImagePull\b",
    r"\bRegistryUnavailable\b",
    r"\btoomanyrequests: You have reached your (unauthenticated )?pull rate limit",
    r"Error from server \((InternalError|ServiceUnavailable|Timeout|TooManyRequests)\)",
    r"the server is currently unable to handle the request",
    r"etcdserver: (request timed out|leader changed|no leader)",
    r"apiserver (is shutting down|not ready)",
    r"Unable to connect to the server",
    r"The connection to the server \S+ was refused",
    r"Kubernetes cluster unreachable",
    r"failed calling webhook .*: (connection refused|context deadline exceeded)",
    r"\bnode\.kubernetes\.io/(not-ready|unreachable|disk-pressure)\b",
    r"no space left on device",
];

static PATTERNS: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(INFRASTRUCTURE).expect("the patterns are constant, and a test compiles them")
});

/// Status, kind and one line of explanation for a command's end.
pub(super) fn classify(
    end: End,
    tail: &str,
    policy: &Policy,
    timeout: &str,
) -> (Status, Option<Failure>, String) {
    match end {
        End::Code(0) => (Status::Passed, None, String::new()),
        End::Code(code) => {
            let failure = told(tail, policy).unwrap_or(Failure::ExitCode);
            let status = if failure == Failure::Infrastructure {
                Status::Errored
            } else {
                Status::Failed
            };
            (status, Some(failure), format!("exit code {code}"))
        }
        End::Signal(signal) => {
            let failure = told(tail, policy).unwrap_or(Failure::Signal);
            (
                Status::Errored,
                Some(failure),
                format!("ended by {}", name(signal)),
            )
        }
        End::Timeout => (
            Status::Errored,
            Some(Failure::Timeout),
            format!("timed out after {timeout}"),
        ),
        End::Deadline => (
            Status::Errored,
            Some(Failure::Deadline),
            "the time of the cell was used up".to_owned(),
        ),
        End::Stopped => (
            Status::Errored,
            Some(Failure::Stopped),
            "the run was stopped".to_owned(),
        ),
    }
}

/// The kind of failure that the output tells of.
fn told(tail: &str, policy: &Policy) -> Option<Failure> {
    if PATTERNS.is_match(tail) {
        Some(Failure::Infrastructure)
    } else if policy.output.is_match(tail) {
        Some(Failure::Output)
    } else {
        None
    }
}

fn name(signal: i32) -> String {
    let name = match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL (out of memory?)",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => return format!("signal {signal}"),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use pipewright::pipeline::Retry;

    use super::*;

    fn kind(tail: &str) -> Option<Failure> {
        let retry = Retry {
            output: Some(vec!["lost the (race|bet)".into()]),
            ..Retry::default()
        };
        classify(End::Code(1), tail, &Policy::of(&[&retry]).unwrap(), "1s").1
    }

    #[test]
    fn the_machinery_is_told_from_the_test() {
        assert_eq!(
            kind("Error from server (InternalError): x"),
            Some(Failure::Infrastructure)
        );
        assert_eq!(kind("pod x: ImagePullBackOff"), Some(Failure::Infrastructure));
        assert_eq!(
            kind("The connection to the server 127.0.0.1:6443 was refused - did you"),
            Some(Failure::Infrastructure)
        );
        assert_eq!(
            kind("Error from server (NotFound): pods \"x\" not found"),
            Some(Failure::ExitCode)
        );
        assert_eq!(kind("lost the race again"), Some(Failure::Output));
        assert_eq!(kind("assertion failed"), Some(Failure::ExitCode));
    }
}
