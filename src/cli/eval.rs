use std::io;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::print;
use crate::expression::{Answer, eval, eval_batch};
use crate::read;

pub(super) const EXAMPLES: &str = "Examples:
  pipewright eval \"contains(github.ref, 'release')\" --context contexts.json
  pipewright eval --batch questions.jsonl

Each line of a batch is {\"expr\": …, \"context\": {…}}; its answer is {\"value\": …} or
{\"error\": {\"kind\": \"lexing|parsing|evaluation\", \"message\": …, \"at\": …}}.";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The expression, without ${{ }}
    #[arg(required_unless_present = "batch")]
    expression: Option<String>,
    /// JSON file whose keys are the contexts
    #[arg(long, value_name = "FILE.json", conflicts_with = "batch")]
    context: Option<PathBuf>,
    /// JSON Lines file of many questions
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "expression")]
    batch: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    if let Some(path) = &options.batch {
        let questions = read::bytes(path).with_context(|| format!("cannot read {}", path.display()))?;
        return match eval_batch(&questions, io::stdout().lock()) {
            Ok(batch) if batch.unreadable > 0 => bail!("{} lines could not be read", batch.unreadable),
            Ok(_) => Ok(Exit::Done),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
            Err(error) => Err(error).context("cannot write the answers"),
        };
    }
    let context = options
        .context
        .as_ref()
        .map(|path| read::text(path).with_context(|| format!("cannot read {}", path.display())));
    let expression = options.expression.as_deref().unwrap_or_default();
    let context = context.transpose()?;
    let answer = eval(expression, context.as_deref()).map_err(|bad| anyhow::anyhow!("--context: {bad}"))?;
    print::out(&format!("{answer}\n"));
    Ok(if matches!(answer, Answer::Error { .. }) {
        Exit::Input
    } else {
        Exit::Done
    })
}
