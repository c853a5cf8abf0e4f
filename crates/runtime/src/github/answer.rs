use std::time::Duration;

use serde_json::Value;
use ureq::http::HeaderMap;

use super::error::{Error, Kind};
use super::{permission, words};

/// What GitHub answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// What an answer calls for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// It is what was asked for.
    Done,
    /// Ask again after a while, if there is patience; else it is this error. `is_refused`: it was not carried out.
    Again {
        asked: Option<Duration>,
        is_refused: bool,
        error: Error,
    },
    /// Asking again is no use.
    Over(Error),
}

/// Wait after a secondary limit that names none, by GitHub's documentation of rate limits.
const SECONDARY: Duration = Duration::from_secs(60);

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; null where there is none.
    pub(super) fn json(&self) -> Result<Value, Error> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            Error::new(
                Kind::Odd,
                format!("GitHub's answer is no JSON: {error}; is GITHUB_API_URL that of an API?"),
            )
        })
    }

    /// What it calls for. `now`: seconds since 1970.
    pub(super) fn course(&self, now: u64) -> Course {
        match self.status {
            200..=299 | 304 => Course::Done,
            429 => self.limited(now),
            403 if self.is_limit() => self.limited(now),
            408 | 500..=599 => Course::Again {
                asked: self.seconds("retry-after").map(Duration::from_secs),
                is_refused: false,
                error: Error::new(Kind::Down, self.said()),
            },
            status => Course::Over(self.refusal(status)),
        }
    }

    fn is_limit(&self) -> bool {
        let said = String::from_utf8_lossy(&self.body).to_ascii_lowercase();
        self.header("retry-after").is_some()
            || self.header("x-ratelimit-remaining") == Some("0")
            || said.contains("rate limit")
            || said.contains("abuse detection")
    }

    fn limited(&self, now: u64) -> Course {
        let reset = self.seconds("x-ratelimit-reset");
        let is_primary = self.header("x-ratelimit-remaining") == Some("0");
        let asked = match (self.seconds("retry-after"), reset) {
            (Some(seconds), _) => Duration::from_secs(seconds),
            // A second more: the clocks of two machines differ.
            (None, Some(reset)) if is_primary => Duration::from_secs(reset.saturating_sub(now) + 1),
            _ => SECONDARY,
        };
        let text = format!(
            "{}; it wants {} s to pass first: run this step again then, or let it wait with --patience",
            self.said(),
            asked.as_secs()
        );
        Course::Again {
            asked: Some(asked),
            is_refused: true,
            error: Error::new(Kind::Down, text),
        }
    }

    fn refusal(&self, status: u16) -> Error {
        let said = self.said();
        let accepted = permission::lacking(self.header("x-accepted-github-permissions"));
        let (kind, advice) = match status {
            401 => (
                Kind::Unauthorized,
                "GITHUB_TOKEN is wrong or has expired: a job has it as `${{ github.token }}`".to_owned(),
            ),
            403 => (
                Kind::Forbidden,
                accepted
                    .unwrap_or_else(|| "the token may not do this, or what it is about is locked".to_owned()),
            ),
            404 => (
                Kind::Missing,
                accepted.map_or_else(
                    || "it is not there, or the token may not see it".to_owned(),
                    |lacking| format!("it is not there, or {lacking}"),
                ),
            ),
            410 => (Kind::Missing, "it is gone".to_owned()),
            413 | 422 => (Kind::Invalid, "GitHub does not take what was sent".to_owned()),
            _ => (Kind::Odd, "this was not expected".to_owned()),
        };
        Error::new(kind, format!("{said}; {advice}"))
    }

    /// `GitHub says 422: Validation Failed (body is too long)`.
    fn said(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let mut text = format!("GitHub says {}", self.status);
        if let Some(message) = body["message"].as_str() {
            text.push_str(&format!(": {}", words::shown(message)));
        }
        let errors = body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        let each = errors
            .iter()
            .take(3)
            .map(|error| match error["message"].as_str() {
                Some(message) => words::shown(message),
                None => words::shown(&error.to_string()),
            });
        let each: Vec<String> = each.collect();
        if !each.is_empty() {
            text.push_str(&format!(" ({})", each.join("; ")));
        }
        text
    }

    fn seconds(&self, name: &str) -> Option<u64> {
        self.header(name)?.trim().parse().ok()
    }
}
