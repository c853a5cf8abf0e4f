//! One job a profile, or several where a profile has more cells than GitHub puts into one matrix.

use indexmap::IndexMap;

use super::{Input, Names, condition, runtime};
use crate::plan::{ALL, Cell, MATRIX_LIMIT, Profile, Trigger};
use crate::workflow::{CallJob, Job, Matrix, Note, Remarked, Row, Scalar, Strategy};

/// A job that runs cells, and when.
pub(super) struct TestJob {
    pub(super) id: String,
    pub(super) condition: String,
    pub(super) job: Job,
}

/// What every row of a job has, so that rows only say what is special about them.
struct Common<'c> {
    runner: &'c [String],
    timeout: u64,
    needs: &'c [String],
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
    let common = common(cells);
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
    }))
}

fn common<'c>(cells: &[&'c Cell]) -> Common<'c> {
    Common {
        runner: most(cells.iter().map(|cell| cell.runner.as_slice())).unwrap_or_default(),
        timeout: most(cells.iter().map(|cell| cell.timeout_minutes)).unwrap_or_default(),
        needs: most(cells.iter().map(|cell| cell.provides.as_slice())).unwrap_or_default(),
    }
}

/// The value that occurs most often, the first of several.
fn most<T: std::hash::Hash + Eq + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: IndexMap<T, usize> = IndexMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let best = counts.values().copied().max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == best)
        .map(|(value, _)| value)
}

fn row(cell: &Cell, common: &Common<'_>) -> Row {
    let mut row = Row::from([
        ("version", Scalar::from(cell.version.as_str())),
        ("suite", Scalar::from(cell.suite.as_str())),
        ("scenario", Scalar::from(cell.scenario.as_str())),
    ]);
    if cell.provides != common.needs {
        row.insert("needs", needs(&cell.provides));
    }
    if cell.timeout_minutes != common.timeout {
        row.insert("timeout", cell.timeout_minutes.into());
    }
    if cell.runner != common.runner {
        row.insert("runner", runner(&cell.runner));
    }
    row
}

/// Capabilities as one string. `none` rather than an empty one, which an expression cannot tell from a missing one.
fn needs(names: &[String]) -> Scalar {
    if names.is_empty() {
        Scalar::from("none")
    } else {
        Scalar::from(names.join(" "))
    }
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
    common: &Common<'_>,
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
    with.insert(
        "needs",
        same(
            differs(&|cell| cell.provides != common.needs),
            "needs",
            needs(common.needs),
        ),
    );
    let timeout = differs(&|cell| cell.timeout_minutes != common.timeout);
    with.insert("timeout", same(timeout, "timeout", common.timeout.into()));
    with.insert(
        "runner",
        same(
            differs(&|cell| cell.runner != common.runner),
            "runner",
            runner(common.runner),
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
