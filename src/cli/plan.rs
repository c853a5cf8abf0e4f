use clap::{Args, ValueEnum};
use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pipewright_model::exit::Compiler as Exit;
use pipewright_model::plan as document;

use super::against::past;
use super::compile::{PinsOf, compile};
use super::load::{self, Sound, Warnings};
use super::{Place, print};
use crate::compare::{Side, compare};
use crate::cron::Cron;
use crate::plan::{Question, plan};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright plan
  pipewright plan --event schedule --cron '0 2 * * *' --format json
  pipewright plan --event workflow_dispatch --input suite=smoke --input version=all
  pipewright plan --against origin/main --format markdown";

/// Runs of a schedule that people are shown.
const SHOWN: usize = 3;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// Only what this event runs: push, pull_request, merge_group, schedule or workflow_dispatch
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// The cron expression of the schedule, as written
    #[arg(long, value_name = "EXPR", requires = "event")]
    cron: Option<String>,
    /// An input of a run started by hand; those left out have their default
    #[arg(long = "input", value_name = "K=V", requires = "event", value_parser = pair)]
    inputs: Vec<(String, String)>,
    /// What a change against this ref of git adds and removes
    #[arg(long, value_name = "GITREF", conflicts_with = "event")]
    against: Option<String>,
    /// The moment after which the next runs are counted [default: now]
    #[arg(long, value_name = "TIME")]
    from: Option<Timestamp>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// For a comment on a pull request
    Markdown,
}

impl Options {
    /// How diagnostics are printed: machines get them as they get the plan.
    fn diagnostics(&self) -> super::Format {
        match self.format {
            Format::Human | Format::Markdown => super::Format::Human,
            Format::Json => super::Format::Json,
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "write NAME=VALUE".to_owned())?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let Some(sound) = load::pipeline(&options.place, options.diagnostics(), Warnings::Hidden) else {
        return Ok(Exit::Input);
    };
    if let Some(reference) = &options.against {
        return against(options, &sound, reference);
    }
    let plan = plan(&sound.pipeline);
    let document = match &options.event {
        None => plan.document(),
        Some(event) => {
            let inputs: IndexMap<String, String> = options.inputs.iter().cloned().collect();
            plan.route(&Question {
                event: event.clone(),
                cron: options.cron.clone(),
                inputs,
            })?
        }
    };
    match options.format {
        Format::Json => print::out(&format!("{}\n", serde_json::to_string(&document)?)),
        Format::Human => {
            let from = options.from.unwrap_or_else(Timestamp::now);
            print::out(&table(&document, options.event.is_some(), from)?);
        }
        Format::Markdown => {
            let from = options.from.unwrap_or_else(Timestamp::now);
            let text = table(&document, options.event.is_some(), from)?.replace('`', "'");
            print::out(&format!("```text\n{text}```\n"));
        }
    }
    Ok(Exit::Done)
}

/// What a change adds to what is at a ref, and removes from it.
fn against(options: &Options, sound: &Sound, reference: &str) -> anyhow::Result<Exit> {
    let format = options.diagnostics();
    let Some(now) = compile(&options.place, sound, PinsOf::Lock, format) else {
        return Ok(Exit::Input);
    };
    let Some(past) = past(&options.place, sound, reference, format)? else {
        return Ok(Exit::Input);
    };
    let before = Side {
        plan: &past.plan,
        files: &past.files,
    };
    let after = Side {
        plan: &now.plan,
        files: &now.files,
    };
    let comparison = compare(before, after, options.from.unwrap_or_else(Timestamp::now));
    print::out(&match options.format {
        Format::Human => comparison.human(reference),
        Format::Json => format!("{}\n", comparison.json(reference)),
        Format::Markdown => comparison.markdown(reference),
    });
    Ok(Exit::Done)
}

/// Profiles with their cells, the next runs of schedules, and what schedules cost in a month.
fn table(plan: &document::Plan, with_cells: bool, from: Timestamp) -> anyhow::Result<String> {
    let mut text = format!("{}\n", plan.name);
    let mut month = Month::default();
    let (by_hand, fixed): (Vec<_>, Vec<_>) = plan
        .profiles
        .iter()
        .partition(|profile| profile.trigger.event == "workflow_dispatch");
    for profile in &fixed {
        text.push_str(&format!("\n{}: {}\n", profile.name, cells(profile)));
        if let Some(cron) = &profile.trigger.cron {
            schedule(&mut text, &mut month, profile, cron, from)?;
        }
        listed(&mut text, profile, with_cells);
    }
    if let (false, Some(largest)) = (
        by_hand.is_empty(),
        by_hand.iter().map(|profile| profile.cells.len()).max(),
    ) {
        let inputs = by_hand[0]
            .trigger
            .inputs
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" and ");
        text.push_str(&format!(
            "\nby hand, by {inputs}: {} of up to {}\n",
            print::many(by_hand.len(), "choice"),
            print::many(largest, "cell")
        ));
        for profile in by_hand.iter().filter(|_| with_cells) {
            listed(&mut text, profile, true);
        }
    }
    if month.runs > 0.0 {
        text.push_str(&format!(
            "\nschedules in a month: {:.0} runs, {:.0} cells, at most {:.0} runner minutes\n",
            month.runs, month.cells, month.minutes
        ));
    }
    Ok(text)
}

