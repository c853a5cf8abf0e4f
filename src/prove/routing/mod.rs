//! Exactly the planned cells run, each once, under every trigger.

mod conditions;
mod rows;

use std::collections::{BTreeSet, HashMap};

use crate::expression::Value;
use crate::plan::{Cell, Plan};
use crate::prove::finding::{Finding, Property};
use crate::prove::question::{self, Trigger};
use crate::simulate::{Document, Field, Job, Row};
use crate::yaml::At;

/// A trigger, and which jobs run cells under it.
pub(super) struct Run {
    pub(super) trigger: Trigger,
    /// Ids of the jobs that run a cell.
    pub(super) jobs: BTreeSet<String>,
    /// Whether any cell is planned.
    pub(super) is_planned: bool,
}

/// A job that calls the workflow of a cell.
struct TestJob<'d> {
    job: &'d Job,
    /// The cell that each row is; none for one that is not planned.
    cells: Vec<Option<usize>>,
    /// Rows that no condition can tell apart have the same class, in all jobs.
    classes: Vec<usize>,
    /// Jobs whose conditions say the same have the same number.
    condition: usize,
    /// Inputs of the call that conditions of the called workflow look at.
    inputs: Vec<(&'d str, Option<&'d Field>, Value)>,
}

struct Router<'r> {
    plan: &'r Plan,
    suite: &'r Document,
    cell: &'r Document,
    findings: &'r mut Vec<Finding>,
    /// Cells by version and scenario.
    index: HashMap<(&'r str, &'r str), usize>,
    /// Classes of rows, by what conditions can see of them.
    classes: HashMap<String, usize>,
    /// A row of each class.
    samples: Vec<Row>,
    conditions: HashMap<String, usize>,
}

/// What is known under one trigger, so that nothing is evaluated twice.
#[derive(Default)]
struct Memo {
    conditions: HashMap<usize, bool>,
    classes: HashMap<usize, bool>,
}

/// Proves the routing, and returns what should run under each trigger.
pub(super) fn check(plan: &Plan, suite: &Document, cell: &Document, findings: &mut Vec<Finding>) -> Vec<Run> {
    let cells = plan.cells.iter().enumerate();
    let mut router = Router {
        plan,
        suite,
        cell,
        findings,
        index: cells
            .map(|(at, cell)| ((cell.version.as_str(), cell.scenario.as_str()), at))
            .collect(),
        classes: HashMap::new(),
        samples: Vec::new(),
        conditions: HashMap::new(),
    };
    router.events();
    let jobs: Vec<TestJob<'_>> = suite
        .jobs
        .iter()
        .filter(|job| job.calls.is_some())
        .filter_map(|job| router.test_job(job))
        .collect();
    let runs = question::all(plan)
        .into_iter()
        .map(|trigger| router.run(&jobs, trigger));
    runs.collect()
}

impl<'r> Router<'r> {
    fn found(&mut self, at: At, message: String) -> &mut Finding {
        let finding = Finding::new(Property::Routing, &self.suite.path, at, message);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The events are those of the plan, and so are the crons.
    fn events(&mut self) {
        let planned: BTreeSet<&str> = self.plan.profiles.iter().map(|p| p.trigger.event()).collect();
        let events: Vec<(String, At)> = self
            .suite
            .events
            .iter()
            .map(|(name, node)| (name.clone(), node.at))
            .collect();
        for (name, at) in &events {
            if !planned.contains(name.as_str()) {
                self.found(
                    *at,
                    format!("the event `{name}` starts the workflow, and is not planned"),
                );
            }
        }
        for name in planned {
            if !events.iter().any(|(known, _)| known == name) {
                self.found(
                    At::START,
                    format!("the event `{name}` is planned, and does not start the workflow"),
                );
            }
        }
    }
    /// Holds what runs under a trigger against the plan.
    fn run(&mut self, jobs: &[TestJob<'_>], trigger: Trigger) -> Run {
        let planned = trigger.planned(self.plan);
        let mut ran: Vec<(usize, At)> = Vec::new();
        let mut running = BTreeSet::new();
        let mut memo = Memo::default();
        for test in jobs {
            if !self.holds(test, &trigger, &mut memo) {
                continue;
            }
            let before = ran.len();
            let mut unplanned = false;
            for (class, cell) in test.classes.iter().zip(&test.cells) {
                if self.selects(test, &trigger, *class, &mut memo) {
                    ran.extend(cell.map(|cell| (cell, test.job.at)));
                    unplanned |= cell.is_none();
                }
            }
            if unplanned || ran.len() > before {
                running.insert(test.job.id.clone());
            }
        }
        ran.sort_unstable();
        let places: HashMap<usize, At> = ran.iter().copied().collect();
        for pair in ran.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            self.cell_under(&trigger, pair[1].0, pair[1].1, "runs twice");
        }
        let ran: BTreeSet<usize> = ran.into_iter().map(|(cell, _)| cell).collect();
        for cell in &ran {
            if planned.binary_search(cell).is_err() {
                let at = places.get(cell).copied().unwrap_or(At::START);
                self.cell_under(&trigger, *cell, at, "runs, and is not planned");
            }
        }
        for cell in planned.iter().filter(|cell| !ran.contains(cell)) {
            self.cell_under(&trigger, *cell, At::START, "is planned, and does not run");
        }
        Run {
            trigger,
            jobs: running,
            is_planned: !planned.is_empty(),
        }
    }

    fn cell_under(&mut self, trigger: &Trigger, cell: usize, at: At, message: &str) {
        let finding = Finding::new(Property::Routing, &self.suite.path, at, message);
        let finding = finding.under(trigger).of(name(&self.plan.cells[cell]));
        self.findings.push(finding);
    }
}

fn name(cell: &Cell) -> String {
    format!("{}/{}", cell.version, cell.scenario)
}
