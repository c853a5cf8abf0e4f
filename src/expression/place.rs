//! The keys of a workflow at which expressions stand, and what may be used there.
//!
//! Written down from the workflow schema in `@actions/workflow-parser` 0.3.61.

use super::function::{Arity, Function};
use super::scope::Scope;

/// A key of a workflow, or several that allow the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// `run-name`, `concurrency` of the workflow, defaults of `workflow_call` inputs.
    Workflow,
    /// `env` of the workflow.
    WorkflowEnv,
    /// `outputs` of `workflow_call`.
    WorkflowOutputs,
    /// `if` of a job.
    JobIf,
    /// `strategy` of a job.
    Strategy,
    /// `name`, `runs-on`, `concurrency`, `environment`, `container`, `services`, `with`,
    /// `timeout-minutes`, `continue-on-error` of a job.
    Job,
    /// `env` of a job, and `secrets` passed to a reusable workflow.
    JobEnv,
    /// `defaults.run` of a job.
    JobDefaults,
    /// `outputs` of a job.
    JobOutputs,
    /// `credentials` of a container.
    ContainerCredentials,
    /// `if` of a step.
    StepIf,
    /// All other keys of a step.
    Step,
}

impl Place {
    /// What may be used at this place; of members, nothing is known.
    #[must_use]
    pub fn scope(self) -> Scope {
        let scope = Scope::new(self.contexts());
        match self {
            Self::JobIf => {
                let any = Arity::new(0, usize::MAX);
                let scope = scope
                    .with_function(Function::Always)
                    .with_arity(Function::Failure, any);
                scope
                    .with_function(Function::Cancelled)
                    .with_arity(Function::Success, any)
            }
            Self::StepIf => {
                let status = Function::ALL.into_iter().filter(|function| function.is_status());
                status.fold(scope.with_function(Function::HashFiles), Scope::with_function)
            }
            Self::Step => scope.with_function(Function::HashFiles),
            _ => scope,
        }
    }

    fn contexts(self) -> &'static [&'static str] {
        match self {
            Self::Workflow => &["github", "inputs", "vars"],
            Self::WorkflowEnv => &["github", "inputs", "vars", "secrets"],
            Self::WorkflowOutputs => &["github", "inputs", "vars", "jobs"],
            Self::JobIf | Self::Strategy => &["github", "inputs", "vars", "needs"],
            Self::Job => &["github", "inputs", "vars", "needs", "strategy", "matrix"],
            Self::JobEnv => &[
                "github", "inputs", "vars", "needs", "strategy", "matrix", "secrets",
            ],
            Self::JobDefaults => &["github", "inputs", "vars", "strategy", "matrix", "needs", "env"],
            Self::ContainerCredentials => &["github", "inputs", "vars", "secrets", "env"],
            Self::StepIf => &[
                "github", "inputs", "vars", "needs", "strategy", "matrix", "steps", "job", "runner", "env",
            ],
            Self::JobOutputs | Self::Step => &[
                "github", "inputs", "vars", "needs", "strategy", "matrix", "secrets", "steps", "job",
                "runner", "env",
            ],
        }
    }
}
