use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// The badge.
    pub badge: Badge,
    /// The report on GitHub Pages.
    pub pages: Pages,
}

/// Which failures make a run fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailOn {
    /// Every failure.
    #[default]
    Any,
    /// Only those that the base branch does not have.
    New,
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

/// The badge.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Badge {
    /// The text on its left.
    #[schemars(length(min = 1, max = 40))]
    pub label: String,
    /// Pass rate in percent from which it is not red. It says "passing" only when every test passed.
    #[schemars(range(min = 0, max = 100))]
    pub partial: f64,
    /// Pass rate in percent from which it is green.
    #[schemars(range(min = 0, max = 100))]
    pub passing: f64,
}

impl Default for Badge {
    fn default() -> Self {
        Self {
            label: "tests".to_owned(),
            partial: 80.0,
            passing: 95.0,
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
