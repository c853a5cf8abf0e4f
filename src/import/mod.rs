//! An existing test workflow -> a `pipeline.toml`, what was carried over, what was not and why, and its defects.
//!
//! text → [`Facts`] → `cells` (rows of matrices as versions and scenarios), `script` (steps as commands), `triggers`,
//! `setups` and `tools` → draft. `defects` looks at the facts with rules of its own, one a file. Whatever cannot be carried over
//! exactly is left out and said: an import never guesses.

mod around;
mod assemble;
mod cells;
mod defects;
mod dispatch;
mod facts;
mod follow;
mod literal;
mod matrix;
mod report;
mod routing;
mod runner;
mod script;
mod settings;
mod setups;
mod shell;
mod steps;
mod tested;
mod tools;
mod triggers;

pub use defects::{RULES, Rule};
pub use facts::{Facts, Job, Step};
pub use report::{Carried, Defect, Import, Left};

use crate::simulate::{Fault, Source};
use crate::yaml;

/// What is asked of an import beyond the workflow itself.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The name of the pipeline file.
    pub file: String,
    /// Where the new workflow goes, where that is not where it goes by default.
    pub output: Option<String>,
    /// How generated jobs get pipewright.
    pub runtime: crate::draft::Table,
}

/// Imports the workflow at a path of a repository.
///
/// # Errors
/// A file that is not there, or that is no YAML, or no workflow at all.
pub fn import(source: &dyn Source, path: &str, wish: &Wish) -> Result<Import, Fault> {
    let text = source.text(path).map_err(|message| Fault::whole(path, message))?;
    let root = yaml::parse(&text).map_err(|fault| Fault::new(path, fault.at, fault.message))?;
    if root.get("jobs").is_none_or(|jobs| jobs.entries().is_empty()) {
        return Err(Fault::new(path, root.at, "no workflow: it has no `jobs`"));
    }
    let followed = follow::follow(source, path, &text, root);
    let facts = Facts::new(source, path, followed);
    let mut import = assemble::assemble(&facts, wish);
    import.files.clone_from(&facts.files);
    import.defects = defects::find(&facts);
    import.sort();
    Ok(import)
}
