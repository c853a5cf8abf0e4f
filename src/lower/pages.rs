use pipewright_model::artifact;

use super::condition::literal;
use super::steps::{download, uses};
use super::{Input, pins};
use crate::workflow::{Concurrency, Environment, Grant, Job, Note, Permissions, Scalar, StepsJob};

/// The job that publishes the report, through GitHub's own actions.
pub(super) fn job(input: Input<'_>) -> Job {
    let branch = literal(&input.pipeline.report.pages.branch);
    let condition = format!(
        "${{{{ !cancelled() && needs.aggregate.result != 'skipped' && github.ref_name == {branch} \
         && github.event_name != 'pull_request' }}}}"
    );
    Job::Steps(Box::new(StepsJob {
        note: Note::new("[report.pages]"),
        name: "Pages".to_owned(),
        needs: vec!["aggregate".to_owned()],
        r#if: Some(condition),
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 10_u64.into(),
        permissions: Permissions::from([
            ("pages", Grant::write("deploys to Pages")),
            (
                "id-token",
                Grant::write("proves to Pages where the deployment comes from"),
            ),
        ]),
        concurrency: Some(Concurrency {
            note: Note::new("One deployment after the other; none is cut off."),
            group: "pages".to_owned(),
            cancel_in_progress: false.into(),
        }),
        environment: Some(Environment {
            name: "github-pages".to_owned(),
            url: Some("${{ steps.deploy.outputs.page_url }}".to_owned()),
            deployment: None,
        }),
        steps: vec![
            download("fetch-aggregate", "Fetch the report", artifact::AGGREGATE, "site"),
            uses("configure", "Set up Pages", pins::CONFIGURE_PAGES, &[]),
            uses(
                "upload-site",
                "Upload the site",
                pins::UPLOAD_PAGES,
                &[("path", "site".into())],
            ),
            uses("deploy", "Deploy the site", pins::DEPLOY_PAGES, &[]),
        ],
    }))
}
