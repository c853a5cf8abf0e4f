//! Where the files of a pipeline are.

use super::Input;

/// Ids of jobs that do not run cells. No schedule may take one.
pub const RESERVED_JOBS: [&str; 8] = [
    "drift-check",
    "runtime",
    "aggregate",
    "report",
    "alerts",
    "history",
    "pages",
    super::GATE,
];

/// Paths of the files of a pipeline, from the root.
pub struct Names {
    /// The main workflow.
    pub suite: String,
    /// The workflow that runs one cell.
    pub cell: String,
    /// The workflow that comments on pull requests.
    pub report: String,
    /// The configuration of the kind cluster.
    pub kind: String,
    /// The schema of the pipeline file.
    pub schema: String,
}

impl Names {
    /// The paths. `test-suite.yml` brings `test-cell.yml` and `test-report.yml`; any other `name.yml` brings
    /// `name-cell.yml` and `name-report.yml`, so that two pipelines of one repository do not meet.
    pub(super) fn of(input: Input<'_>) -> Self {
        let suite = input.pipeline.output.clone();
        let (folder, file) = suite.rsplit_once('/').unwrap_or(("", &suite));
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "yml"));
        let base = stem.strip_suffix("-suite").unwrap_or(stem);
        let source = input.source.strip_suffix(".toml").unwrap_or(input.source);
        Self {
            cell: format!("{folder}/{base}-cell.{extension}"),
            report: format!("{folder}/{base}-report.{extension}"),
            kind: if stem == "test-suite" {
                ".github/kind-config.yaml".to_owned()
            } else {
                format!(".github/{base}-kind-config.yaml")
            },
            schema: format!("{source}.schema.json"),
            suite,
        }
    }
}
