//! The truth table of the gate, over every end of every job.
//!
//! Each line of `JOBS` ends in the result of one job and nothing else, and what stands before it depends on no
//! result. So the gate is a conjunction of one comparison a job, and it is enough to look at each line by itself,
//! under each trigger: that holds for all combinations of results.

use std::collections::{BTreeSet, HashMap};

use super::finding::{Finding, Property};
use super::meaning::squeezed;
use super::routing::Run;
use crate::expression::{Environment, Object, Piece, Status, Template, Value, pieces};
use crate::lower::GATE;
use crate::simulate::{Document, Job};
use crate::yaml::{At, Node};

/// A line of `JOBS`.
struct Line {
    job: String,
    is_test: bool,
    /// What it should be, where that depends on the trigger: as written, and parsed.
    expected: Option<(String, Template)>,
    fixed: String,
}

struct Gate<'g> {
    suite: &'g Document,
    job: &'g Job,
    findings: &'g mut Vec<Finding>,
}

pub(super) fn check(suite: &Document, runs: &[Run], findings: &mut Vec<Finding>) {
    let Some(job) = suite.job(GATE) else {
        let message = format!("there is no job `{GATE}`");
        findings.push(Finding::new(Property::Gate, &suite.path, At::START, message));
        return;
    };
    let mut gate = Gate { suite, job, findings };
    gate.always_decides();
    gate.needs_everything();
    let step = job.node.get("steps").and_then(|steps| steps.items().first());
    let jobs = step
        .and_then(|step| step.get("env"))
        .and_then(|env| env.get("JOBS"));
    let Some((jobs, text)) = jobs.and_then(|jobs| Some((jobs, jobs.text()?))) else {
        return gate.found(job.at, "the gate's first step has no `JOBS`".to_owned());
    };
    let lines = gate.lines(jobs, text);
    for run in runs {
        gate.under(run, &lines, jobs.at);
    }
}

