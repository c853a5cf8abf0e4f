use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use super::slug::slug;
use crate::aggregate::Summary;
use crate::report::badge::Badge;

/// Most bytes of a summary that is read, and of a report that is published.
const MOST: u64 = 64 << 20;

/// A run that has been aggregated, as far as the site has to know it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Run {
    /// Its folder in the site: its id, and its attempt where that is not the first.
    pub(super) slug: String,
    pub(super) id: String,
    pub(super) attempt: u32,
    pub(super) branch: String,
    pub(super) commit: Option<String>,
    pub(super) trigger: Option<String>,
    /// UTC, or empty.
    pub(super) started: String,
    pub(super) verdict: String,
    pub(super) total: usize,
    pub(super) bad: usize,
    pub(super) flaky: usize,
    /// Percent of what ran. None if nothing did.
    pub(super) pass_rate: Option<f64>,
    /// In seconds.
    pub(super) duration: f64,
    /// Whether there is a report to link to.
    pub(super) has_report: bool,
    /// Days that it is kept, by the policy of its pipeline.
    #[serde(skip)]
    pub(super) days: u32,
    /// Its report.
    #[serde(skip)]
    pub(super) report: Option<PathBuf>,
    #[serde(skip)]
    pub(super) badge: Badge,
}

impl Run {
    /// Reads the folder that `aggregate` wrote.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("summary.json");
        ensure!(
            is_file(&path),
            "{} is not there, is no file, or has more than {MOST} bytes: make it with `pipewright-runtime aggregate`",
            path.display()
        );
        let text = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let summary: Summary =
            serde_json::from_slice(&text).with_context(|| format!("{} is no summary", path.display()))?;
        let report = Some(folder.join("report.html")).filter(|path| is_file(path));
        Ok(Self::of(summary, report))
    }

    fn of(summary: Summary, report: Option<PathBuf>) -> Self {
        let badge = Badge::of(&summary);
        let counts = summary.counts;
        let bad = counts.failed + counts.errors;
        let ran = counts.passed + bad;
        let id = summary.run_id.unwrap_or_else(|| "unknown".to_owned());
        let name = match summary.run_attempt {
            0 | 1 => id.clone(),
            attempt => format!("{id}-{attempt}"),
        };
        Self {
            slug: slug(&name),
            id,
            attempt: summary.run_attempt,
            branch: summary.branch.unwrap_or_else(|| "unknown".to_owned()),
            commit: summary.commit,
            trigger: summary.trigger,
            started: summary.started.unwrap_or_default(),
            verdict: summary.verdict,
            total: counts.total,
            bad,
            flaky: counts.flaky,
            pass_rate: (ran > 0).then(|| (counts.passed as f64 / ran as f64 * 1_000.0).floor() / 10.0),
            duration: counts.duration,
            has_report: report.is_some(),
            days: summary.policy.retention_days.aggregates,
            report,
            badge,
        }
    }
}

/// Links are not followed: a folder may come from somewhere else.
fn is_file(path: &Path) -> bool {
    path.symlink_metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MOST)
}
