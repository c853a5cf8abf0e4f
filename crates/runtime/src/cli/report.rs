mod alerts;
mod files;
mod here;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use pipewright_model::exit::Runtime;

use super::{client, code, complain, say, variable};
use crate::aggregate::Summary;
use crate::analyze::Trends;
use crate::console::annotation;
use crate::github::Client;
use crate::report::{
    Check, Comment, Done, Status, Trouble, append, document, read, step_summary, subjects, trends,
    without_results,
};
use here::Here;

/// Show aggregated results where people look. None of it changes the verdict.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Append the results to the step summary, or print them where there is none.
    Summary(Source),
    /// Write or update the one comment on the pull request.
    Comment {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        delivery: Delivery,
        /// The workflow file whose run the results are of. Default: that of this job.
        #[arg(long, value_name = "PATH")]
        workflow: Option<String>,
    },
    /// Set the commit status.
    Status {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        delivery: Delivery,
        /// Its name. Default: that of the pipeline.
        #[arg(long, value_name = "NAME")]
        context: Option<String>,
    },
    /// Make the check run, with an annotation for each failing test.
    Check {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        delivery: Delivery,
        /// Its name. Default: that of the pipeline.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
    /// Write badge.svg, and badge.json for shields.io.
    Badge(files::Badge),
    /// Make the site of GitHub Pages: report and badge of every run that is kept, with an index.
    Site(files::Site),
    /// Tell Slack and the recipients of email what `[alerts]` of pipeline.toml asks for.
    Alerts {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        delivery: Delivery,
    },
}

#[derive(Debug, Args)]
struct Source {
    /// Folder with summary.json, as `aggregate` writes it.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
}

#[derive(Debug, Args)]
struct Delivery {
    /// Only print what would be sent.
    #[arg(long)]
    dry_run: bool,
    /// Seconds to wait, in all, for a server that is down or limits.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    patience: u64,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    let (what, done) = match arguments.what {
        What::Summary(source) => ("summary", summary(&source)),
        What::Comment {
            source,
            delivery,
            workflow,
        } => ("comment", comment(&source, &delivery, workflow)),
        What::Status {
            source,
            delivery,
            context,
        } => ("status", status(&source, &delivery, context)),
        What::Check {
            source,
            delivery,
            name,
        } => ("check", check(&source, &delivery, name)),
        What::Badge(asked) => ("badge", files::badge(&asked)),
        What::Site(asked) => ("site", files::site(asked)),
        What::Alerts { source, delivery } => ("alerts", alerts::send(&source, &delivery)),
    };
    match done {
        Ok(()) => code(Runtime::Passed),
        Err(trouble) => {
            let text = format!("report {what}: {}", trouble.text());
            complain(&text);
            if variable("GITHUB_ACTIONS").is_some() {
                say(&annotation("error", &format!("report {what}"), trouble.text()));
            }
            code(trouble.exit())
        }
    }
}

fn summary(source: &Source) -> Result<(), Trouble> {
    let here = Here::look()?;
    let summary = results(&source.input)?;
    let trends = trends_or_none(&source.input);
    match variable("GITHUB_STEP_SUMMARY") {
        Some(path) => append(Path::new(&path), &summary, &trends, &here.scene).map_err(Trouble::Undelivered),
        None => {
            say(&step_summary(&summary, &trends, &here.scene, 0));
            Ok(())
        }
    }
}

