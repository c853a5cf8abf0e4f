//! One job a profile, or several where a profile has more cells than GitHub puts into one matrix.

use indexmap::IndexMap;

use super::{Input, Names, cell, condition, runtime};
use crate::plan::{ALL, Cell, MATRIX_LIMIT, Profile, SETUP_MINUTES, Trigger, default_runner};
use crate::workflow::{CallJob, Job, Matrix, Note, Remarked, Row, Scalar, Strategy};

/// A job that runs cells, and when.
pub(super) struct TestJob {
    pub(super) id: String,
    pub(super) condition: String,
    pub(super) job: Job,
}

/// What a row that says nothing else has. It comes from the settings, not from the rows, so that a new row never
/// changes another.
struct Common {
    runner: Vec<String>,
    timeout: u64,
}

pub(super) fn jobs(input: Input<'_>, names: &Names) -> Vec<TestJob> {
    input
        .plan
        .profiles
        .iter()
        .flat_map(|profile| of_profile(input, names, profile))
        .collect()
}

fn of_profile(input: Input<'_>, names: &Names, profile: &Profile) -> Vec<TestJob> {
    let cells: Vec<&Cell> = input.plan.cells_of(profile).collect();
    let parts: Vec<&[&Cell]> = cells.chunks(MATRIX_LIMIT).collect();
    let several = parts.len() > 1;
    let job = |(index, cells): (usize, &&[&Cell])| {
        let id = if several {
            format!("{}-{}", profile.name, index + 1)
        } else {
            profile.name.clone()
        };
        let condition = condition::of(input, profile, cells);
        let note = note(profile, several.then_some((index + 1, parts.len())));
        TestJob {
            id,
            job: call(input, names, profile, cells, &condition, note),
            condition,
        }
    };
    parts.iter().enumerate().map(job).collect()
}

fn note(profile: &Profile, part: Option<(usize, usize)>) -> Note {
    let mut text = format!("[{}]", profile.table);
    if let Some(description) = &profile.description {
        text.push_str(&format!(": {description}"));
    }
    if let Some((part, parts)) = part {
        text.push_str(&format!(
            "\nPart {part} of {parts}: GitHub puts at most {MATRIX_LIMIT} rows into one matrix."
        ));
    }
    Note::new(text)
}

fn call(
    input: Input<'_>,
    names: &Names,
    profile: &Profile,
    cells: &[&Cell],
    condition: &str,
    note: Note,
) -> Job {
    let execution = &input.pipeline.execution;
    let common = common(input);
    let include = cells.iter().map(|cell| row(cell, &common)).collect();
    Job::Call(Box::new(CallJob {
        note,
        name: "${{ matrix.scenario }} (${{ matrix.version }})".to_owned(),
        needs: vec!["drift-check".to_owned(), "runtime".to_owned()],
        r#if: condition.to_owned(),
        strategy: Strategy {
            fail_fast: execution.fail_fast,
            max_parallel: execution.max_parallel,
            matrix: Matrix { include },
        },
        permissions: runtime::read_contents(),
        uses: Remarked {
            value: format!("./{}", names.cell),
            // zizmor would rather have `$/…`, which actionlint cannot read yet.
            remark: "zizmor: ignore[self-repository] actionlint cannot read `$/` yet".to_owned(),
        },
        with: with(input, profile, cells, &common),
        secrets: cell::secrets(input)
            .map(|name| (name.to_owned(), format!("${{{{ secrets.{name} }}}}")))
            .collect(),
    }))
}

fn common(input: Input<'_>) -> Common {
    Common {
        runner: default_runner(input.pipeline),
        timeout: input.pipeline.execution.timeout.minutes() + SETUP_MINUTES,
    }
}

fn row(cell: &Cell, common: &Common) -> Row {
    let mut row = Row::from([
        ("version", Scalar::from(cell.version.as_str())),
        ("suite", Scalar::from(cell.suite.as_str())),
        ("scenario", Scalar::from(cell.scenario.as_str())),
    ]);
    if !cell.provides.is_empty() {
        row.insert("needs", Scalar::from(cell.provides.join(" ")));
    }
    if cell.timeout_minutes != common.timeout {
        row.insert("timeout", cell.timeout_minutes.into());
    }
    if cell.runner != common.runner {
        row.insert("runner", runner(&cell.runner));
    }
    row
}

/// Labels of a runner: one as it is, several as a JSON array.
fn runner(labels: &[String]) -> Scalar {
    match labels {
        [one] => Scalar::from(one.as_str()),
        several => Scalar::from(serde_json::Value::from(several.to_vec()).to_string()),
    }
}

fn with(
    input: Input<'_>,
    profile: &Profile,
    cells: &[&Cell],
    common: &Common,
) -> IndexMap<&'static str, Scalar> {
    let mut with = IndexMap::from([
        ("version", Scalar::from("${{ matrix.version }}")),
        ("scenario", Scalar::from("${{ matrix.scenario }}")),
    ]);
    let same = |differs: bool, key: &str, value: Scalar| match (differs, &value) {
        (false, _) => value,
        (true, Scalar::Number(number)) => Scalar::from(format!("${{{{ matrix.{key} || {number} }}}}")),
        (true, Scalar::Text(text)) => {
            Scalar::from(format!("${{{{ matrix.{key} || {} }}}}", condition::literal(text)))
        }
        (true, Scalar::Flag(_)) => value,
    };
    let differs = |test: &dyn Fn(&Cell) -> bool| cells.iter().any(|cell| test(cell));
    let needs = if differs(&|cell| !cell.provides.is_empty()) {
        "${{ matrix.needs }}"
    } else {
        ""
    };
    with.insert("needs", Scalar::from(needs));
    let timeout = differs(&|cell| cell.timeout_minutes != common.timeout);
    with.insert("timeout", same(timeout, "timeout", common.timeout.into()));
    with.insert(
        "runner",
        same(
            differs(&|cell| cell.runner != common.runner),
            "runner",
            runner(&common.runner),
        ),
    );
    if let (Trigger::Dispatch { .. }, Some(by_hand)) = (&profile.trigger, &input.plan.by_hand) {
        let version = format!("inputs.{}", by_hand.version.input);
        let all = condition::literal(ALL);
        with.insert(
            "selected",
            format!("${{{{ {version} == {all} || {version} == matrix.version }}}}").into(),
        );
    }
    with
}
