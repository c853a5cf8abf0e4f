use pipewright_model::policy::{Badge, FailOn};
use schemars::JsonSchema;
use serde::Deserialize;

/// Where results are shown on GitHub. A part that is switched off takes its permission with it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Report {
    /// Which failures make a run fail.
    pub fail_on: FailOn,
    /// The comment on a pull request.
    pub comment: Comment,
    /// The commit status.
    pub status: Status,
    /// The check run, with an annotation for each failing test.
    pub check: Check,
    /// The badge.
    pub badge: Badge,
    /// The report on GitHub Pages.
    pub pages: Pages,
}

/// One comment on each pull request, updated in place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Comment {
    /// Whether it is written.
    pub enabled: bool,
}

impl Default for Comment {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// The commit status.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Status {
    /// Whether it is set.
    pub enabled: bool,
    /// Its name.
    #[schemars(length(min = 1, max = 255))]
    pub context: String,
}

impl Default for Status {
    fn default() -> Self {
        Self {
            enabled: true,
            context: "ci/tests".to_owned(),
        }
    }
}

/// A check run, with an annotation for each failing test.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// Whether it is made.
    pub enabled: bool,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
}

impl Default for Check {
    fn default() -> Self {
        Self {
            enabled: false,
            name: "test results".to_owned(),
        }
    }
}

/// The report and the badge on GitHub Pages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pages {
    /// Whether they are published. The repository's Pages must be set to "GitHub Actions".
    pub enabled: bool,
    /// The branch whose runs are published.
    #[schemars(length(min = 1))]
    pub branch: String,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            enabled: false,
            branch: "main".to_owned(),
        }
    }
}
