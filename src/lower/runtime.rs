//! The jobs before any test: the binaries, and the drift check.

use minijinja::context;
use pipewright_model::artifact;

use super::script::pipeline_option;
use super::steps::{BIN, binaries, checkout, run, upload_anew, uses};
use super::{Input, pins};
use crate::pipeline::{Build, Release};
use crate::workflow::{Grant, Job, Note, Permissions, Scalar, Step, StepsJob};

/// Artifacts that only the jobs of the same run read are kept as short as GitHub allows.
const SHORTEST_DAYS: u32 = 1;

pub(super) fn read_contents() -> Permissions {
    Permissions::from([("contents", Grant::read())])
}

/// The job whose binaries every other job downloads. It also plans the run, and is red if there is nothing to run.
pub(super) fn job(input: Input<'_>) -> Job {
    let runtime = &input.pipeline.runtime;
    let mut steps = vec![checkout()];
    match &runtime.release {
        Some(release) => steps.push(fetch(release)),
        None => steps.extend(build(&runtime.build.clone().unwrap_or_default())),
    }
    steps.push(plan(input));
    steps.push(upload_anew(
        "upload-plan",
        "Upload the plan",
        artifact::PLAN,
        "plan.json",
        input.pipeline.retention.results,
    ));
    steps.push(upload_anew(
        "upload-binaries",
        "Upload pipewright",
        artifact::BINARIES,
        BIN,
        SHORTEST_DAYS,
    ));
    Job::Steps(Box::new(StepsJob {
        note: Note::new(
            "[runtime]: the binaries that every other job downloads, and what this run is to test.",
        ),
        name: "Runtime".to_owned(),
        needs: Vec::new(),
        r#if: None,
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 30_u64.into(),
        permissions: read_contents(),
        concurrency: None,
        environment: None,
        steps,
    }))
}

pub(super) fn build(build: &Build) -> [Step; 2] {
    let patterns = build
        .sources
        .iter()
        .map(|pattern| super::condition::literal(pattern))
        .collect::<Vec<_>>()
        .join(", ");
    let key =
        format!("pipewright-${{{{ runner.os }}}}-${{{{ runner.arch }}}}-${{{{ hashFiles({patterns}) }}}}");
    let toolchain = build.toolchain.clone().unwrap_or_default();
    [
        uses(
            "cache",
            "Restore pipewright",
            pins::CACHE,
            &[("path", BIN.into()), ("key", key.into())],
        )
        .noted("Built once for each state of its sources."),
        run(
            "build",
            "Build pipewright",
            "build",
            context! { toolchain },
            &[("PIPEWRIGHT_BIN", BIN.into())],
        )
        .when("steps.cache.outputs.cache-hit != 'true'"),
    ]
}

pub(super) fn fetch(release: &Release) -> Step {
    let url = release.url.replace("{version}", &release.version);
    let env = [
        ("PIPEWRIGHT_BIN", BIN.into()),
        ("URL", url.into()),
        ("SHA256", release.sha256.clone().into()),
    ];
    run("release", "Download pipewright", "release", context! {}, &env)
}

fn plan(input: Input<'_>) -> Step {
    let mut env: Vec<(&str, Scalar)> = vec![
        ("PIPEWRIGHT_BIN", BIN.into()),
        ("EVENT", "${{ github.event_name }}".into()),
    ];
    let scheduled = !input.pipeline.triggers.schedule.is_empty();
    if scheduled {
        env.push(("CRON", "${{ github.event.schedule }}".into()));
    }
    let (mut suite_input, mut version_input) = (String::new(), String::new());
    if let Some(by_hand) = &input.plan.by_hand {
        (suite_input, version_input) = (by_hand.suite.input.clone(), by_hand.version.input.clone());
        env.push(("SUITE", format!("${{{{ inputs.{suite_input} }}}}").into()));
        env.push(("VERSION", format!("${{{{ inputs.{version_input} }}}}").into()));
    }
    let by_hand = input.plan.by_hand.is_some();
    let pipeline_option = pipeline_option(input.source);
    let values = context! { scheduled, by_hand, suite_input, version_input, pipeline_option };
    run("plan", "Plan this run", "plan", values, &env)
}

/// The job that fails when a generated file is not what `gen` would write.
pub(super) fn drift_check(input: Input<'_>) -> Job {
    let values = context! { pipeline_option => pipeline_option(input.source) };
    let check = run(
        "drift",
        "Compare with the pipeline",
        "drift",
        values,
        &[("PIPEWRIGHT_BIN", BIN.into())],
    );
    Job::Steps(Box::new(StepsJob {
        note: Note::new(format!(
            "Fails when a generated file is not what `pipewright gen` would write from {}.",
            input.source
        )),
        name: "Drift check".to_owned(),
        needs: vec!["runtime".to_owned()],
        r#if: None,
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 5_u64.into(),
        permissions: read_contents(),
        concurrency: None,
        environment: None,
        steps: vec![checkout(), binaries(), check],
    }))
}
