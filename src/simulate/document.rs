//! A workflow, read as far as it decides what runs.

use std::collections::HashMap;

use super::source::Fault;
use crate::expression::{Condition, Place, Scope, Template};
use crate::yaml::{At, Data, Node};

/// A workflow.
#[derive(Debug)]
pub struct Document {
    /// Its path from the root.
    pub path: String,
    /// Its name.
    pub name: Option<String>,
    /// All of it.
    pub root: Node,
    /// Events by name, with what stands behind them.
    pub events: Vec<(String, Node)>,
    /// Its jobs, in order.
    pub jobs: Vec<Job>,
}

/// A job.
#[derive(Debug)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Where its id is.
    pub at: At,
    /// All of it.
    pub node: Node,
    /// Jobs that must have ended, and where they are named.
    pub needs: Vec<(String, At)>,
    /// When it runs.
    pub condition: Condition,
    /// The condition as written.
    pub condition_text: Option<String>,
    /// Where the condition is.
    pub condition_at: At,
    /// Its name.
    pub name: Option<Field>,
    /// Its strategy.
    pub strategy: Option<Node>,
    /// Its matrix, unless the whole strategy is an expression.
    pub matrix: Option<Node>,
    /// Whether the run goes on when it fails.
    pub may_fail: Option<Field>,
    /// The workflow that it calls.
    pub calls: Option<Call>,
}

/// A call of another workflow.
#[derive(Debug)]
pub struct Call {
    /// The workflow as written.
    pub uses: String,
    /// Where that is.
    pub at: At,
    /// Inputs.
    pub with: Vec<(String, At, Field)>,
}

/// A scalar that may hold expressions.
#[derive(Debug)]
pub struct Field {
    /// The scalar.
    pub node: Node,
    /// Its expressions; none if it holds none.
    pub template: Option<Template>,
}

impl Call {
    /// The path of the called workflow, if it is one of this repository.
    #[must_use]
    pub fn local(&self) -> Option<&str> {
        self.uses
            .strip_prefix("./")
            .or_else(|| self.uses.strip_prefix("$/"))
    }
}

struct Reader<'f> {
    path: &'f str,
    faults: Vec<Fault>,
}

impl Document {
    /// Reads a workflow.
    ///
    /// # Errors
    /// Everything for which GitHub would refuse it.
    pub fn read(path: &str, root: Node) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader {
            path,
            faults: Vec::new(),
        };
        if !matches!(root.data, Data::Map(_)) {
            reader.fault(
                root.at,
                format!("a workflow is a mapping, and this is {}", root.kind()),
            );
        }
        let events = reader.events(&root);
        let jobs = reader.jobs(&root);
        reader.needs(&jobs);
        if !reader.faults.is_empty() {
            return Err(reader.faults);
        }
        Ok(Self {
            path: path.to_owned(),
            name: root.get("name").and_then(Node::scalar),
            events,
            jobs,
            root,
        })
    }

    /// What stands behind an event, if the workflow has it.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<&Node> {
        self.events
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, node)| node)
    }

    /// A job.
    #[must_use]
    pub fn job(&self, id: &str) -> Option<&Job> {
        // Ids of jobs are compared without regard to case.
        self.jobs.iter().find(|job| job.id.eq_ignore_ascii_case(id))
    }
}

