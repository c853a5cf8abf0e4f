//! What is wrong with a workflow, by rules over any workflow: one rule a file. Rules do not know each other.

use super::facts::Facts;
use super::report::Defect;
use crate::yaml::At;

include!("rules.rs");

/// A rule over workflows.
pub struct Rule {
    /// Its id, in kebab-case.
    pub id: &'static str,
    /// What pipewright does instead, so that the defect cannot be.
    pub instead: &'static str,
    check: fn(&Facts<'_>, &mut Found<'_>),
}

/// Most findings of one rule: a report is read by people.
const MOST: usize = 50;

/// What a rule finds.
struct Found<'r> {
    rule: &'r Rule,
    defects: Vec<Defect>,
}

impl Found<'_> {
    fn at(&mut self, at: At, message: impl Into<String>) {
        let message = message.into();
        let known = |defect: &Defect| defect.at == at && defect.message == message;
        if self.defects.len() < MOST && !self.defects.iter().any(known) {
            self.defects.push(Defect {
                rule: self.rule.id,
                at,
                message,
                instead: self.rule.instead,
            });
        }
    }
}

/// Everything that the rules find.
pub(super) fn find(facts: &Facts<'_>) -> Vec<Defect> {
    RULES
        .iter()
        .flat_map(|rule| {
            let mut found = Found {
                rule,
                defects: Vec::new(),
            };
            (rule.check)(facts, &mut found);
            found.defects
        })
        .collect()
}
