use indexmap::IndexMap;

use super::Input;
use crate::plan::Choice;
use crate::workflow::{BranchFilter, Cron, DispatchInput, Events, InputType, Note, WorkflowDispatch};

/// What starts the main workflow.
pub(super) fn events(input: Input<'_>) -> Events {
    let triggers = &input.pipeline.triggers;
    let paths = |paths: &Option<Vec<String>>| paths.clone().unwrap_or_default();
    let schedule = triggers.schedule.iter().map(|(name, schedule)| Cron {
        note: Note::new(match &schedule.description {
            Some(description) => format!("{name}: {description}"),
            None => name.clone(),
        }),
        cron: schedule.cron.clone(),
        timezone: schedule.timezone.clone(),
    });
    Events {
        pull_request: triggers.pull_request.as_ref().map(|trigger| BranchFilter {
            branches: trigger.branches.clone(),
            paths: paths(&trigger.paths),
            paths_ignore: paths(&trigger.paths_ignore),
            ..BranchFilter::default()
        }),
        push: triggers.push.as_ref().map(|trigger| BranchFilter {
            branches: trigger.branches.clone(),
            paths: paths(&trigger.paths),
            paths_ignore: paths(&trigger.paths_ignore),
            ..BranchFilter::default()
        }),
        merge_group: triggers.merge_group.as_ref().map(|trigger| BranchFilter {
            branches: trigger.branches.clone().unwrap_or_default(),
            ..BranchFilter::default()
        }),
        schedule: schedule.collect(),
        workflow_dispatch: input.plan.by_hand.as_ref().map(|by_hand| WorkflowDispatch {
            inputs: [&by_hand.suite, &by_hand.version]
                .map(choice)
                .into_iter()
                .collect::<IndexMap<_, _>>(),
        }),
        workflow_call: None,
        workflow_run: None,
    }
}

fn choice(choice: &Choice) -> (String, DispatchInput) {
    let input = DispatchInput {
        description: choice.description.clone(),
        r#type: InputType::Choice,
        options: choice.options.clone(),
        default: choice.default.clone(),
    };
    (choice.input.clone(), input)
}
