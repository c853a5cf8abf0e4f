use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;
use crate::plan::{ALL, Plan, Question, RouteError, plan};

pub(super) const RULE: Rule = Rule {
    id: "dispatch",
    summary: "Inputs of a run by hand that contradict each other or what there is.",
    why: "The default of an input is one of its choices: a suite or version that the selection holds, or `all`. The two \
          inputs have different names, and nothing else is called `all`. Together the defaults select at least one cell.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let Some(dispatch) = &input.pipeline.triggers.workflow_dispatch else {
        return;
    };
    let trigger = path!["triggers", "workflow_dispatch"];
    let (suite, version) = (&dispatch.suite_input, &dispatch.version_input);
    if suite.name.eq_ignore_ascii_case(&version.name) {
        let message = format!("both inputs are called `{}`", suite.name);
        let place = trigger.join("version_input").join("name").value();
        found.push(Diagnostic::error(RULE.id, place, message).help("give them different names"));
    }
    taken(input, found);
    defaults(&plan(input.pipeline), &trigger, found);
}

/// Nothing may be called what an input calls everything.
fn taken(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let suites = input.pipeline.suites.keys().map(|name| ("suites", name));
    let versions = input.pipeline.versions.keys().map(|name| ("versions", name));
    for (table, name) in suites
        .chain(versions)
        .filter(|(_, name)| name.eq_ignore_ascii_case(ALL))
    {
        let message = format!("`{name}` is what an input calls everything");
        found
            .push(Diagnostic::error(RULE.id, path![table, name].key(), message).help("give it another name"));
    }
}

fn defaults(plan: &Plan, trigger: &Path, found: &mut Vec<Diagnostic>) {
    let Some(by_hand) = &plan.by_hand else { return };
    for (key, choice) in [
        ("suite_input", &by_hand.suite),
        ("version_input", &by_hand.version),
    ] {
        if !choice.options.contains(&choice.default) {
            let place = trigger.join(key).join("default").value();
            let message = format!("`{}` is no choice of `{}`", choice.default, choice.input);
            let options = choice.options.iter().map(String::as_str);
            found.push(Diagnostic::error(RULE.id, place, message).known("choices", &choice.default, options));
        }
    }
    let question = Question {
        event: "workflow_dispatch".to_owned(),
        ..Question::default()
    };
    if let Err(RouteError::Empty(choice)) = plan.route(&question) {
        let message = format!("the defaults, {choice}, select no cell");
        let help =
            "choose defaults that have cells: a run by hand would be red until somebody chooses others";
        found.push(Diagnostic::error(RULE.id, trigger.clone().key(), message).help(help));
    }
}
