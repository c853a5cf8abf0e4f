//! Environment variables that a test gets. Of the caller's environment it gets `PATH`, `HOME`, `LANG`, `LC_ALL`, `TZ`
//! and what belongs to its needs (`docs/running-tests.md` lists that), and a `TMPDIR` of its own.

/// The version under test.
pub const VERSION: &str = "PIPEWRIGHT_VERSION";
/// The version in lower-case letters and digits.
pub const VERSION_SHORT: &str = "PIPEWRIGHT_VERSION_SHORT";
/// The suite.
pub const SUITE: &str = "PIPEWRIGHT_SUITE";
/// The scenario.
pub const SCENARIO: &str = "PIPEWRIGHT_SCENARIO";
/// The test.
pub const TEST: &str = "PIPEWRIGHT_TEST";
/// The attempt, from 1.
pub const ATTEMPT: &str = "PIPEWRIGHT_ATTEMPT";
/// Folder of the chart, from the root.
pub const CHART: &str = "PIPEWRIGHT_CHART";
/// Values files in increasing precedence, separated by colons.
pub const VALUES: &str = "PIPEWRIGHT_VALUES";
/// The container image under test.
pub const IMAGE: &str = "PIPEWRIGHT_IMAGE";
/// Folder for what the test leaves: JUnit files, `metrics.json`.
pub const OUTPUT: &str = "PIPEWRIGHT_OUTPUT";
/// The namespace leased to the attempt, for a test that needs a cluster.
pub const NAMESPACE: &str = "PIPEWRIGHT_NAMESPACE";
/// File that lists the cases to rerun, one a line.
pub const FAILED: &str = "PIPEWRIGHT_FAILED";
/// Where the sample command of a dataset writes.
pub const DATASET: &str = "PIPEWRIGHT_DATASET";
/// Space-separated capabilities that a generated job promises to its tests.
pub const PROMISED: &str = "PIPEWRIGHT_PROMISED";

/// Space-separated names of variables whose values are masked in everything that is kept or shown.
pub const SECRETS: &str = "PIPEWRIGHT_SECRETS";

/// The variable with the path of a dataset.
///
/// ```
/// assert_eq!(pipewright_model::variable::dataset("nyc-taxi"), "PIPEWRIGHT_DATASET_NYC_TAXI");
/// ```
#[must_use]
pub fn dataset(name: &str) -> String {
    let name = name.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    });
    format!("{DATASET}_{}", name.collect::<String>())
}
