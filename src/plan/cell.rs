use crate::matrix::{self, CellName};
use crate::pipeline::Pipeline;
use pipewright_model::plan::Cell;

/// Minutes that a job gets beside the cell's own time, for what surrounds its tests: check-out, tools, the cluster,
/// uploads.
pub const SETUP_MINUTES: u64 = 10;

/// The runner of a scenario that names none, where the file does not describe one.
const HOSTED: &str = "ubuntu-24.04";

/// Labels of the runner of a scenario that names none.
#[must_use]
pub fn default_runner(pipeline: &Pipeline) -> Vec<String> {
    pipeline
        .runners
        .get("default")
        .map_or_else(|| vec![HOSTED.to_owned()], |runner| runner.labels.clone())
}

/// The cell of a name.
pub(super) fn cell(pipeline: &Pipeline, name: CellName<'_>) -> Cell {
    let scenario = &pipeline.scenarios[name.scenario];
    let suite = pipeline.suites.get(name.suite);
    let runner = pipeline
        .runners
        .get(scenario.runner.as_deref().unwrap_or("default"));
    let brought = runner
        .map(|runner| runner.provides.as_slice())
        .unwrap_or_default();
    let timeout = scenario
        .timeout
        .or(suite.and_then(|suite| suite.timeout))
        .unwrap_or(pipeline.execution.timeout);
    let needs = matrix::needs(pipeline, scenario);
    let provides = needs
        .into_iter()
        .filter(|need| installable(pipeline, need) || brought.iter().any(|b| b == need));
    Cell {
        version: name.version.to_owned(),
        suite: name.suite.to_owned(),
        scenario: name.scenario.to_owned(),
        runner: runner.map_or_else(|| default_runner(pipeline), |runner| runner.labels.clone()),
        timeout_minutes: timeout.minutes() + SETUP_MINUTES,
        provides: provides.map(str::to_owned).collect(),
        tests: scenario.tests.clone(),
    }
}

/// Whether a generated job can provide a capability on a plain hosted runner.
fn installable(pipeline: &Pipeline, need: &str) -> bool {
    match pipeline.capabilities.get(need) {
        Some(capability) => {
            capability.install.is_some() && capability.needs.iter().all(|inner| installable(pipeline, inner))
        }
        None => need != "gpu",
    }
}
