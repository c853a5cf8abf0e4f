//! `on` -> `[triggers]`.

use std::collections::{BTreeMap, BTreeSet};

use super::dispatch;
use super::facts::{Facts, Job, is_dynamic, texts};
use super::report::Import;
use super::routing::{outcome, outcomes};
use crate::cron::{Cron, SHORTEST};
use crate::draft::{Names, Table, Value, harmless};
use crate::simulate::Outcome;
use crate::yaml::{At, Data, Node};

/// What triggers choose from: scenarios by the job they came from, suites and versions.
pub(super) struct Choices {
    /// Scenarios of each job, by its id in lower case.
    pub(super) scenarios: BTreeMap<String, Vec<String>>,
    /// Names of suites.
    pub(super) suites: Vec<String>,
    /// Names of versions.
    pub(super) versions: Vec<String>,
}

/// The tables of the triggers; at least one, so that the pipeline can be started.
pub(super) fn triggers(facts: &Facts<'_>, choices: &Choices, import: &mut Import) -> Vec<Table> {
    let mut maker = Maker {
        facts,
        choices,
        import,
        names: Names::default(),
        selected: BTreeSet::new(),
    };
    let mut tables = Vec::new();
    for (name, at, node) in &facts.events {
        match name.as_str() {
            "push" | "pull_request" => tables.extend(maker.branches(name, *at, node)),
            "merge_group" => tables.extend(maker.merge_group(*at, node)),
            "schedule" => tables.extend(maker.schedules(node)),
            "workflow_dispatch" => {
                if let Some(select) = maker.select(name, None, &[], *at) {
                    let table = dispatch::table(choices, *at, node, maker.import);
                    tables.push(table.maybe("select", select));
                }
            }
            other => maker
                .import
                .leave(*at, format!("the event `{other}`"), why(other)),
        }
    }
    maker.unselected();
    if tables.is_empty() {
        let comment =
            "None of the events of the imported workflow could be carried over: this can be started by hand.";
        tables.push(Table::new(&["triggers", "workflow_dispatch"]).comment(comment));
    }
    tables
}

fn why(event: &str) -> &'static str {
    match event {
        "pull_request_target" => {
            "it runs code of a pull request with the rights of the base; pull_request does not, and the comment is written by a workflow that checks nothing out"
        }
        "workflow_call" => "a pipeline is called by nobody; its cells are in a workflow of their own",
        _ => "a pipeline is started by push, pull_request, merge_group, schedule and workflow_dispatch",
    }
}

struct Maker<'a> {
    facts: &'a Facts<'a>,
    choices: &'a Choices,
    import: &'a mut Import,
    names: Names,
    /// Jobs whose scenarios a trigger selects.
    selected: BTreeSet<String>,
}

