//! Slack's incoming webhook: a URL that is a secret, since whoever knows it may post.

use std::time::Duration;

use serde_json::Value;
use ureq::http::Uri;

use super::Secret;
use crate::github::{self, Patience};
use crate::report::markdown::one_line;
use crate::web::{self, Loss};

/// An incoming webhook.
#[derive(Debug)]
pub(crate) struct Webhook(Secret);

/// How one try ended, if not well.
#[derive(Debug)]
enum Failed {
    /// It surely was not posted. The server may have said how long to wait.
    Refused(Option<Duration>, String),
    /// Trying again is no use, or might post it twice.
    Over(String),
}

impl Webhook {
    /// A webhook at a URL: `https`, or `http` on this machine alone.
    ///
    /// # Errors
    /// What is wrong with it, without it.
    pub(crate) fn new(url: Secret) -> Result<Self, String> {
        let wrong =
            || "SLACK_WEBHOOK is no https URL: Slack shows it under Incoming Webhooks of your app".to_owned();
        let uri: Uri = url.reveal().parse().map_err(|_| wrong())?;
        let host = uri.host().unwrap_or_default();
        let is_here = ["127.0.0.1", "localhost", "[::1]"].contains(&host);
        match uri.scheme_str() {
            Some("https") if !host.is_empty() => Ok(Self(url)),
            Some("http") if is_here => Ok(Self(url)),
            _ => Err(wrong()),
        }
    }

    /// Posts a message once. What may have been posted is never sent again.
    ///
    /// # Errors
    /// Why it did not arrive, or may not have, for people, and what to do. The URL is in none of it.
    pub(crate) fn post(&self, payload: &Value, patience: Patience) -> Result<(), String> {
        let mut spent = Duration::ZERO;
        for tries in 1.. {
            let (asked, why) = match self.once(payload, patience.answer) {
                Ok(()) => return Ok(()),
                Err(Failed::Over(why)) => return Err(self.told(&why)),
                Err(Failed::Refused(asked, why)) => (asked, why),
            };
            let Some(wait) = patience.wait(tries, asked, spent) else {
                return Err(self.told(&format!("{why}{}", github::tries(tries))));
            };
            spent += wait;
            std::thread::sleep(wait);
        }
        unreachable!("patience ends")
    }

    fn once(&self, payload: &Value, silence: Duration) -> Result<(), Failed> {
        // A redirect is not followed: the message is for one host.
        let settings = web::settings(silence, self.0.reveal())
            .map_err(Failed::Over)?
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(silence));
        let agent = settings.build().new_agent();
        let request = agent
            .post(self.0.reveal())
            .header("content-type", "application/json");
        let mut answer = request
            .send(payload.to_string().as_bytes())
            .map_err(|error| broken(&error, self.0.reveal()))?;
        let header = answer.headers().get("retry-after");
        let asked = header.and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let status = answer.status().as_u16();
        let said = answer.body_mut().with_config().limit(64 * 1024).read_to_vec();
        let said = one_line(&String::from_utf8_lossy(&said.unwrap_or_default()), 200);
        judged(status, &said, asked.map(Duration::from_secs))
    }

    /// A reason without the URL, and without the part of it that is the secret.
    fn told(&self, why: &str) -> String {
        let path = self.0.reveal().splitn(4, '/').nth(3).and_then(Secret::new);
        let why = self.0.hidden_in(why);
        path.map_or(why.clone(), |path| path.hidden_in(&why))
    }
}

/// What an answer means. <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks> has Slack's words.
fn judged(status: u16, said: &str, asked: Option<Duration>) -> Result<(), Failed> {
    let over = |advice: &str| Err(Failed::Over(format!("Slack says {status}: {said}; {advice}")));
    match (status, said) {
        (200, "ok") => Ok(()),
        (429, _) => {
            let asked = asked.unwrap_or(Duration::from_secs(1));
            let why = format!(
                "Slack says 429: {said}; it wants {} s to pass first: let it wait with --patience",
                asked.as_secs()
            );
            Err(Failed::Refused(Some(asked), why))
        }
        (200..=299, _) => over("that is not its `ok`: is SLACK_WEBHOOK that of an incoming webhook?"),
        (300..=399, _) => over("it sends elsewhere, which is not followed: give SLACK_WEBHOOK the new URL"),
        (403 | 404 | 410, _) => {
            over("the webhook is revoked or its channel gone: make a new one for SLACK_WEBHOOK")
        }
        (400..=499, _) => over("it does not take this message"),
        _ => over("it may have been posted, so it is not sent again: look into the channel"),
    }
}

/// What a lost connection means: whether the request surely never arrived. Of the URL, the host alone is in it.
fn broken(error: &ureq::Error, url: &str) -> Failed {
    let (loss, why) = web::lost(error, url);
    let why = format!(
        "cannot reach Slack at {}: {}",
        web::host(url),
        one_line(&why, 300)
    );
    match loss {
        Loss::Never => Failed::Refused(None, why),
        Loss::Final => Failed::Over(why),
        Loss::Unsure => Failed::Over(format!(
            "{why}; it may have been posted, so it is not sent again: look into the channel"
        )),
    }
}
