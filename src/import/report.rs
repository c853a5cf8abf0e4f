use serde_json::{Value as Json, json};

use super::follow;
use crate::draft::{Draft, harmless};
use crate::yaml::At;

/// What became of a workflow.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// The workflow's path.
    pub workflow: String,
    /// Its files: those that it calls come after it, each with how many lines are before it.
    pub files: Vec<(String, usize)>,
    /// The pipeline.
    pub draft: Draft,
    /// What was carried over, by place.
    pub carried: Vec<Carried>,
    /// What was not, by place.
    pub left: Vec<Left>,
    /// What is wrong with the workflow, by place.
    pub defects: Vec<Defect>,
}

/// Something of the workflow that the pipeline says too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Where in the workflow.
    pub at: At,
    /// What it is.
    pub what: String,
    /// Where in the pipeline it went.
    pub to: String,
}

/// Something of the workflow that the pipeline does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Where in the workflow.
    pub at: At,
    /// What it is.
    pub what: String,
    /// Why it is not carried over, and what to do.
    pub why: String,
}

/// Something that is wrong with the workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The rule that found it, in kebab-case.
    pub rule: &'static str,
    /// Where in the workflow.
    pub at: At,
    /// What is wrong.
    pub message: String,
    /// What pipewright does instead.
    pub instead: &'static str,
}

impl Import {
    pub(super) fn carry(&mut self, at: At, what: impl Into<String>, to: impl Into<String>) {
        let (what, to) = (what.into(), to.into());
        self.carried.push(Carried { at, what, to });
    }

    pub(super) fn leave(&mut self, at: At, what: impl Into<String>, why: impl Into<String>) {
        let (what, why) = (what.into(), why.into());
        let left = Left { at, what, why };
        if !self.left.contains(&left) {
            self.left.push(left);
        }
    }

    /// Takes out what a rule of the pipeline refuses, if the rest can do without it; the report says so.
    pub fn drop(&mut self, path: &[String], why: &str) -> bool {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let most = match parts.first() {
            Some(&"triggers") if parts.get(1) == Some(&"schedule") => 3,
            Some(&"triggers") => 2,
            // Without these a table is none.
            _ if ["command", "suite", "tests", "versions"].contains(parts.get(2).unwrap_or(&"")) => {
                return false;
            }
            _ => 3,
        };
        let Some(path) = parts.get(..most.min(parts.len())) else {
            return false;
        };
        let removed = path.len() > 1 && self.draft.remove(path);
        if removed {
            let at = At { line: 1, column: 1 };
            self.leave(at, path.join("."), format!("pipewright refuses it: {why}"));
        }
        removed
    }

    pub(super) fn sort(&mut self) {
        self.carried.sort_by_key(|carried| carried.at);
        self.left.sort_by_key(|left| left.at);
        self.defects
            .sort_by(|one, other| (one.at, one.rule).cmp(&(other.at, other.rule)));
    }

    /// The report for people: what was carried over, what was not, and the defects, each rule with what is done instead.
    #[must_use]
    pub fn to_text(&self) -> String {
        let carried = self
            .carried
            .iter()
            .map(|one| (one.at, format!("{} -> {}", one.what, one.to)));
        let left = self
            .left
            .iter()
            .map(|one| (one.at, format!("{}: {}", one.what, one.why)));
        let mut text = format!("carried over: {}\n", self.carried.len());
        carried.for_each(|(at, line)| self.line(&mut text, at, &line));
        text.push_str(&format!("not carried over: {}\n", self.left.len()));
        left.for_each(|(at, line)| self.line(&mut text, at, &line));
        text.push_str(&format!("defects of the workflow: {}\n", self.defects.len()));
        let mut rules: Vec<&Defect> = self.defects.iter().collect();
        rules.sort_by_key(|defect| (defect.rule, defect.at));
        for of_one in rules.chunk_by(|one, other| one.rule == other.rule) {
            text.push_str(&format!("  {}. Instead: {}\n", of_one[0].rule, of_one[0].instead));
            of_one
                .iter()
                .for_each(|defect| self.line(&mut text, defect.at, &defect.message));
        }
        text
    }

    /// A line that begins with its place in the workflow.
    fn line(&self, text: &mut String, at: At, what: &str) {
        let (file, at) = follow::place(&self.files, at);
        let (file, what) = (harmless(file), harmless(what));
        text.push_str(&format!("    {file}:{}:{}: {what}\n", at.line, at.column));
    }

    /// The report for programs.
    #[must_use]
    pub fn to_json(&self, pipeline: &str, text: &str) -> Json {
        let place = |at: At, rest: Json| {
            let (file, at) = follow::place(&self.files, at);
            let mut entry = json!({ "line": at.line, "column": at.column });
            if let Json::Object(entry) = &mut entry
                && file != self.workflow
            {
                entry.insert("file".into(), file.into());
            }
            if let (Json::Object(entry), Json::Object(rest)) = (&mut entry, rest) {
                entry.extend(rest);
            }
            entry
        };
        json!({
            "workflow": self.workflow,
            "pipeline": pipeline,
            "text": text,
            "carried": self.carried.iter().map(|one| place(one.at, json!({ "what": one.what, "to": one.to }))).collect::<Vec<_>>(),
            "left": self.left.iter().map(|one| place(one.at, json!({ "what": one.what, "why": one.why }))).collect::<Vec<_>>(),
            "defects": self.defects.iter().map(|one| {
                place(one.at, json!({ "rule": one.rule, "message": one.message, "instead": one.instead }))
            }).collect::<Vec<_>>(),
        })
    }
}
