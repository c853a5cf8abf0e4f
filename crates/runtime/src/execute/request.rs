use std::path::PathBuf;

/// What is asked for on the command line.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The `pipeline.toml`. Its folder is the root that everything in it is relative to.
    pub(crate) pipeline: PathBuf,
    /// The version.
    pub(crate) version: String,
    /// The scenario.
    pub(crate) scenario: String,
    /// Tests at the same time, if not as the pipeline says.
    pub(crate) workers: Option<usize>,
    /// Where results go.
    pub(crate) output: PathBuf,
    /// An earlier result whose failures alone are run again.
    pub(crate) retry_only: Option<PathBuf>,
    /// An earlier result, or a table of seconds by test, to start the longest tests first.
    pub(crate) durations: Option<PathBuf>,
    /// What the pauses between attempts are drawn from.
    pub(crate) seed: u64,
}