impl Reader<'_> {
    fn fault(&mut self, at: At, message: impl Into<String>) {
        self.faults.push(Fault::new(self.path, at, message));
    }

    /// `on`: an event, a list of events, or a mapping.
    fn events(&mut self, root: &Node) -> Vec<(String, Node)> {
        let Some(on) = root.get("on") else {
            self.fault(root.at, "required property is missing: on");
            return Vec::new();
        };
        let bare = |name: &str, at| {
            let nothing = Node { at, data: Data::Null };
            (name.to_owned(), nothing)
        };
        match &on.data {
            Data::Text(name) => vec![bare(name, on.at)],
            Data::List(items) => {
                let named = |item: &Node| item.text().map(|name| bare(name, item.at));
                if let Some(other) = items.iter().find(|item| item.text().is_none()) {
                    self.fault(
                        other.at,
                        format!("an event is a string, and this is {}", other.kind()),
                    );
                }
                items.iter().filter_map(named).collect()
            }
            Data::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.value.clone()))
                .collect(),
            _ => {
                self.fault(on.at, format!("`on` cannot be {}", on.kind()));
                Vec::new()
            }
        }
    }

    fn jobs(&mut self, root: &Node) -> Vec<Job> {
        let Some(jobs) = root.get("jobs").filter(|jobs| !jobs.entries().is_empty()) else {
            self.fault(root.at, "required property is missing: jobs");
            return Vec::new();
        };
        let scopes = Scopes {
            condition: Place::JobIf.scope(),
            job: Place::Job.scope(),
        };
        jobs.entries()
            .iter()
            .filter_map(|entry| {
                if !matches!(entry.value.data, Data::Map(_)) {
                    self.fault(
                        entry.value.at,
                        format!("a job is a mapping, and this is {}", entry.value.kind()),
                    );
                    return None;
                }
                self.job(&entry.key, entry.at, &entry.value, &scopes)
            })
            .collect()
    }

    fn job(&mut self, id: &str, at: At, node: &Node, scopes: &Scopes) -> Option<Job> {
        let text = node.get("if").and_then(Node::scalar);
        let condition_at = node.entry("if").map_or(at, |entry| entry.value.at);
        let condition = Condition::parse(text.as_deref().unwrap_or_default(), &scopes.condition);
        let condition = match condition {
            Ok(condition) => condition,
            Err(error) => {
                self.fault(condition_at, format!("the `if` of job `{id}`: {error}"));
                return None;
            }
        };
        let uses = node.entry("uses");
        if uses.is_none() && node.get("steps").is_none() {
            self.fault(at, format!("job `{id}` has neither `steps` nor `uses`"));
        }
        let calls = uses.map(|uses| Call {
            uses: uses.value.scalar().unwrap_or_default(),
            at: uses.value.at,
            with: self.with(id, node, scopes),
        });
        // Without a matrix, a strategy with keys of its own changes nothing here.
        let strategy = node
            .get("strategy")
            .filter(|strategy| strategy.text().is_some() || strategy.get("matrix").is_some());
        Some(Job {
            id: id.to_owned(),
            at,
            needs: self.needed(node),
            condition,
            condition_text: text,
            condition_at,
            name: node.get("name").and_then(|name| self.field(name, &scopes.job)),
            may_fail: node
                .get("continue-on-error")
                .and_then(|may_fail| self.field(may_fail, &scopes.job)),
            strategy: strategy.cloned(),
            matrix: strategy.and_then(|strategy| strategy.get("matrix")).cloned(),
            calls,
            node: node.clone(),
        })
    }

    fn with(&mut self, id: &str, node: &Node, scopes: &Scopes) -> Vec<(String, At, Field)> {
        let entries = node.get("with").map(Node::entries).unwrap_or_default();
        let mut with = Vec::new();
        for entry in entries {
            if entry.value.scalar().is_none() {
                let message = format!(
                    "input `{}` of job `{id}` cannot be {}",
                    entry.key,
                    entry.value.kind()
                );
                self.fault(entry.value.at, message);
            } else if let Some(field) = self.field(&entry.value, &scopes.job) {
                with.push((entry.key.clone(), entry.at, field));
            }
        }
        with
    }

    fn field(&mut self, node: &Node, scope: &Scope) -> Option<Field> {
        let text = node.text().filter(|text| text.contains("${{"));
        let template = match text.map(|text| Template::parse(text, scope)).transpose() {
            Ok(template) => template,
            Err(error) => {
                self.fault(node.at, error.to_string());
                return None;
            }
        };
        Some(Field {
            node: node.clone(),
            template,
        })
    }

    fn needed(&mut self, job: &Node) -> Vec<(String, At)> {
        let Some(needs) = job.get("needs") else {
            return Vec::new();
        };
        let items = match &needs.data {
            Data::List(items) => items.as_slice(),
            Data::Text(_) => std::slice::from_ref(needs),
            _ => {
                self.fault(needs.at, format!("`needs` cannot be {}", needs.kind()));
                &[]
            }
        };
        items
            .iter()
            .filter_map(|item| item.scalar().map(|id| (id, item.at)))
            .collect()
    }

    /// Every needed job is there, and none needs itself.
    fn needs(&mut self, jobs: &[Job]) {
        let index: HashMap<String, usize> = jobs
            .iter()
            .enumerate()
            .map(|(at, job)| (job.id.to_ascii_lowercase(), at))
            .collect();
        for job in jobs {
            for (id, at) in &job.needs {
                if !index.contains_key(&id.to_ascii_lowercase()) {
                    self.fault(
                        *at,
                        format!("job `{}` needs `{id}`, and there is no such job", job.id),
                    );
                }
            }
        }
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); jobs.len()];
        let mut open = vec![0_usize; jobs.len()];
        for (at, job) in jobs.iter().enumerate() {
            let needed = job.needs.iter().map(|(id, _)| id.to_ascii_lowercase());
            for needed in needed.filter_map(|id| index.get(&id)) {
                followers[*needed].push(at);
                open[at] += 1;
            }
        }
        let mut ended = vec![false; jobs.len()];
        let mut ready: Vec<usize> = (0..jobs.len()).filter(|at| open[*at] == 0).collect();
        while let Some(at) = ready.pop() {
            ended[at] = true;
            for follower in &followers[at] {
                open[*follower] -= 1;
                if open[*follower] == 0 {
                    ready.push(*follower);
                }
            }
        }
        let circle: Vec<&Job> = (0..jobs.len())
            .filter(|at| !ended[*at])
            .map(|at| &jobs[at])
            .collect();
        if let Some(first) = circle.first() {
            let names: Vec<&str> = circle.iter().map(|job| job.id.as_str()).collect();
            let at = first.needs.first().map_or(first.at, |(_, at)| *at);
            self.fault(
                at,
                format!("jobs need each other in a circle: {}", names.join(", ")),
            );
        }
    }
}

struct Scopes {
    condition: Scope,
    job: Scope,
}