fn comment(source: &Source, delivery: &Delivery, workflow: Option<String>) -> Result<(), Trouble> {
    let here = Here::look()?;
    let marker = here.marker(workflow)?;
    let results = read(&source.input);
    let trends = trends_or_none(&source.input);
    let body = |limit| match &results {
        Ok(Some(summary)) => document(&marker.line(), &here.told(summary), &trends, &here.scene, limit),
        Ok(None) => without_results(&marker.line(), "the run ended before it had any", &here.scene),
        // What a fork sends is no error of ours, and its message may hold a path of this machine.
        Err(_) => without_results(&marker.line(), "they cannot be read", &here.scene),
    };
    if let (Err(error), false) = (&results, here.is_of_another()) {
        return Err(Trouble::Usage(error.clone()));
    }
    if let (Ok(None), false) = (&results, here.is_of_another()) {
        return Err(Trouble::Usage(no_results(&source.input)));
    }
    if delivery.dry_run {
        say(&body(Comment::LIMIT));
        return Ok(());
    }
    if let Err(error) = &results {
        complain(&format!("the results cannot be read: {error}"));
    }
    let client = delivery.client(&here)?;
    let subjects = subjects(&client, &here.event)?;
    if subjects.is_empty() {
        say("no open pull request has the commit that was tested at its head: nothing to comment on");
    }
    let comment = Comment {
        marker: &marker,
        body: &body,
    };
    for subject in subjects {
        let number = subject.number;
        say(&match comment.post(&client, subject)? {
            Done::Created(url) => format!("commented on pull request {number}: {url}"),
            Done::Updated(url) => format!("updated the comment on pull request {number}: {url}"),
            Done::Late => format!("pull request {number} has a comment from a newer run: nothing to do"),
        });
    }
    Ok(())
}

fn status(source: &Source, delivery: &Delivery, context: Option<String>) -> Result<(), Trouble> {
    let here = Here::look()?;
    let summary = results(&source.input)?;
    let commit = here.tested(&summary)?;
    let context = named(context, &summary.policy.status_context, "ci/tests");
    let status = Status::of(&summary, &here.scene, &context);
    if delivery.dry_run {
        say(&format!(
            "{} {} on {commit}: {}",
            status.context, status.state, status.description
        ));
        return Ok(());
    }
    status.set(&delivery.client(&here)?, &commit)?;
    say(&format!("{} is {} on {commit}", status.context, status.state));
    Ok(())
}

fn check(source: &Source, delivery: &Delivery, name: Option<String>) -> Result<(), Trouble> {
    let here = Here::look()?;
    let summary = results(&source.input)?;
    let commit = here.tested(&summary)?;
    let name = named(name, &summary.policy.check_name, "test results");
    let check = Check::of(&summary, &here.scene, &name);
    let refused = if delivery.dry_run {
        None
    } else {
        check.make(&delivery.client(&here)?, &commit)?
    };
    let said = format!("{name}: {} on {commit}", check.conclusion);
    match refused {
        None => say(&format!("{said}, {} annotations", check.annotations.len())),
        Some(why) => {
            let text = format!("{said}, but GitHub does not take its annotations: {why}");
            return Err(Trouble::Undelivered(text));
        }
    }
    Ok(())
}

/// What the command line says, else the pipeline, else what is usual.
fn named(argument: Option<String>, policy: &str, usual: &str) -> String {
    let policy = Some(policy.to_owned()).filter(|policy| !policy.is_empty());
    argument.or(policy).unwrap_or_else(|| usual.to_owned())
}

fn results(folder: &Path) -> Result<Summary, Trouble> {
    let found = read(folder).map_err(Trouble::Usage)?;
    found.ok_or_else(|| Trouble::Usage(no_results(folder)))
}

/// What the history says. Without it, or where it cannot be read, the results are told all the same.
fn trends_or_none(folder: &Path) -> Trends {
    trends(folder).unwrap_or_else(|error| {
        complain(&format!("{error}: it is told without them"));
        Trends::default()
    })
}

fn no_results(folder: &Path) -> String {
    format!(
        "there is no summary.json in {}: `pipewright-runtime aggregate --output DIR` writes it",
        folder.display()
    )
}

impl Delivery {
    fn client(&self, here: &Here) -> Result<Client, Trouble> {
        client(here.place.clone(), self.patience).map_err(Trouble::Usage)
    }
}
