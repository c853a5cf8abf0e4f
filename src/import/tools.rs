//! Versions of tools, from the actions that set them up.

use super::facts::{Facts, Job, Step, is_dynamic};
use super::literal::sole;
use super::report::Import;
use super::setups::Setups;
use crate::yaml::Node;

/// The action, its input, the key of `[tools]`, and whether the key wants a `v` before the version.
const ACTIONS: [(&str, &str, &str, bool); 4] = [
    ("actions/setup-python", "python-version", "python", false),
    ("actions/setup-java", "java-version", "java", false),
    ("azure/setup-helm", "version", "helm", true),
    ("azure/setup-kubectl", "version", "kubectl", true),
];

/// Actions whose work the generated jobs do by themselves, and how.
const DONE: [(&str, &str); 4] = [
    ("actions/checkout", "every generated job checks out what it needs"),
    (
        "actions/upload-artifact",
        "results of every cell are uploaded, also when tests fail",
    ),
    (
        "actions/download-artifact",
        "`aggregate` fetches the results it expects, by name",
    ),
    ("dorny/test-reporter", "the report shows the results"),
];

/// Actions in the place of which a test does something.
const INSTEAD: [(&str, &str); 1] = [(
    "codecov/codecov-action",
    "a Cobertura or LCOV file that a test leaves in $PIPEWRIGHT_OUTPUT is merged by version, and its change is tracked",
)];

/// A version for `[tools]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tool {
    /// The key, which is the capability, too.
    pub(super) key: &'static str,
    /// The version.
    pub(super) version: String,
    /// The jobs that set it up.
    pub(super) jobs: Vec<String>,
}

/// The tools of a workflow; every other action is left, and said, but those that `setups` have spoken of.
pub(super) fn tools(facts: &Facts<'_>, setups: &Setups<'_>, import: &mut Import) -> Vec<Tool> {
    let mut found: Vec<Tool> = Vec::new();
    for (job, step) in facts.steps() {
        let (Some(uses), Some(action)) = (&step.uses, step.action()) else {
            continue;
        };
        if setups.has(job, step) {
            continue;
        }
        let what = format!("`uses: {uses}` of job `{}`", job.id);
        if action == "actions/checkout" {
            checkout(step, &what, import);
        }
        if let Some((_, how)) = DONE.iter().find(|(done, _)| *done == action) {
            import.carry(step.at, what, format!("nothing to say: {how}"));
            continue;
        }
        if let Some((_, how)) = INSTEAD.iter().find(|(known, _)| *known == action) {
            import.leave(step.at, what, *how);
            continue;
        }
        let Some((_, input, key, v)) = ACTIONS.into_iter().find(|(known, ..)| *known == action) else {
            import.leave(step.at, what, "no action runs in a cell: give the pipeline a capability with `probe` and `install`, or a step of your own in [[steps]]");
            continue;
        };
        match version(facts, job, step, input, v) {
            Ok(version) => add(&mut found, key, version, job, step, import),
            Err(why) => import.leave(step.at, what, why),
        }
    }
    found
}

/// What a checkout is told beyond what the generated job tells it.
fn checkout(step: &Step, what: &str, import: &mut Import) {
    let inputs = step.node.get("with").map(Node::entries).unwrap_or_default();
    for input in inputs.iter().filter(|input| input.key != "persist-credentials") {
        let value = input.value.scalar().unwrap_or_default();
        let why = "the generated job checks out the commit under test and nothing else: what a test needs beyond that, a step of [[steps]] fetches";
        import.leave(
            input.at,
            format!("`{}: {}` of {what}", input.key, value.trim()),
            why,
        );
    }
}

fn add(
    found: &mut Vec<Tool>,
    key: &'static str,
    version: String,
    job: &Job,
    step: &Step,
    import: &mut Import,
) {
    let what = format!("version {version} of {key}");
    match found.iter_mut().find(|tool| tool.key == key) {
        Some(tool) if tool.version == version => tool.jobs.push(job.id.clone()),
        Some(tool) => import.leave(
            step.at,
            what,
            format!(
                "tools.{key} is one version for all cells, and {} is taken",
                tool.version
            ),
        ),
        None => {
            import.carry(step.at, what, format!("tools.{key}"));
            found.push(Tool {
                key,
                version,
                jobs: vec![job.id.clone()],
            });
        }
    }
}

fn version(facts: &Facts<'_>, job: &Job, step: &Step, input: &str, v: bool) -> Result<String, String> {
    let written = step.with(input).ok_or_else(|| format!("it gives no `{input}`"))?;
    let text = written
        .scalar()
        .ok_or_else(|| format!("its `{input}` is several versions; [tools] holds one for all cells"))?;
    let text = if is_dynamic(&text) {
        resolved(facts, job, step, &text)?
    } else {
        text
    };
    let version = if v && !text.starts_with('v') {
        format!("v{text}")
    } else {
        text
    };
    let numbers: Vec<&str> = version
        .strip_prefix('v')
        .filter(|_| v)
        .unwrap_or(&version)
        .split('.')
        .collect();
    let wanted = match (v, input) {
        (true, _) => 3..=3,
        (false, "java-version") => 1..=1,
        (false, _) => 2..=3,
    };
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if wanted.contains(&numbers.len()) && numbers.iter().all(is_number) {
        return Ok(version);
    }
    Err(format!("`{version}` is no exact version"))
}

/// `${{ env.X }}`, where X is in the file.
fn resolved(facts: &Facts<'_>, job: &Job, step: &Step, text: &str) -> Result<String, String> {
    let expression = sole(text).unwrap_or_else(|| text.to_owned());
    let Some(name) = expression.strip_prefix("env.") else {
        return Err(format!(
            "its version is `{expression}`; [tools] holds one for all cells"
        ));
    };
    let mut owners = [&step.node, &job.node].into_iter().chain(facts.around(job));
    let value = owners.find_map(|node: &Node| node.get("env")?.get(name)?.scalar());
    value
        .filter(|value| !is_dynamic(value))
        .ok_or_else(|| format!("its version is `env.{name}`, which nothing sets"))
}
