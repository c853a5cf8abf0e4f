use schemars::JsonSchema;
use serde::Deserialize;

/// A test whose failures are shown but do not fail the run, until a date. An expired entry fails the run.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quarantine {
    /// The test, by name; `test/case` for one case of a test that leaves JUnit files.
    #[schemars(length(min = 1))]
    pub test: String,
    /// The scenarios it covers: names or patterns. Default: all.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// The versions it covers: names or patterns. Default: all.
    #[serde(default)]
    pub versions: Vec<String>,
    /// Who will mend it.
    #[schemars(length(min = 1))]
    pub owner: String,
    /// Why it is here.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// Where the work is tracked.
    #[schemars(regex(pattern = r"^https://"))]
    #[schemars(extend("x-expected" = "the https URL of an issue"))]
    pub issue: String,
    /// Last day on which it holds, UTC.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"), example = &"2026-12-31")]
    #[schemars(extend("x-expected" = "a date such as 2026-12-31"))]
    pub expires: String,
}
