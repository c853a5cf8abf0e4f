use crate::aggregate::Summary;
use crate::cli::variable;
use crate::github::Place;
use crate::report::{Event, Marker, Run, Scene, Trouble, tested};

/// Where this process runs, and why.
pub(super) struct Here {
    pub(super) place: Result<Place, String>,
    pub(super) event: Event,
    pub(super) scene: Scene,
}

impl Here {
    pub(super) fn look() -> Result<Self, Trouble> {
        let place = Place::from(variable);
        let name = variable("GITHUB_EVENT_NAME");
        let event =
            Event::read(name.as_deref(), variable("GITHUB_EVENT_PATH").as_deref()).map_err(Trouble::Usage)?;
        let number = |name: &str| variable(name)?.parse().ok();
        let own = number("GITHUB_RUN_ID").map(|id| Run {
            id,
            attempt: number("GITHUB_RUN_ATTEMPT").unwrap_or(1),
        });
        let mut scene = Scene {
            repository_url: place
                .as_ref()
                .ok()
                .map(|place| format!("{}/{}", place.server, place.repository)),
            run: own,
            ..Scene::default()
        };
        match &event {
            Event::WorkflowRun(ended) => {
                scene.run = Some(ended.run);
                scene.commit = Some(ended.head.clone());
                scene.is_fork = ended.is_fork;
                scene.conclusion = Some(ended.conclusion.clone());
            }
            Event::PullRequest { head, .. } => scene.commit = Some(head.clone()),
            Event::Other => {}
        }
        Ok(Self { place, event, scene })
    }

    /// Whether the results are of another run than this one, so that nothing they say of themselves is believed.
    pub(super) fn is_of_another(&self) -> bool {
        matches!(self.event, Event::WorkflowRun(_))
    }

    pub(super) fn marker(&self, workflow: Option<String>) -> Result<Marker, Trouble> {
        let workflow = workflow.or_else(own_workflow).unwrap_or_default();
        if let Event::WorkflowRun(ended) = &self.event
            && ended.workflow != workflow
        {
            return Err(Trouble::Usage(format!(
                "the run {} is of {}, not of {}: say --workflow with the file of the pipeline",
                ended.run.id,
                ended.workflow.escape_debug(),
                workflow.escape_debug()
            )));
        }
        let run = self.scene.run.unwrap_or(Run { id: 0, attempt: 1 });
        Ok(Marker { workflow, run })
    }

    /// The summary, with what GitHub knows better.
    pub(super) fn told(&self, summary: &Summary) -> Summary {
        let mut told = summary.clone();
        if let Event::WorkflowRun(ended) = &self.event {
            told.branch = Some(ended.branch.clone());
            told.trigger = Some(ended.event.clone());
        }
        told
    }

    pub(super) fn tested(&self, summary: &Summary) -> Result<String, Trouble> {
        let job = variable("GITHUB_SHA");
        tested(&self.event, summary.commit.as_deref(), job.as_deref()).map_err(Trouble::Usage)
    }
}

/// `.github/workflows/x.yml` of `owner/name/.github/workflows/x.yml@ref`.
fn own_workflow() -> Option<String> {
    let whole = variable("GITHUB_WORKFLOW_REF")?;
    let path = whole.split('@').next()?;
    path.splitn(3, '/').nth(2).map(str::to_owned)
}
