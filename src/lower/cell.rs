//! The workflow that runs one cell: written once, called for each row.

use indexmap::{IndexMap, IndexSet};
use minijinja::context;
use pipewright_model::{artifact, variable};

use super::script::{command_line, pipeline_option};
use super::steps::{BIN, binaries, body, checkout, run, upload, uses};
use super::{Input, Names, condition, pins, runtime};
use crate::matrix;
use crate::pipeline::{Capability, Kind};
use crate::plan::Trigger;
use crate::workflow::{
    CallInput, CallSecret, Defaults, Environment, Events, InputType, Job, Note, Permissions, Scalar, Step,
    StepsJob, Workflow, WorkflowCall,
};

pub(super) fn workflow(input: Input<'_>, names: &Names) -> Workflow {
    let by_hand = input
        .plan
        .profiles
        .iter()
        .any(|profile| matches!(profile.trigger, Trigger::Dispatch { .. }));
    let handed_over = secrets(input)
        .map(|name| (name.to_owned(), CallSecret { required: false }))
        .collect();
    Workflow {
        name: format!("{} (one cell)", input.plan.name),
        on: Events {
            workflow_call: Some(WorkflowCall {
                inputs: inputs(by_hand),
                secrets: handed_over,
            }),
            ..Events::default()
        },
        permissions: Permissions::new(),
        concurrency: None,
        defaults: Defaults::default(),
        jobs: IndexMap::from([("cell".to_owned(), job(input, names, by_hand))]),
    }
}

/// Names of the secrets that tests ask for, each once. A run of a fork has none of them.
pub(super) fn secrets<'p>(input: Input<'p>) -> impl Iterator<Item = &'p str> {
    let names: IndexSet<&str> = input
        .pipeline
        .tests
        .values()
        .flat_map(|test| &test.secrets)
        .map(String::as_str)
        .collect();
    names.into_iter()
}

fn inputs(by_hand: bool) -> IndexMap<String, CallInput> {
    let required = |description, r#type| CallInput {
        description,
        r#type,
        required: Some(true),
        default: None,
    };
    let optional = |description, default: &str| CallInput {
        description,
        r#type: InputType::String,
        required: None,
        default: Some(default.into()),
    };
    let mut inputs = IndexMap::from([
        (
            "version".to_owned(),
            required("The version under test", InputType::String),
        ),
        (
            "scenario".to_owned(),
            required("What is tested", InputType::String),
        ),
        (
            "needs".to_owned(),
            optional("Capabilities that this job provides, separated by spaces", ""),
        ),
        (
            "timeout".to_owned(),
            required("Minutes that the job may run", InputType::Number),
        ),
        (
            "runner".to_owned(),
            required(
                "Label of the runner, or a JSON array of its labels",
                InputType::String,
            ),
        ),
    ]);
    if by_hand {
        let selected = CallInput {
            description: "Whether the cell was chosen",
            r#type: InputType::Boolean,
            required: None,
            default: Some(true.into()),
        };
        inputs.insert("selected".to_owned(), selected);
    }
    inputs
}

fn job(input: Input<'_>, names: &Names, by_hand: bool) -> Job {
    let labels = input.plan.cells.iter().any(|cell| cell.runner.len() > 1);
    let runs_on = if labels {
        "${{ startsWith(inputs.runner, '[') && fromJSON(inputs.runner) || inputs.runner }}"
    } else {
        "${{ inputs.runner }}"
    };
    let mut steps = vec![checkout(), binaries()];
    steps.extend(tools(input, names));
    steps.extend(
        matrix::capabilities(input.pipeline)
            .into_iter()
            .filter_map(|(name, capability)| install(name, capability)),
    );
    steps.push(execute(input));
    steps.push(results(input));
    Job::Steps(Box::new(StepsJob {
        note: Note::none(),
        name: "cell".to_owned(),
        needs: Vec::new(),
        r#if: by_hand.then(|| "inputs.selected".to_owned()),
        runs_on: runs_on.into(),
        timeout_minutes: "${{ inputs.timeout }}".into(),
        permissions: runtime::read_contents(),
        concurrency: None,
        environment: environment(input),
        steps,
    }))
}