impl Gate<'_> {
    fn found(&mut self, at: At, message: String) {
        self.findings
            .push(Finding::new(Property::Gate, &self.suite.path, at, message));
    }

    /// It runs whatever ended how, unless the run was cancelled; its name is constant, and nothing softens its end.
    fn always_decides(&mut self) {
        let contexts = Object::open("anything");
        let status = |success, failure, cancelled| Status {
            success: Some(success),
            failure: Some(failure),
            cancelled: Some(cancelled),
        };
        let cases = [
            (status(true, false, false), true),
            (status(false, true, false), true),
            (status(false, false, false), true),
            (status(false, false, true), false),
        ];
        let at = self.job.condition_at;
        let condition = &self.job.condition;
        let wrong = cases.into_iter().any(|(status, wanted)| {
            let environment = Environment {
                contexts: &contexts,
                status,
            };
            condition.holds(&environment) != Ok(Some(wanted))
        });
        if wrong {
            self.found(
                at,
                "the gate does not decide in every run that is not cancelled, and only there".to_owned(),
            );
        }
        if self.job.node.get("name").and_then(Node::scalar).as_deref() != Some(GATE)
            || self.job.matrix.is_some()
        {
            self.found(self.job.at, format!("the gate's check is not named `{GATE}`"));
        }
        let steps = self.job.node.get("steps").map(Node::items).unwrap_or_default();
        let soft = steps
            .iter()
            .chain([&self.job.node])
            .filter_map(|node| node.entry("continue-on-error"));
        let skippable = steps.iter().filter_map(|node| node.entry("if"));
        let places: Vec<At> = soft.chain(skippable).map(|entry| entry.at).collect();
        for at in places {
            self.found(
                at,
                "the gate can end in success without having decided".to_owned(),
            );
        }
    }

    /// The jobs that the gate has to look at: those that run cells, everything before them, and what judges them.
    fn wanted(&self) -> BTreeSet<String> {
        let tests: BTreeSet<&str> = self.tests();
        let mut wanted: BTreeSet<String> = tests.iter().map(|id| (*id).to_owned()).collect();
        for job in self.suite.jobs.iter().filter(|job| job.id != GATE) {
            if job.needs.iter().any(|(id, _)| tests.contains(id.as_str())) {
                wanted.insert(job.id.clone());
            }
        }
        loop {
            let before: Vec<String> = wanted
                .iter()
                .filter_map(|id| self.suite.job(id))
                .flat_map(|job| job.needs.iter().map(|(id, _)| id.clone()))
                .filter(|id| !wanted.contains(id))
                .collect();
            if before.is_empty() {
                return wanted;
            }
            wanted.extend(before);
        }
    }

    fn tests(&self) -> BTreeSet<&str> {
        let tests = self.suite.jobs.iter().filter(|job| job.calls.is_some());
        tests.map(|job| job.id.as_str()).collect()
    }

    fn needs_everything(&mut self) {
        let at = self.job.at;
        for id in self.wanted() {
            if !self.job.needs.iter().any(|(known, _)| *known == id) {
                self.found(at, format!("the gate does not wait for job `{id}`"));
            }
        }
    }

    /// The lines of `JOBS`, each of which compares the result of one job with what it should be.
    fn lines(&mut self, node: &Node, text: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        for (offset, text) in text
            .lines()
            .enumerate()
            .filter(|(_, text)| !text.trim().is_empty())
        {
            match line(text) {
                Some(line) => lines.push(line),
                None => self.found(
                    At {
                        line: node.at.line + offset,
                        column: 1,
                    },
                    format!("the gate's line `{text}` does not compare the result of one job with what it should be"),
                ),
            }
        }
        let tests: BTreeSet<String> = self.tests().into_iter().map(str::to_owned).collect();
        for id in self.wanted() {
            let own: Vec<&Line> = lines.iter().filter(|line| line.job == id).collect();
            let message = match own.as_slice() {
                [line] if line.is_test == tests.contains(&id) => continue,
                [_] => format!("the gate mistakes what kind of job `{id}` is"),
                [] => format!("the gate has no line for job `{id}`"),
                _ => format!("the gate has several lines for job `{id}`"),
            };
            self.found(node.at, message);
        }
        lines
    }

    /// Under a trigger each job is held against what it should be. Where nothing is planned the gate is red: no line
    /// calls for a test, or one calls for the success of a job that is skipped.
    fn under(&mut self, run: &Run, lines: &[Line], at: At) {
        let contexts = run.trigger.contexts(&Value::Null);
        let environment = Environment {
            contexts: &contexts,
            status: Status::SUCCESS,
        };
        let is_planned = run.is_planned;
        let mut known: HashMap<&str, Option<String>> = HashMap::new();
        let (mut tested, mut red) = (false, false);
        for line in lines {
            let expected = match &line.expected {
                None => Some(line.fixed.clone()),
                Some((text, template)) => known
                    .entry(text)
                    .or_insert_with(|| {
                        let value = template.evaluate(&environment).ok();
                        value.and_then(|value| value.text().map(std::borrow::Cow::into_owned))
                    })
                    .clone(),
            };
            let skipped = line.is_test && !run.jobs.contains(&line.job);
            let ends = if skipped { "skipped" } else { "success" };
            tested |= line.is_test && expected.as_deref() == Some("success");
            if expected.as_deref() != Some(ends) {
                red = true;
                if is_planned || expected.is_none() {
                    let expected = expected.as_deref().unwrap_or("what is not known");
                    let message = format!(
                        "the gate expects job `{}` to end as {expected}, and it ends as {ends}",
                        line.job
                    );
                    self.found_under(run, at, message);
                }
            }
        }
        if tested && !red && !is_planned {
            self.found_under(
                run,
                at,
                "the gate can be green, and nothing is planned".to_owned(),
            );
        } else if is_planned && !tested {
            self.found_under(run, at, "the gate is red even if all cells pass".to_owned());
        }
    }

    fn found_under(&mut self, run: &Run, at: At, message: String) {
        let finding = Finding::new(Property::Gate, &self.suite.path, at, message);
        self.findings.push(finding.under(&run.trigger));
    }
}

/// `test ID EXPECTED ${{ needs.ID.result }}`, or `job` in the place of `test`.
fn line(text: &str) -> Option<Line> {
    let pieces = pieces(text).ok()?;
    let (last, front) = pieces.split_last()?;
    let Piece::Expression { text: result, .. } = last else {
        return None;
    };
    let (words, expected) = match front {
        [Piece::Text(words)] => (*words, None),
        [
            Piece::Text(words),
            Piece::Expression { text, .. },
            Piece::Text(" "),
        ] => (*words, Some(*text)),
        _ => return None,
    };
    let mut words = words.split_whitespace();
    let (kind, job) = (words.next()?, words.next()?);
    let fixed = words.next().unwrap_or_default();
    let is_result = squeezed(result).eq_ignore_ascii_case(&format!("needs.{job}.result"));
    let free = expected.is_none_or(|text| !text.to_ascii_lowercase().contains("needs"));
    if !is_result || !free || words.next().is_some() || expected.is_none() == fixed.is_empty() {
        return None;
    }
    let expected = match expected {
        Some(text) => Some((
            text.to_owned(),
            Template::parse_any(&format!("${{{{ {text} }}}}")).ok()?,
        )),
        None => None,
    };
    Some(Line {
        job: job.to_owned(),
        is_test: match kind {
            "test" => true,
            "job" => false,
            _ => return None,
        },
        expected,
        fixed: fixed.to_owned(),
    })
}
