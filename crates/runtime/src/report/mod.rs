//! Where people look: the step summary, the comment on a pull request, the commit status and the check run, each from
//! one `summary.json`. Nothing here decides about green or red, and no text of a test is more than text.

pub(crate) mod alerts;
mod annotations;
mod author;
pub(crate) mod badge;
#[cfg(test)]
mod browser;
mod check;
mod comment;
mod event;
pub(crate) mod html;
mod markdown;
mod marker;
pub(crate) mod pages;
#[cfg(test)]
mod sample;
mod scene;
mod sha;
mod source;
mod status;
mod step_summary;
mod subject;
mod text;
mod trouble;
mod version;

pub(crate) use check::Check;
pub(crate) use comment::{Comment, Done};
pub(crate) use event::Event;
pub(crate) use markdown::{document, without_results};
pub(crate) use marker::Marker;
pub(crate) use scene::{Run, Scene};
pub(crate) use sha::tested;
pub(crate) use source::{read, trends};
pub(crate) use status::Status;
pub(crate) use step_summary::{append, step_summary};
pub(crate) use subject::{Subject, subjects};
pub(crate) use trouble::Trouble;
