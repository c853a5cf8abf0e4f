use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// A step of your own, before or after a step of a generated job. A name that is not there is answered with the list
/// of those that are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraStep {
    /// The generated job, by id: `cell` is the one that runs a cell's tests.
    #[schemars(length(min = 1), example = &"cell")]
    pub job: String,
    /// On which side of the named step it goes.
    pub position: Position,
    /// The step of that job, by id.
    #[schemars(length(min = 1), example = &"execute")]
    pub step: String,
    /// Its own id, which must be new in that job.
    #[schemars(regex(pattern = "^[A-Za-z_][A-Za-z0-9_-]{0,99}$"))]
    #[schemars(extend("x-expected" = "a letter, then letters, digits, _ and -"))]
    pub id: String,
    /// Its name, as GitHub shows it.
    pub name: Option<String>,
    /// A script for bash. Values reach it through `env`; an expression in it is refused. This or `uses`.
    pub run: Option<String>,
    /// An action at a full commit, with its version behind a `#`. This or `run`.
    #[schemars(example = &"actions/setup-node@0123456789abcdef0123456789abcdef01234567 # v1.2.3")]
    pub uses: Option<String>,
    /// Inputs of the action. Expressions are allowed: in the job `cell`, `${{ inputs.version }}` and `${{ inputs.scenario }}`.
    #[serde(default)]
    pub with: IndexMap<String, String>,
    /// Variables of the step. Expressions are allowed, as in `with`.
    #[serde(default)]
    pub env: IndexMap<String, String>,
}

/// A side of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Before it.
    Before,
    /// After it.
    After,
}
