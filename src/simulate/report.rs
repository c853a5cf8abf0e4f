//! What is printed.

use serde_json::{Map, Value as Json, json};

use super::event::Starts;

/// How something ends, before anything runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It runs.
    Runs,
    /// It is skipped.
    Skipped,
    /// It depends on what is unknown.
    Unknown,
}

/// What a workflow does at an event.
#[derive(Debug, Clone)]
pub struct Report {
    /// The workflow's path.
    pub workflow: String,
    /// Its name.
    pub name: Option<String>,
    /// The event.
    pub event: String,
    /// Whether the event starts it.
    pub starts: Starts,
    /// The inputs of the run.
    pub inputs: Json,
    /// What becomes of each job, if the workflow starts.
    pub jobs: Vec<JobReport>,
}

/// What becomes of a job.
#[derive(Debug, Clone)]
pub struct JobReport {
    /// Its id.
    pub id: String,
    /// Its line.
    pub line: usize,
    /// How it ends.
    pub outcome: Outcome,
    /// Why it does not simply run.
    pub reason: Option<String>,
    /// Its condition as written.
    pub condition: Option<String>,
    /// `needs.*.result`; none where it is unknown.
    pub needs: Vec<(String, Option<String>)>,
    /// Its `result` for the jobs that need it; none where it is unknown.
    pub result: Option<String>,
    /// Its rows: one without values where it has no matrix, none where they are unknown or it does not run.
    pub rows: Vec<RowReport>,
}

/// What becomes of a row.
#[derive(Debug, Clone)]
pub struct RowReport {
    /// The name of its check, if that is known.
    pub name: Option<String>,
    /// The `matrix` context.
    pub matrix: Json,
    /// How it ends.
    pub outcome: Outcome,
    /// The workflow that it calls, the inputs, and the jobs there, if it is followed.
    pub calls: Option<(String, Json, Vec<JobReport>)>,
}

impl Outcome {
    /// `runs`, `skipped` or `unknown`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Skipped => "skipped",
            Self::Unknown => "unknown",
        }
    }

    /// Of several: skipped if all are, running if any runs.
    pub(super) fn of_all(mut all: impl Iterator<Item = Self>) -> Self {
        let mut result = Self::Skipped;
        if all.any(|one| {
            if one == Self::Unknown {
                result = Self::Unknown;
            }
            one == Self::Runs
        }) {
            return Self::Runs;
        }
        result
    }
}

impl Report {
    /// The report as one document.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let (starts, reason) = match &self.starts {
            Starts::Yes => (Json::Bool(true), None),
            Starts::No(why) => (Json::Bool(false), Some(why)),
            Starts::Unknown(why) => (Json::from("unknown"), Some(why)),
        };
        let mut report = Map::new();
        report.insert("workflow".into(), self.workflow.clone().into());
        report.insert("name".into(), self.name.clone().into());
        report.insert("event".into(), self.event.clone().into());
        report.insert("starts".into(), starts);
        if let Some(reason) = reason {
            report.insert("reason".into(), reason.clone().into());
        }
        report.insert("inputs".into(), self.inputs.clone());
        let stays_off = match &self.starts {
            Starts::No(_) => Some("the event does not start the workflow"),
            Starts::Yes | Starts::Unknown(_) => None,
        };
        let jobs = self.jobs.iter().map(|job| job.to_json(stays_off));
        report.insert("jobs".into(), jobs.collect());
        Json::Object(report)
    }
}

impl JobReport {
    fn to_json(&self, stays_off: Option<&str>) -> Json {
        let mut job = Map::new();
        job.insert("id".into(), self.id.clone().into());
        job.insert("line".into(), self.line.into());
        if let Some(reason) = stays_off {
            job.insert("outcome".into(), Outcome::Skipped.name().into());
            job.insert("reason".into(), reason.into());
            job.insert("rows".into(), json!([]));
            return Json::Object(job);
        }
        job.insert("outcome".into(), self.outcome.name().into());
        if let Some(reason) = &self.reason {
            job.insert("reason".into(), reason.clone().into());
        }
        if let Some(condition) = &self.condition {
            job.insert("if".into(), condition.clone().into());
        }
        if !self.needs.is_empty() {
            let needs = self.needs.iter().map(|(id, result)| {
                (
                    id.clone(),
                    result.clone().unwrap_or_else(|| "unknown".to_owned()).into(),
                )
            });
            job.insert("needs".into(), Json::Object(needs.collect()));
        }
        job.insert("rows".into(), self.rows.iter().map(RowReport::to_json).collect());
        Json::Object(job)
    }
}

impl RowReport {
    fn to_json(&self) -> Json {
        let mut row = Map::new();
        row.insert("name".into(), self.name.clone().into());
        row.insert("outcome".into(), self.outcome.name().into());
        row.insert("matrix".into(), self.matrix.clone());
        if let Some((workflow, inputs, jobs)) = &self.calls {
            let jobs: Json = jobs.iter().map(|job| job.to_json(None)).collect();
            row.insert(
                "calls".into(),
                json!({ "workflow": workflow, "inputs": inputs, "jobs": jobs }),
            );
        }
        Json::Object(row)
    }
}
