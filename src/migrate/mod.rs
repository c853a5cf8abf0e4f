//! A pipeline file of an older format -> the same file in today's format.
//!
//! A migration is a chain of steps, each from one format to the next, and a step is a list of edits: bytes that are put
//! in the place of others. What no edit names stays as it is to the byte, comments, order and ends of lines too.

mod edit;
mod mark;
mod step;

use std::ops::Range;

use toml::de::{DeTable, DeValue};

pub use edit::Edit;
pub use step::Step;

/// The format that this pipewright reads and writes.
pub const FORMAT: u32 = 1;

/// Every step, in order. A file that says no format is of format 0: it has the shape of format 1 and only lacks the key.
pub const STEPS: [Step; 1] = [mark::STEP];

/// A file in today's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// Its text.
    pub text: String,
    /// The steps that were taken; none if there was nothing to do.
    pub steps: Vec<Step>,
}

/// Why a file cannot be migrated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in lower case.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The bytes it is about.
    pub span: Range<usize>,
}

/// Brings a file to today's format.
///
/// # Errors
/// A file that is no TOML, or whose format is no format that is known here.
pub fn migrate(text: &str) -> Result<Migrated, Fault> {
    let mut migrated = Migrated {
        text: text.to_owned(),
        steps: Vec::new(),
    };
    let mut at = format(text)?;
    while at < FORMAT {
        // The steps are a chain without gaps, which a test holds.
        let Some(step) = STEPS.into_iter().find(|step| step.from == at) else {
            break;
        };
        migrated.text = edit::apply(&migrated.text, step.edits(&migrated.text));
        migrated.steps.push(step);
        at = step.to();
    }
    Ok(migrated)
}

/// The format of a file; 0 where it says none.
fn format(text: &str) -> Result<u32, Fault> {
    let table = DeTable::parse(text).map_err(|error| Fault {
        message: error.message().to_owned(),
        help: "`pipewright check` shows everything that is wrong with the file".to_owned(),
        span: error.span().unwrap_or(0..0),
    })?;
    let Some((_, value)) = table.get_ref().iter().find(|(key, _)| key.get_ref() == "format") else {
        return Ok(0);
    };
    let known = match value.get_ref() {
        DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    match known {
        Some(format @ 1..=FORMAT) => Ok(format),
        known => Err(Fault {
            message: match known {
                Some(newer) if newer > FORMAT => {
                    format!("the file is of format {newer}, which is newer than {FORMAT}")
                }
                _ => "this is no format of pipewright".to_owned(),
            },
            help: newer_help(),
            span: value.span(),
        }),
    }
}

/// What to do with a file of a format that is not known here.
#[must_use]
pub fn newer_help() -> String {
    format!(
        "this is pipewright {}, which reads format {FORMAT}; a newer pipewright reads newer formats",
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_a_chain_from_the_first_format_to_today() {
        let from: Vec<u32> = STEPS.iter().map(|step| step.from).collect();
        assert_eq!(from, (0..FORMAT).collect::<Vec<_>>());
    }

    #[test]
    fn a_format_that_is_not_known_is_said_with_its_place() {
        for (text, at) in [
            ("name = 'x'\nformat = 2\n", 20..21),
            ("format = \"1\"", 9..12),
            ("format = 0", 9..10),
            ("format = -1", 9..11),
            ("format = 99999999999999999999", 9..29),
        ] {
            let fault = migrate(text).unwrap_err();
            assert_eq!(fault.span, at, "{text}: {}", fault.message);
            assert!(fault.help.contains("reads format 1"));
        }
        assert!(migrate("a = [").is_err());
    }
}
