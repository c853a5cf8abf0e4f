//! A workflow as an import and the rules of `defects` look at it, whether GitHub would read it or not.

use std::cell::Cell;
use std::rc::Rc;

use super::follow::{CALLED, Followed};
use crate::simulate::{Document, Fault, Source, Workflows};
use crate::yaml::{At, Data, Node};

/// Most jobs, and most steps of all of them, that are looked at: aliases make many of a small file.
const MOST_JOBS: usize = 256;
const MOST_STEPS: usize = 4_096;

/// So many lines from where a step begins, at most, its action stands.
const MOST_KEYS: usize = 20;

/// Most lines that are searched for places; behind that, a place is where its value begins.
const MOST_LINES: usize = 1_000_000;

/// A workflow.
pub struct Facts<'s> {
    /// Its path from the root.
    pub path: String,
    /// All of it.
    pub root: Node,
    /// Its events, with what stands behind them.
    pub events: Vec<(String, At, Node)>,
    /// Its jobs.
    pub jobs: Vec<Job>,
    /// What GitHub would read, or why it would refuse it; neither where there is too much of it to look at.
    pub document: Result<Rc<Document>, Vec<Fault>>,
    pub(super) source: &'s dyn Source,
    /// Its files: those that it calls come after it, each with how many lines are before it.
    pub(super) files: Vec<(String, usize)>,
    /// Calls of workflows that cannot be followed, and why.
    pub(super) faults: Vec<(At, String)>,
    /// Whether there are more jobs or steps than are looked at.
    pub(super) is_cut: bool,
    lines: Vec<String>,
    searched: Cell<usize>,
}

/// A job.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Where its id is.
    pub at: At,
    /// All of it.
    pub node: Node,
    /// Whether it is one of a called workflow, so that nothing around the calling one is its own.
    pub(super) is_called: bool,
    /// The jobs it needs.
    pub needs: Vec<String>,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Debug, Clone)]
pub struct Step {
    /// Where it begins.
    pub at: At,
    /// All of it.
    pub node: Node,
    /// Its id.
    pub id: Option<String>,
    /// The action it uses.
    pub uses: Option<String>,
    /// Its script.
    pub run: Option<String>,
    /// Its condition.
    pub condition: Option<String>,
}

impl<'s> Facts<'s> {
    pub(super) fn new(source: &'s dyn Source, path: &str, followed: Followed) -> Self {
        let Followed {
            root,
            text,
            files,
            faults,
        } = followed;
        let (jobs, is_cut) = jobs(&root);
        Self {
            path: path.to_owned(),
            events: events(&root),
            jobs,
            is_cut,
            searched: Cell::new(0),
            document: if is_cut {
                Err(Vec::new())
            } else {
                Workflows::new(source).get(path)
            },
            source,
            files,
            faults,
            lines: text.lines().map(str::to_owned).collect(),
            root,
        }
    }

    /// What stands behind an event, if the workflow has it.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<&Node> {
        self.events
            .iter()
            .find(|(known, ..)| known == name)
            .map(|(_, _, node)| node)
    }

    /// What stands in a comment behind the action of a step: its version, where the step has a commit.
    pub(super) fn remark(&self, step: At, uses: &str) -> Option<String> {
        let lines = self
            .lines
            .iter()
            .skip(step.line.saturating_sub(1))
            .take(MOST_KEYS);
        let line = lines.into_iter().find(|line| line.contains(uses))?;
        let (_, behind) = line.split_once(uses)?;
        let version = behind.split_once('#')?.1.trim();
        let is_word = !version.is_empty()
            && version
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        is_word.then(|| version.to_owned())
    }

    /// What stands around the jobs of the workflow that a job is of, if that is this one.
    pub(super) fn around(&self, job: &Job) -> Option<&Node> {
        (!job.is_called).then_some(&self.root)
    }

    /// A job, by its id.
    #[must_use]
    pub fn job(&self, id: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id.eq_ignore_ascii_case(id))
    }

    /// Every step, with its job.
    pub fn steps(&self) -> impl Iterator<Item = (&Job, &Step)> {
        self.jobs
            .iter()
            .flat_map(|job| job.steps.iter().map(move |step| (job, step)))
    }

    /// Where in a scalar some text of it stands: the first line from its beginning on that holds the text.
    #[must_use]
    pub fn locate(&self, node: &Node, part: &str) -> At {
        if self.searched.get() > MOST_LINES {
            return node.at;
        }
        let length = node.text().map_or(1, |text| text.lines().count() + 2);
        let part = part.lines().next().unwrap_or_default().trim();
        let first = node.at.line.saturating_sub(1);
        self.searched.set(self.searched.get() + length);
        let found = self
            .lines
            .iter()
            .enumerate()
            .skip(first)
            .take(length)
            .find_map(|(index, line)| {
                let column = line.find(part)?;
                Some(At {
                    line: index + 1,
                    column: line[..column].chars().count() + 1,
                })
            });
        found.filter(|_| !part.is_empty()).unwrap_or(node.at)
    }
}

