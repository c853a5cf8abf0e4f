use std::path::PathBuf;
use std::process::ExitCode;

use pipewright_model::exit::Runtime;

use super::{code, complain, say};
use crate::aggregate::{Origin, Page, Request, Summary, aggregate};
use crate::console::many;
use crate::report::badge::Badge;
use crate::report::html;
use crate::results::atomically;

/// Bring the results of all cells together, and hold them against the plan.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder with one folder for each artifact of a cell.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Folder for summary.json and the other files.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// The plan. Whatever of it is missing keeps the run from passing.
    #[arg(long, value_name = "PLAN.json")]
    expect: Option<PathBuf>,
    /// Folder of the history. This run is added to it, unless the event is a pull request.
    #[arg(long, value_name = "DIR")]
    history: Option<PathBuf>,
    /// The branch.
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The branch whose runs this one is compared with. Default: that of the pull request, by GITHUB_BASE_REF, else
    /// the branch itself.
    #[arg(long, value_name = "BRANCH")]
    base: Option<String>,
    /// The commit.
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// GitHub's name of the event.
    #[arg(long, value_name = "EVENT")]
    trigger: Option<String>,
    /// What to write. `summary.json` is always written.
    #[arg(
        long,
        value_name = "FORMAT",
        value_delimiter = ',',
        default_value = "json,junit,ctrf"
    )]
    format: Vec<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// summary.json
    Json,
    /// report.html
    Html,
    /// junit.xml
    Junit,
    /// ctrf.json
    Ctrf,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    if let Some(problem) = overlap(&arguments) {
        complain(&problem);
        return code(Runtime::Usage);
    }
    let wants = |format| arguments.format.contains(&format);
    let output = arguments.output.clone();
    let publish = |page: &Page| -> anyhow::Result<()> {
        Badge::of(&page.summary).write(&output)?;
        if wants(Format::Html) {
            atomically(&output.join("report.html"), html::render(page).as_bytes())?;
        }
        Ok(())
    };
    let request = Request {
        is_junit_wanted: wants(Format::Junit),
        is_ctrf_wanted: wants(Format::Ctrf),
        input: arguments.input,
        output: arguments.output,
        expect: arguments.expect,
        history: arguments.history,
        origin: Origin {
            branch: arguments.branch,
            commit: arguments.commit,
            trigger: arguments.trigger,
            base: arguments.base.or_else(|| variable("GITHUB_BASE_REF")),
            run: variable("GITHUB_RUN_ID").map(|id| (id, run_attempt())),
        },
    };
    match aggregate(&request, publish) {
        Ok(done) => {
            for problem in &done.history_problems {
                warn(&format!("history: {}", problem.escape_debug()));
            }
            tell(&done.summary);
            code(done.exit)
        }
        Err(error) => {
            complain(&format!("{error:#}"));
            code(Runtime::Usage)
        }
    }
}

/// What is written into the input is input of the next call, which would count it again.
fn overlap(arguments: &Arguments) -> Option<String> {
    let input = arguments.input.canonicalize().ok()?;
    // The last part may not be there yet.
    let output = std::path::absolute(&arguments.output).ok()?;
    let output = output.ancestors().find_map(|folder| folder.canonicalize().ok())?;
    output.starts_with(&input).then(|| {
        format!(
            "--output {} is inside of --input {}, and what is written there would be read the next time: name a folder \
             outside of it",
            arguments.output.display(),
            arguments.input.display()
        )
    })
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn run_attempt() -> u32 {
    let attempt = variable("GITHUB_RUN_ATTEMPT").and_then(|attempt| attempt.parse().ok());
    attempt.unwrap_or(1)
}

/// The verdict and why, for people. Names of tests can hold anything, so that they are shown quoted.
fn tell(summary: &Summary) {
    let counts = &summary.counts;
    say(&format!(
        "{}: {}, {}: {} passed, {} failed, {} errors, {} skipped, {} flaky",
        summary.verdict,
        many(summary.cells.len(), "cell"),
        many(counts.total, "test"),
        counts.passed,
        counts.failed,
        counts.errors,
        counts.skipped,
        counts.flaky
    ));
    for reason in summary.reasons.iter().take(20) {
        say(&format!("  {}", reason.escape_debug()));
    }
    if summary.reasons.len() > 20 {
        say(&format!(
            "  and {} more, see summary.json",
            summary.reasons.len() - 20
        ));
    }
}

fn warn(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "warning: {text}");
}
