//! Every reference resolves, and is available at its place; no expression is pasted into a script.

use super::finding::{Finding, Property};
use crate::expression::{Place, Problem, Scope, Shape, check, check_template};
use crate::simulate::{Document, Job};
use crate::yaml::{Data, Node};

struct Checker<'c> {
    document: &'c Document,
    inputs: Shape,
    findings: &'c mut Vec<Finding>,
}

pub(super) fn document(document: &Document, findings: &mut Vec<Finding>) {
    let mut checker = Checker {
        inputs: inputs(document),
        document,
        findings,
    };
    for key in ["run-name", "concurrency"] {
        checker.at(document.root.get(key), &checker.scope(Place::Workflow));
    }
    checker.at(document.root.get("env"), &checker.scope(Place::WorkflowEnv));
    for job in &document.jobs {
        checker.job(job);
    }
}

impl Checker<'_> {
    fn scope(&self, place: Place) -> Scope {
        place.scope().with_shape("inputs", self.inputs.clone())
    }

    fn job(&mut self, job: &Job) {
        let needs = job.needs.iter().map(|(id, _)| {
            let members = [("result", Shape::Scalar), ("outputs", Shape::map(Shape::Scalar))];
            (id.as_str(), Shape::object(members))
        });
        let needs = Shape::object(needs.collect::<Vec<_>>());
        let matrix = matrix(job);
        let shaped = |scope: Scope| {
            scope
                .with_shape("needs", needs.clone())
                .with_shape("matrix", matrix.clone())
        };
        let ids: Vec<String> = steps(job).iter().map(id).collect();
        let place = |this: &Self, place| shaped(this.scope(place)).with_shape("steps", earlier(&ids));
        self.condition(job.node.get("if"), &place(self, Place::JobIf));
        for entry in job.node.entries() {
            let at = match entry.key.as_str() {
                "if" | "steps" | "needs" | "uses" | "permissions" => continue,
                "strategy" => Place::Strategy,
                "env" | "secrets" => Place::JobEnv,
                "defaults" => Place::JobDefaults,
                "outputs" => Place::JobOutputs,
                "environment" => Place::Step,
                _ => Place::Job,
            };
            self.at(Some(&entry.value), &place(self, at));
        }
        for (index, step) in steps(job).iter().enumerate() {
            let known = earlier(&ids[..index]);
            let scope = |this: &Self, place| shaped(this.scope(place)).with_shape("steps", known.clone());
            self.condition(step.get("if"), &scope(self, Place::StepIf));
            let inside = scope(self, Place::Step);
            for entry in step.entries() {
                match entry.key.as_str() {
                    "if" | "id" | "uses" => {}
                    "run" if entry.value.text().is_some_and(|text| text.contains("${{")) => {
                        let message =
                            format!("an expression is pasted into the script of step `{}`", id(step));
                        let at = entry.value.at;
                        let finding = Finding::new(Property::Scripts, &self.document.path, at, message);
                        self.findings.push(finding);
                    }
                    _ => self.at(Some(&entry.value), &inside),
                }
            }
        }
    }

    fn condition(&mut self, node: Option<&Node>, scope: &Scope) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.text()?))) else {
            return;
        };
        let problems = if text.contains("${{") {
            check_template(text, scope)
        } else {
            check(text, scope)
        };
        self.report(node, problems);
    }

    /// Every text in a value.
    fn at(&mut self, node: Option<&Node>, scope: &Scope) {
        let Some(node) = node else { return };
        match &node.data {
            Data::Text(text) if text.contains("${{") => self.report(node, check_template(text, scope)),
            Data::List(items) => items.iter().for_each(|item| self.at(Some(item), scope)),
            Data::Map(entries) => entries
                .iter()
                .for_each(|entry| self.at(Some(&entry.value), scope)),
            _ => {}
        }
    }

    fn report(&mut self, node: &Node, problems: Vec<Problem>) {
        for problem in problems {
            let finding = Finding::new(
                Property::References,
                &self.document.path,
                node.at,
                problem.message,
            );
            self.findings.push(finding);
        }
    }
}

/// The declared inputs, of runs by hand and of calls.
fn inputs(document: &Document) -> Shape {
    let events = ["workflow_dispatch", "workflow_call"];
    let declared = events
        .into_iter()
        .filter_map(|name| document.event(name)?.get("inputs"));
    Shape::scalars(declared.flat_map(Node::entries).map(|entry| entry.key.as_str()))
}

/// Every key that some row has.
fn matrix(job: &Job) -> Shape {
    let Some(matrix) = &job.matrix else {
        return Shape::object([]);
    };
    if !matches!(matrix.data, Data::Map(_)) {
        return Shape::Any;
    }
    let mut names: Vec<&str> = Vec::new();
    let vectors = matrix
        .entries()
        .iter()
        .filter(|entry| !["include", "exclude"].contains(&entry.key.as_str()));
    let rows = matrix.get("include").map(Node::items).unwrap_or_default();
    for entry in vectors.chain(rows.iter().flat_map(Node::entries)) {
        if !names.contains(&entry.key.as_str()) {
            names.push(&entry.key);
        }
    }
    Shape::object(names.into_iter().map(|name| (name, Shape::Any)))
}

fn steps(job: &Job) -> &[Node] {
    job.node.get("steps").map(Node::items).unwrap_or_default()
}

fn id(step: &Node) -> String {
    step.get("id").and_then(Node::scalar).unwrap_or_default()
}

/// The context `steps` after these.
fn earlier(ids: &[String]) -> Shape {
    let step = || {
        Shape::object([
            ("outputs", Shape::map(Shape::Scalar)),
            ("outcome", Shape::Scalar),
            ("conclusion", Shape::Scalar),
        ])
    };
    Shape::object(
        ids.iter()
            .filter(|id| !id.is_empty())
            .map(|id| (id.as_str(), step())),
    )
}
