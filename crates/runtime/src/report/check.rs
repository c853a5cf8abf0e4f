//! The check run, with an annotation for each failing test.

use serde_json::{Value, json};

use super::annotations;
use super::markdown::{Limit, Mood, counts, document};
use super::scene::Scene;
use crate::aggregate::Summary;
use crate::analyze::Trends;
use crate::github::{Call, Client, Error, Kind};

/// Annotations that GitHub takes in one request.
const BATCH: usize = 50;
/// Longest summary of a check run that GitHub takes.
const LIMIT: Limit = Limit {
    most: 65_535,
    measure: str::len,
};

/// A check run to be.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) name: String,
    pub(crate) conclusion: &'static str,
    title: String,
    summary: String,
    url: Option<String>,
    /// The run and its attempt: by it, a check run that was made already is found again.
    external: String,
    pub(crate) annotations: Vec<Value>,
}

impl Check {
    pub(crate) fn of(summary: &Summary, scene: &Scene, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            conclusion: match Mood::of(summary) {
                Mood::Passed => "success",
                Mood::Failed | Mood::Unsure => "failure",
            },
            title: counts(summary),
            summary: document("", summary, &Trends::default(), scene, LIMIT),
            url: scene.url(),
            external: scene.run.map_or_else(String::new, |run| {
                format!("pipewright-{}-{}", run.id, run.attempt)
            }),
            annotations: annotations::of(summary),
        }
    }

    /// Makes it, or goes on where an earlier try ended. If GitHub does not take an annotation, the check run is worth more
    /// than the rest of them: it is made without. Yields why, if so.
    pub(crate) fn make(&self, client: &Client, commit: &str) -> Result<Option<Error>, Error> {
        match self.whole_or_not(client, commit) {
            Err(error) if error.kind == Kind::Invalid && !self.annotations.is_empty() => {
                let without = Self {
                    annotations: Vec::new(),
                    ..self.clone()
                };
                without.whole_or_not(client, commit).map(|()| Some(error))
            }
            made => made.map(|()| None),
        }
    }

    /// Annotations are added to those that are there, so that what may have arrived is looked for and never repeated.
    fn whole_or_not(&self, client: &Client, commit: &str) -> Result<(), Error> {
        for tries in 1.. {
            let made = match self.find(client, commit)? {
                Some(found) => self.complete(client, &found),
                None => client
                    .send(&Call::create(client.path("/check-runs"), self.whole(commit)))
                    .and_then(|found| self.complete(client, &found)),
            };
            match made {
                Err(error) if error.kind == Kind::Unsure => match client.wait(tries) {
                    Some(wait) => client.rest(wait),
                    None => return Err(error),
                },
                made => return made,
            }
        }
        unreachable!("patience ends")
    }

    /// The check run of this run, if there is one. It has the name, so that others' are not read.
    fn find(&self, client: &Client, commit: &str) -> Result<Option<Value>, Error> {
        if self.external.is_empty() {
            return Ok(None);
        }
        let path = client.path(&format!("/commits/{commit}/check-runs?filter=all"));
        let all = client.list(&path, Some("check_runs"))?;
        let is_own = |check: &&Value| {
            check["external_id"] == self.external.as_str() && check["name"] == self.name.as_str()
        };
        Ok(all.iter().find(is_own).cloned())
    }

    /// Adds the annotations that are not there yet.
    fn complete(&self, client: &Client, found: &Value) -> Result<(), Error> {
        let id = found["id"]
            .as_u64()
            .ok_or_else(|| Error::new(Kind::Odd, "GitHub's check run has no id"))?;
        let there = found["output"]["annotations_count"].as_u64().unwrap_or_default();
        let there = usize::try_from(there)
            .unwrap_or(usize::MAX)
            .min(self.annotations.len());
        for batch in self.annotations[there..].chunks(BATCH) {
            let body = json!({ "output": self.output(batch) });
            client.send(&Call::add(client.path(&format!("/check-runs/{id}")), body))?;
        }
        Ok(())
    }

    fn whole(&self, commit: &str) -> Value {
        let first = &self.annotations[..self.annotations.len().min(BATCH)];
        let mut body = json!({
            "name": self.name,
            "head_sha": commit,
            "status": "completed",
            "conclusion": self.conclusion,
            "output": self.output(first),
        });
        for (key, value) in [
            ("external_id", Some(&self.external)),
            ("details_url", self.url.as_ref()),
        ] {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                body[key] = value.as_str().into();
            }
        }
        body
    }

    fn output(&self, annotations: &[Value]) -> Value {
        json!({ "title": self.title, "summary": self.summary, "annotations": annotations })
    }
}
