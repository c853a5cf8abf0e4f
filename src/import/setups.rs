//! Steps that set up the version under test: actions that are handed the key of the matrix that became the version.

use super::facts::{Facts, Job, Step, any_text, is_dynamic};
use super::literal::sole;
use super::report::Import;
use super::tested::Tested;
use crate::draft::{Table, Value};
use crate::lower::Pins;
use crate::yaml::Node;

/// What stands above the versions where nothing sets them up any more.
pub(super) const LOST: &str = "FILL IN: a version is a name. Nothing installs it yet, so that every version tests what the \
                               machine has: docs/how-to/language-versions.md of pipewright.";

/// What a step of the generated job is called that is handed the version.
const VERSION: &str = "${{ inputs.version }}";

/// What to do about one that is left.
const REMEDY: &str = "until a step of [[steps]] is handed `${{ inputs.version }}`, every version tests what the machine has: \
                      see docs/how-to/language-versions.md of pipewright";

/// What stands above one that is carried over.
const NOTE: &str = "In the job of a cell, this sets up its version. On a machine of your own nothing does: there, all versions \
                    test what the machine has.";

/// Steps that set up the version under test.
#[derive(Debug)]
pub(super) struct Setups<'f> {
    /// All of them, each with its job.
    all: Vec<(&'f Job, Setup<'f>)>,
    /// Those that are carried over, each once.
    carried: Vec<Setup<'f>>,
    /// Whether one is not carried over.
    is_lost: bool,
}

/// A step that sets up the version under test.
#[derive(Debug, Clone)]
struct Setup<'f> {
    step: &'f Step,
    /// The action as it is written.
    uses: &'f str,
    /// The action at a commit, with its version behind a `#`.
    pinned: Option<String>,
    /// Its inputs, as the generated job hands them over.
    with: Vec<(String, String)>,
}

impl<'f> Setups<'f> {
    /// Those of the jobs that are tested. One is carried over where every such job has it, so that every cell wants it,
    /// and where its commit is known.
    pub(super) fn of(
        facts: &Facts<'_>,
        tested: &[Tested<'f>],
        named: &[(String, String)],
        import: &mut Import,
    ) -> Self {
        let is_as_named = named.iter().all(|(value, name)| value == name);
        let all = tested.iter().flat_map(|one| {
            let steps = one.job.steps.iter();
            steps.filter_map(move |step| Some((one.job, setup(facts, step, one.key.as_deref()?)?)))
        });
        let mut setups = Self {
            all: all.collect(),
            carried: Vec::new(),
            is_lost: false,
        };
        for (job, setup) in &setups.all {
            let what = format!("`uses: {}` of job `{}`", setup.uses, job.id);
            let is_of = |other: &&Tested<'_>| {
                setups
                    .all
                    .iter()
                    .any(|(owner, same)| owner.id == other.job.id && same.is_as(setup))
            };
            let why = match &setup.pinned {
                _ if !is_as_named => "the versions have other names than in the matrix",
                _ if setup.step.condition.is_some() => "it runs under a condition",
                _ if !tested.iter().all(|other| is_of(&other)) => {
                    "not all jobs have it, and a step of [[steps]] is one of every cell"
                }
                None => "an action in [[steps]] needs a commit and the version behind it, `@COMMIT # v1.2.3`",
                Some(pinned) => {
                    let release = pinned.rsplit(' ').next().unwrap_or_default();
                    import.carry(
                        setup.step.at,
                        what,
                        format!("a step of [[steps]] before the tests of every cell, at {release}"),
                    );
                    if !setups.carried.iter().any(|known| known.is_as(setup)) {
                        setups.carried.push(setup.clone());
                    }
                    continue;
                }
            };
            import.leave(setup.step.at, what, format!("{why}; {REMEDY}"));
            setups.is_lost = true;
        }
        setups.is_lost |= tested.iter().any(|one| setups.is_elsewhere(one));
        setups
    }

    /// Whether something else of a job than these steps and its scripts is handed the version.
    fn is_elsewhere(&self, one: &Tested<'_>) -> bool {
        let Some(key) = &one.key else { return false };
        let name = format!("matrix.{key}");
        let others = one.job.steps.iter().filter(|step| !self.has(one.job, step));
        let handed = others.flat_map(|step| ["uses", "with"].map(|part| step.node.get(part)));
        let around = ["container", "services"].map(|part| one.job.node.get(part));
        handed
            .chain(around)
            .flatten()
            .any(|node| any_text(node, &|text| text.contains(&name)))
    }

    /// Whether a step of a job is one of them, so that there is nothing else to say of it.
    pub(super) fn has(&self, job: &Job, step: &Step) -> bool {
        self.all
            .iter()
            .any(|(owner, setup)| owner.id == job.id && setup.step.at == step.at)
    }

    /// Whether versions are left that nothing sets up.
    pub(super) const fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// The steps of the generated jobs.
    pub(super) fn steps(&self) -> Vec<Table> {
        let steps = self.carried.iter().zip(1..).map(|(setup, number)| {
            let with = setup
                .with
                .iter()
                .map(|(key, value)| (key.clone(), Value::from(value.as_str())));
            let id = if number == 1 {
                "version".to_owned()
            } else {
                format!("version-{number}")
            };
            Table::item(&["steps"])
                .comment(NOTE)
                .entry("job", "cell")
                .entry("position", "before")
                .entry("step", "execute")
                .entry("id", id.as_str())
                .maybe("uses", setup.pinned.as_deref())
                .entry("with", Value::Inline(with.collect()))
        });
        steps.collect()
    }
}

impl Setup<'_> {
    fn is_as(&self, other: &Self) -> bool {
        self.pinned == other.pinned && self.with == other.with
    }
}

/// A step that hands the key of a matrix to an action, and nothing else that is known only in a run.
fn setup<'f>(facts: &Facts<'_>, step: &'f Step, key: &str) -> Option<Setup<'f>> {
    let uses = step.uses.as_deref()?;
    let (action, commit) = uses.split_once('@')?;
    let with = step.node.get("with").map(Node::entries).unwrap_or_default();
    let handed = with.iter().map(|entry| {
        let text = entry.value.scalar()?;
        let is_version =
            sole(&text).is_some_and(|expression| expression.eq_ignore_ascii_case(&format!("matrix.{key}")));
        let text = if is_version { VERSION.to_owned() } else { text };
        (is_version || !is_dynamic(&text)).then(|| (entry.key.clone(), text))
    });
    let with: Vec<(String, String)> = handed.collect::<Option<_>>()?;
    if !with.iter().any(|(_, text)| text == VERSION) {
        return None;
    }
    let is_commit = commit.len() == 40
        && commit
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let own = Pins::default();
    let pinned = if is_commit {
        facts
            .remark(step.at, uses)
            .map(|version| format!("{uses} # {version}"))
    } else {
        own.get(action)
            .map(|pin| format!("{action}@{} # {}", pin.commit, pin.version))
    };
    Some(Setup {
        step,
        uses,
        pinned,
        with,
    })
}
