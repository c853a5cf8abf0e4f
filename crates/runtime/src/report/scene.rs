/// A run of a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Run {
    /// GitHub's id: a later run has a greater one.
    pub(crate) id: u64,
    /// From 1.
    pub(crate) attempt: u64,
}

/// What is known of a report's run from elsewhere than its results: from the job's variables and GitHub's event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scene {
    /// `https://github.com/OWNER/NAME`.
    pub(crate) repository_url: Option<String>,
    /// The run.
    pub(crate) run: Option<Run>,
    /// What was tested.
    pub(crate) commit: Option<String>,
    /// Whether the code that made the results is a fork's.
    pub(crate) is_fork: bool,
    /// How the whole run ended, where it has.
    pub(crate) conclusion: Option<String>,
}

impl Scene {
    /// Where a run of this repository can be seen.
    pub(crate) fn run_url(&self, id: u64) -> Option<String> {
        let repository = self.repository_url.as_ref()?;
        Some(format!("{repository}/actions/runs/{id}"))
    }

    /// Where this run can be seen.
    pub(crate) fn url(&self) -> Option<String> {
        let run = self.run?;
        Some(format!("{}/attempts/{}", self.run_url(run.id)?, run.attempt))
    }

    /// `Run 12, attempt 2`, with a link where there is one to give.
    pub(super) fn run_name(&self) -> String {
        let Some(run) = self.run else {
            return "A run outside of GitHub".to_owned();
        };
        let name = match run.attempt {
            0 | 1 => format!("Run {}", run.id),
            attempt => format!("Run {}, attempt {attempt}", run.id),
        };
        match self.url() {
            Some(url) => format!("[{name}]({url})"),
            None => name,
        }
    }

    /// The last line of a report.
    pub(super) fn links(&self) -> String {
        let (Some(run), Some(url)) = (self.run, self.url()) else {
            return String::new();
        };
        let artifacts = self.run_url(run.id).unwrap_or_default();
        format!("[Logs]({url}) · [Report and artifacts]({artifacts}#artifacts)\n")
    }
}