impl Job {
    /// Its matrix.
    #[must_use]
    pub fn matrix(&self) -> Option<&Node> {
        self.node
            .get("strategy")
            .and_then(|strategy| strategy.get("matrix"))
    }
}

impl Step {
    /// The node of its script.
    #[must_use]
    pub fn script(&self) -> &Node {
        self.node.get("run").unwrap_or(&self.node)
    }

    /// What people call it.
    #[must_use]
    pub fn label(&self) -> String {
        let name = self
            .node
            .get("name")
            .and_then(Node::scalar)
            .or_else(|| self.uses.clone());
        let script = || {
            self.run
                .as_ref()
                .and_then(|run| run.lines().next().map(str::to_owned))
        };
        name.or_else(script).unwrap_or_default()
    }

    /// The action without its version, in lower case: `actions/checkout`.
    #[must_use]
    pub fn action(&self) -> Option<String> {
        let uses = self.uses.as_ref()?;
        Some(uses.split('@').next().unwrap_or(uses).to_lowercase())
    }

    /// An input of its action.
    #[must_use]
    pub fn with(&self, name: &str) -> Option<&Node> {
        let with = self.node.get("with")?;
        with.entries()
            .iter()
            .find(|entry| entry.key.eq_ignore_ascii_case(name))
            .map(|entry| &entry.value)
    }
}

fn events(root: &Node) -> Vec<(String, At, Node)> {
    let Some(on) = root.get("on") else {
        return Vec::new();
    };
    let bare = |node: &Node| {
        let nothing = Node {
            at: node.at,
            data: Data::Null,
        };
        node.text().map(|name| (name.to_owned(), node.at, nothing))
    };
    match &on.data {
        Data::List(items) => items.iter().filter_map(bare).collect(),
        Data::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.clone(), entry.at, entry.value.clone()))
            .collect(),
        _ => bare(on).into_iter().collect(),
    }
}

/// The jobs that are looked at, and whether there are more.
fn jobs(root: &Node) -> (Vec<Job>, bool) {
    let entries = root.get("jobs").map(Node::entries).unwrap_or_default();
    let mut jobs: Vec<Job> = Vec::new();
    let mut steps = 0;
    for entry in entries.iter().take(MOST_JOBS) {
        steps += entry.value.get("steps").map_or(0, |steps| steps.items().len());
        if steps > MOST_STEPS {
            break;
        }
        jobs.push(job(&entry.key, entry.at, &entry.value));
    }
    let is_cut = jobs.len() < entries.len();
    (jobs, is_cut)
}

fn job(id: &str, at: At, node: &Node) -> Job {
    Job {
        id: id.to_owned(),
        at,
        is_called: node.get(CALLED).is_some(),
        needs: node.get("needs").map(texts).unwrap_or_default(),
        steps: node
            .get("steps")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .map(step)
            .collect(),
        node: node.clone(),
    }
}

fn step(node: &Node) -> Step {
    let text = |key: &str| node.get(key).and_then(Node::scalar);
    Step {
        at: node.at,
        id: text("id"),
        uses: text("uses"),
        run: text("run"),
        condition: text("if"),
        node: node.clone(),
    }
}

/// The texts of a scalar or of a list of them.
pub(super) fn texts(node: &Node) -> Vec<String> {
    match &node.data {
        Data::List(items) => items.iter().filter_map(Node::scalar).collect(),
        Data::Map(_) | Data::Null => Vec::new(),
        _ => node.scalar().into_iter().collect(),
    }
}

/// Whether a text has an expression in it.
pub(super) fn is_dynamic(text: &str) -> bool {
    text.contains("${{")
}

/// Whether any text of a value has an expression in it.
pub(super) fn has_expressions(node: &Node) -> bool {
    any_text(node, &is_dynamic)
}

/// Whether something holds for any text of a value.
pub(super) fn any_text(node: &Node, holds: &impl Fn(&str) -> bool) -> bool {
    match &node.data {
        Data::Text(text) => holds(text),
        Data::List(items) => items.iter().any(|item| any_text(item, holds)),
        Data::Map(entries) => entries.iter().any(|entry| any_text(&entry.value, holds)),
        _ => false,
    }
}