/// Whether the cell needs a capability. Both sides are padded, so that no name is found within another.
fn needs(capability: &str) -> String {
    format!(
        "contains(format(' {{0}} ', inputs.needs), {})",
        condition::literal(&format!(" {capability} "))
    )
}

/// The tools of `[tools]`, each only in the cells that need it.
fn tools(input: Input<'_>, names: &Names) -> Vec<Step> {
    let tools = &input.pipeline.tools;
    let version = |version: &String| [("version", Scalar::from(version.as_str()))];
    let mut steps = Vec::new();
    if let Some(python) = &tools.python {
        let with = [("python-version", Scalar::from(python.as_str()))];
        steps.push(uses("python", "Set up Python", pins::PYTHON, &with).when(needs("python")));
    }
    if let Some(java) = &tools.java {
        let env = [("JAVA_VERSION", Scalar::from(java.as_str()))];
        steps.push(run("java", "Set up Java", "java", context! {}, &env).when(needs("java")));
    }
    if let Some(helm) = &tools.helm {
        steps.push(uses("helm", "Set up Helm", pins::HELM, &version(helm)).when(needs("helm")));
    }
    if let Some(kubectl) = &tools.kubectl {
        // The cluster brings its own kubectl, of the same version, and puts it first.
        let condition = format!("{} && !{}", needs("kubectl"), needs("cluster"));
        steps.push(uses("kubectl", "Set up kubectl", pins::KUBECTL, &version(kubectl)).when(condition));
    }
    if let Some(kind) = &tools.kind {
        steps.push(cluster(kind, tools.kubectl.as_deref(), names).when(needs("cluster")));
    }
    steps
}

fn cluster(kind: &Kind, kubectl: Option<&str>, names: &Names) -> Step {
    let mut with = vec![
        ("version", Scalar::from(kind.version.as_str())),
        ("config", Scalar::from(names.kind.as_str())),
        ("cluster_name", Scalar::from("pipewright")),
        ("wait", Scalar::from("120s")),
    ];
    if let Some(kubectl) = kubectl {
        with.push(("kubectl_version", Scalar::from(kubectl)));
    }
    uses("cluster", "Start the cluster", pins::KIND, &with)
        .noted("The cluster lives in the job that tests against it: jobs share no machine.")
}

fn install(name: &str, capability: &Capability) -> Option<Step> {
    let command = capability.install.as_ref()?;
    let mut env = vec![(variable::VERSION, Scalar::from("${{ inputs.version }}"))];
    env.extend(
        capability
            .env
            .iter()
            .map(|(name, value)| (name.as_str(), Scalar::from(value.as_str()))),
    );
    let body = body(
        &format!("capability-{name}"),
        &format!("Provide {name}"),
        format!("{}\n", command_line(command)),
        &env,
    );
    Some(body.when(needs(name)))
}

/// Secrets are kept in an environment of their own, which can be protected by itself.
fn environment(input: Input<'_>) -> Option<Environment> {
    secrets(input).next()?;
    Some(Environment {
        name: "tests".to_owned(),
        url: None,
        deployment: Some(false),
    })
}

fn execute(input: Input<'_>) -> Step {
    let values = context! { pipeline_option => pipeline_option(input.source) };
    let mut env: Vec<(&str, Scalar)> = vec![
        ("PIPEWRIGHT_BIN", BIN.into()),
        (variable::PROMISED, "${{ inputs.needs }}".into()),
        ("VERSION", "${{ inputs.version }}".into()),
        ("SCENARIO", "${{ inputs.scenario }}".into()),
    ];
    env.extend(secrets(input).map(|name| (name, format!("${{{{ secrets.{name} }}}}").into())));
    run("execute", "Run the tests", "execute", values, &env)
}

/// The results are uploaded also when the job is cancelled or runs out of time: that is when they are needed most.
fn results(input: Input<'_>) -> Step {
    let name = artifact::cell(
        "${{ inputs.version }}",
        "${{ inputs.scenario }}",
        "${{ github.run_attempt }}",
    );
    upload(
        "upload-results",
        "Upload the results",
        &name,
        "results",
        input.pipeline.retention.results,
    )
    .when("always() && steps.execute.outcome != 'skipped'")
    .noted("Also after a cancellation or a timeout: that is when the results are needed most.")
}
