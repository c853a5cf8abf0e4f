use minijinja::context;
use pipewright_model::artifact;

use super::condition::literal;
use super::steps::{BIN, binaries, download, run, uses};
use super::{Input, pins};
use crate::workflow::{Concurrency, Environment, Grant, Job, Note, Permissions, Scalar, Step, StepsJob};

/// The job that publishes the reports, through GitHub's own actions. A deployment replaces the whole site, so the site
/// is made anew from the aggregates of the runs that are kept: nothing is lost if a deployment is skipped.
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
        timeout_minutes: 20_u64.into(),
        permissions: Permissions::from([
            ("actions", Grant::read_for("fetches the reports of earlier runs")),
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
            binaries(),
            download(
                "fetch-aggregate",
                "Fetch the report",
                artifact::AGGREGATE,
                "aggregate",
            ),
            earlier(),
            run(
                "site",
                "Make the site",
                "site",
                context! {},
                &[("PIPEWRIGHT_BIN", BIN.into())],
            ),
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

fn earlier() -> Step {
    let env = [("GH_TOKEN", "${{ github.token }}".into())];
    let artifact = artifact::AGGREGATE;
    run(
        "fetch-earlier",
        "Fetch the reports of earlier runs",
        "earlier",
        context! { artifact },
        &env,
    )
    .noted("Of this repository's own branches: what a fork or a pull request reports is not published.")
}
