//! What an expression is evaluated in.

use super::object::Object;
use super::value::Value;

/// How the run went so far, as the status functions tell it; `None` is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// What `success()` is.
    pub success: Option<bool>,
    /// What `failure()` is.
    pub failure: Option<bool>,
    /// What `cancelled()` is.
    pub cancelled: Option<bool>,
}

impl Status {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        success: None,
        failure: None,
        cancelled: None,
    };

    /// Everything went well so far.
    pub const SUCCESS: Self = Self {
        success: Some(true),
        failure: Some(false),
        cancelled: Some(false),
    };

    /// Inside a job whose `job.status` is `status`.
    #[must_use]
    pub fn of_job(status: &str) -> Self {
        let is = |word| Some(status.eq_ignore_ascii_case(word));
        Self {
            success: is("success"),
            failure: is("failure"),
            cancelled: is("cancelled"),
        }
    }
}

/// What an expression is evaluated in.
#[derive(Clone, Copy, Debug)]
pub struct Environment<'e> {
    /// The contexts by name: `github`, `needs`, `matrix`…
    pub contexts: &'e Object,
    /// What the status functions answer.
    pub status: Status,
}

impl<'e> Environment<'e> {
    /// These contexts, with the status that `job.status` gives if it is there.
    #[must_use]
    pub fn new(contexts: &'e Object) -> Self {
        let status = match contexts.get("job") {
            Some(Value::Object(job)) => match job.get("status") {
                Some(Value::String(status)) => Status::of_job(&status),
                _ => Status::UNKNOWN,
            },
            _ => Status::UNKNOWN,
        };
        Self { contexts, status }
    }
}
