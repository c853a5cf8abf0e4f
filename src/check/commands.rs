//! The commands of a pipeline, for the rules that look at them.

use crate::diagnostic::Path;
use crate::path;
use crate::pipeline::Pipeline;

/// Every command of a pipeline with its path.
pub(super) fn commands<'p>(pipeline: &'p Pipeline) -> Vec<(Path, &'p [String])> {
    let mut commands: Vec<(Path, &[String])> = Vec::new();
    let mut add = |path: Path, command: Option<&'p Vec<String>>| {
        commands.extend(command.map(|command| (path, command.as_slice())));
    };
    for (name, test) in &pipeline.tests {
        add(path!["tests", name, "command"], Some(&test.command));
        add(path!["tests", name, "rerun"], test.rerun.as_ref());
    }
    for (name, scenario) in &pipeline.scenarios {
        add(path!["scenarios", name, "setup"], scenario.setup.as_ref());
        add(path!["scenarios", name, "teardown"], scenario.teardown.as_ref());
    }
    for (name, capability) in &pipeline.capabilities {
        add(path!["capabilities", name, "probe"], Some(&capability.probe));
        add(
            path!["capabilities", name, "install"],
            capability.install.as_ref(),
        );
    }
    for (name, dataset) in &pipeline.datasets {
        add(path!["datasets", name, "sample"], dataset.sample.as_ref());
    }
    commands
}
