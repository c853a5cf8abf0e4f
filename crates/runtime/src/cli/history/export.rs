use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use pipewright_model::exit::Runtime;
use pipewright_model::policy::Policy;

use super::{Place, ending};
use crate::cli::{code, complain};
use crate::history::{self, Format, Table};

/// What is written.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// As what.
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// What of it.
    #[arg(long, value_name = "TABLE", default_value = "results")]
    table: Table,
    /// Only runs of this branch.
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Where to. Default: standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if let Some(missing) = arguments.place.missing() {
        complain(&missing);
        return code(Runtime::Usage);
    }
    let mut history = history::read(&arguments.place.history);
    let problems = std::mem::take(&mut history.problems);
    if let Some(branch) = &arguments.branch {
        history.runs.retain(|run| run.branch == *branch);
    }
    match write(history, arguments) {
        Ok(()) => ending(&problems),
        // Who reads it has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => code(Runtime::Passed),
        Err(error) => {
            complain(&format!("cannot write the export: {error}"));
            code(Runtime::Usage)
        }
    }
}

fn write(history: history::History, arguments: &Arguments) -> io::Result<()> {
    let policy = Policy::default();
    let (table, format) = (arguments.table, arguments.format);
    let Some(path) = &arguments.output else {
        let mut output = BufWriter::new(io::stdout().lock());
        history::export(history, table, format, &policy, &mut output)?;
        return output.flush();
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or_else(|| ".".as_ref()))?;
    let mut output = BufWriter::new(file.as_file_mut());
    history::export(history, table, format, &policy, &mut output)?;
    output.flush()?;
    drop(output);
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