/// What schedules cost in a month, on average over a year.
#[derive(Default)]
struct Month {
    runs: f64,
    cells: f64,
    minutes: f64,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts far below 2^52, shown without decimals"
)]
fn schedule(
    text: &mut String,
    month: &mut Month,
    profile: &document::Profile,
    cron: &str,
    from: Timestamp,
) -> anyhow::Result<()> {
    let zone = TimeZone::get(profile.trigger.timezone.as_deref().unwrap_or("UTC"))?;
    let Ok(parsed) = Cron::parse(cron) else {
        anyhow::bail!("`{cron}` is not a cron expression")
    };
    let year = from + jiff::SignedDuration::from_hours(365 * 24);
    let mut runs = 0_usize;
    for (index, run) in parsed
        .after(from, &zone)
        .take_while(|run| *run <= year)
        .enumerate()
    {
        if index < SHOWN {
            let local = run.to_zoned(zone.clone());
            text.push_str(&format!(
                "  {} {}\n",
                if index == 0 { "next:" } else { "     " },
                local.strftime("%a %F %H:%M %Z")
            ));
        }
        runs += 1;
    }
    let runs = runs as f64 / 12.0;
    let minutes: u64 = profile.cells.iter().map(|cell| cell.timeout_minutes).sum();
    month.runs += runs;
    month.cells += runs * profile.cells.len() as f64;
    month.minutes += runs * minutes as f64;
    Ok(())
}

fn cells(profile: &document::Profile) -> String {
    let count = profile.cells.len();
    let trigger = match &profile.trigger {
        document::Trigger {
            cron: Some(cron),
            timezone,
            ..
        } => {
            format!(" at `{cron}` {}", timezone.as_deref().unwrap_or("UTC"))
        }
        trigger => format!(" on {}", trigger.event),
    };
    format!("{}{trigger}", print::many(count, "cell"))
}

/// The cells of a profile, a line a scenario.
fn listed(text: &mut String, profile: &document::Profile, each: bool) {
    let mut scenarios: IndexMap<(&str, &str), Vec<&document::Cell>> = IndexMap::new();
    for cell in &profile.cells {
        scenarios
            .entry((&cell.suite, &cell.scenario))
            .or_default()
            .push(cell);
    }
    for ((suite, scenario), cells) in scenarios {
        let versions = cells
            .iter()
            .map(|cell| cell.version.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        text.push_str(&format!("  {suite}/{scenario}: {versions}\n"));
        if let (true, Some(first)) = (each, cells.first()) {
            text.push_str(&format!("    tests: {}\n", first.tests.join(" ")));
        }
    }
}
