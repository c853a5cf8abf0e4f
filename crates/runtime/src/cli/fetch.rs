use std::path::PathBuf;
use std::process::ExitCode;

use pipewright_model::exit::Runtime;
use pipewright_model::variable;

use super::{code, complain};
use crate::dataset::{Fetched, Wanted, fetch};

/// Bring the full data of a dataset here, and print its path.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  export PIPEWRIGHT_DATASET_TRIPS=$(pipewright-runtime fetch trips)")]
pub(super) struct Arguments {
    /// The dataset, as pipeline.toml names it.
    dataset: String,
    /// The pipeline.
    #[arg(long, value_name = "FILE", default_value = "pipeline.toml")]
    pipeline: PathBuf,
    /// Folder to keep it in. Default: pipewright/datasets in the cache folder of this user.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    match bring(&arguments) {
        Ok((fetched, wanted)) => {
            tell(&arguments.dataset, &fetched, &wanted);
            code(Runtime::Passed)
        }
        Err(error) => {
            complain(&error);
            code(Runtime::Usage)
        }
    }
}

fn bring(arguments: &Arguments) -> Result<(Fetched, Wanted), String> {
    let name = &arguments.dataset;
    let pipeline = crate::pipeline::read(&arguments.pipeline).map_err(|error| format!("{error:#}"))?;
    let dataset = pipeline.datasets.get(name).ok_or_else(|| {
        let known: Vec<&str> = pipeline.datasets.keys().map(String::as_str).collect();
        format!(
            "there is no dataset `{name}`\nknown datasets: {}",
            known.join(", ")
        )
    })?;
    let url = dataset.url.clone().ok_or_else(|| {
        format!("the dataset `{name}` has no `url`\nits `sample` is made where a test needs it, and needs no fetching")
    })?;
    let wanted = Wanted {
        url,
        size: dataset.size,
        sha256: dataset.sha256.clone(),
    };
    let folder = arguments.into.clone().or_else(cache).ok_or(
        "there is no cache folder: neither XDG_CACHE_HOME nor HOME is set\nname a folder with --into"
            .to_owned(),
    )?;
    let fetched = fetch(&wanted, &folder.join(name).join(file(&wanted.url)))?;
    Ok((fetched, wanted))
}

fn cache() -> Option<PathBuf> {
    let set = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let caches = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
    Some(caches?.join("pipewright/datasets"))
}

/// The name of a file on the net: readers of data go by its ending.
fn file(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() {
        "data".to_owned()
    } else {
        name.to_owned()
    }
}

fn tell(name: &str, fetched: &Fetched, wanted: &Wanted) {
    use std::io::Write;
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{}", fetched.path.display());
    let mut told = std::io::stderr();
    if wanted.sha256.is_none() || wanted.size.is_none() {
        let _ = writeln!(
            told,
            "nobody knew what it has to be. If you trust where it came from, add to [datasets.{name}]:\n  \
             size = {}\n  sha256 = \"{}\"",
            fetched.print.size, fetched.print.sha256
        );
    }
    let _ = writeln!(
        told,
        "for tests that read it: {}={}",
        variable::dataset(name),
        fetched.path.display()
    );
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn a_file_keeps_the_name_that_it_has_on_the_net() {
        for (url, name) in [
            (
                "https://example.org/a/trips_2024-01.parquet?key=1",
                "trips_2024-01.parquet",
            ),
            ("https://example.org/..", "data"),
            ("https://example.org/a%2Fb", "a2Fb"),
            ("https://example.org/", "data"),
        ] {
            assert_eq!(file(url), name);
        }
    }
}