impl Maker<'_> {
    /// Says which jobs no trigger runs.
    fn unselected(&mut self) {
        for id in self
            .choices
            .scenarios
            .keys()
            .filter(|id| !self.selected.contains(*id))
        {
            let Some(job) = self.facts.job(id) else { continue };
            let why =
                "no event that is carried over surely runs it, so that no trigger selects its scenarios";
            self.import.leave(job.at, format!("job `{}`", job.id), why);
        }
    }

    fn branches(&mut self, event: &str, at: At, node: &Node) -> Option<Table> {
        let mut table = Table::new(&["triggers", event]);
        let patterns = self.patterns(node, "branches");
        let ignored = self.patterns(node, "branches-ignore");
        let paths = self.patterns(node, "paths");
        if let Some(why) = never(node, patterns.as_ref(), paths.as_ref()) {
            self.import.leave(at, format!("the event `{event}`"), why);
            return None;
        }
        let is_open = patterns.is_none() && ignored.is_none();
        let has_tags = node.get("tags").is_some() || node.get("tags-ignore").is_some();
        let only_tags = is_open && has_tags;
        if event == "push" && is_open && !has_tags {
            let why = "a pipeline runs for branches and pull requests, not for tags";
            self.import
                .leave(at, "pushes of tags, which `push` without a filter includes", why);
        }
        for key in ["tags", "tags-ignore", "types"] {
            if let Some(entry) = node.entry(key) {
                let why = match key {
                    "types" => "a pipeline runs when a pull request is opened, reopened or changed",
                    _ => "a pipeline runs for branches and pull requests, not for tags",
                };
                self.import.leave(entry.at, format!("on.{event}.{key}"), why);
            }
        }
        let literal = patterns
            .as_ref()
            .filter(|patterns| event == "push" && patterns.iter().all(|pattern| is_literal(pattern)));
        let select = self.select(event, None, literal.map_or(&[], Vec::as_slice), at)?;
        if only_tags {
            return None;
        }
        let every = vec!["**".to_owned()];
        let branches = match (patterns, ignored) {
            (Some(patterns), _) => patterns,
            (None, Some(ignored)) => every
                .into_iter()
                .chain(ignored.iter().map(|name| format!("!{name}")))
                .collect(),
            (None, None) => every,
        };
        table = table.entry("branches", Value::list(&branches));
        table = table.maybe("paths", paths.as_ref().map(Value::list));
        if paths.is_none() {
            table = table.maybe(
                "paths_ignore",
                self.patterns(node, "paths-ignore").map(Value::list),
            );
        }
        self.import
            .carry(at, format!("on.{event}"), format!("triggers.{event}"));
        Some(table.maybe("select", select))
    }

    /// The patterns of a filter, without those that a pipeline refuses.
    fn patterns(&mut self, node: &Node, key: &str) -> Option<Vec<String>> {
        let entry = node.entry(key)?;
        let mut kept = Vec::new();
        for pattern in texts(&entry.value) {
            let bare = pattern.trim_start_matches('!');
            let forbidden = |c: char| c.is_control() || (key.starts_with("branches") && " ~^:\\".contains(c));
            if bare.is_empty()
                || is_dynamic(&pattern)
                || harmless(&pattern) != pattern
                || bare.contains(forbidden)
                || bare.starts_with("refs/heads/")
            {
                self.import.leave(
                    entry.at,
                    format!("the pattern {pattern:?}"),
                    "it can match nothing",
                );
            } else {
                kept.push(pattern);
            }
        }
        (kept.iter().any(|pattern| !pattern.starts_with('!')) || key.ends_with("ignore") && !kept.is_empty())
            .then_some(kept)
    }

    /// Which cells an event runs; none at all where no job with cells runs.
    fn select(
        &mut self,
        event: &str,
        cron: Option<&str>,
        branches: &[String],
        at: At,
    ) -> Option<Option<Value>> {
        let outcomes = outcomes(self.facts, event, cron, branches);
        let (mut runs, mut unsure) = (Vec::new(), Vec::new());
        for (id, scenarios) in &self.choices.scenarios {
            let job = self.facts.job(id);
            match job.and_then(|job| outcome(&outcomes, job)) {
                // Nothing is known where GitHub would refuse the workflow: what has conditions only may run.
                None if job.is_some_and(|job| is_conditional(self.facts, job)) => unsure.extend(job),
                None | Some(Outcome::Runs) => runs.push((id, scenarios)),
                Some(Outcome::Unknown) => unsure.extend(job),
                Some(Outcome::Skipped) => {}
            }
        }
        for job in unsure {
            let condition = job.node.entry("if");
            let what = match condition.and_then(|entry| entry.value.scalar()) {
                Some(text) => format!("the condition `{}` of job `{}`", text.trim(), job.id),
                None => format!("the conditions of what job `{}` needs", job.id),
            };
            let why = format!(
                "a pipeline selects by event, cron and branch, and this is not known by them: its scenarios do not run at `{event}`"
            );
            self.import
                .leave(condition.map_or(job.at, |entry| entry.at), what, why);
        }
        self.selected.extend(runs.iter().map(|(id, _)| (*id).clone()));
        if runs.is_empty() {
            self.import.leave(
                at,
                format!("the event `{event}`"),
                "none of the jobs that became scenarios runs at it",
            );
            return None;
        }
        if runs.len() == self.choices.scenarios.len() {
            return Some(None);
        }
        let scenarios = runs.into_iter().flat_map(|(_, scenarios)| scenarios);
        Some(Some(Value::Inline(vec![(
            "scenarios".to_owned(),
            Value::list(scenarios),
        )])))
    }

    fn merge_group(&mut self, at: At, node: &Node) -> Option<Table> {
        let branches = self.patterns(node, "branches");
        if node.entry("branches").is_some() && branches.is_none() || node.entry("branches-ignore").is_some() {
            let why = "a merge group is chosen by patterns of its base branches, and these are none that can be said";
            self.import.leave(at, "the event `merge_group`", why);
            return None;
        }
        let select = self.select("merge_group", None, &[], at)?;
        self.import.carry(at, "on.merge_group", "triggers.merge_group");
        Some(
            Table::new(&["triggers", "merge_group"])
                .maybe("branches", branches.as_ref().map(Value::list))
                .maybe("select", select),
        )
    }

    fn schedules(&mut self, node: &Node) -> Vec<Table> {
        let mut crons: Vec<String> = Vec::new();
        let mut tables = Vec::new();
        for item in node.items() {
            let Some(text) = item.get("cron").and_then(Node::scalar) else {
                continue;
            };
            let what = format!("the schedule `{text}`");
            let zone = item.get("timezone").and_then(Node::scalar);
            if let Some(why) = refusal(&text, &crons, zone.as_deref()) {
                self.import.leave(item.at, what, why);
                continue;
            }
            crons.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
            let Some(select) = self.select("schedule", Some(&text), &[], item.at) else {
                continue;
            };
            let name = self.names.job_for(kind(&text));
            self.import
                .carry(item.at, what, format!("triggers.schedule.{name}"));
            let table = Table::new(&["triggers", "schedule", &name]).entry("cron", text.as_str());
            tables.push(table.maybe("timezone", zone.as_deref()).maybe("select", select));
        }
        tables
    }
}

