use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::matrix;
use crate::path;
use crate::pipeline::Tools;

pub(super) const RULE: Rule = Rule {
    id: "tool-version",
    summary: "A test needs a tool that generated jobs are not told to install.",
    why: "Generated jobs install the tools of `[tools]`, and no others, at the versions given there, so that no run depends \
          on what a runner image happens to bring.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    for (tool, set) in missing(&pipeline.tools) {
        let provided = |name: &String| {
            let runner = pipeline
                .scenarios
                .get(name)
                .and_then(|scenario| scenario.runner.as_deref())
                .unwrap_or("default");
            pipeline
                .runners
                .get(runner)
                .is_some_and(|runner| runner.provides.iter().any(|have| have == tool))
        };
        let needing = pipeline
            .scenarios
            .iter()
            .find(|(name, scenario)| matrix::needs(pipeline, scenario).contains(&tool) && !provided(name));
        let Some((scenario, _)) = needing else { continue };
        let test = pipeline.scenarios[scenario].tests.iter().find_map(|name| {
            let (name, test) = pipeline.tests.get_key_value(name)?;
            let index = test.needs.iter().position(|need| need == tool)?;
            Some(path!["tests", name, "needs", index].value())
        });
        let place = test.unwrap_or_else(|| path!["scenarios", scenario, "tests"].value());
        let message = format!("the scenario `{scenario}` needs `{tool}`, and `{set}` is not set");
        found.push(
            Diagnostic::error(RULE.id, place, message)
                .help(format!("set `{set}`, or name a runner that provides `{tool}`")),
        );
    }
}

/// The tools without a version: the capability, and the key to set.
fn missing(tools: &Tools) -> Vec<(&'static str, &'static str)> {
    let all = [
        ("helm", "tools.helm", tools.helm.is_some()),
        (
            "kubectl",
            "tools.kubectl",
            tools.kubectl.is_some() || tools.kind.is_some(),
        ),
        ("python", "tools.python", tools.python.is_some()),
        ("java", "tools.java", tools.java.is_some()),
        ("cluster", "tools.kind", tools.kind.is_some()),
    ];
    all.into_iter()
        .filter(|(_, _, set)| !set)
        .map(|(tool, key, _)| (tool, key))
        .collect()
}