/// Whether a job, or one that it needs, has a condition.
fn is_conditional(facts: &Facts<'_>, job: &Job) -> bool {
    let mut open = vec![job];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(job) = open.pop() {
        if seen.contains(&job.id.as_str()) {
            continue;
        }
        if job.node.get("if").is_some() {
            return true;
        }
        seen.push(&job.id);
        open.extend(job.needs.iter().filter_map(|id| facts.job(id)));
    }
    false
}

/// Whether a pattern is the name of one branch.
fn is_literal(pattern: &str) -> bool {
    pattern
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_/.".contains(&byte))
}

/// Why an event with these filters starts no pipeline.
fn never(node: &Node, branches: Option<&Vec<String>>, paths: Option<&Vec<String>>) -> Option<String> {
    if node.entry("types").is_some_and(|types| !has_usual(&types.value)) {
        let why =
            "a pipeline runs when a pull request is opened, reopened or changed, and this event does not";
        return Some(why.to_owned());
    }
    let filters = [("branches", branches), ("paths", paths)];
    let mut empty = filters
        .into_iter()
        .filter(|(key, kept)| node.entry(key).is_some() && kept.is_none());
    let (key, _) = empty.next()?;
    Some(format!(
        "its `{key}` has no pattern that matches anything, so that GitHub never starts it"
    ))
}

/// Whether one of the types is among those at which a pipeline runs.
fn has_usual(types: &Node) -> bool {
    let usual = |node: &Node| matches!(node.text(), Some("opened" | "synchronize" | "reopened"));
    match &types.data {
        Data::List(items) => items.iter().any(usual),
        Data::Null => true,
        _ => usual(types),
    }
}

/// Why a pipeline cannot have a schedule.
fn refusal(cron: &str, known: &[String], zone: Option<&str>) -> Option<String> {
    let parsed = match Cron::parse(cron) {
        Ok(parsed) => parsed,
        Err(fault) => return Some(format!("GitHub refuses it: {}", fault.message)),
    };
    let folded = cron.split_whitespace().collect::<Vec<_>>().join(" ");
    match () {
        () if cron.chars().any(|c| c.is_control()) => Some("it holds control characters".to_owned()),
        () if known.contains(&folded) => {
            Some("it is there twice, and an event names only its cron".to_owned())
        }
        () if !parsed.ever_runs() => Some("it never fires".to_owned()),
        () if parsed.shortest_gap().is_some_and(|gap| gap < SHORTEST) => {
            Some("GitHub starts a schedule at most every five minutes".to_owned())
        }
        () if zone.is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_err()) => {
            Some("its time zone is not known".to_owned())
        }
        () => None,
    }
}

/// What people call a schedule, by the fields that are not `*`.
fn kind(cron: &str) -> &'static str {
    let fields: Vec<&str> = cron.split_whitespace().collect();
    match fields.as_slice() {
        [_, _, "*", _, "*"] if fields[1].contains(['*', '/', ',']) => "hourly",
        [_, _, "*", _, "*"] => "nightly",
        [_, _, "*", _, _] => "weekly",
        [_, _, _, "*", _] => "monthly",
        _ => "yearly",
    }
}
